//! The characters that a font for reports should have, and how many of them one lacks.

use std::collections::BTreeSet;

use super::font_set::{Chosen, FALLBACK, FontSet};
use crate::document::layout::LATIN;

/// 通用规范汉字表 in its order; 25 KB, so the program carries it.
const LIST: &str = include_str!("通用规范汉字表.txt");
/// 3500 of the first level, 3000 of the second, 1605 of the third.
const LEVEL_ENDS: [usize; 3] = [3500, 6500, 8105];
/// The signs of GB 2312's first row.
const SIGNS: &str = "　、。·ˉˇ¨〃々—～‖…‘’“”〔〕〈〉《》「」『』〖〗【】±×÷∶∧∨∑∏∪∩∈∷√⊥∥∠⌒⊙∫∮≡≌≈∽∝≠≮≯≤≥∞∵∴♂♀°′″℃＄¤￠￡‰§№☆★○●◎◇◆□■△▲※→←↑↓〓";

/// How many characters a face lacks, by kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing {
    /// Printable ASCII.
    pub ascii: usize,
    /// Signs of GB 2312's first row.
    pub signs: usize,
    /// The three levels of 通用规范汉字表.
    pub levels: [usize; 3],
}

/// 通用规范汉字表: 8105 characters, level after level.
pub fn standard_characters() -> Vec<char> {
    LIST.lines().filter(|line| !line.starts_with('#')).flat_map(|line| line.trim().chars()).collect()
}

impl Chosen {
    /// How much of what reports are written with this face lacks by itself.
    pub fn missing(&self) -> Missing {
        let has = self.characters();
        let lacks = |characters: &[char]| characters.iter().filter(|c| !has.contains(&u32::from(**c))).count();
        let list = standard_characters();
        let [first, second, third] = LEVEL_ENDS;
        Missing {
            ascii: lacks(&(' '..='~').collect::<Vec<_>>()),
            signs: lacks(&SIGNS.chars().collect::<Vec<_>>()),
            levels: [&list[..first], &list[first..second], &list[second..third]].map(lacks),
        }
    }

    fn characters(&self) -> BTreeSet<u32> {
        self.face.font().map(|font| font.info().coverage.iter().collect()).unwrap_or_default()
    }
}

impl FontSet {
    /// Characters of 通用规范汉字表 that some Chinese role's face lacks and the fallback has not either.
    pub fn missing_standard_characters(&self) -> Vec<char> {
        let (fallback, roles): (Vec<&Chosen>, Vec<&Chosen>) =
            self.chosen().iter().filter(|chosen| chosen.role != LATIN).partition(|chosen| chosen.role == FALLBACK);
        let filled: BTreeSet<u32> = fallback.iter().flat_map(|chosen| chosen.characters()).collect();
        let own: Vec<BTreeSet<u32>> = roles.iter().map(|chosen| chosen.characters()).collect();
        let lacks = |c: &char| {
            let code = u32::from(*c);
            !filled.contains(&code) && own.iter().any(|has| !has.contains(&code))
        };
        standard_characters().into_iter().filter(lacks).collect()
    }
}
