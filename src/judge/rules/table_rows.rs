#![doc = include_str!("../../../docs/rules/Z735.md")]

use rust_decimal::Decimal;

use crate::base::characters::is_han;
use crate::base::finding::Finding;
use crate::base::number::plain;
use crate::base::place::Place;
use crate::base::text_part::TextPart;
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::model::standards::{HeadWords, Standards};
use crate::model::words::Words;
use crate::reading::finished::bare::{bare, figure};
use crate::reading::finished::read_document::{ReadDocument, Sentence};

use super::gaps::is_gap;
use super::said_amounts::{Amount, amounts, lead};

pub const RULE: Rule = Rule {
    code: "Z735",
    title: "正文逐项列的数与表里各行一致",
    doc: include_str!("../../../docs/rules/Z735.md"),
    needs: &[Need::Paragraphs, Need::NoFolder],
    check: Check::Document(check),
};

/// A row of a table: its name, and its numbers by column.
pub(super) struct Row<'a> {
    pub name: String,
    pub cells: Vec<Option<Decimal>>,
    place: &'a Place,
}

impl Row<'_> {
    pub fn is_total(&self) -> bool {
        self.name == "总额" || self.name.ends_with('计') && self.name.chars().count() == 2
    }
}

pub(super) struct Table<'a> {
    pub heads: Vec<String>,
    pub rows: Vec<Row<'a>>,
}

fn check(facts: &ReadDocument, standards: &Standards) -> Outcome {
    let tables: Vec<Table> = tables(facts);
    if tables.is_empty() {
        return Outcome::NotApplicable("文件里没有认出别的表".into());
    }
    let mut findings: Vec<Finding> = Vec::new();
    for sentence in &facts.sentences {
        let said = amounts(sentence);
        let of_rows = |table| differing(table, sentence, &said, &standards.tables.between);
        let mut found: Vec<Finding> = tables.iter().filter(|_| said.len() > 2).flat_map(of_rows).collect();
        let told = |one: &Finding| found.iter().any(|told| told.actual == one.actual);
        let of_cells: Vec<Finding> =
            tables.iter().flat_map(|table| of_cells(table, sentence, &said, standards)).collect();
        let of_cells: Vec<Finding> = of_cells.into_iter().filter(|one| !told(one)).collect();
        found.extend(of_cells);
        findings.extend(found);
    }
    Outcome::of(findings)
}

pub(super) fn tables(facts: &ReadDocument) -> Vec<Table<'_>> {
    let found = facts.tables.iter().filter_map(|table| {
        let width = table.rows.iter().map(Vec::len).max()?;
        let first =
            table.rows.iter().position(|row| row.len() == width && row.iter().any(|cell| number(cell).is_some()))?;
        let heads = (0..width).map(|column| {
            let rows = table.rows.iter().take(first).filter(|row| row.len() == width);
            rows.filter_map(|row| row.get(column)).map(|cell| bare(cell)).collect::<String>()
        });
        let rows = table.rows.iter().enumerate().skip(first).filter(|(_, row)| row.len() == width);
        let rows = rows.filter_map(|(index, row)| {
            let name = row.iter().map(|cell| bare(cell)).find(|cell| !cell.is_empty() && number(cell).is_none())?;
            let cells = row.iter().map(|cell| number(cell)).collect();
            (name.chars().count() > 1).then_some(Row { name, cells, place: table.places.get(index)? })
        });
        let (heads, rows): (Vec<String>, Vec<Row>) = (heads.collect(), rows.collect());
        (rows.len() > 2).then_some(Table { heads, rows })
    });
    found.collect()
}

fn number(cell: &str) -> Option<Decimal> {
    figure(cell).replace(',', "").trim_end_matches('%').parse().ok()
}

/// 南溪县到位资金1815万元，支出1694万元; 执行率最高的是嵩县市，为98%; 甲市、乙市两市支出合计2902.6万元: rows and a column that are
/// named before a number, and what the table says of them.
fn of_cells(table: &Table, sentence: &Sentence, said: &[Amount], standards: &Standards) -> Vec<Finding> {
    let text = sentence.text.as_str();
    let core = |name: &str| name.split(['(', '（']).next().unwrap_or_default().to_string();
    let heads: Vec<String> = table.heads.iter().map(|head| core(head)).collect();
    let rows: Vec<(&Row, String)> =
        table.rows.iter().filter(|row| !row.is_total()).map(|row| (row, core(&row.name))).collect();
    let is_once = |name: &str| rows.iter().filter(|(_, other)| other == name).count() == 1;
    let found = said.iter().filter_map(|amount| {
        let before = text.part(..amount.from);
        let other_time = sentence.other_times.iter().any(|other| other.contains(&amount.from));
        let from = before.rfind(['；', '。']).unwrap_or_default();
        let segment = before.part(from..);
        let words = lead(text, amount).trim_end_matches(['为', '达', '了', '共', '约']);
        let named = rows
            .iter()
            .filter(|(_, name)| name.chars().count() > 1 && segment.contains(name.as_str()) && is_once(name));
        let named: Vec<&(&Row, String)> = named.collect();
        let differs = |row: &Row, value: Decimal, column: usize, of: &str| {
            let head = heads.get(column).map_or("", String::as_str);
            Finding::error(RULE.code, format!("正文里“{of}”的数与表不一致"))
                .expected(format!("{}（表里“{head}”一栏）", plain(value)))
                .actual(format!("{}（{text}）", amount.written))
                .at(&sentence.place)
                .at(row.place)
                .about(of)
                .of_numbers([amount.value])
                .hint("对照原始资料，改正正文或表里的数。")
        };
        // 8.5万亩, in a column of 万亩.
        let digits = amount.written.trim_end_matches(|c: char| !c.is_ascii_digit());
        let written: Decimal = digits.replace(',', "").parse().unwrap_or(amount.value);
        let is_said = |value: Decimal| {
            let by = (amount.value - value).abs();
            by <= amount.hidden_unless_whole()
                || (written - value).abs() <= Decimal::new(5, written.scale() + 1) && written.scale() > 0
                || written == value
        };
        let like = |value: Decimal| written < value * Decimal::TEN && value < written * Decimal::TEN;
        if other_time || amount.unit.is_empty() {
            return None;
        }
        // 两市支出合计
        let totals = &standards.parts.totals;
        let head = totals.iter().find_map(|total| words.strip_suffix(total));
        if let Some(head) = head {
            let clause = format!("{}{head}", segment.rsplit(['，', '：', '（']).next().unwrap_or_default());
            let summed: Vec<&(&Row, String)> =
                named.iter().copied().filter(|(_, name)| clause.contains(name.as_str())).collect();
            let numbered = said.iter().any(|other| {
                other.to <= amount.from
                    && other.from >= before.len() - segment.rsplit(['，', '：', '（']).next().map_or(0, str::len)
            });
            let sum = |column: usize| {
                summed.iter().map(|(row, _)| row.cells.get(column).copied().flatten()).sum::<Option<Decimal>>()
            };
            let sums: Vec<Option<Decimal>> = (0..heads.len()).map(sum).collect();
            let column =
                heads.iter().position(|own| own.chars().count() > 1 && head.ends_with(own.trim_end_matches("资金")))?;
            let value = sums.get(column).copied().flatten()?;
            let wrong = summed.len() > 1 && like(value) && !numbered && !sums.iter().flatten().any(|sum| is_said(*sum));
            let names = summed.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join("、");
            return wrong.then(|| differs(summed[0].0, value, column, &names));
        }
        // 新增公办学位990个，比目标多90个
        let aims = &standards.changes.aims;
        if is_gap(words, &standards.changes) && aims.are_in(words) {
            let says_all = |name: &str| name.chars().count() > 2 && name.chars().all(|c| segment.contains(c));
            let mut akin = rows.iter().filter(|(_, name)| says_all(name));
            let (row, name) = akin.next().filter(|_| akin.next().is_none())?;
            let completion = standards.tables.rated.iter().find(|rate| rate.name == COMPLETION)?;
            let of_column = |words: &HeadWords| {
                let at = heads.iter().position(|head| words.has.are_in(head) && !words.lacks.are_in(head))?;
                Some((at, row.cells.get(at).copied().flatten()?))
            };
            let ((column, done), (_, planned)) = (of_column(&completion.part)?, of_column(&completion.whole)?);
            let by = (done - planned).abs();
            return (!is_said(by) && !by.is_zero() && like(by)).then(|| differs(row, by, column, name));
        }
        // The last row that is named, with no other number's words between.
        let (row, name) = named.iter().max_by_key(|(_, name)| (segment.rfind(name.as_str()), name.len()))?;
        if row.cells.iter().flatten().any(|cell| is_said(*cell)) {
            return None;
        }
        let at = segment.rfind(name.as_str())? + name.len();
        let behind = segment.part(at..);
        let lead_words = words.trim_start_matches(name.as_str());
        let own = heads.iter().position(|head| head.chars().count() > 1 && head == lead_words);
        // 执行率最高的是嵩县市，为98%
        let before_name = segment.part(..at - name.len()).rsplit('，').next().unwrap_or_default();
        let topped = heads.iter().position(|head| {
            head.chars().count() > 1
                && before_name.contains(&format!("{head}最"))
                && matches!(behind, "，为" | "，" | "为" | "，达")
        });
        let column = own.filter(|_| behind.chars().count() <= LONGEST_GAP).or(topped)?;
        let cell = row.cells.get(column).copied().flatten()?;
        like(cell).then(|| differs(row, cell, column, name))
    });
    found.collect()
}

const COMPLETION: &str = "完成率";
/// How far behind a row's name its number may stand.
const LONGEST_GAP: usize = 24;

/// A sentence that goes through the rows of a table, most of them with one column's numbers: the others should have them too.
fn differing(table: &Table, sentence: &Sentence, said: &[Amount], between: &Words) -> Vec<Finding> {
    let text = sentence.text.as_str();
    let found: Vec<(&Row, &Amount)> = said
        .iter()
        .filter_map(|amount| {
            let before = text.part(..amount.from);
            // The longest name: 县级 of 市县级 is another row.
            // 两市州合计 is no row 合计.
            let names_row = |before: &str, row: &Row| {
                let head = before.strip_suffix(row.name.as_str());
                head.is_some_and(|head| !row.name.ends_with('计') || !head.ends_with(is_han))
            };
            let names = table.rows.iter().filter(|row| {
                between.iter().any(|word| before.strip_suffix(word).is_some_and(|before| names_row(before, row)))
            });
            names.max_by_key(|row| row.name.len()).map(|row| (row, amount))
        })
        .collect();
    let columns = 0..table.heads.len();
    let agrees = |row: &Row, amount: &Amount, column: usize| {
        row.cells
            .get(column)
            .copied()
            .flatten()
            .is_some_and(|cell| (amount.value - cell).abs() <= amount.hidden_unless_whole())
    };
    let of_unit =
        |unit: &str| -> Vec<&(&Row, &Amount)> { found.iter().filter(|(_, amount)| amount.unit == unit).collect() };
    let mut units: Vec<&str> = found.iter().map(|(_, amount)| amount.unit.as_str()).collect();
    units.sort_unstable();
    units.dedup();
    let mut findings = Vec::new();
    for unit in units {
        let listed = of_unit(unit);
        let count = |column: usize| listed.iter().filter(|(row, amount)| agrees(row, amount, column)).count();
        let Some(column) = columns.clone().max_by_key(|column| (count(*column), usize::MAX - column)) else { continue };
        let agreeing = count(column);
        if agreeing < 2 || agreeing * 2 <= listed.len() || listed.len() == agreeing {
            continue;
        }
        let head = table.heads.get(column).map_or("", String::as_str);
        for (row, amount) in
            listed.iter().filter(|(row, amount)| !columns.clone().any(|column| agrees(row, amount, column)))
        {
            let Some(cell) = row.cells.get(column).copied().flatten() else { continue };
            findings.push(
                Finding::error(RULE.code, format!("正文里“{}”的数与表不一致", row.name))
                    .expected(format!("{}（表里“{head}”一栏）", plain(cell)))
                    .actual(format!("{}（{}）", amount.written, sentence.text))
                    .at(&sentence.place)
                    .at(row.place)
                    .about(&row.name)
                    .hint("对照原始资料，改正正文或表里的数。"),
            );
        }
    }
    findings
}
