//! A year as it was last looked at, and what it was looked at with.

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

    pub fn report(&self) -> Option<&Report> {
        Some(&self.examined.content.as_ref()?.report)
    }
}
