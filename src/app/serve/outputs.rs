//! What was built, to be taken away.

use std::io::{Cursor, Write};
use std::sync::Arc;

use serde_json::{Value, json};
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipWriter};

use crate::app::manual;
use crate::app::output::manifest::Manifest;
use crate::base::file_words::io_words;

use super::answer::Refusal;
use super::desk::Desk;

pub struct Download {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Name, size and kind of each file that was built and is there.
pub fn list(desk: &Desk, year: &str) -> Vec<Value> {
    let folder = desk.output().join(year);
    let Some(manifest) = Manifest::read(&folder) else { return Vec::new() };
    let finals = manifest.outputs().map(|name| (name, false));
    let all = finals.chain(manifest.drafts().map(|name| (name, true)));
    let file = |(name, draft): (&str, bool)| {
        let size = std::fs::metadata(folder.join(name)).ok()?.len();
        Some(json!({ "name": name, "draft": draft, "kilobytes": size.div_ceil(1024) }))
    };
    all.filter_map(file).collect()
}

/// # Errors
/// The name is none of those that were built.
pub fn file(desk: &Arc<Desk>, year: &str, name: &str) -> Result<Download, Refusal> {
    let year = desk.folder(year)?.name;
    let folder = desk.output().join(&year);
    let known =
        Manifest::read(&folder).iter().flat_map(Manifest::written).map(|(known, _)| known).find(|known| known == name);
    let known = known.ok_or_else(|| Refusal::not_found("没有这个文件，也许又生成过一次。"))?;
    read(&folder.join(&known), known)
}

/// # Errors
/// Nothing was built.
pub fn zip(desk: &Arc<Desk>, year: &str) -> Result<Download, Refusal> {
    let year = desk.folder(year)?.name;
    let folder = desk.output().join(&year);
    let names: Vec<String> = Manifest::read(&folder).iter().flat_map(Manifest::written).map(|(name, _)| name).collect();
    if names.is_empty() {
        return Err(Refusal::not_found("还没有生成过文件。"));
    }
    let failed = |error: zip::result::ZipError| Refusal::refused(format!("打不成包：{error}"));
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for name in names {
        let Download { name, bytes } = read(&folder.join(&name), name)?;
        zip.start_file(name, options).map_err(failed)?;
        zip.write_all(&bytes).map_err(|error| Refusal::refused(io_words(&error)))?;
    }
    Ok(Download { name: format!("{year}.zip"), bytes: zip.finish().map_err(failed)?.into_inner() })
}

/// # Errors
/// The layouts are wrong.
pub fn manual(desk: &Arc<Desk>) -> Result<Download, Refusal> {
    let tools = desk.tools()?;
    let failed = |error| Refusal::refused(format!("排不出来：{error}"));
    let bytes = manual::pdf(&tools.resources, &tools.fonts).map_err(failed)?;
    Ok(Download { name: manual::FILE_NAME.to_string(), bytes })
}

fn read(path: &std::path::Path, name: String) -> Result<Download, Refusal> {
    let unread = |error: std::io::Error| Refusal::not_found(format!("“{name}”读不出来：{}", io_words(&error)));
    let bytes = std::fs::read(path).map_err(unread)?;
    Ok(Download { name, bytes })
}
