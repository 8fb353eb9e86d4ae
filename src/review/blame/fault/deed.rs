//! The wrong thing done: what stands around a verb that tells that the deed was wrong.

use std::ops::Range;

use super::word_at;
use crate::review::blame::human::Human;
use crate::review::blame::lists::*;
use crate::review::text::{Case, Kind, Text, Token};

/// `typed the wrong id`, `deleted it by mistake`, `pushed without review`.
pub(super) fn did_wrong(text: &Text<'_>, human: &Human, verb: usize) -> Option<Range<usize>> {
    let token = &text.tokens[verb];
    if MEND.has(&token.norm) && !token.any(&["ran"]) {
        return slip(text, verb, human)
            .filter(|_| !token.among("found noticed spotted saw identified discovered reported"));
    }
    let named = human.technical
        && text.before(human.tokens.end - 1).is_some_and(|it| {
            let level = it.norm.len() == 2 && it.norm.starts_with('l');
            (it.word() && it.case != Case::Lower && !it.first)
                || matches!(it.kind, Kind::Ident | Kind::Code) && !level
        });
    if named {
        return None;
    }
    slip(text, verb, human)
}

/// Looks behind a verb for what tells that the deed was wrong.
pub(super) fn slip(text: &Text<'_>, verb: usize, human: &Human) -> Option<Range<usize>> {
    let token = &text.tokens[verb];
    let mut at = verb + 1;
    while let Some(it) = word_at(text, at, token.sentence) {
        if it.among("because bc since which that when where while whether why if") || at - verb > 22 {
            break;
        }
        // A new subject: what follows is said of something else.
        if it.any(&["and", "but", "so"])
            && word_at(text, at + 1, token.sentence).is_some_and(|it| {
                it.word() && !HUMAN.has(&it.norm) && !BETWEEN.has(&it.norm) && !SLIPS.has(&it.norm)
            })
            && it.clause != token.clause
        {
            break;
        }
        if let Some(end) = slipped(text, at) {
            // `restarted the broken node` mends; `pushed a broken build` breaks.
            let repairs = text.tokens[at]
                .among("broken faulty bad stale outdated invalid malformed flawed buggy unsafe poor")
                && !token.among(
                    "pushed pushes merged merges deployed deploys shipped ships committed commits released \
                    releases wrote writes introduced uploaded uploads applied applies published submitted \
                    rolled approved entered typed set used gave made loaded sent",
                );
            return (!repairs).then_some(human.tokens.start..end);
        }
        at += 1;
    }
    None
}

/// Tells where words end that say that something was done wrong, if they begin at `at`.
pub(super) fn slipped(text: &Text<'_>, at: usize) -> Option<usize> {
    let token = &text.tokens[at];
    let next = text.after(at);
    if token.quoted {
        return None;
    }
    if SLIPS.has(&token.norm) {
        return Some(at + 1);
    }
    if token.any(&["by", "in"])
        && next.is_some_and(|it| it.any(&["mistake", "accident", "error", "haste", "oversight"]))
    {
        return Some(at + 2);
    }
    // `without actually running the tests`.
    let really = token.any(&["without", "w/o"])
        && next.is_some_and(|it| it.among("actually really properly even ever first"))
        && text.tokens.get(at + 2).is_some_and(|it| CARE.has(&it.norm) || it.norm.ends_with("ing"));
    if really {
        return Some(at + 3);
    }
    if token.any(&["without", "w/o"]) && next.is_some_and(|it| CARE.has(&it.norm)) {
        // `without any impact`, `without a restart`.
        let loose = next.is_some_and(|it| it.among("a any proper due first so getting the"));
        let real = !loose
            || (at + 2..at + 6).any(|it| {
                word_at(text, it, token.sentence)
                    .is_some_and(|it| CARE.has(&it.norm) && !it.any(&["a", "any", "first", "so"]))
            });
        return real.then_some(at + 2);
    }
    if token.any(&["against", "despite", "ignoring", "contrary"])
        && (at + 1..at + 6).any(|it| {
            word_at(text, it, token.sentence).is_some_and(|it| {
                it.among(
                    "policy advice runbook procedure rules rule warning warnings freeze process instructions \
                    protocol guidelines guideline checklist alarm alarms alert",
                )
            })
        })
    {
        return Some(at + 2);
    }
    // `straight to prod`, `, no ticket, no review`, `although two tests were red`.
    let live = |it: &Token| it.among("prod production live master main trunk");
    if token.any(&["straight", "directly"])
        && (at + 1..at + 4).any(|it| word_at(text, it, token.sentence).is_some_and(live))
    {
        return Some(at + 1);
    }
    if token.is("no")
        && at > 0
        && text.tokens[at - 1].sign(',')
        && (at + 1..at + 3).any(|it| {
            word_at(text, it, token.sentence).is_some_and(|it| {
                it.among("review ticket approval test tests tests sign-off peer plan backup")
            })
        })
    {
        return Some(at + 2);
    }
    if token.any(&["although", "though"])
        && (at + 1..at + 9).any(|it| {
            word_at(text, it, token.sentence).is_some_and(|it| {
                it.among(
                "red failing failed says said warned told forbidden asked frozen freeze runbook checklist",
            )
            })
        })
    {
        return Some(at + 1);
    }
    if token.any(&["bypassing", "skipping", "forgetting", "overlooking", "neglecting"]) {
        return Some(at + 1);
    }
    if token.any(&["instead", "rather"])
        && next.is_some_and(|it| it.any(&["of", "than"]))
        && (at + 2..at + 5).any(|it| {
            word_at(text, it, token.sentence).is_some_and(|it| {
                it.among(
                    "staging following asking checking reading waiting test dev escalating testing sandbox",
                )
            })
        })
    {
        return Some(at + 2);
    }
    let attributive =
        next.is_some_and(|it| matches!(it.kind, Kind::Word | Kind::Ident | Kind::Code | Kind::Channel));
    (WRONG.has(&token.norm) && attributive && !token.is("typo") || token.is("typo")).then_some(at + 1)
}
