//! Lines as they are set, and how little they are moved so that other programs end them alike.

use std::path::Path;
use std::sync::LazyLock;

use proptest::prelude::*;
use ziping::document::{Block, Date, Document, Orientation, Paragraph, Properties, Section, Style};
use ziping::fonts::FontSet;
use ziping::layout::{Layout, MM_PER_PT};
use ziping::lines::{LineSetter, fit};

static LAYOUT: LazyLock<Layout> = LazyLock::new(|| Layout::parse(include_str!("../layouts/公文.yaml")).unwrap());
static FONTS: LazyLock<FontSet> =
    LazyLock::new(|| FontSet::find(&LAYOUT, &Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts"), false).unwrap());

/// The lines of a paragraph of body text after `fit`, and the paragraph.
fn set(text: &str, layout: &Layout) -> (Vec<String>, Paragraph) {
    let block = Block::Paragraph(Paragraph::new(Style::Body, text));
    let mut document = Document {
        properties: Properties {
            title: "行".into(),
            author: "某省".into(),
            subject: "行".into(),
            keywords: Vec::new(),
            date: Date::new(2026, 3, 9).unwrap(),
        },
        sections: vec![Section { orientation: Orientation::Portrait, blocks: vec![block] }],
        draft_mark: None,
    };
    fit(&mut document, layout, &FONTS);
    let Block::Paragraph(paragraph) = &document.sections[0].blocks[0] else { panic!("a paragraph") };
    let width = layout.portrait.type_width() / MM_PER_PT;
    let lines = LineSetter::new(layout, &FONTS).set(paragraph, width);
    (lines.iter().map(|line| line.text()).collect(), paragraph.clone())
}

/// The first line holds 26 characters.
fn hanzi(count: usize) -> String {
    "国".repeat(count)
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
fn a_mark_does_not_tear_a_line_open() {
    // With the number the whole word 《办法》 would go, and nothing before it may break: too wide.
    let number = "1234567890".repeat(2);
    let text = format!("{}（{number}）国家", hanzi(15));
    let (lines, _) = set(&text, &LAYOUT);
    assert_eq!(lines.concat(), text);
    assert!(lines[0].chars().count() >= 15, "{lines:?}");
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
    let (lines, _) = set(&format!("{}10930万元，支持项目137个", hanzi(23)), &LAYOUT);
    assert_eq!(lines[0], hanzi(23));
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
            prop_assert!(spaced.points >= -0.5 - 1e-9, "{}", spaced.points);
        }
    }
}
