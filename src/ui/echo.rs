//! The line below the bar: what was understood of the text, what happened, or why something is not on disk.
//!
//! ```text
//!      = 14:27 UTC today, 5 min ago
//!      ! 31:99 is no time of day; put \ in front to log it as text
//!  deleted e17; u takes it back
//! ```
//!
//! While a field is open its own words stand below its text; a notice takes their place until it goes.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::state::{State, Tone};
use crate::app::update::Echo;

use super::bar;
use super::canvas::{Canvas, from};

/// Draws the line.
pub(super) fn draw(canvas: &mut Canvas, area: Rect, state: &State) {
    let margin = bar::margin(state);
    let Some((words, style)) = words(canvas, state) else { return };
    // Below the text, where there is width for it.
    let field = state.field.as_ref().filter(|it| !it.block && area.width >= 60);
    let indent = field.filter(|_| state.notice.is_none()).map_or(0, |it| bar::label_width(it.kind));
    canvas.put(from(area, margin + indent), &words, style);
}

fn words(canvas: &Canvas, state: &State) -> Option<(String, Style)> {
    let theme = canvas.theme;
    if let Some(Echo::Problem(why)) = state.echo() {
        return Some((format!("! {why}"), theme.warning));
    }
    match (&state.notice, state.echo(), &state.unsaved) {
        (Some(notice), _, _) if notice.tone == Tone::Problem => {
            Some((format!("! {}", notice.text), theme.warning))
        }
        (Some(notice), _, _) => Some((notice.text.clone(), theme.text)),
        (None, _, Some(why)) => Some((format!("! not saved: {why}"), theme.danger)),
        (None, Some(Echo::Understood(words)), None) => Some((words, theme.muted)),
        (None, _, None) => None,
    }
}
