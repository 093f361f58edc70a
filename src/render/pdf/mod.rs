//! The document tree to an archivable, accessible PDF (PDF/A-2a and PDF/UA-1 at once), by Typst in process.
//!
//! The tree and the layout reach the template as JSON: text stays data, and every style number comes from
//! `layouts/公文.yaml`.

mod error;
mod input;
mod marks;
mod missing;
mod notes;
mod picture;
mod screen;
mod tree;
mod typeset;
mod world;

pub use error::RenderError;
pub use picture::pictures;
pub use screen::{Glyph, LaidOut};
pub use world::library;

use sha2::{Digest, Sha256};
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::base::parallel::processors;
use crate::document::Document;
use crate::document::layout::Layout;
use crate::render::fonts::FontSet;
use crate::render::format::{Exported, Format, Tools};
use missing::refuse_missing_glyphs;
use typeset::{typeset, typst_error};
use world::{TypstWorld, look};

/// PDF/A.
pub struct Pdf;

impl Format for Pdf {
    fn ending(&self) -> &'static str {
        "pdf"
    }

    fn export(&self, document: &Document, tools: &Tools<'_>) -> Result<Exported, String> {
        render_pages(document, tools.layout, tools.template, tools.fonts).map_err(|error| error.to_string())
    }

    fn forget(&self) {
        forget();
    }
}

/// The bytes of [`render_pages`].
///
/// # Errors
/// As there.
pub fn render(document: &Document, layout: &Layout, template: &str, fonts: &FontSet) -> Result<Vec<u8>, RenderError> {
    render_pages(document, layout, template, fonts).map(|pdf| pdf.bytes)
}

/// Sets the document by `template` (the text of `layouts/公文.typ`). The same arguments give the same bytes.
///
/// # Errors
/// A table whose spans do not fit together; a character that no font has; a mistake in the template.
fn render_pages(
    document: &Document,
    layout: &Layout,
    template: &str,
    fonts: &FontSet,
) -> Result<Exported, RenderError> {
    refuse_missing_glyphs(document, fonts)?;
    let (world, ident) = {
        let (tree, look) = (input::document_json(document, layout, fonts)?, look(layout));
        let ident = ident(&[template, &tree.to_string(), &look]);
        (TypstWorld::new(template, library(&tree, layout), look, fonts), ident)
    };
    let pages = typeset(&world);
    fonts.release_pages();
    // The tree is large, and what is set is larger: not both are needed from here on.
    drop(world);
    let pages = pages?;
    let bytes = export(&pages, document, ident)?;
    fonts.release_pages();
    Ok(Exported { bytes, pages: Some(pages.pages().len()) })
}

/// What the typesetter remembers: see [`Format::forget`].
pub fn forget() {
    typst::comemo::evict(processors().saturating_sub(1).max(1));
}

/// What the typesetter is given of a document besides the template: the tree and `/layout.json`. For measurements of the
/// typesetter alone.
///
/// # Errors
/// As [`render_pages`].
pub fn sources(document: &Document, layout: &Layout, fonts: &FontSet) -> Result<[String; 2], RenderError> {
    Ok([input::document_json(document, layout, fonts)?.to_string(), look(layout)])
}

/// A name of the document that stays the same as long as its content does.
fn ident(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.len().to_le_bytes());
        hash.update(part);
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn export(pages: &PagedDocument, document: &Document, ident: String) -> Result<Vec<u8>, RenderError> {
    let date = document.properties.date;
    let midnight = Datetime::from_ymd_hms(i32::from(date.year), date.month, date.day, 0, 0, 0)
        .expect("a Date is a day of the calendar");
    let standards =
        PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).expect("PDF/A-2a and PDF/UA-1 share PDF 1.7");
    let options = PdfOptions {
        ident: Smart::Custom(ident),
        creator: Smart::Custom(Some("ziping".to_string())),
        timestamp: Some(Timestamp::new_utc(midnight)),
        standards,
        tagged: true,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(pages, &options).map_err(|problems| typst_error("生成PDF", &problems, |_| None))
}
