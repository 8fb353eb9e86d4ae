//! The last line: the keys that work now, most useful first, cut by whole hints; help stays to the last.
//!
//! ```text
//!  i log  m mark  e edit  u undo  / find  Tab pane  : command  ? help  q quit
//! ```

use ratatui::layout::Rect;
use ratatui::text::Span;

use crate::app::command::Command;
use crate::app::field::FieldKind;
use crate::app::state::{Overlay, State};

use super::bar::margin;
use super::canvas::{Canvas, from};
use super::words::{block_keys, key};

/// The commands whose hints are the first to go: they are found from the others, or in the help.
const RARE: [Command; 3] = [Command::EventTime, Command::KindObservation, Command::FindingsOpen];

/// The columns from which the palette keeps its place, so that every command is one key away.
const LEAST_PALETTE: u16 = 60;

/// Which hints go where there is no room for all, the first of these first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Worth {
    Rare,
    Usual,
    Kept,
}

/// One key with its word.
#[derive(Debug)]
struct Hint {
    key: String,
    word: &'static str,
    worth: Worth,
}

/// Draws the hints.
pub(super) fn draw(canvas: &mut Canvas, area: Rect, state: &State) {
    if area.is_empty() {
        return;
    }
    let margin = margin(state);
    let area = from(area, margin);
    let gap = Span::raw(if margin > 0 { "  " } else { " " });
    let mut hints = hints(canvas, state, area.width);
    let mut spans = pieces(canvas, &hints, &gap);
    while canvas.width(&spans) > area.width {
        // Within a worth the table has the best first, so the last goes.
        let last = |worth| hints.iter().rposition(|it| it.worth == worth);
        let Some(at) = last(Worth::Rare).or(last(Worth::Usual)) else { break };
        hints.remove(at);
        spans = pieces(canvas, &hints, &gap);
    }
    canvas.spans(area, &spans);
}

fn pieces(canvas: &Canvas, hints: &[Hint], gap: &Span<'static>) -> Vec<Span<'static>> {
    let mut spans = Vec::new();
    for hint in hints {
        if !spans.is_empty() {
            spans.push(gap.clone());
        }
        spans.push(Span::styled(hint.key.clone(), canvas.theme.accent));
        spans.push(Span::styled(format!(" {}", hint.word), canvas.theme.muted));
    }
    spans
}

/// Returns the hints for what takes the keys now.
fn hints(canvas: &Canvas, state: &State, columns: u16) -> Vec<Hint> {
    let fixed = |hints: &[(&str, &'static str)]| {
        let hint =
            |(key, word): &(&str, &'static str)| Hint { key: (*key).to_owned(), word, worth: Worth::Usual };
        hints.iter().map(hint).collect()
    };
    if let Some(overlay) = state.overlays.last() {
        return fixed(overlay_keys(overlay));
    }
    if let Some(field) = &state.field {
        let keys = if field.block { block_keys(state) } else { field_keys(canvas, state, field.kind) };
        return fixed(&keys);
    }
    if !state.pressed.is_empty() {
        return fixed(&[("Esc", "cancel")]);
    }
    commands(state, columns)
}

/// Returns the keys of a field of one line: what Enter does in it, and those that mean something in it.
fn field_keys(canvas: &Canvas, state: &State, kind: FieldKind) -> Vec<(&'static str, &'static str)> {
    let enter = match kind {
        FieldKind::Find => "find",
        FieldKind::Filter => "filter",
        FieldKind::ExportPath => "export",
        FieldKind::ImportPath => "import",
        FieldKind::Waive => "set aside",
        _ => "save",
    };
    let mut keys = vec![("Enter", enter), ("Esc", if kind.keeps() { "keep" } else { "cancel" })];
    if matches!(kind, FieldKind::Log | FieldKind::EventTags(_)) {
        keys.push(("Tab", "complete"));
    }
    if kind == FieldKind::Log && !state.logged.is_empty() {
        keys.push((canvas.glyphs.up, "history"));
    }
    keys
}

fn overlay_keys(overlay: &Overlay) -> &'static [(&'static str, &'static str)] {
    match overlay {
        Overlay::Help { .. } | Overlay::Palette { .. } => {
            &[("Enter", "run"), ("Esc", "close"), ("type", "to filter")]
        }
        Overlay::History { .. } => &[("Esc", "close"), ("u", "undo this step")],
        Overlay::Findings { typing: true, .. } => &[("Enter", "to the list"), ("Esc", "close")],
        Overlay::Findings { .. } => {
            &[("Enter", "go there"), ("Esc", "close"), ("w", "set aside"), ("u", "undo"), ("/", "filter")]
        }
        Overlay::Event { .. } => &[("Esc", "close"), ("j", "down"), ("k", "up"), ("e", "edit")],
        Overlay::Picker { .. } => &[("Enter", "choose"), ("Esc", "close"), ("type", "to filter")],
        Overlay::Confirm { .. } => &[("y", "yes"), ("n", "no"), ("Esc", "cancel")],
    }
}

/// Returns the hints of the commands that can be run here, in the order of the table.
fn commands(state: &State, columns: u16) -> Vec<Hint> {
    let contexts = state.contexts();
    let mut hints = Vec::new();
    for command in Command::ALL {
        let spec = command.spec();
        let here = spec.contexts.iter().any(|it| contexts.contains(it));
        if spec.hint.is_empty() || !here || (spec.refuses)(state).is_some() {
            continue;
        }
        // The first key of a sequence is enough: the ways on are shown when it is pressed.
        let Some(keys) = state.settings.keymap.keys(*command).next() else { continue };
        let key = keys.chords().first().map(|it| key(*it)).unwrap_or_default();
        let worth = match command {
            Command::HelpOpen | Command::Quit => Worth::Kept,
            Command::PaletteOpen if columns >= LEAST_PALETTE => Worth::Kept,
            it if RARE.contains(it) => Worth::Rare,
            _ => Worth::Usual,
        };
        hints.push(Hint { key, word: spec.hint, worth });
    }
    hints
}
