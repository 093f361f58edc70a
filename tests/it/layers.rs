//! The one way of ARCHITECTURE.md: no file imports from a layer that its own may not use, no files need each other in a
//! circle. What a `mod.rs` only passes on counts as an import of the file where it is made.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The folders of `src/` from the lowest up, and which of them each may use.
const LAYERS: [(&str, &[&str]); 10] = [
    ("base", &[]),
    ("model", &["base"]),
    ("document", &["base"]),
    ("sheets", &["base"]),
    ("prose", &["base", "model"]),
    ("reading", &["base", "model", "sheets", "prose"]),
    ("judge", &["base", "model", "prose", "reading"]),
    ("compose", &["base", "model", "document"]),
    ("render", &["base", "document"]),
    ("app", &["base", "model", "document", "sheets", "prose", "reading", "judge", "compose", "render"]),
];

#[test]
fn no_file_imports_from_a_layer_above() {
    let arrows = arrows_up(&Crate::read().imports());
    assert!(arrows.is_empty(), "\n{}", arrows.join("\n"));
}

#[test]
fn no_files_need_each_other() {
    let circles = circles(&Crate::read().imports());
    assert!(circles.is_empty(), "\n{}", circles.join("\n\n"));
}

#[test]
fn the_architecture_quotes_the_layers() {
    const PAGE: &str = include_str!("../../ARCHITECTURE.md");
    let section = PAGE.split("\n## ").find(|section| section.starts_with("Where things are")).unwrap();
    let rows = section.lines().filter(|line| line.starts_with("| `"));
    let quoted: Vec<String> = rows.map(|row| row.split('|').take(3).collect::<Vec<_>>().join("|")).collect();
    let row = |(layer, uses): (&str, &[&str])| {
        let all = match uses.len() {
            0 => "nothing".to_string(),
            count if count + 1 == LAYERS.len() => "all".to_string(),
            _ => uses.join(", "),
        };
        format!("| `{layer}` | {all} ")
    };
    assert_eq!(quoted, LAYERS.map(row));
}

#[test]
fn planted_arrows_are_found_however_they_are_written() {
    let ways = [
        "use crate::{base::date, model::{report::Report, score}};",
        "fn f(report: &crate::model::report::Report) {}",
        "use crate::model;\nfn f() { model::report::read() }",
        "pub use super::super::model::report::Report as Own;",
        "#[cfg(test)]\nmod tests { fn f() { \"}\"; '}' } }\nfn f<'a>() { super::super::model::report::f(\"\\\"//\") }",
    ];
    for way in ways {
        let found = arrows_up(&planted(&[("base/yaml/mod.rs", way), ("model/report.rs", "")]));
        assert!(found.len() == 1 && found[0].starts_with("src/base/yaml/mod.rs: model"), "{way}: {found:?}");
    }
    let innocent = "//! [`x`](crate::model::report)\n#[cfg(test)]\nmod tests { use crate::model::report::Report; }\n\
        #[cfg(all(test, unix))]\nmod of_unix;\n\
        const TEXT: &str = r#\"use crate::model::report::Report; \"# ;\n/* /* */ use crate::model::report::Report; */";
    assert_eq!(arrows_up(&planted(&[("base/x.rs", innocent), ("model/report.rs", "")])), [""; 0]);
    let unknown = planted(&[("utils/x.rs", "use crate::base::date::Date;"), ("base/date.rs", "")]);
    assert_eq!(arrows_up(&unknown), ["src/utils/x.rs: base::date::Date (utils is no layer)"]);
}

#[test]
fn planted_circles_are_found_and_tables_of_contents_are_none() {
    let contents = ("base/list/mod.rs", "mod item;\nmod order;\npub use item::Item;\npub use order::sorted;");
    let order = ("base/list/order.rs", "use super::Item;\npub fn sorted(items: &[Item]) {}");
    assert_eq!(circles(&planted(&[contents, order, ("base/list/item.rs", "pub struct Item;")])), [""; 0]);
    let circle = circles(&planted(&[contents, order, ("base/list/item.rs", "use crate::base::list::sorted;")]));
    assert_eq!(
        circle,
        ["src/base/list/item.rs: base::list::order::sorted\nsrc/base/list/order.rs: base::list::item::Item"]
    );
    let held_by_parent = ("base/list/mod.rs", "mod order;\nuse order::sorted;\npub struct Item;");
    let circle = circles(&planted(&[held_by_parent, order]));
    assert_eq!(circle, ["src/base/list/mod.rs: base::list::order::sorted\nsrc/base/list/order.rs: base::list::Item"]);
    let three = planted(&[
        ("base/a.rs", "use super::b::B;"),
        ("base/b.rs", "fn f() { crate::base::c::f() }"),
        ("base/c.rs", "use crate::base::{a, d};\nfn f() { a::f(d::f()) }"),
        ("base/d.rs", ""),
    ]);
    assert_eq!(
        circles(&three),
        ["src/base/a.rs: base::b::B\nsrc/base/b.rs: base::c::f\nsrc/base/c.rs: base::a, base::a::f"]
    );
}

fn planted(files: &[(&str, &str)]) -> Imports {
    Crate::new(files.iter().map(|(path, text)| (path.to_string(), text.to_string()))).imports()
}

/// By the importing file and the file imported from, what is imported.
type Imports = BTreeMap<String, BTreeMap<String, BTreeSet<String>>>;

fn layer(file: &str) -> &str {
    file.split('/').next().unwrap_or(file)
}

/// Every import that [`LAYERS`] does not allow.
fn arrows_up(imports: &Imports) -> Vec<String> {
    let mut arrows = Vec::new();
    for (file, targets) in imports.iter().filter(|(file, _)| file.contains('/')) {
        let uses = LAYERS.iter().find(|(name, _)| *name == layer(file)).map(|(_, uses)| *uses);
        for (target, items) in targets {
            let why = match uses {
                None => format!("{} is no layer", layer(file)),
                Some(uses) if layer(target) == layer(file) || uses.contains(&layer(target)) => continue,
                Some(uses) => format!("{} uses {}", layer(file), if uses.is_empty() { "nothing" } else { "less" }),
            };
            arrows.extend(items.iter().map(|item| format!("src/{file}: {item} ({why})")));
        }
    }
    arrows
}

/// The files of each circle, with what they import from one another.
fn circles(imports: &Imports) -> Vec<String> {
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        imports.keys().map(|file| (file.as_str(), reached(file, imports))).collect();
    let meet = |one: &str, other: &str| reached[one].contains(other) && reached[other].contains(one);
    let mut circles: Vec<Vec<&str>> = Vec::new();
    for file in imports.keys().filter(|file| meet(file, file)) {
        match circles.iter_mut().find(|circle| meet(circle[0], file)) {
            Some(circle) => circle.push(file),
            None => circles.push(vec![file]),
        }
    }
    let line = |circle: &[&str], file: &str| {
        let within = imports[file].iter().filter(|(target, _)| circle.contains(&target.as_str()));
        let items: Vec<&str> = within.flat_map(|(_, items)| items).map(String::as_str).collect();
        format!("src/{file}: {}", items.join(", "))
    };
    circles.iter().map(|circle| circle.iter().map(|file| line(circle, file)).collect::<Vec<_>>().join("\n")).collect()
}

/// The files that `file` needs, directly or not.
fn reached<'a>(file: &'a str, imports: &'a Imports) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut open = vec![file];
    while let Some(file) = open.pop() {
        open.extend(
            imports.get(file).into_iter().flat_map(BTreeMap::keys).map(String::as_str).filter(|to| reached.insert(*to)),
        );
    }
    reached
}

/// The files of `src/` by module: `render::lines` is `render/lines/mod.rs`. A module or an item is a list of names.
struct Crate {
    files: BTreeMap<Vec<String>, File>,
}

struct File {
    path: String,
    uses: Vec<Use>,
    /// `report::Report` in running code.
    paths: Vec<Vec<String>>,
}

struct Use {
    path: Vec<String>,
    /// What the file knows it as.
    name: String,
    public: bool,
}

impl Crate {
    fn read() -> Crate {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let files = walkdir::WalkDir::new(&root).into_iter().map(Result::unwrap);
        // The program itself is another crate, of one file.
        let files = files.filter(|file| {
            file.path().extension().is_some_and(|ending| ending == "rs") && file.file_name() != "main.rs"
        });
        let read = Crate::new(files.map(|file| {
            let path = file.path().strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
            (path, std::fs::read_to_string(file.path()).unwrap())
        }));
        assert!(read.files.len() > LAYERS.len());
        read
    }

    fn new(files: impl Iterator<Item = (String, String)>) -> Crate {
        let module = |path: &str| {
            let names = path.trim_end_matches(".rs").trim_end_matches("/mod").split('/');
            names.filter(|name| *name != "lib").map(str::to_string).collect()
        };
        Crate { files: files.map(|(path, text)| (module(&path), File::parse(path, &text))).collect() }
    }

    fn imports(&self) -> Imports {
        let mut imports = Imports::new();
        for (module, file) in &self.files {
            let targets = imports.entry(file.path.clone()).or_default();
            for path in file.uses.iter().map(|import| &import.path).chain(&file.paths) {
                let Some((target, item)) = self.absolute(module, path).and_then(|path| self.made_in(&path, 0)) else {
                    continue;
                };
                if target.path != file.path {
                    targets.entry(target.path.clone()).or_default().insert(item);
                }
            }
        }
        imports
    }

    /// A path as it is written in `module`, from the crate's root; `None` for what is of another crate.
    fn absolute(&self, module: &[String], path: &[String]) -> Option<Vec<String>> {
        let (first, rest) = path.split_first()?;
        let supers = path.iter().take_while(|name| *name == "super").count();
        let child = [module, &path[..1]].concat();
        match first.as_str() {
            "crate" => Some(rest.to_vec()),
            "self" => Some([module, rest].concat()),
            "super" => Some([module.get(..module.len().checked_sub(supers)?)?, &path[supers..]].concat()),
            _ if self.files.contains_key(&child) => Some([&child, rest].concat()),
            name => {
                let mut uses = self.files[module].uses.iter();
                // A crate may have the name that it is imported by.
                let import = uses.find(|import| import.name == name && import.path[0] != name)?;
                Some([self.absolute(module, &import.path)?.as_slice(), rest].concat())
            }
        }
    }

    /// The file where an item is made, and the item with its module; `depth`: how often it was passed on.
    fn made_in(&self, path: &[String], depth: u8) -> Option<(&File, String)> {
        let length = (0..=path.len()).rev().find(|length| self.files.contains_key(&path[..*length]))?;
        let (module, rest) = path.split_at(length);
        let file = &self.files[module];
        if let Some(import) = file.uses.iter().find(|import| import.public && rest.first() == Some(&import.name)) {
            assert!(depth < 9, "{path:?} is passed on in a circle");
            return self.made_in(&[self.absolute(module, &import.path)?.as_slice(), &rest[1..]].concat(), depth + 1);
        }
        Some((file, path[..path.len().min(length + 1)].join("::")))
    }
}

impl File {
    fn parse(path: String, text: &str) -> File {
        let tokens = without_tests(&tokens(text));
        let mut file = File { path, uses: Vec::new(), paths: Vec::new() };
        let mut at = 0;
        while at < tokens.len() {
            // `use<'a>` is of a type.
            if tokens[at] == "use" && tokens.get(at + 1) != Some(&"<") {
                let public = at > 0 && ["pub", ")"].contains(&tokens[at - 1]);
                let end = at + tokens[at..].iter().position(|token| *token == ";").unwrap();
                use_tree(&tokens[at + 1..end], &[], public, &mut file.uses);
                at = end;
            } else if is_name(tokens[at]) {
                let names = tokens[at..].chunks(2).take_while(|pair| is_name(pair[0]));
                let more = names.clone().take_while(|pair| pair.get(1) == Some(&"::")).count();
                let path: Vec<String> = names.take(more + 1).map(|pair| pair[0].to_string()).collect();
                at += 2 * path.len() - 2;
                file.paths.extend((path.len() > 1).then_some(path));
            }
            at += 1;
        }
        file
    }
}

/// `a::{b, c as d}` as `a::b` and `a::c`.
fn use_tree(tokens: &[&str], before: &[String], public: bool, uses: &mut Vec<Use>) {
    let names = tokens.iter().take_while(|token| is_name(token) || **token == "::").filter(|token| is_name(token));
    let mut path = before.to_vec();
    path.extend(names.take_while(|name| **name != "as").map(|name| name.to_string()));
    if let Some(open) = tokens.iter().position(|token| *token == "{") {
        let (mut depth, mut start) = (0, open + 1);
        for at in open + 1..tokens.len() {
            if depth == 0 && [",", "}"].contains(&tokens[at]) {
                if start < at {
                    use_tree(&tokens[start..at], &path, public, uses);
                }
                start = at + 1;
            }
            depth += i32::from(tokens[at] == "{") - i32::from(tokens[at] == "}");
        }
        return;
    }
    if !before.is_empty() && path.last().is_some_and(|name| name == "self") {
        path.pop();
    }
    let name = if tokens.contains(&"as") { tokens[tokens.len() - 1].to_string() } else { path[path.len() - 1].clone() };
    uses.push(Use { path, name, public });
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// All but `#[cfg(test)] mod … { … }`, also where `test` is one of several conditions.
fn without_tests<'a>(tokens: &[&'a str]) -> Vec<&'a str> {
    let mut kept = Vec::new();
    let mut rest = tokens;
    while let Some(first) = rest.first() {
        let attribute =
            if rest.starts_with(&["#", "[", "cfg"]) { rest.split(|token| *token == "]").next() } else { None };
        let is_test = |attribute: &&[&str]| attribute.contains(&"test") && !attribute.contains(&"not");
        let tests = attribute.filter(is_test).filter(|attribute| rest.get(attribute.len() + 1) == Some(&"mod"));
        let mut depth = 0;
        let mut ends = |token: &&str| {
            depth += i32::from(*token == "{") - i32::from(*token == "}");
            depth == 0 && ["}", ";"].contains(token)
        };
        if tests.is_none() {
            kept.push(*first);
        }
        let length = tests.map_or(1, |_| rest.iter().position(&mut ends).unwrap() + 1);
        rest = &rest[length..];
    }
    kept
}

/// Names, numbers, `::` and single signs; comments, texts and characters are left out.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        let hashes = rest[word..].bytes().take_while(|byte| *byte == b'#').count();
        let (length, is_token) = if rest.starts_with("//") {
            (rest.find('\n').unwrap_or(rest.len()), false)
        } else if rest.starts_with("/*") {
            (comment(rest), false)
        } else if ["r", "br"].contains(&&rest[..word]) && rest[word + hashes..].starts_with('"') {
            let end = format!("\"{}", "#".repeat(hashes));
            let start = word + hashes + 1;
            (start + rest[start..].find(&end).unwrap() + end.len(), false)
        } else if first == '"' {
            (quoted(rest, '"'), false)
        } else if first == '\'' {
            // A lifetime has no second quote.
            let character = rest[1..].starts_with('\\') || rest[1..].chars().nth(1) == Some('\'');
            (if character { quoted(rest, '\'') } else { 1 }, false)
        } else if word > 0 {
            (word, true)
        } else {
            (if rest.starts_with("::") { 2 } else { first.len_utf8() }, !first.is_whitespace())
        };
        tokens.extend(is_token.then_some(&rest[..length]));
        rest = &rest[length..];
    }
    tokens
}

/// The length of a comment, which may hold others.
fn comment(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    loop {
        match &text.as_bytes()[at..at + 2] {
            b"/*" => (depth, at) = (depth + 1, at + 2),
            b"*/" => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
}

/// The length of a text or character in quotes.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    let end = text.char_indices().skip(1).find(|(_, c)| {
        let ends = *c == quote && !escaped;
        escaped = *c == '\\' && !escaped;
        ends
    });
    end.unwrap().0 + 1
}
