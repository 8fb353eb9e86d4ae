//! Where things are on the screen: one function of the size, shared by `update` (for scrolling) and `ui` (for drawing).
//!
//! ```text
//!  80 columns and 16 rows or more            fewer
//!  header                                    header
//!  ─1 Timeline ──────────┬─2 Impact ──────   ─1 Timeline─2 Imp─3 Why─4 Act──
//!                        │                   the pane in focus
//!                        ├─3 Whys ────────
//!                        │                   ───────────────────────────────
//!                        ├─4 Actions ─────   bar
//!  ──────────────────────┴────────────────   echo
//!  detail                                    footer
//!  bar
//!  echo
//!  footer
//! ```

use ratatui::layout::Rect;

use super::state::{Pane, Screen, State};

/// The smallest terminal in which more than the bar is drawn.
pub const SMALLEST: (u16, u16) = (20, 6);

/// How much room there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// Timeline and side panes.
    Wide,
    /// One pane and a row of tabs.
    Tabs,
    /// One pane, short header, no detail.
    Narrow,
    /// A list and the bar.
    Tiny,
    /// The bar alone.
    None,
}

/// The areas of the screen. An area that is not shown is empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Areas {
    /// How much room there is.
    pub room: Room,
    /// The header.
    pub header: Rect,
    /// The row of titles above the panes.
    pub titles: Rect,
    /// The contents of each pane, by [`Pane::ALL`]; without titles.
    pub panes: [Rect; 4],
    /// The title rows of the whys and actions panes within the side column.
    pub side_titles: [Rect; 2],
    /// The column between timeline and side panes.
    pub divider: Rect,
    /// The rule below the panes.
    pub rule: Rect,
    /// The selected row in full.
    pub detail: Rect,
    /// The log bar or another field of one line.
    pub bar: Rect,
    /// What was understood of it, or a notice.
    pub echo: Rect,
    /// The keys.
    pub footer: Rect,
    /// Everything between header and bar: for lists, fields of several lines, overlays.
    pub body: Rect,
}

impl Areas {
    /// Returns the contents of a pane.
    pub fn pane(&self, pane: Pane) -> Rect {
        self.panes[pane as usize]
    }
}

/// Returns the areas for the state.
pub fn areas(state: &State) -> Areas {
    compute(state.size, state.screen, state.focus, state.zoom, state.settings.footer)
}

/// Returns how much room a terminal of this size has.
pub fn room((width, height): (u16, u16)) -> Room {
    if width < SMALLEST.0 || height < SMALLEST.1 {
        Room::None
    } else if width < 40 || height < 10 {
        Room::Tiny
    } else if width < 60 || height < 16 {
        Room::Narrow
    } else if width < 80 || height < 20 {
        Room::Tabs
    } else {
        Room::Wide
    }
}

fn compute(size: (u16, u16), screen: Screen, focus: Pane, zoom: bool, footer: bool) -> Areas {
    let (width, height) = size;
    let room = room(size);
    let none = Rect::ZERO;
    let mut areas = Areas {
        room,
        header: none,
        titles: none,
        panes: [none; 4],
        side_titles: [none; 2],
        divider: none,
        rule: none,
        detail: none,
        bar: none,
        echo: none,
        footer: none,
        body: none,
    };
    if width == 0 || height == 0 {
        return areas;
    }
    let row = |y: u16| Rect::new(0, y, width, 1);
    if room == Room::None {
        areas.bar = row(height - 1);
        if height > 1 {
            areas.echo = row(height - 2);
        }
        return areas;
    }
    areas.header = row(0);
    let mut bottom = height;
    let mut take = |rows: u16| {
        bottom -= rows;
        Rect::new(0, bottom, width, rows)
    };
    if footer && room != Room::Tiny {
        areas.footer = take(1);
    }
    areas.echo = take(1);
    areas.bar = take(1);
    areas.body = Rect::new(0, 1, width, bottom - 1);
    if screen != Screen::Live {
        return areas;
    }
    areas.titles = row(1);
    let detail = match room {
        Room::Wide if height >= 30 => 3,
        Room::Wide | Room::Tabs => 1,
        Room::Narrow | Room::Tiny | Room::None => 0,
    };
    if detail > 0 {
        bottom -= detail;
        areas.detail = Rect::new(0, bottom, width, detail);
    }
    if room != Room::Tiny {
        bottom -= 1;
        areas.rule = row(bottom);
    }
    let inner = Rect::new(0, 2, width, bottom.saturating_sub(2));
    if room != Room::Wide || zoom {
        areas.panes[focus as usize] = inner;
        return areas;
    }
    let side = match width {
        0..=99 => 28,
        100..=139 => 42,
        _ => width * 36 / 100,
    };
    let left = width - side - 1;
    areas.panes[Pane::Timeline as usize] = Rect { width: left, ..inner };
    areas.divider = Rect { x: left, width: 1, ..inner };
    let column = Rect { x: left + 1, width: side, ..inner };
    // Impact has seven lines of its own; whys and actions share the rest, each with its title.
    let impact = (inner.height / 3).clamp(3.min(inner.height), 10);
    let rest = inner.height.saturating_sub(impact + 2);
    let whys = rest.div_ceil(2);
    let part = |y: u16, rows: u16| Rect { y: column.y + y, height: rows, ..column };
    areas.panes[Pane::Impact as usize] = part(0, impact);
    areas.side_titles[0] = part(impact, 1);
    areas.panes[Pane::Whys as usize] = part(impact + 1, whys);
    areas.side_titles[1] = part(impact + 1 + whys, 1);
    areas.panes[Pane::Actions as usize] = part(impact + 2 + whys, rest - whys);
    areas
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_lie_within_the_screen_and_apart_at_every_size() {
        for width in 0..=160 {
            for height in 0..=50 {
                for (screen, zoom) in [(Screen::Live, false), (Screen::Live, true), (Screen::List, false)] {
                    for focus in Pane::ALL {
                        let areas = compute((width, height), screen, focus, zoom, true);
                        let screen_area = Rect::new(0, 0, width, height);
                        let mut all =
                            vec![areas.header, areas.titles, areas.divider, areas.rule, areas.detail];
                        all.extend([areas.bar, areas.echo, areas.footer]);
                        all.extend(areas.panes);
                        all.extend(areas.side_titles);
                        all.retain(|it| !it.is_empty());
                        for (at, area) in all.iter().enumerate() {
                            assert_eq!(area.intersection(screen_area), *area, "{width}x{height} {area:?}");
                            for other in &all[at + 1..] {
                                assert!(
                                    area.intersection(*other).is_empty(),
                                    "{width}x{height} {area:?} {other:?}"
                                );
                            }
                        }
                        if width >= 20 && height >= 6 && screen == Screen::Live {
                            assert!(areas.pane(focus).height >= 1, "{width}x{height} {focus:?}");
                        }
                    }
                }
            }
        }
    }
}
