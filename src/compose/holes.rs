//! Sentences from which something is missing: “其中，。”, “（）”, “，支持项目”. A list that is empty, or a value that is, has left the
//! marks around it standing by themselves.

/// Marks that lead on to something.
const OPEN: [char; 4] = ['，', '、', '：', '；'];
/// Marks before which something stands.
const CLOSED: [char; 7] = ['，', '、', '：', '；', '。', '）', '》'];
const PAIRS: [&str; 5] = ["（）", "《》", "“”", "〔〕", "()"];

/// The marks that stand by themselves in a composed line and not in the text that it was composed from.
pub fn hole(line: &str, template: &str) -> Option<String> {
    let marks: Vec<char> = line.chars().collect();
    let pairs = marks.windows(2).map(|pair| (pair[0], pair[1]));
    let is_hole = |(first, second): &(char, char)| {
        let both: String = [*first, *second].iter().collect();
        OPEN.contains(first) && CLOSED.contains(second)
            || matches!(first, '（' | '《') && OPEN.contains(second)
            || PAIRS.contains(&both.as_str())
    };
    let stands = |marks: &str| !template.contains(marks);
    let inside = pairs.filter(is_hole).map(|(first, second)| [first, second].iter().collect::<String>());
    let begins = marks.first().filter(|first| CLOSED.contains(first)).map(char::to_string);
    let begins = begins.filter(|mark| !template.lines().any(|line| line.trim_start().starts_with(mark.as_str())));
    inside.into_iter().find(|marks| stands(marks)).or(begins)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_without_words_between_them_are_holes() {
        for (line, template, found) in [
            (
                "支持项目3个，其中，。",
                "支持项目{{ 数 }}个，其中，{% for 项 in 单 %}{{ 项 }}{% endfor %}。",
                Some("，。"),
            ),
            ("项目3个（），经费5万元", "项目{{ 数 }}个（{{ 项 }}），经费", Some("（）")),
            ("根据《》（），下达", "根据《{{ 名 }}》（{{ 号 }}），下达", Some("《》")),
            ("，下达5万元", "{{ 名 }}，下达", Some("，")),
            ("支持甲、乙，共5万元：", "支持{{ 名 }}，共", None),
            ("他写的，。", "他写的，。", None),
            ("甲为“优”，“乙”为“良”；（丙）。", "", None),
        ] {
            assert_eq!(hole(line, template).as_deref(), found, "{line}");
        }
    }
}
