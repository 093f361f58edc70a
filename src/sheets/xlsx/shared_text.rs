//! Texts that cells share, and those that stand in them.

use std::io::BufRead;

use crate::base::text_part::TextPart;
use crate::sheets::fault::Fault;
use crate::sheets::limits::MOST_TEXT;
use crate::sheets::rich_text::{RichText, Run};
use crate::sheets::xml::{attribute, local};

use super::styles::{colour, is_on};
use crate::sheets::xml_reader::{Tag, XmlReader};

/// The list of texts that cells share.
pub(super) fn list(xml: impl BufRead) -> Result<Vec<RichText>, Fault> {
    let mut xml = XmlReader::new(xml);
    let mut texts = Vec::new();
    let mut room = 0u64;
    loop {
        match xml.next()? {
            Tag::Open(tag) if local(&tag) == "si" => {
                let text = read(&mut xml)?;
                room += text.size() as u64;
                if room > MOST_TEXT {
                    return Err(Fault::TooLarge);
                }
                texts.push(text);
            }
            Tag::End => return Ok(texts),
            _ => {}
        }
    }
}

/// The content of an `si` or `is` that is open.
pub(super) fn read<R: BufRead>(xml: &mut XmlReader<R>) -> Result<RichText, Fault> {
    let mut runs: Vec<Run> = Vec::new();
    let mut plain = true;
    xml.within(|xml, name, tag| {
        let value = || attribute(tag, "val");
        match (name, runs.last_mut()) {
            // How it is pronounced.
            ("rPh", _) => xml.skip()?,
            ("t", run) => {
                let text = unescape(xml.text()?);
                match run {
                    Some(run) => run.text.push_str(&text),
                    None => runs.push(Run { text, ..Run::default() }),
                }
            }
            (name, run) => {
                match (name, run) {
                    ("r", _) => {
                        plain = false;
                        runs.push(Run::default());
                    }
                    // What it does not say is not as the cell's: black, not struck out.
                    ("rPr", Some(run)) => (run.struck, run.colour) = (Some(false), Some(0)),
                    ("strike", Some(run)) => run.struck = Some(is_on(tag)),
                    ("color", Some(run)) => run.colour = colour(tag),
                    // Smaller than a point nobody reads.
                    ("sz", Some(run)) => run.hidden = value().parse::<f64>().is_ok_and(|points| points < 2.0),
                    ("vertAlign", Some(run)) => {
                        (run.raised, run.lowered) = (value() == "superscript", value() == "subscript");
                    }
                    _ => {}
                }
                return Ok(false);
            }
        }
        Ok(true)
    })?;
    Ok(match runs.pop() {
        Some(run) if plain && runs.is_empty() => RichText::Plain(run.text.into()),
        None => RichText::Plain("".into()),
        Some(run) => RichText::Rich(runs.into_iter().chain([run]).collect()),
    })
}

/// `_x000D_` stands for a character that XML cannot hold.
pub(super) fn unescape(text: String) -> String {
    if !text.contains("_x") {
        return text;
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find("_x") {
        plain.push_str(rest.part(..at));
        let code = rest.part(at + 2..at + 6);
        let is_code =
            code.len() == 4 && code.bytes().all(|c| c.is_ascii_hexdigit()) && rest.part(at + 6..).starts_with('_');
        let character = u32::from_str_radix(code, 16).ok().filter(|_| is_code).and_then(char::from_u32);
        match character {
            Some(character) => {
                plain.push(character);
                rest = rest.part(at + 7..);
            }
            None => {
                plain.push_str("_x");
                rest = rest.part(at + 2..);
            }
        }
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheets::drawn::Drawn;
    use crate::sheets::unlike::How;

    #[track_caller]
    fn case(runs: &str, text: &str, how: Option<How>) {
        let xml = format!("<sst><si>{runs}</si></sst>");
        case_on(Some(0x00FF_FFFF), &xml, text, how);
    }

    #[track_caller]
    fn case_on(ground: Option<u32>, xml: &str, text: &str, how: Option<How>) {
        let cell = Drawn { ground, ..Drawn::default() };
        let (read, unlike) = list(xml.as_bytes()).unwrap().remove(0).read(cell);
        assert_eq!((read.as_str(), unlike.map(|unlike| unlike.how)), (text, how), "{xml}");
    }

    fn run(properties: &str, text: &str) -> String {
        format!("<r><rPr>{properties}<sz val='11'/></rPr><t xml:space='preserve'>{text}</t></r>")
    }

    #[test]
    fn a_colour_of_the_theme_is_not_seen_on_itself() {
        let xml = format!("<sst><si>{}{}</si></sst>", run("<color theme='4'/>", "1"), run("", "82项"));
        let ground = |xml: &str| match XmlReader::new(xml.as_bytes()).next() {
            Ok(Tag::Open(tag)) => colour(&tag),
            _ => None,
        };
        case_on(ground("<fgColor theme='4'/>"), &xml, "82项", Some(How::Pale));
        for other in ["<fgColor theme='5'/>", "<fgColor theme='4' tint='0.8'/>", "<fgColor rgb='FF4472C4'/>"] {
            case_on(ground(other), &xml, "182项", None);
        }
    }

    #[test]
    fn runs_that_are_no_text() {
        const STRIKE: &str = "<strike/>";
        const SUPER: &str = "<vertAlign val='superscript'/>";
        case(&(run(STRIKE, "6") + &run("", "82项")), "82项", Some(How::StruckOut));
        case(&(run("<strike val='0'/>", "6") + &run("", "82项")), "682项", None);
        case(&run(STRIKE, "82项"), "", Some(How::StruckOut));
        case(&(run("<color rgb='FFFFFFFF'/>", "1") + &run("<color rgb='FF000000'/>", "82项")), "82项", Some(How::Pale));
        case(&(run("<color theme='0'/>", "1") + &run("", "82项")), "82项", Some(How::Pale));
        case(&run("<color indexed='9'/>", "82项"), "82项", Some(How::Unseen));
        case(&(run("<color rgb='FFFF0000'/>", "1") + &run("", "82项")), "182项", None);
        case(&(run("", "2.19") + &run(SUPER, "1")), "2.19", Some(How::Raised));
        case(&(run("", "98%") + &run(SUPER, "[注2]")), "98%", Some(How::Raised));
        case(&(run("", "120km") + &run(SUPER, "2")), "120km²", None);
        case(&(run("", "1.2×10") + &run(SUPER, "4") + &run("", "人")), "1.2×10⁴人", None);
        case(&(run("", "1") + &run(SUPER, "st")), "1st", None);
        case(&(run("", "10") + &run(SUPER, "4") + &run("", "人次")), "10⁴人次", None);
        case(&(run("", "210") + &run(SUPER, "4")), "210", Some(How::Raised));
        case(&(run("<sz val='1'/>", "1").replace("<sz val='11'/>", "") + &run("", "82项")), "82项", Some(How::Pale));
        case(&run(SUPER, "82"), "82", None);
        case("<t>漢字</t><rPh sb='0' eb='1'><t>かんじ</t></rPh><phoneticPr fontId='1'/>", "漢字", None);
        case("<t><![CDATA[甲<乙]]>&amp;&#19993;</t>", "甲<乙&丙", None);
        case("<t>甲_x000D_乙_x5F_丙_x0041_</t>", "甲\r乙_x5F_丙A", None);
    }
}
