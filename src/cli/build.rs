//! `ziping [build]`: every year from input to output.

use std::path::Path;

use crate::audit::finding::{Finding, Severity};
use crate::audit::report_text::render_text;
use crate::fonts::FontSet;
use crate::pipeline::{YearFolder, examine, write, year_folders};
use crate::resources::Resources;

use super::fonts::refused_lines;
use super::{YearArguments, print, unusable};

pub fn run(arguments: &YearArguments) -> u8 {
    let (resources, fonts) = match arguments.folders.tools() {
        Ok(tools) => tools,
        Err(findings) => return unusable(&findings),
    };
    let years = match year_folders(&arguments.folders.input, &arguments.years) {
        Ok(years) => years,
        Err(findings) => return unusable(&findings),
    };
    // One year's error does not stop the next.
    let outcomes: Vec<Outcome> =
        years.iter().map(|year| build(year, &resources, &fonts, &arguments.folders.output)).collect();
    print(&summary(&outcomes, &fonts, &arguments.folders.output));
    outcomes.iter().map(|outcome| outcome.exit_code).max().unwrap_or(0)
}

struct Outcome {
    year: String,
    files: Vec<String>,
    draft: bool,
    errors: usize,
    warnings: usize,
    exit_code: u8,
}

fn build(year: &YearFolder, resources: &Resources, fonts: &FontSet, output: &Path) -> Outcome {
    eprintln!("{}：读取表格和 YAML，核对，成文……", year.name);
    let examined = examine(year, resources, fonts);
    let mut errors = examined.count(Severity::Error);
    let mut exit_code = examined.exit_code();
    show(&examined.findings);
    let mut files = Vec::new();
    let mut draft = exit_code > 0;
    if examined.content.is_some() {
        eprintln!("{}：排版，写 Word 和 PDF……", year.name);
        match write(&examined, resources, fonts, output) {
            Ok(written) => (files, draft) = (written.files, written.draft),
            Err(findings) => {
                show(&findings);
                errors += findings.len();
                exit_code = 2;
            }
        }
    }
    let warnings = examined.count(Severity::Warning);
    Outcome { year: year.name.clone(), files, draft, errors, warnings, exit_code }
}

fn show(findings: &[Finding]) {
    if !findings.is_empty() {
        eprint!("{}", render_text(findings, &[], false));
    }
}

/// What was written, how many findings, where.
fn summary(outcomes: &[Outcome], fonts: &FontSet, output: &Path) -> String {
    let mut text = String::new();
    for outcome in outcomes {
        let folder = output.join(&outcome.year);
        let state = match (outcome.files.is_empty(), outcome.draft) {
            (true, _) => "没有生成文件；上次的文件没有动".to_string(),
            (false, true) => format!("只出了草稿，在“{}”；上次的正式文件没有动", folder.display()),
            (false, false) => format!("已完成，在“{}”", folder.display()),
        };
        text += &format!("{}年度：错误{}个，警告{}个。{state}。\n", outcome.year, outcome.errors, outcome.warnings);
        for file in &outcome.files {
            text += &format!("  {file}\n");
        }
    }
    let substitutes: Vec<String> = fonts
        .chosen()
        .iter()
        .filter(|font| font.substitute)
        .map(|font| format!("{}（{}）", font.role, font.family))
        .collect();
    if !substitutes.is_empty() {
        text += &format!(
            "PDF 里用自带字体代替的：{}。办公室有正式字体的，把字体文件放进 fonts 文件夹再运行即可。\n",
            substitutes.join("、")
        );
    }
    text + &refused_lines(fonts.refused())
}
