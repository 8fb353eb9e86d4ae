//! The table `[keys]`: keys by command id, and which of them cannot stand beside others.
//!
//! Two bindings collide when they can work at the same time and one is the other or its beginning. The one that the
//! person wrote loses the key, the later one if both were written, and each loss is named.

use std::collections::BTreeSet;

use crossterm::event::{KeyCode, KeyModifiers};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Reading, kind_of, nearest};
use crate::app::command::{Command, Context};
use crate::app::key::{Chord, Keys};

/// The name of the table.
pub(super) const TABLE: &str = "keys";

/// The word that leaves a command without a key.
const NOOP: &str = "noop";

/// A command whose keys the file sets.
struct Entry {
    line: usize,
    command: Command,
    keys: Vec<Keys>,
}

/// Reads the table into the configuration.
pub(super) fn read(reading: &mut Reading<'_>, value: &Spanned<DeValue<'_>>, spoilt: &BTreeSet<usize>) {
    let DeValue::Table(table) = value.get_ref() else {
        let line = reading.line(value.span().start);
        let message = format!(
            "{TABLE}: {} does not fit; write a table such as [{TABLE}] with \"event.edit\" = [\"e\"]",
            kind_of(value.get_ref())
        );
        return reading.problem(Some(line), &message);
    };
    let mut entries = Vec::new();
    walk(reading, table, "", (spoilt, &mut entries));
    entries.sort_by_key(|it| it.line);
    settle(reading, &mut entries);
    for entry in entries {
        reading.config.lines.insert(entry.command.spec().id.to_owned(), entry.line);
        reading.config.keys.push((entry.command, entry.keys));
    }
}

/// Goes through a table and those in it: `event.edit` without quotation marks is a table in a table.
fn walk(
    reading: &mut Reading<'_>,
    table: &DeTable<'_>,
    prefix: &str,
    (spoilt, entries): (&BTreeSet<usize>, &mut Vec<Entry>),
) {
    for (name, value) in table {
        let line = reading.line(name.span().start);
        if spoilt.contains(&line) {
            continue;
        }
        let id = format!("{prefix}{}", name.get_ref());
        if let DeValue::Table(inner) = value.get_ref() {
            walk(reading, inner, &format!("{id}."), (spoilt, entries));
            continue;
        }
        let Some(command) = Command::from_id(&id) else {
            let hint = match nearest(&id, Command::ALL.iter().map(|it| it.spec().id)) {
                Some(hint) => format!("did you mean `{hint}`?"),
                None => "`coe config show --default` lists them all".to_owned(),
            };
            reading.problem(Some(line), &format!("unknown command `{id}`; {hint}"));
            continue;
        };
        if entries.iter().any(|it: &Entry| it.command == command) {
            reading.problem(Some(line), &format!("the keys of `{id}` are set twice; keep one of the two"));
            continue;
        }
        if let Some(keys) = chords(reading, line, (command, value.get_ref())) {
            entries.push(Entry { line, command, keys });
        }
    }
}

/// Reads the keys of one command. Nothing when none of what is written can be used: the default stays then.
fn chords(
    reading: &mut Reading<'_>,
    line: usize,
    (command, value): (Command, &DeValue<'_>),
) -> Option<Vec<Keys>> {
    let id = command.spec().id;
    let example = "write a key such as \"e\", or a list such as [\"e\", \"f4\"]";
    let words: Vec<&str> = match value {
        DeValue::String(word) => vec![word.as_ref()],
        DeValue::Array(list) => {
            let words: Option<Vec<&str>> = list.iter().map(|it| it.get_ref().as_str()).collect();
            let Some(words) = words else {
                reading.problem(Some(line), &format!("{id}: the list holds more than texts; {example}"));
                return None;
            };
            words
        }
        other => {
            let message = format!("{id}: {} does not fit; {example}", kind_of(other));
            reading.problem(Some(line), &message);
            return None;
        }
    };
    if words.iter().all(|it| it.eq_ignore_ascii_case(NOOP)) {
        return Some(Vec::new());
    }
    let mut keys = Vec::new();
    for word in words.into_iter().filter(|it| !it.eq_ignore_ascii_case(NOOP)) {
        match word.parse::<Keys>() {
            Ok(chords)
                if chords.chords().iter().any(|it| reserved(*it))
                    && !command.spec().keys.contains(&chords.to_string().as_str()) =>
            {
                let message =
                    format!("{id}: `{word}` cannot be bound, it always means the same; choose another");
                reading.problem(Some(line), &message);
            }
            Ok(chords) if !keys.contains(&chords) => keys.push(chords),
            Ok(_) => {}
            Err(error) => reading.problem(Some(line), &format!("{id}: {error}")),
        }
    }
    (!keys.is_empty()).then_some(keys)
}

/// Tells whether a chord never reaches the table of keys: Esc goes back, Ctrl-C cancels, Ctrl-Z stops.
fn reserved(chord: Chord) -> bool {
    let control = |c| Chord::new(KeyCode::Char(c), KeyModifiers::CONTROL);
    chord.code == KeyCode::Esc || chord == control('c') || chord == control('z')
}

/// Takes keys away from entries until nothing collides.
fn settle(reading: &mut Reading<'_>, entries: &mut Vec<Entry>) {
    while let Some((at, key, other)) = collision(entries) {
        let entry = &mut entries[at];
        let (keys, id) = (entry.keys.remove(key), entry.command.spec().id);
        let (taken, other) = other;
        let other = other.spec().id;
        let how = if taken == keys {
            format!("`{keys}` is bound to `{other}` as well")
        } else {
            format!("`{keys}` and `{taken}` of `{other}` begin alike")
        };
        let line = entry.line;
        if entry.keys.is_empty() {
            // Back to its default, which may in turn collide with what another line says.
            entries.remove(at);
        }
        let message = format!("{id}: {how}; choose another key, or set \"{other}\" = \"{NOOP}\"");
        reading.problem(Some(line), &message);
    }
}

/// Finds a key of an entry that collides: the entry, the key, and what it collides with. Of two entries, the later.
fn collision(entries: &[Entry]) -> Option<(usize, usize, (Keys, Command))> {
    let standard: Vec<(Command, Vec<Keys>)> = Command::ALL
        .iter()
        .filter(|command| !entries.iter().any(|it| it.command == **command))
        .map(|it| (*it, it.spec().keys.iter().filter_map(|keys| keys.parse().ok()).collect()))
        .collect();
    for (at, entry) in entries.iter().enumerate().rev() {
        for (key, keys) in entry.keys.iter().enumerate() {
            let earlier = entries[..at].iter().map(|it| (it.command, &it.keys));
            for (command, theirs) in standard.iter().map(|(command, keys)| (*command, keys)).chain(earlier) {
                if !together(entry.command, command) {
                    continue;
                }
                if let Some(taken) = theirs.iter().find(|it| collide(keys, it)) {
                    return Some((at, key, (taken.clone(), command)));
                }
            }
        }
    }
    None
}

fn collide(a: &Keys, b: &Keys) -> bool {
    let (a, b) = (a.chords(), b.chords());
    a.starts_with(b) || b.starts_with(a)
}

/// Tells whether two commands can take keys at the same time.
fn together(a: Command, b: Command) -> bool {
    let pane =
        |it: Context| matches!(it, Context::Timeline | Context::Impact | Context::Whys | Context::Actions);
    let meet = |a: Context, b: Context| {
        a == b
            || a == Context::Anywhere
            || b == Context::Anywhere
            || (a == Context::Live && pane(b))
            || (b == Context::Live && pane(a))
    };
    a.spec().contexts.iter().any(|a| b.spec().contexts.iter().any(|b| meet(*a, *b)))
}

/// Writes a text as TOML does.
pub(super) fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// Writes keys as a TOML list.
pub(super) fn list(keys: &[&str]) -> String {
    format!("[{}]", keys.iter().map(|it| quoted(it)).collect::<Vec<_>>().join(", "))
}
