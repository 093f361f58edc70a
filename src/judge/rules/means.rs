//! What one is of all on the average, and what so many of one make: 人均4.5万元, 月均1050台, 每部补助20万元，共1280万元.
//! Any numbers of the paragraph that give it make it right.

use rust_decimal::Decimal;

use crate::base::finding::{Finding, Severity};
use crate::base::text_part::TextPart;
use crate::model::number::round;
use crate::model::standards::{Each, ProportionWords};
use crate::prose::around::is_in_brackets;
use crate::prose::is_slip;
use crate::reading::finished::read_document::Sentence;

use super::reckoned::{Near, is_close, moved};
use super::said_amounts::{Amount, lead};

/// How far apart the three may stand.
const FAR: usize = 44;
const MONTHS: i64 = 12;

/// A number that is of each of something.
struct Mean<'a> {
    each: &'a Amount,
    /// The words that say so, and what they may be said of.
    words: &'a str,
    /// So many in a year, where it is of a time.
    times: &'a [i64],
    /// Every month, of each of something else.
    monthly: bool,
    /// Nothing but those words stands in its clause.
    alone: bool,
    /// Whose it is: 重点项目 of 重点项目每项.
    of: &'a str,
}

/// A total, what it is divided by, and how that is written.
struct Whole {
    total: Amount,
    count: Amount,
    /// The words fit both, and nothing else stands between.
    sure: bool,
}

pub(super) fn means(near: &Near, words: &ProportionWords, code: &'static str) -> Vec<Finding> {
    let text = near.text();
    let wrong = near.own.iter().enumerate().filter_map(|(at, each)| {
        if let Some(found) = average(near, each, code) {
            return Some(found);
        }
        let mean = mean(text, each, words)?;
        if is_given(near, &mean) {
            return None;
        }
        let behind = near.own.get(at + 1..).unwrap_or_default().iter().find(|total| total.unit == each.unit);
        let product =
            behind.filter(|_| mean.times.is_empty()).and_then(|total| product(near, &mean, total, words, code));
        product.or_else(|| {
            let Whole { total, count, sure } =
                if mean.times.is_empty() { of_counted(near, &mean, words) } else { of_time(near, &mean) }?;
            let found = total.value.checked_div(count.value)?;
            let about = each.hidden + moved(&total, &count, |total, count| total.checked_div(count));
            let slip = each.is_slip_of(found);
            if (found - each.value).abs() <= about || !sure && !slip {
                return None;
            }
            let severity = if sure { Severity::Error } else { Severity::Warning };
            let expected = format!("{}（{}÷{}）", each.say(round(found, 8)), total.written, count.written);
            let message = format!("“{}”算得不对", mean.words);
            Some(near.fault(code, severity, &message, expected, &each.written).of_numbers([each.value]))
        })
    });
    wrong.collect()
}

fn mean<'a>(text: &'a str, each: &'a Amount, words: &ProportionWords) -> Option<Mean<'a>> {
    const TIMES: [(&str, &[i64]); 5] =
        [("月", &[MONTHS]), ("日", &[365, 366]), ("天", &[365, 366]), ("季度", &[4]), ("季", &[4])];
    if each.unit.is_empty() || "%倍百分点年分".contains(each.unit.as_str()) {
        return None;
    }
    let lead = lead(text, each);
    // 月均, 每月平均, 平均每月
    let of_time = TIMES.iter().find_map(|(time, times)| {
        let said = [format!("{time}均"), format!("每{time}平均"), format!("平均每{time}")];
        let found = said.iter().find_map(|word| Some((lead.find(word.as_str())?, word.len())));
        found.map(|(at, length)| (lead.part(at..at + length), *times))
    });
    if let Some((word, times)) = of_time {
        let (before, rest) = lead.split_once(word)?;
        let alone = before.is_empty() && !rest.contains('最') && rest.chars().count() <= 6;
        return Some(Mean { each, words: word, times, monthly: false, alone, of: "" });
    }
    let per = lead
        .find('每')
        .or_else(|| lead.find('均').map(|at| at - lead.part(..at).chars().next_back().map_or(0, char::len_utf8)));
    let (of, said) = (lead.part(..per?), lead.part(per?..));
    // 年均增加570人次: of what each is more than the one before.
    if said.contains(['增', '减', '升', '降']) {
        return None;
    }
    // 每台补助: not much more.
    let short = said.chars().count() <= 12 && !said.contains("均衡") && !said.contains("均为");
    let rest = words.each.iter().filter_map(|each| said.strip_prefix(each.word.as_str())).min_by_key(|rest| rest.len());
    let alone = rest.is_some_and(|rest| words.behind_each.have(rest)) || said.starts_with('每');
    let monthly = said.contains("每月") || lead.contains("月均") || lead.contains("月人均");
    let head = rest.map_or(said, |rest| said.part(..said.len() - rest.len()));
    let of = of.trim_end_matches("平均");
    short.then_some(Mean { each, words: head, times: &[], monthly, alone, of })
}

/// Is it said of so many: 每栋 of 126栋, 每个小区 of 18个小区, 馆均 of 4个馆?
fn is_counted(text: &str, count: &Amount, mean: &Mean, words: &ProportionWords) -> bool {
    let unit = count.unit.split('（').next().unwrap_or_default();
    let is_mean = || self::mean(text, count, words).is_some();
    if ["", "%", "万元", "倍", "分"].contains(&unit) || count.value <= Decimal::ONE || is_mean() {
        return false;
    }
    let of_units = |each: &&Each| mean.words.starts_with(each.word.as_str()) && each.units.have(unit);
    let listed = words.each.iter().find(|each| mean.words.starts_with(each.word.as_str()));
    if let Some(listed) = listed {
        let noun = listed.word.trim_start_matches("每个");
        let is_its = noun.len() == listed.word.len() || text.part(count.to..).starts_with(noun);
        return of_units(&listed) && is_its;
    }
    match mean.words.strip_prefix('每') {
        // 重点项目12个、重点项目每项
        Some(of) if mean.is_of(text, count) && of.starts_with(['项', '个', '家', '所']) => true,
        Some(of) => of.strip_prefix(unit).is_some_and(|noun| {
            let noun: String = noun.chars().take(2).collect();
            let own = text.part(count.to..).starts_with(&noun) || lead(text, count).ends_with(&noun);
            noun.chars().count() < 2 || own || unit != "个"
        }),
        None => {
            let of = mean.words.chars().next().unwrap_or_default();
            unit.starts_with(of) || text.part(count.to..).starts_with(of)
        }
    }
}

impl Mean<'_> {
    /// 每人补助0.8万元 is so much, 人均0.8万元 about that.
    fn hidden(&self) -> Decimal {
        if self.words.contains('均') { self.each.hidden_unless_whole() } else { Decimal::ZERO }
    }

    fn is_of(&self, text: &str, count: &Amount) -> bool {
        self.of.chars().count() > 1 && lead(text, count).ends_with(self.of)
    }
}

/// Numbers of the unit that stand one after the other before it.
fn listed<'a>(near: &'a Near, each: &Amount, marks: &[char]) -> Option<Vec<&'a Amount>> {
    let text = near.text();
    let before: Vec<&Amount> =
        near.own.iter().filter(|amount| amount.to <= each.from && amount.unit == each.unit).collect();
    let joined = |two: &[&Amount]| {
        matches!(two, [one, next] if {
            let between = text.part(one.to..next.from);
            between.starts_with(marks) && between.chars().count() <= 12
        })
    };
    let last = before.windows(2).rposition(joined)?;
    let first = before.windows(2).take(last).rposition(|two| !joined(two)).map_or(0, |at| at + 1);
    Some(before.get(first..last + 2)?.to_vec())
}

/// They and their number, as one.
fn run(near: &Near, each: &Amount) -> Option<Whole> {
    let parts = listed(near, each, &['、', '和', '及', '与'])?;
    let total = parts.iter().map(|part| part.value).sum();
    let hidden = parts.iter().map(|part| part.hidden_unless_whole()).sum();
    let (one, end) = (parts.first()?, parts.last()?);
    let written = parts.iter().map(|part| part.written.as_str()).collect::<Vec<_>>().join("＋");
    let total = Amount { value: total, hidden, from: one.from, to: end.to, written, unit: each.unit.clone() };
    let count = of_number(i64::try_from(parts.len()).ok()?, each);
    let sure = is_close(near.text(), end.to, each.from, FAR) && parts.len() > 2;
    Some(Whole { total, count, sure })
}

/// 四个季度分别为91.2%、92.0%、93.4%、93.8%，平均92.6%: it lies between them, and is theirs where it looks like a slip of that; where
/// some weigh more, it is another.
fn average(near: &Near, each: &Amount, code: &'static str) -> Option<Finding> {
    let text = near.text();
    let lead = lead(text, each).trim_end_matches(['为', '达', '约', '是']);
    // 平均延期
    let says = lead.rsplit_once("平均").is_some_and(|(_, rest)| rest.chars().count() <= 2 && !rest.contains('每'));
    if !says && !lead.ends_with("均值") {
        return None;
    }
    let before = listed(near, each, &['、', '，', '和', '及', '与']);
    let before = before.filter(|run| run.last().is_some_and(|last| is_close(text, last.to, each.from, 20)));
    // 平均延期45天，其中甲延期30天、乙延期60天
    let behind: Vec<&Amount> =
        near.own.iter().filter(|other| other.from >= each.to && other.unit == each.unit).collect();
    let behind =
        behind.first().filter(|first| text.part(each.to..first.from).starts_with("，其中")).map(|_| behind.clone());
    let parts = before.or(behind).filter(|parts| parts.len() > 1)?;
    // 11个乡镇为100%，1个为97.6%: some weigh more.
    let from = parts.first()?.from;
    let from = text.part(..from).rfind(['，', '；', '。', '：']).unwrap_or_default();
    let weighted = near.own.iter().any(|other| other.unit != each.unit && (from..each.from).contains(&other.from));
    let [least, most] = [parts.iter().map(|part| part.value).min()?, parts.iter().map(|part| part.value).max()?];
    let sum: Decimal = parts.iter().map(|part| part.value).sum();
    let found = sum.checked_div(parts.len().into())?;
    let outside = each.value < least - each.hidden || each.value > most + each.hidden;
    let slip = !weighted && is_slip(each.value, round(found, each.value.scale()));
    if (found - each.value).abs() <= each.hidden || !outside && !slip || least == most {
        return None;
    }
    let severity = if outside { Severity::Error } else { Severity::Warning };
    let shown = parts.iter().map(|part| part.written.as_str()).collect::<Vec<_>>().join("、");
    let expected = format!("{}（{shown}）", each.say(round(found, 2)));
    Some(near.fault(code, severity, "平均数算得不对", expected, &each.written).of_numbers([each.value]))
}

fn of_number(number: i64, each: &Amount) -> Amount {
    Amount {
        value: number.into(),
        hidden: Decimal::ZERO,
        unit: String::new(),
        written: number.to_string(),
        ..each.clone()
    }
}

/// Do any two numbers beside it give it, or all of a list?
fn is_given(near: &Near, mean: &Mean) -> bool {
    let each = mean.each;
    let totals = || near.others(each).map(|(_, other)| other).filter(|other| other.unit == each.unit);
    let fixed: Vec<Amount> = mean.times.iter().map(|times| of_number(*times, each)).collect();
    let counts = near.others(each).map(|(_, other)| other);
    let is_money = each.unit == "万元";
    let counts =
        counts.filter(|other| !(["%", "", "倍"].contains(&other.unit.as_str()) || is_money && other.unit == each.unit));
    let counts = counts.chain(&fixed).filter(|count| count.value > Decimal::ONE && count.value.is_integer());
    let months: Decimal = if mean.monthly { MONTHS.into() } else { Decimal::ONE };
    let is_mean = |total: &Amount, count: &Amount| {
        let make = |total: Decimal, count: Decimal| total.checked_div(count)?.checked_div(months);
        // What is said before a total is given, not rounded.
        let hidden = if is_total_of(near, mean, total) { mean.hidden() } else { each.hidden };
        let about = hidden + moved(total, count, make);
        make(total.value, count.value).is_some_and(|found| (found - each.value).abs() <= about)
    };
    let of_run = run(near, each).is_some_and(|run| is_mean(&run.total, &run.count));
    of_run || totals().any(|total| counts.clone().any(|count| !std::ptr::eq(total, count) && is_mean(total, count)))
}

/// …，共1280万元: right behind it.
fn is_total_of(near: &Near, mean: &Mean, total: &Amount) -> bool {
    let text = near.text();
    let own = near.own.iter().any(|own| own.from == total.from && own.written == total.written);
    let between = text.part(mean.each.to..total.from);
    let marks = between.matches(['，', '、', '（']).count();
    // 每人补助0.8万元，7190人共补助5752万元: what it is of each of may stand between.
    let inside = || near.own.iter().filter(|count| count.from >= mean.each.to && count.to <= total.from);
    let summed = ['共', '计', '总'].iter().any(|word| lead(text, total).contains(*word));
    let fits = match inside().next() {
        None => marks == 1,
        Some(_) => marks <= 2 && summed && inside().all(|count| count.unit != total.unit),
    };
    let beside = fits && is_close(text, mean.each.to, total.from, 26);
    own && total.from > mean.each.to && beside && total.unit == mean.each.unit && total.value > mean.each.value
}

/// 64部，每部补助20万元，共1820万元
fn product(near: &Near, mean: &Mean, total: &Amount, words: &ProportionWords, code: &'static str) -> Option<Finding> {
    let each = mean.each;
    if !is_total_of(near, mean, total) || self::mean(near.text(), total, words).is_some() {
        return None;
    }
    let months: Decimal = if mean.monthly { MONTHS.into() } else { Decimal::ONE };
    let make = |count: Decimal, each: Decimal| count.checked_mul(each)?.checked_mul(months);
    let is_slip = |count: &Amount| make(count.value, each.value).is_some_and(|found| is_slip(total.value, found));
    // Or before the total that stands behind it: 每人补助0.8万元，7190人共….
    let behind = near.own.iter().filter(|count| count.from >= each.to && count.to <= total.from);
    let behind = behind.filter(|count| is_counted(near.text(), count, mean, words)).map(|count| (count, true));
    let counts: Vec<(&Amount, bool)> = behind.chain(counted(near, mean, words)).collect();
    let (count, alone) = counts.iter().find(|(count, _)| is_slip(count)).or(counts.first())?;
    let found = make(count.value, each.value)?;
    let exact = Amount { hidden: mean.hidden(), ..each.clone() };
    let about = total.hidden_unless_whole() + moved(count, &exact, make);
    let plain = !mean.monthly && !words.persons.have(&count.unit) && *alone;
    let back = total.value.checked_div(count.value).and_then(|each| each.checked_div(months));
    let slip = is_slip(count) || back.is_some_and(|back| each.is_slip_of(back));
    if (found - total.value).abs() <= about || !slip && !plain {
        return None;
    }
    let severity = if is_slip(count) { Severity::Error } else { Severity::Warning };
    let expected = format!("{}（{}×{}）", total.say(found), count.written, each.written);
    Some(near.fault(code, severity, "每份乘以份数与总数对不上", expected, &total.written).of_numbers([total.value]))
}

/// What it is of each of, as it was counted before it, the last first, and whether nothing else may be.
fn counted<'a>(near: &'a Near, mean: &Mean, words: &ProportionWords) -> Vec<(&'a Amount, bool)> {
    let at = near.around.iter().position(|(sentence, other)| near.is_own(sentence) && other.from == mean.each.from);
    let before = near.around.get(..at.unwrap_or_default()).unwrap_or_default().iter().rev();
    let fitting = before.filter(|(sentence, count)| is_counted(&sentence.text, count, mean, words));
    let mut found: Vec<_> = fitting.collect();
    if found.iter().any(|(sentence, count)| mean.is_of(&sentence.text, count)) {
        found.retain(|(sentence, count)| mean.is_of(&sentence.text, count));
    }
    let alone = found.iter().filter(|(sentence, _)| near.is_own(sentence)).count() == 1;
    found.into_iter().map(|(sentence, count)| (count, alone && near.is_own(sentence))).collect()
}

/// 4860万元，1080人，人均4.5万元; 每平方米85.99元（支出2683万元、面积31.2万平方米）.
fn of_counted(near: &Near, mean: &Mean, words: &ProportionWords) -> Option<Whole> {
    let (text, each) = (near.text(), mean.each);
    let at = near.own.iter().position(|other| other.from == each.from)?;
    if text.part(each.to..).starts_with(['（', '(']) {
        let [one, two] = near.own.get(at + 1..at + 3)? else { return None };
        let (total, count) = if is_counted(text, two, mean, words) { (one, two) } else { (two, one) };
        let fits = total.unit == each.unit && is_counted(text, count, mean, words) && is_in_brackets(text, two.from);
        return fits.then(|| Whole { total: total.clone(), count: count.clone(), sure: true });
    }
    if is_in_brackets(text, each.from) {
        return None;
    }
    let is_mean = |other: &Amount| self::mean(text, other, words).is_some();
    let is_total = |other: &&Amount| other.unit == each.unit && !is_mean(other);
    let before = near.own.get(..at)?;
    let counts = counted(near, mean, words);
    let Some((nearest, alone)) = counts.first() else {
        if let Some(far) = of_far(near, mean, words) {
            return Some(far);
        }
        // 四馆合计2200万元，馆均550万元
        let listed = words.each.iter().find(|each| mean.words.starts_with(each.word.as_str()));
        let of_listed = listed.is_none_or(|each| ["个", "所"].iter().any(|unit| each.units.have(unit)));
        return run(near, each).filter(|run| mean.words.contains('均') && of_listed && run.sure);
    };
    // 共补助273.6万元，每场收费4500元: money of another kind.
    let behind = mean.words.strip_prefix('每').and_then(|rest| rest.strip_prefix(nearest.unit.as_str()));
    let other =
        each.unit == "万元" && !mean.words.contains('均') && behind.is_some_and(|rest| !words.behind_each.have(rest));
    if other {
        return None;
    }
    let Some(total) = before.iter().rev().filter(is_total).find(|total| total.from != nearest.from) else {
        return of_far(near, mean, words);
    };
    let slips = |count: &Amount| {
        let found = total.value.checked_div(count.value);
        found.is_some_and(|found| is_slip(each.value, round(found, each.value.scale())))
    };
    let count = counts.iter().find(|(count, _)| slips(count)).map_or(*nearest, |(count, _)| *count);
    let from = total.from.min(nearest.from);
    // 6期，分别为45人、52人…，共300人: parts of the total are between.
    let parts = before.iter().filter(|other| other.from >= from && other.from != total.from && other.unit == each.unit);
    let close = is_close(text, total.to.max(nearest.to), each.from, FAR);
    let largest = parts.clone().all(|part| part.value < total.value || is_mean(part));
    let sure = mean.alone && *alone && largest && close && near.is_of_one(from, each.from);
    Some(Whole { total: total.clone(), count: count.clone(), sure })
}

/// 数字化保护215万元, and elsewhere 2400件: 数字化每件成本896元. Told where it looks like a slip.
fn of_far(near: &Near, mean: &Mean, words: &ProportionWords) -> Option<Whole> {
    let each = mean.each;
    let is_total = |(sentence, total): &&(&Sentence, Amount)| {
        let is_named = mean.of.chars().count() > 1;
        let named = is_named && lead(&sentence.text, total).contains(mean.of);
        let own = !is_named && near.is_own(sentence) && total.to <= each.from;
        total.unit == each.unit && total.value > each.value && (own || named)
    };
    let totals = || near.document.iter().filter(is_total).map(|(_, total)| total);
    let counts = near.document.iter().filter(|(sentence, count)| is_counted(&sentence.text, count, mean, words));
    let pairs = counts.flat_map(|(_, count)| totals().map(move |total| (total, count)));
    let pairs: Vec<(&Amount, &Amount, Decimal)> =
        pairs.filter_map(|(total, count)| Some((total, count, total.value.checked_div(count.value)?))).collect();
    if pairs.iter().any(|(_, _, found)| (found - each.value).abs() <= each.hidden) {
        return None;
    }
    let (total, count, _) = pairs.iter().find(|(_, _, found)| each.is_slip_of(*found))?;
    Some(Whole { total: (*total).clone(), count: (*count).clone(), sure: false })
}

/// 全年手术12600台，月均1050台
fn of_time(near: &Near, mean: &Mean) -> Option<Whole> {
    let (text, each) = (near.text(), Some(mean.each).filter(|_| mean.alone)?);
    if let Some(run) = run(near, each).filter(|run| run.sure) {
        return Some(run);
    }
    let is_mean = |amount: &Amount| ["均", "每"].iter().any(|word| lead(text, amount).contains(word));
    let same = |amount: &&Amount| amount.unit == each.unit && amount.value > each.value && !is_mean(amount);
    let before = near.own.iter().rev().filter(|amount| amount.to <= each.from).find(same);
    let total = before.or_else(|| near.own.iter().filter(|amount| amount.from >= each.to).find(same))?;
    let (from, to) = (total.to.min(each.to), total.from.max(each.from));
    let of_year = ["全年", "年度", "年内"].iter().any(|word| text.part(..total.from).contains(word));
    let count = mean.times.iter().map(|times| of_number(*times, each)).next_back()?;
    let close = is_close(text, from, to, FAR) && !text.part(from..to).contains("其中");
    // 举办专场招聘会36场，平均每月3场
    let beside = before.is_some() && is_close(text, from, to, 8) && !text.part(..from).contains('月');
    Some(Whole { total: total.clone(), count, sure: close && (of_year || beside && mean.words.contains("平均")) })
}
