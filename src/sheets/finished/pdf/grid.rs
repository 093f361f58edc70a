//! Tables of a page by their ruled lines.

use super::page::{Page, Piece, Rule};
use crate::sheets::finished::block::Cell;

pub(super) struct Table {
    pub top: f64,
    pub bottom: f64,
    pub left: f64,
    pub right: f64,
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    pub fn holds(&self, piece: &Piece) -> bool {
        let (x, y) = middle(piece);
        (self.left..=self.right).contains(&x) && (self.bottom..=self.top).contains(&y)
    }
}

/// Lines that are nearer are one.
const NEAR: f64 = 2.0;
/// More ruled lines no page of a report has.
const MOST_RULES: usize = 6_000;
const MOST_BOXES: usize = 100_000;

pub(super) fn tables(page: &Page) -> Vec<Table> {
    let rules = |upright: bool| joined(page.rules.iter().filter(|rule| rule.upright == upright).copied().collect());
    let (upright, level) = (rules(true), rules(false));
    if upright.len() > MOST_RULES || level.len() > MOST_RULES {
        return Vec::new();
    }
    let mut found: Vec<Table> = groups(&upright, &level)
        .into_iter()
        .filter_map(|(upright, level)| table(&upright, &level, &page.pieces))
        .collect();
    found.sort_by(|one, other| other.top.total_cmp(&one.top).then(one.left.total_cmp(&other.left)));
    // A table within a cell is that cell's text.
    let mut kept: Vec<Table> = Vec::new();
    for table in found {
        let within = |outer: &Table| {
            outer.left - NEAR <= table.left
                && table.right <= outer.right + NEAR
                && outer.bottom - NEAR <= table.bottom
                && table.top <= outer.top + NEAR
        };
        if !kept.iter().any(within) {
            kept.push(table);
        }
    }
    kept
}

/// Pieces of one line put together.
fn joined(mut rules: Vec<Rule>) -> Vec<Rule> {
    rules.sort_by(|one, other| one.at.total_cmp(&other.at).then(one.from.total_cmp(&other.from)));
    let mut lines: Vec<Vec<Rule>> = Vec::new();
    for rule in rules {
        match lines.last_mut() {
            Some(line) if rule.at - line[line.len() - 1].at < NEAR / 2.0 => line.push(rule),
            _ => lines.push(vec![rule]),
        }
    }
    let mut whole: Vec<Rule> = Vec::new();
    for mut line in lines {
        line.sort_by(|one, other| one.from.total_cmp(&other.from));
        let first = whole.len();
        for rule in line {
            match whole[first..].last_mut() {
                Some(last) if rule.from <= last.to + NEAR => last.to = last.to.max(rule.to),
                _ => whole.push(rule),
            }
        }
    }
    whole
}

/// Lines that meet, each group with its upright and its level ones.
fn groups(upright: &[Rule], level: &[Rule]) -> Vec<(Vec<Rule>, Vec<Rule>)> {
    let meet = |one: &Rule, other: &Rule| {
        (other.from - NEAR..=other.to + NEAR).contains(&one.at) && (one.from - NEAR..=one.to + NEAR).contains(&other.at)
    };
    let mut group_of_level: Vec<Option<usize>> = vec![None; level.len()];
    let mut group_of_upright: Vec<Option<usize>> = vec![None; upright.len()];
    let mut groups = Vec::new();
    for start in 0..upright.len() {
        if group_of_upright[start].is_some() {
            continue;
        }
        let number = groups.len();
        let (mut own_upright, mut own_level, mut waiting) = (Vec::new(), Vec::new(), vec![(true, start)]);
        group_of_upright[start] = Some(number);
        while let Some((is_upright, index)) = waiting.pop() {
            if is_upright {
                own_upright.push(upright[index]);
                for (other, line) in level.iter().enumerate().filter(|(_, line)| meet(&upright[index], line)) {
                    if group_of_level[other].replace(number).is_none() {
                        own_level.push(*line);
                        waiting.push((false, other));
                    }
                }
            } else {
                for other in 0..upright.len() {
                    if group_of_upright[other].is_none() && meet(&upright[other], &level[index]) {
                        group_of_upright[other] = Some(number);
                        waiting.push((true, other));
                    }
                }
            }
        }
        groups.push((own_upright, own_level));
    }
    groups
}

/// Where lines stand, from the smallest; near ones are one.
fn places(rules: &[Rule], ends: [f64; 2]) -> Vec<f64> {
    let mut places: Vec<f64> = rules.iter().map(|rule| rule.at).chain(ends).collect();
    places.sort_by(f64::total_cmp);
    places.dedup_by(|later, earlier| *later - *earlier < NEAR);
    places
}

fn extent(rules: &[Rule]) -> [f64; 2] {
    let from = rules.iter().map(|rule| rule.from).fold(f64::INFINITY, f64::min);
    let to = rules.iter().map(|rule| rule.to).fold(f64::NEG_INFINITY, f64::max);
    [from, to]
}

fn table(upright: &[Rule], level: &[Rule], pieces: &[Piece]) -> Option<Table> {
    if level.is_empty() {
        return None;
    }
    // A table may be open at its sides: it is as wide as its level lines.
    let columns = places(upright, extent(level));
    let mut rows = places(level, extent(upright));
    rows.reverse();
    let (width, height) = (columns.len().checked_sub(1)?, rows.len().checked_sub(1)?);
    if width * height < 2 || width * height > MOST_BOXES {
        return None;
    }
    let along = |places: &[f64], rules: &[Rule]| -> Vec<Vec<Rule>> {
        let near = |at: f64| rules.iter().filter(|rule| (rule.at - at).abs() < NEAR).copied().collect();
        places.iter().map(|at| near(*at)).collect()
    };
    let (upright, level) = (along(&columns, upright), along(&rows, level));
    // Which boxes of the grid are one cell.
    let mut cell_of: Vec<usize> = (0..width * height).collect();
    for row in 0..height {
        for column in 0..width {
            let own = row * width + column;
            let is_wall = |rules: &[Rule], from: f64, to: f64| {
                rules.iter().map(|rule| (rule.to.min(to) - rule.from.max(from)).max(0.0)).sum::<f64>()
                    > 0.6 * (to - from)
            };
            if column + 1 < width && !is_wall(&upright[column + 1], rows[row + 1], rows[row]) {
                unite(&mut cell_of, own, own + 1);
            }
            if row + 1 < height && !is_wall(&level[row + 1], columns[column], columns[column + 1]) {
                unite(&mut cell_of, own, own + width);
            }
        }
    }
    let mut texts: Vec<Vec<&Piece>> = vec![Vec::new(); width * height];
    for piece in pieces.iter().filter(|piece| !piece.text.trim().is_empty()) {
        let (x, y) = middle(piece);
        let column = columns.windows(2).position(|two| (two[0]..two[1]).contains(&x));
        let row = rows.windows(2).position(|two| (two[1]..two[0]).contains(&y));
        if let (Some(column), Some(row)) = (column, row) {
            let cell = root(&cell_of, row * width + column);
            texts[cell].push(piece);
        }
    }
    let mut filled = Vec::with_capacity(height);
    for row in 0..height {
        let mut cells: Vec<Cell> = Vec::new();
        let mut last = None;
        for column in 0..width {
            let cell = root(&cell_of, row * width + column);
            match cells.last_mut().filter(|_| last == Some(cell)) {
                Some(open) => open.across += 1,
                // A cell over several rows says its text in the first.
                None if cell / width == row => cells.push(Cell::single(written(&mut texts[cell]))),
                None => cells.push(Cell { down: 0, ..Cell::single(String::new()) }),
            }
            last = Some(cell);
        }
        filled.push(cells);
    }
    // A frame around a text is no table.
    if filled.iter().all(|row| row.len() < 2) {
        return None;
    }
    Some(Table { top: rows[0], bottom: rows[height], left: columns[0], right: columns[width], rows: filled })
}

fn root(cell_of: &[usize], mut index: usize) -> usize {
    while cell_of[index] != index {
        index = cell_of[index];
    }
    index
}

/// The cell that lies first names both.
fn unite(cell_of: &mut [usize], one: usize, other: usize) {
    let (one, other) = (root(cell_of, one), root(cell_of, other));
    let (first, later) = (one.min(other), one.max(other));
    cell_of[later] = first;
}

fn middle(piece: &Piece) -> (f64, f64) {
    (piece.x + piece.width / 2.0, piece.y + piece.size * 0.35)
}

/// The pieces of a cell as they are read.
fn written(pieces: &mut [&Piece]) -> String {
    let lines = lines_of(pieces);
    let mut text = String::new();
    for line in lines {
        let line = line.text.trim();
        // Words of Latin letters are kept apart; Chinese goes on in the next line.
        let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
        if latin(text.chars().last()) && latin(line.chars().next()) {
            text.push(' ');
        }
        text.push_str(line);
    }
    text
}

/// Pieces that stand on one line.
pub(super) struct Line {
    pub left: f64,
    pub right: f64,
    pub y: f64,
    pub size: f64,
    pub text: String,
    /// Wide gaps between its pieces.
    pub gaps: usize,
}

/// From the top down.
pub(super) fn lines_of(pieces: &mut [&Piece]) -> Vec<Line> {
    pieces.sort_by(|one, other| other.y.total_cmp(&one.y).then(one.x.total_cmp(&other.x)));
    let mut lines: Vec<Vec<&Piece>> = Vec::new();
    for piece in pieces.iter() {
        match lines.last_mut() {
            Some(line) if (line[0].y - piece.y).abs() < line[0].size.max(piece.size) / 3.0 => line.push(piece),
            _ => lines.push(vec![piece]),
        }
    }
    let written = |mut pieces: Vec<&Piece>| {
        pieces.sort_by(|one, other| one.x.total_cmp(&other.x));
        let first = pieces[0];
        let mut line =
            Line { left: first.x, right: first.x, y: first.y, size: first.size, text: String::new(), gaps: 0 };
        for piece in pieces {
            let gap = piece.x - line.right;
            let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            line.gaps += usize::from(!line.text.is_empty() && gap > 2.0 * piece.size);
            if gap > piece.size / 4.0 && latin(line.text.chars().last()) && latin(piece.text.chars().next()) {
                line.text.push(' ');
            }
            line.text.push_str(&piece.text);
            line.right = line.right.max(piece.x + piece.width);
            line.size = line.size.max(piece.size);
        }
        line
    };
    lines.into_iter().map(written).collect()
}
