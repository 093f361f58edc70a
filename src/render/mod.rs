//! The document tree as files. Neither renderer knows the report.

pub mod docx;
/// Fonts by role: finding, mapping, coverage.
pub mod fonts;
/// Where lines break, and what is shrunk or tightened to fit: once, for Word and PDF.
pub mod lines;
pub mod pdf;
mod picture;
