//! The order in which a person counts: 第二批 before 第十批, 2批 before 10批, 甲 before 乙.

use super::characters::half_width;
use super::chinese_number::{chinese_number, is_chinese_numeral};

const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Number(u64),
    Character(char),
}

/// What names are ordered by; a name goes before those that only begin with it, whatever the ending of its file.
pub(crate) fn natural(name: &str) -> impl Ord + use<> {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    (parts(stem), name.to_string())
}

fn parts(name: &str) -> Vec<Part> {
    let characters: Vec<char> = name.chars().map(half_width).collect();
    let run = |from: usize, is_own: fn(char) -> bool| -> String {
        characters.iter().skip(from).copied().take_while(|c| is_own(*c)).collect()
    };
    let (mut parts, mut at) = (Vec::new(), 0);
    while let Some(&character) = characters.get(at) {
        let digits = run(at, |c| c.is_ascii_digit());
        let numerals = run(at, is_chinese_numeral);
        let stem = STEMS.chars().position(|stem| stem == character).and_then(|stem| u64::try_from(stem).ok());
        let (part, length) = match (digits.parse(), chinese_number(&numerals)) {
            (Ok(number), _) => (Part::Number(number), digits.len()),
            (_, Some(number)) if !numerals.is_empty() => (Part::Number(number), numerals.chars().count()),
            _ => (stem.map_or(Part::Character(character), |stem| Part::Number(stem + 1)), 1),
        };
        parts.push(part);
        at += length;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_as_a_person_counts() {
        for names in [
            &["第一批.xlsx", "第二批.csv", "第三批.xlsx", "第十批.xlsx", "第十一批.csv", "第二十批.xlsx"][..],
            &["1批.csv", "2批.csv", "１０批.csv"],
            &["第1批.csv", "第二批.csv", "第3批.csv"],
            &["项目表.xlsx", "项目表（二）.xlsx", "项目表（三）.xlsx"],
            &["项目表.xlsx", "项目表2.csv"],
            &["甲.csv", "乙.csv", "丙.csv"],
        ] {
            let mut sorted = names.to_vec();
            sorted.reverse();
            sorted.sort_by_key(|name| natural(name));
            assert_eq!(sorted, names);
        }
    }
}
