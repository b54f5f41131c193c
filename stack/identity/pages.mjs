// The pages that people see, in four languages. Plain HTML with real forms: no script, nothing from elsewhere.

const TEXTS = {
  en: {
    title: 'Sign in', to: (app) => `to continue to ${app}`, name: 'Name or e-mail address', password: 'Password', submit: 'Sign in', cancel: 'Cancel',
    wrong: 'Name or password is wrong. Check both and try again.', gone: 'This sign-in has expired. Go back to the application and start again.',
    signOut: 'Sign out', signOutQuestion: 'Do you want to sign out?', stay: 'Stay signed in', signedOut: 'You are signed out', close: 'You can close this page.',
    account: 'Your account', allowTitle: 'Allow new encryption keys', allow: 'Allow', allowed: 'Allowed',
    allowWhy: 'An application asks to replace the keys by which colleagues recognise your devices. They will see that the keys have changed.',
    allowedNext: 'Go back to the application within ten minutes.',
  },
  fr: {
    title: 'Se connecter', to: (app) => `pour continuer vers ${app}`, name: 'Identifiant ou adresse électronique', password: 'Mot de passe',
    submit: 'Se connecter', cancel: 'Annuler', wrong: 'L’identifiant ou le mot de passe est incorrect. Vérifiez-les et réessayez.',
    gone: 'Cette connexion a expiré. Retournez dans l’application et recommencez.', signOut: 'Se déconnecter',
    signOutQuestion: 'Voulez-vous vous déconnecter ?', stay: 'Rester connecté', signedOut: 'Vous êtes déconnecté', close: 'Vous pouvez fermer cette page.',
    account: 'Votre compte', allowTitle: 'Autoriser de nouvelles clés de chiffrement', allow: 'Autoriser', allowed: 'Autorisation accordée',
    allowWhy: 'Une application demande à remplacer les clés qui permettent à vos collègues de reconnaître vos appareils. Ils verront que les clés ont changé.',
    allowedNext: 'Retournez dans l’application dans les dix minutes.',
  },
  de: {
    title: 'Anmelden', to: (app) => `um mit ${app} fortzufahren`, name: 'Name oder E-Mail-Adresse', password: 'Passwort', submit: 'Anmelden',
    cancel: 'Abbrechen', wrong: 'Name oder Passwort ist falsch. Prüfen Sie beides und versuchen Sie es erneut.',
    gone: 'Diese Anmeldung ist abgelaufen. Beginnen Sie in der Anwendung von vorn.', signOut: 'Abmelden',
    signOutQuestion: 'Möchten Sie sich abmelden?', stay: 'Angemeldet bleiben', signedOut: 'Sie sind abgemeldet', close: 'Sie können diese Seite schließen.',
    account: 'Ihr Konto', allowTitle: 'Neue Schlüssel erlauben', allow: 'Erlauben', allowed: 'Erlaubt',
    allowWhy: 'Eine Anwendung möchte die Schlüssel ersetzen, an denen Kolleginnen und Kollegen Ihre Geräte erkennen. Sie werden sehen, dass sich die Schlüssel geändert haben.',
    allowedNext: 'Kehren Sie innerhalb von zehn Minuten in die Anwendung zurück.',
  },
  nl: {
    title: 'Inloggen', to: (app) => `om verder te gaan naar ${app}`, name: 'Naam of e-mailadres', password: 'Wachtwoord', submit: 'Inloggen',
    cancel: 'Annuleren', wrong: 'De naam of het wachtwoord klopt niet. Controleer beide en probeer het opnieuw.',
    gone: 'Deze aanmelding is verlopen. Ga terug naar de toepassing en begin opnieuw.', signOut: 'Uitloggen',
    signOutQuestion: 'Wilt u uitloggen?', stay: 'Ingelogd blijven', signedOut: 'U bent uitgelogd', close: 'U kunt deze pagina sluiten.',
    account: 'Uw account', allowTitle: 'Nieuwe sleutels toestaan', allow: 'Toestaan', allowed: 'Toegestaan',
    allowWhy: 'Een toepassing wil de sleutels vervangen waaraan collega’s uw apparaten herkennen. Zij zullen zien dat de sleutels zijn veranderd.',
    allowedNext: 'Ga binnen tien minuten terug naar de toepassing.',
  },
};

const STYLE = `
  :root { color-scheme: light dark; --accent: #1f4ea3; --line: #8a94a6; --wrong: #b3261e; }
  @media (prefers-color-scheme: dark) { :root { --accent: #9dbcf5; --line: #7d8796; --wrong: #f2a29b; } }
  * { box-sizing: border-box; }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; font: 16px/1.5 system-ui, sans-serif; }
  main { width: min(360px, 100vw - 32px); padding: 16px 0; }
  h1 { font-size: 28px; line-height: 1.2; margin: 0 0 4px; }
  p { margin: 0 0 24px; }
  label { display: block; font-weight: 600; margin: 0 0 16px; }
  input { display: block; width: 100%; margin-top: 4px; padding: 9px 12px; font: inherit; border: 1px solid var(--line); border-radius: 6px; }
  button { width: 100%; margin-top: 8px; padding: 10px 16px; font: inherit; font-weight: 600; border-radius: 6px; cursor: pointer;
    border: 1px solid var(--accent); background: transparent; color: var(--accent); }
  button.first { background: var(--accent); color: Canvas; }
  :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
  .wrong { color: var(--wrong); font-weight: 600; margin: 0 0 16px; }`;

/** The first language of `ui_locales`, then of the browser, that we speak. */
export function languageOf(...wishes) {
  const wanted = wishes.filter(Boolean).flatMap((wish) => wish.split(/[\s,]+/)).map((tag) => tag.slice(0, 2).toLowerCase());
  return wanted.find((language) => Object.hasOwn(TEXTS, language)) ?? 'en';
}

export function signInPage({ language, uid, app, name, wrong }) {
  const text = TEXTS[language];
  const complaint = wrong ? `<p class="wrong" role="alert">${escape(text.wrong)}</p>` : '';
  return page(language, text.title, `
    <h1>${escape(text.title)}</h1>
    <p>${escape(text.to(app))}</p>
    ${complaint}
    <form method="post" action="/interaction/${escape(uid)}/login">${credentials(text, name)}
      <button class="first">${escape(text.submit)}</button>
    </form>
    <form method="post" action="/interaction/${escape(uid)}/abort"><button>${escape(text.cancel)}</button></form>`);
}

export function gonePage(languages) {
  const language = languageOf(languages);
  return page(language, TEXTS[language].title, `<h1>${escape(TEXTS[language].title)}</h1><p>${escape(TEXTS[language].gone)}</p>`);
}

/** `form` is the library's own, with the id `op.logoutForm` and the proof against forgery in it. */
export function signOutPage(languages, form) {
  const language = languageOf(languages);
  const text = TEXTS[language];
  return page(language, text.signOut, `<h1>${escape(text.signOutQuestion)}</h1>${form}
    <button class="first" form="op.logoutForm" name="logout" value="yes">${escape(text.signOut)}</button>
    <button form="op.logoutForm">${escape(text.stay)}</button>`);
}

export function signedOutPage(languages) {
  const language = languageOf(languages);
  const text = TEXTS[language];
  return page(language, text.signedOut, `<h1>${escape(text.signedOut)}</h1><p>${escape(text.close)}</p>`);
}

export function accountPage(languages) {
  const language = languageOf(languages);
  const text = TEXTS[language];
  return page(language, text.account, `<h1>${escape(text.account)}</h1><p><a href="/session/end">${escape(text.signOut)}</a></p>`);
}

/** Where an agent lets an application replace the keys that other devices know them by; asks for the password anew. */
export function allowPage({ languages, name, wrong }) {
  const language = languageOf(languages);
  const text = TEXTS[language];
  const complaint = wrong ? `<p class="wrong" role="alert">${escape(text.wrong)}</p>` : '';
  return page(language, text.allowTitle, `<h1>${escape(text.allowTitle)}</h1><p>${escape(text.allowWhy)}</p>${complaint}
    <form method="post">${credentials(text, name)}<button class="first">${escape(text.allow)}</button></form>`);
}

export function allowedPage(languages) {
  const language = languageOf(languages);
  const text = TEXTS[language];
  return page(language, text.allowed, `<h1>${escape(text.allowed)}</h1><p>${escape(text.allowedNext)}</p>`);
}

const credentials = (text, name) => `
      <label>${escape(text.name)}
        <input name="login" type="text" autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus value="${escape(name)}"></label>
      <label>${escape(text.password)}
        <input name="password" type="password" autocomplete="current-password" required></label>`;

const page = (language, title, body) => `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title><style>${STYLE}</style></head><body><main>${body}</main></body></html>`;

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;' };
const escape = (text) => String(text ?? '').replace(/[&<>"']/g, (letter) => ENTITIES[letter]);
