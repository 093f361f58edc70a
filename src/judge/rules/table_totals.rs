#![doc = include_str!("../../../docs/rules/Z727.md")]

use rust_decimal::Decimal;

use crate::base::finding::{Finding, Severity};
use crate::base::number::plain;
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::model::number::half_unit;
use crate::model::standards::Standards;
use crate::reading::finished::bare::{bare, figure};
use crate::reading::finished::headings::heading_level;
use crate::reading::finished::read_document::ReadDocument;
use crate::reading::finished::tables::PlainTable;

use super::money_structure::{Parts, hidden, readings, sum};

pub const RULE: Rule = Rule {
    code: "Z727",
    title: "表里各行与合计、各栏与合计一致",
    doc: include_str!("../../../docs/rules/Z727.md"),
    needs: &[Need::NoFolder],
    check: Check::Document(check),
};

const TOTALS: [&str; 4] = ["合计", "总计", "共计", "总额"];
const SUBTOTAL: &str = "小计";
/// What a column of this head adds up to says nothing.
const NO_SUM: [&str; 16] = [
    "率",
    "比",
    "%",
    "序号",
    "单价",
    "年度",
    "年份",
    "日期",
    "标准",
    "排名",
    "占",
    "均",
    "电话",
    "编号",
    "编码",
    "满意度",
];

/// The heads of a rate's column and of the two that it is of: words, and words that those have not.
struct Rated {
    name: &'static str,
    hint: &'static str,
    rate: &'static [&'static str],
    whole: (&'static [&'static str], &'static [&'static str]),
    part: (&'static [&'static str], &'static [&'static str]),
    /// What the whole is called where nothing says it in full.
    plain: (&'static [&'static str], &'static [&'static str]),
}

const EXECUTION: Rated = Rated {
    name: "执行率",
    hint: "执行率＝支出÷预算，改正错的一个。",
    rate: &["执行率", "支出进度", "支出率", "支付进度", "支付率", "拨付率", "拨付进度", "执行进度"],
    whole: (&["预算数", "下达", "安排", "到位", "预算金额"], &["率", "执行", "支出", "拨付", "支付", "进度"]),
    part: (&["执行数", "支出", "执行金额", "拨付", "支付"], &["率", "进度", "未"]),
    plain: (&["预算"], &["率", "执行", "支出", "拨付", "支付", "进度", "年初", "调整"]),
};
const COMPLETION: Rated = Rated {
    name: "完成率",
    hint: "完成率＝完成÷计划，改正错的一个。",
    rate: &["完成率", "完成比例"],
    whole: (&["计划", "目标", "指标值", "任务"], &["率", "完成", "实际"]),
    part: (&["完成", "实际"], &["率", "比例", "时间", "日期", "情况", "计划"]),
    plain: (&[], &[]),
};

fn check(facts: &ReadDocument, _: &Standards) -> Outcome {
    if facts.lines_only || facts.tables.is_empty() {
        return Outcome::NotApplicable("文件里没有认出别的表".into());
    }
    let mut findings = Vec::new();
    for table in &facts.tables {
        let Some(grid) = Grid::of(table) else { continue };
        let mut sums = grid.column_totals();
        let mut rates = grid.rates(&EXECUTION);
        rates.extend(grid.rates(&COMPLETION));
        // One cell is the cause of both.
        rates.retain(|rate| {
            let slip = sums.iter().enumerate().find_map(|(at, sum)| Some((at, grid.slip(sum, rate)?)));
            let alone = slip.is_none();
            if let Some((at, finding)) = slip {
                sums[at].finding = finding;
            }
            alone
        });
        findings.extend(sums.into_iter().map(|sum| sum.finding));
        findings.extend(grid.row_totals());
        findings.extend(rates.into_iter().map(|rate| rate.finding));
    }
    Outcome::of(findings)
}

/// A table's numbers, with the words over and beside them.
struct Grid<'a> {
    table: &'a PlainTable,
    heads: Vec<String>,
    /// Columns whose cells are per cent, whatever their head.
    rates: Vec<bool>,
    rows: Vec<Row>,
}

/// A column that does not add up, and by how much its rows are more than its total.
struct Sum {
    column: usize,
    by: Decimal,
    finding: Finding,
}

/// A row's rate that is not that of its two columns.
struct Rate<'a> {
    row: &'a Row,
    stated: Decimal,
    whole: usize,
    part: usize,
    name: &'static str,
    finding: Finding,
}

struct Row {
    index: usize,
    label: String,
    /// By column; what is no number is none.
    cells: Vec<Option<Decimal>>,
}

/// 1,234.5 万元 or 80％ as its number.
fn number(cell: &str) -> Option<Decimal> {
    let text = figure(cell).replace(',', "");
    let text = text.trim_end_matches("万元").trim_end_matches(['元', '%']);
    text.parse().ok()
}

impl<'a> Grid<'a> {
    fn of(table: &'a PlainTable) -> Option<Grid<'a>> {
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
                Row { index, label: label.take(2).collect::<Vec<_>>().join("|"), cells: cells.collect() }
            })
            .collect();
        let rates = (0..width).map(|column| {
            let rows = table.rows.iter().filter(|row| row.len() == width);
            let mut cells = rows.map(|row| figure(&row[column])).filter(|cell| number(cell).is_some()).peekable();
            cells.peek().is_some() && cells.all(|cell| cell.ends_with('%'))
        });
        let rates = rates.collect();
        (rows.len() > 2 && first > 0).then_some(Grid { table, heads, rates, rows })
    }

    fn is_total(row: &Row) -> bool {
        row.label.split('|').any(|word| TOTALS.contains(&word.trim_end_matches([':', '：'])))
    }

    /// Each column's numbers against the row 合计.
    fn column_totals(&self) -> Vec<Sum> {
        let mut totals = self.rows.iter().enumerate().filter(|(_, row)| Grid::is_total(row));
        let (Some((at, total)), None) = (totals.next(), totals.next()) else { return Vec::new() };
        let first = at == 0;
        if !first && at + 1 != self.rows.len() {
            return Vec::new();
        }
        let rows: Vec<&Row> =
            self.rows.iter().enumerate().filter(|(index, _)| *index != at).map(|(_, row)| row).collect();
        let is_summed = |column: &usize| {
            let head = &self.heads[*column];
            let known = rows.iter().filter(|row| row.cells[*column].is_some()).count();
            total.cells[*column].is_some()
                && known > 1
                && !self.rates[*column]
                && !NO_SUM.iter().any(|word| head.contains(word))
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
        wrong.iter().map(finding).collect()
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
        if rows.iter().any(|row| row.label.contains(SUBTOTAL)) {
            found.push(of(&|row| row.label.contains(SUBTOTAL)));
            found.push(of(&|row| !row.label.contains(SUBTOTAL) && !among(row)));
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

    /// A column 合计 before the columns of its sources.
    fn row_totals(&self) -> Vec<Finding> {
        const SOURCES: [&str; 12] =
            ["中央", "省", "自治区", "市", "县", "区", "地方", "自筹", "其他", "财政", "债券", "社会"];
        let is_total = |head: &String| {
            let head = head.trim_end_matches("(万元)");
            TOTALS.iter().chain([&SUBTOTAL]).any(|word| head.ends_with(word))
        };
        let Some(at) = self.heads.iter().position(is_total) else { return Vec::new() };
        let sources = self.heads[at + 1..].iter().take_while(|head| {
            SOURCES.iter().any(|word| head.contains(word)) && !NO_SUM.iter().any(|word| head.contains(word))
        });
        let columns: Vec<usize> = (at + 1..).take(sources.count()).collect();
        if columns.len() < 2 {
            return Vec::new();
        }
        let checked: Vec<(&Row, Decimal, Decimal)> = self
            .rows
            .iter()
            .filter_map(|row| {
                let parts: Vec<Decimal> = columns.iter().filter_map(|&column| row.cells[column]).collect();
                let sum: Decimal = parts.iter().sum();
                (!parts.is_empty()).then_some((row, row.cells[at]?, sum))
            })
            .collect();
        let wrong = self.exceptions(checked).into_iter().map(|(row, stated, sum)| {
            Finding::error(RULE.code, format!("表里“{}”一行的合计不等于各栏之和", row.label))
                .expected(plain(sum))
                .actual(plain(stated))
                .at(&self.table.places[row.index])
                .hint("改正合计或各栏。")
        });
        wrong.collect()
    }

    /// The cell that makes its column add up and its row's rate right, when it is another number.
    fn slip(&self, sum: &Sum, rate: &Rate) -> Option<Finding> {
        let now = rate.row.cells[sum.column]?;
        let should = if Grid::is_total(rate.row) { now + sum.by } else { now - sum.by };
        let value = |column: usize| if column == sum.column { Some(should) } else { rate.row.cells[column] };
        let share = value(rate.part)?.checked_div(value(rate.whole)?)?.checked_mul(Decimal::ONE_HUNDRED)?;
        let is_its = sum.column == rate.part || sum.column == rate.whole;
        let agrees = (share - rate.stated).abs() <= half_unit(rate.stated.scale()) && should > Decimal::ZERO;
        let (label, head) = (&rate.row.label, &self.heads[sum.column]);
        (is_its && agrees).then(|| {
            Finding::error(RULE.code, format!("表里“{label}”一行的“{head}”与合计、{}都对不上", rate.name))
                .expected(format!("{}（照合计和{}）", plain(should), rate.name))
                .actual(plain(now))
                .at(&self.table.places[rate.row.index])
                .hint("核对这一格。")
        })
    }

    /// A rate beside what it is of.
    fn rates(&self, of: &Rated) -> Vec<Rate<'_>> {
        let find = |(words, unless): (&[&str], &[&str])| {
            let fits = |head: &String| {
                words.iter().any(|word| head.contains(word)) && !unless.iter().any(|word| head.contains(word))
            };
            let has_numbers = |column: usize| self.rows.iter().any(|row| row.cells[column].is_some());
            let heads = self.heads.iter().enumerate();
            let mut columns = heads.filter(|(at, head)| fits(head) && has_numbers(*at)).map(|(at, _)| at);
            columns.next().filter(|_| columns.next().is_none())
        };
        let (Some(rate), Some(whole), Some(part)) =
            (find((of.rate, &[])), find(of.whole).or_else(|| find(of.plain)), find(of.part))
        else {
            return Vec::new();
        };
        let checked: Vec<(&Row, Decimal, Decimal)> = self
            .rows
            .iter()
            .filter_map(|row| {
                let share = row.cells[part]?.checked_div(row.cells[whole]?)?;
                Some((row, row.cells[rate]?, share * Decimal::ONE_HUNDRED))
            })
            .collect();
        let wrong = self.exceptions(checked).into_iter().map(|(row, stated, rate)| {
            let finding = Finding::error(RULE.code, format!("表里“{}”一行的{}算得不对", row.label, of.name))
                .expected(format!("{}%", plain(crate::model::number::round(rate, 2))))
                .actual(format!("{}%", plain(stated)))
                .at(&self.table.places[row.index])
                .hint(of.hint);
            Rate { row, stated, whole, part, name: of.name, finding }
        });
        wrong.collect()
    }

    /// Rows that do not do what most do: the columns are known by the others.
    fn exceptions<'r>(&self, checked: Vec<(&'r Row, Decimal, Decimal)>) -> Vec<(&'r Row, Decimal, Decimal)> {
        let wrong = |(_, stated, found): &&(&Row, Decimal, Decimal)| {
            let allowed =
                if stated.normalize() == found.normalize() { Decimal::ZERO } else { half_unit(stated.scale()) };
            let exact = found.normalize().scale() <= stated.normalize().scale();
            (*stated - *found).abs() > if exact { Decimal::ZERO } else { allowed }
        };
        let count = checked.iter().filter(wrong).count();
        if count * 2 > checked.len() || checked.len() < 2 {
            return Vec::new();
        }
        checked.into_iter().filter(|row| wrong(&row)).collect()
    }
}
