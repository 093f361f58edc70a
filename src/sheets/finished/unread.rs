//! What of a document was not read, and its words.

use crate::base::finding::Finding;
use crate::base::place::Place;

use super::block::{Block, Cell};

/// What was read, and what was not.
pub(crate) type Read = (Vec<Block<Cell>>, Vec<Unread>);

/// A part that could not be read, or was read otherwise than it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unread {
    pub what: What,
    /// The beginning of the paragraph that it stands in or behind.
    pub near: String,
}

impl Unread {
    pub fn leaves_tables_in_text(&self) -> bool {
        matches!(&self.what, What::Untagged { tables, loose } if *tables == 0 || !loose.is_empty())
    }
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum What {
    /// 嵌入的文件 (altChunk), 子文档: of this kind.
    Inserted(&'static str),
    /// A part of the file that is not there: 脚注, 自动编号.
    Missing(&'static str),
    /// 公式编辑器、Excel 表格 …: an object drawn by another program.
    Object(String),
    Chart,
    /// A large picture that says nothing of itself.
    Picture,
    /// A character of a font of symbols: font and code.
    Symbol(String),
    /// Numbers that Word makes in the text itself.
    AutoNumber,
    /// Pages of a PDF without text.
    Scanned(Vec<usize>),
    /// Pages whose text a scanner's program recognised.
    Recognised(Vec<usize>),
    /// A PDF without tags: how many tables were put together from lines, and on which pages lines of text stand in
    /// columns without being one.
    Untagged {
        tables: usize,
        loose: Vec<usize>,
    },
    /// Codes of a PDF's font that nobody can tell.
    Codes,
    /// Characters that only look like others, or cannot be seen: read as what is seen. Such a word, spelt out.
    LookAlikes(String),
}

impl What {
    fn finding(&self, count: usize) -> Finding {
        let places = if count > 1 { format!("，共{count}处") } else { String::new() };
        match self {
            What::Inserted(kind) => Finding::warning("Z001", format!("文件里插入的内容没有读：{kind}{places}"))
                .hint("用 Word 打开，全选复制到一份新文件里另存，再核对那一份；不改的，这一部分请人工核对。"),
            What::Missing(part) => Finding::warning("Z001", format!("文件里缺了{part}，没有读"))
                .hint(format!("用 Word 或 WPS 打开，核对{part}，另存一次，再核对那一份。")),
            What::Object(kind) => Finding::warning("Z001", format!("嵌入的对象没有读：{kind}{places}"))
                .hint("改成 Word 的表格或公式再核对；不改的，请人工核对。"),
            What::Chart => {
                Finding::info("Z001", format!("图表里的数字没有核对{places}")).hint("请人工核对图表里的数。")
            }
            What::Picture => Finding::info("Z001", format!("图片里的文字没有读{places}"))
                .hint("图片里有表格或数字的，请人工核对，或改成 Word 的表格。"),
            What::Symbol(symbol) => Finding::warning("Z001", format!("符号没有认出来：{symbol}{places}"))
                .hint("把它换成普通字符（如≥、≤、×、√）再核对。"),
            What::AutoNumber => Finding::info("Z001", format!("自动编号域的编号没有读{places}"))
                .hint("改成 Word 的“编号”，或直接输入编号。"),
            What::Scanned(pages) => Finding::warning("Z001", format!("有{}页没有文字，没有核对", pages.len()))
                .actual(format!("{}，像是扫描的图片", pages_of(pages)))
                .hint("这几页请人工核对，或用 Word 文件、由 Word 转成的 PDF。"),
            What::Recognised(pages) => {
                Finding::warning("Z001", format!("有{}页是扫描件，核对的是识别出来的文字", pages.len()))
                    .actual(format!("{}，识别的字有可能没有认对", pages_of(pages)))
                    .hint("请用 Word 文件、由 Word 转成的 PDF；没有的，这几页请人工核对。")
            }
            What::Untagged { tables, loose } => untagged(*tables, loose),
            What::LookAlikes(word) => Finding::info("Z018", "有的字符不是看上去的那个字，按看到的读了")
                .actual(word)
                .hint("多半是从 PDF 复制来的；要去掉的，把这些字重新输入一遍。"),
            What::Codes => Finding::warning("Z001", "有的文字没有认出来：PDF 的字体没有说明是什么字")
                .hint("请改用 Word 文件，或由 Word、WPS 重新转成 PDF。"),
        }
    }
}

fn untagged(tables: usize, loose: &[usize]) -> Finding {
    let seen = match tables {
        0 => "没有认出表格，只核对了正文".to_string(),
        count => format!("按线条认出{count}张表格"),
    };
    let finding = match loose {
        [] if tables > 0 => Finding::info("Z001", format!("PDF 没有标记，段落和表格是按位置认的：{seen}"))
            .actual("换行和合并的格有可能没有认对"),
        [] => Finding::warning("Z001", format!("PDF 没有标记，段落是按位置认的：{seen}")),
        pages => Finding::warning("Z001", format!("PDF 没有标记，有的表格没有认出来：{seen}"))
            .actual(format!("{}的文字分列，没有认成表格", pages_of(pages))),
    };
    finding.hint("最好核对 Word 文件，或由 Word、WPS 带着标记（“文档结构标记”）转成的 PDF。")
}

/// 第1、3、5—7页
fn pages_of(pages: &[usize]) -> String {
    let stretches = pages.chunk_by(|one, other| one + 1 == *other);
    let stretch = |pages: &[usize]| match pages {
        [first, .., last] => format!("{first}—{last}"),
        pages => pages.iter().map(usize::to_string).collect(),
    };
    format!("第{}页", stretches.map(stretch).collect::<Vec<_>>().join("、"))
}

/// What was not read, each kind once with its places.
pub(crate) fn findings(unread: &[Unread], document: &str) -> Vec<Finding> {
    let mut kinds: Vec<&What> = Vec::new();
    for one in unread {
        if !kinds.contains(&&one.what) {
            kinds.push(&one.what);
        }
    }
    let place = |one: &Unread| match one.near.as_str() {
        "" => Place::file(document),
        near => Place::Document { document: document.to_string(), section: format!("“{near}…”") },
    };
    let found = |what: &What| {
        let here: Vec<&Unread> = unread.iter().filter(|one| one.what == *what).collect();
        let places: Vec<Place> = here.iter().take(12).map(|one| place(one)).collect();
        what.finding(here.len()).at_all(places.iter())
    };
    kinds.into_iter().map(found).collect()
}
