//! Pictures inside text: which kind some bytes are, and `data:` addresses.
//!
//! It promises to tell the kind by the bytes alone, never by what somebody calls them. It deliberately decodes none.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};

/// Programs differ in whether they pad.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// A kind of picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Format {
    /// As HTTP calls it.
    pub(crate) media_type: &'static str,
    /// As file names end.
    pub(crate) extension: &'static str,
}

/// Which kind of picture these bytes are, if any.
pub(crate) fn format(bytes: &[u8]) -> Option<Format> {
    let (media_type, extension) = match bytes {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => ("image/png", "png"),
        [0xff, 0xd8, 0xff, ..] => ("image/jpeg", "jpg"),
        [b'G', b'I', b'F', b'8', ..] => ("image/gif", "gif"),
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => ("image/webp", "webp"),
        [
            _,
            _,
            _,
            _,
            b'f',
            b't',
            b'y',
            b'p',
            b'a',
            b'v',
            b'i',
            b'f',
            ..,
        ] => ("image/avif", "avif"),
        [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => ("image/bmp", "bmp"),
        _ if is_svg(bytes) => ("image/svg+xml", "svg"),
        _ => return None,
    };
    Some(Format {
        media_type,
        extension,
    })
}

/// A picture as an address that holds it; none if it is no picture.
pub(crate) fn address(bytes: &[u8]) -> Option<String> {
    let media_type = format(bytes)?.media_type;
    Some(format!(
        "data:{media_type};base64,{}",
        STANDARD.encode(bytes)
    ))
}

/// The picture that an address holds, if it does.
pub(crate) fn held(address: &str) -> Option<Vec<u8>> {
    let (head, data) = address.trim_start().split_once(',')?;
    let head = head.to_ascii_lowercase();
    if !head.starts_with("data:image/") || !head.ends_with(";base64") {
        return None;
    }
    let data: String = data
        .chars()
        .filter(|character| !character.is_ascii_whitespace())
        .collect();
    let bytes = LENIENT.decode(data).ok()?;
    format(&bytes).is_some().then_some(bytes)
}

/// A drawing says what it is within its first lines, after what XML puts before.
fn is_svg(bytes: &[u8]) -> bool {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]);
    let start = start.trim_start_matches('\u{feff}').trim_start();
    start.starts_with("<svg")
        || (start.contains("<svg")
            && ["<?xml", "<!--", "<!DOCTYPE svg"]
                .iter()
                .any(|first| start.starts_with(first)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::PNG;

    #[test]
    fn a_picture_comes_out_of_its_address() {
        let address = address(PNG).unwrap();
        assert!(address.starts_with("data:image/png;base64,iVBOR"));
        assert_eq!(held(&address).as_deref(), Some(PNG));
        let broken = address.replace("AAAA", "AA\n AA").replace('=', "");
        assert_eq!(held(&broken).as_deref(), Some(PNG));
    }

    #[test]
    fn the_kind_is_told_by_the_bytes() {
        let check = |bytes: &[u8], expected: Option<&str>| {
            assert_eq!(format(bytes).map(|format| format.extension), expected);
        };
        check(PNG, Some("png"));
        check(b"\xff\xd8\xff\xe0", Some("jpg"));
        check(b"GIF89a", Some("gif"));
        check(b"RIFF....WEBPVP8 ", Some("webp"));
        check(b"<?xml version='1.0'?>\n<svg/>", Some("svg"));
        check(b"<html><svg/></html>", None);
        check(b"MZ", None);
        check(b"", None);
    }

    #[test]
    fn nothing_else_is_taken_out_of_an_address() {
        for address in [
            "data:text/html;base64,PGI+",
            "data:image/png;base64,PGI+",
            "data:image/png,x",
            "data:image/png;base64,%%%",
            "https://example.org/,",
            "data:",
        ] {
            assert_eq!(held(address), None, "{address}");
        }
    }
}
