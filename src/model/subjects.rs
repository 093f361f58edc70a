//! The rows of a report's tables as subjects of figures: whoever asks for a figure of a row asks with what stands here.

use std::sync::Arc;

use crate::base::field::Field;
use crate::base::figure_id::{FigureId, Role, Row, Scope, Subject};

use super::allotment::Allotment;
use super::fund_rules::EXECUTION;
use super::project::{Direction, ProjectRow};
use super::report::Report;
use super::term::Term;

/// In the order in which the report keeps the rows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Subjects {
    scope: Arc<Scope>,
    /// 中央, 省级.
    pub levels: Vec<Subject>,
    pub documents: Vec<Subject>,
    /// 中央财政资金, 地方资金, 其他资金.
    pub money_rows: Vec<Subject>,
    /// Their parts that the table has.
    pub money_details: Vec<Subject>,
    pub areas: Vec<Subject>,
    pub directions: Vec<Subject>,
    /// Of all directions.
    pub groups: Vec<Subject>,
    /// Of all groups, whole or not.
    pub projects: Vec<Subject>,
    pub indicators: Vec<Subject>,
    /// 预算执行, then each 一级指标.
    pub score_parts: Vec<Subject>,
    pub signatures: Vec<Subject>,
    pub letter_attachments: Vec<Subject>,
    /// In the order of their names.
    pub data: Vec<Subject>,
    /// Of each 案例 its figures, in the order of their names.
    pub cases: Vec<Vec<Subject>>,
    forms: Vec<Form>,
}

#[derive(Debug, Clone, PartialEq)]
struct Form {
    row: Row,
    money: Vec<Row>,
    indicators: Vec<Row>,
}

impl Subjects {
    pub fn of(report: &Report) -> Subjects {
        let profile = &report.profile;
        let words = |words: &Field<String>| words.value().cloned().unwrap_or_default();
        let scope = Scope { fund: words(&profile.fund), year: profile.year.value, area: words(&profile.region) };
        let table = &report.projects;
        let directions = Row::all(table.directions.iter().map(|direction| direction.name.value.as_str()));
        let projects = Row::all(table.rows().map(ProjectRow::title));
        let indicators = Row::all(report.indicators.iter().map(|row| row.name.value().map_or("", String::as_str)));
        let dimensions = report.rules.dimensions().map(|dimension| dimension.name());
        let letter = profile.letter.iter().flat_map(|letter| &letter.attachments);
        let cases = Row::all(report.cases.iter().map(|case| case.project.value.as_str()));
        let rows = report.rules.money_rows.iter();
        let details = report.execution.details.iter().filter_map(|row| row.source.as_ref());
        let mut money_rows = of(Row::all(rows.chain(details).map(Term::name)), Subject::MoneyRow);
        let money_details = money_rows.split_off(report.rules.money_rows.len());
        Subjects {
            scope: Arc::new(scope),
            levels: of(Row::all(report.rules.levels.iter().map(Term::name)), Subject::Level),
            money_rows,
            money_details,
            documents: of(Row::all(report.documents.iter().map(|d| d.number.value.as_str())), Subject::Document),
            groups: table.directions.iter().zip(&directions).flat_map(|(own, row)| groups(own, row)).collect(),
            areas: of(Row::all(report.allotments.rows.iter().map(Allotment::name)), Subject::Area),
            directions: of(directions, Subject::Direction),
            projects: of(projects, Subject::Project),
            indicators: of(indicators, Subject::Indicator),
            score_parts: of(Row::all(std::iter::once(EXECUTION).chain(dimensions)), Subject::ScorePart),
            signatures: of(Row::all(profile.signatures.iter().map(|name| name.value.as_str())), Subject::Signature),
            letter_attachments: of(Row::all(letter.map(|name| name.value.as_str())), Subject::LetterAttachment),
            data: of(Row::all(report.extra.keys().map(String::as_str)), Subject::Datum),
            cases: report
                .cases
                .iter()
                .zip(cases)
                .map(|(own, case)| {
                    let data = Row::all(own.figures.keys().map(String::as_str));
                    of(data, |datum| Subject::CaseDatum { case: case.clone(), datum })
                })
                .collect(),
            forms: forms(report),
        }
    }

    pub fn id(&self, subject: &Subject, role: Role) -> FigureId {
        FigureId { scope: Arc::clone(&self.scope), subject: subject.clone(), role }
    }

    /// A unit's form, by its place among the forms.
    pub fn form(&self, form: usize) -> Subject {
        Subject::UnitForm(self.forms[form].row.clone())
    }

    /// A row of a form's 资金情况.
    pub fn form_money(&self, form: usize, row: usize) -> Subject {
        let own = &self.forms[form];
        Subject::FormMoney { form: own.row.clone(), money: own.money[row].clone() }
    }

    /// A row of a form's 绩效指标.
    pub fn form_indicator(&self, form: usize, row: usize) -> Subject {
        let own = &self.forms[form];
        Subject::FormIndicator { form: own.row.clone(), indicator: own.indicators[row].clone() }
    }
}

fn of(rows: Vec<Row>, subject: impl Fn(Row) -> Subject) -> Vec<Subject> {
    rows.into_iter().map(subject).collect()
}

fn groups(direction: &Direction, row: &Row) -> Vec<Subject> {
    let labels = direction.groups.iter().map(|group| group.label.as_ref().map_or("", |label| &label.value));
    of(Row::all(labels.map(unnumbered)), |group| Subject::Group { direction: row.clone(), group })
}

/// 结转项目 of （一）结转项目: the number is how it is typed, not what it is called.
fn unnumbered(label: &str) -> &str {
    label.split(['）', ')']).next_back().map_or(label, str::trim)
}

fn forms(report: &Report) -> Vec<Form> {
    let rows = Row::all(report.unit_forms.iter().map(|form| form.title()));
    let forms = report.unit_forms.iter().zip(rows).map(|(form, row)| Form {
        row,
        money: Row::all(form.money.iter().map(|line| line.source.as_ref().map_or("", Term::name))),
        indicators: Row::all(form.indicators.iter().map(|row| row.name.value.as_str())),
    });
    forms.collect()
}
