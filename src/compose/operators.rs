//! Figures in templates carry their names; where a template compares or reckons with them, the bare value is meant.

use crate::base::text_part::TextPart;

/// The filter that gives the bare value, put behind operands. Nobody types a letter of the Miao script.
pub(super) const PLAIN: char = '\u{16F40}';
/// The same of all that a list holds.
pub(super) const DEEP: char = '\u{16F41}';
/// Filters that take figures as they are; to the others goes the bare value.
const KEEPING: [&str; 26] = [
    "default",
    "d",
    "map",
    "join",
    "first",
    "last",
    "list",
    "reverse",
    "select",
    "reject",
    "selectattr",
    "rejectattr",
    "sort",
    "unique",
    "min",
    "max",
    "length",
    "count",
    "replace",
    "汉字",
    "字母",
    "引号",
    "元",
    "亿元",
    "items",
    "slice",
];
/// Statements that hold an expression.
const STATEMENTS: [&str; 4] = ["if", "elif", "for", "set"];
/// What stands between expressions; what follows each is read anew.
const BETWEEN: [&str; 6] = ["and", "or", "not", "if", "else", "elif"];
/// Filters whose arguments may be shown.
const SHOWING: [&str; 2] = ["default", "d"];

/// The template with all its tags as [`operands_plain`] makes them.
pub(super) fn tags_plain(template: &str) -> String {
    let mut plain = String::with_capacity(template.len());
    let mut at = 0;
    while at < template.len() {
        let rest = template.part(at..);
        let length = tag_end(rest).or_else(|| next_tag(rest)).unwrap_or(rest.len());
        match tag_end(rest) {
            Some(_) => plain += &operands_plain(rest.part(..length)),
            None => plain += rest.part(..length),
        }
        at += length;
    }
    plain
}

/// Length of the tag that the text begins with.
pub(super) fn tag_end(text: &str) -> Option<usize> {
    let closing = match text.get(..2)? {
        "{{" => "}}",
        "{%" => "%}",
        "{#" => return Some(text.find("#}").map_or(text.len(), |end| end + 2)),
        _ => return None,
    };
    let mut quote = None;
    for (at, character) in text.char_indices().skip(2) {
        match quote {
            Some(open) => quote = (character != open).then_some(open),
            None if character == '"' || character == '\'' => quote = Some(character),
            None if text.part(at..).starts_with(closing) => return Some(at + 2),
            None => {}
        }
    }
    Some(text.len())
}

pub(super) fn next_tag(text: &str) -> Option<usize> {
    let opens = |at: &usize| text.part(at + 1..).starts_with(['{', '%', '#']);
    text.match_indices('{').map(|(at, _)| at).find(opens)
}

/// The tag with [`PLAIN`] behind every operand of a comparison or a calculation, and behind what stands in [ ] and ( ).
pub(super) fn operands_plain(tag: &str) -> String {
    let is_block = tag.starts_with("{%");
    let Some(inner) = tag.get(2..tag.len().saturating_sub(2)).filter(|_| is_block || tag.starts_with("{{")) else {
        return tag.to_string();
    };
    let words = inner.trim_start_matches(['-', '+']).trim_start();
    let statement = words.split(|c: char| !is_word(c)).next().unwrap_or_default();
    if is_block && !STATEMENTS.contains(&statement)
        || !inner.contains(OPERATORS) && ![" in ", " is ", "|"].iter().any(|sign| inner.contains(sign))
    {
        return tag.to_string();
    }
    let mut put = Reading::default().read(inner);
    put.sort_by_key(|(at, _)| *at);
    let mut plain = String::from(tag.part(..2));
    let mut at = 0;
    for (next, what) in put {
        plain += inner.part(at..next);
        plain += &what;
        at = next;
    }
    plain += inner.part(at..);
    plain += tag.part(tag.len() - 2..);
    plain
}

const OPERATORS: [char; 11] = ['=', '<', '>', '!', '+', '-', '*', '/', '%', '[', '('];

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// A pair of brackets that is open.
#[derive(Default)]
struct Level {
    /// Operands since the last word that parts expressions: their first byte, the one behind them, and whether they are
    /// literals, which are plain by themselves and are to be told as typed.
    operands: Vec<(usize, usize, bool)>,
    /// They are compared or reckoned with.
    plain: bool,
    /// The same of all that stands in it: names of [ ], arguments.
    always: bool,
    /// What [ ] stands behind.
    subscript: Option<(usize, usize)>,
}

#[derive(Default)]
struct Reading {
    levels: Vec<Level>,
    put: Vec<(usize, String)>,
}

impl Reading {
    fn read(mut self, inner: &str) -> Vec<(usize, String)> {
        self.levels.push(Level::default());
        let mut at = 0;
        // What came before: an operand, a dot or a filter's sign behind one.
        let mut operand = false;
        let mut joins = false;
        let mut filter: Option<&str> = None;
        let mut is_loop = false;
        while let Some(character) = inner.part(at..).chars().next() {
            let rest = inner.part(at..);
            if character.is_whitespace() {
                at += character.len_utf8();
                continue;
            }
            if character == '"' || character == '\'' {
                let mut escaped = false;
                let end = rest.char_indices().skip(1).find(|(_, c)| {
                    let ends = *c == character && !escaped;
                    escaped = *c == '\\' && !escaped;
                    ends
                });
                let length = end.map_or(rest.len(), |(end, c)| end + c.len_utf8());
                self.operand(at, at + length);
                self.literal();
                (operand, joins, filter) = (true, false, None);
                at += length;
                continue;
            }
            if is_word(character) {
                let length = rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
                let word = rest.part(..length);
                let next = at + length;
                if joins {
                    if filter.is_some() && !KEEPING.contains(&word) {
                        self.plain_before(DEEP);
                    }
                    self.extend(next);
                    filter = filter.is_some().then_some(word);
                    joins = false;
                } else if BETWEEN.contains(&word) {
                    self.flush();
                    operand = false;
                } else if word == "in" {
                    if is_loop {
                        is_loop = false;
                        self.level().operands.clear();
                    } else {
                        self.level().plain = true;
                    }
                    operand = false;
                } else if word == "is" {
                    // The test's name follows.
                    let after = inner.part(next..).trim_start();
                    let after = after.strip_prefix("not ").map_or(after, str::trim_start);
                    let name = after.find(|c: char| !is_word(c)).unwrap_or(after.len());
                    if !after.part(..name).ends_with("defined") {
                        self.plain_before(PLAIN);
                    }
                    at = inner.len() - after.len() + name;
                    self.extend(at);
                    (operand, filter) = (true, None);
                    continue;
                } else if word == "for" && !operand {
                    is_loop = true;
                } else if !(word == "set" && !operand && self.level().operands.is_empty()) {
                    self.operand(at, next);
                    if character.is_ascii_digit() {
                        self.literal();
                    }
                    operand = true;
                }
                if !joins && filter != Some(word) {
                    filter = None;
                }
                at = next;
                continue;
            }
            let two = rest.get(..2).unwrap_or_default();
            let mut length = character.len_utf8();
            match character {
                '.' if operand => joins = true,
                '|' if operand => {
                    joins = true;
                    filter = Some("");
                }
                '(' | '[' | '{' => {
                    let last = self.level().operands.last().copied().filter(|_| operand);
                    let showing = filter.is_some_and(|filter| SHOWING.contains(&filter));
                    if last.is_none() {
                        self.operand(at, at);
                    }
                    let subscript = last.filter(|_| character == '[').map(|(start, end, _)| (start, end));
                    self.levels.push(Level { always: last.is_some() && !showing, subscript, ..Level::default() });
                    (operand, filter) = (false, None);
                }
                ')' | ']' | '}' => {
                    self.close(at + 1);
                    (operand, filter) = (true, None);
                }
                ',' => {
                    self.flush();
                    operand = false;
                }
                ':' => {
                    // 名称[:4]: only a bare text has parts.
                    if let Some((start, end)) = self.level().subscript.take() {
                        self.put.push((start, "(".into()));
                        self.put.push((end, format!("|{PLAIN})")));
                    }
                    self.flush();
                    operand = false;
                }
                '~' => operand = false,
                '=' if two != "==" => {
                    self.level().operands.clear();
                    operand = false;
                }
                '-' | '+' if !operand => {}
                '-' | '+' if rest.part(1..).trim().is_empty() => {}
                '=' | '!' | '<' | '>' | '+' | '-' | '*' | '/' | '%' => {
                    self.level().plain = true;
                    operand = false;
                    length = if matches!(two, "==" | "!=" | "<=" | ">=" | "//" | "**") { 2 } else { 1 };
                }
                _ => operand = false,
            }
            at += length;
        }
        while self.levels.len() > 1 {
            self.close(inner.len());
        }
        self.flush();
        self.put
    }

    fn level(&mut self) -> &mut Level {
        if self.levels.is_empty() {
            self.levels.push(Level::default());
        }
        let last = self.levels.len() - 1;
        &mut self.levels[last]
    }

    fn operand(&mut self, start: usize, end: usize) {
        self.level().operands.push((start, end, false));
    }

    /// The last operand is a literal: nothing is put behind it.
    fn literal(&mut self) {
        if let Some(last) = self.level().operands.last_mut() {
            last.2 = true;
        }
    }

    /// The last operand goes on to here.
    fn extend(&mut self, end: usize) {
        if let Some(last) = self.level().operands.last_mut() {
            (last.1, last.2) = (end, false);
        }
    }

    /// What comes behind the last operand gets its bare value.
    fn plain_before(&mut self, filter: char) {
        let last = self.level().operands.last().copied();
        self.put.extend(last.map(|(_, end, _)| (end, format!("|{filter}"))));
    }

    fn flush(&mut self) {
        let level = self.level();
        let operands = std::mem::take(&mut level.operands);
        let plain = std::mem::take(&mut level.plain) || level.always;
        if plain {
            let named = operands.into_iter().filter(|(.., literal)| !literal);
            self.put.extend(named.map(|(_, end, _)| (end, format!("|{PLAIN}"))));
        }
    }

    fn close(&mut self, end: usize) {
        self.flush();
        if self.levels.len() > 1 {
            self.levels.pop();
        }
        self.extend(end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::marks::unmarked;

    #[test]
    fn what_is_compared_or_reckoned_with_is_plain_and_what_is_shown_is_not() {
        for (typed, plain) in [
            ("{% if 项目.新上 > 0 %}", "{% if 项目.新上~ > 0 %}"),
            ("{% if 维度.类别|length > 1 and 函 %}", "{% if 维度.类别|length~ > 1 and 函 %}"),
            ("{{ \"新上\" ~ 方向.新上 ~ \"个\" }}", "{{ \"新上\" ~ 方向.新上 ~ \"个\" }}"),
            ("{% set 分项 = 分项 + [\"甲\" ~ 乙] %}", "{% set 分项 = 分项~ + [\"甲\" ~ 乙]~ %}"),
            ("{{ 得分[维度.名称] }}", "{{ 得分[维度.名称~] }}"),
            ("{{ 地区[:2] }}", "{{ (地区~)[:2] }}"),
            ("{{ 甲|default(乙.丙) }}", "{{ 甲|default(乙.丙) }}"),
            ("{{ 各方向|map(attribute=\"名称\")|join(\"、\") }}", "{{ 各方向|map(attribute=\"名称\")|join(\"、\") }}"),
            ("{% for 项 in 各指标 if 项.完成率 != \"100%\" %}", "{% for 项 in 各指标 if 项.完成率~ != \"100%\" %}"),
            ("{{ 甲 if 甲 ~ 乙 == 丙 else 丁 }}", "{{ 甲 if 甲~ ~ 乙~ == 丙~ else 丁 }}"),
            ("{% if 文字.问题[名称] != \"无\" %}", "{% if 文字.问题[名称~]~ != \"无\" %}"),
            ("{%- if 名称 in (甲, 乙) -%}", "{%- if 名称~ in (甲, 乙)~ -%}"),
            ("{{ 资金.执行率|trim|汉字 }}", "{{ 资金.执行率^|trim|汉字 }}"),
            ("{{ 各方向|sum(attribute=\"数量\") }}", "{{ 各方向^|sum(attribute=\"数量\") }}"),
            ("{% if 项.得分 is number %}", "{% if 项.得分~ is number %}"),
            ("{% if 项.日期 is not defined %}", "{% if 项.日期 is not defined %}"),
            ("{% endfor %}", "{% endfor %}"),
            ("{{ (项目.数量 - 3) * 2 }}", "{{ (项目.数量~ - 3)~ * 2 }}"),
            ("{{ 项目.数量 + }}", "{{ 项目.数量 + }}"),
        ] {
            let read = operands_plain(typed);
            assert_eq!(read.replace(&format!("|{PLAIN}"), "~").replace(&format!("|{DEEP}"), "^"), plain, "{typed}");
            assert_eq!(unmarked(&read).replace(['(', ')'], ""), typed.replace(['(', ')'], ""));
        }
    }
}
