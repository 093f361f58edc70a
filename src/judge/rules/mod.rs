//! One rule a file; its doc page is also its rustdoc.

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
mod under_target_explanation;
mod unit_form_contents;
mod unit_form_indicators;
mod unit_form_money;
mod unit_form_projects;
mod unit_form_reasons;
mod unit_form_sums;
mod unit_names;

use crate::model::report::{Part, Report};

use crate::judge::rule::{Outcome, Rule};

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
        low_targets::RULE,
        carried_over::RULE,
        renamed_indicators::RULE,
    ]
}

/// Rules that hold the project table as a whole against something: a row that could not be read would be a difference.
const OF_ALL_PROJECTS: [&str; 7] = [
    project_totals::RULE.code,
    project_budget::RULE.code,
    unit_form_projects::RULE.code,
    unit_form_money::RULE.code,
    grades::RULE.code,
    case_studies::RULE.code,
    carried_over::RULE.code,
];

/// The same of the indicator table.
const OF_ALL_INDICATORS: [&str; 4] = [
    indicator_completeness::RULE.code,
    unit_form_indicators::RULE.code,
    scoring::RULE.code,
    renamed_indicators::RULE.code,
];

/// Rules that look for something in the texts.
const OF_ALL_TEXTS: [&str; 1] = [low_execution::RULE.code];

/// What each rule looks at: where that is not there, it has nothing to say. The money is asked for by [`needs::execution`].
const LOOKS_AT: [(Part, &[&str]); 5] = [
    (
        Part::Documents,
        &[
            allocation_documents::RULE.code,
            magnitudes::RULE.code,
            forwarding::RULE.code,
            allocation_numbers::RULE.code,
            document_number_repeats::RULE.code,
        ],
    ),
    (
        Part::Projects,
        &[
            project_totals::RULE.code,
            project_budget::RULE.code,
            project_serials::RULE.code,
            grant_modes::RULE.code,
            unit_form_projects::RULE.code,
            magnitudes::RULE.code,
            unit_names::RULE.code,
            project_columns::RULE.code,
            unit_form_money::RULE.code,
            grades::RULE.code,
            case_studies::RULE.code,
            carried_over::RULE.code,
        ],
    ),
    (
        Part::Indicators,
        &[
            magnitudes::RULE.code,
            indicator_completeness::RULE.code,
            under_target_explanation::RULE.code,
            over_target_explanation::RULE.code,
            unit_form_sums::RULE.code,
            shares::RULE.code,
            reasons_fit::RULE.code,
            unit_form_indicators::RULE.code,
            qualitative_levels::RULE.code,
            unit_form_reasons::RULE.code,
            scoring::RULE.code,
            low_targets::RULE.code,
            renamed_indicators::RULE.code,
        ],
    ),
    (Part::Allotments, &[allotments::RULE.code]),
    (Part::Scoring, &[scoring::RULE.code]),
];

/// What comes of a rule that needs what could not be read.
pub(super) fn unread(rule: &Rule, report: &Report) -> Option<Outcome> {
    let missing = LOOKS_AT.iter().find(|(part, codes)| report.lacks(*part) && codes.contains(&rule.code));
    if let Some((part, _)) = missing.filter(|(part, _)| !report.wants(*part)) {
        return Some(Outcome::NotApplicable(format!("这项资金没有{}", part.name())));
    }
    if let Some((part, _)) = missing {
        return Some(Outcome::CannotEvaluate(format!("没有读到{}", part.name())));
    }
    let cannot = |table: &str, rows: usize| Outcome::CannotEvaluate(format!("{table}有{rows}行没有读全，改正后再核对"));
    match (report.projects.directions.unread().len(), report.indicators.unread().len()) {
        (rows @ 1.., _) if OF_ALL_PROJECTS.contains(&rule.code) => Some(cannot("项目表", rows)),
        (_, rows @ 1..) if OF_ALL_INDICATORS.contains(&rule.code) => Some(cannot("指标表", rows)),
        _ if !report.unread_texts.is_empty() && OF_ALL_TEXTS.contains(&rule.code) => {
            Some(Outcome::CannotEvaluate("有 YAML 文件没有读全".into()))
        }
        _ => None,
    }
}
