//! The state of the application: everything that the screen shows, and nothing that it does not.
//!
//! `update` is its only writer. It never holds the whole timeline (see [`Timeline`]), so its size does not grow with the
//! number of events.

use std::collections::{HashMap, VecDeque};

use crate::domain::action::Action;
use crate::domain::event::{Event, Milestones};
use crate::domain::id::{EventId, Handle, IdSource, IncidentId};
use crate::domain::incident::{Header, Parts, Severity, Status};
use crate::domain::ladder::{Ladder, Rung, Step, Topic, walk};
use crate::domain::metric::Metric;
use crate::domain::section::SectionName;
use crate::domain::span::Span;
use crate::domain::time::{Timestamp, Zone};
use crate::domain::timeline::EventRow;
use crate::review::Options;
use crate::store::Draft;
pub use crate::store::{HistoryRow, Summary};

use super::command::{Command, Context};
use super::editor::Editor;
use super::effect::Act;
use super::field::{Field, FieldKind, Kept};
use super::findings::Findings;
use super::key::Chord;
use super::keymap::Keymap;
use super::msg::Msg;
use super::timeline::Timeline;

/// How long a notice with a way back stays on screen.
pub const NOTICE: Span = Span::seconds(10);

/// Which screen is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// The first run: nothing is there yet.
    Start,
    /// The list of incidents.
    List,
    /// One incident.
    Live,
}

/// The panes of the live screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pane {
    /// Events.
    Timeline,
    /// Derived times and metrics.
    Impact,
    /// Ladders.
    Whys,
    /// Actions.
    Actions,
}

impl Pane {
    /// Every pane, in the order of its digit.
    pub const ALL: [Pane; 4] = [Pane::Timeline, Pane::Impact, Pane::Whys, Pane::Actions];

    /// Returns the context of its keys.
    pub fn context(self) -> Context {
        match self {
            Pane::Timeline => Context::Timeline,
            Pane::Impact => Context::Impact,
            Pane::Whys => Context::Whys,
            Pane::Actions => Context::Actions,
        }
    }
}

/// What was chosen from a picker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// A severity, or none known.
    Severity(Option<Severity>),
    /// A status.
    Status(Status),
    /// A section to write.
    Section(SectionName),
    /// Something a rung cites, or does not cite any more.
    Cite(Handle),
    /// A rung that an action addresses, or does not any more.
    Address(Handle),
    /// A format to export in, by its id.
    Export(&'static str),
}

/// One line of a picker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What is shown and filtered.
    pub label: String,
    /// Whether it is the present choice, or one of them.
    pub chosen: bool,
    /// What it stands for.
    pub choice: Choice,
}

/// What a yes to a question does.
#[derive(Debug, Clone, PartialEq)]
pub enum Yes {
    /// Writes a step under a name; entering the field is over then.
    Act(Act, Option<String>),
    /// Exports over an existing file.
    Overwrite {
        /// The format.
        format: &'static str,
        /// The file.
        path: std::path::PathBuf,
    },
    /// Inserts a pasted text as so many events, one a line.
    PasteLines(String),
}

/// Something on top of the screen that takes the keys.
#[derive(Debug)]
pub enum Overlay {
    /// The keys that work here; Enter runs the row.
    Help {
        /// Words that filter it.
        filter: Editor,
        /// The selected row.
        selected: usize,
    },
    /// Every command; Enter runs the row.
    Palette {
        /// Words that filter it.
        filter: Editor,
        /// The selected row.
        selected: usize,
    },
    /// The history of changes.
    History {
        /// The newest steps.
        rows: Vec<HistoryRow>,
        /// The selected row.
        selected: usize,
    },
    /// A whole event.
    Event {
        /// The event.
        event: Box<Event>,
        /// Lines scrolled away at the top.
        scroll: usize,
    },
    /// A choice.
    Picker {
        /// What is chosen.
        title: String,
        /// From what.
        items: Vec<Item>,
        /// Words that filter it.
        filter: Editor,
        /// The selected row of those that pass the filter.
        selected: usize,
    },
    /// What the bar raiser found.
    Findings {
        /// Words that filter it.
        filter: Editor,
        /// Whether the filter takes the keys.
        typing: bool,
        /// The selected row of those that pass the filter.
        selected: usize,
    },
    /// A question that `y` answers with yes.
    Confirm {
        /// The question.
        question: String,
        /// What yes does.
        yes: Box<Yes>,
        /// What `n` does when it is more than no: its words and its act.
        no: Option<Box<Yes>>,
    },
}

/// How much a notice matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Something was done.
    Done,
    /// Something could not be done.
    Problem,
}

/// A line that says what happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Its words.
    pub text: String,
    /// How much it matters.
    pub tone: Tone,
    /// When it goes.
    pub until: Timestamp,
}

/// A step on its way to disk.
#[derive(Debug, Clone, PartialEq)]
pub struct Pending {
    /// The token of its effect.
    pub token: u64,
    /// The text that it enters, given back when it is refused.
    pub entered: Option<(FieldKind, Kept)>,
    /// Where the selection goes afterwards.
    pub then: Then,
}

/// What follows a step that got through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// Nothing but a reload.
    Reload,
    /// This event is selected wherever it stands now.
    Select(EventId),
    /// The rung that was written is selected, and its answer asked for.
    AnswerRung,
    /// The action that was written is selected.
    SelectAction,
    /// The metric that was written is selected.
    SelectMetric,
    /// The incident that was written is opened.
    OpenIncident,
    /// The history is read again.
    History,
}

/// An answer on which the meaning of the next key depends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Awaited {
    /// An event, to be opened in some way.
    Event,
    /// The place of words searched for.
    Found,
    /// Rows around a new selection.
    Window,
    /// The list of incidents.
    List,
    /// The history of changes.
    History,
    /// The text that `$EDITOR` made.
    Edited,
}

/// The list of incidents.
#[derive(Debug, Default)]
pub struct List {
    /// Its rows, open ones first.
    pub rows: Vec<Summary>,
    /// The selected one of those that pass the filter.
    pub selected: usize,
    /// Words that filter it.
    pub filter: String,
    /// Whether the rows have been read.
    pub read: bool,
}

impl List {
    /// Returns the rows that pass the filter.
    pub fn shown(&self) -> Vec<&Summary> {
        let words: Vec<String> = self.filter.to_lowercase().split_whitespace().map(str::to_owned).collect();
        self.rows
            .iter()
            .filter(|row| {
                let text = format!(
                    "inc-{} {} {} {}",
                    row.num,
                    row.title.to_lowercase(),
                    row.status,
                    row.severity.map(|it| it.word().to_lowercase()).unwrap_or_default()
                );
                words.iter().all(|word| text.contains(word.as_str()))
            })
            .collect()
    }
}

/// The incident that is open.
#[derive(Debug)]
pub struct Open {
    /// Its header.
    pub header: Header,
    /// Its milestones.
    pub milestones: Milestones,
    /// Its small parts.
    pub parts: Parts,
    /// Its timeline.
    pub timeline: Timeline,
    /// Events that whys cite.
    pub cited: Vec<EventRow>,
    /// Tags in use.
    pub tags: Vec<String>,
    /// The selected metric.
    pub metric: usize,
    /// The selected row of the whys pane.
    pub why: usize,
    /// The selected action.
    pub action: usize,
}

/// One row of the whys pane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhyRow<'a> {
    /// A ladder, with how deep it is.
    Ladder(&'a Ladder, usize),
    /// A rung.
    Rung(Step<'a>),
}

impl Open {
    /// Returns the rows of the whys pane: each ladder, then its rungs from the top down.
    pub fn why_rows(&self) -> Vec<WhyRow<'_>> {
        let mut rows = Vec::new();
        for topic in Topic::ALL {
            for ladder in self.parts.ladders.iter().filter(|it| it.topic == *topic) {
                let steps = walk(ladder.id, &self.parts.rungs);
                let depth =
                    steps.iter().filter(|it| it.rung.answered()).map(|it| it.depth).max().unwrap_or(0);
                rows.push(WhyRow::Ladder(ladder, depth));
                rows.extend(steps.into_iter().map(WhyRow::Rung));
            }
        }
        rows
    }

    /// Tells whether its clock runs.
    pub fn running(&self) -> bool {
        self.header.status == Status::Open
    }
}

/// What the configuration and the environment decide.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The keys in force.
    pub keymap: Keymap,
    /// The machine's own zone.
    pub local: Zone,
    /// The zone of new incidents.
    pub zone: Zone,
    /// Whether only ASCII is drawn.
    pub ascii: bool,
    /// Whether the log bar stays open after Enter.
    pub sticky: bool,
    /// Whether the footer is drawn.
    pub footer: bool,
    /// Whether clocks show minutes only, so that nothing moves by itself every second.
    pub still: bool,
    /// Silence in the timeline that is pointed out.
    pub gap: Span,
    /// How the bar raiser reviews, but for the time.
    pub review: Options,
    /// Faults of the configuration, to be shown once.
    pub problems: Vec<String>,
}

/// The application.
#[derive(Debug)]
pub struct State {
    /// What time it is.
    pub now: Timestamp,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// The screen.
    pub screen: Screen,
    /// The selected way to begin, on the first run.
    pub start: usize,
    /// The list of incidents.
    pub list: List,
    /// The open incident.
    pub open: Option<Open>,
    /// What the bar raiser found in it.
    pub findings: Findings,
    /// The pane that takes the keys.
    pub focus: Pane,
    /// Whether it has the whole screen.
    pub zoom: bool,
    /// The field that is open.
    pub field: Option<Field>,
    /// Text of fields that were left, by incident and field.
    pub kept: HashMap<(Option<IncidentId>, FieldKind), Kept>,
    /// Text that processes left behind, not yet offered.
    pub orphans: Vec<Draft>,
    /// What is on top, the topmost last.
    pub overlays: Vec<Overlay>,
    /// Keys of a sequence that is not complete.
    pub pressed: Vec<Chord>,
    /// What to say.
    pub notice: Option<Notice>,
    /// Steps on their way to disk.
    pub pending: Vec<Pending>,
    /// What a step that got through wants selected once its row has been loaded.
    pub wanted: Option<(Then, Option<crate::domain::change::Row>)>,
    /// Why the last step did not get through, until one does.
    pub unsaved: Option<String>,
    /// Lines logged before, oldest first.
    pub logged: Vec<String>,
    /// Words searched for last.
    pub sought: String,
    /// What the configuration decides.
    pub settings: Settings,
    /// Where ids come from.
    pub ids: IdSource,
    /// The name of this process on its drafts.
    pub owner: String,
    /// The token of the next step.
    pub next_token: u64,
    /// When Ctrl-C was pressed last.
    pub interrupted: Option<Timestamp>,
    /// What to open when the incidents have been listed: on the way up only.
    pub arriving: bool,
    /// When the log bar was asked for in an incident that is not loaded yet.
    pub log_at: Option<Timestamp>,
    /// The incident that was chosen and is not loaded yet.
    pub opening: Option<IncidentId>,
    /// What has been asked for that decides what the next key means.
    pub awaited: Vec<Awaited>,
    /// Keys and pastes that wait for it, in order.
    pub ahead: VecDeque<Msg>,
}

impl State {
    /// Makes the state before anything has been read.
    pub fn new(now: Timestamp, size: (u16, u16), settings: Settings, ids: IdSource, owner: String) -> Self {
        State {
            now,
            size,
            screen: Screen::List,
            start: 0,
            list: List::default(),
            open: None,
            findings: Findings::default(),
            focus: Pane::Timeline,
            zoom: false,
            field: None,
            kept: HashMap::new(),
            orphans: Vec::new(),
            overlays: Vec::new(),
            pressed: Vec::new(),
            notice: None,
            pending: Vec::new(),
            wanted: None,
            unsaved: None,
            logged: Vec::new(),
            sought: String::new(),
            settings,
            ids,
            owner,
            next_token: 1,
            interrupted: None,
            arriving: true,
            log_at: None,
            opening: None,
            awaited: Vec::new(),
            ahead: VecDeque::new(),
        }
        .with_problems()
    }

    /// Says at once what is wrong with the configuration: the first fault, and how many more there are.
    fn with_problems(mut self) -> Self {
        let Some(first) = self.settings.problems.first() else { return self };
        let more = match self.settings.problems.len() - 1 {
            0 => String::new(),
            n => format!(" (and {n} more: coe config check)"),
        };
        let until = self.now + NOTICE;
        self.notice = Some(Notice { text: format!("{first}{more}"), tone: Tone::Problem, until });
        self
    }

    /// Returns the id of the open incident.
    pub fn incident(&self) -> Option<IncidentId> {
        self.open.as_ref().map(|it| it.header.id)
    }

    /// Returns the key of a field's kept text: fields of an incident keep theirs apart.
    pub fn kept_key(&self, kind: FieldKind) -> (Option<IncidentId>, FieldKind) {
        (if kind == FieldKind::NewIncident { None } else { self.incident() }, kind)
    }

    /// Returns the zone in which times are shown.
    pub fn zone(&self) -> Zone {
        self.open.as_ref().map_or(self.settings.zone, |it| it.header.zone)
    }

    /// Returns the contexts whose keys work now, inner ones first.
    pub fn contexts(&self) -> Vec<Context> {
        match self.screen {
            Screen::Live => vec![self.focus.context(), Context::Live, Context::Anywhere],
            Screen::List => vec![Context::List, Context::Anywhere],
            Screen::Start => vec![Context::Anywhere],
        }
    }

    /// Returns the selected metric.
    pub fn selected_metric(&self) -> Option<&Metric> {
        let open = self.open.as_ref()?;
        open.parts.metrics.get(open.metric)
    }

    /// Returns the selected rung.
    pub fn selected_rung(&self) -> Option<&Rung> {
        let open = self.open.as_ref()?;
        match open.why_rows().get(open.why)? {
            WhyRow::Rung(step) => Some(step.rung),
            WhyRow::Ladder(..) => None,
        }
    }

    /// Returns the ladder that the selection of the whys pane is on.
    pub fn selected_ladder(&self) -> Option<&Ladder> {
        let open = self.open.as_ref()?;
        match open.why_rows().get(open.why)? {
            WhyRow::Rung(step) => open.parts.ladders.iter().find(|it| it.id == step.rung.ladder),
            WhyRow::Ladder(ladder, _) => Some(ladder),
        }
    }

    /// Returns the selected action.
    pub fn selected_action(&self) -> Option<&Action> {
        let open = self.open.as_ref()?;
        open.parts.actions.get(open.action)
    }

    /// Tells whether clocks show seconds: while an incident runs, unless the person wants nothing to move.
    pub fn seconds(&self) -> bool {
        !self.settings.still && self.screen == Screen::Live && self.open.as_ref().is_some_and(Open::running)
    }

    /// Returns when the screen changes by itself next: with the clock, or when a notice goes.
    pub fn next_tick(&self) -> Timestamp {
        let step = if self.seconds() { 1_000 } else { 60_000 };
        let tick = Timestamp::from_millis((self.now.millis() / step + 1) * step);
        self.notice.as_ref().map_or(tick, |it| it.until.min(tick))
    }

    /// Returns the commands that work here with the words of `filter` in their name or sentence, in order of the table.
    pub fn commands_here(&self, filter: &str) -> Vec<Command> {
        let contexts = self.contexts();
        let words: Vec<String> = filter.to_lowercase().split_whitespace().map(str::to_owned).collect();
        Command::ALL
            .iter()
            .copied()
            .filter(|it| it.spec().contexts.iter().any(|context| contexts.contains(context)))
            .filter(|it| {
                let spec = it.spec();
                let keys: Vec<String> = self.settings.keymap.keys(*it).map(ToString::to_string).collect();
                let text = format!("{} {} {}", spec.id, spec.doc.to_lowercase(), keys.join(" "));
                words.iter().all(|word| text.contains(word.as_str()))
            })
            .collect()
    }
}
