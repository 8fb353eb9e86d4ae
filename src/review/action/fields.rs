//! The fields of an action: owner, due date, done-when.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate};

use crate::domain::action::{Action, ActionStatus};
use crate::domain::incident::Incident;
use crate::review::finding::{Level, Place, Sink};
use crate::review::rule::{Check, Example, Rule, Whole};
use crate::review::text::{Kind, Text};

/// Runs over the actions that are open.
fn open(incident: &Incident) -> impl Iterator<Item = (usize, &Action)> {
    incident.parts.actions.iter().enumerate().filter(|(_, it)| it.status == ActionStatus::Open)
}

const GOOD: Example = Example::Action([
    "Block deploys whose rendered config fails schema validation",
    "release engineering lead",
    "2026-12-15",
    "100% of the 31 config repositories have the required check",
]);

pub(super) const NO_OWNER: Rule = Rule {
    id: "action/no-owner",
    level: Level::Error,
    summary: "an action has no owner",
    what: "Finds open actions whose owner is empty, or nobody in particular: TBD, everyone, the team, whoever is on call.",
    why: "What belongs to everybody is done by nobody.",
    instead: "Name one role or one person who answers for it.",
    live: false,
    bad: &[
        Example::Action(["Cap retries of the client at 2", "", "2026-12-15", "retry amplification <= 1.3"]),
        Example::Action([
            "Cap retries of the client at 2",
            "all engineers",
            "2026-12-15",
            "retry amplification <= 1.3",
        ]),
    ],
    good: &[GOOD],
    check: Check::Whole(no_owner),
};

/// Words that leave open who it is.
const NOBODY: &str = "tbd tba tbc ? ?? ??? n/a na none - -- someone somebody anyone anybody everyone everybody all whoever us we \
    unassigned unknown various open nobody team teams engineers developers devs people staff unclear pending undecided x xx xxx \
    any several multiple others management anyone";

fn no_owner(incident: &Whole<'_>, sink: &mut Sink<'_>) {
    for (index, action) in open(incident) {
        let owner = action.owner.trim();
        let lower = owner.to_lowercase();
        let words: Vec<&str> = lower
            .split(|it: char| it.is_whitespace() || it == ',' || it == '(')
            .filter(|it| !it.is_empty())
            .collect();
        let listed = |it: &&str| NOBODY.split_ascii_whitespace().any(|word| word == *it);
        let rest: Vec<&&str> = words
            .iter()
            .filter(|it| !["the", "our", "a", "to", "be", "dev", "whole", "entire"].contains(*it))
            .collect();
        // `all on-call`, `everyone on call`, `whoever is on call`, but `payments team`.
        let vague = rest.is_empty()
            || rest.iter().all(|it| listed(it))
            || words.first().is_some_and(|it| {
                [
                    "all",
                    "everyone",
                    "everybody",
                    "whoever",
                    "anyone",
                    "any",
                    "someone",
                    "somebody",
                    "every",
                    "each",
                    "various",
                    "tbd",
                    "several",
                    "multiple",
                    "?",
                    "who",
                ]
                .contains(it)
            })
            || lower.contains("to be ")
            || lower.ends_with('?');
        if vague {
            let place = Place::row(action.handle(), "owner", index);
            let message = if owner.is_empty() {
                format!("{} has no owner", action.handle())
            } else {
                format!("`{owner}` is nobody in particular")
            };
            sink.part(
                (place, &action.owner),
                0..action.owner.len(),
                message,
                "name one role or one person who answers for it",
            );
        }
    }
}

pub(super) const NO_DUE: Rule = Rule {
    id: "action/no-due-date",
    level: Level::Error,
    summary: "an action has no due date",
    what: "Finds open actions without a day until which they are done. A quarter, a sprint, soon are no days.",
    why: "Actions without a date are overtaken by whatever has one, and the incident comes back first.",
    instead: "Set a day, within 90 days at most; split what takes longer.",
    live: false,
    bad: &[Example::Action([
        "Cap retries of the client at 2",
        "mobile lead",
        "",
        "retry amplification <= 1.3",
    ])],
    good: &[GOOD],
    check: Check::Whole(|incident, sink| {
        for (index, action) in open(incident).filter(|(_, it)| it.due.is_none()) {
            let place = Place::row(action.handle(), "due", index);
            sink.whole(
                place,
                format!("{} has no due date", action.handle()),
                "set a day: 2026-12-15, +14d, +2w",
            );
        }
    }),
};

pub(super) const NOT_MEASURABLE: Rule = Rule {
    id: "action/not-measurable",
    level: Level::Error,
    summary: "nothing measurable says when an action is done",
    what: "Finds open actions whose done-when is empty, says the title again, or wishes (\"better visibility\"). A number, a \
           test that passes or fails, an alarm that fires, a thing that can be looked at make it measurable.",
    why: "Without a test of its end an action is done when its owner is tired of it.",
    instead: "Say what one will see: \"a test alarm reaches the rota's phone\", \"0 wildcards in the linter's report\".",
    live: false,
    bad: &[
        Example::Action(["Cap retries of the client at 2", "mobile lead", "2026-12-15", ""]),
        Example::Action(["Cap retries of the client at 2", "mobile lead", "2026-12-15", "retries capped"]),
    ],
    good: &[GOOD],
    check: Check::Whole(not_measurable),
};

/// What one can see, run or look up.
const SEEN: &str = "gone fires fire fails fail failed passes pass passed refused refuses rejects rejected shows show reports reported \
    returns reaches reached succeeds succeed green merged signed enforced blocked blocks listed appears contains pages paged \
    replaying replay test tests drill linter query alarm dashboard build ci gate audit protocol inventory every each all zero \
    no-op identical equals matches empty true false visible rolled live published linked deleted removed disabled enabled \
    denied expired raised raises answered restored completed run runs";

fn not_measurable(incident: &Whole<'_>, sink: &mut Sink<'_>) {
    for (index, action) in open(incident) {
        if !measurable(&action.done_when, &action.title) {
            let place = Place::row(action.handle(), "done_when", index);
            let done = action.done_when.trim();
            let message = if done.is_empty() {
                format!("nothing says when {} is done", action.handle())
            } else {
                format!("`{done}` cannot be measured")
            };
            let help = "say what one will see: a test that passes, an alarm that fires, a number";
            sink.part((place, &action.done_when), 0..action.done_when.len(), message, help);
        }
    }
}

fn measurable(done: &str, title: &str) -> bool {
    let text = Text::read(done);
    let words = || text.tokens.iter().filter(|it| it.kind != Kind::Punct);
    let count = words().count();
    if count == 0 {
        return false;
    }
    let exact = text.tokens.iter().any(|it| {
        it.number() && !it.any(&["one", "once", "half"])
            || matches!(it.kind, Kind::Code | Kind::Ident)
            || it.sign('<')
            || it.sign('>')
            || it.sign('=')
            || it.sign('≤')
            || it.sign('≥')
    });
    // `14 of 14 have one`: counted in full, whatever is counted.
    let counted = text.tokens.windows(3).any(|it| it[0].number() && it[1].is("of") && it[2].number());
    if counted {
        return true;
    }
    if exact {
        // `3 queries investigated` says the title again, numbers and all.
        return !repeats(&text, title);
    }
    let seen = words().any(|it| it.among(SEEN));
    let wish = words().any(|it| it.among("better more fewer less improved cleaner faster quality awareness adherence understanding nicer good proper smaller higher smoother satisfied happier surprises visibility resilience"));
    seen && count >= 3 && !wish && !repeats(&text, title)
}

/// Tells whether a done-when holds nothing that the title does not, but that it is done.
fn repeats(done: &Text<'_>, title: &str) -> bool {
    let title = Text::read(title);
    let stems = |text: &Text<'_>| -> BTreeSet<String> {
        text.tokens
            .iter()
            .filter(|it| it.kind != Kind::Punct)
            .map(|it| it.norm.chars().take(5).collect())
            .collect()
    };
    let titled = stems(&title);
    let doing = "the a an is are was were has have been be of to in on for by done complete completed finished held taken made created performed conducted implemented deployed applied and all it as evaluation looked list with report";
    let new = done
        .tokens
        .iter()
        .filter(|it| it.kind != Kind::Punct && !it.among(doing) && !matches!(it.kind, Kind::Date))
        .filter(|it| {
            let stem: String = it.norm.chars().take(5).collect();
            !titled.contains(&stem)
                && !titled.iter().any(|known| {
                    known.len() >= 4
                        && (stem.starts_with(known.as_str()) || known.starts_with(&stem))
                        && stem.len() >= 4
                })
        });
    new.count() == 0
}

pub(super) const TEAM: Rule = Rule {
    id: "action/owner-is-a-team",
    level: Level::Note,
    summary: "the owner of an action is a team",
    what: "Finds open actions whose owner is a team, a squad, a group or a department and not a role of one.",
    why: "A team can do it; one role has to answer for it.",
    instead: "Name the role in the team: \"payments tech lead\".",
    live: false,
    bad: &[Example::Action([
        "Cap retries of the client at 2",
        "payments team",
        "2026-12-15",
        "retry amplification <= 1.3",
    ])],
    good: &[GOOD],
    check: Check::Whole(|incident, sink| {
        for (index, action) in open(incident) {
            let last = action.owner.split_whitespace().last().unwrap_or_default().to_lowercase();
            let team =
                ["team", "teams", "squad", "group", "department", "dept", "guild", "tribe", "crew", "desk"]
                    .contains(&last.as_str());
            let several = action.owner.split_whitespace().count() > 1;
            if team && several && !action.owner.to_lowercase().starts_with("the team") {
                let place = Place::row(action.handle(), "owner", index);
                let message = format!("`{}` is a team", action.owner.trim());
                sink.part(
                    (place, &action.owner),
                    0..action.owner.len(),
                    message,
                    "name the role in it that answers for this",
                );
            }
        }
    }),
};

pub(super) const OVERDUE: Rule = Rule {
    id: "action/overdue",
    level: Level::Warning,
    summary: "an open action is past its due date",
    what: "Compares the due date of open actions with today.",
    why: "The cause that it was to remove is still there.",
    instead: "Do it, or set a new day and say why it moved.",
    live: false,
    bad: &[Example::Action([
        "Cap retries of the client at 2",
        "mobile lead",
        "2020-01-15",
        "retry amplification <= 1.3",
    ])],
    good: &[GOOD],
    check: Check::Whole(|incident, sink| {
        let Some(today) = today(sink) else { return };
        for (index, action) in open(incident).filter(|(_, it)| it.due.is_some_and(|due| due < today)) {
            let place = Place::row(action.handle(), "due", index);
            let message = format!("{} was due on {}", action.handle(), action.due.unwrap_or(today));
            sink.whole(place, message, "do it, or set a new day");
        }
    }),
};

pub(super) const TOO_FAR: Rule = Rule {
    id: "action/too-far",
    level: Level::Warning,
    summary: "an action is due too late",
    what: "Finds open actions due later than 90 days from today; the number of days can be configured.",
    why: "In three months the team, the system and the priorities are others; what is due later is a project, not an action.",
    instead: "Split off what lowers the risk within weeks, and plan the rest as a project.",
    live: false,
    bad: &[Example::Action([
        "Cap retries of the client at 2",
        "mobile lead",
        "2031-04-30",
        "retry amplification <= 1.3",
    ])],
    good: &[GOOD],
    check: Check::Whole(|incident, sink| {
        let days = sink.options.due_days;
        let Some(last) = today(sink).and_then(|it| it.checked_add_signed(chrono::TimeDelta::try_days(days)?))
        else {
            return;
        };
        for (index, action) in open(incident).filter(|(_, it)| it.due.is_some_and(|due| due > last)) {
            let place = Place::row(action.handle(), "due", index);
            let message = format!("{} is due more than {days} days from now", action.handle());
            sink.whole(place, message, "split off what lowers the risk sooner");
        }
    }),
};

fn today(sink: &Sink<'_>) -> Option<NaiveDate> {
    DateTime::from_timestamp_millis(sink.options.now.millis()).map(|it| it.date_naive())
}
