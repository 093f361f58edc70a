//! …自评表.xlsx: the form as it is printed, cell for cell, to be typed over into a finance system. Numbers stand as numbers.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

use crate::app::checklist::workbook_of;
use crate::document::{Block, Document, Paragraph, Slot, Style, Table};

const MM_PER_CHARACTER: f32 = 1.9;

/// The workbook's bytes: a sheet for each table, with what stands above and below it. Its timestamp is the report's date.
///
/// # Errors
/// More rows than a sheet holds.
/// A character of the usual size is so many millimetres wide.
pub fn write(form: &Document, draft: bool) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = workbook_of(&form.properties.title, form.properties.date)?;
    let mut sheets: Vec<(Vec<&Paragraph>, Option<&Table>, Vec<&Paragraph>)> = vec![Default::default()];
    for block in form.sections.iter().flat_map(|section| &section.blocks) {
        let last = sheets.len() - 1;
        match block {
            Block::Paragraph(paragraph) if sheets[last].1.is_none() => sheets[last].0.push(paragraph),
            // Below a table: its notes, or what names the next one.
            Block::Paragraph(paragraph) if paragraph.style == Style::TableNote => sheets[last].2.push(paragraph),
            Block::Paragraph(paragraph) => sheets.push((vec![paragraph], None, Vec::new())),
            Block::Table(table) if sheets[last].1.is_none() => sheets[last].1 = Some(table),
            Block::Table(table) => sheets.push((Vec::new(), Some(table), Vec::new())),
            Block::Chart(_) | Block::Image(_) | Block::PageBreak => {}
        }
    }
    let tables = sheets.iter().filter_map(|(above, table, below)| Some((above, (*table)?, below)));
    for (index, (above, table, below)) in tables.enumerate() {
        let name = if index == 0 { "自评表".to_string() } else { format!("自评表{}", index + 1) };
        let sheet = workbook.add_worksheet().set_name(name)?;
        if draft {
            sheet.set_header("&C草稿");
        }
        fill(sheet, above, table, below)?;
    }
    workbook.save_to_buffer()
}

fn fill(sheet: &mut Worksheet, above: &[&Paragraph], table: &Table, below: &[&Paragraph]) -> Result<(), XlsxError> {
    let line = Format::new().set_text_wrap().set_align(FormatAlign::VerticalCenter);
    let title = line.clone().set_align(FormatAlign::Center).set_bold().set_font_size(14);
    let middle = line.clone().set_align(FormatAlign::Center);
    for (column, width) in (0u16..).zip(&table.columns.0) {
        sheet.set_column_width(column, f64::from(width / MM_PER_CHARACTER))?;
    }
    let last = u16::try_from(table.columns.0.len().saturating_sub(1)).unwrap_or(u16::MAX);
    let mut row = 0u32;
    for (paragraphs, is_above) in [(above, true), (below, false)] {
        for paragraph in paragraphs {
            let format = match paragraph.style {
                Style::AttachmentTitle | Style::TableTitle if is_above => &title,
                Style::TableYear => &middle,
                _ => &line,
            };
            let text = paragraph.text().replace('\n', "");
            match last {
                0 => drop(sheet.write_string_with_format(row, 0, text, format)?),
                _ => drop(sheet.merge_range(row, 0, row, last, &text, format)?),
            }
            row += 1;
        }
        if is_above {
            row = grid(sheet, table, row)?;
        }
    }
    sheet.set_print_fit_to_pages(1, 0);
    Ok(())
}

/// The row below the table.
fn grid(sheet: &mut Worksheet, table: &Table, top: u32) -> Result<u32, XlsxError> {
    let cell = Format::new().set_border(FormatBorder::Thin).set_text_wrap().set_align(FormatAlign::VerticalCenter);
    let mut row = top;
    for slots in table.grid().unwrap_or_default() {
        for (column, slot) in (0u16..).zip(slots) {
            let Slot::Start(start) = slot else { continue };
            let first = start.paragraphs.first();
            let words: Vec<String> = start.paragraphs.iter().map(Paragraph::text).collect();
            let words = words.join("\n");
            let is_left = first.is_some_and(|paragraph| paragraph.style == Style::CellText);
            let format = if is_left { cell.clone() } else { cell.clone().set_align(FormatAlign::Center) };
            let format = if start.label { format.set_bold() } else { format };
            let (rows, columns) =
                (u32::try_from(start.rowspan).unwrap_or(1), u16::try_from(start.colspan).unwrap_or(1));
            if rows > 1 || columns > 1 {
                sheet.merge_range(row, column, row + rows - 1, column + columns - 1, "", &format)?;
            }
            match number(&words).filter(|_| !start.label) {
                Some(number) => sheet.write_number_with_format(row, column, number, &format)?,
                None => sheet.write_string_with_format(row, column, words, &format)?,
            };
        }
        row += 1;
    }
    Ok(row)
}

/// A plain number of at most the 15 digits that a spreadsheet keeps, which shows as it is written.
fn number(words: &str) -> Option<f64> {
    let digits = words.chars().filter(char::is_ascii_digit).count();
    let is_plain = words.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-'));
    let number: f64 = words.parse().ok().filter(|_| is_plain && (1..=15).contains(&digits))?;
    (number.to_string() == words).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_shows_the_same_is_a_number() {
        for (words, is) in
            [("10930", true), ("9.5", true), ("9.50", false), ("1.0.0", false), ("98%", false), ("/", false)]
        {
            assert_eq!(number(words).is_some(), is, "{words}");
        }
        assert_eq!(number("1234567890123456"), None);
    }
}
