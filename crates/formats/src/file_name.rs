//! Names of files, made of titles and of names that come from servers.

/// A name that any file system takes and that hides nothing: no folders, no signs that mean something, no dot in front.
pub fn plain_name(name: &str) -> String {
    const LONGEST: usize = 120;
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain = |letter: char| match letter {
        '<' | '>' | ':' | '"' | '|' | '?' | '*' => '_',
        // Signs that turn the direction of reading make an ending look like another one.
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '_',
        letter if letter.is_control() => '_',
        letter => letter,
    };
    let name: String = last.chars().map(plain).collect();
    let name = name.trim_matches(|letter: char| letter == '.' || letter.is_whitespace());
    // The ending says what it is, so that is kept.
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let stem: String = stem.chars().take(LONGEST).collect();
    match (stem.is_empty(), ending.is_empty() || ending.len() > 12) {
        (true, _) => "file".to_owned(),
        (false, true) => stem,
        (false, false) => format!("{stem}.{ending}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_from_a_server_becomes_a_plain_one() {
        for (name, plain) in [
            ("plan.pdf", "plan.pdf"),
            ("../../.bashrc", "bashrc"),
            ("C:\\x\\a:b?.txt", "a_b_.txt"),
            ("photo\u{202e}gpj.exe", "photo_gpj.exe"),
            ("...", "file"),
            ("", "file"),
        ] {
            assert_eq!(plain_name(name), plain, "{name:?}");
        }
        assert!(plain_name(&"ä".repeat(500)).len() < 255);
    }
}
