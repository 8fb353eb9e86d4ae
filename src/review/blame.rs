//! Rules of the family `blame`: a COE is about what process and design let happen, never about a person.
//!
//! ```text
//!  words ──► persons named ──┐
//!        ──► roles, groups ──┴──► subject? agent? owner? ──► what is said of them ──► at fault, or only named
//! ```

mod fault;
mod hindsight;
mod human;
mod lists;
mod person;
#[cfg(test)]
mod tests;
mod thing;
mod verb;

use std::collections::HashSet;
use std::ops::Range;

use super::finding::{Level, Sink};
use super::passage::{Passage, Role};
use super::rule::{Check, Example, Rule};
use super::text::Text;

/// The rules of this family.
pub(super) static RULES: &[Rule] = &[AT_FAULT, NAMED, hindsight::RULE];

const AT_FAULT: Rule = Rule {
    id: "blame/person-at-fault",
    level: Level::Error,
    summary: "a person, a role or a group is held at fault",
    what: "Looks in all texts for somebody of whom a fault is told: a person by name, handle or log-in, a role, a \
           group, with a verb of fault, a duty not done, the wrong thing done, a judgement, or a label such as \
           operator error. Systems may forget and ignore as they like; a role that could not act for a reason in the \
           system is left alone, and so is a label that is quoted to be rejected.",
    why: "Whoever made the slip was the last in a chain that let it through. A COE that names a culprit stops there, \
          and the next one will be written by people who hide.",
    instead: "Say what let it happen: \"the deploy tool takes any cluster name without asking\" in place of \"Bob \
              picked the wrong cluster\".",
    live: true,
    bad: &[
        Example::Text(Role::Because, "Bob forgot to run the migration."),
        Example::Text(Role::Because, "The on-call engineer failed to notice the alarm."),
        Example::Text(Role::LastBecause, "Operator error."),
        Example::Text(Role::Event, "Ngozi accidentally dropped the index"),
        Example::Text(Role::Prose, "The reviewer should have caught it."),
    ],
    good: &[
        Example::Text(Role::Because, "The scheduler forgot the job after the restart."),
        Example::Text(Role::Event, "The on-call engineer restarted the fleet"),
        Example::Text(
            Role::Because,
            "The on-call engineer did not see the page because the policy pointed at a deleted schedule.",
        ),
        Example::Text(Role::Prose, "\"Human error\" is where the review starts, not a root cause."),
        Example::Text(Role::Event, "Bob restarted the fleet"),
    ],
    check: Check::Text(at_fault),
};

const NAMED: Rule = Rule {
    id: "blame/person-named",
    level: Level::Warning,
    summary: "a person is named",
    what: "Looks in all texts for names of people of any origin, handles, log-ins and mail addresses. Services, hosts, \
           bots, products, companies, places and methods that bear a name are told by what stands around them. The \
           owner of an action is no finding.",
    why: "What a reader needs to know is the role: names make a reader ask who, and not why. They also leave with every \
          copy of the document.",
    instead: "Name the role: \"the database on-call\", \"the release manager\".",
    live: true,
    bad: &[
        Example::Text(Role::Event, "Priya acknowledged the page"),
        Example::Text(Role::Event, "acked by @marta.k"),
        Example::Text(Role::Prose, "Thanks to Yuki for spotting the pattern."),
    ],
    good: &[
        Example::Text(Role::Event, "Jenkins started build 114"),
        Example::Text(Role::Event, "@payments-oncall was paged"),
        Example::Text(Role::Event, "Victoria station lost its link"),
        Example::Text(Role::Prose, "A Poisson process describes the arrivals."),
    ],
    check: Check::Text(named),
};

/// Who a passage speaks of by name, and what it holds against whomever.
#[derive(Debug)]
pub struct Spoken {
    people: Vec<person::Person>,
    faults: Vec<Range<usize>>,
}

/// Tells whether a word is the name of a person and no word of the language.
pub(super) fn is_name(word: &str) -> bool {
    let word = word.to_lowercase();
    lists::NAMES.has(&word) && !lists::common(&word)
}

fn spoken<'p>(passage: &'p Passage<'_>, known: &[String]) -> &'p Spoken {
    passage.spoken(|text| {
        let people = person::people(text, known);
        let humans = human::humans(text, &people);
        Spoken { faults: fault::faults(text, &humans), people }
    })
}

/// Returns the bytes of a range of tokens.
fn bytes(text: &Text<'_>, tokens: &Range<usize>) -> Range<usize> {
    text.tokens[tokens.start].start..text.tokens[tokens.end - 1].end
}

fn at_fault(passage: &Passage<'_>, sink: &mut Sink<'_>) {
    let text = passage.read();
    let mut end = 0;
    for fault in &spoken(passage, &sink.options.names).faults {
        // One finding for each deed, whatever the number of ways to see it.
        if fault.start < end {
            continue;
        }
        end = fault.end;
        let span = bytes(text, fault);
        let message = format!("`{}` holds somebody at fault", &passage.text[span.clone()]);
        sink.words(passage, span, message, "say what in the process or the design let this happen");
    }
}

fn named(passage: &Passage<'_>, sink: &mut Sink<'_>) {
    let text = passage.read();
    let Spoken { people, faults } = spoken(passage, &sink.options.names);
    // Where somebody is held at fault, that is the finding of the sentence: the others are named beside it.
    let sentence = |token: usize| text.tokens[token].sentence;
    let blamed: HashSet<u32> = faults.iter().map(|it| sentence(it.start)).collect();
    for person in people {
        if blamed.contains(&sentence(person.tokens.start)) {
            continue;
        }
        let span = bytes(text, &person.tokens);
        let message = format!("`{}` is named", &passage.text[span.clone()]);
        sink.words(passage, span, message, "name the role in place of the person");
    }
}
