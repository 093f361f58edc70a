#![doc = include_str!("../../../docs/rules/Z703.md")]

use crate::base::finding::{Finding, Severity};
use crate::base::nearest::nearest;
use crate::base::number::plain;
use crate::base::place::Place;
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::model::fund_rules::FundRules;
use crate::model::measure::{Comparator, Target};
use crate::model::standards::Standards;
use crate::model::units::factor;
use crate::reading::finished::read_document::{ReadDocument, called};
use crate::reading::finished::tables::{IndicatorRow, IndicatorTable};
use rust_decimal::Decimal;

pub const RULE: Rule = Rule {
    code: "Z703",
    title: "目标表与自评表的指标一致",
    doc: include_str!("../../../docs/rules/Z703.md"),
    needs: &[Need::NoFolder],
    check: Check::Document(check),
};

fn check(facts: &ReadDocument, _: &Standards) -> Outcome {
    let Some(form) = &facts.form else {
        return Outcome::NotApplicable("文件里没有认出自评表".into());
    };
    let mut findings: Vec<Finding> = form.rows.iter().filter_map(units).collect();
    for table in facts.targets.iter().chain([form]) {
        findings.extend(twice(table.rows.iter().map(|row| (row.name.as_str(), &row.place))));
        findings.extend(twice(table.money.iter().map(|row| (row.name.as_str(), &row.place))));
    }
    // A target table of another fund is none of this form's.
    let same_fund = |targets: &&IndicatorTable| match (&targets.fund, &form.fund) {
        (Some(one), Some(other)) => one == other || is_near(one, other),
        _ => true,
    };
    // A table that the end of a page has parted is one.
    let wanted: Vec<&IndicatorRow> = facts.targets.iter().filter(same_fund).flat_map(|targets| &targets.rows).collect();
    for targets in facts.targets.iter().filter(same_fund) {
        findings.extend(order(targets, form));
        for target in &targets.rows {
            match form.rows.iter().find(|row| row.name == target.name) {
                Some(row) if row.target != target.target => findings.push(
                    Finding::new(
                        RULE.code,
                        if is_otherwise_written(row, target) { Severity::Warning } else { Severity::Error },
                        format!("指标“{}”的指标值，自评表与目标表不一致", row.name),
                    )
                    .expected(format!("{}（目标表）", target.target_text))
                    .actual(format!("{}（自评表）", row.target_text))
                    .at(&row.place)
                    .at(&target.place)
                    .hint("照批复的目标表改正。"),
                ),
                Some(_) => {}
                None => findings.push(missing(target, &form.rows, "自评表")),
            }
        }
        let only_in_form = form.rows.iter().filter(|row| wanted.iter().all(|target| target.name != row.name));
        findings.extend(only_in_form.map(|row| missing(row, &targets.rows, "目标表")));
        findings.extend(money(targets, form, &facts.rules));
    }
    Outcome::of(once(findings))
}

/// 100 for 100%, 95% for ≥95%: the same number. ≤ for ≥ is another target.
fn is_otherwise_written(row: &IndicatorRow, other: &IndicatorRow) -> bool {
    let (Target::Quantitative { comparator, measure }, Target::Quantitative { comparator: sign, measure: same }) =
        (&row.target, &other.target)
    else {
        return false;
    };
    measure.value == same.value && (comparator == sign || [comparator, sign].contains(&&Comparator::Exactly))
}

fn is_near(one: &str, other: &str) -> bool {
    nearest(one, std::iter::once(other)).is_some()
}

/// The indicators that both tables have stand in one order.
fn order(targets: &IndicatorTable, form: &IndicatorTable) -> Option<Finding> {
    let common = |one: &IndicatorTable, other: &IndicatorTable| -> Vec<(String, Place)> {
        let rows = one.rows.iter().filter(|row| other.rows.iter().any(|same| same.name == row.name));
        rows.map(|row| (row.name.clone(), row.place.clone())).collect()
    };
    let (wanted, found) = (common(targets, form), common(form, targets));
    let ((wanted, place), (found, other)) = wanted.iter().zip(&found).find(|(a, b)| a.0 != b.0)?;
    Some(
        Finding::warning(RULE.code, "自评表的指标次序与目标表不同")
            .expected(format!("{wanted}（目标表）"))
            .actual(format!("{found}（自评表）"))
            .at(other)
            .at(place)
            .hint("照批复的目标表排列。"),
    )
}

/// Rows of one name in one table.
fn twice<'a>(rows: impl Iterator<Item = (&'a str, &'a Place)>) -> Vec<Finding> {
    let mut seen: Vec<(&str, &Place)> = Vec::new();
    let mut findings = Vec::new();
    for (name, place) in rows {
        match seen.iter().find(|(other, _)| *other == name) {
            Some((_, first)) => findings.push(
                Finding::warning(RULE.code, format!("“{name}”在一张表里有两行"))
                    .expected("一行")
                    .actual("两行")
                    .at(place)
                    .at(first)
                    .hint("删去重复的一行；是两个指标的，名称要分得开。"),
            ),
            None => seen.push((name, place)),
        }
    }
    findings
}

/// The centre's target table and the region's say the same: what is wrong with both is one finding with both places.
fn once(findings: Vec<Finding>) -> Vec<Finding> {
    let mut kept: Vec<Finding> = Vec::new();
    for finding in findings {
        let same = |other: &&mut Finding| {
            other.message == finding.message && other.expected == finding.expected && other.actual == finding.actual
        };
        match kept.iter_mut().find(same) {
            Some(other) => {
                let more = finding.locations.into_iter().filter(|place| !other.locations.contains(place));
                other.locations.extend(more.collect::<Vec<_>>());
            }
            None => kept.push(finding),
        }
    }
    kept
}

/// 年度金额 and the fund's rows against the form's 全年预算数.
fn money(targets: &IndicatorTable, form: &IndicatorTable, rules: &FundRules) -> Vec<Finding> {
    let rows: Vec<String> = rules.money_rows.iter().map(called).collect();
    let rows = rows.iter().map(|row| (row.as_str(), row.as_str()));
    let same = std::iter::once(("年度金额", "总额")).chain(rows);
    let row = |table: &IndicatorTable, word: &str| table.money.iter().find(|row| row.name.contains(word)).cloned();
    let mut findings = Vec::new();
    for (in_targets, in_form) in same {
        let (Some(target), Some(form)) = (row(targets, in_targets), row(form, in_form)) else { continue };
        if target.budget != form.budget {
            let shown = |amount: Option<Decimal>| amount.map_or("空白".to_string(), plain);
            findings.push(
                Finding::error(RULE.code, format!("目标表“{}”与自评表“{}”的预算数不一致", target.name, form.name))
                    .expected(format!("{}（自评表）", shown(form.budget)))
                    .actual(format!("{}（目标表）", shown(target.budget)))
                    .at(&target.place)
                    .at(&form.place)
                    .hint("查下达文件，改正错的一个。"),
            );
        }
    }
    findings
}

fn missing(row: &IndicatorRow, others: &[IndicatorRow], table: &str) -> Finding {
    let near = nearest(&row.name, others.iter().map(|row| row.name.as_str()));
    // Without one that is like it, the other table may be of other indicators.
    let severity = if near.is_some() { Severity::Error } else { Severity::Warning };
    Finding::new(RULE.code, severity, format!("{table}里没有指标“{}”", row.name))
        .expected("两张表的三级指标名称完全相同")
        .actual(near.map_or("没有".to_string(), |near| format!("最接近的是“{near}”")))
        .at(&row.place)
        .hint("核对指标名称，两张表写成一样。")
}

fn units(row: &IndicatorRow) -> Option<Finding> {
    let (Some(target), Some(actual)) = row.measures() else { return None };
    // 95 for ≥95%, 1.2万人 for ≥10000人: the unit is left out, or another of the same kind.
    let kin = |one: &str, other: &str| {
        one.trim_start_matches(['万', '亿', '千']) == other.trim_start_matches(['万', '亿', '千'])
    };
    let same = factor(&actual.unit, &target.unit).is_some() || kin(&target.unit, &actual.unit);
    let other = !target.unit.is_empty() && !actual.unit.is_empty() && !same;
    let severity =
        if target.unit.contains('%') != actual.unit.contains('%') { Severity::Error } else { Severity::Warning };
    other.then(|| {
        Finding::new(RULE.code, severity, format!("指标“{}”的实际完成值与指标值单位不一致", row.name))
            .expected(&row.target_text)
            .actual(&row.actual_text)
            .at(&row.place)
            .hint("写成同一个单位，数也要相应换算。")
    })
}
