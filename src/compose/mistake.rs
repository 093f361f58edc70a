//! What is wrong with a text's placeholders, in words for the person who wrote it.

use minijinja::value::Value;
use minijinja::{Error, ErrorKind};

use crate::base::nearest::nearest;

use super::environment::{GROUP, NO_AMOUNT, NOTHING};
use super::marks::unmarked;
use super::names::{Names, straightened};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    pub words: String,
    /// Inside the text, from 1.
    pub line: u64,
    /// The placeholder as typed; empty where no single one is meant.
    pub actual: String,
    pub expected: Option<String>,
    /// The name that stands for nothing: 文字.绩效目标.总体目标.
    pub undefined: Option<String>,
}

/// `typed` is the placeholder that the error is in, or empty.
pub fn explain(error: &Error, typed: &str, names: &Value) -> Mistake {
    let line = error.line().and_then(|line| u64::try_from(line).ok()).unwrap_or(1);
    let detail = error.detail().unwrap_or_default();
    let typed = unmarked(typed);
    let inner = typed.trim_matches(['{', '}', '｝']).trim();
    // The placeholder with the right word in the wrong one's place.
    let mended = |wrong: &str, near: String| match inner.contains(wrong) {
        true => format!("{{{{ {} }}}}", inner.replacen(wrong, &near, 1)),
        false => near,
    };
    let mut undefined = None;
    let (words, expected) = match error.kind() {
        ErrorKind::UndefinedError => {
            // MiniJinja says: `项目.数目` is undefined.
            let told = detail.split('`').nth(1).unwrap_or(inner);
            // Of what is compared or reckoned with it says no more than (...): the first name in it that there is not.
            let known = Names::of(names);
            let own = || names_in(inner).find(|name| !known.holds(name)).unwrap_or(inner);
            let name = if told.contains("(...)") { own() } else { told };
            let near = known.nearest(name).map(|near| mended(name, near));
            undefined = Some(name.to_string());
            match name {
                "" => ("占位符里的名称没有对应的数字或文字".to_string(), None),
                name => (format!("占位符“{name}”没有对应的数字或文字"), near),
            }
        }
        ErrorKind::UnknownFilter | ErrorKind::UnknownTest | ErrorKind::UnknownFunction => {
            // filter 汗字 is unknown
            let before = detail.strip_suffix(" is unknown").unwrap_or(detail);
            let name = before.rsplit(' ').next().unwrap_or(before);
            let (what, known): (_, &[&str]) = match error.kind() {
                ErrorKind::UnknownFilter => ("处理方式", &FILTERS),
                ErrorKind::UnknownTest => ("判断", &TESTS),
                _ => ("函数", &FUNCTIONS),
            };
            let near = nearest(name, known.iter().copied()).map(|near| mended(name, near));
            (format!("占位符里的{what}“{name}”没有"), near.or_else(|| Some(format!("其中一个：{}", known.join("、")))))
        }
        ErrorKind::OutOfFuel => ("这段文字循环的次数太多，没有做完".to_string(), None),
        ErrorKind::SyntaxError => {
            let straight = straightened(inner);
            let is_wrong = straight != inner || !typed.ends_with("}}");
            let expected = (!inner.is_empty() && is_wrong).then(|| format!("{{{{ {straight} }}}}"));
            (format!("占位符写法不对：{}", in_chinese(detail)), expected)
        }
        _ if detail == NOTHING => (format!("“{inner}”一项也没有，这一句说不成"), None),
        _ if detail == NO_AMOUNT => (format!("“{inner}”不是金额（万元），不能换成别的单位"), None),
        _ => match detail.strip_prefix(GROUP) {
            Some("") => (format!("“{inner}”是一列内容，不能直接印出来"), None),
            Some(members) => {
                (format!("“{inner}”是一组内容，要写明其中哪一个"), Some(format!("{inner}.名称，名称如{members}")))
            }
            None => (format!("占位符不能计算：{}", in_chinese(detail)), None),
        },
    };
    Mistake { words, line, actual: typed, expected, undefined }
}

/// What in an expression may be the name of a figure: 项目.数量, 指标["甲"].完成率.
fn names_in(expression: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| c.is_alphanumeric() || "._[]\"'".contains(c);
    let words = expression.split(move |c: char| !is_part(c));
    words.filter(|word| word.starts_with(char::is_alphabetic) && word.contains(['.', '[']))
}

/// The project's own filters first, then those of MiniJinja that texts may need.
const FILTERS: [&str; 27] = [
    "汉字",
    "字母",
    "引号",
    "元",
    "亿元",
    "split",
    "join",
    "map",
    "length",
    "default",
    "first",
    "last",
    "replace",
    "sort",
    "sum",
    "unique",
    "select",
    "reject",
    "selectattr",
    "rejectattr",
    "round",
    "int",
    "list",
    "trim",
    "reverse",
    "min",
    "max",
];
const TESTS: [&str; 9] = ["defined", "undefined", "none", "number", "string", "eq", "ne", "gt", "lt"];
const FUNCTIONS: [&str; 3] = ["写了", "range", "namespace"];

/// MiniJinja's words, from the longest to the shortest of those that begin alike.
const WORDS: [(&str, &str); 43] = [
    ("unexpected end of string", "引号没有成对"),
    ("unexpected end of comment", "“{#”后面没有“#}”"),
    ("unexpected end of raw block", "“{% raw %}”后面没有“{% endraw %}”"),
    ("unexpected end of input, expected keyword", "“{%”后面没有写完"),
    ("unexpected end of input", "没有写完就结束了"),
    ("unexpected input after end of variable block", "“}”后面多了字"),
    ("unexpected input after expression", "多了字"),
    ("unexpected character", "有不认识的符号（全角的标点要改成半角）"),
    ("Too many arguments in function call", "括号里写得太多"),
    ("cannot assign to reserved variable name", "这个名称不能用来存数："),
    ("cannot calculate length of value of type", "数不出个数："),
    ("must be placed inside a loop", "只能写在 for 里面"),
    ("strings can only be multiplied with integers", "文字不能相乘"),
    ("tried to use", "不能用"),
    ("operator on unsupported types", "计算："),
    ("unable to calculate", "算不出"),
    ("cannot perform a containment check on this value", "这里不能用 in"),
    ("value is not a string", "这里要用文字"),
    ("cannot convert", "不能换算："),
    ("not iterable", "不是清单，不能逐个列出"),
    ("unknown statement", "“{%”后面的词不认识："),
    ("unknown keyword argument", "括号里的名称不认识："),
    ("expected statement", "“{%”后面要写 if、for 等"),
    ("unexpected", "不该有"),
    ("expected", "应为"),
    ("unknown", "不认识"),
    ("end of variable block", "“}}”"),
    ("start of variable block", "“{{”"),
    ("start of block", "“{%”"),
    ("end of block", "“%}”"),
    ("template-data", "占位符外面的文字"),
    ("identifier or integer", "名称或数字"),
    ("identifier", "名称"),
    ("expression", "名称或数字"),
    ("integer", "数字"),
    ("float", "小数"),
    ("string", "引号里的文字"),
    ("sequence", "清单"),
    ("map", "下面还有分项的名称"),
    ("number", "数"),
    ("undefined", "没有的名称"),
    ("none", "空"),
    (" and ", "和"),
];

/// A detail in the table's words. What the table does not have is not shown in English.
fn in_chinese(detail: &str) -> String {
    let chinese = WORDS.iter().fold(detail.to_string(), |text, (english, chinese)| text.replace(english, chinese));
    let untold = ["cannot ", "value of", "must ", "should ", " is "].iter().any(|english| chinese.contains(english));
    if untold { "这一处的写法".into() } else { chinese.replace(", ", "，").replace('`', "") }
}
