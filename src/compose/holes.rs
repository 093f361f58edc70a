//! Sentences from which something is missing: “其中，。”, “（）”, “，支持项目”. A list that is empty, or a value that is, has left the
//! marks around it standing by themselves. Amounts without their unit: “总投入640，自筹130”.

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

/// Begins what stands behind an amount with a unit of money, its own (640万元) or that of several (3000、5000和640万元)?
pub fn names_unit(behind: &str) -> bool {
    const BETWEEN: [char; 14] = ['、', '，', ',', '和', '及', '与', '至', '到', '—', '-', '~', '～', '/', '＋'];
    let behind = behind.trim_start_matches(['（', '(', ' ']);
    let multiplied = behind.trim_start_matches(['千', '百', '万', '亿']);
    if multiplied.starts_with('元') || multiplied.len() < behind.len() {
        return true;
    }
    let next = behind.trim_start_matches(BETWEEN);
    let rest = next.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ',');
    next.len() < behind.len() && rest.len() < next.len() && names_unit(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_has_its_unit_behind_it_or_behind_the_last_of_several() {
        for behind in ["万元，支出", "（万元）", "、3000和5000万元", "亿元", "—900万元", "元"] {
            assert!(names_unit(behind), "{behind}");
        }
        for behind in ["，自筹130万元", "。", "", "、其中支出5万元", "人"] {
            assert!(!names_unit(behind), "{behind}");
        }
    }

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
