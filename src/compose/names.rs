//! The names that a text may ask for, to tell what a wrong one was meant to be.

use std::collections::BTreeSet;

use minijinja::value::{Value, ValueKind};

use crate::base::characters::half_width;
use crate::base::nearest::nearest;

/// Maps in maps go no deeper than 指标.名称.完成率.
const DEEPEST: usize = 4;

/// What a text is rendered with, gathered once something in it is wrong.
pub struct Names {
    /// As written in a placeholder, without braces: 指标["提供技术咨询/技术服务数量"].完成率.
    paths: BTreeSet<String>,
    /// Of the items of lists, in whatever loop: 完成率.
    fields: BTreeSet<String>,
}

impl Names {
    pub fn of(context: &Value) -> Names {
        let mut names = Names { paths: BTreeSet::new(), fields: BTreeSet::new() };
        names.gather(context, "", 0);
        names
    }

    fn gather(&mut self, map: &Value, above: &str, depth: usize) {
        for key in keys(map) {
            let Ok(value) = map.get_item(&Value::from(key.as_str())) else { continue };
            let path = joined(above, &key);
            if value.kind() == ValueKind::Map && depth < DEEPEST {
                self.gather(&value, &path, depth + 1);
            } else if value.kind() == ValueKind::Seq {
                self.fields.extend(value.get_item_by_index(0).iter().flat_map(keys));
            }
            self.paths.insert(path);
        }
    }

    pub fn holds(&self, expression: &str) -> bool {
        let expression = plain(expression);
        self.paths.iter().any(|path| plain(path) == expression)
    }

    /// The name that was most likely meant, as written in a placeholder.
    pub fn nearest(&self, expression: &str) -> Option<String> {
        let wanted = plain(expression);
        let plains: Vec<(String, &str)> = self.paths.iter().map(|path| (plain(path), path.as_str())).collect();
        let of_context = nearest(&wanted, plains.iter().map(|(plain, _)| plain.as_str()));
        let known = |plain: &String| plains.iter().find(|(other, _)| other == plain).map(|(_, path)| path.to_string());
        // 项.完成串 in a loop: the item is called as the loop likes.
        let (item, field) = wanted.rsplit_once('.').unwrap_or_default();
        let is_item = !item.is_empty() && !item.contains('.') && !self.holds(item);
        if is_item {
            let field = nearest(field, self.fields.iter().map(String::as_str));
            return field.map(|field| format!("{item}.{field}"));
        }
        of_context.as_ref().and_then(known)
    }
}

/// The names of what a template can go through.
pub fn lists(context: &Value) -> Vec<String> {
    let is_list = |name: &String| {
        let kind = context.get_item(&Value::from(name.as_str())).map(|value| value.kind());
        kind.is_ok_and(|kind| matches!(kind, ValueKind::Seq | ValueKind::Iterable))
    };
    keys(context).into_iter().filter(is_list).collect()
}

fn keys(map: &Value) -> Vec<String> {
    let keys = (map.kind() == ValueKind::Map).then(|| map.try_iter().ok()).flatten();
    keys.into_iter().flatten().filter_map(|key| key.as_str().map(str::to_string)).collect()
}

/// 指标.甲.完成率, or 指标["甲/乙"].完成率 where the name would not be read as one.
fn joined(above: &str, key: &str) -> String {
    let is_word = key.chars().all(|c| c.is_alphanumeric() || c == '_') && !key.starts_with(|c: char| c.is_numeric());
    match (above, is_word) {
        ("", _) => key.to_string(),
        (_, true) => format!("{above}.{key}"),
        (_, false) => format!("{above}[\"{key}\"]"),
    }
}

/// Both ways of writing a name are one: 指标["甲"].完成率, 指标.甲.完成率.
fn plain(expression: &str) -> String {
    let dotted = expression.replace(['[', ']'], ".").replace(['"', '\''], "").replace("..", ".");
    dotted.split_whitespace().collect::<String>().trim_matches('.').to_string()
}

/// An expression with the marks that it needs: ．。｜（）“” typed on a Chinese keyboard are . | ( ) ". What stands in
/// quotation marks stays.
pub fn straightened(expression: &str) -> String {
    let mut quote = None;
    let straight = expression.trim().chars().map(|character| {
        let straight = match character {
            '。' => '.',
            '“' | '”' | '＂' => '"',
            '‘' | '’' | '＇' => '\'',
            '【' | '［' => '[',
            '】' | '］' => ']',
            other => half_width(other),
        };
        match quote {
            Some(open) if straight == open => quote = None,
            Some(_) => return character,
            None if matches!(straight, '"' | '\'') => quote = Some(straight),
            None => {}
        }
        straight
    });
    straight.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        Names::of(&minijinja::context! {
            项目 => minijinja::context! { 数量 => 137, 新上 => 92 },
            指标 => minijinja::context! { 咨询 => minijinja::context! { 完成率 => "1" } },
            各指标 => vec![minijinja::context! { 完成率 => "1", 指标值 => "2" }],
        })
    }

    #[test]
    fn the_name_that_was_meant_is_found() {
        let names = names();
        for (typed, meant) in [
            ("项目.数目", Some("项目.数量")),
            ("指标[\"咨询\"].完成串", Some("指标.咨询.完成率")),
            ("项.完成串", Some("项.完成率")),
            ("天气预报说明天下雨", None),
        ] {
            assert_eq!(names.nearest(typed).as_deref(), meant, "{typed}");
        }
        assert!(names.holds("指标['咨询'].完成率") && !names.holds("项目.数目"));
    }

    #[test]
    fn marks_of_a_chinese_keyboard_become_those_that_are_read() {
        assert_eq!(straightened(" 项目。数量"), "项目.数量");
        assert_eq!(straightened("各方向｜join（“、”）"), "各方向|join(\"、\")");
        assert_eq!(straightened("指标［“甲（乙）”］．完成率"), "指标[\"甲（乙）\"].完成率");
    }
}
