//! Whole processes, started to ended: `coe log` and `coe status --short` beside the sqlite3 shell that inserts one row.
//!
//! `cargo bench --bench startup`. The programs run in turn, so that a busy machine is busy for all of them; every ratio is
//! taken round by round.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::panic,
    reason = "it prints a table, and ends when its world does"
)]

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

const ROUNDS: usize = 100;
const TEXT: &str = "api-gateway: error rate over threshold, paging on-call";

fn main() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let home = folder.path();
    assert!(coe(home, &["new", "checkout fails"]).status().expect("coe runs").success());
    let mut subjects = vec![
        ("coe log TEXT", coe(home, &["log", TEXT])),
        ("coe status --short", coe(home, &["status", "--short"])),
        ("coe --version", coe(home, &["--version"])),
    ];
    let table = "CREATE TABLE event (id INTEGER PRIMARY KEY, at TEXT, severity TEXT, kind TEXT, actor TEXT, text TEXT)";
    if let Some(mut shell) = sqlite3(home, table) {
        assert!(shell.status().expect("sqlite3 runs").success());
        let insert = format!(
            "PRAGMA synchronous = FULL; INSERT INTO event (at, severity, kind, actor, text) \
             VALUES (strftime('%Y-%m-%dT%H:%M:%fZ'), 'sev2', 'observe', 'me', '{TEXT}')"
        );
        subjects.extend(sqlite3(home, &insert).map(|it| ("sqlite3 INSERT", it)));
    }
    let mut times: Vec<Vec<f64>> = vec![Vec::new(); subjects.len()];
    for _ in 0..ROUNDS {
        for ((name, command), times) in subjects.iter_mut().zip(&mut times) {
            let begun = Instant::now();
            assert!(command.status().expect("it runs").success(), "{name} failed");
            times.push(begun.elapsed().as_secs_f64() * 1e3);
        }
    }
    println!("{:<20} {:>8} {:>8} {:>8}   ratio to sqlite3", "ms", "least", "median", "p90");
    let base = subjects.iter().position(|it| it.0.starts_with("sqlite3")).map(|at| times[at].clone());
    for ((name, _), times) in subjects.iter().zip(&times) {
        let ratio = base.as_ref().map_or("(no sqlite3 here)".to_owned(), |base| {
            let ratios = times.iter().zip(base).map(|(time, base)| time / base).collect();
            format!("{:.2}", quantile(ratios, 0.5))
        });
        let at = |part| quantile(times.clone(), part);
        println!("{name:<20} {:>8.2} {:>8.2} {:>8.2}   {ratio}", at(0.0), at(0.5), at(0.9));
    }
}

fn coe(home: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_coe"));
    command.args(args).env_clear().env("HOME", home).env("TZ", "UTC");
    quiet(command)
}

/// Returns the shell with a statement, where there is one.
fn sqlite3(home: &Path, statement: &str) -> Option<Command> {
    let there = Command::new("sqlite3").arg("--version").stdout(Stdio::null()).status();
    let mut command = Command::new("sqlite3");
    command.arg(home.join("shell.db")).arg(statement).env("HOME", home);
    there.is_ok_and(|it| it.success()).then(|| quiet(command))
}

fn quiet(mut command: Command) -> Command {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn quantile(mut values: Vec<f64>, part: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let last = values.len().saturating_sub(1);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index into a short list")]
    let at = (last as f64 * part).round() as usize;
    values.get(at).copied().unwrap_or(f64::NAN)
}
