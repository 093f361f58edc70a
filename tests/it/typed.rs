//! Figures that people type into texts: each is tied to what it speaks of, or listed as open.

use std::sync::OnceLock;

use crate::support::{YearFolder, facts_of, recognition, standards, written, ziping};
use ziping::app::resources::Resources;
use ziping::judge::TypedFigures;
use ziping::judge::typed::State;
use ziping::model::fund_rules::FundRules;
use ziping::model::ledger::Ledger;
use ziping::model::report::Report;
use ziping::prose::KnownFigures;
use ziping::reading::finished::known_figures;
use ziping::reading::{Recognition, read_year};
use ziping::sheets::finished::read;

fn report(folder: &YearFolder) -> Report {
    let recognition = Recognition::parse(include_str!("../../layouts/识别.yaml")).unwrap();
    read_year(&folder.path(), "2025", &recognition, &|_| FundRules::default()).report.unwrap()
}

fn typed(folder: &YearFolder) -> TypedFigures {
    let report = report(folder);
    let texts = written(&report);
    TypedFigures::of_texts(&texts, &known(&report), &standards())
}

fn known(report: &Report) -> KnownFigures {
    KnownFigures::of_report(report, &Ledger::of(report), &standards())
}

/// The example with one sentence more; what became of its figures.
#[track_caller]
fn states(sentence: &str) -> Vec<(&'static str, String)> {
    let folder = YearFolder::example();
    let before = "      各级审计和财会监督中未发现";
    folder.replace("文字.yaml", before, &format!("      {sentence}\n{before}"));
    let of_sentence = |figure: &&ziping::judge::TypedFigure| figure.sentence.trim_end() == sentence;
    typed(&folder).figures.iter().filter(of_sentence).map(|figure| (figure.words().0, figure.text.clone())).collect()
}

#[test]
fn typed_figures_are_held_against_their_source() {
    for (sentence, state) in [
        ("截至年底实际支出0.8744亿元。", "一致"),
        ("截至年底实际支出87440000元。", "一致"),
        ("截至年底实际支出8774万元。", "不一致"),
        ("截至年底实际支出8744元。", "不一致"),
        ("截至年底实际支出约8700万元。", "一致"),
        ("截至年底实际支出8000多万元。", "一致"),
        ("预算执行率80.0%。", "一致"),
        ("预算执行率约80%。", "一致"),
        ("预算执行率百分之八十。", "一致"),
        ("预算执行率百分之八十五。", "不一致"),
        ("全年支持项目137个。", "一致"),
        ("全年支持项目173个。", "不一致"),
        ("最终确定92个新立项项目。", "一致"),
        ("支持科技创新基地建设项目31个。", "不一致"),
        ("支持科技创新基地建设项目经费0.4686亿元。", "一致"),
        ("支持高新技术企业数量实际完成值为39家。", "一致"),
        ("支持高新技术企业数量完成率为98.26%。", "不一致"),
        ("共受理项目473个。", "一致"),
        ("共受理项目437个。", "不一致"),
        ("绩效自评得分为96分。", "一致"),
        ("绩效自评得分为98分。", "不一致"),
        ("重点支持四个方面。", "一致"),
        ("重点支持五个方面。", "不一致"),
        ("2025年5月19日印发《通知》（新财教〔2025〕65号）。", "一致"),
        ("2025年5月91日印发《通知》。", "未核对"),
        ("全年支持高新技术企业39家。", "一致"),
        ("全年支持高新技术企业40家。", "不一致"),
        ("全年支持39家高新技术企业。", "一致"),
        ("全年计划支持高新技术企业42家。", "一致"),
        ("2024年支持高新技术企业35家。", "未核对"),
        ("全国支持高新技术企业4000家。", "未核对"),
        ("新增高新技术企业38家。", "未核对"),
        ("支持高新技术企业投入500万元。", "未核对"),
        ("培训技术服务人员7676人次。", "不一致"),
        ("培训技术服务人员7776人次。", "一致"),
        ("中央财政资金10930万元。", "一致"),
        ("中央财政资金10390万元。", "不一致"),
        ("中央财政资金支出8744万元。", "一致"),
        ("其中，中央财政资金6000万元用于设备。", "未核对"),
        ("服务对象满意度95%。", "不一致"),
        ("服务对象满意度达到98%。", "一致"),
        ("项目一百三十八个。", "不一致"),
        ("项目一百三十七个。", "一致"),
        ("抽查项目138个。", "未核对"),
        ("按照财教〔2025〕92号要求执行。", "一致"),
        ("财教〔2025〕93号下达资金预算。", "不一致"),
        ("按照财教〔2025〕93号要求执行。", "未核对"),
        ("《财政部关于下达2025年中央引导地方科技发展资金预算的通知》（财教〔2025〕93号）要求专款专用。", "不一致"),
        ("苏财教〔2025〕92号。", "未核对"),
        ("完成率超出30%及以上的指标。", "一致"),
        ("完成率超出20%及以上的指标。", "不一致"),
        ("发表论文2—3篇。", "未核对"),
        ("新增就业1200人。", "未核对"),
        ("支撑乡村振兴项目11个。", "一致"),
        ("支撑乡村振兴项目12个。", "不一致"),
        ("全国支撑乡村振兴项目12个。", "未核对"),
        ("科技创新基地建设（4686万元）。", "一致"),
        ("科技创新基地建设（4668万元）。", "不一致"),
        ("科技创新基地建设（912万元）。", "未核对"),
        ("16项指标中，14项完成，2项没有完成。", "一致"),
        ("16项指标完成14项。", "一致"),
        ("2023年考核优秀。", "未核对"),
    ] {
        let found = states(sentence);
        assert!(!found.is_empty() && found.iter().all(|(found, _)| *found == state), "{sentence}: {found:?}");
    }
}

#[test]
fn indicators_counted_in_a_text_are_those_of_the_table() {
    let words = |sentence| states(sentence).iter().map(|(state, _)| *state).collect::<Vec<_>>();
    assert_eq!(words("16项指标中，13项完成，3项没有完成。"), ["一致", "不一致", "不一致"]);
    assert_eq!(words("16项指标完成13项。"), ["一致", "不一致"]);
    assert_eq!(words("8项指标中，6项完成。"), ["未核对", "未核对"]);
    assert_eq!(words("16项指标中，产出指标5项完成。"), ["一致", "未核对"]);
}

#[test]
fn placeholders_are_known_as_such() {
    let typed = typed(&YearFolder::example());
    assert!(typed.sourced > 30, "{}", typed.sourced);
    assert_eq!(typed.wrong().count(), 0, "{:#?}", typed.wrong().collect::<Vec<_>>());
    assert!(typed.open().any(|figure| figure.text == "2—3篇"));
    assert!(typed.figures.iter().all(|figure| !figure.sentence.contains("473") || figure.text != "473个"));
}

/// Read as a reviewer reads it, with no placeholder known: what is tied must agree, and most of what is said of the
/// fund is tied.
#[test]
fn the_composed_report_agrees_with_its_own_figures() {
    static BUILT: OnceLock<YearFolder> = OnceLock::new();
    let folder = BUILT.get_or_init(|| {
        let folder = YearFolder::example();
        assert!(ziping(folder.root(), &[]).status.success());
        folder
    });
    let facts = facts_of(&read(&folder.output("自评报告.docx")).unwrap());
    for figures in [known(&report(folder)), known_figures(&facts, &standards())] {
        let typed = TypedFigures::of_document(&facts, &figures, &standards());
        assert_eq!(typed.wrong().count(), 0, "{:#?}", typed.wrong().collect::<Vec<_>>());
        let tied = typed.figures.iter().filter(|figure| matches!(figure.state, State::Agrees { .. })).count();
        println!("{}个数，{tied}个有对照", typed.figures.len());
        typed.open().for_each(|figure| println!("{} {:?} {}", figure.text, figure.words().1, figure.sentence));
        assert!(tied > 90, "{tied} of {}", typed.figures.len());
    }
}

#[test]
fn the_command_lists_what_is_open() {
    let folder = YearFolder::example();
    let before = "      各级审计和财会监督中未发现";
    folder.replace("文字.yaml", before, &format!("      截至年底实际支出8774万元，新增就业1200人。\n{before}"));
    let said = |arguments: &[&str]| String::from_utf8(ziping(folder.root(), arguments).stdout).unwrap();
    let text = said(&["check", "2025", "--verbose"]);
    assert!(text.contains("错误 Z603 手写的“8774万元”与“资金.执行数”不一致"), "{text}");
    assert!(text.contains("未核对 1200人（") && text.contains("文字.yaml › 第"), "{text}");
    let found: serde_json::Value = serde_json::from_str(&said(&["check", "2025", "--json"])).unwrap();
    let of_sentence = |finding: &&serde_json::Value| finding.to_string().contains("8774");
    assert_eq!(found.as_array().unwrap().iter().filter(of_sentence).count(), 1, "said once: {found:#}");
}

/// The shipped year of another fund with a sentence more in a section; what became of its figures.
#[track_caller]
fn culture(section: &str, sentence: &str) -> String {
    let label = "2024-公共文化服务补助资金";
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let resources = Resources::load(&root.join("layouts")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    for file in std::fs::read_dir(root.join("input").join(label)).unwrap().map(|entry| entry.unwrap().path()) {
        std::fs::copy(&file, folder.path().join(file.file_name().unwrap())).unwrap();
    }
    let texts = std::fs::read_to_string(folder.path().join("文字.yaml")).unwrap();
    let head = format!("    {section}: |\n");
    assert!(texts.contains(&head), "{section}");
    std::fs::write(folder.path().join("文字.yaml"), texts.replace(&head, &format!("{head}      {sentence}\n")))
        .unwrap();
    let rules: ziping::model::fund_rules::RulesOf = &|profile| resources.funds.of(profile).0.rules.clone();
    let report = read_year(folder.path(), label, recognition(), rules).report.unwrap();
    let typed = TypedFigures::of_texts(&written(&report), &known(&report), &standards());
    let of_sentence = typed.figures.iter().filter(|figure| figure.sentence.trim_end() == sentence);
    let differing = of_sentence.filter(|figure| figure.words().0 == "不一致");
    differing.map(|figure| figure.text.as_str()).collect::<Vec<_>>().join(" ")
}

#[test]
fn sentences_of_another_fund_are_held_against_all_that_its_year_knows() {
    for (section, sentence, differing) in [
        // Rates and differences behind the result that they are of.
        ("完成情况", "流动文化服务1960场，完成率98%。", ""),
        ("完成情况", "流动文化服务1960场，完成率97%。", "97%"),
        ("完成情况", "开展流动文化服务1960场，完成年度目标的97%。", "97%"),
        ("完成情况", "资金下达用时26天，比规定时限提前6天。", "6天"),
        ("完成情况", "公共文化服务覆盖行政村数量比目标值多115个，完成率104.42%。", ""),
        // Goals.
        ("总体目标", "开展流动文化服务2000场以上，群众满意度达到90%以上，资金下达用时不超过30天。", ""),
        ("总体目标", "开展流动文化服务2500场以上，群众满意度达到95%以上，资金下达用时不超过25天。", "2500场 95% 25天"),
        // What each gets, and which share that is.
        ("完成情况", "基层公共文化设施建设3个项目2540万元。", "2540万元"),
        ("完成情况", "临溪县乡镇综合文化站改造项目安排960万元。", "960万元"),
        ("完成情况", "临溪县文化馆承担项目资金860万元，占20.48%。", ""),
        ("完成情况", "基层公共文化设施建设占中央财政资金的58.33%。", ""),
        ("完成情况", "基层公共文化设施建设占中央财政资金的62.3%。", "62.3%"),
        ("完成情况", "全省流动文化服务车运行项目620万元，占送文化下乡资金的61.39%。", ""),
        ("完成情况", "基层公共文化设施建设资金支出2327.5万元，执行率95%。", ""),
        // Batches, by title and by name.
        ("完成情况", "提前下达3100万元，第二批下达1200万元。", "3100万元"),
        ("完成情况", "《财政部关于下达2024年公共文化服务补助资金预算的通知》下达1300万元。", "1300万元"),
        (
            "完成情况",
            "云川省财政厅5月25日印发《云川省财政厅关于下达2024年公共文化服务补助资金（第二批）的通知》。",
            "5月25日",
        ),
        ("完成情况", "资金于5月22日由云财教〔2024〕952号文件下达。", "5月22日"),
        ("完成情况", "资金于5月20日由云财教〔2024〕952号文件下达。", ""),
        // How many there are.
        ("完成情况", "资金安排到6个单位的7个项目。", ""),
        ("完成情况", "资金安排到6个单位的8个项目。", "8个"),
        ("完成情况", "涉及5个单位、7个项目。", "5个"),
        ("完成情况", "3个市县共6个项目，问题涉及3个项目。", ""),
        ("完成情况", "9项指标中，8项完成。", "9项"),
        ("完成情况", "产出指标共6项。", "6项"),
        ("完成情况", "产出指标得分49.8分，扣0.2分。", ""),
        ("完成情况", "项目由5个单位承担。", "5个"),
        ("完成情况", "全省将7个项目分解到5个单位。", "5个"),
        ("完成情况", "临溪县文化馆承担1个项目，中央财政资金806万元。", "806万元"),
        ("完成情况", "3个县区和3个直属单位共同实施。", ""),
        ("完成情况", "基层公共文化设施建设3项，2540万元。", "2540万元"),
        // Of a part, of others, of what a plan asks, of another thing that is counted.
        ("完成情况", "青年读者群众满意度97.2%。", ""),
        ("完成情况", "全国平均群众满意度91.6%。", ""),
        ("完成情况", "群众满意度调查中，60岁以上读者群众满意度93.8%。", ""),
        ("完成情况", "下达了5个市县的绩效目标，共48项指标。", ""),
        ("完成情况", "省里考核，省文化馆得分92.6分，列第3位。", ""),
        ("完成情况", "其他6个项目支出3340万元，执行率100%。", ""),
        ("完成情况", "第一批3000万元已支出2990万元。", ""),
        ("完成情况", "“十四五”规划要求群众满意度达到85%。", ""),
        ("完成情况", "流动文化服务场次、群众满意度2项达到指标值。", ""),
        ("完成情况", "下一步把群众满意度指标值提高到97%。", ""),
        // Of another time, another place, another measuring.
        ("完成情况", "上年群众满意度92.3%，今年提高1.2个百分点。", ""),
        ("完成情况", "到2026年，全省流动文化服务场次达到2500场。", ""),
        ("完成情况", "其中一季度流动文化服务场次320场，二季度540场。", ""),
        ("完成情况", "三年来累计下达中央财政资金1.21亿元，支持项目19个。", ""),
        ("完成情况", "上年度绩效自评得分97.6分，等级为优。", ""),
        ("完成情况", "临溪县群众满意度95.2%，青石县群众满意度91.8%。", ""),
        ("完成情况", "第三方抽查项目验收合格率98.5%。", ""),
        ("完成情况", "望江市承担2个项目，资金1260万元，执行1197万元，执行率95%。", ""),
        ("完成情况", "云川省群众满意度95.3%。", "95.3%"),
    ] {
        assert_eq!(culture(section, sentence), differing, "{sentence}");
    }
}
