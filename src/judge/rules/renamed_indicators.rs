#![doc = include_str!("../../../docs/rules/Z903.md")]

use crate::base::finding::Finding;
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::model::indicator::Indicator;
use crate::model::report::{Part, Report};
use crate::model::standards::Standards;
use crate::model::year_on_year::renamed;

use super::needs::last_year;

pub const RULE: Rule = Rule {
    code: "Z903",
    title: "指标名称与上年一致",
    doc: include_str!("../../../docs/rules/Z903.md"),
    needs: &[Need::Part(Part::Indicators), Need::AllIndicators],
    check: Check::Report(check),
};

fn check(report: &Report, _: &Standards) -> Outcome {
    let last = match last_year(report) {
        Ok(last) => last,
        Err(outcome) => return outcome,
    };
    let named = |report: &Report, name: &str| report.indicators().any(|indicator| indicator.name.value == name);
    let fresh = report.indicators().filter(|indicator| !named(last, &indicator.name.value));
    let gone: Vec<Indicator> = last.indicators().filter(|indicator| !named(report, &indicator.name.value)).collect();
    let findings = fresh.filter_map(|indicator| {
        let name = &indicator.name.value;
        let before = gone.iter().find(|before| renamed(&before.name.value, name))?;
        Some(
            Finding::warning(RULE.code, format!("指标“{name}”上年写作“{}”，疑似同一指标改了名", before.name.value))
                .expected(&before.name.value)
                .actual(name)
                .at(&indicator.name.place)
                .at(&before.name.place)
                .hint("同一指标的，名称改成与备案的绩效目标一致；确实换了指标的，接受这条警告并写明理由。"),
        )
    });
    Outcome::of(findings.collect())
}
