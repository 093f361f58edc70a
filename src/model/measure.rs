//! What an indicator wants and what was reached: numbers with their units, or words.

use std::fmt;

use rust_decimal::Decimal;

use super::number::Rate;
use crate::base::number::plain;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    Quantitative { comparator: Comparator, measure: Measure },
    Qualitative(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparator {
    AtLeast,
    Exactly,
    AtMost,
}

impl Comparator {
    /// 完成率 of a number against its target in the same unit: actual ÷ target, target ÷ actual for ≤.
    pub fn completion(self, wanted: Decimal, reached: Decimal) -> Option<Rate> {
        match self {
            Comparator::AtMost if wanted >= reached && reached.is_zero() => Some(Rate::ONE),
            Comparator::AtMost => Rate::of(wanted, reached),
            Comparator::AtLeast | Comparator::Exactly => Rate::of(reached, wanted),
        }
    }

    pub fn sign(self) -> &'static str {
        match self {
            Comparator::AtLeast => "≥",
            Comparator::Exactly => "=",
            Comparator::AtMost => "≤",
        }
    }
}

/// A number with its unit: 65项, 90%, 2 (no unit: a ratio).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// The number as written: 90 for 90%.
    pub value: Decimal,
    pub unit: String,
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", plain(self.value), self.unit)
    }
}

/// ≥65项, 稳步提升. An exact target is written as it usually is, without sign.
impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Target::Quantitative { comparator: Comparator::Exactly, measure } => write!(f, "{measure}"),
            Target::Quantitative { comparator, measure } => write!(f, "{}{measure}", comparator.sign()),
            Target::Qualitative(words) => f.write_str(words),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actual {
    Measured(Measure),
    Described(String),
}

impl fmt::Display for Actual {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Actual::Measured(measure) => write!(f, "{measure}"),
            Actual::Described(words) => f.write_str(words),
        }
    }
}

/// One column in the form, two things in it: why, and what will be done.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Explanation {
    /// The cell's whole text.
    pub text: String,
    /// 原因; empty where the text begins with the measures.
    pub reason: String,
    /// 改进措施; empty where no words of the list in `layouts/识别.yaml` begin it.
    pub measures: String,
}
