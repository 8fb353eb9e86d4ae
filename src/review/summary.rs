//! Rules of the family `summary`: a reader who reads nothing else must know what happened.

use std::sync::LazyLock;

use super::finding::{Level, Place, Sink};
use super::passage::{Passage, Role};
use super::rule::{Check, Example, Rule, Whole};
use super::text::{Kind, Patterns, Text};
use crate::domain::section::SectionName;

/// The rules of this family.
pub(super) static RULES: &[Rule] = &[MISSING, INCOMPLETE, LEANS, LONG];

const AS_IT_SHOULD_BE: Example = Example::Incident("an incident as it should be", |_| {});

const MISSING: Rule = Rule {
    id: "summary/missing",
    level: Level::Error,
    summary: "there is no summary",
    what: "Looks whether the summary holds any text.",
    why: "Most readers read only the summary, the directors first.",
    instead: "Write five sentences: what failed for whom, from when to when, how much, why, and what ended it.",
    live: false,
    bad: &[Example::Incident("no summary", |it| {
        it.parts.sections.retain(|it| it.name != SectionName::Summary);
    })],
    good: &[AS_IT_SHOULD_BE],
    check: Check::Whole(|incident, sink| {
        let written = |it: &&crate::domain::section::Section| {
            it.name == SectionName::Summary && !it.text.trim().is_empty()
        };
        if !incident.parts.sections.iter().any(|it| written(&it)) {
            let help = "write what failed for whom, from when to when, how much, why, and what ended it";
            sink.whole(Place::section(SectionName::Summary), "there is no summary".into(), help);
        }
    }),
};

const INCOMPLETE: Rule = Rule {
    id: "summary/incomplete",
    level: Level::Warning,
    summary: "the summary does not tell when, how long or who was affected",
    what: "Looks in the summary for a date or a time, for a duration or two times, and for customers, users or requests.",
    why: "A summary stands alone; these three are what its reader asks first.",
    instead: "Add what is missing: \"from 13:06 to 13:47 UTC on 2026-04-03, 71.4% of checkout attempts failed\".",
    live: false,
    bad: &[Example::Text(Role::Summary, "The checkout service failed because of an expired certificate.")],
    good: &[Example::Text(
        Role::Summary,
        "From 13:06 to 13:47 UTC on 2026-04-03 71.4% of checkout attempts failed.",
    )],
    check: Check::Text(incomplete),
};

/// Who or what is affected.
const AFFECTED: &str = "customer customers user users tenant tenants client clients shopper shoppers rider riders seller sellers \
    merchant merchants patient patients passenger passengers player players reader readers visitor visitors subscriber \
    subscribers member members partner partners student students driver drivers request requests order orders attempt \
    attempts submission submissions call calls payment payments transaction transactions session sessions login logins \
    checkout checkouts message messages notification notifications delivery deliveries shipment shipments parcel parcels \
    job jobs file files object objects document documents upload uploads download downloads booking bookings store stores \
    site sites shop shops hospital hospitals school schools ward wards train trains flight flights device devices \
    terminal terminals account accounts people person employee employees staff caller callers viewer viewers invoice \
    invoices ticket tickets query queries page pages webhook webhooks connection connections record records row rows \
    household households meter meters vehicle vehicles";

fn incomplete(passage: &Passage<'_>, sink: &mut Sink<'_>) {
    if passage.role != Role::Summary {
        return;
    }
    let text = passage.read();
    let clocks = text.tokens.iter().filter(|it| matches!(it.kind, Kind::Clock | Kind::Instant)).count();
    let date = text.tokens.iter().any(|it| it.kind == Kind::Date) || clocks > 0 || month(text);
    let long = clocks > 1 || duration(text);
    let who = text.tokens.iter().any(|it| it.word() && it.among(AFFECTED));
    let lacks: Vec<&str> = [(date, "when"), (long, "how long"), (who, "who was affected")]
        .into_iter()
        .filter(|(has, _)| !has)
        .map(|(_, word)| word)
        .collect();
    if lacks.is_empty() {
        return;
    }
    let message = format!("the summary does not tell {}", lacks.join(", nor "));
    sink.words(passage, 0..0, message, "add it: the summary must stand alone");
}

fn month(text: &Text<'_>) -> bool {
    let months = "january february march april may june july august september october november december jan feb mar apr jun jul \
        aug sep sept oct nov dec";
    text.tokens.iter().enumerate().any(|(at, it)| {
        it.among(months)
            && (text.before(at).is_some_and(|it| it.kind == Kind::Number)
                || text.after(at).is_some_and(|it| it.kind == Kind::Number))
    })
}

fn duration(text: &Text<'_>) -> bool {
    let units = "second seconds minute minutes hour hours day days week weeks s sec secs min mins h hr hrs d";
    text.tokens.iter().enumerate().any(|(at, it)| {
        let glued = it.kind == Kind::Number
            && it.norm.ends_with(['s', 'm', 'h', 'd', 'n'])
            && !it.norm.ends_with("ms");
        glued
            || (it.number() && text.after(at).is_some_and(|it| it.among(units)))
            || it.norm.ends_with("-minute")
            || it.norm.ends_with("-hour")
    })
}

const LEANS: Rule = Rule {
    id: "summary/leans",
    level: Level::Warning,
    summary: "the summary leans on another section",
    what: "Looks in the summary for `see below`, `as described in the timeline` and the like.",
    why: "The summary is sent on by mail without the rest.",
    instead: "Say it in half a sentence here, and keep the detail where it is.",
    live: false,
    bad: &[Example::Text(
        Role::Summary,
        "Checkout failed for 41 minutes from 13:06 UTC for 4,112 users, see the timeline below.",
    )],
    good: &[Example::Text(Role::Summary, "Checkout failed for 41 minutes from 13:06 UTC for 4,112 users.")],
    check: Check::Text(leans),
};

static LEANING: LazyLock<Patterns<()>> = LazyLock::new(|| {
    Patterns::new(&[
        (
            "see|cf|refer ?to ?the ?our ?section ?also below|above|timeline|impact|section|appendix|whys|actions|details|attached|attachment",
            (),
        ),
        (
            "as|is|are ?was ?further ?it described|mentioned|explained|listed|shown|discussed|noted|outlined|detailed|stated above|below|later|in",
            (),
        ),
        (
            "described|explained|listed|detailed|outlined in ?the ?our timeline|impact|section|appendix|whys|below",
            (),
        ),
        ("below|above for details|more|the", ()),
        ("more|details|detail in|below|can the|be|follow", ()),
    ])
});

fn leans(passage: &Passage<'_>, sink: &mut Sink<'_>) {
    if passage.role != Role::Summary {
        return;
    }
    let text = passage.read();
    let mut end = 0;
    for hit in LEANING.scan(text) {
        if hit.tokens.start < end || text.tokens[hit.tokens.start].quoted {
            continue;
        }
        end = hit.tokens.end;
        let span = text.span(hit.tokens);
        let message = format!("`{}` leans on another section", &passage.text[span.clone()]);
        sink.words(passage, span, message, "say it here in half a sentence");
    }
}

const LONG: Rule = Rule {
    id: "summary/long",
    level: Level::Note,
    summary: "the summary is long",
    what: "Counts the words of the summary; how many are allowed can be configured.",
    why: "A long summary is not read, and a reader who stops in the middle has the wrong half.",
    instead: "Keep what failed, for whom, when, how much, why, and what ended it.",
    live: false,
    bad: &[Example::Incident("a summary of 400 words", |it| {
        if let Some(summary) = it.parts.sections.iter_mut().find(|it| it.name == SectionName::Summary) {
            summary.text.push_str(&" Orders were lost.".repeat(140));
        }
    })],
    good: &[AS_IT_SHOULD_BE],
    check: Check::Whole(long),
};

fn long(incident: &Whole<'_>, sink: &mut Sink<'_>) {
    let most = sink.options.summary_words;
    for section in incident.parts.sections.iter().filter(|it| it.name == SectionName::Summary) {
        let words = section.text.split_whitespace().count();
        if words > most {
            let message = format!("the summary has {words} words, {most} are enough");
            sink.whole(
                Place::section(SectionName::Summary),
                message,
                "move the detail to the sections below",
            );
        }
    }
}
