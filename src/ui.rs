//! The picture of the state: one function from `&State` to the cells of a frame.
//!
//! ```text
//!  header      INC-42 checkout 5xx  SEV2  OPEN 01:47:12     UTC 14:32:07  ● saved
//!  titles     >1 Timeline 14/14 ──────────────────────┬─2 Impact ────────────────
//!  panes       13:07 [D] ! page fired: checkout-5xx   │ TTD 9 min
//!  rule       ────────────────────────────────────────┴──────────────────────────
//!  detail      e3 13:07:00 UTC [D] detected · alert · page fired: checkout-5xx
//!  bar         log> -5m failover done
//!  echo             14:27 UTC, 5 min ago
//!  footer      i log  m mark  e edit …
//! ```
//!
//! Here: where each cell's text comes from and how it looks. Not here: where things are ([`crate::app::layout`]) and
//! what keys do. The rule to keep: nothing here changes anything, reads a clock or a file, or trusts that an area fits
//! the frame; every text goes through the `canvas`, which cleans and cuts it.

mod actions;
mod bar;
mod block;
mod canvas;
mod detail;
mod echo;
mod footer;
mod header;
mod impact;
mod list;
mod overlay;
mod rows;
mod start;
pub mod theme;
mod timeline;
mod titles;
mod ways;
mod whys;
mod words;
mod wrap;

#[cfg(test)]
mod tests;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use crate::app::layout::{Areas, Room, SMALLEST, areas};
use crate::app::state::{Pane, Screen, State};

use canvas::Canvas;
use theme::{Glyphs, Theme};

/// Draws the whole screen: the screen itself, then what is on top of it, then the keys.
pub fn draw(frame: &mut Frame, state: &State, theme: &Theme) {
    let area = frame.area();
    let cursor = paint(frame.buffer_mut(), state, theme);
    if let Some(at) = cursor.filter(|it| area.contains(*it)) {
        frame.set_cursor_position(at);
    }
}

/// Draws into a buffer and returns where the terminal's cursor belongs, if text is being typed.
pub fn paint(buf: &mut Buffer, state: &State, theme: &Theme) -> Option<Position> {
    let areas = areas(state);
    let mut canvas = Canvas { buf, theme, glyphs: Glyphs::of(state.settings.ascii) };
    if areas.room == Room::None {
        return too_small(&mut canvas, &areas, state);
    }
    header::draw(&mut canvas, areas.header, state);
    let block = state.field.as_ref().is_some_and(|it| it.block);
    let mut cursor = None;
    if block {
        cursor = block::draw(&mut canvas, areas.body, state);
    } else {
        match state.screen {
            Screen::Start => start::draw(&mut canvas, areas.body, state),
            Screen::List => list::draw(&mut canvas, areas.body, state),
            Screen::Live => live(&mut canvas, &areas, state),
        }
        cursor = bar::draw(&mut canvas, areas.bar, state).or(cursor);
    }
    let lower = areas.body.union(areas.bar).union(areas.echo);
    for overlay in &state.overlays {
        cursor = overlay::draw(&mut canvas, areas.body, lower, overlay, state);
    }
    echo::draw(&mut canvas, &areas, state);
    ways::draw(&mut canvas, lower, state);
    footer::draw(&mut canvas, areas.footer, state);
    cursor
}

/// Draws the panes of one incident.
fn live(canvas: &mut Canvas, areas: &Areas, state: &State) {
    titles::draw(canvas, areas, state);
    timeline::draw(canvas, areas.pane(Pane::Timeline), state);
    impact::draw(canvas, areas.pane(Pane::Impact), state);
    whys::draw(canvas, areas.pane(Pane::Whys), state);
    actions::draw(canvas, areas.pane(Pane::Actions), state);
    detail::draw(canvas, areas.detail, state);
}

/// Draws what is left below the smallest size: the size that is needed, and the bar when it is open.
fn too_small(canvas: &mut Canvas, areas: &Areas, state: &State) -> Option<Position> {
    let (width, height) = state.size;
    let dash = canvas.glyphs.dash;
    let words = format!("coe needs {}x{} (now {width}x{height}) {dash} i still logs", SMALLEST.0, SMALLEST.1);
    let open = state.field.as_ref().is_some_and(|it| !it.block);
    let place = if open { areas.echo } else { areas.bar };
    canvas.put(place, &words, canvas.theme.warning);
    if open { bar::draw(canvas, areas.bar, state) } else { None }
}
