//! MiniJinja as this project uses it: Chinese names, an undefined name is an error, and what comes from input
//! is marked so that it can never act as structure.

use std::cmp::Ordering;
use std::fmt::Write;

use minijinja::value::{Kwargs, StringInput, Value, ValueKind};
use minijinja::{Environment, Error, ErrorKind, State, UndefinedBehavior, escape_formatter, filters};
use rust_decimal::Decimal;

use crate::base::number;

use super::blank;
use super::inked::{GUARD, INNER_BREAK};
use super::marks::{VALUE_END, VALUE_START, unmarked};
use super::operators::{DEEP, PLAIN};
use super::pending::{PENDING, is_pending};
use super::shown_value::{all_plain, as_of, plain};

/// So many steps a text may take; the longest table takes some million. Loops in loops must not go on for ever.
const FUEL: u64 = 20_000_000;

pub fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment.set_formatter(|out, state, value| {
        out.write_char(VALUE_START)?;
        let text = match value.kind() {
            // A figure, or a blank cell.
            ValueKind::Plain => Some(value.to_string()),
            _ => value.as_str().map(str::to_string),
        };
        match text {
            Some(text) => {
                let plain = |c: &char| *c == '\n' || *c == '\t' || !c.is_control();
                let inner = |c: char| if c == '\n' { INNER_BREAK } else { c };
                let guarded: String = std::iter::once(GUARD).chain(text.chars().filter(plain).map(inner)).collect();
                out.write_str(&guarded)?;
            }
            // Only where a draft goes on in spite of a mistake: else an undefined value is an error before.
            None if value.is_undefined() => out.write_str(PENDING)?,
            None if is_group(value) => return Err(Error::new(ErrorKind::InvalidOperation, members(value))),
            None => escape_formatter(out, state, value)?,
        }
        out.write_char(VALUE_END)?;
        Ok(())
    });
    blank::add_to(&mut environment);
    // MiniJinja names what is undefined in this mode only.
    environment.set_debug(true);
    environment.add_filter(PLAIN.to_string(), |value: Value| plain(&value));
    environment.add_filter(DEEP.to_string(), |value: Value| all_plain(&value));
    environment.add_filter("汉字", |count: Value| unless_pending(count, |count| chinese_digit(count.try_into()?)));
    environment
        .add_filter("字母", |count: Value| unless_pending(count, |count| Ok(letter(count.try_into()?).into())));
    environment.add_filter("引号", |name: Value| unless_pending(name, |name| Ok(quoted(&name.to_string()).into())));
    for name in ["length", "count"] {
        environment
            .add_filter(name, |list: Value| unless_pending(list, |list| filters::length(&list).map(Value::from)));
    }
    environment.add_filter("join", joined);
    for (name, shift) in [("元", -4), ("亿元", 4)] {
        environment.add_filter(name, move |amount: Value| unless_pending(amount, |amount| in_unit(&amount, shift)));
    }
    environment.add_function("写了", is_written);
    environment.add_filter("replace", |text: Value, from: String, to: String| {
        unless_pending(text, |text| Ok(text.to_string().replace(&from, &to).into()))
    });
    for (names, holds) in COMPARISONS {
        for name in names {
            environment.add_test(*name, move |one: &Value, other: &Value| holds(plain(one).cmp(&plain(other))));
        }
    }
    environment
}

/// The names of a test, and what it asks.
type Comparison = (&'static [&'static str], fn(Ordering) -> bool);

/// Tests that selectattr and its like ask of figures.
const COMPARISONS: [Comparison; 6] = [
    (&["eq", "equalto", "=="], Ordering::is_eq),
    (&["ne", "!="], Ordering::is_ne),
    (&["lt", "lessthan", "<"], Ordering::is_lt),
    (&["le", "<="], Ordering::is_le),
    (&["gt", "greaterthan", ">"], Ordering::is_gt),
    (&["ge", ">="], Ordering::is_ge),
];

/// What the filter makes of a value; what could not be read stays so.
fn unless_pending(value: Value, filter: impl FnOnce(Value) -> Result<Value, Error>) -> Result<Value, Error> {
    match () {
        () if value.is_undefined() => Err(ErrorKind::UndefinedError.into()),
        () if is_pending(&value) || is_pending(&plain(&value)) => Ok(value),
        () => Ok(as_of(&value, filter(plain(&value))?)),
    }
}

/// Figures or rows by name: none of them is what a text can show.
fn is_group(value: &Value) -> bool {
    matches!(value.kind(), ValueKind::Map | ValueKind::Seq | ValueKind::Iterable) && !is_pending(value)
}

/// What stands before the names in a group in an error's words.
pub const GROUP: &str = "group: ";

fn members(group: &Value) -> String {
    let names = group.try_iter().into_iter().flatten().filter_map(|name| Some(name.as_str()?.to_string()));
    GROUP.to_string() + &names.take(MEMBERS).collect::<Vec<_>>().join("、")
}

/// So many members of a group are named to whoever asked for all of it.
const MEMBERS: usize = 6;

/// MiniJinja's filter; one of nothing would leave a hole in its sentence.
fn joined(
    state: &mut State<'_, '_>,
    value: &Value,
    joiner: Option<StringInput<'_>>,
    attribute: Option<&str>,
    kwargs: Kwargs,
) -> Result<Value, Error> {
    let is_empty = value.kind() == ValueKind::Seq && value.len() == Some(0);
    if is_empty {
        return Err(Error::new(ErrorKind::InvalidOperation, NOTHING));
    }
    filters::join(state, value, joiner, attribute, kwargs)
}

/// An amount in 万元 in another unit.
fn in_unit(amount: &Value, shift: i32) -> Result<Value, Error> {
    let typed = amount.to_string();
    let fault = || Error::new(ErrorKind::InvalidOperation, NO_AMOUNT);
    let number: Decimal = typed.parse().map_err(|_| fault())?;
    let times = Decimal::from(10_000);
    let shown = if shift < 0 { number.checked_mul(times) } else { number.checked_div(times) };
    Ok(number::plain(shown.ok_or_else(fault)?).into())
}

/// Does 文字 have this section? 写了("资金投入.资金到位")
fn is_written(state: &State<'_, '_>, path: String) -> bool {
    let chapters = state.lookup("文字").unwrap_or_default();
    let section = path.split('.').try_fold(chapters, |value, name| value.get_attr(name));
    section.is_ok_and(|text| !text.is_undefined() && text.is_true())
}

/// In errors' words: a list of nothing; what is no amount.
pub const NOTHING: &str = "nothing";
pub const NO_AMOUNT: &str = "no amount";

/// The text as it is shown, without marks of any kind; a line feed inside a value is a line feed again.
pub fn clean(text: &str) -> String {
    unmarked(text).chars().filter(|&c| c != GUARD).map(|c| if c == INNER_BREAK { '\n' } else { c }).collect()
}

/// 四 for 4: counts up to ten are written out in running text.
fn chinese_digit(number: usize) -> Result<Value, Error> {
    const DIGITS: [&str; 11] = ["零", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十"];
    if number == 0 {
        return Err(Error::new(ErrorKind::InvalidOperation, NOTHING));
    }
    Ok(DIGITS.get(number).map_or_else(|| Value::from(number), |digit| Value::from(*digit)))
}

/// a for 1, b for 2; beyond z the number itself.
fn letter(number: u32) -> String {
    let letter = number.checked_sub(1).and_then(|index| ('a'..='z').nth(usize::try_from(index).ok()?));
    letter.map_or_else(|| number.to_string(), String::from)
}

/// A name in “ ”, with the quotation marks inside it made single.
fn quoted(name: &str) -> String {
    format!("“{}”", name.replace('“', "‘").replace('”', "’"))
}

/// The same environment, in which what is undefined shows 〔待核〕.
pub fn lenient<'e>(environment: &Environment<'e>) -> Environment<'e> {
    let mut environment = environment.clone();
    environment.set_undefined_behavior(UndefinedBehavior::Chainable);
    environment
}

#[cfg(test)]
mod tests {
    use minijinja::context;

    use super::*;

    #[test]
    fn values_never_become_structure() {
        let name = "# 伪标题\n@表 x";
        let text = environment().render_str("{{ 名称 }}", context! { 名称 => name }).unwrap();
        assert!(unmarked(&text).starts_with(GUARD) && !text.contains('\n'));
        assert_eq!(clean(&text), name);
    }

    #[test]
    fn small_counts_are_written_out() {
        let text = environment().render_str("{{ 4|汉字 }}{{ 12|汉字 }}{{ 2|字母 }}", ()).unwrap();
        assert_eq!(clean(&text), "四12b");
        assert_eq!(quoted("品种“JN28”"), "“品种‘JN28’”");
    }
}
