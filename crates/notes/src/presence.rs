//! Where others are in a note: awareness updates are checked before anybody sees them. Pure.

use serde_json::Value;

use crate::lib0::{self, Reader};

/// The largest update.
const LARGEST: usize = 64 << 10;
/// The largest number of states in one.
const MOST: u64 = 200;
/// The longest name.
const LONGEST_NAME: usize = 200;

/// The update with only those states that are harmless; nothing when none is.
pub(crate) fn sift(update: &[u8]) -> Option<Vec<u8>> {
    if update.len() > LARGEST {
        return None;
    }
    let mut reader = Reader::new(update);
    let count = reader.number()?;
    if count > MOST {
        return None;
    }
    let mut good = Vec::new();
    for _ in 0..count {
        let (client, clock, state) = (reader.number()?, reader.number()?, reader.text()?);
        if client < 1 << 53 && clock <= u64::from(u32::MAX) && is_harmless(state) {
            good.push((client, clock, state));
        }
    }
    if good.is_empty() || !reader.is_at_end() {
        return None;
    }
    let mut sifted = Vec::with_capacity(update.len());
    lib0::put_number(&mut sifted, good.len() as u64);
    for (client, clock, state) in good {
        lib0::put_number(&mut sifted, client);
        lib0::put_number(&mut sifted, clock);
        lib0::put_bytes(&mut sifted, state.as_bytes());
    }
    Some(sifted)
}

/// The update that takes leave for everybody whom `update` speaks of, a clock later.
pub(crate) fn leave(update: &[u8]) -> Option<Vec<u8>> {
    let mut reader = Reader::new(update);
    let count = reader.number().filter(|count| *count <= MOST)?;
    let mut left = Vec::new();
    lib0::put_number(&mut left, count);
    for _ in 0..count {
        let (client, clock, _) = (reader.number()?, reader.number()?, reader.text()?);
        lib0::put_number(&mut left, client);
        lib0::put_number(&mut left, clock + 1);
        lib0::put_bytes(&mut left, b"null");
    }
    Some(left)
}

fn is_harmless(state: &str) -> bool {
    match serde_json::from_str(state) {
        Ok(Value::Null) => true,
        Ok(Value::Object(fields)) => fields.get("user").is_none_or(is_user),
        _ => false,
    }
}

fn is_user(user: &Value) -> bool {
    let Some(user) = user.as_object() else {
        return user.is_null();
    };
    let name = user.get("name").is_none_or(|name| {
        name.is_null() || name.as_str().is_some_and(|name| name.len() <= LONGEST_NAME)
    });
    let colour = user
        .get("color")
        .is_none_or(|colour| colour.is_null() || colour.as_str().is_some_and(is_colour));
    name && colour
}

fn is_colour(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|digits| {
        matches!(digits.len(), 3 | 4 | 6 | 8)
            && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn update(states: &[&str]) -> Vec<u8> {
        let mut bytes = Vec::new();
        lib0::put_number(&mut bytes, states.len() as u64);
        for (client, state) in states.iter().enumerate() {
            lib0::put_number(&mut bytes, client as u64 + 7);
            lib0::put_number(&mut bytes, 3);
            lib0::put_bytes(&mut bytes, state.as_bytes());
        }
        bytes
    }

    const ALICE: &str = r##"{"user":{"name":"Alice","color":"#f00"},"cursor":null}"##;

    #[test]
    fn what_is_harmless_passes_unchanged() {
        for states in [&[ALICE][..], &["null"], &["{}", ALICE]] {
            assert_eq!(sift(&update(states)), Some(update(states)));
        }
    }

    #[test]
    fn what_is_not_is_left_out() {
        let colour = r##"{"user":{"name":"x","color":"red;background:url(//evil.example)"}}"##;
        let name = format!(r#"{{"user":{{"name":"{}"}}}}"#, "x".repeat(300));
        let sifted = sift(&update(&[ALICE, colour, &name, "[1]", "not json"]));
        assert_eq!(sifted, Some(update(&[ALICE])));
        assert_eq!(sift(&update(&[colour])), None);
        for bytes in [
            &[][..],
            &[255, 255, 255, 255, 255, 15],
            &[1, 1],
            &vec![0; LARGEST + 1],
        ] {
            assert_eq!(sift(bytes), None);
        }
    }

    #[test]
    fn leaving_is_null_one_clock_later() {
        assert_eq!(
            leave(&[1, 7, 3, 2, b'{', b'}']),
            Some([&[1, 7, 4, 4][..], b"null"].concat())
        );
    }
}
