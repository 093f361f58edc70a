//! Whole paragraphs that went or came.

use crate::app::absorb::edit::Edit;
use crate::base::finding::{Finding, Severity};
use crate::base::place::Place;
use crate::base::text_part::TextPart;
use crate::document::{Origin, Wording};
use crate::judge::numbers;

use super::codes::{ADDED_FIGURES, ELSEWHERE, FIGURE, REWRITTEN};
use super::lines::{in_loop, is_yaml};
use super::reader::Reader;
use super::refusals::brief;
use super::stretches::{Stretch, same_words};

impl Reader<'_> {
    pub(super) fn removed(&mut self, passage: &Wording) {
        let text = passage.text();
        let stretch = Stretch { old: 0..passage.characters.len(), new: String::new() };
        if passage.cell {
            let finding = self.cell(passage, &stretch);
            return self.absorbed.findings.push(finding);
        }
        let whole_line = passage.line().filter(|(source, line)| {
            let origins = &passage.origins;
            let within =
                |origin: &Origin| origin.stands().is_some_and(|(other, at)| other == source && line.contains(&at));
            origins.iter().all(within)
        });
        let Some((source, line)) = whole_line else {
            let place = self.place_of(passage);
            let finding = self.fixed(passage, &stretch, &place);
            return self.absorbed.findings.push(finding);
        };
        let place = source.place_at(line.start);
        let content = source.text.part(line.clone());
        if !is_yaml(&place) {
            let finding = self.fixed(passage, &stretch, &place);
            return self.absorbed.findings.push(finding);
        }
        if content.contains("{%") || in_loop(&source.text, line.start) {
            let finding = self.refused(passage, &stretch, "这一段由模板的判断或循环生成", &place);
            return self.absorbed.findings.push(finding);
        }
        let whole = source.text.clone();
        if whole.lines().filter(|line| !line.trim().is_empty()).count() == 1 {
            let words = format!("“{}”删去以后，这一节就没有文字了", brief(&text));
            let finding = self.refused(passage, &stretch, &words, &place);
            return self.absorbed.findings.push(finding);
        }
        let range = line.start..(line.end + 1).min(whole.len());
        let edit = Edit { text: source.place.clone(), whole, range, replacement: String::new(), place: place.clone() };
        let (figures, refusal) = (!numbers(&text).is_empty(), self.refused(passage, &stretch, REWRITTEN, &place));
        self.removals.push((edit, figures.then_some(refusal)));
        *self.edited.entry((source.place.clone(), line.start)).or_default() += 1;
    }

    /// A new paragraph goes below the text's line that stands before it, else above the one behind it.
    pub(super) fn added(&mut self, new: usize, after: usize, removed: &[usize]) {
        let (text, cell) = &self.new[new];
        let words = text.replace('\n', "");
        let report = |message: &str, place: Option<Place>, code, severity| {
            let finding = Finding::new(code, severity, message).expected("没有").actual(&words);
            let finding = place.iter().fold(finding, |finding, place| finding.at(place));
            finding
                .at(&Place::Document {
                    document: self.document.to_string(), section: format!("“{}…”", brief(&words))
                })
        };
        if *cell {
            let finding = report("成稿的表格里多了内容，不能写回", None, ELSEWHERE, Severity::Warning);
            return self.absorbed.findings.push(finding.hint("表格从 Excel 来：在 Excel 里加上再生成。"));
        }
        let text_line = |index: usize| {
            let passage = self.old.get(index)?;
            let (source, line) = passage.line().filter(|_| !passage.cell)?;
            let text = &source.text;
            (is_yaml(&source.place_at(line.start)) && !in_loop(text, line.start)).then_some((source, line))
        };
        let before = after.checked_sub(1).and_then(text_line);
        let at = before.map(|(source, line)| (source, line.end, true));
        let at = at.or_else(|| text_line(after).map(|(source, line)| (source, line.start, false)));
        let Some((source, at, below)) = at else {
            let finding =
                report("成稿里多了一段，前后都是固定语句，不知道写进哪一节", None, ELSEWHERE, Severity::Warning);
            let hint = "写进 YAML“文字”里合适的一节；要加固定语句的，改 layouts/自评报告.md。";
            return self.absorbed.findings.push(finding.hint(hint));
        };
        let place = source.place_at(at);
        // A paragraph that was moved keeps its placeholders.
        let moved = removed.iter().find(|&&old| same_words(&self.old[old].text(), &words)).and_then(|&old| {
            let (source, line) = self.old[old].line()?;
            let text = source.text.part(line.clone());
            (is_yaml(&source.place_at(line.start)) && !text.contains("{%")).then(|| text.trim_end().to_string())
        });
        if moved.is_none() && !numbers(&words).is_empty() {
            let finding = report(ADDED_FIGURES, Some(place), FIGURE, Severity::Error);
            let hint = "在 YAML 的这一行后面自己写这一段，数字写成占位符（名称用 ziping trace 查）。";
            return self.absorbed.findings.push(finding.hint(hint));
        }
        if moved.is_none()
            && (["{{", "{%", "{#"].iter().any(|sign| words.contains(sign)) || words.starts_with(['#', '@']))
        {
            let finding = report("成稿里多了一段，里面有占位符或标题的符号", Some(place), ELSEWHERE, Severity::Warning);
            return self.absorbed.findings.push(finding.hint("在 YAML 的这一行后面自己写这一段。"));
        }
        let words = moved.unwrap_or(words);
        let whole = source.text.clone();
        let replacement = if below { format!("\n{words}") } else { format!("{words}\n") };
        let text = source.place.clone();
        // Several new paragraphs in a row stand at one place, in their order.
        match self.absorbed.edits.last_mut() {
            Some(last) if last.text == text && last.range == (at..at) => last.replacement += &replacement,
            _ => self.absorbed.edits.push(Edit { text, whole, range: at..at, replacement, place }),
        }
    }
}
