//! Rules of the family `timeline`: where it begins, its milestones, their order, its gaps, its dates.
//!
//! They look at times and kinds and never at the words of events.

mod check;
mod slip;
#[cfg(test)]
mod tests;

use super::finding::Level;
use super::rule::{Check, Example, Rule};
use crate::domain::event::{Kind, Milestone};
use crate::domain::incident::Incident;
use crate::domain::span::Span;

/// The rules of this family.
pub(super) static RULES: &[Rule] = &[EMPTY, NO_TRIGGER, MILESTONES, ORDER, GAP, NO_SOURCE, TYPO];

const EMPTY: Rule = Rule {
    id: "timeline/empty",
    level: Level::Error,
    summary: "there is no timeline",
    what: "Finds an incident without a single event.",
    why: "The timeline is what everything else in a COE is argued from: durations, the whys, what to do better. \
          Without it a reader can only believe or not believe.",
    instead: "Log what happened and when, or import the chat, the alarms and the deployments of that day.",
    live: false,
    bad: &[Example::Incident("no events", |it| it.events.clear())],
    good: &[Example::Incident("one event", |it| it.events.truncate(1))],
    check: Check::Whole(check::empty),
};

const NO_TRIGGER: Rule = Rule {
    id: "timeline/no-trigger",
    level: Level::Warning,
    summary: "the timeline begins with the impact or its detection instead of the trigger",
    what: "Finds a timeline without the milestone `trigger` in which nothing at all comes before the start of the \
           impact; without a start, one that opens with an alarm or with the detection.",
    why: "What set an incident off lies before the moment when anybody noticed. A timeline that opens with the page \
          leaves out the time in which the change could have been stopped.",
    instead: "Begin with the change, the load or the date that set it off, and mark that event as the trigger.",
    live: false,
    bad: &[Example::Incident("the first event is the start", |it| {
        it.events.remove(0);
    })],
    good: &[Example::Incident("an unmarked event comes before the start", |it| {
        it.events[0].milestone = None;
        it.events[0].kind = Kind::Note;
    })],
    check: Check::Whole(check::no_trigger),
};

const MILESTONES: Rule = Rule {
    id: "timeline/milestones",
    level: Level::Error,
    summary: "start, detection or mitigation is marked on no event",
    what: "Finds a timeline that lacks `start`, `detected` or `mitigated`. Missing `acknowledged` and `resolved` are \
           told along with these, and are no finding of their own.",
    why: "Time to detect and time to mitigate are computed from these three. A duration that nobody can compute from \
          the timeline is a guess.",
    instead: "Mark the event at which the impact began, the one at which the team learned of it, and the one at \
              which it ended.",
    live: false,
    bad: &[Example::Incident("nothing is marked as mitigated", |it| unmark(it, Milestone::Mitigated))],
    good: &[Example::Incident("only the acknowledgement is not marked", |it| {
        unmark(it, Milestone::Acknowledged);
    })],
    check: Check::Whole(check::milestones),
};

const ORDER: Rule = Rule {
    id: "timeline/order",
    level: Level::Error,
    summary: "milestones are out of order",
    what: "Finds a milestone that is earlier than one that must precede it: trigger, start, detected, acknowledged, \
           mitigated, resolved. The cause may be identified at any time after the detection.",
    why: "One of the two times is wrong, and every duration that is computed from it with it.",
    instead: "Compare both times with the record they were taken from, their zone above all.",
    live: true,
    bad: &[Example::Incident("mitigated before detected", |it| {
        let early = it.events[1].at + Span::minutes(1);
        it.events[6].move_to(early);
    })],
    good: &[Example::Incident("the cause is identified after the mitigation", |it| {
        let late = it.events[6].at + Span::minutes(3);
        it.events[5].move_to(late);
    })],
    check: Check::Whole(check::order),
};

const GAP: Rule = Rule {
    id: "timeline/gap",
    level: Level::Warning,
    summary: "a long silence while customers were affected",
    what: "Finds stretches without any event that are longer than the configured gap (15 minutes) between `start` \
           and `mitigated`; in a live incident up to now. Any event ends a silence, a note that explains it too. \
           All stretches are one finding, at the longest.",
    why: "The reader cannot tell whether nothing was done, nothing was written down, or the wrong lead was followed. \
          The silent stretches are where most of the time goes.",
    instead: "Add what was tried in that time, dead ends and waiting too: \"waiting for the restore, 40% done\".",
    live: true,
    bad: &[Example::Incident("25 minutes without an event", |it| {
        for event in &mut it.events[6..] {
            let late = event.at + Span::minutes(20);
            event.move_to(late);
        }
    })],
    good: &[Example::Incident("the last event is days after the mitigation", |it| {
        let late = it.events[7].at + Span::days(2);
        it.events[7].move_to(late);
    })],
    check: Check::Whole(check::gap),
};

const NO_SOURCE: Rule = Rule {
    id: "timeline/no-source",
    level: Level::Note,
    summary: "a change is named without a link to it",
    what: "Finds events of the kind `change` that were written by hand and have neither a link, nor evidence, nor an \
           address in their text. All of them are one finding.",
    why: "Whoever wants to know what the change was must be able to look at it, months later too.",
    instead: "Link the deployment, the pull request or the change record.",
    live: false,
    bad: &[Example::Incident("a change without a link", |it| it.events[0].links.clear())],
    good: &[Example::Incident("an observation without a link", |it| it.events[1].links.clear())],
    check: Check::Whole(check::no_source),
};

const TYPO: Rule = Rule {
    id: "timeline/typo",
    level: Level::Warning,
    summary: "an event lies far from all others, as if its date were mistyped",
    what: "Finds an event more than 7 days from the median of the others, if it is a milestone other than the trigger, \
           or if one slip of the pen (the year, the month, a digit of the day, day and month the other way round) \
           would put it among them. A change long before the incident is left alone.",
    why: "One wrong date turns a time to resolve of an hour into one of months.",
    instead: "Compare the date with the record it was taken from.",
    live: false,
    bad: &[
        Example::Incident("resolved two months later", |it| {
            let late = it.events[7].at + Span::days(61);
            it.events[7].move_to(late);
        }),
        Example::Incident("one event a year early", |it| {
            let early = it.events[4].at - Span::days(365);
            it.events[4].move_to(early);
        }),
    ],
    good: &[Example::Incident("the trigger lies three weeks back", |it| {
        let early = it.events[0].at - Span::days(21);
        it.events[0].move_to(early);
    })],
    check: Check::Whole(check::typo),
};

fn unmark(incident: &mut Incident, milestone: Milestone) {
    for event in &mut incident.events {
        if event.milestone == Some(milestone) {
            event.milestone = None;
        }
    }
}
