//! Rules of the family `impact`: what the customer lost, in numbers.

mod metric;
#[cfg(test)]
mod tests;
mod vague;

use super::finding::{Level, Place, Sink};
use super::passage::{Passage, Role};
use super::rule::{Check, Example, Rule, Whole};
use super::text::{Kind, Text, Token};

/// The rules of this family.
pub(super) static RULES: &[Rule] = &[UNQUANTIFIED, metric::NONE, metric::NO_UNIT];

const UNQUANTIFIED: Rule = Rule {
    id: "impact/unquantified",
    level: Level::Error,
    summary: "an extent or a duration has no number",
    what: "Looks in the summary and the impact for vague amounts (some, many, a subset), degrees (significant, minimal) \
           and durations (a while, briefly) without a number beside them, in the impact for any number or absolute at \
           all (all, none, every), and at metrics without a value. Estimates, ranges and bounds are numbers.",
    why: "Readers decide by the impact what an incident is worth. \"Some users\" may be three or three million.",
    instead: "Write the number and the whole: \"4,112 of 9,870 sellers, for 17 minutes\"; an estimate with its basis will do.",
    live: false,
    bad: &[
        Example::Text(Role::Impact, "Some customers saw errors."),
        Example::Text(Role::Impact, "There was an impact on the plants in the north."),
        Example::Text(Role::Summary, "Significant latency was seen."),
        Example::Text(Role::Impact, "412 orders were late for a while."),
        Example::Incident("a metric without a value", |it| {
            if let Some(metric) = it.parts.metrics.first_mut() {
                metric.value = None;
            }
        }),
    ],
    good: &[
        Example::Text(Role::Impact, "Many sellers (4,112 of 9,870) saw stale prices for 17 minutes."),
        Example::Text(Role::Impact, "No customer impact."),
        Example::Text(Role::Impact, "Roughly 3,400 riders saw no drivers."),
        Example::Text(Role::Summary, "The most recent release was rolled back after 12 minutes."),
    ],
    check: Check::Both(unquantified, without_value),
};

const HELP: &str = "write the number, and of how many; an estimate with its basis will do";

fn unquantified(passage: &Passage<'_>, sink: &mut Sink<'_>) {
    if !matches!(passage.role, Role::Summary | Role::Impact) {
        return;
    }
    let text = passage.read();
    let hits = vague::scan(text);
    let mut end = 0;
    for tokens in &hits {
        if tokens.start < end {
            continue;
        }
        end = tokens.end;
        let span = text.span(tokens.clone());
        let message = format!("`{}` has no number beside it", &passage.text[span.clone()]);
        sink.words(passage, span, message, HELP);
    }
    if passage.role == Role::Impact && hits.is_empty() && !measured(text) {
        let span = 0..passage.text.trim_end().len();
        sink.words(passage, span, "the impact holds no number".into(), HELP);
    }
}

fn without_value(incident: &Whole<'_>, sink: &mut Sink<'_>) {
    for (index, metric) in incident.parts.metrics.iter().enumerate() {
        if metric.value.is_none() {
            let message = format!("`{}` has no value", metric.name);
            sink.whole(Place::row(metric.handle(), "value", index), message, HELP);
        }
    }
}

/// Tells whether a token is a number that measures something: no part of a date, no time of day, no name.
fn measures(text: &Text<'_>, at: usize) -> bool {
    let token = &text.tokens[at];
    if token.quoted || !token.number() {
        return false;
    }
    if token.word() {
        return !token.any(&[
            "one", "once", "half", "both", "second", "dozen", "hundred", "thousand", "million", "billion",
        ]) || (token.any(&["one", "half", "dozen", "hundred", "thousand", "million"])
            && text
                .before(at)
                .is_some_and(|it| it.number() || it.any(&["only", "just", "exactly", "a", "than"]))
            && !text.after(at).is_some_and(|it| {
                it.any(&["of"]) && token.any(&["dozen", "hundred", "thousand", "million"])
            }));
    }
    !dated(text, at)
        && !text.before(at).is_some_and(|it| {
            it.any(&[
                "version", "release", "build", "ticket", "case", "port", "sev", "incident", "number", "no",
                "nr", "shard", "region", "zone", "node", "step", "section", "page", "line", "phase",
                "android", "ios", "windows", "rack", "hall", "platform", "gate", "terminal", "unit", "v",
            ])
        })
}

const MONTHS: &str = "january february march april may june july august september october november december jan feb mar apr \
    jun jul aug sep sept oct nov dec";

/// `12 March 2025`: the numbers of a date.
fn dated(text: &Text<'_>, at: usize) -> bool {
    let month = |it: Option<&Token>| it.is_some_and(|it| it.word() && it.among(MONTHS) && it.norm.len() > 2);
    let year = text.tokens[at].norm.len() == 4
        && (text.tokens[at].norm.starts_with("20") || text.tokens[at].norm.starts_with("19"));
    month(text.before(at))
        || month(text.after(at))
        || year
            && (text.before(at).is_some_and(|it| it.is("in") || it.number())
                || (at > 1 && month(text.before(at - 1))))
}

/// What needs no number: the whole, or nothing.
const ABSOLUTE: &str = "all every each none nobody zero nothing never neither entire entirely whole wholly complete \
    completely total totally both fully everyone everybody everything no-one nil";

/// Tells whether an impact holds a number or an absolute.
fn measured(text: &Text<'_>) -> bool {
    let clocks = text.tokens.iter().filter(|it| matches!(it.kind, Kind::Clock | Kind::Instant)).count();
    clocks > 1
        || text.tokens.iter().enumerate().any(|(at, token)| {
            let nothing = token.is("no")
                && !text.after(at).is_some_and(|it| {
                    it.any(&[
                        "eta",
                        "workaround",
                        "alarm",
                        "alert",
                        "alarms",
                        "alerts",
                        "idea",
                        "longer",
                        "doubt",
                        "update",
                        "information",
                        "numbers",
                        "figures",
                        "data",
                    ]) && !text
                        .tokens
                        .get(at + 2)
                        .is_some_and(|it| it.any(&["was", "were", "loss", "corruption", "is", "has"]))
                });
            let only_one =
                token.is("one") && text.before(at).is_some_and(|it| it.any(&["only", "just", "exactly"]));
            let without = token.is("without")
                && text.after(at).is_some_and(|it| it.any(&["loss", "impact", "data", "any"]));
            measures(text, at)
                || (token.word()
                    && token.among(ABSOLUTE)
                    && !text
                        .before(at)
                        .is_some_and(|it| it.any(&["not", "nearly", "almost", "at", "in", "after", "above"])))
                || nothing
                || only_one
                || without
        })
}
