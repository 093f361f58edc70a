//! What pages look like: small pictures of the PDFs against the ones in `tests/pages/`, which were looked at.
//!
//! Needs pdftoppm, so the gate runs it by `--ignored`. A page that was changed on purpose: run it with
//! `ACCEPT_PAGES=1`, look at the new pictures, commit them.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::{YearFolder, ziping};

/// Dots an inch: a body character takes 8 dots.
const RESOLUTION: u32 = 36;
/// Pictures are compared by the mean grey of squares of this side: 5.6 mm.
const SQUARE: usize = 8;
/// By how much a square's grey may differ, of 255: what versions of the rasteriser may do at the edges of characters.
const TOLERANCE: f64 = 12.0;

struct Picture {
    width: usize,
    height: usize,
    grey: Vec<u8>,
}

impl Picture {
    fn read(path: &Path) -> Picture {
        let decoder = png::Decoder::new(BufReader::new(File::open(path).unwrap()));
        let mut reader = decoder.read_info().unwrap();
        let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut bytes).unwrap();
        assert_eq!(info.bit_depth, png::BitDepth::Eight);
        // pdftoppm writes its greys as red, green and blue alike.
        let grey = bytes.into_iter().step_by(info.color_type.samples()).collect();
        Picture { width: info.width as usize, height: info.height as usize, grey }
    }

    fn square(&self, left: usize, top: usize) -> f64 {
        let rows = top..(top + SQUARE).min(self.height);
        let columns = left..(left + SQUARE).min(self.width);
        let dots: Vec<f64> = rows
            .flat_map(|row| columns.clone().map(move |column| (row, column)))
            .map(|(row, column)| f64::from(self.grey[row * self.width + column]))
            .collect();
        dots.iter().sum::<f64>() / dots.len() as f64
    }

    /// The greatest difference of a square, and where it stands, in millimetres from the left and the top.
    fn difference(&self, other: &Picture) -> (f64, f64, f64) {
        if (self.width, self.height) != (other.width, other.height) {
            return (255.0, 0.0, 0.0);
        }
        let mut worst = (0.0, 0.0, 0.0);
        for top in (0..self.height).step_by(SQUARE) {
            for left in (0..self.width).step_by(SQUARE) {
                let difference = (self.square(left, top) - other.square(left, top)).abs();
                if difference > worst.0 {
                    let millimetres = |dots: usize| dots as f64 * 25.4 / f64::from(RESOLUTION);
                    worst = (difference, millimetres(left), millimetres(top));
                }
            }
        }
        worst
    }

    fn moved_right(&self, dots: usize) -> Picture {
        let mut grey = self.grey.clone();
        grey.rotate_right(dots);
        Picture { grey, ..*self }
    }
}

fn reference(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages").join(format!("{name}.png"))
}

/// Pictures of the pages, by name.
fn draw(folder: &YearFolder, ending: &str, pages: &[(u32, &str)], to: &Path) -> Vec<(String, PathBuf)> {
    let output = folder.root().join("output/2025");
    let mut entries = std::fs::read_dir(output).unwrap().map(|entry| entry.unwrap().path());
    let pdf = entries.find(|path| path.to_string_lossy().ends_with(ending)).unwrap();
    let draw = |(page, name): &(u32, &str)| {
        let page = page.to_string();
        let target = to.join(name);
        let resolution = RESOLUTION.to_string();
        let run = Command::new("pdftoppm")
            .args(["-gray", "-png", "-singlefile", "-r", &resolution, "-f", &page, "-l", &page])
            .args([pdf.as_os_str(), target.as_os_str()])
            .status()
            .unwrap();
        assert!(run.success());
        (name.to_string(), target.with_extension("png"))
    };
    pages.iter().map(draw).collect()
}

#[test]
#[ignore = "needs pdftoppm; the gate runs it"]
fn pages_look_as_they_were_accepted() {
    let to = tempfile::tempdir().unwrap();
    let example = YearFolder::example();
    ziping(example.root(), &[]);
    let mut drawn = draw(
        &example,
        "自评报告.pdf",
        &[
            (1, "标题"),
            (2, "目标表"),
            (6, "资金安排表首页"),
            (9, "资金安排表续页"),
            (20, "正文"),
            (30, "自评表首页"),
            (31, "自评表末页"),
        ],
        to.path(),
    );
    let letter = YearFolder::example();
    letter.add_letter();
    ziping(letter.root(), &[]);
    drawn.extend(draw(&letter, "自评报告.pdf", &[(1, "函")], to.path()));
    let red = YearFolder::example();
    red.add_letter();
    red.replace("报告.yaml", "    发文字号:", "    发文机关标志: 新疆维吾尔自治区财政厅\n    发文字号:");
    red.replace(
        "报告.yaml",
        "  署名: 新疆维吾尔自治区财政厅",
        "  署名: [新疆维吾尔自治区财政厅, 新疆维吾尔自治区科学技术厅]",
    );
    ziping(red.root(), &[]);
    drawn.extend(draw(&red, "自评报告.pdf", &[(1, "红头函")], to.path()));
    let charts = YearFolder::example();
    charts.replace("报告.yaml", "报告:\n", "报告:\n  图表: 有\n");
    ziping(charts.root(), &[]);
    drawn.extend(draw(&charts, "自评报告.pdf", &[(32, "图表")], to.path()));
    let wrong = YearFolder::example();
    // A character that no font has.
    wrong.replace("报告.yaml", "  说明: 无。", "  说明: 无\u{30000}。");
    ziping(wrong.root(), &[]);
    drawn.extend(draw(&wrong, "自评表（草稿）.pdf", &[(1, "草稿")], to.path()));

    let accept = std::env::var_os("ACCEPT_PAGES").is_some();
    let mut changed = Vec::new();
    for (name, path) in drawn {
        if accept {
            std::fs::copy(&path, reference(&name)).unwrap();
        }
        let (drawn, accepted) = (Picture::read(&path), Picture::read(&reference(&name)));
        let (difference, x, y) = drawn.difference(&accepted);
        println!("{name}: {difference:.1} of 255 at {x:.0} mm, {y:.0} mm");
        if difference > TOLERANCE {
            changed.push(name.clone());
        }
        // A page set 1.4 mm off would be seen.
        let moved = drawn.moved_right(2).difference(&accepted).0;
        assert!(moved > TOLERANCE, "{name}, moved: {moved:.1}");
    }
    assert!(changed.is_empty(), "changed pages: {changed:?}");
}
