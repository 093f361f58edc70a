#![doc = include_str!("../../../docs/rules/Z501.md")]

use rust_decimal::Decimal;

use crate::base::finding::Finding;
use crate::base::number::plain;
use crate::base::place::Place;
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::model::number::Score;
use crate::model::report::{Part, Report};
use crate::model::standards::Standards;

pub const RULE: Rule = Rule {
    code: "Z501",
    title: "评分的分值和得分合理",
    doc: include_str!("../../../docs/rules/Z501.md"),
    needs: &[Need::Part(Part::Indicators), Need::Part(Part::Scoring), Need::AllIndicators],
    check: Check::Report(check),
};

fn check(report: &Report, _: &Standards) -> Outcome {
    let scoring = &report.scoring;
    let mut findings = Vec::new();
    let unweighed = report.indicators().filter(|indicator| !scoring.weights.contains_key(&indicator.name.value));
    let unweighed: Vec<Named> =
        unweighed.map(|indicator| (indicator.name.value.as_str(), &indicator.name.place)).collect();
    findings.extend(of_all(&unweighed, "没有分值", "个指标没有分值", |finding| {
        finding
            .expected("YAML 的“评分：指标分值”（或指标表的“分值”一栏）里有这一项")
            .actual("没有")
            .hint("在 YAML 的“评分”下的“指标分值”里补上。")
    }));
    let named = scoring.weights.iter().map(|(name, weight)| (name.as_str(), &weight.place));
    let stated = scoring.stated.iter().map(|(name, stated)| (name.as_str(), &stated.points.place));
    let is_unknown = |name: &str| !report.indicators().any(|indicator| indicator.name.value == name);
    let unknown: Vec<Named> = named.chain(stated).filter(|(name, _)| is_unknown(name)).collect();
    let names: Vec<&str> = unknown.iter().map(|(name, _)| *name).collect();
    findings.extend(of_all(
        &unknown,
        "不是指标表里的三级指标",
        "个名称不是指标表里的三级指标",
        |finding| {
            finding
                .expected("与指标表完全相同的名称")
                .actual(names.join("、"))
                .hint("把名称改成与指标表一致，或删去这一项。")
        },
    ));
    findings.extend(weights(report));
    findings.extend(stated_scores(report));
    Outcome::of(findings)
}

/// A name and where it stands.
type Named<'a> = (&'a str, &'a Place);

/// One cause is one finding: of one name, or of all.
fn of_all(all: &[Named], of_one: &str, of_many: &str, more: impl Fn(Finding) -> Finding) -> Option<Finding> {
    let message = match all {
        [] => return None,
        [(name, _)] => format!("评分：“{name}”{of_one}"),
        many => format!("评分：有{}{of_many}", many.len()),
    };
    Some(more(Finding::error(RULE.code, message)).at_all(all.iter().map(|(_, place)| *place)))
}

/// 100 in all, shared out as the fund's rules say; other splits are allowed but must be meant.
fn weights(report: &Report) -> Option<Finding> {
    let execution = report.scoring.execution_weight.known()?;
    let of_dimensions = report.rules.dimensions().map(|dimension| report.dimension_weight(dimension));
    let parts: Vec<Score> = std::iter::once(execution.value).chain(of_dimensions).collect();
    let shown = parts.iter().map(|part| plain(part.shown())).collect::<Vec<_>>().join("＋");
    let total: Score = parts.iter().copied().sum();
    // 84 times 50÷84 is 50 as far as it is shown.
    if total.shown() != Decimal::ONE_HUNDRED {
        return Some(
            Finding::error(RULE.code, "分值合计不是100分")
                .expected("100")
                .actual(format!("{}（{shown}）", plain(total.shown())))
                .at(&execution.place)
                .hint("在 YAML 的“评分”里改正分值，使预算执行和各指标的分值合计为100。"),
        );
    }
    let rules = &report.rules;
    let official: Vec<Score> =
        std::iter::once(rules.execution_weight()).chain(rules.weights().map(|(_, weight)| weight)).collect();
    let differs = parts.len() != official.len() || parts.iter().zip(&official).any(|(a, b)| a.shown() != b.shown());
    differs.then(|| {
        let names = rules.weights().map(|(dimension, weight)| format!("、{}{weight}", dimension.name()));
        let numbers = official.iter().map(ToString::to_string).collect::<Vec<_>>().join("、");
        Finding::warning(RULE.code, format!("分值没有按{numbers}设置"))
            .expected(format!("预算执行{}{}", rules.execution_weight(), names.collect::<String>()))
            .actual(shown)
            .at(&execution.place)
            .hint("特殊情况可以调整，请确认是有意这样设置。")
    })
}

fn stated_scores(report: &Report) -> Vec<Finding> {
    let mut findings = Vec::new();
    for indicator in report.indicators() {
        let name = &indicator.name.value;
        let (Some(stated), Some(weight)) = (report.scoring.stated.get(name), report.scoring.weights.get(name)) else {
            continue;
        };
        let points = &stated.points;
        let problem = if points.value > weight.value {
            Some(("得分超过分值", format!("不超过{}", weight.value)))
        } else if points.value == weight.value && indicator.is_under_target() {
            Some(("没有完成，却评了满分", format!("低于{}", weight.value)))
        } else {
            None
        };
        if let Some((problem, expected)) = problem {
            findings.push(
                Finding::error(RULE.code, format!("指标“{name}”{problem}"))
                    .expected(expected)
                    .actual(points.value)
                    .at(&points.place)
                    .at(&weight.place)
                    .hint("在 YAML 的“评分：评定”里改正得分。"),
            );
        }
    }
    findings
}
