//! Fields: opening, typing, leaving, and keeping what they hold.
//!
//! Leaving a field of one line keeps its text as a draft and offers it again; leaving a block saves it.

use crossterm::event::{KeyCode, KeyModifiers};

use crate::app::editor::{Edited, Editor};
use crate::app::effect::{Act, Effect};
use crate::app::field::{Base, Field, FieldKind, Kept};
use crate::app::key::Chord;
use crate::app::state::{Overlay, Screen, State, Tone, Yes};
use crate::domain::clean;
use crate::domain::event::Source;
use crate::domain::id::EventId;
use crate::domain::plan;
use crate::domain::quicklog::QuickLog;
use crate::store::Draft;

use super::{enter, log, move_selection};

/// Opens a field with what was kept of it, or empty.
pub(super) fn open(state: &mut State, kind: FieldKind) -> Vec<Effect> {
    open_with(state, kind, String::new(), Base::None)
}

/// Opens a field with what was kept of it, or with `text`.
pub(super) fn open_with(state: &mut State, kind: FieldKind, text: String, base: Base) -> Vec<Effect> {
    let mut effects = leave(state);
    let kept = state.kept.remove(&state.kept_key(kind));
    let block = matches!(kind, FieldKind::Section(_))
        || (matches!(kind, FieldKind::EventText(_))
            && (text.contains('\n') || kept.as_ref().is_some_and(|it| it.text.contains('\n'))));
    let shown = kept.as_ref().map_or(text.as_str(), |it| it.text.as_str());
    let mut editor = if block { Editor::block(shown) } else { Editor::line(shown) };
    if matches!(kind, FieldKind::Section(_)) {
        editor = editor.with_limit(crate::domain::section::MAX_SECTION);
        if kept.is_none() {
            editor.set_cursor(0, 0);
        }
    }
    let mut complaint = None;
    let mut opened = state.now;
    if let Some(kept) = &kept {
        editor.set_cursor_offset(kept.cursor);
        if kind == FieldKind::Log {
            opened = kept.opened;
        } else if kept.text != text {
            complaint = Some("this is what you typed before; Ctrl-U clears it".to_owned());
        }
    }
    // What is said of the text matters more now than what was done before it.
    state.notice = None;
    state.field = Some(Field {
        kind,
        editor,
        block,
        opened,
        base,
        complaint,
        remark: None,
        told: false,
        unreviewed: !text.is_empty() && kind != FieldKind::Log,
        recalled: None,
        completing: None,
        confirmed: false,
        dirty: false,
    });
    // What is found in it is told before a word is typed.
    effects.extend(super::findings::review_field(state));
    effects
}

/// Closes the open field and keeps its text.
pub(super) fn leave(state: &mut State) -> Vec<Effect> {
    let Some(field) = state.field.take() else { return Vec::new() };
    // What was refused is a draft now like any other; the header need not warn of it for ever.
    state.unsaved = None;
    let text = field.editor.text();
    let key = state.kept_key(field.kind);
    let unchanged = matches!(&field.base, Base::Text(before) if *before == text)
        || matches!(&field.base, Base::Event(event) if field.kind == FieldKind::EventText(event.id) && event.text == text);
    if !field.kind.keeps() || text.trim().is_empty() || unchanged {
        state.kept.remove(&key);
        return vec![drop_draft(state, field.kind)];
    }
    let kept = Kept { cursor: field.editor.cursor_offset(), opened: field.opened, text };
    vec![keep(state, field.kind, kept)]
}

/// Keeps the text of a field that is not open.
pub(super) fn keep(state: &mut State, kind: FieldKind, kept: Kept) -> Effect {
    let draft = Draft { open: false, ..draft(state, kind, &kept) };
    state.kept.insert(state.kept_key(kind), kept);
    Effect::KeepDraft(draft)
}

/// Forgets what is kept of a field on disk.
pub(super) fn drop_draft(state: &State, kind: FieldKind) -> Effect {
    let incident = state.kept_key(kind).0;
    Effect::DropDraft { owner: state.owner.clone(), field: kind.name(), incident }
}

fn draft(state: &State, kind: FieldKind, kept: &Kept) -> Draft {
    Draft {
        owner: state.owner.clone(),
        field: kind.name(),
        incident: state.kept_key(kind).0,
        text: kept.text.clone(),
        cursor: kept.cursor,
        open: true,
        opened: kept.opened,
        at: state.now,
    }
}

/// Keeps what is being typed, whatever its age.
pub(super) fn keep_now(state: &mut State) -> Vec<Effect> {
    let Some(field) = &mut state.field else { return Vec::new() };
    if !std::mem::take(&mut field.dirty) || !field.kind.keeps() {
        return Vec::new();
    }
    let kept = Kept { text: field.editor.text(), cursor: field.editor.cursor_offset(), opened: field.opened };
    let kind = field.kind;
    let mut effects = vec![Effect::KeepDraft(draft(state, kind, &kept))];
    effects.extend(super::findings::review_field(state));
    effects
}

impl State {
    /// Tells whether text is being typed that has not been kept yet.
    pub fn unkept(&self) -> bool {
        self.field.as_ref().is_some_and(|it| it.dirty && it.kind.keeps())
    }
}

/// Takes a key while a field is open.
pub(super) fn on_key(state: &mut State, chord: Chord) -> Vec<Effect> {
    let Some(field) = &mut state.field else { return Vec::new() };
    let control = chord.mods == KeyModifiers::CONTROL;
    let plain = chord.mods.is_empty();
    match chord.code {
        KeyCode::Esc => {
            return if field.block { enter::enter(state) } else { on_escape(state) };
        }
        KeyCode::Enter if plain && !field.block => {
            if field.editor.text().ends_with('\\')
                && matches!(field.kind, FieldKind::Log | FieldKind::EventText(_))
            {
                return continue_line(state);
            }
            return enter::enter(state);
        }
        KeyCode::F(2) => return open_log(state),
        KeyCode::Char('l') if control => return open_log(state),
        KeyCode::Char('s') if control => {
            if field.block {
                return enter::save_block(state);
            }
            state.say(Tone::Done, "what you type is kept already; Enter enters it".to_owned());
            return keep_now(state);
        }
        // One row is shown of a line that has several: clearing it must not leave the others behind, out of sight.
        KeyCode::Char('u') if control && !field.block && field.editor.text().contains('\n') => {
            field.editor.set_text("");
            touch(state);
            return Vec::new();
        }
        KeyCode::F(4) => return hand_to_editor(state),
        KeyCode::Up if !field.block => return log::recall(state, 1),
        KeyCode::Down if !field.block => return log::recall(state, -1),
        KeyCode::Tab if plain => return log::complete(state),
        KeyCode::PageUp if !field.block => return move_selection(state, -5),
        KeyCode::PageDown if !field.block => return move_selection(state, 5),
        _ => {}
    }
    match field.editor.key(chord) {
        Edited::Text => touch(state),
        // The place of the cursor is kept with the text.
        Edited::Moved => field.dirty = true,
        Edited::Full => {
            field.complaint =
                Some("this text is as long as it may get; Enter what is there first".to_owned());
        }
        Edited::Ignored => {}
    }
    live(state);
    Vec::new()
}

/// Notes that the text has changed.
pub(super) fn touch(state: &mut State) {
    state.notice = None;
    if let Some(field) = &mut state.field {
        field.dirty = true;
        field.unreviewed = true;
        field.told = false;
        field.complaint = None;
        field.confirmed = false;
        field.recalled = None;
        field.completing = None;
    }
}

/// Fields that act while they are typed in.
fn live(state: &mut State) {
    let Some(field) = &state.field else { return };
    let text = field.editor.text();
    match field.kind {
        FieldKind::Filter => {
            state.list.filter = text;
            state.list.selected = 0;
        }
        FieldKind::Find => state.sought = text,
        _ => {}
    }
}

fn on_escape(state: &mut State) -> Vec<Effect> {
    let kind = state.field.as_ref().map(|it| it.kind);
    match kind {
        Some(FieldKind::Filter) => state.list.filter.clear(),
        Some(FieldKind::Find) => state.sought.clear(),
        _ => {}
    }
    let effects = leave(state);
    if kind.is_some_and(|it| state.kept.contains_key(&state.kept_key(it))) {
        state.say(Tone::Done, "kept: it is there when you come back to it".to_owned());
    }
    effects
}

/// A backslash at the end of a line stands for a new line.
fn continue_line(state: &mut State) -> Vec<Effect> {
    if let Some(field) = &mut state.field {
        let end = field.editor.text().chars().count();
        field.editor.set_cursor_offset(end);
        field.editor.replace_range(end - 1..end, "");
        field.editor.insert_lines("\n");
    }
    touch(state);
    Vec::new()
}

/// The log bar opens from within any other field; its text is kept.
fn open_log(state: &mut State) -> Vec<Effect> {
    if state.screen != Screen::Live || state.open.is_none() {
        state.say(Tone::Problem, "no incident is open to log in".to_owned());
        return Vec::new();
    }
    if state.field.as_ref().is_some_and(|it| it.kind == FieldKind::Log) {
        return Vec::new();
    }
    open(state, FieldKind::Log)
}

/// Hands the text of the field to `$EDITOR`.
pub(super) fn hand_to_editor(state: &mut State) -> Vec<Effect> {
    let mut effects = keep_now(state);
    let Some(field) = &state.field else { return effects };
    if !matches!(field.kind, FieldKind::Section(_) | FieldKind::EventText(_) | FieldKind::Log) {
        state.say(Tone::Problem, "$EDITOR is for events and sections".to_owned());
        return effects;
    }
    let name = match field.kind {
        FieldKind::Section(name) => name.word(),
        _ => "event",
    };
    let reference = state.open.as_ref().map_or_else(|| "INC".to_owned(), |it| it.header.reference());
    effects.push(Effect::Editor {
        text: field.editor.text(),
        field: field.kind.name(),
        name: format!("COE-{reference}-{name}.md"),
    });
    effects
}

/// Takes pasted text: into the field, or, with none open, into the log bar.
pub(super) fn on_paste(state: &mut State, raw: &str) -> Vec<Effect> {
    let text = clean::block(raw);
    let text = text.trim_end_matches('\n');
    if text.is_empty() {
        return Vec::new();
    }
    let mut effects = Vec::new();
    if let Some(overlay) = state.overlays.last_mut() {
        if let Overlay::Help { filter, .. }
        | Overlay::Palette { filter, .. }
        | Overlay::Picker { filter, .. } = overlay
        {
            filter.insert(&clean::line(text));
        }
        return effects;
    }
    if state.field.is_none() {
        if state.screen != Screen::Live || state.open.is_none() {
            state.say(Tone::Problem, "nothing here takes a paste; open an incident first".to_owned());
            return effects;
        }
        effects = open(state, FieldKind::Log);
    }
    let Some(field) = &mut state.field else { return effects };
    let many = text.contains('\n');
    if many && field.kind == FieldKind::Log && field.editor.is_empty() {
        let lines = text.lines().filter(|it| !it.trim().is_empty()).count();
        if field.editor.insert_lines(text) == Edited::Full {
            field.complaint = Some(too_many(text));
            return effects;
        }
        touch(state);
        state.show(Overlay::Confirm {
            question: format!("{lines} lines pasted: log each as an event of its own? (n keeps them as one)"),
            yes: Box::new(Yes::PasteLines(text.to_owned())),
            no: None,
        });
        return effects;
    }
    let taken = if many && (field.block || matches!(field.kind, FieldKind::Log | FieldKind::EventText(_))) {
        field.editor.insert_lines(text)
    } else {
        field.editor.insert(text)
    };
    touch(state);
    if taken == Edited::Full {
        offer_as_evidence(state, text);
    }
    live(state);
    effects
}

/// Text too long for the log bar can be the evidence of an event; other fields say that it is too long.
fn offer_as_evidence(state: &mut State, text: &str) {
    let Some(field) = &mut state.field else { return };
    if field.kind != FieldKind::Log || !field.editor.is_empty() {
        field.complaint = Some(too_many(text));
        return;
    }
    let opened = field.opened;
    let line =
        QuickLog { when: None, text: text.to_owned(), milestone: None, tags: Vec::new(), hypothesis: false };
    let id = EventId(state.ids.next(state.now));
    let source = Source { kind: "tui".to_owned(), id: None };
    if let Ok(event) = plan::event(id, opened, state.zone(), &line, source) {
        state.show(Overlay::Confirm {
            question: format!("{} bytes pasted: log them as the evidence of one event?", text.len()),
            yes: Box::new(Yes::Act(Act::Log(Box::new(event)), None)),
            no: None,
        });
    }
}

fn too_many(text: &str) -> String {
    format!(
        "{} bytes are too many for this field ({} at most); from a shell: coe log - < FILE keeps them as evidence",
        text.len(),
        Editor::MAX_BYTES
    )
}
