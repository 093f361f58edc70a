//! Marks of Chinese text that were typed half width, as the marks that they are.

use crate::base::characters::is_han;

/// The text with full-width marks where it is Chinese, character for character: numbers (10,930; 1:2.19), Latin words and
/// versions keep theirs.
pub fn full_width_marks(text: &str) -> String {
    const HALF_WIDTH: [char; 9] = [',', ';', ':', '?', '!', '(', ')', '.', '"'];
    if !text.contains(|c| HALF_WIDTH.contains(&c) || small_form(c).is_some()) {
        return text.to_string();
    }
    let characters: Vec<char> = text.chars().collect();
    let is_wide = |at: Option<usize>| {
        let character = at.and_then(|at| characters.get(at));
        character.is_some_and(|c| is_han(*c) || "“”‘’《》〈〉「」（）〔〕【】、，。；：？！…—".contains(*c))
    };
    let is_digit = |at: Option<usize>| at.and_then(|at| characters.get(at)).is_some_and(char::is_ascii_digit);
    // Brackets that are open: whether they became wide.
    let mut open: Vec<bool> = Vec::new();
    let mut quoted = false;
    let mut wide = String::with_capacity(text.len() + 16);
    for (at, character) in characters.iter().enumerate() {
        let (before, after) = (at.checked_sub(1), Some(at + 1));
        let percent = before.and_then(|at| characters.get(at)).is_some_and(|c| "%％‰)\"".contains(*c));
        let in_number = is_digit(before) && is_digit(after);
        let between = is_wide(before) || is_wide(after) || percent;
        let ends = is_wide(before) || percent;
        wide.push(match character {
            ',' if between && !in_number => '，',
            ';' if between => '；',
            ':' if between && !in_number => '：',
            '?' if between => '？',
            '!' if between => '！',
            '.' if ends && (is_wide(after) || is_digit(after) || at + 1 == characters.len()) => '。',
            '(' => {
                open.push(is_wide(before) || is_wide(after));
                if open.last() == Some(&true) { '（' } else { '(' }
            }
            ')' if open.pop().unwrap_or(is_wide(before)) => '）',
            '"' if quoted || between || at == 0 => {
                quoted = !quoted;
                if quoted { '“' } else { '”' }
            }
            other => small_form(*other).unwrap_or(*other),
        });
    }
    wide
}

/// Small and half-width forms of Chinese marks, from other encodings.
fn small_form(mark: char) -> Option<char> {
    const FORMS: [(char, char); 13] = [
        ('﹐', '，'),
        ('﹑', '、'),
        ('､', '、'),
        ('｡', '。'),
        ('﹔', '；'),
        ('﹕', '：'),
        ('﹖', '？'),
        ('﹗', '！'),
        ('﹙', '（'),
        ('﹚', '）'),
        ('｢', '“'),
        ('｣', '”'),
        ('٪', '%'),
    ];
    FORMS.iter().find(|(form, _)| *form == mark).map(|(_, mark)| *mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_chinese_text_become_wide_and_those_of_numbers_stay() {
        let cases = [
            ("支持项目137个(含新上35个),其中:结转45个.2025年", "支持项目137个（含新上35个），其中：结转45个。2025年"),
            (
                "评价结果为\"优\",执行率80%,支出10,930万元;比例1:2.19",
                "评价结果为“优”，执行率80%，支出10,930万元；比例1:2.19",
            ),
            ("AL5,JN28 (v1.2) 3.5%", "AL5,JN28 (v1.2) 3.5%"),
            ("(一)资金情况", "（一）资金情况"),
            ("1.产出指标", "1.产出指标"),
            ("资金﹔项目｡", "资金；项目。"),
            ("完成率(103.13%).", "完成率（103.13%）。"),
        ];
        for (half, full) in cases {
            assert_eq!(full_width_marks(half), full);
            assert_eq!(half.chars().count(), full.chars().count());
        }
    }
}
