//! Cells as people type them: each way of writing gives the example's figures and is listed; what has two readings is a
//! finding that names both.

use crate::support::YearFolder;
use crate::support::tables::{Figures, Rows, example, figures, read, rewrite, rewrite_with, text, words};
use calamine::Data;
use rust_xlsxwriter::{Format, Worksheet};
use ziping::base::finding::Severity;
use ziping::reading::NormalisationKind::{self, *};

type Change = &'static dyn Fn(&str, &mut Rows);
/// Kind, what stood there, how it was read; no text: any.
type Note = (NormalisationKind, &'static str, &'static str);

const PROJECTS: &str = "资金安排表";
const INDICATORS: &str = "绩效指标";
const MONEY: &str = "资金执行";

/// Every amount of the project table.
fn amounts(rows: &mut Rows, change: impl Fn(f64) -> Data) {
    for row in rows.iter_mut().skip(4) {
        if let Data::Float(amount) = row[3] {
            row[3] = change(amount);
        }
    }
}

/// The amount of the fund's own row.
fn budget(sheet: &str, rows: &mut Rows, amount: &str) {
    if sheet == "资金执行" {
        rows[3][1] = text(amount);
    }
}

fn wide(words: &str) -> String {
    words.chars().map(|c| if c.is_ascii_graphic() { char::from_u32(c as u32 + 0xFEE0).unwrap() } else { c }).collect()
}

fn grouped(number: f64) -> String {
    let digits = format!("{number}");
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().map(|group| std::str::from_utf8(group).unwrap()).collect();
    groups.join(",")
}

fn column(rows: &mut Rows, from: usize, column: usize, change: impl Fn(&str) -> String) {
    for row in rows.iter_mut().skip(from) {
        let words = words(&row[column]);
        if !words.is_empty() {
            row[column] = text(&change(&words));
        }
    }
}

fn line(words: &str) -> Vec<Data> {
    let mut row = vec![Data::Empty; 6];
    row[0] = text(words);
    row
}

#[track_caller]
fn same_figures(wanted: &[(String, String)], folder: &YearFolder, notes: &[Note], name: &str) {
    let Figures { figures, findings, normalisations } = figures(folder);
    assert_eq!(findings, [], "{name}");
    assert_eq!(figures, wanted, "{name}");
    for (kind, stood, read_as) in notes {
        let listed =
            normalisations.iter().any(|one| one.kind == *kind && one.stood == *stood && one.read_as == *read_as);
        assert!(listed, "{name}: {stood} → {read_as} is not listed in {normalisations:#?}");
    }
}

#[test]
fn every_way_of_writing_gives_the_same_figures_and_is_listed() {
    let cases: &[(&str, &str, Change, &[Note])] = &[
        (
            PROJECTS,
            "full-width digits",
            &|_, rows| amounts(rows, |a| text(&wide(&a.to_string()))),
            &[(Unit, "８４", "84万元")],
        ),
        (PROJECTS, "numbers as text", &|_, rows| amounts(rows, |a| text(&format!(" {a} "))), &[]),
        (
            PROJECTS,
            "thousands separators",
            &|_, rows| amounts(rows, |a| text(&grouped(a))),
            &[(Unit, "3,435", "3435万元")],
        ),
        (
            PROJECTS,
            "full-width separators",
            &|_, rows| amounts(rows, |a| text(&grouped(a).replace(',', "，"))),
            &[(Unit, "3，435", "3435万元")],
        ),
        (
            PROJECTS,
            "万元 in the cell",
            &|_, rows| amounts(rows, |a| text(&format!("{a}万元"))),
            &[(Unit, "84万元", "84万元")][1..],
        ),
        (
            PROJECTS,
            "元 in the cell",
            &|_, rows| amounts(rows, |a| text(&format!("{}元", a * 10_000.0))),
            &[(Unit, "840000元", "84万元")],
        ),
        (
            PROJECTS,
            "元 in the head",
            &|_, rows| {
                rows[1][0] = Data::Empty;
                rows[2][3] = text("安排资金\n（元）");
                amounts(rows, |a| Data::Float(a * 10_000.0));
            },
            &[(Unit, "840000（元）", "84万元")],
        ),
        (
            PROJECTS,
            "元 above the table",
            &|_, rows| {
                rows[1][0] = text("单位：元");
                rows[2][3] = text("安排资金");
                amounts(rows, |a| Data::Float(a * 10_000.0));
            },
            &[(Unit, "840000（元）", "84万元")],
        ),
        (
            PROJECTS,
            "千元 above the table",
            &|_, rows| {
                rows[1][0] = text("计量单位：人民币（千元）");
                rows[2][3] = text("安排资金");
                amounts(rows, |a| Data::Float(a * 10.0));
            },
            &[(Unit, "840（千元）", "84万元")],
        ),
        (
            PROJECTS,
            "百万元 behind a stroke in the head",
            &|_, rows| {
                rows[1][0] = Data::Empty;
                rows[2][3] = text("安排资金/百万元");
                amounts(rows, |a| Data::Float(a / 100.0));
            },
            &[(Unit, "0.84（百万元）", "84万元")],
        ),
        (
            PROJECTS,
            "a row of units under the head",
            &|_, rows| {
                rows[1][0] = Data::Empty;
                rows[2][3] = text("安排资金");
                let mut units = line("");
                units[0] = Data::Empty;
                units[3] = text("千元");
                rows.insert(3, units);
                amounts(rows, |a| Data::Float(a * 10.0));
            },
            &[(Unit, "840（千元）", "84万元")],
        ),
        (
            PROJECTS,
            "no unit at all",
            &|_, rows| {
                rows[1][0] = Data::Empty;
                rows[2][3] = text("安排资金");
            },
            &[(Unit, "安排资金（没有写单位）", "万元")],
        ),
        (
            PROJECTS,
            "head not in row 1",
            &|_, rows| {
                for _ in 0..6 {
                    rows.insert(0, line("附表"));
                }
            },
            &[],
        ),
        (
            PROJECTS,
            "columns in another order",
            &|_, rows| {
                for row in rows.iter_mut().skip(2) {
                    row.reverse();
                }
            },
            &[],
        ),
        (
            PROJECTS,
            "extra columns",
            &|_, rows| {
                for (number, row) in rows.iter_mut().enumerate() {
                    row.insert(3, if number == 2 { text("联系电话") } else { Data::Empty });
                    row.push(if number == 2 { text("备注") } else { text("见附件") });
                }
            },
            &[],
        ),
        (
            PROJECTS,
            "another word for a head",
            &|_, rows| {
                rows[2][2] = text("项目承担单位");
                rows[2][4] = text("补助\n方式");
            },
            &[(Head, "项目承担单位", "申报单位"), (Head, "补助↵方式", "支持方式")],
        ),
        (
            PROJECTS,
            "a head of two rows",
            &|_, rows| {
                rows[2][3] = text("资金情况");
                rows[3][3] = text("安排资金（万元）");
                rows[2].insert(4, text("其中"));
                rows[3].insert(4, text("已拨付"));
                for (number, row) in rows.iter_mut().enumerate() {
                    if number != 2 && number != 3 {
                        row.insert(4, Data::Empty);
                    }
                }
            },
            &[],
        ),
        (
            PROJECTS,
            "sums at the end of each group",
            &|_, rows| {
                // The sums move from the group's row to a row of their own below its projects.
                let mut moved: Rows = rows[..4].to_vec();
                let mut open: Option<Data> = None;
                for row in &rows[4..] {
                    let label = words(&row[0]);
                    let is_label = !label.is_empty() && label.parse::<f64>().is_err();
                    if let Some(sum) = open.take_if(|_| is_label) {
                        let mut subtotal = line("小计");
                        subtotal[3] = sum;
                        moved.push(subtotal);
                    }
                    let mut row = row.clone();
                    if label.starts_with('（') {
                        open = Some(std::mem::replace(&mut row[3], Data::Empty));
                    }
                    moved.push(row);
                }
                if let Some(sum) = open {
                    let mut subtotal = line("小 计");
                    subtotal[3] = sum;
                    moved.push(subtotal);
                }
                *rows = moved;
            },
            &[],
        ),
        (
            PROJECTS,
            "the total below the table",
            &|_, rows| {
                let mut total = rows.remove(4);
                total[0] = text("合 计");
                rows.push(total);
            },
            &[],
        ),
        (
            PROJECTS,
            "notes and signatures below",
            &|_, rows| {
                rows.push(line("注：后补助项目在绩效评估后兑付。"));
                rows.push(line("填表人：张三"));
            },
            &[(SkippedRow, "注：后补助项目在绩效评估后兑付。", ""), (SkippedRow, "填表人：张三", "")],
        ),
        (
            PROJECTS,
            "the head again in the middle",
            &|_, rows| {
                let head = rows[2].clone();
                rows.insert(60, head);
            },
            &[(SkippedRow, "序号", "")],
        ),
        (
            PROJECTS,
            "blank rows above and between",
            &|_, rows| {
                rows.insert(70, line(""));
                rows.insert(0, line(""));
            },
            &[],
        ),
        (
            PROJECTS,
            "line breaks and blanks within names",
            &|_, rows| {
                column(rows, 4, 1, |name| {
                    let half = name.char_indices().nth(name.chars().count() / 2).unwrap().0;
                    format!(" {}\n{} ", &name[..half], &name[half..])
                });
            },
            &[],
        ),
        (
            PROJECTS,
            "characters without width in heads, names and amounts",
            &|_, rows| {
                let spread = |text: &str| text.chars().flat_map(|c| [c, '\u{200B}']).collect::<String>();
                column(rows, 2, 1, spread);
                column(rows, 2, 4, |text| format!("\u{FEFF}{text}\u{AD}\u{2060}"));
                amounts(rows, |a| text(&format!("\u{202D}{a}\u{200E}\u{202C}")));
            },
            &[
                (Characters, "〔U+202D〕84〔U+200E〕〔U+202C〕", "84"),
                (Characters, "项〔U+200B〕目〔U+200B〕名〔U+200B〕称〔U+200B〕", "项目名称"),
            ],
        ),
        (
            PROJECTS,
            "radicals and compatibility forms of a PDF file",
            &|_, rows| {
                let forms = [
                    ('目', '⽬'),
                    ('金', '⾦'),
                    ('大', '⼤'),
                    ('长', '⻓'),
                    ('民', '⺠'),
                    ('户', '⼾'),
                    ('行', '\u{FA08}'),
                ];
                for cell in rows.iter_mut().flatten() {
                    if let Data::String(words) = cell {
                        *words =
                            forms.iter().fold(words.clone(), |words, (from, to)| words.replace(*from, &to.to_string()));
                    }
                }
            },
            &[(Characters, "项⽬〔U+2F6C〕名称", "项目名称")],
        ),
        (
            PROJECTS,
            "heads and units between other brackets",
            &|_, rows| {
                rows[1][0] = Data::Empty;
                rows[2][3] = text("安排资⾦【元】");
                amounts(rows, |a| Data::Float(a * 10_000.0));
            },
            &[(Unit, "840000（元）", "84万元")],
        ),
        (
            PROJECTS,
            "直接补助 for 事前补助",
            &|_, rows| column(rows, 4, 4, |mode| mode.replace("事前补助", "直接补助")),
            &[(Synonym, "直接补助", "事前补助")],
        ),
        (
            INDICATORS,
            "不低于",
            &|_, rows| column(rows, 2, 3, |t| t.replace('≥', "不低于")),
            &[(Typing, "不低于32项", "≥32项")],
        ),
        (
            INDICATORS,
            "不少于",
            &|_, rows| column(rows, 2, 3, |t| t.replace('≥', "不少于")),
            &[(Typing, "不少于32项", "≥32项")],
        ),
        (
            INDICATORS,
            "大于等于",
            &|_, rows| column(rows, 2, 3, |t| t.replace('≥', "大于等于")),
            &[(Typing, "大于等于32项", "≥32项")],
        ),
        (INDICATORS, "≧", &|_, rows| column(rows, 2, 3, |t| t.replace('≥', "≧")), &[(Typing, "≧32项", "≥32项")]),
        (
            INDICATORS,
            "＞＝ and full-width digits",
            &|_, rows| column(rows, 2, 3, |t| wide(&t.replace('≥', ">="))),
            &[(Typing, "＞＝３２项", "≥32项")],
        ),
        (
            INDICATORS,
            "以上 behind the number",
            &|_, rows| {
                column(rows, 2, 3, |t| t.strip_prefix('≥').map_or(t.to_string(), |n| format!("{}以上", n.trim())));
            },
            &[(Typing, "32项以上", "≥32项")],
        ),
        (
            INDICATORS,
            "⩾, ﹪ and digits of formulas",
            &|_, rows| {
                column(rows, 2, 3, |t| t.replace('≥', "⩾").replace('%', "﹪").replace('9', "𝟗"));
                column(rows, 2, 4, |t| t.replace('%', "％"));
            },
            &[(Typing, "⩾32项", "≥32项"), (Characters, "⩾𝟗〔U+1D7D7〕0﹪", "⩾90﹪")],
        ),
        (
            INDICATORS,
            "（含）以上",
            &|_, rows| {
                column(rows, 2, 3, |t| {
                    t.strip_prefix('≥').map_or(t.to_string(), |n| format!("{}（含）以上", n.trim()))
                });
            },
            &[(Typing, "32项（含）以上", "≥32项")],
        ),
        (
            INDICATORS,
            "blanks within",
            &|_, rows| column(rows, 2, 4, |t| t.replace('项', " 项")),
            &[(Typing, "33 项", "33项")],
        ),
        (
            INDICATORS,
            "numbered names",
            &|_, rows| {
                for (number, row) in (1..).zip(rows.iter_mut().skip(2)) {
                    row[2] = text(&format!("指标{number}：{}", words(&row[2])));
                }
            },
            &[(Prefix, "指标2：支持建设科技创新基地项目数量", "支持建设科技创新基地项目数量")],
        ),
        (
            INDICATORS,
            "/ for nothing to explain",
            &|_, rows| {
                rows.iter_mut().skip(2).for_each(|row| {
                    if matches!(row[5], Data::Empty) {
                        row[5] = text("/");
                    }
                })
            },
            &[(Blank, "/", "没有填")],
        ),
        (
            INDICATORS,
            "— and 无 for nothing to explain",
            &|_, rows| {
                rows.iter_mut().enumerate().skip(2).for_each(|(number, row)| {
                    if matches!(row[5], Data::Empty) {
                        row[5] = text(if number % 2 == 0 { "—" } else { "无" });
                    }
                })
            },
            &[(Blank, "—", "没有填"), (Blank, "无", "没有填")],
        ),
        (
            INDICATORS,
            "a column of units",
            &|_, rows| {
                rows[1].insert(4, text("计量单位"));
                for row in rows.iter_mut().skip(2) {
                    let target = words(&row[3]);
                    let unit = target.trim_start_matches(|c: char| "≥ .".contains(c) || c.is_ascii_digit()).to_string();
                    let has_number = target.starts_with('≥');
                    if has_number {
                        row[3] = text(target.trim_end_matches(unit.as_str()));
                        row[4] = text(words(&row[4]).trim_end_matches(unit.as_str()));
                    }
                    row.insert(4, if has_number { text(&unit) } else { Data::Empty });
                }
            },
            &[(Unit, "33", "33项"), (Unit, "32", "32项")],
        ),
        (
            INDICATORS,
            "ratios",
            &|_, rows| {
                rows[7][3] = text("≥1：2");
                rows[7][4] = text("1:2.19");
            },
            &[(Ratio, "≥1：2", "≥2"), (Ratio, "1:2.19", "2.19")],
        ),
        (INDICATORS, "labels in their first row only", &|_, _| {}, &[(Above, "", "产出指标"), (Above, "", "数量指标")]),
        (
            MONEY,
            "labels with a number before them",
            &|name, rows| {
                if name == "资金执行" {
                    for (number, row) in rows.iter_mut().enumerate() {
                        row.insert(0, if number > 1 { Data::Float(number as f64) } else { Data::Empty });
                    }
                }
            },
            &[],
        ),
        (
            MONEY,
            "another word for a source",
            &|name, rows| {
                if name == "资金执行" {
                    rows[3][0] = text("其中：中央补助");
                }
            },
            &[],
        ),
        (
            MONEY,
            "亿元 in the cell",
            &|name, rows| {
                if name == "资金执行" {
                    rows[3][1] = text("1.093亿元");
                }
            },
            &[(Unit, "1.093亿元", "10930万元")],
        ),
        (
            MONEY,
            "capital numerals",
            &|name, rows| budget(name, rows, "壹亿零玖佰叁拾万元整"),
            &[(Unit, "壹亿零玖佰叁拾万元整", "10930万元")],
        ),
        (MONEY, "亿 and 万元", &|name, rows| budget(name, rows, "1亿930万元"), &[(Unit, "1亿930万元", "10930万元")]),
        (MONEY, "an apostrophe", &|name, rows| budget(name, rows, "'10930"), &[(Unit, "'10930", "10930万元")]),
        (
            MONEY,
            "the unit in the remarks",
            &|name, rows| {
                if name == "资金执行" {
                    rows[3][3] = text("单位：元");
                    for row in &mut rows[2..] {
                        for column in [1, 2] {
                            if let Data::Float(amount) = row[column] {
                                row[column] = Data::Float(amount * 10_000.0);
                            }
                        }
                    }
                }
            },
            &[(Unit, "109300000（元）", "10930万元")],
        ),
        (
            MONEY,
            "a sum below the documents",
            &|name, rows| {
                if name == "下达文件" {
                    rows.push(vec![text("合计"), Data::Empty, Data::Empty, Data::Empty, Data::Float(10930.0)]);
                }
            },
            &[(SkippedRow, "合计", "")],
        ),
        (
            MONEY,
            "numbers of documents between other brackets",
            &|name, rows| {
                if name == "下达文件" {
                    for (row, (open, close)) in
                        [('[', ']'), ('【', '】'), ('［', '］'), ('﹝', '﹞')].into_iter().enumerate()
                    {
                        let number = words(&rows[row + 1][2]);
                        rows[row + 1][2] =
                            text(&number.replace('〔', &open.to_string()).replace('〕', &close.to_string()));
                    }
                }
            },
            &[],
        ),
        (
            MONEY,
            "titles in their marks, levels by other words",
            &|name, rows| {
                if name == "下达文件" {
                    rows[1][1] = text(&format!("《{}》", words(&rows[1][1])));
                    rows[3][0] = text("自治区");
                }
            },
            &[(Synonym, "自治区", "省级")],
        ),
        (
            MONEY,
            "dates as text",
            &|name, rows| {
                if name == "下达文件" {
                    rows[3][3] = text("2024年12月9日");
                    rows[4][3] = text("2025.05.19");
                }
            },
            &[(Date, "2025.05.19", "2025年5月19日")],
        ),
        (
            MONEY,
            "dates with strokes and as eight digits",
            &|name, rows| {
                if name == "下达文件" {
                    rows[3][3] = text("2024/12/9");
                    rows[4][3] = Data::Float(20_250_519.0);
                }
            },
            &[(Date, "2024/12/9", "2024年12月9日"), (Date, "20250519", "2025年5月19日")],
        ),
        (
            MONEY,
            "a date that lost its format",
            &|name, rows| {
                if name == "下达文件" {
                    rows[4][3] = Data::Float(45_796.0);
                }
            },
            &[(Date, "45796", "2025年5月19日")],
        ),
        (
            MONEY,
            "— where a date or an amount is not known",
            &|name, rows| {
                if name == "下达文件" {
                    rows[1][3] = text("—");
                    rows[2][4] = text("-");
                }
            },
            &[(Blank, "—", "没有填"), (Blank, "-", "没有填")],
        ),
    ];
    let wanted = example();
    for (table, name, change, notes) in cases {
        let folder = YearFolder::example();
        rewrite(&folder, table, change);
        same_figures(&wanted, &folder, notes, name);
    }
}

#[test]
fn groups_without_a_number() {
    let folder = YearFolder::example();
    rewrite(&folder, PROJECTS, &|_, rows| {
        for row in rows.iter_mut().skip(4) {
            if let Some((_, name)) = words(&row[0]).split_once('）') {
                row[0] = text(name);
            }
        }
    });
    let Figures { figures, findings, .. } = figures(&folder);
    // Figures of groups are named as the table names the groups.
    let numbered = |name: &str| name.replace("（一）", "").replace("（二）", "").replace("（三）", "");
    let wanted: Vec<_> = example().into_iter().map(|(name, shown)| (numbered(&name), shown)).collect();
    assert_eq!((findings.as_slice(), figures), ([].as_slice(), wanted));
}

type Finish = &'static dyn Fn(&str, &mut Worksheet);

fn merge(sheet: &mut Worksheet, [(top, left), (bottom, right)]: [(u32, u16); 2], words: &str) {
    sheet.merge_range(top, left, bottom, right, words, &Format::new()).unwrap();
}

#[test]
fn merged_areas_in_both_directions() {
    let cases: [(&str, &str, Change, Finish, &[Note]); 2] = [
        (
            PROJECTS,
            "heads merged over rows and columns",
            &|_, rows| {
                for row in rows.iter_mut() {
                    row.insert(2, Data::Empty);
                }
            },
            &|_, sheet| {
                merge(sheet, [(2, 1), (3, 2)], "项目名称");
                merge(sheet, [(2, 4), (3, 4)], "安排资金（万元）");
                merge(sheet, [(4, 0), (4, 3)], "总计");
            },
            &[],
        ),
        (
            MONEY,
            "the level merged over its documents",
            &|_, _| {},
            &|name, sheet| {
                if name == "下达文件" {
                    merge(sheet, [(1, 0), (2, 0)], "中央");
                    merge(sheet, [(3, 0), (4, 0)], "省级");
                }
            },
            &[(Merged, "中央", "中央（合并的各格都是它）")],
        ),
    ];
    let wanted = example();
    for (table, name, change, finish, notes) in cases {
        let folder = YearFolder::example();
        rewrite_with(&folder, table, change, finish);
        same_figures(&wanted, &folder, notes, name);
    }
}

#[test]
fn a_unit_merged_over_its_projects() {
    let same: Change = &|_, rows| rows[10][2] = rows[9][2].clone();
    let folder = YearFolder::example();
    rewrite(&folder, PROJECTS, same);
    let wanted = figures(&folder).figures;
    let folder = YearFolder::example();
    rewrite_with(&folder, PROJECTS, same, &|_, sheet| {
        merge(sheet, [(9, 2), (10, 2)], "新疆慧尔智联技术有限公司");
    });
    same_figures(&wanted, &folder, &[], "a unit merged over its projects");
}

#[test]
fn a_number_and_a_name_merged_over_two_units_are_one_project() {
    let all = |reading: &ziping::reading::Reading| {
        let projects = &reading.report.as_ref().unwrap().projects;
        (projects.projects().count(), projects.known_amount().unwrap())
    };
    let (count, amount) = all(&read(&YearFolder::example()));
    let folder = YearFolder::example();
    rewrite_with(&folder, PROJECTS, &|_, _| {}, &|_, sheet| {
        merge(sheet, [(9, 0), (10, 0)], "3");
        merge(sheet, [(9, 1), (10, 1)], "一个项目");
    });
    let reading = read(&folder);
    assert_eq!((all(&reading), reading.findings.as_slice()), ((count - 1, amount), &[][..]));
}

#[test]
fn an_amount_merged_over_two_projects_is_not_shared_out() {
    let folder = YearFolder::example();
    rewrite_with(&folder, PROJECTS, &|_, _| {}, &|_, sheet| {
        merge(sheet, [(9, 3), (10, 3)], "100");
    });
    let reading = read(&folder);
    let found = reading.findings.iter().find(|finding| finding.code == "Z009").unwrap();
    assert_eq!(found.locations[0].to_string(), "2025/资金安排表.xlsx › 资金安排 › D11");
    assert!(found.message.contains("合并"), "{}", found.message);
}

/// What has two readings: where, both of them, and whether the report can still be filed.
#[test]
fn two_readings_are_a_finding_that_names_both() {
    type Case = (&'static str, &'static str, Change, &'static str, [&'static str; 2], Severity);
    let cases: &[Case] = &[
        (
            PROJECTS,
            "head and line above differ",
            &|_, rows| rows[2][3] = text("安排资金（元）"),
            "D3",
            ["元", "万元"],
            Severity::Warning,
        ),
        (
            PROJECTS,
            "万元 that can only be 元",
            &|_, rows| rows[7][3] = Data::Float(840_000.0),
            "D8",
            ["840000万元", "840000元（84万元）"],
            Severity::Error,
        ),
        (
            PROJECTS,
            "a stroke for an amount",
            &|_, rows| rows[7][3] = text("—"),
            "D8",
            ["是零", "没有填"],
            Severity::Error,
        ),
        (
            PROJECTS,
            "two columns of amounts",
            &|_, rows| {
                for (number, row) in rows.iter_mut().enumerate() {
                    row.push(if number == 2 { text("安排金额") } else { Data::Empty });
                }
            },
            "D3",
            ["D3“安排资金（万元）”", "G3“安排金额”"],
            Severity::Warning,
        ),
        (
            INDICATORS,
            "0.98 for 98%",
            &|_, rows| rows[17][4] = Data::Float(0.98),
            "E18",
            ["98%", "0.98%"],
            Severity::Error,
        ),
        (
            INDICATORS,
            "a bare number",
            &|_, rows| rows[2][4] = Data::Float(33.0),
            "E3",
            ["33项", "没有单位的33"],
            Severity::Warning,
        ),
        (
            INDICATORS,
            "a ratio against a number",
            &|_, rows| rows[7][4] = text("1：2.19"),
            "E8",
            ["2.19", "0.4566"],
            Severity::Warning,
        ),
        (
            INDICATORS,
            "greater than",
            &|_, rows| rows[4][3] = text("＞65项"),
            "D5",
            ["≥65项", "大于65项，不含本数"],
            Severity::Warning,
        ),
        (INDICATORS, "a range", &|_, rows| rows[4][3] = text("60-65项"), "D5", ["≥60项", "≤65项"], Severity::Error),
        (
            INDICATORS,
            "a range of shares",
            &|_, rows| rows[17][3] = text("80%～90%"),
            "D18",
            ["≥80%", "≤90%"],
            Severity::Error,
        ),
        (
            INDICATORS,
            "about",
            &|_, rows| rows[4][3] = text("约65项"),
            "D5",
            ["65项", "大约的数（约65项）"],
            Severity::Warning,
        ),
        (
            INDICATORS,
            "a number in words",
            &|_, rows| rows[4][3] = text("不少于六十五项"),
            "D5",
            ["≥65项", "文字"],
            Severity::Warning,
        ),
        (
            INDICATORS,
            "a number behind words",
            &|_, rows| {
                rows[12][3] = text("排名第5");
                rows[12][4] = text("排名第5");
            },
            "D13",
            ["文字“排名第5”", "5"],
            Severity::Warning,
        ),
        (
            INDICATORS,
            "a result with a comparator",
            &|_, rows| rows[4][4] = text("≥82项"),
            "E5",
            ["正好是这个数", "文字（只知道范围）"],
            Severity::Error,
        ),
        (
            INDICATORS,
            "two units",
            &|_, rows| {
                rows[1].insert(4, text("计量单位"));
                for row in rows.iter_mut().skip(2) {
                    row.insert(4, Data::Empty);
                }
                rows[2][4] = text("个");
            },
            "D3",
            ["项", "个"],
            Severity::Warning,
        ),
    ];
    for (table, name, change, cell, readings, severity) in cases {
        let folder = YearFolder::example();
        rewrite(&folder, table, change);
        let reading = read(&folder);
        let place = format!(" › {cell}");
        let found = reading
            .findings
            .iter()
            .find(|finding| finding.code == "Z014" && finding.locations[0].to_string().ends_with(&place));
        let found = found.unwrap_or_else(|| panic!("{name}: {:#?}", reading.findings));
        let [first, second] = readings;
        assert!(found.message.ends_with(&format!("有两种读法：{first}，或{second}")), "{name}: {}", found.message);
        assert_eq!(found.severity, *severity, "{name}");
        assert!(!found.hint.is_empty(), "{name}");
    }
}

#[test]
fn digits_that_make_no_target_are_an_error_at_their_cell() {
    for typed in ["≥90。5%", "90.5.1%", "≥9O%", "≥1,00项", "90·5%", "≥5项且≤8项"] {
        let folder = YearFolder::example();
        rewrite(&folder, INDICATORS, &|_, rows| rows[17][3] = text(typed));
        let reading = read(&folder);
        let [found] = reading.findings.as_slice() else { panic!("{typed}: {:#?}", reading.findings) };
        assert_eq!((found.code, found.severity, found.actual.as_deref()), ("Z004", Severity::Error, Some(typed)));
        assert_eq!(found.locations[0].to_string(), "2025/绩效指标.xlsx › 绩效指标 › D18");
    }
}

#[test]
fn units_are_words_up_to_what_they_are() {
    for unit in ["吨标准煤/万元", "万人次", "次/人·年", "元/平方米", "‰"] {
        let folder = YearFolder::example();
        rewrite(&folder, INDICATORS, &|_, rows| {
            rows[4][3] = text(&format!("≥65{unit}"));
            rows[4][4] = text(&format!("82{unit}"));
        });
        let Figures { figures, findings, .. } = figures(&folder);
        assert_eq!(findings, [], "{unit}");
        let reached = figures.iter().find(|(name, _)| name == "指标.转化科技成果数量.实际完成值").unwrap();
        assert_eq!(reached.1, format!("82{unit}"));
    }
}

#[test]
fn a_unit_that_is_not_known_is_named_and_nothing_is_taken_for_万元() {
    let cases: [(Change, &str, &str); 2] = [
        (&|_, rows| rows[1][0] = text("单位：万美元"), "A2", "万美元"),
        (&|_, rows| rows[2][3] = text("安排资金（欧元）"), "D3", "欧元"),
    ];
    for (change, cell, unit) in cases {
        let folder = YearFolder::example();
        rewrite(&folder, PROJECTS, &|name, rows| {
            rows[2][3] = text("安排资金");
            change(name, rows);
        });
        let reading = read(&folder);
        let [found] = reading.findings.as_slice() else { panic!("{:#?}", reading.findings) };
        assert_eq!((found.code, found.actual.as_deref()), ("Z004", Some(unit)));
        assert!(found.locations[0].to_string().ends_with(cell), "{:?}", found.locations);
    }
}

/// One amount of the year that is too small for all projects is asked once, where it stands; so is a whole list in 元.
#[test]
fn one_odd_amount_is_no_doubt_of_every_row() {
    let money = YearFolder::example();
    rewrite(&money, MONEY, &|name, rows| {
        if name == "资金执行" {
            (rows[2][1], rows[3][1]) = (text("10930.00元"), text("10930.00元"));
        }
    });
    let list = YearFolder::example();
    rewrite(&list, PROJECTS, &|_, rows| {
        rows[1][0] = Data::Empty;
        rows[2][3] = text("安排资金");
        amounts(rows, |a| Data::Float(a * 10_000.0));
    });
    for (folder, file) in [(money, "资金执行.xlsx › 资金执行 › B4"), (list, "资金安排表.xlsx › ")] {
        let reading = read(&folder);
        let asked: Vec<_> = reading.findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
        let [found] = asked.as_slice() else { panic!("{:#?}", reading.findings) };
        assert_eq!(found.code, "Z014");
        assert!(found.locations[0].to_string().contains(file), "{:?}", found.locations);
    }
}

/// October has lost its nought in a cell that holds a number.
#[test]
fn a_month_is_asked_for_its_day() {
    for (number, expected) in
        [(2025.05, "年月日写全：2025年5月×日"), (2025.1, "年月日写全：2025年1月×日，或2025年10月×日")]
    {
        let folder = YearFolder::example();
        rewrite(&folder, MONEY, &|name, rows| {
            if name == "下达文件" {
                rows[4][3] = Data::Float(number);
            }
        });
        let reading = read(&folder);
        let [found] = reading.findings.as_slice() else { panic!("{:#?}", reading.findings) };
        assert_eq!((found.code, found.expected.as_deref()), ("Z004", Some(expected)));
        assert_eq!(found.locations[0].to_string(), "2025/资金执行.xlsx › 下达文件 › D5");
    }
}

#[test]
fn a_row_of_amounts_that_nobody_knows_is_named() {
    let folder = YearFolder::example();
    rewrite(&folder, MONEY, &|name, rows| {
        if name == "资金执行" {
            rows.push(vec![text("彩票公益金"), Data::Float(5.0), Data::Float(5.0)]);
        }
    });
    let reading = read(&folder);
    let [found] = reading.findings.as_slice() else { panic!("{:#?}", reading.findings) };
    assert_eq!((found.code, found.actual.as_deref()), ("Z002", Some("彩票公益金")));
    assert_eq!(found.locations[0].to_string(), "2025/资金执行.xlsx › 资金执行 › A7");
}

#[test]
fn sums_that_are_given_twice_and_differ() {
    let folder = YearFolder::example();
    rewrite(&folder, PROJECTS, &|_, rows| {
        let mut total = line("合计");
        total[3] = Data::Float(10_931.0);
        rows.push(total);
    });
    let reading = read(&folder);
    let [found] = reading.findings.as_slice() else { panic!("{:#?}", reading.findings) };
    let places: Vec<String> = found.locations.iter().map(ToString::to_string).collect();
    assert_eq!((found.code, places.len()), ("Z008", 2));
    assert!(places[0].ends_with("D5") && places[1].ends_with("D159"), "{places:?}");
}

#[test]
fn what_lacks_heads_is_told_which() {
    let missing = |change: Change, table: &str| {
        let folder = YearFolder::example();
        rewrite(&folder, table, change);
        let reading = read(&folder);
        let found = reading.findings.iter().find(|finding| finding.code == "Z002").unwrap();
        (found.severity, found.expected.clone().unwrap())
    };
    let (severity, expected) = missing(&|_, rows| rows[2][2] = text("哪里"), PROJECTS);
    assert_eq!((severity, expected.as_str()), (Severity::Error, "最像项目表，缺少表头：申报单位"));
    let (severity, expected) = missing(&|_, rows| rows[1][3] = text("随便"), INDICATORS);
    assert_eq!((severity, expected.as_str()), (Severity::Error, "最像指标表，缺少表头：指标值"));
    // A list of people has 单位 and 等级 too: that does not make it a table of ours.
    let folder = YearFolder::example();
    rewrite(&folder, MONEY, &|name, rows| {
        if name == "资金执行" {
            rows.extend([vec![Data::Empty; 3]]);
        }
    });
    folder.write("人员.csv", "姓名,单位,电话\n张三,科技厅,123\n".as_bytes());
    let reading = read(&folder);
    let [found] = reading.findings.as_slice() else { panic!("{:#?}", reading.findings) };
    assert_eq!((found.code, found.severity), ("Z002", Severity::Warning));
}
