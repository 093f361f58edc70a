//! The table of documents that hand the money down.

use crate::base::characters::half_width;
use crate::base::field::{Field, Rows};
use crate::base::place::Sourced;
use crate::model::budget::AllocationDocument;
use crate::model::number::Money;
use crate::model::term::{Term, listed};

use super::date;
use super::faults::Faults;
use super::fields::Table;
use super::head_words::head_key;
use super::money::amount;
use super::normalisation::NormalisationKind as Kind;
use super::recognise::Recognition;
use super::unknown_word::unknown;
use crate::base::text_part::TextPart;
use crate::prose::citations::document_numbers;
use crate::sheets::fault::Fault;

const YEAR: &str = "年度";

/// Tables of one shape are one: a sheet for each level, a file for each batch.
/// `region`: whose report it is, where that is known.
pub(crate) fn read(
    tables: &[Table<'_>],
    region: Option<&str>,
    recognition: &Recognition,
    faults: &mut Faults,
) -> Rows<AllocationDocument> {
    let mut documents = Rows::default();
    let words = tables.iter().flat_map(|table| {
        let column = table.head.column("层级");
        table.rows().filter_map(move |row| Some(table.sheet.merged_words(row, column?)))
    });
    let mut levels = Levels { words: words.collect(), region, ..Levels::default() };
    // Where there are rows of the report's year, those of others are none of it.
    let years = || tables.iter().flat_map(|table| table.rows().filter_map(|row| stated_year(table, row)));
    let is_other = |year: &u16| recognition.year.is_some_and(|own| own != *year);
    let of_other_year: Vec<u16> =
        if years().all(|year| is_other(&year)) { Vec::new() } else { years().filter(is_other).collect() };
    let mut others = Vec::new();
    for (table, row) in tables.iter().flat_map(|table| table.rows().map(move |row| (table, row))) {
        // 合计 and 省级小计 among the documents: what they sum up is checked against the budget.
        let is_document = table.holds(row, "文号") && table.holds(row, "文件名称");
        // 一 | 中央下达 | 21758 above the documents of a level.
        let heads_level = || {
            let label = table.head.column("文件名称").map(|column| table.sheet.words(row, column)).unwrap_or_default();
            let level = label.trim().trim_end_matches("资金").trim_end_matches("下达");
            !table.holds(row, "文号") && recognition.level(level).is_some()
        };
        if !is_document && (table.sheet.row(row).any(|(_, value)| recognition.is_sum(&value.words())) || heads_level())
        {
            table.note_skipped(row, faults);
            continue;
        }
        if let Some(stated) = stated_year(table, row).filter(|stated| of_other_year.contains(stated)) {
            others.push((table.sheet.place(row, table.head.column(YEAR).unwrap_or_default()), stated));
            continue;
        }
        match document(table, row, recognition, &mut levels, faults) {
            Some(document) => documents.push(document),
            None => documents.push_unread(table.sheet.place(row, 0)),
        }
    }
    levels.tell(recognition, faults);
    let places: Vec<_> = others.iter().map(|(place, _)| place.clone()).collect();
    let stated = others.first().map_or(0, |(_, stated)| *stated);
    faults.add_all(&places, Fault::RowsOfOtherYear { stated, count: places.len() });
    documents
}

/// What the row's own column says.
fn stated_year(table: &Table<'_>, row: u32) -> Option<u16> {
    let words = table.sheet.merged_words(row, table.head.column(YEAR)?);
    words.trim().trim_end_matches("年度").trim_end_matches('年').parse().ok()
}

fn document(
    table: &Table<'_>,
    row: u32,
    recognition: &Recognition,
    levels: &mut Levels<'_>,
    faults: &mut Faults,
) -> Option<AllocationDocument> {
    let (title, number) = title_and_number(table, row, faults);
    let in_title = title.as_ref().map(issuer_of);
    let level = match table.head.column("层级") {
        Some(column) => table.text(level_row(table, row, column, recognition, faults), "层级", faults),
        None => {
            if let (Some(issuer), Some(title)) = (&in_title, &title) {
                faults.read_as(&issuer.place, Kind::Issuer, &title.value, &issuer.value);
            }
            in_title.clone()
        }
    };
    let is_office = |text: &Sourced<String>| recognition.is_office(&text.value);
    let is_issuer = |text: &Sourced<String>| text.value.split('、').all(|office| recognition.is_issuer(office));
    let issuer = whose(level.clone().filter(is_office), in_title.filter(is_issuer), faults);
    let level = level.and_then(|text| levels.of(text, recognition, faults));
    let date = table.field(row, "印发日期", faults, |faults| {
        let text = table.filled(row, "印发日期", recognition, faults)?;
        let (value, _) = table.sheet.merged(row, table.head.column("印发日期")?);
        let year = number.as_ref().and_then(|number| number.value.split_once('〔')?.1.split_once('〕')?.0.parse().ok());
        date::of_year(value?, year, &text.place, faults)
    });
    let amount = table.field(row, "金额", faults, |faults| {
        table.filled(row, "金额", recognition, faults)?;
        amount(table, row, table.head.column("金额")?, "金额", faults)
    });
    if let (Some(taken), Some(title)) = (amount.known().filter(|amount| amount.value < Money::ZERO), &title)
        && !recognition.is_taking_back(&title.value)
    {
        let positive = Money::ZERO - taken.value;
        faults.add(
            &taken.place,
            Fault::Ambiguous {
                what: "金额是负数，".into(),
                actual: format!("{}", taken.value),
                readings: [format!("收回资金{positive}万元"), format!("下达资金{positive}万元，多写了负号")],
                taken: true,
                hint: "是收回的，可以接受；不是的，删去负号。".into(),
            },
        );
    }
    let money = table.field(row, "资金来源", faults, |faults| {
        let words = table.filled(row, "资金来源", recognition, faults)?;
        let Some(Some(money)) = recognition.money_row(&words.value) else {
            faults.add(&words.place, unknown("资金来源", &words.value, &recognition.rules.money_rows));
            return None;
        };
        faults.read_as(&words.place, Kind::Synonym, &words.value, &money);
        Some(Sourced::new(money, words.place))
    });
    let (amount, money) = match beside(table, row, recognition) {
        Some((other, row)) if amount.is_blank() => (Field::Known(other), Field::Known(row)),
        _ => (amount, money),
    };
    Some(AllocationDocument { level: level?, issuer, title: title?, number: number?, date, amount, money })
}

/// 下达资金 over 中央 | 省级, and the document hands down that of another row: its amount, and whose it is.
fn beside(table: &Table<'_>, row: u32, recognition: &Recognition) -> Option<(Sourced<Money>, Sourced<Term>)> {
    let own = table.head.columns.get("金额")?;
    let above = own.row.checked_sub(1).filter(|above| *above >= table.head.top)?;
    let is_beside = |column: u32| table.sheet.holder(above, column) == table.sheet.holder(above, own.column);
    let whose = |column: u32| {
        let head = head_key(&table.sheet.words(own.row, column));
        recognition.rules.money_rows.iter().find(|row| !head.is_empty() && row.name().starts_with(&head))
    };
    let others = table.sheet.row(row).map(|(column, _)| column).filter(|column| *column != own.column);
    let mut given = others.filter(|column| is_beside(*column)).filter_map(|column| {
        let money = amount(table, row, column, "金额", &mut Faults::default())?;
        let row = Sourced::new(whose(column)?.clone(), money.place.clone());
        Some((money, row))
    });
    given.next().filter(|_| given.next().is_none())
}

/// Each from its column, or both from one: 《关于…的通知》（新财教〔2025〕65号）.
fn title_and_number(
    table: &Table<'_>,
    row: u32,
    faults: &mut Faults,
) -> (Option<Sourced<String>>, Option<Sourced<String>>) {
    let joint = table.head.column("文件名称") == table.head.column("文号");
    let title = table.text(row, "文件名称", faults);
    let (title, number) = match title {
        Some(both) if joint => match parted(&both.value) {
            Some((title, number)) => {
                let place = both.place.clone();
                (Some(Sourced::new(title, both.place)), Some(Sourced::new(number, place)))
            }
            None => {
                faults.add(
                    &both.place,
                    Fault::WrongCell {
                        what: "文件名称及文号".into(),
                        expected: "《文件名称》（文号），如《关于下达…的通知》（新财教〔2025〕65号）".into(),
                        actual: both.value,
                    },
                );
                (None, None)
            }
        },
        title => (title, if joint { None } else { table.text(row, "文号", faults) }),
    };
    let title = title.map(|title| {
        let bare = title.value.trim_start_matches('《').trim_end_matches('》').to_string();
        faults.read_as(&title.place, Kind::Typing, &title.value, &bare);
        Sourced::new(bare, title.place)
    });
    let number = number.map(|number| {
        let official = with_official_brackets(&number.value);
        faults.read_as(&number.place, Kind::Typing, &number.value, &official);
        Sourced::new(official, number.place)
    });
    (title, number)
}

/// The name before the last number of a document in the cell, and the number.
fn parted(both: &str) -> Option<(String, String)> {
    let number = document_numbers(both).pop()?;
    let (before, after) = (both.part(..number.range.start), both.part(number.range.end..));
    let title = before.trim_end_matches(|c: char| c.is_whitespace() || "（([【，,、".contains(c));
    let rest = after.trim_start_matches(|c: char| c.is_whitespace() || "）)]】".contains(c));
    let title = if title.is_empty() { rest } else { title };
    (!title.is_empty()).then(|| (title.to_string(), number.text))
}

/// 新财教[2025]65号 and 新财教【２０２５】６５号 → 新财教〔2025〕65号.
fn with_official_brackets(number: &str) -> String {
    let plain: String = number.chars().map(half_width).collect();
    let year = |open: char, close: char| {
        let (issuer, rest) = plain.split_once(open)?;
        let (year, serial) = rest.split_once(close)?;
        let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
        // 黑财指（社）
        let issuer: String = number.chars().take(issuer.chars().count()).collect();
        is_year.then(|| format!("{issuer}〔{year}〕{serial}"))
    };
    let pairs = [('〔', '〕'), ('[', ']'), ('【', '】'), ('〖', '〗'), ('「', '」')];
    pairs.into_iter().find_map(|(open, close)| year(open, close)).unwrap_or_else(|| number.to_string())
}

/// Who issued it, as its title says: what stands before 关于.
fn issuer_of(title: &Sourced<String>) -> Sourced<String> {
    let before = title.value.split_once("关于").map_or("", |(before, _)| before);
    // 转发财政部关于…的通知: not by 财政部.
    let before = before.split("转发").next().unwrap_or_default();
    let offices: Vec<&str> = before.split([' ', '\u{3000}', '、']).filter(|office| !office.is_empty()).collect();
    Sourced::new(offices.join("、"), title.place.clone())
}

/// The office that the row names and that its title begins with: 财政厅 and 云川省财政厅 are one, of two others one is wrong.
fn whose(
    named: Option<Sourced<String>>,
    in_title: Option<Sourced<String>>,
    faults: &mut Faults,
) -> Option<Sourced<String>> {
    let (Some(named), Some(in_title)) = (&named, &in_title) else { return named.or(in_title) };
    // 财政厅 for 云川省财政厅, 师市财政局 for 第六十八师财政局.
    let is_short_for = |short: &str, long: &str| {
        let mut rest = long.chars();
        short
            .trim_start_matches(['省', '市', '州', '盟', '师', '县', '区', '旗', '镇', '乡'])
            .chars()
            .all(|c| rest.any(|other| other == c))
    };
    let offices = || named.value.split(['、', ' ', '\u{3000}', '，', ',']).filter(|office| !office.is_empty());
    let of_title = || in_title.value.split('、');
    let agree = |own: &str| of_title().any(|other| is_short_for(own, other) || is_short_for(other, own));
    if offices().any(agree) {
        let is_longer = named.value.chars().count() > in_title.value.chars().count();
        return Some(if is_longer { named } else { in_title }.clone());
    }
    faults.add_all(
        &[named.place.clone(), in_title.place.clone()],
        Fault::Ambiguous {
            what: "这份文件是谁印发的，".into(),
            actual: format!("发文单位是“{}”，文件名称开头是“{}”", named.value, in_title.value),
            readings: [in_title.value.clone(), named.value.clone()],
            taken: true,
            hint: "对照原文改正发文单位或文件名称。".into(),
        },
    );
    Some(in_title.clone())
}

/// The row whose cell says the level of this one: where its own is blank, that of the document above.
fn level_row(table: &Table<'_>, row: u32, column: u32, recognition: &Recognition, faults: &mut Faults) -> u32 {
    if !table.sheet.merged_words(row, column).trim().is_empty() {
        return row;
    }
    let above = table.rows().take_while(|above| *above < row).filter(|above| table.holds(*above, "文号"));
    let said = above.filter(|above| table.sheet.get(*above, column).is_some()).last();
    let words = said.map(|above| table.sheet.words(above, column)).filter(|words| recognition.level(words).is_some());
    if let (Some(above), Some(words)) = (said, words) {
        faults.read_as(&table.sheet.place(row, column), Kind::Above, "", words.trim());
        return above;
    }
    row
}

/// What the table says of levels.
#[derive(Default)]
struct Levels<'a> {
    region: Option<&'a str>,
    /// The words of its column.
    words: Vec<String>,
    /// Each once, in their order.
    all: Vec<String>,
    /// Of documents of levels that the fund has none of: who issued it, and the level.
    others: Vec<(Sourced<String>, String)>,
}

/// 财政部, 科技部: where several issued it, the first.
fn first_of(text: &str) -> &str {
    text.split(['、', ' ', '　', '，', ',']).find(|word| !word.is_empty()).unwrap_or_default()
}

impl Levels<'_> {
    fn of(&mut self, text: Sourced<String>, recognition: &Recognition, faults: &mut Faults) -> Option<Sourced<Term>> {
        let level = |text: &str| recognition.level(text).or_else(|| recognition.level(first_of(text)));
        let other = |text: &str| recognition.other_level(text).or_else(|| recognition.other_level(first_of(text)));
        // 市级 is the 省级 of 北京市 alone, and not beside another word for that.
        let is_beside = |own: &str| {
            let is_another = |word: &String| recognition.own_level(word) != Some(own) && level(word) == level(own);
            self.words.iter().any(is_another)
        };
        let is_elsewhere = |own: &str| self.region.is_some_and(|region| !recognition.is_level_of(own, region));
        let own = recognition.own_level(&text.value).filter(|own| is_elsewhere(own) || is_beside(own));
        let known = level(&text.value).filter(|_| own.is_none());
        // 区级 as the table says it; an office says only what it is taken for.
        let said = |level| if recognition.is_office(first_of(&text.value)) { level } else { first_of(&text.value) };
        let name = known.map(Term::name).or(own).or_else(|| other(&text.value).map(said)).map(str::to_string);
        let said = name.clone().unwrap_or_else(|| first_of(&text.value).to_string());
        if !self.all.contains(&said) {
            self.all.push(said);
        }
        match (known, name) {
            (Some(level), _) => {
                faults.read_as(&text.place, Kind::Synonym, &text.value, level);
                return Some(Sourced::new(level.clone(), text.place));
            }
            (None, Some(name)) => self.others.push((text, name)),
            (None, None) => faults.add(&text.place, unknown("层级", &text.value, &recognition.rules.levels)),
        }
        None
    }

    /// One finding for all of them, with the levels that the table has.
    fn tell(&self, recognition: &Recognition, faults: &mut Faults) {
        let once = |words: Vec<&str>| {
            let is_first = |(index, word): &(usize, &str)| !words.iter().take(*index).any(|before| before == word);
            let first = words.iter().copied().enumerate().filter(is_first);
            first.map(|(_, word)| word).collect::<Vec<&str>>().join("、")
        };
        let places: Vec<_> = self.others.iter().map(|(issuer, _)| issuer.place.clone()).collect();
        let issuers = once(self.others.iter().map(|(issuer, _)| issuer.value.as_str()).collect());
        let missing = once(self.others.iter().map(|(_, level)| level.as_str()).collect());
        let known = listed(&recognition.rules.levels);
        faults.add_all(&places, Fault::OtherLevels { issuers, missing, known, levels: self.all.join(", ") });
    }
}
