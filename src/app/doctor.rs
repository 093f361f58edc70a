//! Is all in order here: the program, its folders, layouts and fonts, and what each file of each year would be read as. One
//! line each, with what to do where it is not.

use std::path::Path;

use crate::app::cli::folders::Folders;
use crate::app::resources::Resources;
use crate::app::year_folder::{YearFolder, year_folders};
use crate::base::file_words::io_words;
use crate::base::finding::Finding;
use crate::reading::{Look, hash_inputs, look};
use crate::render::fonts::FontSet;

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    pub state: State,
    /// What it is about: 程序, 版式, 2025.
    pub about: String,
    pub words: String,
    /// What to do; empty where all is well.
    pub remedy: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    Good,
    /// It works, but somebody should know.
    Worth,
    Bad,
}

impl State {
    pub fn sign(self) -> &'static str {
        match self {
            State::Good => "√",
            State::Worth => "！",
            State::Bad => "×",
        }
    }
}

fn checked(state: State, about: &str, words: impl Into<String>, remedy: impl Into<String>) -> Checked {
    Checked { state, about: about.to_string(), words: words.into(), remedy: remedy.into() }
}

/// Looks at everything. Writes nothing that stays.
pub fn check(folders: &Folders) -> Vec<Checked> {
    let program = std::env::current_exe().map(|path| path.display().to_string()).unwrap_or_default();
    let version = format!("ziping {}，在“{program}”", env!("CARGO_PKG_VERSION"));
    let mut all = vec![checked(State::Good, "程序", version, "")];
    all.push(folder("输入文件夹", &folders.input, "在页面上新建年度，或运行 ziping init。"));
    all.push(folder("输出文件夹", &folders.output, "第一次生成时由程序建好。"));
    let resources = match folders.resources() {
        Ok(resources) => {
            let words = format!("{}个文件，{}种式样", resources.hashes.len(), resources.funds.by_name.len());
            all.push(checked(State::Good, "版式", words, ""));
            resources
        }
        Err(findings) => {
            all.extend(findings.iter().map(|finding| of_finding("版式", finding)));
            return all;
        }
    };
    match folders.fonts(&resources) {
        Ok(fonts) => all.extend(of_fonts(&fonts)),
        Err(findings) => all.extend(findings.iter().map(|finding| of_finding("字体", finding))),
    }
    for year in year_folders(&folders.input, &[]).unwrap_or_default() {
        all.extend(of_year(&year, &resources));
    }
    all
}

fn of_finding(about: &str, finding: &Finding) -> Checked {
    let places: Vec<String> = finding.locations.iter().map(ToString::to_string).collect();
    checked(State::Bad, about, format!("{}（{}）", finding.message, places.join("、")), finding.hint.clone())
}

/// Is it there, and can it be written to?
fn folder(about: &str, path: &Path, if_not_there: &str) -> Checked {
    let full = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf()).display().to_string();
    if !path.is_dir() {
        return checked(State::Worth, about, format!("“{full}”还没有"), if_not_there);
    }
    let probe = path.join(format!(".ziping-doctor-{}", std::process::id()));
    let written = std::fs::write(&probe, "x").and_then(|()| std::fs::remove_file(&probe));
    match written {
        Ok(()) => checked(State::Good, about, format!("“{full}”，可以写入"), ""),
        Err(error) => {
            let remedy = "确认磁盘有空间、有写入的权限；或把整个文件夹复制到自己的文件夹里。";
            checked(State::Bad, about, format!("“{full}”写不进去：{}", io_words(&error)), remedy)
        }
    }
}

fn of_fonts(fonts: &FontSet) -> Vec<Checked> {
    let substitutes: Vec<String> = fonts
        .chosen()
        .iter()
        .filter(|font| font.substitute)
        .map(|font| format!("{}用{}", font.role, font.family))
        .collect();
    let count = fonts.chosen().len();
    let mut all = vec![if substitutes.is_empty() {
        checked(State::Good, "字体", format!("{count}种都是正式字体"), "")
    } else {
        let words = format!("PDF 里用自带字体代替的：{}", substitutes.join("、"));
        checked(State::Worth, "字体", words, "办公室有正式字体的，把字体文件放进 fonts 文件夹；没有的不用管。")
    }];
    let missing = fonts.missing_standard_characters();
    if !missing.is_empty() {
        let words = format!("通用规范汉字表里还缺{}字", missing.len());
        all.push(checked(State::Worth, "字体", words, "遇到缺字时程序会指出来。"));
    }
    all
}

fn of_year(year: &YearFolder, resources: &Resources) -> Vec<Checked> {
    let about = &year.name;
    let reading = resources.read(year);
    let label = format!("{}/", year.name);
    let mut all = Vec::new();
    for input in &reading.inputs {
        let Some(name) = input.name.strip_prefix(&label) else { continue };
        let looked = match std::fs::read(year.path.join(name)) {
            Ok(bytes) => look(name, bytes, &resources.recognition, reading.report.as_ref()),
            Err(error) => {
                let remedy = "关闭正打开它的程序，确认有读取权限。";
                all.push(checked(State::Bad, about, format!("{name}：读不出来：{}", io_words(&error)), remedy));
                continue;
            }
        };
        let words = format!("{name}：{}", looked.words());
        all.push(match &looked {
            Look::Tables(..) | Look::UnitForms(_) | Look::Texts { .. } => checked(State::Good, about, words, ""),
            Look::Document => checked(State::Worth, about, words, "不当作表格读；不是要报的表，移走也可以。"),
            Look::OwnOutput => checked(State::Worth, about, words, "不会读它；移走也可以。"),
            Look::Unknown(_) => {
                checked(State::Worth, about, words, "是要报的表，就照 docs/用户手册.md 改表头；不是的，移走。")
            }
            Look::Unreadable(finding) => checked(State::Bad, about, words, finding.hint.clone()),
        });
    }
    if all.is_empty() {
        all.push(checked(State::Worth, about, "文件夹是空的", "放进三张表和 YAML。"));
    }
    if hash_inputs(&year.path, &year.name).is_none() {
        all.push(checked(State::Bad, about, "有的文件读不到", "运行 ziping check，看是哪一个。"));
    }
    all
}
