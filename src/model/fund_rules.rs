//! What a fund's own method asks for: `资金.yaml` of its layouts; by default the method for all funds (财预〔2020〕10号).

use rust_decimal::Decimal;
use serde::Deserialize;

use super::indicator::Dimension;
use super::number::{Rate, Score};
use crate::model::profile::Profile;

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FundRules {
    /// 预算执行率 的分值.
    #[serde(rename = "预算执行")]
    execution_weight: u32,
    /// 一级指标, in the order of the form.
    #[serde(rename = "一级指标")]
    dimensions: Vec<DimensionRule>,
    /// From how many percent above its target on an indicator must be explained (form note 6).
    #[serde(rename = "超额界线")]
    over_run: u32,
    /// 定性指标 的档次, best first.
    #[serde(rename = "定性档次")]
    pub bands: Vec<Band>,
    #[serde(rename = "项目表")]
    pub project_table: ProjectTableRules,
    /// The rows of 资金管理情况, where the form has them.
    #[serde(rename = "资金管理情况")]
    pub management: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct DimensionRule {
    #[serde(rename = "名称")]
    name: Dimension,
    #[serde(rename = "分值")]
    weight: u32,
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
    /// The head of the column of units on blank spreadsheets.
    #[serde(rename = "单位栏")]
    pub unit_head: String,
    /// 一、… rows.
    #[serde(rename = "支持方向")]
    pub directions: Presence,
    /// （一）结转项目, （二）新上项目 below each direction.
    #[serde(rename = "分组")]
    pub groups: Presence,
    /// The column 支持方式.
    #[serde(rename = "支持方式")]
    pub grant_modes: Presence,
    /// The column 自评等级.
    #[serde(rename = "自评等级")]
    pub grades: Presence,
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
            unit_head: "申报单位".into(), directions: has, groups: has, grant_modes: has, grades: has
        }
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
        FundRules {
            execution_weight: 10,
            over_run: 30,
            dimensions: vec![dimension("产出指标", 50), dimension("效益指标", 30), dimension("满意度指标", 10)],
            bands: vec![
                band("全部或基本达成预期指标", &["全部达成", "基本达成", "全部完成", "基本完成"], 80, 100),
                band("部分达成预期指标并具有一定效果", &["部分达成", "部分完成"], 60, 80),
                band("未达成预期指标且效果较差", &["未达成", "未完成"], 0, 60),
            ],
            project_table: ProjectTableRules::default(),
            management: Vec::new(),
        }
    }
}

impl FundRules {
    pub fn execution_weight(&self) -> Score {
        Score(self.execution_weight.into())
    }

    pub fn over_run(&self) -> Rate {
        Rate(Decimal::new(self.over_run.into(), 2))
    }

    /// Has this 完成率 to be explained as too high?
    pub fn is_over_run(&self, completion: Rate) -> bool {
        completion.0 >= Decimal::ONE + self.over_run().0
    }

    /// 一级指标 in the order of the form.
    pub fn dimensions(&self) -> impl Iterator<Item = &Dimension> {
        self.dimensions.iter().map(|rule| &rule.name)
    }

    /// The method's weight of each 一级指标.
    pub fn weights(&self) -> impl Iterator<Item = (&Dimension, Score)> {
        self.dimensions.iter().map(|rule| (&rule.name, Score(rule.weight.into())))
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

    /// What cannot be meant, in words.
    pub fn fault(&self) -> Option<String> {
        let weights: u32 = self.dimensions.iter().map(|rule| rule.weight.min(1000)).sum();
        let total = weights + self.execution_weight.min(1000);
        if total != 100 {
            return Some(format!("预算执行和一级指标的分值合计是{total}，应是100"));
        }
        if self.over_run == 0 || self.over_run > 1000 {
            return Some("“超额界线”应在1到1000之间".to_string());
        }
        let falling = self.bands.windows(2).all(|pair| pair[0].lowest == pair[1].highest);
        let ends = self.bands.first().is_some_and(|band| band.highest == 100)
            && self.bands.last().is_some_and(|band| band.lowest == 0);
        let open = self.bands.iter().any(|band| band.lowest >= band.highest);
        (!falling || !ends || open).then(|| "“定性档次”应从100%到0%一档接一档，好的在前".to_string())
    }
}

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
        assert_eq!(shipped.fault(), None);
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
