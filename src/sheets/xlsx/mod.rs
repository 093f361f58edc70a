//! .xlsx and .xlsm: cells as they are shown, from one pass over the package's XML.

mod drawing;
mod one_cell;
mod package;
mod protection;
mod shared;
mod shared_text;
mod styles;
mod unreckoned;
mod workbook;
mod worksheet;

pub(crate) use one_cell::with_text;
pub(crate) use package::{Kind, Package};
pub(crate) use protection::without_default_password;
pub(crate) use workbook::sheets;
