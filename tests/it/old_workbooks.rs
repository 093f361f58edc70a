//! Workbooks of older programs, written here record by record: .xls of Excel 5.0/95 and of Excel 97, XML Spreadsheet 2003.
//! The example's indicators as numbers with formats; the same figures come out.

use std::io::{Cursor, Write};

use calamine::Data;
use ziping::base::finding::{Finding, Severity};
use ziping::reading::NormalisationKind;

use crate::support::YearFolder;
use crate::support::tables::{Figures, Rows, example, figures, read, sheets, words};

const INDICATORS: &str = "绩效指标";

fn rows() -> Rows {
    let folder = YearFolder::example();
    sheets(&folder.path().join(format!("{INDICATORS}.xlsx"))).remove(0).1
}

/// What a cell is when its sign and its unit stand in its format.
enum Held {
    Text(String),
    /// The number, the sign before it, the unit.
    Number(f64, String, String),
}

fn held(cell: &Data) -> Held {
    let words = words(cell);
    let number = words.trim_start_matches(['≥', ' ']);
    let end = number.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(number.len());
    let (digits, unit) = number.split_at(end);
    match digits.parse::<f64>() {
        Ok(value) if unit == "%" => {
            Held::Number(value / 100.0, words[..words.len() - number.len()].into(), unit.into())
        }
        Ok(value) => Held::Number(value, words[..words.len() - number.len()].into(), unit.into()),
        Err(_) => Held::Text(words),
    }
}

/// "≥"0.##"项", "≥"0.0#%.
fn code(sign: &str, unit: &str, value: f64) -> String {
    let sign = if sign.is_empty() { String::new() } else { format!("\"{}\"", sign.trim()) };
    match unit {
        "%" => format!("{sign}0%"),
        _ if value.fract() == 0.0 => format!("{sign}0\"{unit}\""),
        _ => format!("{sign}0.00\"{unit}\""),
    }
}

/// A workbook with one sheet, record by record.
struct Biff {
    /// BIFF8, else BIFF5 in GBK.
    wide: bool,
    formats: Vec<String>,
    sheet: Vec<u8>,
    globals: Vec<u8>,
}

impl Biff {
    fn new(wide: bool) -> Biff {
        let mut book = Biff { wide, formats: Vec::new(), sheet: Vec::new(), globals: Vec::new() };
        let bof = book.bof(0x10);
        put(&mut book.sheet, 0x0809, &bof);
        book
    }

    fn bof(&self, kind: u16) -> Vec<u8> {
        let version: u16 = if self.wide { 0x0600 } else { 0x0500 };
        let mut data = [version.to_le_bytes(), kind.to_le_bytes(), [0; 2], [0; 2]].concat();
        data.resize(if self.wide { 16 } else { 8 }, 0);
        data
    }

    fn text(&self, text: &str, length_bytes: usize) -> Vec<u8> {
        if self.wide {
            let units: Vec<u16> = text.encode_utf16().collect();
            let length = &(units.len() as u16).to_le_bytes()[..length_bytes];
            return [length, &[1], &units.iter().flat_map(|unit| unit.to_le_bytes()).collect::<Vec<_>>()].concat();
        }
        let bytes = encoding_rs::GBK.encode(text).0;
        [&(bytes.len() as u16).to_le_bytes()[..length_bytes], &bytes].concat()
    }

    fn at(row: usize, column: usize, style: usize) -> Vec<u8> {
        [row, column, style].iter().flat_map(|number| (*number as u16).to_le_bytes()).collect()
    }

    /// The style that shows numbers so; the first is plain, the second struck out.
    fn style(&mut self, code: &str) -> usize {
        let known = self.formats.iter().position(|known| known == code);
        2 + known.unwrap_or_else(|| {
            self.formats.push(code.into());
            self.formats.len() - 1
        })
    }

    fn label(&mut self, row: usize, column: usize, text: &str) {
        let data = [Biff::at(row, column, 0), self.text(text, 2)].concat();
        put(&mut self.sheet, 0x0204, &data);
    }

    fn number(&mut self, row: usize, column: usize, value: f64, style: usize) {
        // Whole numbers are packed, as Excel does it.
        if value.fract() == 0.0 && value < 1e8 {
            let packed = ((value as u32) << 2 | 2).to_le_bytes();
            put(&mut self.sheet, 0x027E, &[Biff::at(row, column, style), packed.to_vec()].concat());
        } else {
            put(&mut self.sheet, 0x0203, &[Biff::at(row, column, style), value.to_le_bytes().to_vec()].concat());
        }
    }

    fn hide_row(&mut self, row: usize) {
        let data = [row as u16, 0, 6, 0x00FF, 0, 0, 0x0020 | 0x0100, 0x000F];
        put(&mut self.sheet, 0x0208, &data.iter().flat_map(|word| word.to_le_bytes()).collect::<Vec<_>>());
    }

    fn hide_column(&mut self, column: usize) {
        let data = [column as u16, column as u16, 2048, 0, 1, 0];
        put(&mut self.sheet, 0x007D, &data.iter().flat_map(|word| word.to_le_bytes()).collect::<Vec<_>>());
    }

    /// A formula with the eight bytes of its result.
    fn formula(&mut self, row: usize, column: usize, result: [u8; 8], tokens: &[u8]) {
        let length = (tokens.len() as u16).to_le_bytes();
        let data = [&Biff::at(row, column, 0)[..], &result, &[0; 6], &length, tokens].concat();
        put(&mut self.sheet, 0x0006, &data);
    }

    fn table(&mut self, rows: &Rows) {
        for (row, cells) in rows.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                match held(cell) {
                    Held::Text(words) if words.is_empty() => {}
                    Held::Number(value, sign, unit) if column > 2 && row > 1 => {
                        let style = self.style(&code(&sign, &unit, value));
                        self.number(row, column, value, style);
                    }
                    _ => self.label(row, column, &words(cell)),
                }
            }
        }
    }

    fn file(mut self) -> Vec<u8> {
        put(&mut self.sheet, 0x000A, &[]);
        let mut head = Vec::new();
        put(&mut head, 0x0809, &self.bof(0x05));
        put(&mut head, 0x0042, &(if self.wide { 1200u16 } else { 936 }).to_le_bytes());
        for options in [0u16, 0, 0, 0, 8] {
            // Height, options (8: struck out), colour, weight, raised, and what is left of a font.
            let font = [200u16, options, 0x7FFF, 400, 0].into_iter().flat_map(|word| word.to_le_bytes());
            put(&mut head, 0x0031, &font.chain([0, 0, 0, 0]).chain(self.text("宋体", 1)).collect::<Vec<_>>());
        }
        for (number, code) in (164u16..).zip(&self.formats) {
            let length_bytes = if self.wide { 2 } else { 1 };
            put(&mut head, 0x041E, &[&number.to_le_bytes()[..], &self.text(code, length_bytes)].concat());
        }
        // Font and format of each style. There is no font of the number 4: the fifth is called 5.
        let own = (164u16..).take(self.formats.len()).map(|format| (0, format));
        for (font, format) in [(0u16, 0u16), (5, 0)].into_iter().chain(own) {
            let style = [font, format].into_iter().flat_map(|word| word.to_le_bytes()).chain([0; 16]);
            put(&mut head, 0x00E0, &style.collect::<Vec<_>>());
        }
        head.extend(&self.globals);
        let name = self.text(INDICATORS, 1);
        let start = head.len() + 4 + 6 + name.len() + 4;
        put(&mut head, 0x0085, &[&(start as u32).to_le_bytes()[..], &[0, 0], &name].concat());
        put(&mut head, 0x000A, &[]);
        assert_eq!(head.len(), start);
        head.extend(&self.sheet);
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        let mut stream = file.create_stream(if self.wide { "/Workbook" } else { "/Book" }).unwrap();
        stream.write_all(&head).unwrap();
        drop(stream);
        file.flush().unwrap();
        file.into_inner().into_inner()
    }
}

fn put(into: &mut Vec<u8>, kind: u16, data: &[u8]) {
    into.extend(kind.to_le_bytes());
    into.extend((data.len() as u16).to_le_bytes());
    into.extend(data);
}

fn with(name: &str, bytes: &[u8]) -> YearFolder {
    let folder = YearFolder::example();
    folder.remove(&format!("{INDICATORS}.xlsx"));
    folder.write(name, bytes);
    folder
}

#[track_caller]
fn same_figures(folder: &YearFolder, name: &str) -> Vec<Finding> {
    let Figures { figures, findings, .. } = figures(folder);
    assert!(findings.iter().all(|finding| finding.severity != Severity::Error), "{name}: {findings:#?}");
    assert_eq!(figures, example(), "{name}");
    findings
}

#[test]
fn formats_and_hidden_rows_of_both_kinds_of_xls() {
    for wide in [false, true] {
        let mut book = Biff::new(wide);
        book.table(&rows());
        assert_eq!(same_figures(&with("绩效指标.xls", &book.file()), "formats"), [], "{wide}");

        let mut book = Biff::new(wide);
        book.hide_row(4);
        book.hide_column(2);
        book.hide_column(40);
        book.table(&rows());
        let findings = same_figures(&with("绩效指标.et", &book.file()), "hidden");
        let [finding] = findings.as_slice() else { panic!("{findings:#?}") };
        assert_eq!((finding.code, finding.actual.as_deref()), ("Z013", Some("第5行，C列")), "{wide}");
    }
}

#[test]
fn formulas_show_what_they_gave() {
    for wide in [false, true] {
        let mut rows = rows();
        let mut book = Biff::new(wide);
        for (row, column) in [(2, 4), (8, 4)] {
            rows[row][column] = Data::Empty;
        }
        book.table(&rows);
        // A text stands in a record of its own; a number that a formula takes from another file.
        book.formula(2, 4, [0, 0, 0, 0, 0, 0, 0xFF, 0xFF], &[0x1E, 1, 0]);
        let text = book.text("33项", 2);
        put(&mut book.sheet, 0x0207, &text);
        let tokens = if wide { vec![0x5A, 0, 0, 1, 0, 1, 0xC0] } else { [vec![0x5A, 1, 0], vec![0; 15]].concat() };
        book.formula(8, 4, 39.0f64.to_le_bytes(), &tokens);
        if wide {
            let other = [&1u16.to_le_bytes()[..], &book.text("去年.xls", 2)].concat();
            put(&mut book.globals, 0x01AE, &other);
            put(&mut book.globals, 0x0017, &[1, 0, 0, 0, 0, 0, 0, 0]);
        }
        let Figures { figures, findings, .. } = figures(&with("绩效指标.xls", &book.file()));
        assert_eq!(figures, example(), "{wide}");
        let told: Vec<_> = findings.iter().map(|finding| (finding.code, finding.actual.as_deref())).collect();
        assert_eq!(told, [("Z016", Some("E9")), ("Z014", Some("39，没有写单位"))], "{wide}");
    }
}

#[test]
fn a_formula_without_a_result_and_a_struck_out_cell_are_told() {
    for wide in [false, true] {
        let mut rows = rows();
        let mut book = Biff::new(wide);
        rows[2][4] = Data::Empty;
        rows[3][4] = Data::Empty;
        book.table(&rows);
        book.formula(2, 4, [3, 0, 0, 0, 0, 0, 0xFF, 0xFF], &[0x1E, 1, 0]);
        book.number(3, 4, 30.0, 1);
        let reading = read(&with("绩效指标.xls", &book.file()));
        let codes: Vec<_> = reading.findings.iter().map(|finding| finding.code).collect();
        assert!(codes.contains(&"Z005") && codes.contains(&"Z009"), "{wide}: {:#?}", reading.findings);
    }
}

#[test]
fn values_below_a_merged_area_are_told() {
    let merged = |rows: [u16; 2], column: u16, again: Option<&str>| {
        let mut book = Biff::new(true);
        book.table(&self::rows());
        if let Some(label) = again {
            book.label(rows[1].into(), column.into(), label);
        }
        let area = [1, rows[0], rows[1], column, column];
        put(&mut book.sheet, 0x00E5, &area.into_iter().flat_map(u16::to_le_bytes).collect::<Vec<_>>());
        let told = read(&with("绩效指标.xls", &book.file())).findings.into_iter();
        told.filter(|finding| finding.code == "Z013").filter_map(|finding| finding.actual).collect::<Vec<_>>()
    };
    assert_eq!(merged([3, 4], 4, None), ["E5（82项）"]);
    let label = words(&rows()[2][0]);
    assert_eq!(merged([2, 3], 0, Some(&format!("{label}（二）"))), [format!("A4（{label}（二））")]);
    // A label that is said again under its own area hides nothing.
    assert_eq!(merged([2, 3], 0, Some(&label)), Vec::<String>::new());
}

#[test]
fn what_is_too_old_is_named() {
    // The first record of Excel 2, 3 and 4.
    for head in [[9, 0, 4, 0, 2, 0, 0x10, 0], [9, 2, 6, 0, 0, 0, 0x10, 0], [9, 4, 6, 0, 0, 0, 0x10, 0]] {
        let mut bytes = head.to_vec();
        bytes.extend([0; 40]);
        let reading = read(&with("绩效指标.xls", &bytes));
        let finding = reading.findings.iter().find(|finding| finding.code == "Z001").unwrap();
        assert!(finding.message.contains("Excel 4.0") && finding.hint.contains("另存为 .xlsx"), "{finding:?}");
    }
}

#[test]
fn damaged_old_workbooks_are_told_and_stop_nothing() {
    for wide in [false, true] {
        let mut book = Biff::new(wide);
        book.table(&rows());
        let whole = book.file();
        for at in (600..whole.len()).step_by(211) {
            let mut bytes = whole.clone();
            bytes[at] ^= 0xFF;
            bytes[at / 2 + 256] = bytes[at / 2 + 256].wrapping_add(129);
            let _ = read(&with("绩效指标.xls", &bytes));
        }
    }
}

/// The indicators as XML Spreadsheet 2003; labels are merged downwards, blank cells left out.
fn spreadsheet_xml(hidden_row: Option<usize>) -> String {
    let rows = rows();
    let escaped =
        |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;").replace('\n', "&#10;");
    let mut styles: Vec<String> = Vec::new();
    let mut body = String::new();
    for (row, cells) in rows.iter().enumerate() {
        let hidden = if hidden_row == Some(row) { " ss:Hidden=\"1\"" } else { "" };
        body += &format!("<Row ss:Index=\"{}\"{hidden}>", row + 1);
        for (column, cell) in cells.iter().enumerate() {
            let index = format!("ss:Index=\"{}\"", column + 1);
            match held(cell) {
                Held::Text(words) if words.is_empty() => {}
                Held::Number(value, sign, unit) if column > 2 && row > 1 => {
                    let code = code(&sign, &unit, value);
                    let style = styles.iter().position(|known| *known == code).unwrap_or_else(|| {
                        styles.push(code);
                        styles.len() - 1
                    });
                    body += &format!(
                        "<Cell {index} ss:StyleID=\"s{style}\"><Data ss:Type=\"Number\">{value}</Data></Cell>"
                    );
                }
                _ => {
                    let down = rows[row + 1..]
                        .iter()
                        .take_while(|next| {
                            column < 2 && matches!(next[column], Data::Empty) && matches!(next[0], Data::Empty)
                        })
                        .count();
                    let merged = if down > 0 && row > 1 { format!(" ss:MergeDown=\"{down}\"") } else { String::new() };
                    let text = escaped(&words(cell));
                    body += &format!("<Cell {index}{merged}><Data ss:Type=\"String\">{text}</Data></Cell>");
                }
            }
        }
        body += "</Row>";
    }
    let styles = styles.iter().enumerate().map(|(number, code)| {
        format!("<Style ss:ID=\"s{number}\"><NumberFormat ss:Format=\"{}\"/></Style>", escaped(code))
    });
    format!(
        "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n<Workbook \
        xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">\
        <Styles><Style ss:ID=\"Default\"/>{}</Styles><Worksheet ss:Name=\"指标\"><Table>{body}</Table></Worksheet></Workbook>",
        styles.collect::<String>()
    )
}

#[test]
fn xml_spreadsheets_are_read_whatever_they_are_called() {
    for (name, listed) in [("绩效指标.xls", true), ("绩效指标.xml", false)] {
        let folder = with(name, spreadsheet_xml(None).as_bytes());
        let told: Vec<_> = same_figures(&folder, name).iter().map(|finding| (finding.code, finding.severity)).collect();
        assert_eq!(told, if listed { vec![("Z018", Severity::Info)] } else { Vec::new() }, "{name}");
        let noted = read(&folder).normalisations.iter().any(|one| one.kind == NormalisationKind::Format);
        assert_eq!(noted, listed, "{name}");
    }
    let gb = spreadsheet_xml(Some(4)).replace("<?xml version=\"1.0\"?>", "<?xml version=\"1.0\" encoding=\"GB2312\"?>");
    let findings = same_figures(&with("绩效指标.xml", &encoding_rs::GB18030.encode(&gb).0), "hidden");
    assert_eq!(findings.iter().map(|one| one.actual.as_deref()).collect::<Vec<_>>(), [Some("第5行")]);
}

#[test]
fn an_xml_spreadsheet_beside_the_good_file_is_not_passed_over() {
    let folder = YearFolder::example();
    folder.write("绩效指标-更正.xls", spreadsheet_xml(None).as_bytes());
    let reading = read(&folder);
    let finding = reading.findings.iter().find(|finding| finding.code == "Z008").unwrap();
    assert!(finding.locations.iter().any(|place| place.to_string().contains("更正")), "{finding:?}");
}

#[test]
fn one_that_breaks_off_is_told() {
    let whole = spreadsheet_xml(None);
    let broken = &whole[..whole.char_indices().nth(whole.chars().count() / 2).unwrap().0];
    let reading = read(&with("绩效指标.xls", broken.as_bytes()));
    assert!(reading.unusable && reading.findings.iter().any(|finding| finding.code == "Z001"));
}

#[test]
fn pages_without_their_tables_and_web_archives_are_named() {
    let frames = "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><head><xml><x:ExcelWorkbook><x:WorksheetSource \
        HRef=\"a.files/sheet001.htm\"/></x:ExcelWorkbook></xml></head><frameset><frame src=\"a.files/sheet001.htm\"></frameset></html>";
    let archive =
        "MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related; boundary=\"--=_N\"\r\n\r\n";
    for (bytes, words) in [(frames, "外壳"), (archive, "MHTML"), ("<html><p>系统维护中</p></html>", "没有表格的网页")]
    {
        let reading = read(&with("绩效指标.xls", bytes.as_bytes()));
        let finding = reading.findings.iter().find(|finding| finding.code == "Z001").unwrap();
        assert!(finding.message.contains(words), "{finding:?}");
    }
}

#[test]
fn hidden_rows_of_a_page_are_read_and_named() {
    let cell = |cell: &Data| format!("<td>{}</td>", words(cell).replace('<', "&lt;"));
    let rows = rows();
    let row = |(number, row): (usize, &Vec<Data>)| {
        let style = if number == 4 { " style='display: none'" } else { "" };
        format!("<tr{style}>{}</tr>", row.iter().map(cell).collect::<String>())
    };
    let table: String = rows.iter().enumerate().map(row).collect();
    let page = format!("<html><body><table><col><col><col style=\"DISPLAY:none\" span=1>{table}</table></body></html>");
    let findings = same_figures(&with("绩效指标.xls", page.as_bytes()), "page");
    assert_eq!(findings.iter().map(|one| one.actual.as_deref()).collect::<Vec<_>>(), [Some("第5行，C列")]);
}
