//! One table of cells, whatever it came from: each cell knows where it stands.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::RangeInclusive;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::base::date::Date;
use crate::base::number::plain;
use crate::base::number::within_bounds;
use crate::base::place::Place;
use crate::base::text_part::TextPart;

use super::fault::Fault;
use super::limits::LAST_COLUMN;
use super::unlike::Unlike;

/// A worksheet, a .csv file, a table of a web page or of a Word document, a table typed into YAML.
#[derive(Default)]
pub(crate) struct Sheet {
    pub file: Arc<str>,
    pub name: Arc<str>,
    /// By row, then column. Sparse: a stray cell in the last row makes no million rows; in one map: a million rows of one
    /// cell take no more than a row of a million.
    cells: Cells,
    /// Cells inside a merged area, by the cell that holds the area's value.
    merged: HashMap<Position, Position>,
    pub rows: u32,
    columns: u32,
    /// What of it that holds something is hidden from the eye.
    pub unseen: HiddenParts,
    /// Cells whose formulas take values from other files.
    pub linked: Vec<Position>,
    /// Cells that show something else than they hold, in their order.
    pub unlike: Vec<(Position, Unlike)>,
    /// Where a condition may take what cells hold from the eye.
    pub hiding: Vec<Area>,
    /// Values below merged areas, which nobody sees and nobody reads.
    pub beneath: Vec<(Position, CellValue)>,
    /// Words that stand on the page but in no cell: its head and foot, boxes of text.
    pub around: Vec<String>,
    pub naming: Naming,
    /// Nothing stands between it and the table before it, or that it goes on.
    pub follows: bool,
    /// Cells that were made of others, or stand elsewhere: of which.
    made_of: HashMap<Position, Vec<Position>>,
    /// Where the cells of a table in YAML stand; empty for the others.
    lines: HashMap<Position, u64>,
}

/// The sheet itself, rows, columns.
#[derive(Default)]
pub(crate) struct HiddenParts {
    pub whole: bool,
    pub rows: Vec<u32>,
    pub columns: BTreeSet<u32>,
}

/// How the cells of a table are called.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Naming {
    /// D8
    #[default]
    Letters,
    /// 第8行第4列: a table of a document has no letters above it.
    Counted,
    /// The same two of a table that was set upright: rows stood as columns.
    TurnedLetters,
    TurnedCounted,
}

impl Naming {
    pub fn cell(self, row: u32, column: u32) -> String {
        match self {
            Naming::Letters => address(row, column),
            Naming::Counted => format!("第{}行第{}列", u64::from(row) + 1, u64::from(column) + 1),
            Naming::TurnedLetters => Naming::Letters.cell(column, row),
            Naming::TurnedCounted => Naming::Counted.cell(column, row),
        }
    }
}

/// Row and column, from 0.
pub(crate) type Position = (u32, u32);
pub(crate) type Cells = BTreeMap<Position, CellValue>;
/// First and last cell of a merged area, both inclusive.
pub(crate) type Area = (Position, Position);

pub(crate) const LAST_ROW: u32 = 1_048_575;

/// Merged areas of an honest workbook cover fewer cells that hold something.
const MOST_MERGED: usize = 1 << 20;

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum CellValue {
    Text(String),
    Number(Decimal),
    /// A share of one that is shown as a percentage: 0.75 is 75%.
    Percent(Decimal),
    /// A number that no decimal of ours holds.
    HugeNumber(String),
    Date(Date),
    /// A time, or a date of which a part is shown: mostly a ratio or a month that was typed and taken for one.
    Clock {
        shown: String,
        /// The whole of it.
        held: String,
    },
    /// A text that the file does not hold.
    Lost,
    UncachedFormula(String),
    Error(String),
}

impl Sheet {
    pub fn new(file: &Arc<str>, name: &str, cells: Cells) -> Sheet {
        let columns = cells.keys().map(|(_, column)| column + 1).max().unwrap_or_default();
        let rows = cells.keys().last().map_or(0, |(row, _)| row + 1);
        Sheet { file: file.clone(), name: Arc::from(name), cells, rows, columns, ..Sheet::default() }
    }

    /// # Errors
    /// Areas that cover more than any table has.
    pub fn with_merges(mut self, areas: &[Area]) -> Result<Sheet, Fault> {
        for &((top, left), (bottom, right)) in areas {
            if right < left {
                continue;
            }
            // Rows without any cell are never asked for; cells right of the last one hold nothing.
            let rows: Vec<u32> = self.rows_from(top).take_while(|row| *row <= bottom).collect();
            for row in rows {
                for column in left..=right.min(self.columns) {
                    self.merged.insert((row, column), (top, left));
                }
                self.bury(row, left..=right, (top, left));
                if self.merged.len() > MOST_MERGED {
                    return Err(Fault::TooLarge);
                }
            }
        }
        Ok(self)
    }

    /// Takes away what a row holds below a merged area; a label said again needs no word.
    fn bury(&mut self, row: u32, columns: RangeInclusive<u32>, holder: Position) {
        let shown = self.get(holder.0, holder.1).cloned();
        let cells = self.cells.range((row, *columns.start())..=(row, *columns.end()));
        let hidden: Vec<Position> = cells.map(|(at, _)| *at).filter(|at| *at != holder).collect();
        for at in hidden {
            let Some(value) = self.cells.remove(&at) else { continue };
            // 1,330.00
            let is_number = value.words().replace([',', '%'], "").trim().parse::<Decimal>().is_ok();
            if shown.as_ref() != Some(&value) || is_number {
                self.beneath.push((at, value));
            }
        }
    }

    /// A table that stands in YAML: each row's line under column 0 at least.
    pub fn with_lines(mut self, lines: HashMap<Position, u64>) -> Sheet {
        self.lines = lines;
        self
    }

    /// The sheet in blocks of columns, from the row of its heads down; what stands above is of the first.
    pub fn side_by_side(mut self, head: u32, starts: &[u32]) -> Vec<Sheet> {
        let mut blocks = Vec::new();
        for start in starts.iter().skip(1).rev() {
            let (cells, left) = self.cells.into_iter().partition(|((row, column), _)| *row >= head && column >= start);
            self.cells = left;
            let block = Sheet::new(&self.file, &self.name, cells);
            let merged = self.merged.iter().filter(|((_, column), _)| column >= start);
            let merged = merged.map(|(cell, holder)| (*cell, *holder)).collect();
            let around = self.around.clone();
            blocks.push(Sheet { merged, around, naming: self.naming, ..block });
        }
        blocks.push(self);
        blocks.reverse();
        blocks
    }

    /// Nothing is known of its cells that stands elsewhere than in them.
    pub fn can_turn(&self) -> bool {
        let HiddenParts { whole, rows, columns } = &self.unseen;
        let is_seen = !whole && rows.is_empty() && columns.is_empty();
        is_seen && self.linked.is_empty() && self.unlike.is_empty() && self.beneath.is_empty() && self.lines.is_empty()
    }

    /// Its rows as columns; each cell is still called by where it stands.
    pub fn turned(self) -> Sheet {
        let swapped = |(row, column): Position| (column, row);
        let cells = self.cells.into_iter().map(|(at, value)| (swapped(at), value)).collect();
        let merged = self.merged.into_iter().map(|(cell, holder)| (swapped(cell), swapped(holder))).collect();
        let naming = match self.naming {
            Naming::Counted => Naming::TurnedCounted,
            _ => Naming::TurnedLetters,
        };
        Sheet { merged, naming, around: self.around, ..Sheet::new(&self.file, &self.name, cells) }
    }

    pub fn get(&self, row: u32, column: u32) -> Option<&CellValue> {
        self.cells.get(&(row, column))
    }

    /// The cell that holds the value of this one: another where an area is merged.
    pub fn holder(&self, row: u32, column: u32) -> Position {
        self.merged.get(&(row, column)).copied().unwrap_or((row, column))
    }

    /// The value of the merged area that covers the cell, else the cell's own; with the address where it stands.
    pub fn merged(&self, row: u32, column: u32) -> (Option<&CellValue>, Place) {
        let (row, column) = self.holder(row, column);
        (self.get(row, column), self.place(row, column))
    }

    /// The cell as words, numbers printed plainly; empty where it is blank.
    pub fn words(&self, row: u32, column: u32) -> String {
        self.get(row, column).map_or_else(String::new, CellValue::words)
    }

    /// The words of the merged area that covers the cell, else the cell's own.
    pub fn merged_words(&self, row: u32, column: u32) -> String {
        self.merged(row, column).0.map_or_else(String::new, CellValue::words)
    }

    pub fn place(&self, row: u32, column: u32) -> Place {
        match self.lines.get(&(row, column)).or_else(|| self.lines.get(&(row, 0))) {
            Some(line) => Place::line(&self.file, *line),
            None => Place::cell(&self.file, &self.name, self.cell_name(row, column)),
        }
    }

    /// D8, or D8、E8 of a cell that is the sum of both.
    fn cell_name(&self, row: u32, column: u32) -> String {
        let own = [(row, column)];
        let parts = self.made_of.get(&(row, column)).map_or(&own[..], Vec::as_slice);
        parts.iter().map(|(row, column)| self.naming.cell(*row, *column)).collect::<Vec<_>>().join("、")
    }

    /// Another of the same name, for cells that are made of this one's.
    pub fn blank(&self) -> Sheet {
        let around = self.around.clone();
        Sheet { naming: self.naming, around, ..Sheet::new(&self.file, &self.name, Cells::new()) }
    }

    /// Are all its cells those of the other, in another order?
    pub fn is_made_of(&self, other: &Sheet) -> bool {
        !self.cells.is_empty() && self.cells.len() == self.made_of.len() && self.whole() == other.whole()
    }

    /// A cell that is made of others.
    pub fn make(&mut self, at: Position, value: CellValue, of: Vec<Position>) {
        self.cells.insert(at, value);
        self.made_of.insert(at, of);
        (self.rows, self.columns) = (self.rows.max(at.0 + 1), self.columns.max(at.1 + 1));
    }

    /// The words of a cell stand in another from now on.
    pub fn shift(&mut self, from: Position, to: Position) {
        if let Some(value) = self.cells.remove(&from) {
            self.make(to, value, vec![from]);
        }
    }

    /// Where the sheet as a whole stands.
    pub fn whole(&self) -> Place {
        match self.lines.get(&(0, 0)) {
            Some(line) => Place::line(&self.file, *line),
            None => Place::sheet(&self.file, &self.name),
        }
    }

    /// The rows that hold something, from `first` down.
    pub fn rows_from(&self, first: u32) -> impl Iterator<Item = u32> + '_ {
        let next = |row: u32| self.cells.range((row, 0)..).next().map(|((row, _), _)| *row);
        std::iter::successors(next(first), move |row| next(row.checked_add(1)?))
    }

    /// The cells of a row that hold something, from the left.
    pub fn row(&self, row: u32) -> impl Iterator<Item = (u32, &CellValue)> {
        self.cells.range((row, 0)..=(row, u32::MAX)).map(|((_, column), value)| (*column, value))
    }

    /// What is hidden, as a person names it: of the columns those that are asked for.
    pub fn hidden(&self, is_used: impl Fn(u32) -> bool) -> Vec<String> {
        let HiddenParts { whole, rows, columns } = &self.unseen;
        let list = |names: Vec<String>| (!names.is_empty()).then(|| names.join("、"));
        let rows = list(rows.iter().map(|row| (row + 1).to_string()).collect()).map(|rows| format!("第{rows}行"));
        let columns = columns.iter().copied().filter(|column| is_used(*column)).map(column_letters).collect();
        let columns = list(columns).map(|columns| format!("{columns}列"));
        whole.then(|| "整张工作表".to_string()).into_iter().chain(rows).chain(columns).collect()
    }

    /// Every cell of words, with its place.
    pub fn texts_mut(&mut self) -> impl Iterator<Item = (Position, &mut String)> {
        self.cells.iter_mut().filter_map(|(at, value)| match value {
            CellValue::Text(text) => Some((*at, text)),
            _ => None,
        })
    }

    /// Takes away rows at the end that say nothing but what the row above says, or count on: a formula or a number that was
    /// filled down to the last row. Which rows, where there are more than any table has.
    pub fn cut_filled(&mut self) -> Option<(u32, u32)> {
        const MOST: usize = 5_000;
        let last = self.rows.checked_sub(1)?;
        let is_filled = |row: u32| {
            let Some(above) = row.checked_sub(1) else { return false };
            let (mut own, mut before) = (self.row(row), self.row(above));
            let counts_on = |one: &CellValue, other: &CellValue| match (one, other) {
                (CellValue::Number(one), CellValue::Number(other)) => *one == *other + Decimal::ONE,
                (CellValue::UncachedFormula(_), CellValue::UncachedFormula(_)) => true,
                _ => false,
            };
            let alike = own
                .by_ref()
                .zip(before.by_ref())
                .all(|((at, one), (column, other))| at == column && (one == other || counts_on(one, other)));
            alike && self.row(row).count() == self.row(above).count()
        };
        let first = (0..=last).rev().take_while(|row| is_filled(*row)).last()?;
        if usize::try_from(last - first).is_ok_and(|filled| filled < MOST) {
            return None;
        }
        self.cells.split_off(&(first, 0));
        self.rows = first;
        Some((first, last))
    }

    /// So many columns it has, though the last of them may be blank.
    pub fn widen(&mut self, columns: u32) {
        self.columns = self.columns.max(columns);
    }

    pub fn width(&self) -> u32 {
        self.columns
    }

    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// 〃 stands for the words above it, over numbers it stays what it is: which cells, and what they say now.
    pub fn repeat_above(&mut self, is_mark: impl Fn(&str) -> bool) -> Vec<(Position, String)> {
        let marks = self.cells.iter().filter(|(_, value)| matches!(value, CellValue::Text(text) if is_mark(text)));
        let marks: Vec<Position> = marks.map(|(at, _)| *at).collect();
        let mut repeated = Vec::new();
        for (row, column) in marks {
            let above = self.cells.range(..(row, 0)).next_back().map(|((above, _), _)| *above);
            let above = above.map(|above| self.holder(above, column)).and_then(|at| self.cells.get(&at));
            if let Some(CellValue::Text(words)) = above.filter(|value| !is_mark(&value.words())).cloned() {
                repeated.push(((row, column), words.clone()));
                self.cells.insert((row, column), CellValue::Text(words));
            }
        }
        repeated
    }
}

impl CellValue {
    /// Words or a number as a person typed them; `None` where there is nothing.
    pub fn typed(text: &str) -> Option<CellValue> {
        let bare = text.trim();
        if bare.is_empty() {
            return None;
        }
        // 001 is a number of order or a code, and stays what it is.
        if bare.len() > 1 && bare.starts_with('0') && bare.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(CellValue::Text(bare.to_string()));
        }
        Some(match bare.parse::<Decimal>().map(|number| number.normalize()) {
            Ok(number) if within_bounds(number) => CellValue::Number(number),
            Ok(_) => CellValue::HugeNumber(bare.to_string()),
            Err(_) => CellValue::Text(text.to_string()),
        })
    }

    pub fn words(&self) -> String {
        match self {
            CellValue::Text(text)
            | CellValue::HugeNumber(text)
            | CellValue::Error(text)
            | CellValue::Clock { shown: text, .. } => text.clone(),
            CellValue::Lost => String::new(),
            CellValue::Number(number) => plain(*number),
            CellValue::Percent(share) => format!("{}%", plain(share.saturating_mul(Decimal::ONE_HUNDRED))),
            CellValue::Date(date) => date.to_string(),
            CellValue::UncachedFormula(formula) => format!("={formula}"),
        }
    }

    /// The fault of a cell that holds no value at all.
    pub fn fault(&self) -> Option<Fault> {
        match self {
            CellValue::UncachedFormula(formula) => Some(Fault::UncachedFormula { formula: formula.clone() }),
            CellValue::Error(value) => Some(Fault::FormulaError { value: value.clone() }),
            CellValue::Clock { shown, held } => Some(Fault::Clock { shown: shown.clone(), held: held.clone() }),
            CellValue::Lost => Some(Fault::LostText),
            _ => None,
        }
    }
}

/// A1, D8, AB120.
fn address(row: u32, column: u32) -> String {
    column_letters(column) + &(u64::from(row) + 1).to_string()
}

/// A, D, AB.
pub(crate) fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).expect("a remainder of 26");
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// D8 → (7, 3); $D$8 and d8 too.
pub(crate) fn position(address: &str) -> Option<Position> {
    let trimmed = address.trim();
    let address = if trimmed.contains('$') { Cow::Owned(trimmed.replace('$', "")) } else { Cow::Borrowed(trimmed) };
    let letters = address.bytes().take_while(u8::is_ascii_alphabetic).count();
    let column = address.part(..letters).bytes().try_fold(0u32, |sum, letter| {
        sum.checked_mul(26)?.checked_add(u32::from(letter.to_ascii_uppercase() - b'A') + 1)
    })?;
    let row: u32 = address.part(letters..).parse().ok()?;
    let (row, column) = (row.checked_sub(1)?, column.checked_sub(1)?);
    (row <= LAST_ROW && column <= LAST_COLUMN).then_some((row, column))
}

/// A1:B3, or one cell; in .ods 表.A1:表.B3.
pub(crate) fn area(range: &str) -> Option<Area> {
    let (first, last) = range.split_once(':').unwrap_or((range, range));
    let cell = |address: &str| position(address.rsplit('.').next()?);
    let (first, last) = (cell(first)?, cell(last)?);
    Some(((first.0.min(last.0), first.1.min(last.1)), (first.0.max(last.0), first.1.max(last.1))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        assert_eq!((address(0, 0), address(7, 3), address(119, 27)), ("A1".into(), "D8".into(), "AB120".into()));
    }

    #[test]
    fn merged_areas_lead_to_their_first_cell() {
        let cells = Cells::from([
            ((2, 0), CellValue::Text("甲".into())),
            ((2, 3), CellValue::Text("乙".into())),
            ((3, 3), CellValue::Text("丙".into())),
        ]);
        let whole_columns = ((2, 0), (1_048_575, 16_383));
        let sheet = Sheet::new(&Arc::from("a.xlsx"), "表", cells).with_merges(&[((2, 0), (3, 1))]).unwrap();
        assert_eq!((sheet.holder(3, 1), sheet.holder(3, 2)), ((2, 0), (3, 2)));
        let sheet = sheet.with_merges(&[whole_columns]).unwrap();
        assert_eq!(sheet.holder(3, 3), (2, 0));
    }
}
