//! The op log: undo walks, refusals, idempotence; a change and its inverse; replay.

use coe::domain::change::{Change, Edit};
use coe::domain::event::{Event, Milestone};
use coe::domain::id::{EventId, IdSource, IncidentId, StepId};
use coe::domain::incident::Header;
use coe::domain::time::{Timestamp, Zone};
use coe::store::{Origin, Store, StoreError, Write};

/// A store with one incident, and the ids to write with.
struct World {
    store: Store,
    ids: IdSource,
    incident: IncidentId,
}

const T0: i64 = 1_763_820_120_000;

impl World {
    fn new() -> Self {
        let mut ids = IdSource::seeded(7);
        let now = Timestamp::from_millis(T0);
        let incident = IncidentId(ids.next(now));
        let mut world = World { store: Store::memory().unwrap(), ids, incident };
        let header = Header::new(incident, "checkout 5xx", Zone::Utc, now);
        world.write(vec![Change::header(Edit::add(header)).unwrap()]).unwrap();
        world
    }

    fn step(&mut self) -> Write {
        Write {
            step: StepId(self.ids.next(Timestamp::from_millis(T0))),
            incident: self.incident,
            at: Timestamp::from_millis(T0),
            origin: Origin::Cli,
            label: None,
            enters: None,
        }
    }

    fn write(&mut self, changes: Vec<Change>) -> Result<coe::store::Written, StoreError> {
        let step = self.step();
        self.store.write(&step, changes)
    }

    fn log(&mut self, minute: i64, text: &str) -> Event {
        let at = Timestamp::from_millis(T0 + minute * 60_000);
        let event = Event::new(EventId(self.ids.next(at)), at, Zone::Utc, text);
        let written = self.write(vec![Change::event(self.incident, Edit::add(event))]).unwrap();
        written.event().unwrap().clone()
    }

    fn texts(&self) -> Vec<String> {
        self.store.incident(self.incident).unwrap().events.into_iter().map(|it| it.text).collect()
    }

    fn undo(&mut self, seq: Option<i64>) -> Result<String, StoreError> {
        let step = self.step();
        self.store.undo(&step, seq).map(|it| it.label)
    }

    fn redo(&mut self) -> Result<String, StoreError> {
        let step = self.step();
        self.store.redo(&step).map(|it| it.label)
    }
}

#[test]
fn undo_and_redo_walk_the_log_and_a_new_step_closes_redo() {
    let mut world = World::new();
    for (minute, text) in [(0, "one"), (1, "two"), (2, "three")] {
        world.log(minute, text);
    }
    assert_eq!(world.undo(None).unwrap(), "undo: added e3 “three”");
    assert_eq!(world.undo(None).unwrap(), "undo: added e2 “two”");
    assert_eq!(world.texts(), ["one"]);
    assert_eq!(world.redo().unwrap(), "redo: added e2 “two”");
    assert_eq!(world.texts(), ["one", "two"]);
    let four = world.log(3, "four");
    assert_eq!(four.num, 4, "a handle is never given twice");
    assert!(matches!(world.redo(), Err(StoreError::Nothing("redo"))));
    assert_eq!(world.undo(None).unwrap(), "undo: added e4 “four”");
    assert_eq!(world.undo(None).unwrap(), "undo: added e2 “two”");
    assert_eq!(world.texts(), ["one"]);
    world.store.replay().unwrap();
    assert_eq!(world.texts(), ["one"]);
}

#[test]
fn an_undo_that_would_overwrite_a_later_edit_is_refused_with_the_reason() {
    let mut world = World::new();
    let event = world.log(0, "first words");
    let add = world.store.history(world.incident, None, 1).unwrap()[0].seq;
    let mut edited = event.clone();
    edited.text = "better words".into();
    world.write(vec![Change::event(world.incident, Edit::replace(event.clone(), edited))]).unwrap();
    let error = world.undo(Some(add)).unwrap_err().to_string();
    assert!(error.contains("e1 has been changed since"), "{error}");
    assert_eq!(world.texts(), ["better words"]);
    // A stale edit is refused as well.
    let mut stale = event.clone();
    stale.text = "other words".into();
    let error = world.write(vec![Change::event(world.incident, Edit::replace(event, stale))]).unwrap_err();
    assert!(matches!(error, StoreError::Conflict(_)), "{error}");
    assert_eq!(world.texts(), ["better words"]);
}

#[test]
fn the_same_step_written_again_changes_nothing() {
    let mut world = World::new();
    let step = world.step();
    let at = Timestamp::from_millis(T0);
    let event = Event::new(EventId(world.ids.next(at)), at, Zone::Utc, "once");
    let change = Change::event(world.incident, Edit::add(event));
    let first = world.store.write(&step, [change.clone()]).unwrap();
    let second = world.store.write(&step, [change]).unwrap();
    assert_eq!(first.event(), second.event());
    assert_eq!(world.texts(), ["once"]);
}

#[test]
fn a_milestone_has_one_holder() {
    let mut world = World::new();
    let mut first = world.log(0, "page");
    let before = first.clone();
    first.milestone = Some(Milestone::Detected);
    world.write(vec![Change::event(world.incident, Edit::replace(before, first))]).unwrap();
    let second = world.log(1, "other page");
    let mut marked = second.clone();
    marked.milestone = Some(Milestone::Detected);
    let error = world.write(vec![Change::event(world.incident, Edit::replace(second, marked))]).unwrap_err();
    assert!(error.to_string().contains("detected is already e1"), "{error}");
}
