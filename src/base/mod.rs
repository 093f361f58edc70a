//! What every layer may use: text, places, findings, guards.

pub(crate) mod characters;
pub(crate) mod chinese_number;
pub mod date;
pub mod field;
pub mod figure_id;
pub(crate) mod file_words;
pub mod finding;
pub mod grouping;
/// Panics become words, and the rest goes on.
pub(crate) mod guard;
pub(crate) mod hash;
pub(crate) mod layout_fault;
pub mod made_from;
/// The known word that a mistyped one was meant to be.
pub(crate) mod name_marks;
pub(crate) mod natural_order;
pub(crate) mod nearest;
pub mod number;
/// Work shared out over the processors.
pub(crate) mod parallel;
pub mod place;
/// What stands where something was to be filled in.
pub(crate) mod placeholders;
pub mod places;
/// Parts of a text by bytes that were reckoned.
pub(crate) mod text_part;
/// What is wrong in a YAML text, in words for a person.
pub(crate) mod yaml_fault;
