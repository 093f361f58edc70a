#![doc = include_str!("../../../docs/rules/Z711.md")]

use std::ops::Range;

use crate::base::finding::{Finding, Severity};
use crate::base::number::plain;
use crate::base::text_part::TextPart;
use crate::judge::rule::{Check, Outcome, Rule};
use crate::model::standards::Standards;
use crate::prose::{Mention, Sense};
use crate::reading::finished::facts::{Facts, Sentence};
use rust_decimal::Decimal;

pub const RULE: Rule = Rule {
    code: "Z711",
    title: "分项加得起来",
    doc: include_str!("../../../docs/rules/Z711.md"),
    needs: &[],
    check: Check::Document(check),
};

fn check(facts: &Facts, _: &Standards) -> Outcome {
    let mut findings: Vec<Finding> = facts.sentences.iter().flat_map(brackets).collect();
    if !facts.lines_only {
        findings.extend(facts.sentences.iter().flat_map(lists));
    }
    Outcome::of(findings)
}

/// What stands in a list beside the number before it without being a part of it.
const NO_PARTS: [&str; 20] = [
    "目标",
    "计划",
    "上年",
    "去年",
    "同比",
    "较",
    "指标值",
    "原",
    "年初",
    "占",
    "人均",
    "每",
    "累计",
    "比",
    "折合",
    "约合",
    "结余",
    "剩余",
    "超过",
    "增加",
];

fn brackets(sentence: &Sentence) -> Vec<Finding> {
    let text = sentence.text.as_str();
    let mut findings = Vec::new();
    for (open, bracket) in text.match_indices(['（', '(']) {
        let inside = open + bracket.len();
        let Some(close) = text.part(inside..).find(['）', ')']).map(|at| inside + at) else { continue };
        // The total stands right before the bracket, or before the thing that is counted.
        let Some(total) = sentence.mentions.iter().rfind(|mention| mention.range.end <= open) else { continue };
        let words = text.part(inside..close);
        let parts = parts_in(sentence, inside..close, total);
        let near = !text.part(total.range.end..open).contains(['，', '。', '；', '、']);
        if !near || parts.len() < 2 || NO_PARTS.iter().any(|word| words.contains(word)) {
            continue;
        }
        let exhaustive = !["其中", "含", "包括", "等"].iter().any(|word| words.contains(word));
        let severity = if is_whole(words) || exhaustive { Severity::Error } else { Severity::Warning };
        findings.extend(finding(sentence, total, &parts, exhaustive || is_whole(words), severity));
    }
    findings
}

/// 共下达1000万元，其中：中央800万元、省级200万元: the parts of what stands before 其中, up to the end of the sentence.
fn lists(sentence: &Sentence) -> Vec<Finding> {
    let text = sentence.text.as_str();
    let mut findings = Vec::new();
    for (at, word) in text.match_indices("其中") {
        let Some(total) = sentence.mentions.iter().rfind(|mention| mention.range.end <= at) else { continue };
        let between = text.part(total.range.end..at);
        let in_bracket = text.part(..at).rfind(['（', '(']) > text.part(..at).rfind(['）', ')']);
        let rest = text.part(at + word.len()..);
        let end = rest.find(['；', '。', '（']).unwrap_or(rest.len());
        let end = rest.find("其中").map_or(end, |next| end.min(next));
        let words = rest.part(..end);
        let parts = parts_in(sentence, at..at + word.len() + end, total);
        let near = between.chars().count() <= 12 && !between.contains(['。', '；']);
        // Points go with points only: 其中预算执行10分、产出指标49分.
        if in_bracket || !near || parts.len() < 2 || NO_PARTS.iter().any(|word| words.contains(word)) {
            continue;
        }
        let whole = is_whole(words) && !words.contains('等');
        let severity = if whole { Severity::Error } else { Severity::Warning };
        findings.extend(finding(sentence, total, &parts, !words.contains('等') && !words.contains("主要"), severity));
    }
    findings
}

/// The numbers of the total's unit; money only that is not said to be spent of what stands before it.
fn parts_in<'a>(sentence: &'a Sentence, range: Range<usize>, total: &Mention) -> Vec<&'a Mention> {
    if total.unit.is_empty() || ["%", "分"].contains(&total.unit.as_str()) || total.sense != Sense::Exact {
        return Vec::new();
    }
    let inside = |mention: &&Mention| mention.range.start >= range.start && mention.range.end <= range.end;
    sentence.mentions.iter().filter(inside).filter(|mention| mention.unit == total.unit).collect()
}

/// Where money comes from: whoever names the centre and another names all of them.
fn is_whole(words: &str) -> bool {
    const OTHERS: [&str; 10] = ["省级", "省财政", "自治区", "地方", "市级", "县级", "区级", "盟市", "旗县", "其他资金"];
    let spent = ["用于", "支出", "执行", "拨付", "支付", "到位"].iter().any(|word| words.contains(word));
    words.contains("中央") && OTHERS.iter().any(|word| words.contains(word)) && !spent
}

fn finding(
    sentence: &Sentence,
    total: &Mention,
    parts: &[&Mention],
    exhaustive: bool,
    severity: Severity,
) -> Option<Finding> {
    let text = &sentence.text;
    let sum: Decimal = parts.iter().map(|part| part.amount).sum();
    // Each number is rounded as it is written.
    let hidden: Decimal = parts.iter().map(|part| part.hidden()).sum();
    let allowed =
        if parts.iter().chain([&total]).all(|part| part.is_whole()) { Decimal::ZERO } else { hidden + total.hidden() };
    let more = sum - total.amount > allowed;
    let wrong = more || exhaustive && (sum - total.amount).abs() > allowed;
    let severity = if more { Severity::Error } else { severity };
    let shown = parts.iter().map(|part| plain(part.amount)).collect::<Vec<_>>().join("＋");
    wrong.then(|| {
        Finding::new(RULE.code, severity, "分项相加与前面的数不一致")
            .expected(format!("{}{}（{shown}）", plain(sum), total.unit))
            .actual(format!("{}（{text}）", text.part(total.range.clone())))
            .at(&sentence.place)
            .hint("重新加总，改正总数或分项；分项没有列全的写“其中”“等”。")
    })
}
