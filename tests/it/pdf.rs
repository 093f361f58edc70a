//! The PDF as a reader finds it: page, grid, fonts, page numbers, tables, structure, and the same bytes each time.

use std::path::Path;
use std::sync::LazyLock;

use crate::common::content::header_cells;
use crate::common::pdf_text::{Line, Page, Pdf, Run};
use crate::support::pdf_of as render;
use typst::layout::Abs;
use typst::text::{FontVariant, FontVariations};
use ziping::base::date::Date;
use ziping::document::layout::{Layout, MM_PER_PT, PageNumberPlace};
use ziping::document::{
    Block, Cell, ColumnWidths, Document, Orientation, Paragraph, Properties, Row, Section, Style, Table, VerticalAlign,
};
use ziping::render::fonts::FontSet;

const LAYOUT: &str = include_str!("../../layouts/公文.yaml");
const TEMPLATE: &str = include_str!("../../layouts/公文.typ");

static SHIPPED: LazyLock<Layout> = LazyLock::new(|| Layout::parse(LAYOUT).unwrap());
static FONTS: LazyLock<FontSet> = LazyLock::new(|| find_fonts(&SHIPPED));

fn find_fonts(layout: &Layout) -> FontSet {
    FontSet::find(layout, &Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts"), false).unwrap()
}

fn document(sections: Vec<Section>) -> Document {
    Document {
        properties: Properties {
            title: "转移支付绩效自评报告".into(),
            author: "某省科学技术厅".into(),
            subject: "2025年度绩效自评".into(),
            keywords: vec!["绩效".into(), "自评".into()],
            date: Date::new(2026, 3, 9).unwrap(),
        },
        sections,
        draft_mark: None,
    }
}

fn portrait(blocks: Vec<Block>) -> Section {
    Section { orientation: Orientation::Portrait, blocks }
}

fn landscape(blocks: Vec<Block>) -> Section {
    Section { orientation: Orientation::Landscape, blocks }
}

fn paragraph(style: Style, text: &str) -> Block {
    Block::Paragraph(Paragraph::new(style, text))
}

fn cell(style: Style, text: &str) -> Cell {
    Cell {
        paragraphs: vec![Paragraph::new(style, text)],
        colspan: 1,
        rowspan: 1,
        vertical_align: VerticalAlign::Middle,
        label: false,
    }
}

fn row(cells: Vec<Cell>) -> Row {
    Row { cells, header: false, keep_with_next: false, heads: 0, min_height: None, air: 0.0, parted: false }
}

fn table(widths: &[f32], rows: Vec<Row>) -> Block {
    let columns = ColumnWidths(widths.to_vec());
    Block::Table(Table {
        description: "项目清单".into(),
        columns,
        flexible: Vec::new(),
        rows,
        smallest: None,
        together: false,
    })
}

fn pdf(document: &Document) -> Pdf {
    Pdf::read(&render(document, &SHIPPED, TEMPLATE, &FONTS).unwrap())
}

/// Paragraphs of plain Hanzi that fill pages.
fn hanzi(characters: usize) -> String {
    "天地玄黄宇宙洪荒日月盈昃辰宿列张".chars().cycle().take(characters).collect()
}

#[track_caller]
fn near(actual: f64, expected: f64, tolerance: f64) {
    assert!((actual - expected).abs() <= tolerance, "{actual} is not near {expected}");
}

// ---- page and grid ----

#[test]
fn pages_have_the_sections_size_and_type_area() {
    let body = || vec![paragraph(Style::TableNote, "甲")];
    let pdf = pdf(&document(vec![portrait(body()), landscape(body()), portrait(body())]));
    let sizes: Vec<(f64, f64)> = pdf.pages.iter().map(|page| (page.width.round(), page.height.round())).collect();
    assert_eq!(sizes, [(210.0, 297.0), (297.0, 210.0), (210.0, 297.0)]);
    for (page, spec) in pdf.pages.iter().zip([&SHIPPED.portrait, &SHIPPED.landscape, &SHIPPED.portrait]) {
        near(page.lines()[0].x, spec.left, 0.05);
        assert!(page.lines()[0].y > spec.top && page.lines()[0].y < spec.top + 16.0 * MM_PER_PT);
    }
}

#[test]
fn a_full_page_has_22_lines_of_28_characters() {
    let pdf = pdf(&document(vec![portrait(vec![paragraph(Style::Body, &hanzi(28 * 22 * 3 - 2))])]));
    assert_eq!(pdf.pages.len(), 3);
    for (index, page) in pdf.pages.iter().enumerate() {
        let lines = page.lines();
        let counts: Vec<usize> = lines.iter().map(|line| line.text.chars().count()).collect();
        let mut expected = vec![28; 22];
        if index == 0 {
            expected[0] = 26;
        }
        assert_eq!(counts, expected, "page {}", index + 1);
        for pair in lines.windows(2) {
            near((pair[1].y - pair[0].y) / MM_PER_PT, SHIPPED.grid.line_pitch, 0.01);
        }
        for line in &lines[1..] {
            near(line.x, 28.0, 0.05);
        }
        // The paragraph's last line keeps its own spacing.
        let (justified, last) = if index == 2 { lines.split_at(21) } else { lines.split_at(22) };
        justified.iter().for_each(|line| near(line.right, 28.0 + 156.0, 0.1));
        last.iter().for_each(|line| near(line.right, 28.0 + 28.0 * 15.75 * MM_PER_PT, 0.1));
        let last = lines.last().unwrap();
        assert!(last.y < 297.0 - 35.0, "the last line's baseline at {} mm", last.y);
    }
}

#[test]
fn first_lines_are_two_characters_in() {
    let pdf = pdf(&document(vec![portrait(vec![
        paragraph(Style::Heading1, "一、标题"),
        paragraph(Style::Heading2, "（一）标题"),
        paragraph(Style::Body, &hanzi(40)),
    ])]));
    let lines = pdf.pages[0].lines();
    let two = 2.0 * (16.0 + SHIPPED.grid.tracking) * MM_PER_PT;
    for line in [&lines[0], &lines[2]] {
        near(line.x, 28.0 + two, 0.05);
    }
    // The opening bracket's left half is blank and may be cut off at a line's start, but not here.
    near(lines[1].x, 28.0 + two, 0.05);
    near(lines[3].x, 28.0, 0.05);
}

#[test]
fn an_attachment_list_hangs_by_its_label() {
    let text = format!("附件：1. {}", hanzi(60));
    let pdf =
        pdf(&document(vec![portrait(vec![paragraph(Style::Body, "正文"), paragraph(Style::AttachmentList, &text)])]));
    let lines = pdf.pages[0].lines();
    let character = (16.0 + SHIPPED.grid.tracking) * MM_PER_PT;
    near(lines[1].x, 28.0 + 2.0 * character, 0.05);
    near(lines[2].x, 28.0 + 5.0 * character, 0.05);
    near((lines[1].y - lines[0].y) / MM_PER_PT, 2.0 * SHIPPED.grid.line_pitch, 0.01);
}

#[test]
fn an_attachments_title_stands_on_the_third_line() {
    let pdf = pdf(&document(vec![portrait(vec![
        paragraph(Style::Body, "正文"),
        Block::PageBreak,
        paragraph(Style::AttachmentLabel, "附件"),
        paragraph(Style::Title, "自评表标题"),
    ])]));
    let lines = pdf.pages[1].lines();
    near(lines[0].x, 28.0, 0.05);
    let third_line = 37.0 + 2.0 * SHIPPED.grid.line_pitch * MM_PER_PT;
    assert!(lines[1].y > third_line && lines[1].y < third_line + 34.0 * MM_PER_PT);
    near((lines[1].x + lines[1].right) / 2.0, 28.0 + 156.0 / 2.0, 0.1);
}

#[test]
fn a_heading_is_not_left_at_a_pages_foot() {
    let blocks = vec![
        paragraph(Style::Body, &hanzi(28 * 20 - 2)),
        paragraph(Style::Heading1, "一、标题"),
        paragraph(Style::Heading2, "（一）标题"),
        paragraph(Style::Body, "正文"),
    ];
    let pdf = pdf(&document(vec![portrait(blocks)]));
    assert_eq!(pdf.pages[0].lines().len(), 20);
    assert_eq!(pdf.pages[1].lines()[0].text, "一、标题");
}

#[test]
fn no_page_begins_or_ends_with_a_lone_line_of_a_paragraph() {
    let lines_of_pages = |paragraphs: &[usize], layout: &Layout| {
        let blocks = paragraphs.iter().map(|lines| paragraph(Style::Body, &hanzi(28 * lines - 2))).collect();
        let bytes = render(&document(vec![portrait(blocks)]), layout, TEMPLATE, &FONTS).unwrap();
        Pdf::read(&bytes).pages.iter().map(|page| page.lines().len()).collect::<Vec<_>>()
    };
    // The last line would stand alone, the first line would.
    assert_eq!(lines_of_pages(&[19, 4], &SHIPPED), [21, 2]);
    assert_eq!(lines_of_pages(&[21, 4], &SHIPPED), [21, 4]);
    assert_eq!(lines_of_pages(&[20, 3], &SHIPPED), [20, 3]);
    assert_eq!(lines_of_pages(&[20, 4], &SHIPPED), [22, 2]);
    let mut layout = SHIPPED.clone();
    layout.line_breaking.no_lone_lines = false;
    assert_eq!(lines_of_pages(&[21, 2], &layout), [22, 1]);
}

#[test]
fn only_the_last_lines_of_a_long_paragraph_go_to_the_next_page_with_what_they_keep_company() {
    for (before, pages) in [(14, [20, 4]), (15, [21, 4]), (16, [22, 4]), (10, [18, 0])] {
        let kept = |style, text: &str| Paragraph { keep_with_next: true, ..Paragraph::new(style, text) };
        let text = kept(Style::Body, &hanzi(28 * 6 - 2));
        let blocks = vec![
            paragraph(Style::Body, &hanzi(28 * before - 2)),
            Block::Paragraph(text),
            // A blank line above it.
            Block::Paragraph(kept(Style::AttachmentList, "附件：目标表")),
            paragraph(Style::Signature, "某省财政厅"),
            paragraph(Style::SignatureDate, "2026年3月9日"),
        ];
        let pdf = pdf(&document(vec![portrait(blocks)]));
        let lines: Vec<usize> = pdf.pages.iter().map(|page| page.lines().len()).collect();
        println!("{before}: {lines:?} {pages:?}");
        let first = &pdf.pages.last().unwrap().lines()[0].text;
        assert!(!first.starts_with("附件"), "{before} lines before: {first}");
        // All of a paragraph is one.
        let elements = pdf.elements();
        assert_eq!(elements[1].text, hanzi(28 * 6 - 2));
        let distance = |a: &str, b: &str| {
            let page = pdf.pages.last().unwrap();
            (page.find(b)[0].y - page.find(a)[0].y) / MM_PER_PT / SHIPPED.grid.line_pitch
        };
        near(distance("附件：目标表", "某省财政厅"), 2.0, 0.01);
    }
}

#[test]
fn lines_that_begin_with_an_opening_mark_stand_on_the_grid() {
    for mark in "〔《（‘“「".chars() {
        let text = format!("{}，{mark}{}", hanzi(25), hanzi(40));
        let in_cell = format!("{}{mark}{}", hanzi(4), hanzi(3));
        let pdf = pdf(&document(vec![portrait(vec![
            paragraph(Style::Body, &text),
            table(&[18.0], vec![row(vec![cell(Style::CellText, &in_cell)])]),
        ])]));
        let lines = pdf.pages[0].lines();
        assert!(lines[1].text.starts_with(mark));
        near(lines[1].x, 28.0, 0.05);
        near(lines[1].right, 28.0 + 156.0, 0.1);
        let beginnings: Vec<&Line> = lines.iter().filter(|line| line.size < 12.0).collect();
        assert!(beginnings[1].text.starts_with(mark), "{beginnings:?}");
        near(beginnings[1].x, beginnings[0].x, 0.05);
    }
}

/// Prose that nothing was tuned on: the pages of the rules.
#[test]
fn lines_of_running_text_begin_on_the_grid_and_reach_the_right_edge() {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules");
    let mut pages: Vec<_> = std::fs::read_dir(pages).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.sort();
    let texts = pages.iter().map(|page| std::fs::read_to_string(page).unwrap());
    let plain = |line: &str| line.replace(['*', '`', '#', '|', '_', ' '], "");
    let prose: Vec<String> = texts.flat_map(|text| text.lines().map(plain).collect::<Vec<_>>()).collect();
    let blocks =
        prose.iter().filter(|line| line.chars().count() > 40).map(|line| paragraph(Style::Body, line)).collect();
    let mut document = document(vec![portrait(blocks)]);
    ziping::render::lines::fit(&mut document, &SHIPPED, &FONTS);
    let pdf = pdf(&document);
    let lines: Vec<Line> = pdf.pages.iter().flat_map(Page::lines).collect();
    assert!(lines.len() > 200, "{}", lines.len());
    let indent = 28.0 + 2.0 * (16.0 + SHIPPED.grid.tracking) * MM_PER_PT;
    let begins_paragraph = |line: &Line| (line.x - indent).abs() < 0.15;
    for pair in lines.windows(2) {
        assert!(begins_paragraph(&pair[0]) || (pair[0].x - 28.0).abs() < 0.15, "{:?}", pair[0]);
        assert!(pair[0].right < 28.0 + 156.0 + 0.15, "{:?}", pair[0]);
        if !begins_paragraph(&pair[1]) {
            near(pair[0].right, 28.0 + 156.0, 0.15);
        }
    }
}

#[test]
fn text_below_a_table_keeps_its_distance() {
    let distance = |layout: &Layout| {
        let mut document = document(vec![portrait(vec![
            table(&[50.0], vec![row(vec![cell(Style::CellText, "格")])]),
            paragraph(Style::TableNote, "注"),
            paragraph(Style::Heading1, "二、标题"),
        ])]);
        ziping::render::lines::fit(&mut document, layout, &FONTS);
        let pdf = Pdf::read(&render(&document, layout, TEMPLATE, &FONTS).unwrap());
        pdf.pages[0].find("二、标题")[0].y - pdf.pages[0].find("注")[0].y
    };
    let mut close = SHIPPED.clone();
    close.table.lines_after = 0.0;
    let half = SHIPPED.table.lines_after * SHIPPED.grid.line_pitch * MM_PER_PT;
    assert!(half > 0.0);
    near(distance(&SHIPPED) - distance(&close), half, 0.05);
}

// ---- fonts ----

#[test]
fn styles_have_their_fonts_and_sizes() {
    let cases = [
        (Style::Title, "FandolSong-Bold", 22.0),
        (Style::AttachmentLabel, "FandolHei-Regular", 16.0),
        (Style::Heading1, "FandolHei-Regular", 16.0),
        (Style::Heading2, "FandolKai-Regular", 16.0),
        (Style::Heading3, "FandolFang-Regular", 16.0),
        (Style::Heading4, "FandolFang-Regular", 16.0),
        (Style::Body, "FandolFang-Regular", 16.0),
        (Style::TableHead, "FandolHei-Regular", 10.5),
        (Style::CellText, "FandolFang-Regular", 10.5),
        (Style::TableNote, "FandolFang-Regular", 10.5),
    ];
    let blocks = cases.iter().map(|(style, ..)| paragraph(*style, "汉字“引号”——2025 Ab")).collect();
    let pdf = pdf(&document(vec![portrait(blocks)]));
    for (line, (style, font, size)) in pdf.pages[0].lines().iter().zip(cases) {
        let runs: Vec<&Run> = pdf.pages[0].runs.iter().filter(|run| (run.y - line.y).abs() < 0.1).collect();
        let chinese: Vec<&&Run> = runs.iter().filter(|run| run.text.contains("汉字")).collect();
        assert_eq!(chinese[0].font, font, "{style:?}");
        // Quotes and dashes belong to the Chinese font, digits and letters to the Latin one.
        let marks: Vec<&&Run> = runs.iter().filter(|run| run.text.contains(['“', '”', '—'])).collect();
        assert!(!marks.is_empty() && marks.iter().all(|run| run.font == font), "{style:?}: {marks:?}");
        // Titles and labels are in one face.
        let latin = runs.iter().find(|run| run.text.contains("2025")).unwrap();
        let of_title = matches!(style, Style::Title | Style::AttachmentLabel);
        assert_eq!(latin.font, if of_title { font } else { "LiberationSerif" }, "{style:?}");
        near(line.size, size, 0.01);
    }
    assert!(pdf.fonts().values().all(|embedded| *embedded), "{:?}", pdf.fonts());
}

#[test]
fn rare_name_characters_come_from_the_fallback_font() {
    let document = document(vec![portrait(vec![paragraph(Style::Body, "马䶮、王㛃、李𬱖")])]);
    assert_eq!(FONTS.missing_glyphs(&document), []);
    let pdf = pdf(&document);
    for name in ["䶮", "㛃", "𬱖"] {
        assert_eq!(pdf.pages[0].find(name)[0].font, "NotoSerifCJKsc-Regular", "{name}");
    }
    assert_eq!(pdf.elements()[0].text, "马䶮、王㛃、李𬱖");
}

#[test]
fn missing_glyphs_are_named_in_reading_order_and_stop_the_pdf() {
    let head = Row { header: true, ..row(vec![cell(Style::TableHead, "笑\u{1F600}脸")]) };
    let document = document(vec![portrait(vec![
        paragraph(Style::Body, "自造字\u{E000}在此"),
        table(&[50.0], vec![head, row(vec![cell(Style::CellText, "制表\t符\u{1F600}")])]),
    ])]);
    let missing = FONTS.missing_glyphs(&document);
    let characters: Vec<char> = missing.iter().map(|glyph| glyph.character).collect();
    assert_eq!(characters, ['\u{E000}', '\u{1F600}', '\t']);
    assert!(missing[0].context.contains("自造字"));
    let problem = render(&document, &SHIPPED, TEMPLATE, &FONTS).unwrap_err();
    assert!(problem.contains("U+1F600"), "{problem}");
}

#[test]
fn chosen_fonts_say_what_they_stand_for() {
    let chosen = |role: &str| FONTS.chosen().iter().find(|chosen| chosen.role == role).unwrap();
    let title = chosen("小标宋");
    assert_eq!((title.family.as_str(), title.file_name.as_str()), ("FandolSong", "FandolSong-Bold.otf"));
    assert!(title.bold && title.substitute);
    assert_eq!(chosen("宋体").file_name, "FandolSong-Regular.otf");
    assert_eq!(chosen("仿宋").file_name, "FandolFang-Regular.otf");
    assert_eq!(chosen("补字").file_name, "NotoSerifCJK-Regular.ttc");
    assert_eq!(chosen("宋体").sha256().len(), 64);
}

#[test]
fn an_absent_font_is_named_with_its_candidates() {
    let empty = tempfile::tempdir().unwrap();
    let problem = FontSet::find(&SHIPPED, empty.path(), false).err().unwrap();
    assert!(problem.contains("没有找到") && problem.contains("仿宋_GB2312、"), "{problem}");
}

// ---- page numbers ----

/// The page number's dash and the whole number.
fn page_number(page: &Page) -> Run {
    page.runs.iter().find(|run| run.artifact && run.text.starts_with('—')).unwrap().clone()
}

fn pages_of_body(layout: &Layout, fonts: &FontSet) -> Pdf {
    let body = || vec![paragraph(Style::Body, "甲"), Block::PageBreak, paragraph(Style::Body, "乙")];
    let document = document(vec![portrait(body()), landscape(body())]);
    Pdf::read(&render(&document, layout, TEMPLATE, fonts).unwrap())
}

/// Height of the dash's upper edge over the baseline in 宋体, in millimetres at the page number's size.
fn dash_top() -> f64 {
    let (index, _) = FONTS.chosen().iter().enumerate().find(|(_, chosen)| chosen.role == "宋体").unwrap();
    let font = FONTS.font(index).unwrap();
    let size = Abs::pt(SHIPPED.page_number.size);
    let face = font.clone().instantiate(FontVariant::default(), size, &FontVariations::default());
    let glyph = face.ttf().glyph_index('—').unwrap();
    let top = f64::from(face.ttf().glyph_bounding_box(glyph).unwrap().y_max);
    top / f64::from(face.ttf().units_per_em()) * SHIPPED.page_number.size * MM_PER_PT
}

#[test]
fn page_numbers_stand_outside_below_the_type_area() {
    let pdf = pages_of_body(&SHIPPED, &FONTS);
    let character = 14.0 * MM_PER_PT;
    let (odd, even) = (page_number(&pdf.pages[0]), page_number(&pdf.pages[1]));
    assert_eq!((odd.text.as_str(), even.text.as_str()), ("— 1 —", "— 2 —"));
    assert_eq!(odd.font, "FandolSong-Regular");
    near(odd.size, 14.0, 0.01);
    near(odd.x + odd.width, 28.0 + 156.0 - character, 0.1);
    near(even.x, 28.0 + character, 0.1);
    for number in [odd, even] {
        near(number.y - dash_top(), 297.0 - 35.0 + 7.0, 0.1);
    }
}

#[test]
fn landscape_page_numbers_stand_where_the_upright_sheet_has_them() {
    let pdf = pages_of_body(&SHIPPED, &FONTS);
    let character = 14.0 * MM_PER_PT;
    let (odd, even) = (page_number(&pdf.pages[2]), page_number(&pdf.pages[3]));
    assert_eq!((odd.text.as_str(), even.text.as_str()), ("— 3 —", "— 4 —"));
    for number in [&odd, &even] {
        near(number.direction.1, 1.0, 0.001);
        // The upright sheet's foot is the left margin: the dash's upper edge faces the type area.
        near(number.x + dash_top(), 35.0 - 7.0, 0.1);
    }
    near(odd.y + odd.width, 210.0 - 26.0 - character, 0.1);
    near(even.y, 28.0 + character, 0.1);
}

#[test]
fn page_numbers_can_be_centred() {
    let mut layout = SHIPPED.clone();
    layout.page_number.place = PageNumberPlace::Centred;
    let pdf = pages_of_body(&layout, &find_fonts(&layout));
    for page in &pdf.pages[..2] {
        let number = page_number(page);
        near(number.x + number.width / 2.0, 28.0 + 156.0 / 2.0, 0.1);
    }
    let turned = page_number(&pdf.pages[2]);
    near(turned.y + turned.width / 2.0, 28.0 + 156.0 / 2.0, 0.1);
}

// ---- drafts ----

#[test]
fn a_draft_says_so_on_each_page() {
    let mut draft = document(vec![
        portrait(vec![paragraph(Style::Body, "甲"), Block::PageBreak, paragraph(Style::Body, "乙")]),
        landscape(vec![paragraph(Style::Body, "丙")]),
    ]);
    draft.draft_mark = Some("草稿：有错误".into());
    let pdf = pdf(&draft);
    assert_eq!(pdf.pages.len(), 3);
    for page in &pdf.pages {
        let mark = page.find("草稿：有错误")[0];
        assert!(mark.artifact && mark.y > 0.0 && mark.y < 28.0);
    }
}

// ---- tables ----

/// Two head rows, a section row after every ten rows, one cell over five rows in each section.
fn long_table() -> Block {
    let wide = |style, text: &str, colspan, rowspan| Cell { colspan, rowspan, ..cell(style, text) };
    let mut rows = vec![
        Row {
            header: true,
            ..row(vec![
                wide(Style::TableHead, "序号", 1, 2),
                wide(Style::TableHead, "项目名称", 1, 2),
                wide(Style::TableHead, "资金", 2, 1),
            ])
        },
        Row { header: true, ..row(vec![cell(Style::TableHead, "安排"), cell(Style::TableHead, "说明")]) },
    ];
    for section in 0..9 {
        let name = format!("第{section}类");
        let label = Cell { label: true, ..wide(Style::CellGroup, &name, 2, 1) };
        let cells = vec![label, cell(Style::CellGroupAmount, "100"), cell(Style::CellGroupAmount, "")];
        rows.push(Row { keep_with_next: true, ..row(cells) });
        for index in 0..10 {
            let mut cells = vec![
                cell(Style::CellCentred, &format!("{}", section * 10 + index)),
                Cell { label: true, ..cell(Style::CellText, &hanzi(8 + index * 5)) },
                cell(Style::CellCentred, "50"),
            ];
            if index % 5 == 0 {
                cells.push(wide(Style::CellText, "跨五行", 1, 5));
            }
            rows.push(row(cells));
        }
    }
    table(&[15.0, 81.0, 30.0, 30.0], rows)
}

#[test]
fn head_rows_are_repeated_on_each_page_and_tagged_once() {
    let pdf = pdf(&document(vec![portrait(vec![long_table()])]));
    assert!(pdf.pages.len() >= 3);
    for page in &pdf.pages {
        assert_eq!(page.find("项目名称").len(), 1);
        assert!(page.find("项目名称")[0].y < 37.0 + 20.0);
    }
    let elements = pdf.elements();
    let heads: Vec<&str> =
        elements.iter().filter(|element| element.tag == "TH").map(|element| element.text.as_str()).collect();
    assert_eq!(heads[..6], ["序号", "项目名称", "资金", "安排", "说明", "第0类"]);
    assert_eq!(elements.iter().filter(|element| element.text == "项目名称").count(), 1);
    assert_eq!(elements.iter().filter(|element| element.text == "跨五行" && element.tag == "TD").count(), 18);
    assert_eq!(pdf.table_summaries(), ["项目清单"]);
}

#[test]
fn header_cells_say_what_they_head() {
    let label = |text: &str, rowspan| Cell { label: true, rowspan, ..cell(Style::CellCentred, text) };
    let head = Row { heads: 2, ..row(vec![label("栏", 3), label("指标", 1), label("值", 1)]) };
    let rows = vec![
        Row {
            header: true,
            ..row(vec![cell(Style::TableHead, "表头"), cell(Style::TableHead, "甲"), cell(Style::TableHead, "乙")])
        },
        Row {
            keep_with_next: true,
            ..row(vec![Cell { colspan: 2, ..label("分组", 1) }, cell(Style::CellText, "100")])
        },
        head,
        row(vec![label("一", 1), cell(Style::CellText, "1")]),
        row(vec![label("二", 1), cell(Style::CellText, "2")]),
    ];
    let pdf = pdf(&document(vec![portrait(vec![table(&[20.0, 60.0, 60.0], rows)])]));
    let scopes = header_cells(&pdf);
    let expected = [
        ("表头", "Column"),
        ("甲", "Column"),
        ("乙", "Column"),
        ("分组", "Both"),
        ("栏", "Row"),
        ("指标", "Column"),
        ("值", "Column"),
        ("一", "Row"),
        ("二", "Row"),
    ];
    assert_eq!(scopes, expected.map(|(text, scope)| (text.to_string(), scope.to_string())));
    let data: Vec<String> = pdf.elements().into_iter().filter(|e| e.tag == "TD").map(|e| e.text).collect();
    assert_eq!(data, ["100", "1", "2"]);
}

#[test]
fn marks_keep_their_cell_whatever_stands_beside_them() {
    // No punctuation is squeezed, in the PDF as in Word (characterSpacingControl=doNotCompress).
    let pdf = pdf(&document(vec![portrait(vec![paragraph(Style::Body, "甲（乙）。”“丙，》《丁……戊")])]));
    let runs: Vec<&Run> = pdf.pages[0].runs.iter().filter(|run| !run.artifact).collect();
    let pitch = (16.0 + SHIPPED.grid.tracking) * MM_PER_PT;
    let mut cells = 2.0;
    for run in runs {
        near(run.x, 28.0 + cells * pitch, 0.05);
        cells += run.text.chars().count() as f64;
    }
    assert_eq!(cells, 2.0 + 15.0);
}

#[test]
fn a_section_row_never_ends_a_page() {
    // However far down the table starts, its section rows have a row below them.
    for blank_lines in 0..8 {
        let mut blocks: Vec<Block> = (0..blank_lines).map(|_| paragraph(Style::TableNote, "注")).collect();
        blocks.push(long_table());
        let pdf = pdf(&document(vec![portrait(blocks)]));
        for page in &pdf.pages {
            let last = page.lines().last().unwrap().text.clone();
            assert!(!last.starts_with('第'), "{last} stands alone after {blank_lines} lines");
        }
    }
}

#[test]
fn a_table_is_kept_whole_unless_the_page_before_would_be_empty() {
    let label = |text: &str, rowspan| Cell { label: true, rowspan, ..cell(Style::CellCentred, text) };
    let tall = |cells| Row { min_height: Some(8.7), ..row(cells) };
    let first = Row { heads: 23, ..tall(vec![label("栏", 24), label("指标", 1)]) };
    let rows = || std::iter::once(first.clone()).chain((1..24).map(|n| tall(vec![label(&format!("第{n}行"), 1)])));
    for (lines, released) in [(2, true), (12, true), (18, false)] {
        let Block::Table(whole) = table(&[60.0, 60.0], rows().collect()) else { unreachable!() };
        let body = hanzi(lines * 28 - 4);
        let kept = Block::Table(Table { smallest: Some(SHIPPED.style(Style::CellText).size), ..whole });
        let mut document = document(vec![portrait(vec![
            paragraph(Style::Body, &body),
            paragraph(Style::TableTitle, "目标表"),
            kept,
            paragraph(Style::Body, "末段"),
        ])]);
        ziping::render::lines::fit(&mut document, &SHIPPED, &FONTS);
        let pdf = pdf(&document);
        let heads = [0, 1].map(|page: usize| pdf.pages[page].find("指标").len());
        assert_eq!(heads, [usize::from(released), 1], "{lines}");
        assert_eq!(pdf.pages[0].find("目标表").len(), usize::from(released), "{lines}");
    }
}

#[test]
fn rows_are_not_split() {
    let pdf = pdf(&document(vec![portrait(vec![long_table()])]));
    for element in pdf.elements() {
        assert_eq!(element.page, element.last_page, "{element:?}");
    }
}

#[test]
fn a_row_taller_than_a_page_goes_over_several() {
    let text = hanzi(3000);
    let head = Row { header: true, ..row(vec![cell(Style::TableHead, "栏"), cell(Style::TableHead, "栏")]) };
    let rows = vec![
        head,
        row(vec![cell(Style::CellText, "前"), cell(Style::CellText, "前")]),
        row(vec![cell(Style::CellText, "一"), cell(Style::CellText, &text)]),
    ];
    let pdf = pdf(&document(vec![portrait(vec![table(&[20.0, 60.0], rows)])]));
    assert!(pdf.pages.len() >= 3);
    assert!(pdf.elements().iter().any(|element| element.text == text));
    for page in &pdf.pages {
        let last = page.lines().last().unwrap().y;
        assert!(last < 297.0 - 35.0, "text at {last} mm stands below the type area");
    }
}

#[test]
fn a_row_too_high_for_a_page_below_its_head_goes_on_over_the_next() {
    let label = |text: &str, rowspan| Cell { label: true, rowspan, ..cell(Style::CellCentred, text) };
    let head = Row { heads: 4, ..row(vec![label("栏", 5), label("指标", 1), label("原因", 1)]) };
    let rows = |text: &str| {
        let of = |name: &str, text: &str| row(vec![label(name, 1), cell(Style::CellText, text)]);
        vec![head.clone(), of("甲", "无"), of("乙", text), of("丙", "无"), of("丁", "无")]
    };
    // Around the length that fills a page below the head, and far beyond.
    for lines in (36..60).step_by(2).chain([150]) {
        let text = hanzi(lines * 10);
        let mut document = document(vec![portrait(vec![table(&[10.0, 40.0, 40.0], rows(&text))])]);
        ziping::render::lines::fit(&mut document, &SHIPPED, &FONTS);
        let pdf = pdf(&document);
        assert!(pdf.elements().iter().any(|element| element.text == text));
        for page in &pdf.pages {
            let lines = page.lines();
            assert!(lines.last().unwrap().y < 297.0 - 35.0, "text stands below the type area");
            assert!(!lines.last().unwrap().text.contains("指标"), "a head alone at a page's foot");
        }
    }
}

#[test]
fn rows_have_their_least_height_and_columns_their_width() {
    let tall = |text: &str| Row {
        min_height: Some(20.0),
        air: 0.0,
        parted: false,
        ..row(vec![cell(Style::CellText, text), cell(Style::CellText, "右")])
    };
    let pdf = pdf(&document(vec![portrait(vec![table(
        &[60.0, 60.0],
        vec![tall("头"), tall("一"), tall("二"), tall("三")],
    )])]));
    let runs = |text: &str| pdf.pages[0].find(text)[0].clone();
    // In whole twentieths of a point, as Word's file has it.
    near(runs("二").y - runs("一").y, 20.0, 0.02);
    near(runs("三").y - runs("二").y, 20.0, 0.02);
    // Centred on the type area, the text an inset away from the rule.
    near(runs("一").x, 28.0 + (156.0 - 120.0) / 2.0 + SHIPPED.table.inset_x, 0.05);
    near(runs("右").x - runs("一").x, 60.0, 0.05);
}

#[test]
fn a_table_whose_spans_do_not_fit_is_refused_in_chinese() {
    let wide = Cell { rowspan: 2, ..cell(Style::TableHead, "表头") };
    let head = Row { header: true, ..row(vec![wide, cell(Style::TableHead, "表头")]) };
    let refused = |rows| {
        let document = document(vec![portrait(vec![table(&[10.0, 10.0], rows)])]);
        render(&document, &SHIPPED, TEMPLATE, &FONTS).unwrap_err()
    };
    assert!(refused(vec![row(vec![cell(Style::CellText, "一")])]).contains("只填到第1列"));
    assert!(refused(vec![head, row(vec![cell(Style::CellText, "一")])]).contains("表头的格子跨进了数据行"));
}

// ---- structure and metadata ----

#[test]
fn headings_are_bookmarks_and_the_structure_reads_in_order() {
    let pdf = pdf(&document(vec![portrait(vec![
        paragraph(Style::Title, "某省2025年度\n自评报告"),
        paragraph(Style::Heading1, "一、总体情况"),
        paragraph(Style::Heading2, "（一）预算"),
        paragraph(Style::Heading3, "1. 中央"),
        paragraph(Style::Heading4, "（1）下达"),
        paragraph(Style::Body, "下达12,345.67万元。"),
        paragraph(Style::Heading1, "二、其他"),
        paragraph(Style::Body, "无。"),
    ])]));
    let elements: Vec<(String, String)> =
        pdf.elements().into_iter().map(|element| (element.tag, element.text)).collect();
    let expected = [
        ("Title", "某省2025年度自评报告"),
        ("H1", "一、总体情况"),
        ("H2", "（一）预算"),
        ("H3", "1. 中央"),
        ("H4", "（1）下达"),
        ("P", "下达12,345.67万元。"),
        ("H1", "二、其他"),
        ("P", "无。"),
    ]
    .map(|(tag, text)| (tag.to_string(), text.to_string()));
    assert_eq!(elements, expected);
    let bookmarks = [(1, "一、总体情况"), (2, "（一）预算"), (3, "1. 中央"), (4, "（1）下达"), (1, "二、其他")];
    assert_eq!(pdf.bookmarks(), bookmarks.map(|(depth, text)| (depth, text.to_string())));
}

#[test]
fn the_file_is_archivable_accessible_and_dated_by_the_document() {
    let pdf = pdf(&document(vec![portrait(vec![paragraph(Style::Body, "正文")])]));
    let metadata = pdf.metadata();
    for words in [
        "<pdfaid:part>2<",
        "<pdfaid:conformance>A<",
        "<pdfuaid:part>1<",
        "转移支付绩效自评报告",
        "某省科学技术厅",
        "2025年度绩效自评",
        "绩效, 自评",
        "2026-03-09",
    ] {
        assert!(metadata.contains(words), "{words}: {metadata}");
    }
    assert!(pdf.is_tagged());
    assert_eq!(pdf.language(), "zh-CN");
}

#[test]
fn text_is_never_markup() {
    let text = "#panic() *不是* $x$ \\ @a <b> [c] `d` // e \"f\" -- ~";
    let pdf = pdf(&document(vec![portrait(vec![paragraph(Style::Body, text)])]));
    assert_eq!(pdf.elements()[0].text, text);
}

// ---- the same bytes ----

#[test]
fn renders_are_identical_in_turn_and_in_parallel() {
    let plain = document(vec![
        portrait(vec![paragraph(Style::Heading1, "一、标题"), paragraph(Style::Body, &hanzi(300)), long_table()]),
        landscape(vec![long_table()]),
    ]);
    let other = document(vec![portrait(vec![paragraph(Style::Body, "别的")])]);
    let once = |document: &Document| render(document, &SHIPPED, TEMPLATE, &FONTS).unwrap();
    let (plain, other) = (&plain, &other);
    let first = once(plain);
    once(other);
    assert!(once(plain) == first);
    let fresh_fonts = find_fonts(&SHIPPED);
    assert!(render(plain, &SHIPPED, TEMPLATE, &fresh_fonts).unwrap() == first);
    std::thread::scope(|scope| {
        let renders: Vec<_> = (0..4)
            .map(|index| scope.spawn(move || (index, once(if index % 2 == 0 { plain } else { other }))))
            .collect();
        for thread in renders {
            let (index, bytes) = thread.join().unwrap();
            assert!(index % 2 == 1 || bytes == first);
        }
    });
}

#[test]
fn an_empty_document_is_one_page() {
    let pdf = pdf(&document(vec![portrait(vec![])]));
    assert_eq!(pdf.pages.len(), 1);
    let lines: Vec<Line> = pdf.pages[0].lines();
    assert!(lines.is_empty());
}
