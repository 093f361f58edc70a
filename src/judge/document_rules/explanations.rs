#![doc = include_str!("../../../docs/rules/Z708.md")]

use crate::base::finding::Finding;
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::model::number::Rate;
use crate::model::standards::Standards;
use crate::reading::finished::bare::bare;
use crate::reading::finished::facts::Facts;
use crate::reading::finished::tables::{IndicatorRow, IndicatorTable};

use super::form_kinds::kind;

pub const RULE: Rule = Rule {
    code: "Z708",
    title: "未完成和超额的指标有说明",
    doc: include_str!("../../../docs/rules/Z708.md"),
    needs: &[Need::NoFolder],
    check: Check::Document(check),
};

fn check(facts: &Facts, standards: &Standards) -> Outcome {
    let Some(form) = &facts.form else {
        return Outcome::NotApplicable("文件里没有认出自评表".into());
    };
    let Some(kind) = kind(standards, facts).filter(|kind| kind.reasons) else {
        return reasons_of_unreached(form);
    };
    let is_analysis = |heading: &String| kind.analysis.iter().any(|word| heading.contains(word.as_str()));
    let chapter: Vec<String> = facts
        .sentences
        .iter()
        .filter(|sentence| sentence.headings.iter().any(is_analysis))
        .map(|sentence| bare(&sentence.text))
        .collect();
    let rules = &facts.rules;
    let over = format!("超过指标值{}及以上", rules.over_run());
    let mut findings = Vec::new();
    let mut explained: Vec<&IndicatorRow> = Vec::new();
    for row in &form.rows {
        let Some(completion) = row.completion() else { continue };
        let state = match () {
            () if completion < Rate::ONE => "没有完成",
            () if rules.is_over_run(completion) => over.as_str(),
            () => continue,
        };
        let shown = format!("{}，实际{}", row.target_text, row.actual_text);
        if is_blank(&row.reason) && !rules.is_owed_reason(&row.target, completion) {
            continue;
        }
        if is_blank(&row.reason) {
            findings.push(
                Finding::error(RULE.code, format!("指标“{}”{state}，自评表里没有写原因和改进措施", row.name))
                    .expected("原因和改进措施")
                    .actual(format!("空白（{shown}）"))
                    .at(&row.place)
                    .hint("在自评表这一行补写原因和改进措施。"),
            );
        } else if let Some(same) = explained.iter().find(|other| bare(&other.reason) == bare(&row.reason)) {
            findings.push(
                Finding::warning(RULE.code, format!("指标“{}”的原因与“{}”一字不差", row.name, same.name))
                    .expected("各写各的原因")
                    .actual(&row.reason)
                    .at(&row.place)
                    .at(&same.place)
                    .hint("核对是不是抄错了行；每个指标写自己的原因。"),
            );
        } else {
            explained.push(row);
        }
        if !chapter.is_empty() && !chapter.iter().any(|sentence| sentence.contains(&row.name)) {
            findings.push(
                Finding::error(RULE.code, format!("指标“{}”{state}，正文没有分析原因", row.name))
                    .expected("正文“偏离绩效目标的原因”一章说到这个指标")
                    .actual(format!("没有说到（{shown}）"))
                    .at(&row.place)
                    .hint("在正文补写这个指标的原因和改进措施。"),
            );
        }
    }
    Outcome::of(findings)
}

/// A form of another kind, where it has the column: what was not reached should have a reason.
fn reasons_of_unreached(form: &IndicatorTable) -> Outcome {
    // A column that is blank all over is one that this kind of form does not fill in.
    if form.rows.iter().all(|row| is_blank(&row.reason)) {
        return Outcome::NotApplicable("不认得这种自评表要不要写原因".into());
    }
    let unreached = form.rows.iter().filter(|row| row.completion().is_some_and(|rate| rate < Rate::ONE));
    let findings = unreached.filter(|row| is_blank(&row.reason)).map(|row| {
        Finding::warning(RULE.code, format!("指标“{}”没有完成，自评表里没有写原因和改进措施", row.name))
            .expected("原因和改进措施")
            .actual(format!("空白（{}，实际{}）", row.target_text, row.actual_text))
            .at(&row.place)
            .hint("在自评表这一行补写原因和改进措施。")
    });
    Outcome::of(findings.collect())
}

fn is_blank(reason: &str) -> bool {
    ["", "无", "/", "—", "-"].contains(&bare(reason).trim_end_matches('。'))
}
