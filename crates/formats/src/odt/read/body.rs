//! The text of a document, paragraph by paragraph. What was deleted while changes were tracked stands elsewhere.

use crate::flow::{Letters, Part, Piece, Role, alone, is_empty, spread};
use crate::xml::Element;
use crate::{Block, Kind, Style};

use super::Reader;
use super::lists;

type Place = crate::flow::Place;

/// The list that a paragraph is in.
struct Listed<'a> {
    place: lists::Place,
    /// The number that the item says itself.
    said: Option<u32>,
    /// Whether the paragraph begins the item.
    first: &'a mut bool,
}

impl<'a> Reader<'a> {
    /// Everything in an element that holds paragraphs and tables.
    pub(super) fn blocks(&mut self, element: &'a Element, pieces: &mut Vec<Piece>) {
        for child in element.elements() {
            match &*child.name {
                "text:p" | "text:h" => self.paragraph(child, None, pieces),
                "text:list" => self.list(child, None, pieces),
                "table:table" => self.table(child, pieces),
                "text:section" if child.attribute("text:display") == Some("none") => {}
                "text:section"
                | "text:index-body"
                | "text:bibliography"
                | "text:numbered-paragraph" => {
                    self.blocks(child, pieces);
                }
                name if name.starts_with("draw:") => {
                    let mut line = Vec::new();
                    self.drawing(child, &mut line);
                    if !line.is_empty() {
                        spread(Piece::default(), line, pieces);
                    }
                }
                _ => {}
            }
        }
    }

    fn list(&mut self, list: &'a Element, outer: Option<&lists::Place>, pieces: &mut Vec<Piece>) {
        let style = list
            .attribute("text:style-name")
            .or(outer.map(|place| place.style.as_str()))
            .unwrap_or_default();
        let place = lists::Place {
            style: style.to_owned(),
            level: outer.map_or(0, |place| place.level + 1),
        };
        let goes_on = list.attribute("text:continue-numbering") == Some("true")
            || list.attribute("text:continue-list").is_some();
        if !goes_on {
            self.lists.begin(&place);
        }
        for item in list.elements() {
            let mut first = item.name == "text:list-item";
            let said = item.attribute("text:start-value");
            let said = said.and_then(|number| number.parse().ok());
            let style = item.attribute("text:style-override");
            let place = lists::Place {
                style: style.unwrap_or(&place.style).to_owned(),
                level: place.level,
            };
            for child in item.elements() {
                match &*child.name {
                    "text:p" | "text:h" => {
                        let listed = Listed {
                            place: place.clone(),
                            said,
                            first: &mut first,
                        };
                        self.paragraph(child, Some(listed), pieces);
                    }
                    "text:list" => self.list(child, Some(&place), pieces),
                    _ => {}
                }
            }
        }
    }

    fn paragraph(
        &mut self,
        element: &'a Element,
        listed: Option<Listed<'_>>,
        pieces: &mut Vec<Piece>,
    ) {
        let style = element.attribute("text:style-name").unwrap_or_default();
        let role = self.role(element, style);
        let mut own = self.styles.own_letters(style);
        let color = own.text.take().flatten();
        if matches!(role, Role::Heading(_) | Role::Title | Role::TableHeading) {
            own = Letters::default();
        }
        let line = self.line(element, &own);
        let broken = self.styles.breaks_before(style) && !pieces.is_empty();
        let ends = self.styles.breaks_after(style);
        if broken {
            pieces.push(alone(Kind::PageBreak));
        }
        // A paragraph that is there to break the page is no more than that.
        if !((broken || ends) && is_empty(&line)) {
            let mut model = self.model(style, role, listed.is_some());
            model.block.style.text = color;
            self.listed(style, listed, &line, &mut model);
            spread(model, line, pieces);
        }
        if ends {
            pieces.push(alone(Kind::PageBreak));
        }
    }

    fn role(&self, element: &Element, style: &str) -> Role {
        let role = self.styles.role(style);
        if element.name != "text:h" || matches!(role, Role::Title) {
            return role;
        }
        let level = element.attribute("text:outline-level");
        let level = level.and_then(|level| level.parse::<u8>().ok());
        Role::Heading(level.unwrap_or(1).clamp(1, 6))
    }

    /// A paragraph as its style says, without its text. In a list it stands where the list does.
    fn model(&self, style: &str, role: Role, in_list: bool) -> Piece {
        let indent = self.styles.indent(style, &role);
        Piece {
            place: Place::Text {
                indent: match in_list {
                    true => indent.unwrap_or(f64::NAN),
                    false => indent.unwrap_or(0.0),
                },
            },
            block: Block {
                style: Style {
                    text: None,
                    ..self.styles.lines(style)
                },
                ..Block::default()
            },
            role,
        }
    }

    fn listed(
        &mut self,
        style: &str,
        listed: Option<Listed<'_>>,
        line: &[Part],
        model: &mut Piece,
    ) {
        let Some(listed) = listed else {
            return;
        };
        let place = match (listed.place.style.is_empty(), self.styles.list(style)) {
            (true, Some(style)) => lists::Place {
                style: style.to_owned(),
                ..listed.place
            },
            _ => listed.place,
        };
        if std::mem::take(listed.first) {
            self.lists.next(&place, listed.said).settle(line, model);
        } else if matches!(model.place, Place::Text { indent } if indent.is_nan() || indent == 0.0)
        {
            model.place = Place::Text {
                indent: self.lists.indent(&place),
            };
        }
        if matches!(model.place, Place::Text { indent } if indent.is_nan()) {
            model.place = Place::default();
        }
    }
}
