//! What was changed in each passage, carried to where it was typed, or refused with the place to change instead.

mod codes;
mod lines;
mod paragraphs;
mod reader;
mod refusals;
mod stretches;
mod typed;
mod whole;

pub(super) use reader::Reader;
