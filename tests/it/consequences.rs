//! One slip of the clerk gives one finding: what depends on it is not called wrong as well.

use crate::support::{YearFolder, ziping};

/// Code, message and first place of what `check` says that is more than a remark.
fn said(folder: &YearFolder) -> Vec<(String, String, String)> {
    let output = ziping(folder.root(), &["check", "2025", "--json"]);
    let findings: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout).unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_string();
    let place = |finding: &serde_json::Value| {
        let place = &finding["locations"][0];
        let line = place["line"].as_u64().map(|line| line.to_string());
        format!("{} {}", text(&place["file"]), line.unwrap_or_else(|| text(&place["cell"])))
    };
    let told = findings.iter().filter(|finding| finding["severity"] != "info");
    told.map(|finding| (text(&finding["code"]), text(&finding["message"]), place(finding))).collect()
}

#[track_caller]
fn only(folder: &YearFolder, code: &str, message: &str, place: &str) {
    let said = said(folder);
    let [(found, words, at)] = said.as_slice() else { panic!("{said:#?}") };
    assert!(found == code && words.contains(message) && at == place, "{said:#?}");
}

#[test]
fn an_unread_yaml_file_is_all_that_is_said() {
    let spoiled = |file: &str, from: &str, to: &str| {
        let folder = YearFolder::example();
        folder.replace(file, from, to);
        folder
    };
    let year = "2025/报告.yaml";
    only(&spoiled("报告.yaml", "  地区: ", "\t地区: "), "Z007", "制表符", &format!("{year} 6"));
    only(&spoiled("报告.yaml", "  地区: ", "  地区："), "Z007", "英文冒号", &format!("{year} 6"));
    only(&spoiled("报告.yaml", "  地区: ", "  年度: 2025\n  地区: "), "Z007", "写了两次", &format!("{year} 6"));
    only(&spoiled("报告.yaml", "  地区: ", "  地区: \"一\"二"), "Z007", "", &format!("{year} 6"));
    only(&spoiled("文字.yaml", "文字:", "文宇:"), "Z007", "没有“文宇”", "2025/文字.yaml 4");
}

#[test]
fn yaml_in_another_encoding_is_read_and_a_damaged_one_is_not() {
    let folder = YearFolder::example();
    let text = std::fs::read_to_string(folder.path().join("报告.yaml")).unwrap().replace('\n', "\r\n");
    folder.write("报告.yaml", &encoding_rs::GB18030.encode(&text).0);
    assert_eq!(said(&folder), []);
    let shown = ziping(folder.root(), &["check", "2025"]).stdout;
    let shown = String::from_utf8(shown).unwrap();
    assert!(shown.contains("提示 Z018 文件的编码不是 UTF-8，是 GB18030"), "{shown}");
    // One byte of a character is lost: in GB18030 the rest would be other words.
    let (before, after) = text.split_once("新疆").unwrap();
    folder.write("报告.yaml", &[before.as_bytes(), &"新疆".as_bytes()[1..], after.as_bytes()].concat());
    only(&folder, "Z001", "认不出文件的编码", "2025/报告.yaml 6");
}

/// What stands in it is not missing; what stands nowhere is told once the workbook can be read.
#[test]
fn a_damaged_workbook_is_all_that_is_said() {
    let half = |folder: &YearFolder, name: &str, to: &str| {
        let bytes = std::fs::read(folder.path().join(name)).unwrap();
        folder.write(to, &bytes[..bytes.len() / 2]);
    };
    for name in ["资金安排表.xlsx", "绩效指标.xlsx", "资金执行.xlsx"] {
        let folder = YearFolder::example();
        half(&folder, name, name);
        only(&folder, "Z001", "文件打不开", &format!("2025/{name} "));
    }
    // Beside tables that are all there.
    let folder = YearFolder::example();
    half(&folder, "资金安排表.xlsx", "旧的安排表.xlsx");
    only(&folder, "Z001", "文件打不开", "2025/旧的安排表.xlsx ");
    // A unit's form holds no table of the region, and a text was looked through.
    for (name, text) in [("单位自评/甲.xlsx", &[][..]), ("说明.xlsx", "请各位同事月底前填好。\n".as_bytes())]
    {
        let folder = YearFolder::example();
        folder.remove("资金安排表.xlsx");
        std::fs::create_dir(folder.path().join("单位自评")).unwrap();
        folder.write(name, text);
        let codes: Vec<String> = said(&folder).into_iter().map(|(code, ..)| code).collect();
        assert_eq!(codes, ["Z001", "Z003"], "{name}");
    }
}

#[test]
fn a_second_table_of_a_kind_is_all_that_is_said() {
    // A blank one is left out.
    let folder = YearFolder::example();
    folder.write("指标2.csv", "一级指标,二级指标,三级指标,指标值,全年实际完成值,未完成原因和改进措施\n".as_bytes());
    assert_eq!(said(&folder), []);
    let folder = YearFolder::example();
    folder.copy("绩效指标.xlsx", "绩效指标（最终）.xlsx");
    only(&folder, "Z008", "指标表给了两次", "2025/绩效指标.xlsx ");
}

#[test]
fn text_under_a_workbook_s_name_is_no_table() {
    let folder = YearFolder::example();
    folder.write("说明.xlsx", "请各位同事月底前填好。\n".as_bytes());
    only(&folder, "Z001", "这不是表格，是纯文本文件", "2025/说明.xlsx ");
}

#[test]
fn what_the_blank_yaml_has_is_no_name() {
    let folder = YearFolder::example();
    folder.replace("报告.yaml", "  地区简称: 新疆\n", "  地区简称: 某某省  # 待改：正文里的简称\n");
    only(&folder, "Z017", "“地区简称”还是空白表里的样子", "2025/报告.yaml 7");
    let folder = YearFolder::example();
    folder.replace("文字.yaml", "    总体目标: |\n", "    # 待改：看这一段\n    总体目标: |\n");
    only(&folder, "Z017", "标着“待改”", "2025/文字.yaml 8");
}

/// In a text, a name, a reason: told once, where it stands.
#[test]
fn what_was_not_filled_in_is_told_where_it_stands() {
    let told = |spoil: &dyn Fn(&YearFolder), words: &str, place: &str| {
        let folder = YearFolder::example();
        spoil(&folder);
        only(&folder, "Z017", &format!("“{words}”像是没有填好的内容"), place);
        let shown = String::from_utf8(ziping(folder.root(), &["check", "2025"]).stdout).unwrap();
        assert_eq!(shown.matches("像是没有填好的内容").count(), 1, "{shown}");
    };
    let replaced =
        |from: &'static str, to: &'static str| move |folder: &YearFolder| folder.replace("文字.yaml", from, to);
    told(&replaced("一是公开发布申报通知", "一是公开发布××申报通知"), "××", "2025/文字.yaml 41");
    told(&replaced("广泛征集、统一部署", "广泛征集（待补充）"), "待补充", "2025/文字.yaml 41");
    told(&replaced("保证立项工作公平", "保证立项工作【】公平"), "【】", "2025/文字.yaml 41");
    let cell = |table: &'static str, cell: &'static str, words: &'static str| {
        move |folder: &YearFolder| folder.set_cell(table, cell, words)
    };
    told(&cell("资金安排表.xlsx", "C11", "××大学"), "××", "2025/资金安排表.xlsx C11");
    told(&cell("资金安排表.xlsx", "B12", "XX关键技术研究"), "XX", "2025/资金安排表.xlsx B12");
    // Targets, results and names of the profile are errors.
    let folder = YearFolder::example();
    folder.set_cell("绩效指标.xlsx", "E3", "XX项");
    only(&folder, "Z009", "实际完成值（写了“XX项”）没有填", "2025/绩效指标.xlsx E3");
    let folder = YearFolder::example();
    folder.replace("报告.yaml", "  主管部门: 新疆维吾尔自治区科学技术厅", "  主管部门: XX科学技术厅");
    only(&folder, "Z017", "“主管部门”", "2025/报告.yaml 14");
}

/// Below “|”, at the depth of the names, between both, or not at all indented.
#[test]
fn a_text_that_is_indented_too_little_is_told_so() {
    for indent in ["", "   ", "    ", "     "] {
        let folder = YearFolder::example();
        let line = format!("    总体目标: |\n      第一段。\n{indent}第二段，重点支持：平台建设。\n");
        folder.replace("文字.yaml", "    总体目标: |\n", &line);
        only(&folder, "Z007", "缩进比上面的文字少", "2025/文字.yaml 10");
    }
    let folder = YearFolder::example();
    folder.replace("文字.yaml", "    安排思路: |", "    安排思路：|");
    only(&folder, "Z007", "英文冒号", "2025/文字.yaml 10");
}

/// 少 and 多 tell which way: no amount is shown with a minus.
#[test]
fn sums_are_apart_by_so_much_more_or_less() {
    let folder = YearFolder::example();
    folder.set_number("资金安排表.xlsx", "D8", "50");
    let said = said(&folder);
    let words =
        |code: &str, words: &str| said.iter().any(|(found, message, _)| found == code && message.ends_with(words));
    assert!(words("Z101", "多34万元") && words("Z104", "少34万元"), "{said:#?}");
    let folder = YearFolder::example();
    folder.set_number("资金安排表.xlsx", "D8", "100");
    let said = self::said(&folder);
    assert!(said.iter().any(|(code, message, _)| code == "Z101" && message.ends_with("少16万元")), "{said:#?}");
}

#[test]
fn a_cell_that_cannot_be_read_is_all_that_is_said() {
    let spoiled = |table: &str, cell: &str, words: &str| {
        let folder = YearFolder::example();
        match words {
            "" => folder.clear_cell(table, cell),
            words => folder.set_cell(table, cell, words),
        }
        folder
    };
    only(&spoiled("资金安排表.xlsx", "D11", ""), "Z009", "安排资金没有填", "2025/资金安排表.xlsx D11");
    only(&spoiled("资金安排表.xlsx", "F12", "优秀的"), "Z004", "自评等级", "2025/资金安排表.xlsx F12");
    only(&spoiled("绩效指标.xlsx", "E3", ""), "Z009", "实际完成值没有填", "2025/绩效指标.xlsx E3");
    // What the rules cannot say is named, not passed over.
    let output = ziping(spoiled("资金安排表.xlsx", "D11", "").root(), &["check", "2025"]);
    let shown = String::from_utf8(output.stdout).unwrap();
    assert!(shown.contains("未能核对 Z101") && shown.contains("项目表有1行没有读全"), "{shown}");
}

/// Only an amount can be nought.
#[test]
fn a_blank_cell_has_the_hint_that_fits() {
    for (cell, noughts) in [("D11", true), ("E11", false), ("C11", false)] {
        let folder = YearFolder::example();
        folder.clear_cell("资金安排表.xlsx", cell);
        let output = ziping(folder.root(), &["check", "2025"]);
        let shown = String::from_utf8(output.stdout).unwrap();
        assert!(shown.contains("在表格里补填"), "{shown}");
        assert_eq!(shown.contains("是零的请填 0"), noughts, "{cell}: {shown}");
    }
}

#[test]
fn a_group_of_figures_is_no_text() {
    let folder = YearFolder::example();
    folder.replace("文字.yaml", "{{ 数据.受理项目 }}", "{{ 项目 }}");
    only(&folder, "Z020", "一组内容", "2025/文字.yaml 51");
    folder.replace("文字.yaml", "{{ 项目 }}", "{{ 各方向 }}");
    only(&folder, "Z020", "一列内容", "2025/文字.yaml 51");
}

#[test]
fn a_level_without_a_document_is_told_of_the_table() {
    for (first, after, message, place) in
        [(2, "<row r=\"4\"", "没有中央的文件", "C4"), (4, "</sheetData>", "没有省级的文件", "C2")]
    {
        let folder = YearFolder::example();
        folder.edit_part("资金执行.xlsx", "xl/worksheets/sheet2.xml", |sheet| {
            let (start, end) = (sheet.find(&format!("<row r=\"{first}\"")).unwrap(), sheet.find(after).unwrap());
            sheet[..start].to_string() + &sheet[end..]
        });
        only(&folder, "Z103", message, &format!("2025/资金执行.xlsx {place}"));
        assert_eq!(ziping(folder.root(), &["build", "2025"]).status.code(), Some(1));
        assert!(folder.output("自评报告（草稿）.pdf").is_file());
    }
}

#[test]
fn a_document_whose_row_could_not_be_read_is_not_called_missing() {
    let folder = YearFolder::example();
    for cell in ["A2", "A3"] {
        folder.set_cell_of_second("资金执行.xlsx", cell, "某级");
    }
    let said = said(&folder);
    assert!(!said.is_empty() && said.iter().all(|(code, ..)| code != "Z103"), "{said:#?}");
}

#[test]
fn a_case_study_of_an_unknown_project_is_told_once() {
    let folder = YearFolder::example();
    folder.replace("案例.yaml", "机制", "机理");
    only(&folder, "Z601", "不在项目表里", "2025/案例.yaml 10");
}

#[test]
fn a_heading_without_the_one_above_it_does_not_stop_the_pdf() {
    let folder = YearFolder::example();
    folder.replace("文字.yaml", "### 1.引导资金配套管理办法", "#### 1.引导资金配套管理办法");
    assert!(ziping(folder.root(), &["build", "2025"]).status.success());
    assert!(folder.output("自评报告.pdf").is_file());
    // A text that ends too early takes the headings after it along.
    let folder = YearFolder::example();
    folder.replace("文字.yaml", "    申报立项: |", "   申报立项: |");
    assert_eq!(ziping(folder.root(), &["build", "2025"]).status.code(), Some(2));
    assert!(folder.output("自评报告（草稿）.pdf").is_file());
}

/// What a total is added up from stands in cells with amounts, never in those with the groups' names.
#[test]
fn sums_name_the_cells_of_amounts() {
    let folder = YearFolder::example();
    folder.set_number("资金安排表.xlsx", "D5", "11000");
    let output = ziping(folder.root(), &["check", "2025", "--json"]);
    let findings: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout).unwrap();
    let finding = findings.iter().find(|finding| finding["code"] == "Z101").unwrap();
    let cells: Vec<&str> =
        finding["locations"].as_array().unwrap().iter().map(|place| place["cell"].as_str().unwrap()).collect();
    assert!(cells.len() > 2 && cells.iter().all(|cell| cell.starts_with('D')), "{cells:?}");
}
