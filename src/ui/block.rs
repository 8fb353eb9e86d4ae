//! A field of many lines: the editor over the whole body.
//!
//! ```text
//! ─event e17──────────────────────────── 42 words · Esc save and leave ─
//!  page fired: checkout-5xx
//!  ana took it_
//! ```

use ratatui::layout::{Position, Rect};

use crate::app::editor::EditorStyle;
use crate::app::field::{Base, Field, FieldKind};
use crate::app::state::State;

use super::canvas::{Canvas, from};
use super::words::{block_keys, count};

/// Draws the field and returns the place of the cursor.
pub(super) fn draw(canvas: &mut Canvas, area: Rect, state: &State) -> Option<Position> {
    let field = state.field.as_ref()?;
    let area = area.intersection(canvas.buf.area);
    if area.is_empty() {
        return None;
    }
    canvas.clear(area);
    let (text, inner) =
        (field.editor.text(), from(Rect { y: area.y + 1, height: area.height - 1, ..area }, 1));
    let words = count(text.split_whitespace().count() as u64, "word");
    let dot = canvas.glyphs.dot;
    canvas.rule(area);
    let used = 1 + canvas.put(from(area, 1), &format!("{} ", title(field)), canvas.theme.strong);
    // The one key that nobody must have to look for, in the words of the footer, which not every screen has.
    let leave = block_keys(state).first().map_or_else(String::new, |(key, does)| format!("{key} {does}"));
    let facts = format!(" {words} {dot} {leave} ");
    let short = format!(" {words} ");
    let room = from(area, used + 1);
    let facts = if facts.chars().count() < usize::from(room.width) { facts } else { short };
    let width = u16::try_from(facts.chars().count()).unwrap_or(u16::MAX);
    if width < room.width {
        canvas.put(from(room, room.width - width - 1), &facts, canvas.theme.muted);
    }
    field.editor.draw(inner, canvas.buf, EditorStyle { text: canvas.theme.text });
    field.editor.cursor_position(inner)
}

fn title(field: &Field) -> String {
    match (field.kind, &field.base) {
        (FieldKind::Section(name), _) => name.title().to_owned(),
        (kind, Base::Event(event)) => format!("{} {}", kind.label(), event.handle()),
        (kind, _) => kind.label().to_owned(),
    }
}
