//! The table of what each area gets: rows of areas, and rows that sum up others.

use crate::base::field::{Field, Rows};
use crate::base::place::{Place, Sourced};
use crate::model::allotment::{Allotment, Allotments, Subtotal};
use crate::model::number::Money;

use super::faults::Faults;
use super::fields::{Table, tidy};
use super::head_words::head_key;
use super::lists;
use super::money::amount;
use super::normalisation::NormalisationKind as Kind;
use super::recognise::Recognition;
use super::row_sums;
use crate::base::chinese_number::is_chinese_numeral;
use crate::sheets::fault::Fault;

/// A row that is of two parts at least.
const FEWEST: usize = 2;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Area,
    /// 小计, or a row over others that stand further in.
    Subtotal,
    Total,
    /// 其中：…, of the area above.
    Part,
}

struct Line {
    row: u32,
    /// The row whose cell names the area: the first of its tasks.
    named: u32,
    label: String,
    /// By how many blanks the label is moved in.
    indent: usize,
    meaning: Meaning,
    amount: Field<Money>,
}

/// `region`: its own name is a total's.
pub(crate) fn read(
    tables: &[Table<'_>],
    region: Option<&str>,
    recognition: &Recognition,
    faults: &mut Faults,
) -> Allotments {
    let head = tables.first().and_then(|table| {
        let area = table.head.columns.get("地区")?;
        Some(tidy(&table.sheet.words(area.row, area.column)))
    });
    let rows = Rows::default();
    let mut read = Allotments { head, stated_total: Field::Absent, rows, subtotals: Vec::new() };
    let mut totals = Vec::new();
    for table in tables {
        let mut lines = lines(table, region, recognition, faults);
        of_parts(&mut lines);
        let total = total(&lines, table, faults);
        numbered(&mut lines);
        nest(&mut lines);
        by_sum(&mut lines, total.value().copied());
        read.subtotals.extend(subtotals(&lines));
        let areas = lines.iter().filter(|line| line.meaning == Meaning::Area);
        let areas: Vec<(u32, String)> = areas.map(|line| (line.row, line.label.clone())).collect();
        read.subtotals.extend(row_sums::of_rows(table, "金额", &areas, recognition));
        let mut own = Vec::new();
        let of_table = lists::batch(table, recognition).filter(|_| tables.len() > 1).unwrap_or_default();
        for line in &lines {
            match line.meaning {
                Meaning::Area => own.extend(area(table, line, &of_table, recognition, &mut read.rows, faults)),
                Meaning::Total => {}
                Meaning::Subtotal | Meaning::Part => table.note_skipped(line.row, faults),
            }
        }
        if total != Field::Absent {
            totals.push((total, table.sheet.name.to_string(), own));
        }
    }
    // Each of several tables may have its own; one alone may be that of all.
    let is_alone = totals.len() == 1;
    for (total, name, own) in totals {
        let sum: Money = own.iter().map(|part| part.value).sum();
        match total.known().filter(|total| !is_alone || tables.len() > 1 && total.value == sum) {
            Some(stated) if read.amount() != Some(stated.value) => {
                read.subtotals.push(Subtotal { label: format!("{name}的合计"), stated: stated.clone(), rows: own });
            }
            _ => read.stated_total = total,
        }
    }
    read
}

fn lines(table: &Table<'_>, region: Option<&str>, recognition: &Recognition, faults: &mut Faults) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let rows: Vec<u32> = table.rows().collect();
    for (index, row) in rows.iter().copied().enumerate() {
        let holds = |field: &str| table.holds(row, field);
        if !holds("地区") && !holds("金额") {
            table.note_skipped(row, faults);
            continue;
        }
        // Below the area's name stand its other batches.
        let goes_on = !holds("地区") && holds("批次");
        let is_named = |above: &&Line| above.meaning != Meaning::Total && !recognition.is_subtotal(&above.label);
        let named = lines.last().filter(|_| goes_on).filter(is_named).map_or(row, |above| above.named);
        let own = table.head.column("地区").map(|column| table.sheet.merged_words(named, column)).unwrap_or_default();
        // The label may stand under 序号.
        let labels: Vec<String> = table.sheet.row(row).map(|(_, value)| value.words()).collect();
        let first = labels.first().map(|label| label.trim()).unwrap_or_default();
        let bare = first.trim_matches(['（', '）', '(', ')', '、']);
        let is_section = own.trim() != first && !bare.is_empty() && bare.chars().all(is_chinese_numeral);
        // 全省, or the region's own name, above or below all the others.
        let is_whole = || {
            let is_end = lines.is_empty() || index + 1 == rows.len();
            is_end && (recognition.is_whole_area(&own) || region.is_some_and(|region| head_key(&own) == region))
        };
        let is_sum = |label: &str| recognition.is_subtotal(label) || recognition.is_page_sum(label);
        let part = recognition.part_of_row(&own).map(str::to_string);
        let above = lines.last().map(|line| line.meaning);
        let meaning = if is_section || labels.iter().any(|label| is_sum(label)) {
            Meaning::Subtotal
        } else if labels.iter().any(|label| recognition.is_total(label)) || is_whole() {
            Meaning::Total
        } else if part.is_some() && matches!(above, Some(Meaning::Area | Meaning::Part)) {
            Meaning::Part
        } else {
            Meaning::Area
        };
        let amount = match meaning {
            // Its faults are told with its name.
            Meaning::Area => table.field(row, "金额", &mut Faults::default(), |faults| money(table, row, faults)),
            Meaning::Part => Field::Absent,
            _ => table.field(row, "金额", faults, |faults| money(table, row, faults)),
        };
        let label = if own.trim().is_empty() { first.to_string() } else { part.unwrap_or(own.trim().to_string()) };
        let indent = own.chars().take_while(|c| c.is_whitespace()).count();
        lines.push(Line { row, named, label, indent, meaning, amount });
    }
    lines
}

fn money(table: &Table<'_>, row: u32, faults: &mut Faults) -> Option<Sourced<Money>> {
    amount(table, row, table.head.column("金额")?, "金额", faults)
}

/// The amount of the row. One more batch of an area, and money that is taken back from it, go to its row.
fn area(
    table: &Table<'_>,
    line: &Line,
    of_table: &str,
    recognition: &Recognition,
    rows: &mut Rows<Allotment>,
    faults: &mut Faults,
) -> Option<Sourced<Money>> {
    let errors = faults.errors;
    let area = table.field(line.named, "地区", faults, |faults| {
        let name = table.name(line.named, "地区", faults)?;
        let bare = recognition.part_of_row(&name.value).map(str::to_string);
        Some(Sourced::new(bare.unwrap_or(name.value), name.place))
    });
    let amount = table.field(line.row, "金额", faults, |faults| money(table, line.row, faults));
    let own = amount.known().cloned();
    let batch = format!("{of_table}{}", table.words(line.row, "批次"));
    let more = area.value().zip(own.as_ref()).and_then(|(name, more)| {
        let taken_back = more.value < Money::ZERO;
        let is_same = |row: &&mut Allotment| match taken_back {
            true => head_key(row.name()) == head_key(name),
            false => row.name() == name && row.batches.iter().all(|known| *known != batch) && !batch.is_empty(),
        };
        Some((rows.iter_mut().find(is_same)?, more, taken_back))
    });
    if let Some((row, more, taken_back)) = more
        && let Field::Known(known) = &mut row.amount
    {
        let sum: Money = [known.value, more.value].into_iter().sum();
        if taken_back {
            let readings =
                [format!("从“{}”收回，得{sum}万元", row.area.value().map_or("", String::as_str)), "另一个地区".into()];
            let hint = "是收回的，把两行合成一行；不是的，改正金额。".into();
            let what = "金额是负数，".into();
            let actual = more.value.to_string();
            faults.add(&more.place, Fault::Ambiguous { what, actual, readings, taken: true, hint });
        } else {
            faults.read_as(
                &more.place,
                Kind::Parts,
                &more.value.to_string(),
                &format!("{}＋{}", known.value, more.value),
            );
        }
        *known = Sourced::new(sum, known.place.and(&more.place));
        row.batches.push(batch);
        return own;
    }
    rows.push(Allotment { area, amount, batches: vec![batch] });
    if faults.errors > errors {
        rows.push_unread(table.sheet.place(line.row, 0));
    }
    own
}

fn total(lines: &[Line], table: &Table<'_>, faults: &mut Faults) -> Field<Money> {
    let mut total = Field::Absent;
    for line in lines.iter().filter(|line| line.meaning == Meaning::Total) {
        match (total.known(), &line.amount) {
            (Some(first), Field::Known(again)) if first.value != again.value => {
                let first: Place = first.place.clone();
                faults.add(&table.sheet.place(line.row, 0), Fault::GivenTwice { what: "不同的合计".into(), first });
            }
            (Some(_), _) => {}
            (None, amount) => total = amount.clone(),
        }
    }
    total
}

/// A table below another has a total of its own: one between areas that is not of all of them is of those next to it.
fn of_parts(lines: &mut [Line]) {
    let is_area = |line: &Line| line.meaning == Meaning::Area;
    let all = lines.iter().filter(|line| is_area(line)).map(|line| line.amount.value().copied()).sum::<Option<Money>>();
    let totals = || lines.iter().enumerate().filter(|(_, line)| line.meaning == Meaning::Total);
    let is_between = |at: usize| lines[..at].iter().any(is_area) && lines[at..].iter().any(is_area);
    if totals().count() < FEWEST || !totals().any(|(at, _)| is_between(at)) {
        return;
    }
    let parts: Vec<usize> =
        totals().filter(|(_, line)| line.amount.value().copied() != all).map(|(at, _)| at).collect();
    parts.into_iter().for_each(|at| lines[at].meaning = Meaning::Subtotal);
}

/// 二、市辖区, which comes to what stands below it until the next such row: where all of them do, they are sums.
fn numbered(lines: &mut [Line]) {
    let is_area = |line: &Line| line.meaning == Meaning::Area;
    let is_numbered = |line: &Line| {
        let number = line.label.split_once('、').map(|(number, _)| number);
        is_area(line) && number.is_some_and(|number| !number.is_empty() && number.chars().all(is_chinese_numeral))
    };
    let all: Vec<usize> = (0..lines.len()).filter(|at| is_numbered(&lines[*at])).collect();
    let comes_to = |at: &usize| {
        let below = lines[at + 1..].iter().take_while(|line| is_area(line) && !is_numbered(line));
        let below: Vec<Option<Money>> = below.map(|line| line.amount.value().copied()).collect();
        let sum = below.iter().copied().sum::<Option<Money>>();
        !below.is_empty() && (lines[*at].amount.is_blank() || sum == lines[*at].amount.value().copied())
    };
    if all.iter().all(comes_to) {
        all.into_iter().for_each(|at| lines[at].meaning = Meaning::Subtotal);
    }
}

/// A row above others that are moved in is theirs.
fn nest(lines: &mut [Line]) {
    for index in 0..lines.len() {
        let indent = lines[index].indent;
        let is_over = lines.get(index + 1).is_some_and(|next| next.meaning == Meaning::Area && next.indent > indent);
        if is_over && lines[index].meaning == Meaning::Area {
            lines[index].meaning = Meaning::Subtotal;
        }
    }
}

/// Where the areas come to more than the total, and rows that are the sum of those right below them make up for it: these.
fn by_sum(lines: &mut [Line], total: Option<Money>) {
    let amounts: Vec<Option<Money>> =
        lines.iter().map(|line| line.amount.value().copied().filter(|_| line.meaning == Meaning::Area)).collect();
    let sum: Money = amounts.iter().flatten().copied().sum();
    let Some(total) = total.filter(|total| sum > *total) else { return };
    let mut sums = Vec::new();
    let mut index = 0;
    while index < amounts.len() {
        let mut below = Money::ZERO;
        let end = amounts[index].and_then(|own| {
            (index + 1..amounts.len()).take_while(|next| amounts[*next].is_some()).find(|next| {
                below = [below, amounts[*next].unwrap_or_default()].into_iter().sum();
                below == own && next - index >= FEWEST
            })
        });
        if end.is_some() {
            sums.push(index);
        }
        index = end.map_or(index + 1, |end| end + 1);
    }
    let without: Money = (0..amounts.len()).filter(|at| !sums.contains(at)).filter_map(|at| amounts[at]).sum();
    if without == total {
        sums.into_iter().for_each(|index| lines[index].meaning = Meaning::Subtotal);
    }
}

/// What each of the rows that sum up others is the sum of: the rows that are moved in below it, else those between it and
/// the next one, on the side where the areas stand.
fn subtotals(lines: &[Line]) -> Vec<Subtotal> {
    let is_area = |line: &&Line| line.meaning == Meaning::Area;
    let first_area = lines.iter().position(|line| is_area(&line));
    let first_sum = lines.iter().position(|line| line.meaning == Meaning::Subtotal);
    let above = first_area < first_sum;
    let known = |lines: &[Line]| -> Option<Vec<Sourced<Money>>> {
        lines.iter().filter(is_area).map(|line| line.amount.known().cloned()).collect()
    };
    let is_bound = |line: &Line| matches!(line.meaning, Meaning::Subtotal | Meaning::Total);
    let all = lines.iter().enumerate().filter(|(_, line)| line.meaning == Meaning::Subtotal);
    let each = all.filter_map(|(index, line)| {
        let stated = line.amount.known()?.clone();
        let (before, after) = (&lines[..index], &lines[index + 1..]);
        let moved_in = after.iter().take_while(|next| next.indent > line.indent).count();
        let rows = match moved_in {
            0 if above => &before[before.iter().rposition(is_bound).map_or(0, |bound| bound + 1)..],
            0 => &after[..after.iter().position(is_bound).unwrap_or(after.len())],
            moved_in => &after[..moved_in],
        };
        let rows = known(rows).filter(|rows| !rows.is_empty())?;
        Some(Subtotal { label: line.label.clone(), stated, rows })
    });
    each.collect()
}
