//! The line below the bar: what was understood of the text, what happened, or why something is not on disk.
//!
//! ```text
//!      = 14:27 UTC today, 5 min ago
//!    ! 31:99 is no time of day; put \ in front to log it as text
//!  deleted e17; u takes it back
//! ```
//!
//! What is wrong goes before what is well; and while text is being typed, what was understood of it goes before news.
//! What is wider than the line stands wrapped above the bar, for as long as it is said:
//!
//! ```text
//! ────────────────────────────────────────
//! ! 31:99 is no time of day; put \ in
//! front to log it as text
//! log> 31:99 down_
//! ```

use std::ops::Range;

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::field::FieldKind;
use crate::app::layout::Areas;
use crate::app::state::{Overlay, State, Tone};
use crate::app::update::Echo;
use crate::domain::clean;

use super::bar;
use super::canvas::{Canvas, from, row};
use super::wrap::wrap;

/// The rows that a wrapped text may have on any screen; on larger ones it may have a third of them.
const LEAST_ROWS: u16 = 5;

/// What is to be said.
struct Said {
    /// The mark of what is wrong, with the style that the words do not have: they must be legible on any background.
    mark: &'static str,
    style: Style,
    words: String,
    words_style: Style,
    /// The column at which it begins, where there is room for that.
    indent: u16,
}

/// Draws the line, or the box above the bar.
pub(super) fn draw(canvas: &mut Canvas, areas: &Areas, state: &State) {
    let area = areas.echo;
    let Some(said) = said(canvas, area, state) else { return };
    let place = from(area, bar::margin(state));
    let width = clean::width(said.mark) + clean::width(&said.words);
    let indent = [said.indent, 0].into_iter().find(|it| usize::from(from(place, *it).width) >= width);
    if let Some(indent) = indent {
        line(canvas, from(place, indent), &said, 0..said.words.len());
    } else if let Some(end) = hint_end(state, &said, usize::from(place.width)) {
        line(canvas, place, &said, 0..end);
    } else if hides(state) {
        line(canvas, place, &said, 0..said.words.len());
    } else {
        boxed(canvas, areas, state, &said);
    }
}

/// Returns what is to be said now.
fn said(canvas: &Canvas, area: Rect, state: &State) -> Option<Said> {
    let theme = canvas.theme;
    // Below the text, where there is width for it.
    let field = state.field.as_ref().filter(|it| !it.block && area.width >= 60);
    let indent = field.map_or(0, |it| bar::label_width(it.kind));
    let problem = state.notice.as_ref().filter(|it| it.tone == Tone::Problem);
    let (mark, style, words, words_style, indent) = match (state.echo(), problem, &state.unsaved) {
        // The mark takes the two columns before the text.
        (Some(Echo::Problem(why)), ..) => ("! ", theme.warning, why, theme.text, indent.saturating_sub(2)),
        (_, Some(notice), _) => ("! ", theme.warning, notice.text.clone(), theme.text, 0),
        (_, None, Some(why)) => ("! ", theme.danger, format!("not saved: {why}"), theme.danger, 0),
        (Some(Echo::Understood(words)), None, None) => ("", theme.muted, words, theme.muted, indent),
        (None, None, None) => ("", theme.text, state.notice.as_ref()?.text.clone(), theme.text, 0),
    };
    Some(Said { mark, style, words: clean::line(&words), words_style, indent })
}

/// Tells whether a box would hide what matters more: a question, or any overlay while a field below it has its say.
fn hides(state: &State) -> bool {
    state.overlays.iter().any(|it| state.field.is_some() || matches!(it, Overlay::Confirm { .. }))
}

/// Returns where the hint of an empty log bar can end: it teaches by examples, and some are better than a box that
/// comes and goes with the first letter.
fn hint_end(state: &State, said: &Said, columns: usize) -> Option<usize> {
    let field = state.field.as_ref().filter(|it| it.kind == FieldKind::Log && it.editor.is_empty())?;
    if field.complaint.is_some() || !said.mark.is_empty() {
        return None;
    }
    let mut ends = said.words.match_indices([',', ';']).map(|(at, _)| at);
    ends.rfind(|it| clean::width(&said.words[..*it]) <= columns)
}

fn line(canvas: &mut Canvas, area: Rect, said: &Said, range: Range<usize>) {
    let used = canvas.put(area, said.mark, said.style);
    canvas.put(from(area, used), &said.words[range], said.words_style);
}

/// Draws the words wrapped: above the bar while something is typed in it, else over the bar too.
fn boxed(canvas: &mut Canvas, areas: &Areas, state: &State, said: &Said) {
    let typing = state.field.as_ref().is_some_and(|it| !it.block);
    let below = areas.bar.union(areas.echo);
    let room = match (areas.body.is_empty(), typing) {
        (true, _) => areas.echo,
        (false, true) => areas.body,
        (false, false) => areas.body.union(below),
    };
    let margin = bar::margin(state);
    let indent = u16::try_from(clean::width(said.mark)).unwrap_or(0);
    let columns = usize::from(room.width.saturating_sub(margin * 2 + indent));
    let rows = wrap(&said.words, columns);
    let most = (state.size.1 / 3).max(LEAST_ROWS).min(room.height);
    let wanted = u16::try_from(rows.len()).unwrap_or(u16::MAX).min(most);
    // A rule sets it apart from what it lies on, if a row can be had for that; the detail has one above it already.
    let detail = if state.field.as_ref().is_some_and(|it| it.block) { 0 } else { areas.detail.height };
    let own = if typing { detail } else { below.height + detail };
    let rule = u16::from(wanted > own && room.height > wanted + 1 && !areas.rule.is_empty());
    let height = if typing || wanted > below.height { (wanted + rule).max(own) } else { below.height };
    let height = height.min(room.height);
    let place = Rect { y: room.bottom() - height, height, ..room };
    canvas.clear(place);
    if rule > 0 {
        canvas.rule(place);
        let joint = Rect { y: place.y, height: 1, ..areas.divider };
        canvas.put(joint.intersection(areas.divider), canvas.glyphs.tee_up, canvas.theme.muted);
    }
    let rule = height - wanted.min(height);
    let text = Rect { y: place.y + rule, height: place.height - rule, ..from(place, margin) };
    canvas.put(text, said.mark, said.style);
    for (y, range) in rows.iter().take(usize::from(wanted)).enumerate() {
        // The last row takes all that is left, so that it is seen to be cut.
        let last = y + 1 == usize::from(wanted) && rows.len() > usize::from(wanted);
        let end = if last { said.words.len() } else { range.end };
        canvas.put(row(from(text, indent), y), &said.words[range.start..end], said.words_style);
    }
}
