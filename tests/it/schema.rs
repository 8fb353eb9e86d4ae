//! The file: what is refused untouched, upgrades with a backup, permissions, and several processes at once.
//!
//! Some of it must happen in another process (a umask, a kill); [`child`] is this binary started again for one job.

use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use coe::domain::change::{Change, Edit};
use coe::domain::event::Event;
use coe::domain::id::{EventId, IdSource, IncidentId, StepId};
use coe::domain::incident::Header;
use coe::domain::time::{Timestamp, Zone};
use coe::store::{APPLICATION_ID, MIGRATIONS, Mode, Origin, Store, StoreError, Write, backup_path};
use rusqlite::Connection;

/// The format that this program writes.
const OURS: i64 = MIGRATIONS.len() as i64;

/// The format that a later program writes: ours and one step more.
fn later(step: &'static str) -> Vec<&'static str> {
    MIGRATIONS.iter().copied().chain([step]).collect()
}

const T0: i64 = 1_763_820_120_000;

fn write_step(ids: &mut IdSource, incident: IncidentId) -> Write {
    let at = Timestamp::from_millis(T0);
    Write { step: StepId(ids.next(at)), incident, at, origin: Origin::Cli, label: None, enters: None }
}

/// Makes a database with one incident in `folder`.
fn database(folder: &Path) -> (PathBuf, IncidentId) {
    let path = folder.join("coe.db");
    let mut store = Store::open(&path, Mode::Create).unwrap();
    let mut ids = IdSource::seeded(1);
    let now = Timestamp::from_millis(T0);
    let incident = IncidentId(ids.next(now));
    let header = Header::new(incident, "checkout fails", Zone::Utc, now);
    store.write(&write_step(&mut ids, incident), Change::header(Edit::add(header))).unwrap();
    log(&mut store, &mut ids, incident, "first");
    (path, incident)
}

fn log(store: &mut Store, ids: &mut IdSource, incident: IncidentId, text: &str) {
    let at = Timestamp::from_millis(T0);
    let event = Event::new(EventId(ids.next(at)), at, Zone::Utc, text);
    store.write(&write_step(ids, incident), [Change::event(incident, Edit::add(event))]).unwrap();
}

fn texts(store: &Store, incident: IncidentId) -> Vec<String> {
    store.incident(incident).unwrap().events.into_iter().map(|it| it.text).collect()
}

/// Checks that opening `path` fails, with these words, and changes no byte of the file.
fn refused(path: &Path, words: &[&str]) -> StoreError {
    let before = std::fs::read(path).ok();
    let error = Store::open(path, Mode::Create).expect_err("it was opened");
    let said = error.to_string();
    for word in words {
        assert!(said.contains(word), "`{word}` is missing in: {said}");
    }
    assert!(said.contains(&path.display().to_string()), "which file? {said}");
    assert_eq!(std::fs::read(path).ok(), before, "the file was changed");
    error
}

#[test]
fn a_newer_file_is_refused_with_both_formats_and_left_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let (path, _) = database(folder.path());
    let newer = later("CREATE TABLE later (x INTEGER) STRICT;");
    drop(Store::open_with(&path, Mode::Existing, &newer).unwrap());
    let log = folder.path().join("coe.db-wal");
    let before = std::fs::read(&log).unwrap();
    assert!(!before.is_empty(), "the upgrade is still in the write-ahead log");
    let error = refused(&path, &[&format!("format {}", OURS + 1), &format!("up to {OURS}"), "untouched"]);
    assert!(matches!(error, StoreError::Newer { theirs, ours, .. } if theirs == OURS + 1 && ours == OURS));
    assert_eq!(std::fs::read(&log).unwrap(), before, "the write-ahead log was changed");
    let store = Store::open_with(&path, Mode::Existing, &newer).unwrap();
    assert_eq!(store.health().unwrap().counts, [1, 1, 2]);
}

#[test]
fn databases_of_other_programs_are_refused_with_both_ids() {
    let folder = tempfile::tempdir().unwrap();
    let cases = [
        ("with-id.db", "PRAGMA application_id = 0x1234; PRAGMA user_version = 9; CREATE TABLE t (x);"),
        ("without-id.db", "PRAGMA user_version = 9; CREATE TABLE t (x);"),
        ("version-only.db", "PRAGMA user_version = 9;"),
        ("wal.db", "PRAGMA journal_mode = WAL; CREATE TABLE event (text); PRAGMA user_version = 9;"),
    ];
    for (name, sql) in cases {
        let path = folder.path().join(name);
        Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        let ours = format!("{APPLICATION_ID:#x}");
        let error =
            refused(&path, &["another program", "format 9", &format!("format {OURS}"), &ours, "--db"]);
        assert!(matches!(error, StoreError::Foreign { version: 9, .. }), "{name}: {error}");
    }
}

#[test]
fn what_is_no_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut random = fastrand::Rng::with_seed(5);
    let noise: Vec<u8> = std::iter::repeat_with(|| random.u8(..)).take(20_000).collect();
    let mut header = b"SQLite format 3\0".to_vec();
    header.extend(&noise);
    let cases: [(&str, &[u8]); 3] =
        [("noise", &noise), ("text", b"# Incident\n\nnot a database\n"), ("header", &header)];
    for (name, bytes) in cases {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let error = refused(&path, &["not a database", "untouched", "--db"]);
        assert!(matches!(error, StoreError::Damaged { .. }), "{name}: {error}");
    }
    let inner = folder.path().join("a folder");
    std::fs::create_dir(&inner).unwrap();
    refused(&inner, &[]);
    refused(&folder.path().join("text").join("below-a-file.db"), &[]);
    let locked = folder.path().join("unreadable.db");
    std::fs::write(&locked, b"").unwrap();
    std::fs::set_permissions(&locked, PermissionsExt::from_mode(0o000)).unwrap();
    // The superuser may read everything; there is nothing to refuse then.
    if std::fs::read(&locked).is_err() {
        refused(&locked, &[]);
    }
    let missing = folder.path().join("missing.db");
    assert!(matches!(Store::open(&missing, Mode::Existing), Err(StoreError::NotFound(_))));
    assert!(!missing.exists());
}

#[test]
fn an_empty_file_is_one_that_we_made_and_were_killed_over() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("coe.db");
    std::fs::write(&path, b"").unwrap();
    let health = Store::open(&path, Mode::Existing).unwrap().health().unwrap();
    assert_eq!((health.format, health.journal.as_str()), (OURS, "wal"));
}

#[test]
fn an_upgrade_keeps_a_backup_of_the_format_before() {
    let folder = tempfile::tempdir().unwrap();
    let (path, incident) = database(folder.path());
    let newer = later("ALTER TABLE event ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm';");
    let store = Store::open_with(&path, Mode::Existing, &newer).unwrap();
    assert_eq!(store.health().unwrap().format, OURS + 1);
    assert_eq!(texts(&store, incident), ["first"]);
    let backup = backup_path(&path, OURS);
    let old = Store::open(&backup, Mode::Existing).unwrap();
    assert_eq!(texts(&old, incident), ["first"]);
    assert_eq!(old.health().unwrap().integrity, ["ok"]);
}

#[test]
fn a_migration_that_fails_leaves_the_old_format() {
    let folder = tempfile::tempdir().unwrap();
    let (path, incident) = database(folder.path());
    let broken = later("CREATE TABLE half (x); CREATE TABLE half (x);");
    assert!(Store::open_with(&path, Mode::Existing, &broken).is_err());
    let store = Store::open(&path, Mode::Existing).unwrap();
    assert_eq!(texts(&store, incident), ["first"]);
    let half: i64 = Connection::open(&path)
        .unwrap()
        .query_row("SELECT count(*) FROM sqlite_schema WHERE name = 'half'", [], |row| row.get(0))
        .unwrap();
    assert_eq!(half, 0);
}

/// A migration that takes long enough to be killed in: it fills a table before and after changing an old one.
const SLOW: &str = "CREATE TABLE later (x INTEGER PRIMARY KEY, y TEXT) STRICT;
  INSERT INTO later WITH RECURSIVE c (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM c LIMIT 300000) SELECT n, hex(n) FROM c;
  ALTER TABLE event ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm';
  INSERT INTO later WITH RECURSIVE c (n) AS (VALUES (300001) UNION ALL SELECT n + 1 FROM c LIMIT 300000) SELECT n, hex(n) FROM c;";

#[test]
fn a_killed_migration_leaves_the_old_format_or_the_new_one() {
    let mut random = fastrand::Rng::with_seed(9);
    let mut formats = BTreeSet::new();
    for round in 0..6 {
        let folder = tempfile::tempdir().unwrap();
        let (path, incident) = database(folder.path());
        let mut process = spawn("migrate", &path);
        let backup = backup_path(&path, OURS);
        wait_until("the backup before the upgrade", || backup.exists());
        if round > 0 {
            std::thread::sleep(Duration::from_millis(random.u64(0..250)));
            process.kill().unwrap();
        }
        let ended = process.wait().unwrap();
        assert!(ended.success() || ended.signal() == Some(9), "{ended}");
        let conn = Connection::open(&path).unwrap();
        let format: i64 = conn.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
        let tables = "SELECT count(*) FROM sqlite_schema WHERE name = 'later'";
        let made: i64 = conn.query_row(tables, [], |row| row.get(0)).unwrap();
        assert_eq!(made, format - OURS, "half a migration");
        drop(conn);
        let migrations = later(SLOW);
        let count = usize::try_from(format).unwrap();
        let store = Store::open_with(&path, Mode::Existing, &migrations[..count]).unwrap();
        assert_eq!(texts(&store, incident), ["first"]);
        assert_eq!(store.health().unwrap().integrity, ["ok"]);
        assert_eq!(texts(&Store::open(&backup, Mode::Existing).unwrap(), incident), ["first"]);
        formats.insert(format);
    }
    assert!(formats.contains(&(OURS + 1)), "the first one was left to finish");
}

#[test]
fn everything_made_is_for_its_owner_alone_whatever_the_umask() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a/b/coe.db");
    assert!(spawn("open-umask", &path).wait().unwrap().success());
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    for made in ["a", "a/b"] {
        assert_eq!(mode(&folder.path().join(made)), 0o700, "{made}");
    }
    let mut seen = 0;
    for entry in std::fs::read_dir(folder.path().join("a/b")).unwrap() {
        let made = entry.unwrap().path();
        assert_eq!(mode(&made), 0o600, "{}", made.display());
        seen += 1;
    }
    assert!(seen >= 4, "database, its write-ahead log and index, a backup: {seen}");
}

#[test]
fn a_commit_of_another_process_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let (path, incident) = database(folder.path());
    let mine = Store::open(&path, Mode::Existing).unwrap();
    let (data, mark) = (mine.data_version().unwrap(), mine.mark().unwrap());
    assert_eq!(mine.data_version().unwrap(), data, "looking is no change");
    assert!(spawn("write-3", &path).wait().unwrap().success());
    assert_ne!(mine.data_version().unwrap(), data);
    assert_eq!(mine.mark().unwrap().step, mark.step + 3);
    assert_eq!(texts(&mine, incident).len(), 4);
}

#[test]
fn a_writer_waits_for_another_and_gets_through() {
    let folder = tempfile::tempdir().unwrap();
    let (path, incident) = database(folder.path());
    let holder = Connection::open(&path).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    let mut process = spawn("write-1", &path);
    // It has opened the database when it announces itself, and cannot have written.
    wait_until("the writer", || started(&path, 1));
    assert!(process.try_wait().unwrap().is_none());
    holder.execute_batch("COMMIT").unwrap();
    assert!(process.wait().unwrap().success());
    assert_eq!(texts(&Store::open(&path, Mode::Existing).unwrap(), incident).len(), 2);
}

#[test]
fn a_writer_that_waits_in_vain_says_so_and_harms_nothing() {
    if std::env::var_os("SLOW_TESTS").is_none() {
        return; // It waits for the ten seconds that the store promises.
    }
    let folder = tempfile::tempdir().unwrap();
    let (path, incident) = database(folder.path());
    let holder = Connection::open(&path).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    let mut store = Store::open(&path, Mode::Existing).unwrap();
    let mut ids = IdSource::seeded(2);
    let event =
        Event::new(EventId(ids.next(Timestamp::from_millis(T0))), Timestamp::from_millis(T0), Zone::Utc, "x");
    let write = write_step(&mut ids, incident);
    let change = Change::event(incident, Edit::add(event));
    assert!(matches!(store.write(&write, [change.clone()]), Err(StoreError::Locked)));
    holder.execute_batch("ROLLBACK").unwrap();
    store.write(&write, [change]).unwrap();
    assert_eq!(texts(&store, incident).len(), 2);
    assert_eq!(store.health().unwrap().integrity, ["ok"]);
}

#[test]
fn sixteen_processes_write_at_once_and_every_row_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let (path, incident) = database(folder.path());
    let lock = Connection::open(&path).unwrap();
    lock.execute_batch("BEGIN IMMEDIATE").unwrap();
    let mut processes: Vec<Child> = (0..16).map(|_| spawn("write-10", &path)).collect();
    wait_until("all sixteen", || started(&path, 16));
    lock.execute_batch("ROLLBACK").unwrap();
    for process in &mut processes {
        assert!(process.wait().unwrap().success());
    }
    let store = Store::open(&path, Mode::Existing).unwrap();
    let events = store.incident(incident).unwrap().events;
    let texts: BTreeSet<&str> = events.iter().map(|it| it.text.as_str()).collect();
    let numbers: BTreeSet<u32> = events.iter().map(|it| it.num).collect();
    assert_eq!((events.len(), texts.len()), (161, 161));
    assert_eq!(numbers, (1..=161).collect());
    assert_eq!(store.health().unwrap().integrity, ["ok"]);
}

#[test]
fn the_write_ahead_log_stays_short_when_every_process_writes_once() {
    let folder = tempfile::tempdir().unwrap();
    let (path, incident) = database(folder.path());
    let log_length = || std::fs::metadata(folder.path().join("coe.db-wal")).map_or(0, |it| it.len());
    let mut longest = 0;
    for round in 0..40 {
        let mut store = Store::open(&path, Mode::Existing).unwrap();
        log(&mut store, &mut IdSource::seeded(100 + round), incident, "one of many");
        drop(store);
        longest = longest.max(log_length());
    }
    assert!(longest > 0, "closing pays for a checkpoint each time");
    assert!(longest < 120 * 4_120, "the log grew to {longest} bytes");
    assert_eq!(texts(&Store::open(&path, Mode::Existing).unwrap(), incident).len(), 41);
}

#[test]
fn several_processes_make_the_same_new_database_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new/coe.db");
    let mut processes: Vec<Child> = (0..8).map(|_| spawn("open", &path)).collect();
    for process in &mut processes {
        assert!(process.wait().unwrap().success());
    }
    let health = Store::open(&path, Mode::Existing).unwrap().health().unwrap();
    assert_eq!((health.format, health.integrity), (OURS, vec!["ok".to_owned()]));
}

fn wait_until(what: &str, condition: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while !condition() {
        assert!(Instant::now() < deadline, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// Starts this binary again for one job of [`child`].
fn spawn(job: &str, path: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "schema::child"])
        .env("COE_TEST_JOB", job)
        .env("COE_TEST_PATH", path)
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

/// Tells whether so many writers have opened the database.
fn started(path: &Path, n: usize) -> bool {
    let names = std::fs::read_dir(path.parent().unwrap()).unwrap();
    names.filter(|it| it.as_ref().unwrap().file_name().to_string_lossy().starts_with("started-")).count() >= n
}

/// Does a job when another test started this binary for it; else there is nothing to do.
#[test]
fn child() {
    let Some(job) = std::env::var_os("COE_TEST_JOB") else { return };
    let path = PathBuf::from(std::env::var_os("COE_TEST_PATH").unwrap());
    let job = job.to_string_lossy();
    match job.split_once('-').unwrap_or((&job, "")) {
        ("migrate", _) => drop(Store::open_with(&path, Mode::Existing, &later(SLOW)).unwrap()),
        ("open", "umask") => {
            #[expect(unsafe_code, reason = "there is no safe way to set the umask")]
            // SAFETY: `umask` only swaps a number of this process.
            let _ = unsafe { libc::umask(0) };
            let store = Store::open(&path, Mode::Create).unwrap();
            store.back_up(&path.with_extension("bak")).unwrap();
            // The log and its index must still be there when the parent looks.
            std::mem::forget(store);
        }
        ("open", _) => drop(Store::open(&path, Mode::Create).unwrap()),
        ("write", n) => {
            let mut store = Store::open(&path, Mode::Existing).unwrap();
            let incident = store.incidents(1).unwrap()[0].id;
            let me = std::process::id();
            let mut ids = IdSource::seeded(u64::from(me));
            std::fs::write(path.with_file_name(format!("started-{me}")), b"").unwrap();
            for round in 0..n.parse().unwrap() {
                let round: u32 = round;
                log(&mut store, &mut ids, incident, &format!("token {me} {round}"));
            }
        }
        (other, _) => panic!("no job {other}"),
    }
}

#[test]
fn an_empty_file_is_adopted_and_made_private() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("coe.db");
    std::fs::write(&path, "").unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o666)).unwrap();
    let _store = Store::open(&path, Mode::Existing).unwrap();
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let entry = entry.unwrap();
        assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", entry.path());
    }
}

#[test]
fn a_rollback_journal_of_another_program_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (path, _) = database(folder.path());
    let journal = folder.path().join("coe.db-journal");
    std::fs::write(&journal, "not ours").unwrap();
    let error = Store::open(&path, Mode::Existing).unwrap_err().to_string();
    assert!(error.contains("rollback journal"), "{error}");
    assert_eq!(std::fs::read(&journal).unwrap(), b"not ours");
}
