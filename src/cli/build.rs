//! `ziping [build]`: every year from input to output.

use std::path::Path;

use crate::audit::finding::{Finding, Severity};
use crate::audit::report_text::render_text;
use crate::fonts::FontSet;
use crate::parallel::{in_parallel, processors};
use crate::pipeline::{YearFolder, examine, write, year_folders};
use crate::resources::Resources;

use super::fonts::refused_lines;
use super::{BuildArguments, print, unusable};

pub fn run(arguments: &BuildArguments) -> u8 {
    let (resources, fonts) = match arguments.years.folders.tools() {
        Ok(tools) => tools,
        Err(findings) => return unusable(&findings),
    };
    let years = match year_folders(&arguments.years.folders.input, &arguments.years.years) {
        Ok(years) => years,
        Err(findings) => return unusable(&findings),
    };
    let jobs = arguments.jobs.map_or_else(processors, |jobs| usize::from(jobs.get()));
    // One year's error does not stop the others.
    let outcomes = in_parallel(&years, jobs, |year| build(year, &resources, &fonts, &arguments.years.folders.output));
    for outcome in outcomes.iter().filter(|outcome| !outcome.findings.is_empty()) {
        eprint!("{}", render_text(&outcome.findings, &[], false));
    }
    print(&summary(&outcomes, &fonts, &arguments.years.folders.output));
    outcomes.iter().map(|outcome| outcome.exit_code).max().unwrap_or(0)
}

struct Outcome {
    year: String,
    files: Vec<String>,
    draft: bool,
    /// Shown when all years are done, in the order of the years.
    findings: Vec<Finding>,
    errors: usize,
    warnings: usize,
    exit_code: u8,
}

fn build(year: &YearFolder, resources: &Resources, fonts: &FontSet, output: &Path) -> Outcome {
    eprintln!("{}：读取表格和 YAML，核对，成文，排版……", year.name);
    let examined = examine(year, resources, fonts);
    let mut errors = examined.count(Severity::Error);
    let warnings = examined.count(Severity::Warning);
    let mut exit_code = examined.exit_code();
    let mut files = Vec::new();
    let mut draft = exit_code > 0;
    let mut failures = Vec::new();
    if examined.content.is_some() {
        match write(&examined, resources, fonts, output) {
            Ok(written) => (files, draft) = (written.files, written.draft),
            Err(findings) => {
                errors += findings.len();
                exit_code = 2;
                failures = findings;
            }
        }
    }
    let findings = examined.findings.into_iter().chain(failures).collect();
    Outcome { year: year.name.clone(), files, draft, findings, errors, warnings, exit_code }
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
