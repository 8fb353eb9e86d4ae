//! What a text itself says is a thing and no person: `Marvin the scheduler`, `host alice`.

use std::collections::HashSet;

use super::lists::{BEFORE_THING, THING_NOUNS};
use crate::review::text::{Case, Kind, Text, Token};

/// Returns the words that the text says are things, wherever else they stand in it.
pub(super) fn things<'a>(text: &'a Text<'_>) -> HashSet<&'a str> {
    let mut found = HashSet::new();
    for (at, token) in text.tokens.iter().enumerate() {
        if token.word() && token.case != Case::Lower && (named_thing(text, at) || behind_thing(text, at)) {
            found.insert(token.norm.as_str());
        }
    }
    found
}

pub(super) fn thing_noun(token: &Token) -> bool {
    token.word() && token.case == Case::Lower && (THING_NOUNS.has(&token.norm) || token.norm.ends_with("bot"))
}

/// `Marvin the scheduler`, `Marvin, our job scheduler`, `Marvin (bot)`, `the Marvin scheduler`.
pub(super) fn named_thing(text: &Text<'_>, at: usize) -> bool {
    let tokens = &text.tokens;
    let after = |n: usize| tokens.get(at + n).filter(|it| it.sentence == tokens[at].sentence);
    let article = |it: &Token| it.any(&["the", "a", "an", "our", "its", "their"]);
    let noun_soon = |from: usize| {
        (from..from + 3)
            .map_while(after)
            .take_while(|it| it.word() || matches!(it.kind, Kind::Ident))
            .any(thing_noun)
    };
    match after(1) {
        Some(it) if it.any(&["the", "a", "an"]) => noun_soon(2),
        Some(it) if it.sign(',') => after(2).is_some_and(article) && noun_soon(3),
        Some(it) if it.sign('(') => {
            let start = if after(2).is_some_and(article) { 3 } else { 2 };
            noun_soon(start)
        }
        _ => false,
    }
}

/// `host Marvin`, `the service Marvin`, `a bot called Marvin`.
pub(super) fn behind_thing(text: &Text<'_>, at: usize) -> bool {
    let Some(before) = text.before(at) else { return false };
    if before.any(&["called", "named", "codenamed", "nicknamed"]) {
        return text.before(at - 1).is_some_and(|it| thing_noun(it) || BEFORE_THING.has(&it.norm));
    }
    // `the ticket bot (Tilda)`.
    if before.sign('(') {
        return at >= 2 && thing_noun(&text.tokens[at - 2]);
    }
    let storm = before.among("storm hurricane typhoon cyclone ship ferry vessel ms mv");
    before.word()
        && (before.case == Case::Lower || storm)
        && BEFORE_THING.has(&before.norm)
        && !before.any(&["admin", "lead", "operator"])
}
