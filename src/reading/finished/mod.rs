//! Finished documents: what they state.

mod book;
pub mod facts;
pub(crate) mod statements;
pub(crate) mod tables;

pub use facts::Facts;
