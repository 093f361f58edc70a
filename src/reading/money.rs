//! Amounts of money, in the unit that the cell, its head or the line above the table names.

use rust_decimal::Decimal;

use crate::base::number::plain;
use crate::base::place::Sourced;
use crate::model::number::{Money, in_ten_thousands};

use super::faults::Faults;
use super::fields::Table;
use super::normalisation::NormalisationKind as Kind;
use super::recognise::TableKind;
use crate::base::number::within_bounds;
use crate::model::notation;
use crate::sheets::fault::Fault;
use crate::sheets::sheet::{CellValue, Sheet};

/// 元 is a part of the others' names and is looked for last.
const UNITS: [&str; 3] = ["万元", "亿元", "元"];

/// What a unit stands in, behind the words of a head.
const OPENS: [char; 8] = ['（', '(', '〔', '﹝', '[', '［', '【', '﹙'];

/// The field of a kind that holds money; the others have the same unit.
pub(super) fn field(kind: TableKind) -> &'static str {
    match kind {
        TableKind::Projects => "安排资金",
        TableKind::Execution => "预算数",
        TableKind::Documents | TableKind::Allotments => "金额",
        TableKind::Indicators => "",
    }
}

/// An amount in 万元; blank is a fault, never a zero.
pub(super) fn amount(
    table: &Table<'_>,
    row: u32,
    column: u32,
    what: &str,
    faults: &mut Faults,
) -> Option<Sourced<Money>> {
    let place = table.sheet.place(row, column);
    let Some(value) = table.sheet.get(row, column) else {
        let holder = table.sheet.holder(row, column);
        let what = what.to_string();
        let shared = holder != (row, column) && table.sheet.get(holder.0, holder.1).is_some();
        let area = format!("{}:{}", table.sheet.naming.cell(holder.0, holder.1), table.sheet.naming.cell(row, column));
        faults.add(&place, if shared { Fault::SharedAmount { what, area } } else { Fault::BlankAmount { what } });
        return None;
    };
    let words = value.words();
    let stated = match value {
        CellValue::Number(number) => Some((*number, String::new())),
        CellValue::Text(text) => notation::money(text),
        _ => None,
    };
    let read = stated.and_then(|(number, own)| {
        let unit = if own.is_empty() { unit(table, column).unwrap_or("万元") } else { own.as_str() };
        let amount = number.checked_mul(in_ten_thousands(unit)?)?.normalize();
        let shown = if own.is_empty() && unit != "万元" { format!("{words}（{unit}）") } else { words.clone() };
        within_bounds(amount).then_some((amount, shown))
    });
    if let Some((amount, shown)) = read {
        if shown != plain(amount) {
            faults.read_as(&place, Kind::Unit, &shown, &format!("{}万元", plain(amount)));
        }
        return Some(Sourced::new(Money(amount), place));
    }
    let stroke = !words.trim().is_empty() && !words.chars().any(char::is_alphanumeric) || words.trim() == "无";
    let fault = value.fault().unwrap_or_else(|| match stroke {
        true => Fault::Ambiguous {
            what: format!("{what}写了“{}”，", words.trim()),
            actual: words.clone(),
            readings: ["是零".into(), "没有填".into()],
            taken: false,
            hint: "是零的填 0；还没有数的，补填。".into(),
        },
        false => {
            Fault::WrongCell { what: what.to_string(), expected: "一个数，单位万元".into(), actual: words }
        }
    });
    faults.add(&place, fault);
    None
}

/// The unit of a column: in its head (安排资金（元）), in the first cell of the head's rows (资金情况（元） down the side of a
/// form), in 单位：元 above the table, else outside the cells; `None` where none says.
fn unit(table: &Table<'_>, column: u32) -> Option<&'static str> {
    in_cells(table, column).or_else(|| outside(table.sheet).map(|(unit, _)| unit))
}

fn in_cells(table: &Table<'_>, column: u32) -> Option<&'static str> {
    in_head(table, column).or_else(|| at_the_side(table)).or_else(|| above(table))
}

/// What the page says in no cell: its head or foot, a box of text; else the names of the sheet and the file. With the
/// words that say it.
fn outside(sheet: &Sheet) -> Option<(&'static str, String)> {
    let lines = sheet.around.iter().flat_map(|words| words.lines());
    let on_page = lines.filter_map(|line| Some((declared_unit(line)?, line.trim().to_string())));
    let file = sheet.file.rsplit('/').next().unwrap_or_default();
    let names = [&*sheet.name, file].into_iter().filter_map(|name| {
        let (_, bracketed) = name.split_once(['（', '('])?;
        let bare = bracketed.split(['）', ')']).next().unwrap_or_default().trim();
        let unit = UNITS.into_iter().find(|unit| *unit == bare).or_else(|| declared_unit(name))?;
        Some((unit, name.to_string()))
    });
    on_page.chain(names).next()
}

fn of(text: &str) -> Option<&'static str> {
    UNITS.into_iter().find(|unit| text.contains(unit))
}

fn in_head(table: &Table<'_>, column: u32) -> Option<&'static str> {
    let heads = (table.head.top..table.head.body).map(|row| table.sheet.merged(row, column).0);
    let words = heads.flatten().map(CellValue::words);
    let alone = |head: &str| UNITS.into_iter().find(|unit| head.trim() == *unit);
    words.filter_map(|head| alone(&head).or_else(|| head.split_once(OPENS).and_then(|(_, unit)| of(unit)))).next()
}

fn at_the_side(table: &Table<'_>) -> Option<&'static str> {
    let first = |row: u32| table.sheet.row(row).next().map(|(_, value)| value.words());
    let heads = (table.head.top..table.head.body).filter_map(first).filter(|head| head.contains("资金"));
    heads.filter_map(|head| head.split_once(OPENS).and_then(|(_, unit)| of(unit))).next()
}

/// The nearest 单位：元 above the table, else one that stands within it, beside the data.
fn above(table: &Table<'_>) -> Option<&'static str> {
    let texts =
        |row: u32| table.sheet.row(row).map(|(_, value)| value).filter(|value| matches!(value, CellValue::Text(_)));
    let unit = |value: &CellValue| declared_unit(&value.words());
    let rows: Vec<u32> = table.sheet.rows_from(0).take_while(|row| *row < table.head.top).collect();
    let declared = |value: &&CellValue| value.words().contains("单位：") || value.words().contains("单位:");
    let within = || table.rows().flat_map(texts).filter(declared).find_map(unit);
    rows.into_iter().rev().flat_map(texts).find_map(unit).or_else(within)
}

/// What follows 单位： or 金额单位：, where it is a unit of money: 承担单位：元通公司 says none.
fn declared_unit(text: &str) -> Option<&'static str> {
    let (_, unit) = text.split_once("单位")?;
    let unit = unit.trim_start().trim_start_matches(['：', ':']).trim_start();
    let unit = unit.strip_prefix("人民币").unwrap_or(unit);
    UNITS.into_iter().find(|known| unit.strip_prefix(known).is_some_and(|rest| !rest.starts_with(char::is_alphabetic)))
}

/// Two places that say different units; a column of which no cell says the unit.
pub(super) fn note_unit(table: &Table<'_>, column: u32, faults: &mut Faults) {
    let place = table.sheet.place(table.head.top, column);
    let head = table.sheet.words(table.head.top, column);
    let outside = outside(table.sheet);
    let differ =
        |one: Option<&'static str>, other: Option<&'static str>| one.zip(other).filter(|(one, other)| one != other);
    let in_sheet = differ(in_head(table, column), above(table))
        .map(|(own, other)| (own, other, format!("表头写{own}，表上面写{other}")));
    let on_page = || {
        let (unit, words) = outside.clone()?;
        let (own, other) = differ(in_cells(table, column), Some(unit))?;
        Some((own, other, format!("表里写{own}，页眉页脚、文本框、表外的段落或名称里写“{words}”")))
    };
    if let Some((own, other, actual)) = in_sheet.or_else(on_page) {
        faults.add(
            &place,
            Fault::Ambiguous {
                what: "金额的单位".into(),
                actual,
                readings: [own.into(), other.into()],
                taken: true,
                hint: "两处写成一样。".into(),
            },
        );
    }
    let numbers = || table.rows().any(|row| matches!(table.sheet.get(row, column), Some(CellValue::Number(_))));
    if in_cells(table, column).is_none() && numbers() {
        match &outside {
            Some((unit, words)) => {
                faults.read_as(&place, Kind::Unit, &format!("{head}（表外写着“{words}”）"), unit);
            }
            None => faults.read_as(&place, Kind::Unit, &format!("{head}（没有写单位）"), "万元"),
        }
    }
}

/// A year's money that no fund has, where as 元 it could be: the unit is in doubt. Where the table names its unit, that is
/// taken.
pub(super) fn doubt_whole(
    amount: &Sourced<Money>,
    whole: Money,
    projects: usize,
    table: Option<&Table<'_>>,
    faults: &mut Faults,
) {
    /// In 万元: of a whole fund, of one project.
    const IMPROBABLE: [i64; 2] = [10_000_000, 100_000];
    let share = whole.0.checked_div(Decimal::from(projects)).filter(|_| projects > 0);
    let improbable =
        whole.0 >= Decimal::from(IMPROBABLE[0]) || share.is_some_and(|one| one >= Decimal::from(IMPROBABLE[1]));
    let Some(as_yuan) = whole.0.checked_div(Decimal::from(10_000)).filter(|_| improbable) else { return };
    let stated = table.and_then(|table| unit(table, table.head.column(field(TableKind::Execution))?)).is_some();
    let of_each = if projects > 0 { format!("，共{projects}个项目") } else { String::new() };
    faults.add(
        &amount.place,
        Fault::Ambiguous {
            what: "全年预算数".into(),
            actual: format!("{whole}万元{of_each}，大得不像一笔专项资金"),
            readings: [format!("{whole}万元"), format!("{whole}元（{}万元）", plain(as_yuan))],
            taken: stated,
            hint: "核对单位：金额是元的，在表头里写“（元）”，或把数改成万元。".into(),
        },
    );
}

/// A single amount larger than the whole year's, where as 元 it is not: the unit is in doubt.
pub(super) fn doubt_size(amount: &Sourced<Money>, whole: Money, what: &str, faults: &mut Faults) {
    let one = Decimal::from(10_000);
    let Some(as_yuan) = amount.value.0.checked_div(one) else { return };
    if amount.value > whole && !whole.is_zero() && as_yuan <= whole.0 {
        faults.add(
            &amount.place,
            Fault::Ambiguous {
                what: what.to_string(),
                actual: format!("{}，比全年预算数{}万元还大", amount.value, whole),
                readings: [format!("{}万元", amount.value), format!("{}元（{}万元）", amount.value, plain(as_yuan))],
                taken: false,
                hint: "核对单位：金额是元的，在表头里写“（元）”，或把数改成万元。".into(),
            },
        );
    }
}
