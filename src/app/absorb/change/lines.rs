//! The lines of the YAML that passages are typed in.

use std::collections::BTreeSet;

use crate::app::absorb::edit::Edit;
use crate::base::place::Place;
use crate::base::text_part::TextPart;
use crate::document::{Origin, Wording};

use super::stretches::BREAK;

/// A line of a text: where the text begins, and the line's first byte. One text is shown by several sources.
pub(super) type Line = (Place, usize);

/// The lines that a passage is typed in.
pub(super) fn lines(passage: &Wording) -> BTreeSet<Line> {
    let starts = passage.origins.iter().filter_map(Origin::stands);
    starts.map(|(source, at)| (source.place.clone(), line_start(&source.text, at))).collect()
}

pub(super) fn line_of(edit: &Edit) -> Line {
    (edit.text.clone(), line_start(&edit.whole, edit.range.start))
}

pub(super) fn line_start(text: &str, at: usize) -> usize {
    // A character that was set for another may be counted to its middle: bytes.
    text.as_bytes()[..at.min(text.len())].iter().rposition(|byte| *byte == b'\n').map_or(0, |before| before + 1)
}

/// Two passages whose lines follow each other in one text, as one.
pub(super) fn joint(one: &Wording, other: &Wording) -> Option<Wording> {
    let ((source, first), (of_other, second)) = (one.line()?, other.line()?);
    let follows = source == of_other && first.end + 1 == second.start;
    // A heading's sign before the second would stay.
    let (_, begins) = other.origins.first()?.stands()?;
    if !follows || begins != second.start || one.cell || other.cell {
        return None;
    }
    let mut joint = one.clone();
    joint.characters.push(BREAK);
    joint.origins.push(Origin::Typed { source, at: first.end });
    joint.characters.extend(&other.characters);
    joint.origins.extend(other.origins.iter().cloned());
    joint.around += &other.around;
    Some(joint)
}

/// A text of the year, not a file of `layouts/`.
pub(super) fn is_yaml(place: &Place) -> bool {
    matches!(place, Place::Line { file, .. } if !file.starts_with("layouts/"))
}

/// Inside `{% for %}`: the words stand there once and are shown several times.
pub(super) fn in_loop(text: &str, at: usize) -> bool {
    let before = text.part(..at);
    let count =
        |word: &str| before.matches(&format!("{{% {word}")).count() + before.matches(&format!("{{%- {word}")).count();
    count("for") > count("endfor")
}
