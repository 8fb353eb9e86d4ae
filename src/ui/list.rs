//! The list of incidents.
//!
//! ```text
//! ─Incidents 2/12 · filter: db ───────────────────────────────────────────
//! >INC-42  SEV2  open       1h47m  Checkout 5xx for EU customers  14 events
//!  INC-41  --    reviewed      9m  Search slow                     6 events
//! ```
//!
//! The time is how long it has been running, or how long it took.

use ratatui::layout::Rect;
use ratatui::text::Span as Piece;

use crate::app::command::Command;
use crate::app::state::{State, Summary};
use crate::domain::event::Milestone;
use crate::domain::incident::Status;
use crate::domain::span::Span;

use super::canvas::{Canvas, from};
use super::rows::{self, Mark, Row};
use super::words::{count, keys};

/// The width below which status and time are left out.
const LEAST_WIDE: u16 = 60;

/// Draws the list.
pub(super) fn draw(canvas: &mut Canvas, area: Rect, state: &State) {
    if area.is_empty() {
        return;
    }
    let theme = canvas.theme;
    let shown = state.list.shown();
    canvas.rule(area);
    let used = canvas.put(area, ">", theme.strong);
    let used = used + canvas.put(from(area, used), "Incidents ", theme.strong);
    let mut facts = format!("{}/{} ", shown.len(), state.list.rows.len());
    if !state.list.filter.is_empty() {
        facts.push_str(&format!("{} filter: {} ", canvas.glyphs.dot, state.list.filter));
    }
    canvas.put(from(area, used), &facts, theme.muted);
    let place = Rect { y: area.y + 1, height: area.height - 1, ..area };
    if shown.is_empty() {
        return rows::prose(canvas, from(place, 1), &empty(canvas, state));
    }
    let widest = shown.iter().map(|it| it.num.to_string().len()).max().unwrap_or(1);
    let list: Vec<Row> =
        shown.iter().enumerate().map(|(item, it)| line(canvas, area, it, widest, state).of(item)).collect();
    rows::draw(canvas, place, &list, Mark::Active(state.list.selected));
}

fn empty(canvas: &Canvas, state: &State) -> String {
    let (dash, ellipsis) = (canvas.glyphs.dash, canvas.glyphs.ellipsis);
    if !state.list.read {
        format!("reading{ellipsis}")
    } else if state.list.rows.is_empty() {
        let key = keys(state, Command::ListNew);
        format!("No incidents yet {dash} press {key} to start one, or from any shell: coe new \"{ellipsis}\"")
    } else {
        format!(
            "No incident matches {} {dash} {} changes the filter",
            state.list.filter,
            keys(state, Command::FindOpen)
        )
    }
}

fn line<'a>(canvas: &Canvas, area: Rect, it: &'a Summary, widest: usize, state: &State) -> Row<'a> {
    let theme = canvas.theme;
    let open = it.status == Status::Open;
    let mut spans = vec![Piece::styled(format!("INC-{:<widest$}  ", it.num), theme.accent)];
    match it.severity {
        Some(severity) => spans.push(Piece::styled(severity.word(), theme.severity(severity))),
        None => spans.push(Piece::styled("--  ", theme.muted)),
    }
    if area.width >= LEAST_WIDE {
        let style = if open { theme.strong } else { theme.muted };
        spans.push(Piece::styled(format!("  {:<10}", it.status), style));
        spans.push(Piece::styled(format!("{:>7}  ", lasted(it, state)), style));
    } else {
        spans.push(Piece::styled(if open { " open " } else { " " }, theme.strong));
    }
    spans.push(Piece::styled(it.title.as_str(), if open { theme.strong } else { theme.text }));
    let row = Row::new(spans);
    if area.width < LEAST_WIDE {
        row
    } else {
        row.tail(vec![Piece::styled(count(it.events, "event"), theme.muted)])
    }
}

/// Returns how long it has been running or how long it took, as far as is known.
fn lasted(it: &Summary, state: &State) -> String {
    let start = it.milestones.at(Milestone::Start).unwrap_or(it.created);
    let end = it.milestones.at(Milestone::Resolved).or(it.milestones.at(Milestone::Mitigated));
    match end {
        Some(end) if end >= start => Span::between(start, end).short(),
        None if it.status == Status::Open => Span::between(start, state.now).short(),
        _ => "--".to_owned(),
    }
}
