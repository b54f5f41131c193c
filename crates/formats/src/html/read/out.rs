//! The blocks that are read, and the one whose line still grows.

use scraper::node::Element;

use super::line::Line;
use super::look::Look;
use crate::{Block, Kind, Style};

/// Blocks one after another.
#[derive(Debug, Default)]
pub(super) struct Out {
    blocks: Vec<Block>,
    line: Line,
    kind: Kind,
    style: Style,
    /// Whether a box stands before the line, and whether it is ticked.
    tick: Option<bool>,
}

impl Out {
    /// Every block.
    pub(super) fn finish(mut self) -> Vec<Block> {
        self.close();
        self.blocks
    }

    /// Whether nothing was read before.
    pub(super) fn is_first(&self) -> bool {
        self.blocks.is_empty() && self.line.is_empty()
    }

    pub(super) fn text(&mut self, text: &str, look: &Look) {
        self.begin(look);
        if look.exact {
            self.line.exact(text, &look.marks);
        } else {
            self.line.text(text, &look.marks);
        }
    }

    pub(super) fn break_off(&mut self, look: &Look) {
        self.begin(look);
        self.line.break_off();
    }

    pub(super) fn note(&mut self, id: String, title: String) {
        self.line.note(id, title);
    }

    /// A box to tick.
    pub(super) fn input(&mut self, element: &Element) {
        if element
            .attr("type")
            .is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox"))
        {
            self.tick(element.attr("checked").is_some());
        }
    }

    pub(super) fn tick(&mut self, ticked: bool) {
        if self.line.is_empty() {
            self.tick = Some(ticked);
        }
    }

    /// Begins a block of this kind.
    pub(super) fn open(&mut self, kind: Kind, look: &Look) {
        self.close();
        self.kind = kind;
        self.style = look.style;
    }

    /// Keeps the paragraph, although it is empty.
    pub(super) fn keep_blank(&mut self) {
        if self.line.is_empty() && self.kind == Kind::Paragraph && self.tick.is_none() {
            self.push_line();
        }
    }

    /// Ends the block that its text makes, if there is text.
    pub(super) fn close(&mut self) {
        if !self.line.is_empty() || self.tick.is_some() {
            self.push_line();
        }
        self.kind = Kind::Paragraph;
    }

    /// Adds a block. The text before and after it are blocks of one kind.
    pub(super) fn push(&mut self, block: Block) {
        let kind = self.kind.clone();
        self.close();
        self.blocks.push(block);
        self.kind = kind;
    }

    /// Adds an item of a list at this level under the items before it.
    pub(super) fn push_item(&mut self, item: Block, level: usize) {
        self.close();
        place(&mut self.blocks, item, level);
    }

    /// Adds blocks that are indented under the one before.
    pub(super) fn under(&mut self, blocks: Vec<Block>) {
        self.close();
        match self.blocks.last_mut() {
            Some(last) => last.children.extend(blocks),
            None => self.blocks.extend(blocks),
        }
    }

    pub(super) fn extend(&mut self, blocks: Vec<Block>) {
        self.close();
        self.blocks.extend(blocks);
    }

    /// What follows begins on a new page; the first begins on one anyway.
    pub(super) fn page_break(&mut self) {
        self.close();
        let needless = self
            .blocks
            .last()
            .is_none_or(|last| last.kind == Kind::PageBreak);
        if !needless {
            self.blocks.push(Block::new(Kind::PageBreak, ""));
        }
    }

    /// The block before.
    pub(super) fn last(&self) -> Option<&Block> {
        self.blocks.last()
    }

    fn begin(&mut self, look: &Look) {
        if self.line.is_empty() {
            self.style = look.style;
        }
    }

    fn push_line(&mut self) {
        let mut content = self.line.finish();
        // Word and others hold an empty line open with a space that does not break.
        if crate::flow::text_of(&content) == "\u{a0}" {
            content.clear();
        }
        let kind = match self.tick.take() {
            Some(ticked) if self.kind == Kind::Paragraph => Kind::Check(ticked),
            _ => self.kind.clone(),
        };
        self.blocks.push(Block {
            kind,
            style: std::mem::take(&mut self.style),
            content,
            children: Vec::new(),
        });
    }
}

fn place(blocks: &mut Vec<Block>, item: Block, level: usize) {
    if level > 0
        && let Some(last) = blocks.last_mut().filter(|last| is_item(&last.kind))
    {
        return place(&mut last.children, item, level - 1);
    }
    let follows = blocks
        .last()
        .is_some_and(|last| matches!(last.kind, Kind::Numbered(_)));
    let kind = match item.kind {
        Kind::Numbered(_) if follows => Kind::Numbered(None),
        kind => kind,
    };
    blocks.push(Block { kind, ..item });
}

fn is_item(kind: &Kind) -> bool {
    matches!(kind, Kind::Bullet | Kind::Numbered(_) | Kind::Check(_))
}
