//! Blocks as HTML.
//!
//! It promises that headings never skip a level, whatever levels the note chose, and that nothing a note says becomes
//! markup. What HTML has no element for is said by classes and `data-` attributes, which `read` knows.

mod line;
mod table;

use crate::link::leading_out;
use crate::{Block, Color, Inline, Kind, Media, Page, Style, picture};

pub(crate) use line::{escaped, line};
pub(crate) use table::table;

const STYLE: &str = include_str!("style.css");
/// The page loads nothing, should a browser ever find something in it to load.
const POLICY: &str = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";
/// How long a title is that is taken from the text of a page without one.
const TITLE: usize = 80;

/// A whole file.
pub(super) fn document(page: &Page) -> String {
    let mut writer = Writer {
        page,
        out: String::new(),
        heading: 0,
    };
    writer.head();
    if !page.title.is_empty() {
        let title = escaped(&page.title);
        writer.out += &format!("<h1 class=\"title\">{title}</h1>\n");
        writer.heading = 1;
    }
    writer.blocks(&page.blocks);
    writer.out += "</main>\n</body>\n</html>\n";
    writer.out
}

/// An attribute, or nothing if it has no value.
pub(crate) fn attribute(name: &str, value: &str) -> String {
    if value.is_empty() {
        return String::new();
    }
    format!(" {name}=\"{}\"", escaped(value))
}

struct Writer<'a> {
    page: &'a Page,
    out: String,
    /// The level of the last heading in the file.
    heading: u8,
}

impl Writer<'_> {
    fn head(&mut self) {
        let language = language(&self.page.language);
        let title = escaped(&title(self.page));
        self.out = format!(
            "<!DOCTYPE html>\n<html{}>\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
             <meta name=\"generator\" content=\"Attaché\">\n<title>{title}</title>\n\
             <style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n",
            attribute("lang", language),
        );
    }

    fn blocks(&mut self, blocks: &[Block]) {
        let mut rest = blocks;
        while let Some(first) = rest.first() {
            let end = 1 + rest[1..]
                .iter()
                .take_while(|next| continues(&first.kind, &next.kind))
                .count();
            match list(&first.kind) {
                Some(list) => self.list(&list, &rest[..end]),
                None => rest[..end].iter().for_each(|block| self.block(block)),
            }
            rest = &rest[end..];
        }
    }

    fn list(&mut self, list: &List, items: &[Block]) {
        self.out += &format!("<{}>\n", list.open);
        for item in items {
            self.out += "<li>";
            self.item(item);
            self.under(&item.children);
            self.out += "</li>\n";
        }
        self.out += &format!("</{}>\n", list.close);
    }

    fn item(&mut self, item: &Block) {
        let text = shown(&item.content);
        let attributes = dressed(&item.style, &item.content);
        match item.kind {
            Kind::Check(done) => {
                let checked = if done { " checked" } else { "" };
                let input = format!("<input type=\"checkbox\" disabled{checked}>");
                self.out += &format!("<label{attributes}>{input}{text}</label>");
            }
            _ if attributes.is_empty() => self.out += &text,
            _ => self.out += &format!("<p{attributes}>{text}</p>"),
        }
    }

    /// What stands under an item or inside of a panel needs nothing around it.
    fn under(&mut self, children: &[Block]) {
        if !children.is_empty() {
            self.out.push('\n');
            self.blocks(children);
        }
    }

    fn indented(&mut self, children: &[Block]) {
        if !children.is_empty() {
            self.out += "<div class=\"under\">\n";
            self.blocks(children);
            self.out += "</div>\n";
        }
    }

    fn block(&mut self, block: &Block) {
        match &block.kind {
            Kind::Heading(level) => self.heading(*level, block),
            Kind::Toggle => return self.toggle(block),
            Kind::Quote => return self.quote(block),
            Kind::Callout(emoji) => return self.callout(emoji, block),
            Kind::Code(language) => self.code(language, block),
            Kind::Divider => self.out += "<hr>\n",
            Kind::PageBreak => {
                self.out += "<div class=\"page-break\" style=\"page-break-after: always\"></div>\n";
            }
            Kind::Image(media) => self.image(media, block),
            Kind::Video(media) => self.file("video", media, block),
            Kind::Audio(media) => self.file("audio", media, block),
            Kind::Pdf(media) => self.file("pdf", media, block),
            Kind::File(media) => self.file("file", media, block),
            Kind::Table(table) => self.out += &self::table(table),
            _ => self.paragraph(block),
        }
        if !has_own_text(&block.kind) && !block.content.is_empty() {
            self.paragraph(block);
        }
        self.indented(&block.children);
    }

    fn paragraph(&mut self, block: &Block) {
        let attributes = dressed(&block.style, &block.content);
        self.out += &format!("<p{attributes}>{}</p>\n", shown(&block.content));
    }

    fn heading(&mut self, level: u8, block: &Block) {
        let level = level.clamp(1, 6);
        let titled = u8::from(!self.page.title.is_empty());
        self.heading = (level + titled).min(self.heading + 1).min(6);
        let attributes = Attributes {
            classes: vec![format!("level-{level}")],
            ..Attributes::of(&block.style, &block.content)
        };
        let tag = self.heading;
        let text = line(&block.content);
        self.out += &format!("<h{tag}{attributes} data-level=\"{level}\">{text}</h{tag}>\n");
    }

    fn toggle(&mut self, block: &Block) {
        let attributes = dressed(&block.style, &block.content);
        let text = shown(&block.content);
        self.out += &format!("<details open><summary{attributes}>{text}</summary>\n");
        self.blocks(&block.children);
        self.out += "</details>\n";
    }

    fn quote(&mut self, block: &Block) {
        self.out += "<blockquote>\n";
        self.paragraph(block);
        self.indented(&block.children);
        self.out += "</blockquote>\n";
    }

    fn callout(&mut self, emoji: &str, block: &Block) {
        let (panel, text) = (
            Style {
                background: block.style.background,
                ..Style::default()
            },
            Style {
                background: None,
                ..block.style
            },
        );
        let attributes = Attributes {
            first: Some("callout"),
            ..Attributes::of(&panel, &[])
        };
        let emoji_attribute = attribute("data-emoji", emoji);
        self.out += &format!("<div{attributes} role=\"note\"{emoji_attribute}>\n");
        self.out += &format!(
            "<p{}><span class=\"emoji\">{}</span> {}</p>\n",
            dressed(&text, &block.content),
            escaped(emoji),
            shown(&block.content)
        );
        self.blocks(&block.children);
        self.out += "</div>\n";
    }

    fn code(&mut self, language: &str, block: &Block) {
        let class = if language.is_empty() {
            String::new()
        } else {
            attribute("class", &format!("language-{language}"))
        };
        let text = escaped(&plain(&block.content));
        self.out += &format!("<pre><code{class}>{text}</code></pre>\n");
    }

    fn image(&mut self, media: &Media, block: &Block) {
        let held = self.page.files.get(&media.address);
        let Some(address) = held.and_then(|bytes| picture::address(bytes)) else {
            return self.file("image", media, block);
        };
        let alternative = [&media.caption, &media.name]
            .into_iter()
            .find(|text| !text.is_empty())
            .map_or("", String::as_str);
        self.out += &format!(
            "<figure{}{}{}><img src=\"{address}\" alt=\"{}\"{}{}>",
            dressed(&block.style, &[]),
            if media.caption.is_empty() {
                ""
            } else {
                " role=\"figure\""
            },
            attribute("aria-label", &media.caption),
            escaped(alternative),
            width(media, "width"),
            attribute("data-name", &media.name),
        );
        if !media.caption.is_empty() {
            self.out += &format!("<figcaption>{}</figcaption>", escaped(&media.caption));
        }
        self.out += "</figure>\n";
    }

    fn file(&mut self, kind: &str, media: &Media, block: &Block) {
        let attributes = Attributes {
            first: Some("file"),
            ..Attributes::of(&block.style, &[])
        };
        let link = leading_out(&media.address);
        let name = match (media.name.as_str(), &link) {
            ("", Some(address)) => escaped(address),
            (name, _) => escaped(name),
        };
        let name = match &link {
            Some(address) => format!("<a{}>{name}</a>", attribute("href", address)),
            None => name,
        };
        let caption = match media.caption.as_str() {
            "" => String::new(),
            caption => format!(" <span class=\"caption\">{}</span>", escaped(caption)),
        };
        let data = attribute("data-kind", kind)
            + &attribute("data-name", &media.name)
            + &width(media, "data-width");
        self.out += &format!("<p{attributes}{data}>{name}{caption}</p>\n");
    }
}

/// The classes and the style that a block has.
#[derive(Default)]
struct Attributes {
    first: Option<&'static str>,
    classes: Vec<String>,
    colors: Vec<String>,
    styles: Vec<&'static str>,
}

impl Attributes {
    fn of(style: &Style, content: &[Inline]) -> Self {
        let align = match style.align {
            crate::Align::Left => None,
            crate::Align::Center => Some("text-align: center"),
            crate::Align::Right => Some("text-align: right"),
            crate::Align::Justify => Some("text-align: justify"),
        };
        let spaces = line::has_bare_spaces(content).then_some("white-space: pre-wrap");
        Self {
            colors: colors(style.text, style.background),
            styles: align.into_iter().chain(spaces).collect(),
            ..Self::default()
        }
    }
}

impl std::fmt::Display for Attributes {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let classes: Vec<&str> = self
            .first
            .into_iter()
            .chain(self.classes.iter().chain(&self.colors).map(String::as_str))
            .collect();
        out.write_str(&attribute("class", &classes.join(" ")))?;
        out.write_str(&attribute("style", &self.styles.join("; ")))
    }
}

/// What goes into the tag of a block or a cell for it to look like this.
fn dressed(style: &Style, content: &[Inline]) -> String {
    Attributes::of(style, content).to_string()
}

/// The classes of these colours.
fn colors(text: Option<Color>, background: Option<Color>) -> Vec<String> {
    let text = text.map(|color| format!("text-{}", color.name()));
    let background = background.map(|color| format!("back-{}", color.name()));
    text.into_iter().chain(background).collect()
}

/// A line that is seen, be it empty.
fn shown(content: &[Inline]) -> String {
    match line(content) {
        empty if empty.is_empty() => "<br>".to_owned(),
        line => line,
    }
}

/// The width that is said of a picture.
fn width(media: &Media, name: &str) -> String {
    match media.width.map(f64::round) {
        Some(width) if width.is_finite() && width > 0.0 => format!(" {name}=\"{width}\""),
        _ => String::new(),
    }
}

/// The characters alone.
fn plain(content: &[Inline]) -> String {
    content
        .iter()
        .map(|piece| match piece {
            Inline::Text(text) => text.text.as_str(),
            Inline::Break => "\n",
            Inline::Note { title, .. } => title,
        })
        .collect()
}

struct List {
    open: String,
    close: &'static str,
}

/// The list that an item of this kind begins.
fn list(kind: &Kind) -> Option<List> {
    let (open, close) = match kind {
        Kind::Bullet => ("ul".to_owned(), "ul"),
        Kind::Check(_) => ("ul class=\"checks\"".to_owned(), "ul"),
        Kind::Numbered(None | Some(1)) => ("ol".to_owned(), "ol"),
        Kind::Numbered(Some(start)) => (format!("ol start=\"{start}\""), "ol"),
        _ => return None,
    };
    Some(List { open, close })
}

fn continues(first: &Kind, next: &Kind) -> bool {
    matches!(
        (first, next),
        (Kind::Bullet, Kind::Bullet)
            | (Kind::Check(_), Kind::Check(_))
            | (Kind::Numbered(_), Kind::Numbered(None))
    )
}

fn has_own_text(kind: &Kind) -> bool {
    !matches!(
        kind,
        Kind::Divider
            | Kind::PageBreak
            | Kind::Image(_)
            | Kind::Video(_)
            | Kind::Audio(_)
            | Kind::Pdf(_)
            | Kind::File(_)
            | Kind::Table(_)
    )
}

/// The language, if it can be one.
pub(super) fn language(tag: &str) -> &str {
    let sound = tag.len() <= 35
        && tag.split('-').all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
    if sound { tag } else { "" }
}

/// A page has to have a title for those who only hear it: its own, or the first that it says.
fn title(page: &Page) -> String {
    if !page.title.is_empty() {
        return page.title.clone();
    }
    page.all_blocks()
        .map(|block| plain(&block.content))
        .map(|text| text.trim().chars().take(TITLE).collect::<String>())
        .find(|text| !text.is_empty())
        .unwrap_or_else(|| "Note".to_owned())
}
