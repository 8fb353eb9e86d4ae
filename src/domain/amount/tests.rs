use proptest::prelude::*;

use super::*;

fn amount(text: &str) -> (f64, String) {
    match parse_amount(text) {
        Ok(Amount { value, unit }) => (value, unit),
        Err(error) => panic!("{text}: {error}"),
    }
}

#[track_caller]
fn reads(text: &str, value: f64, unit: &str) {
    assert_eq!(amount(text), (value, unit.to_owned()), "{text}");
}

fn refusal(text: &str) -> String {
    parse_amount(text).unwrap_err().to_string()
}

#[test]
fn multipliers() {
    reads("12.4k", 12_400.0, "");
    reads("4.0M", 4_000_000.0, "");
    reads("2bn", 2e9, "");
    reads("4.1k", 4_100.0, "");
    reads("3 million requests", 3e6, "requests");
    reads("4.0 M requests", 4e6, "requests");
    reads("-2.5K", -2_500.0, "");
}

#[test]
fn thousands() {
    for text in ["48,210", "48 210", "48'210", "48’210", "48_210", "48\u{202f}210", "48\u{a0}210", "+48210"]
    {
        reads(text, 48_210.0, "");
    }
    reads("1,234", 1_234.0, "");
    reads("1,234,567.25", 1_234_567.25, "");
    reads(" −1 234 567 orders ", -1_234_567.0, "orders");
    reads(".5", 0.5, "");
    reads("1204.", 1_204.0, "");
}

#[test]
fn units() {
    reads("99.2%", 99.2, "%");
    reads("99.2 percent", 99.2, "%");
    reads("1.5GB", 1.5, "GB");
    reads("350ms", 350.0, "ms");
    reads("4.2 s per call", 4.2, "s per call");
    reads("300MB/s", 300.0, "MB/s");
    reads("12k/s", 12_000.0, "/s");
    reads("5% of all requests", 5.0, "% of all requests");
}

#[test]
fn durations_come_in_minutes_unless_seconds_are_needed() {
    reads("1h 20m", 80.0, "min");
    reads("1h20m", 80.0, "min");
    reads("1 hour 20 minutes", 80.0, "min");
    reads("1.1h", 66.0, "min");
    reads("2d", 2_880.0, "min");
    reads("1h 20m 5s", 4_805.0, "s");
    reads("5m30s", 330.0, "s");
    reads("1s 200ms", 1.2, "s");
    reads("4.2s", 4.2, "s");
    reads("-1h 20m", -80.0, "min");
}

#[test]
fn currencies() {
    for text in ["€3k", "3k EUR", "3k€", "EUR 3k", "€ 3,000", "3000 eur", "€3k EUR", "3kEUR"] {
        reads(text, 3_000.0, "EUR");
    }
    reads("$1.2M", 1_200_000.0, "USD");
    reads("-£5", -5.0, "GBP");
    reads("¥-500", -500.0, "JPY");
    reads("€3k lost revenue", 3_000.0, "EUR lost revenue");
}

#[test]
fn two_readings_are_named() {
    assert_eq!(refusal("1,5"), "`1,5` can be read as 1.5 or as 15; write `1.5` or `15`");
    assert_eq!(refusal("12,34"), "`12,34` can be read as 12.34 or as 1,234; write `12.34` or `1,234`");
    assert_eq!(
        refusal("1234,567"),
        "`1234,567` can be read as 1234.567 or as 1,234,567; write `1234.567` or `1,234,567`"
    );
    assert!(matches!(parse_amount("0,123"), Err(AmountError::Ambiguous { .. })));
    assert!(matches!(parse_amount("1,5k"), Err(AmountError::Ambiguous { .. })));
    assert!(matches!(parse_amount("5B"), Err(AmountError::BytesOrBillions { .. })));
    assert!(matches!(parse_amount("3m requests"), Err(AmountError::MinutesOrMillions { .. })));
}

#[test]
fn what_is_no_figure_is_refused() {
    for text in ["NaN", "inf", "-Infinity", "∞"] {
        assert!(matches!(parse_amount(text), Err(AmountError::NotFinite { .. })), "{text}");
    }
    for text in ["", "  ", "many", "-", "€", ",5"] {
        assert!(matches!(parse_amount(text), Err(AmountError::NoNumber { .. })), "{text}");
    }
    for text in ["1.2.3", "1.234.567", "1.234,56", "1,23,456", "1,,234", "48'21", "1,234'567"] {
        assert!(matches!(parse_amount(text), Err(AmountError::Malformed { .. })), "{text}");
    }
    for text in ["5xx", "1e5", "0x1F", "3/4", "2026-11-22", "14:02", "300orders", "1204,"] {
        assert!(matches!(parse_amount(text), Err(AmountError::UnknownEnding { .. })), "{text}");
    }
    let endless = "9".repeat(500);
    for text in ["1e999".replace("e999", &"0".repeat(40)).as_str(), "9000tn", &endless, "999999999999999999"]
    {
        assert!(matches!(parse_amount(text), Err(AmountError::TooLarge { .. })), "{text}");
    }
    for text in ["5 6 7", "5 a b c d", "5k M", "5 of requests", "5 requests of"] {
        assert!(matches!(parse_amount(text), Err(AmountError::Leftover { .. })), "{text}");
    }
    assert!(matches!(parse_amount("€5h"), Err(AmountError::UnitMismatch { .. })));
}

fn metric(text: &str) -> MetricLine {
    match parse_metric_line(text) {
        Ok(line) => line,
        Err(error) => panic!("{text}: {error}"),
    }
}

#[track_caller]
fn says(text: &str, written: &str) {
    let line = metric(text);
    assert_eq!(line.to_string(), written, "{text}");
    assert_eq!(metric(written), line, "{text}");
}

#[test]
fn a_line_is_a_name_and_figures() {
    assert_eq!(
        metric("failed checkouts 48,210 of 4.0M requests"),
        MetricLine {
            name: "failed checkouts".to_owned(),
            value: 48_210.0,
            total: Some(4_000_000.0),
            baseline: None,
            unit: "requests".to_owned(),
        }
    );
    says("availability 99.2%", "availability: 99.2 %");
    says("orders not recovered €3k", "orders not recovered: 3,000 EUR");
    says("HTTP 5xx answers 38112 of 53380 requests", "HTTP 5xx answers: 38,112 of 53,380 requests");
    says("time to recover queue 1h 20m", "time to recover queue: 80 min");
    says("5xx errors 1204", "5xx errors: 1,204");
    says("failed  checkouts\t48 210 out of 4 000 000", "failed checkouts: 48,210 of 4,000,000");
    says("drift -0.25 %", "drift: -0.25 %");
}

#[test]
fn the_last_number_is_the_value() {
    says("p99 latency 4.2s", "p99 latency: 4.2 s");
    says("zone 2 errors 300 per minute", "zone 2 errors: 300 per minute");
    says("3 of 4 shards lost 7 of 9 disks", "3 of 4 shards lost: 7 of 9 disks");
    says("retries 3 of 5 attempts", "retries: 3 of 5 attempts");
    says("errors 1,5 in 7 zones", "errors 1,5 in: 7 zones");
}

#[test]
fn a_colon_or_an_equals_sign_sets_the_name_apart() {
    says("zone 2: 300 errors", "zone 2: 300 errors");
    says("zone 2 = 300 errors", "zone 2: 300 errors");
    says("errors=1204", "errors: 1,204");
    says("3 of 4 shards: 7", "3 of 4 shards: 7");
    says("since 14:02 errors 7", "since 14:02 errors: 7");
    says("see: errors 7", "see: errors: 7");
    assert!(matches!(parse_metric_line("errors since 14:02"), Err(AmountError::UnknownEnding { .. })));
}

#[test]
fn the_baseline_comes_in_the_unit_of_the_value() {
    says("p99 latency 4.2s baseline 300ms", "p99 latency: 4.2 s baseline 0.3 s");
    says("p99 latency: 4.2s baseline: 300ms", "p99 latency: 4.2 s baseline 0.3 s");
    says("queue age 2h baseline 5", "queue age: 120 min baseline 300 min");
    says("queue age 120 baseline 5 min", "queue age: 120 min baseline 5 min");
    says("heap 1.5GB baseline 300MB", "heap: 1.5 GB baseline 0.3 GB");
    says("failed 48 of 400 orders baseline 3", "failed: 48 of 400 orders baseline 3 orders");
    says("call 4.2 s per call baseline 300 ms", "call: 4.2 s per call baseline 0.3 s per call");
    for text in ["p99 4.2s baseline 3%", "cost €3k baseline $2k", "errors 5 orders baseline 3 carts"] {
        assert!(matches!(parse_metric_line(text), Err(AmountError::UnitMismatch { .. })), "{text}");
    }
}

#[test]
fn the_total_comes_in_the_unit_of_the_value() {
    says("down 1h of 1d", "down: 60 of 1,440 min");
    says("down 1 of 2h", "down: 60 of 120 min");
    says("lost €3k of 10k", "lost: 3,000 of 10,000 EUR");
    assert!(matches!(parse_metric_line("failed 5% of 4M requests"), Err(AmountError::ShareOfTotal { .. })));
    assert!(matches!(parse_metric_line("down 5s of 4 GB"), Err(AmountError::UnitMismatch { .. })));
}

#[test]
fn a_refused_line_says_what_to_write() {
    let refusal = |text| parse_metric_line(text).unwrap_err().to_string();
    assert_eq!(
        refusal("failed checkouts"),
        "no number in `failed checkouts`; write a figure such as `failed checkouts 48,210 of 4.0M requests` or `12.4k`"
    );
    assert_eq!(
        refusal("48,210 requests"),
        "`48,210 requests` has no name before the number; say what was counted, as in `failed checkouts 48,210`"
    );
    assert_eq!(refusal("errors 1,5 percent"), "`1,5` can be read as 1.5 or as 15; write `1.5` or `15`");
    assert!(refusal("throughput 300orders").contains("`300 orders`"));
    assert!(refusal("errors 5 that we saw in the logs").contains("at most three words"));
    assert!(matches!(parse_metric_line(": 5"), Err(AmountError::NoName { .. })));
    assert!(matches!(parse_metric_line(""), Err(AmountError::NoNumber { .. })));
}

#[test]
fn a_hostile_line_comes_out_clean() {
    assert_eq!(metric("fai\u{1b}[31mled\u{202e} 5").name, "failed");
}

#[test]
fn numbers_for_people() {
    for (value, text) in [
        (48_210.0, "48,210"),
        (4e6, "4,000,000"),
        (99.2, "99.2"),
        (0.05, "0.05"),
        (-1234.5, "-1,234.5"),
        (0.1 + 0.2, "0.3"),
        (-0.0, "0"),
        (999.999_999_9, "1,000"),
        (0.000_000_123_456_7, "0.000000123457"),
        (-123.0, "-123"),
        (f64::NAN, "?"),
    ] {
        assert_eq!(format_number(value), text);
    }
    assert_eq!(format_amount(99.2, "%"), "99.2 %");
    assert_eq!(format_amount(48_210.0, ""), "48,210");
}

#[test]
fn shares() {
    let of = |value, total| share(value, total);
    assert_eq!(of(48_210.0, 4e6).as_deref(), Some("1.2 %"));
    assert_eq!(of(38_112.0, 53_380.0).as_deref(), Some("71.4 %"));
    assert_eq!(of(1.0, 4e6).as_deref(), Some("<0.1 %"));
    assert_eq!(of(0.0, 4e6).as_deref(), Some("0 %"));
    assert_eq!(of(4e6, 4e6).as_deref(), Some("100 %"));
    assert_eq!(of(3_999_999.0, 4e6).as_deref(), Some(">99.9 %"));
    assert_eq!(of(50.0, 4.0).as_deref(), Some("1,250.0 %"));
    assert_eq!(of(5.0, 0.0), None);
    assert_eq!(of(-5.0, 10.0), None);
}

/// Lines of the pieces that lines are made of, in any order.
fn jumble() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "failed",
        "checkouts",
        "5xx",
        "p99",
        "of",
        "out",
        "baseline",
        ":",
        "=",
        "1",
        "12.4k",
        "48,210",
        "210",
        "1,5",
        "99.2%",
        "%",
        "min",
        "m",
        "3m",
        "1h",
        "20m",
        "5s",
        "300ms",
        "4.2s",
        "€3k",
        "$",
        "EUR",
        "3kEUR",
        "-7",
        "0.001",
        "1.1h",
        "GB",
        "1.5GB",
        "7MB/s",
        "/s",
        "k",
        "M",
        "2bn",
        "requests",
        "per",
        "name:",
        "a=",
        "14:02",
        ".5",
        "5.",
        "−2",
        "0",
        "1d",
        "w",
        "9999999999",
        "é",
        "\u{301}",
        "𝟘",
    ]);
    let gap = prop::sample::select(vec![" ", " ", " ", " ", "", "\u{a0}"]);
    prop::collection::vec((piece, gap), 0..9)
        .prop_map(|parts| parts.into_iter().map(|(piece, gap)| format!("{piece}{gap}")).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_line_that_was_read_is_written_and_read_back(text in jumble()) {
        let _ = parse_amount(&text);
        if let Ok(line) = parse_metric_line(&text) {
            let written = line.to_string();
            prop_assert_eq!(parse_metric_line(&written), Ok(line), "{} -> {}", text, written);
        }
    }

    #[test]
    fn generated_lines_are_read_back(
        name in "[a-zA-Z][a-z0-9 ]{0,20}[a-z]",
        value in -1e14..1e14_f64,
        total in prop::option::of(0.0..1e9_f64),
        baseline in prop::option::of(-1.0..1.0_f64),
        unit in prop::sample::select(vec!["", "%", "min", "s", "ms", "GB", "EUR", "requests", "orders per minute"]),
    ) {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let line = MetricLine { name, value, total, baseline, unit: unit.to_owned() };
        prop_assert_eq!(parse_metric_line(&line.to_string()), Ok(line));
    }

    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        let _ = parse_amount(&text);
        if let Ok(line) = parse_metric_line(&text) {
            prop_assert_eq!(parse_metric_line(&line.to_string()), Ok(line));
        }
    }

    #[test]
    fn a_shown_number_is_close(value in -1e14..1e14_f64) {
        let shown = amount(&format_number(value)).0;
        prop_assert!((shown - value).abs() <= 1e-6_f64.max(value.abs() * 1e-6));
    }
}
