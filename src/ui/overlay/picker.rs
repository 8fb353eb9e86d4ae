//! A choice from a list.
//!
//! ```text
//! ┌ Severity ────────┐
//! │ filter> _        │
//! │ ✓ SEV1 critical  │
//! │>  SEV2 major     │
//! └──────────────────┘
//! ```

use ratatui::layout::{Position, Rect};
use ratatui::text::Span;

use crate::app::editor::Editor;
use crate::app::palette;
use crate::app::state::{Item, State};
use crate::domain::clean;
use crate::ui::canvas::Canvas;
use crate::ui::rows::{self, Mark, Row};

use super::{filter_line, open_box};

/// What is chosen from.
pub(super) struct List<'a> {
    pub title: &'a str,
    pub items: &'a [Item],
    pub selected: usize,
}

/// Draws the picker.
pub(super) fn draw(
    canvas: &mut Canvas,
    body: Rect,
    state: &State,
    list: &List,
    filter: &Editor,
) -> Option<Position> {
    let theme = canvas.theme;
    let text = filter.text();
    let shown = palette::items(list.items, &text).into_iter().enumerate();
    let mut rows: Vec<Row> = shown
        .map(|(at, it)| {
            let mark = if it.chosen { canvas.glyphs.chosen } else { " " };
            Row::new(vec![Span::styled(format!("{mark} "), theme.good), Span::raw(it.label.as_str())]).of(at)
        })
        .collect();
    if rows.is_empty() {
        rows.push(Row::new(vec![Span::styled("nothing is like that", theme.muted)]));
    }
    let widest = list.items.iter().map(|it| clean::width(&it.label) + 4).max().unwrap_or(0).max(30);
    let inner = open_box(canvas, body, state, list.title, (widest, list.items.len() + 1));
    let (cursor, place) = filter_line(canvas, inner, filter);
    rows::draw(canvas, place, &rows, Mark::Active(list.selected));
    cursor
}
