//! What the clerk typed: the command's word first, wherever it stands; mistakes in Chinese, with the way to write it.

use std::ffi::OsString;

use clap::CommandFactory;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::app::year_folder::year_name;
use crate::base::nearest::nearest;

use super::arguments::Arguments;
use super::print::print;

/// Options may stand before the command (`--input X check`), and `help` is a word for `--help`.
pub fn command_first(arguments: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = arguments.into_iter().collect();
    let help = words(&arguments).next().filter(|at| arguments[*at] == "help");
    if let Some(help) = help {
        arguments.remove(help);
        arguments.push("--help".into());
    }
    // A word that is no command names a year, and the command may still come: `2025 check`.
    let command = words(&arguments).find(|at| is_command(&arguments[*at]));
    if let Some(command) = command {
        arguments[1..=command].rotate_right(1);
    }
    arguments
}

/// Where words stand that are neither options nor the values of options.
fn words(arguments: &[OsString]) -> impl Iterator<Item = usize> + '_ {
    let mut is_value = false;
    arguments.iter().enumerate().skip(1).filter_map(move |(at, argument)| {
        let argument = argument.to_string_lossy();
        let is_word = !is_value && !argument.starts_with('-');
        is_value = !is_value && takes_value(&argument);
        is_word.then_some(at)
    })
}

fn takes_value(argument: &str) -> bool {
    let Some(name) = argument.strip_prefix("--") else { return false };
    let program = Arguments::command();
    let mut options = program.get_arguments().chain(program.get_subcommands().flat_map(clap::Command::get_arguments));
    options.any(|option| option.get_long() == Some(name) && option.get_action().takes_values())
}

fn is_command(word: &OsString) -> bool {
    Arguments::command().get_subcommands().any(|command| *word == *command.get_name())
}

/// Without a command every word names a year; one that cannot is a command that was mistyped.
pub fn mistyped_command(words: &[String]) -> Option<String> {
    let word = words.iter().find(|word| !names_year(word))?;
    let program = Arguments::command();
    let near = nearest(word, program.get_subcommands().map(clap::Command::get_name));
    let meant =
        near.map_or_else(|| "它也不是年度：年度写文件夹的名字，如 2025".to_string(), |near| format!("是不是 {near}？"));
    Some(format!("命令不能用：没有命令“{word}”。{meant}\n看用法：ziping --help\n"))
}

fn names_year(word: &str) -> bool {
    year_name(word).starts_with(|character: char| character.is_ascii_digit())
}

/// Help and version as they are; mistakes in Chinese. Returns the exit code.
pub fn explain(error: &clap::Error, arguments: &[OsString]) -> u8 {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        print(&error.to_string());
        return 0;
    }
    let mut program = Arguments::command();
    let given: Vec<String> = words(arguments).map(|at| arguments[at].to_string_lossy().into_owned()).collect();
    let command = given.first().and_then(|word| program.find_subcommand_mut(word));
    let what = |kind| error.get(kind).map(named).unwrap_or_default();
    let argument = what(ContextKind::InvalidArg);
    let words = match error.kind() {
        ErrorKind::UnknownArgument => match &command {
            Some(command) => format!("{} 没有“{argument}”这个选项", command.get_name()),
            None => format!("不认识“{argument}”"),
        },
        ErrorKind::MissingRequiredArgument => match (&command, given.get(1)) {
            // A year comes first, and what was given is none: it is the year that is missing.
            (Some(command), Some(word)) if begins_with_year(command) && !names_year(word) => {
                format!("“{word}”前面缺少年度")
            }
            _ => format!("缺少{argument}"),
        },
        ErrorKind::ArgumentConflict => match what(ContextKind::PriorArg) {
            prior if prior == argument => format!("“{argument}”写了两次"),
            prior => format!("“{prior}”和“{argument}”只能写一个"),
        },
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => format!("“{argument}”后面没有写内容，或写得不对"),
        _ => "命令写得不对".to_string(),
    };
    let (usage, example, name) = match command {
        Some(command) => {
            let example = command.get_after_help().map(|help| help.to_string().trim().to_string());
            let usage = command.render_usage().to_string();
            (usage, example, format!("{} ", command.get_name()))
        }
        None => (program.render_usage().to_string(), None, String::new()),
    };
    eprintln!("命令不能用：{words}。\n用法：{}", usage.trim_start_matches("Usage: ").trim());
    example.iter().for_each(|example| eprintln!("{example}"));
    eprintln!("看说明：ziping {name}--help");
    2
}

fn begins_with_year(command: &clap::Command) -> bool {
    let mut positionals = command.get_positionals();
    positionals.next().is_some_and(|first| matches!(first.get_id().as_str(), "year" | "old"))
}

/// Names of arguments without the marks that clap gives them: 名称 for <名称>.
fn named(value: &ContextValue) -> String {
    let bare = |name: &str| name.split(" <").next().unwrap_or(name).trim_matches(['<', '>']).to_string();
    match value {
        ContextValue::String(name) => bare(name),
        ContextValue::Strings(names) => names.iter().map(|name| bare(name)).collect::<Vec<_>>().join("、"),
        other => other.to_string(),
    }
}
