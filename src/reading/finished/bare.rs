//! Words as they are compared.

use crate::base::characters;

/// A cell's words as they are seen, without blanks, half width.
pub fn bare(cell: &str) -> String {
    characters::bare(cell)
}

/// A cell's number: like [`bare`], but 2024 2025 stays two numbers; the blanks of 8 744 and 29 442.78 are none.
pub fn figure(cell: &str) -> String {
    let words: Vec<String> = cell.split_whitespace().map(bare).collect();
    let mut figure = String::new();
    for word in words {
        let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).count();
        let before = figure.chars().rev().take_while(char::is_ascii_digit).count();
        let (begins, decimals) = (digits(&word), figure.contains('.'));
        let grouped = (1..=3).contains(&before) && begins == 3 && !decimals;
        if before > 0 && begins > 0 && !grouped {
            figure.push(' ');
        }
        figure.push_str(&word);
    }
    figure
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_group_thousands_and_part_two_numbers() {
        let cases = [
            ("8 744", "8744"),
            ("29\u{202F}442.78", "29442.78"),
            ("2024 2025", "2024 2025"),
            ("１０ ９３０", "10930"),
            ("80 %", "80%"),
        ];
        for (cell, read) in cases {
            assert_eq!(figure(cell), read);
        }
    }
}
