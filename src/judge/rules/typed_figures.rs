#![doc = include_str!("../../../docs/rules/Z603.md")]

use crate::base::finding::{Finding, Severity};
use crate::judge::rule::{Check, Outcome, Rule};
use crate::judge::typed::{State, Typed};
use crate::prose::certainty::Certainty;

pub const RULE: Rule = Rule {
    code: "Z603",
    title: "手写的数字与来源一致",
    doc: include_str!("../../../docs/rules/Z603.md"),
    needs: &[],
    check: Check::Typed(check),
};

fn check(typed: &Typed) -> Outcome {
    if typed.figures.is_empty() {
        return Outcome::NotApplicable("文字里没有手写的数字".into());
    }
    let findings = typed.figures.iter().filter_map(|figure| {
        let (name, known, place, certainty) = match &figure.state {
            State::Differs { name, known, place, certainty } => (name, known, place, certainty),
            State::Failed(panic) => return Some(panic.finding(RULE.code, "读这句话").at(&figure.place)),
            State::Agrees { .. } | State::Open { .. } => return None,
        };
        let severity = if *certainty == Certainty::Sure { Severity::Error } else { Severity::Warning };
        let finding = Finding::new(RULE.code, severity, format!("手写的“{}”与“{name}”不一致", figure.text))
            .expected(known)
            .actual(format!("{}（{}）", figure.text, figure.sentence))
            .at(&figure.place)
            .at_all(place);
        let written =
            if name.contains('“') { "从表格里取的占位符".to_string() } else { format!("{{{{ {name} }}}}") };
        Some(finding.hint(format!("改正这个数；写成{written}，以后就不会错。说的是别的数的，写清楚是什么数。")))
    });
    Outcome::of(findings.collect())
}
