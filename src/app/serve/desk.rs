//! What the server works with: folders, the layouts and fonts, the years as they were last looked at.

use std::collections::{BTreeMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Semaphore;

use crate::app::cli::folders::Folders;
use crate::app::pipeline::{YearFolder, examine, year_folders};
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
    years: Mutex<BTreeMap<String, Arc<Seen>>>,
    views: Mutex<VecDeque<Arc<View>>>,
    numbers: AtomicU64,
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

    /// The year as its files are now.
    ///
    /// # Errors
    /// There is no such year; layouts or fonts cannot be read.
    pub fn seen(&self, name: &str) -> Result<Arc<Seen>, Refusal> {
        let folder = self.folder(name)?;
        let tools = self.tools()?;
        let mut years = held(&self.years);
        let inputs = hash_inputs(&folder.path, &folder.name);
        let is_same = |seen: &&Arc<Seen>| inputs.is_some() && seen.inputs == inputs && Arc::ptr_eq(&seen.tools, &tools);
        if let Some(seen) = years.get(name).filter(is_same) {
            return Ok(seen.clone());
        }
        let examined = examine(&folder, &tools.resources, &tools.fonts);
        let seen = Arc::new(Seen { tools, inputs, examined });
        years.insert(name.to_string(), seen.clone());
        Ok(seen)
    }

    /// The year's pages as its files are now.
    ///
    /// # Errors
    /// As [`Desk::seen`]; the year cannot be laid out.
    pub fn view(&self, name: &str) -> Result<Arc<View>, Refusal> {
        let seen = self.seen(name)?;
        let mut views = held(&self.views);
        if let Some(view) = views.iter().find(|view| Arc::ptr_eq(&view.seen, &seen)) {
            return Ok(view.clone());
        }
        let view = Arc::new(View::of(self.number(), seen)?);
        let mut of_year = 0;
        views.retain(|known| {
            of_year += usize::from(known.year() == name);
            known.year() != name || of_year < 2
        });
        views.push_front(view.clone());
        views.truncate(MOST_VIEWS);
        Ok(view)
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
