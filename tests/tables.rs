//! Tables of an office's own layout: widths from content, landscape pages.

mod common;
mod support;

use std::path::Path;
use std::process::Command;

use common::pdf_text::Pdf;
use support::YearFolder;
use ziping::document::{Block, Cell, ColumnWidths, Document, Orientation, Paragraph, Properties, Row, Section, Style};
use ziping::document::{Table, VerticalAlign};
use ziping::fonts::FontSet;
use ziping::layout::Layout;
use ziping::lines::fit;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The widths that `fit` gives a table of these rows, of which the columns without a width are flexible.
fn widths(given: &[Option<f32>], rows: &[&[&str]]) -> Vec<f32> {
    let layout = Layout::parse(include_str!("../layouts/公文.yaml")).unwrap();
    let fonts = FontSet::find(&layout, &Path::new(ROOT).join("fonts"), false).unwrap();
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
    };
    let table = Table {
        description: "表".into(),
        columns: ColumnWidths(given.iter().map(|width| width.unwrap_or_default()).collect()),
        flexible: (0..given.len()).filter(|&index| given[index].is_none()).collect(),
        rows: rows.iter().enumerate().map(row).collect(),
        smallest: None,
        together: false,
    };
    let mut document = Document {
        properties: Properties {
            title: "表".into(),
            author: "某省".into(),
            subject: "表".into(),
            keywords: Vec::new(),
            date: ziping::document::Date::new(2026, 3, 9).unwrap(),
        },
        sections: vec![Section { orientation: Orientation::Portrait, blocks: vec![Block::Table(table)] }],
        draft_mark: None,
    };
    fit(&mut document, &layout, &fonts);
    match &document.sections[0].blocks[0] {
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

#[test]
fn a_wide_table_lies_on_landscape_pages_and_the_report_goes_on_upright() {
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
    let path = layouts.join("资金安排情况表.yaml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("最小行高", "横排: true\n最小行高")).unwrap();
    let run = Command::new(env!("CARGO_BIN_EXE_ziping"))
        .current_dir(folder.root())
        .args(["--layouts", "版式", "--fonts"])
        .arg(Path::new(ROOT).join("fonts"))
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
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

    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(file("自评报告.docx"))).unwrap();
    let mut xml = String::new();
    std::io::Read::read_to_string(&mut archive.by_name("word/document.xml").unwrap(), &mut xml).unwrap();
    assert_eq!(xml.matches("<w:sectPr").count(), 3);
    assert_eq!(xml.matches("w:orient=\"landscape\"").count(), 1);
}
