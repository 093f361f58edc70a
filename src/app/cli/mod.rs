//! The command line: arguments, exit codes, what goes to stdout and stderr.

pub(in crate::app) mod absorb;
mod arguments;
pub(in crate::app) mod audit;
mod build;
mod check;
mod columns;
pub(in crate::app) mod diff;
mod doctor;
mod double_click;
pub(in crate::app) mod folders;
mod fonts;
pub(in crate::app) mod form;
pub(in crate::app) mod init;
mod interrupt;
mod manual;
mod print;
mod progress;
pub(in crate::app) mod rules;
mod serve;
mod summary;
mod trace;
mod usage;
mod watch;

use std::ffi::OsString;

use clap::Parser;

use crate::base::finding::Finding;
use crate::base::guard::{Panicked, guarded};
use arguments::{Arguments, Command};
use print::unusable;

/// Runs the program; the exit code is 0 done, 1 errors found, 2 unusable command line or files.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    guarded(|| command(arguments)).unwrap_or_else(|Panicked(words)| {
        let hint = "请把这条信息连同命令和文件一起反馈；上次生成的文件没有动。";
        unusable(&[Finding::error("Z048", "没有做完：程序出了错").actual(words).hint(hint)])
    })
}

fn command(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let arguments = usage::command_first(arguments);
    if double_click::is_one(arguments.len()) {
        return double_click::run();
    }
    let arguments = match Arguments::try_parse_from(&arguments) {
        Ok(arguments) => arguments,
        Err(error) => return usage::explain(&error, &arguments),
    };
    match arguments.command {
        None => match usage::mistyped_command(&arguments.build.years.years) {
            Some(words) => {
                eprint!("{words}");
                2
            }
            None => build::run(&arguments.build),
        },
        Some(Command::Build(years)) => build::run(&years),
        Some(Command::Check { years, format, verbose }) => check::run(&years, format, verbose),
        Some(Command::Watch(years)) => watch::run(&years),
        Some(Command::Init { year, from, style, folders }) => {
            init::run(&year, from.as_deref(), style.as_deref(), &folders)
        }
        Some(Command::Form { year, folders }) => form::run(&year, &folders),
        Some(Command::Audit { file, year, folders, format, verbose }) => {
            audit::run(&file, year.as_deref(), &folders, format, verbose)
        }
        Some(Command::Absorb { file, year, folders, write }) => absorb::run(&file, year.as_deref(), &folders, write),
        Some(Command::Diff { old, new, folders, json }) => diff::run(&old, &new, &folders, json),
        Some(Command::Trace { year, term, folders }) => trace::run(&year, &term, &folders),
        Some(Command::Rules { code }) => rules::run(code.as_deref()),
        Some(Command::Fonts { folders }) => fonts::run(&folders),
        Some(Command::Manual { folders }) => manual::run(&folders),
        Some(Command::Doctor { folders }) => doctor::run(&folders),
        Some(Command::Serve { folders, no_browser }) => serve::run(folders, !no_browser),
    }
}
