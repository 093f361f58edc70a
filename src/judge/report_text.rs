//! Findings as text for people and as JSON for programs.

use crate::base::finding::{Finding, Severity};
use crate::base::places;
use crate::judge::rule::{Outcome, RuleResult};

/// Grouped, worst first; each with its places, both sides and what to do; a closing line with the counts.
pub fn render_text(findings: &[Finding], outcomes: &[RuleResult], verbose: bool) -> String {
    let mut text = String::new();
    for severity in [Severity::Error, Severity::Warning, Severity::Info] {
        let group: Vec<&Finding> = findings.iter().filter(|finding| finding.severity == severity).collect();
        if !group.is_empty() {
            text += &format!("── {} {}个 ──\n", severity.name(), group.len());
            text += &group.into_iter().map(render_one).collect::<String>();
        }
    }
    for result in outcomes {
        let (state, why) = result.words();
        let shown = match &result.outcome {
            Outcome::CannotEvaluate(_) => true,
            Outcome::Findings(_) => false,
            Outcome::Pass | Outcome::NotApplicable(_) => verbose,
        };
        if shown {
            let colon = if why.is_empty() { "" } else { "：" };
            text += &format!("{state} {} {}{colon}{why}\n", result.code, result.title);
        }
    }
    let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let (errors, warnings, infos) = (count(Severity::Error), count(Severity::Warning), count(Severity::Info));
    text += &match errors + warnings + infos {
        0 => "没有发现问题。\n".to_string(),
        _ => format!("共{errors}个错误、{warnings}个警告、{infos}个提示。\n"),
    };
    text
}

/// One finding: what is wrong, where, both sides, what to do.
pub fn render_one(finding: &Finding) -> String {
    const SHOWN: usize = 6;
    let mut text = format!("{} {} {}\n", finding.severity.name(), finding.code, finding.message);
    let places = places::lines(&finding.locations);
    for place in places.iter().take(SHOWN) {
        text += &format!("    位置：{place}\n");
    }
    if places.len() > SHOWN {
        text += &format!("    ……共{}处\n", finding.locations.len());
    }
    let sides = [("应为", &finding.expected), ("现为", &finding.actual)];
    for (label, side) in sides {
        if let Some(side) = side {
            text += &format!("    {label}：{side}\n");
        }
    }
    if !finding.hint.is_empty() {
        text += &format!("    改法：{}\n", finding.hint);
    }
    text
}

/// The contract of `--json`: an array of findings.
pub fn render_json(findings: &[Finding]) -> String {
    let mut json = serde_json::to_string_pretty(findings).expect("findings hold only texts and numbers");
    json.push('\n');
    json
}
