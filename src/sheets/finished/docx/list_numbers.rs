//! A list number in words: 12 as 十二, XII, ⑫, 012.

/// In the format that Word names so; plain digits for one that is not known.
pub(super) fn written(format: &str, number: u32) -> String {
    let cyclic = |letters: &str| pick(letters, (number.saturating_sub(1) as usize) % letters.chars().count());
    let enclosed = |first: char, last: u32| match number {
        1.. if number <= last => char::from_u32(u32::from(first) + number - 1).map(String::from),
        _ => None,
    };
    let found = match format {
        "none" | "bullet" => return String::new(),
        "decimalZero" => Some(format!("{number:02}")),
        "upperRoman" => Some(roman(number)),
        "lowerRoman" => Some(roman(number).to_lowercase()),
        "upperLetter" => letters(number, 'A'),
        "lowerLetter" => letters(number, 'a'),
        "ordinal" => Some(format!("{number}{}", suffix(number))),
        "hex" => Some(format!("{number:X}")),
        "numberInDash" => Some(format!("- {number} -")),
        "decimalFullWidth" | "decimalFullWidth2" => Some(
            number
                .to_string()
                .chars()
                .map(|digit| pick("０１２３４５６７８９", digit as usize - '0' as usize))
                .collect(),
        ),
        "chineseCountingThousand" | "taiwaneseCountingThousand" | "koreanCounting" => {
            Some(counted(number, "零一二三四五六七八九", "十百千", '万', true))
        }
        "chineseLegalSimplified" => Some(counted(number, "零壹贰叁肆伍陆柒捌玖", "拾佰仟", '万', false)),
        "ideographLegalTraditional" => Some(counted(number, "零壹貳參肆伍陸柒捌玖", "拾佰仟", '萬', false)),
        "japaneseLegal" => Some(counted(number, "零壱弐参四伍六七八九", "拾百阡", '萬', false)),
        "chineseCounting" | "taiwaneseCounting" | "japaneseCounting" if number < 100 => {
            Some(counted(number, "零一二三四五六七八九", "十百千", '万', true))
        }
        "japaneseCounting" => Some(counted(number, "〇一二三四五六七八九", "十百千", '万', true)),
        "chineseCounting" | "taiwaneseCounting" | "taiwaneseDigital" => Some(digits(number, "○一二三四五六七八九")),
        "ideographDigital" | "japaneseDigitalTenThousand" | "koreanDigital" | "koreanDigital2" => {
            Some(digits(number, "〇一二三四五六七八九"))
        }
        "ideographTraditional" => Some(cyclic("甲乙丙丁戊己庚辛壬癸")),
        "ideographZodiac" => Some(cyclic("子丑寅卯辰巳午未申酉戌亥")),
        "ideographZodiacTraditional" => Some(cyclic("甲乙丙丁戊己庚辛壬癸") + &cyclic("子丑寅卯辰巳午未申酉戌亥")),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => match number {
            21..=35 => char::from_u32(0x3251 + number - 21).map(String::from),
            36..=50 => char::from_u32(0x32B1 + number - 36).map(String::from),
            _ => enclosed('①', 20),
        },
        "ideographEnclosedCircle" => enclosed('㊀', 10),
        "decimalEnclosedParen" => enclosed('⑴', 20),
        "decimalEnclosedFullstop" => enclosed('⒈', 20),
        _ => None,
    };
    found.unwrap_or_else(|| number.to_string())
}

/// Of the format that a document makes itself: `001, 002, 003, ...` is as wide as its first number.
pub(super) fn padded(pattern: &str, number: u32) -> String {
    let first: String = pattern.trim().chars().take_while(char::is_ascii_digit).collect();
    format!("{number:0width$}", width = first.len().min(8))
}

fn pick(letters: &str, index: usize) -> String {
    letters.chars().nth(index).map(String::from).unwrap_or_default()
}

fn digits(number: u32, zero_to_nine: &str) -> String {
    number.to_string().bytes().map(|digit| pick(zero_to_nine, usize::from(digit - b'0'))).collect()
}

/// 一百零一; `short` leaves out the one before ten (十二, not 一十二).
fn counted(number: u32, names: &str, powers: &str, ten_thousand: char, short: bool) -> String {
    if number == 0 {
        return pick(names, 0);
    }
    let (high, low) = (number / 10_000, number % 10_000);
    let mut text = String::new();
    if high > 0 {
        text = counted(high, names, powers, ten_thousand, short);
        text.push(ten_thousand);
    }
    let mut gap = high > 0 && low < 1000 && low > 0;
    for (power, divisor) in [(3, 1000), (2, 100), (1, 10), (0, 1)] {
        let digit = low / divisor % 10;
        if digit == 0 {
            gap |= !text.is_empty() && low % divisor > 0 && low > divisor;
            continue;
        }
        if std::mem::take(&mut gap) {
            text += &pick(names, 0);
        }
        if !(short && power == 1 && digit == 1 && text.is_empty()) {
            text += &pick(names, digit as usize);
        }
        if power > 0 {
            text += &pick(powers, power - 1);
        }
    }
    text
}

fn roman(number: u32) -> String {
    const PARTS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number > 4999 {
        return number.to_string();
    }
    let (mut rest, mut text) = (number, String::new());
    for (value, letters) in PARTS {
        while rest >= value {
            rest -= value;
            text += letters;
        }
    }
    text
}

/// A … Z, AA, BB, …: Word repeats the letter.
fn letters(number: u32, first: char) -> Option<String> {
    let index = number.checked_sub(1)?;
    let letter = char::from_u32(u32::from(first) + index % 26)?;
    (index / 26 < 32).then(|| std::iter::repeat_n(letter, index as usize / 26 + 1).collect())
}

fn suffix(number: u32) -> &'static str {
    match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_word_writes_them() {
        let shown = |format: &str| [1, 10, 12, 20, 101, 110, 137].map(|number| written(format, number)).join(" ");
        assert_eq!(shown("chineseCountingThousand"), "一 十 十二 二十 一百零一 一百一十 一百三十七");
        assert_eq!(shown("chineseCounting"), "一 十 十二 二十 一○一 一一○ 一三七");
        assert_eq!(shown("ideographDigital"), "一 一〇 一二 二〇 一〇一 一一〇 一三七");
        assert_eq!(shown("chineseLegalSimplified"), "壹 壹拾 壹拾贰 贰拾 壹佰零壹 壹佰壹拾 壹佰叁拾柒");
        assert_eq!(shown("decimalEnclosedCircleChinese"), "① ⑩ ⑫ ⑳ 101 110 137");
        assert_eq!(shown("upperLetter"), "A J L T WWWW FFFFF GGGGGG");
        assert_eq!(shown("lowerRoman"), "i x xii xx ci cx cxxxvii");
        assert_eq!(shown("decimalZero"), "01 10 12 20 101 110 137");
        assert_eq!(shown("ideographTraditional"), "甲 癸 乙 癸 甲 癸 庚");
        assert_eq!(written("chineseCountingThousand", 10_010), "一万零一十");
        assert_eq!(written("chineseCountingThousand", 1001), "一千零一");
        assert_eq!(padded("001, 002, 003, ...", 7), "007");
    }
}
