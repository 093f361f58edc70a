//! What is seen of a sheet's cells where they hold something else.

use super::faults::Faults;
use super::normalisation::NormalisationKind as Kind;
use crate::sheets::fault::Fault;
use crate::sheets::sheet::Sheet;
use crate::sheets::unlike::{How, Unlike};

/// A finding names no more cells; the others are listed among what was read otherwise.
const MOST: usize = 30;

/// One finding of a kind for a sheet, and each cell among what was read otherwise than it stands.
pub(super) fn note(sheet: &Sheet, faults: &mut Faults) {
    let (mut struck, mut unseen, mut rounded, mut pale) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for ((row, column), Unlike { held, how }) in &sheet.unlike {
        let (place, shown) = (sheet.place(*row, *column), sheet.words(*row, *column));
        let cell = sheet.naming.cell(*row, *column);
        let kind = match how {
            How::Format => Kind::Shown,
            How::Raised => Kind::NoteMark,
            How::StruckOut => {
                struck.push(format!("{cell}“{}”", held.trim()));
                faults.read_as(&place, Kind::StruckOut, held, "");
                continue;
            }
            How::Pale => {
                pale.push(format!("{cell}“{}”", held.trim()));
                Kind::Shown
            }
            How::Rounded => {
                rounded.push(format!("{cell} 显示{shown}、存着{held}"));
                Kind::Shown
            }
            How::Unseen => {
                unseen.push(format!("{cell}（{held}）"));
                continue;
            }
        };
        faults.read_as(&place, kind, held, &shown);
    }
    let beneath: Vec<String> = sheet
        .beneath
        .iter()
        .map(|((row, column), value)| format!("{}（{}）", sheet.naming.cell(*row, *column), value.words()))
        .collect();
    let hiding = sheet.hiding.iter().map(|&((top, left), (bottom, right))| {
        let (first, last) = (sheet.naming.cell(top, left), sheet.naming.cell(bottom, right));
        if first == last { first } else { format!("{first}:{last}") }
    });
    let findings = [
        (struck, (|cells| Fault::StruckOut { cells }) as fn(Vec<String>) -> Fault),
        (pale, |cells| Fault::Pale { cells }),
        (unseen, |cells| Fault::Unseen { cells }),
        (rounded, |cells| Fault::Rounded { cells }),
        (beneath, |cells| Fault::Beneath { cells }),
        (hiding.collect(), |cells| Fault::Hiding { cells }),
    ];
    for (mut cells, fault) in findings {
        if cells.is_empty() {
            continue;
        }
        let more = cells.len().saturating_sub(MOST);
        cells.truncate(MOST);
        if more > 0 {
            cells.push(format!("另有{more}格"));
        }
        faults.add(&sheet.whole(), fault(cells));
    }
}
