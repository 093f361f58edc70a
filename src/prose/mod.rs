//! Running text, read as a reviewer reads it: which words are figures ([`quantities`]), what each speaks of and what is
//! known of that ([`tie`], [`book`]).

pub mod book;
mod citations;
mod counts;
mod fund_figures;
pub(crate) mod names;
mod numerals;
pub mod quantities;
pub mod short_names;
mod slips;
pub(crate) mod subjects;
pub mod tie;

pub use book::{Book, Known};
pub use citations::{DocumentNumber, document_numbers};
pub use quantities::{Mention, Token, mentions, tokens};
pub(crate) use subjects::{masked, variants};
pub use tie::{Context, Tie, tie};
