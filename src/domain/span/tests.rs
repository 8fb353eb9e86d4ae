use super::*;

#[test]
fn people_read_the_two_largest_parts() {
    for (seconds, long, short, running) in [
        (0, "0 s", "0s", "00:00:00"),
        (42, "42 s", "42s", "00:00:42"),
        (311, "5 min 11 s", "5m", "00:05:11"),
        (540, "9 min", "9m", "00:09:00"),
        (6432, "1 h 47 min", "1h47m", "01:47:12"),
        (3600, "1 h", "1h", "01:00:00"),
        (3660, "1 h 1 min", "1h01m", "01:01:00"),
        (183_845, "2 d 3 h", "2d3h", "2d 03:04:05"),
        (172_800, "2 d", "2d", "2d 00:00:00"),
        (-311, "-5 min 11 s", "-5m", "-00:05:11"),
    ] {
        let span = Span::seconds(seconds);
        assert_eq!(
            (span.to_string().as_str(), span.short().as_str(), span.clock().as_str()),
            (long, short, running)
        );
    }
    assert_eq!(Span::minutes(9).offset(), "+9m");
    assert_eq!(Span::minutes(-9).offset(), "-9m");
    assert_eq!(Span::from_millis(-400).to_string(), "0 s");
}

#[test]
fn durations_are_read_with_their_units() {
    for (text, seconds) in [
        ("90s", 90),
        ("1h 20m", 4800),
        ("1h20m", 4800),
        ("1h30", 5400),
        ("5m30", 330),
        ("2d3", 183_600),
        ("2d 3 h", 183_600),
        ("5 hours and 20 minutes", 19_200),
        ("-5 min", -300),
        ("+5min", 300),
        ("1 h 47 min", 6420),
    ] {
        assert_eq!(text.parse(), Ok(Span::seconds(seconds)), "{text}");
    }
}

#[test]
fn what_is_no_duration_says_why() {
    for (text, why) in [
        ("", SpanError::Number),
        ("m", SpanError::Number),
        ("5", SpanError::NoUnit),
        ("1h 5 3", SpanError::NoUnit),
        ("5s5", SpanError::NoUnit),
        ("1.5h", SpanError::Fraction),
        ("5x", SpanError::Unit),
        ("5m 1h", SpanError::Order),
        ("5m5m", SpanError::Order),
        ("1234567890s", SpanError::Large),
    ] {
        assert_eq!(text.parse::<Span>(), Err(why), "{text}");
    }
}

#[test]
fn the_serial_form_is_a_number_of_milliseconds() {
    assert_eq!(serde_json::to_string(&Span::minutes(1)).unwrap(), "60000");
    assert_eq!(serde_json::from_str::<Span>("-1500").unwrap(), Span::from_millis(-1500));
}
