//! Numbers that look like another one typed wrongly.

use rust_decimal::Decimal;

/// One digit wrong, two changed about, a digit too many or too few, the point moved, or off by one. Of two digits one is
/// easily another by chance: there a single wrong digit is none, nor one too many.
pub fn is_slip(written: Decimal, known: Decimal) -> bool {
    let (one, other) = (digits(written), digits(known));
    if written == known || other.len() < 2 || written.is_sign_negative() || known.is_sign_negative() {
        return false;
    }
    let trimmed = |digits: &[u8]| -> Vec<u8> {
        let end = digits.iter().rposition(|digit| *digit != b'0').map_or(0, |at| at + 1);
        digits[..end].to_vec()
    };
    let off_by_one = (written - known).abs() == Decimal::ONE;
    // 1093 and 10930: the same digits, another size.
    let moved = trimmed(&one) == trimmed(&other);
    if off_by_one || moved {
        return true;
    }
    if one.len() == other.len() {
        let wrong: Vec<usize> = (0..one.len()).filter(|at| one[*at] != other[*at]).collect();
        return match wrong.as_slice() {
            [_] => one.len() > 2,
            _ => is_swap(written, known),
        };
    }
    let (long, short) = if one.len() > other.len() { (&one, &other) } else { (&other, &one) };
    let without = |at: usize| [&long[..at], &long[at + 1..]].concat() == **short;
    long.len() == short.len() + 1 && short.len() > 2 && (0..long.len()).any(without)
}

/// Two digits changed about, beside each other or with one between: 1404 for 1440, 43.08 for 48.03.
pub fn is_swap(written: Decimal, known: Decimal) -> bool {
    let (one, other) = (digits(written), digits(known));
    let wrong: Vec<usize> = (0..one.len()).filter(|at| one.get(*at) != other.get(*at)).collect();
    let swapped = |first: usize, second: usize| {
        second - first <= FARTHEST && one.get(first) == other.get(second) && one.get(second) == other.get(first)
    };
    one.len() == other.len() && matches!(wrong.as_slice(), [first, second] if swapped(*first, *second))
}

/// Whatever the number would be, if two of its digits were changed about.
pub fn swaps(written: Decimal) -> Vec<Decimal> {
    let text = written.normalize().to_string();
    let places: Vec<usize> = text.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(at, _)| at).collect();
    let pairs = (1..=FARTHEST).flat_map(|apart| places.iter().zip(places.iter().skip(apart)));
    let swapped = pairs.filter_map(|(one, other)| {
        let mut bytes = text.clone().into_bytes();
        bytes.swap(*one, *other);
        String::from_utf8(bytes).ok()?.parse().ok()
    });
    swapped.filter(|other| *other != written).collect()
}

const FARTHEST: usize = 2;

fn digits(value: Decimal) -> Vec<u8> {
    let text = value.normalize().to_string();
    text.bytes().filter(u8::is_ascii_digit).skip_while(|digit| *digit == b'0').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_hand_are_told_from_other_numbers() {
        let slip = |written: &str, known: &str| is_slip(written.parse().unwrap(), known.parse().unwrap());
        for (written, known) in [
            ("10390", "10930"),
            ("10938", "10930"),
            ("1093", "10930"),
            ("109300", "10930"),
            ("1930", "10930"),
            ("138", "137"),
            ("40", "39"),
            ("93", "39"),
            ("80.4", "804"),
            ("43.08", "48.03"),
            ("3.1", "1.3"),
        ] {
            assert!(slip(written, known), "{written} {known}");
        }
        for (written, known) in
            [("10930", "10930"), ("6000", "10930"), ("30", "39"), ("200", "137"), ("5", "4"), ("24", "214")]
        {
            assert!(!slip(written, known), "{written} {known}");
        }
    }
}
