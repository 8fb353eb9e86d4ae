//! The store: one SQLite file that any number of `coe` processes use at once. Nothing outside this module knows SQL.
//!
//! Every write is one transaction that checks, writes the flat tables and appends to the op log (`write`); reads never
//! wait for it, since the file is in WAL mode. Times come from the caller; nothing here reads a clock.

use std::path::{Path, PathBuf};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OptionalExtension, params};

use crate::domain::id::IncidentId;

mod draft;
mod error;
mod read;
mod rows;
mod schema;
mod window;
mod write;

pub use draft::Draft;
pub use error::{Result, StoreError};
pub use read::{HistoryRow, Hit, Summary};
pub use schema::{APPLICATION_ID, MIGRATIONS, Mode, backup_path, create_folder, sync_folder};
pub use window::Direction;
pub use write::{Origin, Write, Written};

/// An open database.
#[derive(Debug)]
pub struct Store {
    conn: Connection,
    path: Option<PathBuf>,
}

/// Frames of the write-ahead log from which on the last process to leave writes them into the file.
///
/// The next process to open the file alone reads the whole log, and a log that it has read is never begun anew: without
/// this, a file written by `coe log` alone would grow a log without end. One event takes about fifteen frames.
const LONG_LOG: i64 = 64;

impl Drop for Store {
    fn drop(&mut self) {
        let frames = self.conn.query_row("PRAGMA wal_checkpoint(NOOP)", [], |row| row.get::<_, i64>(1));
        if frames.is_ok_and(|it| it >= LONG_LOG) {
            // SQLite does it only when nobody else has the file open. A failure costs nothing: the log stays.
            let _ = self.conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false);
        }
    }
}

/// What tells whether anything was written since the last look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Mark {
    /// SQLite's counter of commits by other connections.
    pub data: i64,
    /// The newest step of the op log.
    pub step: i64,
}

/// What `coe doctor` finds out about a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// Version of SQLite.
    pub sqlite: String,
    /// Format of the file.
    pub format: i64,
    /// How it is journalled; `wal` on a local disk.
    pub journal: String,
    /// What SQLite's own check says; `ok`, or the faults found.
    pub integrity: Vec<String>,
    /// How many incidents, events and steps it holds.
    pub counts: [u64; 3],
    /// How many drafts it holds.
    pub drafts: u64,
}

impl Store {
    /// Opens the database at `path`, making or upgrading it as needed.
    ///
    /// # Errors
    /// [`StoreError::Newer`], [`StoreError::Foreign`] and [`StoreError::Damaged`] leave the file untouched.
    pub fn open(path: &Path, mode: Mode) -> Result<Store> {
        Store::open_with(path, mode, MIGRATIONS)
    }

    /// Opens with other migrations than the released ones: for tests of the upgrade itself.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_with(path: &Path, mode: Mode, migrations: &[&str]) -> Result<Store> {
        Ok(Store { conn: schema::open(path, mode, migrations)?, path: Some(path.to_owned()) })
    }

    /// Opens a database that lives in memory: for tests and the sample.
    ///
    /// # Errors
    /// [`StoreError::OldSqlite`].
    pub fn memory() -> Result<Store> {
        Ok(Store { conn: schema::open_memory()?, path: None })
    }

    /// Returns where the file lies; nothing for a database in memory.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Tells whether anything was written since an earlier look. Costs microseconds.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn mark(&self) -> Result<Mark> {
        let data = self.conn.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))?;
        let step = self
            .conn
            .prepare_cached("SELECT coalesce(max(seq), 0) FROM step")?
            .query_row([], |row| row.get(0))?;
        Ok(Mark { data, step })
    }

    /// Returns the counter that other connections' commits advance. The cheapest look.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn data_version(&self) -> Result<i64> {
        Ok(self.conn.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))?)
    }

    /// Returns the incident last used, if it is still there.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn current(&self) -> Result<Option<IncidentId>> {
        let id: Option<String> = self
            .conn
            .prepare_cached("SELECT value FROM setting WHERE name = 'current'")?
            .query_row([], |row| row.get(0))
            .optional()?;
        Ok(id.and_then(|it| uuid::Uuid::parse_str(&it).ok()).map(IncidentId))
    }

    /// Makes an incident the one last used.
    ///
    /// # Errors
    /// [`StoreError::Locked`] and other failures of the database.
    pub fn set_current(&mut self, id: IncidentId) -> Result<()> {
        if self.current()? == Some(id) {
            return Ok(());
        }
        self.conn.execute(
            "INSERT INTO setting (name, value) VALUES ('current', ?1) ON CONFLICT (name) DO UPDATE SET value = ?1",
            params![id.0.to_string()],
        )?;
        Ok(())
    }

    /// Copies the database as of now into `to`, a new file of mode 0600.
    ///
    /// # Errors
    /// [`StoreError::Io`] when the copy cannot be written.
    pub fn back_up(&self, to: &Path) -> Result<()> {
        schema::back_up(&self.conn, to)
    }

    /// Examines the database. Reads all of it.
    ///
    /// # Errors
    /// [`StoreError`] when not even the check can run.
    pub fn health(&self) -> Result<Health> {
        let text = |sql: &str| self.conn.query_row(sql, [], |row| row.get::<_, String>(0));
        let count =
            |sql: &str| self.conn.query_row(sql, [], |row| row.get::<_, i64>(0)).map(i64::unsigned_abs);
        let mut statement = self.conn.prepare("PRAGMA integrity_check(20)")?;
        let mut integrity: Vec<String> =
            statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        for table in ["event_words", "section_words"] {
            let sql = format!("INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)");
            if let Err(error) = self.conn.execute(&sql, []) {
                integrity.push(format!("{table}: {error}"));
            }
        }
        let mut statement = self.conn.prepare("PRAGMA foreign_key_check")?;
        let broken = statement.query_map([], |row| row.get::<_, String>(0))?.count();
        if broken > 0 {
            integrity.push(format!("{broken} rows hang on rows that are gone"));
        }
        Ok(Health {
            sqlite: text("SELECT sqlite_version()")?,
            format: self.conn.query_row("PRAGMA user_version", [], |row| row.get(0))?,
            journal: text("PRAGMA journal_mode")?,
            integrity,
            counts: [
                count("SELECT count(*) FROM incident")?,
                count("SELECT coalesce(sum(n), 0) FROM event_tally")?,
                count("SELECT count(*) FROM step")?,
            ],
            drafts: count("SELECT count(*) FROM draft")?,
        })
    }
}
