//! Chords: one key press as a person names it, `x`, `ctrl-c`, `shift-tab`.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// One key press, normalised so that equal presses compare equal on every terminal and layout.
///
/// The produced character decides: SHIFT is dropped from characters, and CONTROL|ALT with a printable
/// character is that character, because Windows reports AltGr so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd)]
pub struct Chord {
    /// The key.
    pub code: KeyCode,
    /// The modifiers that remain after normalising.
    pub mods: KeyModifiers,
}

impl Chord {
    /// Returns the chord of a terminal's key event.
    pub fn from_event(event: KeyEvent) -> Self {
        let mut mods = event.modifiers & (KeyModifiers::SHIFT | KeyModifiers::CONTROL | KeyModifiers::ALT);
        let mut code = event.code;
        match code {
            KeyCode::Char(_) => {
                mods.remove(KeyModifiers::SHIFT);
                if mods.contains(KeyModifiers::CONTROL | KeyModifiers::ALT) {
                    mods = KeyModifiers::NONE;
                }
            }
            KeyCode::BackTab => {
                code = KeyCode::Tab;
                mods.insert(KeyModifiers::SHIFT);
            }
            _ => {}
        }
        Chord { code, mods }
    }
}
