//! An incident in which no rule finds anything: what examples of rules start from. For tests only.

use crate::domain::action::{Action, ActionKind, Priority};
use crate::domain::event::{Event, Kind, Milestone};
use crate::domain::id::{ActionId, EventId, Handle, IncidentId, LadderId, MetricId, Part, RungId};
use crate::domain::incident::{Header, Incident, Severity, Status};
use crate::domain::ladder::{Ladder, Rung, Topic};
use crate::domain::metric::Metric;
use crate::domain::section::{Section, SectionName};
use crate::domain::time::{Timestamp, Zone};
use uuid::Uuid;

/// Minutes after the start of its day, 2026-10-06.
fn at(minutes: i64) -> Timestamp {
    Timestamp::parse_rfc3339("2026-10-06T00:00:00Z")
        .map_or(Timestamp::from_millis(0), |day| Timestamp::from_millis(day.millis() + minutes * 60_000))
}

/// When it is reviewed: nine days later.
pub fn now() -> Timestamp {
    at(9 * 24 * 60)
}

/// Returns an incident of a header alone.
pub fn bare() -> Incident {
    let mut header =
        Header::new(IncidentId(Uuid::from_u128(7)), "Customers could not pay with cards", Zone::Utc, at(860));
    header.num = 7;
    header.severity = Some(Severity::Sev2);
    header.status = Status::Drafting;
    header.services = vec!["checkout".into()];
    header.team = "Payments".into();
    header.presenter = "Engineering manager, Payments".into();
    Incident::new(header)
}

/// Returns a header and one ladder, whose answers follow one another.
pub fn climb(problem: &str, answers: &[&str]) -> Incident {
    let mut incident = bare();
    let ladder = LadderId(Uuid::from_u128(1));
    let problem = problem.to_owned();
    incident.parts.ladders.push(Ladder { id: ladder, num: 1, topic: Topic::Cause, problem });
    for (at, because) in answers.iter().enumerate() {
        let id = |n: usize| RungId(Uuid::from_u128(100 + n as u128));
        incident.parts.rungs.push(Rung {
            id: id(at),
            num: u32::try_from(at).unwrap_or(u32::MAX).saturating_add(1),
            ladder,
            parent: at.checked_sub(1).map(id),
            place: 0,
            why: "Why?".into(),
            because: (*because).into(),
            cites: Vec::new(),
            root: false,
        });
    }
    incident
}

/// Returns the whole of it.
pub fn incident() -> Incident {
    let mut incident = bare();
    incident.events = events();
    incident.parts.metrics = vec![metric()];
    for (topic, answers) in
        [(Topic::Cause, CAUSE), (Topic::Detection, DETECTION), (Topic::Recovery, RECOVERY)]
    {
        ladder(&mut incident, topic, answers);
    }
    incident.parts.sections =
        SECTIONS.iter().map(|(name, text)| Section { name: *name, text: (*text).to_owned() }).collect();
    incident.parts.actions = actions();
    incident
}

fn events() -> Vec<Event> {
    let rows: [(i64, Kind, Option<Milestone>, &str); 8] = [
        (
            840,
            Kind::Change,
            Some(Milestone::Trigger),
            "Deployment 5512 of the payment service starts in all 3 regions",
        ),
        (842, Kind::Observation, Some(Milestone::Start), "First card payments are refused with HTTP 503"),
        (849, Kind::Alert, Some(Milestone::Detected), "Alarm `card-5xx` pages the payments rotation"),
        (851, Kind::Action, Some(Milestone::Acknowledged), "The on-call engineer acknowledges the page"),
        (858, Kind::Hypothesis, None, "The pool of database connections is too small for the new release"),
        (
            861,
            Kind::Decision,
            Some(Milestone::Identified),
            "Roll back rather than raise the pool: the rollback is tested",
        ),
        (
            869,
            Kind::Action,
            Some(Milestone::Mitigated),
            "Rollback to 5511 is complete; the error rate is at 0.02%",
        ),
        (880, Kind::Communication, Some(Milestone::Resolved), "Status page set to operational"),
    ];
    let mut events = Vec::new();
    for (num, (minutes, kind, milestone, text)) in (1_u32..).zip(rows) {
        let mut event =
            Event::new(EventId(Uuid::from_u128(1_000 + u128::from(num))), at(minutes), Zone::Utc, text);
        event.num = num;
        event.kind = kind;
        event.milestone = milestone;
        event.links = vec![crate::domain::event::Link {
            label: "log".into(),
            url: format!("https://logs.example/{num}"),
        }];
        events.push(event);
    }
    events
}

fn metric() -> Metric {
    let mut metric = Metric::new(MetricId(Uuid::from_u128(31)), "refused card payments");
    metric.num = 1;
    metric.unit = "payments".into();
    metric.value = Some(4_812.0);
    metric.baseline = Some(3.0);
    metric.total = Some(61_230.0);
    metric.start = Some(at(842));
    metric.end = Some(at(869));
    metric.source = "dashboard card-payments".into();
    metric
}

const CAUSE: &[&str] = &[
    "The payment service answered 503 because its pool of database connections was exhausted.",
    "Release 5512 opens two connections for each payment where release 5511 opened one.",
    "The load test of the release ran with a pool 10 times the size of the one in production.",
    "The load test takes its pool size from a file of its own that nothing compares with production.",
    "The release checklist has no step that compares the settings of the load test with those of production.",
];
const DETECTION: &[&str] = &[
    "The alarm fired 7 minutes after the first refused payment.",
    "It needs 5 minutes above 5% before it fires.",
    "The threshold was copied from a service with 20 times the traffic.",
    "New alarms are created from a copy, since there is no template for services of this size.",
    "The alarm review looks at alarms that fired and never at the delay of those that fired late.",
];
const RECOVERY: &[&str] = &[
    "The rollback took 8 minutes.",
    "Regions are rolled back one after another.",
    "The rollback reuses the order of the rollout, which waits 2 minutes in each region.",
    "The deployment tool has one setting for both directions.",
    "No requirement for the time of a rollback exists, so the tool was never measured against one.",
];

fn ladder(incident: &mut Incident, topic: Topic, answers: &[&str]) {
    let parts = &mut incident.parts;
    let num = u32::try_from(parts.ladders.len()).unwrap_or(0) + 1;
    let id = LadderId(Uuid::from_u128(40 + u128::from(num)));
    let problem = match topic {
        Topic::Cause => "7.9% of card payments were refused for 27 minutes",
        Topic::Detection => "It took 7 minutes to detect that payments were refused",
        Topic::Recovery => "It took 8 minutes from the decision to the end of the impact",
    };
    parts.ladders.push(Ladder { id, num, topic, problem: problem.into() });
    let mut parent = None;
    for because in answers {
        let num = u32::try_from(parts.rungs.len()).unwrap_or(0) + 1;
        let rung = RungId(Uuid::from_u128(500 + u128::from(num)));
        parts.rungs.push(Rung {
            id: rung,
            num,
            ladder: id,
            parent,
            place: 0,
            why: "Why did that happen?".into(),
            because: (*because).into(),
            cites: vec![Handle::new(Part::Event, 2)],
            root: false,
        });
        parent = Some(rung);
    }
}

const SECTIONS: &[(SectionName, &str)] = &[
    (
        SectionName::Summary,
        "On 2026-10-06 from 14:02 to 14:29 UTC, 4,812 of 61,230 card payments (7.9%) were refused with HTTP 503. \
         Release 5512 of the payment service opened two database connections for each payment and exhausted the pool. \
         An alarm paged the payments rotation at 14:09 UTC. Rolling back to release 5511 ended the impact at 14:29 UTC. \
         The load test will take its settings from production, and the release is blocked where they differ.",
    ),
    (
        SectionName::Impact,
        "4,812 of 61,230 card payments (7.9%) were refused between 14:02 and 14:29 UTC. Payments by invoice and all stored \
         orders were not affected; no payment was taken twice.",
    ),
    (
        SectionName::Detection,
        "The alarm `card-5xx` paged the payments rotation 7 minutes after the start. A threshold of 1% over 2 minutes would have fired after 3 minutes.",
    ),
    (
        SectionName::Diagnosis,
        "The pool metrics on the dashboard of the service showed 100% use from 14:02 UTC on, which pointed at the release.",
    ),
    (
        SectionName::Mitigation,
        "The release was rolled back. Recovery was confirmed by the rate of refused payments, which was at 0.02% from 14:29 UTC.",
    ),
    (
        SectionName::Prevention,
        "A load test with the pool size of production shows the exhaustion at 40% of the peak load.",
    ),
    (
        SectionName::Lessons,
        "- Went well: the rollback worked the first time.\n- Went badly: the load test did not use the settings of production.\n- Lucky: the release ran outside of the weekly peak.",
    ),
    (SectionName::Related, "Runbook RB-12, dashboard https://dash.example/card-payments"),
];

fn actions() -> Vec<Action> {
    let rows = [
        (
            "Block releases whose load test settings differ from production (required check `load-settings`)",
            Priority::High,
            ActionKind::Prevent,
            5_u32,
            "2026-11-06",
            "a release with a differing pool size is rejected in staging",
        ),
        (
            "Set the alarm `card-5xx` to 1% over 2 minutes",
            Priority::Medium,
            ActionKind::Detect,
            10,
            "2026-10-23",
            "a replay of this incident fires within 3 minutes",
        ),
        (
            "Roll back all 3 regions at the same time",
            Priority::Medium,
            ActionKind::Mitigate,
            15,
            "2026-11-20",
            "a rollback of staging completes in under 3 minutes",
        ),
    ];
    let mut actions = Vec::new();
    for (num, (title, priority, kind, rung, due, done_when)) in (1_u32..).zip(rows) {
        let mut action = Action::new(ActionId(Uuid::from_u128(60 + u128::from(num))), title);
        action.num = num;
        action.owner = "payments on-call lead".into();
        action.due = due.parse().ok();
        action.priority = Some(priority);
        action.kind = Some(kind);
        action.done_when = done_when.into();
        action.ticket = format!("https://tickets.example/PAY-{num}");
        action.addresses = vec![Handle::new(Part::Rung, rung)];
        actions.push(action);
    }
    actions
}
