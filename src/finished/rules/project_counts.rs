#![doc = include_str!("../../../docs/rules/Z702.md")]

use crate::audit::finding::Finding;
use crate::audit::{Outcome, Rule};
use crate::finished::facts::{Facts, Level, ProjectRow, Sentence, bare};
use crate::model::number::plain;
use rust_decimal::Decimal;

pub const RULE: Rule<Facts> = Rule {
    code: "Z702",
    title: "正文的项目数、资金与项目表一致",
    doc: include_str!("../../../docs/rules/Z702.md"),
    check,
};

fn check(facts: &Facts) -> Outcome {
    let Some(table) = &facts.projects else {
        return Outcome::NotApplicable("文件里没有认出资金安排情况表".into());
    };
    let mut findings = Vec::new();
    let directions: Vec<(usize, &ProjectRow)> =
        table.rows.iter().enumerate().filter(|(_, row)| row.level == Level::Direction).collect();
    let total = table.projects().count();
    for sentence in facts.of_the_fund().filter(|sentence| !sentence.is_of_an_indicator()) {
        let text = bare(&sentence.text);
        let named: Vec<&(usize, &ProjectRow)> =
            directions.iter().filter(|(_, row)| speaks_of(&text, direction_name(&row.name))).collect();
        // A sentence that names several directions divides its numbers in its own way.
        if let [(index, row)] = named.as_slice()
            && let Some(stated) = sentence.mention_after(&["项目"], |mention| is_count(&mention.unit))
        {
            let count = Decimal::from(table.below(*index).iter().filter(|row| row.level == Level::Project).count());
            if stated.amount != count {
                findings.push(differs(sentence, &format!("{}的项目数", row.name), count, stated.amount, row));
            }
            if let (Some(amount), Some(money)) =
                (row.amount, sentence.mention_after(&["经费", "资金"], |mention| mention.unit == "万元"))
                && !money.agrees(amount)
            {
                findings.push(differs(sentence, &format!("{}的资金", row.name), amount, money.amount, row));
            }
        }
        if let (Some(new), Some(carried)) = (count_before(sentence, "新立项"), count_before(sentence, "结转"))
            && new + carried != Decimal::from(total)
        {
            let row = &table.rows[0];
            let message = format!("新立项{}个和结转{}个，与项目表的项目数不一致", plain(new), plain(carried));
            findings.push(finding(sentence, message, Decimal::from(total), new + carried, row));
        }
        if let Some(stated) = total_of(sentence)
            && stated != Decimal::from(total)
        {
            findings.push(differs(sentence, "项目总数", Decimal::from(total), stated, &table.rows[0]));
        }
    }
    Outcome::of(findings)
}

fn differs(sentence: &Sentence, what: &str, table: Decimal, stated: Decimal, row: &ProjectRow) -> Finding {
    finding(sentence, format!("正文里{what}与项目表不一致"), table, stated, row)
}

fn finding(sentence: &Sentence, message: String, table: Decimal, stated: Decimal, row: &ProjectRow) -> Finding {
    Finding::error(RULE.code, message)
        .expected(format!("{}（项目表）", plain(table)))
        .actual(format!("{}（{}）", plain(stated), sentence.text))
        .at(&sentence.place)
        .at(&row.place)
        .hint("以项目表为准改正文；项目表错的，改项目表。")
}

fn is_count(unit: &str) -> bool {
    unit == "个" || unit == "项"
}

/// 一、区域科技创新体系建设 → 区域科技创新体系建设
fn direction_name(label: &str) -> &str {
    label.split_once('、').map_or(label, |(_, name)| name)
}

/// The direction's name, or the same with one word left out (区域创新体系建设).
fn speaks_of(text: &str, name: &str) -> bool {
    let characters: Vec<char> = name.chars().collect();
    let shorter = (1..characters.len().saturating_sub(2))
        .map(|at| characters[..at].iter().chain(&characters[at + 2..]).collect::<String>());
    text.contains(name) || characters.len() > 6 && shorter.into_iter().any(|shorter| text.contains(&shorter))
}

/// 92个新立项项目: the count that stands right before the word, or right after it (新立项92个).
fn count_before(sentence: &Sentence, word: &str) -> Option<Decimal> {
    let at = sentence.text.find(word)?;
    let near = sentence.mentions.iter().filter(|mention| is_count(&mention.unit));
    near.into_iter()
        .find(|mention| mention.range.end == at || mention.range.start == at + word.len())
        .map(|mention| mention.amount)
}

/// …实施的137个引导资金项目, …等四个方面的137个项目
fn total_of(sentence: &Sentence) -> Option<Decimal> {
    const TOTALS: [&str; 4] = ["实施的", "方面的", "共支持", "共安排"];
    let total = |mention: &&crate::finished::Mention| {
        let before = &sentence.text[..mention.range.start];
        let after = &sentence.text[mention.range.end..];
        let clause = after.split(['，', '。', '；']).next().unwrap_or_default();
        is_count(&mention.unit) && TOTALS.iter().any(|word| before.ends_with(word)) && clause.contains("项目")
    };
    sentence.mentions.iter().find(total).map(|mention| mention.amount)
}
