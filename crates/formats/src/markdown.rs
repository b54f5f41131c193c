//! A note as Markdown, out and in: CommonMark with the tables, boxes to tick and struck text of GitHub.
//!
//! It promises text that reads well as it is, and that nothing a note says becomes markup. What Markdown has no signs
//! for is HTML in it where a reader would miss it (underlines, colours, what folds away, merged cells) and otherwise
//! left out: the language, the alignment and colours of whole blocks, widths of columns, and empty paragraphs.

mod write;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::html::{self, Source};
use crate::limits::{BYTES, check_page, check_text};
use crate::{Error, Page};

const WHAT: &str = "a Markdown text";

/// The page as Markdown.
pub fn write(page: &Page) -> Result<String, Error> {
    check_page(page, WHAT)?;
    Ok(write::document(page))
}

/// The page that Markdown says. HTML in it is read as HTML.
pub fn read(text: &str) -> Result<Page, Error> {
    check_text(text, WHAT)?;
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut head = String::new();
    let mut inside = false;
    let text = text.trim_start_matches('\u{feff}');
    let events = Parser::new_ext(text, options).filter(|event| {
        match event {
            Event::Start(Tag::MetadataBlock(_)) => inside = true,
            Event::End(TagEnd::MetadataBlock(_)) => inside = false,
            Event::Text(line) if inside => head.push_str(line),
            _ => return !inside,
        }
        false
    });
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, events);
    if html.len() > 2 * BYTES {
        return Err(Error::TooLarge { what: WHAT });
    }
    let mut page = html::from(&html, Source::Markdown)?;
    check_page(&page, WHAT)?;
    if let Some(title) = said(&head, "title").filter(|_| page.title.is_empty()) {
        page.title = title;
    }
    page.language = said(&head, "lang").unwrap_or_default();
    Ok(page)
}

/// What the lines before the text say of it, as pandoc and most wikis write them.
fn said(head: &str, name: &str) -> Option<String> {
    let value = head.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        (key == name).then_some(value)
    })?;
    let value = value.trim().trim_matches(['"', '\'']);
    (!value.is_empty()).then(|| value.to_owned())
}

#[cfg(test)]
mod tests;
