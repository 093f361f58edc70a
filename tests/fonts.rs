//! The fonts that are shipped: every standard character and the rare ones of names, in both formats; fonts that may
//! not stand in a PDF are passed over.

mod common;
mod support;

use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use common::pdf_text::Pdf;
use support::ziping;
use ziping::document::{Block, Date, Document, Orientation, Paragraph, Properties, Section, Style};
use ziping::fonts::{Embedding, FontSet, standard_characters};
use ziping::layout::Layout;
use ziping::render::{docx, pdf};

const LAYOUT: &str = include_str!("../layouts/公文.yaml");
const TEMPLATE: &str = include_str!("../layouts/公文.typ");

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts")
}

fn document(texts: &[(Style, &str)]) -> Document {
    let blocks = texts.iter().map(|(style, text)| Block::Paragraph(Paragraph::new(*style, text))).collect();
    Document {
        properties: Properties {
            title: "生僻字".into(),
            author: "某厅".into(),
            subject: "字体".into(),
            keywords: Vec::new(),
            date: Date::new(2026, 3, 9).unwrap(),
        },
        sections: vec![Section { orientation: Orientation::Portrait, blocks }],
        draft_mark: None,
    }
}

#[test]
fn the_list_of_standard_characters_is_whole() {
    let list = standard_characters();
    assert_eq!(list.len(), 8105);
    assert_eq!(list.iter().collect::<BTreeSet<_>>().len(), 8105);
    // The first and the last of each level.
    assert_eq!(
        [list[0], list[3499], list[3500], list[6499], list[6500], list[8104]],
        ['一', '矗', '乂', '齉', '亍', '蠼']
    );
}

#[test]
fn every_role_shows_every_standard_character() {
    let layout = Layout::parse(LAYOUT).unwrap();
    let fonts = FontSet::find(&layout, &folder(), false).unwrap();
    assert_eq!(fonts.standard_characters_lacking(), Vec::<char>::new());
    let all: String = standard_characters().into_iter().collect();
    let every_style: Vec<(Style, &str)> = Style::ALL.into_iter().map(|style| (style, all.as_str())).collect();
    assert_eq!(fonts.missing_glyphs(&document(&every_style)), []);
    // What no font has is missed, so the test above can fail.
    let glyphs = fonts.missing_glyphs(&document(&[(Style::Body, "王\u{30000}")]));
    assert_eq!(glyphs.iter().map(|glyph| glyph.character).collect::<Vec<_>>(), ['\u{30000}']);
}

const NAMES: &str = "龑䶮、王㛃、陈𬱖、李堃、买买提·艾力，面积120m²";

#[test]
fn rare_characters_of_names_come_out_in_both_formats() {
    let layout = Layout::parse(LAYOUT).unwrap();
    let fonts = FontSet::find(&layout, &folder(), false).unwrap();
    let texts = [Style::Body, Style::Title, Style::Heading1, Style::Heading2, Style::CellText];
    let document = document(&texts.map(|style| (style, NAMES)));
    assert_eq!(fonts.missing_glyphs(&document), []);

    let made = Pdf::read(&pdf::render(&document, &layout, TEMPLATE, &fonts).unwrap());
    let text: String = made.pages.iter().flat_map(|page| &page.runs).map(|run| run.text.as_str()).collect();
    assert_eq!(text.matches(NAMES).count(), texts.len(), "{text}");

    let made = docx::render(&document, &layout, &[]).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(made)).unwrap();
    let mut xml = String::new();
    archive.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
    let mut plain = String::new();
    for part in xml.split("<w:t").skip(1).filter(|part| part.starts_with(['>', ' '])) {
        plain.push_str(part.split_once('>').unwrap().1.split("</w:t>").next().unwrap());
    }
    assert_eq!(plain.matches(NAMES).count(), texts.len(), "{plain}");
}

/// The shipped fonts with 仿宋 marked as one that no document may hold (`fsType` 2).
fn restricted() -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(folder()).unwrap() {
        let entry = entry.unwrap();
        if entry.path().is_file() {
            std::fs::copy(entry.path(), copy.path().join(entry.file_name())).unwrap();
        }
    }
    let path = copy.path().join("FandolFang-Regular.otf");
    let mut font = std::fs::read(&path).unwrap();
    let record = font.windows(4).position(|tag| tag == b"OS/2").unwrap();
    let offset = u32::from_be_bytes(font[record + 8..record + 12].try_into().unwrap()) as usize;
    font[offset + 8..offset + 10].copy_from_slice(&2u16.to_be_bytes());
    std::fs::write(&path, font).unwrap();
    copy
}

#[test]
fn a_font_that_forbids_embedding_is_passed_over() {
    let fonts = restricted();
    let layout = Layout::parse(LAYOUT).unwrap();
    let problem = FontSet::find(&layout, fonts.path(), false).err().unwrap();
    assert!(problem.contains("仿宋") && problem.contains("FandolFang-Regular.otf，但它禁止嵌入"), "{problem}");

    let layout = Layout::parse(&LAYOUT.replace("FandolFang R]", "FandolFang R, FandolKai]")).unwrap();
    let set = FontSet::find(&layout, fonts.path(), false).unwrap();
    let serving = set.chosen().iter().find(|chosen| chosen.role == "仿宋").unwrap();
    assert_eq!(serving.file_name, "FandolKai-Regular.otf");
    let refused = set.refused();
    assert_eq!(refused.len(), 1);
    assert_eq!((refused[0].role.as_str(), refused[0].embedding), ("仿宋", Embedding::Restricted));
}

#[test]
fn the_command_shows_each_role() {
    let output = ziping(Path::new(env!("CARGO_MANIFEST_DIR")), &["fonts"]);
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    for words in ["仿宋", "小标宋", "FandolSong-Bold.otf", "可编辑", "SIL Open Font License", "8105字全有"] {
        assert!(text.contains(words), "{words} is missing in\n{text}");
    }
}
