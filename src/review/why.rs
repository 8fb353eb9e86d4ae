//! Rules of the family `why`: the ladder from the surface to what lets it happen.
//!
//! Rules about the chain are asked as questions: the author knows what lies between two rungs, the reviewer does not.

mod chain;
mod content;
mod forest;
mod ladder;
#[cfg(test)]
mod tests;
mod weak;

use super::finding::{Level, Place, Sink};
use super::rule::{Check, Example, Rule, Whole};
use crate::domain::clean;
use crate::domain::id::RungId;
use crate::domain::incident::Incident;
use chain::Break;
pub(super) use chain::Broken;

/// The rules of this family.
pub(super) static RULES: &[Rule] = &[
    weak::RULE,
    RESTATES,
    CIRCULAR,
    JUMPS,
    NO_ANSWER,
    COMPOUND,
    ladder::NONE,
    ladder::FAR_TOO_FEW,
    ladder::TOO_FEW,
    ladder::UNANSWERED,
    ladder::TOPICS,
    ladder::LEAF,
];

const PROBLEM: &str = "Checkout returned 502 for 38 minutes";

const RESTATES: Rule = Rule {
    id: "why/restates",
    level: Level::Warning,
    summary: "an answer says the rung above again",
    what: "Compares the content words of each answer with those of the answer above it, or of the problem, across \
           inflection and common synonyms. What has no form is \
           weighed by decision trees that were grown on labelled ladders.",
    why: "Said twice is not asked twice: the ladder gets longer and not deeper.",
    instead: "Say what made it so, one step further down.",
    live: false,
    bad: &[Example::Ladder(
        PROBLEM,
        &[
            "The checkout pods were out of memory.",
            "The checkout pods had no memory left.",
            "The image cache has no bound.",
        ],
    )],
    good: &[Example::Ladder(
        PROBLEM,
        &[
            "The checkout pods ran out of memory.",
            "The picture cache grew without bound.",
            "The cache has no default limit.",
        ],
    )],
    check: Check::Whole(|incident, sink| tell(incident, sink, Break::Restates)),
};

const CIRCULAR: Rule = Rule {
    id: "why/circular",
    level: Level::Warning,
    summary: "an answer goes back to what it should explain",
    what: "Finds an answer that gives an earlier rung, or itself, as its reason. What has no form is \
           weighed by decision trees that were grown on labelled ladders.",
    why: "A ladder that returns to where it was has no foot to stand on.",
    instead: "Ask why of the earliest rung of the circle, and answer with something that is not on the ladder yet.",
    live: false,
    bad: &[Example::Ladder(
        "Prices were wrong",
        &[
            "The import failed because the table was locked.",
            "The table was locked since the import had failed.",
        ],
    )],
    good: &[Example::Ladder(
        "Prices were wrong",
        &[
            "The import failed because the table was locked.",
            "A report holds the lock for as long as it runs.",
        ],
    )],
    check: Check::Whole(|incident, sink| tell(incident, sink, Break::Circular)),
};

const JUMPS: Rule = Rule {
    id: "why/jumps",
    level: Level::Warning,
    summary: "steps are missing between an answer and the rung above",
    what: "Finds an answer about the organisation at large, or a gap so general that it explains any failure, right below \
           one about a system, when the two share no word. What has no form is \
           weighed by decision trees that were grown on labelled ladders.",
    why: "Between a full disk and the hiring freeze lie the rungs in which the mendable causes are.",
    instead: "Write the rungs between them; each should be the nearest cause of the one above.",
    live: false,
    bad: &[Example::Ladder("Site slow for 2 hours", &["Database CPU was at 100%.", "The hiring freeze."])],
    good: &[Example::Ladder(
        "Site slow for 2 hours",
        &["Database CPU was at 100%.", "A query without an index reads all 40 million rows."],
    )],
    check: Check::Whole(|incident, sink| tell(incident, sink, Break::Jumps)),
};

const NO_ANSWER: Rule = Rule {
    id: "why/not-an-answer",
    level: Level::Warning,
    summary: "an answer gives no reason",
    what: "Finds questions, apologies, wishes, plans, effects and what was done about it in the place of an answer. What has no form is \
           weighed by decision trees that were grown on labelled ladders.",
    why: "The ladder breaks here: what stands below cannot follow from it.",
    instead: "Answer the why with what made the rung above happen; fixes belong to the actions, effects to the impact.",
    live: false,
    bad: &[
        Example::Ladder("Video calls dropped", &["We apologise to all customers for the inconvenience."]),
        Example::Ladder("Printers stopped", &["The print server rejected all jobs.", "Which team runs it?"]),
    ],
    good: &[Example::Ladder(
        "Printers stopped",
        &["The print server rejected all jobs.", "Its licence had run out."],
    )],
    check: Check::Whole(|incident, sink| tell(incident, sink, Break::NoAnswer)),
};

const COMPOUND: Rule = Rule {
    id: "why/compound",
    level: Level::Warning,
    summary: "an answer holds two causes",
    what: "Finds answers with two clauses, each with a subject of its own, that share nothing and are not cause and effect. What has no form is \
           weighed by decision trees that were grown on labelled ladders.",
    why: "The next why can follow only one of the two; the other is never asked about.",
    instead: "Make two rungs side by side, and go down from each.",
    live: false,
    bad: &[Example::Ladder(
        "Customers were charged twice",
        &[
            "A payment was sent again after a timeout.",
            "The client has no idempotency key and the gateway was overloaded by a backup job.",
        ],
    )],
    good: &[Example::Ladder(
        "Pages were not delivered",
        &["The key had been rotated in the vault and in the mirror, but not in the alert router."],
    )],
    check: Check::Whole(|incident, sink| tell(incident, sink, Break::Compound)),
};

/// Returns what the learned part of the rules about ladders sees of each answer, in the order of the rungs: for growing
/// the forest under `assets/review` anew.
pub fn ladder_features(incident: &Incident) -> Vec<(RungId, Vec<f32>)> {
    chain::features(incident)
}

/// The classes that the forest tells apart: empty for a sound answer, then the rules' ids without their family.
pub const LADDER_CLASSES: [&str; forest::CLASSES.len()] = {
    let mut words = [""; forest::CLASSES.len()];
    let mut at = 0;
    while at < words.len() {
        if let Some(kind) = forest::CLASSES[at] {
            words[at] = kind.word();
        }
        at += 1;
    }
    words
};

/// The most of the rung above that a question repeats, in columns.
const QUOTED: usize = 60;

/// Asks about the broken steps of one kind.
fn tell(incident: &Whole<'_>, sink: &mut Sink<'_>, kind: Break) {
    for it in incident.broken(chain::broken).iter().filter(|it| it.what == kind) {
        let above = clean::line(it.against);
        let above = clean::truncate(&above, QUOTED);
        let (message, help) = match kind {
            Break::Restates => (format!("does this say more than `{above}`?"), "say what made it so"),
            Break::Circular => (
                format!("does this not go back to `{above}`?"),
                "answer with something that is not on the ladder yet",
            ),
            Break::Jumps => {
                (format!("what lies between `{above}` and this?"), "write the rungs between them")
            }
            Break::NoAnswer => (
                if above.is_empty() {
                    "does this say why?".to_owned()
                } else {
                    format!("is this why `{above}`?")
                },
                "say what made it happen; fixes belong to the actions, effects to the impact",
            ),
            Break::Compound => {
                ("are these two causes?".to_owned(), "make two rungs side by side, and go down from each")
            }
        };
        let place = Place::row(it.rung.handle(), "because", it.index);
        sink.part((place, &it.rung.because), it.span.clone(), message, help);
    }
}
