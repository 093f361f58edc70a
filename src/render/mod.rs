//! The document tree as files. Neither renderer knows the report.

pub mod docx;
/// Fonts by role: finding, mapping, coverage.
pub mod fonts;
/// The seam: a document and what it is set with, to a file.
pub mod format;
pub mod formats;
/// Where lines break, and what is shrunk or tightened to fit: once, for Word and PDF.
pub mod lines;
pub mod pdf;
mod picture;
