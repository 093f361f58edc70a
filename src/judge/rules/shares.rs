#![doc = include_str!("../../../docs/rules/Z205.md")]

use rust_decimal::Decimal;

use crate::base::finding::Finding;
use crate::base::place::Place;
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::model::indicator::IndicatorRow;
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
    let shares = report.indicators.iter().filter(|row| is_share(row, &standards.shares));
    Outcome::of(shares.filter_map(|row| more_than_all(row, report)).collect())
}

/// The region's own result, and those of the units' forms: what is made of these is wrong in them.
fn more_than_all(row: &IndicatorRow, report: &Report) -> Option<Finding> {
    let name = row.name.value()?;
    let of_forms = report.unit_forms.iter().flat_map(|form| &form.indicators).filter(|own| own.name.value == *name);
    let own = row.actual.known().filter(|_| !row.aggregated);
    let results = own.into_iter().chain(of_forms.filter_map(|own| own.actual.as_ref()));
    let wrong: Vec<(&Measure, &Place)> = results
        .filter_map(|result| match &result.value {
            Actual::Measured(reached) if reached.unit == "%" && reached.value > Decimal::ONE_HUNDRED => {
                Some((reached, &result.place))
            }
            _ => None,
        })
        .collect();
    let (first, _) = wrong.first()?;
    let finding =
        Finding::error(RULE.code, format!("“{name}”的完成值不能超过100%")).expected("不超过100%").actual(first);
    Some(
        finding
            .at_all(wrong.iter().map(|(_, place)| *place))
            .hint("核对完成值是不是多写了一位。确实可以超过100%的指标，字样写进 layouts/核对.yaml 的“占整体的比率”。"),
    )
}

/// Is it a share of a whole: by its name, its unit and its target?
fn is_share(row: &IndicatorRow, shares: &Shares) -> bool {
    let (Some(name), Some(Target::Quantitative { comparator, measure: target })) =
        (row.name.value(), row.target.value())
    else {
        return false;
    };
    let of_whole = *comparator != Comparator::AtMost && target.unit == "%" && target.value <= Decimal::ONE_HUNDRED;
    of_whole && shares.words.are_in(name) && !shares.unless.are_in(name)
}
