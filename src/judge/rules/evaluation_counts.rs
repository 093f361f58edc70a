#![doc = include_str!("../../../docs/rules/Z713.md")]

use rust_decimal::Decimal;

use std::ops::Range;

use crate::base::finding::Finding;
use crate::base::nearest::nearest;
use crate::base::number::plain;
use crate::base::text_part::TextPart;
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::model::fund_rules::FundRules;
use crate::model::standards::Standards;
use crate::model::term::Term;
use crate::prose::{Mention, mentions};
use crate::reading::finished::bare::bare;
use crate::reading::finished::read_document::{ReadDocument, Sentence};
use crate::reading::finished::tables::{Level, ProjectTable, direction_name};

use super::project_counts::speaks_of;

pub const RULE: Rule = Rule {
    code: "Z713",
    title: "评价结果的个数对得上",
    doc: include_str!("../../../docs/rules/Z713.md"),
    needs: &[Need::WholeDocument],
    check: Check::Document(check),
};

/// Stands before a grade: 35个项目评价结果为“优”.
const GRADED: &str = "为“";

fn check(facts: &ReadDocument, _: &Standards) -> Outcome {
    let Some(table) = &facts.projects else {
        return Outcome::NotApplicable("文件里没有认出资金安排情况表".into());
    };
    let directions = table.rows.iter().enumerate().filter(|(_, row)| row.level == Level::Direction);
    // A direction's own name and its number of projects.
    let directions: Vec<(&str, usize)> = directions
        .map(|(index, row)| {
            (direction_name(&row.name), table.below(index).iter().filter(|row| row.level == Level::Project).count())
        })
        .collect();
    let mut findings = Vec::new();
    let mut of_all: Option<(&Sentence, Vec<(&Term, Decimal)>)> = None;
    let mut by_direction: Vec<(&Term, Decimal)> = Vec::new();
    let parts: Vec<Sentence> = facts.of_the_fund().flat_map(parts).collect();
    for sentence in &parts {
        let graded = graded(sentence, &facts.rules);
        if graded.is_empty() {
            continue;
        }
        let text = bare(&sentence.text);
        // Names of projects in quotation marks may hold a direction's name.
        let head = text.split(GRADED).next().unwrap_or_default();
        let direction = directions.iter().find(|(name, _)| speaks_of(head, name));
        let expected = direction.map_or_else(|| table.projects().count(), |(_, count)| *count);
        let sum: Decimal = graded.iter().map(|(_, count)| *count).sum();
        // 1个项目评为“中”: of the others nothing is said.
        let all = graded.iter().any(|(grade, _)| facts.rules.grades().next() == Some(*grade));
        if all && sum != Decimal::from(expected) {
            findings.push(fault(
                sentence,
                "各等级的项目数相加，与项目表的项目数不一致",
                expected.to_string(),
                plain(sum),
            ));
        }
        if direction.is_some() {
            findings.extend(names(sentence, &graded, &facts.rules));
            findings.extend(unknown(sentence, table));
            by_direction.extend(graded.iter().copied());
        } else {
            of_all = Some((sentence, graded));
        }
    }
    let Some((sentence, totals)) = of_all else {
        return match by_direction.is_empty() {
            true => Outcome::NotApplicable("正文没有写评价结果的个数".into()),
            false => Outcome::of(findings),
        };
    };
    for (grade, total) in totals.into_iter().filter(|_| !by_direction.is_empty()) {
        let sum: Decimal = by_direction.iter().filter(|(other, _)| *other == grade).map(|(_, count)| *count).sum();
        if sum != total {
            let message = format!("“{grade}”的总数与各支持方向相加不一致");
            findings.push(fault(sentence, &message, plain(sum), plain(total)));
        }
    }
    Outcome::of(findings)
}

/// A sentence may go through all directions, each up to a semicolon.
fn parts(sentence: &Sentence) -> Vec<Sentence> {
    if !sentence.text.contains(GRADED) {
        return Vec::new();
    }
    let part = |text: &str| Sentence { text: text.to_string(), mentions: mentions(text), ..sentence.clone() };
    sentence.text.split('；').map(part).collect()
}

fn fault(sentence: &Sentence, message: &str, expected: String, actual: String) -> Finding {
    Finding::error(RULE.code, message)
        .expected(expected)
        .actual(format!("{actual}（{}）", sentence.text))
        .at(&sentence.place)
        .hint("对照评价等级重新数，改正个数或名单。")
}

/// How many projects have each grade that a clause ends with: as many as it counts, or as it names.
fn graded<'a>(sentence: &Sentence, rules: &'a FundRules) -> Vec<(&'a Term, Decimal)> {
    let is_count = |mention: &&Mention| ["个", "项"].contains(&mention.unit.as_str());
    let graded = |clause: Range<usize>| {
        let text = sentence.text.part(clause.clone());
        let grade = rules.grades().find(|grade| text.ends_with(&format!("{GRADED}{grade}”")))?;
        let counts = sentence.mentions.iter().filter(is_count).rfind(|mention| {
            clause.contains(&mention.range.start) && {
                let rest = sentence.text.part(mention.range.end..clause.end);
                rest.contains("项目") || rest.contains("评价")
            }
        });
        let named = quoted(text).iter().filter(|name| *grade.name() != **name).count();
        let count = counts.map(|mention| mention.amount).or((named > 0).then(|| Decimal::from(named)))?;
        Some((grade, count))
    };
    clauses(&sentence.text).into_iter().filter_map(graded).collect()
}

/// Up to commas and brackets outside of quotation marks.
fn clauses(text: &str) -> Vec<Range<usize>> {
    let (mut found, mut start, mut depth) = (Vec::new(), 0, 0usize);
    for (at, character) in text.char_indices() {
        match character {
            '“' => depth += 1,
            '”' => depth = depth.saturating_sub(1),
            '，' | '。' | '；' | '（' if depth == 0 => {
                found.push(start..at);
                start = at + character.len_utf8();
            }
            _ => {}
        }
    }
    found.push(start..text.len());
    found
}

/// As many names in “ ” as are counted for the grades below the best.
fn names(sentence: &Sentence, graded: &[(&Term, Decimal)], rules: &FundRules) -> Option<Finding> {
    let names = quoted(&sentence.text);
    let named = names.iter().filter(|name| !rules.grades().any(|grade| grade.name() == name.as_str())).count();
    let others = graded.iter().filter(|(grade, _)| rules.grades().next() != Some(*grade)).map(|(_, count)| *count);
    let counted: Decimal = others.sum();
    (named > 0 && Decimal::from(named) != counted)
        .then(|| fault(sentence, "列出的项目名称与写的个数不一致", named.to_string(), plain(counted)))
}

/// Named projects are rows of the project table; quotation marks inside a name are written either way.
fn unknown(sentence: &Sentence, table: &ProjectTable) -> Vec<Finding> {
    let plain = |name: &str| -> String { name.chars().filter(|c| !"‘’“”\"'".contains(*c)).collect() };
    let known: Vec<String> = table.projects().map(|row| plain(&row.name)).collect();
    let names = quoted(&sentence.text).into_iter().map(|name| plain(&bare(&name)));
    names
        .filter(|name| name.chars().count() > 4 && !known.contains(name))
        .map(|name| {
            let near = nearest(&name, known.iter().map(String::as_str)).unwrap_or_else(|| "项目表里的项目".into());
            fault(sentence, &format!("“{name}”不在项目表里"), near, name)
        })
        .collect()
}

/// What stands in “ ”; a name may have quotation marks inside.
fn quoted(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut depth = 0usize;
    for character in text.chars() {
        match character {
            '“' => {
                if depth == 0 {
                    names.push(String::new());
                }
                depth += 1;
            }
            '”' => depth = depth.saturating_sub(1),
            _ if depth > 0 => names.last_mut().into_iter().for_each(|name| name.push(character)),
            _ => {}
        }
    }
    names
}
