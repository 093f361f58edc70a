//! The sentences of a text.

use crate::base::text_part::TextPart;

/// No sentence is longer; a list of thousands of figures is read in parts. In bytes.
const LONGEST: usize = 2400;

/// With the marks that end them; one that is longer than any is parted behind a comma.
pub fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(['。', '！', '？']).flat_map(|sentence| {
        let mut rest = sentence;
        std::iter::from_fn(move || {
            let far = rest.len() > LONGEST;
            let from = (LONGEST..rest.len()).find(|at| rest.is_char_boundary(*at)).filter(|_| far);
            let cut = from.and_then(|from| rest.part(from..).find(['，', '；', '、', ',']).map(|at| from + at));
            let end = cut.map_or(rest.len(), |at| at + rest.part(at..).chars().next().map_or(0, char::len_utf8));
            let (part, after) = (rest.part(..end), rest.part(end..));
            rest = after;
            (!part.is_empty()).then_some(part)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_sentences_are_parted_and_nothing_is_lost() {
        assert_eq!(sentences("甲。乙！丙").collect::<Vec<_>>(), ["甲。", "乙！", "丙"]);
        let long = "支出1万元，".repeat(2000);
        assert_eq!(sentences(&long).collect::<String>(), long);
        assert!(sentences(&long).count() > 3 && sentences(&long).all(|part| part.len() < LONGEST + 20));
        let solid = "支出".repeat(4000);
        assert_eq!(sentences(&solid).count(), 1);
    }
}
