//! A draft's annotations in the PDF: a list on pages of its own, with the page of each; beside the lines stands their number.

use std::collections::BTreeMap;

use crate::document::{
    Block, Cell, ColumnWidths, Document, Note, Orientation, Paragraph, Row, Section, Style, Table, VerticalAlign,
};
use crate::render::fonts::FontSet;

/// What the list is called, and its heads with their share of the width.
const TITLE: &str = "核对意见（只在草稿里）";
const COLUMNS: [(&str, f64); 6] =
    [("序号", 0.08), ("级别", 0.11), ("问题", 0.34), ("位置", 0.18), ("改法", 0.21), ("页", 0.08)];

/// The list's pages; none in a document without annotations. `width`: of the type area, in millimetres. Findings may quote
/// characters that no font has: 〓 stands for them.
pub fn section(document: &Document, width: f64, fonts: &FontSet) -> Option<Section> {
    let list = list(document, width)?;
    let properties = document.properties.clone();
    let mut pages = Document { properties, sections: vec![list], draft_mark: None };
    let missing: Vec<char> = fonts.missing_glyphs(&pages).iter().map(|glyph| glyph.character).collect();
    pages.replace_missing(&missing);
    pages.sections.pop()
}

fn list(document: &Document, width: f64) -> Option<Section> {
    let mut notes: BTreeMap<usize, &Note> = BTreeMap::new();
    for annotation in document.annotations() {
        notes.entry(annotation.note.number).or_insert(&annotation.note);
    }
    if notes.is_empty() {
        return None;
    }
    let head = Row {
        cells: COLUMNS.iter().map(|(name, _)| cell(Paragraph::new(Style::TableHead, name), true)).collect(),
        header: true,
        keep_with_next: false,
        heads: 0,
        min_height: None,
        air: 0.0,
        parted: false,
    };
    let table = Table {
        description: TITLE.into(),
        columns: ColumnWidths(COLUMNS.iter().map(|(_, share)| (share * width) as f32).collect()),
        flexible: Vec::new(),
        rows: std::iter::once(head).chain(notes.values().map(|note| row(note))).collect(),
        smallest: None,
        together: false,
    };
    let title = Block::Paragraph(Paragraph::new(Style::TableTitle, TITLE));
    Some(Section { orientation: Orientation::Portrait, blocks: vec![title, Block::Table(table)] })
}

/// The number as it stands beside a line.
pub fn sign(number: usize) -> Paragraph {
    Paragraph::new(Style::CellCentred, &format!("［{number}］"))
}

fn row(note: &Note) -> Row {
    let words = |text: &str| cell(Paragraph::new(Style::CellText, text), false);
    let centred = |text: &str| cell(Paragraph::new(Style::CellCentred, text), false);
    // The typesetter knows the page.
    let page = Paragraph { page_of: Some(note.number), ..Paragraph::new(Style::CellCentred, "") };
    Row {
        cells: vec![
            centred(&note.number.to_string()),
            centred(&note.head),
            words(&note.problem),
            words(&note.place),
            words(&note.remedy),
            cell(page, false),
        ],
        header: false,
        keep_with_next: false,
        heads: 0,
        min_height: None,
        air: 0.0,
        parted: false,
    }
}

fn cell(paragraph: Paragraph, label: bool) -> Cell {
    Cell { paragraphs: vec![paragraph], colspan: 1, rowspan: 1, vertical_align: VerticalAlign::Middle, label }
}
