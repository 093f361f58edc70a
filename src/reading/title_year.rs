//! The year and the fund that a table's title or its sheet's name says.

use std::ops::Range;

use crate::base::characters::{half_width, is_han};
use crate::base::place::Place;
use crate::base::text_part::TextPart;
use crate::sheets::sheet::{Naming, Sheet};

use super::recognise::Recognition;

/// Where these rows, or the sheet's name, say that the table is of another year than this, and of which. Rows of one cell
/// are titles; where any of them names this year, it is of this year.
pub(super) fn other_year(sheet: &Sheet, rows: Range<u32>, year: u16) -> Option<(Place, u16)> {
    another(stated_years(sheet, rows), year)
}

/// The first of the years that were said, where none is this one.
pub(super) fn another(said: Vec<(Place, u16)>, year: u16) -> Option<(Place, u16)> {
    if said.iter().any(|(_, stated)| *stated == year) { None } else { said.into_iter().next() }
}

/// All years that these rows and the sheet's name say.
pub(super) fn stated_years(sheet: &Sheet, rows: Range<u32>) -> Vec<(Place, u16)> {
    let titles = titles(sheet, rows);
    let mut said: Vec<(Place, u16)> = Vec::new();
    // Of a table in a document the title stands above it; of a sheet the page's head may say the year and no more.
    let is_year = |words: &str| words.trim_end_matches(['）', ')', ' ']).ends_with("年度");
    let above = sheet.around.iter().filter(|words| sheet.naming == Naming::Counted || is_year(words)).cloned();
    let around = above.chain([sheet.name.to_string()]).map(|words| (sheet.whole(), words));
    for (place, words) in titles.chain(around) {
        said.extend(years(&words).into_iter().map(|year| (place.clone(), year)));
    }
    said
}

/// Rows of one cell.
fn titles(sheet: &Sheet, rows: Range<u32>) -> impl Iterator<Item = (Place, String)> {
    sheet.rows_from(rows.start).take_while(move |row| *row < rows.end).filter_map(|row| {
        let mut cells = sheet.row(row);
        let (column, value) = cells.next().filter(|_| cells.next().is_none())?;
        Some((sheet.place(row, column), value.words()))
    })
}

/// A title that names another fund than these names of the report's: 2025年就业补助资金分配表 among tables of 水利发展资金.
pub(super) fn other_fund(sheet: &Sheet, head: u32, own: &[&str], recognition: &Recognition) -> Option<(Place, String)> {
    let Recognition { common_of_funds, ends_of_funds, .. } = recognition;
    let core = |name: &str| common_of_funds.iter().fold(name.to_string(), |name, word| name.replace(word.as_str(), ""));
    let own: String = own.iter().map(|name| core(name)).collect();
    let is_own = |name: &str| {
        let pairs: Vec<char> = name.chars().collect();
        pairs.windows(2).any(|two| own.contains(&two.iter().collect::<String>()))
    };
    titles(sheet, 0..head).find_map(|(place, title)| {
        let (_, named) = title.rsplit_once("年度").or_else(|| title.split_once('年'))?;
        let end = ends_of_funds.iter().filter_map(|word| Some(named.find(word.as_str())? + word.len())).min()?;
        let name = named.part(..end);
        // 永州市…: what is behind the place.
        let bare = core(name.rsplit(['省', '市', '县', '区', '州', '盟', '旗']).next().unwrap_or(name));
        let is_name = bare.chars().count() >= 2 && bare.chars().all(is_han);
        (is_name && !own.is_empty() && !is_own(&bare)).then(|| (place, name.to_string()))
    })
}

/// 2024年度, 2024年, 2024-2025年度; 2024年3月 and 截至2024年底 are days.
pub(super) fn years(words: &str) -> Vec<u16> {
    let words: String = words.chars().map(half_width).filter(|c| !c.is_whitespace()).collect();
    let words = in_digits(&words);
    // 年度：2024, （24年度）, 2024 alone
    let bare = words.trim_matches(['(', ')', ':']);
    let bare = bare.strip_prefix("年度").map_or(bare, |bare| bare.trim_start_matches(':')).trim_end_matches("年度");
    let alone =
        bare.parse::<u16>().ok().map(|year| if year < 100 && bare.len() < words.len() { 2000 + year } else { year });
    if let Some(year) = alone.filter(|year| (2010..2100).contains(year)) {
        return vec![year];
    }
    let mut years = Vec::new();
    for (at, _) in words.match_indices("20") {
        let digits = words.part(at..at + 4);
        let before = words.part(..at);
        let Some(year) = digits.parse::<u16>().ok().filter(|_| !before.ends_with(|c: char| c.is_ascii_digit())) else {
            continue;
        };
        let rest = words.part(at + 4..);
        let is_span = rest.starts_with(['-', '—', '~', '～', '至', '、']);
        let is_month = |rest: &str| rest.trim_start_matches(|c| "一二三四五六七八九十".contains(c)).starts_with('月');
        let is_year = rest.strip_prefix('年').is_some_and(|rest| {
            !rest.starts_with(|c: char| c.is_ascii_digit() || "末底初".contains(c)) && !is_month(rest)
        });
        // 2024年1月—12月
        let is_whole = || {
            ["年1-12月", "年1—12月", "年1至12月", "年1~12月", "年1月-12月", "年1月—12月", "年1月至12月", "年1月~12月"]
                .iter()
                .any(|whole| rest.starts_with(whole))
        };
        let is_day = ["截至", "截止", "截至到"].iter().any(|word| before.ends_with(word));
        if (is_year || is_span || is_whole()) && !is_day {
            years.push(year);
        }
    }
    years
}

/// 二〇二五年 → 2025年, however its nought is written.
fn in_digits(words: &str) -> String {
    const DIGITS: &str = "〇一二三四五六七八九";
    let digit = |c: char| match c {
        '零' | '○' | '◯' | 'O' | 'o' | 'Ｏ' | '0' => Some('0'),
        _ => DIGITS.chars().position(|known| known == c).and_then(|at| char::from_digit(u32::try_from(at).ok()?, 10)),
    };
    let letters: Vec<char> = words.chars().collect();
    let (mut written, mut at) = (String::new(), 0);
    while let Some(letter) = letters.get(at) {
        let year = letters.get(at..at + 4).filter(|year| year[0] == '二' && letters.get(at + 4) == Some(&'年'));
        match year.and_then(|year| year.iter().map(|c| digit(*c)).collect::<Option<String>>()) {
            Some(year) => {
                written.push_str(&year);
                at += 4;
            }
            None => {
                written.push(*letter);
                at += 1;
            }
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_no_days() {
        for (words, found) in [
            ("（2024年度）", &[2024][..]),
            ("２０２４年度自评表", &[2024]),
            ("2024—2025年度", &[2024, 2025]),
            ("2024 年 项目清单", &[2024]),
            ("截至2024年12月31日", &[]),
            ("填表日期：2026年3月1日", &[]),
            ("截至2024年底", &[]),
            ("财教〔2024〕1号", &[]),
            ("12024年", &[]),
            ("（二〇二四年度）", &[2024]),
            ("二○二四年", &[2024]),
            ("二O二四年度", &[2024]),
            ("二〇二四年三月", &[]),
            ("十二年", &[]),
            ("（2024年1月—12月）", &[2024]),
            ("2024年1-12月", &[2024]),
            ("2024年1-9月", &[]),
            ("年度：2024", &[2024]),
            ("（24年度）", &[2024]),
            ("2024", &[2024]),
            ("24", &[]),
            ("2024.5", &[]),
        ] {
            assert_eq!(years(words), found, "{words}");
        }
    }
}
