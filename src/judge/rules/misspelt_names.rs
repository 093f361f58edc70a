#![doc = include_str!("../../../docs/rules/Z724.md")]

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use crate::base::characters::is_han;
use crate::base::finding::Finding;
use crate::judge::rule::{Check, Outcome, Rule};
use crate::model::standards::Standards;
use crate::reading::finished::read_document::{ReadDocument, Unit};
use crate::reading::finished::tables::{Level, direction_name};

pub const RULE: Rule = Rule {
    code: "Z724",
    title: "名称没有错一个字",
    doc: include_str!("../../../docs/rules/Z724.md"),
    needs: &[],
    check: Check::Document(check),
};

/// Shorter names are alike by chance.
const SHORTEST: usize = 6;
/// So many characters must be right on one side of the slip.
const SURE: usize = 3;

/// Names by their first or last characters.
type Ends = FxHashMap<[char; SURE], Vec<usize>>;

/// Of at least so many characters.
fn three(characters: &[char]) -> [char; SURE] {
    [characters[0], characters[1], characters[2]]
}

fn check(facts: &ReadDocument, _: &Standards) -> Outcome {
    let names = names(facts);
    let places = misspelt_places(facts);
    if names.is_empty() && places.is_empty() {
        return Outcome::NotApplicable("文件里没有认出表，没有可对照的名称".into());
    }
    // Which names begin and which end with three characters.
    let (mut beginning, mut ending) = (Ends::default(), Ends::default());
    for (number, name) in names.iter().enumerate() {
        beginning.entry(three(name)).or_default().push(number);
        ending.entry(three(&name[name.len() - SURE..])).or_default().push(number);
    }
    let known: Vec<String> = names.iter().map(|name| name.iter().collect()).collect();
    let mut found: BTreeSet<(usize, usize, String, usize)> = BTreeSet::new();
    for (index, unit) in facts.units.iter().enumerate() {
        let text = one_quote(&unit.text);
        for (at, here) in text.windows(SURE).enumerate() {
            for &number in beginning.get(&three(here)).into_iter().flatten() {
                if let Some(length) = slip(&names[number], &text[at..]) {
                    found.insert((index, at, text[at..at + length].iter().collect(), number));
                }
            }
            // A slip among the first characters: the name is found by its end, read backwards.
            for &number in ending.get(&three(here)).into_iter().flatten() {
                let backwards =
                    |text: &[char], most: usize| text.iter().rev().take(most).copied().collect::<Vec<char>>();
                let (name, end) = (&names[number], at + SURE);
                if let Some(length) = slip(&backwards(name, name.len()), &backwards(&text[..end], name.len() + 1)) {
                    let start = end - length;
                    found.insert((index, start, text[start..end].iter().collect(), number));
                }
            }
        }
    }
    // 新增和恢复灌溉面积, 新增、恢复灌溉面积
    let letters = |text: &str| {
        let listed = |c: &char| (is_han(*c) || c.is_alphanumeric()) && !"和与及".contains(*c);
        text.chars().filter(listed).collect::<String>()
    };
    let findings = found.into_iter().filter(|(.., written, number)| {
        // A bracket is no letter of a name.
        // Nor is 的, 和 put in or left out.
        let plain = |text: &str| letters(text).replace('的', "");
        !known.iter().any(|name| name.contains(written))
            && plain(&known[*number]) != plain(written)
            && !letters(&known[*number]).contains(&letters(written))
    });
    let mut seen: BTreeSet<(usize, usize)> = BTreeSet::new();
    let findings =
        findings.filter(|(index, _, _, number)| seen.insert((*index, *number))).map(|(index, _, written, number)| {
            Finding::warning(RULE.code, format!("“{written}”与“{}”只差一个字，像是写错了", known[number]))
                .about(&written)
                .expected(&known[number])
                .actual(format!("{written}（{}）", facts.units[index].text))
                .at(&facts.units[index].place)
                .hint("核对名称；两处写成一样。")
        });
    Outcome::of(findings.chain(places).collect())
}

/// What the names of places end with.
const PLACES: &str = "省市县区旗州盟镇乡";
/// Two towns may be called so.
const OPPOSITES: &str = "东西南北上下大小前后左右中内外新老高低";

/// The places of the title and of the tables' first columns.
fn places(facts: &ReadDocument) -> BTreeSet<Vec<char>> {
    let of_title = facts.paragraphs.iter().take(6).filter_map(|unit| {
        let words: Vec<char> = unit.text.chars().take_while(|c| is_han(*c)).collect();
        let end = words.iter().position(|c| PLACES.contains(*c))?;
        Some(words[..=end].to_vec())
    });
    let cells = facts.tables.iter().flat_map(|table| &table.rows).flat_map(|row| row.iter().take(2));
    let of_cells = cells
        .map(|cell| cell.trim().chars().collect::<Vec<char>>())
        .filter(|cell| cell.iter().all(|c| is_han(*c)) && cell.last().is_some_and(|c| PLACES.contains(*c)));
    of_title.chain(of_cells).filter(|name| (3..=8).contains(&name.len())).collect()
}

/// 巴颜淖尔市 once, where the title and all else says 巴彦淖尔市.
fn misspelt_places(facts: &ReadDocument) -> Vec<Finding> {
    let known = places(facts);
    let mut seen: BTreeMap<(Vec<char>, &Vec<char>), Vec<&Unit>> = BTreeMap::new();
    for unit in &facts.units {
        let text: Vec<char> = unit.text.chars().collect();
        for name in &known {
            for (at, words) in text.windows(name.len()).enumerate() {
                let differing = words.iter().zip(name).filter(|(a, b)| a != b).count();
                let bounded =
                    at == 0 || !is_han(text[at - 1]) || "由在和与及对向至、从经为的是年".contains(text[at - 1]);
                let towns = |c: Option<&char>| c.is_some_and(|c| "镇乡".contains(*c));
                let same_end = words.last() == name.last() || towns(words.last()) && towns(name.last());
                let same_end = same_end && words.iter().all(|c| is_han(*c));
                let others = || words.iter().zip(name).filter(|(a, b)| a != b);
                let opposites = others().any(|(a, b)| OPPOSITES.contains(*a) && OPPOSITES.contains(*b));
                let short_town = towns(name.last()) && name.len() < 4 && words.last() == name.last();
                // 宜昌市财政局: another place's office.
                let behind: String = text[at + name.len()..].iter().take(3).collect();
                let office =
                    ["财政", "人民政", "政府"].iter().any(|word| behind.starts_with(word)) || behind.contains('局');
                let same_end = same_end && !office;
                if differing == 1 && same_end && bounded && !opposites && !short_town && !known.contains(words) {
                    seen.entry((words.to_vec(), name)).or_default().push(unit);
                }
            }
        }
    }
    let once = seen.into_iter().filter(|(_, units)| units.len() == 1);
    once.map(|((written, name), units)| {
        let (written, name): (String, String) = (written.into_iter().collect(), name.iter().collect());
        Finding::warning(RULE.code, format!("地名“{written}”与“{name}”只差一个字，像是写错了"))
            .expected(&name)
            .actual(format!("{written}（{}）", units[0].text))
            .at(&units[0].place)
            .hint("核对地名，全文写成一样；确实是另一个地方的，可以接受。")
    })
    .collect()
}

/// The names that the tables have.
fn names(facts: &ReadDocument) -> Vec<Vec<char>> {
    let departments = facts.labels.iter().filter(|label| label.label.ends_with("部门"));
    let departments = departments.flat_map(|label| label.text.split('、'));
    let projects = facts.projects.iter().flat_map(|table| &table.rows).filter_map(|row| match row.level {
        Level::Project => Some(row.name.as_str()),
        Level::Direction => Some(direction_name(&row.name)),
        Level::Total | Level::Group => None,
    });
    let indicators = facts.indicators().iter().map(|row| row.name.as_str());
    let all: BTreeSet<&str> = departments.chain(facts.fund.as_deref()).chain(projects).chain(indicators).collect();
    all.into_iter().map(one_quote).filter(|name| name.len() >= SHORTEST).collect()
}

/// Quotation marks inside others are single: the same name.
fn one_quote(text: &str) -> Vec<char> {
    text.chars()
        .map(|c| match c {
            '‘' => '“',
            '’' => '”',
            other => other,
        })
        .collect()
}

/// How many characters of the text are the name with one changed, missing or added; the first and the last few are right.
fn slip(name: &[char], text: &[char]) -> Option<usize> {
    let right = name.iter().zip(text).take_while(|(a, b)| a == b).count();
    if right < SURE || right >= name.len() {
        return None;
    }
    let rest = &name[right..];
    let follows =
        |words: &[char], at: usize| words.len() >= 2 && text.get(at..).is_some_and(|text| text.starts_with(words));
    match () {
        () if follows(&rest[1..], right + 1) => Some(name.len()),
        () if follows(&rest[1..], right) => Some(name.len() - 1),
        () if follows(rest, right + 1) => Some(name.len() + 1),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn one_character_changed_missing_or_added_is_a_slip() {
        let slip =
            |name: &str, text: &str| super::slip(&name.chars().collect::<Vec<_>>(), &text.chars().collect::<Vec<_>>());
        assert_eq!(slip("自治区科学技术厅", "自治区科学枝术厅会同"), Some(8));
        assert_eq!(slip("自治区科学技术厅", "自治区科技术厅"), Some(7));
        assert_eq!(slip("自治区科学技术厅", "自治区科学的技术厅"), Some(9));
        for other in ["自治区科学技术厅", "自治区科学技术奖", "自治区财政厅", "自治区科技厅"]
        {
            assert_eq!(slip("自治区科学技术厅", other), None, "{other}");
        }
    }
}
