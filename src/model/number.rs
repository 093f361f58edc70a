//! Numbers: decimals only, one rounding rule (四舍五入), one way to show each kind.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Sub};

use rust_decimal::{Decimal, RoundingStrategy};

use crate::base::number::plain;

use super::money_unit::in_ten_thousands;

/// 元 in 万元, 万元 in 亿元.
pub const TEN_THOUSAND: Decimal = Decimal::from_parts(10_000, 0, 0, false, 0);

/// Decimals of a rate in percent when it is shown (完成率、偏差率、执行率), and of a score.
pub const SHOWN_DECIMALS: u32 = 2;

/// 四舍五入: half up, away from zero. The only rounding in the program.
pub fn round(value: Decimal, decimals: u32) -> Decimal {
    value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
}

/// Half a unit of the last of so many decimals: what rounding may have hidden. Of more decimals than a `Decimal` holds,
/// nothing.
pub fn half_unit(decimals: u32) -> Decimal {
    Decimal::try_new(5, decimals.saturating_add(1)).unwrap_or_default()
}

/// How many ones a unit counts, and of what: 万人次 are ten thousand 人次; money is told by [`in_ten_thousands`].
pub fn in_ones(unit: &str) -> (Decimal, &str) {
    let scales = [("万", 10_000), ("亿", 100_000_000)];
    let scaled = scales.into_iter().find_map(|(scale, ones)| Some((unit.strip_prefix(scale)?, ones)));
    match scaled.filter(|(rest, _)| !rest.is_empty() && in_ten_thousands(unit).is_none()) {
        Some((rest, ones)) => (Decimal::from(ones), rest),
        None => (Decimal::ONE, unit),
    }
}

fn within<T>(result: Option<T>) -> T {
    result.expect("magnitudes are bounded where numbers enter (MAX_MAGNITUDE)")
}

/// An amount in 万元.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Money(pub Decimal);

impl Money {
    pub const ZERO: Money = Money(Decimal::ZERO);

    /// `None` where there is nothing to divide by: a rate of a zero budget does not exist.
    pub fn ratio_to(self, whole: Money) -> Option<Rate> {
        Rate::of(self.0, whole.0)
    }

    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }
}

impl Add for Money {
    type Output = Money;
    fn add(self, other: Money) -> Money {
        Money(within(self.0.checked_add(other.0)))
    }
}

impl Sub for Money {
    type Output = Money;
    fn sub(self, other: Money) -> Money {
        Money(within(self.0.checked_sub(other.0)))
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Money>>(amounts: I) -> Money {
        amounts.fold(Money::ZERO, Money::add)
    }
}

/// The bare number; 万元 is written by the text or the column head around it.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&plain(self.0))
    }
}

/// A share of one: 0.8 is 80%. Kept unrounded; rounded only where it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rate(pub Decimal);

impl Rate {
    pub const ONE: Rate = Rate(Decimal::ONE);

    /// `None` for a zero denominator or a quotient that no `Decimal` holds.
    pub fn of(part: Decimal, whole: Decimal) -> Option<Rate> {
        part.checked_div(whole).map(Rate)
    }

    /// The percentage as it is printed, without the sign: 103.13.
    pub fn shown_percent(self) -> Decimal {
        round(within(self.0.checked_mul(Decimal::ONE_HUNDRED)), SHOWN_DECIMALS)
    }
}

/// 103.13%, 100%, 109.5%.
impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}%", plain(self.shown_percent()))
    }
}

/// A rate that a person reckoned: 98%, or a bare number that may be one of a hundred.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatedRate {
    /// Of a hundred.
    pub percent: Decimal,
    /// Written without a sign.
    pub is_bare: bool,
}

impl StatedRate {
    /// As it is read where nothing is there to compare it with: 0.9 is 90%.
    pub fn rate(self) -> Rate {
        let is_share = self.is_bare && self.percent.abs() <= Decimal::ONE;
        Rate(if is_share { self.percent } else { self.percent / Decimal::ONE_HUNDRED })
    }

    /// Is it this rate, to the decimals in which it is written? What was reached in excess may be stated as all of it.
    pub fn is(self, rate: Rate) -> bool {
        let same = |percent: Decimal| {
            let scale = percent.normalize().scale().min(SHOWN_DECIMALS);
            let shown = |value: Decimal| round(value, scale);
            let reckoned = within(rate.0.checked_mul(Decimal::ONE_HUNDRED));
            shown(percent) == shown(reckoned) || percent == Decimal::ONE_HUNDRED && reckoned > percent
        };
        same(self.percent) || self.is_bare && same(within(self.percent.checked_mul(Decimal::ONE_HUNDRED)))
    }
}

impl fmt::Display for StatedRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", plain(self.percent), if self.is_bare { "" } else { "%" })
    }
}

/// Points (分).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Score(pub Decimal);

impl Score {
    /// The share of these points that a rate earns: never less than 0 nor more than all of them.
    pub fn earned_at(self, rate: Rate) -> Score {
        let share = rate.0.clamp(Decimal::ZERO, Decimal::ONE);
        Score(within(self.0.checked_mul(share)))
    }

    pub fn shown(self) -> Decimal {
        round(self.0, SHOWN_DECIMALS)
    }
}

impl Sum for Score {
    fn sum<I: Iterator<Item = Score>>(scores: I) -> Score {
        Score(scores.fold(Decimal::ZERO, |total, score| within(total.checked_add(score.0))))
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&plain(self.shown()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[track_caller]
    fn case(part: &str, whole: &str, shown: &str) {
        assert_eq!(Rate::of(decimal(part), decimal(whole)).unwrap().to_string(), shown);
    }

    #[test]
    fn rates_show_as_published() {
        case("33", "32", "103.13%");
        case("30", "18", "166.67%");
        case("39", "42", "92.86%");
        case("2.19", "2", "109.5%");
        case("8744", "10930", "80%");
        case("29442.78", "28166", "104.53%");
        case("1", "800", "0.13%");
        assert_eq!(Rate::of(Decimal::ONE, Decimal::ZERO), None);
    }

    #[test]
    fn half_rounds_away_from_zero() {
        assert_eq!(round(decimal("0.125"), 2), decimal("0.13"));
        assert_eq!(round(decimal("-0.125"), 2), decimal("-0.13"));
        assert_eq!(plain(decimal("-0.00")), "0");
    }

    proptest! {
        #[test]
        fn sums_do_not_depend_on_order(mut amounts in proptest::collection::vec((-1_000_000_000_000i64..1_000_000_000_000, 0u32..8), 0..60)) {
            let total = |list: &[(i64, u32)]| list.iter().map(|&(n, scale)| Money(Decimal::new(n, scale))).sum::<Money>();
            let forward = total(&amounts);
            amounts.reverse();
            prop_assert_eq!(forward, total(&amounts));
        }

        #[test]
        fn a_shown_rate_is_within_half_a_unit(part in 0i64..1_000_000_000, whole in 1i64..1_000_000_000) {
            let rate = Rate::of(part.into(), whole.into()).unwrap();
            let error = (rate.0 * Decimal::ONE_HUNDRED - rate.shown_percent()).abs();
            prop_assert!(error <= Decimal::new(5, 3));
        }

        #[test]
        fn earned_points_never_exceed_the_mark(points in 0i64..100, part in 0i64..1000, whole in 1i64..1000) {
            let mark = Score(points.into());
            let earned = mark.earned_at(Rate::of(part.into(), whole.into()).unwrap());
            prop_assert!(earned <= mark && earned >= Score::default());
        }
    }
}
