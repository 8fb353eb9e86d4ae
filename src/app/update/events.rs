//! Commands of the timeline: milestones, edits of the selected event, search.

use crate::app::command::Command;
use crate::app::effect::{Act, Effect, Purpose};
use crate::app::field::FieldKind;
use crate::app::state::{Overlay, Screen, State, Then, Tone, Yes};
use crate::domain::event::{Event, Kind, Milestone, Place, Source};
use crate::domain::id::EventId;
use crate::domain::plan;
use crate::domain::quicklog::QuickLog;
use crate::domain::span::Span;
use crate::domain::time::{Timestamp, hm, hms};
use crate::domain::timeline::EventRow;
use crate::store::Direction;

use super::{act, fields, window};

/// Does what a command of the timeline stands for; `None` for other commands.
pub(super) fn run(state: &mut State, command: Command) -> Option<Vec<Effect>> {
    if let Some(milestone) = milestone_of(command) {
        return Some(mark(state, milestone));
    }
    if let Some(kind) = kind_of(command) {
        return Some(on_selected(state, |id| Act::SetKind(id, kind)));
    }
    Some(match command {
        Command::LogOpen => open_log(state),
        Command::EventAdd => add_here(state),
        Command::EventOpen => load(state, Purpose::Show),
        Command::EventEdit => load(state, Purpose::Edit),
        Command::EventEditor => load(state, Purpose::Editor),
        Command::EventTags => load(state, Purpose::Tags),
        Command::EventTime => {
            let row = selected(state)?;
            fields::open(state, FieldKind::EventTime(row.id))
        }
        Command::EventLater => on_selected(state, |id| Act::Shift(id, Span::minutes(1))),
        Command::EventEarlier => on_selected(state, |id| Act::Shift(id, Span::minutes(-1))),
        Command::EventDown => on_selected(state, |event| Act::Reorder { event, up: false }),
        Command::EventUp => on_selected(state, |event| Act::Reorder { event, up: true }),
        Command::EventStar => on_selected(state, Act::Star),
        Command::EventRemove => {
            let row = selected(state)?;
            act(state, Act::Remove(row.id), None, Then::Reload)
        }
        Command::MarkClear => {
            let row = selected(state)?;
            if row.milestone.is_none() {
                state.say(Tone::Problem, format!("{} has no milestone", row.handle()));
                return Some(Vec::new());
            }
            let label = Some("cleared the milestone of {}".to_owned());
            act(state, Act::Mark { event: row.id, milestone: None }, label, Then::Select(row.id))
        }
        Command::MilestoneNext => to_milestone(state, true),
        Command::MilestonePrevious => to_milestone(state, false),
        Command::FindOpen => {
            let kind = if state.screen == crate::app::state::Screen::List {
                FieldKind::Filter
            } else {
                FieldKind::Find
            };
            let text = if kind == FieldKind::Filter { state.list.filter.clone() } else { String::new() };
            fields::open_with(state, kind, text, crate::app::field::Base::None)
        }
        Command::FindNext => find(state, Direction::Forward),
        Command::FindPrevious => find(state, Direction::Backward),
        _ => return None,
    })
}

fn milestone_of(command: Command) -> Option<Milestone> {
    Some(match command {
        Command::MarkTrigger => Milestone::Trigger,
        Command::MarkStart => Milestone::Start,
        Command::MarkDetected => Milestone::Detected,
        Command::MarkAcknowledged => Milestone::Acknowledged,
        Command::MarkIdentified => Milestone::Identified,
        Command::MarkMitigated => Milestone::Mitigated,
        Command::MarkResolved => Milestone::Resolved,
        _ => return None,
    })
}

fn kind_of(command: Command) -> Option<Kind> {
    Some(match command {
        Command::KindChange => Kind::Change,
        Command::KindAlert => Kind::Alert,
        Command::KindObservation => Kind::Observation,
        Command::KindHypothesis => Kind::Hypothesis,
        Command::KindDecision => Kind::Decision,
        Command::KindAction => Kind::Action,
        Command::KindCommunication => Kind::Communication,
        Command::KindNote => Kind::Note,
        _ => return None,
    })
}

fn selected(state: &State) -> Option<EventRow> {
    state.open.as_ref()?.timeline.selected_row().cloned()
}

/// Acts on the selected event, and stays on it wherever it goes.
fn on_selected(state: &mut State, make: impl Fn(EventId) -> Act) -> Vec<Effect> {
    match selected(state) {
        Some(row) => act(state, make(row.id), None, Then::Select(row.id)),
        None => Vec::new(),
    }
}

fn load(state: &State, purpose: Purpose) -> Vec<Effect> {
    match selected(state) {
        Some(row) => vec![Effect::Event { id: row.id, purpose }],
        None => Vec::new(),
    }
}

/// Opens the log bar from any screen: in the open incident, or in the one selected in the list.
pub(super) fn open_log(state: &mut State) -> Vec<Effect> {
    if state.screen == Screen::List {
        let selected = state.list.shown().get(state.list.selected).map(|it| it.id);
        match (state.incident(), selected) {
            (open, Some(selected)) if open != Some(selected) => {
                // The instant of the key is the event's time, however long the incident takes to load.
                state.log_at = Some(state.now);
                return super::answers::open_incident(state, selected);
            }
            (None, _) => return Vec::new(),
            _ => state.screen = Screen::Live,
        }
    }
    fields::open(state, FieldKind::Log)
}

/// Opens the log bar with the time of the selected event in front.
fn add_here(state: &mut State) -> Vec<Effect> {
    match selected(state) {
        Some(row) => open_log_at(state, row.at),
        None => fields::open(state, FieldKind::Log),
    }
}

/// Opens the log bar with a time in front.
pub(super) fn open_log_at(state: &mut State, at: Timestamp) -> Vec<Effect> {
    let zone = state.zone();
    let today = zone.date(at) == zone.date(state.now);
    // To the second and not before it, so that the new event stands below the one at this time.
    let at = Timestamp::from_millis((at.millis() + 999).div_euclid(1_000) * 1_000);
    let clock = if at.millis() % 60_000 == 0 { hm(at, &zone) } else { hms(at, &zone) };
    let time = if today { format!("{clock} ") } else { format!("{} {clock} ", zone.date(at)) };
    let effects = fields::open(state, FieldKind::Log);
    if let Some(field) = state.field.as_mut().filter(|it| it.editor.is_empty()) {
        field.editor.insert(&time);
    }
    effects
}

/// Marks a milestone on the selected event, or on now when the timeline is followed. One that is set is asked about.
fn mark(state: &mut State, milestone: Milestone) -> Vec<Effect> {
    let Some(open) = &state.open else { return Vec::new() };
    let browsing = !open.timeline.follow && state.focus == crate::app::state::Pane::Timeline;
    let row = selected(state).filter(|_| browsing);
    let what = match &row {
        Some(row) => Act::Mark { event: row.id, milestone: Some(milestone) },
        None => match new_mark(state, milestone) {
            Some(event) => Act::Log(Box::new(event)),
            None => return Vec::new(),
        },
    };
    let Some(open) = &state.open else { return Vec::new() };
    let holder = open.milestones.holder(milestone);
    // The first row of a step that moves a milestone is the one that loses it, so its name must not be left to that.
    let label = Some(match (&row, holder) {
        (Some(row), _) => format!("marked {} as {milestone}", row.handle()),
        (None, Some(holder)) => format!("moved {milestone} from {holder} to a new event"),
        (None, None) => format!("marked {{}} as {milestone}"),
    });
    if row.is_some() && holder == row.as_ref().map(EventRow::handle) {
        state.say(Tone::Done, format!("it is {milestone} already; m x clears it"));
        return Vec::new();
    }
    if let (Some(holder), Some(at)) = (holder, open.milestones.at(milestone)) {
        let to = row.as_ref().map_or_else(|| "now".to_owned(), |it| it.handle().to_string());
        let question =
            format!("{milestone} is already {holder} at {}: move it to {to}?", hm(at, &open.header.zone));
        state.show(Overlay::Confirm { question, yes: Box::new(Yes::Act(what, label)), no: None });
        return Vec::new();
    }
    let then = row.map_or(Then::Reload, |it| Then::Select(it.id));
    act(state, what, label, then)
}

fn new_mark(state: &mut State, milestone: Milestone) -> Option<Event> {
    let line = QuickLog {
        when: None,
        text: String::new(),
        milestone: Some(milestone.word().to_owned()),
        tags: Vec::new(),
        hypothesis: false,
    };
    let id = EventId(state.ids.next(state.now));
    plan::event(id, state.now, state.zone(), &line, Source { kind: "tui".into(), id: None }).ok()
}

fn to_milestone(state: &mut State, next: bool) -> Vec<Effect> {
    let Some(open) = &mut state.open else { return Vec::new() };
    let Some(here) = open.timeline.selected_row().map(EventRow::place) else { return Vec::new() };
    // An event that was reordered by hand stands a few microseconds off its time: near enough to be found by its number.
    let mut places: Vec<Place> = Milestone::ALL
        .iter()
        .filter_map(|it| {
            let num = open.milestones.holder(*it)?.num;
            let row = open.timeline.window.rows.iter().find(|row| row.num == num);
            let pos = crate::domain::event::position(open.milestones.at(*it)?);
            Some(row.map_or(Place { pos, num }, EventRow::place))
        })
        .collect();
    places.sort();
    let found = if next {
        places.into_iter().find(|it| *it > here)
    } else {
        places.into_iter().rev().find(|it| *it < here)
    };
    match found {
        Some(place) => {
            let fetch = open.timeline.go(place);
            window(state, fetch)
        }
        None => {
            let way = if next { "after" } else { "before" };
            state.say(Tone::Problem, format!("no milestone {way} this event"));
            Vec::new()
        }
    }
}

/// Looks for the words searched for last.
pub(super) fn find(state: &mut State, direction: Direction) -> Vec<Effect> {
    if state.sought.trim().is_empty() {
        state.say(Tone::Problem, "nothing is searched for; / starts a search".to_owned());
        return Vec::new();
    }
    let Some(open) = &state.open else { return Vec::new() };
    let from = open.timeline.selected_row().map_or(Place { pos: i64::MIN, num: 0 }, EventRow::place);
    vec![Effect::Find { incident: open.header.id, words: state.sought.clone(), from, direction }]
}
