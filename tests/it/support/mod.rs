//! A copy of the example year that a test may spoil: one cell, one line, one file at a time.

pub mod tables;

use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

use tempfile::TempDir;
use ziping::app::resources::Resources;
use ziping::base::finding::Finding;
use ziping::compose::{Composed, compose};
use ziping::document::Document;
use ziping::document::layout::Layout;
use ziping::model::ledger::Ledger;
use ziping::model::marked::MarkedText;
use ziping::model::report::Report;
use ziping::model::standards::Standards;
use ziping::reading::Recognition;
use ziping::reading::finished::ReadDocument;
use ziping::render::fonts::FontSet;
use ziping::render::format::{Format, Tools};
use ziping::render::pdf::Pdf;
use ziping::sheets::finished::Finished;

/// `layouts/核对.yaml` as it ships.
pub fn standards() -> Standards {
    Standards::parse(include_str!("../../../layouts/核对.yaml")).unwrap()
}

/// `layouts/识别.yaml` as it ships.
pub fn recognition() -> &'static Recognition {
    static SHIPPED: LazyLock<Recognition> =
        LazyLock::new(|| Recognition::parse(include_str!("../../../layouts/识别.yaml")).unwrap());
    &SHIPPED
}

/// What a document states, by the shipped words.
pub fn facts_of(document: &Finished) -> ReadDocument {
    ReadDocument::of(document, recognition())
}

/// The document as a PDF.
pub fn pdf_of(document: &Document, layout: &Layout, template: &str, fonts: &FontSet) -> Result<Vec<u8>, String> {
    Pdf.export(document, &Tools { layout, template, fonts }).map(|made| made.bytes)
}

/// A report as the shipped layouts compose it.
pub fn composed(report: &Report) -> (Composed, Vec<Finding>) {
    static SHIPPED: LazyLock<Resources> =
        LazyLock::new(|| Resources::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("layouts")).unwrap());
    let resources = &*SHIPPED;
    let templates = &resources.funds.of(&report.profile).0.templates;
    compose(report, &Ledger::of(report), templates, &resources.layout)
}

/// The texts that people wrote, as they read.
pub fn written(report: &Report) -> Vec<MarkedText> {
    composed(report).0.texts
}

/// `input/2025` in a folder of its own.
pub struct YearFolder {
    root: TempDir,
}

impl YearFolder {
    pub fn example() -> YearFolder {
        let folder = YearFolder { root: tempfile::tempdir().unwrap() };
        std::fs::create_dir_all(folder.path()).unwrap();
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("input/2025");
        for entry in std::fs::read_dir(source).unwrap() {
            let entry = entry.unwrap();
            std::fs::copy(entry.path(), folder.path().join(entry.file_name())).unwrap();
        }
        folder
    }

    /// The folder that holds `input` and takes `output`.
    pub fn root(&self) -> &Path {
        self.root.path()
    }

    /// What was built whose name ends so.
    #[track_caller]
    pub fn output(&self, ending: &str) -> PathBuf {
        let mut entries =
            std::fs::read_dir(self.root().join("output/2025")).unwrap().map(|entry| entry.unwrap().path());
        entries.find(|path| path.to_string_lossy().ends_with(ending)).unwrap()
    }

    /// The year's folder.
    pub fn path(&self) -> PathBuf {
        self.root.path().join("input/2025")
    }

    /// The year as it is becomes 2024 too: what is spoiled afterwards is different from last year.
    pub fn add_last_year(&self) {
        let last = self.root.path().join("input/2024");
        std::fs::create_dir_all(&last).unwrap();
        for entry in std::fs::read_dir(self.path()).unwrap().map(Result::unwrap) {
            std::fs::copy(entry.path(), last.join(entry.file_name())).unwrap();
        }
        let yaml = std::fs::read_to_string(last.join("报告.yaml")).unwrap().replacen("年度: 2025", "年度: 2024", 1);
        std::fs::write(last.join("报告.yaml"), yaml.replacen("2026-03-31", "2025-03-31", 1)).unwrap();
    }

    pub fn write(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.path().join(name), bytes).unwrap();
    }

    pub fn remove(&self, name: &str) {
        std::fs::remove_file(self.path().join(name)).unwrap();
    }

    pub fn copy(&self, from: &str, to: &str) {
        std::fs::copy(self.path().join(from), self.path().join(to)).unwrap();
    }

    /// Replaces text in a YAML file.
    #[track_caller]
    pub fn replace(&self, name: &str, from: &str, to: &str) {
        let path = self.path().join(name);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{from} is not in {name}");
        std::fs::write(path, text.replacen(from, to, 1)).unwrap();
    }

    /// A signed covering letter with two attachments.
    #[track_caller]
    pub fn add_letter(&self) {
        self.replace("报告.yaml", "  附件标识: 附件1\n", LETTER);
        let text = "文字:\n  函:\n    正文: 现将{{ 年度 }}年度绩效自评报告报上，请予审核。\n";
        self.replace("文字.yaml", "文字:\n", text);
    }

    /// The list of projects is these alone, each with its unit and its money.
    pub fn list_only(&self, projects: &[(&str, &str, &str)]) {
        self.remove("资金安排表.xlsx");
        let mut list = "序号,支持方向,立项类别,项目名称,申报单位,安排资金,支持方式,自评等级\n".to_string();
        for (nth, (name, unit, amount)) in projects.iter().enumerate() {
            list += &format!("{},科技创新基地建设,新上,{name},{unit},{amount},事前补助,优\n", nth + 1);
        }
        self.write("项目表.csv", list.as_bytes());
    }

    /// A unit's form (the shape of FY2021: labels merged, most rows blank) in `单位自评/`.
    pub fn add_unit_form(&self, file: &str, project: &str, budget: &str, indicators: &[(&str, &str, &str)]) {
        let rows: Vec<_> = indicators.iter().map(|(name, target, actual)| (*name, *target, *actual, "")).collect();
        self.add_form_with_reasons(file, project, budget, &rows);
    }

    /// One with 未完成原因和改进措施.
    pub fn add_form_with_reasons(&self, file: &str, project: &str, budget: &str, rows: &[(&str, &str, &str, &str)]) {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let sheet = workbook.add_worksheet();
        let plain = rust_xlsxwriter::Format::new();
        let mut put = |row: u32, column: u16, text: &str| {
            sheet.write_string(row, column, text).unwrap();
        };
        put(0, 0, "中央引导地方科技发展资金绩效目标自评表");
        put(1, 0, "（2025年度）");
        put(2, 0, &format!("项目名称：{project}"));
        put(3, 0, "转移支付（项目）名称");
        put(3, 3, "中央引导地方科技发展资金");
        put(4, 0, "资金情况\n（万元）");
        for (column, head) in [(3, "全年预算数（A）"), (4, "全年执行数（B）"), (5, "预算执行率（B/A）")]
        {
            put(4, column, head);
        }
        for (row, label, amount) in [
            (5, "年度资金总额：", budget),
            (6, "其中：中央财政资金", budget),
            (7, "地方资金", "0"),
            (8, "其他资金", ""),
        ] {
            put(row, 1, label);
            put(row, 3, amount);
            put(row, 4, amount);
        }
        let heads = ["一级指标", "二级指标", "三级指标", "年度指标值", "全年实际完成值", "偏差原因分析及改进措施"];
        for (column, head) in (0..).zip(heads) {
            put(9, column, head);
        }
        let rows = rows.iter().copied().chain([("……", "", "", ""), ("", "", "", "")]);
        for (row, (name, target, actual, reason)) in (10..).zip(rows) {
            put(row, 2, &format!("指标{}：{name}", row - 9));
            put(row, 3, target);
            put(row, 4, actual);
            put(row, 5, reason);
        }
        put(20, 0, "说明：请在此处简要说明中央巡视、各级审计和财政监督中发现的问题。");
        sheet.merge_range(10, 0, 12, 0, "产出指标", &plain).unwrap();
        let folder = self.path().join("单位自评");
        std::fs::create_dir_all(&folder).unwrap();
        workbook.save(folder.join(format!("{file}.xlsx"))).unwrap();
    }

    /// Puts words into a cell of the second sheet.
    #[track_caller]
    pub fn set_cell_of_second(&self, name: &str, cell: &str, words: &str) {
        let xml = format!(r#"<c r="{cell}" t="inlineStr"><is><t>{words}</t></is></c>"#);
        self.edit_cell_of("xl/worksheets/sheet2.xml", name, cell, &xml);
    }

    #[track_caller]
    pub fn clear_cell_of_second(&self, name: &str, cell: &str) {
        self.edit_cell_of("xl/worksheets/sheet2.xml", name, cell, "");
    }

    /// Gives the first 下达文件 (second sheet, row 2), which has none, its 印发日期.
    #[track_caller]
    pub fn add_date_of_first_document(&self, name: &str, date: &str) {
        self.add_date(name, 2, "财教〔2024〕232号", date);
    }

    /// A date for the document in this row, which has this number.
    pub fn add_date(&self, name: &str, row: u32, number: &str, date: &str) {
        let cell = |at: &str, words: &str| format!(r#"<c r="{at}" t="inlineStr"><is><t>{words}</t></is></c>"#);
        let cells = cell(&format!("C{row}"), number) + &cell(&format!("D{row}"), date);
        self.edit_cell_of("xl/worksheets/sheet2.xml", name, &format!("C{row}"), &cells);
    }

    /// Puts words into a cell of the first sheet.
    #[track_caller]
    pub fn set_cell(&self, name: &str, cell: &str, words: &str) {
        self.edit_cell(name, cell, &format!(r#"<c r="{cell}" t="inlineStr"><is><t>{words}</t></is></c>"#));
    }

    #[track_caller]
    pub fn set_number(&self, name: &str, cell: &str, number: &str) {
        self.edit_cell(name, cell, &format!(r#"<c r="{cell}"><v>{number}</v></c>"#));
    }

    /// A number far below and to the right of everything.
    pub fn add_stray_cell(&self, name: &str, cell: &str) {
        let row = cell.trim_start_matches(|c: char| c.is_ascii_uppercase());
        let xml = format!("<row r=\"{row}\"><c r=\"{cell}\"><v>1</v></c></row></sheetData>");
        self.edit_part(name, "xl/worksheets/sheet1.xml", |sheet| sheet.replacen("</sheetData>", &xml, 1));
    }

    /// Fills the first sheet with blanks that compress to nothing.
    pub fn blow_up(&self, name: &str, megabytes: usize) {
        let blanks = " ".repeat(megabytes << 20);
        self.edit_part(name, "xl/worksheets/sheet1.xml", |sheet| {
            sheet.replacen("</sheetData>", &format!("</sheetData>{blanks}"), 1)
        });
    }

    #[track_caller]
    pub fn set_error(&self, name: &str, cell: &str, error: &str) {
        self.edit_cell(name, cell, &format!(r#"<c r="{cell}" t="e"><f>SUM(X1)</f><v>{error}</v></c>"#));
    }

    #[track_caller]
    pub fn clear_cell(&self, name: &str, cell: &str) {
        self.edit_cell(name, cell, "");
    }

    #[track_caller]
    pub fn drop_cached_value(&self, name: &str, cell: &str) {
        self.edit_cell(name, cell, &format!(r#"<c r="{cell}"><f>SUM(A1:A2)</f></c>"#));
    }

    #[track_caller]
    fn edit_cell(&self, name: &str, cell: &str, replacement: &str) {
        self.edit_cell_of("xl/worksheets/sheet1.xml", name, cell, replacement);
    }

    #[track_caller]
    fn edit_cell_of(&self, sheet: &str, name: &str, cell: &str, replacement: &str) {
        self.edit_part(name, sheet, |xml| {
            let start = xml.find(&format!("<c r=\"{cell}\"")).unwrap_or_else(|| panic!("{name} has no cell {cell}"));
            let rest = &xml[start..];
            let tag_end = rest.find('>').unwrap();
            let end = if rest[..tag_end].ends_with('/') { tag_end + 1 } else { rest.find("</c>").unwrap() + 4 };
            format!("{}{replacement}{}", &xml[..start], &xml[start + end..])
        });
    }

    pub fn edit_part(&self, name: &str, part: &str, edit: impl FnOnce(String) -> String) {
        self.edit_bytes(name, part, |text| Some(edit(text).into_bytes()));
    }

    /// `None`: the part is taken out.
    pub fn edit_bytes(&self, name: &str, part: &str, edit: impl FnOnce(String) -> Option<Vec<u8>>) {
        let path = self.path().join(name);
        let mut archive = zip::ZipArchive::new(Cursor::new(std::fs::read(&path).unwrap())).unwrap();
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let mut edit = Some(edit);
        for index in 0..archive.len() {
            let mut entry = archive.by_index(index).unwrap();
            if entry.is_dir() {
                continue;
            }
            let name_in_archive = entry.name().unwrap().into_owned();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            if name_in_archive == part {
                let Some(edited) = edit.take().unwrap()(String::from_utf8(bytes).unwrap()) else { continue };
                bytes = edited;
            }
            writer.start_file(name_in_archive, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(&bytes).unwrap();
        }
        assert!(edit.is_none(), "{name} has no part {part}");
        std::fs::write(path, writer.finish().unwrap().into_inner()).unwrap();
    }
}

/// What `报告.yaml` says of a letter.
pub const LETTER: &str = "  署名: 新疆维吾尔自治区财政厅
  函:
    发文字号: 新财教函〔2026〕12号
    主送机关: 财政部、科技部
    其他附件: [支持项目清单及资金安排情况和绩效目标分解下达情况对照说明材料]
";

/// Runs `ziping` in the folder with the shipped layouts and fonts only.
pub fn ziping(folder: &Path, arguments: &[&str]) -> Output {
    ziping_with(&Path::new(env!("CARGO_MANIFEST_DIR")).join("layouts"), folder, arguments)
}

/// Runs `ziping` in the folder with these layouts and the shipped fonts.
pub fn ziping_with(layouts: &Path, folder: &Path, arguments: &[&str]) -> Output {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    Command::new(env!("CARGO_BIN_EXE_ziping"))
        .args(arguments)
        .arg("--layouts")
        .arg(layouts)
        .arg("--fonts")
        .arg(project.join("fonts"))
        .current_dir(folder)
        .output()
        .unwrap()
}
