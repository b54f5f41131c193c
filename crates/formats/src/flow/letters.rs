//! How letters look by their styles and by themselves.

use crate::{Color, Marks};

/// How the letters of links are called: their colour and their line are not what somebody chose.
const LINKS: [&str; 7] = [
    "hyperlink",
    "followedhyperlink",
    "internet link",
    "visited internet link",
    "index link",
    "lien hypertexte",
    "besuchter hyperlink",
];
const MONOSPACED: [&str; 9] = [
    "courier",
    "consolas",
    "mono",
    "menlo",
    "monaco",
    "cascadia",
    "lucida console",
    "source code",
    "fixedsys",
];

/// What a style or a run says of its letters.
#[derive(Clone, Debug, Default)]
pub(crate) struct Letters {
    pub(crate) bold: Option<bool>,
    pub(crate) italic: Option<bool>,
    pub(crate) underline: Option<bool>,
    pub(crate) strike: Option<bool>,
    pub(crate) code: Option<bool>,
    pub(crate) hidden: Option<bool>,
    pub(crate) text: Option<Option<Color>>,
    pub(crate) background: Option<Option<Color>>,
}

impl Letters {
    /// What others say where these say nothing.
    pub(crate) fn or(self, other: &Self) -> Self {
        Self {
            bold: self.bold.or(other.bold),
            italic: self.italic.or(other.italic),
            underline: self.underline.or(other.underline),
            strike: self.strike.or(other.strike),
            code: self.code.or(other.code),
            hidden: self.hidden.or(other.hidden),
            text: self.text.or(other.text),
            background: self.background.or(other.background),
        }
    }

    pub(crate) fn hidden(&self) -> bool {
        self.hidden == Some(true)
    }

    pub(crate) fn marks(&self) -> Marks {
        Marks {
            bold: self.bold == Some(true),
            italic: self.italic == Some(true),
            underline: self.underline == Some(true),
            strike: self.strike == Some(true),
            code: self.code == Some(true),
            text: self.text.flatten(),
            background: self.background.flatten(),
            link: None,
        }
    }
}

/// Whether a style of this name is that of links.
pub(crate) fn is_link(style: &str) -> bool {
    LINKS.contains(&style.to_lowercase().as_str())
}

/// Whether a font of this name is for program text.
pub(crate) fn is_monospaced(font: &str) -> bool {
    let font = font.to_lowercase();
    MONOSPACED.iter().any(|known| font.contains(known))
}
