//! From a year's folder to the model: cells and YAML with their places; what cannot be read becomes a finding.
//! Reading never stops at the first fault.

mod aggregation_method;
mod allotments;
mod assemble;
mod column_and_section;
mod date;
mod direction_columns;
mod document_words;
mod documents;
mod execution;
mod faults;
mod fields;
mod find_tables;
/// Finished documents, read back and audited against themselves.
pub mod finished;
mod flat_list;
mod folder;
mod form_layout;
mod form_texts;
mod found;
mod head;
pub(crate) mod head_words;
mod indicators;
mod keys;
mod kinds;
mod last_year;
mod left_out;
pub(crate) mod leftover;
mod likely_heads;
mod list_changes;
mod list_sections;
mod list_sums;
mod list_totals;
mod lists;
mod look;
mod money;
mod money_heads;
mod normalisation;
mod outline;
mod project_row;
mod projects;
mod rates;
pub(crate) mod recognise;
mod row_sums;
mod schema;
mod seen;
mod side_by_side;
mod sub_columns;
mod title_year;
mod turned;
mod unit_forms;
mod unknown_word;
mod whole_report;
pub(crate) mod yaml;
mod yaml_tables;
mod yaml_tree;
mod year;

pub use last_year::{hash_inputs, read_with_last_year};
pub use look::{Look, LookedTable, gives_twice, look, wanted};
pub use normalisation::{Normalisation, NormalisationKind};
pub use outline::{Outline, OutlineHead, OutlineIndicator};
pub use recognise::Recognition;

pub use year::{InputFile, Reading, read_alone, read_year};
