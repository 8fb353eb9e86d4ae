//! Instants and zones as values: range, text, serial form, display.

use super::*;

#[test]
fn an_instant_stays_within_1970_to_9999() {
    assert_eq!(Timestamp::MIN.to_string(), "1970-01-01T00:00:00Z");
    assert_eq!(Timestamp::MAX.to_string(), "9999-12-31T23:59:59.999Z");
    assert_eq!(Timestamp::new(-1), None);
    assert_eq!(Timestamp::new(Timestamp::MAX.millis() + 1), None);
    assert_eq!(Timestamp::from_millis(i64::MIN), Timestamp::MIN);
    assert_eq!(Timestamp::from_millis(i64::MAX), Timestamp::MAX);
    assert_eq!(Timestamp::MIN - Span::days(1), Timestamp::MIN);
    assert_eq!(Timestamp::MAX + Span::from_millis(i64::MAX), Timestamp::MAX);
    assert_eq!(Timestamp::MAX.checked_add(Span::from_millis(1)), None);
    assert_eq!(Timestamp::parse_rfc3339("1969-12-31T23:59:59Z"), None);
    assert_eq!(utc("2026-11-22T14:02:00Z") - utc("2026-11-22T14:00:00Z"), Span::minutes(2));
}

#[test]
fn the_serial_form_is_rfc_3339() {
    for text in ["\"2026-11-22T14:02:07Z\"", "\"2026-11-22T14:02:07.025Z\""] {
        let at: Timestamp = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&at).unwrap(), text);
    }
    let wrong = serde_json::from_str::<Timestamp>("\"yesterday\"").unwrap_err();
    assert!(wrong.to_string().contains("`yesterday` is not a time"), "{wrong}");
    assert_eq!(serde_json::to_string(&Precision::Approximate).unwrap(), "\"approximate\"");
    assert_eq!(Precision::from_name("minute"), Some(Precision::Minute));
    assert_eq!(serde_json::to_string(&berlin()).unwrap(), "\"Europe/Berlin\"");
    assert!(serde_json::from_str::<Zone>("\"Berlin\"").is_err());
}

#[test]
fn zones_are_read_by_name_and_by_offset() {
    for (text, shown) in [
        ("UTC", "UTC"),
        ("utc", "UTC"),
        ("z", "UTC"),
        ("europe/BERLIN", "Europe/Berlin"),
        ("+01:00", "+01:00"),
        ("+0530", "+05:30"),
        ("-03:30", "-03:30"),
        ("+00:00", "+00:00"),
        ("-00:44:30", "-00:44:30"),
    ] {
        let zone: Zone = text.parse().unwrap();
        assert_eq!(zone.to_string(), shown);
        assert_eq!(zone.to_string().parse(), Ok(zone));
    }
    for text in ["", "Berlin", "CEST", "+1", "+01:60", "+16:00", "+1:00", "+01:0é", "01:00", "+"] {
        let error = text.parse::<Zone>().unwrap_err().to_string();
        assert!(error.contains("use an IANA name such as Europe/Berlin"), "{text}: {error}");
    }
}

#[test]
fn a_zone_shows_date_clock_and_name_of_an_instant() {
    let (winter, summer) = (utc("2026-11-22T23:02:07Z"), utc("2026-07-01T12:00:00Z"));
    assert_eq!((hm(winter, &berlin()).as_str(), hms(winter, &berlin()).as_str()), ("00:02", "00:02:07"));
    assert_eq!(day(winter, &berlin()), "2026-11-23");
    assert_eq!(stamp(winter, &berlin()), "2026-11-23 00:02:07 CET");
    assert_eq!(stamp(summer, &berlin()), "2026-07-01 14:00:00 CEST");
    assert_eq!(stamp(summer, &Zone::Utc), "2026-07-01 12:00:00 UTC");
    assert_eq!(stamp(summer, &Zone::Fixed(19_800)), "2026-07-01 17:30:00 +05:30");
    // The database calls this zone "+04", which reads like an hour count.
    assert_eq!("Asia/Dubai".parse::<Zone>().unwrap().label(summer), "+04:00");
    assert_eq!(berlin().date(winter).to_string(), "2026-11-23");
}

#[test]
fn an_entered_time_is_shown_in_its_zone() {
    let show = |text: &str, zone| parse_time(text, &context(NOW, zone)).unwrap().to_string();
    assert_eq!(show("15:02", berlin()), "2026-11-22 15:02 Europe/Berlin");
    assert_eq!(show("~14:02", Zone::Utc), "~2026-11-22 14:02 UTC");
    assert_eq!(show("14:02:00", Zone::Utc), "2026-11-22 14:02:00 UTC");
    // Both readings of a doubled hour have the same name, so the offset tells them apart.
    assert_eq!(show("2026-10-25 02:30", berlin()), "2026-10-25 02:30 +02:00");
}
