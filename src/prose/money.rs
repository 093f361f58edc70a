//! Whose money an amount or a rate in running text is, and what it says of it: one reading of typed texts and of finished
//! documents. 引导资金 may mean the fund's own row or all money that goes with it: where the words leave more than one
//! open, agreeing with any is agreeing.

use crate::base::text_part::TextPart;
use crate::model::standards::{MoneyBetween, MoneySource, MoneyWords, Standards};
use crate::model::words::Words;

/// Which amount of which money.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Column {
    Budget,
    Executed,
    Rate,
    /// What of the budget is not spent.
    Left,
    /// 其中中央资金4200万元: budget or executed, no word says which.
    Unsaid,
}

/// Whose money a clause speaks of.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Owner<'a> {
    All,
    Row(&'a str),
    /// A direction, a project, a place: no row of the form.
    Other,
}

/// The word of a clause that says which column: where it begins and ends.
pub(super) struct Key {
    pub at: usize,
    pub end: usize,
    pub column: Column,
    /// Does it say so in full?
    pub full: bool,
}

/// By which names and words texts speak of a fund's money.
#[derive(Debug, Clone, Default)]
pub(crate) struct Purse {
    pub(super) words: MoneyWords,
    pub(super) between: MoneyBetween,
    pub(super) sources: Vec<MoneySource>,
    /// What the forms call their rows, whatever that is.
    pub(super) rows: Vec<String>,
    /// Names of the fund.
    pub(super) funds: Vec<String>,
    /// Lines that may name it.
    titles: Vec<String>,
    /// 财政资金 of several levels is no row.
    pub(super) several: bool,
}

impl Purse {
    /// Of the rows below the total of each form, and whatever names the fund.
    pub fn new(forms: &[Vec<String>], funds: Vec<String>, standards: &Standards) -> Purse {
        let is_of_budget = |row: &&String| row.contains(standards.money_between.budget_money.as_str());
        let budgets = |rows: &[String]| rows.iter().filter(is_of_budget).count();
        Purse {
            words: standards.money.clone(),
            between: standards.money_between.clone(),
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
    pub(super) fn is_of_other(&self, head: &str, clause: &str) -> bool {
        let words = &self.words;
        if words.this_one.are_in(head) {
            return true;
        }
        let rest = words.without_nobody(head);
        let names_fund = || !words.levels.are_in(head) && self.names_fund(rest, clause);
        !rest.is_empty() && !words.agencies.end(rest) && !names_fund()
    }

    /// 农田建设补助资金: does a clause that begins so name the fund, as its form or the title names it?
    pub(super) fn names_fund(&self, rest: &str, clause: &str) -> bool {
        let Some(money) = clause.part(rest.len()..).find("资金") else { return false };
        let name = clause.part(..rest.len() + money + "资金".len());
        let mut starts = rest.char_indices().map(|(at, _)| name.part(at..)).filter(|name| name.chars().count() > 3);
        // 某某专项资金 is what the form calls 某某资金.
        let plain = |name: &str| name.replace("专项资金", "资金");
        starts.any(|name| self.funds.iter().chain(&self.titles).any(|fund| plain(fund).contains(&plain(name))))
    }

    /// Of what the sentence's heading is, where it names something: 1.天然林资源保护。
    pub(super) fn owner_above(&self, headings: &[String]) -> Owner<'static> {
        let name = headings.get(1..).and_then(|headings| headings.last());
        let name = name.map_or("", |heading| heading.trim_end_matches('。'));
        let of_all = self.words.of_all.are_in(name);
        if !name.is_empty() && !of_all && self.is_of_other(name, name) { Owner::Other } else { Owner::All }
    }

    /// Do these words say nothing of what a number is of?
    pub(super) fn says_nothing(&self, words: &str) -> bool {
        self.words.without_nobody(words).is_empty()
    }

    /// The word of a clause that says which column: the last one, and of those that end alike the longest.
    pub(super) fn column(&self, clause: &str) -> Option<Key> {
        let words = &self.words;
        let named = [
            (&words.budget.full, Column::Budget, true),
            (&words.budget.half, Column::Budget, false),
            (&words.executed.full, Column::Executed, true),
            (&words.executed.half, Column::Executed, false),
            (&words.rate.full, Column::Rate, true),
            (&words.rate.half, Column::Rate, false),
            (&words.batch, Column::Budget, false),
            (&words.left, Column::Left, false),
        ];
        let keys = named.into_iter().flat_map(|(words, column, full): (&Words, _, _)| {
            words.iter().filter_map(move |word| {
                let at = clause.rfind(word)?;
                Some(Key { at, end: at + word.len(), column, full })
            })
        });
        keys.max_by_key(|key| (key.end, key.end - key.at))
    }

    /// The sources that words name, from left to right.
    pub(super) fn named_in(&self, words: &str) -> Vec<&str> {
        let sources = self.sources.iter().filter_map(|source| {
            let ends = source.words.iter().filter_map(|word| words.rfind(word));
            // 中央、地方资金
            let joined = ['、', '和', '与', '及'].into_iter();
            let joined = joined.filter_map(|mark| words.rfind(&format!("{}{mark}", source.name)));
            Some((ends.chain(joined).max()?, source.name.as_str()))
        });
        let known = |row: &str| self.sources.iter().any(|source| row.contains(source.name.as_str()));
        let rows = self.rows.iter().map(String::as_str).filter(|row| !known(row));
        let rows = rows.filter_map(|row| Some((words.rfind(row)?, row)));
        let mut sources: Vec<(usize, &str)> = sources.chain(rows).collect();
        sources.sort_unstable();
        sources.dedup();
        sources.into_iter().map(|(_, source)| source).collect()
    }
}
