//! What a figure in a text speaks of. A figure whose subject and meaning the words around it do not settle is not tied:
//! it is listed, never guessed.

use crate::base::characters::bare;
use crate::base::text_part::TextPart;
use crate::model::notation::leading_number;

use rust_decimal::Decimal;

use super::around::{Around, is_in_brackets, is_of_a_part, near};
use super::certainty::Certainty;
use super::comparison::{Tie, compare, compare_part, compare_unsure, units_agree};
use super::counts::{counts_names, counts_others, kind, quoted_grade, without_kinds};
use super::differences::{Base, is_akin};
use super::known_figures::{Known, KnownFigures, Value};
use super::money_claims::Claim;
use super::quantities::{Mention, Token};
use super::short_names::{self, ShortName};
use super::subject::{Kind, Role, Subject};
use super::subjects::{masked, subjects};
use super::times::other_times;

/// A sentence and what stands above it.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    pub sentence: &'a str,
    /// Headings from the highest down; the last is the sentence's own subject, if it names one.
    pub headings: &'a [String],
}

/// Why a figure that no name stands near is open.
pub const OF_THE_FUND: &str = "没有认出说的是哪个数";

/// From a result to what it differs by.
const FAR: usize = 24;

const CLAUSE: [char; 13] = ['，', ',', '；', ';', '。', '、', '：', ':', '（', '）', '(', ')', '\n'];

/// Holds each figure of the sentence against the figures.
pub fn tie<'a>(figures: &'a KnownFigures, context: Context, tokens: &[Token]) -> Vec<Tie<'a>> {
    let masked = masked(context.sentence, &figures.rules);
    let named = subjects(figures, context.sentence, &masked);
    let mut reading = Reading { figures, context, masked: &masked, named: &named, tokens, money: Vec::new() };
    let mentions =
        tokens.iter().filter_map(|token| if let Token::Quantity(mention) = token { Some(mention) } else { None });
    let another_time = |mention: &Mention| reading.is_of_another_time(mention);
    reading.money = figures.purse.claims(&masked, context.headings, mentions, another_time);
    tokens
        .iter()
        .enumerate()
        .map(|(index, token)| match token {
            Token::Quantity(mention) => reading.quantity(index, mention),
            Token::Date(date) => reading.date(date),
            Token::Number(number) => reading.document(number),
        })
        .collect()
}

/// Which of the fund's projects each figure counts: 新上后补助项目35个. `None` for all else, and for all of them.
pub fn kinds(figures: &KnownFigures, context: Context, tokens: &[Token]) -> Vec<Option<Kind>> {
    let masked = masked(context.sentence, &figures.rules);
    let named = subjects(figures, context.sentence, &masked);
    let reading = Reading { figures, context, masked: &masked, named: &named, tokens, money: Vec::new() };
    let kind = |(index, token): (usize, &Token)| {
        let Token::Quantity(mention) = token else { return None };
        let around = reading.around(index);
        let (kind, is_count) = kind(&around, &mention.unit, (&figures.rules, &figures.project_words));
        let of_fund = reading.subject(index, &around) == Subject::Fund;
        (is_count
            && of_fund
            && !counts_others(&around, &figures.project_words)
            && kind.grade.is_none()
            && !kind.is_all())
        .then_some(kind)
    };
    tokens.iter().enumerate().map(kind).collect()
}

pub(super) struct Reading<'a, 'b> {
    pub(super) figures: &'a KnownFigures,
    pub(super) context: Context<'b>,
    masked: &'b str,
    named: &'b [(std::ops::Range<usize>, Subject)],
    pub(super) tokens: &'b [Token],
    /// What it says of the fund's money.
    money: Vec<Claim<'b>>,
}

impl<'a> Reading<'a, '_> {
    fn around(&self, index: usize) -> Around<'_> {
        let text = self.masked;
        let range = self.tokens[index].range();
        let previous = index.checked_sub(1).map_or(0, |index| self.tokens[index].range().end);
        let next = self.tokens.get(index + 1).map_or(text.len(), |token| token.range().start);
        let start = text.part(..range.start).rfind(CLAUSE).map_or(0, |at| at + clause_mark(text, at));
        let end = text.part(range.end..).find(CLAUSE).map_or(text.len(), |at| range.end + at);
        let segment = text.part(..range.start).rfind(['；', ';']).map_or(0, |at| at + clause_mark(text, at));
        let mut before = text.part(start.max(previous)..range.start);
        // …引导资金（以下简称“资金”）10930万元: what stands before the bracket.
        if before.is_empty() && text.part(..range.start).ends_with(['）', ')']) {
            let open = text.part(..range.start).rfind(['（', '(']).unwrap_or(range.start);
            let start = text.part(..open).rfind(CLAUSE).map_or(0, |at| at + clause_mark(text, at));
            before = text.part(start..open);
        }
        Around {
            before,
            after: text.part(range.end..end.min(next)),
            clause: text.part(start..end),
            segment: text.part(segment..range.start),
            whole: text.part(segment..),
        }
    }

    /// What the figure is of: the nearest name before it; one right after it; the headings above; the fund.
    fn subject(&self, index: usize, around: &Around) -> Subject {
        let range = self.tokens[index].range();
        let from = self.masked.len() - around.whole.len();
        let before: Vec<_> =
            self.named.iter().filter(|(name, _)| name.start >= from && name.end <= range.start).collect();
        let documents = |subject: &Subject| matches!(subject, Subject::Document(_));
        // “甲”“乙”等3个项目: the names are some of what is counted.
        let instances = |subject: &Subject| names_instances(around) && matches!(subject, Subject::Project(_));
        let may_be = |subject: &Subject| !documents(subject) && !instances(subject);
        if let Some((last, subject)) = before.iter().rfind(|(_, subject)| may_be(subject)) {
            let listed = |(other, subject): &&&(std::ops::Range<usize>, Subject)| {
                let between = self.masked.part(other.end.min(last.start)..last.start);
                matches!(subject, Subject::Direction(_)) && (between == "、" || between == "和")
            };
            // 支持甲、乙、丙等方面的137个项目: the sentence is about all of them.
            let is_list = matches!(subject, Subject::Direction(_)) && before.iter().any(|name| listed(&name));
            return if is_list { Subject::Fund } else { subject.clone() };
        }
        let end = range.end + around.after.len();
        let after = self.named.iter().find(|(name, _)| (range.end..end).contains(&name.start));
        if let Some((_, subject)) = after.filter(|(_, subject)| !documents(subject)) {
            return subject.clone();
        }
        self.context
            .headings
            .iter()
            .rev()
            .find_map(|heading| {
                let mut named = subjects(self.figures, heading, heading);
                named.retain(|(_, subject)| !documents(subject));
                (named.len() == 1).then(|| named.remove(0).1)
            })
            .unwrap_or(Subject::Fund)
    }

    pub(super) fn quantity(&self, index: usize, mention: &Mention) -> Tie<'a> {
        let around = self.around(index);
        if self.is_per_yuan(index, mention) {
            return Tie::Open("说的是每一元带来多少");
        }
        let by_words = || {
            let of_result =
                self.difference(index, &around, mention).or_else(|| self.rate_of_result(index, &around, mention));
            of_result.or_else(|| self.share(index, &around, mention))
        };
        if let Some(tie) = by_words() {
            return tie;
        }
        if let Some(known) = self.figures.all_indicators(&around, mention) {
            // 5个县的目标共48项指标: not of this table.
            let near = |known: &Known| matches!(&known.value, Value::Number { amount, .. } if (mention.amount - amount).abs() <= Decimal::TWO);
            let own = ["设置", "设定", "设有", "三级指标"].iter().any(|word| around.clause.contains(word));
            return match self.compare(known, mention) {
                Tie::Differs(known, _) if !own && !near(known) => Tie::Perhaps(known),
                tie => tie,
            };
        }
        let subject = self.subject(index, &around);
        // 上年群众满意度92.3%
        let of_year = matches!(subject, Subject::Indicator(_) | Subject::Direction(_) | Subject::Fund);
        if of_year && self.is_of_another_time(mention) {
            let dated = self.figures.of_data(&around, mention).filter(|_| subject == Subject::Fund);
            let dated = dated.map(|known| self.compare(known, mention));
            return dated
                .or_else(|| self.money_of_document(&around, None, mention))
                .unwrap_or(Tie::Open("说的是别的时间"));
        }
        let known = match &subject {
            Subject::Indicator(name) if self.is_of_a_part(name, &around) => return Tie::Open("说的是其中一部分"),
            Subject::Indicator(name) => {
                // 资金拨付及时率100％: what stands right behind the name was reached, also of 招收完成率.
                let range = self.tokens[index].range();
                let before = self.context.sentence.part(range.start - around.before.len()..range.start);
                let role = match before.rsplit_once(name.as_str()) {
                    // 5岁以下儿童死亡率4.12‰: a number in the name itself.
                    _ if self.context.sentence.part(..range.start).ends_with(name.as_str()) => Some(Role::Actual),
                    Some((_, "实际" | "为" | "达到" | "达")) => Some(Role::Actual),
                    Some((_, behind)) if short_names::BOUNDS.contains(&behind) => Some(Role::Actual),
                    Some((_, behind)) => indicator_role(behind, mention),
                    None => indicator_role(around.before, mention),
                };
                // 74个的任务完成68个
                let aimed = ["的任务", "的目标", "的计划", "的指标"].iter().any(|word| around.after.starts_with(word));
                let role = if aimed { Some(Role::Target) } else { role };
                role.and_then(|role| self.figures.find(&subject, role))
            }
            Subject::Direction(name) => self
                .of_projects(index, name, &around, mention)
                .filter(|_| mention.unit == "万元" || self.counts_all_of(name, index, &around)),
            Subject::Project(project) => self.of_a_case(project, &around, mention),
            _ => None,
        };
        // What a text of goals says is the goal, or what came of it.
        if let (Subject::Indicator(_), Some(actual)) = (&subject, known.filter(|known| known.role == Role::Actual))
            && let Some(target) = self.figures.find(&subject, Role::Target).filter(|_| self.is_among_goals())
        {
            return self.of_a_goal(target, actual, mention);
        }
        if let Some(tie) = self.of_recipient(&around, mention, known.is_some()) {
            return tie;
        }
        let fund = matches!(subject, Subject::Fund);
        let short = short_names::named(&self.figures.short_names, around.before, around.after);
        if let Some(tie) = short.and_then(|named| self.by_short_name(named, &subject, &around, mention)) {
            return tie;
        }
        let known = known.or_else(|| fund.then(|| self.figures.of_data(&around, mention)).flatten());
        if fund
            && known.is_none()
            && let claim = self.money.iter().find(|claim| claim.mention.range == mention.range)
            && let of_document = self.money_of_document(&around, claim, mention)
            && let Some(tie) = of_document.or_else(|| self.figures.of_money(claim?, &around, mention))
        {
            return tie;
        }
        let known = known.or_else(|| fund.then(|| self.figures.of_the_fund(&around, mention)).flatten());
        if let (None, Some(tie)) = (known, self.of_batch(&around, mention)) {
            return tie;
        }
        let ends = || {
            let name = short_names::named_by_end(&self.figures.indicators, &self.figures.scope, around.before)?;
            self.by_short_name((name, Certainty::Perhaps), &subject, &around, mention)
        };
        if known.is_none()
            && let Some(tie) = ends()
        {
            return tie;
        }
        match (known, &subject) {
            (Some(known), Subject::Indicator(name)) if !self.is_of_all(name, &around) => {
                let compare = if around.clause.contains(name.as_str()) { compare_part } else { compare_unsure };
                self.any_of_name(known, mention, compare)
            }
            (Some(known), _) => self.compare(known, mention),
            (None, _) if fund => self.all_of(index, &around, mention).unwrap_or_else(|| {
                self.figures
                    .perhaps(&around, mention)
                    .map_or(Tie::Open(OF_THE_FUND), |known| compare_unsure(known, mention))
            }),
            (None, _) => Tie::Open("没有认出是这一项的哪个数"),
        }
    }

    /// 学生2076人，比指标值多76人: of the indicator whose result stands before it.
    fn difference(&self, index: usize, around: &Around, mention: &Mention) -> Option<Tie<'a>> {
        let base = Base::of(around.before, &self.figures.differences)?;
        let (unit, indicator) = match self.reached_before(index, mention) {
            Some((actual, indicator)) => (actual.unit.clone(), indicator.clone()),
            // 培训人数比目标值多115人
            None => match self.subject(index, around) {
                named @ Subject::Indicator(_) => (mention.unit.clone(), named),
                _ => return None,
            },
        };
        let known = self.figures.find(&indicator, base.role(&mention.unit, &unit))?;
        let said = self.in_its_unit(known, mention);
        if !units_agree(known, &said.unit) {
            return None;
        }
        let target = self.figures.find(&indicator, Role::Target).filter(|_| base == Base::TargetOrBy);
        let itself = target.map(|target| self.compare(target, mention));
        let itself = itself.filter(|tie| matches!(tie, Tie::Agrees(_)));
        Some(itself.unwrap_or_else(|| match compare(known, &said) {
            Tie::Differs(known, _) if base == Base::TargetOrBy => Tie::Differs(known, Certainty::Likely),
            tie => tie,
        }))
    }

    /// 流动文化服务1960场，完成率98%, 完成年度目标的98%: of the indicator whose result stands before it.
    fn rate_of_result(&self, index: usize, around: &Around, mention: &Mention) -> Option<Tie<'a>> {
        let said = around.before.trim_end_matches(['为', '达', '到', '约']);
        let of_target = said
            .strip_suffix('的')
            .is_some_and(|of| self.figures.differences.targets.iter().any(|target| of.ends_with(target.as_str())));
        let role = match () {
            () if mention.unit != "%" => return None,
            // 高于国家规定的70%标准21.3个百分点
            () if of_target && self.figures.differences.beyond.iter().any(|word| said.contains(word.as_str())) => {
                return None;
            }
            () if of_target || said.ends_with("完成率") => Role::Completion,
            () if said.ends_with("偏差率") => Role::Deviation,
            () => return None,
        };
        let (_, indicator) = self.reached_before(index, mention)?;
        Some(self.compare(self.figures.find(indicator, role)?, mention))
    }

    /// The result that stands before a difference as the tables have it, and the indicator that it is of.
    fn reached_before(&self, index: usize, mention: &Mention) -> Option<(&Mention, &'a Subject)> {
        let is_kin = |other: &Mention| match mention.unit.as_str() {
            "百分点" => other.unit == "%",
            "%" => true,
            unit => other.unit == unit,
        };
        let mut before = self.tokens.get(..index)?.iter().enumerate().rev();
        let (at, actual) = before.find_map(|(at, token)| match token {
            Token::Quantity(other) if is_kin(other) => Some((at, other)),
            _ => None,
        })?;
        let between = self.masked.part(actual.range.end..mention.range.start);
        if between.contains(['；', '。']) || between.chars().count() > FAR {
            return None;
        }
        let of_indicator = |known: &Known| known.role == Role::Actual && matches!(known.subject, Subject::Indicator(_));
        match self.quantity(at, actual) {
            Tie::Agrees(known) if of_indicator(known) => return Some((actual, &known.subject)),
            Tie::Agrees(_) | Tie::Differs(..) => return None,
            Tie::Perhaps(_) | Tie::Open(_) => {}
        }
        // By its value, where the clause says something of the name.
        let clause = self.around(at).clause.to_string();
        let mut alike = self.figures.entries.iter().filter(|known| {
            let Subject::Indicator(name) = &known.subject else { return false };
            let same = || matches!(compare(known, &self.in_its_unit(known, actual)), Tie::Agrees(_));
            known.role == Role::Actual && is_akin(name, &clause) && same()
        });
        let only = alike.next()?;
        alike.next().is_none().then_some((actual, &only.subject))
    }

    /// 财政资金1元带动企业投资13.6元
    fn is_per_yuan(&self, index: usize, mention: &Mention) -> bool {
        let text = self.context.sentence;
        let written = |mention: &Mention| text.part(mention.range.clone());
        let unit = |written: &str| ["1元", "１元", "每元", "一元"].contains(&written);
        let above = index.checked_sub(1).and_then(|above| self.tokens.get(above));
        let after_one = matches!(above, Some(Token::Quantity(above))
            if unit(written(above)) && !text.part(above.range.end..mention.range.start).contains(CLAUSE));
        mention.unit == "万元" && (after_one || unit(written(mention)))
    }

    pub(super) fn compare(&self, known: &'a Known, mention: &Mention) -> Tie<'a> {
        self.any_of_name(known, mention, compare)
    }

    /// 临溪县群众满意度95.2%, not of a place that the whole year is of.
    fn is_of_a_part(&self, name: &str, around: &Around) -> bool {
        let head = around.clause.split_once(name).map_or("", |(head, _)| head);
        is_of_a_part(head) && !self.figures.regions.iter().any(|region| head.ends_with(region.as_str()))
    }

    /// Is what is said of the indicator said of all of it? Perhaps not in 材料学院引进博士9人, 全省平均满意度91.6%, 下一步把指标值提高到85%:
    /// other words stand before the name, or it is of a later time.
    fn is_of_all(&self, name: &str, around: &Around) -> bool {
        match around.clause.split_once(name) {
            Some((head, _)) => self.figures.says_nothing_of_which(head),
            None => !self.figures.scope.later.are_in(around.before),
        }
    }

    /// Of several rows of one name any may be meant.
    pub(super) fn any_of_name(
        &self,
        known: &'a Known,
        mention: &Mention,
        compare: fn(&'a Known, &Mention) -> Tie<'a>,
    ) -> Tie<'a> {
        // 比省级资金执行率低4.65个百分点
        let is_rate = matches!(&known.value, Value::Number { unit, .. } if unit == "%");
        if is_rate && mention.unit.ends_with("百分点") && !mention.has_unit(self.context.sentence, "%") {
            return Tie::Open("说的是相差多少");
        }
        let same =
            self.figures.entries.iter().filter(|other| other.role == known.role && other.subject == known.subject);
        let mut ties = same.map(|other| compare(other, &self.in_its_unit(other, mention)));
        let agreeing = ties.find(|tie| matches!(tie, Tie::Agrees(_)));
        let tie = agreeing.unwrap_or_else(|| compare(known, &self.in_its_unit(known, mention)));
        match tie {
            Tie::Differs(..) if self.is_in_two_units(known, mention) => Tie::Open("旁边的数是同一件事，换了单位"),
            tie => tie,
        }
    }

    /// 1620户4536人: the number beside it is the known one.
    fn is_in_two_units(&self, known: &Known, mention: &Mention) -> bool {
        let beside = |other: &Mention| {
            let (one, next) = if other.range.start < mention.range.start { (other, mention) } else { (mention, other) };
            let between = self.context.sentence.part(one.range.end..next.range.start);
            one.range.end <= next.range.start && ["", "、", "，"].contains(&between) && other.unit != mention.unit
        };
        let is_known = |other: &Mention| matches!(compare(known, &self.in_its_unit(known, other)), Tie::Agrees(_));
        self.tokens.iter().any(|token| match token {
            Token::Quantity(other) => beside(other) && is_known(other),
            _ => false,
        })
    }

    /// 32.5张, 12万剂次: units that no list has are those of what is known where they stand behind the number.
    fn in_its_unit(&self, known: &Known, mention: &Mention) -> Mention {
        let sentence = self.context.sentence;
        let own = match &known.value {
            Value::Number { unit, .. } if *unit != mention.unit && unit != "万元" => Some(unit),
            _ => None,
        };
        let written = || leading_number(&bare(sentence.part(mention.range.start..))).map(|(amount, _)| amount);
        // 每平方米改造成本882元: the name says of what each.
        let is_its = |unit: &&String| {
            let plain = unit.split_once('/').map(|(unit, _)| unit);
            mention.has_unit(sentence, unit) || plain.is_some_and(|unit| mention.has_unit(sentence, unit))
        };
        match own.filter(is_its).zip(written()) {
            Some((unit, amount)) => mention.written_as(amount, unit),
            None => mention.clone(),
        }
    }

    /// Below a heading of goals.
    fn is_among_goals(&self) -> bool {
        let aims = |heading: &String| self.figures.scope.target.are_in(heading) && !heading.contains("完成");
        self.context.headings.iter().any(aims)
    }

    /// Among goals a figure is the target, or the result.
    fn of_a_goal(&self, target: &'a Known, actual: &'a Known, mention: &Mention) -> Tie<'a> {
        match (self.compare(target, mention), self.compare(actual, mention)) {
            (tie @ Tie::Agrees(_), _) | (_, tie @ Tie::Agrees(_)) => tie,
            (Tie::Differs(target, _), _) => Tie::Differs(target, Certainty::Likely),
            (tie, _) => tie,
        }
    }

    /// 支持高新技术企业39家: an indicator without 数量, where the words speak of the fund and of the whole year.
    fn by_short_name(
        &self,
        (name, certainty): (&str, Certainty),
        subject: &Subject,
        around: &Around,
        mention: &Mention,
    ) -> Option<Tie<'a>> {
        let words = &self.figures.scope;
        let noun =
            self.figures.short_names.iter().find(|short| short.indicator() == name).map_or(name, ShortName::noun);
        let of_all = matches!(subject, Subject::Fund | Subject::Indicator(_)) && !self.is_of_a_part(noun, around);
        if !of_all || words.elsewhere.are_in(around.segment) || self.is_of_another_time(mention) {
            return None;
        }
        // 研究生毕业去向落实率: of some of them.
        let head = around.clause.split_once(noun).map_or("", |(head, _)| head);
        let certainty = if self.figures.says_nothing_of_which(head) { certainty } else { Certainty::Perhaps };
        let of_indicator = Subject::Indicator(name.to_string());
        let find = |role| {
            let known = self.figures.find(&of_indicator, role);
            known.filter(|known| units_agree(known, &self.in_its_unit(known, mention).unit))
        };
        let among_goals = self.is_among_goals();
        let target = find(Role::Target).filter(|_| among_goals || words.target.are_in(around.clause));
        if let (Some(target), Some(actual), true) = (target, find(Role::Actual), among_goals) {
            return Some(match (self.of_a_goal(target, actual, mention), certainty) {
                (Tie::Differs(target, _), Certainty::Perhaps) => {
                    compare_unsure(target, &self.in_its_unit(target, mention))
                }
                (tie, _) => tie,
            });
        }
        let tie = target.map(|target| self.compare(target, mention)).filter(|tie| matches!(tie, Tie::Agrees(_)));
        tie.or_else(|| {
            let known = find(Role::Actual)?;
            Some(match certainty {
                Certainty::Sure if target.is_none() => self.compare(known, mention),
                _ => self.any_of_name(known, mention, compare_unsure),
            })
        })
    }

    /// 2024年支持高新技术企业35家
    pub(super) fn is_of_another_time(&self, mention: &Mention) -> bool {
        let dates = self.tokens.iter().filter_map(|token| match token {
            Token::Date(date) => Some(date),
            _ => None,
        });
        let times = other_times(self.context.sentence, dates, self.figures.year, self.context.headings);
        times.iter().any(|time| time.contains(&mention.range.start))
    }

    /// Money and counts of a direction.
    fn of_projects(&self, index: usize, name: &str, around: &Around, mention: &Mention) -> Option<&'a Known> {
        let subject = Subject::Direction(name.to_string());
        match mention.unit.as_str() {
            "万元" => {
                let says =
                    ["经费", "资金", "金额", "安排", "下达", "投入"].iter().any(|word| around.before.contains(word));
                // 基层公共文化设施建设资金支出2327.5万元
                let says = says && !self.figures.purse.words.spent.are_in(around.before);
                let says = says || self.follows_all_projects(index, name, mention);
                says.then(|| self.figures.find(&subject, Role::Amount)).flatten()
            }
            "%" | "分" | "" => None,
            _ => {
                let words = &self.figures.project_words;
                // 支持项目7个，其中：某方向项目3个: what is said of all is not said of a part of the direction's.
                let own = around.segment.rfind(name).filter(|_| !counts_others(around, words));
                let own = Around { segment: around.segment.part(own.unwrap_or_default()..), ..*around };
                let (kind, is_count) = kind(&own, &mention.unit, (&self.figures.rules, words));
                // 项目3个（以奖代补项目1个）, 1个项目为“优秀”, 等3个项目: a part of them, by words that the rules do not have.
                let open = around.segment.rfind('（').filter(|_| is_in_brackets(around.segment, around.segment.len()));
                let counted = open.is_some_and(|open| {
                    let outside = around.segment.part(..open).chars().rev().take(4);
                    outside.into_iter().any(|c| c.is_ascii_digit())
                });
                let of_a_part = kind.is_all() && (counted || names_instances(around) || around.after.contains('“'));
                (is_count && !of_a_part).then(|| self.figures.find(&subject, Role::Count(kind))).flatten()
            }
        }
    }

    /// 某方向项目3个、2450万元: the money of all that were counted right before it.
    fn follows_all_projects(&self, index: usize, name: &str, mention: &Mention) -> bool {
        let above = index.checked_sub(1).and_then(|above| Some((above, self.tokens.get(above)?)));
        let Some((above, Token::Quantity(count))) = above else { return false };
        let between = self.masked.part(count.range.end..mention.range.start);
        // 科研平台建设3项，910万元
        let around = self.around(above);
        let bare = || {
            let all = self.figures.find(&Subject::Direction(name.to_string()), Role::Count(Kind::default()));
            all.filter(|all| around.before.ends_with(name) && matches!(compare(all, count), Tie::Agrees(_)))
        };
        let counted = || self.of_projects(above, name, &around, count).or_else(bare);
        let linked = ["项目", "资金", "经费", "安排", "共", "计"];
        let rest = linked.iter().fold(between.to_string(), |rest, word| rest.replace(word, ""));
        ["", "、", "，"].contains(&rest.as_str())
            && count.unit != "万元"
            && counted().is_some_and(|known| known.role == Role::Count(Kind::default()))
    }

    /// Is what is counted the direction's, and all of it? Not in 甲项目5项、安全防护项目3项, nor in 一师、八师两个师市安排甲项目4个.
    fn counts_all_of(&self, direction: &str, index: usize, around: &Around) -> bool {
        let named = around.clause.contains(direction);
        // “甲”“乙”等2个项目为“良”: those of a grade are named, and all of them.
        let own = named
            || quoted_grade(around, &self.figures.rules).is_some()
            || self
                .figures
                .purse
                .says_nothing(&without_kinds(around.before, (&self.figures.rules, &self.figures.project_words)));
        let of_places = self.tokens.get(..index).unwrap_or_default().iter().any(|token| {
            let before = self.masked.part(..token.range().start);
            let segment = self.masked.len() - around.whole.len();
            matches!(token, Token::Quantity(other) if other.unit == "个")
                && token.range().start >= segment
                && counts_names(before)
        });
        own && !of_places
    }

    fn of_a_case(&self, project: &str, around: &Around, mention: &Mention) -> Option<&'a Known> {
        let figures = self.figures.entries.iter().filter(|known| {
            matches!(&known.subject, Subject::Case(of, name) if of == project && around.before.ends_with(name.as_str()))
        });
        let figure = figures.max_by_key(|known| known.name.len());
        figure.or_else(|| {
            let paid = ["年下达", "本年拨付", "本年下达", "年安排", "年拨付", "本年安排"];
            let segment = around.segment.trim_end_matches("资金").trim_end_matches("补助");
            let says = mention.unit == "万元"
                && paid.iter().any(|word| around.before.contains(word) || segment.ends_with(word));
            says.then(|| self.figures.find(&Subject::Project(project.to_string()), Role::Amount)).flatten()
        })
    }
}

/// “甲”“乙”等3个项目
fn names_instances(around: &Around) -> bool {
    around.before.ends_with("”等")
}

fn clause_mark(text: &str, at: usize) -> usize {
    text.part(at..).chars().next().map_or(1, char::len_utf8)
}

/// The words that a value of an indicator stands behind.
const ROLES: [(&str, Role); 10] = [
    ("指标值", Role::Target),
    ("目标值", Role::Target),
    ("实际完成值", Role::Actual),
    ("实际完成", Role::Actual),
    ("完成值", Role::Actual),
    ("完成率", Role::Completion),
    ("偏差率", Role::Deviation),
    ("分值", Role::Weight),
    ("得分", Role::Points),
    ("得", Role::Points),
];

/// A value stands after its word: 指标值为32项，实际完成值为33项.
fn indicator_role(before: &str, mention: &Mention) -> Option<Role> {
    let found = ROLES
        .iter()
        .filter(|(word, _)| near(before, word, 4))
        .max_by_key(|(word, _)| (before.rfind(word).map(|at| at + word.len()), word.len()));
    let (word, role) = found?;
    let rate = matches!(role, Role::Completion | Role::Deviation);
    let points = matches!(role, Role::Weight | Role::Points);
    // 超过指标值30％: not the target itself.
    let head = before.rsplit_once(word).map_or("", |(head, _)| head);
    let relative = ["超过", "超出", "高于", "低于", "未达", "少于"].iter().any(|word| head.ends_with(word));
    // 完成率为103个 is a rate with a wrong unit.
    let fits = !relative && (!rate || mention.unit != "万元") && (!points || mention.unit == "分");
    fits.then(|| role.clone())
}

/// Is this value known under some name? For the list of what is open.
pub fn same_value<'a>(figures: &'a KnownFigures, mention: &Mention) -> Option<&'a Known> {
    let long = mention.amount >= Decimal::ONE_HUNDRED;
    figures.entries.iter().find(|known| {
        matches!(&known.value, Value::Number { amount, unit } if long && *amount == mention.amount && *unit == mention.unit)
    })
}

#[cfg(test)]
mod tests {
    use super::super::money::Purse;
    use super::super::quantities::tokens;
    use super::*;
    use crate::model::fund_rules::FundRules;
    use crate::model::standards::Standards;

    fn figures() -> KnownFigures {
        let number = |subject: Subject, role, name: &str, amount: &str, unit: &str| Known {
            subject,
            role,
            figure: None,
            name: name.into(),
            value: Value::Number { amount: amount.parse().unwrap(), unit: unit.into() },
            place: None,
        };
        let standards = Standards::parse(include_str!("../../layouts/核对.yaml")).unwrap();
        let (direction, indicator) = ("科技创新基地建设", "支持科技创新基地建设项目数量");
        let new = Kind { status: Some("新上".into()), ..Kind::default() };
        let post = Kind { mode: Some("后补助".into()), ..new.clone() };
        let of = |name: &str| Subject::Indicator(name.into());
        let rules = FundRules::default();
        let good = Kind { grade: rules.grades().find(|grade| *grade.name() == *"良").cloned(), ..Kind::default() };
        KnownFigures {
            entries: vec![
                number(Subject::Fund, Role::Amount, "预算数", "10930", "万元"),
                number(Subject::Fund, Role::Executed, "执行数", "8744", "万元"),
                number(Subject::Fund, Role::ExecutionRate, "执行率", "80", "%"),
                number(Subject::Source("省级资金".into()), Role::Executed, "省级执行", "1000", "万元"),
                number(Subject::Source("市县资金".into()), Role::Executed, "市县执行", "500", "万元"),
                number(Subject::Fund, Role::Count(Kind::default()), "数量", "137", "个"),
                number(Subject::Fund, Role::Count(new), "新上", "92", "个"),
                number(Subject::Fund, Role::Count(post), "新上后补助", "35", "个"),
                number(Subject::Direction(direction.into()), Role::Count(Kind::default()), "方向数量", "30", "个"),
                number(Subject::Direction(direction.into()), Role::Amount, "方向资金", "4686", "万元"),
                number(of(indicator), Role::Target, "指标值", "18", "项"),
                number(of(indicator), Role::Actual, "实际完成值", "30", "项"),
                number(of(indicator), Role::Completion, "完成率", "166.666666", "%"),
                number(of("核发证照"), Role::Actual, "证照", "32.5", "张"),
                number(of("登记图书"), Role::Actual, "图书", "1200", "张"),
                number(Subject::Datum("受理项目".into()), Role::Value, "受理项目", "473", ""),
                number(Subject::Recipient("中江县".into()), Role::Amount, "中江县", "408", "万元"),
                number(Subject::Direction(direction.into()), Role::Count(good), "方向良", "2", "个"),
                number(Subject::Document("新财教〔2025〕65号".into()), Role::Amount, "文件金额", "3169", "万元"),
                number(Subject::Part("效益指标".into()), Role::Weight, "效益分值", "30", "分"),
                number(Subject::Part("效益指标".into()), Role::Points, "效益得分", "29.25", "分"),
            ],
            indicators: vec![indicator.into(), "核发证照".into(), "登记图书".into()],
            directions: vec![direction.into(), "科技成果转移转化".into()],
            recipients: vec!["中江县".into()],
            scope: standards.short_names.clone(),
            purse: Purse::of_funds(vec![]),
            project_words: standards.projects,
            ..KnownFigures::default()
        }
    }

    /// What each figure of the sentence was tied to; ! before it where it differs, ? where nothing was found.
    #[track_caller]
    fn read(sentence: &str) -> Vec<String> {
        let figures = figures();
        let ties = tie(&figures, Context { sentence, headings: &[] }, &tokens(sentence));
        ties.into_iter()
            .map(|tie| match tie {
                Tie::Agrees(known) => known.name.clone(),
                Tie::Differs(known, _) => format!("!{}", known.name),
                Tie::Perhaps(known) => format!("~{}", known.name),
                Tie::Open(_) => "?".into(),
            })
            .collect()
    }

    #[test]
    fn figures_are_tied_to_what_they_speak_of() {
        assert_eq!(read("共下达资金1.093亿元，实际支出8744万元，预算执行率80.0%。"), ["预算数", "执行数", "执行率"]);
        assert_eq!(read("实际支出约8700万元，执行率百分之八十一"), ["执行数", "!执行率"]);
        assert_eq!(read("支持科技创新基地建设项目30个，经费4668万元。"), ["方向数量", "!方向资金"]);
        assert_eq!(
            read("支持科技创新基地建设项目数量指标值为≥18项，实际完成值为30项，完成率为166.67%"),
            ["指标值", "实际完成值", "完成率"]
        );
        assert_eq!(read("共受理项目473个，最终确定92个新立项项目"), ["受理项目", "新上"]);
        assert_eq!(read("新立项项目中，采取后补助方式支持35个"), ["新上后补助"]);
        assert_eq!(read("科技创新基地建设、科技成果转移转化等方面的137个项目"), ["数量"]);
        assert_eq!(read("实际支出8744元"), ["!执行数"]);
        // Of two rows together.
        assert_eq!(read("省级资金和市县资金共1600万元，全年执行1500万元"), ["?", "?"]);
        assert_eq!(read("全年执行1501万元"), ["!执行数"]);
        assert_eq!(read("分配中江县408万元、旌阳区95万元"), ["中江县", "?"]);
        for sentence in ["其中中江县418万元", "中江县（480万元）", "下达中江县补助资金418万元", "其中中江县421万元"]
        {
            assert_eq!(read(sentence), ["!中江县"], "{sentence}");
        }
        assert_eq!(read("资金1元带动投资13.6元"), ["?", "?"]);
        assert_eq!(read("核发证照32.5张"), ["证照"]);
        assert_eq!(read("核发证照35张"), ["!证照"]);
        assert_eq!(read("登记图书1,200张"), ["图书"], "grouped digits are one number");
        // Of all, of a part, of others, of what a plan asks: only a slip is one there.
        assert_eq!(read("全年共完成登记图书1300张"), ["!图书"]);
        for sentence in ["材料学院登记图书90张", "全省平均登记图书830张", "“十四五”规划要求登记图书700张"]
        {
            assert_eq!(read(sentence), ["~图书"], "{sentence}");
        }
        assert_eq!(read("材料学院登记图书1210张"), ["!图书"]);
        assert_eq!(read("核发证照、登记图书2项没有完成"), ["~图书"], "indicators are counted, not books");
        assert_eq!(read("已支出：中江县421万元"), ["~中江县"]);
        // Of another kind, or far from it.
        assert_eq!(read("中江县配套418万元，中江县12万元尚未支付"), ["?", "~中江县"]);
        assert_eq!(read("抽查项目31个（新上22个，新上后补助9个）"), ["?", "?", "?"]);
        assert_eq!(read("共支持项目137个（新上92个）"), ["数量", "新上"]);
        assert_eq!(read("科技创新基地建设项目30个（甲类项目20个，乙类项目10个）"), ["方向数量", "?", "?"]);
        assert_eq!(read("科技创新基地建设（项目31个，经费4686万元）"), ["!方向数量", "方向资金"]);
        assert_eq!(read("29个科技创新基地建设项目为“优秀”"), ["?"]);
        assert_eq!(read("29个科技创新基地建设项目"), ["!方向数量"]);
        // Of the direction, behind the whole of the list; its money behind its count.
        assert_eq!(read("支持项目137个，其中：科技创新基地建设项目30个、4668万元"), ["数量", "方向数量", "!方向资金"]);
        assert_eq!(read("抽查项目31个，其中科技创新基地建设项目11个、800万元"), ["?", "?", "?"]);
        assert_eq!(read("科技创新基地建设项目30个（新上项目13个、800万元）"), ["方向数量", "?", "?"]);
        // Some of them, by name.
        assert_eq!(read("科技创新基地建设项目30个，“甲”“乙”等2个项目为“良”"), ["方向数量", "方向良"]);
        assert_eq!(read("科技创新基地建设项目30个，“甲”“乙”等2个项目进展较快"), ["方向数量", "?"]);
        // What a document handed down, whenever; what was of another year stays that.
        assert_eq!(read("2024年12月9日印发《通知》（新财教〔2025〕65号），下达资金3169万元"), ["?", "?", "文件金额"]);
        assert_eq!(read("2024年12月9日印发《通知》（新财教〔2024〕8号），下达资金3196万元"), ["?", "?", "?"]);
        assert_eq!(read("累计下达引导资金（以下简称“资金”）10930万元"), ["预算数"]);
        assert_eq!(read("累计下达引导资金（含上年结转）11000万元"), ["?"]);
        assert_eq!(read("效益指标分值30分，得29.25分"), ["效益分值", "效益得分"]);
        assert_eq!(read("效益指标分值30分，扣1分"), ["效益分值", "?"]);
    }

    #[test]
    fn what_the_words_do_not_settle_is_left_open() {
        for sentence in ["发表论文20篇", "带动社会投入500万元", "服务企业137个", "推荐项目300个", "提高12%"]
        {
            assert_eq!(read(sentence), ["?"], "{sentence}");
        }
    }
}
