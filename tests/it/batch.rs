//! Many years in one run.

use crate::support::{YearFolder, ziping};

/// Years are made at the same time; what one comes to does not depend on the others, nor on how many there are.
#[test]
fn years_side_by_side_give_the_bytes_of_each_alone() {
    let folder = YearFolder::example();
    let names = ["2025-1", "2025-2", "2025-3"];
    for name in names {
        std::fs::create_dir(folder.root().join("input").join(name)).unwrap();
        for entry in std::fs::read_dir(folder.path()).unwrap().map(Result::unwrap) {
            std::fs::copy(entry.path(), folder.root().join("input").join(name).join(entry.file_name())).unwrap();
        }
    }
    let outputs = |output: &str, year: &str| {
        let files = std::fs::read_dir(folder.root().join(output).join(year)).unwrap();
        let mut files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
        files.sort();
        files.into_iter().map(|path| (path.file_name().unwrap().to_owned(), std::fs::read(path).unwrap())).collect()
    };
    for year in ["2025"].into_iter().chain(names) {
        assert_eq!(ziping(folder.root(), &["build", year, "--output", "alone"]).status.code(), Some(0));
    }
    for jobs in ["1", "2", "8"] {
        assert_eq!(ziping(folder.root(), &["build", "--output", jobs, "--jobs", jobs]).status.code(), Some(0));
        for year in ["2025"].into_iter().chain(names) {
            let together: Vec<(_, Vec<u8>)> = outputs(jobs, year);
            let alone: Vec<(_, Vec<u8>)> = outputs("alone", year);
            assert_eq!(together.len(), 7);
            for ((name, bytes), (other, expected)) in together.iter().zip(&alone) {
                assert_eq!(name, other);
                assert!(bytes == expected, "{jobs} at once, {year}: {} differs", name.to_string_lossy());
            }
        }
    }
}

/// One year that cannot be read stops no other; its findings come in the order of the years.
#[test]
fn a_bad_year_stops_no_other() {
    let folder = YearFolder::example();
    for name in ["2023", "2024"] {
        std::fs::create_dir(folder.root().join("input").join(name)).unwrap();
    }
    let run = ziping(folder.root(), &[]);
    assert_eq!(run.status.code(), Some(2));
    assert!(folder.output("自评报告.pdf").exists());
    let shown = String::from_utf8(run.stderr).unwrap();
    let findings: Vec<&str> = shown.lines().filter(|line| line.contains("Z011")).collect();
    assert_eq!(findings.len(), 2, "{shown}");
    assert!(shown.find("位置：2023") < shown.find("位置：2024") || shown.find("2023") < shown.find("2024"), "{shown}");
}
