//! A believable incident: a pool of database connections that ran out after a deployment.

use coe::domain::action::{Action, ActionKind, ActionStatus, Priority};
use coe::domain::event::{Event, Evidence, Kind, Link, Milestone};
use coe::domain::id::{ActionId, EventId, Handle, IdSource, IncidentId, LadderId, MetricId, RungId};
use coe::domain::incident::{Header, Incident, Severity, Status};
use coe::domain::ladder::{Ladder, Rung, Topic};
use coe::domain::metric::Metric;
use coe::domain::section::{Section, SectionName};
use coe::domain::time::{Precision, Timestamp, Zone};

fn at(clock: &str) -> Timestamp {
    Timestamp::parse_rfc3339(&format!("2026-11-22T{clock}+01:00")).unwrap()
}

fn handles(text: &str) -> Vec<Handle> {
    text.split_whitespace().map(|it| it.parse().unwrap()).collect()
}

fn link(label: &str, url: &str) -> Link {
    Link { label: label.into(), url: url.into() }
}

/// Makes the incident.
pub fn checkout() -> Incident {
    let mut ids = IdSource::seeded(1);
    let opened = at("14:04:00");
    let zone: Zone = "Europe/Berlin".parse().unwrap();
    let title = "Customers could not pay: checkout answered 5xx for 38 minutes";
    let mut header = Header::new(IncidentId(ids.next(opened)), title, zone, opened);
    header.num = 7;
    header.severity = Some(Severity::Sev2);
    header.status = Status::InReview;
    header.services = vec!["checkout".into(), "payments-db".into()];
    header.team = "Basket & Payments".into();
    header.presenter = "Engineering manager, Basket & Payments".into();
    header.tags = vec!["database".into(), "deploy".into()];
    header.links = vec![
        link("INC-3: the same pool, March 2026", "https://git.example.test/coe/INC-3.md"),
        link("Runbook: connection pools", "https://wiki.example.test/runbooks/pools"),
    ];
    let mut incident = Incident::new(header);
    incident.events = events(&mut ids, zone);
    incident.parts.metrics = metrics(&mut ids);
    ladders(&mut ids, &mut incident);
    incident.parts.actions = actions(&mut ids);
    for (name, text) in SECTIONS {
        incident.parts.sections.push(Section { name: *name, text: (*text).to_owned() });
    }
    incident
}

const SECTIONS: &[(SectionName, &str)] = &[
    (
        SectionName::Summary,
        "On 22 November 2026, from 14:02 to 14:40 CET, 71 % of attempts to pay at checkout failed with an error page. \
         An alarm on the rate of errors found it after four minutes. A deployment had raised the number of workers \
         without raising the number of database connections; rolling it back ended the impact. The next step is a \
         check in the deployment pipeline that compares both numbers.",
    ),
    (
        SectionName::Impact,
        "Customers saw *\"Something went wrong\"* after pressing **Pay**. Baskets were kept, and nobody was charged \
         twice.\n\nNot affected:\n\n- browsing and search\n- orders placed by telephone",
    ),
    (
        SectionName::Background,
        "Each checkout worker holds one connection of the pool `pay-rw`:\n\n```\nworkers (48) -> pgbouncer \
         (max 40) -> payments-db\n```",
    ),
    (
        SectionName::Detection,
        "The alarm *checkout 5xx over 5 %* fired after two data points of two minutes. With points of one minute it \
         would have fired in half the time.",
    ),
    (
        SectionName::Mitigation,
        "1. Roll back release 2026.47.\n2. Confirm on the [dashboard](https://graphs.example.test/d/checkout?orgId=1&from=now-1h) \
         that errors are below 0.1 %.\n\nRecovery was confirmed ten minutes after the roll-back.",
    ),
    (
        SectionName::Lessons,
        "## What went well\n\n- The roll-back took six minutes, as practised in September.\n\n## What went badly\n\n\
         - Twelve minutes were spent on the payment provider, whose status page was green.\n\n## Where we were lucky\n\n\
         - It was a Sunday; on a Monday four times as many customers pay at that hour.",
    ),
];

fn events(ids: &mut IdSource, zone: Zone) -> Vec<Event> {
    let lines = [
        (
            "13:58:00",
            Kind::Change,
            Some(Milestone::Trigger),
            "Release 2026.47 of checkout deployed: workers 32 -> 48",
        ),
        ("14:02:10", Kind::Observation, Some(Milestone::Start), "First payments fail: 5xx on POST /pay_now"),
        (
            "14:06:12",
            Kind::Alert,
            Some(Milestone::Detected),
            "Alarm \"checkout 5xx > 5 %\" pages the on-call engineer",
        ),
        ("14:07:40", Kind::Action, Some(Milestone::Acknowledged), "Page acknowledged, incident opened"),
        (
            "14:10:00",
            Kind::Hypothesis,
            None,
            "Payment provider down?\nTheir status page is green, our error is ours: `timeout acquiring connection`",
        ),
        (
            "14:12:00",
            Kind::Communication,
            None,
            "Status page: \"Payments are failing, we are investigating\"",
        ),
        (
            "14:29:30",
            Kind::Observation,
            Some(Milestone::Identified),
            "pgbouncer shows 40 of 40 connections in use, 212 clients waiting",
        ),
        (
            "14:31:00",
            Kind::Decision,
            None,
            "Roll back rather than raise max_connections: the database was not tested above 40",
        ),
        ("14:34:05", Kind::Action, None, "Roll-back of release 2026.47 started"),
        (
            "14:40:20",
            Kind::Observation,
            Some(Milestone::Mitigated),
            "Error rate below 0.1 %, payments succeed again",
        ),
        (
            "14:50:00",
            Kind::Observation,
            Some(Milestone::Resolved),
            "Ten minutes without an error; queue of e-mails drained",
        ),
    ];
    let mut events: Vec<Event> = Vec::new();
    for ((clock, kind, milestone, text), num) in lines.into_iter().zip(1..) {
        let mut event = Event::new(EventId(ids.next(at(clock))), at(clock), zone, text);
        (event.num, event.kind, event.milestone) = (num, kind, milestone);
        event.precision = if clock.ends_with(":00") { Precision::Minute } else { Precision::Exact };
        events.push(event);
    }
    events[0].links = vec![link("release 2026.47", "https://deploy.example.test/checkout/2026.47")];
    events[0].tags = vec!["deploy".into()];
    events[4].precision = Precision::Approximate;
    events[6].key = true;
    events[6].evidence = vec![Evidence {
        label: "SHOW POOLS on pgbouncer-2".into(),
        text: " database | cl_active | cl_waiting | sv_active\n----------+-----------+------------+-----------\n \
               pay-rw   |        40 |        212 |        40\n"
            .into(),
    }];
    events[7].key = true;
    events
}

fn metrics(ids: &mut IdSource) -> Vec<Metric> {
    let mut failed = Metric::new(MetricId(ids.next(at("15:00:00"))), "failed payment attempts");
    (failed.num, failed.unit) = (1, "requests".into());
    (failed.value, failed.baseline, failed.total) = (Some(38_112.0), Some(41.0), Some(53_380.0));
    (failed.start, failed.end) = (Some(at("14:02:10")), Some(at("14:40:20")));
    failed.source = "https://graphs.example.test/d/checkout?viewPanel=4".into();
    failed.series =
        (0_i32..20).map(|it| (at(&format!("14:{:02}:00", it * 2)), f64::from(it % 7) * 210.5)).collect();
    let mut p99 = Metric::new(MetricId(ids.next(at("15:00:00"))), "p99 of POST /pay_now");
    (p99.num, p99.unit, p99.value, p99.baseline) = (2, "s".into(), Some(30.0), Some(0.4));
    p99.note = "30 s is the time-out of the load balancer".into();
    vec![failed, p99]
}

fn ladders(ids: &mut IdSource, incident: &mut Incident) {
    let cause = LadderId(ids.next(at("16:00:00")));
    let detection = LadderId(ids.next(at("16:00:00")));
    let problem = "71 % of attempts to pay failed for 38 minutes".to_owned();
    incident.parts.ladders.push(Ladder { id: cause, num: 1, topic: Topic::Cause, problem });
    let problem = "The alarm fired four minutes after the first failure".to_owned();
    incident.parts.ladders.push(Ladder { id: detection, num: 2, topic: Topic::Detection, problem });
    let rungs = [
        (
            cause,
            None,
            "Why did payments fail?",
            "Workers waited longer than 30 s for a database connection.",
            "e5 e7 m2",
        ),
        (cause, Some(1), "Why were there no connections?", "48 workers shared a pool of 40.", "e7"),
        (
            cause,
            Some(2),
            "Why were there more workers than connections?",
            "Release 2026.47 raised the workers and left the pool as it was.",
            "e1",
        ),
        (
            cause,
            Some(3),
            "Why did the release pass its tests?",
            "The load test runs with 8 workers, whatever the release says.",
            "",
        ),
        (
            cause,
            Some(4),
            "Why does the load test not use the real number?",
            "It was written before the number became configurable, and nothing ties the two together.",
            "",
        ),
        (
            cause,
            Some(3),
            "Why does nothing compare the two numbers?",
            "They live in two repositories, each with its own checks.",
            "",
        ),
        (
            detection,
            None,
            "Why did the alarm need four minutes?",
            "It waits for two points of two minutes.",
            "e3",
        ),
        (detection, Some(7), "Why points of two minutes?", "", ""),
    ];
    let mut made: Vec<RungId> = Vec::new();
    for ((ladder, parent, why, because, cites), num) in rungs.into_iter().zip(1_u32..) {
        let id = RungId(ids.next(at("16:00:00")));
        made.push(id);
        incident.parts.rungs.push(Rung {
            id,
            num,
            ladder,
            parent: parent.map(|it: usize| made[it - 1]),
            // As an import counts: the sixth rung is the second child of the third.
            place: i64::from(num == 6),
            why: why.into(),
            because: because.into(),
            cites: handles(cites),
            root: num == 5 || num == 6,
        });
    }
}

fn actions(ids: &mut IdSource) -> Vec<Action> {
    let mut check = Action::new(
        ActionId(ids.next(at("17:00:00"))),
        "Refuse a deployment with more workers than connections",
    );
    (check.num, check.owner) = (1, "Release engineer, Basket".into());
    check.due = "2026-12-15".parse().ok();
    (check.priority, check.kind) = (Some(Priority::High), Some(ActionKind::Prevent));
    check.done_when =
        "A release with workers = pool + 1 fails in the pipeline with both numbers in its message".into();
    check.ticket = "https://tickets.example.test/PAY-1841".into();
    check.addresses = handles("w6");
    let mut alarm =
        Action::new(ActionId(ids.next(at("17:00:00"))), "Evaluate the 5xx alarm on points of one minute");
    (alarm.num, alarm.owner) = (2, "On-call lead, Payments".into());
    alarm.due = "2026-11-30".parse().ok();
    (alarm.priority, alarm.kind, alarm.status) =
        (Some(Priority::Medium), Some(ActionKind::Detect), ActionStatus::Done);
    alarm.done_when = "The alarm fires within 2 min in the monthly drill".into();
    alarm.ticket = "PAY-1842".into();
    alarm.addresses = handles("w7 w8");
    let mut load = Action::new(
        ActionId(ids.next(at("17:00:00"))),
        "Let the load test read the number of workers from the release",
    );
    (load.num, load.kind) = (3, Some(ActionKind::Prevent));
    load.addresses = handles("w5");
    vec![check, alarm, load]
}
