//! House rules that no compiler knows: what is not there has one shape, a figure one name, 〔待核〕 stands where drafts are
//! made; the pages for developers name files that exist.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

#[test]
fn what_is_not_there_has_one_shape() {
    let found = words_of_sources(|_, word| is_another_shape(word));
    assert!(found.is_empty(), "say it by Field and Rows (src/base/field.rs):\n{}", found.join("\n"));
}

#[test]
fn a_figure_has_no_name_but_its_id() {
    let found = words_of_sources(|_, word| word.contains("FigureName"));
    assert!(found.is_empty(), "a figure's name is a FigureId:\n{}", found.join("\n"));
    let joined = lines_of_sources(|file, line| line.contains(r#".join(".")"#) && !PRINTING.contains(&file));
    assert!(joined.is_empty(), "only a FigureId prints as a path:\n{}", joined.join("\n"));
}

/// Where the parts of a path become a text: the id itself, and the words of a draft's notes.
const PRINTING: [&str; 2] = ["base/figure_id.rs", "app/annotate/pending.rs"];

/// A year is composed once and read by its origins: what composed it again, or looked words up, went.
#[test]
fn nothing_is_composed_twice() {
    const GONE: [&str; 6] = ["compose_traced", "marked_texts", "Provenance", "Passage", "passages_of", "Traced"];
    let found = words_of_sources(|_, word| GONE.contains(&word));
    assert!(found.is_empty(), "origins are in the tree (src/document/origin.rs):\n{}", found.join("\n"));
    let twice = lines_of_sources(|file, line| line.contains("compose(&report") && !COMPOSING.contains(&file));
    assert!(twice.is_empty(), "a year is composed in one place:\n{}", twice.join("\n"));
}

/// What a text is held against is a view of the ledger, what a document says is read into a `Case`.
#[test]
fn figures_are_kept_in_one_book() {
    const GONE: [&str; 6] = ["Book", "Facts", "Tied", "prose_rules", "without_unknown", "document_rules"];
    let is_stream = |file: &str| file == "sheets/xls/mod.rs";
    let found = words_of_sources(|file, word| GONE.contains(&word) && !is_stream(file));
    assert!(found.is_empty(), "the ledger, its views and the Case:\n{}", found.join("\n"));
    let found = lines_of_sources(|_, line| line.contains("struct Typed ") || line.contains("enum Typed "));
    assert!(found.is_empty(), "figures that were typed are claims of a Case:\n{}", found.join("\n"));
}

/// A year, and what a text that is being typed would change in it.
const COMPOSING: [&str; 2] = ["app/pipeline.rs", "app/serve/mend.rs"];

#[test]
fn what_a_draft_shows_is_no_value() {
    let is_shown = |file: &str| ["compose/", "app/"].iter().any(|layer| file.starts_with(layer));
    // The word that a clerk may have typed is looked for there.
    let is_looked_for = |file: &str| file == "base/placeholders.rs";
    let found = lines_of_sources(|file, line| {
        ["PENDING", "〔待核〕"].iter().any(|sign| line.contains(sign)) && !is_shown(file) && !is_looked_for(file)
    });
    assert!(found.is_empty(), "〔待核〕 is how compose shows a Field that is not known:\n{}", found.join("\n"));
}

/// A word or two of the language may stand beside what they are looked for in; a list is an office's to change.
#[test]
fn lists_of_words_stand_in_layouts() {
    assert_eq!(lists_of_words(r#"["甲", "乙", "丙", "丁"]; ["甲", "乙", "丙"]; ["，", "。", "；", "、"]"#).len(), 1);
    let rules = sources().into_iter().filter(|(file, _)| file.starts_with("judge/"));
    let found = rules.flat_map(|(file, text)| {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        lists_of_words(code).into_iter().map(|list| format!("{file}: {list}")).collect::<Vec<_>>()
    });
    let found: Vec<String> = found.collect();
    assert!(found.is_empty(), "words of rules are data of layouts/核对.yaml:\n{}", found.join("\n"));
}

/// No head and no label of a table is quoted where tables are read: the program asks for a column by its field's name and
/// for what an office may write by the key of the YAML that asks for it.
#[test]
fn heads_and_labels_of_tables_stand_in_layouts() {
    let known = heads_and_labels();
    assert!(
        ["全年完成值", "支出金额", "课题名称", "合计", "小计", "其中", "栏次"].iter().all(|word| known.contains(*word))
    );
    let found = lines_of_code(|file, line| {
        let reads = ["reading/", "sheets/"].iter().any(|layer| file.starts_with(layer)) && !speaks(file);
        reads && quoted(line).iter().any(|word| known.contains(word.trim_end_matches(['：', ':'])))
    });
    assert!(found.is_empty(), "heads and labels are data of layouts/识别.yaml:\n{}", found.join("\n"));
}

/// What running text says of indicators and funds, in words that are heads too.
fn speaks(file: &str) -> bool {
    ["reading/finished/statements.rs", "reading/finished/read_document.rs"].contains(&file)
}

fn quoted(line: &str) -> Vec<&str> {
    line.split('"').skip(1).step_by(2).collect()
}

/// Lines that are neither a comment nor of a test.
fn lines_of_code(is_wrong: impl Fn(&str, &str) -> bool) -> Vec<String> {
    let tests = std::cell::RefCell::new(String::new());
    lines_of_sources(|file, line| {
        if line.starts_with("#[cfg(test)]") {
            *tests.borrow_mut() = file.to_string();
        }
        *tests.borrow() != file && !line.trim_start().starts_with("//") && is_wrong(file, line)
    })
}

/// What columns and rows may be called, without their *; not the fields' own names, by which the program asks for them,
/// and not the keys of the layouts and of the year's YAML.
fn heads_and_labels() -> BTreeSet<String> {
    /// Lists of labels in `layouts/识别.yaml`, and in its parts.
    const LABELS: [&str; 16] = [
        "栏",
        "总计行",
        "小计行",
        "资金小计行",
        "部分行",
        "全域",
        "栏次行",
        "资金来源",
        "标签",
        "文字",
        "总分行",
        "资金行",
        "不是资金行",
        "目标资金",
        "资金名称",
        "续表",
    ];
    fn words(value: &serde_json::Value, found: &mut BTreeSet<String>) {
        match value {
            serde_json::Value::String(word) => found.extend([word.replace('*', "")]),
            serde_json::Value::Array(list) => list.iter().for_each(|value| words(value, found)),
            serde_json::Value::Object(map) => map.values().for_each(|value| words(value, found)),
            _ => {}
        }
    }
    fn walk(value: &serde_json::Value, found: &mut BTreeSet<String>, keys: &mut BTreeSet<String>) {
        for (key, value) in value.as_object().into_iter().flatten() {
            keys.insert(key.clone());
            if LABELS.contains(&key.as_str()) {
                words(value, found);
            }
            walk(value, found, keys);
        }
    }
    let (mut found, mut keys) = (BTreeSet::new(), BTreeSet::new());
    let words: serde_json::Value = serde_saphyr::from_str(include_str!("../../layouts/识别.yaml")).unwrap();
    walk(&words, &mut found, &mut keys);
    let schema: serde_json::Value = serde_json::from_str(include_str!("../../layouts/报告.schema.json")).unwrap();
    // Tables that are typed into the YAML have heads like others.
    let blocks = schema["properties"].as_object().unwrap().iter();
    for (_, block) in blocks.filter(|(name, _)| words["表"].get(name.as_str()).is_none()) {
        walk(block, &mut BTreeSet::new(), &mut keys);
    }
    found.into_iter().filter(|word| !word.is_empty() && !keys.contains(word)).collect()
}

#[test]
fn planted_shapes_are_found_and_derives_are_none() {
    for word in
        ["PartialProject", "Lacking", "is_lacking", "texts_incomplete", "partial_rows", "SENTINEL", "a_sentinel"]
    {
        assert!(is_another_shape(word), "{word}");
    }
    for word in ["PartialEq", "PartialOrd", "partial_cmp", "partial", "black", "unread", "Absent"] {
        assert!(!is_another_shape(word), "{word}");
    }
}

#[test]
fn pages_for_developers_name_files_that_exist() {
    for page in ["ARCHITECTURE.md", "CONTRIBUTING.md"] {
        let text = std::fs::read_to_string(root().join(page)).unwrap();
        let named: Vec<Named> = text.lines().flat_map(named).collect();
        assert!(named.len() > 20, "{page} names {} files", named.len());
        let missing: Vec<&Named> = named.iter().filter(|named| !exists(named)).collect();
        assert!(missing.is_empty(), "{page}: {missing:#?}");
    }
}

#[test]
fn files_are_found_in_a_line() {
    let found = |line: &str| -> Vec<String> {
        named(line).into_iter().map(|Named { layer, path }| format!("{}:{path}", layer.unwrap_or_default())).collect()
    };
    assert_eq!(found("`a/b.sh OLD NEW`, `src/`, `.ci/run`; a/c.rs `check`"), [":a/b.sh", ":src/", ":.ci/run"]);
    assert_eq!(
        found("| `model` | base | `ledger.rs`, `ledger/`, `docs/Z….md` |"),
        ["model:ledger.rs", "model:ledger/", "model:docs/"]
    );
    assert_eq!(found("[a page](docs/x.md) and [another](https://x/y.md)"), [":docs/x.md"]);
    assert_eq!(found("`Cargo.toml`: a `mod.rs` is a table of contents; `Field<T>`, `.docx`"), [":Cargo.toml"]);
}

/// A shape of what is not there beside `Field` and `Rows`.
fn is_another_shape(word: &str) -> bool {
    let small = word.to_lowercase();
    let derived = ["PartialEq", "PartialOrd"].contains(&word);
    let typed = word.strip_prefix("Partial").is_some_and(|rest| rest.starts_with(char::is_uppercase));
    typed && !derived
        || small.starts_with("partial_") && small != "partial_cmp"
        || ["lacking", "texts_incomplete", "sentinel"].iter().any(|other| small.contains(other))
}

/// Arrays of nothing but texts, more than three of them in Chinese.
fn lists_of_words(code: &str) -> Vec<&str> {
    let is_chinese = |word: &&str| word.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let arrays = code.split('[').skip(1).filter_map(|rest| rest.split(']').next());
    let lists = arrays.filter(|array| {
        let mut between = array.split('"').step_by(2);
        between.all(|rest| rest.chars().all(|c| c == ',' || c.is_whitespace()))
            && array.split('"').skip(1).step_by(2).filter(is_chinese).count() > 3
    });
    lists.collect()
}

/// Words of names and of comments.
fn words_of_sources(is_wrong: impl Fn(&str, &str) -> bool) -> Vec<String> {
    let words = |line: &str| -> Vec<String> {
        line.split(|c: char| !c.is_alphanumeric() && c != '_').map(str::to_string).collect()
    };
    lines_of_sources(|file, line| words(line).iter().any(|word| is_wrong(file, word)))
}

/// The lines of `src/`, each with its file.
fn lines_of_sources(is_wrong: impl Fn(&str, &str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for (file, text) in sources() {
        let wrong = text.lines().enumerate().filter(|(_, line)| is_wrong(&file, line));
        found.extend(wrong.map(|(at, line)| format!("src/{file}:{}: {}", at + 1, line.trim())));
    }
    found
}

/// The files of `src/` with their texts.
fn sources() -> Vec<(String, String)> {
    let src = root().join("src");
    let mut files = Vec::new();
    add_sources(&src, &mut files);
    files.sort();
    assert!(files.len() > 100);
    let named = files.into_iter().map(|path| {
        let file = path.strip_prefix(&src).unwrap().to_str().unwrap().replace('\\', "/");
        (file, std::fs::read_to_string(&path).unwrap())
    });
    named.collect()
}

fn add_sources(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        match path.is_dir() {
            true => add_sources(&path, files),
            false => files.extend(path.extension().is_some_and(|ending| ending == "rs").then_some(path)),
        }
    }
}

/// A file that a page names: a link, or in backticks, with a `/` in it or with the ending of a source.
#[derive(Debug)]
struct Named {
    layer: Option<String>,
    /// Up to what stands for many: `docs/rules/` of docs/rules/Z….md.
    path: String,
}

fn named(line: &str) -> Vec<Named> {
    let layer = line.strip_prefix("| `").and_then(|row| row.split('`').next());
    let layer = layer.filter(|layer| root().join("src").join(layer).is_dir()).map(str::to_string);
    let quoted = line.split('`').skip(1).step_by(2);
    let is_source = |word: &str| [".rs", ".md", ".yaml", ".toml", ".sh", ".py"].iter().any(|end| word.ends_with(end));
    let linked = line.split("](").skip(1).filter_map(|link| Some((link.split(')').next()?, true)));
    let linked = linked.filter(|(link, _)| !link.starts_with("http"));
    let words = quoted.flat_map(str::split_whitespace).map(|word| (word, false)).chain(linked);
    let paths = words.filter_map(|(word, is_linked)| {
        // Every folder of sources has its `mod.rs`.
        let is_file = is_linked || word.contains('/') || is_source(word) && word != "mod.rs";
        let end = word.find(['…', '*', '〔']).unwrap_or(word.len());
        let path = if end == word.len() { word } else { &word[..word[..end].rfind('/')? + 1] };
        is_file.then(|| path.to_string())
    });
    paths.map(|path| Named { layer: layer.clone(), path }).collect()
}

fn exists(Named { layer, path }: &Named) -> bool {
    let src = root().join("src");
    let beside = layer.as_ref().is_some_and(|layer| src.join(layer).join(path).exists());
    beside || [root(), &src].iter().any(|folder| folder.join(path).exists())
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
