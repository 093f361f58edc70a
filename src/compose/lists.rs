//! Lists that templates go through: rows of money, levels of 下达文件, kinds and grades of projects, in any fund. What there is
//! none of is not on a list, so that no sentence says it of nothing.

use minijinja::value::Value;

use crate::base::figure_id::{Role, Subject};
use crate::base::number::plain;
use crate::model::fund_rules::FundRules;
use crate::model::ledger::Ledger;
use crate::model::measure::{Actual, Target};
use crate::model::project::{Direction, Kind, ProjectRow};
use crate::model::report::Report;
use crate::model::term::Term;

use super::pending::{self, PENDING, Pending};
use super::values::{figures_of, list, map, shown, text};

const MONEY_ROLES: [Role; 3] = [Role::Budget, Role::Executed, Role::ExecutionRate];

/// Each row of 资金情况 below the total, in the fund's order.
pub fn money_rows(report: &Report, ledger: &Ledger) -> Vec<Value> {
    let rows = report.rules.money_rows.iter().zip(&ledger.subjects().money_rows).enumerate();
    let rows = rows.map(|(index, (name, subject))| {
        let head = if index == 0 { "其中：" } else { "　　　" };
        figures_of(ledger, subject, &MONEY_ROLES, [("名称", text(name)), ("行首", text(head))])
    });
    rows.collect()
}

/// What templates call a kind of projects, with their number.
fn counted(kind: &Kind, count: Value) -> Value {
    map([("名称", text(&kind.to_string())), ("数量", count)])
}

/// Those kinds of which the subject has projects, or may have.
pub fn kinds(kinds: impl IntoIterator<Item = Kind>, subject: &Subject, ledger: &Ledger) -> Value {
    let count = |kind: &Kind| {
        let id = ledger.subjects().id(subject, kind.role());
        let known = ledger.get(&id).map(|figure| shown(&figure.quantity)).filter(Value::is_true);
        known.or_else(|| ledger.unknown().contains_key(&id).then(|| text(PENDING)))
    };
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

/// The grades that occur, best first, with their projects' names. Where the fund grades its projects and none has a grade,
/// nothing is known of them. `best`: with the best grade, or those below it only.
pub fn grades(directions: &[&Direction], rules: &FundRules, best: bool) -> Value {
    let all: Vec<&ProjectRow> = directions.iter().flat_map(|direction| direction.rows()).collect();
    if rules.project_table.grades.is_asked() && !all.is_empty() && all.iter().all(|row| !row.grade.is_known()) {
        return Pending::nothing_known();
    }
    let is_unread = all.iter().any(|row| row.grade.is_unread());
    let among = rules.grades().enumerate().skip(usize::from(!best));
    let rows = among.filter_map(|(index, grade)| {
        let of_grade = all.iter().filter(|row| row.grade.value() == Some(grade));
        let names: Vec<Value> = of_grade.map(|row| text(pending::shown(&row.name))).collect();
        let count = if is_unread { text(PENDING) } else { Value::from(names.len()) };
        let best = Value::from(index == 0);
        (!names.is_empty())
            .then(|| map([("名称", text(grade)), ("数量", count), ("项目", names.into()), ("最好", best)]))
    });
    list(rows)
}

/// 指标值 and 全年实际完成值 in columns of their own: the sign, the number or the words, the unit.
pub fn columns<'a>(target: Option<&Target>, actual: Option<&Actual>) -> Vec<(&'a str, Value)> {
    let [sign, number, unit] = match target {
        Some(Target::Quantitative { comparator, measure }) => {
            [comparator.sign().to_string(), plain(measure.value), measure.unit.clone()]
        }
        Some(Target::Qualitative(words)) => ["定性".to_string(), words.clone(), String::new()],
        None => [PENDING; 3].map(str::to_string),
    };
    let is_words = matches!(target, Some(Target::Qualitative(_)));
    let reached = match actual {
        // Beside words the column of units is blank.
        Some(Actual::Measured(measure)) if is_words => measure.to_string(),
        Some(Actual::Measured(measure)) => plain(measure.value),
        Some(Actual::Described(words)) => words.clone(),
        None => PENDING.to_string(),
    };
    [("指标性质", sign), ("目标数", number), ("度量单位", unit), ("完成数", reached)]
        .map(|(name, words)| (name, Value::from(words)))
        .into()
}
