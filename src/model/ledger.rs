//! The ledger: every figure of the report under its id, with what it was read from or derived from. Values come from
//! the model's own methods; here they get ids and chains, nothing is computed a second way.

mod money;
mod projects;
mod scores;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::aggregation::{Method, Part as FormPart};
use super::derivation::{Addends, Derivation, Sense};
use super::figure::{Figure, Origin, Quantity};
use super::indicator::{Indicator, IndicatorRow};
use super::number::Money;
use super::report::{Part, Report};
use super::subjects::Subjects;
use crate::base::field::Field;
use crate::base::figure_id::{FigureId, Role, Subject};
use crate::base::place::{Place, Sourced};
use crate::model::measure::{Actual, Target};
use crate::model::unit_form::Standing;

/// Figures in the order in which the report speaks of them.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    figures: Vec<Figure>,
    by_id: BTreeMap<FigureId, usize>,
    unknown: BTreeMap<FigureId, Unknown>,
    subjects: Arc<Subjects>,
}

/// Why a figure is not known.
#[derive(Debug, Clone, PartialEq)]
pub enum Unknown {
    /// Nothing could be read, or reckoned, of what stands here.
    Unread(Option<Place>),
    /// Some of these are unknown.
    Derived(Vec<FigureId>),
}

impl Ledger {
    pub fn of(report: &Report) -> Ledger {
        let mut ledger = Ledger { subjects: Arc::new(Subjects::of(report)), ..Ledger::default() };
        ledger.add_profile(report);
        ledger.add_documents(report);
        ledger.add_execution(report);
        ledger.add_projects(report);
        ledger.add_areas(report);
        ledger.add_indicators(report);
        ledger.add_scores(report);
        ledger.add_extra(report);
        ledger.add_forms_that_do_not_count(report);
        ledger
    }

    pub fn figures(&self) -> &[Figure] {
        &self.figures
    }

    /// The rows that figures are of.
    pub fn subjects(&self) -> &Subjects {
        &self.subjects
    }

    pub fn get(&self, id: &FigureId) -> Option<&Figure> {
        self.by_id.get(id).map(|&index| &self.figures[index])
    }

    /// The figures by what is printed for them; of two that print the same, the first.
    pub fn by_path(&self) -> BTreeMap<String, &Figure> {
        self.figures.iter().rev().map(|figure| (figure.id.to_string(), figure)).collect()
    }

    /// Figures that there would be, had what they are made of been read. Of each the reader or the audit has said why.
    pub fn unknown(&self) -> &BTreeMap<FigureId, Unknown> {
        &self.unknown
    }

    /// What an unknown figure is unknown for: those of its inputs that could not be read, with their places.
    pub fn roots<'a>(&'a self, id: &'a FigureId) -> Vec<(&'a FigureId, Option<&'a Place>)> {
        let mut roots = Vec::new();
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            match self.unknown.get(id) {
                Some(Unknown::Unread(place)) if roots.iter().all(|(known, _)| *known != id) => {
                    roots.push((id, place.as_ref()));
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
        let exact = by(&|figure| figure.id.to_string() == term);
        if !exact.is_empty() {
            return exact;
        }
        let named = by(&|figure| figure.id.to_string().contains(term));
        if !named.is_empty() {
            return named;
        }
        by(&|figure| figure.quantity.to_string() == term)
    }

    fn add(&mut self, id: FigureId, quantity: Quantity, origin: Origin) -> FigureId {
        // A unit's cell is read for each figure that it is a part of.
        if !self.by_id.contains_key(&id) {
            self.by_id.insert(id.clone(), self.figures.len());
            self.figures.push(Figure { id: id.clone(), quantity, origin });
        }
        id
    }

    fn read(&mut self, id: FigureId, quantity: Quantity, place: &Place) -> FigureId {
        self.add(id, quantity, Origin::Read(place.clone()))
    }

    fn unread(&mut self, id: FigureId, place: Option<&Place>) -> FigureId {
        self.unknown.insert(id.clone(), Unknown::Unread(place.cloned()));
        id
    }

    fn underivable(&mut self, id: FigureId, inputs: Vec<FigureId>) -> FigureId {
        self.unknown.insert(id.clone(), Unknown::Derived(inputs));
        id
    }

    fn is_unknown(&self, inputs: &[FigureId]) -> bool {
        inputs.iter().any(|input| self.unknown.contains_key(input))
    }

    /// A figure of which an input is unknown is itself unknown.
    fn derived(&mut self, id: FigureId, quantity: Quantity, by: Derivation, inputs: Vec<FigureId>) -> FigureId {
        if self.is_unknown(&inputs) {
            return self.underivable(id, inputs);
        }
        self.add(id, quantity, Origin::Derived { by, inputs })
    }

    /// A sum of which not all is known is not known.
    fn sum_of(&mut self, id: FigureId, sum: Option<Money>, of: Addends, inputs: Vec<FigureId>) -> FigureId {
        match sum {
            Some(sum) => self.derived(id, Quantity::Money(sum), Derivation::Sum(of), inputs),
            None => self.underivable(id, inputs),
        }
    }

    fn id(&self, subject: &Subject, role: Role) -> FigureId {
        self.subjects.id(subject, role)
    }

    fn add_profile(&mut self, report: &Report) {
        let profile = &report.profile;
        let subjects = Arc::clone(&self.subjects);
        let id = |role| subjects.id(&Subject::Report, role);
        let year = &profile.year;
        self.read(id(Role::Year), Quantity::Words(year.value.to_string()), &year.place);
        for (role, words) in profile.words() {
            match words {
                Field::Known(words) => self.read(id(role), Quantity::Words(words.value.clone()), &words.place),
                words => self.unread(id(role), words.place()),
            };
        }
        if let Some(label) = &profile.attachment_label {
            self.read(id(Role::AttachmentLabel), Quantity::Words(label.value.clone()), &label.place);
        }
        self.read(id(Role::Date), Quantity::Words(profile.date.value.to_string()), &profile.date.place);
    }

    fn add_documents(&mut self, report: &Report) {
        let subjects = Arc::clone(&self.subjects);
        for (level, total_of) in report.rules.levels.iter().zip(&subjects.levels) {
            let mut amounts = Vec::new();
            let mut total = Money::ZERO;
            let documents = report.documents.iter().zip(&subjects.documents);
            for (document, subject) in documents.filter(|(document, _)| document.level.value == *level) {
                let id = |role| subjects.id(subject, role);
                let title = Quantity::Words(document.title.value.clone());
                self.read(id(Role::Title), title, &document.title.place);
                let number = Quantity::Words(document.number.value.clone());
                self.read(id(Role::Number), number, &document.number.place);
                // A blank one may not be wanted.
                match &document.date {
                    Field::Known(date) => {
                        let shown = Quantity::Words(date.value.to_string());
                        self.read(id(Role::Issued), shown, &date.place);
                    }
                    date => drop(date.unread().map(|cell| self.unread(id(Role::Issued), Some(cell)))),
                }
                let own = report.hands_down_own(document);
                match &document.amount {
                    Field::Known(amount) => {
                        let shown = Quantity::Money(amount.value);
                        let id = self.read(id(Role::Amount), shown, &amount.place);
                        if own {
                            total = total + amount.value;
                            amounts.push(id);
                        }
                    }
                    amount => amounts.extend(amount.unread().map(|cell| self.unread(id(Role::Amount), Some(cell)))),
                }
            }
            let has_none = report.levels_without_documents().any(|without| without == level);
            if has_none || !report.documents.is_whole() {
                self.unread(self.id(total_of, Role::Amount), None);
                continue;
            }
            if !amounts.is_empty() {
                let by = Derivation::Sum(Addends::Documents { level: level.into() });
                self.derived(self.id(total_of, Role::Amount), Quantity::Money(total), by, amounts);
            }
        }
    }

    /// What each area gets, their sum and their number.
    fn add_areas(&mut self, report: &Report) {
        let subjects = Arc::clone(&self.subjects);
        let whole = |role| subjects.id(&Subject::Areas, role);
        if report.lacks(Part::Allotments) {
            if report.wants(Part::Allotments) {
                self.unread(whole(Role::Amount), None);
                self.unread(whole(Role::Count), None);
            }
            return;
        }
        let mut inputs = Vec::new();
        for (row, subject) in report.allotments.rows.iter().zip(&subjects.areas) {
            let id = self.id(subject, Role::Amount);
            inputs.push(match &row.amount {
                Field::Known(amount) => self.read(id, Quantity::Money(amount.value), &amount.place),
                amount => self.unread(id, amount.place()),
            });
        }
        let count = u32::try_from(inputs.len()).unwrap_or(u32::MAX);
        self.sum_of(whole(Role::Amount), report.allotments.amount(), Addends::Areas, inputs.clone());
        self.derived(whole(Role::Count), Quantity::Count(count), Derivation::CountOfAreas, inputs);
    }

    fn add_indicators(&mut self, report: &Report) {
        let subjects = Arc::clone(&self.subjects);
        for (row, subject) in report.indicators.iter().zip(&subjects.indicators) {
            let Some(indicator) = row.whole() else {
                self.add_unread_row(row, subject);
                continue;
            };
            let id = |role| subjects.id(subject, role);
            let target = Quantity::Words(indicator.target.value.to_string());
            let target = self.read(id(Role::Target), target, &indicator.target.place);
            let actual = self.actual(&indicator, subject);
            let (Some(completion), Some(deviation)) = (indicator.completion(), indicator.deviation()) else {
                let completion = self.unread(id(Role::Completion), Some(&indicator.actual.place));
                self.underivable(id(Role::Deviation), vec![completion]);
                continue;
            };
            let completion = Quantity::Rate(completion);
            let completion = match &indicator.stated_completion {
                Field::Known(stated) => self.read(id(Role::Completion), completion, &stated.place),
                _ => {
                    let by = Derivation::Completion(sense(&indicator));
                    self.derived(id(Role::Completion), completion, by, vec![actual, target])
                }
            };
            self.derived(id(Role::Deviation), Quantity::Rate(deviation), Derivation::Deviation, vec![completion]);
        }
    }

    /// What there is of a row that could not be read whole.
    fn add_unread_row(&mut self, row: &IndicatorRow, subject: &Subject) {
        let unread = self.unread_cells(row, subject);
        if !row.name.is_known() {
            return;
        }
        if let Field::Known(Sourced { value, place }) = &row.target {
            self.read(self.id(subject, Role::Target), Quantity::Words(value.to_string()), place);
        }
        if let Field::Known(Sourced { value, place }) = &row.actual {
            self.read(self.id(subject, Role::Actual), Quantity::Words(value.to_string()), place);
        }
        for rate in [Role::Completion, Role::Deviation] {
            self.underivable(self.id(subject, rate), unread.clone());
        }
    }

    /// The cells of the row that could not be read.
    fn unread_cells(&mut self, row: &IndicatorRow, subject: &Subject) -> Vec<FigureId> {
        row.unread().map(|(role, place)| self.unread(self.id(subject, role), Some(place))).collect()
    }

    /// 全年实际完成值, as the region gives it or as the units' forms make it, with the cell of each.
    fn actual(&mut self, indicator: &Indicator, subject: &Subject) -> FigureId {
        let actual = Quantity::Words(indicator.actual.value.to_string());
        let id = self.id(subject, Role::Actual);
        let Some(aggregate) = indicator.aggregate.as_ref().filter(|_| indicator.aggregated) else {
            return self.read(id, actual, &indicator.actual.place);
        };
        let subjects = Arc::clone(&self.subjects);
        let mut inputs = Vec::new();
        for FormPart { form, row, value, weight, place, .. } in &aggregate.parts {
            let part = subjects.id(&subjects.form_indicator(*form, *row), Role::Actual);
            inputs.push(self.read(part, Quantity::Measure(value.clone()), place));
            if let Some(weight) = weight.as_ref().filter(|_| aggregate.method == Method::WeightedMean) {
                let share = subjects.id(&subjects.form(*form), Role::Share);
                inputs.push(self.read(share, Quantity::Money(weight.value), &weight.place));
            }
        }
        let by = match aggregate.method {
            Method::Sum => Derivation::Sum(Addends::Forms),
            other => Derivation::OfForms(other),
        };
        self.derived(id, actual, by, inputs)
    }

    /// What forms say that are no part of the region's figures: whoever asks finds it all the same.
    fn add_forms_that_do_not_count(&mut self, report: &Report) {
        let subjects = Arc::clone(&self.subjects);
        let forms = report.unit_forms.iter().enumerate();
        for (form, own) in forms.filter(|(_, form)| form.standing != Standing::Counted) {
            for (row, money) in own.money.iter().enumerate() {
                let subject = subjects.form_money(form, row);
                for (role, amount) in [(Role::Budget, &money.budget), (Role::Executed, &money.executed)] {
                    if let Some(amount) = amount {
                        self.read(subjects.id(&subject, role), Quantity::Money(amount.value), &amount.place);
                    }
                }
            }
            for (row, indicator) in own.indicators.iter().enumerate() {
                if let Some(Sourced { value: Actual::Measured(measure), place }) = &indicator.actual {
                    let id = subjects.id(&subjects.form_indicator(form, row), Role::Actual);
                    self.read(id, Quantity::Measure(measure.clone()), place);
                }
            }
        }
    }

    fn add_extra(&mut self, report: &Report) {
        let subjects = Arc::clone(&self.subjects);
        for (Sourced { value, place }, datum) in report.extra.values().zip(&subjects.data) {
            self.read(self.id(datum, Role::Value), value.clone(), place);
        }
        for (case, data) in report.cases.iter().zip(&subjects.cases) {
            for (Sourced { value, place }, datum) in case.figures.values().zip(data) {
                self.read(self.id(datum, Role::Value), value.clone(), place);
            }
        }
    }
}

fn sense(indicator: &Indicator) -> Sense {
    use crate::model::measure::Comparator;
    match &indicator.target.value {
        Target::Qualitative(_) => Sense::Words,
        Target::Quantitative { comparator: Comparator::AtMost, .. } => Sense::Lower,
        Target::Quantitative { .. } => Sense::Higher,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::figure_id::{Row, Scope};

    fn id(fund: &str, row: &Row, role: Role) -> FigureId {
        let scope = Scope { fund: fund.into(), year: 2025, area: "甲省".into() };
        FigureId { scope: Arc::new(scope), subject: Subject::Project(row.clone()), role }
    }

    fn money(amount: i64) -> Quantity {
        Quantity::Money(Money(amount.into()))
    }

    #[test]
    fn rows_of_one_name_and_funds_of_one_row_keep_their_figures() {
        let rows = Row::all(["甲", "甲"]);
        let place = Place::file("项目表.xlsx");
        let mut ledger = Ledger::default();
        let ids = [id("一", &rows[0], Role::Arranged), id("一", &rows[1], Role::Arranged)];
        let other = id("二", &rows[0], Role::Arranged);
        for (id, amount) in ids.iter().chain([&other]).zip([84, 70, 5]) {
            ledger.read(id.clone(), money(amount), &place);
        }
        let shown = |id: &FigureId| ledger.get(id).map(|figure| figure.quantity.to_string());
        assert_eq!(ids.each_ref().map(shown), [Some("84".into()), Some("70".into())]);
        assert_eq!(shown(&other), Some("5".into()));
        let found = |term: &str| -> Vec<String> {
            ledger.find(term).into_iter().map(|figure| figure.quantity.to_string()).collect()
        };
        assert_eq!(found("安排资金.甲"), ["84", "5"], "both funds answer to the path");
        assert_eq!(found("安排资金.甲〔2〕"), ["70"]);
        assert_eq!(found("安排资金"), ["84", "70", "5"]);
        assert_eq!(found("70"), ["70"]);
    }

    #[test]
    fn what_an_unknown_row_is_made_into_is_unknown_and_says_for_which_row() {
        let rows = Row::all(["甲", "甲"]);
        let place = Place::file("项目表.xlsx");
        let mut ledger = Ledger::default();
        let known = ledger.read(id("一", &rows[0], Role::Arranged), money(84), &place);
        let unread = ledger.unread(id("一", &rows[1], Role::Arranged), Some(&place));
        let subject = Subject::Projects;
        let total = FigureId { subject, ..known.clone() };
        let total = ledger.sum_of(total, Some(Money::ZERO), Addends::Directions, vec![known.clone(), unread.clone()]);
        assert!(ledger.get(&total).is_none() && ledger.get(&known).is_some());
        assert_eq!(ledger.roots(&total), [(&unread, Some(&place))]);
    }
}
