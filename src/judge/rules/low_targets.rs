#![doc = include_str!("../../../docs/rules/Z901.md")]

use rust_decimal::Decimal;

use crate::base::finding::Finding;
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::model::indicator::Indicator;
use crate::model::measure::{Actual, Comparator, Target};
use crate::model::report::{Part, Report};
use crate::model::standards::Standards;

use super::needs::last_year;

pub const RULE: Rule = Rule {
    code: "Z901",
    title: "指标值不明显低于上年完成值",
    doc: include_str!("../../../docs/rules/Z901.md"),
    needs: &[Need::Part(Part::Indicators)],
    check: Check::Report(check),
};

fn check(report: &Report, standards: &Standards) -> Outcome {
    let last = match last_year(report) {
        Ok(last) => last,
        Err(outcome) => return outcome,
    };
    let findings = report.indicators().filter_map(|indicator| {
        let before = last.indicators().find(|before| before.name.value == indicator.name.value)?;
        low(&indicator, &before, standards.lowest_target)
    });
    Outcome::of(findings.collect())
}

/// The target against what was reached the year before: a share of it, or for ≤ the other way round.
fn low(indicator: &Indicator, before: &Indicator, lowest: Decimal) -> Option<Finding> {
    let Target::Quantitative { comparator, measure: target } = &indicator.target.value else { return None };
    let Actual::Measured(reached) = &before.actual.value else { return None };
    if target.unit != reached.unit {
        return None;
    }
    let (small, large) = match comparator {
        Comparator::AtMost => (reached.value, target.value),
        Comparator::AtLeast | Comparator::Exactly => (target.value, reached.value),
    };
    let enough = large.checked_mul(lowest)?.checked_div(Decimal::ONE_HUNDRED)?;
    (small < enough).then(|| {
        let name = &indicator.name.value;
        Finding::info(RULE.code, format!("指标“{name}”的指标值与上年完成的相比明显偏低"))
            .expected(format!("不低于上年实际完成值的{lowest}%（上年完成{reached}）"))
            .actual(&indicator.target.value)
            .at(&indicator.target.place)
            .at(&before.actual.place)
            .hint("核对指标值有没有依据；确有原因的（任务减少、上年有一次性因素），准备好说明。")
    })
}
