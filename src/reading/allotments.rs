//! The table of what each area gets.

use crate::base::field::{Field, Rows};
use crate::model::allotment::{Allotment, Allotments};

use super::faults::Faults;
use super::fields::Table;
use super::money::amount;
use super::recognise::Recognition;
use crate::sheets::fault::Fault;

pub(crate) fn read(tables: &[Table<'_>], recognition: &Recognition, faults: &mut Faults) -> Allotments {
    let mut read = Allotments { stated_total: Field::Absent, rows: Rows::default() };
    for (table, row) in tables.iter().flat_map(|table| table.rows().map(move |row| (table, row))) {
        let holds = |field: &str| table.holds(row, field);
        if !holds("地区") && !holds("金额") {
            table.note_skipped(row, faults);
            continue;
        }
        let money = |faults: &mut Faults| amount(table, row, table.head.column("金额")?, "金额", faults);
        // The label may stand under 序号.
        let labels = || table.sheet.row(row).map(|(_, value)| value.words());
        if labels().any(|label| recognition.is_subtotal(&label)) {
            table.note_skipped(row, faults);
            continue;
        }
        if labels().any(|label| recognition.is_total(&label)) {
            let total = table.field(row, "金额", faults, money);
            match (read.stated_total.known(), total) {
                (Some(first), Field::Known(again)) if tables.len() == 1 && first.value != again.value => {
                    let first = first.place.clone();
                    faults.add(&again.place, Fault::GivenTwice { what: "不同的合计".into(), first });
                }
                // Each of several sheets has its own.
                _ if tables.len() > 1 => {}
                (_, total) => read.stated_total = total,
            }
            continue;
        }
        let errors = faults.errors;
        let area = table.field(row, "地区", faults, |faults| table.name(row, "地区", faults));
        let amount = table.field(row, "金额", faults, money);
        read.rows.push(Allotment { area, amount });
        if faults.errors > errors {
            read.rows.push_unread(table.sheet.place(row, 0));
        }
    }
    read
}
