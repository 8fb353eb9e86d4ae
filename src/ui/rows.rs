//! Lists of rows with a selection, scrolled so that it is in view.
//!
//! ```text
//!  >1 why did checkout fail?     3 deep
//!     because the pool was empty
//!   2 why was it empty?
//! ```
//!
//! The first column holds the marker. The offset follows from the selection and the height alone, so that nothing has
//! to be remembered between two frames.

use ratatui::layout::Rect;
use ratatui::text::Span;

use super::canvas::{Canvas, from, row};
use super::wrap::wrap;
use crate::app::findings::letter;
use crate::review::Level;

/// The most rows that are kept in sight below the selection.
const MOST_BELOW: usize = 2;

/// One row.
#[derive(Debug, Default)]
pub(super) struct Row<'a> {
    /// What it says, from the left.
    pub spans: Vec<Span<'a>>,
    /// What stands at its right end; the left gives way.
    pub tail: Vec<Span<'a>>,
    /// The item that it belongs to.
    pub item: Option<usize>,
    /// The worst that the bar raiser found in it: a letter in the column of the marker, and at the right end of the row
    /// that has the marker.
    pub level: Option<Level>,
}

impl<'a> Row<'a> {
    /// Makes a row that belongs to no item.
    pub fn new(spans: Vec<Span<'a>>) -> Self {
        Row { spans, tail: Vec::new(), item: None, level: None }
    }

    /// Makes it belong to an item.
    pub fn of(self, item: usize) -> Self {
        Row { item: Some(item), ..self }
    }

    /// Gives it a right end.
    pub fn tail(self, tail: Vec<Span<'a>>) -> Self {
        Row { tail, ..self }
    }
}

/// How the selection is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// By marker and reversed: keys act on it.
    Active(usize),
    /// Not at all, but it is kept in view.
    Quiet(usize),
}

/// Draws rows into an area.
pub(super) fn draw(canvas: &mut Canvas, area: Rect, rows: &[Row], mark: Mark) {
    let (Mark::Active(selected) | Mark::Quiet(selected)) = mark;
    let offset = offset(rows, selected, usize::from(area.height));
    // Letters need a column of their own: glued to a word they would read as part of it.
    let text = if rows.iter().any(|it| it.level.is_some()) { 2 } else { 1 };
    let mut first = true;
    for (y, it) in rows.iter().skip(offset).take(usize::from(area.height)).enumerate() {
        let place = row(area, y);
        draw_row(canvas, from(place, text), it);
        let active = mark == Mark::Active(selected) && it.item == Some(selected);
        if let Some(level) = it.level {
            let at = if active { from(place, place.width.saturating_sub(1)) } else { place };
            canvas.put(at, letter(level), canvas.theme.level(level));
        }
        if active {
            if first {
                canvas.put(place, ">", canvas.theme.strong);
            }
            first = false;
            canvas.style(place, canvas.theme.selected);
        }
    }
}

fn draw_row(canvas: &mut Canvas, area: Rect, row: &Row) {
    let (left, tail) = (canvas.width(&row.spans), canvas.width(&row.tail));
    // The tail may take what is free, and three fifths at most of what is not.
    let free = area.width.saturating_sub(left.saturating_add(1));
    let tail = tail.min(free.max(area.width / 5 * 3));
    let gap = u16::from(tail > 0);
    canvas.spans(Rect { width: area.width.saturating_sub(tail + gap), ..area }, &row.spans);
    canvas.spans(from(area, area.width - tail), &row.tail);
}

/// Draws a dim sentence, wrapped: what an empty pane says.
pub(super) fn prose(canvas: &mut Canvas, area: Rect, words: &str) {
    for (y, range) in wrap(words, usize::from(area.width)).into_iter().enumerate() {
        canvas.put(row(area, y), &words[range], canvas.theme.muted);
    }
}

/// Returns the first row in view.
pub(super) fn offset(rows: &[Row], selected: usize, height: usize) -> usize {
    let Some(start) = rows.iter().position(|it| it.item == Some(selected)) else { return 0 };
    let len = rows[start..].iter().take_while(|it| it.item == Some(selected)).count();
    // The top stays for as long as it can, with a row below the selection in sight.
    let below = (height.saturating_sub(len) / 4).min(MOST_BELOW);
    (start + len + below)
        .saturating_sub(height)
        .min(rows.len().saturating_sub(height.max(1)))
        .min(start)
        .max((start + 1).saturating_sub(height))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_top_stays_while_the_selection_is_in_view() {
        let rows: Vec<Row> = (0..9).map(|it| Row::new(vec![]).of(it)).collect();
        let offsets: Vec<usize> = (0..9).map(|it| offset(&rows, it, 6)).collect();
        assert_eq!(offsets, [0, 0, 0, 0, 0, 1, 2, 3, 3]);
    }

    #[test]
    fn the_selection_is_in_view_at_every_height() {
        let rows: Vec<Row> = (0..30).map(|it| Row::new(vec![]).of(it / 2)).collect();
        for height in 2..40 {
            for selected in 0..15 {
                let offset = offset(&rows, selected, height);
                let seen = offset..offset + height;
                assert!(
                    seen.contains(&(selected * 2)) && seen.contains(&(selected * 2 + 1)),
                    "{height} {selected}"
                );
                assert!(
                    offset == 0 || offset + height <= rows.len(),
                    "no empty rows below: {height} {selected}"
                );
            }
        }
    }
}
