//! Where the characters of a paragraph come from.

use std::ops::Range;
use std::sync::Arc;

use crate::base::figure_id::FigureId;
use crate::base::place::Place;
use crate::base::text_part::TextPart;

/// A text with placeholders: a section of the YAML, or a file of `layouts/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its first line.
    pub place: Place,
    pub text: String,
}

impl Source {
    /// Bytes of the line on which this byte stands, without its end.
    pub fn line_around(&self, at: usize) -> Range<usize> {
        // A reckoned byte may be in the middle of a character: bytes are looked at.
        let bytes = self.text.as_bytes();
        let at = at.min(bytes.len());
        let start = bytes[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |before| before + 1);
        let end = bytes[at..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |end| at + end);
        start..end
    }

    /// The line on which this byte stands.
    pub fn place_at(&self, at: usize) -> Place {
        let below = self.text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() as u64;
        match &self.place {
            Place::Line { file, line } => Place::line(file, line + below),
            other => other.clone(),
        }
    }
}

/// What a character is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A word of a text, which stands there at this byte.
    Typed { source: Arc<Source>, at: usize },
    /// Shown by a placeholder, or by a cell of a table's description.
    Shown { placeholder: Option<Placeholder>, named: Option<Arc<Named>> },
    /// Words of a table's description, or put in on the way.
    Fixed,
}

impl Origin {
    /// Where in a source it stands, or what shows it does.
    pub fn stands(&self) -> Option<(&Arc<Source>, usize)> {
        match self {
            Origin::Typed { source, at } => Some((source, *at)),
            Origin::Shown { placeholder: Some(placeholder), .. } => {
                Some((&placeholder.source, placeholder.range.start))
            }
            Origin::Shown { placeholder: None, .. } | Origin::Fixed => None,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placeholder {
    pub source: Arc<Source>,
    /// Bytes of the source.
    pub range: Range<usize>,
}

impl Placeholder {
    /// As it is typed.
    pub fn text(&self) -> &str {
        self.source.text.part(self.range.clone())
    }
}

/// A figure or a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub id: FigureId,
    /// Where a name was read. Of a figure the ledger knows it.
    pub place: Option<Place>,
}

/// The origins of a paragraph's characters, forced line breaks not counted.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Origins {
    /// From which character on.
    runs: Vec<(usize, Origin)>,
    count: usize,
}

impl Origins {
    /// One for each character.
    pub fn of<'o>(characters: impl IntoIterator<Item = (char, &'o Origin)>) -> Origins {
        let mut origins = Origins::default();
        let mut next = Origin::Fixed;
        for (character, origin) in characters.into_iter().filter(|(character, _)| *character != '\n') {
            if origins.runs.is_empty() || *origin != next {
                origins.runs.push((origins.count, origin.clone()));
            }
            next = match origin {
                Origin::Typed { source, at } => {
                    Origin::Typed { source: Arc::clone(source), at: at + character.len_utf8() }
                }
                other => other.clone(),
            };
            origins.count += 1;
        }
        origins
    }

    /// Puts what another paragraph shows behind, after so many characters of nobody's.
    pub fn append(&mut self, between: usize, other: &Origins) {
        if between > 0 {
            self.runs.push((self.count, Origin::Fixed));
            self.count += between;
        }
        let start = self.count;
        self.runs.extend(other.runs.iter().map(|(at, origin)| (start + at, origin.clone())));
        self.count += other.count;
    }

    pub fn drop_last(&mut self) {
        self.count = self.count.saturating_sub(1);
        let count = self.count;
        self.runs.retain(|(at, _)| *at < count);
    }

    /// The origin of each of these characters, which are the paragraph's. What stands for a character that no font has is
    /// where that character is.
    pub fn each(&self, characters: &[char]) -> Vec<Origin> {
        let mut all = Vec::with_capacity(characters.len());
        let mut runs = self.runs.iter().peekable();
        let mut current = Origin::Fixed;
        let mut rest = "".chars();
        let mut count = 0;
        for character in characters {
            if *character == '\n' {
                all.push(current.clone());
                continue;
            }
            let begins = runs.next_if(|(at, _)| *at <= count);
            if let Some((_, origin)) = begins {
                current = origin.clone();
                rest = match origin {
                    Origin::Typed { source, at } => source.text.get(*at..).unwrap_or_default().chars(),
                    _ => "".chars(),
                };
            }
            all.push(current.clone());
            if let Origin::Typed { at, .. } = &mut current {
                *at += rest.next().unwrap_or(*character).len_utf8();
            }
            count += 1;
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_character_has_its_byte_also_behind_breaks_and_in_place_of_others() {
        let source = Arc::new(Source { place: Place::file("文字.yaml"), text: "甲𠀀乙{{ 数 }}".into() });
        let typed = |at: usize| Origin::Typed { source: Arc::clone(&source), at };
        let shown = Origin::Shown {
            placeholder: Some(Placeholder { source: Arc::clone(&source), range: 10..19 }),
            named: None,
        };
        let (first, second, third) = (typed(0), typed(3), typed(7));
        let mut origins = Origins::of([('甲', &first), ('𠀀', &second), ('乙', &third), ('\n', &third), ('5', &shown)]);
        let each = origins.each(&['甲', '\n', '〓', '乙', '5']);
        assert_eq!(each, [first.clone(), typed(3), typed(3), typed(7), shown.clone()]);
        let other = origins.clone();
        origins.append(1, &other);
        let each = origins.each(&"甲𠀀乙5　甲".chars().collect::<Vec<_>>());
        assert_eq!((&each[3], &each[4], &each[5]), (&shown, &Origin::Fixed, &first));
        origins.drop_last();
        assert_eq!(origins.each(&"甲𠀀乙5　甲𠀀乙".chars().collect::<Vec<_>>())[7], typed(7));
    }
}
