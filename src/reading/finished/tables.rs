//! The tables of a finished document as rows of numbers: projects, indicators, money.

use rust_decimal::Decimal;

use crate::base::place::Place;
use crate::model::measure::{Actual, Measure, Target};
use crate::model::notation::{actual, amount};
use crate::model::number::Rate;
use crate::model::stated_target::target;

use super::bare::{bare, figure};
use super::headings::heading_level;

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
    pub rows: Vec<IndicatorRow>,
    /// 一级指标.
    pub dimensions: Vec<String>,
    /// 资金情况
    pub money: Vec<MoneyRow>,
}

#[derive(Debug, Clone)]
pub struct IndicatorRow {
    pub name: String,
    pub target: Target,
    /// As typed.
    pub target_text: String,
    actual: Option<Actual>,
    pub actual_text: String,
    pub reason: String,
    pub place: Place,
}

#[derive(Debug, Clone)]
pub struct MoneyRow {
    /// 年度资金总额, 中央财政资金, 地方资金, 其他资金.
    pub name: String,
    pub budget: Option<Decimal>,
    /// Absent from 区域绩效目标表, as is the rate.
    pub executed: Option<Decimal>,
    /// As typed: 80％.
    pub rate: String,
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
        comparator.completion(wanted.value, reached.value)
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

/// The first row that has all these words, each in a cell of its own.
pub(crate) fn find_header(rows: &[Vec<String>], words: &[&str]) -> Option<usize> {
    rows.iter().position(|row| words.iter().all(|word| row.iter().any(|cell| bare(cell).contains(word))))
}

pub(crate) fn project_table(rows: &[Vec<String>], header: usize, place: impl Fn(usize) -> Place) -> ProjectTable {
    let mut found = Vec::new();
    for (index, row) in rows.iter().enumerate().skip(header + 1) {
        let cells: Vec<String> = row.iter().map(|cell| bare(cell)).collect();
        let Some(first) = cells.iter().position(|cell| !cell.is_empty()) else { continue };
        let amount = row.last().and_then(|cell| sum_of(cell));
        // Word's own numbers often have a mark: 1. （1）
        let serial = cells[first].trim_matches(['(', ')', '.', '、']).parse::<u32>().ok();
        let serial = serial.filter(|_| cells.len() >= first + 3);
        let name = if serial.is_some() { cells[first + 1].clone() } else { cells[first].clone() };
        let level = match heading_level(&name) {
            _ if serial.is_some() => Level::Project,
            _ if ["总计", "合计", "总 计"].contains(&name.as_str()) => Level::Total,
            Some(1) => Level::Direction,
            Some(_) => Level::Group,
            // A repeated head, a note.
            None => continue,
        };
        found.push(ProjectRow { level, name, serial, amount, place: place(index) });
    }
    ProjectTable { rows: found }
}

/// Columns are counted from the right: on the left, cells over several rows may be missing.
pub(crate) fn indicator_table(rows: &[Vec<String>], header: usize, place: impl Fn(usize) -> Place) -> IndicatorTable {
    let heads: Vec<String> = rows[header].iter().map(|cell| bare(cell)).collect();
    let from_right = |words: &[&str]| {
        let index = heads.iter().rposition(|head| words.iter().any(|word| head.contains(word)))?;
        Some(heads.len() - index)
    };
    let mut table = IndicatorTable::default();
    let (Some(name_at), Some(target_at)) = (from_right(&["三级指标"]), from_right(&["指标值"])) else {
        return table;
    };
    let (actual_at, reason_at) = (from_right(&["完成值"]), from_right(&["原因", "措施"]));
    // Some forms part 指标值 into three: 指标性质, 指标值, 度量单位.
    let (sign_at, unit_at) = (from_right(&["指标性质"]), from_right(&["度量单位", "计量单位"]));
    let dimension_at = heads.iter().position(|head| head.contains("一级指标"));
    for (index, row) in rows.iter().enumerate().skip(header + 1) {
        // In a row that has all its cells; 产出指标（50分）.
        if let Some(at) = dimension_at.filter(|_| row.len() == heads.len()) {
            let name = dimension_name(&row[at]);
            if name.ends_with("指标") && name != "一级指标" && !table.dimensions.contains(&name) {
                table.dimensions.push(name);
            }
        }
        let cell = |at: usize| row.len().checked_sub(at).map_or("", |index| row[index].trim());
        let name = bare(cell(name_at));
        // A form over two pages repeats its head.
        let is_head = name == heads[heads.len() - name_at];
        if row.len() < name_at || is_head || name.is_empty() || bare(cell(target_at)).is_empty() {
            continue;
        }
        let sign = sign_at.map_or("", cell);
        let sign = if ["≥", "≤", ">", "<"].contains(&bare(sign).as_str()) { sign } else { "" };
        let with_unit = |value: &str| match unit_at.map_or("", cell) {
            unit if unit.is_empty() || amount(&bare(value)).is_none() => value.to_string(),
            unit => format!("{value}{unit}"),
        };
        let target_text = format!("{sign}{}", with_unit(cell(target_at)));
        let actual_text = with_unit(actual_at.map_or("", cell));
        table.rows.push(IndicatorRow {
            name,
            target: target(&target_text),
            target_text: bare(&target_text),
            actual: (!actual_text.is_empty()).then(|| actual(&actual_text)),
            actual_text: bare(&actual_text),
            reason: reason_at.map_or("", cell).to_string(),
            place: place(index),
        });
    }
    table
}

/// As the fund's rules call it.
fn dimension_name(cell: &str) -> String {
    let name = bare(cell);
    let name = name.split(['(', '（']).next().unwrap_or_default();
    name.strip_prefix("服务对象").unwrap_or(name).to_string()
}

pub(crate) fn money_rows(rows: &[Vec<String>], place: impl Fn(usize) -> Place) -> Vec<MoneyRow> {
    let Some(header) = find_header(rows, &["预算数", "执行数"]) else { return Vec::new() };
    let columns = MoneyColumns::of(&rows[header]);
    let rows = rows.iter().enumerate().skip(header + 1);
    rows.map_while(|(index, row)| {
        // Beside its name, whatever empty cells a word processor filled the row up with.
        // A row of another name has amounts: 中央补助.
        let at = row.iter().rposition(|cell| name_of_money(cell).contains("资金")).or_else(|| {
            let is_amount = |cell: &str| amount(&bare(cell)).is_some();
            row.windows(3).position(|cells| {
                !cells[0].trim().is_empty() && !is_amount(&cells[0]) && cells[1..].iter().all(|cell| is_amount(cell))
            })
        })?;
        let [name, amounts @ ..] = &row[at..] else { return None };
        let [budget, executed, rate] = columns.at.map(|at| amounts.get(at));
        Some(MoneyRow {
            name: name_of_money(name),
            budget: columns.amount(budget?),
            executed: columns.amount(executed?),
            rate: bare(rate?),
            place: place(index),
        })
    })
    .collect()
}

/// Where a row of money has what its head names: 年初预算数 may stand before, 分值 between.
struct MoneyColumns {
    /// Behind the row's name: 全年预算数, 全年执行数, 执行率.
    at: [usize; 3],
    /// The amounts are in 元.
    yuan: bool,
}

impl MoneyColumns {
    fn of(heads: &[String]) -> MoneyColumns {
        let heads: Vec<String> = heads.iter().map(|head| bare(head)).collect();
        let first = heads.iter().position(|head| head.contains("预算数")).unwrap_or_default();
        let behind =
            |is_it: &dyn Fn(&str) -> bool, usual| heads[first..].iter().position(|head| is_it(head)).unwrap_or(usual);
        let budget = behind(&|head| head.contains("预算数") && !head.contains("年初"), 0);
        let executed = behind(&|head| head.contains("执行数"), 1);
        let rate = behind(&|head| head.contains("执行率"), 2);
        let yuan = heads.iter().any(|head| head.contains("(元)") || head.contains("（元）"));
        MoneyColumns { at: [budget, executed, rate], yuan }
    }

    /// In 万元.
    fn amount(&self, cell: &str) -> Option<Decimal> {
        let amount = sum_of(cell)?;
        if self.yuan { amount.checked_div(Decimal::from(10_000)) } else { Some(amount) }
    }
}

pub(crate) fn target_money_rows(rows: &[Vec<String>], place: impl Fn(usize) -> Place) -> Vec<MoneyRow> {
    // The rows right below 年度金额 are its parts, whatever the fund calls them.
    let mut below_total = false;
    let found = rows.iter().enumerate().filter_map(|(index, row)| {
        let [.., name, budget] = row.as_slice() else { return None };
        let (name, budget) = (name_of_money(name), sum_of(budget));
        let known = ["年度金额", "中央补助", "地方资金"].iter().any(|known| name.contains(known));
        below_total = budget.is_some() && (name.contains("年度金额") || below_total && !name.is_empty());
        let budget = budget.filter(|_| known || below_total)?;
        Some(MoneyRow { name, budget: Some(budget), executed: None, rate: String::new(), place: place(index) })
    });
    found.collect()
}

/// An amount; two numbers in a cell are none.
fn sum_of(cell: &str) -> Option<Decimal> {
    let figure = figure(cell);
    if figure.contains(' ') { None } else { amount(&figure) }
}

/// 其中：中央财政资金 → 中央财政资金
fn name_of_money(cell: &str) -> String {
    let name = bare(cell);
    let name = name.strip_prefix("其中:").or_else(|| name.strip_prefix("其中：")).unwrap_or(&name);
    name.trim_end_matches([':', '：']).to_string()
}
