//! A year as it was last looked at, and what it was looked at with.

use std::path::PathBuf;
use std::sync::Arc;

use axum::http::StatusCode;

use crate::app::pipeline::{Content, Examined};
use crate::app::resources::Resources;
use crate::model::report::Report;
use crate::reading::InputFile;
use crate::render::fonts::FontSet;

use super::answer::Refusal;

pub struct Tools {
    pub resources: Resources,
    pub fonts: FontSet,
}

pub struct Seen {
    pub tools: Arc<Tools>,
    /// The files it was read from; none where one of them could not be read.
    pub inputs: Option<Vec<InputFile>>,
    pub examined: Examined,
}

impl Seen {
    /// # Errors
    /// So little could be read that nothing is known.
    pub fn content(&self) -> Result<&Content, Refusal> {
        let unread = || Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, "这一年还读不出来：先改左边列出的问题。");
        self.examined.content.as_ref().ok_or_else(unread)
    }

    /// The names of its files, in its folder.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        let folder = &self.examined.folder.name;
        let names = self.examined.inputs.iter().map(|input| input.name.as_str());
        names.filter_map(move |name| name.strip_prefix(folder.as_str())?.strip_prefix('/'))
    }

    /// Where a file is that was read, by the name that it has among the input.
    ///
    /// # Errors
    /// There is none of that name.
    pub fn path_of(&self, file: &str) -> Result<PathBuf, Refusal> {
        let folder = &self.examined.folder;
        let known = self.files().find(|name| file.strip_prefix(&format!("{}/", folder.name)) == Some(*name));
        let unknown = || Refusal::not_found("没有这个文件，也许刚被改名或移走。");
        known.map(|name| folder.path.join(name)).ok_or_else(unknown)
    }

    pub fn report(&self) -> Option<&Report> {
        Some(&self.examined.content.as_ref()?.report)
    }
}
