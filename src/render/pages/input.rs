//! The document tree as the JSON that the template reads: lines set, row heights known.

use serde::Serialize;
use serde_json::{Value, json};

use super::{notes, tree};
use crate::base::hash::sha256;
use crate::document::layout::{Layout, MM_PER_PT, Page};
use crate::document::{
    Annotation, Block, Cell, Chart, Document, Image, Paragraph, Slot, Style, Table, TableError, VerticalAlign,
};
use crate::render::fonts::FontSet;
use crate::render::lines::{DrawnBar, HorizontalRule, LetterHead, Line, LineSetter, Rule, Run, Words};

/// The tree, with every paragraph in its lines, and every table checked, measured and its rows sorted into what the
/// typesetter keeps together.
pub(super) fn document_json(document: &Document, layout: &Layout, fonts: &FontSet) -> Result<Value, String> {
    let setter = LineSetter::new(layout, fonts);
    let mut sections = Vec::new();
    let mut depth = 0;
    let notes = notes::section(document, layout.portrait.type_width(), fonts);
    for section in document.sections.iter().chain(&notes) {
        let page = layout.page(section.orientation);
        let width = page.type_width() / MM_PER_PT;
        let mut blocks = Vec::new();
        for (index, block) in section.blocks.iter().enumerate() {
            blocks.push(match block {
                Block::Paragraph(paragraph) if paragraph.style == Style::LetterMark => {
                    letter_head(paragraph, &setter, layout)
                }
                Block::Paragraph(paragraph) => {
                    let mut value = noted(paragraph, &setter, layout, width, page.left / MM_PER_PT);
                    if setter.keeps_last_lines(paragraph, width) {
                        value["sticky"] = json!(false);
                        value["company"] = json!(setter.company(&section.blocks[index + 1..], width));
                    }
                    if let Some(level) = layout.style(paragraph.style).outline {
                        // PDF/UA allows no level to be left out: a heading without the one above it moves up.
                        depth = level.min(depth + 1);
                        value["outline"] = json!(depth);
                    }
                    value
                }
                Block::Table(table) => self::table(table, &setter, layout, page).map_err(|error: TableError| {
                    format!("表“{}”第{}行：{}", table.description, error.row, error.problem)
                })?,
                Block::Chart(_) | Block::Image(_) => drawing(block, &setter, layout, width),
                Block::PageBreak => json!({ "kind": "pagebreak" }),
            });
        }
        sections.push(object([("orientation", json!(section.orientation)), ("blocks", Value::Array(blocks))]));
    }
    let draft_mark = document.draft_mark.as_ref().map(|mark| {
        let width = layout.portrait.type_width() / MM_PER_PT;
        self::paragraph(&Paragraph::new(Style::DraftMark, mark), &setter, layout, width)
    });
    let letter_foot = document.letter_mark().map(|mark| {
        let head = LetterHead::new(layout, layout.pitch_of(mark));
        json!({ "left": head.left, "width": head.width, "rules": rules(&head.foot) })
    });
    Ok(object([
        ("properties", json!(document.properties)),
        ("sections", Value::Array(sections)),
        ("draft_mark", draft_mark.unwrap_or_default()),
        ("letter_foot", letter_foot.unwrap_or_default()),
    ]))
}

/// What `json!` would copy at every level: the tree is large.
fn object<const N: usize>(entries: [(&str, Value); N]) -> Value {
    entries.into_iter().map(|(name, value)| (name.to_string(), value)).collect()
}

/// A run is \[gap, text, face of Latin (or not), tracking\], lengths in points.
fn paragraph(paragraph: &Paragraph, setter: &LineSetter, layout: &Layout, width: f64) -> Value {
    let run = |run: &Run| json!([run.gap, run.text, run.latin, run.tracking]);
    let set = setter.set(paragraph, width);
    let mut value = object([
        ("kind", json!("paragraph")),
        ("style", json!(paragraph.style)),
        ("sticky", json!(paragraph.keep_with_next)),
        ("size", json!(layout.size_of(paragraph))),
        ("pitch", json!(layout.pitch_of(paragraph))),
        ("lines", set.iter().map(|line| line.runs.iter().map(run).collect::<Value>()).collect()),
    ]);
    if paragraph.above > 0.0 {
        value["above"] = json!(paragraph.above);
    }
    if let Some(number) = paragraph.page_of {
        value["page_of"] = json!(number);
        value["edges"] = json!(tree::edges(layout.size_of(paragraph), layout.pitch_of(paragraph)));
    }
    value
}

/// A paragraph with the numbers of its notes; `left`: how far from the page's edge it begins, in points.
fn noted(paragraph: &Paragraph, setter: &LineSetter, layout: &Layout, width: f64, left: f64) -> Value {
    let mut value = self::paragraph(paragraph, setter, layout, width);
    if !paragraph.annotations.is_empty() {
        value["notes"] = notes(paragraph, &setter.set(paragraph, width), setter, layout, left);
    }
    value
}

/// The numbers of a draft's notes, each with the line that it stands beside and the width of its room: the margin's.
fn notes(paragraph: &Paragraph, lines: &[Line], setter: &LineSetter, layout: &Layout, left: f64) -> Value {
    let solid = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    let room = layout.portrait.left / MM_PER_PT;
    let text: Vec<char> = paragraph.text().chars().collect();
    let note = |annotation: &Annotation| {
        let before: String = text[..annotation.start].iter().collect();
        let mut seen = 0;
        let line = lines.iter().position(|line| {
            seen += solid(&line.text());
            seen > solid(&before)
        });
        let number = annotation.note.number;
        let sign = self::paragraph(&notes::sign(number), setter, layout, room);
        json!({ "line": line.unwrap_or_default(), "number": number, "left": left, "width": room, "sign": sign })
    };
    paragraph.annotations.iter().map(note).collect()
}

fn letter_head(mark: &Paragraph, setter: &LineSetter, layout: &Layout) -> Value {
    let head = LetterHead::new(layout, layout.pitch_of(mark));
    json!({
        "kind": "letterhead",
        "mark": noted(mark, setter, layout, head.width, layout.portrait.left / MM_PER_PT + head.left),
        "left": head.left,
        "width": head.width,
        "top": head.mark,
        "height": head.text,
        "rules": rules(&head.rules),
    })
}

fn rules(rules: &[HorizontalRule]) -> Value {
    rules.iter().map(|rule| json!({ "top": rule.top, "weight": rule.weight })).collect()
}

/// A chart or picture alone, as the template's picture.
pub(super) fn picture_json(block: &Block, document: &Document, layout: &Layout, fonts: &FontSet, width: f64) -> Value {
    let picture = drawing(block, &LineSetter::new(layout, fonts), layout, width);
    json!({ "properties": document.properties, "picture": picture, "sections": [], "draft_mark": null, "letter_foot": null })
}

fn drawing(block: &Block, setter: &LineSetter, layout: &Layout, width: f64) -> Value {
    match block {
        Block::Chart(chart) => self::chart(chart, setter, layout, width),
        Block::Image(image) => {
            let Image { description, width, height, png } = image;
            let file = image_path(png);
            json!({ "kind": "image", "description": description, "width": width, "height": height, "file": file })
        }
        _ => Value::Null,
    }
}

/// What the template knows the picture as: the same picture is the same file.
pub(super) fn image_path(png: &[u8]) -> String {
    format!("/{}.png", sha256(png))
}

fn chart(chart: &Chart, setter: &LineSetter, layout: &Layout, width: f64) -> Value {
    let drawing = setter.draw(chart, width);
    let bar = |bar: &DrawnBar| json!({ "x": bar.x, "y": bar.y, "width": bar.width, "height": bar.height, "hatched": bar.hatched, "cut": bar.cut });
    let rule = |rule: &Rule| json!({ "x": rule.x, "top": rule.top, "bottom": rule.bottom, "dashed": rule.dashed });
    let words = |words: &Words| json!({ "x": words.x, "y": words.y, "paragraph": paragraph(words.paragraph, setter, layout, words.width) });
    json!({
        "kind": "chart",
        "description": chart.description,
        "width": drawing.width,
        "height": drawing.height,
        "bars": drawing.bars.iter().map(bar).collect::<Value>(),
        "rules": drawing.rules.iter().map(rule).collect::<Value>(),
        "words": drawing.words.iter().map(words).collect::<Value>(),
    })
}

fn table(table: &Table, setter: &LineSetter, layout: &Layout, page: &Page) -> Result<Value, TableError> {
    let grid = table.grid()?;
    // Tables stand in the middle of the type area.
    let columns: Vec<f64> = table.columns.0.iter().map(|width| f64::from(*width)).collect();
    let table_left = page.left + (page.type_width() - columns.iter().sum::<f64>()) / 2.0;
    let left = |column: usize| {
        let before: f64 = columns.iter().take(column).sum();
        (table_left + before + layout.table.inset_x) / MM_PER_PT
    };
    let groups = row_groups(table, &grid)?;
    let heights = setter.row_heights(table, &grid);
    // Cells over several rows would keep rows of a fixed height on one page: where the table may run over several
    // pages, its rows get their height from their cells' insets instead.
    let fixed = table.together || table.rows.iter().flat_map(|row| &row.cells).all(|cell| cell.rowspan == 1);
    let rows = grid.iter().zip(&table.rows).zip(&heights).map(|((slots, row), height)| {
        let cells = slots.iter().enumerate().filter_map(|(column, slot)| match slot {
            Slot::Start(cell) => {
                let heads = row.heads > 0;
                let missing = match fixed || cell.rowspan > 1 {
                    true => 0.0,
                    false => height - setter.cell_height(table, column, cell),
                };
                let width = setter.cell_width(table, column, cell);
                let paragraphs = cell.paragraphs.iter();
                let paragraphs = paragraphs.map(|paragraph| noted(paragraph, setter, layout, width, left(column)));
                Some(self::cell(cell, heads, missing, paragraphs.collect()))
            }
            _ => None,
        });
        cells.collect::<Value>()
    });
    Ok(object([
        ("kind", json!("table")),
        ("description", json!(table.description)),
        ("columns", json!(table.columns.0)),
        ("rows", rows.collect()),
        ("heights", json!(heights)),
        ("room", json!(setter.row_room(table, &heights, page.type_height() / MM_PER_PT))),
        ("fixed", json!(fixed)),
        ("together", json!(table.together)),
        ("groups", json!(groups)),
    ]))
}

/// `heads`: its row heads the rows below; `missing`: what the row is higher than the cell, in points.
fn cell(cell: &Cell, heads: bool, missing: f64, paragraphs: Value) -> Value {
    let middle = cell.vertical_align == VerticalAlign::Middle;
    let above = if middle { missing / 2.0 } else { 0.0 };
    object([
        ("colspan", json!(cell.colspan)),
        ("rowspan", json!(cell.rowspan)),
        ("middle", json!(middle)),
        ("label", json!(cell.label)),
        ("heads", json!(heads && cell.rowspan == 1)),
        ("above", json!(above)),
        ("below", json!(missing - above)),
        ("paragraphs", paragraphs),
    ])
}

/// Rows from `first` to just before `end` that the typesetter takes as one.
#[derive(Serialize)]
struct RowGroup {
    kind: RowGroupKind,
    first: usize,
    end: usize,
}

#[derive(Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
enum RowGroupKind {
    /// Repeated on each page.
    Head,
    /// Not left alone at a page's foot.
    Section,
    Plain,
}

fn row_groups(table: &Table, grid: &[Vec<Slot>]) -> Result<Vec<RowGroup>, TableError> {
    let mut groups: Vec<RowGroup> = Vec::new();
    for (index, row) in table.rows.iter().enumerate() {
        let alone = stands_alone(&grid[index]);
        let last = index + 1 == table.rows.len();
        let kind = if row.header {
            RowGroupKind::Head
        } else if row.keep_with_next && alone && !last {
            RowGroupKind::Section
        } else {
            RowGroupKind::Plain
        };
        if kind != RowGroupKind::Head && reaches_from_head(table, &grid[index], index) {
            return Err(TableError { row: index + 1, problem: "表头的格子跨进了数据行".into() });
        }
        match groups.last_mut() {
            Some(group) if group.kind == kind => group.end = index + 1,
            _ => groups.push(RowGroup { kind, first: index, end: index + 1 }),
        }
    }
    Ok(groups)
}

/// No cell of the row reaches into another row.
fn stands_alone(slots: &[Slot]) -> bool {
    slots.iter().all(|slot| match slot {
        Slot::Start(cell) => cell.rowspan == 1,
        Slot::Below(_) => false,
        Slot::Right => true,
    })
}

fn reaches_from_head(table: &Table, slots: &[Slot], index: usize) -> bool {
    index == table.header_rows() && index > 0 && slots.iter().any(|slot| matches!(slot, Slot::Below(_)))
}
