//! The example's tables in every format that a clerk may send: the same figures come out.

use std::process::Command;

use crate::support::YearFolder;
use crate::support::tables::{Figures, example, figures, read, rewrite, sheets, text, words};
use calamine::Data;
use rust_xlsxwriter::{Format, Workbook};
use ziping::base::finding::Severity;
use ziping::reading::NormalisationKind;

const TABLES: [&str; 3] = ["资金安排表", "绩效指标", "资金执行"];

#[test]
fn csv_in_either_encoding_with_any_separator() {
    let wanted = example();
    type Encoder = (&'static str, u8, fn(&str) -> Vec<u8>);
    let encoders: [Encoder; 3] = [
        ("UTF-8 with its mark, commas", b',', |text| [b"\xEF\xBB\xBF", text.as_bytes()].concat()),
        ("GB18030, commas", b',', |text| encoding_rs::GB18030.encode(text).0.into_owned()),
        ("UTF-8, tabs", b'\t', |text| text.as_bytes().to_vec()),
    ];
    for (name, separator, encode) in encoders {
        let folder = YearFolder::example();
        for table in TABLES {
            for (sheet, rows) in sheets(&folder.path().join(format!("{table}.xlsx"))) {
                let mut writer = csv::WriterBuilder::new().delimiter(separator).from_writer(Vec::new());
                for row in rows {
                    writer.write_record(row.iter().map(words)).unwrap();
                }
                let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
                folder.write(&format!("{table}-{sheet}.csv"), &encode(&text));
            }
            folder.remove(&format!("{table}.xlsx"));
        }
        let Figures { figures, findings, .. } = figures(&folder);
        assert_eq!(findings, [], "{name}");
        assert_eq!(figures, wanted, "{name}");
    }
}

fn indicators() -> crate::support::tables::Rows {
    sheets(&input("绩效指标.xlsx")).remove(0).1
}

fn with_csv(bytes: &[u8]) -> YearFolder {
    let folder = YearFolder::example();
    folder.remove("绩效指标.xlsx");
    folder.write("绩效指标.csv", bytes);
    folder
}

/// What web systems export: texts that are forced to be texts, notes at the end, other ways to say the encoding.
#[test]
fn csv_of_web_systems() {
    let wanted = example();
    let field = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    type Way<'a> = (&'static str, &'a dyn Fn(&str) -> String, char, &'static str, &'static str);
    let forced = |text: &str| if text.is_empty() { String::new() } else { format!("={}", field(text)) };
    let escaped = |text: &str| if text.is_empty() { String::new() } else { field(&format!("=\"{text}\"")) };
    let apostrophe = |text: &str| if text.is_empty() { String::new() } else { field(&format!("'{text}")) };
    let tabbed = |text: &str| field(&format!("{text}\t"));
    let plain = |text: &str| field(text);
    let ways: [Way; 5] = [
        ("=\"\"", &forced, ',', "", ",,,,,\r\n"),
        ("\"=\"\"\"\"\"", &escaped, ',', "", ""),
        ("'", &apostrophe, ',', "", "\r\n\r\n"),
        ("tabs behind", &tabbed, ',', "", ""),
        ("sep=;", &plain, ';', "sep=;\r\n", ""),
    ];
    for (name, write, separator, head, foot) in ways {
        let line = |row: &Vec<Data>| {
            row.iter().map(|cell| write(&words(cell))).collect::<Vec<_>>().join(&separator.to_string()) + "\r\n"
        };
        let text = format!("{head}{}{foot}", indicators().iter().map(line).collect::<String>());
        let Figures { figures, findings, .. } = figures(&with_csv(text.as_bytes()));
        assert_eq!(findings, [], "{name}");
        assert_eq!(figures, wanted, "{name}");
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(
            crate::support::tables::figures(&with_csv(&wide)).figures,
            wanted,
            "{name} in UTF-16 without its mark"
        );
    }
}

#[test]
fn nothing_of_a_csv_is_swallowed() {
    let mut writer = csv::Writer::from_writer(Vec::new());
    indicators().iter().for_each(|row| writer.write_record(row.iter().map(words)).unwrap());
    let whole = String::from_utf8(writer.into_inner().unwrap()).unwrap();
    let found = |text: &str| {
        let reading = read(&with_csv(text.as_bytes()));
        let found =
            reading.findings.into_iter().find(|finding| finding.locations[0].to_string().contains("绩效指标.csv"));
        found.unwrap()
    };
    let open = found(&whole.replace("≥18项", "\"≥18项"));
    assert!(open.code == "Z001" && open.message.contains("第4行的引号"), "{open:?}");
    let cut = found(&whole.replace("≥28166万元", "≥28,166万元"));
    assert!(cut.code == "Z004" && cut.message.contains("≥28,166万元"), "{cut:?}");
    assert_eq!(cut.severity, Severity::Error);
    let shifted = read(&with_csv(whole.replace("支持高新技术企业数量", "支持,高新技术企业数量").as_bytes())).findings;
    assert!(shifted.iter().any(|finding| finding.message.contains("多出格子")), "{shifted:#?}");
}

/// Writes the indicators again with numbers shown as percentages in place of typed ones.
fn with_percent_format(folder: &YearFolder, change: impl Fn(&mut rust_xlsxwriter::Worksheet)) -> usize {
    let path = folder.path().join("绩效指标.xlsx");
    let percent = Format::new().set_num_format("0.0#%");
    let mut workbook = Workbook::new();
    let mut changed = 0;
    for (name, rows) in sheets(&path) {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name).unwrap();
        for (row, cells) in (0u32..).zip(rows) {
            for (column, cell) in (0u16..).zip(cells) {
                let text = words(&cell);
                match (text.strip_suffix('%').and_then(|number| number.parse::<f64>().ok()), cell) {
                    (Some(number), _) => {
                        changed += 1;
                        sheet.write_number_with_format(row, column, number / 100.0, &percent).unwrap();
                    }
                    (None, Data::Float(number)) => {
                        sheet.write_number(row, column, number).unwrap();
                    }
                    (None, Data::Empty) => {}
                    (None, _) => {
                        sheet.write_string(row, column, &text).unwrap();
                    }
                }
            }
        }
        change(sheet);
    }
    workbook.save(&path).unwrap();
    changed
}

#[test]
fn a_number_shown_as_a_percentage_is_one() {
    let folder = YearFolder::example();
    assert!(with_percent_format(&folder, |_| {}) >= 2);
    let Figures { figures, findings, .. } = figures(&folder);
    assert_eq!(findings, []);
    assert_eq!(figures, example());
}

#[test]
fn hidden_rows_and_columns_are_read_and_named() {
    let folder = YearFolder::example();
    with_percent_format(&folder, |sheet| {
        sheet.set_row_hidden(4).unwrap();
        sheet.set_column_hidden(2).unwrap();
        // Empty ones are nobody's concern.
        sheet.set_column_hidden(40).unwrap();
    });
    let Figures { figures, findings, .. } = figures(&folder);
    assert_eq!(figures, example());
    let [finding] = findings.as_slice() else { panic!("{findings:#?}") };
    assert_eq!(finding.code, "Z013");
    assert_eq!(finding.actual.as_deref(), Some("第5行，C列"));
}

#[test]
fn two_tables_on_one_sheet_are_both_read() {
    let folder = YearFolder::example();
    let documents = sheets(&folder.path().join("资金执行.xlsx")).remove(1).1;
    rewrite(&folder, "资金执行", &|name, rows| match name {
        "资金执行" => {
            rows.push(vec![Data::Empty]);
            rows.extend(documents.iter().cloned());
        }
        _ => *rows = vec![vec![text("本表由科技厅填写")]],
    });
    let Figures { figures, findings, .. } = figures(&folder);
    assert_eq!(figures, example());
    // The sheet that is left holds no table: that is said, and stops nothing.
    let [finding] = findings.as_slice() else { panic!("{findings:#?}") };
    assert_eq!((finding.code, finding.severity), ("Z002", Severity::Info));
}

#[test]
fn a_stray_cell_in_the_last_corner_costs_nothing() {
    let folder = YearFolder::example();
    for table in TABLES {
        folder.add_stray_cell(&format!("{table}.xlsx"), "XFD1048576");
    }
    let Figures { figures, .. } = figures(&folder);
    assert_eq!(figures, example());
}

#[test]
fn parts_may_be_written_in_utf_16_and_styles_may_be_missing() {
    let folder = YearFolder::example();
    for part in ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"] {
        folder.edit_bytes("资金执行.xlsx", part, |text| {
            let text = text.replace("UTF-8", "UTF-16");
            Some([0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect())
        });
    }
    folder.edit_bytes("资金安排表.xlsx", "xl/styles.xml", |_| None);
    let Figures { figures, findings, .. } = figures(&folder);
    assert_eq!(figures, example(), "{findings:#?}");
}

#[test]
fn sums_of_noughts_down_to_the_last_row_are_bounded() {
    let folder = YearFolder::example();
    folder.edit_part("资金执行.xlsx", "xl/workbook.xml", |xml| {
        let bare = xml.split_once("<calcPr").map_or(xml.clone(), |(before, rest)| {
            format!("{before}{}", rest.split_once("/>").map_or("", |(_, behind)| behind))
        });
        bare.replace("</workbook>", "<calcPr fullCalcOnLoad=\"1\"/></workbook>")
    });
    folder.edit_part("资金执行.xlsx", "xl/worksheets/sheet1.xml", |xml| {
        let rows: String = (100..20_000)
            .map(|row| format!("<row r=\"{row}\"><c r=\"B{row}\"><f>SUM(B$20:B{})</f><v>0</v></c></row>", row - 1))
            .collect();
        xml.replace("</sheetData>", &format!("{rows}</sheetData>"))
    });
    let before = std::time::Instant::now();
    let Figures { figures, .. } = figures(&folder);
    assert_eq!(figures, example());
    assert!(before.elapsed().as_secs() < 20);
}

#[test]
fn a_workbook_that_would_fill_the_memory_is_refused() {
    let folder = YearFolder::example();
    folder.blow_up("资金执行.xlsx", 520);
    let reading = read(&folder);
    let found = reading.findings.iter().find(|finding| finding.code == "Z001").unwrap();
    assert!(found.message.contains("展开以后"), "{found:?}");
    assert!(reading.unusable);
}

#[test]
#[ignore = "needs LibreOffice: .ci/run runs it"]
fn other_programs_formats() {
    let wanted = example();
    for (ending, as_et) in [("xls", false), ("ods", false), ("xls", true), ("xlsx", true)] {
        let folder = YearFolder::example();
        let home = tempfile::tempdir().unwrap();
        let made = home.path().join("made");
        for table in TABLES {
            let status = Command::new("soffice")
                .arg("--headless")
                .arg(format!("-env:UserInstallation=file://{}", home.path().display()))
                .args(["--convert-to", ending, "--outdir"])
                .arg(&made)
                .arg(folder.path().join(format!("{table}.xlsx")))
                .output()
                .unwrap();
            assert!(status.status.success(), "{status:?}");
            folder.remove(&format!("{table}.xlsx"));
            let name = if as_et { format!("{table}.et") } else { format!("{table}.{ending}") };
            folder.write(&name, &std::fs::read(made.join(format!("{table}.{ending}"))).unwrap());
        }
        let Figures { figures, findings, .. } = figures(&folder);
        assert_eq!(findings, [], "{ending}");
        assert_eq!(figures, wanted, "{ending}");
    }
}

/// The example's money under a name of another kind: what is in a file decides.
#[test]
fn names_do_not_decide() {
    let wanted = example();
    let workbook = std::fs::read(input("资金执行.xlsx")).unwrap();
    let sheets = sheets(&input("资金执行.xlsx"));
    let csv = |rows: &crate::support::tables::Rows| {
        let mut writer = csv::Writer::from_writer(Vec::new());
        rows.iter().for_each(|row| writer.write_record(row.iter().map(words)).unwrap());
        writer.into_inner().unwrap()
    };
    let page = |rows: &crate::support::tables::Rows| {
        let cell = |cell: &Data| format!("<td>{}", words(cell).replace('<', "&lt;"));
        let rows = rows.iter().map(|row| format!("<tr>{}", row.iter().map(cell).collect::<String>()));
        format!("<html><meta charset=utf-8><body><table>{}</table></body></html>", rows.collect::<String>())
            .into_bytes()
    };
    type Files = Vec<(&'static str, Vec<u8>)>;
    let cases: [(&str, Files); 6] = [
        ("xlsx as .csv", vec![("甲.csv", workbook.clone())]),
        ("xlsx as .xls", vec![("甲.xls", workbook.clone())]),
        ("xlsx as .yaml", vec![("甲.yaml", workbook)]),
        ("csv as .xlsx", vec![("甲.xlsx", csv(&sheets[0].1)), ("乙.et", csv(&sheets[1].1))]),
        ("pages as .xls", vec![("甲.xls", page(&sheets[0].1)), ("乙.xls", page(&sheets[1].1))]),
        ("xls and ods under each other's name", vec![("甲.ods", fixture("money.xls"))]),
    ];
    for (name, files) in cases {
        let folder = YearFolder::example();
        folder.remove("资金执行.xlsx");
        for (file, bytes) in &files {
            folder.write(file, bytes);
        }
        let Figures { figures, findings, normalisations } = figures(&folder);
        assert_eq!(findings, [], "{name}");
        assert_eq!(figures, wanted, "{name}");
        let noted = normalisations.iter().filter(|one| one.kind == NormalisationKind::Format).count();
        assert_eq!(noted, files.len(), "{name}");
    }
    for file in ["money.xls", "money.ods"] {
        let folder = YearFolder::example();
        folder.remove("资金执行.xlsx");
        folder.write(file, &fixture(file));
        let Figures { figures, findings, .. } = figures(&folder);
        assert_eq!((findings.as_slice(), figures), ([].as_slice(), wanted.clone()), "{file}");
    }
}

fn input(name: &str) -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("input/2025").join(name)
}

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/workbooks").join(name)).unwrap()
}

#[test]
fn a_checklist_among_the_input_is_left_alone() {
    let folder = YearFolder::example();
    let mut workbook = Workbook::new();
    workbook
        .add_worksheet()
        .set_name(ziping::sheets::workbook::FINDINGS_SHEET)
        .unwrap()
        .write_string(0, 0, "序号")
        .unwrap();
    folder.write("核对清单.xlsx", &workbook.save_to_buffer().unwrap());
    folder.write("附件.zip", b"PK");
    let Figures { figures, findings, .. } = figures(&folder);
    assert_eq!(figures, example());
    let told: Vec<_> =
        findings.iter().map(|finding| (finding.code, finding.severity, finding.actual.as_deref())).collect();
    assert_eq!(told, [("Z015", Severity::Info, None), ("Z015", Severity::Info, Some("附件.zip"))]);
}
