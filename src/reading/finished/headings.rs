//! Lines that head what follows them.

use crate::base::characters::half_width;

/// 1 for 一、 2 for （一） 3 for 1. 4 for （1）; a heading is short or ends its paragraph without a verb's full stop.
pub(crate) fn heading_level(text: &str) -> Option<u8> {
    const LONGEST: usize = 60;
    // One name, without a mark inside: a project's may be long.
    const LONGEST_NAME: usize = 150;
    let text: String = text.trim().chars().map(half_width).collect();
    let text = text.as_str();
    let line = text.trim_end_matches('。');
    let longest = if line.contains(['，', ',', '。', '；', ';', '：', ':']) { LONGEST } else { LONGEST_NAME };
    if line.chars().count() > longest {
        return None;
    }
    let chinese = |text: &str| text.chars().take_while(|c| "一二三四五六七八九十".contains(*c)).count();
    let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).count();
    let after = |text: &str, count: usize| text.chars().nth(count);
    let inner = text.strip_prefix(['（', '(']);
    // 一、二、三产业融合发展
    let counts_on =
        |text: &str| text.split('、').take(2).all(|one| !one.is_empty() && chinese(one) == one.chars().count());
    match () {
        () if chinese(text) > 0 && after(text, chinese(text)) == Some('、') && !counts_on(text) => Some(1),
        () if inner.is_some_and(|t| chinese(t) > 0 && matches!(after(t, chinese(t)), Some('）' | ')'))) => Some(2),
        () if (1..=2).contains(&digits(text)) && matches!(after(text, digits(text)), Some('.' | '．' | '、')) => {
            Some(3)
        }
        () if inner.is_some_and(|t| digits(t) > 0 && matches!(after(t, digits(t)), Some('）' | ')'))) => Some(4),
        () => None,
    }
}

/// 1.天然林保护。 or （1）数量指标。 at the beginning of a paragraph: a heading without a line of its own.
pub(crate) fn is_run_in(sentence: &str) -> bool {
    const LONGEST: usize = 40;
    let name = sentence.trim_end_matches('。');
    let short = name.chars().count() <= LONGEST && !name.contains(['，', '；', '：']);
    let circled = |c: char| ('①'..='⑳').contains(&c);
    sentence.ends_with('。')
        && short
        && (matches!(heading_level(sentence), Some(2..=4)) || sentence.starts_with(circled))
}

/// 附件, 附件1: what follows is another document.
pub(crate) fn is_attachment_label(text: &str) -> bool {
    text.trim().strip_prefix("附件").is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_have_their_level() {
        assert_eq!(heading_level("一、总体情况"), Some(1));
        assert_eq!(heading_level("（二）公开情况"), Some(2));
        assert_eq!(heading_level("3.下一步改进措施。"), Some(3));
        assert_eq!(heading_level("（1）数量指标"), Some(4));
        assert_eq!(heading_level("一、二、三产业融合发展项目6个。"), None);
        assert_eq!(heading_level("2025年度共下达10930万元。"), None);
        let name = "高原特色农产品精深加工关键技术研究".repeat(4);
        assert_eq!(heading_level(&format!("1.{name}")), Some(3));
        assert_eq!(heading_level(&format!("1.{name}，完成了目标")), None);
        assert!(
            is_run_in("（3）转化科技成果数量。") && is_run_in("②果农培训人次。") && !is_run_in("3.本年度，完成28项。")
        );
    }
}
