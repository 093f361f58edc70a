#![doc = include_str!("../../../docs/rules/Z104.md")]

use crate::base::finding::Finding;
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::judge::tolerance::apart;
use crate::model::number::Money;
use crate::model::report::{Part, Report};
use crate::model::standards::Standards;

use super::needs::{execution, names, tied};

pub const RULE: Rule = Rule {
    code: "Z104",
    title: "项目安排资金与预算一致",
    doc: include_str!("../../../docs/rules/Z104.md"),
    needs: &[Need::Part(Part::Projects), Need::AllProjects],
    check: Check::Report(check),
};

fn check(report: &Report, _: &Standards) -> Outcome {
    let execution = match execution(report) {
        Ok(execution) => execution,
        Err(outcome) => return outcome,
    };
    let tied = tied(&execution, report.rules.tie_outs.projects.as_ref());
    if tied.is_empty() {
        return Outcome::NotApplicable("这项资金的“勾稽”没有写项目表等于哪一行".into());
    }
    let (arranged, budget) = (report.projects.amount(), tied.iter().map(|line| line.budget.value).sum::<Money>());
    if arranged == budget {
        return Outcome::Pass;
    }
    let difference = Finding::error(RULE.code, format!("项目安排资金合计比预算数{}", apart(arranged.0, budget.0)))
        .expected(format!("{budget}（{}全年预算数）", names(&tied)))
        .actual(format!("{arranged}（{}个项目相加）", report.projects.projects().count()))
        .at_all(tied.iter().map(|line| &line.budget.place))
        .at_all(report.projects.stated_total.known().map(|total| &total.place))
        .hint("核对项目表和资金执行表：有没有漏列、重列的项目，有没有填错的金额；有一部分确实没有分到项目的，正文里写明，再写进“接受”。");
    Outcome::Findings(vec![difference])
}
