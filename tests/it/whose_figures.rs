//! Of when and of what a figure in running text is, in documents of anybody: what must be found, and what is near it.

use ziping::base::finding::Severity::{Error, Warning};
use ziping::judge::{Case, judge};
use ziping::sheets::finished::{Block, Finished};

use crate::support::{facts_of, standards};

fn form() -> Block {
    let rows = [
        "资金|预算数|执行数|执行率",
        "年度资金总额|1000|920|92%",
        "其中：中央财政资金|800|740|92.5%",
        "省级财政资金|200|180|90%",
        "一级指标|二级指标|三级指标|指标值|完成值|原因",
        "产出指标|数量指标|生态护林员岗位数量|≥1.7万个|1.75万个|",
        "产出指标|数量指标|恢复灌溉面积|≥2000亩|1860亩|地块调整，下一步补建",
        "产出指标|质量指标|任务招收完成率|≥90%|96.4%|",
        "满意度指标|服务对象满意度|群众满意度|≥90%|93%|",
    ];
    Block::Table(rows.iter().map(|row| row.split('|').map(String::from).collect()).collect())
}

/// Severities of what a rule says of a report of 2023 with this text.
fn told(code: &str, text: &str) -> Vec<ziping::base::finding::Severity> {
    let mut blocks = vec![Block::Paragraph("2023年度农田建设补助资金绩效自评报告".into())];
    blocks.push(Block::Paragraph("一、资金执行情况".into()));
    blocks.extend(text.lines().map(|line| Block::Paragraph(line.into())));
    blocks.push(form());
    let document = Finished { name: "甲.docx".into(), blocks, ..Finished::default() };
    let found = judge(&Case::of_document(&facts_of(&document)), &standards()).findings;
    let found = found.into_iter().filter(|finding| finding.code == code && !finding.message.contains("没有说明"));
    found.map(|finding| finding.severity).collect()
}

#[track_caller]
fn pair(code: &str, severity: ziping::base::finding::Severity, wrong: &[&str], right: &[&str]) {
    for wrong in wrong {
        assert_eq!(told(code, wrong), [severity], "{wrong}");
    }
    for right in right {
        assert_eq!(told(code, right), [], "{right}");
    }
}

#[test]
fn rates_of_other_years_and_owners_are_not_the_totals() {
    pair(
        "Z706",
        Error,
        &[
            "截至2023年12月31日，支出920万元，预算执行率95%。",
            "2022年度执行率为88%，2023年度执行率95%。",
            "省级财政资金支出180万元，执行率95%。",
            "中央和省级财政资金合计1010万元。",
        ],
        &[
            "2022年度执行率为95%，2023年度执行率92%。",
            "上一年度（2022年度）执行率为95%，本年度较上年下降3个百分点。",
            "到2023年9月底执行率为62%，第四季度支付加快，全年执行率92%。",
            "市县资金支出163万元，执行率95%。",
            "地方财政资金300万元（省级200万元、市县100万元），支出255万元，执行率85%。",
            "中央和省级财政资金共1000万元，执行率85%。",
            "2021—2023年累计下达资金2860万元，执行率95%。",
            "2023年1—11月执行率81%，全年执行率92%。",
            "三个方面分别支出：天然林保护500万元，执行率95%。",
            "支出方向包括培训补贴420万元，其他支出500万元。",
            "省级资金支出180万元，执行率90%。",
            "中央和省级财政资金合计1000万元。",
        ],
    );
}

/// Without a word for what it is of the money, only what looks like a slip is told.
#[test]
fn an_amount_right_behind_whose_money_it_is_may_be_a_part_of_it() {
    pair(
        "Z706",
        Warning,
        &["下达我市中央财政资金8000万元。", "下达我市农田建设补助资金1亿元。"],
        &[
            "中央财政资金350万元用于设备。",
            "各级资金总量减少100万元，下降9.09%。",
            "下达我市农田建设补助资金800万元。",
            "培训经费支出90.2万元。",
        ],
    );
}

#[test]
fn points_behind_the_total_add_up_to_it() {
    pair(
        "Z707",
        Error,
        &[
            "经自评，得分95.4分。其中：预算执行9.5分，产出指标48分，效益指标28分，满意度指标9分。",
            "预算执行情况得18.4分，绩效目标完成情况得76.4分，自评总得分96分。",
        ],
        &[
            "经自评，得分94.5分。其中：预算执行9.5分，产出指标48分，效益指标28分，满意度指标9分。",
            "2022年度自评得分91.3分，自评总得分95分。",
        ],
    );
}

#[test]
fn differences_targets_and_units_are_not_results() {
    pair(
        "Z704",
        Error,
        &["恢复灌溉面积指标值2000亩，实际完成1680亩。", "生态护林员岗位数量指标值1.7万个，实际完成1.57万个。"],
        &[
            "恢复灌溉面积1860亩，少完成140亩。",
            "恢复灌溉面积1860亩，比目标少140亩。",
            "恢复灌溉面积1860亩，未完成2000亩的年度目标。",
            "恢复灌溉面积未完成目标，原因是140亩改作他用。",
            "群众满意度93%，比目标值高3个百分点。",
            "群众满意度达到93%，达到90%的目标。",
            "生态护林员岗位数量1.75万个，完成年初目标1.7万个。",
        ],
    );
    pair(
        "Z603",
        Warning,
        &[
            "全年共受理申报书473个。\n受理申报书437个，形式审查全部通过。",
            "年度绩效目标为：恢复灌溉面积1800亩以上，群众满意度90%以上。",
        ],
        &[
            "支持农民合作社15个。\n现场核查农民合作社8个。",
            "四季度支出占全年支出的42%。",
            "预算执行率权重10分。",
            "区级财政资金支出45万元，执行率93%。",
            "恢复灌溉面积93%。",
            "年度绩效目标为：培育家庭农场30个以上。\n培育家庭农场28个。",
            "年度绩效目标为：恢复灌溉面积2000亩以上，群众满意度90%以上。",
            "该项目安排培训费用265万元。\n该项目安排培训费用410万元。",
            "2022年受理申报书437个。\n受理申报书473个。",
            "任务招收完成率96.4%。",
        ],
    );
}

#[test]
fn years_of_others_are_told_from_copied_ones() {
    pair(
        "Z716",
        Warning,
        &["截至2022年12月31日，支出920万元。", "2022年度共支持项目12个。"],
        &["2022年度执行率为90%，2023年度提高2个百分点。", "自评结果作为安排2022年度资金的依据。"],
    );
}

#[test]
fn the_fund_is_named_in_two_ways() {
    let said =
        "2023年度我省《农田建设补助专项资金》共下达专项资金1000万元，截至2023年12月实际支出890万元，预算执行率89%。";
    assert!(!told("Z706", said).is_empty());
    assert_eq!(told("Z706", &said.replace("890万元", "920万元").replace("89%", "92%")), []);
}

/// The sum, the rate and the text say that one cell is wrong: it is told, and nothing else.
#[test]
fn a_wrong_cell_of_a_form_is_one_finding() {
    let of = |from: &str, to: &str| {
        let Block::Table(mut rows) = form() else { unreachable!() };
        let cell = rows.iter_mut().flatten().find(|cell| cell.as_str() == from).unwrap();
        *cell = to.to_string();
        let text = [
            "2023年度农田建设补助资金绩效自评报告",
            "一、资金执行情况",
            "支出920万元，执行率92%，其中中央财政资金支出740万元，执行率92.5%。",
        ];
        let text = text.iter().map(|line| Block::Paragraph(line.to_string()));
        let blocks = text.chain([Block::Table(rows)]).collect();
        let document = Finished { name: "甲.docx".into(), blocks, ..Finished::default() };
        let found = judge(&Case::of_document(&facts_of(&document)), &standards()).findings;
        let found = found.into_iter().filter(|finding| ["Z706", "Z603"].contains(&finding.code));
        found.map(|finding| format!("{} {}", finding.message, finding.expected.unwrap_or_default())).collect::<Vec<_>>()
    };
    for (from, to, names, should) in [("740", "704", "中央财政资金", "740"), ("920", "902", "年度资金总额", "920")]
    {
        let found = of(from, to);
        assert!(found.len() == 1 && found[0].contains(names) && found[0].contains(should), "{to}: {found:#?}");
    }
    assert_eq!(of("740", "740"), [] as [String; 0]);
    // The rate alone is wrong: what the text says of it is right.
    let rate = of("92.5%", "90%");
    assert!(rate.len() == 1 && rate[0].contains("92.5%"), "{rate:#?}");
}
