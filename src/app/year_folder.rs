//! The folders of years under `input/`.

use std::path::{Path, PathBuf};

use crate::base::characters::half_width;
use crate::base::file_words::io_words;
use crate::base::finding::Finding;
use crate::base::place::Place;

/// A year's folder under `input/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearFolder {
    /// The folder's name: 2025.
    pub name: String,
    pub path: PathBuf,
}

/// The year folders to work on: all whose names begin with four digits, or the ones asked for, sorted.
///
/// # Errors
/// `input` is missing or empty, or a year that was asked for has no folder.
pub fn year_folders(input: &Path, wanted: &[String]) -> Result<Vec<YearFolder>, Vec<Finding>> {
    let unusable = |message: String, hint: &str| {
        Finding::error("Z011", message).at(&Place::file(&input.display().to_string())).hint(hint)
    };
    if !input.is_dir() {
        let hint = match folder_with(input) {
            Some(folder) => format!(
                "在“{0}”里有。先运行 cd \"{0}\"，再在那里运行 ziping；或用 --input 指明位置。",
                folder.display()
            ),
            None => {
                "按年度建文件夹（如 input/2025），放入表格和 YAML，在 input 所在的文件夹里运行；或用 --input 指明位置。"
                    .to_string()
            }
        };
        let here = std::env::current_dir().ok().filter(|_| input.is_relative());
        let here = here.map_or_else(String::new, |folder| format!("当前文件夹“{}”里", folder.display()));
        return Err(vec![unusable(format!("{here}没有输入文件夹“{}”", input.display()), &hint)]);
    }
    let entries: Result<Vec<walkdir::DirEntry>, walkdir::Error> =
        walkdir::WalkDir::new(input).min_depth(1).max_depth(1).sort_by_file_name().into_iter().collect();
    let unreadable = |error: walkdir::Error| {
        let words = error.io_error().map_or_else(|| error.to_string(), io_words);
        let message = format!("输入文件夹“{}”读不出来：{words}", input.display());
        vec![unusable(message, "确认有读取权限；或把 input 文件夹复制到自己的文件夹里再运行。")]
    };
    let folders: Vec<YearFolder> = entries
        .map_err(unreadable)?
        .into_iter()
        // A link that leads nowhere is told of when its year is read.
        .filter(|entry| entry.path().is_dir() || entry.path_is_symlink() && !entry.path().exists())
        .map(|entry| YearFolder { name: entry.file_name().to_string_lossy().into_owned(), path: entry.into_path() })
        .filter(|folder| folder.name.chars().take_while(char::is_ascii_digit).count() == 4)
        .collect();
    if wanted.is_empty() {
        if folders.is_empty() {
            return Err(vec![unusable(
                format!("输入文件夹“{}”里没有年度文件夹", input.display()),
                "按年度建文件夹（如 input/2025），放入表格和 YAML。",
            )]);
        }
        return Ok(folders);
    }
    let mut chosen = Vec::new();
    let mut missing = Vec::new();
    for name in wanted {
        let of_year = folders_of(&folders, name);
        if of_year.is_empty() {
            let names: Vec<&str> = folders.iter().map(|folder| folder.name.as_str()).collect();
            let finding = unusable(
                format!("没有年度文件夹“{}”", input.join(name).display()),
                "核对年度是否写错，或先建好这个文件夹并放入表格和 YAML。",
            );
            missing.push(if names.is_empty() { finding } else { finding.expected(names.join("、")).actual(name) });
        }
        for folder in of_year {
            if !chosen.contains(folder) {
                chosen.push(folder.clone());
            }
        }
    }
    if missing.is_empty() { Ok(chosen) } else { Err(missing) }
}

/// The folder that holds the wanted one: above the working folder, else beside the program or above it.
fn folder_with(input: &Path) -> Option<PathBuf> {
    let (here, program) = (std::env::current_dir().ok(), std::env::current_exe().ok());
    let above = [here.as_deref(), program.as_deref()].into_iter().flatten().flat_map(|path| path.ancestors().skip(1));
    above.filter(|_| input.is_relative()).find(|folder| folder.join(input).is_dir()).map(Path::to_path_buf)
}

/// A year as people type it: 2025 for ２０２５, 2025年 and 2025年度.
pub fn year_name(typed: &str) -> String {
    let name: String = typed.trim().chars().map(half_width).collect();
    let digits = name.trim_end_matches("年度").trim_end_matches('年');
    if digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit()) { digits.to_string() } else { name }
}

/// The folder of this name; where there is none, the year's folders by fund (2025-土壤污染防治资金, …).
fn folders_of<'a>(folders: &'a [YearFolder], name: &str) -> Vec<&'a YearFolder> {
    if let Some(folder) = folders.iter().find(|folder| folder.name == name) {
        return vec![folder];
    }
    let year = year_name(name);
    if year != name {
        return folders_of(folders, &year);
    }
    let is_year = name.len() == 4 && name.bytes().all(|byte| byte.is_ascii_digit());
    let of_year = |folder: &&YearFolder| is_year && folder.name.starts_with(name);
    folders.iter().filter(of_year).collect()
}
