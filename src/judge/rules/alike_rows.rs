#![doc = include_str!("../../../docs/rules/Z723.md")]

use crate::base::finding::Finding;
use crate::base::number::plain;
use crate::judge::rule::{Check, Outcome, Rule};
use crate::model::standards::Standards;
use crate::reading::finished::read_document::ReadDocument;
use crate::reading::finished::tables::IndicatorRow;
use rust_decimal::Decimal;

pub const RULE: Rule = Rule {
    code: "Z723",
    title: "两行的数不像抄来的",
    doc: include_str!("../../../docs/rules/Z723.md"),
    needs: &[],
    check: Check::Document(check),
};

/// Smaller numbers are alike by chance.
const LARGE: Decimal = Decimal::ONE_HUNDRED;

fn check(facts: &ReadDocument, _: &Standards) -> Outcome {
    let Some(form) = &facts.form else {
        return Outcome::NotApplicable("文件里没有认出自评表".into());
    };
    let mut findings = Vec::new();
    for (index, row) in form.rows.iter().enumerate() {
        let Some((target, actual)) = large(row) else { continue };
        let same = form.rows[..index].iter().find(|other| large(other) == Some((target, actual)));
        if let Some(other) = same {
            let message = format!("“{}”与“{}”的指标值、完成值都一样", row.name, other.name);
            findings.push(odd(row, message, format!("{}，{}", row.target_text, row.actual_text)).at(&other.place));
        }
        if let [one, other] = form.rows[..index].iter().rev().take(2).collect::<Vec<_>>().as_slice()
            && let (Some((_, one_actual)), Some((_, other_actual))) = (large(one), large(other))
            && one_actual.checked_add(other_actual) == Some(actual)
            && one.measures().1.map(|measure| &measure.unit) == row.measures().1.map(|measure| &measure.unit)
        {
            let message = format!("“{}”的完成值正好是上面两行之和", row.name);
            let sum = format!("{}＋{}＝{}", plain(other_actual), plain(one_actual), plain(actual));
            findings.push(odd(row, message, sum).at(&one.place));
        }
    }
    Outcome::of(findings)
}

fn odd(row: &IndicatorRow, message: String, actual: String) -> Finding {
    let finding = Finding::info(RULE.code, message).expected("各指标自己的数").actual(actual).at(&row.place);
    finding.hint("核对是不是抄错了行；确实一样的不用管。")
}

/// Target and result of a row, where both are large numbers of things.
fn large(row: &IndicatorRow) -> Option<(Decimal, Decimal)> {
    let (target, actual) = row.measures();
    let (target, actual) = (target?, actual?);
    (target.unit != "%" && target.value >= LARGE && actual.value >= LARGE).then_some((target.value, actual.value))
}
