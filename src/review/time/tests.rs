//! Times, line by line.

use crate::review::{Options, Passage, Place, Role, Sink, review_passage, sound};

/// Texts with a time that cannot be placed.
const VAGUE: &[&str] = &[
    "Around 2 in the afternoon the feed stopped",
    "11:42 pager went off",
    "2:15pm deploy paused",
    "by Thursday evening all queues were empty",
    "The day after, the same alarm came back",
    "sometime during the night shift the disk filled",
    "Mid-morning the ops room saw the first red lamp",
    "towards the end of the day",
    "a couple of hours later",
    "some minutes afterwards the line was stable",
    "not long after, the pumps tripped",
    "moments before the deploy",
    "in the early hours of Sunday",
    "last Friday the switch was swapped",
    "Fixed over the long weekend.",
    "On 4/5 we moved the cluster",
    "on 07/08/2025 the key expired",
    "as of yesterday",
    "earlier today two racks lost power",
    "Half an hour later or so the backlog was gone",
    "It went away after a while",
    "soon afterwards",
    "10:05 - 10:20 checkout slow",
    "Rolled forward at 18:00 local",
    "just before lunch",
    "during the rush hour",
    "overnight the index grew",
    "It was working again by the next morning.",
    "14:00 (server time) failover",
    "from about nine in the evening",
    "recently upgraded the kernel",
    "eventually the queue drained",
];

/// Texts without one.
const CLEAR: &[&str] = &[
    "22 minutes later the alarm cleared",
    "six minutes after the deploy finished the error rate rose to 4%",
    "Retry interval set to 00:15:00",
    "The night shift handed over; the morning shift confirmed",
    "The 06:00 milk run left 14 minutes late",
    "Requires glibc 2.31 or later",
    "Every Monday the certificates are checked",
    "nightly build 4411 failed",
    "`later` queue was drained",
    "The Friday freeze was lifted by change CHG-114",
    "uptime 14:22:10 up 3 days",
    "score 3:0 on the board",
    "3/5 replicas ready",
    "17:20 IST switchover, 17:45 IST back",
    "Late events are dropped by the window",
    "early-return bug",
    "the job runs at 02:00 UTC each night",
    "The last week of logs was copied",
    "The last 24 hours of data were replayed",
    "No alarm fired in the 40 minutes before the first call",
    "next step: raise the limit",
    "This time the failover worked",
    "same host as in INC-204",
    "the end of day batch failed with exit code 3",
    "Daily cut-off at 18:00 CET was met",
    "day-ahead market closed with 14 missing bids",
    "MAC 00:1b:44:11:3a:b7 flapped",
    "restarted 3 times within 10 minutes",
    "latest image deployed",
    "the late binding of names",
    "eventually consistent reads were switched off",
    "14:05:33.120Z checkpoint done",
    "2026-03-04 05:06 UTC all clear",
    "First alarm 40 s after start of the release at 09:12 UTC",
    "rush order 4411 was printed twice",
    "ramp 1:20 is steep",
    "Between 7am and 9am EST 4,100 passengers waited",
    "12:00 noon GMT: gates opened",
    "The previous day's snapshot (2026-03-03) was restored",
];

fn vague(text: &str) -> bool {
    let options = Options::new(sound::now());
    let mut sink = Sink::new(&options);
    review_passage(&Passage::new(Place::incident("example"), Role::Event, text), &mut sink);
    sink.done().iter().any(|it| it.rule == "time/vague")
}

#[test]
fn what_no_clock_shows_is_found_and_what_only_looks_like_a_time_is_not() {
    let missed: Vec<_> = VAGUE.iter().filter(|it| !vague(it)).collect();
    let alarmed: Vec<_> = CLEAR.iter().filter(|it| vague(it)).collect();
    assert!(missed.is_empty() && alarmed.is_empty(), "missed {missed:#?}\nfalse alarms {alarmed:#?}");
}
