//! The line below the bar: what was understood of the text, what happened, or why something is not on disk.
//!
//! ```text
//!      = 14:27 UTC today, 5 min ago
//!    ! 31:99 is no time of day; put \ in front to log it as text
//!  deleted e17; u takes it back
//! ```
//!
//! What is wrong goes before what is well; and while text is being typed, what was understood of it goes before news.

use ratatui::layout::Rect;

use crate::app::state::{State, Tone};
use crate::app::update::Echo;

use super::bar;
use super::canvas::{Canvas, from};

/// Draws the line.
pub(super) fn draw(canvas: &mut Canvas, area: Rect, state: &State) {
    let theme = canvas.theme;
    let margin = bar::margin(state);
    // Below the text, where there is width for it.
    let field = state.field.as_ref().filter(|it| !it.block && area.width >= 60);
    let indent = field.map_or(0, |it| bar::label_width(it.kind));
    let problem = state.notice.as_ref().filter(|it| it.tone == Tone::Problem);
    let (left, words, style) = match (state.echo(), problem, &state.unsaved) {
        // The mark takes the two columns before the text.
        (Some(Echo::Problem(why)), ..) => (indent.saturating_sub(2), format!("! {why}"), theme.warning),
        (_, Some(notice), _) => (0, format!("! {}", notice.text), theme.warning),
        (_, None, Some(why)) => (0, format!("! not saved: {why}"), theme.danger),
        (Some(Echo::Understood(words)), None, None) => (indent, words, theme.muted),
        (None, None, None) => match &state.notice {
            Some(notice) => (0, notice.text.clone(), theme.text),
            None => return,
        },
    };
    canvas.put(from(area, margin + left), &words, style);
}
