//! The detail line: the selected thing of the focused pane in full, as far as the lines reach.
//!
//! ```text
//!  e17 14:31:07 UTC [M] mitigated · action · rollback done, errors at 0.2 % #db  src: cli
//! ```

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::state::{Open, Pane, State, WhyRow};
use crate::domain::action::{Action, ActionStatus};
use crate::domain::clean;
use crate::domain::metric::Metric;
use crate::domain::time::{Precision, hms};
use crate::domain::timeline::EventRow;

use super::canvas::{Canvas, from, row};
use super::wrap::wrap;

/// What is said, in three parts of falling weight.
struct Detail {
    /// What and when it is.
    head: String,
    /// What it says.
    text: String,
    /// What else is known.
    rest: String,
}

/// Draws the lines.
pub(super) fn draw(canvas: &mut Canvas, area: Rect, state: &State) {
    let Some(open) = state.open.as_ref().filter(|_| !area.is_empty()) else { return };
    let dot = canvas.glyphs.dot;
    let detail = match state.focus {
        Pane::Timeline => open.timeline.selected_row().map(|it| event(it, state, dot)),
        Pane::Impact => state.selected_metric().map(|it| metric(it, dot)),
        Pane::Whys => why(open),
        Pane::Actions => state.selected_action().map(|it| action(it, dot)),
    };
    if let Some(detail) = detail {
        lines(canvas, from(Rect { width: area.width.saturating_sub(1), ..area }, 1), &detail);
    }
}

/// Draws the three parts as one text, wrapped, each in its own style.
fn lines(canvas: &mut Canvas, area: Rect, detail: &Detail) {
    let clean = |text: &str| clean::line(text);
    let (head, text, rest) = (clean(&detail.head), clean(&detail.text), clean(&detail.rest));
    let gap = if rest.is_empty() { "" } else { "  " };
    let all = format!("{head} {text}{gap}{rest}");
    let styles = [
        (head.len(), canvas.theme.accent),
        (head.len() + 1 + text.len(), canvas.theme.text),
        (all.len(), canvas.theme.muted),
    ];
    let ranges = wrap(&all, usize::from(area.width));
    for (y, range) in ranges.iter().take(usize::from(area.height)).enumerate() {
        let last = y + 1 == usize::from(area.height);
        // The last line in sight takes the whole of what is left, so that it is seen to be cut.
        let end = if last { all.len() } else { range.end };
        pieces(canvas, row(area, y), &all, (range.start, end), &styles);
    }
}

fn pieces(
    canvas: &mut Canvas,
    area: Rect,
    all: &str,
    (mut at, end): (usize, usize),
    styles: &[(usize, Style); 3],
) {
    let mut used = 0;
    for (until, style) in styles {
        let to = end.min(*until);
        if at < to {
            used += canvas.put(from(area, used), &all[at..to], *style);
            at = to;
        }
    }
}

fn event(row: &EventRow, state: &State, dot: &str) -> Detail {
    let zone = state.zone();
    let about = if row.precision == Precision::Approximate { "~" } else { "" };
    let mut head = format!("{} {about}{} {}", row.handle(), hms(row.at, &zone), zone.label(row.at));
    if let Some(milestone) = row.milestone {
        head.push_str(&format!(" [{}] {milestone}", milestone.letter()));
    }
    head.push_str(&format!(" {dot} {} {dot}", row.kind));
    let mut rest: Vec<String> = row.tags.iter().map(|it| format!("#{it}")).collect();
    if row.more_lines > 0 {
        rest.push(format!("+{} more lines", row.more_lines));
    }
    if row.extras > 0 {
        rest.push(format!("&{} links or evidence", row.extras));
    }
    rest.push(format!("src: {}", row.source));
    Detail { head, text: row.text.clone(), rest: rest.join("  ") }
}

fn metric(metric: &Metric, dot: &str) -> Detail {
    let mut rest = Vec::new();
    if !metric.source.is_empty() {
        rest.push(format!("source: {}", metric.source));
    }
    if !metric.note.is_empty() {
        rest.push(metric.note.clone());
    }
    Detail {
        head: format!("{} {} {dot}", metric.handle(), metric.name),
        text: metric.figure(),
        rest: rest.join("  "),
    }
}

fn why(open: &Open) -> Option<Detail> {
    let rows = open.why_rows();
    Some(match rows.get(open.why)? {
        WhyRow::Ladder(ladder, depth) => Detail {
            head: format!("{} {}:", ladder.handle(), ladder.topic),
            text: ladder.problem.clone(),
            rest: format!("{depth} deep"),
        },
        WhyRow::Rung(step) => {
            let rung = step.rung;
            let because = if rung.answered() {
                format!("because {}", rung.because)
            } else {
                "-- unanswered".to_owned()
            };
            let mut rest: Vec<String> = rung.cites.iter().map(|it| cited(open, &it.to_string())).collect();
            if rung.root {
                rest.push("root cause".to_owned());
            }
            Detail {
                head: format!("{} why {}:", rung.handle(), step.number),
                text: format!("{} {because}", rung.why),
                rest: rest.join("  "),
            }
        }
    })
}

/// Returns a cited handle with the words of its event, if they are at hand.
fn cited(open: &Open, handle: &str) -> String {
    match open.cited.iter().find(|it| it.handle().to_string() == handle) {
        Some(row) => format!("[{handle} {}]", clean::truncate(&row.text, 30)),
        None => format!("[{handle}]"),
    }
}

fn action(action: &Action, dot: &str) -> Detail {
    let mut head = format!("{} {dot}", action.handle());
    if action.status == ActionStatus::Done {
        head = format!("{} done {dot}", action.handle());
    }
    let mut rest = Vec::new();
    if !action.owner.is_empty() {
        rest.push(format!("owner {}", action.owner));
    }
    rest.extend(action.due.map(|it| format!("due {it}")));
    rest.extend(action.priority.map(|it| format!("{it} priority")));
    rest.extend(action.kind.map(|it| it.to_string()));
    if !action.done_when.is_empty() {
        rest.push(format!("done when {}", action.done_when));
    }
    if !action.ticket.is_empty() {
        rest.push(format!("ticket {}", action.ticket));
    }
    if !action.addresses.is_empty() {
        let rungs: Vec<String> = action.addresses.iter().map(ToString::to_string).collect();
        rest.push(format!("addresses {}", rungs.join(" ")));
    }
    if action.status == ActionStatus::Open {
        rest.extend(action.missing().into_iter().map(|it| format!("no {it}")));
    }
    Detail { head, text: action.title.clone(), rest: rest.join(&format!(" {dot} ")) }
}
