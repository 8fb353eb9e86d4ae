//! The timeline as it is looked at: a window of rows around a place, with counts, never the whole.

use super::event::{Event, Kind, Milestone, Place};
use super::id::{EventId, Handle, Part};
use super::time::{Precision, Timestamp, Zone};

/// How much of an event's text a row carries, in characters.
pub const ROW_TEXT: usize = 400;

/// One event as a line of a list: what is drawn, and no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventRow {
    /// Identity.
    pub id: EventId,
    /// Number of its handle.
    pub num: u32,
    /// When it happened.
    pub at: Timestamp,
    /// Place in the timeline, in microseconds since 1970.
    pub pos: i64,
    /// Zone in which the time was entered.
    pub zone: Zone,
    /// How precisely the time is known.
    pub precision: Precision,
    /// What it is about.
    pub kind: Kind,
    /// The milestone it is.
    pub milestone: Option<Milestone>,
    /// The first line of its text, at most [`ROW_TEXT`] characters.
    pub text: String,
    /// How many lines follow the first.
    pub more_lines: u32,
    /// Tags without their `#`.
    pub tags: Vec<String>,
    /// Whether it belongs in the summary.
    pub key: bool,
    /// How many links and pieces of evidence it has.
    pub extras: u32,
    /// Where it came from.
    pub source: String,
}

impl EventRow {
    /// Returns its handle.
    pub fn handle(&self) -> Handle {
        Handle::new(Part::Event, self.num)
    }

    /// Returns where it stands.
    pub fn place(&self) -> Place {
        Place { pos: self.pos, num: self.num }
    }

    /// Makes the row of a whole event.
    pub fn of(event: &Event) -> Self {
        let mut row = EventRow {
            id: event.id,
            num: event.num,
            at: event.at,
            pos: event.pos,
            zone: event.zone,
            precision: event.precision,
            kind: event.kind,
            milestone: event.milestone,
            text: String::new(),
            more_lines: 0,
            tags: event.tags.clone(),
            key: event.key,
            extras: u32::try_from(event.links.len() + event.evidence.len()).unwrap_or(u32::MAX),
            source: event.source.kind.clone(),
        };
        (row.text, row.more_lines) = first_line(&event.text);
        row
    }
}

/// Returns the first line of a text, cut to [`ROW_TEXT`] characters, and how many lines follow it.
pub fn first_line(text: &str) -> (String, u32) {
    let text = text.trim_end_matches('\n');
    let line = text.lines().next().unwrap_or_default();
    let more = text.lines().count().saturating_sub(1);
    (line.chars().take(ROW_TEXT).collect(), u32::try_from(more).unwrap_or(u32::MAX))
}

/// Where a window is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Around the first event.
    Start,
    /// Around the last event.
    End,
    /// Around the event at this place, or the next one after it if it is gone.
    Place(Place),
}

/// A stretch of the timeline.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Window {
    /// Its rows, in order.
    pub rows: Vec<EventRow>,
    /// How many events stand before its first row.
    pub before: u64,
    /// How many events there are in all.
    pub total: u64,
}

impl Window {
    /// Returns the index of the row at `place`, or of the first one after it, or of the last.
    pub fn index_of(&self, place: Place) -> Option<usize> {
        if self.rows.is_empty() {
            return None;
        }
        Some(self.rows.partition_point(|row| row.place() < place).min(self.rows.len() - 1))
    }

    /// Tells whether its last row is the last event.
    pub fn reaches_end(&self) -> bool {
        self.before + self.rows.len() as u64 >= self.total
    }
}
