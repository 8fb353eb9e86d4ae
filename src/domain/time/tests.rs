//! Shared by the tests of the grammar: one fixed "now", and one line of text per outcome.

use super::*;
use crate::domain::span::Span;

mod field;
mod front;
mod laws;
mod values;

/// A Sunday, 14:30 in UTC and 15:30 in Berlin.
const NOW: &str = "2026-11-22T14:30:00Z";

fn utc(text: &str) -> Timestamp {
    Timestamp::parse_rfc3339(text).unwrap()
}

fn berlin() -> Zone {
    "Europe/Berlin".parse().unwrap()
}

fn anchors(name: &str) -> Option<Timestamp> {
    match name {
        "start" => Some(utc("2026-11-22T13:00:00Z")),
        "mitigated" => Some(utc("2026-11-22T14:10:30Z")),
        "e17" | "here" => Some(utc("2026-11-22T13:30:00Z")),
        _ => None,
    }
}

fn context(now: &str, zone: Zone) -> TimeContext<'static> {
    TimeContext { now: utc(now), zone, local: "Asia/Kolkata".parse().unwrap(), anchor: &anchors }
}

/// Says what a whole text means: the instant, `m` for to the minute or `~`, the zone if it is not UTC, a note.
fn told(when: &When) -> String {
    let precision = match when.precision {
        Precision::Exact => "",
        Precision::Minute => " m",
        Precision::Approximate => " ~",
    };
    let zone = if when.zone == Zone::Utc { String::new() } else { format!(" {}", when.zone) };
    let note = match when.note {
        None => "",
        Some(TimeNote::Gap { .. }) => " gap",
        Some(TimeNote::Overlap { .. }) => " overlap",
        Some(TimeNote::LongAgo { .. }) => " long ago",
        Some(TimeNote::Future { .. }) => " future",
    };
    format!("{}{precision}{zone}{note}", when.at)
}
