//! The ways on from a key that begins a sequence, shown above the footer as soon as it is pressed.
//!
//! ```text
//!  m  t trigger  s start  d detected  a acknowledged  i identified
//!     m mitigated  r resolved  x clear
//! ```

use ratatui::layout::Rect;
use ratatui::text::Span;

use crate::app::command::Command;
use crate::app::keymap::Resolution;
use crate::app::state::State;

use super::canvas::{Canvas, from, row};
use super::words::key;

/// Draws the ways on over the lowest rows of an area.
pub(super) fn draw(canvas: &mut Canvas, area: Rect, state: &State) {
    if state.pressed.is_empty() || area.is_empty() {
        return;
    }
    let ways = match state.settings.keymap.resolve(&state.contexts(), &state.pressed) {
        Resolution::Pending(ways) => ways,
        Resolution::Run(_) | Resolution::Unbound => Vec::new(),
    };
    let pressed: Vec<String> = state.pressed.iter().map(|it| key(*it)).collect();
    let pressed = format!(" {}  ", pressed.join(" "));
    let items: Vec<(String, String)> =
        ways.iter().map(|(chord, it)| (key(*chord), word(*it).to_owned())).collect();
    let theme = canvas.theme;
    let indent = u16::try_from(pressed.len()).unwrap_or(u16::MAX).min(area.width / 2);
    let columns = area.width - indent;
    let mut lines: Vec<Vec<Span>> = vec![Vec::new()];
    for (key, word) in items {
        let item = [Span::styled(key, theme.accent), Span::raw(format!(" {word}  "))];
        let width = canvas.width(&item);
        if lines.last().is_some_and(|it| !it.is_empty() && canvas.width(it) + width > columns + 2) {
            lines.push(Vec::new());
        }
        if let Some(line) = lines.last_mut() {
            line.extend(item);
        }
    }
    // At least the bar and the line below it, which would otherwise show halves of something else.
    let height = u16::try_from(lines.len().max(2)).unwrap_or(u16::MAX).min(area.height);
    let place = Rect { y: area.bottom() - height, height, ..area };
    canvas.clear(place);
    canvas.put(place, &pressed, theme.strong);
    for (y, line) in lines.iter().enumerate() {
        canvas.spans(from(row(place, y), indent), line);
    }
}

/// Returns the word of a command among the ways on: the end of its id, or the beginning where the end says little.
fn word(command: Command) -> &'static str {
    let id = command.spec().id;
    match id.split_once('.') {
        Some((head, "show" | "open" | "enter")) => head,
        Some((_, tail)) => tail,
        None => id,
    }
}
