//! Places in words: neighbouring cells of a column as one stretch, all of a sheet in one line.

use crate::base::place::{Place, column_and_row};

/// So many stretches stand in one line.
const STRETCHES: usize = 8;
/// From so many cells on their number is said.
const COUNTED: usize = 3;

/// A line for each sheet or file, in the order of their first places: 2025/资金安排表.xlsx › 资金安排 › D7—D35（共29格）.
pub fn lines(places: &[Place]) -> Vec<String> {
    let mut sheets: Vec<(String, Vec<Spot<'_>>)> = Vec::new();
    for place in places {
        let (head, spot) = split(place);
        let known = sheets.iter_mut().find(|(known, spots)| *known == head && spots.is_empty() == spot.is_none());
        match known {
            Some((_, spots)) => spots.extend(spot),
            None => sheets.push((head, spot.into_iter().collect())),
        }
    }
    sheets.into_iter().map(|(head, spots)| line(head, &spots)).collect()
}

/// A cell of a sheet, or a line of a file.
#[derive(Clone, Copy)]
struct Spot<'a> {
    /// Empty for a line.
    column: &'a str,
    row: u64,
    /// As the cell is called.
    cell: &'a str,
}

/// What stands before the spot, and the spot where there is one.
fn split(place: &Place) -> (String, Option<Spot<'_>>) {
    match place {
        Place::Cell { file, sheet, cell } => match spot(cell) {
            Some(spot) => (Place::sheet(file, sheet).to_string(), Some(spot)),
            None => (place.to_string(), None),
        },
        Place::Line { file, line } => (file.to_string(), Some(Spot { column: "", row: *line, cell: "" })),
        Place::Document { .. } => (place.to_string(), None),
    }
}

fn spot(cell: &str) -> Option<Spot<'_>> {
    let (column, row) = column_and_row(cell)?;
    Some(Spot { column, row, cell })
}

impl std::fmt::Display for Spot<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.cell.is_empty() { self.row.fmt(f) } else { f.write_str(self.cell) }
    }
}

fn line(head: String, spots: &[Spot<'_>]) -> String {
    if spots.is_empty() {
        return head;
    }
    let stretches: Vec<&[Spot<'_>]> =
        spots.chunk_by(|one, next| one.column == next.column && one.row + 1 == next.row).collect();
    let words = |stretch: &&[Spot<'_>]| match stretch {
        [first, _, .., last] => format!("{first}—{last}"),
        few => few.iter().map(ToString::to_string).collect::<Vec<_>>().join("、"),
    };
    let shown: Vec<String> = stretches.iter().take(STRETCHES).map(words).collect();
    let rest = if stretches.len() > STRETCHES { "……" } else { "" };
    let (before, after, unit) = if spots[0].column.is_empty() { ("第", "行", "处") } else { ("", "", "格") };
    let count = if spots.len() >= COUNTED { format!("（共{}{unit}）", spots.len()) } else { String::new() };
    format!("{head} › {before}{}{rest}{after}{count}", shown.join("、"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    #[test]
    fn neighbours_of_a_column_are_one_stretch() {
        let (file, sheet): (Arc<str>, Arc<str>) = (Arc::from("2025/甲.xlsx"), Arc::from("表"));
        let cells = |cells: &[&str]| cells.iter().map(|cell| Place::cell(&file, &sheet, *cell)).collect::<Vec<_>>();
        assert_eq!(lines(&cells(&["D7"])), ["2025/甲.xlsx › 表 › D7"]);
        assert_eq!(lines(&cells(&["D7", "D8"])), ["2025/甲.xlsx › 表 › D7、D8"]);
        assert_eq!(lines(&cells(&["D7", "D8", "D9", "D12", "E13"])), ["2025/甲.xlsx › 表 › D7—D9、D12、E13（共5格）"]);
        let counted = cells(&["第7行第4列", "第8行第4列", "第9行第4列", "第9行第5列"]);
        assert_eq!(lines(&counted), ["2025/甲.xlsx › 表 › 第7行第4列—第9行第4列、第9行第5列（共4格）"]);
        let mut mixed = cells(&["D7"]);
        mixed.extend([Place::file("2025"), Place::line(&file, 3), Place::sheet(&file, &sheet), Place::line(&file, 5)]);
        assert_eq!(lines(&mixed), ["2025/甲.xlsx › 表 › D7", "2025", "2025/甲.xlsx › 第3、5行", "2025/甲.xlsx › 表"]);
    }
}
