//! Documents that a text cites by 文号: where the numbers stand, and how they are held against the ones that handed the money down.

use std::ops::Range;

use crate::base::characters::half_width;
use crate::base::text_part::TextPart;

use super::numerals::digit;

/// 新财教〔2025〕65号, also with other brackets and mistakes that people make.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentNumber {
    pub range: Range<usize>,
    /// As written, with plain digits.
    pub text: String,
}

/// The known documents: 文号 and title.
#[derive(Debug, Clone, Default)]
pub struct Citations {
    known: Vec<(Parts, String, String)>,
    /// Words that may stand before a number without being part of it.
    before: Vec<String>,
}

/// What came of a number that a text cites.
#[derive(Debug, Clone, PartialEq)]
pub enum Citation<'a> {
    /// It is this known one.
    Known(&'a str),
    /// It is no known one, but what is said of it (its title, that money came by it) is true of this one, which has the
    /// same issuer and year.
    Mistaken(&'a str),
    /// No known one; this one has the same issuer and year. Texts cite other documents rightly.
    Near(&'a str),
    Unknown,
}

/// 新财教 〔2025〕 65: what tells one document from another, however the brackets are written.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Parts {
    issuer: String,
    year: String,
    serial: String,
}

impl Parts {
    fn of(number: &str) -> Option<Parts> {
        let number: String = number.chars().filter(|c| !c.is_whitespace()).map(half_width).collect();
        let (issuer, rest) = number.split_once(['〔', '[', '【', '('])?;
        let (year, serial) = rest.split_once(['〕', ']', '】', ')'])?;
        let serial = serial.trim_start_matches('第').trim_end_matches('号').trim_start_matches('0');
        Some(Parts { issuer: issuer.into(), year: year.into(), serial: serial.into() })
    }
}

impl Citations {
    pub fn new(before: &[String]) -> Citations {
        Citations { known: Vec::new(), before: before.to_vec() }
    }

    pub fn add(&mut self, number: String, title: String) {
        if let Some(parts) = Parts::of(&number) {
            self.known.push((parts, number, title));
        }
    }

    /// Which document the sentence cites with this number.
    pub fn find(&self, sentence: &str, cited: &DocumentNumber) -> Citation<'_> {
        let Some(cited_parts) = Parts::of(&cited.text) else { return Citation::Unknown };
        // 新财教 before 财教: the longest issuer is meant.
        let issuer = self.known.iter().map(|(parts, ..)| parts.issuer.as_str());
        let issuer = issuer.filter(|known| self.is_issuer(&cited_parts.issuer, known)).max_by_key(|known| known.len());
        let alike: Vec<_> = self
            .known
            .iter()
            .filter(|(known, ..)| Some(known.issuer.as_str()) == issuer && known.year == cited_parts.year)
            .collect();
        if let Some((_, number, _)) = alike.iter().find(|(known, ..)| known.serial == cited_parts.serial) {
            return Citation::Known(number);
        }
        let before = sentence.part(..cited.range.start).trim_end_matches(['（', '(']);
        let titled = alike.iter().find(|(.., title)| before.ends_with(&format!("《{title}》")));
        let clause = sentence.part(cited.range.end..).split(['；', ';', '。']).next().unwrap_or_default();
        let hands_down = ["下达资金", "下达预算", "下达引导资金", "下达中央"].iter().any(|word| clause.contains(word));
        match (titled, alike.as_slice()) {
            (Some((_, number, _)), _) => Citation::Mistaken(number),
            (None, [(_, number, _)]) if hands_down => Citation::Mistaken(number),
            (None, [(_, number, _), ..]) => Citation::Near(number),
            (None, []) => Citation::Unknown,
        }
    }

    /// The documents that a text names by number or by a known title, from left to right.
    pub fn named_in(&self, text: &str) -> Vec<String> {
        let numbers = document_numbers(text).into_iter().map(|number| (number.range.start, number.text));
        let titles = self
            .known
            .iter()
            .filter_map(|(_, number, title)| Some((text.find(&format!("《{title}》"))?, number.clone())));
        let mut named: Vec<(usize, String)> = numbers.chain(titles).collect();
        named.sort_unstable();
        named.into_iter().map(|(_, number)| number).collect()
    }

    /// Is what was read as the issuer (characters before the bracket) this one, perhaps after 按照 or the like?
    fn is_issuer(&self, read: &str, known: &str) -> bool {
        read.strip_suffix(known)
            .is_some_and(|head| head.is_empty() || self.before.iter().any(|word| head.ends_with(word.as_str())))
    }
}

/// However the brackets are written.
pub fn is_same_number(one: &str, other: &str) -> bool {
    one == other || Parts::of(one).is_some_and(|parts| Some(parts) == Parts::of(other))
}

/// What stands around 〔2025〕, also around [2025] and (2025) where 号 follows.
pub fn document_numbers(text: &str) -> Vec<DocumentNumber> {
    const OPENS: [char; 6] = ['〔', '[', '［', '【', '(', '（'];
    // 印发甘财教〔2023〕18号: what is done with it is no part of it.
    const VERBS: [&str; 12] =
        ["印发", "下达", "下发", "转发", "按照", "根据", "依据", "收到", "通过", "随", "以", "由"];
    const CLOSES: [char; 6] = ['〕', ']', '］', '】', ')', '）'];
    if !text.contains(OPENS) {
        return Vec::new();
    }
    let characters: Vec<(usize, char)> = text.char_indices().collect();
    let is_issuer = |c: char| !c.is_ascii() && c.is_alphabetic();
    let mut found = Vec::new();
    for (open, (_, character)) in characters.iter().enumerate() {
        let official = *character == '〔';
        if !OPENS.contains(character) {
            continue;
        }
        let blank = |c: char| c.is_whitespace();
        let count = |from: usize, fits: &dyn Fn(char) -> bool| {
            characters.get(from..).unwrap_or_default().iter().take_while(|(_, c)| fits(*c)).count()
        };
        let year = count(open + 1, &|c| digit(c).is_some() || blank(c));
        let years = characters.iter().skip(open + 1).take(year).filter(|(_, c)| !blank(*c)).count();
        let close = open + 1 + year;
        // 〔2023—2025年〕 is a stretch of years.
        let closed = characters.get(close).is_some_and(|(_, c)| CLOSES.contains(c));
        let length = count(close + 1, &|c| digit(c).is_some() || c == '第' || blank(c));
        let ends = characters.get(close + 1 + length).is_some_and(|(_, c)| *c == '号');
        let issuer =
            |end: usize| end - characters.iter().take(end).rev().take(12).take_while(|(_, c)| is_issuer(*c)).count();
        let is = |at: Option<usize>, signs: [char; 2]| {
            at.and_then(|at| characters.get(at)).is_some_and(|(_, c)| signs.contains(c))
        };
        // 黑财指（自然）〔2025〕48号
        let inner = open.checked_sub(1).filter(|close| is(Some(*close), ['）', ')'])).map(issuer);
        let start = match inner.and_then(|inner| inner.checked_sub(1)).filter(|open| is(Some(*open), ['（', '('])) {
            Some(before) if issuer(before) < before => issuer(before),
            _ => issuer(open),
        };
        let read: String = characters.get(start..open).unwrap_or_default().iter().map(|(_, c)| *c).collect();
        let verb = VERBS.iter().filter_map(|verb| Some(read.rfind(verb)? + verb.len())).max();
        let start = start + verb.map_or(0, |end| read.part(..end).chars().count());
        let end = close + 1 + length + usize::from(ends);
        if years == 4 && closed && length > 0 && start < open && (official || ends) {
            let range = characters[start].0..characters.get(end).map_or(text.len(), |(at, _)| *at);
            let plain = |c: char| if half_width(c).is_ascii_digit() { half_width(c) } else { c };
            let text = text.part(range.clone()).trim().chars().map(plain).collect();
            found.push(DocumentNumber { text, range });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cited_number_is_known_mistaken_near_or_another_document() {
        let mut citations = Citations::new(&["按照".into(), "以".into()]);
        citations.add("财教〔2025〕92号".into(), "关于下达资金的通知".into());
        citations.add("新财教〔2025〕65号".into(), "转下达的通知".into());
        let find = |sentence: &str| citations.find(sentence, &document_numbers(sentence)[0]);
        let (central, province) = ("财教〔2025〕92号", "新财教〔2025〕65号");
        assert_eq!(find("按照财教〔2025〕92号要求"), Citation::Known(central));
        assert_eq!(find("按照财教[2025]第92号要求"), Citation::Known(central));
        assert_eq!(find("新财教〔2025〕65号"), Citation::Known(province));
        assert_eq!(find("按照财教〔2025〕93号要求"), Citation::Near(central));
        assert_eq!(find("《关于下达资金的通知》（财教〔2025〕93号）"), Citation::Mistaken(central));
        assert_eq!(find("以财教〔2025〕93号下达资金10930万元"), Citation::Mistaken(central));
        assert_eq!(find("苏财教〔2025〕92号"), Citation::Unknown);
        assert_eq!(find("新财教〔2025〕92号"), Citation::Near(province));
        assert_eq!(find("财教〔2023〕276号"), Citation::Unknown);
    }
}
