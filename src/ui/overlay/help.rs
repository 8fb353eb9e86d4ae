//! The keys that work here, with what they do; Enter runs the row.
//!
//! ```text
//!  filter> _
//!  In an incident
//! >i       Opens the log bar; the instant of the key is the event's time.
//!  m t     Marks the trigger.
//! ```

use ratatui::layout::{Position, Rect};
use ratatui::text::Span;

use crate::app::command::{Command, Context};
use crate::app::editor::Editor;
use crate::app::state::State;
use crate::ui::canvas::Canvas;
use crate::ui::rows::{self, Mark, Row};
use crate::ui::words::key;

use super::{filter_line, open_box};

/// Columns of the keys.
const KEYS: usize = 16;

/// Draws the help.
pub(super) fn draw(
    canvas: &mut Canvas,
    body: Rect,
    state: &State,
    filter: &Editor,
    selected: usize,
) -> Option<Position> {
    let commands = state.commands_here(&filter.text());
    let mut list = Vec::new();
    let mut group = None;
    for (item, command) in commands.iter().enumerate() {
        let context = context(state, *command);
        if context != group {
            group = context;
            let title = context.map_or("", Context::title);
            list.push(Row::new(vec![Span::styled(title, canvas.theme.strong)]));
        }
        list.push(line(canvas, state, *command).of(item));
    }
    if list.is_empty() {
        list.push(Row::new(vec![Span::styled(
            "no key does that here; : searches every command",
            canvas.theme.muted,
        )]));
    }
    // As large as without a filter, so that the box does not jump while one is typed.
    let inner = open_box(canvas, body, state, "Keys", (78, usize::MAX - 8));
    let (cursor, place) = filter_line(canvas, inner, filter);
    rows::draw(canvas, place, &list, Mark::Active(selected));
    cursor
}

/// Returns the innermost context that the command works in here.
fn context(state: &State, command: Command) -> Option<Context> {
    state.contexts().into_iter().find(|it| command.spec().contexts.contains(it))
}

fn line(canvas: &Canvas, state: &State, command: Command) -> Row<'static> {
    let theme = canvas.theme;
    let spec = command.spec();
    let keys: Vec<String> = state
        .settings
        .keymap
        .keys(command)
        .map(|it| it.chords().iter().map(|it| key(*it)).collect::<Vec<_>>().join(" "))
        .collect();
    let keys = if keys.is_empty() { "no key".to_owned() } else { keys.join(", ") };
    let style = if (spec.refuses)(state).is_some() { theme.muted } else { theme.text };
    Row::new(vec![Span::styled(format!("{keys:<KEYS$} "), theme.accent), Span::styled(spec.doc, style)])
}
