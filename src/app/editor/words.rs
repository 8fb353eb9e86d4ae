//! Where characters and words of one line start and end, in bytes and in chars.
//!
//! A character here is what a person sees as one (a grapheme cluster), however many chars it takes.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// What is drawn for a tab.
pub(super) const BLANK_TAB: &str = "    ";

/// Returns the byte at which a char of the line starts, or the line's length.
pub(super) fn byte_of(line: &str, col: usize) -> usize {
    line.char_indices().nth(col).map_or(line.len(), |(at, _)| at)
}

/// Returns how many chars stand before a byte that is on a boundary.
pub(super) fn char_of(line: &str, byte: usize) -> usize {
    line[..byte].chars().count()
}

/// Returns the nearest place at or before a byte where a character starts, or the line ends.
pub(super) fn snap(line: &str, byte: usize) -> usize {
    if byte >= line.len() {
        return line.len();
    }
    line.grapheme_indices(true).map(|(at, _)| at).take_while(|at| *at <= byte).last().unwrap_or(0)
}

/// Returns where the character before a byte starts.
pub(super) fn before(line: &str, byte: usize) -> usize {
    line[..byte].graphemes(true).next_back().map_or(0, |last| byte - last.len())
}

/// Returns where the character at a byte ends.
pub(super) fn after(line: &str, byte: usize) -> usize {
    line[byte..].graphemes(true).next().map_or(line.len(), |first| byte + first.len())
}

/// Returns the start of the last word that starts before a byte, or the line's start.
pub(super) fn word_start(line: &str, byte: usize) -> usize {
    line.unicode_word_indices().map(|(at, _)| at).take_while(|at| *at < byte).last().unwrap_or(0)
}

/// Returns the end of the first word that ends behind a byte, or the line's end.
pub(super) fn word_end(line: &str, byte: usize) -> usize {
    line.unicode_word_indices()
        .map(|(at, word)| at + word.len())
        .find(|end| *end > byte)
        .unwrap_or(line.len())
}

/// Returns the start of what stands between white space before a byte.
pub(super) fn field_start(line: &str, byte: usize) -> usize {
    line[..byte].trim_end().trim_end_matches(|c: char| !c.is_whitespace()).len()
}

/// Returns the cells that a character takes on the screen.
pub(super) fn cells(character: &str) -> usize {
    match character {
        "\t" => BLANK_TAB.len(),
        _ if character.contains(char::is_control) => 1,
        _ => character.width(),
    }
}

/// Returns the cells that a text takes on the screen.
pub(super) fn width(text: &str) -> usize {
    text.graphemes(true).map(cells).sum()
}
