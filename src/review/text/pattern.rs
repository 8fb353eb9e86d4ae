//! Patterns over tokens: what a rule looks for, written as words.
//!
//! A pattern is a line of elements with spaces between:
//!
//! | element | stands for |
//! | --- | --- |
//! | `word` | that word, in any case |
//! | `a\|b\|c*` | one of these; `*` at the end stands for any ending |
//! | `?x` | `x` or nothing |
//! | `..3` | up to three tokens of the same sentence, as few as can be |
//! | `<word>` `<cap>` `<num>` `<clock>` `<date>` `<code>` `<ident>` `<handle>` `<any>` | a token of that kind |
//! | `,` `:` `(` … | that sign |
//!
//! A match never leaves its sentence. Patterns are sorted by their first word, so that scanning a text costs a look-up
//! for each token, whatever the number of patterns.

use std::collections::HashMap;
use std::ops::Range;

use super::{Case, Kind, Text, Token};

/// A set of patterns, each with a value.
#[derive(Debug)]
pub struct Patterns<V: 'static> {
    list: Vec<(Vec<Element>, &'static V)>,
    /// The patterns that begin with a word, by that word.
    by_word: HashMap<&'static str, Vec<usize>>,
    /// All others.
    other: Vec<usize>,
}

/// A place where a pattern fits.
#[derive(Debug)]
pub struct Match<V: 'static> {
    /// The tokens.
    pub tokens: Range<usize>,
    /// The value of the pattern.
    pub value: &'static V,
}

#[derive(Debug)]
struct Element {
    optional: bool,
    what: What,
}

#[derive(Debug)]
enum What {
    Words { whole: Vec<&'static str>, starts: Vec<&'static str> },
    Gap(usize),
    Class(fn(&Token) -> bool),
}

impl<V> Patterns<V> {
    /// Reads patterns.
    pub fn new(patterns: &'static [(&'static str, V)]) -> Self {
        let mut set = Patterns { list: Vec::new(), by_word: HashMap::new(), other: Vec::new() };
        for (pattern, value) in patterns {
            let value: &'static V = value;
            let elements: Vec<Element> = pattern.split_whitespace().map(element).collect();
            let at = set.list.len();
            match elements.first() {
                Some(Element { optional: false, what: What::Words { whole, starts } })
                    if starts.is_empty() =>
                {
                    for word in whole {
                        set.by_word.entry(word).or_default().push(at);
                    }
                }
                Some(_) => set.other.push(at),
                None => continue,
            }
            set.list.push((elements, value));
        }
        set
    }

    /// Returns where patterns fit, in the order of their first tokens; each pattern at most once for each first token.
    pub fn scan(&self, text: &Text<'_>) -> Vec<Match<V>> {
        let mut found = Vec::new();
        for at in 0..text.tokens.len() {
            let word = self.by_word.get(text.tokens[at].norm.as_str());
            for index in word.into_iter().flatten().chain(&self.other) {
                let (elements, value) = &self.list[*index];
                let value: &'static V = value;
                if let Some(end) = fits(elements, &text.tokens, at, text.tokens[at].sentence) {
                    found.push(Match { tokens: at..end, value });
                }
            }
        }
        found
    }

    /// Returns the first place where a pattern fits.
    pub fn first(&self, text: &Text<'_>) -> Option<Match<V>> {
        self.scan(text).into_iter().next()
    }

    /// Returns the end and the value of the first pattern that fits at token `at`.
    pub fn at(&self, text: &Text<'_>, at: usize) -> Option<Match<V>> {
        let token = text.tokens.get(at)?;
        let word = self.by_word.get(token.norm.as_str());
        word.into_iter().flatten().chain(&self.other).find_map(|index| {
            let (elements, value) = &self.list[*index];
            let value: &'static V = value;
            let end = fits(elements, &text.tokens, at, token.sentence)?;
            Some(Match { tokens: at..end, value })
        })
    }
}

fn element(text: &'static str) -> Element {
    let (optional, text) = match text.strip_prefix('?') {
        Some(rest) if !rest.is_empty() => (true, rest),
        _ => (false, text),
    };
    let gap = text.strip_prefix("..").and_then(|it| it.parse().ok());
    let what = match text {
        _ if let Some(most) = gap => What::Gap(most),
        "<word>" => What::Class(Token::word),
        "<cap>" => What::Class(|it| it.word() && matches!(it.case, Case::Capital | Case::Upper)),
        "<num>" => What::Class(Token::number),
        "<clock>" => What::Class(|it| matches!(it.kind, Kind::Clock | Kind::Instant)),
        "<date>" => What::Class(|it| matches!(it.kind, Kind::Date | Kind::Instant)),
        "<code>" => What::Class(|it| it.kind == Kind::Code),
        "<ident>" => What::Class(|it| matches!(it.kind, Kind::Ident | Kind::Code)),
        "<handle>" => What::Class(|it| it.kind == Kind::Handle),
        "<any>" => What::Class(|_| true),
        _ => {
            let (mut whole, mut starts) = (Vec::new(), Vec::new());
            for word in text.split('|') {
                match word.strip_suffix('*') {
                    Some(start) if !start.is_empty() => starts.push(start),
                    _ => whole.push(word),
                }
            }
            What::Words { whole, starts }
        }
    };
    Element { optional, what }
}

/// Returns the token behind the last one of the pattern, if it fits at `at`.
fn fits(elements: &[Element], tokens: &[Token], at: usize, sentence: u32) -> Option<usize> {
    let Some((first, rest)) = elements.split_first() else { return Some(at) };
    let here = tokens.get(at).filter(|it| it.sentence == sentence);
    match &first.what {
        What::Gap(most) => (0..=*most).find_map(|skip| {
            let inside = skip == 0 || tokens.get(at + skip - 1).is_some_and(|it| it.sentence == sentence);
            if inside { fits(rest, tokens, at + skip, sentence) } else { None }
        }),
        what => {
            let taken =
                here.is_some_and(|it| is(what, it)).then(|| fits(rest, tokens, at + 1, sentence)).flatten();
            match taken {
                None if first.optional => fits(rest, tokens, at, sentence),
                taken => taken,
            }
        }
    }
}

fn is(what: &What, token: &Token) -> bool {
    match what {
        What::Class(class) => class(token),
        What::Words { whole, starts } => {
            token.kind != Kind::Code
                && (whole.contains(&token.norm.as_str())
                    || starts.iter().any(|it| token.norm.starts_with(it)))
        }
        What::Gap(_) => false,
    }
}
