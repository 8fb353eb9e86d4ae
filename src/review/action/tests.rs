//! Actions, line by line.

use uuid::Uuid;

use crate::domain::action::Action;
use crate::domain::id::ActionId;
use crate::review::{Options, review, sound};

/// Actions that are not specific, owned, dated or measurable: title, owner, due, done-when.
const BAD: &[[&str; 4]] = &[
    ["Review escalation paths", "ward IT lead", "2026-12-15", "paths reviewed"],
    ["Strengthen resilience of the signalling link", "rail ops lead", "2026-12-15", "link is resilient"],
    ["Have a chat with the carrier", "network lead", "2026-12-15", "chat done"],
    ["Enhance logging", "games backend lead", "2026-12-15", "logs are better"],
    ["All engineers to be trained on the console", "training office", "2026-12-15", "all trained"],
    ["Revisit timeouts", "payments lead", "2026-12-15", "timeouts revisited"],
    ["Ensure backups work", "DBA lead", "2026-12-15", "backups work"],
    ["Add retry to the label printer job", "depot lead", "2026-12-15", "retry added"],
    [
        "Cap the batch size of the meter import at 5,000",
        "head-end lead",
        "",
        "import of 5,001 rows is refused",
    ],
    [
        "Cap the batch size of the meter import at 5,000",
        "everyone",
        "2026-12-15",
        "import of 5,001 rows is refused",
    ],
    ["Cap the batch size of the meter import at 5,000", "import lead", "2026-12-15", "works"],
    ["Keep an eye on memory", "brewery OT lead", "2026-12-15", "no alarms"],
    ["Clean up the alert rules", "observability lead", "2026-12-15", "rules are clean"],
    ["Should we move to Postgres 16?", "DBA lead", "2026-12-15", "decision"],
    ["Get buy-in for chaos testing", "SRE lead", "2026-12-15", "buy-in obtained"],
    ["More redundancy in the uplink", "satellite ops lead", "2026-12-15", "redundant uplink"],
    ["Set up a meeting with the school boards", "product lead", "2026-12-15", "meeting took place"],
    ["Make deployments safer", "release lead", "2026-12-15", "deployments are safe"],
    ["Identify gaps in monitoring", "NOC lead", "2026-12-15", "list of gaps"],
    ["Verify that all teams know the process", "process owner", "2026-12-15", "all know it"],
];

/// Actions as they should be.
const GOOD: &[[&str; 4]] = &[
    [
        "Refuse a timetable whose first train is earlier than the one of the day before by more than 60 minutes",
        "timetable import lead",
        "2026-12-15",
        "test file of 2026-03-02 is refused",
    ],
    [
        "Page the ward IT on-call when the drug library is empty",
        "pump gateway lead",
        "2026-12-15",
        "an empty library in the test ward pages within 2 minutes",
    ],
    [
        "Migrate the 14 legacy switches of hall 2 to firmware 9.4",
        "network lead",
        "2026-12-15",
        "inventory shows 14 of 14 on 9.4",
    ],
    [
        "Sign label images and reject unsigned ones at the sorter",
        "sorter software lead",
        "2026-12-15",
        "an unsigned label is rejected in the acceptance test",
    ],
    [
        "Give each game title its own rate limit in the lobby gateway",
        "lobby lead",
        "2026-12-15",
        "load test: one title at 10x leaves the others below 1% errors",
    ],
    [
        "Write the failover drill of the print plant as RB-41 and run it with both shifts",
        "plant IT lead",
        "2026-12-15",
        "both shifts finish in under 20 minutes",
    ],
    [
        "Increase the disk of the audit host from 100 GB to 500 GB and alarm at 80%",
        "audit platform lead",
        "2026-12-15",
        "alarm fires at 80% in the test",
    ],
    [
        "Split the settlement job into one job per market",
        "clearing lead",
        "2026-12-15",
        "failure of one market leaves the other 11 settled in staging",
    ],
    [
        "Enable branch protection on the 9 pricing repositories",
        "pricing lead",
        "2026-12-15",
        "an API query lists 9 of 9 protected",
    ],
    [
        "Replace the wildcard cache rule by a list of 6 paths",
        "CDN lead",
        "2026-12-15",
        "a request for / bypasses the archive rule in the e2e test",
    ],
    [
        "Evict a tenant's key from the cache when it is deleted",
        "vault lead",
        "2026-12-15",
        "a deleted key is denied within 5 s",
    ],
    [
        "Publish loader errors to #sat-ops with the line that failed",
        "ground segment lead",
        "2026-12-15",
        "a file with one long line raises a message",
    ],
    [
        "Reduce the p99 of the ranking query below 80 ms with an index on season",
        "ranking lead",
        "2026-12-15",
        "p99 < 80 ms for 7 days",
    ],
    [
        "Investigate the clock drift of the interlocking and record cause and fix in INC-311",
        "signalling lead",
        "2026-12-15",
        "report with logs of all 3 masters is signed by safety",
    ],
    [
        "Remove the customer mailing from the shared queue",
        "campaign lead",
        "2026-12-15",
        "queue metrics show 0 campaign messages",
    ],
    [
        "Lock the fermentation set point to 4..24 degrees in the PLC",
        "OT lead",
        "2026-12-15",
        "entering 40 is refused by the panel",
    ],
];

fn found([title, owner, due, done_when]: &[&str; 4]) -> bool {
    let mut incident = sound::bare();
    let mut action = Action::new(ActionId(Uuid::from_u128(1)), *title);
    (*owner).clone_into(&mut action.owner);
    (*done_when).clone_into(&mut action.done_when);
    action.due = due.parse().ok();
    incident.parts.actions.push(action);
    let errors = ["action/vague", "action/no-owner", "action/no-due-date", "action/not-measurable"];
    review(&incident, &Options::new(sound::now())).iter().any(|it| errors.contains(&it.rule))
}

#[test]
fn vague_actions_are_found_and_specific_ones_are_left_alone() {
    let missed: Vec<_> = BAD.iter().filter(|it| !found(it)).collect();
    let alarmed: Vec<_> = GOOD.iter().filter(|it| found(it)).collect();
    assert!(missed.is_empty() && alarmed.is_empty(), "missed {missed:#?}\nfalse alarms {alarmed:#?}");
}
