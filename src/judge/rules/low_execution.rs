#![doc = include_str!("../../../docs/rules/Z109.md")]

use rust_decimal::Decimal;

use crate::base::finding::Finding;
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::model::report::Report;
use crate::model::standards::Standards;

use super::needs::{execution, own};

pub const RULE: Rule = Rule {
    code: "Z109",
    title: "执行率低的说明原因",
    doc: include_str!("../../../docs/rules/Z109.md"),
    needs: &[Need::AllTexts],
    check: Check::Report(check),
};

fn check(report: &Report, standards: &Standards) -> Outcome {
    let execution = match execution(report) {
        Ok(execution) => execution,
        Err(outcome) => return outcome,
    };
    let Some(rate) = report.execution.rate() else {
        return Outcome::NotApplicable("预算数是0，没有执行率".into());
    };
    let lowest = standards.lowest_execution;
    if rate.0 * Decimal::ONE_HUNDRED >= lowest {
        return Outcome::Pass;
    }
    // Said in one sentence of any text.
    let explains = |sentence: &str| standards.explains_low_execution(sentence);
    if report.texts.values().any(|text| text.value.split(['。', '；', '\n']).any(explains)) {
        return Outcome::Pass;
    }
    let executed = own(&execution).executed;
    Outcome::Findings(vec![
        Finding::warning(RULE.code, format!("预算执行率{rate}，低于{lowest}%，文字里没有说明原因"))
            .expected("“偏差分析”的文字里写明执行慢的原因和措施")
            .actual("没有说到")
            .at(&executed.place)
            .hint("在 文字.yaml 的“偏差分析: 存在问题:”里写明原因和下一步措施。各地的界线写在 layouts/核对.yaml。"),
    ])
}
