//! Texts of an office's own form: 资金管理情况, 总体目标, 说明. They are not read from there, which is said.

use std::collections::BTreeMap;

use crate::base::place::{Place, Sourced};
use crate::sheets::fault::Fault;
use crate::sheets::sheet::{CellValue, Sheet};

use super::faults::Faults;
use super::fields::tidy;
use super::head_words::head_key;
use super::recognise::Recognition;

/// A text has so many characters at least.
const SHORTEST: usize = 8;

/// The texts of the year in its YAML, by chapter and section.
type Texts = BTreeMap<(String, String), Sourced<String>>;

pub(super) fn tell(sheets: &[Sheet], texts: &Texts, recognition: &Recognition, faults: &mut Faults) {
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    let known: Vec<String> = texts.values().map(|text| bare(&text.value)).collect();
    for sheet in sheets {
        let found = texts_of(sheet, recognition);
        // One label alone is a remark under a table.
        let mut labels: Vec<&String> = found.iter().map(|(label, ..)| label).collect();
        labels.dedup();
        if labels.len() < 2 {
            continue;
        }
        let is_new = |text: &str| !known.iter().any(|known| says(known, bare(text).trim_end_matches('。')));
        let others: Vec<&(String, String, Place)> = found.iter().filter(|(_, text, _)| is_new(text)).collect();
        let places: Vec<Place> = others.iter().map(|(.., place)| place.clone()).collect();
        let mut labels: Vec<&str> = others.iter().map(|(label, ..)| label.as_str()).collect();
        labels.dedup();
        faults.add_all(&places, Fault::TextsOfForm { labels: labels.join("、"), texts: places.len() });
    }
}

/// Has the text of the YAML these words, or are its own around its placeholders all in them?
fn says(known: &str, text: &str) -> bool {
    let typed = known.split("{{").map(|piece| piece.rsplit_once("}}").map_or(piece, |(_, rest)| rest));
    let in_order = |rest: &str, piece: &str| rest.split_once(piece).map(|(_, rest)| rest.to_string());
    let mut typed = typed.map(|piece| piece.trim_end_matches('。')).filter(|piece| !piece.is_empty()).peekable();
    known.contains(text)
        || typed.peek().is_some() && typed.try_fold(text.to_string(), |rest, piece| in_order(&rest, piece)).is_some()
}

/// Each with its label, which stands left of it, or left of its row as a merged cell.
fn texts_of(sheet: &Sheet, recognition: &Recognition) -> Vec<(String, String, Place)> {
    let mut found = Vec::new();
    for row in sheet.rows_from(0) {
        for (column, value) in sheet.row(row).filter(|(_, value)| matches!(value, CellValue::Text(_))) {
            let text = tidy(&value.words());
            // 情况说明 | 存在问题和改进措施: the second is no text beside the first.
            let is_head = recognition.form.management.knows(&head_key(&text));
            if text.chars().count() < SHORTEST || is_head || recognition.is_text_of_form(&text) {
                continue;
            }
            let labels = (0..column).rev().map(|left| tidy(&sheet.merged_words(row, left)));
            let label = labels.into_iter().find(|label| recognition.is_text_of_form(label));
            found.extend(label.map(|label| (head_key(&label), text, sheet.place(row, column))));
        }
    }
    found
}
