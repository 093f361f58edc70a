//! Years built while the page shows how far it is.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use serde_json::{Value, json};

use crate::app::batch::{Outcome, Stage, State, Workshop};
use crate::app::output::manifest::FILE_NAME;
use crate::app::year_folder::YearFolder;
use crate::base::finding::Finding;
use crate::base::guard::{Panicked, guarded};

use super::answer::{Answer, Refusal};
use super::desk::Desk;
use super::seen::Tools;
use super::words::finding_json;

/// Begins; the pages hear of each stage and of the end. No years: all.
pub fn start(desk: &Arc<Desk>, years: Vec<String>, force: bool) -> Answer {
    let tools = desk.tools()?;
    let folders = match years.as_slice() {
        [] => desk.folders(),
        names => names.iter().map(|name| desk.folder(name)).collect::<Result<Vec<_>, _>>()?,
    };
    if desk.building.swap(true, Ordering::SeqCst) {
        return Err(Refusal::conflict("正在生成，做完再点。"));
    }
    let desk = desk.clone();
    std::thread::spawn(move || {
        let count = folders.len();
        for (index, folder) in folders.iter().enumerate() {
            let at = |stage| {
                desk.hub
                    .tell(&json!({ "building": folder.name, "stage": stage_words(stage), "done": index, "of": count }))
            };
            let built = guarded(|| build(&desk, &tools, folder, force, at));
            let told = match built {
                Ok(outcome) => outcome_json(&desk, &folder.name, &outcome),
                Err(Panicked(words)) => {
                    json!({ "year": folder.name, "state": "failed", "words": format!("没有做完：程序出了错（{words}）"), "findings": [] })
                }
            };
            desk.hub.tell(&json!({ "built": told }));
        }
        desk.building.store(false, Ordering::SeqCst);
        desk.hub.tell(&json!({ "building": null }));
    });
    Ok(json!({ "started": count_words(years.len()) }))
}

fn build(desk: &Desk, tools: &Tools, folder: &YearFolder, force: bool, at: impl Fn(Stage)) -> Outcome {
    tools.fonts.hash_files();
    let output = desk.output();
    let Tools { resources, fonts } = tools;
    Workshop { resources, fonts, output: &output, force, stop: &desk.stop }.build(folder, at)
}

fn stage_words(stage: Stage) -> &'static str {
    match stage {
        Stage::Reading => "读取表格和文字，核对",
        Stage::Rendering => "排版",
        Stage::Writing => "写文件",
    }
}

fn count_words(years: usize) -> String {
    if years == 0 { "全部年度".to_string() } else { format!("{years}个年度") }
}

fn outcome_json(desk: &Arc<Desk>, year: &str, outcome: &Outcome) -> Value {
    // What is wrong with the year itself stands on its page.
    let seen = desk.seen(year).ok();
    let is_of_year = |finding: &&Finding| seen.as_ref().is_some_and(|seen| seen.examined.findings.contains(finding));
    let of_build = outcome.findings.iter().filter(|finding| outcome.state != State::Unchanged && !is_of_year(finding));
    let findings: Vec<Value> = of_build.map(finding_json).collect();
    // The manifest is for programs.
    let files = outcome.files.iter().filter(|name| *name != FILE_NAME).count();
    let (state, words) = match outcome.state {
        State::Done => ("done", format!("已生成{files}个文件")),
        State::Draft => ("draft", format!("有错误，只出草稿：{files}个文件；上次的正式文件没有动")),
        State::Unchanged => ("unchanged", "没有变化，不用重做".to_string()),
        State::Failed if findings.is_empty() => ("failed", "没有生成：先改列出的问题；上次的文件没有动".to_string()),
        State::Failed => ("failed", "没有生成；上次的文件没有动".to_string()),
        State::Interrupted => ("interrupted", "没有做：程序正在结束".to_string()),
    };
    json!({ "year": year, "state": state, "words": words, "findings": findings })
}
