//! The table of documents that hand the money down.

use crate::base::characters::half_width;
use crate::base::field::Rows;
use crate::base::place::Sourced;
use crate::model::budget::{AllocationDocument, AllocationLevel};

use super::date;
use super::faults::Faults;
use super::fields::Table;
use super::money::amount;
use super::normalisation::NormalisationKind as Kind;
use super::recognise::Recognition;
use crate::sheets::fault::Fault;

pub(crate) fn read(table: &Table<'_>, recognition: &Recognition, faults: &mut Faults) -> Rows<AllocationDocument> {
    let mut documents = Rows::default();
    for row in table.rows() {
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
    let level = table.text(row, "层级", faults).and_then(|text| level(text, recognition, faults));
    let title = table.text(row, "文件名称", faults).map(|title| {
        let bare = title.value.trim_start_matches('《').trim_end_matches('》').to_string();
        faults.read_as(&title.place, Kind::Typing, &title.value, &bare);
        Sourced::new(bare, title.place)
    });
    let number = table.text(row, "文号", faults).map(|number| {
        let official = with_official_brackets(&number.value);
        faults.read_as(&number.place, Kind::Typing, &number.value, &official);
        Sourced::new(official, number.place)
    });
    let date = table.field(row, "印发日期", faults, |faults| {
        let text = table.filled(row, "印发日期", recognition, faults)?;
        let (value, _) = table.sheet.merged(row, table.head.column("印发日期")?);
        date::read(value?, &text.place, faults)
    });
    let amount = table.field(row, "金额", faults, |faults| {
        table.filled(row, "金额", recognition, faults)?;
        amount(table, row, table.head.column("金额")?, "金额", faults)
    });
    Some(AllocationDocument { level: level?, title: title?, number: number?, date, amount })
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

fn level(text: Sourced<String>, recognition: &Recognition, faults: &mut Faults) -> Option<Sourced<AllocationLevel>> {
    let level = match recognition.levels.meaning(&text.value) {
        Some("中央") => AllocationLevel::Central,
        Some(_) => AllocationLevel::Provincial,
        None => {
            let expected = "中央、省级".to_string();
            faults.add(&text.place, Fault::WrongCell { what: "层级".into(), expected, actual: text.value });
            return None;
        }
    };
    faults.read_as(&text.place, Kind::Synonym, &text.value, level.name());
    Some(Sourced::new(level, text.place))
}
