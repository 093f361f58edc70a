//! Tables of plain text of which a line is a row: its cells are parted by tabs, by two or more blanks, or by bars with or
//! without rules of dashes.

use super::block::{Block, Cell};

/// What parts the cells of a row.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Between {
    Tabs,
    Bars,
    Blanks,
}

const BARS: [char; 3] = ['|', '｜', '│'];
/// The longest row that is one cell, over all columns.
const LONGEST_GROUP: usize = 20;

/// The table that begins at this line, with the paragraph of its unit before it, and the line after it; lines that only
/// look like rows, as paragraphs.
pub(super) fn table(lines: &[&str], from: usize) -> Option<(Vec<Block<Cell>>, usize)> {
    let (between, _) = row(lines.get(from)?)?;
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut at = from;
    while let Some(line) = lines.get(at) {
        if is_rule(line) && !rows.is_empty() {
        } else if let Some((_, cells)) = row(line).filter(|(other, _)| *other == between) {
            rows.push(cells);
        } else if is_group(lines, at, between, rows.last()) {
            rows.push(vec![line.trim().to_string()]);
        } else {
            break;
        }
        at += 1;
    }
    if between == Between::Tabs && rows.iter().all(|row| row.len() == 2 && row.first().is_some_and(String::is_empty)) {
        // A cell a line.
        return None;
    }
    without_borders(&mut rows);
    if !is_table(&rows, between) {
        let lines = lines.get(from..at)?;
        let words = lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty());
        let is_cell = lines.iter().any(|line| line.starts_with('\t'));
        return (!is_cell).then(|| (words.map(|line| Block::Paragraph(line.to_string())).collect(), at));
    }
    let unit = rows.iter().take_while(|row| is_unit(row)).count();
    let above: Vec<String> = rows.drain(..unit).map(|row| row.join("　　").trim().to_string()).collect();
    let mut heads: Vec<Vec<String>> = Vec::new();
    rows.retain(|row| {
        let is_head = row.len() > 2 && !row.iter().any(|cell| cell.contains(|c: char| c.is_ascii_digit()));
        let again = is_head && heads.contains(row);
        if is_head && !again {
            heads.push(row.clone());
        }
        !again
    });
    fill_up(&mut rows);
    let cells = |row: Vec<String>| row.into_iter().map(Cell::single).collect();
    let blocks = above.into_iter().map(Block::Paragraph);
    let blocks = blocks.chain([Block::Table(rows.into_iter().map(cells).collect())]).collect();
    Some((blocks, at))
}

/// The cells of a line that is a row.
fn row(line: &str) -> Option<(Between, Vec<String>)> {
    let (between, cells): (_, Vec<String>) = if line.contains(BARS) {
        (Between::Bars, line.trim().split(BARS).map(|cell| cell.trim().to_string()).collect())
    } else if line.contains('\t') {
        (Between::Tabs, line.split('\t').map(|cell| cell.trim().to_string()).collect())
    } else {
        (Between::Blanks, by_blanks(line))
    };
    let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
    let least = if between == Between::Blanks { 2 } else { 1 };
    (filled >= least && cells.len() > 1).then_some((between, cells))
}

/// Blanks before the first and after the last cell stand for an empty one.
fn by_blanks(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut blanks = String::new();
    for character in line.chars() {
        if matches!(character, ' ' | '\u{3000}' | '\u{A0}') {
            blanks.push(character);
            continue;
        }
        if blanks.chars().count() > 1 {
            cells.push(String::new());
        } else if let Some(cell) = cells.last_mut() {
            cell.push_str(&blanks);
        }
        blanks.clear();
        if let Some(cell) = cells.last_mut() {
            cell.push(character);
        }
    }
    if blanks.chars().count() > 1 {
        cells.push(String::new());
    }
    cells.iter().map(|cell| cell.trim().to_string()).collect()
}

/// |---|---|, ----+----, ├──┼──┤
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    let drawn = |c: char| "-—=+:|｜ ─━│┃".contains(c) || ('\u{2500}'..='\u{257F}').contains(&c);
    line.chars().count() > 2 && line.chars().all(drawn)
}

/// One cell over all columns, among rows of one width.
fn is_group(lines: &[&str], at: usize, between: Between, above: Option<&Vec<String>>) -> bool {
    let (Some(line), Some(above)) = (lines.get(at), above) else { return false };
    let below = lines.get(at + 1).and_then(|line| row(line)).filter(|(other, _)| *other == between);
    let Some((_, below)) = below else { return false };
    let holds_number = |row: &[String]| row.iter().any(|cell| is_number(cell));
    let words = line.trim();
    !words.is_empty()
        && words.chars().count() <= LONGEST_GROUP
        && !words.contains(['。', '；', '：'])
        && below.len() == above.len()
        && holds_number(&below)
        && holds_number(above)
}

/// Where all rows begin or end with an empty cell, the line has a bar or an indentation there.
fn without_borders(rows: &mut [Vec<String>]) {
    let wide = |rows: &[Vec<String>]| rows.iter().filter(|row| row.len() > 1).count() > 1;
    let begins = wide(rows) && rows.iter().all(|row| row.len() < 2 || row.first().is_some_and(String::is_empty));
    let ends = wide(rows) && rows.iter().all(|row| row.len() < 2 || row.last().is_some_and(String::is_empty));
    for row in rows.iter_mut().filter(|row| row.len() > 1) {
        if begins {
            row.remove(0);
        }
        if ends {
            row.pop();
        }
    }
}

/// 填报单位：…　　单位：万元
fn is_unit(row: &[String]) -> bool {
    let is_unit = |cell: &String| {
        let cell = cell.trim_start_matches(['（', '(']);
        ["单位：", "单位:", "金额单位"].iter().any(|word| cell.starts_with(word)) && cell.contains('元')
    };
    row.iter().any(is_unit)
}

fn is_table(rows: &[Vec<String>], between: Between) -> bool {
    let wide = rows.iter().filter(|row| row.len() > 2).count();
    match between {
        Between::Tabs => rows.len() > 1 && !is_contents(rows),
        Between::Bars => rows.len() > 1,
        // Text that was typed with blanks in it has marks; columns of two are figures.
        Between::Blanks => {
            let spoken = rows.iter().flatten().filter(|cell| cell.contains(['，', '。'])).count();
            let counted = rows.iter().filter(|row| row.last().is_some_and(|cell| is_number(cell))).count();
            rows.len() > 1
                && spoken * 4 < rows.len()
                && (wide * 2 >= rows.len() || rows.len() > 2 && counted * 2 > rows.len())
        }
    }
}

/// 一、基本情况 | 1: a line of the contents with its page; 一、 | 基本情况: a heading's number with a tab behind it.
fn is_contents(rows: &[Vec<String>]) -> bool {
    const NUMBERS: &str = "一二三四五六七八九十0123456789";
    let numbered = |cell: &str| {
        let rest = cell.trim_start_matches(['（', '(']).trim_start_matches(|c| NUMBERS.contains(c));
        rest.len() < cell.len() && rest.starts_with(['、', '.', '．', '）', ')'])
    };
    let is_page = |cell: &str| !cell.is_empty() && cell.chars().all(|c| c.is_ascii_digit());
    rows.iter().all(|row| match row.as_slice() {
        [number, words] => numbered(number) && (is_page(words) || number.chars().count() < 5 && !is_number(words)),
        _ => false,
    })
}

/// 12, ≥40个, 98%
fn is_number(cell: &str) -> bool {
    let cell = cell.trim_start_matches(['≥', '≤', '＞', '＜', '>', '<', '=', '＝', '-', '－', ' ']);
    cell.starts_with(|c: char| c.is_numeric() && !"一二三四五六七八九十".contains(c))
}

/// A row that is shorter than the others has its empty cells at its end, where so its cells stand below ones of their
/// kind; else they are left out on the left, from where nothing is counted.
fn fill_up(rows: &mut [Vec<String>]) {
    let kinds = |row: &[String]| row.iter().map(|cell| is_number(cell)).collect::<Vec<_>>();
    let mut full: Option<Vec<bool>> = None;
    for row in rows.iter_mut() {
        let own = kinds(row);
        match full.as_ref().filter(|full| row.len() > 1 && own.len() < full.len()) {
            Some(full) => {
                let fits = |skip: usize| full.iter().skip(skip).zip(&own).filter(|(one, other)| one == other).count();
                if fits(0) > fits(full.len() - own.len()) {
                    row.resize(full.len(), String::new());
                }
            }
            None if own.contains(&true) && own.len() > 2 => full = Some(own),
            None => {}
        }
    }
}
