//! What a new year's folder is made from: an earlier year, or the fund's official form (`新建.yaml` of its layouts).

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::base::characters::is_han;
use crate::compose::shown;
use crate::model::aggregation::Method;
use crate::model::fund_rules::FundRules;
use crate::model::indicator::Indicator;
use crate::model::measure::Target;
use crate::model::report::Report;
use crate::model::term::Term;
use crate::reading::OutlineHead;
use crate::sheets::fault::MARK;

/// Stands for the fund's name in `新建别的资金.yaml`.
const OTHER_FUND: &str = "〔资金〕";

/// Where the texts stand.
const TEXTS: &str = "文字.yaml";

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
    /// Files of the folder by name; 〔年度〕 and 〔次年度〕 stand for the years, 〔分值〕 for the points that the
    /// fund lays down.
    #[serde(rename = "文件")]
    pub files: BTreeMap<String, String>,
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
    /// What last year's other columns had, by their fields.
    #[serde(skip)]
    pub kept: BTreeMap<&'static str, String>,
}

/// A column of last year's table that the next one has too: its field, and its head.
pub type Kept = (&'static str, String);

/// Fields of the table of indicators besides those that each has.
pub const OF_INDICATORS: [&str; 4] = ["指标性质", "计量单位", "分值", "汇总方式"];
/// The same of the list of projects.
const OF_PROJECTS: [&str; 2] = ["地区", "状态"];
/// What every new table has, or reckons anew.
const USUAL: [&str; 22] = [
    "序号",
    "项目名称",
    "单位",
    "安排资金",
    "支持方式",
    "自评等级",
    "支持方向",
    "状态",
    "一级指标",
    "二级指标",
    "三级指标",
    "指标值",
    "实际完成值",
    "说明",
    "完成率",
    "得分",
    "预算数",
    "执行数",
    "执行率",
    "层级",
    "文件名称",
    "文号",
];

/// The spreadsheets' content, as far as it is known before the year begins.
pub struct Plan<'a> {
    pub fund: String,
    pub rules: &'a FundRules,
    pub directions: Vec<PlannedDirection>,
    pub indicators: Vec<PlannedIndicator>,
    /// Areas that got money.
    pub areas: Vec<String>,
    /// Columns besides the usual ones, of the list and of the indicators.
    pub of_projects: Vec<Kept>,
    pub of_indicators: Vec<Kept>,
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
    pub fn after<'a>(report: &Report, heads: &[OutlineHead], rules: &'a FundRules) -> Plan<'a> {
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
            kept: kept_of(&indicator),
        });
        let is_grouped = table.groups.is_asked();
        let of_projects = OF_PROJECTS.iter().filter(|field| !(is_grouped && **field == "状态"));
        Plan {
            fund: shown(&report.profile.fund).to_string(),
            rules,
            directions: directions.collect(),
            indicators: indicators.collect(),
            areas: report.allotments.rows.iter().filter_map(|row| row.area.value().cloned()).collect(),
            of_projects: kept(heads, "项目表", of_projects),
            of_indicators: kept(heads, "指标表", OF_INDICATORS.iter()),
        }
    }

    /// By the official form.
    pub fn official<'a>(starter: &Starter, rules: &'a FundRules, year: u16) -> Plan<'a> {
        const NUMERALS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
        let label = |(numeral, name): (&&str, &String)| format!("{numeral}、{name}");
        let mut labels: Vec<String> = NUMERALS.iter().zip(&starter.directions).map(label).collect();
        if !rules.project_table.directions.is_asked() {
            labels.clear();
        }
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
            areas: Vec::new(),
            of_projects: Vec::new(),
            of_indicators: Vec::new(),
        }
    }
}

fn kept<'f>(heads: &[OutlineHead], table: &str, fields: impl Iterator<Item = &'f &'static str>) -> Vec<Kept> {
    let of = |field: &str| {
        let own = |head: &&OutlineHead| head.table == table && head.field.as_deref() == Some(field);
        heads.iter().find(own).map(|head| head.head.clone())
    };
    fields.filter_map(|field| Some((*field, of(field)?))).collect()
}

fn kept_of(indicator: &Indicator) -> BTreeMap<&'static str, String> {
    let (sign, unit) = match &indicator.target.value {
        Target::Quantitative { comparator, measure } => (comparator.sign(), measure.unit.clone()),
        Target::Qualitative(_) => ("定性", String::new()),
    };
    let method = indicator.method.map_or("", Method::name);
    let weight = indicator.weight.value().map_or(String::new(), ToString::to_string);
    let of = |field: &'static str| match field {
        "指标性质" => sign.to_string(),
        "计量单位" => unit.clone(),
        "分值" => weight.clone(),
        _ => method.to_string(),
    };
    OF_INDICATORS.map(|field| (field, of(field))).into_iter().collect()
}

/// Heads of last year's tables that the new ones do not have.
pub fn lost(heads: &[OutlineHead], plan: &Plan<'_>) -> Vec<String> {
    let is_kept = |head: &OutlineHead| {
        let kept = if head.table == "项目表" { &plan.of_projects } else { &plan.of_indicators };
        let is_of = |field: &str| USUAL.contains(&field) || kept.iter().any(|(own, _)| *own == field);
        let remarks = ["备注", "序号"].contains(&head.head.as_str());
        remarks
            || head
                .field
                .as_deref()
                .is_some_and(|field| is_of(field) || ["印发日期", "金额", "资金来源"].contains(&field))
    };
    let lost = heads.iter().filter(|head| ["项目表", "指标表", "资金执行表"].contains(&head.table) && !is_kept(head));
    lost.filter(|head| head.head.chars().any(is_han)).map(|head| format!("{}的“{}”", head.table, head.head)).collect()
}

impl Starter {
    pub fn fund(&self) -> &str {
        &self.fund
    }

    pub fn indicators(&self) -> &[PlannedIndicator] {
        &self.indicators
    }

    /// The same of this fund.
    pub fn named(&self, fund: &str) -> Starter {
        let files = self.files.iter().map(|(name, text)| (name.clone(), text.replace(OTHER_FUND, fund)));
        Starter { fund: self.fund.replace(OTHER_FUND, fund), files: files.collect(), ..self.clone() }
    }

    /// The texts of 文字 that stand there for an example.
    pub fn samples(&self, year: u16) -> Vec<String> {
        #[derive(Deserialize)]
        struct Texts {
            #[serde(rename = "文字", default)]
            chapters: BTreeMap<String, BTreeMap<String, String>>,
        }
        let read = |text: &String| serde_saphyr::from_str::<Texts>(&self.text(text, year)).ok();
        let chapters = self.files.values().filter_map(read).flat_map(|texts| texts.chapters.into_values());
        chapters.flat_map(BTreeMap::into_values).map(|text| text.trim().to_string()).collect()
    }

    /// The same for an outline that asks for these texts.
    pub fn asking(mut self, texts: &[(String, String)]) -> Starter {
        let mut yaml = "# 报告各部分的文字。一行是一段；数字用 {{ }} 从表格里取，不要手写。\n文字:\n".to_string();
        let mut chapters: Vec<&String> = Vec::new();
        for (chapter, _) in texts.iter().filter(|(_, section)| !section.is_empty()) {
            if !chapters.contains(&chapter) {
                chapters.push(chapter);
            }
        }
        for chapter in chapters {
            yaml += &format!("  {chapter}:\n");
            for (_, section) in texts.iter().filter(|(own, _)| own == chapter) {
                yaml += &format!("    # {MARK}：照本地的情况写\n    {section}: |\n      待补充。\n");
            }
        }
        self.files.insert(TEXTS.into(), yaml);
        self
    }

    /// The same for layouts of that name, which its YAML names.
    pub fn of_layouts(mut self, layouts: &str) -> Starter {
        for text in self.files.values_mut().filter(|text| text.contains("\n  资金简称:")) {
            let lines = text.split_inclusive('\n').filter(|line| !line.starts_with("  式样:"));
            let bare: String = lines.collect();
            *text = bare.replacen("\n  资金简称:", &format!("\n  式样: {layouts}\n  资金简称:"), 1);
        }
        self
    }

    /// A file's text for the year.
    pub fn text(&self, text: &str, year: u16) -> String {
        text.replace("〔年度〕", &year.to_string()).replace("〔次年度〕", &(year + 1).to_string())
    }
}
