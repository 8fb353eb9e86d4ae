//! What the store does under a key, at 100 to 1,000,000 events: nothing of it may grow with their number.
//!
//! `cargo bench --bench timeline`; `COE_BENCH_SIZES=100,10000` measures at these numbers of events.

#![allow(
    dead_code,
    clippy::print_stderr,
    reason = "the data module serves every benchmark, and says when it takes long"
)]

mod data;

use coe::domain::change::{Change, Edit};
use coe::domain::event::{Event, Place};
use coe::domain::id::{EventId, IdSource, IncidentId};
use coe::domain::time::{Timestamp, Zone};
use coe::domain::timeline::Anchor;
use coe::store::{Direction, Mode, Store};
use divan::Bencher;

fn main() {
    for n in data::sizes() {
        data::database(n);
    }
    divan::main();
}

/// Rows on either side of the anchor, as the terminal interface asks for them.
const REACH: usize = 100;

fn open(n: u64) -> (Store, IncidentId) {
    let store = Store::open(&data::database(n), Mode::Existing).expect("the data");
    let incident = store.incidents(1).expect("the data")[0].id;
    (store, incident)
}

fn middle(store: &Store, incident: IncidentId, n: u64) -> Place {
    store.place_of_number(incident, u32::try_from(n / 2).expect("a number")).expect("an event")
}

#[divan::bench(args = data::sizes())]
fn open_and_read_the_first_screen(bencher: Bencher, n: u64) {
    let path = data::database(n);
    bencher.bench_local(|| {
        let store = Store::open(&path, Mode::Existing).expect("the data");
        let incident = store.incidents(50).expect("the data")[0].id;
        let parts = store.parts(incident).expect("the data");
        (store.window(incident, Anchor::End, REACH, REACH).expect("the data"), parts)
    });
}

#[divan::bench(args = data::sizes())]
fn window_at_the_start(bencher: Bencher, n: u64) {
    let (store, incident) = open(n);
    bencher.bench_local(|| store.window(incident, Anchor::Start, REACH, REACH));
}

#[divan::bench(args = data::sizes())]
fn window_in_the_middle(bencher: Bencher, n: u64) {
    let (store, incident) = open(n);
    let place = middle(&store, incident, n);
    bencher.bench_local(|| store.window(incident, Anchor::Place(place), REACH, REACH));
}

#[divan::bench(args = data::sizes())]
fn window_at_the_end(bencher: Bencher, n: u64) {
    let (store, incident) = open(n);
    bencher.bench_local(|| store.window(incident, Anchor::End, REACH, REACH));
}

#[divan::bench(args = data::sizes())]
fn look_for_commits_of_others(bencher: Bencher, n: u64) {
    let (store, _) = open(n);
    bencher.bench_local(|| store.data_version());
}

#[divan::bench(args = data::sizes())]
fn find_a_rare_word(bencher: Bencher, n: u64) {
    let (store, incident) = open(n);
    let from = Place { pos: 0, num: 0 };
    bencher.bench_local(|| store.find(incident, "needle", from, Direction::Forward));
}

#[divan::bench(args = data::sizes())]
fn find_a_common_word(bencher: Bencher, n: u64) {
    let (store, incident) = open(n);
    let place = middle(&store, incident, n);
    bencher.bench_local(|| store.find(incident, "checkout", place, Direction::Forward));
}

fn event(ids: &mut IdSource, incident: IncidentId, n: u64) -> Change {
    let at = Timestamp::from_millis(data::T0 + i64::try_from(n).expect("a number") * 10_000);
    Change::event(
        incident,
        Edit::add(Event::new(EventId(ids.next(at)), at, Zone::Utc, "error rate over threshold")),
    )
}

#[divan::bench(args = data::sizes())]
fn write_one_event(bencher: Bencher, n: u64) {
    let (_folder, path) = data::copy(n);
    let mut store = Store::open(&path, Mode::Existing).expect("the data");
    let incident = store.incidents(1).expect("the data")[0].id;
    let mut ids = IdSource::seeded(9);
    bencher.bench_local(|| {
        let change = event(&mut ids, incident, n);
        store.write(&data::step(&mut ids, incident), [change])
    });
}

#[divan::bench(args = data::sizes())]
fn write_one_event_and_undo_it(bencher: Bencher, n: u64) {
    let (_folder, path) = data::copy(n);
    let mut store = Store::open(&path, Mode::Existing).expect("the data");
    let incident = store.incidents(1).expect("the data")[0].id;
    let mut ids = IdSource::seeded(10);
    bencher.bench_local(|| {
        let change = event(&mut ids, incident, n);
        store.write(&data::step(&mut ids, incident), [change]).expect("an event");
        store.undo(&data::step(&mut ids, incident), None)
    });
}
