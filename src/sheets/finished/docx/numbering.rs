//! The numbers of lists, which Word makes and no text has: 一、, （二）, 3.1.

use std::collections::BTreeMap;

use super::list_numbers::{padded, written};
use super::markup::Element;
use super::numbering_ref::NumberingRef;
use super::styles::Styles;

#[derive(Debug, Clone, Default)]
struct Level {
    start: u32,
    format: String,
    /// `001, 002, …`: the format that the document makes itself.
    pattern: Option<String>,
    /// %1.%2
    text: String,
    /// Between number and text stands nothing.
    tight: bool,
    /// All numbers in plain digits.
    plain: bool,
    /// Begins anew after a paragraph of this level (from 1) or a higher one; 0 never.
    restart: Option<usize>,
    /// The style whose paragraphs stand in this level.
    style: Option<String>,
    hidden: bool,
}

impl Level {
    fn of(element: &Element) -> Level {
        let format = element.kid("numFmt").or_else(|| {
            // Formats of later versions come with a stand-in for earlier ones.
            let choices = element.kid("AlternateContent")?;
            choices.kid("Choice").or_else(|| choices.kid("Fallback"))?.kid("numFmt")
        });
        let number = |name: &str| element.value(name).and_then(|value| value.parse().ok());
        Level {
            start: number("start").unwrap_or(0),
            format: format.and_then(|format| format.attribute("val")).unwrap_or("decimal").to_string(),
            pattern: format.and_then(|format| format.attribute("format")).map(str::to_string),
            text: element.value("lvlText").unwrap_or_default().to_string(),
            tight: element.value("suff") == Some("nothing"),
            plain: element.switch("isLgl").unwrap_or(false),
            restart: element.value("lvlRestart").and_then(|value| value.parse().ok()),
            style: element.value("pStyle").map(str::to_string),
            hidden: element.kid("rPr").and_then(|looks| looks.switch("vanish")).unwrap_or(false),
        }
    }

    fn shown(&self, number: u32, plain: bool) -> String {
        match &self.pattern {
            _ if plain => number.to_string(),
            Some(pattern) if self.format == "custom" => padded(pattern, number),
            _ => written(&self.format, number),
        }
    }
}

#[derive(Debug, Default)]
struct Abstract {
    levels: BTreeMap<usize, Level>,
    /// The style of lists that stands for this one.
    linked: Option<String>,
}

#[derive(Debug, Default)]
struct List {
    of: String,
    /// Levels that are otherwise in this list, and numbers that they begin with.
    levels: BTreeMap<usize, Level>,
    starts: BTreeMap<usize, u32>,
}

/// Where a list has come to.
#[derive(Debug, Default)]
struct Counters {
    /// The last number of each level; a level that has none begins.
    last: BTreeMap<usize, u32>,
}

#[derive(Debug, Default)]
pub(super) struct Numbering {
    abstracts: BTreeMap<String, Abstract>,
    lists: BTreeMap<String, List>,
    /// Lists of one kind go on counting.
    counters: BTreeMap<String, Counters>,
    /// Lists whose own beginnings were used.
    begun: Vec<(String, usize)>,
}

/// Word has nine levels.
const LEVELS: usize = 9;

impl Numbering {
    pub fn of(part: &Element) -> Numbering {
        let mut numbering = Numbering::default();
        let level_of = |element: &Element| element.attribute("ilvl").and_then(|level| level.parse::<usize>().ok());
        for element in part.all("abstractNum") {
            let levels = element.all("lvl").filter_map(|level| Some((level_of(level)?, Level::of(level))));
            let kind = Abstract {
                levels: levels.filter(|(level, _)| *level < LEVELS).collect(),
                linked: element.value("numStyleLink").map(str::to_string),
            };
            numbering.abstracts.insert(element.attribute("abstractNumId").unwrap_or_default().to_string(), kind);
        }
        for element in part.all("num") {
            let mut list =
                List { of: element.value("abstractNumId").unwrap_or_default().to_string(), ..List::default() };
            for other in element.all("lvlOverride") {
                let Some(level) = level_of(other).filter(|level| *level < LEVELS) else { continue };
                list.levels.extend(other.kid("lvl").map(|own| (level, Level::of(own))));
                let start = other.value("startOverride").and_then(|start| start.parse().ok());
                list.starts.extend(start.map(|start| (level, start)));
            }
            numbering.lists.insert(element.attribute("numId").unwrap_or_default().to_string(), list);
        }
        numbering
    }

    /// The list's own kind, through the style that stands for it.
    fn kind<'a>(&'a self, list: &'a List, styles: &Styles) -> Option<(&'a str, &'a Abstract)> {
        let mut of = list.of.as_str();
        for _ in 0..4 {
            let (name, kind) = self.abstracts.get_key_value(of)?;
            let Some(style) = &kind.linked else { return Some((name, kind)) };
            let (linked, _) = styles.numbering(Some(style));
            of = &self.lists.get(linked.list.as_deref()?)?.of;
        }
        None
    }

    /// The next number of the list that a paragraph stands in, with what stands between it and the text.
    pub fn next(&mut self, own: NumberingRef, style: Option<&str>, styles: &Styles) -> Option<String> {
        let (styled, chain) = styles.numbering(style);
        let is_styled = own == NumberingRef::default();
        let reference = own.over(&styled);
        let id = reference.list.filter(|list| list != "0")?;
        let list = self.lists.get(&id)?;
        let (kind_name, kind) = self.kind(list, styles)?;
        let named = || {
            let of_style = |level: &Level| level.style.as_deref().is_some_and(|style| chain.contains(&style));
            kind.levels.iter().find(|(_, level)| of_style(level)).map(|(level, _)| *level)
        };
        let at = if is_styled { named().or(reference.level) } else { reference.level.or_else(named) }.unwrap_or(0);
        let at = at.min(LEVELS - 1);
        let level = |at: usize| list.levels.get(&at).or_else(|| kind.levels.get(&at));
        let own_level = level(at)?.clone();
        let shown_levels: Vec<Option<Level>> = (0..LEVELS).map(|at| level(at).cloned()).collect();
        let starts = list.starts.clone();
        let counters = self.counters.entry(kind_name.to_string()).or_default();
        // A list's own beginning counts once.
        if let Some(start) = starts.get(&at)
            && !self.begun.contains(&(id.clone(), at))
        {
            self.begun.push((id.clone(), at));
            counters.last.insert(at, start.saturating_sub(1));
            if *start == 0 {
                counters.last.remove(&at);
            }
        }
        let number = match counters.last.get(&at) {
            Some(last) => last.saturating_add(1),
            None => starts.get(&at).copied().unwrap_or(own_level.start),
        };
        counters.last.insert(at, number);
        // Deeper levels begin anew.
        counters.last.retain(|deeper, _| {
            let restart = shown_levels.get(*deeper).and_then(|level| level.as_ref()?.restart);
            *deeper <= at || restart.is_some_and(|level| level == 0 || at >= level)
        });
        if own_level.hidden || own_level.format == "bullet" {
            return None;
        }
        let number_of = |level: usize| match (level == at, counters.last.get(&level)) {
            (true, _) => number,
            (false, Some(last)) => *last,
            (false, None) => shown_levels[level].as_ref().map_or(1, |level| level.start),
        };
        let mut text = String::new();
        let mut rest = own_level.text.chars().peekable();
        while let Some(character) = rest.next() {
            let digit = rest.peek().and_then(|next| next.to_digit(10)).filter(|digit| (1..=9).contains(digit));
            match digit.filter(|_| character == '%') {
                Some(digit) => {
                    rest.next();
                    let place = digit as usize - 1;
                    if let Some(level) = &shown_levels[place] {
                        text += &level.shown(number_of(place), own_level.plain);
                    }
                }
                None => text.push(character),
            }
        }
        let last = text.trim_end().chars().last()?;
        // Between the number and the text there is a gap; behind 、 and ） it says nothing.
        let gap = !own_level.tight && !"、）〕】》：)".contains(last);
        Some(if gap { format!("{} ", text.trim()) } else { text.trim().to_string() })
    }
}
