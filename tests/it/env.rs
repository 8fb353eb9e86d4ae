//! A hermetic place to run the real program in: a home of its own, a clean environment, a clock that stands still.

use std::fmt;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use serde_json::Value;

/// Where the clock stands unless a test moves it.
pub const NOW: &str = "2026-11-22T14:32:00Z";

/// A home directory and what the program sees of the world.
pub struct Env {
    home: tempfile::TempDir,
    vars: Vec<(String, String)>,
}

/// What a run of the program left behind.
#[must_use]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    pub stdout: String,
    pub stderr: String,
    /// The exit status; -1 when a signal ended it.
    pub status: i32,
}

impl Env {
    pub fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        Env { home, vars: Vec::new() }.with("COE_NOW", NOW)
    }

    /// Makes a place with one open incident, `INC-1`, started twelve minutes ago.
    pub fn with_incident() -> Self {
        let env = Env::new();
        let run = env.run(&["new", "checkout returns 503", "--severity", "SEV2", "--started", "-12m"]);
        assert_eq!(run.ok(), "INC-1\n");
        env
    }

    /// Sets a variable for every run.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.vars.retain(|(known, _)| known != name);
        self.vars.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Where the database lies by default.
    pub fn db(&self) -> PathBuf {
        self.home().join("data/coe/coe.db")
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_coe"));
        command.args(args).env_clear().current_dir(self.home());
        for (name, folder) in [
            ("HOME", ""),
            ("XDG_DATA_HOME", "data"),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_STATE_HOME", "state"),
            ("TMPDIR", ""),
        ] {
            command.env(name, self.home().join(folder));
        }
        command.envs([("TZ", "UTC"), ("LANG", "C.UTF-8"), ("TERM", "xterm-256color"), ("COLUMNS", "80")]);
        command.envs(self.vars.iter().map(|(name, value)| (name, value)));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub fn run(&self, args: &[&str]) -> Run {
        self.command(args).output().unwrap().into()
    }

    /// Runs with these bytes on standard input.
    pub fn pipe(&self, args: &[&str], input: &[u8]) -> Run {
        let mut child = self.command(args).stdin(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // The program may be done before it has read all.
        let _ = stdin.write_all(input);
        drop(stdin);
        child.wait_with_output().unwrap().into()
    }

    /// Returns the texts of the timeline, in its order.
    pub fn texts(&self) -> Vec<String> {
        let list = self.run(&["event", "list", "--json"]).json();
        list["events"].as_array().unwrap().iter().map(|it| it["text"].as_str().unwrap().to_owned()).collect()
    }
}

/// A program that runs while the test does: its lines can be awaited, and it is gone when the test is.
pub struct Running {
    child: Child,
    lines: mpsc::Receiver<String>,
}

/// How long a line is awaited before the test fails instead of hanging.
const PATIENCE: Duration = Duration::from_secs(30);

impl Running {
    pub fn start(command: &mut Command) -> Self {
        let mut child = command.stdin(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = mpsc::channel();
        std::thread::spawn(move || {
            stdout.lines().map_while(Result::ok).try_for_each(|line| sender.send(line))
        });
        Running { child, lines }
    }

    /// Returns the next line that it prints.
    #[track_caller]
    pub fn line(&self) -> String {
        self.lines.recv_timeout(PATIENCE).unwrap()
    }

    /// Gives it a line to read.
    pub fn say(&mut self, line: &str) {
        writeln!(self.child.stdin.as_mut().unwrap(), "{line}").unwrap();
    }

    /// Closes its standard input and tells whether it ends well.
    pub fn ends_well(mut self) -> bool {
        drop(self.child.stdin.take());
        self.child.wait().unwrap().success()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Run {
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
            status: output.status.code().unwrap_or(-1),
        }
    }
}

impl Run {
    /// Returns standard output of a run that must have succeeded.
    #[track_caller]
    pub fn ok(self) -> String {
        assert_eq!(self.status, 0, "{self}");
        self.stdout
    }

    /// Returns the document that a run must have printed, with the schema it must have.
    #[track_caller]
    pub fn json(self) -> Value {
        assert_eq!((self.status, self.stderr.as_str()), (0, ""), "{self}");
        let value: Value =
            serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self}"));
        assert_eq!(value["schema"], 1, "{self}");
        value
    }

    /// Returns the message of a failure that must have this exit status and at most three lines.
    #[track_caller]
    pub fn refused(self, status: i32) -> String {
        assert_eq!((self.status, self.stdout.as_str()), (status, ""), "{self}");
        assert!(self.stderr.starts_with("error: ") && self.stderr.lines().count() <= 3, "{self}");
        self.stderr
    }
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.stdout)?;
        for line in self.stderr.lines() {
            writeln!(f, "! {line}")?;
        }
        if self.status != 0 {
            writeln!(f, "exit {}", self.status)?;
        }
        Ok(())
    }
}
