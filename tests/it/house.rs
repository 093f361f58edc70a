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

#[test]
fn the_heads_of_tables_stand_in_layouts() {
    let known = heads(include_str!("../../layouts/识别.yaml"));
    assert!(["全年完成值", "完成情况", "支出金额", "课题名称"].iter().all(|word| known.contains(*word)));
    let quoted = |line: &str| -> Vec<String> { line.split('"').skip(1).step_by(2).map(str::to_string).collect() };
    let is_head = |word: &String| word.chars().count() > 2 && known.contains(word);
    // What is said to the clerk, keys of the YAML and of the layouts, and words of running text.
    const SAYING: [&str; 13] = [
        "assemble.rs",
        "execution.rs",
        "form_layout.rs",
        "indicators.rs",
        "keys.rs",
        "leftover.rs",
        "money.rs",
        "normalisation.rs",
        "recognise.rs",
        "unit_forms.rs",
        "yaml.rs",
        "finished/read_document.rs",
        "finished/statements.rs",
    ];
    let found = lines_of_sources(|file, line| {
        let own = file.strip_prefix("reading/").filter(|file| !SAYING.contains(file));
        let is_code = !line.trim_start().starts_with("//") && !line.contains("assert");
        own.is_some() && is_code && quoted(line).iter().any(is_head)
    });
    assert!(found.is_empty(), "heads are data of layouts/识别.yaml:\n{}", found.join("\n"));
}

/// What columns may be called, without their *, and without the fields' own names, by which the program asks for them.
fn heads(yaml: &str) -> BTreeSet<String> {
    fn collect(value: &serde_json::Value, fields: &mut BTreeSet<String>, words: &mut BTreeSet<String>) {
        for (key, value) in value.as_object().into_iter().flatten() {
            match value.as_object().filter(|_| key == "栏") {
                Some(columns) => {
                    fields.extend(columns.keys().cloned());
                    let all = columns.values().flat_map(|words| words.as_array().unwrap());
                    words.extend(all.map(|word| word.as_str().unwrap().replace('*', "")));
                }
                None => collect(value, fields, words),
            }
        }
    }
    let (mut fields, mut words) = (BTreeSet::new(), BTreeSet::new());
    collect(&serde_saphyr::from_str(yaml).unwrap(), &mut fields, &mut words);
    words.difference(&fields).cloned().collect()
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

/// Words of names and of comments.
fn words_of_sources(is_wrong: impl Fn(&str, &str) -> bool) -> Vec<String> {
    let words = |line: &str| -> Vec<String> {
        line.split(|c: char| !c.is_alphanumeric() && c != '_').map(str::to_string).collect()
    };
    lines_of_sources(|file, line| words(line).iter().any(|word| is_wrong(file, word)))
}

/// The lines of `src/`, each with its file.
fn lines_of_sources(is_wrong: impl Fn(&str, &str) -> bool) -> Vec<String> {
    let src = root().join("src");
    let mut files = Vec::new();
    add_sources(&src, &mut files);
    files.sort();
    assert!(files.len() > 100);
    let mut found = Vec::new();
    for path in files {
        let file = path.strip_prefix(&src).unwrap().to_str().unwrap().replace('\\', "/");
        let text = std::fs::read_to_string(&path).unwrap();
        let wrong = text.lines().enumerate().filter(|(_, line)| is_wrong(&file, line));
        found.extend(wrong.map(|(at, line)| format!("src/{file}:{}: {}", at + 1, line.trim())));
    }
    found
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
