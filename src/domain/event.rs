//! Events: the lines of the timeline, their kinds and the milestones they may be.

use serde::{Deserialize, Serialize};

use super::id::{EventId, Handle, Part};
use super::time::{Precision, Timestamp, Zone};
use super::word::words;

/// The longest text of an event, in bytes. Longer text is kept as evidence.
pub const MAX_TEXT: usize = 64 * 1024;
/// The longest piece of evidence, in bytes.
pub const MAX_EVIDENCE: usize = 1024 * 1024;
/// The longest tag, in characters.
pub const MAX_TAG: usize = 64;
/// The most tags that an event or an incident may have.
pub const MAX_TAGS: usize = 50;
/// The most events an incident may have.
pub const MAX_EVENTS: u64 = 1_000_000;

words! {
    /// What an event is about.
    Kind as "kind" {
        /// A deployment, a configuration or infrastructure change.
        Change = "change" | "deploy",
        /// An alarm, a page, a report by a customer.
        Alert = "alert" | "alarm",
        /// Something seen: a figure, a log line, a state.
        Observation = "observation" | "obs",
        /// A guess about the cause, to be confirmed or refuted.
        Hypothesis = "hypothesis" | "hyp",
        /// A choice that was made.
        Decision = "decision",
        /// A step that was carried out.
        Action = "action",
        /// A message to customers, stakeholders or other teams.
        Communication = "communication" | "comms",
        /// Anything else.
        Note = "note",
    }
}

words! {
    /// A named instant of the incident. An incident has at most one event for each.
    Milestone as "milestone" {
        /// What set the incident off.
        Trigger = "trigger",
        /// Customer impact begins.
        Start = "start" | "started",
        /// The team learned of it.
        Detected = "detected" | "detect",
        /// Somebody took it on.
        Acknowledged = "acknowledged" | "acked" | "ack",
        /// The cause is known.
        Identified = "identified" | "cause",
        /// Customer impact ends.
        Mitigated = "mitigated",
        /// Normal operation is restored.
        Resolved = "resolved",
    }
}

impl Milestone {
    /// Returns the letter shown in the timeline and typed after `m`.
    pub fn letter(self) -> char {
        match self {
            Milestone::Trigger => 'T',
            Milestone::Start => 'S',
            Milestone::Detected => 'D',
            Milestone::Acknowledged => 'A',
            Milestone::Identified => 'I',
            Milestone::Mitigated => 'M',
            Milestone::Resolved => 'R',
        }
    }

    /// Returns the text of an event that is logged only to mark it.
    pub fn sentence(self) -> &'static str {
        match self {
            Milestone::Trigger => "Trigger",
            Milestone::Start => "Customer impact starts",
            Milestone::Detected => "Incident detected",
            Milestone::Acknowledged => "Incident acknowledged",
            Milestone::Identified => "Cause identified",
            Milestone::Mitigated => "Impact mitigated",
            Milestone::Resolved => "Incident resolved",
        }
    }

    /// Returns every milestone's word, for completion and the log bar.
    pub fn words() -> Vec<&'static str> {
        Milestone::ALL.iter().map(|it| it.word()).collect()
    }
}

/// A link with the words shown for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The words shown; empty to show the address.
    #[serde(default)]
    pub label: String,
    /// The address.
    pub url: String,
}

/// A piece of raw record kept with an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// What it is.
    #[serde(default)]
    pub label: String,
    /// The record, at most [`MAX_EVIDENCE`] bytes.
    pub text: String,
}

/// Where an event came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// `tui`, `cli` or the name of an import format.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its identity there; a second event with the same type and id is the same event.
    #[serde(default)]
    pub id: Option<String>,
}

/// One line of the timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Identity, made by the client.
    pub id: EventId,
    /// Number of its handle; 0 until the store has written it.
    #[serde(default)]
    pub num: u32,
    /// When it happened.
    pub at: Timestamp,
    /// Place in the timeline, in microseconds since 1970: `at`, unless it was reordered within its minute.
    pub pos: i64,
    /// Zone in which the time was entered.
    pub zone: Zone,
    /// How precisely the time is known.
    pub precision: Precision,
    /// The words in which the time was entered, empty for "now".
    #[serde(default)]
    pub entered: String,
    /// What it is about.
    pub kind: Kind,
    /// The milestone it is, if any.
    #[serde(default)]
    pub milestone: Option<Milestone>,
    /// What happened, at most [`MAX_TEXT`] bytes.
    pub text: String,
    /// Tags without their `#`.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Whether it belongs in the summary.
    #[serde(default)]
    pub key: bool,
    /// Links.
    #[serde(default)]
    pub links: Vec<Link>,
    /// Raw record.
    #[serde(default)]
    pub evidence: Vec<Evidence>,
    /// Where it came from.
    pub source: Source,
}

impl Event {
    /// Makes an event of kind [`Kind::Note`] at `at`, in `zone`, exact, with the text and nothing else.
    pub fn new(id: EventId, at: Timestamp, zone: Zone, text: impl Into<String>) -> Self {
        Event {
            id,
            num: 0,
            at,
            pos: position(at),
            zone,
            precision: Precision::Exact,
            entered: String::new(),
            kind: Kind::Note,
            milestone: None,
            text: text.into(),
            tags: Vec::new(),
            key: false,
            links: Vec::new(),
            evidence: Vec::new(),
            source: Source { kind: "tui".into(), id: None },
        }
    }

    /// Returns its handle, `e17`.
    pub fn handle(&self) -> Handle {
        Handle::new(Part::Event, self.num)
    }

    /// Returns the order of the timeline: by place, then by number.
    pub fn order(&self) -> Place {
        Place { pos: self.pos, num: self.num }
    }

    /// Moves it in time, and in the timeline with it.
    pub fn move_to(&mut self, at: Timestamp) {
        self.at = at;
        self.pos = position(at);
    }
}

/// Returns the place in the timeline, in microseconds, that an instant has by itself.
pub fn position(at: Timestamp) -> i64 {
    at.millis().saturating_mul(1_000)
}

/// Where an event stands in the timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Microseconds since 1970.
    pub pos: i64,
    /// The number of its handle, which decides between equal places.
    pub num: u32,
}

/// The milestones of an incident that are set: the instant and the number of the event that holds each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Milestones {
    set: [Option<(Timestamp, u32)>; 7],
}

impl Milestones {
    /// Returns when `milestone` was, if it is set.
    pub fn at(&self, milestone: Milestone) -> Option<Timestamp> {
        self.set[milestone as usize].map(|(at, _)| at)
    }

    /// Returns the handle of the event that holds `milestone`.
    pub fn holder(&self, milestone: Milestone) -> Option<Handle> {
        self.set[milestone as usize].map(|(_, num)| Handle::new(Part::Event, num))
    }

    /// Sets a milestone.
    pub fn set(&mut self, milestone: Milestone, at: Timestamp, num: u32) {
        self.set[milestone as usize] = Some((at, num));
    }

    /// Returns the milestones of these events.
    pub fn of<'a>(events: impl IntoIterator<Item = &'a Event>) -> Self {
        let mut milestones = Milestones::default();
        for event in events {
            if let Some(milestone) = event.milestone {
                milestones.set(milestone, event.at, event.num);
            }
        }
        milestones
    }
}
