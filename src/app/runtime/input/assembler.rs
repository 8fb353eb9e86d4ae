//! Puts escape sequences together again that a slow line tore apart.
//!
//! Without it `Esc`, a pause and `[A` would cancel a prompt and then run the commands `[` and `A`. Pure: fed
//! with chords and the time, so that every timing can be tested. Esc is never lost, at most late.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::Input;
use crate::app::key::Chord;

#[cfg(test)]
mod tests;

/// How long after a delivered Esc the rest of its sequence is recognised, and how long a begun sequence
/// waits for its next character, in milliseconds.
const LATE_MS: u64 = 150;
/// How long a paste whose start was torn may pause before it counts as complete, in milliseconds.
const PASTE_PAUSE_MS: u64 = 150;
/// How long after a paste everything that comes is still a part of it, in milliseconds. A pasted text may hold the mark
/// that ends a paste; nobody types this soon after one.
const TAIL_MS: u64 = 40;
/// No sequence of a key is longer.
const LONGEST: usize = 32;

/// The state between chords.
#[derive(Debug, Clone, PartialEq, Eq)]
enum State {
    /// Nothing is going on.
    Idle,
    /// An Esc is held back since this time.
    Held(u64),
    /// A lone Esc was delivered at this time.
    Delivered(u64),
    /// An Esc and `[` or `O` came, and perhaps more.
    Sequence { esc_due: bool, text: String, last: u64 },
    /// The text of a paste whose start was torn.
    Pasting { text: String, last: u64 },
    /// A whole paste, and what came in its wake.
    Pasted { text: String, last: u64 },
}

/// Turns chords into inputs, with torn sequences made whole.
#[derive(Debug, Clone)]
pub struct Assembler {
    hold_ms: u64,
    state: State,
}

impl Assembler {
    /// Makes an assembler that holds an Esc for `hold_ms` milliseconds; 0 delivers it at once.
    pub fn new(hold_ms: u64) -> Self {
        Assembler { hold_ms, state: State::Idle }
    }

    /// Returns the time at which [`Assembler::tick`] has something to do, if there is one.
    pub fn deadline(&self) -> Option<u64> {
        match &self.state {
            State::Idle => None,
            State::Held(since) => Some(since + self.hold_ms),
            State::Delivered(at) => Some(at + LATE_MS),
            State::Sequence { last, .. } => Some(last + LATE_MS),
            State::Pasting { last, .. } => Some(last + PASTE_PAUSE_MS),
            State::Pasted { last, .. } => Some(last + TAIL_MS),
        }
    }

    /// Delivers what has waited long enough at `now`, in milliseconds.
    pub fn tick(&mut self, now: u64, out: &mut Vec<Input>) {
        if self.deadline().is_none_or(|due| now < due) {
            return;
        }
        self.state = match std::mem::replace(&mut self.state, State::Idle) {
            State::Held(_) => {
                out.push(ESC);
                State::Delivered(now)
            }
            State::Sequence { esc_due: true, text, .. } => {
                // The Esc has waited enough; what follows still belongs to the sequence for a while.
                out.push(ESC);
                State::Sequence { esc_due: false, text, last: now }
            }
            State::Pasting { text, .. } | State::Pasted { text, .. } => {
                out.push(Input::Paste(text));
                State::Idle
            }
            State::Idle | State::Delivered(_) | State::Sequence { .. } => State::Idle,
        };
    }

    /// Takes a chord that arrived at `now`, in milliseconds; `now` never goes back.
    pub fn feed(&mut self, chord: Chord, now: u64, out: &mut Vec<Input>) {
        self.tick(now, out);
        self.state = match std::mem::replace(&mut self.state, State::Idle) {
            State::Idle => self.begin(chord, now, out),
            State::Held(_) => match introducer(chord) {
                Some(c) => State::Sequence { esc_due: true, text: c.to_string(), last: now },
                None => {
                    out.push(ESC);
                    self.begin(chord, now, out)
                }
            },
            State::Delivered(_) => match introducer(chord) {
                Some(c) => State::Sequence { esc_due: false, text: c.to_string(), last: now },
                None => self.begin(chord, now, out),
            },
            State::Sequence { esc_due, text, .. } => self.go_on(chord, (esc_due, text), now, out),
            State::Pasting { mut text, .. } => match pasted(chord) {
                Some(c) => {
                    text.push(c);
                    State::Pasting { text, last: now }
                }
                None => {
                    out.push(Input::Paste(text));
                    self.begin(chord, now, out)
                }
            },
            // Keys that are no text are dropped: an arrow in front of a letter must not make it a command.
            State::Pasted { mut text, .. } => {
                text.extend(pasted(chord));
                State::Pasted { text, last: now }
            }
        };
    }

    /// Takes a paste that arrived at `now`, in milliseconds.
    pub fn paste(&mut self, text: String, now: u64, out: &mut Vec<Input>) {
        self.flush(out);
        self.state = State::Pasted { text, last: now };
    }

    /// Delivers everything held back, before an input that is no chord.
    pub fn flush(&mut self, out: &mut Vec<Input>) {
        match std::mem::replace(&mut self.state, State::Idle) {
            State::Held(_) | State::Sequence { esc_due: true, .. } => out.push(ESC),
            State::Pasting { text, .. } | State::Pasted { text, .. } => out.push(Input::Paste(text)),
            State::Idle | State::Delivered(_) | State::Sequence { .. } => {}
        }
    }

    /// Takes a chord that continues nothing.
    fn begin(&self, chord: Chord, now: u64, out: &mut Vec<Input>) -> State {
        if chord.code != KeyCode::Esc || !chord.mods.is_empty() {
            out.push(Input::Key(chord));
            return State::Idle;
        }
        if self.hold_ms > 0 {
            return State::Held(now);
        }
        out.push(ESC);
        State::Delivered(now)
    }

    /// Takes the next chord of a begun sequence.
    fn go_on(&self, chord: Chord, begun: (bool, String), now: u64, out: &mut Vec<Input>) -> State {
        let (esc_due, mut text) = begun;
        let next = match chord.code {
            KeyCode::Char(c) if chord.mods.is_empty() && c.is_ascii_graphic() => c,
            _ => {
                // Something else cuts the sequence off: what came of it is dropped, its Esc is not.
                if esc_due {
                    out.push(ESC);
                }
                return self.begin(chord, now, out);
            }
        };
        text.push(next);
        match read(&text) {
            Reading::More if text.len() < LONGEST => State::Sequence { esc_due, text, last: now },
            Reading::Whole(input) => {
                out.push(input);
                State::Idle
            }
            Reading::PasteStart => State::Pasting { text: String::new(), last: now },
            Reading::More | Reading::Unknown => {
                if esc_due && !text.starts_with('[') {
                    out.push(ESC);
                }
                State::Idle
            }
        }
    }
}

const ESC: Input = Input::Key(Chord { code: KeyCode::Esc, mods: KeyModifiers::NONE });

/// What the characters after an Esc amount to.
enum Reading {
    /// Not complete.
    More,
    /// A key or a focus report.
    Whole(Input),
    /// The start of a bracketed paste.
    PasteStart,
    /// Complete, and nothing of ours.
    Unknown,
}

/// Returns the character when the chord can begin a sequence after an Esc.
fn introducer(chord: Chord) -> Option<char> {
    match chord.code {
        KeyCode::Char(c @ ('[' | 'O')) if chord.mods.is_empty() => Some(c),
        _ => None,
    }
}

/// Returns the character that a chord stands for inside a paste.
fn pasted(chord: Chord) -> Option<char> {
    match chord.code {
        KeyCode::Char('j') if chord.mods == KeyModifiers::CONTROL => Some('\n'),
        KeyCode::Char(c) if chord.mods.is_empty() => Some(c),
        KeyCode::Enter if chord.mods.is_empty() => Some('\n'),
        KeyCode::Tab if chord.mods.is_empty() => Some('\t'),
        _ => None,
    }
}

/// Reads what came after an Esc: `[`, parameters and a final character, or `O` and a final character.
fn read(text: &str) -> Reading {
    let (body, csi) = match text.strip_prefix('[') {
        Some(body) => (body, true),
        None => (text.strip_prefix('O').unwrap_or_default(), false),
    };
    let Some(last) = body.chars().last() else { return Reading::More };
    let parameters = &body[..body.len() - last.len_utf8()];
    // The Linux console sends `[[A` for F1.
    if csi && (('\u{20}'..='\u{3f}').contains(&last) || (last == '[' && parameters.is_empty())) {
        return Reading::More;
    }
    if let Some(number) = parameters.strip_prefix('[') {
        return match (number, last) {
            ("", 'A'..='E') => key(KeyCode::F(last as u8 - b'A' + 1), KeyModifiers::NONE),
            _ => Reading::Unknown,
        };
    }
    if !parameters.chars().all(|c| c.is_ascii_digit() || c == ';') {
        return Reading::Unknown;
    }
    let mut numbers = parameters.split(';').map(|n| n.parse::<u16>().unwrap_or(0));
    let first = numbers.next().unwrap_or(0);
    let mods = modifiers(numbers.next().unwrap_or(0));
    let code = match (last, first) {
        ('A', _) => KeyCode::Up,
        ('B', _) => KeyCode::Down,
        ('C', _) => KeyCode::Right,
        ('D', _) => KeyCode::Left,
        ('H', _) => KeyCode::Home,
        ('F', _) => KeyCode::End,
        ('P'..='S', _) => KeyCode::F(last as u8 - b'P' + 1),
        ('Z', _) if csi => KeyCode::BackTab,
        ('I', 0) if csi => return Reading::Whole(Input::FocusGained),
        ('O', 0) if csi => return Reading::Whole(Input::FocusLost),
        ('~', 200) if csi => return Reading::PasteStart,
        ('~', number) if csi => match numbered(number) {
            Some(code) => code,
            None => return Reading::Unknown,
        },
        _ => return Reading::Unknown,
    };
    key(code, mods)
}

fn key(code: KeyCode, mods: KeyModifiers) -> Reading {
    Reading::Whole(Input::Key(Chord::from_event(KeyEvent::new(code, mods))))
}

/// Returns the modifiers of a parameter: one more than a bit set.
fn modifiers(parameter: u16) -> KeyModifiers {
    let bits = parameter.saturating_sub(1);
    [(1, KeyModifiers::SHIFT), (2, KeyModifiers::ALT), (4, KeyModifiers::CONTROL)]
        .into_iter()
        .filter(|(bit, _)| bits & bit != 0)
        .fold(KeyModifiers::NONE, |all, (_, modifier)| all | modifier)
}

/// Returns the key of `CSI number ~`.
fn numbered(number: u16) -> Option<KeyCode> {
    let function = |from: u16, first: u16| u8::try_from(number - from + first).ok().map(KeyCode::F);
    match number {
        1 | 7 => Some(KeyCode::Home),
        2 => Some(KeyCode::Insert),
        3 => Some(KeyCode::Delete),
        4 | 8 => Some(KeyCode::End),
        5 => Some(KeyCode::PageUp),
        6 => Some(KeyCode::PageDown),
        11..=15 => function(11, 1),
        17..=21 => function(17, 6),
        23..=26 => function(23, 11),
        28 | 29 => function(28, 15),
        31..=34 => function(31, 17),
        _ => None,
    }
}
