//! 新建下一年.

use std::sync::Arc;

use serde_json::json;

use crate::app::cli::init::made;
use crate::app::pipeline::year_name;

use super::answer::Answer;
use super::desk::{Desk, held};
use super::given::Given;

pub fn make(desk: &Arc<Desk>, given: &Given) -> Answer {
    let name = year_name(given.text("name")?);
    let _writing = held(&desk.writing);
    let (from, files) = made(&name, given.text_or_none("from"), given.text_or_none("style"), &desk.folders)?;
    desk.hub.tell(&json!({ "changed": true }));
    Ok(json!({ "year": name, "from": from, "files": files }))
}
