//! The year's files, and what each was taken for.

use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::reading::look;

use super::answer::Answer;
use super::desk::Desk;

pub fn tables(desk: &Arc<Desk>, year: &str) -> Answer {
    let seen = desk.seen(year)?;
    let recognition = &seen.tools.resources.recognition;
    let file = |name: &str| -> Value {
        let what = match std::fs::read(seen.examined.folder.path.join(name)) {
            Ok(bytes) => look(name, bytes, recognition, seen.report()).words(),
            Err(_) => "读不出来".to_string(),
        };
        json!({ "name": name, "what": what, "open": is_open(&seen.examined.folder.path.join(name)) })
    };
    let folder = std::path::absolute(&seen.examined.folder.path).unwrap_or_default().display().to_string();
    let read_as: Vec<String> = seen.examined.normalisations.iter().map(ToString::to_string).collect();
    Ok(json!({ "folder": folder, "files": seen.files().map(file).collect::<Vec<_>>(), "read_as": read_as }))
}

/// Excel, WPS and LibreOffice leave a file of their own beside one that they have open.
fn is_open(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = [format!("~${name}"), format!(".~{name}"), format!(".~lock.{name}#")];
    beside.iter().any(|mark| path.with_file_name(mark).exists())
}
