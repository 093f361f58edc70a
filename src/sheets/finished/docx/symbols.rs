//! Characters of fonts that draw symbols where others have letters.

/// From 0x20 and from 0xA0 on; a blank where there is nothing that says anything.
const SYMBOL: [&str; 2] = [
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼ ",
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪ 〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭ ",
];

const WINGDINGS: [(u32, u32, &str); 12] = [
    (0x6C, 0x6C, "●"),
    (0x6E, 0x72, "■□□□□"),
    (0x75, 0x77, "◆◆◆"),
    (0x80, 0x8A, "⓪①②③④⑤⑥⑦⑧⑨⑩"),
    (0x8B, 0x95, "⓿❶❷❸❹❺❻❼❽❾❿"),
    (0x9F, 0xA8, "••○○○◉◎○▪□"),
    (0xAA, 0xAC, "✦★✶"),
    (0xD8, 0xD8, "➢"),
    (0xDF, 0xE8, "←→↑↓↖↗↙↘←→"),
    (0xEF, 0xF2, "⇦⇨⇧⇩"),
    (0xFB, 0xFE, "✗✓☒☑"),
    (0x46, 0x46, "☞"),
];

const WINGDINGS_2: [(u32, u32, &str); 6] = [
    (0x4F, 0x54, "✗✓☒☑☒☒"),
    (0x69, 0x73, "⓪①②③④⑤⑥⑦⑧⑨⑩"),
    (0x75, 0x7F, "⓿❶❷❸❹❺❻❼❽❾❿"),
    (0x96, 0x98, "•●●"),
    (0x9E, 0xA6, "·•●●■□□□■"),
    (0x2A, 0x2A, "□"),
];

const WINGDINGS_3: [(u32, u32, &str); 3] = [(0x66, 0x6D, "←→↑↓↖↗↙↘"), (0x70, 0x71, "▲▼"), (0x7B, 0x7E, "◀◀▶▶")];

const WEBDINGS: [(u32, u32, &str); 4] = [(0x61, 0x61, "✓"), (0x63, 0x63, "□"), (0x67, 0x67, "■"), (0x72, 0x72, "✗")];

/// Whether this font draws symbols.
pub(super) fn is_symbolic(font: &str) -> bool {
    ["symbol", "wingdings", "wingdings 2", "wingdings 3", "webdings"].contains(&font.to_ascii_lowercase().as_str())
}

/// The character that a code of the font shows; `None` where it is not known.
pub(super) fn shown(font: &str, code: u32) -> Option<char> {
    let low = if (0xF000..=0xF0FF).contains(&code) { code - 0xF000 } else { code };
    let within = |ranges: &[(u32, u32, &str)]| {
        let (first, _, text) = ranges.iter().find(|(first, last, _)| (*first..=*last).contains(&low))?;
        text.chars().nth((low - first) as usize)
    };
    match font.to_ascii_lowercase().as_str() {
        "symbol" => match low {
            0x20..=0x7F => SYMBOL[0].chars().nth(low as usize - 0x20),
            0xA0..=0xFF => SYMBOL[1].chars().nth(low as usize - 0xA0),
            _ => None,
        },
        "wingdings" => within(&WINGDINGS),
        "wingdings 2" => within(&WINGDINGS_2),
        "wingdings 3" => within(&WINGDINGS_3),
        "webdings" => within(&WEBDINGS),
        // Any other font has letters where letters are.
        _ => char::from_u32(low).filter(|c| !c.is_control() && !('\u{E000}'..='\u{F8FF}').contains(c)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_show_their_symbols() {
        let symbol = [0xF0B3, 0xF0A3, 0xB4, 0xF0B1, 0xF0B8, 0xF0D6, 0xF0B9, 0xF038].map(|code| shown("Symbol", code));
        assert_eq!(symbol.into_iter().flatten().collect::<String>(), "≥≤×±÷√≠8");
        assert_eq!(SYMBOL.map(|half| half.chars().count()), [96, 96]);
        let ticks = [("Wingdings", 0xF0FC), ("Wingdings", 0xF0FE), ("Wingdings 2", 0xF052), ("Wingdings 2", 0xF050)];
        assert_eq!(ticks.iter().filter_map(|(font, code)| shown(font, *code)).collect::<String>(), "✓☑☑✓");
        for (first, last, text) in [&WINGDINGS[..], &WINGDINGS_2, &WINGDINGS_3, &WEBDINGS].concat() {
            assert_eq!(text.chars().count(), (last - first + 1) as usize, "{text}");
        }
        assert_eq!(shown("宋体", 0x2264), Some('≤'));
        assert_eq!(shown("Wingdings", 0x21), None);
    }
}
