#![doc = include_str!("../../../docs/rules/Z203.md")]

use crate::judge::rule::{Check, Need, Rule};
use crate::model::report::Part;

use super::explanations::{State, missing};

pub const RULE: Rule = Rule {
    code: "Z203",
    title: "超过指标值三成的写明原因和措施",
    doc: include_str!("../../../docs/rules/Z203.md"),
    needs: &[Need::Part(Part::Indicators)],
    check: Check::Source(|source, standards| missing("Z203", State::Over, source, standards)),
};
