//! The same timeline of N events for every benchmark, made once by the store itself and kept in the target folder.

use std::path::{Path, PathBuf};

use coe::domain::change::{Change, Edit};
use coe::domain::event::{Event, Kind};
use coe::domain::id::{EventId, IdSource, IncidentId, StepId};
use coe::domain::incident::Header;
use coe::domain::time::{Timestamp, Zone};
use coe::store::{Mode, Origin, Store, Write};

/// When the first event is, in milliseconds since 1970.
pub const T0: i64 = 1_772_352_000_000;

const PARTS: [&str; 8] =
    ["api-gateway", "checkout", "payments", "search", "ledger", "auth", "cache-eu", "queue-3"];
const SAYS: [&str; 5] = [
    "error rate over 4 % on",
    "p99 latency rose to 900 ms on",
    "rolled back",
    "failover began on",
    "connections exhausted on",
];

/// Returns the numbers of events to measure at: `COE_BENCH_SIZES`, or 100 to a million.
pub fn sizes() -> Vec<u64> {
    match std::env::var("COE_BENCH_SIZES") {
        Ok(list) => list.split(',').filter_map(|it| it.trim().parse().ok()).collect(),
        Err(_) => vec![100, 10_000, 100_000, 1_000_000],
    }
}

/// Returns the text of event `number` of `n`, from 1.
fn text(number: u64, n: u64, random: &mut fastrand::Rng) -> String {
    let mark = match number {
        1 => "first-event ",
        it if it == n => "last-event ",
        it if it == n * 3 / 4 => "needle-in-timeline ",
        _ => "",
    };
    let says = SAYS[random.usize(..SAYS.len())];
    format!("{mark}{says} {} ({})", PARTS[random.usize(..PARTS.len())], random.u32(1..1_000))
}

/// Returns the events of the timeline, in order.
pub fn events(n: u64) -> impl Iterator<Item = Event> {
    let mut random = fastrand::Rng::with_seed(1);
    let mut ids = IdSource::seeded(1);
    let mut at = T0;
    (1..=n).map(move |number| {
        at += random.i64(1_000..45_000);
        let when = Timestamp::from_millis(at);
        let mut event = Event::new(EventId(ids.next(when)), when, Zone::Utc, text(number, n, &mut random));
        event.kind = Kind::ALL[random.usize(..Kind::ALL.len())];
        event
    })
}

/// Returns a step at the beginning of the timeline.
pub fn step(ids: &mut IdSource, incident: IncidentId) -> Write {
    let at = Timestamp::from_millis(T0);
    Write { step: StepId(ids.next(at)), incident, at, origin: Origin::Import, label: None, enters: None }
}

/// Returns the database with `n` events; makes it when it is not there yet.
pub fn database(n: u64) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-data");
    std::fs::create_dir_all(&folder).expect("a folder for the data");
    let path = folder.join(format!("timeline-{n}.db"));
    if path.exists() {
        return path;
    }
    eprintln!("making a timeline of {n} events, once");
    let unfinished = folder.join(format!("unfinished-{n}-{}.db", std::process::id()));
    let mut store = Store::open(&unfinished, Mode::Create).expect("a new database");
    let mut ids = IdSource::seeded(2);
    let now = Timestamp::from_millis(T0);
    let incident = IncidentId(ids.next(now));
    let header = Header::new(incident, "checkout errors", Zone::Utc, now);
    store.write(&step(&mut ids, incident), Change::header(Edit::add(header))).expect("an incident");
    let mut events = events(n).map(|it| Change::event(incident, Edit::add(it))).peekable();
    while events.peek().is_some() {
        // Steps of this size keep the write-ahead log small.
        let batch: Vec<Change> = events.by_ref().take(10_000).collect();
        store.write(&step(&mut ids, incident), batch).expect("events");
    }
    // A copy without a write-ahead log, in one piece.
    store.back_up(&path).expect("the database");
    drop(store);
    for ending in ["", "-wal", "-shm"] {
        let mut name = unfinished.clone().into_os_string();
        name.push(ending);
        let _ = std::fs::remove_file(name);
    }
    path
}

/// Returns a copy of the database with `n` events in a folder of its own, to be written to.
pub fn copy(n: u64) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let path = folder.path().join("coe.db");
    std::fs::copy(database(n), &path).expect("a copy");
    (folder, path)
}
