//! A figure held against what is known.

use super::certainty::Certainty;
use super::known_figures::{Known, Value};
use super::quantities::{Mention, Sense};
use super::slips::{is_slip, is_swap};
use super::subject::Role;
use crate::model::number::in_ones;
use rust_decimal::Decimal;

/// What became of a figure.
#[derive(Debug, Clone, PartialEq)]
pub enum Tie<'a> {
    Agrees(&'a Known),
    Differs(&'a Known, Certainty),
    /// The words may mean this one, whose value is another.
    Perhaps(&'a Known),
    /// Says what is missing.
    Open(&'static str),
}

/// The known amount in the unit that the text has: 30500万亩 are 3.05亿亩.
fn amount_in(known: &Value, unit: &str) -> Option<Decimal> {
    let Value::Number { amount, unit: own } = known else { return None };
    let ((ones, of), (said, what)) = (in_ones(own), in_ones(unit));
    let scaled = amount.checked_mul(ones).and_then(|amount| amount.checked_div(said));
    Some(scaled.filter(|_| of == what && own != unit).unwrap_or(*amount))
}

pub(super) fn compare<'a>(known: &'a Known, mention: &Mention) -> Tie<'a> {
    let Some(amount) = amount_in(&known.value, &mention.unit) else { return Tie::Open("来源是文字，不是数") };
    let target = matches!(known.role, Role::Target | Role::OverRun);
    let same_value = match target {
        // ≥32项: the sign belongs to the target.
        true => mention.amount == amount || mention.sense == Sense::Exact && mention.agrees(amount),
        false => mention.agrees(amount),
    };
    match (same_value, units_agree(known, &mention.unit)) {
        (true, true) => Tie::Agrees(known),
        // 合格率、完工率2项没有完成: something else.
        (false, false) => Tie::Perhaps(known),
        _ => Tie::Differs(known, Certainty::Sure),
    }
}

/// Where the words do not settle what is meant: a difference counts as one where the number looks like a slip of the known.
pub(super) fn compare_unsure<'a>(known: &'a Known, mention: &Mention) -> Tie<'a> {
    match (compare(known, mention), amount_in(&known.value, &mention.unit)) {
        (Tie::Differs(..), Some(amount)) if !is_slip(mention.amount, amount) => Tie::Perhaps(known),
        (Tie::Differs(..), _) => Tie::Differs(known, Certainty::Likely),
        (tie, _) => tie,
    }
}

/// The same of what may be said of a part: rates of parts are all near each other, so that only digits changed about count.
pub(super) fn compare_part<'a>(known: &'a Known, mention: &Mention) -> Tie<'a> {
    match compare_unsure(known, mention) {
        Tie::Differs(known, certainty) => {
            let swapped = amount_in(&known.value, &mention.unit).is_some_and(|amount| is_swap(mention.amount, amount));
            if mention.unit == "%" && !swapped { Tie::Perhaps(known) } else { Tie::Differs(known, certainty) }
        }
        tie => tie,
    }
}

/// Counts of projects are 个 or 项 as one likes; other units must be what they are.
pub(super) fn units_agree(entry: &Known, said: &str) -> bool {
    let Value::Number { unit: known, .. } = &entry.value else { return false };
    let (known, name) = (known.as_str(), &entry.name);
    let counted = |unit: &str| ["个", "项", ""].contains(&unit);
    match &entry.role {
        Role::Count(_) => counted(said),
        // 受理项目473套
        Role::Value if known.is_empty() && name.ends_with("项目") => counted(said),
        Role::Value if known.is_empty() => !["万元", "%"].contains(&said),
        // 1：2.19
        _ if known.is_empty() => said.is_empty() || counted(said),
        // 332立方米/亩 is read up to the stroke.
        _ if known.contains('/') && !said.is_empty() && known.starts_with(said) => true,
        _ => in_ones(known).1 == in_ones(said).1 || counted(known) && counted(said),
    }
}
