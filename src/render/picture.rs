//! A picture that stands in a .docx.

/// One drawing in two formats.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// For people who hear the document instead of seeing it.
    pub description: String,
    /// Points.
    pub width: f64,
    pub height: f64,
    pub svg: Vec<u8>,
    /// For programs that do not know SVG.
    pub png: Vec<u8>,
}
