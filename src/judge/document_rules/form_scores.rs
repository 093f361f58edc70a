#![doc = include_str!("../../../docs/rules/Z726.md")]

use rust_decimal::Decimal;

use crate::base::finding::{Finding, Severity};
use crate::base::number::plain;
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::model::number::{Rate, half_unit, round};
use crate::model::standards::Standards;
use crate::reading::finished::facts::Facts;
use crate::reading::finished::tables::{IndicatorRow, IndicatorTable, MoneyRow, ScoreTotal};

pub const RULE: Rule = Rule {
    code: "Z726",
    title: "自评表的分值和得分加得起来",
    doc: include_str!("../../../docs/rules/Z726.md"),
    needs: &[Need::NoFolder],
    check: Check::Document(check),
};

fn check(facts: &Facts, standards: &Standards) -> Outcome {
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

/// A row earns at most its mark, and all of it only where its target was reached.
fn row(row: &IndicatorRow) -> Option<Finding> {
    let (mark, points) = (row.mark?, row.points?);
    if points > mark || points.is_sign_negative() {
        let message = format!("指标“{}”的得分超过了分值", row.name);
        return Some(fault(message, format!("0到{}分", plain(mark)), plain(points)).at(&row.place));
    }
    let under = row.completion().is_some_and(|completion| completion < Rate::ONE);
    (under && points == mark && !mark.is_zero()).then(|| {
        let found = fault(
            format!("指标“{}”没有完成，得了满分", row.name),
            format!("少于{}分（指标值{}，实际{}）", plain(mark), row.target_text, row.actual_text),
            plain(points),
        );
        Finding { severity: Severity::Warning, ..found.at(&row.place) }
    })
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
