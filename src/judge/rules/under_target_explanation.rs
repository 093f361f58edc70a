#![doc = include_str!("../../../docs/rules/Z202.md")]

use crate::judge::rule::{Check, Need, Rule};
use crate::model::report::Part;

use super::explanations::{State, missing};

pub const RULE: Rule = Rule {
    code: "Z202",
    title: "未完成的指标写明原因和措施",
    doc: include_str!("../../../docs/rules/Z202.md"),
    needs: &[Need::Part(Part::Indicators)],
    check: Check::Source(|source, standards| missing("Z202", State::Under, source, standards)),
};
