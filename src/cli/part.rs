//! Parts of an incident as `--json` shows them: the forms of the `coe/1` document.

use serde::Serialize;

use crate::domain::event::{Event, Evidence, Kind, Link, Milestone, Source};
use crate::domain::id::Handle;
use crate::domain::time::{Timestamp, Zone};

/// An event.
#[derive(Debug, Serialize)]
pub struct EventPart<'a> {
    id: Handle,
    at: Timestamp,
    zone: Zone,
    precision: &'static str,
    kind: Kind,
    milestone: Option<Milestone>,
    text: &'a str,
    tags: &'a [String],
    key: bool,
    links: &'a [Link],
    evidence: &'a [Evidence],
    source: &'a Source,
}

/// Returns an event in its `coe/1` form.
pub fn event(event: &Event) -> EventPart<'_> {
    EventPart {
        id: event.handle(),
        at: event.at,
        zone: event.zone,
        precision: event.precision.as_str(),
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
