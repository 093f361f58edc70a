//! What stands where something was to be filled in: XX, ××年, （待补充）, ？？, 【】.

use crate::base::characters::is_han;
use crate::base::text_part::TextPart;

/// Written for a figure or a name that is not known yet.
const CROSSES: [char; 6] = ['X', 'x', 'Ｘ', 'ｘ', '×', '＊'];
/// Where a single cross stands for a figure: ×月×日, X万元.
const COUNTED: [&str; 8] = ["万元", "亿元", "年", "月", "日", "个", "家", "%"];
const BRACKETS: [(char, char); 6] = [('（', '）'), ('(', ')'), ('【', '】'), ('［', '］'), ('《', '》'), ('〔', '〕')];
/// Nobody writes these in a text that is finished.
const ALWAYS: [&str; 5] = ["某某", "请在此处", "此处填写", "在此填写", "在此输入"];
/// These only by themselves, or at the end of a bracket: 制度有待完善 says something.
const ALONE: [&str; 8] = ["待补充", "待补", "待改", "待定", "待完善", "待更新", "待核实", "待确认"];

/// The first words of the text that look like something not filled in. What stands in {{ }} is not looked at.
pub(crate) fn placeholder(text: &str) -> Option<String> {
    if !text.chars().any(may_begin) {
        return None;
    }
    let characters = without_tags(text);
    let mut places = (0..characters.len()).filter(|&at| may_begin(characters[at]));
    places.find_map(|at| placeholder_at(&characters, at)).map(|found| found.iter().collect())
}

/// Is the whole text nothing but that: 待补充。, （待填）?
pub(crate) fn is_placeholder(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| c.is_whitespace() || "。；，.（）()".contains(c));
    placeholder(bare).is_some_and(|found| found == bare)
}

/// Does any of what is looked for begin with this character? Most characters of a text begin nothing.
fn may_begin(character: char) -> bool {
    match character {
        '某' | '请' | '此' | '在' | '待' | '？' | '?' | '_' | '＿' => true,
        '\u{4E00}'..='\u{9FFF}' => false,
        _ => CROSSES.contains(&character) || BRACKETS.iter().any(|(open, _)| *open == character),
    }
}

/// Said of an input's words, and of a finished document's.
pub(crate) fn unfinished(words: &str) -> String {
    format!("“{words}”像是没有填好的内容")
}

fn placeholder_at(characters: &[char], at: usize) -> Option<&[char]> {
    let (rest, before) = (&characters[at..], at.checked_sub(1).map(|before| characters[before]));
    let length = crosses(rest, before)
        .or_else(|| run(rest, before, &['？', '?'], 2))
        .or_else(|| run(rest, before, &['_', '＿'], 3))
        .or_else(|| empty_bracket(rest))
        .or_else(|| words(rest, before))?;
    Some(&rest[..length])
}

/// How many of the characters that the text begins with are of `these`; none inside such a row, or where it is too short.
fn run(rest: &[char], before: Option<char>, these: &[char], least: usize) -> Option<usize> {
    let is_one = |c: &char| these.contains(c);
    let length = rest.iter().take_while(|c| is_one(c)).count();
    (length >= least && !before.is_some_and(|before| is_one(&before))).then_some(length)
}

/// No part of a word or a name of a model: XXL, Xeon.
fn crosses(rest: &[char], before: Option<char>) -> Option<usize> {
    let length = run(rest, before, &CROSSES, 1)?;
    let after = &rest[length..];
    let is_letter = |c: &char| c.is_ascii_alphabetic();
    if before.as_ref().is_some_and(is_letter) || after.first().is_some_and(is_letter) {
        return None;
    }
    let counted = || COUNTED.iter().any(|unit| starts_with(after, unit));
    let alone = || !before.is_some_and(|before| before.is_ascii_digit()) && counted();
    (length > 1 || alone()).then_some(length)
}

/// () may be of a formula.
fn empty_bracket(rest: &[char]) -> Option<usize> {
    let (_, close) = BRACKETS.into_iter().find(|(open, _)| *open != '(' && rest.first() == Some(open))?;
    let end = rest.iter().position(|c| *c == close)?;
    let is_nothing = |c: &char| c.is_whitespace() || "？?_＿".contains(*c);
    rest[1..end].iter().all(is_nothing).then_some(end + 1)
}

fn words(rest: &[char], before: Option<char>) -> Option<usize> {
    let length = |word: &&str| word.chars().count();
    let of = |words: &'static [&'static str]| words.iter().find(|word| starts_with(rest, word));
    if let Some(word) = of(&ALWAYS) {
        return Some(length(word));
    }
    // 亟待填补 is no 待填.
    if starts_with(rest, "待填") && !rest.get(2).is_some_and(|next| "补充平埋海".contains(*next)) {
        return Some(2);
    }
    let word = of(&ALONE)?;
    let after = rest.get(length(word));
    let ends_bracket = after.is_some_and(|after| BRACKETS.iter().any(|(_, close)| after == close));
    let alone = !before.is_some_and(is_han);
    let of_bracket = ends_bracket && !before.is_some_and(|before| "有亟尚仍还".contains(before));
    (!after.copied().is_some_and(is_han) && (alone || of_bracket)).then(|| length(word))
}

fn starts_with(characters: &[char], word: &str) -> bool {
    let mut rest = characters.iter();
    word.chars().all(|c| rest.next() == Some(&c))
}

/// The text with one mark for each {{ }}, {% %} and {# #}.
fn without_tags(text: &str) -> Vec<char> {
    const TAG: char = '\u{FFFC}';
    let mut characters = Vec::new();
    let mut rest = text;
    while let Some(start) = ["{{", "{%", "{#"].iter().filter_map(|open| rest.find(open)).min() {
        let close = match rest.part(start..start + 2) {
            "{{" => "}}",
            "{%" => "%}",
            _ => "#}",
        };
        characters.extend(rest.part(..start).chars().chain([TAG]));
        rest = rest.part(start..).find(close).map_or("", |end| rest.part(start + end + 2..));
    }
    characters.extend(rest.chars());
    characters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_filled_in_is_found() {
        for (text, found) in [
            ("待填", "待填"),
            ("支持待填个项目", "待填"),
            ("下达XX省资金", "XX"),
            ("20XX年度", "XX"),
            ("下达资金xxx万元", "xxx"),
            ("××大学", "××"),
            ("于×月×日印发", "×"),
            ("支持X个项目", "X"),
            ("主要原因是（待补充）。", "待补充"),
            ("（具体数据待补充）", "待补充"),
            ("待定", "待定"),
            ("完成？？项", "？？"),
            ("培训【】人次", "【】"),
            ("培训（ ）人次", "（ ）"),
            ("培训____人次", "____"),
            ("某某大学", "某某"),
            ("共{{ 项目.数量 }}个，XX个优", "XX"),
        ] {
            assert_eq!(placeholder(text).as_deref(), Some(found), "{text}");
        }
    }

    #[test]
    fn all_that_is_looked_for_is_known_by_its_first_character() {
        for word in ALWAYS.iter().chain(&ALONE).chain(&["待填"]) {
            assert!(word.starts_with(may_begin), "{word}");
        }
    }

    #[test]
    fn what_says_something_is_left_alone() {
        for text in [
            "机制有待完善，能力有待改进，亟待填补国内空白，人才有待补充。",
            "（能力有待完善）",
            "XXL号、AXX型、Xeon、X射线、X光机",
            "3×5米，4×个",
            "深地X项目",
            "完成了吗？",
            "“{{ 项目.名称 }}”（{{ 文件.文号 }}）【典型案例】",
            "{{ 数据.XX }}{# 待补充 #}",
            "〔待核〕",
            "f()",
            "二○二五年",
        ] {
            assert_eq!(placeholder(text), None, "{text}");
        }
    }
}
