//! Dates and times, which Excel keeps as days since its beginning of time.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::base::date::Date;

use super::code::{Clock, Section, Token};

/// Where a workbook's days begin.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Epoch {
    #[default]
    Y1900,
    /// Old Macs.
    Y1904,
}

/// Year, month, day and seconds of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment {
    pub year: i64,
    pub month: i64,
    pub day: i64,
    seconds: i64,
    /// Seconds since the beginning.
    all_seconds: i64,
    /// Hundred-millionths of a second.
    fraction: i64,
}

const DAY: i64 = 86_400;
const FINE: i64 = 100_000_000;

impl Moment {
    /// `None` before the beginning and beyond the year 9999.
    pub fn of(days: Decimal, epoch: Epoch, decimals: usize) -> Option<Moment> {
        const LAST: i64 = 2_958_465;
        if days.is_sign_negative() && !days.is_zero() || days > Decimal::from(LAST) {
            return None;
        }
        let fine = days.checked_mul(Decimal::from(DAY))?.round_dp(8);
        // Seconds as far as they are shown.
        let fine = fine.round_dp(u32::try_from(decimals.min(8)).ok()?);
        let all_seconds = fine.trunc().to_i64()?;
        let fraction = (fine.fract() * Decimal::from(FINE)).to_i64()?;
        let days = all_seconds / DAY;
        // 1900 had no 29 February, but Excel believes that it had.
        let since_1970 = match epoch {
            Epoch::Y1904 => days - 24_107,
            Epoch::Y1900 if days < 60 => days - 25_568,
            Epoch::Y1900 => days - 25_569,
        };
        let (year, month, day) = civil(since_1970);
        Some(Moment { year, month, day, seconds: all_seconds % DAY, all_seconds, fraction })
    }

    pub fn date(&self) -> Option<Date> {
        Date::new(u16::try_from(self.year).ok()?, u8::try_from(self.month).ok()?, u8::try_from(self.day).ok()?)
    }

    /// 2025年12月1日, 时间1:02, both.
    pub fn words(&self) -> String {
        let days = self.all_seconds / DAY;
        let date = format!("{}年{}月{}日", self.year, self.month, self.day);
        let time = format!("时间{}:{:02}:{:02}", self.seconds / 3600, self.seconds / 60 % 60, self.seconds % 60);
        match (days, self.seconds) {
            (0, _) => time,
            (_, 0) => date,
            _ => date + &time,
        }
    }
}

/// Howard Hinnant's `civil_from_days`.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}

/// Days since the beginning of 1900 as Excel counts, of `2025-05-19` or `2025-05-19T08:30:00`.
pub(crate) fn serial_of_iso(text: &str) -> Option<Decimal> {
    let text = text.trim().trim_end_matches('Z');
    let (date, time) = text.split_once(['T', ' ']).unwrap_or((text, "0:0"));
    let mut numbers = date.splitn(3, '-').map(|number| number.parse::<i64>().ok());
    let (year, month, day) = (numbers.next()??, numbers.next()??, numbers.next()??);
    let known = Date::new(u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)?;
    let before = (i64::from(known.year) - i64::from(known.month < 3), (i64::from(known.month) + 9) % 12);
    let (year, shifted) = before;
    let days = year * 365 + year / 4 - year / 100 + year / 400 + (153 * shifted + 2) / 5 + day - 1 - 719_468 + 25_569;
    let mut parts =
        time.split(':').map(|number| number.parse::<Decimal>().ok().filter(|number| *number < Decimal::ONE_HUNDRED));
    let (hours, minutes) = (parts.next()??, parts.next()??);
    let seconds = parts.next().flatten().unwrap_or_default();
    let of_day = hours * Decimal::from(3600) + minutes * Decimal::from(60) + seconds;
    (of_day < Decimal::from(DAY)).then(|| Decimal::from(days) + of_day / Decimal::from(DAY))
}

pub(super) fn print(section: &Section, moment: &Moment) -> String {
    let halves = section.has(&Token::Clock(Clock::Half));
    let mut text = String::new();
    for token in &section.tokens {
        let number = |number: i64, count: usize| if count > 1 { format!("{number:02}") } else { number.to_string() };
        let hour = moment.seconds / 3600;
        let (minute, second) = (moment.seconds / 60 % 60, moment.seconds % 60);
        match token {
            Token::Text(shown) | Token::Yuan(shown) => text.push_str(shown),
            Token::Clock(clock) => text.push_str(&match *clock {
                Clock::Year(1..=2) => format!("{:02}", moment.year % 100),
                Clock::Year(_) => moment.year.to_string(),
                Clock::Month(count) => number(moment.month, count),
                Clock::Day(count) => number(moment.day, count),
                Clock::Hour(count) if halves => number(if hour % 12 == 0 { 12 } else { hour % 12 }, count),
                Clock::Hour(count) => number(hour, count),
                Clock::Minute(count) => number(minute, count),
                Clock::Second(count) => number(second, count),
                Clock::AllHours(count) => number(moment.all_seconds / 3600, count),
                Clock::AllMinutes(count) => number(moment.all_seconds / 60, count),
                Clock::AllSeconds(count) => number(moment.all_seconds, count),
                Clock::Fraction(count) => {
                    let mut fraction = format!("{:08}", moment.fraction);
                    fraction.truncate(count);
                    format!(".{fraction}")
                }
                Clock::Half => if hour < 12 { "上午" } else { "下午" }.to_string(),
                Clock::Weekday => String::new(),
            }),
            _ => {}
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_the_calendar() {
        let date = |days: i64, epoch: Epoch| Moment::of(days.into(), epoch, 0).unwrap().date();
        assert_eq!(date(45_796, Epoch::Y1900), Date::new(2025, 5, 19));
        assert_eq!(date(45_796 - 1462, Epoch::Y1904), Date::new(2025, 5, 19));
        assert_eq!((date(1, Epoch::Y1900), date(61, Epoch::Y1900)), (Date::new(1900, 1, 1), Date::new(1900, 3, 1)));
        assert_eq!(serial_of_iso("2025-05-19"), Some(45_796.into()));
        assert_eq!(serial_of_iso("2024-02-29T12:00:00"), Some("45351.5".parse().unwrap()));
        assert_eq!((serial_of_iso("2025-02-30"), serial_of_iso("去年")), (None, None));
        assert!(Moment::of((-1).into(), Epoch::Y1900, 0).is_none());
    }
}
