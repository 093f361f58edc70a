//! The first page: every year and fund as a card, the verdict first.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::UNIX_EPOCH;

use serde_json::{Value, json};

use crate::app::batch::Workshop;
use crate::app::fund_layouts::COMMON;
use crate::app::output::manifest::{FILE_NAME, Manifest};
use crate::app::pipeline::Examined;
use crate::base::finding::Severity;
use crate::compose::shown;

use super::answer::Answer;
use super::desk::{Desk, held};
use super::outputs;
use super::words::finding_json;

/// What is known before any year is looked at.
pub fn start(desk: &Arc<Desk>) -> Answer {
    let tools = desk.tools()?;
    let full =
        |path: &std::path::Path| std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf()).display().to_string();
    let years: Vec<String> = desk.folders().into_iter().map(|folder| folder.name).collect();
    let mut styles: Vec<&String> = tools.resources.funds.by_name.keys().collect();
    styles.sort_by_key(|name| *name != COMMON);
    Ok(json!({
        "version": env!("CARGO_PKG_VERSION"),
        "input": full(desk.input()),
        "output": full(&desk.output()),
        "years": years,
        "styles": styles,
        "building": desk.building.load(Ordering::Relaxed),
        "drops": held(&desk.drops).json(),
    }))
}

pub fn card(desk: &Arc<Desk>, year: &str) -> Answer {
    let seen = desk.seen(year)?;
    let examined = &seen.examined;
    let output = desk.output();
    let never = AtomicBool::new(false);
    let workshop = Workshop {
        resources: &seen.tools.resources,
        fonts: &seen.tools.fonts,
        output: &output,
        force: false,
        stop: &never,
    };
    let folder = output.join(year);
    let pages = Manifest::read(&folder).map(|manifest| manifest.report.pages);
    // The files say no time: that of the last of them does.
    let built = std::fs::metadata(folder.join(FILE_NAME)).and_then(|manifest| manifest.modified()).ok();
    let built = built.and_then(|time| Some(time.duration_since(UNIX_EPOCH).ok()?.as_secs()));
    Ok(json!({
        "year": year,
        "fund": examined.content.as_ref().map(|content| shown(&content.report.profile.fund)),
        "verdict": verdict(examined),
        "figures": figures(examined),
        "first": examined.findings.first().filter(|first| first.severity != Severity::Info).map(finding_json),
        "pages": pages,
        "built": built,
        "current": workshop.is_current(&examined.folder),
        "files": outputs::list(desk, year),
    }))
}

/// What the clerk wants to know first.
pub fn verdict(examined: &Examined) -> Value {
    let [errors, warnings, hints] =
        [Severity::Error, Severity::Warning, Severity::Info].map(|severity| examined.count(severity));
    let (kind, words) = match () {
        () if examined.content.is_none() => ("unread", "读不出".to_string()),
        () if examined.is_draft() && errors == 0 => ("draft", "只出草稿".to_string()),
        () if examined.is_draft() => ("draft", format!("只出草稿：{errors}个错误")),
        () => ("ready", "可以盖章".to_string()),
    };
    json!({ "kind": kind, "words": words, "errors": errors, "warnings": warnings, "hints": hints })
}

/// 137个项目，10930万元，执行率80%，自评96分（优）
fn figures(examined: &Examined) -> Option<String> {
    let ledger = &examined.content.as_ref()?.ledger;
    let by_path = ledger.by_path();
    let shown = |path: &str| by_path.get(path).map(|figure| figure.quantity.to_string());
    let grade = shown("得分.等级").map_or_else(String::new, |grade| format!("（{grade}）"));
    let parts = [
        shown("项目.数量").map(|count| format!("{count}个项目")),
        shown("资金.预算数").map(|money| format!("{money}万元")),
        shown("资金.执行率").map(|rate| format!("执行率{rate}")),
        shown("得分.总分").map(|points| format!("自评{points}分{grade}")),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join("，"))
}
