//! A question.
//!
//! ```text
//! ┌ Sure? ─────────────────────────────────────────────┐
//! │ Mitigated is already e9 at 13:41. Move it to e17?   │
//! │                                                     │
//! │ y yes · n no · Esc cancel                           │
//! └─────────────────────────────────────────────────────┘
//! ```

use ratatui::layout::Rect;
use ratatui::text::Span;

use crate::app::state::State;
use crate::domain::clean;
use crate::ui::canvas::{Canvas, from, row};
use crate::ui::wrap::wrap;

use super::open_box;

/// The widest question.
const WIDEST: u16 = 60;

/// Draws the question.
pub(super) fn draw(canvas: &mut Canvas, body: Rect, state: &State, question: &str) {
    let theme = canvas.theme;
    let question = clean::for_terminal(question);
    // A frame would leave no room for the question.
    let bare = body.height < 5;
    let columns = usize::from(body.width.saturating_sub(if bare { 0 } else { 4 }).min(WIDEST));
    let lines = wrap(&question, columns);
    let gap = usize::from(usize::from(body.height) >= lines.len() + 4);
    let inner = if bare {
        canvas.clear(body);
        body
    } else {
        open_box(canvas, body, state, "Sure?", (columns + 2, lines.len() + 1 + gap))
    };
    let place = if bare { inner } else { from(inner, 1) };
    // The answers are never pushed out by a long question.
    let room = usize::from(inner.height.saturating_sub(1));
    let shown = lines.len().min(room);
    for (y, range) in lines.into_iter().take(shown).enumerate() {
        canvas.put(row(place, y), &question[range], theme.text);
    }
    let dot = format!(" {} ", canvas.glyphs.dot);
    let mut answers = Vec::new();
    for (key, word) in [("y", " yes"), ("n", " no"), ("Esc", " cancel")] {
        if !answers.is_empty() {
            answers.push(Span::styled(dot.clone(), theme.muted));
        }
        answers.extend([Span::styled(key, theme.accent), Span::raw(word)]);
    }
    let at = (shown + gap).min(room);
    canvas.spans(row(place, at), &answers);
}
