//! Lists: those of HTML, and the paragraphs that Word draws as lists.

use ego_tree::NodeRef;
use scraper::Node;
use scraper::node::Element;

use super::css::Declarations;
use super::look::Look;
use super::out::Out;
use super::{Reader, text_of};
use crate::{Block, Kind};

/// Word's levels.
const LEVELS: usize = 9;

/// What Word says of a paragraph that it draws as an item.
pub(super) struct WordItem {
    level: usize,
    kind: Kind,
}

/// A paragraph of Word that is an item: its style says the level, and a part that others should not show the sign.
pub(super) fn of_word(node: NodeRef<'_, Node>, declared: &Declarations<'_>) -> Option<WordItem> {
    let place = declared.get("mso-list")?;
    let level = place
        .split_whitespace()
        .find_map(|part| part.strip_prefix("level"))?;
    let level: usize = level.parse().ok()?;
    let sign = node.descendants().skip(1).find(|inner| {
        let style = inner
            .value()
            .as_element()
            .and_then(|element| element.attr("style"));
        style.is_some_and(|style| {
            style
                .to_ascii_lowercase()
                .replace(' ', "")
                .contains("mso-list:ignore")
        })
    });
    let sign = text_of(sign?);
    Some(WordItem {
        level: level.clamp(1, LEVELS) - 1,
        kind: of_sign(&sign),
    })
}

/// `1.`, `a)` and `iv.` count, `·` and `o` do not.
fn of_sign(sign: &str) -> Kind {
    let Some(counted) = sign.strip_suffix(['.', ')']) else {
        return Kind::Bullet;
    };
    let number = counted.rsplit(['.', '(']).next().unwrap_or_default();
    Kind::Numbered(number.parse().ok().filter(|number| *number != 1))
}

impl<'a> Reader<'a> {
    pub(super) fn word_item(
        &mut self,
        node: NodeRef<'a, Node>,
        item: Option<WordItem>,
        look: &Look,
        out: &mut Out,
    ) {
        let Some(WordItem { level, kind }) = item else {
            return;
        };
        let blocks = self.blocks(node, look);
        out.push_item(of_blocks(kind, blocks), level);
    }

    pub(super) fn list(
        &mut self,
        node: NodeRef<'a, Node>,
        list: &'a Element,
        look: &Look,
        out: &mut Out,
    ) {
        out.close();
        let counted = list.name() == "ol";
        let mut start = list
            .attr("start")
            .and_then(|start| start.parse().ok())
            .filter(|_| counted);
        if counted && follows_number(out) {
            start = start.or(Some(1));
        } else {
            start = start.filter(|start| *start != 1);
        }
        for child in node.children() {
            let Some(element) = child.value().as_element() else {
                self.stray(child, look, out);
                continue;
            };
            match element.name() {
                "li" => {
                    let value = element.attr("value").and_then(|value| value.parse().ok());
                    let number = value.filter(|_| counted).or(start.take());
                    let kind = if counted {
                        Kind::Numbered(number)
                    } else {
                        Kind::Bullet
                    };
                    self.item(child, element, kind, out);
                }
                // Some programs put a list that belongs to an item after it.
                "ul" | "ol" => {
                    let blocks = self.nested(child, element, look);
                    out.under(blocks);
                }
                _ => self.element(child, element, look, out),
            }
        }
        out.close();
    }

    fn nested(&mut self, node: NodeRef<'a, Node>, element: &'a Element, look: &Look) -> Vec<Block> {
        let mut out = Out::default();
        self.list(node, element, look, &mut out);
        out.finish()
    }

    fn stray(&mut self, node: NodeRef<'a, Node>, look: &Look, out: &mut Out) {
        if let Some(text) = node.value().as_text() {
            out.text(text, look);
        }
    }

    fn item(&mut self, node: NodeRef<'a, Node>, element: &'a Element, kind: Kind, out: &mut Out) {
        let declared = super::look::declarations(element, self.sheet);
        if super::look::is_hidden(element, &declared) {
            return;
        }
        let base = Look::default();
        let look = base.inline(element, &declared);
        let style = base.block(element, &declared).style;
        // A colour of the whole item is the block's, not its text's.
        let look = Look {
            marks: crate::Marks {
                text: None,
                background: None,
                ..look.marks
            },
            style,
            ..look
        };
        let mut inner = Out::default();
        if let Some(ticked) = ticked(element) {
            inner.tick(ticked);
        }
        self.inside(node, &look, &mut inner);
        let blocks = inner.finish();
        let only_lists =
            blocks.first().is_some_and(|first| is_item(&first.kind)) && first_is_list(node);
        if only_lists && out.last().is_some_and(|last| is_item(&last.kind)) {
            out.under(blocks);
        } else if only_lists {
            out.push(Block {
                children: blocks,
                ..Block::new(kind, "")
            });
        } else {
            out.push(of_blocks(kind, blocks));
        }
    }
}

/// An item whose first block is its text and whose others stand under it.
fn of_blocks(kind: Kind, blocks: Vec<Block>) -> Block {
    let mut blocks = blocks.into_iter();
    let Some(first) = blocks.next() else {
        return Block::new(kind, "");
    };
    let kind = match first.kind {
        Kind::Check(ticked) => Kind::Check(ticked),
        Kind::Paragraph | Kind::Heading(_) => kind,
        _ => {
            let children = [first].into_iter().chain(blocks).collect();
            return Block {
                children,
                ..Block::new(kind, "")
            };
        }
    };
    Block {
        kind,
        children: first.children.into_iter().chain(blocks).collect(),
        ..first
    }
}

/// Whether an item has a box that is no `input`, as some editors write it.
fn ticked(element: &Element) -> Option<bool> {
    let role = element.attr("role") == Some("checkbox");
    let said = element
        .attr("data-checked")
        .or(element.attr("aria-checked").filter(|_| role))?;
    Some(said == "true")
}

fn first_is_list(node: NodeRef<'_, Node>) -> bool {
    let seen = node.children().find(|child| match child.value() {
        Node::Text(text) => !text.trim().is_empty(),
        Node::Element(_) => true,
        _ => false,
    });
    let name = seen.and_then(|child| child.value().as_element().map(Element::name));
    matches!(name, Some("ul" | "ol"))
}

fn follows_number(out: &Out) -> bool {
    out.last()
        .is_some_and(|last| matches!(last.kind, Kind::Numbered(_)))
}

fn is_item(kind: &Kind) -> bool {
    matches!(kind, Kind::Bullet | Kind::Numbered(_) | Kind::Check(_))
}
