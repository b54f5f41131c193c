//! The text of a block while it is read, with its spaces as browsers show them.

use crate::flow::push;
use crate::{Inline, Marks};

/// A line that grows.
#[derive(Debug, Default)]
pub(super) struct Line {
    content: Vec<Inline>,
    /// Whether its last character is a space that counts only if something follows.
    loose: bool,
}

impl Line {
    /// Adds text whose runs of spaces count as one.
    pub(super) fn text(&mut self, text: &str, marks: &Marks) {
        let mut word = String::new();
        for character in text.chars() {
            match character {
                ' ' | '\t' | '\n' | '\r' | '\u{c}' => {
                    let swallowed = match word.is_empty() {
                        true => self.loose || self.is_at_start(),
                        false => word.ends_with(' '),
                    };
                    if !swallowed {
                        word.push(' ');
                    }
                }
                _ if is_silent(character) => {}
                _ => word.push(character),
            }
        }
        if !word.is_empty() {
            self.loose = word.ends_with(' ');
            push(&mut self.content, &word, marks);
        }
    }

    /// Adds text in which every space counts.
    pub(super) fn exact(&mut self, text: &str, marks: &Marks) {
        let text = text.replace("\r\n", "\n");
        for (index, line) in text.split(['\n', '\r']).enumerate() {
            if index > 0 {
                self.content.push(Inline::Break);
            }
            push(&mut self.content, &line.replace(is_silent, ""), marks);
        }
        self.loose = false;
    }

    /// Begins a new line in the block.
    pub(super) fn break_off(&mut self) {
        self.trim();
        self.content.push(Inline::Break);
    }

    /// Adds a link to a note.
    pub(super) fn note(&mut self, id: String, title: String) {
        self.content.push(Inline::Note { id, title });
        self.loose = false;
    }

    /// Whether nothing is in it.
    pub(super) fn is_empty(&self) -> bool {
        self.content.is_empty()
    }

    /// What it has become. A break at its end is one that browsers do not show.
    pub(super) fn finish(&mut self) -> Vec<Inline> {
        self.trim();
        if self.content.last() == Some(&Inline::Break) {
            self.content.pop();
        }
        std::mem::take(&mut self.content)
    }

    fn is_at_start(&self) -> bool {
        matches!(self.content.last(), None | Some(Inline::Break))
    }

    fn trim(&mut self) {
        if let Some(Inline::Text(last)) = self.content.last_mut().filter(|_| self.loose) {
            last.text.pop();
            if last.text.is_empty() {
                self.content.pop();
            }
        }
        self.loose = false;
    }
}

/// Marks of where a word may break, and characters that are none.
fn is_silent(character: char) -> bool {
    (character.is_control() && character != '\t')
        || matches!(character, '\u{200b}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}
