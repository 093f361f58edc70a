//! A draft is whole: what could not be read is 〔待核〕 where it would stand, and one slip is one finding.

use crate::common::content::{Item, of_docx, of_pdf, squeezed};
use crate::common::pdf_text::Pdf;
use crate::support::{YearFolder, ziping};

const PENDING: &str = "〔待核〕";

/// What a build says beyond remarks: code and message, in the order of `check --json`.
fn said(folder: &YearFolder) -> Vec<(String, String)> {
    let output = ziping(folder.root(), &["check", "2025", "--json"]);
    let findings: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout).unwrap();
    let told = findings.iter().filter(|finding| finding["severity"] != "info");
    told.map(|finding| {
        let text = |key: &str| finding[key].as_str().unwrap_or_default().to_string();
        (text("code"), text("message"))
    })
    .collect()
}

/// The draft report in both formats, without the list of findings that ends the PDF.
fn draft(folder: &YearFolder) -> Vec<Item> {
    let output = ziping(folder.root(), &[]);
    assert_ne!(output.status.code(), Some(0));
    let read = |ending: &str| std::fs::read(folder.output(&format!("自评报告（草稿）.{ending}"))).unwrap();
    let (word, pdf) = (of_docx(&read("docx")), of_pdf(&Pdf::read(&read("pdf"))));
    let texts = |items: &[Item]| items.iter().map(text).collect::<Vec<String>>();
    assert_eq!(texts(&word), texts(&pdf)[..word.len()]);
    word
}

fn text(item: &Item) -> String {
    match item {
        Item::Title(text) | Item::Heading(_, text) | Item::Paragraph(text) | Item::Figure(text) => text.clone(),
        Item::Table { rows, .. } => rows
            .iter()
            .map(|row| row.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join("|") + "\n")
            .collect(),
    }
}

/// The example's draft after a slip that gives this one finding: all headings and tables are there, and these words.
#[track_caller]
fn whole(spoil: impl FnOnce(&YearFolder), code: &str, shown: &[&str]) {
    whole_with(5, spoil, code, shown);
}

/// The form goes on on a second page, where it has its indicators.
#[track_caller]
fn whole_with(tables: usize, spoil: impl FnOnce(&YearFolder), code: &str, shown: &[&str]) {
    let folder = YearFolder::example();
    spoil(&folder);
    let said = said(&folder);
    assert!(said.len() == 1 && said[0].0 == code, "{said:#?}");
    let items = draft(&folder);
    let count = |is: fn(&Item) -> bool| items.iter().filter(|item| is(item)).count();
    assert_eq!(count(|item| matches!(item, Item::Heading(1, _))), 6);
    assert_eq!(count(|item| matches!(item, Item::Table { .. })), tables);
    let all: String = items.iter().map(text).collect();
    assert!(shown.iter().any(|words| words.contains(PENDING)) == all.contains(PENDING), "{all}");
    for words in shown {
        assert!(all.contains(&squeezed(words)), "“{words}” in {all}");
    }
}

#[test]
fn an_indicator_that_cannot_be_computed() {
    whole(
        |folder| folder.set_cell("绩效指标.xlsx", "E3", "33个"),
        "Z201",
        &[
            "实际完成值为33个，完成率为〔待核〕，偏差率为〔待核〕。",
            "绩效自评得分为〔待核〕分",
            "产出指标〔待核〕分",
            "效益指标29分",
        ],
    );
}

#[test]
fn a_result_that_is_no_number() {
    whole(|folder| folder.set_cell("绩效指标.xlsx", "E6", "若干项"), "Z201", &["实际完成值为若干项，完成率为〔待核〕"]);
}

#[test]
fn a_target_that_is_no_number() {
    whole(
        |folder| folder.set_cell("绩效指标.xlsx", "D6", "若干项"),
        "Z201",
        &["指标值为若干项，实际完成值为45项，完成率为〔待核〕"],
    );
}

#[test]
fn an_indicator_of_which_a_cell_is_blank_keeps_its_row() {
    whole(
        |folder| folder.clear_cell("绩效指标.xlsx", "E3"),
        "Z009",
        &["c.转化科技成果数量", "实际完成值为〔待核〕，完成率为〔待核〕", "产出指标〔待核〕分"],
    );
    // Of a row without its name any may be meant.
    whole(|folder| folder.clear_cell("绩效指标.xlsx", "C3"), "Z009", &["a.〔待核〕：新疆向科技部"]);
}

#[test]
fn a_date_that_cannot_be_read() {
    whole(|folder| folder.set_cell_of_second("资金执行.xlsx", "D5", "2025年5月"), "Z004", &["；〔待核〕印发《"]);
}

#[test]
fn an_amount_of_the_money_table_that_cannot_be_read() {
    whole(
        |folder| folder.set_cell("资金执行.xlsx", "C4", "约8744"),
        "Z004",
        &[
            "预算10930万元，截至2025年12月底实际支出〔待核〕万元，预算执行率〔待核〕",
            "预算执行〔待核〕分",
            "产出指标49分",
        ],
    );
}

/// The row stands in the table, and counts; sums do not leave it out in silence.
#[test]
fn a_project_of_which_a_cell_cannot_be_read_keeps_its_row() {
    whole(
        |folder| folder.clear_cell("资金安排表.xlsx", "D11"),
        "Z009",
        &[
            "总计|〔待核〕",
            "一、区域科技创新体系建设|〔待核〕",
            "（二）新上项目|〔待核〕",
            "支持项目137个",
            "经费〔待核〕万元",
        ],
    );
    whole(
        |folder| folder.clear_cell("资金安排表.xlsx", "C12"),
        "Z009",
        &["支持项目137个，其中，新上项目92个，结转项目45个", "总计|10930", "技术研究与应用|〔待核〕|198"],
    );
    whole(
        |folder| folder.set_cell("资金安排表.xlsx", "F12", "优秀的"),
        "Z004",
        &["支持项目137个", "〔待核〕个项目评价结果为“优”", "总计|10930"],
    );
}

/// What stands nowhere, or in a workbook that cannot be read, is 〔待核〕 wherever it would be.
#[test]
fn a_table_or_block_that_is_not_there() {
    whole_with(
        4,
        |folder| {
            folder.remove("绩效指标.xlsx");
            folder.replace("报告.yaml", "报告:\n", "报告:\n  图表: 有\n");
        },
        "Z003",
        &["a.〔待核〕：新疆向科技部、财政部备案的指标值为〔待核〕", "自评得分为〔待核〕分", "预算执行8分"],
    );
    whole(
        |folder| folder.remove("资金安排表.xlsx"),
        "Z003",
        &["支持项目〔待核〕个，其中，新上项目〔待核〕个", "总计|〔待核〕", "自评得分为"],
    );
    let half = |folder: &YearFolder, name: &str| {
        let bytes = std::fs::read(folder.path().join(name)).unwrap();
        folder.write(name, &bytes[..bytes.len() / 2]);
    };
    whole(|folder| half(folder, "资金安排表.xlsx"), "Z001", &["支持项目〔待核〕个", "预算执行8分"]);
    // What is not read leaves the table of targets two thirds of a page: it goes on on the next.
    whole_with(
        6,
        |folder| half(folder, "资金执行.xlsx"),
        "Z001",
        &["根据《〔待核〕》（〔待核〕）", "引导资金）〔待核〕万元，支持项目137个", "预算执行率〔待核〕", "总计|10930"],
    );
    whole(
        |folder| {
            let yaml = std::fs::read_to_string(folder.path().join("报告.yaml")).unwrap();
            let (before, _) = yaml.split_once("评分:\n").unwrap();
            folder.write("报告.yaml", before.as_bytes());
        },
        "Z003",
        &["预算执行〔待核〕分、产出指标〔待核〕分", "自评得分为〔待核〕分", "自评结果为“〔待核〕”", "完成率为104.53%"],
    );
    whole(
        |folder| folder.replace("报告.yaml", "  主管部门: 新疆维吾尔自治区科学技术厅\n", ""),
        "Z007",
        &["2.〔待核〕。", "新疆维吾尔自治区财政厅和〔待核〕协同管理"],
    );
    whole(
        |folder| folder.replace("报告.yaml", "  资金名称: 中央引导地方科技发展资金\n", ""),
        "Z007",
        &["2025年度累计下达〔待核〕（以下简称引导资金）10930万元"],
    );
}

/// A blank date is the document's, not the template's, and only where the report shows it: the first document has none.
#[test]
fn a_date_that_was_left_blank() {
    whole(|folder| folder.clear_cell_of_second("资金执行.xlsx", "D5"), "Z009", &["；〔待核〕印发《"]);
    let folder = YearFolder::example();
    folder.clear_cell_of_second("资金执行.xlsx", "D5");
    let shown = String::from_utf8(ziping(folder.root(), &["check", "2025"]).stdout).unwrap();
    for words in ["〔2025〕65号”的印发日期没有填", "2025/资金执行.xlsx › 下达文件 › D5", "照原文件补填"]
    {
        assert!(shown.contains(words), "no {words} in {shown}");
    }
    // Written into the YAML.
    let folder = YearFolder::example();
    folder.edit_part("资金执行.xlsx", "xl/worksheets/sheet2.xml", |sheet| {
        let (before, rest) = sheet.split_once("<sheetData>").unwrap();
        format!("{before}<sheetData>{}", &rest[rest.find("</sheetData>").unwrap()..])
    });
    folder.write("下达.yaml", DOCUMENTS.as_bytes());
    let shown = String::from_utf8(ziping(folder.root(), &["check", "2025"]).stdout).unwrap();
    assert!(shown.contains("2025/下达.yaml › 第3行") && !shown.contains("Z020"), "{shown}");
}

const DOCUMENTS: &str = "下达文件:
  - { 层级: 中央, 文件名称: 关于下达预算的通知, 文号: 财教〔2025〕92号 }
  - { 层级: 省级, 文件名称: 关于下达资金的通知, 文号: 新财教〔2025〕65号, 金额: 10930 }
";

/// Also where nothing else is wrong.
#[test]
fn what_is_pending_is_never_final() {
    let folder = YearFolder::example();
    folder.replace("文字.yaml", "一是公开发布申报通知", "一是〔待核〕发布申报通知");
    let said = said(&folder);
    assert!(said.len() == 1 && said[0].0 == "Z020" && said[0].1.contains(PENDING), "{said:#?}");
    draft(&folder);
    let entries = std::fs::read_dir(folder.root().join("output/2025")).unwrap();
    let names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    let drafts = names.iter().filter(|name| name.contains("（草稿）")).count();
    assert!(names.len() == 7 && drafts == 6 && names.contains(&"manifest.json".to_string()), "{names:?}");
}

/// A name that there is not is not taken for a value that could not be read.
#[test]
fn a_misspelt_placeholder_is_told_beside_another_error() {
    let folder = YearFolder::example();
    folder.set_cell("绩效指标.xlsx", "E3", "33个");
    folder.replace("文字.yaml", "{{ 数据.公示工作日 }}", "{{ 数据.公示工作曰 }}");
    let codes: Vec<String> = said(&folder).into_iter().map(|(code, _)| code).collect();
    assert!(codes.contains(&"Z201".into()) && codes.contains(&"Z020".into()) && codes.len() == 2, "{codes:?}");
    assert!(draft(&folder).iter().any(|item| text(item).contains("公示期不少于〔待核〕个工作日")));
}

/// ｛｛ … ｝｝ would be printed as it stands.
#[test]
fn braces_of_another_kind_are_told() {
    let folder = YearFolder::example();
    folder.replace("文字.yaml", "{{ 数据.公示工作日 }}", "｛｛ 数据.公示工作日 ｝｝");
    let said = said(&folder);
    assert!(said.len() == 1 && said[0].0 == "Z020", "{said:#?}");
    assert!(draft(&folder).iter().any(|item| text(item).contains("公示期不少于〔待核〕个工作日")));
}

/// Names of the output folder that say so.
fn outputs_with(folder: &YearFolder, words: &str) -> Vec<String> {
    let entries = std::fs::read_dir(folder.root().join("output/2025")).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names.filter(|name| name.contains(words)).collect();
    names.sort();
    names
}

/// 处理情况 in the checklist, comments and words in the draft: kept when the draft is made anew, and when the errors are
/// gone; told each time; also where the manifest is damaged. What nobody touched goes.
#[test]
fn what_people_wrote_into_a_draft_is_kept() {
    let folder = YearFolder::example();
    let edit = |ending: &str| std::fs::write(folder.output(ending), b"edited").unwrap();
    let kept = || outputs_with(&folder, "人工修改").len();
    let build = || String::from_utf8(ziping(folder.root(), &[]).stderr).unwrap();
    folder.replace("案例.yaml", "项目: 新疆科技安全预警关键技术研发", "项目: 无此项目");
    build();
    // Nobody wrote into these: nothing is kept of them.
    folder.replace("案例.yaml", "项目: 无此项目", "项目: 还是没有");
    build();
    assert_eq!(kept(), 0);
    edit("核对清单（草稿）.xlsx");
    edit("自评报告（草稿）.docx");
    folder.replace("案例.yaml", "项目: 还是没有", "项目: 仍然没有");
    let said = build();
    assert!(said.matches("Z046").count() == 2 && said.contains("处理情况") && said.contains("ziping absorb"), "{said}");
    assert_eq!(kept(), 2);
    let manifest = folder.output("manifest.json");
    let written: serde_json::Value = serde_json::from_slice(&std::fs::read(&manifest).unwrap()).unwrap();
    assert_eq!((written["outputs"].as_array().unwrap().len(), written["drafts"].as_array().unwrap().len()), (0, 6));
    // A damaged manifest says of nothing that it was made here.
    edit("自评表（草稿）.docx");
    std::fs::write(&manifest, "{ damaged").unwrap();
    folder.replace("案例.yaml", "项目: 仍然没有", "项目: 没有的");
    build();
    assert!(outputs_with(&folder, "自评表（草稿）（人工修改1）.docx").len() == 1);
    let before = kept();
    // The errors are gone, and with them the drafts that nobody touched.
    edit("核对清单（草稿）.xlsx");
    folder.replace("案例.yaml", "项目: 没有的", "项目: 新疆科技安全预警关键技术研发");
    let said = build();
    assert!(said.contains("Z046") && said.contains("核对清单（草稿）（人工修改3）.xlsx"), "{said}");
    assert_eq!(kept(), before + 1);
    let left = outputs_with(&folder, "（草稿）");
    assert!(left.iter().all(|name| name.contains("人工修改")), "{left:?}");
    // And that is all: the next run has nothing to do.
    let said = String::from_utf8(ziping(folder.root(), &[]).stdout).unwrap();
    assert!(said.contains("没有变化"), "{said}");
}

/// Final files keep what the manifest says of them while drafts stand beside them.
#[test]
fn drafts_beside_final_files_stand_in_the_manifest() {
    let folder = YearFolder::example();
    assert!(ziping(folder.root(), &[]).status.success());
    let read = || -> serde_json::Value {
        serde_json::from_slice(&std::fs::read(folder.output("manifest.json")).unwrap()).unwrap()
    };
    let first = read();
    assert!(first.get("drafts").is_none());
    folder.replace("案例.yaml", "项目: 新疆科技安全预警关键技术研发", "项目: 无此项目");
    assert_eq!(ziping(folder.root(), &[]).status.code(), Some(1));
    let second = read();
    assert_eq!((&second["outputs"], &second["inputs"]), (&first["outputs"], &first["inputs"]));
    assert_eq!(second["drafts"].as_array().unwrap().len(), 6);
    folder.replace("案例.yaml", "项目: 无此项目", "项目: 新疆科技安全预警关键技术研发");
    assert!(ziping(folder.root(), &[]).status.success());
    assert_eq!((read(), outputs_with(&folder, "（草稿）").len()), (first, 0));
}

/// A report under a new name of its region: the former one is not left beside it, unless somebody wrote in it.
#[test]
fn final_files_of_a_former_name_go() {
    let folder = YearFolder::example();
    let build = || {
        let run = ziping(folder.root(), &[]);
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    };
    build();
    std::fs::write(folder.output("自评报告.docx"), b"edited").unwrap();
    let region =
        |from: &str, to: &str| folder.replace("报告.yaml", &format!("  地区: {from}"), &format!("  地区: {to}"));
    region("新疆维吾尔自治区", "新疆自治区");
    build();
    let named = |words: &str| outputs_with(&folder, words).into_iter().filter(|name| name.contains("自评")).collect();
    let (former, new): (Vec<String>, Vec<String>) = (named("新疆维吾尔自治区"), named("新疆自治区"));
    assert!(former.len() == 1 && former[0].contains("人工修改"), "{former:?}");
    assert_eq!(new.len(), 5, "{new:?}");
}
