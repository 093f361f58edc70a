#![doc = include_str!("../../docs/rules/Z720.md")]

use similar::{DiffOp, capture_diff_slices};

use crate::base::finding::{Finding, Severity};
use crate::judge::rule::{Check, Outcome, Rule};

use crate::prose::mentions;
use crate::reading::finished::ReadDocument;
use crate::reading::finished::read_document::Unit;

pub(super) const RULE: Rule = Rule {
    code: "Z720",
    title: "成稿与表格、YAML一致",
    doc: include_str!("../../docs/rules/Z720.md"),
    needs: &[],
    check: Check::Remade(check),
};

fn texts(facts: &ReadDocument) -> Vec<&str> {
    facts.units.iter().map(|unit| unit.text.as_str()).collect()
}

/// How much of both documents' text they share, in thousandths of their sentences and cells.
pub fn likeness(one: &ReadDocument, other: &ReadDocument) -> usize {
    let ops = capture_diff_slices(similar::Algorithm::Myers, &texts(one), &texts(other));
    let equal = |op: &DiffOp| if let DiffOp::Equal { len, .. } = op { *len } else { 0 };
    let shared: usize = ops.iter().map(equal).sum();
    (2000 * shared).checked_div(one.units.len() + other.units.len()).unwrap_or_default()
}

fn check(handed_in: &ReadDocument, remade: &ReadDocument) -> Outcome {
    let (model, document) = (texts(remade), texts(handed_in));
    let mut findings = Vec::new();
    for op in capture_diff_slices(similar::Algorithm::Myers, &model, &document) {
        let (_, old, new) = op.as_tag_tuple();
        if matches!(op, DiffOp::Equal { .. }) {
            continue;
        }
        let (old, new) = (&remade.units[old], &handed_in.units[new]);
        let pairs = old.len().min(new.len());
        findings.extend(old.iter().zip(new).map(|(old, new)| changed(old, new)));
        findings.extend(old[pairs..].iter().map(|unit| missing(unit, handed_in)));
        findings.extend(new[pairs..].iter().map(added));
    }
    Outcome::of(findings)
}

fn changed(old: &Unit, new: &Unit) -> Finding {
    let severity = if numbers(&old.text) == numbers(&new.text) { Severity::Warning } else { Severity::Error };
    let message = if severity == Severity::Error {
        "成稿里的数字与表格、YAML不同"
    } else {
        "成稿里的文字与YAML不同"
    };
    let hint = if severity == Severity::Error {
        "数字改对了的，改表格或 YAML 里的来源再重新生成；改错了的，改回来。不要只改成稿。"
    } else {
        "要采用的，把这一处写进 YAML 再重新生成。"
    };
    Finding::new(RULE.code, severity, message)
        .expected(&old.shown)
        .actual(&new.shown)
        .at(&new.place)
        .at(&old.place)
        .hint(hint)
}

fn missing(unit: &Unit, handed_in: &ReadDocument) -> Finding {
    let severity = if numbers(&unit.text).is_empty() { Severity::Warning } else { Severity::Error };
    Finding::new(RULE.code, severity, "成稿里少了一处")
        .expected(&unit.shown)
        .actual("没有")
        .at(&crate::base::place::Place::file(&handed_in.document))
        .at(&unit.place)
        .hint("有意删去的，在 YAML 里也删去；否则补上。")
}

fn added(unit: &Unit) -> Finding {
    let severity = if numbers(&unit.text).is_empty() { Severity::Warning } else { Severity::Error };
    Finding::new(RULE.code, severity, "成稿里多了一处")
        .expected("没有")
        .actual(&unit.shown)
        .at(&unit.place)
        .hint("要采用的，写进 YAML（数字写进表格）再重新生成。")
}

/// What of a text is figures: all its digits, with the quantities' signs.
pub fn numbers(text: &str) -> Vec<String> {
    let quantities =
        mentions(text).into_iter().map(|mention| format!("{}{}", mention.amount.normalize(), mention.unit));
    let digits = text.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty()).map(str::to_string);
    quantities.chain(digits).collect()
}
