//! The execution table: budget and payments by source of funds.

use crate::model::budget::{Execution, ExecutionLine};

use super::fault::Fault;
use super::money::amount;
use super::recognise::{Recognition, head_key, meaning};
use super::{Faults, Table};

pub(crate) fn read(table: &Table<'_>, recognition: &Recognition, faults: &mut Faults) -> Option<Execution> {
    let (budget, executed) = (table.head.column("预算数")?, table.head.column("执行数")?);
    let (mut total, mut central, mut local, mut other) = (None, None, None, None);
    for row in table.rows() {
        let label = head_key(&table.sheet.words(row, 0));
        let label = label.strip_prefix("其中").unwrap_or(&label);
        let Some(source) = meaning(&recognition.fund_rows, label) else {
            continue;
        };
        let slot = match source {
            "年度资金总额" => &mut total,
            "中央财政资金" => &mut central,
            "地方资金" => &mut local,
            _ => &mut other,
        };
        let a = amount(table, row, budget, "全年预算数", faults);
        let b = amount(table, row, executed, "全年执行数", faults);
        if slot.is_some() {
            let first = table.sheet.place(row, 0);
            faults.add(&table.sheet.place(row, 0), Fault::GivenTwice { what: format!("“{source}”"), first });
        }
        *slot = Some(a.zip(b).map(|(budget, executed)| ExecutionLine { budget, executed }));
    }
    let mut line = |slot: Option<Option<ExecutionLine>>, what: &str| {
        if slot.is_none() {
            let what = format!("资金执行表的“{what}”一行");
            faults.add(&table.sheet.place(table.head.body, 0), Fault::Blank { what });
        }
        slot.flatten()
    };
    let (central, local, other) = (line(central, "中央财政资金"), line(local, "地方资金"), line(other, "其他资金"));
    Some(Execution { stated_total: total.flatten(), central: central?, local: local?, other: other? })
}
