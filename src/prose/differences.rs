//! Figures that are differences of an indicator's: 比指标值多86人, 超过指标值24人, 比上年增加0.59万亩.

use crate::base::text_part::TextPart;
use crate::model::standards::DifferenceWords;

use super::around::near;
use super::subject::Role;

/// What a result is held against, by the words right before the difference.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Base {
    /// 比指标值多
    Target,
    /// 超过指标值: by so much, or the target is so much.
    TargetOrBy,
    /// 比上年增加
    LastYear,
}

impl Base {
    pub fn of(before: &str, words: &DifferenceWords) -> Option<Base> {
        let without = |text: &'_ str, words: &[String]| -> Option<usize> {
            words.iter().filter_map(|word| text.strip_suffix(word.as_str())).map(str::len).min()
        };
        let said = before.trim_end_matches(['了', '约', '近', '出', '达', '到', '为']);
        // 受益建制村91个，超额5个
        if words.alone.have(said) {
            return Some(Base::Target);
        }
        if let Some(end) = without(said, &words.apart) {
            let rest = said.part(..end).trim_end_matches(['还', '仅', '只', '净', '又', '的', '略']);
            let is_compared = |end: usize| words.compared.iter().any(|word| near(rest.part(..end), word, 4));
            if rest.ends_with("同比") || without(rest, &words.last_year).is_some_and(is_compared) {
                return Some(Base::LastYear);
            }
            return without(rest, &words.targets).is_some_and(is_compared).then_some(Base::Target);
        }
        let head = before.part(..without(before, &words.targets)?);
        words.beyond.iter().any(|word| near(head, word, 2)).then_some(Base::TargetOrBy)
    }

    /// Which figure the difference is, in this unit, of an indicator in that unit.
    pub fn role(self, unit: &str, of_indicator: &str) -> Role {
        match self {
            Base::Target | Base::TargetOrBy => Role::FromTarget,
            Base::LastYear if unit == "%" && of_indicator != "%" => Role::Growth,
            Base::LastYear => Role::FromLastYear,
        }
    }
}

/// Do a name and the words around a number share two pairs of characters, a short name one? 整治灌溉水源 is no 恢复灌溉面积.
pub(super) fn is_akin(name: &str, words: &str) -> bool {
    let characters: Vec<char> = name.chars().collect();
    let shared = characters.windows(2).filter(|pair| words.contains(&pair.iter().collect::<String>())).count();
    shared >= if characters.len() > 4 { 2 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_known_by_the_words_before_them() {
        let standards = crate::model::standards::Standards::parse(include_str!("../../layouts/核对.yaml")).unwrap();
        let base = |before| Base::of(before, &standards.differences);
        for before in ["比指标值多", "比年初目标少了", "高出目标", "较年度目标值低", "超出年初目标", "距目标还差"]
        {
            assert!(matches!(base(before), Some(Base::Target | Base::TargetOrBy)), "{before}");
        }
        assert_eq!(base("超过指标值"), Some(Base::TargetOrBy));
        for before in ["比上年增加", "同比增长", "较去年提高"] {
            assert_eq!(base(before), Some(Base::LastYear), "{before}");
        }
        for before in ["指标值", "多", "完成年度目标", "比全省平均高", "目标值为", "增长"] {
            assert_eq!(base(before), None, "{before}");
        }
    }
}
