//! The table of settings, and the policy that is made of it. A setting is added here and nowhere else.

use std::path::PathBuf;

use serde_json::Value;
use url::Url;

use crate::kind::{Formats, Kind, Language, Megabytes, Permission, Proxy, SignInSurface};

settings! {
    ProfileFile profile_file: Option<PathBuf>,
        "The profile of the agency: a file that names its servers. Agents are then not asked for their agency.",
        "\"/etc/attache/agency.json\"";
    SignInSurface sign_in_surface: SignInSurface,
        "Where agents sign in: in the system's browser, in a window of the program, or as the profile says (auto).",
        "\"browser\"";
    Proxy proxy: Proxy,
        "The way to the network: the system's proxy, none at all, or this one.",
        "\"http://proxy.example:3128\"";
    CertificateAuthorities certificate_authorities: Vec<PathBuf>,
        "Certificate authorities (PEM files) that are trusted beside those of the system and of the profile.",
        "[\"/etc/attache/authority.pem\"]";
    Language language: Language,
        "The language of the window.",
        "\"fr\"";
    RoomForFiles room_for_files: Megabytes,
        "How many megabytes of pictures and other files of notes are kept on the machine, sealed, for when there is no network. What is looked at least goes first; what was not sent yet is always kept.",
        "256";
    TemplatesFolder templates_folder: Option<PathBuf>,
        "A folder with the agency's templates: files in DOCX, ODT, HTML or Markdown that new notes may begin with. Blanks such as {{date}}, {{name}} and {{participants}} are filled in.",
        "\"/etc/attache/templates\"";
    TemplatesNote templates_note: Option<Url>,
        "The address of a note whose sub-notes are the agency's templates, for the agents who can read it.",
        "\"https://docs.example/docs/0b5e4b3c-7f0a-4d5e-9c55-2f3a1f6f0001/\"";
    ExportFormats export_formats: Formats,
        "The kinds of files that agents may save notes as, outside of the encrypted storage. An empty list: none.",
        "[\"pdf\", \"odt\"]";
    Printing printing: Permission,
        "Whether agents may print notes.",
        "false";
}

/// What holds for one setting.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Decision<T> {
    /// The value.
    pub value: T,
    /// Who decided it.
    pub origin: Origin,
}

/// Who decided a setting, from the weakest to the strongest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Origin {
    /// Nobody: it is what the program comes with.
    #[default]
    BuiltIn,
    /// The administrator recommends it; agents may choose otherwise.
    Recommended,
    /// The administrator has locked it.
    Mandatory,
}

/// A setting as the page about policies shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its name.
    pub name: &'static str,
    /// What it is for.
    pub text: &'static str,
    /// The value as it is written in a policy; null where there is none.
    pub value: Value,
    /// Who decided it.
    pub origin: Origin,
}

/// A setting as the table describes it.
pub(crate) struct Setting {
    pub(crate) name: &'static str,
    pub(crate) text: &'static str,
    /// A value, as it is written in a policy.
    pub(crate) example: &'static str,
    pub(crate) expected: fn() -> String,
    pub(crate) schema: fn() -> Value,
    pub(crate) default: fn() -> Value,
}

impl<T> Decision<T> {
    /// Whether agents cannot choose otherwise.
    pub fn is_locked(&self) -> bool {
        self.origin == Origin::Mandatory
    }

    /// What holds for an agent who has made this choice, or none.
    pub fn with_choice(self, choice: Option<T>) -> T {
        if self.is_locked() {
            self.value
        } else {
            choice.unwrap_or(self.value)
        }
    }

    fn offer(&mut self, value: T, origin: Origin) {
        if origin >= self.origin {
            *self = Decision { value, origin };
        }
    }
}

/// Makes the policy and its table from rows of name, field, type, text and example.
macro_rules! settings {
    ($($name:ident $field:ident: $type:ty, $text:literal, $example:literal;)*) => {
        /// What holds on this machine.
        #[derive(Debug, Clone, PartialEq, Eq, Default)]
        pub struct Policy {
            $(#[doc = $text] pub $field: Decision<$type>,)*
        }

        pub(crate) const TABLE: &[Setting] = &[
            $(Setting {
                name: stringify!($name),
                text: $text,
                example: $example,
                expected: <$type as Kind>::expected,
                schema: <$type as Kind>::schema,
                default: || <$type>::default().written(),
            },)*
        ];

        impl Policy {
            /// All settings in the order of the table.
            pub fn rows(&self) -> Vec<Row> {
                vec![$(Row {
                    name: stringify!($name),
                    text: $text,
                    value: self.$field.value.written(),
                    origin: self.$field.origin,
                },)*]
            }

            /// Takes one setting from a file. The error says what is expected.
            pub(crate) fn set(&mut self, name: &str, value: &Value, origin: Origin) -> Result<(), String> {
                match name {
                    $(stringify!($name) => {
                        let read = <$type as Kind>::read(value);
                        let wrong = || format!("{name}: expected {}, found {value}", <$type as Kind>::expected());
                        self.$field.offer(read.ok_or_else(wrong)?, origin);
                        Ok(())
                    })*
                    _ => Err(unknown(name)),
                }
            }
        }
    };
}
use settings;

fn unknown(name: &str) -> String {
    let distance =
        |setting: &&Setting| distance(&setting.name.to_lowercase(), &name.to_lowercase());
    let nearest = TABLE
        .iter()
        .min_by_key(distance)
        .filter(|setting| distance(setting) <= 1 + setting.name.len() / 4);
    match nearest {
        Some(nearest) => format!("{name} is not a setting; did you mean {}?", nearest.name),
        None => {
            let names: Vec<_> = TABLE.iter().map(|setting| setting.name).collect();
            format!("{name} is not a setting; there are {}", names.join(", "))
        }
    }
}

/// How many letters have to be added, removed or changed to make one word of the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (above, letter) in one.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], above + 1);
        for (left, wanted) in other.iter().enumerate() {
            let changed = diagonal + usize::from(letter != *wanted);
            diagonal = row[left + 1];
            row[left + 1] = changed.min(row[left] + 1).min(diagonal + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_and_default_is_what_its_setting_expects() {
        for setting in TABLE {
            let example: Value = serde_json::from_str(setting.example).expect("an example is JSON");
            let mut policy = Policy::default();
            policy
                .set(setting.name, &example, Origin::Mandatory)
                .expect(setting.name);
            let row = policy
                .rows()
                .into_iter()
                .find(|row| row.name == setting.name)
                .expect("a row");
            assert_eq!(row.origin, Origin::Mandatory);
            assert_ne!(
                row.value,
                (setting.default)(),
                "{}: the example is the default",
                setting.name
            );
            match (setting.default)() {
                Value::Null => {}
                default => policy
                    .set(setting.name, &default, Origin::Mandatory)
                    .expect(setting.name),
            }
        }
    }

    #[test]
    fn no_setting_asks_for_a_secret() {
        for setting in TABLE {
            let name = setting.name.to_lowercase();
            assert!(
                !["password", "token", "secret", "key"]
                    .iter()
                    .any(|word| name.contains(word)),
                "{name}"
            );
        }
    }

    #[test]
    fn the_stronger_decision_holds_whichever_is_read_first() {
        let decide = |order: [Origin; 2]| {
            let mut decision = Decision::<Language>::default();
            for origin in order {
                let value = if origin == Origin::Mandatory {
                    Language::French
                } else {
                    Language::Dutch
                };
                decision.offer(value, origin);
            }
            decision
        };
        let locked = Decision {
            value: Language::French,
            origin: Origin::Mandatory,
        };
        assert_eq!(decide([Origin::Mandatory, Origin::Recommended]), locked);
        assert_eq!(decide([Origin::Recommended, Origin::Mandatory]), locked);
    }

    #[test]
    fn a_choice_holds_unless_it_is_locked() {
        let decision = |origin| Decision {
            value: Language::French,
            origin,
        };
        assert_eq!(
            decision(Origin::Mandatory).with_choice(Some(Language::German)),
            Language::French
        );
        assert_eq!(
            decision(Origin::Recommended).with_choice(Some(Language::German)),
            Language::German
        );
        assert_eq!(
            decision(Origin::Recommended).with_choice(None),
            Language::French
        );
    }

    #[test]
    fn distances_are_counted_in_letters() {
        for (one, other, expected) in [
            ("", "", 0),
            ("a", "", 1),
            ("", "ab", 2),
            ("proxy", "proxi", 1),
            ("kitten", "sitting", 3),
        ] {
            assert_eq!(distance(one, other), expected, "{one} {other}");
            assert_eq!(distance(other, one), expected, "{other} {one}");
        }
    }
}
