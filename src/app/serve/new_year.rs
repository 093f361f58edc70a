//! 新建下一年, and the blank form that is sent to the units.

use std::sync::Arc;

use serde_json::json;

use crate::app::cli::{form, init};
use crate::app::year_folder::year_name;

use super::answer::Answer;
use super::desk::{Desk, held};
use super::given::Given;

pub fn make(desk: &Arc<Desk>, given: &Given) -> Answer {
    let name = year_name(given.text("name")?);
    let _writing = held(&desk.writing);
    let made = init::made(&name, given.text_or_none("from"), given.text_or_none("style"), &desk.folders)?;
    desk.hub.tell(&json!({ "changed": true }));
    Ok(json!({ "year": made.name, "from": made.from, "files": made.files }))
}

pub fn form(desk: &Arc<Desk>, year: &str) -> Answer {
    let folder = desk.folder(year)?;
    let made = form::made(&folder.name, &desk.folders)?;
    Ok(json!({ "made": made.file }))
}
