//! How much is taken in and given out: more than people write, less than would hold a machine up.

use crate::{Error, Page};

/// The largest text that is read.
pub(crate) const BYTES: usize = 64 << 20;
/// The most blocks in a page.
pub(crate) const BLOCKS: usize = 100_000;
/// How deep blocks may stand under blocks.
pub(crate) const DEPTH: usize = 100;

/// Whether text is short enough to be read.
pub(crate) fn check_text(text: &str, what: &'static str) -> Result<(), Error> {
    if text.len() > BYTES {
        return Err(Error::TooLarge { what });
    }
    Ok(())
}

/// Whether a page has no more blocks than others take, and none deeper. What goes through a page level by level may
/// call itself afterwards.
pub(crate) fn check_page(page: &Page, what: &'static str) -> Result<(), Error> {
    let mut open: Vec<_> = page.blocks.iter().map(|block| (block, 1)).collect();
    let mut count = 0;
    while let Some((block, depth)) = open.pop() {
        count += 1;
        if depth > DEPTH || count > BLOCKS {
            return Err(Error::TooLarge { what });
        }
        open.extend(block.children.iter().map(|child| (child, depth + 1)));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Block, Kind};

    fn check(blocks: Vec<Block>, fits: bool) {
        let page = Page {
            blocks,
            ..Page::default()
        };
        assert_eq!(check_page(&page, "a page").is_ok(), fits);
    }

    fn nested(depth: usize) -> Vec<Block> {
        (0..depth).fold(Vec::new(), |children, _| {
            vec![Block {
                children,
                ..Block::new(Kind::Bullet, "x")
            }]
        })
    }

    #[test]
    fn a_page_is_neither_too_deep_nor_too_long() {
        check(nested(DEPTH), true);
        check(nested(DEPTH + 1), false);
        check(vec![Block::default(); BLOCKS], true);
        check(vec![Block::default(); BLOCKS + 1], false);
    }
}
