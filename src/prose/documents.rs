//! What running text says of the documents that handed the money down: their numbers, dates and amounts.

use crate::base::text_part::TextPart;

use super::around::{Around, near};
use super::certainty::Certainty;
use super::citations::{Citation, DocumentNumber, document_numbers};
use super::comparison::{Tie, compare};
use super::fund_figures::held;
use super::known_figures::{Known, Value};
use super::money_claims::Claim;
use super::quantities::{Dated, Mention};
use super::recipients::is_near;
use super::slips::is_slip;
use super::subject::{Role, Subject};
use super::tie::Reading;

impl<'a> Reading<'a, '_> {
    pub(super) fn document(&self, number: &DocumentNumber) -> Tie<'a> {
        let known = |number: &str| self.figures.find(&Subject::Document(number.to_string()), Role::Number);
        let tie = match self.figures.documents.find(self.context.sentence, number) {
            Citation::Known(same) => known(same).map(Tie::Agrees),
            Citation::Mistaken(other) => known(other).map(|known| Tie::Differs(known, Certainty::Sure)),
            Citation::Near(other) => known(other).map(Tie::Perhaps),
            Citation::Unknown => None,
        };
        tie.unwrap_or(Tie::Open("文号不在下达文件表里"))
    }

    /// A full date beside a document's number or title is that document's; others are only held against the year.
    pub(super) fn date(&self, date: &Dated) -> Tie<'a> {
        const OPEN: Tie = Tie::Open("日期没有可对照的来源");
        let (Some(month), Some(day)) = (date.month, date.day) else { return OPEN };
        let after = self.context.sentence.part(date.range.end..);
        let clause = after.split(['；', ';', '。']).next().unwrap_or_default();
        let issued = after.starts_with("印发") || after.starts_with("下发");
        // 2025年3月3日由云财教〔2025〕22号文件批复
        let numbers = document_numbers(clause);
        let upto = numbers.first().map_or("，", |number| clause.part(..number.range.end));
        let by_it = ["由", "以"].iter().any(|word| upto.starts_with(word)) && !upto.contains('，');
        let document = self.figures.documents.named_in(clause).into_iter().next().filter(|_| issued || by_it);
        let known = document.and_then(|document| self.figures.find(&Subject::Document(document), Role::Issued));
        let Some((known, Value::Date(of))) = known.map(|known| (known, &known.value)) else { return OPEN };
        match date.year.is_none_or(|year| year == of.year) && (of.month, of.day) == (month, day) {
            true => Tie::Agrees(known),
            false => Tie::Differs(known, if issued { Certainty::Sure } else { Certainty::Likely }),
        }
    }

    /// 2024年12月9日印发《…》（新财教〔2025〕65号），下达资金3169万元: whenever that was.
    pub(super) fn money_of_document(
        &self,
        around: &Around,
        claim: Option<&Claim>,
        mention: &Mention,
    ) -> Option<Tie<'a>> {
        let says = ["下达资金", "下达", "金额"].iter().any(|word| near(around.before, word, 2));
        if mention.unit != "万元" || !says || claim.is_some_and(|claim| !claim.weak) {
            return None;
        }
        let from = mention.range.start - around.segment.len();
        let document = self.figures.documents.named_in(self.context.sentence.part(from..mention.range.start)).pop()?;
        Some(match self.figures.find(&Subject::Document(document), Role::Amount) {
            Some(known) => held(&[known], mention, Certainty::Sure),
            None => Tie::Open("文号不在下达文件表里"),
        })
    }

    /// 提前下达3000万元，第二批下达1200万元; 分两批下达，分别为3000万元、1200万元: near the amount of a document, and of none.
    pub(super) fn of_batch(&self, around: &Around, mention: &Mention) -> Option<Tie<'a>> {
        let words = &self.figures.purse.words;
        // 第一批1500万元已支出1482.3万元
        let spent = words.spent.are_in(around.before);
        if mention.unit != "万元" || spent || !words.batches.are_in(around.segment) {
            return None;
        }
        let of_document = |known: &&Known| known.role == Role::Amount && matches!(known.subject, Subject::Document(_));
        let amounts = || self.figures.entries.iter().filter(of_document);
        let agreeing = amounts().find(|known| matches!(compare(known, mention), Tie::Agrees(_)));
        let slip = |known: &&Known| match &known.value {
            Value::Number { amount, .. } => is_slip(mention.amount, *amount) || is_near(known, mention),
            _ => false,
        };
        let near = || amounts().find(slip).map(|known| Tie::Differs(known, Certainty::Likely));
        agreeing.map(Tie::Agrees).or_else(near)
    }
}
