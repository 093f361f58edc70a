//! How the units' results of an indicator are put together: as its row says, else by its unit and its name.

use serde::Deserialize;

use super::head_words::{Keys, Words};
use crate::model::aggregation::Method;
use crate::model::measure::Target;

/// 汇总方式 of `layouts/识别.yaml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AggregationWords {
    /// What the column may say.
    #[serde(rename = "写法")]
    methods: Words,
    #[serde(rename = "加权平均的单位")]
    mean_units: Keys,
    /// Parts of names.
    #[serde(rename = "加权平均的名称")]
    mean_names: Vec<String>,
    /// Ends of names.
    #[serde(rename = "加权平均的名称结尾")]
    mean_ends: Vec<String>,
}

/// A file that says nothing of it is as the shipped one.
impl Default for AggregationWords {
    fn default() -> AggregationWords {
        #[derive(Deserialize)]
        struct Shipped {
            #[serde(rename = "汇总方式")]
            words: AggregationWords,
        }
        let shipped: Shipped =
            serde_saphyr::from_str(include_str!("../../layouts/识别.yaml")).expect("the shipped file is tested");
        shipped.words
    }
}

impl AggregationWords {
    /// What the column says.
    pub fn stated(&self, words: &str) -> Option<Method> {
        let meaning = self.methods.meaning(words)?;
        Method::ALL.into_iter().find(|method| method.name() == meaning)
    }

    /// What follows from the indicator itself: rates, days, means and costs of one are never added.
    pub fn usual(&self, name: &str, target: &Target) -> Method {
        let Target::Quantitative { measure, .. } = target else { return Method::WeightedMean };
        let unit = measure.unit.as_str();
        let is_mean = self.mean_units.holds(unit)
            || unit.contains(['/', '／'])
            || self.mean_names.iter().any(|part| name.contains(part.as_str()))
            // With a unit of its own (项) it is counted, whatever it is called.
            || unit.is_empty() && self.mean_ends.iter().any(|end| name.ends_with(end.as_str()));
        if is_mean { Method::WeightedMean } else { Method::Sum }
    }

    /// The words that the column may say.
    pub fn known() -> String {
        Method::ALL.map(Method::name).join("、")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::stated_target::target;

    #[test]
    fn rates_days_means_and_unit_costs_are_never_added() {
        let words = AggregationWords::default();
        for (name, goal) in [
            ("项目验收通过率", "≥95%"),
            ("资金分解下达用时", "≤30天"),
            ("单个项目平均补助", "≤32万元"),
            ("示范企业单位产值能耗", "≤0.44吨标准煤/万元"),
            ("投入比例", "≥2.5"),
            ("综合利用率", "≥0.9"),
            ("区域创新能力", "逐步提升"),
            ("满意度", "≥90分"),
        ] {
            assert_eq!(words.usual(name, &target(goal)), Method::WeightedMean, "{name}");
        }
        for (name, goal) in [
            ("培训人数", "≥100人次"),
            ("效率提升项目数", "≥3个"),
            ("每年转化成果", "≥3项"),
            ("验收合格率", "≥3项"),
            ("带动投入", "≥3亿元"),
        ] {
            assert_eq!(words.usual(name, &target(goal)), Method::Sum, "{name}");
        }
        assert_eq!((words.stated("取最大值"), words.stated("求和")), (Some(Method::Largest), Some(Method::Sum)));
        assert_eq!((words.stated("区域填写"), words.stated("随便")), (Some(Method::ByRegion), None));
    }
}
