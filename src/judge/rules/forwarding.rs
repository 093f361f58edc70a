#![doc = include_str!("../../../docs/rules/Z110.md")]

use rust_decimal::Decimal;

use crate::base::date::Date;
use crate::base::finding::Finding;
use crate::base::place::{Place, Sourced};
use crate::base::places;
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::model::budget::AllocationDocument;
use crate::model::report::{Part, Report};
use crate::model::standards::Standards;
use crate::model::term::Term;

pub const RULE: Rule = Rule {
    code: "Z110",
    title: "资金转下达及时",
    doc: include_str!("../../../docs/rules/Z110.md"),
    needs: &[Need::Part(Part::Documents)],
    check: Check::Report(check),
};

/// A document and its date.
type Dated<'a> = (&'a AllocationDocument, &'a Sourced<Date>);

fn check(report: &Report, standards: &Standards) -> Outcome {
    let dated = |level: &Term| {
        let of_level = report.documents.iter().filter(|document| document.level.value == *level);
        let mut dated: Vec<Dated<'_>> =
            of_level.filter_map(|document| Some((document, document.date.known()?))).collect();
        dated.sort_by_key(|(_, date)| date.value);
        dated
    };
    if report.rules.levels.len() < 2 {
        return Outcome::NotApplicable("这项资金只有一级下达文件".into());
    }
    // Each level hands on what the one above it gave.
    let levels: Vec<_> = report.rules.levels.iter().map(dated).collect();
    let steps = || levels.windows(2).filter(|pair| pair.iter().all(|documents| !documents.is_empty()));
    if steps().next().is_none() {
        let undated = report.documents.iter().filter(|document| !document.date.is_known());
        let places: Vec<Place> = undated.map(|document| document.number.place.clone()).collect();
        let rows = places::lines(&places).join("；");
        return Outcome::CannotEvaluate(match rows.as_str() {
            "" => "没有两级的下达文件".into(),
            rows => format!("下达文件没有填印发日期（{rows}）"),
        });
    }
    let own = &report.rules.money_rows[0];
    let received = steps().flat_map(|pair| pair[0].iter().map(|received| (received, &pair[1])));
    let findings = received.filter_map(|((document, received), below)| {
        let money = |document: &'_ AllocationDocument| document.money.value().unwrap_or(own).clone();
        // The first that followed of the same money; a batch may be handed on in several.
        let is_same = |(other, date): &&Dated<'_>| date.value >= received.value && money(other) == money(document);
        let (_, passed_on) = below.iter().find(is_same)?;
        let days = passed_on.value.number() - received.value.number();
        (days > standards.forwarding_days).then(|| {
            Finding::info(RULE.code, format!("“{}”下达后{days}天才转下达", document.number.value))
                .expected(format!("{}天以内（{}印发）", standards.forwarding_days, received.value))
                .actual(format!("{}印发", passed_on.value))
                .at(&passed_on.place)
                .at(&received.place)
                .hint("核对印发日期；确实晚了的，正文里说明原因。各地的天数写在 layouts/核对.yaml。")
        })
    });
    // One without its date may have come first.
    let is_dated = |level: &Term| {
        report.documents.iter().all(|document| document.level.value != *level || document.date.is_known())
    };
    let early = report.rules.levels.iter().zip(levels.windows(2)).filter(|(above, _)| is_dated(above));
    let early = early.filter_map(|(_, pair)| before_it_came(&of(own, &pair[0]), &of(own, &pair[1])));
    Outcome::of(findings.chain(early).collect())
}

/// Those that hand down the fund's own money.
fn of<'a>(own: &Term, documents: &[Dated<'a>]) -> Vec<Dated<'a>> {
    documents.iter().copied().filter(|(document, _)| document.carries(own, own)).collect()
}

/// Money that was handed on before the level above had handed it down: the first document by which more is passed on than
/// had been received by its day; where not all amounts are known, one before all above it.
fn before_it_came(above: &[Dated<'_>], below: &[Dated<'_>]) -> Option<Finding> {
    let amount = |(document, _): &Dated<'_>| Some(document.amount.value()?.0);
    let sum = |documents: &[Dated<'_>], until: Date| {
        documents.iter().filter(|(_, date)| date.value <= until).map(amount).sum::<Option<Decimal>>()
    };
    let total = |documents: &[Dated<'_>]| documents.iter().map(amount).sum::<Option<Decimal>>();
    // A level that adds money of its own hands down more than it received.
    let by_amount = total(above).zip(total(below)).is_some_and(|(received, passed_on)| passed_on <= received);
    let (document, date) = below.iter().find(|(_, date)| match by_amount {
        true => sum(below, date.value) > sum(above, date.value),
        false => above.iter().all(|(_, received)| received.value > date.value),
    })?;
    let (upper, received) = above.iter().find(|(_, received)| received.value > date.value)?;
    Some(
        Finding::warning(RULE.code, format!("“{}”比上级的“{}”印发得早", document.number.value, upper.number.value))
            .expected(format!("{}以后", received.value))
            .actual(format!("{}印发", date.value))
            .at(&date.place)
            .at(&received.place)
            .hint("上级还没有下达的钱，不能转下达：照两份原文核对印发日期和层级。"),
    )
}
