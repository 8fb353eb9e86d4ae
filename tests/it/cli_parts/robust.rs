//! What holds for every one of these commands: dry runs, hostile text, readers that make nothing.

use crate::env::Env;

/// Escape sequences, bidirectional controls, a bell, a carriage return: nothing of it may reach a terminal.
const HOSTILE: &str = "a\u{1b}[31mb\u{1b}]0;title\u{7}c\u{202e}d\u{9b}2Je\rf";

#[test]
fn a_dry_run_prints_what_the_real_one_prints_and_writes_nothing() {
    let env = Env::with_incident();
    for args in [&["metric", "set", "a 1"][..], &["why", "add", "why?"], &["action", "add", "x"]] {
        env.run(args).ok();
    }
    env.run(&["section", "set", "summary", "text"]).ok();
    for args in [
        &["metric", "set", "b 2"][..],
        &["metric", "set", "m1", "--value", "3"],
        &["metric", "rm", "m1"],
        &["why", "problem", "down"],
        &["why", "add", "why then?"],
        &["why", "answer", "w1", "because"],
        &["why", "edit", "w1", "--why", "y?"],
        &["why", "root", "w1"],
        &["why", "rm", "w1"],
        &["action", "add", "y"],
        &["action", "edit", "a1", "--owner", "z"],
        &["action", "done", "a1"],
        &["action", "rm", "a1"],
        &["section", "set", "summary", "other"],
        &["undo"],
    ] {
        let before = (env.run(&["show", "--json"]).ok(), env.run(&["history", "--json"]).ok());
        let mut dry = env.run(&[args, &["-n", "--json"]].concat()).json();
        assert_eq!(dry["dry_run"], true, "{args:?}");
        let human = env.run(&[args, &["-n"]].concat()).ok();
        assert!(human.starts_with("would ") && !human.contains("coe undo"), "{human}");
        assert_eq!(
            (env.run(&["show", "--json"]).ok(), env.run(&["history", "--json"]).ok()),
            before,
            "{args:?}"
        );
        dry.as_object_mut().unwrap().remove("dry_run");
        assert_eq!(env.run(&[args, &["--json"]].concat()).json(), dry, "{args:?}");
        env.run(&[if args[0] == "undo" { "redo" } else { "undo" }]).ok();
        assert_eq!(env.run(&["show", "--json"]).ok(), before.0, "{args:?} is taken back");
    }
}

#[test]
fn hostile_text_is_inert_wherever_it_is_printed() {
    let env = Env::with_incident();
    for args in [
        &[
            "metric", "set", HOSTILE, "--value", "1", "--unit", HOSTILE, "--source", HOSTILE, "--note",
            HOSTILE,
        ][..],
        &["why", "problem", HOSTILE],
        &["why", "add", HOSTILE, "--because", HOSTILE],
        &["action", "add", HOSTILE, "--owner", HOSTILE, "--done-when", HOSTILE, "--ticket", HOSTILE],
        &["section", "set", "summary", HOSTILE],
        &["metric", "list"],
        &["why", "list"],
        &["action", "list"],
        &["section", "show"],
        &["section", "show", "summary"],
        &["export"],
        &["history"],
        &["search", "title", "--all"],
        &["search", HOSTILE],
        &["metric", "rm", HOSTILE],
        &["export", "--format", HOSTILE],
        &["export", "-o", HOSTILE],
        &["import", HOSTILE],
        &["import", "--format", HOSTILE, "x"],
        &["why", "list", "--ladder", HOSTILE],
        &["section", "show", HOSTILE],
        &["completions", HOSTILE],
        &["action", "edit", "a1", "--due", HOSTILE],
        &["doctor", "--db", HOSTILE],
    ] {
        for form in ["", "--json", "--plain"] {
            let form: &[&str] = if form.is_empty() { &[] } else { &[form] };
            let run = env.run(&[args, form].concat());
            for ch in (run.stdout + &run.stderr).chars() {
                let acts = ch.is_control() && !matches!(ch, '\n' | '\t');
                assert!(!acts && !matches!(ch, '\u{202a}'..='\u{202e}'), "{args:?} {form:?}: {ch:?}");
            }
        }
    }
}

#[test]
fn reading_makes_no_database_and_says_how_to_start() {
    let env = Env::new();
    for args in [
        &["metric", "list"][..],
        &["metric", "set", "a 1"],
        &["why", "list"],
        &["why", "add", "x"],
        &["action", "list"],
        &["action", "add", "x"],
        &["section", "show"],
        &["section", "set", "summary", "x"],
        &["export"],
        &["undo"],
        &["redo"],
        &["history"],
        &["search", "x"],
        &["search", "--all", "x"],
        &["backup", "x.db"],
    ] {
        let said = env.run(args).refused(3);
        assert!(said.contains("coe new TITLE"), "{said}");
    }
    assert_eq!(std::fs::read_dir(env.home()).unwrap().count(), 0);
}
