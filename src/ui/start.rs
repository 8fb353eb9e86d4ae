//! The first screen of all, when there is nothing yet: three ways to begin.
//!
//! ```text
//!  How do you want to begin?
//!
//! >1 Start an incident now
//!    One line for its title, and the clock runs.
//!  2 Try the sample
//!    A made-up checkout outage; change what you like.
//!  3 Import
//!    A coe/1 JSON document.
//! ```

use ratatui::layout::Rect;
use ratatui::text::Span;

use crate::app::state::State;

use super::canvas::{Canvas, from};
use super::rows::{self, Mark, Row};

/// The ways to begin, each with what it means.
const WAYS: [(&str, &str); 3] = [
    ("Start an incident now", "One line for its title, and the clock runs."),
    ("Try the sample", "A made-up checkout outage; change what you like."),
    ("Import", "A coe/1 JSON document that was exported before."),
];

/// Draws the screen.
pub(super) fn draw(canvas: &mut Canvas, area: Rect, state: &State) {
    let theme = canvas.theme;
    let roomy = area.height >= 12;
    let mut list = Vec::new();
    if area.height >= 5 {
        let words = "How do you want to begin?";
        list.extend([Row::new(vec![Span::raw(words)]), Row::default()]);
    }
    for (item, (name, meaning)) in WAYS.into_iter().enumerate() {
        let number = Span::styled(format!("{} ", item + 1), theme.accent);
        list.push(Row::new(vec![number, Span::styled(name, theme.strong)]).of(item));
        if roomy {
            list.push(Row::new(vec![Span::styled(format!("  {meaning}"), theme.muted)]).of(item));
            list.push(Row::default());
        }
    }
    if roomy {
        let keys = "1, 2, 3 or arrows and Enter. From any shell: coe new \"title\", coe demo";
        list.push(Row::new(vec![Span::styled(keys, theme.muted)]));
    }
    let top = u16::from(roomy);
    let left = if area.width >= 60 { 3 } else { 0 };
    let place = from(Rect { y: area.y + top, height: area.height.saturating_sub(top), ..area }, left);
    rows::draw(canvas, place, &list, Mark::Active(state.start));
}
