//! A screenful of cells in which every wide character is whole: a leading cell and its tails.
//!
//! A tail is a cell with an empty symbol. Everything that changes a grid keeps that rule, so that the
//! encoder never meets half a character.

use ratatui::buffer::{Buffer, Cell, CellDiffOption, CellWidth};
use ratatui::layout::Size;
use ratatui::style::Color;

use super::scroll::Scroll;
use super::sgr;

/// Cells of a screen, row by row.
#[derive(Debug, Clone)]
pub(super) struct Grid {
    size: Size,
    cells: Vec<Cell>,
}

impl Grid {
    /// Makes a grid of plain blanks.
    pub(super) fn blank(size: Size) -> Self {
        Grid { size, cells: vec![Cell::EMPTY; usize::from(size.width) * usize::from(size.height)] }
    }

    /// Returns the columns and rows.
    pub(super) fn size(&self) -> Size {
        self.size
    }

    /// Returns the cells of row `y`, which must be on the grid.
    pub(super) fn row(&self, y: u16) -> &[Cell] {
        let start = self.index(0, y);
        &self.cells[start..start + usize::from(self.size.width)]
    }

    /// Takes row `y` over from `other`, which must be of the same size.
    pub(super) fn copy_row(&mut self, y: u16, other: &Grid) {
        let start = self.index(0, y);
        let end = start + usize::from(self.size.width);
        self.cells[start..end].clone_from_slice(&other.cells[start..end]);
    }

    /// Puts a cell of `width` columns at a place; off the grid nothing happens.
    ///
    /// What is left of a wide character that is partly overwritten becomes blank. A wide character that
    /// does not fit in the row becomes a blank: a terminal would wrap it.
    pub(super) fn put(&mut self, x: u16, y: u16, mut cell: Cell, width: u16) {
        if x >= self.size.width || y >= self.size.height {
            return;
        }
        let mut width = usize::from(width.max(1));
        if usize::from(x) + width > usize::from(self.size.width) {
            cell.set_symbol(" ");
            width = 1;
        }
        let start = self.index(0, y);
        let end = start + usize::from(self.size.width);
        let row = &mut self.cells[start..end];
        let x = usize::from(x);
        let mut lead = x;
        while lead > 0 && is_tail(&row[lead]) {
            lead -= 1;
        }
        row[lead..x].iter_mut().for_each(orphan);
        let mut after = x + width;
        while after < row.len() && is_tail(&row[after]) {
            orphan(&mut row[after]);
            after += 1;
        }
        let mut tail = cell.clone();
        tail.set_symbol("");
        row[x] = cell;
        row[x + 1..x + width].fill(tail);
    }

    /// Moves the rows of a band as the terminal does; the rows that come free are plain blanks.
    pub(super) fn shift(&mut self, scroll: Scroll) {
        let width = usize::from(self.size.width);
        let band = self.index(0, scroll.top)..self.index(0, scroll.bottom) + width;
        let band = &mut self.cells[band];
        let count = usize::from(scroll.by.unsigned_abs()) * width;
        if scroll.by > 0 {
            band.rotate_left(count);
            let kept = band.len() - count;
            band[kept..].fill(Cell::EMPTY);
        } else {
            band.rotate_right(count);
            band[..count].fill(Cell::EMPTY);
        }
    }

    fn index(&self, x: u16, y: u16) -> usize {
        usize::from(y) * usize::from(self.size.width) + usize::from(x)
    }
}

/// Makes a blank of what is left of a wide character; the ground it stood on stays.
fn orphan(cell: &mut Cell) {
    cell.set_symbol(" ");
    sgr::strip_unseen(cell);
}

/// Marks the cells that wide characters cover as covered, at the end of drawing a frame.
///
/// ratatui compares a covered cell like any other. When the character goes and the cell comes to light
/// unchanged, it would not be sent, and the terminal would show what the character left there.
pub(super) fn mark_covered(buffer: &mut Buffer) {
    let width = usize::from(buffer.area.width).max(1);
    for row in buffer.content.chunks_mut(width) {
        let mut x = 0;
        while x < row.len() {
            let after = x + usize::from(row[x].cell_width().max(1));
            let end = after.min(row.len());
            row[x + 1..end].iter_mut().for_each(|cell| {
                cell.set_symbol("");
            });
            x = after;
        }
    }
}

/// Tells whether the cell is the continuation of a wide character.
pub(super) fn is_tail(cell: &Cell) -> bool {
    cell.symbol().is_empty()
}

/// Brings a cell into the one form that is compared and printed, and returns it with its columns.
///
/// The last fence before the terminal: control characters and those that turn the direction of text never
/// pass, whatever a widget put into the cell.
pub(super) fn normal(cell: &Cell, colour: bool) -> (Cell, u16) {
    let mut cell = cell.clone();
    cell.set_diff_option(CellDiffOption::None);
    if cell.symbol().len() != 1 || cell.symbol().as_bytes()[0].is_ascii_control() {
        if cell.symbol().chars().any(is_harmful) {
            let safe: String = cell.symbol().chars().filter(|c| !is_harmful(*c)).collect();
            cell.set_symbol(&safe);
        }
        if cell.symbol().is_empty() || cell.symbol().cell_width() == 0 {
            cell.set_symbol(" ");
        }
    }
    if !colour {
        cell.fg = Color::Reset;
        cell.bg = Color::Reset;
        cell.underline_color = Color::Reset;
    }
    sgr::strip_unseen(&mut cell);
    let width = cell.symbol().cell_width();
    (cell, width)
}

/// Tells whether a character acts on the terminal instead of being shown by it.
fn is_harmful(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{2028}' | '\u{2029}' | '\u{feff}')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{e0000}'..='\u{e007f}')
}
