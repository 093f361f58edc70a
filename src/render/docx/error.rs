//! Why there is no .docx.

use std::fmt;

use crate::document::TableError;

/// Why no .docx could be made; the message is for the clerk.
#[derive(Debug)]
pub enum RenderError {
    /// A table's spans do not tile its columns.
    Table(TableError),
    /// The parts could not be put together.
    Package(String),
}

impl RenderError {
    pub(super) fn package(error: impl fmt::Display) -> RenderError {
        RenderError::Package(error.to_string())
    }
}

impl fmt::Display for RenderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RenderError::Table(error) => write!(f, "表格第{}行{}", error.row, error.problem),
            RenderError::Package(words) => write!(f, "Word 文件装配不成（{words}）"),
        }
    }
}
