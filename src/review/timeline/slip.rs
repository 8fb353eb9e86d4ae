//! Slips of the pen in a date.

use std::ops::RangeInclusive;

use chrono::{Datelike, Duration, NaiveDateTime};

use crate::domain::time::Timestamp;

/// Tells whether one slip in the date explains why a time lies outside of this window.
pub(super) fn could_be(at: Timestamp, window: &RangeInclusive<Timestamp>) -> bool {
    let date = at.naive_utc();
    others(date).into_iter().flatten().any(|it| {
        // A day on both sides: the date was typed in a zone that is not known here.
        let millis = it.and_utc().timestamp_millis();
        let day = Duration::hours(14).num_milliseconds();
        (window.start().millis() - day..=window.end().millis() + day).contains(&millis)
    })
}

/// Returns the dates that were perhaps meant: another year or month, day and month changed over, another tens digit
/// of the day.
fn others(date: NaiveDateTime) -> [Option<NaiveDateTime>; 8] {
    let month = |it: u32| date.with_month(it);
    let tens = |days: i64| {
        let other = date + Duration::days(days);
        (other.month() == date.month() && other.year() == date.year()).then_some(other)
    };
    let swapped = date.with_day(date.month()).and_then(|it| it.with_month(date.day()));
    [
        date.with_year(date.year() - 1),
        date.with_year(date.year() + 1),
        month(date.month() - 1),
        month(date.month() + 1),
        swapped,
        tens(10),
        tens(-10),
        tens(if date.day() > 20 { -20 } else { 20 }),
    ]
}
