#![doc = include_str!("../../../docs/rules/Z223.md")]

use crate::base::finding::Finding;
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::judge::tolerance::first_places;
use crate::model::indicator::Indicator;
use crate::model::report::{Part, Report};
use crate::model::standards::Standards;
use crate::model::unit_form::FormIndicator;

pub const RULE: Rule = Rule {
    code: "Z223",
    title: "单位写了原因的，区域也写明",
    doc: include_str!("../../../docs/rules/Z223.md"),
    needs: &[Need::Part(Part::Indicators)],
    check: Check::Report(check),
};

fn check(report: &Report, _: &Standards) -> Outcome {
    if report.unit_forms.is_empty() {
        return Outcome::NotApplicable("没有“单位自评”文件夹".into());
    }
    Outcome::of(report.indicators().filter_map(|indicator| unused(&indicator, report)).collect())
}

/// The region owes an explanation, and units have given some.
fn unused(indicator: &Indicator, report: &Report) -> Option<Finding> {
    let owed = report.owes_reason(indicator);
    if !owed || indicator.explanation.is_known() {
        return None;
    }
    let rows = report.unit_forms.iter().flat_map(|form| &form.indicators);
    let given: Vec<&FormIndicator> =
        rows.filter(|row| row.name.value == indicator.name.value && row.explanation.is_some()).collect();
    let first = given.first()?.explanation.as_ref()?;
    Some(
        Finding::info(RULE.code, format!("“{}”还没有写原因和措施，有{}个单位写了", indicator.name.value, given.len()))
            .actual(&first.value.text)
            .at_all(&first_places(given.iter().filter_map(|row| Some(&row.explanation.as_ref()?.place))))
            .hint("各单位写的已去掉重复，放在输出文件夹的“单位自评汇总.xlsx”的“原因和措施”里，改好后填进指标表。"),
    )
}
