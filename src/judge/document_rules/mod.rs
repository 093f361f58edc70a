//! Rules that read a document: one a file, each with its page in `docs/rules`.

mod alike_rows;
mod attachments;
mod case_projects;
mod completion_claims;
mod completion_rates;
mod date_order;
mod differences;
mod document_numbers;
mod evaluation_counts;
mod explanations;
mod form_kinds;
mod form_scores;
mod impossible_results;
mod indicator_statements;
mod indicator_tables;
mod itemised_counts;
mod listed_parts;
mod low_execution;
mod misspelt_names;
mod money_facts;
mod money_structure;
mod named_counts;
mod names;
mod numbering;
mod outline;
mod project_counts;
mod project_table;
mod regulations;
mod said_amounts;
mod shares;
pub(super) mod stated_figures;
mod stated_scores;
mod stock_phrases;
mod table_rows;
mod table_totals;
mod unknown_form;
mod wording;
mod years;

use crate::judge::rule::Rule;

/// By code.
pub(super) static RULES: [Rule; 34] = [
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
    stated_figures::RULE,
    regulations::RULE,
    years::RULE,
    completion_claims::RULE,
    stock_phrases::RULE,
    outline::RULE,
    attachments::RULE,
    wording::RULE,
    alike_rows::RULE,
    misspelt_names::RULE,
    low_execution::RULE,
    form_scores::RULE,
    table_totals::RULE,
    impossible_results::RULE,
    unknown_form::RULE,
    numbering::RULE,
    date_order::RULE,
    differences::RULE,
    shares::RULE,
    named_counts::RULE,
    table_rows::RULE,
];
