//! Rules that read a year's input: one a file; its doc page is also its rustdoc.

mod allocation_documents;
pub(super) mod allocation_numbers;
mod allotments;
mod carried_over;
mod case_studies;
mod document_number_repeats;
mod execution_totals;
mod forwarding;
mod grades;
mod grant_modes;
mod indicator_completeness;
mod low_execution;
mod low_targets;
mod magnitudes;
mod needs;
mod over_target_explanation;
mod own_reckoning;
mod project_budget;
mod project_columns;
mod project_serials;
mod project_totals;
mod qualitative_levels;
mod reasons_fit;
mod renamed_indicators;
mod report_date;
mod scoring;
mod shares;
mod typed_figures;
mod under_target_explanation;
mod unit_form_contents;
mod unit_form_indicators;
mod unit_form_money;
mod unit_form_projects;
mod unit_form_reasons;
mod unit_form_sums;
mod unit_names;

use crate::judge::rule::Rule;

/// By code.
pub(super) static RULES: [Rule; 35] = [
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
    typed_figures::RULE,
    low_targets::RULE,
    carried_over::RULE,
    renamed_indicators::RULE,
];
