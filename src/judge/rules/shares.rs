#![doc = include_str!("../../../docs/rules/Z205.md")]

use rust_decimal::Decimal;

use crate::base::finding::Finding;
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::model::indicator::Indicator;
use crate::model::measure::{Actual, Comparator, Measure, Target};
use crate::model::report::{Part, Report};
use crate::model::standards::Shares;
use crate::model::standards::Standards;

pub const RULE: Rule = Rule {
    code: "Z205",
    title: "比率不超过100%",
    doc: include_str!("../../../docs/rules/Z205.md"),
    needs: &[Need::Part(Part::Indicators)],
    check: Check::Report(check),
};

fn check(report: &Report, standards: &Standards) -> Outcome {
    let more_than_all = report.indicators().filter_map(|indicator| {
        let reached = share(&indicator, &standards.shares)?;
        (reached.value > Decimal::ONE_HUNDRED).then(|| {
            Finding::error(RULE.code, format!("“{}”的完成值不能超过100%", indicator.name.value))
                .expected("不超过100%")
                .actual(reached)
                .at(&indicator.actual.place)
                .hint(
                    "核对完成值是不是多写了一位。确实可以超过100%的指标，字样写进 layouts/核对.yaml 的“占整体的比率”。",
                )
        })
    });
    Outcome::of(more_than_all.collect())
}

/// What was reached, where the indicator is a share of a whole: by its name, its unit and its target.
fn share<'a>(indicator: &Indicator<'a>, shares: &Shares) -> Option<&'a Measure> {
    let (Target::Quantitative { comparator, measure: target }, Actual::Measured(reached)) =
        (&indicator.target.value, &indicator.actual.value)
    else {
        return None;
    };
    let named = |words: &[String]| words.iter().any(|word| indicator.name.value.contains(word.as_str()));
    let of_whole = *comparator != Comparator::AtMost
        && target.unit == "%"
        && reached.unit == "%"
        && target.value <= Decimal::ONE_HUNDRED;
    (of_whole && named(&shares.words) && !named(&shares.unless)).then_some(reached)
}
