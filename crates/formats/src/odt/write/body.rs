//! The text of a document: each block is a paragraph, a table or a drawing, and stands as far in as it is nested.

use crate::figure::{alternative, card, figure};
use crate::look::{DEEPEST_LEVEL, OPEN_BOX, STEP, TEXT_WIDTH, TICKED_BOX};
use crate::xml::{Element, Node, tag};
use crate::{Align, Block, Inline, Kind, Page, Style};

use super::automatic::Look;
use super::lists::{Flow, List};
use super::text::{pieces, with_content};
use super::{Parts, encoded, points, root, styles, table};

pub(super) fn content(page: &Page, parts: &mut Parts) -> Element {
    let mut body = Body {
        page,
        parts,
        flow: Flow::default(),
        runs: 0,
    };
    if !page.title.is_empty() {
        let title = tag("text:p").attr("text:style-name", styles::TITLE);
        let title = with_content(
            title,
            &[Inline::plain(page.title.replace('\n', " "))],
            body.parts,
        );
        body.flow.paragraph(0, title);
    }
    body.blocks(&page.blocks, 0);
    let text = tag("office:text").with_all(body.flow.finish());
    root("office:document-content")
        .with(std::mem::take(&mut parts.automatic).into_element())
        .with(tag("office:body").with(text))
}

struct Body<'a> {
    page: &'a Page,
    parts: &'a mut Parts,
    flow: Flow,
    /// How many numbered lists there are.
    runs: usize,
}

/// An item of a numbered list.
#[derive(Clone, Copy)]
struct Count {
    run: usize,
    number: u32,
}

impl Body<'_> {
    fn blocks(&mut self, blocks: &[Block], depth: usize) {
        let mut before: Option<Count> = None;
        for block in blocks {
            let count = match (&block.kind, before) {
                (Kind::Numbered(None), Some(before)) => Some(Count {
                    run: before.run,
                    number: before.number.saturating_add(1),
                }),
                (Kind::Numbered(start), _) => {
                    self.runs += 1;
                    Some(Count {
                        run: self.runs,
                        number: start.unwrap_or(1),
                    })
                }
                _ => None,
            };
            self.block(block, depth, count);
            self.blocks(&block.children, depth + 1);
            before = count;
        }
    }

    fn block(&mut self, block: &Block, depth: usize, count: Option<Count>) {
        match &block.kind {
            Kind::Paragraph | Kind::Unknown(_) => self.text(block, styles::STANDARD, depth),
            Kind::Heading(level) => {
                let level = level.clamp(&1, &6);
                let style = format!("Heading_20_{level}");
                let heading = tag("text:h")
                    .attr(
                        "text:style-name",
                        self.style(block.style, &style, indent(depth)),
                    )
                    .attr("text:outline-level", level);
                let heading = with_content(heading, &block.content, self.parts);
                self.flow.paragraph(depth, heading);
            }
            Kind::Bullet | Kind::Toggle | Kind::Check(_) | Kind::Numbered(_) => {
                self.item(block, depth, count);
            }
            Kind::Quote => self.text(block, styles::QUOTE, depth),
            Kind::Code(language) => {
                if !language.is_empty() {
                    self.parts.languages.insert(language.clone());
                }
                self.text(block, &encoded(&styles::code_name(language)), depth);
            }
            Kind::Callout(emoji) => {
                let emoji = emoji.replace(char::is_whitespace, "");
                let mut paragraph = self.paragraph(block.style, styles::CALLOUT, depth);
                paragraph.children = pieces(&format!("{emoji}\t"), &mut true);
                let paragraph = with_content(paragraph, &block.content, self.parts);
                self.flow.paragraph(depth, paragraph);
            }
            Kind::Divider => self.text(block, styles::RULER, depth),
            Kind::PageBreak => {
                let style = self.parts.automatic.name(Look {
                    family: "paragraph",
                    parent: styles::STANDARD.to_owned(),
                    properties: vec![
                        tag("style:paragraph-properties").attr("fo:break-after", "page"),
                    ],
                });
                let paragraph = tag("text:p").attr("text:style-name", style);
                self.flow.alone(paragraph);
            }
            Kind::Table(content) => {
                if let Some(table) = table::table(content, indent(depth), self.parts) {
                    self.flow.alone(table);
                }
                let under = tag("text:p").attr("text:style-name", styles::UNDER_TABLE);
                self.flow.alone(under);
            }
            Kind::Image(_) | Kind::Video(_) | Kind::Audio(_) | Kind::Pdf(_) | Kind::File(_) => {
                self.media(block, depth);
            }
        }
    }

    fn text(&mut self, block: &Block, style: &str, depth: usize) {
        let paragraph = self.paragraph(block.style, style, depth);
        let paragraph = with_content(paragraph, &block.content, self.parts);
        self.flow.paragraph(depth, paragraph);
    }

    fn item(&mut self, block: &Block, depth: usize, count: Option<Count>) {
        let (list, style) = match block.kind {
            Kind::Numbered(_) => (styles::NUMBERS, styles::NUMBER),
            Kind::Check(_) => (styles::BOXES, styles::BULLET),
            Kind::Toggle => (styles::FOLDS, styles::BULLET),
            _ => (styles::BULLETS, styles::BULLET),
        };
        let style = self.style(block.style, style, 0.0);
        let mut paragraph = tag("text:p").attr("text:style-name", style);
        if let Kind::Check(ticked) = block.kind {
            paragraph = paragraph.with(checkbox(ticked)).with(tag("text:tab"));
        }
        let paragraph = with_content(paragraph, &block.content, self.parts);
        let list = List {
            style: list,
            run: count.map_or(0, |count| count.run),
        };
        let item = self.flow.item(depth, list, count.map(|count| count.number));
        item.children.push(Node::Element(paragraph));
    }

    /// A picture with its caption under it, or the name of a file.
    fn media(&mut self, block: &Block, depth: usize) {
        let Some(media) = block.kind.media() else {
            return;
        };
        let figure = match block.kind {
            Kind::Image(_) => figure(self.page, media, TEXT_WIDTH - indent(depth)),
            _ => None,
        };
        let paragraph = self.paragraph(block.style, styles::STANDARD, depth);
        let Some(figure) = figure else {
            let line = card(self.page, media);
            let paragraph = with_content(paragraph, &line, self.parts);
            self.flow.paragraph(depth, paragraph);
            return;
        };
        let image = tag("draw:image")
            .attr("xlink:href", self.parts.picture(&figure))
            .attr("xlink:type", "simple")
            .attr("xlink:show", "embed")
            .attr("xlink:actuate", "onLoad");
        let frame = tag("draw:frame")
            .attr("draw:name", &media.name)
            .attr("text:anchor-type", "as-char")
            .attr("svg:width", points(figure.width))
            .attr("svg:height", points(figure.height))
            .with(image)
            .with(tag("svg:title").with_text(&*media.name))
            .with(tag("svg:desc").with_text(alternative(media)));
        self.flow.paragraph(depth, paragraph.with(frame));
        if !media.caption.is_empty() {
            let caption = self.paragraph(block.style, styles::CAPTION, depth);
            let caption = with_content(caption, &[Inline::plain(&*media.caption)], self.parts);
            self.flow.paragraph(depth, caption);
        }
    }

    fn paragraph(&mut self, look: Style, style: &str, depth: usize) -> Element {
        let style = self.style(look, style, indent(depth));
        tag("text:p").attr("text:style-name", style)
    }

    /// The style of a paragraph that looks so and stands so far in.
    fn style(&mut self, look: Style, parent: &str, indent: f64) -> String {
        let mut properties = paragraph_properties(look);
        if indent > 0.0 {
            let left = points(indent + styles::inset(parent));
            properties = properties.attr("fo:margin-left", left);
            if parent != styles::CALLOUT {
                // In an item of a list its own would hold.
                properties = properties.attr("fo:text-indent", points(0.0));
            }
        }
        let said = properties != tag("style:paragraph-properties");
        let letters = look
            .text
            .map(|color| tag("style:text-properties").attr("fo:color", color.text()));
        self.parts.automatic.name(Look {
            family: "paragraph",
            parent: parent.to_owned(),
            properties: said
                .then_some(properties)
                .into_iter()
                .chain(letters)
                .collect(),
        })
    }
}

/// Where lines stand and the colour behind them.
pub(super) fn paragraph_properties(look: Style) -> Element {
    let mut properties = tag("style:paragraph-properties");
    let align = match look.align {
        Align::Left => None,
        Align::Center => Some("center"),
        Align::Right => Some("end"),
        Align::Justify => Some("justify"),
    };
    if let Some(align) = align {
        properties = properties.attr("fo:text-align", align);
    }
    if let Some(color) = look.background {
        properties = properties.attr("fo:background-color", color.background());
    }
    properties
}

/// How far in blocks under so many others stand.
fn indent(depth: usize) -> f64 {
    STEP * depth.min(DEEPEST_LEVEL + 1) as f64
}

/// Plain text: programs that do not know LibreOffice's own boxes leave them out, and their signs with them.
fn checkbox(ticked: bool) -> Element {
    tag("text:span")
        .attr("text:style-name", styles::SYMBOL)
        .with_text(if ticked { TICKED_BOX } else { OPEN_BOX })
}
