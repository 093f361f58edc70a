//! A file of the year in the program that it belongs to.

use std::sync::Arc;

use serde_json::json;

use super::answer::{Answer, Refusal};
use super::browser;
use super::desk::Desk;

/// Opens a file that was read, or the year's folder.
pub fn open(desk: &Arc<Desk>, year: &str, file: Option<&str>) -> Answer {
    let seen = desk.seen(year)?;
    let path = match file {
        None => seen.examined.folder.path.clone(),
        Some(file) => seen.path_of(file)?,
    };
    let path = std::path::absolute(&path).unwrap_or(path).display().to_string();
    match browser::open(&path) {
        true => Ok(json!({ "opened": path })),
        false => Err(Refusal::refused(format!("打不开。请自己打开“{path}”。"))),
    }
}
