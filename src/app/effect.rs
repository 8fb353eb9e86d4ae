//! Effects: work for the runtime, as plain data that a test can compare.

use std::path::PathBuf;

use crate::domain::change::{Change, Edit};
use crate::domain::event::Kind;
use crate::domain::event::{Event, Milestone, Place as At};
use crate::domain::id::{EventId, Handle, IncidentId};
use crate::domain::span::Span;
use crate::domain::time::{Timestamp, When};
use crate::domain::timeline::Anchor;
use crate::domain::waiver::Waiver;
use crate::review::{Finding, Options, Place, Role};
use crate::store::{Direction, Draft, Write};

use super::field::FieldKind;

/// Something the runtime must do. Effects that write go to the writing thread in order, the others to the reading one.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Writes a step. Answered by `Saved` or `Refused` with the same token.
    Act {
        /// Tells the answers apart.
        token: u64,
        /// The step.
        write: Box<Write>,
        /// What it does.
        act: Act,
    },
    /// Finds out where to begin: answered by `Loaded` with the only open incident, else by `Listed`.
    Arrive {
        /// The incident that was asked for by name, if one was.
        wanted: Option<IncidentId>,
        /// How many rows of its timeline: what the first frame shows, and little more.
        reach: usize,
    },
    /// Loads an incident and the rows around the anchor. Answered by `Loaded`.
    Load {
        /// Which.
        incident: IncidentId,
        /// Around what.
        anchor: Anchor,
        /// How many rows on either side.
        reach: usize,
    },
    /// Loads rows of the timeline. Answered by `Window`.
    Window {
        /// Whose.
        incident: IncidentId,
        /// Around what.
        anchor: Anchor,
        /// How many rows on either side.
        reach: usize,
        /// Where the selection goes when they are there.
        select: Select,
    },
    /// Lists the incidents. Answered by `Listed`.
    List,
    /// Looks for words in the timeline. Answered by `Found`.
    Find {
        /// Whose timeline.
        incident: IncidentId,
        /// What to look for.
        words: String,
        /// From where.
        from: At,
        /// Which way.
        direction: Direction,
    },
    /// Loads a whole event. Answered by `Event`.
    Event {
        /// Which.
        id: EventId,
        /// What for.
        purpose: Purpose,
    },
    /// Loads a whole event by its handle. Answered by `Event`.
    EventAt {
        /// Whose.
        incident: IncidentId,
        /// Which.
        handle: Handle,
        /// What for.
        purpose: Purpose,
    },
    /// Reviews an incident. Answered by `Reviewed`; a newer one makes an older one that has not begun needless.
    Review {
        /// Which.
        incident: IncidentId,
        /// How.
        options: Box<Options>,
    },
    /// Reviews the text that is being typed. Answered by `ReviewedText`.
    ReviewText {
        /// The field it is typed in.
        field: FieldKind,
        /// The part that the text plays in the document.
        role: Role,
        /// The text.
        text: String,
        /// How.
        options: Box<Options>,
    },
    /// Loads the newest steps. Answered by `History`.
    History {
        /// Of which incident.
        incident: IncidentId,
    },
    /// Keeps text that is being typed.
    KeepDraft(Draft),
    /// Forgets text that was entered or thrown away.
    DropDraft {
        /// Whose.
        owner: String,
        /// Which field.
        field: String,
        /// Of which incident, if of one.
        incident: Option<IncidentId>,
    },
    /// Looks for text that processes left behind. Answered by `Drafts`.
    Drafts {
        /// Who adopts it.
        heir: String,
    },
    /// Remembers the incident for the next start and for the command line.
    SetCurrent(IncidentId),
    /// Writes the document to a file. Answered by `Exported` or `Failed`.
    Export {
        /// Which incident.
        incident: IncidentId,
        /// The id of the format.
        format: &'static str,
        /// To where.
        path: PathBuf,
        /// Whether an existing file may be replaced.
        force: bool,
    },
    /// Renders the document and copies it. Answered by `Copied`.
    CopyDocument(IncidentId),
    /// Reads a document into a new incident. Answered by `Imported` or `Failed`.
    Import {
        /// From where.
        path: PathBuf,
        /// When it is imported.
        now: Timestamp,
        /// What the ids of its rows are made from; the first of them names the step.
        seed: u64,
    },
    /// Sends text to the terminal's clipboard.
    Copy(String),
    /// Hands text to `$EDITOR`. Answered by `Edited`.
    Editor {
        /// The text.
        text: String,
        /// What it is the text of: the name of the field.
        field: String,
        /// The end of the file name.
        name: String,
    },
    /// Stops the program as the shell's Ctrl-Z does.
    Suspend,
    /// Ends this run and goes on with the sample incident in a throw-away file.
    Sample,
    /// Ends the program.
    Quit(i32),
}

impl Effect {
    /// Tells whether it needs the writing thread.
    pub fn writes(&self) -> bool {
        matches!(
            self,
            Effect::Act { .. }
                | Effect::KeepDraft(_)
                | Effect::DropDraft { .. }
                | Effect::Drafts { .. }
                | Effect::SetCurrent(_)
                | Effect::Import { .. }
        )
    }
}

/// What a step does. Acts on an event read it first, so that they change what is there and not what was seen.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// Writes changes made from rows that were seen; refused when they have changed since.
    Changes(Vec<Change>),
    /// Moves an event in time.
    Shift(EventId, Span),
    /// Gives an event a time.
    SetTime(EventId, Box<When>),
    /// Gives an event this text, whatever it was.
    SetText(EventId, String),
    /// Gives an event a kind.
    SetKind(EventId, Kind),
    /// Stars an event, or takes the star away.
    Star(EventId),
    /// Gives an event these tags.
    SetTags(EventId, Vec<String>),
    /// Gives an event a milestone, or clears it.
    Mark {
        /// The event.
        event: EventId,
        /// The milestone; none clears.
        milestone: Option<Milestone>,
    },
    /// Logs an event; a milestone it has is taken from its holder.
    Log(Box<Event>),
    /// Moves an event among those of its minute.
    Reorder {
        /// The event.
        event: EventId,
        /// Up, or down.
        up: bool,
    },
    /// Mends a finding by its safe rewrite.
    Rewrite(Box<Finding>),
    /// Sets a finding aside; the text at the place is looked up, as the waiver expires with it.
    Waive {
        /// Where it was found.
        place: Place,
        /// The waiver.
        edit: Box<Edit<Waiver>>,
    },
    /// Deletes an event.
    Remove(EventId),
    /// Takes back the newest step, or the one named.
    Undo(Option<i64>),
    /// Does again what was taken back last.
    Redo,
}

/// Where the selection goes when rows have been loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Select {
    /// It stays.
    Keep,
    /// To this place.
    Place(At),
    /// So many rows from where it is.
    By(i64),
    /// To the first event.
    First,
    /// To the last event.
    Last,
}

/// What a whole event is loaded for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To show it.
    Show,
    /// To edit its text in the field.
    Edit,
    /// To edit its text in `$EDITOR`.
    Editor,
    /// To edit its tags.
    Tags,
    /// To copy it.
    Copy,
    /// To go to the words that a finding means.
    Finding,
    /// To show what another process made of it, beside the text that was refused.
    Theirs,
}
