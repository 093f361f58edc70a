//! `ziping audit`: finished documents of three formats, a pair of cases for each rule, and how many single changes of
//! figures it finds.

mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use support::{YearFolder, standards, ziping};
use ziping::audit::finding::{Finding, Severity};
use ziping::audit::run;
use ziping::finished::{Block, Facts, Finished, TIE_RULE, Tied, document_rules, mentions, read};

/// The example, built once.
fn built() -> &'static YearFolder {
    static BUILT: OnceLock<YearFolder> = OnceLock::new();
    BUILT.get_or_init(|| {
        let folder = YearFolder::example();
        assert!(ziping(folder.root(), &[]).status.success());
        folder
    })
}

fn output(ending: &str) -> PathBuf {
    built().output(ending)
}

fn report() -> Finished {
    read(&output("自评报告.docx")).unwrap()
}

fn findings(document: &Finished) -> Vec<Finding> {
    run(document_rules(), &Facts::of(document), &standards()).findings
}

/// The first place that has the words gets others; =words means the first cell that holds nothing else.
#[track_caller]
fn replaced(from: &str, to: &str) -> Finished {
    let mut document = report();
    let whole = from.strip_prefix('=');
    let from = whole.unwrap_or(from);
    for block in &mut document.blocks {
        let texts: Vec<&mut String> = match block {
            Block::Paragraph(_) if whole.is_some() => Vec::new(),
            Block::Paragraph(text) => vec![text],
            Block::Table(rows) => rows.iter_mut().flatten().collect(),
        };
        for text in texts {
            if if whole.is_some() { text == from } else { text.contains(from) } {
                *text = text.replacen(from, to, 1);
                return document;
            }
        }
    }
    panic!("{from} does not stand in the report");
}

#[test]
fn the_three_formats_say_the_same_and_agree_with_themselves() {
    let folder = tempfile::tempdir().unwrap();
    let (docx, pdf) = (report(), read(&output("自评报告.pdf")).unwrap());
    let text: String = docx
        .blocks
        .iter()
        .map(|block| match block {
            Block::Paragraph(text) => format!("{text}\n"),
            Block::Table(rows) => {
                let row = |row: &Vec<String>| row.iter().map(|cell| format!("\t{cell}\n")).collect::<String>() + "\n";
                rows.iter().map(row).collect()
            }
        })
        .collect();
    let path = folder.path().join("报告.txt");
    std::fs::write(&path, text).unwrap();
    let units =
        |document: &Finished| Facts::of(document).units.iter().map(|unit| unit.text.clone()).collect::<Vec<_>>();
    let wanted = units(&docx);
    assert!(wanted.len() > 700, "{}", wanted.len());
    for document in [&docx, &pdf, &read(&path).unwrap()] {
        assert_eq!(findings(document), [], "{}", document.name);
        // A forced line break may make two paragraphs of one in plain text.
        assert_eq!(units(document).concat(), wanted.concat(), "{}", document.name);
    }
}

struct Pair {
    code: &'static str,
    severity: Severity,
    breaks: (&'static str, &'static str),
    passes: (&'static str, &'static str),
}

fn pairs() -> Vec<Pair> {
    use Severity::{Error, Warning};
    let pair = |code, severity, breaks, passes| Pair { code, severity, breaks, passes };
    vec![
        pair("Z701", Error, ("=3435", "3436"), ("=总计", "合计")),
        pair(
            "Z702",
            Error,
            ("科技创新基地建设项目30个", "科技创新基地建设项目31个"),
            ("经费4686万元", "经费0.4686亿元"),
        ),
        pair("Z703", Error, ("≥41项", "≥40项"), ("≥41项", "≥ 41 项")),
        pair("Z704", Error, ("实际完成值为33项", "实际完成值为34项"), ("实际完成值为33项", "实际完成值为 33 项")),
        pair("Z705", Error, ("完成率为103.13%", "完成率为103.31%"), ("完成率为103.13%", "完成率为103.1%")),
        pair("Z706", Error, ("实际支出8744万元", "实际支出8774万元"), ("实际支出8744万元", "实际支出0.8744亿元")),
        pair("Z707", Error, ("产出指标49分", "产出指标48分"), ("自评得分为96分", "自评得分为96.0分")),
        pair("Z708", Error, ("支持高新技术企业数量，指标值", "该指标，指标值"), ("无。", "没有。")),
        pair(
            "Z709",
            Error,
            ("新财教〔2025〕65号", "新财教财教〔2025〕65号"),
            ("新财教〔2025〕65号", "新财教〔2025〕66号"),
        ),
        pair("Z710", Warning, ("新疆维吾尔自治区科学技术厅", "自治区科技厅"), ("《关于申报", "《关于组织申报")),
        pair("Z711", Error, ("结转项目17个）", "结转项目16个）"), ("技术专家5名", "技术专家4名")),
        pair(
            "Z713",
            Error,
            ("123个项目评价结果", "122个项目评价结果"),
            ("评价结果为“优”，14个", "评价结果为“优”，另有14个"),
        ),
        pair("Z712", Warning, ("2025年下达200万元", "2025年下达180万元"), ("总投入3200万元", "总投入3300万元")),
    ]
}

#[test]
fn each_rule_finds_what_breaks_it_and_passes_what_is_near() {
    let mut codes: Vec<&str> = document_rules().iter().map(|rule| rule.code).collect();
    for pair in pairs() {
        let of = |(from, to): (&str, &str)| {
            let found = findings(&replaced(from, to));
            found.into_iter().filter(|finding| finding.code == pair.code).collect::<Vec<_>>()
        };
        let found = of(pair.breaks);
        assert!(found.iter().any(|finding| finding.severity == pair.severity), "{}: {found:#?}", pair.code);
        for finding in &found {
            let complete = !finding.message.is_empty()
                && finding.expected.is_some()
                && finding.actual.is_some()
                && !finding.locations.is_empty()
                && !finding.hint.is_empty();
            assert!(complete, "{finding:#?}");
        }
        assert_eq!(of(pair.passes), [], "{}", pair.code);
        codes.retain(|code| *code != pair.code);
    }
    assert_eq!(codes, [] as [&str; 0], "rules without a pair");
}

#[test]
fn every_rule_has_its_page_and_stands_in_the_list() {
    let list = include_str!("../docs/rules/README.md");
    let tie = [(TIE_RULE.code, TIE_RULE.title, TIE_RULE.doc)];
    for (code, title, doc) in document_rules().iter().map(|rule| (rule.code, rule.title, rule.doc)).chain(tie) {
        assert!(list.contains(&format!("| [{code}]({code}.md) | {title} |")), "{code}");
        assert!(doc.starts_with(&format!("# {code} {title}\n")), "{code}");
        for heading in ["## 查什么", "## 为什么", "## 反例", "## 改法", "## 依据"] {
            assert!(doc.contains(heading), "{code} {heading}");
        }
    }
}

fn audit(file: &Path, more: &[&str]) -> (i32, Vec<serde_json::Value>, String) {
    let mut arguments = vec!["audit", file.to_str().unwrap()];
    arguments.extend(more);
    let run = ziping(built().root(), &arguments);
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    (run.status.code().unwrap(), serde_json::from_slice(&run.stdout).unwrap_or_default(), said)
}

#[test]
fn the_command_keeps_its_contract() {
    assert_eq!(audit(&output("自评报告.docx"), &["--json"]), (0, Vec::new(), String::new()));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("稿.txt");
    std::fs::write(&path, "一、情况\n（一）得分\n经自评，得分为96分，其中：预算执行8分、产出指标40分、效益指标29分、服务对象满意度指标10分。\n").unwrap();
    let (code, found, _) = audit(&path, &["--json"]);
    assert_eq!((code, found.len()), (1, 1));
    assert_eq!((&found[0]["code"], &found[0]["severity"]), (&"Z707".into(), &"error".into()));
    assert_eq!(found[0]["locations"][0]["document"], "稿.txt");
    assert!(found[0]["locations"][0]["section"].as_str().unwrap().contains("一、情况 › （一）得分"));
    for (name, bytes, words) in [
        ("没有.docx", None, "没有这个文件"),
        ("坏.docx", Some(&b"PK\x03\x04 no zip"[..]), "文件损坏"),
        ("坏.pdf", Some(b"%PDF-1.7 no more"), "文件损坏"),
        ("旧.doc", Some(b"x"), "另存为 .docx"),
        ("空.txt", Some(b" \n"), "没有文字"),
        ("密.docx", Some(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), "密码"),
    ] {
        let path = folder.path().join(name);
        if let Some(bytes) = bytes {
            std::fs::write(&path, bytes).unwrap();
        }
        let (code, found, said) = audit(&path, &["--json"]);
        assert_eq!((code, found.len()), (2, 1), "{name}: {said}");
        assert!(said.contains(words), "{name}: {said}");
    }
}

#[test]
fn a_document_is_compared_with_its_year() {
    for ending in ["自评报告.docx", "自评报告.pdf", "自评表.docx", "自评表.pdf"] {
        assert_eq!(audit(&output(ending), &["2025", "--json"]).1, [] as [serde_json::Value; 0], "{ending}");
    }
    // What a superior changed in Word: a figure that nothing else repeats, and words.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("改过的自评报告.docx");
    let mut archive = zip::ZipArchive::new(std::fs::File::open(output("自评报告.docx")).unwrap()).unwrap();
    let mut out = zip::ZipWriter::new(std::fs::File::create(&path).unwrap());
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut file, &mut bytes).unwrap();
        let name = file.name().unwrap().into_owned();
        if name == "word/document.xml" {
            let text = String::from_utf8(bytes).unwrap();
            assert!(text.contains("473") && text.contains("尚未单独出台"), "the words to change");
            bytes = text.replacen("473", "437", 1).replacen("尚未单独出台", "没有单独出台", 1).into_bytes();
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut out, &bytes).unwrap();
    }
    out.finish().unwrap();
    let (code, found, _) = audit(&path, &["2025", "--json"]);
    let shown: Vec<(&str, &str)> = found
        .iter()
        .map(|finding| (finding["severity"].as_str().unwrap(), finding["actual"].as_str().unwrap()))
        .collect();
    assert_eq!((code, found.len()), (1, 2), "{shown:?}");
    assert!(shown[0].0 == "error" && shown[0].1.contains("437"), "{shown:?}");
    assert!(shown[1].0 == "warning" && shown[1].1.contains("没有单独出台"), "{shown:?}");
}

/// One change to one figure of a text.
fn mutations(text: &str) -> Vec<(&'static str, String)> {
    let mut made = Vec::new();
    for mention in mentions(text) {
        let written = &text[mention.range.clone()];
        let with = |changed: String| format!("{}{changed}{}", &text[..mention.range.start], &text[mention.range.end..]);
        let digits: Vec<usize> = written.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(at, _)| at).collect();
        let Some(&last) = digits.last() else { continue };
        let next = (written.as_bytes()[last] - b'0' + 1) % 10;
        made.push(("数字改一位", with(format!("{}{next}{}", &written[..last], &written[last + 1..]))));
        if let Some(pair) = digits
            .windows(2)
            .find(|pair| pair[1] == pair[0] + 1 && written.as_bytes()[pair[0]] != written.as_bytes()[pair[1]])
        {
            let mut bytes = written.as_bytes().to_vec();
            bytes.swap(pair[0], pair[1]);
            made.push(("两位对调", with(String::from_utf8(bytes).unwrap())));
        }
        // 00 and 0.80 are the same figure.
        let longer = with(format!("{}0{}", &written[..=last], &written[last + 1..]));
        if mentions(&longer).iter().zip(mentions(text)).any(|(new, old)| new.amount != old.amount) {
            made.push(("多写一个0", longer));
        }
        if let Some(unit) = ["万元", "项", "个", "家", "人次", "%"].into_iter().find(|unit| written.ends_with(unit))
        {
            let other = if unit == "万元" { "元" } else { "套" };
            made.push(("单位改掉", with(format!("{}{other}", written.strip_suffix(unit).unwrap()))));
        }
    }
    made
}

/// Every single change of a figure in prose and tables of the consistent example: how many the audit of the document
/// alone finds, and how many when the year's input is given.
#[test]
fn changed_figures_are_found() {
    let document = report();
    assert_eq!(findings(&document), [], "nothing is wrong before the changes");
    let mut counts: BTreeMap<(&str, &str), (usize, usize, usize)> = BTreeMap::new();
    let tied = |changed: &Finished| {
        let tied = Tied { document: Facts::of(changed), model: Facts::of(&document) };
        run(&[TIE_RULE], &tied, &standards()).findings.iter().any(|finding| finding.severity == Severity::Error)
    };
    let mut missed = Vec::new();
    let mut try_one = |kind: &'static str, place: &'static str, changed: Finished, text: &str| {
        let found = !findings(&changed).is_empty();
        let count = counts.entry((place, kind)).or_default();
        count.0 += 1;
        count.1 += usize::from(found);
        count.2 += usize::from(tied(&changed));
        if !found {
            missed.push(format!("{place} {kind} {text}"));
        }
    };
    // Figures of the fund as a whole: case studies and the notes below the form have no second witness.
    let sentences: Vec<String> = Facts::of(&document).of_the_fund().map(|sentence| sentence.text.clone()).collect();
    for (index, block) in document.blocks.iter().enumerate() {
        match block {
            Block::Paragraph(text) if sentences.iter().any(|sentence| text.contains(sentence)) => {
                for (kind, changed) in mutations(text) {
                    let mut document = document.clone();
                    document.blocks[index] = Block::Paragraph(changed.clone());
                    try_one(kind, "正文", document, &changed);
                }
            }
            Block::Paragraph(_) => {}
            Block::Table(rows) => {
                // Every seventh row of the long table is as good as all of them.
                let step = if rows.len() > 60 { 7 } else { 1 };
                for row in (0..rows.len()).step_by(step) {
                    // Rows with a figure: indicators, projects, money.
                    if !rows[row].iter().any(|cell| cell.chars().any(|c| c.is_ascii_digit())) || rows[row].len() < 3 {
                        continue;
                    }
                    for (kind, twice) in [("漏一行", false), ("重一行", true)] {
                        let mut document = document.clone();
                        if let Block::Table(rows) = &mut document.blocks[index] {
                            let copy = rows.remove(row);
                            if twice {
                                rows.splice(row..row, [copy.clone(), copy]);
                            }
                        }
                        try_one(kind, "表格", document, &rows[row].join(" "));
                    }
                }
                for (row, cells) in rows.iter().enumerate().step_by(step) {
                    for (column, cell) in cells.iter().enumerate() {
                        // Names with numbers in them are words.
                        if cell.chars().filter(|c| !c.is_ascii_digit()).count() > 8 {
                            continue;
                        }
                        for (kind, changed) in mutations(cell) {
                            let mut document = document.clone();
                            if let Block::Table(rows) = &mut document.blocks[index] {
                                rows[row][column] = changed.clone();
                            }
                            try_one(kind, "表格", document, &changed);
                        }
                    }
                }
            }
        }
    }
    let (mut all, mut alone, mut with_year) = (0, 0, 0);
    for ((place, kind), (count, found, tied)) in &counts {
        println!("{place} {kind}: {count}处，单看成稿查出{found}处，对照输入查出{tied}处");
        (all, alone, with_year) = (all + count, alone + found, with_year + tied);
    }
    println!("共{all}处，单看成稿查出{:.1}%，对照输入查出{:.1}%", percent(alone, all), percent(with_year, all));
    for line in missed.iter().filter(|line| line.contains("改一位")) {
        println!("没有查出：{line}");
    }
    assert!(all > 300, "{all}");
    assert_eq!(with_year, all, "against the input every changed figure is an error");
    assert!(percent(alone, all) >= ALONE, "{:.1}", percent(alone, all));
}

/// What was reached when this was written, in percent.
const ALONE: f64 = 85.0;

fn percent(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64 * 100.0
}

/// A PDF whose structure tree leads back into itself, twice at each step.
#[test]
fn a_tree_that_bites_its_tail_comes_to_an_end() {
    use lopdf::{Document, Object, dictionary};
    let mut document = Document::with_version("1.7");
    let pages = document.new_object_id();
    let element = document.new_object_id();
    let page = document.add_object(
        dictionary! { "Type" => "Page", "Parent" => pages, "MediaBox" => vec![0.into(), 0.into(), 9.into(), 9.into()] },
    );
    document.objects.insert(pages, dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 }.into());
    let kids = vec![Object::Reference(element), Object::Reference(element)];
    document.objects.insert(element, dictionary! { "S" => "Sect", "K" => kids }.into());
    let root = document.add_object(dictionary! { "Type" => "StructTreeRoot", "K" => element });
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages, "StructTreeRoot" => root });
    document.trailer.set("Root", catalog);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("环.pdf");
    document.save(&path).unwrap();
    assert!(read(&path).unwrap_err().message.contains("没有文字"));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(60))]

    /// Whatever was damaged on the way, reading ends with a document or with words for a person.
    #[test]
    fn damaged_documents_never_panic(
        pdf in proptest::prelude::any::<bool>(),
        at in 0.0f64..1.0,
        bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 1..60),
        cut in proptest::prelude::any::<bool>(),
    ) {
        let ending = if pdf { "自评表.pdf" } else { "自评表.docx" };
        let mut damaged = std::fs::read(output(ending)).unwrap();
        let at = (damaged.len() as f64 * at) as usize;
        if cut {
            damaged.truncate(at);
        } else {
            let end = (at + bytes.len()).min(damaged.len());
            damaged.splice(at..end, bytes);
        }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(ending);
        std::fs::write(&path, damaged).unwrap();
        match read(&path) {
            Ok(document) => drop(findings(&document)),
            Err(finding) => assert!(!finding.hint.is_empty()),
        }
    }
}
