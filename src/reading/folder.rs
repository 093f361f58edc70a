//! Which files a year's folder holds: what of them is read, and what could not be reached.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::base::file_words::io_words;
use crate::base::natural_order::natural;

const TABLES: [&str; 11] = ["xlsx", "xlsm", "xls", "xlsb", "ods", "fods", "et", "csv", "htm", "html", "xml"];
pub(super) const YAML: [&str; 2] = ["yaml", "yml"];
/// Documents, in which tables may stand. Of those that cannot be read something is said.
pub(super) const DOCUMENTS: [&str; 6] = ["docx", "docm", "doc", "wps", "rtf", "pdf"];
pub(super) const PICTURES: [&str; 6] = ["jpg", "jpeg", "png", "tif", "tiff", "bmp"];
/// A table may have been put in as one of these, which are not read.
const OTHERS: [&str; 7] = ["numbers", "mht", "mhtml", "tsv", "zip", "rar", "7z"];

/// What stands below a folder, by names relative to it, in their order. Lock files and hidden ones are left out.
#[derive(Debug, Default)]
pub(super) struct FolderFiles {
    /// Those that may hold tables or YAML, documents too.
    pub files: Vec<(String, PathBuf)>,
    /// Others that a table may be hidden in, pictures too.
    pub others: Vec<String>,
    /// What could not be reached, and why.
    pub unread: Vec<(String, String)>,
    /// What links lead to and was read before, as the folder's own or by another link; links in a circle.
    pub again: Vec<String>,
}

impl FolderFiles {
    /// Links are followed: where they lead, the clerk sees a folder or a file like others.
    pub fn of(folder: &Path) -> FolderFiles {
        let mut found = FolderFiles::default();
        let own = own_files(folder);
        let mut seen: BTreeSet<PathBuf> = own.iter().flatten().map(|path| canonical(path)).collect();
        let entries =
            WalkDir::new(folder).follow_links(true).sort_by_key(|entry| natural(&entry.file_name().to_string_lossy()));
        let mut entries = entries.into_iter();
        while let Some(entry) = entries.next() {
            match entry {
                Ok(entry) if is_hidden(&entry) => skip(&mut entries, &entry),
                Ok(entry) => {
                    let is_own = own.as_ref().is_none_or(|own| own.contains(entry.path()));
                    if is_own || entry.file_type().is_dir() || seen.insert(canonical(entry.path())) {
                        found.take(folder, &entry);
                    } else {
                        found.again.push(relative(folder, entry.path()));
                    }
                }
                Err(error) => match error.path().filter(|_| error.loop_ancestor().is_some()) {
                    Some(path) => found.again.push(relative(folder, path)),
                    None => found.unread.extend(unreached(folder, &error)),
                },
            }
        }
        found
    }

    fn take(&mut self, folder: &Path, entry: &DirEntry) {
        let name = relative(folder, entry.path());
        let is_one = |kinds: &[&[&str]]| kinds.iter().any(|endings| has_ending(&name, endings));
        let (is_input, is_other) = (is_one(&[&TABLES, &YAML, &DOCUMENTS]), is_one(&[&OTHERS, &PICTURES]));
        let kind = entry.file_type();
        match () {
            () if kind.is_dir() => {}
            // A pipe would be waited for; a device never ends.
            () if !kind.is_file() => self.unread.push((name, "不是文件，也不是文件夹".into())),
            () if is_input => self.files.push((name, entry.path().to_path_buf())),
            () if is_other => self.others.push(name),
            () => {}
        }
    }
}

/// What stands in the folder itself, not behind a link; `None` where it has no links.
fn own_files(folder: &Path) -> Option<BTreeSet<PathBuf>> {
    let entries = WalkDir::new(folder).min_depth(1).into_iter().filter_entry(|entry| !is_hidden(entry));
    let entries = entries.filter_map(Result::ok);
    let (links, own): (Vec<DirEntry>, Vec<DirEntry>) = entries.partition(DirEntry::path_is_symlink);
    (!links.is_empty()).then(|| own.into_iter().map(DirEntry::into_path).collect())
}

fn canonical(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_path_buf())
}

fn skip(entries: &mut walkdir::IntoIter, entry: &DirEntry) {
    if entry.file_type().is_dir() {
        entries.skip_current_dir();
    }
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.depth() > 0 && is_hidden_name(&entry.file_name().to_string_lossy())
}

/// Lock files of office programs, what systems keep for themselves.
fn is_hidden_name(name: &str) -> bool {
    name.starts_with('.') || name.starts_with("~$") || name == "Thumbs.db"
}

/// `None` for what is hidden: an office program's lock file is often a link that leads nowhere.
fn unreached(folder: &Path, error: &walkdir::Error) -> Option<(String, String)> {
    let path = error.path().unwrap_or(folder);
    let file_name = path.file_name().unwrap_or_default().to_string_lossy();
    if path != folder && is_hidden_name(&file_name) {
        return None;
    }
    let words = match error.io_error() {
        Some(error) if path.is_symlink() && error.kind() == std::io::ErrorKind::NotFound => {
            "这是个链接，它指的文件或文件夹没有了".to_string()
        }
        Some(error) => io_words(error),
        None => error.to_string(),
    };
    Some((relative(folder, path), words))
}

fn relative(folder: &Path, path: &Path) -> String {
    let parts: Vec<_> = path.strip_prefix(folder).unwrap_or(path).iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

pub(super) fn has_ending(name: &str, endings: &[&str]) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    endings.contains(&ending.as_str())
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;

    fn names(files: &[(String, PathBuf)]) -> Vec<&str> {
        files.iter().map(|(name, _)| name.as_str()).collect()
    }

    #[test]
    fn links_are_followed_once_and_what_leads_nowhere_is_told() {
        let room = tempfile::tempdir().unwrap();
        let (year, elsewhere) = (room.path().join("2025"), room.path().join("表"));
        fs::create_dir_all(year.join("单位自评")).unwrap();
        fs::create_dir(&elsewhere).unwrap();
        let locked = year.join("~$三.csv");
        for file in [year.join("一.csv"), year.join("单位自评/甲.csv"), elsewhere.join("二.csv"), locked] {
            fs::write(file, "x").unwrap();
        }
        for (to, link) in [
            (elsewhere.clone(), "外"),
            (elsewhere.clone(), "外二"),
            (elsewhere.join("二.csv"), "外三.csv"),
            (year.join("一.csv"), "同一个.csv"),
            (year.join("单位自评"), "单位"),
            (year.clone(), "圈"),
            (room.path().join("没有.xlsx"), "断.xlsx"),
            (room.path().join("没有"), ".~lock.一.csv#"),
            (year.join("~$三.csv"), "三.csv"),
        ] {
            symlink(to, year.join(link)).unwrap();
        }
        let found = FolderFiles::of(&year);
        assert_eq!(names(&found.files), ["一.csv", "三.csv", "单位自评/甲.csv", "外/二.csv"]);
        assert_eq!(found.again, ["单位/甲.csv", "同一个.csv", "圈", "外二/二.csv", "外三.csv"]);
        assert_eq!(names_and(&found.unread), [("断.xlsx", "这是个链接，它指的文件或文件夹没有了")]);
    }

    fn names_and(unread: &[(String, String)]) -> Vec<(&str, &str)> {
        unread.iter().map(|(name, words)| (name.as_str(), words.as_str())).collect()
    }

    #[test]
    fn a_pipe_is_told_and_not_waited_for() {
        let room = tempfile::tempdir().unwrap();
        let made = std::process::Command::new("mkfifo").arg(room.path().join("表.xlsx")).status();
        assert!(made.unwrap().success());
        let found = FolderFiles::of(room.path());
        assert_eq!(names_and(&found.unread), [("表.xlsx", "不是文件，也不是文件夹")]);
    }
}
