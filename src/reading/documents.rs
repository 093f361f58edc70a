//! The table of documents that hand the money down.

use crate::base::characters::half_width;
use crate::base::field::Rows;
use crate::base::place::Sourced;
use crate::model::budget::AllocationDocument;
use crate::model::number::Money;
use crate::model::term::Term;

use super::date;
use super::faults::Faults;
use super::fields::Table;
use super::money::amount;
use super::normalisation::NormalisationKind as Kind;
use super::recognise::Recognition;
use super::unknown_word::{of_no_level, unknown};
use crate::base::text_part::TextPart;
use crate::prose::citations::document_numbers;
use crate::sheets::fault::Fault;

/// Words of a title that takes money back.
const TAKING_BACK: [&str; 8] = ["收回", "收缴", "扣回", "扣减", "核减", "调减", "追减", "退回"];

/// Tables of one shape are one: a sheet for each level, a file for each batch.
pub(crate) fn read(tables: &[Table<'_>], recognition: &Recognition, faults: &mut Faults) -> Rows<AllocationDocument> {
    let mut documents = Rows::default();
    for (table, row) in tables.iter().flat_map(|table| table.rows().map(move |row| (table, row))) {
        // 合计 under the documents: what it sums up is checked against the budget.
        if table.sheet.row(row).any(|(_, value)| recognition.is_total(&value.words())) {
            table.note_skipped(row, faults);
            continue;
        }
        match document(table, row, recognition, faults) {
            Some(document) => documents.push(document),
            None => documents.push_unread(table.sheet.place(row, 0)),
        }
    }
    documents
}

fn document(table: &Table<'_>, row: u32, recognition: &Recognition, faults: &mut Faults) -> Option<AllocationDocument> {
    let level = match table.head.column("层级") {
        Some(_) => table.text(row, "层级", faults),
        None => issuer(table, row, faults),
    };
    let level = level.and_then(|text| level_of(text, recognition, faults));
    let (title, number) = title_and_number(table, row, faults);
    let date = table.field(row, "印发日期", faults, |faults| {
        let text = table.filled(row, "印发日期", recognition, faults)?;
        let (value, _) = table.sheet.merged(row, table.head.column("印发日期")?);
        date::read(value?, &text.place, faults)
    });
    let amount = table.field(row, "金额", faults, |faults| {
        table.filled(row, "金额", recognition, faults)?;
        amount(table, row, table.head.column("金额")?, "金额", faults)
    });
    if let (Some(taken), Some(title)) = (amount.known().filter(|amount| amount.value < Money::ZERO), &title)
        && !TAKING_BACK.iter().any(|word| title.value.contains(word))
    {
        let positive = Money::ZERO - taken.value;
        faults.add(
            &taken.place,
            Fault::Ambiguous {
                what: "金额是负数，".into(),
                actual: format!("{}", taken.value),
                readings: [format!("收回资金{positive}万元"), format!("下达资金{positive}万元，多写了负号")],
                taken: true,
                hint: "是收回的，可以接受；不是的，删去负号。".into(),
            },
        );
    }
    let money = table.field(row, "资金来源", faults, |faults| {
        let words = table.filled(row, "资金来源", recognition, faults)?;
        let Some(Some(money)) = recognition.money_row(&words.value) else {
            faults.add(&words.place, unknown("资金来源", &words.value, &recognition.rules.money_rows));
            return None;
        };
        faults.read_as(&words.place, Kind::Synonym, &words.value, &money);
        Some(Sourced::new(money, words.place))
    });
    Some(AllocationDocument { level: level?, title: title?, number: number?, date, amount, money })
}

/// Each from its column, or both from one: 《关于…的通知》（新财教〔2025〕65号）.
fn title_and_number(
    table: &Table<'_>,
    row: u32,
    faults: &mut Faults,
) -> (Option<Sourced<String>>, Option<Sourced<String>>) {
    let joint = table.head.column("文件名称") == table.head.column("文号");
    let title = table.text(row, "文件名称", faults);
    let (title, number) = match title {
        Some(both) if joint => match parted(&both.value) {
            Some((title, number)) => {
                let place = both.place.clone();
                (Some(Sourced::new(title, both.place)), Some(Sourced::new(number, place)))
            }
            None => {
                faults.add(
                    &both.place,
                    Fault::WrongCell {
                        what: "文件名称及文号".into(),
                        expected: "《文件名称》（文号），如《关于下达…的通知》（新财教〔2025〕65号）".into(),
                        actual: both.value,
                    },
                );
                (None, None)
            }
        },
        title => (title, if joint { None } else { table.text(row, "文号", faults) }),
    };
    let title = title.map(|title| {
        let bare = title.value.trim_start_matches('《').trim_end_matches('》').to_string();
        faults.read_as(&title.place, Kind::Typing, &title.value, &bare);
        Sourced::new(bare, title.place)
    });
    let number = number.map(|number| {
        let official = with_official_brackets(&number.value);
        faults.read_as(&number.place, Kind::Typing, &number.value, &official);
        Sourced::new(official, number.place)
    });
    (title, number)
}

/// The name before the last number of a document in the cell, and the number.
fn parted(both: &str) -> Option<(String, String)> {
    let number = document_numbers(both).pop()?;
    let (before, after) = (both.part(..number.range.start), both.part(number.range.end..));
    let title = before.trim_end_matches(|c: char| c.is_whitespace() || "（([【，,、".contains(c));
    let rest = after.trim_start_matches(|c: char| c.is_whitespace() || "）)]】".contains(c));
    let title = if title.is_empty() { rest } else { title };
    (!title.is_empty()).then(|| (title.to_string(), number.text))
}

/// 新财教[2025]65号 and 新财教【２０２５】６５号 → 新财教〔2025〕65号.
fn with_official_brackets(number: &str) -> String {
    let plain: String = number.chars().map(half_width).collect();
    let year = |open: char, close: char| {
        let (issuer, rest) = plain.split_once(open)?;
        let (year, serial) = rest.split_once(close)?;
        let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
        is_year.then(|| format!("{issuer}〔{year}〕{serial}"))
    };
    let pairs = [('〔', '〕'), ('[', ']'), ('【', '】'), ('〖', '〗'), ('「', '」')];
    pairs.into_iter().find_map(|(open, close)| year(open, close)).unwrap_or_else(|| number.to_string())
}

/// Who issued it, where no column says: what the title begins with.
fn issuer(table: &Table<'_>, row: u32, faults: &mut Faults) -> Option<Sourced<String>> {
    let title = table.text(row, "文件名称", &mut Faults::default())?;
    let issuer = title.value.trim_start_matches('《').split("关于").next().unwrap_or_default().trim().to_string();
    faults.read_as(&title.place, Kind::Issuer, &title.value, &issuer);
    Some(Sourced::new(issuer, title.place))
}

/// 财政部, 科技部: where several issued it, the first.
fn level_of(text: Sourced<String>, recognition: &Recognition, faults: &mut Faults) -> Option<Sourced<Term>> {
    let first = text.value.split(['、', ' ', '　', '，', ',']).find(|word| !word.is_empty()).unwrap_or_default();
    let Some(level) = recognition.level(&text.value).or_else(|| recognition.level(first)) else {
        let elsewhere = [text.value.as_str(), first].into_iter().find_map(|word| recognition.level_elsewhere(word));
        faults.add(
            &text.place,
            match elsewhere {
                Some(level) => of_no_level(level, &recognition.rules.levels),
                None => unknown("层级", &text.value, &recognition.rules.levels),
            },
        );
        return None;
    };
    faults.read_as(&text.place, Kind::Synonym, &text.value, level);
    Some(Sourced::new(level.clone(), text.place))
}
