//! Tables of an office's own layout: widths from content, landscape pages.

use std::path::Path;
use std::process::Command;

use crate::common::parts;
use crate::common::pdf_text::{Page, Pdf};
use crate::support::YearFolder;
use ziping::document::layout::Layout;
use ziping::document::{Block, Cell, ColumnWidths, Document, Orientation, Paragraph, Properties, Row, Section, Style};
use ziping::document::{Table, VerticalAlign};
use ziping::render::fonts::FontSet;
use ziping::render::lines::fit;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A document of this table alone, as it is set.
fn fitted(table: Table) -> Document {
    let layout = Layout::parse(include_str!("../../layouts/公文.yaml")).unwrap();
    let fonts = FontSet::find(&layout, &Path::new(ROOT).join("fonts"), false).unwrap();
    let (title, author, subject) = ("表".into(), "某省".into(), "表".into());
    let date = ziping::base::date::Date::new(2026, 3, 9).unwrap();
    let mut document = Document {
        properties: Properties { title, author, subject, keywords: Vec::new(), date },
        sections: vec![Section { orientation: Orientation::Portrait, blocks: vec![Block::Table(table)] }],
        draft_mark: None,
    };
    fit(&mut document, &layout, &fonts);
    document
}

/// A table of these rows, of which the columns without a width are flexible.
fn table(given: &[Option<f32>], rows: &[&[&str]]) -> Table {
    let cell = |text: &&str| Cell {
        paragraphs: vec![Paragraph::new(Style::CellText, text)],
        colspan: 1,
        rowspan: 1,
        vertical_align: VerticalAlign::Middle,
        label: false,
    };
    let row = |(index, texts): (usize, &&[&str])| Row {
        cells: texts.iter().map(cell).collect(),
        header: index == 0,
        keep_with_next: false,
        heads: 0,
        min_height: None,
        air: 0.0,
        parted: false,
    };
    Table {
        description: "表".into(),
        columns: ColumnWidths(given.iter().map(|width| width.unwrap_or_default()).collect()),
        flexible: (0..given.len()).filter(|&index| given[index].is_none()).collect(),
        rows: rows.iter().enumerate().map(row).collect(),
        smallest: None,
        together: false,
    }
}

/// The widths that `fit` gives it.
fn widths(given: &[Option<f32>], rows: &[&[&str]]) -> Vec<f32> {
    match &fitted(table(given, rows)).sections[0].blocks[0] {
        Block::Table(table) => table.columns.0.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn columns_are_as_wide_as_their_content_wants() {
    let long = "面向戈壁果园的苹果采摘机器人关键技术研究与应用示范工程及其在南疆四地州的推广";
    let rows: &[&[&str]] = &[&["序号", "项目名称", "申报单位", "金额"], &["1", long, "新疆大学", "137"]];
    let widths = widths(&[None, None, None, Some(20.0)], rows);
    assert!((widths.iter().sum::<f32>() - 156.0).abs() < 0.01, "{widths:?}");
    assert_eq!(widths[3], 20.0, "a given width is kept");
    assert!(widths[1] > 2.0 * widths[2] && widths[2] > widths[0], "{widths:?}");
    // A head is not broken: two or four characters of 10.5 pt, and the insets.
    let head = |characters: f32| characters * 10.5 * 25.4 / 72.0 + 2.4;
    assert!(widths[0] >= head(2.0) - 0.01 && widths[2] >= head(4.0) - 0.01, "{widths:?}");
}

#[test]
fn like_columns_get_like_widths() {
    let widths = widths(&[None, None], &[&["甲乙", "丙丁"], &["戊己庚辛", "壬癸子丑"]]);
    assert!((widths[0] - 78.0).abs() < 1.0 && (widths[1] - 78.0).abs() < 1.0, "{widths:?}");
}

/// Builds the example with layouts of its own.
fn build_with(edit: impl FnOnce(&Path)) -> YearFolder {
    let folder = YearFolder::example();
    let layouts = folder.root().join("版式");
    std::fs::create_dir(&layouts).unwrap();
    for entry in std::fs::read_dir(Path::new(ROOT).join("layouts"))
        .unwrap()
        .map(Result::unwrap)
        .filter(|entry| entry.path().is_file())
    {
        std::fs::copy(entry.path(), layouts.join(entry.file_name())).unwrap();
    }
    edit(&layouts);
    let run = Command::new(env!("CARGO_BIN_EXE_ziping"))
        .current_dir(folder.root())
        .args(["--layouts", "版式", "--fonts"])
        .arg(Path::new(ROOT).join("fonts"))
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    folder
}

#[track_caller]
fn replace(path: &Path, from: &str, to: &str) {
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.contains(from));
    std::fs::write(path, text.replacen(from, to, 1)).unwrap();
}

#[test]
fn a_wide_table_lies_on_landscape_pages_and_the_report_goes_on_upright() {
    let folder =
        build_with(|layouts| replace(&layouts.join("资金安排情况表.yaml"), "最小行高", "横排: true\n最小行高"));
    let file = |ending: &str| std::fs::read(folder.output(ending)).unwrap();
    let pdf = Pdf::read(&file("自评报告.pdf"));
    let wide: Vec<usize> =
        (0..pdf.pages.len()).filter(|&page| pdf.pages[page].width > pdf.pages[page].height).collect();
    assert!(wide.len() > 5, "{wide:?}");
    assert_eq!(wide.last().unwrap() - wide[0] + 1, wide.len(), "one run of pages: {wide:?}");
    assert!(wide[0] > 0 && *wide.last().unwrap() < pdf.pages.len() - 1);
    for &page in &wide {
        let number = pdf.pages[page].runs.iter().find(|run| run.artifact && run.text.contains('—')).unwrap();
        assert!(number.direction.0.abs() < 0.01, "clause 8: the number is turned with the page: {number:?}");
        assert!(!pdf.pages[page].find("序号").is_empty(), "the head is repeated");
    }
    let blank = pdf.pages.iter().position(|page| page.runs.iter().all(|run| run.artifact));
    assert_eq!(blank, None, "no empty page where the paper turns");

    let xml = parts::part(&file("自评报告.docx"), "word/document.xml");
    assert_eq!(xml.matches("<w:sectPr").count(), 3);
    assert_eq!(xml.matches("w:orient=\"landscape\"").count(), 1);
}

/// A part of the report's .docx.
fn part(folder: &YearFolder, name: &str) -> String {
    parts::part(&std::fs::read(folder.output("自评报告.docx")).unwrap(), name)
}

#[test]
fn what_names_a_landscape_table_stands_on_its_page() {
    let attachment = "@换页\n@标识 附件\n@表 区域绩效目标自评表\n";
    let form = |label: &str| attachment.replace("附件\n", &format!("{label}\n"));
    // In the order in which they stand.
    let listed = |outline: &Path, [first, second]: [&str; 2]| {
        let own = "@附件说明 附件：{{ 资金名称 }}区域绩效目标自评表\n";
        replace(outline, own, &format!("@附件说明 附件：1.{first}\n@附件说明续 2.{second}\n"));
    };
    let names = ["{{ 资金名称 }}区域绩效目标自评表", "项目清单"];
    // By the table's own layout, and by the outline's page break.
    let by_table = build_with(|layouts| {
        replace(&layouts.join("资金安排情况表.yaml"), "最小行高", "横排: true\n最小行高");
        let list = format!("{}@换页\n@标识 附件2\n@标题 项目｜清单\n@表 资金安排情况表\n", form("附件1"));
        let outline = layouts.join("自评报告.md");
        replace(&outline, "@表 资金安排情况表\n", "");
        replace(&outline, attachment, &list);
        listed(&outline, names);
    });
    let by_outline = build_with(|layouts| {
        let list = format!("@换页 横排\n@标识 附件1\n@标题 项目｜清单\n@表 资金安排情况表\n{}", form("附件2"));
        let outline = layouts.join("自评报告.md");
        replace(&outline, "@表 资金安排情况表\n", "");
        replace(&outline, attachment, &list);
        listed(&outline, [names[1], names[0]]);
    });
    for (folder, label) in [(by_table, "附件2"), (by_outline, "附件1")] {
        let pdf = Pdf::read(&std::fs::read(folder.output("自评报告.pdf")).unwrap());
        // The report is 附件1 of something else itself.
        let is_labelled = |page: &&Page| page.lines().iter().any(|line| line.text == label);
        let page = pdf.pages.iter().rfind(is_labelled).unwrap();
        assert!(page.width > page.height, "{label} stands on a landscape page");
        assert!(!page.find("项目清单").is_empty() && !page.find("序号").is_empty());
        assert_eq!(pdf.pages.iter().position(|page| page.runs.iter().all(|run| run.artifact)), None, "an empty page");
        // Word has the number where the PDF has it.
        let document = part(&folder, "word/document.xml");
        let sections: Vec<&str> = document.split("<w:sectPr>").skip(1).collect();
        let turned = sections.iter().find(|section| section.contains("landscape")).unwrap();
        assert!(turned.contains(r#"w:type="default" r:id="rId-footer4""#), "{turned}");
        assert!(turned.contains(r#"w:type="even" r:id="rId-footer5""#), "{turned}");
        let footer = part(&folder, "word/footer4.xml");
        assert!(footer.contains(r#"<w:textDirection w:val="tbRl"/>"#) && footer.contains(r#"w:horzAnchor="page""#));
    }
}

#[test]
fn labels_are_broken_between_words_whatever_width_their_column_was_given() {
    let folder = build_with(|layouts| {
        replace(&layouts.join("自评表.yaml"), "列宽: [8, 10, 18, 30, 25, 25, 40]", "列宽: [8, 11, 14, 33, 25, 25, 40]")
    });
    let pdf = Pdf::read(&std::fs::read(folder.output("自评报告.pdf")).unwrap());
    for page in &pdf.pages {
        for torn in ["满意", "度指", "度指标", "服务", "益指标"] {
            assert!(page.runs.iter().all(|run| run.text != torn), "{torn}");
        }
    }
}

#[test]
fn a_column_gives_way_where_a_cell_of_its_neighbour_would_end_with_a_lone_character() {
    // Nine characters of 10.5 pt need 35.8 mm.
    let rows: &[&[&str]] = &[&["名称", "单位"], &["支持自由探索类研究", "某大学"]];
    let widths = widths(&[Some(34.0), Some(40.0)], rows);
    assert!(widths[0] >= 35.8 && (widths[0] + widths[1] - 74.0).abs() < 0.01, "{widths:?}");
    let rows: &[&[&str]] = &[&["名称", "单位"], &["支持自由探索类", "某大学"]];
    assert_eq!(self::widths(&[Some(34.0), Some(40.0)], rows), [34.0, 40.0], "given widths are kept");
}

#[test]
fn a_column_of_long_texts_gets_what_others_do_not_need() {
    let long = "国".repeat(120);
    let rows: &[&[&str]] = &[&["原因", "得分", "说明"], &[&long, "4.2", "无"]];
    // No column may give more than 10 mm.
    let widths = self::widths(&[Some(30.0), Some(20.0), Some(40.0)], rows);
    assert!(widths[0] >= 45.0 && (widths.iter().sum::<f32>() - 90.0).abs() < 0.01, "{widths:?}");
    // A few lines are no reason.
    let short = "国".repeat(30);
    let rows: &[&[&str]] = &[&["原因", "得分", "说明"], &[&short, "4.2", "无"]];
    assert_eq!(self::widths(&[Some(30.0), Some(20.0), Some(40.0)], rows), [30.0, 20.0, 40.0]);
}

#[test]
fn only_a_row_higher_than_a_page_is_parted() {
    // Ten characters a line: 40 lines of 15 points, and 60.
    let [page, more] = [400, 600].map(|characters| "国".repeat(characters));
    let document = fitted(table(&[Some(40.0)], &[&["原因"], &[&page], &[&more]]));
    let layout = Layout::parse(include_str!("../../layouts/公文.yaml")).unwrap();
    let word = ziping::render::docx::render(&document, &layout, &[]).unwrap();
    let xml = parts::part(&word, "word/document.xml");
    assert_eq!(xml.matches("<w:cantSplit").count(), 2, "the head, and the row that fits");
    assert_eq!(xml.matches(r#"<w:vAlign w:val="top"/>"#).count(), 1);
}
