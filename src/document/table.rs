//! Tables: rows of cells with spans, resolved once into a grid that both renderers walk.

use std::collections::BTreeSet;

use serde::Serialize;

use super::paragraph::Paragraph;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Table {
    /// What the table is, for people who hear the document instead of seeing it.
    pub description: String,
    pub columns: ColumnWidths,
    /// Columns, counted from 0, whose widths are set from their content before rendering.
    pub flexible: Vec<usize>,
    pub rows: Vec<Row>,
    /// The table shall stand on one page with its title and notes; its text may be shrunk to this many points.
    pub smallest: Option<f64>,
    /// It does stand on one page: no row of it is parted from the next.
    pub together: bool,
}

/// Column widths in millimetres, left to right; they add up to the type area's width or less.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ColumnWidths(pub Vec<f32>);

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    pub cells: Vec<Cell>,
    /// Head rows stand first and are repeated at the top of each page that the table reaches.
    pub header: bool,
    /// The row does not stay behind at a page's foot without the row after it (section rows).
    pub keep_with_next: bool,
    /// Of how many rows below it the row is the head. Where the table is cut among them, it stands again above the rest.
    pub heads: usize,
    /// Least height in millimetres; the row grows with its text.
    pub min_height: Option<f32>,
    /// What that leaves above and below the text, in points; [`fit`](crate::render::lines::fit) reckons it, Word gets it as cell
    /// margins.
    pub air: f64,
    /// Higher than a page: it is parted where the page ends, its text begins at its top.
    pub parted: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cell {
    pub paragraphs: Vec<Paragraph>,
    pub colspan: usize,
    pub rowspan: usize,
    pub vertical_align: VerticalAlign,
    /// The cell names its row or column (a label), also outside the head rows.
    pub label: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum VerticalAlign {
    Top,
    Middle,
}

/// One place of the resolved grid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Slot<'a> {
    /// The cell starts here.
    Start(&'a Cell),
    /// A cell that started in a row above covers this place; this is its first column.
    Below(&'a Cell),
    /// A cell to the left, in this row or started above, covers this place.
    Right,
}

/// The table's spans do not tile its columns: the layout file that described it is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableError {
    /// Counted from 1.
    pub row: usize,
    pub problem: String,
}

impl Table {
    /// Every row as one [`Slot`] a column.
    ///
    /// # Errors
    /// A row whose cells, with those that reach down from above, do not fill the columns exactly; a cell that
    /// reaches below the last row; a head row after an ordinary one.
    pub fn grid(&self) -> Result<Vec<Vec<Slot<'_>>>, TableError> {
        let width = self.columns.0.len();
        let mut grid: Vec<Vec<Slot<'_>>> = Vec::with_capacity(self.rows.len());
        // For each column: the cell that reaches down into the next row, how many rows it still covers.
        let mut open: Vec<Option<(&Cell, usize, bool)>> = vec![None; width];
        let mut body_began = false;
        for (index, row) in self.rows.iter().enumerate() {
            let fault = |problem: String| TableError { row: index + 1, problem };
            body_began |= !row.header;
            if row.header && body_began {
                return Err(fault("表头行排在了数据行之后".into()));
            }
            let mut slots = Vec::with_capacity(width);
            let mut cells = row.cells.iter();
            while slots.len() < width {
                let column = slots.len();
                if let Some((cell, rest, first)) = open[column] {
                    slots.push(if first { Slot::Below(cell) } else { Slot::Right });
                    open[column] = (rest > 1).then_some((cell, rest - 1, first));
                    continue;
                }
                let Some(cell) = cells.next() else {
                    return Err(fault(format!("只填到第{column}列，应有{width}列")));
                };
                if cell.colspan == 0 || cell.rowspan == 0 {
                    return Err(fault("跨行、跨列至少是1".into()));
                }
                if column + cell.colspan > width {
                    return Err(fault(format!("第{}列的格子跨出了表的右边", column + 1)));
                }
                if index + cell.rowspan > self.rows.len() {
                    return Err(fault(format!("第{}列的格子跨出了表的下边", column + 1)));
                }
                for offset in 0..cell.colspan {
                    if open[column + offset].is_some() {
                        return Err(fault(format!("第{}列被两个格子占用", column + offset + 1)));
                    }
                    slots.push(if offset == 0 { Slot::Start(cell) } else { Slot::Right });
                    open[column + offset] = (cell.rowspan > 1).then_some((cell, cell.rowspan - 1, offset == 0));
                }
            }
            if cells.next().is_some() {
                return Err(fault(format!("格子多于{width}列")));
            }
            grid.push(slots);
        }
        Ok(grid)
    }

    /// Two tables: the rows above `row`, and the rest of them under the heads they had. A cell that reaches over the cut
    /// stands in both.
    ///
    /// # Errors
    /// See [`Table::grid`].
    pub fn split_at(&self, row: usize) -> Result<(Table, Table), TableError> {
        let grid = self.grid()?;
        let stands_again = |index: &usize| self.rows[*index].header || index + self.rows[*index].heads >= row;
        let heads: Vec<usize> = (0..row).filter(stands_again).collect();
        // Cells that start above `again` stand again here; what is noted of them stands in the first part.
        let part = |rows: &[usize], again: usize| {
            let covers = |start: usize, cell: &Cell| {
                rows.iter().filter(|index| (start..start + cell.rowspan).contains(index)).count()
            };
            let mut shown = BTreeSet::new();
            let rows = rows.iter().map(|&index| {
                let cells = (0..self.columns.0.len()).filter_map(|column| {
                    let (start, cell) = starts_of(&grid, index, column)?;
                    let mut cell = Cell { rowspan: covers(start, cell), ..cell.clone() };
                    if start < again {
                        cell.paragraphs.iter_mut().for_each(|paragraph| paragraph.annotations.clear());
                    }
                    shown.insert((start, column)).then_some(cell)
                });
                let row = &self.rows[index];
                let heads = rows.iter().filter(|other| (index + 1..=index + row.heads).contains(other)).count();
                Row { cells: cells.collect(), heads, ..row.clone() }
            });
            Table { rows: rows.collect(), ..self.clone() }
        };
        let above: Vec<usize> = (0..row).collect();
        let below: Vec<usize> = heads.into_iter().chain(row..self.rows.len()).collect();
        Ok((part(&above, 0), part(&below, row)))
    }

    /// How many rows from the top are repeated on each page.
    pub fn header_rows(&self) -> usize {
        self.rows.iter().take_while(|row| row.header).count()
    }

    /// How many rows from the top head those below them.
    pub fn head_rows(&self) -> usize {
        self.rows.iter().take_while(|row| row.header || row.heads > 0).count()
    }
}

/// The cell of which this place is the first column, with the row in which it starts.
fn starts_of<'a>(grid: &[Vec<Slot<'a>>], row: usize, column: usize) -> Option<(usize, &'a Cell)> {
    match grid[row][column] {
        Slot::Start(cell) => Some((row, cell)),
        Slot::Below(_) => starts_of(grid, row - 1, column),
        Slot::Right => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Style;

    fn cell(text: &str, colspan: usize, rowspan: usize) -> Cell {
        Cell {
            paragraphs: vec![Paragraph::new(Style::CellText, text)],
            colspan,
            rowspan,
            vertical_align: VerticalAlign::Middle,
            label: false,
        }
    }

    fn table(columns: usize, rows: Vec<Vec<Cell>>) -> Table {
        let row = |cells| Row {
            cells,
            header: false,
            keep_with_next: false,
            heads: 0,
            min_height: None,
            air: 0.0,
            parted: false,
        };
        Table {
            description: String::new(),
            columns: ColumnWidths(vec![10.0; columns]),
            flexible: Vec::new(),
            rows: rows.into_iter().map(row).collect(),
            smallest: None,
            together: false,
        }
    }

    #[test]
    fn spans_resolve_to_slots() {
        let table = table(3, vec![vec![cell("a", 1, 2), cell("b", 2, 1)], vec![cell("c", 1, 1), cell("d", 1, 1)]]);
        let grid = table.grid().unwrap();
        assert!(matches!(grid[0].as_slice(), [Slot::Start(_), Slot::Start(_), Slot::Right]));
        assert!(matches!(grid[1].as_slice(), [Slot::Below(_), Slot::Start(_), Slot::Start(_)]));
    }

    #[test]
    fn wide_tall_cell_covers_its_rectangle() {
        let table = table(3, vec![vec![cell("a", 2, 2), cell("b", 1, 1)], vec![cell("c", 1, 1)]]);
        let grid = table.grid().unwrap();
        assert!(matches!(grid[1].as_slice(), [Slot::Below(_), Slot::Right, Slot::Start(_)]));
    }

    #[test]
    fn a_cut_repeats_heads_and_the_cells_it_goes_through() {
        let mut table = table(
            3,
            vec![
                vec![cell("题", 3, 1)],
                vec![cell("栏", 1, 4), cell("头", 1, 1), cell("值", 1, 1)],
                vec![cell("甲", 1, 3), cell("1", 1, 1)],
                vec![cell("2", 1, 1)],
                vec![cell("3", 1, 1)],
                vec![cell("末", 3, 1)],
            ],
        );
        table.rows[1].heads = 3;
        let shown = |table: &Table| {
            table.grid().unwrap();
            let row =
                |row: &Row| row.cells.iter().map(|c| format!("{}{}", c.paragraphs[0].text(), c.rowspan)).collect();
            table.rows.iter().map(row).collect::<Vec<Vec<String>>>()
        };
        let (above, below) = table.split_at(3).unwrap();
        assert_eq!(shown(&above), [vec!["题1"], vec!["栏2", "头1", "值1"], vec!["甲1", "11"]]);
        assert_eq!(shown(&below), [vec!["栏3", "头1", "值1"], vec!["甲2", "21"], vec!["31"], vec!["末1"]]);
        let (_, below) = table.split_at(5).unwrap();
        assert_eq!(shown(&below), [vec!["末1"]], "no head without its rows");
    }

    #[track_caller]
    fn refused(table: Table, words: &str) {
        let problem = table.grid().unwrap_err().problem;
        assert!(problem.contains(words), "{problem}");
    }

    #[test]
    fn faults_are_named() {
        refused(table(2, vec![vec![cell("a", 1, 1)]]), "只填到第1列");
        refused(table(2, vec![vec![cell("a", 3, 1)]]), "右边");
        refused(table(1, vec![vec![cell("a", 1, 2)]]), "下边");
        refused(table(1, vec![vec![cell("a", 1, 1), cell("b", 1, 1)]]), "多于");
        refused(table(2, vec![vec![cell("a", 1, 1), cell("b", 1, 2)], vec![cell("c", 2, 1)]]), "两个格子");
    }
}
