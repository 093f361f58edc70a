//! Commands and their arguments, with the words that explain them.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::base::finding::Finding;
use crate::judge::report_text::render_json;
use crate::judge::sarif::render_sarif;

use super::folders::Folders;
use super::rules;

const HELP: &str = "{about}\n\n用法：{usage}\n\n{all-args}{after-help}";

#[derive(Parser)]
#[command(
    name = "ziping",
    version,
    about = "自评：把表格和 YAML 排成转移支付绩效自评报告和自评表（Word 和 PDF）",
    after_help = "\n不带参数就生成 input 里所有年度。结束代码：0 完成；1 有错误，只出草稿；2 命令或文件不能用。",
    help_template = HELP,
    args_conflicts_with_subcommands = true,
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true,
    subcommand_help_heading = "命令",
    override_usage = "ziping [命令] [年度…] [选项]"
)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub build: BuildArguments,
    #[arg(short = 'h', long = "help", action = clap::ArgAction::Help, global = true, help = "显示说明", help_heading = "选项")]
    pub help: Option<bool>,
    #[arg(short = 'V', long = "version", action = clap::ArgAction::Version, help = "显示版本", help_heading = "选项")]
    pub version: Option<bool>,
}

#[derive(Subcommand)]
pub enum Command {
    /// 生成报告和自评表（不写命令时就是它）
    #[command(help_template = HELP, override_usage = "ziping build [年度…] [选项]")]
    Build(BuildArguments),
    /// 盯着输入和版式，一保存就重做，按 Ctrl-C 结束
    #[command(help_template = HELP, override_usage = "ziping watch [年度…] [选项]")]
    Watch(BuildArguments),
    /// 只核对，不生成文件
    #[command(help_template = HELP, override_usage = "ziping check [年度…] [--json|--sarif] [选项]", after_help = "\n例：ziping check 2025")]
    Check {
        #[command(flatten)]
        years: YearArguments,
        #[command(flatten)]
        format: FormatArguments,
        #[arg(long, help = "连同通过的规则、读的时候改了写法的地方一起列出", help_heading = "选项")]
        verbose: bool,
    },
    /// 建好下一年的文件夹：待填的表格，待更新的 YAML
    #[command(help_template = HELP, override_usage = "ziping init 年度 [--from 年度 | --style 式样] [选项]", after_help = "\n例：ziping init 2026")]
    Init {
        #[arg(value_name = "年度", help = "要建的年度，如 2026；几种资金的，如 2026-某某资金", help_heading = "参数")]
        year: String,
        #[arg(
            long,
            value_name = "年度",
            help = "照哪一年建；不写就照这种资金以前最近的一年，没有就照空白表",
            help_heading = "选项"
        )]
        from: Option<String>,
        #[arg(
            long,
            value_name = "式样",
            conflicts_with = "from",
            help = "照哪种式样的空白表建（layouts 里的文件夹，或 通用）",
            help_heading = "选项"
        )]
        style: Option<String>,
        #[command(flatten)]
        folders: Folders,
    },
    /// 做一份发给承担单位的空白自评表
    #[command(help_template = HELP, override_usage = "ziping form 年度 [选项]", after_help = "\n例：ziping form 2026")]
    Form {
        #[arg(value_name = "年度", help = "哪一年，如 2026", help_heading = "参数")]
        year: String,
        #[command(flatten)]
        folders: Folders,
    },
    /// 核对一份成稿（.docx、.pdf、.txt），也可以是别人写的
    #[command(help_template = HELP, override_usage = "ziping audit 文件 [年度] [--json|--sarif] [选项]", after_help = "\n例：ziping audit 报告.docx 2025")]
    Audit {
        #[arg(value_name = "文件", help = "成稿：.docx、.pdf 或 .txt", help_heading = "参数")]
        file: PathBuf,
        #[arg(value_name = "年度", help = "同时与这一年度的表格、YAML 逐句对照", help_heading = "参数")]
        year: Option<String>,
        #[command(flatten)]
        folders: Folders,
        #[command(flatten)]
        format: FormatArguments,
        #[arg(long, help = "连同通过的规则一起列出", help_heading = "选项")]
        verbose: bool,
    },
    /// 把别人在 Word 成稿里改的文字收回 YAML（数字不收）
    #[command(help_template = HELP, override_usage = "ziping absorb 成稿.docx [年度] [--write] [选项]", after_help = "\n例：ziping absorb 改过的报告.docx 2025")]
    Absorb {
        #[arg(value_name = "成稿", help = "改过的 Word 文件（.docx）；修订、批注都认", help_heading = "参数")]
        file: PathBuf,
        #[arg(value_name = "年度", help = "对照哪一年；不写就是最近的一年", help_heading = "参数")]
        year: Option<String>,
        #[command(flatten)]
        folders: Folders,
        #[arg(long, help = "写入 YAML，不再询问；原来的文件留一份 .bak", help_heading = "选项")]
        write: bool,
    },
    /// 比较两个年度：数字、项目、指标、文字有什么不同
    #[command(help_template = HELP, override_usage = "ziping diff 年度 年度 [--json] [选项]", after_help = "\n例：ziping diff 2024 2025")]
    Diff {
        #[arg(value_name = "前一年", help = "如 2024", help_heading = "参数")]
        old: String,
        #[arg(value_name = "后一年", help = "如 2025", help_heading = "参数")]
        new: String,
        #[command(flatten)]
        folders: Folders,
        #[arg(long, help = "按 JSON 输出，供程序读取", help_heading = "选项")]
        json: bool,
    },
    /// 查一个数字从哪里来：一直查到单元格
    #[command(help_template = HELP, override_usage = "ziping trace 年度 名称或数字 [选项]", after_help = "\n例：ziping trace 2025 完成率")]
    Trace {
        #[arg(value_name = "年度", help = "哪一年", help_heading = "参数")]
        year: String,
        #[arg(
            value_name = "名称",
            help = "名称的一部分（完成率、资金.执行率），或印出来的数字（10930）",
            help_heading = "参数"
        )]
        term: String,
        #[command(flatten)]
        folders: Folders,
    },
    /// 列出核对规则；写上代码就讲解这一条
    #[command(help_template = HELP, override_usage = "ziping rules [代码]")]
    Rules {
        #[arg(value_name = "代码", help = "规则代码，如 Z101", help_heading = "参数")]
        code: Option<String>,
    },
    /// 检查这台电脑上的文件夹、版式、字体，各文件会读作什么
    #[command(help_template = HELP, override_usage = "ziping doctor [选项]")]
    Doctor {
        #[command(flatten)]
        folders: Folders,
    },
    /// 在浏览器里打开自己的页面：看年度、拖表格、改文字、生成，都不用命令
    #[command(help_template = HELP, override_usage = "ziping serve [--no-browser] [选项]", after_help = "\n只在本机、不联网；按 Ctrl-C 或在页面上点“结束程序”结束。")]
    Serve {
        #[arg(long = "no-browser", help = "不打开浏览器，只写出地址", help_heading = "选项")]
        no_browser: bool,
        #[command(flatten)]
        folders: Folders,
    },
    /// 把用户手册排成 PDF，放在输出文件夹里
    #[command(help_template = HELP, override_usage = "ziping manual [选项]")]
    Manual {
        #[command(flatten)]
        folders: Folders,
    },
    /// 看 PDF 用了哪些字体：缺哪些字，许可怎么写
    #[command(help_template = HELP, override_usage = "ziping fonts [选项]")]
    Fonts {
        #[command(flatten)]
        folders: Folders,
    },
}

/// In which form findings are printed; text where neither is asked for.
#[derive(Args, Clone, Copy)]
pub struct FormatArguments {
    #[arg(long, help = "按 JSON 输出，供程序读取", help_heading = "选项")]
    pub json: bool,
    #[arg(long, conflicts_with = "json", help = "按 SARIF 2.1.0 输出，供代码检查工具读取", help_heading = "选项")]
    pub sarif: bool,
}

impl FormatArguments {
    /// The findings for programs; `None` where a person reads them.
    pub fn render(self, findings: &[Finding]) -> Option<String> {
        match (self.json, self.sarif) {
            (true, _) => Some(render_json(findings)),
            (_, true) => Some(render_sarif(findings, &rules::all())),
            _ => None,
        }
    }
}

#[derive(Args)]
pub struct YearArguments {
    #[arg(value_name = "年度", help = "年度文件夹的名字，如 2025；不写就是全部", help_heading = "参数")]
    pub years: Vec<String>,
    #[command(flatten)]
    pub folders: Folders,
}

#[derive(Args)]
pub struct BuildArguments {
    #[command(flatten)]
    pub years: YearArguments,
    #[arg(
        long,
        value_name = "个数",
        help = "同时做几个年度；不写就照处理器的个数。内存少的电脑写 1",
        help_heading = "选项"
    )]
    pub jobs: Option<std::num::NonZero<u8>>,
    #[arg(long, help = "没有变化的年度也重做", help_heading = "选项")]
    pub force: bool,
}
