//! What is wrong in a YAML file, in words for the person who typed it: the one place where the parser's complaints are
//! turned into Chinese.

use serde_saphyr::Error;

use crate::base::nearest::nearest;

/// A complaint about a YAML text.
pub(crate) struct YamlFault {
    /// Counted from 1.
    pub line: u64,
    pub column: u64,
    /// The line itself.
    pub shown: String,
    pub message: String,
    /// What to do, where that is more than to correct the line.
    pub remedy: Option<&'static str>,
}

impl YamlFault {
    pub fn of(error: &Error, text: &str) -> YamlFault {
        let location = error.location();
        let line = location.map_or(1, |location| location.line()).max(1);
        let column = location.map_or(1, |location| location.column()).max(1);
        let shown = nth_line(text, line).trim_end().to_string();
        let (message, remedy) = match text_cut_short(text, line) {
            Some(cut) if is_syntax(error) => cut,
            _ => words(error.without_snippet(), &shown, text),
        };
        if message == TAB && !begins_with_tab(&shown) {
            // The parser stops at the end of the line before.
            let mut next = (line + 1..).zip(text.lines().skip(usize::try_from(line).unwrap_or(usize::MAX)));
            if let Some((line, tabbed)) = next.find(|(_, line)| begins_with_tab(line)) {
                return YamlFault { line, column: 1, shown: tabbed.trim_end().to_string(), message, remedy };
            }
        }
        if message == MISPLACED
            && let Some((line, shown)) = chinese_colon_above(text, line)
        {
            let (message, remedy) = (CHINESE_COLON.into(), Some(ENGLISH_COLON));
            return YamlFault { line, column: 1, shown: shown.trim_end().to_string(), message, remedy };
        }
        YamlFault { line, column, shown, message, remedy }
    }
}

/// A first name with a Chinese colon is words to the parser, which stumbles over the colon of the line after it.
fn chinese_colon_above(text: &str, line: u64) -> Option<(u64, &str)> {
    let is_said = |(_, line): &(u64, &str)| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let above: Vec<(u64, &str)> = (1..line).zip(text.lines()).filter(is_said).collect();
    let words = above.into_iter().rev().take_while(|(_, line)| line.contains('：') && !line.contains(':'));
    words.last()
}

/// Mistakes of writing that the parser tells apart in its words only.
fn is_syntax(error: &Error) -> bool {
    matches!(error.without_snippet(), Error::ExternalMessage { .. } | Error::Message { .. })
}

/// A line of a text below “|” that is indented less than the text: for YAML the text has ended, and what stands there is
/// no name.
fn text_cut_short(text: &str, line: u64) -> Option<(String, Option<&'static str>)> {
    let depth = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let at = usize::try_from(line).ok()?.checked_sub(1)?;
    let lines: Vec<&str> = text.lines().take(at + 1).collect();
    let own = lines.get(at)?;
    let mut above = lines[..at].iter().rev().filter(|line| !line.trim().is_empty()).peekable();
    let last = depth(above.peek()?);
    let opener = above.find(|line| depth(line) < last)?;
    let is_text = !own.contains(": ") && !own.trim_end().ends_with(':');
    // At the names' own place 乙：2 is a name with a Chinese colon, a longer one is a sentence.
    let name = own.split('：').next().unwrap_or_default().trim();
    let is_name = depth(own) == depth(opener)
        && own.contains('：')
        && name.chars().count() <= 15
        && !name.contains(['，', '。', '、', '；']);
    let cut = opener.trim_end().ends_with(['|', '>']) && depth(own) < last && is_text && !is_name;
    cut.then(|| ("这一行的缩进比上面的文字少".into(), Some(ALIGNED)))
}

fn begins_with_tab(line: &str) -> bool {
    line.chars().take_while(|c| c.is_whitespace()).any(|c| c == '\t')
}

pub(crate) fn nth_line(text: &str, line: u64) -> &str {
    let index = usize::try_from(line).ok().and_then(|line| line.checked_sub(1));
    index.and_then(|index| text.lines().nth(index)).unwrap_or_default()
}

const TAB: &str = "缩进用了制表符，只能用空格";
const ALIGNED: &str = "“|”下面的文字每行左边对齐：在这一行前面补空格，与上一行对齐。";
const SPACES: &str = "把这一行开头的制表符换成空格：下一级比上一级多两个空格。";
const CHINESE_COLON: &str = "名称后面要用英文冒号";
const ENGLISH_COLON: &str = "把“：”换成“: ”（英文冒号，后面空一格）。";
const MISPLACED: &str = "冒号或缩进不对";
const PAIRS: &str = "核对引号和括号：中文引号不算，要用英文的，而且成对。";
const BY_NAME: &str = "不用 & 和 *，把内容写出来。";

fn words(error: &Error, shown: &str, text: &str) -> (String, Option<&'static str>) {
    let tab = begins_with_tab;
    match error {
        Error::SerdeUnknownField { field, expected, .. } => (unknown(field, expected), None),
        Error::SerdeUnknownVariant { variant, expected, .. } => (unknown(variant, expected), None),
        Error::SerdeMissingField { field, .. } => (format!("这一节里缺少“{field}”"), None),
        Error::DuplicateMappingKey { key, .. } => {
            let key = key.as_ref().map_or_else(|| "这一项".to_string(), |key| format!("“{key}”"));
            (format!("{key}写了两次"), Some("留一个，删去另一个。"))
        }
        Error::UnknownAnchor { .. } => {
            ("* 引用的名称没有定义过".into(), Some("文字以 * 开头的，整段加上英文引号；不是的，不用 *。"))
        }
        Error::RecursiveReferencesRequireWeakTypes { .. }
        | Error::AliasReplayCounterOverflow { .. }
        | Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. }
        | Error::AliasError { .. } => ("用 & 和 * 重复引用，展开得太大".into(), Some(BY_NAME)),
        Error::Budget { .. } => ("内容太多或层次太深，不像是人写的".into(), Some(BY_NAME)),
        Error::MultipleDocuments { .. } => {
            ("一个文件里有几份内容（“---”分开的）".into(), Some("删去“---”，或分成几个文件。"))
        }
        _ if tab(shown) || text.lines().any(|line| tab(line) && line.trim() == shown.trim()) => {
            (TAB.into(), Some(SPACES))
        }
        Error::SerdeInvalidType { .. } | Error::SerdeInvalidValue { .. } | Error::InvalidScalar { .. } => {
            ("值的写法不对（数字不带单位，是否写 true 或 false，几项写在[ ]里）".into(), None)
        }
        Error::Eof { .. } => ("没有写完，文件就结束了".into(), Some(PAIRS)),
        Error::ExternalMessage { msg, .. } | Error::Message { msg, .. } => syntax(msg, shown),
        _ => ("看不懂这一行".into(), None),
    }
}

fn unknown(word: &str, expected: &[&str]) -> String {
    let meant = nearest(word, expected.iter().copied());
    let meant = meant.map_or_else(String::new, |meant| format!("，是不是“{meant}”"));
    format!("不认识“{word}”{meant}？这里可以写：{}", expected.join("、"))
}

/// The parser tells kinds of mistakes apart in its words only.
fn syntax(message: &str, shown: &str) -> (String, Option<&'static str>) {
    let message = message.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| message.contains(word));
    match () {
        () if says(&["nest", "recursion", "limit", "depth"]) => {
            ("内容太多或层次太深，不像是人写的".into(), Some(BY_NAME))
        }
        () if says(&["tab"]) => (TAB.into(), Some(SPACES)),
        () if says(&["duplicate"]) => ("这一项写了两次".into(), Some("留一个，删去另一个。")),
        () if says(&["anchor", "alias"]) => {
            ("& 或 * 开头的文字看不懂".into(), Some("文字以 & 或 * 开头的，整段加上英文引号。"))
        }
        () if says(&["quote", "unterminated", "end of stream", "eof"]) => ("引号或括号没有成对".into(), Some(PAIRS)),
        () if says(&["bracket", "flow", "']'", "'}'", "','"]) => ("括号没有成对，或缺少逗号".into(), Some(PAIRS)),
        () if says(&["cannot start any token", "reserved", "unexpected character"]) => {
            ("以 @、` 或 % 开头的文字要加英文引号".into(), Some("把冒号后面的文字整段加上英文引号。"))
        }
        () if shown.contains('：') && !shown.contains(':') => (CHINESE_COLON.into(), Some(ENGLISH_COLON)),
        () if says(&[
            "mapping values are not allowed",
            "illegal placement",
            "simple key",
            "':'",
            "expected <block end>",
        ]) =>
        {
            (
                MISPLACED.into(),
                Some("名称后面是英文冒号加一个空格；同一级的名称左边对齐；文字里有“: ”的，整段加上英文引号。"),
            )
        }
        () if says(&["indent", "block"]) => ("缩进不对".into(), Some("同一级的名称左边对齐，下一级多两个空格。")),
        () => ("看不懂这一行".into(), None),
    }
}
