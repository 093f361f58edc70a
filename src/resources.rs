//! What a run needs besides the input: the layout files, read and checked once for all years.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::audit::Standards;
use crate::audit::finding::Finding;
use crate::compose::{ChartLayout, TableLayout, Templates};
use crate::ingest::Recognition;
use crate::layout::{Layout, LayoutFault};
use crate::model::place::Place;

pub struct Resources {
    pub layout: Layout,
    pub recognition: Recognition,
    /// `layouts/核对.yaml`
    pub standards: Standards,
    pub templates: Templates,
    /// `layouts/公文.typ`
    pub typst_template: String,
    /// Every layout file with its sha256, by name.
    pub hashes: BTreeMap<String, String>,
}

const PAGE: &str = "公文.yaml";
const TYPST: &str = "公文.typ";
const RECOGNITION: &str = "识别.yaml";
const STANDARDS: &str = "核对.yaml";
const REPORT: &str = "自评报告.md";
const FORM: &str = "自评表.md";
/// Other `.yaml` files describe tables.
const CHART_ENDING: &str = "图.yaml";

impl Resources {
    /// Reads the folder of layouts.
    ///
    /// # Errors
    /// One finding for each file that is missing, unreadable or wrong.
    pub fn load(folder: &Path) -> Result<Resources, Vec<Finding>> {
        let mut findings = Vec::new();
        let mut texts = read_texts(folder, &mut findings);
        let hashes = texts.iter().map(|(name, text)| (name.clone(), sha256(text.as_bytes()))).collect();
        let mut take = |name: &str| {
            texts.remove(name).unwrap_or_else(|| {
                findings.push(
                    Finding::error("Z023", format!("版式目录里缺少文件“{name}”"))
                        .at(&Place::file(&format!("layouts/{name}")))
                        .hint(format!("把程序自带的 layouts/{name} 放回“{}”。", folder.display())),
                );
                String::new()
            })
        };
        let [page, typst_template, recognition, standards, report, form] =
            [PAGE, TYPST, RECOGNITION, STANDARDS, REPORT, FORM].map(&mut take);
        let (mut tables, mut charts) = (BTreeMap::new(), BTreeMap::new());
        let mut faults: Vec<(String, LayoutFault)> = Vec::new();
        let layout = Layout::parse(&page)
            .map_err(|list| faults.extend(list.into_iter().map(|fault| (PAGE.to_string(), fault))))
            .ok();
        for (name, text) in texts.iter().filter(|(name, _)| name.ends_with(".yaml")) {
            if name.ends_with(CHART_ENDING) {
                match serde_saphyr::from_str::<ChartLayout>(text) {
                    Ok(chart) => drop(charts.insert(chart.name.clone(), chart)),
                    Err(error) => faults.push((name.clone(), LayoutFault::of_yaml(&error, text))),
                }
                continue;
            }
            match serde_saphyr::from_str::<TableLayout>(text) {
                Ok(table) => {
                    if let Some(layout) = &layout {
                        faults.extend(table.check(text, layout).into_iter().map(|fault| (name.clone(), fault)));
                    }
                    tables.insert(table.name.clone(), table);
                }
                Err(error) => faults.push((name.clone(), LayoutFault::of_yaml(&error, text))),
            }
        }
        let recognition =
            Recognition::parse(&recognition).map_err(|fault| faults.push((RECOGNITION.to_string(), fault))).ok();
        let standards = Standards::parse(&standards).map_err(|fault| faults.push((STANDARDS.to_string(), fault))).ok();
        findings.extend(faults.into_iter().map(|(name, fault)| {
            let file = format!("layouts/{name}");
            let place = match fault.line {
                Some(line) => Place::Line { file: file.as_str().into(), line },
                None => Place::file(&file),
            };
            Finding::error("Z023", format!("版式文件有错：{}", fault.message))
                .at(&place)
                .hint("照提示改正（写法见 docs/版式.md），或用程序自带的同名文件换回。")
        }));
        match (layout, recognition, standards) {
            (Some(layout), Some(recognition), Some(standards)) if findings.is_empty() => {
                let templates = Templates { report, form, tables, charts };
                Ok(Resources { layout, recognition, standards, templates, typst_template, hashes })
            }
            _ => Err(findings),
        }
    }
}

fn read_texts(folder: &Path, findings: &mut Vec<Finding>) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder).max_depth(1).sort_by_file_name().into_iter().filter_map(Result::ok) {
        let name = entry.file_name().to_string_lossy().into_owned();
        let wanted = [".yaml", ".md", ".typ"].iter().any(|ending| name.ends_with(ending)) && !name.starts_with('.');
        if !entry.file_type().is_file() || !wanted {
            continue;
        }
        match std::fs::read_to_string(entry.path()) {
            // A checkout on Windows may have turned line ends.
            Ok(text) => {
                texts.insert(name, text.replace("\r\n", "\n"));
            }
            Err(error) => findings.push(
                Finding::error("Z023", format!("版式文件读不出来：{}", io_words(&error)))
                    .at(&Place::file(&format!("layouts/{name}")))
                    .hint("确认文件没有损坏、编码是 UTF-8、有读取权限。"),
            ),
        }
    }
    texts
}

pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// An I/O error in words that a clerk can act on.
pub fn io_words(error: &std::io::Error) -> String {
    use std::io::ErrorKind::*;
    match error.kind() {
        NotFound => "没有这个文件或文件夹".into(),
        PermissionDenied => "没有权限，或文件正被 Word、WPS、Excel 打开".into(),
        StorageFull | QuotaExceeded | FileTooLarge => "磁盘空间不足".into(),
        ReadOnlyFilesystem => "所在磁盘是只读的".into(),
        NotADirectory => "路径里有一段是文件，不是文件夹".into(),
        IsADirectory => "这里应是文件，却是一个文件夹".into(),
        InvalidData => "内容不是 UTF-8 文本".into(),
        ResourceBusy | ExecutableFileBusy => "文件正被别的程序占用".into(),
        _ => format!("系统提示：{error}"),
    }
}

/// A folder that ships with the program: beside the working folder, else beside the program itself or above it.
pub fn shipped_folder(name: &str) -> PathBuf {
    let here = PathBuf::from(name);
    if here.is_dir() {
        return here;
    }
    let program = std::env::current_exe().ok();
    let above = program.iter().flat_map(|path| path.ancestors().skip(1).take(4));
    above.map(|folder| folder.join(name)).find(|folder| folder.is_dir()).unwrap_or(here)
}
