//! Text that can be set: a sign that no font has would be an empty box, and PDF/UA forbids it.
//!
//! It promises that whatever it is given, every letter it gives back is in a font. It deliberately does not spell out
//! what is missing: the caller can ask for it and add a font.

use std::collections::BTreeSet;

use unicode_segmentation::UnicodeSegmentation;

use super::fonts::Fonts;

/// Stands for a sign that no font has; DejaVu Sans has it.
const UNKNOWN: char = '\u{FFFD}';

/// `text` with what no font has replaced, and without control characters.
pub(super) fn printable(text: &str, fonts: &Fonts) -> String {
    let mut printable = String::with_capacity(text.len());
    for sign in text.graphemes(true) {
        match shown(sign, fonts) {
            Some(letters) => printable.extend(letters),
            None => printable.push(UNKNOWN),
        }
    }
    printable
}

/// The letters of `text` that no font has.
pub(super) fn missing(text: &str, fonts: &Fonts) -> BTreeSet<char> {
    text.chars()
        .filter(|letter| !letter.is_ascii() && shown(&letter.to_string(), fonts).is_none())
        .collect()
}

/// Whether anything of `text` would be seen.
pub(super) fn is_visible(text: &str, fonts: &Fonts) -> bool {
    printable(text, fonts)
        .chars()
        .any(|letter| !(is_joiner(letter) || letter.is_whitespace()))
}

/// The letters of one sign as they are set; none if no font has it.
fn shown(sign: &str, fonts: &Fonts) -> Option<Vec<char>> {
    let letters: Vec<char> = sign.chars().filter_map(settable).collect();
    let visible: Vec<char> = letters
        .iter()
        .copied()
        .filter(|letter| !(is_joiner(*letter) || letter.is_whitespace()))
        .collect();
    if visible.iter().all(|letter| letter.is_ascii()) || fonts.show(&visible) {
        return Some(letters);
    }
    // An accent that its letter's fonts lack is left out: the word can still be read.
    let letter = *visible.first()?;
    fonts.show(&[letter]).then(|| vec![letter])
}

/// A letter as it is set: rare spaces as plain ones, and nothing for what only steers programs.
fn settable(letter: char) -> Option<char> {
    match letter {
        '\n' | '\t' => Some(letter),
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => None,
        '\u{a0}' | '\u{2007}' | '\u{202f}' => Some('\u{a0}'),
        _ if letter.is_whitespace() => Some(' '),
        _ if is_joiner(letter) => Some(letter),
        // What Unicode says to ignore where it is not understood: byte order marks, variation selectors, tags, fillers.
        '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' => {
            None
        }
        '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' => None,
        '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' => None,
        '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}' => None,
        _ => Some(letter),
    }
}

/// Zero-width spaces and joiners, soft hyphens and the marks of direction: they steer the setting and have no shape.
fn is_joiner(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}')
}
