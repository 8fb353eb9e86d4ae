//! The table of commands. Keys, footer, help, palette, config and the generated documentation all read it; a command
//! exists when it stands here, and does not compile until `update` handles it.
//!
//! Order matters: it is the order of the help and, for those with a hint, of the footer. Letters that can be the tail
//! of a split escape sequence (`A`-`D`, `F`, `H`, `M`, `O`-`S`, `Z`, `m`, digits, `~`) never change data by themselves.

use super::state::{Screen, State};

/// Where a command's keys work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Context {
    /// On every screen, outside of text fields.
    Anywhere,
    /// With an incident open, in every pane.
    Live,
    /// In the timeline.
    Timeline,
    /// In the impact pane.
    Impact,
    /// In the whys pane.
    Whys,
    /// In the actions pane.
    Actions,
    /// In the list of incidents.
    List,
}

impl Context {
    /// Every context, outermost first.
    pub const ALL: [Context; 7] = [
        Context::Anywhere,
        Context::Live,
        Context::Timeline,
        Context::Impact,
        Context::Whys,
        Context::Actions,
        Context::List,
    ];

    /// Returns its heading in help and documentation.
    pub fn title(self) -> &'static str {
        match self {
            Context::Anywhere => "Everywhere",
            Context::Live => "In an incident",
            Context::Timeline => "Timeline",
            Context::Impact => "Impact",
            Context::Whys => "Whys",
            Context::Actions => "Actions",
            Context::List => "List of incidents",
        }
    }
}

/// What a command is.
#[derive(Debug)]
pub struct Spec {
    /// Name in the configuration, `event.edit`.
    pub id: &'static str,
    /// One sentence that says what it does.
    pub doc: &'static str,
    /// Where its keys work.
    pub contexts: &'static [Context],
    /// Its default keys, each a sequence of chords separated by spaces.
    pub keys: &'static [&'static str],
    /// Its words in the footer; empty to leave it out.
    pub hint: &'static str,
    /// Why it cannot be run now, if it cannot.
    pub refuses: fn(&State) -> Option<&'static str>,
}

macro_rules! commands {
    ($($(#[doc = $doc:literal])+ $name:ident = $id:literal in [$($context:ident),+] keys [$($key:literal),*]
        $(hint $hint:literal)? $(unless $refuses:path)?;)+) => {
        /// Everything a person can ask for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Command { $($(#[doc = $doc])+ $name),+ }

        impl Command {
            /// Every command, in the order of the help.
            pub const ALL: &'static [Command] = &[$(Command::$name),+];

            /// Returns what is known about it.
            pub fn spec(self) -> &'static Spec {
                match self { $(Command::$name => {
                    static SPEC: Spec = Spec {
                        id: $id,
                        doc: concat!($($doc),+).trim_ascii(),
                        contexts: &[$(Context::$context),+],
                        keys: &[$($key),*],
                        hint: concat!($($hint)?),
                        refuses: commands!(@refuses $($refuses)?),
                    };
                    &SPEC
                }),+ }
            }
        }
    };
    (@refuses) => { always };
    (@refuses $path:path) => { $path };
}

impl Command {
    /// Returns the command of an id.
    pub fn from_id(id: &str) -> Option<Command> {
        Command::ALL.iter().copied().find(|it| it.spec().id == id)
    }
}

fn always(_: &State) -> Option<&'static str> {
    None
}

fn no_incident(state: &State) -> Option<&'static str> {
    state.open.is_none().then_some("no incident is open; start one with a in the list (0)")
}

fn nowhere_to_log(state: &State) -> Option<&'static str> {
    let listed = state.screen == Screen::List && !state.list.shown().is_empty();
    (state.open.is_none() && !listed).then_some("there is no incident to log in; a starts one")
}

fn no_event(state: &State) -> Option<&'static str> {
    let none = state.open.as_ref().is_none_or(|open| open.timeline.selected_row().is_none());
    none.then_some("no event is selected; i logs one")
}

fn no_metric(state: &State) -> Option<&'static str> {
    state.selected_metric().is_none().then_some("no metric is selected; a adds one")
}

fn no_rung(state: &State) -> Option<&'static str> {
    state.selected_rung().is_none().then_some("no why is selected; a adds one")
}

fn no_why_row(state: &State) -> Option<&'static str> {
    state.selected_ladder().is_none().then_some("no why is selected; a adds one")
}

fn no_action(state: &State) -> Option<&'static str> {
    state.selected_action().is_none().then_some("no action is selected; a adds one")
}

commands! {
    /// Opens the log bar; the instant of the key is the event's time.
    LogOpen = "log.open" in [Live, List] keys ["i", "insert", "f2"] hint "log" unless nowhere_to_log;
    /// Marks the trigger.
    MarkTrigger = "mark.trigger" in [Live] keys ["m t"] unless no_incident;
    /// Marks the start of customer impact.
    MarkStart = "mark.start" in [Live] keys ["m s"] unless no_incident;
    /// Marks the detection.
    MarkDetected = "mark.detected" in [Live] keys ["m d"] hint "mark" unless no_incident;
    /// Marks the acknowledgement.
    MarkAcknowledged = "mark.acknowledged" in [Live] keys ["m a"] unless no_incident;
    /// Marks the moment the cause was known.
    MarkIdentified = "mark.identified" in [Live] keys ["m i"] unless no_incident;
    /// Marks the end of customer impact.
    MarkMitigated = "mark.mitigated" in [Live] keys ["m m"] unless no_incident;
    /// Marks the return to normal operation.
    MarkResolved = "mark.resolved" in [Live] keys ["m r"] unless no_incident;
    /// Clears the milestone of the selected event.
    MarkClear = "mark.clear" in [Live] keys ["m x"] unless no_event;
    /// Shows the whole event with its links and evidence.
    EventOpen = "event.open" in [Timeline] keys ["enter"] unless no_event;
    /// Edits the text of the event.
    EventEdit = "event.edit" in [Timeline] keys ["e"] hint "edit" unless no_event;
    /// Edits the text of the event in $EDITOR.
    EventEditor = "event.editor" in [Timeline] keys ["E"] unless no_event;
    /// Logs an event at the time of the selected one.
    EventAdd = "event.add" in [Timeline] keys ["a"] unless no_incident;
    /// Changes the time of the event.
    EventTime = "event.time" in [Timeline] keys ["t"] hint "time" unless no_event;
    /// Moves the event one minute later.
    EventLater = "event.later" in [Timeline] keys ["+", "="] unless no_event;
    /// Moves the event one minute earlier.
    EventEarlier = "event.earlier" in [Timeline] keys ["-"] unless no_event;
    /// Moves the event down among the events of its minute.
    EventDown = "event.down" in [Timeline] keys ["J"] unless no_event;
    /// Moves the event up among the events of its minute.
    EventUp = "event.up" in [Timeline] keys ["K"] unless no_event;
    /// Stars the event as one that belongs in the summary.
    EventStar = "event.star" in [Timeline] keys ["*"] unless no_event;
    /// Edits the tags of the event.
    EventTags = "event.tags" in [Timeline] keys ["#"] unless no_event;
    /// Deletes the event.
    EventRemove = "event.remove" in [Timeline] keys ["d"] unless no_event;
    /// Makes the event a change.
    KindChange = "kind.change" in [Timeline] keys ["s c"] unless no_event;
    /// Makes the event an alert.
    KindAlert = "kind.alert" in [Timeline] keys ["s a"] unless no_event;
    /// Makes the event an observation.
    KindObservation = "kind.observation" in [Timeline] keys ["s o"] hint "kind" unless no_event;
    /// Makes the event a hypothesis.
    KindHypothesis = "kind.hypothesis" in [Timeline] keys ["s h"] unless no_event;
    /// Makes the event a decision.
    KindDecision = "kind.decision" in [Timeline] keys ["s d"] unless no_event;
    /// Makes the event an action.
    KindAction = "kind.action" in [Timeline] keys ["s x"] unless no_event;
    /// Makes the event a communication.
    KindCommunication = "kind.communication" in [Timeline] keys ["s m"] unless no_event;
    /// Makes the event a note.
    KindNote = "kind.note" in [Timeline] keys ["s n"] unless no_event;
    /// Selects the next milestone.
    MilestoneNext = "milestone.next" in [Timeline] keys ["]", ")"] unless no_event;
    /// Selects the previous milestone.
    MilestonePrevious = "milestone.previous" in [Timeline] keys ["[", "("] unless no_event;
    /// Adds a metric: name, value, `of` total, unit.
    MetricAdd = "metric.add" in [Impact] keys ["a"] hint "add" unless no_incident;
    /// Edits the metric as one line.
    MetricEdit = "metric.edit" in [Impact] keys ["enter", "e"] hint "edit" unless no_metric;
    /// Deletes the metric.
    MetricRemove = "metric.remove" in [Impact] keys ["d"] unless no_metric;
    /// Asks the next why, below the selected one.
    RungChild = "rung.child" in [Whys] keys ["a"] hint "why" unless no_incident;
    /// Asks another why beside the selected one: a branch.
    RungSibling = "rung.sibling" in [Whys] keys ["s"] hint "branch" unless no_rung;
    /// Answers the selected why.
    RungAnswer = "rung.answer" in [Whys] keys ["enter"] hint "answer" unless no_why_row;
    /// Edits the question.
    RungEdit = "rung.edit" in [Whys] keys ["e"] unless no_rung;
    /// Cites an event that backs the answer.
    RungCite = "rung.cite" in [Whys] keys ["b"] hint "cite" unless no_rung;
    /// Marks the why as a root cause, where the ladder stops on purpose.
    RungRoot = "rung.root" in [Whys] keys ["."] unless no_rung;
    /// Deletes the why and those below it.
    RungRemove = "rung.remove" in [Whys] keys ["d"] unless no_rung;
    /// States the problem of the ladder: why it happened.
    LadderCause = "ladder.cause" in [Whys] keys ["w c"] unless no_incident;
    /// States the problem of the ladder: why it was noticed late.
    LadderDetection = "ladder.detection" in [Whys] keys ["w d"] unless no_incident;
    /// States the problem of the ladder: why recovery took so long.
    LadderRecovery = "ladder.recovery" in [Whys] keys ["w r"] unless no_incident;
    /// Adds an action.
    ActionAdd = "action.add" in [Actions] keys ["a"] hint "add" unless no_incident;
    /// Edits the title of the action.
    ActionEdit = "action.edit" in [Actions] keys ["enter", "e"] hint "edit" unless no_action;
    /// Marks the action as done, or as open again.
    ActionDone = "action.done" in [Actions] keys ["space"] hint "done" unless no_action;
    /// Names the owner of the action.
    ActionOwner = "action.owner" in [Actions] keys ["w"] hint "owner" unless no_action;
    /// Sets the day the action is due.
    ActionDue = "action.due" in [Actions] keys ["t"] hint "due" unless no_action;
    /// Steps the priority of the action: high, medium, low.
    ActionPriority = "action.priority" in [Actions] keys ["p"] hint "prio" unless no_action;
    /// Steps the kind of the action: prevent, detect, mitigate, process.
    ActionKind = "action.kind" in [Actions] keys ["s"] hint "kind" unless no_action;
    /// States the measurable test that shows that the action is done.
    ActionDoneWhen = "action.done_when" in [Actions] keys ["c"] hint "done-when" unless no_action;
    /// Sets the ticket of the action.
    ActionTicket = "action.ticket" in [Actions] keys ["T"] unless no_action;
    /// Names a why that the action addresses.
    ActionAddresses = "action.addresses" in [Actions] keys ["b"] unless no_action;
    /// Deletes the action.
    ActionRemove = "action.remove" in [Actions] keys ["d"] unless no_action;
    /// Opens the selected incident.
    ListOpen = "list.enter" in [List] keys ["enter"] hint "open";
    /// Starts an incident.
    ListNew = "list.new" in [List] keys ["a"] hint "new";
    /// Undoes the last change, whoever made it.
    Undo = "edit.undo" in [Live] keys ["u"] hint "undo" unless no_incident;
    /// Does again what was undone last.
    Redo = "edit.redo" in [Live] keys ["U", "ctrl-r"] unless no_incident;
    /// Shows the history of changes, with undo of a single step.
    HistoryOpen = "history.open" in [Live] keys ["H"] unless no_incident;
    /// Searches the timeline, or filters the list.
    FindOpen = "find.open" in [Timeline, List] keys ["/"] hint "find";
    /// Goes to the next match.
    FindNext = "find.next" in [Timeline] keys ["n"] unless no_event;
    /// Goes to the previous match.
    FindPrevious = "find.previous" in [Timeline] keys ["N"] unless no_event;
    /// Moves down.
    MoveDown = "move.down" in [Timeline, Impact, Whys, Actions, List] keys ["j", "down"];
    /// Moves up.
    MoveUp = "move.up" in [Timeline, Impact, Whys, Actions, List] keys ["k", "up"];
    /// Moves a page down.
    PageDown = "move.page_down" in [Timeline, Impact, Whys, Actions, List] keys ["pgdn", "ctrl-d"];
    /// Moves a page up.
    PageUp = "move.page_up" in [Timeline, Impact, Whys, Actions, List] keys ["pgup", "ctrl-u"];
    /// Moves to the first.
    MoveFirst = "move.first" in [Timeline, Impact, Whys, Actions, List] keys ["g g", "home"];
    /// Moves to the last; in the timeline, follows new events.
    MoveLast = "move.last" in [Timeline, Impact, Whys, Actions, List] keys ["G", "end"];
    /// Goes to the next pane.
    PaneNext = "pane.next" in [Live] keys ["tab", "right", "l"] hint "pane";
    /// Goes to the previous pane.
    PanePrevious = "pane.previous" in [Live] keys ["shift-tab", "left", "h"];
    /// Goes to the timeline; again, gives it the whole screen.
    PaneTimeline = "pane.timeline" in [Live] keys ["1"];
    /// Goes to the impact pane; again, gives it the whole screen.
    PaneImpact = "pane.impact" in [Live] keys ["2"];
    /// Goes to the whys; again, gives them the whole screen.
    PaneWhys = "pane.whys" in [Live] keys ["3"];
    /// Goes to the actions; again, gives them the whole screen.
    PaneActions = "pane.actions" in [Live] keys ["4"];
    /// Shows what the bar raiser found, to mend it or set it aside.
    FindingsOpen = "findings.open" in [Live] keys ["!"] hint "findings" unless no_incident;
    /// Shows the sections of the document, to write them.
    SectionsOpen = "sections.open" in [Live] keys ["5"] unless no_incident;
    /// Gives the pane the whole screen, or back.
    PaneZoom = "pane.zoom" in [Live] keys ["z"] hint "zoom";
    /// Sets the severity.
    IncidentSeverity = "incident.severity" in [Live] keys ["g s"] unless no_incident;
    /// Sets the status.
    IncidentStatus = "incident.status" in [Live] keys ["g t"] unless no_incident;
    /// Changes the title.
    IncidentTitle = "incident.title" in [Live] keys ["g e"] unless no_incident;
    /// Exports the document.
    ExportOpen = "export.open" in [Live] keys ["x"] hint "export" unless no_incident;
    /// Copies the selected row to the terminal's clipboard.
    CopyRow = "copy.row" in [Live] keys ["y"] unless no_incident;
    /// Copies the whole document as Markdown to the terminal's clipboard.
    CopyDocument = "copy.document" in [Live] keys ["Y"] unless no_incident;
    /// Lists the incidents.
    ListShow = "list.show" in [Live] keys ["0", "g l"];
    /// Opens the command palette.
    PaletteOpen = "palette.open" in [Anywhere] keys [":", "ctrl-p"] hint "command";
    /// Shows the keys that work here.
    HelpOpen = "help.open" in [Anywhere] keys ["?", "f1"] hint "help";
    /// Stops the program until the shell continues it.
    Suspend = "program.suspend" in [Anywhere] keys ["ctrl-z"];
    /// Quits; everything is saved already.
    Quit = "program.quit" in [Anywhere] keys ["q"] hint "quit";
}
