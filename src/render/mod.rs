//! The document tree as files. Neither renderer knows the report.

pub mod docx;
pub mod pdf;
pub mod picture;
