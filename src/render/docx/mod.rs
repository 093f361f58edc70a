//! The document tree as .docx.
//!
//! docx-rs writes the content (paragraphs, runs, tables); what it lacks or orders against the schema is mended in
//! a pass over its XML ([`finish`]), and the parts that carry style, settings and properties are written here
//! from the layout ([`parts`]), because docx-rs gives them no way to be right.

mod comments;
mod content;
mod drawing;
mod element;
mod error;
mod finish;
mod margins;
mod namespaces;
mod package;
mod parts;
mod styles;
mod theme;
mod units;

pub use comments::AUTHOR as COMMENTS_BY;
pub use error::RenderError;

use crate::document::Document;
use crate::document::layout::Layout;
use crate::render::format::{Exported, FileFormat, Format, Tools};
use crate::render::pages::{Picture, pictures};

/// Word.
pub struct Docx;

impl FileFormat for Docx {
    fn ending(&self) -> &'static str {
        "docx"
    }
}

impl Format for Docx {
    type Made = Exported;

    fn export(&self, document: &Document, tools: &Tools<'_>) -> Result<Exported, String> {
        let pictures = pictures(document, tools)?;
        let bytes = render(document, tools.layout, &pictures).map_err(|error| error.to_string())?;
        Ok(Exported { bytes, pages: None })
    }
}

/// Renders the document; `pictures` are those of its charts, in their order. The same arguments give the same
/// bytes, in any thread.
///
/// # Errors
/// See [`RenderError`].
pub fn render(document: &Document, layout: &Layout, pictures: &[Picture]) -> Result<Vec<u8>, RenderError> {
    let mut body = Vec::new();
    let mut drawings = pictures.iter().enumerate().map(|(index, picture)| drawing::paragraph(index, picture));
    let last = document.sections.len().saturating_sub(1);
    for (index, section) in document.sections.iter().enumerate() {
        let letter = index == 0 && document.letter_mark().is_some();
        let properties = parts::section(section.orientation, layout, document.draft_mark.is_some(), letter);
        let blocks = content::blocks(section, layout, &mut drawings)?;
        body.extend(finish::section(blocks, section, properties, index == last));
    }
    package::pack(parts::all(document, layout, body, pictures))
}
