//! Every fault of reading, and its words: the one place of them.

use crate::base::finding::{Finding, Severity};
use crate::base::place::Place;
use crate::base::placeholders::unfinished;

/// Marks what must be renewed in the YAML of a new year.
pub const MARK: &str = "待改";

/// The kind that a sheet is most like, and the heads that it lacks.
#[derive(Debug)]
pub(crate) struct Nearest {
    pub kind: String,
    pub missing: Vec<String>,
    /// It has at least half of the heads: it was meant to be such a table.
    pub likely: bool,
}

#[derive(Debug)]
pub(crate) enum Fault {
    /// The system does not let the file be read.
    Unreadable {
        words: String,
    },
    /// A folder that cannot be looked into, a link that leads nowhere or in a circle, a pipe.
    NotReached {
        words: String,
    },
    /// Links to what is read already.
    LinkedAgain {
        names: Vec<String>,
    },
    /// A workbook that the reader cannot make sense of.
    Damaged,
    Encrypted,
    /// It opens without asking, but not here.
    Protected,
    /// Unpacked, it would fill the memory.
    TooLarge,
    /// A workbook of Excel 4 or older.
    OldWorkbook,
    /// A quotation mark of a .csv without its fellow.
    OpenQuote {
        line: usize,
    },
    /// A row of a .csv that is longer than the head.
    SurplusFields {
        line: usize,
        /// What stands behind the head's last column.
        first: String,
        /// A number that its comma cut in two.
        number: Option<String>,
    },
    /// A file of another kind under a workbook's name.
    OtherKind {
        what: &'static str,
    },
    /// Files that are not read at all.
    NotRead {
        names: Vec<String>,
    },
    /// A document that its reader cannot open, in its words.
    Document {
        words: String,
    },
    /// Files in which a table of ours may stand and that nobody can read here.
    LeftOut {
        what: &'static str,
        names: Vec<String>,
        remedy: &'static str,
    },
    /// One of them where a unit's form is expected.
    FormLeftOut {
        what: String,
        remedy: &'static str,
    },
    /// A report with tables among the year's tables.
    WholeReport,
    /// A checklist or a document that this program wrote.
    OwnOutput,
    Macros,
    /// Values from other files, as they were when the workbook was last saved.
    Linked {
        cells: Vec<String>,
    },
    /// A row of amounts whose label nobody knows.
    UnknownRow {
        label: String,
        expected: String,
        /// The fund's rows as the table has them, where its total counts them all, and those that the table lacks.
        proposed: Option<(String, String)>,
    },
    /// The row of the fund's own money is not among those that are there.
    NoOwnRow {
        own: String,
        there: Vec<String>,
    },
    /// Something that can be read in two ways.
    Ambiguous {
        what: String,
        actual: String,
        readings: [String; 2],
        /// The first of the readings was taken; else none was.
        taken: bool,
        hint: String,
    },
    /// 2025年5月, 2025.1: the months that may be meant.
    DateWithoutDay {
        actual: String,
        readings: Vec<(u16, u8)>,
    },
    /// 附件标识 is not what the letter's 附件说明 calls the report.
    AttachmentLabel {
        expected: &'static str,
        actual: String,
    },
    /// The mark of `init` is still there.
    Leftover,
    /// A value of the blank YAML that nobody has filled in.
    Placeholder {
        key: String,
        value: String,
    },
    /// Texts that are nothing but 待补充。
    Unwritten {
        words: String,
        count: usize,
    },
    /// XX, （待补充）: a text or a name with something to be filled in.
    Gap {
        words: String,
        text: String,
    },
    /// Beside one that is filled in.
    BlankTables,
    /// Rows of documents that say another year.
    RowsOfOtherYear {
        stated: u16,
        count: usize,
    },
    /// Projects without money that say that they were cancelled.
    Cancelled {
        names: String,
    },
    EmptyFile,
    EmptyFolder,
    UnknownSheet {
        nearest: Option<Nearest>,
        /// A table of rows and numbers, where one of these kinds is missing.
        missing: Option<String>,
    },
    MissingTable {
        kind: &'static str,
        columns: String,
    },
    /// A table of what areas get, and no list of projects.
    NoListOfProjects,
    /// A head with nothing below it.
    EmptyTable {
        kind: &'static str,
    },
    MissingBlock {
        block: &'static str,
    },
    /// A cell that should be `expected` and is `actual`.
    WrongCell {
        what: String,
        expected: String,
        actual: String,
    },
    /// Rows, columns or a sheet that the clerk may have forgotten; they are read like the others.
    Hidden {
        what: String,
    },
    /// Cells whose numbers the format does not show; they are read like the others.
    Unseen {
        cells: Vec<String>,
    },
    /// Letters of the colour of their ground, which are not read: cells with them.
    Pale {
        cells: Vec<String>,
    },
    /// What is struck out, which is not read: cells with what they hold.
    StruckOut {
        cells: Vec<String>,
    },
    /// Values below merged areas, which are not read: cells with what they hold.
    Beneath {
        cells: Vec<String>,
    },
    /// Where conditions may strike out what cells hold, or give it the colour of its ground.
    Hiding {
        cells: Vec<String>,
    },
    /// Typed numbers of which a part is shown: cells with what they hold and show.
    Rounded {
        cells: Vec<String>,
    },
    /// What became a time or a date, as it is shown and as it is kept.
    Clock {
        shown: String,
        held: String,
    },
    /// A cell whose text the file does not hold.
    LostText,
    /// Sheets of which the file holds nothing that can be read.
    LostSheets {
        names: Vec<String>,
    },
    UncachedFormula {
        formula: String,
    },
    FormulaError {
        value: String,
    },
    Yaml {
        problem: String,
        line: String,
        remedy: Option<&'static str>,
    },
    /// Words behind “ #”, which YAML takes for a comment.
    CutText {
        kept: String,
        lost: String,
    },
    /// YAML in an encoding that nobody knows.
    Encoding {
        line: String,
    },
    /// A table of another kind than its name says, of which Excel warns too.
    OtherFormat {
        format: &'static str,
    },
    /// YAML that is not UTF-8 and was read all the same.
    OtherEncoding {
        encoding: &'static str,
    },
    UnknownKey {
        key: String,
        parent: String,
        nearest: Option<String>,
    },
    WrongValue {
        key: String,
        expected: String,
        actual: String,
    },
    GivenTwice {
        what: String,
        first: Place,
    },
    /// A second table of a kind that is no part of the first.
    TableTwice {
        kind: &'static str,
        /// Of the same areas with other amounts.
        of_batches: bool,
        first: Place,
    },
    /// A table of indicators that another goes before.
    TableAside {
        why: &'static str,
        /// Rows that the other has not.
        besides: Vec<String>,
    },
    Blank {
        what: String,
    },
    /// An amount, which may be nought.
    BlankAmount {
        what: String,
    },
    /// An amount in an area merged over several rows.
    SharedAmount {
        what: String,
        area: String,
    },
    OutsideGroups {
        /// What the row calls its group.
        word: String,
        /// The rows that there are, as they are written.
        groups: String,
    },
    /// Cells of a column that say another thing than the section rows above them.
    OtherThanSection {
        head: String,
        rows: usize,
    },
    /// A word that is none of the fund's.
    UnknownWord {
        what: String,
        word: String,
        known: String,
        /// What it may mean.
        meant: Option<String>,
        remedy: String,
    },
    /// A column of grades in words that the fund does not have.
    OtherGrades {
        words: String,
        known: String,
    },
    /// Documents of levels that the fund does not have.
    OtherLevels {
        issuers: String,
        missing: String,
        /// Those that the fund has.
        known: String,
        levels: String,
    },
    /// 全年实际完成值 is blank, and the units' forms do not make it.
    NoAggregate {
        name: String,
        why: String,
        places: Vec<Place>,
    },
    /// Texts of the office's own form, which are not read.
    TextsOfForm {
        labels: String,
        texts: usize,
    },
    /// A column of the project list that the fund's rules say there is none of.
    UnusedColumn {
        head: String,
        key: &'static str,
    },
    OtherYear {
        folder: String,
        stated: u16,
    },
    /// The folder is named after one fund, the YAML names another.
    OtherFund {
        folder: String,
        stated: String,
    },
    /// A unit's form whose title says another year.
    FormOfOtherYear {
        stated: u16,
    },
    /// A form right of another on one sheet.
    FormBeside,
    /// A row of a form that is there again.
    RowTwice {
        name: String,
    },
    /// A form without anything in it.
    BlankForm,
    /// A form whose file is named after another year, which it does not say itself.
    FormNamedOtherYear {
        stated: u16,
    },
    /// A title with another fund's name.
    TitleOfOtherFund {
        fund: String,
        actual: String,
    },
    /// A table whose title says another year.
    TableOfOtherYear {
        kind: &'static str,
        stated: u16,
        /// There is one of this year.
        beside: bool,
    },
}

impl Fault {
    pub(crate) fn finding(self, place: &Place) -> Finding {
        let finding = match self {
            Fault::Unreadable { words } => Finding::error("Z001", format!("文件读不出来：{words}"))
                .hint("关闭正在使用它的程序，确认有读取权限，再运行一次。"),
            Fault::NotReached { words } => Finding::error("Z001", format!("没有读：{words}"))
                .expected("能打开的文件或文件夹")
                .hint("里面有要用的，把文件本身放到这里，或请管理员给读取权限；用不着的，移出年度文件夹。"),
            Fault::LinkedAgain { names } => {
                Finding::info("Z015", format!("有{}个链接没有再读：指的内容已经读过", names.len()))
                    .actual(names.join("、"))
                    .hint("同一个文件只读一次，可以不管；本来要放另一个文件的，换成那个文件。")
            }
            Fault::Damaged => Finding::error("Z001", "文件打不开：内容损坏，或者不是表格文件")
                .expected("能用 Excel 或 WPS 打开的表格")
                .hint("用 Excel 或 WPS 打开，确认内容完好后另存为 .xlsx，换掉这个文件。"),
            Fault::Encrypted => Finding::error("Z001", "文件打不开：设了打开密码")
                .expected("没有密码的表格")
                .actual("有密码")
                .hint("用 Excel 或 WPS 打开，取消打开密码后另存，换掉这个文件。"),
            Fault::Protected => Finding::error("Z001", "文件读不出来：工作簿受保护，存的时候加了密")
                .expected("没有保护的表格")
                .actual("有保护，打开时不问密码")
                .hint("用 Excel 或 WPS 打开，取消“保护工作簿”（在“审阅”里）后另存为 .xlsx，换掉这个文件。"),
            Fault::TooLarge => Finding::error("Z001", "文件打不开：展开以后大得不像一张表格")
                .expected("展开以后不超过512兆字节的表格")
                .hint("多半是格式设到了最后一行：把有内容的部分复制到新表格里，另存后换掉这个文件。"),
            Fault::OldWorkbook => Finding::error("Z001", "文件打不开：是 Excel 4.0 或更早的格式，太旧了")
                .expected("Excel 5.0（1993年）以后的表格")
                .actual("Excel 4.0 或更早的格式")
                .hint("用 Excel 或 LibreOffice 打开，核对后另存为 .xlsx，换掉这个文件。"),
            Fault::OpenQuote { line } => {
                Finding::error("Z001", format!("第{line}行的引号没有配对，从这里起分不出格子，整个文件没有读"))
                    .expected("一格里有逗号、换行的，前后各一个引号；里面的引号写两个")
                    .actual(format!("第{line}行的引号没有配对"))
                    .hint("用记事本打开，把这一行的引号补上或删去；最稳妥的是用 Excel 打开核对后另存为 .xlsx。")
            }
            Fault::SurplusFields { line, first, number: Some(number) } => {
                Finding::error("Z004", format!("第{line}行比表头多出格子：“{number}”可能是一个数，被逗号分成了两格"))
                    .expected("格子和表头一样多；数里的逗号去掉，或给数加上引号")
                    .actual(format!("{number}……{first}"))
                    .hint("用记事本打开，把这一行数里的逗号删去，保存后再运行一次。")
            }
            Fault::SurplusFields { line, first, number: None } => {
                Finding::warning("Z004", format!("第{line}行比表头多出格子，后面的格子可能错了位"))
                    .expected("格子和表头一样多；文字里的逗号，给文字加上引号")
                    .actual(first)
                    .hint("核对这一行：文字里有半角逗号的，改成“，”，或给这一格加上引号。")
            }
            Fault::OtherKind { what } => Finding::error("Z001", format!("这不是表格，是{what}"))
                .expected("Excel、WPS、LibreOffice 的表格，或 .csv")
                .actual(what.trim_start())
                .hint("用 Excel 或 WPS 打开后另存为 .xlsx，换掉这个文件；不是要读的表格，请移出年度文件夹。"),
            Fault::NotRead { names } => Finding::info("Z015", format!("有{}个文件没有读", names.len()))
                .expected("表格（.xlsx、.xls、.et、.ods、.csv）、有表的 Word 文件（.docx）和 YAML")
                .actual(names.join("、"))
                .hint("里面有要用的表格的，另存为 .xlsx 或 .docx；只是留存的材料，可以不管。"),
            Fault::Document { words } => Finding::error("Z001", format!("文件打不开：{words}"))
                .expected("能用 Word 或 WPS 打开的文件")
                .hint("用 Word 或 WPS 打开，确认内容完好后另存为 .docx，换掉这个文件。"),
            Fault::LeftOut { what, names, remedy } => {
                Finding::warning("Z019", format!("有{}个文件没有读：{what}", names.len()))
                    .expected("表格，或 Word 文件（.docx）里的表")
                    .actual(names.join("、"))
                    .hint(format!("里面有要用的表的，{remedy}；只是留存的材料，可以不管。"))
            }
            Fault::FormLeftOut { what, remedy } => Finding::error("Z019", format!("这份单位自评材料没有读：{what}"))
                .expected("Excel 或 Word（.docx）的单位自评表")
                .actual("没有读，汇总里没有它的数")
                .hint(format!("{remedy}；不用读的，移出“单位自评”，或在“接受”里写明位置和理由。")),
            Fault::WholeReport => Finding::info("Z015", "这是一份写好的报告，里面的表没有读")
                .expected("单独放表的 Word 文件")
                .actual("有“一、二、三、”各章和正文")
                .hint("留着参考的，可以不管；里面的表今年要用的，复制到一份新的 Word 文件或表格里，放进来。"),
            Fault::OwnOutput => {
                Finding::info("Z015", "这是本程序生成的文件，没有读").hint("它是输出，不用放在 input 里，可以移走。")
            }
            Fault::Macros => Finding::info("Z016", "文件带有宏：程序不运行宏，只读保存好的数")
                .expected("表格里的数是算好、保存过的")
                .hint("数是由宏填的，先在 Excel 里运行、核对、保存，再运行本程序。"),
            Fault::Linked { cells } => Finding::warning("Z016", "公式引用了别的文件，读的是上次保存时的数")
                .expected("数都在这个文件里，或已经更新过")
                .actual(cells.join("、"))
                .hint("打开文件更新链接，核对后保存；要稳妥，把这些格粘贴成数值。"),
            Fault::UnknownRow { label, expected, proposed: Some((rows, missing)) } => {
                let message = format!("认不出“{label}”是哪一行，没有读；年度资金总额是连它一起加的");
                let finding = match missing.as_str() {
                    "" => Finding::warning("Z002", message),
                    missing => Finding::error("Z002", format!("{message}；资金执行表的“{missing}”一行没有填")),
                };
                finding
                    .expected(expected)
                    .actual(label)
                    .hint(format!("这种资金的行就是这样的，在资金.yaml 里写“资金行: [{rows}]”；只是另一种叫法的，加进 layouts/识别.yaml 的“资金来源”。"))
            }
            Fault::UnknownRow { label, expected, proposed: None } => {
                Finding::warning("Z002", format!("认不出“{label}”是哪一行，这一行没有读"))
                    .expected(expected)
                    .actual(label)
                    .hint("要用的，把写法加进 layouts/识别.yaml 的“资金来源”，或把这一行加进资金.yaml 的“资金行”“资金明细”；是“其中”的明细，可以不管。")
            }
            Fault::NoOwnRow { own, there } => Finding::error("Z009", format!("资金执行表里没有“{own}”一行，这项资金自己有多少钱不知道"))
                .expected(format!("“{own}”一行"))
                .actual(there.iter().map(|row| format!("“{row}”")).collect::<String>())
                .hint(format!("补上这一行；表里是另一种叫法的，加进 layouts/识别.yaml 的“资金来源”；这种资金的行就是表里这样的（如市、县的资金），换一种式样，或在式样的 资金.yaml 里写“资金行: [{}]”，第一个是这项资金自己的。", there.join(", "))),
            Fault::Ambiguous { what, actual, readings: [first, second], taken, hint } => {
                let message = format!("{what}有两种读法：{first}，或{second}");
                let finding = if taken {
                    Finding::warning("Z014", message).expected(format!("写明是哪一种（现在读作：{first}）"))
                } else {
                    Finding::error("Z014", message).expected("写明是哪一种")
                };
                finding.actual(actual).hint(hint)
            }
            Fault::DateWithoutDay { actual, readings } => {
                let days: Vec<String> = readings.iter().map(|(year, month)| format!("{year}年{month}月×日")).collect();
                Finding::error("Z004", "印发日期没有写到日")
                    .expected(format!("年月日写全：{}", days.join("，或")))
                    .actual(actual)
                    .hint("照原文件补上日，如 2025-5-19。")
            }
            Fault::AttachmentLabel { expected, actual } => Finding::error("Z007", "“附件标识”和函里的附件说明不一致")
                .expected(format!("{expected}（写了“函”，由附件说明定）"))
                .actual(actual)
                .hint("删去“附件标识”这一行就行。"),
            Fault::Leftover => Finding::warning("Z017", format!("YAML 里标着“{MARK}”的地方还没有处理"))
                .expected(format!("合乎今年的情况，“# {MARK}”已经删去"))
                .hint(format!("逐处看：要改的改好；改好的、不用改的，删去“# {MARK}”和后面的提示。")),
            Fault::Placeholder { key, value } => Finding::error("Z017", format!("“{key}”还是空白表里的样子，没有改"))
                .about(&value)
                .expected("实际的名称或数")
                .actual(value)
                .hint("在 YAML 里改成实际的内容，删去后面的提示。"),
            Fault::Unwritten { words, count } => Finding::error("Z017", format!("有{count}段文字还没有写：只有“{words}”"))
                .about(&words)
                .expected("实际的文字")
                .actual(words)
                .hint("逐段写好；没有内容可写的，写“无。”，或删去这一节。"),
            Fault::BlankTables => Finding::info("Z015", "这张表还是空白的，没有读：年度里有填好的一张")
                .expected("每种表一张")
                .hint("不再用的空白表可以删去。"),
            Fault::RowsOfOtherYear { stated, count } => {
                Finding::info("Z012", format!("有{count}份文件“年度”一栏写着{stated}，不是今年的，没有读"))
                    .expected("今年的下达文件")
                    .actual(stated.to_string())
                    .hint("是今年的，改正“年度”一栏；不是的，不用改。")
            }
            Fault::Cancelled { names } => Finding::info("Z015", format!("{names}没有安排资金，写着取消，不算今年的项目"))
                .expected("今年安排了资金的项目")
                .actual(names)
                .hint("还是今年的项目的，填上金额，删去括号里的字；不是的，不用改。"),
            Fault::Gap { words, text } => Finding::warning("Z017", unfinished(&words))
                .about(&words)
                .expected("实际的内容")
                .actual(text)
                .hint("改成实际的内容；确实要这样写的，可以接受。"),
            Fault::EmptyFile => Finding::error("Z001", "文件是空的（0字节）")
                .hint("可能复制时中断了，请重新放入这个文件；不需要的请删去。"),
            Fault::EmptyFolder => Finding::error("Z011", "年度文件夹里没有表格，也没有 YAML 文件")
                .expected("项目表、指标表、资金执行、下达文件和报告.yaml 等")
                .actual("空文件夹")
                .hint("照着 input/2025 的例子放入这一年的文件。"),
            Fault::UnknownSheet { nearest, missing } => {
                let finding = Finding::error("Z002", "认不出这是哪一种表");
                match (nearest, missing) {
                    (Some(near), _) => {
                        Finding { severity: if near.likely { finding.severity } else { Severity::Warning }, ..finding }
                            .expected(format!("最像{}，缺少表头：{}", near.kind, near.missing.join("、")))
                            .hint(
                                "补上缺少的表头；表头写法不同的，把写法加进 layouts/识别.yaml；不需要的工作表请删去。",
                            )
                    }
                    (None, Some(missing)) => Finding::warning("Z002", "这张表没有认出来，没有读")
                        .expected(format!("还缺少{missing}"))
                        .hint("就是缺少的表的，照“缺少”那一条把表头写全；是别的表的，移出年度文件夹。"),
                    // Nothing in it is like a table: a sheet of notes does no harm.
                    (None, None) => Finding::info("Z002", "这张工作表里没有认出表格，没有读")
                        .expected("项目表、指标表、资金执行、下达文件、分配表中的一种")
                        .hint("只是说明文字的，可以不管；是表格的，核对表头。"),
                }
            }
            Fault::MissingTable { kind, columns } => Finding::error("Z003", format!("缺少{kind}"))
                .expected(format!("有一张工作表，表头里有：{columns}"))
                .actual("没有找到")
                .hint(match kind {
                    "项目表" => "把这张表放进年度文件夹；已经放了的，核对表头；这种资金不列项目的，在资金.yaml 的“项目表”里写“项目清单: 无”。",
                    _ => "把这张表放进年度文件夹；已经放了的，核对表头。",
                }),
            Fault::NoListOfProjects => Finding::error("Z003", "缺少项目表，只有分配表")
                .expected("一张项目表；或在资金.yaml 里写明这种资金只分到地区")
                .actual("没有找到项目表")
                .hint("这种资金不列项目、只分到地区的，在资金.yaml 的“项目表”里写“项目清单: 无”，另写“分配表: 有”；有项目表的，放进年度文件夹。"),
            Fault::EmptyTable { kind } => Finding::error("Z009", format!("{kind}里没有内容"))
                .expected("表头下面至少有一行")
                .actual("空白")
                .hint("在表头下面填写。"),
            Fault::MissingBlock { block } => Finding::error("Z003", format!("YAML 里缺少“{block}”"))
                .about(block)
                .expected(format!("有一个 .yaml 文件写了“{block}:”"))
                .actual("没有找到")
                .hint("照着 input/2025 里的例子补写。"),
            Fault::WrongCell { what, expected, actual } => Finding::error("Z004", format!("{what}读不出来"))
                .expected(expected)
                .actual(actual)
                .hint("在表格里改正这一格。"),
            Fault::Hidden { what } => Finding::warning("Z013", format!("有隐藏的内容：{what}，也读进来了"))
                .expected("没有隐藏的行、列和工作表")
                .actual(what)
                .hint("取消隐藏看一看：还要用的，取消隐藏后保存；不用的请删去。"),
            Fault::Unseen { cells } => {
                Finding::warning("Z013", "有看不见的内容：单元格的格式或字的颜色让它什么也不显示，也读进来了")
                    .expected("格子里的数都看得见")
                    .actual(cells.join("、"))
                    .hint("在“设置单元格格式”里选“常规”、字的颜色选黑色看一看：还要用的，改好格式后保存；不用的请删去。")
            }
            Fault::Pale { cells } => Finding::warning("Z013", "有和底色一样、看不见的字，没有读")
                .expected("格子里的字都看得见")
                .actual(cells.join("、"))
                .hint("选中这一格，把字的颜色改成黑色看一看：不要的，删去这些字；还要的，改好颜色后保存。"),
            Fault::StruckOut { cells } => Finding::warning("Z013", "有加了删除线的内容，没有读")
                .expected("没有删除线")
                .actual(cells.join("、"))
                .hint("不要的，删去这些字；还要的，取消删除线。"),
            Fault::Beneath { cells } => Finding::warning("Z013", "合并的单元格下面压着看不见的内容，没有读")
                .expected("合并区域里只有左上角一格有内容")
                .actual(cells.join("、"))
                .hint("取消合并看一看：要用的，分开填；不要的，删去后再合并。"),
            Fault::Hiding { cells } => Finding::info("Z013", "条件格式会把字变得和底色一样或加上删除线，都当作看得见的读了")
                .expected("格子里的字都看得见")
                .actual(cells.join("、"))
                .hint("在表格里看一看这些格：看不见、划掉的内容不要的，请删去。"),
            Fault::Rounded { cells } => {
                Finding::warning("Z014", "手工填的数，显示的和存着的不一样：有两种读法，照显示的读了")
                    .expected("格子里存的数就是显示的数")
                    .actual(cells.join("、"))
                    .hint("照显示的为准的，把数改成显示的样子；照存着的为准的，在“设置单元格格式”里增加小数位数。")
            }
            Fault::Clock { shown, held } => {
                let (message, expected) = match held.contains('年') {
                    true => ("这一格被 Excel 当成了日期", "文字，或写全的年月日"),
                    false => ("这一格被 Excel 当成了时间", "比例、数或文字"),
                };
                Finding::error("Z004", format!("{message}：显示“{shown}”，存的是{held}"))
                    .expected(expected)
                    .actual(shown)
                    .hint("先把单元格格式设成“文本”，再重新输入（比例如 1：2 用中文冒号），保存后再运行。")
            }
            Fault::LostText => Finding::error("Z004", "这一格的文字在文件里找不到，读不出来")
                .expected("能读的文字或数")
                .actual("空白")
                .hint("用 Excel 或 WPS 打开，核对这一格，另存为 .xlsx，换掉这个文件。"),
            Fault::LostSheets { names } => {
                Finding::error("Z001", format!("有{}张工作表读不出来：内容缺失或损坏", names.len()))
                    .expected("能用 Excel 或 WPS 打开的工作表")
                    .actual(names.join("、"))
                    .hint("用 Excel 或 WPS 打开，确认这些工作表完好后另存为 .xlsx，换掉这个文件。")
            }
            Fault::UncachedFormula { formula } => Finding::error("Z005", "公式没有算出结果")
                .expected("公式算出的数")
                .actual(format!("只有公式 ={formula}，没有结果"))
                .hint("用 Excel 或 WPS 打开这个文件，等公式算完后保存，再运行一次。"),
            Fault::FormulaError { value } => Finding::error("Z006", format!("公式出错：{value}"))
                .expected("公式算出的数")
                .actual(value)
                .hint("在表格里改正这个公式（多半是引用的单元格被删掉了）。"),
            Fault::Yaml { problem, line, remedy } => {
                let finding = Finding::error("Z007", format!("YAML 写得不对：{problem}"))
                    .hint(remedy.unwrap_or("核对这一行和上一行：缩进用空格不用制表符，冒号后面空一格，引号要成对。"));
                if line.is_empty() { finding } else { finding.actual(line) }
            }
            Fault::CutText { kept, lost } => {
                Finding::warning("Z007", format!("空格后面的“{lost}”在 YAML 里是说明，没有读"))
                    .expected(format!("读的是：{kept}"))
                    .actual(format!("{kept} {lost}"))
                    .hint("要印出来的，把整句用英文引号括起来，或者把空格去掉；只是说明的，“#”后面空一格。")
            }
            Fault::Encoding { line } => {
                let finding = Finding::error("Z001", "认不出文件的编码，可能不是文本文件，或者坏了")
                    .expected("UTF-8 编码的文本")
                    .hint("用记事本打开，文字都对的，“另存为”，编码选 UTF-8，换掉这个文件；有乱码的，重新放入完好的文件。");
                if line.is_empty() { finding } else { finding.actual(line) }
            }
            Fault::OtherEncoding { encoding } => {
                Finding::info("Z018", format!("文件的编码不是 UTF-8，是{encoding}，照它读了"))
                    .expected("UTF-8")
                    .actual(encoding)
                    .hint("可以不管；想不再提示的，用记事本打开，“另存为”，编码选 UTF-8。")
            }
            Fault::OtherFormat { format } => Finding::info("Z018", format!("文件的内容是{format}，照它读了"))
                .expected("和后缀一致的内容")
                .actual(format)
                .hint("可以不管；想不再提示的，用 Excel 或 WPS 打开，另存为 .xlsx，换掉这个文件。"),
            Fault::UnknownKey { key, parent, nearest } => {
                let finding = Finding::error("Z007", format!("“{parent}”里没有“{key}”这一项")).actual(key);
                match nearest {
                    Some(nearest) => finding.expected(&nearest).hint(format!("是不是“{nearest}”？请改正名称。")),
                    None => finding.hint("删去这一项，或照着 input/2025 的例子改正名称。"),
                }
            }
            Fault::WrongValue { key, expected, actual } => Finding::error("Z007", format!("“{key}”写得不对"))
                .expected(expected)
                .actual(actual)
                .hint("在 YAML 里改正这一行。"),
            Fault::GivenTwice { what, first } => {
                Finding::error("Z008", format!("{what}给了两次")).at(&first).hint("只留一份；程序不替您决定用哪一份。")
            }
            Fault::TableTwice { kind, of_batches: true, first } => {
                Finding::error("Z008", format!("{kind}有两张，各地区的金额不同"))
                    .at(&first)
                    .hint("是几批、几项任务的，合成一张（各地区一批或一项任务一行，加“批次”或“任务”一栏），或在工作表名里写明“第一批”“第二批”：各批相加；是改过的一张，只留改后的。")
            }
            Fault::TableTwice { kind, of_batches: false, first } => Finding::error("Z008", format!("{kind}给了两次"))
                .at(&first)
                .hint("只留一份；程序不替您决定用哪一份。是一张表分成几张的，表头写成一样，同一行不要写两次。"),
            Fault::TableAside { why, besides } => {
                let message = format!("这张指标表是{why}，没有读：另有一张有全年完成值的");
                let hint = "不要用的，移出年度文件夹；要用这一张的，移出另一张。";
                match besides.as_slice() {
                    [] => Finding::info("Z008", message).hint(hint),
                    _ => Finding::warning("Z008", message)
                        .expected("两张表的指标相同")
                        .actual(format!("那一张里没有：{}", besides.join("、")))
                        .hint(hint),
                }
            }
            Fault::Blank { what } => {
                Finding::error("Z009", format!("{what}没有填")).actual("空白").hint("在表格里补填。")
            }
            Fault::BlankAmount { what } => {
                Finding::error("Z009", format!("{what}没有填")).actual("空白").hint("在表格里补填；确实是零的请填 0。")
            }
            Fault::SharedAmount { what, area } => {
                Finding::error("Z009", format!("{what}没有填：这一格和别的行合并成一格，不知道各行是多少"))
                    .expected("每行各填各的数")
                    .actual(format!("合并在 {area}"))
                    .hint("取消合并，把数分到各行。")
            }
            Fault::OutsideGroups { word, groups } => Finding::error("Z004", format!("认不出“{word}”是哪一组"))
                .expected(format!("上面有“一、支持方向”和{groups}这样的行"))
                .actual(word)
                .hint("在项目表里补上支持方向行和分组行；这是分组的另一种叫法的，在 layouts/识别.yaml 的“分组”里加一行。"),
            Fault::OtherThanSection { head, rows } => {
                Finding::warning("Z014", format!("“{head}”一栏有{rows}格和上面的分段行有两种说法，照分段行读了"))
                    .expected("每一行写的与它所在的支持方向、分组相同")
                    .actual(format!("{rows}格不同"))
                    .hint("逐格核对：项目放错了地方的，移到对的一段；这一栏写错了的，改正。")
            }
            Fault::UnknownWord { what, word, known, meant, remedy } => {
                let meant = meant.map_or_else(String::new, |meant| format!("，可能是“{meant}”"));
                Finding::error("Z004", format!("{what}里的“{word}”认不得{meant}")).expected(known).actual(word).hint(remedy)
            }
            Fault::OtherGrades { words, known } => {
                Finding::error("Z004", format!("自评等级一栏写的是{words}，这种资金的等级是{known}"))
                    .expected(known)
                    .actual(words)
                    .hint("这种资金的等级就这样叫的，在资金.yaml 的“等级”里写这几个词和从多少分起；写错了的，在表格里改正。")
            }
            Fault::OtherLevels { issuers, missing, known, levels } => {
                Finding::error("Z004", format!("这种资金的下达层级里没有{missing}"))
                    .expected(known)
                    .actual(issuers)
                    .hint(format!("资金下达到这一级的，在资金.yaml 从上到下写明各级，如“下达层级: [{levels}]”；不是这笔资金的文件，从表里删去。"))
            }
            Fault::NoAggregate { name, why, places } => {
                Finding::error("Z009", format!("“{name}”的实际完成值没有填，从单位自评表也汇总不出来：{why}"))
                    .expected("填写区域的数，或各单位自评表都按这个指标的单位填")
                    .actual("空白")
                    .at_all(&places)
                    .hint("在指标表里填这一格；要由程序汇总的，请单位改正自评表。")
            }
            Fault::TextsOfForm { labels, texts } => {
                Finding::info("Z015", format!("这张表里的{labels}有{texts}段文字没有读，和 文字.yaml 里写的不同"))
                    .expected("与 文字.yaml 里的一样")
                    .hint("报告和自评表印的是 文字.yaml 里的：要用表里这些的，抄进 文字.yaml 的对应各节。")
            }
            Fault::UnusedColumn { head, key } => {
                Finding::info("Z002", format!("“{head}”一栏没有用：这项资金的“项目表”写着“{key}: 无”"))
                    .hint(format!("要按它统计的，在式样的 资金.yaml 的“项目表”里写“{key}: 有”；不用的可以不管。"))
            }
            Fault::OtherYear { folder, stated } => Finding::error("Z012", "报告年度和文件夹的名字不一致")
                .expected(folder)
                .actual(stated)
                .hint("核对是不是复制了上一年的文件忘了改；年度以 YAML 里写的为准。"),
            Fault::OtherFund { folder, stated } => {
                Finding::warning("Z012", "资金名称和文件夹名字里的资金对不上")
                    .expected(folder)
                    .actual(stated)
                    .hint("核对是不是留着空白表或别的资金的名称；标题和全文都印 YAML 里写的这个名称。文件夹的名字不是资金名称的，可以改名，或写进“接受”。")
            }
            Fault::FormOfOtherYear { stated } => {
                Finding::error("Z012", format!("这份单位自评表是{stated}年度的，没有计入"))
                    .expected("今年的自评表")
                    .actual(format!("{stated}年度"))
                    .hint("交错了的，请单位换成今年的；是今年的、标题忘了改的，把标题里的年度改过来；用不着的，移出“单位自评”。")
            }
            Fault::FormBeside => Finding::error("Z008", "右边还有一份自评表，没有读")
                .expected("一张工作表里一份，或者上下排列")
                .actual("左右并排的两份")
                .hint("把右边的一份移到另一张工作表里，或者移到左边一份的下面。"),
            Fault::RowTwice { name } => {
                Finding::error("Z008", format!("这份单位自评表里“{name}”写了两次，汇总的数会多算"))
                    .expected("每个指标一行")
                    .actual(name)
                    .hint("请单位核对：重复的一行删去；是两个指标的，名称写得不一样。")
            }
            Fault::BlankForm => Finding::warning("Z009", "这份单位自评表是空的，没有计入")
                .expected("填好的自评表")
                .actual("没有项目名称、金额、完成值")
                .hint("还没有交的，催交；多出来的空表，移出“单位自评”。"),
            Fault::FormNamedOtherYear { stated } => {
                Finding::warning("Z012", format!("这份单位自评表的文件名写着{stated}年，表里没有写年度，当作今年的读了"))
                    .expected("今年的自评表")
                    .actual(format!("{stated}年"))
                    .hint("打开看一看：交错了的，请单位换成今年的；是今年的，给文件改个名字。")
            }
            Fault::TitleOfOtherFund { fund, actual } => {
                Finding::info("Z012", "这张表的标题写的是另一项资金")
                    .expected(fund)
                    .actual(actual)
                    .hint("放错了的，换成这项资金的表；标题抄来没有改的，改过来。")
            }
            Fault::TableOfOtherYear { kind, stated, beside: true } => {
                Finding::warning("Z012", format!("这张{kind}是{stated}年度的，没有读：另有一张今年的"))
                    .expected("只有今年的表")
                    .actual(format!("{stated}年度"))
                    .hint("上年的表，删去或移到上年的文件夹；是今年的，把标题里的年度改过来。")
            }
            Fault::TableOfOtherYear { kind, stated, beside: false } => {
                Finding::error("Z012", format!("{kind}的标题写的是{stated}年度"))
                    .expected("今年的表")
                    .actual(format!("{stated}年度"))
                    .hint("是上年的表，换成今年的；是今年的、标题忘了改的，把标题（或工作表的名称）里的年度改过来。")
            }
        };
        finding.at(place)
    }
}
