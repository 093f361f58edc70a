#![doc = include_str!("../../../docs/rules/Z711.md")]

use crate::base::finding::Finding;
use crate::base::number::plain;
use crate::base::text_part::TextPart;
use crate::judge::rule::{Check, Outcome, Rule};
use crate::model::standards::Standards;
use crate::prose::Mention;
use crate::reading::finished::facts::{Facts, Sentence};
use rust_decimal::Decimal;

pub const RULE: Rule = Rule {
    code: "Z711",
    title: "括号里的分项加得起来",
    doc: include_str!("../../../docs/rules/Z711.md"),
    needs: &[],
    check: Check::Document(check),
};

fn check(facts: &Facts, _: &Standards) -> Outcome {
    Outcome::of(facts.sentences.iter().flat_map(brackets).collect())
}

fn brackets(sentence: &Sentence) -> Vec<Finding> {
    let text = sentence.text.as_str();
    let mut findings = Vec::new();
    for (open, bracket) in text.match_indices(['（', '(']) {
        let inside = open + bracket.len();
        let Some(close) = text.part(inside..).find(['）', ')']).map(|at| inside + at) else { continue };
        // The total stands right before the bracket, or before the thing that is counted.
        let Some(total) = sentence.mentions.iter().rfind(|mention| mention.range.end <= open) else { continue };
        let parts: Vec<&Mention> = sentence
            .mentions
            .iter()
            .filter(|mention| mention.range.start >= inside && mention.range.end <= close)
            .filter(|mention| mention.unit == total.unit)
            .collect();
        let near = !text.part(total.range.end..open).contains(['，', '。', '；', '、']);
        if !near || total.unit.is_empty() || total.unit == "%" || parts.len() < 2 {
            continue;
        }
        let sum: Decimal = parts.iter().map(|part| part.amount).sum();
        let exhaustive = !["其中", "含", "包括", "等"].iter().any(|word| text.part(inside..close).contains(word));
        if sum > total.amount || exhaustive && sum != total.amount {
            let shown = parts.iter().map(|part| plain(part.amount)).collect::<Vec<_>>().join("＋");
            findings.push(
                Finding::error(RULE.code, "括号里的分项与前面的数不一致")
                    .expected(format!("{}{}（{shown}）", plain(sum), total.unit))
                    .actual(format!("{}（{text}）", text.part(total.range.clone())))
                    .at(&sentence.place)
                    .hint("重新加总，改正总数或分项；分项没有列全的写“其中”。"),
            );
        }
    }
    findings
}
