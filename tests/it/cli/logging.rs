//! `log` and `mark`.

use crate::env::{Env, Running};

#[test]
fn a_signed_duration_is_the_time_and_flags_stay_flags() {
    let env = Env::with_incident();
    for args in [
        vec!["log", "-5m", "text", "--json"],
        vec!["log", "--json", "-t", "-5m", "text"],
        vec!["log", "text", "--at=-5m", "--json"],
        vec!["--json", "log", "-5m text"],
        vec!["log", "14:27 text", "--json"],
        vec!["log", "-t", "e1+7m", "--json", "text"],
        vec!["log", "-t", "start+7m", "--json", "text"],
    ] {
        let doc = env.run(&args).json();
        assert_eq!(
            (&doc["event"]["at"], &doc["event"]["text"]),
            (&"2026-11-22T14:27:00Z".into(), &"text".into()),
            "{args:?}"
        );
    }
}

#[test]
fn a_mistyped_flag_is_refused_and_nothing_is_written() {
    let env = Env::with_incident();
    for args in
        [&["log", "--jsn", "x"][..], &["log", "x", "--jsn"], &["log", "-m5", "x"], &["log", "-5", "nodes"]]
    {
        let said = env.run(args).refused(2);
        assert!(said.contains("hint: "), "{said}");
    }
    assert!(env.run(&["log", "--jsn", "x"]).refused(2).contains("--json"));
    assert!(env.run(&["log", "-5x disk full"]).refused(2).contains("`-5x disk full` is neither a time"));
    assert_eq!(env.texts(), ["Customer impact starts"]);
}

#[test]
fn text_after_dashes_and_raw_text_are_literal() {
    let env = Env::with_incident();
    for (args, text) in [
        (vec!["--", "-5m", "--json", "!detected", "#x"], "-5m --json !detected #x"),
        (vec!["--raw", "14:02 saw #x"], "14:02 saw #x"),
        (vec!["\\14:02 saw #x"], "14:02 saw #x"),
        (vec!["--", "-"], "-"),
        // The time is said already: the second one is part of what happened.
        (vec!["-t", "14:10", "14:02 was the first alarm"], "14:02 was the first alarm"),
        (vec!["-t", "14:10", "25:61 is what it printed"], "25:61 is what it printed"),
    ] {
        let args: Vec<&str> = ["--json", "log"].into_iter().chain(args).collect();
        let event = env.run(&args).json()["event"].clone();
        assert_eq!((&event["text"], &event["tags"]), (&text.into(), &serde_json::json!([])), "{args:?}");
    }
}

#[test]
fn the_line_is_understood_as_in_the_log_bar_and_flags_add_to_it() {
    let env = Env::with_incident();
    let args = [
        "log",
        "? cache stampede #cache",
        "--tag",
        "#redis",
        "--tag",
        "cache",
        "--link",
        "https://g.example/d/1",
        "--json",
    ];
    let event = env.run(&args).json()["event"].clone();
    assert_eq!(event["text"], "cache stampede");
    assert_eq!(event["kind"], "hypothesis");
    assert_eq!(event["tags"], serde_json::json!(["cache", "redis"]));
    assert_eq!(event["links"][0]["url"], "https://g.example/d/1");
    assert_eq!(event["source"]["type"], "cli");
    let event = env.run(&["log", "-m", "ack", "--kind", "decision", "--json"]).json()["event"].clone();
    assert_eq!((&event["milestone"], &event["kind"]), (&"acknowledged".into(), &"decision".into()));
    assert!(env.run(&["log", "--tag", "two words", "x"]).refused(2).contains("two words"));
    assert!(env.run(&["log", "--kind", "rumour", "x"]).refused(2).contains("hypothesis"));
    assert!(env.run(&["log"]).refused(2).contains("nothing to log"));
}

#[test]
fn what_was_logged_is_said_in_a_line() {
    let env = Env::with_incident();
    assert_eq!(env.run(&["log", "-5m", "x"]).ok(), "logged e2 at 14:27 UTC (-5m) in INC-1; undo: coe undo\n");
    assert_eq!(
        env.run(&["log", "x", "-i", "1"]).ok(),
        "logged e3 at 14:32 UTC in INC-1; undo: coe undo -i INC-1\n"
    );
    assert_eq!(
        env.run(&["log", "--tz", "Asia/Tokyo", "yesterday 23:10 x"]).ok(),
        "logged e4 at 2026-11-21 23:10 JST (-1d) in INC-1; undo: coe undo\n"
    );
    assert_eq!(env.run(&["log", "-q", "x"]).ok(), "");
    assert_eq!(env.run(&["log", "-n", "x"]).ok(), "would log e6 at 14:32 UTC in INC-1\n");
    assert_eq!(env.run(&["log", "--plain", "a\tb #c"]).ok(), "e6\t2026-11-22T14:32:00Z\tnote\t\tc\ta b\n");
}

#[test]
fn a_doubtful_time_is_taken_and_pointed_out() {
    let env = Env::with_incident();
    let run = env.run(&["log", "-t", "15:30", "planned"]);
    assert!(run.stderr.starts_with("warning: ") && run.stderr.contains("2026-11-21 15:30:00 UTC"), "{run}");
    let doc = env.run(&["log", "-t", "+10m", "planned", "--json"]).json();
    assert!(doc["warnings"][0].as_str().unwrap().contains("in the future"), "{doc}");
    let gap = ["log", "--tz", "Europe/Berlin", "-t", "2026-03-29 02:30", "in the gap"];
    assert!(env.run(&gap).stderr.contains("skipped this time"));
    assert!(env.run(&["log", "-t", "25:61", "x"]).refused(5).contains("14:02"));
    assert!(env.run(&["log", "e99-2m x"]).refused(5).contains("e99"));
}

#[test]
fn a_retry_with_the_same_key_logs_once() {
    let env = Env::with_incident();
    assert!(env.run(&["log", "--key", "pd-123", "paged"]).ok().starts_with("logged e2 "));
    let again = env.run(&["log", "--key", "pd-123", "paged again"]);
    assert_eq!((again.status, again.stdout.as_str()), (0, "already logged as e2\n"));
    let doc = env.run(&["log", "--key", "pd-123", "paged", "--json"]).json();
    assert_eq!((&doc["event"]["id"], &doc["duplicate"]), (&"e2".into(), &true.into()));
    for _ in 0..2 {
        env.pipe(&["log", "--lines", "--key", "batch"], b"one\ntwo\n").ok();
    }
    assert_eq!(env.texts(), ["Customer impact starts", "paged", "one", "two"]);
}

#[test]
fn a_pipe_is_one_event_or_one_for_each_line() {
    let env = Env::with_incident();
    env.pipe(&["log", "-"], b"first line\nsecond line\n").ok();
    env.pipe(&["log"], b"piped\n").ok();
    env.pipe(&["log", "-m", "detected"], b"not read").ok();
    let run = env.pipe(&["log", "--lines"], b"14:25 one #a\n\n-5x two\nbad \xff byte\n");
    assert_eq!(run.stdout.lines().count(), 3, "{run}");
    assert!(run.stderr.contains("line 3: ") && run.stderr.contains("line 4: 1 malformed"), "{run}");
    let texts = [
        "Customer impact starts",
        "one",
        "first line\nsecond line",
        "piped",
        "Incident detected",
        "-5x two",
        "bad \u{fffd} byte",
    ];
    assert_eq!(env.texts(), texts);
}

#[test]
fn a_line_is_acknowledged_when_it_is_on_disk_and_before_the_next_comes() {
    let env = Env::with_incident();
    let mut log = Running::start(&mut env.command(&["log", "--lines"]));
    for (number, text) in [(2, "one"), (3, "two")] {
        log.say(text);
        let ack = log.line();
        assert!(ack.starts_with(&format!("logged e{number} ")), "{ack}");
        assert_eq!(env.texts().last().unwrap(), text);
    }
    assert!(log.ends_well());
}

#[test]
fn a_long_text_is_kept_whole() {
    let env = Env::with_incident();
    let long = "0123456789abcdef".repeat(10_000);
    let event = env.pipe(&["log", "-", "--json"], long.as_bytes()).json()["event"].clone();
    assert_eq!(event["evidence"][0]["text"], long);
    assert!(event["text"].as_str().unwrap().contains("kept as evidence"));
}

#[test]
fn a_milestone_moves_only_on_purpose() {
    let env = Env::with_incident();
    assert_eq!(
        env.run(&["mark", "detected", "-3m"]).ok(),
        "marked detected e2 at 14:29 UTC (-3m) in INC-1; undo: coe undo\n"
    );
    let refused = env.run(&["mark", "detected", "again"]).refused(4);
    assert!(
        refused.contains("detected is already e2 at 14:29 UTC") && refused.contains("--move"),
        "{refused}"
    );
    assert!(env.run(&["log", "x !detected"]).refused(4).contains("e2"));
    env.run(&["log", "the real page"]).ok();
    let doc = env.run(&["mark", "detected", "--event", "e3", "--move", "--json"]).json();
    assert_eq!((&doc["event"]["id"], &doc["moved_from"]), (&"e3".into(), &"e2".into()));
    env.run(&["mark", "detected", "--event", "e3"]).ok();
    assert!(env.run(&["mark", "mitigated", "--event", "e3"]).refused(4).contains("e3 is detected already"));
    assert!(env.run(&["mark", "mitigated", "--event", "m1"]).refused(2).contains("no event"));
    assert!(env.run(&["mark", "finished"]).refused(2).contains("resolved"));
    assert_eq!(env.texts(), ["Customer impact starts", "Incident detected", "the real page"]);
}

#[test]
fn an_empty_key_is_refused_and_swallows_nothing() {
    let env = Env::with_incident();
    for key in ["", " \t ", "\u{200f}"] {
        let said = env.run(&["log", "--key", key, "paged"]).refused(2);
        assert!(said.contains("the key is empty"), "{said}");
        assert!(
            env.pipe(&["log", "--lines", "--key", key], b"one\n").refused(2).contains("the key is empty")
        );
    }
    env.run(&["log", "--key", " pd-1\n", "paged"]).ok();
    assert_eq!(env.run(&["log", "--key", "pd-1", "again"]).ok(), "already logged as e2\n");
    assert_eq!(env.texts(), ["Customer impact starts", "paged"]);
}

#[test]
fn lines_with_a_key_may_be_read_again_after_they_grew() {
    let env = Env::with_incident();
    let log = |input: &[u8]| env.pipe(&["log", "--lines", "--key", "L"], input).ok();
    log(b"one\ntwo\none\n");
    // A line went at the front, and others came between and after.
    log(b"two\nnew\none\none\none\nlast");
    log(b"last\n");
    assert_eq!(env.texts(), ["Customer impact starts", "one", "two", "one", "new", "one", "last"]);
    // The same words with another key are other events.
    env.pipe(&["log", "--lines", "--key", "M"], b"one\n").ok();
    assert_eq!(env.texts().len(), 8);
    assert!(env.run(&["log", "--help"]).ok().contains("only lines that are new"));
}

#[test]
fn two_milestones_for_one_event_are_refused() {
    let env = Env::with_incident();
    let said = env.run(&["log", "-m", "detected", "pager rang !mitigated"]).refused(2);
    assert!(said.contains("!mitigated") && said.contains("detected"), "{said}");
    assert_eq!(env.texts(), ["Customer impact starts"]);
    let event = env.run(&["log", "-m", "detected", "pager rang !det", "--json"]).json()["event"].clone();
    assert_eq!((&event["milestone"], &event["text"]), (&"detected".into(), &"pager rang".into()));
    let event =
        env.run(&["log", "-m", "mitigated", "--raw", "x !resolved", "--json"]).json()["event"].clone();
    assert_eq!((&event["milestone"], &event["text"]), (&"mitigated".into(), &"x !resolved".into()));
}
