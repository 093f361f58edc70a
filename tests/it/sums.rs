//! Sums, shares and rates that stand in running text alone: what must be found, and what is near it.

use ziping::base::finding::Severity;
use ziping::judge::{Case, judge};
use ziping::sheets::finished::{Block, Finished};

use crate::support::{facts_of, standards};

fn told(code: &str, text: &str) -> Vec<Severity> {
    let blocks = vec![Block::Paragraph("一、资金投入情况分析".into()), Block::Paragraph(text.into())];
    let document = Finished { name: "甲.docx".into(), blocks, ..Finished::default() };
    let found = judge(&Case::of_document(&facts_of(&document)), &standards()).findings;
    found.into_iter().filter(|finding| finding.code == code).map(|finding| finding.severity).collect()
}

#[track_caller]
fn pair(code: &str, severity: Severity, wrong: &str, right: &[&str]) {
    assert_eq!(told(code, wrong), [severity], "{wrong}");
    for right in right {
        assert_eq!(told(code, right), [], "{right}");
    }
}

#[test]
fn parts_in_the_next_sentence_add_up() {
    pair(
        "Z711",
        Severity::Error,
        "分两批下达补助资金186500万元。其中：2022年11月提前下达120000万元（财农〔2022〕104号），2023年4月下达65600万元。",
        &[
            "分两批下达补助资金185600万元。其中：2022年11月提前下达120000万元（财农〔2022〕104号），2023年4月下达65600万元。",
            // Of what is spent less is named.
            "下达补助资金186500万元。其中：甲项目支出1200万元，乙项目支出600万元。",
            "下达补助资金1800万元，支出1700万元。其中：甲项目支出1100万元，乙项目支出600万元。",
        ],
    );
    pair(
        "Z711",
        Severity::Error,
        "补贴农户11900户。其中种粮户3120户、养殖户2210户、其他农户6480户。",
        &[
            "补贴农户11900户。其中种粮户3120户、养殖户2210户，另有合作社。",
            "补贴农户11900户。其中种粮户3120户、养殖户2210户、其他农户6570户。",
        ],
    );
}

#[test]
fn totals_behind_their_parts_are_their_sums() {
    pair(
        "Z711",
        Severity::Error,
        "支出方向包括社会保险补贴12300万元，公益性岗位补贴8650万元，培训补贴6420万元，三项合计27380万元。",
        &["支出方向包括社会保险补贴12300万元，公益性岗位补贴8650万元，培训补贴6420万元，三项合计27370万元。"],
    );
    pair(
        "Z711",
        Severity::Error,
        "三批分别为230000万元、96400万元和52640万元，合计382640万元。",
        &[
            "三批分别为230000万元、96400万元和52640万元，合计379040万元。",
            "中央资金800万元、省级资金200万元，去年合计900万元。",
            "中央资金安排800万元、支出700万元，合计完成投资1200万元。",
        ],
    );
}

#[test]
fn shares_of_all_levels_make_a_hundred() {
    pair(
        "Z711",
        Severity::Error,
        "资金来源中，中央占68.18%、省级占16.34%、市县占18.18%。",
        &[
            "资金来源中，中央占68.18%、省级占13.64%、市县占18.18%。",
            "参训人员中，女性占55%、青年占61%、少数民族占30%。",
        ],
    );
}

#[test]
fn rates_are_computed_where_no_form_is() {
    pair(
        "Z705",
        Severity::Error,
        "群众满意度目标值≥90%，实际完成94.8%，完成率104.78%。",
        &[
            "群众满意度目标值≥90%，实际完成94.8%，完成率105.33%。",
            "办理时限目标值≤20天，实际完成16天，完成率125%。",
            "群众满意度目标值≥90%，实际完成94.8%，完成率100%。",
        ],
    );
    pair(
        "Z705",
        Severity::Error,
        "城镇新增就业5.62万人，完成年度目标任务5.2万人的110.08%。",
        &["城镇新增就业5.62万人，完成年度目标任务5.2万人的108.08%。"],
    );
}
