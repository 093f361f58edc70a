//! Units of money: 元, 千元, 万元, 百万元, 亿元; where a text names one, and one that is none of these.

use rust_decimal::Decimal;

use crate::base::characters::{bare, is_han};

/// With the zeros that each has more than 元; the longest first, because the others' names end in them.
const UNITS: [(&str, u32); 10] = [
    ("十亿元", 9),
    ("百亿元", 10),
    ("百万元", 6),
    ("千万元", 7),
    ("十万元", 5),
    ("百元", 2),
    ("千元", 3),
    ("万元", 4),
    ("亿元", 8),
    ("元", 0),
];

/// 美元, 欧元: the money of others.
const ELSEWHERE: [char; 10] = ['美', '欧', '日', '港', '澳', '韩', '加', '台', '新', '泰'];

/// What may stand before a unit, and behind it.
const OWN_MONEY: [&str; 4] = ["人民币", "RMB", "CNY", "￥"];

/// What a text says of the unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MoneyUnit {
    Known(&'static str),
    /// 美元, 万港币
    Unknown(String),
}

impl MoneyUnit {
    pub fn known(&self) -> Option<&'static str> {
        match self {
            MoneyUnit::Known(unit) => Some(unit),
            MoneyUnit::Unknown(_) => None,
        }
    }

    /// As it is written.
    pub fn word(&self) -> &str {
        match self {
            MoneyUnit::Known(unit) => unit,
            MoneyUnit::Unknown(word) => word,
        }
    }
}

/// How many 万元 one of a unit of money is; `None` for what counts no money.
pub fn in_ten_thousands(unit: &str) -> Option<Decimal> {
    let (_, zeros) = UNITS.iter().find(|(known, _)| *known == unit)?;
    Some(match zeros.checked_sub(4) {
        Some(more) => Decimal::from(10_u64.pow(more)),
        None => Decimal::new(1, 4 - zeros),
    })
}

/// The unit that a word is, where money is meant: 万 is 万元, 人民币千元 is 千元.
pub fn money_unit(word: &str) -> Option<&'static str> {
    let word = OWN_MONEY.iter().fold(word, |word, own| {
        let word = word.strip_prefix(own).unwrap_or(word);
        word.strip_suffix(own).unwrap_or(word)
    });
    let word = word.trim_matches(['(', ')', '（', '）', ':', '：']);
    let is_power =
        |unit: &str| unit.strip_suffix('元').is_some_and(|power| power == word && power.ends_with(['万', '亿']));
    UNITS
        .iter()
        .find(|(unit, _)| *unit == word || is_power(unit) || *unit == "元" && word == "圆")
        .map(|(unit, _)| *unit)
}

/// The unit in the words of a head: 安排资金（元）, 预算数/千元, 项目资金万元, 万元 alone.
pub fn unit_of_head(head: &str) -> Option<MoneyUnit> {
    let head = bare(head);
    // （A）（元）, （A）元
    let bracketed = || {
        let inside = |part: &str| part.split(CLOSES).next()?.split(SEPARATORS).find_map(unit_at_end);
        head.split(OPENS).skip(1).find_map(inside)
    };
    let behind_bracket = || head.rsplit_once(CLOSES).and_then(|(_, unit)| money_unit(unit)).map(MoneyUnit::Known);
    let behind = || head.rsplit_once(BEFORE_A_UNIT).and_then(|(_, unit)| money_unit(unit)).map(MoneyUnit::Known);
    let at_end = || {
        let is_label = head.chars().count() <= LONGEST_HEAD && !head.contains(|c: char| c.is_ascii_digit());
        unit_at_end(&head).filter(|unit| is_label && unit.word() != "元")
    };
    money_unit(&head).map(MoneyUnit::Known).or_else(bracketed).or_else(behind_bracket).or_else(behind).or_else(at_end)
}

/// What a unit stands in, behind the words of a head, and what may stand between.
const OPENS: [char; 4] = ['(', '[', '〔', '【'];
const CLOSES: [char; 4] = [')', ']', '〕', '】'];
const BEFORE_A_UNIT: [char; 3] = ['/', ',', '_'];
const LONGEST_HEAD: usize = 12;
const SEPARATORS: [char; 8] = [':', ',', '、', ';', '/', '(', '。', '，'];

/// A head without the unit behind a stroke: 全年预算数/元.
pub fn without_unit(head: &str) -> &str {
    match head.rsplit_once(BEFORE_A_UNIT) {
        Some((words, unit)) if !words.is_empty() && money_unit(unit).is_some() => words,
        _ => head,
    }
}

/// 万元 of 单位万元, 美元 of itself.
fn unit_at_end(word: &str) -> Option<MoneyUnit> {
    if let Some(unit) = money_unit(word) {
        return Some(MoneyUnit::Known(unit));
    }
    let (unit, _) = UNITS.iter().find(|(unit, _)| word.ends_with(unit))?;
    let before = word.strip_suffix(unit)?.chars().next_back();
    Some(match before.is_some_and(|c| ELSEWHERE.contains(&c)) {
        true => MoneyUnit::Unknown(word.to_string()),
        false => MoneyUnit::Known(unit),
    })
}

/// What follows 单位： or 计量单位为, where it is a unit of money: 承担单位：元通公司 says none. 单位：个、万元 says 万元.
pub fn declared_unit(text: &str) -> Option<MoneyUnit> {
    let text = bare_lines(text);
    // （金额：亿元）
    let of_amounts = text.split("金额:").skip(1).find_map(|behind| {
        let word = behind.trim_start().split([' ', '\n', ')', ']', ';', ',', '。']).next()?;
        money_unit(word).map(MoneyUnit::Known)
    });
    let declared = text.split("单位").skip(1).find_map(|behind| {
        let says = behind.starts_with([':', '均', '为', '是', '统', '(']);
        let value = behind.trim_start_matches([':', '均', '统', '一', '为', '是', ' ', '(']);
        let value = OWN_MONEY
            .iter()
            .find_map(|own| value.strip_prefix(own))
            .unwrap_or(value)
            .trim_start_matches(['(', ' ', ':']);
        let line = value.split([' ', '\n', '.', ';', '。', '；', ')']).next()?;
        let mut words = line.split([',', '、', '，', '和', '或']).filter(|word| !word.is_empty()).peekable();
        let first = (*words.peek()?).to_string();
        words
            .find_map(money_unit)
            .map(MoneyUnit::Known)
            .or_else(|| (says && is_money_elsewhere(&first)).then_some(MoneyUnit::Unknown(first)))
    });
    declared.or(of_amounts)
}

/// 千美元, 万港币, K元, 千: short, and what money is called.
fn is_money_elsewhere(word: &str) -> bool {
    const LONGEST: usize = 4;
    let before = word.strip_suffix(['元', '圆', '币']).map(|before| before.chars().next_back());
    let of = |c: char| ELSEWHERE.contains(&c) || "外十百千万亿".contains(c) || c.is_ascii_alphabetic();
    let is_power = word.chars().all(|c| "十百千万亿".contains(c));
    word.chars().count() <= LONGEST && (is_power || before.is_some_and(|before| before.is_some_and(of)))
}

/// Half-width; blanks between words stay.
fn bare_lines(text: &str) -> String {
    let words: Vec<String> = text
        .split(['\n', '\r'])
        .map(|line| {
            let parts: Vec<String> = line.split(char::is_whitespace).map(bare).collect();
            let mut joined = String::new();
            for part in parts.iter().filter(|part| !part.is_empty()) {
                // 单 位 ： 万 元, spread over the line.
                let spread = part.chars().count() == 1 && part.chars().all(|c| is_han(c) || c == ':');
                if !spread && !joined.is_empty() && !joined.ends_with(':') {
                    joined.push(' ');
                }
                joined.push_str(part);
            }
            joined
        })
        .collect();
    words.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_bracket_of_a_head_may_say_the_unit() {
        for head in [
            "全年预算数（A）（元）",
            "全年预算数(A)\n(元)",
            "预算数（含调整）（单位：元）",
            "全年预算数（A）元",
            "预算数（元）（A）",
        ] {
            assert_eq!(unit_of_head(head), Some(MoneyUnit::Known("元")), "{head}");
        }
        assert_eq!(unit_of_head("全年预算数（A）"), None);
        assert_eq!(declared_unit("下达文件（金额：亿元）"), Some(MoneyUnit::Known("亿元")));
        assert_eq!(declared_unit("下达金额：500"), None);
    }

    #[test]
    fn units_by_their_zeros() {
        for (unit, wan) in
            [("元", "0.0001"), ("百元", "0.01"), ("千元", "0.1"), ("万元", "1"), ("百万元", "100"), ("亿元", "10000")]
        {
            assert_eq!(in_ten_thousands(unit).map(|it| it.to_string()).as_deref(), Some(wan), "{unit}");
        }
        assert_eq!((in_ten_thousands("美元"), in_ten_thousands("万"), in_ten_thousands("")), (None, None, None));
        for (word, unit) in
            [("万", "万元"), ("亿", "亿元"), ("人民币元", "元"), ("(千元)", "千元"), ("万元人民币", "万元")]
        {
            assert_eq!(money_unit(word), Some(unit), "{word}");
        }
        assert_eq!((money_unit("千"), money_unit("万人"), money_unit("美元")), (None, None, None));
    }

    #[test]
    fn units_in_heads() {
        for (head, unit) in [
            ("安排资金（千元）", Some("千元")),
            ("全年预算数（A，元）", Some("元")),
            ("金额（单位：百万元）", Some("百万元")),
            ("全年预算数/元", Some("元")),
            ("亿元", Some("亿元")),
            ("金额〔人民币万元〕", Some("万元")),
            ("项目资金万元", Some("万元")),
            ("安排资金", None),
            ("公共单元", None),
            ("项目（单位）", None),
            ("完成情况/元月", None),
        ] {
            assert_eq!(unit_of_head(head), unit.map(MoneyUnit::Known), "{head}");
        }
        assert_eq!(unit_of_head("金额（万美元）"), Some(MoneyUnit::Unknown("万美元".into())));
        assert_eq!(
            (without_unit("全年预算数/元"), without_unit("吨/万元"), without_unit("/元")),
            ("全年预算数", "吨", "/元")
        );
    }

    #[test]
    fn units_in_lines() {
        for (line, unit) in [
            ("单位：千元", Some("千元")),
            ("填报单位：省科技厅　　单位：百万元", Some("百万元")),
            ("计量单位：人民币（元）", Some("元")),
            ("注：本表货币单位为万元。", Some("万元")),
            ("1.金额单位：人民币元", Some("元")),
            ("单位：个、万元", Some("万元")),
            ("单 位 ： 亿 元", Some("亿元")),
            ("单位：万元  日期：2025年", Some("万元")),
            ("承担单位：元通公司", None),
            ("填报单位：省科技厅", None),
            ("单位：个", None),
            ("主管单位及职责", None),
        ] {
            assert_eq!(declared_unit(line), unit.map(MoneyUnit::Known), "{line}");
        }
        for (line, unknown) in [("单位：万美元", "万美元"), ("金额单位：K元", "K元"), ("单位：港币", "港币")]
        {
            assert_eq!(declared_unit(line), Some(MoneyUnit::Unknown(unknown.into())), "{line}");
        }
    }
}
