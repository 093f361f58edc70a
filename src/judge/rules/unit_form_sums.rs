#![doc = include_str!("../../../docs/rules/Z204.md")]

use crate::base::finding::Finding;
use crate::base::number::plain;
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::judge::tolerance::first_places;
use crate::model::aggregation::addends;
use crate::model::indicator::Indicator;
use crate::model::measure::Actual;
use crate::model::number::round;
use crate::model::report::{Part, Report};
use crate::model::standards::Standards;

pub const RULE: Rule = Rule {
    code: "Z204",
    title: "指标完成值与单位自评表汇总一致",
    doc: include_str!("../../../docs/rules/Z204.md"),
    needs: &[Need::Part(Part::Indicators)],
    check: Check::Report(check),
};

fn check(report: &Report, _: &Standards) -> Outcome {
    if report.unit_forms.is_empty() {
        return Outcome::NotApplicable("没有“单位自评”文件夹".into());
    }
    Outcome::of(report.indicators().filter_map(|indicator| differing(&indicator)).collect())
}

/// The region's own figure is not what the forms make.
fn differing(indicator: &Indicator) -> Option<Finding> {
    let Actual::Measured(stated) = &indicator.actual.value else { return None };
    let aggregate = indicator.aggregate.as_ref().filter(|_| !indicator.aggregated)?;
    if aggregate.value.unit != stated.unit {
        return None;
    }
    let made = round(aggregate.value.value, stated.value.scale());
    (made != stated.value).then(|| {
        let how = aggregate.method.name();
        Finding::error(RULE.code, format!("“{}”的实际完成值与单位自评表{how}不一致", indicator.name.value))
            .expected(format!("{}{}（{}）", plain(made), stated.unit, addends(aggregate)))
            .actual(stated)
            .at(&indicator.actual.place)
            .at_all(&first_places(aggregate.parts.iter().map(|part| &part.place)))
            .hint("核对各单位的数；缺自评表的先催交。要由程序汇总的，把区域的这一格清空。")
    })
}
