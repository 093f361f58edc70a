//! What a format is to those who deliver documents, and to those who show them.

use crate::document::Document;
use crate::document::layout::Layout;

use super::fonts::FontSet;

/// What documents are set with.
#[derive(Clone, Copy)]
pub struct Tools<'t> {
    pub layout: &'t Layout,
    /// The text of `layouts/公文.typ`.
    pub template: &'t str,
    pub fonts: &'t FontSet,
}

/// The same arguments give the same, in any thread.
pub trait Format: Sync {
    /// What a document becomes.
    type Made;

    /// # Errors
    /// Why it cannot be made, for the clerk.
    fn export(&self, document: &Document, tools: &Tools<'_>) -> Result<Self::Made, String>;

    /// To be called after each year: lets it forget what it remembers of earlier ones, so that a batch does not fill the
    /// memory. What it made while the years beside this one were worked on must stay.
    fn forget(&self) {}
}

/// A document as a file.
pub struct Exported {
    pub bytes: Vec<u8>,
    /// Where the format has pages of its own.
    pub pages: Option<usize>,
}

/// A format of files.
pub trait FileFormat: Format<Made = Exported> {
    fn ending(&self) -> &'static str;
}
