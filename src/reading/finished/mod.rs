//! Finished documents: what they state.

pub mod bare;
pub(crate) mod headings;
mod known_figures;
pub mod read_document;
pub(crate) mod statements;
pub(crate) mod tables;

pub use known_figures::known_figures;
pub use read_document::ReadDocument;
