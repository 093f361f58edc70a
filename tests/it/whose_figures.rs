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
        &["下达我市中央财政资金8000万元。", "下达我市农田建设补助资金1亿元。", "未支出的81万元结转下年使用。"],
        &[
            "中央财政资金350万元用于设备。",
            "各级资金总量减少100万元，下降9.09%。",
            "下达我市农田建设补助资金800万元。",
            "培训经费支出90.2万元。",
            "未支出的80万元结转下年使用。",
            "《关于下达补助资金的通知》（财农〔2023〕5号），下达资金100万元。",
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

#[test]
fn lists_brackets_and_comparisons_are_read_by_what_they_are_of() {
    pair(
        "Z706",
        Error,
        &["中央补助、省级资金分别支出740万元、170万元。"],
        &["中央补助、省级资金分别支出740万元、180万元，执行率92%。", "中央财政资金未执行的60万元结转下年。"],
    );
    pair(
        "Z711",
        Error,
        &[
            "审减工程造价168万元（送审4286万元，审定4100万元）。",
            "三级指标共13项，其中数量指标5项、质量指标2项、时效指标1项、成本指标1项、效益指标4项、满意度指标1项。",
            "结余的80万元中，中央财政资金40万元、省级财政资金25万元。",
            "运转经费支出58.9万元，占95%，用于补助40万元、活动15.4万元、培训4.4万元，结余3.1万元。",
        ],
        &[
            "审减工程造价186万元（送审4286万元，审定4100万元）。",
            "三级指标共13项，其中数量指标5项、质量指标2项、时效指标1项、成本指标1项、效益指标4项。",
            "结余的80万元中，中央财政资金60万元、省级财政资金20万元。",
            "126家场馆中，一级11家、二级18家、三级23家，其余为未定级场馆。",
            "137个项目（含后补助35个）中，甲类100个、乙类37个。",
            "建成茶园8750亩，为目标8600亩的101.74%，其中兴隆镇5000亩、永兴镇3750亩。",
            "运转经费支出58.9万元，占95%，用于补助40万元、活动14.5万元、培训4.4万元，结余3.1万元。",
        ],
    );
    pair(
        "Z732",
        Error,
        &[
            "贷款额7.28亿元（上年6.5亿元），增长21%。",
            "单座桥梁改造成本128万元，低于120万元的控制线。",
            "贷款额7.28亿元，同比增长21%（上年6.5亿元）。",
            "贷款额7.28亿元，较2022年的6.5亿元增长21%。",
        ],
        &[
            "贷款额7.28亿元（上年6.5亿元），增长12%。",
            "单座桥梁改造成本118万元，低于120万元的控制线。",
            "贷款额7.28亿元，同比增长12%（上年6.5亿元）。",
            "贷款额7.28亿元，户均379万元，较2022年的6.5亿元增长12%。",
        ],
    );
    pair(
        "Z733",
        Error,
        &["对150家企业进行问卷调查，134家表示满意，企业满意度96%。"],
        &["对150家企业进行问卷调查，144家表示满意，企业满意度96%。"],
    );
    pair(
        "Z734",
        Error,
        &["项目分布在勐焕街道、芒市镇、西山乡共4个乡镇（街道）。"],
        &["项目分布在勐焕街道、芒市镇、西山乡共3个乡镇（街道）。"],
    );
    pair("Z716", Warning, &["2022年度农田建设情况良好。"], &["2023年，省审计厅对2022年度农田建设情况进行了核查。"]);
    pair(
        "Z704",
        Error,
        &["恢复灌溉面积指标值≥2200亩，实际完成1860亩。"],
        &["任务招收完成率达到90%以上，受训人员不低于120人次。"],
    );
}

/// The form has another number, and the parts do not add up with it: told once, of the number that is wrong.
#[test]
fn a_number_that_two_things_contradict_is_told_once() {
    let wrong = "共下达资金1000万元，其中中央财政资金80万元、省级财政资金200万元。";
    assert_eq!((told("Z706", wrong), told("Z711", wrong)), (vec![Error], vec![]));
    // Only the sum is wrong: the form has both.
    let sum = "共下达资金1000万元，其中中央财政资金800万元、省级财政资金200万元、企业40万元。";
    assert_eq!((told("Z706", sum), told("Z711", sum)), (vec![], vec![Error]));
}

/// 残疾人及家属200人，…满意度95%: said, though its name stands in two parts.
#[test]
fn an_indicator_is_said_by_the_parts_of_its_name() {
    let silent = |text: &str| {
        let mut blocks = vec![Block::Paragraph("2023年度农田建设补助资金绩效自评报告".into())];
        blocks.extend(text.lines().map(|line| Block::Paragraph(line.into())));
        blocks.push(form());
        let document = Finished { name: "甲.docx".into(), blocks, ..Finished::default() };
        let found = judge(&Case::of_document(&facts_of(&document)), &standards()).findings;
        found.iter().filter(|finding| finding.code == "Z704" && finding.message.contains("恢复灌溉面积")).count()
    };
    let rest = "生态护林员岗位数量指标值1.7万个，实际完成1.75万个。";
    assert_eq!(silent(&format!("{rest}\n恢复农田灌溉的面积不详。")), 1);
    assert_eq!(silent(&format!("{rest}\n恢复灌溉农田的面积达到1860亩。")), 0);
    assert_eq!(silent(&format!("{rest}\n（1）数量指标。①恢复灌溉面积。年初目标2000亩，实际完成1860亩。")), 0);
}

/// Points that stand by themselves, and the total of the year before, are held against the form.
#[test]
fn points_are_the_forms_wherever_they_stand() {
    let rows = [
        "资金|预算数|执行数|执行率|分值|得分",
        "年度资金总额|1000|920|92%|10|9.2",
        "一级指标|二级指标|三级指标|指标值|完成值|分值|得分",
        "产出指标|数量指标|恢复灌溉面积|≥2000亩|2060亩|50|50",
        "效益指标|生态效益|水土流失治理率|≥60%|62%|30|30",
        "满意度指标|服务对象满意度|群众满意度|≥90%|93%|10|9.4",
        "总分|100|98.6|优",
    ];
    let told = |code: &str, text: &str, grade: &str| {
        let rows = rows.iter().map(|row| row.replace('优', grade).split('|').map(String::from).collect());
        let blocks =
            ["2023年度农田建设补助资金绩效自评报告", "一、自评结果", text].map(|line| Block::Paragraph(line.into()));
        let blocks = blocks.into_iter().chain([Block::Table(rows.collect())]).collect();
        let document = Finished { name: "甲.docx".into(), blocks, ..Finished::default() };
        let found = judge(&Case::of_document(&facts_of(&document)), &standards()).findings;
        found.iter().filter(|finding| finding.code == code).count()
    };
    for (code, wrong, right) in [
        ("Z707", "自评得分98.6分。项目自评等级为良。", "自评得分98.6分。七十团的项目绩效等级为良，其余5个为优。"),
        ("Z707", "预算执行（分值10分）得9.8分。", "预算执行（分值10分）得9.2分。"),
        (
            "Z707",
            "产出指标得50分，效益指标得30分，满意度指标得9.8分。",
            "产出指标得50分，效益指标得30分，满意度指标得9.4分。",
        ),
        (
            "Z707",
            "自评得分98.6分，其中预算执行9.2分、产出49分（数量30分、成本19分）、效益30分、满意度9.4分。",
            "自评得分98.6分，其中预算执行9.2分、产出50分（数量30分、成本20分）、效益30分、满意度9.4分。",
        ),
        ("Z732", "上年度自评总分97.2分，本年度提高2.4分。", "上年度自评总分97.2分，本年度提高1.4分。"),
    ] {
        assert!(told(code, wrong, "优") > 0, "{wrong}");
        assert_eq!(told(code, right, "优"), 0, "{right}");
    }
    assert_eq!((told("Z501", "自评等级为优。", "优"), told("Z501", "自评等级为优。", "良")), (0, 1));
}

#[test]
fn a_document_is_not_of_a_later_year_than_the_day_on_which_it_hands_money_down() {
    pair(
        "Z301",
        Error,
        &["2023年4月，以财农〔2024〕53号下达我省资金1000万元。"],
        &[
            "2023年4月，以财农〔2023〕53号下达我省资金1000万元。",
            "2022年11月，以财农〔2022〕88号提前下达我省资金1000万元。",
            "2023年4月开工，结余资金以财农〔2024〕53号收回。",
        ],
    );
}

/// 指标表 has both figures: what the text says that they differ by is held against them.
#[test]
fn differences_from_a_target_are_reckoned_from_the_form() {
    pair(
        "Z603",
        Error,
        &["恢复灌溉面积1860亩，比目标少150亩。", "群众满意度93%，比指标值高4个百分点。"],
        &[
            "恢复灌溉面积1860亩，比目标少140亩。",
            "群众满意度93%，比指标值高3个百分点。",
            "群众满意度93%，高出目标3个百分点。",
            // Of something else, or in another clause.
            "整治灌溉水源1860亩，比计划少150亩，涉及3个县。",
            "恢复灌溉面积1860亩；新建塘坝18座，比目标多4座。",
            "群众满意度93%，比全省平均高4个百分点。",
        ],
    );
    // What is exceeded may be the target itself.
    pair(
        "Z603",
        Warning,
        &["群众满意度93%，超过指标值8个百分点。", "群众满意度93%，高出目标4个百分点。"],
        &["群众满意度93%，超过指标值3个百分点。"],
    );
    pair(
        "Z603",
        Warning,
        &["群众满意度90%以上，共3个方面6项指标。", "设置一级指标2项、三级指标9项。"],
        &[
            "群众满意度90%以上，共3个方面4项指标。",
            "设置一级指标2项、三级指标4项。",
            "共4项指标，其中产出指标3项、满意度指标1项。",
            "其中3项指标完成较好。",
        ],
    );
}

#[test]
fn shares_of_named_money_are_reckoned_from_the_form() {
    pair(
        "Z733",
        Error,
        &[
            "设备购置200万元，占中央财政资金的35%。",
            "三个方向分别安排500万元、300万元、200万元，占50%、30%、22%。",
            "第一批600万元，第二批200万元，第二批占30%。",
        ],
        &[
            "设备购置200万元，占中央财政资金的25%。",
            "三个方向分别安排500万元、300万元、200万元，占50%、30%、20%。",
            "第一批600万元，第二批200万元，第二批占25%。",
            "设备购置200万元，占区级财政资金的35%。",
            // Of what was spent.
            "设备购置185万元，占中央财政资金的25%。",
        ],
    );
    // 全省 may be of more than this fund: what looks like a slip is told.
    pair(
        "Z733",
        Warning,
        &["甲县、乙县安排202万元，占全省的52.25%。"],
        &["甲县、乙县安排202万元，占全省的25.25%。", "销售额200万元，占全省的3.1%。"],
    );
    pair(
        "Z706",
        Warning,
        &["年底结转较多，中央财政资金结转99万元。", "各项资金结余合计99万元。"],
        &["年底结转较多，中央财政资金结转60万元。", "各项资金结余合计80万元。", "上年结转资金99万元。"],
    );
}

#[test]
fn money_in_another_unit_is_larger_than_all_there_is() {
    pair("Z108", Error, &["中央财政资金支出7400000万元。"], &["中央财政资金支出7400000元。"]);
    pair(
        "Z108",
        Warning,
        &["金河社区2个项目1888500万元。"],
        &["金河社区2个项目1888500元。", "全县生产总值1888500万元。", "带动社会投资5000万元。"],
    );
}

/// A row's budget and what was done to it.
#[test]
fn a_row_stays_the_one_that_is_spoken_of() {
    let said = |executed: &str| {
        format!("省级财政资金年初预算180万元，年中追加20万元，全年预算200万元，支出{executed}万元，执行率90%。")
    };
    assert_eq!((told("Z706", &said("180")), told("Z603", &said("180"))), (vec![], vec![]));
    assert_eq!(told("Z706", &said("108")).len(), 1);
}

/// A form whose beginning stands in a table of its own has its money.
#[test]
fn a_form_over_two_tables_is_one() {
    let Block::Table(rows) = form() else { panic!() };
    let fund = vec!["项目名称".to_string(), "农田建设补助资金".to_string()];
    let table = |rows: &[Vec<String>]| Block::Table(rows.to_vec());
    for (head, rest) in [(4, 4), (2, 4), (0, 0)] {
        let first = [std::slice::from_ref(&fund), rows.get(..head).unwrap()].concat();
        let mut blocks = vec![Block::Paragraph("2023年度农田建设补助资金绩效自评报告".into())];
        blocks.push(Block::Paragraph("一、资金执行情况".into()));
        blocks.push(Block::Paragraph("中央财政资金支出740万元，执行率95%。".into()));
        blocks.extend([table(&first), Block::Paragraph(String::new())]);
        blocks.extend(rows.get(head..rest).filter(|rows| !rows.is_empty()).map(table));
        blocks.push(table(rows.get(rest..).unwrap()));
        let document = Finished { name: "甲.docx".into(), blocks, ..Finished::default() };
        let found = judge(&Case::of_document(&facts_of(&document)), &standards()).findings;
        assert_eq!(found.iter().filter(|finding| finding.code == "Z706").count(), 1, "{head} {rest}: {found:?}");
    }
}

#[test]
fn weights_are_all_there() {
    pair(
        "Z711",
        Warning,
        &["按照人口、财力、绩效三项因素分配，权重分别为60%、20%、10%。"],
        &["按照人口、财力、绩效三项因素分配，权重分别为70%、20%、10%。", "三个乡镇的进度分别为60%、20%、10%。"],
    );
}

/// 合同总额 is not the money; （含…） stands beside what is listed.
#[test]
fn other_totals_and_what_was_said_before_are_left_out() {
    let form_total = "下达资金1000万元。";
    pair(
        "Z733",
        Error,
        &["下达资金1000万元。设备采购支出393万元，占资金总额的60.2%。"],
        &[
            &format!("{form_total}公开招标3份合同共计393万元，占合同总额的60.2%。"),
            &format!("{form_total}设备采购支出393万元，占支出总额的42.7%。"),
        ],
    );
    pair(
        "Z711",
        Error,
        &["设备购置150万元、人员培训50万元，合计300万元。"],
        &[
            "加上设备购置150万元、人员培训50万元，合计1000万元。",
            "设备购置150万元、人员培训50万元，合计300万元（含工程监理100万元）。",
        ],
    );
}

/// Rows that are named together are not the last of them, and what comes after their sum is not the total's.
#[test]
fn money_of_several_rows_is_no_row_s() {
    for right in [
        "中央财政资金、省级财政资金分别支出740万元和180万元。",
        "省级财政资金200万元、市县资金100万元，共300万元，支出275万元。",
        "中央财政资金、省级财政资金合计1000万元，支出920万元，执行率92%。",
    ] {
        assert_eq!((told("Z706", right), told("Z603", right)), (vec![], vec![]), "{right}");
    }
}
