//! Rules for finished documents: one a file, each with its page in `docs/rules`.

mod alike_rows;
mod attachments;
mod case_projects;
mod completion_claims;
mod completion_rates;
mod document_numbers;
mod evaluation_counts;
mod explanations;
mod form_kinds;
mod form_scores;
mod impossible_results;
mod indicator_statements;
mod indicator_tables;
mod itemised_counts;
mod low_execution;
mod misspelt_names;
mod money_facts;
mod money_structure;
mod names;
mod needs;
mod outline;
mod project_counts;
mod project_table;
mod regulations;
mod stated_figures;
mod stated_scores;
mod stock_phrases;
mod table_totals;
mod unknown_form;
mod wording;
mod years;

use crate::judge::rule::Rule;

use crate::reading::finished::Facts;

/// Which documents a rule is for.
#[derive(Clone, Copy, PartialEq)]
enum Of {
    /// Those made elsewhere: what the rule looks at, `ziping` fills in itself, or another rule sees in the input.
    Others,
    /// Also a year's own report: what people typed into texts and tables may be wrong there.
    All,
}

/// Every rule, by code.
static RULES: [(Rule<Facts>, Of); 28] = [
    (project_table::RULE, Of::Others),
    (project_counts::RULE, Of::All),
    (indicator_tables::RULE, Of::Others),
    (indicator_statements::RULE, Of::All),
    (completion_rates::RULE, Of::All),
    (money_facts::RULE, Of::All),
    (stated_scores::RULE, Of::All),
    (explanations::RULE, Of::Others),
    (document_numbers::RULE, Of::All),
    (names::RULE, Of::All),
    (itemised_counts::RULE, Of::All),
    (case_projects::RULE, Of::All),
    (evaluation_counts::RULE, Of::All),
    (stated_figures::RULE, Of::Others),
    (regulations::RULE, Of::All),
    (years::RULE, Of::All),
    (completion_claims::RULE, Of::All),
    (stock_phrases::RULE, Of::All),
    (outline::RULE, Of::All),
    (attachments::RULE, Of::Others),
    (wording::RULE, Of::All),
    (alike_rows::RULE, Of::All),
    (misspelt_names::RULE, Of::All),
    (low_execution::RULE, Of::Others),
    (form_scores::RULE, Of::Others),
    (table_totals::RULE, Of::Others),
    (impossible_results::RULE, Of::Others),
    (unknown_form::RULE, Of::Others),
];

pub fn document_rules() -> Vec<&'static Rule<Facts>> {
    RULES.iter().map(|(rule, _)| rule).collect()
}

/// Those that a year's own report is held against.
pub fn prose_rules() -> Vec<&'static Rule<Facts>> {
    RULES.iter().filter(|(_, of)| *of == Of::All).map(|(rule, _)| rule).collect()
}
