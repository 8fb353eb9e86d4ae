//! The buffer with the theme: the one place where text becomes cells.
//!
//! Every text that is put here is cleaned, made one line and cut between characters; nothing outside of the buffer is
//! touched, whatever the area. The rule to keep: no other file of the interface writes a text into the buffer, but for
//! the editor, which has the same care.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

use crate::domain::clean;

use super::theme::{Glyphs, Theme};

/// Where is drawn, and how.
pub(super) struct Canvas<'a> {
    pub buf: &'a mut Buffer,
    pub theme: &'a Theme,
    pub glyphs: &'static Glyphs,
}

/// Returns row `y` of an area, counted from its top; empty below its end.
pub(super) fn row(area: Rect, y: usize) -> Rect {
    match u16::try_from(y) {
        Ok(y) if y < area.height => Rect { y: area.y + y, height: 1, ..area },
        _ => Rect { height: 0, ..area },
    }
}

/// Returns an area without its first `columns`.
pub(super) fn from(area: Rect, columns: u16) -> Rect {
    let columns = columns.min(area.width);
    Rect { x: area.x + columns, width: area.width - columns, ..area }
}

impl<'a> Canvas<'a> {
    /// Writes a text on the first row of an area. Returns the columns it took.
    pub fn put(&mut self, area: Rect, text: &str, style: Style) -> u16 {
        let clip = area.intersection(self.buf.area);
        if clip.is_empty() || (clip.x, clip.y) != (area.x, area.y) {
            return 0;
        }
        let text = self.fit(text, usize::from(clip.width));
        let (end, _) = self.buf.set_stringn(clip.x, clip.y, &text, usize::from(clip.width), style);
        end - clip.x
    }

    /// Writes pieces one after the other on the first row of an area. Returns the columns they took.
    pub fn spans(&mut self, area: Rect, spans: &[Span]) -> u16 {
        let mut used = 0;
        for span in spans {
            used += self.put(from(area, used), &span.content, span.style);
        }
        used
    }

    /// Writes pieces at the right end of the first row of an area. Returns the columns they took.
    pub fn spans_right(&mut self, area: Rect, spans: &[Span]) -> u16 {
        let width = self.width(spans).min(area.width);
        self.spans(from(area, area.width - width), spans)
    }

    /// Returns the columns that pieces take.
    pub fn width(&self, spans: &[Span]) -> u16 {
        let all: usize = spans.iter().map(|it| clean::width(&one_line(&it.content))).sum();
        u16::try_from(all).unwrap_or(u16::MAX)
    }

    /// Returns a text as it fits into so many columns.
    pub fn fit<'t>(&self, text: &'t str, columns: usize) -> Cow<'t, str> {
        let text = one_line(text);
        if clean::width(&text) <= columns {
            return text;
        }
        let mark = self.glyphs.ellipsis;
        let spare = mark.chars().count().saturating_sub(1);
        if columns <= spare {
            return Cow::Owned(mark.chars().take(columns).collect());
        }
        let cut = clean::truncate(&text, columns - spare);
        Cow::Owned(format!("{}{mark}", cut.strip_suffix('…').unwrap_or(&cut)))
    }

    /// Draws a level rule over the first row of an area.
    pub fn rule(&mut self, area: Rect) {
        let clip = Rect { height: area.height.min(1), ..area }.intersection(self.buf.area);
        for at in clip.positions() {
            self.buf[at].set_symbol(self.glyphs.level).set_style(self.theme.muted);
        }
    }

    /// Draws an upright rule over the first column of an area.
    pub fn upright(&mut self, area: Rect) {
        let clip = Rect { width: area.width.min(1), ..area }.intersection(self.buf.area);
        for at in clip.positions() {
            self.buf[at].set_symbol(self.glyphs.upright).set_style(self.theme.muted);
        }
    }

    /// Gives an area a style on top of what it has.
    pub fn style(&mut self, area: Rect, style: Style) {
        self.buf.set_style(area.intersection(self.buf.area), style);
    }

    /// Empties an area, with the half outside of it of a wide character that its left edge cuts.
    pub fn clear(&mut self, area: Rect) {
        let clip = area.intersection(self.buf.area);
        for at in clip.positions() {
            self.buf[at].reset();
        }
        if clip.x > self.buf.area.x {
            for y in clip.top()..clip.bottom() {
                let left = &mut self.buf[(clip.x - 1, y)];
                if clean::width(left.symbol()) > 1 {
                    left.set_symbol(" ");
                }
            }
        }
    }

    /// Draws a box with a title over what is there, and returns what is inside of it.
    pub fn frame(&mut self, area: Rect, title: &str) -> Rect {
        self.clear(area);
        if area.width < 2 || area.height < 2 {
            return Rect { width: 0, height: 0, ..area };
        }
        let (right, bottom) = (area.right() - 1, area.bottom() - 1);
        self.rule(area);
        self.rule(Rect { y: bottom, height: 1, ..area });
        self.upright(area);
        self.upright(Rect { x: right, width: 1, ..area });
        let corners = [(area.x, area.y), (right, area.y), (area.x, bottom), (right, bottom)];
        for ((x, y), corner) in corners.into_iter().zip(self.glyphs.corners) {
            self.put(Rect::new(x, y, 1, 1), corner, self.theme.muted);
        }
        let room = Rect::new(area.x + 1, area.y, area.width - 2, 1);
        self.put(room, &format!(" {title} "), self.theme.strong);
        Rect::new(area.x + 1, area.y + 1, area.width - 2, area.height - 2)
    }
}

/// Makes a text fit for one line of the terminal; white space at its ends stays, as pieces stand side by side.
fn one_line(text: &str) -> Cow<'_, str> {
    let text = clean::for_terminal(text);
    if text.contains(['\n', '\t']) { Cow::Owned(text.replace(['\n', '\t'], " ")) } else { text }
}
