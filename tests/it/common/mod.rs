//! What the tests share: readers of the files that are made.

pub mod content;
pub mod parts;
pub mod pdf_text;
