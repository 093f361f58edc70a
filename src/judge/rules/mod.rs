//! The rules: one a file; its doc page is also its rustdoc.

mod alike_rows;
mod allocation_documents;
mod allocation_numbers;
mod allotments;
mod attachments;
mod carried_over;
mod case_studies;
mod column_laws;
mod completion_claims;
pub(super) mod completion_rates;
mod cross_references;
mod date_order;
pub(super) mod differences;
mod document_number_repeats;
mod elsewhere;
mod evaluation_counts;
mod execution_totals;
mod explanations;
mod form_kinds;
mod forwarding;
mod gaps;
mod grades;
mod grant_modes;
mod heading_marks;
mod impossible_results;
mod indicator_completeness;
pub(super) mod indicator_statements;
mod indicator_tables;
pub(super) mod itemised_counts;
mod listed_parts;
mod low_execution;
mod low_targets;
mod magnitudes;
mod means;
mod misspelt_names;
pub(super) mod money_facts;
mod money_structure;
mod named_counts;
mod names;
mod needs;
mod numbering;
mod outline;
mod over_target_explanation;
mod own_reckoning;
mod parallel_lists;
mod project_budget;
mod project_columns;
mod project_counts;
mod project_serials;
mod project_totals;
pub(super) mod proportions;
mod qualitative_levels;
mod ranks;
mod ratios;
mod reasons_fit;
mod reckoned;
mod regulations;
pub(super) mod renamed;
mod renamed_indicators;
mod report_date;
mod said_amounts;
mod scoring;
mod shares;
mod spans;
pub(super) mod stated_figures;
pub(super) mod stated_scores;
mod stock_phrases;
mod table_rows;
mod table_totals;
mod under_target_explanation;
mod unit_form_contents;
mod unit_form_indicators;
mod unit_form_money;
mod unit_form_projects;
mod unit_form_reasons;
mod unit_form_sums;
mod unit_names;
mod unknown_form;
mod wholes;
mod wording;
mod years;

use crate::judge::rule::Rule;

use super::tie;

/// By code.
pub(super) static RULES: [Rule; 64] = [
    project_totals::RULE,
    execution_totals::RULE,
    allocation_documents::RULE,
    project_budget::RULE,
    project_serials::RULE,
    grant_modes::RULE,
    unit_form_projects::RULE,
    magnitudes::RULE,
    low_execution::RULE,
    forwarding::RULE,
    unit_names::RULE,
    own_reckoning::RULE,
    allotments::RULE,
    project_columns::RULE,
    indicator_completeness::RULE,
    under_target_explanation::RULE,
    over_target_explanation::RULE,
    unit_form_sums::RULE,
    shares::RULE,
    reasons_fit::RULE,
    unit_form_indicators::RULE,
    qualitative_levels::RULE,
    unit_form_reasons::RULE,
    unit_form_money::RULE,
    unit_form_contents::RULE,
    allocation_numbers::RULE,
    document_number_repeats::RULE,
    grades::RULE,
    scoring::RULE,
    case_studies::RULE,
    report_date::RULE,
    stated_figures::RULE,
    project_counts::RULE,
    indicator_tables::RULE,
    indicator_statements::RULE,
    completion_rates::RULE,
    money_facts::RULE,
    stated_scores::RULE,
    names::RULE,
    itemised_counts::RULE,
    evaluation_counts::RULE,
    regulations::RULE,
    years::RULE,
    completion_claims::RULE,
    stock_phrases::RULE,
    outline::RULE,
    tie::RULE,
    attachments::RULE,
    wording::RULE,
    alike_rows::RULE,
    misspelt_names::RULE,
    table_totals::RULE,
    impossible_results::RULE,
    unknown_form::RULE,
    numbering::RULE,
    date_order::RULE,
    differences::RULE,
    proportions::RULE,
    named_counts::RULE,
    table_rows::RULE,
    cross_references::RULE,
    low_targets::RULE,
    carried_over::RULE,
    renamed_indicators::RULE,
];
