//! `why`.

use serde_json::json;

use crate::env::Env;

fn add(env: &Env, args: &[&str]) -> (String, serde_json::Value) {
    let doc = env.run(&[&["why", "add", "--json"], args].concat()).json();
    (doc["rung"]["id"].as_str().unwrap().to_owned(), doc["rung"]["parent"].clone())
}

#[test]
fn five_whys_make_five_rungs() {
    let env = Env::with_incident();
    env.run(&["why", "problem", "checkout", "answered 503"]).ok();
    assert_eq!(add(&env, &["why 503?"]), ("w1".into(), json!(null)));
    for n in 2..=5 {
        let why = format!("why {n}?");
        assert_eq!(add(&env, &[&why]), (format!("w{n}"), format!("w{}", n - 1).into()));
    }
    // A branch does not lead the next why away from the main one.
    assert_eq!(add(&env, &["--under", "w2", "why no alarm?"]), ("w6".into(), "w2".into()));
    assert_eq!(add(&env, &["why 6?"]), ("w7".into(), "w5".into()));
    assert_eq!(add(&env, &["--top", "why us?"]), ("w8".into(), json!(null)));
    assert_eq!(add(&env, &["--ladder", "detection", "why so late?"]), ("w9".into(), json!(null)));
    assert_eq!(add(&env, &["--under", "w9", "why then?"]), ("w10".into(), "w9".into()));
    let doc = env.run(&["why", "list", "--json"]).json();
    let numbers: Vec<usize> =
        doc["ladders"].as_array().unwrap().iter().map(|it| it["rungs"].as_array().unwrap().len()).collect();
    assert_eq!(numbers, [8, 2]);
    assert_eq!(doc["ladders"][0]["problem"], "checkout answered 503");
    assert_eq!(env.run(&["why", "list", "--json", "--ladder", "recovery"]).json()["ladders"], json!([]));
}

#[test]
fn a_ladder_reads_as_a_tree_and_says_what_is_not_answered() {
    let env = Env::with_incident();
    env.run(&["metric", "set", "a 1"]).ok();
    env.run(&["why", "problem", "checkout answered 503"]).ok();
    env.run(&["why", "add", "why 503?", "--because", "the pool was empty", "--cite", "e1,m1"]).ok();
    env.run(&["why", "add", "why empty?"]).ok();
    env.run(&["why", "add", "--under", "w1", "why not seen?"]).ok();
    assert_eq!(
        env.run(&["why", "answer", "w2", "a", "leak", "--cite", "e1"]).ok(),
        "answered w2 in INC-1; undo: coe undo\n"
    );
    assert_eq!(env.run(&["why", "root", "w2"]).ok(), "marked w2 as a root cause in INC-1; undo: coe undo\n");
    insta::assert_snapshot!(env.run(&["why", "list"]).ok());
    assert_eq!(
        env.run(&["why", "list", "--plain"]).ok().lines().nth(1).unwrap(),
        "w2\tcause\t2a\twhy empty?\ta leak\te1\troot"
    );
}

#[test]
fn whys_are_edited_and_removed_with_what_hangs_below() {
    let env = Env::with_incident();
    for why in ["a?", "b?", "c?"] {
        env.run(&["why", "add", why]).ok();
    }
    env.pipe(&["why", "answer", "w1", "-"], b"from\na pipe\n").ok();
    let edit = ["why", "edit", "w1", "--why", "A?", "--cite", "e1", "--json"];
    assert_eq!(
        env.run(&edit).json()["rung"],
        json!({ "id": "w1", "parent": null, "why": "A?", "because": "from\na pipe", "cites": ["e1"], "root": false })
    );
    let doc = env.run(&["why", "edit", "w1", "--uncite", "e1", "--because", "", "--json"]).json();
    assert_eq!((&doc["rung"]["cites"], &doc["rung"]["because"]), (&json!([]), &"".into()));
    assert_eq!(env.run(&["why", "root", "w3", "--json"]).json()["rung"]["root"], true);
    assert_eq!(env.run(&["why", "root", "w3", "--not", "--json"]).json()["rung"]["root"], false);
    env.run(&["action", "add", "x", "--addresses", "w3"]).ok();
    let doc = env.run(&["why", "rm", "w3", "w2", "--json"]).json();
    assert_eq!(doc["removed"], json!(["w2", "w3"]));
    assert_eq!(doc["warnings"], json!(["a1 still addresses w3"]));
    env.run(&["undo"]).ok();
    assert_eq!(env.run(&["why", "list", "--plain"]).ok().lines().count(), 3);
    // Taking back a why alone leaves those below it in sight.
    let history = env.run(&["history", "--json"]).json();
    let steps = history["steps"].as_array().unwrap();
    let second =
        steps.iter().find(|it| it["label"].as_str().unwrap().starts_with("added w2")).unwrap()["step"]
            .to_string();
    env.run(&["undo", &second]).ok();
    let shown = env.run(&["why", "list", "--plain"]).ok();
    assert!(shown.contains("w3\tcause\t1") && !shown.contains("w2"), "{shown}");
    env.run(&["redo"]).ok();
    assert!(env.run(&["why", "list", "--plain"]).ok().contains("w3\tcause\t3\t"));
}

#[test]
fn what_is_not_there_is_refused_and_nothing_is_written() {
    let env = Env::with_incident();
    env.run(&["why", "add", "a?"]).ok();
    let before = env.run(&["show", "--json"]).ok();
    for (args, code) in [
        (&["add", "x", "--cite", "e99"][..], 3),
        (&["add", "x", "--cite", "m1"], 3),
        (&["add", "x", "--cite", "w1"], 2),
        (&["add", "x", "--under", "w99"], 3),
        (&["add", "x", "--under", "e1"], 2),
        (&["add", "x", "--under", "w1", "--ladder", "recovery"], 2),
        (&["add", "x", "--under", "w1", "--top"], 2),
        (&["add", "x", "--ladder", "blame"], 2),
        (&["add", " "], 2),
        (&["answer", "w1", ""], 2),
        (&["answer", "w9", "x"], 3),
        (&["root", "a1"], 2),
        (&["rm", "w9"], 3),
        (&["problem", ""], 2),
    ] {
        env.run(&[&["why"], args].concat()).refused(code);
    }
    assert_eq!(env.run(&["show", "--json"]).ok(), before);
}
