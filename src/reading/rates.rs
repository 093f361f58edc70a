//! Rates and points that a table states of itself: 完成率, 执行率, 分值, 得分.

use rust_decimal::Decimal;

use super::faults::Faults;
use super::fields::Table;
use super::normalisation::NormalisationKind as Kind;
use crate::base::number::plain;
use crate::base::place::Sourced;
use crate::model::notation;
use crate::model::number::{Score, StatedRate, round};
use crate::sheets::fault::Fault;
use crate::sheets::sheet::CellValue;

/// 98%, 0.98 as a percentage, 98 or 0.98 of which nobody says; a stroke, words and nought divided are nothing.
pub(super) fn rate(table: &Table<'_>, row: u32, field: &str, faults: &mut Faults) -> Option<Sourced<StatedRate>> {
    let column = table.head.column(field)?;
    let (value, place) = table.sheet.merged(row, column);
    let is_percent =
        table.sheet.words(table.head.columns[field].row, column).replace('％', "%").replace("100%", "").contains('%');
    let bare = |number: Decimal| StatedRate { percent: number, is_bare: !is_percent };
    let stated = match value? {
        CellValue::Percent(share) => {
            StatedRate { percent: share.checked_mul(Decimal::ONE_HUNDRED)?.normalize(), is_bare: false }
        }
        CellValue::Number(number) => bare(*number),
        CellValue::Text(text) => {
            let measure = notation::measure(text)?;
            match measure.unit.as_str() {
                "%" => StatedRate { percent: measure.value, is_bare: false },
                "" => bare(measure.value),
                _ => return None,
            }
        }
        other => {
            if let Some(fault @ Fault::UncachedFormula { .. }) = other.fault() {
                faults.add(&place, fault);
            }
            return None;
        }
    };
    Some(Sourced::new(stated, place))
}

/// Decimals of points that are kept.
const MOST_DECIMALS: u32 = 8;

/// Points; 25% are 25 of the hundred; blank ones are not given.
pub(super) fn points(table: &Table<'_>, row: u32, field: &str, faults: &mut Faults) -> Option<Sourced<Score>> {
    let column = table.head.column(field)?;
    let (value, place) = table.sheet.merged(row, column);
    let words = value?.words();
    if !words.chars().any(char::is_alphanumeric) {
        return None;
    }
    // 50÷84 has more decimals than any number that is typed.
    let number = words.trim().parse::<Decimal>();
    let shown = number.map_or_else(|_| words.clone(), |number| plain(round(number, MOST_DECIMALS)));
    let measure = notation::measure(&shown).filter(|measure| matches!(measure.unit.as_str(), "" | "分" | "%"));
    match measure.filter(|measure| measure.value >= Decimal::ZERO) {
        Some(measure) => {
            if measure.unit == "%" {
                faults.read_as(&place, Kind::Percent, &words, &format!("{}分", plain(measure.value)));
            }
            Some(Sourced::new(Score(measure.value), place))
        }
        None => {
            let expected = "分数，如 10 或 1.5".to_string();
            faults.add(&place, Fault::WrongCell { what: field.to_string(), expected, actual: words });
            None
        }
    }
}
