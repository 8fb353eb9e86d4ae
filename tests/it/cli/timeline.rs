//! `tail` and `event`.

use crate::env::{Env, Running};

#[test]
fn tail_shows_the_end_and_json_is_an_object_a_line() {
    let env = Env::with_incident();
    for text in ["-3m one", "-2m two", "-1m three"] {
        env.run(&["log", text]).ok();
    }
    let shown = env.run(&["tail", "--last", "2"]).ok();
    assert_eq!(
        shown,
        "-- 2026-11-22 UTC --\n   e3  14:30:00  note          two\n   e4  14:31:00  note          three\n"
    );
    let json = env.run(&["tail", "--last", "2", "--json"]).ok();
    let texts: Vec<String> = json
        .lines()
        .map(|line| {
            let doc: serde_json::Value = serde_json::from_str(line).unwrap();
            assert_eq!((&doc["schema"], &doc["incident"]), (&1.into(), &"INC-1".into()));
            doc["event"]["text"].as_str().unwrap().to_owned()
        })
        .collect();
    assert_eq!(texts, ["two", "three"]);
}

#[test]
fn tail_follows_what_other_processes_log() {
    let env = Env::with_incident();
    let tail = Running::start(&mut env.command(&["tail", "-f", "--plain", "--last", "1"]));
    assert!(tail.line().starts_with("e1\t"));
    env.run(&["log", "-30m", "backdated"]).ok();
    assert!(tail.line().ends_with("\tbackdated"));
    env.pipe(&["log", "--lines"], b"one\ntwo\n").ok();
    assert!(tail.line().ends_with("\tone"));
    assert!(tail.line().ends_with("\ttwo"));
}

#[test]
fn events_are_edited_moved_ordered_and_removed() {
    let env = Env::with_incident();
    env.run(&["log", "-t", "14:25:00", "a"]).ok();
    env.run(&["log", "-t", "14:25:00", "b #x"]).ok();
    assert!(env.run(&["event", "reorder", "e3", "up"]).ok().starts_with("reordered e3 "));
    assert_eq!(env.texts(), ["Customer impact starts", "b", "a"]);
    assert!(env.run(&["event", "reorder", "e3", "up"]).refused(4).contains("first of its minute"));
    env.run(&["event", "edit", "e2", "--text", "better", "--tag", "y", "--link", "https://x.example"]).ok();
    env.run(&["event", "edit", "e3", "--untag", "x", "--milestone", "identified"]).ok();
    assert!(env.run(&["event", "edit", "e2", "--milestone", "identified"]).refused(4).contains("e3"));
    env.run(&["event", "edit", "e3", "--milestone", "none"]).ok();
    assert!(env.run(&["event", "edit", "e2", "--text", "better"]).ok().starts_with("nothing to change"));
    env.run(&["event", "move", "e2", "e1-5m"]).ok();
    assert_eq!(env.texts(), ["better", "Customer impact starts", "b"]);
    env.pipe(&["event", "edit", "e3", "--text", "-"], b"from\na pipe\n").ok();
    env.run(&["event", "rm", "e1", "e2"]).ok();
    assert_eq!(env.texts(), ["from\na pipe"]);
    assert!(env.run(&["event", "rm", "e1"]).refused(3).contains("e1"));
    assert!(env.run(&["event", "move", "e3"]).refused(2).contains("TIME"));
}

#[test]
fn a_list_can_be_narrowed_and_fits_the_width() {
    let env = Env::with_incident();
    env.run(&["log", &format!("{} #db", "a long story ".repeat(20)), "--kind", "decision"]).ok();
    env.run(&["log", "line one\nline two"]).ok();
    let list = env.run(&["event", "list"]).ok();
    assert!(
        list.lines().all(|line| line.chars().count() <= 80) && list.contains("line one (+1 lines)"),
        "{list}"
    );
    assert_eq!(env.run(&["event", "list", "--tag", "#DB", "--plain"]).ok().lines().count(), 1);
    assert_eq!(env.run(&["event", "list", "--kind", "decision", "--json"]).json()["events"][0]["id"], "e2");
}
