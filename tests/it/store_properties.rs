//! The store against models: random steps with undo and redo on one side, a plain `Incident` in memory on the other.
//!
//! A change and its inverse are the identity; the tables are what the op log says; windows and searches agree with a
//! naive look at all events.

use coe::domain::action::{Action, ActionStatus, Priority};
use coe::domain::change::{Change, Edit};
use coe::domain::event::{Event, Evidence, Kind, Link, Milestone, Place};
use coe::domain::id::{
    ActionId, EventId, Handle, IdSource, IncidentId, LadderId, MetricId, Part, RungId, StepId,
};
use coe::domain::incident::{Header, Incident, Severity, Status};
use coe::domain::ladder::{Rung, Topic};
use coe::domain::metric::Metric;
use coe::domain::plan;
use coe::domain::section::SectionName;
use coe::domain::time::{Timestamp, Zone};
use coe::domain::timeline::{Anchor, EventRow};
use coe::store::{Direction, Origin, Store, StoreError, Write, Written};
use proptest::prelude::*;

/// Just before an hour ends, so that events fall on both sides of a boundary of the tally.
const T0: i64 = 1_763_823_540_000;

const TEXTS: [&str; 6] = [
    "paging the database team",
    "Checkout errors at 12 %",
    "rolled back\nbuild 41",
    "customers report errors",
    "database failover\nbegan\n",
    "quoted \"words\" and 'more' -- ; DROP TABLE event",
];

/// Something a person does. The numbers choose among what is there.
#[derive(Debug, Clone)]
enum Act {
    Log { at: i64, text: usize, dress: u8 },
    EditEvent { which: usize, how: u8, at: i64 },
    RemoveEvents { first: usize, n: usize },
    Mark { which: usize, milestone: Option<usize> },
    LogMark { milestone: usize, at: i64 },
    Reorder { which: usize, up: bool },
    Metric { which: usize, how: u8 },
    Why { which: usize, how: u8 },
    Action { which: usize, how: u8 },
    Section { which: usize, text: usize },
    Header { how: u8 },
    Undo,
    UndoOne { which: usize },
    Redo,
}

fn act() -> impl Strategy<Value = Act> {
    let at = || prop_oneof![Just(0), Just(1), 0_i64..180_000, 0_i64..10_000_000];
    let n = || 0_usize..1_000;
    prop_oneof![
        5 => (at(), n(), any::<u8>()).prop_map(|(at, text, dress)| Act::Log { at, text, dress }),
        2 => (n(), any::<u8>(), at()).prop_map(|(which, how, at)| Act::EditEvent { which, how, at }),
        1 => (n(), 1_usize..4).prop_map(|(first, n)| Act::RemoveEvents { first, n }),
        2 => (n(), proptest::option::of(0_usize..7)).prop_map(|(which, milestone)| Act::Mark { which, milestone }),
        1 => (0_usize..7, at()).prop_map(|(milestone, at)| Act::LogMark { milestone, at }),
        2 => (n(), any::<bool>()).prop_map(|(which, up)| Act::Reorder { which, up }),
        1 => (n(), any::<u8>()).prop_map(|(which, how)| Act::Metric { which, how }),
        2 => (n(), any::<u8>()).prop_map(|(which, how)| Act::Why { which, how }),
        1 => (n(), any::<u8>()).prop_map(|(which, how)| Act::Action { which, how }),
        1 => (n(), n()).prop_map(|(which, text)| Act::Section { which, text }),
        1 => any::<u8>().prop_map(|how| Act::Header { how }),
        3 => Just(Act::Undo),
        1 => n().prop_map(|which| Act::UndoOne { which }),
        2 => Just(Act::Redo),
    ]
}

fn pick<T>(list: &[T], which: usize) -> Option<&T> {
    (!list.is_empty()).then(|| &list[which % list.len()])
}

struct World {
    store: Store,
    ids: IdSource,
    incident: IncidentId,
    model: Incident,
    /// The highest number ever given to an event.
    highest: u32,
    /// How many steps can be done again.
    undone: usize,
}

impl World {
    fn new() -> Self {
        let mut ids = IdSource::seeded(11);
        let now = Timestamp::from_millis(T0);
        let incident = IncidentId(ids.next(now));
        let header = Header::new(incident, "checkout fails", Zone::Utc, now);
        let mut world = World {
            store: Store::memory().unwrap(),
            ids,
            incident,
            model: Incident::new(header.clone()),
            highest: 0,
            undone: 0,
        };
        let step = world.step();
        let written = world.store.write(&step, [Change::header(Edit::add(header)).unwrap()]).unwrap();
        assert_eq!(written.rows, 1);
        world.model = world.loaded();
        world
    }

    fn step(&mut self) -> Write {
        let at = Timestamp::from_millis(T0);
        let step = StepId(self.ids.next(at));
        Write { step, incident: self.incident, at, origin: Origin::Tui, label: None, enters: None }
    }

    fn loaded(&self) -> Incident {
        self.store.incident(self.incident).unwrap()
    }

    fn write(&mut self, changes: Vec<Change>) -> Result<Written, StoreError> {
        let step = self.step();
        self.store.write(&step, changes)
    }

    /// Holds the model against the store after a step that got through, or one that was refused.
    fn follow(&mut self, outcome: Result<Written, StoreError>) {
        match outcome {
            Ok(written) => {
                assert_eq!(written.rows, written.changes.len());
                for change in &written.changes {
                    change.apply(&mut self.model).expect("what the store accepts fits the model");
                }
            }
            Err(StoreError::Conflict(_) | StoreError::Nothing(_) | StoreError::Duplicate(_)) => {}
            Err(other) => panic!("{other}"),
        }
        assert_eq!(self.loaded(), self.model);
        assert_eq!(self.store.milestones(self.incident).unwrap(), self.model.milestones());
    }

    fn perform(&mut self, act: &Act) {
        let outcome = match act {
            Act::Undo => {
                let step = self.step();
                // The step that opened the incident stays: without it there is no model.
                match self.in_force() > 1 {
                    true => self.store.undo(&step, None),
                    false => return,
                }
            }
            Act::UndoOne { which } => {
                let steps = self.store.history(self.incident, None, 1_000).unwrap();
                let steps: Vec<_> = steps.iter().filter(|it| it.kind == "do" && !it.undone).collect();
                match pick(&steps[..steps.len() - 1], *which).map(|it| it.seq) {
                    Some(seq) => {
                        let step = self.step();
                        self.store.undo(&step, Some(seq))
                    }
                    None => return,
                }
            }
            Act::Redo => {
                let step = self.step();
                self.store.redo(&step)
            }
            other => {
                let changes = self.plan(other);
                let before = self.model.clone();
                let outcome = self.write(changes);
                if let Ok(written) = &outcome {
                    self.check_numbers(&before, written);
                }
                outcome
            }
        };
        match (act, &outcome) {
            (Act::Undo | Act::UndoOne { .. }, Ok(_)) => self.undone += 1,
            (Act::Redo, Ok(_)) => self.undone = self.undone.checked_sub(1).expect("nothing was left to redo"),
            (Act::Redo, Err(StoreError::Nothing(_))) => assert_eq!(self.undone, 0),
            (_, Ok(written)) if written.rows > 0 => self.undone = 0,
            _ => {}
        }
        self.follow(outcome);
    }

    fn in_force(&self) -> usize {
        let steps = self.store.history(self.incident, None, 1_000).unwrap();
        steps.iter().filter(|it| it.kind == "do" && !it.undone).count()
    }

    /// A new event gets a number that none ever had.
    fn check_numbers(&mut self, before: &Incident, written: &Written) {
        let known = |event: &&Event| before.events.iter().any(|it| it.id == event.id);
        if let Some(event) = written.event().filter(|it| !known(it)) {
            assert!(event.num > self.highest, "e{} was given before", event.num);
            self.highest = event.num;
        }
    }

    fn plan(&mut self, act: &Act) -> Vec<Change> {
        let incident = self.incident;
        let model = self.model.clone();
        match act {
            Act::Log { at, text, dress } => {
                vec![Change::event(incident, Edit::add(self.event(*at, *text, *dress)))]
            }
            Act::EditEvent { which, how, at } => match pick(&model.events, *which) {
                Some(event) => {
                    vec![Change::event(incident, Edit::replace(event.clone(), edited(event, *how, *at)))]
                }
                None => Vec::new(),
            },
            Act::RemoveEvents { first, n } => {
                let doomed = model.events.iter().skip(first % model.events.len().max(1)).take(*n);
                doomed.map(|it| Change::event(incident, Edit::remove(it.clone()))).collect()
            }
            Act::Mark { which, milestone } => {
                let milestone = milestone.map(|it| Milestone::ALL[it]);
                let holder = model.events.iter().find(|it| milestone.is_some() && it.milestone == milestone);
                pick(&model.events, *which)
                    .map(|event| plan::mark(incident, event, holder, milestone))
                    .unwrap_or_default()
            }
            Act::LogMark { milestone, at } => {
                let milestone = Milestone::ALL[*milestone];
                let holder = model.events.iter().find(|it| it.milestone == Some(milestone));
                let mut event = self.event(*at, 0, 0);
                event.milestone = Some(milestone);
                plan::log_mark(incident, event, holder)
            }
            Act::Reorder { which, up } => {
                let Some(event) = pick(&model.events, *which) else { return Vec::new() };
                let minute: Vec<Event> =
                    model.events.iter().filter(|it| plan::same_minute(it.pos, event.pos)).cloned().collect();
                plan::reorder(incident, &minute, event.id, *up).unwrap_or_default()
            }
            Act::Metric { which, how } => self.metric(&model, *which, *how),
            Act::Why { which, how } => self.why(&model, *which, *how),
            Act::Action { which, how } => self.action(&model, *which, *how),
            Act::Section { which, text } => {
                let name = *pick(SectionName::ALL, *which).unwrap();
                let before = model.parts.sections.iter().find(|it| it.name == name).map_or("", |it| &it.text);
                let after = if text % 7 == 0 { "" } else { TEXTS[text % TEXTS.len()] };
                vec![Change::section(incident, name, before, after)]
            }
            Act::Header { how } => {
                let mut header = model.header.clone();
                match how % 4 {
                    0 => header.severity = Severity::ALL.get(usize::from(how / 4 % 6)).copied(),
                    1 => header.status = *pick(Status::ALL, usize::from(how / 4)).unwrap(),
                    2 => header.tags.push(format!("t{how}")),
                    _ => {
                        header.links =
                            vec![Link { label: "x".into(), url: format!("https://example.com/{how}") }]
                    }
                }
                Change::header(Edit::replace(model.header, header)).into_iter().collect()
            }
            Act::Undo | Act::UndoOne { .. } | Act::Redo => Vec::new(),
        }
    }

    fn event(&mut self, at: i64, text: usize, dress: u8) -> Event {
        let at = Timestamp::from_millis(T0 + at);
        let mut event = Event::new(EventId(self.ids.next(at)), at, Zone::Utc, TEXTS[text % TEXTS.len()]);
        if dress & 1 > 0 {
            event.tags = vec!["db".into(), format!("t{}", dress / 16)];
        }
        if dress & 2 > 0 {
            event.links = vec![Link { label: String::new(), url: "https://example.com".into() }];
        }
        if dress & 4 > 0 {
            event.evidence = vec![Evidence { label: "log".into(), text: "a\nb".into() }];
        }
        if dress & 8 > 0 {
            // Some of these repeat, and are refused.
            event.source.id = Some(format!("key {}", dress / 64));
        }
        event
    }

    fn metric(&mut self, model: &Incident, which: usize, how: u8) -> Vec<Change> {
        let edit = match (pick(&model.parts.metrics, which), how % 3) {
            (Some(metric), 1) => {
                let mut after = metric.clone();
                after.value = Some(f64::from(how));
                after.series.push((Timestamp::from_millis(T0 + i64::from(how)), 1.5));
                Edit::replace(metric.clone(), after)
            }
            (Some(metric), 2) => Edit::remove(metric.clone()),
            _ => Edit::add(Metric::new(MetricId(self.ids.next(Timestamp::from_millis(T0))), "errors")),
        };
        vec![Change::metric(self.incident, edit)]
    }

    fn why(&mut self, model: &Incident, which: usize, how: u8) -> Vec<Change> {
        let now = Timestamp::from_millis(T0);
        let parts = &model.parts;
        match (pick(&parts.rungs, which), how % 4) {
            (Some(rung), 1) => {
                let mut after = rung.clone();
                after.because = format!("because {how}");
                after.cites = vec![Handle::new(Part::Event, u32::from(how) + 1)];
                vec![Change::rung(self.incident, Edit::replace(rung.clone(), after))]
            }
            (Some(rung), 2) => plan::remove_rung(self.incident, &parts.rungs, rung),
            (under, _) => {
                let topic = Topic::ALL[usize::from(how / 4) % 3];
                let new = LadderId(self.ids.next(now));
                let (ladder, made) = plan::ladder(self.incident, &parts.ladders, topic, new);
                let mut rung = Rung {
                    id: RungId(self.ids.next(now)),
                    num: 0,
                    ladder,
                    parent: under.filter(|it| it.ladder == ladder).map(|it| it.id),
                    place: 0,
                    why: "Why?".into(),
                    because: String::new(),
                    cites: Vec::new(),
                    root: false,
                };
                rung.place = plan::last_place(&parts.rungs, &rung);
                made.into_iter().chain([Change::rung(self.incident, Edit::add(rung))]).collect()
            }
        }
    }

    fn action(&mut self, model: &Incident, which: usize, how: u8) -> Vec<Change> {
        let edit = match (pick(&model.parts.actions, which), how % 3) {
            (Some(action), 1) => {
                let mut after = action.clone();
                after.status = ActionStatus::Done;
                after.priority = Some(Priority::High);
                after.due = chrono::NaiveDate::from_ymd_opt(2026, 12, u32::from(how % 28) + 1);
                Edit::replace(action.clone(), after)
            }
            (Some(action), 2) => Edit::remove(action.clone()),
            _ => Edit::add(Action::new(ActionId(self.ids.next(Timestamp::from_millis(T0))), "alarm")),
        };
        vec![Change::action(self.incident, edit)]
    }

    fn check_health(&self) {
        assert_eq!(self.store.health().unwrap().integrity, ["ok"]);
    }
}

fn edited(event: &Event, how: u8, at: i64) -> Event {
    let mut after = event.clone();
    match how % 5 {
        0 => after.text = TEXTS[usize::from(how / 5) % TEXTS.len()].to_owned(),
        1 => after.move_to(Timestamp::from_millis(T0 + at)),
        2 => after.kind = *pick(Kind::ALL, usize::from(how / 5)).unwrap(),
        3 => after.key = !after.key,
        _ => after.evidence.push(Evidence { label: String::new(), text: format!("{how}") }),
    }
    after
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_tables_follow_a_model_and_the_op_log_replays_to_them(acts in proptest::collection::vec(act(), 1..60)) {
        let mut world = World::new();
        for act in &acts {
            world.perform(act);
        }
        let next = world.highest + 1;
        world.store.replay().unwrap();
        prop_assert_eq!(world.loaded(), world.model.clone());
        world.check_health();
        let event = world.event(5, 0, 0);
        let incident = world.incident;
        let written = world.write(vec![Change::event(incident, Edit::add(event))]).unwrap();
        prop_assert_eq!(written.event().unwrap().num, next, "the replay forgot a number that was given");
    }

    #[test]
    fn undo_walks_back_through_every_state_and_redo_forward_again(acts in proptest::collection::vec(act(), 1..30)) {
        let mut world = World::new();
        let mut states = vec![world.loaded()];
        for act in acts.iter().filter(|it| !matches!(it, Act::Undo | Act::UndoOne { .. } | Act::Redo)) {
            let changes = world.plan(act);
            let outcome = world.write(changes);
            let wrote = outcome.as_ref().is_ok_and(|it| it.rows > 0);
            world.follow(outcome);
            if wrote {
                states.push(world.loaded());
            }
        }
        for state in states.iter().rev().skip(1) {
            let step = world.step();
            world.store.undo(&step, None).unwrap();
            prop_assert_eq!(&world.loaded(), state);
        }
        for state in &states[1..] {
            let step = world.step();
            world.store.redo(&step).unwrap();
            prop_assert_eq!(&world.loaded(), state);
        }
        world.check_health();
    }

    #[test]
    fn windows_and_searches_agree_with_a_look_at_every_event(
        acts in proptest::collection::vec(act(), 1..60),
        looks in proptest::collection::vec((0_usize..70, 0_usize..12, 0_usize..12, -2_i64..3), 1..20),
    ) {
        let mut world = World::new();
        for act in &acts {
            world.perform(act);
        }
        let rows: Vec<EventRow> = world.model.events.iter().map(EventRow::of).collect();
        let words = ["database", "err", "CHECK", "build 41", "\"words", "drop table", "team page", "%", "-", "failover be"];
        for (which, before, after, off) in looks {
            // On an event, beside one, and at both ends.
            let anchor = match pick(&rows, which) {
                _ if which == 0 => Anchor::Start,
                _ if which == 1 => Anchor::End,
                Some(row) => Anchor::Place(Place { pos: row.pos + off, num: row.num }),
                None => Anchor::Place(Place { pos: T0 * 1_000, num: 1 }),
            };
            let window = world.store.window(world.incident, anchor, before, after).unwrap();
            let expected = naive_window(&rows, anchor, before, after);
            prop_assert_eq!(&window.rows[..], expected, "{:?} {} {}", anchor, before, after);
            prop_assert_eq!(window.total, rows.len() as u64);
            if let Some(first) = window.rows.first() {
                let at = rows.iter().position(|it| it.num == first.num).unwrap();
                prop_assert_eq!(window.before, at as u64);
            }
            let from = match anchor {
                Anchor::Place(place) => place,
                _ => Place { pos: T0 * 1_000, num: 0 },
            };
            let sought = words[which % words.len()];
            for direction in [Direction::Forward, Direction::Backward] {
                let found = world.store.find(world.incident, sought, from, direction).unwrap();
                prop_assert_eq!(found, naive_find(&world.model.events, sought, from, direction), "{}", sought);
            }
        }
    }
}

fn naive_window(rows: &[EventRow], anchor: Anchor, before: usize, after: usize) -> &[EventRow] {
    let at = match anchor {
        Anchor::Start => 0,
        Anchor::End => rows.len(),
        Anchor::Place(place) => rows.iter().filter(|it| it.place() < place).count(),
    };
    let size = before + after;
    let before = match anchor {
        Anchor::Start => 0,
        Anchor::End => size,
        Anchor::Place(_) => before,
    };
    let end = (at.saturating_sub(before) + size).min(rows.len());
    &rows[end.saturating_sub(size)..end]
}

/// Every word typed must be the beginning of words of the text that follow each other.
fn naive_find(events: &[Event], sought: &str, from: Place, direction: Direction) -> Option<Place> {
    let tokens = |text: &str| -> Vec<String> {
        let split = text.to_lowercase();
        split.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty()).map(str::to_owned).collect()
    };
    let wanted = tokens(sought);
    if wanted.is_empty() {
        return None;
    }
    let fits = |event: &&Event| {
        let have = tokens(&event.text);
        wanted.iter().all(|word| have.iter().any(|it| it.starts_with(word.as_str())))
    };
    let mut found = events.iter().filter(fits).map(Event::order);
    match direction {
        Direction::Forward => found.find(|it| *it > from),
        Direction::Backward => found.rfind(|it| *it < from),
    }
}
