//! Tables and paragraphs of files of every format, as they are shown.

mod csv;
pub(crate) mod fault;
pub mod finished;
mod float;
mod gathered;
mod html;
pub(crate) mod limits;
mod marks;
pub(crate) mod number_format;
pub(crate) mod sheet;
pub(crate) mod text_file;
pub(crate) mod unlike;
pub mod workbook;
mod xlsx;
mod xml;
