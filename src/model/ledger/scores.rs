//! Weights and points of the self-evaluation.

use crate::base::field::Field;
use crate::model::figure::{FigureName, Quantity};
use crate::model::indicator::IndicatorRow;
use crate::model::number::Score;
use crate::model::report::{Part, Report};

use super::Ledger;

impl Ledger {
    pub(super) fn add_scores(&mut self, report: &Report) {
        let scoring = &report.scoring;
        let weight = match &scoring.execution_weight {
            Field::Known(weight) => self.read(["分值", "预算执行"], Quantity::Score(weight.value), &weight.place),
            _ => self.lacking(["分值", "预算执行"], None),
        };
        let execution = Quantity::Score(Score(report.execution_score().shown()));
        let inputs = vec![weight, FigureName::new(["资金", "执行率"])];
        let mut parts = vec![self.derived(["得分", "预算执行"], execution, "分值×预算执行率", inputs)];
        for dimension in report.rules.dimensions() {
            if report.lacks(Part::Indicators) {
                self.lacking(["分值", dimension.name()], None);
                parts.push(self.lacking(["得分", dimension.name()], None));
                continue;
            }
            let (mut weights, mut points) = (Vec::new(), Vec::new());
            for indicator in report.of_dimension(dimension) {
                let name = indicator.name.value.as_str();
                if report.lacks(Part::Scoring) {
                    let weight = self.lacking(["指标", name, "分值"], None);
                    points.push(self.underivable(["指标", name, "得分"], vec![weight.clone()]));
                    weights.push(weight);
                    continue;
                }
                if let Some(weight) = scoring.weights.get(name) {
                    weights.push(self.read(["指标", name, "分值"], Quantity::Score(weight.value), &weight.place));
                }
                let weighed = scoring.weights.contains_key(name);
                match (report.indicator_score(&indicator), scoring.stated.get(name)) {
                    (Some(score), Some(stated)) => {
                        points.push(self.read(["指标", name, "得分"], Quantity::Score(score), &stated.points.place));
                    }
                    (Some(score), None) => {
                        let inputs = ["分值", "完成率"].map(|part| FigureName::new(["指标", name, part])).to_vec();
                        let rule = "分值×完成率（不超过分值）";
                        points.push(self.derived(["指标", name, "得分"], Quantity::Score(score), rule, inputs));
                    }
                    (None, _) if weighed => {
                        let completion = FigureName::new(["指标", name, "完成率"]);
                        points.push(self.underivable(["指标", name, "得分"], vec![completion]));
                    }
                    (None, _) => {}
                }
            }
            let of_dimension =
                |row: &&IndicatorRow| row.whole().is_none() && row.dimension.value().is_none_or(|own| own == dimension);
            for row in report.indicators.iter().filter(of_dimension) {
                let name = row.name.value().map_or("", String::as_str);
                let unread = self.unread_cells(row);
                weights.push(match scoring.weights.get(name) {
                    Some(weight) => self.read(["指标", name, "分值"], Quantity::Score(weight.value), &weight.place),
                    None => self.underivable(["指标", name, "分值"], unread.clone()),
                });
                points.push(self.underivable(["指标", name, "得分"], unread));
            }
            let weight = Quantity::Score(report.dimension_weight(dimension));
            self.derived(["分值", dimension.name()], weight, "各三级指标的分值相加", weights);
            let score = Quantity::Score(report.dimension_score(dimension));
            parts.push(self.derived(["得分", dimension.name()], score, "各三级指标的得分相加", points));
        }
        let total = Quantity::Score(report.total_score());
        let total = self.derived(["得分", "总分"], total, "预算执行和各一级指标的得分相加", parts);
        let grade = Quantity::Words(report.grade().name().to_string());
        self.derived(["得分", "等级"], grade, "90分以上优，80分以上良，60分以上中，其余差", vec![total]);
    }
}
