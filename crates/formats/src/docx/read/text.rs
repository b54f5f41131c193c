//! The text of a paragraph: runs, links, fields, notes, and what stands in it that is no text.

use crate::Marks;
use crate::flow::{Part, add, add_break};
use crate::link::leading_out;
use crate::xml::{EMPTY, Element};

use super::{NoteId, Reader};

/// A field that is not at its end: what it is told to show, then what it shows.
#[derive(Default)]
pub(super) struct Field {
    instruction: String,
    /// Where it leads, once that is known.
    link: Option<String>,
    shown: bool,
}

impl<'a> Reader<'a> {
    /// Adds what is in a paragraph, or in an element of one.
    pub(super) fn line(&mut self, element: &'a Element, line: &mut Vec<Part>) {
        self.linked(element, None, line);
    }

    fn linked(&mut self, element: &'a Element, link: Option<&str>, line: &mut Vec<Part>) {
        for child in element.elements() {
            match &*child.name {
                "w:r" => self.run(child, link, line),
                "w:hyperlink" => {
                    let target = child.attribute("r:id").and_then(|id| self.address(id));
                    self.linked(child, target.as_deref().or(link), line);
                }
                "w:fldSimple" => {
                    let instruction = child.attribute("w:instr").unwrap_or_default();
                    self.linked(child, address_in(instruction).as_deref().or(link), line);
                }
                "w:sdt" => {
                    if let Some(content) = child.child("w:sdtContent") {
                        self.linked(content, link, line);
                    }
                }
                "w:ins" | "w:moveTo" | "w:smartTag" | "w:customXml" | "w:dir" | "w:bdo" => {
                    self.linked(child, link, line);
                }
                "mc:AlternateContent" => {
                    if let Some(choice) = child.elements().next() {
                        self.linked(choice, link, line);
                    }
                }
                "m:oMath" | "m:oMathPara" => add(line, &plain(child), &Marks::default()),
                _ => {}
            }
        }
    }

    fn run(&mut self, run: &'a Element, link: Option<&str>, line: &mut Vec<Part>) {
        let properties = run.child("w:rPr").unwrap_or(&EMPTY);
        let letters = self.styles.letters(properties);
        if letters.hidden() {
            return;
        }
        let field = self.fields.iter().rev();
        let led = field
            .filter(|field| field.shown)
            .find_map(|field| field.link.clone());
        let mut marks = letters.marks();
        marks.link = link.map(str::to_owned).or(led);
        // Programs without a style for links make each of them blue and underlined.
        if marks.link.is_some() && properties.child("w:rStyle").is_none() {
            marks.underline = false;
            marks.text = None;
        }
        self.pieces(run, &marks, line);
    }

    fn pieces(&mut self, run: &'a Element, marks: &Marks, line: &mut Vec<Part>) {
        for piece in run.elements() {
            let shown = self.fields.iter().all(|field| field.shown);
            match &*piece.name {
                "w:fldChar" => self.field(piece),
                "w:instrText" => {
                    if let Some(field) = self.fields.last_mut().filter(|field| !field.shown) {
                        field.instruction.push_str(&piece.text());
                    }
                }
                _ if !shown => {}
                "w:t" => add(line, &plain(piece), marks),
                "w:tab" | "w:ptab" => add(line, "\t", marks),
                "w:noBreakHyphen" => add(line, "\u{2011}", marks),
                "w:softHyphen" => add(line, "\u{ad}", marks),
                "w:sym" => add(line, symbol(piece), marks),
                "w:cr" => add_break(line),
                "w:br" => match piece.attribute("w:type") {
                    Some("page") => line.push(Part::PageBreak),
                    _ => add_break(line),
                },
                "w:footnoteReference" => self.refer("w:footnote", piece, line),
                "w:endnoteReference" => self.refer("w:endnote", piece, line),
                "w:drawing" | "w:pict" | "w:object" => self.drawing(piece, line),
                "w:ruby" => {
                    if let Some(base) = piece.child("w:rubyBase") {
                        self.linked(base, marks.link.as_deref(), line);
                    }
                }
                "mc:AlternateContent" => {
                    if let Some(choice) = piece.elements().next() {
                        self.pieces(choice, marks, line);
                    }
                }
                _ => {}
            }
        }
    }

    fn field(&mut self, piece: &Element) {
        /// Nobody nests more fields; a file that never ends them does.
        const DEEPEST: usize = 100;
        match piece.attribute("w:fldCharType") {
            Some("begin") if self.fields.len() < DEEPEST => self.fields.push(Field::default()),
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    field.link = address_in(&field.instruction);
                    field.shown = true;
                }
            }
            Some("end") => drop(self.fields.pop()),
            _ => {}
        }
    }

    fn refer(&mut self, kind: &'static str, piece: &'a Element, line: &mut Vec<Part>) {
        let number = piece
            .attribute("w:id")
            .and_then(|id| self.note(NoteId { kind, id }));
        if let Some(number) = number {
            add(line, &format!("[{number}]"), &Marks::default());
        }
    }

    fn address(&self, id: &str) -> Option<String> {
        let relation = self.relations.get(id)?;
        leading_out(&relation.target).filter(|_| relation.external)
    }
}

/// Line breaks in XML are where its writer broke lines; those of the text are elements.
fn plain(element: &Element) -> String {
    element.text().replace(['\n', '\r'], " ")
}

/// Where the field of a link leads: `HYPERLINK "https://…"`.
fn address_in(instruction: &str) -> Option<String> {
    let rest = instruction.trim().strip_prefix("HYPERLINK")?.trim_start();
    let address = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => rest.split_whitespace().next(),
    };
    leading_out(address?)
}

/// Signs of fonts that have pictures for letters.
fn symbol(piece: &Element) -> &'static str {
    let code = piece
        .attribute("w:char")
        .and_then(|code| u32::from_str_radix(code, 16).ok());
    match code.map(|code| code & 0xff) {
        Some(0x6f | 0xa8 | 0x71 | 0x72) => "☐",
        Some(0xfe | 0x52) => "☑",
        Some(0xfd | 0x53) => "☒",
        Some(0xfc) => "✓",
        Some(0xfb) => "✗",
        Some(0xe0 | 0xae) => "→",
        Some(0xdf | 0xac) => "←",
        Some(0xb7 | 0x6c) => "•",
        Some(0xa7 | 0x6e) => "▪",
        Some(0x4a) => "☺",
        _ => "\u{fffd}",
    }
}
