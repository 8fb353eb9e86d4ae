//! A time in front of free text: what is taken, what is text, what is refused.

use super::*;

fn split(text: &str) -> String {
    match split_leading(text, &context(NOW, Zone::Utc)) {
        Ok((Some(when), rest)) => format!("{} | {rest}", told(&when)),
        Ok((None, rest)) => format!("| {rest}"),
        Err(error) => format!("refused: {error}"),
    }
}

#[test]
fn times_are_taken_off_the_front() {
    for (text, expected) in [
        ("-5m checkout down", "2026-11-22T14:25:00Z m | checkout down"),
        ("-5m", "2026-11-22T14:25:00Z m | "),
        ("  -5m   x", "2026-11-22T14:25:00Z m | x"),
        ("-5m: x", "2026-11-22T14:25:00Z m | x"),
        ("-90s x", "2026-11-22T14:28:30Z | x"),
        ("-1h30 x", "2026-11-22T13:00:00Z m | x"),
        ("-1h5m x", "2026-11-22T13:25:00Z m | x"),
        ("+1m x", "2026-11-22T14:31:00Z m | x"),
        ("-5m 20m rows", "2026-11-22T14:25:00Z m | 20m rows"),
        ("5m ago x", "2026-11-22T14:25:00Z m | x"),
        ("5m ago", "2026-11-22T14:25:00Z m | "),
        ("5m ago, x", "2026-11-22T14:25:00Z m | x"),
        ("1h 20m ago x", "2026-11-22T13:10:00Z m | x"),
        ("5 hours and 20 minutes ago x", "2026-11-22T09:10:00Z m | x"),
        ("14:02 x", "2026-11-22T14:02:00Z m | x"),
        ("14:02", "2026-11-22T14:02:00Z m | "),
        ("14:02: x", "2026-11-22T14:02:00Z m | x"),
        ("14:02\nx\ny", "2026-11-22T14:02:00Z m | x\ny"),
        ("9:05 x", "2026-11-22T09:05:00Z m | x"),
        ("14:02:30 x", "2026-11-22T14:02:30Z | x"),
        ("2:02pm x", "2026-11-22T14:02:00Z m | x"),
        ("2:02 pm x", "2026-11-22T14:02:00Z m | x"),
        ("~14:02 x", "2026-11-22T14:02:00Z ~ | x"),
        ("14:0x x", "2026-11-22T14:00:00Z ~ | x"),
        ("14:02 utc error", "2026-11-22T14:02:00Z m | error"),
        ("14:02Z error", "2026-11-22T14:02:00Z m | error"),
        ("14:02 Z error", "2026-11-22T14:02:00Z m | error"),
        ("14:02 Europe/Berlin error", "2026-11-22T13:02:00Z m Europe/Berlin | error"),
        ("15:02 +01:00 error", "2026-11-22T14:02:00Z m +01:00 | error"),
        ("15:02+01:00 error", "2026-11-22T14:02:00Z m +01:00 | error"),
        ("yesterday 23:10 x", "2026-11-21T23:10:00Z m | x"),
        ("Yesterday at 23:10, x", "2026-11-21T23:10:00Z m | x"),
        ("23:10 yesterday x", "2026-11-21T23:10:00Z m | x"),
        ("1:47 today x", "2026-11-22T01:47:00Z m | x"),
        ("mon 14:02 x", "2026-11-16T14:02:00Z m | x"),
        ("2026-11-21 23:10 x", "2026-11-21T23:10:00Z m | x"),
        ("2026-11-21 23:10 utc yesterday x", "2026-11-21T23:10:00Z m | yesterday x"),
        ("2026-11-22T14:02:07Z x", "2026-11-22T14:02:07Z | x"),
        ("2026-11-22T15:02:07+01:00 x", "2026-11-22T14:02:07Z +01:00 | x"),
        ("start+12m x", "2026-11-22T13:12:00Z m | x"),
        ("e17-2m x", "2026-11-22T13:28:00Z m | x"),
        ("E17-2m x", "2026-11-22T13:28:00Z m | x"),
        ("here+30s: x", "2026-11-22T13:30:30Z | x"),
    ] {
        assert_eq!(split(text), expected, "{text}");
    }
}

#[test]
fn only_the_time_is_taken() {
    for (text, rest) in [
        ("14:02 Paris office down", "Paris office down"),
        ("14:02 Japan office down", "Japan office down"),
        ("14:02 local cache flushed", "local cache flushed"),
        ("14:02 z index broken", "z index broken"),
        ("14:02 +5000 requests", "+5000 requests"),
        ("14:02 +1000 requests", "+1000 requests"),
        ("14:02 -14:09 errors", "-14:09 errors"),
        ("14:02 yesterday's deploy", "yesterday's deploy"),
        ("14:02 tomorrow is planned", "tomorrow is planned"),
        ("14:02 a/b test started", "a/b test started"),
        ("14:02 am seeing errors", "am seeing errors"),
        ("14:02: UTC clock skew", "UTC clock skew"),
        ("14:02 pods 3/4 ready", "pods 3/4 ready"),
    ] {
        assert_eq!(split(text), format!("2026-11-22T14:02:00Z m | {rest}"), "{text}");
    }
}

#[test]
fn what_only_resembles_a_time_is_text() {
    for text in [
        "checkout down",
        "1402 requests failed",
        "-5 nodes",
        "-5",
        "mon is slow",
        "mon",
        "now seeing errors",
        "now",
        "start",
        "start of the rollout",
        "2:1 ratio",
        "16:9 screen",
        "-v flag",
        "- item",
        "-",
        "+1 from me",
        "-5% traffic",
        "-5.2 points",
        "-3/10 hosts",
        "10m rows affected",
        "5m",
        "5 minutes of errors, two hours ago",
        "5x ago",
        "an hour ago we deployed",
        "yesterday we deployed",
        "yesterday at noon",
        "2026-11-21 was fine",
        "09:00-10:00 maintenance",
        "14:02/14:05 errors",
        "127.0.0.1:8080 refused",
        "10:8080 refused",
        "00:1b:44:11:3a:b7 is gone",
        "12:34:56:78:90:12 is gone",
        "@bob is on it",
        "@1795356127 x",
        "2pm x",
        "web-5m is a host",
        "12:34::1 is unreachable",
        "e5-2650v4 throttled",
        "e17-2650v4 throttled",
        "start-up is slow",
        "start-5 x",
        "",
        "...",
        "~",
        "~5 users",
        "\"14:02\" is on the page",
        "'-5m' was typed",
        "тест 14:02",
    ] {
        assert_eq!(split(text), format!("| {text}"));
    }
    assert_eq!(split("\\-5m nodes"), "| -5m nodes");
    assert_eq!(split("  \\14:02 x"), "| 14:02 x");
}

#[test]
fn what_was_meant_as_a_time_but_is_none_is_refused() {
    for (text, why) in [
        ("-5x nodes", "`-5x` is not a duration: the unit must be s, m, h or d; write it like -5m"),
        ("-5M users", "the unit must be"),
        ("-1.5h x", "fractions are not read"),
        ("-5m1h x", "units must go from large to small"),
        ("-99999999999m x", "the number is too large"),
        ("-999999999d x", "outside the years"),
        ("25:61 x", "hours run from 00 to 23"),
        ("14:60 x", "minutes run from 00 to 59"),
        ("14:02:99 x", "seconds run from 00 to 59"),
        ("14:02:3 x", "seconds have two digits"),
        ("14:02foo x", "what follows is no zone"),
        ("14:02 pm x", "with am or pm"),
        ("~25:61 x", "hours run from 00 to 23"),
        ("yesterday 25:61 x", "hours run from 00 to 23"),
        ("2026-02-31 14:02 x", "`2026-02-31` is not a date"),
        ("2026-02-31T14:02:07Z x", "`2026-02-31` is not a date"),
        ("2026-11-22T25:02:07Z x", "hours run from 00 to 23"),
        ("start+12x x", "the unit must be"),
        ("e99-2m x", "`e99` has no time here"),
        ("detected+5m x", "`detected` has no time here"),
    ] {
        let told = split(text);
        assert!(told.starts_with("refused: ") && told.contains(why), "{text}: {told}");
    }
}

#[test]
fn the_time_remembers_what_was_typed() {
    for (text, entered) in [
        ("-5m: x", "-5m"),
        ("14:02: x", "14:02"),
        ("14:02 utc error", "14:02 utc"),
        ("1h 20m ago x", "1h 20m ago"),
        ("~yesterday at 23:10 x", "~yesterday at 23:10"),
        ("start+12m", "start+12m"),
    ] {
        let (when, _) = split_leading(text, &context(NOW, Zone::Utc)).unwrap();
        assert_eq!(when.unwrap().entered, entered);
    }
}
