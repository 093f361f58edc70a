//! Whether a formula takes values from another file.

use super::records::word;

/// The tokens of a formula of BIFF8 or BIFF5, as far as they are known.
pub(super) fn takes_from_elsewhere(tokens: &[u8], wide: bool, elsewhere: &[bool]) -> bool {
    let mut rest = tokens;
    while let Some(&token) = rest.first() {
        // Classes of operands differ in two bits.
        let kind = if token & 0x60 != 0 { token & 0x1F | 0x20 } else { token };
        if matches!(kind, 0x3A..=0x3D) {
            let number = word(rest, 1).unwrap_or_default();
            let other = if wide {
                elsewhere.get(usize::from(number)) == Some(&true)
            } else {
                // Sheets of the own workbook have numbers below nought.
                (1..0x8000).contains(&number)
            };
            if other {
                return true;
            }
        }
        let Some(length) = length(kind, rest, wide) else { return false };
        rest = rest.get(length..).unwrap_or_default();
    }
    false
}

fn length(kind: u8, rest: &[u8], wide: bool) -> Option<usize> {
    let of = |eight: usize, five: usize| if wide { eight } else { five };
    Some(match kind {
        0x01 | 0x02 => 5,
        0x03..=0x16 => 1,
        0x17 => {
            let length = usize::from(*rest.get(1)?);
            let width = if wide && rest.get(2)? & 1 != 0 { 2 } else { 1 };
            of(3, 2) + length * width
        }
        0x19 if rest.get(1)? & 4 != 0 => 4 + 2 * (usize::from(word(rest, 2)?) + 1),
        0x19 => 4,
        0x1C | 0x1D => 2,
        0x1E => 3,
        0x1F => 9,
        0x20 => 8,
        0x21 => 3,
        0x22 => 4,
        0x23 => of(5, 15),
        0x24 | 0x2A | 0x2C => of(5, 4),
        0x25 | 0x2B | 0x2D => of(9, 7),
        0x26..=0x28 => 7,
        0x29 => 3,
        0x39 => of(7, 25),
        0x3A | 0x3C => of(7, 18),
        0x3B | 0x3D => of(11, 21),
        _ => return None,
    })
}
