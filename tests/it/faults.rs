//! Whatever happens to a run, the folder holds whole files, and the last good ones are not lost.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use crate::support::{YearFolder, ziping};

type Files = BTreeMap<String, Vec<u8>>;

fn files(output: &Path) -> Files {
    let entries = fs::read_dir(output).into_iter().flatten().map(Result::unwrap);
    entries.map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())).collect()
}

fn command(folder: &YearFolder) -> Command {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_ziping"));
    command.arg("build").arg("--layouts").arg(project.join("layouts")).arg("--fonts").arg(project.join("fonts"));
    command.current_dir(folder.root()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// The example in two states, and what each of them comes to.
struct TwoStates {
    folder: YearFolder,
    results: [Files; 2],
}

impl TwoStates {
    fn new() -> TwoStates {
        let folder = YearFolder::example();
        let mut states = TwoStates { folder, results: Default::default() };
        for state in [1, 0] {
            states.set(state);
            states.finish();
            states.results[state] = files(&states.output());
        }
        states
    }

    fn output(&self) -> PathBuf {
        self.folder.root().join("output/2025")
    }

    fn set(&self, state: usize) {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("input/2025/报告.yaml")).unwrap();
        let words = ["说明: 无。", "说明: 没有。"];
        self.folder.write("报告.yaml", text.replacen(words[0], words[state], 1).as_bytes());
    }

    #[track_caller]
    fn finish(&self) {
        let run = command(&self.folder).output().unwrap();
        assert_eq!(run.status.code(), Some(0), "{}", said(&run));
    }

    /// Every file is wholly of one state; what is hidden may be left over.
    #[track_caller]
    fn assert_whole(&self) {
        let now = files(&self.output());
        for (name, bytes) in now.iter().filter(|(name, _)| !name.starts_with('.')) {
            assert!(self.results.iter().any(|files| files.get(name) == Some(bytes)), "{name} is of neither state");
        }
        for name in self.results[0].keys() {
            assert!(now.contains_key(name), "{name} is lost");
        }
    }
}

#[cfg(unix)]
#[test]
fn killed_at_any_moment() {
    let states = TwoStates::new();
    let whole = std::time::Instant::now();
    states.set(1);
    states.finish();
    let whole = whole.elapsed();
    const MOMENTS: u32 = 8;
    for moment in 0..MOMENTS {
        let state = moment as usize % 2;
        states.set(state);
        let mut run = command(&states.folder).spawn().unwrap();
        // The files are written in the last part of the time.
        std::thread::sleep(whole.mul_f64(0.6 + 0.5 * f64::from(moment) / f64::from(MOMENTS)));
        run.kill().unwrap();
        run.wait().unwrap();
        states.assert_whole();
    }
    states.set(0);
    states.finish();
    assert!(files(&states.output()) == states.results[0], "something is left over, or was not finished");
}

/// Between the renames of a set of files: what a killed run leaves is completed by the next, and nobody's work is seen
/// in it.
#[test]
fn killed_between_two_files() {
    let states = TwoStates::new();
    states.set(1);
    // As the killed run leaves it: the first files are new, the manifest waits under its temporary name.
    let report = states.results[1].keys().find(|name| name.ends_with("自评报告.docx")).unwrap();
    fs::write(states.output().join(report), &states.results[1][report]).unwrap();
    fs::write(states.output().join(".ziping-1-5.new"), &states.results[1]["manifest.json"]).unwrap();
    fs::write(states.output().join(".ziping-1-1.old"), b"").unwrap();
    let check = ziping(states.folder.root(), &["check"]);
    assert!(said(&check).contains("Z045"), "{}", said(&check));
    states.set(0);
    states.finish();
    assert!(files(&states.output()) == states.results[0]);
}

/// Files may not grow beyond a limit, which is to a program what a full disk is.
#[cfg(unix)]
#[test]
fn disk_full() {
    let states = TwoStates::new();
    states.set(1);
    let run = |blocks: u32| {
        let built = command(&states.folder);
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
        let mut limited = Command::new("sh");
        limited.arg("-c").arg(script).arg(built.get_program()).args(built.get_args());
        limited.current_dir(states.folder.root()).output().unwrap()
    };
    // In units of 512 bytes: nothing fits; the Word file fits and the PDF does not.
    for blocks in [0, 1, 400] {
        let run = run(blocks);
        assert_eq!(run.status.code(), Some(2), "{blocks}: {}", said(&run));
        assert!(said(&run).contains("Z040") && said(&run).contains("空间"), "{blocks}: {}", said(&run));
        assert!(files(&states.output()) == states.results[0], "{blocks}: not as it was");
    }
    assert_eq!(run(100_000).status.code(), Some(0));
    assert!(files(&states.output()) == states.results[1]);
}

/// A folder in a file's place cannot be replaced, as on Windows a file that Word holds open.
#[test]
fn a_file_that_cannot_be_replaced() {
    let states = TwoStates::new();
    states.set(1);
    let form = states.results[0].keys().find(|name| name.ends_with("自评表.pdf")).unwrap();
    let place = states.output().join(form);
    fs::remove_file(&place).unwrap();
    fs::create_dir(&place).unwrap();
    let run = command(&states.folder).output().unwrap();
    assert_eq!(run.status.code(), Some(2));
    assert!(said(&run).contains("Z040") && said(&run).contains(form.as_str()), "{}", said(&run));
    fs::remove_dir(&place).unwrap();
    let mut before = states.results[0].clone();
    before.remove(form);
    assert!(files(&states.output()) == before, "the others are not as they were");
    states.finish();
}

/// Where nobody, not even root, may make a folder.
#[cfg(target_os = "linux")]
#[test]
fn an_output_that_may_not_be_written() {
    let folder = YearFolder::example();
    for place in ["/proc/ziping", "/dev/null/ziping"] {
        let run = command(&folder).args(["--output", place]).output().unwrap();
        assert_eq!(run.status.code(), Some(2));
        assert!(said(&run).contains("Z040") && said(&run).contains(place), "{}", said(&run));
    }
}

#[cfg(unix)]
#[test]
fn output_on_another_file_system() {
    let folder = YearFolder::example();
    let shared_memory = Path::new("/dev/shm");
    let elsewhere = if shared_memory.is_dir() { tempfile::tempdir_in(shared_memory) } else { tempfile::tempdir() };
    let elsewhere = elsewhere.unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), folder.root().join("output")).unwrap();
    for arguments in [&["--force"][..], &["--force"]] {
        let run = command(&folder).args(arguments).output().unwrap();
        assert_eq!(run.status.code(), Some(0), "{}", said(&run));
        assert_eq!(files(&elsewhere.path().join("2025")).len(), 7);
    }
}

#[test]
fn several_at_once_in_one_folder() {
    let states = TwoStates::new();
    states.set(1);
    let runs: Vec<Child> = (0..4).map(|_| command(&states.folder).arg("--force").spawn().unwrap()).collect();
    for run in runs {
        let run = run.wait_with_output().unwrap();
        assert_eq!(run.status.code(), Some(0), "{}", said(&run));
    }
    assert!(files(&states.output()) == states.results[1]);
}

/// Ctrl-C in a batch: each year is whole or not there at all, and nothing is left over.
#[cfg(unix)]
#[test]
fn interrupted() {
    let folder = YearFolder::example();
    for number in 0..8 {
        let year = folder.root().join(format!("input/2025-{number}"));
        fs::create_dir(&year).unwrap();
        for entry in fs::read_dir(folder.path()).unwrap().map(Result::unwrap) {
            fs::copy(entry.path(), year.join(entry.file_name())).unwrap();
        }
    }
    let run = command(&folder).args(["--jobs", "1"]).spawn().unwrap();
    let output = folder.root().join("output");
    let begun = std::time::Instant::now();
    while !output.join("2025/manifest.json").exists() {
        assert!(begun.elapsed() < Duration::from_secs(60), "the first year is never done");
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(Command::new("sh").args(["-c", &format!("kill -INT {}", run.id())]).status().unwrap().success());
    let run = run.wait_with_output().unwrap();
    assert_eq!(run.status.code(), Some(130), "{}", said(&run));
    assert!(said(&run).contains("被中断"), "{}", said(&run));
    let years: Vec<PathBuf> = fs::read_dir(&output).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!((1..9).contains(&years.len()), "{years:?}");
    for year in years {
        assert_eq!(files(&year).len(), 7, "{}", year.display());
    }
}
