//! The words of a text as the scanners of this family need them: split at white space alone, so that nothing is hidden
//! in code, with the signs around them taken off.

use std::ops::Range;

/// A word.
#[derive(Debug, Clone)]
pub(super) struct Word<'t> {
    /// Where it begins, without the signs before it.
    pub start: usize,
    /// Where it ends, without the signs behind it.
    pub end: usize,
    /// As it is written.
    pub text: &'t str,
    /// In lower case.
    pub lower: String,
    /// Number of its sentence.
    pub sentence: u32,
    /// The signs that follow it before the next white space.
    pub tail: &'t str,
}

impl Word<'_> {
    /// Tells whether it is one of these words.
    pub fn any(&self, words: &[&str]) -> bool {
        words.contains(&self.lower.as_str())
    }

    /// Tells whether it is one of these words, which stand in one text with spaces between.
    pub fn among(&self, words: &str) -> bool {
        words.split_ascii_whitespace().any(|it| it == self.lower)
    }

    /// Returns its bytes.
    pub fn span(&self) -> Range<usize> {
        self.start..self.end
    }

    /// Tells whether it holds a digit.
    pub fn digit(&self) -> bool {
        self.text.bytes().any(|it| it.is_ascii_digit())
    }

    /// Returns it without the ending of a possessive.
    pub fn base(&self) -> &str {
        let end = ["'s", "’s", "s'", "s’"].iter().find_map(|it| self.lower.strip_suffix(it));
        end.unwrap_or(&self.lower)
    }
}

/// Signs that open something and belong to no word.
const OPEN: &[char] =
    &['"', '\'', '`', '(', '[', '{', '<', '“', '„', '«', '‘', '*', '_', '|', '~', ',', ';', ':'];
/// Signs that close something and belong to no word.
const CLOSE: &[char] =
    &['"', '\'', '`', ')', ']', '}', '>', '”', '“', '»', '’', '*', '|', ',', ';', ':', '.', '!', '?', '…'];
/// Words whose full stop ends no sentence.
const SHORT: &[&str] = &[
    "no", "nr", "num", "tel", "ext", "acct", "cust", "st", "str", "av", "ave", "rd", "mr", "mrs", "ms", "dr",
    "id", "e.g", "i.e", "approx", "ph", "mob", "ref", "p.o", "ul", "apt",
];

/// Splits a text into words.
pub(super) fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut sentence = 0;
    for line in lines(text) {
        let mut at = line.start;
        for chunk in text[line.clone()].split(char::is_whitespace) {
            let (from, to) = (at, at + chunk.len());
            // The white space that follows takes one byte or more.
            at = to + text[to..].chars().next().map_or(0, char::len_utf8);
            let opened = chunk.trim_start_matches(OPEN);
            let core = opened.trim_end_matches(CLOSE);
            if core.is_empty() {
                continue;
            }
            let start = from + (chunk.len() - opened.len());
            let end = start + core.len();
            let lower = core.to_lowercase();
            let tail = &text[end..to];
            let ends = tail.contains(['!', '?']) || (tail.contains('.') && !SHORT.contains(&lower.as_str()));
            words.push(Word { start, end, text: core, lower, sentence, tail });
            if ends {
                sentence += 1;
            }
        }
        sentence += 1;
    }
    words
}

fn lines(text: &str) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices('\n') {
        lines.push(start..at);
        start = at + 1;
    }
    lines.push(start..text.len());
    lines
}
