//! Scores: 预算执行 and each 一级指标 by the fund's rules; what the YAML weighs and states.

use super::indicator::{Dimension, Indicator, IndicatorRow};
use super::number::Score;
use super::report::Report;
use super::term::Term;

impl Report {
    /// 预算执行得分 = 分值 × 执行率; a budget of zero earns nothing.
    pub fn execution_score(&self) -> Score {
        let weight = self.scoring.execution_weight.value().copied().unwrap_or_default();
        self.execution_rate().map_or(Score::default(), |rate| weight.earned_at(rate))
    }

    /// The stated points, else weight × min(completion, 1); `None` where weight or completion is missing.
    pub fn indicator_score(&self, indicator: &IndicatorRow) -> Option<Score> {
        let name = indicator.name.value()?;
        if let Some(stated) = self.scoring.stated.get(name) {
            return Some(stated.points.value);
        }
        let weight = self.scoring.weights.get(name)?.value;
        Some(weight.earned_at(indicator.completion()?))
    }

    /// Sum of a dimension's indicator scores, rounded as it is printed, so that the printed parts add up to the
    /// printed total.
    pub fn dimension_score(&self, dimension: &Dimension) -> Score {
        let total: Score = self.of_dimension(dimension).filter_map(|indicator| self.indicator_score(&indicator)).sum();
        Score(total.shown())
    }

    pub fn dimension_weight(&self, dimension: &Dimension) -> Score {
        // What an indicator weighs is known before its result is.
        let rows = self.indicators.iter().filter(|row| row.dimension.value() == Some(dimension));
        let weights = rows.filter_map(|row| self.scoring.weights.get(row.name.value()?));
        weights.map(|weight| weight.value).sum()
    }

    /// 总分: the sum of the printed parts.
    pub fn total_score(&self) -> Score {
        let parts = self.rules.dimensions().map(|dimension| self.dimension_score(dimension));
        parts.chain([Score(self.execution_score().shown())]).sum()
    }

    /// 等级 of the whole.
    pub fn grade(&self) -> &Term {
        self.rules.grade_of(self.total_score())
    }

    pub fn of_dimension<'a>(&'a self, dimension: &'a Dimension) -> impl Iterator<Item = Indicator<'a>> {
        self.indicators().filter(move |indicator| indicator.dimension.value == *dimension)
    }
}
