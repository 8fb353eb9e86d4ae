//! Every command, whether it has a key or not; Enter runs the row.
//!
//! ```text
//!  filter> mark_
//! >mark.detected   Marks the detection.                             m d
//!  event.edit      no event is selected; i logs one                 e
//! ```
//!
//! Rules of the bar raiser follow once something is typed: Enter shows what each found, or tells what it looks for.
//!
//! A command that cannot be run now is dim and says why in place of what it does.

use ratatui::layout::{Position, Rect};
use ratatui::text::Span;

use crate::app::command::Command;
use crate::app::editor::Editor;
use crate::app::palette::{self, Entry};
use crate::app::state::State;
use crate::review::Rule;
use crate::ui::canvas::Canvas;
use crate::ui::rows::{self, Mark, Row};
use crate::ui::words::keys;

use super::{filter_line, open_box};

/// Columns of the ids.
const ID: usize = 20;

/// Draws the palette.
pub(super) fn draw(
    canvas: &mut Canvas,
    body: Rect,
    state: &State,
    filter: &Editor,
    selected: usize,
) -> Option<Position> {
    let entries = palette::entries(state, &filter.text());
    let mut list: Vec<Row> = entries
        .iter()
        .enumerate()
        .map(|(item, it)| {
            let row = match it {
                Entry::Command(command) => line(canvas, state, *command),
                Entry::Rule(rule) => about(canvas, rule),
            };
            row.of(item)
        })
        .collect();
    if list.is_empty() {
        list.push(Row::new(vec![Span::styled("no command and no rule is like that", canvas.theme.muted)]));
    }
    let inner = open_box(canvas, body, state, "Commands", (90, 18));
    let (cursor, place) = filter_line(canvas, inner, filter);
    rows::draw(canvas, place, &list, Mark::Active(selected));
    cursor
}

fn about(canvas: &Canvas, rule: &Rule) -> Row<'static> {
    let theme = canvas.theme;
    Row::new(vec![
        Span::styled(format!("{:<ID$} ", rule.id), theme.text),
        Span::styled(rule.summary, theme.muted),
    ])
    .tail(vec![Span::styled(rule.level.word(), theme.level(rule.level))])
}

fn line(canvas: &Canvas, state: &State, command: Command) -> Row<'static> {
    let theme = canvas.theme;
    let spec = command.spec();
    let refused = (spec.refuses)(state);
    let (style, says) = match refused {
        Some(why) => (theme.muted, why),
        None => (theme.text, spec.doc),
    };
    Row::new(vec![Span::styled(format!("{:<ID$} ", spec.id), style), Span::styled(says, theme.muted)])
        .tail(vec![Span::styled(keys(state, command), theme.accent)])
}
