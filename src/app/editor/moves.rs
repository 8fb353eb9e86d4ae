//! Where a move leads from the caret, and how a place relates to an offset in the whole text.

use super::{Edited, Editor, Place, words};

impl Editor {
    /// Returns the line of the caret, its number, and the byte at which the caret stands in it.
    pub(super) fn here(&self) -> (&str, usize, usize) {
        let (row, col) = self.cursor();
        let line = self.area.lines()[row].as_str();
        (line, row, words::byte_of(line, col))
    }

    fn place(&self, row: usize, byte: usize) -> Place {
        (row, words::char_of(&self.area.lines()[row], byte))
    }

    fn end_of(&self, row: usize) -> Place {
        (row, self.area.lines()[row].chars().count())
    }

    /// Returns the end of the text.
    pub(super) fn end(&self) -> Place {
        self.end_of(self.area.lines().len() - 1)
    }

    /// Returns the end of the caret's line.
    pub(super) fn line_end(&self) -> Place {
        self.end_of(self.cursor().0)
    }

    fn line_above_end(&self) -> Place {
        match self.cursor().0 {
            0 => (0, 0),
            row => self.end_of(row - 1),
        }
    }

    fn line_below_start(&self) -> Place {
        let row = self.cursor().0;
        if row + 1 < self.area.lines().len() { (row + 1, 0) } else { self.end_of(row) }
    }

    /// Returns the place a finder gives in the caret's line, or the end of the line above at the line's start.
    fn back(&self, find: fn(&str, usize) -> usize) -> Place {
        let (line, row, byte) = self.here();
        if byte == 0 { self.line_above_end() } else { self.place(row, find(line, byte)) }
    }

    /// Returns the place a finder gives in the caret's line, or the start of the line below at the line's end.
    fn forth(&self, find: fn(&str, usize) -> usize) -> Place {
        let (line, row, byte) = self.here();
        if byte == line.len() { self.line_below_start() } else { self.place(row, find(line, byte)) }
    }

    pub(super) fn left(&self) -> Place {
        self.back(words::before)
    }

    pub(super) fn right(&self) -> Place {
        self.forth(words::after)
    }

    pub(super) fn word_left(&self) -> Place {
        self.back(words::word_start)
    }

    pub(super) fn word_right(&self) -> Place {
        self.forth(words::word_end)
    }

    pub(super) fn field_left(&self) -> Place {
        self.back(words::field_start)
    }

    /// Returns how far Ctrl-K deletes: to the line's end, or over the line break if that is all there is.
    pub(super) fn kill_end(&self) -> Place {
        self.forth(|line, _| line.len())
    }

    /// Moves the caret and ends a run of typing.
    pub(super) fn move_to(&mut self, place: Place) -> Edited {
        self.go(place);
        self.rest();
        Edited::Moved
    }

    /// Returns how many rows a page key moves: one less than are in sight.
    pub(super) fn page(&self) -> isize {
        let rows = self.size.get().1.saturating_sub(1).max(1);
        isize::try_from(rows).unwrap_or(1)
    }

    /// Moves the caret by rows of the screen, as near as can be to the cell from which such moves began.
    pub(super) fn move_rows(&mut self, by: isize) -> Edited {
        let layout = self.layout(self.size.get().0);
        let (row, cell) = self.caret_in(&layout);
        let goal = self.goal.unwrap_or(cell);
        let target = row.saturating_add_signed(by).min(layout.rows.len() - 1);
        if target != row {
            let row = &layout.rows[target];
            let line = &self.area.lines()[row.line];
            let mut byte = row.range.start;
            let mut used = 0;
            while byte < row.range.end {
                let next = words::after(line, byte);
                used += words::cells(&line[byte..next]);
                // Behind the last character of a row that goes on, the caret would stand in the next row.
                if used > goal || (next >= row.range.end && !row.last) {
                    break;
                }
                byte = next;
            }
            self.go(self.place(row.line, byte));
        }
        self.rest();
        self.goal = Some(goal);
        Edited::Moved
    }

    /// Returns the offset in chars of a place in the whole text.
    pub(super) fn offset_of(&self, (row, col): Place) -> usize {
        self.area.lines()[..row].iter().map(|line| line.chars().count() + 1).sum::<usize>() + col
    }

    /// Returns the place of an offset in chars, or the end of the text.
    pub(super) fn place_of(&self, offset: usize) -> Place {
        let mut left = offset;
        for (row, line) in self.area.lines().iter().enumerate() {
            let chars = line.chars().count();
            if left <= chars {
                return (row, left);
            }
            left -= chars + 1;
        }
        self.end()
    }

    /// Returns the text between two places in order.
    pub(super) fn between(&self, (first, from): Place, (last, to): Place) -> String {
        let lines = &self.area.lines()[first..=last];
        let mut text = lines.join("\n");
        let tail = self.area.lines()[last].len() - words::byte_of(&self.area.lines()[last], to);
        text.truncate(text.len() - tail);
        text.drain(..words::byte_of(&lines[0], from));
        text
    }

    /// Returns the length of the whole text in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.area.lines().iter().map(|line| line.len() + 1).sum::<usize>() - 1
    }
}
