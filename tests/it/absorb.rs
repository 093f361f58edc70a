//! Words changed in Word come back into the YAML; figures never do.

use std::io::{Cursor, Read, Write};
use std::path::PathBuf;

use crate::support::{YearFolder, ziping};
use std::sync::Arc;
use ziping::app::absorb::{Edit, apply};
use ziping::base::place::Place;

/// A built year and its report, to be changed as a superior would.
pub(crate) struct Reviewed {
    pub(crate) folder: YearFolder,
    pub(crate) document: PathBuf,
}

impl Reviewed {
    pub(crate) fn example() -> Reviewed {
        Reviewed::of(YearFolder::example())
    }

    fn of(folder: YearFolder) -> Reviewed {
        let run = ziping(folder.root(), &["build"]);
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        let document = folder.root().join("改.docx");
        std::fs::copy(folder.output("自评报告.docx"), &document).unwrap();
        Reviewed { folder, document }
    }

    /// Rewrites a part of the package.
    fn edit(&self, part: &str, edit: impl FnOnce(String) -> String) {
        let mut archive = zip::ZipArchive::new(Cursor::new(std::fs::read(&self.document).unwrap())).unwrap();
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let mut edit = Some(edit);
        for index in 0..archive.len() {
            let mut entry = archive.by_index(index).unwrap();
            let name = entry.name().unwrap().into_owned();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            if name == part {
                bytes = edit.take().unwrap()(String::from_utf8(bytes).unwrap()).into_bytes();
            }
            writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(&bytes).unwrap();
        }
        std::fs::write(&self.document, writer.finish().unwrap().into_inner()).unwrap();
    }

    /// Types `to` over `from` in the paragraphs that have it.
    #[track_caller]
    pub(crate) fn retype(&self, from: &str, to: &str) {
        self.paragraphs(from, |text| run(&text.replace(from, to)));
    }

    /// Types `to` over `from` where it stands first.
    #[track_caller]
    fn first(&self, from: &str, to: &str) {
        let left = std::cell::Cell::new(true);
        self.paragraphs(from, |text| run(&if left.take() { text.replace(from, to) } else { text.to_string() }));
    }

    /// The same as a tracked change.
    #[track_caller]
    fn track(&self, from: &str, to: &str) {
        self.paragraphs(from, |text| {
            let (before, after) = text.split_once(from).unwrap();
            let deleted = run(from).replace("w:t>", "w:delText>").replace("w:t ", "w:delText ");
            format!(
                "{}<w:del w:id=\"901\" w:author=\"王处长\">{deleted}</w:del><w:ins w:id=\"902\" w:author=\"王处长\">{}</w:ins>{}",
                run(before),
                run(to),
                run(after)
            )
        });
    }

    /// Puts what `made` gives for their text into the paragraphs that have `words`.
    #[track_caller]
    fn paragraphs(&self, words: &str, made: impl Fn(&str) -> String) {
        self.edit("word/document.xml", |xml| {
            let mut changed = 0;
            let mut written = String::new();
            let mut rest = xml.as_str();
            while let Some(start) = next_paragraph(rest) {
                let end = start + rest[start..].find("</w:p>").unwrap();
                let paragraph = &rest[start..end];
                let text = plain(paragraph);
                written += &rest[..start];
                if text.contains(words) {
                    let properties = paragraph.find("</w:pPr>").map_or(paragraph.find('>').unwrap() + 1, |at| at + 8);
                    written += &paragraph[..properties];
                    written += &made(&text);
                    changed += 1;
                } else {
                    written += paragraph;
                }
                rest = &rest[end..];
            }
            assert!(changed > 0, "no paragraph has {words}");
            written + rest
        });
    }

    /// A comment on these words.
    #[track_caller]
    fn comment(&self, on: &str, author: &str, words: &str) {
        let range = |end: &str| format!("<w:commentRange{end} w:id=\"7\"/>");
        self.paragraphs(on, |text| {
            let (before, after) = text.split_once(on).unwrap();
            let reference = "<w:r><w:commentReference w:id=\"7\"/></w:r>";
            format!("{}{}{}{}{reference}{}", run(before), range("Start"), run(on), range("End"), run(after))
        });
        let mut archive = zip::ZipWriter::new_append(Cursor::new(std::fs::read(&self.document).unwrap())).unwrap();
        archive.start_file("word/comments.xml", zip::write::SimpleFileOptions::default()).unwrap();
        let comment = format!("<w:comment w:id=\"7\" w:author=\"{author}\"><w:p>{}</w:p></w:comment>", run(words));
        archive.write_all(format!("<w:comments>{comment}</w:comments>").as_bytes()).unwrap();
        std::fs::write(&self.document, archive.finish().unwrap().into_inner()).unwrap();
    }

    fn absorb(&self, arguments: &[&str]) -> (i32, String) {
        let document = self.document.to_string_lossy().into_owned();
        let mut all = vec!["absorb", &document, "2025"];
        all.extend(arguments);
        let run = ziping(self.folder.root(), &all);
        let words = String::from_utf8_lossy(&run.stdout).into_owned() + &String::from_utf8_lossy(&run.stderr);
        (run.status.code().unwrap(), words)
    }

    pub(crate) fn yaml(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(name)).unwrap()
    }

    /// What the audit against the year finds in the changed document, besides figures that are as they were.
    fn differences(&self) -> Vec<String> {
        let document = self.document.to_string_lossy().into_owned();
        let run = ziping(self.folder.root(), &["audit", &document, "2025", "--json"]);
        let found: Vec<serde_json::Value> = serde_json::from_slice(&run.stdout).unwrap();
        found.iter().filter(|finding| finding["code"] == "Z720").map(ToString::to_string).collect()
    }
}

fn next_paragraph(xml: &str) -> Option<usize> {
    ["<w:p>", "<w:p "].iter().filter_map(|open| xml.find(open)).min()
}

fn run(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

fn plain(xml: &str) -> String {
    let mut text = String::new();
    for piece in xml.split("<w:t").skip(1).filter(|piece| piece.starts_with(['>', ' '])) {
        let start = piece.find('>').unwrap() + 1;
        text += &piece[start..piece.find("</w:t>").unwrap_or(start)];
    }
    text
}

#[test]
fn an_untouched_document_changes_nothing() {
    let reviewed = Reviewed::example();
    let (code, words) = reviewed.absorb(&["--write"]);
    assert_eq!(code, 0, "{words}");
    assert!(words.contains("没有可以写回 YAML 的文字改动") && !words.contains("不能写回的"), "{words}");
}

#[test]
fn changed_words_are_written_with_their_placeholders_and_nothing_else() {
    let reviewed = Reviewed::example();
    let files = ["文字.yaml", "案例.yaml", "报告.yaml"];
    let before = files.map(|name| reviewed.yaml(name));
    // Beside placeholders, between them, in cells of tables (twice the same), in a case, in a value that is prose.
    let retyped = [
        ("认真组织申报和遴选，全年共安排", "严格组织申报、遴选，共安排"),
        ("服务面向中亚的区域科技创新中心建设。支持方式", "服务区域科技创新中心建设。支持方式"),
        ("重大战略任务，支持", "重大部署，支持"),
        ("保持同行业技术领先", "保持同行业领先"),
        ("说明年初指标值设置偏低", "表明年初指标值定得偏低"),
    ];
    retyped.iter().for_each(|(from, to)| reviewed.retype(from, to));
    let tracked = ("项目实施成效，形成项目", "项目实施的成效，形成");
    reviewed.track(tracked.0, tracked.1);
    let (code, words) = reviewed.absorb(&[]);
    assert_eq!(code, 0, "{words}");
    assert!(words.contains("没有写入") && words.contains("修订人：王处长"), "{words}");
    assert!(files.map(|name| reviewed.yaml(name)) == before);
    let (code, words) = reviewed.absorb(&["--write"]);
    assert_eq!(code, 0, "{words}");
    let expected = before
        .clone()
        .map(|text| retyped.iter().chain([&tracked]).fold(text, |text, (from, to)| text.replace(from, to)));
    for (name, expected) in files.iter().zip(expected) {
        assert_eq!(differing(&expected, &reviewed.yaml(name)), [] as [String; 0], "{name}: {words}");
    }
    assert!(files.map(|name| reviewed.yaml(&format!("{name}.bak"))) == before);
    assert_eq!(reviewed.differences(), [] as [String; 0]);
}

/// Z720 quotes both sides as they stand, with their marks and blanks: they are compared without.
#[test]
fn differences_are_told_in_the_words_of_the_document() {
    let reviewed = Reviewed::example();
    let figure = ("截至年底预算执行率为80%。", "截至年底，“预算 执行率”为82%。");
    let words = ("引导资金项目中合理设置绩效目标。", "“引导资金” 项目中，合理设置绩效目标；及时调整。");
    reviewed.retype(figure.0, figure.1);
    reviewed.retype(words.0, words.1);
    let document = reviewed.document.to_string_lossy().into_owned();
    let run = ziping(reviewed.folder.root(), &["audit", &document, "2025", "--json"]);
    let all: Vec<serde_json::Value> = serde_json::from_slice(&run.stdout).unwrap();
    let found: Vec<&serde_json::Value> = all.iter().filter(|finding| finding["code"] == "Z720").collect();
    assert_eq!(found.len(), 2, "{found:#?}");
    for ((before, now), severity, message, hint) in [
        (figure, "error", "成稿里的数字与表格、YAML不同", "数字改对了的，改表格或 YAML 里的来源再重新生成"),
        (words, "warning", "成稿里的文字与YAML不同", "要采用的，把这一处写进 YAML 再重新生成"),
    ] {
        let of = |finding: &&&serde_json::Value| finding["severity"] == severity;
        let finding = found.iter().find(of).unwrap();
        let text = |key: &str| finding[key].as_str().unwrap();
        assert_eq!(text("message"), message);
        assert!(text("expected").contains(before) && text("actual").contains(now), "{finding:#?}");
        assert!(text("hint").starts_with(hint), "{finding:#?}");
    }
}

/// GB18030 comes back as UTF-8, with the change and nothing else; what it was is kept.
#[test]
fn a_file_in_another_encoding_is_written_as_utf_8() {
    let (now, then) = ("总体进展较为顺利", "总体进展顺利");
    let folder = YearFolder::example();
    let path = folder.path().join("文字.yaml");
    let before = std::fs::read_to_string(&path).unwrap();
    let encoded = encoding_rs::GB18030.encode(&before).0.into_owned();
    std::fs::write(&path, &encoded).unwrap();
    let reviewed = Reviewed::of(folder);
    // One of the two places that show the text.
    reviewed.first(then, now);
    let (code, words) = reviewed.absorb(&["--write"]);
    assert!((code, reviewed.yaml("文字.yaml")) == (0, before.replace(then, now)), "{words}");
    assert_eq!(std::fs::read(reviewed.folder.path().join("文字.yaml.bak")).unwrap(), encoded);
    // The place that was left is no change back.
    let (code, words) = reviewed.absorb(&["--write"]);
    assert!((code, reviewed.yaml("文字.yaml")) == (0, before.replace(then, now)), "{words}");
    assert!(words.contains("没有可以写回 YAML 的文字改动") && !words.contains("不能写回的"), "{words}");
}

#[test]
fn paragraphs_come_go_and_move() {
    let reviewed = Reviewed::example();
    let before = reviewed.yaml("文字.yaml");
    let line =
        |start: &str| before.lines().find(|line| line.trim_start().starts_with(start)).unwrap().to_string() + "\n";
    reviewed.paragraphs("引导相关单位用好中央", |_| String::new());
    // A new paragraph; then one with a figure moves below it from another section, and keeps its placeholder.
    let new = "相关要求已经全部落实。";
    reviewed.paragraphs("财会监督中未发现", |text| format!("{}</w:p><w:p>{}", run(text), run(new)));
    reviewed.paragraphs("部分单位政府采购周期较长", |_| String::new());
    reviewed.paragraphs(new, |new| {
        format!(
            "{}</w:p><w:p>{}",
            run(new),
            run("2025年部分单位政府采购周期较长，资金执行偏慢，截至年底预算执行率为80%。")
        )
    });
    let moved = line("{{ 年度 }}年部分单位政府采购周期较长");
    let audit = line("各级审计和财会监督中未发现");
    let indent = &audit[..audit.len() - audit.trim_start().len()];
    let expected = before
        .replace(&line("引导相关单位用好中央"), "")
        .replace(&moved, "")
        .replace(&audit, &format!("{audit}{indent}{new}\n{moved}"));
    let (code, words) = reviewed.absorb(&["--write"]);
    assert_eq!(code, 0, "{words}");
    assert_eq!(differing(&expected, &reviewed.yaml("文字.yaml")), [] as [String; 0], "{words}");
    assert_eq!(reviewed.differences(), [] as [String; 0]);
}

#[test]
fn paragraphs_are_cut_and_joined() {
    let reviewed = Reviewed::example();
    let before = reviewed.yaml("文字.yaml");
    // Figures on both sides of the cut, and of the join.
    let cut = "{{ 主管部门 }}按照《新疆维吾尔自治区科技计划项目管理办法》，对受理的项目";
    reviewed.paragraphs("共受理项目473个", |text| {
        let at = text.find("新疆维吾尔自治区科学技术厅按照《").unwrap();
        format!("{}</w:p><w:p>{}", run(&text[..at]), run(&text[at..]))
    });
    reviewed.paragraphs("下一步，一是加强项目监督检查", |_| String::new());
    reviewed.paragraphs("部分单位政府采购周期较长", |text| {
        let start = before.find("下一步，一是加强项目监督检查").unwrap();
        run(&format!("{text}{}", before[start..].lines().next().unwrap()))
    });
    let expected = before
        .replace(cut, &format!("\n      {cut}"))
        .replace("执行率为{{ 资金.执行率 }}。\n      下一步，", "执行率为{{ 资金.执行率 }}。下一步，");
    let (code, words) = reviewed.absorb(&["--write"]);
    assert_eq!(differing(&expected, &reviewed.yaml("文字.yaml")), [] as [String; 0], "{words}");
    assert_eq!(code, 0, "{words}");
    assert_eq!(reviewed.differences(), [] as [String; 0]);
}

#[test]
fn a_number_that_moved_is_not_lost() {
    let reviewed = Reviewed::example();
    let before = reviewed.yaml("文字.yaml");
    let words = "公示期不少于5个工作日";
    reviewed.retype(&format!("，{words}。"), "。");
    reviewed.retype("公平、严肃、科学。", &format!("公平、严肃、科学，{words}。"));
    let (code, said) = reviewed.absorb(&["--write"]);
    assert_eq!((code, reviewed.yaml("文字.yaml") == before), (1, true), "{said}");
}

#[test]
fn a_text_behind_its_key_is_changed_there() {
    let folder = YearFolder::example();
    folder.add_letter();
    let reviewed = Reviewed::of(folder);
    let before = reviewed.yaml("文字.yaml");
    reviewed.retype("请予审核。", "请审核: 谢谢。");
    let (code, words) = reviewed.absorb(&["--write"]);
    let line = "    正文: 现将{{ 年度 }}年度绩效自评报告报上，请予审核。";
    let expected = before.replace(line, "    正文: \"现将{{ 年度 }}年度绩效自评报告报上，请审核: 谢谢。\"");
    assert_eq!(code, 0, "{words}");
    assert_eq!(differing(&expected, &reviewed.yaml("文字.yaml")), [] as [String; 0], "{words}");
}

/// Lines in which two texts differ, from where they begin to.
fn differing(one: &str, other: &str) -> Vec<String> {
    let pairs = one.lines().zip(other.lines()).filter(|(one, other)| one != other);
    let mut lines: Vec<String> = pairs.take(3).map(|(one, other)| format!("{one} | {other}")).collect();
    if one.lines().count() != other.lines().count() {
        lines.push("another number of lines".into());
    }
    lines
}

#[test]
fn figures_are_never_taken() {
    let reviewed = Reviewed::example();
    let before = reviewed.yaml("文字.yaml");
    reviewed.retype("截至年底预算执行率为80%", "截至年底预算执行率为82%");
    // A number that stands in the text itself; a new one; a unit.
    reviewed.retype("一是支持2023年绩效考核", "一是支持2024年绩效考核");
    reviewed.retype("接受社会监督。", "接受5次社会监督。");
    let (code, words) = reviewed.absorb(&["--write"]);
    assert_eq!((code, reviewed.yaml("文字.yaml") == before), (1, true), "{words}");
    for said in [
        "2025/资金执行.xlsx › 资金执行 › C4",
        "“资金.执行率”由",
        "预算执行率为82%",
        "一是支持2024年绩效考核",
        "2025/文字.yaml › 第19行",
        "接受5次社会监督",
    ] {
        assert!(words.contains(said), "no {said} in {words}");
    }
}

#[test]
fn a_changed_figure_or_name_is_said_once_and_whole() {
    let reviewed = Reviewed::example();
    // Both sides share characters that do not stand together.
    let (figure, name) = ("105%", "西甜瓜高效移栽技术研发");
    reviewed.retype("104.53%", figure);
    reviewed.retype("西甜瓜智能高效机械化移栽关键技术与装备研发", name);
    let (code, words) = reviewed.absorb(&[]);
    assert_eq!(code, 1, "{words}");
    let found: Vec<&str> = words.lines().filter(|line| line.contains("现为：")).collect();
    for changed in [figure, name] {
        assert!(found.iter().any(|line| line.contains(changed)), "no {changed} in {words}");
    }
    assert!(found.iter().all(|line| line.contains(figure) || line.contains(name)), "{words}");
}

#[test]
fn a_place_that_was_left_does_not_undo_what_was_taken_from_another() {
    let (now, then) = ("总体进展较为顺利", "总体进展顺利");
    let folder = YearFolder::example();
    // The same text in a section and in the form.
    let reviewed = Reviewed::of(folder);
    let before = reviewed.yaml("文字.yaml");
    reviewed.first(then, now);
    let (code, words) = reviewed.absorb(&["--write"]);
    assert!((code, reviewed.yaml("文字.yaml")) == (0, before.replace(then, now)), "{words}");
    assert!(words.contains("印了2处，只改了1处"), "{words}");
    let (code, words) = reviewed.absorb(&["--write"]);
    assert!((code, reviewed.yaml("文字.yaml")) == (0, before.replace(then, now)), "{words}");
    assert!(words.contains("没有可以写回 YAML 的文字改动") && !words.contains("不能写回的"), "{words}");
    // Changed back, the document is as it was made: nobody changed it, and the YAML keeps what came into it since.
    reviewed.retype(now, then);
    let (code, words) = reviewed.absorb(&["--write"]);
    assert!((code, reviewed.yaml("文字.yaml")) == (0, before.replace(then, now)), "{words}");
}

#[test]
fn a_sentence_a_section_or_a_move_comes_back_whole_or_not_at_all() {
    let reviewed = Reviewed::example();
    let before = reviewed.yaml("文字.yaml");
    // A word and a new number in one sentence; a word in the next.
    reviewed.retype("一是加强项目监督检查，向执行滞后的承担单位", "一是切实加强项目监督检查，向执行滞后的3家承担单位");
    reviewed.retype("中合理设置绩效目标", "中科学合理设置绩效目标");
    // A heading without, and a paragraph with a number; words that move to where nothing can be typed.
    reviewed.paragraphs("财会监督中未发现", |text| {
        format!("{}</w:p><w:p>{}</w:p><w:p>{}", run(text), run("4.另外。"), run("相关要求共有7项。"))
    });
    reviewed.paragraphs("引导相关单位用好中央", |_| String::new());
    reviewed.retype("协同管理，职责分工如下", "协同管理，压减无效低效开支，职责分工如下");
    let (code, words) = reviewed.absorb(&["--write"]);
    let expected = before.replace("中合理设置绩效目标", "中科学合理设置绩效目标");
    assert_eq!(differing(&expected, &reviewed.yaml("文字.yaml")), [] as [String; 0], "{words}");
    for said in ["这一句别的改动也没有写入", "执行滞后的3家承担单位", "4.另外。", "和它连在一起的改动不能写回"]
    {
        assert!(words.contains(said), "no {said} in {words}");
    }
    assert_eq!(code, 1, "{words}");
}

#[test]
fn a_new_section_has_the_heading_of_its_neighbours() {
    let reviewed = Reviewed::example();
    let before = reviewed.yaml("文字.yaml");
    let last = before.lines().find(|line| line.contains("财会监督中未发现")).unwrap().to_string() + "\n";
    let indent = &last[..last.len() - last.trim_start().len()];
    reviewed.paragraphs("财会监督中未发现", |text| {
        format!("{}</w:p><w:p>{}</w:p><w:p>{}", run(text), run("4.另外。"), run("相关要求已经全部落实。"))
    });
    let (code, words) = reviewed.absorb(&["--write"]);
    let expected = before.replace(&last, &format!("{last}{indent}### 4.另外。\n{indent}相关要求已经全部落实。\n"));
    assert_eq!(differing(&expected, &reviewed.yaml("文字.yaml")), [] as [String; 0], "{words}");
    assert_eq!(code, 0, "{words}");
    assert_eq!(reviewed.differences(), [] as [String; 0]);
}

/// What a template or YAML would take for more than words: paragraphs of their own, before the words of one, and in a text
/// behind its key.
#[test]
fn what_looks_like_structure_comes_back_as_words() {
    const WORDS: [&str; 15] = [
        "{{ 附表 }}",
        "{% if 甲 %}",
        "{# 备注 #}",
        "｛｛ 项目.数量 ｝｝",
        "{甲}",
        "网站: 公告",
        "公告 # 专栏",
        "- 公告",
        "他说\"好\"和'好'",
        "{{ \"甲\" ~ '乙' \\ }}",
        "# 公告",
        "@附件",
        "| 甲 | 乙 |",
        "[甲, 乙]",
        "第一\u{a0}行",
    ];
    let folder = YearFolder::example();
    folder.add_letter();
    let reviewed = Reviewed::of(folder);
    reviewed.retype("请予审核。", &format!("请予审核：{}", WORDS[5..10].join("；")));
    reviewed.retype("引导相关单位用好中央", "# {{ 附表 }}，引导相关单位用好中央");
    reviewed.paragraphs("财会监督中未发现", |text| {
        run(text) + &WORDS.map(|words| format!("</w:p><w:p>{}", run(words))).concat()
    });
    let (code, said) = reviewed.absorb(&["--write"]);
    assert!(code == 0 && !said.contains("不便由程序改"), "{said}");
    assert_eq!(reviewed.differences(), [] as [String; 0], "{said}");
    let (code, said) = reviewed.absorb(&["--write"]);
    assert!(code == 0 && said.contains("没有可以写回 YAML 的文字改动"), "{said}");
    let built = ziping(reviewed.folder.root(), &["build"]);
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stdout));
}

/// A paragraph cut in a text that stands behind its key.
#[test]
fn a_line_break_comes_back_into_a_text_behind_its_key() {
    let folder = YearFolder::example();
    folder.add_letter();
    let reviewed = Reviewed::of(folder);
    reviewed.retype("报上，请予审核。", "报上。</w:t></w:r></w:p><w:p><w:r><w:t>请予审核。");
    let (code, words) = reviewed.absorb(&["--write"]);
    assert_eq!(code, 0, "{words}");
    assert!(reviewed.yaml("文字.yaml").contains("报告报上。\\n请予审核。\""), "{}", reviewed.yaml("文字.yaml"));
    assert_eq!(reviewed.differences(), [] as [String; 0]);
}

/// A package's parts, by name.
fn parts(bytes: &[u8]) -> std::collections::BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let count = archive.len();
    let part = |index: usize| {
        let mut entry = archive.by_index(index).unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        (entry.name().unwrap().into_owned(), bytes)
    };
    (0..count).map(part).collect()
}

#[test]
fn a_reason_comes_back_into_its_cell_and_nothing_else_of_the_workbook_changes() {
    let folder = YearFolder::example();
    folder.replace("报告.yaml", "说明: 无。", "说明: 审计没有发现问题。");
    let reviewed = Reviewed::of(folder);
    let path = reviewed.folder.path().join("绩效指标.xlsx");
    let before = std::fs::read(&path).unwrap();
    // In the form and in the text; 说明 in the YAML, with a number that is typed there.
    reviewed.retype("下一年度按储备库情况合理设置指标值", "下一年度按储备库情况 &lt;科学&gt; 设置指标值");
    reviewed.retype("审计没有发现问题。", "审计发现3个问题: 已整改。");
    let (code, words) = reviewed.absorb(&["--write"]);
    assert_eq!(code, 0, "{words}");
    assert!(words.contains("绩效指标.xlsx › ") && words.contains("照写的收"), "{words}");
    assert!(reviewed.yaml("报告.yaml").contains("说明: \"审计发现3个问题: 已整改。\""), "{words}");
    let after = std::fs::read(&path).unwrap();
    assert!(before != after, "{words}");
    assert_eq!(std::fs::read(reviewed.folder.path().join("绩效指标.xlsx.bak")).unwrap(), before);
    let (before, after) = (parts(&before), parts(&after));
    let changed: Vec<&String> =
        before.iter().filter(|(name, bytes)| after[*name] != **bytes).map(|(name, _)| name).collect();
    assert_eq!((changed.len(), before.len()), (1, after.len()), "{changed:?}");
    assert!(changed[0].starts_with("xl/worksheets/"), "{changed:?}");
    assert_eq!(reviewed.differences(), [] as [String; 0]);
}

/// An edit that puts `new` in the place of `old`, in a text that stands there.
fn edit(place: Place, whole: &str, old: &str, new: &str, unit: usize) -> Edit {
    let start = whole.find(old).unwrap();
    let range = start..start + old.len();
    Edit { text: place.clone(), whole: whole.into(), range, replacement: new.into(), place, unit }
}

/// In its encoding, with its separators and ends of lines; all else byte for byte.
#[test]
fn a_cell_of_a_text_table_is_written_as_the_file_is() {
    let utf16 = |text: &str| [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    type Encode<'e> = &'e dyn Fn(&str) -> Vec<u8>;
    let cases: [(&str, &str, Encode); 3] = [
        (",", "\r\n", &|text| encoding_rs::GBK.encode(text).0.into_owned()),
        ("\t", "\n", &utf16),
        (";", "\r\n", &|text| [b"\xEF\xBB\xBF", text.as_bytes()].concat()),
    ];
    for (separator, end, encode) in cases {
        let rows = |reason: &str, last: &str| {
            let rows = [["指标", "指标值", "原因"], ["甲", "\"1\"", reason], ["乙", " 2 ", last]];
            encode(&rows.map(|row| row.join(separator) + end).concat())
        };
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("指标.csv");
        std::fs::write(&path, rows("\"设备晚到，\"\"甲\"\"厂停产\"", "无")).unwrap();
        let file: Arc<str> = Arc::from("2025/指标.csv");
        let cell = |cell: &str| Place::cell(&file, &Arc::from(""), cell);
        let edits = [
            edit(cell("C2"), "设备晚到，\"甲\"厂停产", "晚到", "迟到\"很久\"", 0),
            edit(cell("C3"), "无", "无", &format!("没有{separator}都好"), 1),
        ];
        let applied = apply(&edits, folder.path(), "2025").unwrap();
        assert!(applied.findings.is_empty(), "{:#?}", applied.findings);
        let expected = rows("\"设备迟到\"\"很久\"\"，\"\"甲\"\"厂停产\"", &format!("\"没有{separator}都好\""));
        assert!(std::fs::read(&path).unwrap() == expected, "{separator:?}");
        // What is a number, a formula or a character that the encoding lacks would read otherwise.
        for new in ["12", "=A1"] {
            let edits = [edit(cell("C3"), &format!("没有{separator}都好"), &format!("没有{separator}都好"), new, 0)];
            let applied = apply(&edits, folder.path(), "2025").unwrap();
            assert!(applied.findings.len() == 1 && std::fs::read(&path).unwrap() == expected, "{new}");
        }
    }
}

/// A kind of file that is only read says so, with its cell; what belongs to that change stays too, another is made.
#[test]
fn what_belongs_to_a_cell_that_cannot_be_written_is_not_written_either() {
    let folder = tempfile::tempdir().unwrap();
    let page = "<html><table><tr><td>指标</td><td>原因</td></tr><tr><td>甲</td><td>设备晚到</td></tr></table></html>";
    std::fs::write(folder.path().join("指标.xls"), page).unwrap();
    std::fs::write(folder.path().join("文字.yaml"), "文字:\n  甲: 设备晚到。\n  乙: 总体顺利。\n").unwrap();
    let (table, text): (Arc<str>, Arc<str>) = (Arc::from("2025/指标.xls"), Arc::from("2025/文字.yaml"));
    let sheet = ziping::sheets::workbook::read_cells("指标.xls", page.into()).unwrap()[0].sheet.clone();
    let edits = [
        edit(Place::cell(&table, &Arc::from(sheet.as_str()), "B2"), "设备晚到", "晚到", "迟到", 0),
        edit(Place::line(&text, 2), "设备晚到。", "晚到", "迟到", 0),
        edit(Place::line(&text, 3), "总体顺利。", "总体", "比较", 1),
    ];
    let applied = apply(&edits, folder.path(), "2025").unwrap();
    let [told] = applied.findings.as_slice() else { panic!("{:#?}", applied.findings) };
    assert!(told.message.contains("网页表格（HTML）只读不写") && told.hint.contains("B2"), "{told:#?}");
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    assert_eq!(read("指标.xls"), page);
    assert_eq!(read("文字.yaml"), "文字:\n  甲: 设备晚到。\n  乙: 比较顺利。\n");
}

/// What came into the YAML after the document was made stays; what both changed is told, and stays too.
#[test]
fn the_year_goes_on_after_its_document_was_made() {
    for forgotten in [false, true] {
        let reviewed = Reviewed::example();
        reviewed.retype("向执行滞后的承担单位发函提醒", "逐个约谈执行滞后的承担单位");
        reviewed.retype("保持同行业技术领先", "保持同行业领先");
        reviewed.folder.replace("文字.yaml", "引导资金评价结果在", "经厅务会研究同意，引导资金评价结果在");
        reviewed.folder.replace("文字.yaml", "发函提醒", "通报");
        if forgotten {
            // Dropped by a program that saved it: the delivered document knows.
            reviewed.edit("word/_rels/document.xml.rels", |xml| xml.replace("customXml/item1.xml", "none.xml"));
        }
        let before = ["文字.yaml", "案例.yaml"].map(|name| reviewed.yaml(name));
        let (code, words) = reviewed.absorb(&["--write"]);
        assert_eq!(code, 0, "{words}");
        assert!(reviewed.yaml("文字.yaml") == before[0], "{words}");
        assert!(reviewed.yaml("案例.yaml") == before[1].replace("保持同行业技术领先", "保持同行业领先"), "{words}");
        for said in ["成稿以后", "逐个约谈执行滞后", "通报", "2025/文字.yaml › 第", "共0个错误、1个警告、0个提示"]
        {
            assert!(words.contains(said), "no {said} in {words}");
        }
    }
}

#[test]
fn what_is_not_a_text_says_where_to_change_it() {
    let reviewed = Reviewed::example();
    reviewed.retype("协同管理，职责分工如下", "共同管理，职责分工如下");
    reviewed.retype("西甜瓜智能高效机械化移栽关键技术与装备研发", "西甜瓜高效移栽技术研发");
    reviewed.comment("接受社会监督。", "李厅长", "这个说法再斟酌");
    let (code, words) = reviewed.absorb(&[]);
    assert_eq!(code, 0, "{words}");
    for said in [
        "layouts/自评报告.md › 第",
        "固定语句",
        "2025/资金安排表.xlsx › ",
        "“项目.",
        "李厅长：这个说法再斟酌",
        "针对：“接受社会监督。”",
    ] {
        assert!(words.contains(said), "no {said} in {words}");
    }
}

#[test]
fn another_document_is_refused() {
    let reviewed = Reviewed::example();
    reviewed.edit("word/document.xml", |_| {
        format!("<w:document><w:body><w:p>{}</w:p></w:body></w:document>", run("另一份文件。"))
    });
    let (code, words) = reviewed.absorb(&["--write"]);
    assert!(code == 2 && words.contains("不像是它的修改稿"), "{words}");
    let names = std::fs::read_dir(reviewed.folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(names.into_iter().all(|name| !name.to_string_lossy().contains("bak")));
}

/// Saved once by another word processor, which writes every paragraph its own way.
#[test]
#[ignore = "needs LibreOffice; run by .ci/run"]
fn a_document_saved_by_libreoffice_says_the_same() {
    let reviewed = Reviewed::example();
    reviewed.track("保持同行业技术领先", "保持同行业领先");
    reviewed.retype("截至年底预算执行率为80%", "截至年底预算执行率为82%");
    let home = tempfile::tempdir().unwrap();
    let run = std::process::Command::new("soffice")
        .arg("--headless")
        .arg(format!("-env:UserInstallation=file://{}", home.path().display()))
        .args(["--convert-to", "docx:MS Word 2007 XML", "--outdir"])
        .arg(home.path().join("saved"))
        .arg(&reviewed.document)
        .output()
        .unwrap();
    assert!(run.status.success(), "{run:?}");
    let made_from = ziping::sheets::finished::made_from(&reviewed.document);
    std::fs::copy(home.path().join("saved/改.docx"), &reviewed.document).unwrap();
    assert!(made_from.len() > 1000 && made_from == ziping::sheets::finished::made_from(&reviewed.document));
    let before = reviewed.yaml("案例.yaml");
    let (code, words) = reviewed.absorb(&["--write"]);
    assert_eq!(code, 1, "{words}");
    assert!(words.contains("共1个错误、0个警告、0个提示"), "{words}");
    let expected = before.replace("保持同行业技术领先", "保持同行业领先");
    assert_eq!(differing(&expected, &reviewed.yaml("案例.yaml")), [] as [String; 0], "{words}");
}
