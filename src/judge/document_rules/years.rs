#![doc = include_str!("../../../docs/rules/Z716.md")]

use crate::base::finding::Finding;
use crate::base::text_part::TextPart;
use crate::judge::rule::{Check, Outcome, Rule};
use crate::model::fund_rules::FundRules;
use crate::model::standards::Standards;
use crate::prose::subjects::masked;
use crate::prose::{Token, tokens};
use crate::reading::finished::facts::{Facts, Unit};

pub const RULE: Rule = Rule {
    code: "Z716",
    title: "年度前后一致",
    doc: include_str!("../../../docs/rules/Z716.md"),
    needs: &[],
    check: Check::Document(check),
};

/// Words of a clause that is meant to speak of another year.
const MARKED: [&str; 18] = [
    "上年",
    "上一年",
    "以前",
    "往年",
    "去年",
    "次年",
    "下一年",
    "下年",
    "规划",
    "期间",
    "结转",
    "较",
    "比",
    "至",
    "将",
    "拟",
    "计划",
    "立项",
];

fn check(facts: &Facts, _: &Standards) -> Outcome {
    let Some(year) = facts.year else {
        return Outcome::CannotEvaluate("文件里没有认出报告的年度".into());
    };
    Outcome::of(facts.units.iter().flat_map(|unit| other_years(unit, year, &facts.rules)).collect())
}

fn other_years(unit: &Unit, year: u16, rules: &FundRules) -> Vec<Finding> {
    if !unit.text.contains('年') {
        return Vec::new();
    }
    let text = masked(&unit.text, rules);
    let mut findings = Vec::new();
    for token in tokens(&text) {
        let Token::Date(date) = token else { continue };
        let (before, after) = (text.part(..date.range.start), text.part(date.range.end..));
        let clause_before = before.rsplit(['，', ',', '。', '；', ';']).next().unwrap_or_default();
        let clause_after = after.split(['，', ',', '。', '；', ';']).next().unwrap_or_default();
        let of_report = after.starts_with('度') && date.month.is_none() || clause_before.ends_with("截至");
        let marked = MARKED.iter().any(|word| clause_before.contains(word) || clause_after.contains(word));
        if let Some(said) = date.year.filter(|said| *said != year && of_report && !marked) {
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
