//! Who a sentence speaks of besides persons with a name: roles, groups, pronouns. And whether they are its subject.

use std::ops::Range;

use super::lists::{
    ARTICLES, FAULT, GROUPS, HUMAN, NOT_BEFORE_NOUN, NOUNS_BEHIND, PREPOSITIONS, ROLES, SPOKEN_TO, TECHNICAL,
    THING_NOUNS,
};
use super::person::Person;
use crate::review::text::{Case, Kind, Text, Token};

/// What somebody is to the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    /// Named.
    Person,
    /// A role of one: the engineer, a reviewer, whoever.
    Role,
    /// A group: the night shift, QA, the developers.
    Group,
    /// `he`, `she`, `I`.
    Pronoun,
}

/// Somebody a text speaks of.
#[derive(Debug, Clone)]
pub(super) struct Human {
    /// The tokens, with their article and what stands before the noun.
    pub tokens: Range<usize>,
    /// What they are.
    pub who: Who,
    /// Whether what follows is said of them.
    pub subject: bool,
    /// Whether they act upon something: `by the engineer`.
    pub agent: bool,
    /// Whether it is written as an owner: `the engineer's`.
    pub owner: bool,
    /// Whether the word is one that programs are called by as well: operator, agent, controller.
    pub technical: bool,
}

/// Finds everybody that a text speaks of.
pub(super) fn humans(text: &Text<'_>, people: &[Person]) -> Vec<Human> {
    let mut found: Vec<Human> = Vec::new();
    for person in people {
        let last = &text.tokens[person.tokens.end - 1];
        found.push(human(text, person.tokens.clone(), Who::Person, last.possessive));
    }
    // Both run in the order of the text.
    let mut names = people.iter().peekable();
    for (at, token) in text.tokens.iter().enumerate() {
        while names.next_if(|it| it.tokens.end <= at).is_some() {}
        if token.quoted || !token.word() || names.peek().is_some_and(|it| it.tokens.contains(&at)) {
            continue;
        }
        if let Some((start, who)) = role(text, at) {
            found.push(human(text, start..at + 1, who, token.possessive));
        }
    }
    found.sort_by_key(|it| it.tokens.start);
    found
}

fn human(text: &Text<'_>, tokens: Range<usize>, who: Who, owner: bool) -> Human {
    let head = &text.tokens[tokens.end - 1];
    let technical = matches!(who, Who::Role | Who::Group) && TECHNICAL.has(&head.norm);
    let before = text.before(tokens.start);
    let agent = before.is_some_and(|it| it.is("by"));
    // `two of the planners` is a subject, `the page to the planners` is none.
    let counted = tokens.start >= 2
        && text.tokens[tokens.start - 2].sentence == head.sentence
        && (text.tokens[tokens.start - 2].number()
            || text.tokens[tokens.start - 2].any(&["some", "none", "many", "several", "most", "few"]));
    let spoken = before.is_some_and(|it| {
        (PREPOSITIONS.has(&it.norm) && !(it.is("of") && counted)) || SPOKEN_TO.has(&it.norm)
    });
    let relative = text.after(tokens.end - 1).is_some_and(|it| it.is("who"))
        || (text.after(tokens.end - 1).is_some_and(|it| it.sign(','))
            && text.tokens.get(tokens.end + 1).is_some_and(|it| it.is("who")));
    Human { subject: !owner && (!spoken || relative), tokens, who, agent, owner, technical }
}

/// Returns where the words of a role begin, if its noun stands at `at`.
fn role(text: &Text<'_>, at: usize) -> Option<(usize, Who)> {
    let token = &text.tokens[at];
    if token.any(&["he", "she", "i"]) {
        // A number of a list is followed by no verb.
        let acts = text.after(at).is_some_and(|it| FAULT.has(&it.norm) || HUMAN.has(&it.norm));
        let roman = token.is("i") && token.case == Case::Lower && !token.first && !acts;
        return (!roman && !text.after(at).is_some_and(|it| it.sign('/'))).then_some((at, Who::Pronoun));
    }
    if token.any(&["nobody", "no-one", "none"])
        || (token.is("one") && text.before(at).is_some_and(|it| it.is("no")))
    {
        return group_of(text, at).then_some((at, Who::Group));
    }
    let who = if ROLES.has(&token.norm) {
        Who::Role
    } else if GROUPS.has(&token.norm) {
        Who::Group
    } else {
        return None;
    };
    // `on call` and `shift` as parts of other words; `support ticket`, `team calendar`, `reviewer tool`.
    let noun_follows = text.after(at).is_some_and(|it| {
        it.word()
            && it.case == Case::Lower
            && it.start - token.end == 1
            && (ROLES.has(&it.norm)
                || GROUPS.has(&it.norm)
                || THING_NOUNS.has(&it.norm)
                || NOUNS_BEHIND.has(&it.norm))
    });
    if noun_follows && !token.possessive {
        return None;
    }
    if token.is("shift")
        && !text.before(at).is_some_and(|it| {
            it.among(
                "night day late early morning evening weekend graveyard on-call the outgoing incoming \
                previous next first second third",
            )
        })
    {
        return None;
    }
    let mut start = at;
    for back in 1..=4 {
        let Some(index) = at.checked_sub(back) else { break };
        let before = &text.tokens[index];
        if before.sentence != token.sentence
            || before.kind == Kind::Punct
            || NOT_BEFORE_NOUN.has(&before.norm)
        {
            // `engineer on call` begins at its noun; `the on call engineer` goes on.
            if !(before.is("on") && text.tokens[index + 1].is("call")) {
                break;
            }
        }
        if ARTICLES.has(&before.norm) {
            start = index;
            break;
        }
        if before.word() && before.case != Case::Lower && index + 1 == start {
            start = index;
        }
    }
    Some((start, who))
}

/// `nobody on the database team`, `none of the reviewers`, `no one in support`.
fn group_of(text: &Text<'_>, at: usize) -> bool {
    let mut next = at + 1;
    if !text.after(at).is_some_and(|it| it.any(&["on", "in", "of", "from", "at", "among"])) {
        return false;
    }
    for _ in 0..5 {
        next += 1;
        let Some(token) = text.tokens.get(next).filter(|it| it.sentence == text.tokens[at].sentence) else {
            return false;
        };
        if GROUPS.has(&token.norm) || ROLES.has(&token.norm) {
            return true;
        }
    }
    false
}

/// Returns the token with which what is said of a subject begins: behind `(SRE)`, `on call`, `from the infra team`, `, who`.
pub(super) fn predicate(text: &Text<'_>, human: &Human) -> usize {
    let sentence = text.tokens[human.tokens.start].sentence;
    let get = |at: usize| text.tokens.get(at).filter(|it: &&Token| it.sentence == sentence);
    let mut at = human.tokens.end;
    for _ in 0..4 {
        let Some(token) = get(at) else { break };
        if token.sign('(') {
            let Some(close) = (at + 1..at + 9).find(|it| get(*it).is_some_and(|it| it.sign(')'))) else {
                break;
            };
            at = close + 1;
        } else if token.is("on") && get(at + 1).is_some_and(|it| it.any(&["call", "duty", "shift", "site"])) {
            at += 2;
        } else if token.among("from in on of at for responsible") {
            // A phrase of a place ends at the first word behind its noun: look for the end of a short noun phrase.
            let end = (at + 1..at + 6).find(|it| {
                get(*it).is_some_and(|it| {
                    GROUPS.has(&it.norm)
                        || it.among("rotation shift duty office side call department site region desk rota company vendor \
                            charge room floor warehouse night day weekend call diff pr change rollout release migration")
                        || (it.kind == Kind::Word && it.case == Case::Capital && !it.first)
                })
            });
            match end {
                Some(mut end) => {
                    while get(end + 1).is_some_and(|it| GROUPS.has(&it.norm) || it.is("shift")) {
                        end += 1;
                    }
                    at = end + 1;
                }
                None => break,
            }
        } else if token.any(&["who", "whoever", "themselves", "himself", "herself", "myself"]) {
            at += 1;
        } else if token.sign(',')
            && get(at + 1).is_some_and(|it| it.any(&["who", "however", "again", "as", "once"]))
        {
            at += 2;
        } else {
            break;
        }
    }
    at
}
