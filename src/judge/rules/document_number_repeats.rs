#![doc = include_str!("../../../docs/rules/Z302.md")]

use crate::base::finding::Finding;
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::model::report::{Part, Report};
use crate::model::standards::Standards;

pub const RULE: Rule = Rule {
    code: "Z302",
    title: "文号不重复",
    doc: include_str!("../../../docs/rules/Z302.md"),
    needs: &[Need::Part(Part::Documents)],
    check: Check::Report(check),
};

fn check(report: &Report, _: &Standards) -> Outcome {
    let mut findings = Vec::new();
    for (index, first) in report.documents.iter().enumerate() {
        for second in &report.documents[index + 1..] {
            let (one, other) = (first.number.value.as_str(), second.number.value.as_str());
            let finding = if one == other {
                Finding::error(RULE.code, format!("两个下达文件用了同一个文号“{one}”"))
                    .about(one)
                    .expected("一个文件一个文号")
                    .hint("照原文件改正其中一个文号。")
            } else if alike(one, other) {
                Finding::info(RULE.code, format!("文号“{one}”和“{other}”年份、序号完全相同"))
                    .hint("多半是巧合，也可能是抄错了；请照原文件核对一次。")
            } else {
                continue;
            };
            findings.push(finding.actual(format!("{one}、{other}")).at(&first.number.place).at(&second.number.place));
        }
    }
    Outcome::of(findings)
}

/// 财教〔2024〕232号 and 新财教〔2024〕232号: one issuer's code ends with the other's, the rest is the same.
fn alike(one: &str, other: &str) -> bool {
    match (one.split_once('〔'), other.split_once('〔')) {
        (Some((a, rest)), Some((b, same))) => rest == same && (a.ends_with(b) || b.ends_with(a)),
        _ => false,
    }
}
