//! Whole paragraphs that went or came.

use crate::app::absorb::edit::Edit;
use crate::base::finding::{Finding, Severity};
use crate::base::place::Place;
use crate::base::text_part::TextPart;
use crate::document::{Origin, Wording};
use crate::reading::finished::headings::heading_level;

use super::codes::{ELSEWHERE, FIGURE};
use super::lines::{in_loop, is_yaml};
use super::reader::Reader;
use super::refusals::brief;
use super::stretches::{Stretch, same_words};
use super::typed::typed;
use super::whole::{Change, figures};

impl Reader<'_> {
    pub(super) fn removed(&mut self, old: usize, run: usize) {
        let passage = &self.old[old];
        let (edits, refusals) = match self.removal(passage) {
            Ok(edit) => (vec![edit], Vec::new()),
            Err(finding) => (Vec::new(), vec![*finding]),
        };
        let held = self.held(&self.place_of(passage), &self.section(passage));
        self.changes.push(Change {
            passage: Some(old),
            run: Some(run),
            gone: vec![passage.text()],
            came: Vec::new(),
            edits,
            refusals,
            held: held.expected(passage.text()).actual("删去了"),
            notes: Vec::new(),
        });
    }

    fn removal(&self, passage: &Wording) -> Result<Edit, Box<Finding>> {
        let stretch = Stretch { old: 0..passage.characters.len(), new: String::new() };
        if passage.cell {
            return Err(Box::new(self.cell(passage, &stretch)));
        }
        let whole_line = passage.line().filter(|(source, line)| {
            let origins = &passage.origins;
            let within =
                |origin: &Origin| origin.stands().is_some_and(|(other, at)| other == source && line.contains(&at));
            origins.iter().all(within)
        });
        let Some((source, line)) = whole_line else {
            return Err(Box::new(self.fixed(passage, &stretch, &self.place_of(passage))));
        };
        let place = source.place_at(line.start);
        if !is_yaml(&place) {
            return Err(Box::new(self.fixed(passage, &stretch, &place)));
        }
        if source.text.part(line.clone()).contains("{%") || in_loop(&source.text, line.start) {
            return Err(Box::new(self.refused(passage, &stretch, "这一段由模板的判断或循环生成", &place)));
        }
        let whole = source.text.clone();
        let range = line.start..(line.end + 1).min(whole.len());
        Ok(Edit { text: source.place.clone(), whole, range, replacement: String::new(), place, unit: 0 })
    }

    /// A new paragraph goes below the text's line that stands before it, else above the one behind it.
    pub(super) fn added(&mut self, new: usize, after: usize, removed: &[usize], run: usize) {
        let words = self.new[new].0.replace('\n', "");
        let section =
            Place::Document { document: self.document.to_string(), section: format!("“{}…”", brief(&words)) };
        let (edits, refusals, place) = match self.addition(new, &words, after, removed) {
            Ok(edit) => {
                let place = edit.place.clone();
                (vec![edit], Vec::new(), place)
            }
            Err(finding) => (Vec::new(), vec![finding.expected("没有").actual(&words).at(&section)], section.clone()),
        };
        self.changes.push(Change {
            passage: None,
            run: Some(run),
            gone: Vec::new(),
            came: vec![words.clone()],
            edits,
            refusals,
            held: self.held(&place, &section).expected("没有").actual(words),
            notes: Vec::new(),
        });
    }

    fn addition(&self, new: usize, words: &str, after: usize, removed: &[usize]) -> Result<Edit, Box<Finding>> {
        if self.new[new].1 {
            let finding = Finding::warning(ELSEWHERE, "成稿的表格里多了内容，不能写回");
            return Err(Box::new(finding.hint("表格从 Excel 来：在 Excel 里加上再生成。")));
        }
        let text_line = |index: usize| {
            let passage = self.old.get(index)?;
            let (source, line) = passage.line().filter(|_| !passage.cell)?;
            let text = &source.text;
            (is_yaml(&source.place_at(line.start)) && !in_loop(text, line.start)).then_some((source, line))
        };
        let before = after.checked_sub(1).and_then(|before| text_line(before).map(|at| (before, at)));
        // A line that goes cannot hold one that comes.
        let at = before.map(|(before, (source, line))| match removed.contains(&before) {
            true => (source, line.start, false),
            false => (source, line.end, true),
        });
        let at = at.or_else(|| text_line(after).map(|(source, line)| (source, line.start, false)));
        let Some((source, at, below)) = at else {
            let finding = Finding::warning(ELSEWHERE, "成稿里多了一段，前后都是固定语句，不知道写进哪一节");
            return Err(Box::new(
                finding.hint("写进 YAML“文字”里合适的一节；要加固定语句的，改 layouts/自评报告.md。"),
            ));
        };
        let place = source.place_at(at);
        // A paragraph that was moved keeps its placeholders, where they show the same there.
        let moved = removed.iter().find(|&&old| same_words(&self.old[old].text(), words)).and_then(|&old| {
            let passage = &self.old[old];
            let (own, line) = passage.line()?;
            let text = own.text.part(line.clone());
            let stays = own == source || passage.values().iter().all(|value| is_global(passage, value.start));
            (stays && is_yaml(&own.place_at(line.start)) && !text.contains("{%")).then(|| text.trim_end().to_string())
        });
        let written = match moved {
            Some(line) => line,
            None if !figures(words).is_empty() => {
                let finding = Finding::new(FIGURE, Severity::Error, "成稿里多了一段，里面有数字；数字不从成稿里取");
                let hint = "在 YAML 的这一行后面自己写这一段，数字写成占位符（名称用 ziping trace 查）。";
                return Err(Box::new(finding.at(&place).hint(hint)));
            }
            None => self.heading_sign(words, after) + &typed(words, true),
        };
        let replacement = if below { format!("\n{written}") } else { format!("{written}\n") };
        Ok(Edit { text: source.place.clone(), whole: source.text.clone(), range: at..at, replacement, place, unit: 0 })
    }

    /// The sign of the headings before it that are numbered as this paragraph is.
    fn heading_sign(&self, words: &str, after: usize) -> String {
        let level = heading_level(words);
        let before = self.old.iter().take(after).rev().filter(|passage| !passage.cell && level.is_some());
        let signs = before.filter(|passage| heading_level(&passage.text()) == level).find_map(|passage| {
            let (source, line) = passage.line()?;
            let (sign, _) = source.text.part(line).trim_start().split_once(' ')?;
            (!sign.is_empty() && sign.chars().all(|c| c == '#')).then(|| format!("{sign} "))
        });
        signs.unwrap_or_default()
    }
}

/// The placeholder names the figure as every text may.
fn is_global(passage: &Wording, at: usize) -> bool {
    let name = passage.placeholder(at).map(|placeholder| placeholder.text().trim_matches(['{', '}', ' ', '-']));
    let name = name.map(|name| name.split('|').next().unwrap_or_default().trim());
    passage.named(at).zip(name).is_some_and(|(named, name)| named.id.to_string() == name)
}
