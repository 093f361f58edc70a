#![doc = include_str!("../../../docs/rules/Z735.md")]

use rust_decimal::Decimal;

use crate::base::characters::is_han;
use crate::base::finding::Finding;
use crate::base::number::plain;
use crate::base::place::Place;
use crate::base::text_part::TextPart;
use crate::judge::rule::{Check, Need, Outcome, Rule};
use crate::model::standards::Standards;
use crate::model::words::Words;
use crate::reading::finished::bare::{bare, figure};
use crate::reading::finished::read_document::{ReadDocument, Sentence};

use super::said_amounts::{Amount, amounts};

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
        if said.len() > 2 {
            findings
                .extend(tables.iter().flat_map(|table| differing(table, sentence, &said, &standards.tables.between)));
        }
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
