//! Plain text: a line a paragraph. Tables stand in it in two ways: lines that begin with a tab are cells, a blank line
//! ends their row, lines without a tab before it go on with the cell (that is how word processors save documents with
//! tables as text); or a line is a row (`text_rows.rs`).

use unicode_width::UnicodeWidthStr;

use crate::sheets::text_file::decode_text;

use super::block::{Block, Cell};
use super::text_rows;

pub(crate) fn read(bytes: &[u8]) -> Result<Vec<Block<Cell>>, String> {
    Ok(lines(&decode_text(bytes).ok_or("文字的编码不认识，应是 UTF-8 或 GB18030")?))
}

pub(crate) fn lines(text: &str) -> Vec<Block<Cell>> {
    let lines: Vec<&str> = text.lines().collect();
    let mut blocks = Vec::new();
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut row: Vec<Cell> = Vec::new();
    let mut at = 0;
    let wrapped = Wrapped::of(&lines);
    while let Some(line) = lines.get(at) {
        if row.is_empty()
            && let Some((table, end)) = text_rows::table(&lines, at)
        {
            close(&mut rows, &mut blocks);
            blocks.extend(table);
            at = end;
            continue;
        }
        if let Some(cell) = line.strip_prefix('\t') {
            row.push(Cell::single(cell.trim().to_string()));
        } else if line.trim().is_empty() {
            if !row.is_empty() {
                rows.push(std::mem::take(&mut row));
            }
        } else if let Some(cell) = row.last_mut() {
            cell.text.push('\n');
            cell.text.push_str(line.trim());
        } else {
            close(&mut rows, &mut blocks);
            let mut paragraph = line.trim().to_string();
            while wrapped.is_some_and(|wrap| wrap.goes_on(&lines, at)) {
                at += 1;
                paragraph.push_str(lines.get(at).map_or("", |line| line.trim()));
            }
            blocks.push(Block::Paragraph(paragraph));
        }
        at += 1;
    }
    if !row.is_empty() {
        rows.push(row);
    }
    close(&mut rows, &mut blocks);
    blocks
}

/// Text that was broken into lines of one width, as programs do that take text out of a PDF.
#[derive(Clone, Copy)]
struct Wrapped {
    width: usize,
}

impl Wrapped {
    /// Wider lines are paragraphs of their own.
    const WIDEST: usize = 130;
    const FEWEST: usize = 5;

    fn of(lines: &[&str]) -> Option<Wrapped> {
        let widths = || lines.iter().filter(|line| is_prose(line)).map(|line| line.trim_end().width());
        let wrapped = Wrapped { width: widths().max()? };
        let full = widths().filter(|width| wrapped.is_full(*width)).count();
        (wrapped.width <= Self::WIDEST && full >= Self::FEWEST).then_some(wrapped)
    }

    /// Digits and blanks of a page are narrower than the places that they take in text.
    fn is_full(self, width: usize) -> bool {
        width * 6 >= self.width * 5
    }

    /// Does the next line go on with the paragraph of this one?
    fn goes_on(self, lines: &[&str], at: usize) -> bool {
        let (Some(line), Some(next)) = (lines.get(at), lines.get(at + 1)) else { return false };
        let indent = |line: &str| line.chars().take_while(|c| c.is_whitespace()).count();
        let ends = line.trim_end().ends_with(['。', '；', '：', '！', '？']);
        self.is_full(line.trim_end().width())
            && !ends
            && is_prose(line)
            && is_prose(next)
            && indent(next) <= indent(line)
    }
}

/// No cells of a table, parted by tabs or wide gaps.
fn is_prose(line: &str) -> bool {
    !line.trim().is_empty() && !line.trim().contains("  ") && !line.contains('\t')
}

fn close(rows: &mut Vec<Vec<Cell>>, blocks: &mut Vec<Block<Cell>>) {
    if !rows.is_empty() {
        blocks.push(Block::Table(std::mem::take(rows)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_with_tabs_are_cells() {
        let blocks = read("标题\n\t甲\n\t乙\n（万元）\n\n\t1\n\t\n\n正文。\n".as_bytes()).unwrap();
        let row = |cells: [&str; 2]| cells.map(|text| Cell::single(text.to_string())).to_vec();
        let rows = vec![row(["甲", "乙\n（万元）"]), row(["1", ""])];
        assert_eq!(blocks, [Block::Paragraph("标题".into()), Block::Table(rows), Block::Paragraph("正文。".into())]);
    }

    #[test]
    fn lines_of_one_width_are_paragraphs() {
        let whole = "全年客运量438万人次，日均1.2万人次，同比增长9.5%（上年400万人次）".repeat(3);
        let characters: Vec<char> = whole.chars().collect();
        let wrapped: Vec<String> = characters.chunks(15).map(|line| line.iter().collect()).collect();
        let text = format!("一、基本情况\n{}\n二、问题\n没有。\n", wrapped.join("\n"));
        assert_eq!(read_as(&text), ["一、基本情况", &whole, "二、问题", "没有。"]);
        assert_eq!(
            read_as("一、基本情况\n全年客运量438万人\n次，日均1.2万人次\n"),
            ["一、基本情况", "全年客运量438万人", "次，日均1.2万人次"]
        );
    }

    #[test]
    fn both_encodings_of_chinese_are_read() {
        let (bytes, _, _) = encoding_rs::GB18030.encode("绩效自评报告");
        assert_eq!(read(&bytes).unwrap(), [Block::Paragraph("绩效自评报告".into())]);
        assert!(read(&[0x81, 0x20, 0xFF]).is_err());
    }

    /// Paragraphs as they are, tables with | between their cells.
    fn read_as(text: &str) -> Vec<String> {
        let shown = |block: Block| match block {
            Block::Paragraph(text) => text,
            Block::Table(rows) => rows.iter().map(|row| row.join("|")).collect::<Vec<_>>().join("/"),
        };
        lines(text).into_iter().map(|block| shown(block.words())).collect()
    }

    #[test]
    fn a_line_is_a_row_by_tabs_blanks_or_bars() {
        let rows = "地区|下达|支出/甲县|10|9/乙县|20|18/合计|30|27";
        for text in [
            "地区\t下达\t支出\n甲县\t10\t9\n乙县\t20\t18\n合计\t30\t27\n",
            "地区  下达   支出\n甲县  10     9\n乙县　　20　　18\n合计  30  27\n",
            "| 地区 | 下达 | 支出 |\n|---|:-:|---|\n| 甲县 | 10 | 9 |\n| 乙县 | 20 | 18 |\n| 合计 | 30 | 27 |\n",
            "地区|下达|支出\n----+----+----\n甲县|10|9\n乙县|20|18\n合计|30|27\n",
            // A head that a page repeats.
            "地区\t下达\t支出\n甲县\t10\t9\n地区\t下达\t支出\n乙县\t20\t18\n合计\t30\t27\n",
        ] {
            assert_eq!(read_as(&format!("附表\n{text}正文。")), ["附表", rows, "正文。"], "{text}");
        }
    }

    #[test]
    fn rows_may_be_ragged_and_have_the_unit_above() {
        assert_eq!(
            read_as("表1 分配表    单位：万元\n一级指标\t名称\t完成值\t原因\n产出指标\t甲\t5个\t无\n\t乙\t6个\n"),
            ["表1 分配表    单位：万元", "一级指标|名称|完成值|原因/产出指标|甲|5个|无/|乙|6个|"]
        );
        assert_eq!(
            read_as("表1 分配表    单位：万元\n地区  下达  支出\n甲县  10  9\n乙县  20  18\n"),
            ["表1 分配表　　单位：万元", "地区|下达|支出/甲县|10|9/乙县|20|18"]
        );
        // The total's label goes over two columns; a group's over all.
        assert_eq!(
            read_as("序号  企业  资金\n1  甲  10\n二、续建\n2  乙  20\n合计  30\n"),
            ["序号|企业|资金/1|甲|10/二、续建/2|乙|20/合计|30"]
        );
    }

    #[test]
    fn running_text_is_no_table() {
        for text in [
            "　　一、基本情况\n　　资金已到位。\n　　二、存在问题\n　　支付较慢。",
            "某省财政厅    某省农业农村厅\n2023年3月1日",
            "目录\n一、基本情况\t1\n二、存在问题\t3\n（一）资金\t4",
            "第一段有  两个空格，是打字的毛病。\n第二段也有  两个空格，还是毛病。\n第三段又有  两个空格，仍是毛病。",
            "一、\t基本情况\n资金到位。",
        ] {
            assert!(lines(text).iter().all(|block| matches!(block, Block::Paragraph(_))), "{text}");
        }
    }
}
