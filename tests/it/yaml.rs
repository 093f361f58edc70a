//! YAML: tables typed into it, and every mistake told with its line and what to do.

use std::fmt::Write as _;

use crate::support::tables::{Rows, example, figures, read, sheets, words};
use crate::support::{YearFolder, ziping};
use ziping::reading::Recognition;

/// A text that nobody has written is no text; all of them are one finding.
#[test]
fn texts_of_the_blank_are_errors_like_its_names() {
    let folder = YearFolder::example();
    let path = folder.path().join("文字.yaml");
    let own = std::fs::read_to_string(&path).unwrap();
    let mut lines: Vec<&str> = own.lines().collect();
    let texts: Vec<usize> = (1..lines.len())
        .filter(|at| lines[at - 1].ends_with(": |") && lines[*at].starts_with("      "))
        .take(2)
        .collect();
    texts.iter().for_each(|at| lines[*at] = "      待补充。");
    std::fs::write(&path, lines.join("\n")).unwrap();
    let told = |folder: &YearFolder| -> Vec<_> {
        let found = read(folder).findings.into_iter().filter(|found| found.code == "Z017");
        found.map(|found| (found.severity, found.message, found.locations.len())).collect()
    };
    use ziping::base::finding::Severity::{Error, Warning};
    assert_eq!(told(&folder), [(Error, "有2段文字还没有写：只有“待补充。”".to_string(), 2)]);
    texts.iter().for_each(|at| lines[*at] = "      机制有待补充，能力有待完善。");
    lines[texts[0]] = "      主要原因是（待补充）。";
    std::fs::write(&path, lines.join("\n")).unwrap();
    assert_eq!(told(&folder), [(Warning, "“待补充”像是没有填好的内容".to_string(), 1)]);
}

/// A text for YAML, quoted where it must be.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}

/// The columns of a row that hold something: “名称: 值”.
fn fields(heads: &[&str], row: &[calamine::Data]) -> String {
    let pairs = heads.iter().zip(row).map(|(head, cell)| (head, words(cell))).filter(|(_, words)| !words.is_empty());
    let number = |words: &str| words.parse::<f64>().is_ok();
    let shown = pairs.map(|(head, words)| format!("{head}: {}", if number(&words) { words } else { quoted(&words) }));
    format!("{{{}}}", shown.collect::<Vec<_>>().join(", "))
}

/// The example's four tables as a clerk would type them.
fn tables(folder: &YearFolder) -> String {
    let read = |table: &str| sheets(&folder.path().join(format!("{table}.xlsx")));
    let mut yaml = String::from("项目表:\n");
    let heads = ["序号", "项目名称", "申报单位", "安排资金（万元）", "支持方式", "自评等级"];
    let projects: Rows = read("资金安排表").remove(0).1;
    for row in projects.iter().skip(4) {
        let label = words(&row[0]);
        if matches!(row[1], calamine::Data::Empty) {
            writeln!(yaml, "  - {label}: {}", words(&row[3])).unwrap();
        } else {
            writeln!(yaml, "  - {}", fields(&heads, row)).unwrap();
        }
    }
    yaml += "指标表:\n";
    let heads = ["一级指标", "二级指标", "三级指标", "指标值", "实际完成值", "说明"];
    for row in read("绩效指标").remove(0).1.iter().skip(2) {
        writeln!(yaml, "  - {}", fields(&heads, row)).unwrap();
    }
    let money = read("资金执行");
    yaml += "资金执行:\n";
    for row in money[0].1.iter().skip(2) {
        let label = words(&row[0]);
        let label = label.trim_end_matches('：');
        writeln!(yaml, "  {}: {}", quoted(label), fields(&["预算数", "执行数"], &row[1..])).unwrap();
    }
    yaml += "下达文件:\n";
    for row in money[1].1.iter().skip(1) {
        writeln!(yaml, "  - {}", fields(&["层级", "文件名称", "文号", "印发日期", "金额"], row)).unwrap();
    }
    yaml
}

fn only_yaml() -> YearFolder {
    let folder = YearFolder::example();
    let yaml = tables(&folder);
    for table in ["资金安排表", "绩效指标", "资金执行"] {
        folder.remove(&format!("{table}.xlsx"));
    }
    folder.write("表.yaml", yaml.as_bytes());
    folder
}

#[test]
fn all_tables_from_yaml_make_the_same_report() {
    let folder = only_yaml();
    let typed = figures(&folder);
    assert_eq!(typed.findings, []);
    assert_eq!(typed.figures, example());
    let report = read(&folder).report.unwrap();
    let amount = &report.projects.projects().next().unwrap().amount;
    let line = std::fs::read_to_string(folder.path().join("表.yaml")).unwrap();
    let line = line.lines().position(|line| line.contains("西甜瓜")).unwrap() + 1;
    assert_eq!(amount.place.to_string(), format!("2025/表.yaml › 第{line}行"));

    let spreadsheets = YearFolder::example();
    for folder in [&folder, &spreadsheets] {
        let built = ziping(folder.root(), &["build"]);
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    }
    for ending in ["绩效自评报告.docx", "绩效自评报告.pdf", "自评表.docx", "自评表.pdf"] {
        let bytes = |folder: &YearFolder| std::fs::read(folder.output(ending)).unwrap();
        assert!(bytes(&folder) == bytes(&spreadsheets), "{ending} differs");
    }
}

#[test]
fn a_table_given_both_ways_is_not_chosen() {
    let folder = YearFolder::example();
    folder.write("表.yaml", "资金执行:\n  中央财政资金: {预算数: 1, 执行数: 1}\n".as_bytes());
    let reading = read(&folder);
    let [found] = reading.findings.as_slice() else { panic!("{:#?}", reading.findings) };
    let places: Vec<String> = found.locations.iter().map(ToString::to_string).collect();
    assert_eq!(
        (found.code, places.as_slice()),
        ("Z008", ["2025/资金执行.xlsx › 资金执行", "2025/表.yaml › 第2行"].map(String::from).as_slice())
    );
}

/// What is said of a table's YAML in place of the example's money: code, place, message, what is expected.
#[test]
fn mistakes_in_tables_have_their_line() {
    let money = "资金执行:\n  年度资金总额: {预算数: 10930, 执行数: 8744}\n  中央财政资金: {预算数: 10930, 执行数: 8744}\n  地方资金: {预算数: 0, 执行数: 0}\n  其他资金: {预算数: 0, 执行数: 0}\n";
    let documents =
        "下达文件:\n  - {层级: 中央, 文件名称: 通知, 文号: 财教〔2025〕92号, 印发日期: 2025-05-19, 金额: 1093}\n";
    let cases = [
        ("地方资金: {预算数: 0,", "地方资金: {经费: 0,", "Z007", 4, "里没有“经费”"),
        ("地方资金: {预算数: 0,", "地方资金: {预算数: 零,", "Z004", 4, "全年预算数读不出来"),
        ("地方资金: {预算数: 0,", "地方资金: {预算数: [0],", "Z007", 4, "“预算数”写得不对"),
        ("地方资金: {预算数: 0, 执行数: 0}", "地方资金: 0", "Z007", 4, "“资金执行”写得不对"),
        ("地方资金: {预算数: 0,", "地方资金: {预算数: 0, 全年预算数: 1,", "Z008", 4, "给了两次"),
        ("层级: 中央", "层级: 天上", "Z004", 7, "层级里的“天上”认不得"),
        ("2025-05-19", "2025.05", "Z004", 7, "没有写到日"),
        ("下达文件:\n  - {", "下达文件:\n  甲: {", "Z007", 7, "“下达文件”写得不对"),
    ];
    for (from, to, code, line, message) in cases {
        let folder = YearFolder::example();
        folder.remove("资金执行.xlsx");
        folder.write("表.yaml", format!("{money}{documents}").replacen(from, to, 1).as_bytes());
        let reading = read(&folder);
        let place = format!("2025/表.yaml › 第{line}行");
        let found =
            reading.findings.iter().find(|f| f.code == code && f.locations.iter().any(|at| at.to_string() == place));
        let found = found.unwrap_or_else(|| panic!("{to}: {:#?}", reading.findings));
        assert!(found.message.contains(message) && !found.hint.is_empty(), "{to}: {found:?}");
    }
}

/// Each mistake: the file's text, the line, words of the message, words of the remedy.
#[test]
fn mistakes_of_writing_are_told_in_chinese() {
    let bomb: String = (1..30).fold("数据:\n  a0: &a0 [一, 二]\n".to_string(), |mut text, level| {
        let last = level - 1;
        writeln!(
            text,
            "  a{level}: &a{level} [*a{last}, *a{last}, *a{last}, *a{last}, *a{last}, *a{last}, *a{last}, *a{last}]"
        )
        .unwrap();
        text
    });
    let deep = format!("数据:\n  甲: {}{}\n", "[".repeat(20_000), "]".repeat(20_000));
    let cases: [(&str, &str, u64, &str, &str); 14] = [
        ("a tab", "数据:\n\t甲: 1\n", 2, "制表符", "空格"),
        ("twice", "数据:\n  甲: 1\n  甲: 2\n", 3, "写了两次", "留一个"),
        ("no such anchor", "数据:\n  甲: *重点\n", 2, "*", "引号"),
        ("a quotation that does not end", "数据:\n  甲: \"一\n", 2, "引号", "成对"),
        ("a bracket that does not end", "数据:\n  甲: [一, 二\n", 2, "括号", "成对"),
        ("a full-width colon", "数据:\n  甲: 1\n  乙：2\n", 3, "英文冒号", "英文冒号"),
        ("a full-width colon of the first name", "数据:\n  甲：1\n  乙: 2\n", 2, "英文冒号", "英文冒号"),
        ("a colon within words", "数据:\n  甲: 乙: 丙\n", 2, "冒号", "引号"),
        ("indentation", "数据:\n    甲: 1\n  乙: 2\n", 3, "缩进", "对齐"),
        ("a sign that begins nothing", "数据:\n  甲: @乙\n", 2, "引号", "引号"),
        ("several documents", "数据:\n  甲: 1\n---\n数据:\n  乙: 2\n", 4, "---", "---"),
        ("an unknown block", "数具:\n  甲: 1\n", 1, "数具", "数据"),
        ("anchors that multiply", &bomb, 0, "展开", "写出来"),
        ("brackets without end", &deep, 0, "层次太深", "写出来"),
    ];
    for (name, yaml, line, message, remedy) in cases {
        let folder = YearFolder::example();
        folder.write("另.yaml", yaml.as_bytes());
        let reading = read(&folder);
        let found =
            reading.findings.iter().find(|f| f.code == "Z007" && f.locations[0].to_string().contains("另.yaml"));
        let found = found.unwrap_or_else(|| panic!("{name}: {:#?}", reading.findings));
        let said = format!("{} {}", found.message, found.hint);
        assert!(found.message.contains(message), "{name}: {said}");
        assert!(found.hint.contains(remedy), "{name}: {said}");
        let english = said.split(|c: char| !c.is_ascii_alphabetic()).any(|word| word.len() > 4);
        assert!(!english, "{name}: {said}");
        if line > 0 {
            assert_eq!(found.locations[0].to_string(), format!("2025/另.yaml › 第{line}行"), "{name}: {said}");
        }
    }
}

#[test]
fn other_encodings_are_read_where_they_are_certain() {
    let text = "# note\n接受: []\n";
    let utf16 = |bytes: fn(u16) -> [u8; 2], mark: [u8; 2]| -> Vec<u8> {
        mark.into_iter().chain(text.encode_utf16().flat_map(bytes)).collect()
    };
    let cases = [
        (encoding_rs::GB18030.encode(text).0.into_owned(), "Z018", "GB18030"),
        (utf16(u16::to_le_bytes, [0xFF, 0xFE]), "Z018", "UTF-16"),
        (utf16(u16::to_be_bytes, [0xFE, 0xFF]), "Z018", "UTF-16"),
        // Nothing of ours is named: it may be anything.
        (encoding_rs::GB18030.encode("甲: 1\n").0.into_owned(), "Z001", "认不出"),
        (vec![0x81, 0x20, 0xFF, 0, 1], "Z001", "认不出"),
    ];
    for (bytes, code, words) in cases {
        let folder = YearFolder::example();
        folder.write("另.yaml", &bytes);
        let reading = read(&folder);
        let [found] = reading.findings.as_slice() else { panic!("{words}: {:?}", reading.findings) };
        let told = found.expected.as_deref().is_some_and(|expected| expected.contains("UTF-8"));
        assert!(found.code == code && found.message.contains(words) && told, "{found:?}");
        assert_eq!(found.locations[0].to_string(), "2025/另.yaml › 第1行");
    }
    // A file of UTF-8 with its mark is as good as one without.
    let folder = YearFolder::example();
    let path = folder.path().join("报告.yaml");
    let bytes = [b"\xEF\xBB\xBF".as_slice(), &std::fs::read(&path).unwrap()].concat();
    folder.write("报告.yaml", &bytes);
    assert_eq!(figures(&folder).figures, example());
}

/// What was typed is what is read: 10.50 keeps its nought, no is no truth, 007 no seven.
#[test]
fn scalars_are_read_as_typed() {
    let folder = YearFolder::example();
    folder.replace("报告.yaml", "  说明: 无。", "  说明: no");
    folder.replace("报告.yaml", "  受理项目: 473", "  受理项目: 473\n  编号: 007号\n  比例: 0.123456789012345678901");
    let report = read(&folder).report.unwrap();
    assert_eq!(report.profile.remarks.value().unwrap(), "no");
    assert_eq!(report.extra["比例"].value.to_string(), "0.123456789012345678901");
}

#[test]
fn the_schema_is_up_to_date() {
    let recognition = Recognition::parse(include_str!("../../layouts/识别.yaml")).unwrap();
    let schema = recognition.json_schema();
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("layouts/报告.schema.json");
    if std::env::var_os("ACCEPT_SCHEMA").is_some() {
        std::fs::write(&path, &schema).unwrap();
    }
    let shipped = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        shipped == schema,
        "ACCEPT_SCHEMA=1 cargo test --release --test it yaml:: writes layouts/报告.schema.json anew"
    );
    for file in ["报告.yaml", "文字.yaml", "案例.yaml"] {
        let text = std::fs::read_to_string(YearFolder::example().path().join(file)).unwrap();
        let named = "# yaml-language-server: $schema=../../layouts/报告.schema.json";
        assert!(text.lines().take(3).any(|line| line == named), "{file}");
    }
}
