//! Turns the difference of two rows into as few bytes as is reasonable.
//!
//! Knows where the terminal's cursor is and what it prints with. The place is forgotten after the last
//! column (terminals differ in what a pending wrap does) and after any symbol of more than one character
//! (terminals differ in its width); an absolute move follows then. Nothing here relies on wrapping.

use ratatui::buffer::Cell;
use unicode_width::UnicodeWidthChar;

use super::grid::is_tail;
use super::scroll::Scroll;
use super::sgr::{self, Look};

/// From so many blanks to the end of a row on, erasing is shorter than spaces.
const ERASE_LINE_FROM: usize = 4;
/// From so many blanks inside a row on, erasing and moving over them is shorter than spaces.
const ERASE_CHARS_FROM: usize = 10;

/// Bytes for the terminal, with the state the terminal will be in after them.
#[derive(Debug, Default)]
pub(super) struct Encoder {
    /// What is to be written.
    pub(super) out: Vec<u8>,
    /// The cursor's column and row, where it is certain.
    pub(super) at: Option<(u16, u16)>,
    pen: Look,
}

impl Encoder {
    /// Appends raw bytes that move neither cursor nor pen.
    pub(super) fn raw(&mut self, bytes: &[u8]) {
        self.out.extend_from_slice(bytes);
    }

    /// Makes the screen blank from any state.
    pub(super) fn wipe(&mut self) {
        self.raw(b"\x1b[r\x1b[m\x1b[H\x1b[2J");
        self.pen = Look::default();
        self.at = Some((0, 0));
    }

    /// Returns the pen to the plain look.
    pub(super) fn plain(&mut self) {
        self.pen_to(Look::default());
    }

    /// Moves the rows of a band. Inserting and deleting lines inside the margins is understood by every
    /// terminal, the Linux console included, which does not know the scroll commands.
    pub(super) fn scroll(&mut self, scroll: Scroll) {
        self.plain();
        self.csi(&[scroll.top + 1, scroll.bottom + 1], b'r');
        self.at = None;
        self.move_to(0, scroll.top);
        let count = scroll.by.unsigned_abs();
        let letter = if scroll.by > 0 { b'M' } else { b'L' };
        if count == 1 {
            self.csi(&[], letter)
        } else {
            self.csi(&[count], letter)
        }
        self.csi(&[], b'r');
        self.at = None;
    }

    /// Appends what turns row `y` from `from` into `to`; both have the same length.
    pub(super) fn row(&mut self, y: u16, from: &[Cell], to: &[Cell]) {
        let mut x = 0;
        // Up to here a terminal that does not join the parts of an emoji may have painted.
        let mut spilled = 0;
        while x < to.len() {
            if (from[x] == to[x] && x >= spilled) || is_tail(&to[x]) {
                x += 1;
                continue;
            }
            if let Some(next) = self.erase(y, x, from, to) {
                x = next;
                continue;
            }
            let tails = to[x + 1..].iter().take_while(|c| is_tail(c)).count();
            self.approach(x, y, to);
            spilled = spilled.max(x + self.write(&to[x], (x, y), tails + 1, to.len()));
            x += tails + 1;
        }
    }

    /// Moves the cursor by the shortest sequence that is certain to arrive.
    pub(super) fn move_to(&mut self, x: u16, y: u16) {
        if self.at == Some((x, y)) {
            return;
        }
        let sequence = self.movement(x, y);
        self.out.extend_from_slice(&sequence);
        self.at = Some((x, y));
    }

    /// Returns the shortest sequence that moves the cursor to a place.
    fn movement(&self, x: u16, y: u16) -> Vec<u8> {
        let mut absolute = Vec::with_capacity(10);
        match (x, y) {
            (0, 0) => sequence(&mut absolute, &[], b'H'),
            (0, y) => sequence(&mut absolute, &[y + 1], b'H'),
            (x, y) => sequence(&mut absolute, &[y + 1, x + 1], b'H'),
        }
        let Some((from_x, from_y)) = self.at else { return absolute };
        let mut near = Vec::with_capacity(10);
        if from_y == y && x == 0 {
            near.push(b'\r');
        } else if from_y == y {
            let (by, letter) = if x > from_x { (x - from_x, b'C') } else { (from_x - x, b'D') };
            sequence(&mut near, if by == 1 { &[] } else { std::slice::from_ref(&by) }, letter);
        } else if x == 0 && y == from_y + 1 {
            near.extend_from_slice(b"\r\n");
        } else if x == from_x {
            sequence(&mut near, &[y + 1], b'd');
        } else {
            return absolute;
        }
        if near.len() < absolute.len() { near } else { absolute }
    }

    /// Gets to a cell: by printing the few cells before it again where that is shorter than a move.
    fn approach(&mut self, x: usize, y: u16, to: &[Cell]) {
        let target = column(x);
        if self.at == Some((target, y)) {
            return;
        }
        if let Some((from, row)) = self.at
            && row == y
            && from < target
        {
            let gap = &to[usize::from(from)..x];
            let room = self.movement(target, y).len();
            let bytes: usize = gap.iter().map(|c| c.symbol().len()).sum();
            if bytes <= room && gap.iter().all(|c| !is_tail(c) && is_single(c) && self.pen.serves(c)) {
                gap.iter().for_each(|c| self.out.extend_from_slice(c.symbol().as_bytes()));
                self.at = Some((target, y));
                return;
            }
        }
        self.move_to(target, y);
    }

    /// Erases a run of plain blanks that begins at `x`, where that is shorter than printing spaces, and
    /// returns the column after it.
    fn erase(&mut self, y: u16, x: usize, from: &[Cell], to: &[Cell]) -> Option<usize> {
        let end = x + to[x..].iter().take_while(|c| is_plain(c)).count();
        let last = (x..end).rev().find(|i| from[*i] != to[*i])?;
        let count = last + 1 - x;
        let to_the_end = end == to.len() && count >= ERASE_LINE_FROM;
        if !to_the_end && count < ERASE_CHARS_FROM {
            return None;
        }
        if !self.pen.erases_plain() {
            self.plain();
        }
        self.approach(x, y, to);
        if to_the_end {
            self.csi(&[], b'K');
            return Some(to.len());
        }
        self.csi(&[column(count)], b'X');
        Some(last + 1)
    }

    /// Prints one symbol at the cursor, and returns how many columns a terminal could have used for it.
    fn write(&mut self, cell: &Cell, at: (usize, u16), width: usize, columns: usize) -> usize {
        if !self.pen.serves(cell) {
            self.pen_to(Look::of(cell));
        }
        let single = is_single(cell);
        if !single && width > 1 {
            // A terminal that takes the symbol for narrow must not keep the old text beside it.
            self.out.resize(self.out.len() + width, b' ');
            self.at = None;
            self.move_to(column(at.0), at.1);
        }
        self.out.extend_from_slice(cell.symbol().as_bytes());
        let next = at.0 + width;
        self.at = (single && next < columns).then(|| (column(next), at.1));
        if single { width } else { cell.symbol().chars().filter_map(UnicodeWidthChar::width).sum() }
    }

    fn pen_to(&mut self, look: Look) {
        sgr::change(&mut self.out, self.pen, look);
        self.pen = look;
    }

    fn csi(&mut self, numbers: &[u16], letter: u8) {
        sequence(&mut self.out, numbers, letter);
    }
}

/// Returns the bytes it takes to turn one row into another, from an unknown place with a plain pen.
pub(super) fn cost(scratch: &mut Encoder, y: u16, from: &[Cell], to: &[Cell]) -> usize {
    scratch.out.clear();
    scratch.at = None;
    scratch.pen = Look::default();
    scratch.row(y, from, to);
    scratch.plain();
    scratch.out.len()
}

/// Appends a number in decimal digits.
pub(super) fn decimal(out: &mut Vec<u8>, number: u16) {
    if number >= 10 {
        decimal(out, number / 10);
    }
    out.push(b'0' + (number % 10) as u8);
}

/// Appends `CSI`, numbers separated by semicolons, and the letter of the command.
fn sequence(out: &mut Vec<u8>, numbers: &[u16], letter: u8) {
    out.extend_from_slice(b"\x1b[");
    for (index, number) in numbers.iter().enumerate() {
        if index > 0 {
            out.push(b';');
        }
        decimal(out, *number);
    }
    out.push(letter);
}

fn column(x: usize) -> u16 {
    u16::try_from(x).unwrap_or(u16::MAX)
}

fn is_single(cell: &Cell) -> bool {
    cell.symbol().chars().nth(1).is_none()
}

fn is_plain(cell: &Cell) -> bool {
    cell.symbol() == " " && Look::of(cell) == Look::default()
}
