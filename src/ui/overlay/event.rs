//! A whole event: its facts, its text, its links, and the beginning of its evidence.
//!
//! ```text
//! ┌ e17 ───────────────────────────────────────────┐
//! │ 2026-11-22 14:31:07 UTC  [M] mitigated · action │
//! │ #db  * in the summary                           │
//! │                                                 │
//! │ rollback done, errors at 0.2 %                  │
//! │                                                 │
//! │ dashboard: https://…                            │
//! │ evidence: kubectl get pods                      │
//! │   checkout-1  Running                           │
//! │   12 more lines                                 │
//! │ source: cli                                     │
//! └─────────────────────────────────────────────────┘
//! ```

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::state::State;
use crate::domain::clean;
use crate::domain::event::{Event, Evidence};
use crate::domain::time::{Precision, stamp};
use crate::ui::canvas::{Canvas, from, row};
use crate::ui::words::count;
use crate::ui::wrap::wrap;

use super::open_box;

/// Lines of a piece of evidence that are shown.
const FOLD: usize = 8;
/// The widest text that is still pleasant to read.
const WIDEST: u16 = 100;

/// Draws the event.
pub(super) fn draw(canvas: &mut Canvas, body: Rect, state: &State, event: &Event, scroll: usize) {
    let columns = usize::from(body.width.saturating_sub(4).min(WIDEST));
    let lines = lines(canvas, state, event, columns);
    let inner = open_box(canvas, body, state, &event.handle().to_string(), (columns + 2, lines.len()));
    let height = usize::from(inner.height);
    let top = scroll.min(lines.len().saturating_sub(height));
    let place = from(Rect { width: inner.width.saturating_sub(1), ..inner }, 1);
    for (y, (text, style)) in lines.iter().skip(top).take(height).enumerate() {
        canvas.put(row(place, y), text, *style);
    }
    let below = lines.len().saturating_sub(top + height);
    if below > 0 && height > 0 {
        let words = format!(" {} below ", count(below as u64, "line"));
        let corner = Rect { y: inner.bottom(), height: 1, ..from(inner, 1) };
        canvas.put(corner, &words, canvas.theme.muted);
    }
}

/// Returns the lines with their styles.
fn lines(canvas: &Canvas, state: &State, event: &Event, columns: usize) -> Vec<(String, Style)> {
    let theme = canvas.theme;
    let mut all: Vec<(String, Style)> = Vec::new();
    let mut add = |text: &str, style: Style| {
        let text = clean::for_terminal(text);
        all.extend(wrap(&text, columns).into_iter().map(|it| (text[it].to_owned(), style)));
    };
    add(&facts(canvas, state, event), theme.accent);
    let mut marks: Vec<String> = event.tags.iter().map(|it| format!("#{it}")).collect();
    if event.key {
        marks.push("* in the summary".to_owned());
    }
    if !marks.is_empty() {
        add(&marks.join("  "), theme.muted);
    }
    add("", theme.text);
    add(event.text.trim_end(), theme.text);
    add("", theme.text);
    for link in &event.links {
        let label = if link.label.is_empty() { "link" } else { &link.label };
        add(&format!("{label}: {}", link.url), theme.text);
    }
    for piece in &event.evidence {
        let label = if piece.label.is_empty() { "" } else { ": " };
        add(&format!("evidence{label}{}", piece.label), theme.strong);
        add(&folded(piece), theme.muted);
    }
    let id = event.source.id.as_ref().map(|it| format!(" {it}")).unwrap_or_default();
    add(&format!("source: {}{id}", event.source.kind), theme.muted);
    if !event.entered.is_empty() {
        add(&format!("time entered as: {}", event.entered), theme.muted);
    }
    all
}

fn facts(canvas: &Canvas, state: &State, event: &Event) -> String {
    let about = if event.precision == Precision::Approximate { "about " } else { "" };
    let mut facts = format!("{about}{}", stamp(event.at, &state.zone()));
    if let Some(milestone) = event.milestone {
        facts.push_str(&format!("  [{}] {milestone}", milestone.letter()));
    }
    facts.push_str(&format!(" {} {}", canvas.glyphs.dot, event.kind));
    facts
}

/// Returns the beginning of a piece of evidence, and how much is left out.
fn folded(piece: &Evidence) -> String {
    let mut shown: Vec<String> = piece
        .text
        .lines()
        .take(FOLD)
        .map(|it| format!("  {}", it.chars().take(400).collect::<String>()))
        .collect();
    let more = piece.text.lines().count().saturating_sub(FOLD);
    if more > 0 {
        shown.push(format!("  {} more {}", more, if more == 1 { "line" } else { "lines" }));
    }
    shown.join("\n")
}
