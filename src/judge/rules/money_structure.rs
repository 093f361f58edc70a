//! Which rows are parts of which: forms and tables write 其中 rows and levels below a row without saying so.

use rust_decimal::Decimal;

/// Rows by which a total may be made up.
pub(super) type Parts = Vec<usize>;

/// More rows are not taken apart.
const MOST: usize = 12;

/// Of more rows no sums are made.
const MOST_SUMMED: usize = 8;

/// May the sum be one amount with some of these others?
pub(super) fn is_with_some_of(one: Decimal, others: impl Iterator<Item = Decimal>, sum: Decimal) -> bool {
    let mut sums = vec![one];
    for other in others.take(MOST_SUMMED) {
        let with: Vec<Decimal> = sums.iter().filter_map(|sum| sum.checked_add(other)).collect();
        sums.extend(with);
    }
    sums.contains(&sum)
}

/// All ways in which rows may be parts: each row, or with the rows right below it as its parts. The flat one comes first.
pub(super) fn readings(columns: &[Vec<Option<Decimal>>]) -> Vec<Parts> {
    let count = columns.first().map_or(0, Vec::len);
    let all: Parts = (0..count).collect();
    if count > MOST {
        return vec![all];
    }
    let mut found = vec![all];
    from(0, &mut Vec::new(), count, columns, &mut found);
    found.dedup();
    found
}

fn from(row: usize, taken: &mut Parts, count: usize, columns: &[Vec<Option<Decimal>>], found: &mut Vec<Parts>) {
    if row >= count {
        if !found.contains(taken) {
            found.push(taken.clone());
        }
        return;
    }
    taken.push(row);
    from(row + 1, taken, count, columns, found);
    for end in row + 2..=count {
        // In one column at least they add up to it, and to something.
        let adds_up = columns.iter().any(|column| {
            let sum: Decimal = column[row + 1..end].iter().flatten().sum();
            column[row].is_some_and(|whole| whole == sum && !whole.is_zero())
        });
        if adds_up {
            from(end, taken, count, columns, found);
        }
    }
    taken.pop();
}

/// The sum of a column's rows.
pub(super) fn sum(column: &[Option<Decimal>], parts: &[usize]) -> Decimal {
    parts.iter().filter_map(|&row| column[row]).sum()
}

/// What rounding may hide of a sum: half a unit of the last digit for each part and for the total, where they show
/// decimals.
pub(super) fn hidden(total: Decimal, parts: impl Iterator<Item = Decimal>) -> Decimal {
    let scale = total.normalize().scale();
    let parts: Vec<Decimal> = parts.collect();
    let finest = parts.iter().map(|part| part.normalize().scale()).max().unwrap_or_default();
    match () {
        () if finest > scale => crate::model::number::half_unit(scale),
        // 33.33＋33.33＋33.33: each was rounded.
        () if scale > 0 && parts.len() > 2 => crate::model::number::half_unit(scale),
        () => Decimal::ZERO,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_below_a_row_may_be_its_parts() {
        let column = |numbers: &[i64]| numbers.iter().map(|n| Some(Decimal::from(*n))).collect::<Vec<_>>();
        let budget = column(&[500, 300, 200, 100, 0]);
        let found = readings(std::slice::from_ref(&budget));
        assert_eq!(found[0], [0, 1, 2, 3, 4]);
        assert!(found.contains(&vec![0, 3, 4]), "{found:?}");
        assert_eq!(sum(&budget, &[0, 3, 4]), Decimal::from(600));
    }
}
