//! Chords: one key press as a person names it (`x`, `ctrl-c`, `shift-tab`), and sequences of them (`g g`).
//!
//! Here is the one place that turns a terminal's key event into a chord and a chord into text and back. What a
//! chord does is not here. The rule to keep: a chord is only ever made by [`Chord::new`], so that presses which
//! a person takes for the same compare equal on every terminal, and every name that is shown can be written
//! into `config.toml`.

use std::fmt;
use std::str::FromStr;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use thiserror::Error;

#[cfg(test)]
mod tests;

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
    /// Returns the chord of a key with modifiers, normalised.
    ///
    /// Control bytes that terminals cannot tell apart become one chord, whatever the platform calls them:
    /// `ctrl-i` is `tab`, `ctrl-m` is `enter`, `ctrl-[` is `esc`, and `ctrl-7` and `ctrl-/` are `ctrl-_`.
    pub fn new(code: KeyCode, mods: KeyModifiers) -> Self {
        let mut mods = mods & (KeyModifiers::SHIFT | KeyModifiers::CONTROL | KeyModifiers::ALT);
        let mut code = code;
        match code {
            KeyCode::Char(c) => {
                mods.remove(KeyModifiers::SHIFT);
                if mods.contains(KeyModifiers::CONTROL | KeyModifiers::ALT) {
                    mods = KeyModifiers::NONE;
                }
                if mods.contains(KeyModifiers::CONTROL) {
                    code = control(c);
                    if !matches!(code, KeyCode::Char(_)) {
                        mods.remove(KeyModifiers::CONTROL);
                    }
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

    /// Returns the chord of a terminal's key event.
    pub fn from_event(event: KeyEvent) -> Self {
        Chord::new(event.code, event.modifiers)
    }

    /// Returns the character that the press types into a text, if it types one.
    pub fn is_text(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if self.mods.is_empty() && !c.is_control() => Some(c),
            _ => None,
        }
    }
}

/// Returns the key that CONTROL with a character is, by the byte that a terminal sends for it.
fn control(c: char) -> KeyCode {
    match c.to_ascii_lowercase() {
        'i' => KeyCode::Tab,
        'm' => KeyCode::Enter,
        '[' => KeyCode::Esc,
        '4' => KeyCode::Char('\\'),
        '5' => KeyCode::Char(']'),
        '6' => KeyCode::Char('^'),
        '7' | '/' => KeyCode::Char('_'),
        '@' => KeyCode::Char(' '),
        other => KeyCode::Char(other),
    }
}

/// Why a text names no key.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum KeyError {
    /// The text holds no key at all.
    #[error("no key is named; write one such as `x`, `enter` or `ctrl-x`")]
    Empty,
    /// A word is no key.
    #[error("unknown key `{word}`; {}", hint.as_ref().map_or_else(
        || "write a character, or a name such as `enter`, `f2` or `ctrl-x`".to_owned(),
        |hint| format!("did you mean `{hint}`"),
    ))]
    Unknown {
        /// The word as written, with control characters escaped.
        word: String,
        /// The nearest name that is a key.
        hint: Option<String>,
    },
    /// CONTROL, ALT and a character, which Windows sends for AltGr and hence for plain text.
    #[error(
        "`{0}` cannot be bound: ctrl and alt with a character is AltGr on some keyboards; use one of the two"
    )]
    AltGr(String),
    /// SHIFT and a character whose shifted form depends on the keyboard's layout.
    #[error("`{0}` depends on the keyboard; write the character that it types")]
    Shifted(String),
}

/// The keys that have names, with the name that is shown first where a key has several.
const NAMES: [(&str, KeyCode); 31] = [
    ("space", KeyCode::Char(' ')),
    ("enter", KeyCode::Enter),
    ("return", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("escape", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("backspace", KeyCode::Backspace),
    ("delete", KeyCode::Delete),
    ("del", KeyCode::Delete),
    ("insert", KeyCode::Insert),
    ("ins", KeyCode::Insert),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("pgup", KeyCode::PageUp),
    ("pageup", KeyCode::PageUp),
    ("pgdn", KeyCode::PageDown),
    ("pagedown", KeyCode::PageDown),
    ("plus", KeyCode::Char('+')),
    ("minus", KeyCode::Char('-')),
    ("null", KeyCode::Null),
    ("capslock", KeyCode::CapsLock),
    ("scrolllock", KeyCode::ScrollLock),
    ("numlock", KeyCode::NumLock),
    ("printscreen", KeyCode::PrintScreen),
    ("pause", KeyCode::Pause),
    ("menu", KeyCode::Menu),
    ("keypadbegin", KeyCode::KeypadBegin),
];

/// The modifiers with the name that is shown first where a modifier has several.
const MODIFIERS: [(&str, KeyModifiers); 6] = [
    ("ctrl", KeyModifiers::CONTROL),
    ("alt", KeyModifiers::ALT),
    ("shift", KeyModifiers::SHIFT),
    ("control", KeyModifiers::CONTROL),
    ("meta", KeyModifiers::ALT),
    ("option", KeyModifiers::ALT),
];

/// The highest function key that a name is read for.
const LAST_FUNCTION_KEY: u8 = 35;

/// How like a known name a word must be to be suggested, from 0 to 1.
const LIKE_ENOUGH: f64 = 0.6;

impl FromStr for Chord {
    type Err = KeyError;

    /// Reads a chord such as `a`, `A`, `ctrl-c`, `shift-tab`, `f2`, `+`, `ctrl--` or `u+3000`.
    ///
    /// Names and modifiers are read in any case; a single character is taken as it is.
    ///
    /// # Errors
    ///
    /// Fails if the word is no key, or is one that no terminal could report; the message says what to write.
    fn from_str(word: &str) -> Result<Self, KeyError> {
        if word.is_empty() {
            return Err(KeyError::Empty);
        }
        read(word).unwrap_or_else(|| {
            Err(KeyError::Unknown { word: word.escape_debug().to_string(), hint: hint(word) })
        })
    }
}

/// Reads a chord, or returns nothing if the word names no key.
fn read(word: &str) -> Option<Result<Chord, KeyError>> {
    let (mods, rest) = split_modifiers(word);
    let code = key_named(rest)?;
    let KeyCode::Char(c) = code else { return Some(Ok(Chord::new(code, mods))) };
    if mods.contains(KeyModifiers::CONTROL | KeyModifiers::ALT) {
        return Some(Err(KeyError::AltGr(word.escape_debug().to_string())));
    }
    if !mods.contains(KeyModifiers::SHIFT) {
        return Some(Ok(Chord::new(code, mods)));
    }
    let mut upper = c.to_uppercase();
    Some(match (upper.next(), upper.next()) {
        (Some(upper), None) if c.is_lowercase() || c.is_uppercase() => {
            Ok(Chord::new(KeyCode::Char(upper), mods))
        }
        _ => Err(KeyError::Shifted(word.escape_debug().to_string())),
    })
}

/// Splits the modifiers off the front of a word; what is left is never empty if the word is not.
fn split_modifiers(word: &str) -> (KeyModifiers, &str) {
    let (mut mods, mut rest) = (KeyModifiers::NONE, word);
    while let Some((front, back)) = rest.split_once('-') {
        let found = MODIFIERS.iter().find(|(name, _)| name.eq_ignore_ascii_case(front));
        match found {
            Some((_, modifier)) if !back.is_empty() => {
                mods.insert(*modifier);
                rest = back;
            }
            _ => break,
        }
    }
    (mods, rest)
}

/// Returns the key of a character or of a name without modifiers.
fn key_named(word: &str) -> Option<KeyCode> {
    let mut chars = word.chars();
    if let (Some(only), None) = (chars.next(), chars.next()) {
        return (!needs_number(only)).then_some(KeyCode::Char(only));
    }
    let word = word.to_ascii_lowercase();
    if let Some((_, code)) = NAMES.iter().find(|(name, _)| *name == word) {
        return Some(*code);
    }
    if let Some(hex) = word.strip_prefix("u+") {
        return u32::from_str_radix(hex, 16).ok().and_then(char::from_u32).map(KeyCode::Char);
    }
    let number = word.strip_prefix('f').filter(|digits| !digits.starts_with(['0', '+']))?;
    number.parse().ok().filter(|n| (1..=LAST_FUNCTION_KEY).contains(n)).map(KeyCode::F)
}

/// Tells whether a character cannot stand for itself in a text of words.
fn needs_number(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

/// Returns the key that a wrong word was probably meant to be.
fn hint(word: &str) -> Option<String> {
    let chord = |text: String| read(&text)?.ok().map(|chord| chord.to_string());
    let (mods, rest) = split_modifiers(word);
    let front = &word[..word.len() - rest.len()];
    if let Some((modifier, key)) = rest.split_once('-')
        && let Some(known) = nearest(modifier, MODIFIERS.iter().map(|(name, _)| *name))
        && let Some(found) = chord(format!("{front}{known}-{key}"))
    {
        return Some(found);
    }
    if let Some(known) = nearest(rest, NAMES.iter().map(|(name, _)| *name)) {
        return chord(format!("{front}{known}"));
    }
    let short = mods.is_empty() && rest.chars().count() <= 3 && rest.chars().all(char::is_alphanumeric);
    short.then(|| rest.chars().map(String::from).collect::<Vec<_>>().join(" "))
}

/// Returns the name most like a word, if one is like it at all.
fn nearest<'a>(word: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_ascii_lowercase();
    names
        .map(|name| (strsim::normalized_damerau_levenshtein(&word, name), name))
        .filter(|(likeness, _)| *likeness >= LIKE_ENOUGH)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

impl fmt::Display for Chord {
    /// Writes the name that [`Chord::from_str`] reads; keys that only exotic protocols report are `unnamed`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, modifier) in &MODIFIERS[..3] {
            if self.mods.contains(*modifier) {
                write!(f, "{name}-")?;
            }
        }
        match self.code {
            KeyCode::Char(' ') => f.write_str("space"),
            KeyCode::Char(c) if needs_number(c) => write!(f, "u+{:04x}", u32::from(c)),
            KeyCode::Char(c) => write!(f, "{c}"),
            KeyCode::F(n) => write!(f, "f{n}"),
            code => {
                let named = NAMES.iter().find(|(_, known)| *known == code);
                f.write_str(named.map_or("unnamed", |(name, _)| name))
            }
        }
    }
}

/// A sequence of chords pressed one after another, written with spaces between: `g g`, `m d`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Keys(Vec<Chord>);

impl Keys {
    /// Returns the chords in the order in which they are pressed; there is at least one.
    pub fn chords(&self) -> &[Chord] {
        &self.0
    }
}

impl From<Chord> for Keys {
    fn from(chord: Chord) -> Self {
        Keys(vec![chord])
    }
}

impl FromStr for Keys {
    type Err = KeyError;

    /// Reads chords with white space between them.
    ///
    /// # Errors
    ///
    /// Fails if there is none, or at the first word that is no key.
    fn from_str(text: &str) -> Result<Self, KeyError> {
        let chords = text.split_whitespace().map(str::parse).collect::<Result<Vec<Chord>, _>>()?;
        if chords.is_empty() { Err(KeyError::Empty) } else { Ok(Keys(chords)) }
    }
}

impl fmt::Display for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, chord) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str(" ")?;
            }
            write!(f, "{chord}")?;
        }
        Ok(())
    }
}
