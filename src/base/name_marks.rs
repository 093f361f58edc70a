//! Numbers before a name and marks of notes beside it: 1. ① （2） * （注1）. They are no part of it.

use crate::base::text_part::TextPart;

/// * ※ ★ ① ¹ and the like, by which a name refers to a note.
pub(crate) fn is_note_mark(c: char) -> bool {
    matches!(c, '*' | '＊' | '※' | '★' | '☆' | '▲' | '△' | '†' | '‡' | '¹' | '²' | '³' | '⁴'..='⁹') || is_circled(c)
}

/// ① to ㊿, ⑴, ❶.
fn is_circled(c: char) -> bool {
    matches!(c, '\u{2460}'..='\u{2487}' | '\u{24F5}'..='\u{24FE}' | '\u{2776}'..='\u{2793}' | '\u{3251}'..='\u{325F}' | '\u{32B1}'..='\u{32BF}')
}

/// The name without its number and its marks; where nothing would be left, as it is.
pub(crate) fn bare_name(name: &str) -> &str {
    let numbered = without_number(name.trim());
    let unmarked = numbered.trim_start_matches(is_note_mark).trim_start();
    // ①号机组
    let begun = if unmarked.starts_with('号') { numbered } else { unmarked };
    let bare = without_marks_behind(begun);
    if bare.is_empty() { name } else { bare }
}

/// 1. 1、 1） （1） ① before a name. 1.5万吨 and 3D打印 have none, nor has （一）, which begins a group.
fn without_number(name: &str) -> &str {
    let digits = |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let opened = name.strip_prefix(['（', '(']);
    let rest = opened.unwrap_or(name);
    let count = digits(rest);
    if !(1..=3).contains(&count) {
        return name;
    }
    let behind = rest.part(count..);
    let bare = match opened {
        Some(_) => behind.strip_prefix(['）', ')']),
        None => behind.strip_prefix(['.', '．', '、', '）', ')']),
    };
    let bare = bare.filter(|bare| !bare.starts_with(|c: char| c.is_ascii_digit() || c == '、'));
    bare.map_or(name, |bare| bare.trim_start_matches(['、', '.', ' ']).trim_start())
}

/// 1.1 数量指标, 1.1.1改造面积: without a number of several levels, where a blank ends it or it has three. 1.5万吨 has none.
pub(crate) fn without_level_number(name: &str) -> &str {
    let (levels, rest) = level_number(name.trim());
    let ends = rest.starts_with(char::is_whitespace) && levels > 1 || levels > 2;
    let rest = rest.trim_start_matches(['、', '.', '．']).trim_start();
    if ends && !rest.is_empty() { rest } else { name }
}

/// The name of a level of indicators: 1.产出指标, 1.1数量指标, 一、产出指标, （一）数量指标.
pub(crate) fn level_name(label: &str) -> &str {
    let label = label.trim();
    let in_brackets = label.strip_prefix(['（', '(']).and_then(|rest| rest.split_once(['）', ')']));
    let is_numeral = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let bare = match in_brackets {
        Some((number, rest)) if !number.is_empty() && number.chars().all(is_numeral) => rest,
        Some(_) => label,
        None => {
            let chinese = label.trim_start_matches(|c: char| "一二三四五六七八九十".contains(c));
            let (levels, rest) = level_number(label);
            let counted = chinese.len() < label.len() && chinese.starts_with(['、', '.', '．']);
            if counted {
                chinese
            } else if levels > 0 {
                rest
            } else {
                label
            }
        }
    };
    let bare = bare.trim_start_matches(['、', '.', '．', '）', ')']).trim();
    if bare.is_empty() { label } else { bare }
}

/// How many numbers joined by dots stand before a text, and the text.
fn level_number(text: &str) -> (usize, &str) {
    let (mut levels, mut rest) = (0, text);
    loop {
        let next = if levels == 0 { Some(rest) } else { rest.strip_prefix(['.', '．']) };
        let Some(next) = next else { break };
        let behind = next.trim_start_matches(|c: char| c.is_ascii_digit());
        if !(1..=2).contains(&(next.len() - behind.len())) {
            break;
        }
        (levels, rest) = (levels + 1, behind);
    }
    (levels, rest)
}

/// 改造面积（10分）: the name, and the points behind it.
pub(crate) fn points_behind(name: &str) -> Option<(&str, &str)> {
    let (bare, inner) = name.trim_end().strip_suffix(['）', ')'])?.rsplit_once(['（', '('])?;
    let number = inner.trim().strip_suffix('分')?.trim_end();
    let is_number = number.starts_with(|c: char| c.is_ascii_digit())
        && number.chars().all(|c| c.is_ascii_digit() || c == '.')
        && number.chars().filter(|c| *c == '.').count() <= 1;
    (is_number && !bare.trim().is_empty()).then(|| (bare.trim_end(), number))
}

/// 甲*, 甲①, 甲（注1）, 甲[注].
fn without_marks_behind(name: &str) -> &str {
    let bare = name.trim_end().trim_end_matches(is_note_mark).trim_end();
    let noted = bare.strip_suffix(['）', ')', ']', '］', '〕']).and_then(|inner| {
        let (before, note) = inner.rsplit_once(['（', '(', '[', '［', '〔'])?;
        let number = note.trim().strip_prefix('注')?.trim_start_matches(['：', ':']);
        let is_note = number.chars().all(|c| c.is_ascii_digit() || is_circled(c) || "一二三四五六七八九十".contains(c));
        is_note.then_some(before.trim_end())
    });
    noted.unwrap_or(bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_numbered_and_points_stand_behind() {
        for (typed, name) in [
            ("1.产出指标", "产出指标"),
            ("1.1 数量指标", "数量指标"),
            ("1.1数量指标", "数量指标"),
            ("一、产出指标", "产出指标"),
            ("（二）质量指标", "质量指标"),
            ("(1)质量指标", "质量指标"),
            ("产出指标", "产出指标"),
            ("十大指标", "十大指标"),
            ("（补充）指标", "（补充）指标"),
        ] {
            assert_eq!(level_name(typed), name, "{typed}");
        }
        for (typed, name) in [
            ("1.1.1 改造面积", "改造面积"),
            ("1.1.1改造面积", "改造面积"),
            ("1.1 改造面积", "改造面积"),
            ("1.5万吨甲醇制氢", "1.5万吨甲醇制氢"),
            ("2.0版系统", "2.0版系统"),
            ("改造面积", "改造面积"),
        ] {
            assert_eq!(without_level_number(typed), name, "{typed}");
        }
        assert_eq!(points_behind("改造面积（10分）"), Some(("改造面积", "10")));
        assert_eq!(points_behind("满意度(7.5 分)"), Some(("满意度", "7.5")));
        assert_eq!(
            (points_behind("满意度（分）"), points_behind("满意度（90分以上）"), points_behind("（10分）")),
            (None, None, None)
        );
    }

    #[test]
    fn numbers_and_marks_go_and_names_stay() {
        for (typed, name) in [
            ("1.支持项目数", "支持项目数"),
            ("12、支持项目数", "支持项目数"),
            ("（2）支持项目数", "支持项目数"),
            ("3）支持项目数", "支持项目数"),
            ("①支持项目数", "支持项目数"),
            ("⑯ 支持项目数", "支持项目数"),
            ("*支持项目数", "支持项目数"),
            ("支持项目数＊", "支持项目数"),
            ("支持项目数①", "支持项目数"),
            ("支持项目数（注1）", "支持项目数"),
            ("支持项目数[注]", "支持项目数"),
        ] {
            assert_eq!(bare_name(typed), name, "{typed}");
        }
        for name in [
            "3D打印平台",
            "1.5万吨甲醇制氢",
            "5G基站",
            "（二期）平台",
            "2.0版系统",
            "Mg2+/Li+分离膜（二期）",
            "10.1.2系统",
            "平台（注册资本）",
            "*",
            "1.",
        ] {
            assert_eq!(bare_name(name), name);
        }
    }
}
