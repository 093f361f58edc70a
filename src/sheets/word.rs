//! Tables of a Word document as sheets: each cell where it lies in the grid, with what stands above and below the table.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::finding::Finding;

use super::fault::Fault;
use super::finished::block::{Block, Cell};
use super::finished::{docx, unread};
use super::gathered::{Gathered, Room};
use super::limits::LAST_COLUMN;
use super::sheet::{Area, CellValue, Naming, Sheet};

/// What a document holds.
pub(super) struct Word {
    pub sheets: Vec<Sheet>,
    /// Its running text.
    pub paragraphs: Vec<String>,
    /// What of it was not read.
    pub unread: Vec<Finding>,
}

/// So many paragraphs above a table, and below the last one, belong to it: its title, the year, the unit.
const NEAR: usize = 4;
/// What is longer is running text.
const LONGEST: usize = 100;

/// # Errors
/// Damage, more than the memory should hold.
pub(super) fn open(file: &Arc<str>, bytes: &[u8]) -> Result<Word, Fault> {
    let ((blocks, left), pages) = docx::read_with_pages(bytes).map_err(|words| Fault::Document { words })?;
    let mut room = Room::default();
    let mut word = Word { sheets: Vec::new(), paragraphs: Vec::new(), unread: unread::findings(&left, file) };
    let pages = short(pages.iter());
    let mut since = 0;
    for block in blocks {
        match block {
            Block::Paragraph(text) => word.paragraphs.push(text),
            Block::Table(rows) => {
                let above = word.paragraphs.get(since..).unwrap_or_default();
                let around = short(above.iter().rev());
                // At most a line like 续表.
                let follows = !word.sheets.is_empty() && above.len() <= 1 && above.len() == around.len();
                since = word.paragraphs.len();
                let mut sheet = sheet(file, word.sheets.len() + 1, &rows, around, &mut room)?;
                sheet.follows = follows;
                word.sheets.push(sheet);
            }
        }
    }
    if let Some(last) = word.sheets.last_mut() {
        last.around.extend(short(word.paragraphs.get(since..).unwrap_or_default().iter()));
    }
    for sheet in &mut word.sheets {
        sheet.around.extend(pages.iter().cloned());
    }
    Ok(word)
}

/// The nearest of these paragraphs as far as they can be a table's title or note.
fn short<'a>(paragraphs: impl Iterator<Item = &'a String>) -> Vec<String> {
    paragraphs.take(NEAR).filter(|text| text.chars().count() <= LONGEST).cloned().collect()
}

fn sheet(
    file: &Arc<str>,
    number: usize,
    rows: &[Vec<Cell>],
    around: Vec<String>,
    room: &mut Room,
) -> Result<Sheet, Fault> {
    let mut gathered = Gathered { around, ..Gathered::default() };
    let mut areas: Vec<Area> = Vec::new();
    // By their first columns: the areas that end in the row above, and the first row that an area leaves free.
    let (mut above, mut taken): (BTreeMap<u32, usize>, BTreeMap<u32, u32>) = Default::default();
    for (row, cells) in (0u32..).zip(rows) {
        let mut own = BTreeMap::new();
        let mut column = 0u32;
        for cell in cells {
            column = column.saturating_add(cell.before);
            while taken.get(&column).is_some_and(|free| *free > row) {
                column += 1;
            }
            let right = column.saturating_add(cell.across.max(1) - 1);
            if right > LAST_COLUMN {
                return Err(Fault::TooLarge);
            }
            let goes_on = above.get(&column).copied().filter(|_| cell.down == 0);
            let index = match goes_on.and_then(|index| Some((index, areas.get_mut(index)?))) {
                Some((index, area)) if area.1.1 == right => {
                    area.1.0 = row;
                    index
                }
                _ => {
                    let bottom = row.saturating_add(cell.down.max(1) - 1);
                    if bottom > row {
                        taken.extend((column..=right).map(|column| (column, bottom + 1)));
                    }
                    areas.push(((row, column), (bottom, right)));
                    areas.len() - 1
                }
            };
            own.insert(column, index);
            if let Some(value) = CellValue::typed(&cell.text) {
                gathered.add((row, column), value, room)?;
            }
            column = right + 1;
        }
        above = own;
    }
    let width = areas.iter().map(|(_, (_, right))| right + 1).max().unwrap_or_default();
    areas.retain(|(first, last)| first != last);
    gathered.merges = areas;
    let mut sheet = gathered.into_sheet(file, &format!("第{number}张表"))?;
    sheet.naming = Naming::Counted;
    sheet.widen(width);
    Ok(sheet)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placed(rows: &[Vec<Cell>]) -> Result<Sheet, Fault> {
        sheet(&Arc::from("甲.docx"), 2, rows, Vec::new(), &mut Room::default())
    }

    fn cell(text: &str, before: u32, across: u32, down: u32) -> Cell {
        Cell { text: text.into(), before, across, down }
    }

    #[test]
    fn cells_stand_where_they_lie() {
        let sheet = placed(&[
            vec![cell("甲", 0, 1, 1), cell("乙", 0, 2, 1), cell("丙", 0, 1, 1)],
            vec![cell("", 0, 1, 0), cell("1", 0, 1, 1), cell("2", 0, 1, 1), cell("", 0, 1, 0)],
            vec![cell("3", 2, 1, 1)],
        ]);
        let sheet = sheet.unwrap();
        assert_eq!(sheet.holder(1, 0), (0, 0));
        assert_eq!((sheet.holder(0, 2), sheet.holder(1, 3), sheet.holder(2, 0)), ((0, 1), (0, 3), (2, 0)));
        assert_eq!([(1, 1), (1, 2), (2, 2)].map(|(row, column)| sheet.words(row, column)), ["1", "2", "3"]);
        assert_eq!(sheet.place(2, 2).to_string(), "甲.docx › 第2张表 › 第3行第3列");
    }

    #[test]
    fn a_cell_that_covers_rows_below_moves_theirs_on() {
        let sheet = placed(&[
            vec![cell("甲", 0, 1, 2), cell("1", 0, 1, 1)],
            vec![cell("2", 0, 1, 1)],
            vec![cell("3", 0, 1, 1)],
        ]);
        let sheet = sheet.unwrap();
        assert_eq!((sheet.words(1, 1), sheet.holder(1, 0), sheet.words(2, 0)), ("2".into(), (0, 0), "3".into()));
    }

    #[test]
    fn no_row_is_wider_than_a_sheet() {
        assert!(placed(&[vec![cell("", 0, LAST_COLUMN, 1), cell("1", 0, 1, 1)]]).is_ok());
        assert!(placed(&[vec![cell("", 0, LAST_COLUMN, 1), cell("", 0, 1, 1), cell("1", 0, 1, 1)]]).is_err());
        assert!(placed(&[vec![cell("1", u32::MAX, u32::MAX, 0)]]).is_err());
    }
}
