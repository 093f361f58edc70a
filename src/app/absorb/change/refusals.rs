//! What is said of a change that is not taken back: which side says what, and where to change it instead.

use std::ops::Range;

use crate::app::read_from;
use crate::base::finding::{Finding, Severity};
use crate::base::place::Place;
use crate::document::{Placeholder, Wording};
use crate::judge::numbers;

use super::codes::{ELSEWHERE, FIGURE};
use super::reader::Reader;
use super::stretches::{BREAK, Stretch, is_within, with};

impl Reader<'_> {
    pub(super) fn changed_value(&self, passage: &Wording, stretch: &Stretch, value: Range<usize>) -> Finding {
        let shown = passage.words(&value);
        let source = passage.named(value.start);
        let is_figure = shown.chars().any(|c| c.is_ascii_digit());
        if passage.cell && source.is_none() {
            return self.cell(passage, stretch);
        }
        let (code, severity, message) = match is_figure {
            true => (FIGURE, Severity::Error, "成稿里改了数字；数字不从成稿里取"),
            false => (ELSEWHERE, Severity::Warning, "成稿里改了从表格或 YAML 里取的名称、文字，不能只改这一处"),
        };
        let mut finding = Finding::new(code, severity, message)
            .expected(self.sentence(passage, &Stretch { new: shown.clone(), old: value.clone() }))
            .actual(self.sentence(passage, stretch));
        let placeholder = passage.placeholder(value.start).map(Placeholder::text);
        let hint = match source {
            Some(source) => {
                finding = finding.at_all(read_from::places(source, self.ledger).iter().take(3));
                format!("{}。改对了的，改那里再重新生成；改错了的，改回来。", read_from::describe(source, self.ledger))
            }
            None => format!("这里由{}算出或排成：改它的来源再重新生成。", placeholder.unwrap_or("表格")),
        };
        finding.at(&self.section(passage)).hint(hint)
    }

    /// A number typed into words that have none.
    pub(super) fn new_figure(&self, passage: &Wording, stretch: &Stretch, place: &Place) -> Finding {
        self.both(Finding::error(FIGURE, "成稿里写了新的数字；数字不从成稿里取"), passage, stretch, place).hint(
            "数字改对了的，在 YAML 的这一行自己改（能用占位符的写占位符，名称用 ziping trace 查）；改错了的，改回来。",
        )
    }

    /// A number typed into prose that is typed whole: it is taken, and said.
    pub(super) fn typed_figure(&self, passage: &Wording, stretch: &Stretch, place: &Place) -> Finding {
        self.both(Finding::warning(FIGURE, "收回的文字里有成稿里新写的数字，照写的收"), passage, stretch, place)
            .hint("核对这个数字，以后它不会跟着表格变。")
    }

    /// With the sentence as it was and as it is, and both of its places.
    fn both(&self, finding: Finding, passage: &Wording, stretch: &Stretch, place: &Place) -> Finding {
        let was = Stretch { old: stretch.old.clone(), new: passage.words(&stretch.old) };
        finding
            .expected(self.sentence(passage, &was))
            .actual(self.sentence(passage, stretch))
            .at(place)
            .at(&self.section(passage))
    }

    /// What could be taken, but that it belongs to cannot.
    pub(super) fn held(&self, place: &Place, section: &Place) -> Finding {
        Finding::warning(ELSEWHERE, "和它连在一起的改动不能写回，这一处也没有写入")
            .at(place)
            .at(section)
            .hint("连在一起的几处，在 YAML 的这一行自己改，数字写成占位符。")
    }

    /// A sentence of the layout, or between texts.
    pub(super) fn fixed(&self, passage: &Wording, stretch: &Stretch, place: &Place) -> Finding {
        if passage.cell {
            return self.cell(passage, stretch);
        }
        self.refused(passage, stretch, "改的是版式里的固定语句，不能写回 YAML", place)
            .hint("每年都要这样写的，改版式文件的这一行；只有今年这样写的，写进 YAML 相邻的一节。")
    }

    pub(super) fn refused(&self, passage: &Wording, stretch: &Stretch, message: &str, place: &Place) -> Finding {
        let numbers_changed = !is_within(&numbers(&with(passage, stretch)), &numbers(&passage.text()));
        let (code, severity) = if numbers_changed { (FIGURE, Severity::Error) } else { (ELSEWHERE, Severity::Warning) };
        Finding::new(code, severity, message)
            .expected(self.sentence(passage, &Stretch { old: stretch.old.clone(), new: passage.words(&stretch.old) }))
            .actual(if stretch.new.is_empty() && stretch.old.len() == passage.characters.len() {
                "删去了".to_string()
            } else {
                self.sentence(passage, stretch)
            })
            .at(place)
            .at(&self.section(passage))
            .hint("在这一行自己改。")
    }

    pub(super) fn cell(&self, passage: &Wording, stretch: &Stretch) -> Finding {
        let old = passage.text();
        let source = passage.values().iter().find_map(|value| passage.named(value.start));
        let figure = numbers(&old) != numbers(&with(passage, stretch));
        let (code, severity) = if figure { (FIGURE, Severity::Error) } else { (ELSEWHERE, Severity::Warning) };
        let mut finding =
            Finding::new(code, severity, "成稿里改了表格，不能写回").expected(&old).actual(with(passage, stretch));
        let hint = match source {
            Some(source) => {
                finding = finding.at_all(read_from::places(source, self.ledger).iter().take(3));
                format!("{}。改对了的，改那里再重新生成；改错了的，改回来。", read_from::describe(source, self.ledger))
            }
            None => "表格里的固定文字在 layouts 的表格文件里；其余从 Excel 来，改 Excel 再重新生成。".to_string(),
        };
        finding.at(&self.section(passage)).hint(hint)
    }

    /// The sentence around a stretch, with the stretch's new words.
    pub(super) fn sentence(&self, passage: &Wording, stretch: &Stretch) -> String {
        const AROUND: usize = 24;
        let characters = &passage.characters;
        let ends = |c: &char| "。；！？\n".contains(*c);
        let start = characters[..stretch.old.start].iter().rposition(ends).map_or(0, |at| at + 1);
        let start = start.max(stretch.old.start.saturating_sub(AROUND));
        let end =
            characters[stretch.old.end..].iter().position(ends).map_or(characters.len(), |at| stretch.old.end + at);
        let end = end.min(stretch.old.end + AROUND);
        let before: String = characters[start..stretch.old.start].iter().collect();
        let after: String = characters[stretch.old.end..end].iter().collect();
        format!("{before}{}{after}", stretch.new).replace(BREAK, "／")
    }

    pub(super) fn section(&self, passage: &Wording) -> Place {
        Place::Document {
            document: self.document.to_string(), section: format!("“{}…”", brief(passage.around.trim()))
        }
    }

    pub(super) fn place_of(&self, passage: &Wording) -> Place {
        passage.line().map_or_else(|| Place::file("layouts"), |(source, line)| source.place_at(line.start))
    }
}

pub(super) fn brief(text: &str) -> String {
    const SHOWN: usize = 16;
    text.chars().filter(|c| *c != '\n').take(SHOWN).collect()
}
