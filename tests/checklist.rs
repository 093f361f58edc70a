//! 核对清单.xlsx, read back.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use ziping::audit::finding::Finding;
use ziping::audit::{Audit, Outcome, RuleResult};
use ziping::checklist::{FigureRow, write};
use ziping::document::Date;
use ziping::model::place::Place;

fn bytes() -> Vec<u8> {
    let finding = Finding::error("Z101", "=小计不对")
        .expected("3281")
        .actual("3280")
        .at(&Place::file("2025/表.xlsx"))
        .hint("改正");
    let audit = Audit {
        findings: vec![finding.clone()],
        outcomes: vec![RuleResult {
            code: "Z104", title: "一致", outcome: Outcome::CannotEvaluate("没有金额".into())
        }],
    };
    let figures =
        [FigureRow {
            name: "资金.预算数".into(), shown: "10930".into(), origin: "2025/表.xlsx › 甲 › B4".into()
        }];
    write(&[finding], &audit, &figures, "清单", Date::new(2026, 3, 31).unwrap()).unwrap()
}

#[test]
fn every_column_reads_back() {
    let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes())).unwrap();
    assert_eq!(workbook.sheet_names(), ["问题清单", "规则结果", "数字来源"]);
    let sheet = workbook.worksheet_range("问题清单").unwrap();
    let row: Vec<String> = sheet.rows().nth(1).unwrap().iter().map(Data::to_string).collect();
    assert_eq!(row, ["1", "错误", "Z101", "=小计不对", "3281", "3280", "2025/表.xlsx", "改正", ""]);
    let rules = workbook.worksheet_range("规则结果").unwrap();
    assert_eq!(rules.get_value((1, 2)), Some(&Data::String("未能核对".into())));
    let figures = workbook.worksheet_range("数字来源").unwrap();
    assert_eq!(figures.get_value((1, 1)), Some(&Data::String("10930".into())));
    assert!(workbook.worksheet_formula("问题清单").unwrap().is_empty());
}

#[test]
fn two_writes_are_equal() {
    assert_eq!(bytes(), bytes());
}
