//! The .docx, measured from its parts.

use crate::common::parts::part;
use ziping::base::date::Date;
use ziping::document::layout::Layout;
use ziping::document::{
    Block, Cell, ColumnWidths, Document, Orientation, Paragraph, Properties, Row, Section, Style, Table, VerticalAlign,
};
use ziping::render::docx::render;

fn layout() -> Layout {
    Layout::parse(include_str!("../../layouts/公文.yaml")).unwrap()
}

fn cell(text: &str, colspan: usize, rowspan: usize) -> Cell {
    let paragraphs = vec![Paragraph::new(Style::CellText, text)];
    Cell { paragraphs, colspan, rowspan, vertical_align: VerticalAlign::Middle, label: false }
}

fn row(cells: Vec<Cell>, header: bool) -> Row {
    Row { cells, header, keep_with_next: false, heads: 0, min_height: Some(7.0), air: 0.0, parted: false }
}

fn document(draft: Option<&str>) -> Document {
    let table = Table {
        description: "样表".into(),
        columns: ColumnWidths(vec![20.0, 60.0, 76.0]),
        flexible: Vec::new(),
        rows: vec![
            row(vec![cell("甲", 1, 1), cell("乙", 2, 1)], true),
            row(vec![cell("丙", 1, 2), cell("丁", 1, 1), cell("戊", 1, 1)], false),
            row(vec![cell("己", 1, 1), cell("庚", 1, 1)], false),
        ],
        smallest: None,
        together: false,
    };
    let paragraph = |style, text: &str| Block::Paragraph(Paragraph::new(style, text));
    let portrait = vec![
        paragraph(Style::Heading1, "一、标题"),
        paragraph(Style::Body, "正文<b>&“引号”\u{7}"),
        Block::Table(table.clone()),
        Block::PageBreak,
        paragraph(Style::AttachmentLabel, "附件"),
    ];
    Document {
        properties: Properties {
            title: "题名".into(),
            author: "作者".into(),
            subject: "主题".into(),
            keywords: vec!["词".into()],
            date: Date::new(2026, 3, 31).unwrap(),
        },
        sections: vec![
            Section { orientation: Orientation::Portrait, blocks: portrait },
            Section { orientation: Orientation::Landscape, blocks: vec![Block::Table(table)] },
        ],
        draft_mark: draft.map(str::to_string),
    }
}

#[track_caller]
fn has(xml: &str, wanted: &str) {
    assert!(xml.contains(wanted), "no {wanted} in {xml}");
}

/// The style's element.
fn style(styles: &str, id: &str) -> String {
    let start = styles.find(&format!("w:styleId=\"{id}\"")).unwrap();
    styles[start..start + styles[start..].find("</w:style>").unwrap()].to_string()
}

#[test]
fn pages_have_the_official_size_margins_and_grid() {
    let document_xml = part(&render(&document(None), &layout(), &[]).unwrap(), "word/document.xml");
    // 210 × 297 mm; 37, 26, 35 and 28 mm; in twentieths of a point.
    has(&document_xml, r#"<w:pgSz w:w="11906" w:h="16838"/>"#);
    has(&document_xml, r#"<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587""#);
    has(&document_xml, r#"<w:docGrid w:linePitch="579"/>"#);
    has(&document_xml, r#"<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>"#);
    assert_eq!(document_xml.matches("<w:sectPr>").count(), 2);
}

#[test]
fn styles_carry_the_layout() {
    let styles = part(&render(&document(None), &layout(), &[]).unwrap(), "word/styles.xml");
    let body = style(&styles, "ReportBody");
    has(&body, r#"w:eastAsia="仿宋_GB2312""#);
    has(&body, r#"w:ascii="Times New Roman""#);
    has(&body, r#"<w:sz w:val="32"/>"#);
    has(&body, r#"w:line="579" w:lineRule="exact""#);
    has(&body, r#"w:firstLine="630""#);
    has(&body, r#"<w:jc w:val="both"/>"#);
    let heading = style(&styles, "Heading2");
    has(&heading, r#"<w:name w:val="heading 2"/>"#);
    has(&heading, r#"w:eastAsia="楷体_GB2312""#);
    has(&heading, r#"<w:outlineLvl w:val="1"/>"#);
    has(&heading, "<w:keepNext/>");
    let title = style(&styles, "ReportTitle");
    has(&title, r#"w:eastAsia="方正小标宋简体""#);
    has(&title, r#"<w:sz w:val="44"/>"#);
    assert_eq!(styles.matches("w:default=\"1\"").count(), 1);
    // Besides: Normal, the page number's and that of what LibreOffice breaks as Chinese.
    assert_eq!(styles.matches("w:styleId=").count(), Style::ALL.len() + 3);
    assert!(!styles.contains("Theme"));
}

#[test]
fn the_characters_of_a_line_can_be_a_grid_of_the_section() {
    let mut layout = layout();
    layout.grid.in_section = true;
    let bytes = render(&document(None), &layout, &[]).unwrap();
    // -0.25 pt in 4096ths: 28 characters of 15.75 pt.
    has(
        &part(&bytes, "word/document.xml"),
        r#"<w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="-1024"/>"#,
    );
    let styles = part(&bytes, "word/styles.xml");
    has(&style(&styles, "ReportBody"), r#"<w:spacing w:val="0"/>"#);
    // What has a spacing of its own, such as a table's text, stands outside the grid.
    has(&style(&styles, "CellText"), r#"<w:snapToGrid w:val="0"/><w:spacing w:val="0"/>"#);
    assert!(!style(&styles, "ReportBody").contains(r#"<w:rPr><w:snapToGrid"#));
}

#[test]
fn page_numbers_stand_outside() {
    let bytes = render(&document(None), &layout(), &[]).unwrap();
    let (odd, even) = (part(&bytes, "word/footer1.xml"), part(&bytes, "word/footer2.xml"));
    has(&odd, r#"<w:ind w:right="280"/><w:jc w:val="right"/>"#);
    has(&even, r#"<w:ind w:left="280"/><w:jc w:val="left"/>"#);
    for footer in [&odd, &even] {
        has(footer, "<w:instrText xml:space=\"preserve\"> PAGE </w:instrText>");
        has(footer, "— ");
    }
    has(&part(&bytes, "word/settings.xml"), "<w:evenAndOddHeaders/>");
    let mut centred = layout();
    centred.page_number.place = ziping::document::layout::PageNumberPlace::Centred;
    has(&part(&render(&document(None), &centred, &[]).unwrap(), "word/footer2.xml"), r#"<w:jc w:val="center"/>"#);
}

#[test]
fn tables_span_repeat_their_head_and_do_not_split() {
    let xml = part(&render(&document(None), &layout(), &[]).unwrap(), "word/document.xml");
    assert_eq!(xml.matches("<w:tblHeader/>").count(), 2, "one head row in each table");
    assert_eq!(xml.matches("<w:cantSplit/>").count(), 6);
    assert_eq!(xml.matches(r#"<w:gridSpan w:val="2"/>"#).count(), 2);
    assert_eq!(xml.matches(r#"<w:vMerge w:val="restart"/>"#).count(), 2);
    assert_eq!(xml.matches(r#"<w:vMerge w:val="continue"/>"#).count(), 2);
    has(&xml, r#"<w:gridCol w:w="1134"/><w:gridCol w:w="3402"/><w:gridCol w:w="4309"/>"#);
    has(&xml, r#"<w:tblLayout w:type="fixed"/>"#);
    has(&xml, "<w:pageBreakBefore/>");
}

#[test]
fn text_is_data() {
    let xml = part(&render(&document(None), &layout(), &[]).unwrap(), "word/document.xml");
    has(&xml, "正文&lt;b&gt;&amp;</w:t>");
}

#[test]
fn quotation_marks_and_dashes_are_never_taken_from_the_latin_font() {
    let xml = part(&render(&document(None), &layout(), &[]).unwrap(), "word/document.xml");
    let (before, _) = xml.split_once("<w:t xml:space=\"preserve\">“</w:t>").unwrap();
    let fonts = &before[before.rfind("<w:rFonts").unwrap()..];
    for name in ["w:ascii", "w:hAnsi", "w:eastAsia"] {
        has(fonts, &format!("{name}=\"仿宋_GB2312\""));
    }
    has(fonts, r#"w:hint="eastAsia""#);
}

#[test]
fn properties_come_from_the_document() {
    let bytes = render(&document(None), &layout(), &[]).unwrap();
    let core = part(&bytes, "docProps/core.xml");
    for wanted in ["<dc:title>题名<", "<dc:creator>作者<", "<dc:subject>主题<", "2026-03-31T00:00:00Z"] {
        has(&core, wanted);
    }
}

#[test]
fn a_draft_says_so_in_both_headers() {
    let bytes = render(&document(Some("草稿：有1处错误")), &layout(), &[]).unwrap();
    for name in ["word/header1.xml", "word/header2.xml"] {
        has(&part(&bytes, name), "草稿：有1处错误");
    }
}

#[test]
fn children_stand_in_the_schemas_order() {
    let xml = part(&render(&document(None), &layout(), &[]).unwrap(), "word/document.xml");
    for properties in xml.split("<w:tcPr>").skip(1) {
        let properties = &properties[..properties.find("</w:tcPr>").unwrap()];
        let places: Vec<usize> =
            ["w:tcW", "w:gridSpan", "w:vMerge", "w:vAlign"].iter().filter_map(|name| properties.find(name)).collect();
        assert!(places.is_sorted(), "{properties}");
    }
    assert!(!xml.contains("w14:") && !xml.contains("<w:rPr/>"));
}

#[test]
fn the_same_bytes_again_and_in_threads() {
    let wanted = render(&document(None), &layout(), &[]).unwrap();
    assert!(wanted == render(&document(None), &layout(), &[]).unwrap());
    std::thread::scope(|scope| {
        let threads: Vec<_> =
            (0..4).map(|_| scope.spawn(|| render(&document(None), &layout(), &[]).unwrap())).collect();
        for thread in threads {
            assert!(thread.join().unwrap() == wanted);
        }
    });
}
