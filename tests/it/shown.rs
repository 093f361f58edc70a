//! What the clerk sees in a workbook is what is read; what cannot be told is asked, what is not read is named.

use crate::support::YearFolder;
use crate::support::tables::{Figures, example, figures, read, rewrite_with};
use rust_xlsxwriter::{Format, FormatScript, Worksheet};
use ziping::base::finding::{Finding, Severity};
use ziping::reading::NormalisationKind;

const INDICATORS: &str = "绩效指标";
const MONEY: &str = "资金执行";
const SATISFACTION: &str = "指标.被服务对象满意度.实际完成值";
const RESULTS: &str = "指标.转化科技成果数量.实际完成值";
const CENTRAL: &str = "资金.中央财政资金.预算数";

/// The example with something written into the first sheet of a table.
fn with(table: &str, write: &dyn Fn(&mut Worksheet) -> &mut Worksheet) -> YearFolder {
    let folder = YearFolder::example();
    rewrite_with(&folder, table, &|_, _| {}, &|name, sheet| {
        if name != "下达文件" {
            write(sheet);
        }
    });
    folder
}

fn with_number(row: u32, column: u16, number: f64, format: &str) -> YearFolder {
    with(INDICATORS, &|sheet| {
        sheet.write_number_with_format(row, column, number, &Format::new().set_num_format(format)).unwrap()
    })
}

/// What is printed of a figure, and the findings.
#[track_caller]
fn figure(folder: &YearFolder, id: &str) -> (String, Vec<Finding>) {
    let Figures { figures, findings, .. } = figures(folder);
    let found = figures.into_iter().find(|(known, _)| known == id);
    (found.map(|(_, quantity)| quantity).unwrap_or_default(), findings)
}

#[track_caller]
fn shows(folder: &YearFolder, id: &str, wanted: &str) {
    let (quantity, findings) = figure(folder, id);
    assert_eq!((quantity.as_str(), findings), (wanted, Vec::new()));
}

#[track_caller]
fn told(folder: &YearFolder, code: &str, words: &[&str]) -> Finding {
    let findings = read(folder).findings;
    let found = findings.iter().find(|one| {
        let all = format!("{} {:?} {:?}", one.message, one.actual, one.locations);
        one.code == code && words.iter().all(|word| all.contains(word))
    });
    found.unwrap_or_else(|| panic!("no {code} {words:?} in {findings:#?}")).clone()
}

#[test]
fn percent_signs_that_do_not_multiply() {
    for format in ["0\\%", "0!%", "0\"%\"", "0.0\"%\"", "0％", "[>100]0;0\"%\""] {
        shows(&with_number(17, 4, 98.0, format), SATISFACTION, "98%");
    }
    for format in ["0%", "0.00%;[Red]-0.00%", "_ 0%_ "] {
        shows(&with_number(17, 4, 0.98, format), SATISFACTION, "98%");
    }
}

#[test]
fn scales_signs_and_units_of_formats() {
    for format in ["0\"项\"", "#,##0项;-#,##0项", "[>=50]0\"项\";0\"个\"", "0\"项\";;;@"] {
        shows(&with_number(4, 4, 82.0, format), RESULTS, "82项");
    }
    shows(&with_number(4, 3, 65.0, "\"≥\"#,##0\"项\""), "指标.转化科技成果数量.指标值", "≥65项");
    shows(&with_number(17, 3, 0.9, "≥0%"), "指标.被服务对象满意度.指标值", "≥90%");
    for format in ["0!.0,\"万元\"", "0\".\"0,", "0!.0000\"万元\"", "#,##0\"元\""] {
        let folder = with(MONEY, &|sheet| {
            let format = Format::new().set_num_format(format);
            for (row, column, number) in
                [(2, 1, 109_300_000), (3, 1, 109_300_000), (2, 2, 87_440_000), (3, 2, 87_440_000)]
            {
                sheet.write_number_with_format(row, column, number, &format).unwrap();
            }
            sheet
        });
        let Figures { figures, normalisations, .. } = figures(&folder);
        assert_eq!(figures, example(), "{format}");
        assert!(normalisations.iter().any(|one| one.kind == NormalisationKind::Shown && one.stood == "109300000"));
    }
}

#[test]
fn digits_that_are_typed_and_not_shown_are_asked_about() {
    let folder = with_number(10, 4, 29442.784, "0.00\"万元\"");
    assert_eq!(figure(&folder, "指标.促进技术合同成交额.实际完成值").0, "29442.78万元");
    let found = told(&folder, "Z014", &["E11 显示29442.78万元、存着29442.784"]);
    assert_eq!(found.severity, Severity::Warning);
    let power = with_number(10, 4, 29442.78, "0.0E+00\"万元\"");
    assert_eq!(figure(&power, "指标.促进技术合同成交额.实际完成值").0, "29000万元");
    told(&power, "Z014", &["E11 显示29000万元、存着29442.78"]);
    shows(&with_number(10, 4, 29442.78, "0.000000E+00\"万元\""), "指标.促进技术合同成交额.实际完成值", "29442.78万元");
    // Sums have as many digits as they have.
    let formula = with(INDICATORS, &|sheet| {
        let format = Format::new().set_num_format("0.00\"万元\"");
        let sum = rust_xlsxwriter::Formula::new("=88328.352/3").set_result("29442.784");
        sheet.write_formula_with_format(10, 4, sum, &format).unwrap()
    });
    shows(&formula, "指标.促进技术合同成交额.实际完成值", "29442.78万元");
}

#[test]
fn what_excel_made_a_time_or_a_date_of() {
    for (number, format, shown) in [
        (0.043_055_555_555_555_56, "h:mm", "1:02"),
        (0.000_717_592_592, "mm:ss.0", "01:02.0"),
        (45_660.0, "m\"月\"d\"日\"", "1月3日"),
        (45_992.0, "yyyy\"年\"m\"月\"", "2025年12月"),
        (45_992.0, "mmm-yy", "12-25"),
    ] {
        let found = told(&with_number(7, 4, number, format), "Z004", &["Excel", shown, "E8"]);
        assert_eq!(found.severity, Severity::Error);
    }
    let whole = with_number(12, 4, 46_022.0, "yyyy\"年\"m\"月\"d\"日\"");
    assert_eq!(figure(&whole, "指标.区域科技创新能力.实际完成值").0, "2025年12月31日");
}

#[test]
fn struck_out_and_raised_runs() {
    let (plain, struck) = (Format::new(), Format::new().set_font_strikethrough());
    let raised = Format::new().set_font_script(FormatScript::Superscript);
    let rich = |row: u32, column: u16, runs: &[(&Format, &str)]| {
        with(INDICATORS, &|sheet| sheet.write_rich_string(row, column, runs).unwrap())
    };
    for runs in [&[(&struck, "6"), (&plain, "82项")][..], &[(&plain, "82"), (&struck, "7"), (&plain, "项")]] {
        let folder = rich(4, 4, runs);
        assert_eq!(figure(&folder, RESULTS).0, "82项");
        told(&folder, "Z013", &["删除线", "E5"]);
    }
    shows(&rich(4, 4, &[(&plain, "82项"), (&raised, "①")]), RESULTS, "82项");
    shows(&rich(4, 2, &[(&plain, "转化科技成果数量"), (&raised, "[2]")]), RESULTS, "82项");
    shows(&rich(4, 4, &[(&plain, "82km"), (&raised, "2"), (&plain, " ")]), RESULTS, "82km²");
    // So are figures below the line; CO₂ is a name.
    let lowered = Format::new().set_font_script(FormatScript::Subscript);
    shows(&rich(4, 4, &[(&plain, "82项"), (&lowered, "1")]), RESULTS, "82项");
    shows(&rich(4, 4, &[(&plain, "82"), (&lowered, "[1]"), (&plain, "项")]), RESULTS, "82项");
    shows(&rich(4, 4, &[(&plain, "82吨CO"), (&lowered, "2")]), RESULTS, "82吨CO2");
    let cell = with(INDICATORS, &|sheet| sheet.write_number_with_format(4, 4, 82, &struck).unwrap());
    told(&cell, "Z013", &["删除线", "E5“82”"]);
    told(&cell, "Z009", &["E5"]);
}

#[test]
fn values_below_a_merged_area() {
    for (area, lost) in [("D11:D12", "D12（198）"), ("D11:D13", "D13（137）"), ("C11:C12", "C12（")] {
        let folder = YearFolder::example();
        folder.edit_part("资金安排表.xlsx", "xl/worksheets/sheet1.xml", |xml| {
            xml.replacen("<mergeCell ", &format!("<mergeCell ref=\"{area}\"/><mergeCell "), 1)
        });
        told(&folder, "Z013", &["合并", lost]);
    }
    // A label that is said again under its own area hides nothing.
    let folder = YearFolder::example();
    folder.set_cell("绩效指标.xlsx", "A4", "产出指标");
    assert_eq!(figures(&folder).findings, []);
}

#[test]
fn formulas_that_nobody_has_calculated() {
    let recalculated = |folder: &YearFolder| {
        folder.edit_part("资金执行.xlsx", "xl/workbook.xml", |xml| {
            let start = xml.find("<calcPr").unwrap();
            let end = start + xml[start..].find("/>").unwrap() + 2;
            format!("{}<calcPr fullCalcOnLoad=\"1\"/>{}", &xml[..start], &xml[end..])
        });
    };
    let sum = |value: &str| {
        let folder = YearFolder::example();
        folder.edit_part("资金执行.xlsx", "xl/worksheets/sheet1.xml", |xml| {
            assert!(xml.contains("B4+B5+B6</f><v>10930</v>"));
            xml.replacen("B4+B5+B6</f><v>10930</v>", &format!("B4+B5+B6</f>{value}"), 1)
        });
        folder
    };
    let nought = sum("<v>0</v>");
    recalculated(&nought);
    told(&nought, "Z005", &["B4+B5+B6", "B3"]);
    told(&sum("<v></v>"), "Z005", &["B3"]);
    told(&sum(""), "Z005", &["B3"]);
    // Noughts of other formulas, in a workbook of which another one was reckoned or none.
    let with = |formula: &str, totals: &[(&str, &str)]| {
        let folder = YearFolder::example();
        recalculated(&folder);
        folder.edit_part("资金执行.xlsx", "xl/worksheets/sheet1.xml", |mut xml| {
            let cell = xml.find("<c r=\"C6\"").unwrap();
            let value = cell + xml[cell..].find("<v>0</v>").unwrap();
            xml.insert_str(value, &format!("<f>{formula}</f>"));
            totals.iter().fold(xml, |xml, (from, to)| xml.replace(from, to))
        });
        folder
    };
    assert_eq!(figures(&with("ROUND(C5/2,0)", &[])).figures, example());
    assert_eq!(figures(&with("SUM(C4:C5)-C4", &[])).figures, example());
    let totals = [("<v>10930</v></c><c r=\"C3\"", "<v>0</v></c><c r=\"C3\""), ("C6</f><v>8744</v>", "C6</f><v>0</v>")];
    told(&with("ROUND(C5/2,0)", &totals), "Z005", &["C6"]);
    told(&with("SUM(C4:C5)", &[]), "Z005", &["C6"]);
    // Typed noughts of such a workbook are noughts.
    let typed = YearFolder::example();
    recalculated(&typed);
    assert_eq!(figures(&typed).figures, example());
}

/// The satisfaction shown as a percentage, its package changed part by part.
fn package(name: &dyn Fn(&str) -> String, text: &dyn Fn(&str, String) -> String) -> YearFolder {
    let folder = with_number(17, 4, 0.98, "0%");
    let path = folder.path().join("绩效指标.xlsx");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(std::fs::read(&path).unwrap())).unwrap();
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let own = part.name().unwrap().into_owned();
        let mut content = String::new();
        std::io::Read::read_to_string(&mut part, &mut content).unwrap();
        writer.start_file(name(&own), zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut writer, text(&own, content).as_bytes()).unwrap();
    }
    std::fs::write(path, writer.finish().unwrap().into_inner()).unwrap();
    folder
}

fn without(xml: &str, attribute: &str) -> String {
    let mut kept = String::new();
    let mut rest = xml;
    while let Some(at) = rest.find(attribute) {
        let end = at + attribute.len() + rest[at + attribute.len()..].find('"').unwrap() + 1;
        kept.push_str(&rest[..at]);
        rest = &rest[end..];
    }
    kept + rest
}

#[test]
fn packages_of_other_writers() {
    let same = |name: &str| name.to_string();
    let kept = |_: &str, xml: String| xml;
    for rename in [
        &|name: &str| name.replace('/', "\\") as _,
        &|name: &str| format!("/{name}"),
        &|name: &str| name.to_uppercase(),
        &|name: &str| format!("./{name}"),
    ] as [&dyn Fn(&str) -> String; 4]
    {
        shows(&package(rename, &kept), SATISFACTION, "98%");
    }
    let prefixed = |name: &str, xml: String| {
        let is_main = ["xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"];
        if !is_main.contains(&name) {
            return xml;
        }
        let open = xml.replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?");
        open.replace("xmlns=", "xmlns:x=")
    };
    shows(&package(&same, &prefixed), SATISFACTION, "98%");
    let bare = |name: &str, xml: String| match name {
        "xl/worksheets/sheet1.xml" => without(&xml, "<row r=\"").replace(" spans=", "<row spans="),
        _ => xml,
    };
    shows(&package(&same, &bare), SATISFACTION, "98%");
    let strict = |_: &str, xml: String| {
        xml.replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/",
            "http://purl.oclc.org/ooxml/officeDocument/",
        )
    };
    shows(&package(&same, &strict), SATISFACTION, "98%");
    let elsewhere = |name: &str| name.replace("xl/", "book/");
    let linked = |name: &str, xml: String| if name == "_rels/.rels" { xml.replace("xl/", "book/") } else { xml };
    shows(&package(&elsewhere, &linked), SATISFACTION, "98%");
}

#[test]
fn sheets_that_are_no_grid_are_passed_over_and_one_that_is_lost_is_named() {
    let sheet = |kind: &str, id: &str| {
        let (kind, id) = (kind.to_string(), id.to_string());
        package(&|name| name.to_string(), &move |name, xml| match name {
            "xl/workbook.xml" => {
                xml.replace("<sheets>", &format!("<sheets><sheet name=\"图\" sheetId=\"9\" r:id=\"{id}\"/>"))
            }
            "xl/_rels/workbook.xml.rels" => xml.replace(
                "</Relationships>",
                &format!("<Relationship Id=\"rX\" Type=\"http://a/{kind}\" Target=\"other/x.xml\"/></Relationships>"),
            ),
            _ => xml,
        })
    };
    for (kind, id) in [("chartsheet", "rX"), ("dialogsheet", "rX"), ("xlMacrosheet", "rX"), ("chartsheet", "")] {
        shows(&sheet(kind, id), SATISFACTION, "98%");
    }
    let found = told(&sheet("worksheet", "rX"), "Z001", &["工作表", "图"]);
    assert_eq!(found.severity, Severity::Error);
}

#[test]
fn one_odd_thing_sinks_nothing_else() {
    let changed = |from: &str, to: &str| {
        let folder = YearFolder::example();
        folder.edit_part("资金执行.xlsx", "xl/worksheets/sheet1.xml", |xml| {
            assert!(xml.contains(from), "{from}");
            xml.replace(from, to)
        });
        folder
    };
    for to in ["<v><![CDATA[8744]]></v>", "<v>\n 8744 </v>", "<v>8.744E3</v>", "<v>8&#55;44</v>", "<v>8,744</v>"] {
        assert_eq!(figures(&changed("<v>8744</v>", to)).figures, example(), "{to}");
    }
    for to in ["1:6", "#REF!", "A1:XFD1048576", ""] {
        assert_eq!(
            figures(&changed("<dimension ref=\"A1:D6\"", &format!("<dimension ref=\"{to}\""))).figures,
            example()
        );
    }
    for error in ["#SPILL!", "#CALC!", "#未知!"] {
        let folder = YearFolder::example();
        folder.set_error("资金执行.xlsx", "C5", error);
        told(&folder, "Z006", &[error, "C5"]);
    }
    let lost = YearFolder::example();
    lost.set_number("资金执行.xlsx", "C5", "99999");
    lost.edit_part("资金执行.xlsx", "xl/worksheets/sheet1.xml", |xml| {
        xml.replace("<c r=\"C5\"><v>", "<c r=\"C5\" t=\"s\"><v>")
    });
    told(&lost, "Z004", &["C5"]);
}

#[test]
fn protected_workbooks_that_open_without_asking_are_read() {
    for name in ["protected.xlsx", "protected-2007.xlsx", "protected-2010.xlsx"] {
        let folder = YearFolder::example();
        let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/workbooks").join(name);
        folder.write("资金执行.xlsx", &std::fs::read(file).unwrap());
        assert_eq!(figures(&folder).figures, example(), "{name}");
    }
    for name in ["money.xls", "protected-97.xls", "protected-2003.xls"] {
        let folder = YearFolder::example();
        folder.remove("资金执行.xlsx");
        let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/workbooks").join(name);
        folder.write(name, &std::fs::read(file).unwrap());
        assert_eq!(figure(&folder, CENTRAL).0, "10930", "{name}");
    }
}

#[test]
fn units_outside_the_cells() {
    let yuan = |finish: &dyn Fn(&mut Worksheet) -> &mut Worksheet| {
        with(MONEY, &|sheet| {
            for (row, column, number) in
                [(2, 1, 109_300_000), (3, 1, 109_300_000), (2, 2, 87_440_000), (3, 2, 87_440_000)]
            {
                sheet.write_number(row, column, number).unwrap();
            }
            sheet.write_string(3, 3, "见明细").unwrap();
            finish(sheet)
        })
    };
    for folder in [
        yuan(&|sheet| sheet.set_header("&R单位：元")),
        yuan(&|sheet| sheet.set_footer("&L&\"宋体,常规\"&10金额单位:人民币元")),
        yuan(&|sheet| sheet.insert_shape(8, 1, &rust_xlsxwriter::Shape::textbox().set_text("单位：元")).unwrap()),
        yuan(&|sheet| sheet.insert_note(1, 1, &rust_xlsxwriter::Note::new("单位：元")).unwrap()),
        yuan(&|sheet| sheet.set_name("资金执行（元）").unwrap()),
    ] {
        assert_eq!(figure(&folder, CENTRAL).0, "10930");
    }
    // Nothing says the unit, and no fund has so much.
    let found = told(&yuan(&|sheet| sheet), "Z014", &["109300000", "10930"]);
    assert_eq!(found.severity, Severity::Error);
    told(&yuan(&|sheet| sheet.set_header("&C第&P页")), "Z014", &["109300000"]);
    // The cells say one unit, the page another.
    let both = with(MONEY, &|sheet| sheet.set_header("&R单位：元"));
    assert_eq!(told(&both, "Z014", &["金额的单位"]).severity, Severity::Warning);
}

#[test]
fn rows_and_columns_of_no_size_and_numbers_that_are_not_shown() {
    let row = with(MONEY, &|sheet| sheet.set_row_height(4, 0.0).unwrap());
    told(&row, "Z013", &["第5行"]);
    let column = with(MONEY, &|sheet| sheet.set_column_width(2, 0.0).unwrap());
    told(&column, "Z013", &["C列"]);
    let unseen = with_number(4, 4, 82.0, ";;;");
    told(&unseen, "Z013", &["看不见", "E5（82）"]);
    // White letters are seen by who looks for them: the number counts, and is told.
    let white = Format::new().set_font_color(rust_xlsxwriter::Color::White).set_num_format("0\"项\"");
    let unseen = with(INDICATORS, &|sheet| sheet.write_number_with_format(4, 4, 82, &white).unwrap());
    told(&unseen, "Z013", &["颜色", "E5（82项）"]);
    assert_eq!(figure(&unseen, RESULTS).0, "82项");
}
