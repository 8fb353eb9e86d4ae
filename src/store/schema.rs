//! Opens the file: permissions, pragmas, format check, migrations with a backup before an upgrade.
//!
//! The file is made by us before SQLite opens it, so that its mode is 0600 whatever the umask; afterwards no code here
//! or elsewhere opens it by hand, because closing such a handle would drop SQLite's locks.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::error::{Result, StoreError};

/// `coe1` in ASCII: marks the file as ours.
pub const APPLICATION_ID: i64 = 0x636f_6531;

/// The oldest SQLite without faults that matter to us (WAL reset, FTS5 overflow), as 3.53.2.
const OLDEST_SQLITE: i32 = 3_053_002;

/// Every step of the schema; `user_version` says how many a file has had. Only ever added to.
pub const MIGRATIONS: &[&str] = &[include_str!("sql/0001.sql"), include_str!("sql/0002.sql")];

/// Frames in the write-ahead log before a commit copies them into the file, while several processes share it. One that
/// leaves last does it sooner (see `Store`'s `drop`), since the next one would have to read the whole log.
const CHECKPOINT_FRAMES: u32 = 256;

/// How long opening waits for another process, as the busy handler does.
const PATIENCE: Duration = Duration::from_secs(10);

/// How a store is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Makes the file when it is missing.
    Create,
    /// Fails when the file is missing.
    Existing,
}

/// Opens `path` and brings it to the newest format.
pub(super) fn open(path: &Path, mode: Mode, migrations: &[&str]) -> Result<Connection> {
    check_sqlite()?;
    match std::fs::metadata(path) {
        // An empty file becomes ours, and private with it.
        Ok(facts) if facts.is_file() && facts.len() == 0 => {
            restrict(path, 0o600).map_err(|source| StoreError::Io {
                doing: "protect",
                path: path.to_owned(),
                source,
            })?;
        }
        Ok(_) => wait_for_journal(path)?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => match mode {
            Mode::Create => create_file(path)?,
            Mode::Existing => {
                return Err(StoreError::NotFound(format!("there is no database at {}", path.display())));
            }
        },
        Err(source) => return Err(StoreError::Io { doing: "read", path: path.to_owned(), source }),
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let began = Instant::now();
    loop {
        let opened = Connection::open_with_flags(path, flags)
            .map_err(|error| damaged(path, error))
            .and_then(|conn| settle(conn, path, migrations));
        match opened {
            Err(StoreError::ReadOnly) => return open_immutable(path, migrations),
            // While another process makes the file, SQLite refuses some things at once instead of waiting.
            Err(StoreError::Locked) if began.elapsed() < PATIENCE => {
                wait_with_jitter(0);
            }
            opened => return opened,
        }
    }
}

/// Checks the format of an open file and brings it to the newest.
fn settle(mut conn: Connection, path: &Path, migrations: &[&str]) -> Result<Connection> {
    prepare(&mut conn)?;
    match check_format(&conn, path, migrations.len())? {
        Format::Current => {}
        Format::Behind(version) => migrate(&mut conn, Some((path, version)), migrations)?,
    }
    Ok(conn)
}

/// Opens a file that cannot be written to, in a folder that cannot either, for reading: a copy on a read-only disk, say.
/// Only when no write-ahead log holds more than the file.
fn open_immutable(path: &Path, migrations: &[&str]) -> Result<Connection> {
    let log = with_ending(path, "-wal");
    if std::fs::metadata(log).is_ok_and(|it| it.len() > 0) {
        return Err(StoreError::Locked);
    }
    let mut uri = String::from("file:");
    for byte in std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).to_string_lossy().bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri.push_str("?immutable=1");
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let mut conn = Connection::open_with_flags(uri, flags)?;
    prepare(&mut conn)?;
    match check_format(&conn, path, migrations.len())? {
        Format::Current => Ok(conn),
        Format::Behind(_) => Err(StoreError::Locked),
    }
}

/// Refuses a file with a rollback journal beside it: opening it would write the journal back, and none of our files
/// has one for longer than it takes to make it.
fn wait_for_journal(path: &Path) -> Result<()> {
    let journal = with_ending(path, "-journal");
    for _ in 0..100 {
        if !journal.exists() {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let why = "there is a rollback journal beside it, which no coe database has".to_owned();
    Err(StoreError::Damaged { path: path.to_owned(), why })
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(ending);
    path.with_file_name(name)
}

/// Opens a store that lives in memory and dies with its handle.
pub(super) fn open_memory() -> Result<Connection> {
    check_sqlite()?;
    let mut conn = Connection::open_in_memory()?;
    prepare(&mut conn)?;
    migrate(&mut conn, None, MIGRATIONS)?;
    Ok(conn)
}

fn check_sqlite() -> Result<()> {
    if rusqlite::version_number() < OLDEST_SQLITE {
        return Err(StoreError::OldSqlite(rusqlite::version().to_owned()));
    }
    Ok(())
}

/// Settings of the connection; none of them writes to the file.
fn prepare(conn: &mut Connection) -> Result<()> {
    conn.busy_handler(Some(wait_with_jitter))?;
    // Closing must not pay for a checkpoint: `coe log` would wait for two more syncs.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    conn.execute_batch(&format!(
        "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;
         PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY;
         PRAGMA wal_autocheckpoint = {CHECKPOINT_FRAMES};"
    ))
    .or_else(|error| match error.sqlite_error_code() {
        // The first pragma to look at the file finds out that it is none of ours; `check_format` says so.
        Some(rusqlite::ErrorCode::NotADatabase) => Ok(()),
        _ => Err(error),
    })?;
    conn.set_prepared_statement_cache_capacity(64);
    Ok(())
}

/// Waits 0.5 to 4.5 ms and tells SQLite to try again, for about 10 s in all.
///
/// With SQLite's own fixed waits 50 writers starve each other for seconds; with jitter the worst wait stays under one.
fn wait_with_jitter(tries: i32) -> bool {
    std::thread::sleep(Duration::from_micros(fastrand::u64(500..4_500)));
    tries < 4_000
}

enum Format {
    Current,
    Behind(i64),
}

fn check_format(conn: &Connection, path: &Path, newest: usize) -> Result<Format> {
    let read = |pragma: &str| conn.query_row(pragma, [], |row| row.get::<_, i64>(0));
    let newest = i64::try_from(newest).unwrap_or(i64::MAX);
    let (theirs, version, objects) = (|| {
        // One snapshot: another process may be making the tables just now, and half of what it did looks like a foreign file.
        let _snapshot = conn.unchecked_transaction()?;
        Ok((
            read("PRAGMA application_id")?,
            read("PRAGMA user_version")?,
            read("SELECT count(*) FROM sqlite_schema")?,
        ))
    })()
    .map_err(|error: rusqlite::Error| damaged(path, error))?;
    if theirs == APPLICATION_ID && version > newest {
        return Err(StoreError::Newer { path: path.to_owned(), theirs: version, ours: newest });
    }
    // An empty database is one that we made and were killed before the first migration.
    let empty = theirs == 0 && version == 0 && objects == 0;
    if theirs != APPLICATION_ID && !empty {
        return Err(StoreError::Foreign {
            path: path.to_owned(),
            theirs,
            version,
            ours: APPLICATION_ID,
            newest,
        });
    }
    Ok(if version == newest { Format::Current } else { Format::Behind(version) })
}

fn damaged(path: &Path, error: rusqlite::Error) -> StoreError {
    match StoreError::from(error) {
        StoreError::Sqlite(error) => StoreError::Damaged { path: path.to_owned(), why: error.to_string() },
        // A lock, or a file that cannot be written to, is no sign of damage.
        other => other,
    }
}

/// Runs the migrations that the file has not had, all in one transaction, after a backup when it holds data.
fn migrate(conn: &mut Connection, file: Option<(&Path, i64)>, migrations: &[&str]) -> Result<()> {
    if let Some((path, version)) = file {
        conn.pragma_update(None, "journal_mode", "WAL")?;
        if version > 0 {
            back_up(conn, &backup_path(path, version))?;
        }
    }
    let tx = conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    // Another process may have done it while we waited for the lock.
    let version: i64 = tx.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let done = usize::try_from(version).unwrap_or(usize::MAX);
    for sql in migrations.iter().skip(done) {
        tx.execute_batch(sql)?;
    }
    tx.pragma_update(None, "application_id", APPLICATION_ID)?;
    tx.pragma_update(None, "user_version", i64::try_from(migrations.len()).unwrap_or(i64::MAX))?;
    tx.commit()?;
    Ok(())
}

/// Returns where the backup of format `version` lies: beside the file, `coe.db.v1.bak`.
pub fn backup_path(path: &Path, version: i64) -> PathBuf {
    with_ending(path, &format!(".v{version}.bak"))
}

/// Copies the database as of now into a new file of mode 0600. An earlier file of that name is replaced at the end, by
/// a rename, so that there is never half a backup.
pub(super) fn back_up(conn: &Connection, to: &Path) -> Result<()> {
    let io = |doing: &'static str| {
        let path = to.to_owned();
        move |source: std::io::Error| StoreError::Io { doing, path, source }
    };
    let folder = match to.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let temporary = tempfile::Builder::new()
        .prefix(".coe-backup-")
        .tempfile_in(folder)
        .map_err(io("write the backup"))?
        .into_temp_path();
    conn.execute("VACUUM INTO ?1", [temporary.to_string_lossy()])?;
    let file = std::fs::File::open(&temporary).map_err(io("read the backup"))?;
    file.sync_all().map_err(io("sync the backup"))?;
    temporary.persist(to).map_err(|error| io("keep the backup")(error.error))?;
    sync_folder(folder);
    Ok(())
}

/// Makes the folders (0700) and the file (0600) whatever the umask.
fn create_file(path: &Path) -> Result<()> {
    let io = |doing: &'static str, path: &Path| {
        let path = path.to_owned();
        move |source: std::io::Error| StoreError::Io { doing, path, source }
    };
    if let Some(folder) = path.parent().filter(|it| !it.as_os_str().is_empty()) {
        create_folder(folder).map_err(io("make the folder", folder))?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(file) => {
            restrict(path, 0o600).map_err(io("protect", path))?;
            file.sync_all().map_err(io("sync", path))?;
        }
        // Another process was faster; it protects the file.
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(io("make the database", path)(error)),
    }
    if let Some(folder) = path.parent().filter(|it| !it.as_os_str().is_empty()) {
        sync_folder(folder);
    }
    Ok(())
}

/// Makes a folder and its missing parents, each new one 0700.
///
/// # Errors
/// Whatever the operating system says.
pub fn create_folder(folder: &Path) -> std::io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    if let Some(parent) = folder.parent().filter(|it| !it.as_os_str().is_empty()) {
        create_folder(parent)?;
    }
    match std::fs::create_dir(folder) {
        Ok(()) => restrict(folder, 0o700),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}

fn restrict(path: &Path, mode: u32) -> std::io::Result<()> {
    #[cfg(unix)]
    std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode))?;
    #[cfg(not(unix))]
    let _ = (path, mode);
    Ok(())
}

/// Makes the names in a folder durable. Some file systems refuse; then there is nothing more to be done.
pub fn sync_folder(folder: &Path) {
    if let Ok(folder) = std::fs::File::open(folder) {
        let _ = folder.sync_all();
    }
}
