//! `new`, `list`, `use`, `show`, `set`, `status`.

use crate::env::Env;

/// Runs commands one after the other and returns what a person would have on the screen.
fn session(env: &Env, lines: &[&[&str]]) -> String {
    lines
        .iter()
        .map(|args| format!("$ coe {}\n{}", args.join(" "), env.run(args)))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn an_incident_from_its_start_to_its_end_reads_well() {
    let env = Env::new();
    let shown = session(
        &env,
        &[
            &["list"],
            &["status"],
            &[
                "new",
                "checkout returns 503",
                "--severity",
                "SEV2",
                "--service",
                "checkout",
                "--started",
                "-12m",
            ],
            &["log", "-5m", "rolled back web-42 #deploy"],
            &["log", "14:22 pager: checkout 5xx !detected"],
            &["mark", "mitigated", "-1m", "error rate back to 0.1 %"],
            &["status"],
            &["set", "status", "resolved"],
            &["status", "--short"],
            &["new", "login slow in Tokyo", "--zone", "Asia/Tokyo"],
            &["list"],
            &["use", "checkout"],
            &["show"],
            &["tail", "--last", "2"],
            &["event", "list", "--plain"],
        ],
    );
    insta::assert_snapshot!(shown);
}

#[test]
fn every_reading_command_prints_one_document() {
    let env = Env::with_incident();
    let list = env.run(&["list", "--json"]).json();
    assert_eq!(list["incidents"][0]["ref"], "INC-1");
    assert_eq!(list["incidents"][0]["current"], true);
    assert_eq!(list["incidents"][0]["start"], "2026-11-22T14:20:00Z");
    let show = env.run(&["show", "--json"]).json();
    assert_eq!(show["format"], "coe/1");
    assert_eq!(show["events"][0]["milestone"], "start");
    let status = env.run(&["status", "--json"]).json();
    assert_eq!(status["incident"], "INC-1");
    assert_eq!(status["derived"]["impact.duration"]["seconds"], 720);
    assert_eq!(status["derived"]["impact.duration"]["running"], true);
    assert_eq!(status["milestones"]["start"]["event"], "e1");
}

#[test]
fn every_writing_command_prints_what_it_wrote() {
    let env = Env::new();
    let new = env.run(&["new", "db down", "--started", "14:00", "--json"]).json();
    assert_eq!((&new["incident"], &new["title"]), (&"INC-1".into(), &"db down".into()));
    assert_eq!(new["event"]["milestone"], "start");
    let set = env.run(&["set", "severity", "1", "--json"]).json();
    assert_eq!((&set["incident"], &set["severity"]), (&"INC-1".into(), &"SEV1".into()));
    assert_eq!(env.run(&["use", "1", "--json"]).json()["incident"], "INC-1");
    let mark = env.run(&["mark", "detected", "-1m", "--json"]).json();
    assert_eq!((&mark["event"]["id"], &mark["event"]["at"]), (&"e2".into(), &"2026-11-22T14:31:00Z".into()));
    let edit = env.run(&["event", "edit", "e2", "--kind", "alert", "--star", "--json"]).json();
    assert_eq!(edit["event"]["key"], true);
    let moved = env.run(&["event", "move", "e2", "-2m", "--json"]).json();
    assert_eq!(moved["event"]["at"], "2026-11-22T14:30:00Z");
    assert_eq!(env.run(&["event", "rm", "e2", "--json"]).json()["removed"][0], "e2");
}

#[test]
fn the_header_can_be_set_field_by_field() {
    let env = Env::with_incident();
    for (args, field, value) in [
        (vec!["title", "checkout", "down"], "title", serde_json::json!("checkout down")),
        (vec!["severity", "none"], "severity", serde_json::json!(null)),
        (vec!["status", "in-review"], "status", serde_json::json!("in-review")),
        (vec!["zone", "europe/berlin"], "zone", serde_json::json!("Europe/Berlin")),
        (
            vec!["services", "checkout,", "payments", "checkout"],
            "services",
            serde_json::json!(["checkout", "payments"]),
        ),
        (vec!["team", "Basket"], "team", serde_json::json!("Basket")),
        (
            vec!["presenter", "Engineering manager, Basket"],
            "presenter",
            serde_json::json!("Engineering manager, Basket"),
        ),
        (vec!["tags", "#db,", "black-friday"], "tags", serde_json::json!(["db", "black-friday"])),
        (
            vec!["link", "https://a.example", "the", "channel"],
            "links",
            serde_json::json!([{"label": "the channel", "url": "https://a.example"}]),
        ),
    ] {
        let args: Vec<&str> = ["set"].into_iter().chain(args).collect();
        assert!(env.run(&args).ok().contains("undo: coe undo"), "{args:?}");
        assert_eq!(env.run(&["show", "--json"]).json()["incident"][field], value, "{args:?}");
    }
    assert!(env.run(&["set", "severity", "9"]).refused(5).contains("SEV1"));
    assert!(env.run(&["set", "zone", "Mars/Base"]).refused(5).contains("Europe/Berlin"));
    assert!(env.run(&["set", "colour", "red"]).refused(2).contains("severity"));
}

#[test]
fn the_incident_is_the_named_one_then_the_one_last_used_then_the_only_open_one() {
    let env = Env::new();
    for title in ["first", "second"] {
        env.run(&["new", title]).ok();
    }
    let logged_in = |env: &Env, args: &[&str]| {
        let args: Vec<&str> = args.iter().copied().chain(["log", "x", "--json"]).collect();
        env.run(&args).json()["incident"].clone()
    };
    assert_eq!(logged_in(&env, &[]), "INC-2", "`new` makes it current");
    assert_eq!(logged_in(&env, &["-i", "first"]), "INC-1");
    assert_eq!(logged_in(&env, &[]), "INC-2", "`log -i` does not");
    env.run(&["use", "inc-1"]).ok();
    assert_eq!(logged_in(&env, &[]), "INC-1");
    let other = env.with("COE_INCIDENT", "2");
    assert_eq!(logged_in(&other, &[]), "INC-2");
    assert_eq!(logged_in(&other, &["-i", "1"]), "INC-1", "a flag goes before the environment");
    assert!(other.run(&["show", "7"]).refused(3).contains("coe list"));
    assert!(other.run(&["-i", "third", "status"]).refused(3).contains("third"));
}

#[test]
fn a_prompt_gets_a_short_line_or_nothing() {
    let env = Env::new();
    let nothing = env.run(&["status", "--short"]);
    assert_eq!((nothing.status, nothing.stdout.as_str(), nothing.stderr.as_str()), (0, "", ""));
    env.run(&["new", "a", "--severity", "2", "--started", "-107m"]).ok();
    assert_eq!(env.run(&["status", "--short"]).ok(), "INC-1 SEV2 open 01:47\n");
    env.run(&["set", "status", "closed"]).ok();
    assert_eq!(env.run(&["status", "--short"]).ok(), "");
    let broken = env.with("COE_DB", "/dev/null/coe.db");
    let nothing = broken.run(&["status", "--short"]);
    assert_eq!((nothing.status, nothing.stderr.as_str()), (0, ""));
}

#[test]
fn without_a_terminal_the_program_says_how_things_stand() {
    let env = Env::new();
    let none = env.run(&[]);
    assert_eq!((none.status, none.stdout.as_str()), (0, ""));
    assert!(none.stderr.contains("coe new TITLE"), "{none}");
    env.run(&["new", "checkout returns 503"]).ok();
    assert!(env.run(&[]).ok().starts_with("INC-1 open checkout returns 503\n"));
}
