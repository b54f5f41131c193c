//! The colours of notes as other programs write them, and back.
//!
//! It promises that a colour which is written is the one that is read. What other programs call black, white, dark blue
//! for links or the like is theirs to know: here a colour is one of ours only if a reader would name it so.

use crate::Color;

/// Every colour with its text and its background, as the window draws them on white.
const PALETTE: [(Color, &str, &str); 9] = [
    (Color::Gray, "#9b9a97", "#ebeced"),
    (Color::Brown, "#64473a", "#e9e5e3"),
    (Color::Red, "#e03e3e", "#fbe4e4"),
    (Color::Orange, "#d9730d", "#f6e9d9"),
    (Color::Yellow, "#dfab01", "#fbf3db"),
    (Color::Green, "#4d6461", "#ddedea"),
    (Color::Blue, "#0b6e99", "#ddebf1"),
    (Color::Purple, "#6940a5", "#eae4f2"),
    (Color::Pink, "#ad1a72", "#f4dfeb"),
];

/// Below these a colour looks gray: pale ones are told apart sooner than dark ones.
const FAINT_WHEN_PALE: f64 = 0.018;
const FAINT: f64 = 0.05;

impl Color {
    /// What it is called in files.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Gray => "gray",
            Self::Brown => "brown",
            Self::Red => "red",
            Self::Orange => "orange",
            Self::Yellow => "yellow",
            Self::Green => "green",
            Self::Blue => "blue",
            Self::Purple => "purple",
            Self::Pink => "pink",
        }
    }

    /// The colour that is called so in files.
    pub(crate) fn called(name: &str) -> Option<Self> {
        PALETTE
            .iter()
            .map(|(color, ..)| *color)
            .find(|color| color.name() == name)
    }

    /// The colour of text, as `#rrggbb`.
    pub(crate) fn text(self) -> &'static str {
        self.shades().1
    }

    /// The colour behind text, as `#rrggbb`.
    pub(crate) fn background(self) -> &'static str {
        self.shades().2
    }

    /// The colour that a reader would call `hex` (`#rrggbb`, `rrggbb` or `#rgb`), be it of text or behind it; none for
    /// black, white, grays that are not ours and what is no colour at all.
    pub(crate) fn nearest(hex: &str) -> Option<Self> {
        let (red, green, blue) = channels(hex)?;
        let exact = format!("#{red:02x}{green:02x}{blue:02x}");
        PALETTE
            .iter()
            .find(|(_, text, background)| *text == exact || *background == exact)
            .map(|(color, ..)| *color)
            .or_else(|| named(perceived(red, green, blue)))
    }

    fn shades(self) -> &'static (Color, &'static str, &'static str) {
        PALETTE
            .iter()
            .find(|(color, ..)| *color == self)
            .expect("every colour has its line in the palette")
    }
}

fn channels(hex: &str) -> Option<(u8, u8, u8)> {
    let digits = hex.trim().trim_start_matches('#');
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let number = u32::from_str_radix(digits, 16).ok()?;
    let [_, red, green, blue] = number.to_be_bytes();
    match digits.len() {
        6 => Some((red, green, blue)),
        3 => Some((green % 16 * 17, blue / 16 * 17, blue % 16 * 17)),
        _ => None,
    }
}

/// A colour as eyes see it: how light (0 to 1), how far from gray, and which hue in degrees.
struct Perceived {
    lightness: f64,
    chroma: f64,
    hue: f64,
}

/// By Oklab, in which equal steps look equal. Plain RGB or HSL would call a dark orange red and a pale blue gray.
fn perceived(red: u8, green: u8, blue: u8) -> Perceived {
    let [red, green, blue] = [red, green, blue].map(|channel| {
        let part = f64::from(channel) / 255.0;
        if part <= 0.040_45 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    });
    let long = (0.412_221_5 * red + 0.536_332_5 * green + 0.051_446 * blue).cbrt();
    let middle = (0.211_903_5 * red + 0.680_699_5 * green + 0.107_397 * blue).cbrt();
    let short = (0.088_302_5 * red + 0.281_718_8 * green + 0.629_978_7 * blue).cbrt();
    let a = 1.977_998_5 * long - 2.428_592_2 * middle + 0.450_593_7 * short;
    let b = 0.025_904 * long + 0.782_771_8 * middle - 0.808_675_8 * short;
    Perceived {
        lightness: 0.210_454_3 * long + 0.793_617_8 * middle - 0.004_072 * short,
        chroma: a.hypot(b),
        hue: b.atan2(a).to_degrees().rem_euclid(360.0),
    }
}

fn named(color: Perceived) -> Option<Color> {
    let Perceived {
        lightness,
        chroma,
        hue,
    } = color;
    let pale = lightness > 0.85;
    if chroma < if pale { FAINT_WHEN_PALE } else { FAINT } {
        return None;
    }
    Some(match hue {
        20.0..85.0 if lightness < 0.6 && chroma < 0.13 => Color::Brown,
        12.0..45.0 => Color::Red,
        45.0..80.0 => Color::Orange,
        80.0..118.0 => Color::Yellow,
        118.0..185.0 => Color::Green,
        185.0..285.0 => Color::Blue,
        285.0..318.0 => Color::Purple,
        318.0..340.0 if lightness < 0.6 => Color::Purple,
        _ => Color::Pink,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(hex: &str, expected: Option<Color>) {
        assert_eq!(Color::nearest(hex), expected, "{hex}");
    }

    #[test]
    fn what_is_written_is_what_is_read() {
        for (color, text, background) in PALETTE {
            check(text, Some(color));
            check(background, Some(color));
            assert_eq!(Color::called(color.name()), Some(color));
            assert_eq!(color.text(), text);
            assert_eq!(color.background(), background);
        }
    }

    #[test]
    fn colours_of_other_programs_have_the_name_that_a_reader_gives_them() {
        for (hex, color) in [
            ("#f00", Color::Red),
            ("C00000", Color::Red),
            ("ED7D31", Color::Orange),
            ("ffa500", Color::Orange),
            ("833C0B", Color::Brown),
            ("8b4513", Color::Brown),
            ("ffff00", Color::Yellow),
            ("FFF2CC", Color::Yellow),
            ("00FF00", Color::Green),
            ("70AD47", Color::Green),
            ("E2EFD9", Color::Green),
            ("00B0F0", Color::Blue),
            ("#00f", Color::Blue),
            ("2F5496", Color::Blue),
            ("DEEAF6", Color::Blue),
            ("7030A0", Color::Purple),
            ("800080", Color::Purple),
            ("ff00ff", Color::Pink),
            ("ff1493", Color::Pink),
        ] {
            check(hex, Some(color));
        }
    }

    #[test]
    fn black_white_and_grays_are_no_colour_and_neither_is_anything_else() {
        for hex in [
            "000000", "#fff", "595959", "f2f2f2", "44546A", "1f2328", "auto", "", "#", "+12345",
            "#12345é", "1234567",
        ] {
            check(hex, None);
        }
    }
}
