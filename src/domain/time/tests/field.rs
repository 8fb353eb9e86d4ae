//! The time field: what each form means, and why the others are refused.

use super::*;

/// A text, and the instant it means at [`NOW`] in an incident whose zone is UTC.
const FORMS: &[(&str, &str)] = &[
    // Durations.
    ("-5m", "2026-11-22T14:25:00Z m"),
    ("-5", "2026-11-22T14:25:00Z m"),
    ("- 5 min", "2026-11-22T14:25:00Z m"),
    ("\u{2212}5m", "2026-11-22T14:25:00Z m"),
    ("+1", "2026-11-22T14:31:00Z m"),
    ("+5m", "2026-11-22T14:35:00Z m future"),
    ("-1h30", "2026-11-22T13:00:00Z m"),
    ("-90s", "2026-11-22T14:28:30Z"),
    ("-1h5m", "2026-11-22T13:25:00Z m"),
    ("-1H5M", "2026-11-22T13:25:00Z m"),
    ("-2d", "2026-11-20T14:30:00Z m"),
    ("-2d3h", "2026-11-20T11:30:00Z m"),
    ("-1h 20m", "2026-11-22T13:10:00Z m"),
    ("-2hrs", "2026-11-22T12:30:00Z m"),
    ("5m ago", "2026-11-22T14:25:00Z m"),
    ("1h 20m ago", "2026-11-22T13:10:00Z m"),
    ("1h30 ago", "2026-11-22T13:00:00Z m"),
    ("30 seconds ago", "2026-11-22T14:29:30Z"),
    ("5 hours and 20 minutes ago", "2026-11-22T09:10:00Z m"),
    ("an hour ago", "2026-11-22T13:30:00Z m"),
    ("An Hour Ago", "2026-11-22T13:30:00Z m"),
    ("a minute ago", "2026-11-22T14:29:00Z m"),
    ("an hour before now", "2026-11-22T13:30:00Z m"),
    // Times of day.
    ("14:02", "2026-11-22T14:02:00Z m"),
    (" 14:02 ", "2026-11-22T14:02:00Z m"),
    ("14:02:30", "2026-11-22T14:02:30Z"),
    ("14:02:30.25", "2026-11-22T14:02:30.250Z"),
    ("9:05", "2026-11-22T09:05:00Z m"),
    ("1402", "2026-11-22T14:02:00Z m"),
    ("0905", "2026-11-22T09:05:00Z m"),
    ("2:02pm", "2026-11-22T14:02:00Z m"),
    ("2:02 PM", "2026-11-22T14:02:00Z m"),
    ("2pm", "2026-11-22T14:00:00Z m"),
    ("4 am", "2026-11-22T04:00:00Z m"),
    ("12am", "2026-11-22T00:00:00Z m long ago"),
    ("12:30pm", "2026-11-22T12:30:00Z m"),
    ("at 14:02", "2026-11-22T14:02:00Z m"),
    ("14:30", "2026-11-22T14:30:00Z m"),
    ("14:32", "2026-11-22T14:32:00Z m"),
    ("14:33", "2026-11-21T14:33:00Z m long ago"),
    ("14:29", "2026-11-22T14:29:00Z m"),
    ("02:30", "2026-11-22T02:30:00Z m"),
    ("02:29", "2026-11-22T02:29:00Z m long ago"),
    ("23:10", "2026-11-21T23:10:00Z m long ago"),
    ("~14:02", "2026-11-22T14:02:00Z ~"),
    ("~ 14:02", "2026-11-22T14:02:00Z ~"),
    ("14:0x", "2026-11-22T14:00:00Z ~"),
    ("13:4X", "2026-11-22T13:40:00Z ~"),
    ("~-5m", "2026-11-22T14:25:00Z ~"),
    // With a zone.
    ("14:02 utc", "2026-11-22T14:02:00Z m"),
    ("14:02 UTC", "2026-11-22T14:02:00Z m"),
    ("14:02z", "2026-11-22T14:02:00Z m"),
    ("14:02 z", "2026-11-22T14:02:00Z m"),
    ("14:02utc", "2026-11-22T14:02:00Z m"),
    ("14:02 europe/berlin", "2026-11-22T13:02:00Z m Europe/Berlin"),
    ("15:02+01:00", "2026-11-22T14:02:00Z m +01:00"),
    ("15:02 +0100", "2026-11-22T14:02:00Z m +01:00"),
    ("09:02 -05:00", "2026-11-22T14:02:00Z m -05:00"),
    ("19:32 local", "2026-11-22T14:02:00Z m Asia/Kolkata"),
    ("23:00 Asia/Tokyo", "2026-11-22T14:00:00Z m Asia/Tokyo"),
    // With a day.
    ("today 09:00", "2026-11-22T09:00:00Z m"),
    ("09:00 today", "2026-11-22T09:00:00Z m"),
    ("1:47 today", "2026-11-22T01:47:00Z m"),
    ("today 16:00", "2026-11-22T16:00:00Z m future"),
    ("yesterday 23:10", "2026-11-21T23:10:00Z m"),
    ("yesterday at 23:10", "2026-11-21T23:10:00Z m"),
    ("yesterday at 4pm", "2026-11-21T16:00:00Z m"),
    ("23:10 yesterday", "2026-11-21T23:10:00Z m"),
    ("tomorrow 09:00", "2026-11-23T09:00:00Z m future"),
    ("mon 14:02", "2026-11-16T14:02:00Z m"),
    ("Monday at 14:02:07", "2026-11-16T14:02:07Z"),
    ("sun 14:02", "2026-11-22T14:02:00Z m"),
    ("sun 15:02", "2026-11-15T15:02:00Z m"),
    ("sat 9:05 utc", "2026-11-21T09:05:00Z m"),
    ("2026-11-21 23:10", "2026-11-21T23:10:00Z m"),
    ("2026-11-21 at 23:10 Europe/Berlin", "2026-11-21T22:10:00Z m Europe/Berlin"),
    ("2024-02-29 12:00", "2024-02-29T12:00:00Z m"),
    ("~yesterday 23:10", "2026-11-21T23:10:00Z ~"),
    // Stamps.
    ("2026-11-22T14:02:07Z", "2026-11-22T14:02:07Z"),
    ("2026-11-22t14:02:07.5z", "2026-11-22T14:02:07.500Z"),
    ("2026-11-22T14:02Z", "2026-11-22T14:02:00Z m"),
    ("2026-11-22 14:02Z", "2026-11-22T14:02:00Z m"),
    ("2026-11-22T15:02:07+01:00", "2026-11-22T14:02:07Z +01:00"),
    ("2026-11-22T09:02:07-05:00", "2026-11-22T14:02:07Z -05:00"),
    ("2026-11-22T14:02:07", "2026-11-22T14:02:07Z"),
    ("@1795356127", "2026-11-22T14:02:07Z"),
    ("@1795356127250", "2026-11-22T14:02:07.250Z"),
    ("@0", "1970-01-01T00:00:00Z"),
    // Anchors.
    ("start", "2026-11-22T13:00:00Z"),
    ("start+12m", "2026-11-22T13:12:00Z m"),
    ("start + 12", "2026-11-22T13:12:00Z m"),
    ("Start+1h5m", "2026-11-22T14:05:00Z m"),
    ("e17-2m", "2026-11-22T13:28:00Z m"),
    ("here+30s", "2026-11-22T13:30:30Z"),
    ("mitigated", "2026-11-22T14:10:30Z"),
    ("mitigated-10s", "2026-11-22T14:10:20Z"),
    ("now", "2026-11-22T14:30:00Z"),
    ("NOW", "2026-11-22T14:30:00Z"),
];

#[test]
fn each_form_has_one_meaning() {
    for (text, expected) in FORMS {
        let read = parse_time(text, &context(NOW, Zone::Utc));
        assert_eq!(read.as_ref().map(told), Ok(expected.to_string()), "{text}");
        assert_eq!(read.unwrap().entered, text.trim());
    }
}

#[test]
fn a_bare_time_is_read_in_the_zone_of_the_incident() {
    for (text, expected) in [
        ("15:02", "2026-11-22T14:02:00Z m Europe/Berlin"),
        ("15:02 utc", "2026-11-21T15:02:00Z m long ago"),
        ("yesterday 00:30", "2026-11-20T23:30:00Z m Europe/Berlin"),
        ("-5m", "2026-11-22T14:25:00Z m Europe/Berlin"),
    ] {
        assert_eq!(told(&parse_time(text, &context(NOW, berlin())).unwrap()), expected, "{text}");
    }
}

#[test]
fn midnight_belongs_to_the_nearest_day() {
    let ahead = parse_time("00:01", &context("2026-11-22T23:59:30Z", Zone::Utc)).unwrap();
    assert_eq!(told(&ahead), "2026-11-23T00:01:00Z m");
    let back = parse_time("23:58", &context("2026-11-22T00:03:00Z", Zone::Utc)).unwrap();
    assert_eq!(told(&back), "2026-11-21T23:58:00Z m");
}

#[test]
fn what_is_no_time_says_why() {
    for (text, why) in [
        ("", "no time given"),
        ("  ", "no time given"),
        ("~", "is not a time"),
        ("soon", "is not a time"),
        ("14:02:99", "`14:02:99` is not a time of day: seconds run from 00 to 59"),
        ("25:00", "hours run from 00 to 23"),
        ("24:00", "hours run from 00 to 23"),
        ("14:60", "minutes run from 00 to 59"),
        ("2561", "hours run from 00 to 23"),
        ("14:2", "it has another form"),
        ("14:02:3", "seconds have two digits"),
        ("14:02x", "what follows is no zone"),
        ("13:00pm", "with am or pm, hours run from 1 to 12"),
        ("13:00 pm", "with am or pm, hours run from 1 to 12"),
        ("0am", "with am or pm"),
        ("09:00-10:00", "it could be a range"),
        ("2026-02-31 10:00", "`2026-02-31` is not a date in the calendar"),
        ("2026-02-31T10:00:00Z", "`2026-02-31` is not a date"),
        ("2025-02-29 10:00", "not a date"),
        ("2026-11-22Tnoon", "it should follow the T"),
        ("yesterday", "`yesterday` is a day without a time"),
        ("2026-11-22", "is a day without a time"),
        ("mon", "is a day without a time"),
        ("14:02 CEST", "no time zone is called `cest`"),
        ("14:02 mars/olympus", "no time zone is called `mars/olympus`"),
        ("14:02 utc please", "`please` does not belong to the time"),
        ("14:02 15:02", "`15:02` does not belong"),
        ("yesterday today 10:00", "`today` does not belong"),
        ("yesterday 14", "it has another form"),
        ("-5x", "`-5x` is not a duration: the unit must be s, m, h or d"),
        ("-", "a whole number must come first"),
        ("--5m", "a whole number must come first"),
        ("-1.5h", "fractions are not read"),
        ("-5m 1h", "units must go from large to small"),
        ("-99999999999m", "the number is too large"),
        ("-999999999d", "lies outside the years 1970 to 9999"),
        ("+999999999d", "lies outside the years"),
        ("1969-12-31 10:00", "lies outside the years"),
        ("5 ago", "the unit is missing"),
        ("ago", "is not a time"),
        ("e99-2m", "`e99` has no time here"),
        ("e99", "is not a time"),
        ("start+x", "is not a time"),
        ("start+12x", "the unit must be"),
        ("start 12m", "is not a time"),
        ("@", "is not a time"),
        ("@12x", "is not a time"),
        ("@-5", "is not a time"),
        ("@999999999999999999999", "is not a time"),
        ("21.11. 23:10", "is not a time"),
        ("-5m error", "a whole number must come first"),
    ] {
        let error = parse_time(text, &context(NOW, Zone::Utc)).map(|when| told(&when)).unwrap_err();
        assert!(error.to_string().contains(why), "{text}: {error}");
    }
}

#[test]
fn messages_show_no_control_characters_of_the_text() {
    let error = parse_time("\u{202e}14\u{1b}[2J\nx", &context(NOW, Zone::Utc)).unwrap_err().to_string();
    assert!(!error.contains(['\u{202e}', '\u{1b}', '\n']), "{error:?}");
    let long = parse_time(&"9".repeat(5000), &context(NOW, Zone::Utc)).unwrap_err().to_string();
    assert!(long.chars().count() < 200, "{long}");
}

#[test]
fn a_time_that_clocks_skipped_names_both_instants() {
    let when = parse_time("02:30", &context("2026-03-29T05:00:00Z", berlin())).unwrap();
    assert_eq!(told(&when), "2026-03-29T00:30:00Z m Europe/Berlin gap");
    let note = when.note.unwrap();
    assert_eq!(
        note.to_string(),
        "clocks in Europe/Berlin skipped this time; taken as 2026-03-29 01:30:00 CET, \
         could be 2026-03-29 03:30:00 CEST"
    );
    assert_eq!(note.other(), Some(utc("2026-03-29T01:30:00Z")));
    assert!(note.asks());
    // The whole of 30 December 2011 is missing in Samoa.
    let samoa = "Pacific/Apia".parse().unwrap();
    let when = parse_time("2011-12-30 12:00", &context(NOW, samoa)).unwrap();
    assert_eq!(told(&when), "2011-12-29T22:00:00Z m Pacific/Apia gap");
}

#[test]
fn a_time_that_clocks_showed_twice_names_both_instants() {
    let when = parse_time("2026-10-25 02:30", &context(NOW, berlin())).unwrap();
    assert_eq!(told(&when), "2026-10-25T00:30:00Z m Europe/Berlin overlap");
    assert_eq!(
        when.note.unwrap().to_string(),
        "clocks in Europe/Berlin showed this time twice; taken as 2026-10-25 02:30:00 CEST, \
         could be 2026-10-25 02:30:00 CET"
    );
    let sure = parse_time("2026-10-25 02:30 +01:00", &context(NOW, berlin())).unwrap();
    assert_eq!(told(&sure), "2026-10-25T01:30:00Z m +01:00");
}

#[test]
fn notes_say_how_far_away_the_time_is() {
    let read = |text: &str| parse_time(text, &context(NOW, Zone::Utc)).unwrap().note.unwrap();
    let back = read("23:10");
    assert_eq!(
        back.to_string(),
        "15 h 20 min ago: taken as 2026-11-21 23:10:00 UTC, could be 2026-11-22 23:10:00 UTC"
    );
    assert_eq!(back.other(), Some(utc("2026-11-22T23:10:00Z")));
    assert_eq!(read("+5m").to_string(), "5 min in the future: 2026-11-22 14:35:00 UTC");
}
