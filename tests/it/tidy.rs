//! What the sources may not contain: layers that look the wrong way, clocks and files in pure code, SQL outside the
//! store, files that nobody can read in one sitting.
//!
//! Works on the files beside `Cargo.toml`, so that it runs in a packaged crate too. Rules are matched on code with
//! comments and literals blanked out; a rule that needs the words of literals says so.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What each layer may name of the others. A layer that is not listed fails.
const LAYERS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("metrics", &["domain"]),
    ("store", &["domain"]),
    ("review", &["domain", "metrics"]),
    ("import", &["domain"]),
    ("export", &["domain", "metrics"]),
    ("config", &["domain", "review", "app"]),
    ("app", &["domain", "store", "metrics", "review"]),
    // The one place of `app` that draws, reads the clock and does IO.
    (
        "app/runtime",
        &[
            "domain", "store", "metrics", "review", "app", "ui", "export", "import", "config", "clock",
            "file", "spread",
        ],
    ),
    ("ui", &["domain", "metrics", "review", "app"]),
    (
        "cli",
        &[
            "domain", "store", "metrics", "review", "export", "import", "config", "clock", "file", "docs",
            "spread", "app",
        ],
    ),
    // Puts the terminal application together.
    ("cli/tui", &["domain", "store", "import", "review", "config", "clock", "file", "app", "ui", "cli"]),
    ("docs", &["domain", "metrics", "review", "export", "import", "app", "cli", "config"]),
    ("clock", &["domain"]),
    ("spread", &["review"]),
    ("file", &["store"]),
];

/// Code that computes and nothing else: no clock, no files, no processes, no threads.
const PURE: &[&str] = &["domain", "metrics", "review", "import", "export", "ui", "app", "docs"];

const MOST_LINES: usize = 600;

struct Source {
    /// Path from the root of the crate, with `/`.
    path: String,
    text: String,
    /// The text with comments and literals blanked out, line for line.
    code: String,
}

impl Source {
    fn layer(&self) -> &str {
        let inner = self.path.trim_start_matches("src/").trim_end_matches(".rs");
        let edges = ["app/runtime", "cli/tui"];
        let edge = edges
            .iter()
            .find(|it| inner.strip_prefix(**it).is_some_and(|it| it.is_empty() || it.starts_with('/')));
        edge.copied().unwrap_or_else(|| inner.split('/').next().unwrap_or_default())
    }

    /// Returns `path:line: text` for each line of code that holds one of the words.
    fn lines_with(&self, words: &[&str]) -> Vec<String> {
        let holds = |line: &str| words.iter().any(|word| has_word(line, word));
        self.code
            .lines()
            .zip(self.text.lines())
            .enumerate()
            .filter(|(_, (code, _))| holds(code))
            .map(|(at, (_, text))| format!("{}:{}: {}", self.path, at + 1, text.trim()))
            .collect()
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Reads every file below `folder` whose name ends so, in order.
fn files(folder: &str, ending: &str) -> Vec<Source> {
    fn walk(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, ending, found);
            } else if path.to_string_lossy().ends_with(ending) {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join(folder), ending, &mut found);
    // The build script is a program of its own and speaks to cargo by printing.
    found.retain(|it| *it != root().join("src/build.rs"));
    found.sort();
    found
        .into_iter()
        .map(|path| {
            let text = std::fs::read_to_string(&path).unwrap();
            let path = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
            Source { path, code: blank(&text), text }
        })
        .collect()
}

/// Replaces comments and literals by spaces, keeping line breaks.
fn blank(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut code = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let end = literal_end(&chars, at);
        if end > at {
            code.extend(chars[at..end].iter().map(|it| if *it == '\n' { '\n' } else { ' ' }));
            at = end;
        } else {
            code.push(chars[at]);
            at += 1;
        }
    }
    code
}

/// Returns where the comment or literal that starts at `at` ends; `at` itself when none starts there.
fn literal_end(chars: &[char], at: usize) -> usize {
    let rest = &chars[at..];
    let starts = |word: &str| word.chars().enumerate().all(|(i, it)| rest.get(i) == Some(&it));
    let find = |from: usize, end: &[char]| {
        (from..rest.len()).find(|i| rest[*i..].starts_with(end)).map_or(chars.len(), |i| at + i + end.len())
    };
    if starts("//") {
        return rest.iter().position(|it| *it == '\n').map_or(chars.len(), |i| at + i);
    }
    if starts("/*") {
        return find(2, &['*', '/']);
    }
    let in_word = at > 0 && (chars[at - 1].is_alphanumeric() || chars[at - 1] == '_');
    if !in_word {
        let hashes = rest.iter().skip(1).take_while(|it| **it == '#').count();
        if rest[0] == 'r' && rest.get(1 + hashes) == Some(&'"') {
            let mut end = vec!['"'];
            end.extend(std::iter::repeat_n('#', hashes));
            return find(2 + hashes, &end);
        }
    }
    let quoted = |quote: char| {
        let mut i = 1;
        while i < rest.len() && rest[i] != quote {
            i += if rest[i] == '\\' { 2 } else { 1 };
        }
        (at + i + 1).min(chars.len())
    };
    match rest[0] {
        '"' => quoted('"'),
        // A character, not a lifetime.
        '\'' if rest.get(1) == Some(&'\\') || rest.get(2) == Some(&'\'') => quoted('\''),
        _ => at,
    }
}

/// Tells whether `word` stands in the line, not as a part of a longer name.
fn has_word(line: &str, word: &str) -> bool {
    let part = |it: Option<char>| it.is_some_and(|it| it.is_alphanumeric() || it == '_');
    let (first, last) = (word.chars().next(), word.chars().last());
    line.match_indices(word).any(|(at, _)| {
        let before = part(first) && part(line[..at].chars().last());
        let after = part(last) && part(line[at + word.len()..].chars().next());
        !before && !after
    })
}

fn fail_if_any(rule: &str, found: Vec<String>) {
    assert!(found.is_empty(), "{rule}:\n  {}", found.join("\n  "));
}

/// Returns the layers that a source names, with the line: `crate::x`, or `super::` up to the root and then `x`.
fn named(source: &Source) -> Vec<(String, String)> {
    let depth = source.path.trim_start_matches("src/").split('/').count();
    let mut found = Vec::new();
    let lines = source.code.lines().zip(source.text.lines()).enumerate();
    for (at, (code, text)) in lines {
        let mut paths: Vec<&str> =
            code.match_indices("crate::").map(|(i, it)| &code[i + it.len()..]).collect();
        let up = "super::".repeat(depth);
        // A glob is that of the file's own module, seen from its tests.
        let above = code.match_indices(up.as_str()).map(|(i, it)| &code[i + it.len()..]);
        paths.extend(above.filter(|it| !it.starts_with('*')));
        for path in paths {
            for path in group(path) {
                let end = path.find(|it: char| !it.is_alphanumeric() && it != '_').unwrap_or(path.len());
                let edge = has_word(path, "app::runtime") && path.starts_with("app");
                let layer = if edge { "app/runtime" } else { &path[..end] };
                found.push((layer.to_owned(), format!("{}:{}: {}", source.path, at + 1, text.trim())));
            }
        }
    }
    found
}

/// Takes `{a, b::c}` apart; anything else is one path.
fn group(path: &str) -> Vec<&str> {
    match path.strip_prefix('{') {
        Some(inner) => inner.split(['}', ';']).next().unwrap_or_default().split(',').map(str::trim).collect(),
        None => vec![path],
    }
}

#[test]
fn layers_look_one_way() {
    let mut wrong = Vec::new();
    for source in files("src", ".rs") {
        let layer = source.layer().to_owned();
        if source.path == "src/main.rs" || source.path == "src/lib.rs" {
            continue;
        }
        let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == layer) else {
            wrong.push(format!("{}: `{layer}` is not in the list of layers", source.path));
            continue;
        };
        if layer == "app" && source.path != "src/app.rs" {
            wrong.extend(source.lines_with(&["runtime::"]));
        }
        for (other, line) in named(&source) {
            let known = LAYERS.iter().any(|(name, _)| *name == other);
            let own = other == layer || (layer == "app" && other == "app");
            // The command line starts the terminal application through its edge.
            let edge = other == "app/runtime" && matches!(layer.as_str(), "cli" | "cli/tui" | "app/runtime");
            if other == "super" || other.is_empty() || (known && !own && !edge && !allowed.contains(&&*other))
            {
                wrong.push(line);
            }
        }
    }
    fail_if_any("a layer names one that it must not know (see src/README.md)", wrong);
}

#[test]
fn pure_layers_have_no_clock_no_files_and_no_threads() {
    let banned = [
        "Utc::now",
        "Local::now",
        "SystemTime::now",
        "Instant::now",
        "std::fs",
        "std::env",
        "std::process",
        "std::thread",
        "tokio",
        "thread_local",
        "static mut",
    ];
    let pure = files("src", ".rs").into_iter().filter(|it| PURE.contains(&it.layer()));
    fail_if_any("pure code does not do this", pure.flat_map(|it| it.lines_with(&banned)).collect());
    let clocks = ["Utc::now", "Local::now", "SystemTime::now"];
    let store = files("src", ".rs").into_iter().filter(|it| matches!(it.layer(), "store" | "config"));
    fail_if_any("time is an argument", store.flat_map(|it| it.lines_with(&clocks)).collect());
}

#[test]
fn nothing_opens_a_network_connection() {
    let wrong = files("src", ".rs")
        .iter()
        .flat_map(|it| it.lines_with(&["std::net", "TcpStream", "UdpSocket"]))
        .collect();
    fail_if_any("no server, no network", wrong);
}

#[test]
fn only_the_store_knows_sql() {
    let mut wrong = Vec::new();
    for source in files("src", ".rs").into_iter().filter(|it| it.layer() != "store") {
        wrong.extend(source.lines_with(&["rusqlite"]));
        // Literals count here.
        for statement in ["SELECT ", "INSERT INTO", "DELETE FROM", "PRAGMA ", "CREATE TABLE"] {
            if source.text.contains(statement) {
                wrong.push(format!("{}: {statement}", source.path));
            }
        }
    }
    fail_if_any("SQL outside of the store", wrong);
}

#[test]
fn drawing_only_reads() {
    let banned = [
        "&mut State",
        "RefCell",
        "OnceCell",
        "std::cell",
        "Cell::new",
        "Mutex",
        "RwLock",
        "OnceLock",
        "unsafe",
    ];
    let wrong = files("src", ".rs")
        .iter()
        // Tests make the states that they draw.
        .filter(|it| it.layer() == "ui" && !it.path.ends_with("tests.rs"))
        .flat_map(|it| it.lines_with(&banned))
        .collect();
    fail_if_any("ui changes something", wrong);
}

#[test]
fn only_the_output_module_prints() {
    let banned = ["println!", "print!", "eprintln!", "eprint!", "stdout()", "stderr()"];
    let terminal = "src/app/runtime";
    let mut wrong = Vec::new();
    for source in files("src", ".rs") {
        let output = source.path.starts_with("src/cli/output") || source.path.starts_with(terminal);
        if !output {
            let found = source.lines_with(&banned);
            // Asking what kind of thing it is prints nothing.
            wrong.extend(found.into_iter().filter(|it| !it.contains("is_terminal()")));
        }
    }
    fail_if_any("printing outside of cli::output, where text is made harmless", wrong);
}

#[test]
fn no_file_is_longer_than_a_sitting() {
    let sources: Vec<Source> = files("src", ".rs").into_iter().chain(files("tests", ".rs")).collect();
    assert!(sources.len() > 50, "only {} files were found", sources.len());
    let long = sources
        .into_iter()
        .map(|it| (it.text.lines().count(), it.path))
        .filter(|(lines, _)| *lines > MOST_LINES)
        .map(|(lines, path)| format!("{path}: {lines} lines"))
        .collect();
    fail_if_any("files of more than 600 lines", long);
}

#[test]
fn the_top_level_holds_what_it_should() {
    let mut allowed: BTreeSet<String> =
        ["Cargo.toml", "Cargo.lock", "src", "assets", "tests", "README.md", "CHANGELOG.md", "LICENSE"]
            .map(str::to_owned)
            .into();
    // `cargo package` adds the manifest as it was written.
    allowed.insert("Cargo.toml.orig".to_owned());
    let ignored = std::fs::read_to_string(root().join(".gitignore")).unwrap_or_else(|_| "target".to_owned());
    allowed.extend(ignored.lines().map(|it| it.trim_matches('/').to_owned()));
    let extra = std::fs::read_dir(root())
        .unwrap()
        .map(|it| it.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|it| !it.starts_with('.') && !allowed.contains(it))
        .collect();
    fail_if_any("files at the top level that have no place there", extra);
}

#[test]
fn every_file_is_compiled() {
    let mut lost = Vec::new();
    for source in files("src", ".rs").into_iter().chain(files("tests", ".rs")) {
        let name = source.path.rsplit('/').next().unwrap().trim_end_matches(".rs");
        let folder = source.path.rsplit_once('/').unwrap().0;
        let parent = match folder {
            "src" if matches!(name, "lib" | "main") => continue,
            "src" => "src/lib.rs".to_owned(),
            "tests/it" if name == "main" => continue,
            "tests/it" => "tests/it/main.rs".to_owned(),
            // Benchmarks are named by the manifest, what they share by each of them.
            "tests/benches" if name == "data" => "tests/benches/timeline.rs".to_owned(),
            "tests/benches" | "tests/examples" => "Cargo.toml".to_owned(),
            _ => format!("{folder}.rs"),
        };
        let text = std::fs::read_to_string(root().join(&parent)).unwrap_or_default();
        let code = if parent == "Cargo.toml" { text } else { blank(&text) };
        let declared = match parent.as_str() {
            "Cargo.toml" => code.contains(&format!("\"{}\"", source.path)),
            _ => code.lines().any(|it| has_word(it, &format!("mod {name}"))),
        };
        if !declared {
            lost.push(format!("{} is not named in {parent}", source.path));
        }
    }
    fail_if_any("files that nothing compiles", lost);
}

#[test]
fn nothing_is_left_undone() {
    // Put together here so that this file does not hold them.
    let banned = [
        ["TO", "DO"],
        ["FIX", "ME"],
        ["XX", "X:"],
        ["HA", "CK"],
        ["todo", "!("],
        ["unimplemented", "!("],
        ["#[ign", "ore"],
    ]
    .map(|it| it.concat());
    let mut found = Vec::new();
    // The rule that finds such words in a document has to name them.
    let theirs = |it: &Source| it.path == "src/review/document.rs";
    let sources = [".rs", ".md", ".sql"].iter().flat_map(|it| files("src", it)).filter(|it| !theirs(it));
    for source in sources.chain(files("tests", ".rs")) {
        for (at, line) in source.text.lines().enumerate() {
            if banned.iter().any(|word| has_word(line, word)) {
                found.push(format!("{}:{}: {}", source.path, at + 1, line.trim()));
            }
        }
    }
    fail_if_any("words for work that is not done", found);
}

#[test]
fn messages_and_state_stay_small() {
    let bytes = size_of::<coe::app::msg::Msg>();
    assert!(bytes <= 128, "a message has {bytes} bytes: box what is large");
    let state = std::fs::read_to_string(root().join("src/app/state.rs")).unwrap();
    let body = state.split("pub struct State {").nth(1).unwrap().split("\n}").next().unwrap();
    let fields = body.lines().filter(|it| it.trim_start().starts_with("pub ")).count();
    assert!((1..=40).contains(&fields), "the state has {fields} fields: group them");
}

#[test]
fn the_rules_see_code_and_not_words_about_code() {
    let code = blank(
        "let a = \"std::fs // no\"; // std::fs\nlet b = 'x'; let c: &'a str = r#\"\"std::fs\"#; std::fs::read",
    );
    assert_eq!(code.matches("std::fs").count(), 1, "{code}");
    assert!(code.contains("&'a str"), "{code}");
    assert!(has_word("a rusqlite::b", "rusqlite") && !has_word("my_rusqlite", "rusqlite"));
    let source = |path: &str, text: &str| Source { path: path.into(), text: text.into(), code: blank(text) };
    let named =
        |path: &str, text: &str| named(&source(path, text)).into_iter().map(|it| it.0).collect::<Vec<_>>();
    assert_eq!(named("src/ui/pane.rs", "use crate::store::Store;"), ["store"]);
    assert_eq!(named("src/ui/pane.rs", "use super::super::store::Store;"), ["store"]);
    assert_eq!(named("src/ui.rs", "use super::store::Store;"), ["store"]);
    assert_eq!(named("src/ui.rs", "use crate::{app::state, store as s};"), ["app", "store"]);
    assert_eq!(named("src/cli/run.rs", "crate::app::runtime::run()"), ["app/runtime"]);
}
