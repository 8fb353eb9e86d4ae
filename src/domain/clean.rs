//! Hostile text made harmless: pasted text, imported files, command line arguments, rows another program wrote.
//!
//! Here: the one list of characters that neither reach the store nor the terminal, and the measuring and cutting
//! of text by columns. Not here: escapes for Markdown, JSON or a shell, which belong to whoever writes those.
//!
//! The rule to keep: `block` and `line` change nothing the second time, and what they return can be printed to any
//! terminal without moving the caret, turning the direction of the text or hiding a part of it.

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

#[cfg(test)]
mod tests;

/// Characters without a column of their own that may follow one base character. No script needs as many; some
/// terminals crash on hundreds of them, and invisible ones can carry hidden data.
const MARKS_PER_BASE: usize = 8;

const BELL: char = '\u{7}';
const ESCAPE: char = '\u{1b}';
const STRING_END: char = '\u{9c}';
const ELLIPSIS: &str = "…";

/// How many malformed stretches of bytes were replaced by U+FFFD while text was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Replaced(pub usize);

impl Replaced {
    /// Tells whether the text that came out differs from the bytes that went in.
    pub fn any(self) -> bool {
        self.0 > 0
    }
}

/// Cleans a text of many lines on its way in.
///
/// Composes characters (NFC), ends every line with a line feed, and removes terminal escape sequences as a whole,
/// every other control character but line feed and tab, controls of the text direction, byte order marks,
/// interlinear annotations and tag characters. Joiners and variation selectors stay, for emoji and for the scripts
/// that need them; at most eight marks stay on one base character. White space is left as it is.
pub fn block(text: &str) -> String {
    if is_clean(text) { text.to_owned() } else { scrub(text) }
}

/// Cleans a text that has to fit on one line: as [`block`], then every run of line ends and tabs becomes one space
/// and outer white space goes.
pub fn line(text: &str) -> String {
    let text = for_terminal(text);
    let mut out = String::with_capacity(text.len());
    let mut in_break = false;
    for ch in text.trim().chars() {
        let breaks = matches!(ch, '\n' | '\t');
        if !breaks {
            out.push(ch);
        } else if !in_break {
            out.push(' ');
        }
        in_break = breaks;
    }
    // A mark that stood on a line feed now stands on a space, and a space can compose where a line feed cannot.
    if is_clean(&out) { out } else { scrub(&out).trim().to_owned() }
}

/// Reads bytes of unknown origin as text: each malformed stretch becomes U+FFFD and is counted, the rest is cleaned
/// as by [`block`].
pub fn from_bytes(bytes: &[u8]) -> (String, Replaced) {
    let mut text = String::with_capacity(bytes.len());
    let mut replaced = Replaced::default();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            text.push(char::REPLACEMENT_CHARACTER);
            replaced.0 += 1;
        }
    }
    (block(&text), replaced)
}

/// Makes stored text fit for a terminal. Whatever this program stored is clean and is borrowed after one look at
/// it; a row that another program wrote is cleaned as by [`block`].
pub fn for_terminal(text: &str) -> Cow<'_, str> {
    if is_clean(text) { Cow::Borrowed(text) } else { Cow::Owned(scrub(text)) }
}

/// Counts the columns that a text takes on the terminal, character by visible character as the screen is drawn.
pub fn width(text: &str) -> usize {
    if is_plain(text) { text.len() } else { text.graphemes(true).map(UnicodeWidthStr::width).sum() }
}

/// Cuts a text to at most `columns` columns, between visible characters; a text that was cut ends with `…`.
pub fn truncate(text: &str, columns: usize) -> Cow<'_, str> {
    // A byte never takes more than one column.
    if text.len() <= columns {
        return Cow::Borrowed(text);
    }
    let mut used = 0;
    let mut keep = 0;
    for (start, grapheme) in text.grapheme_indices(true) {
        used += grapheme.width();
        if used > columns {
            let ellipsis = if columns == 0 { "" } else { ELLIPSIS };
            return Cow::Owned(format!("{}{ellipsis}", &text[..keep]));
        }
        if used < columns {
            keep = start + grapheme.len();
        }
    }
    Cow::Borrowed(text)
}

fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// Tells in one pass whether cleaning would change nothing. May say no of a clean text, never yes of an unclean one.
fn is_clean(text: &str) -> bool {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n' | b'\t')) {
        return true;
    }
    let mut marks = 0;
    for ch in text.chars() {
        if is_banned(ch) || matches!(ch, '\r' | '\u{2028}' | '\u{2029}') {
            return false;
        }
        marks = if takes_no_column(ch) { marks + 1 } else { 0 };
        if marks > MARKS_PER_BASE {
            return false;
        }
    }
    is_nfc_quick(text.chars()) == IsNormalized::Yes
}

fn scrub(text: &str) -> String {
    // Removing first: two characters that a removed one kept apart may compose.
    let harmless = without_controls(text);
    let mut out = String::with_capacity(harmless.len());
    let mut marks = 0;
    for ch in harmless.nfc() {
        marks = if takes_no_column(ch) { marks + 1 } else { 0 };
        if marks <= MARKS_PER_BASE {
            out.push(ch);
        }
    }
    out
}

fn without_controls(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(ch) = rest.chars().next() {
        let after = &rest[ch.len_utf8()..];
        rest = match ch {
            ESCAPE => after_escape(after),
            '\u{9b}' => after_csi(after),
            '\u{90}' | '\u{98}' | '\u{9d}'..='\u{9f}' => after_string(after),
            '\r' => {
                out.push('\n');
                after.strip_prefix('\n').unwrap_or(after)
            }
            '\u{2028}' | '\u{2029}' => {
                out.push('\n');
                after
            }
            ch => {
                if !is_banned(ch) {
                    out.push(ch);
                }
                after
            }
        };
    }
    out
}

/// Skips what belongs to an escape character: the grammar of ECMA-48, as terminals read it.
fn after_escape(text: &str) -> &str {
    match text.bytes().next() {
        Some(b'[') => after_csi(&text[1..]),
        Some(b']' | b'P' | b'X' | b'^' | b'_') => after_string(&text[1..]),
        Some(b' '..=b'~') => {
            let end = text.trim_start_matches(|ch| matches!(ch, ' '..='/'));
            match end.bytes().next() {
                Some(b'0'..=b'~') => &end[1..],
                // Not a sequence: nothing but the escape character goes.
                _ => text,
            }
        }
        _ => text,
    }
}

/// Skips parameters, intermediates and the final character of a control sequence.
fn after_csi(text: &str) -> &str {
    let text = text.trim_start_matches(|ch| matches!(ch, '0'..='?'));
    let text = text.trim_start_matches(|ch| matches!(ch, ' '..='/'));
    match text.bytes().next() {
        Some(b'@'..=b'~') => &text[1..],
        _ => text,
    }
}

/// Skips a command string (window titles, clipboard writes, images) with its terminator. A string that never ends
/// would take the rest of the text with it, so of such a one only the introducer goes.
fn after_string(text: &str) -> &str {
    let control = |ch: char| ch.is_control() && !matches!(ch, '\n' | '\r' | '\t');
    let Some(at) = text.find(control) else { return text };
    let end = &text[at..];
    end.strip_prefix(BELL)
        .or_else(|| end.strip_prefix(STRING_END))
        .or_else(|| end.strip_prefix("\u{1b}\\"))
        .unwrap_or(text)
}

/// Characters that are never kept: they act on the terminal or on the reader's eye instead of being read.
fn is_banned(ch: char) -> bool {
    match ch {
        '\n' | '\t' => false,
        // Direction: marks, embeddings, overrides, isolates, and the deprecated format characters after them.
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}' => true,
        // Byte order mark and interlinear annotation.
        '\u{feff}' | '\u{fff9}'..='\u{fffb}' => true,
        // Tags: an invisible copy of ASCII.
        '\u{e0000}'..='\u{e007f}' => true,
        _ => ch.is_control(),
    }
}

fn takes_no_column(ch: char) -> bool {
    !ch.is_ascii() && (is_combining_mark(ch) || ch.width() == Some(0))
}
