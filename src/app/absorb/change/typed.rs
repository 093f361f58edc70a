//! Words as they are typed into a text of the YAML: what a template would take for more than words stands in a placeholder.

const BRACES: [char; 4] = ['{', '}', '｛', '｝'];

/// `begins`: they stand at a line's beginning.
pub(super) fn typed(words: &str, begins: bool) -> String {
    let lines = words.split('\n').enumerate().map(|(nth, line)| {
        let sign = line.trim_start().strip_prefix(['#', '@']).filter(|_| begins || nth > 0);
        let (start, rest) = match sign {
            Some(rest) => (literal(line.strip_suffix(rest).unwrap_or_default().trim_start()), rest),
            None => (String::new(), line),
        };
        let braced = rest.find(BRACES).zip(rest.rfind(BRACES).and_then(|last| rest.get(last..)));
        let Some((first, last)) = braced else { return start + rest };
        let end = rest.len() - last.len() + last.chars().next().map_or(0, char::len_utf8);
        let part = |range: std::ops::Range<usize>| rest.get(range).unwrap_or_default();
        start + part(0..first) + &literal(part(first..end)) + part(end..rest.len())
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// A placeholder that shows these words.
fn literal(words: &str) -> String {
    let words = words.replace('\\', "\\\\");
    let quoted = |quote: char, words: &str| format!("{{{{ {quote}{words}{quote} }}}}");
    match (words.contains('"'), words.contains('\'')) {
        (false, _) => quoted('"', &words),
        (true, false) => quoted('\'', &words),
        (true, true) => {
            let pieces: Vec<_> = words.split('"').map(|words| quoted('"', words)).collect();
            pieces.join(&quoted('\'', "\""))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::typed;

    #[test]
    fn only_what_is_structure_is_escaped() {
        assert_eq!(typed("“甲”: 乙 # 丙", true), "“甲”: 乙 # 丙");
        assert_eq!(typed("# 甲\n@乙", true), "{{ \"#\" }} 甲\n{{ \"@\" }}乙");
        assert_eq!(typed("#甲", false), "#甲");
        assert_eq!(typed("见{{ 'a' }}，{%", false), "见{{ \"{{ 'a' }}，{%\" }}");
        assert_eq!(typed("{\"'\\}", false), "{{ \"{\" }}{{ '\"' }}{{ \"'\\\\}\" }}");
    }
}
