//! Files made to do harm, or harmed: a finding that says what is the matter, never a panic, a full memory or a wrong
//! number.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use crate::support::YearFolder;
use crate::support::tables::{Figures, example, figures, read, rewrite_with};
use rust_xlsxwriter::{Formula, Workbook};
use zip::write::SimpleFileOptions;
use ziping::base::finding::{Finding, Severity};

/// What is said of this file, put beside the example's tables in place of the money.
#[track_caller]
fn refused(name: &str, bytes: &[u8]) -> Finding {
    let folder = YearFolder::example();
    folder.remove("资金执行.xlsx");
    folder.write(name, bytes);
    let reading = read(&folder);
    assert!(reading.unusable);
    let found = reading.findings.into_iter().find(|finding| finding.code == "Z001");
    let found = found.expect("the file is refused");
    assert!(!found.hint.is_empty() && found.locations[0].to_string() == format!("2025/{name}"), "{found:?}");
    found
}

fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/workbooks").join(name)).unwrap()
}

#[test]
fn passwords_of_every_format() {
    for name in ["encrypted.xlsx", "encrypted.xls", "encrypted.ods"] {
        let found = refused(name, &fixture(name));
        assert!(found.message.contains("设了打开密码"), "{name}: {}", found.message);
    }
}

#[test]
fn files_that_break_off_anywhere() {
    let folder = YearFolder::example();
    let xlsx = std::fs::read(folder.path().join("资金执行.xlsx")).unwrap();
    for (name, whole) in [("表.xlsx", xlsx), ("表.xls", fixture("money.xls")), ("表.ods", fixture("money.ods"))] {
        for part in [1, 3, 7, 9] {
            let found = refused(name, &whole[..whole.len() * part / 10]);
            assert!(found.message.contains("打不开"), "{name}: {}", found.message);
        }
    }
}

const ODS_HEAD: &str = r#"<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet><table:table table:name="表">"#;
const ODS_FOOT: &str = "</table:table></office:spreadsheet></office:body></office:document-content>";

fn ods(table: &str) -> Vec<u8> {
    ods_content(&format!("{ODS_HEAD}{table}{ODS_FOOT}"))
}

fn ods_content(content: &str) -> Vec<u8> {
    let kind = "application/vnd.oasis.opendocument.spreadsheet";
    zipped(&[("mimetype", kind), ("META-INF/manifest.xml", "<manifest:manifest/>"), ("content.xml", content)])
}

#[test]
fn an_ods_that_repeats_itself_without_end() {
    let value = r#"<table:table-cell office:value-type="float" office:value="1""#;
    let all = format!(
        r#"<table:table-row table:number-rows-repeated="1048576">{value} table:number-columns-repeated="16384"/></table:table-row>"#
    );
    assert!(refused("表.ods", &ods(&all)).message.contains("展开以后"));
    let wide =
        format!(r#"<table:table-row>{value} table:number-columns-repeated="16384"/></table:table-row>"#).repeat(600);
    assert!(refused("表.ods", &ods(&wide)).message.contains("展开以后"));
    let blanks = r#"<table:table-row><table:table-cell office:value-type="string"><text:p><text:s text:c="4000000000"/></text:p></table:table-cell></table:table-row>"#;
    assert!(refused("表.ods", &ods(blanks)).message.contains("展开以后"));
    let nested = format!("{}{}", "<table:table-row>".repeat(100_000), "</table:table-row>".repeat(100_000));
    refused("表.ods", &ods(&nested));
}

#[test]
fn a_cell_far_out_costs_nothing() {
    let far = r#"<table:table-row table:number-rows-repeated="1048570"><table:table-cell/></table:table-row><table:table-row><table:table-cell table:number-columns-repeated="16000"/><table:table-cell office:value-type="float" office:value="1"/></table:table-row>"#;
    let near = r#"<table:table-row><table:table-cell office:value-type="float" office:value="1"/></table:table-row>"#;
    for (name, bytes) in
        [("别的.ods", ods(&format!("{near}{far}"))), ("别的.xls", xls(&[], &[number(0, 0), number(65_535, 255)]))]
    {
        let folder = YearFolder::example();
        folder.write(name, &bytes);
        assert_eq!(figures(&folder).figures, example(), "{name}");
    }
}

#[test]
fn an_ods_that_is_never_closed() {
    let open =
        format!(r#"{ODS_HEAD}<table:table-row><table:table-cell office:value-type="string"><office:annotation>"#);
    assert!(refused("表.ods", &ods_content(&open)).message.contains("损坏"));
}

/// Records of an .xls: one kind and what it holds.
type Record = (u16, Vec<u8>);

/// A workbook of one sheet.
fn xls(globals: &[Record], cells: &[Record]) -> Vec<u8> {
    let stream = |records: &[Record]| -> Vec<u8> {
        let framed = |(kind, data): &Record| {
            let length = u16::try_from(data.len()).unwrap();
            [kind.to_le_bytes().as_slice(), &length.to_le_bytes(), data].concat()
        };
        records.iter().flat_map(framed).collect()
    };
    let bof = |kind: u16| (0x0809, [0x0600u16, kind, 0, 0].into_iter().flat_map(u16::to_le_bytes).collect::<Vec<u8>>());
    let end = (0x000A, Vec::new());
    let sheet = [&[bof(0x10)], cells, std::slice::from_ref(&end)].concat();
    let bound = |start: u32| (0x0085, [start.to_le_bytes().as_slice(), &[0, 0, 1, 0, b'A']].concat());
    let head = |start: u32| stream(&[&[bof(5), bound(start)], globals, std::slice::from_ref(&end)].concat());
    let start = u32::try_from(head(0).len()).unwrap();
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    let mut part = file.create_stream("/Workbook").unwrap();
    part.write_all(&[head(start), stream(&sheet)].concat()).unwrap();
    part.flush().unwrap();
    drop(part);
    file.into_inner().into_inner()
}

fn number(row: u16, column: u16) -> Record {
    let head = [row, column, 0].into_iter().flat_map(u16::to_le_bytes);
    (0x0203, head.chain(1f64.to_le_bytes()).collect())
}

#[test]
fn an_xls_that_says_it_is_larger_than_any() {
    let dimensions = |rows: u32, columns: u16| -> Record {
        let rows = [0, rows].into_iter().flat_map(u32::to_le_bytes);
        (0x0200, rows.chain([0, columns, 0].into_iter().flat_map(u16::to_le_bytes)).collect())
    };
    for (rows, columns) in [(u32::MAX, u16::MAX), (65_536, 256)] {
        let folder = YearFolder::example();
        folder.write("别的.xls", &xls(&[], &[dimensions(rows, columns), number(0, 0)]));
        assert_eq!(figures(&folder).figures, example());
    }
}

#[test]
fn a_text_that_is_shared_a_thousand_times() {
    let length = 8000u16;
    let shared: Vec<u8> = [[0; 8].as_slice(), &length.to_le_bytes(), &[0], &vec![b'a'; usize::from(length)]].concat();
    let cells: Vec<Record> = (0..60_000u16)
        .map(|row| (0x00FD, [row, 0, 0, 0, 0].into_iter().flat_map(u16::to_le_bytes).collect()))
        .collect();
    assert!(refused("表.xls", &xls(&[(0x00FC, shared)], &cells)).message.contains("展开以后"));

    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let long = "绩".repeat(30_000);
    for row in 0..4000 {
        sheet.write_string(row, 0, &long).unwrap();
    }
    let bytes = workbook.save_to_buffer().unwrap();
    assert!(bytes.len() < 200_000);
    assert!(refused("表.xlsx", &bytes).message.contains("展开以后"));
}

/// The sizes in the file's list of parts are lies.
#[test]
fn a_part_that_unpacks_to_more_than_it_says() {
    let mut bytes = zipped(&[("xl/workbook.xml", &" ".repeat(600 << 20))]);
    let size = (600u32 << 20).to_le_bytes();
    let places: Vec<usize> = (0..bytes.len() - 4).filter(|at| bytes[*at..*at + 4] == size).collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at..at + 4].copy_from_slice(&1000u32.to_le_bytes());
    }
    assert!(refused("表.xlsx", &bytes).message.contains("打不开"));
}

#[test]
fn entities_are_not_expanded() {
    let mut bomb = String::from("<!DOCTYPE a [<!ENTITY a0 \"ha\">");
    for level in 1..40 {
        let last = level - 1;
        write!(bomb, "<!ENTITY a{level} \"&a{last};&a{last};&a{last};&a{last};\">").unwrap();
    }
    bomb += "]>";
    let folder = YearFolder::example();
    folder.edit_part("资金执行.xlsx", "xl/sharedStrings.xml", |xml| {
        let xml = xml.replacen("?>", &format!("?>{bomb}"), 1);
        xml.replacen("备注", "&a39;", 1)
    });
    let reading = read(&folder);
    let report = reading.report.unwrap();
    let Some(budget) = report.execution.budget() else {
        assert!(reading.findings.iter().any(|finding| finding.code == "Z001"), "{:#?}", reading.findings);
        return;
    };
    assert_eq!(budget.to_string(), "10930");
}

#[test]
fn values_from_other_files_are_named() {
    let folder = YearFolder::example();
    rewrite_with(&folder, "资金执行", &|_, _| {}, &|name, sheet| {
        if name == "资金执行" {
            sheet.write_formula(2, 1, Formula::new("=[1]总表!B7").set_result("10930")).unwrap();
        }
    });
    let Figures { figures, findings, .. } = figures(&folder);
    assert_eq!(figures, example());
    let [found] = findings.as_slice() else { panic!("{findings:#?}") };
    assert_eq!((found.code, found.severity, found.actual.as_deref()), ("Z016", Severity::Warning, Some("B3")));
}

#[test]
fn macros_are_named_and_not_run() {
    let folder = YearFolder::example();
    let path = folder.path().join("资金执行.xlsx");
    let mut writer = zip::ZipWriter::new_append(Cursor::new(std::fs::read(&path).unwrap())).unwrap();
    writer.start_file("xl/vbaProject.bin", SimpleFileOptions::default()).unwrap();
    writer.write_all(b"Sub Auto_Open()").unwrap();
    let bytes = writer.finish().unwrap().into_inner();
    folder.remove("资金执行.xlsx");
    folder.write("资金执行.xlsm", &bytes);
    let Figures { figures, findings, .. } = figures(&folder);
    assert_eq!(figures, example());
    let [found] = findings.as_slice() else { panic!("{findings:#?}") };
    assert_eq!((found.code, found.severity), ("Z016", Severity::Info));
}

#[test]
fn errors_of_formulas_are_never_numbers() {
    for error in ["#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#N/A"] {
        let folder = YearFolder::example();
        folder.set_error("资金安排表.xlsx", "D8", error);
        let reading = read(&folder);
        let [found] = reading.findings.as_slice() else { panic!("{:#?}", reading.findings) };
        assert_eq!((found.code, found.actual.as_deref()), ("Z006", Some(error)));
    }
}

/// Found by the damaged files of `tests/fuzz`.
#[test]
fn more_shared_texts_than_the_memory_holds() {
    let folder = YearFolder::example();
    folder.edit_part("资金执行.xlsx", "xl/sharedStrings.xml", |xml| {
        let (before, rest) = xml.split_once("uniqueCount=\"").unwrap();
        let (_, rest) = rest.split_once('"').unwrap();
        format!("{before}uniqueCount=\"99999999999\"{rest}")
    });
    // How many there are is counted, not believed.
    assert_eq!(figures(&folder).figures, example());
}

/// Merged areas over each other, over everything.
#[test]
fn merged_areas_without_end() {
    let folder = YearFolder::example();
    folder.edit_part("资金执行.xlsx", "xl/worksheets/sheet1.xml", |xml| {
        let areas = r#"<mergeCell ref="A100:XFD1048576"/>"#.repeat(50_000);
        xml.replacen("</sheetData>", &format!("</sheetData><mergeCells>{areas}</mergeCells>"), 1)
    });
    assert_eq!(figures(&folder).figures, example());
}

#[test]
fn other_kinds_under_a_workbooks_name() {
    for (bytes, kind) in [
        (b"%PDF-1.7\n".to_vec(), "PDF"),
        (zipped(&[("word/document.xml", "<w:document/>")]), "Word"),
        (b"<?xml version=\"1.0\"?><Workbook/>".to_vec(), "XML"),
    ] {
        assert!(refused("表.xlsx", &bytes).message.contains(kind), "{kind}");
    }
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::symlink;
    use std::os::unix::process::CommandExt;
    use std::path::Path;
    use std::process::Command;

    use super::*;
    use crate::support::ziping;

    /// `check --json` as somebody without rights beyond his own; exit code and findings.
    fn checked(folder: &YearFolder) -> (i32, Vec<serde_json::Value>) {
        // Nobody may have the right to look into the project's own folder.
        let tools = folder.root().join("工具");
        if !tools.exists() {
            let project = Path::new(env!("CARGO_MANIFEST_DIR"));
            std::fs::create_dir(&tools).unwrap();
            let mut copy = Command::new("cp");
            copy.arg("-r").args([project.join("layouts"), project.join("fonts"), env!("CARGO_BIN_EXE_ziping").into()]);
            assert!(copy.arg(&tools).status().unwrap().success());
            allow(folder.root(), "a+rX");
        }
        // The owner of everything may read everything.
        let nobody = 65_534;
        let mut command = Command::new(tools.join("ziping"));
        command.args(["check", "--json", "--layouts"]).arg(tools.join("layouts"));
        command.arg("--fonts").arg(tools.join("fonts"));
        let is_root = Command::new("id").arg("-u").output().unwrap().stdout == b"0\n";
        if is_root {
            command.uid(nobody).gid(nobody);
        }
        let output = command.current_dir(folder.root()).output().unwrap();
        (output.status.code().unwrap(), serde_json::from_slice(&output.stdout).unwrap())
    }

    fn told(findings: &[serde_json::Value], words: &str) -> Option<String> {
        let found = findings.iter().find(|found| found["message"].as_str().unwrap().contains(words))?;
        Some(found["locations"][0]["file"].as_str().unwrap().to_string())
    }

    fn allow(path: &Path, mode: &str) {
        assert!(Command::new("chmod").args(["-R", mode]).arg(path).status().unwrap().success());
    }

    #[test]
    fn units_forms_behind_a_link_are_read_like_others() {
        let folder = YearFolder::example();
        let elsewhere = folder.root().join("各单位");
        std::fs::create_dir(&elsewhere).unwrap();
        std::fs::write(elsewhere.join("甲.csv"), "垃圾,x\n").unwrap();
        let forms = folder.path().join("单位自评");
        symlink(&elsewhere, &forms).unwrap();
        allow(folder.root(), "a+rX");
        let (linked_code, linked) = checked(&folder);
        std::fs::remove_file(&forms).unwrap();
        std::fs::rename(&elsewhere, &forms).unwrap();
        let (code, own) = checked(&folder);
        assert_eq!((linked_code, linked), (code, own));
        assert_ne!(code, 0);
    }

    #[test]
    fn what_cannot_be_reached_is_told_by_its_name() {
        let folder = YearFolder::example();
        symlink(folder.root().join("没有"), folder.path().join("单位自评")).unwrap();
        allow(folder.root(), "a+rX");
        let (code, findings) = checked(&folder);
        assert_eq!((code, told(&findings, "它指的文件或文件夹没有了").as_deref()), (2, Some("2025/单位自评")));
        std::fs::remove_file(folder.path().join("单位自评")).unwrap();

        let locked = folder.path().join("单位自评");
        std::fs::create_dir(&locked).unwrap();
        allow(&locked, "000");
        let (code, findings) = checked(&folder);
        assert_eq!((code, told(&findings, "没有权限").as_deref()), (2, Some("2025/单位自评")));
        allow(&locked, "755");
        std::fs::remove_dir(&locked).unwrap();

        let file = folder.path().join("绩效指标.xlsx");
        allow(&file, "000");
        let (code, findings) = checked(&folder);
        assert_eq!((code, told(&findings, "没有权限").as_deref()), (2, Some("2025/绩效指标.xlsx")));
        allow(&file, "644");

        // The year itself.
        symlink(folder.root().join("没有"), folder.root().join("input/2024")).unwrap();
        let (code, findings) = checked(&folder);
        assert_eq!((code, told(&findings, "它指的文件或文件夹没有了").as_deref()), (2, Some("2024")));
    }

    #[test]
    fn layouts_behind_links_are_read_and_links_that_lead_nowhere_are_told() {
        let folder = YearFolder::example();
        let layouts = folder.root().join("版式");
        std::fs::create_dir(&layouts).unwrap();
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("layouts");
        for entry in std::fs::read_dir(shipped).unwrap() {
            let path = entry.unwrap().path();
            symlink(&path, layouts.join(path.file_name().unwrap())).unwrap();
        }
        let check = || {
            let mut command = Command::new(env!("CARGO_BIN_EXE_ziping"));
            command.args(["check", "--json", "--layouts", "版式", "--fonts"]);
            command.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts")).current_dir(folder.root());
            let output = command.output().unwrap();
            (output.status.code().unwrap(), serde_json::from_slice::<Vec<serde_json::Value>>(&output.stdout).unwrap())
        };
        assert_eq!(check().0, 0);
        symlink(folder.root().join("没有"), layouts.join("补充表.yaml")).unwrap();
        let (code, findings) = check();
        assert_eq!((code, told(&findings, "版式文件读不出来").as_deref()), (2, Some("layouts/补充表.yaml")));
    }

    /// What was read anyway does not keep a report from being made.
    #[test]
    fn a_link_in_a_circle_is_told_and_nothing_is_read_twice() {
        let folder = YearFolder::example();
        let before = figures(&folder).figures;
        symlink(folder.path(), folder.path().join("圈")).unwrap();
        symlink(folder.path().join("资金执行.xlsx"), folder.path().join("资金.xlsx")).unwrap();
        let output = ziping(folder.root(), &["check", "--json"]);
        let findings: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!((output.status.code(), told(&findings, "指的内容已经读过").as_deref()), (Some(0), Some("2025")));
        assert!(findings.iter().any(|found| found["actual"] == "圈、资金.xlsx"), "{findings:?}");
        assert_eq!(figures(&folder).figures, before);
    }
}
