//! `section`, with editors that are small scripts.

use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use crate::env::Env;

/// Makes an editor of a shell script that finds the file in `$1`, and what `coe` is in `$COE`.
fn editor(env: &Env, script: &str) -> PathBuf {
    let path = env.home().join("my editor");
    let coe = env!("CARGO_BIN_EXE_coe");
    std::fs::write(&path, format!("#!/bin/sh\nPATH=/usr/bin:/bin\nCOE='{coe}'\n{script}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o700)).unwrap();
    path
}

fn edits(env: Env, script: &str) -> Env {
    let path = editor(&env, script);
    env.with("COE_EDITOR", &format!("'{}'", path.display()))
}

fn summary(env: &Env) -> String {
    env.run(&["section", "show", "summary"]).ok()
}

/// What is left in the folder of temporary files.
fn kept(env: &Env) -> Vec<PathBuf> {
    let folders = std::fs::read_dir(env.home()).unwrap().map(|it| it.unwrap().path());
    folders.filter(|it| it.file_name().unwrap().to_string_lossy().starts_with("coe-")).collect()
}

#[test]
fn sections_are_set_shown_and_emptied() {
    let env = Env::with_incident();
    let said = env.run(&["section", "set", "summary", "Checkout", "was  down"]).ok();
    assert_eq!(said, "set section summary to 3 words in INC-1; undo: coe undo\n");
    assert_eq!(summary(&env), "Checkout was  down\n");
    let doc = env.pipe(&["section", "set", "lessons", "-", "--json"], b"# a\r\n\r\nb\n\n").json();
    assert_eq!(doc["section"], serde_json::json!({ "name": "lessons", "text": "# a\n\nb" }));
    assert_eq!(env.run(&["section", "show"]).ok(), "Summary\nCheckout was  down\n\nLessons\n# a\n\nb\n");
    assert_eq!(env.run(&["section", "show", "--json"]).json()["sections"]["lessons"], "# a\n\nb");
    assert!(env.run(&["section", "set", "summary", ""]).ok().starts_with("emptied section summary"));
    assert_eq!(summary(&env), "");
    assert_eq!(env.run(&["section", "show", "summary", "--json"]).json()["section"]["text"], "");
    let said = env.run(&["section", "set", "sumary", "x"]).refused(2);
    assert!(said.contains("summary"), "{said}");
    let long = "x".repeat(1024 * 1024 + 1);
    env.pipe(&["section", "set", "summary", "-"], long.as_bytes()).refused(5);
}

#[test]
fn an_edit_of_nothing_writes_nothing() {
    let env = edits(Env::with_incident(), "true");
    env.run(&["section", "set", "summary", "as it was"]).ok();
    let steps = env.run(&["history", "--json"]).ok();
    assert_eq!(
        env.run(&["section", "edit", "summary"]).ok(),
        "nothing to change: section summary is like that\n"
    );
    assert_eq!(env.run(&["history", "--json"]).ok(), steps);
    assert!(kept(&env).is_empty(), "{:?}", kept(&env));
}

#[test]
fn the_editor_gets_a_private_file_of_a_telling_name() {
    let env = edits(
        Env::with_incident(),
        "stat -c '%a' \"$1\" \"$(dirname \"$1\")\" > seen; basename \"$1\" >> seen; cat \"$1\" >> seen; echo more >> \"$1\"",
    );
    env.run(&["section", "set", "summary", "before"]).ok();
    let doc = env.run(&["section", "edit", "summary", "--json"]).json();
    assert_eq!(doc["section"]["text"], "before\nmore");
    let seen = std::fs::read_to_string(env.home().join("seen")).unwrap();
    assert_eq!(seen, "600\n700\nCOE-INC-1-summary.md\nbefore\n");
    assert_eq!(summary(&env), "before\nmore\n");
    assert!(kept(&env).is_empty(), "{:?}", kept(&env));
}

#[test]
fn a_change_made_meanwhile_is_a_conflict_and_the_edited_text_is_kept() {
    let env =
        edits(Env::with_incident(), "echo mine > \"$1\"; \"$COE\" section set summary theirs > /dev/null");
    env.run(&["section", "set", "summary", "before"]).ok();
    let said = env.run(&["section", "edit", "summary"]).refused(4);
    assert_eq!(summary(&env), "theirs\n");
    let folders = kept(&env);
    let file = folders[0].join("COE-INC-1-summary.md");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine\n");
    assert!(said.contains(&*file.to_string_lossy()), "{said}");
}

#[test]
fn an_editor_that_fails_writes_nothing_and_loses_nothing() {
    let env = edits(Env::with_incident(), "echo typed > \"$1\"; exit 3");
    let said = env.run(&["section", "edit", "summary"]).refused(6);
    assert!(said.contains("exit status: 3"), "{said}");
    assert_eq!(std::fs::read_to_string(kept(&env)[0].join("COE-INC-1-summary.md")).unwrap(), "typed\n");
    assert_eq!(summary(&env), "");
    let gone = env.with("COE_EDITOR", "/no/such/editor");
    assert!(gone.run(&["section", "edit", "summary"]).refused(6).contains("COE_EDITOR"));
    let broken = gone.with("COE_EDITOR", "vim 'x");
    broken.run(&["section", "edit", "summary"]).refused(2);
    broken.run(&["section", "edit", "summary", "--no-input"]).refused(2);
    assert_eq!(kept(&broken).len(), 1, "only the text that was typed is kept");
}

#[test]
fn ctrl_c_in_the_editor_does_not_end_the_one_that_waits() {
    let env = edits(Env::with_incident(), "kill -INT $PPID; kill -QUIT $PPID; echo typed > \"$1\"");
    assert!(env.run(&["section", "edit", "summary"]).ok().starts_with("set section summary"));
    assert_eq!(summary(&env), "typed\n");
}

#[test]
fn too_long_a_text_is_refused_and_kept() {
    let env = edits(Env::with_incident(), "head -c 1100000 /dev/zero | tr '\\0' 'x' > \"$1\"");
    let said = env.run(&["section", "edit", "summary"]).refused(5);
    assert!(said.contains("COE-INC-1-summary.md"), "{said}");
    assert_eq!(std::fs::metadata(kept(&env)[0].join("COE-INC-1-summary.md")).unwrap().len(), 1_100_000);
}
