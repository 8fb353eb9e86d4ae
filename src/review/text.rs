//! A text as rules read it: words and signs with their place, sentences, clauses, and what is no prose set apart.
//!
//! Code, addresses, identifiers, times, dates and numbers are recognised first and become one token each, so that a rule
//! about words cannot fire on `morning-report` or on the path `/data/2025/03/04`. Reading takes time in proportion to the
//! text; nothing is ever looked at twice but the few characters around a sign.

mod pattern;
mod read;
mod shape;
#[cfg(test)]
mod tests;

use std::ops::Range;

pub use pattern::{Match, Patterns};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Letters, with apostrophes and hyphens between them.
    Word,
    /// Digits with their separators, sign, currency, percent sign and unit: `1,204`, `-3.5`, `$41k`, `180ms`, `2%`.
    Number,
    /// A time of day: `14:05`, `9:30:01`, `5pm`, `16h30`, `22:XX`; with its zone if it is written without a space.
    Clock,
    /// A date in digits: `2025-05-02`, `03/04`, `2.3.25`. Some are fractions or versions: rules must look around.
    Date,
    /// A date and a time in one, as RFC 3339 writes it.
    Instant,
    /// Code between backticks or in a fence.
    Code,
    /// An address with its scheme.
    Url,
    /// A mail address.
    Email,
    /// `@name`.
    Handle,
    /// `#channel`.
    Channel,
    /// Anything else without a space in it: `db-14`, `max_connections`, `/var/log`, `v1.2`, `key=value`, `4xx`, `#4411`.
    Ident,
    /// One sign.
    Punct,
}

/// How the letters of a word are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Case {
    /// `word`, or a script without capitals.
    Lower,
    /// `Word`.
    Capital,
    /// `WORD`; not a single letter.
    Upper,
    /// `wOrd`, `iOS`.
    Mixed,
}

/// A word or a sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Where it begins, in bytes.
    pub start: usize,
    /// Where it ends. The `'s` of a possessive belongs to it.
    pub end: usize,
    /// In lower case, with straight apostrophes, without the `'s` of a possessive.
    pub norm: String,
    /// How it is written.
    pub case: Case,
    /// Number of its sentence, from 0. A list item, a heading and a table row are sentences of their own.
    pub sentence: u32,
    /// Number of its clause, from 0: these end at commas, colons, semicolons, dashes, brackets and with the sentence.
    pub clause: u32,
    /// Whether it stands in quotation marks.
    pub quoted: bool,
    /// Whether it ends in `'s` or `s'`.
    pub possessive: bool,
    /// Whether nothing but signs precedes it in its sentence.
    pub first: bool,
}

impl Token {
    /// Tells whether it is this word.
    pub fn is(&self, word: &str) -> bool {
        self.norm == word
    }

    /// Tells whether it is one of these words.
    pub fn any(&self, words: &[&str]) -> bool {
        words.contains(&self.norm.as_str())
    }

    /// Tells whether it is one of these words, which stand in one text with spaces between.
    pub fn among(&self, words: &str) -> bool {
        words.split_ascii_whitespace().any(|it| it == self.norm)
    }

    /// Tells whether it is a word, whatever word.
    pub fn word(&self) -> bool {
        self.kind == Kind::Word
    }

    /// Tells whether it is this sign.
    pub fn sign(&self, sign: char) -> bool {
        self.kind == Kind::Punct && self.norm.starts_with(sign)
    }

    /// Tells whether it is a number, in digits or as a word.
    pub fn number(&self) -> bool {
        self.kind == Kind::Number || (self.word() && NUMBER_WORDS.contains(&self.norm.as_str()))
    }
}

/// Numbers as words. `one` is left out where it is a pronoun: rules that care must look around.
pub const NUMBER_WORDS: &[&str] = &[
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
    "hundred",
    "thousand",
    "million",
    "billion",
    "dozen",
    "half",
    "once",
    "twice",
    "twenty-four",
    "twenty-five",
    "both",
];

/// Returns the value of a number as a word, from `zero` to `twelve`.
pub fn small_number(word: &str) -> Option<u8> {
    NUMBER_WORDS[..=12].iter().position(|it| *it == word).and_then(|it| u8::try_from(it).ok())
}

/// A text with its tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text<'t> {
    /// The text as it was written.
    pub source: &'t str,
    /// Its words and signs, in order.
    pub tokens: Vec<Token>,
}

impl<'t> Text<'t> {
    /// Reads a text.
    pub fn read(source: &'t str) -> Self {
        read::read(source)
    }

    /// Returns what is written from token `from` up to and without token `to`.
    pub fn slice(&self, tokens: Range<usize>) -> &'t str {
        &self.source[self.span(tokens)]
    }

    /// Returns the bytes of these tokens.
    pub fn span(&self, tokens: Range<usize>) -> Range<usize> {
        match (self.tokens.get(tokens.start), tokens.end.checked_sub(1).and_then(|it| self.tokens.get(it))) {
            (Some(first), Some(last)) if first.start <= last.end => first.start..last.end,
            _ => 0..0,
        }
    }

    /// Returns the tokens of each sentence, as ranges.
    pub fn sentences(&self) -> Vec<Range<usize>> {
        self.runs(|it| it.sentence)
    }

    /// Returns the tokens of each clause, as ranges.
    pub fn clauses(&self) -> Vec<Range<usize>> {
        self.runs(|it| it.clause)
    }

    fn runs(&self, key: impl Fn(&Token) -> u32) -> Vec<Range<usize>> {
        let mut runs: Vec<Range<usize>> = Vec::new();
        for (at, token) in self.tokens.iter().enumerate() {
            match runs.last_mut() {
                Some(run) if key(&self.tokens[run.start]) == key(token) => run.end = at + 1,
                _ => runs.push(at..at + 1),
            }
        }
        runs
    }

    /// Returns the token before `at` in the same sentence, if there is one.
    pub fn before(&self, at: usize) -> Option<&Token> {
        let token = self.tokens.get(at.checked_sub(1)?)?;
        (token.sentence == self.tokens.get(at)?.sentence).then_some(token)
    }

    /// Returns the token after `at` in the same sentence, if there is one.
    pub fn after(&self, at: usize) -> Option<&Token> {
        let token = self.tokens.get(at + 1)?;
        (token.sentence == self.tokens.get(at)?.sentence).then_some(token)
    }
}
