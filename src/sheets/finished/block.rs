//! A paragraph or a table of a document.

/// `C` is what rows of a table are made of: cells as they lie, or their words alone for those who only read.
#[derive(Debug, Clone, PartialEq)]
pub enum Block<C = String> {
    Paragraph(String),
    /// Rows of cells. A cell over several columns is one; below a cell over several rows stands an empty one, or none.
    Table(Vec<Vec<C>>),
}

/// A cell with the part of its table's grid that it covers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Cell {
    pub text: String,
    /// Columns that are left out before it.
    pub before: u32,
    pub across: u32,
    /// Nought where it only goes on with the cell above.
    pub down: u32,
}

impl Cell {
    /// Of one column and one row.
    pub fn single(text: String) -> Cell {
        Cell { text, before: 0, across: 1, down: 1 }
    }
}

impl Block<Cell> {
    pub fn is_blank(&self) -> bool {
        match self {
            Block::Paragraph(text) => text.trim().is_empty(),
            Block::Table(rows) => rows.iter().flatten().all(|cell| cell.text.trim().is_empty()),
        }
    }

    pub fn words(self) -> Block {
        match self {
            Block::Paragraph(text) => Block::Paragraph(text),
            Block::Table(rows) => {
                // Below a merged cell nobody sees what stands there.
                let seen = |cell: Cell| if cell.down == 0 { String::new() } else { cell.text };
                let words = |row: Vec<Cell>| row.into_iter().map(seen).collect();
                Block::Table(rows.into_iter().map(words).collect())
            }
        }
    }
}
