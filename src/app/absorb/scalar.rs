//! One text of a YAML file replaced by another; every other line stays as it is.

use crate::base::text_part::TextPart;

use std::ops::Range;

/// The file's text with the value that begins on `line` (from 1) replaced, in the ways in which it may be written, the plainest
/// first: which of them reads as meant, reading tells. None where the value cannot be replaced without touching more than it.
pub fn replace(file: &str, line: u64, old: &str, new: &str) -> Vec<String> {
    let lines = line_ranges(file);
    let Some(first) = usize::try_from(line).ok().and_then(|line| line.checked_sub(1)) else { return Vec::new() };
    let written = match block(file, &lines, first, old, new) {
        Some(block) => vec![block],
        None => inline(file, &lines, first, old, new).unwrap_or_default(),
    };
    written
        .into_iter()
        .map(|(range, text)| format!("{}{text}{}", file.part(..range.start), file.part(range.end..)))
        .collect()
}

/// Each line's bytes, without its end.
fn line_ranges(file: &str) -> Vec<Range<usize>> {
    let mut at = 0;
    file.split_inclusive('\n')
        .map(|line| {
            let start = at;
            at += line.len();
            start..start + line.trim_end_matches(['\n', '\r']).len()
        })
        .collect()
}

/// A text below `|`: its lines stand in the file as they are, but for the indent.
fn block(file: &str, lines: &[Range<usize>], first: usize, old: &str, new: &str) -> Option<(Range<usize>, String)> {
    let sign = file.part(lines.get(first.checked_sub(1)?)?.clone());
    if !sign.trim_end().trim_end_matches(['+', '-']).ends_with('|') {
        return None;
    }
    let values: Vec<&str> = old.trim_end_matches('\n').split('\n').collect();
    let lines = lines.get(first..first + values.len())?;
    let indent_of = |line: &str| line.part(..line.len() - line.trim_start_matches(' ').len()).to_string();
    let filled = values.iter().position(|value| !value.trim().is_empty())?;
    let line = file.part(lines[filled].clone());
    let indent =
        line.strip_suffix(values[filled]).map(str::to_string).filter(|indent| indent_of(line).starts_with(indent))?;
    let same = values.iter().zip(lines).all(|(value, range)| {
        let line = file.part(range.clone());
        line.strip_prefix(&indent).unwrap_or_else(|| line.trim_start()) == *value
    });
    if !same {
        return None;
    }
    let end = if file.part(..lines[0].start).ends_with("\r\n") { "\r\n" } else { "\n" };
    let written: Vec<String> = new
        .trim_end_matches('\n')
        .split('\n')
        .map(|line| if line.trim().is_empty() { line.to_string() } else { format!("{indent}{line}") })
        .collect();
    Some((lines[0].start..lines[values.len() - 1].end, written.join(end)))
}

/// A text behind its key, as it is quoted; between quotation marks where it was not and cannot stand without.
fn inline(
    file: &str,
    lines: &[Range<usize>],
    first: usize,
    old: &str,
    new: &str,
) -> Option<Vec<(Range<usize>, String)>> {
    let range = lines.get(first)?.clone();
    let line = file.part(range.clone());
    let double = |words: &str| {
        format!("\"{}\"", words.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\t', "\\t"))
    };
    let single = |words: &str| format!("'{}'", words.replace('\'', "''"));
    let found = |raw: &str| line.rfind(raw).map(|at| range.start + at..range.start + at + raw.len());
    let (old, new) = (old.trim_end_matches('\n'), new.trim_end_matches('\n'));
    if let Some(range) = found(&double(old)) {
        return Some(vec![(range, double(new))]);
    }
    let broken = new.contains('\n');
    if let Some(range) = found(&single(old)) {
        return Some(vec![(range, if broken { double(new) } else { single(new) })]);
    }
    let range = found(old)?;
    let plain = (!broken).then(|| (range.clone(), new.to_string()));
    Some(plain.into_iter().chain([(range, double(new))]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_text_changes() {
        let file = "# 注\r\n文字:\r\n  甲:\r\n    乙: | # 一段\r\n";
        assert!(replace(file, 5, "x\n", "y\n").is_empty());
        let file = "# 注\n文字:\n  甲:\n    乙: |\n      第一段{{ 数 }}。\n\n      第二段。\n  # 后注\n";
        let old = "第一段{{ 数 }}。\n\n第二段。\n";
        let new = "头一段{{ 数 }}。\n\n第二段。\n第三段。\n";
        let expected =
            "# 注\n文字:\n  甲:\n    乙: |\n      头一段{{ 数 }}。\n\n      第二段。\n      第三段。\n  # 后注\n";
        assert_eq!(replace(file, 5, old, new), [expected]);
        let windows = file.replace('\n', "\r\n");
        assert_eq!(replace(&windows, 5, old, new), [expected.replace('\n', "\r\n")]);
    }

    #[test]
    fn inline_values_have_two_ways_unless_they_are_quoted() {
        let file = "报告:\n  说明: 无。 # 注\n  名: \"甲\"\n";
        let written = replace(file, 2, "无。", "见: 附");
        assert_eq!(written[0], "报告:\n  说明: 见: 附 # 注\n  名: \"甲\"\n");
        assert_eq!(written[1], "报告:\n  说明: \"见: 附\" # 注\n  名: \"甲\"\n");
        assert_eq!(replace(file, 3, "甲", "乙"), ["报告:\n  说明: 无。 # 注\n  名: \"乙\"\n"]);
        assert!(replace("甲: >\n  一\n  二\n", 2, "一 二\n", "三\n").is_empty());
    }
}
