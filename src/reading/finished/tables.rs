//! The tables of a finished document as rows of numbers: projects, indicators, money.

use rust_decimal::Decimal;

use crate::base::characters::is_han;
use crate::base::place::Place;
use crate::model::measure::{Actual, Measure, Target};
use crate::model::money_unit::{declared_unit, in_ten_thousands, unit_of_head};
use crate::model::notation::{actual, amount};
use crate::model::number::Rate;
use crate::model::stated_target::target;

use super::bare::{bare, figure};
use super::headings::heading_level;
use crate::reading::document_words::{DocumentWords, Heads};
use crate::reading::recognise::Recognition;

#[derive(Debug, Clone)]
pub struct ProjectTable {
    pub rows: Vec<ProjectRow>,
}

#[derive(Debug, Clone)]
pub struct ProjectRow {
    pub level: Level,
    /// A project's name, or what the subtotal is of.
    pub name: String,
    pub serial: Option<u32>,
    pub amount: Option<Decimal>,
    pub place: Place,
}

/// Highest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// 总计
    Total,
    /// 一、…
    Direction,
    /// （一）…
    Group,
    Project,
}

#[derive(Debug, Clone, Default)]
pub struct IndicatorTable {
    /// What it is of: 项目名称 at its head.
    pub fund: Option<String>,
    pub rows: Vec<IndicatorRow>,
    /// 一级指标.
    pub dimensions: Vec<String>,
    /// 产出指标（50分）: what a label says that its rows weigh together.
    pub stated_marks: Vec<Points>,
    /// 总分
    pub total: Option<ScoreTotal>,
    /// What the form says the score is worth: 优.
    pub grade: Option<(String, Place)>,
    /// 资金情况
    pub money: Vec<MoneyRow>,
    /// All its cells, bare: by them the generation of the form is told.
    pub words: Vec<String>,
}

/// A part of the score and its points.
#[derive(Debug, Clone)]
pub struct Points {
    pub name: String,
    pub points: Decimal,
    pub place: Place,
}

/// 总分 | 100 | 96
#[derive(Debug, Clone)]
pub struct ScoreTotal {
    pub mark: Option<Decimal>,
    pub points: Decimal,
    pub place: Place,
}

/// A table that is none of those: its cells as they stand, a place for each row.
#[derive(Debug, Clone)]
pub struct PlainTable {
    pub rows: Vec<Vec<String>>,
    pub places: Vec<Place>,
}

#[derive(Debug, Clone)]
pub struct IndicatorRow {
    pub name: String,
    pub target: Target,
    /// As typed.
    pub target_text: String,
    actual: Option<Actual>,
    pub actual_text: String,
    /// 完成率, where the form has a column for it.
    pub rate: String,
    pub reason: String,
    /// 一级指标, as its label stands.
    pub dimension: String,
    /// 分值 and 得分, where the form has them.
    pub mark: Option<Decimal>,
    pub points: Option<Decimal>,
    pub place: Place,
}

/// Amounts in 万元, whatever the form is in.
#[derive(Debug, Clone)]
pub struct MoneyRow {
    /// 年度资金总额, 中央财政资金, 地方资金, 其他资金.
    pub name: String,
    /// 其中：彩票公益金 below 中央财政资金: a part of the row above.
    pub within: bool,
    pub budget: Option<Decimal>,
    /// Absent from 区域绩效目标表, as is the rate.
    pub executed: Option<Decimal>,
    /// As typed: 80％.
    pub rate: String,
    /// 分值 and 得分 of 预算执行.
    pub mark: Option<Decimal>,
    pub points: Option<Decimal>,
    pub place: Place,
}

impl IndicatorRow {
    /// 完成率; `None` where target or result is words.
    pub fn completion(&self) -> Option<Rate> {
        let (Target::Quantitative { comparator, measure: wanted }, Some(Actual::Measured(reached))) =
            (&self.target, &self.actual)
        else {
            return None;
        };
        // 21873人次 of 2.6万人次
        comparator.completion(wanted.value, reached.in_unit(&wanted.unit).map_or(reached.value, |same| same.value))
    }

    pub fn measures(&self) -> (Option<&Measure>, Option<&Measure>) {
        let target = match &self.target {
            Target::Quantitative { measure, .. } => Some(measure),
            Target::Qualitative(_) => None,
        };
        let actual = match &self.actual {
            Some(Actual::Measured(measure)) => Some(measure),
            _ => None,
        };
        (target, actual)
    }
}

impl ProjectTable {
    pub fn projects(&self) -> impl Iterator<Item = &ProjectRow> {
        self.rows.iter().filter(|row| row.level == Level::Project)
    }

    /// The rows below row `index`, up to the next one of its level or higher.
    pub fn below(&self, index: usize) -> &[ProjectRow] {
        let level = self.rows[index].level;
        let rest = &self.rows[index + 1..];
        let end = rest.iter().position(|row| row.level <= level).unwrap_or(rest.len());
        &rest[..end]
    }
}

/// 一、区域科技创新体系建设 → 区域科技创新体系建设
pub fn direction_name(label: &str) -> &str {
    label.split_once('、').map_or(label, |(_, name)| name)
}

/// The rows below the head; all of them where a list goes on without one.
pub(crate) fn project_table(
    rows: &[Vec<String>],
    head: Option<usize>,
    recognition: &Recognition,
    place: impl Fn(usize) -> Place,
) -> ProjectTable {
    let mut found = Vec::new();
    let amount_at = head.map_or(1, |head| amount_column(&rows[head], recognition));
    for (index, row) in rows.iter().enumerate().skip(head.map_or(0, |head| head + 1)) {
        let cells: Vec<String> = row.iter().map(|cell| bare(cell)).collect();
        let Some(first) = cells.iter().position(|cell| !cell.is_empty()) else { continue };
        let amount = row.len().checked_sub(amount_at).and_then(|at| sum_of(&row[at]));
        // Word's own numbers often have a mark: 1. （1）
        let serial = cells[first].trim_matches(['(', ')', '.', '、']).parse::<u32>().ok();
        let serial = serial.filter(|_| cells.len() >= first + 3);
        let name = if serial.is_some() { cells[first + 1].clone() } else { cells[first].clone() };
        let level = match heading_level(&name) {
            _ if serial.is_some() => Level::Project,
            _ if recognition.is_total(&name) => Level::Total,
            Some(1) => Level::Direction,
            Some(_) => Level::Group,
            // A repeated head, a note.
            None => continue,
        };
        found.push(ProjectRow { level, name, serial, amount, place: place(index) });
    }
    ProjectTable { rows: found }
}

/// Counted from the right, the last column included: the last one that the head calls money, else the last.
fn amount_column(head: &[String], recognition: &Recognition) -> usize {
    let heads = recognition.list_heads();
    let is_amount =
        |cell: &String| heads.field(cell) == Some("安排资金") && !recognition.document.other_money.fit(cell);
    head.iter().rposition(is_amount).map_or(1, |at| head.len() - at)
}

/// Where in a form's head the columns of an indicator are. They are counted from the right: on the left, cells over
/// several rows may be missing.
struct Columns {
    count: usize,
    name: usize,
    target: usize,
    actual: Option<usize>,
    rate: Option<usize>,
    reason: Option<usize>,
    /// ≥, 定性: where the value is split into three cells.
    nature: Option<usize>,
    unit: Option<usize>,
    mark: Option<usize>,
    points: Option<usize>,
    dimension: Option<usize>,
}

impl Columns {
    fn of(cells: &[String], heads: Heads<'_>) -> Option<Columns> {
        let from_right = |field: &str| heads.last(cells, field).map(|at| cells.len() - at);
        Some(Columns {
            count: cells.len(),
            name: from_right("三级指标")?,
            target: from_right("指标值")?,
            actual: from_right("实际完成值"),
            rate: from_right("完成率"),
            reason: from_right("说明"),
            nature: from_right("指标性质"),
            unit: from_right("计量单位"),
            mark: from_right("分值"),
            points: from_right("得分"),
            dimension: cells.iter().position(|cell| heads.field(cell) == Some("一级指标")),
        })
    }

    fn cell(row: &[String], at: Option<usize>) -> &str {
        at.and_then(|at| row.len().checked_sub(at)).map_or("", |index| row[index].trim())
    }
}

/// The head's cells; where the one of the value stands over three cells of the next row, those.
fn head_cells(rows: &[Vec<String>], header: usize, heads: Heads<'_>) -> Vec<String> {
    let mut cells: Vec<String> = rows[header].iter().map(|cell| bare(cell)).collect();
    let below: Vec<String> =
        rows.get(header + 1).into_iter().flatten().map(|cell| bare(cell)).filter(|cell| !cell.is_empty()).collect();
    let has = |cells: &[String], field: &str| heads.last(cells, field).is_some();
    let is_split = has(&below, "指标性质") && has(&below, "计量单位") && !has(&cells, "指标性质");
    if let Some(at) = heads.last(&cells, "指标值").filter(|_| is_split) {
        let is_value = |cell: &String| heads.field(cell) == Some("指标值");
        let parts: Vec<String> = below.into_iter().filter(|cell| !cells.contains(cell) || is_value(cell)).collect();
        cells.splice(at..=at, parts);
    }
    cells
}

pub(crate) fn indicator_table(
    rows: &[Vec<String>],
    header: usize,
    recognition: &Recognition,
    place: impl Fn(usize) -> Place,
) -> IndicatorTable {
    let words = &recognition.document;
    let heads = head_cells(rows, header, recognition.indicator_heads());
    let mut table = IndicatorTable {
        words: rows.iter().flatten().map(|cell| bare(cell)).filter(|cell| !cell.is_empty()).collect(),
        ..IndicatorTable::default()
    };
    let Some(columns) = Columns::of(&heads, recognition.indicator_heads()) else { return table };
    let mut label = String::new();
    for (index, row) in rows.iter().enumerate().skip(header + 1) {
        // In a row that has all its cells; 产出指标（50分）.
        if let Some(at) = columns.dimension.filter(|_| row.len() == columns.count) {
            let cell = bare(&row[at]);
            let name = dimension_name(&row[at]);
            if name.ends_with("指标") && cell != heads[at] && cell != label {
                if let Some(points) = points_in(&cell) {
                    table.stated_marks.push(Points { name: cell.clone(), points, place: place(index) });
                }
                label = cell;
                if !table.dimensions.contains(&name) {
                    table.dimensions.push(name);
                }
            }
        }
        if let Some(total) = score_total(row, words, &place(index)) {
            table.total = Some(total);
            // 总分 | 100 | 99.12 | 优
            let last = row.iter().map(|cell| bare(cell)).rfind(|cell| !cell.is_empty());
            let grade = last.filter(|cell| cell.chars().count() <= 2 && cell.chars().all(is_han));
            table.grade = table.grade.or(grade.map(|grade| (grade, place(index))));
            continue;
        }
        table.grade = table.grade.or_else(|| grade_cell(row, words).map(|grade| (grade, place(index))));
        let cell = |at: Option<usize>| Columns::cell(row, at);
        let name = indicator_name(cell(Some(columns.name)));
        // A form over two pages repeats its head.
        let is_head = heads.get(heads.len() - columns.name).is_some_and(|head| *head == name);
        let target_text = with_unit(cell(columns.nature), cell(Some(columns.target)), cell(columns.unit));
        if row.len() < columns.name || is_head || name.is_empty() || bare(&target_text).is_empty() {
            continue;
        }
        let actual_text = with_unit("", cell(columns.actual), cell(columns.unit));
        table.rows.push(IndicatorRow {
            name,
            target: target(&target_text),
            target_text: bare(&target_text),
            actual: (!actual_text.is_empty()).then(|| actual(&actual_text)),
            actual_text: bare(&actual_text),
            rate: bare(cell(columns.rate)),
            reason: cell(columns.reason).to_string(),
            dimension: label.clone(),
            mark: points_of(cell(columns.mark)),
            points: points_of(cell(columns.points)),
            place: place(index),
        });
    }
    table
}

/// 指标1：新建渠道长度 → 新建渠道长度; “指标2：……” of the blank form is none.
fn indicator_name(cell: &str) -> String {
    let name = bare(cell);
    let numbered = name.strip_prefix("指标").and_then(|rest| {
        let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        rest.strip_prefix([':', '：', '.', '、'])
    });
    let name = numbered.unwrap_or(&name).to_string();
    if name.chars().any(|c| c.is_alphanumeric()) { name } else { String::new() }
}

/// ≥ | 95 | % is one value; a cell that has its unit already keeps it.
fn with_unit(nature: &str, value: &str, unit: &str) -> String {
    let (nature, unit) = (bare(nature), bare(unit));
    if value.is_empty() || unit.is_empty() && nature.is_empty() {
        return value.to_string();
    }
    let sign = if nature.chars().any(|c| "≥≤=<>＝≧≦".contains(c)) { nature.as_str() } else { "" };
    let plain = bare(value);
    let sign = if plain.starts_with(|c: char| "≥≤=<>≧≦".contains(c)) { "" } else { sign };
    let unit = if plain.ends_with(|c: char| c.is_ascii_digit()) { unit.as_str() } else { "" };
    format!("{sign}{plain}{unit}")
}

/// 10, 10分, 9.5
fn points_of(cell: &str) -> Option<Decimal> {
    let cell = bare(cell);
    cell.trim_end_matches('分').trim_end_matches('%').parse().ok()
}

/// 产出指标（50分） → 50
fn points_in(label: &str) -> Option<Decimal> {
    let (_, rest) = label.split_once('(')?;
    let number = rest.split("分)").next().filter(|number| *number != rest)?;
    number.parse().ok()
}

fn score_total(row: &[String], words: &DocumentWords, place: &Place) -> Option<ScoreTotal> {
    let cells: Vec<String> = row.iter().map(|cell| bare(cell)).filter(|cell| !cell.is_empty()).collect();
    let is_total = words.score_totals.holds(cells.first()?);
    let numbers: Vec<Decimal> = cells.iter().skip(1).filter_map(|cell| points_of(cell)).collect();
    let (mark, points) = match numbers.as_slice() {
        [points] => (None, *points),
        [mark, points, ..] => (Some(*mark), *points),
        [] => return None,
    };
    is_total.then(|| ScoreTotal { mark, points, place: place.clone() })
}

/// 评价等级 | 优
fn grade_cell(row: &[String], words: &DocumentWords) -> Option<String> {
    let cells: Vec<String> = row.iter().map(|cell| bare(cell)).filter(|cell| !cell.is_empty()).collect();
    let at = cells.iter().position(|cell| cell.chars().count() <= 8 && words.grades.fit(cell))?;
    cells.get(at + 1).filter(|grade| grade.chars().count() <= 3).cloned()
}

/// As the fund's rules call it.
fn dimension_name(cell: &str) -> String {
    let name = bare(cell);
    let name = name.split(['(', '（']).next().unwrap_or_default();
    name.strip_prefix("服务对象").unwrap_or(name).to_string()
}

/// Where the head of 资金情况 has its columns, counted from the right.
struct MoneyColumns {
    first: usize,
    budget: usize,
    executed: usize,
    rate: Option<usize>,
    mark: Option<usize>,
    points: Option<usize>,
    /// 得分（20分×执行率）
    whole_mark: Option<Decimal>,
}

impl MoneyColumns {
    /// Letters settle which columns the rate is of: 预算执行（E/C）.
    fn of(cells: &[String], heads: Heads<'_>) -> Option<MoneyColumns> {
        let right = |at: usize| cells.len() - at;
        let lettered = |letter: &str| cells.iter().position(|cell| cell.contains(&format!("({letter})")));
        let last = |field: &str| heads.last(cells, field);
        let rate = last("执行率");
        let by_letters = rate.and_then(|at| {
            let (part, whole) = formula(&cells[at])?;
            Some((lettered(&whole)?, lettered(&part)?))
        });
        let (budget, executed) = by_letters.or_else(|| last("预算数").zip(last("执行数")))?;
        let is_budget = |cell: &String| ["预算数", "年初预算数"].map(Some).contains(&heads.field(cell));
        let first = cells.iter().position(is_budget)?;
        let points = last("得分");
        let whole_mark = points.and_then(|at| {
            let (_, rest) = cells[at].split_once('(')?;
            rest.split_once("分×")?.0.parse().ok()
        });
        Some(MoneyColumns {
            first: right(first),
            budget: right(budget),
            executed: right(executed),
            rate: rate.map(right),
            mark: last("分值").map(right),
            points: points.map(right),
            whole_mark,
        })
    }
}

/// （B/A×100%）: which is divided by which.
fn formula(head: &str) -> Option<(String, String)> {
    let (_, rest) = head.split_once('(')?;
    let (part, rest) = rest.split_once('/')?;
    let whole: String = rest.chars().take_while(char::is_ascii_uppercase).collect();
    let is_letter = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_uppercase());
    (is_letter(part) && is_letter(&whole)).then(|| (part.to_string(), whole))
}

/// 资金情况 as rows, of any names.
pub(crate) fn money_rows(
    rows: &[Vec<String>],
    caption: &str,
    recognition: &Recognition,
    place: impl Fn(usize) -> Place,
) -> Vec<MoneyRow> {
    let (heads, words) = (recognition.money_heads(), &recognition.document);
    let Some(header) = heads.row(rows, &["预算数", "执行数"]) else { return Vec::new() };
    let cells: Vec<String> = rows[header].iter().map(|cell| bare(cell)).collect();
    let Some(columns) = MoneyColumns::of(&cells, heads) else { return Vec::new() };
    let unit = unit_of_money(rows[header].iter().map(String::as_str).chain([caption]));
    let mut found: Vec<MoneyRow> = Vec::new();
    for (index, row) in rows.iter().enumerate().skip(header + 1) {
        let cell = |at: Option<usize>| Columns::cell(row, at);
        // A name over several rows stands in the head's.
        let name_in = |row: &[String]| money_name(row, columns.first, recognition);
        let of_head = || name_in(&rows[header]).filter(|name| found.is_empty() && words.money_rows.fit(name));
        let Some(name) = name_in(row).or_else(of_head) else { break };
        let amount = |at: usize| sum_of(cell(Some(at))).and_then(|amount| amount.checked_mul(unit));
        let (budget, executed) = (amount(columns.budget), amount(columns.executed));
        let is_money = words.money_rows.fit(&name);
        if words.after_money.fit(&name) || budget.is_none() && executed.is_none() && !is_money {
            break;
        }
        let points = points_of(cell(columns.points));
        let marked = row
            .iter()
            .any(|cell| recognition.part_of_row(&bare(cell)).is_some() && name_of_money(cell, recognition) == name);
        found.push(MoneyRow {
            name,
            within: marked && found.len() > 1,
            budget,
            executed,
            rate: bare(cell(columns.rate)),
            mark: points_of(cell(columns.mark)).or(columns.whole_mark.filter(|_| points.is_some())),
            points,
            place: place(index),
        });
    }
    found
}

/// The words beside the first amount; empty cells that a word processor filled the row up with are passed over. Below
/// the head 年度预算数 of some the names stand.
fn money_name(row: &[String], first: usize, recognition: &Recognition) -> Option<String> {
    let end = row.len().checked_sub(first)?;
    let below = row.get(end).filter(|cell| !cell.contains(|c: char| c.is_ascii_digit()));
    let words = row.get(..end)?.iter().rev().chain(below).map(|cell| name_of_money(cell, recognition));
    words.into_iter().find(|name| name.chars().any(is_han))
}

/// What one of the form's amounts is in 万元.
fn unit_of_money<'a>(mut cells: impl Iterator<Item = &'a str>) -> Decimal {
    let unit = cells.find_map(|cell| declared_unit(cell).or_else(|| unit_of_head(cell)));
    unit.and_then(|unit| in_ten_thousands(unit.known()?)).unwrap_or(Decimal::ONE)
}

/// The rows of money of a target table: what the words name, and the rows right below the first of them, whatever the fund
/// calls those.
pub(crate) fn target_money_rows(
    rows: &[Vec<String>],
    recognition: &Recognition,
    place: impl Fn(usize) -> Place,
) -> Vec<MoneyRow> {
    let mut below_total = false;
    let found = rows.iter().enumerate().filter_map(|(index, row)| {
        let [.., name, budget] = row.as_slice() else { return None };
        let (name, budget) = (name_of_money(name, recognition), sum_of(budget));
        let known = recognition.document.target_money.fit(&name);
        below_total = budget.is_some() && (known || below_total && !name.is_empty());
        let budget = budget.filter(|_| known || below_total)?;
        let place = place(index);
        Some(MoneyRow {
            name,
            within: false,
            budget: Some(budget),
            executed: None,
            rate: String::new(),
            mark: None,
            points: None,
            place,
        })
    });
    found.collect()
}

/// An amount; two numbers in a cell are none.
fn sum_of(cell: &str) -> Option<Decimal> {
    let figure = figure(cell);
    if figure.contains(' ') { None } else { amount(&figure) }
}

/// 其中：中央财政资金 → 中央财政资金
fn name_of_money(cell: &str, recognition: &Recognition) -> String {
    let name = bare(cell);
    let name = recognition.part_of_row(&name).unwrap_or(&name);
    name.trim_end_matches([':', '：']).to_string()
}
