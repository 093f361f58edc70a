//! Fuzzing on a stable compiler: files that are honest are damaged at random, always in the same way, and given to every
//! reader. None may panic, hang or fill the memory; what they make of it is a finding.
//!
//! `cargo test --release` runs some rounds of each target; `FUZZ_ROUNDS=20000 cargo test --release --test it fuzz::` runs
//! more, and `FUZZ_SEED` others.

mod mutate;
use std::path::Path;

use self::mutate::{Random, mutated};
use ziping::reading::{Recognition, read_alone};

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// Gives a target each of the honest files, damaged in `rounds` ways. A panic tells the seed.
fn fuzz(rounds: u64, corpus: &[Vec<u8>], target: impl Fn(&[u8])) {
    let first = number("FUZZ_SEED", 1) << 32;
    for seed in first..first + number("FUZZ_ROUNDS", rounds) {
        let mut random = Random(seed);
        let bytes = mutated(&corpus[random.below(corpus.len())], &mut random);
        let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| target(&bytes)));
        assert!(done.is_ok(), "seed {seed} of {} bytes", bytes.len());
    }
}

fn file(path: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The reading of one input file, as far as it goes: recognition and the tables too.
fn input(rounds: u64, name: &str, corpus: &[Vec<u8>]) {
    let recognition = Recognition::parse(include_str!("../../layouts/识别.yaml")).unwrap();
    fuzz(rounds, corpus, |bytes| {
        read_alone(name, bytes, &recognition);
    });
}

#[test]
fn xlsx() {
    input(400, "甲.xlsx", &["input/2025/资金执行.xlsx", "input/2025/绩效指标.xlsx"].map(file));
}

#[test]
fn unit_form() {
    let folder = crate::support::YearFolder::example();
    folder.add_unit_form("甲", "某项目", "84", &[("转化科技成果数量", "≥1项", "2项"), ("满意度", "≥90%", "95%")]);
    let form = std::fs::read(folder.path().join("单位自评/甲.xlsx")).unwrap();
    input(200, "单位自评/甲.xlsx", &[form]);
}

#[test]
fn xls() {
    input(1000, "甲.xls", &["tests/workbooks/money.xls", "tests/workbooks/encrypted.xls"].map(file));
}

#[test]
fn ods() {
    input(300, "甲.ods", &["tests/workbooks/money.ods", "tests/workbooks/encrypted.ods"].map(file));
}

#[test]
fn csv_and_web_pages() {
    let csv = "层级,文件名称,文号,印发日期,金额（万元）\n中央,通知,财教〔2025〕92号,2025-05-19,\"3,169\"\n";
    let page = "<html><table><tr><td rowspan=2>层级<td>文件名称<td>文号<tr><td>通知<td>1</table>";
    let gb = encoding_rs::GB18030.encode(csv).0.into_owned();
    input(3000, "甲.csv", &[csv.as_bytes().to_vec(), gb, page.as_bytes().to_vec()]);
}

#[test]
fn yaml() {
    input(1000, "甲.yaml", &["input/2025/报告.yaml", "input/2025/案例.yaml"].map(file));
}

/// Tables typed into YAML go through quantities, dates and amounts.
#[test]
fn yaml_tables() {
    let tables = "项目表:\n  - 总计: 84\n  - 一、方向: 84\n  - （一）结转项目\n  - {项目名称: 甲, 单位: 乙, 安排资金: 84万元, 支持方式: 后补助}\n\
        指标表:\n  - {一级指标: 产出指标, 二级指标: 数量指标, 三级指标: 成果, 指标值: ≥65项, 实际完成值: 1：2.19, 说明: 无}\n\
        资金执行:\n  中央财政资金: {预算数: 1,093.5, 执行数: 0.1亿元}\n\
        下达文件:\n  - {层级: 中央, 文件名称: 通知, 文号: 财教〔2025〕92号, 印发日期: 2025.05.19, 金额: 45796}\n";
    input(4000, "甲.yaml", &[tables.as_bytes().to_vec()]);
}

/// Documents read back: those that the program makes, and plain text.
#[test]
fn finished_documents() {
    let folder = crate::support::YearFolder::example();
    let built = crate::support::ziping(folder.root(), &["build"]);
    assert!(built.status.success());
    let home = tempfile::tempdir().unwrap();
    for (ending, rounds) in [("docx", 60), ("pdf", 150)] {
        let corpus = [std::fs::read(folder.output(&format!("自评表.{ending}"))).unwrap()];
        let path = home.path().join(format!("甲.{ending}"));
        fuzz(rounds, &corpus, |bytes| {
            std::fs::write(&path, bytes).unwrap();
            let _ = ziping::sheets::finished::read(&path);
            let _ = ziping::sheets::finished::review(&path);
        });
    }
    let path = home.path().join("甲.txt");
    let text = "一、资金\n\t指标\t值\n\n\t成果\t≥65项\n\n全年预算数10930万元，执行8744万元，执行率80%。\n";
    fuzz(2000, &[text.as_bytes().to_vec()], |bytes| {
        std::fs::write(&path, bytes).unwrap();
        if let Ok(document) = ziping::sheets::finished::read(&path) {
            crate::support::facts_of(&document);
        }
    });
}
