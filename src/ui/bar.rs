//! The bar: where a line is typed, and what to press to type one.
//!
//! ```text
//!  log> -5m failover done_
//!  log> half a sentence (kept: i goes on)
//!  log> i writes a line
//! ```

use ratatui::layout::{Position, Rect};
use ratatui::text::Span;

use crate::app::command::Command;
use crate::app::editor::EditorStyle;
use crate::app::field::FieldKind;
use crate::app::layout::{Room, room};
use crate::app::state::{Screen, State};

use super::canvas::{Canvas, from};
use super::words::keys;

/// The columns that the text itself has at least, before its label is cut.
const LEAST_TEXT: u16 = 10;

/// Returns the columns left free at the left of the screen.
pub(super) fn margin(state: &State) -> u16 {
    u16::from(matches!(room(state.size), Room::Wide | Room::Tabs))
}

/// Returns the columns of the label of a field, which what was understood stands below.
pub(super) fn label_width(kind: FieldKind) -> u16 {
    u16::try_from(kind.label().len() + 2).unwrap_or(u16::MAX)
}

/// Draws the bar and returns the place of the cursor if a field is open.
pub(super) fn draw(canvas: &mut Canvas, area: Rect, state: &State) -> Option<Position> {
    let area = from(area, margin(state)).intersection(canvas.buf.area);
    if area.is_empty() {
        return None;
    }
    let Some(field) = &state.field else {
        idle(canvas, area, state);
        return None;
    };
    let label = format!("{}> ", field.kind.label());
    let room = Rect { width: area.width.saturating_sub(LEAST_TEXT).min(label_width(field.kind)), ..area };
    let used = canvas.put(room, &label, canvas.theme.accent);
    // The last column stays free, for a cursor behind a full line.
    let text = from(area, used).intersection(canvas.buf.area);
    field.editor.draw(text, canvas.buf, EditorStyle { text: canvas.theme.text });
    field.editor.cursor_position(text)
}

/// Draws what the bar says while nothing is typed.
fn idle(canvas: &mut Canvas, area: Rect, state: &State) {
    let theme = canvas.theme;
    match state.screen {
        Screen::Live if state.open.is_some() => {
            let key = keys(state, Command::LogOpen);
            let kept = state.kept.get(&(state.incident(), FieldKind::Log)).filter(|it| !it.text.is_empty());
            if let Some(kept) = kept {
                let hint = Span::styled(format!(" (kept: {key} goes on)"), theme.muted);
                let left = area.width.saturating_sub(canvas.width(std::slice::from_ref(&hint)));
                let spans = [Span::styled("log> ", theme.accent), Span::raw(kept.text.as_str())];
                let used = canvas.spans(Rect { width: left, ..area }, &spans);
                canvas.spans(from(area, used), &[hint]);
            } else {
                canvas.put(area, &format!("log> {key} writes a line"), theme.muted);
            }
        }
        Screen::List if !state.list.filter.is_empty() => {
            canvas.put(area, &format!("filter> {}", state.list.filter), theme.muted);
        }
        Screen::Live | Screen::List | Screen::Start => {}
    }
}
