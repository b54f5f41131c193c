//! What new notes may begin with: what the agency offers, what the agent does, and examples of the program's own.
//!
//! It promises that none but those listed can be had: no name leads out of the agency's folder. Whether a file can be
//! read is found out when it is asked for.

use notes::{Format, Notes};

use crate::Suite;
use crate::commands::{open_notes, parse_note};
use crate::failure::{Code, Failure};
use crate::files;
use crate::suite::off_thread;
use crate::wire::notes::{Template, TemplateId, TemplateOrigin};
use crate::wire::settings::Language;

/// The examples by their names, in the languages of the window.
const EXAMPLES: [(&str, [&str; 4]); 3] = [
    (
        "minutes",
        [
            include_str!("../templates/fr/minutes.md"),
            include_str!("../templates/de/minutes.md"),
            include_str!("../templates/nl/minutes.md"),
            include_str!("../templates/en/minutes.md"),
        ],
    ),
    (
        "decision",
        [
            include_str!("../templates/fr/decision.md"),
            include_str!("../templates/de/decision.md"),
            include_str!("../templates/nl/decision.md"),
            include_str!("../templates/en/decision.md"),
        ],
    ),
    (
        "report",
        [
            include_str!("../templates/fr/report.md"),
            include_str!("../templates/de/report.md"),
            include_str!("../templates/nl/report.md"),
            include_str!("../templates/en/report.md"),
        ],
    ),
];

/// How ids of each kind begin.
const EXAMPLE: &str = "example/";
const FILE: &str = "file/";
const NOTE: &str = "note/";

/// All of them: the agency's, the agent's own, then the examples.
pub(crate) async fn list(
    suite: &Suite,
    notes: &Notes,
    language: Language,
) -> Result<Vec<Template>, Failure> {
    let files = file_names(suite).await?.into_iter().map(|name| Template {
        title: Some(stem(&name).to_owned()),
        id: TemplateId(format!("{FILE}{name}")),
        origin: TemplateOrigin::Agency,
    });
    let folder = suite.inner.policy.templates_note.value.as_ref();
    let folder = folder.and_then(|address| notes.note_at(address));
    let offered = notes.list().into_iter().filter_map(|note| {
        let origin = match (folder.is_some() && note.parent == folder, note.template) {
            (true, _) => TemplateOrigin::Agency,
            (false, true) => TemplateOrigin::Own,
            (false, false) => return None,
        };
        note.here.then(|| Template {
            id: TemplateId(format!("{NOTE}{}", note.id)),
            title: note.title,
            origin,
        })
    });
    let examples = EXAMPLES.iter().map(|(name, texts)| Template {
        id: TemplateId(format!("{EXAMPLE}{name}")),
        title: Some(heading(of(texts, language)).to_owned()),
        origin: TemplateOrigin::Example,
    });
    let mut all: Vec<Template> = files.chain(offered).collect();
    all.sort_by_key(|template| {
        let title = template.title.as_deref().unwrap_or_default();
        (
            template.origin != TemplateOrigin::Agency,
            title.to_lowercase(),
        )
    });
    all.extend(examples);
    Ok(all)
}

/// The template of this id.
pub(crate) async fn find(
    suite: &Suite,
    id: &TemplateId,
    language: Language,
) -> Result<notes::Template, Failure> {
    let missing = || Failure::new(Code::Missing, "there is no such template");
    let listed = list(suite, &open_notes(suite)?, language).await?;
    if !listed.iter().any(|template| template.id == *id) {
        return Err(missing());
    }
    if let Some(note) = id.0.strip_prefix(NOTE) {
        return Ok(notes::Template::Note(parse_note(note)?));
    }
    if let Some(name) = id.0.strip_prefix(FILE) {
        let folder = suite.inner.policy.templates_folder.value.clone();
        let path = folder.ok_or_else(missing)?.join(name);
        let bytes = off_thread(move || files::bytes(&path)).await?;
        return Ok(notes::Template::File {
            name: name.to_owned(),
            bytes,
        });
    }
    let name = id.0.strip_prefix(EXAMPLE).ok_or_else(missing)?;
    let example = EXAMPLES.iter().find(|(known, _)| *known == name);
    let (name, texts) = example.ok_or_else(missing)?;
    Ok(notes::Template::File {
        name: format!("{name}.md"),
        bytes: of(texts, language).into(),
    })
}

/// The files in the agency's folder that can be read as notes. Without the folder, which may be on a drive of the
/// network, there are none.
async fn file_names(suite: &Suite) -> Result<Vec<String>, Failure> {
    let Some(folder) = suite.inner.policy.templates_folder.value.clone() else {
        return Ok(Vec::new());
    };
    let names = off_thread(move || {
        Ok::<_, Failure>(files::names(&folder).unwrap_or_else(|error| {
            tracing::warn!(%error, "the agency's templates");
            Vec::new()
        }))
    });
    let mut names = names.await?;
    names.retain(|name| Format::of_name(name).is_some());
    Ok(names)
}

fn of<'a>(texts: &[&'a str; 4], language: Language) -> &'a str {
    match language {
        Language::Fr => texts[0],
        Language::De => texts[1],
        Language::Nl => texts[2],
        Language::En => texts[3],
    }
}

fn heading(text: &str) -> &str {
    let first = text.lines().next().unwrap_or_default();
    let title = first.trim_start_matches("# ");
    // What comes after the name of the thing is about this one.
    title.split("{{").next().map_or(title, |title| {
        let words = [" of ", " du ", " vom ", " van "];
        let end = words.iter().find_map(|word| title.strip_suffix(word));
        end.unwrap_or(title)
    })
}

fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_is_called_something_in_every_language() {
        let names = EXAMPLES.map(|(_, texts)| texts.map(heading));
        assert_eq!(
            names,
            [
                ["Compte rendu", "Protokoll", "Verslag", "Minutes"],
                [
                    "Note d\u{2019}aide \u{e0} la d\u{e9}cision",
                    "Entscheidungsvorlage",
                    "Beslisnota",
                    "Decision note"
                ],
                [
                    "Compte rendu de mission",
                    "Dienstreisebericht",
                    "Dienstreisverslag",
                    "Mission report"
                ],
            ]
        );
    }
}
