//! Writing a year's files: all under temporary names first, then all put in place. A run that fails, or is killed,
//! leaves whole files only, and a run that can say that it failed leaves the last good ones as they were.

mod file;
mod lock;
/// manifest.json.
pub(crate) mod manifest;

pub use file::{OutputFile, file_name};

use std::collections::BTreeSet;
use std::fmt::Display;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::base::file_words::io_words;
use crate::base::finding::Finding;
use crate::base::hash::sha256;
use crate::base::place::Place;
use lock::Lock;
use manifest::{FILE_NAME, Manifest};

/// A file that somebody changed after it was made: it is kept under another name, not overwritten.
#[derive(Debug, PartialEq, Eq)]
pub struct Kept {
    pub name: String,
    pub kept_as: String,
}

/// Writes all files, in their order, then removes those of `stale` that are there (an earlier run's drafts). What is
/// overwritten or removed and was not made here, or was changed since, is kept under another name.
///
/// # Errors
/// The finding names the file and says what keeps it from being written. The folder's files are then as they were.
pub fn write_all(folder: &Path, files: &[OutputFile], stale: &BTreeSet<String>) -> Result<Vec<Kept>, Box<Finding>> {
    put(folder, files, stale, keep_changed)
}

/// Writes all files in place of those of the same names, of which nothing is kept.
///
/// # Errors
/// As [`write_all`].
pub fn replace_all(folder: &Path, files: &[OutputFile]) -> Result<(), Box<Finding>> {
    put(folder, files, &BTreeSet::new(), |_, _, _, _| Ok(Vec::new())).map(drop)
}

/// A file could not even be made.
pub fn unmade(name: &str, error: impl Display) -> Vec<Finding> {
    vec![Finding::error("Z041", format!("“{name}”写不出来：{error}")).hint("请反馈这条信息。")]
}

/// What was written here: names and hashes.
type Made = BTreeSet<(String, String)>;

/// `keep` is asked, once all is ready, to keep what must not be lost.
fn put(
    folder: &Path,
    files: &[OutputFile],
    stale: &BTreeSet<String>,
    keep: impl Fn(&Path, &[OutputFile], &[&String], &Made) -> io::Result<Vec<Kept>>,
) -> Result<Vec<Kept>, Box<Finding>> {
    let stale: Vec<&String> = stale.iter().filter(|name| files.iter().all(|file| file.name != **name)).collect();
    let failed = |name: &str| {
        let path = folder.join(name);
        move |error: io::Error| Box::new(cannot_write(&path, &error))
    };
    fs::create_dir_all(folder).map_err(failed(""))?;
    let lock = Lock::take(folder).map_err(failed(""))?.ok_or_else(|| Box::new(occupied(folder)))?;
    let mut made: Made = Manifest::read(folder).iter().flat_map(Manifest::written).collect();
    // Without the lock, what looks left over may be at work.
    if lock.is_held() {
        made.extend(sweep(folder).iter().flat_map(Manifest::written));
    }
    let temporaries = Temporaries::new(folder);
    let mut swaps = Vec::new();
    for (index, file) in files.iter().enumerate() {
        let (path, new) = (folder.join(&file.name), temporaries.path(index, "new"));
        write_through(&new, &file.bytes).map_err(failed(&file.name))?;
        let old = match path.try_exists() {
            Ok(false) => None,
            _ => Some(temporaries.path(index, "old")),
        };
        if let Some(old) = &old {
            link_or_copy(&path, old).map_err(failed(&file.name))?;
        }
        swaps.push(Swap { path, new, old });
    }
    let kept = keep(folder, files, &stale, &made).map_err(failed(""))?;
    put_in_place(&swaps, |from, to| fs::rename(from, to))
        .map_err(|(path, error)| Box::new(cannot_write(path, &error)))?;
    for name in stale {
        // A draft that is not there, or is open somewhere, does no harm.
        let _ = fs::remove_file(folder.join(name));
    }
    persist_names(folder);
    Ok(kept)
}

fn cannot_write(path: &Path, error: &io::Error) -> Finding {
    Finding::error("Z040", format!("写不进“{}”：{}", path.display(), io_words(error)))
        .at(&Place::file(&path.display().to_string()))
        .hint("关闭打开着的同名文件，确认输出文件夹可以写入、磁盘有空间，再运行一次；上次的文件没有动。")
}

fn occupied(folder: &Path) -> Finding {
    Finding::error("Z044", format!("另一个 ziping 正在写“{}”", folder.display()))
        .at(&Place::file(&folder.display().to_string()))
        .hint("等它做完再运行一次；上次的文件没有动。")
}

/// The bytes are on the disk before the name points to them: a power cut must not leave an empty file.
fn write_through(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_data()
}

/// A second name for the file; where the file system knows no such thing, a copy.
fn link_or_copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::hard_link(from, to).or_else(|_| fs::copy(from, to).map(drop))
}

/// A new file for its place, with the old one at hand.
struct Swap {
    path: PathBuf,
    new: PathBuf,
    old: Option<PathBuf>,
}

/// All, or none: where one cannot be put in place (Word holds it open), those before it are put back.
fn put_in_place(swaps: &[Swap], rename: impl Fn(&Path, &Path) -> io::Result<()>) -> Result<(), (&Path, io::Error)> {
    for (done, swap) in swaps.iter().enumerate() {
        let Err(error) = rename(&swap.new, &swap.path) else { continue };
        for Swap { path, old, .. } in swaps[..done].iter().rev() {
            let _ = match old {
                Some(old) => rename(old, path),
                None => fs::remove_file(path),
            };
        }
        return Err((&swap.path, error));
    }
    Ok(())
}

/// Keeps each file that is neither what `made` says was made here nor what is now to be written. Where the manifest is
/// gone or damaged, nothing says that a file was made here.
fn keep_changed(folder: &Path, files: &[OutputFile], stale: &[&String], made: &Made) -> io::Result<Vec<Kept>> {
    let mut kept = Vec::new();
    let written = files.iter().filter(|file| file.name != FILE_NAME).map(|file| (&file.name, Some(&file.bytes)));
    for (name, new) in written.chain(stale.iter().map(|name| (*name, None))) {
        let path = folder.join(name);
        let bytes = match fs::read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            bytes => bytes?,
        };
        if new == Some(&bytes) || made.contains(&(name.clone(), sha256(&bytes))) {
            continue;
        }
        let kept_as = free_name(folder, name);
        link_or_copy(&path, &folder.join(&kept_as))?;
        kept.push(Kept { name: name.clone(), kept_as });
    }
    Ok(kept)
}

/// 自评报告.docx → 自评报告（人工修改1）.docx, with the first number that is free.
fn free_name(folder: &Path, name: &str) -> String {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let names = (1..).map(|number: usize| format!("{stem}（人工修改{number}）.{ending}"));
    names.into_iter().find(|name| !folder.join(name).exists()).expect("numbers do not end")
}

/// Names of files that are not yet, or no longer, in their place. Whatever is left of them is removed in the end.
struct Temporaries<'a> {
    folder: &'a Path,
}

const TEMPORARY: &str = ".ziping-";

impl<'a> Temporaries<'a> {
    fn new(folder: &'a Path) -> Temporaries<'a> {
        Temporaries { folder }
    }

    /// With the process in it, for file systems that cannot lock.
    fn path(&self, index: usize, kind: &str) -> PathBuf {
        self.folder.join(format!("{}{index}.{kind}", Self::prefix()))
    }

    fn prefix() -> String {
        format!("{TEMPORARY}{}-", std::process::id())
    }
}

impl Drop for Temporaries<'_> {
    fn drop(&mut self) {
        names_with(self.folder, &Self::prefix()).for_each(|path| drop(fs::remove_file(path)));
    }
}

/// Removes what a killed run left, and returns the manifests among it: their files may already be in place.
fn sweep(folder: &Path) -> Vec<Manifest> {
    let mut manifests = Vec::new();
    for path in names_with(folder, TEMPORARY) {
        manifests.extend(fs::read(&path).ok().and_then(|bytes| Manifest::parse(&bytes)));
        let _ = fs::remove_file(path);
    }
    manifests
}

fn names_with(folder: &Path, prefix: &str) -> impl Iterator<Item = PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let paths: Vec<PathBuf> = entries
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(prefix))
        .map(|entry| entry.path())
        .collect();
    paths.into_iter()
}

/// Names are on the disk too. Only Unix lets a folder be opened for that.
fn persist_names(folder: &Path) {
    #[cfg(unix)]
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
    #[cfg(not(unix))]
    let _ = folder;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, text: &str) -> OutputFile {
        OutputFile { name: name.into(), bytes: text.into() }
    }

    fn texts(folder: &Path) -> Vec<(String, String)> {
        let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
        let mut texts: Vec<_> = entries
            .map(|e| (e.file_name().to_string_lossy().into_owned(), fs::read_to_string(e.path()).unwrap()))
            .collect();
        texts.sort();
        texts
    }

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, text)| (name.to_string(), text.to_string())).collect()
    }

    #[test]
    fn a_file_that_cannot_be_put_in_place_puts_those_before_it_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        for (name, text) in [("a", "old a"), ("a.new", "new a"), ("b.new", "new b"), ("c", "old c"), ("c.new", "new c")]
        {
            fs::write(path(name), text).unwrap();
        }
        link_or_copy(&path("a"), &path("a.old")).unwrap();
        let swap = |name: &str, old: bool| Swap {
            path: path(name),
            new: path(&format!("{name}.new")),
            old: old.then(|| path(&format!("{name}.old"))),
        };
        // As Word does with what it holds open.
        let held = |from: &Path, to: &Path| match to.ends_with("c") {
            true => Err(io::ErrorKind::PermissionDenied.into()),
            false => fs::rename(from, to),
        };
        let swaps = [swap("a", true), swap("b", false), swap("c", true)];
        let (failed, _) = put_in_place(&swaps, held).unwrap_err();
        assert_eq!(failed, path("c"));
        assert_eq!(texts(folder.path()), pairs(&[("a", "old a"), ("c", "old c"), ("c.new", "new c")]));
    }

    #[test]
    fn nothing_but_the_files_is_left_and_drafts_go() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("draft"), "").unwrap();
        fs::write(folder.path().join(".ziping-1-0.new"), "left by a killed run").unwrap();
        write_all(folder.path(), &[file("a", "1"), file("b", "2")], &["draft".into()].into()).unwrap();
        assert_eq!(texts(folder.path()), pairs(&[("a", "1"), ("b", "2"), ("draft（人工修改1）.", "")]));
    }

    /// Also where the manifest that would say what was made here is damaged or gone.
    #[test]
    fn what_nothing_says_was_made_here_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in [("a.docx", "theirs"), ("b.docx", "same"), ("c.docx", "theirs"), (FILE_NAME, "{ damaged")] {
            fs::write(folder.path().join(name), text).unwrap();
        }
        let files = [file("a.docx", "new"), file("b.docx", "same"), file(FILE_NAME, "{}")];
        let kept = write_all(folder.path(), &files, &["c.docx".into()].into()).unwrap();
        let names: Vec<_> = kept.iter().map(|kept| kept.kept_as.as_str()).collect();
        assert_eq!(names, ["a（人工修改1）.docx", "c（人工修改1）.docx"]);
        let there = [
            ("a.docx", "new"),
            ("a（人工修改1）.docx", "theirs"),
            ("b.docx", "same"),
            ("c（人工修改1）.docx", "theirs"),
            (FILE_NAME, "{}"),
        ];
        assert_eq!(texts(folder.path()), pairs(&there));
    }

    #[test]
    fn a_folder_in_a_files_place_leaves_the_others_as_they_were() {
        let folder = tempfile::tempdir().unwrap();
        write_all(folder.path(), &[file("a", "1")], &BTreeSet::new()).unwrap();
        fs::create_dir(folder.path().join("b")).unwrap();
        let fault = write_all(folder.path(), &[file("a", "2"), file("b", "2")], &BTreeSet::new()).unwrap_err();
        assert_eq!(fault.code, "Z040");
        fs::remove_dir(folder.path().join("b")).unwrap();
        assert_eq!(texts(folder.path()), pairs(&[("a", "1")]));
    }
}
