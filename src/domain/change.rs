//! Changes: reversible edits, the only way anything is written.
//!
//! A change carries the row before and after, so its inverse needs no state, and a change made from a stale row is a
//! [`Conflict`] and never an overwrite. The store keeps every change in its op log in the serialized form of
//! [`Row`]; names of variants and fields are therefore part of the file format and only ever added to.

use serde::{Deserialize, Serialize};

use super::action::Action;
use super::event::Event;
use super::id::IncidentId;
use super::incident::{Header, Incident};
use super::ladder::{Ladder, Rung};
use super::metric::Metric;
use super::section::{Section, SectionName};
use super::waiver::Waiver;

/// A row before and after: none before is an insert, none after is a removal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Edit<T> {
    /// The row as it must be for the change to apply.
    pub before: Option<T>,
    /// The row as it will be.
    pub after: Option<T>,
}

impl<T> Edit<T> {
    /// Adds a row.
    pub fn add(after: T) -> Self {
        Edit { before: None, after: Some(after) }
    }

    /// Replaces a row.
    pub fn replace(before: T, after: T) -> Self {
        Edit { before: Some(before), after: Some(after) }
    }

    /// Removes a row.
    pub fn remove(before: T) -> Self {
        Edit { before: Some(before), after: None }
    }

    fn inverse(self) -> Self {
        Edit { before: self.after, after: self.before }
    }

    /// Returns the row that either side has.
    pub fn either(&self) -> Option<&T> {
        self.after.as_ref().or(self.before.as_ref())
    }
}

/// The edit of one row of one of the parts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Row {
    /// The header.
    Incident(Box<Edit<Header>>),
    /// An event with its links and evidence.
    Event(Box<Edit<Event>>),
    /// A metric with its series.
    Metric(Box<Edit<Metric>>),
    /// A ladder.
    Ladder(Edit<Ladder>),
    /// A rung.
    Rung(Box<Edit<Rung>>),
    /// An action.
    Action(Box<Edit<Action>>),
    /// A section; none stands for no text.
    Section(Edit<Section>),
    /// A waiver.
    Waiver(Box<Edit<Waiver>>),
}

/// A reversible edit of an incident.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The incident.
    pub incident: IncidentId,
    /// The row.
    pub row: Row,
}

impl Change {
    /// Returns the change that takes this one back.
    pub fn inverse(self) -> Self {
        let row = match self.row {
            Row::Incident(it) => Row::Incident(Box::new(it.inverse())),
            Row::Event(it) => Row::Event(Box::new(it.inverse())),
            Row::Metric(it) => Row::Metric(Box::new(it.inverse())),
            Row::Ladder(it) => Row::Ladder(it.inverse()),
            Row::Rung(it) => Row::Rung(Box::new(it.inverse())),
            Row::Action(it) => Row::Action(Box::new(it.inverse())),
            Row::Section(it) => Row::Section(it.inverse()),
            Row::Waiver(it) => Row::Waiver(Box::new(it.inverse())),
        };
        Change { incident: self.incident, row }
    }

    /// Adds, replaces or removes an event.
    pub fn event(incident: IncidentId, edit: Edit<Event>) -> Self {
        Change { incident, row: Row::Event(Box::new(edit)) }
    }

    /// Adds, replaces or removes a metric.
    pub fn metric(incident: IncidentId, edit: Edit<Metric>) -> Self {
        Change { incident, row: Row::Metric(Box::new(edit)) }
    }

    /// Adds, replaces or removes a ladder.
    pub fn ladder(incident: IncidentId, edit: Edit<Ladder>) -> Self {
        Change { incident, row: Row::Ladder(edit) }
    }

    /// Adds, replaces or removes a rung.
    pub fn rung(incident: IncidentId, edit: Edit<Rung>) -> Self {
        Change { incident, row: Row::Rung(Box::new(edit)) }
    }

    /// Adds, replaces or removes an action.
    pub fn action(incident: IncidentId, edit: Edit<Action>) -> Self {
        Change { incident, row: Row::Action(Box::new(edit)) }
    }

    /// Opens an incident or edits its header.
    pub fn header(edit: Edit<Header>) -> Option<Self> {
        let incident = edit.either()?.id;
        Some(Change { incident, row: Row::Incident(Box::new(edit)) })
    }

    /// Sets the text of a section; empty text removes it.
    pub fn section(incident: IncidentId, name: SectionName, before: &str, after: &str) -> Self {
        let side = |text: &str| (!text.is_empty()).then(|| Section { name, text: text.to_owned() });
        Change { incident, row: Row::Section(Edit { before: side(before), after: side(after) }) }
    }

    /// Sets a finding aside, gives another reason, or takes the waiver back.
    pub fn waiver(incident: IncidentId, edit: Edit<Waiver>) -> Self {
        Change { incident, row: Row::Waiver(Box::new(edit)) }
    }

    /// Tells whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        match &self.row {
            Row::Incident(it) => it.before == it.after,
            Row::Event(it) => it.before == it.after,
            Row::Metric(it) => it.before == it.after,
            Row::Ladder(it) => it.before == it.after,
            Row::Rung(it) => it.before == it.after,
            Row::Action(it) => it.before == it.after,
            Row::Section(it) => it.before == it.after,
            Row::Waiver(it) => it.before == it.after,
        }
    }

    /// Returns the name of the row in messages: `e17`, `section summary`, `INC-7`.
    pub fn subject(&self) -> String {
        fn name<T>(edit: &Edit<T>, name: impl Fn(&T) -> String) -> String {
            edit.either().map(name).unwrap_or_default()
        }
        match &self.row {
            Row::Incident(it) => name(it, Header::reference),
            Row::Event(it) => name(it, |row| row.handle().to_string()),
            Row::Metric(it) => name(it, |row| row.handle().to_string()),
            Row::Ladder(it) => name(it, |row| row.handle().to_string()),
            Row::Rung(it) => name(it, |row| row.handle().to_string()),
            Row::Action(it) => name(it, |row| row.handle().to_string()),
            Row::Section(it) => name(it, |row| format!("section {}", row.name)),
            Row::Waiver(it) => name(it, |row| format!("waiver of {} in {}", row.rule, row.subject)),
        }
    }

    /// Says in one line what it does: `added e17 “db failover”`, `edited a4 (owner, due)`, `removed w2 “Why …”`.
    pub fn label(&self) -> String {
        let (verb, detail) = match &self.row {
            Row::Incident(it) => {
                let (verb, detail) = told(it, |row| &row.title, header_parts);
                (if verb == "added" { "opened" } else { verb }, detail)
            }
            Row::Event(it) => told(it, |row| &row.text, event_parts),
            Row::Metric(it) => told(it, |row| &row.name, metric_parts),
            Row::Ladder(it) => told(it, |row| &row.problem, |_, _| vec!["problem"]),
            Row::Rung(it) => told(it, |row| &row.why, rung_parts),
            Row::Action(it) => told(it, |row| &row.title, action_parts),
            Row::Section(_) => ("edited", String::new()),
            Row::Waiver(it) => told(it, |row| &row.reason, |_, _| vec!["reason"]),
        };
        format!("{verb} {}{detail}", self.subject())
    }

    /// Applies it to an incident held in memory.
    ///
    /// # Errors
    /// A [`Conflict`] when the row is not what the change expects; the incident is then as it was.
    pub fn apply(&self, incident: &mut Incident) -> Result<(), Conflict> {
        let parts = &mut incident.parts;
        let done = match &self.row {
            Row::Incident(it) => {
                let fits = it.before.as_ref() == Some(&incident.header);
                if let (true, Some(after)) = (fits, &it.after) {
                    incident.header = after.clone();
                }
                fits && it.after.is_some()
            }
            Row::Event(it) => {
                let done = edit_list(&mut incident.events, it, |row| row.id.0);
                incident.events.sort_by_key(Event::order);
                done
            }
            Row::Metric(it) => {
                let done = edit_list(&mut parts.metrics, it, |row| row.id.0);
                parts.metrics.sort_by_key(|row| row.num);
                done
            }
            Row::Ladder(it) => {
                let done = edit_list(&mut parts.ladders, it, |row| row.id.0);
                parts.ladders.sort_by_key(|row| row.num);
                done
            }
            Row::Rung(it) => {
                let done = edit_list(&mut parts.rungs, it, |row| row.id.0);
                parts.rungs.sort_by_key(|row| row.num);
                done
            }
            Row::Action(it) => {
                let done = edit_list(&mut parts.actions, it, |row| row.id.0);
                parts.actions.sort_by_key(|row| row.num);
                done
            }
            Row::Section(it) => {
                let done = edit_list(&mut parts.sections, it, |row| row.name);
                parts.sections.sort_by_key(|row| row.name);
                done
            }
            Row::Waiver(it) => {
                let key = |row: &Waiver| (row.rule.clone(), row.subject.clone(), row.field.clone());
                let done = edit_list(&mut parts.waivers, it, key);
                parts.waivers.sort_by(|a, b| a.key().cmp(&b.key()));
                done
            }
        };
        if done { Ok(()) } else { Err(Conflict::stale(self)) }
    }
}

/// Returns the verb of an edit, and the words of the row or the names of what changed in it.
fn told<T>(
    edit: &Edit<T>,
    words: impl Fn(&T) -> &String,
    parts: impl Fn(&T, &T) -> Vec<&'static str>,
) -> (&'static str, String) {
    let quoted = |row: &T| {
        let line = super::clean::line(words(row));
        if line.is_empty() { String::new() } else { format!(" “{}”", super::clean::truncate(&line, 40)) }
    };
    match (&edit.before, &edit.after) {
        (None, Some(after)) => ("added", quoted(after)),
        (Some(before), None) => ("removed", quoted(before)),
        (Some(before), Some(after)) => {
            let parts = parts(before, after);
            ("edited", if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) })
        }
        (None, None) => ("edited", String::new()),
    }
}

/// Returns the names of the parts that differ.
fn differing(parts: &[(&'static str, bool)]) -> Vec<&'static str> {
    parts.iter().filter(|(_, differs)| *differs).map(|(name, _)| *name).collect()
}

fn header_parts(a: &Header, b: &Header) -> Vec<&'static str> {
    differing(&[
        ("title", a.title != b.title),
        ("severity", a.severity != b.severity),
        ("status", a.status != b.status),
        ("zone", a.zone != b.zone),
        ("services", a.services != b.services),
        ("team", a.team != b.team),
        ("presenter", a.presenter != b.presenter),
        ("tags", a.tags != b.tags),
        ("links", a.links != b.links),
    ])
}

fn event_parts(a: &Event, b: &Event) -> Vec<&'static str> {
    differing(&[
        ("text", a.text != b.text),
        ("time", a.at != b.at || a.precision != b.precision || a.zone != b.zone),
        ("order", a.at == b.at && a.pos != b.pos),
        ("kind", a.kind != b.kind),
        ("milestone", a.milestone != b.milestone),
        ("tags", a.tags != b.tags),
        ("star", a.key != b.key),
        ("links", a.links != b.links),
        ("evidence", a.evidence != b.evidence),
    ])
}

fn metric_parts(a: &Metric, b: &Metric) -> Vec<&'static str> {
    differing(&[
        ("name", a.name != b.name),
        ("value", a.value != b.value || a.unit != b.unit),
        ("baseline", a.baseline != b.baseline),
        ("total", a.total != b.total),
        ("window", a.start != b.start || a.end != b.end),
        ("source", a.source != b.source),
        ("note", a.note != b.note),
        ("series", a.series != b.series),
    ])
}

fn rung_parts(a: &Rung, b: &Rung) -> Vec<&'static str> {
    differing(&[
        ("why", a.why != b.why),
        ("because", a.because != b.because),
        ("cites", a.cites != b.cites),
        ("root", a.root != b.root),
        ("place", a.parent != b.parent || a.place != b.place || a.ladder != b.ladder),
    ])
}

fn action_parts(a: &Action, b: &Action) -> Vec<&'static str> {
    differing(&[
        ("title", a.title != b.title),
        ("owner", a.owner != b.owner),
        ("due", a.due != b.due),
        ("priority", a.priority != b.priority),
        ("kind", a.kind != b.kind),
        ("status", a.status != b.status),
        ("done-when", a.done_when != b.done_when),
        ("ticket", a.ticket != b.ticket),
        ("addresses", a.addresses != b.addresses),
    ])
}

/// Edits the row of a list that has the key of the edit; tells whether the row was as expected.
fn edit_list<T: PartialEq + Clone, K: PartialEq>(
    rows: &mut Vec<T>,
    edit: &Edit<T>,
    key: impl Fn(&T) -> K,
) -> bool {
    let Some(wanted) = edit.either().map(&key) else { return true };
    let at = rows.iter().position(|row| key(row) == wanted);
    if at.map(|at| &rows[at]) != edit.before.as_ref() {
        return false;
    }
    match (at, &edit.after) {
        (Some(at), Some(after)) => rows[at] = after.clone(),
        (Some(at), None) => {
            rows.remove(at);
        }
        (None, Some(after)) => rows.push(after.clone()),
        (None, None) => {}
    }
    true
}

/// A change that does not fit the row any more: someone else changed it first.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{subject} {what}")]
pub struct Conflict {
    /// The row, `e17`.
    pub subject: String,
    /// What is in the way.
    pub what: String,
}

impl Conflict {
    /// The row is not what the change expects.
    pub fn stale(change: &Change) -> Self {
        Conflict {
            subject: change.subject(),
            what: "was changed in the meantime by someone else; look at it again, then repeat your edit"
                .to_owned(),
        }
    }
}
