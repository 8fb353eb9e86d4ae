//! What a person reads on the screen of a small incident: the incident, and how a screen is read.

mod room;
mod screens;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;
use uuid::Uuid;

use crate::app::command::Command;
use crate::app::editor::Editor;
use crate::app::field::{Base, Field, FieldKind, Kept};
use crate::app::key::Chord;
use crate::app::keymap::Keymap;
use crate::app::layout::areas;
use crate::app::state::{
    Choice, HistoryRow, Item, List, Notice, Open, Overlay, Pane, Pending, Screen, Settings, State, Summary,
    Then, Tone, Yes,
};
use crate::app::timeline::Timeline;
use crate::domain::action::{Action, ActionKind, ActionStatus, Priority};
use crate::domain::event::{Event, Evidence, Kind, Link, Milestone, Milestones};
use crate::domain::id::{ActionId, EventId, Handle, IdSource, IncidentId, LadderId, MetricId, Part, RungId};
use crate::domain::incident::{Header, Parts, Severity, Status};
use crate::domain::ladder::{Ladder, Rung, Topic};
use crate::domain::metric::Metric;
use crate::domain::section::SectionName;
use crate::domain::span::Span;
use crate::domain::time::{Precision, Timestamp, Zone};
use crate::domain::timeline::{EventRow, Window};

use super::paint;
use super::theme::Theme;

/// 2026-11-22 12:58:00 UTC, when the incident starts.
const START: i64 = 1_795_352_280_000;

fn minute(minutes: i64) -> Timestamp {
    Timestamp::from_millis(START + minutes * 60_000)
}

fn id(number: u32) -> Uuid {
    Uuid::from_u128(u128::from(number))
}

fn event(num: u32, minutes: i64, kind: Kind, milestone: Option<Milestone>, text: &str) -> Event {
    let mut event = Event::new(EventId(id(num)), minute(minutes), Zone::Utc, text);
    event.num = num;
    event.kind = kind;
    event.milestone = milestone;
    event
}

fn events() -> Vec<Event> {
    use Milestone::*;
    let mut events = vec![
        event(1, -4, Kind::Change, Some(Trigger), "deploy 7f3c to production"),
        event(2, 0, Kind::Observation, Some(Start), "error rate of checkout 0.1 % -> 4.2 %"),
        event(3, 9, Kind::Alert, Some(Detected), "page fired: checkout-5xx"),
        event(4, 11, Kind::Action, Some(Acknowledged), "ana acked, joins the bridge"),
        event(5, 13, Kind::Communication, None, "status page: investigating checkout errors"),
        event(6, 23, Kind::Hypothesis, None, "suspect the pool of database connections, all of them busy"),
        event(7, 43, Kind::Decision, Some(Mitigated), "rolled back to 7f3b, errors at 0.2 %"),
        event(8, 93, Kind::Note, None, "日本のモバイルから再試行が続いている、バックオフが効かないまま"),
    ];
    events[4].tags = vec!["comms".into()];
    events[5].precision = Precision::Approximate;
    events[5].key = true;
    events[5].tags = vec!["db".into(), "pool".into()];
    events[5].text.push_str("\nmax_connections = 100\nactive = 100");
    events[6].links = vec![Link { label: "dashboard".into(), url: "https://example.com/d/1".into() }];
    events[6].evidence = vec![Evidence {
        label: "kubectl rollout status".into(),
        text: (1..=12).map(|it| format!("pod checkout-{it} ready\n")).collect(),
    }];
    events
}

fn parts() -> Parts {
    let mut failed = Metric::new(MetricId(id(21)), "failed checkouts");
    failed.num = 1;
    failed.value = Some(48_210.0);
    failed.total = Some(4_000_000.0);
    failed.unit = "requests".into();
    failed.source = "dashboard checkout".into();
    let mut latency = Metric::new(MetricId(id(22)), "p99");
    latency.num = 2;
    latency.value = Some(4.2);
    latency.baseline = Some(0.3);
    latency.unit = "s".into();
    let ladder = Ladder {
        id: LadderId(id(30)),
        num: 1,
        topic: Topic::Cause,
        problem: "customers could not pay for 43 minutes".into(),
    };
    let rung = |num: u32, parent: Option<u32>, why: &str, because: &str, cites: &[u32]| Rung {
        id: RungId(id(40 + num)),
        num,
        ladder: ladder.id,
        parent: parent.map(|it| RungId(id(40 + it))),
        place: 0,
        why: why.into(),
        because: because.into(),
        cites: cites.iter().map(|it| Handle::new(Part::Event, *it)).collect(),
        root: false,
    };
    let rungs = vec![
        rung(1, None, "Why could customers not pay?", "no database connection was free", &[2, 6]),
        rung(2, Some(1), "Why was none free?", "7f3c leaked one per failed card check", &[]),
        rung(3, Some(2), "Why did no test notice the leak?", "", &[]),
    ];
    let action = |num: u32, title: &str| {
        let mut action = Action::new(ActionId(id(60 + num)), title);
        action.num = num;
        action
    };
    let mut fix = action(1, "close the connection on every path");
    fix.owner = "bo".into();
    fix.due = chrono::NaiveDate::from_ymd_opt(2026, 12, 1);
    fix.priority = Some(Priority::High);
    fix.kind = Some(ActionKind::Prevent);
    fix.done_when = "the leak test fails on 7f3c".into();
    let mut alert = action(2, "alert at 80 % of the pool");
    alert.owner = "ana".into();
    alert.status = ActionStatus::Done;
    Parts {
        metrics: vec![failed, latency],
        ladders: vec![ladder],
        rungs,
        actions: vec![fix, alert, action(3, "practise the rollback")],
        sections: vec![],
        waivers: vec![],
    }
}

fn open() -> Open {
    let events = events();
    let mut header = Header::new(IncidentId(id(99)), "Checkout 5xx for EU customers", Zone::Utc, minute(10));
    header.num = 42;
    header.severity = Some(Severity::Sev2);
    let mut timeline = Timeline { follow: true, ..Timeline::default() };
    let rows: Vec<EventRow> = events.iter().map(EventRow::of).collect();
    timeline.take(Window { total: rows.len() as u64, before: 0, rows }, crate::app::effect::Select::Last);
    Open {
        header,
        milestones: Milestones::of(&events),
        parts: parts(),
        timeline,
        cited: vec![EventRow::of(&events[1])],
        tags: vec!["db".into()],
        metric: 0,
        why: 0,
        action: 0,
    }
}

fn state(width: u16, height: u16) -> State {
    let settings = Settings {
        keymap: Keymap::default(),
        local: Zone::Utc,
        zone: Zone::Utc,
        ascii: false,
        sticky: false,
        footer: true,
        still: false,
        gap: crate::app::timeline::GAP,
        review: crate::review::Options::new(Timestamp::from_millis(0)),
        problems: vec![],
    };
    let now = minute(94) + Span::seconds(7);
    let mut state = State::new(now, (width, height), settings, IdSource::seeded(1), "test".into());
    state.screen = Screen::Live;
    state.open = Some(open());
    state.list = List { rows: summaries(), read: true, ..List::default() };
    settled(state)
}

fn settled(mut state: State) -> State {
    let height = usize::from(areas(&state).pane(Pane::Timeline).height);
    let zone = state.zone();
    if let Some(open) = &mut state.open {
        open.timeline.settle(height, &zone);
    }
    state
}

fn summaries() -> Vec<Summary> {
    let mut done = Milestones::default();
    done.set(Milestone::Start, minute(-9_000), 1);
    done.set(Milestone::Resolved, minute(-8_991), 2);
    let row = |num: u32, title: &str, status: Status, milestones: Milestones| Summary {
        id: IncidentId(id(100 + num)),
        num,
        title: title.into(),
        severity: (num > 41).then_some(Severity::Sev1),
        status,
        created: minute(0),
        events: u64::from(num) % 41,
        milestones,
    };
    vec![
        row(42, "Checkout 5xx for EU customers", Status::Open, Milestones::default()),
        row(9, "Search slow", Status::Reviewed, done),
    ]
}

fn field(kind: FieldKind, text: &str) -> Field {
    let block = matches!(kind, FieldKind::Section(_));
    Field {
        kind,
        block,
        editor: if block { Editor::block(text) } else { Editor::line(text) },
        opened: minute(94),
        base: Base::None,
        complaint: None,
        remark: None,
        told: false,
        unreviewed: false,
        recalled: None,
        completing: None,
        confirmed: false,
        dirty: false,
    }
}

/// Draws a state and returns its rows as text.
fn text(state: &State) -> Vec<String> {
    rows(&drawn(state).0)
}

fn drawn(state: &State) -> (Buffer, Option<Position>) {
    let mut buf = Buffer::empty(Rect::new(0, 0, state.size.0, state.size.1));
    let cursor = paint(&mut buf, state, &Theme::colour());
    (buf, cursor)
}

fn rows(buf: &Buffer) -> Vec<String> {
    let area = buf.area;
    let row = |y: u16| {
        let mut text = String::new();
        let mut skip = 0;
        for x in 0..area.width {
            let symbol = buf[(x, y)].symbol();
            if skip == 0 {
                text.push_str(symbol);
                skip = crate::domain::clean::width(symbol).max(1);
            }
            skip -= 1;
        }
        text.trim_end().to_owned()
    };
    (0..area.height).map(row).collect()
}

/// Returns the row of the screen that holds some words; fails with the whole screen if none does.
#[track_caller]
fn line_with<'a>(screen: &'a [String], words: &str) -> &'a str {
    match screen.iter().find(|it| it.contains(words)) {
        Some(line) => line,
        None => panic!("`{words}` is not on the screen:\n{}", screen.join("\n")),
    }
}

fn overlays() -> Vec<Overlay> {
    let filter = || Editor::line("");
    let history = |seq: i64, undone: bool| HistoryRow {
        seq,
        at: minute(seq),
        origin: "cli".into(),
        kind: "do".into(),
        label: format!("logged e{seq} \"errors fall\""),
        undone,
    };
    let item = |severity: Severity, chosen: bool| Item {
        label: severity.word().into(),
        chosen,
        choice: Choice::Severity(Some(severity)),
    };
    vec![
        Overlay::Help { filter: filter(), selected: 3 },
        Overlay::Palette { filter: Editor::line("mark"), selected: 0 },
        Overlay::History { rows: vec![history(7, false), history(6, true)], selected: 0 },
        Overlay::Event { event: Box::new(events()[6].clone()), scroll: 0 },
        Overlay::Picker {
            title: "Severity".into(),
            items: vec![item(Severity::Sev1, false), item(Severity::Sev2, true)],
            filter: filter(),
            selected: 1,
        },
        Overlay::Confirm {
            question: "Mitigated is already e7 at 13:41. Move it to e8 at 14:31?".into(),
            yes: Box::new(Yes::PasteLines(String::new())),
            no: None,
        },
    ]
}
