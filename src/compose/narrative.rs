//! Rendered template lines become blocks: headings, paragraphs, tables, attachments.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use minijinja::Environment;
use minijinja::value::Value;

use crate::base::finding::Finding;
use crate::base::place::{Place, Sourced};
use crate::document::layout::{Layout, MM_PER_PT};
use crate::document::{Block, Orientation, Section, Style};
use crate::model::ledger::Ledger;
use crate::model::report::Report;

use super::blank::Asked;
use super::environment::{clean, environment, is_guarded, lenient};
use super::holes::hole;
use super::mistake::Mistake;
use super::pages::{Pages, paragraph};
use super::pending::PENDING;
use super::rendering::{Rendered, render};
use super::templates::Templates;
use super::trace::{Trace, unmarked};
use super::{charts, context, headings, tables};

/// Composes the documents of one report and gathers what is missing on the way.
pub struct Composer<'a> {
    report: &'a Report,
    templates: &'a Templates,
    layout: &'a Layout,
    environment: Environment<'static>,
    context: Value,
    /// Rendered texts of the YAML by path.
    texts: BTreeMap<(String, String), String>,
    used_texts: BTreeSet<(String, String)>,
    findings: Vec<Finding>,
    /// A document's template could not be read: which texts it would show is not known.
    outline_failed: bool,
    /// What the document last composed calls itself (@文件名).
    pub file_name: Option<String>,
    asked: Asked,
    /// Present where the composition is to be read back with its origins.
    trace: Option<Trace>,
}

impl<'a> Composer<'a> {
    pub fn new(
        report: &'a Report,
        ledger: &Ledger,
        templates: &'a Templates,
        layout: &'a Layout,
        trace: Option<Trace>,
    ) -> Composer<'a> {
        let asked = Asked::default();
        let mut names = context::context(report, ledger, &asked);
        let base = Value::from_pairs(names.clone());
        let mut composer = Composer {
            report,
            templates,
            layout,
            environment: environment(trace.is_some()),
            context: base,
            texts: BTreeMap::new(),
            used_texts: BTreeSet::new(),
            findings: Vec::new(),
            outline_failed: false,
            file_name: None,
            asked,
            trace,
        };
        for (path, text) in &report.texts {
            let rendered = composer.render_text(text, &composer.context.clone());
            composer.texts.insert(path.clone(), rendered);
        }
        // Tables show texts too: 文字.章.节.
        let mut chapters: BTreeMap<String, BTreeMap<String, Value>> = BTreeMap::new();
        for ((chapter, section), text) in &composer.texts {
            let text = clean(text).trim().to_string();
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
        let template = self.marked(template, &place);
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
        headings::end_alike(&mut sections, self.trace.is_some());
        sections
    }

    /// The template's text, with marks where the composition is traced.
    fn marked<'t>(&mut self, text: &'t str, place: &Place) -> Cow<'t, str> {
        match &mut self.trace {
            Some(trace) => Cow::Owned(trace.mark(text, place)),
            None => Cow::Borrowed(text),
        }
    }

    /// What the marks of a traced composition mean.
    pub fn into_trace(self) -> Trace {
        self.trace.unwrap_or_default()
    }

    /// Findings of everything composed so far; a text that no template asked for is one of them.
    pub fn finish(mut self) -> Vec<Finding> {
        for (path, text) in &self.report.texts {
            // A text may also be shown inside a table, by 文字.章.节.
            let shown_in_table = self.templates.tables.values().any(|table| table.mentions(&path.0, &path.1));
            if !self.used_texts.contains(path) && !shown_in_table && !self.outline_failed {
                self.findings.push(
                    Finding::warning("Z022", format!("文字“{}.{}”没有用在报告里", path.0, path.1))
                        .at(&text.place)
                        .hint("核对章节名称是否写错；不用的文字请删去。"),
                );
            }
        }
        self.findings.extend(self.asked.findings());
        self.findings
    }

    /// A text that cannot be read as one with placeholders is 〔待核〕 as a whole.
    fn render_text(&mut self, text: &Sourced<String>, context: &Value) -> String {
        let template = self.marked(&text.value, &text.place);
        let Rendered { text: rendered, mistakes } = render(&self.environment, &template, context);
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
            let words = unmarked(&clean(line));
            let words = words.trim().replace('\n', "");
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

    fn blocks(&mut self, rendered: &str, file: &str, pages: &mut Pages) {
        for line in rendered.lines() {
            let line = line.trim_matches([' ', '\t', '\r']);
            if unmarked(&clean(line)).trim().is_empty() {
                continue;
            }
            if is_guarded(line) {
                pages.push_paragraphs(Style::Body, line);
            } else if let Some((style, text)) = heading(line) {
                pages.push(paragraph(style, &clean(text).replace('\n', "")));
            } else if let Some(directive) = line.strip_prefix('@') {
                let (name, argument) = directive.split_once(' ').unwrap_or((directive, ""));
                self.directive(&unmarked(name), clean(argument).trim(), file, pages);
            } else {
                pages.push_paragraphs(Style::Body, line);
            }
        }
    }

    fn directive(&mut self, name: &str, argument: &str, file: &str, pages: &mut Pages) {
        match name {
            "标题" => pages.push(paragraph(Style::Title, &self.balanced(argument, Style::Title, pages.orientation))),
            "文件名" => self.file_name = Some(unmarked(argument).trim().to_string()),
            "标识" => pages.push(paragraph(Style::AttachmentLabel, argument)),
            "换页" => match unmarked(argument).trim() {
                "" => pages.new_page(Orientation::Portrait),
                "横排" => pages.new_page(Orientation::Landscape),
                other => self.layout_fault(file, format!("“@换页 {other}”应写成“@换页”或“@换页 横排”")),
            },
            "表" => self.table(&unmarked(argument), file, pages),
            "图" => self.chart(&unmarked(argument), file, pages),
            "文字" => self.text(&unmarked(argument), file, pages),
            "案例" => self.case(&unmarked(argument), file, pages),
            _ if let Some(style) = LINES.into_iter().find(|style| style.name() == name) => {
                pages.push(paragraph(style, argument));
            }
            _ => self.layout_fault(file, format!("版式文件里有不认识的指令“@{name}”")),
        }
    }

    fn text(&mut self, path: &str, file: &str, pages: &mut Pages) {
        let Some((chapter, section)) = path.split_once('.') else {
            return self.layout_fault(file, format!("“@文字 {path}”应写成“@文字 章.节”"));
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
                pages.push_paragraphs(Style::Body, PENDING);
                // Any of the chapter's texts may be meant.
                self.used_texts.extend(self.texts.keys().filter(|(known, _)| *known == path.0).cloned());
            }
            None => {
                pages.push_paragraphs(Style::Body, PENDING);
                self.findings.push(
                    Finding::error("Z021", format!("缺少文字“{chapter}.{section}”"))
                        .expected(format!("YAML 里“文字”下有“{chapter}”，其中有“{section}”"))
                        .actual("没有")
                        .at(self.report.place_of_texts(chapter))
                        .hint(format!("在 YAML 的“文字: {chapter}:”下补写“{section}”这一节。")),
                );
            }
        }
    }

    fn case(&mut self, name: &str, file: &str, pages: &mut Pages) {
        let Some(case) = self.report.cases.iter().find(|case| case.project.value == name) else {
            return self.layout_fault(file, format!("没有名为“{name}”的案例"));
        };
        let (own, base) = (context::case_context(case, self.report), self.context.clone());
        let rendered = self.render_text(&case.text, &minijinja::context! { ..own, ..base });
        self.blocks(&rendered, file, pages);
    }

    fn table(&mut self, name: &str, file: &str, pages: &mut Pages) {
        let Some(layout) = self.templates.tables.get(name) else {
            return self.layout_fault(file, format!("layouts 里没有名称为“{name}”的表"));
        };
        let mut composed = tables::compose(layout, &self.environment, &self.context);
        if let Err(error) = &composed {
            self.layout_fault(file, format!("表“{name}”：{}", error.0));
            composed = tables::compose(layout, &lenient(&self.environment), &self.context);
        }
        if let Ok(composed) = composed {
            let orientation = match pages.orientation {
                Orientation::Portrait => layout.orientation(),
                Orientation::Landscape => Orientation::Landscape,
            };
            if orientation == Orientation::Landscape {
                pages.take_along();
            }
            let title = self.balanced(&composed.title, layout.title_style, orientation);
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

    fn chart(&mut self, name: &str, file: &str, pages: &mut Pages) {
        let Some(layout) = self.templates.charts.get(name) else {
            return self.layout_fault(file, format!("layouts 里没有名称为“{name}”的图"));
        };
        match charts::compose(layout, &self.environment, &self.context) {
            Ok((title, chart)) => {
                let title = self.balanced(&title, Style::TableTitle, pages.orientation);
                pages.push(paragraph(Style::TableTitle, &title));
                pages.push(Block::Chart(chart));
            }
            Err(error) => self.layout_fault(file, format!("图“{name}”：{}", error.0)),
        }
    }

    fn layout_fault(&mut self, file: &str, message: String) {
        self.findings.push(
            Finding::error("Z023", message)
                .at(&Place::file(file))
                .hint("改正 layouts 目录里的版式文件，或用原来的版式文件换回。"),
        );
    }

    /// A title whose possible breaks are marked ｜, set in as few lines as fit, as even as the marks allow.
    fn balanced(&self, title: &str, style: Style, orientation: Orientation) -> String {
        let look = self.layout.style(style);
        let width = self.layout.page(orientation).type_width() / MM_PER_PT;
        let cells = width / (look.size + self.layout.tracking(style));
        let parts: Vec<&str> = title.split('｜').collect();
        let breaks = parts.len() - 1;
        // Few parts: every choice of breaks is tried; the first of the best wins.
        let best = (0u32..1 << breaks.min(16)).map(|choice| lines(&parts, choice)).min_by_key(|lines| {
            let widths: Vec<u32> = lines.iter().map(|line| half_cells(line)).collect();
            let widest = widths.iter().copied().max().unwrap_or(0);
            let overfull = f64::from(widest) > cells * 2.0;
            (overfull, lines.len(), widest)
        });
        best.unwrap_or_default().join("\n")
    }
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

fn lines(parts: &[&str], choice: u32) -> Vec<String> {
    let mut lines = vec![String::new()];
    for (index, part) in parts.iter().enumerate() {
        if index > 0 && choice & (1 << (index - 1)) != 0 {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(part);
        }
    }
    lines
}

/// Width in half character cells: Latin letters and digits take one, everything else two.
fn half_cells(text: &str) -> u32 {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// `# ` to `#### `.
fn heading(line: &str) -> Option<(Style, &str)> {
    let level = line.bytes().take_while(|&byte| byte == b'#').count();
    let text = line.get(level..)?.strip_prefix(' ')?;
    let style = Style::heading(u8::try_from(level).ok()?)?;
    Some((style, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_have_four_levels() {
        assert_eq!(heading("# 一、甲"), Some((Style::Heading1, "一、甲")));
        assert_eq!(heading("#### （1）乙"), Some((Style::Heading4, "（1）乙")));
        assert_eq!(heading("##### 丙"), None);
        assert_eq!(heading("#丁"), None);
    }

    #[test]
    fn every_choice_of_breaks_keeps_the_words() {
        assert_eq!(lines(&["甲", "乙", "丙"], 0b10), ["甲乙", "丙"]);
        assert_eq!(half_cells("2025年度"), 8);
    }
}
