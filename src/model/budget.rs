//! Money handed down (下达文件) and money spent (预算执行).

use crate::base::date::Date;
use crate::base::figure_id::Role;

use super::fund_rules::TOTAL_MONEY;
use super::number::{Money, Rate, Score, StatedRate};
use super::term::Term;
use crate::base::field::{Field, Rows};
use crate::base::place::{Place, Sourced};

/// 下达文件: a document that hands money down.
#[derive(Debug, Clone, PartialEq)]
pub struct AllocationDocument {
    /// Whose document it is: 中央, 省级.
    pub level: Sourced<Term>,
    /// 发文单位, where the table or the document's own title names the office.
    pub issuer: Option<Sourced<String>>,
    /// 文件名称, without 《》.
    pub title: Sourced<String>,
    /// 文号 as typed.
    pub number: Sourced<String>,
    pub date: Field<Date>,
    pub amount: Field<Money>,
    /// Whose money it carries; where nothing is said, the fund's own.
    pub money: Field<Term>,
}

impl AllocationDocument {
    /// Does it hand down the money of this row, where the fund's own is `own`?
    pub fn carries(&self, row: &Term, own: &Term) -> bool {
        self.money.value().unwrap_or(own) == row
    }

    /// What was left blank, which a report may do without, with its cell; where the table has no such column, the title's.
    pub fn blanks(&self) -> impl Iterator<Item = (Role, &Place)> {
        let fields = [
            (Role::Issued, self.date.is_blank(), self.date.place()),
            (Role::Amount, self.amount.is_blank(), self.amount.place()),
        ];
        let blank = fields.into_iter().filter(|(_, is_blank, _)| *is_blank);
        blank.map(|(role, _, place)| (role, place.unwrap_or(&self.title.place)))
    }
}

/// 资金执行: budget (A) and actual payments (B, form note 3) by source of funds.
#[derive(Debug, Clone, PartialEq)]
pub struct Execution {
    /// 年度资金总额 as the table states it, where it does.
    pub stated_total: Option<MoneyRow>,
    /// One of each of the fund's rows, in their order.
    pub rows: Rows<MoneyRow>,
    /// Parts of rows: 省级资金 of 地方资金.
    pub details: Vec<MoneyRow>,
}

impl Execution {
    /// It is not known what the amounts are: what is made of them waits.
    pub fn put_in_doubt(&mut self) {
        for row in self.rows.iter_mut().chain(&mut self.details).chain(&mut self.stated_total) {
            for amount in [&mut row.budget, &mut row.executed] {
                if let Field::Known(Sourced { place, .. }) = amount {
                    *amount = Field::Unread(place.clone());
                }
            }
        }
    }

    /// Does the table say of each row that all its money came?
    pub fn is_received(&self) -> bool {
        let came = |row: &MoneyRow| match row.received.value() {
            Some(received) => Some(received) == row.budget.value(),
            None => row.budget.value().is_some_and(|budget| budget.is_zero()),
        };
        self.budget().is_some() && self.rows.iter().all(came)
    }

    /// All rows, where nothing of them is missing.
    pub fn lines(&self) -> Option<Vec<ExecutionLine<'_>>> {
        let lines: Option<Vec<_>> = self.rows.iter().map(MoneyRow::line).collect();
        lines.filter(|_| !self.rows.is_absent())
    }

    pub fn is_whole(&self) -> bool {
        self.lines().is_some()
    }

    /// 全年预算数 A: always the sum of its parts.
    pub fn budget(&self) -> Option<Money> {
        self.sum(|row| &row.budget)
    }

    /// 全年执行数 B: always the sum of its parts.
    pub fn executed(&self) -> Option<Money> {
        self.sum(|row| &row.executed)
    }

    /// 预算执行率 B÷A; `None` where nothing was budgeted.
    pub fn rate(&self) -> Option<Rate> {
        self.executed()?.ratio_to(self.budget()?)
    }

    /// A sum of which not all is known is not known.
    fn sum(&self, column: impl Fn(&MoneyRow) -> &Field<Money>) -> Option<Money> {
        let sum = self.rows.iter().map(|row| column(row).value().copied()).sum::<Option<Money>>();
        sum.filter(|_| !self.rows.is_absent())
    }
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct MoneyRow {
    /// `None`: 年度资金总额.
    pub source: Option<Term>,
    pub budget: Field<Money>,
    pub executed: Field<Money>,
    /// 年初预算数, where the table has such a column.
    pub initial: Field<Money>,
    /// 到位数.
    pub received: Field<Money>,
    /// 执行率 as the table states it.
    pub own_rate: Field<StatedRate>,
    /// 分值 and 得分 of the row.
    pub weight: Field<Score>,
    pub points: Field<Score>,
    /// The region's cells are blank: the amounts are the units' forms added up.
    pub aggregated: Aggregated,
}

/// A row of which both amounts are known.
#[derive(Debug, Clone, Copy)]
pub struct ExecutionLine<'a> {
    pub source: Option<&'a Term>,
    pub budget: &'a Sourced<Money>,
    pub executed: &'a Sourced<Money>,
    pub aggregated: Aggregated,
}

/// Which amounts of a line are added up from the units' forms.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Aggregated {
    pub budget: bool,
    pub executed: bool,
}

impl MoneyRow {
    pub fn line(&self) -> Option<ExecutionLine<'_>> {
        let MoneyRow { source, budget, executed, aggregated, .. } = self;
        let [budget, executed] = [budget, executed].map(Field::known);
        Some(ExecutionLine { source: source.as_ref(), budget: budget?, executed: executed?, aggregated: *aggregated })
    }

    pub fn rate(&self) -> Option<Rate> {
        self.line().and_then(|line| line.rate())
    }
}

impl<'a> ExecutionLine<'a> {
    /// What the row is called.
    pub fn name(&self) -> &'a str {
        self.source.map_or(TOTAL_MONEY, |source| source.name())
    }

    pub fn rate(&self) -> Option<Rate> {
        self.executed.value.ratio_to(self.budget.value)
    }
}
