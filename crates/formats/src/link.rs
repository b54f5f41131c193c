//! Where links may lead: to the web and to mailboxes.
//!
//! It promises that an address it lets through is one that strict programs take: Word calls a whole file damaged for one
//! space in a link. It deliberately knows no files, no scripts and no places inside a document.

use url::Url;

/// Browsers take no longer ones, and every piece of a link's text bears it.
const LONGEST: usize = 8_192;

/// The address as it may be written, or none if it leads anywhere else.
pub(crate) fn leading_out(address: &str) -> Option<String> {
    let address = address.trim();
    if address.len() > LONGEST {
        return None;
    }
    let url = Url::parse(address).ok()?;
    if !matches!(url.scheme(), "http" | "https" | "mailto") {
        return None;
    }
    // What is right already stays as its writer typed it; a URL that is printed again gains slashes.
    Some(if address.chars().all(may_stand) {
        address.to_owned()
    } else {
        escape(url.as_str())
    })
}

/// The path of a file that lies in the same folder or one near it, if it is one.
pub(crate) fn leading_beside(path: &str) -> Option<&str> {
    let plain = |character: char| character.is_ascii_alphanumeric() || "-._~/%".contains(character);
    let relative = !path.is_empty() && !path.starts_with('/') && path.len() <= LONGEST;
    (relative && path.chars().all(plain)).then_some(path)
}

/// Percent signs for what browsers let stand and strict programs do not.
fn escape(url: &str) -> String {
    let mut escaped = String::new();
    for character in url.chars() {
        if may_stand(character) || "[]".contains(character) {
            escaped.push(character);
        } else {
            escaped.push_str(&format!("%{:02X}", u32::from(character)));
        }
    }
    escaped
}

fn may_stand(character: char) -> bool {
    character.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=%".contains(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(address: &str, expected: Option<&str>) {
        assert_eq!(leading_out(address).as_deref(), expected, "{address}");
    }

    #[test]
    fn the_web_and_mailboxes_may_be_led_to() {
        for address in [
            "https://example.org",
            "http://example.org/a?b=c&d=%20#e",
            "mailto:a@example.org?subject=x",
        ] {
            check(address, Some(address));
        }
    }

    #[test]
    fn what_strict_programs_refuse_is_escaped() {
        check(
            " https://example.org/a b/é?q={1} ",
            Some("https://example.org/a%20b/%C3%A9?q=%7B1%7D"),
        );
        check(
            "https://bücher.example/",
            Some("https://xn--bcher-kva.example/"),
        );
    }

    #[test]
    fn a_file_beside_is_a_plain_path() {
        assert_eq!(leading_beside("../Files/a-1.png"), Some("../Files/a-1.png"));
        for path in ["", "/etc/passwd", "javascript:alert(1)", "a b", "c:\\x"] {
            assert_eq!(leading_beside(path), None, "{path}");
        }
    }

    #[test]
    fn nothing_else_may_be_led_to() {
        for address in [
            "javascript:alert(1)",
            " JavaScript:alert(1)",
            "java\nscript:alert(1)",
            "file:///etc/passwd",
            "data:text/html,x",
            "attache:note/1",
            "#top",
            "page.html",
            "http://",
            "http://[",
            "https://example.org:port",
            &format!("https://example.org/{}", "a".repeat(LONGEST)),
            "",
        ] {
            check(address, None);
        }
    }
}
