//! What a .docx or a PDF says, in one form for both: headings with their levels, paragraphs, tables with their spans.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object};
use quick_xml::events::Event;

use super::parts::part;
use super::pdf_text::{Pdf, text_string};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    Title(String),
    Heading(usize, String),
    Paragraph(String),
    Figure(String),
    Table { description: String, head_rows: usize, rows: Vec<Vec<Cell>> },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    pub text: String,
    pub columns: usize,
    pub rows: usize,
}

pub fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

// ---- Word ----

/// An XML element.
#[derive(Debug, Default)]
pub struct Xml {
    name: String,
    attributes: BTreeMap<String, String>,
    text: String,
    children: Vec<Xml>,
}

impl Xml {
    pub fn parse(xml: &str) -> Xml {
        let mut reader = quick_xml::Reader::from_str(xml);
        let mut open = vec![Xml::default()];
        let element = |start: &quick_xml::events::BytesStart| Xml {
            name: start.name().as_ref().to_string(),
            attributes: start
                .attributes()
                .map(|attribute| attribute.unwrap())
                .map(|attribute| {
                    (
                        attribute.key.as_ref().to_string(),
                        quick_xml::escape::unescape(&attribute.value).unwrap().into_owned(),
                    )
                })
                .collect(),
            ..Xml::default()
        };
        loop {
            match reader.read_event().unwrap() {
                Event::Start(start) => open.push(element(&start)),
                Event::Empty(start) => open.last_mut().unwrap().children.push(element(&start)),
                Event::End(_) => {
                    let done = open.pop().unwrap();
                    open.last_mut().unwrap().children.push(done);
                }
                Event::Text(text) => open.last_mut().unwrap().text += &text,
                Event::GeneralRef(name) => {
                    let text = format!("&{};", &*name);
                    open.last_mut().unwrap().text += &quick_xml::escape::unescape(&text).unwrap();
                }
                Event::Eof => return open.pop().unwrap().children.pop().unwrap(),
                _ => {}
            }
        }
    }

    pub fn child(&self, name: &str) -> Option<&Xml> {
        self.children.iter().find(|child| child.name == name)
    }

    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Xml> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The `w:val` of the element that this path of names leads to.
    pub fn value(&self, path: &[&str]) -> Option<&str> {
        let mut element = self;
        for name in path {
            element = element.child(name)?;
        }
        element.attributes.get("w:val").map(String::as_str)
    }

    fn gather(&self, name: &str, text: &mut String) {
        if self.name == name {
            text.push_str(&self.text);
        }
        self.children.iter().for_each(|child| child.gather(name, text));
    }

    pub fn words(&self) -> String {
        let mut text = String::new();
        self.gather("w:t", &mut text);
        squeezed(&text)
    }

    fn find(&self, name: &str) -> Option<&Xml> {
        if self.name == name { Some(self) } else { self.children.iter().find_map(|child| child.find(name)) }
    }
}

pub fn of_docx(bytes: &[u8]) -> Vec<Item> {
    let document = Xml::parse(&part(bytes, "word/document.xml"));
    let mut items = Vec::new();
    for block in &document.child("w:body").unwrap().children {
        match block.name.as_str() {
            "w:p" => items.extend(word_paragraph(block)),
            "w:tbl" => items.push(word_table(block)),
            _ => {}
        }
    }
    items
}

/// `None` for a paragraph that only carries a section's end or a break.
fn word_paragraph(paragraph: &Xml) -> Option<Item> {
    if let Some(picture) = paragraph.find("wp:docPr") {
        return Some(Item::Figure(squeezed(&picture.attributes["descr"])));
    }
    let text = paragraph.words();
    let style = paragraph.value(&["w:pPr", "w:pStyle"]).unwrap_or_default();
    match style.strip_prefix("Heading") {
        _ if text.is_empty() => None,
        Some(level) => Some(Item::Heading(level.parse().unwrap(), text)),
        None if matches!(style, "ReportTitle" | "AttachmentTitle") => Some(Item::Title(text)),
        None => Some(Item::Paragraph(text)),
    }
}

fn word_table(table: &Xml) -> Item {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    // By column: row and place of the cell that a merged one goes on below.
    let mut open: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for row in table.all("w:tr") {
        let (mut cells, mut column) = (Vec::new(), 0);
        for cell in row.all("w:tc") {
            let columns = cell.value(&["w:tcPr", "w:gridSpan"]).map_or(1, |span| span.parse().unwrap());
            match cell.value(&["w:tcPr", "w:vMerge"]) {
                Some("continue") => {
                    let (row, place) = open[&column];
                    rows[row][place].rows += 1;
                }
                _ => {
                    open.insert(column, (rows.len(), cells.len()));
                    cells.push(Cell { text: cell.words(), columns, rows: 1 });
                }
            }
            column += columns;
        }
        rows.push(cells);
    }
    let heads =
        table.all("w:tr").filter(|row| row.child("w:trPr").is_some_and(|look| look.child("w:tblHeader").is_some()));
    let description = table.value(&["w:tblPr", "w:tblDescription"]).unwrap_or_default();
    Item::Table { description: squeezed(description), head_rows: heads.count(), rows }
}

// ---- PDF ----

pub fn of_pdf(pdf: &Pdf) -> Vec<Item> {
    let mut items = Vec::new();
    pdf.kids(pdf.structure_root()).into_iter().for_each(|kid| pdf_item(pdf, kid, &mut items));
    items
}

fn pdf_item(pdf: &Pdf, object: &Object, items: &mut Vec<Item>) {
    let Ok(element) = object.as_dict() else { return };
    let words = || squeezed(&pdf.words(element));
    match tag(element) {
        "Title" => items.push(Item::Title(words())),
        "P" => items.extend(Some(words()).filter(|text| !text.is_empty()).map(Item::Paragraph)),
        "Figure" => {
            let alternative = element.get(b"Alt").and_then(Object::as_str).map(text_string).unwrap_or_default();
            items.push(Item::Figure(squeezed(&alternative)));
        }
        "Table" => items.push(pdf_table(pdf, element)),
        tag if tag.len() == 2 && tag.starts_with('H') => items.push(Item::Heading(tag[1..].parse().unwrap(), words())),
        _ => pdf.kids(element).into_iter().for_each(|kid| pdf_item(pdf, kid, items)),
    }
}

fn pdf_table(pdf: &Pdf, table: &Dictionary) -> Item {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    // Head rows are those from the top in which every cell heads its column.
    let mut head_rows = 0;
    for part in kids_of(pdf, table) {
        for row in if tag(part) == "TR" { vec![part] } else { kids_of(pdf, part) } {
            let cells = kids_of(pdf, row);
            let heads = |cell: &&Dictionary| tag(cell) == "TH" && scope(pdf, cell) == "Column";
            if head_rows == rows.len() && cells.iter().all(heads) {
                head_rows += 1;
            }
            let cell = |cell: &Dictionary| Cell {
                text: squeezed(&pdf.words(cell)),
                columns: span(pdf, cell, b"ColSpan"),
                rows: span(pdf, cell, b"RowSpan"),
            };
            rows.push(cells.into_iter().map(cell).collect());
        }
    }
    let description = pdf.attribute(table, b"Summary").and_then(|text| text.as_str().ok()).map(text_string);
    Item::Table { description: squeezed(&description.unwrap_or_default()), head_rows, rows }
}

/// The words of each header cell of the tables, in reading order, and what it heads: Row, Column or Both.
pub fn header_cells(pdf: &Pdf) -> Vec<(String, String)> {
    fn walk(pdf: &Pdf, element: &Dictionary, found: &mut Vec<(String, String)>) {
        for kid in kids_of(pdf, element) {
            if tag(kid) == "TH" {
                found.push((squeezed(&pdf.words(kid)), scope(pdf, kid)));
            }
            walk(pdf, kid, found);
        }
    }
    let mut found = Vec::new();
    walk(pdf, pdf.structure_root(), &mut found);
    found
}

fn scope(pdf: &Pdf, cell: &Dictionary) -> String {
    let scope = pdf.attribute(cell, b"Scope").and_then(|scope| scope.as_name().ok()).unwrap_or_default();
    String::from_utf8_lossy(scope).into_owned()
}

fn kids_of<'a>(pdf: &'a Pdf, element: &'a Dictionary) -> Vec<&'a Dictionary> {
    pdf.kids(element).into_iter().filter_map(|kid| kid.as_dict().ok()).collect()
}

fn span(pdf: &Pdf, cell: &Dictionary, key: &[u8]) -> usize {
    pdf.attribute(cell, key).map_or(1, |span| usize::try_from(span.as_i64().unwrap()).unwrap())
}

fn tag(element: &Dictionary) -> &str {
    element.get(b"S").and_then(Object::as_name).ok().and_then(|tag| std::str::from_utf8(tag).ok()).unwrap_or_default()
}
