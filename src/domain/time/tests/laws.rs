//! What holds for every text and every instant.

use chrono_tz::TZ_VARIANTS;
use proptest::prelude::*;

use super::*;

fn instant() -> impl Strategy<Value = Timestamp> {
    let millis = 0..=Timestamp::MAX.millis();
    // Most instants near the present, where zones have rules that change, and at both ends.
    let near = 0..=4_102_444_800_000i64;
    let day = 86_400_000i64;
    let end = (Timestamp::MAX.millis() - day)..=Timestamp::MAX.millis();
    let at = prop_oneof![4 => near, 2 => millis, 1 => 0..=day, 1 => end];
    (at, 0..3u8).prop_map(|(at, grain)| {
        Timestamp::from_millis(match grain {
            0 => at,
            1 => at / 1000 * 1000,
            _ => at / 60_000 * 60_000,
        })
    })
}

fn zone() -> impl Strategy<Value = Zone> {
    prop_oneof![
        Just(Zone::Utc),
        (0..TZ_VARIANTS.len()).prop_map(|i| Zone::Iana(TZ_VARIANTS[i])),
        (-900..=900i32).prop_map(|minutes| Zone::Fixed(minutes * 60)),
    ]
}

fn precision() -> impl Strategy<Value = Precision> {
    prop_oneof![Just(Precision::Exact), Just(Precision::Minute), Just(Precision::Approximate)]
}

/// Texts that are nearly times, which reach deeper than random letters.
fn nearly() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[-+~@]?[0-9]{1,4}[smhdxX]?",
        "[0-9]{1,2}:[0-9]{1,2}(:[0-9]{0,3})?(\\.[0-9]{0,4})?(am|pm|z|\\+01:00|-05:00)?",
        "[0-9]{4}-[0-9]{2}-[0-9]{2}[tT ]?",
        "(today|yesterday|mon|at|ago|and|now|utc|local|Europe/Berlin|am|pm|start|e17|here|an|hour|é)[-+]?",
        "[ \\t\\n.,:;~\\\\\"-]{0,2}",
    ];
    (prop::collection::vec(piece, 1..6), prop_oneof![Just(""), Just(" ")])
        .prop_map(|(all, gap)| all.join(gap))
}

proptest! {
    #[test]
    fn an_entered_time_reads_back_as_the_same_instant(
        at in instant(), zone in zone(), precision in precision(), now in instant(), here in zone(),
    ) {
        let when = When { at, zone, precision, entered: String::new(), note: None };
        let ctx = TimeContext { now, zone: here, local: here, anchor: &anchors };
        let again = parse_time(&when.to_string(), &ctx);
        prop_assert_eq!(again.map(|again| again.at), Ok(at), "{}", when);
        // In front of text, zones in one word (Japan) and odd offsets are left alone.
        let line = format!("{when} and text");
        if line.contains(" UTC ") || line.contains('/') {
            let (front, rest) = split_leading(&line, &ctx).unwrap();
            prop_assert_eq!(rest, "and text", "{}", when);
            prop_assert_eq!(front.map(|front| front.at), Some(at), "{}", when);
        }
    }

    #[test]
    fn an_instant_reads_back(at in instant()) {
        prop_assert_eq!(Timestamp::parse_rfc3339(&at.to_string()), Some(at));
        prop_assert_eq!(at.to_string().len() > 20, at.millis() % 1000 != 0);
    }

    #[test]
    fn a_zone_reads_back(zone in zone(), at in instant()) {
        let again: Zone = zone.to_string().parse().unwrap();
        prop_assert_eq!(again.local(at), zone.local(at));
        prop_assert_eq!(again.to_string(), zone.to_string());
    }

    #[test]
    fn a_wall_clock_leads_back_to_its_instant(zone in zone(), at in instant()) {
        // The last hours of 9999 are shown in UTC where the wall has five digits, and their label says so.
        let zone = if zone.label(at) == "UTC" { Zone::Utc } else { zone };
        match zone.instants(zone.local(at)) {
            Some(Local::One(one)) => prop_assert_eq!(one, at),
            Some(Local::Twice(first, second)) => {
                prop_assert!(first < second && (first == at || second == at));
            }
            other => prop_assert!(false, "{zone} {at}: {other:?}"),
        }
    }

    #[test]
    fn a_skipped_or_doubled_time_is_always_named(zone in zone(), at in instant(), minutes in 0..1440i64) {
        let date = zone.date(at);
        let Some(wall) = date.and_hms_opt((minutes / 60) as u32, (minutes % 60) as u32, 0) else { return Ok(()) };
        let ctx = TimeContext { now: at, zone, local: zone, anchor: &anchors };
        let Ok(when) = parse_time(&wall.format("%Y-%m-%d %H:%M").to_string(), &ctx) else { return Ok(()) };
        match zone.instants(wall) {
            Some(Local::One(_)) => {
                let named = matches!(when.note, Some(TimeNote::Gap { .. } | TimeNote::Overlap { .. }));
                prop_assert!(!named);
            }
            Some(Local::Twice(..)) => {
                let named = matches!(when.note, Some(TimeNote::Overlap { .. }));
                prop_assert!(named);
                prop_assert_eq!(zone.local(when.at), wall);
            }
            Some(Local::Never(first, second)) => {
                let named = matches!(when.note, Some(TimeNote::Gap { .. }));
                prop_assert!(named);
                prop_assert!(first < second && zone.local(first) < wall && zone.local(second) > wall);
            }
            None => prop_assert!(false, "{zone} {wall} was read"),
        }
    }

    #[test]
    fn a_bare_time_is_never_more_than_two_minutes_ahead(
        zone in zone(), now in instant(), h in 0..24, m in 0..60,
    ) {
        let ctx = TimeContext { now, zone, local: zone, anchor: &anchors };
        if let Ok(when) = parse_time(&format!("{h:02}:{m:02}"), &ctx) {
            let ahead = when.at - now;
            prop_assert!(ahead <= Span::minutes(2), "{ahead}");
            // A day, and at most a day more where the calendar skipped one.
            prop_assert!(ahead > Span::hours(-49), "{ahead}");
        }
    }

    #[test]
    fn no_text_panics(text in "\\PC*") {
        let ctx = context(NOW, berlin());
        let _ = parse_time(&text, &ctx);
        if let Ok((_, rest)) = split_leading(&text, &ctx) {
            prop_assert!(text.ends_with(rest));
        }
    }

    #[test]
    fn no_text_that_is_nearly_a_time_panics(text in nearly(), now in instant(), zone in zone()) {
        let ctx = TimeContext { now, zone, local: zone, anchor: &anchors };
        if let Ok(when) = parse_time(&text, &ctx) {
            prop_assert_eq!(parse_time(&when.to_string(), &ctx).map(|again| again.at), Ok(when.at));
        }
        if let Ok((_, rest)) = split_leading(&text, &ctx) {
            prop_assert!(text.ends_with(rest));
        }
    }

    #[test]
    fn what_the_front_takes_is_a_time_in_the_field_too(text in nearly()) {
        let ctx = context(NOW, berlin());
        if let Ok((Some(when), _)) = split_leading(&text, &ctx) {
            let entered = when.entered;
            prop_assert_eq!(parse_time(&entered, &ctx).map(|again| again.at), Ok(when.at), "{}", entered);
        }
    }

    #[test]
    fn a_duration_reads_back(seconds in 0..400i64 * 86_400) {
        let span = Span::seconds(seconds);
        let (d, rest) = (seconds / 86_400, seconds % 86_400);
        let long = format!("{d}d {}h {}m {}s", rest / 3600, rest / 60 % 60, rest % 60);
        prop_assert_eq!(long.parse(), Ok(span));
        // The short forms drop what is small, never what is large.
        for shown in [span.to_string(), span.short()] {
            let read: Span = shown.parse().unwrap();
            prop_assert!(read <= span && span.millis() - read.millis() < 3_600_000, "{shown}");
        }
    }
}
