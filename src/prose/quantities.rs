//! What of running text is a figure: quantities, dates, document numbers; where each stands and what it says.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::base::text_part::TextPart;
use crate::model::money_unit::in_ten_thousands;
use crate::model::number::{TEN_THOUSAND, half_unit};

use super::citations::{DocumentNumber, document_numbers};
use super::numerals::{digit, groups_thousands, is_thin_blank, last_significant, number, unit_length};
use crate::base::characters::{half_width, is_han};
use crate::base::chinese_number::{chinese_decimal, is_chinese_digit, is_chinese_numeral};

/// A figure in a sentence.
#[derive(Debug, Clone, PartialEq)]
pub enum Token {
    Quantity(Mention),
    Date(Dated),
    Number(DocumentNumber),
}

/// A number in a sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// Bytes of the sentence: number and unit.
    pub range: Range<usize>,
    /// Money in 万元, whatever it was written in; a percentage as its number (80 for 80％); 2.19 for 1：2.19.
    pub amount: Decimal,
    /// 万元, %, 个, 项, …; empty where none follows.
    pub unit: String,
    /// What rounding may have hidden: half a unit of the last digit written; of the last that is not 0 for 约8700.
    precision: Decimal,
    /// Written as 1：2.19.
    pub ratio: bool,
    pub sense: Sense,
}

/// How a number is meant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sense {
    Exact,
    /// 超过80%, 80余项
    AtLeast,
    /// 不足80%
    AtMost,
    /// 2—3篇: to this number.
    Range(Decimal),
}

impl Mention {
    /// What rounding may have hidden of it.
    pub fn hidden(&self) -> Decimal {
        self.precision
    }

    /// Written without decimals, to the last digit.
    pub fn is_whole(&self) -> bool {
        self.amount.is_integer() && self.precision == half_unit(0)
    }

    /// Does this unit stand behind the number: 35.5μg/m³, 1500台（套）, 0吨标准煤?
    pub fn has_unit(&self, sentence: &str, unit: &str) -> bool {
        let behind = sentence
            .part(self.range.start..)
            .trim_start_matches(|c: char| digit(c).is_some() || "-－−.．,，".contains(c) || is_thin_blank(c));
        let mut seen = behind.chars().map(half_width).filter(|c| !c.is_whitespace());
        !unit.is_empty() && unit.chars().map(half_width).all(|c| seen.next() == Some(c))
    }

    /// The same figure, written as so many of a unit.
    pub(super) fn written_as(&self, amount: Decimal, unit: &str) -> Mention {
        Mention { amount, unit: unit.to_string(), precision: half_unit(amount.scale()), ..self.clone() }
    }

    /// The same quantity within what rounding hides.
    pub fn agrees(&self, other: Decimal) -> bool {
        match self.sense {
            Sense::Exact => (self.amount - other).abs() <= self.precision,
            Sense::AtLeast => other >= self.amount - self.precision,
            Sense::AtMost => other <= self.amount + self.precision,
            Sense::Range(highest) => (self.amount..=highest).contains(&other),
        }
    }
}

/// 2025年, 2025年4月, 2025年12月31日, 4月: as much of it as is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Dated {
    pub range: Range<usize>,
    pub year: Option<u16>,
    pub month: Option<u8>,
    pub day: Option<u8>,
}

impl Token {
    pub fn range(&self) -> &Range<usize> {
        match self {
            Token::Quantity(mention) => &mention.range,
            Token::Date(date) => &date.range,
            Token::Number(number) => &number.range,
        }
    }
}

/// Quantities in Arabic numerals and money in any, from left to right; ranges (2—3篇) are not among them, because they
/// state no single number.
pub fn mentions(sentence: &str) -> Vec<Mention> {
    let single = |token| match token {
        Token::Quantity(mention) if !matches!(mention.sense, Sense::Range(_)) => Some(mention),
        _ => None,
    };
    let is_count = |mention: &Mention| {
        mention.unit != "万元" && sentence.part(mention.range.clone()).starts_with(is_chinese_numeral)
    };
    tokens(sentence).into_iter().filter_map(single).filter(|mention| !is_count(mention)).collect()
}

/// Everything that is a figure, from left to right. Ordinals, labels and parts of names (第3条, （1）, AL5, JN28) are none.
pub fn tokens(sentence: &str) -> Vec<Token> {
    let text = Text { characters: sentence.char_indices().collect(), sentence };
    let mut found: Vec<Token> = document_numbers(sentence).into_iter().map(Token::Number).collect();
    let mut index = 0;
    while let Some(&(at, character)) = text.characters.get(index) {
        if let Some(number) = found.iter().map(Token::range).find(|range| range.contains(&at)) {
            // Inside a document number nothing else is read.
            index = text.index_of(number.end);
            continue;
        }
        let (token, next) = match () {
            () if digit(character).is_some() => text.number(index),
            () if sentence.part(at..).starts_with("百分之") => text.spelled_percentage(index),
            () if is_chinese_digit(character) => text.spelled(index),
            () => (None, index + 1),
        };
        if let Some(token) = &token {
            found.retain_mut(|other| leaves_room(other, token.range(), sentence));
        }
        found.extend(token);
        index = next;
    }
    found.sort_by_key(|token| token.range().start);
    found
}

/// 3个财教〔2024〕232号, 2025年新财教〔2025〕65号: what was taken for the beginning of a document's issuer is the figure
/// before it. `false` where nothing of an issuer is left.
fn leaves_room(token: &mut Token, figure: &Range<usize>, sentence: &str) -> bool {
    let Token::Number(number) = token else { return true };
    if number.range.end <= figure.start || figure.end <= number.range.start {
        return true;
    }
    number.range.start = figure.end.min(number.range.end);
    number.text = sentence.part(number.range.clone()).trim().to_string();
    number.text.starts_with(is_han)
}

struct Text<'a> {
    sentence: &'a str,
    characters: Vec<(usize, char)>,
}

impl<'a> Text<'a> {
    fn byte(&self, index: usize) -> usize {
        self.characters.get(index).map_or(self.sentence.len(), |(at, _)| *at)
    }

    fn index_of(&self, byte: usize) -> usize {
        self.characters.partition_point(|(at, _)| *at < byte)
    }

    fn before(&self, index: usize) -> Option<char> {
        index.checked_sub(1).map(|index| self.characters[index].1)
    }

    /// The digits from `index` on, as a plain number, and where they end.
    fn digits(&self, start: usize) -> (String, usize) {
        let mut digits = String::new();
        let mut index = start;
        while let Some((_, character)) = self.characters.get(index) {
            let next = self.characters.get(index + 1).and_then(|(_, character)| digit(*character));
            match digit(*character) {
                Some(digit) => digits.push(digit),
                None if ".．".contains(*character) && next.is_some() && !digits.contains('.') => digits.push('.'),
                None if (",，".contains(*character) || is_thin_blank(*character) && !digits.contains('.'))
                    && groups_thousands(&self.characters, index, start) => {}
                None => break,
            }
            index += 1;
        }
        (digits, index)
    }

    /// 1亿940万元, 1亿零940万元: as many 万, and where those end.
    fn amount_of_two_units(&self, start: usize) -> Option<(String, usize)> {
        let (hundred_millions, end) = self.digits(start);
        let rest = self.characters.get(end..)?;
        let behind = end + rest.iter().zip("亿零".chars()).take_while(|((_, seen), wanted)| seen == wanted).count();
        let (ten_thousands, after) = self.digits(behind);
        let (above, below): (Decimal, Decimal) = (hundred_millions.parse().ok()?, ten_thousands.parse().ok()?);
        let is_both =
            behind > end && above.is_integer() && below < TEN_THOUSAND && self.unit(self.byte(after)).0 == "万元";
        let amount = above.checked_mul(TEN_THOUSAND)?.checked_add(below)?;
        is_both.then(|| (amount.to_string(), after))
    }

    /// The unit that follows `from`, perhaps after blanks or 多, 余; where it begins.
    fn unit(&self, from: usize) -> (&'a str, usize) {
        let rest = self.sentence.part(from..);
        // 8744①万元: the mark of a note.
        let is_between = |c: char| is_thin_blank(c) || "\u{3000}多余几¹²³⁴⁵⁶⁷⁸⁹⁰①②③④⑤⑥⑦⑧⑨".contains(c);
        let trimmed = rest.trim_start_matches(is_between);
        match unit_length(trimmed) {
            Some(length) => (trimmed.part(..length), self.sentence.len() - trimmed.len()),
            None => ("", from),
        }
    }

    fn number(&self, start: usize) -> (Option<Token>, usize) {
        if let Some((date, end)) = self.date(start) {
            return (Some(Token::Date(date)), end);
        }
        let (digits, mut end) = self.amount_of_two_units(start).unwrap_or_else(|| self.digits(start));
        if let Some(after) = self.power(end) {
            return (None, after);
        }
        let before = self.before(start);
        // -84万元; in AL-5, 2-3 the sign is a dash.
        let negative = before.is_some_and(|c| "-－−".contains(c))
            && !start.checked_sub(2).is_some_and(|at| {
                let (_, before) = self.characters[at];
                before.is_ascii_alphanumeric() || digit(before).is_some() || before == '年'
            });
        let (from, digits) = if negative { (start - 1, format!("-{digits}")) } else { (start, digits) };
        let mut highest = None;
        let ratio = ends_ratio(&self.characters[..start]);
        // 2—3篇, 80%—100%: two numbers of which one is meant.
        let dash = end + usize::from(self.sentence.part(self.byte(end)..).starts_with(['%', '％', '﹪']));
        if self.characters.get(dash).is_some_and(|(_, c)| "-—–~～至到".contains(*c))
            && self.characters.get(dash + 1).is_some_and(|(_, c)| digit(*c).is_some())
        {
            let (upper, after) = self.digits(dash + 1);
            highest = number(&upper);
            end = after;
        } else if self.characters.get(end).is_some_and(|(_, c)| "：:∶".contains(*c))
            && self.characters.get(end + 1).is_some_and(|(_, c)| digit(*c).is_some())
            && digits != "1"
        {
            // 2：1 is as much as 2.
            let (second, after) = self.digits(end + 1);
            if second != "1" {
                return (None, after);
            }
            end = after;
        } else if digits == "1" && self.characters.get(end).is_some_and(|(_, c)| "：:∶".contains(*c)) {
            // 1：2.19 is read at its second number.
            let next = self.characters.get(end + 1).is_some_and(|(_, c)| digit(*c).is_some());
            if next {
                return (None, end + 1);
            }
        }
        let to = self.byte(end);
        let (unit, at) = self.unit(to);
        let after = self.sentence.part(to..).chars().next();
        let named = before.is_some_and(|c| c.is_ascii_alphabetic() || "第〔[【".contains(c))
            || highest.is_none() && !negative && before.is_some_and(|c| "-—–~～".contains(c))
            || after.is_some_and(|c| c.is_ascii_alphabetic() || "〕]】-—–~～".contains(c))
            || self.is_operand(start, end)
            || matches!(unit, "年" | "月" | "日" | "号")
            || unit.is_empty() && after.is_some_and(|c| "：:".contains(c))
            || unit.is_empty() && after.is_some_and(|c| ".．、）)".contains(c)) && is_label(&self.characters, start);
        if named {
            // 1年, 2年: a length of time, unless it is a year or part of a date.
            let length = unit == "年" && digits.len() < 3 && !named_by_letter(before, after);
            if !length {
                return (None, end);
            }
        }
        let token = self.quantity(&digits, highest, self.byte(from), unit, at, ratio);
        (token, self.index_of(at + unit.len()).max(end))
    }

    /// 8744/10930×100: a part of a calculation states nothing by itself; its result (=80%) does.
    fn is_operand(&self, start: usize, end: usize) -> bool {
        let is_digit = |at: usize| self.characters.get(at).is_some_and(|(_, c)| digit(*c).is_some());
        let is_sign = |at: usize| self.characters.get(at).is_some_and(|(_, c)| "/÷×*／".contains(*c));
        let is_end = |at: usize| self.characters.get(at).is_some_and(|(_, c)| ")）%％".contains(*c));
        let before = start.checked_sub(2).is_some_and(|at| is_sign(at + 1) && (is_digit(at) || is_end(at)));
        let is_rate =
            self.sentence.part(self.byte(end)..).starts_with(['/', '／']) && !self.unit(self.byte(end)).0.is_empty();
        before || is_sign(end) && is_digit(end + 1) && !is_rate
    }

    /// Behind 1.5 the end of ×10⁴: such a number is left to people.
    fn power(&self, end: usize) -> Option<usize> {
        let rest: String = self.characters.get(end..)?.iter().take(12).map(|(_, c)| *c).collect();
        let times = rest.trim_start().strip_prefix(['×', 'x', 'X', '*', '·', '⋅'])?;
        let small = times.trim_start().strip_prefix("10")?;
        let digits = small.chars().take_while(|c| "⁰¹²³⁴⁵⁶⁷⁸⁹⁻".contains(*c)).count();
        (digits > 0).then(|| end + rest.chars().count() - small.chars().count() + digits)
    }

    fn quantity(
        &self,
        digits: &str,
        highest: Option<Decimal>,
        from: usize,
        unit: &str,
        unit_at: usize,
        ratio: bool,
    ) -> Option<Token> {
        let value = number(digits)?;
        let (scale, shown) = match (in_ten_thousands(unit), unit) {
            (Some(scale), _) => (scale, "万元"),
            (None, "％" | "﹪") => (Decimal::ONE, "%"),
            (None, "个百分点") => (Decimal::ONE, "百分点"),
            (None, "个工作日") => (Decimal::ONE, "工作日"),
            (None, other) => (Decimal::ONE, other),
        };
        let range = from..unit_at + unit.len();
        let approximate = self.is_approximate(&range);
        let last = if approximate { last_significant(value) } else { half_unit(value.scale()) };
        let sense = match highest {
            Some(highest) => Sense::Range(highest.checked_mul(scale)?),
            None => self.sense(&range),
        };
        Some(Token::Quantity(Mention {
            range,
            amount: value.checked_mul(scale)?,
            unit: shown.to_string(),
            precision: last.checked_mul(scale)?,
            ratio,
            sense,
        }))
    }

    fn is_approximate(&self, range: &Range<usize>) -> bool {
        let before = self.sentence.part(..range.start);
        let after = self.sentence.part(range.end..);
        ["约", "近", "大约", "接近", "大概", "约为"].iter().any(|word| before.ends_with(word))
            || ["左右", "上下"].iter().any(|word| after.starts_with(word))
    }

    fn sense(&self, range: &Range<usize>) -> Sense {
        let before = self.sentence.part(..range.start);
        let (inside, after) = (self.sentence.part(range.clone()), self.sentence.part(range.end..));
        let most = ["不足", "不到", "低于", "少于"];
        let negated = |words: &[&str]| words.iter().any(|word| before.ends_with(&format!("不{word}")));
        let is_least = ["超过", "逾", "突破", "超", "多于", "高于"].iter().any(|word| before.ends_with(word))
            && !negated(&["超过", "多于", "高于"])
            || negated(&["少于", "低于"])
            || ["以上", "及以上", "多个", "余个"].iter().any(|word| after.starts_with(word))
            || inside.contains(['多', '余', '几']);
        match () {
            () if is_least => Sense::AtLeast,
            () if most.iter().any(|word| before.ends_with(word)) || negated(&["超过", "多于", "高于"]) => {
                Sense::AtMost
            }
            () => Sense::Exact,
        }
    }

    /// 2025年, 2025年4月, 2025年12月31日, 4月, 4月5日; 2025年度 too.
    fn date(&self, start: usize) -> Option<(Dated, usize)> {
        let part = |index: usize, mark: char| -> Option<(u16, usize)> {
            let (digits, end) = self.digits(index);
            let (_, next) = self.characters.get(end)?;
            (*next == mark).then_some((digits.parse().ok()?, end + 1))
        };
        if self.before(start).is_some_and(|c| c.is_ascii_alphabetic() || "第".contains(c)) {
            return None;
        }
        let mut date = Dated { range: 0..0, year: None, month: None, day: None };
        let mut end = start;
        if let Some((year, next)) = part(start, '年').filter(|(year, _)| (1900..=2200).contains(year)) {
            (date.year, end) = (Some(year), next);
        }
        let month = part(end, '月').filter(|(month, _)| (1..=12).contains(month));
        if let Some((month, next)) = month {
            (date.month, end) = (u8::try_from(month).ok(), next);
            if let Some((day, next)) = part(end, '日').filter(|(day, _)| (1..=31).contains(day)) {
                (date.day, end) = (u8::try_from(day).ok(), next);
            }
        }
        (end > start).then(|| {
            date.range = self.byte(start)..self.byte(end);
            (date, end)
        })
    }

    /// 百分之八十, 百分之80.
    fn spelled_percentage(&self, start: usize) -> (Option<Token>, usize) {
        let from = start + "百分之".chars().count();
        let spelled: String = self.characters[from..]
            .iter()
            .map(|(_, c)| *c)
            .take_while(|c| is_chinese_numeral(*c) || *c == '点')
            .collect();
        let (digits, end) = match spelled.is_empty() {
            true => self.digits(from),
            false => {
                let end = from + spelled.chars().count();
                (chinese_decimal(&spelled).map(|value| value.to_string()).unwrap_or_default(), end)
            }
        };
        let at = self.byte(end);
        let token = self.quantity(&digits, None, self.byte(start), "", at, false);
        let token = token.map(|token| match token {
            Token::Quantity(mention) => Token::Quantity(Mention { unit: "%".into(), ..mention }),
            other => other,
        });
        (token, end.max(start + 1))
    }

    /// The Chinese numeral that begins at `start`, where it ends, its unit and where that stands.
    fn numeral(&self, start: usize, belongs: fn(char) -> bool) -> (String, usize, &'a str, usize) {
        let numeral: String = self.characters[start..].iter().map(|(_, c)| *c).take_while(|c| belongs(*c)).collect();
        let end = start + numeral.chars().count();
        let (unit, at) = self.unit(self.byte(end));
        (numeral, end, unit, at)
    }

    /// 四个方向, 十五项, 一亿零九百四十万元: a Chinese number with a unit. 一个, 一批, 一是 count nothing.
    fn spelled(&self, start: usize) -> (Option<Token>, usize) {
        let amount = self.numeral(start, is_chinese_digit);
        let (numeral, end, unit, unit_at) = match amount.2 {
            "元" => amount,
            _ => self.numeral(start, is_chinese_numeral),
        };
        let at = self.byte(end);
        let counts = !matches!(unit, "" | "年" | "月" | "日" | "号" | "分" | "批" | "期" | "所" | "处" | "条" | "次");
        let ordinal = self.before(start).is_some_and(|c| "第（(".contains(c) || is_chinese_numeral(c));
        let value =
            chinese_decimal(&numeral).filter(|value| *value > Decimal::ONE && counts && !ordinal && unit_at == at);
        let token =
            value.and_then(|value| self.quantity(&value.to_string(), None, self.byte(start), unit, unit_at, false));
        (token, end.max(start + 1))
    }
}

fn named_by_letter(before: Option<char>, after: Option<char>) -> bool {
    before.is_some_and(|c| c.is_ascii_alphabetic() || "第〔[【-—–~～".contains(c))
        || after.is_some_and(|c| c.is_ascii_alphabetic())
}

/// …1： before the number.
fn ends_ratio(before: &[(usize, char)]) -> bool {
    matches!(before, [.., (_, '1' | '１'), (_, '：' | ':' | '∶')])
}

/// 1. and （1） at a sentence's start number what follows.
fn is_label(characters: &[(usize, char)], start: usize) -> bool {
    characters[..start].iter().all(|(_, character)| "（( ".contains(*character))
        || start.checked_sub(1).is_some_and(|at| "（(".contains(characters[at].1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(sentence: &str) -> Vec<(String, String)> {
        mentions(sentence).into_iter().map(|found| (found.amount.normalize().to_string(), found.unit)).collect()
    }

    fn pair(amount: &str, unit: &str) -> (String, String) {
        (amount.into(), unit.into())
    }

    #[test]
    fn quantities_are_found_with_their_units() {
        assert_eq!(
            read("共下达资金10,930万元，支出８７４４万元，执行率80.5％。"),
            [pair("10930", "万元"), pair("8744", "万元"), pair("80.5", "%")]
        );
        assert_eq!(read("投入1.5亿元，其中35000元"), [pair("15000", "万元"), pair("3.5", "万元")]);
        assert_eq!(read("到位1亿940万元，支出1亿零40.5万元"), [pair("10940", "万元"), pair("10040.5", "万元")]);
        assert_eq!(read("预算一亿零九百四十万元，叁拾万元整"), [pair("10940", "万元"), pair("30", "万元")]);
        assert_eq!(read("惠及3亿40万人次"), [pair("3", ""), pair("40", "万人次")]);
        assert_eq!(read("带动比例为1：2.19"), [pair("2.19", "")]);
        assert_eq!(read("自筹与引导资金之比大于2：1"), [pair("2", "")]);
        assert_eq!(read("培训7776人次，满意度98%"), [pair("7776", "人次"), pair("98", "%")]);
        assert_eq!(read("公示期不少于5个工作日"), [pair("5", "工作日")]);
        assert_eq!(read("执行年限2年"), [pair("2", "年")]);
        assert_eq!(read("岗位1.75万个，管护3.05亿亩"), [pair("1.75", "万个"), pair("3.05", "亿亩")]);
        assert_eq!(read("浓度36微克/立方米，补贴1700元/月"), [pair("36", "微克/立方米"), pair("1700", "元/月")]);
        assert_eq!(read("死亡率10.3/10万，发病率14例/10万人"), [pair("10.3", "/10万"), pair("14", "例/10万人")]);
        assert_eq!(read("提高4.6个百分点，补贴机具1.1万台（套）"), [pair("4.6", "百分点"), pair("1.1", "万台（套）")]);
        assert_eq!(read("经费-84万元"), [pair("-84", "万元")]);
    }

    #[test]
    fn units_of_any_kind_are_known_where_they_stand() {
        let unit = |sentence: &str, unit: &str| mentions(sentence)[0].has_unit(sentence, unit);
        assert!(
            unit("年均浓度34.6μg/m³", "μg/m³")
                && unit("机具1500台（套）", "台(套)")
                && unit("能耗0吨标准煤", "吨标准煤")
        );
        assert!(!unit("机具1500台（套）", "辆") && !unit("机具1500台", "台(套)"));
    }

    #[test]
    fn what_names_something_is_no_quantity() {
        for sentence in [
            "2025年12月31日",
            "财教〔2024〕232号",
            "第3条",
            "AL5高强导线",
            "发表论文2-3篇",
            "（1）数量指标",
            "1.产出指标",
            "四个方面",
        ] {
            assert_eq!(read(sentence), [], "{sentence}");
        }
    }

    #[test]
    fn a_mention_agrees_within_its_rounding() {
        let [whole, exact] = mentions("完成率110%，即109.5%").try_into().unwrap();
        assert!(whole.agrees(Decimal::new(1095, 1)) && !whole.agrees(Decimal::new(1094, 1)));
        assert!(exact.agrees(Decimal::new(1095, 1)) && !exact.agrees(Decimal::new(1096, 1)));
    }

    #[track_caller]
    fn only(sentence: &str) -> Mention {
        match <[Token; 1]>::try_from(tokens(sentence)) {
            Ok([Token::Quantity(mention)]) => mention,
            other => panic!("{sentence}: {other:?}"),
        }
    }

    #[test]
    fn approximate_bounded_and_spelled_numbers_are_understood() {
        let agrees = |sentence: &str, value: &str| only(sentence).agrees(value.parse().unwrap());
        for (sentence, within, outside) in [
            ("约8700万元", "8744", "8755"),
            ("80%左右", "84.9", "86"),
            ("执行率80.0%", "80.04", "80.4"),
            ("超过80%", "80.5", "79"),
            ("不足10家", "9", "11"),
            ("不低于90%", "98", "89"),
            ("8000多万元", "8744", "7999"),
            ("发表论文2—3篇", "3", "4"),
            ("百分之八十", "80", "81"),
            ("等四个方面", "4", "5"),
            ("共十五项", "15", "14"),
            ("一百二十家", "120", "112"),
            ("80%—100%", "90", "79"),
        ] {
            assert!(agrees(sentence, within) && !agrees(sentence, outside), "{sentence}: {:?}", only(sentence));
        }
        for none in ["一是规范流程", "一个方面", "第三条", "一批项目", "三、总体情况", "九大产业集群"]
        {
            assert_eq!(tokens(none), [], "{none}");
        }
    }

    #[test]
    fn dates_and_document_numbers_are_told_from_quantities() {
        let date = |sentence: &str| match <[Token; 1]>::try_from(tokens(sentence)) {
            Ok([Token::Date(date)]) => (date.year, date.month, date.day),
            other => panic!("{sentence}: {other:?}"),
        };
        assert_eq!(date("2025年12月31日"), (Some(2025), Some(12), Some(31)));
        assert_eq!(date("截至2025年12月底"), (Some(2025), Some(12), None));
        assert_eq!(date("2025年度"), (Some(2025), None, None));
        assert_eq!(date("4月召开"), (None, Some(4), None));
        let numbers = |text: &str| document_numbers(text).into_iter().map(|number| number.text).collect::<Vec<_>>();
        assert_eq!(numbers("按《办法》（财教〔2023〕276号）执行"), ["财教〔2023〕276号"]);
        assert_eq!(numbers("新财教[2025]第65号、财教〔 2025〕92 号"), ["新财教[2025]第65号", "财教〔 2025〕92 号"]);
        assert_eq!(tokens("（财教〔2023〕276号）").len(), 1);
    }
}
