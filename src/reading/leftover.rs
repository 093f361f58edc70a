//! What nobody has filled in or looked at: the mark of `init` in comments, the names of the blank YAML, XX and （待补充）.

use std::sync::Arc;

use crate::base::place::{Place, Sourced};
use crate::base::placeholders::placeholder;
use crate::sheets::fault::MARK;

use super::faults::Faults;
use super::recognise::TableKind;
use super::yaml_tree::{Node, NodeValue, line_of};
use crate::sheets::fault::Fault;

/// The one text of 报告.
const REMARKS: &str = "说明";

/// Held against what they must be anyhow.
const HELD: [&str; 4] = ["年度", "成文日期", "印章", "图表"];

/// A mark and a text with a gap are reminders; a name that was not filled in must not be printed.
pub(super) fn read(file: &Arc<str>, text: &str, tree: &Node, faults: &mut Faults) {
    let mut said = Vec::new();
    for (block, node) in tree.entries() {
        match block.value.as_str() {
            "报告" => profile(node, &mut said, faults),
            // Reasons that are not printed; tables are looked at cell by cell.
            "接受" => {}
            name if TableKind::ALL.into_iter().any(|kind| kind.key() == name) => {}
            _ => texts(node, faults),
        }
    }
    for (line, _) in (1..).zip(text.lines()).filter(|(_, line)| is_marked(line)) {
        let place = Place::line(file, line);
        if !said.contains(&place) {
            faults.add(&place, Fault::Leftover);
        }
    }
}

fn profile(node: &Node, said: &mut Vec<Place>, faults: &mut Faults) {
    for (key, value) in node.entries() {
        profile(value, said, faults);
        if key.value == REMARKS {
            texts(value, faults);
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

fn texts(node: &Node, faults: &mut Faults) {
    match &node.value {
        NodeValue::Scalar(text) => {
            let first = line_of(&node.place);
            for (line, text) in (first..).zip(text.lines()) {
                note(text, &Place::line(node.file(), line), faults);
            }
        }
        NodeValue::List(items) => items.iter().for_each(|item| texts(item, faults)),
        NodeValue::Map(entries) => entries.iter().for_each(|(_, value)| texts(value, faults)),
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
