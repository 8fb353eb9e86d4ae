//! The last line: the keys that work now, most useful first, cut by whole hints.
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
use super::words::key;

/// One key with its word.
type Hint = (String, &'static str);

/// Draws the hints.
pub(super) fn draw(canvas: &mut Canvas, area: Rect, state: &State) {
    if area.is_empty() {
        return;
    }
    // Each hint brings the gap before it; the first needs none.
    let area = from(area, margin(state));
    let (first, last) = hints(canvas, state);
    let last: Vec<Span> = last.iter().flat_map(|it| pieces(canvas, it)).collect();
    let room = (area.width + 2).saturating_sub(canvas.width(&last));
    let mut spans: Vec<Span> = Vec::new();
    for hint in &first {
        let mut with = spans.clone();
        with.extend(pieces(canvas, hint));
        // Hints stand in the order of their worth: none is shown that is worth less than one that is not.
        if canvas.width(&with) > room {
            break;
        }
        spans = with;
    }
    spans.extend(last);
    canvas.spans(area, spans.get(1..).unwrap_or_default());
}

fn pieces(canvas: &Canvas, (key, word): &Hint) -> [Span<'static>; 3] {
    [
        Span::raw("  "),
        Span::styled(key.clone(), canvas.theme.accent),
        Span::styled(format!(" {word}"), canvas.theme.muted),
    ]
}

/// Returns the hints that may be cut, and those that stay.
fn hints(canvas: &Canvas, state: &State) -> (Vec<Hint>, Vec<Hint>) {
    let fixed =
        |hints: &[(&str, &'static str)]| hints.iter().map(|(key, word)| ((*key).to_owned(), *word)).collect();
    let none = Vec::new();
    if let Some(overlay) = state.overlays.last() {
        return (fixed(overlay_keys(overlay)), none);
    }
    if let Some(field) = &state.field {
        if field.block {
            return (
                fixed(&[
                    ("Esc", "save and leave"),
                    ("Ctrl-s", "save"),
                    ("F4", "$EDITOR"),
                    ("Ctrl-_", "undo"),
                ]),
                none,
            );
        }
        return (fixed(&field_keys(canvas, field.kind)), none);
    }
    if !state.pressed.is_empty() {
        return (fixed(&[("Esc", "cancel")]), none);
    }
    commands(state)
}

/// Returns the keys of a field of one line: what Enter does in it, and those that mean something in it.
fn field_keys(canvas: &Canvas, kind: FieldKind) -> Vec<(&'static str, &'static str)> {
    let enter = match kind {
        FieldKind::Find => "find",
        FieldKind::Filter => "filter",
        FieldKind::ExportPath => "export",
        FieldKind::ImportPath => "import",
        _ => "save",
    };
    let mut keys = vec![("Enter", enter), ("Esc", if kind.keeps() { "keep" } else { "cancel" })];
    if matches!(kind, FieldKind::Log | FieldKind::EventTags(_)) {
        keys.push(("Tab", "complete"));
    }
    if kind == FieldKind::Log {
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
        Overlay::Event { .. } => &[("Esc", "close"), ("j", "down"), ("k", "up"), ("e", "edit")],
        Overlay::Picker { .. } => &[("Enter", "choose"), ("Esc", "close"), ("type", "to filter")],
        Overlay::Confirm { .. } => &[("y", "yes"), ("n", "no"), ("Esc", "cancel")],
    }
}

/// Returns the hints of the commands that can be run here, help and quit apart.
fn commands(state: &State) -> (Vec<Hint>, Vec<Hint>) {
    let contexts = state.contexts();
    let (mut first, mut last) = (Vec::new(), Vec::new());
    for command in Command::ALL {
        let spec = command.spec();
        let here = spec.contexts.iter().any(|it| contexts.contains(it));
        if spec.hint.is_empty() || !here || (spec.refuses)(state).is_some() {
            continue;
        }
        // The first key of a sequence is enough: the ways on are shown when it is pressed.
        let Some(keys) = state.settings.keymap.keys(*command).next() else { continue };
        let hint = (keys.chords().first().map(|it| key(*it)).unwrap_or_default(), spec.hint);
        match command {
            Command::HelpOpen | Command::Quit => last.push(hint),
            _ => first.push(hint),
        }
    }
    (first, last)
}
