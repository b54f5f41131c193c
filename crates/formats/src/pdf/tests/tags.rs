//! Reads a document's tags back: what a screen reader is told.

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, Object, String as Words};

pub(super) struct Tags(Pdf);

impl Tags {
    pub(super) fn of(document: Vec<u8>) -> Self {
        Self(Pdf::new(document).unwrap())
    }

    /// A text of the catalogue.
    pub(super) fn entry(&self, key: &str) -> Option<String> {
        Some(words(&self.root().get::<Words<'_>>(key)?))
    }

    /// Every tag with its heading, alternative or scope, in the order they are read.
    pub(super) fn lines(&self) -> Vec<String> {
        let tree: Dict<'_> = self.root().get("StructTreeRoot").unwrap();
        let mut lines = Vec::new();
        let mut open = children(&tree);
        open.reverse();
        while let Some(element) = open.pop() {
            let mut inner = children(&element);
            inner.reverse();
            open.extend(inner);
            lines.extend(line(&element));
        }
        lines
    }

    /// Where the document leads to.
    pub(super) fn links(&self) -> Vec<String> {
        let mut links = Vec::new();
        for page in self.0.pages().iter() {
            let annotations: Array<'_> = page.raw().get("Annots").unwrap_or_default();
            for annotation in annotations.iter::<Dict<'_>>() {
                let action: Dict<'_> = annotation.get("A").unwrap();
                links.push(words(&action.get::<Words<'_>>("URI").unwrap()));
            }
        }
        links.dedup();
        links
    }

    fn root(&self) -> Dict<'_> {
        let xref = self.0.xref();
        xref.get(xref.root_id()).unwrap()
    }
}

fn children<'a>(element: &Dict<'a>) -> Vec<Dict<'a>> {
    match element.get::<Object<'a>>("K") {
        Some(Object::Array(kids)) => kids
            .iter::<Object<'a>>()
            .filter_map(Object::into_dict)
            .collect(),
        Some(kid) => kid.into_dict().into_iter().collect(),
        None => Vec::new(),
    }
}

/// Spans only say how text looks.
fn line(element: &Dict<'_>) -> Option<String> {
    let kind = element.get::<Name<'_>>("S")?;
    let said = ["T", "Alt"]
        .into_iter()
        .find_map(|key| element.get::<Words<'_>>(key))
        .map(|text| words(&text))
        .or_else(|| scope(element));
    match (kind.as_str(), said) {
        ("Span", _) => None,
        ("Link", _) => Some("Link".to_owned()),
        (kind, Some(said)) => Some(format!("{kind} {said}")),
        (kind, None) => Some(kind.to_owned()),
    }
}

fn scope(element: &Dict<'_>) -> Option<String> {
    let attributes: Array<'_> = element.get("A")?;
    let scope = attributes
        .iter::<Dict<'_>>()
        .find_map(|owner| owner.get::<Name<'_>>("Scope"))?;
    Some(scope.as_str().to_owned())
}

fn words(text: &Words<'_>) -> String {
    let bytes = text.as_bytes();
    match bytes.strip_prefix(&[0xfe, 0xff]) {
        Some(wide) => {
            let units: Vec<u16> = wide
                .chunks(2)
                .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
                .collect();
            String::from_utf16(&units).unwrap()
        }
        None => String::from_utf8_lossy(bytes).into_owned(),
    }
}
