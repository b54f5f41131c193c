//! Pictures, films and the lines that name a file.

use ego_tree::NodeRef;
use scraper::Node;
use scraper::node::Element;

use super::css::{Declarations, pixels};
use super::look::Look;
use super::out::Out;
use super::tree::Held;
use super::{Reader, text_of};
use crate::figure::caption_of;
use crate::link::leading_out;
use crate::{Block, Kind, Media};

/// How wide an element is said to be.
pub(super) fn width(element: &Element, declared: &Declarations<'_>) -> Option<f64> {
    declared
        .pixels("width")
        .or_else(|| element.attr("width").and_then(pixels))
}

impl<'a> Reader<'a> {
    /// A picture. One that leads nowhere is only what is said in its place.
    pub(super) fn image(
        &mut self,
        element: &Element,
        look: &Look,
        width: Option<f64>,
        out: &mut Out,
    ) {
        // Pictures of one pixel tell a sender that his mail was read.
        if width.is_some_and(|width| width < 2.0) {
            return;
        }
        let alternative = element.attr("alt").unwrap_or_default().trim();
        let source = element.attr("src").unwrap_or_default();
        let Some((name, address)) = self.source_of(source) else {
            return out.text(alternative, look);
        };
        let ours = element.attr("data-name");
        let name = ours.map_or(name, str::to_owned);
        let said = is_file_name(alternative);
        let caption = match ours {
            None if !said => caption_of(alternative, &name),
            _ => "",
        };
        let name = if said && ours.is_none() {
            alternative.to_owned()
        } else {
            name
        };
        let media = Media {
            caption: caption.to_owned(),
            name,
            address,
            width,
        };
        out.push(Block {
            style: look.style,
            ..Block::new(Kind::Image(media), "")
        });
    }

    pub(super) fn film(&mut self, element: &Element, out: &mut Out) {
        let Some(address) = element.attr("src").and_then(leading_out) else {
            return;
        };
        let media = Media {
            name: name_of(&address),
            address,
            ..Media::default()
        };
        let kind = match element.name() {
            "video" => Kind::Video(media),
            "audio" => Kind::Audio(media),
            _ => Kind::File(media),
        };
        out.push(Block::new(kind, ""));
    }

    /// What a figure shows, with its caption.
    pub(super) fn figure(&mut self, node: NodeRef<'a, Node>, look: &Look, out: &mut Out) {
        let is_caption = |child: &NodeRef<'a, Node>| {
            child
                .value()
                .as_element()
                .is_some_and(|element| element.name() == "figcaption")
        };
        let mut blocks = Vec::new();
        for child in node.children().filter(|child| !is_caption(child)) {
            if let Some(element) = child.value().as_element() {
                let mut inner = Out::default();
                self.element(child, element, look, &mut inner);
                blocks.extend(inner.finish());
            }
        }
        let caption = node.children().find(is_caption);
        match (blocks.as_mut_slice(), caption) {
            (
                [
                    Block {
                        kind: Kind::Image(media),
                        ..
                    },
                ],
                Some(caption),
            ) => media.caption = text_of(caption),
            (_, Some(caption)) => blocks.extend(self.blocks(caption, look)),
            (_, None) => {}
        }
        out.extend(blocks);
    }

    /// A line of ours that names a file.
    pub(super) fn card(
        &mut self,
        node: NodeRef<'a, Node>,
        element: &'a Element,
        look: &Look,
        out: &mut Out,
    ) {
        let parts = || {
            node.children()
                .filter_map(|child| Some((child, child.value().as_element()?)))
        };
        let link = parts().find(|(_, part)| part.name() == "a");
        let caption = parts().find(|(_, part)| part.classes().any(|class| class == "caption"));
        let media = Media {
            name: element.attr("data-name").unwrap_or_default().to_owned(),
            address: link
                .and_then(|(_, link)| leading_out(link.attr("href")?))
                .unwrap_or_default(),
            caption: caption.map(|(node, _)| text_of(node)).unwrap_or_default(),
            width: element.attr("data-width").and_then(pixels),
        };
        let kind = match element.attr("data-kind") {
            Some("image") => Kind::Image(media),
            Some("video") => Kind::Video(media),
            Some("audio") => Kind::Audio(media),
            Some("pdf") => Kind::Pdf(media),
            _ => Kind::File(media),
        };
        out.push(Block {
            style: look.style,
            ..Block::new(kind, "")
        });
    }

    /// The name and the address of a picture; one that is in the text becomes a file of the page.
    fn source_of(&mut self, source: &str) -> Option<(String, String)> {
        if let Some(Held { name, bytes }) = self.tree.held(source) {
            self.files
                .entry(name.clone())
                .or_insert_with(|| bytes.to_vec());
            return Some((name.clone(), name));
        }
        let address = leading_out(source).filter(|address| !address.starts_with("mailto:"))?;
        Some((name_of(&address), address))
    }
}

/// The last part of an address.
fn name_of(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    path.rsplit('/').next().unwrap_or_default().to_owned()
}

/// Where nothing better is said of a picture, programs say its name.
fn is_file_name(text: &str) -> bool {
    let Some((stem, extension)) = text.rsplit_once('.') else {
        return false;
    };
    let known = [
        "png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "bmp", "tif", "tiff",
    ];
    !stem.is_empty()
        && !stem.contains(' ')
        && known.contains(&extension.to_ascii_lowercase().as_str())
}
