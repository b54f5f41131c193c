//! The colours of notes as they are printed.
//!
//! It promises a contrast of 4.5 and more, as accessibility laws ask, of each text on each background: on screen some
//! texts are paler. It deliberately leaves the backgrounds as they are.

use crate::Color;

/// The colour of text, as `#rrggbb`: the note's own, darkened until it can be read on any background.
pub(super) fn text(color: Color) -> &'static str {
    match color {
        Color::Gray => "#676664",
        Color::Red => "#bc3434",
        Color::Orange => "#9d5309",
        Color::Yellow => "#806201",
        Color::Blue => "#0b6d98",
        Color::Brown | Color::Green | Color::Purple | Color::Pink => color.text(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::COLORS;

    /// Relative luminance, as WCAG reckons it.
    fn luminance(hex: &str) -> f64 {
        let channel = |at: usize| {
            let part = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
            if part <= 0.040_45 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    #[test]
    fn every_text_can_be_read_on_every_background() {
        let shade = "#f4f4f6";
        let backgrounds = COLORS.map(Color::background);
        for background in backgrounds.into_iter().chain([shade, "#ffffff"]) {
            for ink in COLORS.map(text) {
                let contrast = (luminance(background) + 0.05) / (luminance(ink) + 0.05);
                assert!(contrast >= 4.5, "{ink} on {background}: {contrast}");
            }
        }
    }
}
