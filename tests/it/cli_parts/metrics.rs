//! `metric`.

use serde_json::json;

use crate::env::Env;

#[test]
fn a_figure_is_added_by_flags_or_by_one_line_and_changed_by_name_or_handle() {
    let env = Env::with_incident();
    let said = env.run(&["metric", "set", "failed checkouts 48,210 of 4.0M requests"]).ok();
    assert_eq!(
        said,
        "added m1 failed checkouts: 48,210 of 4,000,000 requests (1.2 %) in INC-1; undo: coe undo\n"
    );
    let args =
        ["metric", "set", "p99", "latency", "--value", "4.2s", "--baseline", "300ms", "--from", "14:20"];
    let doc = env.run(&[&args[..], &["--to", "-1m", "--source", "grafana", "--json"]].concat()).json();
    assert_eq!(doc["incident"], "INC-1");
    assert_eq!(
        doc["metric"],
        json!({
            "id": "m2", "name": "p99 latency", "unit": "s", "value": 4.2, "baseline": 0.3, "total": null,
            "start": "2026-11-22T14:20:00Z", "end": "2026-11-22T14:31:00Z", "source": "grafana", "note": "", "series": [],
        })
    );
    // Only what is given changes, in the unit that is there; the name is found in any case.
    let doc = env.run(&["metric", "set", "P99 Latency", "--value", "5000ms", "--json"]).json();
    let metric = &doc["metric"];
    assert_eq!((&metric["id"], &metric["value"], &metric["unit"]), (&"m2".into(), &5.into(), &"s".into()));
    assert_eq!((&metric["baseline"], &metric["source"]), (&json!(0.3), &"grafana".into()));
    let doc = env.run(&["metric", "set", "failed checkouts: 50k requests", "--json"]).json();
    assert_eq!((&doc["metric"]["id"], &doc["metric"]["value"]), (&"m1".into(), &50_000.into()));
    assert_eq!(doc["metric"]["total"], 4_000_000);
    let doc = env.run(&["metric", "set", "m1", "--total", "", "--rename", "lost orders", "--json"]).json();
    assert_eq!((&doc["metric"]["name"], &doc["metric"]["total"]), (&"lost orders".into(), &json!(null)));
    assert!(env.run(&["metric", "set", "m1", "--value", "50k"]).ok().starts_with("nothing to change: m1"));
    assert_eq!(env.run(&["metric", "list", "--json"]).json()["metrics"].as_array().unwrap().len(), 2);
    assert_eq!(
        env.run(&["metric", "list", "--plain"]).ok().lines().next().unwrap(),
        "m1\tlost orders\t50000\trequests\t\t\t\t\t\t"
    );
}

#[test]
fn units_are_kept_converted_or_refused() {
    let env = Env::with_incident();
    for (args, unit, value) in [
        (&["a", "--value", "€3k"][..], "EUR", json!(3000)),
        (&["b", "--value", "99.2%"], "%", json!(99.2)),
        (&["c", "--value", "1h 20m"], "min", json!(80)),
        (&["d", "--value", "1.5", "--unit", "hours"], "min", json!(90)),
        (&["e", "--value", "90s", "--unit", "min"], "min", json!(1.5)),
        (&["f", "--value", "7", "--unit", "angry customers"], "angry customers", json!(7)),
        (&["g", "--value", "-5%"], "%", json!(-5)),
    ] {
        let doc = env.run(&[&["metric", "set", "--json"], args].concat()).json();
        assert_eq!((&doc["metric"]["unit"], &doc["metric"]["value"]), (&unit.into(), &value), "{args:?}");
    }
    let before = env.run(&["metric", "list", "--json"]).ok();
    env.run(&["metric", "set", "a", "--baseline", "1"]).ok();
    for args in [
        &["a", "--value", "5min"][..],
        &["x", "--value", "abc"],
        &["x", "--value", "5%", "--total", "400"],
        &["x", "--value", "1,5"],
        &["x", "--value", "NaN"],
        &["x", "--value", "1", "--from", "25:61"],
        &["x", "--value", "1", "--from", "14:20", "--to", "14:10"],
        &["only a name"],
    ] {
        env.run(&[&["metric", "set"], args].concat()).refused(5);
    }
    assert!(env.run(&["metric", "set", "m99", "--value", "1"]).refused(3).contains("m99"));
    assert!(env.run(&["metric", "set", "m1"]).refused(2).contains("--value"));
    assert!(env.run(&["metric", "set", ""]).refused(2).contains("empty"));
    env.run(&["undo"]).ok();
    assert_eq!(env.run(&["metric", "list", "--json"]).ok(), before);
}

#[test]
fn figures_are_removed_and_cites_of_them_are_named() {
    let env = Env::with_incident();
    env.run(&["metric", "set", "a 1"]).ok();
    env.run(&["metric", "set", "b 2"]).ok();
    env.run(&["why", "add", "why?", "--cite", "m2"]).ok();
    let doc = env.run(&["metric", "rm", "m1", "B", "m2", "--json"]).json();
    assert_eq!(doc["removed"], json!(["m1", "m2"]));
    assert_eq!(doc["warnings"], json!(["w1 still cites m2"]));
    env.run(&["metric", "rm", "m1"]).refused(3);
    env.run(&["metric", "rm", "nothing"]).refused(3);
    env.run(&["undo"]).ok();
    assert_eq!(env.run(&["metric", "list"]).ok().lines().count(), 3);
}
