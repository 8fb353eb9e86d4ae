//! `action`.

use serde_json::json;

use crate::env::Env;

#[test]
fn an_action_is_added_in_full_edited_cleared_and_done() {
    let env = Env::with_incident();
    env.run(&["why", "add", "why?"]).ok();
    let add =
        ["action", "add", "bound", "the pool", "--owner", "Basket", "--due", "+14d", "--priority", "high"];
    let rest =
        ["--kind", "prevent", "--done-when", "load test", "--ticket", "T-1", "--addresses", "w1", "--json"];
    let full = json!({
        "id": "a1", "title": "bound the pool", "owner": "Basket", "due": "2026-12-06", "priority": "high",
        "kind": "prevent", "status": "open", "done_when": "load test", "ticket": "T-1", "addresses": ["w1"],
    });
    assert_eq!(env.run(&[&add[..], &rest].concat()).json()["action"], full);
    let said = env.run(&["action", "add", "alarm"]).ok();
    assert_eq!(
        said,
        "added a2 (no owner, no due date, no done-when, no priority, no kind) in INC-1; undo: coe undo\n"
    );
    let edit = [
        "action",
        "edit",
        "a1",
        "--due",
        "",
        "--priority",
        "",
        "--kind",
        "",
        "--ticket",
        "",
        "--addresses",
        "",
    ];
    let doc = env.run(&[&edit[..], &["--title", "Bound it", "--owner", " ", "--json"]].concat()).json();
    assert_eq!(
        doc["action"],
        json!({
            "id": "a1", "title": "Bound it", "owner": "", "due": null, "priority": null, "kind": null,
            "status": "open", "done_when": "load test", "ticket": "", "addresses": [],
        })
    );
    env.run(&["undo"]).ok();
    assert_eq!(env.run(&["action", "done", "a1", "--json"]).json()["action"]["status"], "done");
    let open = env.run(&["action", "list", "--json"]).json();
    assert_eq!(open["actions"].as_array().unwrap().len(), 1);
    assert_eq!(
        env.run(&["action", "list", "--all", "--json"]).json()["actions"].as_array().unwrap().len(),
        2
    );
    assert_eq!(env.run(&["action", "done", "a1", "--open", "--json"]).json()["action"], full);
    assert_eq!(env.run(&["action", "rm", "a2", "a2", "--json"]).json()["removed"], json!(["a2"]));
}

#[test]
fn the_list_names_what_is_missing_and_what_is_late() {
    let env = Env::with_incident();
    env.run(&["action", "add", "alarm on pool use", "--kind", "detect", "--due", "2026-11-20"]).ok();
    env.run(&["action", "add", "bound the pool", "--owner", "Basket", "--due", "friday"]).ok();
    env.run(&["action", "add", "done already"]).ok();
    env.run(&["action", "done", "a3"]).ok();
    insta::assert_snapshot!(env.run(&["action", "list"]));
}

#[test]
fn what_cannot_be_read_is_refused() {
    let env = Env::with_incident();
    env.run(&["action", "add", "x"]).ok();
    for (args, code) in [
        (&["add", "y", "--due", "next sprint"][..], 5),
        (&["add", "y", "--priority", "urgent"], 5),
        (&["add", "y", "--kind", "magic"], 5),
        (&["add", "y", "--addresses", "w9"], 3),
        (&["add", "y", "--addresses", "e1"], 2),
        (&["add", "y", "--addresses", "nine"], 2),
        (&["add", ""], 2),
        (&["edit", "a1", "--title", " "], 2),
        (&["edit", "a9", "--owner", "x"], 3),
        (&["done", "w1"], 2),
        (&["rm", "a1", "a9"], 3),
    ] {
        env.run(&[&["action"], args].concat()).refused(code);
    }
    assert_eq!(env.run(&["action", "list", "--plain"]).ok(), "a1\topen\tx\t\t\t\t\t\t\t\n");
}
