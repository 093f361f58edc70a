//! Lines as they are set, and how little they are moved so that other programs end them alike.

use std::path::Path;
use std::sync::LazyLock;

use proptest::prelude::*;
use ziping::base::date::Date;
use ziping::document::layout::{Layout, MM_PER_PT};
use ziping::document::{Block, Cell, ColumnWidths, Document, Orientation, Paragraph, Properties, Row, Section, Style};
use ziping::document::{Table, VerticalAlign};
use ziping::render::fonts::FontSet;
use ziping::render::lines::{Line, LineSetter, fit};

static LAYOUT: LazyLock<Layout> = LazyLock::new(|| Layout::parse(include_str!("../../layouts/公文.yaml")).unwrap());
static FONTS: LazyLock<FontSet> =
    LazyLock::new(|| FontSet::find(&LAYOUT, &Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts"), false).unwrap());

/// The blocks after `fit`.
fn fitted(blocks: Vec<Block>, layout: &Layout) -> Vec<Block> {
    let mut document = Document {
        properties: Properties {
            title: "行".into(),
            author: "某省".into(),
            subject: "行".into(),
            keywords: Vec::new(),
            date: Date::new(2026, 3, 9).unwrap(),
        },
        sections: vec![Section { orientation: Orientation::Portrait, blocks }],
        draft_mark: None,
    };
    fit(&mut document, layout, &FONTS);
    document.sections.remove(0).blocks
}

/// The lines of a paragraph of body text after `fit`, and the paragraph.
fn set(text: &str, layout: &Layout) -> (Vec<String>, Paragraph) {
    let blocks = fitted(vec![Block::Paragraph(Paragraph::new(Style::Body, text))], layout);
    let Block::Paragraph(paragraph) = &blocks[0] else { panic!("a paragraph") };
    let width = layout.portrait.type_width() / MM_PER_PT;
    let lines = LineSetter::new(layout, &FONTS).set(paragraph, width);
    (lines.iter().map(|line| line.text()).collect(), paragraph.clone())
}

/// The first line holds 26 characters.
fn hanzi(count: usize) -> String {
    "国".repeat(count)
}

/// By what share of its own width each line but the last is stretched.
fn stretches(text: &str) -> Vec<(String, f64)> {
    let (_, paragraph) = set(text, &LAYOUT);
    let width = LAYOUT.portrait.type_width() / MM_PER_PT;
    let lines = LineSetter::new(&LAYOUT, &FONTS).set(&paragraph, width);
    let stretch = |line: &Line| {
        let characters: Vec<char> = line.text().chars().collect();
        let latin = |c: char| c.is_ascii();
        let places = characters.windows(2).filter(|pair| !(latin(pair[0]) && latin(pair[1]))).count() as f64;
        let chinese = line.runs.iter().find(|run| !run.latin).expect("a line without Chinese");
        let added = (chinese.tracking - LAYOUT.grid.tracking) * places;
        let indent = line.runs[0].gap;
        added / (width - indent - added)
    };
    let count = lines.len() - 1;
    lines[..count].iter().map(|line| (line.text(), stretch(line))).collect()
}

#[test]
fn a_mark_stays_with_the_digit_after_it() {
    let text = format!("{}家，2025年度", hanzi(24));
    let (lines, paragraph) = set(&text, &LAYOUT);
    assert_eq!(lines, [hanzi(24), "家，2025年度".to_string()]);
    // Word would break after ，: the line is spaced so that 家 no longer fits.
    assert!(paragraph.spaced[0].points > 0.0);
    let mut free = LAYOUT.clone();
    free.line_breaking.binds_marks = false;
    assert_eq!(set(&text, &free).0, [format!("{}家，", hanzi(24)), "2025年度".to_string()]);
}

#[test]
fn a_number_is_parted_from_its_unit_only_where_its_line_would_be_torn_open() {
    // 24 characters are stretched by 9 %, 23 would be by 13 %.
    let (lines, _) = set(&format!("{}10930万元，支持项目137个", hanzi(24)), &LAYOUT);
    assert_eq!(lines[0], hanzi(24));
    let (lines, _) = set(&format!("{}10930万元，支持项目137个", hanzi(23)), &LAYOUT);
    assert_eq!(lines[0], format!("{}10930", hanzi(23)));
}

#[test]
fn libre_office_is_told_of_breaks_that_it_would_not_make() {
    // It does not part 〕 and a digit, but a Chinese character and a digit.
    for (text, begins, told) in [
        (
            "按照财政部《项目支出绩效评价管理办法》（财预〔2020〕10号），单位自评的分值为：预算执行10分、产出指标50分、效益指标30分、\
             服务对象满意度指标10分。",
            "10",
            true,
        ),
        ("支持省级的自然科学基金项目以及有关部门地方科研单位137个，其中新上项目35个，结转项目102个", "137", false),
    ] {
        let (lines, paragraph) = set(text, &LAYOUT);
        assert!(lines[1].starts_with(begins), "{lines:?}");
        let expected: Vec<usize> = if told { vec![lines[0].chars().count()] } else { Vec::new() };
        assert_eq!(paragraph.told, expected);
    }
}

#[test]
fn a_sign_stays_with_the_letters_and_digits_beside_it() {
    for count in 0..26 {
        let (lines, _) =
            set(&format!("{}额定电压380V±5%，占地3×4米，单价（1－税率9%）：{}", hanzi(count), hanzi(30)), &LAYOUT);
        let torn = |line: &String| line.starts_with(['±', '×', '－']) && count > 0 || line.ends_with(['±', '－']);
        assert!(!lines.iter().any(torn), "{lines:?}");
    }
    // A name in Chinese may be parted from it.
    assert_eq!(set(&format!("{}甲×乙丙丁", hanzi(25)), &LAYOUT).0[1], "×乙丙丁");
}

#[test]
fn a_line_that_libre_office_does_not_squeeze_enough_is_squeezed_more() {
    // 22 characters with three numbers between them: one word fewer would leave the line torn open.
    let text = "渠道防渗衬砌合格率：指标值为≥82%，实际完成值为85.5%，完成率为104.27%。";
    let (lines, paragraph) = set(text, &LAYOUT);
    assert!(lines[0].ends_with("85.5%，"), "{lines:?}");
    let points = paragraph.spaced[0].points;
    assert!(points < -LAYOUT.line_breaking.narrowing && points >= -2.0 * LAYOUT.line_breaking.narrowing, "{points}");
}

#[test]
fn lines_of_cells_are_held_by_as_little_as_is_needed() {
    // ONLYOFFICE leaves nothing between Chinese and digits, so that it would get one more character onto the first line.
    let held = |text: &str, millimetres: f32| {
        let cell = Cell {
            paragraphs: vec![Paragraph::new(Style::CellText, text)],
            colspan: 1,
            rowspan: 1,
            vertical_align: VerticalAlign::Middle,
            label: false,
        };
        let row = Row {
            cells: vec![cell],
            header: false,
            keep_with_next: false,
            heads: 0,
            min_height: None,
            air: 0.0,
            parted: false,
        };
        let table = Table {
            description: "表".into(),
            columns: ColumnWidths(vec![millimetres]),
            flexible: Vec::new(),
            rows: vec![row],
            smallest: None,
            together: false,
        };
        match fitted(vec![Block::Table(table)], &LAYOUT).remove(0) {
            Block::Table(table) => table.rows[0].cells[0].paragraphs[0].spaced.clone(),
            other => panic!("{other:?}"),
        }
    };
    // 14.6 characters.
    let spaced = held(&format!("国国国国5{}", hanzi(20)), 2.4 + 14.6 * 10.5 * 0.3528);
    assert!(
        spaced.iter().all(|spaced| spaced.points > 0.0 && spaced.points <= 0.5) && !spaced.is_empty(),
        "{spaced:?}"
    );
    assert!(held(&hanzi(24), 2.4 + 14.6 * 10.5 * 0.3528).is_empty(), "all break there");
}

#[test]
fn a_list_of_attachments_is_parted_rather_than_leaving_a_third_of_a_page_empty() {
    let kept = |lines: usize| {
        let mut blocks = vec![
            Block::Paragraph(Paragraph::new(Style::Body, &hanzi(28 * lines - 2))),
            Block::Paragraph(Paragraph::new(Style::AttachmentList, "附件：1.绩效自评报告")),
        ];
        for number in 2..9 {
            let text = format!("{number}.绩效目标自评表");
            blocks.push(Block::Paragraph(Paragraph::new(Style::AttachmentListNext, &text)));
        }
        blocks.push(Block::Paragraph(Paragraph::new(Style::Signature, "某省财政厅")));
        blocks.push(Block::Paragraph(Paragraph::new(Style::SignatureDate, "2026年3月9日")));
        fitted(blocks, &LAYOUT)
            .iter()
            .filter(|block| matches!(block, Block::Paragraph(one) if one.keep_with_next))
            .count()
    };
    // The text and the entries above the last, which has the 落款's company.
    assert_eq!(kept(10), 1 + 8, "all of it fits, just so");
    assert_eq!(kept(13), 1 + 1, "the last stays with the 落款");
    assert_eq!(kept(18), 1 + 8, "no third would stay empty");
    assert_eq!(kept(5), 8, "the text ends on that page anyway");
}

#[test]
fn a_range_of_numbers_is_one_quantity() {
    let (lines, _) = set(&format!("{}论文2—3篇，支持项目{}", hanzi(22), hanzi(30)), &LAYOUT);
    assert!(lines.iter().all(|line| !line.ends_with('—')), "{lines:?}");
}

#[test]
fn a_unit_is_not_parted_from_what_it_is_for_each_of() {
    for before in 20..28 {
        let (lines, _) = set(&format!("{}为0.68元/页，支持项目{}", hanzi(before), hanzi(30)), &LAYOUT);
        assert!(lines.iter().all(|line| !line.ends_with(['/', '元'])), "{lines:?}");
    }
}

#[test]
fn a_document_number_is_parted_only_where_its_line_would_be_torn_open() {
    for before in 5..28 {
        let text = format!("{}财教〔2025〕92号文件要求，{}", hanzi(before), hanzi(40));
        for (line, stretch) in stretches(&text) {
            assert!(stretch <= 0.1 + 1e-6, "{stretch}: {line} of {text}");
            assert!(!line.ends_with("92") && !line.ends_with('〔'), "{line}");
        }
    }
    let (lines, _) = set(&format!("{}财教〔2025〕92号文件要求，{}", hanzi(22), hanzi(40)), &LAYOUT);
    assert_eq!(lines[0], format!("{}财教", hanzi(22)));
}

/// Texts that nothing was tuned on, rich in what does not break: numbers, document numbers, quotes, Latin words.
#[test]
fn no_line_of_a_report_is_torn_open() {
    let pieces = [
        "根据《中央引导地方科技发展资金管理办法》（财教〔2025〕92号）",
        "累计下达资金10930万元",
        "，其中：",
        "支持“揭榜挂帅”项目137个",
        "预算执行率为98.47%",
        "、",
        "带动社会投入39685.5万元",
        "R&D",
        "经费投入强度达到2.19%",
        "；",
        "2025年12月31日前",
        "完成率为111.11%，偏差率为11.11%。",
        "某省科学技术厅、某省财政厅",
        "联合印发《关于下达2025年省级科技计划项目的通知》（科资发〔2024〕第118号）",
        "新增AI企业",
        "≥65项",
        "培训技术经纪人1200人次",
        "（含‘新上’后补助项目15个）",
        "1：2.19",
        "的比例，",
        "满意度达95%以上。",
    ];
    let mut seed = 20_251_127_u64;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let (mut count, mut sum, mut loose) = (0, 0.0, Vec::new());
    for _ in 0..400 {
        let text: String = (0..8 + next(16)).map(|_| pieces[next(pieces.len())]).collect();
        for (line, stretch) in stretches(&text) {
            count += 1;
            sum += stretch;
            if stretch > 0.1 + 1e-6 {
                loose.push((line, stretch));
            }
        }
    }
    println!("{count} lines, stretched by {:.2} % on the average", sum / f64::from(count) * 100.0);
    // Now and then the next thing is a number longer than what is left of the line: no break makes it better.
    assert!(loose.len() * 100 < count as usize, "{} of {count}: {loose:#?}", loose.len());
}

#[test]
fn a_paragraph_of_many_pages_is_set_in_time() {
    let text: String = (0..3000).map(|n| format!("第{n}项支持项目{n}个，下达资金{}万元；", n * 7)).collect();
    let start = std::time::Instant::now();
    assert_eq!(set(&text, &LAYOUT).0.concat(), text);
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

#[test]
fn marks_neither_begin_nor_end_lines_where_they_must_not() {
    for mark in "。，、；：！？）》”%".chars() {
        let (lines, _) = set(&format!("{}{mark}{}", hanzi(26), hanzi(5)), &LAYOUT);
        assert_eq!(lines[1].chars().take(2).collect::<String>(), format!("国{mark}"));
    }
    for mark in "（《“≥".chars() {
        let (lines, _) = set(&format!("{}{mark}{}", hanzi(25), hanzi(5)), &LAYOUT);
        assert_eq!(lines[0], hanzi(25), "{mark}");
    }
}

#[test]
fn no_line_ends_between_a_number_and_its_unit_or_holds_one_character() {
    let (lines, _) = set(&format!("{}10930万元，支持项目137个", hanzi(24)), &LAYOUT);
    assert_eq!(lines[0], hanzi(24));
    let (lines, _) = set(&hanzi(27), &LAYOUT);
    assert_eq!(lines, [hanzi(25), hanzi(2)]);
}

proptest! {
    #[test]
    fn lines_hold_the_text_and_are_moved_within_bounds(text in "[国家资金，。、（）“”《》0-9A-Z%≥]{20,160}") {
        let (lines, paragraph) = set(&text, &LAYOUT);
        prop_assert_eq!(lines.concat(), text);
        for spaced in &paragraph.spaced {
            let steps = spaced.points / 0.05;
            prop_assert!((steps - steps.round()).abs() < 1e-6, "Word counts in twentieths: {}", spaced.points);
            // LibreOffice does not squeeze all characters, so that it is asked for more.
            prop_assert!(spaced.points >= -2.0 * LAYOUT.line_breaking.narrowing - 1e-9, "{}", spaced.points);
        }
    }
}
