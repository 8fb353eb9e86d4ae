//! Messages: everything that can happen to the application, closed, so that every trigger can be read off one type.

use std::path::PathBuf;

use crate::domain::event::{Event, Milestones, Place};
use crate::domain::incident::{Header, Parts};
use crate::domain::time::Timestamp;
use crate::domain::timeline::{EventRow, Window};
use crate::review::Finding;
use crate::store::{Draft, HistoryRow, Summary, Written};

use super::command::Command;
use super::effect::{Purpose, Select};
use super::field::FieldKind;
use super::key::Chord;

/// Something that happened.
#[derive(Debug)]
pub enum Msg {
    /// A key was pressed.
    Key(Chord),
    /// Text was pasted.
    Paste(String),
    /// The terminal has so many columns and rows.
    Resize(u16, u16),
    /// Time has passed; sent when something on screen depends on it, and at least before each batch of keys.
    Tick(Timestamp),
    /// A command was chosen in the palette or the help.
    Run(Command),
    /// Typing has paused, or gone on for long enough: keep what is typed.
    Keep,
    /// The program is told to go, by a signal or because the terminal is gone: keep what is typed, then quit with this code.
    Leave(i32),
    /// A step is on disk.
    Saved {
        /// The token of its effect.
        token: u64,
        /// What was written.
        written: Box<Written>,
    },
    /// A step was refused; nothing was written.
    Refused {
        /// The token of its effect.
        token: u64,
        /// Why.
        why: String,
    },
    /// An incident was loaded.
    Loaded(Box<Loaded>),
    /// Rows were loaded.
    Window {
        /// The rows.
        window: Window,
        /// Where the selection goes.
        select: Select,
    },
    /// The incidents.
    Listed(Vec<Summary>),
    /// Where the words are, if anywhere, and whether the search went on from the other end of the timeline.
    Found {
        /// The place.
        place: Option<Place>,
        /// Whether it went around.
        around: bool,
    },
    /// A whole event.
    Event(Box<Event>, Purpose),
    /// The newest steps.
    History(Vec<HistoryRow>),
    /// What the bar raiser found in an incident.
    Reviewed {
        /// Which.
        incident: crate::domain::id::IncidentId,
        /// What.
        findings: Vec<Finding>,
    },
    /// What the bar raiser found in the text of a field.
    ReviewedText {
        /// The field.
        field: FieldKind,
        /// The text that was looked at.
        text: String,
        /// What.
        findings: Vec<Finding>,
    },
    /// What others left behind.
    Drafts(Vec<Draft>),
    /// The document was written.
    Exported(PathBuf),
    /// The file to export to exists already.
    Exists {
        /// The format.
        format: &'static str,
        /// The file.
        path: PathBuf,
    },
    /// The record to import is here already; nothing was written.
    Known {
        /// The incident it became.
        incident: crate::domain::id::IncidentId,
        /// Its reference.
        reference: String,
    },
    /// An incident was imported, with warnings.
    Imported {
        /// The incident.
        incident: crate::domain::id::IncidentId,
        /// What was skipped.
        warnings: Vec<String>,
    },
    /// The document as text, for the clipboard.
    Rendered(String),
    /// Text was sent to the terminal's clipboard; so many bytes.
    Copied(usize),
    /// `$EDITOR` came back.
    Edited {
        /// The field it was the text of.
        field: String,
        /// The text now; none when the editor failed.
        text: Option<String>,
        /// What went wrong.
        why: Option<String>,
    },
    /// The incident that was to be loaded is not there any more.
    Gone(crate::domain::id::IncidentId),
    /// Another process wrote.
    Changed,
    /// Something failed that is no step.
    Failed(String),
}

/// An incident as the screen needs it.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded {
    /// Its header.
    pub header: Header,
    /// Its milestones.
    pub milestones: Milestones,
    /// Its small parts.
    pub parts: Parts,
    /// The rows around the anchor.
    pub window: Window,
    /// The rows of the events that whys cite.
    pub cited: Vec<EventRow>,
    /// Tags in use, most recent first.
    pub tags: Vec<String>,
}
