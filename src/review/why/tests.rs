//! Ladders and root causes, line by line.

use super::RULES;
use crate::review::{Options, Passage, Place, Role, Sink, review, review_passage, sound};

/// What must be found.
const BAD: &[&str] = &[
    "Configuration drift.",
    "The vendor had an outage.",
    "Human factors",
    "Load was too high for the pumps.",
    "The disk was full.",
    "Someone pressed the wrong button.",
    "Bad data in the feed",
    "An unfortunate chain of events.",
    "The monitoring did not catch it.",
    "Poor communication between the operations centre and the wards.",
    "The certificate expired because it was not renewed.",
    "We are still waiting for the RCA of the carrier.",
    "The test coverage was too low.",
    "The code had a memory leak.",
    "Staff was not trained on the new console.",
    "The upgrade failed due to an incompatibility.",
    "Lack of a proper process.",
    "There was no time to test.",
    "The firmware is buggy.",
    "It is a known limitation of the product.",
    "The root cause was the failed switch.",
    "The team was understaffed during the holidays.",
    "Because the system was not designed for this load.",
    "Unclear, could not be reproduced.",
    "The supplier delivered a faulty part.",
    "Old hardware",
    "Nobody noticed.",
    "The problem was caused by a wrong parameter which was set during the maintenance on Saturday, and this wrong parameter made the platform behave in a wrong way until it was corrected by the team on the next day.",
    "Complexity of the architecture.",
    "A regression introduced in 4.2.",
];

/// What must be left alone.
const GOOD: &[&str] = &[
    "The retention was 0 days because the form accepts empty fields and nothing validates them.",
    "The installer merges profiles without a diff, so the limit of the test bench reached the plant.",
    "Alarms are averaged over 10 minutes, so a peak of 3 minutes never fires.",
    "The dosage table is loaded at start only, so a corrected table does not reach a pump until it is switched off and on.",
    "The scheduler picks the node with the most free memory and ignores the rack, so all replicas can land on one rack.",
    "Timetable imports are applied as soon as the file arrives; there is no preview and no second pair of eyes.",
    "The fermentation alarm compares the mean of 6 probes, and one probe at 40 degrees moves the mean by 3.",
    "Nobody is paged when the uplink is lost, because the alarm goes to a mailbox that has no rota.",
    "The release checklist asks for a load test but does not say at which load.",
    "Merges to the pricing repository need no review when the author is a bot.",
    "Any engineer can drop a table in production: roles are per cluster, not per schema.",
    "The retraining job takes yesterday's labels without checking their count.",
    "Operators type the set point by hand, and the console accepts values far outside of the safe range.",
    "The handover form has no field for silenced alarms.",
    "A tenant's key is cached for 24 hours and deletion does not evict it.",
    "The failover script was written for 2 sites; with 3 it elects two leaders, and no exercise covers 3 sites.",
    "The emulator answers every card number with success, so declines are never tested.",
    "Two teams each assume that the other renews the domain; the registry entry has no owner.",
    "Rate limits exist per user but not per tenant.",
    "The page size is computed once at boot from a file that the autoscaler rewrites.",
    "Expired vouchers stay valid until the nightly job has run.",
    "The gateway retries without a backoff.",
    "Dashboards are built from the same database that they watch.",
];

fn found(text: &str) -> bool {
    let options = Options::new(sound::now());
    let mut sink = Sink::new(&options);
    review_passage(&Passage::new(Place::incident("example"), Role::LastBecause, text), &mut sink);
    sink.done().iter().any(|it| it.rule == "why/weak-root-cause")
}

#[test]
fn labels_are_found_and_mechanisms_are_left_alone() {
    let missed: Vec<_> = BAD.iter().filter(|it| !found(it)).collect();
    let alarmed: Vec<_> = GOOD.iter().filter(|it| found(it)).collect();
    assert!(missed.is_empty() && alarmed.is_empty(), "missed {missed:#?}\nfalse alarms {alarmed:#?}");
}

#[test]
fn lists_are_sorted_and_in_lower_case() {
    for (name, list) in super::weak::LISTS {
        let entries: Vec<&str> = list.entries().collect();
        assert!(entries.windows(2).all(|it| it[0] < it[1]), "{name} is not sorted");
        assert!(entries.iter().all(|it| **it == it.to_lowercase()), "{name}");
    }
}

/// The broken rung, if one is, the problem, and the answers from the top down.
const LADDERS: &[(&str, &str, &[&str])] = &[
    (
        "3:circular",
        "The ferry timetable was not shown",
        &[
            "The timetable service was down.",
            "It waits at its start for the tide feed.",
            "The tide feed asks the timetable service, which was down.",
        ],
    ),
    (
        "2:jumps",
        "Bracelets were printed with the wrong ward",
        &[
            "The printer used a stale list.",
            "Our hospital group merged with two clinics in the spring of last year.",
        ],
    ),
    (
        "2:compound",
        "The pump of bore hole 3 ran dry",
        &[
            "The level sensor was frozen.",
            "The heater is off at night. Besides that, the bypass valve was stuck.",
        ],
    ),
    (
        "2:restates",
        "Invoices for March went out twice",
        &["The mailer started two runs for March.", "For March there were 2 runs of the mailer."],
    ),
    (
        "2:restates",
        "Results of 300 samples were missing",
        &[
            "The laboratory import reads only page one.",
            "No page but page one is read by the laboratory import.",
        ],
    ),
    (
        "2:not-an-answer",
        "Seats were sold twice",
        &["The seat lock was lost.", "The seat lock service is written in Erlang."],
    ),
    (
        "clean",
        "The archive could not be read",
        &[
            "The key in the vault was newer than the archive.",
            "Rotation replaces the key in place.",
            "The vault keeps a single version, as more were switched off to save licence cost.",
        ],
    ),
    (
        "clean",
        "Infusion pumps lost their drug library",
        &[
            "The pumps downloaded an empty library.",
            "The publisher wrote the file before the export had finished.",
            "The publisher polls for a file name and does not look at its size.",
            "The interface contract between both teams names no marker for a complete file.",
        ],
    ),
    (
        "clean",
        "Trains were held for 34 minutes",
        &[
            "The interlocking refused route requests.",
            "Its clock differed from the master by 3 s.",
            "The time source had been moved to a server that the firewall blocks.",
            "Firewall requests are not part of the server move checklist.",
        ],
    ),
    (
        "clean",
        "Match making timed out",
        &[
            "The lobby service waited for the ranking service.",
            "The ranking service read the whole table for each request.",
            "The index was dropped by the migration of 4 May.",
            "Migrations are tested on 1,000 rows, where the index makes no difference.",
        ],
    ),
    (
        "clean",
        "Salaries were paid twice",
        &[
            "The bank file was sent twice.",
            "The operator saw no confirmation and sent it again.",
            "The console shows the confirmation only after a reload.",
            "The acceptance test covers the protocol, not the console.",
        ],
    ),
    (
        "clean",
        "Telemetry of the satellite was lost for two orbits",
        &[
            "The antenna pointed at the old track.",
            "The new orbital elements were not loaded.",
            "Loading stops silently when a line is longer than 69 characters.",
            "The loader's test file has only short lines.",
        ],
    ),
    (
        "clean",
        "The newspaper site served an old front page",
        &[
            "The cache kept the page for 6 hours.",
            "A rule for archive pages matched the front page.",
            "The rule was written with a wildcard.",
            "Rules are deployed without a list of the pages that they match.",
        ],
    ),
    (
        "clean",
        "Meters were not read for a day",
        &[
            "The head-end rejected the collectors.",
            "The collectors presented a revoked certificate.",
            "The certificate of a test batch had been cloned to the field.",
            "The factory image contains a certificate, and no step replaces it.",
        ],
    ),
    (
        "clean",
        "Parcels went to the wrong depot",
        &[
            "The sorter read the old barcode.",
            "Labels carry two barcodes after a return.",
            "The returns desk prints a label over the old one.",
            "The printer template leaves the old barcode visible.",
        ],
    ),
    (
        "clean",
        "The model offered loans to everyone",
        &[
            "The score was always 1.",
            "The feature income was null for all requests.",
            "The upstream team renamed the column.",
            "Schema changes of the feature store are announced by mail only.",
        ],
    ),
    (
        "3:restates",
        "Beer was brewed too hot",
        &[
            "The valve stayed open.",
            "The controller never sent the close signal.",
            "No signal for closing was sent by the controller.",
            "The watchdog looks at the pump only.",
        ],
    ),
    (
        "2:restates",
        "Payments were declined",
        &[
            "The acquirer link was down.",
            "The link to the acquirer was not available.",
            "The carrier moved it without notice in the ticket system.",
        ],
    ),
    (
        "1:restates",
        "The booking API was slow",
        &[
            "The API for bookings responded slowly.",
            "A query scanned 90 million rows.",
            "The index was dropped.",
        ],
    ),
    (
        "3:circular",
        "Trams stood still",
        &[
            "The signal system lost power.",
            "The relay opened because the load was too high.",
            "The load was too high because the relay had opened.",
            "No drill covers a restart under load.",
        ],
    ),
    (
        "3:circular",
        "Alarm was not sent",
        &[
            "The gateway dropped the message.",
            "The buffer was full.",
            "The buffer was full since the gateway dropped messages and kept them for retry.",
        ],
    ),
    (
        "4:circular",
        "Invoices were missing",
        &[
            "The export was empty.",
            "The view had no rows.",
            "The nightly load had failed.",
            "The export was empty that night.",
        ],
    ),
    (
        "2:jumps",
        "The gym app logged users out",
        &[
            "Sessions were deleted from Redis.",
            "The company has no culture of quality.",
            "Nobody reviews memory settings.",
        ],
    ),
    (
        "2:jumps",
        "Boilers stopped",
        &[
            "The controller rebooted every 4 minutes.",
            "Lack of budget.",
            "Spare controllers are ordered once a year.",
        ],
    ),
    (
        "3:jumps",
        "Maps did not load",
        &["The tile server returned 403.", "The token had expired.", "Management priorities."],
    ),
    (
        "2:not-an-answer",
        "Cameras went dark",
        &[
            "The recorder stopped writing.",
            "We have since replaced the recorder.",
            "The disk had no free blocks.",
        ],
    ),
    (
        "2:not-an-answer",
        "Orders lost",
        &["The queue was purged.", "This led to 412 lost orders.", "The console purges without asking."],
    ),
    ("1:not-an-answer", "Login broken", &["We are very sorry for this.", "The session table was locked."]),
    (
        "2:not-an-answer",
        "Buses not shown",
        &[
            "The feed had no positions.",
            "Better monitoring is needed.",
            "The modem firmware froze at midnight.",
        ],
    ),
    (
        "3:not-an-answer",
        "Lab results late",
        &[
            "The interface engine stopped.",
            "Its queue reached the limit of 10,000.",
            "The limit will be raised to 50,000.",
        ],
    ),
    (
        "2:compound",
        "Calls dropped",
        &[
            "The media server restarted.",
            "The certificate had expired and the backup site was running an old firmware.",
            "Expiry is not monitored.",
        ],
    ),
    (
        "3:compound",
        "Stock was wrong",
        &[
            "Counts were not updated.",
            "The handheld lost its network.",
            "The access point was moved and the handheld software has no offline queue.",
            "No test covers roaming.",
        ],
    ),
    (
        "2:compound",
        "Votes counted late",
        &[
            "The scanner jammed.",
            "The paper was too thick and the operator screen shows no jam counter.",
            "The supplier was changed.",
        ],
    ),
];

#[test]
fn steps_that_are_none_are_found_and_sound_ladders_are_left_alone() {
    for (wanted, problem, answers) in LADDERS {
        let incident = sound::climb(problem, answers);
        let kinds = RULES.iter().filter(|it| !matches!(it.id, "why/weak-root-cause"));
        let kinds: Vec<&str> = kinds.map(|it| it.id).collect();
        let found: Vec<String> = review(&incident, &Options::new(sound::now()))
            .into_iter()
            .filter(|it| kinds.contains(&it.rule) && it.place.field == "because")
            .map(|it| {
                format!(
                    "{}:{}",
                    it.place.to_string().replace(['w', '.'], "").replace("because", ""),
                    &it.rule[4..]
                )
            })
            .collect();
        let wanted: Vec<String> =
            Some(*wanted).filter(|it| *it != "clean").map(str::to_owned).into_iter().collect();
        assert_eq!(found, wanted, "{answers:#?}");
    }
}
