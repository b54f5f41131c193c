//! Blocks that frame others: quotations, remarks, what folds away, and program text.

use ego_tree::NodeRef;
use scraper::Node;
use scraper::node::Element;

use super::look::Look;
use super::out::Out;
use super::{Reader, Source, is_empty};
use crate::{Block, Inline, Kind, Style};

impl<'a> Reader<'a> {
    /// Each paragraph of a quotation is one; what else is in it stands under the one before.
    pub(super) fn quote(&mut self, node: NodeRef<'a, Node>, look: &Look, out: &mut Out) {
        let mut blocks = self.blocks(node, look);
        if self.source == Source::Markdown
            && let Some(remark) = remark(&mut blocks)
        {
            return out.push(remark);
        }
        let mut quotes: Vec<Block> = Vec::new();
        for mut block in blocks {
            if block.kind == Kind::Paragraph {
                block.kind = Kind::Quote;
                quotes.push(block);
                continue;
            }
            match quotes.last_mut().filter(|last| last.kind == Kind::Quote) {
                Some(quote) if block.kind != Kind::Quote => quote.children.push(block),
                _ => quotes.push(block),
            }
        }
        out.extend(quotes);
    }

    pub(super) fn callout(
        &mut self,
        node: NodeRef<'a, Node>,
        element: &Element,
        look: &Look,
        out: &mut Out,
    ) {
        let emoji = element.attr("data-emoji").unwrap_or_default();
        let mut blocks = self.blocks(node, &Look::default()).into_iter().peekable();
        let first = blocks.next_if(|first| first.kind == Kind::Paragraph);
        let mut callout = first.unwrap_or_default();
        strip(&mut callout.content, emoji);
        callout.kind = Kind::Callout(emoji.to_owned());
        callout.style = Style {
            background: look.style.background,
            ..callout.style
        };
        callout.children.extend(blocks);
        out.push(callout);
    }

    pub(super) fn toggle(&mut self, node: NodeRef<'a, Node>, look: &Look, out: &mut Out) {
        let is_summary = |child: &NodeRef<'a, Node>| {
            child
                .value()
                .as_element()
                .is_some_and(|element| element.name() == "summary")
        };
        let summary = node.children().find(is_summary);
        let mut named = Vec::new();
        if let Some((summary, element)) =
            summary.and_then(|node| Some((node, node.value().as_element()?)))
        {
            let declared = super::look::declarations(element, self.sheet);
            named = self.blocks(summary, &Look::default().block(element, &declared));
        }
        let mut inner = Out::default();
        for child in node.children().filter(|child| !is_summary(child)) {
            match child.value() {
                Node::Text(text) => inner.text(text, look),
                Node::Element(element) => self.element(child, element, look, &mut inner),
                _ => {}
            }
        }
        let mut named = named.into_iter();
        let first = named.next().unwrap_or_default();
        out.push(Block {
            kind: Kind::Toggle,
            style: first.style,
            content: first.content,
            children: first
                .children
                .into_iter()
                .chain(named)
                .chain(inner.finish())
                .collect(),
        });
    }

    pub(super) fn code(&mut self, node: NodeRef<'a, Node>, element: &'a Element, out: &mut Out) {
        let mut text = String::new();
        let mut language = language(element);
        for inner in node.descendants() {
            match inner.value() {
                Node::Text(part) => text.push_str(part),
                Node::Element(element) if element.name() == "br" => text.push('\n'),
                Node::Element(element) if element.name() == "code" => {
                    language = language.or_else(|| self::language(element));
                }
                _ => {}
            }
        }
        let text = text.replace("\r\n", "\n");
        let text = text.strip_suffix('\n').unwrap_or(&text);
        let language = language.unwrap_or_default().to_owned();
        out.push(Block::new(Kind::Code(language), text));
    }
}

/// The language that classes name: `language-rust`, or pandoc's `sourceCode rust`.
fn language(element: &Element) -> Option<&str> {
    let mut classes = element.classes();
    let said = classes.find_map(|class| {
        class
            .strip_prefix("language-")
            .or(class.strip_prefix("lang-"))
    });
    let pandoc = || {
        let mut classes = element.classes();
        classes.find(|class| *class == "sourceCode")?;
        element.classes().find(|class| *class != "sourceCode")
    };
    said.or_else(pandoc)
        .or(element.attr("data-language"))
        .filter(|name| !name.is_empty())
}

/// A quotation that begins with an emoji.
fn remark(blocks: &mut Vec<Block>) -> Option<Block> {
    let first = blocks
        .first_mut()
        .filter(|first| first.kind == Kind::Paragraph)?;
    let text = crate::flow::text_of(&first.content);
    let emoji = text
        .split_whitespace()
        .next()
        .filter(|word| is_emoji(word))?
        .to_owned();
    strip(&mut first.content, &emoji);
    let mut remark = blocks.remove(0);
    remark.kind = Kind::Callout(emoji);
    remark.children.append(blocks);
    Some(remark)
}

fn is_emoji(word: &str) -> bool {
    let sign = |character: char| {
        matches!(character, '\u{203c}'..='\u{3299}' | '\u{1f000}'..='\u{1faff}')
            && !character.is_alphanumeric()
    };
    let joined = |character: char| {
        matches!(
            character,
            '\u{200d}' | '\u{fe0e}' | '\u{fe0f}' | '\u{20e3}' | '\u{e0020}'..='\u{e007f}'
        )
    };
    word.starts_with(sign)
        && word
            .chars()
            .all(|character| sign(character) || joined(character))
}

/// Takes an emoji and the space after it away from the start.
fn strip(content: &mut Vec<Inline>, emoji: &str) {
    if emoji.is_empty() {
        return;
    }
    if let Some(Inline::Text(first)) = content.first_mut() {
        if let Some(rest) = first.text.strip_prefix(emoji) {
            first.text = rest
                .strip_prefix([' ', '\u{a0}'])
                .unwrap_or(rest)
                .to_owned();
        }
        if first.text.is_empty() {
            content.remove(0);
        }
    }
    if is_empty(content) && content.len() == 1 {
        content.clear();
    }
}
