//! What a build comes to: a line for each year.

use std::path::Path;
use std::time::Duration;

use crate::app::batch::{Outcome, State};
use crate::base::finding::Severity;
use crate::render::fonts::FontSet;

use super::columns::columns;
use super::fonts::refused_lines;

/// A year that was built, and what it took.
pub struct Built {
    pub year: String,
    pub outcome: Outcome,
    pub took: Duration,
}

/// `timed`: the seconds are for whoever watches, not for a file.
pub fn summary(built: &[Built], output: &Path, timed: bool) -> String {
    let heads = ["年度", "资金", "项目", "问题", "页数", "秒", "结果"].map(str::to_string);
    let rows: Vec<[String; 7]> = [heads].into_iter().chain(built.iter().map(|built| row(built, output))).collect();
    let mut text =
        if timed {
            columns(rows)
        } else {
            columns(rows.into_iter().map(|[year, fund, projects, findings, pages, _, result]| {
                [year, fund, projects, findings, pages, result]
            }))
        };
    // Of many years the folders are enough.
    if let [Built { outcome, .. }] = built {
        text += &outcome.files.iter().map(|file| format!("  {file}\n")).collect::<String>();
    }
    text
}

fn row(Built { year, outcome, took }: &Built, output: &Path) -> [String; 7] {
    let unknown = || "-".to_string();
    let summary = outcome.summary.as_ref();
    let folder = output.join(year);
    let result = match outcome.state {
        State::Done => format!("完成，{}个文件在“{}”", outcome.files.len(), folder.display()),
        State::Unchanged => format!("没有变化，不重做（要重做加 --force）；文件在“{}”", folder.display()),
        State::Draft => {
            format!("只出草稿，{}个文件在“{}”；上次的正式文件没有动", outcome.files.len(), folder.display())
        }
        State::Failed => "没有生成文件；上次的文件没有动".to_string(),
        State::Interrupted => "没有做：被中断".to_string(),
    };
    [
        year.clone(),
        summary.map_or_else(unknown, |summary| summary.fund.clone()),
        summary.map_or_else(unknown, |summary| summary.projects.to_string()),
        findings(outcome),
        summary.map_or_else(unknown, |summary| summary.pages.map(|pages| pages.to_string()).join("+")),
        format!("{:.2}", took.as_secs_f64()),
        result,
    ]
}

fn findings(outcome: &Outcome) -> String {
    let kinds = [Severity::Error, Severity::Warning, Severity::Info];
    let counts = kinds.map(|severity| (severity.name(), outcome.count(severity)));
    let some: Vec<String> =
        counts.iter().filter(|(_, count)| *count > 0).map(|(name, count)| format!("{name}{count}")).collect();
    if some.is_empty() { "无".to_string() } else { some.join(" ") }
}

/// What the clerk may want to know of the PDFs' fonts.
pub fn fonts_used(fonts: &FontSet) -> String {
    let substitutes: Vec<String> = fonts
        .chosen()
        .iter()
        .filter(|font| font.substitute)
        .map(|font| format!("{}（{}）", font.role, font.family))
        .collect();
    let mut text = String::new();
    if !substitutes.is_empty() {
        text += &format!(
            "PDF 里用自带字体代替的：{}。办公室有正式字体的，把字体文件放进 fonts 文件夹再运行即可。\n",
            substitutes.join("、")
        );
    }
    text + &refused_lines(fonts.refused())
}
