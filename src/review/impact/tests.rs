//! Amounts, line by line.

use crate::review::{Options, Passage, Place, Role, Sink, review_passage, sound};

/// What must be found.
const BAD: &[&str] = &[
    "A fair share of the patients could not be admitted.",
    "Multiple hospitals switched to paper.",
    "Numerous passengers missed their connection.",
    "The majority of trains were late.",
    "Sales dropped sharply.",
    "Brewing line 3 stood still for hours.",
    "Players were kicked out repeatedly.",
    "The signal was lost for a considerable time.",
    "Page loads took longer than usual.",
    "There was a slight delay in the settlement of trades.",
    "A tiny fraction of the votes had to be counted again.",
    "Dozens of schools were without internet.",
    "Certain merchants were charged twice.",
    "Thousands of readers did not get their newspaper.",
    "Response times were noticeably worse in Asia.",
    "Business impact was moderate.",
    "Service was unavailable temporarily.",
    "Quite a few operators called us.",
    "Almost every tablet in the wards was affected.",
    "Part of the fleet lost its position.",
    "We saw some packet loss.",
    "Increased error rates in the booking API.",
    "Partial outage of the portal",
    "customers in Lagos could not top up",
    "users complained",
    "Telemetry was lost for one orbit or so",
    "Data of various tenants was mixed up",
    "a large number of parcels went to the wrong depot",
    "Degraded performance for customers on the old plan.",
    "The effect on revenue is unknown.",
];

/// What must be left alone.
const GOOD: &[&str] = &[
    "14 of 31 trains were late by 9 to 26 minutes.",
    "All turbines stopped.",
    "Nobody lost data.",
    "Only one customer noticed it.",
    "Half of the requests (51%) were refused.",
    "About 200 readers; estimate from the access log.",
    "Some 3,000 passengers waited for 40 minutes.",
    "Several shards (4, 9 and 11) refused writes; 31,400 inserts failed.",
    "Latency rose significantly, from 120 ms to 2.4 s at p99.",
    "3 short interruptions of 4 s, 9 s and 2 s.",
    "Two thirds of the sensors were offline for 11 minutes.",
    "Every third request failed.",
    "0.02% of calls failed; 11 callers were affected.",
    "The outage was brief (48 s) and hit 2 sites.",
    "7 users on the most expensive plan lost their drafts.",
    "612 orders were refused with \"too many requests\".",
    "No orders were lost; 4,010 were late by up to 3 h.",
    "The entire campus was offline for 17 minutes.",
    "12 wards used paper for 2 hours; no medication was given late.",
    "Major version 4 was rolled back on all 60 nodes.",
    "As many as 1,200 calls waited at once.",
    "At most 40 of 900 terminals showed the wrong price.",
    "One in five logins failed between 07:00 and 07:12 UTC.",
    "None of the 14 regions lost traffic.",
    "90 minutes of telemetry (1.4 million points) are gone for good.",
    "Cost of the compensation: EUR 11,000.",
];

fn found(text: &str) -> bool {
    let options = Options::new(sound::now());
    let mut sink = Sink::new(&options);
    review_passage(&Passage::new(Place::incident("example"), Role::Impact, text), &mut sink);
    sink.done().iter().any(|it| it.rule == "impact/unquantified")
}

#[test]
fn vague_amounts_are_found_and_numbers_are_left_alone() {
    let missed: Vec<_> = BAD.iter().filter(|it| !found(it)).collect();
    let alarmed: Vec<_> = GOOD.iter().filter(|it| found(it)).collect();
    assert!(missed.is_empty() && alarmed.is_empty(), "missed {missed:#?}\nfalse alarms {alarmed:#?}");
}
