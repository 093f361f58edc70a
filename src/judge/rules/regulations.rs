#![doc = include_str!("../../../docs/rules/Z715.md")]

use crate::base::finding::Finding;
use crate::judge::rule::{Check, Outcome, Rule};
use crate::model::standards::Standards;
use crate::prose::{document_numbers, is_same_number};
use crate::reading::finished::read_document::{ReadDocument, Sentence};

pub const RULE: Rule = Rule {
    code: "Z715",
    title: "引用的办法在年度内有效",
    doc: include_str!("../../../docs/rules/Z715.md"),
    needs: &[],
    check: Check::Document(check),
};

fn check(facts: &ReadDocument, standards: &Standards) -> Outcome {
    let Some(year) = facts.year else {
        return Outcome::CannotEvaluate("文件里没有认出报告的年度".into());
    };
    let findings = facts.sentences.iter().flat_map(|sentence| cited(sentence, year, standards));
    Outcome::of(findings.collect())
}

fn cited(sentence: &Sentence, year: u16, standards: &Standards) -> Vec<Finding> {
    let mut findings = Vec::new();
    for number in document_numbers(&sentence.text) {
        let title = super::document_number_repeats::title_of(&sentence.text, &number).unwrap_or_default();
        let of_name = || standards.regulations.iter().filter(|known| title == known.name);
        let known = standards.regulations.iter().find(|known| is_same_number(&known.number, &number.text));
        let problem = match known {
            Some(known) if !known.is_valid_in(year) => format!("引用的“{}”不是{year}年度有效的", number.text),
            Some(_) => continue,
            None if of_name().next().is_some() => format!("《{title}》的文号“{}”不对", number.text),
            None => continue,
        };
        let name = known.map_or(title, |known| known.name.as_str());
        let valid = standards.regulations.iter().filter(|other| other.name == name && other.is_valid_in(year));
        let valid: Vec<&str> = valid.map(|known| known.number.as_str()).collect();
        findings.push(
            Finding::warning(RULE.code, problem)
                .expected(if valid.is_empty() { "年度内有效的办法".to_string() } else { valid.join("、") })
                .actual(&number.text)
                .at(&sentence.place)
                .hint("核对办法的文号和有效期；清单在 layouts/核对.yaml 的“管理办法”。"),
        );
    }
    findings
}
