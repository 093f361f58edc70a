//! What an indicator wants and what was reached: numbers with their units, or words.

use std::fmt;

use rust_decimal::Decimal;

use super::deadline::in_time;
use super::number::Rate;
use super::units::factor;
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
    /// 完成率 of a number against its target in the same unit: actual ÷ target, target ÷ actual for ≤. Where one of them is
    /// nought or less, a quotient says nothing: a target that is met is met by 100 %, of 0起 nothing is left where one
    /// happened, and for the rest there is none.
    pub fn completion(self, wanted: Decimal, reached: Decimal) -> Option<Rate> {
        let zero = Decimal::ZERO;
        if wanted > zero && (reached > zero || reached.is_zero() && self != Comparator::AtMost) {
            return match self {
                Comparator::AtMost => Rate::of(wanted, reached),
                Comparator::AtLeast | Comparator::Exactly => Rate::of(reached, wanted),
            };
        }
        let met = match self {
            Comparator::AtLeast => reached >= wanted,
            Comparator::Exactly => reached == wanted,
            Comparator::AtMost => reached <= wanted,
        };
        match () {
            // ≥ 0 asks for nothing.
            () if self == Comparator::AtLeast && wanted.is_zero() => None,
            () if met => Some(Rate::ONE),
            () if wanted.is_zero() && reached > zero => Some(Rate(zero)),
            () => None,
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
#[derive(Debug, Clone, Eq)]
pub struct Measure {
    /// The number as written: 90 for 90%.
    pub value: Decimal,
    pub unit: String,
    /// What is printed where number and unit do not say all: 下降3%, 增长10%以上, 21873人次 counted in 万人次.
    pub typed: Option<String>,
}

impl Measure {
    pub fn new(value: Decimal, unit: impl Into<String>) -> Measure {
        Measure { value, unit: unit.into(), typed: None }
    }

    /// The same in another unit; `None` where that is of another kind.
    pub fn in_unit(&self, unit: &str) -> Option<Measure> {
        let value = self.value.checked_mul(factor(&self.unit, unit)?)?;
        Some(Measure::new(value.normalize(), unit))
    }
}

/// However it is printed.
impl PartialEq for Measure {
    fn eq(&self, other: &Measure) -> bool {
        (self.value, &self.unit) == (other.value, &other.unit)
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.typed {
            Some(typed) => f.write_str(typed),
            None => write!(f, "{}{}", plain(self.value), self.unit),
        }
    }
}

impl Target {
    /// Was it done after its day?
    pub fn is_late(&self, actual: &Actual) -> bool {
        match (self, actual) {
            (Target::Qualitative(wanted), Actual::Described(reached)) => in_time(wanted, reached) == Some(false),
            _ => false,
        }
    }

    /// 完成率: actual ÷ target (target ÷ actual for ≤), or the share of a qualitative one; what is done by its day is done.
    pub fn completion(&self, actual: &Actual) -> Option<Rate> {
        match (self, actual) {
            (Target::Qualitative(wanted), Actual::Described(reached)) => {
                (says_the_same(wanted, reached) || in_time(wanted, reached) == Some(true)).then_some(Rate::ONE)
            }
            // 无, 0起
            (Target::Qualitative(wanted), Actual::Measured(none))
                if none.value.is_zero() && denied(wanted).is_some() =>
            {
                Some(Rate::ONE)
            }
            // Form note 5: the share that was reached.
            (Target::Qualitative(_), Actual::Measured(share)) if share.unit == "%" => {
                Rate::of(share.value, Decimal::ONE_HUNDRED)
            }
            (Target::Quantitative { comparator, measure: wanted }, Actual::Measured(reached)) => {
                comparator.completion(wanted.value, reached.in_unit(&wanted.unit)?.value)
            }
            _ => None,
        }
    }
}

/// 应补尽补 is 应补尽补（326人）, 不超概算 is 未超概算.
fn says_the_same(wanted: &str, reached: &str) -> bool {
    let bare = |text: &str| {
        let text = text.trim_end_matches('。');
        let remark = text.strip_suffix(['）', ')']).and_then(|text| text.find(['（', '(']));
        let text = remark.filter(|at| *at > 0).and_then(|at| text.get(..at)).unwrap_or(text);
        let text = DONE.iter().find_map(|done| text.strip_prefix(done)).filter(|rest| !rest.is_empty()).unwrap_or(text);
        SPELLINGS.iter().fold(text.to_string(), |text, (one, other)| text.replace(one, other))
    };
    let (wanted, reached) = (bare(wanted), bare(reached));
    let same = denied(&wanted).filter(|rest| !rest.is_empty()).is_some_and(|rest| Some(rest) == denied(&reached));
    // 不低于上年, 高于上年
    let beyond = FLOORS.iter().any(|(floor, above)| {
        wanted
            .strip_prefix(floor)
            .is_some_and(|than| !than.is_empty() && above.iter().any(|above| reached.strip_prefix(above) == Some(than)))
    });
    wanted == reached || same || beyond
}

/// That say of words that they were reached.
const DONE: [&str; 4] = ["已经", "已", "得到", "均"];
/// The same in other words or characters.
const SPELLINGS: [(&str, &str); 6] = [("按期", "按时"), ("Ⅰ", "I"), ("Ⅱ", "II"), ("Ⅲ", "III"), ("Ⅳ", "IV"), ("Ⅴ", "V")];
/// What was to be at least so, and how it is said that it was.
const FLOORS: [(&str, [&str; 3]); 4] = [
    ("不低于", ["高于", "超过", "等于"]),
    ("不少于", ["多于", "超过", "等于"]),
    ("不高于", ["低于", "少于", "等于"]),
    ("不超过", ["低于", "少于", "等于"]),
];

/// What the words say is not so.
fn denied(words: &str) -> Option<&str> {
    const DENIALS: [&str; 8] = ["没有发生", "未发生", "不发生", "无发生", "没有", "未", "不", "无"];
    DENIALS.iter().find_map(|denial| words.strip_prefix(denial))
}

/// ≥65项, 稳步提升. An exact target is written as it usually is, without sign.
impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Target::Quantitative { comparator: Comparator::Exactly, measure } => write!(f, "{measure}"),
            Target::Quantitative { measure, .. } if measure.typed.is_some() => write!(f, "{measure}"),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(comparator: Comparator, wanted: &str, reached: &str, shown: Option<&str>) {
        let rate = comparator.completion(wanted.parse().unwrap(), reached.parse().unwrap());
        assert_eq!(rate.map(|rate| rate.to_string()).as_deref(), shown, "{comparator:?} {wanted} {reached}");
    }

    #[test]
    fn words_say_the_same_with_a_remark_and_denied_otherwise() {
        for (wanted, reached, same) in [
            ("应补尽补", "应补尽补（326人）", true),
            ("应补尽补", "应补尽补326人", false),
            ("应补尽补", "基本应补尽补（326人）", false),
            ("不超概算", "未超概算", true),
            ("无重大事故", "未发生重大事故。", true),
            ("不超概算", "超概算", false),
            ("不断提升", "明显提升", false),
            ("健全", "已健全", true),
            ("按时完成", "按期完成。", true),
            ("Ⅲ类", "III类", true),
            ("不低于上年", "高于上年", true),
            ("不低于上年", "低于上年", false),
            ("完成", "未完成", false),
        ] {
            let said = Target::Qualitative(wanted.into()).completion(&Actual::Described(reached.into()));
            assert_eq!(said.is_some(), same, "{wanted} {reached}");
        }
        let none = Measure::new(Decimal::ZERO, "起");
        assert_eq!(Target::Qualitative("无".into()).completion(&Actual::Measured(none.clone())), Some(Rate::ONE));
        assert_eq!(Target::Qualitative("稳步提升".into()).completion(&Actual::Measured(none)), None);
    }

    #[test]
    fn nought_and_less_have_a_sense_or_none() {
        use Comparator::{AtLeast, AtMost, Exactly};
        case(AtLeast, "5", "4", Some("80%"));
        case(AtLeast, "5", "0", Some("0%"));
        case(AtLeast, "5", "-3", None);
        case(AtLeast, "0", "3", None);
        case(AtLeast, "-5", "-3", Some("100%"));
        case(AtLeast, "-5", "-8", None);
        case(Exactly, "0", "0", Some("100%"));
        case(Exactly, "0", "2", Some("0%"));
        case(AtMost, "5", "4", Some("125%"));
        case(AtMost, "3", "0", Some("100%"));
        case(AtMost, "3", "-1", Some("100%"));
        case(AtMost, "0", "0", Some("100%"));
        case(AtMost, "0", "3", Some("0%"));
        case(AtMost, "-5", "-10", Some("100%"));
        case(AtMost, "-5", "-3", None);
    }
}
