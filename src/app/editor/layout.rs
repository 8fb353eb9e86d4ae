//! Breaks the lines of a text into the rows of a screen.
//!
//! A block breaks between words, and between wide characters as East Asian text does; the last cell of a row is
//! kept free, so that the caret has a place behind a full row. A line is never broken.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::words;

/// One row of the screen: a part of one line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// The line that the row shows, from 0.
    pub line: usize,
    /// The byte of the whole text at which that line starts.
    pub base: usize,
    /// The bytes of the line that the row shows.
    pub range: Range<usize>,
    /// Whether the line ends in this row.
    pub last: bool,
}

/// All rows of a text at one width.
#[derive(Debug)]
pub(super) struct Layout {
    /// The width that the rows were made for.
    pub width: u16,
    /// The rows, at least one.
    pub rows: Vec<Row>,
}

impl Layout {
    /// Breaks lines into rows of `width` cells, or makes one row of each line unless they are to `wrap`.
    pub(super) fn new(lines: &[String], width: u16, wrap: bool) -> Self {
        let mut rows = Vec::with_capacity(lines.len());
        let mut base = 0;
        for (line, text) in lines.iter().enumerate() {
            let first = rows.len();
            let mut push = |range| rows.push(Row { line, base, range, last: false });
            if wrap {
                wrap_line(text, usize::from(width).saturating_sub(1).max(1), &mut push);
            } else {
                push(0..text.len());
            }
            debug_assert!(rows.len() > first, "each line has a row");
            if let Some(row) = rows.last_mut() {
                row.last = true;
            }
            base += text.len() + 1;
        }
        Layout { width, rows }
    }

    /// Returns the row in which a caret at a byte of a line stands.
    pub(super) fn row_of(&self, line: usize, byte: usize) -> usize {
        self.rows.partition_point(|row| (row.line, row.range.start) <= (line, byte)).saturating_sub(1)
    }
}

/// Breaks one line into rows of at most `limit` cells, and one more for a space between words.
fn wrap_line(text: &str, limit: usize, push: &mut impl FnMut(Range<usize>)) {
    let (mut start, mut used) = (0, 0);
    let (mut break_at, mut used_at_break) = (0, 0);
    let mut previous = "";
    for (at, character) in text.grapheme_indices(true) {
        let cells = words::cells(character);
        let blank = is_blank(character);
        if may_break(previous, character) {
            (break_at, used_at_break) = (at, used);
        }
        let room = if blank { limit + 1 } else { limit };
        if used + cells > room && break_at > start {
            push(start..break_at);
            (start, used) = (break_at, used - used_at_break);
        }
        // What follows the last break may still be wider than a row, if it is one long word.
        if used + cells > room && at > start {
            push(start..at);
            (start, used) = (at, 0);
        }
        used += cells;
        previous = character;
    }
    push(start..text.len());
    // Behind a space in the free cell, the caret stands in the row where the next word will be.
    if used > limit && is_blank(previous) {
        push(text.len()..text.len());
    }
}

/// Tells whether a row may end between two neighbours.
fn may_break(left: &str, right: &str) -> bool {
    if is_blank(left) || left.is_empty() || is_blank(right) {
        return is_blank(left);
    }
    (is_wide(left) || is_wide(right)) && !right.starts_with(closes) && !left.starts_with(opens)
}

/// Tells whether a row may end behind the character: any white space but the kind made to prevent it.
fn is_blank(character: &str) -> bool {
    character.chars().all(|c| c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}' | '\u{2007}'))
        && !character.is_empty()
}

fn is_wide(character: &str) -> bool {
    character != "\t" && words::cells(character) > 1
}

/// Tells whether a character belongs to what stands before it and so starts no row.
fn closes(c: char) -> bool {
    ".,;:!?%)]}'\"»”’、。，．・：；？！）」』】〉》〕｝］ー…々".contains(c)
}

/// Tells whether a character belongs to what follows it and so ends no row.
fn opens(c: char) -> bool {
    "([{'\"«“‘（「『【〈《〔｛［".contains(c)
}
