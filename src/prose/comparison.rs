//! A figure held against what is known.

use super::book::{Known, Value};
use super::certainty::Certainty;
use super::quantities::{Mention, Sense};
use super::slips::is_slip;
use super::subject::Role;

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

pub(super) fn compare<'a>(known: &'a Known, mention: &Mention) -> Tie<'a> {
    let Value::Number { amount, .. } = &known.value else { return Tie::Open("来源是文字，不是数") };
    let target = matches!(known.role, Role::Target | Role::OverRun);
    let same_value = match target {
        // ≥32项: the sign belongs to the target.
        true => mention.amount == *amount || mention.sense == Sense::Exact && mention.agrees(*amount),
        false => mention.agrees(*amount),
    };
    if same_value && units_agree(known, &mention.unit) {
        Tie::Agrees(known)
    } else {
        Tie::Differs(known, Certainty::Sure)
    }
}

/// Where the words do not settle what is meant: a difference counts as one where the number looks like a slip of the known.
pub(super) fn compare_unsure<'a>(known: &'a Known, mention: &Mention) -> Tie<'a> {
    match (compare(known, mention), &known.value) {
        (Tie::Differs(..), Value::Number { amount, .. }) if !is_slip(mention.amount, *amount) => Tie::Perhaps(known),
        (Tie::Differs(..), _) => Tie::Differs(known, Certainty::Likely),
        (tie, _) => tie,
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
        _ => known == said || counted(known) && counted(said),
    }
}
