//! 核对清单.xlsx, read back.

use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;

use crate::common::parts::part;
use crate::support::{YearFolder, ziping};
use calamine::{Data, Reader, Xlsx};
use ziping::app::checklist::{Checklist, Links, write};
use ziping::base::date::Date;
use ziping::base::figure_id::{FigureId, Role, Subject};
use ziping::base::finding::Finding;
use ziping::base::place::Place;
use ziping::judge::typed::{State, TypedFigure};
use ziping::judge::{Audit, Outcome, RuleResult};
use ziping::model::figure::{Figure, Origin, Quantity};
use ziping::reading::{Normalisation, NormalisationKind};

fn bytes() -> Vec<u8> {
    let finding = Finding::error("Z101", "=小计不对")
        .expected("3281")
        .actual("3280")
        .at(&Place::cell(&"2025/表.xlsx".into(), &"甲 表".into(), "B4"))
        .at(&Place::line(&"2025/文字.yaml".into(), 7))
        .hint("改正");
    let audit = Audit {
        findings: vec![finding.clone()],
        outcomes: vec![RuleResult {
            code: "Z104", title: "一致", outcome: Outcome::CannotEvaluate("没有金额".into())
        }],
    };
    let accepted = Finding { accepted: Some("原文如此".into()), ..Finding::info("Z301", "文号") };
    let figures = [Figure {
        id: FigureId { scope: Arc::default(), subject: Subject::Fund, role: Role::Budget },
        quantity: Quantity::Words("10930".into()),
        origin: Origin::Read(Place::cell(&"2025/表.xlsx".into(), &"甲".into(), "B4")),
    }];
    let typed = [TypedFigure {
        place: Place::file("2025/文字.yaml"),
        sentence: "受理473个。".into(),
        text: "473个".into(),
        state: State::Open { why: "没有来源".into() },
    }];
    let links = Links::between(Path::new("output/2025"), Path::new("input"));
    let normalisations = [Normalisation {
        place: Place::file("2025/表.xlsx"),
        kind: NormalisationKind::Unit,
        stood: "840000元".into(),
        read_as: "84万元".into(),
    }];
    let findings = [finding, accepted];
    let lists = Checklist {
        findings: &findings,
        audit: &audit,
        figures: &figures,
        typed: &typed,
        normalisations: &normalisations,
        links: &links,
    };
    write(&lists, "清单", Date::new(2026, 3, 31).unwrap()).unwrap()
}

#[test]
fn every_column_reads_back() {
    let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes())).unwrap();
    assert_eq!(workbook.sheet_names(), ["问题清单", "规则结果", "数字来源", "手写数字", "读法"]);
    let sheet = workbook.worksheet_range("问题清单").unwrap();
    let row: Vec<String> = sheet.rows().nth(1).unwrap().iter().map(Data::to_string).collect();
    let places = ["2025/表.xlsx › 甲 表 › B4", "2025/文字.yaml › 第7行"];
    assert_eq!(row, ["1", "错误", "Z101", "=小计不对", "3281", "3280", places[0], places[1], "改正", ""]);
    assert_eq!(sheet.get_value((2, 9)), Some(&Data::String("已接受：原文如此".into())));
    let rules = workbook.worksheet_range("规则结果").unwrap();
    assert_eq!(rules.get_value((1, 2)), Some(&Data::String("未能核对".into())));
    let figures = workbook.worksheet_range("数字来源").unwrap();
    assert_eq!(figures.get_value((1, 1)), Some(&Data::String("10930".into())));
    let typed = workbook.worksheet_range("手写数字").unwrap();
    assert_eq!(typed.get_value((1, 0)), Some(&Data::String("未核对".into())));
    let readings = workbook.worksheet_range("读法").unwrap();
    let row: Vec<String> = readings.rows().nth(1).unwrap().iter().map(Data::to_string).collect();
    assert_eq!(row, ["2025/表.xlsx", "单位", "840000元", "84万元"]);
    assert!(workbook.worksheet_formula("问题清单").unwrap().is_empty());
}

#[test]
fn places_open_their_file_at_the_cell() {
    let bytes = bytes();
    let part = |name: &str| part(&bytes, name);
    let targets = part("xl/worksheets/_rels/sheet1.xml.rels");
    for target in ["../../input/2025/表.xlsx", "../../input/2025/文字.yaml"] {
        assert!(targets.contains(&format!("Target=\"{target}\" TargetMode=\"External\"")), "{targets}");
    }
    assert!(part("xl/worksheets/sheet1.xml").contains("location=\"'甲 表'!B4\""));
    assert!(part("xl/worksheets/sheet3.xml").contains("location=\"甲!B4\""));
}

/// 规则结果 says where what is missing should stand, in the list as in `check`.
#[test]
fn what_could_not_be_checked_names_its_cells() {
    let folder = YearFolder::example();
    assert!(ziping(folder.root(), &["build"]).status.success());
    let mut workbook: Xlsx<_> = calamine::open_workbook(folder.output("核对清单.xlsx")).unwrap();
    let sheet = workbook.worksheet_range("规则结果").unwrap();
    let rows: Vec<Vec<String>> = sheet.rows().map(|row| row.iter().map(Data::to_string).collect()).collect();
    for (code, why) in [
        ("Z103", "中央下达文件没有填金额（2025/资金执行.xlsx › 下达文件 › C2、C3）：这一层级没有和预算数对"),
        ("Z110", "下达文件没有填印发日期（2025/资金执行.xlsx › 下达文件 › C2、C3）"),
    ] {
        let row = rows.iter().find(|row| row[0] == code).unwrap();
        assert_eq!((row[2].as_str(), row[3].as_str()), ("未能核对", why));
    }
}

#[test]
fn two_writes_are_equal() {
    assert_eq!(bytes(), bytes());
}
