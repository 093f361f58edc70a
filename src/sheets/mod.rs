//! Tables and paragraphs of files of every format, as they are shown.

mod csv;
pub(crate) mod fault;
pub mod finished;
mod html;
pub(crate) mod limits;
mod marks;
pub(crate) mod sheet;
pub(crate) mod text_file;
pub mod workbook;
mod xml;
