//! Values of `layouts/公文.yaml` that the reader takes but no page could be set with.

use super::keys::{FontRole, LATIN, Layout, MM_PER_PT};
use crate::base::layout_fault::LayoutFault;
use crate::document::Style;

/// Smallest and largest value of the keys of a section, in the key's unit. `docs/版式.md` has the same bounds.
type Bounds = [(&'static str, f64, f64)];

const PAGE: &Bounds = &[
    ("宽", 100.0, 600.0),
    ("高", 100.0, 600.0),
    ("上边距", 5.0, 150.0),
    ("下边距", 5.0, 150.0),
    ("左边距", 5.0, 150.0),
    ("右边距", 5.0, 150.0),
];
const GRID: &Bounds = &[("行数", 1.0, 60.0), ("字数", 1.0, 80.0), ("行距", 8.0, 100.0), ("字距", -3.0, 10.0)];
const BREAKING: &Bounds = &[
    ("中西文间距", 0.0, 1.0),
    ("最多放宽", 0.0, 6.0),
    ("不撑满的最多放宽", 0.0, 2.0),
    ("最多压紧", 0.0, 1.0),
    ("最多拉开", 1.0, 50.0),
    ("末行至少", 1.0, 5.0),
];
const NUMBER: &Bounds = &[("字号", 5.0, 72.0), ("空字", 0.0, 20.0), ("一字线距版心", 0.0, 50.0)];
const STYLE: &Bounds = &[
    ("字号", 5.0, 72.0),
    ("行距", 5.0, 150.0),
    ("字距", -3.0, 10.0),
    ("首行空字", -20.0, 20.0),
    ("左空字", 0.0, 20.0),
    ("右空字", 0.0, 20.0),
    ("段前行", 0.0, 20.0),
    ("段后行", 0.0, 20.0),
];
const TABLE: &Bounds = &[
    ("线宽", 0.1, 6.0),
    ("格内左右", 0.0, 10.0),
    ("格内上下", 0.0, 10.0),
    ("表后空行", 0.0, 5.0),
    ("列宽可挪", 0.0, 20.0),
];
const LETTER: &Bounds = &[
    ("标志距纸边", 5.0, 100.0),
    ("线距标志", 0.0, 10.0),
    ("线长", 50.0, 600.0),
    ("下线距纸边", 5.0, 50.0),
    ("粗线", 0.75, 6.0),
    ("文字距线", 0.0, 5.0),
];
const SEAL: &Bounds = &[("直径", 20.0, 60.0)];
const CHART: &Bounds = &[
    ("条高", 1.0, 20.0),
    ("条距", 0.5, 20.0),
    ("名称宽", 10.0, 100.0),
    ("数值宽", 10.0, 100.0),
    ("字条距", 0.0, 10.0),
    ("斜线距", 0.3, 10.0),
];

/// Lengths that rounding made differ, in millimetres.
const TOLERANCE: f64 = 0.05;

/// All faults, in the order of the file's sections.
pub(super) fn check(layout: &Layout, text: &str) -> Vec<LayoutFault> {
    let mut faults = Faults { text, list: Vec::new() };
    faults.bounds(&["页面"], &layout.portrait, PAGE);
    faults.bounds(&["横排页面"], &layout.landscape, PAGE);
    faults.bounds(&["网格"], &layout.grid, GRID);
    faults.bounds(&["换行"], &layout.line_breaking, BREAKING);
    faults.bounds(&["页码"], &layout.page_number, NUMBER);
    faults.bounds(&["表格"], &layout.table, TABLE);
    faults.bounds(&["信函"], &layout.letter, LETTER);
    faults.letter(layout);
    faults.bounds(&["印章"], &layout.seal, SEAL);
    faults.bounds(&["图"], &layout.chart, CHART);
    faults.chart(layout);
    for (name, page) in [("页面", &layout.portrait), ("横排页面", &layout.landscape)] {
        if page.type_width() <= 0.0 || page.type_height() <= 0.0 {
            faults.add(&[name], "页边距大于纸面".into());
        }
    }
    faults.page_number(layout);
    faults.styles(layout);
    if faults.list.is_empty() {
        faults.grid(layout);
    }
    faults.list
}

struct Faults<'a> {
    text: &'a str,
    list: Vec<LayoutFault>,
}

impl Faults<'_> {
    fn add(&mut self, path: &[&str], message: String) {
        self.list.push(LayoutFault::at(self.text, path, message));
    }

    /// Serialised, a section has the file's own keys: one list of bounds serves names and values.
    fn bounds(&mut self, section: &[&str], values: &impl serde::Serialize, bounds: &Bounds) {
        let values = serde_json::to_value(values).unwrap_or_default();
        for (key, least, most) in bounds {
            // 行距 and 字距 of a style may be left to the grid.
            let Some(value) = values.get(key).and_then(serde_json::Value::as_f64) else { continue };
            if !(*least..=*most).contains(&value) {
                let path: Vec<&str> = section.iter().chain([key]).copied().collect();
                self.add(&path, format!("“{}”是{value}，应在{least}到{most}之间", path.join("·")));
            }
        }
    }

    fn page_number(&mut self, layout: &Layout) {
        let number = &layout.page_number;
        self.role(layout, &["页码", "字体"], &number.font);
        if !number.pattern.contains("{}") {
            self.add(&["页码", "样式"], "页码样式里缺少{}（页码的位置）".into());
        }
        if number.distance >= layout.portrait.bottom {
            self.add(&["页码", "一字线距版心"], "页码落在纸外：一字线距版心应小于下边距".into());
        }
        if layout.role(LATIN).is_none() {
            self.add(&["字体"], format!("字体里缺少“{LATIN}”"));
        }
        for (name, FontRole { pdf, .. }) in &layout.fonts {
            if pdf.is_empty() {
                self.add(&["字体", name], format!("字体“{name}”的 pdf 一项没有写候选字体"));
            }
        }
    }

    fn letter(&mut self, layout: &Layout) {
        let (letter, paper) = (&layout.letter, layout.portrait.width);
        if letter.colour.len() != 6 || !letter.colour.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            self.add(&["信函", "颜色"], "信函的颜色应写成六位十六进制数，红色是 FF0000".into());
        }
        if letter.rule_length > paper {
            self.add(&["信函", "线长"], format!("信函的线长{}毫米，超过纸宽{paper}毫米", letter.rule_length));
        }
    }

    /// The bars need room between labels and words.
    fn chart(&mut self, layout: &Layout) {
        let (chart, room) = (&layout.chart, layout.portrait.type_width());
        let left = room - chart.label - chart.words - 2.0 * chart.inset;
        if left < 20.0 {
            self.add(
                &["图"],
                format!("版心宽{room}毫米，除去名称宽、数值宽和字条距，条形只剩{left:.1}毫米，至少应有20毫米"),
            );
        }
    }

    fn role(&mut self, layout: &Layout, path: &[&str], role: &str) {
        if layout.role(role).is_none() {
            let known: Vec<&str> = layout.fonts.keys().map(String::as_str).collect();
            self.add(path, format!("字体“{role}”没有在“字体”一节里写明；写明了的有：{}", known.join("、")));
        }
    }

    fn styles(&mut self, layout: &Layout) {
        for style in Style::ALL {
            let name = style.name();
            let Some(look) = layout.styles.get(&style) else {
                self.add(&["样式"], format!("样式里缺少“{name}”"));
                continue;
            };
            self.bounds(&["样式", name], look, STYLE);
            self.role(layout, &["样式", name], &look.font);
            self.role(layout, &["样式", name], &look.latin_font);
            if look.outline != style.heading_level() {
                self.add(&["样式", name], format!("样式“{name}”的大纲级别不对，应与标题层次一致"));
            }
            if look.left + look.first_line < 0.0 {
                self.add(&["样式", name], format!("样式“{name}”的首行伸出了版心：首行空字不能少于左空字的负数"));
            }
            if layout.line_pitch(style) < look.size {
                let (pitch, size) = (layout.line_pitch(style), look.size);
                self.add(&["样式", name], format!("样式“{name}”的行距{pitch}磅小于字号{size}磅，上下行会叠在一起"));
            }
        }
    }

    /// 5.2.3: what is promised of a page must fit into it.
    fn grid(&mut self, layout: &Layout) {
        let (grid, page) = (layout.grid, &layout.portrait);
        let height = f64::from(grid.lines) * grid.line_pitch * MM_PER_PT;
        if height > page.type_height() + TOLERANCE {
            let (lines, pitch, room) = (grid.lines, grid.line_pitch, page.type_height());
            self.add(&["网格", "行距"], format!("{lines}行、行距{pitch}磅，共{height:.1}毫米，超过版心高{room}毫米"));
        }
        let body = layout.style(Style::Body).size;
        let width = f64::from(grid.characters) * (body + grid.tracking) * MM_PER_PT;
        if width > page.type_width() + TOLERANCE {
            let (count, tracking, room) = (grid.characters, grid.tracking, page.type_width());
            self.add(
                &["网格", "字距"],
                format!("{count}字、正文{body}磅、字距{tracking}磅，共{width:.1}毫米，超过版心宽{room}毫米"),
            );
        }
    }
}
