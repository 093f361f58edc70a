//! A file of the year in the program that it belongs to.

use std::sync::Arc;

use serde_json::json;

use super::answer::{Answer, Refusal};
use super::browser;
use super::desk::Desk;

/// Opens a file that was read, or the year's folder.
pub fn open(desk: &Arc<Desk>, year: &str, file: Option<&str>) -> Answer {
    let seen = desk.seen(year)?;
    let folder = &seen.examined.folder;
    let path = match file {
        None => folder.path.clone(),
        Some(file) => {
            let known = seen.examined.inputs.iter().find(|input| input.name == file);
            let name = known.and_then(|input| input.name.strip_prefix(&format!("{}/", folder.name)));
            folder.path.join(name.ok_or_else(|| Refusal::not_found("没有这个文件，也许刚被改名或移走。"))?)
        }
    };
    let path = std::path::absolute(&path).unwrap_or(path).display().to_string();
    match browser::open(&path) {
        true => Ok(json!({ "opened": path })),
        false => Err(Refusal::refused(format!("打不开。请自己打开“{path}”。"))),
    }
}
