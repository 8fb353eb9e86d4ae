//! The list of findings: walking through it, going to the words that are meant, mending and setting aside.

use crossterm::event::{KeyCode, KeyModifiers};

use crate::app::command::Command;
use crate::app::editor::{Edited, Editor, MEANT};
use crate::app::effect::{Act, Effect, Purpose, Select};
use crate::app::field::{Base, FieldKind};
use crate::app::key::Chord;
use crate::app::state::{Overlay, Pane, State, Then, Tone, WhyRow};
use crate::app::timeline::REACH;
use crate::domain::change::{Change, Edit};
use crate::domain::event::Place as At;
use crate::domain::id::{Handle, Part};
use crate::domain::ladder::{Rung, Topic};
use crate::domain::span::Span;
use crate::domain::timeline::Anchor;
use crate::domain::waiver::read_reason;
use crate::review::finding::Subject;
use crate::review::{Finding, Options, Role, passage, set_aside};

use super::{act, fields};

/// Asks for a review of the open incident.
pub(super) fn review(state: &State) -> Option<Effect> {
    let incident = state.incident()?;
    Some(Effect::Review { incident, options: Box::new(options(state)?) })
}

/// Returns what a review depends on now.
fn options(state: &State) -> Option<Options> {
    let mut options = state.settings.review.clone();
    options.now = state.now;
    options.gap = state.settings.gap;
    options.live = state.open.as_ref()?.running();
    Some(options)
}

/// Asks for a review of the text that is being typed, if it has changed and rules look at texts of its kind.
pub(super) fn review_field(state: &mut State) -> Option<Effect> {
    let field = state.field.as_mut()?;
    let whole = field.editor.text();
    if !std::mem::take(&mut field.unreviewed) {
        return None;
    }
    let (kind, opened) = (field.kind, field.opened);
    // Of a line for the log, time and tags are no text.
    let text = match kind {
        FieldKind::Log => state.read_line(&whole, opened).map(|it| it.text).unwrap_or_default(),
        _ => whole,
    };
    let role = match kind {
        FieldKind::Log | FieldKind::EventText(_) => Role::Event,
        FieldKind::Section(name) => passage::role(name),
        FieldKind::Title => Role::Title,
        FieldKind::RungWhy(_) => Role::Why,
        FieldKind::RungBecause(id) => {
            let asked = |rung: &Rung| rung.parent == Some(id);
            let parts = &state.open.as_ref()?.parts;
            if parts.rungs.iter().any(asked) { Role::Because } else { Role::LastBecause }
        }
        FieldKind::Problem(_) => Role::Problem,
        FieldKind::ActionNew | FieldKind::ActionTitle(_) => Role::Action,
        FieldKind::ActionDoneWhen(_) => Role::DoneWhen,
        _ => return None,
    };
    let options = Box::new(options(state)?);
    Some(Effect::ReviewText { field: kind, role, text, options })
}

/// Marks what was found in the text of the open field, unless it has changed since.
pub(super) fn reviewed_text(state: &mut State, kind: FieldKind, text: &str, found: &[Finding]) {
    let log = kind == FieldKind::Log;
    let Some(field) = state.field.as_mut().filter(|it| it.kind == kind && !it.unreviewed) else { return };
    // Words that were gone to stay selected, and what is wrong with them stays told.
    if (!log && field.editor.text() != text) || field.editor.selects() || field.told {
        return;
    }
    if !log {
        field.editor.set_marks(found.iter().map(|it| (it.span.clone(), MEANT)).collect());
    }
    // In a section the words at the caret are nearest to what is being thought about.
    let caret = field.editor.cursor_offset();
    let caret = text.char_indices().nth(caret).map_or(text.len(), |(at, _)| at);
    let nearest = found
        .iter()
        .min_by_key(|it| (it.level, it.span.start.abs_diff(caret).min(it.span.end.abs_diff(caret))));
    field.remark = nearest.map(|it| {
        let more = match found.len() {
            1 => String::new(),
            more => format!(" ({} more)", more - 1),
        };
        format!("{}{more}", it.remark())
    });
}

/// Takes what a review found.
pub(super) fn reviewed(
    state: &mut State,
    incident: crate::domain::id::IncidentId,
    list: Vec<Finding>,
) -> Vec<Effect> {
    if state.incident() != Some(incident) {
        return Vec::new();
    }
    state.findings.take(list);
    let idle = state.field.is_none() && state.overlays.is_empty() && state.pending.is_empty();
    if let Some(selected) = state.findings.back.take_if(|_| idle) {
        open_at(state, ("", selected));
    }
    Vec::new()
}

/// Opens the list, with a filter.
pub(super) fn open_at(state: &mut State, (filter, selected): (&str, usize)) {
    state.show(Overlay::Findings { filter: Editor::line(filter), typing: false, selected });
}

/// Takes a key in the list.
pub(super) fn on_key(
    state: &mut State,
    chord: Chord,
    (mut filter, typing, selected): (Editor, bool, usize),
) -> Vec<Effect> {
    // What could not be done with one finding is no news for the next.
    state.notice.take_if(|it| it.tone == Tone::Problem);
    let text = filter.text();
    let rows = state.findings.shown(&text).len();
    let last = rows.saturating_sub(1);
    let show = |state: &mut State, filter: Editor, typing: bool, selected: usize| {
        let selected = selected.min(last);
        point_at(state, &filter.text(), selected);
        state.show(Overlay::Findings { filter, typing, selected });
        Vec::new()
    };
    if typing {
        if matches!(chord.code, KeyCode::Enter | KeyCode::Down | KeyCode::Tab) {
            return show(state, filter, false, selected);
        }
        let selected = if filter.key(chord) == Edited::Text { 0 } else { selected };
        state.show(Overlay::Findings { filter, typing: true, selected });
        return Vec::new();
    }
    let control = chord.mods.contains(KeyModifiers::CONTROL);
    let found = state.findings.shown(&text).get(selected.min(last)).map(|it| (*it).clone());
    match (chord.code, found) {
        (KeyCode::Char('j' | 'n') | KeyCode::Down | KeyCode::Tab, _) => {
            show(state, filter, false, selected + 1)
        }
        (KeyCode::Char('k' | 'N') | KeyCode::Up | KeyCode::BackTab, _) => {
            show(state, filter, false, selected.saturating_sub(1))
        }
        (KeyCode::PageDown, _) => show(state, filter, false, selected + 10),
        (KeyCode::PageUp, _) => show(state, filter, false, selected.saturating_sub(10)),
        (KeyCode::Home | KeyCode::Char('g'), _) => show(state, filter, false, 0),
        (KeyCode::End | KeyCode::Char('G'), _) => show(state, filter, false, last),
        (KeyCode::Char('/'), _) => show(state, filter, true, selected),
        (KeyCode::Char('q' | '!'), _) => Vec::new(),
        (KeyCode::Enter, Some(found)) => {
            state.findings.back = Some(selected);
            go(state, &found)
        }
        (KeyCode::Char('w'), Some(found)) => {
            state.findings.back = Some(selected);
            waive(state, &found)
        }
        (KeyCode::Char('f'), Some(found)) => match &found.fix {
            Some(_) => {
                state.findings.back = Some(selected);
                let label = Some(format!("mended {} in {}", found.rule, found.place));
                act(state, Act::Rewrite(Box::new(found)), label, Then::Reload)
            }
            None => {
                state.say(
                    Tone::Problem,
                    "there is no safe rewrite for this one; Enter goes to the words".to_owned(),
                );
                show(state, filter, false, selected)
            }
        },
        (KeyCode::Char('u'), _) if !control => {
            state.findings.back = Some(selected);
            act(state, Act::Undo(None), None, Then::Reload)
        }
        (KeyCode::Char('U'), _) => {
            state.findings.back = Some(selected);
            act(state, Act::Redo, None, Then::Reload)
        }
        _ => show(state, filter, false, selected),
    }
}

/// Selects the event that a finding is about in the timeline beside the list, if it is among the rows that are loaded.
fn point_at(state: &mut State, filter: &str, selected: usize) {
    let subject = state.findings.shown(filter).get(selected).map(|it| it.place.subject);
    let (Some(Subject::Row(handle)), Some(open)) = (subject, &mut state.open) else { return };
    let timeline = &mut open.timeline;
    if let Some(at) = timeline.window.rows.iter().position(|it| it.handle() == handle) {
        timeline.selected = at;
        timeline.follow = false;
    }
}

/// Goes to the words that a finding means, and opens the field they stand in.
fn go(state: &mut State, found: &Finding) -> Vec<Effect> {
    let field = found.place.field;
    match found.place.subject {
        Subject::Section(name) => section(state, name, found),
        Subject::Incident if field == "title" => {
            let title = state.open.as_ref().map(|it| it.header.title.clone()).unwrap_or_default();
            edit(state, FieldKind::Title, title, found)
        }
        Subject::Incident => tell(state, found),
        Subject::Part(part) => {
            focus(state, part);
            add(state, part, found)
        }
        Subject::Row(handle) => row(state, handle, found),
    }
}

/// Says what a finding without a field of its own means, and leaves the list for the pane it is about.
fn tell(state: &mut State, found: &Finding) -> Vec<Effect> {
    state.findings.back = None;
    state.say(Tone::Problem, found.remark());
    Vec::new()
}

/// Opens the field in which what is missing is added, so that what is typed next goes nowhere else.
fn add(state: &mut State, part: Part, found: &Finding) -> Vec<Effect> {
    let parts = state.open.as_ref().map(|it| &it.parts);
    let laddered = |topic: &Topic| parts.is_some_and(|it| it.ladders.iter().any(|it| it.topic == *topic));
    let missing = Topic::ALL.iter().find(|it| !laddered(it)).copied();
    let asked = parts.is_some_and(|it| !it.rungs.is_empty());
    let effects = match (part, missing) {
        (Part::Event, _) => super::run(state, Command::LogOpen),
        (Part::Metric, _) => super::run(state, Command::MetricAdd),
        (Part::Ladder | Part::Rung, Some(topic)) if !asked || found.rule == "why/topics" => {
            super::parts::problem(state, topic)
        }
        (Part::Ladder | Part::Rung, _) => super::run(state, Command::RungChild),
        (Part::Action, _) => super::run(state, Command::ActionAdd),
    };
    complain(state, found);
    effects
}

fn section(state: &mut State, name: crate::domain::section::SectionName, found: &Finding) -> Vec<Effect> {
    let text = state.open.as_ref().and_then(|it| it.parts.sections.iter().find(|it| it.name == name));
    let text = text.map(|it| it.text.clone()).unwrap_or_default();
    edit(state, FieldKind::Section(name), text, found)
}

/// Opens a field with the caret at the words, and the words marked.
fn edit(state: &mut State, kind: FieldKind, text: String, found: &Finding) -> Vec<Effect> {
    let effects = fields::open_with(state, kind, text.clone(), Base::Text(text));
    point(state, found);
    effects
}

/// Puts the caret of the open field at the words of a finding and says what is wrong with them.
pub(super) fn point(state: &mut State, found: &Finding) {
    let Some(field) = &mut state.field else { return };
    if let Some(words) = found.words_in(&field.editor.text()) {
        field.editor.select(words);
    }
    field.tell(found.remark());
}

fn focus(state: &mut State, part: Part) {
    state.focus = match part {
        Part::Event => Pane::Timeline,
        Part::Metric => Pane::Impact,
        Part::Ladder | Part::Rung => Pane::Whys,
        Part::Action => Pane::Actions,
    };
}

fn row(state: &mut State, handle: Handle, found: &Finding) -> Vec<Effect> {
    focus(state, handle.part);
    let Some(open) = &mut state.open else { return Vec::new() };
    let parts = &open.parts;
    match handle.part {
        Part::Event => {
            let incident = open.header.id;
            state.findings.going = Some(found.clone());
            vec![Effect::EventAt { incident, handle, purpose: Purpose::Finding }]
        }
        Part::Metric => {
            let Some(at) = parts.metrics.iter().position(|it| it.num == handle.num) else {
                return Vec::new();
            };
            open.metric = at;
            let metric = open.parts.metrics[at].clone();
            let line = super::parts::metric_line(&metric);
            let effects =
                fields::open_with(state, FieldKind::Metric(metric.id), line.clone(), Base::Text(line));
            complain(state, found);
            effects
        }
        Part::Ladder | Part::Rung => {
            let at = open.why_rows().iter().position(|it| match it {
                WhyRow::Ladder(ladder, _) => ladder.handle() == handle,
                WhyRow::Rung(step) => step.rung.handle() == handle,
            });
            let Some(at) = at else { return Vec::new() };
            open.why = at;
            let rung = open.parts.rungs.iter().find(|it| it.handle() == handle).cloned();
            let ladder = open.parts.ladders.iter().find(|it| it.handle() == handle).cloned();
            match (rung, ladder) {
                (Some(rung), _) if found.place.field == "why" => {
                    edit(state, FieldKind::RungWhy(rung.id), rung.why, found)
                }
                (Some(rung), _) => edit(state, FieldKind::RungBecause(rung.id), rung.because, found),
                (None, Some(ladder)) => {
                    let effects = super::parts::problem(state, ladder.topic);
                    point(state, found);
                    effects
                }
                (None, None) => Vec::new(),
            }
        }
        Part::Action => {
            let Some(at) = parts.actions.iter().position(|it| it.num == handle.num) else {
                return Vec::new();
            };
            open.action = at;
            let action = open.parts.actions[at].clone();
            match found.place.field {
                "owner" => edit(state, FieldKind::ActionOwner(action.id), action.owner, found),
                "due" => {
                    let due = action.due.map(|it| it.to_string()).unwrap_or_default();
                    edit(state, FieldKind::ActionDue(action.id), due, found)
                }
                "done_when" => edit(state, FieldKind::ActionDoneWhen(action.id), action.done_when, found),
                "ticket" => edit(state, FieldKind::ActionTicket(action.id), action.ticket, found),
                _ => edit(state, FieldKind::ActionTitle(action.id), action.title, found),
            }
        }
    }
}

fn complain(state: &mut State, found: &Finding) {
    if let Some(field) = &mut state.field {
        field.tell(found.remark());
    }
}

/// An event that a finding is about has been loaded: it is selected, and its text opened at the words.
pub(super) fn with_event(state: &mut State, event: crate::domain::event::Event) -> Vec<Effect> {
    let Some(found) = state.findings.going.take() else { return Vec::new() };
    let place: At = event.order();
    let mut effects = Vec::new();
    if let Some(open) = &mut state.open {
        open.timeline.follow = false;
        effects.push(Effect::Window {
            incident: open.header.id,
            anchor: Anchor::Place(place),
            reach: REACH,
            select: Select::Place(place),
        });
    }
    if matches!(found.place.field, "text" | "") {
        let (id, text) = (event.id, event.text.clone());
        effects.extend(fields::open_with(
            state,
            FieldKind::EventText(id),
            text,
            Base::Event(Box::new(event)),
        ));
        point(state, &found);
    } else if matches!(found.place.field, "evidence" | "links") {
        state.show(Overlay::Event { event: Box::new(event), scroll: 0 });
        effects.extend(tell(state, &found));
    } else if found.rule == "timeline/gap" {
        // Right after the event that the silence follows.
        effects.extend(super::events::open_log_at(state, event.at + Span::minutes(1)));
        complain(state, &found);
    } else {
        effects.extend(fields::open(state, FieldKind::EventTime(event.id)));
        complain(state, &found);
    }
    effects
}

/// Asks for the reason to set a finding aside; one that is set aside comes back.
fn waive(state: &mut State, found: &Finding) -> Vec<Effect> {
    if found.waived.is_none() {
        state.findings.waiving = Some((found.rule, found.place));
        return fields::open(state, FieldKind::Waive);
    }
    let Some(open) = &state.open else { return Vec::new() };
    let (subject, field) = (found.place.subject.to_string(), found.place.field);
    let waiver = open.parts.waivers.iter().find(|it| {
        it.rule == found.rule && it.subject == subject && (it.field.is_empty() || it.field == field)
    });
    let Some(waiver) = waiver.cloned() else { return Vec::new() };
    let change = Change::waiver(open.header.id, Edit::remove(waiver));
    act(state, Act::Changes(vec![change]), None, Then::Reload)
}

/// Returns the change that sets aside what is being set aside, for a reason, and its name when it concerns several findings.
pub(super) fn waiver(state: &State, reason: &str) -> Result<(Act, Option<String>), String> {
    let reason = read_reason(reason).map_err(|error| error.to_string())?;
    let (Some(open), Some((rule, place))) = (&state.open, state.findings.waiving) else {
        return Err("there is nothing to set aside".to_owned());
    };
    let edit = set_aside(&open.parts.waivers, (rule, place), reason, state.now);
    let alike = state.findings.list.iter().filter(|it| it.rule == rule && it.place == place);
    let all = alike.filter(|it| it.is_open()).count();
    let label = (all > 1).then(|| format!("set aside {rule} at {place}: all {all} findings there"));
    Ok((Act::Waive { place, edit: Box::new(edit) }, label))
}
