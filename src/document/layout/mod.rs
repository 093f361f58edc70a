//! `layouts/公文.yaml`: page, grid, fonts and styles, read once and checked. The only place of style numbers;
//! both renderers take theirs from here.

mod check;
mod keys;
mod words;

pub use keys::{
    Align, ChartStyle, FontRole, Grid, LATIN, Layout, LetterHead, LineBreaking, LineEndMarks, MM_PER_PT, Page,
    PageNumber, PageNumberPlace, ParagraphStyle, Seal, TableStyle,
};
pub use words::{Between, Words};

use crate::base::layout_fault::LayoutFault;

impl Layout {
    /// Reads and checks the file's text.
    ///
    /// # Errors
    /// What is wrong, each with its line: all faults of value at once, or the first that stops the reading.
    pub fn parse(text: &str) -> Result<Layout, Vec<LayoutFault>> {
        let layout: Layout = serde_saphyr::from_str(text).map_err(|error| vec![LayoutFault::of_yaml(&error, text)])?;
        let faults = check::check(&layout, text);
        if faults.is_empty() { Ok(layout) } else { Err(faults) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Orientation, Style};

    const SHIPPED: &str = include_str!("../../../layouts/公文.yaml");

    #[test]
    fn the_shipped_layout_fills_the_official_type_area() {
        let layout = Layout::parse(SHIPPED).unwrap();
        let page = layout.page(Orientation::Portrait);
        assert_eq!((page.type_width(), page.type_height()), (156.0, 225.0));
        let grid = layout.grid;
        let body = layout.style(Style::Body);
        let line = f64::from(grid.characters) * (body.size + grid.tracking) * MM_PER_PT;
        assert!(line <= 156.0 && line > 155.0, "28 characters take {line} mm");
        let lines = f64::from(grid.lines) * grid.line_pitch * MM_PER_PT;
        assert!(lines <= 225.0 && lines > 224.0, "22 lines take {lines} mm");
    }

    #[track_caller]
    fn refused(from: &str, to: &str, line_of: &str, words: &str) {
        let text = SHIPPED.replacen(from, to, 1);
        assert_ne!(text, SHIPPED);
        let faults = Layout::parse(&text).unwrap_err();
        let line = text.lines().position(|line| line.starts_with(line_of));
        let line = line.or_else(|| text.lines().position(|line| line.contains(line_of))).unwrap() as u64 + 1;
        let found = faults.iter().any(|fault| fault.line == Some(line) && fault.message.contains(words));
        assert!(found, "line {line}: {faults:#?}");
    }

    #[test]
    fn mistakes_are_named_with_their_line() {
        refused("  表注: ", "  #", "样式:", "样式里缺少“表注”");
        refused("字体: 小标宋", "字体: 大标宋", "大标宋", "“大标宋”没有");
        refused("大纲: 2", "大纲: 3", "二级标题:", "大纲");
        refused("— {} —", "— —", "— —", "页码样式");
        refused("  行数: 22", "  行书: 22", "行书", "是不是“行数”");
        refused("对齐: 居中, 行距: 34", "对其: 居中, 行距: 34", "对其", "是不是“对齐”");
        refused("  表分组金额: ", "  表分组金饿: ", "表分组金饿", "是不是“表分组金额”");
        refused("\n换行: ", "\n换航: ", "换航", "是不是“换行”");
        refused("位置: 外侧", "位置: 中间", "位置: 中间", "外侧、居中");
        refused("  上边距: 37\n", "", "右边距: 26", "缺少“上边距”");
        refused("  宽: 210", "  宽: 210\n  宽: 211", "宽: 211", "写了两次");
        refused("字号: 22, 对齐", "字号: 二号, 对齐", "二号", "写法不对");
    }

    #[test]
    fn values_that_no_page_can_be_set_with_are_named_with_their_bounds() {
        refused("  宽: 210", "  宽: 21", "宽: 21", "应在100到600之间");
        refused("字号: 22, 对齐", "字号: 220, 对齐", "220", "“样式·标题·字号”是220，应在5到72之间");
        refused("  行距: 28.95", "  行距: 30", "行距: 30", "超过版心高225毫米");
        refused("  字距: -0.25", "  字距: 0", "字距: 0", "超过版心宽156毫米");
        refused("左空字: 5, 首行空字: -3", "左空字: 2, 首行空字: -3", "附件说明:", "伸出了版心");
        refused("行距: 34, 段后行", "行距: 20, 段后行", "  标题:", "叠在一起");
        refused("一字线距版心: 7", "一字线距版心: 40", "一字线距版心", "落在纸外");
    }

    /// Every key of the file, with the names of roles and styles.
    fn keys(value: &serde_json::Value, found: &mut std::collections::BTreeSet<String>) {
        if let Some(entries) = value.as_object() {
            for (key, value) in entries {
                found.insert(key.clone());
                keys(value, found);
            }
        }
    }

    #[test]
    fn every_key_is_documented() {
        const PAGE: &str = include_str!("../../../docs/版式.md");
        let layout = Layout::parse(SHIPPED).unwrap();
        let mut found = std::collections::BTreeSet::new();
        keys(&serde_json::to_value(&layout).unwrap(), &mut found);
        assert!(found.len() > 60);
        for key in found {
            let is_name = layout.styles.keys().any(|style| style.name() == key) || layout.fonts.contains_key(&key);
            let shown = if is_name { key.clone() } else { format!("`{key}`") };
            assert!(PAGE.contains(&shown), "docs/版式.md does not explain {key}");
        }
    }
}
