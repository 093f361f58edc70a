//! How texts speak of points.

use serde::Deserialize;

use crate::model::words::Words;

/// Of the total, its parts, and the grade.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScoreWords {
    #[serde(rename = "总分")]
    pub total: Words,
    /// 得分 alone may be anybody's.
    #[serde(rename = "别人的")]
    pub others: Words,
    /// What was given another year, or by others.
    #[serde(rename = "别的评分")]
    pub given: Words,
    #[serde(rename = "各部分")]
    pub parts: Words,
    /// All that can be earned.
    #[serde(rename = "满分")]
    pub mark: Words,
    #[serde(rename = "得到的")]
    pub earned: Words,
    /// Whoever names all of these names all parts.
    #[serde(rename = "全部的部分")]
    pub wholes: Vec<Words>,
    /// Marks of all these make a hundred.
    #[serde(rename = "都说了的")]
    pub usual: Words,
    /// Heads of a table's columns of points, and of grades.
    #[serde(rename = "得分的栏")]
    pub points_heads: Words,
    #[serde(rename = "等级的栏")]
    pub grade_heads: Words,
    #[serde(rename = "等级前面")]
    pub before_grade: Words,
}
