//! Whose money an amount or a rate in running text is, and what it says of it: one reading of typed texts and of finished
//! documents. 引导资金 may mean the fund's own row or all money that goes with it: where the words leave more than one
//! open, agreeing with any is agreeing.

use crate::base::text_part::TextPart;
use crate::model::standards::{MoneySource, MoneyWords, Standards};

use super::around::is_in_brackets;
use super::quantities::Mention;

/// Which amount of which money.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Column {
    Budget,
    Executed,
    Rate,
    /// What of the budget is not spent.
    Left,
}

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

/// Whose money a clause speaks of.
#[derive(Clone, Copy, PartialEq)]
enum Owner<'a> {
    All,
    Row(&'a str),
    /// A direction, a project, a place: no row of the form.
    Other,
}

const BUDGET_MONEY: &str = "财政资金";
const TOGETHER: [&str; 3] = ["合计", "总计", "共计"];
/// Stand between the name of a row and its amount.
const LINKS: [&str; 8] = ["共", "为", "的", "数", "了", "下达", "安排", "总额"];

/// By which names and words texts speak of a fund's money.
#[derive(Debug, Clone, Default)]
pub(crate) struct Purse {
    words: MoneyWords,
    sources: Vec<MoneySource>,
    /// What the forms call their rows, whatever that is.
    pub(super) rows: Vec<String>,
    /// Names of the fund.
    pub(super) funds: Vec<String>,
    /// Lines that may name it.
    titles: Vec<String>,
    /// 财政资金 of several levels is no row.
    several: bool,
}

impl Purse {
    /// Of the rows below the total of each form, and whatever names the fund.
    pub fn new(forms: &[Vec<String>], funds: Vec<String>, standards: &Standards) -> Purse {
        let budgets = |rows: &[String]| rows.iter().filter(|row| row.contains(BUDGET_MONEY)).count();
        Purse {
            words: standards.money.clone(),
            sources: standards.money_sources.clone(),
            rows: forms.concat(),
            funds,
            titles: Vec::new(),
            several: forms.iter().any(|rows| budgets(rows) > 1 && budgets(rows) < rows.len()),
        }
    }

    #[cfg(test)]
    pub(super) fn of_funds(funds: Vec<String>) -> Purse {
        let standards = Standards::parse(include_str!("../../layouts/核对.yaml")).unwrap();
        Purse::new(&[vec!["中央资金".into()]], funds, &standards)
    }

    /// A document names its fund in its title too.
    pub fn with_titles(self, titles: Vec<String>) -> Purse {
        Purse { titles, ..self }
    }

    /// The row of this source among these, if it is one only.
    pub fn row<'r, R>(source: &str, rows: impl Iterator<Item = &'r R>, name: fn(&R) -> &str) -> Option<&'r R> {
        if source == "其他" {
            return rows.into_iter().find(|row| name(row).contains("其他") || name(row).contains("自筹"));
        }
        let mut rows = rows.filter(|row| name(row).contains(source));
        rows.next().filter(|_| rows.next().is_none())
    }

    /// Do the words before an amount name what is no row of the form and not the fund?
    fn is_of_other(&self, head: &str, clause: &str) -> bool {
        let words = &self.words;
        let says = |words: &[String], text: &str| words.iter().any(|word| text.contains(word.as_str()));
        if says(&words.this_one, head) {
            return true;
        }
        let rest = words.without_nobody(head);
        let names_fund = || !says(&words.levels, head) && self.names_fund(rest, clause);
        !rest.is_empty() && !words.agencies.iter().any(|word| rest.ends_with(word.as_str())) && !names_fund()
    }

    /// 农田建设补助资金: does a clause that begins so name the fund, as its form or the title names it?
    fn names_fund(&self, rest: &str, clause: &str) -> bool {
        let Some(money) = clause.part(rest.len()..).find("资金") else { return false };
        let name = clause.part(..rest.len() + money + "资金".len());
        let mut starts = rest.char_indices().map(|(at, _)| name.part(at..)).filter(|name| name.chars().count() > 3);
        // 某某专项资金 is what the form calls 某某资金.
        let plain = |name: &str| name.replace("专项资金", "资金");
        starts.any(|name| self.funds.iter().chain(&self.titles).any(|fund| plain(fund).contains(&plain(name))))
    }

    /// Of what the sentence's heading is, where it names something: 1.天然林资源保护。
    fn owner_above(&self, headings: &[String]) -> Owner<'static> {
        let name = headings.get(1..).and_then(|headings| headings.last());
        let name = name.map_or("", |heading| heading.trim_end_matches('。'));
        let of_all = self.words.of_all.iter().any(|word| name.contains(word.as_str()));
        if !name.is_empty() && !of_all && self.is_of_other(name, name) { Owner::Other } else { Owner::All }
    }

    /// The word of a clause that says which column, where it begins and ends, and whether it says so in full.
    fn column(&self, clause: &str) -> Option<(usize, usize, Column, bool)> {
        let words = &self.words;
        let columns =
            [(Column::Budget, &words.budget), (Column::Executed, &words.executed), (Column::Rate, &words.rate)];
        let keys = columns.iter().flat_map(|(column, words)| {
            let full = words.full.iter().map(|word| (word, *column, true));
            full.chain(words.half.iter().map(|word| (word, *column, false)))
        });
        let batches = words.batch.iter().map(|word| (word, Column::Budget, false));
        let left = words.left.iter().map(|word| (word, Column::Left, false));
        keys.chain(batches)
            .chain(left)
            .filter_map(|(word, column, full)| {
                let at = clause.rfind(word.as_str())?;
                Some((at, at + word.len(), column, full))
            })
            .max_by_key(|(at, end, ..)| (*end, end - at))
    }

    /// The sources that words name, from left to right.
    fn named_in(&self, words: &str) -> Vec<&str> {
        let sources = self.sources.iter().filter_map(|source| {
            let ends = source.words.iter().filter_map(|word| words.rfind(word.as_str()));
            Some((ends.max()?, source.name.as_str()))
        });
        let mut sources: Vec<(usize, &str)> = sources.collect();
        sources.sort_unstable();
        sources.into_iter().map(|(_, source)| source).collect()
    }

    /// The clauses of a sentence that say so: the source that one names holds for those after it.
    pub fn claims<'a>(
        &'a self,
        text: &'a str,
        headings: &[String],
        mentions: impl Iterator<Item = &'a Mention>,
        is_of_another_time: impl Fn(&Mention) -> bool,
    ) -> Vec<Claim<'a>> {
        let words = &self.words;
        let mut found = Vec::new();
        let above = self.owner_above(headings);
        let mut owner = above;
        let mut beside: Option<&Mention> = None;
        let mut from = 0;
        // The source that was named holds; what follows is said of a part.
        let (mut named, mut of_a_part, mut whole) = (false, false, false);
        let (mut is_list, mut partial) = (false, false);
        // 中央补助、地方资金分别支出甲万元、乙万元: what comes next is of these, in their order.
        let mut respective: Vec<(&str, Column)> = Vec::new();
        // Whoever is named in brackets: whose it is outside of them.
        let mut outside: Option<(Owner, bool)> = None;
        for mention in mentions {
            let lead = text.part(from.min(mention.range.start)..mention.range.start);
            // …资金（以下简称“资金”）10930万元: the name stands before the bracket.
            let aside = lead.strip_suffix(['）', ')']).and_then(|lead| lead.rsplit_once(['（', '(']));
            let lead = aside.filter(|(_, words)| words.contains("简称")).map_or(lead, |(name, _)| name);
            from = mention.range.end;
            let clause = lead.rsplit(['。', '；', '，', '、', '（', '）', '：']).next().unwrap_or_default();
            match is_in_brackets(text, mention.range.start) {
                true => outside = outside.or(Some((owner, named))),
                false => {
                    if let Some(before) = outside.take().filter(|_| matches!(owner, Owner::Row(_))) {
                        ((owner, named), is_list) = (before, false);
                    }
                }
            }
            if lead.contains('；') {
                (owner, named, of_a_part, whole, beside) = (above, false, false, false, None);
            }
            // 其中中央甲万元、地方乙万元，实际支出…: a list of sources says nothing of what comes after it.
            if is_list {
                (owner, named) = (Owner::All, false);
            }
            if words.whole.iter().any(|word| lead.contains(word.as_str())) {
                (owner, named, of_a_part, whole) = (Owner::All, true, false, true);
            } else if TOGETHER.iter().any(|word| lead.contains(word)) {
                (owner, named, of_a_part, whole) = (Owner::All, false, false, false);
            }
            let key = self.column(clause);
            if let (Some((_, _, column, _)), Some((names, _))) = (key, lead.rsplit_once("分别")) {
                respective = self.named_in(names).into_iter().rev().map(|source| (source, column)).collect();
                respective.truncate(if respective.len() > 1 { respective.len() } else { 0 });
            } else if lead.contains(['，', '；', '。']) && !respective.is_empty() {
                (respective, owner, named) = (Vec::new(), Owner::All, false);
            }
            if let Some((source, column)) = respective.pop() {
                let claim = Claim {
                    source: Some(source),
                    column,
                    mention,
                    beside: None,
                    sure: true,
                    weak: false,
                    whole: false,
                    before: false,
                };
                found.extend((!is_of_another_time(mention)).then_some(claim));
                (owner, named, is_list) = (Owner::All, false, false);
                continue;
            }
            let head = key.map_or(clause, |(at, ..)| clause.part(..at));
            let is_money = mention.unit == "万元";
            let sources = self.sources.iter();
            let sources =
                sources.flat_map(|source| source.words.iter().map(|word| (source.name.as_str(), word.as_str())));
            let rows = self.rows.iter().map(String::as_str).filter(|row| row.chars().count() > 2);
            let sources = sources.chain(rows.map(|row| (row, row)));
            let source = sources.filter_map(|(source, word)| Some((lead.rfind(word)?, word.len(), source))).max();
            let in_clause = source.is_some_and(|(at, ..)| at >= lead.len() - clause.len());
            // 年度资金总额的全年预算数
            let of_whom = words.whole.iter().fold(head.to_string(), |head, word| head.replace(word.as_str(), ""));
            let of_other = !in_clause && (is_money || key.is_some()) && self.is_of_other(&of_whom, clause);
            if of_other || self.several && source.is_none() && head.contains(BUDGET_MONEY) {
                (owner, named, whole, is_list) = (Owner::Other, false, false, false);
            } else if let Some((at, _, other)) = source {
                // 中央和省级财政资金
                let one = lead
                    .part(..at)
                    .rsplit(['，', '；', '。', '（'])
                    .next()
                    .and_then(|words| words.strip_suffix(['和', '与', '及']));
                let joined =
                    one.is_some_and(|words| self.sources.iter().any(|level| words.ends_with(level.name.as_str())));
                owner = if joined { Owner::Other } else { Owner::Row(other) };
                (named, of_a_part, whole) = (true, false, false);
                // 省级资金预算1260万元、执行1234.8万元: both are of the one source.
                let next = text.part(mention.range.end..).strip_prefix('、');
                let goes_on = next.is_some_and(|next| words.columns().any(|word| next.starts_with(word)));
                is_list = (lead.starts_with('、') || next.is_some()) && !goes_on;
            } else {
                is_list = false;
                of_a_part |= lead.contains("其中");
            }
            let before = std::mem::replace(&mut beside, is_money.then_some(mention));
            let before = before.filter(|_| lead.trim_start_matches(['，', '（']).len() == clause.len());
            let is_left = key.is_some_and(|(_, _, column, _)| column == Column::Left);
            // 结余的80万元中，中央60万元、省级20万元: all of a list is of one thing.
            partial = partial && lead.starts_with(['、', '和'])
                || of_a_part
                || lead.starts_with("中，")
                || !is_left && words.partial.iter().any(|word| lead.contains(word.as_str()))
                || words.short_of.iter().any(|word| lead.ends_with(word.as_str()))
                || is_of_another_time(mention);
            if partial || owner == Owner::Other {
                continue;
            }
            let row = if let Owner::Row(row) = owner { Some(row) } else { None };
            let claim = |column, sure, weak| Claim {
                source: row,
                column,
                mention,
                beside: before,
                sure,
                weak,
                whole,
                before: !in_clause,
            };
            match key {
                Some((at, end, column, full)) if words.is_near(clause.part(end..)) => {
                    let weak = is_left || words.batch.iter().any(|word| clause.part(at..end) == word);
                    found.push(claim(column, full && (named || row.is_some()), weak));
                }
                // 中央财政资金10930万元, 农田建设补助资金10930万元: a part of it may be meant.
                _ if is_money => {
                    let mut name = clause;
                    while let Some(shorter) = LINKS.iter().find_map(|link| name.strip_suffix(link)) {
                        name = shorter;
                    }
                    let is_row =
                        source.is_some_and(|(at, length, _)| at + length == lead.len() - clause.len() + name.len());
                    let of_fund = || name.ends_with("资金") && self.names_fund(words.without_nobody(name), name);
                    if row.is_some() && in_clause && is_row || row.is_none() && of_fund() {
                        found.push(claim(Column::Budget, false, true));
                    }
                }
                _ => {}
            }
        }
        found
    }
}
