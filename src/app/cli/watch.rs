//! `ziping watch`: builds, and builds again whenever something is saved.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

use crate::app::resources::shipped_folder;
use crate::base::finding::Finding;
use crate::base::place::Place;

use super::arguments::BuildArguments;
use super::folders::Folders;
use super::print::unusable;
use super::{build, interrupt};

/// Programs save in several steps: the last of them is waited for.
const QUIET: Duration = Duration::from_millis(120);
/// Where saving does not end, it is built all the same.
const LONGEST: Duration = Duration::from_secs(2);
/// How often Ctrl-C is looked for.
const PAUSE: Duration = Duration::from_millis(200);

pub fn run(arguments: &BuildArguments) -> u8 {
    let stop = interrupt::listen();
    let (sender, saved) = channel();
    let on_event = move |event: notify::Result<Event>| {
        // Our own reading is an event too, and no change.
        if event.is_ok_and(|event| !event.kind.is_access()) {
            let _ = sender.send(());
        }
    };
    // Kept: what it watches ends with it.
    let _watcher = match watcher(on_event, &arguments.years.folders) {
        Ok(watcher) => watcher,
        Err(finding) => return unusable(&[*finding]),
    };
    // Layouts and fonts are read anew each time: whoever edits them watches too.
    let mut tools = None;
    loop {
        match arguments.years.folders.tools() {
            Ok(read) => tools = Some(read),
            Err(findings) => drop(unusable(&findings)),
        }
        if let Some((resources, fonts)) = &tools {
            match build::years(arguments) {
                Ok(years) => drop(build::build(&years, resources, fonts, arguments, &stop)),
                Err(findings) => drop(unusable(&findings)),
            }
        }
        if stop.load(Ordering::Relaxed) {
            return 0;
        }
        eprintln!("等着：保存表格、YAML 或版式文件就自动重做；按 Ctrl-C 结束。");
        while !something_saved(&saved, &stop) {
            if stop.load(Ordering::Relaxed) {
                return 0;
            }
        }
    }
}

/// Waits a little; after an event until there are no more, though never long: some folders are never quiet.
fn something_saved(saved: &Receiver<()>, stop: &AtomicBool) -> bool {
    if saved.recv_timeout(PAUSE).is_err() {
        return false;
    }
    let begun = Instant::now();
    while begun.elapsed() < LONGEST && !stop.load(Ordering::Relaxed) && saved.recv_timeout(QUIET).is_ok() {}
    !stop.load(Ordering::Relaxed)
}

fn watcher(
    on_event: impl FnMut(notify::Result<Event>) + Send + 'static,
    folders: &Folders,
) -> Result<RecommendedWatcher, Box<Finding>> {
    let fault = |folder: &Path, error: notify::Error| {
        Box::new(
            Finding::error("Z047", format!("没法盯着“{}”：{error}", folder.display()))
                .at(&Place::file(&folder.display().to_string()))
                .hint("确认文件夹在、可以读；也可以不用 watch，改好以后运行 ziping。"),
        )
    };
    let mut watcher = notify::recommended_watcher(on_event).map_err(|error| fault(&folders.input, error))?;
    let or_shipped = |folder: &Option<PathBuf>, name: &str| folder.clone().unwrap_or_else(|| shipped_folder(name));
    let tools = [or_shipped(&folders.layouts, "layouts"), or_shipped(&folders.fonts, "fonts")];
    for folder in [folders.input.clone()].into_iter().chain(tools).filter(|folder| folder.is_dir()) {
        watcher.watch(&folder, RecursiveMode::Recursive).map_err(|error| fault(&folder, error))?;
    }
    Ok(watcher)
}
