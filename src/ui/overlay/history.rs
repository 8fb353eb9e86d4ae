//! The newest changes of the incident, whoever made them.
//!
//! ```text
//! >41  14:31:07  cli  logged e17 "rollback done"
//!  40  14:30:12  tui  changed e16 "errors fall"                      undone
//! ```

use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::Span;

use crate::app::state::{HistoryRow, State};
use crate::domain::time::{day, hms};
use crate::ui::canvas::Canvas;
use crate::ui::rows::{self, Mark, Row};

use super::open_box;

/// Draws the history.
pub(super) fn draw(canvas: &mut Canvas, body: Rect, state: &State, steps: &[HistoryRow], selected: usize) {
    let widest = steps.iter().map(|it| it.seq.to_string().len()).max().unwrap_or(1);
    let mut list: Vec<Row> =
        steps.iter().enumerate().map(|(item, it)| line(canvas, state, it, widest).of(item)).collect();
    if list.is_empty() {
        list.push(Row::new(vec![Span::styled("nothing has been changed yet", canvas.theme.muted)]));
    }
    let columns =
        list.iter().map(|it| canvas.width(&it.spans) + canvas.width(&it.tail) + 3).max().unwrap_or(0);
    let inner = open_box(canvas, body, state, "History", (usize::from(columns).max(40), list.len()));
    rows::draw(canvas, inner, &list, Mark::Active(selected));
}

fn line<'a>(canvas: &Canvas, state: &State, it: &'a HistoryRow, widest: usize) -> Row<'a> {
    let theme = canvas.theme;
    let zone = state.zone();
    // Another day than today's is said.
    let when = if day(it.at, &zone) == day(state.now, &zone) {
        hms(it.at, &zone)
    } else {
        format!("{} {}", day(it.at, &zone), hms(it.at, &zone))
    };
    let style = if it.undone { theme.muted.add_modifier(Modifier::CROSSED_OUT) } else { theme.text };
    let kind = if it.kind == "do" { String::new() } else { format!("{}: ", it.kind) };
    // The name of such a step says so itself.
    let label = it.label.strip_prefix(kind.as_str()).unwrap_or(&it.label);
    let row = Row::new(vec![
        Span::styled(format!("{:>widest$}  {when}  {:<7}", it.seq, it.origin), theme.muted),
        Span::styled(kind, theme.accent),
        Span::styled(label, style),
    ]);
    if it.undone { row.tail(vec![Span::styled("undone", theme.warning)]) } else { row }
}
