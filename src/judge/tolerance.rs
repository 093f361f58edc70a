//! How far a sum may be from its parts: computed here only.

use rust_decimal::Decimal;

use crate::base::number::plain;
use crate::base::place::{Place, Sourced};
use crate::model::number::{Money, half_unit};

use crate::base::finding::{Finding, Severity};

/// Typed cells add up exactly. Only where a part shows more decimals than the stated total was the total rounded
/// when it was typed: then half a unit of the total's last digit is allowed. (Half a unit for each of 137 whole
/// numbers would swallow real mistakes.)
pub fn tolerance(parts: &[Sourced<Money>], total: Money) -> Decimal {
    let scale = total.0.normalize().scale();
    let rounded = parts.iter().any(|part| part.value.0.normalize().scale() > scale);
    if rounded { half_unit(scale) } else { Decimal::ZERO }
}

/// How an amount is apart from the one that it should be: 少442万元, 多3万元.
pub fn apart(actual: Decimal, expected: Decimal) -> String {
    let word = if actual < expected { "少" } else { "多" };
    format!("{word}{}万元", plain(actual.saturating_sub(expected).abs()))
}

/// The finding where `total` is not the sum of `parts`, which are called `names`: an error, or a warning within twice
/// the tolerance.
pub fn sum_finding(
    code: &'static str,
    what: &str,
    names: &str,
    parts: &[Sourced<Money>],
    total: &Sourced<Money>,
) -> Option<Finding> {
    let sum: Money = parts.iter().map(|part| part.value).sum();
    let difference = (sum - total.value).0.abs();
    let tolerance = tolerance(parts, total.value);
    if difference <= tolerance {
        return None;
    }
    // Of amounts with decimals a few units of the last may be lost where each was rounded by itself.
    let scale = parts.iter().map(|part| part.value.0.normalize().scale()).max().unwrap_or_default();
    let each = half_unit(scale).saturating_mul(Decimal::from(parts.len()));
    let is_rounded = scale > 1 && parts.len() > 1 && difference <= each;
    let severity = if difference <= tolerance + tolerance || is_rounded { Severity::Warning } else { Severity::Error };
    let finding = Finding::new(code, severity, format!("{what}比{names}{}", apart(total.value.0, sum.0)))
        .expected(match parts {
            [_] => sum.to_string(),
            _ => format!("{sum}（{}）", addends(parts)),
        })
        .actual(total.value)
        .at(&total.place);
    Some(finding.at_all(parts.iter().take(SHOWN).map(|part| &part.place)))
}

/// At most so many addends and places are written out.
const SHOWN: usize = 12;

fn addends(parts: &[Sourced<Money>]) -> String {
    let shown: Vec<String> = parts.iter().take(SHOWN).map(|part| part.value.to_string()).collect();
    let rest = if parts.len() > SHOWN { format!("……等{}项", parts.len()) } else { String::new() };
    format!("{}{rest}", shown.join("＋"))
}

/// 资金安排表.xlsx › … of several places, for texts.
pub fn first_places<'a>(places: impl IntoIterator<Item = &'a Place>) -> Vec<Place> {
    places.into_iter().take(SHOWN).cloned().collect()
}
