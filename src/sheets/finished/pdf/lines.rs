//! A PDF without tags: its lines joined to paragraphs, its ruled lines to tables, over the ends of its pages.

use super::grid::{self, Line, Table};
use super::page::{Page, Piece};
use crate::sheets::finished::block::{Block, Cell};

#[derive(Default)]
pub(super) struct Found {
    pub blocks: Vec<Block<Cell>>,
    pub tables: usize,
    /// Pages on which lines of text stand in columns that no ruled lines make a table of.
    pub loose: Vec<usize>,
}

enum Item {
    Line(Line),
    Table(Table),
}

impl Item {
    fn top(&self) -> f64 {
        match self {
            Item::Line(line) => line.y,
            Item::Table(table) => table.top,
        }
    }
}

/// How far a paragraph's first line may be set in, in sizes of its letters.
const WIDEST_INDENT: f64 = 5.0;
/// What may be left of a line whose paragraph goes on, in the same sizes.
const MOST_ROOM: f64 = 6.0;

pub(super) fn blocks(pages: &[&Page]) -> Found {
    let mut sheets: Vec<Vec<Item>> = pages.iter().map(|page| items(page)).collect();
    drop_running_lines(&mut sheets);
    let mut found = Found::default();
    let mut ended_early = true;
    // The sides of the table that the last page ended with.
    let mut open: Option<[f64; 2]> = None;
    for (number, items) in (1..).zip(sheets) {
        let lines = || items.iter().filter_map(|item| if let Item::Line(line) = item { Some(line) } else { None });
        let left = lines().map(|line| line.left).fold(f64::INFINITY, f64::min);
        let right = lines().map(|line| line.right).fold(0.0, f64::max);
        // How far apart lines of a paragraph stand, in sizes of their letters.
        let pitches = || lines().zip(lines().skip(1)).map(|(one, next)| (one.y - next.y) / next.size);
        let pitch = pitches().filter(|pitch| *pitch > 0.9).fold(f64::INFINITY, f64::min);
        let mut before_it: Option<(f64, bool)> = None;
        let in_columns: Vec<bool> = lines().map(|line| line.gaps >= 2).collect();
        if in_columns.windows(3).any(|three| three.iter().all(|line| *line)) {
            found.loose.push(number);
        }
        let before = open.take();
        let last = items.len().wrapping_sub(1);
        for (index, item) in items.into_iter().enumerate() {
            match item {
                Item::Line(line) => {
                    let indented = line.left > left + line.size;
                    // A date or a signature on the right goes on nowhere; 目标值6000 | 元/人: what cannot be parted leaves a
                    // line short, without a mark at its end.
                    let set_right = line.left > left + WIDEST_INDENT * line.size;
                    let room = if ends_a_sentence(&line.text) || index == last { 2.0 } else { MOST_ROOM };
                    let ends_early = set_right || line.right < right - room * line.size;
                    // Behind a full stop, further below than lines stand: a paragraph that is not set in.
                    let apart = before_it.is_some_and(|(y, ends)| ends && (y - line.y) / line.size > 1.25 * pitch);
                    before_it = Some((line.y, ends_a_sentence(&line.text)));
                    match found.blocks.last_mut() {
                        Some(Block::Paragraph(paragraph))
                            if !ended_early && !indented && !apart && !stands_alone(&line.text) =>
                        {
                            paragraph.push_str(&line.text)
                        }
                        _ => found.blocks.push(Block::Paragraph(line.text)),
                    }
                    ended_early = ends_early;
                }
                Item::Table(table) => {
                    let sides = [table.left, table.right];
                    let same =
                        |before: [f64; 2]| before.iter().zip(sides).all(|(one, other)| (one - other).abs() < 6.0);
                    match found.blocks.last_mut() {
                        Some(Block::Table(rows)) if index == 0 && before.is_some_and(same) => {
                            let alike = |(one, other): &(&Vec<Cell>, &Vec<Cell>)| {
                                one.iter().map(|cell| &cell.text).eq(other.iter().map(|cell| &cell.text))
                            };
                            let repeated = rows.iter().zip(&table.rows).take_while(alike).count();
                            let mut more = table.rows.into_iter().skip(repeated);
                            match (rows.last_mut(), more.next()) {
                                (Some(last), Some(rest)) if goes_on(last, &rest) => {
                                    let cells = last.iter_mut().zip(&rest);
                                    cells.for_each(|(cell, rest)| cell.text.push_str(&rest.text));
                                }
                                (_, rest) => rows.extend(rest),
                            }
                            rows.extend(more);
                        }
                        _ => {
                            found.tables += 1;
                            found.blocks.push(Block::Table(table.rows));
                        }
                    }
                    ended_early = true;
                    open = (index == last).then_some(sides);
                }
            }
        }
    }
    for block in &mut found.blocks {
        if let Block::Paragraph(text) = block {
            *text = text.trim().to_string();
        }
    }
    found.blocks.retain(|block| !block.is_blank());
    found
}

/// 附件1, at the head of its page.
fn stands_alone(line: &str) -> bool {
    line.trim().strip_prefix("附件").is_some_and(|number| number.trim().chars().all(|c| c.is_ascii_digit()))
}

fn ends_a_sentence(line: &str) -> bool {
    line.trim_end().ends_with(['。', '；', '：', '！', '？', ';', ':', '”', '）', ')'])
}

/// A row that the end of a page has cut: below its first cell there is nothing, and only a few words follow.
fn goes_on(row: &[Cell], rest: &[Cell]) -> bool {
    let filled = |row: &[Cell]| -> Vec<bool> { row.iter().map(|cell| !cell.text.trim().is_empty()).collect() };
    let (before, after) = (filled(row), filled(rest));
    let count = after.iter().filter(|filled| **filled).count();
    before.len() == after.len()
        && before.first() == Some(&true)
        && after.first() == Some(&false)
        && (1..=(after.len() / 3).max(1)).contains(&count)
        && before.iter().zip(&after).all(|(before, after)| *before || !after)
        && rest.iter().all(|cell| !cell.text.starts_with(|c: char| c.is_ascii_digit()))
}

fn items(page: &Page) -> Vec<Item> {
    let tables = grid::tables(page);
    let mut outside: Vec<&Piece> = page
        .pieces
        .iter()
        .filter(|piece| !piece.text.trim().is_empty() && !tables.iter().any(|table| table.holds(piece)))
        .collect();
    let lines = grid::lines_of(&mut outside).into_iter().map(Item::Line);
    let mut items: Vec<Item> = lines.chain(tables.into_iter().map(Item::Table)).collect();
    items.sort_by(|one, other| other.top().total_cmp(&one.top()));
    items
}

/// Numbers of pages, and what every page has at its head or foot.
fn drop_running_lines(sheets: &mut [Vec<Item>]) {
    let is_number = |text: &str| {
        let text = text.trim();
        text.contains(|c: char| c.is_ascii_digit())
            && text.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || "-—–·.共第页/".contains(c))
    };
    let text_at = |items: &[Item], at: usize| match items.get(at) {
        Some(Item::Line(line)) => Some(line.text.trim().to_string()),
        _ => None,
    };
    for at_foot in [false, true] {
        let end = |items: &[Item]| if at_foot { items.len().checked_sub(1) } else { (!items.is_empty()).then_some(0) };
        for _ in 0..2 {
            let texts: Vec<Option<String>> = sheets.iter().map(|items| text_at(items, end(items)?)).collect();
            let often = |text: &String| {
                let count = texts.iter().flatten().filter(|other| *other == text).count();
                count >= 3 && count * 2 >= texts.len()
            };
            for (items, text) in sheets.iter_mut().zip(&texts) {
                if let (Some(text), Some(at)) = (text, end(items))
                    && (is_number(text) || often(text))
                {
                    items.remove(at);
                }
            }
        }
    }
}
