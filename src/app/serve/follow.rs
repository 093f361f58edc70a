//! Follows the files: whatever is saved, the open pages hear of it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};
use serde_json::json;

use crate::app::resources::shipped_folder;

use super::desk::Desk;

/// Programs save in several steps: the last of them is waited for.
const QUIET: Duration = Duration::from_millis(60);
/// How often it is looked whether a folder has come, or the program ends.
const PAUSE: Duration = Duration::from_millis(300);

/// Runs until the desk is stopped.
pub fn follow(desk: &Arc<Desk>) {
    let (sender, saved) = channel();
    let tell = move |event: notify::Result<Event>| {
        // Our own reading is an event too, and no change.
        if let Some(event) = event.ok().filter(|event| !event.kind.is_access()) {
            let _ = sender.send(event.paths);
        }
    };
    // Where the system cannot follow files, the page has its button for that.
    let Ok(mut watcher) = notify::recommended_watcher(tell) else { return };
    let folders = &desk.folders;
    let or_shipped = |folder: &Option<PathBuf>, name: &str| folder.clone().unwrap_or_else(|| shipped_folder(name));
    let tools = [or_shipped(&folders.layouts, "layouts"), or_shipped(&folders.fonts, "fonts")];
    for folder in tools.iter().filter(|folder| folder.is_dir()) {
        let _ = watcher.watch(folder, RecursiveMode::Recursive);
    }
    let tools: Vec<PathBuf> = tools.iter().filter_map(|folder| folder.canonicalize().ok()).collect();
    let mut follows_input = false;
    while !desk.stopped() {
        if !follows_input {
            follows_input = watch_input(&mut watcher, desk.input());
            if follows_input {
                desk.hub.tell(&json!({ "changed": true }));
            }
        }
        let Some(paths) = next(desk, &saved) else { continue };
        if paths.iter().any(|path| tools.iter().any(|folder| path.starts_with(folder))) {
            desk.forget_tools();
        }
        follows_input &= desk.input().is_dir();
        desk.hub.tell(&json!({ "changed": true }));
    }
}

fn watch_input(watcher: &mut RecommendedWatcher, input: &Path) -> bool {
    input.is_dir() && watcher.watch(input, RecursiveMode::Recursive).is_ok()
}

/// All that is saved until it is quiet; none where nothing was.
fn next(desk: &Arc<Desk>, saved: &Receiver<Vec<PathBuf>>) -> Option<Vec<PathBuf>> {
    let mut paths = match saved.recv_timeout(PAUSE) {
        Ok(paths) => paths,
        Err(RecvTimeoutError::Timeout) => return None,
        Err(RecvTimeoutError::Disconnected) => {
            std::thread::sleep(PAUSE);
            return None;
        }
    };
    paths.iter().for_each(|path| desk.prepare(path));
    while let Ok(more) = saved.recv_timeout(QUIET) {
        more.iter().for_each(|path| desk.prepare(path));
        // Some folders are never quiet.
        if paths.len() > 1000 {
            break;
        }
        paths.extend(more);
    }
    Some(paths)
}
