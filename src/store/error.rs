//! What can go wrong between `coe` and its file, said for the person who must do something about it.

use std::path::PathBuf;

use crate::domain::change::Conflict;
use crate::domain::id::Handle;

/// Why the store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process changed the row first, or something stands in the way of the change.
    #[error("{0}")]
    Conflict(#[from] Conflict),
    /// An event with the same source and key is there already. Nothing was written.
    #[error("already logged as {0}")]
    Duplicate(Handle),
    /// There is no such thing.
    #[error("{0}")]
    NotFound(String),
    /// Nothing is left to undo or redo.
    #[error("nothing to {0} in this incident")]
    Nothing(&'static str),
    /// Another process kept the file locked for longer than the wait.
    #[error(
        "the database is locked by another process and stayed so for 10 s; try again, or see `coe doctor`"
    )]
    Locked,
    /// The file, or the folder it lies in, cannot be written to.
    #[error(
        "the database cannot be written to, only read; make it and its folder writable, or copy it elsewhere"
    )]
    ReadOnly,
    /// The file was written by a newer `coe`.
    #[error(
        "{path} has format {theirs}, and this coe reads up to {ours}; it was left untouched: use the newer coe"
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its format.
        theirs: i64,
        /// The newest format this program knows.
        ours: i64,
    },
    /// The file is a SQLite database of another program.
    #[error(
        "{path} belongs to another program (application id {theirs:#x}, format {version}; coe has {ours:#x}, format \
         {newest}); it was left untouched: name another file with --db"
    )]
    Foreign {
        /// The file.
        path: PathBuf,
        /// Its application id.
        theirs: i64,
        /// Its `user_version`.
        version: i64,
        /// Our application id.
        ours: i64,
        /// The newest format this program knows.
        newest: i64,
    },
    /// The file is no SQLite database, or a damaged one.
    #[error(
        "{path} is not a database that can be read ({why}); it was left untouched: see `coe doctor`, or name another file with --db"
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What SQLite said.
        why: String,
    },
    /// The SQLite linked in has known faults.
    #[error(
        "SQLite {0} has known faults that lose data; coe needs 3.53.2 or newer: build it with the bundled one"
    )]
    OldSqlite(String),
    /// A limit is reached. Nothing was written.
    #[error("{0}")]
    Limit(String),
    /// A row holds what no `coe` writes.
    #[error("{what} holds a value that cannot be read ({why}); see `coe doctor`")]
    Unreadable {
        /// The row.
        what: String,
        /// What is wrong.
        why: String,
    },
    /// A file or folder could not be made or read.
    #[error("cannot {doing} {path}: {source}")]
    Io {
        /// What was being done.
        doing: &'static str,
        /// To what.
        path: PathBuf,
        /// Why it failed.
        source: std::io::Error,
    },
    /// Anything else that SQLite refuses.
    #[error("the database refused: {0}")]
    Sqlite(rusqlite::Error),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => {
                StoreError::Locked
            }
            Some(rusqlite::ErrorCode::ReadOnly) => StoreError::ReadOnly,
            _ => StoreError::Sqlite(error),
        }
    }
}

/// The result of anything the store does.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;
