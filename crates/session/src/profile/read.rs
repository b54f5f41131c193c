//! Reading a profile's values. Each function refuses what the program could not use, so that the error carries the
//! key and the line; none of them repairs.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use url::{Host, Url};

pub(super) fn id<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let text = String::deserialize(from)?;
    let plain =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    if (1..=64).contains(&text.len()) && text.chars().all(plain) && !text.starts_with('-') {
        Ok(text)
    } else {
        Err(D::Error::custom(
            "small letters, digits and hyphens, at most 64",
        ))
    }
}

pub(super) fn text<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let text = String::deserialize(from)?;
    is_text(&text)
        .then_some(text)
        .ok_or_else(|| D::Error::custom(TEXT))
}

pub(super) fn texts<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    each(from, is_text, TEXT)
}

pub(super) fn country<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(from)?;
    let is_code = text.len() == 2 && text.bytes().all(|letter| letter.is_ascii_lowercase());
    is_code
        .then_some(Some(text))
        .ok_or_else(|| D::Error::custom("two small letters are wanted, such as fr"))
}

pub(super) fn domains<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    let is_domain =
        |text: &str| matches!(Host::parse(text), Ok(Host::Domain(domain)) if domain.contains('.'));
    each(
        from,
        is_domain,
        "a domain is wanted, such as agency.example",
    )
}

pub(super) fn scopes<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    let scopes = each(from, |text| is_text(text) && !text.contains(' '), TEXT)?;
    let has_openid = scopes.iter().any(|scope| scope == "openid");
    has_openid
        .then_some(scopes)
        .ok_or_else(|| D::Error::custom("openid has to be among them"))
}

/// Kept as it is written: an issuer's name is compared letter by letter.
pub(super) fn issuer<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let text = String::deserialize(from)?;
    checked(&text).map_err(D::Error::custom)?;
    Ok(text)
}

pub(super) fn address<'de, D: Deserializer<'de>>(from: D) -> Result<Url, D::Error> {
    checked(&String::deserialize(from)?).map_err(D::Error::custom)
}

pub(super) fn addresses<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Url>, D::Error> {
    let texts = Vec::<String>::deserialize(from)?;
    texts
        .iter()
        .map(|text| checked(text))
        .collect::<Result<_, _>>()
        .map_err(D::Error::custom)
}

pub(super) fn certificates<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    let texts = Vec::<String>::deserialize(from)?;
    for (index, pem) in texts.iter().enumerate() {
        let readable = net::check_certificates(pem);
        readable.map_err(|_| {
            D::Error::custom(format!(
                "number {} is no certificate in PEM form",
                index + 1
            ))
        })?;
    }
    Ok(texts)
}

const TEXT: &str = "a text without line breaks is wanted, at most 400 bytes long";

fn is_text(text: &str) -> bool {
    !text.trim().is_empty() && text.len() <= 400 && !text.chars().any(char::is_control)
}

fn each<'de, D: Deserializer<'de>>(
    from: D,
    good: impl Fn(&str) -> bool,
    wanted: &str,
) -> Result<Vec<String>, D::Error> {
    let texts = Vec::<String>::deserialize(from)?;
    match texts.iter().find(|text| !good(text)) {
        Some(bad) => Err(D::Error::custom(format!("{bad:?}: {wanted}"))),
        None => Ok(texts),
    }
}

fn checked(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| format!("{text:?}: {error}"))?;
    let complaint = if url.scheme() != "https" {
        "only https is allowed"
    } else if !url.username().is_empty() || url.password().is_some() {
        "no name or password is allowed"
    } else if url.query().is_some() || url.fragment().is_some() {
        "no query or fragment is allowed"
    } else {
        return Ok(url);
    };
    // The address is not repeated: it may contain the password that is not allowed.
    Err(complaint.to_owned())
}
