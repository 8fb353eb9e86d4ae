//! `doctor`, `config`, `completions`, `man`.

use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use serde_json::Value;

use crate::env::Env;

fn config_file(env: &Env) -> PathBuf {
    env.home().join("config/coe/config.toml")
}

fn configure(env: &Env, text: &str) {
    let path = config_file(env);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

fn check<'d>(doc: &'d Value, name: &str) -> &'d Value {
    doc["checks"].as_array().unwrap().iter().find(|it| it["name"] == name).unwrap_or(&Value::Null)
}

#[test]
fn a_healthy_place_is_called_so() {
    let env = Env::with_incident();
    let doc = env.run(&["doctor", "--json"]).json();
    assert_eq!(doc["healthy"], true);
    for (name, value) in [
        ("file mode", "0600"),
        ("folder mode", "0700"),
        ("journal", "wal"),
        ("integrity", "ok"),
        ("drafts", "none"),
        ("TERM", "xterm-256color"),
        ("locale", "LANG=C.UTF-8"),
        ("time zone", "UTC"),
    ] {
        assert_eq!((&check(&doc, name)["value"], &check(&doc, name)["state"]), (&value.into(), &"ok".into()));
    }
    assert!(check(&doc, "content")["value"].as_str().unwrap().starts_with("1 incidents, 1 events"));
    assert_eq!(check(&doc, "tmux"), &Value::Null);
    let shown = env.run(&["doctor"]).ok();
    assert!(shown.contains("ok      integrity      ok"), "{shown}");
}

#[test]
fn what_could_be_better_is_advised_and_no_failure() {
    let env =
        Env::with_incident().with("TERM", "dumb").with("LANG", "C").with("TMUX", "x").with("NO_COLOR", "1");
    std::fs::set_permissions(env.db(), std::fs::Permissions::from_mode(0o644)).unwrap();
    configure(&env, "foter = true\n");
    let doc = env.run(&["doctor", "--json"]).json();
    for name in ["file mode", "configuration", "TERM", "locale"] {
        assert_eq!(check(&doc, name)["state"], "warning", "{name}: {doc}");
    }
    assert!(check(&doc, "file mode")["advice"].as_str().unwrap().contains("chmod 600"));
    assert!(check(&doc, "configuration")["advice"].as_str().unwrap().contains("config.toml:1"));
    assert!(check(&doc, "tmux")["advice"].as_str().unwrap().contains("escape-time"));
    assert_eq!(doc["healthy"], true);
    let none = Env::new();
    assert!(none.run(&["doctor"]).ok().contains("not there yet"));
    assert!(!none.db().exists());
}

#[test]
fn a_damaged_database_is_exit_code_six() {
    let env = Env::with_incident();
    let garbage = env.home().join("garbage.db");
    std::fs::write(&garbage, "this is no database, and long enough to look at".repeat(50)).unwrap();
    let run = env.run(&["doctor", "--db", "garbage.db"]);
    assert!(run.status == 6 && run.stdout.contains("DAMAGED"), "{run}");
    // A page of the middle, overwritten while nobody looks.
    for n in 0..200 {
        env.run(&["log", &format!("event {n}"), "-q"]).ok();
        if n == 20 {
            break;
        }
    }
    env.run(&["backup", "copy.db"]).ok();
    let copy = env.home().join("copy.db");
    let mut bytes = std::fs::read(&copy).unwrap();
    let middle = bytes.len() / 2;
    let end = bytes.len() - 4096;
    bytes[middle..end].fill(0x5a);
    std::fs::write(&copy, bytes).unwrap();
    let run = env.run(&["doctor", "--db", "copy.db", "--json"]);
    let doc: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((run.status, &doc["healthy"]), (6, &false.into()), "{run}");
    assert_eq!(check(&doc, "integrity")["state"], "damaged");
}

#[test]
fn the_configuration_is_found_shown_and_checked() {
    let env = Env::new();
    assert_eq!(env.run(&["config", "path"]).ok(), format!("{}\n", config_file(&env).display()));
    env.run(&["config", "check"]).ok();
    configure(
        &env,
        "foter = true\nstill = true\nzone = \"Asia/Tokyo\"\n[keys]\n\"event.edit\" = [\"v\", \"hyper-x\"]\n",
    );
    let run = env.run(&["config", "check"]);
    assert_eq!(run.status, 1, "{run}");
    assert_eq!(
        run.stdout.lines().map(|it| it.split("; ").next().unwrap()).collect::<Vec<_>>(),
        ["config.toml:1: unknown key `foter`", "config.toml:5: event.edit: unknown key `hyper-x`"]
    );
    let doc = serde_json::from_str::<Value>(&env.run(&["config", "check", "--json"]).stdout).unwrap();
    assert_eq!((&doc["ok"], &doc["problems"][0]["line"]), (&false.into(), &1.into()));
    let doc = env.run(&["config", "show", "--json"]).json();
    assert_eq!(doc["settings"]["still"], serde_json::json!({ "value": "true", "line": 2 }));
    assert_eq!(doc["settings"]["footer"], serde_json::json!({ "value": "true", "line": null }));
    assert_eq!(doc["keys"]["event.edit"], serde_json::json!({ "keys": ["v"], "line": 5 }));
    let shown = env.run(&["config", "show", "--plain"]).ok();
    assert!(shown.contains("still\ttrue\tconfig.toml:2\n"), "{shown}");
    assert!(shown.contains("log.open\t[\"i\", \"insert\", \"f2\"]\tdefault\n"), "{shown}");
    // The zone of the configuration is that of new incidents; the flag goes before it.
    assert_eq!(env.run(&["new", "x", "--json"]).json()["zone"], "Asia/Tokyo");
    assert_eq!(env.run(&["new", "x", "--zone", "UTC", "--json"]).json()["zone"], "UTC");
    let elsewhere = env.with("COE_CONFIG", "/dev/null");
    assert_eq!(elsewhere.run(&["config", "path"]).ok(), "/dev/null\n");
    elsewhere.run(&["config", "check"]).ok();
}

#[test]
fn editing_the_configuration_begins_with_all_defaults_in_comments() {
    let env = Env::new().with("COE_EDITOR", "/bin/sed -i 's/^#footer = true/footer = maybe/'");
    let run = env.run(&["config", "edit"]);
    assert_eq!(run.status, 0, "{run}");
    assert!(run.stderr.starts_with("warning: config.toml:"), "{run}");
    let text = std::fs::read_to_string(config_file(&env)).unwrap();
    let default = env.run(&["config", "show", "--default"]).ok();
    assert_eq!(text, default.replace("#footer = true", "footer = maybe"));
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(config_file(&env).parent().unwrap()), 0o700);
    env.run(&["config", "edit", "--no-input"]).refused(2);
}

#[test]
fn shells_and_manual_readers_get_every_command() {
    let env = Env::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = env.run(&["completions", shell]).ok();
        assert!(script.contains("doctor") && script.contains("dry-run"), "{shell}");
    }
    env.run(&["completions", "tcsh"]).refused(2);
    let page = env.run(&["man"]).ok();
    for words in [".TH coe 1", ".SH \"COE METRIC SET\"", ".SS SYNOPSIS", ".SH \"COE WHY ADD\""] {
        assert!(page.contains(words), "{words}");
    }
    assert_eq!(page.matches(".ds Aq '").count(), 1);
    assert_eq!(env.run(&["man", "--json"]).json()["page"], page.as_str());
    let said = env.run(&["man", "--dir", "man1"]).ok();
    let pages = std::fs::read_dir(env.home().join("man1")).unwrap().count();
    assert_eq!(said, format!("wrote {pages} pages into man1\n"));
    let log = std::fs::read_to_string(env.home().join("man1/coe-log.1")).unwrap();
    assert!(log.contains("coe log"), "{log}");
}
