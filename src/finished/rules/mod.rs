//! Rules for finished documents: one a file, each with its page in `docs/rules`.

mod case_projects;
mod completion_rates;
mod document_numbers;
mod evaluation_counts;
mod explanations;
mod indicator_statements;
mod indicator_tables;
mod itemised_counts;
mod money_facts;
mod names;
mod project_counts;
mod project_table;
mod stated_scores;

use crate::audit::Rule;

use super::Facts;

/// What a rule reads.
#[derive(Clone, Copy, PartialEq)]
enum Reads {
    /// Tables: `ziping` fills them itself, so only documents made elsewhere can be wrong there.
    Tables,
    /// Running text: what a person typed there may contradict the tables, so a year's own report is read too.
    Prose,
}

use Reads::{Prose, Tables};

/// Every rule, by code.
static RULES: [(Rule<Facts>, Reads); 13] = [
    (project_table::RULE, Tables),
    (project_counts::RULE, Prose),
    (indicator_tables::RULE, Tables),
    (indicator_statements::RULE, Prose),
    (completion_rates::RULE, Prose),
    (money_facts::RULE, Prose),
    (stated_scores::RULE, Prose),
    (explanations::RULE, Tables),
    (document_numbers::RULE, Tables),
    (names::RULE, Prose),
    (itemised_counts::RULE, Prose),
    (case_projects::RULE, Prose),
    (evaluation_counts::RULE, Prose),
];

pub fn document_rules() -> Vec<&'static Rule<Facts>> {
    RULES.iter().map(|(rule, _)| rule).collect()
}

/// Those that read running text.
pub fn prose_rules() -> Vec<&'static Rule<Facts>> {
    RULES.iter().filter(|(_, reads)| *reads == Prose).map(|(rule, _)| rule).collect()
}
