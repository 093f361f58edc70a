//! Word and PDF hold the same: titles, headings with their levels, paragraphs, notes, tables cell by cell with their
//! spans, heads and descriptions, figures, in the same order.

use crate::common::content::{Item, of_docx, of_pdf};
use crate::common::pdf_text::Pdf;
use crate::support::{YearFolder, ziping};

/// Both files' content, which must be the same.
#[track_caller]
fn both(folder: &YearFolder, name: &str) -> Vec<Item> {
    let read = |ending: &str| std::fs::read(folder.output(&format!("{name}.{ending}"))).unwrap();
    let (word, pdf) = (of_docx(&read("docx")), of_pdf(&Pdf::read(&read("pdf"))));
    for (index, pair) in word.iter().zip(&pdf).enumerate() {
        if let (
            Item::Table { rows: word, head_rows, description },
            Item::Table { rows: pdf, head_rows: pdf_heads, description: described },
        ) = pair
        {
            assert_eq!((head_rows, description), (pdf_heads, described));
            word.iter().zip(pdf).for_each(|(word, pdf)| assert_eq!(word, pdf, "{description}"));
            assert_eq!(word.len(), pdf.len(), "rows of {description}");
        } else {
            assert_eq!(pair.0, pair.1, "item {index} of {name}");
        }
    }
    assert_eq!(word.len(), pdf.len(), "{name}");
    word
}

#[test]
fn the_example_is_the_same_in_both() {
    let folder = YearFolder::example();
    assert!(ziping(folder.root(), &[]).status.success());
    let report = both(&folder, "自评报告");
    let count = |is: fn(&Item) -> bool| report.iter().filter(|item| is(item)).count();
    assert_eq!(count(|item| matches!(item, Item::Heading(1, _))), 6);
    assert_eq!(count(|item| matches!(item, Item::Title(_))), 2, "the report's and the form's");
    let notes = count(|item| matches!(item, Item::Paragraph(text) if text.starts_with("1．该表由省级主管部门填报")));
    assert_eq!(notes, 1);
    let tables: Vec<(usize, usize)> = report
        .iter()
        .filter_map(|item| match item {
            Item::Table { head_rows, rows, .. } => Some((*head_rows, rows.len())),
            _ => None,
        })
        .collect();
    // Two target tables, the projects with their repeated head, the form on two pages.
    assert_eq!(tables.len(), 5, "{tables:?}");
    assert_eq!(tables[2], (1, 1 + 1 + 4 + 12 + 137));
    both(&folder, "自评表");
}

#[test]
fn a_letter_with_everything_is_the_same_in_both() {
    let folder = YearFolder::example();
    folder.add_letter();
    folder.replace("报告.yaml", "    发文字号:", "    发文机关标志: 新疆维吾尔自治区财政厅\n    发文字号:");
    folder.replace("报告.yaml", "  署名: 新疆维吾尔自治区财政厅", "  署名: [甲厅, 乙厅, 丙厅, 丁厅]");
    folder.replace("报告.yaml", "报告:\n", "报告:\n  图表: 有\n");
    assert!(ziping(folder.root(), &[]).status.success());
    let report = both(&folder, "自评报告");
    assert_eq!(report[0], Item::Paragraph("新疆维吾尔自治区财政厅".into()));
    assert_eq!(report.iter().filter(|item| matches!(item, Item::Figure(_))).count(), 2);
    assert!(report.contains(&Item::Paragraph("甲厅乙厅丙厅".into())));
}

/// The form's second page begins with the head of its indicators, and its labels stand beside both parts.
#[test]
fn a_form_that_goes_on_repeats_its_head() {
    let folder = YearFolder::example();
    assert!(ziping(folder.root(), &[]).status.success());
    let form = both(&folder, "自评表");
    let parts: Vec<&Vec<Vec<crate::common::content::Cell>>> = form
        .iter()
        .filter_map(|item| match item {
            Item::Table { rows, .. } => Some(rows),
            _ => None,
        })
        .collect();
    assert_eq!(parts.len(), 2);
    let texts = |row: &[crate::common::content::Cell]| row.iter().map(|cell| cell.text.clone()).collect::<Vec<_>>();
    let head = ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "全年实际完成值", "未完成原因和改进措施"];
    assert_eq!(texts(&parts[1][0]), head);
    assert!(parts[0].iter().any(|row| texts(row) == head));
    let pdf = Pdf::read(&std::fs::read(folder.output("自评表.pdf")).unwrap());
    assert_eq!(pdf.pages.len(), 2);
    assert!(pdf.pages[1].lines()[0].text.contains("一级"), "{:?}", pdf.pages[1].lines()[0]);
}
