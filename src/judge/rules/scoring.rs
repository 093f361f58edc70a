#![doc = include_str!("../../../docs/rules/Z501.md")]

use rust_decimal::Decimal;

use crate::base::finding::{Finding, Severity};
use crate::base::number::plain;
use crate::base::place::Place;
use crate::judge::rule::{Check, Need, Outcome, Rule, Source};
use crate::model::number::{Rate, Score, half_unit, round};
use crate::model::report::{Part, Report};
use crate::model::standards::Standards;
use crate::reading::finished::ReadDocument;
use crate::reading::finished::tables::{IndicatorRow, IndicatorTable, MoneyRow, ScoreTotal};

pub const RULE: Rule = Rule {
    code: "Z501",
    title: "评分的分值和得分合理",
    doc: include_str!("../../../docs/rules/Z501.md"),
    needs: &[Need::Part(Part::Indicators), Need::Part(Part::Scoring), Need::AllIndicators],
    check: Check::Source(check),
};

fn check(source: Source, standards: &Standards) -> Outcome {
    match source {
        Source::Report(report) => of_report(report),
        Source::Document(facts) => of_document(facts, standards),
    }
}

/// What is wrong with the points of a row: more than its mark, or all of it where the target was not reached.
fn problem(mark: Decimal, points: Decimal, under: bool) -> Option<(&'static str, String, Severity)> {
    match () {
        () if points > mark || points.is_sign_negative() => {
            Some(("得分超过分值", format!("0到{}", plain(mark)), Severity::Error))
        }
        () if points == mark && under && !mark.is_zero() => {
            Some(("没有完成，却评了满分", format!("低于{}", plain(mark)), Severity::Warning))
        }
        () => None,
    }
}

fn of_report(report: &Report) -> Outcome {
    let scoring = &report.scoring;
    let mut findings = Vec::new();
    let unweighed = report.indicators().filter(|indicator| !scoring.weights.contains_key(&indicator.name.value));
    let unweighed: Vec<Named> =
        unweighed.map(|indicator| (indicator.name.value.as_str(), &indicator.name.place)).collect();
    findings.extend(of_all(&unweighed, "没有分值", "个指标没有分值", |finding| {
        finding
            .expected("YAML 的“评分：指标分值”（或指标表的“分值”一栏）里有这一项")
            .actual("没有")
            .hint("在 YAML 的“评分”下的“指标分值”里补上。")
    }));
    let named = scoring.weights.iter().map(|(name, weight)| (name.as_str(), &weight.place));
    let stated = scoring.stated.iter().map(|(name, stated)| (name.as_str(), &stated.points.place));
    let is_unknown = |name: &str| !report.indicators().any(|indicator| indicator.name.value == name);
    let unknown: Vec<Named> = named.chain(stated).filter(|(name, _)| is_unknown(name)).collect();
    let names: Vec<&str> = unknown.iter().map(|(name, _)| *name).collect();
    findings.extend(of_all(
        &unknown,
        "不是指标表里的三级指标",
        "个名称不是指标表里的三级指标",
        |finding| {
            finding
                .expected("与指标表完全相同的名称")
                .actual(names.join("、"))
                .hint("把名称改成与指标表一致，或删去这一项。")
        },
    ));
    findings.extend(weights(report));
    findings.extend(stated_scores(report));
    Outcome::of(findings)
}

/// A name and where it stands.
type Named<'a> = (&'a str, &'a Place);

/// One cause is one finding: of one name, or of all.
fn of_all(all: &[Named], of_one: &str, of_many: &str, more: impl Fn(Finding) -> Finding) -> Option<Finding> {
    let message = match all {
        [] => return None,
        [(name, _)] => format!("评分：“{name}”{of_one}"),
        many => format!("评分：有{}{of_many}", many.len()),
    };
    Some(more(Finding::error(RULE.code, message)).at_all(all.iter().map(|(_, place)| *place)))
}

/// 100 in all, shared out as the fund's rules say; other splits are allowed but must be meant.
fn weights(report: &Report) -> Option<Finding> {
    let execution = report.scoring.execution_weight.known()?;
    let of_dimensions = report.rules.dimensions().map(|dimension| report.dimension_weight(dimension));
    let parts: Vec<Score> = std::iter::once(execution.value).chain(of_dimensions).collect();
    let shown = parts.iter().map(|part| plain(part.shown())).collect::<Vec<_>>().join("＋");
    let total: Score = parts.iter().copied().sum();
    // 84 times 50÷84 is 50 as far as it is shown.
    if total.shown() != Decimal::ONE_HUNDRED {
        return Some(
            Finding::error(RULE.code, "分值合计不是100分")
                .expected("100")
                .actual(format!("{}（{shown}）", plain(total.shown())))
                .at(&execution.place)
                .hint("在 YAML 的“评分”里改正分值，使预算执行和各指标的分值合计为100。"),
        );
    }
    let rules = &report.rules;
    let official: Vec<Score> =
        std::iter::once(rules.execution_weight()).chain(rules.weights().map(|(_, weight)| weight)).collect();
    let differs = parts.len() != official.len() || parts.iter().zip(&official).any(|(a, b)| a.shown() != b.shown());
    differs.then(|| {
        let names = rules.weights().map(|(dimension, weight)| format!("、{}{weight}", dimension.name()));
        let numbers = official.iter().map(ToString::to_string).collect::<Vec<_>>().join("、");
        Finding::warning(RULE.code, format!("分值没有按{numbers}设置"))
            .expected(format!("预算执行{}{}", rules.execution_weight(), names.collect::<String>()))
            .actual(shown)
            .at(&execution.place)
            .hint("特殊情况可以调整，请确认是有意这样设置。")
    })
}

fn stated_scores(report: &Report) -> Vec<Finding> {
    let mut findings = Vec::new();
    for indicator in report.indicators() {
        let name = &indicator.name.value;
        let (Some(stated), Some(weight)) = (report.scoring.stated.get(name), report.scoring.weights.get(name)) else {
            continue;
        };
        let points = &stated.points;
        let problem = problem(weight.value.0, points.value.0, indicator.is_under_target());
        findings.extend(problem.map(|(problem, expected, _)| {
            Finding::error(RULE.code, format!("指标“{name}”{problem}"))
                .expected(expected)
                .actual(points.value)
                .at(&points.place)
                .at(&weight.place)
                .hint("在 YAML 的“评分：评定”里改正得分。")
        }));
    }
    findings
}

/// The points of a document's form.
fn of_document(facts: &ReadDocument, standards: &Standards) -> Outcome {
    let scored = |form: &&IndicatorTable| form.rows.iter().any(|row| row.mark.is_some() || row.points.is_some());
    let mut forms = facts.forms.iter().filter(scored).peekable();
    if forms.peek().is_none() {
        return Outcome::NotApplicable("文件里没有带分值、得分的自评表".into());
    }
    let mut findings = Vec::new();
    for form in forms {
        findings.extend(totals(form));
        findings.extend(stated_marks(form));
        findings.extend(form.rows.iter().filter_map(row));
        findings.extend(execution(form).into_iter().filter_map(execution_points));
        findings.extend(grade(form, standards));
    }
    Outcome::of(findings)
}

/// The row of 资金情况 that has points.
pub(super) fn execution(form: &IndicatorTable) -> Option<&MoneyRow> {
    form.money.iter().find(|row| row.mark.is_some() && row.points.is_some())
}

/// The points of all rows of a label, where all have them.
pub(super) fn points_of<'a>(rows: impl Iterator<Item = &'a IndicatorRow>) -> Option<Decimal> {
    let points: Vec<Option<Decimal>> = rows.map(|row| row.points).collect();
    let any = points.iter().any(Option::is_some);
    points.into_iter().sum::<Option<Decimal>>().filter(|_| any)
}

fn fault(message: String, expected: String, actual: String) -> Finding {
    Finding::error(RULE.code, message)
        .expected(expected)
        .actual(actual)
        .hint("重新加总，改正各行的分值、得分或总分；正文里的得分一起改。")
}

/// 总分 = 预算执行 + all rows; where the form gives no points to 预算执行, also without.
fn totals(form: &IndicatorTable) -> Vec<Finding> {
    let Some(total) = &form.total else { return Vec::new() };
    let execution = execution(form);
    if execution.is_none()
        && let Some(found) = rest_is_execution(form, total)
    {
        return found;
    }
    let mut findings = Vec::new();
    type Column = (&'static str, Option<Decimal>, Option<Decimal>, Vec<Option<Decimal>>);
    let columns: [Column; 2] = [
        ("分值", total.mark, execution.and_then(|row| row.mark), form.rows.iter().map(|row| row.mark).collect()),
        (
            "得分",
            Some(total.points),
            execution.and_then(|row| row.points),
            form.rows.iter().map(|row| row.points).collect(),
        ),
    ];
    for (what, stated, execution, rows) in columns {
        let given: Vec<Decimal> = execution.into_iter().chain(rows.iter().copied().flatten()).collect();
        let Some(stated) = stated.filter(|_| given.len() > 1) else { continue };
        let sum: Decimal = given.iter().sum();
        let scale = stated.normalize().scale();
        let rounded = given.iter().any(|points| points.normalize().scale() > scale);
        let allowed = if rounded { half_unit(scale) } else { Decimal::ZERO };
        if (sum - stated).abs() <= allowed {
            continue;
        }
        let complete = rows.iter().all(Option::is_some);
        let severity = if complete || sum > stated { Severity::Error } else { Severity::Warning };
        let shown = given.iter().map(|points| plain(*points)).collect::<Vec<_>>().join("＋");
        let message = format!("自评表总分的{what}不等于各行{what}之和");
        let found = fault(message, format!("{}（{shown}）", plain(sum)), plain(stated)).at(&total.place);
        findings.push(Finding { severity, ..found });
    }
    findings
}

/// Without points beside 资金情况, what the rows leave of 100 is the mark of 预算执行, which earns by the rate.
fn rest_is_execution(form: &IndicatorTable, total: &ScoreTotal) -> Option<Vec<Finding>> {
    let marks: Decimal = form.rows.iter().map(|row| row.mark).sum::<Option<Decimal>>()?;
    let points = points_of(form.rows.iter())?;
    let rest = total.mark? - marks;
    if rest <= Decimal::ZERO || rest > Decimal::from(20) {
        return None;
    }
    let first = form.money.first()?;
    let share = first.executed?.checked_div(first.budget?)?.min(Decimal::ONE);
    let expected = points + rest.checked_mul(share)?;
    let near = (expected - total.points).abs() <= half_unit(total.points.normalize().scale().min(1));
    let found = || {
        let shown = format!(
            "{}（各行{}＋预算执行{}×{}）",
            plain(round(expected, 2)),
            plain(points),
            plain(rest),
            plain(round(share, 4))
        );
        fault("自评表总分的得分不等于各行与预算执行之和".into(), shown, plain(total.points)).at(&total.place)
    };
    Some(if near { Vec::new() } else { vec![Finding { severity: Severity::Warning, ..found() }] })
}

/// 产出指标（50分）
fn stated_marks(form: &IndicatorTable) -> Vec<Finding> {
    let mut findings = Vec::new();
    for label in &form.stated_marks {
        let rows: Vec<&IndicatorRow> = form.rows.iter().filter(|row| row.dimension == label.name).collect();
        let marks: Option<Decimal> = rows.iter().map(|row| row.mark).sum();
        let Some(sum) = marks.filter(|_| !rows.is_empty()) else { continue };
        if sum != label.points {
            let message = format!("“{}”的分值不等于下面各行之和", label.name);
            findings.push(fault(message, plain(sum), plain(label.points)).at(&label.place));
        }
    }
    findings
}

fn row(row: &IndicatorRow) -> Option<Finding> {
    let under = row.completion().is_some_and(|completion| completion < Rate::ONE);
    let points = row.points?;
    let (problem, expected, severity) = problem(row.mark?, points, under)?;
    let expected = format!("{expected}（指标值{}，实际{}）", row.target_text, row.actual_text);
    let found = fault(format!("指标“{}”{problem}", row.name), expected, plain(points)).at(&row.place);
    Some(Finding { severity, ..found })
}

/// 分值 × 执行率, at most 分值.
fn execution_points(row: &MoneyRow) -> Option<Finding> {
    let (mark, points) = (row.mark?, row.points?);
    let share = row.executed?.checked_div(row.budget?)?;
    let exact = (mark.checked_mul(share)?).min(mark);
    let scale = points.normalize().scale();
    let near = (points - exact).abs() <= half_unit(scale);
    // The rate was rounded before the points were taken: 92.9 % of 10 is 9.29.
    let by_printed = row.rate.trim_end_matches('%').parse::<Decimal>().ok().is_some_and(|rate| {
        let exact = (mark * rate / Decimal::ONE_HUNDRED).min(mark);
        (points - exact).abs() <= half_unit(scale) || (points - mark * rate).abs() <= half_unit(scale)
    });
    (!near && !by_printed).then(|| {
        let expected =
            format!("{}（{}×{}%）", plain(round(exact, 2)), plain(mark), plain(round(share * Decimal::ONE_HUNDRED, 2)));
        fault("自评表预算执行的得分与执行率不符".into(), expected, plain(points)).at(&row.place)
    })
}

/// The grade that the form states against its total.
fn grade(form: &IndicatorTable, standards: &Standards) -> Option<Finding> {
    let ((word, place), total) = (form.grade.as_ref()?, form.total.as_ref()?);
    let stated = standards.grades.iter().find(|grade| grade.words().any(|other| other == word))?;
    let earned = standards.grades.iter().find(|grade| total.points >= grade.lowest)?;
    (stated != earned).then(|| {
        fault(format!("{}分的等级不是“{word}”", plain(total.points)), earned.name.clone(), word.clone())
            .at(place)
            .at(&total.place)
    })
}
