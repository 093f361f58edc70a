//! Running text, read as a reviewer reads it: which words are figures ([`quantities`]), what each speaks of and what is
//! known of that ([`tie`], [`book`]).

mod around;
pub mod book;
mod citations;
mod comparison;
mod counts;
mod fund_figures;
mod name_finder;
pub(crate) mod names;
mod numerals;
pub mod quantities;
pub mod short_names;
mod slips;
pub mod subject;
pub(crate) mod subjects;
pub mod tie;

pub use book::{Book, Known};
pub use citations::{DocumentNumber, document_numbers};
pub use comparison::Tie;
pub(crate) use name_finder::variants;
pub use quantities::{Mention, Token, mentions, tokens};
pub(crate) use subjects::masked;
pub use tie::{Context, tie};
