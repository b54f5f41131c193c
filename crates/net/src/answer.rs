//! Reading an answer without trusting it: its kind is checked, its size limited, and what is wrong is said without
//! quoting what it contains.

use futures_util::StreamExt as _;
use reqwest::Response;
use reqwest::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use crate::error::{Cause, Error};

/// The largest JSON answer that is read.
const LARGEST_JSON: usize = 16 << 20;

/// Reads an answer as JSON. Its status is not looked at.
///
/// # Errors
/// [`Error::Malformed`], naming server and path, when the answer is no JSON (a portal's page, for one), has another
/// shape than `T` or is larger than 16 MiB; [`Error::Offline`] or [`Error::TimedOut`] when it breaks off.
pub async fn json<T: DeserializeOwned>(answer: Response) -> Result<T, Error> {
    let what = name(&answer);
    let kind = answer
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or("nothing");
    if !is_json(kind) {
        let source = format!(
            "status {}, {} in place of JSON",
            answer.status(),
            essence(kind)
        );
        return Err(Error::Malformed {
            what,
            source: source.into(),
        });
    }
    let body = bytes(answer, LARGEST_JSON).await?;
    serde_json::from_slice(&body).map_err(|error| Error::Malformed {
        what,
        source: complaint(&error),
    })
}

/// Reads an answer of at most `limit` bytes.
///
/// # Errors
/// [`Error::Malformed`] when it is larger; [`Error::Offline`] or [`Error::TimedOut`] when it breaks off.
pub async fn bytes(answer: Response, limit: usize) -> Result<Vec<u8>, Error> {
    let what = name(&answer);
    let host = answer.url().host_str().unwrap_or_default().to_owned();
    let too_large = || Error::Malformed {
        what: what.clone(),
        source: format!("more than {limit} bytes").into(),
    };
    if answer
        .content_length()
        .is_some_and(|length| length > limit as u64)
    {
        return Err(too_large());
    }
    let mut body = Vec::new();
    let mut pieces = answer.bytes_stream();
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|error| Error::of_request(&host, error))?;
        if body.len() + piece.len() > limit {
            return Err(too_large());
        }
        body.extend_from_slice(&piece);
    }
    Ok(body)
}

/// Server and path; never the query.
fn name(answer: &Response) -> String {
    let url = answer.url();
    format!(
        "the answer of {}{}",
        url.host_str().unwrap_or_default(),
        url.path()
    )
}

fn essence(kind: &str) -> &str {
    kind.split(';').next().unwrap_or_default().trim()
}

fn is_json(kind: &str) -> bool {
    let essence = essence(kind).to_ascii_lowercase();
    essence == "application/json"
        || essence.starts_with("application/") && essence.ends_with("+json")
}

/// serde quotes the offending value, which may be a token: only the place and the kind of fault are told.
fn complaint(error: &serde_json::Error) -> Cause {
    let fault = match error.classify() {
        Category::Data => "a value of the wrong kind, or a missing one",
        Category::Eof => "the end comes too early",
        Category::Syntax | Category::Io => "no JSON",
    };
    format!("{fault}, line {} column {}", error.line(), error.column()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_json() {
        for kind in [
            "application/json",
            "Application/JSON; charset=utf-8",
            "application/problem+json",
        ] {
            assert!(is_json(kind), "{kind}");
        }
        for kind in [
            "text/html",
            "text/json",
            "nothing",
            "",
            "application/jsonp",
            "text/x+json",
        ] {
            assert!(!is_json(kind), "{kind}");
        }
    }

    #[test]
    fn a_complaint_does_not_quote() {
        let error = serde_json::from_str::<u64>("\"a secret\"").unwrap_err();
        assert!(error.to_string().contains("secret"));
        assert!(!complaint(&error).to_string().contains("secret"));
    }
}
