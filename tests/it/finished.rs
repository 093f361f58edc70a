//! `ziping audit`: finished documents of three formats and a pair of cases for each rule. tests/it/mutations.rs measures
//! how much is found.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::support::{YearFolder, facts_of, standards, ziping};
use ziping::base::finding::{Finding, Severity};
use ziping::judge::{Case, judge, rules};
use ziping::sheets::finished::{Block, Finished, read};

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
    judge(&Case::of_document(&facts_of(document)), &standards()).findings
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
    let units = |document: &Finished| facts_of(document).units.iter().map(|unit| unit.text.clone()).collect::<Vec<_>>();
    let wanted = units(&docx);
    assert!(wanted.len() > 700, "{}", wanted.len());
    for document in [&docx, &pdf, &read(&path).unwrap()] {
        assert_eq!(findings(document), [], "{}", document.name);
        // A forced line break may make two paragraphs of one in plain text.
        assert_eq!(units(document).concat(), wanted.concat(), "{}", document.name);
    }
}

macro_rules! claimed {
    ($sentence:literal) => {
        concat!(
            $sentence,
            "\n\t三级指标\n\t指标值\n\t完成值\n\t原因\n\n\t甲\n\t≥600人\n\t700人\n\t\n\n\t乙\n\t≥60人\n\t70人\n\t\n"
        )
    };
}

/// A form whose money was spent to four fifths.
macro_rules! slow {
    () => {
        "\t资金\n\t预算数\n\t执行数\n\t执行率\n\n\t年度资金总额\n\t100\n\t80\n\t80%\n\n\t三级指标\n\t指标值\n\t完成值\n\t原因\n\n\t甲\n\t≥600人\n\t700人\n\t\n"
    };
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
        pair("Z101", Error, ("=3435", "3436"), ("=总计", "合计")),
        pair(
            "Z702",
            Error,
            ("科技创新基地建设项目30个", "科技创新基地建设项目31个"),
            ("经费4686万元", "经费0.4686亿元"),
        ),
        pair("Z703", Error, ("≥41项", "≥40项"), ("≥41项", "≥ 41 项")),
        pair("Z704", Error, ("实际完成值为33项", "实际完成值为34项"), ("实际完成值为33项", "实际完成值为 33 项")),
        pair("Z705", Error, ("完成率为103.13%", "完成率为103.31%"), ("完成率为103.13%", "完成率为 103.13%")),
        pair("Z706", Error, ("预算执行率80%", "预算执行率82%"), ("预算执行率80%", "预算执行率80.0%")),
        pair("Z707", Error, ("产出指标49分", "产出指标48分"), ("自评得分为96分", "自评得分为96.0分")),
        pair("Z202", Error, ("支持高新技术企业数量，指标值", "该指标，指标值"), ("无。", "没有。")),
        pair(
            "Z301",
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
        pair("Z603", Error, ("等四个方面的", "等五个方面的"), ("等四个方面的", "等四个方向的")),
        pair("Z715", Warning, ("财教〔2023〕276号", "财教〔2021〕204号"), ("新科规〔2024〕2号", "新科规〔2024〕3号")),
        pair(
            "Z716",
            Warning,
            ("2025年度引导资金预算", "2024年度引导资金预算"),
            ("2025年度引导资金预算", "2025年引导资金预算"),
        ),
        pair("Z717", Warning, ("绩效目标基本完成", "绩效目标均已完成"), ("绩效目标基本完成", "绩效目标大部分完成")),
        pair(
            "Z724",
            Warning,
            ("会同新疆维吾尔自治区科学技术厅制定", "会同新疆维吾尔自治区科学枝术厅制定"),
            ("会同新疆维吾尔自治区科学技术厅制定", "会同自治区科学技术厅制定"),
        ),
        pair("Z601", Warning, ("2025年下达200万元", "2025年下达180万元"), ("总投入3200万元", "总投入3300万元")),
    ]
}

/// A document of its own for what the report has not: what breaks the rule, what passes.
fn small_pairs() -> Vec<(&'static str, Severity, &'static str, &'static str)> {
    use Severity::{Error, Info, Warning};
    vec![
        (
            "Z109",
            Warning,
            concat!("一、存在问题\n无。\n", slow!()),
            concat!("一、存在问题\n采购周期长，资金执行偏慢。\n", slow!()),
        ),
        ("Z718", Info, "一、情况\n（一）存在的问题\n无。", "一、情况\n（一）存在的问题\n采购周期长，支付偏慢。"),
        (
            "Z719",
            Error,
            "一、绩效目标完成情况\n无。\n二、偏离原因\n无。\n三、应用和公开\n（一）应用\n（二）公开\n无。",
            "一、绩效目标完成情况\n无。\n二、偏离原因\n无。\n三、应用和公开\n（一）应用\n无。\n（二）公开\n无。",
        ),
        (
            "Z501",
            Error,
            concat!(
                "\t三级指标\n\t指标值\n\t完成值\n\t分值\n\t得分\n\n",
                "\t甲\n\t≥6人\n\t7人\n\t60\n\t60\n\n\t乙\n\t≥6人\n\t7人\n\t40\n\t39\n\n\t总分\n\t100\n\t98\n"
            ),
            concat!(
                "\t三级指标\n\t指标值\n\t完成值\n\t分值\n\t得分\n\n",
                "\t甲\n\t≥6人\n\t7人\n\t60\n\t60\n\n\t乙\n\t≥6人\n\t7人\n\t40\n\t39\n\n\t总分\n\t100\n\t99\n"
            ),
        ),
        (
            "Z727",
            Error,
            "\t地区\n\t资金\n\n\t甲县\n\t10\n\n\t乙县\n\t25\n\n\t合计\n\t36\n",
            "\t地区\n\t资金\n\n\t甲县\n\t10\n\n\t其中：镇\n\t4\n\n\t乙县\n\t25\n\n\t合计\n\t35\n",
        ),
        (
            "Z728",
            Error,
            "\t三级指标\n\t指标值\n\t完成值\n\n\t支持企业数量\n\t≥6家\n\t6.1234家\n",
            "\t三级指标\n\t指标值\n\t完成值\n\n\t平均支持企业数量\n\t≥6家\n\t6.5家\n",
        ),
        ("Z730", Error, "一、情况\n略。\n三、问题\n略。", "一、情况\n略。\n二、问题\n略。"),
        ("Z731", Error, "资金于6月31日拨付。", "资金于6月30日拨付。"),
        ("Z732", Error, "由515元提高到581元，提高76元。", "由515元提高到581元，提高66元。"),
        ("Z733", Error, "回访210人，满意179人，满意度93.81%。", "回访210人，满意179人，满意度85.24%。"),
        ("Z734", Error, "未完成3项，分别为甲项、乙项。", "未完成3项，分别为甲项、乙项和丙项。"),
        (
            "Z735",
            Error,
            "甲县支出12万元、乙县支出25万元、丙县支出31万元。\n地区\t支出\n甲县\t12\n乙县\t25\n丙县\t13",
            "甲县支出12万元、乙县支出25万元、丙县支出13万元。\n地区\t支出\n甲县\t12\n乙县\t25\n丙县\t13",
        ),
        ("Z736", Warning, "各县见表3。\n表1 各县使用情况", "各县见表1。\n表1 各县使用情况"),
        ("Z717", Error, claimed!("甲没有达到年初指标值。"), claimed!("上年甲没有达到年初指标值。")),
        ("Z717", Error, claimed!("甲未完成，主要原因是进度慢。"), claimed!("甲达到年初指标值的116.67%。")),
        ("Z729", Info, concat!("一、存在问题\n无。\n", slow!()), "存在问题：无。"),
        ("Z721", Error, "附件：绩效目标自评表\n附件\n绩效情况表", "附件：绩效目标自评表\n附件\n2025年度绩效目标自评表"),
        ("Z722", Info, "共支持12个项项目。", "共支持12个项目，人人满意。"),
        (
            "Z723",
            Info,
            ALIKE,
            "\t三级指标\n\t指标值\n\t完成值\n\t原因\n\n\t甲\n\t≥600人\n\t700人\n\t\n\n\t乙\n\t≥600人\n\t701人\n\t\n",
        ),
    ]
}

const ALIKE: &str =
    "\t三级指标\n\t指标值\n\t完成值\n\t原因\n\n\t甲\n\t≥600人\n\t700人\n\t\n\n\t乙\n\t≥600人\n\t700人\n\t\n";

fn small(text: &str) -> Finished {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("稿.txt");
    std::fs::write(&path, text).unwrap();
    read(&path).unwrap()
}

#[test]
fn each_rule_finds_what_breaks_it_and_passes_what_is_near() {
    let mut codes: Vec<&str> =
        rules().map(|rule| rule.code).filter(|code| code.starts_with("Z7") && *code != "Z720").collect();
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
    for (code, severity, breaks, passes) in small_pairs() {
        let of = |text| findings(&small(text)).into_iter().filter(|found| found.code == code).collect::<Vec<_>>();
        assert!(of(breaks).iter().any(|finding| finding.severity == severity), "{code}: {:#?}", of(breaks));
        assert_eq!(of(passes), [], "{code}");
        codes.retain(|other| *other != code);
    }
    assert_eq!(codes, [] as [&str; 0], "rules without a pair");
}

#[test]
fn every_rule_has_its_page_and_stands_in_the_list() {
    let list = include_str!("../../docs/rules/README.md");
    for (code, title, doc) in rules().map(|rule| (rule.code, rule.title, rule.doc)) {
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
    assert_eq!((code, found.len()), (1, 2), "worst first: the score, then what a report lacks");
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

/// Flat text of a report: what its tables would tell apart is not held against each other.
#[test]
fn without_tables_nothing_is_said_twice_of_different_things() {
    let found = findings(&small(
        "支持甲方向项目10个（结转项目4个，新上后补助项目3个）。\n支持乙方向项目20个（结转项目9个，新上后补助项目8个）。\n\
         a.甲数量指标值为32项，实际完成值为33项。\nb.乙数量指标值为18项，实际完成值为30项。\n",
    ));
    assert!(found.iter().all(|finding| finding.code != "Z603"), "{found:#?}");
    let found = findings(&small("一、甲\n共受理申请473份。\n二、乙\n共受理申请437份。\n"));
    assert!(found.iter().any(|finding| finding.code == "Z603"), "{found:#?}");
}

#[test]
fn points_taken_off_are_the_difference() {
    let of = |from: &str, to: &str| {
        findings(&replaced(from, to)).into_iter().filter(|finding| finding.code == "Z707").collect::<Vec<_>>()
    };
    assert_eq!(of("扣1分", "扣2分").len(), 1);
    assert_eq!(of("扣1分", "扣1.0分"), []);
}

/// Lines of tables run into the text there: what they seem to say is not held against anything.
#[test]
fn a_pdf_without_tags_is_read_no_further_than_its_lines() {
    let lines = ["（一）新上项目3281", "（二）新上项目2340", "支持新上项目92个（含后"];
    let blocks: Vec<Block> = lines.iter().map(|line| Block::Paragraph(line.to_string())).collect();
    let of = |lines_only: bool| {
        let found = findings(&Finished { blocks: blocks.clone(), lines_only, ..Finished::default() });
        found.iter().any(|finding| ["Z603", "Z722"].contains(&finding.code))
    };
    assert!(of(false) && !of(true));
}

/// Glyphs whose codes are no text, with what they say beside them, also in a named list; text without is read as it is.
#[test]
fn what_glyphs_say_is_read_from_actual_text() {
    use lopdf::{Document, Object, Stream, dictionary};
    let mut document = Document::with_version("1.7");
    let pages = document.new_object_id();
    let said = |text: &str| dictionary! { "ActualText" => lopdf::text_string(text) };
    let content = "BT /F 12 Tf 72 700 Td /Span <</ActualText <FEFF652F51FA>>> BDC (#~) Tj (!) Tj EMC (8744) Tj \
                   /Span /Unit BDC (%%) Tj EMC ET";
    let content = document.add_object(Stream::new(dictionary! {}, content.as_bytes().to_vec()));
    let font = document.add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" });
    let resources = dictionary! {
        "Font" => dictionary! { "F" => font },
        "Properties" => dictionary! { "Unit" => said("万元") },
    };
    let page = document.add_object(dictionary! {
        "Type" => "Page",
        "Parent" => pages,
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
        "Resources" => resources,
        "Contents" => content,
    });
    document.objects.insert(pages, dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 }.into());
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", Object::Reference(catalog));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("无标记.pdf");
    document.save(&path).unwrap();
    assert_eq!(read(&path).unwrap().blocks, [Block::Paragraph("支出8744万元".into())]);
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
