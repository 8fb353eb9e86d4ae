//! The `coe/1` document: an incident in the form in which other programs, files and `--json` see it.
//!
//! Here: the shape, with the names and the order of its fields. Not here: reading it back, which `import::coe` does
//! with patience, and the bytes of a file, which `export::json` writes.
//!
//! The rule to keep: every field is always written, in the order of the declarations below, so that a script need not
//! ask what is missing: `null` for a value that is not there, `""` for no text, `[]` for an empty list. Only
//! `sections` leaves out what holds no text. Names are only ever added to. Identity is the handle (`e3`), never the
//! UUID: the same record gives the same bytes on every machine.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use serde::Serialize;
use serde::ser::{SerializeSeq, Serializer};
use serde_json::Value;

use super::action::{Action, ActionKind, ActionStatus, Priority};
use super::event::{Event, Evidence, Kind, Link, Milestone, Source};
use super::id::{Handle, RungId};
use super::incident::{Header, Incident, Parts, Severity, Status};
use super::ladder::{Ladder, Rung, Topic, walk};
use super::metric::Metric;
use super::section::SectionName;
use super::time::{Precision, Timestamp, Zone};
use super::waiver::Waiver;

/// What `format` says.
pub const FORMAT: &str = "coe/1";

/// A whole incident in its `coe/1` form.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Document<'a> {
    /// Always [`FORMAT`].
    pub format: &'static str,
    /// The header.
    pub incident: IncidentForm<'a>,
    /// The sections that hold text, in the order of the document.
    pub sections: BTreeMap<SectionName, &'a str>,
    /// The timeline, in its order.
    pub events: Vec<EventForm<'a>>,
    /// Impact figures, by number.
    pub metrics: Vec<MetricForm<'a>>,
    /// Why ladders with their rungs, by number.
    pub ladders: Vec<LadderForm<'a>>,
    /// Actions, by number.
    pub actions: Vec<ActionForm<'a>>,
    /// Findings set aside.
    pub waivers: Vec<WaiverForm<'a>>,
}

/// The header in its `coe/1` form.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IncidentForm<'a> {
    /// `INC-7`.
    #[serde(rename = "ref")]
    pub reference: String,
    /// The problem as the customer saw it.
    pub title: &'a str,
    /// How bad it is, once known.
    pub severity: Option<Severity>,
    /// How far it has come.
    pub status: Status,
    /// The zone of its times.
    pub zone: Zone,
    /// The services concerned.
    pub services: &'a [String],
    /// The team that owns the COE.
    pub team: &'a str,
    /// The role that presents it.
    pub presenter: &'a str,
    /// Tags without their `#`.
    pub tags: &'a [String],
    /// Related links.
    pub links: &'a [Link],
}

/// An event in its `coe/1` form.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EventForm<'a> {
    /// `e3`.
    pub id: Handle,
    /// When it happened, in UTC.
    pub at: Timestamp,
    /// Zone in which the time was entered.
    pub zone: Zone,
    /// How precisely the time is known.
    pub precision: Precision,
    /// What it is about.
    pub kind: Kind,
    /// The milestone it is.
    pub milestone: Option<Milestone>,
    /// What happened.
    pub text: &'a str,
    /// Tags without their `#`.
    pub tags: &'a [String],
    /// Whether it belongs in the summary.
    pub key: bool,
    /// Links.
    pub links: &'a [Link],
    /// Raw record.
    pub evidence: &'a [Evidence],
    /// Where it came from.
    pub source: &'a Source,
}

/// A metric in its `coe/1` form.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MetricForm<'a> {
    /// `m1`.
    pub id: Handle,
    /// What is counted.
    pub name: &'a str,
    /// What it is counted in.
    pub unit: &'a str,
    /// The figure during the incident.
    pub value: Number,
    /// The same figure on a normal day.
    pub baseline: Number,
    /// Of how many.
    pub total: Number,
    /// Start of its window.
    pub start: Option<Timestamp>,
    /// End of its window.
    pub end: Option<Timestamp>,
    /// Where the figure comes from.
    pub source: &'a str,
    /// Anything a reader needs to understand it.
    pub note: &'a str,
    /// Samples: instant and value.
    #[serde(serialize_with = "samples")]
    pub series: &'a [(Timestamp, f64)],
}

/// A ladder in its `coe/1` form.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LadderForm<'a> {
    /// `l1`.
    pub id: Handle,
    /// What it asks about.
    pub topic: Topic,
    /// The problem at its top.
    pub problem: &'a str,
    /// Its rungs from the top down, each before its children.
    pub rungs: Vec<RungForm<'a>>,
}

/// A rung in its `coe/1` form.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RungForm<'a> {
    /// `w2`.
    pub id: Handle,
    /// The rung whose because it asks about.
    pub parent: Option<Handle>,
    /// The question.
    pub why: &'a str,
    /// The answer.
    pub because: &'a str,
    /// Events and metrics that back the answer.
    pub cites: &'a [Handle],
    /// Whether it was marked as a root cause.
    pub root: bool,
}

/// An action in its `coe/1` form.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ActionForm<'a> {
    /// `a4`.
    pub id: Handle,
    /// What will be done.
    pub title: &'a str,
    /// Who answers for it.
    pub owner: &'a str,
    /// The day it is due.
    pub due: Option<NaiveDate>,
    /// How soon it must be done.
    pub priority: Option<Priority>,
    /// What it changes.
    pub kind: Option<ActionKind>,
    /// Whether it is done.
    pub status: ActionStatus,
    /// The measurable test that shows that it is done.
    pub done_when: &'a str,
    /// Where it is tracked.
    pub ticket: &'a str,
    /// The rungs it addresses.
    pub addresses: &'a [Handle],
}

/// A section in its `coe/1` form, where it stands alone.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SectionForm<'a> {
    /// Which one.
    pub name: SectionName,
    /// Its Markdown.
    pub text: &'a str,
}

/// A finding set aside, in its `coe/1` form.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WaiverForm<'a> {
    /// The rule.
    pub rule: &'a str,
    /// What it was found in: a handle, the name of a section, `incident` or `timeline`.
    pub id: &'a str,
    /// The field; empty for every field.
    pub field: &'a str,
    /// A fingerprint of the text it was given for; empty for whatever text.
    pub text: &'a str,
    /// Why it does not apply.
    pub reason: &'a str,
}

/// A figure as the document writes it: whole numbers without a point, what is no number as `null`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Number(pub Option<f64>);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        /// Up to here every whole number has a float of its own.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        match self.0 {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "whole and within 2^53, so nothing is cut off"
            )]
            Some(value) if value.fract() == 0.0 && value.abs() <= EXACT => {
                serializer.serialize_i64(value as i64)
            }
            Some(value) if value.is_finite() => serializer.serialize_f64(value),
            _ => serializer.serialize_none(),
        }
    }
}

fn samples<S: Serializer>(series: &[(Timestamp, f64)], serializer: S) -> Result<S::Ok, S::Error> {
    let mut list = serializer.serialize_seq(Some(series.len()))?;
    for (at, value) in series {
        list.serialize_element(&(at, Number(Some(*value))))?;
    }
    list.end()
}

impl<'a> Document<'a> {
    /// Puts an incident in its `coe/1` form.
    pub fn of(incident: &'a Incident) -> Self {
        let parts = &incident.parts;
        let held = parts.sections.iter().filter(|it| !it.text.is_empty());
        let handles = parts.rungs.iter().map(|it| (it.id, it.handle())).collect();
        Document {
            format: FORMAT,
            incident: IncidentForm::of(&incident.header),
            sections: held.map(|it| (it.name, it.text.as_str())).collect(),
            events: incident.events.iter().map(EventForm::of).collect(),
            metrics: parts.metrics.iter().map(MetricForm::of).collect(),
            ladders: parts.ladders.iter().map(|it| LadderForm::of(it, parts, &handles)).collect(),
            actions: parts.actions.iter().map(ActionForm::of).collect(),
            waivers: parts.waivers.iter().map(WaiverForm::of).collect(),
        }
    }
}

impl<'a> IncidentForm<'a> {
    /// Puts a header in its `coe/1` form.
    pub fn of(header: &'a Header) -> Self {
        IncidentForm {
            reference: header.reference(),
            title: &header.title,
            severity: header.severity,
            status: header.status,
            zone: header.zone,
            services: &header.services,
            team: &header.team,
            presenter: &header.presenter,
            tags: &header.tags,
            links: &header.links,
        }
    }
}

impl<'a> EventForm<'a> {
    /// Puts an event in its `coe/1` form.
    pub fn of(event: &'a Event) -> Self {
        EventForm {
            id: event.handle(),
            at: event.at,
            zone: event.zone,
            precision: event.precision,
            kind: event.kind,
            milestone: event.milestone,
            text: &event.text,
            tags: &event.tags,
            key: event.key,
            links: &event.links,
            evidence: &event.evidence,
            source: &event.source,
        }
    }
}

impl<'a> MetricForm<'a> {
    /// Puts a metric in its `coe/1` form.
    pub fn of(metric: &'a Metric) -> Self {
        MetricForm {
            id: metric.handle(),
            name: &metric.name,
            unit: &metric.unit,
            value: Number(metric.value),
            baseline: Number(metric.baseline),
            total: Number(metric.total),
            start: metric.start,
            end: metric.end,
            source: &metric.source,
            note: &metric.note,
            series: &metric.series,
        }
    }
}

impl<'a> LadderForm<'a> {
    fn of(ladder: &'a Ladder, parts: &'a Parts, handles: &HashMap<RungId, Handle>) -> Self {
        let steps = walk(ladder.id, &parts.rungs);
        let parent = |rung: &Rung| rung.parent.and_then(|it| handles.get(&it).copied());
        LadderForm {
            id: ladder.handle(),
            topic: ladder.topic,
            problem: &ladder.problem,
            rungs: steps.into_iter().map(|it| RungForm::of(it.rung, parent(it.rung))).collect(),
        }
    }
}

impl<'a> RungForm<'a> {
    /// Puts a rung in its `coe/1` form.
    pub fn of(rung: &'a Rung, parent: Option<Handle>) -> Self {
        RungForm {
            id: rung.handle(),
            parent,
            why: &rung.why,
            because: &rung.because,
            cites: &rung.cites,
            root: rung.root,
        }
    }
}

impl<'a> ActionForm<'a> {
    /// Puts an action in its `coe/1` form.
    pub fn of(action: &'a Action) -> Self {
        ActionForm {
            id: action.handle(),
            title: &action.title,
            owner: &action.owner,
            due: action.due,
            priority: action.priority,
            kind: action.kind,
            status: action.status,
            done_when: &action.done_when,
            ticket: &action.ticket,
            addresses: &action.addresses,
        }
    }
}

impl<'a> WaiverForm<'a> {
    /// Puts a waiver in its `coe/1` form.
    pub fn of(waiver: &'a Waiver) -> Self {
        WaiverForm {
            rule: &waiver.rule,
            id: &waiver.subject,
            field: &waiver.field,
            text: &waiver.text,
            reason: &waiver.reason,
        }
    }
}

/// Returns a header in its `coe/1` form, as `--json` prints it.
pub fn incident_json(header: &Header) -> Value {
    json(&IncidentForm::of(header))
}

/// Returns an event in its `coe/1` form, as `--json` prints it.
pub fn event_json(event: &Event) -> Value {
    json(&EventForm::of(event))
}

/// Returns a metric in its `coe/1` form, as `--json` prints it.
pub fn metric_json(metric: &Metric) -> Value {
    json(&MetricForm::of(metric))
}

/// Returns a ladder with its rungs in its `coe/1` form, as `--json` prints it.
pub fn ladder_json(ladder: &Ladder, parts: &Parts) -> Value {
    let handles = parts.rungs.iter().map(|it| (it.id, it.handle())).collect();
    json(&LadderForm::of(ladder, parts, &handles))
}

/// Returns a rung in its `coe/1` form, as `--json` prints it; its parent is looked up among `parts`.
pub fn rung_json(rung: &Rung, parts: &Parts) -> Value {
    let parent = rung.parent.and_then(|id| parts.rungs.iter().find(|it| it.id == id));
    json(&RungForm::of(rung, parent.map(Rung::handle)))
}

/// Returns an action in its `coe/1` form, as `--json` prints it.
pub fn action_json(action: &Action) -> Value {
    json(&ActionForm::of(action))
}

/// Returns a section with its name, as `--json` prints it.
pub fn section_json(name: SectionName, text: &str) -> Value {
    json(&SectionForm { name, text })
}

/// Turns a form into a JSON value. The forms above are made of text, numbers and lists only and cannot fail.
fn json(form: &impl Serialize) -> Value {
    serde_json::to_value(form).unwrap_or(Value::Null)
}

#[cfg(test)]
mod tests;
