//! Failures: what goes wrong for the person at the command line, with the exit code that scripts see.
//!
//! A failure is one line that says what and why, and at most two lines that say what to do. How it is printed is the
//! business of `output`.

use crate::clock::BadNow;
use crate::domain::action::BadDue;
use crate::domain::amount::AmountError;
use crate::domain::id::BadHandle;
use crate::domain::plan::PlanError;
use crate::domain::time::{TimeError, ZoneError};
use crate::domain::word::BadWord;
use crate::import::ImportError;
use crate::store::StoreError;

/// The exit codes, as documented in the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// The answer is no: nothing found, nothing to undo.
    No = 1,
    /// The command line cannot be understood.
    Usage = 2,
    /// There is no such incident, part or file.
    NotFound = 3,
    /// Somebody else changed it, something stands in the way, or the file is locked.
    Conflict = 4,
    /// A value or a time cannot be read.
    Invalid = 5,
    /// A file or the database could not be read or written.
    Io = 6,
    /// The person stopped it.
    Interrupted = 130,
    /// The reader of the output went away.
    ClosedPipe = 141,
}

impl Code {
    /// Every code, in the order of their numbers.
    pub const ALL: [Code; 8] = [
        Code::No,
        Code::Usage,
        Code::NotFound,
        Code::Conflict,
        Code::Invalid,
        Code::Io,
        Code::Interrupted,
        Code::ClosedPipe,
    ];

    /// Returns what it tells a script, in one sentence: for the documentation.
    pub fn meaning(self) -> &'static str {
        match self {
            Code::No => {
                "The answer is no: nothing was found, there is nothing to undo, or a review found something to mend."
            }
            Code::Usage => "The command line cannot be understood.",
            Code::NotFound => "There is no such incident, part or file.",
            Code::Conflict => "Somebody else changed it, something stands in the way, or the file is locked.",
            Code::Invalid => "A value or a time cannot be read.",
            Code::Io => "A file or the database could not be read or written.",
            Code::Interrupted => "Ctrl-C stopped it.",
            Code::ClosedPipe => "The reader of the output went away; nothing is printed about it.",
        }
    }

    /// Returns the word for it in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Code::No => "no",
            Code::Usage => "usage",
            Code::NotFound => "not-found",
            Code::Conflict => "conflict",
            Code::Invalid => "invalid",
            Code::Io => "io",
            Code::Interrupted => "interrupted",
            Code::ClosedPipe => "closed-pipe",
        }
    }
}

/// Why a command did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What and why, in one line.
    pub message: String,
    /// What to do, in one line.
    pub hint: Option<String>,
    /// The exit code.
    pub code: Code,
}

/// The result of a command or of a part of one.
pub type Result<T, E = Failure> = std::result::Result<T, E>;

impl Failure {
    /// Makes a failure; what follows the last semicolon of the message becomes the hint.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        let message = message.into();
        match message.rsplit_once("; ") {
            Some((what, hint)) => Failure { code, hint: Some(hint.to_owned()), message: what.to_owned() },
            None => Failure { code, hint: None, message },
        }
    }

    /// Gives it a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The command line asks for something impossible.
    pub fn usage(message: impl Into<String>) -> Self {
        Failure::new(Code::Usage, message)
    }

    /// Something named is not there.
    pub fn not_found(message: impl Into<String>) -> Self {
        Failure::new(Code::NotFound, message)
    }

    /// A value cannot be used.
    pub fn invalid(message: impl Into<String>) -> Self {
        Failure::new(Code::Invalid, message)
    }

    /// Reading or writing `what` failed.
    pub fn io(doing: &str, what: &str, error: &std::io::Error) -> Self {
        let code = match error.kind() {
            std::io::ErrorKind::NotFound => Code::NotFound,
            _ => Code::Io,
        };
        let hint = remedy(error.kind()).map(str::to_owned);
        Failure { message: format!("cannot {doing} {what}: {error}"), hint, code }
    }

    /// The reader of standard output went away: nothing is printed.
    pub fn closed_pipe() -> Self {
        Failure { message: String::new(), hint: None, code: Code::ClosedPipe }
    }

    /// There is no database yet.
    pub fn no_incidents() -> Self {
        Failure::not_found("no incidents yet; start one with `coe new TITLE`")
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let code = match &error {
            StoreError::Nothing(_) => Code::No,
            StoreError::NotFound(_) => Code::NotFound,
            StoreError::Conflict(_) | StoreError::Duplicate(_) | StoreError::Locked => Code::Conflict,
            StoreError::ReadOnly => Code::Io,
            StoreError::Limit(_) => Code::Invalid,
            StoreError::Newer { .. }
            | StoreError::Foreign { .. }
            | StoreError::Damaged { .. }
            | StoreError::OldSqlite(_)
            | StoreError::Unreadable { .. }
            | StoreError::Io { .. }
            | StoreError::Sqlite(_) => Code::Io,
        };
        let hint = match &error {
            StoreError::Sqlite(error) => error.sqlite_error_code().and_then(|it| refusal(&format!("{it:?}"))),
            StoreError::Io { source, .. } => remedy(source.kind()),
            _ => None,
        };
        match hint {
            // What the system says may hold a semicolon.
            Some(hint) => Failure { code, message: error.to_string(), hint: Some(hint.to_owned()) },
            None => Failure::new(code, error.to_string()),
        }
    }
}

/// Returns what to do about a refusal of the database, by the name of its code: the type belongs to the store.
fn refusal(code: &str) -> Option<&'static str> {
    match code {
        "DiskFull" => Some("nothing was written: make room where the database lies, then do it again"),
        "DatabaseCorrupt" | "NotADatabase" => Some(
            "the file is damaged: keep a copy of it with its -wal, see `coe doctor`, and go on with a backup or another file by --db",
        ),
        "ReadOnly" | "PermissionDenied" | "CannotOpen" => Some(
            "nothing was written: you need to be allowed to write the database and its folder, or name another file with --db",
        ),
        "SystemIoFailure" => {
            Some("the disk or its file system fails: see `coe doctor`, or name a file elsewhere with --db")
        }
        "OutOfMemory" => Some("close other programs, then do it again"),
        _ => None,
    }
}

/// Returns what to do about an error of the system.
pub(super) fn remedy(kind: std::io::ErrorKind) -> Option<&'static str> {
    use std::io::ErrorKind;
    match kind {
        ErrorKind::PermissionDenied => Some("look at its owner and mode with `ls -l`, or name another place"),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Some("make room there, or name another place"),
        ErrorKind::ReadOnlyFilesystem => Some("the file system is mounted read-only; name another place"),
        ErrorKind::NotADirectory => Some("a part of the path is a file and no folder; name another place"),
        ErrorKind::IsADirectory => Some("it is a folder; name a file"),
        _ => None,
    }
}

impl From<PlanError> for Failure {
    fn from(error: PlanError) -> Self {
        let code = match error {
            PlanError::Empty => Code::Usage,
            PlanError::EndOfMinute(..) | PlanError::TooManyAtOnce => Code::Conflict,
        };
        Failure::new(code, error.to_string())
    }
}

impl From<BadHandle> for Failure {
    fn from(error: BadHandle) -> Self {
        Failure::new(Code::Usage, error.to_string())
    }
}

macro_rules! invalid {
    ($($error:ty),*) => {$(
        impl From<$error> for Failure {
            fn from(error: $error) -> Self {
                Failure::new(Code::Invalid, error.to_string())
            }
        }
    )*};
}

invalid!(TimeError, ZoneError, BadWord, BadNow, AmountError, BadDue, ImportError);
