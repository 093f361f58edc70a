#![doc = include_str!("../../../docs/rules/Z710.md")]

use crate::base::finding::Finding;
use crate::base::place::Place;
use crate::base::text_part::TextPart;
use crate::judge::rule::{Check, Outcome, Rule};
use crate::model::standards::{ShortForm, Standards};
use crate::model::words::Words;
use crate::reading::finished::read_document::ReadDocument;

pub const RULE: Rule = Rule {
    code: "Z710",
    title: "单位和资金的名称前后一致",
    doc: include_str!("../../../docs/rules/Z710.md"),
    needs: &[],
    check: Check::Document(check),
};

fn check(facts: &ReadDocument, standards: &Standards) -> Outcome {
    let mut findings = Vec::new();
    for ShortForm { full, short } in &standards.short_forms {
        let (full_at, short_at) = (places(facts, full), places(facts, short));
        // A short form that the text introduces (以下简称) is meant.
        let introduced = facts.sentences.iter().any(|s| s.text.contains("简称") && s.text.contains(short.as_str()));
        // 省科技厅 in the text and 省科学技术厅 in the form is how it is done.
        let in_text = |name: &str| facts.sentences.iter().any(|sentence| sentence.text.contains(name));
        if let (Some(first), Some(other)) = (full_at.first(), short_at.first())
            && !introduced
            && in_text(full)
        {
            findings.push(
                Finding::warning(RULE.code, format!("“{full}”和“{short}”混用"))
                    .expected(format!("全文一个名称（“{full}”{}处，“{short}”{}处）", full_at.len(), short_at.len()))
                    .actual(short)
                    .at(other)
                    .at(first)
                    .hint("统一成全称；要用简称的，第一次出现时写明“以下简称”。"),
            );
        }
    }
    findings.extend(facts.fund.as_deref().and_then(|fund| fund_names(facts, fund, &standards.document_kinds)));
    Outcome::of(findings)
}

fn places<'a>(facts: &'a ReadDocument, name: &str) -> Vec<&'a Place> {
    let sentences = facts.sentences.iter().map(|sentence| (&sentence.text, &sentence.place));
    let cells = facts.units.iter().filter(|unit| unit.cell).map(|unit| (&unit.text, &unit.place));
    sentences.chain(cells).filter(|(text, _)| text.contains(name)).map(|(_, place)| place).collect()
}

/// The fund's name without its last word (资金), followed by something else before that word.
fn fund_names(facts: &ReadDocument, fund: &str, kinds: &Words) -> Option<Finding> {
    let stem = fund.strip_suffix("资金")?;
    let mut variants: Vec<(String, &Place)> = Vec::new();
    for sentence in &facts.sentences {
        for (at, _) in sentence.text.match_indices(stem) {
            let rest: String = sentence.text.part(at + stem.len()..).chars().take(4).collect();
            if let Some((between, _)) = rest.split_once("资金")
                && !between.is_empty()
                && !is_in_a_title(&sentence.text, at, kinds)
            {
                variants.push((format!("{stem}{between}资金"), &sentence.place));
            }
        }
    }
    let (variant, place) = variants.first()?;
    Some(
        Finding::warning(
            RULE.code,
            format!("资金名称写法不一：“{variant}”等{}处与自评表的“{fund}”不同", variants.len()),
        )
        .expected(fund)
        .actual(variant)
        .at(place)
        .at_all(variants.iter().skip(1).map(|(_, place)| *place))
        .hint("统一成文件下达时的名称。"),
    )
}

/// Inside 《…通知》: the name stands as that document has it.
fn is_in_a_title(text: &str, at: usize, kinds: &Words) -> bool {
    let Some(open) = text.part(..at).rfind('《').filter(|open| !text.part(*open..at).contains('》')) else {
        return false;
    };
    let title = text.part(open..).split('》').next().unwrap_or_default();
    kinds.end(title)
}
