//! Cells per second: a workbook read by calamine alone, and by the reader that also sees formats, hidden rows, links and
//! what would fill the memory. One process, in turn, the best of five of each.
//!
//! `cargo run --release --features measure --bin reading -- [rows]`

use std::io::Cursor;
use std::time::{Duration, Instant};

use calamine::{Reader, Xlsx};
use rust_xlsxwriter::Workbook;
use ziping::reading::{Recognition, read_alone};

const COLUMNS: u16 = 10;

/// Names and amounts, as tables hold them; no head, so that nothing but reading is measured.
fn workbook(rows: u32) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for row in 0..rows {
        for column in 0..COLUMNS {
            match column % 3 {
                0 => sheet.write_string(row, column, format!("项目{row}承担单位{column}")),
                1 => sheet.write_number(row, column, f64::from(row) / 100.0),
                _ => sheet.write_string(row, column, "事前补助"),
            }
            .unwrap();
        }
    }
    workbook.save_to_buffer().unwrap()
}

fn best(mut work: impl FnMut()) -> Duration {
    let once = |_| {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    (0..5).map(once).min().unwrap()
}

fn main() {
    let rows = std::env::args().nth(1).map_or(20_000, |text| text.parse().expect("a number of rows"));
    let bytes = workbook(rows);
    let cells = f64::from(rows) * f64::from(COLUMNS);
    let recognition = Recognition::parse(include_str!("../layouts/识别.yaml")).unwrap();
    let alone = best(|| {
        let mut workbook = Xlsx::new(Cursor::new(&bytes)).unwrap();
        assert_eq!(workbook.worksheet_range_at(0).unwrap().unwrap().height(), usize::try_from(rows).unwrap());
    });
    let ours = best(|| {
        assert!(read_alone("表.xlsx", &bytes, &recognition) > 0);
    });
    let speed = |time: Duration| cells / time.as_secs_f64() / 1e6;
    println!("{cells} cells, {} bytes", bytes.len());
    println!("calamine alone: {:.2} million cells/s", speed(alone));
    println!(
        "ziping:         {:.2} million cells/s, {:.2} times the time",
        speed(ours),
        ours.as_secs_f64() / alone.as_secs_f64()
    );
    if let Ok(status) = std::fs::read_to_string("/proc/self/status") {
        status
            .lines()
            .filter(|line| line.starts_with("VmHWM"))
            .for_each(|line| println!("peak of the process: {}", line.get(6..).unwrap_or_default()));
    }
}
