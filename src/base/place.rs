//! Where a value stands: a cell, a line of YAML, a part of a finished document.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// File names are relative to the input folder and begin with the year: `2025/资金执行.xlsx`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Place {
    /// `cell` is an address such as `D8`; empty where the whole sheet is meant, and then also `sheet` where the
    /// whole file is.
    Cell {
        #[serde(serialize_with = "as_text", deserialize_with = "from_text")]
        file: Arc<str>,
        #[serde(serialize_with = "as_text", deserialize_with = "from_text")]
        sheet: Arc<str>,
        cell: String,
    },
    /// `line` counts from 1.
    Line {
        #[serde(serialize_with = "as_text", deserialize_with = "from_text")]
        file: Arc<str>,
        line: u64,
    },
    Document {
        document: String,
        section: String,
    },
}

fn as_text<S: serde::Serializer>(text: &Arc<str>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(text)
}

fn from_text<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Arc<str>, D::Error> {
    String::deserialize(deserializer).map(Arc::from)
}

impl Place {
    pub fn cell(file: &Arc<str>, sheet: &Arc<str>, cell: impl Into<String>) -> Place {
        Place::Cell { file: file.clone(), sheet: sheet.clone(), cell: cell.into() }
    }

    pub fn sheet(file: &Arc<str>, sheet: &Arc<str>) -> Place {
        Place::cell(file, sheet, "")
    }

    /// The sheet or file that the place is in.
    pub fn whole_sheet(&self) -> Place {
        match self {
            Place::Cell { file, sheet, .. } => Place::sheet(file, sheet),
            Place::Line { file, .. } => Place::file(file),
            Place::Document { .. } => self.clone(),
        }
    }

    pub fn file(file: &str) -> Place {
        Place::cell(&Arc::from(file), &Arc::from(""), "")
    }

    /// Where a value stands of which one part is here and another there.
    pub fn and(&self, other: &Place) -> Place {
        match (self, other) {
            (Place::Cell { file, sheet, cell }, Place::Cell { file: of, sheet: on, cell: more })
                if self != other && ![cell, more].iter().any(|cell| cell.is_empty()) =>
            {
                let more = match (file == of, sheet == on) {
                    (true, true) => more.clone(),
                    (true, false) => format!("{on} › {more}"),
                    (false, _) => other.to_string(),
                };
                Place::cell(file, sheet, format!("{cell}、{more}"))
            }
            _ => self.clone(),
        }
    }

    pub fn line(file: &Arc<str>, line: u64) -> Place {
        Place::Line { file: file.clone(), line }
    }
}

/// The column and row of a cell: D8, or 第8行第4列 in a table of a document.
pub(crate) fn column_and_row(cell: &str) -> Option<(&str, u64)> {
    if let Some((row, column)) = cell.strip_prefix('第').and_then(|rest| rest.split_once('行')) {
        return Some((column, row.parse().ok()?));
    }
    let (column, row) = cell.split_at(cell.find(|c: char| c.is_ascii_digit())?);
    Some((column, row.parse().ok().filter(|_| !column.is_empty())?))
}

/// 文件 › 工作表 › 单元格
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Cell { file, sheet, cell } => {
                write!(f, "{file}")?;
                for part in [sheet.as_ref(), cell.as_str()].into_iter().filter(|part| !part.is_empty()) {
                    write!(f, " › {part}")?;
                }
                Ok(())
            }
            Place::Line { file, line } => write!(f, "{file} › 第{line}行"),
            Place::Document { document, section } => write!(f, "{document} › {section}"),
        }
    }
}

/// A value together with the place it was read from.
#[derive(Debug, Clone, PartialEq)]
pub struct Sourced<T> {
    pub value: T,
    pub place: Place,
}

impl<T> Sourced<T> {
    pub fn new(value: T, place: Place) -> Sourced<T> {
        Sourced { value, place }
    }

    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Sourced<U> {
        Sourced { value: change(self.value), place: self.place }
    }
}
