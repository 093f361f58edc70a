//! `ziping doctor`: one line for each thing, and what to do where it is not well.

use crate::support::{YearFolder, ziping};

fn said(folder: &YearFolder, arguments: &[&str]) -> (Option<i32>, String) {
    let output = ziping(folder.root(), arguments);
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn what_is_in_order_is_said_and_every_file_by_what_it_is() {
    let folder = YearFolder::example();
    let (code, text) = said(&folder, &["doctor"]);
    assert_eq!(code, Some(0), "{text}");
    for line in [
        "√ 2025：资金安排表.xlsx：项目表（",
        "√ 2025：绩效指标.xlsx：指标表（",
        "√ 2025：资金执行.xlsx：资金执行表（",
        "，下达文件表（",
        "√ 2025：文字.yaml：文字（文字）",
        "√ 输入文件夹：",
        "！ 输出文件夹：",
        "√ 版式：",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert!(!folder.root().join("output").exists());
    assert!(std::fs::read_dir(folder.root().join("input")).unwrap().count() == 1);
}

#[test]
fn what_is_wrong_comes_with_its_remedy() {
    let folder = YearFolder::example();
    folder.write("绩效指标.xlsx", b"PK\x03\x04damaged");
    folder.write("通讯录.csv", "姓名,电话\n甲,1\n".as_bytes());
    let (code, text) = said(&folder, &["doctor"]);
    assert_eq!(code, Some(2), "{text}");
    let lines: Vec<&str> = text.lines().collect();
    for (line, remedy) in [
        ("× 2025：绩效指标.xlsx：", "   "),
        ("！ 2025：通讯录.csv：认不出是什么表：开头是“姓名、电话”", "   是要报的表"),
    ] {
        let at = lines.iter().position(|known| known.starts_with(line)).unwrap_or_else(|| panic!("{line}\n{text}"));
        assert!(lines[at + 1].starts_with(remedy), "{}", lines[at + 1]);
    }
    let (code, text) = said(&folder, &["doctor", "--input", "没有"]);
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains("！ 输入文件夹：") && text.contains("还没有\n   在页面上新建年度"), "{text}");
}
