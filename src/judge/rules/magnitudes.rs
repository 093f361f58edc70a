#![doc = include_str!("../../../docs/rules/Z108.md")]

use rust_decimal::Decimal;

use crate::base::finding::{Finding, Severity};
use crate::base::number::plain;
use crate::base::place::Place;
use crate::base::text_part::TextPart;
use crate::judge::rule::{Check, Need, Outcome, Rule, Source};
use crate::model::measure::{Actual, Target};
use crate::model::money_unit::in_ten_thousands;
use crate::model::number::{Money, SHOWN_DECIMALS, round};
use crate::model::report::{Part, Report};
use crate::model::standards::Standards;
use crate::reading::finished::ReadDocument;

use super::needs::{execution, own};

pub const RULE: Rule = Rule {
    code: "Z108",
    title: "金额的数量级合理",
    doc: include_str!("../../../docs/rules/Z108.md"),
    needs: &[Need::Part(Part::Documents), Need::Part(Part::Projects), Need::Part(Part::Indicators)],
    check: Check::Each(check),
};

const HINT: &str = "核对这两处的单位是元、万元还是亿元，把数换算成同一个单位。";

fn check(source: Source, standards: &Standards) -> Outcome {
    match source {
        Source::Report(report) => of_report(report, standards),
        Source::Document(facts) => of_document(facts, standards),
    }
}

/// 已支出26870400.5万元, where the year's money is 2775万元.
fn of_document(facts: &ReadDocument, standards: &Standards) -> Outcome {
    let Some(total) = facts.total().filter(|total| *total > Decimal::ZERO) else {
        return Outcome::NotApplicable("文件里没有认出年度资金总额".into());
    };
    let rows = facts.forms.iter().flat_map(|form| &form.money);
    let of_rows = rows.flat_map(|row| [row.budget, row.executed]).flatten();
    let of_projects = facts.projects.iter().flat_map(|table| &table.rows).filter_map(|row| row.amount);
    let known: Vec<Decimal> = of_rows.chain(of_projects).collect();
    let mut findings = Vec::new();
    for sentence in &facts.sentences {
        let money = sentence.mentions.iter().filter(|mention| mention.unit == "万元" && mention.amount > total);
        for mention in money {
            let written = sentence.text.part(mention.range.clone());
            let Some(in_yuan) = mention.amount.checked_div(Decimal::from(10_000)) else { continue };
            let is_known = known.iter().any(|amount| *amount == in_yuan || *amount == round(in_yuan, SHOWN_DECIMALS));
            let of_more = standards.larger_money.iter().any(|word| sentence.text.contains(word.as_str()));
            let far = far_apart(mention.amount, total, standards.magnitude) && in_yuan <= total && !of_more;
            if !written.ends_with("万元") || !(is_known || far) {
                continue;
            }
            let severity = if is_known { Severity::Error } else { Severity::Warning };
            findings.push(
                Finding::new(RULE.code, severity, "正文的金额比年度资金总额大得多，像是把元写成了万元")
                    .expected(format!("不超过{}万元的数，如{}元", plain(total), plain(mention.amount)))
                    .actual(format!("{written}（{}）", sentence.text))
                    .at(&sentence.place)
                    .of_numbers([mention.amount])
                    .hint("核对单位，把数换算成同一个单位；说的是别的钱的，写清楚。"),
            );
        }
    }
    Outcome::of(findings)
}

fn of_report(report: &Report, standards: &Standards) -> Outcome {
    let execution = match execution(report) {
        Ok(execution) => execution,
        Err(outcome) => return outcome,
    };
    let own = own(&execution);
    let (name, budget) = (own.name(), own.budget);
    let mut findings = Vec::new();
    let mut against_budget = |what: &str, amount: Money, place: &Place| {
        if far_apart(amount.0, budget.value.0, standards.magnitude) {
            findings.push(
                Finding::error(RULE.code, format!("{what}与{name}全年预算数相差{}倍以上", standards.magnitude))
                    .expected(format!("与{}万元相近", budget.value))
                    .actual(format!("{amount}万元"))
                    .at(place)
                    .at(&budget.place)
                    .hint(HINT),
            );
        }
    };
    against_budget("全年执行数", own.executed.value, &own.executed.place);
    for level in &report.rules.levels {
        let of_level = report.documents.iter().filter(|document| document.level.value == *level);
        let amounts: Vec<_> = of_level.filter_map(|document| document.amount.known()).collect();
        if let Some(first) = amounts.first() {
            let total = amounts.iter().map(|amount| amount.value).sum();
            against_budget(&format!("{level}下达文件的金额合计"), total, &first.place);
        }
    }
    if let Some(first) = report.projects.projects().next() {
        against_budget("项目安排资金合计", report.projects.amount(), &first.amount.place);
    }
    for project in report.projects.projects() {
        if project.amount.value > budget.value && !budget.value.is_zero() {
            findings.push(
                Finding::error(RULE.code, format!("项目“{}”的资金比全部预算还多", project.name.value))
                    .expected(format!("不超过{}万元", budget.value))
                    .actual(format!("{}万元", project.amount.value))
                    .at(&project.amount.place)
                    .at(&budget.place)
                    .hint(HINT),
            );
        }
    }
    findings.extend(report.indicators().filter_map(|indicator| {
        let (Target::Quantitative { measure: target, .. }, Actual::Measured(actual)) =
            (&indicator.target.value, &indicator.actual.value)
        else {
            return None;
        };
        let in_wan = |value: Decimal, unit: &str| value.checked_mul(in_ten_thousands(unit)?);
        let (wanted, reached) = (in_wan(target.value, &target.unit)?, in_wan(actual.value, &actual.unit)?);
        far_apart(wanted, reached, standards.magnitude).then(|| {
            Finding::error(
                RULE.code,
                format!("指标“{}”的实际完成值与指标值相差{}倍以上", indicator.name.value, standards.magnitude),
            )
            .expected(format!("与{target}相近"))
            .actual(format!("{actual}（即{}万元）", plain(reached)))
            .at(&indicator.actual.place)
            .at(&indicator.target.place)
            .hint(HINT)
        })
    }));
    Outcome::of(findings)
}

/// A zero is another matter: it says that there is no money.
fn far_apart(one: Decimal, other: Decimal, times: Decimal) -> bool {
    let (small, large) = if one < other { (one, other) } else { (other, one) };
    small > Decimal::ZERO && large.checked_div(small).is_none_or(|ratio| ratio >= times)
}
