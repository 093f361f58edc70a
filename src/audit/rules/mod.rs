//! One rule a file; its doc page is also its rustdoc.

mod allocation_documents;
mod allocation_numbers;
mod case_studies;
mod document_number_repeats;
mod execution_totals;
mod grades;
mod grant_modes;
mod indicator_completeness;
mod over_target_explanation;
mod project_budget;
mod project_serials;
mod project_totals;
mod report_date;
mod scoring;
mod under_target_explanation;
mod unit_form_projects;
mod unit_form_sums;

pub use allocation_numbers::number_problem;

use super::Rule;

/// Every rule, by code.
pub fn rules() -> &'static [Rule] {
    &[
        project_totals::RULE,
        execution_totals::RULE,
        allocation_documents::RULE,
        project_budget::RULE,
        project_serials::RULE,
        grant_modes::RULE,
        unit_form_projects::RULE,
        indicator_completeness::RULE,
        under_target_explanation::RULE,
        over_target_explanation::RULE,
        unit_form_sums::RULE,
        allocation_numbers::RULE,
        document_number_repeats::RULE,
        grades::RULE,
        scoring::RULE,
        case_studies::RULE,
        report_date::RULE,
    ]
}
