//! The one place where a cell's float becomes a decimal.

use rust_decimal::Decimal;

/// The float's shortest text as a decimal; beyond the 15 digits that Excel itself keeps, what is left is the noise
/// of binary sums (0.30000000000000004) and is dropped. `None` where no decimal holds it.
pub(crate) fn exact(number: f64) -> Option<Decimal> {
    /// Less than this no format shows.
    const NOTHING: f64 = 1e-20;
    if number.abs() < NOTHING {
        return Some(Decimal::ZERO);
    }
    let shortest = format!("{number:e}");
    let digits = shortest.chars().take_while(|c| *c != 'e').filter(char::is_ascii_digit).count();
    let text = if digits > 15 { format!("{number:.14e}") } else { shortest };
    Decimal::from_scientific(&text).map(|number| number.normalize()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_become_what_people_typed() {
        let number = |text: &str| Some(text.parse().unwrap());
        assert_eq!(exact(0.1 + 0.2), number("0.3"));
        assert_eq!(exact(29442.78), number("29442.78"));
        assert_eq!(exact(10930.0), number("10930"));
        assert_eq!(exact(-1e-30), number("0"));
        assert_eq!((exact(1e30), exact(f64::NAN), exact(f64::INFINITY)), (None, None, None));
    }
}
