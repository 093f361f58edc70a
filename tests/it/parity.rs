//! Word and PDF side by side: the .docx, the very file that is delivered, as LibreOffice and ONLYOFFICE lay it out with
//! the shipped fonts, and as Word's rules break it, against the PDF. Body lines and lines of cells and notes are compared apart.
//!
//! Needs LibreOffice, and Python with PyMuPDF and document-builder (`.ci/run` says which versions), which a machine with
//! only Rust does not have: `cargo test --release --test it parity:: -- --ignored`. A missing tool fails.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::common::content::{Item, of_docx};
use crate::support::{YearFolder, pdf_of, ziping};
use ziping::document::layout::Layout;
use ziping::document::{Block, Document, Orientation, Paragraph, Properties, Section, Style};
use ziping::render::docx;
use ziping::render::fonts::FontSet;
use ziping::render::lines::fit;

/// A program that lays a .docx out, and what we ask of it.
struct Office {
    name: &'static str,
    to_pdf: fn(&Path, &Path) -> PathBuf,
    /// Share of body lines, and of lines of cells and notes, that must stand in both with the same text, below what was
    /// measured in November 2026 (docs/word-and-pdf.md). ONLYOFFICE sets no space between Chinese and Latin.
    body: f64,
    cells: f64,
    /// By how many pages it may differ; where by none, lines must stand on the same page too.
    pages: usize,
}

/// To what share of itself Word may shrink a space between Chinese and Latin, and how many of its lines the PDF must have.
/// In compatibility mode 14, which the files ask for, it shrinks none; lines are held all the same where they can be.
const WORD: [(&str, f64); 2] = [("1", 0.98), ("0.5", 0.95)];

const OFFICES: [Office; 2] = [
    Office { name: "LibreOffice", to_pdf: libre_office, body: 0.97, cells: 0.99, pages: 0 },
    Office { name: "ONLYOFFICE", to_pdf: only_office, body: 0.6, cells: 0.95, pages: 1 },
];

#[test]
#[ignore = "needs LibreOffice and Python: .ci/run runs it"]
fn the_example_breaks_alike() {
    let year = YearFolder::example();
    assert!(ziping(year.root(), &[]).status.success());
    for name in ["绩效自评报告", "区域绩效目标自评表"] {
        let find = |ending: &str| year.output(&format!("{name}.{ending}"));
        compare(name, &find("pdf"), &find("docx"));
    }
}

/// What Chinese typesetting asks of lines and pages, in Word's file as another typesetter sets it.
#[test]
#[ignore = "needs LibreOffice and Python: .ci/run runs it"]
fn lines_and_pages_of_the_docx_begin_and_end_as_they_should() {
    let year = YearFolder::example();
    assert!(ziping(year.root(), &[]).status.success());
    let word = year.output("自评报告.docx");
    let folder = tempfile::tempdir().unwrap();
    let lines = lines(&libre_office(&word, folder.path()));
    let texts: Vec<(usize, String)> = lines.into_iter().map(|line| (line.page, line.text)).collect();
    let lines = &texts;
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
#[ignore = "needs LibreOffice and Python: .ci/run runs it"]
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
    let date = ziping::base::date::Date::new(2026, 3, 31).unwrap();
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
    std::fs::write(&pdf_file, pdf_of(&document, &layout, &template, &fonts).unwrap()).unwrap();
    std::fs::write(&word_file, docx::render(&document, &layout, &[]).unwrap()).unwrap();
    compare("unseen text", &pdf_file, &word_file);
}

/// Markdown's marks off, and its blanks, which no report has: LibreOffice sets them in the Chinese font.
fn plain(line: &str) -> String {
    line.replace(['*', '`', '#', '|', '_', ' '], "")
}

/// A line of a page's text, or of a cell.
struct Line {
    page: usize,
    body: bool,
    text: String,
}

fn compare(name: &str, pdf: &Path, word: &Path) {
    compare_with_word_rules(name, pdf, word);
    let ours = lines(pdf);
    let folder = tempfile::tempdir().unwrap();
    for office in &OFFICES {
        let theirs = lines(&(office.to_pdf)(word, folder.path()));
        let pages = [&ours, &theirs].map(|lines| lines.iter().map(|line| line.page).max().unwrap_or(0));
        let [body, cells] = [true, false].map(|body| share(office, &ours, &theirs, body));
        println!("{name} in {}: body {body:.4}, cells {cells:.4}, pages {pages:?}", office.name);
        assert!(pages[0].abs_diff(pages[1]) <= office.pages, "{name} in {}: pages {pages:?}", office.name);
        assert!(body >= office.body && cells >= office.cells, "{name} in {}: {body} {cells}", office.name);
        assert_eq!(characters(&ours), characters(&theirs), "{name}: what {} shows", office.name);
    }
}

/// Word's own rules, as far as they are known: its lines of justified text, with the squeeze of compatibility mode 15 and
/// without, are lines of the PDF.
fn compare_with_word_rules(name: &str, pdf: &Path, word: &Path) {
    let ours = counted(lines(pdf).into_iter().filter(|line| line.body).map(|line| line.text));
    let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    for (squeeze, wanted) in WORD {
        let theirs = python("word.py", &[word, &fonts, Path::new(squeeze)]);
        let theirs = counted(theirs.lines().map(str::to_string));
        // A form has cells only.
        let count = theirs.values().sum::<usize>();
        let share = if count == 0 { 1.0 } else { common(&theirs, &ours) as f64 / count as f64 };
        println!("{name} by Word's rules, spaces shrunk to {squeeze}: body {share:.4}");
        let only = theirs.keys().filter(|line| !ours.contains_key(*line));
        only.for_each(|line| println!("only by Word's rules: {line}"));
        assert!(share >= wanted, "{name} by Word's rules, spaces shrunk to {squeeze}: {share}");
    }
}

/// How many lines of a kind stand in both, of all in the file that has more.
fn share(office: &Office, ours: &[Line], theirs: &[Line], body: bool) -> f64 {
    let [ours, theirs] = [ours, theirs].map(|lines| {
        let wanted = lines.iter().filter(|line| line.body == body);
        let page = |line: &Line| if office.pages == 0 { line.page } else { 0 };
        wanted.map(|line| (page(line), line.text.as_str())).collect::<Vec<_>>()
    });
    if ours.is_empty() && theirs.is_empty() {
        return 1.0;
    }
    for (name, one, other) in [("PDF", &ours, &theirs), (office.name, &theirs, &ours)] {
        let only = one.iter().filter(|line| !other.contains(line));
        only.for_each(|(page, text)| println!("only in {name}, page {page}: {text}"));
    }
    let common = common(&counted(ours.iter()), &counted(theirs.iter()));
    common as f64 / ours.len().max(theirs.len()) as f64
}

/// Each as often as in the one that has it less often.
fn common<T: Ord>(one: &BTreeMap<T, usize>, other: &BTreeMap<T, usize>) -> usize {
    one.iter().map(|(line, count)| other.get(line).map_or(0, |other| *count.min(other))).sum()
}

fn characters(lines: &[Line]) -> BTreeMap<char, usize> {
    counted(lines.iter().flat_map(|line| line.text.chars()))
}

fn counted<T: Ord>(all: impl Iterator<Item = T>) -> BTreeMap<T, usize> {
    let mut counts = BTreeMap::new();
    all.for_each(|one| *counts.entry(one).or_default() += 1);
    counts
}

fn libre_office(word: &Path, folder: &Path) -> PathBuf {
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
        .arg(word)
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .status()
        .expect("LibreOffice is installed");
    assert!(status.success());
    folder.join(word.with_extension("pdf").file_name().unwrap())
}

fn only_office(word: &Path, folder: &Path) -> PathBuf {
    let pdf = folder.join("onlyoffice.pdf");
    let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    python("onlyoffice.py", &[word, &pdf, &fonts]);
    pdf
}

fn lines(pdf: &Path) -> Vec<Line> {
    let line = |line: &str| {
        let [page, kind, text] = line.split('\t').collect::<Vec<_>>().try_into().expect("three fields");
        Line { page: page.parse().unwrap(), body: kind == "body", text: text.to_string() }
    };
    python("lines.py", &[pdf]).lines().map(line).collect()
}

/// What a script of tests/parity/ prints.
fn python(script: &str, arguments: &[&Path]) -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/parity").join(script);
    let output = Command::new("python3").arg(&script).args(arguments).env("PYTHONUTF8", "1").output();
    let output = output.expect("Python is installed");
    assert!(output.status.success(), "{}: {}", script.display(), String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}
