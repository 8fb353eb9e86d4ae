//! The table of commands itself: what it must never say.

use std::collections::BTreeMap;

use coe::app::command::{Command, Context};
use coe::app::key::{Chord, Keys};

/// Contexts whose keys work together, inner ones first: every place a person can be in.
const SCOPES: [&[Context]; 6] = [
    &[Context::Timeline, Context::Live, Context::Anywhere],
    &[Context::Impact, Context::Live, Context::Anywhere],
    &[Context::Whys, Context::Live, Context::Anywhere],
    &[Context::Actions, Context::Live, Context::Anywhere],
    &[Context::List, Context::Anywhere],
    &[Context::Anywhere],
];

/// Letters that may follow ESC in a sequence that a slow line tears apart.
const SPLIT: &str = "ABCDFHMOPQRSZm0123456789~[<;";

/// Commands under such a letter that look and change no record.
const LOOK: [&str; 10] = [
    "history.open",
    "pane.timeline",
    "pane.impact",
    "pane.whys",
    "pane.actions",
    "sections.open",
    "list.show",
    "milestone.previous",
    "milestone.next",
    "move.last",
];

/// Chords that belong to terminals, multiplexers and shells. `ctrl-p` is an alias of `:` and the only one of zellij's
/// in use, as `:` reaches the palette everywhere.
const RESERVED: [&str; 13] = [
    "ctrl-b",
    "ctrl-a",
    "ctrl-q",
    "ctrl-s",
    "ctrl-g",
    "ctrl-o",
    "ctrl-t",
    "ctrl-n",
    "ctrl-h",
    "ctrl-\\",
    "ctrl-space",
    "ctrl-c",
    "ctrl-j",
];

fn bindings() -> impl Iterator<Item = (Command, Keys)> {
    Command::ALL.iter().flat_map(|it| it.spec().keys.iter().map(|keys| (*it, keys.parse().unwrap())))
}

#[test]
fn ids_are_words_with_a_dot_and_lead_back_to_their_command() {
    for command in Command::ALL {
        let id = command.spec().id;
        let (subject, what) = id.split_once('.').unwrap_or_else(|| panic!("{id}"));
        for word in [subject, what] {
            assert!(!word.is_empty() && word.chars().all(|it| it.is_ascii_lowercase() || it == '_'), "{id}");
        }
        assert_eq!(Command::from_id(id), Some(*command), "{id} is there twice");
    }
}

#[test]
fn each_command_says_what_it_does_in_one_sentence_and_has_a_key() {
    for command in Command::ALL {
        let spec = command.spec();
        let doc = spec.doc;
        assert!(doc.ends_with('.') && doc.starts_with(|it: char| it.is_ascii_uppercase()), "{doc}");
        assert!(!doc.contains("  ") && !doc.contains('\n') && doc.len() <= 80, "{doc}");
        assert!(!spec.contexts.is_empty() && !spec.keys.is_empty(), "{}", spec.id);
        assert!(spec.hint.len() <= 10, "{}", spec.hint);
    }
}

#[test]
fn default_keys_read_and_print_the_same() {
    for command in Command::ALL {
        for keys in command.spec().keys {
            assert_eq!(keys.parse::<Keys>().unwrap().to_string(), *keys, "{}", command.spec().id);
        }
    }
}

#[test]
fn no_key_hides_another_of_the_same_context() {
    for context in Context::ALL {
        let here: Vec<_> = bindings().filter(|(it, _)| it.spec().contexts.contains(&context)).collect();
        for (at, (command, keys)) in here.iter().enumerate() {
            for (other, others) in &here[at + 1..] {
                let begins = |a: &Keys, b: &Keys| b.chords().starts_with(a.chords());
                assert!(
                    !begins(keys, others) && !begins(others, keys),
                    "{context:?}: {keys} is {} and {others} is {}",
                    command.spec().id,
                    other.spec().id
                );
            }
        }
    }
}

#[test]
fn inner_contexts_hide_no_key_of_an_outer_one() {
    let mut hidden = BTreeMap::new();
    for scope in SCOPES {
        for (at, inner) in scope.iter().enumerate() {
            for outer in &scope[at + 1..] {
                for (command, keys) in bindings().filter(|(it, _)| it.spec().contexts.contains(inner)) {
                    for (other, others) in bindings().filter(|(it, _)| it.spec().contexts.contains(outer)) {
                        let (short, long) = (keys.chords(), others.chords());
                        if command != other && (long.starts_with(short) || short.starts_with(long)) {
                            hidden.insert(format!("{keys} in {inner:?}"), format!("{others} in {outer:?}"));
                        }
                    }
                }
            }
        }
    }
    // `g g` and `g s` share their first key on purpose: neither is the beginning of the other.
    assert_eq!(hidden, BTreeMap::new());
}

#[test]
fn no_torn_sequence_changes_a_record() {
    for (command, keys) in bindings() {
        let first = keys.chords()[0].to_string();
        if keys.chords().len() > 1 || !SPLIT.contains(&first) {
            continue;
        }
        assert!(LOOK.contains(&command.spec().id), "{first} alone is {}", command.spec().id);
    }
}

#[test]
fn chords_of_terminals_and_multiplexers_are_left_alone() {
    for (command, keys) in bindings() {
        for chord in keys.chords() {
            let name = chord.to_string();
            assert!(
                !RESERVED.contains(&name.as_str()) && !name.starts_with("alt-"),
                "{name} is {}",
                command.spec().id
            );
        }
    }
    let _: Chord = "ctrl-p".parse().unwrap();
}
