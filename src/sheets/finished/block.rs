//! A paragraph or a table of a document.

#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    Paragraph(String),
    /// Rows of cells. A cell over several columns is one; below a cell over several rows stands an empty one, or none.
    Table(Vec<Vec<String>>),
}

impl Block {
    pub(crate) fn is_blank(&self) -> bool {
        match self {
            Block::Paragraph(text) => text.trim().is_empty(),
            Block::Table(rows) => rows.iter().flatten().all(|cell| cell.trim().is_empty()),
        }
    }
}
