#![doc = include_str!("../../../docs/rules/Z706.md")]

use crate::base::finding::{Finding, Severity};
use crate::base::number::plain;
use crate::base::text_part::TextPart;
use crate::judge::rule::{Check, Outcome, Rule};
use crate::model::number::{SHOWN_DECIMALS, half_unit, round};
use crate::model::standards::{FormKind, OverspentWords, Standards};
use crate::prose::money::{Column, Purse};
use crate::prose::money_claims::Claim;
use crate::prose::{Mention, Sense, is_slip, mentions};
use crate::reading::finished::read_document::{ReadDocument, Sentence};
use crate::reading::finished::tables::{IndicatorTable, MoneyRow};
use rust_decimal::Decimal;

use super::form_kinds::kind_of;
use super::money_structure::{Parts, hidden, is_with_some_of, readings, sum};

pub const RULE: Rule = Rule {
    code: "Z706",
    title: "资金数处处一致",
    doc: include_str!("../../../docs/rules/Z706.md"),
    needs: &[],
    check: Check::Document(check),
};

fn check(facts: &ReadDocument, standards: &Standards) -> Outcome {
    let mut findings: Vec<Finding> = Vec::new();
    let mut slips: Vec<Slip> = Vec::new();
    for form in &facts.forms {
        let kind = kind_of(standards, form, facts);
        let asks = kind.is_some();
        let slip = slip(form).filter(|_| !parts(&form.money, true, facts.incomplete, standards).is_empty());
        // More spent than there was: its rate and the sum follow from it.
        let is_slip = |row: &MoneyRow| slip.as_ref().is_some_and(|slip| slip.row.place == row.place);
        let rows = form.money.iter().filter(|row| !is_slip(row));
        let overspent: Vec<(&MoneyRow, Finding)> =
            rows.filter_map(|row| Some((row, overspent(facts, row, &standards.overspent)?))).collect();
        let sums = parts(&form.money, overspent.is_empty(), facts.incomplete, standards);
        let is_cause = |row: &MoneyRow| {
            let slips = slip.iter().map(|slip| slip.row).chain(overspent.iter().map(|(row, _)| *row));
            slips.into_iter().any(|other| other.place == row.place)
        };
        findings.extend(form.money.iter().filter(|row| !is_cause(row)).filter_map(|row| rate_of_row(row, asks)));
        match &slip {
            Some(slip) => findings.push(slip.finding()),
            None => findings.extend(sums),
        }
        slips.extend(slip);
        findings.extend(overspent.into_iter().map(|(_, finding)| finding));
        // A row whose figure waits is there all the same.
        if let Some(kind) = kind.filter(|_| !facts.incomplete) {
            findings.extend(missing_rows(facts, form, kind));
        }
    }
    let purse = facts.purse(standards);
    for sentence in facts.of_the_fund() {
        findings.extend(said(facts, sentence, &slips, (&purse, standards)));
    }
    if !facts.incomplete {
        findings.extend(batches(facts));
    }
    if facts.incomplete && findings.is_empty() {
        return Outcome::CannotEvaluate("文件里有的数没有读到".into());
    }
    if facts.forms.iter().all(|form| form.money.is_empty()) && findings.is_empty() {
        return Outcome::NotApplicable("文件里没有认出自评表的资金情况".into());
    }
    Outcome::of(findings)
}

/// What a sentence says of the form's money, and the rates in it.
pub(super) fn of_sentence(facts: &ReadDocument, sentence: &Sentence, standards: &Standards) -> Vec<Finding> {
    said(facts, sentence, &[], (&facts.purse(standards), standards))
}

fn said(
    facts: &ReadDocument,
    sentence: &Sentence,
    slips: &[Slip<'_>],
    (purse, standards): (&Purse, &Standards),
) -> Vec<Finding> {
    let fits = |claim: &Claim| {
        let unit = if claim.column == Column::Rate { "%" } else { "万元" };
        claim.mention.unit == unit && claim.mention.sense == Sense::Exact
    };
    let another_time = |mention: &Mention| sentence.is_of_another_time(mention);
    let mut claims = purse.claims(&sentence.text, &sentence.headings, sentence.mentions.iter(), another_time);
    claims.retain(fits);
    let held = claims.iter().map(|claim| (claim, held(facts, sentence, claim)));
    let (wrong, right): (Vec<_>, Vec<_>) = held.partition(|(_, finding)| finding.is_some());
    // What a wrong amount gives is no fault of its own.
    let wrong = wrong.into_iter().filter_map(|(claim, finding)| {
        let finding = finding?;
        // It follows from the cell, which is told.
        let slip = slips.iter().find(|slip| slip.explains(claim, &finding));
        Some(slip.map_or(finding.clone(), |slip| finding.about(&slip.row.name)))
    });
    let mut findings: Vec<Finding> = wrong.collect();
    let right: Vec<&Claim> = right.into_iter().map(|(claim, _)| claim).collect();
    findings.extend(rates_in(facts, sentence, &right, claims.len() == right.len()));
    findings.extend(joined(facts, sentence, standards));
    findings
}

impl Column {
    fn word(self) -> &'static str {
        match self {
            Column::Budget => "预算数",
            Column::Executed => "执行数",
            Column::Rate => "预算执行率",
            Column::Left => "结余（预算数减执行数）",
            Column::Unsaid => "数",
        }
    }
}

/// The row of a form for a source; the first is the total.
fn row_of<'a>(form: &'a IndicatorTable, source: Option<&str>) -> Option<&'a MoneyRow> {
    match source {
        None => form.money.first(),
        Some(source) => Purse::row(source, form.money.iter(), |row| &row.name),
    }
}

/// The fund's own money.
fn own_row(form: &IndicatorTable) -> Option<&MoneyRow> {
    form.money.get(1)
}

/// A claim against the forms: with one of several it may be any.
fn held(facts: &ReadDocument, sentence: &Sentence, claim: &Claim) -> Option<Finding> {
    // What no one is named of may be the fund's own money too, which is the first row below the total.
    let named = facts.form_of(sentence);
    let forms = || facts.forms.iter().filter(|form| named.is_none_or(|named| std::ptr::eq(named, *form)));
    let rows_of = |form| row_of(form, claim.source).into_iter().chain(own_row(form).filter(|_| claim.source.is_none()));
    let mut rows: Vec<&MoneyRow> = forms().flat_map(rows_of).collect();
    // A rate beside an amount is that amount's.
    if let Some(beside) = claim.beside.filter(|_| claim.column == Column::Rate && claim.source.is_none()) {
        let all = || forms().flat_map(|form| &form.money);
        let is = |amount: Option<Decimal>| amount.is_some_and(|amount| beside.agrees(amount));
        let spent: Vec<&MoneyRow> = all().filter(|row| is(row.executed)).collect();
        if !spent.is_empty() {
            rows = spent;
        } else if !all().any(|row| is(row.budget)) {
            return None;
        }
    }
    let known = |row: &MoneyRow| match claim.column {
        Column::Budget => vec![row.budget],
        Column::Executed => vec![row.executed],
        Column::Unsaid => vec![row.budget, row.executed],
        Column::Rate => vec![rate(row)],
        // 上年结转资金100万元 is the row's own name.
        Column::Left if ["结转", "结余"].iter().any(|word| row.name.contains(word)) => {
            vec![row.budget, row.executed]
        }
        Column::Left => vec![row.budget.zip(row.executed).map(|(budget, executed)| budget - executed)],
    };
    let mention = claim.mention;
    let known = rows.iter().flat_map(|row| known(row).into_iter().flatten().map(move |value| (*row, value)));
    let (rows, values): (Vec<&MoneyRow>, Vec<Decimal>) = known.unzip();
    let slip = values.iter().position(|value| claim.column != Column::Rate && is_slip(mention.amount, *value));
    let at = slip.unwrap_or_default();
    let (first, row, slip) = (*values.get(at)?, *rows.get(at)?, slip.is_some());
    let printed = rows.iter().filter_map(|row| percent(&row.rate)).any(|printed| mention.agrees(printed.amount));
    let agrees = values.iter().any(|value| {
        mention.agrees(*value) || mention.agrees(round(*value, SHOWN_DECIMALS)) || mention.amount == *value
    });
    if agrees || claim.column == Column::Rate && printed || is_a_sum(facts, claim) {
        return None;
    }
    // （新财教〔2025〕65号），下达资金3169万元: a batch.
    let segment = sentence.text.part(..mention.range.start).rsplit('；').next().unwrap_or_default();
    if claim.weak && (!slip || claim.source.is_none() && segment.contains('〔')) {
        return None;
    }
    // Lines of a PDF without tags are guessed to be sentences.
    let only = named.is_some() && !facts.lines_only;
    // A rate that no one is named of may be one project's.
    // Beside the year's whole money stands what was spent of it.
    let whole = facts.form.as_ref().and_then(|form| form.money.first()?.budget).filter(|whole| !whole.is_zero());
    let beside =
        whole.is_some_and(|whole| sentence.mentions.iter().any(|other| other.unit == "万元" && other.amount == whole));
    let severity = match () {
        () if claim.weak => Severity::Warning,
        () if only && (claim.sure || slip || beside) => Severity::Error,
        () if only && claim.column == Column::Rate && !sentence.text.contains("项目") => Severity::Error,
        () => Severity::Warning,
    };
    let shown = match claim.column {
        Column::Rate => format!("{}%", plain(round(first, SHOWN_DECIMALS))),
        _ => format!("{}万元", plain(first)),
    };
    let found = differs(sentence, claim.column.word(), mention, &shown, row);
    Some(Finding { severity, ..found })
}

/// What is handed down may be the fund's own money or several rows together.
fn is_a_sum(facts: &ReadDocument, claim: &Claim) -> bool {
    let money = facts.forms.iter().map(|form| &form.money).chain(facts.targets.iter().map(|table| &table.money));
    if claim.source.is_some() || claim.column == Column::Rate {
        return false;
    }
    money.into_iter().any(|rows| {
        let column: Vec<Decimal> = rows
            .iter()
            .filter_map(|row| if claim.column == Column::Executed { row.executed } else { row.budget })
            .collect();
        let runs = (0..column.len()).flat_map(|start| (start + 1..=column.len()).map(move |end| (start, end)));
        runs.into_iter().any(|(start, end)| {
            let sum: Decimal = column[start..end].iter().sum();
            !sum.is_zero() && claim.mention.agrees(sum)
        })
    })
}

/// 中央和自治区资金合计168000万元: the rows that are named, added up.
fn joined(facts: &ReadDocument, sentence: &Sentence, standards: &Standards) -> Option<Finding> {
    let form = facts.form.as_ref()?;
    sentence.mentions.iter().filter(|mention| mention.unit == "万元" && !sentence.is_of_another_time(mention)).find_map(
        |mention| {
            let before = sentence.text.part(..mention.range.start);
            let clause = before.rsplit(['。', '；', '，', '：', '（']).next()?;
            let (named, _) = clause.split_once("合计").filter(|(named, _)| named.contains(['和', '与', '及', '、']))?;
            let sources = standards.money_sources.iter().map(|source| source.name.as_str());
            let sources = sources.filter(|source| named.contains(source));
            let rows: Vec<&MoneyRow> = sources.map(|source| row_of(form, Some(source))).collect::<Option<_>>()?;
            let sum_of = |column: fn(&MoneyRow) -> Option<Decimal>| {
                rows.iter().map(|row| column(row)).sum::<Option<Decimal>>().filter(|_| rows.len() > 1)
            };
            let (budget, executed) = (sum_of(|row| row.budget)?, sum_of(|row| row.executed));
            let agrees = mention.agrees(budget) || executed.is_some_and(|executed| mention.agrees(executed));
            let names = rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>().join("与");
            let said = clause.contains("支出") || clause.contains("执行");
            let expected = plain(executed.filter(|_| said).unwrap_or(budget));
            (!agrees).then(|| {
                Finding::error(RULE.code, format!("正文的合计与自评表“{names}”相加不一致"))
                    .expected(format!("{expected}万元（自评表）"))
                    .actual(format!("{}（{}）", sentence.text.part(mention.range.clone()), sentence.text))
                    .at(&sentence.place)
                    .at_all(rows.iter().map(|row| &row.place))
                    .hint("查支付系统的数，正文和表写成一样。")
            })
        },
    )
}

/// A cell of 资金情况 that is wrong by the sum of its column and by its own printed rate: the cause of both.
struct Slip<'a> {
    row: &'a MoneyRow,
    column: Column,
    now: Decimal,
    should: Decimal,
}

impl Slip<'_> {
    fn finding(&self) -> Finding {
        let (name, what) = (&self.row.name, self.column.word());
        Finding::error(RULE.code, format!("自评表“{name}”的{what}与总额、分项和执行率都对不上"))
            .expected(format!("{}（照总额和各分项，执行率{}也是照它算的）", plain(self.should), self.row.rate))
            .actual(plain(self.now))
            .about(name)
            .at(&self.row.place)
            .hint("核对这一格。")
    }

    /// The text says what the cell should be, or a rate that follows from it.
    fn explains(&self, claim: &Claim, finding: &Finding) -> bool {
        let is_its = finding.locations.contains(&self.row.place);
        let says = claim.mention.agrees(self.should)
            || percent(&self.row.rate).is_some_and(|rate| rate.amount == claim.mention.amount);
        is_its && says
    }
}

/// The only cell that makes its column add up, and its row's printed rate right, when it is another number.
fn slip(form: &IndicatorTable) -> Option<Slip<'_>> {
    let (total, rows) = form.money.split_first()?;
    let rows: Vec<&MoneyRow> = rows.iter().filter(|row| !row.within).collect();
    [Column::Executed, Column::Budget].into_iter().find_map(|column| {
        let of = |row: &MoneyRow| match column {
            Column::Executed => row.executed,
            _ => row.budget,
        };
        let stated = of(total)?;
        let parts: Vec<Decimal> = rows.iter().map(|row| of(row)).collect::<Option<_>>().filter(|_| rows.len() > 1)?;
        let sum: Decimal = parts.iter().sum();
        let of_rows = rows.iter().zip(&parts).map(|(row, part)| (*row, *part, part + (stated - sum)));
        let cells = of_rows.chain([(total, stated, sum)]);
        let mut slips = cells.filter(|(row, now, should)| {
            let rate = |amount: Decimal| {
                let (executed, budget) = match column {
                    Column::Executed => (amount, row.budget?),
                    _ => (row.executed?, amount),
                };
                executed.checked_div(budget)?.checked_mul(Decimal::ONE_HUNDRED)
            };
            let printed = percent(&row.rate);
            let agrees =
                |amount| printed.as_ref().zip(rate(amount)).is_some_and(|(printed, rate)| printed.agrees(rate));
            sum != stated && *should > Decimal::ZERO && agrees(*should) && !agrees(*now)
        });
        let (row, now, should) = slips.next().filter(|_| slips.next().is_none())?;
        Some(Slip { row, column, now, should })
    })
}

/// In percent.
fn rate(row: &MoneyRow) -> Option<Decimal> {
    Some(row.executed?.checked_div(row.budget?)? * Decimal::ONE_HUNDRED)
}

/// Amount, whole and rate of one sentence.
fn rates_in(facts: &ReadDocument, sentence: &Sentence, claims: &[&Claim], all: bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    let is_money = |mention: &Mention| mention.unit == "万元";
    // An amount that is wrong itself gives another rate.
    for rate in claims.iter().filter(|claim| claim.column == Column::Rate && all) {
        let of = |column: Column| {
            let same = claims.iter().filter(|claim| claim.column == column && claim.source == rate.source);
            let mut same = same.filter(|claim| !claim.weak);
            same.next().filter(|_| same.next().is_none()).map(|claim| claim.mention)
        };
        let whole = of(Column::Budget).map(|whole| whole.amount);
        let named = facts.form_of(sentence);
        let form = named.and_then(|form| row_of(form, rate.source)?.budget);
        let own = named.and_then(own_row).filter(|_| rate.source.is_none()).and_then(|row| row.budget);
        let is_of_own = |executed: &Mention| {
            let of_own = own.and_then(|own| executed.amount.checked_div(own)?.checked_mul(Decimal::ONE_HUNDRED));
            whole.is_none() && of_own.is_some_and(|of_own| rate.mention.agrees(of_own))
        };
        if let (Some(executed), Some(budget)) = (of(Column::Executed).filter(|e| !is_of_own(e)), whole.or(form)) {
            findings.extend(ratio(sentence, "预算执行率", executed, &budget, Some(rate.mention), Decimal::ONE_HUNDRED));
        }
    }
    let local = sentence.mention_after(&["地方资金实际投入", "地方财政资金实际投入"], is_money);
    let leverage = sentence.mentions.iter().find(|mention| mention.ratio && sentence.text.contains("比例"));
    if let (Some(local), Some(_), Some(budget)) = (local, leverage, budget(facts, sentence)) {
        findings.extend(ratio(sentence, "带动比例", local, &budget, leverage, Decimal::ONE));
    }
    findings
}

/// What is spent of a source's own money is at most its budget, unless the text says from where more came.
fn overspent(facts: &ReadDocument, row: &MoneyRow, words: &OverspentWords) -> Option<Finding> {
    let (budget, executed) = (row.budget?, row.executed?);
    let more = executed - budget > half_unit(0) && executed > budget;
    let other = words.unplanned.are_in(&row.name);
    let explained = facts.sentences.iter().any(|sentence| {
        sentence.mentions.iter().any(|mention| mention.unit == "万元") && words.elsewhere.are_in(&sentence.text)
    });
    if !more || budget.is_zero() && other || explained {
        return None;
    }
    let own = words.own.are_in(&row.name);
    let severity = if own && !other { Severity::Error } else { Severity::Warning };
    Some(
        Finding::new(RULE.code, severity, format!("“{}”的执行数大于预算数", row.name))
            .expected(format!("不超过{}万元", plain(budget)))
            .actual(format!("{}万元", plain(executed)))
            .at(&row.place)
            .hint("核对两个数；用了上年结转、调剂等资金的，在正文或说明里写明多少。"),
    )
}

/// …下达资金7761万元；…收回资金50万元。累计下达资金7711万元: the batches of a paragraph add up to its total.
fn batches(facts: &ReadDocument) -> Option<Finding> {
    let is_batch = |text: &str| {
        text.ends_with("下达资金")
            && !["共下达资金", "累计下达资金", "合计下达资金"].iter().any(|word| text.ends_with(word))
    };
    let of = |sentence: &Sentence| -> Vec<Decimal> {
        let batches = sentence
            .mentions
            .iter()
            .filter(|mention| mention.unit == "万元" && is_batch(sentence.text.part(..mention.range.start)));
        let taken_back = sentence.mentions.iter().filter(|mention| {
            mention.unit == "万元" && sentence.text.part(..mention.range.start).ends_with("收回资金")
        });
        let taken_back = taken_back.map(|mention| -mention.amount);
        batches.map(|mention| mention.amount).chain(taken_back).collect()
    };
    let (first, total) = (facts.of_the_fund().find(|sentence| of(sentence).len() > 1)?, facts.total()?);
    let paragraph = facts.of_the_fund().filter(|sentence| sentence.paragraph == first.paragraph);
    let parts: Vec<Decimal> = paragraph.flat_map(of).collect();
    let sum: Decimal = parts.iter().copied().sum();
    // 中央＋省级: the rest may be the place's own.
    let rows = facts.form.iter().flat_map(|form| form.money.iter().skip(1)).filter_map(|row| row.budget);
    let of_rows = is_with_some_of(Decimal::ZERO, rows, sum);
    (sum != total && facts.own() != Some(sum) && !of_rows).then(|| {
        Finding::error(RULE.code, "各批下达的资金相加不等于资金总数")
            .expected(format!("{}万元", plain(total)))
            .actual(format!(
                "{}万元（{}）",
                plain(sum),
                parts.iter().map(|part| plain(*part)).collect::<Vec<_>>().join("＋").replace("＋-", "－")
            ))
            .at(&first.place)
            .hint("对照下达文件改正各批金额。")
    })
}

/// What the rate is of: the sentence's own allotment, else the form's.
fn budget(facts: &ReadDocument, sentence: &Sentence) -> Option<Decimal> {
    let own = sentence.mention_after(&["共下达", "预算"], |mention| mention.unit == "万元").map(|own| own.amount);
    own.or_else(|| facts.form.as_ref()?.money.first()?.budget)
}

fn ratio(
    sentence: &Sentence,
    what: &str,
    part: &Mention,
    whole: &Decimal,
    stated: Option<&Mention>,
    scale: Decimal,
) -> Option<Finding> {
    let stated = stated?;
    let value = part.amount.checked_div(*whole)? * scale;
    // 94.7496 % is printed as 94.75 %, and that rounded as 94.8 %.
    (!stated.agrees(value) && !stated.agrees(round(value, SHOWN_DECIMALS))).then(|| {
        let rounded = plain(round(value, SHOWN_DECIMALS));
        let shown = if stated.ratio { format!("1：{rounded}") } else { format!("{rounded}%") };
        Finding::error(RULE.code, format!("{what}与金额算出来的不一致"))
            .expected(format!("{shown}（{}÷{}）", plain(part.amount), plain(*whole)))
            .actual(format!(
                "{}{}（{}）",
                if stated.ratio { "1：" } else { "" },
                sentence.text.part(stated.range.clone()),
                sentence.text
            ))
            .at(&sentence.place)
            .hint("核对金额和比例，改正错的一个。")
    })
}

fn percent(text: &str) -> Option<Mention> {
    mentions(text).into_iter().find(|mention| mention.unit == "%")
}

/// B／A as printed. 0／0 has no rate. A blank one is a fault only where the form is known to ask for it.
fn rate_of_row(row: &MoneyRow, asked: bool) -> Option<Finding> {
    let (budget, executed) = (row.budget?, row.executed?);
    let number = || row.rate.parse::<Decimal>().ok();
    let fault = |severity: Severity, expected: String| {
        Finding::new(RULE.code, severity, format!("自评表“{}”的预算执行率不对", row.name))
            .expected(expected)
            .actual(if row.rate.is_empty() { "空白" } else { &row.rate })
            .at(&row.place)
            .hint("预算执行率＝全年执行数÷全年预算数；没有预算的不填。")
    };
    let stated = percent(&row.rate).or_else(|| percent(&format!("{}%", number()?)));
    if budget.is_zero() {
        let something = stated.is_some_and(|stated| !stated.amount.is_zero());
        return something.then(|| fault(Severity::Error, "预算数是0，执行率应空白或填“/”".into()));
    }
    let share = executed.checked_div(budget)?;
    let rate = share * Decimal::ONE_HUNDRED;
    let rounded = plain(round(rate, SHOWN_DECIMALS));
    let expected = || format!("{rounded}%（{}÷{}）", plain(executed), plain(budget));
    let Some(stated) = stated else {
        return asked.then(|| fault(Severity::Error, expected()));
    };
    // 0.93 for 93 %: without a sign the number may be the share itself.
    let is_share = number().is_some_and(|number| (number - share).abs() <= half_unit(number.scale()));
    let cut_off = (stated.amount - rate).abs() <= stated.hidden() + stated.hidden();
    match () {
        () if stated.agrees(rate) || is_share => None,
        () if cut_off => Some(fault(Severity::Warning, expected())),
        () => Some(fault(Severity::Error, expected())),
    }
}

/// 年度资金总额 and all rows that this kind of form has stand in it, 地方 in every target table that another has it in.
fn missing_rows(facts: &ReadDocument, form: &IndicatorTable, kind: &FormKind) -> Vec<Finding> {
    let fault = |table: &str, word: &str, near: &MoneyRow| {
        Finding::error(RULE.code, format!("{table}的资金情况里没有“{word}”一行"))
            .expected(format!("{word}；没有的填0"))
            .actual("没有")
            .at(&near.place)
            .hint("照格式补上这一行。")
    };
    let mut findings = Vec::new();
    if let Some(first) = form.money.first() {
        let lacks = |word: &&String| !form.money.iter().any(|row| row.name.contains(word.as_str()));
        findings.extend(kind.money.iter().filter(lacks).map(|word| fault("自评表", word, first)));
    }
    let tables: Vec<&[MoneyRow]> = facts.targets.iter().map(|table| table.money.as_slice()).collect();
    let mut names: Vec<&str> = tables.iter().copied().flatten().map(|row| row.name.as_str()).collect();
    if !form.money.is_empty() && !names.is_empty() {
        names.extend(kind.target_money.iter().map(String::as_str));
    }
    names.sort_unstable();
    names.dedup();
    for table in &tables {
        let lacks = |name: &&&str| !table.iter().any(|row| row.name == **name);
        let Some(first) = table.first() else { continue };
        findings.extend(names.iter().filter(lacks).map(|name| fault("目标表", name, first)));
    }
    findings
}

/// The total is what its parts add up to, in one and the same reading of which rows are parts of others.
fn parts(money: &[MoneyRow], executed: bool, incomplete: bool, standards: &Standards) -> Vec<Finding> {
    let Some((total, rows)) = money.split_first().filter(|(_, rows)| !rows.is_empty()) else { return Vec::new() };
    if !standards.overspent.totals.are_in(&total.name) {
        return Vec::new();
    }
    let columns: Vec<Vec<Option<Decimal>>> = [|row: &MoneyRow| row.budget, |row: &MoneyRow| row.executed]
        .iter()
        .map(|column| rows.iter().map(column).collect())
        .collect();
    let totals = [("全年预算数", total.budget), ("全年执行数", total.executed)];
    let wrong = |parts: &[usize]| -> Vec<usize> {
        let differs = |index: &usize| {
            let column = &columns[*index];
            let known: Vec<Decimal> = parts.iter().filter_map(|&row| column[row]).collect();
            let sum = sum(column, parts);
            match totals[*index].1 {
                Some(stated) => !known.is_empty() && (sum - stated).abs() > hidden(stated, known.into_iter()),
                // Blank, with something below it; in a draft it waits for what is not known.
                None => !sum.is_zero() && !incomplete,
            }
        };
        (0..totals.len()).filter(|index| executed || *index == 0).filter(differs).collect()
    };
    let all = readings(&columns);
    let outer = all.iter().map(|parts| parts.iter().copied().filter(|&row| !rows[row].within).collect());
    let outer: Vec<Parts> = outer.collect();
    let best = all.into_iter().chain(outer).map(|parts| (wrong(&parts), parts)).min_by_key(|(wrong, _)| wrong.len());
    let Some((wrong, parts)) = best else { return Vec::new() };
    wrong
        .into_iter()
        .map(|index| {
            let (what, stated) = totals[index];
            let shown: Vec<String> = parts.iter().filter_map(|&row| columns[index][row]).map(plain).collect();
            Finding::error(RULE.code, format!("自评表的{what}，总额与分项相加不一致"))
                .expected(format!("{}（{}）", plain(sum(&columns[index], &parts)), shown.join("＋")))
                .actual(stated.map_or("空白".to_string(), plain))
                .at(&total.place)
                .at_all(parts.iter().map(|&row| &rows[row].place))
                .hint("改正总额或分项。")
        })
        .collect()
}

fn differs(sentence: &Sentence, what: &str, stated: &Mention, known: &str, row: &MoneyRow) -> Finding {
    Finding::error(RULE.code, format!("正文的{what}与自评表“{}”不一致", row.name))
        .expected(format!("{known}（自评表）"))
        .actual(format!("{}（{}）", sentence.text.part(stated.range.clone()), sentence.text))
        .at(&sentence.place)
        .at(&row.place)
        .of_numbers([stated.amount])
        .hint("查支付系统的数，正文和表写成一样。")
}
