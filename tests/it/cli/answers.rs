//! What is said when something is cut, replaced, mistaken or cannot be printed.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::PermissionsExt as _;

use crate::env::{Env, Run};

fn configure(env: &Env, text: &str) {
    let folder = env.home().join("config/coe");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("config.toml"), text).unwrap();
}

/// Runs with an argument that is no UTF-8 at the end.
fn run_with(env: &Env, args: &[&str], last: &[u8]) -> Run {
    env.command(args).arg(OsStr::from_bytes(last)).output().unwrap().into()
}

#[test]
fn a_list_that_is_cut_says_so_and_scripts_get_all() {
    let env = Env::new();
    for number in 1..=53 {
        env.run(&["new", &format!("incident {number}"), "-q"]).ok();
    }
    env.run(&["-i", "1", "set", "status", "closed"]).ok();
    let shown = env.run(&["list"]).ok();
    assert_eq!(shown.lines().count(), 1 + 50 + 1, "{shown}");
    assert_eq!(shown.lines().last(), Some("… and 3 more (coe list --last 53)"));
    assert_eq!(env.run(&["list", "--last", "53"]).ok().lines().count(), 54);
    let open = env.run(&["list", "--open", "--last", "51"]).ok();
    assert_eq!(open.lines().last(), Some("… and 1 more (coe list --open --last 52)"));
    assert_eq!(env.run(&["list", "--json"]).json()["incidents"].as_array().unwrap().len(), 53);
    assert_eq!(env.run(&["list", "--plain"]).ok().lines().count(), 53);
    assert_eq!(env.run(&["list", "--plain", "--last", "2"]).ok().lines().count(), 2);
}

#[test]
fn an_empty_list_says_why_it_is_empty() {
    let env = Env::new();
    assert!(env.run(&["list", "--open"]).stderr.contains("no incidents yet"));
    env.run(&["new", "x"]).ok();
    env.run(&["set", "status", "closed"]).ok();
    assert!(env.run(&["list", "--open"]).stderr.contains("no incident is open"));
    let none = env.run(&["list", "--last", "0"]).stderr;
    assert!(!none.contains("yet"), "{none}");
}

#[test]
fn problems_of_the_configuration_are_named_by_what_reads_it() {
    let env = Env::new();
    configure(&env, "zone = \"Mars\"\n[keys]\nundoo = \"U\"\nlog = \"L\"\n");
    let run = env.run(&["new", "x"]);
    assert!(run.stderr.contains("warning: config.toml:1: zone: `Mars` is no zone"), "{run}");
    assert!(run.stderr.contains("did you mean `edit.undo`?"), "{run}");
    assert!(run.stderr.contains("did you mean `log.open`?"), "{run}");
    assert_eq!(run.ok(), "INC-1\n");
    let doc = env.run(&["new", "y", "--json"]).json();
    assert_eq!(doc["warnings"].as_array().unwrap().len(), 3, "{doc}");
    assert!(doc["warnings"][0].as_str().unwrap().contains("Mars"), "{doc}");
    assert_eq!(env.run(&["log", "x"]).stderr, "", "it reads no configuration");
}

#[test]
fn broken_bytes_of_arguments_are_replaced_and_counted() {
    let env = Env::with_incident();
    for (args, warned) in [
        (&["log"][..], "1 character of the arguments"),
        (&["new"], "1 character"),
        (&["set", "team"], "1 character"),
        (&["metric", "set", "m", "--value", "3", "--note"], "1 character"),
    ] {
        let run = run_with(&env, args, b"caf\xe9 down");
        assert!(run.status == 0 && run.stderr.contains(&format!("warning: {warned}")), "{args:?}: {run}");
    }
    assert_eq!(env.run(&["-i", "2", "show", "--json"]).json()["incident"]["title"], "caf\u{fffd} down");
    let doc = run_with(&env, &["log", "--json", "-t", "14:30"], b"a\xffb\xfe").json();
    assert_eq!(doc["event"]["text"], "a\u{fffd}b\u{fffd}");
    assert!(doc["warnings"][0].as_str().unwrap().starts_with("2 characters"), "{doc}");
    // A name of a file stays what it is.
    run_with(&env, &["export", "-o"], b"caf\xe9.md").ok();
    run_with(&env, &["backup"], b"caf\xe9.db").ok();
    run_with(&env, &["list", "--db"], b"caf\xe9.db").ok();
    for name in [&b"caf\xe9.md"[..], b"caf\xe9.db"] {
        assert!(env.home().join(OsStr::from_bytes(name)).exists());
    }
}

#[test]
fn what_is_written_and_cannot_be_said_is_not_lost_and_said_to_be_there() {
    let env = Env::with_incident();
    let full = |args: &[&str]| -> Run {
        let file = std::fs::File::options().write(true).open("/dev/full").unwrap();
        env.command(args).stdout(file).output().unwrap().into()
    };
    let said = full(&["log", "paged"]).refused(6);
    assert!(said.contains("e2 is logged, but the answer could not be printed: "), "{said}");
    assert!(said.contains("coe history"), "{said}");
    assert!(full(&["set", "team", "Basket"]).refused(6).contains("the step is on disk (set team), but"));
    assert!(full(&["undo"]).refused(6).contains("the step is on disk ("));
    assert!(!full(&["show"]).refused(6).contains("on disk"), "nothing was written");
    assert!(!full(&["log", "-n", "x"]).refused(6).contains("is logged"), "nothing was written");
    assert_eq!(env.texts(), ["Customer impact starts", "paged"]);
}

#[test]
fn errors_of_the_disk_say_what_to_do() {
    let env = Env::with_incident();
    // The header of SQLite stays, the rest is noise: malformed, not foreign.
    let mut bytes = std::fs::read(env.db()).unwrap();
    bytes[4096..].fill(0x5a);
    std::fs::write(env.home().join("bad.db"), bytes).unwrap();
    let said = env.run(&["--db", "bad.db", "list"]).refused(6);
    assert!(said.contains("hint: "), "{said}");
    let file = env.home().join("folder");
    std::fs::create_dir(&file).unwrap();
    std::fs::write(env.home().join("plain"), "").unwrap();
    let said = env.run(&["export", "-o", "plain/x.md"]).refused(6);
    assert!(said.contains("hint: ") && said.contains("name another place"), "{said}");
}

#[test]
fn small_mistakes_are_refused_with_what_is_right() {
    let env = Env::with_incident();
    assert_eq!(env.run(&["use", "1", "-q"]).ok(), "");
    let said = env.run(&["backup", "-"]).refused(2);
    assert!(said.contains("name a file") && !env.home().join("-").exists(), "{said}");
    for name in ["x.pdf", "x.markdown"] {
        let said = env.run(&["export", "-o", name]).refused(2);
        assert!(said.contains(".md or .html or .json or .csv\n"), "{said}");
        assert!(!env.home().join(name).exists());
    }
    env.run(&["export", "-o", "x.txt", "--format", "md"]).ok();
    env.run(&["export", "-o", "noext"]).ok();
    let doc = env.run(&["--version", "--json"]).json();
    assert_eq!((&doc["name"], &doc["version"]), (&"coe".into(), &env!("CARGO_PKG_VERSION").into()));
    let said = env.run(&["metric", "set", "loss", "£2m"]).refused(5);
    assert!(said.contains("minutes") && said.contains("2M GBP"), "{said}");
    env.run(&["metric", "set", "loss", "3"]).ok();
    env.run(&["metric", "set", "gain", "4"]).ok();
    let said = env.run(&["metric", "set", "gain", "--rename", "Loss"]).refused(4);
    assert!(said.contains("m1 is called `loss` already"), "{said}");
    env.run(&["metric", "set", "gain", "--rename", "Gain"]).ok();
    let named = env.with("COE_DB", "other.db").with("COE_INCIDENT", "1");
    let said = named.run(&["mark"]).refused(2);
    assert!(said.contains("coe mark <MILESTONE>"), "{said}");
}

#[test]
fn a_home_that_moves_with_the_folder_is_refused() {
    let env = Env::new();
    let run: Run =
        env.command(&["new", "x"]).env("HOME", "here").env_remove("XDG_DATA_HOME").output().unwrap().into();
    let said = run.refused(2);
    assert!(said.contains("HOME") && said.contains("--db"), "{said}");
    assert_eq!(std::fs::read_dir(env.home()).unwrap().count(), 0);
}

#[test]
fn an_undo_with_nothing_left_says_where_it_looked() {
    let env = Env::new();
    env.run(&["new", "x"]).ok();
    env.run(&["undo"]).ok();
    let said = env.run(&["undo"]).refused(1);
    assert!(said.contains("the incident last used, which is undone") && said.contains("-i"), "{said}");
    env.run(&["redo"]).ok();
    let said = env.run(&["redo"]).refused(1);
    assert!(said.contains("nothing to redo in INC-1") && said.contains("-i"), "{said}");
}

#[test]
fn removing_what_a_why_cites_warns() {
    let env = Env::with_incident();
    env.run(&["why", "add", "why?", "--because", "so", "--cite", "e1"]).ok();
    let run = env.run(&["event", "rm", "e1"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, "warning: w1 still cites e1\n"), "{run}");
    env.run(&["undo"]).ok();
    assert_eq!(env.run(&["event", "rm", "e1", "--json"]).json()["warnings"][0], "w1 still cites e1");
}

#[test]
fn a_place_that_may_not_be_written_is_explained() {
    let env = Env::with_incident();
    let folder = env.home().join("locked");
    std::fs::create_dir(&folder).unwrap();
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o500)).unwrap();
    // Root may write everywhere.
    if std::fs::write(folder.join("probe"), "").is_err() {
        assert!(env.run(&["export", "-o", "locked/x.md"]).refused(6).contains("hint: look at its owner"));
    }
}

#[test]
fn texts_beyond_their_limits_are_refused_with_the_limit() {
    let env = Env::new();
    let long = |length: usize| "x".repeat(length);
    assert!(env.run(&["new", &long(301)]).refused(5).contains("at most 300"));
    assert!(!env.db().exists());
    env.run(&["new", &long(300)]).ok();
    let many: Vec<String> = (0..51).map(|n| format!("t{n}")).collect();
    let many = many.join(",");
    for (args, limit) in [
        (&["set", "title", &long(301)][..], "at most 300"),
        (&["set", "team", &long(201)], "at most 200"),
        (&["set", "services", &long(201)], "at most 200"),
        (&["set", "services", &many], "at most 50"),
        (&["set", "tags", &long(65)], "at most 64"),
        (&["set", "tags", &many], "at most 50"),
        (&["log", "x", "--tag", &long(65)], "at most 64"),
        (&["log", &format!("x #{}", many.replace(',', " #"))], "at most 50"),
        (&["metric", "set", &long(201), "--value", "3"], "at most 200"),
        (&["action", "add", &long(301)], "at most 300"),
        (&["why", "add", &long(301)], "at most 300"),
    ] {
        let said = env.run(args).refused(5);
        assert!(said.contains(limit), "{said}");
    }
    env.run(&["set", "team", &"é".repeat(200)]).ok();
    // What came in longer stays, and the rest of the record can be changed.
    let file = format!(r#"{{"format":"coe/1","incident":{{"title":"{}"}},"events":[]}}"#, long(400));
    env.pipe(&["import", "-"], file.as_bytes()).ok();
    env.run(&["-i", "2", "set", "team", "Basket"]).ok();
    // A line of a stream is kept all the same.
    let line = format!("x #{}", many.replace(',', " #"));
    env.pipe(&["-i", "1", "log", "--lines"], line.as_bytes()).ok();
}

#[test]
fn completions_know_the_words() {
    let env = Env::new();
    let script = env.run(&["completions", "zsh"]).ok();
    for word in ["acknowledged", "hypothesis", "recovery", "medium", "prevent", "SEV3", "diagnosis", "json"] {
        assert!(script.contains(word), "{word}");
    }
    assert!(script.contains(":(summary impact background") && script.contains(":(trigger start"));
    let script = env.run(&["completions", "bash"]).ok();
    for words in [
        "trigger start detected acknowledged identified mitigated resolved",
        "change alert observation hypothesis decision action communication note",
        "cause detection recovery",
        "high medium low",
        "prevent detect mitigate process",
        "SEV1 SEV2 SEV3 SEV4 SEV5",
        "md html json events-csv actions-csv",
    ] {
        assert!(script.contains(&format!("compgen -W \"{words}")), "{words}");
    }
    // Other ways to say a word still work, and so do capitals.
    let env = Env::with_incident();
    env.run(&["mark", "ack"]).ok();
    env.run(&["log", "x", "--kind", "Obs", "-m", "detect"]).ok();
    env.run(&["new", "x", "--severity", "sev-2"]).ok();
    env.run(&["export", "--format", "MD"]).ok();
    env.run(&["action", "add", "x", "--priority", ""]).ok();
}
