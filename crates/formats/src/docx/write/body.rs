//! The text of a document: each block is a paragraph, a table or a drawing, and stands as far in as it is nested.

use crate::figure::{Figure, alternative, card, figure};
use crate::look::{
    DEEPEST_LEVEL, MARGIN, OPEN_BOX, PAGE_HEIGHT, PAGE_WIDTH, STEP, SYMBOLS, TEXT_WIDTH, TICKED_BOX,
};
use crate::xml::{Element, tag};
use crate::{Align, Block, Inline, Kind, Marks, Media, Page, Style};

use super::styles::{self, shade};
use super::text::{run, runs};
use super::{MAIN, OFFICE, Parts, lists, table, twips, unhashed, value};

const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006";
const WORD_2010: &str = "http://schemas.microsoft.com/office/word/2010/wordml";
const COMPATIBILITY: &str = "http://schemas.openxmlformats.org/markup-compatibility/2006";

pub(super) fn document(page: &Page, parts: &mut Parts) -> Element {
    let mut body = Body {
        page,
        parts,
        elements: Vec::new(),
        drawings: 0,
    };
    if !page.title.is_empty() {
        let title = run(&page.title.replace('\n', " "), &Marks::default(), None);
        body.elements.push(
            tag("w:p")
                .with(tag("w:pPr").with(value("w:pStyle", styles::TITLE)))
                .with(title),
        );
    }
    body.blocks(&page.blocks, 0);
    let elements = body.elements;
    tag("w:document")
        .attr("xmlns:w", MAIN)
        .attr("xmlns:r", OFFICE)
        .attr("xmlns:wp", format!("{DRAWING}/wordprocessingDrawing"))
        .attr("xmlns:a", format!("{DRAWING}/main"))
        .attr("xmlns:pic", format!("{DRAWING}/picture"))
        .attr("xmlns:mc", COMPATIBILITY)
        .attr("xmlns:w14", WORD_2010)
        .attr("mc:Ignorable", "w14")
        .with(tag("w:body").with_all(elements).with(section()))
}

fn section() -> Element {
    let margins = ["w:top", "w:right", "w:bottom", "w:left"]
        .into_iter()
        .fold(tag("w:pgMar"), |margins, side| {
            margins.attr(side, twips(MARGIN))
        })
        .attr("w:header", 709)
        .attr("w:footer", 709)
        .attr("w:gutter", 0);
    tag("w:sectPr")
        .with(
            tag("w:pgSz")
                .attr("w:w", twips(PAGE_WIDTH))
                .attr("w:h", twips(PAGE_HEIGHT)),
        )
        .with(margins)
}

struct Body<'a> {
    page: &'a Page,
    parts: &'a mut Parts,
    elements: Vec<Element>,
    drawings: usize,
}

impl Body<'_> {
    fn blocks(&mut self, blocks: &[Block], depth: usize) {
        let mut counting = None;
        for block in blocks {
            counting = match block.kind {
                Kind::Numbered(start) => Some(match (start, counting) {
                    (None, Some(list)) => list,
                    _ => self
                        .parts
                        .lists
                        .begin(depth.min(DEEPEST_LEVEL), start.unwrap_or(1)),
                }),
                _ => None,
            };
            self.block(block, depth, counting);
            self.blocks(&block.children, depth + 1);
        }
    }

    fn block(&mut self, block: &Block, depth: usize, list: Option<usize>) {
        let text = |style| Paragraph {
            style,
            look: block.style,
            depth,
            list: None,
        };
        let item = |style, list| Paragraph {
            list: Some(list),
            ..text(style)
        };
        match &block.kind {
            Kind::Paragraph | Kind::Unknown(_) => self.text(text(""), &block.content),
            Kind::Heading(level) => {
                let style = format!("Heading{}", level.clamp(&1, &6));
                self.text(text(&style), &block.content);
            }
            Kind::Bullet => self.text(item(styles::BULLET, lists::BULLETS), &block.content),
            Kind::Numbered(_) => {
                let list = list.unwrap_or_else(|| self.parts.lists.current());
                self.text(item(styles::NUMBER, list), &block.content);
            }
            Kind::Check(ticked) => {
                let control = [checkbox(*ticked), sign("\t")];
                self.led(item(styles::BULLET, lists::BOXES), control, &block.content);
            }
            Kind::Toggle => self.text(item(styles::BULLET, lists::FOLDS), &block.content),
            Kind::Quote => self.text(text(styles::QUOTE), &block.content),
            Kind::Code(language) => {
                let style = self.parts.code_style(language);
                self.text(text(&style), &block.content);
            }
            Kind::Callout(emoji) => {
                let emoji = sign(&format!("{}\t", emoji.replace(char::is_whitespace, "")));
                self.led(text(styles::CALLOUT), [emoji], &block.content);
            }
            Kind::Divider => self.text(text(styles::RULER), &[]),
            Kind::PageBreak => self
                .elements
                .push(tag("w:p").with(tag("w:r").with(tag("w:br").attr("w:type", "page")))),
            Kind::Table(content) => {
                let table = table::table(content, indent(depth), self.parts);
                self.elements.extend(table);
                self.text(text(styles::UNDER_TABLE), &[]);
            }
            Kind::Image(_) | Kind::Video(_) | Kind::Audio(_) | Kind::Pdf(_) | Kind::File(_) => {
                self.media(block, depth);
            }
        }
    }

    fn text(&mut self, paragraph: Paragraph<'_>, content: &[Inline]) {
        self.led(paragraph, [], content);
    }

    /// A paragraph that begins with something that is not its text.
    fn led<const N: usize>(
        &mut self,
        paragraph: Paragraph<'_>,
        before: [Element; N],
        content: &[Inline],
    ) {
        let runs = runs(content, paragraph.look.text, self.parts);
        let element = tag("w:p")
            .with_all(paragraph.properties())
            .with_all(before)
            .with_all(runs);
        self.elements.push(element);
    }

    /// A picture with its caption under it, or the name of a file.
    fn media(&mut self, block: &Block, depth: usize) {
        let Some(media) = block.kind.media() else {
            return;
        };
        let look = block.style;
        let text = |style| Paragraph {
            style,
            look,
            depth,
            list: None,
        };
        let figure = match block.kind {
            Kind::Image(_) => figure(self.page, media, TEXT_WIDTH - indent(depth)),
            _ => None,
        };
        let Some(figure) = figure else {
            self.text(text(""), &card(self.page, media));
            return;
        };
        let drawing = self.drawing(&figure, media);
        let caption = !media.caption.is_empty();
        let paragraph = Paragraph { ..text("") };
        let mut properties = paragraph.properties().unwrap_or_else(|| tag("w:pPr"));
        if caption {
            properties
                .children
                .insert(0, crate::xml::Node::Element(tag("w:keepNext")));
        }
        self.elements
            .push(tag("w:p").with(properties).with(drawing));
        if caption {
            self.text(text(styles::CAPTION), &[Inline::plain(&*media.caption)]);
        }
    }

    fn drawing(&mut self, figure: &Figure<'_>, media: &Media) -> Element {
        self.drawings += 1;
        let picture = self.parts.picture(figure.bytes, figure.format.extension);
        let size = |name| {
            tag(name)
                .attr("cx", units(figure.width))
                .attr("cy", units(figure.height))
        };
        let named = |name| {
            tag(name)
                .attr("id", self.drawings)
                .attr("name", &media.name)
                .attr("descr", alternative(media))
        };
        let fill = tag("pic:blipFill")
            .with(tag("a:blip").attr("r:embed", picture))
            .with(tag("a:stretch").with(tag("a:fillRect")));
        let frame = tag("a:xfrm")
            .with(tag("a:off").attr("x", 0).attr("y", 0))
            .with(size("a:ext"));
        let shape = tag("pic:spPr")
            .with(frame)
            .with(tag("a:prstGeom").attr("prst", "rect").with(tag("a:avLst")));
        let picture = tag("pic:pic")
            .with(
                tag("pic:nvPicPr")
                    .with(named("pic:cNvPr"))
                    .with(tag("pic:cNvPicPr")),
            )
            .with(fill)
            .with(shape);
        let graphic = tag("a:graphic").with(
            tag("a:graphicData")
                .attr("uri", format!("{DRAWING}/picture"))
                .with(picture),
        );
        let inline = ["distT", "distB", "distL", "distR"]
            .into_iter()
            .fold(tag("wp:inline"), |inline, side| inline.attr(side, 0))
            .with(size("wp:extent"))
            .with(named("wp:docPr"))
            .with(graphic);
        tag("w:r").with(tag("w:drawing").with(inline))
    }
}

/// How a paragraph stands.
struct Paragraph<'a> {
    /// Plain if empty.
    style: &'a str,
    look: Style,
    depth: usize,
    list: Option<usize>,
}

impl Paragraph<'_> {
    /// In the order that the standard wants; none if there is nothing to say.
    fn properties(&self) -> Option<Element> {
        let style = (!self.style.is_empty()).then(|| value("w:pStyle", self.style));
        let list = self.list.map(|list| {
            tag("w:numPr")
                .with(value("w:ilvl", self.depth.min(DEEPEST_LEVEL)))
                .with(value("w:numId", list))
        });
        let fill = self.look.background;
        let further = self.list.is_none() && self.depth > 0;
        let indent = further.then(|| {
            let left = indent(self.depth) + styles::inset(self.style);
            tag("w:ind").attr("w:left", twips(left))
        });
        let properties = tag("w:pPr")
            .with_all(style)
            .with_all(list)
            .with_all(fill.map(|color| shade(unhashed(color.background()))))
            .with_all(indent)
            .with_all(alignment(self.look.align))
            .with_all(
                self.look
                    .text
                    .map(|color| tag("w:rPr").with(value("w:color", unhashed(color.text())))),
            );
        (!properties.children.is_empty()).then_some(properties)
    }
}

pub(super) fn alignment(align: Align) -> Option<Element> {
    let name = match align {
        Align::Left => return None,
        Align::Center => "center",
        Align::Right => "right",
        Align::Justify => "both",
    };
    Some(value("w:jc", name))
}

/// How far in blocks under so many others stand.
fn indent(depth: usize) -> f64 {
    STEP * depth.min(DEEPEST_LEVEL + 1) as f64
}

fn sign(text: &str) -> Element {
    run(text, &Marks::default(), None)
}

/// A box that can be ticked in Word and in LibreOffice.
fn checkbox(ticked: bool) -> Element {
    let state = |name, sign: char| {
        tag(name)
            .attr("w14:val", format!("{:04X}", u32::from(sign)))
            .attr("w14:font", SYMBOLS)
    };
    let control = tag("w14:checkbox")
        .with(tag("w14:checked").attr("w14:val", u8::from(ticked)))
        .with(state("w14:checkedState", '☑'))
        .with(state("w14:uncheckedState", '☐'));
    let sign = if ticked { TICKED_BOX } else { OPEN_BOX };
    let shown = tag("w:r")
        .with(tag("w:rPr").with(lists::symbols()))
        .with(tag("w:t").with_text(sign));
    tag("w:sdt")
        .with(tag("w:sdtPr").with(control))
        .with(tag("w:sdtContent").with(shown))
}

/// Points in the unit of drawings.
fn units(points: f64) -> i64 {
    (points * 12_700.0).round() as i64
}
