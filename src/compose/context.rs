//! What templates can name: the ledger's figures by their paths, and lists of what repeats.

use std::collections::BTreeMap;

use minijinja::value::Value;

use crate::base::figure_id::{Role, Subject};
use crate::base::place::Sourced;
use crate::model::budget::{AllocationLevel, Lacking};
use crate::model::figure::Quantity;
use crate::model::indicator::{Dimension, Indicator, PartialIndicator};
use crate::model::ledger::Ledger;
use crate::model::number::Money;
use crate::model::project::{Direction, Grade, GrantMode};
use crate::model::report::{CaseStudy, Letter, Part, Report};

use super::blank::{Asked, Wanted};
use super::pending::Pending;
use crate::model::figure::PENDING;

/// The names at the top of every template; `asked` notes which blank cells they show.
pub fn context(report: &Report, ledger: &Ledger, asked: &Asked) -> BTreeMap<String, Value> {
    let mut root = Node::default();
    for figure in ledger.figures() {
        root.insert(&figure.id.path(), shown(&figure.quantity));
    }
    for id in ledger.unknown().keys() {
        root.insert(&id.path(), text(PENDING));
    }
    let mut names = root.children;
    let mut names: BTreeMap<String, Value> =
        names.iter_mut().map(|(name, node)| (name.clone(), node.value())).collect();
    names.insert("次年度".into(), Value::from(report.profile.year.value + 1));
    names.entry("附件标识".into()).or_insert_with(|| Value::from(""));
    let profile = &report.profile;
    names.insert("署名".into(), list(profile.signatures.iter().map(|name| text(&name.value))));
    names.insert("盖章".into(), Value::from(if profile.seal { "盖章" } else { "" }));
    names.insert("图表".into(), Value::from(profile.charts));
    names.insert("函".into(), profile.letter.as_ref().map_or_else(|| Value::from(()), letter));
    names.insert("各方向".into(), directions(report, ledger));
    names.insert("项目表行".into(), list(project_rows(report)));
    names.insert("各等级".into(), grades(&report.projects.directions, &Grade::ALL));
    names.insert("中央下达文件".into(), documents(report, ledger, AllocationLevel::Central, asked));
    names.insert("省级下达文件".into(), documents(report, ledger, AllocationLevel::Provincial, asked));
    add_indicators(&mut names, report, ledger);
    add_absent(&mut names, report);
    names.insert("各案例".into(), list(report.cases.iter().map(|case| map([("名称", text(&case.project.value))]))));
    names
}

/// Whatever a template asks of a table that is not there is 〔待核〕.
fn add_absent(names: &mut BTreeMap<String, Value>, report: &Report) {
    let made_of: [(Part, &[&str]); 3] = [
        (Part::Documents, &["下达文件", "中央下达文件", "省级下达文件"]),
        (Part::Projects, &["方向", "各方向", "安排资金", "各等级"]),
        (Part::Indicators, &["指标", "各指标", "各维度", "未完成指标", "超额指标", "评定指标"]),
    ];
    for (_, lists) in made_of.iter().filter(|(part, _)| report.lacks(*part)) {
        names.extend(lists.iter().map(|name| (name.to_string(), Pending::nothing_known())));
    }
    // Of a level without a document the audit tells.
    let levels = report.levels_without_documents();
    names.extend(levels.map(|level| (format!("{}下达文件", level.name()), Pending::nothing_known())));
}

/// What a case study's text can name besides: its project's row and its own 数据.
pub fn case_context(case: &CaseStudy, report: &Report) -> Value {
    let mut names = vec![("名称", text(&case.project.value))];
    let named = &case.project.value;
    let partial = report.projects.partial().find(|partial| partial.title() == named.as_str());
    if let Some(project) = report.projects.projects().find(|project| project.name.value == *named) {
        names.push(("单位", text(&project.unit.value)));
        names.push(("安排资金", Value::from(project.amount.value.to_string())));
        names.extend(project.mode.as_ref().map(|mode| ("支持方式", text(mode.value.name()))));
    } else if let Some(partial) = partial {
        names.push(("单位", text(partial.unit.as_ref().map_or(PENDING, |unit| &unit.value))));
        let amount = partial.amount.as_ref().map(|amount| Value::from(amount.value.to_string()));
        names.push(("安排资金", amount.unwrap_or_else(|| text(PENDING))));
        names.push(("支持方式", text(partial.counts.mode.map_or(PENDING, GrantMode::name))));
    } else {
        // There is no project table, or the audit says that it has no such project.
        names.extend(["单位", "安排资金", "支持方式"].map(|name| (name, text(PENDING))));
    }
    let figures: BTreeMap<String, Value> =
        case.figures.iter().map(|(name, figure)| (name.clone(), shown(&figure.value))).collect();
    names.push(("数据", Value::from_pairs(figures)));
    map(names)
}

fn letter(letter: &Letter) -> Value {
    map([
        ("发文机关标志", text(letter.mark.as_ref().map_or("", |mark| mark.value.as_str()))),
        ("发文字号", text(&letter.number.value)),
        ("主送机关", text(&letter.addressee.value)),
        ("其他附件", list(letter.attachments.iter().map(|name| text(&name.value)))),
    ])
}

/// A count is a number (templates may ask whether there are any); everything else is the text that is printed.
fn shown(quantity: &Quantity) -> Value {
    match quantity {
        Quantity::Count(count) => Value::from(*count),
        other => Value::from(other.to_string()),
    }
}

fn text(words: &str) -> Value {
    Value::from(words)
}

fn list(values: impl IntoIterator<Item = Value>) -> Value {
    values.into_iter().collect::<Vec<Value>>().into()
}

fn map<'a>(entries: impl IntoIterator<Item = (&'a str, Value)>) -> Value {
    Value::from_pairs(entries.into_iter().map(|(name, value)| (name.to_string(), value)))
}

/// Figures of a subject, as one map, with more entries beside them.
fn figures_of<'a>(
    ledger: &Ledger,
    subject: &Subject,
    roles: &[Role],
    more: impl IntoIterator<Item = (&'a str, Value)>,
) -> Value {
    let mut entries: BTreeMap<String, Value> = BTreeMap::new();
    for role in roles {
        let id = ledger.subjects().id(subject, role.clone());
        match ledger.get(&id) {
            Some(figure) => drop(entries.insert(role.to_string(), shown(&figure.quantity))),
            None if ledger.unknown().contains_key(&id) => drop(entries.insert(role.to_string(), text(PENDING))),
            None => {}
        }
    }
    entries.extend(more.into_iter().map(|(name, value)| (name.to_string(), value)));
    Value::from_pairs(entries)
}

fn documents(report: &Report, ledger: &Ledger, level: AllocationLevel, asked: &Asked) -> Value {
    let roles = [Role::Title, Role::Number, Role::Issued, Role::Amount];
    let all = report.documents.iter().zip(&ledger.subjects().documents);
    let of_level: Vec<_> = all.filter(|(document, _)| document.level.value == level).collect();
    // Of an amount that is blank beside others the audit tells.
    let told = of_level.iter().any(|(document, _)| document.amount.is_some());
    list(of_level.into_iter().map(|(document, subject)| {
        let number = document.number.value.as_str();
        let blank =
            document.lacking.iter().filter(|lacking| !lacking.unread).map(|Lacking { field, place, .. }| {
                let expected = if *field == "金额" { "金额（万元）" } else { "日期，如 2025年5月19日" };
                let wanted = Wanted { what: format!("下达文件“{number}”的{field}"), expected };
                let is_told = *field == "金额" && told;
                (*field, if is_told { text(PENDING) } else { asked.blank(place, wanted) })
            });
        figures_of(ledger, subject, &roles, blank)
    }))
}

fn directions(report: &Report, ledger: &Ledger) -> Value {
    let counts = ["新上", "结转", "事前补助", "后补助", "新上事前补助", "新上后补助", "结转事前补助", "结转后补助"];
    let counts = counts.map(|which| Role::CountOf(which.into()));
    let graded = Grade::ALL.map(|grade| Role::Graded(grade.name().into()));
    let roles = [&[Role::Arranged, Role::Count][..], &counts, &graded].concat();
    let directions = report.projects.directions.iter().zip(&ledger.subjects().directions);
    list(directions.map(|(direction, subject)| {
        let others = grades(std::slice::from_ref(direction), &Grade::ALL[1..]);
        let more = [("名称", text(&direction.name.value)), ("其他等级", others)];
        figures_of(ledger, subject, &roles, more)
    }))
}

/// The grades that occur, with their projects' names.
fn grades(directions: &[Direction], among: &[Grade]) -> Value {
    let whole = directions.iter().flat_map(Direction::projects);
    let whole = whole.map(|project| (Some(&project.name), project.member().grade));
    let partial: Vec<_> = directions.iter().flat_map(Direction::partial).collect();
    let is_lacking = partial.iter().any(|partial| partial.lacking("自评等级").is_some());
    let partial = partial.into_iter().map(|partial| (partial.name.as_ref(), partial.counts.grade));
    let all: Vec<_> = whole.chain(partial).collect();
    let rows = among.iter().filter_map(|&grade| {
        let of_grade = all.iter().filter(|(_, own)| *own == Some(grade));
        let names: Vec<Value> = of_grade.map(|(name, _)| text(name.map_or(PENDING, |name| &name.value))).collect();
        let count = if is_lacking { text(PENDING) } else { Value::from(names.len()) };
        (!names.is_empty()).then(|| map([("名称", text(grade.name())), ("数量", count), ("项目", names.into())]))
    });
    list(rows)
}

/// The project table as it is printed: 总计, then each direction, its groups, their projects. 序号 counts anew.
fn project_rows(report: &Report) -> Vec<Value> {
    let table = &report.projects;
    let words = |words: Option<&Sourced<String>>| text(words.map_or(PENDING, |words| &words.value));
    let amount = |money: Option<Money>| money.map_or_else(|| text(PENDING), |money| Value::from(money.to_string()));
    if report.lacks(Part::Projects) {
        let project = ["序号", "名称", "单位", "资金"].map(|name| (name, text(PENDING)));
        return vec![
            map([("类", text("总计")), ("资金", text(PENDING))]),
            map(std::iter::once(("类", text("项目"))).chain(project)),
        ];
    }
    let mut rows = vec![map([("类", text("总计")), ("资金", amount(table.known_amount()))])];
    let mut serial = 0u32;
    for direction in &table.directions {
        rows.extend(direction.label.as_ref().map(|label| {
            map([("类", text("方向")), ("标题", text(label)), ("资金", amount(direction.known_amount()))])
        }));
        for group in &direction.groups {
            rows.extend(group.label.as_ref().map(|label| {
                map([("类", text("分组")), ("标题", text(&label.value)), ("资金", amount(group.known_amount()))])
            }));
            let mut put = |name, unit, money| {
                serial += 1;
                let serial = ("序号", Value::from(serial));
                rows.push(map([("类", text("项目")), serial, ("名称", name), ("单位", unit), ("资金", money)]));
            };
            let mut partials = group.partial.iter().peekable();
            for index in 0..=group.projects.len() {
                while let Some(partial) = partials.next_if(|partial| partial.above <= index) {
                    let money = amount(partial.amount.as_ref().map(|amount| amount.value));
                    put(words(partial.name.as_ref()), words(partial.unit.as_ref()), money);
                }
                if let Some(project) = group.projects.get(index) {
                    put(text(&project.name.value), text(&project.unit.value), amount(Some(project.amount.value)));
                }
            }
        }
    }
    rows
}

/// A row of the indicator table, whole or not.
struct IndicatorRow<'a> {
    whole: Option<&'a Indicator>,
    dimension: Option<&'a Dimension>,
    category: &'a str,
    shown: Value,
}

fn add_indicators(names: &mut BTreeMap<String, Value>, report: &Report, ledger: &Ledger) {
    let rows = indicator_rows(report, ledger);
    let select = |fits: &dyn Fn(&Indicator) -> bool| -> Value {
        list(rows.iter().filter(|row| row.whole.is_some_and(fits)).map(|row| row.shown.clone()))
    };
    names.insert("各指标".into(), list(rows.iter().map(|row| row.shown.clone())));
    names.insert("未完成指标".into(), select(&Indicator::is_under_target));
    names.insert("超额指标".into(), select(&|indicator| report.is_over_target(indicator)));
    names.insert("超额界线".into(), Value::from(report.rules.over_run().to_string()));
    names.insert("评定指标".into(), select(&|indicator| report.scoring.stated.contains_key(&indicator.name.value)));
    let dimensions = report.rules.dimensions().filter_map(|dimension| {
        let mut categories: Vec<(&str, Vec<Value>)> = Vec::new();
        for row in rows.iter().filter(|row| row.dimension == Some(dimension)) {
            match categories.iter_mut().find(|(name, _)| *name == row.category) {
                Some((_, list)) => list.push(row.shown.clone()),
                None => categories.push((row.category, vec![row.shown.clone()])),
            }
        }
        let categories: Vec<Value> =
            categories.into_iter().map(|(name, rows)| map([("名称", text(name)), ("指标", rows.into())])).collect();
        let found = !categories.is_empty();
        found.then(|| map([("名称", text(dimension.name())), ("类别", categories.into())]))
    });
    let dimensions = list(dimensions);
    names.insert("各维度".into(), dimensions);
    // Of a row without a name any indicator may be meant.
    if report.partial_indicators.iter().any(|partial| partial.name.is_none()) {
        let known = names.remove("指标").map_or_else(BTreeMap::new, |known| entries(&known));
        names.insert("指标".into(), Pending::beside(known));
    }
}

/// The rows in their order. One whose labels could not be read stands with the row above it.
fn indicator_rows<'a>(report: &'a Report, ledger: &Ledger) -> Vec<IndicatorRow<'a>> {
    let mut rows: Vec<IndicatorRow<'a>> = Vec::new();
    let subjects = ledger.subjects();
    let mut partials = report.partial_indicators.iter().zip(&subjects.partial_indicators).peekable();
    for index in 0..=report.indicators.len() {
        while let Some((partial, subject)) = partials.next_if(|(partial, _)| partial.above <= index) {
            let last = rows.last();
            let dimension = partial.dimension.as_ref().or_else(|| last.and_then(|row| row.dimension));
            let category = partial.category.as_deref().or_else(|| last.map(|row| row.category)).unwrap_or(PENDING);
            let shown = partial_row((partial, subject), dimension, category, report, ledger);
            rows.push(IndicatorRow { whole: None, dimension, category, shown });
        }
        if let (Some(indicator), Some(subject)) = (report.indicators.get(index), subjects.indicators.get(index)) {
            rows.push(IndicatorRow {
                whole: Some(indicator),
                dimension: Some(&indicator.dimension.value),
                category: &indicator.category.value,
                shown: indicator_row(indicator, subject, report, ledger),
            });
        }
    }
    rows
}

const INDICATOR_ROLES: [Role; 6] =
    [Role::Target, Role::Actual, Role::Completion, Role::Deviation, Role::Weight, Role::Points];

fn indicator_row(indicator: &Indicator, subject: &Subject, report: &Report, ledger: &Ledger) -> Value {
    let name = indicator.name.value.as_str();
    let explanation = indicator.explanation.as_ref().map_or("", |explanation| explanation.value.text.as_str());
    let more = [
        ("名称", text(name)),
        ("一级指标", text(indicator.dimension.value.name())),
        ("二级指标", text(&indicator.category.value)),
        ("说明", text(explanation)),
        ("评定理由", text(stated_reason(name, report))),
    ];
    figures_of(ledger, subject, &INDICATOR_ROLES, more)
}

fn partial_row(
    (partial, subject): (&PartialIndicator, &Subject),
    dimension: Option<&Dimension>,
    category: &str,
    report: &Report,
    ledger: &Ledger,
) -> Value {
    let name = partial.name.as_deref();
    let explanation = partial.explanation.as_ref().map_or("", |explanation| explanation.text.as_str());
    let mut more = vec![
        ("名称", text(name.unwrap_or(PENDING))),
        ("一级指标", text(dimension.map_or(PENDING, Dimension::name))),
        ("二级指标", text(category)),
        ("说明", text(explanation)),
        ("评定理由", text(stated_reason(name.unwrap_or_default(), report))),
    ];
    if name.is_none() {
        more.extend(INDICATOR_ROLES.iter().map(|role| (role.word(), text(PENDING))));
        let target = partial.target.as_ref().map(|target| ("指标值", Value::from(target.value.to_string())));
        let actual = partial.actual.as_ref().map(|actual| ("实际完成值", Value::from(actual.value.to_string())));
        more.extend(target.into_iter().chain(actual));
        return map(more);
    }
    figures_of(ledger, subject, &INDICATOR_ROLES, more)
}

fn stated_reason<'a>(indicator: &str, report: &'a Report) -> &'a str {
    report.scoring.stated.get(indicator).map_or("", |stated| stated.reason.value.as_str())
}

/// The entries of a map.
fn entries(map: &Value) -> BTreeMap<String, Value> {
    let keys = map.try_iter().into_iter().flatten();
    keys.filter_map(|key| Some((key.to_string(), map.get_item(&key).ok()?))).collect()
}

/// A tree of names on its way to nested maps.
#[derive(Default)]
struct Node {
    leaf: Option<Value>,
    children: BTreeMap<String, Node>,
}

impl Node {
    fn insert(&mut self, path: &[String], value: Value) {
        match path {
            [] => self.leaf = Some(value),
            [first, rest @ ..] => self.children.entry(first.clone()).or_default().insert(rest, value),
        }
    }

    fn value(&mut self) -> Value {
        match self.leaf.take() {
            Some(leaf) => leaf,
            None => Value::from_pairs(self.children.iter_mut().map(|(name, node)| (name.clone(), node.value()))),
        }
    }
}
