//! What must hold for every command: no writes by readers, dry runs, hostile text, closed pipes, crowds, file modes.

use std::os::unix::fs::PermissionsExt as _;
use std::process::Stdio;

use serde_json::Value;

use crate::env::Env;

#[test]
fn reading_makes_no_database_and_says_how_to_start() {
    let env = Env::new();
    for args in [
        &["show"][..],
        &["tail"],
        &["log", "x"],
        &["mark", "start"],
        &["set", "title", "x"],
        &["event", "list"],
        &["use", "1"],
    ] {
        let said = env.run(args).refused(3);
        assert!(said.contains("coe new TITLE"), "{said}");
    }
    assert_eq!(env.run(&["list"]).ok(), "");
    assert_eq!(env.run(&["list", "--json"]).json()["incidents"], serde_json::json!([]));
    assert_eq!(env.run(&["status", "--json"]).json()["incident"], Value::Null);
    assert_eq!(std::fs::read_dir(env.home()).unwrap().count(), 0);
}

#[test]
fn a_dry_run_says_the_same_and_writes_nothing() {
    let env = Env::new();
    let doc = env.run(&["new", "x", "-n", "--json", "--started", "-1m"]).json();
    assert_eq!((&doc["incident"], &doc["dry_run"]), (&"INC-1".into(), &true.into()));
    assert!(!env.db().exists());
    let env = Env::with_incident();
    let before = env.run(&["show", "--json"]).ok();
    for args in [
        &["log", "x"][..],
        &["mark", "detected"],
        &["set", "title", "y"],
        &["event", "edit", "e1", "--text", "y"],
        &["event", "move", "e1", "14:00"],
        &["event", "rm", "e1"],
        &["new", "another"],
    ] {
        let dry: Vec<&str> = args.iter().copied().chain(["--dry-run", "--json"]).collect();
        assert_eq!(env.run(&dry).json()["dry_run"], true, "{args:?}");
        assert_eq!(env.run(&["show", "--json"]).ok(), before, "{args:?}");
        // The real thing prints the same, but for the mark of the dry run.
    }
    let mut dry = env.run(&["log", "x", "-n", "--json"]).json();
    dry.as_object_mut().unwrap().remove("dry_run");
    assert_eq!(env.run(&["log", "x", "--json"]).json(), dry);
}

#[test]
fn hostile_text_is_inert_wherever_it_is_printed() {
    let env = Env::new();
    let evil = "a\u{1b}]0;owned\u{7}b\u{202e}c\u{9b}2Jd\u{1b}[31me";
    env.run(&["new", evil]).ok();
    env.run(&["log", "--tag", "t\u{202e}", "--link", "https://x\u{1b}[2J", evil]).ok();
    // A row that another program wrote.
    let sql = "UPDATE event SET text = 'x' || char(27) || '[2J' || char(8238) || char(155) || 'y', tags = 'q' || char(27) || 'r'";
    let conn = rusqlite::Connection::open(env.db()).unwrap();
    conn.execute(sql, []).unwrap();
    conn.execute("UPDATE incident SET title = 'x' || char(27) || '[2J' || char(8238) || 'y'", []).unwrap();
    drop(conn);
    let odd = "no\u{1b}[2J\u{202e}such";
    for args in [
        &["list"][..],
        &["show"],
        &["show", "--json"],
        &["show", "--plain"],
        &["status"],
        &["status", "--json"],
        &["tail"],
        &["tail", "--json"],
        &["event", "list"],
        &["event", "list", "--json"],
        &["list", "--json"],
        &["use", "1"],
        &["use", odd],
        &["log", "-t", odd, "x"],
        &["log", odd, "--nope"],
        &["log", "--kind", odd, "x"],
        &["log", "--kind", odd, "x", "--json"],
        &["mark", odd],
        &["set", "team", odd],
        &[odd],
        &["--tz", odd, "list"],
    ] {
        let run = env.run(args);
        for stream in [&run.stdout, &run.stderr] {
            let acts = |it: char| {
                (it.is_control() && !matches!(it, '\n' | '\t')) || ('\u{202a}'..='\u{202e}').contains(&it)
            };
            assert!(!stream.contains(acts), "{args:?}: {stream:?}");
        }
        assert!(!run.stdout.is_empty() || run.status != 0, "{args:?}");
    }
}

#[test]
fn failures_have_their_codes_and_one_shape() {
    let env = Env::with_incident();
    for (args, code, kind) in [
        (&["log", "--jsn"][..], 2, "usage"),
        (&["nonsense"], 2, "usage"),
        (&["new"], 2, "usage"),
        (&["event"], 2, "usage"),
        (&["show", "INC-9"], 3, "not-found"),
        (&["event", "rm", "e9"], 3, "not-found"),
        (&["mark", "start"], 4, "conflict"),
        (&["log", "-t", "soon", "x"], 5, "invalid"),
        (&["--db", "/dev/null/coe.db", "new", "x"], 6, "io"),
    ] {
        let said = env.run(args).refused(code);
        assert!(!said.contains('\u{1b}'));
        let args: Vec<&str> = args.iter().copied().chain(["--json"]).collect();
        let run = env.run(&args);
        assert_eq!((run.status, run.stdout.as_str()), (code, ""), "{run}");
        let doc: Value = serde_json::from_str(&run.stderr).unwrap_or_else(|error| panic!("{error}: {run}"));
        assert_eq!(
            (&doc["schema"], &doc["error"]["code"], &doc["error"]["kind"]),
            (&1.into(), &code.into(), &kind.into())
        );
        assert!(!doc["error"]["message"].as_str().unwrap().is_empty());
    }
    let odd = Env::new().with("COE_NOW", "yesterday");
    assert!(odd.run(&["list"]).refused(5).contains("COE_NOW"));
}

#[test]
fn a_database_of_somebody_else_is_left_alone() {
    let env = Env::new();
    let file = env.home().join("notes.db");
    std::fs::write(&file, "this is no database, whatever its name says").unwrap();
    let said = env.run(&["--db", "notes.db", "new", "x"]).refused(6);
    assert!(said.contains("notes.db"), "{said}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "this is no database, whatever its name says");
}

#[test]
fn a_reader_that_goes_away_ends_the_program_quietly() {
    let env = Env::with_incident();
    let lines: String = (0..200).map(|n| format!("event {n} {}\n", "x".repeat(500))).collect();
    env.pipe(&["log", "--lines", "-q"], lines.as_bytes()).ok();
    for args in
        [&["tail", "--last", "500"][..], &["event", "list", "--json"], &["show"], &["list"], &["--help"]]
    {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = env.command(args).stdout(Stdio::from(writer)).output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{args:?}");
        assert_eq!(output.status.code(), Some(141), "{args:?}");
    }
}

#[test]
fn many_at_once_lose_nothing() {
    let env = Env::new();
    let crowd = |args: &dyn Fn(usize) -> Vec<String>| {
        let children: Vec<_> = (0..16)
            .map(|n| env.command(&args(n).iter().map(String::as_str).collect::<Vec<_>>()).spawn().unwrap())
            .collect();
        for child in children {
            let output = child.wait_with_output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        }
    };
    crowd(&|n| vec!["new".into(), format!("incident {n}")]);
    assert_eq!(env.run(&["list", "--json"]).json()["incidents"].as_array().unwrap().len(), 16);
    crowd(&|n| vec!["-i".into(), "1".into(), "log".into(), format!("event {n}")]);
    env.run(&["use", "1"]).ok();
    let mut texts = env.texts();
    texts.sort();
    texts.dedup();
    assert_eq!(texts.len(), 16);
}

#[test]
fn files_are_private_whatever_the_umask() {
    let env = Env::new();
    let coe = env!("CARGO_BIN_EXE_coe");
    // The first event fills the write-ahead log, and closing empties it into the file; the second one is in a new log.
    let script = "umask 000; \"$0\" new x && \"$0\" log y && \"$0\" log z";
    let status = env
        .command(&[])
        .get_envs()
        .fold(std::process::Command::new("/bin/sh"), |mut shell, (name, value)| {
            shell.env(name, value.unwrap_or_default());
            shell
        })
        .args(["-c", script, coe])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success());
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let folder = env.db().parent().unwrap().to_owned();
    assert_eq!((mode(&folder), mode(folder.parent().unwrap())), (0o700, 0o700));
    let files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|it| it.unwrap().path()).collect();
    assert!(files.len() >= 2, "{files:?}");
    for file in files {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
}

#[test]
fn colours_follow_the_flag_and_the_environment() {
    let env = Env::with_incident();
    let escapes = |run: crate::env::Run| run.stdout.contains('\u{1b}');
    assert!(!escapes(env.run(&["status"])), "not a terminal");
    assert!(escapes(env.run(&["status", "--color", "always"])));
    let forced = env.with("FORCE_COLOR", "1");
    assert!(escapes(forced.run(&["status"])));
    assert!(!escapes(forced.run(&["status", "--color", "never"])));
    assert!(!escapes(forced.with("NO_COLOR", "1").run(&["status"])));
}
