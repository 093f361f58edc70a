#![doc = include_str!("../../../docs/rules/Z702.md")]

use crate::base::finding::{Finding, Severity};
use crate::base::number::plain;
use crate::base::text_part::TextPart;
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::model::fund_rules::ProjectTableRules;
use crate::model::standards::{ProjectWords, Standards};
use crate::prose::is_slip;
use crate::prose::name_finder::variants;
use crate::reading::finished::bare::bare;
use crate::reading::finished::read_document::{ReadDocument, Sentence};
use crate::reading::finished::tables::{Level, ProjectRow, direction_name};
use rust_decimal::Decimal;

pub const RULE: Rule = Rule {
    code: "Z702",
    title: "正文的项目数、资金与项目表一致",
    doc: include_str!("../../../docs/rules/Z702.md"),
    needs: &[Need::WholeDocument],
    check: Check::Document(check),
};

fn check(facts: &ReadDocument, standards: &Standards) -> Outcome {
    let Some(table) = &facts.projects else {
        return Outcome::NotApplicable("文件里没有认出资金安排情况表".into());
    };
    let mut findings = Vec::new();
    let directions: Vec<(usize, &ProjectRow)> =
        table.rows.iter().enumerate().filter(|(_, row)| row.level == Level::Direction).collect();
    let total = table.projects().count();
    let said = sums(facts, &directions.iter().map(|(_, row)| direction_name(&row.name)).collect::<Vec<_>>());
    for sentence in facts.of_the_fund().filter(|sentence| !sentence.is_of_an_indicator()) {
        // 支持科技创新基地项目数量 is no direction.
        let text = bare(&sentence.text);
        let text = facts.indicators().iter().fold(text, |text, row| text.replace(row.name.as_str(), ""));
        // 农村公路建设养护补助资金 is not 农村公路新改建.
        let text = facts.names_of_fund().fold(text, |text, name| text.replace(name, ""));
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
        let is_of_a_direction = !named.is_empty();
        for (word, known) in said.iter().filter(|_| !is_of_a_direction) {
            if let Some(stated) = count_beside(sentence, word)
                && stated != *known
            {
                findings.push(
                    Finding::error(RULE.code, format!("“{word}”的数与各支持方向相加不一致"))
                        .expected(format!("{}（各支持方向相加）", plain(*known)))
                        .actual(format!("{}（{}）", plain(stated), sentence.text))
                        .at(&sentence.place)
                        .hint("重新加总，改正总数或各方向的数。"),
                );
            }
        }
        // 1.区域科技创新体系建设。本年度支持项目3个: below a direction's heading its own are counted.
        let below = sentence.headings.iter().any(|heading| {
            let heading = bare(heading);
            directions.iter().any(|(_, row)| speaks_of(&heading, direction_name(&row.name)))
        });
        if let (Some(stated), Some(first)) =
            (total_of(sentence, &standards.projects).filter(|_| !below), table.rows.first())
            && stated != Decimal::from(total)
        {
            findings.push(differs(sentence, "项目总数", Decimal::from(total), stated, first));
        }
    }
    Outcome::of(findings)
}

fn differs(sentence: &Sentence, what: &str, table: Decimal, stated: Decimal, row: &ProjectRow) -> Finding {
    finding(sentence, format!("正文里{what}与项目表不一致"), table, stated, row)
}

fn finding(sentence: &Sentence, message: String, table: Decimal, stated: Decimal, row: &ProjectRow) -> Finding {
    // Texts of others count projects of other kinds too: what looks like a slip is one.
    let sure = is_slip(stated, table) || (stated - table).abs() == Decimal::ONE;
    let severity = if sure { Severity::Error } else { Severity::Warning };
    Finding::new(RULE.code, severity, message)
        .expected(format!("{}（项目表）", plain(table)))
        .actual(format!("{}（{}）", plain(stated), sentence.text))
        .at(&sentence.place)
        .at(&row.place)
        .hint("以项目表为准改正文；项目表错的，改项目表。")
}

fn is_count(unit: &str) -> bool {
    unit == "个" || unit == "项"
}

/// The direction's name, or the same with one word left out (区域创新体系建设).
pub(super) fn speaks_of(text: &str, name: &str) -> bool {
    variants(name).iter().any(|variant| text.contains(variant))
}

/// What the directions' sentences say of new and carried-over projects, added up.
fn sums(facts: &ReadDocument, directions: &[&str]) -> Vec<(String, Decimal)> {
    let of_directions: Vec<&Sentence> = facts
        .of_the_fund()
        .filter(|sentence| sentence.text.contains('（') && !sentence.is_of_an_indicator())
        .filter(|sentence| directions.iter().filter(|name| speaks_of(&bare(&sentence.text), name)).count() == 1)
        .collect();
    let sum = |parts: &[String]| -> Decimal {
        let counts =
            of_directions.iter().flat_map(|sentence| parts.iter().filter_map(|part| count_beside(sentence, part)));
        counts.sum()
    };
    let sums = kinds(&facts.rules.project_table).into_iter().map(|(kind, parts)| (kind, sum(&parts)));
    sums.filter(|(_, sum)| !sum.is_zero()).collect()
}

/// What texts count, and of what it is the sum: 新上项目 of 新上后补助项目 and 新上事前补助项目.
fn kinds(rules: &ProjectTableRules) -> Vec<(String, Vec<String>)> {
    let mut kinds = Vec::new();
    for (index, status) in rules.newly_started().enumerate() {
        let modes = || rules.post.iter().chain(rules.upfront());
        let mut parts: Vec<String> = modes().map(|mode| format!("{status}{mode}项目")).collect();
        kinds.extend(parts.iter().map(|part| (part.clone(), vec![part.clone()])));
        parts.push(format!("{status}项目"));
        kinds.push((format!("{status}项目"), parts.clone()));
        kinds.extend((index == 0).then(|| ("新立项".to_string(), parts)));
    }
    kinds
        .extend(rules.carried_over.iter().map(|status| format!("{status}项目")).map(|kind| (kind.clone(), vec![kind])));
    kinds
}

/// 92个新立项项目, 新立项92个: the count that stands right before the word or right after it.
fn count_beside(sentence: &Sentence, word: &str) -> Option<Decimal> {
    sentence.text.match_indices(word).find_map(|(at, _)| {
        let mut counts = sentence.mentions.iter().filter(|mention| is_count(&mention.unit));
        counts
            .find(|mention| mention.range.end == at || mention.range.start == at + word.len())
            .map(|mention| mention.amount)
    })
}

/// …实施的137个引导资金项目, …等四个方面的137个项目, 支持项目137个
fn total_of(sentence: &Sentence, words: &ProjectWords) -> Option<Decimal> {
    let total = |mention: &&crate::prose::Mention| {
        let before = sentence.text.part(..mention.range.start);
        let clause = sentence.text.part(mention.range.end..).split(['，', '。', '；']).next().unwrap_or_default();
        let leads = words.before_total.end(before) && clause.contains("项目");
        is_count(&mention.unit)
            && (leads || words.right_before_total.end(before))
            && !sentence.is_of_another_time(mention)
    };
    sentence.mentions.iter().find(total).map(|mention| mention.amount)
}
