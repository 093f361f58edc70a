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
    let bare = without_marks_behind(without_number(name.trim()).trim_start_matches(is_note_mark).trim_start());
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
