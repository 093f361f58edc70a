//! What the YAML weighs and states (评分).

use std::collections::BTreeMap;

use super::number::Score;
use crate::base::field::Field;
use crate::base::place::Sourced;

/// 评分 of the YAML.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scoring {
    /// 预算执行率 的分值, 10 in principle; absent where the YAML has no such block.
    pub execution_weight: Field<Score>,
    /// 分值 by 三级指标.
    pub weights: BTreeMap<String, Sourced<Score>>,
    /// Points that people set in place of the rule's, by 三级指标.
    pub stated: BTreeMap<String, StatedScore>,
}

/// 评定: points in place of weight × completion; a reason is compulsory.
#[derive(Debug, Clone, PartialEq)]
pub struct StatedScore {
    pub points: Sourced<Score>,
    pub reason: Sourced<String>,
}
