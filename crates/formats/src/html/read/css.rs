//! As much of CSS as programs write into their files: declarations of an element, and rules for one class.
//!
//! It deliberately knows no cascade beyond "its own style before its classes".

use std::collections::HashMap;

use crate::Color;

/// More rules than any program writes.
const RULES: usize = 5_000;
/// More than any program declares in one.
const LONGEST: usize = 2_000;
/// More classes than any program gives one element.
const CLASSES: usize = 20;

/// What is declared for an element; its own style comes first.
#[derive(Debug, Default)]
pub(super) struct Declarations<'a> {
    own: Vec<Declaration<'a>>,
    classes: Vec<&'a Rule>,
}

#[derive(Debug)]
struct Declaration<'a> {
    property: &'a str,
    value: &'a str,
}

/// The values of properties, whose names are in small letters.
type Rule = HashMap<String, String>;

/// The rules of a file, by the one class they are for.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    rules: HashMap<String, Rule>,
    count: usize,
}

impl Sheet {
    /// The rules in this text.
    pub(super) fn parse(text: &str) -> Self {
        let mut sheet = Self::default();
        for rule in text.split('}').take(RULES) {
            let Some((selectors, declarations)) = rule.rsplit_once('{') else {
                continue;
            };
            // What holds on some screens only has its selectors in another brace.
            if selectors.contains(['{', '@']) || declarations.len() > LONGEST {
                continue;
            }
            for selector in selectors.split(',') {
                sheet.add(selector.trim(), declarations);
            }
        }
        sheet
    }

    /// What is declared for an element of these classes with this style.
    pub(super) fn of<'a>(
        &'a self,
        classes: impl Iterator<Item = &'a str>,
        style: &'a str,
    ) -> Declarations<'a> {
        let known = classes
            .take(CLASSES)
            .filter_map(|class| self.rules.get(class));
        Declarations {
            own: declared(style).collect(),
            classes: known.collect(),
        }
    }

    fn add(&mut self, selector: &str, declarations: &str) {
        let Some((tag, class)) = selector.split_once('.') else {
            return;
        };
        let plain = |name: &str| {
            name.bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
        };
        if !plain(tag) || !plain(class) || self.count == RULES {
            return;
        }
        self.count += 1;
        let rule = self.rules.entry(class.to_owned()).or_default();
        for Declaration { property, value } in declared(declarations) {
            rule.insert(property.to_ascii_lowercase(), value.to_owned());
        }
    }
}

/// The declarations in this text.
fn declared(text: &str) -> impl Iterator<Item = Declaration<'_>> {
    text.split(';').filter_map(|declaration| {
        let (property, value) = declaration.split_once(':')?;
        Some(Declaration {
            property: property.trim(),
            value: value.trim(),
        })
    })
}

impl Declarations<'_> {
    /// The value of a property, which is called in small letters.
    pub(super) fn get(&self, property: &str) -> Option<&str> {
        let mut own = self.own.iter().rev();
        let own = own.find(|one| one.property.eq_ignore_ascii_case(property));
        own.map(|one| one.value).or_else(|| {
            let mut rules = self.classes.iter();
            rules.find_map(|rule| rule.get(property).map(String::as_str))
        })
    }

    /// Whether a property has this value.
    pub(super) fn is(&self, property: &str, value: &str) -> bool {
        self.get(property).is_some_and(|said| {
            said.trim_end_matches("!important")
                .trim_end()
                .eq_ignore_ascii_case(value)
        })
    }

    /// The colour of notes that a property comes closest to.
    pub(super) fn color(&self, property: &str) -> Option<Color> {
        color(self.get(property)?)
    }

    /// A length in CSS pixels.
    pub(super) fn pixels(&self, property: &str) -> Option<f64> {
        pixels(self.get(property)?)
    }
}

/// The colour of notes that a CSS colour comes closest to.
pub(super) fn color(text: &str) -> Option<Color> {
    let text = text
        .trim()
        .trim_end_matches("!important")
        .trim()
        .to_ascii_lowercase();
    if let Some(inner) = text.strip_prefix("rgb(").or(text.strip_prefix("rgba(")) {
        return by_channels(inner.trim_end_matches(')'));
    }
    if text.starts_with('#') {
        return Color::nearest(&text);
    }
    NAMED
        .iter()
        .find(|(name, _)| *name == text)
        .and_then(|(_, hex)| Color::nearest(hex))
}

/// A length in CSS pixels; other programs measure in points, inches or centimetres.
pub(super) fn pixels(text: &str) -> Option<f64> {
    const UNITS: [(&str, f64); 6] = [
        ("px", 1.0),
        ("pt", 96.0 / 72.0),
        ("in", 96.0),
        ("cm", 96.0 / 2.54),
        ("mm", 96.0 / 25.4),
        ("", 1.0),
    ];
    let text = text.trim().to_ascii_lowercase();
    let (number, scale) = UNITS
        .iter()
        .find_map(|(unit, scale)| Some((text.strip_suffix(unit)?, scale)))?;
    let pixels = number.trim().parse::<f64>().ok()? * scale;
    (pixels.is_finite() && pixels > 0.0 && pixels < 100_000.0).then_some(pixels)
}

fn by_channels(inner: &str) -> Option<Color> {
    let channels: Vec<f64> = inner
        .split([',', ' ', '/'])
        .filter(|part| !part.is_empty())
        .map_while(|part| part.parse().ok())
        .collect();
    let seen = channels.get(3).is_none_or(|alpha| *alpha > 0.0);
    let [red, green, blue] = *channels.first_chunk::<3>()?;
    let hex = format!("#{:02x}{:02x}{:02x}", red as u8, green as u8, blue as u8);
    seen.then(|| Color::nearest(&hex)).flatten()
}

/// Colours that programs call by name.
const NAMED: [(&str, &str); 18] = [
    ("red", "#ff0000"),
    ("darkred", "#8b0000"),
    ("maroon", "#800000"),
    ("orange", "#ffa500"),
    ("brown", "#a52a2a"),
    ("yellow", "#ffff00"),
    ("gold", "#ffd700"),
    ("green", "#008000"),
    ("lime", "#00ff00"),
    ("teal", "#008080"),
    ("cyan", "#00ffff"),
    ("aqua", "#00ffff"),
    ("blue", "#0000ff"),
    ("navy", "#000080"),
    ("purple", "#800080"),
    ("magenta", "#ff00ff"),
    ("fuchsia", "#ff00ff"),
    ("pink", "#ffc0cb"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_however_they_are_written() {
        for (text, expected) in [
            ("#f00", Some(Color::Red)),
            ("RGB(255, 0, 0)", Some(Color::Red)),
            ("rgba(255 0 0 / 0.5)", Some(Color::Red)),
            ("rgba(255, 0, 0, 0)", None),
            ("Yellow !important", Some(Color::Yellow)),
            ("windowtext", None),
            ("rgb()", None),
            ("transparent", None),
        ] {
            assert_eq!(color(text), expected, "{text}");
        }
    }

    #[test]
    fn lengths_are_pixels_and_nothing_else_is_one() {
        assert_eq!(pixels(" 12PX"), Some(12.0));
        assert_eq!(pixels("72pt"), Some(96.0));
        assert_eq!(pixels("40"), Some(40.0));
        for text in ["50%", "-1px", "inf", "nan", "", "px", "1e9"] {
            assert_eq!(pixels(text), None, "{text}");
        }
    }

    #[test]
    fn an_elements_own_style_comes_before_its_classes() {
        let sheet = Sheet::parse(
            "@media x { .a { color: red } } .a, p.b { color: blue; top: 1px } a .a { top: 2px }",
        );
        let declared = sheet.of(["x", "b"].into_iter(), "COLOR: green; color : lime");
        assert_eq!(declared.get("color"), Some("lime"));
        assert_eq!(declared.get("top"), Some("1px"));
    }
}
