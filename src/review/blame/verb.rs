//! Forms of verbs.

use crate::review::text::Token;

/// Forms of the past that do not end in `ed`.
pub(super) fn irregular(word: &str) -> bool {
    matches!(
        word,
        "ran"
            | "took"
            | "went"
            | "came"
            | "left"
            | "said"
            | "told"
            | "thought"
            | "felt"
            | "found"
            | "got"
            | "made"
            | "saw"
            | "knew"
            | "read"
            | "set"
            | "put"
            | "cut"
            | "shut"
            | "let"
            | "held"
            | "kept"
            | "sent"
            | "spent"
            | "built"
            | "rebuilt"
            | "brought"
            | "broke"
            | "spoke"
            | "drove"
            | "led"
            | "drew"
            | "began"
            | "woke"
            | "slept"
            | "sat"
            | "stood"
            | "understood"
            | "did"
            | "hit"
            | "rang"
            | "chose"
            | "overwrote"
            | "lost"
            | "blew"
            | "paid"
            | "caught"
            | "heard"
            | "met"
            | "fell"
            | "wrote"
            | "forgot"
            | "gave"
            | "undid"
            | "misread"
            | "threw"
            | "reset"
            | "quit"
            | "swung"
            | "dealt"
            | "withdrew"
            | "oversaw"
            | "taught"
            | "wound"
            | "froze"
            | "grew"
            | "ack'd"
            | "overrode"
            | "mistook"
            | "misunderstood"
    )
}

pub(super) fn finite_form(word: &str) -> bool {
    word.ends_with("ed")
        || word.ends_with('s')
        || irregular(word)
        || matches!(
            word,
            "had"
                | "was"
                | "has"
                | "is"
                | "did"
                | "didn't"
                | "hadn't"
                | "should"
                | "accidentally"
                | "and"
                | "then"
                | "just"
                | "never"
                | "also"
        )
        || word.ends_with("ly")
}

/// `Will restart`, `May be lost`: the word is what it looks like.
pub(super) fn auxiliary_verb(word: &str, next: Option<&Token>) -> bool {
    matches!(word, "will" | "may" | "can" | "do")
        && next.is_none_or(|it| !finite_form(&it.norm) || it.any(&["also", "never", "just", "then"]))
}
