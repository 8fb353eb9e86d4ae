//! Overlays: help, palette, history, the whole event, pickers, questions.

use crossterm::event::{KeyCode, KeyModifiers};

use crate::app::command::Command;
use crate::app::editor::{Edited, Editor};
use crate::app::effect::{Act, Effect, Purpose};
use crate::app::field::{Base, FieldKind};
use crate::app::key::Chord;
use crate::app::palette::{self, Entry};
use crate::app::state::{Choice, Item, Overlay, State, Then, Tone, Yes};
use crate::domain::change::{Change, Edit};
use crate::domain::event::Source;
use crate::domain::id::EventId;
use crate::domain::incident::Header;
use crate::domain::plan;
use crate::domain::section::SectionName;

use super::{act, act_on, fields, findings, log, parts};

/// Commands that open something on top.
pub(super) fn run(state: &mut State, command: Command) -> Option<Vec<Effect>> {
    match command {
        Command::HelpOpen => state.show(Overlay::Help { filter: Editor::line(""), selected: 0 }),
        Command::PaletteOpen => state.show(Overlay::Palette { filter: Editor::line(""), selected: 0 }),
        Command::HistoryOpen => {
            let incident = state.incident()?;
            return Some(vec![Effect::History { incident }]);
        }
        Command::FindingsOpen => findings::open_at(state, ("", 0)),
        Command::SectionsOpen => pick_section(state),
        Command::ExportOpen => pick_export(state),
        Command::CopyRow => return Some(copy_row(state)),
        Command::CopyDocument => return Some(vec![Effect::CopyDocument(state.incident()?)]),
        Command::ListNew => return Some(fields::open(state, FieldKind::NewIncident)),
        Command::ListOpen => {
            let id = state.list.shown().get(state.list.selected).map(|it| it.id)?;
            return Some(super::answers::open_incident(state, id));
        }
        _ => return None,
    }
    Some(Vec::new())
}

fn pick_section(state: &mut State) {
    let Some(open) = &state.open else { return };
    let items = SectionName::ALL
        .iter()
        .map(|name| {
            let text =
                open.parts.sections.iter().find(|it| it.name == *name).map_or("", |it| it.text.as_str());
            let words = text.split_whitespace().count();
            let size = if words == 0 { "empty".to_owned() } else { format!("{words} words") };
            let found = state.findings.of_section(*name);
            let gap = if found.is_empty() { "" } else { ", " };
            Item {
                label: format!("{}: {size}{gap}{found}", name.title()),
                chosen: words > 0 && !found.contains("error"),
                choice: Choice::Section(*name),
            }
        })
        .collect();
    // While customers are affected nobody is asked for a finished document.
    let ready = state.findings.readiness().filter(|_| !open.running());
    let title = ready
        .map_or("Write a section (F4 in it hands it to $EDITOR)".to_owned(), |it| format!("Sections: {it}"));
    state.show(Overlay::Picker { title, items, filter: Editor::line(""), selected: 0 });
}

fn pick_export(state: &mut State) {
    let items = [
        ("md", "Markdown, the COE for review"),
        ("html", "HTML, one page for a browser or a printer"),
        ("json", "JSON (coe/1), the record for other programs"),
        ("events-csv", "CSV of the events, for spreadsheets"),
        ("actions-csv", "CSV of the actions, for spreadsheets"),
    ]
    .into_iter()
    .map(|(format, label)| Item { label: label.to_owned(), chosen: false, choice: Choice::Export(format) })
    .collect();
    state.show(Overlay::Picker { title: "Export".into(), items, filter: Editor::line(""), selected: 0 });
}

fn copy_row(state: &mut State) -> Vec<Effect> {
    use crate::app::state::Pane;
    let Some(open) = &state.open else { return Vec::new() };
    let text = match state.focus {
        Pane::Timeline => {
            return match open.timeline.selected_row() {
                Some(row) => vec![Effect::Event { id: row.id, purpose: Purpose::Copy }],
                None => Vec::new(),
            };
        }
        Pane::Impact => state.selected_metric().map(|it| format!("{}: {}", it.name, it.figure())),
        Pane::Whys => state.selected_rung().map(|it| format!("{} {}", it.why, it.because)),
        Pane::Actions => state.selected_action().map(|it| it.title.clone()),
    };
    match text {
        Some(text) => vec![Effect::Copy(text)],
        None => {
            state.say(Tone::Problem, "there is nothing to copy here".to_owned());
            Vec::new()
        }
    }
}

/// Takes a key while something is on top.
pub(super) fn on_key(state: &mut State, chord: Chord) -> Vec<Effect> {
    let Some(overlay) = state.overlays.pop() else { return Vec::new() };
    if chord.code == KeyCode::Esc {
        return Vec::new();
    }
    match overlay {
        Overlay::Help { filter, selected } => {
            let rows = state.commands_here(&filter.text());
            match step(chord, filter, selected, rows.len()) {
                Stepped::Chosen(at) => rows.get(at).map_or_else(Vec::new, |it| super::run(state, *it)),
                Stepped::Stay(filter, selected) => {
                    state.show(Overlay::Help { filter: *filter, selected });
                    Vec::new()
                }
            }
        }
        Overlay::Palette { filter, selected } => {
            let text = filter.text();
            if let (KeyCode::Enter, Some(line)) = (chord.code, text.trim_start().strip_prefix("log ")) {
                // As on the command line, but entered by a second Enter, once it was seen what it means.
                let effects = super::run(state, Command::LogOpen);
                if let Some(field) = state.field.as_mut().filter(|it| it.kind == FieldKind::Log) {
                    field.editor.set_text(line.trim());
                    field.editor.set_cursor_offset(line.trim().chars().count());
                    fields::touch(state);
                }
                return effects;
            }
            let rows = palette::entries(state, &text);
            match step(chord, filter, selected, rows.len()) {
                Stepped::Chosen(at) => match rows.get(at) {
                    Some(Entry::Command(command)) => super::run(state, *command),
                    Some(Entry::Rule(rule)) => {
                        findings::open_at(state, (rule.id, 0));
                        Vec::new()
                    }
                    None => Vec::new(),
                },
                Stepped::Stay(filter, selected) => {
                    state.show(Overlay::Palette { filter: *filter, selected });
                    Vec::new()
                }
            }
        }
        Overlay::Picker { title, items, filter, selected } => {
            let text = filter.text();
            let shown: Vec<Choice> = palette::items(&items, &text).into_iter().map(|it| it.choice).collect();
            // A handle that is typed out names just that, at hand or not.
            let named = exact(&items, &text);
            match step(chord, filter, selected, shown.len().max(usize::from(named.is_some()))) {
                Stepped::Chosen(at) => match named.or_else(|| shown.get(at).copied()) {
                    Some(choice) => choose(state, choice),
                    None => Vec::new(),
                },
                Stepped::Stay(filter, selected) => {
                    state.show(Overlay::Picker { title, items, filter: *filter, selected });
                    Vec::new()
                }
            }
        }
        Overlay::Findings { filter, typing, selected } => {
            findings::on_key(state, chord, (filter, typing, selected))
        }
        Overlay::History { rows, selected } => on_history_key(state, chord, rows, selected),
        Overlay::Event { event, scroll } => on_event_key(state, chord, event, scroll),
        Overlay::Confirm { question, yes, no } => on_answer(state, chord, (question, yes, no)),
    }
}

/// Returns the choice that a handle typed out stands for, in a picker of such.
fn exact(items: &[Item], text: &str) -> Option<Choice> {
    let typed = log::typed_handle(text)?;
    match items.first()?.choice {
        Choice::Cite(_) => Some(typed),
        Choice::Address(_) => items.iter().map(|it| it.choice).find(|it| match (it, typed) {
            (Choice::Address(rung), Choice::Cite(handle)) => *rung == handle,
            _ => false,
        }),
        _ => None,
    }
}

/// What a key did to a list with a filter.
enum Stepped {
    Chosen(usize),
    Stay(Box<Editor>, usize),
}

fn step(chord: Chord, mut filter: Editor, selected: usize, rows: usize) -> Stepped {
    let last = rows.saturating_sub(1);
    let selected = selected.min(last);
    let control = chord.mods == KeyModifiers::CONTROL;
    let to = match chord.code {
        // With nothing to choose it stays: what is typed next must not run as commands.
        KeyCode::Enter if rows == 0 => return Stepped::Stay(Box::new(filter), 0),
        KeyCode::Enter => return Stepped::Chosen(selected),
        KeyCode::Down | KeyCode::Tab if !chord.mods.contains(KeyModifiers::SHIFT) => selected + 1,
        KeyCode::Up | KeyCode::Tab => selected.saturating_sub(1),
        KeyCode::Char('n') if control => selected + 1,
        KeyCode::Char('p') if control => selected.saturating_sub(1),
        KeyCode::PageDown => selected + 10,
        KeyCode::PageUp => selected.saturating_sub(10),
        _ => {
            let changed = filter.key(chord) == Edited::Text;
            return Stepped::Stay(Box::new(filter), if changed { 0 } else { selected });
        }
    };
    Stepped::Stay(Box::new(filter), to.min(last))
}

fn on_history_key(
    state: &mut State,
    chord: Chord,
    rows: Vec<crate::store::HistoryRow>,
    selected: usize,
) -> Vec<Effect> {
    let last = rows.len().saturating_sub(1);
    let to = match chord.code {
        KeyCode::Char('j') | KeyCode::Down => selected + 1,
        KeyCode::Char('k') | KeyCode::Up => selected.saturating_sub(1),
        KeyCode::PageDown => selected + 10,
        KeyCode::PageUp => selected.saturating_sub(10),
        KeyCode::Char('q' | 'H') => return Vec::new(),
        KeyCode::Char('u') | KeyCode::Enter => {
            let effects = match rows.get(selected) {
                Some(row) if row.kind == "do" && !row.undone => {
                    act(state, Act::Undo(Some(row.seq)), None, Then::History)
                }
                Some(row) if row.undone => {
                    state.say(Tone::Problem, format!("step {} is undone already; U does it again", row.seq));
                    Vec::new()
                }
                _ => {
                    state.say(Tone::Problem, "an undo is taken back with U, redo".to_owned());
                    Vec::new()
                }
            };
            state.show(Overlay::History { rows, selected });
            return effects;
        }
        KeyCode::Char('U') => {
            let effects = act(state, Act::Redo, None, Then::History);
            state.show(Overlay::History { rows, selected });
            return effects;
        }
        _ => selected,
    };
    state.show(Overlay::History { rows, selected: to.min(last) });
    Vec::new()
}

fn on_event_key(
    state: &mut State,
    chord: Chord,
    event: Box<crate::domain::event::Event>,
    scroll: usize,
) -> Vec<Effect> {
    let scroll = match chord.code {
        KeyCode::Char('j') | KeyCode::Down => scroll + 1,
        KeyCode::Char('k') | KeyCode::Up => scroll.saturating_sub(1),
        KeyCode::PageDown | KeyCode::Char(' ') => scroll + 10,
        KeyCode::PageUp => scroll.saturating_sub(10),
        KeyCode::Home => 0,
        KeyCode::Char('q') | KeyCode::Enter => return Vec::new(),
        // The keys of the timeline work here as well: look, then act.
        _ => return super::on_key(state, chord),
    };
    let lines = event.text.lines().count()
        + event.links.len()
        + event.evidence.iter().map(|it| it.text.lines().count() + 1).sum::<usize>();
    state.show(Overlay::Event { event, scroll: scroll.min(lines) });
    Vec::new()
}

type Question = (String, Box<Yes>, Option<Box<Yes>>);

fn on_answer(state: &mut State, chord: Chord, (question, yes, no): Question) -> Vec<Effect> {
    match chord.code {
        KeyCode::Char('y' | 'Y') => agree(state, *yes),
        KeyCode::Char('n' | 'N') => no.map_or_else(Vec::new, |it| agree(state, *it)),
        KeyCode::Char('q') => Vec::new(),
        _ => {
            // Anything else, Enter among it, is no answer: an answer must be meant.
            state.show(Overlay::Confirm { question, yes, no });
            Vec::new()
        }
    }
}

fn agree(state: &mut State, yes: Yes) -> Vec<Effect> {
    match yes {
        Yes::Act(what, label) => {
            let Some(incident) = state.incident() else { return Vec::new() };
            let entered = state.field.take().filter(|it| it.kind == FieldKind::Log).map(|field| {
                state.logged.push(field.editor.text());
                let kept = crate::app::field::Kept {
                    text: field.editor.text(),
                    cursor: field.editor.cursor_offset(),
                    opened: field.opened,
                };
                (FieldKind::Log, kept)
            });
            let then = match &what {
                Act::Mark { event, .. } => Then::Select(*event),
                _ => Then::Reload,
            };
            act_on(state, incident, what, label, then, entered)
        }
        Yes::Overwrite { format, path } => match state.incident() {
            Some(incident) => vec![Effect::Export { incident, format, path, force: true }],
            None => Vec::new(),
        },
        Yes::PasteLines(text) => paste_lines(state, &text),
    }
}

/// Logs each line of a pasted text as an event of its own, in one step.
fn paste_lines(state: &mut State, text: &str) -> Vec<Effect> {
    let Some(incident) = state.incident() else { return Vec::new() };
    let opened = state.field.as_ref().map_or(state.now, |it| it.opened);
    let mut changes = Vec::new();
    for (at, line) in text.lines().enumerate().filter(|(_, it)| !it.trim().is_empty()) {
        let read = match state.read_line(line, opened) {
            Ok(read) => read,
            Err(error) => {
                if let Some(field) = &mut state.field {
                    field.complaint = Some(format!("line {}: {error}; nothing was logged", at + 1));
                }
                return Vec::new();
            }
        };
        let id = EventId(state.ids.next(state.now));
        let source = Source { kind: "tui".into(), id: None };
        match plan::event(id, opened, state.zone(), &read, source) {
            Ok(event) => changes.push(Change::event(incident, Edit::add(event))),
            Err(error) => {
                if let Some(field) = &mut state.field {
                    field.complaint = Some(format!("line {}: {error}; nothing was logged", at + 1));
                }
                return Vec::new();
            }
        }
    }
    let label = Some(format!("logged {} pasted lines", changes.len()));
    let entered = state.field.take().map(|field| {
        let kept = crate::app::field::Kept {
            text: field.editor.text(),
            cursor: field.editor.cursor_offset(),
            opened: field.opened,
        };
        (field.kind, kept)
    });
    act_on(state, incident, Act::Changes(changes), label, Then::Reload, entered)
}

fn choose(state: &mut State, choice: Choice) -> Vec<Effect> {
    match choice {
        Choice::Severity(severity) => edit_header(state, |it| it.severity = severity),
        Choice::Status(status) => edit_header(state, |it| it.status = status),
        Choice::Section(name) => {
            let text = state
                .open
                .as_ref()
                .and_then(|it| it.parts.sections.iter().find(|it| it.name == name))
                .map(|it| it.text.clone())
                .unwrap_or_default();
            fields::open_with(state, FieldKind::Section(name), text.clone(), Base::Text(text))
        }
        Choice::Cite(handle) => parts::edit_rung(state, None, |it| parts::toggle(&mut it.cites, handle)),
        Choice::Address(handle) => parts::edit_action(state, |it| parts::toggle(&mut it.addresses, handle)),
        Choice::Export(format) => {
            let reference = state.open.as_ref().map_or_else(String::new, |it| it.header.reference());
            fields::open_with(state, FieldKind::ExportPath, file_name(&reference, format), Base::None)
        }
    }
}

/// Names the file of an export: `INC-7.md`, `INC-7.events.csv`.
fn file_name(reference: &str, format: &str) -> String {
    format!("{reference}.{}", format.replace("-csv", ".csv"))
}

fn edit_header(state: &mut State, edit: impl Fn(&mut Header)) -> Vec<Effect> {
    let Some(before) = state.open.as_ref().map(|it| it.header.clone()) else { return Vec::new() };
    let mut after = before.clone();
    edit(&mut after);
    match Change::header(Edit::replace(before, after)) {
        Some(change) => act(state, Act::Changes(vec![change]), None, Then::Reload),
        None => Vec::new(),
    }
}
