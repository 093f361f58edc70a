#![doc = include_str!("../../../docs/rules/Z111.md")]

use std::collections::BTreeMap;

use crate::base::finding::Finding;
use crate::base::nearest::differ_by_one;
use crate::base::place::Place;
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::model::report::{Part, Report};
use crate::model::standards::Standards;

pub const RULE: Rule = Rule {
    code: "Z111",
    title: "同一单位的名称写法一致",
    doc: include_str!("../../../docs/rules/Z111.md"),
    needs: &[Need::Part(Part::Projects)],
    check: Check::Report(check),
};

fn check(report: &Report, _: &Standards) -> Outcome {
    let mut units: BTreeMap<&str, Vec<&Place>> = BTreeMap::new();
    for project in report.projects.projects() {
        units.entry(&project.unit.value).or_default().push(&project.unit.place);
    }
    let mut findings = Vec::new();
    for (name, places) in &units {
        // What stands once may be a slip of what stands more often.
        let usual = units.iter().find(|(other, at)| at.len() > places.len() && is_slip(name, other));
        if let (Some((usual, at)), [place]) = (usual, places.as_slice()) {
            findings.push(
                Finding::warning(RULE.code, format!("单位“{name}”与“{usual}”只差一个字，像是写错了"))
                    .expected(format!("{usual}（{}处）", at.len()))
                    .actual(*name)
                    .at(place)
                    .at(at[0])
                    .hint("是同一个单位的，写成一样；确是两个单位的，可以在 YAML 里接受。"),
            );
        }
    }
    Outcome::of(findings)
}

/// One character apart, and not the one by which units are told apart: 第一医院, 第二医院.
fn is_slip(name: &str, usual: &str) -> bool {
    // Of four characters one may be mistyped (新彊大学); one too many makes another name.
    let length = name.chars().count();
    let is_comparable = length >= 5 || length == 4 && usual.chars().count() == 4;
    let telling = |c: char| c.is_ascii_alphanumeric() || "一二三四五六七八九十东西南北中上下大小".contains(c);
    let odd = |one: &str, other: &str| one.chars().find(|c| !other.contains(*c)).is_some_and(telling);
    is_comparable && differ_by_one(name, usual) && !odd(name, usual) && !odd(usual, name)
}
