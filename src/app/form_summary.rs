//! 单位自评汇总.xlsx: what the units' forms add up to, beside the region's own figures, and the units' reasons without
//! repetitions, for the clerk to edit and put into the tables. None of it goes into the report by itself.

use rust_xlsxwriter::XlsxError;

use crate::app::checklist::{fill, workbook_of};
use crate::base::place::Sourced;
use crate::model::aggregation::{Aggregate, money};
use crate::model::budget::ExecutionLine;
use crate::model::indicator::Indicator;
use crate::model::number::Money;
use crate::model::report::Report;
use crate::model::term::Term;
use crate::model::unit_form::FormMoney;

type Content = (&'static str, &'static [&'static str], &'static [f64], Vec<Vec<String>>);

/// The workbook's bytes. Its timestamp is the report's date, never the clock.
///
/// # Errors
/// More rows than a sheet holds.
/// A sheet's name, its heads, their widths, its rows.
pub fn write(report: &Report) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = workbook_of("单位自评汇总", report.profile.date.value)?;
    let sheets: [Content; 5] = [
        (
            "指标汇总",
            &["三级指标", "指标值", "区域填的", "汇总数", "怎样汇总", "填报份数", "报告用的"],
            &[44.0, 14.0, 16.0, 16.0, 24.0, 10.0, 16.0],
            report.indicators().map(indicator).collect(),
        ),
        (
            "资金汇总",
            &["资金来源", "区域预算数", "汇总预算数", "区域执行数", "汇总执行数"],
            &[24.0, 14.0, 14.0, 14.0, 14.0],
            funds(report),
        ),
        (
            "原因和措施",
            &["指标", "完成率", "份数", "汇总稿（请改）", "各单位原文"],
            &[36.0, 10.0, 8.0, 70.0, 90.0],
            reasons(report),
        ),
        ("资金管理问题", &["项目", "份数", "汇总稿（请改）", "各单位原文"], &[24.0, 8.0, 70.0, 90.0], problems(report)),
        (
            "逐份明细",
            &["三级指标", "项目", "填报数", "资金额度（万元）", "位置"],
            &[44.0, 50.0, 14.0, 16.0, 70.0],
            report.indicators().flat_map(details).collect(),
        ),
    ];
    for (name, heads, widths, rows) in sheets {
        fill(&mut workbook, name, heads, widths, rows)?;
    }
    workbook.save_to_buffer()
}

fn indicator(indicator: Indicator) -> Vec<String> {
    let own = if indicator.aggregated { String::new() } else { indicator.actual.value.to_string() };
    let of = |text: fn(&Aggregate) -> String| indicator.aggregate.as_ref().map(text).unwrap_or_default();
    vec![
        indicator.name.value.clone(),
        indicator.target.value.to_string(),
        own,
        of(|aggregate| aggregate.value.to_string()),
        of(|aggregate| aggregate.method.name().to_string()),
        of(|aggregate| aggregate.parts.len().to_string()),
        indicator.actual.value.to_string(),
    ]
}

fn funds(report: &Report) -> Vec<Vec<String>> {
    let sum = |source: &Term, column: fn(&FormMoney) -> Option<&Sourced<Money>>| {
        let sum = money(&report.unit_forms, source, column).and_then(Result::ok);
        sum.map_or_else(String::new, |(sum, _)| sum.to_string())
    };
    let own = |source: &Term, column: fn(ExecutionLine<'_>) -> (&Sourced<Money>, bool)| {
        // What could not be wholly read is told of elsewhere.
        let lines = report.execution.lines().into_iter().flatten();
        let amount = lines.filter(|line| line.source == Some(source)).map(column).next();
        amount.filter(|(_, made)| !made).map_or_else(String::new, |(amount, _)| amount.value.to_string())
    };
    let row = |source: &Term| {
        vec![
            source.to_string(),
            own(source, |line| (line.budget, line.aggregated.budget)),
            sum(source, |line| line.budget.as_ref()),
            own(source, |line| (line.executed, line.aggregated.executed)),
            sum(source, |line| line.executed.as_ref()),
        ]
    };
    report.rules.money_rows.iter().map(row).collect()
}

/// Each text once, with who wrote it; in the order of the forms.
#[derive(Default)]
struct Texts<'a>(Vec<(&'a str, Vec<&'a str>)>);

impl<'a> Texts<'a> {
    fn add(&mut self, text: &'a str, project: &'a str) {
        match self.0.iter_mut().find(|(known, _)| same(known, text)) {
            Some((_, projects)) => projects.push(project),
            None => self.0.push((text, vec![project])),
        }
    }

    fn count(&self) -> usize {
        self.0.iter().map(|(_, projects)| projects.len()).sum()
    }

    /// One line a text, for looking it up.
    fn originals(&self) -> String {
        let lines = self.0.iter().map(|(text, projects)| format!("{text}（{}）", projects.join("、")));
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// Equal but for blanks and marks.
fn same(one: &str, other: &str) -> bool {
    let key =
        |text: &str| text.chars().filter(|c| !c.is_whitespace() && !"。；;.，,、".contains(*c)).collect::<String>();
    key(one) == key(other)
}

/// Clauses in a row, as one sentence.
fn sentence(texts: &Texts) -> String {
    let clauses = texts.0.iter().map(|(text, _)| text.trim_end_matches(['。', '；', ';', '，']));
    clauses.collect::<Vec<_>>().join("；")
}

fn reasons(report: &Report) -> Vec<Vec<String>> {
    let rows = report.indicators().filter_map(|indicator| {
        let (mut whole, mut reasons, mut measures) = (Texts::default(), Texts::default(), Texts::default());
        for form in &report.unit_forms {
            let rows = form.indicators.iter().filter(|row| row.name.value == indicator.name.value);
            for explanation in rows.filter_map(|row| row.explanation.as_ref()) {
                whole.add(&explanation.value.text, form.title());
                for (texts, text) in
                    [(&mut reasons, &explanation.value.reason), (&mut measures, &explanation.value.measures)]
                {
                    if !text.is_empty() {
                        texts.add(text, form.title());
                    }
                }
            }
        }
        if whole.0.is_empty() {
            return None;
        }
        let parts = [sentence(&reasons), sentence(&measures)].into_iter().filter(|part| !part.is_empty());
        let draft: String = parts.map(|part| format!("{part}。")).collect();
        let completion = indicator.completion().map_or_else(String::new, |rate| rate.to_string());
        Some(vec![indicator.name.value.clone(), completion, whole.count().to_string(), draft, whole.originals()])
    });
    rows.collect()
}

fn problems(report: &Report) -> Vec<Vec<String>> {
    let mut by_name: Vec<(&str, Texts)> = Vec::new();
    for form in &report.unit_forms {
        for row in &form.management {
            let index = by_name.iter().position(|(name, _)| *name == row.name).unwrap_or_else(|| {
                by_name.push((&row.name, Texts::default()));
                by_name.len() - 1
            });
            by_name[index].1.add(&row.problems.value, form.title());
        }
    }
    let row = |(name, texts): (&str, Texts)| {
        vec![name.to_string(), texts.count().to_string(), format!("{}。", sentence(&texts)), texts.originals()]
    };
    by_name.into_iter().map(row).collect()
}

fn details(indicator: Indicator) -> Vec<Vec<String>> {
    let parts = indicator.aggregate.iter().flat_map(|aggregate| &aggregate.parts);
    let row = |part: &crate::model::aggregation::Part| {
        let weight = part.weight.as_ref().map_or_else(String::new, |weight| weight.value.to_string());
        vec![indicator.name.value.clone(), part.project.clone(), part.value.to_string(), weight, part.place.to_string()]
    };
    parts.map(row).collect()
}
