//! The fonts that are shipped: every standard character and the rare ones of names, in both formats; fonts that may
//! not stand in a PDF are passed over.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::common::parts::paragraphs;
use crate::common::pdf_text::Pdf;
use crate::support::{YearFolder, pdf_of, ziping};
use ziping::base::date::Date;
use ziping::document::layout::Layout;
use ziping::document::{Block, Document, Orientation, Paragraph, Properties, Section, Style};
use ziping::render::docx;
use ziping::render::fonts::{Embedding, FontSet, standard_characters};

const LAYOUT: &str = include_str!("../../layouts/公文.yaml");
const TEMPLATE: &str = include_str!("../../layouts/公文.typ");

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
    assert_eq!(fonts.missing_standard_characters(), Vec::<char>::new());
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

    let made = Pdf::read(&pdf_of(&document, &layout, TEMPLATE, &fonts).unwrap());
    let text: String = made.pages.iter().flat_map(|page| &page.runs).map(|run| run.text.as_str()).collect();
    assert_eq!(text.matches(NAMES).count(), texts.len(), "{text}");

    let made = docx::render(&document, &layout, &[]).unwrap();
    let plain = paragraphs(&made).concat();
    assert_eq!(plain.matches(NAMES).count(), texts.len(), "{plain}");
}

/// The shipped fonts with one of them changed.
fn with(name: &str, change: impl FnOnce(&mut Vec<u8>)) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(folder()).unwrap() {
        let entry = entry.unwrap();
        if entry.path().is_file() {
            std::fs::copy(entry.path(), copy.path().join(entry.file_name())).unwrap();
        }
    }
    let path = copy.path().join(name);
    let mut font = std::fs::read(&path).unwrap();
    change(&mut font);
    std::fs::write(&path, font).unwrap();
    copy
}

/// Where a table of the font begins and how long it is.
fn table(font: &[u8], tag: &[u8; 4]) -> (usize, usize) {
    let record = font.windows(4).position(|window| window == tag).unwrap();
    let number = |at: usize| u32::from_be_bytes(font[at..at + 4].try_into().unwrap()) as usize;
    (number(record + 8), number(record + 12))
}

/// 仿宋 marked as one that no document may hold (`fsType` 2).
fn restricted() -> tempfile::TempDir {
    with("FandolFang-Regular.otf", |font| {
        let (offset, _) = table(font, b"OS/2");
        font[offset + 8..offset + 10].copy_from_slice(&2u16.to_be_bytes());
    })
}

/// Copied in part: it still parses, and what lies beyond its end would silently not be printed.
#[test]
fn a_font_that_was_cut_short_is_told_with_its_role() {
    let layout = Layout::parse(LAYOUT).unwrap();
    for (name, roles) in [("FandolFang-Regular.otf", "仿宋"), ("LiberationSerif-Regular.ttf", "西文")] {
        for tenths in [1, 3, 6, 9] {
            let fonts = with(name, |font| font.truncate(font.len() * tenths / 10));
            let problem = FontSet::find(&layout, fonts.path(), false).err().unwrap();
            assert!(problem.contains(name) && problem.contains("重新复制"), "{name} {tenths}: {problem}");
            let is_whole_head = problem.contains(roles) && problem.contains("不完整");
            assert!(is_whole_head || problem.contains("读不出来"), "{name} {tenths}: {problem}");
        }
        let fonts = with(name, |font| font.truncate(font.len() - 1));
        let problem = FontSet::find(&layout, fonts.path(), false).err().unwrap();
        assert!(problem.contains("不完整") && problem.contains(roles), "{problem}");
    }
    // A table that says to be longer than the file.
    let fonts = with("FandolHei-Regular.otf", |font| {
        let record = font.windows(4).position(|window| window == b"CFF ").unwrap();
        font[record + 12..record + 16].copy_from_slice(&0x7FFF_FFFFu32.to_be_bytes());
    });
    let problem = FontSet::find(&layout, fonts.path(), false).err().unwrap();
    assert!(problem.contains("FandolHei-Regular.otf") && problem.contains("“黑体”"), "{problem}");
    // No longer a font at all: another must not silently take its place.
    let fonts = with("FandolKai-Regular.otf", |font| font.fill(0));
    let problem = FontSet::find(&layout, fonts.path(), false).err().unwrap();
    assert!(problem.contains("FandolKai-Regular.otf") && problem.contains("读不出来"), "{problem}");
}

#[test]
fn a_collection_of_more_faces_than_it_holds_is_told_at_once() {
    let fonts = with("FandolKai-Regular.otf", |_| {});
    let mut collection = b"ttcf\0\x01\0\0\xff\xff\xff\xff".to_vec();
    collection.resize(4012, 0);
    std::fs::write(fonts.path().join("甲.ttc"), collection).unwrap();
    let problem = FontSet::find(&Layout::parse(LAYOUT).unwrap(), fonts.path(), false).err().unwrap();
    assert!(problem.contains("甲.ttc") && problem.contains("读不出来"), "{problem}");
}

/// All its tables are there, and the shapes of some characters are not: one finding names the font, and nothing is final.
#[test]
fn a_font_without_the_shapes_of_what_is_printed_is_told() {
    let fonts = with("LiberationSerif-Regular.ttf", |font| {
        // Every glyph ends where it begins.
        let (offset, length) = table(font, b"loca");
        font[offset..offset + length].fill(0);
    });
    let layout = Layout::parse(LAYOUT).unwrap();
    let set = FontSet::find(&layout, fonts.path(), false).unwrap();
    let glyphs = set.missing_glyphs(&document(&[(Style::Body, "支持 2025 项")]));
    let shapeless: Vec<_> = glyphs.iter().map(|glyph| (glyph.character, glyph.shapeless.clone().unwrap())).collect();
    assert_eq!(shapeless.len(), 1);
    assert_eq!((shapeless[0].0, shapeless[0].1.role.as_str()), ('2', "西文"));
    assert_eq!(shapeless[0].1.file_name, "LiberationSerif-Regular.ttf");

    let folder = YearFolder::example();
    let built = command(&folder).arg("--fonts").arg(fonts.path()).output().unwrap();
    let said = String::from_utf8_lossy(&built.stderr).into_owned();
    assert_eq!(built.status.code(), Some(2), "{said}");
    assert!(
        said.matches("错误 Z").count() == 1 && said.contains("“西文”用的字体文件“LiberationSerif-Regular.ttf”坏了"),
        "{said}"
    );
}

fn command(folder: &YearFolder) -> std::process::Command {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_ziping"));
    command.current_dir(folder.root()).arg("--layouts").arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("layouts"));
    command
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
