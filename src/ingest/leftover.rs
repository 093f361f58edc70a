//! What `init` left for the clerk and nobody has looked at: its mark in comments, the names of the blank YAML.

use std::sync::Arc;

use crate::model::place::{Place, Sourced};

use super::Faults;
use super::fault::Fault;
use super::yaml::Node;

/// Marks what must be renewed in the YAML of a new year.
pub const MARK: &str = "待改";

/// In the values of the blank YAML: 某某省.
const PLACEHOLDERS: [&str; 3] = ["某某", MARK, "待填"];

/// A mark is a reminder; a name that was not filled in must not be printed.
pub(super) fn read(file: &Arc<str>, text: &str, profile: Option<&Node>, faults: &mut Faults) {
    let mut said = Vec::new();
    for (key, value) in profile.map_or(&[][..], Node::entries) {
        let words = value.scalar().filter(|words| PLACEHOLDERS.iter().any(|mark| words.value.contains(mark)));
        if let Some(Sourced { value, place }) = words {
            said.push(place.clone());
            faults.add(&place, Fault::Placeholder { key: key.value.clone(), value });
        }
    }
    for (line, _) in (1..).zip(text.lines()).filter(|(_, line)| is_marked(line)) {
        let place = Place::line(file, line);
        if !said.contains(&place) {
            faults.add(&place, Fault::Leftover);
        }
    }
}

/// # 待改：…, alone or behind a value.
fn is_marked(line: &str) -> bool {
    line.split('#').skip(1).any(|comment| comment.trim_start().starts_with(MARK))
}
