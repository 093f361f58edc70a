#![doc = include_str!("../../../docs/rules/Z204.md")]

use rust_decimal::Decimal;

use crate::audit::finding::Finding;
use crate::audit::tolerance::first_places;
use crate::audit::{Outcome, Rule, Standards};
use crate::model::indicator::{Actual, Indicator, Measure};
use crate::model::number::{plain, round};
use crate::model::place::Place;
use crate::model::report::Report;

pub const RULE: Rule = Rule {
    code: "Z204",
    title: "指标完成值与单位自评表汇总一致",
    doc: include_str!("../../../docs/rules/Z204.md"),
    check,
};

fn check(report: &Report, _: &Standards) -> Outcome {
    if report.unit_forms.is_empty() {
        return Outcome::NotApplicable("没有“单位自评”文件夹".into());
    }
    Outcome::of(report.indicators.iter().filter_map(|indicator| aggregated(indicator, report)).collect())
}

/// What a form reports of the indicator, with its weight.
struct Part<'a> {
    value: Decimal,
    weight: Option<Decimal>,
    place: &'a Place,
}

fn aggregated(indicator: &Indicator, report: &Report) -> Option<Finding> {
    let Actual::Measured(Measure { value: stated, unit }) = &indicator.actual.value else { return None };
    let mut parts = Vec::new();
    for form in &report.unit_forms {
        for (name, actual) in &form.actuals {
            if let Actual::Measured(measure) = &actual.value
                && *name == indicator.name.value
                && measure.unit == *unit
            {
                let weight = form.budget.as_ref().map(|budget| budget.value.0);
                parts.push(Part { value: measure.value, weight, place: &actual.place });
            }
        }
    }
    if parts.is_empty() {
        return None;
    }
    let (sum, how) = if unit == "%" { (mean(&parts)?, "加权平均") } else { (total(&parts)?, "相加") };
    let sum = round(sum, stated.scale());
    (sum != *stated).then(|| {
        let shown: Vec<String> = parts.iter().take(12).map(|part| plain(part.value)).collect();
        let rest = if parts.len() > 12 { "……" } else { "" };
        Finding::error(RULE.code, format!("“{}”的实际完成值与单位自评表{how}不一致", indicator.name.value))
            .expected(format!("{}{unit}（{}份{how}：{}{rest}）", plain(sum), parts.len(), shown.join("、")))
            .actual(format!("{}{unit}", plain(*stated)))
            .at(&indicator.actual.place)
            .at_all(&first_places(parts.iter().map(|part| part.place)))
            .hint("核对各单位的数；缺自评表的先催交。")
    })
}

fn total(parts: &[Part]) -> Option<Decimal> {
    parts.iter().try_fold(Decimal::ZERO, |sum, part| sum.checked_add(part.value))
}

/// Weighted by 全年预算数; `None` where a form lacks it, or none has any.
fn mean(parts: &[Part]) -> Option<Decimal> {
    let mut sums = (Decimal::ZERO, Decimal::ZERO);
    for part in parts {
        let weight = part.weight?;
        sums = (sums.0.checked_add(part.value.checked_mul(weight)?)?, sums.1.checked_add(weight)?);
    }
    sums.0.checked_div(sums.1)
}
