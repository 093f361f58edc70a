//! Tables and paragraphs of files of every format, as they are shown.

pub(crate) mod fault;
pub mod finished;
pub(crate) mod html;
pub(crate) mod limits;
pub(crate) mod marks;
pub(crate) mod sheet;
pub mod text_file;
pub mod workbook;
