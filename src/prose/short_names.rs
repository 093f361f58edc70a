//! Indicators by the shorter names that running text gives them: 支持高新技术企业39家 for 支持高新技术企业数量.

use crate::base::text_part::TextPart;
use crate::model::standards::ShortNameWords;

use crate::base::characters::is_han;

use super::certainty::Certainty;

/// An indicator's name without the words that text leaves out.
#[derive(Debug, Clone, PartialEq)]
pub struct ShortName {
    indicator: String,
    /// 支持; empty where the name begins with no verb of the list.
    verb: String,
    /// 高新技术企业
    noun: String,
}

/// Shorter names say too little.
const SHORTEST: usize = 4;

impl ShortName {
    /// The short names of these indicators; one that two of them share names neither.
    pub fn all(indicators: &[String], words: &ShortNameWords) -> Vec<ShortName> {
        let names: Vec<ShortName> = indicators.iter().filter_map(|name| ShortName::of(name, words)).collect();
        let alone = |name: &&ShortName| names.iter().filter(|other| other.noun == name.noun).count() == 1;
        names.iter().filter(alone).cloned().collect()
    }

    fn of(indicator: &str, words: &ShortNameWords) -> Option<ShortName> {
        let tail = words.tails.iter().filter(|tail| indicator.ends_with(tail)).max_by_key(|tail| tail.len());
        let short = tail.map_or(indicator, |tail| indicator.strip_suffix(tail).unwrap_or(indicator));
        let short = words.heads.iter().find_map(|head| short.strip_prefix(head)).unwrap_or(short);
        let verb = words.verbs.iter().find(|verb| short.starts_with(verb)).unwrap_or_default();
        let noun = short.part(verb.len()..);
        let shorter = noun.len() < indicator.len();
        (shorter && noun.chars().count() >= SHORTEST).then(|| ShortName {
            indicator: indicator.to_string(),
            verb: verb.to_string(),
            noun: noun.to_string(),
        })
    }

    /// Which indicator's it is.
    pub fn indicator(&self) -> &str {
        &self.indicator
    }

    /// 高新技术企业 for 支持高新技术企业数量.
    pub fn noun(&self) -> &str {
        &self.noun
    }

    /// Does the text speak of the indicator by its short name?
    pub fn stands_in(&self, text: &str) -> bool {
        text.contains(&self.noun) && text.contains(&self.verb)
    }

    /// Do these words around a number name the indicator: 支持高新技术企业 before it, or 支持 before and 高新技术企业 after?
    fn certainty(&self, before: &str, after: &str) -> Option<Certainty> {
        let certainty = |head: &str| match () {
            () if !self.verb.is_empty() && head.ends_with(&self.verb) => Some(Certainty::Sure),
            () if self.verb.is_empty() => Some(Certainty::Sure),
            // 新增高新技术企业38家 counts something else.
            () if !head.ends_with(is_han) => Some(Certainty::Perhaps),
            () => None,
        };
        let said = without_links(before);
        match said.strip_suffix(self.noun.as_str()) {
            Some(head) => certainty(head),
            None if after.starts_with(self.noun.as_str()) => certainty(said),
            None => None,
        }
    }
}

/// 受资助儿童不低于35.6万人次
pub(super) const BOUNDS: [&str; 6] = ["不低于", "不少于", "不超过", "不高于", "≥", "≤"];
/// What stands between a name and its number: 服务对象满意度达到98%.
const LINKS: [char; 10] = ['为', '达', '到', '共', '约', '有', '近', '了', '计', '已'];

fn without_links(before: &str) -> &str {
    let said = before.trim_end_matches(LINKS);
    BOUNDS.iter().find_map(|bound| said.strip_suffix(bound)).unwrap_or(said).trim_end_matches(LINKS)
}

/// Ends of names that are shorter than this say too little.
const SHORTEST_END: usize = 5;

/// 发放劳务报酬 for 以工代赈项目发放劳务报酬: the only indicator whose name ends as these words before a number do.
pub fn named_by_end<'a>(indicators: &'a [String], words: &ShortNameWords, before: &str) -> Option<&'a str> {
    let said = without_links(before);
    let ends_so = |name: &&String| {
        let tail = words.tails.iter().filter_map(|tail| name.strip_suffix(tail)).min_by_key(|name| name.len());
        let alike = |name: &str| {
            let pairs = name.chars().rev().zip(said.chars().rev());
            let shared: Vec<char> = pairs.take_while(|(one, other)| one == other).map(|(one, _)| one).collect();
            let head = said.part(..said.len() - shared.iter().map(|c| c.len_utf8()).sum::<usize>());
            let begins = !head.ends_with(is_han) || head.ends_with(['年', '共', '已', '中']);
            shared.len() >= SHORTEST_END && (begins || words.verbs.end(head))
        };
        alike(name) || tail.is_some_and(alike)
    };
    let mut named = indicators.iter().filter(ends_so);
    let only = named.next()?;
    named.next().is_none().then_some(only)
}

/// The indicator that the words right before and right after a number name.
pub fn named<'a>(names: &'a [ShortName], before: &str, after: &str) -> Option<(&'a str, Certainty)> {
    names.iter().find_map(|name| Some((name.indicator.as_str(), name.certainty(before, after)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_by_what_text_leaves_of_them() {
        let standards = crate::model::standards::Standards::parse(include_str!("../../layouts/核对.yaml")).unwrap();
        let indicators = ["支持高新技术企业数量", "被服务对象满意度", "促进技术合同成交额"];
        let names = ShortName::all(&indicators.map(String::from), &standards.short_names);
        let read = |before, after| named(&names, before, after);
        assert_eq!(read("全年支持高新技术企业", ""), Some(("支持高新技术企业数量", Certainty::Sure)));
        assert_eq!(read("全年共支持", "高新技术企业"), Some(("支持高新技术企业数量", Certainty::Sure)));
        assert_eq!(read("", "高新技术企业"), Some(("支持高新技术企业数量", Certainty::Perhaps)));
        assert_eq!(read("服务对象满意度达到", ""), Some(("被服务对象满意度", Certainty::Sure)));
        for (before, after) in [("新增高新技术企业", ""), ("支持高新技术企业投入", ""), ("企业", "")]
        {
            assert_eq!(read(before, after), None, "{before} {after}");
        }
        let indicators = [
            "以工代赈项目发放劳务报酬",
            "教师企业实践人次",
            "新建和改造提升高标准农田面积",
            "新建灌溉渠道长度",
            "改建灌溉渠道长度",
        ];
        let indicators = indicators.map(String::from);
        let read = |before| named_by_end(&indicators, &standards.short_names, before);
        assert_eq!(read("全年发放劳务报酬共"), Some("以工代赈项目发放劳务报酬"));
        assert_eq!(read("教师企业实践"), Some("教师企业实践人次"));
        assert_eq!(read("建设高标准农田"), Some("新建和改造提升高标准农田面积"));
        for before in ["企业发放劳务报酬", "劳务报酬", "建设灌溉渠道长度"] {
            assert_eq!(read(before), None, "{before}");
        }
    }
}
