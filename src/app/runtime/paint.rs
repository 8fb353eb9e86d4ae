//! The painter: what ratatui wants on the screen becomes the few bytes that bring it there.
//!
//! Keeps what the terminal shows and what is wanted, lets the terminal move rows where that is cheaper, and
//! writes the rest cell by cell. One frame is one write inside a synchronized update; an unchanged frame
//! writes nothing. Never asks the terminal anything, so that nothing waits for an answer.

mod encode;
mod grid;
mod scroll;
mod sgr;
#[cfg(test)]
mod tests;

use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Size};

use encode::Encoder;
use grid::Grid;

const SYNC_BEGIN: &[u8] = b"\x1b[?2026h";
const SYNC_END: &[u8] = b"\x1b[?2026l";

/// Prepares a drawn frame for the painter: to be called last in every drawing closure.
///
/// Without it a cell that comes to light when a wide character goes may keep the ground of that character.
pub fn finish(buffer: &mut Buffer) {
    grid::mark_covered(buffer);
}

/// A ratatui backend that writes little: over a slow line every byte is a delay.
#[derive(Debug)]
pub struct PaintBackend<W: Write> {
    writer: W,
    /// Whether colours are written; without them bold, dim, underline and reverse video stay.
    colour: bool,
    /// A size that stands in for the terminal's.
    fixed: Option<Size>,
    wanted: Grid,
    shown: Grid,
    /// Whether `shown` is what the terminal shows; if not, the next frame repaints everything.
    known: bool,
    /// Rows that were drawn on since the last flush.
    dirty: Vec<bool>,
    cursor: Position,
    cursor_wanted: bool,
    cursor_shown: Option<bool>,
    encoder: Encoder,
    bytes: u64,
}

impl<W: Write> PaintBackend<W> {
    /// Makes a painter for the real terminal, whose size is asked of the system at every frame.
    ///
    /// `colour` is false under `NO_COLOR`.
    pub fn new(writer: W, colour: bool) -> Self {
        Self::build(writer, colour, None)
    }

    /// Makes a painter for a screen of a given size, for tests and benchmarks.
    pub fn with_size(writer: W, colour: bool, size: Size) -> Self {
        Self::build(writer, colour, Some(size))
    }

    fn build(writer: W, colour: bool, fixed: Option<Size>) -> Self {
        let size = fixed.unwrap_or_else(terminal_size);
        PaintBackend {
            writer,
            colour,
            fixed,
            wanted: Grid::blank(size),
            shown: Grid::blank(size),
            known: false,
            dirty: vec![false; usize::from(size.height)],
            cursor: Position::ORIGIN,
            cursor_wanted: false,
            cursor_shown: None,
            encoder: Encoder::default(),
            bytes: 0,
        }
    }

    /// Changes the size of the screen. The next frame repaints everything.
    ///
    /// The grids follow at once: a fixed viewport that grows is cleared row by row, which resizes nothing.
    pub fn set_size(&mut self, size: Size) {
        self.fixed = Some(size);
        if self.wanted.size() != size {
            self.reset();
        }
    }

    /// Forgets what the terminal shows, so that the next flush repaints everything.
    ///
    /// To be called after `$EDITOR`, after a suspension, on every resize event (the size can come back to
    /// what it was with the content lost) and when a person asks for a redraw.
    pub fn invalidate(&mut self) {
        self.known = false;
        self.cursor_shown = None;
    }

    /// Returns the bytes written so far.
    pub fn bytes_written(&self) -> u64 {
        self.bytes
    }

    /// Returns the writer.
    pub fn writer(&self) -> &W {
        &self.writer
    }

    /// Returns the writer for changes.
    pub fn writer_mut(&mut self) -> &mut W {
        &mut self.writer
    }

    fn current_size(&self) -> Size {
        self.fixed.unwrap_or_else(terminal_size)
    }

    /// Starts over with blank grids of the present size.
    fn reset(&mut self) {
        let size = self.current_size();
        self.wanted = Grid::blank(size);
        self.shown = Grid::blank(size);
        self.dirty = vec![false; usize::from(size.height)];
        self.invalidate();
    }

    /// Blanks wanted cells from one place up to another, both as columns and rows, the end excluded.
    fn blank(&mut self, from: (u16, u16), to: (u16, u16)) {
        let Size { width, height } = self.wanted.size();
        for y in from.1..=to.1.min(height.saturating_sub(1)) {
            let start = if y == from.1 { from.0 } else { 0 };
            let end = if y == to.1 { to.0 } else { width };
            for x in start..end.min(width) {
                self.wanted.put(x, y, Cell::EMPTY, 1);
            }
            if let Some(dirty) = self.dirty.get_mut(usize::from(y)) {
                *dirty = true;
            }
        }
    }

    /// Appends everything that turns the shown screen into the wanted one.
    fn paint(&mut self) {
        let height = self.wanted.size().height;
        if self.known {
            let changed: Vec<u16> = (0..height)
                .filter(|y| self.dirty[usize::from(*y)] && self.shown.row(*y) != self.wanted.row(*y))
                .collect();
            if let Some(scroll) = scroll::best(&self.shown, &self.wanted, &changed) {
                self.encoder.scroll(scroll);
                self.shown.shift(scroll);
                self.dirty[usize::from(scroll.top)..=usize::from(scroll.bottom)].fill(true);
            }
        } else {
            self.encoder.wipe();
            self.shown = Grid::blank(self.wanted.size());
            self.dirty.fill(true);
            self.known = true;
        }
        for y in 0..height {
            if std::mem::take(&mut self.dirty[usize::from(y)]) && self.shown.row(y) != self.wanted.row(y) {
                self.encoder.row(y, self.shown.row(y), self.wanted.row(y));
                self.shown.copy_row(y, &self.wanted);
            }
        }
        // A coloured pen would colour what the terminal erases by itself, as on a resize.
        self.encoder.plain();
    }

    /// Appends the cursor's place and visibility.
    fn paint_cursor(&mut self) {
        if self.cursor_wanted {
            let Size { width, height } = self.wanted.size();
            self.encoder.move_to(self.cursor.x.min(width - 1), self.cursor.y.min(height - 1));
        }
        if self.cursor_shown != Some(self.cursor_wanted) {
            self.encoder.raw(if self.cursor_wanted { b"\x1b[?25h" } else { b"\x1b[?25l" });
            self.cursor_shown = Some(self.cursor_wanted);
        }
    }
}

impl<W: Write> Backend for PaintBackend<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        // ratatui also sends the covered half of some emoji, for terminals that leave old text there; the
        // encoder cleans that up itself.
        let mut covered = (0, 0..0);
        for (x, y, cell) in content {
            if covered.0 == y && covered.1.contains(&x) {
                continue;
            }
            let (cell, width) = grid::normal(cell, self.colour);
            covered = (y, x..x.saturating_add(width));
            self.wanted.put(x, y, cell, width);
            if let Some(dirty) = self.dirty.get_mut(usize::from(y)) {
                *dirty = true;
            }
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.cursor_wanted = false;
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.cursor_wanted = true;
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.cursor)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.cursor = position.into();
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.reset();
        Ok(())
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        let Size { width, height } = self.wanted.size();
        let Position { x, y } = self.cursor;
        match clear_type {
            ClearType::All => self.reset(),
            ClearType::AfterCursor => self.blank((x, y), (width, height.saturating_sub(1))),
            ClearType::BeforeCursor => self.blank((0, 0), (x, y)),
            ClearType::CurrentLine => self.blank((0, y), (width, y)),
            ClearType::UntilNewLine => self.blank((x, y), (width, y)),
        }
        Ok(())
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.current_size())
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.current_size(), pixels: Size::ZERO })
    }

    fn flush(&mut self) -> io::Result<()> {
        let Size { width, height } = self.wanted.size();
        if width == 0 || height == 0 {
            return Ok(());
        }
        self.encoder.out.clear();
        self.encoder.raw(SYNC_BEGIN);
        self.paint();
        let painted = self.encoder.out.len() > SYNC_BEGIN.len();
        self.paint_cursor();
        if painted {
            self.encoder.raw(SYNC_END);
        }
        // A cursor that only moves is one command already.
        let start = if painted { 0 } else { SYNC_BEGIN.len() };
        let frame = &self.encoder.out[start..];
        if frame.is_empty() {
            return Ok(());
        }
        let written = self.writer.write_all(frame).and_then(|()| self.writer.flush());
        self.bytes += frame.len() as u64;
        if written.is_err() {
            self.invalidate();
        }
        written
    }
}

/// Returns the terminal's size; 0 by 0 when it has none or is gone.
fn terminal_size() -> Size {
    crossterm::terminal::size().map_or(Size::ZERO, |(width, height)| Size { width, height })
}
