//! The table of rules as a whole: ids, texts, and that each rule does what its examples say.

use std::collections::HashSet;

use super::rule::Example;
use super::*;
use crate::domain::action::{Action, ActionKind, Priority};
use crate::domain::id::ActionId;
use crate::domain::time::Timestamp;
use uuid::Uuid;

/// Reviews an example with every rule, and returns the ids of those that found something.
fn found_in(example: &Example) -> HashSet<&'static str> {
    let options = Options::new(sound::now());
    match example {
        Example::Text(role, text) => {
            let mut sink = Sink::new(&options);
            review_passage(&Passage::new(Place::incident("example"), *role, text), &mut sink);
            sink.done().into_iter().map(|it| it.rule).collect()
        }
        Example::Action([title, owner, due, done_when]) => {
            let mut incident = sound::bare();
            let mut action = Action::new(ActionId(Uuid::from_u128(1)), *title);
            action.num = 1;
            (*owner).clone_into(&mut action.owner);
            (*done_when).clone_into(&mut action.done_when);
            action.due = due.parse().ok();
            action.priority = Some(Priority::High);
            action.kind = Some(ActionKind::Prevent);
            incident.parts.actions.push(action);
            review(&incident, &options).into_iter().map(|it| it.rule).collect()
        }
        Example::Ladder(problem, answers) => {
            let incident = sound::climb(problem, answers);
            review(&incident, &options).into_iter().map(|it| it.rule).collect()
        }
        Example::Incident(_, make) => {
            let mut incident = sound::incident();
            make(&mut incident);
            review(&incident, &options).into_iter().map(|it| it.rule).collect()
        }
    }
}

#[test]
fn each_rule_finds_its_bad_examples_and_leaves_its_good_ones_alone() {
    let mut wrong = Vec::new();
    for rule in rules() {
        for example in rule.bad {
            if !found_in(example).contains(rule.id) {
                wrong.push(format!("{} does not find {example:?}", rule.id));
            }
        }
        for example in rule.good {
            if found_in(example).contains(rule.id) {
                wrong.push(format!("{} finds {example:?}", rule.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_rule_is_told_apart_and_explained() {
    let mut ids = HashSet::new();
    for (family, rules) in FAMILIES {
        for rule in *rules {
            assert!(ids.insert(rule.id), "{} is there twice", rule.id);
            assert_eq!(rule.family(), *family, "{}", rule.id);
            assert_eq!(super::rule(rule.id).map(|it| it.id), Some(rule.id));
            assert!(!rule.bad.is_empty() && !rule.good.is_empty(), "{} needs examples", rule.id);
            for text in [rule.summary, rule.what, rule.why, rule.instead] {
                assert!(text.len() > 10, "{}: {text:?} explains nothing", rule.id);
            }
            assert!(!rule.summary.ends_with('.'), "{}: the summary is no sentence with a period", rule.id);
        }
    }
}

#[test]
fn a_sound_incident_has_no_findings() {
    let found = review(&sound::incident(), &Options::new(sound::now()));
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn findings_are_the_same_each_time_and_in_order() {
    let mut incident = sound::incident();
    incident.events.reverse();
    for event in &mut incident.events {
        event.text.push_str(" Bob should have noticed earlier, later that day.");
    }
    let options = Options::new(Timestamp::from_millis(0));
    let found = review(&incident, &options);
    assert_eq!(found, review(&incident, &options));
    for finding in &found {
        let rule = super::rule(finding.rule).unwrap_or_else(|| panic!("{} is no rule", finding.rule));
        assert_eq!(finding.level, rule.level);
        assert!(!finding.message.is_empty() && !finding.help.is_empty(), "{finding:?}");
    }
}
