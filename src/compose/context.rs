//! What templates can name: the ledger's figures by their paths, and lists of what repeats.

use std::collections::BTreeMap;

use minijinja::value::Value;

use crate::base::field::Field;
use crate::base::figure_id::{Role, Subject};
use crate::base::place::Sourced;
use crate::document::Named;
use crate::model::budget::AllocationDocument;
use crate::model::indicator::{Dimension, Indicator, IndicatorRow};
use crate::model::number::Money;
use crate::model::profile::Letter;
use crate::model::report::{CaseStudy, Part, Report};
use crate::model::term::Term;

use super::blank::Wanted;
use super::lists::{self, Graded};
use super::pending::{PENDING, Pending};
use super::values::{Known, list, map, text};

/// The names at the top of every template.
pub fn context(known: &Known<'_>) -> BTreeMap<String, Value> {
    let Known { report, ledger, .. } = *known;
    let mut root = Node::default();
    for figure in ledger.figures() {
        root.insert(&figure.id.path(), known.figure(figure));
    }
    for id in ledger.unknown().keys() {
        root.insert(&id.path(), known.named(text(PENDING), id.clone(), None));
    }
    let mut names = root.children;
    let mut names: BTreeMap<String, Value> =
        names.iter_mut().map(|(name, node)| (name.clone(), node.value())).collect();
    names.insert("上级部门栏".into(), Value::from(report.profile.central_called));
    if let Some(department) = names.get("中央主管部门").cloned() {
        names.insert("上级主管部门".into(), department);
    }
    names.insert("单位栏".into(), text(&report.rules.project_table.unit_head));
    names.insert("地区栏".into(), text(report.allotments.head.as_deref().unwrap_or("地区")));
    names.insert("次年度".into(), Value::from(report.profile.year.value + 1));
    names.entry("附件标识".into()).or_insert_with(|| Value::from(""));
    let profile = &report.profile;
    let signatures = profile.signatures.iter().zip(&ledger.subjects().signatures);
    names.insert("署名".into(), list(signatures.map(|(name, subject)| known.words(subject, Role::Name, name))));
    names.insert("盖章".into(), Value::from(if profile.seal { "盖章" } else { "" }));
    names.insert("图表".into(), Value::from(profile.charts));
    names.insert("第二张目标表".into(), Value::from(profile.second_targets));
    names.insert("函".into(), profile.letter.as_ref().map_or_else(|| Value::from(()), |own| letter(known, own)));
    names.insert("各方向".into(), directions(known));
    names.insert("项目表行".into(), list(project_rows(known)));
    add_lists(&mut names, known);
    let documents_by_level = report.rules.levels.iter();
    names.extend(documents_by_level.map(|level| (documents_of(level), documents(known, level))));
    add_indicators(&mut names, known);
    let areas = report.allotments.rows.iter().zip(&ledger.subjects().areas).map(|(row, subject)| {
        known.figures_of(subject, &[Role::Amount], [("名称", known.field(subject, Role::Name, &row.area))])
    });
    names.insert("各地区".into(), list(areas));
    add_absent(&mut names, report);
    let of_levels = levels(&names, known);
    names.insert("各层级".into(), of_levels);
    names.insert("各案例".into(), list(report.cases.iter().map(|case| map([("名称", text(&case.project.value))]))));
    names
}

fn add_lists(names: &mut BTreeMap<String, Value>, known: &Known<'_>) {
    let Known { report, ledger, .. } = *known;
    let rules = &report.rules;
    let rows = lists::money_rows(known);
    names.extend(rows.first().cloned().map(|own| ("本项资金".to_string(), own)));
    names.insert("各资金行".into(), rows.into());
    names.insert("全部到位".into(), report.execution.is_received().into());
    let of_all = |kinds| lists::kinds(known, kinds, &Subject::Projects);
    names.insert("各状态".into(), of_all(lists::statuses(rules)));
    names.insert("各后补助".into(), of_all(lists::paid_afterwards(rules)));
    let projects: Vec<Graded<'_>> = report.projects.rows().zip(&ledger.subjects().projects).collect();
    names.insert("各等级".into(), lists::grades(known, &Subject::Projects, &projects, true));
    names.insert("有项目清单".into(), report.wants(Part::Projects).into());
    names.insert("评分依据".into(), text(rules.basis()));
    names.insert("资金管理各行".into(), list(rules.management.iter().map(|name| text(name))));
}

/// Whose documents hand the money down, from the top.
fn levels(names: &BTreeMap<String, Value>, known: &Known<'_>) -> Value {
    let levels = known.report.rules.levels.iter().zip(&known.ledger.subjects().levels);
    list(levels.map(|(level, subject)| {
        let documents = names.get(&documents_of(level)).cloned().unwrap_or_else(Pending::nothing_known);
        // 中央文件不写金额的: what came is known by the budget alone.
        let of_level = || known.report.documents.iter().filter(|document| document.level.value == *level);
        let has_amounts = Value::from(of_level().any(|document| !document.amount.is_blank()));
        // Beside documents of other money, whose it is that came in all.
        let only_own = of_level().all(|document| known.report.hands_down_own(document));
        let own = known.report.rules.money_rows.first().filter(|_| !only_own).map_or("资金", Term::name);
        let more = [("名称", text(level)), ("文件", documents), ("有金额", has_amounts), ("资金", text(own))];
        known.figures_of(subject, &[Role::Amount], more)
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
pub fn case_context(case: &CaseStudy, known: &Known<'_>) -> Value {
    let Known { report, ledger, .. } = *known;
    let mut names = vec![("名称", text(&case.project.value))];
    let named = &case.project.value;
    let mut rows = report.projects.rows().zip(&ledger.subjects().projects);
    match rows.find(|(row, _)| row.title() == named.as_str()) {
        Some((row, subject)) => {
            names.push(("单位", known.field(subject, Role::Unit, &row.unit)));
            names.push(("安排资金", known.role(subject, Role::Arranged).unwrap_or_else(|| text(PENDING))));
            let mode = row.mode.value().map(Term::name);
            let mode = mode.or((row.mode != Field::Absent || row.whole().is_none()).then_some(PENDING));
            names.extend(mode.map(|mode| ("支持方式", text(mode))));
        }
        // There is no project table, or the audit says that it has no such project.
        None => names.extend(["单位", "安排资金", "支持方式"].map(|name| (name, text(PENDING)))),
    }
    let of_case = report.cases.iter().zip(&ledger.subjects().cases).find(|(other, _)| *other == case);
    let data = of_case.map_or(&[] as &[Subject], |(_, data)| data.as_slice());
    let figures = case.figures.keys().zip(data);
    let figures = figures.filter_map(|(name, datum)| Some((name.clone(), known.role(datum, Role::Value)?)));
    names.push(("数据", Value::from_pairs(figures)));
    map(names)
}

fn letter(known: &Known<'_>, letter: &Letter) -> Value {
    let attachments = letter.attachments.iter().zip(&known.ledger.subjects().letter_attachments);
    map([
        ("发文机关标志", text(letter.mark.as_ref().map_or("", |mark| mark.value.as_str()))),
        ("发文字号", known.words(&Subject::Letter, Role::LetterNumber, &letter.number)),
        ("主送机关", known.words(&Subject::Letter, Role::Addressee, &letter.addressee)),
        ("其他附件", list(attachments.map(|(name, subject)| known.words(subject, Role::Name, name)))),
    ])
}

fn documents(known: &Known<'_>, level: &Term) -> Value {
    let Known { report, ledger, asked, marks } = *known;
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
            let id = ledger.subjects().id(subject, role.clone());
            let blank = match is_amount && told {
                true => known.named(text(PENDING), id, Some(place)),
                false => asked.blank(place, wanted, marks.number(Named { id, place: Some((*place).clone()) })),
            };
            (role.word(), blank)
        });
        let is_taken_back = document.amount.value().is_some_and(|amount| *amount < Money::ZERO);
        // 省级资金800万元 is no part of what came of the fund.
        let money = document.money.value().filter(|_| !report.hands_down_own(document)).map_or("资金", Term::name);
        let more = [("收回", Value::from(is_taken_back)), ("发文单位", issuer(known, document)), ("资金", text(money))];
        known.figures_of(subject, &roles, blank.chain(more))
    }))
}

/// Who issued a document: the office that its row or title names, in full where the report knows one office of that name; of
/// the own level the 财政部门, of another the level.
fn issuer(known: &Known<'_>, document: &AllocationDocument) -> Value {
    let Known { report, .. } = *known;
    let profile = &report.profile;
    let finance = (Role::FinanceDepartment, &profile.finance_department);
    let own = [finance.clone(), (Role::CompetentDepartment, &profile.competent_department)];
    let Some(named) = &document.issuer else {
        let is_own = report.rules.levels.last() == Some(&document.level.value);
        let level = || text(document.level.value.name());
        return if is_own { known.field(&Subject::Report, finance.0, finance.1) } else { level() };
    };
    let mut in_full = own.into_iter().filter_map(|(role, office)| Some((role, office.known()?)));
    match in_full.find(|(_, office)| office.value.ends_with(&named.value)) {
        Some((role, office)) => known.words(&Subject::Report, role, office),
        None => text(&named.value),
    }
}

fn directions(known: &Known<'_>) -> Value {
    let Known { report, ledger, .. } = *known;
    let rules = &report.rules;
    let kinds = rules.counted().into_iter();
    let roles: Vec<Role> = std::iter::once(Role::Arranged).chain(kinds.map(|kind| kind.role())).collect();
    let directions = report.projects.directions.iter().zip(&ledger.subjects().directions);
    let mut projects = ledger.subjects().projects.as_slice();
    // Where the table has none, what holds everything is none.
    list(directions.filter_map(|(direction, subject)| {
        let (own, rest) = projects.split_at(direction.rows().count().min(projects.len()));
        projects = rest;
        direction.label.as_ref()?;
        let rows: Vec<Graded<'_>> = direction.rows().zip(own).collect();
        let more = [
            ("名称", known.words(subject, Role::Name, &direction.name)),
            ("各等级", lists::grades(known, subject, &rows, true)),
            ("其他等级", lists::grades(known, subject, &rows, false)),
            ("构成", lists::kinds(known, lists::parts(rules), subject)),
        ];
        Some(known.figures_of(subject, &roles, more))
    }))
}

/// The project table as it is printed: 总计, then each direction, its groups, their projects. 序号 counts anew.
fn project_rows(known: &Known<'_>) -> Vec<Value> {
    let Known { report, ledger, .. } = *known;
    let amount = |subject: &Subject| known.role(subject, Role::Arranged).unwrap_or_else(|| text(PENDING));
    if report.lacks(Part::Projects) {
        let project = ["序号", "名称", "单位", "资金"].map(|name| (name, text(PENDING)));
        return vec![
            map([("类", text("总计")), ("资金", text(PENDING))]),
            map(std::iter::once(("类", text("项目"))).chain(project)),
        ];
    }
    let mut rows = vec![map([("类", text("总计")), ("资金", amount(&Subject::Projects))])];
    let subjects = ledger.subjects();
    let (mut groups, mut projects) = (subjects.groups.iter(), subjects.projects.iter());
    let mut serial = 0u32;
    for (direction, subject) in report.projects.directions.iter().zip(&subjects.directions) {
        rows.extend(direction.label.as_ref().map(|label| {
            let title = Sourced::new(label.clone(), direction.name.place.clone());
            let title = known.words(subject, Role::Name, &title);
            map([("类", text("方向")), ("标题", title), ("资金", amount(subject))])
        }));
        for (group, subject) in direction.groups.iter().zip(&mut groups) {
            rows.extend(group.label.as_ref().map(|label| {
                let title = known.words(subject, Role::Grouping, label);
                map([("类", text("分组")), ("标题", title), ("资金", amount(subject))])
            }));
            for (row, subject) in group.rows.iter().zip(&mut projects) {
                serial += 1;
                let name = known.field(subject, Role::ProjectName, &row.name);
                let unit = known.field(subject, Role::Unit, &row.unit);
                let serial = ("序号", Value::from(serial));
                let money = amount(subject);
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

fn add_indicators(names: &mut BTreeMap<String, Value>, known: &Known<'_>) {
    let Known { report, .. } = *known;
    let rows = indicator_rows(known);
    let select = |fits: &dyn Fn(&Indicator) -> bool| -> Value {
        list(rows.iter().filter(|row| row.row.whole().is_some_and(|row| fits(&row))).map(|row| row.shown.clone()))
    };
    names.insert("各指标".into(), list(rows.iter().map(|row| row.shown.clone())));
    // Nobody says that all are completed while one is not known.
    let under = select(&|indicator| report.is_under_target(indicator));
    let none_known = !under.is_true() && rows.iter().any(|row| row.row.whole().is_none());
    names.insert("未完成指标".into(), if none_known { Pending::nothing_known() } else { under });
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
    // Of a row without its 一级指标 nobody knows whose points are asked for.
    if report.lacks(Part::Indicators) || report.indicators.iter().any(|row| !row.dimension.is_known()) {
        for name in ["分值", "得分"] {
            if let Some(whole) = names.remove(name) {
                names.insert(name.into(), Pending::beside(entries(&whole)));
            }
        }
    }
    // Of a row without a name any indicator may be meant.
    if report.indicators.iter().any(|row| !row.name.is_known()) {
        let whole = names.remove("指标").map_or_else(BTreeMap::new, |whole| entries(&whole));
        names.insert("指标".into(), Pending::beside(whole));
    }
}

/// The rows in their order. One whose labels could not be read stands with the row above it.
fn indicator_rows<'a>(known: &Known<'a>) -> Vec<ShownRow<'a>> {
    let Known { report, ledger, .. } = *known;
    let mut rows: Vec<ShownRow<'a>> = Vec::new();
    for (row, subject) in report.indicators.iter().zip(&ledger.subjects().indicators) {
        let last = rows.last();
        let dimension = row.dimension.value().or_else(|| last.and_then(|row| row.dimension));
        let category = row.category.value().map(String::as_str).or_else(|| last.map(|row| row.category));
        let category = category.unwrap_or(PENDING);
        let shown = indicator_row((row, subject), dimension, category, known);
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
    known: &Known<'_>,
) -> Value {
    let name = row.name.value();
    let of_category = row.category.known().filter(|own| own.value == category);
    let explanation = row.explanation.known().map(|own| Sourced::new(own.value.text.clone(), own.place.clone()));
    let reason = name.and_then(|name| known.report.scoring.stated.get(name)).map(|stated| &stated.reason);
    let words = |role: Role, words: Option<&Sourced<String>>, otherwise: &str| {
        words.map_or_else(|| text(otherwise), |words| known.words(subject, role, words))
    };
    let mut more = vec![
        ("名称", known.field(subject, Role::IndicatorName, &row.name)),
        ("一级指标", text(dimension.map_or(PENDING, Dimension::name))),
        ("二级指标", words(Role::Category, of_category, category)),
        ("说明", words(Role::Explanation, explanation.as_ref(), "")),
        ("评定理由", words(Role::StatedReason, reason, "")),
    ];
    more.extend(lists::columns(known, subject, row));
    if name.is_none() {
        more.extend(INDICATOR_ROLES.iter().map(|role| {
            let id = known.ledger.subjects().id(subject, role.clone());
            (role.word(), known.named(text(PENDING), id, None))
        }));
        let target = row.target.value().map(|target| ("指标值", Value::from(target.to_string())));
        let actual = row.actual.value().map(|actual| ("实际完成值", Value::from(actual.to_string())));
        more.extend(target.into_iter().chain(actual));
        return map(more);
    }
    known.figures_of(subject, &INDICATOR_ROLES, more)
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
