//! Tables and forms from their descriptions in `layouts/*.yaml`: rows, spans and labels are data.

use minijinja::value::Value;
use serde::Deserialize;

use crate::base::layout_fault::LayoutFault;
use crate::document::layout::Layout;
use crate::document::{Cell, ColumnWidths, Orientation, Paragraph, Row, Style, Table, VerticalAlign};

use super::fill::{Filling, LayoutTextError, Text};
use super::inked::Inked;

/// One table's description.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableLayout {
    /// The name by which templates ask for the table.
    #[serde(rename = "名称")]
    pub name: String,
    #[serde(rename = "题")]
    title: Text,
    #[serde(rename = "题样式")]
    pub title_style: Style,
    #[serde(rename = "年度行", default)]
    year_line: Option<Text>,
    #[serde(rename = "描述")]
    description: Text,
    #[serde(rename = "列宽")]
    columns: Vec<ColumnLayout>,
    /// The table stands on landscape pages (clause 8).
    #[serde(rename = "横排", default)]
    landscape: bool,
    /// The table stands on one page with title and notes; down to this size in points its text may be shrunk for it.
    #[serde(rename = "一页最小字号", default)]
    smallest: Option<f64>,
    /// Millimetres.
    #[serde(rename = "最小行高", default)]
    min_height: Option<f32>,
    #[serde(rename = "块")]
    blocks: Vec<BlockLayout>,
    #[serde(rename = "注", default)]
    notes: Vec<Text>,
    /// The file that describes it: layouts/自评表.yaml.
    #[serde(skip)]
    pub file: String,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(untagged)]
enum ColumnLayout {
    /// Millimetres.
    Width(f32),
    Flexible(Automatic),
}

#[derive(Debug, Clone, Copy, Deserialize)]
enum Automatic {
    #[serde(rename = "自动")]
    Automatic,
}

impl ColumnLayout {
    fn given(self) -> Option<f32> {
        match self {
            ColumnLayout::Width(width) => Some(width),
            ColumnLayout::Flexible(Automatic::Automatic) => None,
        }
    }
}

/// Rows, with a label down their left side where there is one.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct BlockLayout {
    #[serde(rename = "左栏", default)]
    side: Option<CellLayout>,
    #[serde(rename = "行")]
    rows: Vec<RowLayout>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RowLayout {
    #[serde(rename = "表头", default)]
    header: bool,
    #[serde(rename = "与下行同页", default)]
    keep_with_next: bool,
    /// The row is the head of its block's other rows.
    #[serde(rename = "续面重复", default)]
    heads: bool,
    /// The list whose items each make a row; the item is called 项 in its cells.
    #[serde(rename = "每个", default)]
    each: Option<Text>,
    /// The row is left out where this is filled with 略.
    #[serde(rename = "略去", default)]
    left_out: Option<Text>,
    #[serde(rename = "格", default)]
    cells: Vec<CellLayout>,
    /// Other rows by the item's 类.
    #[serde(rename = "按类", default)]
    by_kind: std::collections::BTreeMap<String, RowLayout>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct CellLayout {
    #[serde(rename = "文")]
    text: Text,
    #[serde(rename = "跨列", default = "one")]
    colspan: usize,
    #[serde(rename = "跨行", default = "one")]
    rowspan: usize,
    #[serde(rename = "对齐", default)]
    align: CellAlign,
    /// In place of the style that 对齐 and 表头 give.
    #[serde(rename = "样式", default)]
    style: Option<Style>,
    #[serde(rename = "栏目", default)]
    label: bool,
    /// One cell with the row above where the texts, and those of the merged cells to the left, are the same.
    #[serde(rename = "合并", default)]
    merge: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Deserialize)]
enum CellAlign {
    #[default]
    #[serde(rename = "居中")]
    Centre,
    #[serde(rename = "左")]
    Left,
}

/// What a row's 略去 is filled with where there shall be none.
const LEFT_OUT: &str = "略";

fn one() -> usize {
    1
}

/// A table with what stands above and below it.
pub struct ComposedTable {
    /// Possible line breaks are marked ｜.
    pub title: Inked,
    pub year_line: Option<Inked>,
    pub table: Table,
    pub notes: Vec<Inked>,
}

impl TableLayout {
    /// Values that no page could be set with; `text` is the file's.
    pub fn check(&self, text: &str, layout: &Layout) -> Vec<LayoutFault> {
        let mut faults = Vec::new();
        let mut fault = |key: &str, message: String| faults.push(LayoutFault::at(text, &[key], message));
        let room = layout.page(self.orientation()).type_width();
        let narrowest = 2.0 * layout.table.inset_x + 3.0;
        let width = |column: &ColumnLayout| column.given().map_or(narrowest, f64::from);
        let sum: f64 = self.columns.iter().map(width).sum();
        if sum > room + 0.05 {
            fault("列宽", format!("列宽合计{sum}毫米，超过版心宽{room}毫米"));
        }
        if self.columns.iter().any(|column| width(column) < narrowest) {
            fault("列宽", format!("每一列至少{narrowest}毫米，才放得下一个字"));
        }
        let full = layout.style(Style::CellText).size;
        if self.smallest.is_some_and(|smallest| !(9.0..=full).contains(&smallest)) {
            fault("一页最小字号", format!("“一页最小字号”应在9（小五）到{full}之间"));
        }
        if self.min_height.is_some_and(|height| !(0.0..=100.0).contains(&height)) {
            fault("最小行高", "“最小行高”应在0到100之间".into());
        }
        faults
    }

    /// Which way the pages lie on which the table stands.
    pub fn orientation(&self) -> Orientation {
        if self.landscape { Orientation::Landscape } else { Orientation::Portrait }
    }

    /// Does a cell show the text 文字.`chapter`.`section`?
    pub fn mentions(&self, chapter: &str, section: &str) -> bool {
        let (name, any) = (format!("文字.{chapter}.{section}"), format!("文字.{chapter}["));
        self.cells().any(|text| text.contains(&name) || text.contains(&any))
    }

    /// The texts that cells show, by 章.节.
    pub fn texts(&self) -> Vec<String> {
        let is_name = |c: char| c.is_alphanumeric() || c == '.' || c == '_';
        let named = self.cells().flat_map(|text| text.split("文字.").skip(1));
        named.map(|rest| rest.split(|c| !is_name(c)).next().unwrap_or_default().to_string()).collect()
    }

    pub fn cells(&self) -> impl Iterator<Item = &str> {
        let cells = self.blocks.iter().flat_map(|block| &block.rows).flat_map(|row| &row.cells);
        cells.map(|cell| cell.text.value.as_str())
    }
}

pub fn compose(layout: &TableLayout, filling: Filling<'_>) -> Result<ComposedTable, LayoutTextError> {
    let filler = Filler { layout, filling };
    let (mut rows, mut lines) = (Vec::new(), Vec::new());
    for block in &layout.blocks {
        rows.extend(filler.block(block, &mut lines)?);
    }
    let table = Table {
        description: filler.text(&layout.description, None)?.text(),
        columns: ColumnWidths(layout.columns.iter().map(|column| column.given().unwrap_or_default()).collect()),
        flexible: (0..layout.columns.len()).filter(|&index| layout.columns[index].given().is_none()).collect(),
        rows,
        smallest: layout.smallest,
        together: false,
    };
    if let Err(error) = table.grid() {
        let line = lines.get(error.row.saturating_sub(1)).copied().unwrap_or_default();
        return Err(LayoutTextError {
            line,
            words: format!("这一行{}", error.problem),
            expected: None,
            undefined: None,
        });
    }
    Ok(ComposedTable {
        title: filler.text(&layout.title, None)?,
        year_line: layout.year_line.as_ref().map(|line| filler.text(line, None)).transpose()?,
        table,
        notes: layout.notes.iter().map(|note| filler.text(note, None)).collect::<Result<_, _>>()?,
    })
}

/// Fills cells with the model's values.
struct Filler<'a> {
    layout: &'a TableLayout,
    filling: Filling<'a>,
}

impl Filler<'_> {
    fn text(&self, text: &Text, item: Option<&Value>) -> Result<Inked, LayoutTextError> {
        self.filling.fill(text, item)
    }

    /// `lines` gets the line of the file that each row is described at.
    fn block(&self, block: &BlockLayout, lines: &mut Vec<u64>) -> Result<Vec<Row>, LayoutTextError> {
        let mut rows = Vec::new();
        let mut heads = Vec::new();
        for row in &block.rows {
            let made = match &row.each {
                None => vec![self.row(row, None)?],
                Some(list) => self.repeated(row, list)?,
            };
            let first = row.cells.first().or_else(|| row.by_kind.values().find_map(|row| row.cells.first()));
            let line = first.map_or(0, |cell| cell.text.referenced.line());
            lines.extend(made.iter().map(|_| line));
            rows.extend(made);
            if row.heads {
                heads.extend(rows.len().checked_sub(1));
            }
        }
        for head in heads {
            rows[head].heads = rows.len() - 1 - head;
        }
        if let (Some(side), Some(first)) = (&block.side, rows.len().checked_sub(1)) {
            let mut cell = self.cell(side, None, false)?;
            cell.rowspan = first + 1;
            cell.label = true;
            rows[0].cells.insert(0, cell);
        }
        Ok(rows)
    }

    fn repeated(&self, row: &RowLayout, list: &Text) -> Result<Vec<Row>, LayoutTextError> {
        let mut rows = Vec::new();
        for item in self.filling.list(list)? {
            let mut layout = row;
            if !row.by_kind.is_empty() {
                let kind = item.get_attr("类").map(|kind| kind.to_string()).unwrap_or_default();
                let missing = || format!("“{}”里的“{kind}”没有写明式样（按类）", list.value);
                layout = row.by_kind.get(&kind).ok_or_else(|| LayoutTextError::at(list, missing()))?;
            }
            let left_out = layout.left_out.as_ref().map(|text| self.text(text, Some(&item))).transpose()?;
            if left_out.is_none_or(|words| words.text().trim() != LEFT_OUT) {
                rows.push(self.row(layout, Some(&item))?);
            }
        }
        if row.by_kind.is_empty() {
            merge_equal(&mut rows, &row.cells);
        }
        Ok(rows)
    }

    fn row(&self, row: &RowLayout, item: Option<&Value>) -> Result<Row, LayoutTextError> {
        let cells = row.cells.iter().map(|cell| self.cell(cell, item, row.header)).collect::<Result<_, _>>()?;
        let (header, keep_with_next, min_height) = (row.header, row.keep_with_next, self.layout.min_height);
        Ok(Row { cells, header, keep_with_next, heads: 0, min_height, air: 0.0, parted: false })
    }

    fn cell(&self, cell: &CellLayout, item: Option<&Value>, header: bool) -> Result<Cell, LayoutTextError> {
        let style = match (cell.style, cell.align) {
            (Some(style), _) => style,
            _ if header => Style::TableHead,
            (None, CellAlign::Centre) => Style::CellCentred,
            (None, CellAlign::Left) => Style::CellText,
        };
        Ok(Cell {
            paragraphs: vec![self.text(&cell.text, item)?.paragraph(style)],
            colspan: cell.colspan,
            rowspan: cell.rowspan,
            vertical_align: VerticalAlign::Middle,
            label: cell.label || header,
        })
    }
}

/// Joins equal cells of consecutive rows downwards, where the layout says 合并; leftmost columns first, so that a
/// merged cell never reaches past the merged cell on its left.
fn merge_equal(rows: &mut [Row], layout: &[CellLayout]) {
    let says = |cell: &Cell| cell.paragraphs.iter().map(Paragraph::text).collect::<Vec<_>>();
    let merged: Vec<usize> = (0..layout.len()).filter(|&column| layout[column].merge).collect();
    let same = |above: &Row, below: &Row, through: usize| {
        merged
            .iter()
            .take_while(|&&column| column <= through)
            .all(|&column| says(&above.cells[column]) == says(&below.cells[column]))
    };
    // Decide first, drop cells afterwards: positions shift when a cell goes.
    let mut covered = vec![vec![false; layout.len()]; rows.len()];
    for &column in &merged {
        let mut start = 0;
        for index in 1..=rows.len() {
            if index < rows.len() && same(&rows[start], &rows[index], column) {
                covered[index][column] = true;
                continue;
            }
            rows[start].cells[column].rowspan = index - start;
            start = index;
        }
    }
    for (row, covered) in rows.iter_mut().zip(covered) {
        let mut column = 0;
        row.cells.retain(|_| {
            column += 1;
            !covered[column - 1]
        });
    }
}
