//! What a fund's own method asks for: `资金.yaml` of its layouts; by default the method for all funds (财预〔2020〕10号).

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::base::layout_fault::LayoutFault;

use super::indicator::Dimension;
use super::measure::{Comparator, Target};
use super::number::{Rate, Score};
use super::project::Kind;
use super::term::{Term, listed};
use crate::model::profile::Profile;

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FundRules {
    /// The rows of 资金情况 below the total. The first is the fund's own money: what the documents hand down and the
    /// projects get.
    #[serde(rename = "资金行")]
    pub money_rows: Vec<Term>,
    /// Rows that are parts of a row; a table may have some of them, or none.
    #[serde(rename = "资金明细")]
    pub money_details: BTreeMap<Term, Vec<Term>>,
    /// Whose documents hand the money down; each level hands on what the one before it gave.
    #[serde(rename = "下达层级")]
    pub levels: Vec<Term>,
    /// 预算执行率 的分值.
    #[serde(rename = "预算执行")]
    execution_weight: u32,
    /// By what the points are laid down, as a report cites it; a fund with points of its own says so itself.
    #[serde(rename = "评分依据", default)]
    basis: Option<String>,
    /// 一级指标, in the order of the form.
    #[serde(rename = "一级指标")]
    dimensions: Vec<DimensionRule>,
    /// Of projects and of the whole, best first.
    #[serde(rename = "等级")]
    grades: Vec<GradeRule>,
    /// From how many percent above its target on an indicator must be explained (form note 6).
    #[serde(rename = "超额界线")]
    over_run: u32,
    /// 定性指标 的档次, best first.
    #[serde(rename = "定性档次")]
    pub bands: Vec<Band>,
    #[serde(rename = "项目表")]
    pub project_table: ProjectTableRules,
    /// The table of what each area gets.
    #[serde(rename = "分配表")]
    pub allotments: Presence,
    /// Which rows of 资金情况 other tables add up to.
    #[serde(rename = "勾稽")]
    pub tie_outs: TieOuts,
    /// The rows of 资金管理情况, where the form has them.
    #[serde(rename = "资金管理情况")]
    pub management: Vec<String>,
}

/// 勾稽: of a table that is not named it is the fund's own row, of one with an empty list none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TieOuts {
    #[serde(rename = "项目表")]
    pub projects: Option<Vec<Term>>,
    #[serde(rename = "分配表")]
    pub allotments: Option<Vec<Term>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct DimensionRule {
    #[serde(rename = "名称")]
    name: Dimension,
    #[serde(rename = "分值")]
    weight: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct GradeRule {
    #[serde(rename = "名称")]
    name: Term,
    /// Points of the total; belongs to the grade.
    #[serde(rename = "从")]
    lowest: u32,
}

/// The rules of the fund that a report is of: its layouts say.
pub type RulesOf<'a> = &'a dyn Fn(&Profile) -> FundRules;

/// One of the levels by which units grade a qualitative indicator, with the share that it stands for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    #[serde(rename = "名称")]
    pub name: String,
    /// Other words for it.
    #[serde(rename = "写法", default)]
    pub synonyms: Vec<String>,
    /// Percent; belongs to the band.
    #[serde(rename = "从")]
    lowest: u32,
    /// Percent; belongs to the band above, where there is one.
    #[serde(rename = "到")]
    highest: u32,
}

/// What the project table of the fund has.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ProjectTableRules {
    /// Is there a list of projects at all? Some funds are allotted to areas.
    #[serde(rename = "项目清单")]
    pub list: Presence,
    /// The head of the column of units on blank spreadsheets.
    #[serde(rename = "单位栏")]
    pub unit_head: String,
    /// 一、… rows.
    #[serde(rename = "支持方向")]
    pub directions: Presence,
    /// Rows of a 状态 each below the directions: （一）结转项目, （二）新上项目.
    #[serde(rename = "分组")]
    pub groups: Presence,
    /// The column 支持方式.
    #[serde(rename = "支持方式")]
    pub grant_modes: Presence,
    /// The column 自评等级.
    #[serde(rename = "自评等级")]
    pub grades: Presence,
    /// 新上, 结转, in the order in which they are counted.
    #[serde(rename = "状态")]
    pub statuses: Vec<Term>,
    /// Which of them are carried over from earlier years.
    #[serde(rename = "结转状态")]
    pub carried_over: Vec<Term>,
    /// What the column 支持方式 says: 事前补助, 后补助.
    #[serde(rename = "方式")]
    pub modes: Vec<Term>,
    /// Which of them are paid when the work is done: nothing in the year in which it begins.
    #[serde(rename = "后补助方式")]
    pub post: Vec<Term>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Presence {
    #[serde(rename = "有")]
    Has,
    #[serde(rename = "无")]
    HasNot,
}

impl Presence {
    pub fn is_asked(self) -> bool {
        self == Presence::Has
    }
}

impl Default for ProjectTableRules {
    fn default() -> ProjectTableRules {
        let has = Presence::Has;
        ProjectTableRules {
            list: has,
            unit_head: "申报单位".into(),
            directions: has,
            groups: has,
            grant_modes: has,
            grades: has,
            statuses: terms(&["新上", "结转"]),
            carried_over: terms(&["结转"]),
            modes: terms(&["事前补助", "后补助"]),
            post: terms(&["后补助"]),
        }
    }
}

fn terms(words: &[&str]) -> Vec<Term> {
    words.iter().map(|word| Term::from(*word)).collect()
}

fn group(index: usize, word: &Term) -> String {
    const NUMERALS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    format!("（{}）{word}项目", NUMERALS.get(index).unwrap_or(&"…"))
}

impl ProjectTableRules {
    pub fn is_carried_over(&self, status: &Term) -> bool {
        self.carried_over.contains(status)
    }

    pub fn is_post(&self, mode: &Term) -> bool {
        self.post.contains(mode)
    }

    /// The statuses of projects that begin this year.
    pub fn newly_started(&self) -> impl Iterator<Item = &Term> {
        self.statuses.iter().filter(|status| !self.is_carried_over(status))
    }

    /// The modes that are paid before the work is done.
    pub fn upfront(&self) -> impl Iterator<Item = &Term> {
        self.modes.iter().filter(|mode| !self.is_post(mode))
    }

    /// All projects, those of each status, of each mode, of each of both: the cross-tab with its margins. Of what the table
    /// does not tell, there is none to count.
    pub fn kinds(&self) -> Vec<Kind> {
        let kind = |status: Option<&Term>, mode: Option<&Term>| Kind {
            status: status.cloned(),
            mode: mode.cloned(),
            ..Kind::default()
        };
        let of = |asked: Presence, terms| if asked.is_asked() { terms } else { &[][..] };
        let (statuses, modes) = (of(self.groups, &self.statuses[..]), of(self.grant_modes, &self.modes[..]));
        let mut kinds = vec![Kind::default()];
        kinds.extend(statuses.iter().map(|status| kind(Some(status), None)));
        kinds.extend(modes.iter().map(|mode| kind(None, Some(mode))));
        kinds.extend(statuses.iter().flat_map(|status| modes.iter().map(move |mode| kind(Some(status), Some(mode)))));
        kinds
    }

    /// The rows above the projects of each status, numbered, the carried-over ones first: （一）结转项目, （二）新上项目.
    pub fn groups_by_status(&self) -> Vec<(&Term, String)> {
        let statuses = self.carried_over.iter().chain(self.newly_started());
        statuses.enumerate().map(|(index, status)| (status, group(index, status))).collect()
    }

    /// （一）结转项目, where it stands first below a direction.
    pub fn group_label(&self, index: usize, status: &Term) -> String {
        group(index, status)
    }

    /// All groups; below that of what is paid afterwards stand projects of earlier years: （三）后补助项目.
    pub fn groups(&self) -> Vec<String> {
        let post = self.post.iter().filter(|_| !self.carried_over.is_empty());
        self.carried_over
            .iter()
            .chain(self.newly_started())
            .chain(post)
            .enumerate()
            .map(|(index, word)| group(index, word))
            .collect()
    }
}

/// Weights of 财预〔2020〕10号, bands of the form's note 5. `layouts/资金.yaml` says the same for the clerk to see.
impl Default for FundRules {
    fn default() -> FundRules {
        let dimension = |name, weight| DimensionRule { name: Dimension::named(name), weight };
        let band = |name: &str, synonyms: &[&str], lowest, highest| Band {
            name: name.into(),
            synonyms: synonyms.iter().map(|word| word.to_string()).collect(),
            lowest,
            highest,
        };
        let grade = |name, lowest| GradeRule { name: Term::from(name), lowest };
        FundRules {
            money_rows: terms(&["中央财政资金", "地方资金", "其他资金"]),
            money_details: BTreeMap::from([(
                Term::from("地方资金"),
                terms(&["省级资金", "市县资金", "市级资金", "县级资金", "盟市资金", "旗县资金"]),
            )]),
            levels: terms(&["中央", "省级"]),
            grades: vec![grade("优", 90), grade("良", 80), grade("中", 60), grade("差", 0)],
            execution_weight: 10,
            basis: Some(COMMON_BASIS.into()),
            over_run: 30,
            dimensions: vec![dimension("产出指标", 50), dimension("效益指标", 30), dimension("满意度指标", 10)],
            bands: vec![
                band("全部或基本达成预期指标", &["全部达成", "基本达成", "全部完成", "基本完成"], 80, 100),
                band("部分达成预期指标并具有一定效果", &["部分达成", "部分完成"], 60, 80),
                band("未达成预期指标且效果较差", &["未达成", "未完成"], 0, 60),
            ],
            project_table: ProjectTableRules::default(),
            allotments: Presence::HasNot,
            tie_outs: TieOuts::default(),
            management: Vec::new(),
        }
    }
}

impl FundRules {
    /// The parts of a row, of all rows in their order.
    pub fn details(&self) -> impl Iterator<Item = (&Term, &Term)> {
        let rows = self.money_rows.iter();
        let parts = rows.flat_map(|row| self.money_details.get(row).into_iter().flatten().map(move |part| (row, part)));
        parts.filter(|(_, part)| !self.money_rows.contains(part))
    }

    pub fn execution_weight(&self) -> Score {
        Score(self.execution_weight.into())
    }

    pub fn over_run(&self) -> Rate {
        Rate(Decimal::new(self.over_run.into(), 2))
    }

    /// Has this 完成率 to be explained as too high?
    pub fn is_over_run(&self, completion: Rate) -> bool {
        completion >= self.highest_completion()
    }

    /// From this 完成率 on.
    pub fn highest_completion(&self) -> Rate {
        Rate(Decimal::ONE + self.over_run().0)
    }

    /// Must the result be explained? 基本达成 is reached, and so is a limit of cost or time that is kept with room.
    pub fn is_owed_reason(&self, target: &Target, completion: Rate) -> bool {
        match target {
            Target::Qualitative(_) => match self.bands.first() {
                Some(band) => completion < band.lowest(),
                None => completion < Rate::ONE,
            },
            Target::Quantitative { comparator: Comparator::AtMost, .. } => completion < Rate::ONE,
            Target::Quantitative { .. } => completion < Rate::ONE || self.is_over_run(completion),
        }
    }

    /// 一级指标 in the order of the form.
    pub fn dimensions(&self) -> impl Iterator<Item = &Dimension> {
        self.dimensions.iter().map(|rule| &rule.name)
    }

    /// What a report cites for its points; empty where nobody has said it.
    pub fn basis(&self) -> &str {
        let common = FundRules::default();
        let same = self.dimensions == common.dimensions && self.execution_weight == common.execution_weight;
        let of_all = if same { COMMON_BASIS } else { "" };
        self.basis.as_deref().unwrap_or(of_all)
    }

    /// The parts of the score by name.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        std::iter::once(EXECUTION).chain(self.dimensions().map(Dimension::name))
    }

    /// For a document that may be by another method: with 一级指标 that it may have besides, which weigh nothing here.
    pub fn of_document(mut self, dimensions: &[String]) -> FundRules {
        for name in dimensions.iter().rev() {
            if !self.parts().any(|part| part == name) {
                self.dimensions.insert(0, DimensionRule { name: Dimension::named(name), weight: 0 });
            }
        }
        self
    }

    /// The method's weight of each 一级指标.
    pub fn weights(&self) -> impl Iterator<Item = (&Dimension, Score)> {
        self.dimensions.iter().map(|rule| (&rule.name, Score(rule.weight.into())))
    }

    /// Best first.
    pub fn grades(&self) -> impl DoubleEndedIterator<Item = &Term> + Clone {
        self.grades.iter().map(|rule| &rule.name)
    }

    /// All that is counted of projects: the cross-tab of status and mode with its margins, then the grades.
    pub fn counted(&self) -> Vec<Kind> {
        let grades = self.grades().filter(|_| self.project_table.grades.is_asked());
        self.project_table.kinds().into_iter().chain(grades.map(Kind::of_grade)).collect()
    }

    /// The grade that a total earns.
    pub fn grade_of(&self, total: Score) -> &Term {
        let earned = self.grades.iter().find(|rule| total.0 >= Decimal::from(rule.lowest));
        &earned.or(self.grades.last()).expect("a fund has grades").name
    }

    /// How the grades follow from the total: 90分以上优，80分以上良，60分以上中，其余差.
    pub fn grading(&self) -> String {
        let last = self.grades.len().saturating_sub(1);
        let grades = self.grades.iter().enumerate().map(|(index, GradeRule { name, lowest })| match index {
            index if index == last => format!("其余{name}"),
            _ => format!("{lowest}分以上{name}"),
        });
        grades.collect::<Vec<_>>().join("，")
    }

    /// The band that the words name, however they go on: 基本达成，效果较好.
    pub fn band_named(&self, words: &str) -> Option<&Band> {
        self.bands.iter().find(|band| {
            let mut known = band.synonyms.iter().map(String::as_str).chain([band.name.as_str()]);
            known.any(|known| words.starts_with(known))
        })
    }

    /// The band in which a rate lies.
    pub fn band_of(&self, rate: Rate) -> Option<&Band> {
        let lies_in = |index: usize, band: &Band| {
            let below = if index == 0 { rate <= band.highest() } else { rate < band.highest() };
            band.lowest() <= rate && below
        };
        self.bands.iter().enumerate().find(|(index, band)| lies_in(*index, band)).map(|(_, band)| band)
    }

    /// What cannot be meant in the file with this text.
    pub fn fault(&self, text: &str) -> Option<LayoutFault> {
        let (key, message) = self.fault_of_lists().or_else(|| self.fault_of_points())?;
        let fault = LayoutFault::at(text, &[key], message.clone());
        Some(if fault.line.is_some() { fault } else { LayoutFault::at(text, &["项目表", key], message) })
    }

    /// The lists that name things: none empty, no word twice, none that stands for something else beside them.
    fn fault_of_lists(&self) -> Option<(&'static str, String)> {
        let table = &self.project_table;
        let grades: Vec<Term> = self.grades().cloned().collect();
        let dimensions: Vec<Term> = self.dimensions().map(|dimension| Term::from(dimension.name())).collect();
        let lists: [(&str, &[Term], &[&str], bool); 6] = [
            ("资金行", &self.money_rows, &OF_MONEY, true),
            ("下达层级", &self.levels, &[], true),
            ("一级指标", &dimensions, &[EXECUTION, "总分", "等级"], true),
            ("等级", &grades, &OF_PROJECTS, true),
            ("状态", &table.statuses, &OF_PROJECTS, table.groups.is_asked()),
            ("方式", &table.modes, &OF_PROJECTS, table.grant_modes.is_asked()),
        ];
        for (key, list, reserved, required) in lists {
            if list.is_empty() && required {
                return Some((key, format!("“{key}”至少要有一项")));
            }
            for (index, term) in list.iter().enumerate() {
                if term.is_empty() || term.contains(['.', '“', '”']) {
                    return Some((key, format!("“{key}”里不能写“{term}”：名称不能空着，也不能有点和引号")));
                }
                if list[..index].contains(term) {
                    return Some((key, format!("“{key}”里的“{term}”写了两次")));
                }
                if reserved.contains(&term.name()) {
                    return Some((key, format!("“{key}”里不能写“{term}”：提纲里这个名称是别的数")));
                }
            }
        }
        let tied = [&self.tie_outs.projects, &self.tie_outs.allotments];
        if let Some(other) = tied.into_iter().flatten().flatten().find(|row| !self.money_rows.contains(row)) {
            return Some(("勾稽", format!("“勾稽”里的“{other}”不在“资金行”里（{}）", listed(&self.money_rows))));
        }
        let mut details: Vec<&Term> = self.money_details.values().flatten().collect();
        details.sort();
        let twice = details.windows(2).find(|pair| pair[0] == pair[1]).map(|pair| pair[0]);
        if let Some(twice) = twice.or(details.into_iter().find(|term| OF_MONEY.contains(&term.name()))) {
            return Some(("资金明细", format!("“资金明细”里不能写“{twice}”：写了两次，或者提纲里这个名称是别的数")));
        }
        // 项目.新上, 项目.后补助, 方向.甲.优 stand side by side.
        let mut names: Vec<Term> =
            table.kinds().iter().map(|kind| Term::from(kind.to_string())).chain(grades).collect();
        names.sort();
        if let Some(pair) = names.windows(2).find(|pair| pair[0] == pair[1]) {
            return Some(("项目表", format!("“{}”在“状态”“方式”“等级”里写了两次，分不清数的是哪一种", pair[0])));
        }
        let parts = [
            ("结转状态", &table.carried_over, "状态", &table.statuses),
            ("后补助方式", &table.post, "方式", &table.modes),
        ];
        parts.into_iter().find_map(|(key, part, of, all)| {
            let (index, other) =
                part.iter().enumerate().find(|(index, term)| !all.contains(term) || part[..*index].contains(term))?;
            let twice = part[..index].contains(other);
            Some((
                key,
                if twice {
                    format!("“{key}”里的“{other}”写了两次")
                } else {
                    format!("“{key}”里的“{other}”不在“{of}”里（{}）", listed(all))
                },
            ))
        })
    }

    fn fault_of_points(&self) -> Option<(&'static str, String)> {
        let weights: u32 = self.dimensions.iter().map(|rule| rule.weight.min(1000)).sum();
        let total = weights + self.execution_weight.min(1000);
        if total != 100 {
            return Some(("预算执行", format!("预算执行和一级指标的分值合计是{total}，应是100")));
        }
        let falling = self.grades.windows(2).all(|pair| pair[0].lowest > pair[1].lowest);
        let ends = self.grades.iter().all(|rule| rule.lowest <= 100)
            && self.grades.last().is_some_and(|rule| rule.lowest == 0);
        if !falling || !ends {
            return Some(("等级", "“等级”应从高到低一级接一级，好的在前，不超过100分，最后一级从0分起".to_string()));
        }
        if self.over_run == 0 || self.over_run > 1000 {
            return Some(("超额界线", "“超额界线”应在1到1000之间".to_string()));
        }
        let falling = self.bands.windows(2).all(|pair| pair[0].lowest == pair[1].highest);
        let ends = self.bands.first().is_some_and(|band| band.highest == 100)
            && self.bands.last().is_some_and(|band| band.lowest == 0);
        let open = self.bands.iter().any(|band| band.lowest >= band.highest);
        (!falling || !ends || open).then(|| ("定性档次", "“定性档次”应从100%到0%一档接一档，好的在前".to_string()))
    }
}

/// What lays down the points that a fund has where its own method says nothing.
const COMMON_BASIS: &str = "财政部《项目支出绩效评价管理办法》（财预〔2020〕10号）";
/// The part of the score that is no 一级指标.
pub const EXECUTION: &str = "预算执行";
/// The row of 资金情况 that the others add up to.
pub const TOTAL_MONEY: &str = "年度资金总额";
/// What templates call other figures of the money.
const OF_MONEY: [&str; 6] = [TOTAL_MONEY, "预算数", "执行数", "执行率", "年初预算数", "到位数"];
/// What templates call other figures of projects and directions.
const OF_PROJECTS: [&str; 7] = ["资金", "数量", "名称", "各等级", "其他等级", "构成", "分组"];

impl Band {
    pub fn lowest(&self) -> Rate {
        Rate(Decimal::new(self.lowest.into(), 2))
    }

    pub fn highest(&self) -> Rate {
        Rate(Decimal::new(self.highest.into(), 2))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_file_says_the_same() {
        let shipped: FundRules = serde_saphyr::from_str(include_str!("../../layouts/资金.yaml")).unwrap();
        assert_eq!(shipped, FundRules::default());
        assert_eq!(shipped.fault(""), None);
    }

    #[track_caller]
    fn faulty(text: &str, line: u64, message: &str) {
        let rules: FundRules = serde_saphyr::from_str(text).unwrap();
        assert_eq!(rules.fault(text), Some(LayoutFault { line: Some(line), message: message.into() }));
    }

    #[test]
    fn lists_that_cannot_be_meant_are_told_at_their_line() {
        faulty("资金行: []", 1, "“资金行”至少要有一项");
        faulty("资金行: [中央, 中央]", 1, "“资金行”里的“中央”写了两次");
        faulty("资金行: [中央, 年度资金总额]", 1, "“资金行”里不能写“年度资金总额”：提纲里这个名称是别的数");
        faulty("超额界线: 30\n下达层级: [省级, '']", 2, "“下达层级”里不能写“”：名称不能空着，也不能有点和引号");
        let falling = "“等级”应从高到低一级接一级，好的在前，不超过100分，最后一级从0分起";
        faulty("等级:\n- { 名称: 好, 从: 60 }\n- { 名称: 差, 从: 60 }", 1, falling);
        faulty("等级:\n- { 名称: 好, 从: 60 }\n- { 名称: 差, 从: 1 }", 1, falling);
        faulty(
            "勾稽: { 项目表: [省级资金] }",
            1,
            "“勾稽”里的“省级资金”不在“资金行”里（中央财政资金、地方资金、其他资金）",
        );
        faulty("项目表:\n  支持方式: 有\n  方式: []\n  后补助方式: []", 3, "“方式”至少要有一项");
        faulty("项目表:\n  状态: [新建]", 1, "“结转状态”里的“结转”不在“状态”里（新建）");
        faulty(
            "项目表:\n  状态: [好, 新]\n  结转状态: []\n等级:\n- { 名称: 好, 从: 0 }",
            1,
            "“好”在“状态”“方式”“等级”里写了两次，分不清数的是哪一种",
        );
    }

    #[test]
    fn a_fund_without_a_column_needs_no_words_for_it() {
        let rules = "项目表: { 分组: 无, 支持方式: 无, 状态: [], 结转状态: [], 方式: [], 后补助方式: [] }";
        let rules: FundRules = serde_saphyr::from_str(rules).unwrap();
        assert_eq!(rules.fault(""), None);
        assert_eq!(rules.project_table.kinds(), [Kind::default()]);
    }

    #[test]
    fn grades_are_earned_and_said_by_the_fund() {
        let text = "等级:\n- { 名称: 优秀, 从: 95 }\n- { 名称: 合格, 从: 60 }\n- { 名称: 不合格, 从: 0 }";
        let rules: FundRules = serde_saphyr::from_str(text).unwrap();
        let grade = |points: i64| rules.grade_of(Score(points.into())).name();
        assert_eq!([95, 94, 60, 59, 0].map(grade), ["优秀", "合格", "合格", "不合格", "不合格"]);
        assert_eq!(rules.grading(), "95分以上优秀，60分以上合格，其余不合格");
        assert_eq!(FundRules::default().grading(), "90分以上优，80分以上良，60分以上中，其余差");
    }

    #[test]
    fn projects_are_counted_by_each_status_and_mode() {
        let names: Vec<String> = FundRules::default().project_table.kinds().iter().map(Kind::to_string).collect();
        let crossed = ["新上事前补助", "新上后补助", "结转事前补助", "结转后补助"];
        assert_eq!(names, [&["数量", "新上", "结转", "事前补助", "后补助"][..], &crossed].concat());
        let groups = FundRules::default().project_table.groups();
        assert_eq!(groups, ["（一）结转项目", "（二）新上项目", "（三）后补助项目"]);
    }

    #[test]
    fn a_rate_lies_in_one_band() {
        let rules = FundRules::default();
        for (percent, name) in [(100, "全部"), (80, "全部"), (79, "部分"), (60, "部分"), (59, "未"), (0, "未")]
        {
            let rate = Rate(Decimal::new(percent, 2));
            assert!(rules.band_of(rate).unwrap().name.starts_with(name), "{percent}");
        }
        assert_eq!(rules.band_of(Rate(Decimal::new(101, 2))), None);
        assert_eq!(rules.band_named("基本达成，效果较好"), Some(&rules.bands[0]));
        assert_eq!(rules.band_named("稳步提升"), None);
    }
}
