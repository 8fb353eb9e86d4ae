//! Draws an editor's text and says where the terminal's own cursor belongs.
//!
//! The cursor is the terminal's, not a drawn cell, because input methods and screen readers follow that one.
//! The rule to keep: drawing and placing the cursor work out the same scroll position from the same state, so
//! the two agree in any order.

use std::rc::Rc;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;

use super::layout::{Layout, Row};
use super::{Editor, words};

/// How an editor looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct EditorStyle {
    /// The style of the text and of the cells around it.
    pub text: Style,
}

/// What of the rows is in sight, and where the caret is among them.
struct Sight {
    layout: Rc<Layout>,
    top: usize,
    left: usize,
    caret: (usize, usize),
}

/// One character as it is drawn.
struct Piece<'a> {
    /// The cell in the row, counted from the first in sight.
    cell: usize,
    cells: usize,
    /// The byte of the whole text at which it starts.
    byte: usize,
    symbol: &'a str,
}

impl Editor {
    /// Draws the text into an area, scrolled so that the caret is in sight; no border, no caret.
    ///
    /// Nothing outside the area or the buffer is touched.
    pub fn draw(&self, area: Rect, buf: &mut Buffer, style: EditorStyle) {
        if area.is_empty() {
            return;
        }
        let sight = self.sight(area);
        self.size.set((area.width, area.height));
        self.scroll.set((sight.top, sight.left));
        let clip = area.intersection(buf.area);
        for position in clip.positions() {
            buf[position].reset();
        }
        buf.set_style(clip, style.text);
        for (y, row) in (area.y..area.bottom()).zip(&sight.layout.rows[sight.top..]) {
            for Piece { cell, cells, byte, symbol } in self.pieces(row, sight.left) {
                if cell + cells > usize::from(area.width) {
                    break;
                }
                let x = area.x.saturating_add(u16::try_from(cell).unwrap_or(u16::MAX));
                if clip.contains(Position { x, y }) {
                    buf.set_stringn(x, y, symbol, cells, self.style_at(byte, style.text));
                }
            }
        }
    }

    /// Returns where the terminal's cursor belongs when the text is drawn into an area, none if that is empty.
    pub fn cursor_position(&self, area: Rect) -> Option<Position> {
        if area.is_empty() {
            return None;
        }
        let Sight { top, left, caret: (row, cell), .. } = self.sight(area);
        let x = cell.saturating_sub(left).min(usize::from(area.width) - 1);
        let y = row.saturating_sub(top).min(usize::from(area.height) - 1);
        let (x, y) = (u16::try_from(x).ok()?, u16::try_from(y).ok()?);
        Some(Position::new(area.x.saturating_add(x), area.y.saturating_add(y)))
    }

    /// Returns the rows of the text at a width.
    pub(super) fn layout(&self, width: u16) -> Rc<Layout> {
        let mut kept = self.rows.borrow_mut();
        match kept.as_ref() {
            Some(layout) if layout.width == width => Rc::clone(layout),
            _ => Rc::clone(kept.insert(Rc::new(Layout::new(self.area.lines(), width, self.block)))),
        }
    }

    /// Returns the row of the caret and the cells before it in that row.
    pub(super) fn caret_in(&self, layout: &Layout) -> (usize, usize) {
        let (line, number, byte) = self.here();
        let row = layout.row_of(number, byte);
        (row, words::width(&line[layout.rows[row].range.start..byte]))
    }

    fn sight(&self, area: Rect) -> Sight {
        let (width, height) = (usize::from(area.width), usize::from(area.height));
        let layout = self.layout(area.width);
        let (row, cell) = self.caret_in(&layout);
        let (top, left) = self.scroll.get();
        let top = window(top, row, height, layout.rows.len());
        let left = if self.block {
            0
        } else {
            // One cell more than the line has, for the caret behind it.
            window(left, cell, width, words::width(self.here().0) + 1)
        };
        Sight { layout, top, left, caret: (row, cell) }
    }

    /// Returns the characters of a row that start at or behind a cell.
    fn pieces<'a>(&'a self, row: &'a Row, left: usize) -> impl Iterator<Item = Piece<'a>> {
        let line = &self.area.lines()[row.line][row.range.clone()];
        let mut used = 0;
        line.grapheme_indices(true).filter_map(move |(at, character)| {
            let cells = words::cells(character);
            let from = used;
            used += cells;
            let cell = from.checked_sub(left)?;
            let symbol = match character {
                "\t" => words::BLANK_TAB,
                _ if character.contains(char::is_control) => "\u{fffd}",
                _ => character,
            };
            Some(Piece { cell, cells, byte: row.base + row.range.start + at, symbol })
        })
    }

    fn style_at(&self, byte: usize, text: Style) -> Style {
        let marks = self.marks.iter().filter(|(range, _)| range.contains(&byte));
        marks.fold(text, |style, (_, mark)| style.patch(*mark))
    }
}

/// Moves the start of a window of `size` over `count` places as little as brings `wanted` into it.
fn window(start: usize, wanted: usize, size: usize, count: usize) -> usize {
    let start = start.min(count.saturating_sub(size)).min(wanted);
    start.max((wanted + 1).saturating_sub(size))
}
