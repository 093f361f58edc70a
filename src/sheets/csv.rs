//! Tables kept in text: fields between commas, semicolons or tabs, as offices save them and web systems export them.

use std::ops::Range;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::base::text_part::TextPart;

use super::fault::Fault;
use super::limits::MOST_CELLS;
use super::sheet::{CellValue, Cells, Position, Sheet};
use super::text_file::{decode_text, with_words};

const SEPARATORS: [char; 4] = [',', '\t', ';', '|'];
/// So many lines tell the separator, and where the head is.
const FIRST: usize = 20;

/// The table, and what is wrong in single rows.
pub(crate) struct Read {
    pub sheet: Sheet,
    pub faults: Vec<(Position, Fault)>,
}

/// # Errors
/// What is no text; a quotation mark without its fellow: where its field ends nobody knows.
pub(crate) fn open(file: &Arc<str>, text: &str) -> Result<Read, Fault> {
    let (records, _) = records(text)?;
    let faults = surplus(&records);
    let mut cells = Cells::new();
    for (row, record) in (0u32..).zip(&records) {
        for (column, field) in (0u32..).zip(&record.fields) {
            if let Some(value) = value(field) {
                cells.insert((row, column), value);
            }
        }
    }
    Ok(Read { sheet: Sheet::new(file, "", cells), faults })
}

/// The file with other words in place of those that the field shows; all else of it stays as it is, byte by byte. `None` where
/// they cannot be written so.
pub(crate) fn with_text(bytes: &[u8], (row, column): Position, old: &str, new: &str) -> Option<Vec<u8>> {
    let text = decode_text(bytes)?;
    let (records, separator) = records(&text).ok()?;
    let field = records.get(usize::try_from(row).ok()?)?.fields.get(usize::try_from(column).ok()?)?;
    let (before, after) = field.text.split_once(old)?;
    let words = format!("{before}{new}{after}");
    let quoted = text.part(field.range.clone()).contains('"') || words.contains([separator, '"', '\r', '\n']);
    let sign = if field.is_text { "=" } else { "" };
    let words = if quoted { format!("{sign}\"{}\"", words.replace('"', "\"\"")) } else { words };
    with_words(bytes, field.range.clone(), &words)
}

/// The rows, and what separates their fields.
fn records(text: &str) -> Result<(Vec<Record>, char), Fault> {
    // What no text has: the file is something else.
    if text.contains('\0') {
        return Err(Fault::Damaged);
    }
    let start = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    // Excel's own way to say the separator; it shows no such row.
    let first = text.part(start..).split_inclusive('\n').next().unwrap_or_default();
    let stated = first.trim_end().strip_prefix("sep=").and_then(|separator| separator.chars().next());
    let (separator, at, line) = match stated {
        Some(separator) => (separator, start + first.len(), 2),
        None => (separator(text), start, 1),
    };
    let records = Scanner { text, at, line, separator, width: 0, fields: 0 }.records()?;
    Ok((records, separator))
}

/// The one that the first lines have most of, outside quotation marks. A comma of 55,500,000.00 may be none.
fn separator(text: &str) -> char {
    let mut counts = [0usize; SEPARATORS.len()];
    let mut quoted = false;
    for line in text.lines().take(FIRST) {
        let mut before = None;
        for (start, c) in line.char_indices() {
            quoted ^= c == '"';
            let groups = || {
                let digits = line.part(start + 1..).bytes().take_while(u8::is_ascii_digit).count();
                c == ',' && digits == 3 && before.is_some_and(|before: char| before.is_ascii_digit())
            };
            if let Some(at) = SEPARATORS.iter().position(|separator| *separator == c && !quoted && !groups()) {
                counts[at] += 1;
            }
            before = Some(c);
        }
    }
    let most = (0..counts.len()).rev().max_by_key(|at| counts[*at]).unwrap_or_default();
    SEPARATORS[most]
}

struct Record {
    /// From 1.
    line: usize,
    fields: Vec<Field>,
}

struct Field {
    text: String,
    /// ="001": a text, whatever it looks like.
    is_text: bool,
    /// Bytes of the file's text that it takes, with its marks.
    range: Range<usize>,
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    separator: char,
    /// Fields of the widest record so far.
    width: usize,
    /// Of the whole file.
    fields: u64,
}

impl Scanner<'_> {
    fn records(mut self) -> Result<Vec<Record>, Fault> {
        let mut records = Vec::new();
        while self.at < self.text.len() {
            let mut record = Record { line: self.line, fields: Vec::new() };
            loop {
                record.fields.push(self.field()?);
                self.fields += 1;
                if self.fields > MOST_CELLS {
                    return Err(Fault::TooLarge);
                }
                match self.next() {
                    Some(c) if c == self.separator => {}
                    _ => break,
                }
            }
            self.width = self.width.max(record.fields.len());
            records.push(record);
        }
        Ok(records)
    }

    fn rest(&self) -> &str {
        self.text.part(self.at..)
    }

    /// The next character; every way to end a line is one \n.
    fn next(&mut self) -> Option<char> {
        let c = self.rest().chars().next()?;
        self.at += c.len_utf8();
        match c {
            '\r' => {
                self.at += usize::from(self.rest().starts_with('\n'));
                self.line += 1;
                Some('\n')
            }
            '\n' => {
                self.line += 1;
                Some('\n')
            }
            other => Some(other),
        }
    }

    fn field(&mut self) -> Result<Field, Fault> {
        let start = self.at;
        let is_text = self.rest().starts_with("=\"");
        self.at += usize::from(is_text);
        if self.rest().starts_with('"') {
            return Ok(Field { text: self.quoted()?, is_text, range: start..self.at });
        }
        let end = self.rest().find([self.separator, '\r', '\n']).unwrap_or(self.rest().len());
        let text = self.rest().part(..end).to_string();
        self.at += end;
        Ok(Field { text, is_text: false, range: start..self.at })
    }

    /// A field between quotation marks, which are doubled within.
    fn quoted(&mut self) -> Result<String, Fault> {
        let line = self.line;
        let broken = || Fault::OpenQuote { line };
        self.next();
        let mut text = String::new();
        loop {
            match self.next().ok_or_else(broken)? {
                '"' if self.rest().starts_with('"') => {
                    self.next();
                    text.push('"');
                }
                '"' => break,
                c => text.push(c),
            }
        }
        while self.rest().starts_with(' ') {
            self.next();
        }
        let ends = self.rest().is_empty() || self.rest().starts_with([self.separator, '\r', '\n']);
        // Lines that look like rows of the table: the mark at the end is that of another field.
        let rows = text.lines().skip(1).any(|line| line.matches(self.separator).count() >= 2.max(self.width / 2));
        if ends && !rows { Ok(text) } else { Err(broken()) }
    }
}

/// What Excel shows of a field.
fn value(field: &Field) -> Option<CellValue> {
    let text = field.text.trim();
    let forced = text.strip_prefix("=\"").and_then(|text| text.strip_suffix('"'));
    // '001: the sign that a text follows; banks write `001.
    let signed =
        || ['\'', '`'].into_iter().find_map(|sign| text.strip_prefix(sign).filter(|rest| !rest.contains(sign)));
    let forced = forced.or_else(|| signed().filter(|rest| !rest.is_empty()));
    if field.is_text || forced.is_some() {
        let text = forced.unwrap_or(text);
        return (!text.trim().is_empty()).then(|| CellValue::Text(text.to_string()));
    }
    match text.strip_prefix('=') {
        Some(formula) if formula.starts_with(|c: char| c.is_ascii_alphabetic() || "(+-$'@".contains(c)) => {
            Some(CellValue::UncachedFormula(formula.to_string()))
        }
        _ => CellValue::typed(&field.text),
    }
}

/// Rows that are longer than the head: mostly a comma of a number or a text that no quotation marks enclose.
fn surplus(records: &[Record]) -> Vec<(Position, Fault)> {
    let filled = |record: &Record| record.fields.iter().filter(|field| !field.text.trim().is_empty()).count();
    let width = |record: &Record| {
        record.fields.iter().rposition(|field| !field.text.trim().is_empty()).map_or(0, |last| last + 1)
    };
    let of_words = |record: &&Record| record.fields.iter().all(|field| field.text.trim().parse::<Decimal>().is_err());
    let Some(head) = records.iter().take(FIRST).position(|record| filled(record) >= 3) else { return Vec::new() };
    let wide = records[head..].iter().take(2).filter(of_words).map(width).max().unwrap_or_default();
    if wide == 0 {
        return Vec::new();
    }
    let most = records[head..].iter().take(2).filter(of_words).map(|record| record.fields.len()).max();
    let rows = (0u32..).zip(records).skip(head + 1);
    let split = |record: &Record| {
        let two = record.fields.windows(2).find(|two| is_split(two[0].text.trim(), two[1].text.trim()));
        two.map(|two| format!("{},{}", two[0].text.trim(), two[1].text.trim()))
    };
    // What stands behind a field that was cut may be blank: where all rows have as many fields as the head, that tells it.
    let of_most = records[head..].iter().filter(|record| Some(record.fields.len()) == most).count();
    let is_even = 5 * of_most >= 4 * records[head..].len();
    let longer = |record: &Record| {
        let more = Some(record.fields.len()) > most;
        width(record) > wide || more && (is_even || split(record).is_some())
    };
    rows.filter(|(_, record)| longer(record))
        .map(|(row, record)| {
            let fields: Vec<&str> = record.fields.iter().map(|field| field.text.trim()).collect();
            let fault = Fault::SurplusFields {
                line: record.line,
                first: fields
                    .get(wide..)
                    .unwrap_or_default()
                    .iter()
                    .find(|field| !field.is_empty())
                    .unwrap_or(&"")
                    .to_string(),
                number: split(record),
            };
            ((row, u32::try_from(wide).unwrap_or(u32::MAX)), fault)
        })
        .collect()
}

/// 1 and 200.50万元: a number that was cut at its comma.
fn is_split(first: &str, second: &str) -> bool {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let head = first.trim_start_matches(|c: char| !c.is_ascii_digit());
    let whole = (1..=3).contains(&head.len()) && digits(head) == head.len();
    whole && digits(second) == 3
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<Vec<String>> {
        let read = open(&Arc::from("a.csv"), text).unwrap_or_else(|fault| panic!("{fault:?}"));
        let sheet = read.sheet;
        sheet.rows_from(0).map(|row| sheet.row(row).map(|(_, value)| value.words()).collect()).collect()
    }

    #[test]
    fn fields_of_web_systems() {
        assert_eq!(
            rows("a,=\"≥32项\",=\"001\",\"=\"\"002\"\"\",'003,004,84\r\n"),
            [["a", "≥32项", "001", "002", "003", "004", "84"]]
        );
        assert_eq!(rows("sep=;\na;b\n\n1;\"2;3\"\n"), [["a", "b"], ["1", "2;3"]]);
        assert_eq!(
            rows("标题\n甲;乙;丙\n1,5;2,5;3,5"),
            [vec!["标题"], vec!["甲", "乙", "丙"], vec!["1,5", "2,5", "3,5"]]
        );
        assert_eq!(rows("甲\t\"乙\n二\"\t丙\n"), [["甲", "乙\n二", "丙"]]);
        assert_eq!(rows("甲,5\"屏,,,\n"), [["甲", "5\"屏"]]);
        let sheet = open(&Arc::from("a.csv"), "甲,乙\n\n=\"1,200\",=SUM(A1:A2)")
            .unwrap_or_else(|fault| panic!("{fault:?}"))
            .sheet;
        assert_eq!(sheet.get(2, 0), Some(&CellValue::Text("1,200".into())));
        assert_eq!(sheet.get(2, 1), Some(&CellValue::UncachedFormula("SUM(A1:A2)".into())));
    }

    #[test]
    fn a_mark_without_its_fellow_is_told_by_its_line() {
        for text in [
            "a,b,c\n1,\"2,3\n4,5,6\n",
            "a,b,c\n1,\"2,3\n4,5,\"6\"\n",
            "a,b,c\n1,\"2\"3,4\n",
            "a,b,c\n1,\"2,3\n4,\"5\",6\n",
        ] {
            assert!(matches!(open(&Arc::from("a.csv"), text), Err(Fault::OpenQuote { line: 2 })), "{text}");
        }
    }

    #[test]
    fn a_number_cut_at_its_comma_is_told() {
        let read = open(&Arc::from("a.csv"), "名称,金额,单位\n甲,1,200.50,某大学\n乙,84,某所\n")
            .unwrap_or_else(|fault| panic!("{fault:?}"));
        let [(at, Fault::SurplusFields { line: 2, number: Some(number), .. })] = read.faults.as_slice() else {
            panic!("{:?}", read.faults)
        };
        assert_eq!((*at, number.as_str()), ((1, 3), "1,200.50"));
    }

    #[test]
    fn a_field_cut_at_its_comma_is_told_also_where_nothing_stands_behind() {
        let faults = |text: &str| open(&Arc::from("a.csv"), text).map(|read| read.faults).unwrap_or_default();
        let even = "名称,金额,备注\n甲,84,\n支持,乙,84,\n丙,84,\n丁,84,\n戊,84,\n";
        assert!(matches!(faults(even).as_slice(), [((2, 3), Fault::SurplusFields { line: 3, number: None, .. })]));
        // A writer that leaves blanks out, one that closes every line with a separator.
        assert!(faults("名称,金额,备注\n甲,84\n乙,84,,\n丙,84,无\n丁,84\n").is_empty());
        assert!(faults("名称,金额,备注,\n甲,84,,\n乙,84,无,\n").is_empty());
    }
}
