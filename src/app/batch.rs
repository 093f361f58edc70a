//! A year built, or left as it is because nothing that it depends on has changed.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::app::output::manifest::{FILE_NAME, Manifest, Sources, Summary};
use crate::app::output::{Kept, write_all};
use crate::app::pipeline::{examine, links, prepare};
use crate::app::resources::Resources;
use crate::app::year_folder::YearFolder;
use crate::base::finding::{Finding, Severity};
use crate::base::place::Place;
use crate::reading::{InputFile, hash_inputs};
use crate::render::fonts::FontSet;

/// What every year of a batch is made with.
pub struct Workshop<'a> {
    pub resources: &'a Resources,
    pub fonts: &'a FontSet,
    pub output: &'a Path,
    /// Build also what has not changed.
    pub force: bool,
    /// Set from outside: what is not yet being written is left.
    pub stop: &'a AtomicBool,
}

/// What became of a year.
pub struct Outcome {
    pub state: State,
    /// Where so much could be read.
    pub summary: Option<Summary>,
    /// Worst first.
    pub findings: Vec<Finding>,
    pub files: Vec<String>,
    /// 0 done, 1 errors found, 2 something could not be used.
    pub exit_code: u8,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Done,
    /// Errors were found: drafts, under other names.
    Draft,
    /// Nothing has changed since the last run.
    Unchanged,
    /// Nothing could be written.
    Failed,
    Interrupted,
}

/// Where a year's build is, for whoever waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    Reading,
    Rendering,
    Writing,
}

impl Outcome {
    fn bare(state: State, exit_code: u8) -> Outcome {
        Outcome { state, summary: None, findings: Vec::new(), files: Vec::new(), exit_code }
    }

    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    fn fail(self, faults: impl IntoIterator<Item = Finding>) -> Outcome {
        let findings = self.findings.into_iter().chain(faults).collect();
        Outcome { state: State::Failed, findings, files: Vec::new(), exit_code: 2, ..self }
    }
}

impl Workshop<'_> {
    /// One year from input to output.
    pub fn build(&self, year: &YearFolder, at: impl Fn(Stage)) -> Outcome {
        let interrupted = || self.stop.load(Ordering::Relaxed).then(|| Outcome::bare(State::Interrupted, 0));
        if let Some(outcome) = interrupted().or_else(|| self.unchanged(year)) {
            return outcome;
        }
        at(Stage::Reading);
        let examined = examine(year, self.resources, self.fonts);
        let mut outcome = Outcome::bare(State::Failed, examined.exit_code());
        outcome.findings.clone_from(&examined.findings);
        let Some(content) = &examined.content else { return outcome };
        if let Some(interrupted) = interrupted() {
            return interrupted;
        }
        at(Stage::Rendering);
        let mut prepared = match prepare(&examined, content, self.resources, self.fonts, self.output) {
            Ok(prepared) => prepared,
            Err(faults) => return outcome.fail(faults),
        };
        if let Some(interrupted) = interrupted() {
            return interrupted;
        }
        at(Stage::Writing);
        let folder = self.output.join(&year.name);
        let earlier = Manifest::read(&folder);
        // Drafts go; with new final files, also those that were made under another name of the fund or region.
        let is_made = |name: &str| prepared.files.iter().any(|file| file.name == name);
        let finals = earlier.iter().filter(|_| !prepared.draft).flat_map(Manifest::outputs);
        let former = earlier.iter().flat_map(Manifest::drafts).chain(finals).filter(|name| !is_made(name));
        let stale: BTreeSet<String> = former.map(str::to_string).chain(prepared.stale.iter().cloned()).collect();
        let (sources, findings) = (self.sources(year, &examined.inputs), outcome.findings.clone());
        let manifest = Manifest::new(sources, prepared.summary.clone(), findings, &prepared.files);
        let manifest = if prepared.draft { Manifest::with_drafts(earlier, manifest) } else { manifest };
        prepared.files.push(manifest.to_file());
        outcome.summary = Some(prepared.summary);
        match write_all(&folder, &prepared.files, &stale) {
            Ok(kept) => outcome.findings.extend(kept.iter().map(|kept| kept_finding(year, self.output, kept))),
            Err(fault) => return outcome.fail([*fault]),
        }
        outcome.state = if prepared.draft { State::Draft } else { State::Done };
        outcome.files = prepared.files.into_iter().map(|file| file.name).collect();
        outcome
    }

    /// Is what was built of a year still what would be built?
    pub fn is_current(&self, year: &YearFolder) -> bool {
        self.unchanged(year).is_some()
    }

    /// The year's last outcome, where all that it was made of and all that was written is still the same.
    fn unchanged(&self, year: &YearFolder) -> Option<Outcome> {
        let folder = self.output.join(&year.name);
        let manifest = Manifest::read(&folder).filter(|_| !self.force)?;
        let inputs = hash_inputs(&year.path, &year.name)?;
        let same = manifest.sources == self.sources(year, &inputs)
            && manifest.changed(&folder).is_empty()
            // Drafts of a run that found errors must not outlive them.
            && manifest.drafts().next().is_none();
        let files = || manifest.outputs().chain([FILE_NAME]).map(str::to_string).collect();
        same.then(|| Outcome {
            files: files(),
            summary: Some(manifest.report.clone()),
            findings: manifest.findings.clone(),
            ..Outcome::bare(State::Unchanged, 0)
        })
    }

    fn sources(&self, year: &YearFolder, inputs: &[InputFile]) -> Sources {
        Sources::new(inputs, &links(year, self.output), &self.resources.hashes, self.fonts.chosen())
    }
}

fn kept_finding(year: &YearFolder, output: &Path, kept: &Kept) -> Finding {
    let Kept { name, kept_as } = kept;
    let path = output.join(&year.name).join(kept_as);
    let how = match kept_as.rsplit('.').next() {
        Some("docx") => {
            format!("：Word 里改的文字可以用 ziping absorb \"{}\" {} 收回", path.display(), year.name)
        }
        Some("xlsx") => "：填的处理情况照留下的那份抄到新的清单里".to_string(),
        _ => String::new(),
    };
    Finding::warning("Z046", format!("“{name}”被人改过，或不是上次生成的；那一份没有覆盖，留作“{kept_as}”"))
        .at(&Place::file(&format!("{}/{name}", year.name)))
        .hint(format!("要保留的改动请写回 YAML 或表格{how}。不要的就删去。"))
}

/// Files of a year's output that are not what its manifest says: a run was ended between two of them, or somebody
/// changed them.
pub fn verify(year: &YearFolder, output: &Path) -> Option<Finding> {
    let folder = output.join(&year.name);
    let manifest = Manifest::read(&folder)?;
    let changed = manifest.changed(&folder);
    if changed.is_empty() {
        return None;
    }
    let places: Vec<Place> = changed.iter().map(|name| Place::file(&folder.join(name).display().to_string())).collect();
    let message =
        format!("输出文件夹里有{}个文件和 {FILE_NAME} 记的不一样：没有生成完，或生成以后被改动、删去", changed.len());
    Some(
        Finding::warning("Z045", message)
            .at_all(&places)
            .hint(format!("再运行一次 ziping build {} 就会补齐；人改过的文件会另存，不会丢。", year.name)),
    )
}
