//! Blocks as Markdown.

mod line;
mod table;

use self::line::{Room, line};
use crate::figure::{alternative, card};
use crate::link::{leading_beside, leading_out};
use crate::{Block, Inline, Kind, Media, Page, html, picture};

/// CommonMark takes no longer numbers.
const LARGEST: u32 = 999_999_999;
/// What a remark without an emoji is told by.
const EMOJI: &str = "💡";

/// A whole text.
pub(super) fn document(page: &Page) -> String {
    let mut parts = Vec::new();
    if !page.title.is_empty() {
        let title = [Inline::plain(page.title.as_str())];
        parts.push(format!("# {}", line(&title, Room::Line)));
    }
    let blocks = Writer { page }.blocks(&page.blocks);
    parts.extend([blocks].into_iter().filter(|blocks| !blocks.is_empty()));
    parts.join("\n\n") + "\n"
}

struct Writer<'a> {
    page: &'a Page,
}

impl Writer<'_> {
    fn blocks(&self, blocks: &[Block]) -> String {
        let mut out = String::new();
        let mut counter = Counter::default();
        let mut before: Option<&Kind> = None;
        for block in blocks {
            let marker = counter.marker(&block.kind);
            let text = match marker {
                Some(marker) => self.item(&marker, block),
                None => self.block(block),
            };
            if text.is_empty() {
                continue;
            }
            if let Some(before) = before {
                out += if joins(before, &block.kind) {
                    "\n"
                } else {
                    "\n\n"
                };
            }
            out += &text;
            before = Some(&block.kind);
        }
        out
    }

    fn item(&self, marker: &str, item: &Block) -> String {
        let text = line(&item.content, Room::Block);
        let text = if text.is_empty() { "<br>" } else { &text };
        let children = self.blocks(&item.children);
        let tight = item
            .children
            .first()
            .is_some_and(|first| is_item(&first.kind))
            && text != "<br>";
        let whole = match (children.as_str(), tight) {
            ("", _) => text.to_owned(),
            (children, true) => format!("{text}\n{children}"),
            (children, false) => format!("{text}\n\n{children}"),
        };
        // What stands under an item is as far in as its text; the box is part of the text.
        let sign = marker.split_inclusive(' ').next().map_or(2, str::len);
        let indented = prefixed(&whole, &" ".repeat(sign));
        format!("{marker}{}", indented.trim_start())
    }

    fn block(&self, block: &Block) -> String {
        let text = || line(&block.content, Room::Block);
        let own = match &block.kind {
            Kind::Heading(level) => {
                let signs = "#".repeat(usize::from(*level).clamp(1, 6));
                format!("{signs} {}", line(&block.content, Room::Line))
            }
            Kind::Toggle => return self.toggle(block),
            Kind::Quote => return self.quote(text(), block),
            Kind::Callout(emoji) => return self.callout(emoji, block),
            Kind::Code(language) => code(language, &crate::flow::text_of(&block.content)),
            Kind::Divider => "***".to_owned(),
            Kind::PageBreak => {
                "<div class=\"page-break\" style=\"page-break-after: always\"></div>".to_owned()
            }
            Kind::Image(media) => self.image(media),
            Kind::Video(media) | Kind::Audio(media) | Kind::Pdf(media) | Kind::File(media) => {
                self.card(media)
            }
            Kind::Table(table) => table::table(table),
            _ => text(),
        };
        self.with_children(own, block)
    }

    /// Markdown has no paragraphs under paragraphs.
    fn with_children(&self, own: String, block: &Block) -> String {
        let children = self.blocks(&block.children);
        match (own.as_str(), children.as_str()) {
            (_, "") => own,
            ("", _) => children,
            _ => format!("{own}\n\n<div class=\"under\">\n\n{children}\n\n</div>"),
        }
    }

    fn toggle(&self, block: &Block) -> String {
        let summary = html::line(&block.content).replace('\n', " ");
        let children = self.blocks(&block.children);
        let inside = if children.is_empty() {
            String::new()
        } else {
            format!("\n{children}\n\n")
        };
        format!("<details>\n<summary>{summary}</summary>\n{inside}</details>")
    }

    fn quote(&self, text: String, block: &Block) -> String {
        let children = self.blocks(&block.children);
        let parts: Vec<&str> = [text.as_str(), &children]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        let inside = if parts.is_empty() {
            "<br>".to_owned()
        } else {
            parts.join("\n\n")
        };
        prefixed(&inside, "> ")
    }

    fn callout(&self, emoji: &str, block: &Block) -> String {
        let emoji = if emoji.is_empty() { EMOJI } else { emoji };
        let emoji = line(&[Inline::plain(emoji)], Room::Line);
        let text = line(&block.content, Room::Line);
        self.quote(format!("{emoji} {text}").trim_end().to_owned(), block)
    }

    fn image(&self, media: &Media) -> String {
        let held = self
            .page
            .files
            .get(&media.address)
            .and_then(|bytes| picture::address(bytes));
        let outside = || leading_out(&media.address);
        let beside = || leading_beside(&media.address).map(str::to_owned);
        let Some(address) = held.or_else(outside).or_else(beside) else {
            return self.card(media);
        };
        let alternative = alternative(media);
        match media.width.map(f64::round) {
            Some(width) if width.is_finite() && width > 0.0 => format!(
                "<img{}{} width=\"{width}\">",
                html::attribute("src", &address),
                html::attribute("alt", &alternative.replace('\n', " ")),
            ),
            _ => {
                let alternative = line(&[Inline::plain(alternative)], Room::Line);
                format!("![{alternative}](<{address}>)")
            }
        }
    }

    fn card(&self, media: &Media) -> String {
        line(&card(self.page, media), Room::Block)
    }
}

/// Counts the items of numbered lists, which Markdown writes out.
#[derive(Default)]
struct Counter {
    number: Option<u32>,
    other: bool,
}

impl Counter {
    /// What an item begins with, if it is one.
    fn marker(&mut self, kind: &Kind) -> Option<String> {
        let Kind::Numbered(start) = kind else {
            self.number = None;
            return match kind {
                Kind::Bullet => Some("- ".to_owned()),
                Kind::Check(true) => Some("- [x] ".to_owned()),
                Kind::Check(false) => Some("- [ ] ".to_owned()),
                _ => None,
            };
        };
        // Another sign begins another list.
        self.other = match (start, self.number) {
            (Some(_), Some(_)) => !self.other,
            (_, None) => false,
            _ => self.other,
        };
        let number = start
            .or(self.number.map(|number| number + 1))
            .unwrap_or(1)
            .min(LARGEST);
        self.number = Some(number);
        Some(format!("{number}{} ", if self.other { ')' } else { '.' }))
    }
}

fn code(language: &str, text: &str) -> String {
    let sound = |character: &char| {
        !character.is_whitespace() && !character.is_control() && *character != '`'
    };
    let language: String = language.chars().filter(sound).collect();
    let fence = "`".repeat(line::longest_run(text, '`').max(2) + 1);
    format!("{fence}{language}\n{text}\n{fence}")
}

fn prefixed(text: &str, prefix: &str) -> String {
    let lines: Vec<String> = text
        .split('\n')
        .map(|line| match line {
            "" => prefix.trim_end().to_owned(),
            line => format!("{prefix}{line}"),
        })
        .collect();
    lines.join("\n")
}

/// Whether two items are of one list.
fn joins(before: &Kind, after: &Kind) -> bool {
    match (before, after) {
        (Kind::Numbered(_), Kind::Numbered(_)) => true,
        (Kind::Numbered(_), _) | (_, Kind::Numbered(_)) => false,
        _ => is_item(before) && is_item(after),
    }
}

fn is_item(kind: &Kind) -> bool {
    matches!(kind, Kind::Bullet | Kind::Numbered(_) | Kind::Check(_))
}
