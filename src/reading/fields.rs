//! The cells of a table by the names of their columns, and what was understood otherwise than it is written.

use std::collections::BTreeSet;

use crate::base::characters::half_width;
use crate::base::field::Field;
use crate::base::name_marks::bare_name;
use crate::base::place::{Place, Sourced};

use super::faults::Faults;
use super::head::Head;
use super::head_words::{Column, key_over};
use super::leftover;
use super::normalisation::NormalisationKind as Kind;
use super::recognise::{Recognition, TableKind};
use super::title_year::{another, years};
use crate::sheets::fault::Fault;
use crate::sheets::sheet::{CellValue, Sheet};

/// Fields of words that are printed as they stand. Others are held against what they must be.
const NAMES: [&str; 5] = ["项目名称", "单位", "文件名称", "二级指标", "三级指标"];
const EXPLANATION: &str = "说明";
/// Fields that are of the whole year.
const OF_YEAR: [&str; 6] = ["安排资金", "金额", "预算数", "执行数", "指标值", "实际完成值"];

/// The sheet of a kind, with the rows and columns of its head.
pub(crate) struct Table<'a> {
    pub sheet: &'a Sheet,
    pub head: Head,
}

impl Table<'_> {
    /// The rows of the body that hold something: no repeated heads, no notes, nothing of another table below.
    pub(crate) fn rows(&self) -> impl Iterator<Item = u32> + '_ {
        let body = self.sheet.rows_from(self.head.body).take_while(|row| *row < self.head.end);
        body.filter(|row| !self.head.skipped.contains(row))
    }

    /// The head of a sheet that goes on with this one: the next table of its document, as wide and without a head.
    pub(crate) fn going_on(&self, before: Option<&Sheet>, sheet: &Sheet) -> Option<Head> {
        let is_last = before.is_some_and(|before| std::ptr::eq(before, self.sheet));
        let is_next = is_last && sheet.follows && sheet.width() == self.sheet.width();
        let (top, body, end, skipped) = (0, 0, u32::MAX, BTreeSet::new());
        is_next.then(|| Head { top, body, end, skipped, ..self.head.clone() })
    }

    /// Where its heads say another year than this, and of which: 2024年实际完成值.
    pub(crate) fn other_year(&self, year: u16) -> Option<(Place, u16)> {
        let said = self.head.columns.values().flat_map(|column| {
            let place = self.sheet.place(column.row, column.column);
            years(&self.sheet.words(column.row, column.column)).into_iter().map(move |year| (place.clone(), year))
        });
        another(said.collect(), year)
    }

    /// What was made of the head and the rows that are no data.
    pub(crate) fn note_head(&self, kind: TableKind, recognition: &Recognition, faults: &mut Faults) {
        for (field, column) in &self.head.columns {
            let place = self.sheet.place(column.row, column.column);
            let head = self.sheet.words(column.row, column.column);
            if column.rank > 0 {
                faults.read_as(&place, Kind::Head, &head, &recognition.usual(kind, field));
            }
            let is_below = column.row > self.head.top && self.head.top < self.head.body;
            if is_below && self.sheet.get(self.head.top, column.column).is_none() && !column.unclear {
                let (above, _) = self.sheet.merged(self.head.top, column.column);
                let above = above.map_or_else(String::new, CellValue::words);
                faults.read_as(&place, Kind::SubColumn, &tidy(&above), &tidy(&head));
            }
            let what = format!("{}的“{}”", kind.name(), recognition.usual(kind, field));
            if !self.note_interim(&what, field, column, recognition, faults) {
                self.note_rival(&what, column, faults);
            }
        }
        for &row in &self.head.skipped {
            self.note_skipped(row, faults);
        }
    }

    /// 上半年支出 for what is the year's: is it told?
    fn note_interim(
        &self,
        what: &str,
        field: &str,
        column: &Column,
        recognition: &Recognition,
        faults: &mut Faults,
    ) -> bool {
        let over = key_over(self.sheet, column.row, column.column).filter(|_| column.row > self.head.top);
        let own = self.sheet.words(column.row, column.column);
        let mut heads = over.into_iter().chain([own]);
        let Some(actual) = heads.find(|head| OF_YEAR.contains(&field) && recognition.is_interim(head)) else {
            return false;
        };
        let usual = what.rsplit_once('的').map_or(what, |(_, usual)| usual);
        faults.add(
            &self.sheet.place(column.row, column.column),
            Fault::Ambiguous {
                what: format!("{what}这一栏"),
                actual: tidy(&actual),
                readings: ["全年的数".into(), "只是一部分月份的数".into()],
                taken: false,
                hint: format!("没有全年的一栏的，加一栏全年的数；这一栏就是全年的，把表头改成{usual}。"),
            },
        );
        true
    }

    /// Another column may be meant.
    pub(crate) fn note_rival(&self, what: &str, column: &Column, faults: &mut Faults) {
        let Some(rival) = column.rival else { return };
        let [head, other] = [column.column, rival].map(|at| tidy(&self.sheet.merged_words(column.row, at)));
        let name = |at: u32, head: &str| format!("{}“{head}”", self.sheet.naming.cell(column.row, at));
        faults.add(
            &self.sheet.place(column.row, column.column),
            Fault::Ambiguous {
                what: format!("{what}这一栏"),
                readings: [name(column.column, &head), name(rival, &other)],
                actual: format!("{head}、{other}"),
                taken: !column.unclear,
                hint: match column.unclear {
                    true => "几个分栏里没有“合计”：是一笔钱的几部分的，加一栏合计；只用其中一栏的，给它写明“安排资金”“全年”这样的名称。".into(),
                    false => "不是这一栏的，把它的表头改成别的名称，或删去这一列。".into(),
                },
            },
        );
    }

    /// Does any row hold what the table is for? A new year's blank one has names and no more.
    pub(crate) fn is_filled(&self, kind: TableKind) -> bool {
        let fields: &[&str] = match kind {
            TableKind::Projects => &["安排资金"],
            TableKind::Indicators => &["指标值", "实际完成值"],
            TableKind::Execution => &["预算数", "执行数"],
            TableKind::Documents => &["文号"],
            TableKind::Allotments => &["金额"],
        };
        let is_said = |row: u32, field: &&str| {
            let value = self.head.column(field).and_then(|column| self.sheet.get(row, column));
            // A blank one's sum is 0, what is left out a stroke.
            value.is_some_and(|value| value.words().contains(|c: char| c.is_alphanumeric() && c != '0'))
        };
        self.rows().any(|row| fields.iter().any(|field| is_said(row, field)))
    }

    /// A row that is no data.
    pub(crate) fn note_skipped(&self, row: u32, faults: &mut Faults) {
        if let Some((column, first)) = self.sheet.row(row).next() {
            faults.read_as(&self.sheet.place(row, column), Kind::SkippedRow, &first.words(), "");
        }
    }

    pub(crate) fn holds(&self, row: u32, field: &str) -> bool {
        self.head.column(field).is_some_and(|column| self.sheet.get(row, column).is_some())
    }

    /// The field's words as they stand, from the merged area that covers the cell.
    pub(crate) fn words(&self, row: u32, field: &str) -> String {
        self.head.column(field).map(|column| tidy(&self.sheet.merged_words(row, column))).unwrap_or_default()
    }

    /// The field's words, from the merged area that covers the cell; a cell without a value and a blank one are faults.
    pub(crate) fn text(&self, row: u32, field: &str, faults: &mut Faults) -> Option<Sourced<String>> {
        let text = self.optional(row, field, faults)?;
        if text.value.is_empty() {
            faults.add(&text.place, Fault::Blank { what: field.to_string() });
            return None;
        }
        if NAMES.contains(&field) {
            leftover::note(&text.value, &text.place, faults);
        }
        Some(text)
    }

    /// A name without its number and the marks of notes.
    pub(crate) fn name(&self, row: u32, field: &str, faults: &mut Faults) -> Option<Sourced<String>> {
        let name = self.text(row, field, faults)?;
        let bare = bare_name(&name.value);
        faults.read_as(&name.place, Kind::Prefix, &name.value, bare);
        Some(Sourced::new(bare.to_string(), name.place))
    }

    /// Nobody knows which of several columns is the field's, which was told.
    pub(crate) fn is_unclear(&self, field: &str) -> bool {
        self.head.columns.get(field).is_some_and(|column| column.unclear)
    }

    /// What `read` makes of the row's cell: where that is nothing, it is blank, or the reader has told.
    pub(crate) fn field<T>(
        &self,
        row: u32,
        head: &str,
        faults: &mut Faults,
        read: impl FnOnce(&mut Faults) -> Option<Sourced<T>>,
    ) -> Field<T> {
        if self.is_unclear(head) {
            let column = self.head.column(head).unwrap_or_default();
            return Field::Unread(self.sheet.merged(row, column).1);
        }
        let errors = faults.errors;
        let read = read(faults);
        let place = || self.head.column(head).map(|column| self.sheet.merged(row, column).1);
        match (read, place()) {
            (Some(known), _) => Field::Known(known),
            (None, Some(place)) if faults.errors > errors => Field::Unread(place),
            (None, Some(place)) => Field::Blank(place),
            (None, None) => Field::Absent,
        }
    }

    /// The field's words; empty where the cell is.
    pub(crate) fn optional(&self, row: u32, field: &str, faults: &mut Faults) -> Option<Sourced<String>> {
        let column = self.head.column(field)?;
        let (value, place): (Option<&CellValue>, Place) = self.sheet.merged(row, column);
        if let Some(fault) = value.and_then(CellValue::fault) {
            faults.add(&place, fault);
            return None;
        }
        let words = value.map(CellValue::words).unwrap_or_default();
        let text = tidy(&words);
        if self.sheet.holder(row, column) != (row, column) && !text.is_empty() {
            faults.read_as(&place, Kind::Merged, &text, &format!("{text}（合并的各格都是它）"));
        }
        match value {
            Some(CellValue::Percent(share)) => {
                faults.read_as(&place, Kind::Percent, &crate::base::number::plain(*share), &words);
            }
            _ => faults.read_as(&place, Kind::Typing, &words, &text),
        }
        Some(Sourced::new(text, place))
    }

    /// The field's words where something was filled in: a stroke or 无 is nothing.
    pub(crate) fn filled(
        &self,
        row: u32,
        field: &str,
        recognition: &Recognition,
        faults: &mut Faults,
    ) -> Option<Sourced<String>> {
        let text = self.optional(row, field, faults)?;
        if !recognition.is_blank(&text.value) {
            if field == EXPLANATION {
                leftover::note(&text.value, &text.place, faults);
            }
            return Some(text);
        }
        if !text.value.is_empty() {
            faults.read_as(&text.place, Kind::Blank, &text.value, "没有填");
        }
        None
    }
}

/// Without line breaks and outer blanks; blanks between Latin words stay.
pub(crate) fn tidy(text: &str) -> String {
    let is_digit = |c: char| half_width(c).is_ascii_digit();
    text.lines().map(str::trim).fold(String::new(), |text, line| {
        // Two numbers stay two.
        let gap = if text.ends_with(is_digit) && line.starts_with(is_digit) { "　" } else { "" };
        text + gap + line
    })
}
