#![doc = include_str!("../../../docs/rules/Z705.md")]

use crate::base::finding::{Finding, Severity};
use crate::base::number::plain;
use crate::base::text_part::TextPart;
use crate::judge::rule::{Check, Outcome, Rule};
use crate::model::measure::{Comparator, Target};
use crate::model::number::{SHOWN_DECIMALS, round};
use crate::model::standards::Standards;
use crate::prose::Mention;
use crate::reading::finished::facts::Facts;
use crate::reading::finished::statements::{Statement, statements};
use rust_decimal::Decimal;

pub const RULE: Rule = Rule {
    code: "Z705",
    title: "完成率、偏差率算得对",
    doc: include_str!("../../../docs/rules/Z705.md"),
    needs: &[],
    check: Check::Document(check),
};

fn check(facts: &Facts, _: &Standards) -> Outcome {
    let said = statements(facts);
    if said.iter().all(|statement| statement.completion.is_none()) {
        return Outcome::NotApplicable("正文没有写完成率".into());
    }
    let mut findings = Vec::new();
    let fine =
        said.iter().filter_map(|statement| statement.completion).any(|rate| rate.amount.scale() >= SHOWN_DECIMALS);
    let caps = !said.iter().filter_map(|s| s.completion).any(|rate| rate.amount > Decimal::ONE_HUNDRED);
    for statement in &said {
        if let (Some(completion), Some(deviation)) = (statement.completion, statement.deviation)
            && (statement.target.is_none() || statement.actual.is_none())
        {
            findings.extend(between_rates(statement, completion, deviation));
        }
        let (Some(target), Some(actual)) = (statement.target, statement.actual) else { continue };
        let at_most = matches!(statement.row.target, Target::Quantitative { comparator: Comparator::AtMost, .. });
        let (part, whole) = if at_most { (target, actual) } else { (actual, target) };
        let Some(share) = part.amount.checked_div(whole.amount) else { continue };
        let rate = share * Decimal::ONE_HUNDRED;
        // What is reached is often put down as 100 %, as far as the text has no rate above it.
        let is_met = |stated: &Mention| caps && stated.amount == Decimal::ONE_HUNDRED && rate >= Decimal::ONE_HUNDRED;
        let other_way = |stated: &Mention| {
            at_most && part.amount.checked_div(whole.amount).is_some() && {
                let over = whole.amount.checked_div(part.amount).unwrap_or_default();
                stated.agrees((Decimal::TWO - over) * Decimal::ONE_HUNDRED)
            }
        };
        if let Some(stated) = statement.completion
            && !stated.agrees(rate)
            && !is_met(stated)
            && !other_way(stated)
        {
            let severity = if statement.is_sure() { Severity::Error } else { Severity::Warning };
            findings.push(Finding { severity, ..finding(statement, "完成率", stated, rate, part, whole) });
        } else if let Some(stated) =
            statement.completion.filter(|stated| fine && stated.amount.scale() < SHOWN_DECIMALS)
            && round(rate, SHOWN_DECIMALS) != stated.amount
        {
            let coarse = finding(statement, "完成率", stated, rate, part, whole);
            let message = format!(
                "“{}”的完成率只取到{}位小数，别的取到{SHOWN_DECIMALS}位",
                statement.row.name,
                stated.amount.scale()
            );
            findings.push(Finding { severity: Severity::Warning, message, ..coarse });
        }
        if let Some(stated) = statement.deviation.filter(|_| !statement.completion.is_some_and(is_met))
            && !stated.agrees((rate - Decimal::ONE_HUNDRED).abs())
        {
            let severity = if statement.is_sure() { Severity::Error } else { Severity::Warning };
            let deviation = finding(statement, "偏差率", stated, (rate - Decimal::ONE_HUNDRED).abs(), part, whole);
            findings.push(Finding { severity, ..deviation });
        }
    }
    Outcome::of(findings)
}

/// 偏差率 = |完成率 − 100％| also where words were reached.
fn between_rates(statement: &Statement, completion: &Mention, deviation: &Mention) -> Option<Finding> {
    let expected = (completion.amount - Decimal::ONE_HUNDRED).abs();
    let text = &statement.sentence.text;
    (deviation.amount != expected).then(|| {
        Finding::error(RULE.code, format!("“{}”的完成率和偏差率不相符", statement.row.name))
            .about(&statement.row.name)
            .expected(format!("偏差率{}%", expected.normalize()))
            .actual(format!("偏差率{}（{text}）", text.part(deviation.range.clone())))
            .at(&statement.sentence.place)
            .hint("偏差率＝|完成率－100%|，改正其中一个。")
    })
}

fn finding(
    statement: &Statement,
    what: &str,
    stated: &Mention,
    rate: Decimal,
    part: &Mention,
    whole: &Mention,
) -> Finding {
    let text = &statement.sentence.text;
    let rounded = plain(round(rate, SHOWN_DECIMALS));
    let [part, whole, written] = [part, whole, stated].map(|mention| text.part(mention.range.clone()));
    Finding::error(RULE.code, format!("“{}”的{what}算得不对", statement.row.name))
        .about(&statement.row.name)
        .expected(format!("{rounded}%（{part}÷{whole}）"))
        .actual(format!("{written}（{text}）"))
        .at(&statement.sentence.place)
        .hint("按实际完成值和指标值重新计算；完成率改了，偏差率和原因说明也要一起看。")
}
