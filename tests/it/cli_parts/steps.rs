//! `undo`, `redo`, `history`, `search`.

use serde_json::json;

use crate::env::Env;

#[test]
fn steps_are_taken_back_and_done_again_one_by_one_or_by_number() {
    let env = Env::with_incident();
    for text in ["one", "two", "three"] {
        env.run(&["log", text]).ok();
    }
    assert_eq!(env.run(&["undo", "-n"]).ok(), "would have undone: added e4 “three” in INC-1\n");
    assert_eq!(env.run(&["undo"]).ok(), "undid: added e4 “three” in INC-1; redo: coe redo\n");
    assert_eq!(env.run(&["undo", "--json"]).json()["undone"], "added e3 “two”");
    assert_eq!(env.texts(), ["Customer impact starts", "one"]);
    assert_eq!(env.run(&["redo"]).ok(), "redid: added e3 “two” in INC-1; undo: coe undo\n");
    assert_eq!(env.run(&["redo", "--json"]).json()["changed"], json!(["e4"]));
    env.run(&["redo"]).refused(1);
    assert_eq!(env.texts(), ["Customer impact starts", "one", "two", "three"]);
    let steps = env.run(&["history", "--json"]).json();
    let step = steps["steps"].as_array().unwrap().iter().find(|it| it["label"] == "added e2 “one”").unwrap();
    env.run(&["undo", &step["step"].to_string()]).ok();
    assert_eq!(env.texts(), ["Customer impact starts", "two", "three"]);
    env.run(&["undo", "999"]).refused(3);
    env.run(&["undo", "0"]).refused(2);
    env.run(&["undo", "x"]).refused(2);
}

#[test]
fn an_undo_that_would_overwrite_or_tear_off_later_work_is_refused() {
    let env = Env::with_incident();
    env.run(&["log", "one"]).ok();
    env.run(&["event", "edit", "e2", "--text", "better"]).ok();
    let steps = env.run(&["history", "--json"]).json()["steps"].clone();
    let number = |label: &str| {
        steps.as_array().unwrap().iter().find(|it| it["label"] == label).unwrap()["step"].to_string()
    };
    assert!(env.run(&["undo", &number("added e2 “one”")]).refused(4).contains("e2 has been changed since"));
    let said = env.run(&["undo", &number("opened the incident")]).refused(4);
    assert!(said.contains("undo"), "{said}");
    assert_eq!(env.texts(), ["Customer impact starts", "better"]);
}

#[test]
fn even_the_first_step_can_be_taken_back_and_done_again() {
    let env = Env::with_incident();
    env.run(&["undo"]).ok();
    assert_eq!(env.run(&["list", "--json"]).json()["incidents"], json!([]));
    env.run(&["undo"]).refused(1);
    assert!(env.run(&["history"]).ok().contains("opened the incident"));
    env.run(&["redo"]).ok();
    assert_eq!(env.run(&["show", "--json"]).json()["incident"]["title"], "checkout returns 503");
}

#[test]
fn the_history_names_each_step_and_what_is_undone() {
    let env = Env::with_incident();
    env.run(&["log", "one"]).ok();
    env.run(&["undo"]).ok();
    insta::assert_snapshot!(env.run(&["history"]).ok());
    assert_eq!(env.run(&["history", "--last", "1", "--plain"]).ok().lines().count(), 1);
}

#[test]
fn a_search_finds_words_in_events_and_sections_and_says_no_by_its_exit_code() {
    let env = Env::with_incident();
    env.run(&["log", "rolled back web-42"]).ok();
    env.run(&["section", "set", "summary", "A rollback ended it"]).ok();
    env.run(&["new", "another"]).ok();
    env.run(&["log", "rolled forward"]).ok();
    let places = |args: &[&str]| -> Vec<String> {
        let doc = env.run(&[&["search", "--json"], args].concat()).json();
        let place = |it: &serde_json::Value| {
            format!("{} {}", it["incident"].as_str().unwrap(), it["place"].as_str().unwrap())
        };
        doc["hits"].as_array().unwrap().iter().map(place).collect()
    };
    assert_eq!(places(&["rolled"]), ["INC-2 e1"]);
    assert_eq!(places(&["--all", "roll"]), ["INC-2 e1", "INC-1 e2", "INC-1 summary"]);
    assert_eq!(places(&["-i", "1", "back", "ROLLED"]), ["INC-1 e2"]);
    let shown = env.run(&["search", "--all", "forward"]).ok();
    assert!(shown.lines().nth(1).unwrap().ends_with("rolled [forward]"), "{shown}");
    assert!(env.run(&["search", "pineapple"]).refused(1).contains("--all"));
    let run = env.run(&["search", "pineapple", "--json"]);
    assert_eq!((run.status, run.stdout.as_str()), (1, "{\"schema\":1,\"hits\":[]}\n"));
    env.run(&["search", "***"]).refused(2);
    // Operators of the index are words.
    env.run(&["search", "rolled OR NEAR( \"x"]).refused(1);
}
