//! Figures: what templates show and `ziping trace` explains.

use std::fmt;

use rust_decimal::Decimal;

use super::derivation::Derivation;
use super::number::{Money, Rate, Score};
use crate::base::figure_id::FigureId;
use crate::base::number::plain;
use crate::base::place::Place;
use crate::model::measure::Measure;

/// A value that a text can show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Quantity {
    /// 万元; shown without the unit.
    Money(Money),
    Rate(Rate),
    Score(Score),
    /// A count of things; shown without a unit.
    Count(u32),
    /// With its unit: 65项.
    Measure(Measure),
    Words(String),
}

impl Quantity {
    /// The bare number, where there is one (a rate as a share of one).
    pub fn number(&self) -> Option<Decimal> {
        match self {
            Quantity::Money(money) => Some(money.0),
            Quantity::Rate(rate) => Some(rate.0),
            Quantity::Score(score) => Some(score.0),
            Quantity::Count(count) => Some((*count).into()),
            Quantity::Measure(measure) => Some(measure.value),
            Quantity::Words(_) => None,
        }
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Quantity::Money(money) => money.fmt(f),
            Quantity::Rate(rate) => rate.fmt(f),
            Quantity::Score(score) => score.fmt(f),
            Quantity::Count(count) => f.write_str(&plain((*count).into())),
            Quantity::Measure(measure) => measure.fmt(f),
            Quantity::Words(words) => f.write_str(words),
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    pub id: FigureId,
    pub quantity: Quantity,
    pub origin: Origin,
}

/// Where a figure comes from.
#[derive(Debug, Clone, PartialEq)]
pub enum Origin {
    Read(Place),
    /// `inputs` are figures of the ledger.
    Derived {
        by: Derivation,
        inputs: Vec<FigureId>,
    },
}
