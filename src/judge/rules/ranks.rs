//! Ranks against the numbers that they are of: 企业26个、高校14个、院所8个，高校居第2位; the rows of a table.

use rust_decimal::Decimal;

use crate::base::chinese_number::chinese_number;
use crate::base::finding::{Finding, Severity};
use crate::base::text_part::TextPart;
use crate::model::standards::CountWords;
use crate::model::words::Words;
use crate::reading::finished::read_document::ReadDocument;

use super::reckoned::Near;
use super::said_amounts::{Amount, lead};
use super::table_rows::{Table, tables};

/// Fewer are no list.
const FEWEST: usize = 3;

struct Rank<'a> {
    number: usize,
    written: &'a str,
    /// The clause before it, or the one before that where it says nothing.
    of: &'a str,
}

/// A name with its number.
struct Item<'a> {
    name: &'a str,
    value: Decimal,
}

pub(super) fn ranks(near: &Near, facts: &ReadDocument, words: &CountWords, code: &'static str) -> Vec<Finding> {
    let found = stated(near.text(), &words.before_ranks).into_iter().filter_map(|rank| {
        let lists = lists(near, &words.no_items);
        let tables = tables(facts);
        let own = lists.iter().filter_map(|list| place_in(list, &rank));
        let columns = tables.iter().flat_map(|table| columns(table, near.text()));
        let places: Vec<_> = own.chain(columns.filter_map(|list| place_in(&list, &rank))).collect();
        let (from_top, from_bottom, name) = places.first()?;
        if places.iter().any(|(top, bottom, _)| [*top, *bottom].contains(&rank.number)) {
            return None;
        }
        let severity = if lists.is_empty() { Severity::Warning } else { Severity::Error };
        let expected = format!("第{from_top}位（{name}；从小到大是第{from_bottom}位）");
        Some(near.fault(code, severity, "位次与说的数对不上", expected, rank.written))
    });
    found.collect()
}

/// Where its subject stands in the list, from the largest and from the smallest.
fn place_in(list: &[Item], rank: &Rank) -> Option<(usize, usize, String)> {
    let last = |item: &&Item| (rank.of.rfind(item.name).map(|at| at + item.name.len()), item.name.len());
    let named = list.iter().filter(|item| rank.of.contains(item.name)).max_by_key(last)?;
    let above = list.iter().filter(|item| item.value > named.value).count();
    let below = list.iter().filter(|item| item.value < named.value).count();
    Some((above + 1, below + 1, named.name.to_string()))
}

/// 居第2位, 排名第三
fn stated<'a>(text: &'a str, before_ranks: &Words) -> Vec<Rank<'a>> {
    let found = text.match_indices('第').filter_map(|(at, word)| {
        let before = text.part(..at);
        let clause = before.rsplit(['，', '；', '。', '（']).next()?;
        // 居全省第二位
        let of_all = clause.rfind('全').filter(|at| clause.part(*at..).chars().count() <= 3);
        let of_all = of_all.map_or(clause, |at| clause.part(..at));
        let ends =
            |word| clause.strip_suffix(word).or_else(|| of_all.strip_suffix(word).filter(|rest| rest.is_empty()));
        let subject = before_ranks.iter().filter_map(ends);
        let subject = subject.min_by_key(|subject| subject.len())?;
        let rest = text.part(at + word.len()..);
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        let spelled: String = rest.chars().take_while(|c| "一二三四五六七八九十".contains(*c)).collect();
        let (length, number) = match digits.parse::<usize>() {
            Ok(number) => (digits.len(), number),
            Err(_) => (spelled.len(), chinese_number(&spelled)?.try_into().ok()?),
        };
        let tail = rest.part(length..);
        let ends = tail.starts_with(['位', '名', '，', '。', '；', '、', '）']);
        // 红旗林场1.17万亩，排第三
        let outer = before.part(..before.len() - clause.len()).trim_end_matches('，');
        let segment = outer.rsplit(['；', '。']).next()?;
        let of = if subject.is_empty() { segment } else { subject };
        let to =
            at + word.len() + length + tail.chars().next().filter(|c| "位名".contains(*c)).map_or(0, char::len_utf8);
        ends.then_some(Rank { number, written: text.part(at..to), of })
    });
    found.collect()
}

/// Named numbers of one unit that stand one after the other.
fn lists<'a>(near: &'a Near, others: &Words) -> Vec<Vec<Item<'a>>> {
    let mut found = Vec::new();
    for (sentence, own) in
        near.around.chunk_by(|(one, _), (other, _)| std::ptr::eq(*one, *other)).map(|own| (own[0].0, own))
    {
        let text = sentence.text.as_str();
        let mut units: Vec<&str> = own.iter().map(|(_, amount)| amount.unit.as_str()).collect();
        units.sort_unstable();
        units.dedup();
        for unit in units.into_iter().filter(|unit| !unit.is_empty()) {
            let amounts: Vec<&Amount> =
                own.iter().map(|(_, amount)| amount).filter(|amount| amount.unit == unit).collect();
            let joined = |one: &&Amount, other: &&Amount| {
                let between = text.part(one.to..other.from);
                let named = lead(text, other);
                let alone = !others.are_in(named) && !named.contains('均');
                alone
                    && between.contains(['、', '，', '和'])
                    && !between.contains(['；', '。', '：'])
                    && between.chars().count() <= 16
            };
            for run in amounts.chunk_by(joined).filter(|run| run.len() >= FEWEST) {
                let names =
                    names_before(text, run).unwrap_or_else(|| run.iter().map(|amount| name(text, amount)).collect());
                let items = names.into_iter().zip(run).map(|(name, amount)| Item { name, value: amount.value });
                let named = items.filter(|item| item.name.chars().count() > 1 && !others.are_in(item.name));
                found.push(named.collect::<Vec<_>>());
            }
        }
    }
    found.retain(|list| list.len() >= FEWEST);
    found
}

/// 其中高校14个: 高校
fn name<'t>(text: &'t str, amount: &Amount) -> &'t str {
    let lead = lead(text, amount);
    let lead = lead.rsplit_once("其中").map_or(lead, |(_, name)| name);
    lead.rsplit_once(['为', '和', '及']).map_or(lead, |(_, name)| name)
}

/// 图书馆、文化馆、博物馆年度支出分别为620万元、480万元、755万元
fn names_before<'t>(text: &'t str, run: &[&Amount]) -> Option<Vec<&'t str>> {
    let before = text.part(..run.first()?.from);
    let at = ["分别", "依次"].iter().filter_map(|word| before.rfind(word)).max()?;
    let clause = before.part(..at).rsplit(['，', '；', '。', '：']).next()?;
    let names: Vec<&str> = clause.split(['、', '和', '与']).collect();
    (names.len() == run.len() && before.part(at..).chars().count() <= 6).then_some(names)
}

/// The columns of a table that the sentence speaks of.
fn columns<'a>(table: &'a Table, text: &str) -> Vec<Vec<Item<'a>>> {
    let speaks_of = |head: &str| {
        let characters: Vec<char> = head.chars().filter(|c| !"（）()".contains(*c)).collect();
        characters.windows(2).any(|two| text.contains(&two.iter().collect::<String>()))
    };
    let told = table.heads.iter().enumerate().skip(1).filter(|(_, head)| speaks_of(head));
    let columns = told.map(|(column, _)| {
        let rows = table.rows.iter().filter(|row| !row.is_total());
        rows.filter_map(|row| Some(Item { name: &row.name, value: (*row.cells.get(column)?)? })).collect::<Vec<_>>()
    });
    columns.filter(|list| list.len() >= FEWEST).collect()
}
