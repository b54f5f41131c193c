//! The fonts that a document is set in: those built in, and those that the caller adds for other scripts.
//!
//! It promises that a document looks alike on every machine: fonts of the machine are never looked for.

use std::collections::HashSet;
use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

/// Inter for text and JetBrains Mono for code, as in the window; Noto Emoji and DejaVu Sans for what these two lack.
static BUILT_IN: LazyLock<Fonts> = LazyLock::new(|| {
    let files: [&'static [u8]; 8] = [
        include_bytes!("../../fonts/Inter-Regular.ttf"),
        include_bytes!("../../fonts/Inter-Italic.ttf"),
        include_bytes!("../../fonts/Inter-Bold.ttf"),
        include_bytes!("../../fonts/Inter-BoldItalic.ttf"),
        include_bytes!("../../fonts/JetBrainsMono-Regular.ttf"),
        include_bytes!("../../fonts/JetBrainsMono-Bold.ttf"),
        include_bytes!("../../fonts/NotoEmoji-Regular.ttf"),
        include_bytes!("../../fonts/DejaVuSans.ttf"),
    ];
    Fonts::of(
        files
            .into_iter()
            .flat_map(|file| Font::iter(Bytes::new(file))),
    )
});

/// Fonts with what they can show.
#[derive(Clone)]
pub(super) struct Fonts {
    pub(super) book: LazyHash<FontBook>,
    pub(super) faces: Vec<Font>,
    letters: Vec<HashSet<u32>>,
}

impl Fonts {
    /// The built-in ones, and after them those in `files` (TrueType, OpenType or collections; others are passed over).
    pub(super) fn with(files: &[Vec<u8>]) -> Self {
        if files.is_empty() {
            return BUILT_IN.clone();
        }
        let added = files
            .iter()
            .flat_map(|file| Font::iter(Bytes::new(file.clone())));
        Self::of(BUILT_IN.faces.iter().cloned().chain(added))
    }

    /// Whether one font alone has all these letters, as it must for letters that are joined to one sign.
    pub(super) fn show(&self, letters: &[char]) -> bool {
        self.letters.iter().any(|font| {
            letters
                .iter()
                .all(|letter| font.contains(&u32::from(*letter)))
        })
    }

    fn of(faces: impl Iterator<Item = Font>) -> Self {
        let faces: Vec<Font> = faces.collect();
        Self {
            book: LazyHash::new(FontBook::from_fonts(&faces)),
            letters: faces.iter().map(letters).collect(),
            faces,
        }
    }
}

/// The letters that a font has a shape for: some fonts list letters that they have none for.
fn letters(face: &Font) -> HashSet<u32> {
    let has_shape = |letter: &u32| {
        let glyph = char::from_u32(*letter).and_then(|letter| face.ttf().glyph_index(letter));
        glyph.is_some_and(|glyph| glyph.0 != 0)
    };
    face.info().coverage.iter().filter(has_shape).collect()
}
