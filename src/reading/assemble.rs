//! Tables and YAML blocks put together into the report; what is missing is said here.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::base::characters::is_han;
use crate::base::date::Date;
use crate::base::field::{Field, Rows};
use crate::base::name_marks::bare_name;
use crate::base::nearest::nearest;
use crate::base::place::{Place, Sourced};
use crate::model::allotment::Allotments;
use crate::model::budget::Execution;
use crate::model::figure::Quantity;
use crate::model::form_set::{FormSet, project_key};
use crate::model::indicator::IndicatorRow;
use crate::model::number::{Money, Rate, Score};
use crate::model::profile::{Letter, Profile};
use crate::model::project::ProjectTable;
use crate::model::report::{Accepted, CaseStudy, LastYear, Report};
use crate::model::scoring::{Scoring, StatedScore};
use crate::model::unit_form::UnitForm;

use super::faults::Faults;
use super::fields::Table;
use super::found::Found;
use super::indicators::without_number;
use super::keys::{ACCEPTED, BLOCKS, CASE, Key, LETTER, PROFILE, SCORING, STATED};
use super::normalisation::NormalisationKind as Kind;
use super::outline::Outline;
use super::recognise::{Recognition, TableKind};
use super::title_year::other_fund;
use super::yaml::Blocks;
use super::yaml_tree::{Node, NodeValue};
use super::{allotments, date, documents, execution, form_texts, indicators, kinds, money, outline, projects};
use super::{side_by_side, unit_forms, yaml_tables};
use crate::model::notation;
use crate::sheets::fault::Fault;

pub(crate) fn assemble(
    mut found: Found,
    label: &str,
    recognition: &Recognition,
    faults: &mut Faults,
) -> (Outline, Option<Report>) {
    let mut of_profile = Faults::default();
    let profile = found.yaml.get("报告").and_then(|node| profile(node, label, &mut of_profile));
    let mut unit_forms = std::mem::take(&mut found.forms);
    let fund = profile.as_ref().and_then(|profile| profile.fund.value());
    // A form names the fund before its project.
    unit_forms.iter_mut().for_each(|form| form.names.sort_by_key(|name| Some(name) == fund));
    if !recognition.rules.project_table.list.is_asked() {
        unit_forms.iter_mut().for_each(|form| name_by_unit(form, fund));
    }
    found.sheets = side_by_side::arranged(std::mem::take(&mut found.sheets), recognition, faults);
    let typed = yaml_tables::read(&found.yaml, recognition, faults);
    let tables = kinds::tables(&found, &typed, label, !unit_forms.is_empty(), recognition, faults);
    let all = |kind: TableKind| tables.get(&kind);
    let table = |kind: TableKind| all(kind).and_then(|tables| tables.first());
    let projects = all(TableKind::Projects).map(|tables| projects::read(tables, recognition, faults));
    if let Some(projects) = &projects {
        assign_projects(&mut unit_forms, projects);
    }
    let allotments = all(TableKind::Allotments);
    let region = profile.as_ref().and_then(|profile| profile.region.value()).cloned();
    let region = region.as_deref();
    let allotments = allotments.map(|tables| allotments::read(tables, region, recognition, faults)).unwrap_or_default();
    // What is wrong with the list itself is told below.
    let agreed = accepted(&found.yaml, &mut Faults::default());
    stand(&mut unit_forms, projects.as_ref(), &allotments, profile.as_ref(), &agreed, recognition);
    let mut indicators =
        all(TableKind::Indicators).and_then(|tables| indicators::read(tables, &unit_forms, recognition, faults));
    let documents = all(TableKind::Documents).map(|tables| documents::read(tables, region, recognition, faults));
    let own: Vec<Money> = {
        let listed = projects.iter().map(|projects| projects.amount()).chain(allotments.amount());
        let levels = recognition.rules.levels.iter().map(|level| {
            let rows = documents.iter().flat_map(|rows| rows.iter());
            rows.filter(|row| &row.level.value == level).filter_map(|row| row.amount.value().copied()).sum()
        });
        listed.chain(levels).filter(|sum: &Money| !sum.is_zero()).collect()
    };
    let mut execution = match table(TableKind::Execution) {
        Some(table) => execution::read(table, &unit_forms, &own, recognition, faults),
        None if unit_forms.is_empty() => Execution { stated_total: None, rows: Rows::absent(), details: Vec::new() },
        None => execution::of_forms(
            &unit_forms,
            &Place::file(&format!("{label}/{}", unit_forms::FOLDER)),
            recognition,
            faults,
        ),
    };

    if let Some(fund) = profile.as_ref().and_then(|profile| profile.fund.value()) {
        let short = profile.as_ref().and_then(|profile| profile.fund_short.value());
        let own: Vec<&str> = [Some(fund), short].into_iter().flatten().map(String::as_str).collect();
        for table in TableKind::ALL.into_iter().filter_map(all).flatten() {
            let named = other_fund(table.sheet, table.head.top, &own, recognition);
            if let Some((place, actual)) = named {
                faults.add(&place, Fault::TitleOfOtherFund { fund: fund.clone(), actual });
            }
        }
    }
    if doubt_money(&execution, projects.as_ref(), table, faults) {
        execution.put_in_doubt();
    }

    // 分值 may stand in the table of indicators.
    let is_weighed =
        |name: &str| name == "评分" && indicators.iter().flat_map(|rows| rows.iter()).any(|row| row.weight.is_known());
    let missing = |block: &&Key| {
        block.required && found.yaml.get(block.name).is_none() && !found.yaml.unread && !is_weighed(block.name)
    };
    for block in BLOCKS.iter().filter(missing) {
        faults.add(&Place::file(label), Fault::MissingBlock { block: block.name });
    }
    faults.extend(of_profile);
    let mut scoring = found.yaml.get("评分").map(|node| scoring(node, faults));
    if let Some(indicators) = &indicators {
        weigh(&mut scoring, indicators, &execution, recognition, faults);
    }
    if let (Some(node), Some(indicators)) = (found.yaml.get("评分"), &mut indicators) {
        stated_completion(node, indicators, faults);
    }
    let outline = Outline {
        // Nothing but a draft is made with gaps in it.
        profile: profile.clone().filter(Profile::is_whole),
        project_table: projects.clone(),
        allotments: allotments.clone(),
        indicators: all(TableKind::Indicators).map_or_else(Vec::new, |tables| {
            tables.iter().flat_map(|table| outline::indicators(table, recognition)).collect()
        }),
        heads: TableKind::ALL
            .into_iter()
            .filter_map(|kind| Some((kind, table(kind)?)))
            .flat_map(|(kind, table)| outline::heads(kind, table))
            .collect(),
    };
    let extra = found.yaml.get("数据").map_or_else(BTreeMap::new, |node| figures(node, "数据", faults));
    let (texts, unwritten) = texts(&found.yaml, faults);
    form_texts::tell(&found.sheets, &texts, recognition, faults);
    let cases = cases(&found.yaml, faults);
    let accepted = accepted(&found.yaml, faults);
    // A draft of nothing but gaps helps nobody.
    let is_something = projects.is_some() || indicators.is_some();
    let unread_texts = found.yaml.unread || found.yaml.get("文字").is_none();
    let no_projects = || ProjectTable { directions: Rows::absent(), ..ProjectTable::default() };
    let report = || {
        Some(Report {
            profile: profile.filter(|_| is_something)?,
            rules: recognition.rules.clone(),
            documents: documents.unwrap_or_else(Rows::absent),
            execution,
            projects: projects.unwrap_or_else(no_projects),
            allotments,
            indicators: indicators.unwrap_or_else(Rows::absent),
            scoring: scoring.unwrap_or_default(),
            extra,
            texts,
            unwritten,
            cases,
            unit_forms,
            accepted,
            last_year: LastYear::Absent,
            unread_texts: if unread_texts { vec![Place::file(label)] } else { Vec::new() },
        })
    };
    (outline, report())
}

/// Is the year's money of a size that no fund has, or that its projects have not?
fn doubt_money<'a, 'b: 'a>(
    execution: &Execution,
    projects: Option<&ProjectTable>,
    table: impl Fn(TableKind) -> Option<&'a Table<'b>>,
    faults: &mut Faults,
) -> bool {
    let lines = execution.lines().unwrap_or_default();
    let largest = lines.iter().map(|line| line.budget).max_by_key(|budget| budget.value);
    let (Some(largest), Some(budget)) = (largest, execution.budget()) else { return false };
    let amounts: Vec<_> = projects.iter().flat_map(|table| table.projects()).map(|project| project.amount).collect();
    let whole = Sourced::new(budget, largest.place.clone());
    let listed: Money = amounts.iter().map(|amount| amount.value).sum();
    let agrees = lines.iter().any(|line| line.budget.value == listed);
    money::doubt_whole(largest, budget, (amounts.len(), agrees), table(TableKind::Execution), faults)
        || money::doubt_sizes(&amounts, &whole, table(TableKind::Projects), faults)
}

/// Where there are no projects, a form is its unit's: what all forms name is the fund.
fn name_by_unit(form: &mut UnitForm, fund: Option<&String>) {
    form.names.retain(|name| Some(name) != fund);
    if form.names.is_empty() {
        form.names.extend(form.unit.as_ref().map(|unit| unit.value.clone()));
    }
}

/// Which row of the project table each form is of: the one that it names, be it without 项目 or 工程.
fn assign_projects(forms: &mut [UnitForm], projects: &ProjectTable) {
    let names: BTreeSet<&str> = projects.rows().filter_map(|row| row.name.value()).map(String::as_str).collect();
    for form in forms.iter_mut() {
        form.project = form.names.iter().find(|name| names.contains(name.as_str())).cloned();
    }
    let taken: BTreeSet<String> = forms.iter().filter_map(|form| form.project.clone()).collect();
    let left: Vec<&str> = names.into_iter().filter(|name| !taken.contains(*name)).collect();
    for form in forms.iter_mut().filter(|form| form.project.is_none()) {
        let alike = |project: &&&str| form.names.iter().any(|name| project_key(name) == project_key(project));
        let mut alike = left.iter().filter(alike);
        if let (Some(one), None) = (alike.next(), alike.next()) {
            form.project = Some((*one).to_string());
        }
    }
}

/// Which forms may be part of the region's figures.
fn stand(
    forms: &mut [UnitForm],
    projects: Option<&ProjectTable>,
    allotments: &Allotments,
    profile: Option<&Profile>,
    accepted: &[Accepted],
    recognition: &Recognition,
) {
    let region = profile.map_or([None, None], |profile| [profile.region.value(), profile.region_short.value()]);
    let set = match projects {
        Some(projects) => FormSet::of_projects(forms, projects),
        None if recognition.rules.project_table.list.is_asked() => None,
        None => FormSet::of_areas(forms, allotments, &region),
    };
    let standings = set.map(|set| set.standings(forms, accepted));
    for (form, standing) in forms.iter_mut().zip(standings.into_iter().flatten()) {
        form.standing = standing;
    }
}

/// A folder may name its fund in short: one character that not every fund has in its name is enough.
fn have_a_word_in_common(folder: &str, fund: &str) -> bool {
    const OF_ANY_FUND: &str = "中央财政省市县级专项补助资金经费项目的";
    let mut own = folder.chars().filter(|c| is_han(*c) && !OF_ANY_FUND.contains(*c)).peekable();
    own.peek().is_none() || own.any(|c| fund.contains(c))
}

/// Year and date are needed: files are named and stamped by them. Of other words a draft may lack some.
pub(super) fn profile(node: &Node, label: &str, faults: &mut Faults) -> Option<Profile> {
    known(node, "报告", PROFILE, faults);
    let mut words = |name: &str| {
        let given = given(node, name, faults).map(|words| unquoted(words, faults));
        Field::required(given, || node.place.clone())
    };
    let [region, region_short, fund, fund_short] = ["地区", "地区简称", "资金名称", "资金简称"].map(&mut words);
    let above = PROFILE.iter().filter_map(|key| key.instead).find(|name| node.field(name).is_some());
    let central_called = above.unwrap_or("中央主管部门");
    let [central, finance, competent] = [central_called, "财政部门", "主管部门"].map(&mut words);
    let remarks = words("说明");
    let [year, date] = ["年度", "成文日期"].map(|name| given(node, name, faults));
    let year = year.and_then(|text| {
        let parsed = text.value.parse::<u16>().ok().filter(|year| (1990..=2200).contains(year));
        checked(text, "年度", "四位数的年份，如 2025", parsed, faults)
    });
    if let Some(year) = &year {
        let digits: String = label.chars().take_while(char::is_ascii_digit).collect();
        if digits != year.value.to_string() {
            faults.add(&year.place, Fault::OtherYear { folder: label.to_string(), stated: year.value });
        }
    }
    if let (Some((_, of_folder)), Some(stated)) = (label.split_once('-'), fund.known())
        && !have_a_word_in_common(of_folder, &stated.value)
    {
        faults.add(&stated.place, Fault::OtherFund { folder: of_folder.to_string(), stated: stated.value.clone() });
    }
    let date: Option<Sourced<Date>> = date.and_then(|text| {
        let parsed = date::parse_date(&text.value);
        checked(text, "成文日期", "日期，如 2026-03-31", parsed, faults)
    });
    let letter = node.field("函").filter(|node| !node.is_blank()).and_then(|node| letter(node, faults));
    let stated = node.field("附件标识").filter(|node| !node.is_blank()).and_then(Node::scalar);
    let attachment_label = match &letter {
        Some(letter) => Some(label_under(letter, stated, faults)),
        None => stated,
    };
    let mut with = |name: &str, otherwise: bool| {
        let stated = node.field(name).filter(|node| !node.is_blank()).and_then(Node::scalar);
        stated.map_or(otherwise, |words| {
            let parsed = [("有", true), ("无", false)].into_iter().find(|(word, _)| *word == words.value);
            checked(words, name, "有 或 无", parsed.map(|(_, with)| with), faults).map_or(otherwise, |with| with.value)
        })
    };
    let (seal, charts, second_targets) = (with("印章", true), with("图表", false), with("第二张目标表", true));
    let layouts = node.field("式样").filter(|node| !node.is_blank()).and_then(Node::scalar);
    let signatures = node.field("署名").map_or_else(Vec::new, |node| words_or_list(node, "署名", faults));
    Some(Profile {
        year: year?,
        region,
        region_short,
        fund,
        fund_short,
        layouts,
        central_called,
        central_department: central,
        finance_department: finance,
        competent_department: competent,
        date: date?,
        signatures,
        seal,
        charts,
        second_targets,
        letter,
        attachment_label,
        remarks,
    })
}

/// A name in Chinese quotation marks: they are YAML's own by the look of them, and no part of it.
fn unquoted(words: Sourced<String>, faults: &mut Faults) -> Sourced<String> {
    let pairs = [('“', '”'), ('‘', '’'), ('＂', '＂')];
    let inner = pairs.into_iter().find_map(|(open, close)| {
        let inner = words.value.trim().strip_prefix(open)?.strip_suffix(close)?;
        (!inner.is_empty() && !inner.contains([open, close])).then(|| inner.to_string())
    });
    match inner {
        Some(inner) => {
            faults.read_as(&words.place, Kind::Typing, &words.value, &inner);
            Sourced::new(inner, words.place)
        }
        None => words,
    }
}

fn letter(node: &Node, faults: &mut Faults) -> Option<Letter> {
    known(node, "函", LETTER, faults);
    let mut words = |name: &str| given(node, name, faults);
    let [number, addressee] = ["发文字号", "主送机关"].map(&mut words);
    let mark = node.field("发文机关标志").filter(|node| !node.is_blank()).and_then(Node::scalar);
    let attachments = node.field("其他附件").map_or_else(Vec::new, |node| words_or_list(node, "其他附件", faults));
    Some(Letter { mark, number: number?, addressee: addressee?, attachments })
}

/// GB/T 9704-2012, 7.3.7: the label is what the letter's 附件说明 says: 附件, or 附件1 where there are several.
fn label_under(letter: &Letter, stated: Option<Sourced<String>>, faults: &mut Faults) -> Sourced<String> {
    let label = if letter.attachments.is_empty() { "附件" } else { "附件1" };
    if let Some(stated) = stated.filter(|stated| stated.value != label) {
        faults.add(&stated.place, Fault::AttachmentLabel { expected: label, actual: stated.value });
    }
    Sourced::new(label.to_string(), letter.number.place.clone())
}

/// One text, or several in a list.
fn words_or_list(node: &Node, key: &str, faults: &mut Faults) -> Vec<Sourced<String>> {
    let nodes = if node.items().is_empty() { std::slice::from_ref(node) } else { node.items() };
    let mut words = Vec::new();
    for node in nodes.iter().filter(|node| !node.is_blank()) {
        match node.scalar() {
            Some(text) => words.push(text),
            None => {
                let expected = "文字，或每行一项的清单".to_string();
                faults.add(&node.place, Fault::WrongValue { key: key.into(), expected, actual: node.describe() });
            }
        }
    }
    words
}

fn scoring(node: &Node, faults: &mut Faults) -> Scoring {
    known(node, "评分", SCORING, faults);
    let execution_weight = given(node, "预算执行", faults).and_then(|text| points(text, "预算执行", faults));
    let execution_weight = Field::required(execution_weight, || node.place.clone());
    let mut weights = BTreeMap::new();
    for (name, value) in node.field("指标分值").map_or(&[][..], Node::entries) {
        if let Some(points) = words(value, &name.value, faults).and_then(|text| points(text, &name.value, faults)) {
            weights.insert(without_number(name.value.clone()), points);
        }
    }
    let mut stated = BTreeMap::new();
    for item in node.field("评定").map_or(&[][..], Node::items) {
        known(item, "评定", STATED, faults);
        let [name, score, reason] = ["指标", "得分", "理由"].map(|field| given(item, field, faults));
        let score = score.and_then(|text| points(text, "得分", faults));
        if let (Some(name), Some(points), Some(reason)) = (name, score, reason) {
            stated.insert(without_number(name.value), StatedScore { points, reason });
        }
    }
    Scoring { execution_weight, weights, stated }
}

/// 分值 that the tables give. The YAML may say the same.
fn weigh(
    scoring: &mut Option<Scoring>,
    indicators: &Rows<IndicatorRow>,
    execution: &Execution,
    recognition: &Recognition,
    faults: &mut Faults,
) {
    let weights = indicators.iter().filter_map(|row| Some((row.name.value()?, row.weight.known()?)));
    let weights: Vec<_> = weights.collect();
    let Some((_, first)) = weights.first() else { return };
    let scoring = scoring.get_or_insert_with(|| {
        let lines = execution.stated_total.iter().chain(execution.rows.iter());
        let stated = lines.filter_map(|row| row.weight.known()).next().cloned();
        let usual = || Sourced::new(recognition.rules.execution_weight(), first.place.clone());
        Scoring { execution_weight: Field::Known(stated.unwrap_or_else(usual)), ..Scoring::default() }
    });
    for (name, weight) in weights {
        match scoring.weights.get(name) {
            Some(given) if given.value != weight.value => {
                let what = format!("“{name}”不同的分值");
                faults.add(&weight.place, Fault::GivenTwice { what, first: given.place.clone() });
            }
            Some(_) => {}
            None => drop(scoring.weights.insert(name.clone(), weight.clone())),
        }
    }
}

fn points(text: Sourced<String>, key: &str, faults: &mut Faults) -> Option<Sourced<Score>> {
    let parsed = notation::measure(&text.value)
        .filter(|measure| matches!(measure.unit.as_str(), "" | "分") && measure.value >= Decimal::ZERO)
        .map(|measure| Score(measure.value));
    checked(text, key, "分数，如 10 或 1.5", parsed, faults)
}

fn stated_completion(node: &Node, indicators: &mut Rows<IndicatorRow>, faults: &mut Faults) {
    for (name, value) in node.field("完成率").map_or(&[][..], Node::entries) {
        let name = &name.clone().map(without_number);
        let names = || indicators.iter().filter_map(|row| Some(row.whole()?.name.value.as_str()));
        if !names().any(|known| known == name.value) {
            if !indicators.is_whole() {
                continue;
            }
            let nearest = nearest(&name.value, names());
            let fault = Fault::UnknownKey { key: name.value.clone(), parent: "指标表".into(), nearest };
            faults.add(&name.place, fault);
            continue;
        }
        let rate: Option<Sourced<Rate>> = words(value, &name.value, faults).and_then(|text| {
            let parsed = notation::rate(&text.value);
            checked(text, &name.value, "百分数，如 90%", parsed, faults)
        });
        let mut rows = indicators.iter_mut();
        if let Some(row) = rows.find(|row| row.whole().is_some_and(|indicator| indicator.name.value == name.value)) {
            row.stated_completion = Field::required(rate, || value.place.clone());
        }
    }
}

fn figures(node: &Node, parent: &str, faults: &mut Faults) -> BTreeMap<String, Sourced<Quantity>> {
    let entries = node.entries().iter();
    if node.entries().is_empty() && !node.is_blank() {
        let expected = "一行一个“名称: 数字”".to_string();
        faults.add(&node.place, Fault::WrongValue { key: parent.into(), expected, actual: node.describe() });
    }
    entries
        .filter_map(|(name, value)| {
            let text = words(value, &name.value, faults)?;
            Some((name.value.clone(), text.map(|text| notation::quantity(&text))))
        })
        .collect()
}

type ByPath<T> = BTreeMap<(String, String), T>;

/// The texts, and where a section has none.
fn texts(yaml: &Blocks, faults: &mut Faults) -> (ByPath<Sourced<String>>, ByPath<Place>) {
    let (mut texts, mut unwritten) = (ByPath::new(), ByPath::new());
    for (chapter, sections) in yaml.get("文字").map_or(&[][..], Node::entries) {
        if sections.entries().is_empty() {
            let expected = "下面分节，每节一段文字".to_string();
            let fault = Fault::WrongValue { key: chapter.value.clone(), expected, actual: sections.describe() };
            faults.add(&chapter.place, fault);
        }
        for (section, text) in sections.entries() {
            let path = (chapter.value.clone(), section.value.clone());
            if text.scalar().map_or(text.is_blank(), |text| text.value.trim().is_empty()) {
                unwritten.insert(path, section.place.clone());
            } else if let Some(text) = words(text, &section.value, faults) {
                texts.insert(path, text);
            }
        }
    }
    (texts, unwritten)
}

fn cases(yaml: &Blocks, faults: &mut Faults) -> Vec<CaseStudy> {
    let mut cases = Vec::new();
    for item in yaml.get("案例").map_or(&[][..], Node::items) {
        known(item, "案例", CASE, faults);
        let [project, text] = ["项目", "文字"].map(|field| given(item, field, faults));
        let project = project.map(|project| project.map(|name| bare_name(&name).to_string()));
        let figures = item.field("数据").map_or_else(BTreeMap::new, |node| figures(node, "数据", faults));
        if let (Some(project), Some(text)) = (project, text) {
            cases.push(CaseStudy { project, figures, text });
        }
    }
    cases
}

fn accepted(yaml: &Blocks, faults: &mut Faults) -> Vec<Accepted> {
    let mut accepted = Vec::new();
    for item in yaml.get("接受").map_or(&[][..], Node::items) {
        known(item, "接受", ACCEPTED, faults);
        let [code, reason] = ["代码", "理由"].map(|field| given(item, field, faults));
        let place = item.field("位置").and_then(|node| words(node, "位置", faults));
        if let (Some(code), Some(reason)) = (code, reason) {
            accepted.push(Accepted { code, place, reason });
        }
    }
    accepted
}

/// Every key of the node that is none of these is a fault, with the nearest one; so is each that must be there and is
/// not.
fn known(node: &Node, parent: &str, keys: &[Key], faults: &mut Faults) {
    for (key, _) in node.entries() {
        if !keys.iter().flat_map(Key::names).any(|known| known == key.value) {
            let nearest = nearest(&key.value, keys.iter().flat_map(Key::names));
            faults.add(&key.place, Fault::UnknownKey { key: key.value.clone(), parent: parent.into(), nearest });
        }
    }
    for key in keys.iter().filter(|key| key.required && key.names().all(|name| node.field(name).is_none())) {
        let expected = format!("有一行“{}: …”（{}）", key.name, key.about);
        let key = format!("{parent}：{}", key.name);
        faults.add(&node.place, Fault::WrongValue { key, expected, actual: "没有写".into() });
    }
}

/// The words under a key; that a required one is missing has been said by `known`.
fn given(node: &Node, name: &str, faults: &mut Faults) -> Option<Sourced<String>> {
    words(node.field(name)?, name, faults)
}

/// Words or a number; anything else, or nothing, is a fault.
fn words(node: &Node, key: &str, faults: &mut Faults) -> Option<Sourced<String>> {
    match &node.value {
        NodeValue::Scalar(text) if !text.trim().is_empty() => Some(Sourced::new(text.clone(), node.place.clone())),
        _ => {
            let fault =
                Fault::WrongValue { key: key.to_string(), expected: "文字或数字".into(), actual: node.describe() };
            faults.add(&node.place, fault);
            None
        }
    }
}

fn checked<T>(
    text: Sourced<String>,
    key: &str,
    expected: &str,
    parsed: Option<T>,
    faults: &mut Faults,
) -> Option<Sourced<T>> {
    match parsed {
        Some(value) => Some(Sourced::new(value, text.place)),
        None => {
            let fault = Fault::WrongValue { key: key.to_string(), expected: expected.into(), actual: text.value };
            faults.add(&text.place, fault);
            None
        }
    }
}
