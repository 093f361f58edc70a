//! Tables for the terminal, in which a Chinese character takes two places.

use unicode_width::UnicodeWidthStr;

/// Columns as wide as their widest cell, two places apart.
pub fn columns<const N: usize>(rows: impl IntoIterator<Item = [String; N]>) -> String {
    let rows: Vec<[String; N]> = rows.into_iter().collect();
    let widths: [usize; N] =
        std::array::from_fn(|column| rows.iter().map(|row| row[column].width_cjk()).max().unwrap_or(0));
    let line = |row: &[String; N]| {
        let cells: String = row
            .iter()
            .zip(widths)
            .map(|(cell, wide)| cell.clone() + &" ".repeat(wide + 2 - cell.width_cjk()))
            .collect();
        format!("{}\n", cells.trim_end())
    };
    rows.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_takes_two_places() {
        let rows = [["年度", "页"], ["2025", "32"]].map(|row| row.map(str::to_string));
        assert_eq!(columns(rows), "年度  页\n2025  32\n");
    }
}
