#![doc = include_str!("../../../docs/rules/Z709.md")]

use crate::audit::finding::Finding;
use crate::audit::number_problem;
use crate::audit::{Outcome, Rule};
use crate::finished::facts::{Facts, Sentence};

pub const RULE: Rule<Facts> =
    Rule {
        code: "Z709", title: "文件里的文号写法正确", doc: include_str!("../../../docs/rules/Z709.md"), check
    };

fn check(facts: &Facts) -> Outcome {
    let numbers: Vec<(String, &Sentence)> =
        facts.sentences.iter().flat_map(|s| numbers(&s.text).into_iter().map(move |number| (number, s))).collect();
    if numbers.is_empty() {
        return Outcome::NotApplicable("文件里没有文号".into());
    }
    let mut findings = Vec::new();
    for (number, sentence) in &numbers {
        let problem = number_problem(number, None).or_else(|| doubled(number));
        if let Some(problem) = problem {
            findings.push(
                Finding::error(RULE.code, format!("文号“{number}”{problem}"))
                    .expected("机关代字〔年份〕序号号，如 新财教〔2025〕65号")
                    .actual(number)
                    .at(&sentence.place)
                    .hint("照原文件改正文号。"),
            );
        }
    }
    Outcome::of(findings)
}

/// 新财教财教〔…: two characters of the issuer that follow one another twice.
fn doubled(number: &str) -> Option<String> {
    let issuer: Vec<char> = number.split_once('〔')?.0.chars().collect();
    issuer.windows(4).any(|four| four[..2] == four[2..]).then(|| "的机关代字写了两遍".to_string())
}

/// What stands around 〔2025〕, also around [2025] and (2025) where 号 follows.
fn numbers(text: &str) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    let is_issuer = |c: char| !c.is_ascii() && c.is_alphabetic();
    let mut found = Vec::new();
    for (open, character) in characters.iter().enumerate() {
        let official = *character == '〔';
        if !official && !"[［【(（".contains(*character) {
            continue;
        }
        let year = characters[open + 1..].iter().take_while(|c| c.is_ascii_digit()).count();
        let close = open + 1 + year;
        let serial = characters.get(close + 1..).unwrap_or_default();
        let length = serial.iter().take_while(|c| c.is_ascii_digit() || **c == '第').count();
        let ends = serial.get(length) == Some(&'号');
        let start = open - characters[..open].iter().rev().take(12).take_while(|c| is_issuer(**c)).count();
        let end = close + 1 + length + usize::from(ends);
        let plausible = year == 4 && length > 0 && start < open && (official || ends);
        if plausible {
            found.push(characters[start..end.min(characters.len())].iter().collect());
        }
    }
    found
}
