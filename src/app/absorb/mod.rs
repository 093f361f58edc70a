//! Words that somebody changed in a finished Word document, taken back into the YAML that they came from.
//!
//! The year is composed anew; each of its characters knows its origin. The document says what it was made from: where only the
//! year changed since, the year is kept. The paragraphs are paired; what differs is carried to where it was typed. Figures are
//! never taken from the document.

mod align;
mod change;
mod edit;
mod merge;
mod scalar;
mod sources;

pub use edit::{Absorbed, Edit, by_unit};
pub use sources::{Applied, apply};

use crate::base::finding::Finding;
use crate::base::made_from::{Mark, marks};
use crate::base::place::Place;
use crate::compose::Composed;
use crate::document::{Document, wordings};
use crate::model::ledger::Ledger;
use crate::sheets::finished::{Block, Finished};

use align::{Words, align, shared};
use change::Reader;
use merge::{Merged, merge};

/// So much of a document, in thousandths, is at least as it was made where it is a revision at all.
const LEAST_LIKENESS: usize = 300;

/// Compares the document with whichever of the two that were made is more like it; `made_from`: what it may have been made
/// from.
///
/// # Errors
/// The document is something else.
pub fn absorb(
    document: &Finished,
    made: &Composed,
    ledger: &Ledger,
    made_from: &[Vec<Mark>],
) -> Result<Absorbed, Box<Finding>> {
    let new = texts(document);
    let news: Vec<Words> = new.iter().map(|(text, cell)| words(text, *cell)).collect();
    let read = |made: &Document| {
        let mut passages = wordings(made);
        passages.retain(|passage| !passage.is_blank());
        let olds: Vec<Words> = passages.iter().map(|passage| words(&passage.text(), passage.cell)).collect();
        let likeness = 2000 * shared(&olds, &news) / (olds.len() + news.len()).max(1);
        (likeness, passages, olds)
    };
    let (report, form) = (read(&made.report), read(&made.form));
    let (likeness, passages, olds) = if report.0 >= form.0 { report } else { form };
    if likeness < LEAST_LIKENESS {
        let share = likeness / 10;
        return Err(Box::new(
            Finding::error(
                "Z011",
                format!("这份文件只有{share}%和“{}”相同，不像是它的修改稿", made.report.properties.title),
            )
            .at(&Place::file(&document.name))
            .hint("核对文件和年度有没有弄错；表格或 YAML 在成稿以后大改过的，用当时的那一份。"),
        ));
    }
    let own: Vec<Mark> = new.iter().flat_map(|(text, cell)| marks(text, *cell)).collect();
    let base = made_from.iter().max_by_key(|base| shared(base.as_slice(), &own));
    let merged = match base.filter(|base| !base.is_empty()) {
        Some(base) => {
            let now: Vec<_> = passages.iter().map(|passage| (passage.text(), passage.cell)).collect();
            merge(base, &new, &now)
        }
        None => Merged { texts: new, clashes: Vec::new() },
    };
    let news: Vec<Words> = merged.texts.iter().map(|(text, cell)| words(text, *cell)).collect();
    let pairings = align(&olds, &news);
    let mut reader = Reader::new(&document.name, ledger, &passages, &merged.texts);
    reader.read(&pairings);
    reader.clashes(&merged.clashes);
    let mut absorbed = reader.finish();
    absorbed.findings.extend(document.unread.iter().cloned());
    Ok(absorbed)
}

fn words(text: &str, cell: bool) -> Words {
    Words { text: text.chars().filter(|c| !c.is_whitespace()).collect(), cell }
}

/// Paragraphs and cells that say something.
fn texts(document: &Finished) -> Vec<(String, bool)> {
    let mut texts = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Paragraph(text) => texts.push((text.clone(), false)),
            Block::Table(rows) => texts.extend(rows.iter().flatten().map(|cell| (cell.clone(), true))),
        }
    }
    texts.retain(|(text, _)| !text.trim().is_empty());
    texts
}
