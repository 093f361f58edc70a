//! What the amounts and rates of a sentence say of a fund's money, one after the other: what was said before one holds for
//! it until something else is.

use crate::base::text_part::TextPart;
use crate::model::standards::MoneySource;

use super::around::is_in_brackets;
use super::money::{Column, Key, Owner, Purse};
use super::quantities::Mention;

/// What a clause says of the money of a source, or of all of it.
pub(crate) struct Claim<'a> {
    /// 中央, 地方, …; `None` is the total.
    pub source: Option<&'a str>,
    pub column: Column,
    pub mention: &'a Mention,
    /// The amount of the clause before it.
    pub beside: Option<&'a Mention>,
    /// Source and column are named in full.
    pub sure: bool,
    /// Perhaps of a batch, or of a part.
    pub weak: bool,
    /// 资金总额: all money is named.
    pub whole: bool,
    /// Whose it is was said before this clause.
    pub before: bool,
}

impl Purse {
    /// The clauses of a sentence that say so: the source that one names holds for those after it.
    pub fn claims<'a>(
        &'a self,
        text: &'a str,
        headings: &[String],
        mentions: impl Iterator<Item = &'a Mention>,
        is_of_another_time: impl Fn(&Mention) -> bool,
    ) -> Vec<Claim<'a>> {
        let above = self.owner_above(headings);
        let whose = Whose { owner: above, named: false, of_a_part: false, whole: false };
        let mut walk = Walk {
            purse: self,
            text,
            above,
            whose,
            outside: None,
            respective: Vec::new(),
            several: Vec::new(),
            lists_sources: false,
            partial: false,
            beside: None,
        };
        let (mut from, mut counts) = (0, false);
        let claims = mentions.filter_map(|mention| {
            let lead = text.part(from.min(mention.range.start)..mention.range.start);
            // …资金（以下简称“资金”）10930万元: the name stands before the bracket.
            let aside = lead.strip_suffix(['）', ')']).and_then(|lead| lead.rsplit_once(['（', '(']));
            let lead = aside.filter(|(_, words)| words.contains("简称")).map_or(lead, |(name, _)| name);
            let of_counted = counts && lead.starts_with("项目");
            (from, counts) = (mention.range.end, ["个", "项"].contains(&mention.unit.as_str()));
            let clause = lead.rsplit(['。', '；', '，', '、', '（', '）', '：']).next().unwrap_or_default();
            walk.step(&Said { mention, lead, clause, another_time: is_of_another_time(mention), of_counted })
        });
        claims.collect()
    }
}

/// An amount or a rate, and the words between the one before and it.
struct Said<'a> {
    mention: &'a Mention,
    lead: &'a str,
    /// Of these, what stands behind the last mark.
    clause: &'a str,
    another_time: bool,
    /// Right behind a number of projects: 其他8个项目支出174.4万元.
    of_counted: bool,
}

/// Whose money is spoken of.
#[derive(Clone, Copy)]
struct Whose<'a> {
    owner: Owner<'a>,
    /// In words, which hold for what follows.
    named: bool,
    /// 其中: what follows is said of a part.
    of_a_part: bool,
    /// 资金总额.
    whole: bool,
}

/// A sentence, as far as it is read.
struct Walk<'a> {
    purse: &'a Purse,
    text: &'a str,
    /// Of whom the heading speaks.
    above: Owner<'a>,
    whose: Whose<'a>,
    /// Whoever is named in brackets: whose it is outside of them.
    outside: Option<(Owner<'a>, bool)>,
    /// 中央补助、地方资金分别支出甲万元、乙万元: what comes next is of these, the last one first.
    respective: Vec<(&'a str, Column)>,
    /// Whom 分别 was said of last.
    several: Vec<&'a str>,
    /// 其中中央甲万元、地方乙万元: what comes after such a list is of none of them.
    lists_sources: bool,
    /// What came last is of a part.
    partial: bool,
    /// The amount that came last.
    beside: Option<&'a Mention>,
}

impl<'a> Walk<'a> {
    /// What the next amount or rate says, if that is something of the fund's money.
    fn step(&mut self, said: &Said<'a>) -> Option<Claim<'a>> {
        // 省级18200万元、市县9300万元，共2.75亿元，支出…: of those that were listed.
        let sums_up = self.lists_sources && said.lead.trim_start_matches(['，', '、']).starts_with(['共', '合']);
        self.pass_marks(said);
        self.name_all(said.lead);
        if sums_up {
            self.whose.owner = Owner::Other;
        }
        let key = self.purse.column(said.clause);
        self.respectively(said, key.as_ref());
        if let Some((source, column)) = self.respective.pop() {
            // What comes after the list is of these together.
            (self.whose.owner, self.whose.named, self.lists_sources) = (Owner::Other, false, false);
            return (!said.another_time).then(|| Claim::of_one(source, column, said.mention));
        }
        let source = self.source_in(said.lead);
        self.name_owner(said, key.as_ref(), source);
        let beside = self.beside(said);
        self.partial = self.is_partial(said, key.as_ref());
        if self.partial || self.whose.owner == Owner::Other {
            return None;
        }
        let (column, sure, weak) = self.column(said, key.as_ref(), source)?;
        Some(Claim {
            source: self.row(),
            column,
            mention: said.mention,
            beside,
            sure,
            weak,
            whole: self.whose.whole,
            before: !source.is_some_and(|source| source.is_in_clause(said)),
        })
    }

    /// What holds ends with brackets, a semicolon, a list of sources.
    fn pass_marks(&mut self, said: &Said<'a>) {
        if is_in_brackets(self.text, said.mention.range.start) {
            self.outside = self.outside.or(Some((self.whose.owner, self.whose.named)));
        } else if let Some(before) = self.outside.take().filter(|_| matches!(self.whose.owner, Owner::Row(_))) {
            ((self.whose.owner, self.whose.named), self.lists_sources) = (before, false);
        }
        if said.lead.contains('；') {
            self.whose = Whose { owner: self.above, named: false, of_a_part: false, whole: false };
            self.beside = None;
        }
        if self.lists_sources {
            (self.whose.owner, self.whose.named) = (Owner::All, false);
        }
    }

    /// 资金总额, 合计: of all money.
    fn name_all(&mut self, lead: &str) {
        // 林场自筹资金年初预算30万元，全年预算42.5万元: still of that row.
        let of_row = self.whose.named && matches!(self.whose.owner, Owner::Row(_)) && !lead.contains('；');
        let mut words = self.purse.words.whole.iter().filter(|word| lead.contains(word));
        let whole = words.any(|word| !of_row || word.contains(['总', '额']));
        if whole || self.purse.between.together.are_in(lead) {
            self.whose = Whose { owner: Owner::All, named: whole, of_a_part: false, whole };
        }
    }

    /// Of whom the next ones are, each of another, and where that ends.
    fn respectively(&mut self, said: &Said<'a>, key: Option<&Key>) {
        if let (Some(key), Some((names, _))) = (key, said.lead.rsplit_once("分别")) {
            let named = self.purse.named_in(names);
            // …，执行率分别为98.82%和97.69%: of the same ones.
            if !named.is_empty() {
                self.several = named;
            }
            let of_several = self.several.iter().rev().map(|source| (*source, key.column));
            self.respective = of_several.filter(|_| self.several.len() > 1).collect();
        } else if said.lead.contains(['，', '；', '。']) && !self.respective.is_empty() {
            self.respective.clear();
            (self.whose.owner, self.whose.named) = (Owner::All, false);
        }
    }

    /// The source or row that is named last.
    fn source_in(&self, lead: &str) -> Option<Source<'a>> {
        let purse = self.purse;
        let sources = purse.sources.iter();
        let sources = sources.flat_map(|source| source.words.iter().map(|word| (source.name.as_str(), word)));
        let rows = purse.rows.iter().map(String::as_str).filter(|row| row.chars().count() > 2);
        let named = sources.chain(rows.map(|row| (row, row)));
        let named = named.filter_map(|(name, word)| Some(Source { at: lead.rfind(word)?, length: word.len(), name }));
        named.max()
    }

    /// Whose it is, by the words before it.
    fn name_owner(&mut self, said: &Said<'a>, key: Option<&Key>, source: Option<Source<'a>>) {
        let (purse, clause) = (self.purse, said.clause);
        let head = key.map_or(clause, |key| clause.part(..key.at));
        let named = Whose { of_a_part: self.whose.of_a_part, whole: false, ..self.whose };
        let several = purse.several && source.is_none() && head.contains(purse.between.budget_money.as_str());
        if several || self.is_of_other(said, key, source, head) {
            self.whose = Whose { owner: Owner::Other, named: false, ..named };
            self.lists_sources = false;
        } else if let Some(source) = source {
            let owner = if self.is_joined(said, source) { Owner::Other } else { Owner::Row(source.name) };
            self.whose = Whose { owner, named: true, of_a_part: false, ..named };
            self.lists_sources = self.is_one_of_a_list(said);
        } else {
            // 望江市承担2个项目，资金1260万元
            if purse
                .words
                .undertaking
                .iter()
                .filter_map(|word| clause.strip_suffix(word))
                .any(|who| !purse.says_nothing(who))
            {
                self.whose = Whose { owner: Owner::Other, ..named };
            }
            self.whose.of_a_part |= said.lead.contains("其中");
            self.lists_sources = false;
        }
    }

    /// 危桥改造支出80万元: of a direction, a project, a place.
    fn is_of_other(&self, said: &Said, key: Option<&Key>, source: Option<Source>, head: &str) -> bool {
        // 年度资金总额的全年预算数
        // 年中追加12.5万元
        let whole = self.purse.words.whole.iter().chain(self.purse.words.adjusted.iter());
        let of_whom = whole.fold(head.to_string(), |head, word| head.replace(word, ""));
        let says = said.is_money() || key.is_some();
        let of_other = said.of_counted || self.purse.is_of_other(&of_whom, said.clause);
        !source.is_some_and(|source| source.is_in_clause(said)) && says && of_other
    }

    /// 中央和省级财政资金
    fn is_joined(&self, said: &Said, source: Source) -> bool {
        let before = said.lead.part(..source.at).rsplit(['，', '；', '。', '（']).next();
        let one = before.and_then(|words| words.strip_suffix(['和', '与', '及', '、']));
        let ends = |words: &str, source: &MoneySource| words.ends_with(source.name.as_str()) || source.words.end(words);
        one.is_some_and(|words| self.purse.sources.iter().any(|source| ends(words, source)))
    }

    /// 中央甲万元、地方乙万元, but not 省级资金预算1260万元、执行1234.8万元, where both are of the one source.
    fn is_one_of_a_list(&self, said: &Said) -> bool {
        let next = self.text.part(said.mention.range.end..).strip_prefix('、');
        let goes_on = next.is_some_and(|next| self.purse.words.columns().any(|word| next.starts_with(word)));
        (said.lead.starts_with('、') || next.is_some()) && !goes_on
    }

    /// The amount of the clause right before.
    fn beside(&mut self, said: &Said<'a>) -> Option<&'a Mention> {
        let before = std::mem::replace(&mut self.beside, said.is_money().then_some(said.mention));
        before.filter(|_| said.lead.trim_start_matches(['，', '（']).len() == said.clause.len())
    }

    /// Of a part, or of another time. 结余的80万元中，中央60万元、省级20万元: all of a list is of one thing.
    fn is_partial(&self, said: &Said, key: Option<&Key>) -> bool {
        let (words, lead) = (&self.purse.words, said.lead);
        let is_left = key.is_some_and(|key| key.column == Column::Left);
        self.partial && (lead.starts_with(['、', '和']) || lead.trim_start_matches(['，', '（']).starts_with("其中"))
            || self.whose.of_a_part
            || lead.starts_with("中，")
            || !is_left && words.partial.are_in(lead)
            || words.short_of.end(lead)
            || said.another_time
    }

    /// Which column it is of, whether that is said in full, and whether a part may be meant.
    fn column(&self, said: &Said, key: Option<&Key>, source: Option<Source>) -> Option<(Column, bool, bool)> {
        let (words, clause) = (&self.purse.words, said.clause);
        if let Some(key) = key.filter(|key| words.is_near(clause.part(key.end..))) {
            // 预算执行率指标值≥95%: what was aimed at.
            if self.purse.between.aims.are_in(clause.part(key.end..)) {
                return None;
            }
            // 中央资金结转283.2万元, 各项资金结余合计1.425万元
            let in_clause = source.is_some_and(|source| source.is_in_clause(said)) && self.row().is_some();
            let of_whom = in_clause || self.purse.between.together.end(clause);
            let weak = key.column == Column::Left && !of_whom || words.batch.have(clause.part(key.at..key.end));
            return Some((key.column, key.full && (self.whose.named || self.row().is_some()), weak));
        }
        // 中央财政资金10930万元, 农田建设补助资金10930万元.
        let name = self.purse.between.links.cut_from_end(clause);
        let is_named = match (self.row(), source.filter(|source| source.is_in_clause(said))) {
            (Some(_), Some(source)) => source.at + source.length == said.lead.len() - clause.len() + name.len(),
            (Some(_), None) => false,
            (None, _) => name.ends_with("资金") && self.purse.names_fund(words.without_nobody(name), name),
        };
        (said.is_money() && is_named).then_some((Column::Unsaid, false, true))
    }

    fn row(&self) -> Option<&'a str> {
        match self.whose.owner {
            Owner::Row(row) => Some(row),
            Owner::All | Owner::Other => None,
        }
    }
}

impl<'a> Claim<'a> {
    /// Of one of several that are named together.
    fn of_one(source: &'a str, column: Column, mention: &'a Mention) -> Claim<'a> {
        let source = Some(source);
        Claim { source, column, mention, beside: None, sure: true, weak: false, whole: false, before: false }
    }
}

impl Said<'_> {
    fn is_money(&self) -> bool {
        self.mention.unit == "万元"
    }
}

/// The name of a source in the words before an amount; of two, the later and then the longer one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Source<'a> {
    at: usize,
    length: usize,
    name: &'a str,
}

impl Source<'_> {
    fn is_in_clause(self, said: &Said) -> bool {
        self.at >= said.lead.len() - said.clause.len()
    }
}
