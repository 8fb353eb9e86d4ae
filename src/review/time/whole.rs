//! Times against each other: later than now, and durations that disagree with the milestones.

use crate::domain::event::Milestone;
use crate::domain::incident::Incident;
use crate::domain::span::Span;
use crate::review::finding::{Level, Place, Sink};
use crate::review::passage::{self, Role};
use crate::review::rule::{Check, Example, Rule};
use crate::review::text::{Kind, Text};

pub(super) const FUTURE: Rule = Rule {
    id: "time/future",
    level: Level::Error,
    summary: "an event is later than now",
    what: "Looks at the times of events: none can be later than the moment of the review, give or take a minute for \
           clocks that differ.",
    why: "A time in the future is a slip of the day or of the zone, and every duration made from it is wrong.",
    instead: "Correct the time of the event, mostly by a day or by the offset of its zone.",
    live: true,
    bad: &[Example::Incident("an event of next year", |it| {
        if let Some(event) = it.events.last_mut() {
            event.at = event.at + Span::minutes(60 * 24 * 1000);
        }
    })],
    good: &[Example::Incident("an incident as it should be", |_| {})],
    check: Check::Whole(future),
};

fn future(incident: &Incident, sink: &mut Sink<'_>) {
    let limit = sink.options.now + Span::minutes(1);
    for (index, event) in incident.events.iter().enumerate() {
        if event.at > limit {
            let place = Place::row(event.handle(), "at", index);
            sink.whole(place, "this event is later than now".into(), "correct its day or its zone");
        }
    }
}

pub(super) const STATED: Rule = Rule {
    id: "time/stated-duration",
    level: Level::Error,
    summary: "a stated duration disagrees with the milestones",
    what: "Looks in the summary and the impact for how long the incident lasted (\"lasted 50 minutes\", \"a 50-minute \
           outage\", \"down for 50 minutes\") and compares it with the milestones: from start to mitigation, and from \
           start to resolution. A tenth, or two minutes, of difference is rounding.",
    why: "Two figures for one outage make a reader doubt all the others.",
    instead: "Use the derived duration, or correct the milestone that is wrong.",
    live: false,
    bad: &[Example::Incident("the summary says 9 hours", |it| {
        if let Some(summary) = it.parts.sections.first_mut() {
            summary.text.push_str(" The outage lasted 9 hours.");
        }
    })],
    good: &[Example::Incident("an incident as it should be", |_| {})],
    check: Check::Whole(stated),
};

fn stated(incident: &Incident, sink: &mut Sink<'_>) {
    let at = |milestone| incident.events.iter().find(|it| it.milestone == Some(milestone)).map(|it| it.at);
    let Some(start) = at(Milestone::Start) else { return };
    let lengths: Vec<i64> = [Milestone::Mitigated, Milestone::Resolved]
        .into_iter()
        .filter_map(at)
        .map(|end| (end - start).millis())
        .collect();
    if lengths.is_empty() {
        return;
    }
    for passage in passage::passages(incident) {
        if !matches!(passage.role, Role::Summary | Role::Impact) {
            continue;
        }
        for (tokens, millis) in lasted(passage.read()) {
            let fits = |it: &i64| (it - millis).abs() <= (it / 10).max(120_000);
            if !lengths.iter().any(fits) {
                let derived = Span::minutes(lengths[0] / 60_000);
                let words = passage.read().slice(tokens.clone());
                let message = format!("`{words}` disagrees with the milestones, which give {derived}");
                let span = passage.read().span(tokens);
                sink.words(
                    &passage,
                    span,
                    message,
                    "use the derived duration, or correct the milestone that is wrong",
                );
            }
        }
    }
}

/// Finds statements of how long the whole lasted, in milliseconds.
fn lasted(text: &Text<'_>) -> Vec<(std::ops::Range<usize>, i64)> {
    let mut found = Vec::new();
    for (at, token) in text.tokens.iter().enumerate() {
        let says = token.any(&["lasted", "lasting"]);
        let outage =
            token.any(&["outage", "downtime"]) && text.after(at).is_some_and(|it| it.any(&["of", "for"]));
        let down = token.is("for")
            && text.before(at).is_some_and(|it| it.any(&["down", "unavailable", "offline", "out"]));
        if !(says || outage || down) {
            continue;
        }
        let skip = usize::from(outage);
        let start = (at + 1 + skip..at + 5 + skip).find(|it| {
            text.tokens.get(*it).is_some_and(|it| it.kind == Kind::Number && it.sentence == token.sentence)
        });
        if let Some((end, millis)) = start.and_then(|it| duration(text, it)) {
            found.push((at..end, millis));
        }
    }
    found
}

/// Reads `1 h 20 min`, `50 minutes`, `3 hours and 5 minutes`.
fn duration(text: &Text<'_>, mut at: usize) -> Option<(usize, i64)> {
    let mut total = 0;
    let mut end = at;
    while let Some(token) = text.tokens.get(at) {
        let number: i64 = if token.kind == Kind::Number { token.norm.parse().ok()? } else { break };
        let unit = match text.after(at)?.norm.as_str() {
            "h" | "hr" | "hrs" | "hour" | "hours" => 3_600_000,
            "m" | "min" | "mins" | "minute" | "minutes" => 60_000,
            "d" | "day" | "days" => 86_400_000,
            _ => break,
        };
        total += number.checked_mul(unit)?;
        end = at + 2;
        at += 2;
        if text.tokens.get(at).is_some_and(|it| it.is("and")) {
            at += 1;
        }
    }
    (end > 0 && total > 0).then_some((end, total))
}
