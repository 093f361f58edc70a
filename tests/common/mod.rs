//! What the tests share: readers of the files that are made.
#![allow(dead_code)] // Each test file uses its own part.

pub mod content;
pub mod pdf_text;
