//! The rules around the panes, with their titles.
//!
//! ```text
//! >1 Timeline 3/14 · 2026-11-22 ▼live ──────┬─2 Impact ───────────
//!                                           ├─3 Whys 3 deep ──────
//!                                           ├─4 Actions 1/3 ──────
//! ──────────────────────────────────────────┴─────────────────────
//! ─1 Timeline>2 Imp─3 Why─4 Act───────────
//! ```
//!
//! The pane that takes the keys has a bold title and a `>` in place of the rule before it.

use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::Span;

use crate::app::layout::{Areas, Room, room};
use crate::app::state::{Open, Pane, State};
use crate::domain::action::ActionStatus;
use crate::domain::time::day;

use super::canvas::{Canvas, from};
use super::words::count;

/// Draws titles, divider and rule.
pub(super) fn draw(canvas: &mut Canvas, areas: &Areas, state: &State) {
    canvas.rule(areas.titles);
    canvas.rule(areas.rule);
    if areas.divider.is_empty() {
        tabs(canvas, areas, state);
        return;
    }
    canvas.upright(areas.divider);
    let split = areas.divider.x;
    let joint = |y: u16| Rect::new(split, y, 1, 1);
    canvas.put(joint(areas.titles.y), canvas.glyphs.tee_down, canvas.theme.muted);
    canvas.put(joint(areas.rule.y), canvas.glyphs.tee_up, canvas.theme.muted);
    title(canvas, Rect { width: split, ..areas.titles }, Pane::Timeline, state);
    title(canvas, from(areas.titles, split + 1), Pane::Impact, state);
    for (area, pane) in areas.side_titles.into_iter().zip([Pane::Whys, Pane::Actions]) {
        if !area.is_empty() {
            canvas.rule(area);
            canvas.put(joint(area.y), canvas.glyphs.tee_right, canvas.theme.muted);
            title(canvas, area, pane, state);
        }
    }
}

/// Draws one title with what its pane has to say.
fn title(canvas: &mut Canvas, area: Rect, pane: Pane, state: &State) {
    let used = name(canvas, area, pane, name_of(pane), state);
    facts(canvas, from(area, used), pane, state);
}

/// Draws the marker, the digit and the name of a pane. Returns the columns.
fn name(canvas: &mut Canvas, area: Rect, pane: Pane, name: &str, state: &State) -> u16 {
    let focused = state.focus == pane;
    let (theme, level) = (canvas.theme, canvas.glyphs.level);
    let (marker, style) = if focused { (">", over_rule(theme.strong)) } else { (level, theme.muted) };
    let used = canvas.put(area, marker, style);
    let style = over_rule(if focused { theme.strong } else { theme.text });
    used + canvas.put(from(area, used), &format!("{} {name}", pane as usize + 1), style)
}

/// Returns a style that does not take on the dimness of the rule below it.
fn over_rule(style: Style) -> Style {
    style.remove_modifier(Modifier::DIM)
}

/// Draws what a pane has to say, as far as whole facts fit, and a blank before the rule goes on.
fn facts(canvas: &mut Canvas, area: Rect, pane: Pane, state: &State) {
    let Some(open) = &state.open else { return };
    let facts = match pane {
        Pane::Timeline => timeline_facts(canvas, open, state),
        Pane::Impact => impact_facts(canvas, open),
        Pane::Whys => whys_facts(canvas, open),
        Pane::Actions => actions_facts(canvas, open),
    };
    let mut used = 0;
    for Fact { words, style } in facts {
        let fits = |it: &&String| used + 1 + canvas.width(&[Span::raw(it.as_str())]) < area.width;
        let Some(words) = words.iter().find(fits) else { break };
        let style = if style == canvas.theme.muted { style } else { over_rule(style) };
        used += canvas.put(from(area, used), &format!(" {words}"), style);
    }
    canvas.put(Rect { width: 1, ..from(area, used) }, " ", canvas.theme.text);
}

/// Something that a pane has to say: its words, from the longest to the shortest.
struct Fact {
    words: Vec<String>,
    style: Style,
}

impl Fact {
    fn new(words: String, style: Style) -> Self {
        Fact { words: vec![words], style }
    }

    fn shorter(words: impl Into<Vec<String>>, style: Style) -> Self {
        Fact { words: words.into(), style }
    }
}

fn timeline_facts(canvas: &Canvas, open: &Open, state: &State) -> Vec<Fact> {
    let (theme, glyphs) = (canvas.theme, canvas.glyphs);
    let timeline = &open.timeline;
    let Some(row) = timeline.selected_row() else { return Vec::new() };
    let mut facts = vec![Fact::new(format!("{}/{}", timeline.position(), timeline.window.total), theme.text)];
    if timeline.follow {
        let word = if is_narrow(state) { "" } else { "live" };
        facts.push(Fact::new(format!("{}{word}", glyphs.live), theme.good));
    }
    if timeline.unseen > 0 {
        let word = if is_narrow(state) { "" } else { " new" };
        facts.push(Fact::new(format!("+{}{word}", timeline.unseen), theme.warning));
    }
    let day = day(row.at, &state.zone());
    // The year is the first to go: the list and the whole event have it.
    let short = day.split_once('-').map_or(day.as_str(), |(_, it)| it);
    let words = [format!("{} {day}", glyphs.dot), format!("{} {short}", glyphs.dot), short.to_owned()];
    facts.push(Fact::shorter(words, theme.muted));
    facts
}

fn is_narrow(state: &State) -> bool {
    matches!(room(state.size), Room::Narrow | Room::Tiny | Room::None)
}

fn impact_facts(canvas: &Canvas, open: &Open) -> Vec<Fact> {
    let figures = open.parts.metrics.len();
    if figures == 0 {
        Vec::new()
    } else {
        vec![Fact::new(count(figures as u64, "figure"), canvas.theme.muted)]
    }
}

fn whys_facts(canvas: &Canvas, open: &Open) -> Vec<Fact> {
    let missing = open.parts.rungs.iter().filter(|it| !it.answered() && !it.root).count();
    if missing == 0 {
        return Vec::new();
    }
    let words = [format!("? {missing} unanswered"), format!("? {missing}")];
    vec![Fact::shorter(words, canvas.theme.warning)]
}

fn actions_facts(canvas: &Canvas, open: &Open) -> Vec<Fact> {
    let actions = &open.parts.actions;
    if actions.is_empty() {
        return Vec::new();
    }
    let done = actions.iter().filter(|it| it.status == ActionStatus::Done).count();
    let incomplete =
        actions.iter().filter(|it| it.status == ActionStatus::Open && !it.missing().is_empty()).count();
    let mut facts = vec![Fact::new(format!("{done}/{}", actions.len()), canvas.theme.text)];
    if incomplete > 0 {
        let style = canvas.theme.warning;
        facts.push(Fact::shorter(
            [
                format!("! {incomplete} incomplete"),
                format!("{incomplete} incomplete"),
                format!("! {incomplete}"),
            ],
            style,
        ));
    }
    facts
}

/// Draws the panes as tabs, with as much of each name as fits, and the facts of the one that is shown.
fn tabs(canvas: &mut Canvas, areas: &Areas, state: &State) {
    let area = areas.titles;
    let long = Pane::ALL.map(|it| (it, name_of(it)));
    let short = Pane::ALL.map(|it| (it, if it == state.focus { name_of(it) } else { short_of(it) }));
    let alone = [(state.focus, name_of(state.focus))];
    let fits = |names: &[(Pane, &str)]| {
        names.iter().map(|(_, it)| it.len() + 3).sum::<usize>() <= usize::from(area.width)
    };
    let names = match areas.room {
        Room::Wide | Room::Tabs if fits(&long) => &long[..],
        _ if fits(&short) => &short[..],
        _ => &alone[..],
    };
    let mut used = 0;
    for (pane, word) in names {
        used += name(canvas, from(area, used), *pane, word, state);
    }
    let rest = from(area, used);
    if rest.width > 4 {
        facts(canvas, Rect { width: rest.width - 1, ..from(rest, 1) }, state.focus, state);
    }
}

fn name_of(pane: Pane) -> &'static str {
    match pane {
        Pane::Timeline => "Timeline",
        Pane::Impact => "Impact",
        Pane::Whys => "Whys",
        Pane::Actions => "Actions",
    }
}

fn short_of(pane: Pane) -> &'static str {
    match pane {
        Pane::Timeline => "Tim",
        Pane::Impact => "Imp",
        Pane::Whys => "Why",
        Pane::Actions => "Act",
    }
}
