//! The whys pane: each ladder with its rungs from the top down.
//!
//! ```text
//!  Cause: checkouts failed      3 deep      Cause: checkouts failed     3 deep
//!  1 why did checkouts fail?                1 the pool was empty
//!    because the pool was empty [e3 e7]     2 a leak in 7f3c
//!   2 why was the pool empty?               3 ? why was it not seen?
//!     ? -- unanswered
//! ```
//!
//! Where not everything fits, the chain of the answers is left, and only the selected rung is opened up.

use ratatui::layout::Rect;
use ratatui::text::Span;

use crate::app::command::Command;
use crate::app::state::{Open, Pane, State, WhyRow};
use crate::domain::ladder::{Ladder, Rung, Step, Topic};

use super::canvas::Canvas;
use super::rows::{self, Mark, Row};
use super::words::keys;

/// The deepest indent; deeper rungs are told apart by their number.
const MOST_INDENT: usize = 8;

/// The width below which words are not cut to make room for what they cite.
const LEAST_CITES: u16 = 36;

/// Draws the pane.
pub(super) fn draw(canvas: &mut Canvas, area: Rect, state: &State) {
    let Some(open) = state.open.as_ref().filter(|_| !area.is_empty()) else { return };
    let why_rows = open.why_rows();
    if why_rows.is_empty() {
        return empty(canvas, area, state);
    }
    let focused = state.focus == Pane::Whys;
    let mut list = lines(canvas, area, &why_rows, |_| true);
    if list.len() > usize::from(area.height) {
        list = lines(canvas, area, &why_rows, |item| focused && item == open.why);
    }
    let mut last = None;
    for row in &mut list {
        if let Some(item) = row.item.filter(|it| last.replace(*it) != Some(*it)) {
            row.level = match &why_rows[item] {
                WhyRow::Ladder(ladder, _) => state.findings.mark(ladder.handle()),
                WhyRow::Rung(step) => state.findings.mark(step.rung.handle()),
            };
        }
    }
    let mark = if focused { Mark::Active(open.why) } else { Mark::Quiet(first_open(open, &why_rows)) };
    rows::draw(canvas, area, &list, mark);
}

/// Returns the row that matters to someone who looks from another pane: the first that is unanswered.
fn first_open(open: &Open, why_rows: &[WhyRow]) -> usize {
    let unanswered =
        |it: &WhyRow| matches!(it, WhyRow::Rung(step) if !step.rung.answered() && !step.rung.root);
    why_rows.iter().position(unanswered).unwrap_or(open.why)
}

fn empty(canvas: &mut Canvas, area: Rect, state: &State) {
    let words = match state.focus {
        Pane::Whys => format!(
            "No whys yet: {} states the problem, {} asks the first why",
            keys(state, Command::LadderCause),
            keys(state, Command::RungChild)
        ),
        _ => "No whys yet".to_owned(),
    };
    rows::prose(canvas, super::canvas::from(area, 1), &words);
}

/// Returns the lines of all rows; those for which `open` says so show question and answer.
fn lines<'a>(canvas: &Canvas, area: Rect, rows: &[WhyRow<'a>], open: impl Fn(usize) -> bool) -> Vec<Row<'a>> {
    let mut list = Vec::new();
    for (item, row) in rows.iter().enumerate() {
        match row {
            WhyRow::Ladder(ladder, depth) => list.push(heading(canvas, ladder, *depth).of(item)),
            WhyRow::Rung(step) if open(item) => {
                list.extend(both(canvas, area, step).into_iter().map(|it| it.of(item)));
            }
            WhyRow::Rung(step) => list.push(answer_only(canvas, area, step).of(item)),
        }
    }
    list
}

fn heading<'a>(canvas: &Canvas, ladder: &'a Ladder, depth: usize) -> Row<'a> {
    let theme = canvas.theme;
    let topic = match ladder.topic {
        Topic::Cause => "Cause",
        Topic::Detection => "Detection",
        Topic::Recovery => "Recovery",
    };
    let problem = if ladder.problem.is_empty() {
        Span::styled("? no problem stated", theme.warning)
    } else {
        Span::styled(ladder.problem.as_str(), theme.strong)
    };
    Row::new(vec![Span::styled(format!("{topic}: "), theme.accent), problem])
        .tail(vec![Span::styled(format!("{depth} deep"), theme.muted)])
}

fn indent(area: Rect, step: &Step) -> usize {
    (step.depth - 1).min(MOST_INDENT).min(usize::from(area.width) / 8)
}

/// Returns the question, and the answer below it.
fn both<'a>(canvas: &Canvas, area: Rect, step: &Step<'a>) -> [Row<'a>; 2] {
    let theme = canvas.theme;
    let before = " ".repeat(indent(area, step));
    let below = " ".repeat(indent(area, step) + step.number.len() + 1);
    let why = Row::new(vec![
        Span::styled(format!("{before}{} ", step.number), theme.accent),
        Span::raw(step.rung.why.as_str()),
    ]);
    let answer = if step.rung.answered() {
        vec![Span::styled(format!("{below}because "), theme.muted), Span::raw(step.rung.because.as_str())]
    } else {
        vec![Span::styled(format!("{below}? -- unanswered"), theme.warning)]
    };
    [why, Row::new(answer).tail(marks(canvas, step.rung, true))]
}

/// Returns the answer alone, or the question that has none.
fn answer_only<'a>(canvas: &Canvas, area: Rect, step: &Step<'a>) -> Row<'a> {
    let theme = canvas.theme;
    let before = Span::styled(format!("{}{} ", " ".repeat(indent(area, step)), step.number), theme.accent);
    let spans = if step.rung.answered() {
        vec![before, Span::raw(step.rung.because.as_str())]
    } else {
        vec![before, Span::styled("? ", theme.warning), Span::raw(step.rung.why.as_str())]
    };
    // Here the words win: what they cite stands in the row that is opened, and in the detail line.
    let (width, room) = (canvas.width(&spans), area.width.saturating_sub(2));
    let all = marks(canvas, step.rung, area.width >= 60);
    if width.saturating_add(canvas.width(&all)) > room && area.width < LEAST_CITES {
        let root = Rung { cites: Vec::new(), ..step.rung.clone() };
        return Row::new(spans).tail(marks(canvas, &root, false));
    }
    Row::new(spans).tail(all)
}

/// Returns what a rung cites, and whether it is a root cause.
fn marks(canvas: &Canvas, rung: &Rung, worded: bool) -> Vec<Span<'static>> {
    let mut spans = Vec::new();
    if !rung.cites.is_empty() {
        let cites: Vec<String> = rung.cites.iter().map(ToString::to_string).collect();
        spans.push(Span::styled(format!("[{}]", cites.join(" ")), canvas.theme.muted));
    }
    if rung.root {
        let gap = if spans.is_empty() { "" } else { " " };
        let words = if worded { " root cause" } else { "" };
        spans.push(Span::styled(format!("{gap}{}{words}", canvas.glyphs.root), canvas.theme.milestone));
    }
    spans
}
