//! Which layouts a fund's report has: `layouts/` itself, or a folder below it that replaces some of its files.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_saphyr::Spanned;

use crate::app::init::plan::Starter;
use crate::base::finding::Finding;
use crate::base::nearest::nearest;
use crate::base::place::{Place, Sourced};
use crate::compose::Templates;
use crate::model::fund_rules::FundRules;
use crate::model::profile::Profile;
use crate::model::report::Report;

/// 式样: what is a fund's own among the layouts.
#[derive(Debug, Clone, Default)]
pub struct FundLayouts {
    pub templates: Templates,
    pub rules: FundRules,
    /// `新建.yaml`, where the fund has one.
    pub starter: Option<Starter>,
    /// `新建别的资金.yaml`, for a fund that has none.
    pub starter_of_others: Option<Starter>,
}

/// Shorter texts are the same by chance.
const SHORTEST_SAMPLE: usize = 6;

impl FundLayouts {
    /// Texts that are word for word those of another fund's blank; `told` has what is said of texts that are still marked.
    pub fn foreign_samples(&self, report: &Report, told: &[Finding]) -> Option<Finding> {
        let fund = report.profile.fund.value()?;
        let starter = self.starter.as_ref().filter(|starter| !is_short_for(fund, starter.fund()))?;
        let samples = starter.samples(report.profile.year.value);
        let marked: Vec<&Place> = told.iter().filter(|known| known.code == CODE).flat_map(|f| &f.locations).collect();
        let is_marked = |text: &Sourced<String>| {
            let Place::Line { file, line } = &text.place else { return false };
            // A mark stands above the name, the text below it.
            (line.saturating_sub(MARKED_ABOVE)..=*line).any(|line| marked.contains(&&Place::line(file, line)))
        };
        // 无 is an answer.
        let is_sample = |text: &str| text.chars().count() > SHORTEST_SAMPLE && samples.contains(&text.to_string());
        let left = report.texts.iter().filter(|(_, text)| is_sample(text.value.trim()));
        let left: Vec<_> = left.filter(|(_, text)| !is_marked(text)).collect();
        let names = left.iter().map(|((chapter, section), _)| format!("{chapter}.{section}"));
        let finding = Finding::warning(CODE, format!("{}段文字和空白表里别的资金的样文一字不差", left.len()))
            .expected(format!("“{fund}”自己的情况"))
            .actual(names.collect::<Vec<_>>().join("、"))
            .at_all(left.iter().map(|(_, text)| &text.place))
            .hint("逐段看是否合乎这项资金今年的情况，改成实际的；确实一样的，可以接受。");
        (!left.is_empty()).then_some(finding)
    }
}

/// What nobody has looked at.
const CODE: &str = "Z017";
const MARKED_ABOVE: u64 = 3;

/// The name of the layouts that stand in `layouts/` itself.
pub const COMMON: &str = "通用";

/// A line of `layouts/式样.yaml`: this fund, in these years, has these layouts.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    #[serde(rename = "资金")]
    fund: String,
    #[serde(rename = "从", default)]
    first: Option<u16>,
    #[serde(rename = "到", default)]
    last: Option<u16>,
    #[serde(rename = "式样")]
    layouts: Spanned<String>,
}

impl Choice {
    fn fits(&self, profile: &Profile) -> bool {
        profile.fund.value() == Some(&self.fund) && self.is_of(profile.year.value)
    }

    fn place(&self) -> Place {
        Place::Line { file: "layouts/式样.yaml".into(), line: self.layouts.referenced.line() }
    }

    fn is_of(&self, year: u16) -> bool {
        self.first.is_none_or(|first| first <= year) && self.last.is_none_or(|last| year <= last)
    }
}

/// 引导资金 is short for 中央引导地方科技发展资金.
pub fn is_short_for(short: &str, fund: &str) -> bool {
    let mut own = fund.chars();
    short.chars().all(|c| own.any(|known| known == c))
}

/// All layouts by name, and who has which.
#[derive(Debug, Clone)]
pub struct LayoutsOfFunds {
    pub by_name: BTreeMap<String, FundLayouts>,
    pub choices: Vec<Choice>,
}

impl LayoutsOfFunds {
    /// The layouts that the YAML names, else those of the first line that fits, else the common ones.
    pub fn of(&self, profile: &Profile) -> (&FundLayouts, Option<Finding>) {
        let common = &self.by_name[COMMON];
        let by_line = self.choices.iter().find(|choice| choice.fits(profile));
        let (name, place) = match (&profile.layouts, by_line) {
            (Some(named), _) => (&named.value, named.place.clone()),
            (None, Some(choice)) => (&choice.layouts.value, choice.place()),
            // That there is no name has been told.
            (None, None) => return (common, profile.fund.known().map(|fund| self.undecided(fund))),
        };
        match self.by_name.get(name) {
            Some(layouts) => (layouts, None),
            None => (common, Some(self.unknown(name, &place))),
        }
    }

    /// The name of the layouts for a fund that a folder is named after, maybe in short.
    pub fn named_after(&self, fund: &str, year: u16) -> Option<&str> {
        let own = self.by_name.get_key_value(fund).map(|(name, _)| name);
        let is_meant = |choice: &&Choice| is_short_for(fund, &choice.fund) && choice.is_of(year);
        own.or_else(|| Some(&self.choices.iter().find(is_meant)?.layouts.value)).map(String::as_str)
    }

    /// The rules of the fund that a document names, where a line has it.
    pub fn rules_named(&self, is_named: impl Fn(&str) -> bool, year: Option<u16>) -> Option<&FundRules> {
        let fits = |choice: &&Choice| is_named(&choice.fund) && year.is_some_and(|year| choice.is_of(year));
        Some(&self.by_name.get(&self.choices.iter().find(fits)?.layouts.value)?.rules)
    }

    fn unknown(&self, name: &str, place: &Place) -> Finding {
        let names = || self.by_name.keys().map(String::as_str);
        let meant = nearest(name, names()).map_or_else(String::new, |near| format!("是不是“{near}”？"));
        Finding::error("Z024", format!("没有“{name}”这个式样"))
            .expected(names().collect::<Vec<_>>().join("、"))
            .actual(name)
            .at(place)
            .hint(format!("{meant}改正名称，或在 layouts 里建好这个文件夹（写法见 docs/式样.md）。"))
    }

    fn undecided(&self, fund: &Sourced<String>) -> Finding {
        Finding::info("Z024", format!("没有为“{}”定式样，用了通用的", fund.value))
            .expected(self.choices.iter().map(|choice| choice.fund.as_str()).collect::<Vec<_>>().join("、"))
            .actual(&fund.value)
            .at(&fund.place)
            .hint("核对资金名称；通用式样合用的，在 layouts/式样.yaml 里加一行。")
    }
}
