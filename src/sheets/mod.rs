//! Tables and paragraphs of files of every format, as they are shown.

mod csv;
mod drawn;
pub(crate) mod fault;
pub mod finished;
mod float;
mod gathered;
mod html;
pub(crate) mod limits;
pub(crate) mod number_format;
mod ods;
mod page_text;
mod rich_text;
mod sha1;
pub(crate) mod sheet;
mod spreadsheet_xml;
pub(crate) mod text_file;
pub(crate) mod unlike;
mod unpacked;
mod word;
pub mod workbook;
mod xls;
mod xlsx;
mod xml;
mod xml_reader;
