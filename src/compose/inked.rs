//! A text on its way to a paragraph: characters, each with its origin.

use std::ops::Range;

use crate::document::{Origin, Origins, Paragraph, Style};

/// Stands before every value that a template shows: a line that begins with it is text, whatever follows.
pub(super) const GUARD: char = '\u{1}';
/// Stands for a line feed inside a value.
pub(super) const INNER_BREAK: char = '\u{2}';

/// A number that an outline leaves open.
const OPEN_NUMBER: char = '＃';
const OPEN_NUMBERS: [&[char]; 2] = [&[OPEN_NUMBER, '.'], &['（', OPEN_NUMBER, '）']];

#[derive(Debug, Clone, Default)]
pub struct Inked {
    characters: Vec<char>,
    origins: Vec<Origin>,
}

impl Inked {
    /// Nobody's words.
    pub fn fixed(text: &str) -> Inked {
        let characters: Vec<char> = text.chars().collect();
        Inked { origins: vec![Origin::Fixed; characters.len()], characters }
    }

    pub fn push(&mut self, character: char, origin: Origin) {
        self.characters.push(character);
        self.origins.push(origin);
    }

    pub fn text(&self) -> String {
        self.characters.iter().collect()
    }

    pub fn characters(&self) -> &[char] {
        &self.characters
    }

    pub fn origins(&self) -> &[Origin] {
        &self.origins
    }

    /// A value begins it: it is text, whatever follows.
    pub fn is_guarded(&self) -> bool {
        self.characters.first() == Some(&GUARD)
    }

    /// Without the signs of values; a line feed inside a value is a line feed again.
    pub fn cleaned(self) -> Inked {
        let mut clean = Inked::default();
        for (character, origin) in self.characters.into_iter().zip(self.origins) {
            match character {
                GUARD => {}
                INNER_BREAK => clean.push('\n', origin),
                character => clean.push(character, origin),
            }
        }
        clean
    }

    /// From character `start` to just before `end`.
    pub fn part(&self, start: usize, end: usize) -> Inked {
        let range = start.min(self.characters.len())..end.min(self.characters.len());
        if range.start > range.end {
            return Inked::default();
        }
        Inked { characters: self.characters[range.clone()].to_vec(), origins: self.origins[range].to_vec() }
    }

    pub fn after(&self, start: usize) -> Inked {
        self.part(start, self.characters.len())
    }

    pub fn trimmed(&self, is_blank: impl Fn(char) -> bool) -> Inked {
        let solid = |character: &char| !is_blank(*character);
        match (self.characters.iter().position(solid), self.characters.iter().rposition(solid)) {
            (Some(first), Some(last)) => self.part(first, last + 1),
            _ => Inked::default(),
        }
    }

    /// With this number for the ＃ at its head (＃. or （＃）), or without any.
    pub fn numbered(&self, number: Option<&str>) -> Inked {
        let Some(length) = OPEN_NUMBERS.iter().find(|open| self.characters.starts_with(open)).map(|open| open.len())
        else {
            return self.clone();
        };
        let mut numbered = Inked::default();
        for (index, (character, origin)) in self.characters.iter().zip(&self.origins).enumerate() {
            match number {
                Some(number) if index < length && *character == OPEN_NUMBER => {
                    number.chars().for_each(|digit| numbered.push(digit, Origin::Fixed));
                }
                None if index < length => {}
                _ => numbered.push(*character, origin.clone()),
            }
        }
        numbered
    }

    pub fn without(self, gone: char) -> Inked {
        let all = self.characters.into_iter().zip(self.origins).filter(|(character, _)| *character != gone);
        let (characters, origins) = all.unzip();
        Inked { characters, origins }
    }

    /// Its lines, without their ends.
    pub fn lines(&self) -> Vec<Inked> {
        let mut start = 0;
        let mut lines = Vec::new();
        for line in self.characters.split(|character| *character == '\n') {
            lines.push(self.part(start, start + line.len()));
            start += line.len() + 1;
        }
        lines
    }

    /// With line feeds between them.
    pub fn joined(lines: &[Inked]) -> Inked {
        let mut joined = Inked::default();
        for line in lines {
            if let Some(before) = joined.origins.last().cloned() {
                joined.push('\n', before);
            }
            joined.characters.extend(&line.characters);
            joined.origins.extend_from_slice(&line.origins);
        }
        joined
    }

    /// The bytes of its text that values gave.
    pub fn shown(&self) -> Vec<Range<usize>> {
        let mut ranges: Vec<Range<usize>> = Vec::new();
        let mut at = 0;
        for (character, origin) in self.characters.iter().zip(&self.origins) {
            let end = at + character.len_utf8();
            if matches!(origin, Origin::Shown { .. }) {
                match ranges.last_mut().filter(|last| last.end == at) {
                    Some(last) => last.end = end,
                    None => ranges.push(at..end),
                }
            }
            at = end;
        }
        ranges
    }

    pub fn paragraph(&self, style: Style) -> Paragraph {
        let origins = Origins::of(self.characters.iter().copied().zip(&self.origins));
        Paragraph { origins, ..Paragraph::new(style, &self.text()) }
    }
}
