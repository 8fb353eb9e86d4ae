//! Answers: what the runtime brings back.

use crate::app::editor::Editor;
use crate::app::effect::{Effect, Purpose, Select};
use crate::app::field::{Base, Field, FieldKind, Kept};
use crate::app::findings::Findings;
use crate::app::msg::{Loaded, Msg};
use crate::app::state::{Open, Overlay, Pane, Pending, Screen, State, Then, Tone, WhyRow, Yes};
use crate::app::timeline::{REACH, Timeline};
use crate::domain::change::Row;
use crate::domain::event::{Event, Place};
use crate::domain::id::{EventId, IncidentId};
use crate::domain::time::hm;
use crate::domain::timeline::{Anchor, EventRow};
use crate::store::{Draft, Summary, Written};

use super::{fields, reload, window};

/// Takes an answer of the runtime.
pub(super) fn take(state: &mut State, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Saved { token, written } => saved(state, token, &written),
        Msg::Refused { token, why } => refused(state, token, why),
        Msg::Loaded(loaded) => self::loaded(state, *loaded),
        Msg::Window { window, select } => {
            if let Some(open) = &mut state.open {
                open.timeline.take(window, select);
            }
            Vec::new()
        }
        Msg::Listed(rows) => listed(state, rows),
        Msg::Found { place, around } => found(state, place, around),
        Msg::Event(event, purpose) => with_event(state, *event, purpose),
        Msg::History(_) if state.open.is_none() => Vec::new(),
        Msg::History(rows) => {
            let at = match state.overlays.last() {
                Some(Overlay::History { selected, .. }) => Some(*selected),
                _ => None,
            };
            if at.is_some() {
                state.overlays.pop();
            }
            state.show(Overlay::History { rows, selected: at.unwrap_or(0) });
            Vec::new()
        }
        Msg::Drafts(drafts) => {
            state.orphans = drafts;
            restore(state)
        }
        Msg::Exported(path) => {
            state.say(Tone::Done, format!("exported to {}", path.display()));
            Vec::new()
        }
        Msg::Exists { format, path } => {
            let question = format!("{} exists: write over it?", path.display());
            state.show(Overlay::Confirm {
                question,
                yes: Box::new(Yes::Overwrite { format, path }),
                no: None,
            });
            Vec::new()
        }
        Msg::Imported { incident, warnings } => {
            state.kept.remove(&state.kept_key(FieldKind::ImportPath));
            if let Some(first) = warnings.first() {
                let more = if warnings.len() > 1 {
                    format!(" (and {} more)", warnings.len() - 1)
                } else {
                    String::new()
                };
                state.say(Tone::Problem, format!("imported; left out: {first}{more}"));
            }
            open_incident(state, incident)
        }
        Msg::Known { incident, reference } => {
            state.say(Tone::Done, format!("already imported as {reference}"));
            open_incident(state, incident)
        }
        Msg::Reviewed { incident, findings } => super::findings::reviewed(state, incident, findings),
        Msg::ReviewedText { field, text, findings } => {
            super::findings::reviewed_text(state, field, &text, &findings);
            Vec::new()
        }
        Msg::Gone(incident) => gone(state, incident),
        Msg::Rendered(text) => vec![Effect::Copy(text)],
        Msg::Copied(bytes) => {
            state.say(Tone::Done, format!("{bytes} bytes sent to the terminal's clipboard (OSC 52)"));
            Vec::new()
        }
        Msg::Edited { field, text, why } => edited(state, &field, text, why),
        Msg::Changed if state.screen == Screen::Live => reload(state),
        Msg::Changed => vec![Effect::List],
        Msg::Failed(why) => failed(state, why),
        Msg::Key(_)
        | Msg::Paste(_)
        | Msg::Resize(..)
        | Msg::Tick(_)
        | Msg::Run(_)
        | Msg::Leave(_)
        | Msg::Keep => Vec::new(),
    }
}

fn found(state: &mut State, place: Option<Place>, around: bool) -> Vec<Effect> {
    let words = state.sought.clone();
    let Some(open) = &mut state.open else { return Vec::new() };
    let here = open.timeline.selected_row().map(EventRow::place);
    let Some(place) = place else {
        state.say(Tone::Problem, format!("no event holds `{words}`"));
        return Vec::new();
    };
    let fetch = open.timeline.go(place);
    if here == Some(place) {
        state.say(Tone::Done, format!("no other event holds `{words}`"));
    } else if around {
        state.say(Tone::Done, format!("`{words}`: went on from the other end of the timeline"));
    } else {
        state.notice = None;
    }
    window(state, fetch)
}

/// Something failed that is no step.
fn failed(state: &mut State, why: String) -> Vec<Effect> {
    state.arriving = false;
    if let Some(open) = &mut state.open {
        open.timeline.fetching = false;
    }
    let import = state.kept.contains_key(&state.kept_key(FieldKind::ImportPath));
    if import && state.screen == Screen::Start && state.field.is_none() {
        let effects = reopen(state, FieldKind::ImportPath);
        if let Some(field) = &mut state.field {
            field.complaint = Some(why);
        }
        return effects;
    }
    state.say(Tone::Problem, why);
    Vec::new()
}

/// Goes to an incident.
pub(super) fn open_incident(state: &mut State, id: IncidentId) -> Vec<Effect> {
    state.opening = Some(id);
    vec![Effect::SetCurrent(id), Effect::Load { incident: id, anchor: Anchor::End, reach: REACH }]
}

fn loaded(state: &mut State, loaded: Loaded) -> Vec<Effect> {
    let arrived = std::mem::replace(&mut state.arriving, false);
    let id = loaded.header.id;
    let same = state.incident() == Some(id);
    let opened = arrived || state.opening.take_if(|it| *it == id).is_some();
    if !same && !opened {
        // Asked for before another incident was gone to.
        return Vec::new();
    }
    let (mut timeline, metric, why, action) = match state.open.take() {
        Some(open) if same => (open.timeline, open.metric, open.why, open.action),
        _ => (Timeline { follow: true, gap: state.settings.gap, ..Timeline::default() }, 0, 0, 0),
    };
    timeline.take(loaded.window, Select::Keep);
    state.open = Some(Open {
        header: loaded.header,
        milestones: loaded.milestones,
        parts: loaded.parts,
        timeline,
        cited: loaded.cited,
        tags: loaded.tags,
        metric,
        why,
        action,
    });
    let review = super::findings::review(state);
    if !opened {
        let mut effects = select_wanted(state);
        effects.extend(review);
        return effects;
    }
    if !same {
        state.findings = Findings::default();
    }
    state.screen = Screen::Live;
    if !same {
        state.focus = Pane::Timeline;
        state.zoom = false;
    }
    state.overlays.clear();
    let mut effects = restore(state);
    if let (Some(at), None) = (state.log_at.take(), &state.field) {
        effects.extend(fields::open(state, FieldKind::Log));
        if let Some(field) = state.field.as_mut().filter(|it| it.editor.is_empty()) {
            field.opened = at;
        }
    }
    if arrived {
        // The first frame is on its way; what it could do without comes now.
        effects.push(Effect::SetCurrent(id));
        effects.push(Effect::Window {
            incident: id,
            anchor: Anchor::End,
            reach: REACH,
            select: Select::Keep,
        });
        effects.push(Effect::Drafts { heir: state.owner.clone() });
    }
    effects.extend(review);
    effects
}

/// Selects the row that a step wrote, now that it has been loaded.
fn select_wanted(state: &mut State) -> Vec<Effect> {
    let Some((then, written)) = state.wanted.take() else { return Vec::new() };
    let Some(open) = &mut state.open else { return Vec::new() };
    match (then, written) {
        (Then::AnswerRung, Some(Row::Rung(edit))) => {
            let Some(rung) = edit.after.as_ref() else { return Vec::new() };
            let at = open
                .why_rows()
                .iter()
                .position(|row| matches!(row, WhyRow::Rung(it) if it.rung.id == rung.id));
            open.why = at.unwrap_or(open.why);
            if state.field.is_none() && state.overlays.is_empty() {
                return fields::open_with(
                    state,
                    FieldKind::RungBecause(rung.id),
                    String::new(),
                    Base::Text(String::new()),
                );
            }
        }
        (Then::SelectAction, Some(Row::Action(edit))) => {
            let id = edit.after.as_ref().map(|it| it.id);
            open.action = open.parts.actions.iter().position(|it| Some(it.id) == id).unwrap_or(open.action);
        }
        (Then::SelectMetric, Some(Row::Metric(edit))) => {
            let id = edit.after.as_ref().map(|it| it.id);
            open.metric = open.parts.metrics.iter().position(|it| Some(it.id) == id).unwrap_or(open.metric);
        }
        _ => {}
    }
    Vec::new()
}

/// The incident is there no more: another process undid the step that opened it, or the history here did.
fn gone(state: &mut State, incident: IncidentId) -> Vec<Effect> {
    state.opening.take_if(|it| *it == incident);
    state.arriving = false;
    let Some(open) = state.open.as_ref().filter(|it| it.header.id == incident) else {
        state.say(Tone::Problem, "the incident is gone: the step that opened it was undone".to_owned());
        return vec![Effect::List];
    };
    let reference = open.header.reference();
    let mut effects = fields::leave(state);
    state.open = None;
    state.wanted = None;
    state.overlays.clear();
    state.pressed.clear();
    state.screen = Screen::List;
    state.say(Tone::Problem, format!("{reference} is gone: the step that opened it was undone"));
    effects.push(Effect::List);
    effects
}

fn listed(state: &mut State, rows: Vec<Summary>) -> Vec<Effect> {
    state.list.rows = rows;
    state.list.read = true;
    if !state.arriving {
        if state.screen == Screen::Start && !state.list.rows.is_empty() {
            // Another process opened the first one.
            state.screen = Screen::List;
        }
        return Vec::new();
    }
    state.arriving = false;
    state.screen = if state.list.rows.is_empty() { Screen::Start } else { Screen::List };
    vec![Effect::Drafts { heir: state.owner.clone() }]
}

fn take_pending(state: &mut State, token: u64) -> Option<Pending> {
    let at = state.pending.iter().position(|it| it.token == token)?;
    Some(state.pending.remove(at))
}

fn saved(state: &mut State, token: u64, written: &Written) -> Vec<Effect> {
    let Some(pending) = take_pending(state, token) else { return Vec::new() };
    state.unsaved = None;
    say_saved(state, &pending, written);
    // A step that changes nothing is not written, and does not take its draft along.
    let dropped = pending.entered.as_ref().filter(|_| written.rows == 0);
    let mut effects: Vec<Effect> =
        dropped.map(|(kind, _)| fields::drop_draft(state, *kind)).into_iter().collect();
    effects.extend(follow(state, &pending, written));
    effects
}

/// Does what follows a step that is on disk.
fn follow(state: &mut State, pending: &Pending, written: &Written) -> Vec<Effect> {
    count_own(state, written);
    let mut anchor = None;
    match pending.then {
        Then::OpenIncident => {
            let id = written.changes.first().map(|it| it.incident);
            return id.map_or_else(Vec::new, |it| open_incident(state, it));
        }
        Then::History => {
            let mut effects = reload(state);
            effects.extend(state.incident().map(|incident| Effect::History { incident }));
            return effects;
        }
        Then::Select(id) => {
            // Whoever works on an event stays on it: following would put the next key on another one.
            anchor = event_written(written, id).map(Event::order);
            if let (Some(_), Some(open)) = (anchor, &mut state.open) {
                open.timeline.follow = false;
            }
        }
        Then::Reload | Then::AnswerRung | Then::SelectAction | Then::SelectMetric => {
            let rows = written.changes.iter().rev().map(|it| it.row.clone());
            let rung_first = |row: &Row| pending.then != Then::AnswerRung || matches!(row, Row::Rung(_));
            // The reload below brings it; there is none when the incident went meanwhile.
            state.wanted = state.incident().map(|_| (pending.then, rows.into_iter().find(rung_first)));
        }
    }
    match (anchor, state.incident()) {
        // The row stands somewhere else now: the selection goes with it.
        (Some(place), Some(incident)) => vec![
            Effect::Window {
                incident,
                anchor: Anchor::Place(place),
                reach: REACH,
                select: Select::Place(place),
            },
            Effect::Load { incident, anchor: Anchor::Place(place), reach: REACH },
        ],
        _ => reload(state),
    }
}

/// Counts the events that were added or removed here, so that only those of others are pointed out as new.
fn count_own(state: &mut State, written: &Written) {
    let Some(open) = &mut state.open else { return };
    for change in written.changes.iter().filter(|it| it.incident == open.header.id) {
        let Row::Event(edit) = &change.row else { continue };
        let total = &mut open.timeline.window.total;
        *total = match (&edit.before, &edit.after) {
            (None, Some(_)) => *total + 1,
            (Some(_), None) => total.saturating_sub(1),
            _ => *total,
        };
    }
}

fn event_written(written: &Written, id: EventId) -> Option<&Event> {
    written.changes.iter().rev().find_map(|it| match &it.row {
        Row::Event(edit) => edit.after.as_ref().filter(|it| it.id == id),
        _ => None,
    })
}

fn say_saved(state: &mut State, pending: &Pending, written: &Written) {
    let logged = pending.entered.as_ref().is_some_and(|(kind, _)| *kind == FieldKind::Log);
    let words = match (logged, written.event(), written.rows) {
        (_, _, 0) => "nothing changed".to_owned(),
        (true, Some(event), 1) => {
            let zone = state.zone();
            format!(
                "logged {} at {} {} · u undoes it",
                event.handle(),
                hm(event.at, &zone),
                zone.label(event.at)
            )
        }
        _ if written.label.starts_with("undo: ") => {
            format!("undid: {} · U does it again", &written.label[6..])
        }
        _ if written.label.starts_with("redo: ") => {
            format!("did again: {} · u undoes it", &written.label[6..])
        }
        _ => format!("{} · u undoes it", written.label),
    };
    state.say(Tone::Done, words);
}

/// A step was refused: the text comes back to where it was typed, with the reason.
fn refused(state: &mut State, token: u64, why: String) -> Vec<Effect> {
    let Some(pending) = take_pending(state, token) else { return Vec::new() };
    state.unsaved = None;
    let mut effects = reload(state);
    let Some((kind, kept)) = pending.entered else {
        state.say(Tone::Problem, why);
        return effects;
    };
    state.unsaved = Some(why.clone());
    state.kept.insert(state.kept_key(kind), kept);
    if state.field.is_none() && state.overlays.is_empty() {
        effects.extend(reopen(state, kind));
        if let Some(field) = &mut state.field {
            field.complaint = Some(format!("not saved: {why}"));
            field.confirmed = true;
            field.dirty = true;
        }
        if let FieldKind::EventText(id) = kind {
            effects.push(Effect::Event { id, purpose: Purpose::Theirs });
        }
    } else {
        state.say(Tone::Problem, format!("not saved: {why}; your text is kept"));
    }
    effects
}

/// Opens a field again with its kept text, on the row as it is now.
fn reopen(state: &mut State, kind: FieldKind) -> Vec<Effect> {
    let open = state.open.as_ref();
    let base = match kind {
        FieldKind::Section(name) => {
            let text = open.and_then(|it| it.parts.sections.iter().find(|it| it.name == name));
            Base::Text(text.map(|it| it.text.clone()).unwrap_or_default())
        }
        _ => Base::None,
    };
    fields::open_with(state, kind, String::new(), base)
}

/// Offers text that another process left behind: in the field it was typed in, with the cursor where it was.
fn restore(state: &mut State) -> Vec<Effect> {
    let incident = state.incident();
    let (mine, others): (Vec<Draft>, Vec<Draft>) = std::mem::take(&mut state.orphans)
        .into_iter()
        .partition(|it| it.incident.is_none() || it.incident == incident);
    state.orphans = others;
    let mut newest: Option<FieldKind> = None;
    for draft in &mine {
        let Some(kind) = FieldKind::from_name(&draft.field) else { continue };
        let kept = Kept { text: draft.text.clone(), cursor: draft.cursor, opened: draft.opened };
        let key = state.kept_key(kind);
        // Drafts come newest first; an older one of the same field does not take its place.
        if state.kept.contains_key(&key) {
            continue;
        }
        state.kept.insert(key, kept);
        // A field that was left on purpose is not opened again: its text waits in it.
        newest = newest.or(draft.open.then_some(kind));
    }
    let Some(kind) = newest.filter(|_| state.field.is_none()) else { return Vec::new() };
    if kind == FieldKind::NewIncident && state.screen == Screen::Live {
        return Vec::new();
    }
    if kind != FieldKind::NewIncident && incident.is_none() {
        return Vec::new();
    }
    let effects = match kind {
        FieldKind::EventText(id) => vec![Effect::Event { id, purpose: Purpose::Edit }],
        _ => reopen(state, kind),
    };
    if let Some(field) = &mut state.field {
        let typed = "you typed this before the program ended; Ctrl-U clears it";
        field.complaint = overwrites(field).or_else(|| Some(typed.to_owned()));
    }
    effects
}

/// Warns that a section holds words by now which the draft of it does not.
fn overwrites(field: &Field) -> Option<String> {
    match (field.kind, &field.base) {
        (FieldKind::Section(_), Base::Text(now)) if !field.editor.text().contains(now.trim()) => {
            Some(format!(
                "it reads `{}` now; Esc saves yours in its place, u brings that back",
                crate::domain::clean::truncate(&crate::domain::clean::line(now), 40)
            ))
        }
        _ => None,
    }
}

fn with_event(state: &mut State, event: Event, purpose: Purpose) -> Vec<Effect> {
    match purpose {
        Purpose::Show => {
            state.show(Overlay::Event { event: Box::new(event), scroll: 0 });
            Vec::new()
        }
        Purpose::Edit | Purpose::Editor => {
            let text = event.text.clone();
            let effects =
                fields::open_with(state, FieldKind::EventText(event.id), text, Base::Event(Box::new(event)));
            if purpose == Purpose::Editor {
                return [effects, fields::hand_to_editor(state)].concat();
            }
            effects
        }
        Purpose::Finding => super::findings::with_event(state, event),
        Purpose::Theirs => {
            let open = state.field.as_mut().filter(|it| it.kind == FieldKind::EventText(event.id));
            if let Some(field) = open {
                let theirs = crate::domain::clean::truncate(&event.text, 120).replace('\n', " ");
                field.complaint = Some(format!(
                    "not saved: meanwhile it was changed to “{theirs}”; Enter again writes yours over it, Esc keeps yours aside"
                ));
            }
            Vec::new()
        }
        Purpose::Tags => {
            let text = event.tags.join(" ");
            fields::open_with(state, FieldKind::EventTags(event.id), text.clone(), Base::Text(text))
        }
        Purpose::Copy => {
            let zone = state.zone();
            let row = EventRow::of(&event);
            let mark = row.milestone.map(|it| format!(" [{it}]")).unwrap_or_default();
            let when = crate::domain::time::stamp(event.at, &zone);
            vec![Effect::Copy(format!("{when}{mark} {}", event.text))]
        }
    }
}

/// `$EDITOR` came back: its text goes into the field it came from, which is still open.
fn edited(state: &mut State, field: &str, text: Option<String>, why: Option<String>) -> Vec<Effect> {
    let Some(text) = text else {
        state.say(Tone::Problem, why.unwrap_or_default());
        return Vec::new();
    };
    let text = crate::domain::clean::block(&text);
    let text = text.trim_end_matches('\n');
    let Some(open) = state.field.as_mut().filter(|it| it.kind.name() == field) else { return Vec::new() };
    if !open.block && text.contains('\n') {
        open.editor = Editor::block(text);
        open.block = true;
    } else {
        open.editor.set_text(text);
    }
    super::fields::touch(state);
    if let Some(why) = why {
        state.say(Tone::Problem, why);
    }
    if state.field.as_ref().is_some_and(|it| it.block || matches!(it.kind, FieldKind::EventText(_))) {
        return super::enter::enter(state);
    }
    Vec::new()
}
