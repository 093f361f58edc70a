#![doc = include_str!("../../../docs/rules/Z109.md")]

use rust_decimal::Decimal;

use crate::base::finding::Finding;
use crate::base::place::Place;
use crate::judge::rule::{Check, Need, Outcome, Rule, Source};
use crate::model::number::Rate;
use crate::model::report::Report;
use crate::model::standards::Standards;
use crate::reading::finished::ReadDocument;

use super::needs::{execution, own};

pub const RULE: Rule = Rule {
    code: "Z109",
    title: "执行率低的说明原因",
    doc: include_str!("../../../docs/rules/Z109.md"),
    needs: &[Need::AllTexts],
    check: Check::Source(check),
};

fn check(source: Source, standards: &Standards) -> Outcome {
    let spent = match source {
        Source::Report(report) => of_report(report, standards),
        Source::Document(facts) => of_document(facts, standards),
    };
    let (rate, place, explained) = match spent {
        Ok((Some(rate), place, explained)) => (rate, place, explained),
        Ok((None, ..)) => return Outcome::NotApplicable("预算数是0，没有执行率".into()),
        Err(outcome) => return outcome,
    };
    let lowest = standards.lowest_execution;
    if rate.0 * Decimal::ONE_HUNDRED >= lowest || explained {
        return Outcome::Pass;
    }
    let (expected, hint) = match source {
        Source::Report(_) => (
            "文字里写明执行慢的原因和措施",
            "在 文字.yaml 里说执行、说偏差的一段（如“偏差分析: 存在问题:”）写明原因和下一步措施。各地的界线写在 layouts/核对.yaml。",
        ),
        Source::Document(_) => (
            "正文写明执行慢的原因和措施",
            "在正文补写执行慢的原因和下一步措施。各地的界线写在 layouts/核对.yaml 的“执行率下限”。",
        ),
    };
    Outcome::Findings(vec![
        Finding::warning(RULE.code, format!("预算执行率{rate}，低于{lowest}%，文字里没有说明原因"))
            .expected(expected)
            .actual("没有说到")
            .at(place)
            .hint(hint),
    ])
}

/// The rate, where what was spent stands, and whether a sentence says why so little was.
type Spent<'a> = Result<(Option<Rate>, &'a Place, bool), Outcome>;

fn of_report<'a>(report: &'a Report, standards: &Standards) -> Spent<'a> {
    let lines = execution(report)?;
    let explained = report.texts.iter().any(|((_, section), text)| {
        text.value.split(['。', '；', '\n']).any(|sentence| standards.explains_low_execution(section, sentence))
    });
    Ok((report.execution.rate(), &own(&lines).executed.place, explained))
}

fn of_document<'a>(facts: &'a ReadDocument, standards: &Standards) -> Spent<'a> {
    let total = facts.form.as_ref().and_then(|form| form.money.first());
    let Some((row, executed, budget)) = total.and_then(|row| Some((row, row.executed?, row.budget?))) else {
        return Err(Outcome::NotApplicable("自评表里没有同时写预算数和执行数".into()));
    };
    if facts.headings.is_empty() {
        return Err(Outcome::NotApplicable("文件里只有表，没有正文".into()));
    }
    let explained = facts.of_the_fund().any(|sentence| standards.explains_low_execution("", &sentence.text));
    Ok((Rate::of(executed, budget), &row.place, explained))
}
