//! What a cell shows of its number: the format may multiply, divide, round, add signs and units, or make a date of it.
//! One function for all kinds of workbooks.

mod calendar;
mod code;
mod numeral;

use rust_decimal::Decimal;

use calendar::Moment;
pub(crate) use calendar::{Epoch, serial_of_iso};
use code::{Clock, Condition, Section, Token};
use numeral::Printed;

use crate::base::number::{plain, within_bounds};

use super::float::exact;
use super::sheet::CellValue;
use super::unlike::{How, Unlike};

#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct NumberFormat {
    sections: Vec<Section>,
    /// For texts.
    words: Option<Section>,
}

/// A value as it is seen.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Seen {
    pub value: CellValue,
    pub unlike: Option<Unlike>,
}

impl NumberFormat {
    pub fn parse(code: &str) -> NumberFormat {
        let mut sections = code::sections(code);
        let is_for_text =
            sections.len() == 4 || sections.len() > 1 && sections.last().is_some_and(|one| one.has(&Token::At));
        let words = if is_for_text || code.trim() == "@" { sections.pop() } else { None };
        let words = words.or_else(|| sections.iter().find(|one| one.has(&Token::At)).cloned());
        NumberFormat { sections, words }
    }

    /// The codes that workbooks name by number only, as Chinese Excel has them.
    pub fn built_in(id: u32) -> &'static str {
        match id {
            1 => "0",
            2 => "0.00",
            3 | 37 | 38 => "#,##0",
            4 | 39 | 40 => "#,##0.00",
            5 | 6 => "¥#,##0",
            7 | 8 => "¥#,##0.00",
            9 => "0%",
            10 => "0.00%",
            11 => "0.00E+00",
            12 => "# ?/?",
            13 => "# ??/??",
            14 => "yyyy/m/d",
            15 => "d-mmm-yy",
            16 => "d-mmm",
            17 => "mmm-yy",
            18 => "h:mm AM/PM",
            19 => "h:mm:ss AM/PM",
            20 => "h:mm",
            21 => "h:mm:ss",
            22 => "yyyy/m/d h:mm",
            27 | 36 | 50 | 52 | 57 => "yyyy\"年\"m\"月\"",
            28 | 29 | 51 | 53 | 54 | 58 => "m\"月\"d\"日\"",
            30 => "m-d-yy",
            31 => "yyyy\"年\"m\"月\"d\"日\"",
            32 => "h\"时\"mm\"分\"",
            33 => "h\"时\"mm\"分\"ss\"秒\"",
            34 | 55 => "上午/下午h\"时\"mm\"分\"",
            35 | 56 => "上午/下午h\"时\"mm\"分\"ss\"秒\"",
            41 | 42 => "#,##0;-#,##0;\"-\";@",
            43 | 44 => "#,##0.00;-#,##0.00;\"-\";@",
            45 => "mm:ss",
            46 => "[h]:mm:ss",
            47 => "mm:ss.0",
            48 => "##0.0E+0",
            49 => "@",
            _ => "General",
        }
    }

    /// It makes dates or times of numbers.
    pub fn is_clock(&self) -> bool {
        self.sections.iter().any(Section::is_clock)
    }

    pub fn show(&self, number: f64, epoch: Epoch) -> Seen {
        match exact(number) {
            Some(number) => self.show_decimal(number, epoch),
            None => Seen::as_it_is(CellValue::HugeNumber(number.to_string())),
        }
    }

    pub fn show_decimal(&self, number: Decimal, epoch: Epoch) -> Seen {
        let Some((section, bare_sign)) = self.section(number) else {
            return match self.sections.is_empty() {
                true => Seen::number(numeral::by_general(number), number),
                // No section is for it: Excel fills the cell with #.
                false => Seen::unlike(CellValue::Text("#####".into()), number, How::Format),
            };
        };
        if section.is_clock() {
            return clock(section, number, epoch);
        }
        let shown = if bare_sign { number.abs() } else { number };
        match numeral::print(section, shown) {
            Some(printed) => numeral(section, printed, number),
            None => Seen::as_it_is(CellValue::HugeNumber(number.to_string())),
        }
    }

    /// The section for a number, and whether the sign is its own to print.
    fn section(&self, number: Decimal) -> Option<(&Section, bool)> {
        let conditions = self.sections.iter().any(|section| section.condition.is_some());
        let [first, rest @ ..] = self.sections.as_slice() else { return None };
        if !conditions {
            return Some(match rest {
                [] => (first, false),
                [below, ..] if number.is_sign_negative() && !number.is_zero() => (below, true),
                [_, zero, ..] if number.is_zero() => (zero, false),
                _ => (first, false),
            });
        }
        let only_below = |condition: &Condition| !condition.above && condition.bound <= Decimal::ZERO;
        for (index, section) in self.sections.iter().enumerate() {
            let holds = match &section.condition {
                Some(condition) => condition.holds(number),
                None if index == 1 && self.sections.len() > 2 => number.is_sign_negative() && !number.is_zero(),
                None => true,
            };
            if holds {
                let own = section.condition.as_ref().is_some_and(only_below);
                return Some((
                    section,
                    index > 0 && (own || section.condition.is_none() && index == 1 && rest.len() > 1),
                ));
            }
        }
        None
    }

    /// A text as it is seen.
    pub fn show_text(&self, text: &str) -> Seen {
        let Some(section) = &self.words else { return Seen::as_it_is(CellValue::Text(text.to_string())) };
        let pieces = section.tokens.iter().map(|token| match token {
            Token::At | Token::General => text,
            Token::Text(shown) | Token::Yuan(shown) => shown.as_str(),
            _ => "",
        });
        let shown: String = pieces.collect();
        let how = if shown.trim().is_empty() { How::Unseen } else { How::Format };
        let value = CellValue::Text(if how == How::Unseen { text.to_string() } else { shown.clone() });
        let unlike = (shown.trim() != text.trim()).then(|| Unlike { held: text.to_string(), how });
        Seen { value, unlike }
    }
}

impl Seen {
    pub fn as_it_is(value: CellValue) -> Seen {
        Seen { value, unlike: None }
    }

    fn unlike(value: CellValue, held: Decimal, how: How) -> Seen {
        Seen { value, unlike: Some(Unlike { held: plain(held), how }) }
    }

    fn number(shown: Decimal, held: Decimal) -> Seen {
        let value = match within_bounds(shown) {
            true => CellValue::Number(shown.normalize()),
            false => CellValue::HugeNumber(held.to_string()),
        };
        if shown == held { Seen::as_it_is(value) } else { Seen::unlike(value, held, How::Format) }
    }
}

fn numeral(section: &Section, printed: Printed, held: Decimal) -> Seen {
    // What a second line shows is below the cell's edge.
    let first = |text: &str| text.lines().next().unwrap_or_default().trim().to_string();
    let (text, bare) = (first(&printed.text), first(&printed.bare));
    let percents = section.tokens.iter().filter(|token| **token == Token::Percent).count();
    let how = if printed.rounded { How::Rounded } else { How::Format };
    if text.is_empty() {
        return Seen { unlike: Some(Unlike { held: plain(held), how: How::Unseen }), ..Seen::number(held, held) };
    }
    // A stroke for nought.
    if held.is_zero() && text.chars().all(|c| "-－—–".contains(c) || c.is_whitespace()) {
        return Seen::as_it_is(CellValue::Number(Decimal::ZERO));
    }
    let share = bare.strip_suffix('%').filter(|_| percents == 1 && !section.has(&Token::Text("%".into())));
    if let Some(share) = share.and_then(number).and_then(|shown| shown.checked_div(Decimal::ONE_HUNDRED)) {
        let value = match within_bounds(share) {
            true => CellValue::Percent(share.normalize()),
            false => CellValue::HugeNumber(held.to_string()),
        };
        return if share == held { Seen::as_it_is(value) } else { Seen::unlike(value, held, sign(share, held, how)) };
    }
    match number(&bare).filter(|_| percents == 0) {
        Some(shown) => {
            let seen = Seen::number(shown, held);
            let unlike = seen.unlike.map(|unlike| Unlike { how: sign(shown, held, how), ..unlike });
            Seen { unlike, ..seen }
        }
        None => Seen::unlike(CellValue::Text(text), held, how),
    }
}

/// A sign that is not shown is asked about like digits.
fn sign(shown: Decimal, held: Decimal, how: How) -> How {
    let lost = !shown.is_zero() && shown.is_sign_negative() != held.is_sign_negative();
    if lost { How::Rounded } else { how }
}

/// -1200.5, (1200.5); nothing else beside it.
fn number(bare: &str) -> Option<Decimal> {
    let bare = bare.trim();
    let inner = bare.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let inner = inner.or_else(|| bare.strip_prefix('（').and_then(|rest| rest.strip_suffix('）')));
    let digits = inner.unwrap_or(bare).trim();
    let is_number =
        digits.chars().all(|c| c.is_ascii_digit() || ".-".contains(c)) && digits.chars().any(|c| c.is_ascii_digit());
    let number: Decimal = digits.parse().ok().filter(|_| is_number)?;
    Some(if inner.is_some() && !number.is_zero() { -number.abs() } else { number })
}

fn clock(section: &Section, number: Decimal, epoch: Epoch) -> Seen {
    let decimals = section.tokens.iter().find_map(|token| match token {
        Token::Clock(Clock::Fraction(count)) => Some(*count),
        _ => None,
    });
    let Some(moment) = Moment::of(number, epoch, decimals.unwrap_or_default()) else {
        return Seen::unlike(CellValue::Text("#####".into()), number, How::Format);
    };
    let shown = calendar::print(section, &moment);
    let has = |wanted: fn(&Clock) -> bool| {
        section.tokens.iter().any(|token| matches!(token, Token::Clock(clock) if wanted(clock)))
    };
    let whole = has(|clock| matches!(clock, Clock::Year(_)))
        && has(|clock| matches!(clock, Clock::Month(_)))
        && has(|clock| matches!(clock, Clock::Day(_)));
    let value = match moment.date().filter(|_| whole) {
        Some(date) if is_bare(section) => CellValue::Date(date),
        Some(_) => CellValue::Text(shown),
        None => CellValue::Clock { shown: shown.trim().to_string(), held: moment.words() },
    };
    Seen::as_it_is(value)
}

/// Nothing but what belongs to a date.
fn is_bare(section: &Section) -> bool {
    section.tokens.iter().all(|token| match token {
        Token::Text(text) => {
            text.chars().all(|c| "年月日号时分秒星期周/-.,:：;@ ()（）T".contains(c) || c.is_whitespace())
        }
        _ => true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::date::Date;

    fn seen(code: &str, number: f64) -> Seen {
        NumberFormat::parse(code).show(number, Epoch::Y1900)
    }

    #[track_caller]
    fn case(code: &str, number: f64, words: &str) {
        assert_eq!(seen(code, number).value.words(), words, "{code} {number}");
    }

    #[test]
    fn numbers_and_what_formats_make_of_them() {
        case("General", 29442.78, "29442.78");
        case("0", 84.0, "84");
        case("#,##0.00", 10930.0, "10930");
        case("#,##0.00_ ;[Red]\\-#,##0.00\\ ", -84.5, "-84.5");
        case("0.00_);(0.00)", -84.5, "-84.5");
        case("_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * \"-\"??_ ;_ @_ ", 0.0, "0");
        case("¥#,##0.00", 10930.0, "10930");
        case("[$¥-804]#,##0", 10930.0, "10930");
        case("# ?/?", 0.5, "0.5");
        case("0.000E+00", 109_300_000.0, "109300000");
        case("0.00E+00", 109_300_000.0, "109000000");
        case("0.0E+00", 29442.78, "29000");
        case("##0.0E+0", 2.19, "2.2");
        case("##0.0E+0", 29442.78, "29400");
        case("0.0E+00", 0.004_567, "0.0046");
        case("0E+0", 0.0, "0");
        case("[DBNum2][$-804]General", 84.0, "84");
        case("0.00", 1.0 / 3.0, "0.33");
    }

    #[test]
    fn percent_signs_multiply_unless_they_are_text() {
        case("0%", 0.9, "90%");
        case("0.0#%", 0.987, "98.7%");
        case("0.00%", 0.873_956, "87.4%");
        assert_eq!(seen("0.00%", 0.873_956).value, CellValue::Percent(Decimal::new(874, 3)));
        for code in ["0\\%", "0!%", "0\"%\"", "0.0\"%\"", "[<=1]0%;0\\%"] {
            assert_eq!(seen(code, 98.0).value.words().replace(".0", ""), "98%", "{code}");
        }
        case("[<=1]0%;0\\%", 0.98, "98%");
    }

    #[test]
    fn scales_units_and_signs() {
        case("0!.0,\"万元\"", 109_300_000.0, "10930.0万元");
        case("0\\.0,", 109_300_000.0, "10930");
        case("0!.0000\"万元\"", 109_300_000.0, "10930.0000万元");
        case("#\".\"####", 109_300_000.0, "10930");
        case("#,##0,\"千元\"", 109_300_000.0, "109,300千元");
        case("0.00,,\"百万元\"", 109_300_000.0, "109.30百万元");
        case("\"≥\"0\"项\"", 65.0, "≥65项");
        case("≥0项", 65.0, "≥65项");
        case("#,##0.00\"万元\"", 10930.0, "10,930.00万元");
        case("\"增\"0%;\"减\"0%;\"持平\"", -0.05, "减5%");
        case("[=1]\"是\";[=0]\"否\";General", 0.0, "否");
        case("0.00,,\"万\"\n%", 109_300_000.0, "10930.00万");
    }

    #[test]
    fn what_is_held_otherwise_is_told() {
        let how = |code: &str, number: f64| seen(code, number).unlike.map(|unlike| unlike.how);
        assert_eq!((how("0.00", 84.5), how("0.00", 84.256), how("0%", 0.9)), (None, Some(How::Rounded), None));
        assert_eq!((how("0!.0,", 109_300_000.0), how("0!.0,", 109_345_678.0)), (Some(How::Format), Some(How::Rounded)));
        assert_eq!((how("0.0E+00", 29442.78), how("0.0000000E+00", 29442.78)), (Some(How::Rounded), None));
        assert_eq!((how(";;;", 84.0), how("0;0", -5.0)), (Some(How::Unseen), Some(How::Rounded)));
        assert_eq!(how("General", 1.0 / 3.0), Some(How::Format));
    }

    #[test]
    fn dates_and_what_became_one() {
        let date = |code: &str| seen(code, 45_796.0).value;
        let whole = CellValue::Date(Date::new(2025, 5, 19).unwrap());
        for code in ["yyyy/m/d", "yyyy\"年\"m\"月\"d\"日\";@", "[$-F800]dddd, mmmm dd, yyyy", "e-mm-dd", "m/d/yy h:mm"]
        {
            assert_eq!(date(code), whole, "{code}");
        }
        let clock = |code: &str, number: f64| match seen(code, number).value {
            CellValue::Clock { shown, .. } => shown,
            other => panic!("{code}: {other:?}"),
        };
        let ratio = 0.043_055_555_555_555_56;
        assert_eq!((clock("h:mm", ratio), clock("[h]:mm:ss", ratio)), ("1:02".into(), "1:02:00".into()));
        assert_eq!((clock("mm:ss.0", 0.000_717_592_592), clock("[h]:mm", 1.5)), ("01:02.0".into(), "36:00".into()));
        assert_eq!(clock("yyyy\"年\"m\"月\"", 45_992.0), "2025年12月");
        assert_eq!((clock("m\"月\"d\"日\"", 45_796.0), clock("mmm-yy", 45_796.0)), ("5月19日".into(), "05-25".into()));
        assert_eq!(clock("上午/下午h\"时\"mm\"分\"", 0.75), "下午6时00分");
    }

    #[test]
    fn texts_have_a_section_of_their_own() {
        let text = |code: &str| NumberFormat::parse(code).show_text("甲").value.words();
        assert_eq!((text("@"), text("0.00\"万元\""), text("0;0;0;@\"所\"")), ("甲".into(), "甲".into(), "甲所".into()));
        assert_eq!(NumberFormat::parse(";;;").show_text("甲").unlike.map(|unlike| unlike.how), Some(How::Unseen));
    }

    #[test]
    fn no_code_makes_it_panic() {
        for code in [
            "",
            ";",
            "[",
            "\"",
            "\\",
            "!",
            "[$",
            "0.0.0.0",
            "##,##,,.,,",
            "[h",
            "%%%%%%%%%%",
            "0,,,,,,,,,,,,",
            "e+",
            "?/",
        ] {
            for number in [0.0, -1.5, 1e27, 1e-19, 45_796.5, -45_796.0, 3e6] {
                let _ = (seen(code, number), seen(&format!("{code}0;{code}"), number));
            }
        }
    }
}
