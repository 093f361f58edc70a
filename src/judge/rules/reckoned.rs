//! What a number is reckoned of: the numbers of its paragraph, and whether some of them give it.

use rust_decimal::Decimal;

use crate::base::finding::{Finding, Severity};
use crate::base::text_part::TextPart;
use crate::reading::finished::read_document::{ReadDocument, Sentence};

use super::said_amounts::{Amount, amounts};

/// A sentence with its numbers, and those of its whole paragraph, each with its sentence.
pub(super) struct Near<'a> {
    pub sentence: &'a Sentence,
    pub own: &'a [Amount],
    pub around: &'a [(&'a Sentence, Amount)],
}

/// Among more numbers, some give any other by chance.
const MOST: usize = 40;

/// What is found in each sentence, with its paragraph beside it.
pub(super) fn of_sentences(facts: &ReadDocument, find: impl Fn(&Near) -> Vec<Finding>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for paragraph in facts.sentences.chunk_by(|one, other| one.paragraph == other.paragraph) {
        let own: Vec<Vec<Amount>> = paragraph.iter().map(amounts).collect();
        let pairs = paragraph.iter().zip(&own).flat_map(|(sentence, own)| own.iter().map(move |one| (sentence, one)));
        let around: Vec<(&Sentence, Amount)> = pairs.map(|(sentence, one)| (sentence, one.clone())).collect();
        for (sentence, own) in paragraph.iter().zip(&own) {
            findings.extend(find(&Near { sentence, own, around: &around }));
        }
    }
    findings
}

impl Near<'_> {
    pub fn text(&self) -> &str {
        &self.sentence.text
    }

    /// The numbers of the paragraph but for one, each with its sentence.
    pub fn others(&self, one: &Amount) -> impl Iterator<Item = (&Sentence, &Amount)> + Clone {
        let is_it = move |sentence: &Sentence, other: &Amount| self.is_own(sentence) && other.from == one.from;
        let others = self.around.iter().map(|(sentence, other)| (*sentence, other));
        others.filter(move |(sentence, other)| !is_it(sentence, other)).take(MOST)
    }

    /// Do these bytes of it speak of one thing?
    pub fn is_of_one(&self, from: usize, to: usize) -> bool {
        !self.text().part(from..to).contains(['；', '。']) && !self.text().part(from..to).contains("其中")
    }

    pub fn is_own(&self, sentence: &Sentence) -> bool {
        std::ptr::eq(sentence, self.sentence)
    }

    /// `actual` as it stands, in its sentence.
    pub fn fault(
        &self,
        code: &'static str,
        severity: Severity,
        message: &str,
        expected: String,
        actual: &str,
    ) -> Finding {
        Finding::new(code, severity, message)
            .expected(expected)
            .actual(format!("{actual}（{}）", self.text()))
            .at(&self.sentence.place)
            .hint("重新算，改正错的一个数；说的不是同一回事的，把句子写清楚。")
    }
}

/// How far rounding may move what is made of two numbers.
pub(super) fn moved(one: &Amount, other: &Amount, make: impl Fn(Decimal, Decimal) -> Option<Decimal>) -> Decimal {
    let Some(found) = make(one.value, other.value) else { return Decimal::ZERO };
    let ends = |amount: &Amount| {
        let hidden = amount.hidden_unless_whole();
        [amount.value - hidden, amount.value + hidden]
    };
    let made = ends(one).into_iter().flat_map(|one| ends(other).into_iter().map(move |other| (one, other)));
    made.filter_map(|(one, other)| Some((make(one, other)? - found).abs())).max().unwrap_or_default()
}

/// Does one clause stand between them, or part of one?
pub(super) fn is_close(text: &str, from: usize, to: usize, longest: usize) -> bool {
    let between = text.part(from..to);
    between.chars().count() <= longest && !between.contains(['；', '。'])
}
