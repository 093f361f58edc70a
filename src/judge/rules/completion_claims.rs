#![doc = include_str!("../../../docs/rules/Z717.md")]

use crate::base::finding::{Finding, Severity};
use crate::base::text_part::TextPart;
use crate::judge::rule::{Check, Outcome, Rule};
use crate::model::number::Rate;
use crate::model::standards::Standards;
use crate::reading::finished::read_document::{ReadDocument, Sentence};
use crate::reading::finished::tables::IndicatorRow;
use rust_decimal::Decimal;

use super::completion_rates::quotients;

pub const RULE: Rule = Rule {
    code: "Z717",
    title: "完成与否说得一致",
    doc: include_str!("../../../docs/rules/Z717.md"),
    needs: &[],
    check: Check::Document(check),
};

fn check(facts: &ReadDocument, standards: &Standards) -> Outcome {
    let rated: Vec<(&IndicatorRow, Rate)> =
        facts.indicators().iter().filter_map(|row| Some((row, row.completion()?))).collect();
    let mut findings = Vec::new();
    let mut any = !rated.is_empty();
    for sentence in facts.of_the_fund() {
        let text = &sentence.text;
        // 全面完成其余5县任务: of a part.
        let of_all = |words: &&str| {
            let behind = text.split_once(words).map(|(_, behind)| behind);
            behind.is_some_and(|behind| !["其余", "剩余", "其他"].iter().any(|rest| behind.starts_with(rest)))
        };
        let claim = standards.all_done.iter().find(of_all);
        let named: Vec<&(&IndicatorRow, Rate)> = rated.iter().filter(|(row, _)| text.contains(&row.name)).collect();
        // 甲92.4%，乙93.1%，均达到…: of these only.
        let listed = claim
            .and_then(|words| text.find(words))
            .map_or(0, |at| sentence.mentions.iter().filter(|mention| mention.range.end <= at).count());
        let meant = |row: &IndicatorRow| match listed {
            0 | 1 => true,
            _ => named.iter().any(|(named, _)| named.name == row.name),
        };
        let of_fund = facts.rows_for(sentence);
        let of_fund = |row: &IndicatorRow| facts.forms.len() < 2 || of_fund.iter().any(|own| own.name == row.name);
        let under = rated.iter().filter(|(row, rate)| *rate < Rate::ONE && meant(row) && of_fund(row));
        let under: Vec<&str> = under.map(|(row, _)| row.name.as_str()).collect();
        // 除……外均已完成
        let excepts = standards.all_done_but.are_in(text);
        if let Some(words) = claim.filter(|_| !under.is_empty() && !excepts && speaks_of_targets(text)) {
            findings.push(
                Finding::warning(RULE.code, format!("正文说“{words}”，可是有{}个指标没有完成", under.len()))
                    .expected("没有完成的指标另外说明")
                    .actual(format!("{text}（没有完成：{}）", under.join("、")))
                    .at(&sentence.place)
                    .hint("改成“基本完成”，或写明哪些指标没有完成。"),
            );
        }
        // 目标值80公里，实际完成60公里，超额完成目标: by its own numbers.
        let own: Vec<Decimal> =
            quotients(sentence, &standards.completion).iter().filter_map(|quotient| quotient.completion()).collect();
        any |= !own.is_empty();
        if let ([], [rate]) = (named.as_slice(), own.as_slice())
            && said_of(text, standards).is_some_and(|is_done| is_done != (*rate >= Decimal::ONE_HUNDRED))
        {
            let done = if *rate >= Decimal::ONE_HUNDRED { "完成了" } else { "没有完成" };
            findings.push(
                Finding::warning(RULE.code, "完成与否，与句子里的数不一致")
                    .expected(format!("{done}（照目标值和实际完成值）"))
                    .actual(text)
                    .at(&sentence.place)
                    .hint("照实际完成值改说法，或核对两个数。"),
            );
        }
        if let [(row, rate)] = named.as_slice()
            && let Some(claim) = claim_of(sentence, &row.name, standards)
            && claim.is_done != (*rate >= Rate::ONE)
        {
            let severity = if claim.is_direct { Severity::Error } else { Severity::Warning };
            let said = if claim.is_done { "没有完成" } else { "已经完成" };
            findings.push(
                Finding::new(RULE.code, severity, format!("“{}”完成与否，正文与表不一致", row.name))
                    .expected(format!("完成率{rate}，{said}"))
                    .actual(text)
                    .at(&sentence.place)
                    .at(&row.place)
                    .hint("照实际完成值改正文，或核对完成值。"),
            );
        }
    }
    if !any {
        return Outcome::NotApplicable("文件里没有写目标值和完成值".into());
    }
    Outcome::of(findings)
}

/// What a sentence says of one indicator.
struct Claim {
    is_done: bool,
    /// Its words stand right behind the name: of nothing else can they be said.
    is_direct: bool,
}

fn claim_of(sentence: &Sentence, name: &str, standards: &Standards) -> Option<Claim> {
    let text = sentence.text.as_str();
    let at = text.find(name).filter(|at| !sentence.is_at_another_time(*at))?;
    let behind = text.part(at + name.len()..);
    if standards.not_done.begin(behind) {
        return Some(Claim { is_done: false, is_direct: true });
    }
    // 达到目标的95%
    let is_measured =
        behind.split(['，', '；', '。']).next().is_some_and(|words| words.contains(|c: char| c.is_numeric()));
    if standards.done.begin(behind) {
        return (!is_measured).then_some(Claim { is_done: true, is_direct: true });
    }
    // Other clauses speak of other things.
    let from = text.part(..at).rfind('；').map_or(0, |end| end + '；'.len_utf8());
    let clause = text.part(from..).split('；').next().unwrap_or_default();
    said_of(clause, standards).map(|is_done| Claim { is_done, is_direct: false })
}

/// Does it say that something was reached, or that it was not? `None` where it says both or neither.
fn said_of(text: &str, standards: &Standards) -> Option<bool> {
    // 没有未完成的指标
    let text = ["没有未", "无未", "不存在未"].iter().fold(text.to_string(), |text, double| text.replace(double, ""));
    let says_not = standards.not_done.are_in(&text);
    let positive = standards.not_done.iter().fold(text, |text, word| text.replace(word, ""));
    // 已完成11260户 says how much.
    let is_claim =
        |(at, word): (usize, &str)| !positive.part(at + word.len()..).starts_with(|c: char| c.is_ascii_digit());
    let says_done = standards.done.iter().any(|word| positive.match_indices(word).any(is_claim));
    (says_not != says_done).then_some(says_done)
}

fn speaks_of_targets(text: &str) -> bool {
    ["指标", "目标", "任务"].iter().any(|word| text.contains(word))
}
