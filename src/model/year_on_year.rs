//! What is different between two years' reports.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use serde::Serialize;
use similar::TextDiff;

use crate::base::figure_id::Subject;
use crate::base::number::plain;
use crate::model::indicator::Indicator;
use crate::model::ledger::Ledger;
use crate::model::number::Rate;
use crate::model::project::Project;
use crate::model::report::Report;

/// Everything in the order of the later year, then what only the earlier one has.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    pub figures: Vec<Change>,
    /// Figures that both years have and that are the same.
    pub same_figures: usize,
    pub projects: Vec<Item>,
    pub indicators: Vec<Item>,
    pub texts: Vec<TextChange>,
}

/// A value of a name in both years; `None` where a year does not have it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    pub name: String,
    pub old: Option<String>,
    pub new: Option<String>,
    /// By how much a number grew, and how much that is of the old one.
    pub by: Option<String>,
}

/// A project or indicator that came, went, or changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Item {
    pub name: String,
    pub what: What,
    /// What it was called in the earlier year, where it was likely renamed.
    pub renamed_from: Option<String>,
    /// What of it changed; all of it where it came or went.
    pub changes: Vec<Change>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum What {
    Added,
    Removed,
    Changed,
}

/// A section of 文字, or a case study: lines that only one year has.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TextChange {
    pub name: String,
    pub removed: Vec<String>,
    pub added: Vec<String>,
}

/// What is told project by project, indicator by indicator, document by document.
fn is_told_elsewhere(subject: &Subject) -> bool {
    use Subject::{CaseDatum, Document, FormIndicator, FormMoney, Indicator, Project, UnitForm};
    let of_form = matches!(subject, UnitForm(_) | FormMoney { .. } | FormIndicator { .. });
    of_form || matches!(subject, Project(_) | Indicator(_) | CaseDatum { .. } | Document(_))
}

/// What matters stands first: the money, how many projects there are, who got what, the score.
fn rank(subject: &Subject) -> usize {
    match subject {
        Subject::Fund | Subject::MoneyRow(_) => 0,
        Subject::Projects => 1,
        Subject::Level(_) => 2,
        Subject::Areas | Subject::Area(_) => 3,
        Subject::Score | Subject::ScorePart(_) => 4,
        Subject::Direction(_) | Subject::Group { .. } => 5,
        _ => 6,
    }
}

pub fn compare(old: &Report, new: &Report) -> Difference {
    let (figures, same_figures) = figures(&Ledger::of(old), &Ledger::of(new));
    Difference {
        figures,
        same_figures,
        projects: items(old.projects.projects(), new.projects.projects(), project, |_, _| false),
        indicators: items(old.indicators(), new.indicators(), indicator, renamed),
        texts: texts(old, new),
    }
}

fn figures(old: &Ledger, new: &Ledger) -> (Vec<Change>, usize) {
    let told = |ledger: &Ledger| -> Vec<(usize, String)> {
        let figures = ledger.figures().iter().filter(|figure| !is_told_elsewhere(&figure.id.subject));
        figures.map(|figure| (rank(&figure.id.subject), figure.id.to_string())).collect()
    };
    let (old_by_path, new_by_path) = (old.by_path(), new.by_path());
    let gone = told(old).into_iter().filter(|(_, path)| !new_by_path.contains_key(path));
    let (mut changes, mut same) = (Vec::new(), 0);
    let mut all: Vec<(usize, String)> = told(new).into_iter().chain(gone).collect();
    all.sort_by_key(|(rank, _)| *rank);
    for (_, path) in all {
        let (before, after) = (old_by_path.get(&path).copied(), new_by_path.get(&path).copied());
        let shown = |figure: Option<&crate::model::figure::Figure>| figure.map(|figure| figure.quantity.to_string());
        let (before_shown, after_shown) = (shown(before), shown(after));
        if before_shown == after_shown {
            same += 1;
            continue;
        }
        let by =
            before.zip(after).and_then(|(before, after)| grown(before.quantity.number()?, after.quantity.number()?));
        // A rate's growth is in points, which the two values show.
        let by = by.filter(|_| !before_shown.as_deref().unwrap_or_default().ends_with('%'));
        changes.push(Change { name: path, old: before_shown, new: after_shown, by });
    }
    (changes, same)
}

/// +930，+9.3%
fn grown(old: Decimal, new: Decimal) -> Option<String> {
    let by = new.checked_sub(old)?;
    let sign = |number: Decimal| if number.is_sign_negative() { "" } else { "+" };
    let share = Rate::of(by, old).map(|rate| format!("，{}{rate}", sign(by))).unwrap_or_default();
    Some(format!("{}{}{share}", sign(by), plain(by)))
}

/// What is told of a thing, by name.
type Told = Vec<(&'static str, String)>;

fn project(project: Project) -> (String, Told) {
    let told = vec![
        ("单位", project.unit.value.clone()),
        ("安排资金", project.amount.value.to_string()),
        ("状态", project.status.value().map_or(String::new(), |status| status.to_string())),
        ("支持方式", project.mode.value().map_or(String::new(), |mode| mode.to_string())),
        ("自评等级", project.grade.value().map_or(String::new(), |grade| grade.to_string())),
    ];
    (project.name.value.clone(), told)
}

fn indicator(indicator: Indicator) -> (String, Told) {
    let told = vec![
        ("二级指标", indicator.category.value.clone()),
        ("指标值", indicator.target.value.to_string()),
        ("实际完成值", indicator.actual.value.to_string()),
        ("完成率", indicator.completion().map_or(String::new(), |rate| rate.to_string())),
    ];
    (indicator.name.value.clone(), told)
}

fn items<T>(
    old: impl Iterator<Item = T>,
    new: impl Iterator<Item = T>,
    told: impl Fn(T) -> (String, Told),
    same_thing: impl Fn(&str, &str) -> bool,
) -> Vec<Item> {
    let (old, new): (Vec<_>, Vec<_>) = (old.map(&told).collect(), new.map(&told).collect());
    let new_names: BTreeSet<&String> = new.iter().map(|(name, _)| name).collect();
    let old_by_name: BTreeMap<&String, &Told> = old.iter().map(|(name, told)| (name, told)).collect();
    let mut gone: Vec<&(String, Told)> = old.iter().filter(|(name, _)| !new_names.contains(name)).collect();
    let mut found = Vec::new();
    for (name, told) in &new {
        let before = old_by_name.get(name).copied();
        let renamed = match before {
            Some(_) => None,
            None => gone.iter().position(|(other, _)| same_thing(other, name)).map(|at| gone.remove(at)),
        };
        let changes = changes(before.or(renamed.map(|(_, told)| told)), Some(told));
        let what = if before.is_none() && renamed.is_none() { What::Added } else { What::Changed };
        if what == What::Added || renamed.is_some() || !changes.is_empty() {
            found.push(Item { name: name.clone(), what, renamed_from: renamed.map(|(name, _)| name.clone()), changes });
        }
    }
    let gone = gone.into_iter().map(|(name, told)| Item {
        name: name.clone(),
        what: What::Removed,
        renamed_from: None,
        changes: changes(Some(told), None),
    });
    found.extend(gone);
    found
}

fn changes(old: Option<&Told>, new: Option<&Told>) -> Vec<Change> {
    let names = new.or(old).into_iter().flatten().map(|(name, _)| *name);
    let value = |told: Option<&Told>, name: &str| {
        let found = told?.iter().find(|(other, _)| *other == name);
        found.map(|(_, value)| value.clone()).filter(|value| !value.is_empty())
    };
    names
        .map(|name| Change { name: name.into(), old: value(old, name), new: value(new, name), by: None })
        .filter(|change| change.old != change.new)
        .collect()
}

/// Names that are so alike are likely one thing's.
const ALIKE: f32 = 0.7;

/// Is it likely the same indicator under another name?
pub fn renamed(old: &str, new: &str) -> bool {
    old != new && TextDiff::from_chars(old, new).ratio() >= ALIKE
}

fn texts(old: &Report, new: &Report) -> Vec<TextChange> {
    let all = |report: &Report| -> BTreeMap<String, String> {
        let sections =
            report.texts.iter().map(|((chapter, section), text)| (format!("{chapter}.{section}"), &text.value));
        let cases = report.cases.iter().map(|case| (format!("案例.{}", case.project.value), &case.text.value));
        sections.chain(cases).map(|(name, text)| (name, text.clone())).collect()
    };
    let (old, new) = (all(old), all(new));
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let lines = |text: Option<&String>| -> Vec<String> {
        let lines = text.map_or("", String::as_str).lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(str::to_string).collect()
    };
    let change = |name: &String| {
        let (before, after) = (lines(old.get(name)), lines(new.get(name)));
        let only = |one: &[String], other: &[String]| -> Vec<String> {
            one.iter().filter(|line| !other.contains(line)).cloned().collect()
        };
        TextChange { name: name.clone(), removed: only(&before, &after), added: only(&after, &before) }
    };
    names.into_iter().map(change).filter(|change| !(change.removed.is_empty() && change.added.is_empty())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn growth_has_its_sign_and_its_share() {
        assert_eq!(grown(Decimal::from(10_000), Decimal::from(10_930)).as_deref(), Some("+930，+9.3%"));
        assert_eq!(grown(Decimal::from(4), Decimal::from(1)).as_deref(), Some("-3，-75%"));
        assert_eq!(grown(Decimal::ZERO, Decimal::from(2)).as_deref(), Some("+2"));
    }

    #[test]
    fn a_name_with_a_few_other_words_is_the_same_things() {
        assert!(renamed("培训从事技术创新服务人员数量", "培训技术服务人员数量"));
        assert!(!renamed("培训技术服务人员数量", "转化科技成果数量"));
        assert!(!renamed("培训技术服务人员数量", "培训技术服务人员数量"));
    }
}
