//! The name of a figure: in whose report, of which row of which table, what of it. There is no other.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// Figures of two funds, two years or two areas are never one.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scope {
    pub fund: String,
    pub year: u16,
    pub area: String,
}

/// A row of a table. Its name is only what is printed: two rows of one name are two, the second prints as 名称〔2〕.
#[derive(Debug, Clone)]
pub struct Row {
    index: usize,
    name: Arc<str>,
    /// Which of the rows of this name, from 1.
    nth: usize,
}

impl Row {
    /// The rows of one table, in their order. Rows without a name are not numbered.
    pub fn all<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<Row> {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        let rows = names.into_iter().enumerate().map(|(index, name)| {
            let nth = seen.entry(name).or_default();
            *nth += usize::from(!name.is_empty() || *nth == 0);
            Row { index, name: Arc::from(name), nth: *nth }
        });
        rows.collect()
    }

    /// As the table has it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The same row under other words.
    pub fn called(&self, name: &str) -> Row {
        Row { name: Arc::from(name), ..self.clone() }
    }

    fn printed(&self) -> Cow<'_, str> {
        match self.nth {
            1 => Cow::Borrowed(&self.name),
            nth => Cow::Owned(format!("{}〔{nth}〕", self.name)),
        }
    }
}

impl PartialEq for Row {
    fn eq(&self, other: &Row) -> bool {
        self.index == other.index
    }
}

impl Eq for Row {}

impl PartialOrd for Row {
    fn partial_cmp(&self, other: &Row) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Row {
    fn cmp(&self, other: &Row) -> Ordering {
        self.index.cmp(&other.index)
    }
}

impl Hash for Row {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.index.hash(state);
    }
}

/// What a figure is of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// 报告 of the YAML.
    Report,
    Signature(Row),
    /// 函.
    Letter,
    LetterAttachment(Row),
    /// 下达文件.
    Document(Row),
    /// All documents of a level: 中央, 省级.
    Level(Row),
    Fund,
    /// 中央财政资金, 地方资金.
    MoneyRow(Row),
    /// The project table as a whole.
    Projects,
    /// 分配表 as a whole.
    Areas,
    /// An area of 分配表.
    Area(Row),
    /// 支持方向.
    Direction(Row),
    /// 结转项目 of a direction; its rows are counted within the direction.
    Group {
        direction: Row,
        group: Row,
    },
    Project(Row),
    /// 三级指标.
    Indicator(Row),
    /// 单位自评表.
    UnitForm(Row),
    FormMoney {
        form: Row,
        money: Row,
    },
    FormIndicator {
        form: Row,
        indicator: Row,
    },
    /// The score as a whole.
    Score,
    /// 预算执行, 产出指标.
    ScorePart(Row),
    /// 数据 of the YAML.
    Datum(Row),
    /// A figure of a 案例.
    CaseDatum {
        case: Row,
        datum: Row,
    },
}

/// What a figure says of its subject.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    Year,
    Region,
    RegionShort,
    FundName,
    FundShort,
    CentralDepartment,
    FinanceDepartment,
    CompetentDepartment,
    Remarks,
    AttachmentLabel,
    Date,
    /// 发文字号 of the letter.
    LetterNumber,
    Addressee,
    Name,
    Title,
    /// 文号 of a document that hands money down.
    Number,
    Issued,
    Amount,
    Budget,
    Executed,
    ExecutionRate,
    /// 年初预算数.
    Initial,
    /// 到位数.
    Received,
    /// 资金 of a direction or a group, 安排资金 of a project.
    Arranged,
    ProjectName,
    Unit,
    Grouping,
    GrantMode,
    ProjectGrade,
    Count,
    /// How many projects are 新上, 结转后补助.
    CountOf(Arc<str>),
    /// How many projects are 优.
    Graded(Arc<str>),
    Dimension,
    Category,
    IndicatorName,
    Target,
    Actual,
    Completion,
    Deviation,
    Explanation,
    Weight,
    Points,
    StatedReason,
    /// 资金额度, by which a unit's rates weigh.
    Share,
    /// 等级 of the whole.
    Grade,
    /// What 数据 gives.
    Value,
}

impl Role {
    pub fn word(&self) -> &str {
        match self {
            Role::Year => "年度",
            Role::Region => "地区",
            Role::RegionShort => "地区简称",
            Role::FundName => "资金名称",
            Role::FundShort => "资金简称",
            Role::CentralDepartment => "中央主管部门",
            Role::FinanceDepartment => "财政部门",
            Role::CompetentDepartment => "主管部门",
            Role::Remarks => "说明",
            Role::AttachmentLabel => "附件标识",
            Role::Date => "成文日期",
            Role::LetterNumber => "发文字号",
            Role::Addressee => "主送机关",
            Role::Name => "名称",
            Role::Title => "文件名称",
            Role::Number => "文号",
            Role::Issued => "印发日期",
            Role::Amount => "金额",
            Role::Budget => "预算数",
            Role::Executed => "执行数",
            Role::ExecutionRate => "执行率",
            Role::Initial => "年初预算数",
            Role::Received => "到位数",
            Role::Arranged => "资金",
            Role::ProjectName => "项目名称",
            Role::Unit => "单位",
            Role::Grouping => "分组",
            Role::GrantMode => "支持方式",
            Role::ProjectGrade => "自评等级",
            Role::Count => "数量",
            Role::CountOf(which) | Role::Graded(which) => which,
            Role::Dimension => "一级指标",
            Role::Category => "二级指标",
            Role::IndicatorName => "三级指标",
            Role::Target => "指标值",
            Role::Actual => "实际完成值",
            Role::Completion => "完成率",
            Role::Deviation => "偏差率",
            Role::Explanation => "未完成原因和改进措施",
            Role::Weight => "分值",
            Role::Points => "得分",
            Role::StatedReason => "评定理由",
            Role::Share => "资金额度",
            Role::Grade => "等级",
            Role::Value => "数值",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// Prints as the path by which templates and `ziping trace` ask for the figure: 指标.培训技术经纪人数量.完成率.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FigureId {
    pub scope: Arc<Scope>,
    pub subject: Subject,
    pub role: Role,
}

impl FigureId {
    /// The parts of what is printed.
    pub fn path(&self) -> Vec<String> {
        self.parts(Row::printed)
    }

    /// The same in the tables' own words: nobody writes 〔2〕.
    pub fn words(&self) -> Vec<String> {
        self.parts(|row| Cow::Borrowed(row.name()))
    }

    fn parts(&self, shown: impl for<'r> Fn(&'r Row) -> Cow<'r, str>) -> Vec<String> {
        let role = Cow::Borrowed(self.role.word());
        let fixed = Cow::Borrowed;
        let parts: Vec<Cow<'_, str>> = match (&self.subject, &self.role) {
            (Subject::Report, _) => vec![role],
            (Subject::Signature(_), _) => vec![fixed("署名")],
            (Subject::Letter, _) => vec![fixed("函"), role],
            (Subject::LetterAttachment(_), _) => vec![fixed("函"), fixed("其他附件")],
            (Subject::Document(row), _) => vec![fixed("下达文件"), shown(row), role],
            (Subject::Level(row), _) => vec![fixed("下达合计"), shown(row)],
            (Subject::Fund, _) => vec![fixed("资金"), role],
            (Subject::MoneyRow(row), _) => vec![fixed("资金"), shown(row), role],
            (Subject::Projects, Role::Graded(_)) => vec![fixed("评价"), role],
            (Subject::Projects, _) => vec![fixed("项目"), role],
            (Subject::Areas, _) => vec![fixed("分配"), role],
            (Subject::Area(row), _) => vec![fixed("分配资金"), shown(row)],
            (Subject::Direction(row), _) => vec![fixed("方向"), shown(row), role],
            (Subject::Group { direction, .. }, Role::Grouping) => vec![fixed("方向"), shown(direction), role],
            (Subject::Group { direction, group }, _) => vec![fixed("方向"), shown(direction), shown(group), role],
            (Subject::Project(row), Role::Arranged) => vec![fixed("安排资金"), shown(row)],
            (Subject::Project(row), Role::Grouping | Role::GrantMode | Role::ProjectGrade) => {
                vec![fixed("项目表"), shown(row), role]
            }
            (Subject::Project(row), _) => vec![fixed("项目"), shown(row), role],
            (Subject::Indicator(row), _) => vec![fixed("指标"), shown(row), role],
            (Subject::UnitForm(row), _) => vec![fixed("单位自评"), shown(row), role],
            (Subject::FormMoney { form, money }, _) => vec![fixed("单位自评"), shown(form), shown(money), role],
            (Subject::FormIndicator { form, indicator }, _) => {
                vec![fixed("单位自评"), shown(form), shown(indicator)]
            }
            (Subject::Score, Role::Points) => vec![role, fixed("总分")],
            (Subject::Score, _) => vec![fixed("得分"), role],
            (Subject::ScorePart(row), _) => vec![role, shown(row)],
            (Subject::Datum(row), _) => vec![fixed("数据"), shown(row)],
            (Subject::CaseDatum { case, datum }, _) => vec![fixed("案例"), shown(case), shown(datum)],
        };
        parts.into_iter().map(Cow::into_owned).collect()
    }
}

impl fmt::Display for FigureId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path().join("."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(fund: &str, subject: Subject, role: Role) -> FigureId {
        let scope = Scope { fund: fund.into(), year: 2025, area: "新疆维吾尔自治区".into() };
        FigureId { scope: Arc::new(scope), subject, role }
    }

    fn row(name: &str) -> Row {
        Row::all([name]).remove(0)
    }

    #[track_caller]
    fn prints(subject: Subject, role: Role, path: &str) {
        assert_eq!(id("引导资金", subject, role).to_string(), path);
    }

    #[test]
    fn two_rows_of_one_name_are_two_and_print_apart() {
        let rows = Row::all(["甲", "乙", "甲", "甲"]);
        let ids: Vec<FigureId> =
            rows.iter().map(|row| id("引导资金", Subject::Indicator(row.clone()), Role::Completion)).collect();
        let printed: Vec<String> = ids.iter().map(ToString::to_string).collect();
        assert_eq!(printed, ["指标.甲.完成率", "指标.乙.完成率", "指标.甲〔2〕.完成率", "指标.甲〔3〕.完成率"]);
        assert_ne!(ids[0], ids[2]);
        assert!(ids.is_sorted(), "the table's order, not that of names");
        assert_eq!(ids[2].words(), ["指标", "甲", "完成率"]);
    }

    #[test]
    fn a_row_is_itself_under_other_words() {
        let rows = Row::all(["甲", "甲"]);
        assert_eq!(rows[1], rows[1].called("一、甲"));
        assert_ne!(rows[0], rows[1]);
    }

    #[test]
    fn rows_without_a_name_are_two_and_bear_no_number() {
        let rows = Row::all(["", ""]);
        assert_ne!(rows[0], rows[1]);
        prints(Subject::Indicator(rows[1].clone()), Role::Target, "指标..指标值");
    }

    #[test]
    fn two_funds_do_not_clash() {
        let of = |fund| id(fund, Subject::MoneyRow(row("中央财政资金")), Role::Budget);
        assert_ne!(of("引导资金"), of("种业资金"));
        assert_eq!(of("引导资金").to_string(), of("种业资金").to_string());
    }

    #[test]
    fn rows_of_two_tables_do_not_clash() {
        let direction = id("引导资金", Subject::Direction(row("甲")), Role::Count);
        let project = id("引导资金", Subject::Project(row("甲")), Role::Count);
        assert_ne!(direction, project);
    }

    #[test]
    fn every_kind_prints_as_texts_ask_for_it() {
        let (a, b) = (|| row("甲"), || row("乙"));
        prints(Subject::Report, Role::FundShort, "资金简称");
        prints(Subject::Signature(a()), Role::Name, "署名");
        prints(Subject::Letter, Role::Addressee, "函.主送机关");
        prints(Subject::LetterAttachment(a()), Role::Name, "函.其他附件");
        prints(Subject::Document(row("财教〔2025〕1号")), Role::Issued, "下达文件.财教〔2025〕1号.印发日期");
        prints(Subject::Level(row("中央")), Role::Amount, "下达合计.中央");
        prints(Subject::Fund, Role::Budget, "资金.预算数");
        prints(Subject::MoneyRow(row("中央财政资金")), Role::Budget, "资金.中央财政资金.预算数");
        prints(Subject::Projects, Role::Arranged, "项目.资金");
        prints(Subject::Projects, Role::CountOf("新上".into()), "项目.新上");
        prints(Subject::Projects, Role::Graded("优".into()), "评价.优");
        prints(Subject::Areas, Role::Amount, "分配.金额");
        prints(Subject::Area(a()), Role::Amount, "分配资金.甲");
        prints(Subject::Direction(a()), Role::Count, "方向.甲.数量");
        prints(Subject::Direction(a()), Role::Graded("优".into()), "方向.甲.优");
        prints(Subject::Group { direction: a(), group: b() }, Role::Arranged, "方向.甲.乙.资金");
        prints(Subject::Group { direction: a(), group: b() }, Role::Grouping, "方向.甲.分组");
        prints(Subject::Project(a()), Role::Arranged, "安排资金.甲");
        prints(Subject::Project(a()), Role::Unit, "项目.甲.单位");
        prints(Subject::Project(a()), Role::GrantMode, "项目表.甲.支持方式");
        prints(Subject::Indicator(row("培训技术经纪人数量")), Role::Completion, "指标.培训技术经纪人数量.完成率");
        prints(Subject::UnitForm(a()), Role::Share, "单位自评.甲.资金额度");
        prints(Subject::FormMoney { form: a(), money: b() }, Role::Executed, "单位自评.甲.乙.执行数");
        prints(Subject::FormIndicator { form: a(), indicator: b() }, Role::Actual, "单位自评.甲.乙");
        prints(Subject::Score, Role::Points, "得分.总分");
        prints(Subject::Score, Role::Grade, "得分.等级");
        prints(Subject::ScorePart(row("预算执行")), Role::Weight, "分值.预算执行");
        prints(Subject::ScorePart(row("产出指标")), Role::Points, "得分.产出指标");
        prints(Subject::Datum(a()), Role::Value, "数据.甲");
        prints(Subject::CaseDatum { case: a(), datum: b() }, Role::Value, "案例.甲.乙");
    }
}
