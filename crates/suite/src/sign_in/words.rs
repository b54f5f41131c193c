//! The few words that a browser's tab shows when the trip is over. Everything else is the window's to say; but a tab
//! is not the window's.

use crate::wire::settings::Language;

/// What the tab says: a title and a sentence.
pub(super) struct Words {
    pub(super) title: &'static str,
    pub(super) text: &'static str,
}

/// After a sign-in that has succeeded.
pub(super) fn done(language: Language) -> Words {
    let (title, text) = match language {
        Language::Fr => (
            "Connexion réussie",
            "Vous pouvez fermer cet onglet et revenir à Attaché.",
        ),
        Language::De => (
            "Angemeldet",
            "Sie können diesen Tab schließen und zu Attaché zurückkehren.",
        ),
        Language::Nl => (
            "Aangemeld",
            "U kunt dit tabblad sluiten en terugkeren naar Attaché.",
        ),
        Language::En => ("Signed in", "You can close this tab and return to Attaché."),
    };
    Words { title, text }
}

/// After one that has not, or for an address that belongs to another one.
pub(super) fn not_done(language: Language) -> Words {
    let (title, text) = match language {
        Language::Fr => (
            "Connexion non aboutie",
            "Attaché indique la suite. Vous pouvez fermer cet onglet.",
        ),
        Language::De => (
            "Nicht angemeldet",
            "Attaché zeigt, wie es weitergeht. Sie können diesen Tab schließen.",
        ),
        Language::Nl => (
            "Niet aangemeld",
            "Attaché laat zien hoe het verder gaat. U kunt dit tabblad sluiten.",
        ),
        Language::En => (
            "Not signed in",
            "Attaché shows what to do next. You can close this tab.",
        ),
    };
    Words { title, text }
}

/// The language of the system, as far as it is one of ours.
pub(super) fn of_system() -> Language {
    let named = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok());
    match named
        .filter(|value| !value.is_empty())
        .map(|value| value.chars().take(2).collect::<String>())
        .next()
        .as_deref()
    {
        Some("fr") => Language::Fr,
        Some("de") => Language::De,
        Some("nl") => Language::Nl,
        _ => Language::En,
    }
}
