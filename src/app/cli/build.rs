//! `ziping [build]`: every year from input to output.

use std::io::IsTerminal;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Instant;

use crate::app::batch::{State, Workshop};
use crate::app::resources::Resources;
use crate::app::year_folder::{YearFolder, year_folders};
use crate::base::finding::Finding;
use crate::base::parallel::{in_parallel, processors};
use crate::judge::report_text::render_text;
use crate::render::fonts::FontSet;

use super::arguments::BuildArguments;
use super::interrupt;
use super::print::{print, unusable};
use super::progress::Progress;
use super::summary::{Built, fonts_used, summary};

pub fn run(arguments: &BuildArguments) -> u8 {
    let stop = interrupt::listen();
    let tools = arguments.years.folders.tools();
    let years = tools.and_then(|tools| Ok((years(arguments)?, tools)));
    match years {
        Ok((years, (resources, fonts))) => {
            let built = std::thread::scope(|scope| {
                scope.spawn(|| fonts.hash_files());
                build(&years, &resources, &fonts, arguments, &stop)
            });
            if built.iter().any(|built| matches!(built.outcome.state, State::Done | State::Draft)) {
                print(&fonts_used(&fonts));
            }
            exit_code(&built)
        }
        Err(findings) => unusable(&findings),
    }
}

pub(super) fn years(arguments: &BuildArguments) -> Result<Vec<YearFolder>, Vec<Finding>> {
    year_folders(&arguments.years.folders.input, &arguments.years.years)
}

/// Builds years side by side and says what came of it. One year's error does not stop the others.
pub(super) fn build(
    years: &[YearFolder],
    resources: &Resources,
    fonts: &FontSet,
    arguments: &BuildArguments,
    stop: &AtomicBool,
) -> Vec<Built> {
    let output = &arguments.years.folders.output;
    let workshop = Workshop { resources, fonts, output, force: arguments.force, stop };
    let jobs = arguments.jobs.map_or_else(processors, |jobs| usize::from(jobs.get()));
    let progress = Progress::new(years.len());
    let done = AtomicUsize::new(0);
    let built = in_parallel(years, jobs, |year| {
        let begun = Instant::now();
        let outcome = workshop.build(year, |stage| progress.at(&year.name, stage));
        progress.done(done.fetch_add(1, Ordering::Relaxed) + 1);
        Built { year: year.name.clone(), outcome, took: begun.elapsed() }
    });
    progress.end();
    for Built { year, outcome, .. } in built.iter().filter(|built| !built.outcome.findings.is_empty()) {
        let head = if built.len() > 1 { format!("{year}年度\n") } else { String::new() };
        eprint!("{head}{}", render_text(&outcome.findings, &[], false));
    }
    print(&summary(&built, output, std::io::stdout().is_terminal()));
    built
}

fn exit_code(built: &[Built]) -> u8 {
    if built.iter().any(|built| built.outcome.state == State::Interrupted) {
        return interrupt::EXIT_CODE;
    }
    built.iter().map(|built| built.outcome.exit_code).max().unwrap_or(0)
}
