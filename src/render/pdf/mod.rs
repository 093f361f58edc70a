//! The document tree to an archivable, accessible PDF (PDF/A-2a and PDF/UA-1 at once), by Typst in process.
//!
//! The tree and the layout reach the template as JSON: text stays data, and every style number comes from
//! `layouts/公文.yaml`.

mod input;
mod notes;
mod picture;
mod tree;
mod world;

pub use picture::pictures;
pub use world::library;

use std::fmt;

use sha2::{Digest, Sha256};
use typst::diag::{EcoString, SourceDiagnostic};
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::base::parallel::processors;
use crate::document::Document;
use crate::document::layout::Layout;
use crate::render::fonts::FontSet;
use world::{LAYOUT, Place, TEMPLATE, TypstWorld};

/// Why no PDF was made, for the clerk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderError(String);

impl fmt::Display for RenderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for RenderError {}

/// A PDF as it is stored.
pub struct Pdf {
    pub bytes: Vec<u8>,
    pub pages: usize,
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
pub fn render_pages(document: &Document, layout: &Layout, template: &str, fonts: &FontSet) -> Result<Pdf, RenderError> {
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
    Ok(Pdf { bytes, pages: pages.pages().len() })
}

/// To be called after each year: lets the typesetter forget what it remembers of earlier ones, so that a batch does not
/// fill the memory. What it made while the years beside this one were worked on must stay.
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

fn look(layout: &Layout) -> String {
    serde_json::to_string(layout).expect("a layout holds text and finite numbers only")
}

fn refuse_missing_glyphs(document: &Document, fonts: &FontSet) -> Result<(), RenderError> {
    let missing = fonts.missing_glyphs(document);
    if missing.is_empty() {
        return Ok(());
    }
    let places: Vec<String> = missing
        .iter()
        .map(|glyph| format!("“{}”（U+{:04X}，在“{}”里）", glyph.character, u32::from(glyph.character), glyph.context))
        .collect();
    Err(RenderError(format!(
        "以下字符所有字体里都没有，PDF印不出来：{}。请改用别的字符，或在字体文件夹里放入有这些字的字体并写进{LAYOUT}的补字字体",
        places.join("、")
    )))
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

fn typeset(world: &TypstWorld) -> Result<PagedDocument, RenderError> {
    typst::compile::<PagedDocument>(world).output.map_err(|problems| typst_error("排版", &problems, world.places()))
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

/// What the typesetter says is for whoever edits the template: its words, with the line of the template.
fn typst_error(
    stage: &str,
    problems: &[SourceDiagnostic],
    place: impl Fn(&SourceDiagnostic) -> Option<Place>,
) -> RenderError {
    let words: Vec<String> = problems
        .iter()
        .map(|problem| {
            let line = place(problem).map_or(String::new(), |Place { line }| format!("第{line}行："));
            let hints: Vec<&str> = problem.hints.iter().map(|hint| EcoString::as_str(&hint.v)).collect();
            let hints = if hints.is_empty() { String::new() } else { format!("（{}）", hints.join("；")) };
            format!("{line}{}{hints}", problem.message)
        })
        .collect();
    RenderError(format!("{stage}时出错，请检查{TEMPLATE}：{}", words.join("；")))
}
