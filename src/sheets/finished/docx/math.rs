//! Formulas as one line of text: 10/20, x², √(a＋b).

use super::markup::Element;
use super::raised::superscript;

/// What the formula says.
pub(super) fn line(formula: &Element) -> String {
    formula.kids.iter().map(part).collect()
}

fn of(element: &Element, kid: &str) -> String {
    element.kid(kid).map(line).unwrap_or_default()
}

/// In brackets where it is more than one word.
fn whole(text: String) -> String {
    let is_word = text.chars().all(|c| c.is_alphanumeric() || ".,%％‰".contains(c));
    let is_held = text.starts_with('(') && text.ends_with(')') && text.matches('(').count() == 1;
    if is_word || is_held { text } else { format!("({text})") }
}

fn mark(element: &Element, properties: &str, name: &str, usual: &str) -> String {
    let found = element.kid(properties).and_then(|properties| properties.kid(name));
    found.map_or(usual.to_string(), |mark| mark.attribute("val").unwrap_or_default().to_string())
}

fn power(element: &Element, kid: &str) -> String {
    let text = of(element, kid);
    superscript(&text).unwrap_or_else(|| if text.is_empty() { text } else { format!("^{}", whole(text)) })
}

fn part(element: &Element) -> String {
    match element.name() {
        "r" => {
            let off = |looks: &Element| {
                ["vanish", "strike", "dstrike"].iter().any(|name| looks.switch(name).unwrap_or(false))
            };
            // A run of a formula may have Word's looks as well as its own.
            let hidden = element.all("rPr").any(off);
            if hidden { String::new() } else { element.all("t").map(|text| text.text.as_str()).collect() }
        }
        "del" | "moveFrom" => String::new(),
        name if name.ends_with("Pr") => String::new(),
        "f" => {
            let (above, below) = (of(element, "num"), of(element, "den"));
            match element.kid("fPr").and_then(|properties| properties.value("type")) {
                Some("noBar") => format!("{above} {below}"),
                _ => format!("{}/{}", whole(above), whole(below)),
            }
        }
        "sSup" => of(element, "e") + &power(element, "sup"),
        "sSub" => of(element, "e") + &of(element, "sub"),
        "sSubSup" => of(element, "e") + &of(element, "sub") + &power(element, "sup"),
        "sPre" => of(element, "sub") + &power(element, "sup") + &of(element, "e"),
        "rad" => of(element, "deg") + "√" + &whole(of(element, "e")),
        "d" => {
            let between = mark(element, "dPr", "sepChr", "|");
            let inner: Vec<String> = element.all("e").map(line).collect();
            mark(element, "dPr", "begChr", "(") + &inner.join(&between) + &mark(element, "dPr", "endChr", ")")
        }
        "nary" => mark(element, "naryPr", "chr", "∫") + &of(element, "sub") + &of(element, "sup") + &of(element, "e"),
        "func" => of(element, "fName") + &of(element, "e"),
        "limLow" | "limUpp" => of(element, "e") + &of(element, "lim"),
        "phant" => {
            let shown = element.kid("phantPr").and_then(|properties| properties.switch("show")).unwrap_or(true);
            if shown { of(element, "e") } else { String::new() }
        }
        "eqArr" => element.all("e").map(line).collect::<Vec<_>>().join("\n"),
        "m" => {
            let row = |row: &Element| row.all("e").map(line).collect::<Vec<_>>().join(" ");
            element.all("mr").map(row).collect::<Vec<_>>().join("\n")
        }
        _ => line(element),
    }
}
