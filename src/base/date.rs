//! A day of the calendar.

use serde::Serialize;

/// A calendar day, checked when it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Date {
    pub year: u16,
    pub month: u8,
    pub day: u8,
}

impl Date {
    /// `None` where the calendar has no such day.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Date> {
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let last = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => return None,
        };
        ((1900..=2200).contains(&year) && (1..=last).contains(&day)).then_some(Date { year, month, day })
    }

    /// Days of the calendar from a fixed day on.
    pub(crate) fn number(self) -> i64 {
        let (year, month) = if self.month > 2 { (self.year, self.month) } else { (self.year - 1, self.month + 12) };
        let (year, month, day) = (i64::from(year), i64::from(month), i64::from(self.day));
        365 * year + year / 4 - year / 100 + year / 400 + (153 * (month - 3) + 2) / 5 + day
    }
}

/// GB/T 9704-2012, 7.3.5.4: Arabic numerals, full year, no leading zeros: 2025年5月9日.
impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}年{}月{}日", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_over_months_and_leap_years() {
        let days = |from: (u16, u8, u8), to: (u16, u8, u8)| {
            let number = |(year, month, day)| Date::new(year, month, day).unwrap().number();
            number(to) - number(from)
        };
        assert_eq!(days((2024, 2, 28), (2024, 3, 1)), 2);
        assert_eq!(days((2025, 2, 28), (2025, 3, 1)), 1);
        assert_eq!(days((2024, 12, 9), (2025, 1, 9)), 31);
        assert_eq!(days((2000, 1, 1), (2001, 1, 1)), 366);
    }
}
