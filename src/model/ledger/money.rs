//! 资金情况: budget and payments by source, as the region gives them or as the units' forms add up to them.

use crate::base::field::Field;
use crate::base::place::Sourced;
use crate::model::aggregation::{FormAmounts, money};
use crate::model::budget::{ExecutionLine, FundSource, MoneyRow};
use crate::model::figure::{FigureName, Quantity};
use crate::model::number::{Money, Rate};
use crate::model::report::Report;
use crate::model::unit_form::{FormMoney, UnitForm};

use super::Ledger;

impl Ledger {
    pub(super) fn add_execution(&mut self, report: &Report) {
        let (mut budgets, mut executed) = (Vec::new(), Vec::new());
        for source in FundSource::ALL {
            let name = source.name();
            let row = report.execution.rows.iter().find(|row| row.source == Some(source));
            let (a, b) = match row.map(|row| (row, row.line())) {
                Some((_, Some(line))) => self.line(source, line, &report.unit_forms),
                Some((row, None)) => {
                    (self.amount(name, "预算数", &row.budget), self.amount(name, "执行数", &row.executed))
                }
                None => (self.lacking(["资金", name, "预算数"], None), self.lacking(["资金", name, "执行数"], None)),
            };
            let inputs = vec![b.clone(), a.clone()];
            self.rate_of(["资金", name, "执行率"], row.and_then(MoneyRow::rate), inputs);
            budgets.push(a);
            executed.push(b);
        }
        let rule = "中央财政资金＋地方资金＋其他资金";
        let budget = self.sum_of(["资金", "预算数"], report.execution.budget(), rule, budgets);
        let executed = self.sum_of(["资金", "执行数"], report.execution.executed(), rule, executed);
        self.rate_of(["资金", "执行率"], report.execution_rate(), vec![executed, budget]);
    }

    fn line(&mut self, source: FundSource, line: ExecutionLine, forms: &[UnitForm]) -> (FigureName, FigureName) {
        let of_forms = |summed: bool, column: fn(&FormMoney) -> Option<&Sourced<Money>>| {
            if summed { money(forms, source, column).map(|(_, cells)| cells) } else { None }
        };
        let a = of_forms(line.aggregated.budget, |line| line.budget.as_ref());
        let a = self.money_of(source.name(), "预算数", line.budget, a);
        let b = of_forms(line.aggregated.executed, |line| line.executed.as_ref());
        (a, self.money_of(source.name(), "执行数", line.executed, b))
    }

    fn amount(&mut self, source: &str, column: &str, amount: &Field<Money>) -> FigureName {
        match amount {
            Field::Known(amount) => self.read(["资金", source, column], Quantity::Money(amount.value), &amount.place),
            amount => self.lacking(["资金", source, column], amount.place()),
        }
    }

    /// There is no rate where nothing was budgeted.
    fn rate_of<const N: usize>(&mut self, path: [&str; N], rate: Option<Rate>, inputs: Vec<FigureName>) {
        let rule = "全年执行数（B）÷全年预算数（A）";
        match rate {
            Some(rate) => drop(self.derived(path, Quantity::Rate(rate), rule, inputs)),
            None if self.is_unknown(&inputs) => drop(self.underivable(path, inputs)),
            None => {}
        }
    }

    /// An amount of 资金情况, as the region gives it or as the units' cells add up to it.
    fn money_of(
        &mut self,
        source: &str,
        column: &str,
        amount: &Sourced<Money>,
        cells: Option<FormAmounts>,
    ) -> FigureName {
        let quantity = Quantity::Money(amount.value);
        let Some(cells) = cells else { return self.read(["资金", source, column], quantity, &amount.place) };
        let inputs = cells.into_iter().map(|(project, amount)| {
            self.read(["单位自评", &project, source, column], Quantity::Money(amount.value), &amount.place)
        });
        let inputs = inputs.collect();
        self.derived(["资金", source, column], quantity, "各单位自评表相加", inputs)
    }
}
