//! A draft shows its findings on the words concerned: comments in Word, marks and a list in the PDF.

use std::path::Path;

use crate::common::parts::{self, runs};
use crate::common::pdf_text::Pdf;
use crate::support::{YearFolder, ziping};

/// The example with a wrong amount in the project table and a doubled 文号.
fn draft() -> YearFolder {
    let folder = YearFolder::example();
    folder.set_number("资金安排表.xlsx", "D8", "85");
    folder.set_cell_of_second("资金执行.xlsx", "C5", "财教财教〔2025〕65号");
    let run = ziping(folder.root(), &["build"]);
    assert_eq!(run.status.code(), Some(1), "{}", String::from_utf8_lossy(&run.stderr));
    folder
}

fn part(path: &Path, name: &str) -> String {
    parts::part(&std::fs::read(path).unwrap(), name)
}

/// The words between a comment's start and its end.
fn anchor(document: &str, id: &str) -> String {
    let start = document.find(&format!("<w:commentRangeStart w:id=\"{id}\"/>")).unwrap();
    let end = document.find(&format!("<w:commentRangeEnd w:id=\"{id}\"/>")).unwrap();
    runs(&document[start..end]).collect()
}

/// The rows that the comments of a code stand in.
fn rows(report: &Path, code: &str) -> Vec<String> {
    let (document, comments) = (part(report, "word/document.xml"), part(report, "word/comments.xml"));
    let of_code = comments.split("<w:comment ").skip(1).filter(|comment| comment.contains(&format!(" {code}")));
    let row = |comment: &str| {
        let id = comment.split('"').nth(1).unwrap();
        let start = document.find(&format!("<w:commentRangeStart w:id=\"{id}\"/>")).unwrap();
        let row = document[..start].rfind("<w:tr>").max(document[..start].rfind("<w:tr ")).unwrap();
        let cells = document[row..].split("</w:tr>").next().unwrap().split("</w:tc>").map(|cell| runs(cell).collect());
        cells.collect::<Vec<String>>().join("|")
    };
    of_code.map(row).collect()
}

#[test]
fn a_total_that_does_not_add_up_is_marked_on_its_row() {
    let folder = YearFolder::example();
    folder.set_number("资金安排表.xlsx", "D11", "1555");
    ziping(folder.root(), &["build"]);
    let mut rows = rows(&folder.output("自评报告（草稿）.docx"), "Z101");
    rows.iter_mut().for_each(|row| *row = row.trim_end_matches('|').replace(' ', ""));
    assert_eq!(rows, ["总计|12330", "一、区域科技创新体系建设|4835", "（二）新上项目|4681"]);
}

/// Five cells with one fault are one finding; each of them bears it.
#[test]
fn every_place_of_a_grouped_finding_is_marked() {
    let folder = YearFolder::example();
    for cell in ["C8", "C11", "C12", "C13", "C14"] {
        folder.set_cell("资金安排表.xlsx", cell, "××大学");
    }
    folder.set_number("资金安排表.xlsx", "D8", "85");
    ziping(folder.root(), &["build"]);
    let report = folder.output("自评报告（草稿）.docx");
    let rows = rows(&report, "Z017");
    assert_eq!(rows.len(), 5, "{rows:#?}");
    assert!(rows.iter().all(|row| row.contains("××大学")), "{rows:#?}");
}

/// The words of each comment with what it stands on.
fn comments(report: &Path) -> Vec<(String, String)> {
    let (document, comments) = (part(report, "word/document.xml"), part(report, "word/comments.xml"));
    let words = |comment: &str| runs(comment).collect::<Vec<_>>().join("\n");
    let all = comments.split("<w:comment ").skip(1);
    all.map(|comment| (words(comment), anchor(&document, comment.split('"').nth(1).unwrap()))).collect()
}

#[test]
fn what_is_pending_says_what_it_lacks() {
    let folder = YearFolder::example();
    folder.clear_cell("绩效指标.xlsx", "E3");
    ziping(folder.root(), &["build"]);
    let report = folder.output("自评报告（草稿）.docx");
    // A line may break within it, its runs then differ in their spacing.
    let pending = runs(&part(&report, "word/document.xml")).collect::<String>().matches("〔待核〕").count();
    let comments = comments(&report);
    let on_pending: Vec<&String> =
        comments.iter().filter(|(_, anchor)| anchor == "〔待核〕").map(|(words, _)| words).collect();
    assert_eq!(on_pending.len(), pending, "{comments:#?}");
    let missing = "“指标.支持自由探索类基础研究项目数量.实际完成值”";
    for words in [
        "错误 Z009：".to_string(),
        format!("这里缺{missing}，“得分.总分”还定不下来"),
        format!("这里缺{missing}，“指标.支持自由探索类基础研究项目数量.完成率”还定不下来"),
    ] {
        assert!(on_pending.iter().any(|said| said.contains(&words)), "no {words} in {on_pending:#?}");
    }
    assert!(on_pending.iter().all(|said| said.contains("2025/绩效指标.xlsx › ")), "{on_pending:#?}");
}

#[test]
fn comments_stand_on_the_very_words() {
    let folder = draft();
    let report = folder.output("自评报告（草稿）.docx");
    let (document, comments) = (part(&report, "word/document.xml"), part(&report, "word/comments.xml"));
    let mut anchors = Vec::new();
    for comment in comments.split("<w:comment ").skip(1) {
        let id = comment.split('"').nth(1).unwrap();
        let code = &comment[comment.find(" Z").unwrap() + 1..][..4];
        anchors.push((code.to_string(), anchor(&document, id)));
        assert!(comment.contains(r#"w:author="自评核对" w:date="2026-03-31T00:00:00Z""#), "{comment}");
        assert_eq!(document.matches(&format!("<w:commentReference w:id=\"{id}\"/>")).count(), 1);
    }
    for (code, words) in [("Z101", "85"), ("Z104", "10930"), ("Z301", "财教财教〔2025〕65号")] {
        assert!(anchors.contains(&(code.into(), words.into())), "no {code} on {words}: {anchors:?}");
    }
    assert!(part(&report, "[Content_Types].xml").contains("/word/comments.xml"));
    assert!(part(&report, "word/_rels/document.xml.rels").contains("comments.xml"));
    // The next build gives the same bytes.
    let before = std::fs::read(&report).unwrap();
    ziping(folder.root(), &["build"]);
    assert!(std::fs::read(&report).unwrap() == before);
}

#[test]
fn the_pdf_lists_findings_with_their_page_and_marks_the_lines() {
    let folder = draft();
    let pdf = Pdf::read(&std::fs::read(folder.output("自评报告（草稿）.pdf")).unwrap());
    let elements = pdf.elements();
    let title = elements.iter().position(|element| element.text.contains("核对意见")).unwrap();
    let cells: Vec<&str> = elements[title + 1..].iter().map(|element| element.text.as_str()).collect();
    let row = cells.chunks(6).find(|row| row[1].contains("Z301")).unwrap_or_else(|| panic!("{cells:?}"));
    let page: usize = row[5].trim().parse().unwrap();
    assert!(row[3].contains("下达文件 › C5"), "{row:?}");
    let of_page = |tests: &dyn Fn(&crate::common::pdf_text::Run) -> bool| pdf.pages[page - 1].runs.iter().any(tests);
    let sign = format!("［{}］", row[0].trim());
    assert!(
        of_page(&|run| run.artifact && run.x < 28.0 && run.text.contains(row[0].trim())),
        "no {sign} in the margin"
    );
    assert!(of_page(&|run| run.text.contains("65")), "page {page}");
}

#[test]
fn a_final_document_has_neither() {
    let folder = YearFolder::example();
    assert!(ziping(folder.root(), &["build"]).status.success());
    let report = folder.output("自评报告.docx");
    assert!(!part(&report, "word/document.xml").contains("comment"));
    let pdf = Pdf::read(&std::fs::read(folder.output("自评报告.pdf")).unwrap());
    assert!(pdf.elements().iter().all(|element| !element.text.contains("核对意见")));
}

#[test]
fn what_has_no_place_in_the_report_stands_at_its_title() {
    let folder = YearFolder::example();
    folder.remove("绩效指标.xlsx");
    folder.copy("资金执行.xlsx", "绩效指标.xlsx");
    let run = ziping(folder.root(), &["build"]);
    // A draft without indicators: what is twice there stands at the title too.
    assert_eq!(run.status.code(), Some(1));
    assert!(part(&folder.output("自评报告（草稿）.docx"), "word/comments.xml").contains("Z008"));
    let folder = YearFolder::example();
    folder.replace("文字.yaml", "  其他问题:\n    审计监督:", "  其他问题:\n    审计监察:");
    assert_eq!(ziping(folder.root(), &["build"]).status.code(), Some(1));
    let report = folder.output("自评报告（草稿）.docx");
    let comments = part(&report, "word/comments.xml");
    let at = comments.find("Z022").unwrap();
    let start = comments[..at].rfind("<w:comment ").unwrap();
    let id = comments[start..].split('"').nth(1).unwrap();
    assert!(anchor(&part(&report, "word/document.xml"), id).contains("附件1"), "{comments}");
}
