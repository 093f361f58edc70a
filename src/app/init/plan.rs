//! What a new year's folder is made from: an earlier year, or the fund's official form (`新建.yaml` of its layouts).

use serde::Deserialize;

use crate::compose::shown;
use crate::model::fund_rules::FundRules;
use crate::model::report::Report;
use crate::model::term::Term;

/// Stands for the fund's name in `新建别的资金.yaml`.
const OTHER_FUND: &str = "〔资金〕";

/// `新建.yaml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Starter {
    #[serde(rename = "资金名称")]
    fund: String,
    /// Names without numerals; none where the fund's table has no directions.
    #[serde(rename = "支持方向", default)]
    directions: Vec<String>,
    #[serde(rename = "指标")]
    indicators: Vec<PlannedIndicator>,
    /// Files of the folder by name; 〔年度〕 and 〔次年度〕 stand for the years.
    #[serde(rename = "文件")]
    pub files: std::collections::BTreeMap<String, String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedIndicator {
    #[serde(rename = "一级指标")]
    pub dimension: String,
    #[serde(rename = "二级指标")]
    pub category: String,
    #[serde(rename = "三级指标")]
    pub name: String,
    /// For the note at 指标值.
    #[serde(rename = "提示", default)]
    pub hint: String,
}

/// The spreadsheets' content, as far as it is known before the year begins.
pub struct Plan<'a> {
    pub fund: String,
    pub rules: &'a FundRules,
    pub directions: Vec<PlannedDirection>,
    pub indicators: Vec<PlannedIndicator>,
}

pub struct PlannedDirection {
    /// 一、区域科技创新体系建设; empty where the table has no directions.
    pub label: String,
    /// Carried over from the year before.
    pub carried: Vec<CarriedProject>,
}

pub struct CarriedProject {
    pub name: String,
    pub unit: String,
    pub mode: Option<Term>,
}

impl Plan<'_> {
    /// After a year: its new projects are carried over, its indicators are kept.
    pub fn after<'a>(report: &Report, rules: &'a FundRules) -> Plan<'a> {
        let table = &rules.project_table;
        let is_new = |status: &Term| table.groups.is_asked() && !table.is_carried_over(status);
        let directions = report.projects.directions.iter().map(|direction| {
            let carried =
                direction.projects().filter(|project| project.status.value().is_some_and(is_new)).map(|project| {
                    CarriedProject {
                        name: project.name.value.clone(),
                        unit: project.unit.value.clone(),
                        mode: project.mode.value().cloned(),
                    }
                });
            PlannedDirection { label: direction.label.clone().unwrap_or_default(), carried: carried.collect() }
        });
        let indicators = report.indicators().map(|indicator| PlannedIndicator {
            dimension: indicator.dimension.value.name().to_string(),
            category: indicator.category.value.clone(),
            name: indicator.name.value.clone(),
            hint: format!("上年：指标值{}，完成{}。", indicator.target.value, indicator.actual.value),
        });
        Plan {
            fund: shown(&report.profile.fund).to_string(),
            rules,
            directions: directions.collect(),
            indicators: indicators.collect(),
        }
    }

    /// By the official form.
    pub fn official<'a>(starter: &Starter, rules: &'a FundRules, year: u16) -> Plan<'a> {
        const NUMERALS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
        let label = |(numeral, name): (&&str, &String)| format!("{numeral}、{name}");
        let mut labels: Vec<String> = NUMERALS.iter().zip(&starter.directions).map(label).collect();
        if labels.is_empty() {
            labels.push(String::new());
        }
        let of_year = |indicator: &PlannedIndicator| PlannedIndicator {
            hint: starter.text(&indicator.hint, year),
            ..indicator.clone()
        };
        Plan {
            fund: starter.fund.clone(),
            rules,
            directions: labels.into_iter().map(|label| PlannedDirection { label, carried: Vec::new() }).collect(),
            indicators: starter.indicators.iter().map(of_year).collect(),
        }
    }
}

impl Starter {
    pub fn fund(&self) -> &str {
        &self.fund
    }

    /// The same of this fund.
    pub fn named(&self, fund: &str) -> Starter {
        let files = self.files.iter().map(|(name, text)| (name.clone(), text.replace(OTHER_FUND, fund)));
        Starter { fund: self.fund.replace(OTHER_FUND, fund), files: files.collect(), ..self.clone() }
    }

    /// A file's text for the year.
    pub fn text(&self, text: &str, year: u16) -> String {
        text.replace("〔年度〕", &year.to_string()).replace("〔次年度〕", &(year + 1).to_string())
    }
}
