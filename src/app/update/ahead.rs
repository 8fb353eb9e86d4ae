//! Type-ahead: keys that come before the screen they are meant for wait for it.
//!
//! Some keys only take effect with an answer of the store: `e` opens the field once the event has been read. What is
//! typed meanwhile is meant for that field; taken at once, it would run as commands on what is still shown. So keys wait
//! in order as long as something has been asked for that decides what they mean. Every such question is answered, by
//! `Failed` at worst, and a write that is refused for a lock is refused within the store's patience.
//! Ctrl-C never waits, and throws away what does.

use crossterm::event::{KeyCode, KeyModifiers};

use crate::app::effect::{Effect, Purpose, Select};
use crate::app::key::Chord;
use crate::app::msg::Msg;
use crate::app::state::{Awaited, State, Then};

/// Returns the question that an effect asks.
fn question(effect: &Effect) -> Option<Awaited> {
    match effect {
        Effect::Event { purpose: Purpose::Copy | Purpose::Theirs, .. } => None,
        Effect::Event { .. } | Effect::EventAt { .. } => Some(Awaited::Event),
        Effect::Find { .. } => Some(Awaited::Found),
        Effect::Window { select: Select::Keep, .. } => None,
        Effect::Window { .. } => Some(Awaited::Window),
        Effect::List => Some(Awaited::List),
        Effect::History { .. } => Some(Awaited::History),
        Effect::Editor { .. } => Some(Awaited::Edited),
        _ => None,
    }
}

/// Returns the question that a message answers.
fn answer(msg: &Msg) -> Option<Awaited> {
    match msg {
        Msg::Event(_, Purpose::Copy | Purpose::Theirs) => None,
        Msg::Event(..) => Some(Awaited::Event),
        Msg::Found { .. } => Some(Awaited::Found),
        Msg::Window { select: Select::Keep, .. } => None,
        Msg::Window { .. } => Some(Awaited::Window),
        Msg::Listed(_) => Some(Awaited::List),
        Msg::History(_) => Some(Awaited::History),
        Msg::Edited { .. } => Some(Awaited::Edited),
        _ => None,
    }
}

/// Keeps a key back that must wait; returns every other message.
pub(super) fn hold(state: &mut State, msg: Msg) -> Option<Msg> {
    let typed = matches!(msg, Msg::Key(_) | Msg::Paste(_) | Msg::Run(_));
    if !typed || !waits(state) {
        return Some(msg);
    }
    if matches!(msg, Msg::Key(key) if key == Chord::new(KeyCode::Char('c'), KeyModifiers::CONTROL)) {
        state.ahead.clear();
        give_up(state);
        return Some(msg);
    }
    state.ahead.push_back(msg);
    None
}

/// Returns the next key that has waited, once it need not any more.
pub(super) fn next(state: &mut State) -> Option<Msg> {
    if waits(state) { None } else { state.ahead.pop_front() }
}

/// Notes that an answer has come.
pub(super) fn note_answer(state: &mut State, msg: &Msg) {
    // Which of the questions failed is not told.
    if matches!(msg, Msg::Failed(_)) {
        return give_up(state);
    }
    let answered = answer(msg).and_then(|it| state.awaited.iter().position(|asked| *asked == it));
    if let Some(at) = answered {
        state.awaited.remove(at);
    }
}

/// Waits for nothing any more. An answer that comes all the same is taken as ever.
fn give_up(state: &mut State) {
    state.awaited.clear();
    state.opening = None;
    state.wanted = None;
}

/// Notes what has been asked for.
pub(super) fn note_questions(state: &mut State, effects: &[Effect]) {
    state.awaited.extend(effects.iter().filter_map(question));
}

/// Tells whether the meaning of the next key is still to be found out.
fn waits(state: &State) -> bool {
    let decides = |then: Then| match then {
        Then::AnswerRung | Then::SelectAction | Then::SelectMetric | Then::OpenIncident => true,
        Then::Reload | Then::Select(_) | Then::History => false,
    };
    state.arriving
        || !state.awaited.is_empty()
        || state.opening.is_some()
        || state.wanted.as_ref().is_some_and(|(then, _)| decides(*then))
        || state.pending.iter().any(|it| decides(it.then))
}
