//! What the server works with: folders, the layouts and fonts, the years as they were last looked at.

use std::collections::{BTreeMap, VecDeque};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Semaphore;

use crate::app::cli::folders::Folders;
use crate::app::pipeline::examine;
use crate::app::year_folder::{YearFolder, year_folders};
use crate::base::guard::quietly;
use crate::reading::hash_inputs;

use super::answer::Refusal;
use super::drops::{Drops, Revision};
use super::gate::Gate;
use super::hub::Hub;
use super::seen::{Seen, Tools};
use super::view::View;

/// So many pages of years stay at hand, two of a year: somebody is still asking for those that have just changed.
const MOST_VIEWS: usize = 3;
/// Edited documents whose changes can still be taken.
const MOST_REVISIONS: usize = 8;
/// So much is worked on at once.
const AT_ONCE: usize = 2;

pub struct Desk {
    pub folders: Folders,
    pub gate: Gate,
    pub hub: Hub,
    pub turns: Arc<Semaphore>,
    /// A build is under way.
    pub building: AtomicBool,
    pub stop: Arc<AtomicBool>,
    /// Held by whoever changes the input.
    pub writing: Mutex<()>,
    pub drops: Mutex<Drops>,
    revisions: Mutex<VecDeque<Arc<Revision>>>,
    tools: Mutex<Option<Arc<Tools>>>,
    years: Mutex<BTreeMap<String, Arc<Year>>>,
    views: Mutex<VecDeque<Arc<View>>>,
    /// The year whose files are being saved, while its new pages are made.
    prepared: Mutex<Option<Preparing>>,
    numbers: AtomicU64,
}

/// A year as it was last looked at: whoever asks for it while it is read or laid out waits, for other years nobody does.
#[derive(Default)]
struct Year {
    seen: Mutex<Option<Arc<Seen>>>,
    laying_out: Mutex<()>,
}

struct Preparing {
    year: String,
    /// Something was saved since it began.
    again: bool,
}

impl Desk {
    pub fn new(folders: Folders, gate: Gate, stop: Arc<AtomicBool>) -> Desk {
        Desk {
            folders,
            gate,
            hub: Hub::default(),
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            building: AtomicBool::new(false),
            stop,
            writing: Mutex::new(()),
            drops: Mutex::default(),
            revisions: Mutex::default(),
            tools: Mutex::default(),
            years: Mutex::default(),
            views: Mutex::default(),
            prepared: Mutex::default(),
            numbers: AtomicU64::new(1),
        }
    }

    pub fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// One that was not given before.
    pub fn number(&self) -> u64 {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }

    pub fn input(&self) -> &Path {
        &self.folders.input
    }

    pub fn output(&self) -> PathBuf {
        self.folders.output.clone()
    }

    /// Layouts and fonts, read once.
    ///
    /// # Errors
    /// One of them is missing or wrong.
    pub fn tools(&self) -> Result<Arc<Tools>, Refusal> {
        let mut tools = held(&self.tools);
        if let Some(tools) = &*tools {
            return Ok(tools.clone());
        }
        let (resources, fonts) = self.folders.tools()?;
        Ok(tools.insert(Arc::new(Tools { resources, fonts })).clone())
    }

    /// They have changed.
    pub fn forget_tools(&self) {
        *held(&self.tools) = None;
    }

    /// Every year's folder; none where there is no input yet.
    pub fn folders(&self) -> Vec<YearFolder> {
        year_folders(self.input(), &[]).unwrap_or_default()
    }

    /// The folder of exactly this name.
    ///
    /// # Errors
    /// There is none.
    pub fn folder(&self, name: &str) -> Result<YearFolder, Refusal> {
        let found = self.folders().into_iter().find(|folder| folder.name == name);
        found.ok_or_else(|| Refusal::not_found("没有这个年度的文件夹，也许刚被改名或移走。"))
    }

    fn year(&self, name: &str) -> Arc<Year> {
        held(&self.years).entry(name.to_string()).or_default().clone()
    }

    /// The year as its files are now.
    ///
    /// # Errors
    /// There is no such year; layouts or fonts cannot be read.
    pub fn seen(&self, name: &str) -> Result<Arc<Seen>, Refusal> {
        let folder = self.folder(name)?;
        let tools = self.tools()?;
        let year = self.year(name);
        let mut last = held(&year.seen);
        let inputs = hash_inputs(&folder.path, &folder.name);
        let is_same = |seen: &&Arc<Seen>| inputs.is_some() && seen.inputs == inputs && Arc::ptr_eq(&seen.tools, &tools);
        if let Some(seen) = last.as_ref().filter(is_same) {
            return Ok(seen.clone());
        }
        let examined = examine(&folder, &tools.resources, &tools.fonts);
        Ok(last.insert(Arc::new(Seen { tools, inputs, examined })).clone())
    }

    /// The year's pages as its files are now.
    ///
    /// # Errors
    /// As [`Desk::seen`]; the year cannot be laid out.
    pub fn view(&self, name: &str) -> Result<Arc<View>, Refusal> {
        let year = self.year(name);
        let _laying_out = held(&year.laying_out);
        let seen = self.seen(name)?;
        if let Some(view) = held(&self.views).iter().find(|view| Arc::ptr_eq(&view.seen, &seen)) {
            return Ok(view.clone());
        }
        let view = Arc::new(View::of(self.number(), seen)?);
        let mut views = held(&self.views);
        let mut of_year = 0;
        views.retain(|known| {
            of_year += usize::from(known.year() == name);
            known.year() != name || of_year < 2
        });
        views.push_front(view.clone());
        views.truncate(MOST_VIEWS);
        Ok(view)
    }

    /// A file of a year was saved: where somebody looks at the year, its new pages are begun at once, before the open
    /// pages hear of it. What is saved meanwhile makes them again.
    pub fn prepare(self: &Arc<Self>, file: &Path) {
        let Some(Component::Normal(name)) =
            file.strip_prefix(self.input()).ok().and_then(|path| path.components().next())
        else {
            return;
        };
        let Some(view) = held(&self.views).iter().find(|view| name == view.year()).cloned() else { return };
        let mut prepared = held(&self.prepared);
        if let Some(preparing) = prepared.as_mut() {
            preparing.again |= preparing.year == view.year();
            return;
        }
        let year = view.year().to_string();
        *prepared = Some(Preparing { year: year.clone(), again: false });
        let desk = self.clone();
        std::thread::spawn(move || {
            loop {
                // What is wrong is said to whoever asks.
                let _ = quietly(|| desk.view(&year));
                let mut prepared = held(&desk.prepared);
                match prepared.as_mut() {
                    Some(preparing) if preparing.again => preparing.again = false,
                    _ => return *prepared = None,
                }
            }
        });
    }

    /// Pages that a page of the browser was given earlier, where they are still at hand.
    pub fn view_numbered(&self, number: u64) -> Result<Arc<View>, Refusal> {
        let found = held(&self.views).iter().find(|view| view.number == number).cloned();
        found.ok_or_else(|| Refusal::not_found("表格或文字刚有变化，页面正在更新。"))
    }

    pub fn keep_revision(&self, revision: Revision) {
        let mut revisions = held(&self.revisions);
        revisions.push_front(Arc::new(revision));
        revisions.truncate(MOST_REVISIONS);
    }

    pub fn revision(&self, number: u64) -> Result<Arc<Revision>, Refusal> {
        let found = held(&self.revisions).iter().find(|revision| revision.number == number).cloned();
        found.ok_or_else(|| Refusal::not_found("这份文件拖进来太久了，请再拖一次。"))
    }
}

/// Whatever happened to whoever held it before.
pub fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_a_saved_year_are_made_before_they_are_asked_for() {
        let program = Path::new(env!("CARGO_MANIFEST_DIR"));
        let own = tempfile::tempdir().unwrap();
        let input = own.path().join("input");
        for year in ["2024", "2025"] {
            let folder = input.join(year);
            std::fs::create_dir_all(&folder).unwrap();
            for entry in std::fs::read_dir(program.join("input/2025")).unwrap() {
                let path = entry.unwrap().path();
                if path.is_file() {
                    std::fs::copy(&path, folder.join(path.file_name().unwrap())).unwrap();
                }
            }
        }
        let folders = Folders {
            input: input.clone(),
            output: own.path().join("output"),
            layouts: Some(program.join("layouts")),
            fonts: Some(program.join("fonts")),
        };
        let desk = Arc::new(Desk::new(folders, Gate::new(0).unwrap(), Arc::default()));
        let numbers = || held(&desk.views).iter().map(|view| view.number).collect::<Vec<u64>>();
        let first = desk.view("2025").unwrap().number;
        let save = |year: &str| {
            let file = input.join(year).join("文字.yaml");
            let text = std::fs::read_to_string(&file).unwrap();
            std::fs::write(&file, text + "# 又存了一次\n").unwrap();
            desk.prepare(&file);
            while held(&desk.prepared).is_some() {
                std::thread::sleep(std::time::Duration::from_millis(5));
            }
        };
        // Nobody looks at this one.
        save("2024");
        assert_eq!(numbers(), [first]);
        save("2025");
        let [newest, before] = numbers()[..] else { panic!("{:?}", numbers()) };
        assert_eq!(before, first);
        assert_eq!(desk.view("2025").unwrap().number, newest);
    }
}
