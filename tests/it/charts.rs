//! The page of charts: off unless asked for, the same picture in both formats, lengths by the figures.

use std::io::{Cursor, Read};

use crate::common::pdf_text::Pdf;
use crate::support::{YearFolder, pdf_of, ziping};
use rust_decimal::Decimal;
use ziping::document::layout::{Layout, MM_PER_PT};
use ziping::document::{Bar, Block, Chart, Document, Mark, Orientation, Paragraph, Properties, Section, Style};
use ziping::render::docx;
use ziping::render::fonts::FontSet;
use ziping::render::format::Tools;
use ziping::render::lines::{LineSetter, fit};
use ziping::render::pages::pictures;

const TEMPLATE: &str = include_str!("../../layouts/公文.typ");

fn layout() -> Layout {
    Layout::parse(include_str!("../../layouts/公文.yaml")).unwrap()
}

fn fonts(layout: &Layout) -> FontSet {
    FontSet::find(layout, &std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts"), false).unwrap()
}

fn words(text: &str) -> Paragraph {
    Paragraph::new(Style::CellText, text)
}

fn bar(label: &str, value: Option<i64>) -> Bar {
    let shown = value.map_or("/".to_string(), |value| value.to_string());
    Bar { label: words(label), value: value.map(Decimal::from), words: words(&shown), hatched: value == Some(50) }
}

fn chart(bars: Vec<Bar>) -> Chart {
    let mark = Some(Mark { value: Decimal::from(100), words: words("指标值") });
    Chart { description: "甲一百，乙五十。".into(), bars, mark, longest: Decimal::from(200) }
}

fn document(chart: Chart) -> Document {
    Document {
        properties: Properties {
            title: "图".into(),
            author: "某省".into(),
            subject: "图".into(),
            keywords: Vec::new(),
            date: ziping::base::date::Date::new(2026, 3, 9).unwrap(),
        },
        sections: vec![Section {
            orientation: Orientation::Portrait,
            blocks: vec![Block::Paragraph(Paragraph::new(Style::TableTitle, "完成率")), Block::Chart(chart)],
        }],
        draft_mark: None,
    }
}

fn parts(docx: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(docx)).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut file = archive.by_index(index).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            (file.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

#[test]
fn bars_are_as_long_as_their_values() {
    let layout = layout();
    let fonts = fonts(&layout);
    let setter = LineSetter::new(&layout, &fonts);
    let chart = chart(vec![bar("甲", Some(100)), bar("乙", Some(50)), bar("丙", Some(400)), bar("丁", None)]);
    let drawing = setter.draw(&chart, 156.0 / MM_PER_PT);
    let full = (156.0 - layout.chart.label - layout.chart.words - 2.0 * layout.chart.inset) / MM_PER_PT;
    let widths: Vec<f64> = drawing.bars.iter().map(|bar| bar.width / full).collect();
    for (width, expected) in widths.iter().zip([0.5, 0.25, 1.0]) {
        assert!((width - expected).abs() < 1e-9, "{widths:?}");
    }
    assert_eq!(drawing.bars.len(), 3, "what has no value has no bar");
    assert_eq!(drawing.bars.iter().map(|bar| bar.cut).collect::<Vec<_>>(), [false, false, true]);
    let [base, mark] = drawing.rules.as_slice() else { panic!("{:?}", drawing.rules) };
    assert!(mark.dashed && (mark.x - base.x - full / 2.0).abs() < 1e-9);
    // No words begin left of the mark's line and end right of it.
    for words in drawing.words.iter().filter(|words| words.x > base.x && words.y > mark.top) {
        let end = words.x + words.paragraph.text().chars().count() as f64 * 5.25;
        assert!(words.x >= mark.x || end <= mark.x, "{words:?}");
    }
}

#[test]
fn both_formats_hold_the_chart_with_its_alternative_text() {
    let layout = layout();
    let fonts = fonts(&layout);
    let document = document(chart(vec![bar("甲", Some(100)), bar("乙", Some(50))]));
    let pdf_bytes = pdf_of(&document, &layout, TEMPLATE, &fonts).unwrap();
    let pdf = Pdf::read(&pdf_bytes);
    let figures: Vec<_> = pdf.elements().into_iter().filter(|element| element.tag == "Figure").collect();
    assert_eq!(figures.len(), 1, "{:?}", pdf.elements());
    assert_eq!(figures[0].text, "指标值甲100乙50");
    let alternative: Vec<u8> = "甲一百，乙五十。".encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert!(pdf.has_alternative(&[&[0xFE, 0xFF], alternative.as_slice()].concat()));

    let tools = Tools { layout: &layout, template: TEMPLATE, fonts: &fonts };
    let drawn = pictures(&document, &tools).unwrap();
    assert_eq!(drawn, pictures(&document, &tools).unwrap());
    assert!((drawn[0].width - 156.0 / MM_PER_PT).abs() < 0.01);
    let svg = String::from_utf8(drawn[0].svg.clone()).unwrap();
    assert!(!svg.contains("<text"), "glyphs are outlines: Word needs no font for them");
    let png = png::Decoder::new(Cursor::new(&drawn[0].png)).read_info().unwrap();
    assert_eq!(f64::from(png.info().width), (drawn[0].width * 300.0 / 72.0).round());

    let parts = parts(&docx::render(&document, &layout, &drawn).unwrap());
    let part = |name: &str| &parts.iter().find(|(part, _)| part == name).unwrap_or_else(|| panic!("no {name}")).1;
    assert_eq!(part("word/media/chart1.png"), &drawn[0].png);
    assert_eq!(part("word/media/chart1.svg"), &drawn[0].svg);
    let xml = String::from_utf8_lossy(part("word/document.xml")).into_owned();
    let links = String::from_utf8_lossy(part("word/_rels/document.xml.rels")).into_owned();
    for words in ["descr=\"甲一百，乙五十。\"", "r:embed=\"rIdPicture1png\"", "asvg:svgBlip"] {
        assert!(xml.contains(words), "{words}");
    }
    assert!(links.contains("media/chart1.png") && links.contains("media/chart1.svg"));
}

#[test]
fn a_chart_longer_than_a_page_goes_on_over_the_next() {
    let layout = layout();
    let fonts = fonts(&layout);
    let mut document = document(chart((0..90).map(|index| bar(&format!("第{index}项"), Some(index))).collect()));
    fit(&mut document, &layout, &fonts);
    let pdf = Pdf::read(&pdf_of(&document, &layout, TEMPLATE, &fonts).unwrap());
    let has =
        |page: &crate::common::pdf_text::Page, words: &str| page.lines().iter().any(|line| line.text.contains(words));
    let page_of = |words: &str| pdf.pages.iter().position(|page| has(page, words)).unwrap();
    assert_eq!((page_of("完成率"), page_of("第0项")), (0, 0));
    assert_eq!(page_of("第89项"), pdf.pages.len() - 1);
    assert!((2..=4).contains(&pdf.pages.len()), "{}", pdf.pages.len());
    let foot = 37.0 + 225.0;
    let lines: Vec<_> =
        pdf.pages.iter().flat_map(|page| page.lines()).filter(|line| line.text.contains('第')).collect();
    assert_eq!(lines.len(), 90, "every bar has its name");
    assert!(lines.iter().all(|line| line.y * MM_PER_PT < foot), "{lines:?}");
}

#[test]
fn the_report_has_charts_only_where_they_are_asked_for() {
    let built = |folder: &YearFolder| {
        let run = ziping(folder.root(), &[]);
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        let file = |ending: &str| std::fs::read(folder.output(ending)).unwrap();
        (Pdf::read(&file("自评报告.pdf")), parts(&file("自评报告.docx")))
    };
    let (plain, plain_docx) = built(&YearFolder::example());
    assert!(plain.elements().iter().all(|element| element.tag != "Figure"));
    assert!(plain_docx.iter().all(|(name, _)| !name.starts_with("word/media")));

    let folder = YearFolder::example();
    folder.replace("报告.yaml", "报告:\n", "报告:\n  图表: 有\n");
    let (charts, docx) = built(&folder);
    assert_eq!(charts.pages.len(), plain.pages.len() + 1);
    let last = charts.pages.last().unwrap().lines().iter().map(|line| line.text.as_str()).collect::<String>();
    // The directions' money and the unmet indicators' rates, as the report prints them.
    for words in ["3435万元，31项", "4686万元", "92.86%（39家）", "96.43%（27家）", "指标值"] {
        assert!(last.contains(words), "{words} in {last}");
    }
    let media = docx.iter().filter(|(name, _)| name.starts_with("word/media")).count();
    assert_eq!(media, 4, "two charts in two formats");
}
