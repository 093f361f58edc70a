//! The same fault in many cells of a column is one thing to mend: one finding, with every cell among its places.

use std::collections::HashMap;

use crate::base::place::{Place, column_and_row};

use super::finding::Finding;

/// Where different things stand, more findings than this become one: of fewer, each is looked at by itself.
const FEW: usize = 5;

/// Formulas without a result.
const UNCALCULATED: &str = "Z005";

/// Findings that say the same of the same columns become one, which stands where the first stood.
pub fn group(findings: Vec<Finding>) -> Vec<Finding> {
    let shown = |finding: &Finding| finding.actual.clone().filter(|_| finding.code != UNCALCULATED);
    let same = gather(findings, |finding| Some((shown(finding), about(finding)?)));
    let same = same.into_iter().map(merged).collect();
    let alike = gather(same, about);
    alike.into_iter().flat_map(|group| if group.len() > FEW { vec![merged(group)] } else { group }).collect()
}

/// What a finding says but for the cell and what stands in it. Sentences of a document are not grouped.
fn about(finding: &Finding) -> Option<String> {
    let mut columns: Vec<String> = Vec::new();
    for place in &finding.locations {
        let column = match place {
            Place::Cell { cell, .. } if cell.is_empty() => return None,
            // A workbook that nobody has opened since: one thing to mend, whichever columns have formulas.
            Place::Cell { file, .. } if finding.code == UNCALCULATED => file.to_string(),
            Place::Cell { file, sheet, cell } => {
                format!("{file}›{sheet}›{}", column_and_row(cell).map_or(cell.as_str(), |(column, _)| column))
            }
            Place::Line { file, .. } => file.to_string(),
            Place::Document { .. } => return None,
        };
        if !columns.contains(&column) {
            columns.push(column);
        }
    }
    let Finding { code, severity, message, expected, hint, accepted, .. } = finding;
    (!columns.is_empty()).then(|| format!("{:?}", (code, severity, message, expected, hint, accepted, columns)))
}

/// Findings of one key together, in the order of the first of each; without a key each stands alone.
fn gather<Key: std::hash::Hash + Eq>(
    findings: Vec<Finding>,
    key: impl Fn(&Finding) -> Option<Key>,
) -> Vec<Vec<Finding>> {
    let mut groups: Vec<Vec<Finding>> = Vec::new();
    let mut known: HashMap<Key, usize> = HashMap::new();
    for finding in findings {
        let index = key(&finding).map_or(groups.len(), |key| *known.entry(key).or_insert(groups.len()));
        match groups.get_mut(index) {
            Some(group) => group.push(finding),
            None => groups.push(vec![finding]),
        }
    }
    groups
}

fn merged(mut group: Vec<Finding>) -> Finding {
    let mut shown: Vec<String> = Vec::new();
    for actual in group.iter().filter_map(|finding| finding.actual.as_ref()) {
        if !shown.contains(actual) && shown.len() <= FEW {
            shown.push(actual.clone());
        }
    }
    let rest = if shown.len() > FEW { "等" } else { "" };
    let others = group.split_off(1);
    let mut first = group.swap_remove(0);
    first.grouped |= !others.is_empty();
    first.actual = first.actual.map(|_| shown[..shown.len().min(FEW)].join("；") + rest);
    for place in others.into_iter().flat_map(|other| other.locations) {
        // A merged cell is blank for each of its rows.
        if first.locations.last() != Some(&place) {
            first.locations.push(place);
        }
    }
    first
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    fn of(column: &str, row: usize, actual: &str) -> Finding {
        let (file, sheet): (Arc<str>, Arc<str>) = (Arc::from("2025/甲.xlsx"), Arc::from("表"));
        Finding::error("Z009", "没有填").actual(actual).at(&Place::cell(&file, &sheet, format!("{column}{row}")))
    }

    #[test]
    fn the_same_of_one_column_is_one_finding_with_all_cells() {
        let findings = vec![of("D", 7, "空白"), of("E", 7, "空白"), of("D", 8, "空白"), of("D", 20, "空白")];
        let grouped = group(findings);
        assert_eq!(grouped.iter().map(|finding| finding.locations.len()).collect::<Vec<_>>(), [3, 1]);
        assert_eq!(grouped[0].actual.as_deref(), Some("空白"));
        assert_eq!(grouped.iter().map(|finding| finding.grouped).collect::<Vec<_>>(), [true, false]);
    }

    #[test]
    fn what_differs_is_one_finding_only_where_there_is_much_of_it() {
        let different = |count: usize| (1..=count).map(|row| of("D", row, &format!("第{row}个"))).collect();
        assert_eq!(group(different(5)).len(), 5);
        let grouped = group(different(7));
        assert_eq!((grouped.len(), grouped[0].locations.len()), (1, 7));
        assert_eq!(grouped[0].actual.as_deref(), Some("第1个；第2个；第3个；第4个；第5个等"));
    }

    #[test]
    fn a_workbook_that_nobody_has_calculated_is_one_finding() {
        let of =
            |column: &str, row: usize| Finding { code: UNCALCULATED, ..self::of(column, row, &format!("=A{row}")) };
        let grouped = group((1..5).flat_map(|row| [of("D", row), of("E", row)]).collect());
        assert_eq!((grouped.len(), grouped[0].locations.len()), (1, 8));
    }

    #[test]
    fn sentences_stay_apart() {
        let place = Place::Document { document: "报告".into(), section: "一".into() };
        let of = || Finding::error("Z720", "不同").at(&place);
        assert_eq!(group(vec![of(), of()]).len(), 2);
    }
}
