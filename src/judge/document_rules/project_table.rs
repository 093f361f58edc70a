#![doc = include_str!("../../../docs/rules/Z701.md")]

use crate::base::finding::Finding;
use crate::base::number::plain;
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::judge::tolerance::apart;
use crate::model::standards::Standards;
use crate::reading::finished::facts::Facts;
use crate::reading::finished::tables::{Level, ProjectRow, ProjectTable};
use rust_decimal::Decimal;

pub const RULE: Rule = Rule {
    code: "Z701",
    title: "文件里的项目表加得起来",
    doc: include_str!("../../../docs/rules/Z701.md"),
    needs: &[Need::NoFolder],
    check: Check::Document(check),
};

fn check(facts: &Facts, _: &Standards) -> Outcome {
    let Some(table) = &facts.projects else {
        return Outcome::NotApplicable("文件里没有认出资金安排情况表".into());
    };
    let mut findings: Vec<Finding> = (0..table.rows.len()).filter_map(|index| subtotal(table, index)).collect();
    let subtotals = || table.rows.iter().filter(|row| row.level != Level::Project);
    if subtotals().any(|row| row.amount.is_some()) {
        findings.extend(subtotals().filter(|row| row.amount.is_none()).map(|row| {
            Finding::error(RULE.code, format!("“{}”没有小计，别的小计都填了", row.name))
                .expected("下面各项相加的数")
                .actual("空白或不是数")
                .at(&row.place)
                .hint("补上小计。")
        }));
    }
    let serials = table.projects().filter_map(|row| Some((row.serial?, row)));
    for (expected, (serial, row)) in (1u32..).zip(serials) {
        if serial != expected {
            findings.push(
                Finding::error(RULE.code, "项目表的序号不连续")
                    .expected(expected)
                    .actual(format!("{serial}（{}）", row.name))
                    .at(&row.place)
                    .hint("核对是不是漏了一行或多了一行，再从1起重新编号。"),
            );
            break;
        }
    }
    findings.extend(table.projects().filter(|row| row.amount.is_none()).map(|row| {
        Finding::error(RULE.code, format!("项目“{}”没有金额", row.name))
            .expected("一个数；没有安排资金的填0")
            .actual("空白或不是数")
            .at(&row.place)
            .hint("补上金额。")
    }));
    Outcome::of(findings)
}

/// A total against the rows of the next level that there are below it.
fn subtotal(table: &ProjectTable, index: usize) -> Option<Finding> {
    let row = &table.rows[index];
    if row.level == Level::Project {
        return None;
    }
    let below = table.below(index);
    let next = below.iter().map(|row| row.level).min()?;
    let parts: Vec<&ProjectRow> = below.iter().filter(|row| row.level == next).collect();
    let sum: Decimal = parts.iter().filter_map(|row| row.amount).sum();
    let stated = row.amount?;
    (sum != stated).then(|| {
        let shown: Vec<String> = parts.iter().take(12).map(|row| row.amount.map_or("空".into(), plain)).collect();
        let rest = if parts.len() > 12 { format!("……等{}项", parts.len()) } else { String::new() };
        Finding::error(RULE.code, format!("“{}”比下面各项相加{}", row.name, apart(stated, sum)))
            .expected(format!("{}（{}{rest}）", plain(sum), shown.join("＋")))
            .actual(plain(stated))
            .at(&row.place)
            .hint("对照原始表格改正明细或小计。")
    })
}
