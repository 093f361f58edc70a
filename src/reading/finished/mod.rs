//! Finished documents: what they state.

pub mod bare;
mod book;
pub mod facts;
pub(crate) mod headings;
pub(crate) mod statements;
pub(crate) mod tables;

pub use book::book_of;
pub use facts::Facts;
