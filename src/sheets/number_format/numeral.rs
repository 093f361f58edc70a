//! A number printed by a section of a format.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::base::number::plain;

use super::code::{Section, Token};

pub(super) struct Printed {
    pub text: String,
    /// Without what tells nothing: separators, the sign of 人民币.
    pub bare: String,
    /// Decimals were dropped that the cell holds.
    pub rounded: bool,
}

/// `None` where no decimal holds it.
pub(super) fn print(section: &Section, number: Decimal) -> Option<Printed> {
    let mut value = number.abs();
    for _ in section.tokens.iter().filter(|token| **token == Token::Percent) {
        value = value.checked_mul(Decimal::ONE_HUNDRED)?;
    }
    for _ in 0..section.scale {
        value = value.checked_div(Decimal::ONE_THOUSAND)?;
    }
    let digits = Digits::of(section, value);
    let mut printed = Printed { text: String::new(), bare: String::new(), rounded: digits.rounded };
    if number.is_sign_negative() && !digits.is_zero {
        printed.push("-");
    }
    for (token, digits) in section.tokens.iter().zip(digits.by_token) {
        match token {
            Token::Text(text) => printed.push(text),
            Token::Yuan(sign) => printed.text.push_str(sign),
            Token::Percent => printed.push("%"),
            _ => {
                printed.text.push_str(&digits);
                printed.bare.extend(digits.chars().filter(|c| *c != ','));
            }
        }
    }
    Some(printed)
}

impl Printed {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.bare.push_str(text);
    }
}

/// What stands for each token of the section.
struct Digits {
    by_token: Vec<String>,
    rounded: bool,
    is_zero: bool,
}

impl Digits {
    fn of(section: &Section, value: Decimal) -> Digits {
        let tokens = &section.tokens;
        let mut by_token = vec![String::new(); tokens.len()];
        let places: Vec<usize> = (0..tokens.len()).filter(|at| matches!(tokens[*at], Token::Digit(_))).collect();
        let general = tokens.iter().position(|token| *token == Token::General);
        // A fraction, a power of ten: the number itself says it better.
        if let Some(at) = general.or_else(|| places.first().copied().filter(|_| is_odd(tokens))) {
            let power = tokens.iter().position(|token| *token == Token::Exponent);
            let shown = power.map_or_else(|| by_general(value), |power| by_power(&tokens[..power], value));
            by_token[at] = plain(shown);
            return Digits { by_token, rounded: power.is_some() && shown != value, is_zero: shown.is_zero() };
        }
        let point = tokens.iter().position(|token| *token == Token::Point).unwrap_or(tokens.len());
        let (whole_places, decimal_places): (Vec<usize>, Vec<usize>) = places.iter().partition(|at| **at < point);
        let decimals = u32::try_from(decimal_places.len()).unwrap_or(u32::MAX).min(Decimal::MAX_SCALE);
        let shown = value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
        let text = shown.normalize().to_string();
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let whole = if whole == "0" { "" } else { whole };
        let mut left: Vec<char> = whole.chars().collect();
        let mut count = 0;
        for (index, &at) in whole_places.iter().enumerate().rev() {
            let mut here = Vec::new();
            loop {
                let digit = left.pop().or_else(|| (here.is_empty() && tokens[at] == Token::Digit('0')).then_some('0'));
                let Some(digit) = digit else { break };
                if section.grouped && count > 0 && count % 3 == 0 {
                    here.push(',');
                }
                here.push(digit);
                count += 1;
                if index > 0 {
                    break;
                }
            }
            by_token[at] = here.iter().rev().collect();
        }
        if whole_places.is_empty() && point < tokens.len() {
            by_token[point] = whole.to_string();
        }
        let mut needed = false;
        for (index, &at) in decimal_places.iter().enumerate().rev() {
            let digit = fraction.chars().nth(index);
            needed |= digit.is_some() || tokens[at] == Token::Digit('0');
            if needed {
                by_token[at] = digit.unwrap_or('0').to_string();
            }
        }
        if needed {
            by_token[point].push('.');
        }
        Digits { by_token, rounded: shown != value && !places.is_empty(), is_zero: shown.is_zero() }
    }
}

/// 2.9E+04 of 29442.78: as far as the digits before the power say it.
fn by_power(mantissa: &[Token], value: Decimal) -> Decimal {
    let point = mantissa.iter().position(|token| *token == Token::Point).unwrap_or(mantissa.len());
    let places = |tokens: &[Token]| tokens.iter().filter(|token| matches!(token, Token::Digit(_))).count();
    let (step, decimals) = (places(&mantissa[..point]).max(1), places(&mantissa[point..]));
    let text = value.normalize().to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let at = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let power = match whole.trim_start_matches('0').len() {
        0 => -1 - at(fraction.len() - fraction.trim_start_matches('0').len()),
        digits => at(digits) - 1,
    };
    // ##0.0E+0: thousands, millions.
    let kept = at(decimals) - (power - power.rem_euclid(at(step)));
    let round = |value: Decimal, places: u32| {
        value.round_dp_with_strategy(places.min(Decimal::MAX_SCALE), RoundingStrategy::MidpointAwayFromZero)
    };
    match (u32::try_from(kept), u32::try_from(-kept).ok().and_then(|zeros| 10u64.checked_pow(zeros))) {
        (Ok(places), _) => round(value, places),
        (_, Some(unit)) => round(value / Decimal::from(unit), 0) * Decimal::from(unit),
        _ => value,
    }
}

fn is_odd(tokens: &[Token]) -> bool {
    let digit = |token: &Token| matches!(token, Token::Digit(_));
    let is_stroke = |token: &Token| matches!(token, Token::Text(text) if text.trim() == "/");
    let fraction = tokens.windows(3).any(|around| digit(&around[0]) && is_stroke(&around[1]) && digit(&around[2]));
    let denominator = tokens.iter().any(|token| matches!(token, Token::Text(text) if text.starts_with('/')));
    fraction
        || denominator && tokens.iter().filter(|token| digit(token)).count() > 1
        || tokens.contains(&Token::Exponent)
}

/// As a cell without a format shows a number: in eleven characters. What needs no rounding to be read stays.
pub(super) fn by_general(value: Decimal) -> Decimal {
    const WIDTH: u32 = 11;
    const READABLE: u32 = 8;
    let value = value.normalize();
    if value.scale() <= READABLE {
        return value;
    }
    let whole = u32::try_from(value.trunc().abs().to_string().len()).unwrap_or(WIDTH);
    let decimals = WIDTH.saturating_sub(whole + 1);
    value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero).normalize()
}
