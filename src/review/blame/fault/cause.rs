//! Somebody as the owner, the agent or the cause of what went wrong, and what is asked of them after it.

use std::ops::Range;

use super::deed::slipped;
use super::patterns::{AGENTIVE, OUGHT, REMEDIES};
use super::word_at;
use crate::review::blame::human::{Human, Who};
use crate::review::blame::lists::*;
use crate::review::text::{Case, Kind, Text};

/// `Bob's change broke`, `the operator's mistake`.
pub(super) fn owner(text: &Text<'_>, human: &Human) -> Option<Range<usize>> {
    if !human.owner {
        return None;
    }
    let sentence = text.tokens[human.tokens.start].sentence;
    for at in human.tokens.end..human.tokens.end + 9 {
        let token = word_at(text, at, sentence)?;
        if token.kind == Kind::Punct && !token.sign('`') {
            return None;
        }
        let denied = || {
            (1..4).filter_map(|it| human.tokens.start.checked_sub(it)).any(|it| {
                text.tokens[it].sentence == sentence
                    && text.tokens[it].among("not never isn't wasn't no nobody hardly neither")
            })
        };
        if FAULT_NOUNS.has(&token.norm) && denied() {
            return None;
        }
        if FAULT_NOUNS.has(&token.norm)
            && (at - human.tokens.end < 3)
            && !text.after(at).is_some_and(|it| it.any(&["fix", "rate", "report", "budget", "log"]))
        {
            return Some(human.tokens.start..at + 1);
        }
        // `Dr. Haddad's change had never been tested`.
        if token.is("never")
            && text.after(at).is_some_and(|it| it.is("been"))
            && text
                .tokens
                .get(at + 2)
                .is_some_and(|it| it.among("tested reviewed checked approved announced"))
        {
            return Some(human.tokens.start..at + 3);
        }
        let damage = DAMAGE.has(&token.norm)
            && (human.who == Who::Person || human.who == Who::Role)
            && at > human.tokens.end;
        if damage && !token.any(&["took", "removed", "blocked", "brought", "introduced", "led"]) {
            return Some(human.tokens.start..at + 1);
        }
        if damage
            && (at + 1..at + 5).any(|it| {
                word_at(text, it, sentence)
                    .is_some_and(|it| it.any(&["down", "out", "bug", "regression", "to"]))
            })
        {
            return Some(human.tokens.start..at + 1);
        }
        if token.any(&["because", "and", "but", "when"]) {
            return None;
        }
    }
    None
}

/// `was pushed by Sofia without review`, `the wrong cable was pulled by a technician`.
pub(super) fn agent(text: &Text<'_>, human: &Human) -> Option<Range<usize>> {
    if !human.agent {
        return None;
    }
    let by = human.tokens.start - 1;
    let verb = text.before(by)?;
    let ought = (1..7).filter_map(|it| by.checked_sub(it)).find(|it| OUGHT.at(text, *it).is_some());
    if ought.is_some_and(|it| text.tokens[it].sentence == verb.sentence)
        && verb.norm.ends_with(['d', 't', 'n', 'e'])
    {
        return ought.map(|it| it..human.tokens.end);
    }
    if (verb.among(
        "caused introduced ignored overlooked missed forgotten mistyped botched misread \
        misconfigured neglected broken skipped mishandled bypassed fat-fingered dismissed bungled \
        ruined",
    ) || FAULT.has(&verb.norm))
        && !(verb.is("introduced") && human.who != Who::Person
            || verb.is("missed") && human.who != Who::Person && human.technical)
    {
        return Some(by - 1..human.tokens.end);
    }
    let noun = (1..4)
        .filter_map(|it| by.checked_sub(it))
        .map(|it| &text.tokens[it])
        .take_while(|it| it.sentence == verb.sentence && it.kind != Kind::Punct);
    let slip_of = noun.clone().any(|it| {
        it.among("mistake error lapse oversight blunder slip negligence misjudgement carelessness")
    }) && noun.clone().any(|it| it.any(&["in", "of"]));
    if slip_of {
        return Some(by - 1..human.tokens.end);
    }
    if FAULT_NOUNS.has(&verb.norm) && !verb.any(&["bug", "failure", "delay", "bad", "wrong", "poor"]) {
        return Some(by - 1..human.tokens.end);
    }
    if human.technical
        && text.before(human.tokens.end - 1).is_some_and(|it| it.word() && it.case != Case::Lower)
    {
        return None;
    }
    let sentence = text.tokens[by].sentence;
    if MEND.has(&verb.norm) && !verb.any(&["deleted", "disabled", "stopped", "reverted", "removed"]) {
        return None;
    }
    let start = (0..by)
        .rev()
        .take_while(|it| text.tokens[*it].sentence == sentence && by - it < 14)
        .last()
        .unwrap_or(by);
    let behind = (human.tokens.end..human.tokens.end + 8).take_while(|it| {
        word_at(text, *it, sentence).is_some_and(|it| !it.any(&["because", "since", "which", "that"]))
    });
    let ahead = (start..by)
        .filter(|it| !text.tokens[*it].any(&["broken", "faulty", "stale", "poor", "bad", "outdated"]));
    ahead
        .chain(behind)
        .find_map(|at| slipped(text, at))
        .map(|end| if end <= by { end - 1..human.tokens.end } else { human.tokens.start..end })
}

/// `caused by Marek`, `due to the technician who`, `on the part of the developers`.
pub(super) fn cause(text: &Text<'_>, human: &Human) -> Option<Range<usize>> {
    let start = human.tokens.start;
    let sentence = text.tokens[start].sentence;
    let from = start.saturating_sub(6);
    // `the fault of network team`: words of a name without an article.
    let reaches = |end: usize| {
        end == start
            || (end < start
                && start - end <= 2
                && human.who == Who::Group
                && text.tokens[end..start].iter().all(|it| it.word() && it.case == Case::Lower))
    };
    let hit = (from..start).filter_map(|at| AGENTIVE.at(text, at)).find(|it| reaches(it.tokens.end))?;
    let after = text.after(human.tokens.end - 1);
    let fault = after.is_some_and(|it| FAULT_NOUNS.has(&it.norm));
    if human.owner {
        // `caused by Bob's change`, but `due to the team's maintenance window`.
        return (human.who == Who::Person || fault).then_some(hit.tokens.start..human.tokens.end);
    }
    let noun = after.is_some_and(|it| {
        it.word()
            && it.case == Case::Lower
            && !it.among(
                "who whose the a an in on at from of when while during not and because as with having that running \
                being",
            )
            && !it.norm.ends_with("ing")
    });
    if noun && human.who != Who::Person {
        return None;
    }
    let words = &text.tokens[hit.tokens.clone()];
    let strong = words.iter().any(|it| {
        it.among(
            "caused fault mistake error oversight slip blunder negligence carelessness part blame \
            blamed",
        )
    });
    let not_available = after.is_some_and(|it| it.is("being"))
        || (human.tokens.end..human.tokens.end + 5).any(|it| {
            word_at(text, it, sentence)
                .is_some_and(|it| it.any(&["unavailable", "unable", "shortage", "shortages"]))
        });
    let weak = matches!(human.who, Who::Group) && human.technical && !strong;
    (!weak && !not_available && (human.who == Who::Person || human.who == Who::Role || strong))
        .then_some(hit.tokens.start..human.tokens.end)
}

/// `Remind Lukas to double check`, `talk to Vikram about following the policy`.
pub(super) fn remedy(text: &Text<'_>, human: &Human) -> Option<Range<usize>> {
    if human.who != Who::Person {
        return None;
    }
    let start = human.tokens.start;
    let from = start.saturating_sub(5);
    let hit = (from..start).filter_map(|at| REMEDIES.at(text, at)).find(|it| {
        it.tokens.end == start
            || (it.tokens.end < start
                && text.tokens[it.tokens.end..start]
                    .iter()
                    .all(|it| it.any(&["from", "access", "rights", "privileges", "the", "for"])))
    })?;
    let verb = &text.tokens[hit.tokens.start];
    let sentence = verb.sentence;
    let behind = text.tokens[human.tokens.end..].iter().take_while(|it| it.sentence == sentence).take(12);
    let scolds = verb.among(
        "remind reminded reprimand reprimanded discipline disciplined retrain lecture scold coach \
        counsel punish fire sack educate admonish",
    );
    let about = || {
        behind.clone().any(|it| {
            it.among(
                "skipping ignoring forgetting following policy process being not mistake mistakes his her their careful attention rules \
                procedure checking reading discipline behaviour behavior attitude again carefully \
                properly without never",
            )
        })
    };
    let again = |words: &[&str]| behind.clone().any(|it| it.any(words));
    let fault = if scolds {
        true
    } else if verb.among("talk speak spoke spoken word have had warn") {
        about()
    } else if verb.any(&["make", "ensure"]) {
        again(&[
            "careful",
            "careless",
            "again",
            "attention",
            "properly",
            "carefully",
            "always",
            "never",
            "understands",
            "follows",
            "reads",
            "checks",
            "knows",
        ])
    } else {
        let span = &text.tokens[hit.tokens.start..human.tokens.end];
        human.owner && again(&["access", "rights", "privileges", "permission", "permissions"])
            || span.iter().any(|it| it.any(&["access", "rights", "privileges"]))
    };
    fault.then_some(hit.tokens.start..human.tokens.end)
}

/// `It was Paulo who pushed it`, `the architect's decision to skip the test`.
pub(super) fn singled_out(text: &Text<'_>, human: &Human) -> Option<Range<usize>> {
    let start = human.tokens.start;
    let sentence = text.tokens[start].sentence;
    let who = text.after(human.tokens.end - 1).is_some_and(|it| it.is("who"));
    let it_was = start >= 2
        && text.tokens[start - 2].sentence == sentence
        && text.tokens[start - 2].is("it")
        && text.tokens[start - 1].any(&["was", "is"]);
    // `It was the intern.`
    let ends = text.after(human.tokens.end - 1).is_none_or(|it| it.sign('.') || it.sign('!'));
    if it_was && ends && matches!(human.who, Who::Role | Who::Person) {
        return Some(start - 2..human.tokens.end);
    }
    if who && it_was && !word_at(text, human.tokens.end + 1, sentence).is_some_and(|it| MEND.has(&it.norm)) {
        return Some(start - 2..human.tokens.end + 1);
    }
    let decision = human.owner
        && word_at(text, human.tokens.end, sentence)
            .is_some_and(|it| it.any(&["decision", "choice", "idea"]))
        && word_at(text, human.tokens.end + 1, sentence).is_some_and(|it| it.any(&["to", "not"]))
        && word_at(text, human.tokens.end + 2, sentence)
            .is_some_and(|it| it.among("skip bypass ignore postpone not cut drop disable to defer delay"));
    decision.then_some(start..human.tokens.end + 3)
}

/// `If Fatima had followed the process`, `had the reviewer looked`.
pub(super) fn had(text: &Text<'_>, human: &Human) -> Option<Range<usize>> {
    let before = text.before(human.tokens.start)?;
    let program = human.technical
        && text.tokens[human.tokens.end - 1].among("operator agent driver owner lead member vendor");
    let sentence = before.sentence;
    let start = human.tokens.start - 1;
    let soon = |words: &[&str]| {
        (human.tokens.end..human.tokens.end + 8)
            .any(|it| word_at(text, it, sentence).is_some_and(|it| it.any(words)))
    };
    if before.is("only") && text.before(start).is_some_and(|it| it.is("if")) {
        return soon(&["had"]).then_some(start..human.tokens.end);
    }
    if before.is("if") || (before.any(&["only", "that"]) && text.before(start).is_some_and(|it| it.is("if")))
    {
        return (soon(&["had", "hadn't", "would've"]) && !program).then_some(start..human.tokens.end);
    }
    // `It would have been zero had Farid read the warning.`
    let would = (2..12).filter_map(|it| human.tokens.start.checked_sub(it)).any(|it| {
        text.tokens[it].sentence == sentence && text.tokens[it].any(&["would", "could", "wouldn't", "might"])
    });
    let inverted = before.is("had")
        && (would
            || text.before(start).is_none()
            || text.tokens[start].first
            || text.before(start).is_some_and(|it| it.kind == Kind::Punct));
    (inverted && !program).then_some(start..human.tokens.end)
}
