//! Weights and points of the self-evaluation.

use std::sync::Arc;

use crate::base::field::Field;
use crate::base::figure_id::{Role, Subject};
use crate::model::derivation::{Addends, Derivation, Earned};
use crate::model::figure::Quantity;
use crate::model::indicator::IndicatorRow;
use crate::model::number::Score;
use crate::model::report::{Part, Report};

use super::Ledger;

impl Ledger {
    pub(super) fn add_scores(&mut self, report: &Report) {
        let scoring = &report.scoring;
        let subjects = Arc::clone(&self.subjects);
        let (execution, dimensions) = subjects.score_parts.split_first().expect("预算执行 is always a part");
        let id = |role| subjects.id(execution, role);
        let weight = match &scoring.execution_weight {
            Field::Known(weight) => self.read(id(Role::Weight), Quantity::Score(weight.value), &weight.place),
            _ => self.unread(id(Role::Weight), None),
        };
        let points = Quantity::Score(Score(report.execution_score().shown()));
        let inputs = vec![weight, self.id(&Subject::Fund, Role::ExecutionRate)];
        let mut parts = vec![self.derived(id(Role::Points), points, Derivation::Score(Earned::Execution), inputs)];
        for (dimension, part) in report.rules.dimensions().zip(dimensions) {
            let of_part = |role| subjects.id(part, role);
            if report.lacks(Part::Indicators) {
                self.unread(of_part(Role::Weight), None);
                parts.push(self.unread(of_part(Role::Points), None));
                continue;
            }
            let (mut weights, mut points) = (Vec::new(), Vec::new());
            let rows = || report.indicators.iter().zip(&subjects.indicators);
            let whole = rows().filter_map(|(row, subject)| Some((row.whole()?, subject)));
            for (indicator, subject) in whole.filter(|(indicator, _)| indicator.dimension.value == *dimension) {
                let name = indicator.name.value.as_str();
                let id = |role| subjects.id(subject, role);
                if report.lacks(Part::Scoring) {
                    let weight = self.unread(id(Role::Weight), None);
                    points.push(self.underivable(id(Role::Points), vec![weight.clone()]));
                    weights.push(weight);
                    continue;
                }
                if let Some(weight) = scoring.weights.get(name) {
                    weights.push(self.read(id(Role::Weight), Quantity::Score(weight.value), &weight.place));
                }
                let weighed = scoring.weights.contains_key(name);
                match (report.indicator_score(&indicator), scoring.stated.get(name)) {
                    (Some(score), Some(stated)) => {
                        points.push(self.read(id(Role::Points), Quantity::Score(score), &stated.points.place));
                    }
                    (Some(score), None) => {
                        let inputs = vec![id(Role::Weight), id(Role::Completion)];
                        let by = Derivation::Score(Earned::Completion);
                        points.push(self.derived(id(Role::Points), Quantity::Score(score), by, inputs));
                    }
                    (None, _) if weighed => {
                        points.push(self.underivable(id(Role::Points), vec![id(Role::Completion)]));
                    }
                    (None, _) => {}
                }
            }
            let is_unread =
                |row: &IndicatorRow| row.whole().is_none() && row.dimension.value().is_none_or(|own| own == dimension);
            for (row, subject) in rows().filter(|(row, _)| is_unread(row)) {
                let weight = row.name.value().and_then(|name| scoring.weights.get(name));
                let id = |role| subjects.id(subject, role);
                let unread = self.unread_cells(row, subject);
                weights.push(match weight {
                    Some(weight) => self.read(id(Role::Weight), Quantity::Score(weight.value), &weight.place),
                    None => self.underivable(id(Role::Weight), unread.clone()),
                });
                points.push(self.underivable(id(Role::Points), unread));
            }
            let weight = Quantity::Score(report.dimension_weight(dimension));
            self.derived(of_part(Role::Weight), weight, Derivation::Sum(Addends::IndicatorWeights), weights);
            let score = Quantity::Score(report.dimension_score(dimension));
            let by = Derivation::Sum(Addends::IndicatorPoints);
            parts.push(self.derived(of_part(Role::Points), score, by, points));
        }
        let id = |role| subjects.id(&Subject::Score, role);
        let total = Quantity::Score(report.total_score());
        let total = self.derived(id(Role::Points), total, Derivation::Sum(Addends::ScoreParts), parts);
        let grade = Quantity::Words(report.grade().to_string());
        self.derived(id(Role::Grade), grade, Derivation::Grade { grading: report.rules.grading().into() }, vec![total]);
    }
}
