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

/// The answers, at length and in few columns.
const ANSWERS: [[(&str, &str); 3]; 2] =
    [[("y", " yes"), ("n", " no"), ("Esc", " cancel")], [("y", " yes"), ("n", " no"), ("Esc", "")]];

/// Draws the question: framed if all of it fits then; else bare, and over the bar too.
pub(super) fn draw(canvas: &mut Canvas, body: Rect, lower: Rect, state: &State, question: &str) {
    let question = clean::for_terminal(question);
    let columns = body.width.saturating_sub(4).min(WIDEST);
    let lines = wrap(&question, usize::from(columns));
    if lines.len() + 3 > usize::from(body.height) {
        return bare(canvas, lower.intersection(canvas.buf.area), &question);
    }
    let gap = usize::from(usize::from(body.height) >= lines.len() + 4);
    let size = (usize::from(columns) + 2, lines.len() + 1 + gap);
    let inner = open_box(canvas, body, state, "Sure?", size);
    let place = from(Rect { width: inner.width.saturating_sub(1), ..inner }, 1);
    let at = lines.len() + gap;
    for (y, range) in lines.into_iter().enumerate() {
        canvas.put(row(place, y), &question[range], canvas.theme.text);
    }
    answers(canvas, row(place, at));
}

/// Draws the question without a frame. The answers are never pushed out by it.
fn bare(canvas: &mut Canvas, area: Rect, question: &str) {
    canvas.clear(area);
    let lines = wrap(question, usize::from(area.width));
    let room = usize::from(area.height.saturating_sub(1));
    let shown = lines.len().min(room);
    for (y, range) in lines.iter().take(shown).enumerate() {
        // The last row takes all that is left, so that it is seen to be cut.
        let end = if y + 1 == shown { question.len() } else { range.end };
        canvas.put(row(area, y), &question[range.start..end], canvas.theme.text);
    }
    answers(canvas, row(area, shown));
}

fn answers(canvas: &mut Canvas, area: Rect) {
    let dot = Span::styled(format!(" {} ", canvas.glyphs.dot), canvas.theme.muted);
    let pieces = ANSWERS.map(|answers| {
        let mut pieces = Vec::new();
        for (key, word) in answers {
            if !pieces.is_empty() {
                pieces.push(dot.clone());
            }
            pieces.extend([Span::styled(key, canvas.theme.accent), Span::raw(word)]);
        }
        pieces
    });
    let fits = |it: &&Vec<Span>| canvas.width(it) <= area.width;
    if let Some(pieces) = pieces.iter().find(fits).or(pieces.last()) {
        canvas.spans(area, pieces);
    }
}
