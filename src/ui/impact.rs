//! The impact pane: times derived from milestones, then figures.
//!
//! ```text
//!  TTD  5 min 11 s                TTD 5m       TTM 43m
//!  TTA  2 min                     TTA 2m       TTR 1h47m ▸
//!  TTR  1 h 47 min ▸ running      TTI --       Impact 43m
//!  failed checkouts
//!    48,210 of 4,000,000 (1.2 %)
//! ```
//!
//! In little height the derived times stand in two columns. With the whole screen each has its title, and each figure
//! its source, note and window.

use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span as Piece;

use crate::app::command::Command;
use crate::app::layout::{Room, room};
use crate::app::state::{Open, Pane, State};
use crate::domain::amount::{format_amount, format_number, share};
use crate::domain::event::Milestone;
use crate::domain::metric::Metric;
use crate::domain::span::Span;
use crate::domain::time::{hm, stamp};
use crate::metrics::{DERIVED, Derived, Reading};

use super::canvas::Canvas;
use super::rows::{self, Mark, Row};
use super::words::keys;

/// The widest rows: a figure far to the right of its name is not found again.
const WIDEST: u16 = 90;

/// Draws the pane.
pub(super) fn draw(canvas: &mut Canvas, area: Rect, state: &State) {
    let Some(open) = state.open.as_ref().filter(|_| !area.is_empty()) else { return };
    let focused = state.focus == Pane::Impact;
    let whole = state.zoom || room(state.size) != Room::Wide;
    let area = Rect { width: area.width.min(WIDEST), ..area };
    let mut figures = metrics(canvas, area, open, state, whole);
    let height = usize::from(area.height);
    let mut list = if DERIVED.len() + figures.len() <= height || whole && height > DERIVED.len() + 2 {
        let mut full = derived(canvas, area, open, state, whole);
        if !whole && full.len() + figures.len() + Milestone::ALL.len() <= height {
            full.extend(instants(canvas, open, state));
        }
        if full.len() + figures.len() < height || whole {
            full.push(Row::default());
        }
        full
    } else {
        compact(canvas, area, open, state)
    };
    list.append(&mut figures);
    let mark = if focused { Mark::Active(open.metric) } else { Mark::Quiet(usize::MAX) };
    rows::draw(canvas, area, &list, mark);
}

/// Returns a line for each derived time.
fn derived(canvas: &Canvas, area: Rect, open: &Open, state: &State, whole: bool) -> Vec<Row<'static>> {
    let theme = canvas.theme;
    let titled = whole && area.width >= 60;
    let line = |it: &Derived| {
        let name =
            if titled { format!("{:<7}{:<20}", it.short, it.title) } else { format!("{:<7}", it.short) };
        let mut spans = vec![Piece::styled(name, theme.muted)];
        spans.extend(reading(canvas, it, open, state));
        if titled {
            let tail = instants_of(canvas, it, open, state);
            return Row::new(spans).tail(vec![Piece::styled(tail, theme.muted)]);
        }
        Row::new(spans)
    };
    DERIVED.iter().map(line).collect()
}

/// Returns from when to when: with the milestones' names, but where the reading names them itself.
fn instants_of(canvas: &Canvas, derived: &Derived, open: &Open, state: &State) -> String {
    let named = !matches!(derived.read(&open.milestones, None), Reading::Contradiction);
    let at = |milestone: Milestone| {
        let time = open.milestones.at(milestone).map_or("--".to_owned(), |it| hm(it, &state.zone()));
        if named { format!("{milestone} {time}") } else { time }
    };
    format!("{} {} {}", at(derived.from), canvas.glyphs.arrow, at(derived.to))
}

/// Returns a reading in words.
fn reading(canvas: &Canvas, derived: &Derived, open: &Open, state: &State) -> Vec<Piece<'static>> {
    let (theme, glyphs) = (canvas.theme, canvas.glyphs);
    match derived.read(&open.milestones, open.running().then_some(state.now)) {
        Reading::Final(span) => vec![Piece::styled(span.to_string(), theme.strong)],
        Reading::Running(span) => vec![
            Piece::styled(span.to_string(), theme.strong),
            Piece::styled(format!(" {} running", glyphs.running), theme.accent),
        ],
        Reading::Missing(milestone) => vec![Piece::styled(format!("-- no {milestone} yet"), theme.muted)],
        Reading::Contradiction => {
            vec![Piece::styled(format!("! {} is before {}", derived.to, derived.from), theme.danger)]
        }
    }
}

/// Returns the derived times in two columns.
fn compact(canvas: &Canvas, area: Rect, open: &Open, state: &State) -> Vec<Row<'static>> {
    let half = DERIVED.len().div_ceil(2);
    let column = usize::from(area.width.saturating_sub(1)) / 2;
    let (left, right) = DERIVED.split_at(half);
    let cell = |it: &Derived, name: usize| {
        let name = Piece::styled(format!("{:<name$}", it.short), canvas.theme.muted);
        [name, short(canvas, it, column >= 20, open, state)]
    };
    left.iter()
        .enumerate()
        .map(|(y, it)| {
            let mut spans = cell(it, 4).to_vec();
            let used = usize::from(canvas.width(&spans));
            spans.push(Piece::raw(" ".repeat(column.saturating_sub(used))));
            spans.extend(right.get(y).into_iter().flat_map(|it| cell(it, 7)));
            Row::new(spans)
        })
        .collect()
}

/// Returns a reading in as little room as possible.
fn short(canvas: &Canvas, derived: &Derived, roomy: bool, open: &Open, state: &State) -> Piece<'static> {
    let (theme, glyphs) = (canvas.theme, canvas.glyphs);
    let amount = |span: Span| if roomy { span.to_string() } else { span.short() };
    match derived.read(&open.milestones, open.running().then_some(state.now)) {
        Reading::Final(span) => Piece::styled(amount(span), theme.strong),
        Reading::Running(span) => Piece::styled(format!("{} {}", amount(span), glyphs.running), theme.accent),
        Reading::Missing(_) => Piece::styled("--", theme.muted),
        Reading::Contradiction => Piece::styled("! order", theme.danger),
    }
}

/// Returns a line for each milestone that is set.
fn instants(canvas: &Canvas, open: &Open, state: &State) -> Vec<Row<'static>> {
    let set = Milestone::ALL
        .iter()
        .filter_map(|it| Some((*it, open.milestones.at(*it)?, open.milestones.holder(*it)?)));
    set.map(|(milestone, at, holder)| {
        Row::new(vec![
            Piece::styled(format!("[{}] ", milestone.letter()), canvas.theme.milestone),
            Piece::raw(format!("{:<13}{}", milestone.word(), hm(at, &state.zone()))),
        ])
        .tail(vec![Piece::styled(holder.to_string(), canvas.theme.muted)])
    })
    .collect()
}

/// Returns the lines of the figures.
fn metrics<'a>(canvas: &Canvas, area: Rect, open: &'a Open, state: &State, whole: bool) -> Vec<Row<'a>> {
    if open.parts.metrics.is_empty() {
        let hint = match state.focus {
            Pane::Impact => format!("no figures yet: {} adds one", keys(state, Command::MetricAdd)),
            _ => "no figures yet".to_owned(),
        };
        return vec![Row::new(vec![Piece::styled(hint, canvas.theme.muted)])];
    }
    let mut list = Vec::new();
    for (item, metric) in open.parts.metrics.iter().enumerate() {
        let first = list.len();
        figure(canvas, area, metric, item, &mut list);
        if let Some(row) = list.get_mut(first) {
            row.level = state.findings.mark(metric.handle());
        }
        if whole {
            list.extend(notes(canvas, metric, state).into_iter().map(|it| it.of(item)));
        }
    }
    list
}

/// Adds the name and the figure of a metric: on one line if they fit.
fn figure<'a>(canvas: &Canvas, area: Rect, metric: &'a Metric, item: usize, list: &mut Vec<Row<'a>>) {
    let theme = canvas.theme;
    let style = if metric.value.is_some() { theme.strong } else { theme.warning };
    let name = Piece::raw(metric.name.as_str());
    let one_line = area.width.saturating_sub(canvas.width(std::slice::from_ref(&name)) + 3);
    let value = figures(canvas, metric, style);
    if let Some(whole) = value.first().filter(|it| canvas.width(it) <= one_line) {
        list.push(Row::new(vec![name]).tail(whole.clone()).of(item));
        return;
    }
    // Behind the marker; the indent gives way before anything is left out.
    let room = area.width.saturating_sub(2);
    let fits = |it: &&Vec<Piece>| canvas.width(it) <= room;
    let Some(value) = value.iter().find(fits).or(value.last()) else { return };
    let indent = if canvas.width(value) < room { "  " } else { " " };
    let mut below = vec![Piece::raw(indent)];
    below.extend(value.iter().cloned());
    list.push(Row::new(vec![name]).of(item));
    list.push(Row::new(below).of(item));
}

/// Returns the forms of a figure, from the fullest to the shortest: first what is usual goes, then the unit, then the
/// total, `48,210 (1.2 %)`.
fn figures(canvas: &Canvas, metric: &Metric, style: Style) -> Vec<Vec<Piece<'static>>> {
    let muted = canvas.theme.muted;
    let figure = || Piece::styled(metric.figure(), style);
    let mut forms = Vec::new();
    if let Some(baseline) = metric.baseline {
        let long = format!(" (usually {})", format_amount(baseline, &metric.unit));
        // Behind a figure with the same unit the number is enough.
        let short = format!(" (usually {})", format_number(baseline));
        forms.extend([long, short].map(|it| vec![figure(), Piece::styled(it, muted)]));
    }
    forms.push(vec![figure()]);
    if let (Some(value), Some(total)) = (metric.value, metric.total)
        && let Some(share) = share(value, total)
    {
        let value = format_number(value);
        forms.push(vec![Piece::styled(format!("{value} of {} ({share})", format_number(total)), style)]);
        forms.push(vec![Piece::styled(format!("{value} ({share})"), style)]);
    }
    forms
}

/// Returns everything else that is known of a metric.
fn notes(canvas: &Canvas, metric: &Metric, state: &State) -> Vec<Row<'static>> {
    let zone = state.zone();
    let mut facts = Vec::new();
    if let (Some(start), Some(end)) = (metric.start, metric.end) {
        facts.push(format!("from {} to {}", stamp(start, &zone), stamp(end, &zone)));
    }
    if !metric.source.is_empty() {
        facts.push(format!("source: {}", metric.source));
    }
    if !metric.note.is_empty() {
        facts.push(format!("note: {}", metric.note));
    }
    facts
        .into_iter()
        .map(|it| Row::new(vec![Piece::styled(format!("    {it}"), canvas.theme.muted)]))
        .collect()
}
