//! The indicator table: labels merged downwards, targets and results as people type them.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::base::characters::without_blanks;
use crate::base::field::{Field, Rows};
use crate::base::name_marks::{bare_name, level_name, points_behind, without_level_number};
use crate::base::number::plain;
use crate::base::place::{Place, Sourced};
use crate::base::placeholders::placeholder;
use crate::base::text_part::TextPart;
use crate::model::aggregation::{Method, NoAggregate, Part, aggregate};
use crate::model::indicator::{Dimension, IndicatorRow};
use crate::model::measure::{Actual, Comparator, Explanation, Measure, Target};
use crate::model::number::{Rate, Score, StatedRate};
use crate::model::unit_form::UnitForm;

use super::aggregation_method::AggregationWords;
use super::faults::Faults;
use super::fields::{Table, tidy};
use super::head_words::head_key;
use super::normalisation::NormalisationKind as Kind;
use super::rates::{points, rate};
use super::recognise::{Recognition, TableKind};
use crate::model::notation;
use crate::model::stated_target::{self, Stated, is_compared, is_ratio};
use crate::sheets::fault::Fault;
use crate::sheets::fault::Nearest;

/// `None` where it is no table of results. Those that it does not give are made from the units' forms, where there are any.
pub(crate) fn read(
    tables: &[Table<'_>],
    forms: &[UnitForm],
    recognition: &Recognition,
    faults: &mut Faults,
) -> Option<Rows<IndicatorRow>> {
    let mut indicators = Rows::default();
    let percents = tables.iter().any(writes_percents);
    let without = tables.iter().find(|table| table.head.column("实际完成值").is_none());
    if let Some(table) = without.filter(|_| forms.is_empty()) {
        let kind = TableKind::Indicators;
        let missing = vec![recognition.usual(kind, "实际完成值")];
        let nearest = Nearest { kind: kind.name().into(), missing, likely: true };
        faults.add(&table.sheet.whole(), Fault::UnknownSheet { nearest: Some(nearest), missing: None });
        return None;
    }
    for (table, row) in tables.iter().flat_map(|table| table.rows().map(move |row| (table, row))) {
        // A row without an indicator and its values is a blank row or a note under the table.
        if !is_indicator(table, row) {
            table.note_skipped(row, faults);
            continue;
        }
        if let Some(name) = inapplicable(table, row, recognition) {
            let place = table.sheet.place(row, table.head.column("三级指标").unwrap_or_default());
            faults.read_as(&place, Kind::SkippedRow, &name, "");
            continue;
        }
        let errors = faults.errors;
        indicators.push(indicator(table, row, (forms, percents), recognition, faults));
        let is_refused = indicators.last_mut().is_some_and(|row| row.actual.is_unread());
        if faults.errors > errors || is_refused {
            indicators.push_unread(table.sheet.place(row, 0));
        }
    }
    tell_unitless(faults);
    Some(indicators)
}

/// Bare numbers that took the unit of the other side: asked once for the column.
fn tell_unitless(faults: &mut Faults) {
    let mut all = std::mem::take(&mut faults.unitless);
    while let Some((_, what, _)) = all.first() {
        let what = what.clone();
        let (own, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|(_, of, _)| *of == what);
        all = others;
        let places: Vec<Place> = own.iter().map(|(place, ..)| place.clone()).collect();
        let listed = |side: usize| own.iter().map(|(.., both)| both[side].as_str()).collect::<Vec<_>>().join("、");
        let (numbers, shown) = (listed(0), listed(1));
        let fault = Fault::Ambiguous {
            what,
            actual: format!("{numbers}，没有写单位"),
            readings: [shown.clone(), format!("没有单位的{numbers}")],
            taken: true,
            hint: format!("写全成 {shown}。"),
        };
        faults.add_all(&places, fault);
    }
}

pub(super) fn is_indicator(table: &Table<'_>, row: u32) -> bool {
    ["三级指标", "指标值", "实际完成值"].into_iter().any(|field| table.holds(row, field))
}

/// 不适用 for target and result: what the ministry's list has and the place has not, by its name.
pub(super) fn inapplicable(table: &Table<'_>, row: u32, recognition: &Recognition) -> Option<String> {
    let words = |field: &str| {
        let cell = table.head.column(field).and_then(|column| table.sheet.merged(row, column).0);
        cell.map_or_else(String::new, |value| tidy(&value.words()))
    };
    let [name, target, actual] = ["三级指标", "指标值", "实际完成值"].map(words);
    let is_said = |text: &str| recognition.inapplicable.iter().any(|word| word == text);
    let nothing = |text: &str| is_said(text) || recognition.is_blank(text) || !text.chars().any(char::is_alphanumeric);
    let both = nothing(&target) && nothing(&actual) && (is_said(&target) || is_said(&actual));
    both.then(|| format!("{name}（不适用）"))
}

fn indicator(
    table: &Table<'_>,
    row: u32,
    (forms, percents): (&[UnitForm], bool),
    recognition: &Recognition,
    faults: &mut Faults,
) -> IndicatorRow {
    let dimension = match table.head.column("一级指标") {
        Some(_) => label(table, row, "一级指标", faults),
        // 产出, 效益: a sheet for each.
        None => Some(Sourced::new(table.sheet.name.trim().to_string(), table.sheet.whole())),
    };
    let dimension = dimension.map(|words| of_fund(words, recognition));
    let is_short = dimension.as_ref().is_some_and(|(_, is_short)| *is_short);
    let dimension = dimension.map(|(words, _)| self::dimension(words, faults));
    let category = label(table, row, "二级指标", faults).map(|words| {
        let bare = level_name(&words.value);
        let ending = if is_short && !bare.ends_with(INDICATOR) { INDICATOR } else { "" };
        let bare = format!("{bare}{ending}");
        faults.read_as(&words.place, Kind::Prefix, &words.value, &bare);
        Sourced::new(bare, words.place)
    });
    let typed = table.text(row, "三级指标", faults);
    let behind = typed.as_ref().and_then(|name| weight_behind(name, faults));
    let name = typed.map(|name| {
        let bare = indicator_name(&name.value);
        faults.read_as(&name.place, Kind::Prefix, &name.value, &bare);
        Sourced::new(bare, name.place)
    });
    let given = forms.is_empty() || is_stated(table, row);
    let (target, stated) = values(table, row, (given, percents), faults);
    let explanation = table.field(row, "说明", faults, |faults| table.filled(row, "说明", recognition, faults));
    let measures = table.filled(row, MEASURES, recognition, faults);
    let (mut how, mut made) = (None, None);
    if let (Some(name), Some(target)) = (&name, &target) {
        let method = method(table, row, &name.value, &target.value, recognition, faults);
        how = Some(method).filter(|_| !forms.is_empty());
        made = Some(aggregate(&name.value, &target.value, method, forms));
    }
    for part in made.iter().flatten().flat_map(|aggregate| &aggregate.parts) {
        note_other_unit(part, forms, faults);
    }
    let actual = match (given, &name, &made) {
        (true, ..) => stated,
        (false, _, Some(Ok(aggregate))) => {
            Some(Sourced::new(Actual::Measured(aggregate.value.clone()), result_place(table, row)))
        }
        (false, _, Some(Err(NoAggregate::Refused))) => None,
        // What is wrong in each of those cells is told.
        (false, _, Some(Err(NoAggregate::Unfit(all)))) if all.iter().all(|own| faults.tells(&own.place)) => None,
        (false, Some(name), Some(Err(why))) => {
            let target = target.as_ref().map(|target| &target.value);
            faults.add(&result_place(table, row), unmade(&name.value, target, why, recognition));
            None
        }
        _ => None,
    };
    let is_cost = |words: Option<&str>| words.is_some_and(|words| words.contains("成本"));
    let target = match target {
        Some(target) if is_cost(category.as_ref().map(|words| words.value.as_str())) => {
            let columns = ["指标值", "指标性质"].into_iter().filter_map(|field| table.head.column(field));
            let typed: String = columns.map(|column| table.sheet.merged_words(row, column)).collect();
            Some(ceiling(target, actual.as_ref().map(|actual| &actual.value), &typed, faults))
        }
        target => target,
    };
    let own_completion = table.field(row, "完成率", faults, |faults| rate(table, row, "完成率", faults));
    let weight = match table.field(row, "分值", faults, |faults| points(table, row, "分值", faults)) {
        none if none.is_blank() => behind.map_or(none, Field::Known),
        weight => weight,
    };
    let points = table.field(row, "得分", faults, |faults| points(table, row, "得分", faults));
    let stated_completion = match (&target, &actual) {
        (Some(target), Some(actual)) => {
            stated_completion((&target.value, actual), &own_completion, [&points, &weight], recognition)
        }
        _ => Field::Absent,
    };
    IndicatorRow {
        dimension: Field::required(dimension, || cell(table, row, "一级指标")),
        category: Field::required(category, || cell(table, row, "二级指标")),
        name: Field::required(name, || cell(table, row, "三级指标")),
        target: Field::required(target, || cell(table, row, "指标值")),
        actual: Field::required(actual, || cell(table, row, "实际完成值")),
        aggregated: !given,
        method: how,
        aggregate: made.and_then(Result::ok),
        explanation: with_measures(explanation.map(|text| self::explanation(text, recognition)), measures),
        stated_completion,
        own_completion,
        weight,
        points,
    }
}

/// Of words that differ nobody but the clerk can say how far they were reached: in the row's 完成率, in words of the
/// office, or by the points that it gave. Of words that are the same it may have given less.
fn stated_completion(
    (target, actual): (&Target, &Sourced<Actual>),
    own: &Field<StatedRate>,
    [points, weight]: [&Field<Score>; 2],
    recognition: &Recognition,
) -> Field<Rate> {
    let Actual::Described(reached) = &actual.value else { return Field::Absent };
    let reaches_each = |target: &Target, reached: &str| match target {
        Target::Qualitative(wanted) => stated_target::reaches_each(wanted, reached),
        Target::Quantitative { .. } => false,
    };
    let itself = target.completion(&actual.value);
    let given = points.known().zip(weight.value()).and_then(|(points, weight)| {
        let share = Rate::of(points.value.0, weight.0).filter(|share| *share <= Rate::ONE)?;
        Some(Sourced::new(share, points.place.clone()))
    });
    let is_words = matches!(target, Target::Qualitative(_));
    match (itself, own.is_known()) {
        (Some(_), true) if matches!(target, Target::Qualitative(wanted) if wanted == reached) => Field::Absent,
        (_, true) => own.clone().map(|stated: StatedRate| stated.rate()),
        (None, false) if is_words && (recognition.is_reached(reached) || reaches_each(target, reached)) => {
            Field::Known(Sourced::new(Rate::ONE, actual.place.clone()))
        }
        (None, false) => given.filter(|_| is_words).map_or(Field::Absent, Field::Known),
        (Some(own), false) => given.filter(|given| is_words && given.value < own).map_or(Field::Absent, Field::Known),
    }
}

/// 汇总方式: as its column says, else by unit and name.
fn method(
    table: &Table<'_>,
    row: u32,
    name: &str,
    target: &Target,
    recognition: &Recognition,
    faults: &mut Faults,
) -> Method {
    let words = &recognition.aggregation;
    let usual = words.usual(name, target);
    let Some(stated) = table.filled(row, "汇总方式", recognition, faults) else { return usual };
    words.stated(&stated.value).unwrap_or_else(|| {
        let (what, expected) = ("汇总方式".to_string(), AggregationWords::known());
        faults.add(&stated.place, Fault::WrongCell { what, expected, actual: stated.value });
        usual
    })
}

/// Does the table give 全年实际完成值 in this row?
fn is_stated(table: &Table<'_>, row: u32) -> bool {
    let cell = table.head.column("实际完成值").and_then(|column| table.sheet.merged(row, column).0);
    cell.is_some_and(|value| !value.words().trim().is_empty())
}

/// Where a field of the row stands, or would stand.
fn cell(table: &Table<'_>, row: u32, field: &str) -> Place {
    let column = table.head.column(field);
    column.map_or_else(|| result_place(table, row), |column| table.sheet.merged(row, column).1)
}

/// Where 全年实际完成值 of the row would stand.
fn result_place(table: &Table<'_>, row: u32) -> Place {
    let columns = ["实际完成值", "指标值", "三级指标"].into_iter();
    table.sheet.place(row, columns.filter_map(|field| table.head.column(field)).next().unwrap_or_default())
}

/// 46800人 among 万人 counts as 4.68万人.
fn note_other_unit(part: &Part, forms: &[UnitForm], faults: &mut Faults) {
    let typed = forms.get(part.form).and_then(|form| form.indicators.get(part.row)?.actual.as_ref());
    if let Some(Actual::Measured(typed)) = typed.map(|typed| &typed.value)
        && typed.unit != part.value.unit
    {
        faults.read_as(&part.place, Kind::Unit, &typed.to_string(), &part.value.to_string());
    }
}

/// Why a result that the region does not give could not be made from the forms.
fn unmade(name: &str, target: Option<&Target>, why: &NoAggregate, recognition: &Recognition) -> Fault {
    let (why, places) = match why {
        NoAggregate::Unreported(waiting) => ("没有一份填了这个指标".to_string(), waiting.clone()),
        NoAggregate::Unfit(actuals) => {
            const SHOWN: usize = 3;
            let unit = match target {
                Some(Target::Quantitative { measure, .. }) => measure.unit.as_str(),
                _ => "%",
            };
            let mut kinds: BTreeMap<String, Vec<String>> = BTreeMap::new();
            for actual in actuals {
                let why = match &actual.value {
                    Actual::Measured(_) => format!("单位不是“{unit}”"),
                    Actual::Described(words) if recognition.rules.band_named(words).is_some() => "没有写百分比".into(),
                    Actual::Described(_) => "不是数（定性指标要写百分比）".into(),
                };
                kinds.entry(why).or_default().push(format!("“{}”", actual.value));
            }
            let each = kinds.into_iter().map(|(why, words)| {
                let all: BTreeSet<&String> = words.iter().collect();
                let rest = if all.len() > SHOWN { "等" } else { "" };
                let shown: Vec<&str> = all.iter().take(SHOWN).map(|words| words.as_str()).collect();
                format!("{}份写的{}{rest}，{why}", words.len(), shown.join("、"))
            });
            let why = each.collect::<Vec<_>>().join("；");
            (why, actuals.iter().map(|actual| actual.place.clone()).collect())
        }
        NoAggregate::Weightless(places) => ("要按资金额度加权平均，有的没有填全年预算数".to_string(), places.clone()),
        NoAggregate::Refused => ("有的自评表不能计入".to_string(), Vec::new()),
        NoAggregate::ByRegion => ("汇总方式写的是不汇总，由区域填写".to_string(), Vec::new()),
    };
    Fault::NoAggregate { name: name.to_string(), why, places }
}

const MEASURES: &str = "改进措施";

/// 未完成原因 and 改进措施, each in a column of its own.
fn with_measures(explanation: Field<Explanation>, measures: Option<Sourced<String>>) -> Field<Explanation> {
    let Some(measures) = measures else { return explanation };
    let Field::Known(Sourced { value: Explanation { text, reason, measures: _ }, place }) = explanation else {
        let own = Explanation { text: measures.value.clone(), reason: String::new(), measures: measures.value };
        return Field::Known(Sourced::new(own, measures.place));
    };
    let stop = if text.ends_with(['。', '；', '！']) { "" } else { "。" };
    let text = format!("{text}{stop}{}", measures.value);
    Field::Known(Sourced::new(Explanation { text, reason, measures: measures.value }, place))
}

const INDICATOR: &str = "指标";

/// 产出 for 产出指标; and whether it was so.
fn of_fund(words: Sourced<String>, recognition: &Recognition) -> (Sourced<String>, bool) {
    let long = format!("{}{INDICATOR}", head_key(level_name(&words.value)));
    let is_short = recognition.rules.dimensions().any(|dimension| dimension.name() == long);
    (if is_short { Sourced::new(long, words.place) } else { words }, is_short)
}

/// The unit form writes 产出指标（50分）, some 服务对象满意度指标. Whether the fund has such a one, the audit says.
pub(super) fn dimension(words: Sourced<String>, faults: &mut Faults) -> Sourced<Dimension> {
    let key = head_key(level_name(&words.value));
    let dimension = Dimension::named(key.strip_prefix("服务对象").unwrap_or(&key));
    faults.read_as(&words.place, Kind::Synonym, &words.value, dimension.name());
    Sourced::new(dimension, words.place)
}

/// Target and result of a row; the result where it is given, `percents` where the tables write 95 for 95%. A bare number takes the unit of the column of units, else that of the other one.
pub(super) fn values(
    table: &Table<'_>,
    row: u32,
    (given, percents): (bool, bool),
    faults: &mut Faults,
) -> (Option<Sourced<Target>>, Option<Sourced<Actual>>) {
    let column = table.optional(row, "计量单位", faults).map(|unit| unit.value.split_whitespace().collect::<String>());
    let column = column.map(|unit| notation::spelled_unit(&unit));
    let mut stated = value(table, row, "指标值", faults).map(|text| compared(table, row, text));
    let mut reached = given.then(|| value(table, row, "实际完成值", faults)).flatten();
    if let (Some(wanted), Some(done)) = (&mut stated, &reached)
        && let Some(number) = stated_target::number_behind_words(&wanted.value, &done.value).map(str::to_string)
    {
        let (words, what) = (std::mem::replace(&mut wanted.value, number), "指标值".into());
        let readings = [stated_target::target(&wanted.value).to_string(), format!("文字“{words}”")];
        let hint = format!("只写 {}，前面的话写到指标名称里。", readings[0]);
        faults.add(&wanted.place, Fault::Ambiguous { what, actual: words, readings, taken: true, hint });
    }
    // 下降3% and 下降3.5%: reckoned with as 3% and 3.5%, printed as they are.
    let mut changes = None;
    if let (Some(wanted), Some(done)) = (&mut stated, &mut reached)
        && let Some((bare, number)) = stated_target::of_one_change(&wanted.value, &done.value)
    {
        let (bare, number) = (bare.to_string(), number.to_string());
        changes = Some((std::mem::replace(&mut wanted.value, bare), std::mem::replace(&mut done.value, number)));
    }
    // 每月10日前 on both sides: the same time.
    let same = matches!((&stated, &reached), (Some(wanted), Some(done))
        if wanted.value == done.value && wanted.value.contains(['日', '月', '周', '季']));
    let stated = stated.and_then(|text| match stated_target::target(&text.value) {
        words @ Target::Qualitative(_) if same && !is_compared(&text.value) => {
            note_words(&text.value, &text.place, faults);
            Some((Sourced::new(words, text.place), text.value))
        }
        _ => doubted_target(text, faults),
    });
    let in_words = matches!(&stated, Some((target, _)) if matches!(target.value, Target::Qualitative(_)));
    let reached = reached.and_then(|text| doubted_actual(text, in_words, faults));
    let (mut target, mut actual) = (stated, reached);
    if let (Some((target, _)), Some((actual, words))) = (&target, &mut actual)
        && let Target::Quantitative { measure, .. } = &target.value
    {
        let unit = column.as_ref().filter(|_| measure.unit.is_empty()).unwrap_or(&measure.unit);
        said_in_words(actual, words, (measure.value, unit), faults);
        as_money(actual, words, unit, faults);
    }
    if let (Some((target, target_text)), Some((actual, actual_text))) = (&target, &actual) {
        doubt_ratio(target, target_text, actual, actual_text, faults);
    }
    let is_at_most = target
        .as_ref()
        .is_some_and(|(target, _)| matches!(target.value, Target::Quantitative { comparator: Comparator::AtMost, .. }));
    let mut sides: [Option<(&mut Measure, &crate::base::place::Place, &str)>; 2] = [
        target.as_mut().and_then(|(target, _)| match &mut target.value {
            Target::Quantitative { measure, .. } => Some((measure, &target.place, "指标值")),
            Target::Qualitative(_) => None,
        }),
        actual.as_mut().and_then(|(actual, _)| match &mut actual.value {
            Actual::Measured(measure) => Some((measure, &actual.place, "实际完成值")),
            Actual::Described(_) => None,
        }),
    ];
    match column.filter(|unit| !unit.is_empty()) {
        Some(unit) => {
            // At most 1 of what is better the less of it there is, beside others of 95.
            let is_small = |side: &Option<(&mut Measure, &crate::base::place::Place, &str)>| {
                side.as_ref().is_none_or(|(measure, ..)| measure.value.abs() <= Decimal::ONE)
            };
            let source = match unit == "%" && is_at_most && percents && sides.iter().all(is_small) {
                true => Source::Percents,
                false => Source::Column,
            };
            for (measure, place, what) in sides.iter_mut().flatten() {
                adopt(measure, &unit, place, what, source, faults);
            }
        }
        None => {
            if let [Some((target, target_place, _)), Some((actual, actual_place, _))] = &mut sides {
                let (own, other) = (target.unit.clone(), actual.unit.clone());
                match (own.is_empty(), other.is_empty()) {
                    (false, true) => adopt(actual, &own, actual_place, "实际完成值", Source::OtherSide, faults),
                    (true, false) => adopt(target, &other, target_place, "指标值", Source::OtherSide, faults),
                    _ => {}
                }
            }
        }
    }
    if let ([Some((target, ..)), Some((actual, ..))], Some((wanted, done))) = (&mut sides, changes) {
        (target.typed, actual.typed) = (Some(wanted), Some(done));
    }
    let (target, mut actual) = (target.map(|(target, _)| target), actual.map(|(actual, _)| actual));
    if let (Some(Target::Quantitative { measure: wanted, .. }), Some(actual)) =
        (target.as_ref().map(|target| &target.value), &mut actual)
        && let Actual::Measured(reached) = &mut actual.value
        && reached.unit != wanted.unit
    {
        let name = table.words(row, "三级指标");
        let per = is_per(&wanted.unit, &reached.unit, &name) || is_per(&reached.unit, &wanted.unit, &name);
        let same = || per.then(|| Measure::new(reached.value, wanted.unit.as_str()));
        if let Some(same) = reached.in_unit(&wanted.unit).or_else(same) {
            faults.read_as(&actual.place, Kind::Unit, &reached.to_string(), &same.to_string());
            *reached = Measure { typed: Some(reached.to_string()), ..same };
        }
    }
    (target, actual)
}

/// 10次/年 is 10次 in the report's year, 41.5小时/周 is 41.5小时 of 每周开放时长.
fn is_per(long: &str, short: &str, name: &str) -> bool {
    let per = long.strip_prefix(short).and_then(|rest| rest.strip_prefix('/'));
    per.is_some_and(|per| per == "年" || name.contains(&format!("每{per}")) || name.contains(&format!("{per}均")))
}

/// 两个 of ≥2个, 无 of 0起, 每月1次 of ≥12次: a number in words.
fn said_in_words(actual: &mut Sourced<Actual>, words: &str, (wanted, unit): (Decimal, &str), faults: &mut Faults) {
    let Actual::Described(_) = &actual.value else { return };
    let Some((value, reckoned)) = notation::in_words(words, unit) else { return };
    if value.is_zero() && !wanted.is_zero() {
        return;
    }
    let measure = Measure::new(value, unit);
    if reckoned {
        let readings = [measure.to_string(), format!("文字“{words}”")];
        let (what, hint) = ("实际完成值".into(), format!("写成 {measure}。"));
        let actual_words = words.to_string();
        faults.add(&actual.place, Fault::Ambiguous { what, actual: actual_words, readings, taken: true, hint });
    } else {
        faults.read_as(&actual.place, Kind::Typing, words, &measure.to_string());
    }
    actual.value = Actual::Measured(measure);
}

/// 294427.8千元 and 人民币29442.78万元整 of ≥28166万元.
fn as_money(actual: &mut Sourced<Actual>, words: &str, unit: &str, faults: &mut Faults) {
    let is_plain = match &actual.value {
        Actual::Measured(reached) => reached.unit.is_empty() || reached.in_unit(unit).is_some(),
        Actual::Described(_) => false,
    };
    if !is_plain && let Some(same) = notation::money_in(words, unit) {
        faults.read_as(&actual.place, Kind::Unit, words, &same.to_string());
        actual.value = Actual::Measured(same);
    }
}

/// A bare number with the comparator that stands in a column of its own.
fn compared(table: &Table<'_>, row: u32, text: Sourced<String>) -> Sourced<String> {
    text.map(|text| with_comparator(&table.words(row, "指标性质"), text))
}

/// The target of a row, with the sign and the unit that stand in columns of their own.
pub(super) fn target_words(table: &Table<'_>, row: u32) -> String {
    let words = |field: &str| table.words(row, field);
    let target = with_comparator(&words("指标性质"), words("指标值"));
    let is_bare = target.ends_with(|c: char| c.is_ascii_digit());
    let whole = if is_bare { format!("{target}{}", words("计量单位")) } else { target };
    stated_target::target(&whole).to_string()
}

/// ≥ and 20 are ≥20; 定性 and 定量 say nothing of a number.
pub(super) fn with_comparator(nature: &str, target: String) -> String {
    let sign: String = nature.split_whitespace().collect();
    let sign = match sign.as_str() {
        "正向" | "正向指标" => "≥",
        "反向" | "逆向" | "反向指标" | "逆向指标" | "负向指标" => "≤",
        other => other,
    };
    let is_bare = target.starts_with(|c: char| c.is_ascii_digit());
    let joined = format!("{sign}{target}");
    let is_compared = matches!(stated_target::target(&joined), Target::Quantitative { .. });
    if is_bare && !sign.is_empty() && is_compared { joined } else { target }
}

/// ≥, 不低于, 正向, 定性: what a column of nothing else says of its targets.
pub(super) fn is_comparison(words: &str) -> bool {
    let signed = || with_comparator(words, "1".into());
    ["定性", "定量", "定性指标", "定量指标"].contains(&words)
        || !words.contains(char::is_numeric) && is_compared(&signed())
}

/// Do rows whose unit is % write 95 and not 0.95? Then 0.8 beside ≤1 is 0.8%.
fn writes_percents(table: &Table<'_>) -> bool {
    let is_above_one = |words: String| notation::amount(&words).is_some_and(|number| number > Decimal::ONE);
    let mut rows = table.rows().filter(|row| table.words(*row, "计量单位") == "%");
    rows.any(|row| ["指标值", "实际完成值"].map(|field| table.words(row, field)).into_iter().any(is_above_one))
}

/// Where a unit is taken from.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Source {
    Column,
    /// The same, where what is below one is said to be of a hundred.
    Percents,
    OtherSide,
}

/// Gives a bare number its unit. 0.75 beside a unit of % may be meant as 75%: nobody but the clerk knows.
pub(super) fn adopt(
    measure: &mut Measure,
    unit: &str,
    place: &crate::base::place::Place,
    what: &str,
    from: Source,
    faults: &mut Faults,
) {
    let number = plain(measure.value);
    if !measure.unit.is_empty() {
        if measure.unit != unit && from != Source::OtherSide {
            faults.add(
                place,
                Fault::Ambiguous {
                    what: format!("{what}的单位"),
                    actual: format!("{measure}，计量单位一栏写“{unit}”"),
                    readings: [measure.unit.clone(), unit.to_string()],
                    taken: true,
                    hint: "两处写成一样。".into(),
                },
            );
        }
        return;
    }
    let share = measure.value.abs() <= Decimal::ONE && !measure.value.is_zero();
    if unit == "%" && share {
        let percent = plain(measure.value.saturating_mul(Decimal::ONE_HUNDRED));
        faults.add(
            place,
            Fault::Ambiguous {
                what: what.to_string(),
                actual: format!("{number}，没有写百分号"),
                readings: match from {
                    Source::Percents => [format!("{number}%"), format!("{percent}%")],
                    _ => [format!("{percent}%"), format!("{number}%")],
                },
                taken: from == Source::Percents,
                hint: format!("写成 {percent}% 或 {number}%，或把单元格设成百分比格式。"),
            },
        );
        if from != Source::Percents {
            return;
        }
    }
    measure.unit = unit.to_string();
    let shown = measure.to_string();
    match from {
        Source::Column | Source::Percents => faults.read_as(place, Kind::Unit, &number, &shown),
        Source::OtherSide => faults.unitless.push((place.clone(), what.to_string(), [number, shown])),
    }
}

/// 1：2 against 2.19: the one is a ratio, the other a number.
fn doubt_ratio(
    target: &Sourced<Target>,
    target_text: &str,
    actual: &Sourced<Actual>,
    actual_text: &str,
    faults: &mut Faults,
) {
    let (Target::Quantitative { .. }, Actual::Measured(_)) = (&target.value, &actual.value) else { return };
    let (place, text, what) = match (is_ratio(target_text), is_ratio(actual_text)) {
        (true, false) => (&target.place, target_text, "指标值"),
        (false, true) => (&actual.place, actual_text, "实际完成值"),
        _ => return,
    };
    let Target::Quantitative { measure: ratio, .. } = stated_target::target(text) else { return };
    let inverse = Decimal::ONE
        .checked_div(ratio.value)
        .map_or_else(String::new, |value| plain(crate::model::number::round(value, 4)));
    faults.add(
        place,
        Fault::Ambiguous {
            what: what.to_string(),
            actual: format!("{text}，另一边不是比例"),
            readings: [plain(ratio.value), inverse],
            taken: true,
            hint: format!("指标值和实际完成值写成一样的：都写比例，或都写数字（如 {}）。", plain(ratio.value)),
        },
    );
}

/// The target with the text that it was read from; `None` where its digits make no number.
fn doubted_target(text: Sourced<String>, faults: &mut Faults) -> Option<(Sourced<Target>, String)> {
    let Sourced { value: words, place } = text;
    let what = || "指标值".to_string();
    let target = match stated_target::stated(&words) {
        Stated::Known(target) => {
            match &target {
                Target::Quantitative { .. } => faults.read_as(&place, typing(&words), &words, &target.to_string()),
                Target::Qualitative(_) => note_words(&words, &place, faults),
            }
            target
        }
        Stated::Likely { target, other, hint } => {
            let first = match &target {
                Target::Quantitative { .. } => target.to_string(),
                Target::Qualitative(words) => format!("文字“{words}”"),
            };
            let readings = [first, other];
            faults.add(&place, Fault::Ambiguous { what: what(), actual: words.clone(), readings, taken: true, hint });
            target
        }
        Stated::Either { readings, hint } => {
            faults.add(&place, Fault::Ambiguous { what: what(), actual: words, readings, taken: false, hint });
            return None;
        }
        Stated::Unreadable => {
            let expected = "比较符号、一个数和单位，如 ≥65项、≥90.5%；不是数的，写不带数字的文字".to_string();
            faults.add(&place, Fault::WrongCell { what: what(), expected, actual: words });
            return None;
        }
    };
    Some((Sourced::new(target, place), words))
}

/// `None` where its digits make no number. Of a target in words the words may have digits: 高于上年5.2%.
fn doubted_actual(text: Sourced<String>, in_words: bool, faults: &mut Faults) -> Option<(Sourced<Actual>, String)> {
    let Sourced { value: words, place } = text;
    let actual = notation::actual(&words);
    match &actual {
        Actual::Measured(measure) => faults.read_as(&place, typing(&words), &words, &measure.to_string()),
        Actual::Described(_) if notation::about(&words).is_some() => {
            let Some(measure) = notation::about(&words) else { return Some((Sourced::new(actual, place), words)) };
            let readings = [measure.to_string(), "文字（大约的数）".into()];
            let hint = format!("写成准数，如 {measure}。");
            let what = "实际完成值".into();
            faults.add(&place, Fault::Ambiguous { what, actual: words.clone(), readings, taken: true, hint });
            return Some((Sourced::new(Actual::Measured(measure), place), words));
        }
        Actual::Described(_) if stated_target::remarked(&words).is_some() => {
            let Some(measure) = stated_target::remarked(&words) else {
                return Some((Sourced::new(actual, place), words));
            };
            let readings = [measure.to_string(), format!("文字“{words}”")];
            let hint = format!("只写 {measure}，别的话写到说明栏。");
            let what = "实际完成值".into();
            faults.add(&place, Fault::Ambiguous { what, actual: words.clone(), readings, taken: true, hint });
            return Some((Sourced::new(Actual::Measured(measure), place), words));
        }
        Actual::Described(_) if is_compared(&words) => faults.add(
            &place,
            Fault::Ambiguous {
                what: "实际完成值".into(),
                actual: words.clone(),
                readings: ["正好是这个数".into(), "文字（只知道范围）".into()],
                taken: false,
                hint: "实际完成值写实际达到的数，不写“≥”“以上”。".into(),
            },
        ),
        // 40 42项, 2.1,9
        Actual::Described(_) if !in_words && stated_target::stated(&words) == Stated::Unreadable => {
            let expected = "一个数和单位，如 82项、98.5%；不是数的，写不带数字的文字".to_string();
            faults.add(&place, Fault::WrongCell { what: "实际完成值".into(), expected, actual: words });
            return None;
        }
        Actual::Described(_) => note_words(&words, &place, faults),
    }
    Some((Sourced::new(actual, place), words))
}

/// A cost without a sign is not to be exceeded: 5000元/户, done for 4860.
fn ceiling(target: Sourced<Target>, actual: Option<&Actual>, typed: &str, faults: &mut Faults) -> Sourced<Target> {
    let (Target::Quantitative { comparator: Comparator::Exactly, measure }, Some(Actual::Measured(reached))) =
        (&target.value, actual)
    else {
        return target;
    };
    let same = reached.in_unit(&measure.unit).is_none_or(|reached| reached.value == measure.value);
    if same || typed.contains(['=', '＝']) || typed.contains("等于") {
        return target;
    }
    let wanted = Target::Quantitative { comparator: Comparator::AtMost, measure: measure.clone() };
    let fault = Fault::Ambiguous {
        what: "成本指标的指标值".into(),
        actual: format!("{measure}，没有写比较符号"),
        readings: [wanted.to_string(), format!("正好{measure}")],
        taken: true,
        hint: format!("不能超过的，写成 {wanted}；正好是这个数的，写成 ={measure}。"),
    };
    faults.add(&target.place, fault);
    Sourced::new(wanted, target.place)
}

fn typing(words: &str) -> Kind {
    if is_ratio(words) { Kind::Ratio } else { Kind::Typing }
}

fn note_words(words: &str, place: &crate::base::place::Place, faults: &mut Faults) {
    if words.chars().any(|c| c.is_numeric()) {
        faults.read_as(place, Kind::Words, words, &format!("文字“{words}”（定性）"));
    }
}

/// 改造面积（10分）: its 分值.
fn weight_behind(name: &Sourced<String>, faults: &mut Faults) -> Option<Sourced<Score>> {
    let (_, number) = points_behind(&name.value)?;
    let score = Score(notation::measure(number)?.value);
    faults.read_as(&name.place, Kind::Typing, &name.value, &format!("分值{score}"));
    Some(Sourced::new(score, name.place.clone()))
}

/// The name of an indicator without blanks, its number and its points: 1.1.1 改造面积（10分）.
pub(super) fn indicator_name(typed: &str) -> String {
    let name = points_behind(typed).map_or(typed, |(name, _)| name);
    without_number(without_level_number(name).split_whitespace().collect())
}

/// 指标1：培训人数, ①培训人数, 培训人数* → 培训人数
pub(super) fn without_number(name: String) -> String {
    let rest = name.strip_prefix("指标").map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    let bare = rest.and_then(|rest| rest.strip_prefix(['：', ':', '.', '、']));
    bare_name(bare.filter(|bare| !bare.is_empty()).unwrap_or(&name)).to_string()
}

/// The label of the row: where labels are not merged downwards (.csv, or typed so), a blank one is the one above. A new
/// 一级指标 needs its own 二级指标.
fn label(table: &Table<'_>, row: u32, field: &str, faults: &mut Faults) -> Option<Sourced<String>> {
    let above = label_row(table, row, field);
    let words = words(table, above, field, faults)?;
    if above != row {
        let column = table.head.column(field)?;
        faults.read_as(&table.sheet.place(row, column), Kind::Above, "", &words.value);
    }
    Some(words)
}

/// The row whose cell says it: the row itself, or the nearest above of the same 一级指标.
pub(super) fn label_row(table: &Table<'_>, row: u32, field: &str) -> u32 {
    let said = |row: u32, field: &str| {
        let column = table.head.column(field)?;
        Some(head_key(&table.sheet.merged_words(row, column))).filter(|words| !words.is_empty())
    };
    let above = |row: u32| (table.head.body..row).rev().find_map(|above| said(above, "一级指标"));
    let is_another = |row: u32| table.holds(row, "一级指标") && said(row, "一级指标") != above(row);
    let begins = |row: u32| said(row, field).is_some() || is_another(row);
    (table.head.body..=row).rev().find(|&row| begins(row)).unwrap_or(row)
}

/// The cell's words without blanks and line breaks.
pub(super) fn words(table: &Table<'_>, row: u32, field: &str, faults: &mut Faults) -> Option<Sourced<String>> {
    let text = table.text(row, field, faults)?;
    let bare = without_blanks(&text.value);
    faults.read_as(&text.place, Kind::Typing, &text.value, &bare);
    Some(Sourced::new(bare, text.place))
}

/// Target or result: what is only a stroke, or XX, is not filled in.
fn value(table: &Table<'_>, row: u32, field: &str, faults: &mut Faults) -> Option<Sourced<String>> {
    let text = words(table, row, field, faults)?;
    if text.value.chars().any(char::is_alphanumeric) && placeholder(&text.value).is_none() {
        return Some(text);
    }
    faults.add(&text.place, Fault::Blank { what: format!("{field}（写了“{}”）", text.value) });
    None
}

/// Splits where a clause begins with one of the words that announce measures.
pub(super) fn explanation(text: String, recognition: &Recognition) -> Explanation {
    let starts = text.char_indices().filter(|(index, _)| {
        let before = text.part(..*index).chars().next_back();
        before.is_none_or(|c| "；;。，,：: ".contains(c))
    });
    let split = starts
        .map(|(index, _)| index)
        .find(|&index| recognition.measure_words.iter().any(|word| text.part(index..).starts_with(word.as_str())));
    let (reason, measures) = text.split_at(split.unwrap_or(text.len()));
    Explanation { reason: reason.trim().to_string(), measures: measures.trim().to_string(), text: text.clone() }
}
