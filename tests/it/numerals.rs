//! Numbers as cells show them: in Chinese numerals, two in a cell, with odd separators. What is no number is never made one.

use crate::support::YearFolder;
use crate::support::tables::{figures, read, rewrite, text};
use ziping::base::finding::Severity;

const INDICATORS: &str = "绩效指标";
const MONEY: &str = "资金执行";

/// A cell of the indicators with these words; rows and columns from 0.
fn with(row: usize, column: usize, words: &'static str) -> YearFolder {
    let folder = YearFolder::example();
    rewrite(&folder, INDICATORS, &move |_, rows| rows[row][column] = text(words));
    folder
}

fn with_executed(words: &'static str) -> YearFolder {
    let folder = YearFolder::example();
    rewrite(&folder, MONEY, &move |name, rows| {
        if name == MONEY {
            (rows[2][2], rows[3][2]) = (text(words), text(words));
        }
    });
    folder
}

#[track_caller]
fn shows(folder: &YearFolder, id: &str, wanted: &str) {
    let found = figures(folder);
    let own = found.figures.iter().find(|(known, _)| known == id).map(|(_, shown)| shown.as_str());
    assert_eq!((own, found.findings), (Some(wanted), vec![]));
}

#[track_caller]
fn refused(folder: &YearFolder, cell: &str, shown: &str) {
    let findings = read(folder).findings;
    let found = findings.iter().find(|found| found.code == "Z004" && found.locations[0].to_string().ends_with(cell));
    let found = found.unwrap_or_else(|| panic!("{findings:#?}"));
    assert_eq!((found.severity, found.actual.as_deref()), (Severity::Error, Some(shown)));
}

const RESULTS: &str = "指标.转化科技成果数量.实际完成值";
const TURNOVER: &str = "指标.促进技术合同成交额.实际完成值";
const SATISFACTION: &str = "指标.被服务对象满意度.实际完成值";
const EXECUTED: &str = "资金.中央财政资金.执行数";

#[test]
fn what_stands_behind_the_point_of_a_chinese_numeral_counts() {
    shows(&with(17, 4, "九十八点五%"), SATISFACTION, "98.5%");
    shows(&with(10, 4, "贰万玖仟肆佰肆拾贰点柒捌万元"), TURNOVER, "29442.78万元");
    shows(&with(10, 4, "二亿九千四百四十二万元"), TURNOVER, "29442万元");
    shows(&with(10, 4, "二万九千四百四十二万元"), TURNOVER, "29442万元");
    shows(&with(4, 4, "八十二项"), RESULTS, "82项");
    for words in ["八千七百四十四万元", "八千七百四十四点零万元", "八七四四万元"] {
        let folder = with_executed(words);
        match words {
            "八七四四万元" => refused(&folder, "C4", words),
            _ => shows(&folder, EXECUTED, "8744"),
        }
    }
    let found = figures(&with_executed("八千七百四十四点五万元"));
    assert!(found.figures.contains(&(EXECUTED.to_string(), "8744.5".to_string())), "{:?}", found.findings);
}

#[test]
fn two_numbers_in_a_cell_are_not_one() {
    for (words, shown) in [
        ("40\n42项", "40⏎42项"),
        ("1\n82项", "1⏎82项"),
        ("40 42项", "40 42项"),
        ("1. 82项", "1. 82项"),
        ("2.19 3", "2.19 3"),
    ] {
        refused(&with(4, 4, words), "E5", shown);
    }
    refused(&with(10, 4, "29442.78\n5903万元"), "E11", "29442.78⏎5903万元");
    refused(&with(4, 3, "≥65\n66项"), "D5", "≥65⏎66项");
    for words in ["4000\n4744", "8744\n5", "1 8744"] {
        refused(&with_executed(words), "C4", words);
    }
    // Thousands, a unit on the next line, a name that is broken.
    shows(&with_executed("8 744"), EXECUTED, "8744");
    shows(&with(10, 4, "29 442.78\n万元"), TURNOVER, "29442.78万元");
    shows(&with(4, 4, "82\n项"), RESULTS, "82项");
    shows(&with(4, 2, "转化科技\n成果数量"), RESULTS, "82项");
}

#[test]
fn a_comma_behind_the_point_groups_nothing() {
    refused(&with(10, 4, "29442.78,5万元"), "E11", "29442.78,5万元");
    refused(&with(17, 4, "98.5,5%"), "E18", "98.5,5%");
    refused(&with_executed("8.744,00"), "C4", "8.744,00");
    shows(&with(10, 4, "29,442.78万元"), TURNOVER, "29442.78万元");
    shows(&with_executed("8,744.00"), EXECUTED, "8744");
}

#[test]
fn a_share_in_numerals_is_never_words_in_silence() {
    let told = |words: &'static str| {
        let found = read(&with(17, 3, words)).findings;
        found.iter().map(|found| (found.code, found.severity)).collect::<Vec<_>>()
    };
    for words in ["≥九成八", "≥九十八点五%", "≥百分百", "≥百分之九十八点五", "≥九点八成", "九成以上"]
    {
        assert_eq!(told(words), [("Z014", Severity::Warning)], "{words}");
    }
    for words in ["≥九八%", "≥百分之九八"] {
        assert_eq!(told(words), [("Z004", Severity::Error)], "{words}");
    }
    assert!(!told("不低于一流水平").contains(&("Z004", Severity::Error)));
}

#[test]
fn units_in_brackets_and_other_units_of_money_are_units() {
    for words in
        ["29442.78（万元）", "29442.78(万元)", "29442.78万元整", "人民币29442.78万元", "294427.8千元", "29442.78万"]
    {
        shows(&with(10, 4, words), TURNOVER, "29442.78万元");
    }
    shows(&with(10, 4, "294427800(元)"), TURNOVER, "294427800元");
    shows(&with(4, 4, "82（项）"), RESULTS, "82项");
    for words in ["82项①", "82项（累计）"] {
        let found = figures(&with(4, 4, words));
        assert!(found.figures.contains(&(RESULTS.to_string(), "82项".to_string())), "{words}: {:?}", found.findings);
        let told: Vec<_> = found.findings.iter().map(|found| (found.code, found.severity)).collect();
        assert_eq!(told, [("Z014", Severity::Warning)], "{words}");
    }
    let of_other = read(&with(10, 4, "29442.78万美元")).findings;
    assert!(of_other.iter().all(|found| found.code != "Z014"), "{of_other:#?}");
}
