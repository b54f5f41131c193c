//! Checks the spelling of what the agent writes, in the window's language and in English.
//!
//! WebKitGTK checks nothing unless it is told to, and in which languages; a language without a dictionary is left out.
//! WebView2 and WKWebView check by themselves, in the languages of the system. No text leaves the program for it.

use suite::events::Event;
use tauri::AppHandle;

/// Follows the window's language through what it is told.
pub(crate) fn follow(app: &AppHandle, events: &[Event]) {
    let last = events.iter().rev().find_map(|event| match event {
        Event::SettingsChanged { settings, .. } => Some(settings.language),
        _ => None,
    });
    if let Some(language) = last {
        checker::check(app, language.map(|language| language.code()));
    }
}

#[cfg(target_os = "linux")]
mod checker {
    use tauri::{AppHandle, Manager as _};
    use webkit2gtk::{WebContextExt as _, WebViewExt as _, glib};

    use crate::window::MAIN;

    /// The dictionaries of a language, the usual first.
    const USUAL: [&str; 11] = [
        "en_GB", "en_US", "en", "fr_FR", "fr", "de_DE", "de_AT", "de", "nl_NL", "nl_BE", "nl",
    ];

    /// Checks in this language (`fr`), or else in the system's.
    pub(super) fn check(app: &AppHandle, language: Option<&str>) {
        let Some(window) = app.get_webview_window(MAIN) else {
            return;
        };
        let system = glib::language_names();
        let system: Vec<_> = system.iter().map(glib::GString::as_str).collect();
        let wanted = wanted(language, &system);
        let checking = window.with_webview(move |webview| {
            let Some(context) = webview.inner().context() else {
                return;
            };
            let try_all: Vec<_> = wanted.iter().flatten().map(String::as_str).collect();
            context.set_spell_checking_languages(&try_all);
            let there = context.spell_checking_languages();
            let first_there = |names: &Vec<String>| {
                names
                    .iter()
                    .find(|&name| there.iter().any(|one| one == name))
                    .cloned()
            };
            let chosen: Vec<_> = wanted.iter().filter_map(first_there).collect();
            tracing::debug!(?chosen, "checking the spelling");
            let chosen: Vec<_> = chosen.iter().map(String::as_str).collect();
            context.set_spell_checking_languages(&chosen);
            context.set_spell_checking_enabled(!chosen.is_empty());
        });
        if let Err(error) = checking {
            tracing::warn!(%error, "checking the spelling");
        }
    }

    /// The dictionaries that would do for the chosen language and for English, the best first: as it is spelt where the
    /// agent is, then as is usual.
    fn wanted(chosen: Option<&str>, system: &[&str]) -> Vec<Vec<String>> {
        let first = chosen.or(system.first().and_then(|name| name.split('_').next()));
        let mut languages: Vec<_> = first.into_iter().chain(["en"]).collect();
        languages.dedup();
        let names = |language: &&str| {
            // "C" is the language of a system that was told none.
            let is_name = |name: &&str| !name.contains('.') && *name != "C";
            let all = system.iter().copied().filter(is_name);
            let of_it = all
                .chain(USUAL)
                .filter(|name| name.split('_').next() == Some(*language));
            of_it.map(ToOwned::to_owned).collect()
        };
        let wanted = languages.iter().map(names);
        wanted.filter(|names: &Vec<_>| !names.is_empty()).collect()
    }

    #[cfg(test)]
    mod tests {
        use super::wanted;

        #[test]
        fn the_windows_language_is_spelt_as_where_the_agent_is_and_english_is_known_too() {
            let check = |chosen: Option<&str>, system: &[&str], expected: [&[&str]; 2]| {
                let [first, english] = expected;
                let first: &[&[&str]] = if first.is_empty() { &[] } else { &[first] };
                let expected = [first, &[english]].concat();
                assert_eq!(wanted(chosen, system), expected, "{chosen:?} {system:?}");
            };
            let english = &["en_GB", "en_US", "en"];
            check(Some("fr"), &["C"], [&["fr_FR", "fr"], english]);
            check(
                Some("fr"),
                &["fr_BE.UTF-8", "fr_BE", "fr", "C"],
                [&["fr_BE", "fr", "fr_FR", "fr"], english],
            );
            check(
                Some("nl"),
                &["de_DE", "C"],
                [&["nl_NL", "nl_BE", "nl"], english],
            );
            check(
                Some("en"),
                &["en_IE", "C"],
                [&[], &["en_IE", "en_GB", "en_US", "en"]],
            );
            check(None, &["it_IT", "it", "C"], [&["it_IT", "it"], english]);
            check(None, &["C"], [&[], english]);
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod checker {
    /// The system's webview checks by itself.
    pub(super) fn check(_: &tauri::AppHandle, _: Option<&str>) {}
}
