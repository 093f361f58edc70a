//! The shipped example end to end: the published report's facts in both formats, both formats alike, the same
//! bytes twice, and what a clerk sees when something is wrong.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::common::content::{Item, of_docx, squeezed};
use crate::common::parts::{paragraphs, part};
use crate::common::pdf_text::Pdf;
use crate::support::{YearFolder, ziping};
use calamine::{Data, Reader, Xlsx};
use quick_xml::events::Event;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const HEAD: &str = "2025年度新疆维吾尔自治区中央引导地方科技发展资金";

/// Every file of `output/2025` by name.
fn outputs(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries: Vec<_> = std::fs::read_dir(folder.join("output/2025")).map(Iterator::collect).unwrap_or_default();
    entries
        .into_iter()
        .map(|entry| {
            let entry = entry.unwrap();
            (entry.file_name().to_string_lossy().into_owned(), std::fs::read(entry.path()).unwrap())
        })
        .collect()
}

/// One build of the example for all tests that only look.
fn built() -> &'static BTreeMap<String, Vec<u8>> {
    static BUILT: OnceLock<BTreeMap<String, Vec<u8>>> = OnceLock::new();
    BUILT.get_or_init(|| {
        let folder = YearFolder::example();
        let output = ziping(folder.root(), &[]);
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        outputs(folder.root())
    })
}

fn file(tail: &str) -> &'static [u8] {
    let found: Vec<_> = built().iter().filter(|(name, _)| name.ends_with(tail)).collect();
    assert_eq!(found.len(), 1, "one file ends in {tail}");
    found[0].1
}

/// Text of every paragraph and cell of a .docx, in order.
fn docx_texts(bytes: &[u8]) -> Vec<String> {
    paragraphs(bytes).iter().map(|text| squeezed(text)).filter(|text| !text.is_empty()).collect()
}

fn pdf_texts(bytes: &[u8]) -> Vec<String> {
    let elements = Pdf::read(bytes).elements();
    elements.iter().map(|element| squeezed(&element.text)).filter(|text| !text.is_empty()).collect()
}

#[test]
fn the_contracts_files_are_there() {
    for tail in
        ["自评报告.docx", "自评报告.pdf", "自评表.docx", "自评表.pdf", "自评表.xlsx", "核对清单.xlsx", "manifest.json"]
    {
        assert!(!file(tail).is_empty());
    }
    assert_eq!(built().len(), 7);
    assert!(built().contains_key(&format!("{HEAD}绩效自评报告.docx")));
}

#[test]
fn headings_have_the_same_levels_in_word_the_pdf_and_its_bookmarks() {
    let word: Vec<(usize, String)> = of_docx(file("自评报告.docx"))
        .into_iter()
        .filter_map(|item| if let Item::Heading(level, text) = item { Some((level, text)) } else { None })
        .collect();
    let pdf = Pdf::read(file("自评报告.pdf"));
    let level = |tag: &str| tag.strip_prefix('H').and_then(|level| level.parse::<usize>().ok());
    let tags: Vec<(usize, String)> =
        pdf.elements().iter().filter_map(|element| Some((level(&element.tag)?, squeezed(&element.text)))).collect();
    let bookmarks: Vec<(usize, String)> =
        pdf.bookmarks().into_iter().map(|(depth, text)| (depth, squeezed(&text))).collect();
    assert_eq!(word, tags);
    assert_eq!(word, bookmarks);
    // The outline of the published report: six chapters.
    let chapters: Vec<&str> =
        word.iter().filter(|(level, _)| *level == 1).map(|(_, text)| &text[..'一'.len_utf8()]).collect();
    assert_eq!(chapters, ["一", "二", "三", "四", "五", "六"]);
    assert!(word.iter().any(|(level, _)| *level == 4));
}

/// The words of a footer, with {} for the number that Word fills in.
fn docx_footer(bytes: &[u8], name: &str) -> (String, String) {
    let xml = part(bytes, name);
    let mut reader = quick_xml::Reader::from_str(&xml);
    let (mut words, mut side, mut in_text, mut in_field) = (String::new(), String::new(), false, false);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) | Event::Empty(start) if start.name().as_ref() == "w:jc" => {
                side = start.attributes().next().unwrap().unwrap().value.into_owned();
            }
            Event::Start(start) => match start.name().as_ref() {
                "w:t" => in_text = !in_field,
                "w:instrText" => words.push_str("{}"),
                _ => {}
            },
            Event::Empty(empty) if empty.name().as_ref() == "w:fldChar" => {
                let kind = empty.attributes().next().unwrap().unwrap().value.into_owned();
                in_field = kind != "end";
            }
            Event::End(end) if end.name().as_ref() == "w:t" => in_text = false,
            Event::Text(text) if in_text => words.push_str(&text),
            Event::Eof => return (words, side),
            _ => {}
        }
    }
}

#[test]
fn the_list_of_attachments_never_stands_alone_on_its_page() {
    let pdf = Pdf::read(file("自评报告.pdf"));
    let lines: Vec<_> = pdf.pages.iter().map(crate::common::pdf_text::Page::lines).collect();
    let page = lines.iter().find(|page| page.iter().any(|line| line.text.starts_with("附件：中央引导"))).unwrap();
    assert!(!page[0].text.starts_with("附件："), "{page:?}");
}

/// Repeated table heads are artifacts too.
fn is_chinese(character: char) -> bool {
    ('\u{3400}'..='\u{9FFF}').contains(&character) || "（）".contains(character)
}

#[test]
fn page_numbers_have_the_same_form_in_both() {
    let (docx, pdf) = (file("自评报告.docx"), Pdf::read(file("自评报告.pdf")));
    for (part, first) in [("word/footer1.xml", 0), ("word/footer2.xml", 1)] {
        let (pattern, side) = docx_footer(docx, part);
        assert!(pattern.contains("{}"), "{pattern}");
        for (index, page) in pdf.pages.iter().enumerate().skip(first).step_by(2) {
            let expected: String = pattern.replace("{}", &(index + 1).to_string());
            let runs: Vec<_> = page.runs.iter().filter(|run| run.artifact && !run.text.contains(is_chinese)).collect();
            let printed: String = runs.iter().map(|run| run.text.as_str()).collect();
            let bare = |text: &str| text.replace(' ', "");
            assert_eq!(bare(&printed), bare(&expected), "page {}", index + 1);
            let left = runs[0].x < page.width / 2.0;
            assert_eq!(side, if left { "left" } else { "right" }, "page {}", index + 1);
        }
    }
}

fn project_sheet() -> Vec<Vec<Data>> {
    let path = Path::new(ROOT).join("input/2025/资金安排表.xlsx");
    let mut workbook: Xlsx<_> = calamine::open_workbook(path).unwrap();
    workbook.worksheet_range("资金安排").unwrap().rows().map(<[Data]>::to_vec).collect()
}

#[test]
fn every_project_unit_and_amount_stands_in_both() {
    let rows = project_sheet();
    let projects: Vec<_> = rows.iter().filter(|row| matches!(row[0], Data::Float(_))).collect();
    assert_eq!(projects.len(), 137);
    for texts in [docx_texts(file("自评报告.docx")), pdf_texts(file("自评报告.pdf"))] {
        let start = texts.iter().position(|text| text == "总计").unwrap();
        let table = &texts[start..];
        let mut at = 0;
        for row in &projects {
            let cells: Vec<String> = row[..4].iter().map(|cell| squeezed(&cell.to_string())).collect();
            let found = table[at..].windows(4).position(|window| window == cells);
            at += found.unwrap_or_else(|| panic!("{cells:?} is missing, or out of order"));
        }
    }
}

#[test]
fn subtotals_indicators_and_scores_stand_in_both() {
    let sections = [
        ("一、区域科技创新体系建设", "3435"),
        ("（一）结转项目", "84"),
        ("（二）新上项目", "3281"),
        ("（三）后补助项目", "70"),
        ("二、科技创新基地建设", "4686"),
        ("（一）结转项目", "756"),
        ("（二）新上项目", "1590"),
        ("（三）后补助项目", "2340"),
        ("三、科技成果转移转化", "1791"),
        ("（一）结转项目", "456"),
        ("（二）新上项目", "80"),
        ("（三）后补助项目", "1255"),
        ("四、自由探索类基础研究", "1018"),
        ("（一）结转项目", "118"),
        ("（二）新上项目", "820"),
        ("（三）后补助项目", "80"),
    ];
    let indicators = [
        ("支持自由探索类基础研究项目数量", "≥32项", "33项", "103.13%", "3.13%"),
        ("支持建设科技创新基地项目数量", "≥18项", "30项", "166.67%", "66.67%"),
        ("转化科技成果数量", "≥65项", "82项", "126.15%", "26.15%"),
        ("支持东西部科技合作及区域协同创新项目数量", "≥41项", "45项", "109.76%", "9.76%"),
        ("资金拨付及时率", "≥90%", "100%", "111.11%", "11.11%"),
        ("带动社会投入与引导资金投入比例", "≥2", "2.19", "109.5%", "9.5%"),
        ("支持高新技术企业数量", "≥42家", "39家", "92.86%", "7.14%"),
        ("支持科技型中小企业数量", "≥28家", "27家", "96.43%", "3.57%"),
        ("促进技术合同成交额", "≥28166万元", "29442.78万元", "104.53%", "4.53%"),
        ("带动地方投入东西科技合作及区域协同创新资金", "≥5633万元", "5903万元", "104.79%", "4.79%"),
        ("区域科技创新能力", "稳步提升", "稳步提升", "100%", "0%"),
        ("培训技术服务人员数量", "≥6478人次", "7776人次", "120.04%", "20.04%"),
        ("提供技术咨询/技术服务数量", "≥6760人次", "7493人次", "110.84%", "10.84%"),
        ("科技帮扶支撑乡村振兴项目数量", "≥11个", "11个", "100%", "0%"),
        ("培训技术经纪人数量", "≥155人次", "192人次", "123.87%", "23.87%"),
        ("被服务对象满意度", "≥90%", "98%", "108.89%", "8.89%"),
    ];
    for texts in [docx_texts(file("自评报告.docx")), pdf_texts(file("自评报告.pdf"))] {
        let mut at = texts.iter().position(|text| text == "总计").unwrap();
        assert_eq!(texts[at + 1], "10930");
        for (label, amount) in sections {
            let found = texts[at..].windows(2).position(|pair| pair[0] == label && pair[1] == amount);
            at += found.unwrap_or_else(|| panic!("{label} {amount}"));
        }
        for (name, target, actual, completion, deviation) in indicators {
            // Twice in target tables, once in the form.
            let in_tables = texts.windows(2).filter(|pair| pair[0] == name && pair[1] == target).count();
            assert_eq!(in_tables, 3, "{name}");
            assert!(texts.windows(3).any(|row| row[0] == name && row[1] == target && row[2] == actual), "{name}");
            let sentence = format!(
                "{name}：新疆向科技部、财政部备案的指标值为{target}，实际完成值为{actual}，完成率为{completion}，偏差率为{deviation}。"
            );
            assert!(texts.iter().any(|text| text.ends_with(&sentence)), "{sentence}");
        }
        let all = texts.join("\n");
        for fact in [
            "财教〔2024〕232号",
            "财教〔2025〕92号",
            "2024年12月9日",
            "新财教〔2025〕65号",
            "下达资金3169万元",
            "支持项目137个（新上项目92个，结转项目45个）",
            "本年度支持区域科技创新体系建设项目31个（新上事前补助项目22个，新上后补助项目7个，结转项目2个），经费3435万元",
            "123个项目评价结果为“优”，14个项目评价结果为“良”",
            "共受理项目473个",
            "预算执行率80%",
            "得分为96分，其中：预算执行8分、产出指标49分、效益指标29分、服务对象满意度指标10分，自评结果为“优”",
        ] {
            assert!(all.contains(fact), "{fact}");
        }
    }
}

#[test]
fn a_second_build_in_another_folder_gives_equal_bytes() {
    let folder = YearFolder::example();
    assert_eq!(ziping(folder.root(), &["build", "2025"]).status.code(), Some(0));
    assert!(&outputs(folder.root()) == built());
}

#[test]
fn a_trace_ends_at_cells() {
    let folder = YearFolder::example();
    let output = ziping(folder.root(), &["trace", "2025", "支持高新技术企业数量.完成率"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("= 92.86%") && text.contains("2025/绩效指标.xlsx › 绩效指标 › E9"), "{text}");
    let output = ziping(folder.root(), &["trace", "2025", "没有的名称"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn check_speaks_json_by_contract() {
    let folder = YearFolder::example();
    folder.set_number("资金安排表.xlsx", "D8", "85");
    let output = ziping(folder.root(), &["check", "2025", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let findings: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let finding = &findings[0];
    for key in ["code", "severity", "message", "expected", "actual", "locations", "hint"] {
        assert!(!finding[key].is_null(), "{key} in {finding}");
    }
    assert_eq!(finding["code"], "Z101");
    assert_eq!(finding["locations"][0]["cell"], "D7");
    assert!(outputs(folder.root()).is_empty(), "check writes nothing");
}

/// The manifest without what it says of drafts.
fn of_final_files(manifest: Option<&Vec<u8>>) -> serde_json::Value {
    let mut manifest: serde_json::Value = serde_json::from_slice(manifest.unwrap()).unwrap();
    manifest.as_object_mut().unwrap().remove("drafts");
    manifest
}

/// Builds good files, spoils the input, builds again: the exit code, what stderr says, and the good files untouched.
#[track_caller]
fn spoiled(code: i32, words: &[&str], spoil: impl FnOnce(&YearFolder)) -> BTreeMap<String, Vec<u8>> {
    let folder = YearFolder::example();
    assert_eq!(ziping(folder.root(), &[]).status.code(), Some(0));
    spoil(&folder);
    let output = ziping(folder.root(), &[]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{said}");
    for word in words {
        assert!(said.contains(word), "“{word}” is not said:\n{said}");
    }
    let mut after = outputs(folder.root());
    for (name, bytes) in built() {
        let now = after.remove(name);
        let same = if name == "manifest.json" {
            of_final_files(now.as_ref()) == of_final_files(Some(bytes))
        } else {
            now.as_ref() == Some(bytes)
        };
        assert!(same, "{name} was touched");
    }
    after
}

#[test]
fn a_wrong_number_gives_a_draft_and_spares_the_good_files() {
    let drafts =
        spoiled(1, &["Z101", "资金安排表.xlsx › 资金安排 › D7", "应为：85", "改法"], |folder| {
            folder.set_number("资金安排表.xlsx", "D8", "85");
        });
    let names: Vec<_> = drafts.keys().collect();
    assert_eq!(names.len(), 6, "{names:?}");
    assert!(names.iter().all(|name| name.contains("（草稿）")));
    let report = drafts.iter().find(|(name, _)| name.ends_with("自评报告（草稿）.pdf")).unwrap().1;
    let marked = Pdf::read(report).pages.iter().all(|page| {
        let text: String = page.runs.iter().map(|run| run.text.as_str()).collect();
        text.contains("草稿：有")
    });
    assert!(marked, "every page says 草稿");
}

#[test]
fn a_draft_goes_when_the_mistake_is_mended() {
    let folder = YearFolder::example();
    let sheet = folder.path().join("资金安排表.xlsx");
    let good = std::fs::read(&sheet).unwrap();
    folder.set_number("资金安排表.xlsx", "D8", "85");
    assert_eq!(ziping(folder.root(), &[]).status.code(), Some(1));
    std::fs::write(sheet, good).unwrap();
    assert_eq!(ziping(folder.root(), &[]).status.code(), Some(0));
    assert!(&outputs(folder.root()) == built());
}

#[test]
fn what_the_year_is_called_by_must_be_read() {
    assert!(spoiled(2, &["位置", "改法"], |folder| folder.write("报告.yaml", b"\xff\xfe")).is_empty());
    assert!(spoiled(2, &["Z007"], |folder| folder.replace("报告.yaml", "2026-03-31", "待定")).is_empty());
    // Of everything else a draft is made without it.
    let all_drafts = |drafts: BTreeMap<String, Vec<u8>>| {
        assert!(drafts.len() == 6 && drafts.keys().all(|name| name.contains("（草稿）")), "{:?}", drafts.keys());
    };
    all_drafts(spoiled(1, &["位置", "改法"], |folder| folder.remove("绩效指标.xlsx")));
    all_drafts(spoiled(2, &["位置", "改法"], |folder| folder.write("绩效指标.xlsx", b"PK\x03\x04")));
}

#[test]
fn a_missing_placeholder_is_named_with_its_line() {
    spoiled(1, &["Z020", "“项目.数目”", "2025/文字.yaml › 第7行"], |folder| {
        folder.replace("文字.yaml", "{{ 项目.数量 }}", "{{ 项目.数目 }}");
    });
}

#[test]
fn a_character_without_a_glyph_is_named() {
    let drafts =
        spoiled(1, &["Z030", "U+E000"], |folder| folder.replace("报告.yaml", "说明: 无。", "说明: 无\u{E000}。"));
    assert_eq!(drafts.len(), 6);
}

#[test]
fn input_cannot_act_as_structure() {
    let folder = YearFolder::example();
    folder.replace("报告.yaml", "说明: 无。", "说明: '# 一、#set page() $x$ <b>&amp;{{ 年度 }}@表 甲'");
    assert_eq!(ziping(folder.root(), &[]).status.code(), Some(0));
    let files = outputs(folder.root());
    let text = "#一、#setpage()$x$<b>&amp;{{年度}}@表甲";
    for (name, bytes) in &files {
        if name.ends_with("自评表.docx") {
            assert!(docx_texts(bytes).iter().any(|cell| cell == text));
        }
        if name.ends_with("自评表.pdf") {
            assert!(pdf_texts(bytes).iter().any(|cell| cell == text));
        }
    }
}

#[test]
fn folders_that_are_missing_or_empty() {
    let empty = tempfile::tempdir().unwrap();
    let output = ziping(empty.path(), &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("没有输入文件夹"));
    std::fs::create_dir_all(empty.path().join("input/2025")).unwrap();
    let output = ziping(empty.path(), &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("没有表格"));
    let output = ziping(empty.path(), &["2031"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("2031"));
}

#[test]
fn an_output_that_cannot_be_written() {
    let folder = YearFolder::example();
    // A file where the folder should be: nobody, not even root, can write below it.
    std::fs::write(folder.root().join("output"), b"").unwrap();
    let output = ziping(folder.root(), &[]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("Z040") && said.contains("写不进"), "{said}");
}

#[test]
fn one_years_error_does_not_stop_the_next() {
    let folder = YearFolder::example();
    let other: PathBuf = folder.root().join("input/2020");
    std::fs::create_dir_all(&other).unwrap();
    std::fs::write(other.join("坏.xlsx"), b"PK").unwrap();
    let output = ziping(folder.root(), &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(&outputs(folder.root()) == built());
    let summary = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(summary.lines().any(|line| line.starts_with("2020 ") && line.contains("错误")), "{summary}");
}

#[test]
fn the_command_line_speaks_chinese() {
    let folder = tempfile::tempdir().unwrap();
    let output =
        Command::new(env!("CARGO_BIN_EXE_ziping")).arg("--nonsense").current_dir(folder.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("不认识“--nonsense”"));
    let output = Command::new(env!("CARGO_BIN_EXE_ziping")).arg("--help").output().unwrap();
    assert!(String::from_utf8_lossy(&output.stdout).contains("用法：ziping"));
}
