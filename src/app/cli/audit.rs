//! `ziping audit`: a finished document, also one that was not made here, audited against itself; with a year, also
//! against what that year's input makes of it.

use std::path::Path;

use crate::app::as_finished::{finished_of, of_another_year};
use crate::app::pipeline::{examine, year_folders};
use crate::app::resources::Resources;
use crate::base::finding::{Finding, Severity};
use crate::judge::Typed;
use crate::judge::report_text::render_text;
use crate::judge::{Audit, run as run_rules};
use crate::judge::{TIE_RULE, Tied, likeness};
use crate::judge::{audit_document, document_rules};
use crate::reading::finished::{Facts, book_of};
use crate::sheets::finished;

use super::arguments::FormatArguments;
use super::folders::Folders;
use super::print::{print, unusable};

pub fn run(file: &Path, year: Option<&str>, folders: &Folders, format: FormatArguments, verbose: bool) -> u8 {
    match audited(file, year, folders) {
        Ok((audit, figures)) => {
            if let Some(text) = format.render(&audit.findings) {
                print(&text);
            } else {
                let findings = render_text(&audit.findings, &audit.outcomes, verbose);
                print(&format!(
                    "{}\n{findings}{}",
                    file.display(),
                    figures.render("正文里的数字和表里没有的名称", verbose)
                ));
            }
            u8::from(audit.findings.iter().any(|finding| finding.severity == Severity::Error))
        }
        Err(findings) => {
            format.render(&findings).iter().for_each(|text| print(text));
            unusable(&findings)
        }
    }
}

fn audited(file: &Path, year: Option<&str>, folders: &Folders) -> Result<(Audit, Typed), Vec<Finding>> {
    let mut document = Facts::of(&finished::read(file).map_err(|finding| vec![*finding])?);
    let resources = folders.resources()?;
    if let Some(rules) = resources.funds.rules_named(|fund| document.is_of(fund), document.year) {
        document = document.with_rules(rules.clone());
    }
    let mut audit = audit_document(document_rules(), &document, &resources.standards);
    let figures = Typed::of_document(&document, &book_of(&document, &resources.standards), &resources.standards);
    if let Some(year) = year {
        match model(year, &document, folders, &resources)? {
            Ok(model) => {
                let more = run_rules(&[TIE_RULE], &Tied { model, document }, &resources.standards);
                audit.findings.extend(more.findings);
                audit.outcomes.extend(more.outcomes);
            }
            Err(other_year) => audit.findings.push(*other_year),
        }
        audit.findings.sort_by_key(|finding| finding.severity);
    }
    Ok((audit, figures))
}

/// Whichever of the year's two documents is more like the one that was given, which may be of another year.
fn model(
    year: &str,
    document: &Facts,
    folders: &Folders,
    resources: &Resources,
) -> Result<Result<Facts, Box<Finding>>, Vec<Finding>> {
    let fonts = folders.fonts(resources)?;
    let years = year_folders(&folders.input, &[year.to_string()])?;
    let examined = examine(&years[0], resources, &fonts);
    let Some(content) = examined.content.filter(|content| content.report.is_whole()) else {
        return Err(examined.findings);
    };
    if let Some(finding) = of_another_year(document, &content.report, &years[0].name) {
        return Ok(Err(Box::new(finding)));
    }
    let composed = [&content.composed.report, &content.composed.form];
    let name = |title: &str| format!("{}：{title}", years[0].path.display());
    let candidates = composed.map(|made| Facts::of(&finished_of(made, &name(&made.properties.title))));
    let [report, form] = candidates;
    Ok(Ok(if likeness(&report, document) >= likeness(&form, document) { report } else { form }))
}
