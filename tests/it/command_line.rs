//! What the clerk types: words in any order, mistakes answered with the way to write it.

use std::path::Path;
use std::process::Command;

use crate::support::{YearFolder, ziping};

/// The exit code, and all that was said.
fn said(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let run = ziping(folder, arguments);
    (run.status.code(), String::from_utf8_lossy(&run.stdout).into_owned() + &String::from_utf8_lossy(&run.stderr))
}

#[track_caller]
fn assert_refused(folder: &Path, arguments: &[&str], parts: &[&str]) {
    let (code, said) = said(folder, arguments);
    assert_eq!(code, Some(2), "{arguments:?}: {said}");
    for part in parts {
        assert!(said.contains(part), "{arguments:?}: no “{part}” in {said}");
    }
}

#[test]
fn options_and_years_may_stand_before_the_command() {
    let folder = YearFolder::example();
    for arguments in [
        &["--input", "input", "check"][..],
        &["--input=input", "check", "2025年"],
        &["--verbose", "check", "２０２５"],
        &["2025年度", "check"],
    ] {
        let (code, said) = said(folder.root(), arguments);
        assert!(code == Some(0) && said.contains("2025年度\n"), "{arguments:?}: {said}");
    }
    let (code, json) = said(folder.root(), &["--json", "check"]);
    assert!(code == Some(0) && json.starts_with('['), "{json}");
    assert!(!folder.root().join("output").exists(), "check makes nothing");
}

#[test]
fn help_is_a_word_too() {
    let folder = tempfile::tempdir().unwrap();
    let (code, all) = said(folder.path(), &["help"]);
    assert!(code == Some(0) && all.contains("ziping [命令] [年度…] [选项]"), "{all}");
    let (code, one) = said(folder.path(), &["help", "trace"]);
    assert!(code == Some(0) && one.contains("ziping trace 年度 名称或数字") && one.contains("例："), "{one}");
}

#[test]
fn a_mistyped_command_is_not_a_year() {
    let folder = YearFolder::example();
    assert_refused(folder.root(), &["chek", "2025"], &["没有命令“chek”", "是不是 check？"]);
    assert_refused(folder.root(), &["bild"], &["是不是 build？"]);
    assert_refused(folder.root(), &["input/2025"], &["不是年度"]);
    assert_refused(folder.root(), &["--force", "check"], &["check 没有“--force”这个选项", "ziping check [年度…]"]);
    assert_refused(folder.root(), &["2031"], &["没有年度文件夹", "应为：2025"]);
}

#[test]
fn what_is_missing_is_named_with_an_example() {
    let folder = YearFolder::example();
    let usage = "用法：ziping trace 年度 名称或数字 [选项]\n例：ziping trace 2025 完成率";
    assert_refused(folder.root(), &["trace", "完成率"], &["“完成率”前面缺少年度", usage]);
    assert_refused(folder.root(), &["trace", "2025"], &["缺少名称", usage]);
    assert_refused(folder.root(), &["diff", "2025"], &["缺少后一年", "例：ziping diff 2024 2025"]);
    assert_refused(folder.root(), &["check", "--json", "--sarif"], &["只能写一个", "“--json”", "“--sarif”"]);
    assert_refused(folder.root(), &["check", "--json", "--json"], &["“--json”写了两次"]);
}

#[test]
fn run_in_another_folder_it_says_where_the_input_is() {
    let folder = YearFolder::example();
    let root = folder.root().canonicalize().unwrap();
    let command = format!("cd \"{}\"", root.display());
    assert_refused(&root.join("input/2025"), &["check"], &["当前文件夹“", "没有输入文件夹“input”", &command]);
    // Beside the program.
    let elsewhere = tempfile::tempdir().unwrap();
    let program = root.join(format!("ziping{}", std::env::consts::EXE_SUFFIX));
    std::fs::copy(env!("CARGO_BIN_EXE_ziping"), &program).unwrap();
    let layouts = Path::new(env!("CARGO_MANIFEST_DIR")).join("layouts");
    let run =
        Command::new(program).args(["diff", "2024", "2025", "--layouts"]).arg(layouts).current_dir(&elsewhere).output();
    let said = String::from_utf8(run.unwrap().stderr).unwrap();
    assert!(said.contains(&command), "{said}");
}

#[test]
fn a_year_that_is_not_in_order_is_no_base_and_no_comparison() {
    let folder = YearFolder::example();
    assert_eq!(said(folder.root(), &["init", "2026"]).0, Some(0));
    for (arguments, not_done) in [(["init", "2027"], "没有建好“"), (["diff", "2025"], "没有比较：")] {
        let arguments: Vec<&str> = arguments.into_iter().chain((arguments[0] == "diff").then_some("2026")).collect();
        let (code, said) = said(folder.root(), &arguments);
        assert!(code == Some(2) && said.starts_with(not_done), "{said}");
        assert!(said.contains("“2026”还有") && said.contains("处问题要先改"), "{said}");
        assert!(said.lines().count() < 20 && said.contains("ziping check 2026"), "{said}");
    }
    assert_refused(folder.root(), &["init", "2027", "--from", "2020"], &["没有建好“", "没有年度文件夹“input/2020”"]);
    assert!(!folder.root().join("input/2027").exists());
    assert_eq!(said(folder.root(), &["init", "2027", "--from", "2025年"]).0, Some(0));
}

#[test]
fn a_later_year_is_no_base() {
    let folder = YearFolder::example();
    let (code, said) = said(folder.root(), &["init", "2024"]);
    assert!(code == Some(0) && said.contains("空白表") && said.contains("没有2024年以前的年度"), "{said}");
    let (_, after) = self::said(folder.root(), &["init", "2026"]);
    assert!(after.contains("已照“2025”建好"), "{after}");
}

#[test]
fn fonts_are_spoken_of_where_a_pdf_was_made() {
    let folder = YearFolder::example();
    assert!(said(folder.root(), &[]).1.contains("代替的"));
    let (_, unchanged) = said(folder.root(), &[]);
    assert!(unchanged.contains("没有变化") && !unchanged.contains("代替的"), "{unchanged}");
}

#[test]
fn a_layout_that_is_missing_is_one_mistake() {
    let folder = YearFolder::example();
    let layouts = folder.root().join("layouts");
    std::fs::create_dir(&layouts).unwrap();
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("layouts")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            std::fs::copy(&path, layouts.join(path.file_name().unwrap())).unwrap();
        }
    }
    for name in ["公文.yaml", "识别.yaml", "核对.yaml", "式样.yaml", "公文.typ"] {
        let text = std::fs::read(layouts.join(name)).unwrap();
        std::fs::remove_file(layouts.join(name)).unwrap();
        let mut program = Command::new(env!("CARGO_BIN_EXE_ziping"));
        let run = program.args(["check", "--layouts", "layouts"]).current_dir(folder.root()).output().unwrap();
        let said = String::from_utf8(run.stderr).unwrap();
        assert!(said.contains(&format!("缺少文件“{name}”")) && said.contains("共1个错误"), "{said}");
        std::fs::write(layouts.join(name), text).unwrap();
    }
}
