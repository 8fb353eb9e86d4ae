//! The actions as a set.

use std::collections::HashMap;

use crate::domain::action::{Action, ActionKind};
use crate::domain::id::Part;
use crate::review::finding::{Level, Place, Sink};
use crate::review::rule::{Check, Example, Rule, Whole};

const AS_IT_SHOULD_BE: Example = Example::Incident("an incident as it should be", |_| {});

pub(super) const NONE: Rule = Rule {
    id: "action/none",
    level: Level::Error,
    summary: "there is no action",
    what: "Looks whether the incident has an action at all.",
    why: "What was learned and changes nothing was not learned.",
    instead: "Let at least each root cause have an action that removes it.",
    live: false,
    bad: &[Example::Incident("no actions", |it| it.parts.actions.clear())],
    good: &[AS_IT_SHOULD_BE],
    check: Check::Whole(|incident, sink| {
        if incident.parts.actions.is_empty() {
            let help = "add an action for each root cause: what, who, until when, done when";
            sink.whole(Place::part(Part::Action), "there is no action".into(), help);
        }
    }),
};

pub(super) const UNLINKED: Rule = Rule {
    id: "action/without-cause",
    level: Level::Note,
    summary: "an action addresses no why",
    what: "Looks whether actions say which rungs they address. When none does, that is one finding.",
    why: "An action that no why asked for is a wish that used the occasion.",
    instead: "Link it to the rung that it removes, or leave it out.",
    live: false,
    bad: &[Example::Incident("no action addresses anything", |it| {
        for action in &mut it.parts.actions {
            action.addresses.clear();
        }
    })],
    good: &[AS_IT_SHOULD_BE],
    check: Check::Whole(unlinked),
};

fn unlinked(incident: &Whole<'_>, sink: &mut Sink<'_>) {
    let actions = &incident.parts.actions;
    if actions.is_empty() || incident.parts.rungs.is_empty() {
        return;
    }
    let help = "link it to the rung that it removes";
    if actions.iter().all(|it| it.addresses.is_empty()) {
        sink.whole(Place::part(Part::Action), "no action says which why it addresses".into(), help);
        return;
    }
    for (index, action) in actions.iter().enumerate().filter(|(_, it)| it.addresses.is_empty()) {
        let place = Place::row(action.handle(), "addresses", index);
        sink.whole(place, format!("{} addresses no why", action.handle()), help);
    }
}

pub(super) const NO_PREVENTION: Rule = Rule {
    id: "action/no-prevention",
    level: Level::Warning,
    summary: "no action prevents it",
    what: "Looks whether any action is of the kind prevent, once all have a kind.",
    why: "Noticing sooner and repairing faster make the next one shorter; they do not keep it from coming.",
    instead: "Add an action that removes a root cause or makes the failure impossible.",
    live: false,
    bad: &[Example::Incident("all actions detect", |it| {
        for action in &mut it.parts.actions {
            action.kind = Some(ActionKind::Detect);
        }
    })],
    good: &[AS_IT_SHOULD_BE],
    check: Check::Whole(|incident, sink| {
        let actions = &incident.parts.actions;
        let known = !actions.is_empty() && actions.iter().all(|it| it.kind.is_some());
        if known && !actions.iter().any(|it| it.kind == Some(ActionKind::Prevent)) {
            let help = "add one that removes a root cause or makes the failure impossible";
            sink.whole(Place::part(Part::Action), "no action prevents it".into(), help);
        }
    }),
};

pub(super) const PAPER: Rule = Rule {
    id: "action/documents-only",
    level: Level::Warning,
    summary: "all actions write documents or train people",
    what: "Looks at the titles of all actions, when there are two or more.",
    why: "Paper asks people to remember at 3 am; a mechanism remembers for them.",
    instead: "Let at least one action change a system so that the failure cannot happen, or is caught.",
    live: false,
    bad: &[Example::Incident("documents only", |it| {
        for action in &mut it.parts.actions {
            action.title = format!("Document step {} of the failover in the runbook", action.num);
        }
    })],
    good: &[AS_IT_SHOULD_BE],
    check: Check::Whole(|incident, sink| {
        let actions = &incident.parts.actions;
        if actions.len() > 1 && actions.iter().all(paper) {
            let help = "let at least one action change a system";
            sink.whole(Place::part(Part::Action), "all actions write documents or train people".into(), help);
        }
    }),
};

fn paper(action: &Action) -> bool {
    let title = action.title.to_lowercase();
    let first = title.split_whitespace().next().unwrap_or_default();
    let writes = [
        "document", "write", "update", "publish", "describe", "train", "remind", "teach", "share", "present",
        "hold",
    ];
    let papers = [
        "document",
        "runbook",
        "wiki",
        "guide",
        "handbook",
        "training",
        "playbook",
        "docs",
        "readme",
        "workshop",
        "checklist",
        "policy",
    ];
    writes.contains(&first) && papers.iter().any(|it| title.contains(it))
}

pub(super) const ONE_PRIORITY: Rule = Rule {
    id: "action/one-priority",
    level: Level::Note,
    summary: "all actions have the same priority",
    what: "Looks at the priorities of the actions, when there are more than five.",
    why: "When all are urgent none is; the order in which they are done is then left to chance.",
    instead: "Order them by how much of the impact each would have removed.",
    live: false,
    bad: &[Example::Incident("eight actions of high priority", |it| {
        let Some(first) = it.parts.actions.first().cloned() else { return };
        for num in 1..=8 {
            let mut action = first.clone();
            action.num = 100 + num;
            action.title = format!("{} {num}", first.title);
            it.parts.actions.push(action);
        }
        for action in &mut it.parts.actions {
            action.priority = first.priority;
        }
    })],
    good: &[AS_IT_SHOULD_BE],
    check: Check::Whole(|incident, sink| {
        let actions = &incident.parts.actions;
        let first = actions.first().and_then(|it| it.priority);
        // Where links between the rows were never made, priorities were set by a program as well.
        let linked = actions.iter().any(|it| !it.addresses.is_empty());
        if actions.len() > 5 && linked && first.is_some() && actions.iter().all(|it| it.priority == first) {
            let help = "order them by how much of the impact each would have removed";
            sink.whole(Place::part(Part::Action), "all actions have the same priority".into(), help);
        }
    }),
};

pub(super) const TWICE: Rule = Rule {
    id: "action/twice",
    level: Level::Warning,
    summary: "two actions have the same title",
    what: "Compares the titles of actions without regard to case and spaces.",
    why: "One of them will be done, and the other closed with a look at it, or both by two people.",
    instead: "Keep one, or say in each title what the other does not.",
    live: false,
    bad: &[Example::Incident("an action twice", |it| {
        let twice = it.parts.actions.first().cloned();
        it.parts.actions.extend(twice.map(|mut it| {
            it.num = 99;
            it
        }));
    })],
    good: &[AS_IT_SHOULD_BE],
    check: Check::Whole(|incident, sink| {
        let mut seen: HashMap<String, String> = HashMap::new();
        for (index, action) in incident.parts.actions.iter().enumerate() {
            let key = action.title.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
            match seen.get(&key) {
                Some(first) => {
                    let place = Place::row(action.handle(), "title", index);
                    let message = format!("{} has the title of {first}", action.handle());
                    sink.whole(place, message, "keep one, or say in each what the other does not");
                }
                None => {
                    seen.insert(key, action.handle().to_string());
                }
            }
        }
    }),
};
