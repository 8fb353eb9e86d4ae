//! Entering a field: its text becomes a step, or a complaint says why it cannot.

use crate::app::effect::{Act, Effect};
use crate::app::field::{Base, Field, FieldKind, Kept};
use crate::app::state::{Overlay, State, Then, Tone, Yes};
use crate::domain::action::{Action, parse_due};
use crate::domain::amount::parse_metric_line;
use crate::domain::change::{Change, Edit};
use crate::domain::clean;
use crate::domain::event::{Event, Milestone, Source};
use crate::domain::id::{ActionId, EventId, IncidentId, LadderId, MetricId, RungId};
use crate::domain::incident::Header;
use crate::domain::ladder::{Ladder, Rung};
use crate::domain::metric::Metric;
use crate::domain::plan;
use crate::domain::time::hm;

use super::{act_on, events, fields};
use crate::store::Direction;

/// What entering a field amounts to.
enum Entered {
    /// A step, with its name and what follows it.
    Step(IncidentId, Act, Option<String>, Then),
    /// Something else was done; the field is over.
    Done(Vec<Effect>),
    /// It cannot be entered like this.
    Complaint(String),
    /// It can be entered like this if that is really meant: entering it again does.
    Sure(String),
    /// A question was asked; the field stays.
    Asked,
}

/// Enters the open field.
pub(super) fn enter(state: &mut State) -> Vec<Effect> {
    let Some(field) = state.field.take() else { return Vec::new() };
    let entered = read(state, &field);
    finish(state, field, entered)
}

/// Saves the text of a block and stays in it.
pub(super) fn save_block(state: &mut State) -> Vec<Effect> {
    let Some(field) = &state.field else { return Vec::new() };
    let (kind, cursor) = (field.kind, field.editor.cursor_offset());
    let text = field.editor.text();
    let effects = enter(state);
    if state.field.is_none() {
        let base = match kind {
            FieldKind::Section(_) => Base::Text(text.clone()),
            _ => return effects,
        };
        fields::open_with(state, kind, text, base);
        if let Some(field) = &mut state.field {
            field.editor.set_cursor_offset(cursor);
        }
    }
    effects
}

fn finish(state: &mut State, mut field: Field, entered: Entered) -> Vec<Effect> {
    match entered {
        Entered::Complaint(why) => {
            field.complaint = Some(why);
            state.field = Some(field);
            Vec::new()
        }
        Entered::Sure(why) => {
            let again = if field.block { "Esc" } else { "Enter" };
            field.complaint = Some(format!("{again} again to save it so: {why}"));
            field.confirmed = true;
            state.field = Some(field);
            Vec::new()
        }
        Entered::Asked => {
            state.field = Some(field);
            Vec::new()
        }
        Entered::Done(effects) if field.kind == FieldKind::ImportPath => {
            // It comes back with the reason if the file cannot be read.
            let kept = Kept {
                text: field.editor.text(),
                cursor: field.editor.cursor_offset(),
                opened: field.opened,
            };
            state.kept.insert(state.kept_key(field.kind), kept);
            effects
        }
        Entered::Done(mut effects) => {
            state.kept.remove(&state.kept_key(field.kind));
            effects.push(fields::drop_draft(state, field.kind));
            effects
        }
        Entered::Step(incident, act, label, then) => {
            let text = field.editor.text();
            if field.kind == FieldKind::Log {
                state.logged.retain(|it| *it != text);
                state.logged.push(text.clone());
            }
            let kept = Kept { text, cursor: field.editor.cursor_offset(), opened: field.opened };
            let aside =
                state.kept.remove(&state.kept_key(field.kind)).filter(|_| field.kind == FieldKind::Log);
            let mut effects = act_on(state, incident, act, label, then, Some((field.kind, kept)));
            if let Some(aside) = aside {
                // A line put aside for one of the history is still to be finished.
                effects.push(fields::keep(state, FieldKind::Log, aside));
            }
            if field.kind == FieldKind::Log && state.settings.sticky {
                effects.extend(fields::open(state, FieldKind::Log));
            }
            effects
        }
    }
}

fn read(state: &mut State, field: &Field) -> Entered {
    let text = field.editor.text();
    if field.kind == FieldKind::NewIncident {
        return new_incident(state, &text);
    }
    match field.kind {
        FieldKind::Filter => return Entered::Done(Vec::new()),
        FieldKind::ImportPath => return import(state, &text),
        _ => {}
    }
    let Some(incident) = state.incident() else {
        return Entered::Complaint("no incident is open".to_owned());
    };
    match field.kind {
        FieldKind::Log => log(state, incident, field, &text),
        FieldKind::EventText(id) => event_text(incident, field, id, &text),
        FieldKind::EventTime(id) => match state.read_time(&text, field.opened) {
            Ok(when) => {
                if let Some(note) = when.note.as_ref().filter(|it| it.asks() && !field.confirmed) {
                    return Entered::Sure(note.to_string());
                }
                let label = Some("moved {}".to_owned());
                Entered::Step(incident, Act::SetTime(id, Box::new(when)), label, Then::Select(id))
            }
            Err(error) => Entered::Complaint(error.to_string()),
        },
        FieldKind::EventTags(id) => {
            Entered::Step(incident, Act::SetTags(id, tags(&text)), None, Then::Select(id))
        }
        FieldKind::Find => {
            state.sought = text;
            if let Some(open) = &mut state.open {
                open.timeline.follow = false;
            }
            Entered::Done(events::find(state, Direction::Forward))
        }
        FieldKind::ExportPath => export(state, incident, &text),
        FieldKind::Waive => match super::findings::waiver(state, &text) {
            Ok((act, label)) => Entered::Step(incident, act, label, Then::Reload),
            Err(why) => Entered::Complaint(why),
        },
        FieldKind::Title => edit_header(state, field, &text),
        FieldKind::Section(name) => {
            let Base::Text(before) = &field.base else {
                return Entered::Complaint("open the section again".into());
            };
            let after = clean::block(&text);
            if *before == after {
                return Entered::Done(Vec::new());
            }
            let change = Change::section(incident, name, before, after.trim_end());
            Entered::Step(incident, Act::Changes(vec![change]), None, Then::Reload)
        }
        FieldKind::MetricNew | FieldKind::Metric(_) => metric(state, incident, field, &text),
        FieldKind::RungNew(..)
        | FieldKind::RungWhy(_)
        | FieldKind::RungBecause(_)
        | FieldKind::Problem(_) => why(state, incident, field, &text),
        _ => action(state, incident, field, &text),
    }
}

fn new_incident(state: &mut State, text: &str) -> Entered {
    let title = clean::line(text);
    if title.is_empty() {
        return Entered::Complaint("say in a few words what customers see; the rest can wait".to_owned());
    }
    let id = IncidentId(state.ids.next(state.now));
    let header = Header::new(id, title, state.settings.zone, state.now);
    match Change::header(Edit::add(header)) {
        Some(change) => Entered::Step(id, Act::Changes(vec![change]), None, Then::OpenIncident),
        None => Entered::Asked,
    }
}

fn import(state: &mut State, text: &str) -> Entered {
    let path = text.trim();
    if path.is_empty() {
        return Entered::Complaint("name a file that `coe export --format json` wrote".to_owned());
    }
    let seed = state.ids.next(state.now).as_u64_pair().1;
    Entered::Done(vec![Effect::Import { path: expand(path), now: state.now, seed }])
}

/// Reads a path as a shell would: `~` is the home directory.
fn expand(path: &str) -> std::path::PathBuf {
    match (path.strip_prefix("~/"), directories::BaseDirs::new()) {
        (Some(rest), Some(dirs)) => dirs.home_dir().join(rest),
        _ => path.into(),
    }
}

fn export(state: &mut State, incident: IncidentId, text: &str) -> Entered {
    let path = text.trim();
    if path.is_empty() {
        return Entered::Complaint("name the file to write".to_owned());
    }
    let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
    let format = match name.rsplit_once('.') {
        Some((_, "json")) => "json",
        Some((_, "html" | "htm")) => "html",
        Some((name, "csv")) if name.contains("action") => "actions-csv",
        Some((_, "csv")) => "events-csv",
        _ => "md",
    };
    state.say(Tone::Done, "exporting …".to_owned());
    Entered::Done(vec![Effect::Export { incident, format, path: expand(path), force: false }])
}

fn tags(text: &str) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for word in clean::line(text).split([' ', ',']) {
        let tag = word.trim_start_matches('#');
        if !tag.is_empty() && !tags.iter().any(|it| it.eq_ignore_ascii_case(tag)) {
            tags.push(tag.to_owned());
        }
    }
    tags
}

fn log(state: &mut State, incident: IncidentId, field: &Field, text: &str) -> Entered {
    let line = match state.read_line(text, field.opened) {
        Ok(line) => line,
        Err(error) => return Entered::Complaint(format!("{error}; put \\ in front to log it as text")),
    };
    if let Some(note) =
        line.when.as_ref().and_then(|it| it.note.as_ref()).filter(|it| it.asks() && !field.confirmed)
    {
        return Entered::Sure(note.to_string());
    }
    let id = EventId(state.ids.next(state.now));
    let source = Source { kind: "tui".into(), id: None };
    let event = match plan::event(id, field.opened, state.zone(), &line, source) {
        Ok(event) => event,
        Err(error) => return Entered::Complaint(error.to_string()),
    };
    if let Some((question, label)) = event.milestone.and_then(|it| held(state, it)) {
        // A yes enters the field; until then its text stays where it is.
        state.show(Overlay::Confirm {
            question,
            yes: Box::new(Yes::Act(Act::Log(Box::new(event)), Some(label))),
            no: None,
        });
        return Entered::Asked;
    }
    Entered::Step(incident, Act::Log(Box::new(event)), None, Then::Reload)
}

/// Returns the question whether a milestone may be moved, if it is set, and the name of the step that does.
fn held(state: &State, milestone: Milestone) -> Option<(String, String)> {
    let open = state.open.as_ref()?;
    let (holder, at) = (open.milestones.holder(milestone)?, open.milestones.at(milestone)?);
    let at = hm(at, &open.header.zone);
    Some((
        format!("{milestone} is already {holder} at {at}: move it to this event?"),
        format!("moved {milestone} from {holder} to a new event"),
    ))
}

fn event_text(incident: IncidentId, field: &Field, id: EventId, text: &str) -> Entered {
    let text = clean::block(text);
    let text = text.trim();
    if text.is_empty() {
        return Entered::Complaint("an event needs words; Esc keeps it as it was, d deletes it".to_owned());
    }
    match &field.base {
        Base::Event(before) if before.text == text => Entered::Done(Vec::new()),
        Base::Event(before) if !field.confirmed => {
            let mut after: Event = (**before).clone();
            text.clone_into(&mut after.text);
            plan::spill(&mut after);
            let change = Change::event(incident, Edit::replace((**before).clone(), after));
            Entered::Step(incident, Act::Changes(vec![change]), None, Then::Select(id))
        }
        _ => Entered::Step(incident, Act::SetText(id, text.to_owned()), None, Then::Select(id)),
    }
}

fn edit_header(state: &State, field: &Field, text: &str) -> Entered {
    let title = clean::line(text);
    let Some(open) = &state.open else { return Entered::Complaint("no incident is open".to_owned()) };
    if title.is_empty() {
        return Entered::Complaint("a title is needed; Esc keeps the old one".to_owned());
    }
    if let Some(complaint) = changed_meanwhile(field, &open.header.title) {
        return Entered::Sure(complaint);
    }
    let mut after = open.header.clone();
    after.title = title;
    match Change::header(Edit::replace(open.header.clone(), after)) {
        Some(change) => Entered::Step(open.header.id, Act::Changes(vec![change]), None, Then::Reload),
        None => Entered::Asked,
    }
}

/// Says that the row's text is no longer what it was when the field was opened.
fn changed_meanwhile(field: &Field, now: &str) -> Option<String> {
    match &field.base {
        Base::Text(before) if before != now && !field.confirmed => {
            Some(format!("it was changed meanwhile to `{}`", clean::truncate(now, 60)))
        }
        _ => None,
    }
}

fn metric(state: &mut State, incident: IncidentId, field: &Field, text: &str) -> Entered {
    let line = match parse_metric_line(text) {
        Ok(line) => line,
        Err(error) => return Entered::Complaint(error.to_string()),
    };
    let before = match field.kind {
        FieldKind::Metric(id) => {
            match state.open.as_ref().and_then(|it| it.parts.metrics.iter().find(|it| it.id == id)) {
                Some(metric) => Some(metric.clone()),
                None => return Entered::Complaint("the metric is gone; Esc keeps your text".to_owned()),
            }
        }
        _ => None,
    };
    if let Some(complaint) =
        before.as_ref().and_then(|it| changed_meanwhile(field, &super::parts::metric_line(it)))
    {
        return Entered::Sure(complaint);
    }
    let mut after =
        before.clone().unwrap_or_else(|| Metric::new(MetricId(state.ids.next(state.now)), line.name.clone()));
    after.name = line.name;
    after.value = Some(line.value);
    after.total = line.total;
    after.baseline = line.baseline;
    after.unit = line.unit;
    let change = Change::metric(incident, Edit { before, after: Some(after) });
    Entered::Step(incident, Act::Changes(vec![change]), None, Then::SelectMetric)
}

fn why(state: &mut State, incident: IncidentId, field: &Field, text: &str) -> Entered {
    let text = clean::line(text);
    let Some(open) = &state.open else { return Entered::Complaint("no incident is open".to_owned()) };
    let rung = |id: RungId| open.parts.rungs.iter().find(|it| it.id == id).cloned();
    let gone = || Entered::Complaint("the why is gone; Esc keeps your text".to_owned());
    match field.kind {
        FieldKind::RungNew(topic, parent) => {
            if text.is_empty() {
                return Entered::Complaint("ask why: Why did …?".to_owned());
            }
            if parent.is_some_and(|it| rung(it).is_none()) {
                return gone();
            }
            let new = LadderId(state.ids.next(state.now));
            let Some(open) = &state.open else { return gone() };
            let (ladder, made) = plan::ladder(incident, &open.parts.ladders, topic, new);
            let mut rung = Rung {
                id: RungId(state.ids.next(state.now)),
                num: 0,
                ladder,
                parent,
                place: 0,
                why: text,
                because: String::new(),
                cites: Vec::new(),
                root: false,
            };
            rung.place = plan::last_place(&open.parts.rungs, &rung);
            let mut changes: Vec<Change> = made.into_iter().collect();
            changes.push(Change::rung(incident, Edit::add(rung)));
            let label = Some("asked a why".to_owned());
            Entered::Step(incident, Act::Changes(changes), label, Then::AnswerRung)
        }
        FieldKind::RungWhy(id) | FieldKind::RungBecause(id) => {
            let Some(before) = rung(id) else { return gone() };
            let question = matches!(field.kind, FieldKind::RungWhy(_));
            if let Some(complaint) =
                changed_meanwhile(field, if question { &before.why } else { &before.because })
            {
                return Entered::Sure(complaint);
            }
            let mut after = before.clone();
            if question {
                after.why = text;
            } else {
                after.because = text;
            }
            let change = Change::rung(incident, Edit::replace(before, after));
            Entered::Step(incident, Act::Changes(vec![change]), None, Then::Reload)
        }
        FieldKind::Problem(topic) => {
            let before = open.parts.ladders.iter().find(|it| it.topic == topic).cloned();
            let new = LadderId(state.ids.next(state.now));
            let mut after =
                before.clone().unwrap_or(Ladder { id: new, num: 0, topic, problem: String::new() });
            after.problem = text;
            let change = Change::ladder(incident, Edit { before, after: Some(after) });
            Entered::Step(incident, Act::Changes(vec![change]), None, Then::Reload)
        }
        _ => gone(),
    }
}

fn action(state: &mut State, incident: IncidentId, field: &Field, text: &str) -> Entered {
    let text = clean::line(text);
    if field.kind == FieldKind::ActionNew {
        if text.is_empty() {
            return Entered::Complaint("say what will be done: a verb and what it makes".to_owned());
        }
        let new = Action::new(ActionId(state.ids.next(state.now)), text);
        let change = Change::action(incident, Edit::add(new));
        return Entered::Step(incident, Act::Changes(vec![change]), None, Then::SelectAction);
    }
    let id = match field.kind {
        FieldKind::ActionTitle(id)
        | FieldKind::ActionOwner(id)
        | FieldKind::ActionDue(id)
        | FieldKind::ActionDoneWhen(id)
        | FieldKind::ActionTicket(id) => id,
        _ => return Entered::Asked,
    };
    let found = state.open.as_ref().and_then(|it| it.parts.actions.iter().find(|it| it.id == id)).cloned();
    let Some(before) = found else {
        return Entered::Complaint("the action is gone; Esc keeps your text".to_owned());
    };
    let mut after = before.clone();
    let was = match field.kind {
        FieldKind::ActionTitle(_) => std::mem::replace(&mut after.title, text.clone()),
        FieldKind::ActionOwner(_) => std::mem::replace(&mut after.owner, text.clone()),
        FieldKind::ActionDoneWhen(_) => std::mem::replace(&mut after.done_when, text.clone()),
        FieldKind::ActionTicket(_) => std::mem::replace(&mut after.ticket, text.clone()),
        _ => {
            let was = after.due.map(|it| it.to_string()).unwrap_or_default();
            after.due = match text.is_empty() {
                true => None,
                false => match parse_due(&text, state.zone().date(state.now)) {
                    Ok(due) => Some(due),
                    Err(error) => return Entered::Complaint(error.to_string()),
                },
            };
            was
        }
    };
    if after.title.is_empty() {
        return Entered::Complaint("an action needs a title; Esc keeps the old one".to_owned());
    }
    if let Some(complaint) = changed_meanwhile(field, &was) {
        return Entered::Sure(complaint);
    }
    let change = Change::action(incident, Edit::replace(before, after));
    Entered::Step(incident, Act::Changes(vec![change]), None, Then::Reload)
}
