//! Text that strangers wrote, made fit to be shown as text. Pure. Nothing is interpreted here: no markup, no links.
//! Characters that would hide or reorder what is read are replaced by a visible mark.

/// The longest message body that is handed on, in bytes. An event is at most 64 KiB by the specification.
const BODY: usize = 64 * 1024;

/// The longest name, topic or preview that is handed on, in characters.
const LINE: usize = 300;

const MARK: char = '\u{FFFD}';

/// A message body: line breaks and tabs stay, what hides or reorders text is marked, and it has an end.
pub(crate) fn body(text: &str) -> String {
    let end = text.floor_char_boundary(BODY);
    let mut shown = marked(&text[..end]);
    if end < text.len() {
        shown.push('…');
    }
    shown
}

/// A name, a topic or the first words of a message: one line, not too long.
pub(crate) fn line(text: &str) -> String {
    let head: String = text.chars().take(LINE * 2).collect();
    let shown = marked(&head);
    let mut words = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = words.char_indices().nth(LINE) {
        words.truncate(end);
        words.push('…');
    }
    words
}

fn marked(text: &str) -> String {
    let mut in_flag = false;
    text.chars()
        .filter(|c| *c != '\r')
        .map(|c| {
            in_flag = c == '\u{1F3F4}' || (in_flag && is_tag(c));
            let hides = is_hiding(c) || (is_tag(c) && !in_flag);
            if hides { MARK } else { c }
        })
        .collect()
}

/// Tag characters are invisible; their one honest use is in the flags of regions, behind a black flag.
fn is_tag(c: char) -> bool {
    matches!(c, '\u{E0000}'..='\u{E007F}')
}

fn is_hiding(c: char) -> bool {
    let control = c.is_control() && c != '\n' && c != '\t';
    let reorders = matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    // The joiners U+200C and U+200D stay: Persian and emoji need them.
    let zero_width = matches!(
        c,
        '\u{200B}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{00AD}'
    );
    control || reorders || zero_width
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(given: &str, expected: &str) {
        assert_eq!(body(given), expected, "{given:?}");
    }

    #[test]
    fn what_hides_or_reorders_is_marked() {
        check("plain\ttext\nline", "plain\ttext\nline");
        check("a\r\nb", "a\nb");
        check("user\u{202E}gpj.exe", "user\u{FFFD}gpj.exe");
        check("nul\0bel\u{7}", "nul\u{FFFD}bel\u{FFFD}");
        check("zero\u{200B}width", "zero\u{FFFD}width");
        check("hidden\u{E0041}", "hidden\u{FFFD}");
    }

    #[test]
    fn joiners_and_flags_stay() {
        check("👩\u{200D}💻", "👩\u{200D}💻");
        let england = "\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}";
        check(england, england);
    }

    #[test]
    fn markup_is_text() {
        check(
            "<img src=x onerror=alert(1)>",
            "<img src=x onerror=alert(1)>",
        );
    }

    #[test]
    fn a_line_is_one_line_and_has_an_end() {
        assert_eq!(line("  a\n\tb  c "), "a b c");
        assert_eq!(line(&"x".repeat(10_000)).chars().count(), LINE + 1);
    }

    #[test]
    fn a_body_has_an_end_on_a_character() {
        let shown = body(&"é".repeat(BODY));
        assert!(shown.len() <= BODY + '…'.len_utf8());
        assert!(shown.ends_with('…'));
    }
}
