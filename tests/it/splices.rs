//! Thousands of sentences that nobody wrote: documents' own, cut anywhere and joined at random, in a text, in a finished
//! document, in one that is taken back. No rule and no text is left undone for them, and nothing goes on for ever.

use std::fmt::Write;
use std::path::Path;

use crate::support::{YearFolder, facts_of, ziping};
use ziping::app::absorb::absorb;
use ziping::app::as_finished::finished_of;
use ziping::app::pipeline::{Content, examine};
use ziping::app::resources::Resources;
use ziping::app::year_folder::year_folders;
use ziping::base::finding::Finding;
use ziping::judge::{Case, TypedFigures, judge};
use ziping::prose::KnownFigures;
use ziping::reading::finished::known_figures;
use ziping::render::fonts::FontSet;
use ziping::sheets::finished::{Block, Finished};

/// In all.
const SENTENCES: usize = 5_000;
/// In one document.
const OF_A_DOCUMENT: usize = 100;

/// The same numbers in every run (Numerical Recipes' generator).
struct Chance(u32);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        usize::try_from(self.0 >> 8).unwrap() % bound
    }

    fn of<'a>(&mut self, texts: &'a [String]) -> &'a str {
        &texts[self.below(texts.len())]
    }

    /// Two or three pieces of the sentences, with something between that people mistype.
    fn splice(&mut self, sentences: &[String]) -> String {
        const BETWEEN: [&str; 12] = ["", "", "", "，", "（", "3个", "2025年", "〔2023—2025年〕", "“", "》", "%", "1."];
        let mut spliced = String::new();
        for _ in 0..2 + self.below(2) {
            let characters: Vec<char> = self.of(sentences).chars().collect();
            let (one, other) = (self.below(characters.len() + 1), self.below(characters.len() + 1));
            spliced.extend(&characters[one.min(other)..one.max(other)]);
            spliced += BETWEEN[self.below(BETWEEN.len())];
        }
        spliced + "。"
    }
}

struct Example {
    folder: YearFolder,
    resources: Resources,
    fonts: FontSet,
}

impl Example {
    fn new() -> Example {
        let project = Path::new(env!("CARGO_MANIFEST_DIR"));
        let resources = Resources::load(&project.join("layouts")).unwrap();
        let fonts = FontSet::find(&resources.layout, &project.join("fonts"), false).unwrap();
        Example { folder: YearFolder::example(), resources, fonts }
    }

    fn examine(&self) -> (Option<Content>, Vec<Finding>) {
        let year = &year_folders(&self.folder.root().join("input"), &[]).unwrap()[0];
        let examined = examine(year, &self.resources, &self.fonts);
        (examined.content, examined.findings)
    }

    fn content(&self) -> Content {
        self.examine().0.unwrap()
    }
}

fn sentences(texts: impl Iterator<Item = String>) -> Vec<String> {
    let sentence = |text: String| text.split_inclusive('。').map(str::to_string).collect::<Vec<_>>();
    texts.flat_map(sentence).filter(|sentence| sentence.chars().count() > 4).collect()
}

fn of_document(document: &Finished) -> Vec<String> {
    sentences(document.blocks.iter().flat_map(|block| match block {
        Block::Paragraph(text) => vec![text.clone()],
        Block::Table(rows) => rows.iter().flatten().cloned().collect(),
    }))
}

#[track_caller]
fn all_was_done(findings: &[Finding]) {
    let undone: Vec<&Finding> =
        findings.iter().filter(|found| found.message.contains("没有做完") || found.code == "Z048").collect();
    assert!(undone.is_empty(), "{undone:#?}");
}

#[test]
fn finished_documents_of_spliced_sentences() {
    let example = Example::new();
    let content = example.content();
    let report = finished_of(&content.composed.report, "报告");
    let known = of_document(&report);
    let mut chance = Chance(20_261_127);
    let standards = &example.resources.standards;
    for _ in 0..SENTENCES / OF_A_DOCUMENT {
        // Between the report's headings and tables, so that the rules have something to hold them against.
        let mut document = Finished { name: "报告.txt".into(), blocks: Vec::new(), ..Finished::default() };
        for block in &report.blocks {
            let is_short = |text: &String| text.chars().count() < 40;
            if matches!(block, Block::Table(_)) || matches!(block, Block::Paragraph(text) if is_short(text)) {
                document.blocks.push(block.clone());
            }
        }
        for _ in 0..OF_A_DOCUMENT {
            let at = chance.below(document.blocks.len() + 1);
            document.blocks.insert(at, Block::Paragraph(chance.splice(&known)));
        }
        let facts = facts_of(&document);
        all_was_done(&judge(&Case::of_document(&facts), standards).findings);
        let typed = TypedFigures::of_document(&facts, &known_figures(&facts, standards), standards);
        all_was_done(&judge(&Case { typed: Some(&typed), ..Case::default() }, standards).findings);
        let figures = KnownFigures::of_report(&content.report, &content.ledger, standards);
        let typed = TypedFigures::of_document(&facts, &figures, standards);
        all_was_done(&judge(&Case { typed: Some(&typed), ..Case::default() }, standards).findings);
    }
}

/// Texts as they are typed, with their placeholders: cut, they are mistakes of every kind.
#[test]
fn texts_of_spliced_sentences() {
    let example = Example::new();
    let typed = std::fs::read_to_string(example.folder.path().join("文字.yaml")).unwrap();
    let mut known = sentences(typed.lines().map(|line| line.trim().to_string()));
    known.extend(of_document(&finished_of(&example.content().composed.report, "报告")));
    known.extend(["{{{ 年度 }}}", "{{ {{ 地区 }}", "{% if 项目 %}", "{# 注 #}"].map(String::from));
    let mut chance = Chance(1949);
    for _ in 0..SENTENCES / OF_A_DOCUMENT / 5 {
        let mut text = String::from("|\n");
        for _ in 0..OF_A_DOCUMENT {
            writeln!(text, "      {}", chance.splice(&known).replace(['\n', '\t'], "")).unwrap();
        }
        let broken = typed.replacen("审计监督: |\n", &format!("审计监督: {text}"), 1);
        assert_ne!(broken, typed);
        example.folder.write("文字.yaml", broken.as_bytes());
        let (content, findings) = example.examine();
        all_was_done(&findings);
        assert!(content.is_some());
    }
}

#[test]
fn spliced_sentences_are_taken_back_or_refused() {
    let example = Example::new();
    let content = example.content();
    let report = finished_of(&content.composed.report, "改.docx");
    let known = of_document(&report);
    let mut chance = Chance(7);
    for _ in 0..SENTENCES / OF_A_DOCUMENT / 5 {
        let mut document = report.clone();
        for block in &mut document.blocks {
            match block {
                Block::Paragraph(text) if chance.below(3) == 0 => *text = chance.splice(&known),
                Block::Paragraph(text) if chance.below(3) == 0 => *text += &chance.splice(&known),
                Block::Table(rows) => {
                    let cells = rows.iter_mut().flatten();
                    cells.filter(|_| chance.below(9) == 0).for_each(|cell| *cell = Chance(3).splice(&known));
                }
                Block::Paragraph(_) => {}
            }
        }
        match absorb(&document, &content.composed, &content.ledger, &[]) {
            Ok(absorbed) => all_was_done(&absorbed.findings),
            Err(finding) => assert_eq!(finding.code, "Z011"),
        }
    }
}

/// What broke before, by the program itself.
#[test]
fn no_sentence_ends_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("报告.txt");
    for (sentence, figures) in [
        ("支持3个财教〔2024〕232号文件。", &["3个", "财教〔2024〕232号"][..]),
        ("下达项目137个新财教〔2025〕65号。", &["137个", "新财教〔2025〕65号"]),
        ("2025年新财教〔2025〕65号下达。", &["2025年", "新财教〔2025〕65号"]),
        ("支持3个项目〔2023—2025年〕。", &["3个"]),
        ("支出3.1415926535897932384626433833万元。", &["3.1415926535897932384626433833万元"]),
        ("支出79228162514264337593543950335亿元，百分之79228162514264337593543950335。", &[]),
        ("得分为0.0000000000000000000000000001分，约0.0000000000000000000000000001万元。", &[]),
    ] {
        std::fs::write(&path, format!("绩效自评报告\n{sentence}\n")).unwrap();
        let output = ziping(folder.path(), &["audit", path.to_str().unwrap(), "--verbose"]);
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(matches!(output.status.code(), Some(0 | 1)), "{sentence}: {output:?}");
        assert!(output.stderr.is_empty() && !said.contains("没有做完"), "{sentence}: {output:?}");
        for figure in figures {
            assert!(said.contains(&format!("未核对 {figure}")) || said.contains(&format!("；{figure}")), "{said}");
        }
    }
}

/// The score in one sentence, a wrong grade in the next: both are told, with what each says.
#[test]
fn a_score_and_a_wrong_grade_in_two_sentences() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("报告.txt");
    let text = "绩效自评报告\n经自评，2025年度引导资金绩效自评得分为96分。自评结果为“良”。\n";
    std::fs::write(&path, text).unwrap();
    let output = ziping(folder.path(), &["audit", path.to_str().unwrap(), "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let findings: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let found = findings.as_array().unwrap().iter().find(|found| found["code"] == "Z707").unwrap();
    assert_eq!(found["message"], "96分的等级不是“良”");
    assert_eq!((&found["expected"], &found["actual"]), (&"优".into(), &"良（自评结果为“良”。）".into()));
    let sections: Vec<&str> =
        found["locations"].as_array().unwrap().iter().map(|place| place["section"].as_str().unwrap()).collect();
    assert_eq!(sections, ["“自评结果为“良”。…”", "“经自评，2025年度引导资金绩效…”"]);
}
