//! Times against each other: later than now, and durations that disagree with the milestones.

use crate::domain::event::Milestone;
use crate::domain::span::Span;
use crate::review::finding::{Level, Place, Sink};
use crate::review::passage::{self, Role};
use crate::review::rule::{Check, Example, Rule, Whole};
use crate::review::text::{Kind, Text, Token, small_number};

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

fn future(incident: &Whole<'_>, sink: &mut Sink<'_>) {
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

fn stated(incident: &Whole<'_>, sink: &mut Sink<'_>) {
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

/// What an incident is called where it is said how long it was.
const OUTAGES: &str = "outage outages downtime incident interruption disruption unavailability";

/// Finds statements of how long the whole lasted, in milliseconds.
fn lasted(text: &Text<'_>) -> Vec<(std::ops::Range<usize>, i64)> {
    let mut found: Vec<(std::ops::Range<usize>, i64)> = Vec::new();
    for (at, token) in text.tokens.iter().enumerate() {
        let after = |words: &[&str]| text.after(at).is_some_and(|it| it.any(words));
        let before = |words: &[&str]| text.before(at).is_some_and(|it| it.any(words));
        // `a 50-minute outage`, `an hour-long interruption`
        if let Some(millis) = hyphened(token) {
            let outage = (1..=2).find(|it| text.tokens.get(at + it).is_some_and(|it| it.among(OUTAGES)));
            found.extend(outage.map(|it| (at..at + it + 1, millis)));
            continue;
        }
        let says = token.any(&["lasted", "lasting", "lasts"]);
        let outage = token.any(&["outage", "downtime"]) && after(&["of", "for", "was", "is", ":"]);
        let heading = token.is("duration")
            && (token.first || before(&["total", "outage", "incident", "impact"]))
            && after(&["of", "was", "is", ":"]);
        let down = token.is("for") && before(&["down", "unavailable", "offline", "out"]);
        let total = token.is("total") && after(&["of"]);
        if !(says || outage || heading || down || total) {
            continue;
        }
        let start = (at + 1..at + 6).find(|it| {
            text.tokens.get(*it).is_some_and(|it| it.sentence == token.sentence && amount(it).is_some())
        });
        if let Some((end, millis)) = start.and_then(|it| duration(text, it))
            && found.last().is_none_or(|(last, _)| last.end <= at)
        {
            found.push((at..end, millis));
        }
    }
    found
}

/// Returns how many milliseconds a unit has.
fn unit(word: &str) -> Option<f64> {
    Some(match word {
        "h" | "hr" | "hrs" | "hour" | "hours" => 3_600_000.0,
        "m" | "min" | "mins" | "minute" | "minutes" => 60_000.0,
        "d" | "day" | "days" => 86_400_000.0,
        _ => return None,
    })
}

/// Reads a number with or without a unit behind it: `50`, `1.5`, `1h`, `two`, `an`.
fn amount(token: &Token) -> Option<(f64, Option<f64>)> {
    if let Some(number) = small_number(&token.norm) {
        return Some((f64::from(number), None));
    }
    if token.is("an") {
        return Some((1.0, None));
    }
    if !matches!(token.kind, Kind::Number | Kind::Ident | Kind::Clock) {
        return None;
    }
    let digits = token.norm.find(|it: char| !(it.is_ascii_digit() || it == '.')).unwrap_or(token.norm.len());
    let number = token.norm[..digits].parse().ok()?;
    let rest = &token.norm[digits..];
    if rest.is_empty() { Some((number, None)) } else { Some((number, Some(unit(rest)?))) }
}

/// Reads `50-minute`, `two-hour`, `hour-long`, in milliseconds.
fn hyphened(token: &Token) -> Option<i64> {
    let mut parts = token.norm.trim_end_matches("-long").split('-');
    let (first, second) = (parts.next()?, parts.next());
    if parts.next().is_some() {
        return None;
    }
    let Some(second) = second else {
        return token.norm.ends_with("-long").then(|| unit(first)).flatten().and_then(whole);
    };
    let number = small_number(first).map(f64::from).or_else(|| first.parse().ok())?;
    whole(number * unit(second)?)
}

#[expect(clippy::cast_possible_truncation, reason = "cut at a year, far below what the type holds")]
fn whole(millis: f64) -> Option<i64> {
    (millis > 0.0 && millis < 366.0 * 86_400_000.0).then(|| millis.round() as i64)
}

/// Reads `1 h 20 min`, `1h 20m`, `50 minutes`, `two hours and 5 minutes`.
fn duration(text: &Text<'_>, mut at: usize) -> Option<(usize, i64)> {
    let mut total = 0.0;
    let mut end = at;
    while let Some((number, glued)) = text.tokens.get(at).and_then(amount) {
        let spaced = || text.after(at).and_then(|it| unit(&it.norm));
        let Some(one) = glued.or_else(spaced) else { break };
        total += number * one;
        at += if glued.is_some() { 1 } else { 2 };
        end = at;
        if text.tokens.get(at).is_some_and(|it| it.is("and")) {
            at += 1;
        }
    }
    Some((end, whole(total)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_long_it_lasted_is_read_in_many_words() {
        for (text, minutes) in [
            ("The outage lasted 50 minutes.", 50),
            ("It lasted two hours.", 120),
            ("Duration: 3h.", 180),
            ("A 12-hour outage of the shop.", 720),
            ("It lasted 1h 10m.", 70),
            ("An hour-long outage.", 60),
            ("Checkout was down for a total of 75 minutes.", 75),
            ("Downtime was 1.5 hours.", 90),
            ("Total downtime: 90 min", 90),
            ("The API was unavailable for 2 hours and 5 minutes.", 125),
            ("a two-hour interruption", 120),
            ("The incident duration was 45 minutes", 45),
        ] {
            let read = Text::read(text);
            let found: Vec<i64> = lasted(&read).into_iter().map(|(_, it)| it / 60_000).collect();
            assert_eq!(found, [minutes], "{text}");
        }
        for text in [
            "The session duration is 30 minutes",
            "a 3-day conference",
            "for 20 of 50 minutes the queue grew",
            "a total of 48,210 requests",
            "the 5-minute average",
            "It lasted until 14:05 UTC",
        ] {
            assert!(lasted(&Text::read(text)).is_empty(), "{text}");
        }
    }
}
