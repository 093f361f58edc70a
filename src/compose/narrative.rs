//! Rendered template lines become blocks: headings, paragraphs, tables, attachments.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::Environment;
use minijinja::value::Value;

use crate::base::field::Field;
use crate::base::figure_id::FigureId;
use crate::base::finding::Finding;
use crate::base::nearest::nearest;
use crate::base::place::{Place, Sourced};
use crate::document::layout::{Layout, MM_PER_PT};
use crate::document::{Block, Orientation, Origin, Section, Style};
use crate::model::figure::Quantity;
use crate::model::ledger::Ledger;
use crate::model::marked::MarkedText;
use crate::model::report::Report;

use super::blank::Asked;
use super::environment::{clean, environment, lenient};
use super::fill::{Filling, LayoutTextError};
use super::holes::{hole, names_unit};
use super::inked::Inked;
use super::marks::{Marks, holds_marks, unmarked};
use super::mistake::Mistake;
use super::owed::owed;
use super::pages::{Pages, paragraph};
use super::pending::PENDING;
use super::rendering::{Rendered, render};
use super::tables::TableLayout;
use super::templates::{LETTER, Templates};
use super::values::Known;
use super::{charts, context, headings, tables, titles};

/// Composes the documents of one report and gathers what is missing on the way.
pub struct Composer<'a> {
    report: &'a Report,
    templates: &'a Templates,
    layout: &'a Layout,
    environment: Environment<'static>,
    context: Value,
    /// Rendered texts of the YAML by path.
    texts: BTreeMap<(String, String), String>,
    /// Of the cases, in their order, where an outline has asked for them.
    cases: BTreeMap<usize, String>,
    /// Texts with mistakes in them, by their first lines.
    wrong: BTreeSet<Place>,
    used_texts: BTreeSet<(String, String)>,
    findings: Vec<Finding>,
    /// A document's template could not be read: which texts it would show is not known.
    outline_failed: bool,
    /// What the document last composed calls itself (@文件名).
    pub file_name: Option<String>,
    asked: Asked,
    ledger: &'a Ledger,
    marks: Marks,
}

impl<'a> Composer<'a> {
    pub fn new(report: &'a Report, ledger: &'a Ledger, templates: &'a Templates, layout: &'a Layout) -> Composer<'a> {
        let (asked, marks) = (Asked::default(), Marks::default());
        let mut names = context::context(&Known { report, ledger, asked: &asked, marks: &marks });
        let base = Value::from_pairs(names.clone());
        let mut composer = Composer {
            report,
            templates,
            layout,
            environment: environment(),
            context: base,
            texts: BTreeMap::new(),
            cases: BTreeMap::new(),
            wrong: BTreeSet::new(),
            used_texts: BTreeSet::new(),
            findings: Vec::new(),
            outline_failed: false,
            file_name: None,
            asked,
            ledger,
            marks,
        };
        for (path, text) in &report.texts {
            let rendered = composer.render_text(text, &composer.context.clone());
            composer.texts.insert(path.clone(), rendered);
        }
        // Tables show texts too: 文字.章.节.
        let mut chapters: BTreeMap<String, BTreeMap<String, Value>> = BTreeMap::new();
        for ((chapter, section), text) in &composer.texts {
            let text = text.trim().to_string();
            chapters.entry(chapter.clone()).or_default().insert(section.clone(), Value::from(text));
        }
        let chapters = chapters.into_iter().map(|(chapter, sections)| (chapter, Value::from_pairs(sections)));
        names.insert("文字".into(), Value::from_pairs(chapters));
        composer.context = Value::from_pairs(names);
        composer
    }

    /// A whole document from its template.
    pub fn document(&mut self, file: &str, template: &str) -> Vec<Section> {
        let mut pages = Pages::new();
        // A block tag takes its line feed with it only where the template says so: lines are what counts here.
        let place = Place::Line { file: file.into(), line: 1 };
        let template = self.marks.mark(template, &place);
        let Rendered { text, mistakes } = render(&self.environment, &template, &self.context);
        self.findings.extend(mistakes.iter().map(|mistake| {
            finding(mistake, &place, &format!("版式文件里的{}", mistake.words))
                .hint("改正版式文件这一行，或在表格、YAML 里补上它要的内容。")
        }));
        match text {
            Some(text) => {
                self.holes(&text, &template, &place);
                self.blocks(&text, file, &mut pages);
            }
            None => self.outline_failed = true,
        }
        let mut sections = pages.sections();
        headings::end_alike(&mut sections);
        sections
    }

    /// Tells what the outlines, which could be read, leave out of what the YAML asks for.
    pub fn owe(&mut self, body: &[Section], form: &[Section]) {
        if self.outline_failed || self.findings.iter().any(|finding| finding.code == "Z023") {
            return;
        }
        let owed = owed(self.report, self.templates, body, form);
        if owed.iter().any(|finding| finding.about.as_deref() == Some(LETTER)) {
            // Its texts are not left out for reasons of their own.
            self.used_texts.extend(self.texts.keys().filter(|(chapter, _)| chapter == LETTER).cloned());
        }
        self.findings.extend(owed);
        let unused = (0..self.report.cases.len()).filter(|index| !self.cases.contains_key(index));
        let unused = unused.map(|index| {
            let case = &self.report.cases[index];
            unused_text(format!("案例“{}”", case.project.value), &case.text.place)
        });
        self.findings.extend(unused.collect::<Vec<_>>());
    }

    /// Findings of everything composed so far, a text that no template asked for is one of them; and the texts that people
    /// wrote.
    pub fn finish(mut self) -> (Vec<Finding>, Vec<MarkedText>) {
        for (path, text) in &self.report.texts {
            // A text may also be shown inside a table, by 文字.章.节.
            let shown_in_table = self.templates.tables.values().any(|table| table.mentions(&path.0, &path.1));
            if !self.used_texts.contains(path) && !shown_in_table && !self.outline_failed {
                self.findings.push(unused_text(format!("文字“{}.{}”", path.0, path.1), &text.place));
            }
        }
        self.findings.extend(self.asked.findings());
        self.findings.extend(self.marks.refused().iter().map(marks_in));
        let findings = std::mem::take(&mut self.findings);
        (findings, self.written())
    }

    /// A text that cannot be read as one with placeholders is 〔待核〕 as a whole.
    fn render_text(&mut self, text: &Sourced<String>, context: &Value) -> String {
        if holds_marks(&text.value) {
            self.wrong.insert(text.place.clone());
            self.findings.push(marks_in(&text.place));
            return PENDING.to_string();
        }
        let template = self.marks.mark(&text.value, &text.place);
        let Rendered { text: rendered, mistakes } = render(&self.environment, &template, context);
        if !mistakes.is_empty() {
            self.wrong.insert(text.place.clone());
        }
        self.findings.extend(mistakes.iter().map(|mistake| {
            finding(mistake, &text.place, &mistake.words)
                .hint("用“ziping trace 年度 名称”查有哪些名称可用，照着改正占位符。")
        }));
        self.holes(rendered.as_deref().unwrap_or_default(), &template, &text.place);
        rendered.unwrap_or_else(|| PENDING.to_string())
    }

    /// Of sentences that something is missing from.
    fn holes(&mut self, rendered: &str, template: &str, place: &Place) {
        let template = unmarked(template);
        for line in rendered.lines() {
            self.bare_amounts(line, place);
            let words = clean(line).trim().replace('\n', "");
            let Some(marks) = hole(&words, &template) else { continue };
            let finding = Finding::error(
                "Z020",
                format!("这一句的“{marks}”中间缺了内容：要列的一项也没有，或取来的是空的"),
            )
            .about(&marks)
            .actual(&words)
            .at(place)
            .hint(
                "补上表格或 YAML 里缺的；本来就没有的，在这一句外面加“{% if 清单 %}…{% endif %}”，没有时不写这一句。",
            );
            self.findings.push(finding);
        }
    }

    /// Of amounts that stand in a sentence without their unit.
    fn bare_amounts(&mut self, line: &str, place: &Place) {
        let line = self.marks.read(line);
        let (characters, origins) = (line.characters(), line.origins());
        let id = |at: usize| match origins.get(at) {
            Some(Origin::Shown { named: Some(named), .. }) => Some(&named.id),
            _ => None,
        };
        let is_money =
            |id: &FigureId| self.ledger.get(id).is_some_and(|figure| matches!(figure.quantity, Quantity::Money(_)));
        let ends = (1..=characters.len()).filter(|end| {
            let is_end = id(end - 1).filter(|own| id(*end) != Some(*own));
            is_end.is_some_and(is_money) && characters[end - 1].is_ascii_digit()
        });
        let bare = ends.filter(|end| !names_unit(&characters[*end..].iter().collect::<String>()));
        let findings: Vec<Finding> = bare
            .filter_map(|end| {
                let name = id(end - 1)?.to_string();
                let words = clean(&line.text()).trim().to_string();
                let stands =
                    origins[end - 1].stands().map_or_else(|| place.clone(), |(source, at)| source.place_at(at));
                let finding = Finding::warning("Z020", format!("这一句里“{name}”的金额后面没有写单位"));
                Some(
                    finding
                        .about(&name)
                        .actual(&words)
                        .expected("金额后面写“万元”")
                        .at(&stands)
                        .hint("金额的占位符只印数，不印单位：在后面写上“万元”；要写成亿元的，用“| 亿元”。"),
                )
            })
            .collect();
        self.findings.extend(findings);
    }

    fn blocks(&mut self, rendered: &str, file: &str, pages: &mut Pages) {
        for line in rendered.lines() {
            let line = self.marks.read(line).trimmed(|c| matches!(c, ' ' | '\t' | '\r'));
            let text = line.text();
            if clean(&text).trim().is_empty() {
                continue;
            }
            if line.is_guarded() {
                pages.push_paragraphs(Style::Body, line);
            } else if let Some((style, start)) = heading(&text) {
                pages.push_heading(style, &line.after(start).cleaned().without('\n'));
            } else if text.starts_with('@') {
                let name = text.chars().position(|character| character == ' ');
                let argument = line.after(name.map_or(usize::MAX, |end| end + 1)).cleaned();
                let name = line.part(1, name.unwrap_or(usize::MAX)).text();
                self.directive(&name, &argument.trimmed(char::is_whitespace), file, pages);
            } else {
                pages.push_paragraphs(Style::Body, line);
            }
        }
    }

    fn directive(&mut self, name: &str, argument: &Inked, file: &str, pages: &mut Pages) {
        match name {
            "标题" => pages.push(paragraph(Style::Title, &self.title(argument, Style::Title, pages.orientation))),
            "文件名" => self.file_name = Some(argument.text().trim().to_string()),
            "标识" => pages.push(paragraph(Style::AttachmentLabel, argument)),
            "换页" => match argument.text().trim() {
                "" => pages.new_page(Orientation::Portrait),
                "横排" => pages.new_page(Orientation::Landscape),
                other => {
                    let words = format!("@换页 {other}");
                    self.outline_fault(file, &words, format!("“{words}”写得不对"), "@换页、@换页 横排".into());
                }
            },
            "表" => self.table(&argument.text(), file, pages),
            "图" => self.chart(&argument.text(), file, pages),
            "文字" => self.text(&argument.text(), file, pages),
            "案例" => self.case(&argument.text(), file, pages),
            _ if let Some(style) = LINES.into_iter().find(|style| style.name() == name) => {
                pages.push(paragraph(style, argument));
            }
            _ => {
                let known: Vec<&str> = DIRECTIVES.into_iter().chain(LINES.map(Style::name)).collect();
                let message = format!("不认识“@{name}”");
                self.outline_fault(file, &format!("@{name}"), message, near_or_all(name, &known, "@"));
            }
        }
    }

    fn text(&mut self, path: &str, file: &str, pages: &mut Pages) {
        let Some((chapter, section)) = path.split_once('.') else {
            let words = format!("@文字 {path}");
            return self.outline_fault(file, &words, format!("“{words}”写得不对"), "@文字 章.节".into());
        };
        let path = (chapter.to_string(), section.to_string());
        match self.texts.get(&path) {
            Some(rendered) => {
                let rendered = rendered.clone();
                self.used_texts.insert(path);
                self.blocks(&rendered, file, pages);
            }
            // The name of the section itself could not be read.
            None if section.contains(PENDING) => {
                pages.push_paragraphs(Style::Body, Inked::fixed(PENDING));
                // Any of the chapter's texts may be meant.
                self.used_texts.extend(self.texts.keys().filter(|(known, _)| *known == path.0).cloned());
            }
            None => {
                pages.push_paragraphs(Style::Body, Inked::fixed(PENDING));
                self.missing_text(chapter, section);
            }
        }
    }

    fn missing_texts(&mut self, form: &TableLayout) {
        for path in form.texts() {
            let Some((chapter, section)) = path.split_once('.') else { continue };
            if !self.texts.contains_key(&(chapter.to_string(), section.to_string())) {
                self.missing_text(chapter, section);
            }
        }
    }

    fn missing_text(&mut self, chapter: &str, section: &str) {
        let path = (chapter.to_string(), section.to_string());
        let actual = if self.report.unwritten.contains_key(&path) { "空着" } else { "没有" };
        let finding = Finding::error("Z021", format!("缺少文字“{chapter}.{section}”"))
            .about(&format!("{chapter}.{section}"))
            .expected(format!("YAML 里“文字”下有“{chapter}”，其中有“{section}”"))
            .actual(actual)
            .at(self.report.place_of_text(&path))
            .hint(format!("在 YAML 的“文字: {chapter}:”下补写“{section}”这一节。"));
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }

    /// What the fund's form asks for and 数据 does not have, all at once.
    fn missing_data(&mut self) {
        let known = self.context.get_attr("数据").unwrap_or_default();
        let is_there = |name: &str| known.get_attr(name).is_ok_and(|value| !value.is_undefined());
        let missing: Vec<&str> = self.templates.data().into_iter().filter(|name| !is_there(name)).collect();
        let lines = missing.iter().map(|name| format!("“{name}: …”")).collect::<String>();
        let finding = Finding::error("Z023", format!("报告.yaml 的“数据”里缺少{}", missing.join("、")))
            .expected(format!("“数据:”下有{}", missing.join("、")))
            .actual("没有")
            .at(&self.report.profile.fund.place().cloned().unwrap_or_else(|| Place::file("报告.yaml")))
            .hint(format!("版式里的表要印这几项：在 报告.yaml 的“数据:”下写{lines}；不要印的，从版式文件里删去。"));
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }

    fn case(&mut self, name: &str, file: &str, pages: &mut Pages) {
        let Some(index) = self.report.cases.iter().position(|case| case.project.value == name) else {
            let names: Vec<&str> = self.report.cases.iter().map(|case| case.project.value.as_str()).collect();
            let expected = near_or_all(name, &names, "@案例 ");
            return self.outline_fault(file, &format!("@案例 {name}"), format!("没有名为“{name}”的案例"), expected);
        };
        let rendered = self.render_case(index);
        self.blocks(&rendered, file, pages);
    }

    fn render_case(&mut self, index: usize) -> String {
        if let Some(rendered) = self.cases.get(&index) {
            return rendered.clone();
        }
        let case = &self.report.cases[index];
        let Composer { report, ledger, .. } = *self;
        let own = context::case_context(case, &Known { report, ledger, asked: &self.asked, marks: &self.marks });
        let rendered = self.render_text(&case.text, &minijinja::context! { ..own, ..self.context.clone() });
        self.cases.insert(index, rendered.clone());
        rendered
    }

    /// The texts that people wrote, as they read; one with a mistake in it is left out.
    fn written(&mut self) -> Vec<MarkedText> {
        let cases: Vec<String> = (0..self.report.cases.len()).map(|index| self.render_case(index)).collect();
        let mut texts = Vec::new();
        let report = self.report;
        let is_whole = |text: &&Sourced<String>| !self.wrong.contains(&text.place);
        for (path, text) in &report.texts {
            let rendered = self.texts.get(path).filter(|_| is_whole(&text));
            texts.extend(rendered.map(|rendered| self.marks.written(rendered, &text.place, path.1.clone())));
        }
        for (case, rendered) in report.cases.iter().zip(&cases).filter(|(case, _)| is_whole(&&case.text)) {
            texts.push(self.marks.written(rendered, &case.text.place, case.project.value.clone()));
        }
        for indicator in report.indicators() {
            if let Field::Known(explanation) = &indicator.explanation {
                let heading = Some(indicator.name.value.clone());
                texts.push(MarkedText::plain(&explanation.value.text, heading, &explanation.place));
            }
        }
        for (indicator, stated) in &report.scoring.stated {
            texts.push(MarkedText::plain(&stated.reason.value, Some(indicator.clone()), &stated.reason.place));
        }
        let remarks = report.profile.remarks.known();
        texts.extend(remarks.map(|remarks| MarkedText::plain(&remarks.value, None, &remarks.place)));
        texts
    }

    fn table(&mut self, name: &str, file: &str, pages: &mut Pages) {
        let Some(layout) = self.templates.tables.get(name) else {
            let names: Vec<&str> = self.templates.tables.keys().map(String::as_str).collect();
            let expected = near_or_all(name, &names, "@表 ");
            let message = format!("layouts 里没有名称为“{name}”的表");
            return self.outline_fault(file, &format!("@表 {name}"), message, expected);
        };
        let mut composed = tables::compose(layout, self.filling(&self.environment));
        if let Err(error) = &composed {
            let error = error.clone();
            composed = tables::compose(layout, self.filling(&lenient(&self.environment)));
            // A form that asks for texts which the YAML does not have.
            match error.undefined.as_deref().is_some_and(|name| name.starts_with("文字.")) {
                true => self.missing_texts(layout),
                false => self.layout_fault(&format!("表“{name}”"), &layout.file, error),
            }
        }
        if let Ok(composed) = composed {
            let orientation = match pages.orientation {
                Orientation::Portrait => layout.orientation(),
                Orientation::Landscape => Orientation::Landscape,
            };
            if orientation == Orientation::Landscape {
                pages.take_along();
            }
            let title = self.title(&composed.title, layout.title_style, orientation);
            pages.push_on(orientation, paragraph(layout.title_style, &title));
            if let Some(year) = &composed.year_line {
                pages.push_on(orientation, paragraph(Style::TableYear, year));
            }
            pages.push_on(orientation, Block::Table(composed.table));
            for note in &composed.notes {
                pages.push_on(orientation, paragraph(Style::TableNote, note));
            }
        }
    }

    fn filling<'f>(&'f self, environment: &'f Environment<'f>) -> Filling<'f> {
        Filling { environment, names: &self.context, marks: &self.marks }
    }

    fn chart(&mut self, name: &str, file: &str, pages: &mut Pages) {
        let Some(layout) = self.templates.charts.get(name) else {
            let names: Vec<&str> = self.templates.charts.keys().map(String::as_str).collect();
            let expected = near_or_all(name, &names, "@图 ");
            let message = format!("layouts 里没有名称为“{name}”的图");
            return self.outline_fault(file, &format!("@图 {name}"), message, expected);
        };
        match charts::compose(layout, self.filling(&self.environment)) {
            Ok((title, chart)) => {
                let title = self.title(&title, Style::TableTitle, pages.orientation);
                pages.push(paragraph(Style::TableTitle, &title));
                pages.push(Block::Chart(chart));
            }
            Err(error) => self.layout_fault(&format!("图“{name}”"), &layout.file, error),
        }
    }

    /// What a table's or chart's description has wrong; both documents may show it, and it is said once.
    fn layout_fault(&mut self, what: &str, file: &str, error: LayoutTextError) {
        if error.undefined.as_deref().is_some_and(|name| name.split('.').next() == Some("数据")) {
            return self.missing_data();
        }
        let place = Place::Line { file: file.into(), line: error.line };
        let finding = Finding::error("Z023", format!("{what}：{}", error.words)).at(&place).hint(MEND_LAYOUT);
        let finding = match error.expected {
            Some(expected) => finding.expected(expected),
            None => finding,
        };
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }

    /// What an outline has wrong, at the first of its lines that says so.
    fn outline_fault(&mut self, file: &str, words: &str, message: String, expected: String) {
        let Templates { report, report_file, form, form_file, .. } = self.templates;
        let outline = [(report_file, report), (form_file, form)].into_iter().find(|(name, _)| *name == file);
        let line = outline.and_then(|(_, text)| text.lines().position(|line| line.contains(words)));
        let place = match line.and_then(|line| u64::try_from(line + 1).ok()) {
            Some(line) => Place::Line { file: file.into(), line },
            None => Place::file(file),
        };
        let finding = Finding::error("Z023", message).expected(expected).actual(words).at(&place).hint(MEND_LAYOUT);
        self.findings.push(finding);
    }

    fn title(&self, title: &Inked, style: Style, orientation: Orientation) -> Inked {
        let look = self.layout.style(style);
        let width = self.layout.page(orientation).type_width() / MM_PER_PT;
        titles::in_lines(title, width / (look.size + self.layout.tracking(style)), &self.layout.line_breaking)
    }
}

const MEND_LAYOUT: &str = "改正 layouts 目录里的版式文件（写法见 docs/版式.md），或用原来的版式文件换回。";

/// The name that was most likely meant, else all there are.
fn near_or_all(name: &str, known: &[&str], before: &str) -> String {
    let near = nearest(name, known.iter().copied());
    near.map_or_else(|| known.join("、"), |near| format!("{before}{near}"))
}

/// What is read there would be taken for marks.
fn marks_in(place: &Place) -> Finding {
    Finding::error("Z020", "这里有看不见的字符（U+100000 等），程序排版时自己要用，不能印")
        .at(place)
        .hint("删去这里的文字重新打一遍，不要整段粘贴。")
}

fn unused_text(what: String, place: &Place) -> Finding {
    Finding::warning("Z022", format!("{what}没有用在报告里"))
        .at(place)
        .hint("核对章节名称是否写错；提纲里没有它的位置的，加上或删去这段文字。")
}

/// A mistake in the text that begins at `place`.
fn finding(mistake: &Mistake, place: &Place, message: &str) -> Finding {
    let place = match place {
        Place::Line { file, line: first } => Place::line(file, first + mistake.line - 1),
        other => other.clone(),
    };
    let finding = Finding::error("Z020", message).at(&place);
    let finding = if mistake.actual.is_empty() { finding } else { finding.actual(&mistake.actual) };
    match &mistake.expected {
        Some(expected) => finding.expected(expected),
        None => finding,
    }
}

/// Directives that are no style's name.
const DIRECTIVES: [&str; 8] = ["标题", "文件名", "标识", "换页", "表", "图", "文字", "案例"];

/// Styles that are a directive's name: `@署名 …`.
const LINES: [Style; 9] = [
    Style::LetterMark,
    Style::AttachmentList,
    Style::AttachmentListNext,
    Style::DocumentNumber,
    Style::Addressee,
    Style::Signature,
    Style::SignatureDate,
    Style::SealedSignature,
    Style::SealedDate,
];

/// `# ` to `#### `, and at which character its text begins.
fn heading(line: &str) -> Option<(Style, usize)> {
    let level = line.bytes().take_while(|&byte| byte == b'#').count();
    line.get(level..)?.strip_prefix(' ')?;
    let style = Style::heading(u8::try_from(level).ok()?)?;
    Some((style, level + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_have_four_levels() {
        assert_eq!(heading("# 一、甲"), Some((Style::Heading1, 2)));
        assert_eq!(heading("#### （1）乙"), Some((Style::Heading4, 5)));
        assert_eq!(heading("##### 丙"), None);
        assert_eq!(heading("#丁"), None);
    }
}
