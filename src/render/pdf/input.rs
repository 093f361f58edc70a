//! The document tree as the JSON that the template reads.

use serde_json::{Value, json};

use super::RenderError;
use crate::document::{Block, Document, Slot, Table, TableError};

/// The tree, with every table checked and its rows sorted into what the typesetter keeps together.
pub(super) fn document_json(document: &Document) -> Result<String, RenderError> {
    let mut tree = serde_json::to_value(document).expect("a document holds text and finite numbers only");
    for (section_index, section) in document.sections.iter().enumerate() {
        for (block_index, block) in section.blocks.iter().enumerate() {
            if let Block::Table(table) = block {
                let fault = |error: TableError| {
                    RenderError(format!("表“{}”第{}行：{}", table.description, error.row, error.problem))
                };
                let grid = table.grid().map_err(fault)?;
                let groups = row_groups(table, &grid).map_err(fault)?;
                let node = &mut tree["sections"][section_index]["blocks"][block_index];
                node["groups"] = groups.iter().map(RowGroup::json).collect();
                node["starts"] = grid.iter().map(|slots| starts(slots)).collect();
            }
        }
    }
    Ok(tree.to_string())
}

/// Rows from `first` to just before `end` that the typesetter takes as one.
struct RowGroup {
    kind: RowGroupKind,
    first: usize,
    end: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum RowGroupKind {
    /// Repeated on each page.
    Head,
    /// Not left alone at a page's foot.
    Section,
    Plain,
}

impl RowGroup {
    fn json(&self) -> Value {
        let kind = match self.kind {
            RowGroupKind::Head => "head",
            RowGroupKind::Section => "section",
            RowGroupKind::Plain => "plain",
        };
        json!({ "kind": kind, "first": self.first, "end": self.end })
    }
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

/// The columns in which a row's cells start.
fn starts(slots: &[Slot]) -> Value {
    slots.iter().enumerate().filter(|(_, slot)| matches!(slot, Slot::Start(_))).map(|(column, _)| column).collect()
}
