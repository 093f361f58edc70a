#![doc = include_str!("../../../docs/rules/Z727.md")]

use rust_decimal::Decimal;

use crate::base::finding::{Finding, Severity};
use crate::base::number::plain;
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::model::number::round;
use crate::model::standards::{HeadWords, RatedColumns, Standards, TableWords};
use crate::reading::finished::bare::{bare, figure};
use crate::reading::finished::headings::heading_level;
use crate::reading::finished::read_document::ReadDocument;
use crate::reading::finished::tables::PlainTable;

use super::column_laws::{How, Law, Line, Miss, is_as_stated, is_quotient, misses};
use super::money_structure::{Parts, hidden, readings, sum};

pub const RULE: Rule = Rule {
    code: "Z727",
    title: "表里各行与合计、各栏与合计一致",
    doc: include_str!("../../../docs/rules/Z727.md"),
    needs: &[Need::NoFolder],
    check: Check::Document(check),
};

/// 全市合计 is a total, 中央和省级财政资金合计 may be one of a few rows.
const LONGEST_TOTAL: usize = 6;
/// So many columns before a total may make it up.
const MOST_COLUMNS: usize = 6;

fn check(facts: &ReadDocument, standards: &Standards) -> Outcome {
    if facts.lines_only || facts.tables.is_empty() {
        return Outcome::NotApplicable("文件里没有认出别的表".into());
    }
    let mut findings = Vec::new();
    for table in &facts.tables {
        let Some(grid) = Grid::of(table, &standards.tables) else { continue };
        let mut sums = grid.column_totals();
        let of_rows = grid.row_totals();
        let mut misses = grid.misses();
        misses.retain(|miss| !of_rows.iter().any(|(row, _)| *row == miss.row));
        // One cell is the cause of both.
        misses.retain(|miss| {
            let slip = sums.iter().enumerate().find_map(|(at, sum)| Some((at, grid.slip(sum, miss)?)));
            let alone = slip.is_none();
            if let Some((at, finding)) = slip {
                sums[at].finding = finding;
            }
            alone
        });
        findings.extend(sums.into_iter().map(|sum| sum.finding));
        findings.extend(of_rows.into_iter().map(|(_, finding)| finding));
        findings.extend(misses.into_iter().map(|miss| miss.finding));
    }
    Outcome::of(findings)
}

/// A table's numbers, with the words over and beside them.
struct Grid<'a> {
    table: &'a PlainTable,
    words: &'a TableWords,
    heads: Vec<String>,
    /// Columns whose cells are per cent, whatever their head.
    rates: Vec<bool>,
    rows: Vec<Row>,
    /// Their numbers by column and by row, without rates that stand across.
    columns: Vec<Line>,
    across: Vec<Line>,
}

/// A column that does not add up, and by how much its rows are more than its total.
struct Sum {
    column: usize,
    by: Decimal,
    finding: Finding,
}

/// A column that others may add up to.
struct Summed {
    total: usize,
    parts: Vec<usize>,
    /// By their heads; else by the numbers of most rows.
    named: bool,
}

/// A row in which a column is not what it is of two others.
struct RowMiss {
    /// Index among the rows that have numbers.
    row: usize,
    law: Law,
    finding: Finding,
}

struct Row {
    index: usize,
    label: String,
    /// By column; what is no number is none.
    cells: Vec<Option<Decimal>>,
    /// All of them are per cent.
    is_rate: bool,
}

/// 1,234.5 万元 or 80％ as its number.
fn number(cell: &str) -> Option<Decimal> {
    let text = figure(cell).replace(',', "");
    let text = text.trim_end_matches("万元").trim_end_matches(['元', '%']);
    text.parse().ok()
}

impl<'a> Grid<'a> {
    fn of(table: &'a PlainTable, words: &'a TableWords) -> Option<Grid<'a>> {
        let width = table.rows.iter().map(Vec::len).max()?;
        // Rows of one width only: merged cells are not guessed at.
        let numbers = |row: &Vec<String>| row.iter().filter(|cell| number(cell).is_some()).count();
        let first = table.rows.iter().position(|row| row.len() == width && numbers(row) > 0)?;
        let heads = (0..width).map(|column| {
            let heads = table.rows[..first].iter().filter(|row| row.len() == width);
            heads.map(|row| bare(&row[column])).collect::<String>()
        });
        let heads: Vec<String> = heads.collect();
        let rows: Vec<Row> = table
            .rows
            .iter()
            .enumerate()
            .skip(first)
            .filter(|(_, row)| numbers(row) > 0)
            .map(|(index, row)| {
                // On the left, cells of a total are merged: 合计 | 100.
                let missing = width - row.len();
                let cells = (0..width)
                    .map(|column| column.checked_sub(missing).and_then(|at| row.get(at)).and_then(|cell| number(cell)));
                let label = row.iter().map(|cell| bare(cell)).filter(|cell| number(cell).is_none() && !cell.is_empty());
                let label = label.take(2).collect::<Vec<_>>().join("|");
                let is_rate =
                    row.iter().map(|cell| figure(cell)).all(|cell| number(&cell).is_none() || cell.ends_with('%'));
                Row { index, label, cells: cells.collect(), is_rate }
            })
            .collect();
        let rates = (0..width).map(|column| {
            let rows = table.rows.iter().filter(|row| row.len() == width);
            let mut cells = rows.map(|row| figure(&row[column])).filter(|cell| number(cell).is_some()).peekable();
            cells.peek().is_some() && cells.all(|cell| cell.ends_with('%'))
        });
        let rates = rates.collect();
        let mut grid = Grid { table, words, heads, rates, rows, columns: Vec::new(), across: Vec::new() };
        (grid.columns, grid.across) = (grid.lines_of_columns(), grid.lines_of_rows());
        (grid.rows.len() > 2 && first > 0).then_some(grid)
    }

    fn is_total(&self, row: &Row) -> bool {
        // 全市合计
        let is_total = |word: &str| self.words.totals.end(word) && word.chars().count() <= LONGEST_TOTAL;
        row.label.split('|').any(|word| is_total(word.trim_end_matches([':', '：'])))
    }

    /// 全市: of all the others, if its numbers say so.
    fn is_of_all(&self, row: &Row) -> bool {
        self.words.total_rows.end(row.label.split('|').next().unwrap_or_default())
    }

    /// Each column's numbers against the row 合计.
    fn column_totals(&self) -> Vec<Sum> {
        let named = self.rows.iter().any(|row| self.is_total(row));
        let is_total = |row: &Row| self.is_total(row) || !named && self.is_of_all(row);
        let mut totals = self.rows.iter().enumerate().filter(|(_, row)| is_total(row));
        let (Some((at, total)), None) = (totals.next(), totals.next()) else { return Vec::new() };
        let first = at == 0;
        if !first && at + 1 != self.rows.len() {
            return Vec::new();
        }
        let rows: Vec<&Row> =
            self.rows.iter().enumerate().filter(|(index, _)| *index != at).map(|(_, row)| row).collect();
        let is_summed = |column: &usize| {
            let known = rows.iter().filter(|row| row.cells[*column].is_some()).count();
            total.cells[*column].is_some() && known > 1 && !self.is_rate(*column)
        };
        let columns: Vec<usize> = (0..self.heads.len()).filter(is_summed).collect();
        let wrong = |parts: &Parts| -> Vec<usize> {
            let differs = |column: &&usize| {
                let cells: Vec<Option<Decimal>> = rows.iter().map(|row| row.cells[**column]).collect();
                let stated = total.cells[**column].unwrap_or_default();
                let parts_of: Vec<Decimal> = parts.iter().filter_map(|&row| cells[row]).collect();
                (sum(&cells, parts) - stated).abs() > hidden(stated, parts_of.into_iter())
            };
            columns.iter().filter(differs).copied().collect()
        };
        let readings = self.readings(&rows, &columns);
        let Some((wrong, parts)) =
            readings.iter().map(|parts| (wrong(parts), parts)).min_by_key(|(wrong, _)| wrong.len())
        else {
            return Vec::new();
        };
        if !named && wrong.len() == columns.len() {
            return Vec::new();
        }
        // How the rows make up the total is sure where another column bears it out, or where there is one way only.
        let sure = readings.len() == 1 || wrong.len() < columns.len();
        let severity = if sure { Severity::Error } else { Severity::Warning };
        let finding = |column: &usize| {
            let cells: Vec<Option<Decimal>> = rows.iter().map(|row| row.cells[*column]).collect();
            let shown: Vec<String> = parts.iter().filter_map(|&row| cells[row]).take(12).map(plain).collect();
            let by = sum(&cells, parts) - total.cells[*column].unwrap_or_default();
            let finding =
                Finding::new(RULE.code, severity, format!("表里“{}”一栏的合计不等于各行之和", self.heads[*column]))
                    .expected(format!("{}（{}）", plain(sum(&cells, parts)), shown.join("＋")))
                    .actual(total.cells[*column].map_or("空白".to_string(), plain))
                    .at(&self.table.places[total.index])
                    .hint("重新加总，改正合计或各行。");
            Sum { column: *column, by, finding }
        };
        wrong.iter().filter(|&&column| !is_quotient(&self.columns, column)).map(finding).collect()
    }

    /// The ways in which the rows may make up the total: 小计 rows, headed rows, all but 其中, or parts of parts.
    fn readings(&self, rows: &[&Row], columns: &[usize]) -> Vec<Parts> {
        let of =
            |fits: &dyn Fn(&Row) -> bool| -> Parts { (0..rows.len()).filter(|&index| fits(rows[index])).collect() };
        let first_word = |row: &Row| row.label.split('|').next().unwrap_or_default().to_string();
        let level = |row: &Row| heading_level(&first_word(row));
        let highest = rows.iter().filter_map(|row| level(row)).min();
        let mut found = Vec::new();
        let among = |row: &Row| row.label.contains("其中");
        let is_subtotal = |row: &Row| row.label.contains(self.words.subtotal.as_str());
        if rows.iter().any(|row| is_subtotal(row)) {
            found.push(of(&is_subtotal));
            found.push(of(&|row| !is_subtotal(row) && !among(row)));
            // 其余5个乡镇小计: one of the rows.
            found.push(of(&|row| !among(row)));
        } else if highest.is_some() && rows.iter().any(|row| level(row) != highest) {
            found.push(of(&|row| level(row) == highest));
            found.push(of(&|_| true));
        } else {
            let columns: Vec<Vec<Option<Decimal>>> =
                columns.iter().map(|&column| rows.iter().map(|row| row.cells[column]).collect()).collect();
            found.extend(readings(&columns));
        }
        if rows.iter().any(|row| among(row)) {
            found.insert(0, of(&|row| !among(row)));
        }
        found.dedup();
        found
    }

    /// A total with the columns that make it up: of its sources behind it, of 其中 behind it, or whatever stands before it.
    fn sums_of_columns(&self) -> Vec<Summed> {
        let summed = |column: &usize| !self.is_rate(*column);
        let is_total = |column: &usize| {
            let head = self.heads[*column].trim_end_matches("(万元)");
            self.words.totals.are_in(head) || head.ends_with(self.words.subtotal.as_str())
        };
        let run = |from: usize, fits: &dyn Fn(&str) -> bool| -> Vec<usize> {
            (from..self.heads.len()).take_while(|column| fits(&self.heads[*column]) && summed(column)).collect()
        };
        let mut found: Vec<Summed> = Vec::new();
        for total in (0..self.heads.len()).filter(summed) {
            if is_total(&total) {
                // 一般公共预算 | 彩票公益金 | 合计
                let plain = self.words.totals.have(&self.heads[total]);
                let parts: Vec<usize> = (0..total).filter(|column| plain && self.has_numbers(*column)).collect();
                let named = parts.iter().all(&summed);
                found.extend(named.then_some(Summed { total, parts, named }));
                let parts = run(total + 1, &|head| self.words.sources.are_in(head));
                found.push(Summed { total, parts, named: true });
                found.extend((2..=MOST_COLUMNS).filter_map(|count| {
                    let parts: Vec<usize> = (total.checked_sub(count)?..total).collect();
                    parts.iter().all(&summed).then_some(Summed { total, parts, named: false })
                }));
            }
            let parts = run(total + 1, &|head| head.starts_with("其中"));
            found.push(Summed { total, parts, named: false });
        }
        found.retain(|summed| summed.parts.len() > 1);
        found
    }

    /// The rows in which a total is not what its columns add up to, where in most rows it is.
    fn row_totals(&self) -> Vec<(usize, Finding)> {
        // 执行率 97% | 96% | 98% | 97.02%
        let is_rate = |row: usize| self.rows[row].is_rate || is_quotient(&self.across, row);
        let known = self.sums_of_columns().into_iter().find_map(|Summed { total, parts: columns, named }| {
            let checked: Vec<(usize, Decimal, Decimal)> = (0..self.rows.len())
                .filter_map(|row| {
                    let cells = &self.rows[row].cells;
                    let parts: Vec<Decimal> = columns.iter().filter_map(|&column| cells[column]).collect();
                    let sum: Decimal = parts.iter().sum();
                    (!parts.is_empty() && !self.rows[row].is_rate).then_some((row, cells[total]?, sum))
                })
                .collect();
            let rows = checked.len();
            exceptions(checked).filter(|wrong| named || wrong.len() * 3 <= rows)
        });
        let wrong =
            known.unwrap_or_default().into_iter().filter(|(row, ..)| !is_rate(*row)).map(|(row, stated, sum)| {
                let Row { index, label, .. } = &self.rows[row];
                let finding = Finding::error(RULE.code, format!("表里“{label}”一行的合计不等于各栏之和"))
                    .expected(plain(sum))
                    .actual(plain(stated))
                    .at(&self.table.places[*index])
                    .hint("改正合计或各栏。");
                (row, finding)
            });
        wrong.collect()
    }

    fn has_numbers(&self, column: usize) -> bool {
        self.rows.iter().any(|row| row.cells[column].is_some())
    }

    fn lines_of_columns(&self) -> Vec<Line> {
        let line = |column: usize| Line {
            name: self.heads[column].clone(),
            is_rate: self.is_rate(column),
            cells: self.rows.iter().map(|row| row.cells[column].filter(|_| !row.is_rate)).collect(),
        };
        (0..self.heads.len()).map(line).collect()
    }

    fn lines_of_rows(&self) -> Vec<Line> {
        let line = |row: &Row| Line {
            name: row.label.clone(),
            is_rate: row.is_rate || self.words.no_sum.are_in(&row.label),
            cells: (0..self.heads.len()).map(|column| row.cells[column].filter(|_| !self.is_rate(column))).collect(),
        };
        self.rows.iter().map(line).collect()
    }

    fn is_rate(&self, column: usize) -> bool {
        self.rates[column] || self.words.no_sum.are_in(&self.heads[column])
    }

    /// The cell that makes its column add up and its row follow the law, when it is another number.
    fn slip(&self, sum: &Sum, miss: &RowMiss) -> Option<Finding> {
        let (row, law) = (&self.rows[miss.row], miss.law);
        let now = row.cells[sum.column]?;
        let should = if self.is_total(row) { now + sum.by } else { now - sum.by };
        let cell = |column: usize| if column == sum.column { Some(should) } else { row.cells[column] };
        let most = self.columns.get(law.line)?.cells.iter().flatten().max().copied()?;
        let agrees = law.holds(cell(law.line)?, law.given(&cell, &self.columns)?, most) && should > Decimal::ZERO;
        let (label, head, of) = (&row.label, &self.heads[sum.column], &self.heads[law.line]);
        (law.has(sum.column) && agrees).then(|| {
            Finding::error(RULE.code, format!("表里“{label}”一行的“{head}”与合计、{of}都对不上"))
                .expected(format!("{}（照合计和{of}）", plain(should)))
                .actual(plain(now))
                .at(&self.table.places[row.index])
                .hint("核对这一格。")
        })
    }

    /// Numbers that are not what those beside them make: by the heads of a rate and of what it is of; or what they are not in
    /// a column where most are, or in a row.
    fn misses(&self) -> Vec<RowMiss> {
        let total = self.rows.iter().position(|row| self.is_total(row));
        let named = self.words.rated.iter().filter_map(|of| Some((self.law_of(of)?, of)));
        let mut found: Vec<RowMiss> = named.flat_map(|(law, of)| self.misses_of(law, of)).collect();
        // One cell may be wrong for several columns.
        let mut add = |row: usize, item: &str, miss: Miss, lines: &[Line]| {
            if !found.iter().any(|other: &RowMiss| other.row == row) {
                found.push(RowMiss { row, law: miss.law, finding: self.miss(row, item, &miss, lines) });
            }
        };
        let in_columns = misses(&self.columns, total);
        let in_rows = if in_columns.is_empty() { misses(&self.across, None) } else { Vec::new() };
        for miss in in_columns {
            add(miss.item, &self.rows[miss.item].label, miss, &self.columns);
        }
        for miss in in_rows {
            add(miss.law.line, &self.heads[miss.item], miss, &self.across);
        }
        found
    }

    fn miss(&self, row: usize, item: &str, miss: &Miss, lines: &[Line]) -> Finding {
        let severity = if miss.sure { Severity::Error } else { Severity::Warning };
        let line = &lines[miss.law.line];
        Finding::new(RULE.code, severity, format!("表里“{item}”的“{}”与旁边的数对不上", line.name))
            .expected(miss.law.say(miss.given, lines))
            .actual(line.cells[miss.item].map_or(String::new(), plain))
            .at(&self.table.places[self.rows[row].index])
            .hint("重新算，改正错的一个。")
    }

    /// A rate's column and the two that it is of, by their heads.
    fn law_of(&self, of: &RatedColumns) -> Option<Law> {
        let find = |words: &HeadWords| {
            let fits = |head: &String| words.has.are_in(head) && !words.lacks.are_in(head);
            let heads = self.heads.iter().enumerate();
            let mut columns = heads.filter(|(at, head)| fits(head) && self.has_numbers(*at)).map(|(at, _)| at);
            columns.next().filter(|_| columns.next().is_none())
        };
        let whole = find(&of.whole).or_else(|| find(of.plain.as_ref()?))?;
        Some(Law { line: find(&of.rate)?, how: How::Quotient(Decimal::ONE_HUNDRED), part: find(&of.part)?, whole })
    }

    fn misses_of(&self, law: Law, of: &RatedColumns) -> Vec<RowMiss> {
        let checked = self.rows.iter().enumerate().filter_map(|(row, Row { cells, .. })| {
            Some((row, cells[law.line]?, law.given(&|column| cells[column], &self.columns)?))
        });
        let wrong = exceptions(checked.collect()).unwrap_or_default().into_iter().map(|(row, stated, rate)| {
            let Row { index, label, .. } = &self.rows[row];
            let finding = Finding::error(RULE.code, format!("表里“{label}”一行的{}算得不对", of.name))
                .expected(format!("{}%", plain(round(rate, 2))))
                .actual(format!("{}%", plain(stated)))
                .at(&self.table.places[*index])
                .hint(format!("{}，改正错的一个。", of.formula));
            RowMiss { row, law, finding }
        });
        wrong.collect()
    }
}

/// Rows that do not do what most do; `None` where most do not: the columns are known by the others.
fn exceptions(checked: Vec<(usize, Decimal, Decimal)>) -> Option<Vec<(usize, Decimal, Decimal)>> {
    let wrong = |(_, stated, found): &&(usize, Decimal, Decimal)| !is_as_stated(*stated, *found);
    let count = checked.iter().filter(wrong).count();
    if count * 2 > checked.len() || checked.len() < 2 {
        return None;
    }
    Some(checked.into_iter().filter(|row| wrong(&row)).collect())
}
