//! What a comment says: BlockNote's blocks at the server, lines of text here. Pure; a server's blocks are hostile.

use serde_json::{Map, Value, json};

/// So many lines of a comment are shown.
const MOST_LINES: usize = 1000;
/// So deep are blocks looked into.
const DEEPEST: usize = 20;

/// A line of a comment.
pub type Line = Vec<Span>;

/// Text that looks alike from end to end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "they are what they are called")]
pub struct Span {
    pub text: String,
    pub bold: bool,
    pub italic: bool,
    pub underline: bool,
    pub strike: bool,
    pub code: bool,
    /// Where it leads: an address as a server wrote it.
    pub link: Option<String>,
}

/// The body of a comment with this text. The first block's id is the comment's own, by which it is known again when
/// the answer to its sending was lost.
pub(crate) fn written(id: &str, text: &str) -> Value {
    let mut id = Some(id);
    let block = |line: &str| {
        let content = if line.is_empty() {
            json!([])
        } else {
            json!([{"type": "text", "text": line, "styles": {}}])
        };
        let mut block = json!({"type": "paragraph", "content": content});
        if let Some(id) = id.take() {
            block["id"] = id.into();
        }
        block
    };
    Value::Array(text.lines().map(block).collect())
}

/// The id of a body's first block.
pub(crate) fn id(body: &Value) -> Option<&str> {
    body.get(0)?.get("id")?.as_str()
}

/// The lines of a body.
pub(crate) fn lines(body: &Value) -> Vec<Line> {
    let mut lines = Vec::new();
    for block in body.as_array().into_iter().flatten() {
        read_block(block, &mut lines, 0);
    }
    lines.truncate(MOST_LINES);
    lines
}

fn read_block(block: &Value, lines: &mut Vec<Line>, depth: usize) {
    if depth > DEEPEST || lines.len() > MOST_LINES {
        return;
    }
    lines.push(Line::new());
    match block.get("content") {
        Some(Value::String(text)) => push(lines, plain(text)),
        Some(Value::Array(pieces)) => {
            for piece in pieces {
                read_piece(piece, None, lines);
            }
        }
        _ => {}
    }
    for child in block["children"].as_array().into_iter().flatten() {
        read_block(child, lines, depth + 1);
    }
}

fn read_piece(piece: &Value, link: Option<&str>, lines: &mut Vec<Line>) {
    if let Some(text) = piece["text"].as_str() {
        let nothing = Map::new();
        let styles = piece["styles"].as_object().unwrap_or(&nothing);
        let has = |style: &str| styles.get(style) == Some(&Value::Bool(true));
        let span = Span {
            bold: has("bold"),
            italic: has("italic"),
            underline: has("underline"),
            strike: has("strike"),
            code: has("code"),
            link: link.map(str::to_owned),
            ..plain(text)
        };
        push(lines, span);
    } else if let (None, Some(inner)) = (link, piece["content"].as_array()) {
        let href = Some(piece["href"].as_str().unwrap_or_default());
        for piece in inner {
            read_piece(piece, href, lines);
        }
    }
}

/// Line breaks inside of a piece begin lines.
fn push(lines: &mut Vec<Line>, span: Span) {
    for (number, text) in span.text.split('\n').enumerate() {
        if number > 0 {
            lines.push(Line::new());
        }
        if let (Some(line), false) = (lines.last_mut(), text.is_empty()) {
            line.push(Span {
                text: text.to_owned(),
                ..span.clone()
            });
        }
    }
}

fn plain(text: &str) -> Span {
    Span {
        text: text.to_owned(),
        ..Span::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(body: &Value) -> String {
        let text = |line: &Line| line.iter().map(|span| span.text.as_str()).collect();
        let lines: Vec<String> = lines(body).iter().map(text).collect();
        lines.join("\n")
    }

    #[test]
    fn what_is_written_is_read() {
        let body = written("b6", "First\n\nThird");
        assert_eq!(shown(&body), "First\n\nThird");
        assert_eq!(id(&body), Some("b6"));
    }

    #[test]
    fn a_browsers_marks_links_and_items_are_read() {
        let body = json!([
            {"type": "paragraph", "content": [
                {"type": "text", "text": "See ", "styles": {"bold": true, "textColor": "red"}},
                {"type": "link", "href": "https://a.example", "content": [{"type": "text", "text": "this", "styles": {}}]},
            ]},
            {"type": "bulletListItem", "content": "one\ntwo", "children": [{"type": "paragraph", "content": []}]},
        ]);
        assert_eq!(shown(&body), "See this\none\ntwo\n");
        let first = &lines(&body)[0];
        assert!(first[0].bold && first[1].link.as_deref() == Some("https://a.example"));
    }

    #[test]
    fn nonsense_says_nothing() {
        for body in [
            json!(null),
            json!("text"),
            json!({}),
            json!([[[]]]),
            json!([7]),
        ] {
            assert_eq!(shown(&body).trim(), "", "{body}");
        }
        let deep = (0..100).fold(
            json!({"content": "x"}),
            |inner, _| json!({"children": [inner]}),
        );
        assert!(lines(&json!([deep])).len() < 30);
    }
}
