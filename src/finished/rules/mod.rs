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

/// Every rule, by code.
pub fn document_rules() -> &'static [Rule<Facts>] {
    &[
        project_table::RULE,
        project_counts::RULE,
        indicator_tables::RULE,
        indicator_statements::RULE,
        completion_rates::RULE,
        money_facts::RULE,
        stated_scores::RULE,
        explanations::RULE,
        document_numbers::RULE,
        names::RULE,
        itemised_counts::RULE,
        case_projects::RULE,
        evaluation_counts::RULE,
    ]
}

/// Those that read running text: what a person typed there may contradict the tables.
pub fn prose_rules() -> Vec<Rule<Facts>> {
    vec![
        project_counts::RULE,
        indicator_statements::RULE,
        completion_rates::RULE,
        money_facts::RULE,
        stated_scores::RULE,
        names::RULE,
        itemised_counts::RULE,
        case_projects::RULE,
        evaluation_counts::RULE,
    ]
}
