//! From keys to commands: the defaults of the table, with what the configuration changes by command id.

use super::command::{Command, Context};
use super::key::{Chord, Keys};

/// The keys in force.
#[derive(Debug, Clone)]
pub struct Keymap {
    bindings: Vec<(Command, Keys)>,
}

/// What keys pressed so far amount to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolution {
    /// They name a command.
    Run(Command),
    /// They begin some; these are the ways on.
    Pending(Vec<(Chord, Command)>),
    /// They mean nothing here.
    Unbound,
}

impl Default for Keymap {
    fn default() -> Self {
        let mut bindings = Vec::new();
        for command in Command::ALL {
            for keys in command.spec().keys {
                if let Ok(keys) = keys.parse() {
                    bindings.push((*command, keys));
                }
            }
        }
        Keymap { bindings }
    }
}

impl Keymap {
    /// Replaces the keys of a command; none disables it.
    pub fn set(&mut self, command: Command, keys: Vec<Keys>) {
        self.bindings.retain(|(it, _)| *it != command);
        self.bindings.extend(keys.into_iter().map(|it| (command, it)));
    }

    /// Returns the keys of a command, the first of them the one to show.
    pub fn keys(&self, command: Command) -> impl Iterator<Item = &Keys> {
        self.bindings.iter().filter(move |(it, _)| *it == command).map(|(_, keys)| keys)
    }

    /// Finds what `pressed` means in `contexts`, inner contexts first.
    pub fn resolve(&self, contexts: &[Context], pressed: &[Chord]) -> Resolution {
        let mut ways: Vec<(Chord, Command)> = Vec::new();
        for context in contexts {
            for (command, keys) in &self.bindings {
                if !command.spec().contexts.contains(context) {
                    continue;
                }
                let chords = keys.chords();
                if chords == pressed && ways.is_empty() {
                    return Resolution::Run(*command);
                }
                if chords.len() > pressed.len() && chords.starts_with(pressed) {
                    let next = chords[pressed.len()];
                    if !ways.iter().any(|(it, _)| *it == next) {
                        ways.push((next, *command));
                    }
                }
            }
        }
        if ways.is_empty() { Resolution::Unbound } else { Resolution::Pending(ways) }
    }
}
