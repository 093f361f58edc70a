//! Writing a year's files: all under temporary names first, then each renamed. A run that fails leaves the last
//! good files as they were.

use std::fs;
use std::path::{Path, PathBuf};

use crate::audit::finding::Finding;
use crate::model::place::Place;
use crate::resources::io_words;

/// A file to be written into the output folder.
pub struct OutputFile {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Writes all files, then removes those of `stale` that are there (an earlier run's drafts).
///
/// # Errors
/// The finding names the file and says what keeps it from being written. Files already renamed stay: each is
/// whole.
pub fn write_all(folder: &Path, files: &[OutputFile], stale: &[String]) -> Result<(), Box<Finding>> {
    let fault = |name: &str, error: &std::io::Error| {
        let path = folder.join(name);
        Box::new(
            Finding::error("Z040", format!("写不进“{}”：{}", path.display(), io_words(error)))
                .at(&Place::file(&path.display().to_string()))
                .hint("关闭打开着的同名文件，确认输出文件夹可以写入、磁盘有空间，再运行一次；上次的文件没有动。"),
        )
    };
    fs::create_dir_all(folder).map_err(|error| fault("", &error))?;
    let mut staged = Staged(Vec::new());
    for file in files {
        let temporary = folder.join(format!(".{}.{}.tmp", file.name, std::process::id()));
        staged.0.push(temporary.clone());
        fs::write(&temporary, &file.bytes).map_err(|error| fault(&file.name, &error))?;
    }
    for (file, temporary) in files.iter().zip(&staged.0) {
        fs::rename(temporary, folder.join(&file.name)).map_err(|error| fault(&file.name, &error))?;
    }
    for name in stale {
        // A draft that is not there, or is open somewhere, does no harm.
        let _ = fs::remove_file(folder.join(name));
    }
    Ok(())
}

/// Temporary files; whatever was not renamed is removed when this goes.
struct Staged(Vec<PathBuf>);

impl Drop for Staged {
    fn drop(&mut self) {
        for path in &self.0 {
            let _ = fs::remove_file(path);
        }
    }
}

/// A name that every file system takes.
pub fn file_name(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || "/\\:*?\"<>|".contains(c) { '_' } else { c }).collect()
}
