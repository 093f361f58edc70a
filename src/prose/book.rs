//! What a text can be held against: every figure by what it is of (an indicator, a direction, …) and what it says of it.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use rust_decimal::Decimal;

use crate::base::date::Date;
use crate::base::field::Field;
use crate::base::number::plain;
use crate::base::place::{Place, Sourced};
use crate::model::budget::{Execution, ExecutionLine};
use crate::model::figure::Quantity;
use crate::model::fund_rules::{EXECUTION, FundRules};
use crate::model::ledger::Ledger;
use crate::model::measure::{Actual, Measure, Target};
use crate::model::number::{Rate, in_ten_thousands};
use crate::model::project::ProjectRow;
use crate::model::report::{Part, Report};
use crate::model::standards::{ShortNameWords, Standards, UnitNameWords};

use super::citations::Citations;
use super::name_finder::NameFinder;
use super::short_names::ShortName;
use super::subject::{Kind, Role, Subject};

/// A figure that is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    pub subject: Subject,
    pub role: Role,
    /// How texts show it: 资金.执行数; in a finished document, where it stands.
    pub name: String,
    pub value: Value,
    pub place: Option<Place>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Money in 万元, a rate in percent: unrounded.
    Number {
        amount: Decimal,
        unit: String,
    },
    Date(Date),
    Words(String),
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Value::Number { amount, unit } => {
                write!(f, "{}{unit}", plain(crate::model::number::round(*amount, crate::model::number::SHOWN_DECIMALS)))
            }
            Value::Date(date) => date.fmt(f),
            Value::Words(words) => f.write_str(words),
        }
    }
}

/// All that is known, and the names by which texts speak of it.
#[derive(Debug, Clone, Default)]
pub struct Book {
    /// By whose words texts are read.
    pub rules: FundRules,
    pub entries: Vec<Known>,
    pub indicators: Vec<String>,
    pub directions: Vec<String>,
    pub projects: Vec<String>,
    /// The indicators by shorter names.
    pub short_names: Vec<ShortName>,
    /// Which words say that a short name's figure is not the year's result.
    pub scope: ShortNameWords,
    /// Whose money a text may speak of, by name.
    pub money: Vec<(String, Subject)>,
    pub documents: Citations,
    /// What titles of documents that the year knows say.
    pub titles: Vec<String>,
    /// Departments and undertaking units.
    pub units: Vec<String>,
    pub unit_words: UnitNameWords,
    /// The report's year.
    pub year: Option<u16>,
    /// Of the names, made when first asked for.
    pub(super) finder: OnceLock<NameFinder>,
}

impl Book {
    /// Without what is not known: sums and counts over what could be read of a table are none of the report's figures.
    pub fn without_unknown(mut self, ledger: &Ledger) -> Book {
        let unknown: BTreeSet<String> = ledger.unknown().keys().map(ToString::to_string).collect();
        self.entries.retain(|known| !unknown.contains(&known.name));
        self
    }

    pub fn find(&self, subject: &Subject, role: Role) -> Option<&Known> {
        self.entries.iter().find(|known| known.role == role && known.subject == *subject)
    }

    /// Finds the names of the book in a text.
    pub(super) fn finder(&self) -> &NameFinder {
        self.finder.get_or_init(|| NameFinder::new(&self.indicators, &self.directions, &self.projects))
    }

    fn add(&mut self, subject: Subject, role: Role, name: String, value: Value, place: Option<&Place>) {
        self.entries.push(Known { subject, role, name, value, place: place.cloned() });
    }

    pub(crate) fn number(
        &mut self,
        subject: &Subject,
        role: Role,
        name: String,
        number: (Decimal, &str),
        place: Option<&Place>,
    ) {
        let (amount, unit) = number;
        self.add(subject.clone(), role, name, Value::Number { amount, unit: unit.to_string() }, place);
    }

    pub(crate) fn measure(&mut self, subject: &Subject, role: Role, name: String, measure: &Measure, place: &Place) {
        self.add(subject.clone(), role, name, value_of(measure), Some(place));
    }

    /// What the year's input says and what follows from it.
    pub fn of_report(report: &Report, standards: &Standards) -> Book {
        let mut book = Book { rules: report.rules.clone(), year: Some(report.profile.year.value), ..Book::default() };
        book.add_money(report);
        book.add_documents(report, standards);
        book.add_names(report, standards);
        for indicator in report.indicators() {
            let name = indicator.name.value.clone();
            let subject = Subject::Indicator(name.clone());
            if let Target::Quantitative { measure, .. } = &indicator.target.value {
                book.measure(&subject, Role::Target, format!("指标.{name}.指标值"), measure, &indicator.target.place);
            }
            if let Actual::Measured(measure) = &indicator.actual.value {
                let path = format!("指标.{name}.实际完成值");
                book.measure(&subject, Role::Actual, path, measure, &indicator.actual.place);
            }
            let rates = [
                (Role::Completion, "完成率", indicator.completion()),
                (Role::Deviation, "偏差率", indicator.deviation()),
            ];
            for (role, word, rate) in rates {
                if let Some(rate) = rate {
                    let place = Some(&indicator.actual.place);
                    book.number(&subject, role, format!("指标.{name}.{word}"), (percent(rate), "%"), place);
                }
            }
            if let Some(weight) = report.scoring.weights.get(&name) {
                let place = Some(&weight.place);
                book.number(&subject, Role::Weight, format!("指标.{name}.分值"), (weight.value.0, "分"), place);
            }
            if let Some(points) = report.indicator_score(&indicator) {
                book.number(&subject, Role::Points, format!("指标.{name}.得分"), (points.shown(), "分"), None);
            }
            book.indicators.push(name);
        }
        book.short_names = ShortName::all(&book.indicators, &standards.short_names);
        book.scope = standards.short_names.clone();
        book.add_projects(report);
        book.add_scores(report);
        for (name, datum) in &report.extra {
            book.datum(Subject::Datum(name.clone()), format!("数据.{name}"), datum);
        }
        for case in &report.cases {
            for (name, datum) in &case.figures {
                let subject = Subject::Case(case.project.value.clone(), name.clone());
                book.datum(subject, format!("数据.{name}"), datum);
            }
        }
        book
    }

    fn add_money(&mut self, report: &Report) {
        let fund = Subject::Fund;
        if let Some(lines) = report.execution.lines() {
            self.add_execution(&report.execution, &lines);
        }
        for source in &report.rules.money_rows {
            self.money.push((source.to_string(), Subject::Source(source.to_string())));
        }
        for name in [&report.profile.fund, &report.profile.fund_short] {
            self.money.extend(name.value().map(|name| (name.clone(), Subject::Fund)));
        }
        let over_run = (percent(report.rules.over_run()), "%");
        self.number(&fund, Role::OverRun, "超额界线".into(), over_run, None);
    }

    fn add_execution(&mut self, execution: &Execution, lines: &[ExecutionLine]) {
        let Some(first) = lines.first() else { return };
        let fund = Subject::Fund;
        let sums = [
            (Role::Amount, "预算数", execution.budget(), first.budget),
            (Role::Executed, "执行数", execution.executed(), first.executed),
        ];
        for (role, word, sum, place) in sums {
            let sum = sum.unwrap_or_default();
            self.number(&fund, role, format!("资金.{word}"), (sum.0, "万元"), Some(&place.place));
        }
        if let Some(rate) = execution.rate() {
            let place = Some(&first.executed.place);
            self.number(&fund, Role::ExecutionRate, "资金.执行率".into(), (percent(rate), "%"), place);
        }
        for line in lines {
            let subject = Subject::Source(line.name().into());
            for (role, word, money) in
                [(Role::Amount, "预算数", line.budget), (Role::Executed, "执行数", line.executed)]
            {
                let name = format!("资金.{}.{word}", line.name());
                self.number(&subject, role, name, (money.value.0, "万元"), Some(&money.place));
            }
        }
    }

    fn add_names(&mut self, report: &Report, standards: &Standards) {
        let profile = &report.profile;
        let departments = [&profile.central_department, &profile.finance_department, &profile.competent_department];
        let departments = departments.into_iter().filter_map(Field::known);
        let named = departments.chain(&profile.signatures).flat_map(|name| name.value.split('、'));
        self.units = named.map(str::to_string).collect();
        self.units.extend(standards.short_forms.iter().map(|form| form.short.clone()));
        self.units.extend(report.projects.rows().filter_map(|row| row.unit.value().cloned()));
        self.titles.extend(report.documents.iter().map(|document| document.title.value.clone()));
        self.add_words(standards);
    }

    pub(crate) fn add_words(&mut self, standards: &Standards) {
        self.titles.extend(standards.regulations.iter().map(|regulation| regulation.name.clone()));
        // This report's own tables.
        self.titles.extend(["绩效目标表", "自评表", "自评报告"].map(String::from));
        self.unit_words = standards.unit_names.clone();
    }

    fn add_documents(&mut self, report: &Report, standards: &Standards) {
        self.documents = Citations::new(&standards.before_numbers);
        for document in &report.documents {
            let number = document.number.value.clone();
            let subject = Subject::Document(number.clone());
            let written = Value::Words(number.clone());
            let place = Some(&document.number.place);
            self.add(subject.clone(), Role::Number, format!("《{}》的文号", document.title.value), written, place);
            if let Field::Known(amount) = &document.amount {
                let name = format!("下达文件“{number}”的金额");
                self.number(&subject, Role::Amount, name, (amount.value.0, "万元"), Some(&amount.place));
            }
            if let Field::Known(date) = &document.date {
                let name = format!("下达文件“{number}”的印发日期");
                self.add(subject, Role::Issued, name, Value::Date(date.value), Some(&date.place));
            }
            self.documents.add(number, document.title.value.clone());
        }
    }

    fn add_projects(&mut self, report: &Report) {
        if report.lacks(Part::Projects) {
            return;
        }
        self.counts(&Subject::Fund, "项目", report.projects.rows());
        for direction in &report.projects.directions {
            let name = direction.name.value.clone();
            let subject = Subject::Direction(name.clone());
            let place = Some(&direction.name.place);
            if let Some(amount) = direction.known_amount() {
                self.number(&subject, Role::Amount, format!("方向.{name}.资金"), (amount.0, "万元"), place);
            }
            self.counts(&subject, &format!("方向.{name}"), direction.rows());
            self.directions.push(name);
        }
        let directions = (Decimal::from(self.directions.len()), "个");
        self.number(&Subject::Fund, Role::Directions, "各方向|length".into(), directions, None);
        for project in report.projects.projects() {
            let name = project.name.value.clone();
            let amount = (project.amount.value.0, "万元");
            let subject = Subject::Project(name.clone());
            self.number(&subject, Role::Amount, "安排资金".into(), amount, Some(&project.amount.place));
            self.projects.push(name);
        }
        let others = report.projects.rows().filter(|row| row.whole().is_none());
        self.projects.extend(others.filter_map(|row| row.name.value().cloned()));
    }

    fn counts<'a>(&mut self, subject: &Subject, path: &str, rows: impl Iterator<Item = &'a ProjectRow>) {
        let rows: Vec<&ProjectRow> = rows.collect();
        let kinds = self.rules.project_table.kinds().into_iter().chain(self.rules.grades().map(Kind::of_grade));
        for kind in kinds.collect::<Vec<_>>() {
            let path = if path == "项目" && kind.grade.is_some() { "评价" } else { path };
            let count = (Decimal::from(kind.count(&rows)), "个");
            self.number(subject, Role::Count(kind.clone()), format!("{path}.{kind}"), count, None);
        }
    }

    fn add_scores(&mut self, report: &Report) {
        let Field::Known(weight) = &report.scoring.execution_weight else { return };
        let execution = (EXECUTION, (report.execution_score().shown(), weight.value.0));
        let dimensions = report.rules.dimensions().map(|dimension| {
            (dimension.name(), (report.dimension_score(dimension).0, report.dimension_weight(dimension).0))
        });
        for (word, (points, weight)) in std::iter::once(execution).chain(dimensions) {
            let part = Subject::Part(word.to_string());
            self.number(&part, Role::Points, format!("得分.{word}"), (points, "分"), None);
            self.number(&part, Role::Weight, format!("分值.{word}"), (weight, "分"), None);
        }
        let total = (report.total_score().0, "分");
        self.number(&Subject::Fund, Role::Points, "得分.总分".into(), total, Some(&weight.place));
    }

    fn datum(&mut self, subject: Subject, name: String, datum: &Sourced<Quantity>) {
        let value = match &datum.value {
            Quantity::Money(money) => Value::Number { amount: money.0, unit: "万元".into() },
            Quantity::Rate(rate) => Value::Number { amount: percent(*rate), unit: "%".into() },
            Quantity::Score(score) => Value::Number { amount: score.0, unit: "分".into() },
            Quantity::Count(count) => Value::Number { amount: (*count).into(), unit: String::new() },
            Quantity::Measure(measure) => value_of(measure),
            Quantity::Words(words) => Value::Words(words.clone()),
        };
        self.add(subject, Role::Value, name, value, Some(&datum.place));
    }
}

/// As mentions are: money in 万元.
fn value_of(measure: &Measure) -> Value {
    match in_ten_thousands(&measure.unit).and_then(|scale| measure.value.checked_mul(scale)) {
        Some(amount) => Value::Number { amount, unit: "万元".into() },
        None => Value::Number { amount: measure.value, unit: measure.unit.clone() },
    }
}

pub(crate) fn percent(rate: Rate) -> Decimal {
    rate.0.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(rate.0)
}
