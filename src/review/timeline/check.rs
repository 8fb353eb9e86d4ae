//! What the rules of the timeline do.

use super::slip;
use crate::domain::event::{Event, Kind, Milestone};
use crate::domain::id::Part;
use crate::domain::incident::{Incident, Status};
use crate::domain::span::Span;
use crate::domain::time::Timestamp;
use crate::review::Whole;
use crate::review::finding::{Place, Sink};

/// How far from the others an event may be before its date is looked at.
const FAR: Span = Span::days(7);

fn timeline() -> Place {
    Place::part(Part::Event)
}

/// Returns the events in order of their times, each with its index in the incident.
fn in_time(incident: &Incident) -> Vec<(usize, &Event)> {
    let mut events: Vec<(usize, &Event)> = incident.events.iter().enumerate().collect();
    events.sort_by_key(|(_, it)| (it.at, it.order()));
    events
}

pub(super) fn empty(incident: &Whole<'_>, sink: &mut Sink<'_>) {
    if incident.events.is_empty() {
        let help = "log what happened and when, or import it from the chat and the alarms";
        sink.whole(timeline(), "the timeline is empty".into(), help);
    }
}

pub(super) fn no_trigger(incident: &Whole<'_>, sink: &mut Sink<'_>) {
    let milestones = incident.milestones();
    let Some(first) = incident.events.iter().min_by_key(|it| (it.at, it.order())) else { return };
    if milestones.at(Milestone::Trigger).is_some() {
        return;
    }
    let late = match milestones.at(Milestone::Start) {
        Some(start) => {
            let change = incident.events.iter().any(|it| it.kind == Kind::Change && it.at <= start);
            first.at >= start && !change
        }
        None => {
            first.kind == Kind::Alert
                || matches!(first.milestone, Some(Milestone::Detected | Milestone::Acknowledged))
        }
    };
    if late {
        let message = format!("nothing comes before {}, so the trigger is missing", opening(first));
        let help = "begin with what set the incident off and mark it as the trigger";
        sink.whole(timeline(), message, help);
    }
}

fn opening(event: &Event) -> String {
    match event.milestone {
        Some(milestone) => format!("`{milestone}` ({})", event.handle()),
        None => event.handle().to_string(),
    }
}

pub(super) fn milestones(incident: &Whole<'_>, sink: &mut Sink<'_>) {
    let milestones = incident.milestones();
    let missing = |it: &&Milestone| milestones.at(**it).is_none();
    let needed = [Milestone::Start, Milestone::Detected, Milestone::Mitigated];
    if incident.events.is_empty() || !needed.iter().any(|it| missing(&it)) {
        return;
    }
    let wanted = [
        Milestone::Start,
        Milestone::Detected,
        Milestone::Acknowledged,
        Milestone::Mitigated,
        Milestone::Resolved,
    ];
    let names: Vec<String> = wanted.iter().filter(missing).map(|it| format!("`{it}`")).collect();
    let message = format!("no event is marked as {}", listed(&names, "or"));
    sink.whole(timeline(), message, "mark the events at which these moments were reached");
}

/// Joins words as a sentence does: `a, b or c`.
fn listed(words: &[String], last: &str) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., end] => format!("{} {last} {end}", most.join(", ")),
    }
}

pub(super) fn order(incident: &Whole<'_>, sink: &mut Sink<'_>) {
    const CHAIN: [Milestone; 6] = [
        Milestone::Trigger,
        Milestone::Start,
        Milestone::Detected,
        Milestone::Acknowledged,
        Milestone::Mitigated,
        Milestone::Resolved,
    ];
    let milestones = incident.milestones();
    let mut latest: Option<(Timestamp, Milestone)> = None;
    for milestone in CHAIN {
        let Some(at) = milestones.at(milestone) else { continue };
        match latest {
            Some((before, earlier)) if at < before => {
                out_of_order(incident, (milestone, at), (earlier, before), sink);
            }
            _ => latest = Some((at, milestone)),
        }
    }
    let cause = milestones.at(Milestone::Identified);
    let detected = milestones.at(Milestone::Detected);
    if let (Some(cause), Some(detected)) = (cause, detected)
        && cause < detected
    {
        out_of_order(incident, (Milestone::Identified, cause), (Milestone::Detected, detected), sink);
    }
}

fn out_of_order(
    incident: &Incident,
    (milestone, at): (Milestone, Timestamp),
    (earlier, before): (Milestone, Timestamp),
    sink: &mut Sink<'_>,
) {
    let holder = |milestone| incident.events.iter().rposition(|it| it.milestone == Some(milestone));
    let (Some(index), Some(other)) = (holder(milestone), holder(earlier)) else { return };
    let (event, other) = (&incident.events[index], &incident.events[other]);
    let message = format!(
        "`{milestone}` ({}) is {} earlier than `{earlier}` ({})",
        event.handle(),
        Span::between(at, before).short(),
        other.handle()
    );
    let help = "compare both times with the record they come from, and the zones in which they were entered";
    sink.whole(Place::row(event.handle(), "at", index), message, help);
}

pub(super) fn gap(incident: &Whole<'_>, sink: &mut Sink<'_>) {
    let milestones = incident.milestones();
    let Some(start) = milestones.at(Milestone::Start) else { return };
    let live = sink.options.live || incident.header.status == Status::Open;
    let end = match milestones.at(Milestone::Mitigated) {
        Some(end) => end,
        None if live => sink.options.now,
        None => return,
    };
    let within: Vec<(usize, &Event)> =
        in_time(incident).into_iter().filter(|(_, it)| it.at >= start && it.at <= end).collect();
    let most = sink.options.gap;
    let mut gaps: Vec<(Span, usize, String)> = within
        .windows(2)
        .map(|pair| {
            let (from, to) = (pair[0].1, pair[1].1);
            let words = format!("between {} and {}", from.handle(), to.handle());
            (Span::between(from.at, to.at), pair[0].0, words)
        })
        .collect();
    if let (Some((index, last)), None) = (within.last(), milestones.at(Milestone::Mitigated)) {
        gaps.push((Span::between(last.at, end), *index, format!("since {}", last.handle())));
    }
    gaps.retain(|it| it.0 > most);
    // The first of the longest ones: the finding stays where it is when others are explained.
    let Some(longest) = gaps.iter().rev().max_by_key(|it| it.0) else { return };
    let others = match gaps.len() - 1 {
        0 => String::new(),
        1 => format!(", and one more silence of over {}", most.short()),
        n => format!(", and {n} more silences of over {}", most.short()),
    };
    let message = format!("nothing is written down for {} {}{others}", longest.0.short(), longest.2);
    let event = &incident.events[longest.1];
    let help = "say what was going on in that time, waiting and dead ends too";
    sink.whole(Place::row(event.handle(), "at", longest.1), message, help);
}

pub(super) fn no_source(incident: &Whole<'_>, sink: &mut Sink<'_>) {
    let bare = |it: &&Event| {
        it.kind == Kind::Change
            && it.links.is_empty()
            && it.evidence.is_empty()
            && it.source.id.is_none()
            && !it.text.contains("://")
    };
    let changes: Vec<&Event> = incident.events.iter().filter(bare).collect();
    let message = match changes[..] {
        [] => return,
        [one] => format!("the change {} has no link", one.handle()),
        [first, ..] => format!("{} changes have no link, {} the first", changes.len(), first.handle()),
    };
    sink.whole(timeline(), message, "link the deployment, the pull request or the change record");
}

pub(super) fn typo(incident: &Whole<'_>, sink: &mut Sink<'_>) {
    // With two events there is no telling which one is wrong.
    if incident.events.len() < 3 {
        return;
    }
    let sorted = in_time(incident);
    for (place, (index, event)) in sorted.iter().enumerate() {
        let median = median_without(&sorted, place);
        let distance = far(event.at, median);
        if distance <= FAR {
            continue;
        }
        let near = |it: &&(usize, &Event)| far(it.1.at, median) <= FAR;
        let (Some(from), Some(to)) = (sorted.iter().find(near), sorted.iter().rev().find(near)) else {
            continue;
        };
        let window = from.1.at..=to.1.at;
        let milestone = event.milestone.filter(|it| *it != Milestone::Trigger);
        if milestone.is_some() || slip::could_be(event.at, &window) {
            let side = if event.at < median { "before" } else { "after" };
            let days = distance.millis() / Span::days(1).millis();
            let message =
                format!("{} is {days} days {side} most other events: is the date right?", event.handle());
            let help = "compare the date with the record it comes from";
            sink.whole(Place::row(event.handle(), "at", *index), message, help);
        }
    }
}

fn far(a: Timestamp, b: Timestamp) -> Span {
    let span = Span::between(a, b);
    Span::from_millis(span.millis().saturating_abs())
}

/// Returns the median time of all events but the one at `place`.
fn median_without(sorted: &[(usize, &Event)], place: usize) -> Timestamp {
    let middle = (sorted.len() - 2) / 2;
    let middle = if place <= middle { middle + 1 } else { middle };
    sorted[middle].1.at
}
