//! What nobody has filled in or looked at: the mark of `init` in comments, the names of the blank YAML, XX and （待补充）.

use std::sync::Arc;

use crate::base::place::{Place, Sourced};
use crate::base::placeholders::{is_placeholder, placeholder};
use crate::sheets::fault::MARK;

use super::faults::Faults;
use super::recognise::TableKind;
use super::yaml_tree::{Node, NodeValue, line_of};
use crate::sheets::fault::Fault;

/// The one text of 报告.
const REMARKS: &str = "说明";

/// Held against what they must be anyhow.
const HELD: [&str; 4] = ["年度", "成文日期", "印章", "图表"];

/// A mark and a text with a gap are reminders; a name or a text that was not filled in must not be printed.
pub(super) fn read(file: &Arc<str>, text: &str, tree: &Node, faults: &mut Faults) {
    let (mut said, mut unwritten) = (Vec::new(), Unwritten::default());
    for (block, node) in tree.entries() {
        match block.value.as_str() {
            "报告" => profile(node, &mut said, &mut unwritten, faults),
            // Reasons that are not printed; tables are looked at cell by cell.
            "接受" => {}
            name if TableKind::ALL.into_iter().any(|kind| kind.key() == name) => {}
            _ => texts(node, &mut unwritten, faults),
        }
    }
    let Unwritten { words, places } = unwritten;
    faults.add_all(&places, Fault::Unwritten { words, count: places.len() });
    for (line, _) in (1..).zip(text.lines()).filter(|(_, line)| is_marked(line)) {
        let place = Place::line(file, line);
        if !said.contains(&place) {
            faults.add(&place, Fault::Leftover);
        }
    }
}

/// Lines of texts that nobody has written yet.
#[derive(Default)]
struct Unwritten {
    /// What stands in the first of them.
    words: String,
    places: Vec<Place>,
}

fn profile(node: &Node, said: &mut Vec<Place>, unwritten: &mut Unwritten, faults: &mut Faults) {
    for (key, value) in node.entries() {
        profile(value, said, unwritten, faults);
        if key.value == REMARKS {
            texts(value, unwritten, faults);
        } else if HELD.contains(&key.value.as_str()) {
            continue;
        } else if let Some(Sourced { value, place }) =
            value.scalar().filter(|words| placeholder(&words.value).is_some())
        {
            said.push(place.clone());
            faults.add(&place, Fault::Placeholder { key: key.value.clone(), value });
        }
    }
}

fn texts(node: &Node, unwritten: &mut Unwritten, faults: &mut Faults) {
    match &node.value {
        NodeValue::Scalar(text) => {
            let first = line_of(&node.place);
            for (line, text) in (first..).zip(text.lines()) {
                let place = Place::line(node.file(), line);
                if !is_placeholder(text) {
                    note(text, &place, faults);
                    continue;
                }
                if unwritten.places.is_empty() {
                    unwritten.words = text.trim().to_string();
                }
                unwritten.places.push(place);
            }
        }
        NodeValue::List(items) => items.iter().for_each(|item| texts(item, unwritten, faults)),
        NodeValue::Map(entries) => entries.iter().for_each(|(_, value)| texts(value, unwritten, faults)),
        NodeValue::Blank => {}
    }
}

/// Tells of a text or a name that has a gap.
pub(super) fn note(text: &str, place: &Place, faults: &mut Faults) {
    if let Some(words) = placeholder(text) {
        faults.add(place, Fault::Gap { words, text: text.trim().to_string() });
    }
}

/// # 待改：…, alone or behind a value.
pub(crate) fn is_marked(line: &str) -> bool {
    line.split('#').skip(1).any(|comment| comment.trim_start().starts_with(MARK))
}
