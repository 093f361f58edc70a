//! The code of a number format, taken apart: `#,##0.00"万元";[Red]-0;"无";@`.

use rust_decimal::Decimal;

/// One of the parts between semicolons.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Section {
    pub condition: Option<Condition>,
    pub tokens: Vec<Token>,
    /// Thousands are separated.
    pub grouped: bool,
    /// Commas behind the digits: each divides by a thousand.
    pub scale: u32,
}

/// `[>=100]`
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Condition {
    pub below: bool,
    pub equal: bool,
    pub above: bool,
    pub bound: Decimal,
}

impl Condition {
    pub fn holds(&self, number: Decimal) -> bool {
        match number.cmp(&self.bound) {
            std::cmp::Ordering::Less => self.below,
            std::cmp::Ordering::Equal => self.equal,
            std::cmp::Ordering::Greater => self.above,
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// Printed as it stands.
    Text(String),
    /// Of 人民币; the number is the same without it.
    Yuan(String),
    /// `0`, `#`, `?`
    Digit(char),
    Point,
    Comma,
    Percent,
    /// E+
    Exponent,
    /// The number as it is.
    General,
    /// The cell's text.
    At,
    Clock(Clock),
}

/// A piece of a date or a time, with how often its letter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clock {
    Year(usize),
    Month(usize),
    Day(usize),
    Hour(usize),
    Minute(usize),
    Second(usize),
    /// Hours, minutes, seconds in all: [h].
    AllHours(usize),
    AllMinutes(usize),
    AllSeconds(usize),
    /// Decimals of seconds.
    Fraction(usize),
    /// 上午 or 下午
    Half,
    Weekday,
}

impl Section {
    pub fn is_clock(&self) -> bool {
        self.tokens.iter().any(|token| matches!(token, Token::Clock(_)))
    }

    pub fn has(&self, wanted: &Token) -> bool {
        self.tokens.contains(wanted)
    }
}

/// The sections of a code, at most four of them.
pub(super) fn sections(code: &str) -> Vec<Section> {
    /// Excel takes no longer codes.
    const LONGEST: usize = 255;
    let mut sections = vec![Section::default()];
    let mut rest: Vec<char> = code.chars().take(LONGEST).collect();
    rest.reverse();
    while let Some(c) = rest.pop() {
        if c == ';' {
            sections.push(Section::default());
            continue;
        }
        let section = sections.last_mut().expect("there is one");
        token(c, &mut rest, section);
    }
    sections.truncate(4);
    sections.iter_mut().for_each(settle);
    // A fraction shows the number itself, as near as its digits allow.
    for section in sections.iter_mut().filter(|section| is_fraction(section)) {
        section.tokens = vec![Token::General];
    }
    sections
}

/// # ?/?, # ??/16
fn is_fraction(section: &Section) -> bool {
    let below = |text: &str| text.strip_prefix('/').is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()));
    let mut tokens = section.tokens.iter().skip_while(|token| !matches!(token, Token::Digit(_))).peekable();
    while let Some(token) = tokens.next() {
        if let (Token::Digit(_), Some(Token::Text(text))) = (token, tokens.peek())
            && below(text)
        {
            return true;
        }
    }
    false
}

/// Takes one token; `rest` is reversed.
fn token(c: char, rest: &mut Vec<char>, section: &mut Section) {
    match c {
        '"' => {
            let end = rest.iter().rposition(|c| *c == '"');
            let text: String = rest.drain(end.unwrap_or(0)..).rev().filter(|c| *c != '"').collect();
            print(section, &text);
        }
        '\\' => print(section, &rest.pop().map_or_else(String::new, String::from)),
        '!' => print(section, &rest.pop().unwrap_or('!').to_string()),
        // Room as wide as a character, a character that fills the cell.
        '_' | '*' => drop(rest.pop()),
        '[' => {
            let end = rest.iter().rposition(|c| *c == ']').unwrap_or(0);
            let text: String = rest.drain(end..).rev().filter(|c| *c != ']').collect();
            bracket(&text, section);
        }
        '0' | '#' | '?' => section.tokens.push(Token::Digit(c)),
        '.' => section.tokens.push(Token::Point),
        ',' => section.tokens.push(Token::Comma),
        '%' => section.tokens.push(Token::Percent),
        '@' => section.tokens.push(Token::At),
        '¥' | '￥' => section.tokens.push(Token::Yuan(c.to_string())),
        '上' | '下' if taken(rest, "午/下午") => section.tokens.push(Token::Clock(Clock::Half)),
        'A' | 'a' if taken(rest, "m/pm") || taken(rest, "/p") => section.tokens.push(Token::Clock(Clock::Half)),
        'G' | 'g' if taken(rest, "eneral") || taken(rest, "/通用格式") => section.tokens.push(Token::General),
        'E' | 'e' if rest.last().is_some_and(|c| "+-".contains(*c)) && has_digit(section) => {
            rest.pop();
            section.tokens.push(Token::Exponent);
        }
        _ => match clock(c) {
            Some(of) => {
                let more = rest.iter().rev().take_while(|next| next.eq_ignore_ascii_case(&c)).count();
                rest.truncate(rest.len() - more);
                section.tokens.push(Token::Clock(of(more + 1)));
            }
            None => print(section, c.encode_utf8(&mut [0; 4])),
        },
    }
}

fn has_digit(section: &Section) -> bool {
    section.tokens.iter().any(|token| matches!(token, Token::Digit(_)))
}

fn clock(c: char) -> Option<fn(usize) -> Clock> {
    Some(match c.to_ascii_lowercase() {
        'y' => Clock::Year,
        // The year of the era, which is the year where there are no eras.
        'e' => |_| Clock::Year(4),
        'm' => Clock::Month,
        'd' => |count| if count > 2 { Clock::Weekday } else { Clock::Day(count) },
        'a' => |_| Clock::Weekday,
        'h' => Clock::Hour,
        's' => Clock::Second,
        _ => return None,
    })
}

/// The words that come next are these: they are taken.
fn taken(rest: &mut Vec<char>, words: &str) -> bool {
    let count = words.chars().count();
    let is_next = rest.len() >= count && words.chars().zip(rest.iter().rev()).all(|(a, b)| a.eq_ignore_ascii_case(b));
    if is_next {
        rest.truncate(rest.len() - count);
    }
    is_next
}

fn print(section: &mut Section, text: &str) {
    match section.tokens.last_mut() {
        Some(Token::Text(before)) => before.push_str(text),
        _ => section.tokens.push(Token::Text(text.to_string())),
    }
}

/// `$¥-804`, `>=100`, `h`; colours and numerals of other scripts change nothing that is read.
fn bracket(text: &str, section: &mut Section) {
    if let Some(currency) = text.strip_prefix('$') {
        let sign = currency.split('-').next().unwrap_or_default();
        match sign {
            "" => {}
            "¥" | "￥" => section.tokens.push(Token::Yuan(sign.to_string())),
            _ => print(section, sign),
        }
        return;
    }
    let letter = text.chars().next().unwrap_or_default().to_ascii_lowercase();
    if !text.is_empty() && text.chars().all(|c| c.eq_ignore_ascii_case(&letter)) {
        let all = match letter {
            'h' => Clock::AllHours(text.len()),
            'm' => Clock::AllMinutes(text.len()),
            's' => Clock::AllSeconds(text.len()),
            _ => return,
        };
        section.tokens.push(Token::Clock(all));
        return;
    }
    let bound = text.trim_start_matches(['<', '>', '=']);
    let sign = text.get(..text.len() - bound.len()).unwrap_or_default();
    if let (false, Ok(bound)) = (sign.is_empty(), bound.trim().parse()) {
        let (below, above) = (sign.contains('<'), sign.contains('>'));
        section.condition = Some(Condition { below, equal: sign.contains('='), above, bound });
    }
}

/// What a token means by those around it.
fn settle(section: &mut Section) {
    if section.is_clock() {
        settle_clock(section);
    } else {
        settle_commas(section);
    }
}

/// `m` is minutes behind hours or before seconds; a point is one behind seconds only.
fn settle_clock(section: &mut Section) {
    let clocks: Vec<(usize, Clock)> = section
        .tokens
        .iter()
        .enumerate()
        .filter_map(|(at, token)| match token {
            Token::Clock(clock) => Some((at, *clock)),
            _ => None,
        })
        .collect();
    for (index, (at, clock)) in clocks.iter().enumerate() {
        let Clock::Month(count @ 1..=2) = clock else { continue };
        let before = index.checked_sub(1).and_then(|index| clocks.get(index)).map(|(_, clock)| clock);
        let behind = clocks.get(index + 1).map(|(_, clock)| clock);
        let minutes = matches!(before, Some(Clock::Hour(_) | Clock::AllHours(_)))
            || matches!(behind, Some(Clock::Second(_) | Clock::AllSeconds(_)));
        if minutes {
            section.tokens[*at] = Token::Clock(Clock::Minute(*count));
        }
    }
    let mut tokens: Vec<Token> = Vec::new();
    for token in std::mem::take(&mut section.tokens) {
        let token = match (token, tokens.last()) {
            (Token::Digit('0'), Some(Token::Clock(Clock::Fraction(count)))) => {
                let more = Token::Clock(Clock::Fraction(count + 1));
                tokens.pop();
                more
            }
            (Token::Point, Some(Token::Clock(Clock::Second(_) | Clock::AllSeconds(_)))) => {
                Token::Clock(Clock::Fraction(0))
            }
            (Token::Point, _) => Token::Text(".".into()),
            (Token::Comma, _) => Token::Text(",".into()),
            (token, _) => token,
        };
        tokens.push(token);
    }
    section.tokens = tokens;
}

/// Commas between digits separate thousands, those behind the last digit before the point or at all divide.
fn settle_commas(section: &mut Section) {
    let digits: Vec<usize> = section
        .tokens
        .iter()
        .enumerate()
        .filter_map(|(at, token)| matches!(token, Token::Digit(_)).then_some(at))
        .collect();
    let point = section.tokens.iter().position(|token| *token == Token::Point).unwrap_or(section.tokens.len());
    let (Some(first), Some(last)) = (digits.first().copied(), digits.last().copied()) else {
        section.tokens.retain(|token| *token != Token::Comma);
        return;
    };
    let last_whole = digits.iter().copied().rfind(|at| *at < point);
    let mut at = 0;
    let (mut grouped, mut scale) = (false, 0);
    section.tokens.retain(|token| {
        let here = at;
        at += 1;
        if *token != Token::Comma {
            return true;
        }
        let divides = here > last || last_whole.is_some_and(|last| here > last && here < point);
        match divides {
            true => scale += 1,
            false => grouped |= here > first,
        }
        false
    });
    (section.grouped, section.scale) = (grouped, scale);
}
