//! Durations: how long an outage lasted, how far back an event lies.
//!
//! A [`Span`] is signed and counts milliseconds. Its text form (`1h 20m`, `90s`, `1h30`) is shared by the time
//! grammar and by metrics that measure time. Months and years are left out, as their length varies.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::time::Timestamp;

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// A signed length of time in milliseconds; serialised as that number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Span(i64);

/// Why a text is no duration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SpanError {
    /// No number where one must stand.
    #[error("a whole number must come first")]
    Number,
    /// A fraction such as `1.5h`.
    #[error("fractions are not read, use a smaller unit (1h30m for one and a half hours)")]
    Fraction,
    /// A number without a unit.
    #[error("the unit is missing (s, m, h or d)")]
    NoUnit,
    /// Letters that are no unit.
    #[error("the unit must be s, m, h or d")]
    Unit,
    /// A unit that is not smaller than the one before it.
    #[error("units must go from large to small, each once")]
    Order,
    /// More than nine digits in a row.
    #[error("the number is too large")]
    Large,
}

impl Span {
    /// No time at all.
    pub const ZERO: Span = Span(0);

    /// Takes milliseconds.
    pub const fn from_millis(millis: i64) -> Span {
        Span(millis)
    }

    /// Takes seconds.
    pub const fn seconds(n: i64) -> Span {
        Span(n.saturating_mul(SECOND))
    }

    /// Takes minutes.
    pub const fn minutes(n: i64) -> Span {
        Span(n.saturating_mul(MINUTE))
    }

    /// Takes hours.
    pub const fn hours(n: i64) -> Span {
        Span(n.saturating_mul(HOUR))
    }

    /// Takes days of 24 hours.
    pub const fn days(n: i64) -> Span {
        Span(n.saturating_mul(DAY))
    }

    /// Measures from `a` to `b`; negative when `b` is earlier.
    pub fn between(a: Timestamp, b: Timestamp) -> Span {
        Span(b.millis().saturating_sub(a.millis()))
    }

    /// Gives the milliseconds.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Gives the whole seconds, cut towards zero.
    pub const fn whole_seconds(self) -> i64 {
        self.0 / SECOND
    }

    /// Says whether the span points backwards.
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// Gives the running form: `01:47:12`, from one day on `2d 03:04:05`.
    pub fn clock(self) -> String {
        let (sign, d, h, m, s) = self.fields();
        let days = if d > 0 { format!("{d}d ") } else { String::new() };
        format!("{sign}{days}{h:02}:{m:02}:{s:02}")
    }

    /// Gives the two largest parts without spaces: `42s`, `9m`, `1h47m`, `2d3h`; seconds only under a minute.
    pub fn short(self) -> String {
        let (sign, d, h, m, s) = self.fields();
        let body = match (d, h, m) {
            (0, 0, 0) => format!("{s}s"),
            (0, 0, m) => format!("{m}m"),
            (0, h, 0) => format!("{h}h"),
            (0, h, m) => format!("{h}h{m:02}m"),
            (d, 0, _) => format!("{d}d"),
            (d, h, _) => format!("{d}d{h}h"),
        };
        format!("{sign}{body}")
    }

    /// Gives the short form with its sign, as a distance from another time: `+9m`, `-1h47m`, `+0s`.
    pub fn offset(self) -> String {
        if self.is_negative() { self.short() } else { format!("+{}", self.short()) }
    }

    /// Splits into sign, days, hours, minutes and seconds; a part of a second is cut off.
    fn fields(self) -> (&'static str, u64, u64, u64, u64) {
        let all = self.0.unsigned_abs() / 1000;
        let sign = if self.0 < 0 && all > 0 { "-" } else { "" };
        (sign, all / 86_400, all / 3600 % 24, all / 60 % 60, all % 60)
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, d, h, m, s) = self.fields();
        let ((a, large), (b, small)) = match (d, h, m) {
            (0, 0, 0) => return write!(f, "{sign}{s} s"),
            (0, 0, m) => ((m, "min"), (s, "s")),
            (0, h, m) => ((h, "h"), (m, "min")),
            (d, h, _) => ((d, "d"), (h, "h")),
        };
        write!(f, "{sign}{a} {large}")?;
        if b > 0 { write!(f, " {b} {small}") } else { Ok(()) }
    }
}

impl FromStr for Span {
    type Err = SpanError;

    /// Reads `1h 20m`, `90s`, `1h30`, `-5 min`; every number needs a unit, save a last one after a larger unit.
    fn from_str(text: &str) -> Result<Span, SpanError> {
        let text = text.trim();
        match text.strip_prefix('-') {
            Some(rest) => parts(rest).map(|read| Span(-read.span.0)),
            None => parts(text.strip_prefix('+').unwrap_or(text)).map(|read| read.span),
        }
    }
}

/// A duration as it was typed, with the smallest unit that occurs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Parts {
    pub span: Span,
    /// Whether seconds were typed, so that the duration is exact to them.
    pub to_second: bool,
}

/// Reads an unsigned duration: `(int unit)+`, parts apart by spaces or "and", the last unit left out at will.
pub(super) fn parts(text: &str) -> Result<Parts, SpanError> {
    let mut rest = text.trim();
    let mut total: i64 = 0;
    let mut last: Option<i64> = None;
    while !rest.is_empty() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, after) = rest.split_at(digits);
        if number.is_empty() {
            return Err(SpanError::Number);
        }
        if number.len() > 9 {
            return Err(SpanError::Large);
        }
        let number: i64 = number.parse().map_err(|_| SpanError::Large)?;
        if after.starts_with(['.', ',']) {
            return Err(SpanError::Fraction);
        }
        let after = after.trim_start();
        let letters = after.len() - after.trim_start_matches(char::is_alphabetic).len();
        let (word, after) = after.split_at(letters);
        let unit = match (word, last) {
            ("", None) => return Err(SpanError::NoUnit),
            ("", Some(_)) if !after.is_empty() => return Err(SpanError::NoUnit),
            ("", Some(DAY)) => HOUR,
            ("", Some(HOUR)) => MINUTE,
            ("", Some(MINUTE)) => SECOND,
            ("", Some(_)) => return Err(SpanError::NoUnit),
            (word, _) => unit(word).ok_or(SpanError::Unit)?,
        };
        if last.is_some_and(|last| unit >= last) {
            return Err(SpanError::Order);
        }
        total += number * unit;
        last = Some(unit);
        rest = after.trim_start();
        if let Some(more) = rest.strip_prefix("and ") {
            rest = more.trim_start();
        }
    }
    if last.is_none() {
        return Err(SpanError::Number);
    }
    Ok(Parts { span: Span(total), to_second: last == Some(SECOND) })
}

fn unit(word: &str) -> Option<i64> {
    match word.to_ascii_lowercase().as_str() {
        "s" | "sec" | "secs" | "second" | "seconds" => Some(SECOND),
        "m" | "min" | "mins" | "minute" | "minutes" => Some(MINUTE),
        "h" | "hr" | "hrs" | "hour" | "hours" => Some(HOUR),
        "d" | "day" | "days" => Some(DAY),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
