//! What a sentence counts, in units that can be compared: 31.2万平方米 and 5.86万人 by their full number.

use rust_decimal::Decimal;

use crate::base::number::plain;
use crate::base::text_part::TextPart;
use crate::model::money_unit::in_ten_thousands;
use crate::model::number::{in_ones, round};
use crate::prose::{Mention, Sense, is_slip, mentions};
use crate::reading::finished::read_document::Sentence;

/// A quantity where it stands.
#[derive(Debug, Clone)]
pub(super) struct Amount {
    pub value: Decimal,
    /// What rounding may hide.
    pub hidden: Decimal,
    /// 万元, %, 百分点, 人, 平方米, …
    pub unit: String,
    pub from: usize,
    pub to: usize,
    /// As it stands there.
    pub written: String,
}

/// Every exact quantity of a sentence, from left to right.
pub(super) fn amounts(sentence: &Sentence) -> Vec<Amount> {
    sentence
        .mentions
        .iter()
        .filter(|mention| mention.sense == Sense::Exact)
        .map(|mention| of(sentence, mention))
        .collect()
}

fn of(sentence: &Sentence, mention: &Mention) -> Amount {
    let rest = sentence.text.part(mention.range.end..);
    let (mut unit, mut scale, mut to) = (mention.unit.clone(), Decimal::ONE, mention.range.end);
    if unit == "个" && rest.starts_with("百分点") {
        unit = "百分点".into();
        to += "百分点".len();
    } else if let Some(many) = unit.split_once('/').and_then(|(money, _)| in_ten_thousands(money)) {
        // 515元/月
        (unit, scale) = ("万元".to_string(), many);
    } else {
        let (many, plain) = in_ones(&unit);
        (unit, scale) = (plain.to_string(), many);
    }
    // 346件（套）
    let behind = sentence.text.part(to..).strip_prefix('（').and_then(|rest| rest.split_once('）'));
    let is_unit = |words: &str| mentions(&format!("1{words}")).first().is_some_and(|one| one.unit == words);
    if let Some((words, _)) = behind.filter(|(words, _)| !unit.is_empty() && is_unit(words)) {
        to += '（'.len_utf8() + words.len() + '）'.len_utf8();
    }
    let times = |value: Decimal| value.checked_mul(scale).unwrap_or(value);
    let from = mention.range.start;
    let written = sentence.text.part(from..to).to_string();
    Amount { value: times(mention.amount), hidden: times(mention.hidden()), unit, from, to, written }
}

/// What stands right before a quantity, since the last mark.
pub(super) fn lead<'a>(text: &'a str, amount: &Amount) -> &'a str {
    let before = text.part(..amount.from);
    let from = before.rfind(['，', '；', '。', '、', '：', '（', '）']).map_or(0, |at| at + '，'.len_utf8());
    before.part(from..).trim()
}

/// `part` as per cent of `whole`, and how far rounding may move that.
pub(super) fn percent(part: &Amount, whole: &Amount) -> Option<(Decimal, Decimal)> {
    let rate = part.value.checked_div(whole.value)?.checked_mul(Decimal::ONE_HUNDRED)?;
    let of_part = part.hidden_unless_whole().checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole.value)?;
    let of_whole = whole.hidden_unless_whole().checked_mul(rate)?.checked_div(whole.value)?;
    Some((rate, (of_part + of_whole).abs()))
}

/// Does the stated rate say this?
pub(super) fn is_rate(rate: &Amount, part: &Amount, whole: &Amount) -> bool {
    percent(part, whole).is_some_and(|(found, moved)| (found - rate.value).abs() <= rate.hidden + moved)
}

impl Amount {
    /// A number written whole is meant to the last digit; a rate is not.
    pub fn hidden_unless_whole(&self) -> Decimal {
        let whole = self.unit != "%" && self.value.is_integer() && self.hidden < Decimal::ONE;
        if whole { Decimal::ZERO } else { self.hidden }
    }

    /// How many times more the unit that it is written in is.
    fn scale(&self) -> (Decimal, &str) {
        let written = self.written.as_str();
        match () {
            () if self.unit == "百分点" => (Decimal::ONE, "个百分点"),
            () if written.ends_with("亿元") => (Decimal::new(1, 4), "亿元"),
            () if written.ends_with("万元") || self.unit != "万元" => (Decimal::ONE, self.unit.as_str()),
            () => (Decimal::from(10_000), "元"),
        }
    }

    /// Does it look like a slip of another value, in the unit and as far as it is written?
    pub fn is_slip_of(&self, value: Decimal) -> bool {
        let (scale, _) = self.scale();
        let [own, other] = [self.value, value].map(|value| value.checked_mul(scale).unwrap_or(value).normalize());
        is_slip(own, round(other, own.scale()))
    }

    /// Another value of its kind, in the unit that it is written in.
    pub fn say(&self, value: Decimal) -> String {
        let (scale, unit) = self.scale();
        let value = value.checked_mul(scale).unwrap_or(value);
        format!("{}{unit}", plain(round(value, 4)))
    }
}
