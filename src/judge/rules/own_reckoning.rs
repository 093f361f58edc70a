#![doc = include_str!("../../../docs/rules/Z112.md")]

use crate::base::finding::Finding;
use crate::base::place::{Place, Sourced};
use crate::judge::rule::{Check, Outcome, Rule};
use crate::model::fund_rules::TOTAL_MONEY;
use crate::model::number::{Rate, Score, StatedRate};
use crate::model::report::Report;
use crate::model::standards::Standards;
use crate::model::term::Term;

pub const RULE: Rule = Rule {
    code: "Z112",
    title: "表里自己算的比率、得分与重新算的一致",
    doc: include_str!("../../../docs/rules/Z112.md"),
    needs: &[],
    check: Check::Report(check),
};

fn check(report: &Report, _: &Standards) -> Outcome {
    let mut stated = 0;
    let mut findings = Vec::new();
    for row in report.execution.stated_total.iter().chain(report.execution.rows.iter()).chain(&report.execution.details)
    {
        let Some(own) = row.own_rate.known() else { continue };
        stated += 1;
        let name = row.source.as_ref().map_or(TOTAL_MONEY, Term::name);
        let made_of = [row.executed.place(), row.budget.place()];
        findings.extend(rate(&format!("{name}的执行率"), "执行数÷预算数", own, row.rate(), made_of));
    }
    for indicator in report.indicators() {
        let name = indicator.name.value.as_str();
        if let Some(own) = indicator.own_completion.known() {
            stated += 1;
            let made_of = [Some(&indicator.actual.place), Some(&indicator.target.place)];
            let how = "照指标值和实际完成值重新算";
            findings.extend(rate(&format!("“{name}”的完成率"), how, own, indicator.completion(), made_of));
        }
        if let (Some(own), Some(score)) = (indicator.points.known(), report.indicator_score(&indicator)) {
            stated += 1;
            findings.extend(points(name, own, score));
        }
    }
    if stated == 0 {
        return Outcome::NotApplicable("表里没有自己算的执行率、完成率、得分".into());
    }
    Outcome::of(findings)
}

fn rate(
    what: &str,
    how: &str,
    own: &Sourced<StatedRate>,
    reckoned: Option<Rate>,
    made_of: [Option<&Place>; 2],
) -> Option<Finding> {
    let reckoned = reckoned?;
    (!own.value.is(reckoned)).then(|| {
        Finding::warning(RULE.code, format!("{what}填的与算出来的不同"))
            .expected(format!("{reckoned}（{how}）"))
            .actual(own.value)
            .at(&own.place)
            .at_all(made_of.into_iter().flatten())
            .hint("报告里用重新算的数；核对这一格的公式和两个数，改成一致，或者清空这一格。")
    })
}

fn points(name: &str, own: &Sourced<Score>, reckoned: Score) -> Option<Finding> {
    (own.value.shown() != reckoned.shown()).then(|| {
        Finding::warning(RULE.code, format!("“{name}”的得分填的与算出来的不同"))
            .expected(format!("{}（分值×完成率，不超过分值）", reckoned.shown()))
            .actual(own.value.shown())
            .at(&own.place)
            .hint("报告里用算出来的得分；要改得分的，写在 报告.yaml 的“评定”里并写明理由。")
    })
}
