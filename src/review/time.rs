//! Rules of the family `time`: a point in time must be one that the reader can find on a clock.

mod clock;
#[cfg(test)]
mod tests;
mod vague;
mod whole;

use super::finding::{Level, Sink};
use super::passage::{Passage, Role};
use super::rule::{Check, Example, Rule};
use super::text::{Kind, Text};

/// The rules of this family.
pub(super) static RULES: &[Rule] = &[VAGUE, whole::FUTURE, whole::STATED];

const VAGUE: Rule = Rule {
    id: "time/vague",
    level: Level::Warning,
    summary: "a point in time cannot be found on a clock",
    what: "Looks in events, the summary and the impact for times without a zone, parts of the day, weekdays without a \
           date, `later`, `shortly after`, `at some point`, dates that can be read in two ways. One zone in a text covers \
           all its times; a vague word beside an exact time is left alone, and so are durations, names, versions, \
           ratios and whatever else only looks like a time.",
    why: "Readers sit in several zones and read weeks later. What cannot be placed cannot be compared with a graph.",
    instead: "Write the time with its zone, `~14:05 UTC` if it is not known well, or the offset from a stated time: \"6 \
              minutes after the deploy\".",
    live: true,
    bad: &[
        Example::Text(Role::Event, "14:05 deploy started"),
        Example::Text(Role::Event, "a bit later the graphs looked fine"),
        Example::Text(Role::Summary, "It began around lunch on Tuesday."),
        Example::Text(Role::Impact, "412 orders failed on 03/04."),
    ],
    good: &[
        Example::Text(Role::Event, "~16:40 UTC error rate begins to climb"),
        Example::Text(Role::Summary, "All times in CET. 14:05 deploy, 14:20 rollback."),
        Example::Text(Role::Event, "upgraded to 3.0.12 or later"),
        Example::Text(Role::Event, "the morning report was skipped; ratio 3:1, 3/4 of hosts, TTL 00:05:00"),
    ],
    check: Check::Text(vague),
};

fn vague(passage: &Passage<'_>, sink: &mut Sink<'_>) {
    if !matches!(passage.role, Role::Event | Role::Summary | Role::Impact) {
        return;
    }
    let text = passage.read();
    let zoned = sink.options.zone_stated || clock::zoned(text);
    let mut hits = vague::scan(text, zoned);
    if !zoned {
        hits.extend(clock::bare(text));
    }
    hits.extend(clock::ambiguous(text));
    hits.sort_by_key(|it| (it.tokens.start, usize::MAX - it.tokens.end));
    let mut end = 0;
    for hit in hits {
        if hit.tokens.start < end {
            continue;
        }
        end = hit.tokens.end;
        let span = text.span(hit.tokens);
        let words = &passage.text[span.clone()];
        let (message, help) = match hit.what {
            What::NoZone => (format!("`{words}` has no zone"), "add the zone, such as UTC"),
            What::TwoWays => (
                format!("`{words}` can be read as two dates"),
                "write the date as 2026-03-04, or name the month",
            ),
            What::Vague => (
                format!("`{words}` cannot be found on a clock"),
                "write the time with its zone, ~14:05 UTC if it is not known well, or the exact offset from a stated time",
            ),
        };
        sink.words(passage, span, message, help);
    }
}

/// Tells whether a text names a zone.
pub(super) fn states_zone(text: &Text<'_>) -> bool {
    clock::zoned(text)
}

/// What is wrong with a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    NoZone,
    TwoWays,
    Vague,
}

/// A time that cannot be placed.
#[derive(Debug)]
struct Hit {
    tokens: std::ops::Range<usize>,
    what: What,
}

/// Tells whether a token stands for an exact time: a clock time, or an instant.
fn exact(text: &Text<'_>, at: usize) -> bool {
    let token = &text.tokens[at];
    matches!(token.kind, Kind::Clock | Kind::Instant)
        || (token.is("midnight") || token.is("noon")) && text.after(at).is_some_and(clock::is_zone)
}
