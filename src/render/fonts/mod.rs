//! Fonts of the PDF: which file serves each role of `layouts/公文.yaml`, and which characters none of them has.
//!
//! The typesetter sees each face under its role's name (仿宋, 小标宋, …), so a template never names a product.

mod advance;
mod coverage;
mod face_file;
mod font_set;
mod rights;
mod search;
mod standard_characters;

pub use advance::{Advances, is_in_both_fonts, is_latin};
pub use coverage::{MissingGlyph, Shapeless};
pub use font_set::{Chosen, FALLBACK, FontSet, Refused};
pub use rights::Embedding;
pub use search::Source;
pub use standard_characters::{Missing, standard_characters};
