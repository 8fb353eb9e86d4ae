use proptest::prelude::*;

use super::*;
use crate::domain::span::Span;
use crate::domain::time::{Timestamp, Zone};

const NAMES: [&str; 7] =
    ["trigger", "start", "detected", "acknowledged", "identified", "mitigated", "resolved"];

fn read(text: &str) -> Result<QuickLog, TimeError> {
    let now = Timestamp::parse_rfc3339("2026-11-22T14:30:00Z").unwrap();
    let anchor = |name: &str| (name == "start").then(|| now - Span::minutes(60));
    parse(text, &TimeContext { now, zone: Zone::Utc, local: Zone::Utc, anchor: &anchor }, &NAMES)
}

/// Writes a line as one string: time, text in brackets, milestone, tags, `?`.
fn told(text: &str) -> String {
    let log = match read(text) {
        Ok(log) => log,
        Err(error) => return format!("refused: {error}"),
    };
    let mut out = log.when.map(|when| format!("{} ", when.short())).unwrap_or_default();
    out.push_str(&format!("[{}]", log.text));
    if let Some(milestone) = log.milestone {
        out.push_str(&format!(" !{milestone}"));
    }
    for tag in log.tags {
        out.push_str(&format!(" #{tag}"));
    }
    if log.hypothesis { out + " ?" } else { out }
}

#[test]
fn lines_are_taken_apart() {
    for (line, expected) in [
        ("checkout is down", "[checkout is down]"),
        ("-5m checkout is down !det #checkout", "14:25 [checkout is down] !detected #checkout"),
        ("14:02 #deploy !start new version", "14:02 [new version] !start #deploy"),
        ("rolled back !mitigated", "[rolled back] !mitigated"),
        ("rolled back !MIT", "[rolled back] !mitigated"),
        ("!det", "[] !detected"),
        ("-5m", "14:25 []"),
        ("start+12m pager went off", "13:42 [pager went off]"),
        ("? DNS is to blame", "[DNS is to blame] ?"),
        ("?DNS -5m", "[DNS -5m] ?"),
        ("-5m ?DNS #dns", "14:25 [DNS] #dns ?"),
        ("? -5m DNS", "14:25 [DNS] ?"),
        ("?? what is that", "[?? what is that]"),
        ("?", "[?]"),
        ("restarted #db, then #cache by hand", "[restarted #db, then #cache by hand] #db #cache"),
        ("restarted #db.", "[restarted #db.] #db"),
        ("#a one #b two #c #d #a", "[one #b two] #a #b #c #d"),
        ("fixed by #123", "[fixed by #123]"),
        ("see #12-foo", "[see #12-foo]"),
        ("# of requests", "[# of requests]"),
        ("#größe zählt", "[zählt] #größe"),
        ("help !!!", "[help !!!]"),
        ("help !important", "[help !important]"),
        ("help !de", "[help !de]"),
        ("help !", "[help !]"),
        ("say !mit to mitigate", "[say !mit to mitigate]"),
        ("both !det !mit", "[both !det] !mitigated"),
        ("\\-5m nodes #a !det", "[-5m nodes #a !det]"),
        ("-5m \\#a is no tag", "14:25 [#a is no tag]"),
        ("\"14:02\" is on the page #a", "[\"14:02\" is on the page #a]"),
        ("1402 requests failed", "[1402 requests failed]"),
        ("two  spaces stay", "[two  spaces stay]"),
        ("  ", "[]"),
    ] {
        assert_eq!(told(line), expected, "{line}");
    }
    assert!(told("-5x nodes").starts_with("refused: `-5x` is not a duration: the unit must be s, m, h or d"));
}

#[test]
fn a_prefix_of_two_milestones_is_text() {
    let now = Timestamp::parse_rfc3339("2026-11-22T14:30:00Z").unwrap();
    let ctx = TimeContext { now, zone: Zone::Utc, local: Zone::Utc, anchor: &|_| None };
    let names = ["resolved", "restored", "res"];
    let read = |text: &str| parse(text, &ctx, &names).unwrap().milestone;
    assert_eq!(read("x !res").as_deref(), Some("res"));
    assert_eq!(read("x !reso").as_deref(), Some("resolved"));
    assert_eq!(parse("x !res", &ctx, &names[..2]).unwrap().milestone, None);
}

proptest! {
    #[test]
    fn no_line_panics(line in "\\PC*") {
        let _ = read(&line);
    }

    #[test]
    fn no_line_of_tokens_panics(words in prop::collection::vec(word(), 0..8)) {
        let _ = read(&words.join(" "));
    }

    #[test]
    fn a_backslash_keeps_every_letter(line in "[ -~]{0,40}") {
        let log = read(&format!("\\{line}")).unwrap();
        prop_assert_eq!(log.text, line.trim());
        prop_assert_eq!((log.when, log.milestone, log.tags.len()), (None, None, 0));
    }
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof!["[#!?\\\\]{0,2}[a-zé]{0,4}", "[-+~]?[0-9]{1,2}[mhx:]?[0-9]{0,2}", Just("!det".to_string())]
}
