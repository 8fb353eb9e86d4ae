//! Small phrases that several panes say alike: keys, spans of time to the minute, counts.

use crate::app::command::Command;
use crate::app::key::Chord;
use crate::app::state::State;
use crate::domain::span::Span;

/// Returns the name of a key as it is shown: `Tab`, `Ctrl-p`, `m`. The configuration reads it in this form too.
pub(super) fn key(chord: Chord) -> String {
    let name = chord.to_string();
    let mut chars = name.chars();
    match chars.next() {
        Some(first) if chars.as_str().is_empty() => first.to_string(),
        Some(first) => format!("{}{}", first.to_uppercase(), chars.as_str()),
        None => name,
    }
}

/// Returns the first keys of a command as they are shown, `m d`; empty when it has none.
pub(super) fn keys(state: &State, command: Command) -> String {
    let first = state.settings.keymap.keys(command).next();
    first.map(|it| it.chords().iter().map(|it| key(*it)).collect::<Vec<_>>().join(" ")).unwrap_or_default()
}

/// Returns the keys of a field of many lines, most useful first, with what they do.
pub(super) fn block_keys(state: &State) -> Vec<(&'static str, &'static str)> {
    let mut keys = vec![("Esc", "save and leave"), ("Ctrl-s", "save"), ("F4", "$EDITOR")];
    if state.open.is_some() {
        keys.push(("F2", "log"));
    }
    keys
}

/// Returns a span without its seconds: `17 min`, `1 h 20 min`.
pub(super) fn minutes(span: Span) -> String {
    Span::minutes(span.millis() / 60_000).to_string()
}

/// Returns a count with its noun: `1 event`, `3 events`.
pub(super) fn count(number: u64, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}
