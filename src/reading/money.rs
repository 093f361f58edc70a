//! Amounts of money, in the unit that the cell, its head or the line above the table names.

use rust_decimal::Decimal;

use crate::base::characters::bare;
use crate::base::number::plain;
use crate::base::place::Sourced;
use crate::model::money_unit::{MoneyUnit, declared_unit, in_ten_thousands, money_unit, unit_of_head};
use crate::model::number::Money;

use super::faults::Faults;
use super::fields::Table;
use super::likely_heads::AMOUNTS;
use super::normalisation::NormalisationKind as Kind;
use super::recognise::TableKind;
use crate::base::number::within_bounds;
use crate::model::notation;
use crate::sheets::fault::Fault;
use crate::sheets::sheet::{CellValue, Sheet};

/// The field of a kind that holds money; the others have the same unit.
pub(super) fn field(kind: TableKind) -> &'static str {
    match kind {
        TableKind::Projects => "安排资金",
        TableKind::Execution => "预算数",
        TableKind::Documents | TableKind::Allotments => "金额",
        TableKind::Indicators => "",
    }
}

/// Does a cell hold a number, however it is written, or what should have been one?
pub(super) fn is_number(value: &CellValue) -> bool {
    match value {
        CellValue::Text(text) => notation::money(text).is_some(),
        CellValue::Date(_) | CellValue::Lost => false,
        _ => true,
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
        CellValue::Number(number) => Some((*number, "")),
        CellValue::Text(text) => notation::money(text),
        _ => None,
    };
    let read = stated.map(|(number, own)| (number, own, if own.is_empty() { unit(table, column) } else { None }));
    // Told once for the table.
    if let Some((.., Some(MoneyUnit::Unknown(_)))) = read {
        return None;
    }
    let read = read.and_then(|(number, own, stated)| {
        let unit = if own.is_empty() { stated.as_ref().and_then(MoneyUnit::known).unwrap_or("万元") } else { own };
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
    // 〃 means what stands above.
    let is_mark = |c: char| !c.is_alphanumeric() && c != '〃';
    let stroke = !words.trim().is_empty() && words.chars().all(is_mark) || words.trim() == "无";
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
fn unit(table: &Table<'_>, column: u32) -> Option<MoneyUnit> {
    in_cells(table, column).or_else(|| outside(table.sheet).map(|(unit, _)| unit))
}

fn in_cells(table: &Table<'_>, column: u32) -> Option<MoneyUnit> {
    in_head(table, column).or_else(|| beside(table)).or_else(|| at_the_side(table)).or_else(|| above(table))
}

/// What the page says in no cell: its head or foot, a box of text, a comment; else the names of the sheet and the file.
/// With the words that say it.
fn outside(sheet: &Sheet) -> Option<(MoneyUnit, String)> {
    let lines = sheet.around.iter().flat_map(|words| words.lines());
    let on_page = lines.filter_map(|line| Some((declared_unit(line)?, line.trim().to_string())));
    let file = sheet.file.rsplit('/').next().unwrap_or_default();
    let named = [&*sheet.name, file].into_iter().filter_map(|name| {
        let (_, bracketed) = name.split_once(['（', '('])?;
        let bare = bracketed.split(['）', ')']).next().unwrap_or_default().trim();
        let unit = money_unit(bare).map(MoneyUnit::Known).or_else(|| declared_unit(name))?;
        Some((unit, name.to_string()))
    });
    on_page.chain(named).next()
}

fn in_head(table: &Table<'_>, column: u32) -> Option<MoneyUnit> {
    let own = table.head.columns.values().find(|head| head.column == column).map_or(0, |head| head.row);
    // Beside a head that is not merged, as in .csv, its parts stand below blank cells.
    let over = |row: u32| (row < own).then(|| (0..column).rev().find_map(|left| table.sheet.get(row, left))).flatten();
    let heads = (table.head.top..table.head.body).map(|row| table.sheet.merged(row, column).0.or_else(|| over(row)));
    heads.flatten().find_map(|head| unit_of_head(&head.words()))
}

/// 预算数（元） beside 执行数, which says none: the only one that the table's amounts have.
fn beside(table: &Table<'_>) -> Option<MoneyUnit> {
    let amounts = table.head.columns.iter().filter(|(field, _)| AMOUNTS.contains(&field.as_str()));
    let mut units = amounts.filter_map(|(_, column)| in_head(table, column.column));
    let first = units.next()?;
    units.all(|unit| unit.known() == first.known()).then_some(first)
}

fn at_the_side(table: &Table<'_>) -> Option<MoneyUnit> {
    let first = |row: u32| table.sheet.row(row).next().map(|(_, value)| value.words());
    let mut heads = (table.head.top..table.head.body).filter_map(first).filter(|head| head.contains("资金"));
    heads.find_map(|head| unit_of_head(&head))
}

/// The nearest 单位：元 above the table, else one that stands within it, beside the data, or in a note.
fn above(table: &Table<'_>) -> Option<MoneyUnit> {
    let texts =
        |row: u32| table.sheet.row(row).map(|(_, value)| value).filter(|value| matches!(value, CellValue::Text(_)));
    let unit = |value: &CellValue| declared_unit(&value.words());
    let rows: Vec<u32> = table.sheet.rows_from(0).take_while(|row| *row < table.head.top).collect();
    let within = || {
        let body = table.sheet.rows_from(table.head.body).take_while(|row| *row < table.head.end);
        body.flat_map(texts).find_map(unit)
    };
    rows.into_iter().rev().flat_map(texts).find_map(unit).or_else(within)
}

/// A unit that is none of ours; two places that say different units; a column of which no cell says the unit.
pub(super) fn note_unit(table: &Table<'_>, column: u32, faults: &mut Faults) {
    let place = table.sheet.place(table.head.top, column);
    let head = table.sheet.words(table.head.top, column);
    if let Some(MoneyUnit::Unknown(actual)) = unit(table, column) {
        let mut cells = table.sheet.rows_from(0).take_while(|row| *row < table.head.end).flat_map(|row| {
            table.sheet.row(row).map(move |(column, value)| (table.sheet.place(row, column), value.words()))
        });
        let says = cells.find(|(_, words)| bare(words).contains(&actual)).map(|(place, _)| place);
        let expected = "元、千元、万元、百万元、亿元".into();
        let what = "金额的单位".into();
        faults.add(&says.unwrap_or(place), Fault::WrongCell { what, expected, actual });
        return;
    }
    let outside = outside(table.sheet);
    let differ = |one: Option<MoneyUnit>, other: Option<MoneyUnit>| {
        let (one, other) = (one?.known()?, other?.known()?);
        (one != other).then_some((one, other))
    };
    let in_sheet = differ(in_head(table, column), above(table))
        .map(|(own, other)| (own, other, format!("表头写{own}，表上面写{other}")));
    let on_page = || {
        let (unit, words) = outside.clone()?;
        let (own, other) = differ(in_cells(table, column), Some(unit))?;
        Some((own, other, format!("表里写{own}，页眉页脚、文本框、批注、表外的段落或名称里写“{words}”")))
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
    let numbers = || table.rows().any(|row| table.sheet.get(row, column).is_some_and(is_number));
    if in_cells(table, column).is_none() && numbers() {
        match outside.as_ref().and_then(|(unit, words)| Some((unit.known()?, words))) {
            Some((unit, words)) => {
                faults.read_as(&place, Kind::Unit, &format!("{head}（表外写着“{words}”）"), unit);
            }
            None => faults.read_as(&place, Kind::Unit, &format!("{head}（没有写单位）"), "万元"),
        }
    }
}

/// In 万元: what no fund has in a year, and no project.
const IMPROBABLE: [i64; 2] = [10_000_000, 100_000];

/// A year's money that no fund has, where as 元 it could be: the unit is in doubt. Where the table names its unit, that is
/// taken, and where the projects, of which there are so many, come to the same, not asked about. Is it an open question?
pub(super) fn doubt_whole(
    amount: &Sourced<Money>,
    whole: Money,
    (projects, agrees): (usize, bool),
    table: Option<&Table<'_>>,
    faults: &mut Faults,
) -> bool {
    let share = whole.0.checked_div(Decimal::from(projects)).filter(|_| projects > 0);
    let improbable =
        whole.0 >= Decimal::from(IMPROBABLE[0]) || share.is_some_and(|one| one >= Decimal::from(IMPROBABLE[1]));
    let Some(as_yuan) = whole.0.checked_div(Decimal::from(10_000)).filter(|_| improbable) else { return false };
    let stated = table.and_then(|table| unit(table, table.head.column(field(TableKind::Execution))?)).is_some();
    if stated && agrees {
        return false;
    }
    let of_each = if projects > 0 { format!("，共{projects}个项目") } else { String::new() };
    faults.add(
        &amount.place,
        Fault::Ambiguous {
            what: "资金执行表的全年预算数".into(),
            actual: format!("{whole}万元{of_each}，大得不像一笔专项资金"),
            readings: [format!("{whole}万元"), format!("{whole}元（{}万元）", plain(as_yuan))],
            taken: stated,
            hint: UNIT_HINT.into(),
        },
    );
    !stated
}

const UNIT_HINT: &str = "核对单位：金额是元的，在表头里写“（元）”，或把数改成万元。";

/// Amounts of a list that are larger than the whole year's, where as 元 they are not: the unit is in doubt. Where most of the
/// list is larger, it is asked once: of the list, if it names no unit and as 元 comes to the year's money or is more than any
/// fund has, else of the year's money. Is it an open question how the two go together?
pub(super) fn doubt_sizes(
    amounts: &[&Sourced<Money>],
    whole: &Sourced<Money>,
    list: Option<&Table<'_>>,
    faults: &mut Faults,
) -> bool {
    let what = field(TableKind::Projects);
    let in_yuan = |amount: Money| amount.0.checked_div(Decimal::from(10_000));
    let doubtful = |amount: &&&Sourced<Money>| {
        amount.value > whole.value && in_yuan(amount.value).is_some_and(|amount| amount <= whole.value.0)
    };
    let larger: Vec<&Sourced<Money>> = amounts.iter().filter(doubtful).copied().collect();
    if whole.value.is_zero() || larger.is_empty() {
        return false;
    }
    if larger.len() > 1 && 2 * larger.len() >= amounts.len() {
        let sum: Money = amounts.iter().map(|amount| amount.value).sum();
        let as_yuan = in_yuan(sum).unwrap_or_default();
        let stated = list.and_then(|list| unit(list, list.head.column(what)?)).is_some();
        let of_list = !stated && (as_yuan == whole.value.0 || sum.0 >= Decimal::from(IMPROBABLE[0]));
        let actual = format!("全年预算数{}万元，{}个项目的{what}相加是{sum}万元", whole.value, amounts.len());
        if of_list {
            let readings = [format!("相加{sum}万元"), format!("相加{sum}元（{}万元）", plain(as_yuan))];
            let (what, hint) = (what.to_string(), UNIT_HINT.into());
            faults.add(&larger[0].place, Fault::Ambiguous { what, actual, readings, taken: false, hint });
            return true;
        }
        faults.add(
            &whole.place,
            Fault::Ambiguous {
                what: "资金执行表的全年预算数".into(),
                actual,
                readings: [format!("{}万元", whole.value), "这一格的单位或小数点写错了".into()],
                taken: false,
                hint: "对照下达文件核对这一格；项目表的金额是元的，在项目表的表头里写“（元）”。".into(),
            },
        );
        return true;
    }
    for amount in larger {
        let as_yuan = in_yuan(amount.value).unwrap_or_default();
        faults.add(
            &amount.place,
            Fault::Ambiguous {
                what: what.to_string(),
                actual: format!("{}，比全年预算数{}万元还大", amount.value, whole.value),
                readings: [format!("{}万元", amount.value), format!("{}元（{}万元）", amount.value, plain(as_yuan))],
                taken: false,
                hint: UNIT_HINT.into(),
            },
        );
    }
    false
}
