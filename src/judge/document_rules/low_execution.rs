#![doc = include_str!("../../../docs/rules/Z725.md")]

use rust_decimal::Decimal;

use crate::base::finding::Finding;
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::model::number::Rate;
use crate::model::standards::Standards;
use crate::reading::finished::facts::Facts;

pub const RULE: Rule = Rule {
    code: "Z725",
    title: "文件里执行率低的说明原因",
    doc: include_str!("../../../docs/rules/Z725.md"),
    needs: &[Need::NoFolder],
    check: Check::Document(check),
};

fn check(facts: &Facts, standards: &Standards) -> Outcome {
    let total = facts.form.as_ref().and_then(|form| form.money.first());
    let Some((row, executed, budget)) = total.and_then(|row| Some((row, row.executed?, row.budget?))) else {
        return Outcome::NotApplicable("自评表里没有同时写预算数和执行数".into());
    };
    if facts.headings.is_empty() {
        return Outcome::NotApplicable("文件里只有表，没有正文".into());
    }
    let Some(rate) = Rate::of(executed, budget) else {
        return Outcome::NotApplicable("预算数是0，没有执行率".into());
    };
    let lowest = standards.lowest_execution;
    let explained = facts.of_the_fund().any(|sentence| standards.explains_low_execution(&sentence.text));
    if rate.0 * Decimal::ONE_HUNDRED >= lowest || explained {
        return Outcome::Pass;
    }
    Outcome::Findings(vec![
        Finding::warning(RULE.code, format!("预算执行率{rate}，低于{lowest}%，正文没有说明原因"))
            .expected("正文写明执行慢的原因和措施")
            .actual("没有说到")
            .at(&row.place)
            .hint("在正文补写执行慢的原因和下一步措施。各地的界线写在 layouts/核对.yaml 的“执行率下限”。"),
    ])
}
