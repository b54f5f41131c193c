//! A page out of HTML of any origin: the tree is walked once, block by block.
//!
//! It promises that what a browser would show as text is on the page, in the same order, and that nothing hidden is.

mod css;
mod item;
mod line;
mod look;
mod media;
mod out;
mod panel;
mod table;
mod tree;

use ego_tree::NodeRef;
use scraper::Node;
use scraper::node::Element;

use self::css::{Declarations, Sheet};
use self::look::Look;
use self::out::Out;
use self::tree::Tree;
use crate::{Block, Error, Files, Inline, Kind, Page, Style};

/// Who wrote the HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// Any program.
    Anyone,
    /// Our reader of Markdown: its first heading is the title, its remarks are quotations with an emoji.
    Markdown,
}

/// The page that HTML shows.
pub(crate) fn from(text: &str, source: Source) -> Result<Page, Error> {
    let tree = tree::tree(text, super::WHAT)?;
    let sheet = Sheet::parse(&all_text(&tree, "style"));
    let mut reader = Reader {
        sheet: &sheet,
        tree: &tree,
        source,
        title: None,
        files: Files::new(),
    };
    let mut out = Out::default();
    reader.inside(tree.html.tree.root(), &Look::default(), &mut out);
    let mut blocks = out.finish();
    let title = reader
        .title
        .take()
        .or_else(|| reader.first_heading(&mut blocks));
    Ok(Page {
        title: title.or_else(|| reader.named()).unwrap_or_default(),
        language: language(&tree),
        blocks,
        files: reader.files,
    })
}

struct Reader<'a> {
    tree: &'a Tree,
    sheet: &'a Sheet,
    source: Source,
    /// The text of the paragraph that says it is the title.
    title: Option<String>,
    files: Files,
}

impl<'a> Reader<'a> {
    /// Reads what is in a node.
    fn inside(&mut self, node: NodeRef<'a, Node>, look: &Look, out: &mut Out) {
        for child in node.children() {
            match child.value() {
                Node::Text(text) => out.text(text, look),
                Node::Element(element) => self.element(child, element, look, out),
                _ => {}
            }
        }
    }

    /// The blocks in a node, apart from those around it.
    fn blocks(&mut self, node: NodeRef<'a, Node>, look: &Look) -> Vec<Block> {
        let mut out = Out::default();
        self.inside(node, look, &mut out);
        out.finish()
    }

    fn element(
        &mut self,
        node: NodeRef<'a, Node>,
        element: &'a Element,
        look: &Look,
        out: &mut Out,
    ) {
        let declared = look::declarations(element, self.sheet);
        if look::is_hidden(element, &declared) || declared.is("mso-list", "ignore") {
            return;
        }
        let inline = look.inline(element, &declared);
        let block = look.block(element, &declared);
        let breaks = page_breaks(element, &declared);
        let item = item::of_word(node, &declared);
        let width = media::width(element, &declared);
        if breaks.before {
            out.page_break();
        }
        match element.name() {
            "html" | "body" => self.inside(node, look, out),
            "br" if breaks.before => {}
            "br" => out.break_off(look),
            "hr" => out.push(Block::new(Kind::Divider, "")),
            "input" => out.input(element),
            "img" => self.image(element, &block, width, out),
            "video" | "audio" | "embed" => self.film(element, out),
            "p" if element.attr("data-kind").is_some() => self.card(node, element, &block, out),
            "p" if item.is_some() => self.word_item(node, item, &block, out),
            "p" | "address" | "dt" | "legend" => self.paragraph(node, element, &block, out),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.paragraph(node, element, &block, out),
            "pre" | "listing" | "xmp" => self.code(node, element, out),
            "ul" | "ol" | "menu" | "dir" => self.list(node, element, &block, out),
            "blockquote" => self.quote(node, look, out),
            "details" => self.toggle(node, look, out),
            "table" => self.table(node, &block, out),
            "figure" => self.figure(node, &block, out),
            "dd" => self.under(node, &block, out),
            name if is_silent(name) => {}
            name if is_container(name) => self.container(node, element, &block, out),
            _ => self.piece(node, element, &inline, out),
        }
        if breaks.after {
            out.page_break();
        }
    }

    fn piece(&mut self, node: NodeRef<'a, Node>, element: &'a Element, look: &Look, out: &mut Out) {
        match element.attr("href").and_then(note) {
            Some(id) => out.note(id.to_owned(), text_of(node)),
            None => self.inside(node, look, out),
        }
    }

    fn paragraph(
        &mut self,
        node: NodeRef<'a, Node>,
        element: &'a Element,
        look: &Look,
        out: &mut Out,
    ) {
        let titled = element
            .classes()
            .any(|class| matches!(class, "title" | "MsoTitle"));
        if titled && self.title.is_none() && out.is_first() {
            let text = text_of(node);
            if !text.is_empty() {
                self.title = Some(text);
                return;
            }
        }
        out.open(heading(element).unwrap_or_default(), look);
        self.inside(node, look, out);
        if is_blank_line(node) {
            out.keep_blank();
        }
        out.close();
    }

    fn container(
        &mut self,
        node: NodeRef<'a, Node>,
        element: &'a Element,
        look: &Look,
        out: &mut Out,
    ) {
        let class = |name: &str| element.classes().any(|class| class == name);
        if class("under") {
            return self.under(node, look, out);
        }
        if class("callout") || element.attr("data-content-type") == Some("callout") {
            return self.callout(node, element, look, out);
        }
        out.close();
        let look = Look {
            style: Style {
                background: None,
                ..look.style
            },
            ..look.clone()
        };
        self.inside(node, &look, out);
        out.close();
    }

    /// What stands under the block before.
    fn under(&mut self, node: NodeRef<'a, Node>, look: &Look, out: &mut Out) {
        let blocks = self.blocks(node, look);
        out.under(blocks);
    }

    /// In files of others the first heading is the title if no other is as large.
    fn first_heading(&self, blocks: &mut Vec<Block>) -> Option<String> {
        let large = |block: &&Block| block.kind == Kind::Heading(1);
        let first = blocks.first().filter(large)?;
        let only = blocks.iter().filter(large).count() == 1;
        let plain = first.children.is_empty() && !self.is_ours();
        if !plain || (!only && self.source == Source::Anyone) {
            return None;
        }
        let text = crate::flow::text_of(&blocks.remove(0).content);
        Some(text.replace('\n', " "))
    }

    /// The name that the head of the file gives it. Ours is never without a name, also if the note is.
    fn named(&self) -> Option<String> {
        let name = collapsed(&all_text(self.tree, "title"));
        (!name.is_empty() && !self.is_ours()).then_some(name)
    }

    fn is_ours(&self) -> bool {
        let mut metas = elements(self.tree, "meta");
        metas.any(|(_, meta)| {
            meta.attr("name") == Some("generator") && meta.attr("content") == Some("Attaché")
        })
    }
}

/// Where a new page begins.
struct PageBreaks {
    before: bool,
    after: bool,
}

fn page_breaks(element: &Element, declared: &Declarations<'_>) -> PageBreaks {
    let says = |names: [&str; 2]| {
        let mut said = names.into_iter().filter_map(|name| declared.get(name));
        said.any(|value| matches!(value, "always" | "page"))
    };
    let class = element.classes().any(|class| class == "page-break");
    PageBreaks {
        before: says(["page-break-before", "break-before"]),
        after: class || says(["page-break-after", "break-after"]),
    }
}

fn heading(element: &Element) -> Option<Kind> {
    let level = element.name().strip_prefix('h')?.parse().ok()?;
    let ours = element
        .attr("data-level")
        .and_then(|level| level.parse().ok());
    let level: u8 = ours.unwrap_or(level);
    Some(Kind::Heading(level.clamp(1, 6)))
}

/// An empty paragraph that browsers show as an empty line.
fn is_blank_line(node: NodeRef<'_, Node>) -> bool {
    node.descendants().any(|inner| match inner.value() {
        Node::Text(text) => text.contains('\u{a0}'),
        Node::Element(element) => element.name() == "br",
        _ => false,
    })
}

/// The id of the note that an address leads to.
fn note(address: &str) -> Option<&str> {
    let id = address.strip_prefix("attache:note/")?;
    let sound = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    ((1..=64).contains(&id.len()) && id.bytes().all(sound)).then_some(id)
}

fn is_silent(name: &str) -> bool {
    matches!(
        name,
        "head"
            | "title"
            | "style"
            | "script"
            | "template"
            | "noscript"
            | "select"
            | "textarea"
            | "button"
            | "object"
            | "canvas"
            | "iframe"
            | "svg"
            | "math"
            | "rp"
            | "wbr"
    )
}

fn is_container(name: &str) -> bool {
    matches!(
        name,
        "div"
            | "section"
            | "article"
            | "main"
            | "header"
            | "footer"
            | "aside"
            | "nav"
            | "form"
            | "fieldset"
            | "center"
            | "dl"
            | "li"
            | "summary"
            | "figcaption"
            | "caption"
            | "hgroup"
            | "search"
            | "dialog"
    )
}

fn language(tree: &Tree) -> String {
    let root = elements(tree, "html").next();
    let said = root.and_then(|(_, root)| root.attr("lang").or(root.attr("xml:lang")));
    super::write::language(said.unwrap_or_default()).to_owned()
}

/// All text in a node, in one line.
fn text_of(node: NodeRef<'_, Node>) -> String {
    let mut text = String::new();
    for inner in node.descendants() {
        match inner.value() {
            Node::Text(part) => text.push_str(part),
            Node::Element(element) if element.name() == "br" => text.push(' '),
            _ => {}
        }
    }
    collapsed(&text)
}

fn all_text(tree: &Tree, name: &str) -> String {
    let texts = elements(tree, name).map(|(node, _)| node.children());
    texts
        .flatten()
        .filter_map(|node| node.value().as_text().map(|text| &**text))
        .collect()
}

fn elements<'a>(
    tree: &'a Tree,
    name: &str,
) -> impl Iterator<Item = (NodeRef<'a, Node>, &'a Element)> {
    tree.html.tree.root().descendants().filter_map(move |node| {
        let element = node.value().as_element()?;
        (element.name() == name).then_some((node, element))
    })
}

fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether nothing is seen of a line.
fn is_empty(content: &[Inline]) -> bool {
    crate::flow::text_of(content).trim().is_empty()
}
