//! The actions pane: what will be done, by whom, until when, and what each still lacks.
//!
//! ```text
//!  [ ] a1 fix the leak in the pool        [ ] a1 H prevent   fix the leak      bo   2026-12-01
//!      bo · 2026-12-01 · H prevent        [x] a2 M detect    alert on the pool ana  2026-11-30
//!  [ ] a2 write the runbook               [ ] a3 - --        write it down     ! no owner, due date
//!      ! no owner, due date
//! ```
//!
//! One line with columns where there is width; else two lines; else, where there is no height, one line with the mark
//! that something is missing. The rule to keep: what is to be done is cut last, so the rest of a line takes only what
//! the title leaves free.

use ratatui::layout::Rect;
use ratatui::text::Span;

use crate::app::command::Command;
use crate::app::state::{Pane, State};
use crate::domain::action::{Action, ActionStatus, Priority};
use crate::domain::clean;

use super::canvas::{Canvas, from};
use super::rows::{self, Mark, Row};
use super::words::keys;

/// The width from which an action can take one line with columns.
const LEAST_COLUMNS: u16 = 60;

/// The width from which that line has room for all that matters; with less, two lines are better if the height is there.
const WIDE_COLUMNS: u16 = 100;

/// The columns in which a name that is cut still says whose it is.
const LEAST_OWNER: usize = 6;

/// Draws the pane.
pub(super) fn draw(canvas: &mut Canvas, area: Rect, state: &State) {
    let Some(open) = state.open.as_ref().filter(|_| !area.is_empty()) else { return };
    let actions = &open.parts.actions;
    let focused = state.focus == Pane::Actions;
    if actions.is_empty() {
        let words = if focused {
            format!("No actions yet: {} adds one", keys(state, Command::ActionAdd))
        } else {
            "No actions yet".to_owned()
        };
        return rows::prose(canvas, from(area, 1), &words);
    }
    let roomy = actions.len() * 2 <= usize::from(area.height);
    let mut list = Vec::new();
    for (item, action) in actions.iter().enumerate() {
        let first = list.len();
        if area.width >= WIDE_COLUMNS || (area.width >= LEAST_COLUMNS && !roomy) {
            list.push(columns(canvas, area, action).of(item));
        } else if roomy || (focused && item == open.action) {
            list.push(Row::new(head(canvas, action)).of(item));
            list.push(below(canvas, area, action).of(item));
        } else {
            let head = head(canvas, action);
            let tail = short(canvas, free(canvas, area, &head), action);
            list.push(Row::new(head).tail(tail).of(item));
        }
        if let Some(row) = list.get_mut(first) {
            row.level = state.findings.mark(action.handle());
        }
    }
    let mark = if focused { Mark::Active(open.action) } else { Mark::Quiet(open.action) };
    rows::draw(canvas, area, &list, mark);
}

/// Returns the box and the handle.
fn start(canvas: &Canvas, action: &Action) -> Vec<Span<'static>> {
    let done = action.status == ActionStatus::Done;
    let (tick, style) = if done { ("[x] ", canvas.theme.good) } else { ("[ ] ", canvas.theme.text) };
    vec![Span::styled(tick, style), Span::styled(format!("{} ", action.handle()), canvas.theme.accent)]
}

fn title<'a>(canvas: &Canvas, action: &'a Action) -> Span<'a> {
    let done = action.status == ActionStatus::Done;
    Span::styled(action.title.as_str(), if done { canvas.theme.muted } else { canvas.theme.text })
}

fn head<'a>(canvas: &Canvas, action: &'a Action) -> Vec<Span<'a>> {
    let mut spans = start(canvas, action);
    spans.push(title(canvas, action));
    spans
}

/// Returns the columns that a row leaves free behind its marker and the text at its left, without the gap.
fn free(canvas: &Canvas, area: Rect, left: &[Span]) -> u16 {
    area.width.saturating_sub(canvas.width(left).saturating_add(2))
}

/// Returns the line below the title: what is missing, then what is known.
fn below(canvas: &Canvas, area: Rect, action: &Action) -> Row<'static> {
    let dot = format!(" {} ", canvas.glyphs.dot);
    let mut spans = vec![Span::raw("    ")];
    let missing = in_words(lacks(action).into_iter());
    if !missing.is_empty() {
        spans.push(Span::styled(format!("! {missing}"), canvas.theme.warning));
    }
    let rank: Vec<&str> =
        action.priority.map(letter).into_iter().chain(action.kind.map(|it| it.word())).collect();
    let due = action.due.map(|it| it.to_string()).unwrap_or_default();
    let (owner, rank) = (action.owner.trim(), rank.join(" "));
    let room = usize::from(area.width.saturating_sub(1 + canvas.width(&spans)));
    let gap = |before: bool| if before { dot.as_str() } else { "" };
    let known = |owner: &str, rank: &str| {
        let parts = [owner, &due, rank].into_iter().filter(|it| !it.is_empty());
        let known = parts.collect::<Vec<_>>().join(&dot);
        format!("{}{known}", gap(!missing.is_empty() && !known.is_empty()))
    };
    // In less width the rank goes first, then the end of the owner's name: half a date would say nothing.
    let mut words = known(owner, &rank);
    if clean::width(&words) > room {
        words = known(owner, "");
    }
    if clean::width(&words) > room && !owner.is_empty() {
        let others = clean::width(&words) - clean::width(owner);
        words = known(&canvas.fit(owner, room.saturating_sub(others).max(LEAST_OWNER)), "");
    }
    spans.push(Span::styled(words, canvas.theme.muted));
    Row::new(spans)
}

/// Returns what is missing; nothing of an action that is done.
fn lacks(action: &Action) -> Vec<&'static str> {
    if action.status == ActionStatus::Done { Vec::new() } else { action.missing() }
}

fn in_words(missing: impl Iterator<Item = &'static str>) -> String {
    let missing: Vec<&str> = missing.collect();
    if missing.is_empty() { String::new() } else { format!("no {}", missing.join(", ")) }
}

/// Returns the mark that something is missing, with the owner before it where the title leaves room for the name.
fn short(canvas: &Canvas, free: u16, action: &Action) -> Vec<Span<'static>> {
    let mark = if lacks(action).is_empty() { "" } else { "!" };
    let gap = if mark.is_empty() { "" } else { " " };
    let owner = Span::styled(format!("{}{gap}", action.owner.trim()), canvas.theme.muted);
    let mark = Span::styled(mark, canvas.theme.warning);
    let both = vec![owner, mark.clone()];
    if canvas.width(&both) <= free { both } else { vec![mark] }
}

/// Returns an action on one line: what does not vary in width first, so that titles begin at one column.
fn columns<'a>(canvas: &Canvas, area: Rect, action: &'a Action) -> Row<'a> {
    let theme = canvas.theme;
    let mut spans = start(canvas, action);
    let priority = action.priority.map_or("-", letter);
    let kind = action.kind.map_or("--", |it| it.word());
    let pad = " ".repeat(4_usize.saturating_sub(action.handle().to_string().len()));
    spans.push(Span::styled(format!("{pad}{priority} {kind:<9}"), theme.muted));
    let room = free(canvas, area, &spans);
    spans.push(title(canvas, action));
    // The title may take two thirds of what there is; a short one leaves more.
    let least = clean::width(&clean::line(&action.title)).min(usize::from(room / 3 * 2));
    let free = usize::from(room).saturating_sub(least);
    // Priority and kind come last among what is missing, and have marks of their own.
    let missing = match in_words(lacks(action).into_iter().take(3)) {
        words if words.is_empty() => words,
        words if words.len() + 2 > free => "!".to_owned(),
        words => format!("! {words}"),
    };
    let due = action.due.map(|it| it.to_string()).unwrap_or_default();
    let mut left = free;
    let mut take = |words: &str| {
        let fits = !words.is_empty() && clean::width(words) + 2 <= left;
        left -= if fits { clean::width(words) + 2 } else { 0 };
        fits
    };
    let missing_fits = take(&missing);
    let due_fits = take(&due);
    let owner = match action.owner.trim() {
        owner if owner.is_empty() || left < LEAST_OWNER + 2 => String::new(),
        owner => canvas.fit(owner, left - 2).into_owned(),
    };
    let mut tail = Vec::new();
    if !owner.is_empty() {
        tail.push(Span::raw(owner));
    }
    for (shown, words, style) in [(due_fits, due, theme.muted), (missing_fits, missing, theme.warning)] {
        if shown {
            let gap = if tail.is_empty() { "" } else { "  " };
            tail.push(Span::styled(format!("{gap}{words}"), style));
        }
    }
    Row::new(spans).tail(tail)
}

/// Returns the letter of a priority.
fn letter(priority: Priority) -> &'static str {
    match priority {
        Priority::High => "H",
        Priority::Medium => "M",
        Priority::Low => "L",
    }
}
