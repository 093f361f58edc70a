//! Every cell as it is read is what another program shows of it: LibreOffice writes each sheet as it shows it into a
//! .csv. What differs stands below with its reason, or the program says it of the cell by itself; nothing else.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use rust_xlsxwriter::{Format, FormatScript, Workbook};
use ziping::sheets::workbook::read_cells;

/// All sheets, commas, quotes, UTF-8, cells as they are shown.
const CSV: &str = "csv:Text - txt - csv (StarCalc):44,34,76,1,,2052,false,true,true,false,false,-1";

/// Workbooks with a password of their own, which neither program opens; with the password that Excel itself knows,
/// which LibreOffice does not try in these two ways of encryption.
const LOCKED: [&str; 5] =
    ["encrypted.xlsx", "encrypted.xls", "encrypted.ods", "protected-2003.xls", "protected-2010.xlsx"];

/// What the file's name ends in, the start of a cell's place, and why LibreOffice shows something else there.
type Difference = (&'static str, &'static str, &'static str);

const DIFFERENCES: [Difference; 0] = [];

#[test]
#[ignore = "needs LibreOffice: .ci/run runs it"]
fn cells_of_the_workbooks_of_this_folder() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    match std::env::var_os("WORKBOOKS") {
        // Somebody's own: their differences are listed, and explain themselves or not.
        Some(folder) => add_workbooks(Path::new(&folder), &mut files),
        None => ["tests", "input"].iter().for_each(|folder| add_workbooks(&root.join(folder), &mut files)),
    }
    assert!(files.len() >= 10, "{files:?}");
    let compared = compare(&files);
    let locked = |file: &Path| LOCKED.contains(&file.file_name().unwrap().to_str().unwrap());
    let unopened = compared.unopened.iter().filter(|file| !locked(file)).collect::<Vec<_>>();
    assert!(unopened.is_empty(), "opened by one program only: {unopened:#?}");
    compared.settle(&DIFFERENCES);
}

const OWN_WAYS: [Difference; 16] = [
    ("kinds.xlsx", "数!R39C", "a fraction is read as the number that it stands for"),
    ("kinds.xlsx", "数!R40C", "a fraction is read as the number that it stands for"),
    ("kinds.xls", "数!R39C", "a fraction is read as the number that it stands for"),
    ("kinds.xls", "数!R40C", "a fraction is read as the number that it stands for"),
    ("kinds.xlsx", "数!R42C", "Chinese numerals are read as the number that they stand for"),
    ("kinds.xls", "数!R42C", "Chinese numerals are read as the number that they stand for"),
    ("kinds.xlsx", "数!R31C6", "Excel shows the sign of a number that no condition holds for"),
    ("kinds.xls", "数!R31C6", "Excel shows the sign of a number that no condition holds for"),
    ("kinds.xlsx", "日!", "before March 1900 Excel counts a day that never was"),
    ("kinds.xls", "日!", "before March 1900 Excel counts a day that never was"),
    ("kinds.xlsx", "字!R3C1", "a raised figure behind a unit is its power"),
    ("kinds.xls", "字!R3C1", "a raised figure behind a unit is its power"),
    ("kinds.ods", "字!R3C1", "a raised figure behind a unit is its power"),
    ("kinds.fods", "字!R3C1", "a raised figure behind a unit is its power"),
    ("kinds.xls", "字!R9C1", "LibreOffice saves a truth as one"),
    ("kinds.xls", "字!R11C1", "LibreOffice saves no text as the result of a formula"),
];

const FORMATS: [&str; 45] = [
    "General",
    "0",
    "0.00",
    "#,##0",
    "#,##0.00",
    "0.0#",
    "#.##",
    "000",
    "0%",
    "0.00%",
    "0\"%\"",
    "0\\%",
    "0!%",
    "0.00E+00",
    "¥#,##0.00",
    "[$¥-804]#,##0",
    "#,##0.00_ ;[Red]\\-#,##0.00\\ ",
    "0.00_);(0.00)",
    "_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * \"-\"??_ ;_ @_ ",
    "0!.0,\"万元\"",
    "0\\.0,",
    "0!.0000\"万元\"",
    "#,##0,\"千元\"",
    "0.00,,\"百万元\"",
    "\"≥\"0\"项\"",
    "\"约\"#,##0\"人次\"",
    "\"增\"0%;\"减\"0%;\"持平\"",
    "[>100]0;0\"%\"",
    "[<=1]0%;0\\%",
    "[>=10000]0!.0,\"万\";0",
    "[=1]\"是\";[=0]\"否\";General",
    "0;;",
    "0;-0;\"—\"",
    "0;-0;;@",
    "\"已完成\"",
    "@",
    "@\"所\"",
    "0\"项\";-0\"项\";0\"项\";@\"（文字）\"",
    "# ?/?",
    "# ??/??",
    "[DBNum1]General",
    "[DBNum2][$-804]General",
    "0.0\"亩\"",
    "+0.0;-0.0;0",
    "0‰",
];

const NUMBERS: [f64; 12] =
    [0.0, 1.0, 84.0, 82.5, -84.5, 0.9, 0.043_055_555_555_555_56, 0.873_956, 0.005, 1234.5678, 45_796.0, 109_300_000.0];

/// Of days and times.
const CLOCKS: [&str; 9] = [
    "yyyy/m/d",
    "yyyy-mm-dd",
    "yyyy\"年\"m\"月\"d\"日\"",
    "yyyy\"年\"m\"月\"",
    "m\"月\"d\"日\"",
    "yyyy/m/d h:mm",
    "h:mm",
    "[h]:mm",
    "mm:ss",
];

const MOMENTS: [f64; 4] = [0.043_055_555_555_555_56, 1.5, 45_796.0, 45_796.75];

const TEXTS: [&str; 4] = ["甲", "≥90%", "001", "1:2"];

/// Each kind of cell in each format of file, as LibreOffice saves it.
#[test]
#[ignore = "needs LibreOffice: .ci/run runs it"]
fn cells_of_every_kind_in_every_format() {
    let home = tempfile::tempdir().unwrap();
    let first = home.path().join("kinds.xlsx");
    kinds().save(&first).unwrap();
    let mut files = saved_again(home.path(), std::slice::from_ref(&first));
    files.push(first);
    let compared = compare(&files);
    assert!(compared.unopened.is_empty(), "{:#?}", compared.unopened);
    assert!(compared.cells > 3000, "{}", compared.cells);
    compared.settle(&OWN_WAYS);
}

/// The workbooks of this folder in each other format of file.
#[test]
#[ignore = "needs LibreOffice: .ci/run runs it"]
fn cells_of_the_workbooks_of_this_folder_in_every_format() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    ["tests", "input"].iter().for_each(|folder| add_workbooks(&root.join(folder), &mut files));
    files.retain(|file| {
        let name = file.file_name().unwrap().to_str().unwrap();
        !name.ends_with(".csv") && !LOCKED.contains(&name)
    });
    let home = tempfile::tempdir().unwrap();
    let again = saved_again(home.path(), &files);
    assert!(again.len() > 2 * files.len(), "{again:?}");
    let compared = compare(&again);
    assert!(compared.unopened.is_empty(), "{:#?}", compared.unopened);
    compared.settle(&[]);
}

/// The files as LibreOffice saves them in other formats.
fn saved_again(home: &Path, files: &[PathBuf]) -> Vec<PathBuf> {
    let filters = [
        "xls:MS Excel 97",
        "xls:MS Excel 95",
        "ods:calc8",
        "fods:OpenDocument Spreadsheet Flat XML",
        "xml:MS Excel 2003 XML",
    ];
    let mut made = Vec::new();
    for (number, filter) in filters.iter().enumerate() {
        let folder = home.join(format!("again{number}"));
        convert(home, &["--convert-to", filter], &folder, files);
        if folder.exists() {
            let mut entries: Vec<PathBuf> =
                std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
            entries.sort();
            made.extend(entries);
        }
    }
    made
}

fn kinds() -> Workbook {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("数").unwrap();
    for (row, code) in (0u32..).zip(FORMATS) {
        let format = Format::new().set_num_format(code);
        sheet.write_string(row, 0, format!("{}.", row + 1)).unwrap();
        for (column, number) in (1u16..).zip(NUMBERS) {
            sheet.write_number_with_format(row, column, number, &format).unwrap();
        }
        for (column, text) in (1 + NUMBERS.len() as u16..).zip(TEXTS) {
            sheet.write_string_with_format(row, column, text, &format).unwrap();
        }
    }
    let sheet = workbook.add_worksheet().set_name("日").unwrap();
    for (row, code) in (0u32..).zip(CLOCKS) {
        for (column, number) in (0u16..).zip(MOMENTS) {
            sheet.write_number_with_format(row, column, number, &Format::new().set_num_format(code)).unwrap();
        }
    }
    let sheet = workbook.add_worksheet().set_name("字").unwrap();
    let (plain, struck) = (Format::new(), Format::new().set_font_strikethrough());
    let (white, raised) =
        (Format::new().set_font_color("#FFFFFF"), Format::new().set_font_script(FormatScript::Superscript));
    let runs: [[(&Format, &str); 2]; 5] = [
        [(&struck, "6"), (&plain, "82项")],
        [(&plain, "2.19"), (&raised, "1")],
        [(&plain, "120km"), (&raised, "2")],
        [(&white, "1"), (&plain, "82项")],
        [(&plain, "一行\n"), (&plain, "两行")],
    ];
    for (row, runs) in (0u32..).zip(runs) {
        sheet.write_rich_string(row, 0, &runs).unwrap();
    }
    sheet.write_string_with_format(5, 0, "82项", &struck).unwrap();
    sheet.write_string_with_format(6, 0, "82项", &white).unwrap();
    sheet.write_number_with_format(7, 0, 82, &white).unwrap();
    sheet.write_boolean(8, 0, true).unwrap();
    sheet.write_formula(9, 0, rust_xlsxwriter::Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    sheet.write_formula(10, 0, rust_xlsxwriter::Formula::new("=82&\"项\"").set_result("82项")).unwrap();
    sheet.merge_range(11, 0, 12, 1, "合并", &plain).unwrap();
    // Below a merged area, which nobody sees.
    sheet.write_number(12, 1, 777).unwrap();
    sheet.write_string(13, 0, "  前后有空格  ").unwrap();
    sheet.write_string(14, 0, "'82").unwrap();
    workbook
}

fn add_workbooks(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        match path.is_dir() {
            true => add_workbooks(&path, files),
            false if ["xlsx", "xlsm", "xls", "et", "ods", "fods", "csv"].contains(&ending) => files.push(path),
            false => {}
        }
    }
}

/// What LibreOffice said while it converted the files into the folder.
fn convert(home: &Path, how: &[&str], folder: &Path, files: &[PathBuf]) -> String {
    if files.is_empty() {
        return String::new();
    }
    let run = Command::new("soffice")
        .arg("--headless")
        .arg(format!("-env:UserInstallation=file://{}", home.join("office").display()))
        .args(how)
        .arg("--outdir")
        .arg(folder)
        .args(files)
        .output()
        .unwrap();
    assert!(run.status.success(), "{run:?}");
    String::from_utf8(run.stdout).unwrap()
}

#[derive(Default)]
struct Compared {
    cells: usize,
    told: usize,
    /// File, cell, what is read, what is shown.
    silent: Vec<(PathBuf, String, String, String)>,
    /// Opened by one of the two only.
    unopened: Vec<PathBuf>,
}

impl Compared {
    /// Each difference is listed, and what is listed is there.
    #[track_caller]
    fn settle(&self, listed: &[Difference]) {
        let is_of = |(file, cell, ..): &(PathBuf, String, String, String), (end, start, _): &Difference| {
            file.to_str().is_some_and(|file| file.ends_with(end)) && cell.starts_with(start)
        };
        let unexplained = self.silent.iter().filter(|one| !listed.iter().any(|known| is_of(one, known)));
        let unexplained: Vec<String> = unexplained
            .map(|(file, cell, read, shown)| format!("{}›{cell}: read {read:?}, shown {shown:?}", file.display()))
            .collect();
        println!("{} cells, {} told, {} differ", self.cells, self.told, self.silent.len());
        assert!(unexplained.is_empty(), "{} unexplained:\n{}", unexplained.len(), unexplained.join("\n"));
        let gone: Vec<&Difference> =
            listed.iter().filter(|known| !self.silent.iter().any(|one| is_of(one, known))).collect();
        assert!(gone.is_empty(), "no longer there: {gone:#?}");
    }
}

type Cells = BTreeMap<(u32, u32), (String, bool)>;

fn compare(files: &[PathBuf]) -> Compared {
    let home = tempfile::tempdir().unwrap();
    let mut compared = Compared::default();
    // Many files have the same name: each gets its own.
    let copies: Vec<PathBuf> = (0..files.len())
        .zip(files)
        .map(|(number, file)| {
            let ending = file.extension().unwrap().to_str().unwrap();
            let copy = home.path().join(format!("{number}.{ending}"));
            let mut bytes = std::fs::read(file).unwrap();
            // LibreOffice is told that all are in UTF-8.
            if ending == "csv" {
                let text = String::from_utf8(bytes.clone());
                bytes = text.unwrap_or_else(|_| encoding_rs::GB18030.decode(&bytes).0.into_owned()).into_bytes();
            }
            std::fs::write(&copy, bytes).unwrap();
            copy
        })
        .collect();
    let (texts, workbooks): (Vec<PathBuf>, Vec<PathBuf>) =
        copies.into_iter().partition(|copy| copy.extension().unwrap() == "csv");
    let folder = home.path().join("csv");
    let said = convert(home.path(), &["--convert-to", CSV], &folder, &workbooks)
        + &convert(
            home.path(),
            &["--infilter=Text - txt - csv (StarCalc):44,34,76,1", "--convert-to", CSV],
            &folder,
            &texts,
        );
    let written = |number: usize| -> Vec<(String, PathBuf)> {
        let start = format!("{}/csv/{number}-", home.path().display());
        let lines = said.lines().filter_map(|line| line.strip_prefix("Writing sheet ")?.split_once(" -> "));
        let own = lines.filter(|(_, path)| path.starts_with(&start));
        own.map(|(sheet, path)| (sheet.to_string(), PathBuf::from(path))).collect()
    };
    for (number, file) in files.iter().enumerate() {
        let bytes = std::fs::read(file).unwrap();
        let name = file.file_name().unwrap().to_str().unwrap();
        let sheets = written(number);
        let Some(cells) = read_cells(name, bytes).filter(|_| !sheets.is_empty()) else {
            compared.unopened.push(file.clone());
            continue;
        };
        let mut read: BTreeMap<String, Cells> = BTreeMap::new();
        for cell in cells {
            read.entry(cell.sheet).or_default().insert(cell.at, (cell.words, cell.is_told));
        }
        for (sheet, path) in sheets {
            let cells = read.remove(&sheet).or_else(|| read.remove("")).unwrap_or_default();
            compared.sheet(file, &sheet, &cells, &shown(&path));
        }
        for (sheet, cells) in read {
            compared.sheet(file, &sheet, &cells, &BTreeMap::new());
        }
    }
    compared
}

fn shown(path: &Path) -> BTreeMap<(u32, u32), String> {
    // The reader passes over lines without anything.
    let (mut text, mut quoted, mut empty) = (String::new(), false, true);
    for c in std::fs::read_to_string(path).unwrap().chars().filter(|c| *c != '\r') {
        quoted ^= c == '"';
        if c == '\n' && empty {
            text.push_str("\"\"");
        }
        empty = c == '\n' && !quoted;
        text.push(c);
    }
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let rows = (0u32..).zip(reader.records().map(Result::unwrap));
    let cells = rows.flat_map(|(row, record)| {
        let cells = (0u32..).zip(record.iter()).map(|(column, text)| ((row, column), text.to_string()));
        cells.collect::<Vec<_>>()
    });
    cells.filter(|(_, text)| !text.trim().is_empty()).collect()
}

impl Compared {
    fn sheet(&mut self, file: &Path, sheet: &str, read: &Cells, shown: &BTreeMap<(u32, u32), String>) {
        let mut places: Vec<(u32, u32)> = read.keys().chain(shown.keys()).copied().collect();
        places.sort_unstable();
        places.dedup();
        for at in places {
            self.cells += 1;
            let nothing = (String::new(), false);
            let (words, is_told) = read.get(&at).unwrap_or(&nothing);
            let other = shown.get(&at).map_or("", String::as_str);
            match () {
                () if is_same(words, other) => {}
                () if *is_told => self.told += 1,
                () => {
                    let cell = format!("{sheet}!R{}C{}", at.0 + 1, at.1 + 1);
                    self.silent.push((file.to_path_buf(), cell, words.clone(), other.to_string()));
                }
            }
        }
    }
}

/// The same but for how a number or a date is written: 10,930.00 and 10930, 2025/5/19 and 2025年5月19日.
fn is_same(read: &str, shown: &str) -> bool {
    let is_date = |text: &str| text.chars().all(|c| c.is_ascii_digit() || "年月日-/".contains(c));
    let is_day = is_date(read) && date(read).is_some() && date(read) == date(shown);
    let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let (read, shown) = (bare(read), bare(shown));
    read == shown
        || number(&read).is_some() && number(&read) == number(&shown)
        || read == "0" && !shown.is_empty() && shown.chars().all(|c| "-—".contains(c))
        || is_day
        || shown.contains(['E', 'e']) && is_near(&read, &shown)
}

/// 1.09E+08 and 109300000.
fn is_near(read: &str, shown: &str) -> bool {
    let (read, shown) = (read.parse::<f64>(), shown.parse::<f64>());
    read.ok().zip(shown.ok()).is_some_and(|(read, shown)| (read - shown).abs() <= read.abs() * 0.005)
}

/// A number, or a share, without the zeros behind it.
fn number(text: &str) -> Option<(rust_decimal::Decimal, bool)> {
    let plain: String = text.chars().filter(|c| !",¥￥$".contains(*c)).collect();
    let (digits, is_share) = plain.strip_suffix('%').map_or((plain.as_str(), false), |digits| (digits, true));
    let inner = digits.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let number = inner.unwrap_or(digits);
    let number: rust_decimal::Decimal = number.parse().ok()?;
    Some(((if inner.is_some() { -number } else { number }).normalize(), is_share))
}

/// Year (of the century), month and day in their order by size: programs put them in any.
fn date(text: &str) -> Option<Vec<u32>> {
    let day = text.split([' ', 'T']).next()?;
    let numbers = day.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).take(3);
    let mut numbers: Vec<u32> =
        numbers.map(|part| part.parse::<u32>().map(|number| number % 100)).collect::<Result<_, _>>().ok()?;
    numbers.sort_unstable();
    (numbers.len() == 3).then_some(numbers)
}

#[test]
fn what_differs_is_seen() {
    for (read, shown) in
        [("10930", "10,930.00"), ("90%", "90.0%"), ("-84.5", "(84.50)"), ("2025年5月19日", "5/19/25"), ("0", "-")]
    {
        assert!(is_same(read, shown), "{read} {shown}");
    }
    for (read, shown) in
        [("10930", "1093"), ("90%", "90"), ("0.9", "90%"), ("2025年5月19日", "5/18/25"), ("", "0"), ("82项", "682项")]
    {
        assert!(!is_same(read, shown), "{read} {shown}");
    }
}
