//! What a finished document's own tables say, as what is known of its subjects.

use rust_decimal::Decimal;

use crate::model::number::Rate;
use crate::model::standards::Standards;
use crate::prose::known_figures::{KnownFigures, percent};
use crate::prose::short_names::ShortName;
use crate::prose::subject::{Kind, Role, Subject};

use super::read_document::ReadDocument;
use super::tables::{IndicatorRow, Level, direction_name};

/// What a finished document's own tables say.
pub fn known_figures(facts: &ReadDocument, standards: &Standards) -> KnownFigures {
    let mut figures = KnownFigures::default();
    figures.rules = facts.rules.clone();
    figures.year = facts.year;
    figures.add_words(standards);
    // A document has its units in its tables' cells.
    figures.units = facts.units.iter().filter(|unit| unit.cell).map(|unit| unit.text.clone()).collect();
    figures.units.extend(standards.short_forms.iter().map(|form| form.short.clone()));
    figures.units.retain(|unit| unit.chars().count() > 2);
    let fund = Subject::Fund;
    if let Some(row) = facts.form.as_ref().and_then(|form| form.money.first()) {
        if let Some(executed) = row.executed {
            figures.number(&fund, Role::Executed, "自评表的全年执行数".into(), (executed, "万元"), Some(&row.place));
        }
        if let Some(rate) = row.executed.zip(row.budget).and_then(|(part, whole)| Rate::of(part, whole)) {
            let name = "自评表的预算执行率".to_string();
            figures.number(&fund, Role::ExecutionRate, name, (percent(rate), "%"), Some(&row.place));
        }
    }
    for row in facts.form.iter().flat_map(|form| &form.money).skip(1) {
        let subject = Subject::Source(row.name.clone());
        for (role, word, amount) in [(Role::Amount, "预算数", row.budget), (Role::Executed, "执行数", row.executed)]
        {
            if let Some(amount) = amount {
                let name = format!("自评表“{}”的{word}", row.name);
                figures.number(&subject, role, name, (amount, "万元"), Some(&row.place));
            }
        }
        if let Some(rate) = row.executed.zip(row.budget).and_then(|(part, whole)| Rate::of(part, whole)) {
            let name = format!("自评表“{}”的预算执行率", row.name);
            figures.number(&subject, Role::ExecutionRate, name, (percent(rate), "%"), Some(&row.place));
        }
        figures.own.get_or_insert(subject);
    }
    figures.purse = facts.purse(standards);
    if let Some(total) = facts.total() {
        figures.number(&fund, Role::Amount, "表里的资金总额".into(), (total, "万元"), None);
    }
    let over_run = (percent(facts.rules.over_run()), "%");
    figures.number(&fund, Role::OverRun, "自评表注6的界线".into(), over_run, None);
    for row in facts.indicators() {
        add_row(&mut figures, row);
    }
    figures.short_names = ShortName::all(&figures.indicators, &standards.short_names);
    figures.scope = standards.short_names.clone();
    figures.differences = standards.differences.clone();
    if let Some(form) = facts.form.as_ref().filter(|form| !form.rows.is_empty()) {
        let count = (Decimal::from(form.rows.len()), "项");
        figures.number(&fund, Role::Indicators(None), "自评表的指标数".into(), count, None);
    }
    if let Some(table) = &facts.projects {
        let count = |rows: usize| (Decimal::from(rows), "个");
        let all = Role::Count(Kind::default());
        figures.number(&fund, all.clone(), "项目表的项目数".into(), count(table.projects().count()), None);
        for (index, row) in table.rows.iter().enumerate() {
            match row.level {
                Level::Direction => {
                    let name = direction_name(&row.name).to_string();
                    let subject = Subject::Direction(name.clone());
                    let place = Some(&row.place);
                    if let Some(amount) = row.amount {
                        let shown = format!("项目表“{name}”的小计");
                        figures.number(&subject, Role::Amount, shown, (amount, "万元"), place);
                    }
                    let projects = table.below(index).iter().filter(|row| row.level == Level::Project).count();
                    figures.number(&subject, all.clone(), format!("项目表“{name}”的项目数"), count(projects), place);
                    figures.directions.push(name);
                }
                Level::Project => {
                    if let Some(amount) = row.amount {
                        let subject = Subject::Project(row.name.clone());
                        let shown = format!("项目表“{}”的金额", row.name);
                        figures.number(&subject, Role::Amount, shown, (amount, "万元"), Some(&row.place));
                    }
                    figures.projects.push(row.name.clone());
                }
                Level::Total | Level::Group => {}
            }
        }
        let directions = count(figures.directions.len());
        figures.number(&fund, Role::Directions, "项目表的支持方向数".into(), directions, None);
    }
    figures.add_shares();
    figures
}

fn add_row(figures: &mut KnownFigures, row: &IndicatorRow) {
    let name = &row.name;
    let subject = Subject::Indicator(name.clone());
    let (target, actual) = row.measures();
    if let Some(target) = target {
        figures.measure(&subject, Role::Target, format!("表里“{name}”的指标值"), target, &row.place);
    }
    if let Some(actual) = actual {
        figures.measure(&subject, Role::Actual, format!("表里“{name}”的实际完成值"), actual, &row.place);
    }
    if let (Some(target), Some(actual)) = (target, actual) {
        figures.add_from_target(name, target, actual, Some(&row.place));
    }
    if let Some(completion) = row.completion() {
        let deviation = Rate((completion.0 - Decimal::ONE).abs());
        for (role, word, rate) in [(Role::Completion, "完成率", completion), (Role::Deviation, "偏差率", deviation)]
        {
            let shown = format!("表里“{name}”的{word}");
            figures.number(&subject, role, shown, (percent(rate), "%"), Some(&row.place));
        }
    }
    figures.indicators.push(name.clone());
}
