//! 落款 and the covering letter, measured in the PDF and read in the .docx (GB/T 9704-2012, 7.3.4 and 7.3.5).

use crate::common::parts::part;
use crate::common::pdf_text::{Line, Page, Pdf};
use crate::support::{LETTER, YearFolder, ziping};

const PT: f64 = 25.4 / 72.0;
/// A character of body text with its spacing, in millimetres.
const CHARACTER: f64 = (16.0 - 0.25) * PT;
const RIGHT: f64 = 28.0 + 156.0;
const LEFT: f64 = 28.0;
const LINE: f64 = 28.95 * PT;
/// Character spacing after the last character, which the eye does not see, and rounding.
const NEAR: f64 = 0.2;

struct Built {
    pdf: Pdf,
    docx: String,
}

#[track_caller]
fn build(folder: &YearFolder) -> Built {
    let run = ziping(folder.root(), &[]);
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stdout));
    let file = |ending: &str| std::fs::read(folder.output(ending)).unwrap();
    Built { pdf: Pdf::read(&file("自评报告.pdf")), docx: part(&file("自评报告.docx"), "word/document.xml") }
}

fn signed(words: &str) -> YearFolder {
    let folder = YearFolder::example();
    folder.replace("报告.yaml", "  附件标识: 附件1\n", words);
    folder
}

/// The page that has the line, and the line.
#[track_caller]
fn find(pages: &[Page], text: &str) -> (usize, Line) {
    let mut found =
        pages.iter().enumerate().flat_map(|(index, page)| page.lines().into_iter().map(move |l| (index, l)));
    found.find(|(_, line)| line.text == text).unwrap_or_else(|| panic!("no line “{text}”"))
}

#[track_caller]
fn near(actual: f64, expected: f64) {
    assert!((actual - expected).abs() <= NEAR, "{actual} mm, not {expected} mm");
}

#[test]
fn without_a_seal_the_date_begins_two_characters_after_the_department() {
    let built = build(&signed("  署名: 新疆维吾尔自治区科学技术厅\n  印章: 无\n"));
    let (page, department) = find(&built.pdf.pages, "新疆维吾尔自治区科学技术厅");
    let (date_page, date) = find(&built.pdf.pages, "2026年3月31日");
    assert_eq!(page, date_page);
    near(department.right, RIGHT - 2.0 * CHARACTER);
    near(date.x, department.x + 2.0 * CHARACTER);
    near(date.y, department.y + LINE);
}

#[test]
fn a_date_longer_than_the_department_keeps_two_characters() {
    let built = build(&signed("  署名: 某厅\n  印章: 无\n"));
    let (_, department) = find(&built.pdf.pages, "某厅");
    let (_, date) = find(&built.pdf.pages, "2026年3月31日");
    near(date.right, RIGHT - 2.0 * CHARACTER);
    near(date.x, department.x + 2.0 * CHARACTER);
}

#[test]
fn under_a_seal_the_date_keeps_four_characters_and_the_department_is_centred() {
    let built = build(&signed("  署名: 新疆维吾尔自治区财政厅\n"));
    let (_, department) = find(&built.pdf.pages, "新疆维吾尔自治区财政厅");
    let (_, date) = find(&built.pdf.pages, "2026年3月31日");
    near(date.right, RIGHT - 4.0 * CHARACTER);
    near((department.x + department.right) / 2.0, (date.x + date.right) / 2.0);
    assert!(built.docx.contains(r#"w:val="SealedDate""#));
    // 4 × 15.75 pt in twentieths of a point.
    assert!(built.docx.contains(r#"w:right="1260""#), "no right indent of four characters");
}

/// The names of a row, with their left and right edges; what lies between them is one wide blank.
fn names(page: &Page, row: &str) -> Vec<(String, f64, f64)> {
    let line = page.lines().into_iter().find(|line| line.text == row).unwrap_or_else(|| panic!("no row “{row}”"));
    let mut runs: Vec<_> = page.runs.iter().filter(|run| (run.y - line.y).abs() < 0.1).collect();
    runs.sort_by(|a, b| a.x.total_cmp(&b.x));
    let named = runs.into_iter().filter(|run| run.text != "\u{3000}");
    named.map(|run| (run.text.clone(), run.x, run.x + run.width)).collect()
}

#[test]
fn departments_with_seals_stand_side_by_side_and_the_last_over_the_date() {
    let built = build(&signed("  署名: [新疆维吾尔自治区财政厅, 新疆维吾尔自治区科学技术厅]\n"));
    let row = "新疆维吾尔自治区财政厅\u{3000}新疆维吾尔自治区科学技术厅";
    let (page, date) = {
        let (page, date) = find(&built.pdf.pages, "2026年3月31日");
        (&built.pdf.pages[page], date)
    };
    let [(first, left, right), (second, next, end)] = names(page, row).try_into().unwrap();
    assert_eq!((first.as_str(), second.as_str()), ("新疆维吾尔自治区财政厅", "新疆维吾尔自治区科学技术厅"));
    assert!(left > LEFT && next - right >= CHARACTER - NEAR, "{left}, {right}, {next}");
    near((next + end) / 2.0, (date.x + date.right) / 2.0);
    near(date.right, RIGHT - 4.0 * CHARACTER);
    let centres = (next + end) / 2.0 - (left + right) / 2.0;
    assert!(centres > 42.0, "seals {centres} mm apart touch");
    // The blank's width is its spacing in Word.
    assert!(built.docx.contains("\u{3000}</w:t>"));
}

#[test]
fn at_most_three_departments_stand_in_a_row_and_rows_are_a_seal_apart() {
    let built = build(&signed("  署名: [甲厅, 乙厅, 丙厅, 丁厅, 戊厅]\n"));
    let (page, _) = find(&built.pdf.pages, "2026年3月31日");
    let page = &built.pdf.pages[page];
    let first = names(page, "甲厅\u{3000}乙厅\u{3000}丙厅");
    let second = names(page, "丁厅\u{3000}戊厅");
    // Columns: 丁 below 乙, 戊 below 丙.
    near(second[0].1, first[1].1);
    near(second[1].1, first[2].1);
    assert!(first[1].1 - first[0].1 > 42.0, "{first:?}");
    let line = |text: &str| page.lines().into_iter().find(|line| line.text.starts_with(text)).unwrap().y;
    near(line("丁厅") - line("甲厅"), 5.0 * LINE);
    near(line("2026年3月31日") - line("丁厅"), LINE);
}

#[test]
fn a_letter_with_a_red_head_has_its_rules_and_no_number_on_its_first_page() {
    let folder = YearFolder::example();
    folder.add_letter();
    folder.replace("报告.yaml", "    发文字号:", "    发文机关标志: 新疆维吾尔自治区财政厅\n    发文字号:");
    let built = build(&folder);
    let page = &built.pdf.pages[0];
    let (_, mark) = find(&built.pdf.pages[..1], "新疆维吾尔自治区财政厅");
    near((mark.x + mark.right) / 2.0, 105.0);
    // 10.1: top edge 30 mm from the paper's; the line's box is as high as its characters.
    assert!(mark.y - 0.88 * mark.size * PT >= 30.0 - 0.01, "{mark:?}");
    let rules: Vec<&[f64; 4]> = page.shapes.iter().filter(|shape| (shape[2] - shape[0] - 170.0).abs() < 0.1).collect();
    assert_eq!(rules.len(), 4, "{:?}", page.shapes);
    let weight = |rule: &[f64; 4]| rule[3] - rule[1];
    assert!(rules.iter().all(|rule| (rule[0] - 20.0).abs() < 0.1));
    near(rules[0][1], 30.0 + mark.size * PT + 4.0);
    assert!(weight(rules[0]) > weight(rules[1]) && rules[0][1] < rules[1][1], "heavy above light");
    assert!(weight(rules[2]) < weight(rules[3]) && rules[2][1] < rules[3][1], "light above heavy");
    near(rules[3][3], 297.0 - 20.0);
    // The number stands 7/8 of a character below the rule, and no page number on the first page only.
    let (_, number) = find(&built.pdf.pages[..1], "新财教函〔2026〕12号");
    near(number.y - 0.88 * 16.0 * PT - rules[1][3], 0.875 * 16.0 * PT);
    let numbered = |page: &Page| page.runs.iter().any(|run| run.artifact && run.text.contains('—'));
    assert!(!numbered(&built.pdf.pages[0]) && numbered(&built.pdf.pages[1]));
    assert!(built.docx.contains("<w:titlePg/>"));
    assert!(built.docx.contains(r#"<w:pStyle w:val="LetterMark"/>"#));
}

#[test]
fn a_signature_never_stands_alone_on_a_page() {
    // Letters of every length that brings their signature to a page's foot.
    for lines in 6..=15 {
        let folder = YearFolder::example();
        folder.add_letter();
        let body = "正文: 现将{{ 年度 }}年度绩效自评报告报上，请予审核。";
        let more: String = (0..lines).map(|index| format!("      第{index}段。\n")).collect();
        folder.replace("文字.yaml", body, &format!("正文: |\n{more}"));
        let pages = build(&folder).pdf.pages;
        let (page, _) = find(&pages[..2], "新疆维吾尔自治区财政厅");
        assert!(pages[page].lines().iter().any(|line| line.text.starts_with("附件：1.")), "{lines} lines");
        assert!(pages[page].lines().iter().any(|line| line.text == "2026年3月31日"));
        let last = format!("第{}段。", lines - 1);
        assert!(pages[page].lines().iter().any(|line| line.text == last), "{lines} lines: text above the 落款");
    }
}

#[test]
fn an_unsigned_report_has_no_date_on_paper() {
    let built = build(&YearFolder::example());
    let lines = built.pdf.pages.iter().flat_map(Page::lines);
    assert!(lines.into_iter().all(|line| line.text != "2026年3月31日"));
}

#[test]
fn a_letter_stands_before_the_report() {
    let folder = YearFolder::example();
    folder.add_letter();
    let built = build(&folder);
    let pages = &built.pdf.pages;
    let (_, number) = find(&pages[..1], "新财教函〔2026〕12号");
    near(number.right, RIGHT);
    let (_, addressee) = find(&pages[..1], "财政部、科技部：");
    near(addressee.x, LEFT);
    find(&pages[..1], "现将2025年度绩效自评报告报上，请予审核。");

    // 7.3.4: names hang from their first character, numbers stand below one another.
    let lines = pages[0].lines();
    let at = |start: &str| lines.iter().position(|line| line.text.starts_with(start)).unwrap();
    let (first, second) = (at("附件：1."), at("2.支持项目清单"));
    near(lines[first].x, LEFT + 2.0 * CHARACTER);
    near(lines[second].x, LEFT + 5.0 * CHARACTER);
    near(lines[first + 1].x, lines[second + 1].x);
    assert!(lines[first + 1].x > lines[second].x);

    // The report begins on its own page under the label that the letter gives it; pages are counted through.
    let (page, label) = find(pages, "附件1");
    assert_eq!(page, 1);
    near(label.x, LEFT);
    assert!(pages[1].runs.iter().any(|run| run.artifact && run.text.contains('2')));
}

#[test]
fn a_label_that_contradicts_the_letter_is_found() {
    let folder = signed(&format!("{}  附件标识: 附件2\n", LETTER));
    folder.replace("文字.yaml", "文字:\n", "文字:\n  函:\n    正文: 现报上。\n");
    let run = ziping(folder.root(), &["check", "--json"]);
    assert_ne!(run.status.code(), Some(0));
    let findings: Vec<serde_json::Value> = serde_json::from_slice(&run.stdout).unwrap();
    let found = findings.iter().find(|finding| finding["message"].as_str().unwrap().contains("附件标识")).unwrap();
    assert_eq!(found["expected"], "附件1（写了“函”，由附件说明定）");
    assert_eq!(found["actual"], "附件2");
    assert_eq!(found["hint"], "删去“附件标识”这一行就行。");
    // And so it is: the letter gives the label.
    folder.replace("报告.yaml", "  附件标识: 附件2\n", "");
    build(&folder);
}
