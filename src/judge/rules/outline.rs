#![doc = include_str!("../../../docs/rules/Z719.md")]

use crate::base::finding::Finding;
use crate::base::place::Place;
use crate::judge::rule::{Check, Outcome, Rule};
use crate::model::standards::Standards;
use crate::reading::finished::bare::bare;
use crate::reading::finished::read_document::{Heading, ReadDocument};

use super::form_kinds::kind;

pub const RULE: Rule = Rule {
    code: "Z719",
    title: "章节齐全、没有空白",
    doc: include_str!("../../../docs/rules/Z719.md"),
    needs: &[],
    check: Check::Document(check),
};

/// What ends with a full stop and is longer says something.
const LONGEST_TITLE: usize = 15;

fn check(facts: &ReadDocument, standards: &Standards) -> Outcome {
    let mut findings: Vec<Finding> = facts
        .headings
        .iter()
        .filter(|heading| !heading.filled && !says_itself(&heading.text) && !is_in_contents(facts, heading))
        .map(|heading| {
            Finding::error(RULE.code, format!("“{}”下面没有内容", heading.text))
                .expected("这一部分的文字；没有的写“无”")
                .actual("空白")
                .at(&heading.place)
                .hint("补写这一部分，没有要说的写“无”。")
        })
        .collect();
    let kind = kind(standards, facts);
    if let Some(kind) = kind.filter(|_| facts.headings.iter().any(|heading| heading.level == 1)) {
        let found = |words: &&Vec<String>| {
            facts.headings.iter().any(|heading| words.iter().any(|word| heading.text.contains(word.as_str())))
        };
        let missing = kind.chapters.iter().filter(|words| !found(words));
        let missing: Vec<String> = missing.map(|words| format!("“{}”", words.join("”或“"))).collect();
        if !missing.is_empty() {
            findings.push(
                Finding::warning(RULE.code, "报告缺少部分内容")
                    .expected(format!("标题里有{}", missing.join("，")))
                    .actual("没有")
                    .at(&Place::file(&facts.document))
                    .hint("照提纲补上；要有哪些章节写在 layouts/核对.yaml 的“自评表式样”。"),
            );
        }
    }
    findings.extend(kind.filter(|kind| kind.remarks).and_then(|_| remarks(facts)));
    Outcome::of(findings)
}

/// （一）各级审计和财会监督中未发现问题: the heading is the content.
/// So does what goes on after a colon or a comma: 一、自评结论：得分95分.
fn says_itself(heading: &str) -> bool {
    let goes_on = |mark: char| heading.split_once(mark).is_some_and(|(_, rest)| !rest.trim().is_empty());
    // （一）彩票公益金执行率比一般公共预算低3个百分点。
    let is_sentence = heading.ends_with('。') && heading.chars().count() > LONGEST_TITLE;
    is_sentence
        || ['：', ':', '，', ',', '。'].into_iter().any(goes_on)
        || ["未发现", "没有", "无"].iter().any(|word| heading.contains(word))
}

/// A line of the contents: the same heading stands again, or a page's number ends it.
fn is_in_contents(facts: &ReadDocument, heading: &Heading) -> bool {
    let words =
        |text: &str| bare(text).trim_end_matches(|c: char| c.is_ascii_digit() || ".…·-".contains(c)).to_string();
    let text = words(&heading.text);
    text.len() < bare(&heading.text).len()
        || facts.headings.iter().filter(|other| words(&other.text) == text).count() > 1
}

/// 说明 at the form's foot.
fn remarks(facts: &ReadDocument) -> Option<Finding> {
    let form = facts.form.as_ref()?;
    let label = facts.labels.iter().find(|label| label.label == "说明");
    let fault = |message: &str, actual: &str, place: &Place| {
        Finding::error(RULE.code, message)
            .expected("说明；没有的写“无”")
            .actual(actual)
            .at(place)
            .hint("在自评表的“说明”里写明巡视、审计和财政监督发现的问题，没有的写“无”。")
    };
    match label {
        Some(label) if label.text.is_empty() => Some(fault("自评表的“说明”空着", "空白", &label.place)),
        Some(_) => None,
        None => form.rows.last().map(|row| fault("自评表没有“说明”一行", "没有", &row.place)),
    }
}
