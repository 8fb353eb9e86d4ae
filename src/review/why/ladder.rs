//! Ladders as a whole: that there is one, how deep it goes, what it asks about, what follows from it.

use crate::domain::event::Milestone;
use crate::domain::id::Part;
use crate::domain::incident::Incident;
use crate::domain::ladder::{Topic, depth};
use crate::domain::span::Span;
use crate::review::finding::{Level, Place, Sink};
use crate::review::rule::{Check, Example, Rule, Whole};

/// Fewer than this many whys are hardly asked.
const HARDLY: usize = 3;

pub(super) const NONE: Rule = Rule {
    id: "why/none",
    level: Level::Error,
    summary: "no why is answered",
    what: "Looks whether any ladder has an answered why.",
    why: "Without the whys a COE is a report of what happened, and the next incident of its kind is on its way.",
    instead: "Begin with the impact as the problem, and ask why five times, one step at a time.",
    live: false,
    bad: &[Example::Incident("no ladder", |it| {
        it.parts.rungs.clear();
        it.parts.ladders.clear();
    })],
    good: &[Example::Incident("an incident as it should be", |_| {})],
    check: Check::Whole(none),
};

fn none(incident: &Whole<'_>, sink: &mut Sink<'_>) {
    if !incident.parts.rungs.iter().any(crate::domain::ladder::Rung::answered) {
        let help = "begin with the impact as the problem and ask why, one step at a time";
        sink.whole(Place::part(Part::Ladder), "no why is answered".into(), help);
    }
}

/// Returns the greatest number of answered whys on one branch; none when there is none at all.
fn deepest(incident: &Incident) -> Option<usize> {
    let parts = &incident.parts;
    let answered = parts.rungs.iter().any(crate::domain::ladder::Rung::answered);
    answered.then(|| parts.ladders.iter().map(|it| depth(it.id, &parts.rungs)).max().unwrap_or(0))
}

pub(super) const FAR_TOO_FEW: Rule = Rule {
    id: "why/far-too-few",
    level: Level::Error,
    summary: "the longest branch has fewer than three whys",
    what: "Counts the answered whys on the longest branch of all ladders.",
    why: "Two whys end at the symptom; what let it happen lies further down.",
    instead: "Go on asking: why did review, tests, alarms, the blast radius let it through?",
    live: false,
    bad: &[Example::Incident("two whys", |it| shorten(it, 2))],
    good: &[Example::Incident("four whys", |it| shorten(it, 4))],
    check: Check::Whole(|incident, sink| few(incident, sink, |depth, _| depth < HARDLY)),
};

pub(super) const TOO_FEW: Rule = Rule {
    id: "why/too-few",
    level: Level::Warning,
    summary: "the longest branch has fewer than five whys",
    what: "Counts the answered whys on the longest branch of all ladders. How many are wanted can be configured.",
    why: "Five is no magic number, but ladders that stop earlier mostly stop at the fix that was made at night.",
    instead: "Go on asking: why did review, tests, alarms, the blast radius let it through?",
    live: false,
    bad: &[Example::Incident("four whys", |it| shorten(it, 4))],
    good: &[Example::Incident("an incident as it should be", |_| {})],
    check: Check::Whole(|incident, sink| {
        few(incident, sink, |depth, wanted| depth >= HARDLY && depth < wanted)
    }),
};

fn few(incident: &Incident, sink: &mut Sink<'_>, bad: fn(usize, usize) -> bool) {
    let wanted = sink.options.whys;
    if let Some(depth) = deepest(incident).filter(|it| bad(*it, wanted)) {
        let whys = if depth == 1 { "one why".to_owned() } else { format!("{depth} whys") };
        let message = format!("the longest branch has {whys}, {wanted} are wanted");
        let help = "go on asking: why did review, tests, alarms, the blast radius let it through?";
        sink.whole(Place::part(Part::Ladder), message, help);
    }
}

/// Cuts the answers off below a depth, for the examples.
fn shorten(incident: &mut Incident, keep: usize) {
    let first = incident.parts.ladders.first().map(|it| it.id);
    incident.parts.ladders.truncate(1);
    let mut kept = 0;
    incident.parts.rungs.retain(|it| {
        kept += 1;
        Some(it.ladder) == first && kept <= keep
    });
    for action in &mut incident.parts.actions {
        action.addresses.clear();
    }
}

pub(super) const UNANSWERED: Rule = Rule {
    id: "why/unanswered",
    level: Level::Error,
    summary: "a why has no answer",
    what: "Looks for rungs whose answer is empty.",
    why: "An open question in a finished document is a cause that nobody looked for.",
    instead: "Answer it, or say in the rung what is being done to find out and by when; remove it if it leads nowhere.",
    live: false,
    bad: &[Example::Incident("an empty answer", |it| {
        if let Some(rung) = it.parts.rungs.last_mut() {
            rung.because.clear();
        }
    })],
    good: &[Example::Incident("an incident as it should be", |_| {})],
    check: Check::Whole(unanswered),
};

fn unanswered(incident: &Whole<'_>, sink: &mut Sink<'_>) {
    for (index, rung) in incident.parts.rungs.iter().enumerate() {
        if !rung.answered() {
            let place = Place::row(rung.handle(), "because", index);
            sink.whole(place, "this why has no answer".into(), "answer it, or remove it if it leads nowhere");
        }
    }
}

pub(super) const TOPICS: Rule = Rule {
    id: "why/topics",
    level: Level::Note,
    summary: "no ladder asks why detection or recovery took as long as it did",
    what: "Looks for ladders about detection and about recovery beside the one about the cause, unless the first took \
           at most 5 minutes and the second at most 30.",
    why: "Half of most outages is the time until somebody knew and the time until something helped; both have causes of \
          their own.",
    instead: "Add a ladder for detection and one for recovery, or set this aside when both were fast.",
    live: false,
    bad: &[Example::Incident("no ladder about detection", |it| {
        let detection: Vec<_> =
            it.parts.ladders.iter().filter(|it| it.topic == Topic::Detection).map(|it| it.id).collect();
        it.parts.rungs.retain(|rung| !detection.contains(&rung.ladder));
    })],
    good: &[Example::Incident("an incident as it should be", |_| {})],
    check: Check::Whole(topics),
};

/// Detection and recovery that were faster than this need no ladder.
const FAST: [Span; 2] = [Span::minutes(5), Span::minutes(30)];

fn topics(incident: &Whole<'_>, sink: &mut Sink<'_>) {
    let parts = &incident.parts;
    let asked = |topic: Topic| {
        let mut ladders = parts.ladders.iter().filter(|it| it.topic == topic);
        ladders.any(|it| parts.rungs.iter().any(|rung| rung.ladder == it.id && rung.answered()))
    };
    let at = |milestone| incident.events.iter().find(|it| it.milestone == Some(milestone)).map(|it| it.at);
    let fast = |from: Milestone, to: Milestone, limit: Span| match (at(from), at(to)) {
        (Some(from), Some(to)) => to - from <= limit,
        _ => false,
    };
    let detection = asked(Topic::Detection) || fast(Milestone::Start, Milestone::Detected, FAST[0]);
    let recovery = asked(Topic::Recovery) || fast(Milestone::Detected, Milestone::Mitigated, FAST[1]);
    let lacking = match (detection, recovery) {
        (true, true) => return,
        _ if !asked(Topic::Cause) => return,
        (false, false) => "detection or recovery",
        (false, true) => "detection",
        (true, false) => "recovery",
    };
    let message = format!("no ladder asks why {lacking} took as long as it did");
    sink.whole(Place::part(Part::Ladder), message, "add one, or set this aside when it was fast");
}

pub(super) const LEAF: Rule = Rule {
    id: "why/leaf-without-action",
    level: Level::Warning,
    summary: "no action addresses a root cause",
    what: "Looks at the last answer of each branch once actions say which rungs they address.",
    why: "A cause that was found and is left alone will be found again.",
    instead: "Add an action, let one that is there address it, or say in the rung why it is accepted.",
    live: false,
    bad: &[Example::Incident("an action addresses another rung", |it| {
        let first = it.parts.rungs.first().map(crate::domain::ladder::Rung::handle);
        for action in &mut it.parts.actions {
            action.addresses = first.into_iter().collect();
        }
    })],
    good: &[Example::Incident("an incident as it should be", |_| {})],
    check: Check::Whole(leaf),
};

fn leaf(incident: &Whole<'_>, sink: &mut Sink<'_>) {
    let parts = &incident.parts;
    // Links that nobody made are one finding about the actions, not one for each rung.
    if parts.actions.iter().all(|it| it.addresses.is_empty()) {
        return;
    }
    for (index, rung) in parts.rungs.iter().enumerate() {
        let asked = parts.rungs.iter().any(|it| it.parent == Some(rung.id));
        let addressed = parts.actions.iter().any(|it| it.addresses.contains(&rung.handle()));
        if rung.answered() && !asked && !addressed {
            let place = Place::row(rung.handle(), "", index);
            let help = "add an action, or let one that is there address it";
            sink.whole(place, format!("no action addresses {}", rung.handle()), help);
        }
    }
}
