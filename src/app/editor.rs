//! The text editor of every field: the log bar's one line and the sections' prose.
//!
//! Here is the editor's own key table and everything that can be done to its text. `layout` breaks the text
//! into rows, `view` draws them and places the caret, `moves` finds where a key leads, `words` where
//! characters and words end, `steps` groups edits into what one undo takes back. The rule to keep: `tui_textarea` holds the lines, the
//! caret and the history, and is named in this file only. It is never asked to draw, because it measures by
//! `char` and so sets the caret wrong behind `⚠️` and other characters of several code points.

use std::cell::{Cell, RefCell};
use std::ops::Range;
use std::rc::Rc;

use crossterm::event::{KeyCode, KeyModifiers};
use ratatui::style::{Modifier, Style};
use tui_textarea::{CursorMove, TextArea};

use crate::app::key::Chord;

mod layout;
mod moves;
mod steps;
mod view;
mod words;

#[cfg(test)]
mod tests;

pub use view::EditorStyle;

use layout::Layout;
use steps::{Run, Steps};

/// What a key or an insertion did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edited {
    /// The text changed.
    Text,
    /// The key is the editor's own, and the text is as before: the caret moved, or there was nothing to do.
    Moved,
    /// The key is not the editor's; the caller may use it.
    Ignored,
    /// Nothing changed, because the text would have become longer than the limit.
    Full,
}

/// A place in the text: the line and the char within it, both from 0.
type Place = (usize, usize);

/// How words are drawn that a finding means.
pub const MEANT: Style = Style::new().add_modifier(Modifier::UNDERLINED);

/// How words are drawn that are pointed out.
pub const MARKED: Style = Style::new().add_modifier(Modifier::UNDERLINED).add_modifier(Modifier::REVERSED);

/// A text being edited, with its caret, its undo history and its scroll position.
///
/// The caret stands between the characters a person sees; it never stops inside one.
#[derive(Debug)]
pub struct Editor {
    area: TextArea<'static>,
    block: bool,
    limit: usize,
    steps: Steps,
    /// What Ctrl-Y puts back.
    killed: String,
    /// The cell that moves up and down aim at, kept while they follow one another.
    goal: Option<usize>,
    marks: Vec<(Range<usize>, Style)>,
    /// What the next text replaces, as chars of the whole text, until a key does something else.
    picked: Option<Range<usize>>,
    /// Width and height of the last drawing, for moves by row and by page.
    size: Cell<(u16, u16)>,
    /// The first row and the first cell in sight.
    scroll: Cell<(usize, usize)>,
    rows: RefCell<Option<Rc<Layout>>>,
}

impl Editor {
    /// The default limit of a text, in bytes of UTF-8.
    pub const MAX_BYTES: usize = 64 * 1024;

    /// Returns an editor of one line that scrolls sideways, with the caret at the end.
    ///
    /// Neither a key nor [`Editor::insert`] puts a line break into it. Breaks that `text` already has are kept,
    /// as a stored text or a draft must not change by being opened; each line then is a row.
    pub fn line(text: &str) -> Self {
        Editor::new(text, false)
    }

    /// Returns an editor of many lines, wrapped between words, with the caret at the end.
    pub fn block(text: &str) -> Self {
        Editor::new(text, true)
    }

    fn new(text: &str, block: bool) -> Self {
        let mut editor = Editor {
            area: text_area(vec![String::new()], (0, 0)),
            block,
            limit: Editor::MAX_BYTES,
            steps: Steps::default(),
            killed: String::new(),
            goal: None,
            marks: Vec::new(),
            picked: None,
            size: Cell::new((80, 24)),
            scroll: Cell::new((0, 0)),
            rows: RefCell::new(None),
        };
        let lines: Vec<String> = unix_breaks(text).split('\n').map(str::to_owned).collect();
        let end = (lines.len() - 1, lines.last().map_or(0, |line| line.chars().count()));
        editor.area = text_area(lines, end);
        editor
    }

    /// Returns the editor with another limit, in bytes. A text that is already longer stays, but cannot grow.
    #[must_use]
    pub fn with_limit(mut self, bytes: usize) -> Self {
        self.limit = bytes;
        self
    }

    /// Returns the whole text, its lines joined by `\n`.
    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    /// Tells whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.area.is_empty()
    }

    /// Returns the caret's line and its char within the line, both from 0.
    pub fn cursor(&self) -> (usize, usize) {
        self.area.cursor()
    }

    /// Moves the caret to a line and a char, or to the nearest place that exists.
    pub fn set_cursor(&mut self, row: usize, col: usize) {
        let row = row.min(self.area.lines().len() - 1);
        let line = &self.area.lines()[row];
        let col = words::char_of(line, words::snap(line, words::byte_of(line, col)));
        self.go((row, col));
        self.rest();
    }

    /// Returns how many chars of the text, line breaks included, stand before the caret.
    pub fn cursor_offset(&self) -> usize {
        self.offset_of(self.cursor())
    }

    /// Moves the caret behind that many chars, or to the end; never into the middle of a character.
    pub fn set_cursor_offset(&mut self, offset: usize) {
        let (row, col) = self.place_of(offset);
        self.set_cursor(row, col);
    }

    /// Replaces the whole text and moves the caret to its end. One undo brings the former text back.
    ///
    /// The limit does not hold here, because a restored draft must not lose anything.
    pub fn set_text(&mut self, text: &str) {
        let text = unix_breaks(text);
        if text != self.text() {
            let end = self.end();
            self.splice((0, 0), end, &text, None);
        }
        self.go(self.end());
        self.rest();
    }

    /// Inserts a text at the caret as one undo step; in a line, each line break becomes a space.
    ///
    /// The text is taken to be cleaned and composed already.
    pub fn insert(&mut self, text: &str) -> Edited {
        let text = unix_breaks(text);
        let text = if self.block { text } else { text.trim_end_matches('\n').replace('\n', " ") };
        match self.picked.take() {
            Some(picked) => self.replace_range(picked, &text),
            None => self.put(&text, None),
        }
    }

    /// Inserts a text as [`Editor::insert`] does, but keeps its line breaks in a line too.
    pub fn insert_lines(&mut self, text: &str) -> Edited {
        self.put(&unix_breaks(text), None)
    }

    /// Replaces a range of chars of the whole text as one undo step, and moves the caret behind the new text.
    ///
    /// Line breaks become spaces in a line. A range beyond the text is cut to it.
    pub fn replace_range(&mut self, range: Range<usize>, with: &str) -> Edited {
        let with = unix_breaks(with);
        let with = if self.block { with } else { with.replace('\n', " ") };
        let (start, end) = (self.place_of(range.start), self.place_of(range.end.max(range.start)));
        let gone = self.between(start, end).len();
        if with.len() > gone && self.bytes() - gone + with.len() > self.limit {
            return Edited::Full;
        }
        self.splice(start, end, &with, None)
    }

    /// Returns the offset in chars at which the word before the caret starts, and that word.
    ///
    /// A word is what stands between white space, so `@ann` and `14:3` are words; it may be empty.
    pub fn word_before_cursor(&self) -> (usize, &str) {
        let (row, col) = self.cursor();
        let line = &self.area.lines()[row];
        let end = words::byte_of(line, col);
        let start = line[..end].char_indices().rev().find(|(_, c)| c.is_whitespace());
        let start = start.map_or(0, |(at, c)| at + c.len_utf8());
        let word = &line[start..end];
        (self.cursor_offset() - word.chars().count(), word)
    }

    /// Sets ranges of bytes of the whole text that are drawn in a style of their own, until the text changes.
    pub fn set_marks(&mut self, marks: Vec<(Range<usize>, Style)>) {
        self.marks = marks;
    }

    /// Selects bytes of the whole text: the caret stands behind them, and what is typed next takes their place.
    pub fn select(&mut self, range: Range<usize>) {
        let text = self.text();
        let (Some(before), Some(inside)) = (text.get(..range.start), text.get(range.clone())) else { return };
        let start = before.chars().count();
        let end = start + inside.chars().count();
        self.set_cursor_offset(end);
        self.marks = vec![(range, MARKED)];
        self.picked = Some(start..end);
    }

    /// Tells whether words are selected.
    pub fn selects(&self) -> bool {
        self.picked.is_some()
    }

    /// Does what a key press means in a text field, or leaves the key to the caller.
    ///
    /// Enter, Up, Down and the page keys belong to a block only; Tab, Esc and the function keys never do.
    pub fn key(&mut self, chord: Chord) -> Edited {
        const NONE: KeyModifiers = KeyModifiers::NONE;
        const CTRL: KeyModifiers = KeyModifiers::CONTROL;
        const ALT: KeyModifiers = KeyModifiers::ALT;
        if let Some(picked) = self.picked.take() {
            if let Some(c) = chord.is_text() {
                return self.replace_range(picked, c.encode_utf8(&mut [0; 4]));
            }
            if matches!(chord.code, KeyCode::Backspace | KeyCode::Delete) {
                return self.replace_range(picked, "");
            }
            self.marks.clear();
        }
        if let Some(c) = chord.is_text() {
            return self.put(c.encode_utf8(&mut [0; 4]), Some(Run::Typed(c)));
        }
        let mods = if chord.code == KeyCode::Tab { chord.mods } else { chord.mods - KeyModifiers::SHIFT };
        match (mods, chord.code) {
            // A terminal whose Backspace sends 0x08 reports Ctrl-H.
            (NONE, KeyCode::Backspace) | (CTRL, KeyCode::Char('h')) => self.erase_to(Self::left, true),
            (NONE, KeyCode::Delete) => self.erase_to(Self::right, true),
            (CTRL, KeyCode::Char('w')) => self.erase_to(Self::field_left, false),
            (CTRL, KeyCode::Char('u')) => self.erase_to(|editor| (editor.cursor().0, 0), false),
            (CTRL, KeyCode::Char('k')) => self.erase_to(Self::kill_end, false),
            (CTRL, KeyCode::Char('y')) => {
                let killed = self.killed.clone();
                self.put(&killed, None)
            }
            (CTRL, KeyCode::Char('_')) => self.undo(),
            (CTRL, KeyCode::Char('r')) => self.redo(),
            (NONE, KeyCode::Left) => self.move_to(self.left()),
            (NONE, KeyCode::Right) => self.move_to(self.right()),
            (ALT, KeyCode::Char('b')) | (CTRL | ALT, KeyCode::Left) => self.move_to(self.word_left()),
            (ALT, KeyCode::Char('f')) | (CTRL | ALT, KeyCode::Right) => self.move_to(self.word_right()),
            (NONE, KeyCode::Home) | (CTRL, KeyCode::Char('a')) => self.move_to((self.cursor().0, 0)),
            (NONE, KeyCode::End) | (CTRL, KeyCode::Char('e')) => self.move_to(self.line_end()),
            (CTRL, KeyCode::Home) => self.move_to((0, 0)),
            (CTRL, KeyCode::End) => self.move_to(self.end()),
            // A pasted line feed without brackets arrives as Ctrl-J.
            (NONE, KeyCode::Enter) | (CTRL, KeyCode::Char('j')) if self.block => self.put("\n", None),
            (NONE, KeyCode::Up) if self.block => self.move_rows(-1),
            (NONE, KeyCode::Down) if self.block => self.move_rows(1),
            (NONE, KeyCode::PageUp) if self.block => self.move_rows(-self.page()),
            (NONE, KeyCode::PageDown) if self.block => self.move_rows(self.page()),
            _ => Edited::Ignored,
        }
    }

    fn undo(&mut self) -> Edited {
        let edits = self.steps.undo();
        self.replay(edits, TextArea::undo)
    }

    fn redo(&mut self) -> Edited {
        let edits = self.steps.redo();
        self.replay(edits, TextArea::redo)
    }

    fn replay(&mut self, edits: usize, once: fn(&mut TextArea<'static>) -> bool) -> Edited {
        for _ in 0..edits {
            once(&mut self.area);
        }
        if edits == 0 {
            return Edited::Moved;
        }
        self.changed();
        Edited::Text
    }

    /// Inserts at the caret, unless that would go over the limit.
    fn put(&mut self, text: &str, run: Option<Run>) -> Edited {
        if text.is_empty() {
            return Edited::Moved;
        }
        if self.bytes() + text.len() > self.limit {
            return Edited::Full;
        }
        self.area.insert_str(text);
        self.steps.push(1, run);
        self.changed();
        Edited::Text
    }

    /// Removes the text between the caret and a place; what more than a character held can be yanked.
    fn erase_to(&mut self, place: fn(&Self) -> Place, one: bool) -> Edited {
        let (from, to) = (self.cursor(), place(self));
        let (start, end) = (from.min(to), from.max(to));
        if start == end {
            self.rest();
            return Edited::Moved;
        }
        let erased = self.between(start, end);
        let mut chars = erased.chars();
        let run = match (chars.next(), chars.next()) {
            (Some(only), None) if one && only != '\n' => Some(Run::Erased(only)),
            _ => None,
        };
        if !one {
            self.killed = erased;
        }
        self.splice(start, end, "", run)
    }

    /// Replaces what stands between two places as one undo step.
    fn splice(&mut self, start: Place, end: Place, with: &str, run: Option<Run>) -> Edited {
        let gone = self.between(start, end);
        if gone == with {
            return self.move_to(end);
        }
        self.go(start);
        let mut edits = 0;
        if !gone.is_empty() {
            self.area.delete_str(gone.chars().count());
            edits += 1;
        }
        if !with.is_empty() {
            self.area.insert_str(with);
            edits += 1;
        }
        self.steps.push(edits, run);
        self.changed();
        Edited::Text
    }

    /// Puts the caret at a place that exists.
    fn go(&mut self, (row, col): Place) {
        match (u16::try_from(row), u16::try_from(col)) {
            (Ok(row), Ok(col)) => self.area.move_cursor(CursorMove::Jump(row, col)),
            // Only a text far beyond the limit comes here; the way there costs the history.
            _ => {
                self.area.set_lines(self.area.lines().to_vec(), (row, col));
                self.steps = Steps::default();
            }
        }
    }

    /// Ends the run of typing and forgets the cell that moves by row aim at.
    fn rest(&mut self) {
        self.goal = None;
        self.steps.close();
    }

    /// Forgets what was known of the former text.
    fn changed(&mut self) {
        self.goal = None;
        self.marks.clear();
        self.picked = None;
        self.rows.replace(None);
    }
}

/// Returns a buffer with its caret at a place, whose history holds more than [`Steps`] ever asks for.
fn text_area(lines: Vec<String>, cursor: Place) -> TextArea<'static> {
    let mut area = TextArea::default();
    area.set_max_histories(steps::MOST_EDITS + 16);
    area.set_lines(lines, cursor);
    area
}

/// Returns a text whose lines all end in `\n`.
fn unix_breaks(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}
