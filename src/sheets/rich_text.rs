//! Texts of cells with their runs: what is struck out is not read, and a raised figure is the mark of a note.

use super::drawn::{CellRead, Drawn};
use super::number_format::NumberFormat;
use super::unlike::{How, Unlike};

/// A text as the file has it; cells differ in what they make of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum RichText {
    Plain(Box<str>),
    Rich(Box<[Run]>),
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Run {
    pub text: String,
    /// `None`: as the cell is.
    pub struck: Option<bool>,
    pub raised: bool,
    pub lowered: bool,
    /// Not shown at all.
    pub hidden: bool,
    /// Red, green and blue of its letters, where it says them.
    pub colour: Option<u32>,
}

impl RichText {
    pub fn size(&self) -> usize {
        match self {
            RichText::Plain(text) => text.len(),
            RichText::Rich(runs) => runs.iter().map(|run| run.text.len() + size_of::<Run>()).sum(),
        }
    }

    /// All of it.
    pub fn words(&self) -> String {
        match self {
            RichText::Plain(text) => text.to_string(),
            RichText::Rich(runs) => runs.iter().map(|run| run.text.as_str()).collect(),
        }
    }

    /// What is read of it in a cell of that format.
    pub fn show(&self, cell: Drawn, format: &NumberFormat) -> CellRead {
        let (text, unlike) = self.read(cell);
        if text.trim().is_empty() {
            return (None, unlike);
        }
        let seen = format.show_text(&text);
        (Some(seen.value), unlike.or(seen.unlike))
    }

    /// What is read of it in a cell, and what it is where that is not all.
    pub fn read(&self, cell: Drawn) -> (String, Option<Unlike>) {
        let runs = match self {
            RichText::Plain(text) if cell.struck => {
                let unlike = Unlike { held: text.to_string(), how: How::StruckOut };
                return (String::new(), (!text.trim().is_empty()).then_some(unlike));
            }
            RichText::Plain(text) => {
                let pale = cell.is_pale() && !text.trim().is_empty();
                return (text.to_string(), pale.then(|| Unlike { held: text.to_string(), how: How::Unseen }));
            }
            RichText::Rich(runs) => runs,
        };
        let held = self.words();
        let mut text = String::new();
        let is_struck = |run: &&Run| run.struck.unwrap_or(cell.struck);
        let is_pale = |run: &&Run| run.hidden || Drawn { colour: run.colour.or(cell.colour), ..cell }.is_pale();
        let joined =
            |of: &dyn Fn(&&Run) -> bool| -> String { runs.iter().filter(of).map(|run| run.text.as_str()).collect() };
        let struck = joined(&is_struck);
        let pale = joined(&|run| !is_struck(run) && is_pale(run));
        // Where nothing else is there, it is read as a number is that no format shows.
        let all_pale = joined(&|run| !is_struck(run) && !is_pale(run)).trim().is_empty();
        let stands = |run: &&Run| !is_struck(run) && (all_pale || !is_pale(run));
        let mut unlike = match () {
            () if !struck.trim().is_empty() => Some(Unlike { held: struck, how: How::StruckOut }),
            () if pale.trim().is_empty() => None,
            () => Some(Unlike { held: pale, how: if all_pale { How::Unseen } else { How::Pale } }),
        };
        let is_level = |run: &&Run| !run.raised && !run.lowered;
        let beside = runs.iter().filter(stands).any(|run| is_level(&run) && !run.text.trim().is_empty());
        for run in runs.iter().filter(stands) {
            match if run.raised { raised(&text, run.text.trim()) } else { lowered(&text, run.text.trim()) } {
                _ if is_level(&run) || !beside => text.push_str(&run.text),
                Raised::Power(sign) => text.push_str(&sign),
                Raised::Words => text.push_str(&run.text),
                Raised::Note if unlike.is_none() => unlike = Some(Unlike { held: held.clone(), how: How::Raised }),
                Raised::Note => {}
            }
        }
        (text, unlike)
    }
}

enum Raised {
    /// m², ×10⁴
    Power(String),
    Note,
    Words,
}

/// What a raised text behind another is.
fn raised(before: &str, text: &str) -> Raised {
    const POWERS: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    let before = before.trim_end();
    let of_unit = before.ends_with(|c: char| c.is_ascii_alphabetic() || c == '米') && matches!(text, "2" | "3");
    let of_ten = ["×10", "x10", "X10", "*10"].iter().any(|ten| before.ends_with(ten));
    let is_digit = |c: char| c.is_ascii_digit();
    // 10⁴人次; 1 and 2 behind it are marks of notes.
    let alone = before.strip_suffix("10").is_some_and(|rest| !rest.ends_with(|c: char| c.is_ascii_digit() || c == '.'));
    let of_ten = of_ten || alone && matches!(text.as_bytes(), [b'3'..=b'9']);
    if (of_unit || of_ten) && !text.is_empty() && text.chars().all(is_digit) {
        let sign = |c: char| POWERS.chars().nth(usize::try_from(c.to_digit(10)?).ok()?);
        return Raised::Power(text.chars().filter_map(sign).collect());
    }
    if text.chars().all(is_mark) { Raised::Note } else { Raised::Words }
}

/// 2.19₁; CO₂ and PM₂.₅ are words.
fn lowered(before: &str, text: &str) -> Raised {
    let of_letters = before.ends_with(|c: char| c.is_ascii_alphabetic()) || text.contains('.');
    if !of_letters && text.chars().all(is_mark) { Raised::Note } else { Raised::Words }
}

fn is_mark(c: char) -> bool {
    c.is_numeric()
        || c.is_whitespace()
        || "*＊※†‡#注()（）[]［］【】〔〕,，、-—".contains(c)
        || ('①'..='⒛').contains(&c)
}
