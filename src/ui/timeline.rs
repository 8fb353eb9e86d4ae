//! The timeline pane: one line for each event, with what the eye looks for at fixed columns.
//!
//! ```text
//!  12:58 [S] ! error rate 0.1% -> 4.2%
//!  13:07 [D] ! page fired: checkout-5xx #pager
//! ── 2026-11-23 Mon ──
//!   ┆ 17 min without an event
//! >~00:31     ?*suspect db pool exhaustion +2 lines &1
//! ```
//!
//! `~` means about, a letter in brackets is a milestone, `*` an event that belongs in the summary, `&1` a link or a
//! piece of evidence. Only the rows on screen are looked at.

use ratatui::layout::Rect;
use ratatui::text::Span as Piece;

use crate::app::findings::letter;
use crate::app::state::{Open, Pane, State};
use crate::domain::clean;
use crate::domain::time::{Precision, Zone, hm};
use crate::domain::timeline::EventRow;

use super::canvas::{Canvas, from, row};
use super::words::{keys, minutes};

/// Where the parts of a row begin.
#[derive(Debug, Clone, Copy)]
struct Columns {
    /// The mark of a time that is not exact.
    about: u16,
    time: u16,
    milestone: u16,
    kind: u16,
    star: u16,
    /// The letter of a finding.
    found: u16,
    text: u16,
}

const WIDE: Columns = Columns { about: 1, time: 2, milestone: 8, kind: 12, star: 13, found: 14, text: 16 };
/// Milestone and kind share their place: a milestone says more than a kind.
const NARROW: Columns = Columns { about: 6, time: 1, milestone: 7, kind: 8, star: 10, found: 9, text: 11 };
/// The width below which places are shared.
const LEAST_WIDE: u16 = 46;
/// The columns of text that tags do not take.
const LEAST_TEXT: u16 = 24;

/// Draws the timeline.
pub(super) fn draw(canvas: &mut Canvas, area: Rect, state: &State) {
    let Some(open) = state.open.as_ref().filter(|_| !area.is_empty()) else { return };
    let timeline = &open.timeline;
    let zone = state.zone();
    if timeline.window.rows.is_empty() {
        return empty(canvas, area, state, open);
    }
    let sought: Vec<String> = state.sought.split_whitespace().map(str::to_lowercase).collect();
    let mut y = 0;
    for (index, event) in timeline.window.rows.iter().enumerate().skip(timeline.top) {
        if index > timeline.top {
            let above = timeline.above(index, &zone);
            if above.day {
                day_line(canvas, row(area, y), event, &zone);
                y += 1;
            }
            if let Some(silence) = above.gap {
                gap_line(canvas, row(area, y), &format!("{} without an event", minutes(silence)));
                y += 1;
            }
        }
        if y >= usize::from(area.height) {
            return;
        }
        let place = row(area, y);
        event_line(canvas, place, event, &zone, &sought);
        if let Some(level) = state.findings.mark(event.handle()) {
            let at = if place.width >= LEAST_WIDE { WIDE } else { NARROW };
            let style = canvas.theme.level(level);
            canvas.put(from(place, at.found), letter(level), style);
        }
        if index == timeline.selected {
            canvas.put(place, ">", canvas.theme.strong);
            if state.focus == Pane::Timeline {
                canvas.style(place, canvas.theme.selected);
            }
        }
        y += 1;
    }
    if let Some(silence) = timeline.silence(state.now).filter(|it| open.running() && *it >= timeline.gap) {
        gap_line(canvas, row(area, y), &format!("{} since the last event", minutes(silence)));
    }
}

fn empty(canvas: &mut Canvas, area: Rect, state: &State, open: &Open) {
    let key = keys(state, crate::app::command::Command::LogOpen);
    let words = if open.timeline.window.total > 0 || open.timeline.fetching {
        format!("reading{}", canvas.glyphs.ellipsis)
    } else {
        format!(
            "No events yet {} press {key}, or from any shell: coe log \"{}\"",
            canvas.glyphs.dash, canvas.glyphs.ellipsis
        )
    };
    super::rows::prose(canvas, from(area, 1), &words);
}

fn day_line(canvas: &mut Canvas, area: Rect, event: &EventRow, zone: &Zone) {
    let rule = canvas.glyphs.level.repeat(2);
    let day = zone.local(event.at).format("%Y-%m-%d %a");
    let muted = canvas.theme.muted;
    canvas.spans(
        area,
        &[
            Piece::styled(format!("{rule} "), muted),
            Piece::raw(day.to_string()),
            Piece::styled(format!(" {rule}"), muted),
        ],
    );
}

fn gap_line(canvas: &mut Canvas, area: Rect, words: &str) {
    canvas.put(from(area, 2), &format!("{} {words}", canvas.glyphs.gap), canvas.theme.muted);
}

fn event_line(canvas: &mut Canvas, area: Rect, event: &EventRow, zone: &Zone, sought: &[String]) {
    let (theme, glyphs) = (canvas.theme, canvas.glyphs);
    let wide = area.width >= LEAST_WIDE;
    let at = if wide { WIDE } else { NARROW };
    if event.precision == Precision::Approximate {
        canvas.put(from(area, at.about), "~", theme.muted);
    }
    canvas.put(from(area, at.time), &hm(event.at, zone), theme.text);
    if let Some(milestone) = event.milestone {
        canvas.put(from(area, at.milestone), &format!("[{}]", milestone.letter()), theme.milestone);
    }
    if wide || event.milestone.is_none() {
        canvas.put(from(area, at.kind), glyphs.kind(event.kind), theme.kind(event.kind));
    }
    if event.key {
        canvas.put(from(area, at.star), "*", theme.strong);
    }
    let room = from(area, at.text);
    let first = event.text.lines().next().unwrap_or_default();
    let text = u16::try_from(clean::width(first)).unwrap_or(u16::MAX);
    let tail = tail(canvas, event, room.width, text);
    let wanted = canvas.width(&tail);
    let style = if event.key { theme.strong } else { theme.text };
    let text = canvas.fit(&event.text, usize::from(room.width.saturating_sub(wanted))).into_owned();
    let used = canvas.put(room, &text, style);
    underline(canvas, room, &text, sought);
    canvas.spans(from(room, used), &tail);
}

/// Returns what follows the text: what is hidden first, then the tags that leave most of the row to the text.
fn tail(canvas: &Canvas, event: &EventRow, room: u16, text: u16) -> Vec<Piece<'static>> {
    let muted = canvas.theme.muted;
    let mut marks = Vec::new();
    if event.more_lines > 0 {
        let noun = if event.more_lines == 1 { "line" } else { "lines" };
        marks.push(Piece::styled(format!(" +{} {noun}", event.more_lines), muted));
    }
    if event.extras > 0 {
        marks.push(Piece::styled(format!(" &{}", event.extras), muted));
    }
    let mut spans = Vec::new();
    let marked = canvas.width(&marks);
    let mut left = (room / 2).min(room.saturating_sub(text.min(LEAST_TEXT))).saturating_sub(marked);
    for tag in &event.tags {
        let piece = Piece::styled(format!(" #{tag}"), muted);
        let width = canvas.width(std::slice::from_ref(&piece));
        if width > left {
            break;
        }
        left -= width;
        spans.push(piece);
    }
    spans.append(&mut marks);
    spans
}

/// Underlines the words that were searched for.
fn underline(canvas: &mut Canvas, area: Rect, text: &str, sought: &[String]) {
    for word in sought {
        for (start, end) in matches(text, word) {
            let columns = |bytes: usize| u16::try_from(clean::width(&text[..bytes])).unwrap_or(u16::MAX);
            let (x, to) = (columns(start), columns(end));
            let found = Rect { width: to.saturating_sub(x), ..from(area, x) };
            canvas.style(found.intersection(area), canvas.theme.found);
        }
    }
}

/// Returns where `word`, in lower case, stands in a text of any case.
fn matches(text: &str, word: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut free = 0;
    for (start, _) in text.char_indices() {
        if start < free || word.is_empty() {
            continue;
        }
        let mut wanted = word.chars();
        let mut next = wanted.next();
        let mut end = start;
        for c in text[start..].chars() {
            if next.is_none()
                || !c.to_lowercase().all(|it| {
                    next == Some(it) && {
                        next = wanted.next();
                        true
                    }
                })
            {
                break;
            }
            end += c.len_utf8();
        }
        if next.is_none() {
            found.push((start, end));
            free = end;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::span::Span;

    #[test]
    fn words_are_found_in_any_case() {
        assert_eq!(matches("DB pool, db Pool", "pool"), [(3, 7), (12, 16)]);
        assert_eq!(matches("Überlauf", "über"), [(0, 5)]);
        assert_eq!(matches("aaa", "aa"), [(0, 2)]);
        assert_eq!(matches("abc", ""), []);
        assert_eq!(matches("po", "pool"), []);
    }

    #[test]
    fn silence_is_told_in_whole_minutes() {
        assert_eq!(minutes(Span::seconds(17 * 60 + 59)), "17 min");
    }
}
