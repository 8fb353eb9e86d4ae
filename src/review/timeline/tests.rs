//! The rules of the timeline at their borders.

use crate::domain::event::{Kind, Milestone};
use crate::domain::incident::Incident;
use crate::domain::span::Span;
use crate::review::{Finding, Options, review, sound};

fn found(rule: &str, options: &Options, make: impl FnOnce(&mut Incident)) -> Vec<Finding> {
    let mut incident = sound::incident();
    make(&mut incident);
    let mut found = review(&incident, options);
    found.retain(|it| it.rule == rule);
    found
}

fn messages(rule: &str, make: impl FnOnce(&mut Incident)) -> Vec<String> {
    found(rule, &Options::new(sound::now()), make).into_iter().map(|it| it.message).collect()
}

#[test]
fn missing_milestones_are_one_finding_that_names_them_all() {
    let all = messages("timeline/milestones", |it| it.events.iter_mut().for_each(|it| it.milestone = None));
    assert_eq!(all, ["no event is marked as `start`, `detected`, `acknowledged`, `mitigated` or `resolved`"]);
    assert!(messages("timeline/milestones", |it| it.events[7].milestone = None).is_empty());
}

#[test]
fn a_gap_is_measured_between_start_and_mitigation_and_told_once() {
    let stretched = |it: &mut Incident| {
        for (at, event) in it.events.iter_mut().enumerate() {
            let later = event.at + Span::minutes(20 * i64::try_from(at).unwrap());
            event.move_to(later);
        }
    };
    let found = messages("timeline/gap", stretched);
    assert_eq!(found, ["nothing is written down for 28m between e6 and e7, and 4 more silences of over 15m"]);
    let mut wide = Options::new(sound::now());
    wide.gap = Span::hours(1);
    assert!(self::found("timeline/gap", &wide, stretched).is_empty());
}

#[test]
fn in_a_live_incident_the_silence_runs_until_now() {
    let mut options = Options::new(sound::incident().events[5].at + Span::minutes(40));
    options.live = true;
    let found = found("timeline/gap", &options, |it| it.events.truncate(6));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].message, "nothing is written down for 40m since e6");
    assert_eq!(found[0].place.to_string(), "e6.at");
    options.live = false;
    assert!(self::found("timeline/gap", &options, |it| it.events.truncate(6)).is_empty());
}

#[test]
fn milestones_out_of_order_are_named_with_both_handles() {
    let found = messages("timeline/order", |it| {
        let early = it.events[2].at - Span::minutes(10);
        it.events[2].move_to(early);
    });
    assert_eq!(found, ["`detected` (e3) is 3m earlier than `start` (e2)"]);
    let all = messages("timeline/order", |it| {
        let early = it.events[0].at - Span::minutes(10);
        it.events[6].move_to(early);
        it.events[5].move_to(early);
    });
    assert_eq!(all.len(), 2, "{all:?}");
}

#[test]
fn equal_times_are_in_order() {
    let found = messages("timeline/order", |it| {
        let at = it.events[0].at;
        it.events.iter_mut().for_each(|it| it.move_to(at));
    });
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn a_timeline_that_opens_with_the_page_lacks_its_trigger() {
    let late = messages("timeline/no-trigger", |it| {
        it.events.drain(..2);
    });
    assert_eq!(late, ["nothing comes before `detected` (e3), so the trigger is missing"]);
    let change_at_start = messages("timeline/no-trigger", |it| {
        it.events.remove(0);
        it.events[0].kind = Kind::Change;
    });
    assert!(change_at_start.is_empty());
    assert!(messages("timeline/no-trigger", |it| it.events.clear()).is_empty());
}

#[test]
fn changes_without_a_link_are_counted() {
    let found = messages("timeline/no-source", |it| {
        for event in &mut it.events[..3] {
            event.kind = Kind::Change;
            event.links.clear();
        }
        it.events[2].text.push_str(" https://deploy.example/5512");
    });
    assert_eq!(found, ["2 changes have no link, e1 the first"]);
}

#[test]
fn slips_in_a_date_are_asked_about_and_old_changes_are_not() {
    // The day is 2026-10-06.
    for (days, asked) in [
        (-365, true),
        (365, true),
        (-30, true),
        (31, true),
        (10, true),
        (-118, true),
        (-9, false),
        (8, false),
        (40, false),
    ] {
        let found = messages("timeline/typo", |it| {
            it.events[4].milestone = None;
            let at = it.events[4].at + Span::days(days);
            it.events[4].move_to(at);
        });
        assert_eq!(!found.is_empty(), asked, "{days}: {found:?}");
    }
    let two = messages("timeline/typo", |it| {
        it.events.truncate(2);
        let late = it.events[1].at + Span::days(30);
        it.events[1].move_to(late);
    });
    assert!(two.is_empty());
    let resolved = messages("timeline/typo", |it| {
        assert_eq!(it.events[7].milestone, Some(Milestone::Resolved));
        let late = it.events[7].at + Span::days(9);
        it.events[7].move_to(late);
    });
    assert_eq!(resolved, ["e8 is 9 days after most other events: is the date right?"]);
}
