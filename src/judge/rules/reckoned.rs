//! What a number is reckoned of: the numbers of its paragraph and of the whole document, and whether some of them give it.

use rust_decimal::Decimal;

use crate::base::finding::{Finding, Severity};
use crate::base::text_part::TextPart;
use crate::model::standards::ChangeWords;
use crate::reading::finished::read_document::{ReadDocument, Sentence};

use super::said_amounts::{Amount, amounts};

/// A sentence with its numbers, and those of its whole paragraph and document, each with its sentence.
pub(super) struct Near<'a> {
    pub sentence: &'a Sentence,
    pub own: &'a [Amount],
    pub around: &'a [(&'a Sentence, Amount)],
    pub document: &'a [(&'a Sentence, Amount)],
}

/// Among more numbers, some give any other by chance.
const MOST: usize = 40;

/// What is found in each sentence, with its paragraph beside it.
pub(super) fn of_sentences(facts: &ReadDocument, find: impl Fn(&Near) -> Vec<Finding>) -> Vec<Finding> {
    let document: Vec<(&Sentence, Amount)> = (facts.sentences.iter())
        .flat_map(|sentence| amounts(sentence).into_iter().map(move |amount| (sentence, amount)))
        .collect();
    let found = facts.sentences.iter().flat_map(|sentence| {
        let from = document.partition_point(|(other, _)| other.paragraph < sentence.paragraph);
        let to = document.partition_point(|(other, _)| other.paragraph <= sentence.paragraph);
        let around = document.get(from..to).unwrap_or_default();
        let own: Vec<Amount> = around
            .iter()
            .filter(|(other, _)| std::ptr::eq(*other, sentence))
            .map(|(_, amount)| amount.clone())
            .collect();
        find(&Near { sentence, own: &own, around, document: &document })
    });
    found.collect()
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

    /// Does it stand behind that sentence of its paragraph?
    pub fn is_behind(&self, sentence: &Sentence) -> bool {
        let at = |one: &Sentence| self.document.iter().position(|(other, _)| std::ptr::eq(*other, one));
        at(sentence).zip(at(self.sentence)).is_some_and(|(other, own)| other < own)
    }

    pub fn is_own(&self, sentence: &Sentence) -> bool {
        std::ptr::eq(sentence, self.sentence)
    }

    /// Does what stands there speak of this year, and of the whole of it?
    pub fn is_of_now(&self, at: usize) -> bool {
        !self.sentence.other_times.iter().any(|other| other.contains(&at))
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

/// 其余, 未拨付的, 不符合条件的
pub(super) fn says_left(lead: &str, words: &ChangeWords) -> bool {
    let lead = lead.trim_start_matches(['但', '仍', '目', '前']);
    lead == "少" || words.left.begin(lead) && lead.chars().count() <= 10
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
