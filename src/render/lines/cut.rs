//! What is cut where its page ends: charts, and tables whose blocks have heads of their own.

use crate::document::{Block, Chart, Table};

use super::pages::{TypeArea, is_ahead};
use super::setter::LineSetter;

impl LineSetter<'_> {
    /// A chart stands below its title; what does not fit there goes to pages of its own.
    pub(super) fn cut_charts(&self, blocks: &mut Vec<Block>, width: f64, height: f64) {
        let whole = std::mem::take(blocks);
        for block in whole {
            match block {
                Block::Chart(chart) => {
                    let above = blocks.last().map_or(0.0, |title| self.block_height(title, width));
                    blocks.extend(self.chart_parts(chart, width, height - above).into_iter().map(Block::Chart))
                }
                other => blocks.push(other),
            }
        }
    }

    /// The chart in as many parts as pages of `height` points need.
    fn chart_parts(&self, chart: Chart, width: f64, height: f64) -> Vec<Chart> {
        let mut parts: Vec<Chart> = Vec::new();
        for bar in &chart.bars {
            if let Some(part) = parts.last_mut() {
                part.bars.push(bar.clone());
                if self.draw(part, width).height <= height {
                    continue;
                }
                part.bars.pop();
            }
            parts.push(Chart { bars: vec![bar.clone()], ..chart.clone() });
        }
        parts
    }

    /// A table whose blocks have heads is cut where the page ends: neither format repeats a head from the middle of a
    /// table, or sets a label beside rows of two pages.
    pub(super) fn cut_tables(&self, blocks: &mut Vec<Block>, area: TypeArea) {
        let (mut index, mut taken) = (0, 0.0);
        let has_heads = |table: &Table| !table.together && table.rows.iter().any(|row| row.heads > 0);
        while index < blocks.len() {
            if !is_ahead(&blocks[index..], has_heads) {
                (index, taken) = (index + 1, 0.0);
                continue;
            }
            let mut parts = match &blocks[index] {
                Block::Table(table) if has_heads(table) => {
                    self.table_parts(table.clone(), area.height - taken, area.height)
                }
                _ => Vec::new(),
            };
            if parts.len() > 1 {
                let last = parts.pop();
                let cut = parts.into_iter().flat_map(|part| [part, Block::PageBreak]).chain(last);
                let cut: Vec<Block> = cut.collect();
                let behind = index + cut.len() - 1;
                blocks.splice(index..=index, cut);
                (index, taken) = (behind, 0.0);
            }
            taken = self.taken(taken, &blocks[index..], area);
            index += 1;
        }
    }

    /// The table in parts of which the first fits into `room`, the others onto pages of `height` points.
    pub(super) fn table_parts(&self, mut table: Table, room: f64, height: f64) -> Vec<Block> {
        // Word may set rows a little higher than we reckon; what it pushed over the page's foot would stand there alone.
        let spare = self.layout.grid.line_pitch;
        let mut parts = Vec::new();
        let mut room = room - spare;
        while table.rows.iter().any(|row| row.heads > 0)
            && self.table_height(&table) > room
            && let Some((above, below)) = self.first_part(&table, room).or_else(|| self.high_row(&table, room, height))
        {
            // A row that was too high for its page goes on over the next.
            let together = self.table_height(&above) <= height;
            parts.push(Block::Table(Table { together, ..above }));
            table = below;
            room = height - spare;
        }
        let together = table.together || !parts.is_empty() && self.table_height(&table) <= room;
        parts.push(Block::Table(Table { together, ..table }));
        parts
    }

    /// As many rows as `room` holds, and the rest.
    fn first_part(&self, table: &Table, room: f64) -> Option<(Table, Table)> {
        let parts = |row: usize| table.split_at(row).ok().filter(|(above, _)| self.table_height(above) <= room);
        let may_end = |row: usize| !table.rows[row].keep_with_next && table.rows[row].heads == 0;
        // Its heads stand again above the rest: what is left gets shorter with each cut only if others go before it.
        let first = table.head_rows();
        // Where not even these fit, nothing needs to be cut to know it.
        let least = self.least_heights(table, &table.grid().ok()?);
        let fitting = least
            .iter()
            .scan(0.0, |sum, height| {
                *sum += height;
                Some(*sum)
            })
            .take_while(|sum| *sum <= room)
            .count();
        let last = fitting.min(table.rows.len().saturating_sub(1));
        (first + 1..=last).rev().filter(|&row| may_end(row - 1)).find_map(parts)
    }

    /// The first row with its heads, where it is higher than a whole page: it is parted itself, what follows gets heads again.
    fn high_row(&self, table: &Table, room: f64, height: f64) -> Option<(Table, Table)> {
        let heads = table.head_rows();
        let (above, below) = table.split_at(heads + 1).ok().filter(|_| heads + 1 < table.rows.len())?;
        (room >= height - self.layout.grid.line_pitch && self.table_height(&above) > room).then_some((above, below))
    }

    pub(super) fn table_height(&self, table: &Table) -> f64 {
        table.grid().map_or(0.0, |grid| self.row_heights(table, &grid).iter().sum())
    }
}
