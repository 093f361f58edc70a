//! Word and PDF side by side: the .docx as LibreOffice lays it out with the shipped fonts, against the PDF.
//!
//! Needs LibreOffice and poppler, which a machine with only Rust does not have: `cargo test --release --test it parity:: --
//! --ignored`, as `.ci/run` does. A missing tool fails.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::common::content::{Item, of_docx};
use crate::support::{YearFolder, ziping};
use ziping::document::{Block, Document, Orientation, Paragraph, Properties, Section, Style};
use ziping::fonts::FontSet;
use ziping::layout::Layout;
use ziping::lines::fit;
use ziping::render::{docx, pdf};

/// Share of lines that must stand in both with the same text; measured in November 2026 with LibreOffice 7.4.7:
/// docs/word-and-pdf.md.
const LINES_OF_EXAMPLE: f64 = 0.99;
const LINES_OF_FORM: f64 = 1.0;
const LINES_OF_UNSEEN_TEXT: f64 = 0.97;

#[test]
#[ignore = "needs LibreOffice and poppler: .ci/run runs it"]
fn the_example_breaks_alike() {
    let year = YearFolder::example();
    assert!(ziping(year.root(), &[]).status.success());
    let folder = year.root().join("output/2025");
    for (name, lines) in [("绩效自评报告", LINES_OF_EXAMPLE), ("区域绩效目标自评表", LINES_OF_FORM)] {
        let find = |ending: &str| {
            let tail = format!("{name}.{ending}");
            let entries = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
            entries.into_iter().find(|path| path.to_string_lossy().ends_with(&tail)).expect("the file was built")
        };
        let share = compare(&find("pdf"), &find("docx"));
        println!("{name}: {share:?}");
        assert_eq!(share.pages.0, share.pages.1, "{name}: page counts");
        assert!(share.same_text >= lines && share.same_page >= lines, "{name}: {share:?}");
    }
}

/// What Chinese typesetting asks of lines and pages, in Word's file as another typesetter sets it.
#[test]
#[ignore = "needs LibreOffice and poppler: .ci/run runs it"]
fn lines_and_pages_of_the_docx_begin_and_end_as_they_should() {
    let year = YearFolder::example();
    assert!(ziping(year.root(), &[]).status.success());
    let word = year.output("自评报告.docx");
    let folder = tempfile::tempdir().unwrap();
    let lines = lines(&libre_office(&word, folder.path()));
    let layout = Layout::parse(include_str!("../../layouts/公文.yaml")).unwrap();
    let breaking = &layout.line_breaking;
    let (mut headings, mut lone) = (Vec::new(), Vec::new());
    for item in of_docx(&std::fs::read(&word).unwrap()) {
        match item {
            Item::Heading(_, text) => headings.push(text),
            Item::Paragraph(text) if text.chars().count() > 30 => {
                let last = text.char_indices().rev().find(|(_, c)| c.is_alphanumeric()).unwrap().0;
                lone.push(text[last..].to_string());
            }
            _ => {}
        }
    }
    for (index, (page, line)) in lines.iter().enumerate() {
        let (first, last) = (line.chars().next().unwrap(), line.chars().last().unwrap());
        // Lines of tables are several cells'; only running text is as long as this.
        if line.chars().count() > 20 {
            assert!(!breaking.not_at_start.contains(first), "page {page}: {line}");
            assert!(!breaking.not_at_end.contains(last), "page {page}: {line}");
        }
        let follows_text = index > 0 && lines[index - 1].1.chars().count() > 20;
        assert!(!(follows_text && lone.contains(line)), "page {page}: “{line}” stands alone on its line");
        let next = lines.get(index + 1);
        if next.is_none_or(|(next, _)| next > page) {
            assert!(!headings.contains(line), "page {page} ends with the heading {line}");
        }
        if let Some((_, next)) = next
            && line.chars().count() > 20
            && last.is_ascii_digit()
        {
            assert!(!breaking.units.iter().any(|unit| next.starts_with(unit)), "page {page}: {line} | {next}");
        }
    }
}

/// Prose that nothing was tuned on: the pages of the rules.
#[test]
#[ignore = "needs LibreOffice and poppler: .ci/run runs it"]
fn unseen_text_breaks_alike() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pages: Vec<PathBuf> =
        std::fs::read_dir(root.join("docs/rules")).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.push(root.join("README.md"));
    pages.sort();
    let texts = pages.iter().map(|page| std::fs::read_to_string(page).unwrap());
    let lines: Vec<String> = texts.flat_map(|text| text.lines().map(plain).collect::<Vec<_>>()).collect();
    // Prose such as a report has: commands and paths are left out.
    let is_prose = |line: &&String| {
        let count = |wanted: fn(&char) -> bool| line.chars().filter(wanted).count();
        count(|c| *c >= '\u{4E00}') > 12 && count(char::is_ascii_alphabetic) < 4
    };
    let prose = lines.iter().filter(is_prose);
    let blocks: Vec<Block> = prose.map(|line| Block::Paragraph(Paragraph::new(Style::Body, line))).collect();
    assert!(blocks.len() > 40, "{} paragraphs", blocks.len());
    let date = ziping::document::Date::new(2026, 3, 31).unwrap();
    let (title, author, subject) = ("断行".into(), "测试".into(), "断行".into());
    let mut document = Document {
        properties: Properties { title, author, subject, keywords: Vec::new(), date },
        sections: vec![Section { orientation: Orientation::Portrait, blocks }],
        draft_mark: None,
    };
    let layout = Layout::parse(&std::fs::read_to_string(root.join("layouts/公文.yaml")).unwrap()).unwrap();
    let fonts = FontSet::find(&layout, &root.join("fonts"), false).unwrap();
    let template = std::fs::read_to_string(root.join("layouts/公文.typ")).unwrap();
    fit(&mut document, &layout, &fonts);
    let folder = tempfile::tempdir().unwrap();
    let (pdf_file, word_file) = (folder.path().join("ours.pdf"), folder.path().join("word.docx"));
    std::fs::write(&pdf_file, pdf::render(&document, &layout, &template, &fonts).unwrap()).unwrap();
    std::fs::write(&word_file, docx::render(&document, &layout, &[]).unwrap()).unwrap();
    let share = compare(&pdf_file, &word_file);
    println!("unseen text: {share:?}");
    assert!(share.same_text >= LINES_OF_UNSEEN_TEXT, "{share:?}");
}

/// Markdown's marks off, and its blanks, which no report has: LibreOffice sets them in the Chinese font.
fn plain(line: &str) -> String {
    line.replace(['*', '`', '#', '|', '_', ' '], "")
}

#[derive(Debug)]
struct Share {
    same_text: f64,
    same_page: f64,
    pages: (usize, usize),
}

fn compare(pdf: &Path, word: &Path) -> Share {
    let folder = tempfile::tempdir().unwrap();
    let (ours, theirs) = (lines(pdf), lines(&libre_office(word, folder.path())));
    for (name, one, other) in [("PDF", &ours, &theirs), ("Word", &theirs, &ours)] {
        let only = one.iter().filter(|(_, text)| other.iter().all(|(_, other)| other != text));
        only.for_each(|(page, text)| println!("only in {name}, page {page}: {text}"));
    }
    let longer = ours.len().max(theirs.len()) as f64;
    let texts = |lines: &[(usize, String)]| lines.iter().map(|(_, text)| (0, text.clone())).collect::<Vec<_>>();
    Share {
        same_text: common(&texts(&ours), &texts(&theirs)) as f64 / longer,
        same_page: common(&ours, &theirs) as f64 / longer,
        pages: (last_page(&ours), last_page(&theirs)),
    }
}

fn last_page(lines: &[(usize, String)]) -> usize {
    lines.iter().map(|(page, _)| *page).max().unwrap_or(0)
}

/// How many stand in both, each as often as in the one that has it less often.
fn common(a: &[(usize, String)], b: &[(usize, String)]) -> usize {
    let mut counts: BTreeMap<&(usize, String), (usize, usize)> = BTreeMap::new();
    a.iter().for_each(|line| counts.entry(line).or_default().0 += 1);
    b.iter().for_each(|line| counts.entry(line).or_default().1 += 1);
    counts.values().map(|(a, b)| a.min(b)).sum()
}

/// LibreOffice 7.4 reads `w:overflowPunct` inverted (0 hangs marks beyond the margin): it gets a copy in which the
/// switch is turned, so that it does what the .docx says.
fn libre_office(word: &Path, folder: &Path) -> PathBuf {
    let (off, on) = (r#"<w:overflowPunct w:val="0"/>"#, "<w:overflowPunct/>");
    let mut archive = zip::ZipArchive::new(std::fs::File::open(word).unwrap()).unwrap();
    let copy = folder.join("word.docx");
    let mut out = zip::ZipWriter::new(std::fs::File::create(&copy).unwrap());
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let name = entry.name().unwrap().to_string();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut entry, &mut bytes).unwrap();
        if name == "word/styles.xml" {
            let text = String::from_utf8(bytes).unwrap();
            assert!(text.contains(off) || text.contains(on));
            bytes = if text.contains(off) { text.replace(off, on) } else { text.replace(on, off) }.into_bytes();
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut out, &bytes).unwrap();
    }
    out.finish().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let fonts = std::fs::read_to_string(root.join("tests/fontconfig/fonts.conf.in")).unwrap();
    let config = folder.join("fonts.conf");
    std::fs::write(&config, fonts.replace("@FONTS@", &root.join("fonts").to_string_lossy())).unwrap();
    let status = Command::new("soffice")
        .env("FONTCONFIG_FILE", &config)
        .arg("--headless")
        .arg(format!("-env:UserInstallation=file://{}/profile", folder.display()))
        .args(["--convert-to", "pdf", "--outdir"])
        .arg(folder)
        .arg(&copy)
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .status()
        .expect("LibreOffice is installed");
    assert!(status.success());
    folder.join("word.pdf")
}

/// Every line with its page: words on one baseline, left to right. Page numbers are left out.
fn lines(pdf: &Path) -> Vec<(usize, String)> {
    let output = Command::new("pdftotext").arg("-bbox").arg(pdf).arg("-").output().expect("poppler is installed");
    assert!(output.status.success());
    let html = String::from_utf8(output.stdout).unwrap();
    let mut lines = Vec::new();
    for (page, text) in html.split("<page ").skip(1).enumerate() {
        let mut words: Vec<(f64, f64, String)> = text.lines().filter_map(word).collect();
        words.sort_by(|a, b| (a.0, a.1).partial_cmp(&(b.0, b.1)).unwrap());
        let mut rows: Vec<(f64, Vec<(f64, String)>)> = Vec::new();
        for (y, x, text) in words {
            match rows.last_mut() {
                Some((top, row)) if (y - *top).abs() < 6.0 => row.push((x, text)),
                _ => rows.push((y, vec![(x, text)])),
            }
        }
        for (_, mut row) in rows {
            row.sort_by(|a, b| a.0.partial_cmp(&b.0).unwrap());
            let line: String = row.into_iter().map(|(_, text)| text).collect();
            let number = line.starts_with('—') && line.ends_with('—') && line.chars().count() < 8;
            if !number {
                lines.push((page + 1, line));
            }
        }
    }
    lines
}

/// `<word xMin="…" yMin="…" xMax="…" yMax="…">…</word>`: middle, left edge, text.
fn word(line: &str) -> Option<(f64, f64, String)> {
    let line = line.trim().strip_prefix("<word ")?.strip_suffix("</word>")?;
    let (attributes, text) = line.split_once('>')?;
    let value = |name: &str| -> Option<f64> { attributes.split_once(name)?.1.split('"').nth(1)?.parse().ok() };
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    Some(((value("yMin")? + value("yMax")?) / 2.0, value("xMin")?, text))
}
