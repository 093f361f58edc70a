//! The document tree as files, and as pages on a screen. No renderer knows the report.

pub mod docx;
/// Fonts by role: finding, mapping, coverage.
pub mod fonts;
/// The seam: a document and what it is set with, to what is made of it.
pub mod format;
pub mod formats;
/// Where lines break, and what is shrunk or tightened to fit: once, for all formats.
pub mod lines;
/// What the typesetter makes of a document.
pub mod pages;
pub mod pdf;
pub mod screen;
