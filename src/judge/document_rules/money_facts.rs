#![doc = include_str!("../../../docs/rules/Z706.md")]

use crate::base::finding::Finding;
use crate::base::number::plain;
use crate::base::text_part::TextPart;
use crate::judge::rule::{Check, Outcome, Rule};
use crate::model::fund_rules::FundRules;
use crate::model::number::{SHOWN_DECIMALS, round};
use crate::model::standards::Standards;
use crate::prose::{Mention, mentions};
use crate::reading::finished::facts::{Facts, Sentence, called};
use crate::reading::finished::tables::MoneyRow;
use rust_decimal::Decimal;

pub const RULE: Rule = Rule {
    code: "Z706",
    title: "资金数处处一致",
    doc: include_str!("../../../docs/rules/Z706.md"),
    needs: &[],
    check: Check::Document(check),
};

fn check(facts: &Facts, _: &Standards) -> Outcome {
    let money = facts.form.as_ref().map_or(&[][..], |form| form.money.as_slice());
    let mut findings: Vec<Finding> = money.iter().filter_map(rate_of_row).collect();
    findings.extend(parts(money));
    findings.extend(missing_rows(facts, money));
    for sentence in facts.of_the_fund() {
        let is_money = |mention: &Mention| mention.unit == "万元";
        let executed = sentence.mention_after(EXECUTED, is_money);
        let rate = sentence.mention_after(&["预算执行率", "资金执行率"], |mention| mention.unit == "%");
        let local = sentence.mention_after(&["地方资金实际投入", "地方财政资金实际投入"], is_money);
        if let (Some(executed), Some(rate), Some(budget)) = (executed, rate, budget(facts, sentence)) {
            findings.extend(ratio(sentence, "预算执行率", executed, &budget, Some(rate), Decimal::ONE_HUNDRED));
        }
        let leverage = sentence.mentions.iter().find(|mention| mention.ratio && sentence.text.contains("比例"));
        if let (Some(local), Some(_), Some(budget)) = (local, leverage, budget(facts, sentence)) {
            findings.extend(ratio(sentence, "带动比例", local, &budget, leverage, Decimal::ONE));
        }
    }
    findings.extend(batches(facts));
    if money.is_empty() && findings.is_empty() {
        return Outcome::NotApplicable("文件里没有认出自评表的资金情况".into());
    }
    Outcome::of(findings)
}

/// …下达资金7761万元；…下达资金3169万元。累计下达资金10930万元: the batches of a paragraph add up to its total.
fn batches(facts: &Facts) -> Option<Finding> {
    let is_batch = |text: &str| {
        text.ends_with("下达资金")
            && !["共下达资金", "累计下达资金", "合计下达资金"].iter().any(|word| text.ends_with(word))
    };
    let of = |sentence: &Sentence| -> Vec<Decimal> {
        let batches = sentence
            .mentions
            .iter()
            .filter(|mention| mention.unit == "万元" && is_batch(sentence.text.part(..mention.range.start)));
        batches.map(|mention| mention.amount).collect()
    };
    let (first, total) = (facts.of_the_fund().find(|sentence| of(sentence).len() > 1)?, facts.total()?);
    let paragraph = facts.of_the_fund().filter(|sentence| sentence.paragraph == first.paragraph);
    let parts: Vec<Decimal> = paragraph.flat_map(of).collect();
    let sum: Decimal = parts.iter().copied().sum();
    (sum != total && facts.own() != Some(sum)).then(|| {
        Finding::error(RULE.code, "各批下达的资金相加不等于资金总数")
            .expected(format!("{}万元", plain(total)))
            .actual(format!(
                "{}万元（{}）",
                plain(sum),
                parts.iter().map(|part| plain(*part)).collect::<Vec<_>>().join("＋")
            ))
            .at(&first.place)
            .hint("对照下达文件改正各批金额。")
    })
}

const EXECUTED: &[&str] = &["实际支出", "累计支出", "已支出", "执行数", "已执行"];

/// What the rate is of: the sentence's own allotment, else the form's.
fn budget(facts: &Facts, sentence: &Sentence) -> Option<Decimal> {
    let own = sentence.mention_after(&["共下达", "预算"], |mention| mention.unit == "万元").map(|own| own.amount);
    own.or_else(|| facts.form.as_ref()?.money.first()?.budget)
}

fn ratio(
    sentence: &Sentence,
    what: &str,
    part: &Mention,
    whole: &Decimal,
    stated: Option<&Mention>,
    scale: Decimal,
) -> Option<Finding> {
    let stated = stated?;
    let value = part.amount.checked_div(*whole)? * scale;
    (!stated.agrees(value)).then(|| {
        let rounded = plain(round(value, SHOWN_DECIMALS));
        let shown = if stated.ratio { format!("1：{rounded}") } else { format!("{rounded}%") };
        Finding::error(RULE.code, format!("{what}与金额算出来的不一致"))
            .expected(format!("{shown}（{}÷{}）", plain(part.amount), plain(*whole)))
            .actual(format!(
                "{}{}（{}）",
                if stated.ratio { "1：" } else { "" },
                sentence.text.part(stated.range.clone()),
                sentence.text
            ))
            .at(&sentence.place)
            .hint("核对金额和比例，改正错的一个。")
    })
}

fn percent(text: &str) -> Option<Mention> {
    mentions(text).into_iter().find(|mention| mention.unit == "%")
}

/// B／A as printed. 0／0 has no rate.
fn rate_of_row(row: &MoneyRow) -> Option<Finding> {
    let (budget, executed) = (row.budget?, row.executed?);
    let stated = percent(&row.rate);
    let fault = |expected: String| {
        Finding::error(RULE.code, format!("自评表“{}”的预算执行率不对", row.name))
            .expected(expected)
            .actual(if row.rate.is_empty() { "空白" } else { &row.rate })
            .at(&row.place)
            .hint("预算执行率＝全年执行数÷全年预算数；没有预算的不填。")
    };
    if budget.is_zero() {
        let something = stated.is_some_and(|stated| !stated.amount.is_zero());
        return something.then(|| fault("预算数是0，执行率应空白或填“/”".into()));
    }
    let rate = executed.checked_div(budget)? * Decimal::ONE_HUNDRED;
    let rounded = plain(round(rate, SHOWN_DECIMALS));
    let agrees = stated.as_ref().is_some_and(|stated| stated.agrees(rate));
    (!agrees).then(|| fault(format!("{rounded}%（{}÷{}）", plain(executed), plain(budget))))
}

/// 年度资金总额 and all of the fund's rows stand in every form, 地方 in every target table that another has it in.
fn missing_rows(facts: &Facts, money: &[MoneyRow]) -> Vec<Finding> {
    let fault = |table: &str, word: &str, near: &MoneyRow| {
        Finding::error(RULE.code, format!("{table}的资金情况里没有“{word}”一行"))
            .expected(format!("{word}；没有的填0"))
            .actual("没有")
            .at(&near.place)
            .hint("照格式补上这一行。")
    };
    let mut findings = Vec::new();
    if let Some(first) = money.first() {
        let lacks = |word: &&str| !money.iter().any(|row| row.name.contains(*word));
        let words: Vec<String> =
            std::iter::once("总额".into()).chain(facts.rules.money_rows.iter().map(called)).collect();
        findings.extend(words.iter().map(String::as_str).filter(lacks).map(|word| fault("自评表", word, first)));
    }
    let tables: Vec<&[MoneyRow]> = facts.targets.iter().map(|table| table.money.as_slice()).collect();
    let mut names: Vec<&str> = tables.iter().copied().flatten().map(|row| row.name.as_str()).collect();
    if !money.is_empty() && !names.is_empty() {
        names.push("年度金额");
        let usual = facts.rules.money_rows == FundRules::default().money_rows;
        names.extend(usual.then_some("中央补助"));
    }
    names.sort_unstable();
    names.dedup();
    for table in &tables {
        let lacks = |name: &&&str| !table.iter().any(|row| row.name == **name);
        let Some(first) = table.first() else { continue };
        findings.extend(names.iter().filter(lacks).map(|name| fault("目标表", name, first)));
    }
    findings
}

fn sum(rows: &[MoneyRow], column: fn(&MoneyRow) -> Option<Decimal>) -> Decimal {
    rows.iter().filter_map(column).sum()
}

/// Total = central + local + other, where all are given.
fn parts(money: &[MoneyRow]) -> Vec<Finding> {
    let Some((total, parts)) = money.split_first().filter(|(_, parts)| !parts.is_empty()) else { return Vec::new() };
    let mut findings = Vec::new();
    let sums = [
        ("全年预算数", total.budget, sum(parts, |row| row.budget)),
        ("全年执行数", total.executed, sum(parts, |row| row.executed)),
    ];
    for (what, stated, sum) in sums {
        if let Some(stated) = stated
            && sum != stated
        {
            findings.push(
                Finding::error(RULE.code, format!("自评表的{what}，总额与分项相加不一致"))
                    .expected(plain(sum))
                    .actual(plain(stated))
                    .at(&total.place)
                    .at_all(parts.iter().map(|row| &row.place))
                    .hint("改正总额或分项。"),
            );
        }
    }
    findings
}
