//! What all sheets of a workbook share: formats, fonts, texts, the list of sheets.

use std::collections::HashMap;
use std::sync::Arc;

use encoding_rs::Encoding;

use crate::sheets::drawn::{Drawn, WHITE};
use crate::sheets::fault::Fault;
use crate::sheets::number_format::{Epoch, NumberFormat};

use super::records::{BOF, CONTINUE, EOF, double_word, records, word};
use super::texts::{Parts, Text, bytes_text, encoding, shared};

#[derive(Default)]
pub(super) struct Globals {
    /// BIFF8, else BIFF5.
    pub wide: bool,
    pub epoch: Epoch,
    code_page: u16,
    pub fonts: Vec<Font>,
    pub styles: Vec<Style>,
    /// In place of the usual colours from number 8 on.
    palette: Vec<u32>,
    pub texts: Vec<Text>,
    pub sheets: Vec<Listed>,
    /// By the number that formulas give: the sheets stand in another file.
    pub elsewhere: Vec<bool>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Font {
    pub struck: bool,
    pub raised: bool,
    pub lowered: bool,
    /// Smaller than two points: nobody reads it.
    pub tiny: bool,
    /// By its number among the workbook's colours.
    pub colour: u16,
}

#[derive(Clone, Default)]
pub(super) struct Style {
    pub format: Arc<NumberFormat>,
    pub drawn: Drawn,
}

pub(super) struct Listed {
    pub name: String,
    pub start: usize,
    pub hidden: bool,
}

impl Globals {
    pub fn read(stream: &[u8]) -> Result<Globals, Fault> {
        let mut globals = Globals::default();
        let mut codes: HashMap<u16, String> = HashMap::new();
        let mut cells: Vec<(u16, u16, u16)> = Vec::new();
        let (mut shared_parts, mut books, mut externs) = (Vec::new(), Vec::new(), Vec::new());
        let (mut before, mut ends) = (0, false);
        for (index, (kind, data)) in records(stream).enumerate() {
            match kind {
                BOF if index == 0 => match word(data, 0) {
                    Some(0x0600) => globals.wide = true,
                    Some(0x0500) => {}
                    _ => return Err(Fault::OldWorkbook),
                },
                _ if index == 0 => return Err(Fault::OldWorkbook),
                0x002F if data.iter().any(|byte| *byte != 0) => return Err(Fault::Encrypted),
                0x0042 => globals.code_page = word(data, 0).unwrap_or_default(),
                0x0022 if word(data, 0) == Some(1) => globals.epoch = Epoch::Y1904,
                0x0031 => globals.fonts.push(Font {
                    struck: word(data, 2).is_some_and(|options| options & 8 != 0),
                    raised: word(data, 8) == Some(1),
                    lowered: word(data, 8) == Some(2),
                    tiny: word(data, 0).is_some_and(|twentieths| twentieths < 40),
                    colour: word(data, 4).unwrap_or(AUTOMATIC),
                }),
                0x0092 => {
                    let colours = data.get(2..).unwrap_or_default().chunks_exact(4);
                    globals.palette = colours.map(|rgb| u32::from_be_bytes([0, rgb[0], rgb[1], rgb[2]])).collect();
                }
                0x041E => {
                    let code = if globals.wide { wide(data, 2, 2) } else { globals.narrow(data, 2, 1) };
                    codes.extend(word(data, 0).zip(code));
                }
                0x00E0 => cells.push((
                    word(data, 2).unwrap_or_default(),
                    word(data, 0).unwrap_or_default(),
                    ground(data, globals.wide),
                )),
                0x0085 => globals.sheets.extend(globals.listed(data)),
                0x00FC => shared_parts.push(data),
                CONTINUE if before == 0x00FC => {
                    shared_parts.push(data);
                    continue;
                }
                // A book that formulas take from: the workbook itself, one of functions, another file.
                0x01AE => books.push(!matches!(word(data, 2), Some(0x0401 | 0x3A01))),
                0x0017 if globals.wide => {
                    let sheets = data.get(2..).unwrap_or_default().chunks_exact(6);
                    externs.extend(sheets.map(|sheet| word(sheet, 0).map_or(usize::MAX, usize::from)));
                }
                EOF => {
                    ends = true;
                    break;
                }
                _ => {}
            }
            before = kind;
        }
        if !ends {
            return Err(Fault::Damaged);
        }
        globals.elsewhere = externs.into_iter().map(|book| books.get(book) == Some(&true)).collect();
        globals.texts = shared(shared_parts)?;
        globals.styles = globals.styles_of(&codes, &cells);
        Ok(globals)
    }

    fn styles_of(&self, codes: &HashMap<u16, String>, cells: &[(u16, u16, u16)]) -> Vec<Style> {
        let mut formats: HashMap<u16, Arc<NumberFormat>> = HashMap::new();
        let style = |&(id, font, ground): &(u16, u16, u16)| {
            let code = codes.get(&id).map_or_else(|| NumberFormat::built_in(id.into()), String::as_str);
            let format = formats.entry(id).or_insert_with(|| Arc::new(NumberFormat::parse(code)));
            let font = self.font(font);
            let drawn = Drawn { struck: font.struck, colour: self.colour(font.colour), ground: self.colour(ground) };
            Style { format: format.clone(), drawn }
        };
        cells.iter().map(style).collect()
    }

    /// Red, green and blue of a colour that is known.
    pub fn colour(&self, number: u16) -> Option<u32> {
        let own = number.checked_sub(8).and_then(|at| self.palette.get(usize::from(at)).copied());
        own.or(match number {
            1 | 9 | 65 => Some(WHITE),
            0 | 8 | 64 => Some(0),
            _ => None,
        })
    }

    /// There is no font of the number 4.
    pub fn font(&self, number: u16) -> Font {
        let at = usize::from(if number > 4 { number - 1 } else { number });
        self.fonts.get(at).copied().unwrap_or_default()
    }

    pub fn style(&self, number: u16) -> Style {
        self.styles.get(usize::from(number)).cloned().unwrap_or_default()
    }

    fn encoding(&self) -> &'static Encoding {
        encoding(self.code_page)
    }

    /// A text of BIFF5.
    pub fn narrow(&self, data: &[u8], at: usize, length_bytes: usize) -> Option<String> {
        bytes_text(data, at, length_bytes, self.encoding())
    }

    /// `None` for charts and modules.
    fn listed(&self, data: &[u8]) -> Option<Listed> {
        let start = usize::try_from(double_word(data, 0)?).ok()?;
        let (state, kind) = (*data.get(4)?, *data.get(5)?);
        let name = if self.wide { wide(data, 6, 1)? } else { self.narrow(data, 6, 1)? };
        (kind == 0).then_some(Listed { name, start, hidden: state & 3 != 0 })
    }
}

const AUTOMATIC: u16 = 0x7FFF;

/// The number of the colour that a cell is filled with: white where it is not, automatic where a pattern fills it.
fn ground(data: &[u8], wide: bool) -> u16 {
    let fill = if wide {
        double_word(data, 14).map(|bits| bits >> 26)
    } else {
        double_word(data, 8).map(|bits| bits >> 16 & 0x3F)
    };
    let front = word(data, if wide { 18 } else { 8 }).unwrap_or_default() & 0x7F;
    match fill {
        Some(1) => front,
        Some(0) | None => 65,
        Some(_) => AUTOMATIC,
    }
}

/// A text of BIFF8 that stands in one record.
pub(super) fn wide(data: &[u8], at: usize, length_bytes: usize) -> Option<String> {
    Parts::new(vec![data], at).text(length_bytes).map(|text| text.words())
}
