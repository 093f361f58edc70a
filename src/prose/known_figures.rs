//! What a text can be held against: every figure by what it is of (an indicator, a direction, …) and what it says of it.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rust_decimal::Decimal;

use crate::base::date::Date;
use crate::base::field::Field;
use crate::base::figure_id::{self, FigureId};
use crate::base::number::plain;
use crate::base::place::Place;
use crate::model::budget::{Execution, ExecutionLine};
use crate::model::figure::Quantity;
use crate::model::fund_rules::FundRules;
use crate::model::indicator::IndicatorRow;
use crate::model::ledger::Ledger;
use crate::model::measure::{Actual, Measure, Target};
use crate::model::money_unit::in_ten_thousands;
use crate::model::number::{Money, Rate};
use crate::model::project::ProjectRow;
use crate::model::report::{LastYear, Part, Report};
use crate::model::standards::{DifferenceWords, ProjectWords, ShortNameWords, Standards, UnitNameWords};
use crate::model::subjects::Subjects;

use super::citations::Citations;
use super::money::Purse;
use super::name_finder::NameFinder;
use super::recipient_kind::RecipientKind;
use super::short_names::ShortName;
use super::subject::{Kind, Role, Subject, spoken_of};

/// A figure that is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    pub subject: Subject,
    pub role: Role,
    /// What it is in the ledger; `None` in a finished document, and where the ledger has no such figure.
    pub figure: Option<FigureId>,
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

/// All that is known, and the names by which texts speak of it: a view of the ledger, or of a document's own tables.
#[derive(Debug, Clone, Default)]
pub struct KnownFigures {
    /// By whose words texts are read.
    pub rules: FundRules,
    pub entries: Vec<Known>,
    pub indicators: Vec<String>,
    pub directions: Vec<String>,
    pub projects: Vec<String>,
    /// Areas and units that get money.
    pub recipients: Vec<String>,
    pub(super) recipient_kinds: Vec<RecipientKind>,
    /// The indicators by shorter names.
    pub short_names: Vec<ShortName>,
    /// Which words say that a short name's figure is not the year's result.
    pub scope: ShortNameWords,
    /// Which words say that a figure is the difference of two of an indicator's.
    pub differences: DifferenceWords,
    /// Whose money a text may speak of.
    pub(crate) purse: Purse,
    /// Whose row of 资金情况 is the fund itself.
    pub own: Option<Subject>,
    pub documents: Citations,
    /// What titles of documents that the year knows say.
    pub titles: Vec<String>,
    /// What the year is of.
    pub regions: Vec<String>,
    /// Departments and undertaking units.
    pub units: Vec<String>,
    pub unit_words: UnitNameWords,
    /// What texts call the fund's projects.
    pub project_words: ProjectWords,
    /// The report's year.
    pub year: Option<u16>,
    /// Of the names, made when first asked for.
    pub(super) finder: OnceLock<NameFinder>,
}

impl KnownFigures {
    pub fn find(&self, subject: &Subject, role: Role) -> Option<&Known> {
        self.entries.iter().find(|known| known.role == role && known.subject == *subject)
    }

    /// Do words before an indicator's name leave it what it is of: 全年共完成, 一是支持? Not 材料学院引进, 全省平均, “十四五”规划要求.
    pub(crate) fn says_nothing_of_which(&self, words: &str) -> bool {
        let regions = || self.regions.iter().map(String::as_str);
        let mut rest = words;
        loop {
            rest = self.purse.words.without_nobody(rest);
            let mut leads = self.scope.leads.iter().chain(self.scope.verbs.iter()).chain(regions());
            match leads.find_map(|word| rest.strip_suffix(word)) {
                Some(shorter) => rest = shorter,
                None => return rest.is_empty() && !words.contains(['□', '”']),
            }
        }
    }

    /// Finds the names of the figures in a text.
    pub(super) fn finder(&self) -> &NameFinder {
        self.finder
            .get_or_init(|| NameFinder::new(&self.indicators, &self.directions, &self.projects, &self.purse.funds))
    }

    /// A figure of the ledger, by its path.
    fn figure(&mut self, id: FigureId, value: Value, place: Option<&Place>) {
        let name = id.to_string();
        self.figure_called(name, id, value, place);
    }

    /// A figure of the ledger that texts show by another name. One that no words speak of is left out.
    fn figure_called(&mut self, name: String, id: FigureId, value: Value, place: Option<&Place>) {
        if let Some((subject, role)) = spoken_of(&id, &self.rules) {
            self.entries.push(Known { subject, role, figure: Some(id), name, value, place: place.cloned() });
        }
    }

    pub(crate) fn number(
        &mut self,
        subject: &Subject,
        role: Role,
        name: String,
        number: (Decimal, &str),
        place: Option<&Place>,
    ) {
        let (subject, value) = (subject.clone(), of_unit(number));
        self.entries.push(Known { subject, role, figure: None, name, value, place: place.cloned() });
    }

    pub(crate) fn measure(&mut self, subject: &Subject, role: Role, name: String, measure: &Measure, place: &Place) {
        let (subject, value) = (subject.clone(), value_of(measure));
        self.entries.push(Known { subject, role, figure: None, name, value, place: Some(place.clone()) });
    }

    /// What the year's input says and what follows from it.
    /// What the ledger does not know is left out: sums and counts over what could be read of a table are none of the report's.
    pub fn of_report(report: &Report, ledger: &Ledger, standards: &Standards) -> KnownFigures {
        let mut figures = KnownFigures {
            rules: report.rules.clone(),
            year: Some(report.profile.year.value),
            ..KnownFigures::default()
        };
        let subjects = Subjects::of(report);
        figures.add_money(report, &subjects, standards);
        figures.add_documents(report, &subjects, standards);
        figures.add_names(report, standards);
        figures.add_indicators(report, &subjects);
        figures.short_names = ShortName::all(&figures.indicators, &standards.short_names);
        figures.scope = standards.short_names.clone();
        figures.differences = standards.differences.clone();
        figures.add_projects(report, &subjects);
        figures.add_recipients(report, &subjects);
        figures.add_scores(report, &subjects);
        for (datum, subject) in report.extra.values().zip(&subjects.data) {
            figures.figure(subjects.id(subject, figure_id::Role::Value), value_shown(&datum.value), Some(&datum.place));
        }
        for (case, data) in report.cases.iter().zip(&subjects.cases) {
            for ((name, datum), subject) in case.figures.iter().zip(data) {
                let id = subjects.id(subject, figure_id::Role::Value);
                figures.figure_called(format!("数据.{name}"), id, value_shown(&datum.value), Some(&datum.place));
            }
        }
        figures.add_shares();
        figures.entries.retain(|known| known.figure.as_ref().is_none_or(|id| !ledger.unknown().contains_key(id)));
        figures
    }

    fn add_indicators(&mut self, report: &Report, subjects: &Subjects) {
        use figure_id::Role;
        let rows = report.indicators.iter().map(IndicatorRow::whole).zip(&subjects.indicators);
        for (indicator, subject) in rows.filter_map(|(row, subject)| Some((row?, subject))) {
            let name = indicator.name.value.clone();
            let id = |role| subjects.id(subject, role);
            if let Target::Quantitative { measure, .. } = &indicator.target.value {
                self.figure(id(Role::Target), value_of(measure), Some(&indicator.target.place));
            }
            let place = Some(&indicator.actual.place);
            if let Actual::Measured(measure) = &indicator.actual.value {
                self.figure(id(Role::Actual), value_of(measure), place);
                if let Target::Quantitative { measure: target, .. } = &indicator.target.value {
                    self.add_from_target(&name, target, measure, place);
                }
                self.add_from_last_year(&name, measure, report, place);
            }
            let rates = [(Role::Completion, indicator.completion()), (Role::Deviation, indicator.deviation())];
            for (role, rate) in rates {
                if let Some(rate) = rate {
                    self.figure(id(role), of_unit((percent(rate), "%")), place);
                }
            }
            if let Some(weight) = report.scoring.weights.get(&name) {
                self.figure(id(Role::Weight), of_unit((weight.value.0, "分")), Some(&weight.place));
            }
            if let Some(points) = report.indicator_score(&indicator) {
                self.figure(id(Role::Points), of_unit((points.shown(), "分")), None);
            }
            self.indicators.push(name);
        }
        let rates: Option<Vec<Rate>> = report.indicators.iter().map(|row| row.whole()?.completion()).collect();
        let Some(rates) = rates else { return };
        for part in report.rules.dimensions() {
            let of_part = report.indicators.iter().filter(|row| row.dimension.value() == Some(part)).count();
            let (subject, role) = (Subject::Part(part.name().to_string()), super::subject::Role::Indicators(None));
            self.number(&subject, role, format!("“{}”的指标数", part.name()), (Decimal::from(of_part), "项"), None);
        }
        let completed = rates.iter().filter(|rate| rate.0 >= Decimal::ONE).count();
        let counts = [
            (None, rates.len(), "各指标|length"),
            (Some(true), completed, "各指标|length - 未完成指标|length"),
            (Some(false), rates.len() - completed, "未完成指标|length"),
        ];
        for (which, count, name) in counts {
            self.number(
                &Subject::Fund,
                super::subject::Role::Indicators(which),
                name.into(),
                (Decimal::from(count), "项"),
                None,
            );
        }
    }

    /// How far the result is from the target: 比指标值多86人.
    pub(crate) fn add_from_target(&mut self, name: &str, target: &Measure, actual: &Measure, place: Option<&Place>) {
        let role = super::subject::Role::FromTarget;
        self.difference(name, role, format!("“{name}”的实际完成值与指标值的差"), (target, actual), place);
    }

    /// How far it is from the result that last year's folder has: 比上年增加0.59万亩.
    fn add_from_last_year(&mut self, name: &str, actual: &Measure, report: &Report, place: Option<&Place>) {
        use super::subject::Role::{FromLastYear, Growth};
        let LastYear::Read(last) = &report.last_year else { return };
        let Some(before) = last.indicators().find(|before| before.name.value == name) else { return };
        let Actual::Measured(before) = &before.actual.value else { return };
        self.difference(name, FromLastYear, format!("“{name}”与上年实际完成值的差"), (before, actual), place);
        let same = before.in_unit(&actual.unit).filter(|before| !before.value.is_zero());
        let growth = same.and_then(|before| {
            (actual.value - before.value).abs().checked_div(before.value)?.checked_mul(Decimal::ONE_HUNDRED)
        });
        if let Some(growth) = growth {
            let subject = Subject::Indicator(name.to_string());
            self.number(&subject, Growth, format!("“{name}”比上年增减的百分比"), (growth, "%"), place);
        }
    }

    fn difference(
        &mut self,
        name: &str,
        role: Role,
        shown: String,
        (one, other): (&Measure, &Measure),
        place: Option<&Place>,
    ) {
        let Some(one) = one.in_unit(&other.unit) else { return };
        let unit = if other.unit == "%" { "百分点".to_string() } else { other.unit.clone() };
        let apart = Measure::new((other.value - one.value).abs(), &unit);
        let (subject, value) = (Subject::Indicator(name.to_string()), value_of(&apart));
        self.entries.push(Known { subject, role, figure: None, name: shown, value, place: place.cloned() });
    }

    fn add_money(&mut self, report: &Report, subjects: &Subjects, standards: &Standards) {
        if let Some(lines) = report.execution.lines() {
            self.add_execution(&report.execution, &lines, subjects);
        }
        self.own = report.rules.money_rows.first().map(|row| Subject::Source(row.to_string()));
        let rows = report.rules.money_rows.iter().map(ToString::to_string).collect();
        let names = [&report.profile.fund, &report.profile.fund_short].into_iter();
        self.purse = Purse::new(&[rows], names.filter_map(Field::value).cloned().collect(), standards);
        let over_run = (percent(report.rules.over_run()), "%");
        self.number(&Subject::Fund, Role::OverRun, "超额界线".into(), over_run, None);
    }

    fn add_execution(&mut self, execution: &Execution, lines: &[ExecutionLine], subjects: &Subjects) {
        use figure_id::Role::{Budget, Executed, ExecutionRate};
        let Some(first) = lines.first() else { return };
        let money = |money: Money| of_unit((money.0, "万元"));
        let fund = |role| subjects.id(&figure_id::Subject::Fund, role);
        let executed = &first.executed.place;
        self.figure(fund(Budget), money(execution.budget().unwrap_or_default()), Some(&first.budget.place));
        self.figure(fund(Executed), money(execution.executed().unwrap_or_default()), Some(executed));
        if let Some(rate) = execution.rate() {
            self.figure(fund(ExecutionRate), of_unit((percent(rate), "%")), Some(executed));
        }
        for (line, row) in lines.iter().zip(&subjects.money_rows) {
            for (role, amount) in [(Budget, line.budget), (Executed, line.executed)] {
                self.figure(subjects.id(row, role), money(amount.value), Some(&amount.place));
            }
            if let Some(rate) = line.rate() {
                self.figure(subjects.id(row, ExecutionRate), of_unit((percent(rate), "%")), Some(&line.executed.place));
            }
        }
    }

    fn add_names(&mut self, report: &Report, standards: &Standards) {
        let profile = &report.profile;
        let regions = [&profile.region, &profile.region_short].into_iter().filter_map(Field::value);
        self.regions = regions.cloned().collect();
        let departments = [&profile.central_department, &profile.finance_department, &profile.competent_department];
        let departments = departments.into_iter().filter_map(Field::known);
        let issuers = report.documents.iter().filter_map(|document| document.issuer.as_ref());
        let named = departments.chain(&profile.signatures).chain(issuers).flat_map(|name| name.value.split('、'));
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
        self.project_words = standards.projects.clone();
    }

    fn add_documents(&mut self, report: &Report, subjects: &Subjects, standards: &Standards) {
        use figure_id::Role;
        self.documents = Citations::new(&standards.before_numbers);
        for (document, subject) in report.documents.iter().zip(&subjects.documents) {
            let id = |role| subjects.id(subject, role);
            let number = document.number.value.clone();
            let (name, written) = (format!("《{}》的文号", document.title.value), Value::Words(number.clone()));
            self.figure_called(name, id(Role::Number), written, Some(&document.number.place));
            if let Field::Known(amount) = &document.amount {
                let (name, money) = (format!("下达文件“{number}”的金额"), of_unit((amount.value.0, "万元")));
                self.figure_called(name, id(Role::Amount), money, Some(&amount.place));
            }
            if let Field::Known(date) = &document.date {
                let name = format!("下达文件“{number}”的印发日期");
                self.figure_called(name, id(Role::Issued), Value::Date(date.value), Some(&date.place));
            }
            self.documents.add(number, document.title.value.clone());
        }
    }

    fn add_projects(&mut self, report: &Report, subjects: &Subjects) {
        use figure_id::Role::Arranged;
        if report.lacks(Part::Projects) {
            return;
        }
        self.counts(&figure_id::Subject::Projects, subjects, report.projects.rows());
        for (direction, subject) in report.projects.directions.iter().zip(&subjects.directions) {
            if let Some(amount) = direction.known_amount() {
                let value = of_unit((amount.0, "万元"));
                self.figure(subjects.id(subject, Arranged), value, Some(&direction.name.place));
            }
            self.counts(subject, subjects, direction.rows());
            self.directions.push(direction.name.value.clone());
        }
        let directions = (Decimal::from(self.directions.len()), "个");
        self.number(&Subject::Fund, Role::Directions, "各方向|length".into(), directions, None);
        let rows = report.projects.rows().map(ProjectRow::whole).zip(&subjects.projects);
        for (project, subject) in rows.filter_map(|(row, subject)| Some((row?, subject))) {
            let (id, value) = (subjects.id(subject, Arranged), of_unit((project.amount.value.0, "万元")));
            self.figure_called("安排资金".into(), id, value, Some(&project.amount.place));
            self.projects.push(project.name.value.clone());
        }
        let others = report.projects.rows().filter(|row| row.whole().is_none());
        self.projects.extend(others.filter_map(|row| row.name.value().cloned()));
    }

    /// What each area is allotted, and what each unit and area of the list gets for all its projects.
    fn add_recipients(&mut self, report: &Report, subjects: &Subjects) {
        let money = |amount: Decimal| of_unit((amount, "万元"));
        for (row, subject) in report.allotments.rows.iter().zip(&subjects.areas) {
            if let (Field::Known(area), Field::Known(amount)) = (&row.area, &row.amount) {
                let id = subjects.id(subject, figure_id::Role::Amount);
                self.figure(id, money(amount.value.0), Some(&amount.place));
                self.recipients.push(area.value.clone());
            }
        }
        let of_rows = |name: fn(&ProjectRow) -> &Field<String>| -> Vec<String> {
            report.projects.rows().filter_map(|row| name(row).value().cloned()).collect()
        };
        let allotted = report.allotments.rows.iter().filter_map(|row| row.area.value().cloned()).collect();
        let kinds = [
            (report.allotments.head.as_deref().unwrap_or("地区"), allotted),
            (report.rules.project_table.unit_head.as_str(), of_rows(|row| &row.unit)),
            ("地区", of_rows(|row| &row.area)),
        ];
        for (head, names) in kinds {
            let (kind, counts) = RecipientKind::of(head, names);
            self.recipient_kinds.push(kind);
            for (called, count) in counts {
                let (role, shown) = (super::subject::Role::Recipients(called.clone()), format!("表里“{called}”的个数"));
                self.number(&Subject::Fund, role, shown, (Decimal::from(count), "个"), None);
            }
        }
        let mut sums: BTreeMap<&str, (Decimal, usize, &Place)> = BTreeMap::new();
        let rows = report.projects.rows();
        let paid = rows.filter_map(|row| Some((row, row.amount.known()?)));
        for (row, amount) in paid.filter(|_| !report.lacks(Part::Projects)) {
            for name in [&row.unit, &row.area].into_iter().filter_map(Field::value) {
                let sum = sums.entry(name).or_insert((Decimal::ZERO, 0, &amount.place));
                (sum.0, sum.1) = (sum.0.saturating_add(amount.value.0), sum.1 + 1);
            }
        }
        for (name, (sum, projects, place)) in sums {
            let (subject, shown) = (Subject::Recipient(name.to_string()), format!("“{name}”的安排资金"));
            self.number(&subject, Role::Amount, shown, (sum, "万元"), Some(place));
            let (role, counted) = (super::subject::Role::Count(Kind::default()), (Decimal::from(projects), "个"));
            self.number(&subject, role, format!("“{name}”的项目数"), counted, Some(place));
            self.recipients.push(name.to_string());
        }
    }

    fn counts<'a>(
        &mut self,
        subject: &figure_id::Subject,
        subjects: &Subjects,
        rows: impl Iterator<Item = &'a ProjectRow>,
    ) {
        let rows: Vec<&ProjectRow> = rows.collect();
        for kind in self.rules.counted() {
            self.figure(subjects.id(subject, kind.role()), of_unit((kind.count(&rows).into(), "个")), None);
        }
    }

    fn add_scores(&mut self, report: &Report, subjects: &Subjects) {
        use figure_id::Role;
        let Field::Known(weight) = &report.scoring.execution_weight else { return };
        let execution = (report.execution_score().shown(), weight.value.0);
        let dimensions = report
            .rules
            .dimensions()
            .map(|dimension| (report.dimension_score(dimension).0, report.dimension_weight(dimension).0));
        let parts = std::iter::once(execution).chain(dimensions);
        for ((points, weight), subject) in parts.zip(&subjects.score_parts) {
            self.figure(subjects.id(subject, Role::Points), of_unit((points, "分")), None);
            self.figure(subjects.id(subject, Role::Weight), of_unit((weight, "分")), None);
        }
        let total = subjects.id(&figure_id::Subject::Score, Role::Points);
        self.figure(total, of_unit((report.total_score().0, "分")), Some(&weight.place));
    }
}

fn of_unit((amount, unit): (Decimal, &str)) -> Value {
    Value::Number { amount, unit: unit.to_string() }
}

fn value_shown(quantity: &Quantity) -> Value {
    match quantity {
        Quantity::Money(money) => of_unit((money.0, "万元")),
        Quantity::Rate(rate) => of_unit((percent(*rate), "%")),
        Quantity::Score(score) => of_unit((score.0, "分")),
        Quantity::Count(count) => of_unit(((*count).into(), "")),
        Quantity::Measure(measure) => value_of(measure),
        Quantity::Words(words) => Value::Words(words.clone()),
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
