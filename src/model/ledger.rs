//! The ledger: every figure of the report under the name by which texts show it, with what it was read from or
//! derived from. Values come from the model's own methods; here they get names and chains, nothing is computed
//! a second way.

mod money;
mod projects;
mod scores;

use std::collections::BTreeMap;

use super::aggregation::{Method, Part as FormPart};
use super::budget::{AllocationDocument, AllocationLevel};
use super::figure::{Figure, FigureName, Origin, Quantity};
use super::indicator::{Indicator, IndicatorRow, Target};
use super::number::Money;
use super::report::Report;
use crate::base::field::Field;
use crate::base::place::{Place, Sourced};

/// Figures in the order in which the report speaks of them.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    figures: Vec<Figure>,
    by_name: BTreeMap<FigureName, usize>,
    unknown: BTreeMap<FigureName, Unknown>,
}

/// Why a figure is not known.
#[derive(Debug, Clone, PartialEq)]
pub enum Unknown {
    /// Nothing could be read, or reckoned, of what stands here.
    Unread(Option<Place>),
    /// Some of these are unknown.
    Derived(Vec<FigureName>),
}

impl Ledger {
    pub fn of(report: &Report) -> Ledger {
        let mut ledger = Ledger::default();
        ledger.add_profile(report);
        ledger.add_documents(report);
        ledger.add_execution(report);
        ledger.add_projects(report);
        ledger.add_indicators(report);
        ledger.add_scores(report);
        ledger.add_extra(report);
        ledger
    }

    pub fn figures(&self) -> &[Figure] {
        &self.figures
    }

    pub fn get(&self, name: &FigureName) -> Option<&Figure> {
        self.by_name.get(name).map(|&index| &self.figures[index])
    }

    /// Figures that there would be, had what they are made of been read. Of each the reader or the audit has said why.
    pub fn unknown(&self) -> &BTreeMap<FigureName, Unknown> {
        &self.unknown
    }

    /// What an unknown figure is unknown for: those of its inputs that could not be read, with their places.
    pub fn roots<'a>(&'a self, name: &'a FigureName) -> Vec<(&'a FigureName, Option<&'a Place>)> {
        let mut roots = Vec::new();
        let mut open = vec![name];
        while let Some(name) = open.pop() {
            match self.unknown.get(name) {
                Some(Unknown::Unread(place)) if roots.iter().all(|(known, _)| *known != name) => {
                    roots.push((name, place.as_ref()));
                }
                // Taken from the end, so pushed backwards.
                Some(Unknown::Derived(inputs)) => open.extend(inputs.iter().rev()),
                _ => {}
            }
        }
        roots
    }

    /// Figures whose name contains `term`, or else whose shown value is `term`.
    pub fn find(&self, term: &str) -> Vec<&Figure> {
        let by = |matches: &dyn Fn(&Figure) -> bool| self.figures.iter().filter(|f| matches(f)).collect::<Vec<_>>();
        let exact = by(&|figure| figure.name.to_string() == term);
        if !exact.is_empty() {
            return exact;
        }
        let named = by(&|figure| figure.name.to_string().contains(term));
        if !named.is_empty() {
            return named;
        }
        by(&|figure| figure.quantity.to_string() == term)
    }

    fn add(&mut self, name: FigureName, quantity: Quantity, origin: Origin) -> FigureName {
        // Two projects may bear one name (the audit tells): the first keeps it.
        if !self.by_name.contains_key(&name) {
            self.by_name.insert(name.clone(), self.figures.len());
            self.figures.push(Figure { name: name.clone(), quantity, origin });
        }
        name
    }

    fn read<const N: usize>(&mut self, path: [&str; N], quantity: Quantity, place: &Place) -> FigureName {
        self.add(FigureName::new(path), quantity, Origin::Read(place.clone()))
    }

    fn lacking<const N: usize>(&mut self, path: [&str; N], place: Option<&Place>) -> FigureName {
        let name = FigureName::new(path);
        self.unknown.insert(name.clone(), Unknown::Unread(place.cloned()));
        name
    }

    fn underivable<const N: usize>(&mut self, path: [&str; N], inputs: Vec<FigureName>) -> FigureName {
        let name = FigureName::new(path);
        self.unknown.insert(name.clone(), Unknown::Derived(inputs));
        name
    }

    fn is_unknown(&self, inputs: &[FigureName]) -> bool {
        inputs.iter().any(|input| self.unknown.contains_key(input))
    }

    /// A figure of which an input is unknown is itself unknown.
    fn derived<const N: usize>(
        &mut self,
        path: [&str; N],
        quantity: Quantity,
        rule: &str,
        inputs: Vec<FigureName>,
    ) -> FigureName {
        if self.is_unknown(&inputs) {
            return self.underivable(path, inputs);
        }
        self.add(FigureName::new(path), quantity, Origin::Derived { rule: rule.to_string(), inputs })
    }

    /// A sum of which not all is known is not known.
    fn sum_of<const N: usize>(
        &mut self,
        path: [&str; N],
        sum: Option<Money>,
        rule: &str,
        inputs: Vec<FigureName>,
    ) -> FigureName {
        match sum {
            Some(sum) => self.derived(path, Quantity::Money(sum), rule, inputs),
            None => self.underivable(path, inputs),
        }
    }

    fn add_profile(&mut self, report: &Report) {
        let profile = &report.profile;
        let year = &profile.year;
        self.read(["年度"], Quantity::Words(year.value.to_string()), &year.place);
        for (name, text) in profile.words() {
            match text {
                Field::Known(text) => self.read([name], Quantity::Words(text.value.clone()), &text.place),
                text => self.lacking([name], text.place()),
            };
        }
        if let Some(label) = &profile.attachment_label {
            self.read(["附件标识"], Quantity::Words(label.value.clone()), &label.place);
        }
        self.read(["成文日期"], Quantity::Words(profile.date.value.to_string()), &profile.date.place);
    }

    fn add_documents(&mut self, report: &Report) {
        for level in AllocationLevel::ALL {
            let mut amounts = Vec::new();
            let mut total = Money::ZERO;
            for document in report.documents.iter().filter(|document| document.level.value == level) {
                let number = document.number.value.as_str();
                self.read(
                    ["下达文件", number, "文件名称"],
                    Quantity::Words(document.title.value.clone()),
                    &document.title.place,
                );
                self.read(["下达文件", number, "文号"], Quantity::Words(number.to_string()), &document.number.place);
                match &document.date {
                    Field::Known(date) => {
                        let shown = Quantity::Words(date.value.to_string());
                        self.read(["下达文件", number, "印发日期"], shown, &date.place);
                    }
                    date => drop(self.unread(document, "印发日期", date.unread())),
                }
                match &document.amount {
                    Field::Known(amount) => {
                        total = total + amount.value;
                        let shown = Quantity::Money(amount.value);
                        amounts.push(self.read(["下达文件", number, "金额"], shown, &amount.place));
                    }
                    amount => amounts.extend(self.unread(document, "金额", amount.unread())),
                }
            }
            let has_none = report.levels_without_documents().any(|without| without == level);
            if has_none || !report.documents.is_whole() {
                self.lacking(["下达合计", level.name()], None);
                continue;
            }
            if !amounts.is_empty() {
                let rule = format!("{}下达文件的金额相加", level.name());
                self.derived(["下达合计", level.name()], Quantity::Money(total), &rule, amounts);
            }
        }
    }

    /// A field of a document, where its cell could not be read. A blank one may not be wanted.
    fn unread(&mut self, document: &AllocationDocument, field: &str, cell: Option<&Place>) -> Option<FigureName> {
        Some(self.lacking(["下达文件", &document.number.value, field], Some(cell?)))
    }

    fn add_indicators(&mut self, report: &Report) {
        for row in &report.indicators {
            let Some(indicator) = row.whole() else {
                self.add_unread_row(row);
                continue;
            };
            let name = indicator.name.value.as_str();
            let target = Quantity::Words(indicator.target.value.to_string());
            let target = self.read(["指标", name, "指标值"], target, &indicator.target.place);
            let actual = self.actual(&indicator);
            let (Some(completion), Some(deviation)) = (indicator.completion(), indicator.deviation()) else {
                let completion = self.lacking(["指标", name, "完成率"], Some(&indicator.actual.place));
                self.underivable(["指标", name, "偏差率"], vec![completion]);
                continue;
            };
            let completion = Quantity::Rate(completion);
            let completion = match &indicator.stated_completion {
                Field::Known(stated) => self.read(["指标", name, "完成率"], completion, &stated.place),
                _ => {
                    let inputs = vec![actual, target];
                    self.derived(["指标", name, "完成率"], completion, completion_rule(&indicator), inputs)
                }
            };
            self.derived(["指标", name, "偏差率"], Quantity::Rate(deviation), "|完成率－100%|", vec![completion]);
        }
    }

    /// What there is of a row that could not be read whole.
    fn add_unread_row(&mut self, row: &IndicatorRow) {
        let unread = self.unread_cells(row);
        let Some(name) = row.name.value() else { return };
        if let Field::Known(Sourced { value, place }) = &row.target {
            self.read(["指标", name, "指标值"], Quantity::Words(value.to_string()), place);
        }
        if let Field::Known(Sourced { value, place }) = &row.actual {
            self.read(["指标", name, "实际完成值"], Quantity::Words(value.to_string()), place);
        }
        for rate in ["完成率", "偏差率"] {
            self.underivable(["指标", name, rate], unread.clone());
        }
    }

    /// The cells of the row that could not be read.
    fn unread_cells(&mut self, row: &IndicatorRow) -> Vec<FigureName> {
        let name = row.name.value().map_or("", String::as_str);
        row.unread().map(|(field, place)| self.lacking(["指标", name, field], Some(place))).collect()
    }

    /// 全年实际完成值, as the region gives it or as the units' forms make it, with the cell of each.
    fn actual(&mut self, indicator: &Indicator) -> FigureName {
        let name = indicator.name.value.as_str();
        let actual = Quantity::Words(indicator.actual.value.to_string());
        let Some(aggregate) = indicator.aggregate.as_ref().filter(|_| indicator.aggregated) else {
            return self.read(["指标", name, "实际完成值"], actual, &indicator.actual.place);
        };
        let mut inputs = Vec::new();
        for FormPart { project, value, weight, place } in &aggregate.parts {
            inputs.push(self.read(["单位自评", project, name], Quantity::Measure(value.clone()), place));
            if let Some(weight) = weight.as_ref().filter(|_| aggregate.method == Method::WeightedMean) {
                let money = Quantity::Money(weight.value);
                inputs.push(self.read(["单位自评", project, "资金额度"], money, &weight.place));
            }
        }
        let rule = format!("各单位自评表{}", aggregate.method.name());
        self.derived(["指标", name, "实际完成值"], actual, &rule, inputs)
    }

    fn add_extra(&mut self, report: &Report) {
        for (name, Sourced { value, place }) in &report.extra {
            self.read(["数据", name], value.clone(), place);
        }
        for case in &report.cases {
            for (name, Sourced { value, place }) in &case.figures {
                self.read(["案例", &case.project.value, name], value.clone(), place);
            }
        }
    }
}

/// How a completion rate came about, in words.
fn completion_rule(indicator: &Indicator) -> &'static str {
    use super::indicator::Comparator;
    match &indicator.target.value {
        Target::Qualitative(_) => "定性指标的实际完成比例；与指标值一致的为100%",
        Target::Quantitative { comparator: Comparator::AtMost, .. } => "指标值÷实际完成值（越小越好的指标）",
        Target::Quantitative { .. } => "实际完成值÷指标值",
    }
}
