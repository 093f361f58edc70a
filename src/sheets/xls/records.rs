//! The records of a stream, and the numbers in them.

pub(super) const BOF: u16 = 0x0809;
pub(super) const EOF: u16 = 0x000A;
pub(super) const CONTINUE: u16 = 0x003C;

/// A record: its kind and what it holds.
pub(super) type Record<'a> = (u16, &'a [u8]);

/// A damaged one ends the stream.
pub(super) fn records(stream: &[u8]) -> impl Iterator<Item = Record<'_>> {
    let mut rest = stream;
    std::iter::from_fn(move || {
        let (kind, length) = (word(rest, 0)?, usize::from(word(rest, 2)?));
        let data = rest.get(4..4 + length)?;
        rest = &rest[4 + length..];
        Some((kind, data))
    })
}

pub(super) fn word(data: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(data.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

pub(super) fn double_word(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(data.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

pub(super) fn float(data: &[u8], at: usize) -> Option<f64> {
    Some(f64::from_le_bytes(data.get(at..at.checked_add(8)?)?.try_into().ok()?))
}

/// A number in four bytes: 30 bits of a float or of a whole number, perhaps in hundredths.
pub(super) fn packed(data: &[u8], at: usize) -> Option<f64> {
    let bits = double_word(data, at)?;
    let number = if bits & 2 != 0 {
        f64::from(i32::from_le_bytes(bits.to_le_bytes()) >> 2)
    } else {
        f64::from_bits(u64::from(bits & !3) << 32)
    };
    Some(if bits & 1 != 0 { number / 100.0 } else { number })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_numbers() {
        let number = |bits: u32| packed(&bits.to_le_bytes(), 0);
        assert_eq!(number(84 << 2 | 2), Some(84.0));
        assert_eq!(number(8475 << 2 | 3), Some(84.75));
        assert_eq!(number(0x3FEC_CCCC), Some(0.899_999_618_530_273_4));
        assert_eq!(number((-5i32 << 2 | 2) as u32), Some(-5.0));
    }
}
