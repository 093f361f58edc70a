//! Money of areas, units, directions and projects in running text: how much each gets, and what share of all that is; how many there
//! are.

use rust_decimal::Decimal;

use crate::base::text_part::TextPart;

use super::around::Around;
use super::certainty::Certainty;
use super::comparison::{Tie, compare, compare_unsure};
use super::known_figures::{Known, KnownFigures, Value};
use super::quantities::{Mention, Token};
use super::subject::{Kind, Role, Subject};
use super::tie::Reading;

/// Between a name and what it gets.
const BETWEEN: [&str; 15] =
    ["分配", "安排", "下达", "补助", "资金", "经费", "为", "：", "（", "获得", "承担", "实施", "项目", "共", "的"];

impl<'a> Reading<'a, '_> {
    /// 中江县418万元, 县中医院补助资金120万元: what an area, a unit, a project or a direction gets stands right behind its name.
    pub(super) fn of_recipient(&self, around: &Around, mention: &Mention, is_known: bool) -> Option<Tie<'a>> {
        if self.is_of_another_time(mention) {
            return None;
        }
        // 平安县4个项目
        if ["个", "项"].contains(&mention.unit.as_str()) && self.figures.project_words.names.begin(around.after) {
            let of_recipient = |subject: &Subject| matches!(subject, Subject::Recipient(_));
            let subject = self.paid(around.before).filter(of_recipient)?;
            let known = self.figures.find(&subject, Role::Count(Kind::default()))?;
            return Some(self.likely(known, mention));
        }
        if mention.unit != "万元" {
            return None;
        }
        let subject = self.paid(self.context.sentence.part(..mention.range.start))?;
        if is_known && matches!(subject, Subject::Direction(_)) {
            return None;
        }
        let known = self.figures.find(&subject, Role::Amount)?;
        let tie = self.any_of_name(known, mention, compare_unsure);
        // As good as the known one, where nothing says that it is what was spent of it.
        let is_spent = self.figures.purse.words.spent.are_in(around.segment) || around.segment.contains("结余");
        Some(match tie {
            Tie::Perhaps(known) if is_near(known, mention) && !is_spent => Tie::Differs(known, Certainty::Likely),
            tie => tie,
        })
    }

    /// Has the sentence spoken of money before?
    fn says_money(&self, index: usize) -> bool {
        let before = self.tokens.get(..index).unwrap_or_default();
        before.iter().any(|token| matches!(token, Token::Quantity(other) if other.unit == "万元"))
    }

    /// Whose name these words end with.
    fn paid(&self, mut before: &str) -> Option<Subject> {
        let figures = self.figures;
        let subject = |before: &str| {
            let longest = |names: &[String]| {
                let named = names.iter().filter(|name| before.ends_with(name.as_str()));
                named.max_by_key(|name| name.len()).cloned()
            };
            let projects = || longest(&figures.projects).map(Subject::Project);
            let directions = || longest(&figures.directions).map(Subject::Direction);
            longest(&figures.recipients).map(Subject::Recipient).or_else(projects).or_else(directions)
        };
        loop {
            if let Some(subject) = subject(before) {
                return Some(subject);
            }
            // 平安县4个项目2986.9万元; 材料学院承担3项任务，中央财政资金750万元
            let own = || match &figures.own {
                Some(Subject::Source(own)) => before.strip_suffix(own.as_str())?.strip_suffix('，'),
                _ => None,
            };
            let counted = || {
                let rest = last_count(before)?;
                figures.project_words.names.end(before.part(rest.len()..)).then_some(rest)
            };
            let between = || BETWEEN.iter().find_map(|word| before.strip_suffix(word));
            before = own().or_else(counted).or_else(between)?;
        }
    }

    /// 安排到6个单位的8个项目, 分解到9个市州, 8个项目全部开工: all projects, all units or areas of the year.
    pub(super) fn all_of(&self, index: usize, around: &Around, mention: &Mention) -> Option<Tie<'a>> {
        let (figures, words) = (self.figures, &self.figures.project_words);
        let lead = around.segment.rsplit(['，', ',', '：', '。']).next().unwrap_or_default();
        let others = words.others.are_in(around.whole) || lead.contains("其中");
        let counts = |unit: &str| ["个", "家", "项"].contains(&unit);
        if !counts(&mention.unit) || others || self.is_of_another_time(mention) {
            return None;
        }
        // 8个县区和1个市直单位: together.
        let after = around.after.strip_suffix(['和', '与', '及']);
        let joined = match (after, self.tokens.get(index + 1)) {
            (Some(_), Some(Token::Quantity(next))) if counts(&next.unit) => mention.amount.checked_add(next.amount)?,
            (Some(_), _) => return None,
            (None, _) => mention.amount,
        };
        let (after, mention) = (after.unwrap_or(around.after), &mention.written_as(joined, &mention.unit));
        let rest = without_counts(lead);
        // 3个市县共6个项目: of those, unless they are all.
        let above = index.checked_sub(1).and_then(|above| self.tokens.get(above)).filter(|_| rest.len() < lead.len());
        let counted =
            matches!(above, Some(Token::Quantity(above)) if matches!(self.quantity(index - 1, above), Tie::Agrees(_)));
        let named = figures.recipients.iter().any(|name| lead.contains(name.as_str()));
        let given = words.to_all.iter().any(|word| lead.ends_with(word) && word.ends_with('到')) && !named;
        let said = words.to_all.iter().find_map(|word| rest.strip_suffix(word)).unwrap_or(rest);
        let behind = || words.all_behind.are_in(after) || after == "项目中";
        let says_all = said.len() < rest.len() || counted || behind();
        if !(given || says_all && figures.purse.says_nothing(said)) {
            return None;
        }
        let role = match figures.recipient_kinds.iter().find_map(|kind| kind.counted_by(after)) {
            Some(kind) => Role::Recipients(kind),
            None if self.figures.project_words.names.begin(after) => Role::Count(Kind::default()),
            None => return None,
        };
        Some(self.likely(figures.find(&Subject::Fund, role)?, mention))
    }

    pub(super) fn likely(&self, known: &'a Known, mention: &Mention) -> Tie<'a> {
        match self.any_of_name(known, mention, compare) {
            Tie::Differs(known, _) => Tie::Differs(known, Certainty::Likely),
            tie => tie,
        }
    }

    /// 基层公共文化设施建设占中央财政资金的58.33%, 公共图书馆建设项目资金占比17.62%, 临溪市10400万元，占21.4%.
    pub(super) fn share(&self, index: usize, around: &Around, mention: &Mention) -> Option<Tie<'a>> {
        let (head, of) = around.before.trim_end_matches(['为', '达', '到', '约']).rsplit_once('占')?;
        let figures = self.figures;
        let words = &figures.purse.words;
        let of_money = of.is_empty()
            || of == "比"
            || of.strip_suffix('的').is_some_and(|of| is_money(of) || words.whole.are_in(of));
        let together = ["合计", "共占", "均", "分别"].iter().any(|word| around.clause.contains(word));
        if mention.unit != "%" || !of_money || together || self.is_of_another_time(mention) {
            return None;
        }
        let subject = match index.checked_sub(1).and_then(|before| self.tokens.get(before)) {
            Some(Token::Quantity(amount)) if head.is_empty() && amount.unit == "万元" => {
                match self.quantity(index - 1, amount) {
                    Tie::Agrees(known) if known.role == Role::Amount => known.subject.clone(),
                    _ => return None,
                }
            }
            _ if is_money(head) || is_money(of) || self.says_money(index) => self.paid(head)?,
            _ => return None,
        };
        let of_own = figures
            .purse
            .named_in(of)
            .iter()
            .all(|source| matches!(&figures.own, Some(Subject::Source(own)) if own.contains(source)));
        let of_other = self.paid(of.trim_end_matches('的')).is_some();
        let known = figures.find(&subject, Role::Share).filter(|_| of_own && !of_other)?;
        Some(self.likely(known, mention))
    }
}

/// 分解到7项任务、 → 分解到
fn without_counts(lead: &str) -> &str {
    let mut rest = lead;
    while let Some(shorter) = last_count(rest) {
        rest = shorter;
    }
    rest
}

/// Without the count at its end: 4个项目, 7项任务、.
fn last_count(words: &str) -> Option<&str> {
    const LONGEST: usize = 8;
    let digits = words.rfind(|c: char| c.is_ascii_digit())?;
    let behind = words.part(digits + 1..);
    let counts = behind.starts_with(['个', '项', '家']) && behind.chars().count() <= LONGEST;
    counts.then(|| words.part(..=digits).trim_end_matches(|c: char| c.is_ascii_digit()))
}

fn is_money(words: &str) -> bool {
    ["资金", "经费", "预算", "总额", "金额"].iter().any(|word| words.contains(word))
}

/// Within a tenth.
pub(super) fn is_near(known: &Known, mention: &Mention) -> bool {
    matches!(&known.value, Value::Number { amount, .. }
        if (mention.amount - amount).abs() * Decimal::TEN <= amount.abs())
}

impl KnownFigures {
    /// What each area, unit, direction and project gets, in percent of the fund's own money and of all money.
    pub(crate) fn add_shares(&mut self) {
        let amount = |subject: &Subject| match &self.find(subject, Role::Amount)?.value {
            Value::Number { amount, .. } if !amount.is_zero() => Some(*amount),
            _ => None,
        };
        let wholes = [self.own.clone(), Some(Subject::Fund)].into_iter().flatten();
        let wholes: Vec<Decimal> = wholes.filter_map(|subject| amount(&subject)).collect();
        let gets = |known: &&Known| {
            let subject = &known.subject;
            known.role == Role::Amount
                && matches!(subject, Subject::Recipient(_) | Subject::Direction(_) | Subject::Project(_))
        };
        let shares = self.entries.iter().filter(gets).flat_map(|known| {
            let Value::Number { amount, .. } = &known.value else { return Vec::new() };
            let of = |whole: &Decimal| amount.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(*whole);
            let name = match &known.subject {
                Subject::Recipient(name) | Subject::Direction(name) | Subject::Project(name) => name,
                _ => return Vec::new(),
            };
            let shown = format!("“{name}”占资金的比例");
            let entry = |share| Known {
                subject: known.subject.clone(),
                role: Role::Share,
                figure: None,
                name: shown.clone(),
                value: Value::Number { amount: share, unit: "%".into() },
                place: known.place.clone(),
            };
            wholes.iter().filter_map(of).map(entry).collect()
        });
        let shares: Vec<Known> = shares.collect();
        self.entries.extend(shares);
    }
}
