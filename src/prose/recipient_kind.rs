//! The units, or the areas, that get money, as texts count them: 6个团场, 4个市州.

use crate::base::text_part::TextPart;

/// Of more kinds of places nobody counts some together.
const MOST_ENDS: usize = 4;
/// What names of places and of those that run something end with.
const ENDS: [&str; 20] = [
    "街道", "团场", "医院", "学校", "公司", "中心", "县", "市", "区", "旗", "州", "盟", "镇", "乡", "村", "师", "院",
    "校", "所", "站",
];

/// What their column is called, and what their names end with.
#[derive(Debug, Clone)]
pub(super) struct RecipientKind {
    head: String,
    ends: Vec<&'static str>,
}

impl RecipientKind {
    /// Of a column's names, with how many there are, and how many whose names end alike (县, 市, 县市), by what texts say.
    pub fn of(head: &str, mut names: Vec<String>) -> (RecipientKind, Vec<(String, usize)>) {
        names.sort_unstable();
        names.dedup();
        let mut ends: Vec<&'static str> = names.iter().filter_map(|name| end_of(name)).collect();
        ends.sort_unstable();
        ends.dedup();
        let mut counts = vec![(head.to_string(), names.len())];
        for choice in 1..1usize << ends.len().min(MOST_ENDS) {
            let chosen = ends.iter().enumerate().filter(|(at, _)| choice >> at & 1 == 1);
            let chosen: Vec<&str> = chosen.map(|(_, end)| *end).collect();
            let named = names.iter().filter(|name| end_of(name).is_some_and(|end| chosen.contains(&end)));
            counts.push((key(chosen.clone()), named.count()));
        }
        counts.retain(|(_, count)| *count > 0);
        (RecipientKind { head: head.to_string(), ends }, counts)
    }

    /// By what it is counted: 个单位, 个团场 under the head 承担团场; 个县（市）: those whose names end so.
    pub fn counted_by(&self, after: &str) -> Option<String> {
        // 承担团场 → 团场
        let mut nouns = self.head.char_indices().rev().skip(1).map(|(at, _)| self.head.part(at..));
        if nouns.any(|noun| after.starts_with(noun)) {
            return Some(self.head.clone());
        }
        let after = after.replace(['（', '）', '、'], "");
        let (mut rest, mut named) = (after.as_str(), Vec::new());
        while let Some((end, behind)) = self.ends.iter().find_map(|end| Some((*end, rest.strip_prefix(end)?))) {
            named.push(end);
            rest = behind;
        }
        (!named.is_empty()).then(|| key(named))
    }
}

fn end_of(name: &str) -> Option<&'static str> {
    ENDS.into_iter().find(|end| name.ends_with(end))
}

fn key(mut ends: Vec<&str>) -> String {
    ends.sort_unstable();
    ends.dedup();
    ends.concat()
}
