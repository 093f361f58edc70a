//! Kinds and widths of characters; what looks like another, and what cannot be seen.

use std::borrow::Cow;

use unicode_normalization::char::decompose_compatible;

use super::text_part::TextPart;

/// The text as the eye reads it: without characters that have no width, and with Chinese characters and digits for the
/// radicals and compatibility forms that PDF files and scanned pages put in their place.
pub(crate) fn as_seen(text: &str) -> Cow<'_, str> {
    if text.is_ascii() && !text.contains(is_invisible) || !text.chars().any(is_other_than_seen) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|c| !is_invisible(*c)).map(|c| looks_like(c).unwrap_or(c)).collect())
}

/// The same text with every character that [`as_seen`] drops or replaces told by its number: 项⽬〔U+2F6C〕名称.
pub(crate) fn spelt_out(text: &str) -> String {
    let mut spelt = String::new();
    for c in text.chars() {
        if !is_invisible(c) {
            spelt.push(c);
        }
        if is_other_than_seen(c) {
            spelt.push_str(&format!("〔U+{:04X}〕", u32::from(c)));
        }
    }
    spelt
}

fn is_other_than_seen(c: char) -> bool {
    !is_han(c) && (is_invisible(c) || looks_like(c).is_some())
}

/// Has no width and no meaning of its own in Chinese: joiners, marks of direction and of order, soft hyphens, blanks that
/// are letters, control characters.
fn is_invisible(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' => false,
        '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' => true,
        '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}' => true,
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}' => true,
        '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}' => true,
        '\u{E0000}'..='\u{E0FFF}' => true,
        _ => false,
    }
}

/// U+2E80 to U+2EF3 by the characters that they are forms of; where there is none, itself.
const RADICALS: &str = "⺀厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵⺚旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗\
    𦉫羊𦍌𦍋耂肀聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜\
    龙龜亀龟";

/// The character that the eye takes this one for.
fn looks_like(c: char) -> Option<char> {
    match c {
        '\u{2E80}'..='\u{2EF3}' => {
            let at = usize::try_from(u32::from(c) - 0x2E80).ok()?;
            RADICALS.chars().nth(at).filter(|seen| *seen != c)
        }
        // Fonts of the mainland draw these as the forms that are in use.
        '\u{2F3E}' => Some('户'),
        '\u{2FAD}' => Some('青'),
        // Radicals, characters that other encodings hold twice, digits and letters of formulas.
        '\u{2F00}'..='\u{2FD5}' | '\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}' | '\u{1D400}'..='\u{1D7FF}' => {
            let (mut seen, mut count) = (c, 0);
            decompose_compatible(c, |part| (seen, count) = (part, count + 1));
            (count == 1 && seen != c).then_some(seen)
        }
        _ => None,
    }
}

/// Signs in the one form in which they are compared: full-width and small ASCII to ASCII, ≧ and ⩾ to ≥, the ratio's ∶ to
/// a colon; everything else as it is.
pub(crate) fn half_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' | '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' => ' ',
        '≧' | '⩾' | '⪰' | '≽' | '≮' | '≩' | '⋝' => '≥',
        '≦' | '⩽' | '⪯' | '≼' | '≯' | '≨' | '⋜' => '≤',
        '﹥' => '>',
        '﹤' => '<',
        '﹦' | '═' => '=',
        '∶' | '﹕' | '︰' | '︓' | 'ː' | '꞉' => ':',
        '﹪' | '٪' | '⁒' => '%',
        '﹣' | '−' | '‐' | '‑' | '‒' => '-',
        '﹢' => '+',
        '﹡' | '∗' | '✱' => '*',
        '﹐' | '︐' => ',',
        '﹒' | '․' => '.',
        '﹙' | '︵' | '❨' => '(',
        '﹚' | '︶' | '❩' => ')',
        '﹇' => '[',
        '﹈' => ']',
        '﹝' | '︹' | '❲' => '〔',
        '﹞' | '︺' | '❳' => '〕',
        '︻' => '【',
        '︼' => '】',
        '∕' | '⁄' => '/',
        '〜' | '∼' | '˜' => '~',
        _ => c,
    }
}

/// A text as it is compared: as it is seen, half width, without blanks.
pub(crate) fn bare(text: &str) -> String {
    as_seen(text).chars().map(half_width).filter(|c| !c.is_whitespace()).collect()
}

/// Without blanks and line breaks, but where one parts two numbers: 40 42项 and 1. 82项 are none of 4042项 and 1.82项; 8 744
/// is one number. A line break, or more than one blank, that parts them becomes ⏎.
pub(crate) fn without_blanks(text: &str) -> String {
    let is_digit = |c: char| half_width(c).is_ascii_digit();
    let run = |text: &str| text.chars().take_while(|c| is_digit(*c)).count();
    let mut kept = String::new();
    // The digits that the last word ends with, and whether they stand behind a point.
    let (mut before, mut is_fraction) = (0, false);
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (word, behind) = rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len()));
        kept.push_str(word);
        let next = behind.trim_start();
        let gap = behind.part(..behind.len() - next.len());
        let own = word.chars().rev().take_while(|c| is_digit(*c)).count();
        let is_whole = own == word.chars().count();
        let point = word.chars().rev().nth(own).is_some_and(|c| half_width(c) == '.');
        (before, is_fraction) = (own, point || is_whole && is_fraction && before > 0);
        let is_narrow = [" ", "\u{A0}", "\u{2009}", "\u{202F}"].contains(&gap);
        let grouped = is_narrow && (1..=3).contains(&before) && !is_fraction && run(next) == 3;
        let apart = own > 0 || word.ends_with(|c: char| half_width(c) == '.') && word.chars().count() > 1;
        if apart && run(next) > 0 && !grouped {
            kept.push(if is_narrow { ' ' } else { '⏎' });
        }
        rest = next;
    }
    kept
}

/// A Chinese character, no mark.
pub(crate) fn is_han(character: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_numbers_stay_two() {
        for (text, kept) in [
            ("8 744", "8744"),
            ("29 442.78 万元", "29442.78万元"),
            (" 1 000 000项", "1000000项"),
            ("≥ 65 项", "≥65项"),
            ("第1 批", "第1批"),
            ("40\n42项", "40⏎42项"),
            ("8\n744", "8⏎744"),
            ("8　744", "8⏎744"),
            ("40 42项", "40 42项"),
            ("2.19 3", "2.19 3"),
            ("2.192 345", "2.192 345"),
            ("2025 100", "2025 100"),
            ("1. 82项", "1. 82项"),
            ("８ ７４４", "８７４４"),
            ("４０ ４２", "４０ ４２"),
        ] {
            assert_eq!(without_blanks(text), kept, "{text}");
            assert_eq!(without_blanks(kept), kept);
        }
    }

    #[test]
    fn what_cannot_be_seen_goes() {
        for c in
            "\u{200B}\u{200C}\u{200D}\u{200E}\u{200F}\u{FEFF}\u{202A}\u{202D}\u{202E}\u{AD}\u{2060}\u{2066}\u{FE0F}"
                .chars()
        {
            assert_eq!(as_seen(&format!("项目{c}名称")), "项目名称", "{c:?}");
        }
        assert_eq!(spelt_out("项目\u{200B}名称"), "项目〔U+200B〕名称");
        assert!(matches!(as_seen("甲\t乙\r\n丙 A"), Cow::Borrowed("甲\t乙\r\n丙 A")));
    }

    #[test]
    fn forms_become_what_they_look_like() {
        assert_eq!(as_seen("项⽬⺠⾦⻓⻔⽤⼾"), "项目民金长门用户");
        assert_eq!(as_seen("⾏\u{F9DC}𝟗𝟎"), "行隆90");
        assert_eq!(spelt_out("项⽬"), "项⽬〔U+2F6C〕");
        assert_eq!(RADICALS.chars().count(), 0x2EF4 - 0x2E80);
        let known =
            [('\u{2EA0}', '民'), ('\u{2EC5}', '见'), ('\u{2ED3}', '长'), ('\u{2EE2}', '马'), ('\u{2EF3}', '龟')];
        for (form, character) in known {
            assert_eq!(looks_like(form), Some(character));
        }
        let forms = ('\u{2F00}'..='\u{2FD5}').chain('\u{2E81}'..='\u{2E99}').chain('\u{2E9B}'..='\u{2EF3}');
        assert!(forms.into_iter().all(|form| looks_like(form).is_some()));
        // These twelve are characters of their own.
        assert_eq!(as_seen("﨎﨏﨑﨓﨔﨟﨡﨣﨤﨧﨨﨩"), "﨎﨏﨑﨓﨔﨟﨡﨣﨤﨧﨨﨩");
    }

    #[test]
    fn signs_have_one_form() {
        let plain: String = "（Ａ）≧９０﹪，１∶２﹝２０２５﹞−3".chars().map(half_width).collect();
        assert_eq!(plain, "(A)≥90%,1:2〔2025〕-3");
        assert_eq!(bare(" 项⽬\u{200B}名 称（万元）"), "项目名称(万元)");
    }
}
