//! `ziping audit`: a finished document, also one that was not made here, audited against itself; with a year, also
//! against what that year's input makes of it.

use std::path::Path;

use crate::app::as_finished::{finished_of, of_another_year};
use crate::app::checklist::{self, Checklist, Links};
use crate::app::output::unmade;
use crate::app::pipeline::{Examined, examine};
use crate::app::resources::Resources;
use crate::app::year_folder::year_folders;
use crate::base::date::Date;
use crate::base::finding::{Finding, Severity};
use crate::judge::TypedFigures;
use crate::judge::accepted::{accept, accept_as_in_folder};
use crate::judge::report_text::render_text;
use crate::judge::{Audit, Case, judge, likeness};
use crate::reading::finished::{ReadDocument, known_figures};
use crate::sheets::finished;

use super::arguments::FormatArguments;
use super::folders::Folders;
use super::print::{print, unusable};

pub fn run(file: &Path, year: Option<&str>, folders: &Folders, format: FormatArguments, verbose: bool) -> u8 {
    match audited(file, year, folders) {
        Ok(Audited { audit, figures, .. }) => {
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

/// A finished document, and what is to be said of it.
pub(in crate::app) struct Audited {
    pub audit: Audit,
    figures: TypedFigures,
    /// The year that it is of, where it says so.
    year: Option<u16>,
}

impl Audited {
    /// What was found, as a workbook to work through.
    pub fn checklist(&self, title: &str) -> Result<Vec<u8>, Vec<Finding>> {
        const NO_YEAR: u16 = 2000;
        let lists = Checklist {
            findings: &self.audit.findings,
            audit: &self.audit,
            figures: &[],
            typed: &self.figures.figures,
            normalisations: &[],
            links: &Links::default(),
        };
        let date = Date::new(self.year.unwrap_or(NO_YEAR), 12, 31).expect("a day of the calendar");
        checklist::write(&lists, title, date).map_err(|error| unmade(title, error))
    }
}

pub(in crate::app) fn audited(file: &Path, year: Option<&str>, folders: &Folders) -> Result<Audited, Vec<Finding>> {
    let document = finished::read(file).map_err(|finding| vec![*finding])?;
    let resources = folders.resources()?;
    let mut document = ReadDocument::of(&document, &resources.recognition);
    if let Some(rules) = resources.funds.rules_named(|fund| document.is_of(fund), document.year) {
        document = document.with_rules(rules.clone());
    }
    let figures =
        TypedFigures::of_document(&document, &known_figures(&document, &resources.standards), &resources.standards);
    let beside = year.map(|year| model(year, &document, folders, &resources)).transpose()?;
    let remade = beside.as_ref().and_then(|(remade, _)| remade.as_ref().ok());
    let mut audit = judge(&Case { remade, ..Case::of_document(&document) }, &resources.standards);
    if let Some((remade, examined)) = beside {
        match remade {
            Ok(_) => {
                // What is wrong with acceptances is said of the year's folder.
                let accepted = examined.content.as_ref().map_or(&[][..], |content| &content.report.accepted);
                let _ = accept(&mut audit.findings, accepted, &audit.outcomes);
                accept_as_in_folder(&mut audit.findings, &examined.findings);
            }
            Err(other_year) => audit.findings.push(*other_year),
        }
        audit.findings.sort_by_key(|finding| finding.severity);
    }
    let figures = figures.as_told(&audit.findings);
    Ok(Audited { audit, figures, year: document.year })
}

/// What the year's folder makes of it, as far as it is of the same year.
type Remade = Result<ReadDocument, Box<Finding>>;

/// Whichever of the year's two documents is more like the one that was given, and what is known of the year.
fn model(
    year: &str,
    document: &ReadDocument,
    folders: &Folders,
    resources: &Resources,
) -> Result<(Remade, Examined), Vec<Finding>> {
    let fonts = folders.fonts(resources)?;
    let years = year_folders(&folders.input, &[year.to_string()])?;
    let examined = examine(&years[0], resources, &fonts);
    let Some(content) = examined.content.as_ref().filter(|content| content.report.is_whole()) else {
        return Err(examined.findings);
    };
    if let Some(finding) = of_another_year(document, &content.report, &years[0].name) {
        return Ok((Err(Box::new(finding)), examined));
    }
    let composed = [&content.composed.report, &content.composed.form];
    let name = |title: &str| format!("{}：{title}", years[0].path.display());
    let candidates = composed
        .map(|made| ReadDocument::of(&finished_of(made, &name(&made.properties.title)), &resources.recognition));
    let [report, form] = candidates;
    Ok((Ok(if likeness(&report, document) >= likeness(&form, document) { report } else { form }), examined))
}
