//! What the bar raiser found: the worst first, what was set aside last, the selected one with its words and advice.
//!
//! ```text
//! ┌ Findings: 2 errors, 1 warning ─────────────────────────────┐
//! │ filter> _                                                  │
//! │ Errors: to be mended before the review (1)                 │
//! │>E e7.text    blame/person-at-fault  `Bob` is at fault      │
//! │ Warnings: to be mended, or set aside with a reason (1)     │
//! │ W summary    summary/incomplete     how long is not said   │
//! │ ────────────────────────────────────────────────────────── │
//! │ Write what the system allowed, not who did it              │
//! └────────────────────────────────────────────────────────────┘
//! ```

use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;
use ratatui::text::Span;

use crate::app::editor::Editor;
use crate::app::findings::letter;
use crate::app::state::State;
use crate::domain::clean;
use crate::review::{Finding, Level, rule};
use crate::ui::canvas::{Canvas, row};
use crate::ui::rows::{self, Mark, Row};
use crate::ui::wrap::wrap;

use super::{filter_line, open_beside};

/// The most rows of advice.
const ADVICE: usize = 5;

/// Draws the list.
pub(super) fn draw(
    canvas: &mut Canvas,
    body: Rect,
    state: &State,
    (filter, typing, selected): (&Editor, bool, usize),
) -> Option<Position> {
    let shown = state.findings.shown(&filter.text());
    let widest = shown.iter().map(|it| clean::width(&it.place.to_string())).max().unwrap_or(0).min(24);
    let mut list: Vec<Row> = Vec::new();
    let mut group = None;
    for (item, it) in shown.iter().enumerate() {
        let mine = (it.waived.is_some(), it.level);
        if group.replace(mine) != Some(mine) {
            let all = shown.iter().filter(|it| (it.waived.is_some(), it.level) == mine).count();
            list.push(Row::new(vec![Span::styled(heading(mine, all), canvas.theme.muted)]));
        }
        list.push(line(canvas, it, widest).of(item));
    }
    if list.is_empty() {
        let live = state.open.as_ref().is_some_and(crate::app::state::Open::running);
        let words = match (state.findings.list.is_empty(), live) {
            (false, _) => "nothing is like that",
            (true, false) => "nothing to mend",
            (true, true) => "nothing to mend now; the document is looked at when the incident is over",
        };
        list.push(Row::new(vec![Span::styled(words, canvas.theme.muted)]));
    }
    let title = title(state);
    let inner = open_beside(canvas, body, state, &title, (110, list.len() + ADVICE + 2));
    let (cursor, place) = filter_line(canvas, inner, filter);
    let advice = u16::try_from(ADVICE + 1).unwrap_or(0).min(place.height / 2);
    let upper = Rect { height: place.height - advice, ..place };
    rows::draw(canvas, upper, &list, Mark::Active(selected));
    let lower = Rect { y: upper.bottom(), height: advice, ..place };
    match (shown.get(selected), rule(filter.text().trim())) {
        (Some(finding), _) => told(canvas, lower, &words(finding)),
        (None, Some(rule)) => told(canvas, lower, &format!("{} {}", rule.what, rule.why)),
        (None, None) => {}
    }
    cursor.filter(|_| typing)
}

/// Names a group: `Errors (2)`, `Set aside (1)`.
fn heading((waived, level): (bool, Level), all: usize) -> String {
    let words = match (waived, level) {
        (true, _) => "Set aside",
        (false, Level::Error) => "Errors: to be mended before the review",
        (false, Level::Warning) => "Warnings: to be mended, or set aside with a reason",
        (false, Level::Note) => "Notes",
    };
    format!("{words} ({all})")
}

fn title(state: &State) -> String {
    let said = state.findings.tally();
    if said.is_empty() { "Findings".to_owned() } else { format!("Findings: {said}") }
}

fn line<'a>(canvas: &Canvas, it: &'a Finding, widest: usize) -> Row<'a> {
    let theme = canvas.theme;
    let text = if it.waived.is_some() { theme.muted.add_modifier(Modifier::CROSSED_OUT) } else { theme.text };
    let place = it.place.to_string();
    let row = Row::new(vec![
        Span::styled(format!("{} ", letter(it.level)), theme.level(it.level)),
        Span::styled(format!("{place:<widest$} "), theme.accent),
        Span::styled(it.message.as_str(), text),
    ]);
    let tail = if it.waived.is_some() { "waived" } else { it.rule };
    row.tail(vec![Span::styled(tail, theme.muted)])
}

/// Says what is wrong, what to do, and what the keys do about it.
fn words(finding: &Finding) -> String {
    let mut words = format!("{} [{}]: {}. {}.", finding.level, finding.rule, finding.message, finding.help);
    if let Some(reason) = &finding.waived {
        words.push_str(&format!(" Set aside: {reason}. w takes that back."));
    } else if let Some(fix) = &finding.fix {
        words.push_str(&format!(" f: {}.", fix.label));
    }
    words
}

/// Draws words below the list.
fn told(canvas: &mut Canvas, area: Rect, words: &str) {
    canvas.rule(area);
    for (y, range) in wrap(words, usize::from(area.width.saturating_sub(2))).into_iter().enumerate() {
        let place = row(area, y + 1);
        canvas.put(crate::ui::canvas::from(place, 1), &words[range], canvas.theme.text);
    }
}
