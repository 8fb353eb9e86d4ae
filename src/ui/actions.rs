//! The actions pane: what will be done, by whom, until when, and what each still lacks.
//!
//! ```text
//!  [ ] a1 fix the leak in the pool        [ ] a1 H prevent   fix the leak      bo   2026-12-01
//!      bo · 2026-12-01 · H prevent        [x] a2 M detect    alert on the pool ana  2026-11-30
//!  [ ] a2 write the runbook               [ ] a3 - --        write it down     ! no owner, due date
//!      ! no owner, due date
//! ```
//!
//! One line with columns where there is width; else two lines; else, where there is no height, one line that keeps the
//! owner or the mark that something is missing.

use ratatui::layout::Rect;
use ratatui::text::Span;

use crate::app::command::Command;
use crate::app::state::{Pane, State};
use crate::domain::action::{Action, ActionStatus, Priority};

use super::canvas::{Canvas, from};
use super::rows::{self, Mark, Row};
use super::words::keys;

/// The width from which an action takes one line with columns.
const LEAST_COLUMNS: u16 = 60;

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
        if area.width >= LEAST_COLUMNS {
            list.push(columns(canvas, action).of(item));
        } else if roomy || (focused && item == open.action) {
            list.push(Row::new(head(canvas, action)).of(item));
            list.push(below(canvas, action).of(item));
        } else {
            list.push(Row::new(head(canvas, action)).tail(short(canvas, action)).of(item));
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

/// Returns the line below the title: what is known, then what is missing.
fn below(canvas: &Canvas, action: &Action) -> Row<'static> {
    let dot = format!(" {} ", canvas.glyphs.dot);
    let mut known = Vec::new();
    if !action.owner.trim().is_empty() {
        known.push(action.owner.clone());
    }
    known.extend(action.due.map(|it| it.to_string()));
    let rank: Vec<&str> =
        action.priority.map(letter).into_iter().chain(action.kind.map(|it| it.word())).collect();
    if !rank.is_empty() {
        known.push(rank.join(" "));
    }
    let missing = in_words(lacks(action).into_iter());
    let mut spans = vec![Span::raw("    ")];
    // What is missing comes first where nobody owns it yet: it is what should be seen.
    let known = known.join(&dot);
    if missing.is_empty() {
        spans.push(Span::styled(known, canvas.theme.muted));
    } else {
        let gap = if known.is_empty() { "" } else { dot.as_str() };
        spans.push(Span::styled(format!("! {missing}"), canvas.theme.warning));
        spans.push(Span::styled(format!("{gap}{known}"), canvas.theme.muted));
    }
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

/// Returns the owner, or the mark that something is missing.
fn short(canvas: &Canvas, action: &Action) -> Vec<Span<'static>> {
    let mut spans = Vec::new();
    if !action.owner.trim().is_empty() {
        spans.push(Span::styled(action.owner.clone(), canvas.theme.muted));
    }
    if !lacks(action).is_empty() {
        let gap = if spans.is_empty() { "" } else { " " };
        spans.push(Span::styled(format!("{gap}!"), canvas.theme.warning));
    }
    spans
}

/// Returns an action on one line: what does not vary in width first, so that titles begin at one column.
fn columns<'a>(canvas: &Canvas, action: &'a Action) -> Row<'a> {
    let theme = canvas.theme;
    let mut spans = start(canvas, action);
    let priority = action.priority.map_or("-", letter);
    let kind = action.kind.map_or("--", |it| it.word());
    let pad = " ".repeat(4_usize.saturating_sub(action.handle().to_string().len()));
    spans.push(Span::styled(format!("{pad}{priority} {kind:<9}"), theme.muted));
    spans.push(title(canvas, action));
    let mut tail = Vec::new();
    if !action.owner.trim().is_empty() {
        tail.push(Span::raw(action.owner.clone()));
    }
    if let Some(due) = action.due {
        tail.push(Span::styled(format!("  {due}"), theme.muted));
    }
    // Priority and kind come last among what is missing, and have marks of their own.
    let missing = in_words(lacks(action).into_iter().take(3));
    if !missing.is_empty() {
        let gap = if tail.is_empty() { "" } else { "  " };
        tail.push(Span::styled(format!("{gap}! {missing}"), theme.warning));
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
