#![doc = include_str!("../../../docs/rules/Z716.md")]

use crate::base::finding::Finding;
use crate::base::text_part::TextPart;
use crate::judge::rule::{Check, Outcome, Rule};
use crate::model::fund_rules::FundRules;
use crate::model::standards::{Standards, YearWords};
use crate::prose::subjects::masked;
use crate::prose::{Token, tokens};
use crate::reading::finished::read_document::{ReadDocument, Unit};

pub const RULE: Rule = Rule {
    code: "Z716",
    title: "年度前后一致",
    doc: include_str!("../../../docs/rules/Z716.md"),
    needs: &[],
    check: Check::Document(check),
};

fn check(facts: &ReadDocument, standards: &Standards) -> Outcome {
    let Some(year) = facts.year else {
        return Outcome::CannotEvaluate("文件里没有认出报告的年度".into());
    };
    let next =
        |index: usize| facts.units.get(index + 1).filter(|next| !next.cell).map_or("", |next| next.text.as_str());
    let units = facts.units.iter().enumerate();
    let words = (&facts.rules, &standards.years);
    Outcome::of(units.flat_map(|(index, unit)| other_years(unit, next(index), year, words)).collect())
}

fn other_years(unit: &Unit, next: &str, year: u16, (rules, words): (&FundRules, &YearWords)) -> Vec<Finding> {
    if !unit.text.contains('年') {
        return Vec::new();
    }
    let text = masked(&unit.text, rules);
    let own = [format!("{year}年度"), format!("{}年度", year + 1)];
    let of_own = |text: &str| own.iter().any(|own| text.contains(own.as_str())) || words.compared.are_in(text);
    let said = |token: &Token| match token {
        Token::Date(date) => date.year.filter(|_| text.part(date.range.end..).starts_with('度')),
        _ => None,
    };
    let mut others: Vec<u16> = tokens(&text).iter().filter_map(said).filter(|said| *said != year).collect();
    others.sort_unstable();
    others.dedup();
    // 2022年度得分92.8分，2021年度得分88.3分: years in a row.
    let beside = others.len() > 1 || !unit.cell && (of_own(&text) || of_own(next)) || words.used.are_in(&text);
    let mut findings = Vec::new();
    for token in tokens(&text) {
        let Token::Date(date) = token else { continue };
        let (before, after) = (text.part(..date.range.start), text.part(date.range.end..));
        let clause_before = before.rsplit(['，', ',', '。', '；', ';']).next().unwrap_or_default();
        let clause_after = after.split(['，', ',', '。', '；', ';']).next().unwrap_or_default();
        let of_report = after.starts_with('度') && date.month.is_none() || clause_before.ends_with("截至");
        let marked = words.other.are_in(clause_before) || words.other.are_in(clause_after);
        // 由2022年至2023年
        let ranges = after.starts_with('至') || before.ends_with('至') && !before.ends_with("截至");
        // 截至2024年3月底 in the report on 2023: how it stands when the report is written.
        let later = date.year == Some(year + 1) && date.month.is_some() && clause_before.ends_with("截至");
        // 对2019年度补贴申报情况进行了核查
        let looked_at = clause_before.ends_with('对') && words.looked.are_in(clause_after);
        let told = marked || ranges || beside || later || looked_at;
        if let Some(said) = date.year.filter(|said| *said != year && of_report && !told) {
            if findings.iter().any(|found: &Finding| found.expected.is_some()) {
                continue;
            }
            findings.push(
                Finding::warning(RULE.code, format!("这里写的是{said}年，报告是{year}年度的"))
                    .expected(format!("{year}年"))
                    .actual(&unit.text)
                    .at(&unit.place)
                    .hint("核对是不是复制上一年的文字忘了改；确实说别的年度的，写明“上年度”“下一年度”等。"),
            );
        }
    }
    findings
}
