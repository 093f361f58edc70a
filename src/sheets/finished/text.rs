//! Plain text: a line a paragraph. Lines that begin with a tab are cells of a table; a blank line ends their row, lines
//! without a tab before it go on with the cell. That is how word processors save documents with tables as text.

use crate::sheets::text_file::decode_text;

use super::block::{Block, Cell};

pub(crate) fn read(bytes: &[u8]) -> Result<Vec<Block<Cell>>, String> {
    Ok(lines(&decode_text(bytes).ok_or("文字的编码不认识，应是 UTF-8 或 GB18030")?))
}

pub(crate) fn lines(text: &str) -> Vec<Block<Cell>> {
    let mut blocks = Vec::new();
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut row: Vec<Cell> = Vec::new();
    for line in text.lines() {
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
            blocks.push(Block::Paragraph(line.trim().to_string()));
        }
    }
    if !row.is_empty() {
        rows.push(row);
    }
    close(&mut rows, &mut blocks);
    blocks
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
    fn both_encodings_of_chinese_are_read() {
        let (bytes, _, _) = encoding_rs::GB18030.encode("绩效自评报告");
        assert_eq!(read(&bytes).unwrap(), [Block::Paragraph("绩效自评报告".into())]);
        assert!(read(&[0x81, 0x20, 0xFF]).is_err());
    }
}
