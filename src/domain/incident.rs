//! The incident: its header, its parts, and the whole of both as one value for review and export.

use serde::{Deserialize, Serialize};

use super::action::Action;
use super::event::{Event, Link, Milestones};
use super::id::IncidentId;
use super::ladder::{Ladder, Rung};
use super::metric::Metric;
use super::section::Section;
use super::time::{Timestamp, Zone};
use super::waiver::Waiver;
use super::word::words;

/// The longest title of an incident, an action or a why, in characters.
pub const MAX_TITLE: usize = 300;
/// The longest name of a service, a team, a role, a figure or its unit, in characters.
pub const MAX_NAME: usize = 200;
/// The most services that an incident may concern.
pub const MAX_SERVICES: usize = 50;

words! {
    /// How bad it is for customers, worst first.
    Severity as "severity" {
        /// Critical.
        Sev1 = "SEV1" | "sev1" | "sev-1" | "1",
        /// Major.
        Sev2 = "SEV2" | "sev2" | "sev-2" | "2",
        /// Minor.
        Sev3 = "SEV3" | "sev3" | "sev-3" | "3",
        /// Low.
        Sev4 = "SEV4" | "sev4" | "sev-4" | "4",
        /// Cosmetic.
        Sev5 = "SEV5" | "sev5" | "sev-5" | "5",
    }
}

words! {
    /// How far the incident and its COE have come.
    Status as "status" {
        /// The incident is going on.
        Open = "open" | "live",
        /// Normal operation is restored; the COE has not been begun.
        Resolved = "resolved",
        /// The COE is being written.
        Drafting = "drafting" | "draft",
        /// The COE is being read by others.
        InReview = "in-review" | "in review" | "review",
        /// The review is done.
        Reviewed = "reviewed",
        /// The actions are done.
        Closed = "closed",
    }
}

/// What the top of a COE says, besides its prose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Identity, made by the client.
    pub id: IncidentId,
    /// Number of its reference, the 7 of `INC-7`; 0 until the store has written it.
    #[serde(default)]
    pub num: u32,
    /// The problem as the customer saw it.
    pub title: String,
    /// How bad it is, once known.
    #[serde(default)]
    pub severity: Option<Severity>,
    /// How far it has come.
    pub status: Status,
    /// The zone in which its times are read and shown.
    pub zone: Zone,
    /// The services concerned.
    #[serde(default)]
    pub services: Vec<String>,
    /// The team that owns the COE.
    #[serde(default)]
    pub team: String,
    /// The role that presents it.
    #[serde(default)]
    pub presenter: String,
    /// Tags without their `#`.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Related links.
    #[serde(default)]
    pub links: Vec<Link>,
    /// When it was opened in `coe`.
    pub created: Timestamp,
}

impl Header {
    /// Makes an open incident with a title and nothing else.
    pub fn new(id: IncidentId, title: impl Into<String>, zone: Zone, created: Timestamp) -> Self {
        Header {
            id,
            num: 0,
            title: title.into(),
            severity: None,
            status: Status::Open,
            zone,
            services: Vec::new(),
            team: String::new(),
            presenter: String::new(),
            tags: Vec::new(),
            links: Vec::new(),
            created,
        }
    }

    /// Returns the reference people use, `INC-7`.
    pub fn reference(&self) -> String {
        format!("INC-{}", self.num)
    }
}

/// The small parts of an incident, all but its timeline.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Parts {
    /// Impact metrics, by number.
    pub metrics: Vec<Metric>,
    /// Why ladders, by number.
    pub ladders: Vec<Ladder>,
    /// The rungs of all ladders, in order of place among their siblings.
    pub rungs: Vec<Rung>,
    /// Actions, by number.
    pub actions: Vec<Action>,
    /// Sections that hold text, in the order of the document.
    pub sections: Vec<Section>,
    /// Findings set aside, by rule and place.
    pub waivers: Vec<Waiver>,
}

/// A whole incident, events in order of the timeline.
#[derive(Debug, Clone, PartialEq)]
pub struct Incident {
    /// Its header.
    pub header: Header,
    /// Its timeline.
    pub events: Vec<Event>,
    /// Everything else.
    pub parts: Parts,
}

impl Incident {
    /// Makes an incident of a header alone.
    pub fn new(header: Header) -> Self {
        Incident { header, events: Vec::new(), parts: Parts::default() }
    }

    /// Returns the milestones that its events set.
    pub fn milestones(&self) -> Milestones {
        Milestones::of(&self.events)
    }
}
