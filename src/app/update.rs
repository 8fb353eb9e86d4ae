//! `update`: the only writer of the state. It turns messages into changes of the state and effects, and waits for nothing.
//!
//! Keys go to the topmost overlay, else to the open field, else through the keymap to a command. What a command does
//! is in the file of its subject.

use crossterm::event::{KeyCode, KeyModifiers};

use crate::domain::span::Span;
use crate::domain::time::Timestamp;

use super::command::Command;
use super::effect::{Act, Effect, Select};
use super::key::Chord;
use super::keymap::Resolution;
use super::layout::areas;
use super::msg::Msg;
use super::state::{NOTICE, Notice, Overlay, Pane, Pending, Screen, State, Then, Tone};

mod ahead;
mod answers;
mod enter;
mod events;
mod fields;
mod findings;
mod log;
mod overlays;
mod parts;

pub use log::Echo;

/// Two presses of Ctrl-C within this time quit.
const TWICE: Span = Span::seconds(2);

/// Takes one message. The effects are to be performed in order.
pub fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    let mut effects = Vec::new();
    let mut next = ahead::hold(state, msg);
    while let Some(msg) = next {
        ahead::note_answer(state, &msg);
        let more = take(state, msg);
        ahead::note_questions(state, &more);
        effects.extend(more);
        next = ahead::next(state);
    }
    effects
}

fn take(state: &mut State, msg: Msg) -> Vec<Effect> {
    let effects = match msg {
        Msg::Key(chord) => on_key(state, chord),
        Msg::Paste(text) => fields::on_paste(state, &text),
        Msg::Resize(width, height) => {
            state.size = (width, height);
            Vec::new()
        }
        Msg::Tick(now) => {
            on_tick(state, now);
            Vec::new()
        }
        Msg::Run(command) => run(state, command),
        Msg::Keep => fields::keep_now(state),
        Msg::Leave(code) => {
            let mut effects = fields::keep_now(state);
            effects.push(Effect::Quit(code));
            effects
        }
        answer => answers::take(state, answer),
    };
    settle(state);
    effects
}

/// Restores what drawing relies on: selections on rows, the selected row in view.
fn settle(state: &mut State) {
    let areas = areas(state);
    let shown = state.list.shown().len();
    state.list.selected = state.list.selected.min(shown.saturating_sub(1));
    let Some(open) = &mut state.open else { return };
    let zone = open.header.zone;
    let height = areas.pane(Pane::Timeline).height;
    open.timeline.settle(usize::from(if height == 0 { areas.body.height } else { height }), &zone);
    open.metric = open.metric.min(open.parts.metrics.len().saturating_sub(1));
    open.action = open.action.min(open.parts.actions.len().saturating_sub(1));
    open.why = open.why.min(open.why_rows().len().saturating_sub(1));
}

fn on_tick(state: &mut State, now: Timestamp) {
    state.now = now;
    if state.notice.as_ref().is_some_and(|it| it.until <= now) {
        state.notice = None;
    }
}

fn on_key(state: &mut State, chord: Chord) -> Vec<Effect> {
    if chord == Chord::new(KeyCode::Char('c'), KeyModifiers::CONTROL) {
        return on_interrupt(state);
    }
    state.interrupted = None;
    if chord == Chord::new(KeyCode::Char('z'), KeyModifiers::CONTROL) {
        return vec![Effect::Suspend];
    }
    let log = [
        Chord::new(KeyCode::F(2), KeyModifiers::NONE),
        Chord::new(KeyCode::Char('l'), KeyModifiers::CONTROL),
    ];
    if log.contains(&chord) && !state.overlays.is_empty() && state.screen == Screen::Live {
        state.overlays.clear();
        return run(state, Command::LogOpen);
    }
    if !state.overlays.is_empty() {
        return overlays::on_key(state, chord);
    }
    if state.field.is_some() {
        let effects = fields::on_key(state, chord);
        // Left without entering: back to the list that led here, at once.
        if chord.code == KeyCode::Esc
            && state.field.is_none()
            && let Some(selected) = state.findings.back.take()
        {
            findings::open_at(state, ("", selected));
        }
        return effects;
    }
    // Whoever goes on with something else is not called back to the list.
    state.findings.back = None;
    if state.screen == Screen::Start
        && state.pressed.is_empty()
        && let Some(effects) = on_start_key(state, chord)
    {
        return effects;
    }
    if chord.code == KeyCode::Esc {
        let stopped = !state.pressed.is_empty();
        state.pressed.clear();
        if !stopped {
            step_back(state);
        }
        return Vec::new();
    }
    state.pressed.push(chord);
    match state.settings.keymap.resolve(&state.contexts(), &state.pressed) {
        Resolution::Run(command) => {
            state.pressed.clear();
            run(state, command)
        }
        Resolution::Pending(_) => Vec::new(),
        Resolution::Unbound => {
            let keys: Vec<String> = state.pressed.drain(..).map(|it| it.to_string()).collect();
            state.say(Tone::Problem, format!("{} does nothing here; ? shows the keys", keys.join(" ")));
            Vec::new()
        }
    }
}

/// Esc outside of fields goes back one step: the zoom, the filter, the notice. It never quits.
fn step_back(state: &mut State) {
    if state.zoom {
        state.zoom = false;
    } else if state.screen == Screen::List && !state.list.filter.is_empty() {
        state.list.filter.clear();
    } else if state.screen == Screen::List && state.open.is_some() {
        state.screen = Screen::Live;
    } else if !state.sought.is_empty() {
        state.sought.clear();
    } else {
        state.notice = None;
    }
}

/// Ctrl-C cancels what is going on and keeps the text; twice in two seconds it quits.
fn on_interrupt(state: &mut State) -> Vec<Effect> {
    if state.interrupted.is_some_and(|it| Span::between(it, state.now) <= TWICE) {
        let mut effects = fields::keep_now(state);
        effects.push(Effect::Quit(130));
        return effects;
    }
    state.interrupted = Some(state.now);
    state.pressed.clear();
    let effects = if state.overlays.pop().is_some() { Vec::new() } else { fields::leave(state) };
    state.say(Tone::Done, "cancelled; Ctrl-C again quits, everything typed is kept".to_owned());
    effects
}

/// The first run: three ways to begin.
fn on_start_key(state: &mut State, chord: Chord) -> Option<Vec<Effect>> {
    match chord.code {
        KeyCode::Char(digit @ '1'..='3') => state.start = digit as usize - '1' as usize,
        KeyCode::Down | KeyCode::Char('j') | KeyCode::Tab => {
            state.start = (state.start + 1) % 3;
            return Some(Vec::new());
        }
        KeyCode::Up | KeyCode::Char('k') => {
            state.start = (state.start + 2) % 3;
            return Some(Vec::new());
        }
        KeyCode::Enter => {}
        KeyCode::Char('a' | 'i') => state.start = 0,
        _ => return None,
    }
    Some(match state.start {
        0 => run(state, Command::ListNew),
        1 => vec![Effect::Sample],
        _ => fields::open(state, super::field::FieldKind::ImportPath),
    })
}

/// Does what a command stands for.
pub(super) fn run(state: &mut State, command: Command) -> Vec<Effect> {
    if let Some(why) = (command.spec().refuses)(state) {
        state.say(Tone::Problem, why.to_owned());
        return Vec::new();
    }
    events::run(state, command)
        .or_else(|| parts::run(state, command))
        .or_else(|| run_general(state, command))
        .unwrap_or_default()
}

/// Commands that belong to no part of the incident.
fn run_general(state: &mut State, command: Command) -> Option<Vec<Effect>> {
    Some(match command {
        Command::Undo => act(state, Act::Undo(None), None, Then::Reload),
        Command::Redo => act(state, Act::Redo, None, Then::Reload),
        Command::MoveDown => move_selection(state, 1),
        Command::MoveUp => move_selection(state, -1),
        Command::PageDown => {
            let page = page(state);
            move_selection(state, page)
        }
        Command::PageUp => {
            let page = page(state);
            move_selection(state, -page)
        }
        Command::MoveFirst => move_to_end(state, true),
        Command::MoveLast => move_to_end(state, false),
        Command::PaneNext => focus_by(state, 1),
        Command::PanePrevious => focus_by(state, 3),
        Command::PaneTimeline => focus_on(state, Pane::Timeline),
        Command::PaneImpact => focus_on(state, Pane::Impact),
        Command::PaneWhys => focus_on(state, Pane::Whys),
        Command::PaneActions => focus_on(state, Pane::Actions),
        Command::PaneZoom => {
            state.zoom = !state.zoom;
            Vec::new()
        }
        Command::ListShow => {
            state.screen = Screen::List;
            vec![Effect::List]
        }
        Command::Suspend => vec![Effect::Suspend],
        Command::Quit => {
            let mut effects = fields::keep_now(state);
            effects.push(Effect::Quit(0));
            effects
        }
        other => return overlays::run(state, other),
    })
}

fn page(state: &State) -> i64 {
    let areas = areas(state);
    let height = match state.screen {
        Screen::Live => areas.pane(state.focus).height,
        _ => areas.body.height,
    };
    i64::from(height.saturating_sub(2).max(1))
}

fn moved(index: usize, by: i64, rows: usize) -> usize {
    let last = i64::try_from(rows.saturating_sub(1)).unwrap_or(0);
    let to = i64::try_from(index).unwrap_or(0).saturating_add(by).clamp(0, last);
    usize::try_from(to).unwrap_or(0)
}

fn move_selection(state: &mut State, by: i64) -> Vec<Effect> {
    if state.screen == Screen::List {
        state.list.selected = moved(state.list.selected, by, state.list.shown().len());
        return Vec::new();
    }
    let Some(open) = &mut state.open else { return Vec::new() };
    match state.focus {
        Pane::Timeline => {
            let fetch = open.timeline.step(by);
            return window(state, fetch);
        }
        Pane::Impact => open.metric = moved(open.metric, by, open.parts.metrics.len()),
        Pane::Whys => open.why = moved(open.why, by, open.why_rows().len()),
        Pane::Actions => open.action = moved(open.action, by, open.parts.actions.len()),
    }
    Vec::new()
}

fn move_to_end(state: &mut State, first: bool) -> Vec<Effect> {
    if let (Screen::Live, Pane::Timeline, Some(open)) = (state.screen, state.focus, &mut state.open) {
        let fetch = if first { open.timeline.first() } else { open.timeline.last() };
        return window(state, fetch);
    }
    move_selection(state, if first { i64::MIN / 2 } else { i64::MAX / 2 })
}

/// Asks for rows of the timeline, if any are wanted.
fn window(state: &State, fetch: Option<(crate::domain::timeline::Anchor, Select)>) -> Vec<Effect> {
    match (fetch, state.incident()) {
        (Some((anchor, select)), Some(incident)) => {
            vec![Effect::Window { incident, anchor, reach: super::timeline::REACH, select }]
        }
        _ => Vec::new(),
    }
}

/// Asks for the open incident again.
fn reload(state: &State) -> Vec<Effect> {
    match &state.open {
        Some(open) => vec![Effect::Load {
            incident: open.header.id,
            anchor: open.timeline.anchor(),
            reach: super::timeline::REACH,
        }],
        None => Vec::new(),
    }
}

fn focus_by(state: &mut State, by: usize) -> Vec<Effect> {
    state.focus = Pane::ALL[(state.focus as usize + by) % Pane::ALL.len()];
    Vec::new()
}

/// Goes to a pane; from within it, gives it the whole screen or takes that back.
fn focus_on(state: &mut State, pane: Pane) -> Vec<Effect> {
    if state.focus == pane {
        state.zoom = !state.zoom;
    }
    state.focus = pane;
    Vec::new()
}

/// Sends a step to disk.
fn act(state: &mut State, act: Act, label: Option<String>, then: Then) -> Vec<Effect> {
    match state.incident() {
        Some(incident) => act_on(state, incident, act, label, then, None),
        None => Vec::new(),
    }
}

/// Sends a step to disk, with the text that it enters.
#[expect(clippy::too_many_arguments, reason = "a step is made of just these, in this one place")]
fn act_on(
    state: &mut State,
    incident: crate::domain::id::IncidentId,
    act: Act,
    label: Option<String>,
    then: Then,
    entered: Option<(super::field::FieldKind, super::field::Kept)>,
) -> Vec<Effect> {
    let token = state.next_token;
    state.next_token += 1;
    let write = crate::store::Write {
        step: crate::domain::id::StepId(state.ids.next(state.now)),
        incident,
        at: state.now,
        origin: crate::store::Origin::Tui,
        label,
        enters: entered.as_ref().map(|(kind, _)| (state.owner.clone(), kind.name())),
    };
    state.pending.push(Pending { token, entered, then });
    vec![Effect::Act { token, write: Box::new(write), act }]
}

impl State {
    /// Says something for as long as a notice lasts.
    pub(super) fn say(&mut self, tone: Tone, text: String) {
        self.notice = Some(Notice { text, tone, until: self.now + NOTICE });
    }

    /// Puts something on top.
    pub(super) fn show(&mut self, overlay: Overlay) {
        self.overlays.push(overlay);
    }
}
