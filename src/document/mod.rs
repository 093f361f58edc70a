//! The document tree: what the report says and how it is ordered, in terms that no file format knows.
//!
//! `compose` builds it, both renderers read it. Text is plain data; looks are named by [`Style`] and defined
//! once in `layouts/公文.yaml`.

mod annotation;
mod chart;
mod image;
/// `layouts/公文.yaml`: the only place of style numbers.
pub mod layout;
mod origin;
mod paragraph;
mod style;
mod table;
mod tree;
mod wording;

pub use annotation::{Annotation, Note};
pub use chart::{Bar, Chart, Mark};
pub use image::Image;
pub use origin::{Named, Origin, Origins, Placeholder, Source};
pub use paragraph::{Indent, Inline, Paragraph, Spaced};
pub use style::Style;
pub use table::{Cell, ColumnWidths, Row, Slot, Table, TableError, VerticalAlign};
pub use tree::{Block, Document, Orientation, Properties, Section};
pub use wording::{Wording, wordings};
