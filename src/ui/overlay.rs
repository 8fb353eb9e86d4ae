//! What lies on top of the screen and takes the keys: boxes in the middle of the body, as large as what they hold.
//!
//! ```text
//! ┌ Keys ──────────────────────────────────────┐
//! │ filter> mark_                              │
//! │>M d   Marks the detection.                 │
//! └────────────────────────────────────────────┘
//! ```
//!
//! In narrow rooms a box takes the whole body.

mod confirm;
mod event;
mod findings;
mod help;
mod history;
mod palette;
mod picker;

use ratatui::layout::{Position, Rect};

use crate::app::editor::{Editor, EditorStyle};
use crate::app::layout::{Room, room};
use crate::app::state::{Overlay, State};

use super::canvas::{Canvas, from};

/// Draws one overlay in the body, or a question that has no room there over the bar too, and returns the place of the
/// cursor if it takes text.
pub(super) fn draw(
    canvas: &mut Canvas,
    body: Rect,
    lower: Rect,
    overlay: &Overlay,
    state: &State,
) -> Option<Position> {
    let body = body.intersection(canvas.buf.area);
    match overlay {
        Overlay::Help { filter, selected } => help::draw(canvas, body, state, filter, *selected),
        Overlay::Palette { filter, selected } => palette::draw(canvas, body, state, filter, *selected),
        Overlay::History { rows, selected } => {
            history::draw(canvas, body, state, rows, *selected);
            None
        }
        Overlay::Findings { filter, typing, selected } => {
            findings::draw(canvas, body, state, (filter, *typing, *selected))
        }
        Overlay::Event { event, scroll } => {
            event::draw(canvas, body, state, event, *scroll);
            None
        }
        Overlay::Picker { title, items, filter, selected } => {
            let list = picker::List { title, items, selected: *selected };
            picker::draw(canvas, body, state, &list, filter)
        }
        Overlay::Confirm { question, .. } => {
            confirm::draw(canvas, body, lower, state, question);
            None
        }
    }
}

/// Draws a box for so many columns and rows of content in the middle of the body, and returns what is inside of it.
fn open_box(canvas: &mut Canvas, body: Rect, state: &State, title: &str, content: (usize, usize)) -> Rect {
    let place = place_of_box(body, state, title, content);
    canvas.frame(place, title)
}

/// Opens a box at the right where there is room beside it, so that the timeline stays in sight.
fn open_beside(canvas: &mut Canvas, body: Rect, state: &State, title: &str, content: (usize, usize)) -> Rect {
    let mut place = place_of_box(body, state, title, content);
    if body.width >= LEAST_BESIDE {
        place.width = body.width / 5 * 3;
        place.x = body.right() - place.width;
        (place.y, place.height) = (body.y, body.height);
    }
    canvas.frame(place, title)
}

/// The width from which a list leaves the timeline readable beside it.
const LEAST_BESIDE: u16 = 100;

fn place_of_box(body: Rect, state: &State, title: &str, content: (usize, usize)) -> Rect {
    let size = |wanted: usize, most: u16| u16::try_from(wanted + 2).unwrap_or(u16::MAX).min(most);
    let (width, height) = match room(state.size) {
        Room::Wide | Room::Tabs => {
            (size(content.0.max(title.len() + 2), body.width), size(content.1, body.height))
        }
        Room::Narrow | Room::Tiny | Room::None => (body.width, body.height),
    };
    Rect { x: body.x + (body.width - width) / 2, y: body.y + (body.height - height) / 2, width, height }
}

/// Draws the line that filters a list, and returns the place of the cursor and what is left below.
fn filter_line(canvas: &mut Canvas, area: Rect, filter: &Editor) -> (Option<Position>, Rect) {
    if area.is_empty() {
        return (None, area);
    }
    let line = Rect { height: 1, ..area };
    let used = canvas.put(Rect { width: line.width / 2, ..line }, " filter> ", canvas.theme.accent);
    let text = from(line, used);
    filter.draw(text, canvas.buf, EditorStyle { text: canvas.theme.text });
    (filter.cursor_position(text), Rect { y: area.y + 1, height: area.height - 1, ..area })
}
