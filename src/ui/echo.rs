//! The line below the bar: what is wrong with the text, what happened, or why something is not on disk.
//!
//! ```text
//!       = 14:27 UTC today, 5 min ago
//!  deleted e17 — u takes it back
//! ```

use ratatui::layout::Rect;

use crate::app::state::{State, Tone};
use crate::app::update::Echo;

use super::bar;
use super::canvas::{Canvas, from};

/// Draws the line.
pub(super) fn draw(canvas: &mut Canvas, area: Rect, state: &State) {
    let theme = canvas.theme;
    let left = bar::margin(state);
    let field = state.field.as_ref();
    if let Some(echo) = state.echo() {
        let indent = field.filter(|it| !it.block).map_or(0, |it| bar::label_width(it.kind));
        let narrow = area.width < 60;
        match echo {
            // The mark takes the two columns before the text, where the width allows it.
            Echo::Problem(why) => {
                let indent = if narrow { 0 } else { indent.saturating_sub(2) };
                canvas.put(from(area, left + indent), &format!("! {why}"), theme.warning);
            }
            Echo::Understood(words) => {
                let indent = if narrow { 0 } else { indent };
                canvas.put(from(area, left + indent), &words, theme.muted);
            }
        }
        return;
    }
    let (words, style) = match (&state.notice, &state.unsaved) {
        (Some(notice), _) if notice.tone == Tone::Problem => (format!("! {}", notice.text), theme.warning),
        (Some(notice), _) => (notice.text.clone(), theme.text),
        (None, Some(why)) => (format!("! not saved: {why}"), theme.danger),
        (None, None) => return,
    };
    canvas.put(from(area, left), &words, style);
}
