//! Lists that templates go through: rows of money, levels of 下达文件, kinds and grades of projects, in any fund. What there is
//! none of is not on a list, so that no sentence says it of nothing.

use minijinja::value::Value;

use crate::base::figure_id::{Role, Subject};
use crate::base::number::plain;
use crate::model::fund_rules::FundRules;
use crate::model::indicator::IndicatorRow;
use crate::model::measure::{Actual, Measure, Target};
use crate::model::project::{Kind, ProjectRow};
use crate::model::term::Term;

use super::pending::{PENDING, Pending};
use super::values::{Known, list, map, text};

const MONEY_ROLES: [Role; 3] = [Role::Budget, Role::Executed, Role::ExecutionRate];

/// Each row of 资金情况 below the total, in the fund's order.
pub fn money_rows(known: &Known<'_>) -> Vec<Value> {
    let rows = known.report.rules.money_rows.iter().zip(&known.ledger.subjects().money_rows).enumerate();
    let rows = rows.map(|(index, (name, subject))| {
        let head = if index == 0 { "其中：" } else { "　　　" };
        known.figures_of(subject, &MONEY_ROLES, [("名称", text(name)), ("行首", text(head))])
    });
    rows.collect()
}

/// What templates call a kind of projects, with their number.
fn counted(kind: &Kind, count: Value) -> Value {
    map([("名称", text(&kind.to_string())), ("数量", count)])
}

/// Those kinds of which the subject has projects, or may have.
pub fn kinds(known: &Known<'_>, kinds: impl IntoIterator<Item = Kind>, subject: &Subject) -> Value {
    let count = |kind: &Kind| known.role(subject, kind.role()).filter(Value::is_true);
    list(kinds.into_iter().filter_map(|kind| count(&kind).map(|count| counted(&kind, count))))
}

fn of(status: Option<&Term>, mode: Option<&Term>) -> Kind {
    Kind { status: status.cloned(), mode: mode.cloned(), grade: None }
}

/// Projects by 状态.
pub fn statuses(rules: &FundRules) -> Vec<Kind> {
    let table = &rules.project_table;
    let statuses = table.statuses.iter().filter(|_| table.groups.is_asked());
    statuses.map(|status| of(Some(status), None)).collect()
}

/// What a direction's projects are made up of: new ones by 支持方式, carried-over ones as a whole.
pub fn parts(rules: &FundRules) -> Vec<Kind> {
    let table = &rules.project_table;
    let modes = || table.modes.iter().filter(|_| table.grant_modes.is_asked());
    if !table.groups.is_asked() {
        return modes().map(|mode| of(None, Some(mode))).collect();
    }
    let of_status = |status: &Term| match table.is_carried_over(status) || modes().next().is_none() {
        true => vec![of(Some(status), None)],
        false => modes().map(|mode| of(Some(status), Some(mode))).collect(),
    };
    table.statuses.iter().flat_map(of_status).collect()
}

/// Projects of this year that are paid when the work is done.
pub fn paid_afterwards(rules: &FundRules) -> Vec<Kind> {
    let table = &rules.project_table;
    let post = || table.post.iter().filter(|_| table.grant_modes.is_asked());
    match table.groups.is_asked() {
        true => table.newly_started().flat_map(|status| post().map(move |mode| of(Some(status), Some(mode)))).collect(),
        false => post().map(|mode| of(None, Some(mode))).collect(),
    }
}

/// A project and what its figures are of.
pub type Graded<'a> = (&'a ProjectRow, &'a Subject);

/// The grades that occur, best first, with their projects' names. Where the fund grades its projects and none has a grade,
/// nothing is known of them. `best`: with the best grade, or those below it only.
pub fn grades(known: &Known<'_>, of: &Subject, all: &[Graded<'_>], best: bool) -> Value {
    let rules = &known.report.rules;
    if rules.project_table.grades.is_asked() && !all.is_empty() && all.iter().all(|(row, _)| !row.grade.is_known()) {
        let missing = rules.grades().map(|grade| Role::Graded(grade.name().into()));
        return Pending::for_want_of(missing.into_iter().find_map(|role| known.unknown(of, role)));
    }
    let is_unread = all.iter().any(|(row, _)| row.grade.is_unread());
    let among = rules.grades().enumerate().skip(usize::from(!best));
    let rows = among.filter_map(|(index, grade)| {
        let of_grade = all.iter().filter(|(row, _)| row.grade.value() == Some(grade));
        let names: Vec<Value> =
            of_grade.map(|(row, subject)| known.field(subject, Role::ProjectName, &row.name)).collect();
        let count = || if is_unread { text(PENDING) } else { Value::from(names.len()) };
        let count = known.role(of, Role::Graded(grade.name().into())).unwrap_or_else(count);
        let best = Value::from(index == 0);
        (!names.is_empty())
            .then(|| map([("名称", text(grade)), ("数量", count), ("项目", names.into()), ("最好", best)]))
    });
    list(rows)
}

/// 指标值 and 全年实际完成值 in columns of their own: the sign, the number or the words, the unit.
pub fn columns(known: &Known<'_>, subject: &Subject, row: &IndicatorRow) -> [(&'static str, Value); 4] {
    let [sign, number, unit] = match row.target.value() {
        // 增长10%以上 is its own sign and unit.
        Some(Target::Quantitative { measure: Measure { typed: Some(typed), .. }, .. }) => {
            [String::new(), typed.clone(), String::new()]
        }
        Some(Target::Quantitative { comparator, measure }) => {
            [comparator.sign().to_string(), plain(measure.value), measure.unit.clone()]
        }
        Some(Target::Qualitative(words)) => ["定性".to_string(), words.clone(), String::new()],
        None => [PENDING; 3].map(str::to_string),
    };
    let is_words = unit.is_empty();
    let reached = match row.actual.value() {
        // Beside words the column of units is blank.
        Some(Actual::Measured(measure)) if is_words => measure.to_string(),
        Some(Actual::Measured(measure)) => plain(measure.value),
        Some(Actual::Described(words)) => words.clone(),
        None => PENDING.to_string(),
    };
    let [target, actual] = [Role::Target, Role::Actual].map(|role| known.ledger.subjects().id(subject, role));
    let of_target = |words: &str| known.named(text(words), target.clone(), None);
    let reached = known.named(text(&reached), actual, None);
    [
        ("指标性质", of_target(&sign)),
        ("目标数", of_target(&number)),
        ("度量单位", of_target(&unit)),
        ("完成数", reached),
    ]
}
