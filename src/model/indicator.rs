//! Performance indicators (绩效指标): target, actual, completion, deviation.

use std::ops::Deref;

use rust_decimal::Decimal;
use serde::Deserialize;

use super::aggregation::{Aggregate, Method};
use super::measure::{Actual, Explanation, Target};
use super::number::{Rate, Score, StatedRate};
use crate::base::field::Field;
use crate::base::figure_id::Role;
use crate::base::place::{Place, Sourced};

/// A row of the indicator table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct IndicatorRow {
    /// 一级指标.
    pub dimension: Field<Dimension>,
    /// 二级指标, without blanks and line breaks: 经济效益指标.
    pub category: Field<String>,
    /// 三级指标.
    pub name: Field<String>,
    /// 指标值.
    pub target: Field<Target>,
    /// 全年实际完成值: the region's own, or what the units' forms add up to where its cell is blank.
    pub actual: Field<Actual>,
    /// The region's cell is blank.
    pub aggregated: bool,
    /// How the units' forms are put together, where there are any.
    pub method: Option<Method>,
    /// What the units' forms make of it, where they do.
    pub aggregate: Option<Aggregate>,
    /// 未完成原因和改进措施; blank also where the cell says 无 or /.
    pub explanation: Field<Explanation>,
    /// 完成率 that a person states: compulsory for a qualitative indicator whose words differ.
    pub stated_completion: Field<Rate>,
    /// 完成率, 分值 and 得分 as the table states them, where it has such columns.
    pub own_completion: Field<StatedRate>,
    pub weight: Field<Score>,
    pub points: Field<Score>,
}

/// A row of which all that makes an indicator is known.
#[derive(Debug, Clone, Copy)]
pub struct Indicator<'a> {
    pub dimension: &'a Sourced<Dimension>,
    pub category: &'a Sourced<String>,
    pub name: &'a Sourced<String>,
    pub target: &'a Sourced<Target>,
    pub actual: &'a Sourced<Actual>,
    row: &'a IndicatorRow,
}

/// Of what a row has besides, and what is reckoned from it.
impl Deref for Indicator<'_> {
    type Target = IndicatorRow;

    fn deref(&self) -> &IndicatorRow {
        self.row
    }
}

/// 一级指标: 产出指标. Which there are, the fund's rules say.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(transparent)]
pub struct Dimension(String);

impl Dimension {
    pub fn named(name: &str) -> Dimension {
        Dimension(name.to_string())
    }

    pub fn name(&self) -> &str {
        &self.0
    }
}

impl IndicatorRow {
    /// The indicator, where nothing of it is missing.
    pub fn whole(&self) -> Option<Indicator<'_>> {
        Some(Indicator {
            dimension: self.dimension.known()?,
            category: self.category.known()?,
            name: self.name.known()?,
            target: self.target.known()?,
            actual: self.actual.known()?,
            row: self,
        })
    }

    /// The cells of what could not be read, with what should stand there.
    pub fn unread(&self) -> impl Iterator<Item = (Role, &Place)> {
        let cells = [
            (Role::Dimension, self.dimension.unread()),
            (Role::Category, self.category.unread()),
            (Role::IndicatorName, self.name.unread()),
            (Role::Target, self.target.unread()),
            (Role::Actual, self.actual.unread()),
        ];
        cells.into_iter().filter_map(|(role, place)| Some((role, place?)))
    }

    /// 完成率: actual ÷ target (target ÷ actual for ≤), or the share of a qualitative one; `None` where it cannot be computed (words that differ and
    /// no stated rate, units that differ, a zero to divide by).
    pub fn completion(&self) -> Option<Rate> {
        if let Some(stated) = self.stated_completion.value() {
            return Some(*stated);
        }
        self.target.value()?.completion(self.actual.value()?)
    }

    /// 偏差率 = |完成率 − 100%|, without sign.
    pub fn deviation(&self) -> Option<Rate> {
        self.completion().map(|completion| Rate((completion.0 - Decimal::ONE).abs()))
    }

    /// Not met: completion below 100%.
    pub fn is_under_target(&self) -> bool {
        self.completion().is_some_and(|completion| completion < Rate::ONE)
    }
}
