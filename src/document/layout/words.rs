//! Where a title or a label may end a line: Chinese writes no words apart, so those that matter are known by name.

use rustc_hash::FxHashMap;

/// The words of `栏目词`, by their first characters.
pub struct Words {
    by_first: FxHashMap<char, Vec<Vec<char>>>,
}

/// What stands on either side of a place between two characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Between {
    /// A known word, a number or a mark ends, and another one begins.
    Words,
    /// One side is known.
    OneWord,
    Unknown,
    /// The place is inside a word, a number with what it counts, or a short bracket.
    Inside,
}

/// What a text costs that is read as words: a character of no word, and each word.
const UNKNOWN: usize = 10;
const WORD: usize = 1;

/// A bracket with so many characters in it is read as a word.
const SHORT_BRACKET: usize = 5;

impl Words {
    pub fn new(words: &[String]) -> Words {
        let mut by_first: FxHashMap<char, Vec<Vec<char>>> = FxHashMap::default();
        for word in words.iter().map(|word| word.chars().collect::<Vec<char>>()).filter(|word| word.len() > 1) {
            by_first.entry(word[0]).or_default().push(word);
        }
        Words { by_first }
    }

    /// For each place of the text: before its first character, between each two, and behind its last.
    pub fn between(&self, text: &[char]) -> Vec<Between> {
        let pieces = self.pieces(text);
        let mut places = vec![Between::Inside; text.len() + 1];
        let known = |piece: &[char]| piece.len() > 1 || !piece[0].is_alphabetic() || piece[0].is_ascii();
        let mut at = 0;
        places[0] = Between::Words;
        for (index, piece) in pieces.iter().enumerate() {
            at += piece.len();
            let next = pieces.get(index + 1);
            // 2025 and 年度, 第 and 3.
            let counts = next.is_some_and(|next| {
                let (before, after) = (piece[piece.len() - 1], next[0]);
                before.is_ascii_digit() && !after.is_ascii() && after.is_alphabetic() || before == '第'
            });
            places[at] = match (known(piece), next.is_none_or(|next| known(next))) {
                _ if counts => Between::Inside,
                (true, true) => Between::Words,
                (false, false) => Between::Unknown,
                _ => Between::OneWord,
            };
        }
        places
    }

    /// The text in words, numbers and single characters: in the fewest, with the fewest that are not known.
    fn pieces<'t>(&self, text: &'t [char]) -> Vec<&'t [char]> {
        // For each place: the cheapest way to read what stands before it, and the length of its last piece.
        let mut ways: Vec<Option<(usize, usize)>> = vec![None; text.len() + 1];
        ways[0] = Some((0, 0));
        for start in 0..text.len() {
            let Some((before, _)) = ways[start] else { continue };
            let mut take = |length: usize, cost: usize| {
                let way = &mut ways[start + length];
                if way.is_none_or(|(known, _)| before + cost <= known) {
                    *way = Some((before + cost, length));
                }
            };
            take(1, UNKNOWN);
            let same = text[start..].iter().take_while(|c| c.is_ascii_alphanumeric()).count();
            if same > 0 {
                take(same, WORD);
            }
            if text[start] == '（'
                && let Some(end) = text[start..].iter().take(SHORT_BRACKET + 2).position(|c| *c == '）')
            {
                take(end + 1, WORD);
            }
            let words = self.by_first.get(&text[start]).into_iter().flatten();
            words.filter(|word| text[start..].starts_with(word)).for_each(|word| take(word.len(), WORD));
        }
        let mut pieces = Vec::new();
        let mut end = text.len();
        while let Some((_, length)) = ways[end].filter(|(_, length)| *length > 0) {
            pieces.push(&text[end - length..end]);
            end -= length;
        }
        pieces.reverse();
        pieces
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with ｜ between words, ? where one side is known, and nothing inside words.
    fn read(text: &str) -> String {
        let words = ["自治区", "保障性", "安居", "工程", "补助", "资金", "金额", "绩效", "自评", "年度"];
        let words = Words::new(&words.map(str::to_string));
        let text: Vec<char> = text.chars().collect();
        let between = words.between(&text);
        let sign = |between: Between| match between {
            Between::Words => "｜",
            Between::OneWord => "?",
            Between::Unknown => "??",
            Between::Inside => "",
        };
        let signed =
            text.iter().zip(&between[1..]).map(|(character, between)| format!("{character}{}", sign(*between)));
        signed.collect::<String>().trim_end_matches('｜').to_string()
    }

    #[test]
    fn words_are_whole_and_the_longest_reading_with_the_fewest_strangers_wins() {
        assert_eq!(read("某自治区保障性安居工程补助资金"), "某?自治区｜保障性｜安居｜工程｜补助｜资金");
        assert_eq!(read("资金金额"), "资金｜金额");
        assert_eq!(read("2025年度绩效自评"), "2025年度｜绩效｜自评");
        assert_eq!(read("资金（B／A）"), "资金｜（B／A）");
        assert_eq!(read("甲乙"), "甲??乙?");
    }
}
