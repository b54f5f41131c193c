//! What a paragraph is by the name of its style, as Word, LibreOffice, Google Docs and Pandoc call them in English,
//! French, German and Dutch.

/// The names of the styles that are ours to choose, which other programs show in their lists.
pub(crate) const CALLOUT: &str = "Callout";
pub(crate) const CODE: &str = "Source Code";
pub(crate) const CODE_TEXT: &str = "Verbatim Char";
pub(crate) const DIVIDER: &str = "Horizontal Line";
pub(crate) const SPACE: &str = "Space under Table";
pub(crate) const TABLE_HEADING: &str = "Table Heading";

/// What a paragraph is in its document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Role {
    #[default]
    Plain,
    Title,
    Heading(u8),
    Quote,
    /// Program text in this language.
    Code(String),
    /// What is written under a picture.
    Caption,
    Callout,
    Divider,
    /// A line of a table of contents.
    Contents,
    /// Nothing but room.
    Space,
    TableHeading,
}

/// Before the number of their level. Word drops the first letter of `Überschrift` where it wants plain ones.
const HEADINGS: [&str; 5] = ["heading", "überschrift", "berschrift", "titre", "kop"];
const CONTENTS: [&str; 6] = [
    "toc",
    "contents",
    "verzeichnis",
    "inhaltsverzeichnis",
    "tm",
    "inhopg",
];

const NAMES: [(&str, Role); 44] = [
    ("title", Role::Title),
    ("titel", Role::Title),
    ("titre", Role::Title),
    ("quote", Role::Quote),
    ("intensequote", Role::Quote),
    ("quotations", Role::Quote),
    ("blockquote", Role::Quote),
    ("blocktext", Role::Quote),
    ("citation", Role::Quote),
    ("citationintense", Role::Quote),
    ("zitat", Role::Quote),
    ("intensiveszitat", Role::Quote),
    ("citaat", Role::Quote),
    ("duidelijkcitaat", Role::Quote),
    ("code", Role::Code(String::new())),
    ("codeblock", Role::Code(String::new())),
    ("sourcecode", Role::Code(String::new())),
    ("preformattedtext", Role::Code(String::new())),
    ("vorformatiertertext", Role::Code(String::new())),
    ("htmlpreformatted", Role::Code(String::new())),
    ("htmlvorformatiert", Role::Code(String::new())),
    ("préformatéhtml", Role::Code(String::new())),
    ("prformathtml", Role::Code(String::new())),
    ("htmlvoorafopgemaakt", Role::Code(String::new())),
    ("htmlvoorafgeformatteerd", Role::Code(String::new())),
    ("caption", Role::Caption),
    ("imagecaption", Role::Caption),
    ("légende", Role::Caption),
    ("lgende", Role::Caption),
    ("beschriftung", Role::Caption),
    ("bijschrift", Role::Caption),
    ("callout", Role::Callout),
    ("horizontalline", Role::Divider),
    ("tocheading", Role::Contents),
    ("contentsheading", Role::Contents),
    ("inhaltsverzeichnisüberschrift", Role::Contents),
    ("inhaltsverzeichnisberschrift", Role::Contents),
    ("entêtedetabledesmatières", Role::Contents),
    ("enttedetabledesmatires", Role::Contents),
    ("kopvaninhoudsopgave", Role::Contents),
    ("spaceundertable", Role::Space),
    ("tableheading", Role::TableHeading),
    ("tabellenüberschrift", Role::TableHeading),
    ("tabellenberschrift", Role::TableHeading),
];

/// Styles of letters that are program text.
const CODE_TEXTS: [&str; 9] = [
    "verbatimchar",
    "sourcetext",
    "inlinecode",
    "code",
    "codechar",
    "htmlcode",
    "codehtml",
    "codezchn",
    "codecar",
];

/// No language has a longer name; every block of program text bears it.
const LONGEST: usize = 64;

impl Role {
    /// The role that a style of this name gives, if its name says one.
    pub(crate) fn of(style: &str) -> Option<Self> {
        if let Some(language) = style
            .strip_prefix(CODE)
            .and_then(|rest| rest.trim().strip_prefix('(')?.strip_suffix(')'))
        {
            return Some(Self::Code(language.chars().take(LONGEST).collect()));
        }
        let name = plain(style);
        let bare = name.trim_end_matches(|character: char| character.is_ascii_digit());
        let number = name[bare.len()..].parse::<u8>().ok();
        match number {
            Some(level) if HEADINGS.contains(&bare) => Some(Self::Heading(level.clamp(1, 6))),
            Some(_) if CONTENTS.contains(&bare) => Some(Self::Contents),
            Some(_) => None,
            None => NAMES
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, role)| role.clone()),
        }
    }
}

/// Whether letters of this style are program text.
pub(crate) fn is_code_text(style: &str) -> bool {
    CODE_TEXTS.contains(&plain(style).as_str())
}

/// The name without what programs put between its words.
fn plain(style: &str) -> String {
    let name = style.replace("_20_", " ").to_lowercase();
    name.replace([' ', '_', '-', '\u{a0}'], "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(style: &str, expected: Option<Role>) {
        assert_eq!(Role::of(style), expected, "{style}");
    }

    #[test]
    fn styles_have_names_in_many_tongues() {
        for (style, role) in [
            ("heading 1", Role::Heading(1)),
            ("Heading2", Role::Heading(2)),
            ("Heading_20_3", Role::Heading(3)),
            ("berschrift4", Role::Heading(4)),
            ("Überschrift 5", Role::Heading(5)),
            ("Titre6", Role::Heading(6)),
            ("Kop9", Role::Heading(6)),
            ("Titre", Role::Title),
            ("Block Text", Role::Quote),
            ("Intense Quote", Role::Quote),
            ("Preformatted_20_Text", Role::Code(String::new())),
            ("Source Code (c++)", Role::Code("c++".to_owned())),
            ("toc 1", Role::Contents),
            ("Contents_20_Heading", Role::Contents),
            ("Horizontal_20_Line", Role::Divider),
        ] {
            check(style, Some(role));
        }
    }

    #[test]
    fn other_styles_say_nothing() {
        for style in [
            "Normal",
            "Heading",
            "List Paragraph",
            "Body Text 2",
            "",
            "1",
            "Titre 999",
        ] {
            check(style, None);
        }
    }
}
