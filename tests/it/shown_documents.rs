//! Finished documents are read as Word and a reader of PDF files show them.

use std::io::{Cursor, Write};

use crate::support::{facts_of, standards};
use ziping::base::finding::Severity;
use ziping::judge::{Case, judge};
use ziping::prose::mentions;
use ziping::sheets::finished::{Block, Finished, read};

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Parts of a package beside its document: name, kind of the relationship, content.
type Parts<'a> = &'a [(&'a str, &'a str, &'a str)];

fn relations(parts: Parts) -> String {
    let list = parts
        .iter()
        .enumerate()
        .map(|(at, (name, kind, _))| format!("<Relationship Id=\"r{at}\" Type=\"{KIND}/{kind}\" Target=\"{name}\"/>"));
    let list: String = list.collect();
    format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{list}</Relationships>"
    )
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        file.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        file.write_all(bytes).unwrap();
    }
    file.finish().unwrap().into_inner()
}

fn package(body: &str, parts: Parts) -> Vec<u8> {
    let document = format!(
        "<w:document xmlns:w=\"{W}\" xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\" \
         xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" xmlns:r=\"{KIND}\"><w:body>{body}</w:body></w:document>"
    );
    let root = relations(&[("word/document.xml", "officeDocument", "")]);
    let own = relations(parts);
    let mut files = vec![
        ("_rels/.rels", root.as_bytes()),
        ("word/document.xml", document.as_bytes()),
        ("word/_rels/document.xml.rels", own.as_bytes()),
    ];
    let names: Vec<String> = parts.iter().map(|(name, ..)| format!("word/{name}")).collect();
    files.extend(names.iter().zip(parts).map(|(name, (.., content))| (name.as_str(), content.as_bytes())));
    zipped(&files)
}

fn open(name: &str, bytes: &[u8]) -> Finished {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    read(&path).unwrap_or_else(|finding| panic!("{}", finding.message))
}

/// What the document with this body and these parts says, a line a paragraph or cell.
fn said(body: &str, parts: Parts) -> String {
    shown(&open("稿.docx", &package(body, parts)))
}

fn shown(document: &Finished) -> String {
    let texts = document.blocks.iter().flat_map(|block| match block {
        Block::Paragraph(text) => vec![text.clone()],
        Block::Table(rows) => rows.iter().map(|row| row.join("|")).collect(),
    });
    texts.collect::<Vec<_>>().join("\n")
}

fn run(properties: &str, text: &str) -> String {
    format!("<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>")
}

fn paragraph(runs: &str) -> String {
    format!("<w:p>{runs}</w:p>")
}

fn numbered(list: &str, level: u8, text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr>{}</w:p>",
        run("", text)
    )
}

fn level(at: u8, format: &str, text: &str, more: &str) -> String {
    format!(
        "<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/>{more}<w:lvlText w:val=\"{text}\"/></w:lvl>"
    )
}

#[test]
fn list_numbers_are_made_as_word_makes_them() {
    let levels = [
        level(0, "chineseCountingThousand", "%1、", "<w:pStyle w:val=\"H1\"/>"),
        level(1, "chineseCountingThousand", "（%2）", ""),
        level(2, "decimal", "%3.", ""),
        level(3, "decimal", "%1.%3.%4", "<w:isLgl/><w:suff w:val=\"space\"/>"),
    ];
    let numbering = format!(
        "<w:numbering xmlns:w=\"{W}\"><w:abstractNum w:abstractNumId=\"0\">{}</w:abstractNum>\
         <w:abstractNum w:abstractNumId=\"1\">{}</w:abstractNum>\
         <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>\
         <w:num w:numId=\"2\"><w:abstractNumId w:val=\"1\"/></w:num>\
         <w:num w:numId=\"3\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"9\"/></w:lvlOverride></w:num>\
         </w:numbering>",
        levels.concat(),
        level(0, "decimalEnclosedCircle", "%1", "<w:suff w:val=\"nothing\"/>"),
    );
    let styles = format!(
        "<w:styles xmlns:w=\"{W}\"><w:style w:type=\"paragraph\" w:styleId=\"H1\"><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>\
         <w:style w:type=\"paragraph\" w:styleId=\"Own\"><w:basedOn w:val=\"H1\"/></w:style></w:styles>"
    );
    let parts = [("numbering.xml", "numbering", numbering.as_str()), ("styles.xml", "styles", styles.as_str())];
    let styled = |style: &str, more: &str, text: &str| {
        format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{more}</w:pPr>{}</w:p>", run("", text))
    };
    let none = "<w:numPr><w:numId w:val=\"0\"/></w:numPr>";
    let deleted = "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"1\"/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr>\
                   <w:del><w:r><w:delText>删</w:delText></w:r></w:del></w:p>";
    let body = [
        styled("H1", "", "总体情况"),
        numbered("1", 1, "下达情况"),
        deleted.to_string(),
        numbered("1", 1, "公开情况"),
        numbered("1", 2, "2025年"),
        styled("Own", "", "组织实施"),
        numbered("1", 1, "职责"),
        numbered("1", 3, "细目"),
        styled("H1", none, "不编号"),
        numbered("2", 0, "甲"),
        numbered("2", 0, "乙"),
        numbered("3", 0, "丙"),
        format!(
            "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>",
            numbered("3", 0, ""),
            paragraph(&run("", "丁"))
        ),
    ];
    let wanted = "一、总体情况\n（一）下达情况\n（二）公开情况\n1. 2025年\n二、组织实施\n（一）职责\n2.1.1 细目\n不编号\n①甲\n②乙\n⑨丙\n⑩|丁";
    assert_eq!(said(&body.concat(), &parts), wanted);
}

#[test]
fn what_is_struck_out_or_hidden_is_not_there() {
    let styles = format!(
        "<w:styles xmlns:w=\"{W}\"><w:style w:type=\"character\" w:styleId=\"Gone\"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>"
    );
    let parts = [("styles.xml", "styles", styles.as_str())];
    for gone in [
        "<w:strike/>",
        "<w:dstrike/>",
        "<w:vanish/>",
        "<w:rStyle w:val=\"Gone\"/>",
        "<w:strike w:val=\"true\"/>",
        "<w:sz w:val=\"2\"/>",
    ] {
        assert_eq!(said(&paragraph(&(run(gone, "136") + &run("", "137个"))), &parts), "137个", "{gone}");
    }
    let kept = "<w:strike w:val=\"0\"/><w:rPrChange><w:rPr><w:strike/></w:rPr></w:rPrChange>";
    assert_eq!(said(&paragraph(&run(kept, "137个")), &[]), "137个");
    assert_eq!(said(&paragraph(&run("<w:sz w:val=\"10\"/>", "137个")), &[]), "137个");
    assert_eq!(said(&paragraph(&run("<w:rStyle w:val=\"Gone\"/><w:vanish w:val=\"0\"/>", "137个")), &parts), "137个");
    // Moved away, and the end of a paragraph that is hidden.
    let moved = "<w:moveFrom><w:r><w:t>136</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>137个</w:t></w:r></w:moveTo>";
    assert_eq!(said(&paragraph(moved), &[]), "137个");
    let joined = "<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:t>支出</w:t></w:r></w:p>";
    assert_eq!(said(&(joined.to_string() + &paragraph(&run("", "8744万元"))), &[]), "支出8744万元");
}

#[test]
fn raised_digits_are_notes_and_powers_stay() {
    let raised = |text: &str| run("<w:vertAlign w:val=\"superscript\"/>", text);
    let body = paragraph(
        &(run("", "137")
            + &raised("1")
            + &run("", "个，500m")
            + &raised("2")
            + &run("", "，8744")
            + &raised("[2]")
            + &run("", "万元")),
    );
    assert_eq!(said(&body, &[]), "137个，500m²，8744万元");
}

#[test]
fn symbols_formulas_fields_and_marks_are_text() {
    let symbol = |font: &str, code: &str| format!("<w:r><w:sym w:font=\"{font}\" w:char=\"{code}\"/></w:r>");
    let fraction =
        "<m:oMath><m:f><m:num><m:r><m:t>10</m:t></m:r></m:num><m:den><m:r><m:t>20</m:t></m:r></m:den></m:f></m:oMath>";
    let part = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    let field = part("begin")
        + "<w:r><w:instrText> =8000+744 </w:instrText></w:r>"
        + &part("separate")
        + &run("", "8744")
        + &part("end");
    let contents = part("begin")
        + "<w:r><w:instrText> TOC \\o \"1-3\" </w:instrText></w:r>"
        + &part("separate")
        + &run("", "一、总体情况 1")
        + &part("end");
    let drawn = part("begin") + "<w:r><w:instrText>EQ \\f(4,5)</w:instrText></w:r>" + &part("end");
    let cases = [
        (symbol("Symbol", "F0B3") + &run("", "41项"), "≥41项"),
        (symbol("Symbol", "00A3") + &run("", "5%"), "≤5%"),
        (symbol("Wingdings", "F0FE") + &run("", "是"), "☑是"),
        (run("<w:rFonts w:ascii=\"Symbol\" w:hAnsi=\"Symbol\"/>", "\u{F0B3}") + &run("", "2"), "≥2"),
        (format!("{}{fraction}", run("", "比例")), "比例10/20"),
        (run("", "支出") + &field + &run("", "万元"), "支出8744万元"),
        (run("", "比例") + &drawn, "比例4/5"),
        (contents + &run("", "正文"), "正文"),
        (run("", "A") + "<w:r><w:noBreakHyphen/><w:t>B</w:t><w:softHyphen/><w:tab/><w:t>C</w:t></w:r>", "A-B C"),
        ("<w:r><w:ruby><w:rt><w:r><w:t>x</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>绩</w:t></w:r></w:rubyBase></w:ruby></w:r>".to_string(), "绩"),
    ];
    for (runs, wanted) in cases {
        assert_eq!(said(&paragraph(&runs), &[]), wanted);
    }
}

#[test]
fn text_boxes_notes_and_controls_are_read_once() {
    let inner = format!("<w:txbxContent>{}</w:txbxContent>", paragraph(&run("", "框里")));
    let boxed = format!(
        "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing>{inner}</w:drawing></mc:Choice>\
         <mc:Fallback><w:pict>{inner}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    );
    assert_eq!(said(&paragraph(&(run("", "正文") + &boxed + &run("", "后"))), &[]), "正文后\n框里");
    let notes = format!(
        "<w:footnotes xmlns:w=\"{W}\"><w:footnote w:id=\"2\">{}</w:footnote></w:footnotes>",
        paragraph(&run("", "含结转45个"))
    );
    let parts = [("footnotes.xml", "footnotes", notes.as_str())];
    let noted = run("", "支持137个") + "<w:r><w:footnoteReference w:id=\"2\"/></w:r>" + &run("", "项目。");
    assert_eq!(said(&(paragraph(&noted) + &paragraph(&run("", "尾"))), &parts), "支持137个项目。\n含结转45个\n尾");
    let data = "<a xmlns=\"x\"><b>8744</b></a>";
    let parts = [("item1.xml", "customXml", data)];
    let control = "<w:sdt><w:sdtPr><w:dataBinding w:xpath=\"/n:a[1]/n:b[1]\" w:storeItemID=\"\"/><w:text/></w:sdtPr>\
                   <w:sdtContent><w:r><w:t>87</w:t></w:r><w:r><w:t>40</w:t></w:r></w:sdtContent></w:sdt>";
    assert_eq!(said(&paragraph(&(run("", "支出") + control + &run("", "万元"))), &parts), "支出8744万元");
    assert_eq!(said(&paragraph(control), &[]), "8740");
}

#[test]
fn inserted_files_are_read_or_said_not_to_be() {
    let chunk = "<w:altChunk r:id=\"r0\"/>";
    let page = "<html><body><p>支出8744万元。</p><table><tr><td>甲</td><td>1</td></tr></table></body></html>";
    let inner = package(&paragraph(&run("", "内层")), &[]);
    let with = |name: &str, bytes: &[u8]| {
        let own = relations(&[(name, "aFChunk", "")]);
        let document = format!(
            "<w:document xmlns:w=\"{W}\" xmlns:r=\"{KIND}\"><w:body>{}{chunk}</w:body></w:document>",
            paragraph(&run("", "外层"))
        );
        let root = relations(&[("word/document.xml", "officeDocument", "")]);
        let files: [(&str, &[u8]); 4] = [
            ("_rels/.rels", root.as_bytes()),
            ("word/document.xml", document.as_bytes()),
            ("word/_rels/document.xml.rels", own.as_bytes()),
            (&format!("word/{name}"), bytes),
        ];
        open("稿.docx", &zipped(&files))
    };
    assert_eq!(shown(&with("c.htm", page.as_bytes())), "外层\n支出8744万元。\n甲|1");
    assert_eq!(shown(&with("c.docx", &inner)), "外层\n内层");
    assert_eq!(shown(&with("c.txt", "文字".as_bytes())), "外层\n文字");
    let unread = with("c.rtf", b"{\\rtf1 x}");
    let audit = judge(&Case::of_document(&facts_of(&unread)), &standards());
    let said = audit.findings.iter().find(|finding| finding.message.contains("没有读")).unwrap();
    assert_eq!((said.severity, said.code), (Severity::Warning, "Z001"));
}

/// What of such a document is said not to have been read, apart from characters.
fn not_read(body: &str, parts: Parts) -> Vec<String> {
    let document = open("稿.docx", &package(&(paragraph(&run("", "绩效自评")) + body), parts));
    document.unread.into_iter().filter(|finding| finding.code == "Z001").map(|finding| finding.message).collect()
}

#[test]
fn parts_that_the_file_lacks_are_named() {
    let note = paragraph(&(run("", "支出") + "<w:r><w:footnoteReference w:id=\"2\"/></w:r>"));
    let own = format!(
        "<w:footnotes xmlns:w=\"{W}\"><w:footnote w:id=\"2\">{}</w:footnote></w:footnotes>",
        paragraph(&run("", "8744万元"))
    );
    let footnotes = ("footnotes.xml", "footnotes", own.as_str());
    assert_eq!(not_read(&note, &[footnotes]), Vec::<String>::new());
    assert_eq!(not_read(&note, &[]), ["文件里缺了脚注，没有读"]);
    let bare = package(&paragraph(&run("", "绩效自评")), &[]);
    let led = |kind: &str| {
        let relations = relations(&[("gone.xml", kind, "")]);
        let mut archive = zip::ZipArchive::new(Cursor::new(bare.as_slice())).unwrap();
        let mut files = vec![("word/_rels/document.xml.rels".to_string(), relations.into_bytes())];
        for name in ["_rels/.rels", "word/document.xml"] {
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut archive.by_name(name).unwrap(), &mut bytes).unwrap();
            files.push((name.to_string(), bytes));
        }
        let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        open("稿.docx", &zipped(&files)).unread.into_iter().map(|finding| finding.message).collect::<Vec<_>>()
    };
    assert_eq!(led("numbering"), ["文件里缺了自动编号，没有读"]);
    assert_eq!(led("styles"), ["文件里缺了样式，没有读"]);
    assert_eq!(led("theme"), Vec::<String>::new());
}

#[test]
fn pictures_that_may_hold_a_table_are_named_however_they_stand() {
    let drawing = |size: u32, words: &str| {
        paragraph(&format!(
            "<w:r><w:drawing><wp:inline xmlns:wp=\"x\"><wp:extent cx=\"{size}\" cy=\"{size}\"/><wp:docPr descr=\"{words}\"/>\
             <a:blip xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"/></wp:inline></w:drawing></w:r>"
        ))
    };
    let older = |style: &str| {
        paragraph(&format!(
            "<w:r><w:pict><v:shape xmlns:v=\"v\" style=\"position:absolute;{style}\"><v:imagedata/></v:shape></w:pict></w:r>"
        ))
    };
    let told = ["图片里的文字没有读"];
    for body in [
        drawing(5_000_000, ""),
        drawing(5_000_000, "IMG_20260105"),
        drawing(5_000_000, "表格 描述已自动生成"),
        older("width:400pt;height:250.5pt"),
        older("width:15cm;height:8cm"),
    ] {
        assert_eq!(not_read(&body, &[]), told, "{body}");
    }
    for body in [
        drawing(1_000_000, ""),
        drawing(5_000_000, "柱状图：各方向安排资金"),
        older("width:40pt;height:40pt"),
        older(""),
    ] {
        assert_eq!(not_read(&body, &[]), Vec::<String>::new(), "{body}");
    }
}

#[test]
fn a_link_to_another_file_that_shows_nothing_is_named() {
    let field = |instruction: &str, result: &str| {
        let part = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
        let begun = part("begin") + &format!("<w:r><w:instrText> {instruction} </w:instrText></w:r>");
        paragraph(&(begun + &part("separate") + &run("", result) + &part("end")))
    };
    for instruction in ["INCLUDETEXT \"D:\\\\表.docx\"", "LINK Excel.Sheet.12 \"D:\\\\表.xlsx\""] {
        assert_eq!(not_read(&field(instruction, ""), &[]), ["文件里插入的内容没有读：链接到的文件"]);
        assert_eq!(not_read(&field(instruction, "8744万元"), &[]), Vec::<String>::new());
    }
    assert_eq!(not_read(&field("PAGE", ""), &[]), Vec::<String>::new());
}

#[test]
fn a_document_is_read_by_its_content() {
    let word = package(&paragraph(&run("", "正文。")), &[]);
    for name in ["报告.wps", "报告.doc", "报告.txt", "报告.docx"] {
        assert_eq!(shown(&open(name, &word)), "正文。", "{name}");
    }
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in [("报告.doc", b"\xD0\xCF\x11\xE0".as_slice()), ("报告.wps", b"WPS".as_slice())] {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        assert!(read(&path).unwrap_err().hint.contains("另存为 .docx"), "{name}");
    }
}

#[test]
fn the_document_is_found_whatever_it_is_called() {
    let plain = |namespace: &str, prefix: &str| {
        format!(
            "<{prefix}:document xmlns:{prefix}=\"{namespace}\"><{prefix}:body><{prefix}:p><{prefix}:r><{prefix}:t>支出</{prefix}:t></{prefix}:r></{prefix}:p></{prefix}:body></{prefix}:document>"
        )
    };
    let strict = "http://purl.oclc.org/ooxml/wordprocessingml/main";
    let relation = |target: &str, kind: &str| {
        format!(
            "<Relationships xmlns=\"x\"><Relationship Id=\"a\" Type=\"{kind}/officeDocument\" Target=\"{target}\"/></Relationships>"
        )
    };
    let strict_kind = "http://purl.oclc.org/ooxml/officeDocument/relationships";
    for (name, target, namespace, prefix, kind) in [
        ("word/document2.xml", "word/document2.xml", W, "w", KIND),
        ("Doc/正文.xml", "/doc/%E6%AD%A3%E6%96%87.xml", W, "ns0", KIND),
        ("word/document.xml", "word/document.xml", strict, "w", strict_kind),
    ] {
        let bytes =
            zipped(&[("_rels/.rels", relation(target, kind).as_bytes()), (name, plain(namespace, prefix).as_bytes())]);
        assert_eq!(shown(&open("稿.docx", &bytes)), "支出", "{name}");
    }
    let types = "<Types xmlns=\"x\"><Override PartName=\"/a/b.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    let bytes = zipped(&[("[Content_Types].xml", types.as_bytes()), ("a/b.xml", plain(W, "w").as_bytes())]);
    assert_eq!(shown(&open("稿.docx", &bytes)), "支出");
    let flat = format!(
        "<?xml version=\"1.0\"?><pkg:package xmlns:pkg=\"http://schemas.microsoft.com/office/2006/xmlPackage\">\
         <pkg:part pkg:name=\"/_rels/.rels\"><pkg:xmlData>{}</pkg:xmlData></pkg:part>\
         <pkg:part pkg:name=\"/word/document.xml\"><pkg:xmlData>{}</pkg:xmlData></pkg:part></pkg:package>",
        relation("word/document.xml", KIND),
        plain(W, "w")
    );
    assert_eq!(shown(&open("稿.docx", flat.as_bytes())), "支出");
}

#[test]
fn merged_cells_and_deleted_rows_are_as_shown() {
    let cell = |properties: &str, text: &str| {
        format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", paragraph(&run("", text)))
    };
    let row = |properties: &str, cells: &str| format!("<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>");
    let body = [
        row("", &(cell("<w:vMerge w:val=\"restart\"/>", "产出") + &cell("", "1"))),
        row("", &(cell("<w:vMerge/>", "看不见") + &cell("", "2"))),
        row("<w:hidden/>", &cell("", "隐藏的行")),
        row("", &(cell("<w:hMerge w:val=\"restart\"/>", "合计") + &cell("<w:hMerge w:val=\"continue\"/>", "看不见"))),
    ];
    assert_eq!(said(&format!("<w:tbl>{}</w:tbl>", body.concat()), &[]), "产出|1\n|2\n合计");
}

#[test]
fn numbers_with_blanks_and_marks_of_both_widths_are_read() {
    let read = |text: &str| -> Vec<String> {
        mentions(text).into_iter().map(|found| format!("{}{}", found.amount.normalize(), found.unit)).collect()
    };
    assert_eq!(read("支出8 744万元，合计29\u{2009}442.78万元"), ["8744万元", "29442.78万元"]);
    assert_eq!(read("１０，９３０万元；1\u{A0}234\u{202F}567元"), ["10930万元", "123.4567万元"]);
    assert_eq!(read("执行率80﹪，8744①万元"), ["80%", "8744万元"]);
    assert_eq!(read("2024 2025两年"), ["2024", "2025"]);
    assert_eq!(read("表1 200个"), ["1", "200个"]);
    assert_eq!(read("投入1.5×10⁴元"), Vec::<String>::new());
    // Half-width marks: a hint, and the same sentences.
    let text = "支持项目137个(含新上35个),其中:结转45个.执行率80%,评价结果为\"优\".";
    let document =
        Finished { name: "稿.txt".into(), blocks: vec![Block::Paragraph(text.into())], ..Finished::default() };
    let facts = facts_of(&document);
    let sentences: Vec<&str> = facts.sentences.iter().map(|sentence| sentence.text.as_str()).collect();
    assert_eq!(sentences, ["支持项目137个（含新上35个），其中：结转45个。", "执行率80%，评价结果为“优”。"]);
    assert!(facts.sentences[0].place.to_string().contains("137个(含新"));
    let audit = judge(&Case::of_document(&facts), &standards());
    let marks: Vec<_> = audit.findings.iter().filter(|finding| finding.message.contains("半角")).collect();
    assert_eq!((marks.len(), marks[0].severity), (1, Severity::Info));
}

#[test]
fn characters_that_look_like_others_are_one_hint() {
    let document = open("稿.txt", "支持项⽬数量\n培训⼈员\u{200B}".as_bytes());
    assert_eq!(shown(&document), "支持项目数量\n培训人员");
    assert_eq!(document.unread.len(), 1);
    assert_eq!((document.unread[0].severity, document.unread[0].code), (Severity::Info, "Z018"));
}

/// A page without tags: ruled lines, texts, the number of the page.
fn page(rules: &[[i32; 4]], texts: &[(i32, i32, &str)]) -> Vec<u8> {
    drawn(rules, texts, "")
}

fn drawn(rules: &[[i32; 4]], texts: &[(i32, i32, &str)], more: &str) -> Vec<u8> {
    use lopdf::{Document, Object, Stream, dictionary};
    let mut document = Document::with_version("1.4");
    let pages = document.new_object_id();
    let mut content: String = rules.iter().map(|[x, y, to_x, to_y]| format!("{x} {y} m {to_x} {to_y} l S\n")).collect();
    for (x, y, text) in texts {
        let codes: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
        content += &format!("BT /F 10 Tf {x} {y} Td <{codes}> Tj ET\n");
    }
    content += more;
    let content = document.add_object(Stream::new(dictionary! {}, content.into_bytes()));
    let descendant = document.add_object(dictionary! { "Type" => "Font", "Subtype" => "CIDFontType0", "DW" => 1000 });
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type0", "Encoding" => "UniGB-UCS2-H", "DescendantFonts" => vec![descendant.into()],
    });
    let page = document.add_object(dictionary! {
        "Type" => "Page",
        "Parent" => pages,
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
        "Resources" => dictionary! { "Font" => dictionary! { "F" => font } },
        "Contents" => content,
    });
    document.objects.insert(pages, dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 }.into());
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", Object::Reference(catalog));
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

#[test]
fn tables_of_a_pdf_without_tags_come_from_its_ruled_lines() {
    // Two columns; the left cell goes over both rows below the head.
    let rules = [
        [100, 700, 300, 700],
        [100, 680, 300, 680],
        [200, 660, 300, 660],
        [100, 640, 300, 640],
        [100, 640, 100, 700],
        [200, 640, 200, 700],
        [300, 640, 300, 700],
    ];
    let texts = [
        (100, 720, "资金情况如下。"),
        (105, 686, "指标"),
        (205, 686, "完成值"),
        (105, 655, "产出"),
        (205, 666, "41项"),
        (205, 646, "90"),
        (225, 646, "%"),
        (290, 20, "—1—"),
    ];
    let document = open("稿.pdf", &page(&rules, &texts));
    assert_eq!(shown(&document), "资金情况如下。\n指标|完成值\n产出|41项\n|90%");
    assert!(document.unread[0].message.contains("没有标记"), "{:?}", document.unread);
    // Drawn at once, in cells that stand close to each other.
    let close = "BT /F 10 Tf 190 686 Td [<660E> -600 <65E0>] TJ ET\n";
    let document = open("稿.pdf", &drawn(&rules, &texts[..1], close));
    assert_eq!(shown(&document), "资金情况如下。\n明|无\n|\n|");
    // What a scanner's program wrote under a picture.
    let scanned = "BI /W 1 /H 1 /CS /G /BPC 8 ID x EI\nBT 3 Tr /F 10 Tf 100 720 Td <8D44 91D1> Tj ET\n";
    let document = open("稿.pdf", &drawn(&[], &[], scanned));
    assert!(document.unread.iter().any(|finding| finding.message.contains("扫描件")), "{:?}", document.unread);
    // Columns without lines: said, not passed over.
    let loose: Vec<(i32, i32, &str)> =
        [700, 680, 660].into_iter().flat_map(|y| [(100, y, "甲"), (200, y, "乙"), (300, y, "丙")]).collect();
    let document = open("稿.pdf", &page(&[], &loose));
    let unread = &document.unread[0];
    assert_eq!(unread.severity, Severity::Warning);
    assert!(
        unread.message.contains("没有认出") && unread.actual.as_deref().is_some_and(|pages| pages.contains("第1页"))
    );
}

#[test]
fn lines_of_a_pdf_without_tags_go_on_where_a_paragraph_does() {
    let first = format!("一、村级动物防疫员补助标准：{}", "甲".repeat(24));
    // What cannot be parted goes to the next line; a date on the right goes on nowhere.
    let second = format!("{}目标值6000", "乙".repeat(30));
    let texts = [
        (120, 720, first.as_str()),
        (100, 700, second.as_str()),
        (100, 680, "元/人，实际完成6000元/人。"),
        (400, 660, "2025年3月28日"),
        (100, 640, "附件"),
    ];
    let document = open("稿.pdf", &page(&[], &texts));
    assert_eq!(shown(&document), format!("{first}{second}元/人，实际完成6000元/人。\n2025年3月28日\n附件"));
    // A line that ends its sentence ends its paragraph.
    let ended = format!("{}目标值。", "乙".repeat(32));
    let texts = [(120, 720, first.as_str()), (100, 700, ended.as_str()), (100, 680, "元/人。")];
    let document = open("稿.pdf", &page(&[], &texts));
    assert_eq!(shown(&document), format!("{first}{ended}\n元/人。"));
}
