//! Last year's YAML for the next: the year changed, what must be looked at marked. Comments and wording stay.

use rust_decimal::Decimal;

use crate::base::characters::is_han;
use crate::base::text_part::TextPart;
use crate::model::fund_rules::{EXECUTION, FundRules};
use crate::sheets::fault::MARK;

use super::plan::PlannedIndicator;

/// A file of nothing but case studies.
pub(super) fn is_of_cases(text: &str) -> bool {
    let mut blocks = text.lines().filter(|line| line.starts_with(|c: char| !c.is_whitespace() && c != '#')).peekable();
    blocks.peek().is_some() && blocks.all(|line| line.starts_with("案例:"))
}

/// The file's text of the year `from` for `year`.
pub(super) fn renew(text: &str, from: u16, year: u16) -> String {
    let mut block = "";
    // Inside 评定: scores of last year's results.
    let mut judged = false;
    // Inside 完成率: rates of last year's results.
    let mut rated = false;
    let mut renewed = String::new();
    let lines: Vec<&str> = text.lines().collect();
    for (index, &line) in lines.iter().enumerate() {
        let indent = line.len() - line.trim_start().len();
        let content = line.trim();
        let is_key = !content.is_empty() && !content.starts_with('#');
        if indent == 0 && is_key {
            block = content.trim_end_matches(':');
        }
        if !content.is_empty() && indent == 0 {
            (judged, rated) = (false, false);
        } else if is_key && indent <= 2 {
            judged = block == "评分" && content.starts_with("评定:");
            rated = block == "评分" && content.starts_with("完成率:");
        }
        let key =
            |name: &str| block == "报告" && content.starts_with(name) && content.part(name.len()..).starts_with(':');
        let line = match () {
            () if judged && content.starts_with("评定:") => {
                format!("  # {MARK}：上年的评定，今年另写\n  # {content}")
            }
            () if judged && is_key => format!("  # {}", line.part(2.min(indent)..)),
            // 2025年度报告的基本情况: what the file is, above everything in it.
            () if block.is_empty() && content.starts_with('#') => {
                line.replace(&format!("{from}年"), &format!("{year}年"))
            }
            () if key("年度") => format!("  年度: {year}"),
            () if key("成文日期") => format!("  成文日期: {}-03-31  # {MARK}", year + 1),
            () if key("发文字号") => format!("{line}  # {MARK}"),
            () if block == "数据" && indent == 2 && is_key => format!("{line}  # {MARK}：上年的数"),
            () if rated && is_key && !content.starts_with("完成率:") => format!("{line}  # {MARK}：上年的完成率"),
            () if key("说明") => format!("{line}  # {MARK}：上年的说明"),
            () if block == "文字" && indent == 4 && is_key && content.ends_with('|') => {
                let typed = typed_figures(lines.get(index + 1..).unwrap_or_default());
                let typed = if typed.is_empty() { typed } else { format!("；手写的数：{typed}") };
                format!("    # {MARK}：看这一段今年是否还合适{typed}\n{line}")
            }
            // 其他问题: { 说明: … }
            () if block == "文字" && indent == 2 && is_key && content.contains(": {") => {
                format!("  # {MARK}：看这几句今年是否还合适\n{line}")
            }
            // A text on the line of its name.
            () if block == "文字" && indent == 4 && is_key && !content.ends_with(':') => {
                format!("    # {MARK}：看这一句今年是否还合适\n{line}")
            }
            () => line.to_string(),
        };
        renewed.push_str(&line);
        renewed.push('\n');
    }
    renewed
}

/// Stands for the points that the fund lays down.
const POINTS: &str = "〔分值〕";

/// A blank with the points that the fund lays down: of 预算执行, and of a 一级指标 among whose indicators the blank shares out
/// others.
pub(super) fn with_points(text: &str, rules: &FundRules, indicators: &[PlannedIndicator]) -> String {
    let parts = rules.weights().map(|(dimension, weight)| format!("＋{}{weight}", dimension.name()));
    let basis = if rules.basis().is_empty() { String::new() } else { format!("{}，", rules.basis()) };
    let shown = format!("{EXECUTION}{}{}，{basis}合计100分", rules.execution_weight(), parts.collect::<String>());
    let mut lines: Vec<String> = text.replace(POINTS, &shown).lines().map(str::to_string).collect();
    let value = |line: &str, name: &str| {
        let rest = line.trim_start().strip_prefix(name)?.strip_prefix(':')?;
        let value = rest.split('#').next()?.trim();
        Some((line.rfind(&format!(": {value}"))? + 2, value.parse::<Decimal>().ok()?))
    };
    let mut set = |name: &str, points: Decimal| {
        for line in &mut lines {
            if let Some((at, old)) = value(line, name) {
                let (old, new) = (old.to_string(), points.to_string());
                let end = line.part(at + old.len()..);
                *line = format!("{}{new}{end}", line.part(..at));
            }
        }
    };
    set(EXECUTION, rules.execution_weight().0);
    for (dimension, weight) in rules.weights() {
        let own = indicators.iter().filter(|indicator| indicator.dimension == dimension.name());
        let names: Vec<&str> = own.map(|indicator| indicator.name.as_str()).filter(|name| !name.is_empty()).collect();
        let shared = names.iter().filter_map(|name| text.lines().find_map(|line| Some(value(line, name)?.1))).sum();
        if weight.0 != shared && !names.is_empty() {
            let count = Decimal::from(names.len());
            let each = (weight.0 / count).trunc();
            let first = weight.0 - each * (count - Decimal::ONE);
            names.iter().enumerate().for_each(|(index, name)| set(name, if index == 0 { first } else { each }));
        }
    }
    lines.join("\n") + "\n"
}

/// Characters of a unit that are shown.
const LONGEST_UNIT: usize = 4;

/// Figures of a section that stand in it as they were typed, with what follows each: 473个、52平方公里.
fn typed_figures(below: &[&str]) -> String {
    const MOST: usize = 8;
    let mut figures: Vec<String> = Vec::new();
    let is_inside = |line: &&&str| line.trim().is_empty() || line.starts_with("     ");
    let words = below.iter().take_while(is_inside).map(|line| line.trim()).filter(|line| !line.starts_with('#'));
    for line in words {
        let outside = line.split("{{").enumerate().map(|(index, piece)| match index {
            0 => piece,
            _ => piece.split_once("}}").map_or("", |(_, rest)| rest),
        });
        for piece in outside {
            let mut characters = piece.chars().peekable();
            while let Some(first) = characters.next() {
                if !first.is_ascii_digit() {
                    continue;
                }
                let mut figure = String::from(first);
                while let Some(next) = characters.next_if(|c| c.is_ascii_digit() || *c == '.') {
                    figure.push(next);
                }
                let mut unit = 0;
                while let Some(next) = characters.next_if(|c| unit < LONGEST_UNIT && (is_han(*c) || "%％".contains(*c)))
                {
                    figure.push(next);
                    unit += 1;
                }
                if !figures.contains(&figure) {
                    figures.push(figure);
                }
            }
        }
    }
    let more = if figures.len() > MOST { "等" } else { "" };
    figures.truncate(MOST);
    figures.join("、") + more
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_changes_and_what_is_old_is_marked() {
        let old = "# 2025年度报告的基本情况。\n报告:\n  年度: 2025\n  成文日期: 2026-03-31\n数据:\n  受理项目: 473\n评分:\n  预算执行: 10\n  完成率:\n    乙: 90%\n  评定:\n    - 指标: 甲\n      得分: 9\n\n# 说明。\n文字:\n  目标:\n    总体: |\n      受理473个，支持{{ 项目.数量 }}个，公示5个工作日。\n    公开: 无\n  其他: { 说明: 上年审计 }\n";
        let new = renew(old, 2025, 2026);
        for line in [
            "# 2026年度报告的基本情况。",
            "  # 待改：上年的评定，今年另写",
            "# 说明。",
            "  年度: 2026",
            "  成文日期: 2027-03-31  # 待改",
            "  受理项目: 473  # 待改：上年的数",
            "  预算执行: 10",
            "    乙: 90%  # 待改：上年的完成率",
            "    # 待改：看这一段今年是否还合适；手写的数：473个、5个工作日",
            "      受理473个，支持{{ 项目.数量 }}个，公示5个工作日。",
            "    # 待改：看这一句今年是否还合适",
            "  # 待改：看这几句今年是否还合适",
        ] {
            assert!(new.lines().any(|found| found == line), "{line} in\n{new}");
        }
        assert!(
            new.lines()
                .filter(|line| line.contains("评定") || line.contains("得分: 9"))
                .all(|line| line.trim_start().starts_with('#'))
        );
    }

    #[test]
    fn case_studies_are_recognised() {
        assert!(is_of_cases("# 案例\n案例:\n  - 项目: 甲\n"));
        assert!(!is_of_cases("案例:\n  - 项目: 甲\n报告:\n  年度: 2025\n") && !is_of_cases("# 空\n"));
    }
}
