#![doc = include_str!("../../../docs/rules/Z718.md")]

use std::collections::BTreeMap;

use crate::base::finding::Finding;
use crate::base::place::Place;
use crate::judge::rule::{Check, Outcome, Rule};
use crate::model::standards::Standards;
use crate::model::words::Words;
use crate::reading::finished::bare::bare;
use crate::reading::finished::read_document::ReadDocument;

pub const RULE: Rule = Rule {
    code: "Z718",
    title: "原因和问题不是套话",
    doc: include_str!("../../../docs/rules/Z718.md"),
    needs: &[],
    check: Check::Document(check),
};

fn check(facts: &ReadDocument, standards: &Standards) -> Outcome {
    let mut findings = repeated(facts);
    findings.extend(no_problems(facts, &standards.no_problems));
    Outcome::of(findings)
}

/// One sentence in the reasons of three indicators or more.
fn repeated(facts: &ReadDocument) -> Vec<Finding> {
    const LONG: usize = 10;
    let mut sentences: BTreeMap<String, Vec<&Place>> = BTreeMap::new();
    for row in facts.form.iter().flat_map(|form| &form.rows) {
        for sentence in row.reason.split(['。', '；', '\n']).map(bare) {
            if sentence.chars().count() >= LONG {
                let places = sentences.entry(sentence).or_default();
                if !places.contains(&&row.place) {
                    places.push(&row.place);
                }
            }
        }
    }
    let often = sentences.into_iter().filter(|(_, places)| places.len() > 2);
    often
        .map(|(sentence, places)| {
            Finding::info(RULE.code, format!("同一句话写在{}个指标的原因里", places.len()))
                .expected("各写各的原因")
                .actual(sentence)
                .at_all(places)
                .hint("写每个指标自己的原因。")
        })
        .collect()
}

/// 存在问题: 无。
fn no_problems(facts: &ReadDocument, words: &Words) -> Vec<Finding> {
    let of_problems = facts.sentences.iter().filter(|sentence| {
        sentence.headings.last().is_some_and(|heading| heading.contains("问题") && !heading.contains("审计"))
    });
    let mut by_heading: BTreeMap<&str, (Vec<String>, &Place)> = BTreeMap::new();
    for sentence in of_problems {
        let heading = sentence.headings.last().map_or("", String::as_str);
        if sentence.text != *heading {
            by_heading.entry(heading).or_insert((Vec::new(), &sentence.place)).0.push(bare(&sentence.text));
        }
    }
    let nothing = |text: &String| words.have(text.trim_end_matches('。'));
    by_heading
        .into_iter()
        .filter(|(_, (texts, _))| texts.iter().all(nothing))
        .map(|(heading, (texts, place))| {
            Finding::info(RULE.code, format!("“{heading}”只写了“{}”", texts.concat()))
                .expected("执行中的问题、原因和改进措施")
                .actual(texts.concat())
                .at(place)
                .hint("有执行率低、指标没有完成的，应写明问题。")
        })
        .collect()
}
