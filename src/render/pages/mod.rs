//! Pages by Typst in process: what .pdf, pictures of pages and pictures in .docx are made of.
//!
//! The tree and the layout reach the template as JSON: text stays data, and every style number comes from
//! `layouts/公文.yaml`.

mod input;
mod marks;
mod missing;
mod notes;
mod picture;
mod tree;
mod typeset;
mod world;

pub(super) use marks::{Marks, Runs};
pub use picture::{Picture, pictures};
pub(super) use typeset::typst_error;
pub use typeset::{Manuscript, forget};
pub use world::library;
pub(super) use world::main_file;
