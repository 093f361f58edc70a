//! Running text, read as a reviewer reads it: which words are figures ([`quantities`]), what each speaks of and what is
//! known of that ([`tie`], [`book`]), and which of them a person typed ([`typed`]).

pub mod book;
mod citations;
mod counts;
mod fund_figures;
mod names;
mod numerals;
pub mod quantities;
pub mod short_names;
mod slips;
mod subjects;
pub mod tie;
pub mod typed;

pub use book::{Book, Known};
pub use citations::{DocumentNumber, document_numbers};
pub use quantities::{Mention, Token, mentions, tokens};
pub(crate) use subjects::{masked, variants};
pub use tie::{Context, Tie, tie};
pub use typed::{RULE as TYPED_RULE, Typed, TypedFigure};

/// A Chinese character, no mark.
pub(crate) fn is_han(character: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&character)
}
