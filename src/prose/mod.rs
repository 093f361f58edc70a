//! Running text, read as a reviewer reads it: which words are figures (`quantities`), what each speaks of and what is
//! known of that (`tie`, `figures`).

pub(crate) mod around;
pub(crate) mod certainty;
pub(crate) mod citations;
pub(crate) mod comparison;
mod counts;
mod differences;
mod documents;
mod fund_figures;
pub mod known_figures;
mod marks;
pub(crate) mod money;
pub(crate) mod money_claims;
pub(crate) mod name_finder;
pub(crate) mod names;
mod numerals;
mod quantities;
mod recipient_kind;
mod recipients;
mod sentences;
pub(crate) mod short_names;
mod slips;
pub(crate) mod subject;
pub(crate) mod subjects;
pub(crate) mod tie;
mod times;

pub use citations::{DocumentNumber, document_numbers, is_same_number};
pub use known_figures::KnownFigures;
pub use marks::full_width_marks;
pub use quantities::{Mention, Sense, Token, mentions, tokens};
pub use sentences::sentences;
pub use slips::{is_slip, is_swap, swaps};
pub use times::other_times;
