//! `ziping absorb`: words that were changed in Word, back into the YAML.

use std::io::{BufRead, IsTerminal, Write};
use std::path::Path;

use crate::app::absorb::{Absorbed, Edit, absorb, apply};
use crate::app::as_finished::of_another_year;
use crate::app::output::manifest::Manifest;
use crate::app::pipeline::examine;
use crate::app::year_folder::{YearFolder, year_folders};
use crate::base::finding::{Finding, Severity};
use crate::base::made_from::Mark;
use crate::base::place::Place;
use crate::base::text_part::TextPart;
use crate::judge::report_text::render_text;
use crate::reading::finished::ReadDocument;
use crate::render::docx::COMMENTS_BY;
use crate::sheets::finished;
use crate::sheets::finished::Review;

use super::folders::Folders;
use super::print::{print, unusable};

pub fn run(file: &Path, year: Option<&str>, folders: &Folders, write: bool) -> u8 {
    match absorbed(file, year, folders) {
        Ok((folder, absorbed)) => {
            let review = finished::review(file);
            print(&shown(file, &folder, &absorbed, &review));
            let errors = absorbed.findings.iter().any(|finding| finding.severity == Severity::Error);
            if absorbed.edits.is_empty() || !(write || confirmed()) {
                return u8::from(errors);
            }
            match apply(&absorbed.edits, &folder.path, &folder.name) {
                Ok(applied) => {
                    let mut text = String::new();
                    for (path, count, copy) in &applied.files {
                        let copy = copy.file_name().unwrap_or_default().to_string_lossy();
                        text += &format!(
                            "已写入“{}”{count}处；原来的存为“{copy}”，要退回就改回这个名字。\n",
                            path.display()
                        );
                    }
                    if !applied.findings.is_empty() {
                        text += &render_text(&applied.findings, &[], false);
                    }
                    text +=
                        &format!("接下来：ziping {0} 重新生成，再用 ziping audit 成稿 {0} 核对一遍。\n", folder.name);
                    print(&text);
                    u8::from(errors)
                }
                Err(findings) => unusable(&findings),
            }
        }
        Err(findings) => unusable(&findings),
    }
}

pub(in crate::app) fn absorbed(
    file: &Path,
    year: Option<&str>,
    folders: &Folders,
) -> Result<(YearFolder, Absorbed), Vec<Finding>> {
    let is_word = file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("docx"));
    if !is_word {
        return Err(vec![
            Finding::error("Z011", "只能收回 Word 文件（.docx）里的改动")
                .at(&Place::file(&file.display().to_string()))
                .hint("用 Word 或 WPS 把改过的成稿另存为 .docx。"),
        ]);
    }
    let document = finished::read(file).map_err(|finding| vec![*finding])?;
    let (resources, fonts) = folders.tools()?;
    let wanted: Vec<String> = year.map(str::to_string).into_iter().collect();
    let mut years = year_folders(&folders.input, &wanted)?;
    // The latest year that there is.
    let Some(folder) = years.pop() else { return Err(Vec::new()) };
    let examined = examine(&folder, &resources, &fonts);
    let Some(content) = examined.content.filter(|content| content.report.is_whole()) else {
        return Err(examined.findings);
    };
    if let Some(finding) =
        of_another_year(&ReadDocument::of(&document, &resources.recognition), &content.report, &folder.name)
    {
        return Err(vec![finding]);
    }
    let made_from = made_from(file, &folders.output.join(&folder.name));
    let absorbed =
        absorb(&document, &content.composed, &content.ledger, &made_from).map_err(|finding| vec![*finding])?;
    Ok((folder, absorbed))
}

/// What the document says itself that it was made from; where a program that saved it dropped that, what the year's last
/// documents were made from.
fn made_from(file: &Path, output: &Path) -> Vec<Vec<Mark>> {
    let own = finished::made_from(file);
    if !own.is_empty() {
        return vec![own];
    }
    let files: Vec<String> = Manifest::read(output).iter().flat_map(Manifest::written).map(|(name, _)| name).collect();
    let documents = files.iter().filter(|name| name.ends_with(".docx"));
    documents.map(|name| finished::made_from(&output.join(name))).collect()
}

/// Asks, where somebody sits at a terminal; otherwise nothing is written without `--write`.
fn confirmed() -> bool {
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        print("没有写入。要写入的，加 --write 再运行一次。\n");
        return false;
    }
    print("写入 YAML 吗？写入请输入 y 再按回车，其他都不写入：");
    let _ = std::io::stdout().flush();
    let mut answer = String::new();
    let read = std::io::stdin().lock().read_line(&mut answer);
    let yes = read.is_ok() && matches!(answer.trim(), "y" | "Y" | "是");
    if !yes {
        print("没有写入。\n");
    }
    yes
}

fn shown(file: &Path, folder: &YearFolder, absorbed: &Absorbed, review: &Review) -> String {
    let mut text = format!("{} 对照 {} 年的表格和 YAML\n", file.display(), folder.name);
    if !review.authors.is_empty() {
        text += &format!("修订人：{}（增加的算数，删去的不算）\n", review.authors.join("、"));
    }
    if absorbed.edits.is_empty() {
        text += "没有可以写回 YAML 的文字改动。\n";
    } else {
        text += &format!("\n可以写回 YAML 的改动，{}处：\n", absorbed.edits.len());
        for edit in &absorbed.edits {
            text += &format!("  {}\n    {}\n", edit.place, difference(edit));
        }
    }
    if !absorbed.findings.is_empty() {
        text += &format!("\n不能写回的：\n{}", render_text(&absorbed.findings, &[], false));
    }
    // A draft's own findings are no words of a reviewer.
    let comments: Vec<_> = review.comments.iter().filter(|comment| comment.author != COMMENTS_BY).collect();
    if !comments.is_empty() {
        text += &format!("\n批注，{}条：\n", comments.len());
        for comment in comments {
            let words = if comment.anchor.is_empty() { &comment.paragraph } else { &comment.anchor };
            let paragraph = shortened(&comment.paragraph);
            let section =
                if comment.anchor.is_empty() { String::new() } else { format!("（在“{paragraph}”里）") };
            text += &format!(
                "  {}：{}\n    针对：“{}”{section}\n",
                comment.author,
                comment.words.replace('\n', " "),
                shortened(words)
            );
        }
    }
    text + "\n"
}

/// The words around a change, with what goes and what comes.
pub(in crate::app) fn difference(edit: &Edit) -> String {
    const AROUND: usize = 12;
    let (before, after) = (edit.whole.part(..edit.range.start), edit.whole.part(edit.range.end..));
    let before: Vec<char> = before.rsplit('\n').next().unwrap_or_default().chars().collect();
    let after: Vec<char> = after.split('\n').next().unwrap_or_default().chars().collect();
    let start: String = before[before.len().saturating_sub(AROUND)..].iter().collect();
    let end: String = after[..after.len().min(AROUND)].iter().collect();
    let (cut_before, cut_after) = (before.len() > AROUND, after.len() > AROUND);
    let mark = |sign: &str, words: &str| match words.trim_matches('\n') {
        "" => String::new(),
        words => format!("〔{sign}：{words}〕"),
    };
    format!(
        "{}{start}{}{}{end}{}",
        if cut_before { "…" } else { "" },
        mark("删", edit.whole.part(edit.range.clone())),
        mark("增", &edit.replacement),
        if cut_after { "…" } else { "" }
    )
}

fn shortened(text: &str) -> String {
    const LONGEST: usize = 30;
    let start: String = text.chars().take(LONGEST).collect();
    if start.len() < text.len() { format!("{start}…") } else { start }
}
