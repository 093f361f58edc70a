//! Finished documents of other offices, made of facts: every generation of the form, every outline, as .docx and as text.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use rust_decimal::Decimal;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Form {
    /// FY2019–2021, and the ministry's two project sheets.
    First,
    Sheet2021,
    Sheet2022,
    /// FY2022 on, with 资金管理情况 and local money by level.
    Second,
    Lottery,
    Science,
    Project,
    /// In 元, the value in three cells.
    Yunnan,
    /// 20 points for execution.
    Hubei,
    /// 权重
    Sichuan,
    /// Rates against what is left after other uses.
    Mingshan,
}

pub const FORMS: [Form; 11] = [
    Form::First,
    Form::Sheet2021,
    Form::Sheet2022,
    Form::Second,
    Form::Lottery,
    Form::Science,
    Form::Project,
    Form::Yunnan,
    Form::Hubei,
    Form::Sichuan,
    Form::Mingshan,
];

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Outline {
    A,
    B,
    C,
    D,
    E,
}

pub const OUTLINES: [Outline; 5] = [Outline::A, Outline::B, Outline::C, Outline::D, Outline::E];

/// Whose report it is, and of what.
pub struct Office {
    pub place: &'static str,
    pub office: &'static str,
    pub fund: &'static str,
    pub year: u16,
    pub districts: [&'static str; 3],
    /// Name, dimension, sign, target, unit, what was reached.
    pub indicators: [Indicator; 6],
}

type Indicator = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

pub const OFFICES: [Office; 5] = [
    Office {
        place: "巴彦淖尔市",
        office: "巴彦淖尔市水利局",
        fund: "中央水利发展资金",
        year: 2022,
        districts: ["临河区", "磴口县", "杭锦后旗"],
        indicators: [
            ("新增高效节水灌溉面积", "产出", "≥", "12.5", "万亩", "12.8"),
            ("中型灌区改造数量", "产出", "≥", "8", "个", "8"),
            ("亩均灌溉用水量", "产出", "≤", "350", "立方米/亩", "332"),
            ("截至年末项目完工率", "产出", "≥", "90", "%", "86.5"),
            ("新增粮食生产能力", "效益", "≥", "1500", "万公斤", "1620"),
            ("受益群众满意度", "满意度", "≥", "90", "%", "93.2"),
        ],
    },
    Office {
        place: "台江县",
        office: "台江县卫生健康局",
        fund: "基本公共卫生服务补助资金",
        year: 2023,
        districts: ["台拱街道", "施洞镇", "南宫镇"],
        indicators: [
            ("适龄儿童国家免疫规划疫苗接种率", "产出", "≥", "90", "%", "98.6"),
            ("老年人健康管理人数", "产出", "≥", "9500", "人", "9860"),
            ("人均补助标准", "产出", "≤", "89", "元/人", "89"),
            ("高血压患者规范管理率", "产出", "≥", "62", "%", "60.1"),
            ("居民健康素养水平提高幅度", "效益", "≥", "2", "%", "2.3"),
            ("服务对象综合满意度", "满意度", "≥", "80", "%", "91"),
        ],
    },
    Office {
        place: "黄冈市",
        office: "黄冈市生态环境局",
        fund: "大气污染防治资金",
        year: 2021,
        districts: ["黄州区", "浠水县", "蕲春县"],
        indicators: [
            ("淘汰燃煤锅炉数量", "产出", "≥", "45", "台", "47"),
            ("挥发性有机物治理企业数量", "产出", "≥", "60", "家", "60"),
            ("单位产值二氧化硫排放量", "产出", "≤", "0.35", "千克/万元", "0.31"),
            ("监测设备验收合格率", "产出", "≥", "100", "%", "96.4"),
            ("空气质量优良天数比例", "效益", "≥", "83", "%", "85.2"),
            ("周边居民满意度", "满意度", "≥", "85", "%", "88"),
        ],
    },
    Office {
        place: "昌宁县",
        office: "昌宁县人力资源和社会保障局",
        fund: "就业补助资金",
        year: 2023,
        districts: ["田园镇", "漭水镇", "柯街镇"],
        indicators: [
            ("城镇新增就业人数", "产出", "≥", "2600", "人", "2745"),
            ("职业技能培训人次", "产出", "≥", "4000", "人次", "4312"),
            ("享受补贴人员平均等待天数", "产出", "≤", "30", "天", "24"),
            ("补贴资金按时发放率", "产出", "≥", "98", "%", "95.7"),
            ("零就业家庭帮扶户数", "效益", "≥", "30", "户", "30"),
            ("就业扶持对象满意度", "满意度", "≥", "90", "%", "92.5"),
        ],
    },
    Office {
        place: "雅安市",
        office: "雅安市教育局",
        fund: "支持学前教育发展资金",
        year: 2022,
        districts: ["雨城区", "名山区", "荥经县"],
        indicators: [
            ("新建改扩建幼儿园数量", "产出", "≥", "16", "所", "17"),
            ("新增学位数量", "产出", "≥", "2800", "个", "3010"),
            ("生均建设成本", "产出", "≤", "1.85", "万元/人", "1.72"),
            ("工程质量验收合格率", "产出", "≥", "100", "%", "94.1"),
            ("公办幼儿园在园幼儿占比", "效益", "≥", "51", "%", "53.6"),
            ("幼儿家长满意度", "满意度", "≥", "85", "%", "90.3"),
        ],
    },
];

/// Everything that the document says, each said once or twice: what is planted changes one of them.
#[derive(Clone)]
pub struct Said {
    /// Amounts in 万元: total, central, local, other; carried over.
    pub budget: [Decimal; 4],
    pub executed: [Decimal; 4],
    pub rates: [String; 4],
    pub execution_points: String,
    pub marks: [u32; 6],
    pub points: [Decimal; 6],
    pub total_points: Decimal,
    pub labels: [u32; 3],
    pub actuals: [String; 6],
    pub form_targets: [String; 6],
    pub grade: &'static str,
    pub prose: Prose,
    /// A district's budget, its spending.
    pub districts: [(Decimal, Decimal); 3],
    pub district_total: (Decimal, Decimal),
}

#[derive(Clone)]
pub struct Prose {
    pub total: Decimal,
    pub central: Decimal,
    pub local: Decimal,
    pub executed: Decimal,
    pub billions: Option<String>,
    pub rate: String,
    pub central_rate: String,
    pub targets: [String; 6],
    pub actuals: [String; 6],
    pub completions: [String; 6],
    pub score: Decimal,
    pub parts: [Decimal; 4],
    pub grade: &'static str,
    /// The place's name where it stands once more.
    pub place: String,
    /// 12个（甲7个，乙5个）
    pub counted: (u32, u32, u32),
    /// What explains the figures.
    pub remark: &'static str,
}

pub fn plain(value: Decimal) -> String {
    value.normalize().to_string()
}

fn share(part: Decimal, whole: Decimal) -> String {
    plain((part * Decimal::ONE_HUNDRED / whole).round_dp(2))
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn execution_weight(form: Form) -> u32 {
    if form == Form::Hubei { 20 } else { 10 }
}

impl Said {
    /// What is true, by number of the variant.
    pub fn of(office: &Office, form: Form, number: usize) -> Said {
        let n = Decimal::from(number as u32);
        let central = decimal("3680.5") + n * decimal("113.4");
        let local = decimal("920.25") + n * decimal("31.05");
        let budget = [central + local, central, local, Decimal::ZERO];
        let spent = [central * decimal("0.96"), local * decimal("0.9")].map(|money| money.round_dp(2));
        let executed = [spent[0] + spent[1], spent[0], spent[1], Decimal::ZERO];
        let rate = |index: usize| format!("{}%", share(executed[index], budget[index]));
        let rates = [rate(0), rate(1), rate(2), String::new()];
        let weight = execution_weight(form);
        let marks = match form {
            Form::Hubei => [15, 10, 10, 10, 25, 10],
            _ => [15, 15, 10, 10, 30, 10],
        };
        let mut points = marks.map(Decimal::from);
        points[3] = Decimal::new(95, 1);
        let execution_points = (Decimal::from(weight) * executed[0] / budget[0]).round_dp(2);
        let total_points = execution_points + points.iter().sum::<Decimal>();
        let of = |dimension: &str| -> Decimal {
            let rows = office.indicators.iter().zip(points).filter(|(row, _)| row.1 == dimension);
            rows.map(|(_, points)| points).sum()
        };
        let completion = |index: usize| {
            let (_, _, sign, target, _, actual) = office.indicators[index];
            let (target, actual) = (decimal(target), decimal(actual));
            if sign == "≤" { share(target, actual) } else { share(actual, target) }
        };
        let indexes = [0, 1, 2, 3, 4, 5];
        let texts = |field: fn(&Indicator) -> String| indexes.map(|index: usize| field(&office.indicators[index]));
        let third = (budget[0] / Decimal::from(4)).round_dp(1);
        let districts = [third, third + n, budget[0] - third - third - n];
        let district_spent = districts.map(|money| (money * decimal("0.93")).round_dp(2));
        let grade = "优";
        Said {
            budget,
            executed,
            rates: rates.clone(),
            execution_points: plain(execution_points),
            marks,
            points,
            total_points,
            labels: [marks[..4].iter().sum(), marks[4], marks[5]],
            actuals: texts(|row| row.5.to_string()),
            form_targets: texts(|row| row.3.to_string()),
            grade,
            prose: Prose {
                total: budget[0],
                central,
                local,
                executed: executed[0],
                billions: number.is_multiple_of(3).then(|| plain((budget[0] / Decimal::from(10_000)).round_dp(2))),
                rate: rates[0].clone(),
                central_rate: rates[1].clone(),
                targets: texts(|row| row.3.to_string()),
                actuals: texts(|row| row.5.to_string()),
                completions: indexes.map(completion),
                score: total_points,
                parts: [execution_points, of("产出"), of("效益"), of("满意度")],
                grade: if number.is_multiple_of(2) { "优" } else { "优秀" },
                place: office.place.to_string(),
                counted: (12, 7, 5),
                remark: "",
            },
            districts: [0, 1, 2].map(|index| (districts[index], district_spent[index])),
            district_total: (budget[0], district_spent.iter().sum()),
        }
    }
}

/// A cell: words, columns that it spans, whether it goes on below (`Some(true)` begins, `Some(false)` goes on).
#[derive(Clone)]
pub struct Cell(pub String, pub usize, pub Option<bool>);

fn cell(words: impl Into<String>) -> Cell {
    Cell(words.into(), 1, None)
}

fn wide(words: impl Into<String>, columns: usize) -> Cell {
    Cell(words.into(), columns, None)
}

/// The first of the rows that it stands beside, or a later one.
fn beside(words: &str, first: bool) -> Cell {
    Cell(words.to_string(), 1, Some(first))
}

pub enum Part {
    Line(String),
    Table(Vec<Vec<Cell>>),
}

fn has_scores(form: Form) -> bool {
    matches!(form, Form::Project | Form::Yunnan | Form::Hubei | Form::Sichuan | Form::Mingshan)
}

fn money_names(form: Form) -> [&'static str; 4] {
    match form {
        Form::First | Form::Sheet2021 => ["年度资金总额：", "其中：中央补助", "地方资金", "其他资金"],
        Form::Sheet2022 | Form::Science => ["年度资金总额：", "其中：中央财政资金", "地方资金", "其他资金"],
        Form::Second => ["年度资金总额：", "其中：中央财政资金", "地方财政资金", "其他资金（包括以前年度结转资金）"],
        Form::Lottery => ["年度资金总额：", "其中：中央财政资金", "地方财政资金", "彩票公益金用于医疗救助"],
        _ => ["年度资金总额", "其中：中央财政资金", "地方财政资金", "其他资金"],
    }
}

/// The form as a table.
pub fn form_table(office: &Office, form: Form, said: &Said) -> Part {
    let mut rows = vec![
        vec![wide(if form == Form::Sheet2022 { "专项名称" } else { "项目名称" }, 2), wide(office.fund, 6)],
        vec![wide("中央主管部门", 2), wide("财政部", 6)],
    ];
    if form != Form::Science {
        rows.push(vec![wide("地方主管部门", 2), wide("省财政厅", 3), cell("资金使用单位"), wide(office.office, 2)]);
    }
    rows.extend(money_rows(form, said));
    if matches!(form, Form::Second | Form::Lottery) {
        rows.push(vec![beside("资金管理情况", true), wide("", 2), wide("情况说明", 3), wide("存在问题和改进措施", 2)]);
        for name in [
            "分配科学性",
            "下达及时性",
            "拨付合规性",
            "使用规范性",
            "执行准确性",
            "预算绩效管理情况",
            "支出责任履行情况",
        ] {
            let words = if name == "下达及时性" { "收到文件后28日内下达。" } else { "符合规定。" };
            rows.push(vec![beside("资金管理情况", false), wide(name, 2), wide(words, 3), wide("无", 2)]);
        }
    }
    rows.push(vec![beside("总体目标完成情况", true), wide("总体目标", 4), wide("全年实际完成情况", 3)]);
    let done = format!("完成{}等任务。", office.indicators[0].0);
    rows.push(vec![beside("总体目标完成情况", false), wide(done.clone(), 4), wide(done, 3)]);
    rows.extend(indicator_rows(office, form, said));
    if has_scores(form) {
        rows.push(vec![wide("总分", 6), cell("100"), cell(plain(said.total_points)), cell("")]);
        if form == Form::Yunnan {
            rows.push(vec![wide("自评等级", 6), wide(said.grade, 3)]);
        }
    }
    rows.push(vec![wide("说明", 2), wide("无", 6)]);
    Part::Table(rows)
}

fn money_rows(form: Form, said: &Said) -> Vec<Vec<Cell>> {
    let names = money_names(form);
    let unit = if form == Form::Yunnan { "元" } else { "万元" };
    let times = if form == Form::Yunnan { Decimal::from(10_000) } else { Decimal::ONE };
    let label = format!("{}（{unit}）", if form == Form::Second { "资金投入情况" } else { "项目资金" });
    let amount = |money: Decimal| plain(money * times);
    let weight = execution_weight(form).to_string();
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let heads: Vec<&str> = match form {
        Form::Project | Form::Yunnan | Form::Sichuan => {
            vec!["年初预算数", "全年预算数（A）", "全年执行数（B）", "分值", "执行率（B/A）", "得分"]
        }
        Form::Hubei => vec!["预算数（A）", "执行数（B）", "执行率（B/A）", "得分（20分×执行率）"],
        Form::Mingshan => vec![
            "全年预算数（A）",
            "统筹整合资金数（B）",
            "扣除统筹整合资金后预算金额（C）",
            "全年到位资金（D）",
            "预算到位（D/C）",
            "全年执行资金（E）",
            "预算执行（E/C）",
        ],
        Form::Second | Form::Lottery => vec!["全年预算数（A）", "全年执行数（B）", "预算执行率（B/A×100%）"],
        _ => vec!["全年预算数（A）", "全年执行数（B）", "预算执行率（B/A）"],
    };
    let mut head = vec![beside(&label, true), cell("")];
    head.extend(heads.into_iter().map(cell));
    rows.push(head);
    let moved = Decimal::from(100);
    for (index, name) in names.into_iter().enumerate() {
        let (budget, executed, rate) = (said.budget[index], said.executed[index], said.rates[index].clone());
        let first = index == 0;
        let cells = match form {
            Form::Project | Form::Yunnan | Form::Sichuan => vec![
                amount(budget),
                amount(budget),
                amount(executed),
                if first { weight.clone() } else { "—".into() },
                rate,
                if first { said.execution_points.clone() } else { "—".into() },
            ],
            Form::Hubei => {
                vec![
                    amount(budget),
                    amount(executed),
                    rate,
                    if first { said.execution_points.clone() } else { String::new() },
                ]
            }
            Form::Mingshan => {
                let more = if index < 2 { moved } else { Decimal::ZERO };
                let other = if index < 2 { moved } else { Decimal::ZERO };
                let rate = rate.trim_end_matches('%').to_string();
                let arrived = if budget.is_zero() { "" } else { "100" };
                vec![
                    amount(budget + more),
                    amount(other),
                    amount(budget),
                    amount(budget),
                    arrived.into(),
                    amount(executed),
                    rate,
                ]
            }
            _ => vec![amount(budget), amount(executed), rate],
        };
        let mut row = vec![beside(&label, false), cell(name)];
        row.extend(cells.into_iter().map(cell));
        rows.push(row);
        if index == 2 && form == Form::Second {
            // Parts of the local money, by level.
            let half = (budget / Decimal::from(2)).round_dp(2);
            let spent = (executed / Decimal::from(2)).round_dp(2);
            for (name, budget, executed) in [
                ("自治区财政资金", half, spent),
                ("盟市财政资金", budget - half, executed - spent),
                ("旗县财政资金", Decimal::ZERO, Decimal::ZERO),
            ] {
                let rate = if budget.is_zero() { "/".into() } else { format!("{}%", share(executed, budget)) };
                rows.push(vec![
                    beside(&label, false),
                    cell(name),
                    cell(amount(budget)),
                    cell(amount(executed)),
                    cell(rate),
                ]);
            }
        }
    }
    rows
}

fn indicator_rows(office: &Office, form: Form, said: &Said) -> Vec<Vec<Cell>> {
    let scores = has_scores(form);
    let split = matches!(form, Form::Yunnan | Form::Sichuan);
    let label = "绩效指标";
    let (target, actual) = match form {
        Form::Sheet2021 => ("年度指标值", "全年完成值"),
        Form::Hubei => ("年初目标值（A）", "实际完成值（B）"),
        Form::Project => ("年度指标值", "实际完成值"),
        _ => ("指标值", "全年实际完成值"),
    };
    let mut head = vec![beside(label, true), cell("一级指标"), cell("二级指标"), cell("三级指标")];
    if split {
        head.extend(["指标性质", "指标值", "度量单位"].map(cell));
    } else {
        head.push(cell(target));
    }
    head.push(cell(actual));
    if scores {
        head.extend([if form == Form::Sichuan { "权重" } else { "分值" }, "得分"].map(cell));
    }
    head.push(cell(if scores { "偏差原因分析及改进措施" } else { "未完成原因和改进措施" }));
    let mut rows = vec![head];
    let mut last = "";
    for (index, (name, dimension, sign, _, unit, _)) in office.indicators.into_iter().enumerate() {
        let begins = dimension != last;
        last = dimension;
        let at = ["产出", "效益", "满意度"].iter().position(|other| *other == dimension).unwrap();
        let words = match scores {
            true => format!("{dimension}指标（{}分）", said.labels[at]),
            false => format!("{dimension}指标"),
        };
        let second = ["数量指标", "社会效益指标", "服务对象满意度指标"][at];
        let name = if form == Form::First { format!("指标{}：{name}", index + 1) } else { name.to_string() };
        let mut row = vec![beside(label, false), Cell(words, 1, Some(begins)), cell(second), cell(name)];
        let (wanted, reached) = (&said.form_targets[index], &said.actuals[index]);
        match split {
            true => row.extend([sign.to_string(), wanted.clone(), unit.to_string()].map(cell)),
            false => row.push(cell(format!("{sign}{wanted}{unit}"))),
        }
        row.push(cell(if split { reached.clone() } else { format!("{reached}{unit}") }));
        if scores {
            row.extend([said.marks[index].to_string(), plain(said.points[index])].map(cell));
        }
        let reason =
            if index == 3 { "部分项目受汛期影响，进度推迟。下一步加快实施。" } else { "" };
        row.push(cell(reason));
        rows.push(row);
    }
    rows
}

/// Headings and paragraphs of an outline, what a heading means standing before it.
fn outline(outline: Outline) -> &'static [(&'static str, &'static str)] {
    match outline {
        Outline::A => &[
            ("", "一、绩效目标分解下达情况"),
            ("下达", "（一）中央下达转移支付预算和绩效目标情况"),
            ("分解", "（二）省内资金安排、分解下达预算和绩效目标情况"),
            ("", "二、绩效目标完成情况分析"),
            ("", "（一）资金投入情况分析"),
            ("到位", "1.项目资金到位情况分析"),
            ("执行", "2.项目资金执行情况分析"),
            ("管理", "3.项目资金管理情况分析"),
            ("总体", "（二）总体绩效目标完成情况分析"),
            ("指标", "（三）绩效指标完成情况分析"),
            ("偏离", "三、偏离绩效目标的原因和下一步改进措施"),
            ("得分", "四、绩效自评结果拟应用和公开情况"),
            ("其他", "五、其他需要说明的问题"),
        ],
        Outline::B => &[
            ("", "一、绩效目标分解下达情况"),
            ("下达", "(一)转移支付概况"),
            ("分解", "(二)资金分解情况"),
            ("", "二、绩效情况分析"),
            ("到位", "(一)资金投入情况分析"),
            ("执行", "(二)资金执行情况分析"),
            ("管理", "(三)资金管理情况分析"),
            ("总体", "(四)总体绩效目标完成情况分析"),
            ("指标", "(五)绩效指标完成情况分析"),
            ("偏离", "三、偏离绩效目标的原因和下一步改进措施"),
            ("得分", "四、绩效自评结果拟应用和公开情况"),
        ],
        Outline::C => &[
            ("", "一、基本情况"),
            ("下达", "（一）转移支付概况"),
            ("分解", "（二）区域绩效目标"),
            ("得分", "二、综合评价结论"),
            ("", "三、绩效目标完成情况分析"),
            ("到位", "（一）资金到位情况"),
            ("执行", "（二）资金执行情况"),
            ("管理", "（三）组织管理"),
            ("指标", "（四）指标完成情况"),
            ("偏离", "四、存在的问题和建议"),
        ],
        Outline::D => &[
            ("", "一、绩效目标分解下达情况"),
            ("下达", "（一）下达预算情况"),
            ("分解", "（二）资金分配情况"),
            ("管理", "二、组织实施情况"),
            ("", "三、绩效目标完成情况分析"),
            ("到位", "（一）资金投入情况分析"),
            ("执行", "（二）资金执行情况分析"),
            ("总体", "（三）总体绩效目标完成情况分析"),
            ("指标", "（四）绩效指标完成情况分析"),
            ("偏离", "四、偏离绩效目标的原因和下一步改进措施"),
            ("得分", "五、绩效自评结果拟应用和公开情况"),
            ("其他", "六、其他需要说明的问题"),
        ],
        Outline::E => &[
            ("得分", "一、自评结论"),
            ("", "二、绩效目标完成情况"),
            ("下达", "（一）资金下达情况"),
            ("到位", "（二）资金到位情况"),
            ("执行", "（三）资金执行情况"),
            ("指标", "（四）指标完成情况"),
            ("分解", "三、资金分配情况"),
            ("偏离", "四、存在问题及改进措施"),
        ],
    }
}

/// What stands under a heading.
fn section(key: &str, office: &Office, form: Form, said: &Said, number: usize) -> Vec<Part> {
    let p = &said.prose;
    let money = |value: Decimal| format!("{}万元", plain(value));
    let place = office.place;
    let lines: Vec<String> = match key {
        "下达" => {
            let total = match &p.billions {
                Some(billions) => format!("{}年度资金总额{billions}亿元。", office.year),
                None => String::new(),
            };
            vec![format!(
                "{}年，省财政厅下达{place}{}{}，其中：中央财政资金{}、地方财政资金{}。{total}2020年结转资金已于上年度支付完毕。",
                office.year,
                office.fund,
                money(p.total),
                money(p.central),
                money(p.local),
            )]
        }
        "分解" => {
            vec![format!(
                "{}会同市财政局分三批下达到各地，第一批60%，其余40%在9月底前下达。共安排重点工程{}个（新建{}个，续建{}个），具体见下表。",
                office.office, p.counted.0, p.counted.1, p.counted.2
            )]
        }
        "到位" => vec![format!("全年预算数{}，资金到位率100%。", money(p.total))],
        "执行" => vec![
            format!("截至{}年12月31日，全年执行数{}，预算执行率{}。", office.year, money(p.executed), p.rate),
            format!(
                "其中中央财政资金执行率{}。6月底累计支出1200万元，支出进度偏慢，下半年加快。{}",
                p.central_rate, p.remark
            ),
        ],
        "管理" => vec!["严格执行资金管理办法，专款专用；抽查项目3个，发现问题2个，已整改。".into()],
        "总体" => vec!["总体目标基本完成，惠及群众3.5万人，较上年增加0.4万人。".into()],
        "指标" => indicators(office, p, number),
        "偏离" => vec![format!(
            "“{}”未完成，主要是部分项目受汛期影响。下一步，由{}继续加快项目实施，力争次年6月底前完成。",
            office.indicators[3].0, p.place
        )],
        "得分" if has_scores(form) => vec![format!(
            "经自评，{place}{}自评得分{}分，其中：预算执行{}分、产出指标{}分、效益指标{}分、满意度指标{}分，评价等级为“{}”。",
            office.fund,
            plain(p.score),
            plain(p.parts[0]),
            plain(p.parts[1]),
            plain(p.parts[2]),
            plain(p.parts[3]),
            p.grade
        )],
        "得分" => vec!["自评结果作为下一年度资金安排的依据，并在门户网站公开。".into()],
        "其他" => vec!["无。".into()],
        _ => Vec::new(),
    };
    let mut parts: Vec<Part> = lines.into_iter().map(Part::Line).collect();
    if key == "分解" {
        parts.push(Part::Line("各地资金分配和支出情况表".into()));
        parts.push(districts(office, said));
    }
    parts
}

fn indicators(office: &Office, p: &Prose, number: usize) -> Vec<String> {
    let say = |index: usize| {
        let (name, _, sign, _, unit, _) = office.indicators[index];
        let (target, actual, rate) = (&p.targets[index], &p.actuals[index], &p.completions[index]);
        match number % 3 {
            0 => format!("{name}指标值为{sign}{target}{unit}，实际完成{actual}{unit}，完成率为{rate}%。"),
            1 => format!("{name}年度目标值{sign}{target}{unit}，全年实际完成值{actual}{unit}，完成率{rate}%；"),
            _ => format!("{name}：目标值{target}{unit}，实际完成值{actual}{unit}，完成率{rate}%。"),
        }
    };
    match number % 2 {
        0 => (0..6).map(|index| format!("（{}）{}", index + 1, say(index))).collect(),
        _ => vec![(0..6).map(say).collect::<String>().trim_end_matches('；').to_string() + "。"],
    }
}

fn districts(office: &Office, said: &Said) -> Part {
    let mut rows = vec![["序号", "地区", "下达资金（万元）", "支出（万元）", "执行率"].map(cell).to_vec()];
    for (index, (name, (budget, spent))) in office.districts.iter().zip(said.districts).enumerate() {
        rows.push(
            [
                (index + 1).to_string(),
                name.to_string(),
                plain(budget),
                plain(spent),
                format!("{}%", share(spent, budget)),
            ]
            .map(cell)
            .to_vec(),
        );
    }
    let (budget, spent) = said.district_total;
    rows.push(vec![
        wide("合计", 2),
        cell(plain(budget)),
        cell(plain(spent)),
        cell(format!("{}%", share(spent, budget))),
    ]);
    Part::Table(rows)
}

/// One fund's report with its form.
pub fn parts(office: &Office, form: Form, shape: Outline, said: &Said, number: usize) -> Vec<Part> {
    let mut parts = vec![Part::Line(format!("{}{}年度{}绩效自评报告", office.place, office.year, office.fund))];
    if number.is_multiple_of(2) {
        parts
            .push(Part::Line(format!("按照有关通知要求，{}组织开展了绩效自评，现将有关情况报告如下。", office.office)));
    }
    for (key, heading) in outline(shape) {
        parts.push(Part::Line(heading.to_string()));
        parts.extend(section(key, office, form, said, number));
    }
    parts.push(Part::Line(format!("{}{}绩效自评表", office.place, office.fund)));
    parts.push(Part::Line(format!("（{}年度）", office.year)));
    parts.push(form_table(office, form, said));
    if number % 4 == 3 {
        // Marks as they are typed without a thought.
        for part in &mut parts {
            if let Part::Line(line) = part {
                *line = line.replace('，', ",").replace('：', ":").replace('；', ";");
            }
        }
    }
    parts
}

/// As Word saves it: spans as `gridSpan`, cells over several rows as `vMerge`.
pub fn write_docx(path: &Path, parts: &[Part], automatic_numbers: bool) {
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let paragraph = |text: &str, numbered: bool| {
        let properties =
            if numbered { "<w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>" } else { "" };
        format!("<w:p>{properties}<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>", escape(text))
    };
    let mut body = String::new();
    for part in parts {
        match part {
            Part::Line(line) => {
                // 一、 is Word's own number.
                let first = "一二三四五六".chars().find_map(|number| line.strip_prefix(&format!("{number}、")));
                match first.filter(|_| automatic_numbers) {
                    Some(heading) => body += &paragraph(heading, true),
                    None => body += &paragraph(line, false),
                }
            }
            Part::Table(rows) => {
                body += "<w:tbl><w:tblPr/><w:tblGrid/>";
                for row in rows {
                    body += "<w:tr>";
                    for Cell(words, span, goes_on) in row {
                        let span = if *span > 1 { format!("<w:gridSpan w:val=\"{span}\"/>") } else { String::new() };
                        let merged = match goes_on {
                            Some(true) => "<w:vMerge w:val=\"restart\"/>",
                            Some(false) => "<w:vMerge/>",
                            None => "",
                        };
                        let words = if *goes_on == Some(false) { "" } else { words };
                        write!(body, "<w:tc><w:tcPr>{span}{merged}</w:tcPr>{}</w:tc>", paragraph(words, false))
                            .unwrap();
                    }
                    body += "</w:tr>";
                }
                body += "</w:tbl>";
            }
        }
    }
    let w = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let word = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let files = [
        (
            "[Content_Types].xml",
            format!(
                "{head}<Types xmlns=\"{package}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"{word}.document.main+xml\"/><Override PartName=\"/word/numbering.xml\" ContentType=\"{word}.numbering+xml\"/></Types>"
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "{head}<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" Type=\"{office}/officeDocument\" Target=\"word/document.xml\"/></Relationships>"
            ),
        ),
        (
            "word/_rels/document.xml.rels",
            format!(
                "{head}<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" Type=\"{office}/numbering\" Target=\"numbering.xml\"/></Relationships>"
            ),
        ),
        (
            "word/numbering.xml",
            format!(
                "{head}<w:numbering {w}><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCountingThousand\"/><w:suff w:val=\"nothing\"/><w:lvlText w:val=\"%1、\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>"
            ),
        ),
        ("word/document.xml", format!("{head}<w:document {w}><w:body>{body}</w:body></w:document>")),
    ];
    let mut out = zip::ZipWriter::new(std::fs::File::create(path).unwrap());
    for (name, text) in files {
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap();
}

/// As Word saves it as text: a cell a line, a blank line after each row.
pub fn write_text(path: &Path, parts: &[Part]) {
    let mut text = String::new();
    for part in parts {
        match part {
            Part::Line(line) => text += &format!("{line}\n"),
            Part::Table(rows) => {
                for row in rows {
                    for Cell(words, _, goes_on) in row {
                        text += &format!("\t{}\n", if *goes_on == Some(false) { "" } else { words });
                    }
                    text += "\n";
                }
            }
        }
    }
    std::fs::write(path, text).unwrap();
}
