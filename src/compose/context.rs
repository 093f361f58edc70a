//! What templates can name: the ledger's figures by their paths, and lists of what repeats.

use std::collections::BTreeMap;

use minijinja::value::Value;

use crate::base::field::Field;
use crate::base::figure_id::{Role, Subject};
use crate::model::indicator::{Dimension, Indicator, IndicatorRow};
use crate::model::ledger::Ledger;
use crate::model::number::Money;
use crate::model::profile::Letter;
use crate::model::report::{CaseStudy, Part, Report};
use crate::model::term::Term;

use super::blank::{Asked, Wanted};
use super::lists;
use super::pending::{self, PENDING, Pending};
use super::values::{figures_of, list, map, shown, text};

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
    if let Some(department) = names.get("中央主管部门").cloned() {
        names.insert("上级主管部门".into(), department);
    }
    names.insert("次年度".into(), Value::from(report.profile.year.value + 1));
    names.entry("附件标识".into()).or_insert_with(|| Value::from(""));
    let profile = &report.profile;
    names.insert("署名".into(), list(profile.signatures.iter().map(|name| text(&name.value))));
    names.insert("盖章".into(), Value::from(if profile.seal { "盖章" } else { "" }));
    names.insert("图表".into(), Value::from(profile.charts));
    names.insert("函".into(), profile.letter.as_ref().map_or_else(|| Value::from(()), letter));
    names.insert("各方向".into(), directions(report, ledger));
    names.insert("项目表行".into(), list(project_rows(report)));
    add_lists(&mut names, report, ledger);
    let documents_by_level = report.rules.levels.iter();
    names.extend(documents_by_level.map(|level| (documents_of(level), documents(report, ledger, level, asked))));
    add_indicators(&mut names, report, ledger);
    let areas = report.allotments.rows.iter().zip(&ledger.subjects().areas).map(|(row, subject)| {
        figures_of(ledger, subject, &[Role::Amount], [("名称", text(pending::shown(&row.area)))])
    });
    names.insert("各地区".into(), list(areas));
    add_absent(&mut names, report);
    let of_levels = levels(&names, report, ledger);
    names.insert("各层级".into(), of_levels);
    names.insert("各案例".into(), list(report.cases.iter().map(|case| map([("名称", text(&case.project.value))]))));
    names
}

fn add_lists(names: &mut BTreeMap<String, Value>, report: &Report, ledger: &Ledger) {
    let rules = &report.rules;
    let rows = lists::money_rows(report, ledger);
    names.extend(rows.first().cloned().map(|own| ("本项资金".to_string(), own)));
    names.insert("各资金行".into(), rows.into());
    let of_all = |kinds| lists::kinds(kinds, &Subject::Projects, ledger);
    names.insert("各状态".into(), of_all(lists::statuses(rules)));
    names.insert("各后补助".into(), of_all(lists::paid_afterwards(rules)));
    names.insert("各等级".into(), lists::grades(&report.projects.directions.iter().collect::<Vec<_>>(), rules, true));
    names.insert("有项目清单".into(), report.wants(Part::Projects).into());
    names.insert("评分依据".into(), text(rules.basis()));
    names.insert("资金管理各行".into(), list(rules.management.iter().map(|name| text(name))));
}

/// Whose documents hand the money down, from the top.
fn levels(names: &BTreeMap<String, Value>, report: &Report, ledger: &Ledger) -> Value {
    let levels = report.rules.levels.iter().zip(&ledger.subjects().levels);
    list(levels.map(|(level, subject)| {
        let documents = names.get(&documents_of(level)).cloned().unwrap_or_else(Pending::nothing_known);
        figures_of(ledger, subject, &[Role::Amount], [("名称", text(level)), ("文件", documents)])
    }))
}

/// Whatever a template asks of a table that is not there is 〔待核〕.
fn add_absent(names: &mut BTreeMap<String, Value>, report: &Report) {
    let made_of: [(Part, &[&str]); 4] = [
        (Part::Documents, &["下达文件"]),
        (Part::Projects, &["方向", "各方向", "安排资金", "各等级"]),
        (Part::Allotments, &["分配", "分配资金", "各地区"]),
        (Part::Indicators, &["指标", "各指标", "未完成指标", "超额指标", "评定指标"]),
    ];
    for (part, lists) in made_of.iter().filter(|(part, _)| report.lacks(*part)) {
        if report.wants(*part) {
            names.extend(lists.iter().map(|name| (name.to_string(), Pending::nothing_known())));
        } else {
            // There is nothing to go through; a template of this fund that asks for single figures is mistaken.
            for name in *lists {
                match name.starts_with('各') {
                    true => drop(names.insert(name.to_string(), list([]))),
                    false => drop(names.remove(*name)),
                }
            }
        }
    }
    if report.lacks(Part::Projects) && !report.wants(Part::Projects) {
        names.remove("项目表行");
    }
    if report.lacks(Part::Indicators) {
        let dimensions = report.rules.dimensions();
        let unknown = |name: &str| map([("名称", text(name)), ("类别", Pending::nothing_known())]);
        names.insert("各维度".into(), list(dimensions.map(|dimension| unknown(dimension.name()))));
    }
    // Of a level without a document the audit tells.
    let levels = report.levels_without_documents();
    names.extend(levels.map(|level| (documents_of(level), Pending::nothing_known())));
}

/// What templates call the documents of a level: 中央下达文件.
fn documents_of(level: &Term) -> String {
    format!("{level}下达文件")
}

/// What a case study's text can name besides: its project's row and its own 数据.
pub fn case_context(case: &CaseStudy, report: &Report) -> Value {
    let mut names = vec![("名称", text(&case.project.value))];
    let named = &case.project.value;
    let amount = |amount: &Field<Money>| amount.value().map_or_else(|| text(PENDING), |money| text(&money.to_string()));
    match report.projects.rows().find(|row| row.title() == named.as_str()) {
        Some(row) => {
            names.push(("单位", text(pending::shown(&row.unit))));
            names.push(("安排资金", amount(&row.amount)));
            let mode = row.mode.value().map(Term::name);
            let mode = mode.or((row.mode != Field::Absent || row.whole().is_none()).then_some(PENDING));
            names.extend(mode.map(|mode| ("支持方式", text(mode))));
        }
        // There is no project table, or the audit says that it has no such project.
        None => names.extend(["单位", "安排资金", "支持方式"].map(|name| (name, text(PENDING)))),
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

fn documents(report: &Report, ledger: &Ledger, level: &Term, asked: &Asked) -> Value {
    let roles = [Role::Title, Role::Number, Role::Issued, Role::Amount];
    let all = report.documents.iter().zip(&ledger.subjects().documents);
    let of_level: Vec<_> = all.filter(|(document, _)| document.level.value == *level).collect();
    // Of an amount that is blank beside others the audit tells.
    let told = of_level.iter().any(|(document, _)| document.amount.is_known());
    list(of_level.into_iter().map(|(document, subject)| {
        let number = document.number.value.as_str();
        let blank: Vec<_> = document.blanks().collect();
        let blank = blank.iter().map(|(role, place)| {
            let is_amount = *role == Role::Amount;
            let expected = if is_amount { "金额（万元）" } else { "日期，如 2025年5月19日" };
            let wanted = Wanted { what: format!("下达文件“{number}”的{role}"), expected };
            (role.word(), if is_amount && told { text(PENDING) } else { asked.blank(place, wanted) })
        });
        let is_taken_back = document.amount.value().is_some_and(|amount| *amount < Money::ZERO);
        let taken_back = std::iter::once(("收回", Value::from(is_taken_back)));
        figures_of(ledger, subject, &roles, blank.chain(taken_back))
    }))
}

fn directions(report: &Report, ledger: &Ledger) -> Value {
    let rules = &report.rules;
    let kinds = rules.counted().into_iter();
    let roles: Vec<Role> = std::iter::once(Role::Arranged).chain(kinds.map(|kind| kind.role())).collect();
    let directions = report.projects.directions.iter().zip(&ledger.subjects().directions);
    // Where the table has none, what holds everything is none.
    list(directions.filter(|(direction, _)| direction.label.is_some()).map(|(direction, subject)| {
        let more = [
            ("名称", text(&direction.name.value)),
            ("各等级", lists::grades(&[direction], rules, true)),
            ("其他等级", lists::grades(&[direction], rules, false)),
            ("构成", lists::kinds(lists::parts(rules), subject, ledger)),
        ];
        figures_of(ledger, subject, &roles, more)
    }))
}

/// The project table as it is printed: 总计, then each direction, its groups, their projects. 序号 counts anew.
fn project_rows(report: &Report) -> Vec<Value> {
    let table = &report.projects;
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
            for row in &group.rows {
                serial += 1;
                let [name, unit] = [&row.name, &row.unit].map(|words| text(pending::shown(words)));
                let serial = ("序号", Value::from(serial));
                let money = amount(row.amount.value().copied());
                rows.push(map([("类", text("项目")), serial, ("名称", name), ("单位", unit), ("资金", money)]));
            }
        }
    }
    rows
}

/// A row of the indicator table with its labels, as it is shown.
struct ShownRow<'a> {
    row: &'a IndicatorRow,
    dimension: Option<&'a Dimension>,
    category: &'a str,
    shown: Value,
}

fn add_indicators(names: &mut BTreeMap<String, Value>, report: &Report, ledger: &Ledger) {
    let rows = indicator_rows(report, ledger);
    let select = |fits: &dyn Fn(&Indicator) -> bool| -> Value {
        list(rows.iter().filter(|row| row.row.whole().is_some_and(|row| fits(&row))).map(|row| row.shown.clone()))
    };
    names.insert("各指标".into(), list(rows.iter().map(|row| row.shown.clone())));
    names.insert("未完成指标".into(), select(&|indicator| indicator.is_under_target()));
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
    if report.indicators.iter().any(|row| !row.name.is_known()) {
        let known = names.remove("指标").map_or_else(BTreeMap::new, |known| entries(&known));
        names.insert("指标".into(), Pending::beside(known));
    }
}

/// The rows in their order. One whose labels could not be read stands with the row above it.
fn indicator_rows<'a>(report: &'a Report, ledger: &Ledger) -> Vec<ShownRow<'a>> {
    let mut rows: Vec<ShownRow<'a>> = Vec::new();
    for (row, subject) in report.indicators.iter().zip(&ledger.subjects().indicators) {
        let last = rows.last();
        let dimension = row.dimension.value().or_else(|| last.and_then(|row| row.dimension));
        let category = row.category.value().map(String::as_str).or_else(|| last.map(|row| row.category));
        let category = category.unwrap_or(PENDING);
        let shown = indicator_row((row, subject), dimension, category, report, ledger);
        rows.push(ShownRow { row, dimension, category, shown });
    }
    rows
}

const INDICATOR_ROLES: [Role; 6] =
    [Role::Target, Role::Actual, Role::Completion, Role::Deviation, Role::Weight, Role::Points];

fn indicator_row(
    (row, subject): (&IndicatorRow, &Subject),
    dimension: Option<&Dimension>,
    category: &str,
    report: &Report,
    ledger: &Ledger,
) -> Value {
    let name = row.name.value();
    let mut more = vec![
        ("名称", text(pending::shown(&row.name))),
        ("一级指标", text(dimension.map_or(PENDING, Dimension::name))),
        ("二级指标", text(category)),
        ("说明", text(row.explanation.value().map_or("", |explanation| explanation.text.as_str()))),
        ("评定理由", text(name.map_or("", |name| stated_reason(name, report)))),
    ];
    more.extend(lists::columns(row.target.value(), row.actual.value()));
    if name.is_none() {
        more.extend(INDICATOR_ROLES.iter().map(|role| (role.word(), text(PENDING))));
        let target = row.target.value().map(|target| ("指标值", Value::from(target.to_string())));
        let actual = row.actual.value().map(|actual| ("实际完成值", Value::from(actual.to_string())));
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
