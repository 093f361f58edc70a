//! Tables that stand in Word files are read like any sheet; Word files, older formats and scans that are not read are told.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use calamine::Data;
use lopdf::{Dictionary, Document, Object};
use ziping::base::finding::{Finding, Severity};
use ziping::model::figure::Origin;
use ziping::model::ledger::Ledger;
use ziping::model::unit_form::UnitForm;

use crate::support::tables::{Figures, example, figures, read, sheets};
use crate::support::{YearFolder, ziping};

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const FIRST: &str = "西甜瓜智能高效机械化移栽关键技术与装备研发";
const UNIT: &str = "新疆农业职业技术大学";

fn zipped(files: &[(&str, &str)]) -> Vec<u8> {
    let mut file = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        file.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        file.write_all(content.as_bytes()).unwrap();
    }
    file.finish().unwrap().into_inner()
}

fn package(body: &str) -> Vec<u8> {
    let root = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
         <Relationship Id=\"r\" Type=\"{KIND}/officeDocument\" Target=\"word/main.xml\"/></Relationships>"
    );
    let document = format!("<w:document xmlns:w=\"{W}\"><w:body>{body}</w:body></w:document>");
    zipped(&[("_rels/.rels", &root), ("word/main.xml", &document)])
}

/// A document: a line with | is a row of a table, any other a paragraph. A cell < belongs to the one on its left, a cell
/// ^ to the one above.
fn docx(text: &str) -> Vec<u8> {
    let mut body = String::new();
    let mut rows: Vec<Vec<&str>> = Vec::new();
    for line in text.lines().chain([""]) {
        if line.contains('|') {
            rows.push(line.split('|').collect());
            continue;
        }
        if !rows.is_empty() {
            table(&std::mem::take(&mut rows), &mut body);
        }
        write!(body, "<w:p><w:r><w:t>{line}</w:t></w:r></w:p>").unwrap();
    }
    package(&body)
}

fn table(rows: &[Vec<&str>], body: &mut String) {
    body.push_str("<w:tbl>");
    for (row, cells) in rows.iter().enumerate() {
        body.push_str("<w:tr>");
        for (column, text) in cells.iter().enumerate().filter(|(_, text)| **text != "<") {
            let across = 1 + cells[column + 1..].iter().take_while(|cell| **cell == "<").count();
            let goes_on = rows.get(row + 1).is_some_and(|below| below.get(column) == Some(&"^"));
            let merge = match *text {
                "^" => "<w:vMerge/>",
                _ if goes_on => "<w:vMerge w:val=\"restart\"/>",
                _ => "",
            };
            write!(body, "<w:tc><w:tcPr><w:gridSpan w:val=\"{across}\"/>{merge}</w:tcPr>").unwrap();
            for line in text.trim_start_matches('^').split("\\n") {
                write!(body, "<w:p><w:r><w:t>{line}</w:t></w:r></w:p>").unwrap();
            }
            body.push_str("</w:tc>");
        }
        body.push_str("</w:tr>");
    }
    body.push_str("</w:tbl>");
}

fn words(cell: &Data) -> String {
    cell.to_string().replace('\n', "\\n").replace('&', "&amp;").replace('<', "&lt;")
}

/// A sheet of the example as rows of a Word table, from this row on; groups and totals merged over three columns.
fn rows(folder: &YearFolder, file: &str, sheet: usize, from: usize, sections: bool) -> String {
    let (_, rows) = sheets(&folder.path().join(file)).swap_remove(sheet);
    let mut lines = String::new();
    for row in rows.iter().skip(from) {
        let mut cells: Vec<String> = row.iter().map(words).collect();
        if sections && cells[1].is_empty() && cells[2].is_empty() {
            cells[1..3].fill("<".to_string());
        }
        writeln!(lines, "{}", cells.join("|")).unwrap();
    }
    lines
}

const MONEY: &str = "2025年度资金到位和执行情况
单位：万元
资金|全年预算数（A）|全年执行数（B）|备注
年度资金总额：|10930|8744|
其中：中央财政资金|10,930|８７４４|
地方资金|0|0|
其他资金|0|0|
";
const LETTERS: &str = "下达文件
层级|文件名称|文号|印发日期|金额（万元）
中央|财政部关于提前下达2025年中央引导地方科技发展资金预算的通知|财教〔2024〕232号||
^|财政部关于下达2025年中央引导地方科技发展资金预算的通知|财教〔2025〕92号||
省级|财政厅关于提前下达2025年中央引导地方科技发展资金的通知|新财教〔2024〕232号|2024年12月9日|7761
^|财政厅关于下达2025年中央引导地方科技发展资金（第二批）的通知|新财教〔2025〕65号|2025-05-19|3169
";

/// The example with this Word file in place of its money and documents.
fn with_money(text: &str) -> YearFolder {
    let folder = YearFolder::example();
    folder.remove("资金执行.xlsx");
    folder.write("资金.docx", &docx(text));
    folder
}

fn told(findings: &[Finding]) -> Vec<(&str, Severity)> {
    findings.iter().map(|finding| (finding.code, finding.severity)).collect()
}

#[test]
fn the_money_in_word_gives_the_same_report() {
    for text in [format!("{MONEY}\n{LETTERS}"), format!("{LETTERS}\n\n说明：金额已核对。\n{MONEY}注：截至12月31日。")]
    {
        let Figures { figures, findings, .. } = figures(&with_money(&text));
        assert_eq!(findings, []);
        assert_eq!(figures, example());
    }
    // What was called .xls by mistake, and the other kind of package.
    let folder = with_money("");
    folder.remove("资金.docx");
    folder.write("资金.xls", &docx(&format!("{MONEY}\n{LETTERS}")));
    let read = figures(&folder);
    assert_eq!((read.figures, read.findings), (example(), Vec::new()));
    assert!(read.normalisations.iter().any(|one| format!("{one:?}").contains("Word 文件（.docx）")));
}

#[test]
fn one_xml_file_that_holds_all_parts_is_read_too() {
    let package = "http://schemas.microsoft.com/office/2006/xmlPackage";
    let mut body = String::new();
    for text in [MONEY, LETTERS] {
        let (title, grid) = text.split_at(text.find("资金|").or_else(|| text.find("层级|")).unwrap());
        write!(body, "<w:p><w:r><w:t>{title}</w:t></w:r></w:p>").unwrap();
        table(&grid.lines().map(|line| line.split('|').collect()).collect::<Vec<_>>(), &mut body);
    }
    let flat = format!(
        "<?xml version=\"1.0\"?><pkg:package xmlns:pkg=\"{package}\"><pkg:part pkg:name=\"/word/document.xml\"><pkg:xmlData>\
         <w:document xmlns:w=\"{W}\"><w:body>{body}</w:body></w:document></pkg:xmlData></pkg:part></pkg:package>"
    );
    let folder = with_money("");
    folder.write("资金.docx", flat.as_bytes());
    let read = figures(&folder);
    assert_eq!((read.figures, read.findings), (example(), Vec::new()));
}

#[test]
fn a_cell_of_word_is_called_by_its_row_and_column() {
    let folder = with_money(&format!("{LETTERS}\n{}", MONEY.replace("|8744|", "|八千多|")));
    let wrong = read(&folder).findings.into_iter().find(|finding| finding.code == "Z004").unwrap();
    assert_eq!(wrong.locations[0].to_string(), "2025/资金.docx › 第2张表 › 第2行第3列");
    let report = read(&with_money(&format!("{LETTERS}\n{MONEY}"))).report.unwrap();
    let ledger = Ledger::of(&report);
    let places: Vec<String> = ledger
        .figures()
        .iter()
        .filter_map(|figure| match &figure.origin {
            Origin::Read(place) => Some(place.to_string()),
            _ => None,
        })
        .collect();
    assert!(places.contains(&"2025/资金.docx › 第2张表 › 第3行第3列".to_string()), "{places:?}");
    let run = ziping(folder.root(), &["check"]);
    assert!(String::from_utf8_lossy(&run.stdout).contains("第2张表 › 第2行第3列"));
}

#[test]
fn merged_rows_and_heads_of_word_are_read() {
    let folder = YearFolder::example();
    let projects = rows(&folder, "资金安排表.xlsx", 0, 4, true);
    let head = "序号|项目名称|申报单位|安排资金\\n（万元）|支持方式|自评等级\n^|^|^|^|^|^\n";
    let indicators = rows(&folder, "绩效指标.xlsx", 0, 1, false);
    // As the example merges them.
    let indicators: String = indicators
        .lines()
        .enumerate()
        .map(|(at, line)| {
            let cells: Vec<&str> = line.splitn(3, '|').collect();
            let covered = |cell: &'static str, text: &str| if at > 0 && text.is_empty() { cell } else { "" };
            format!("{}{}|{}{}|{}\n", covered("^", cells[0]), cells[0], covered("^", cells[1]), cells[1], cells[2])
        })
        .collect();
    assert!(projects.contains("（一）结转项目|<|<|84|") && indicators.contains("\n^|^|支持建设"), "{indicators}");
    folder.remove("资金安排表.xlsx");
    folder.remove("绩效指标.xlsx");
    let title = "<|<|<|<|<";
    folder.write(
        "表.docx",
        &docx(&format!("项目表|{title}\n单位：万元|{title}\n{head}{projects}\n指标完成情况\n{indicators}")),
    );
    let Figures { figures, findings, .. } = figures(&folder);
    assert_eq!(findings, []);
    assert_eq!(figures, example());
}

#[test]
fn the_unit_above_a_word_table_counts_for_that_table() {
    let yuan = MONEY
        .replace("单位：万元", "（单位：元）")
        .replace("10930", "109300000")
        .replace("10,930", "109,300,000")
        .replace("8744", "87440000")
        .replace("８７４４", "８７４４００００");
    for text in [
        format!("{yuan}\n{LETTERS}"),
        // Below another table, above this one.
        format!("{LETTERS}\n{yuan}"),
        // Not the nearest of them.
        format!("单位：万元\n{}", yuan) + "\n单位：万元\n" + LETTERS,
        // No unit: a name.
        format!("承担单位：元通公司\n{LETTERS}\n{yuan}"),
    ] {
        let Figures { figures, findings, .. } = figures(&with_money(&text));
        assert_eq!(figures, example(), "{text}");
        assert_eq!(findings, [], "{text}");
    }
}

fn form_of(folder: &YearFolder) -> (Option<UnitForm>, Vec<Finding>) {
    let reading = read(folder);
    (reading.report.and_then(|mut report| report.unit_forms.pop()), reading.findings)
}

fn add_form(folder: &YearFolder, name: &str, bytes: &[u8]) {
    std::fs::create_dir_all(folder.path().join("单位自评")).unwrap();
    folder.write(&format!("单位自评/{name}"), bytes);
}

const FORM_MONEY: &str = "资金情况\\n（万元）|<||全年预算数（A）|全年执行数（B）|预算执行率
^|<|年度资金总额：|84|80|95.24%
^|<|其中：中央财政资金|84|80|
";
const FORM_ROWS: &str = "绩效指标|一级指标|二级指标|三级指标|年度指标值|全年实际完成值|未完成原因和改进措施
^|产出指标|数量指标|指标1：转化科技成果数量|≥1项|1|
^|^|^|指标2：培训技术服务人员数量|≥150人次|120人次|报名不足。下一步提前通知。
";

#[test]
fn a_units_form_may_be_a_word_file() {
    let one = format!(
        "自评表\n项目名称|<|{FIRST}|<|<|<|<\n主管部门|<|科技厅|<|承担单位|{UNIT}|<\n{}{FORM_ROWS}",
        FORM_MONEY.lines().map(|line| format!("{line}|<\n")).collect::<String>()
    );
    let parted =
        format!("项目名称：{FIRST}\n承担单位：（盖章）{UNIT}　　联系人：某某\n{FORM_MONEY}\n绩效指标\n{FORM_ROWS}");
    for text in [one, parted] {
        let folder = YearFolder::example();
        add_form(&folder, "甲.docx", &docx(&text));
        let (form, findings) = form_of(&folder);
        assert_eq!(findings, [], "{text}");
        let form = form.unwrap();
        assert_eq!(form.project.as_deref(), Some(FIRST), "{text}");
        assert_eq!(form.unit.unwrap().value, UNIT);
        let executed: Vec<String> =
            form.money.iter().filter_map(|line| Some(line.executed.as_ref()?.value.to_string())).collect();
        assert_eq!(executed, ["80", "80"]);
        let rows: Vec<(String, String)> = form
            .indicators
            .iter()
            .map(|row| (row.name.value.clone(), row.actual.as_ref().unwrap().value.to_string()))
            .collect();
        let wanted = [("转化科技成果数量", "1项"), ("培训技术服务人员数量", "120人次")];
        assert_eq!(rows, wanted.map(|(name, actual)| (name.to_string(), actual.to_string())));
        assert!(form.place.to_string().starts_with("2025/单位自评/甲.docx › 第"), "{}", form.place);
    }
}

const SECOND: &str = "新疆水旱灾害防御能力提升技术研究与应用";

/// The rows of each form: project, and result by name.
fn forms_of(folder: &YearFolder) -> Vec<(Option<String>, Vec<(String, String)>)> {
    let forms = read(folder).report.map(|report| report.unit_forms).unwrap_or_default();
    let rows = |form: &UnitForm| -> Vec<(String, String)> {
        let row = |row: &ziping::model::unit_form::FormIndicator| {
            Some((row.name.value.clone(), row.actual.as_ref()?.value.to_string()))
        };
        form.indicators.iter().filter_map(row).collect()
    };
    forms.iter().map(|form| (form.names.first().cloned(), rows(form))).collect()
}

#[test]
fn two_forms_in_one_file_are_two() {
    let form = |project: &str| format!("项目名称|<|{project}\n承担单位|<|{UNIT}\n{FORM_MONEY}{FORM_ROWS}");
    for between in ["\n第二份自评表\n", "\n", ""] {
        let folder = YearFolder::example();
        add_form(&folder, "甲.docx", &docx(&format!("{}{between}{}", form(FIRST), form(SECOND))));
        let names: Vec<_> = forms_of(&folder).into_iter().map(|(name, rows)| (name, rows.len())).collect();
        assert_eq!(names, [(Some(FIRST.to_string()), 2), (Some(SECOND.to_string()), 2)], "{between:?}");
    }
}

#[test]
fn a_form_goes_on_in_the_next_table() {
    let (head, rest) = FORM_ROWS.split_once('\n').unwrap();
    let (first, second) = rest.split_once('\n').unwrap();
    let second = second.replacen("^|^|^|", "产出指标|数量指标|数量指标|", 1);
    for between in [format!("续表\n{head}\n"), "（接上表）\n".to_string(), "\n".to_string()] {
        let text = format!("项目名称：{FIRST}\n承担单位：{UNIT}\n{FORM_MONEY}\n{head}\n{first}\n\n{between}{second}");
        let folder = YearFolder::example();
        add_form(&folder, "甲.docx", &docx(&text));
        let found = forms_of(&folder);
        let wanted = [("转化科技成果数量", "1项"), ("培训技术服务人员数量", "120人次")];
        let rows = wanted.map(|(name, actual)| (name.to_string(), actual.to_string())).to_vec();
        assert_eq!(found, [(Some(FIRST.to_string()), rows)], "{between}");
    }
    // Of another width it is another table.
    let text = format!("项目名称：{FIRST}\n{FORM_MONEY}\n{head}\n{first}\n\n附|{second}");
    let folder = YearFolder::example();
    add_form(&folder, "甲.docx", &docx(&text));
    assert_eq!(forms_of(&folder)[0].1.len(), 1);
}

#[test]
fn a_form_of_another_year_is_known_wherever_it_says_so() {
    let told = |name: &str, title: &str| {
        let folder = YearFolder::example();
        add_form(
            &folder,
            name,
            &docx(&format!("{title}\n项目名称：{FIRST}\n承担单位：{UNIT}\n{FORM_MONEY}\n{FORM_ROWS}")),
        );
        let findings = read(&folder).findings;
        findings.iter().filter(|finding| finding.code == "Z012").map(|finding| finding.severity).collect::<Vec<_>>()
    };
    for title in ["（2024年度）", "（二〇二四年度）", "（二○二四年度）"] {
        assert_eq!(told("甲.docx", title), [Severity::Error], "{title}");
    }
    assert_eq!(told("2024年甲.docx", "自评表"), [Severity::Warning]);
    for (name, title) in
        [("甲.docx", "（二〇二五年度）"), ("2024年甲.docx", "（2025年度）"), ("2025年甲.docx", "自评表")]
    {
        assert_eq!(told(name, title), [], "{name} {title}");
    }
}

#[test]
fn what_stands_at_a_cell_is_no_part_of_its_value() {
    let with = |cell: &str| {
        let mut body = String::new();
        table(&LETTERS.lines().skip(1).map(|line| line.split('|').collect()).collect::<Vec<_>>(), &mut body);
        let mut money = String::new();
        table(&MONEY.lines().skip(2).map(|line| line.split('|').collect()).collect::<Vec<_>>(), &mut money);
        let mark = "<w:t>８７４４</w:t></w:r>";
        assert!(money.contains(mark));
        let folder = YearFolder::example();
        folder.remove("资金执行.xlsx");
        let space = "<w:p/>";
        folder.write("资金.docx", &package(&(money.replace(mark, &format!("{mark}{cell}")) + space + &body)));
        figures(&folder)
    };
    let unfilled = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>单击输入</w:t></w:r></w:sdtContent></w:sdt>";
    let white = "<w:r><w:rPr><w:color w:val=\"FFFFFF\"/></w:rPr><w:t>9</w:t></w:r>";
    for cell in [unfilled, white] {
        let Figures { figures, findings, .. } = with(cell);
        assert_eq!((figures, findings), (example(), Vec::new()), "{cell}");
    }
    // A note stands under the table.
    let note = "<w:r><w:footnoteReference w:id=\"2\"/></w:r>";
    assert_eq!(with(note).figures, example());
}

/// A unit's form in Word, as it is sent in.
pub fn unit_form_in_word() -> Vec<u8> {
    docx(&format!("项目名称：{FIRST}\n承担单位：（盖章）{UNIT}\n{FORM_MONEY}\n绩效指标\n{FORM_ROWS}"))
}

#[test]
fn a_word_file_without_a_form_is_missed_among_the_forms_only() {
    let letter = docx("关于报送自评材料的函\n联系人|电话\n甲|1234\n");
    let folder = YearFolder::example();
    add_form(&folder, "函.docx", &letter);
    let findings = read(&folder).findings;
    assert_eq!(told(&findings), [("Z019", Severity::Error)]);
    assert!(findings[0].message.contains("没有认出自评表"), "{}", findings[0].message);
    assert_eq!(findings[0].locations[0].to_string(), "2025/单位自评/函.docx");
    // A unit's report in words is no form that is missing.
    add_form(&folder, "函.docx", &docx(&report(3, 3)));
    assert_eq!(told(&read(&folder).findings), [("Z015", Severity::Info)]);
    let folder = YearFolder::example();
    folder.write("函.docx", &letter);
    let findings = read(&folder).findings;
    assert_eq!(told(&findings), [("Z015", Severity::Info)]);
    assert_eq!(findings[0].actual.as_deref(), Some("函.docx"));
    // One that was meant as a table says what it lacks.
    let folder = with_money(&MONEY.replace("全年执行数（B）", "花费"));
    let findings = read(&folder).findings;
    let left = findings.iter().find(|finding| finding.code == "Z015").unwrap();
    let said = left.actual.as_deref().unwrap();
    assert!(said.contains("第1张表最像资金执行表，缺少表头：全年执行数"), "{said}");
    assert_eq!(findings.iter().filter(|finding| finding.code == "Z003").count(), 2, "{findings:#?}");
}

/// Prose of a report, by chapters.
fn report(chapters: usize, sentences: usize) -> String {
    let prose = "本年度全年预算10930万元，执行8744万元，预算执行率为80%，其余资金结转下年继续使用，项目总体进展顺利。";
    let heads = ["一、绩效目标分解下达情况", "二、绩效目标完成情况分析", "三、偏离绩效目标的原因"];
    heads[..chapters].iter().map(|head| format!("{head}\n{}\n", prose.repeat(sentences))).collect()
}

#[test]
fn a_report_that_lies_among_the_tables_is_not_counted() {
    let folder = YearFolder::example();
    folder.write("去年的报告.docx", &docx(&format!("{}{MONEY}\n{LETTERS}", report(3, 3))));
    let Figures { figures: own, findings, .. } = figures(&folder);
    assert_eq!(own, example());
    assert_eq!(told(&findings), [("Z015", Severity::Info)]);
    assert!(findings[0].message.contains("写好的报告"), "{}", findings[0].message);
    // Chapters that only head tables, and a letter of two chapters, hold tables that are meant.
    for text in [report(3, 1), report(2, 6)] {
        let Figures { figures: own, findings, .. } = figures(&with_money(&format!("{text}{MONEY}\n{LETTERS}")));
        assert_eq!((own, findings), (example(), Vec::new()), "{text}");
        folder.write("去年的报告.docx", &docx(&format!("{text}{MONEY}\n{LETTERS}")));
        assert!(read(&folder).findings.iter().any(|finding| finding.code == "Z008"));
    }
}

#[test]
fn what_the_program_itself_wrote_is_no_input() {
    let folder = YearFolder::example();
    assert!(ziping(folder.root(), &["2025"]).status.success());
    for name in ["自评报告.docx", "自评表.docx"] {
        folder.write("去年的.docx", &std::fs::read(folder.output(name)).unwrap());
        let Figures { figures: own, findings, .. } = figures(&folder);
        assert_eq!((own, told(&findings)), (example(), vec![("Z015", Severity::Info)]), "{name}");
        assert!(findings[0].message.contains("本程序生成"), "{}", findings[0].message);
    }
    // A table that is copied out of it into a file of one's own is one.
    let copied = with_money(&format!("2025年度自评表\n{MONEY}\n{LETTERS}"));
    assert_eq!(figures(&copied).figures, example());
}

#[test]
fn what_word_holds_and_nobody_read_is_told_beside_its_tables() {
    let picture = "<w:p><w:r><w:object><o:OLEObject xmlns:o=\"o\" ProgID=\"Excel.Sheet.12\"/></w:object></w:r></w:p>";
    let with = |text: &str| {
        let mut body = picture.to_string();
        table(&text.lines().map(|line| line.split('|').collect()).collect::<Vec<_>>(), &mut body);
        let folder = with_money(&format!("{MONEY}\n{LETTERS}"));
        folder.write("另.docx", &package(&body));
        read(&folder).findings
    };
    // With one of our tables, and without.
    let grid = MONEY.lines().skip(2).collect::<Vec<_>>().join("\n");
    let findings = with(&grid);
    assert!(findings.iter().any(|finding| finding.message.contains("嵌入的对象没有读：Excel 表格")), "{findings:#?}");
    assert_eq!(told(&with("甲|乙\n1|2")), [("Z015", Severity::Info)]);
}

/// A compound file with one stream.
fn compound(stream: &str) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream(format!("/{stream}")).unwrap().write_all(&[0; 600]).unwrap();
    file.into_inner().into_inner()
}

/// A PDF of one page with this content.
fn pdf(content: &str) -> Vec<u8> {
    let mut file = Document::with_version("1.5");
    let pages = file.new_object_id();
    let dictionary = |entries: &[(&str, Object)]| {
        Dictionary::from_iter(entries.iter().map(|(key, value)| (key.as_bytes().to_vec(), value.clone())))
    };
    let font = dictionary(&[
        ("Type", "Font".into()),
        ("Subtype", "Type1".into()),
        ("BaseFont", "Helvetica".into()),
        ("Encoding", "WinAnsiEncoding".into()),
    ]);
    let font = file.add_object(font);
    let stream = file.add_object(lopdf::Stream::new(Dictionary::new(), content.as_bytes().to_vec()));
    let fonts = Object::Dictionary(dictionary(&[("F1", font.into())]));
    let page = dictionary(&[
        ("Type", Object::Name(b"Page".to_vec())),
        ("Parent", pages.into()),
        ("MediaBox", vec![0.into(), 0.into(), 600.into(), 800.into()].into()),
        ("Contents", stream.into()),
        ("Resources", Object::Dictionary(dictionary(&[("Font", fonts)]))),
    ]);
    let page = file.add_object(page);
    let kids = dictionary(&[
        ("Type", Object::Name(b"Pages".to_vec())),
        ("Kids", vec![page.into()].into()),
        ("Count", 1.into()),
    ]);
    file.objects.insert(pages, Object::Dictionary(kids));
    let catalog = dictionary(&[("Type", Object::Name(b"Catalog".to_vec())), ("Pages", pages.into())]);
    let catalog = file.add_object(catalog);
    file.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).unwrap();
    bytes
}

/// Name, content, what it is called.
fn unreadable() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    vec![
        ("表.doc", compound("WordDocument"), "旧版 Word"),
        ("表.wps", compound("WordDocument"), "旧版 Word"),
        ("表.rtf", b"{\\rtf1 x}".to_vec(), "旧版 Word"),
        ("表.docx", b"{\\rtf1 x}".to_vec(), "旧版 Word"),
        ("表.docx", package("")[..100].to_vec(), "打不开的 Word 文件"),
        ("表.jpg", b"\xFF\xD8\xFF".to_vec(), "扫描件或图片"),
        ("表.pdf", pdf("q 600 0 0 800 0 0 cm Q"), "扫描件或图片"),
    ]
}

#[test]
fn older_formats_and_scans_are_warned_of_and_forms_of_them_are_errors() {
    for (name, bytes, what) in unreadable() {
        let folder = YearFolder::example();
        folder.write(name, &bytes);
        let Figures { figures: own, findings, .. } = figures(&folder);
        assert_eq!(own, example(), "{name}");
        assert_eq!(told(&findings), [("Z019", Severity::Warning)], "{name}");
        assert!(findings[0].message.contains(what) && findings[0].hint.contains("可以不管"), "{name} {findings:#?}");
        let folder = YearFolder::example();
        add_form(&folder, name, &bytes);
        let reading = read(&folder);
        assert_eq!(told(&reading.findings), [("Z019", Severity::Error)], "{name}");
        assert!(reading.findings[0].message.contains(what) && !reading.unusable, "{:#?}", reading.findings);
    }
    // A PDF with text is no scan; a .zip may hold anything.
    for (name, bytes) in [("表.pdf", pdf("BT /F1 12 Tf 50 700 Td (2025) Tj ET")), ("表.zip", b"PK".to_vec())] {
        let folder = YearFolder::example();
        folder.write(name, &bytes);
        assert_eq!(told(&read(&folder).findings), [("Z015", Severity::Info)], "{name}");
        let folder = YearFolder::example();
        add_form(&folder, name, &bytes);
        assert_eq!(told(&read(&folder).findings), [("Z019", Severity::Error)], "{name}");
    }
}

#[test]
fn a_scan_beside_its_form_is_a_copy_of_it() {
    let form = docx(&format!("项目名称：{FIRST}\n{FORM_ROWS}"));
    let folder = YearFolder::example();
    add_form(&folder, "甲.docx", &form);
    add_form(&folder, "甲.pdf", &pdf(""));
    assert_eq!(told(&read(&folder).findings), [("Z015", Severity::Info)]);
    add_form(&folder, "甲（盖章）.pdf", &pdf(""));
    assert_eq!(told(&read(&folder).findings), [("Z019", Severity::Error), ("Z015", Severity::Info)]);
}

#[test]
fn a_form_that_cannot_be_had_may_be_accepted_with_its_place() {
    let folder = YearFolder::example();
    add_form(&folder, "甲.doc", &compound("WordDocument"));
    add_form(&folder, "乙.png", b"\x89PNG");
    let findings = |accepted: &str| -> Vec<(String, String)> {
        folder.write("接受.yaml", format!("接受:\n{accepted}").as_bytes());
        let run = ziping(folder.root(), &["check", "--json"]);
        let found: Vec<serde_json::Value> = serde_json::from_slice(&run.stdout).unwrap();
        let text = |finding: &serde_json::Value, key: &str| finding[key].as_str().unwrap().to_string();
        let found = found.iter().filter(|finding| ["Z019", "Z015"].contains(&finding["code"].as_str().unwrap()));
        found.map(|finding| (text(finding, "code"), text(finding, "severity"))).collect()
    };
    let of = |code: &str, severity: &str| (code.to_string(), severity.to_string());
    assert_eq!(findings(""), [of("Z019", "error"), of("Z019", "error")]);
    let one = "  - 代码: Z019\n    位置: 单位自评/甲.doc\n    理由: 单位只有纸质材料\n";
    assert_eq!(findings(one), [of("Z019", "error"), of("Z019", "info")]);
    let both = format!("{one}  - 代码: Z019\n    位置: 单位自评/乙.png\n    理由: 只有扫描件\n");
    assert_eq!(findings(&both), [of("Z019", "info"), of("Z019", "info")]);
    let without = "  - 代码: Z019\n    理由: 只有扫描件\n";
    assert!(findings(without).contains(&of("Z015", "warning")));
}

#[test]
fn a_form_that_is_added_or_taken_away_makes_the_year_anew() {
    let folder = YearFolder::example();
    let before = ziping::reading::hash_inputs(&folder.path(), "2025").unwrap();
    assert_eq!(before, read(&folder).inputs);
    add_form(&folder, "乙.png", b"\x89PNG");
    folder.write("照片.png", b"\x89PNG");
    folder.write("函.docx", &docx("函"));
    let after = ziping::reading::hash_inputs(&folder.path(), "2025").unwrap();
    let added: Vec<&str> =
        after.iter().filter(|input| !before.contains(input)).map(|input| input.name.as_str()).collect();
    assert_eq!(added, ["2025/函.docx", "2025/单位自评/乙.png"]);
    assert_eq!(after, read(&folder).inputs);
}

#[test]
fn a_folder_of_letters_is_empty() {
    let folder = YearFolder::example();
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        std::fs::remove_file(entry.unwrap().path()).unwrap();
    }
    folder.write("函.docx", &docx("函"));
    let findings = read(&folder).findings;
    assert_eq!(told(&findings), [("Z011", Severity::Error), ("Z015", Severity::Info)]);
    folder.write("资金.docx", &docx(MONEY));
    assert!(read(&folder).findings.iter().all(|finding| finding.code != "Z011"));
}

#[test]
fn documents_made_to_do_harm_are_bounded() {
    let cell = |properties: &str| format!("<w:tc><w:tcPr>{properties}</w:tcPr><w:p/></w:tc>");
    let wide = format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", cell("<w:gridSpan w:val=\"4000000000\"/>").repeat(50));
    let deep = format!("{}{}", "<w:tbl><w:tr><w:tc><w:p/>".repeat(10_000), "</w:tc></w:tr></w:tbl>".repeat(10_000));
    let long = format!("<w:tbl>{}</w:tbl>", format!("<w:tr>{}</w:tr>", cell("<w:vMerge/>").repeat(4)).repeat(20_000));
    let gone = "<w:tbl><w:tr><w:trPr><w:gridBefore w:val=\"-1\"/></w:trPr></w:tr></w:tbl>".to_string();
    for (body, code) in [(wide, "Z019"), (deep, "Z015"), (long, "Z015"), (gone, "Z015")] {
        let folder = YearFolder::example();
        folder.write("大.docx", &package(&body));
        let Figures { figures: own, findings, .. } = figures(&folder);
        assert_eq!(own, example());
        assert_eq!(findings.iter().map(|finding| finding.code).collect::<Vec<_>>(), [code], "{findings:#?}");
    }
}
