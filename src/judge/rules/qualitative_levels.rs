#![doc = include_str!("../../../docs/rules/Z222.md")]

use crate::base::finding::Finding;
use crate::base::place::{Place, Sourced};
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::model::aggregation::share;
use crate::model::fund_rules::{Band, FundRules};
use crate::model::indicator::Indicator;
use crate::model::measure::{Actual, Target};
use crate::model::number::Rate;
use crate::model::report::{Part, Report};
use crate::model::standards::Standards;
use rust_decimal::Decimal;

pub const RULE: Rule = Rule {
    code: "Z222",
    title: "定性指标的档次与完成比例一致",
    doc: include_str!("../../../docs/rules/Z222.md"),
    needs: &[Need::Part(Part::Indicators)],
    check: Check::Report(check),
};

fn check(report: &Report, _: &Standards) -> Outcome {
    let qualitative: Vec<Indicator> =
        report.indicators().filter(|i| matches!(i.target.value, Target::Qualitative(_))).collect();
    if qualitative.is_empty() {
        return Outcome::NotApplicable("没有定性指标".into());
    }
    let mut findings = Vec::new();
    for indicator in qualitative {
        let name = indicator.name.value.as_str();
        // The region's own: its words against the share that it states beside them or in the YAML.
        let stated = indicator.stated_completion.known();
        findings.extend(misplaced(name, indicator.actual, stated, &report.rules));
        let rows = report.unit_forms.iter().flat_map(|form| &form.indicators).filter(|row| row.name.value == name);
        let actuals = rows.filter_map(|row| row.actual.as_ref());
        findings.extend(actuals.filter_map(|actual| misplaced(name, actual, None, &report.rules)));
    }
    Outcome::of(findings)
}

/// A share outside all bands, or outside the one that the words name.
fn misplaced(
    name: &str,
    actual: &Sourced<Actual>,
    stated: Option<&Sourced<Rate>>,
    rules: &FundRules,
) -> Option<Finding> {
    let words = match &actual.value {
        Actual::Described(words) => words.as_str(),
        Actual::Measured(_) => "",
    };
    let percent = match &actual.value {
        Actual::Measured(measure) if measure.unit == "%" => Some(measure.value),
        Actual::Measured(_) => None,
        Actual::Described(words) => share(words),
    };
    let own = percent.and_then(|percent| Rate::of(percent, Decimal::ONE_HUNDRED)).map(|rate| (rate, &actual.place));
    let (rate, place): (Rate, &Place) = own.or(stated.map(|stated| (stated.value, &stated.place)))?;
    let named = rules.band_named(words);
    let lies_in = rules.band_of(rate);
    if lies_in.is_some() && (named.is_none() || named == lies_in) {
        return None;
    }
    let shown = |band: &Band| format!("{}：{}—{}", band.name, band.highest(), band.lowest());
    let expected = match named {
        Some(band) => shown(band),
        None => rules.bands.iter().map(shown).collect::<Vec<_>>().join("；"),
    };
    let finding = Finding::error(RULE.code, format!("定性指标“{name}”的完成比例不在所填的档次里"))
        .expected(expected)
        .actual(if words.is_empty() { rate.to_string() } else { format!("{words}，{rate}") });
    let elsewhere = (place != &actual.place).then_some(place);
    Some(finding.at(&actual.place).at_all(elsewhere).hint("改正档次或比例；各档的范围在 资金.yaml 的“定性档次”里。"))
}
