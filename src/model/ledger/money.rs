//! 资金情况: budget and payments by source, as the region gives them or as the units' forms add up to them.

use std::sync::Arc;

use crate::base::field::Field;
use crate::base::figure_id::{FigureId, Role, Subject};
use crate::base::place::Sourced;
use crate::model::aggregation::{FormAmounts, money};
use crate::model::budget::{ExecutionLine, MoneyRow};
use crate::model::derivation::{Addends, Column, Derivation};
use crate::model::figure::Quantity;
use crate::model::number::{Money, Rate};
use crate::model::report::Report;
use crate::model::term::Term;
use crate::model::unit_form::{FormMoney, UnitForm};

use super::Ledger;

type Amounts = fn(&MoneyRow) -> &Field<Money>;

impl Ledger {
    pub(super) fn add_execution(&mut self, report: &Report) {
        let (mut budgets, mut executed) = (Vec::new(), Vec::new());
        let subjects = Arc::clone(&self.subjects);
        for (source, subject) in report.rules.money_rows.iter().zip(&subjects.money_rows) {
            let row = report.execution.rows.iter().find(|row| row.source.as_ref() == Some(source));
            let (a, b) = match row.map(|row| (row, row.line())) {
                Some((_, Some(line))) => self.line(source, subject, line, &report.unit_forms),
                Some((row, None)) => (
                    self.amount(self.id(subject, Role::Budget), &row.budget),
                    self.amount(self.id(subject, Role::Executed), &row.executed),
                ),
                None => {
                    let [a, b] = [Role::Budget, Role::Executed].map(|role| self.id(subject, role));
                    (self.unread(a, None), self.unread(b, None))
                }
            };
            let inputs = vec![b.clone(), a.clone()];
            self.rate_of(self.id(subject, Role::ExecutionRate), row.and_then(MoneyRow::rate), inputs);
            budgets.push(a);
            executed.push(b);
        }
        for (row, subject) in report.execution.details.iter().zip(&subjects.money_details) {
            let a = self.amount(self.id(subject, Role::Budget), &row.budget);
            let b = self.amount(self.id(subject, Role::Executed), &row.executed);
            self.rate_of(self.id(subject, Role::ExecutionRate), row.rate(), vec![b, a]);
        }
        self.add_besides(report);
        let names: Vec<Arc<str>> = report.rules.money_rows.iter().map(Arc::from).collect();
        let fund = |role| self.subjects.id(&Subject::Fund, role);
        let (all_budget, all_executed, rate) = (fund(Role::Budget), fund(Role::Executed), fund(Role::ExecutionRate));
        let budget = self.sum_of(all_budget, report.execution.budget(), Addends::MoneyRows(names.clone()), budgets);
        let executed = self.sum_of(all_executed, report.execution.executed(), Addends::MoneyRows(names), executed);
        self.rate_of(rate, report.execution_rate(), vec![executed, budget]);
    }

    /// 年初预算数 and 到位数, where the table has them; of the fund, their sums where it has all of them, else what it states.
    fn add_besides(&mut self, report: &Report) {
        let subjects = Arc::clone(&self.subjects);
        let columns: [(Role, Amounts); 2] =
            [(Role::Initial, |row| &row.initial), (Role::Received, |row| &row.received)];
        let execution = &report.execution;
        let details = execution.details.iter().zip(&subjects.money_details);
        for (role, column) in columns {
            let mut sum = Some(Money::ZERO);
            let mut inputs = Vec::new();
            for (row, subject) in execution.rows.iter().zip(&subjects.money_rows) {
                let amount = column(row);
                sum = sum.zip(amount.value().copied()).map(|(sum, one)| sum + one);
                if !amount.is_blank() {
                    inputs.push(self.amount(self.id(subject, role.clone()), amount));
                }
            }
            for (row, subject) in details.clone().filter(|(row, _)| !column(row).is_blank()) {
                self.amount(self.id(subject, role.clone()), column(row));
            }
            let id = self.id(&Subject::Fund, role.clone());
            let stated = execution.stated_total.as_ref().map(column);
            match (sum.filter(|_| !inputs.is_empty()), stated.and_then(Field::known)) {
                (Some(sum), _) => {
                    let names = report.rules.money_rows.iter().map(Arc::from).collect();
                    drop(self.derived(id, Quantity::Money(sum), Derivation::Sum(Addends::MoneyRows(names)), inputs));
                }
                (None, Some(stated)) => drop(self.read(id, Quantity::Money(stated.value), &stated.place)),
                (None, None) => {}
            }
        }
    }

    fn line(
        &mut self,
        source: &Term,
        subject: &Subject,
        line: ExecutionLine,
        forms: &[UnitForm],
    ) -> (FigureId, FigureId) {
        let of_forms = |summed: bool, column: fn(&FormMoney) -> Option<&Sourced<Money>>| {
            if summed { money(forms, source, column)?.ok().map(|(_, cells)| cells) } else { None }
        };
        let a = of_forms(line.aggregated.budget, |line| line.budget.as_ref());
        let a = self.money_of(self.id(subject, Role::Budget), line.budget, a);
        let b = of_forms(line.aggregated.executed, |line| line.executed.as_ref());
        (a, self.money_of(self.id(subject, Role::Executed), line.executed, b))
    }

    fn amount(&mut self, id: FigureId, amount: &Field<Money>) -> FigureId {
        match amount {
            Field::Known(amount) => self.read(id, Quantity::Money(amount.value), &amount.place),
            amount => self.unread(id, amount.place()),
        }
    }

    /// There is no rate where nothing was budgeted.
    fn rate_of(&mut self, id: FigureId, rate: Option<Rate>, inputs: Vec<FigureId>) {
        let by = Derivation::Ratio { part: Column::Executed, whole: Column::Budget };
        match rate {
            Some(rate) => drop(self.derived(id, Quantity::Rate(rate), by, inputs)),
            None if self.is_unknown(&inputs) => drop(self.underivable(id, inputs)),
            None => {}
        }
    }

    /// An amount of 资金情况, as the region gives it or as the units' cells add up to it.
    fn money_of(&mut self, id: FigureId, amount: &Sourced<Money>, cells: Option<FormAmounts>) -> FigureId {
        let quantity = Quantity::Money(amount.value);
        let Some(cells) = cells else { return self.read(id, quantity, &amount.place) };
        let subjects = Arc::clone(&self.subjects);
        let inputs = cells.into_iter().map(|((form, row), amount)| {
            let cell = subjects.id(&subjects.form_money(form, row), id.role.clone());
            self.read(cell, Quantity::Money(amount.value), &amount.place)
        });
        let inputs = inputs.collect();
        self.derived(id, quantity, Derivation::Sum(Addends::Forms), inputs)
    }
}
