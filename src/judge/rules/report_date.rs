#![doc = include_str!("../../../docs/rules/Z602.md")]

use crate::base::finding::Finding;
use crate::judge::rule::{Check, Outcome, Rule};
use crate::model::report::Report;
use crate::model::standards::Standards;

pub const RULE: Rule = Rule {
    code: "Z602",
    title: "成文日期在年度结束之后",
    doc: include_str!("../../../docs/rules/Z602.md"),
    needs: &[],
    check: Check::Report(check),
};

fn check(report: &Report, _: &Standards) -> Outcome {
    let (year, date) = (report.profile.year.value, &report.profile.date);
    if date.value.year > year {
        return Outcome::Pass;
    }
    Outcome::Findings(vec![
        Finding::warning(RULE.code, "成文日期在报告年度结束之前")
            .expected(format!("{}年1月1日以后", year + 1))
            .actual(date.value)
            .at(&date.place)
            .hint("核对 YAML“报告”里的成文日期，是不是复制上一年的文件忘了改。"),
    ])
}
