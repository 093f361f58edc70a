//! What has not changed is not built again, and nothing that has changed is missed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::SystemTime;

use crate::support::{YearFolder, ziping};

/// Names, bytes and times of what was written.
fn written(folder: &YearFolder) -> BTreeMap<PathBuf, (Vec<u8>, SystemTime)> {
    let entries = fs::read_dir(folder.root().join("output/2025")).unwrap().map(|entry| entry.unwrap().path());
    entries
        .map(|path| (path.clone(), (fs::read(&path).unwrap(), path.metadata().unwrap().modified().unwrap())))
        .collect()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[track_caller]
fn builds(folder: &YearFolder) -> BTreeMap<PathBuf, (Vec<u8>, SystemTime)> {
    let run = ziping(folder.root(), &[]);
    assert_eq!(run.status.code(), Some(0), "{}", said(&run));
    written(folder)
}

#[test]
fn an_unchanged_year_is_left_alone_and_its_findings_are_shown_again() {
    let folder = YearFolder::example();
    let first = ziping(folder.root(), &[]);
    let files = written(&folder);
    let again = ziping(folder.root(), &[]);
    assert_eq!(again.status.code(), Some(0));
    assert!(written(&folder) == files, "something was written");
    assert!(said(&again).contains("没有变化"), "{}", said(&again));
    let findings = |output: &Output| {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        said[said.find("提示 Z302").expect("the example has this finding")..].to_string()
    };
    assert_eq!(findings(&first), findings(&again));
    let forced = ziping(folder.root(), &["--force"]);
    assert!(!said(&forced).contains("没有变化"));
    let bytes =
        |files: BTreeMap<PathBuf, (Vec<u8>, SystemTime)>| files.into_iter().map(|(name, (bytes, _))| (name, bytes));
    assert!(bytes(written(&folder)).eq(bytes(files.clone())));
    assert!(written(&folder) != files, "nothing was written");
}

#[test]
fn whatever_changes_is_noticed() {
    let folder = YearFolder::example();
    builds(&folder);
    let output = |ending: &str| folder.output(ending);
    let changes: [(&str, &dyn Fn()); 7] = [
        ("a file's content", &|| folder.replace("报告.yaml", "说明: 无。", "说明: 没有。")),
        ("a blank at a line's end", &|| folder.replace("报告.yaml", "说明: 没有。", "说明: 没有。 ")),
        ("a file's name", &|| fs::rename(folder.path().join("案例.yaml"), folder.path().join("典型.yaml")).unwrap()),
        ("one more file", &|| folder.write("空.yaml", b"# nothing\n")),
        ("one file less", &|| folder.remove("空.yaml")),
        ("an output that is gone", &|| fs::remove_file(output("自评表.pdf")).unwrap()),
        ("an output that was cut", &|| fs::write(output("自评表.pdf"), b"%PDF").unwrap()),
    ];
    for (what, change) in changes {
        let before = written(&folder);
        change();
        let after = builds(&folder);
        assert!(before != after, "{what} was missed");
        assert!(builds(&folder) == after, "{what}: built twice");
    }
}

/// The same layouts and fonts elsewhere are the same; a changed one is not.
#[test]
fn layouts_and_fonts_count_by_their_content() {
    let folder = YearFolder::example();
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    for entry in ["layouts", "fonts"].map(|name| walkdir::WalkDir::new(project.join(name))).into_iter().flatten() {
        let entry = entry.unwrap();
        let copy = folder.root().join(entry.path().strip_prefix(project).unwrap());
        match entry.file_type().is_dir() {
            true => fs::create_dir(copy).unwrap(),
            false => drop(fs::copy(entry.path(), copy).unwrap()),
        }
    }
    let here = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ziping"));
        let run =
            command.args(["--layouts", "layouts", "--fonts", "fonts"]).current_dir(folder.root()).output().unwrap();
        assert_eq!(run.status.code(), Some(0), "{}", said(&run));
        said(&run).contains("没有变化")
    };
    builds(&folder);
    assert!(here(), "copies are no change");
    let layout = folder.root().join("layouts/公文.yaml");
    let text = fs::read_to_string(&layout).unwrap();
    fs::write(&layout, text.replacen("# 5.1", "# 7.1", 1)).unwrap();
    assert!(!here() && here(), "a layout's comment is a change, once");
    // What nobody reads of a font: the time at which it was made.
    let font = folder.root().join("fonts/FandolHei-Regular.otf");
    let mut bytes = fs::read(&font).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(&font, bytes).unwrap();
    assert!(!here() && here(), "a font's last byte is a change, once");
}

#[test]
fn what_somebody_changed_by_hand_is_kept() {
    let folder = YearFolder::example();
    let files = builds(&folder);
    let report = folder.output("自评报告.docx");
    fs::write(&report, b"edited").unwrap();
    let run = ziping(folder.root(), &["check"]);
    assert!(said(&run).contains("Z045") && said(&run).contains("自评报告.docx"), "{}", said(&run));
    let run = ziping(folder.root(), &[]);
    assert_eq!(run.status.code(), Some(0));
    assert!(said(&run).contains("Z046"), "{}", said(&run));
    // The command that is shown can be given as it is.
    let words = said(&run);
    let shown = words.split_once("ziping absorb \"").and_then(|(_, rest)| rest.split_once("\" 2025"));
    let named = shown.map(|(path, _)| folder.root().join(path));
    assert_eq!(named.and_then(|path| fs::read(path).ok()).as_deref(), Some(&b"edited"[..]), "{words}");
    assert!(fs::read(&report).unwrap() == files[&report].0);
    assert_eq!(fs::read(folder.output("自评报告（人工修改1）.docx")).unwrap(), b"edited");
    assert!(!said(&ziping(folder.root(), &["check"])).contains("Z045"));
    // A run later nothing is left to keep.
    assert_eq!(builds(&folder).len(), 8);
}

#[test]
fn drafts_do_not_outlive_their_errors() {
    let folder = YearFolder::example();
    let files = builds(&folder);
    folder.replace("报告.yaml", "说明: 无。", "说明: 无\u{E000}。");
    assert_eq!(ziping(folder.root(), &[]).status.code(), Some(1));
    assert!(written(&folder).len() > files.len());
    folder.replace("报告.yaml", "说明: 无\u{E000}。", "说明: 无。");
    assert_eq!(builds(&folder).len(), files.len());
}

/// Saving builds again; Ctrl-C ends it.
#[cfg(unix)]
#[test]
fn watch_builds_whenever_something_is_saved() {
    use std::time::{Duration, Instant};
    let folder = YearFolder::example();
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_ziping"));
    command.arg("watch").arg("--layouts").arg(project.join("layouts")).arg("--fonts").arg(project.join("fonts"));
    command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
    let mut watch = command.current_dir(folder.root()).spawn().unwrap();
    let manifest = folder.root().join("output/2025/manifest.json");
    let wait_for = |what: &str, true_now: &dyn Fn() -> bool| {
        let begun = Instant::now();
        while !true_now() {
            assert!(begun.elapsed() < Duration::from_secs(60), "{what}");
            std::thread::sleep(Duration::from_millis(10));
        }
    };
    wait_for("the first build", &|| manifest.exists());
    let first = fs::read(&manifest).unwrap();
    folder.replace("报告.yaml", "说明: 无。", "说明: 没有。");
    wait_for("the build after saving", &|| fs::read(&manifest).is_ok_and(|now| now != first));
    // Braces too many in a text, saved again and again: the first Ctrl-C ends it all the same.
    let text = fs::read_to_string(folder.path().join("文字.yaml")).unwrap();
    let saving = std::sync::atomic::AtomicBool::new(true);
    let code = std::thread::scope(|scope| {
        scope.spawn(|| {
            for round in 0..10_000 {
                let broken = text.replacen("{{ 地区简称 }}", &format!("{{{{{{ 地区简称{} }}}}}}", round % 2), 1);
                folder.write("文字.yaml", broken.as_bytes());
                std::thread::sleep(Duration::from_millis(20));
                if !saving.load(std::sync::atomic::Ordering::Relaxed) {
                    return;
                }
            }
        });
        std::thread::sleep(Duration::from_secs(1));
        assert!(Command::new("sh").args(["-c", &format!("kill -INT {}", watch.id())]).status().unwrap().success());
        let begun = Instant::now();
        let mut code = None;
        while code.is_none() && begun.elapsed() < Duration::from_secs(60) {
            std::thread::sleep(Duration::from_millis(20));
            code = watch.try_wait().unwrap().map(|status| status.code());
        }
        saving.store(false, std::sync::atomic::Ordering::Relaxed);
        code
    });
    let _ = watch.kill();
    watch.wait().unwrap();
    assert_eq!(code, Some(Some(0)), "the first Ctrl-C did not end it");
}
