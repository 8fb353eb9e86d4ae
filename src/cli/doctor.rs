//! `coe doctor`: whether the database, the configuration and the terminal are as they should be, and what to do if not.

use std::path::Path;

use clap::Args;
use serde::Serialize;

use crate::config;
use crate::file::folder;
use crate::store::{Mode, Store, StoreError};

use super::context::{Context, local_zone};
use super::failure::{Code, Failure, Result};
use super::output::{Doc, Form, Style, on_a_terminal};

mod mounts;

/// Arguments of `coe doctor`.
#[derive(Debug, Args)]
#[command(after_help = "Exit code 6 when the database is damaged, 0 otherwise, whatever the advice.")]
pub struct DoctorArgs {}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum State {
    /// As it should be.
    Ok,
    /// Works, and could work better.
    Warning,
    /// Data is at risk or out of reach.
    Damaged,
}

/// One thing that was looked at.
#[derive(Debug, Clone, Serialize)]
struct Check {
    name: &'static str,
    value: String,
    state: State,
    advice: Option<String>,
}

impl Check {
    fn ok(name: &'static str, value: impl Into<String>) -> Self {
        Check { name, value: value.into(), state: State::Ok, advice: None }
    }

    /// Adds something that may help, without calling it a fault.
    fn hint(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }

    fn warn(mut self, advice: impl Into<String>) -> Self {
        self.state = State::Warning;
        self.hint(advice)
    }

    fn damaged(mut self, advice: impl Into<String>) -> Self {
        self.state = State::Damaged;
        self.hint(advice)
    }
}

/// Examines everything.
pub fn doctor(context: &mut Context, _args: &DoctorArgs) -> Result<()> {
    let db = context.db()?;
    let mut checks = database(context, &db);
    checks.push(configuration());
    checks.extend(terminal());
    checks.push(Check::ok("time zone", local_zone().to_string()));
    let damaged = checks.iter().any(|it| it.state == State::Damaged);
    let out = &mut context.out;
    match out.form() {
        Form::Json => out.json(Doc::new().with("healthy", &!damaged).with("checks", &checks))?,
        Form::Plain => checks.iter().try_for_each(|it| {
            let state = match it.state {
                State::Ok => "ok",
                State::Warning => "warning",
                State::Damaged => "damaged",
            };
            out.record(&[it.name, state, &it.value, it.advice.as_deref().unwrap_or("")])
        })?,
        Form::Human => checks.iter().try_for_each(|it| {
            let (mark, style) = match it.state {
                State::Ok => ("ok      ", Style::Dim),
                State::Warning => ("warning ", Style::Warning),
                State::Damaged => ("DAMAGED ", Style::Error),
            };
            let name = format!("{:<14} ", it.name);
            out.styled(&[(style, mark), (Style::Strong, &name), (Style::Plain, &it.value)])?;
            it.advice.iter().try_for_each(|it| out.styled(&[(Style::Dim, &format!("{:23}{it}", ""))]))
        })?,
    }
    if damaged {
        let message = format!("the database {} is damaged or cannot be used", db.display());
        let hint = "copy the file and those beside it somewhere safe before anything else";
        return Err(Failure { code: Code::Io, message, hint: Some(hint.to_owned()) });
    }
    Ok(())
}

fn database(context: &mut Context, db: &Path) -> Vec<Check> {
    let shown = db.display().to_string();
    let size = match std::fs::metadata(db) {
        Ok(facts) => facts.len(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let check = Check::ok("database", format!("{shown} (not there yet)"));
            let mut checks = vec![check.hint("`coe new TITLE` makes it")];
            checks.extend(mounts::check(db));
            return checks;
        }
        Err(error) => {
            let check = Check::ok("database", format!("{shown}: {error}"));
            return vec![check.damaged("let your user read the file and the folders above it")];
        }
    };
    let mut checks = vec![Check::ok("database", format!("{shown} ({size} bytes)"))];
    checks.extend(private(db));
    checks.extend(mounts::check(db));
    match Store::open(db, Mode::Existing).and_then(|store| Ok((store.health()?, store.drafts()?))) {
        Ok((health, drafts)) => {
            checks.push(Check::ok("SQLite", format!("{}, format {}", health.sqlite, health.format)));
            let journal = Check::ok("journal", &health.journal);
            checks.push(match health.journal.as_str() {
                "wal" => journal,
                _ => journal.warn("readers wait for writers without WAL; keep the database on a local disk"),
            });
            let [incidents, events, steps] = health.counts;
            let counts = format!("{incidents} incidents, {events} events, {steps} steps of history");
            checks.push(Check::ok("content", counts));
            checks.push(match health.integrity.as_slice() {
                [only] if only == "ok" => Check::ok("integrity", "ok"),
                faults => Check::ok("integrity", faults.join("; ")).damaged(
                    "restore a copy that `coe backup` made, or save what can be read with sqlite3 .recover",
                ),
            });
            let zone = context.global.tz.unwrap_or_default();
            let kept: Vec<String> = drafts
                .iter()
                .map(|it| {
                    format!(
                        "{} ({} characters, {})",
                        it.field,
                        it.text.chars().count(),
                        crate::domain::time::stamp(it.at, &zone)
                    )
                })
                .collect();
            checks.push(match kept.as_slice() {
                [] => Check::ok("drafts", "none"),
                kept => Check::ok("drafts", kept.join(", "))
                    .hint("text that was typed and not entered; `coe` offers it back in its place"),
            });
        }
        Err(StoreError::Locked) => {
            let locked = Check::ok("integrity", "not examined: another process keeps the database locked");
            checks.push(locked.warn("find it with `fuser` or `lsof`, and try again"));
        }
        Err(error) => {
            let failure = Failure::from(error);
            let advice = failure.hint.unwrap_or_else(|| "restore a copy that `coe backup` made".to_owned());
            checks.push(Check::ok("integrity", failure.message).damaged(advice));
        }
    }
    checks
}

/// Looks at who else may read the database.
#[cfg(unix)]
fn private(db: &Path) -> Vec<Check> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = |path: &Path| std::fs::metadata(path).ok().map(|it| it.permissions().mode() & 0o7777);
    let look = |name: &'static str, path: &Path, wanted: u32| {
        let mode = mode(path)?;
        let check = Check::ok(name, format!("{mode:04o}"));
        Some(match mode & 0o077 {
            0 => check,
            _ => check.warn(format!("others may get at it; run: chmod {wanted:o} '{}'", path.display())),
        })
    };
    let beside = |ending: &str| {
        let mut name = db.as_os_str().to_owned();
        name.push(ending);
        std::path::PathBuf::from(name)
    };
    [
        look("file mode", db, 0o600),
        look("mode of -wal", &beside("-wal"), 0o600),
        look("mode of -shm", &beside("-shm"), 0o600),
        look("folder mode", folder(db), 0o700),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[cfg(not(unix))]
fn private(_: &Path) -> Vec<Check> {
    Vec::new()
}

fn configuration() -> Check {
    let Some(path) = config::path() else { return Check::ok("configuration", "no home directory") };
    let shown = path.display().to_string();
    if !path.exists() {
        return Check::ok("configuration", format!("{shown} (not there, so the defaults hold)"));
    }
    let (_, problems) = config::load(&path);
    match problems.as_slice() {
        [] => Check::ok("configuration", shown),
        [first, rest @ ..] => {
            let more = if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
            Check::ok("configuration", shown).warn(format!("{first}{more} (`coe config check` names them)"))
        }
    }
}

fn set(name: &str) -> Option<String> {
    std::env::var_os(name).map(|it| it.to_string_lossy().into_owned()).filter(|it| !it.is_empty())
}

fn terminal() -> Vec<Check> {
    let or_unset = |name: &str| set(name).unwrap_or_else(|| "not set".to_owned());
    let mut checks = Vec::new();
    let place = if on_a_terminal() { "a terminal" } else { "no terminal: `coe` alone prints a status" };
    checks.push(Check::ok("terminal", place));
    let term = Check::ok("TERM", or_unset("TERM"));
    checks.push(match set("TERM").as_deref() {
        None => term.warn("set it to what the terminal is, such as xterm-256color"),
        Some("dumb") => term.warn("the terminal interface needs more; the commands work"),
        Some(_) => term,
    });
    checks.push(Check::ok("COLORTERM", or_unset("COLORTERM")));
    let colours = Check::ok("NO_COLOR", or_unset("NO_COLOR"));
    checks.push(match set("NO_COLOR") {
        Some(_) => colours.hint("no colours are shown; letters and marks say the same"),
        None => colours,
    });
    if set("TMUX").is_some() {
        let check = Check::ok("tmux", "yes");
        checks.push(check.hint("if Esc is slow: set -sg escape-time 10 in tmux.conf"));
    }
    let names = ["LC_ALL", "LC_CTYPE", "LANG"];
    let (name, locale) =
        names.iter().find_map(|it| Some((*it, set(it)?))).unwrap_or_else(|| ("LANG", "not set".to_owned()));
    let lower = locale.to_lowercase();
    let check = Check::ok("locale", format!("{name}={locale}"));
    checks.push(match lower.contains("utf-8") || lower.contains("utf8") {
        true => check,
        false => check.warn("only ASCII is drawn; set LANG to a UTF-8 locale such as C.UTF-8"),
    });
    checks
}
