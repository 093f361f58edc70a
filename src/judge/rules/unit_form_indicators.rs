#![doc = include_str!("../../../docs/rules/Z221.md")]

use std::collections::BTreeMap;

use crate::base::finding::Finding;
use crate::base::nearest::nearest;
use crate::base::place::Place;
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::judge::tolerance::first_places;
use crate::model::aggregation::in_unit_of;
use crate::model::indicator::{Indicator, IndicatorRow};
use crate::model::measure::Target;
use crate::model::report::{Part, Report};
use crate::model::standards::Standards;

pub const RULE: Rule = Rule {
    code: "Z221",
    title: "单位自评表的指标与区域的对得上",
    doc: include_str!("../../../docs/rules/Z221.md"),
    needs: &[Need::Part(Part::Indicators)],
    check: Check::Report(check),
};

fn check(report: &Report, _: &Standards) -> Outcome {
    if report.unit_forms.is_empty() {
        return Outcome::NotApplicable("没有“单位自评”文件夹".into());
    }
    // The rows may lack their results: these may be what the forms are to make.
    let named = report.indicators.iter().filter_map(|row| Some((row.name.value()?.as_str(), row)));
    let by_name: BTreeMap<&str, &IndicatorRow> = named.collect();
    let all_named = report.indicators.iter().all(|row| row.name.is_known());
    let mut unknown: BTreeMap<&str, Vec<&Place>> = BTreeMap::new();
    let mut findings = Vec::new();
    for row in report.unit_forms.iter().flat_map(|form| &form.indicators) {
        let Some(actual) = &row.actual else { continue };
        let Some(indicator) = by_name.get(row.name.value.as_str()) else {
            if all_named {
                unknown.entry(&row.name.value).or_default().push(&row.name.place);
            }
            continue;
        };
        // Why the forms make no result, the reader has told with these cells.
        let is_told = indicator.aggregated && indicator.actual.is_unread();
        let Some(target) = indicator.target.known().filter(|_| !is_told) else { continue };
        if in_unit_of(&target.value, &actual.value).is_none() {
            let expected = match &target.value {
                Target::Quantitative { measure, .. } if measure.unit.is_empty() => "一个数".to_string(),
                Target::Quantitative { measure, .. } => format!("一个数，单位是“{}”", measure.unit),
                Target::Qualitative(words) => format!("“{words}”，或完成百分比，如 95%"),
            };
            findings.push(
                Finding::error(RULE.code, format!("单位自评表的“{}”不能汇总", row.name.value))
                    .expected(expected)
                    .actual(&actual.value)
                    .at(&actual.place)
                    .at(&target.place)
                    .hint("请单位照区域指标值的单位改正。"),
            );
        }
    }
    findings.extend(unknown.into_iter().map(|(name, places)| {
        let meant = nearest(name, by_name.keys().copied());
        let hint = meant.map_or_else(
            || "区域没有这个指标的，不汇总；应当有的，在指标表里加一行，照批复填指标值。".to_string(),
            |meant| format!("是不是“{meant}”？请把名称改成一样；名称不同的不汇总。"),
        );
        Finding::warning(RULE.code, format!("单位自评表的指标“{name}”不在区域的指标表里（{}份填了）", places.len()))
            .expected("与区域指标表完全相同的名称")
            .actual(name)
            .at_all(places)
            .hint(hint)
    }));
    if report.indicators.is_whole() {
        findings.extend(unreported(report));
    }
    Outcome::of(findings)
}

/// Indicators that no form knows, where most are known to some: with the first few forms in, there is nothing to say.
fn unreported(report: &Report) -> Option<Finding> {
    let (known, unknown): (Vec<Indicator>, Vec<Indicator>) =
        report.indicators().partition(|indicator| indicator.aggregate.is_some());
    if known.len() <= unknown.len() || unknown.is_empty() {
        return None;
    }
    let named = |indicator: &&Indicator| {
        let rows = report.unit_forms.iter().flat_map(|form| &form.indicators);
        !rows.into_iter().any(|row| row.name.value == indicator.name.value)
    };
    let missing: Vec<&Indicator> = unknown.iter().filter(named).collect();
    (!missing.is_empty()).then(|| {
        let names: Vec<&str> = missing.iter().map(|indicator| indicator.name.value.as_str()).collect();
        Finding::info(RULE.code, format!("有{}个区域指标，单位自评表里都没有填", missing.len()))
            .expected("至少一份单位自评表填了")
            .actual(names.join("、"))
            .at_all(&first_places(missing.iter().map(|indicator| &indicator.name.place)))
            .hint("由区域自己统计的，不用管；应由单位填的，核对空表上有没有印这个指标。")
    })
}
