//! Raised and lowered text: numbers of notes, powers, units.

/// x², 10⁴: digits as the small ones that they are; `None` for other text.
pub(super) fn superscript(text: &str) -> Option<String> {
    const SMALL: [(char, char); 12] = [
        ('0', '⁰'),
        ('1', '¹'),
        ('2', '²'),
        ('3', '³'),
        ('4', '⁴'),
        ('5', '⁵'),
        ('6', '⁶'),
        ('7', '⁷'),
        ('8', '⁸'),
        ('9', '⁹'),
        ('-', '⁻'),
        ('+', '⁺'),
    ];
    let small = |c: char| SMALL.iter().find(|(large, _)| *large == c).map(|(_, small)| *small);
    (!text.is_empty()).then(|| text.chars().map(small).collect::<Option<String>>()).flatten()
}

/// What raised text says behind `before`: a power stays (m², 10⁴), the mark of a note says nothing, words are words.
pub(super) fn raised(before: &str, text: &str) -> String {
    let is_power = before.ends_with(|c: char| c.is_ascii_alphabetic()) || times_ten(before);
    match superscript(text.trim()) {
        Some(small) if is_power => small,
        _ if is_note(text) => String::new(),
        _ => text.to_string(),
    }
}

/// Lowered text belongs to the letter or figure before it (CO2), or is a note's mark too.
pub(super) fn lowered(before: &str, text: &str) -> String {
    let belongs = before.ends_with(|c: char| c.is_ascii_alphabetic() || ")）]".contains(c));
    if !belongs && is_note(text) { String::new() } else { text.to_string() }
}

/// 1.5×10
fn times_ten(before: &str) -> bool {
    let head = before.trim_end().strip_suffix("10").map(str::trim_end);
    head.is_some_and(|head| head.is_empty() || head.ends_with(['×', 'x', 'X', '*', '·', '✕', '⋅']))
}

/// 1, [2], 注3, ①, *, ※
fn is_note(text: &str) -> bool {
    let mark = |c: char| {
        c.is_ascii_digit()
            || c.is_whitespace()
            || "()（）[]［］【】〔〕,，、-–—~*＊※†‡#注".contains(c)
            || ('①'..='⑳').contains(&c)
            || ('０'..='９').contains(&c)
    };
    text.chars().all(mark) || text.chars().count() == 1 && text.chars().all(|c| c.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_go_and_powers_stay() {
        assert_eq!(["1", "[2]", "①", "注1", "*"].map(|text| raised("137个", text)), [""; 5]);
        assert_eq!(
            (raised("8744", "2"), raised("500m", "2"), raised("1.5×10", "4")),
            ("".into(), "²".into(), "⁴".into())
        );
        assert_eq!(
            (raised("自评", "（试行）"), lowered("CO", "2"), lowered("137", "1")),
            ("（试行）".into(), "2".into(), "".into())
        );
    }
}
