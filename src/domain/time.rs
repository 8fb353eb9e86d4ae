//! Instants, zones and the time grammar that people type: `14:02`, `-5m`, `yesterday 23:10`, `start+12m`.
//!
//! An instant is a [`Timestamp`] in UTC; a [`Zone`] only says how to read and show it. [`parse_time`] reads a
//! whole field, [`split_leading`] looks for a time in front of free text and is much stricter. There is no
//! clock here: "now" comes in through [`TimeContext`]. The rule to keep: a text that could mean two instants is
//! named in a [`TimeNote`] or refused with a [`TimeError`], never settled in silence.

mod clock;
mod error;
mod leading;
mod parse;
mod show;
mod wall;
mod when;
mod zone;

use std::fmt;
use std::ops::{Add, Sub};

use chrono::{DateTime, NaiveDateTime};
use serde::{Deserialize, Serialize};

use super::span::Span;

pub use error::TimeError;
pub use leading::split_leading;
pub use parse::parse_time;
pub use show::{day, hm, hms, stamp};
pub use when::{Precision, TimeContext, TimeNote, When};
pub use zone::{Local, Zone, ZoneError};

/// An instant in UTC, in milliseconds since 1970-01-01, within the years 1970 to 9999.
///
/// It is written as RFC 3339 with `Z`; the milliseconds appear only when they are not zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Timestamp(i64);

impl Timestamp {
    /// 1970-01-01T00:00:00Z, the earliest instant a record can hold.
    pub const MIN: Timestamp = Timestamp(0);
    /// 9999-12-31T23:59:59.999Z, the latest instant a record can hold.
    pub const MAX: Timestamp = Timestamp(253_402_300_799_999);

    /// Takes milliseconds since 1970; `None` outside the years 1970 to 9999.
    pub fn new(millis: i64) -> Option<Timestamp> {
        (Self::MIN.0..=Self::MAX.0).contains(&millis).then_some(Timestamp(millis))
    }

    /// Takes milliseconds since 1970 and holds them within the years 1970 to 9999.
    pub fn from_millis(millis: i64) -> Timestamp {
        Timestamp(millis.clamp(Self::MIN.0, Self::MAX.0))
    }

    /// Gives the milliseconds since 1970.
    pub fn millis(self) -> i64 {
        self.0
    }

    /// Reads an RFC 3339 time with any offset; parts of a millisecond are cut off.
    pub fn parse_rfc3339(text: &str) -> Option<Timestamp> {
        let at = DateTime::parse_from_rfc3339(text).ok()?;
        Timestamp::new(at.timestamp_millis())
    }

    /// Adds a span; `None` when the sum leaves the years 1970 to 9999.
    pub fn checked_add(self, span: Span) -> Option<Timestamp> {
        Timestamp::new(self.0.checked_add(span.millis())?)
    }

    /// Gives the calendar date and time of day in UTC.
    pub fn naive_utc(self) -> NaiveDateTime {
        DateTime::from_timestamp_millis(self.0).unwrap_or_default().naive_utc()
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let form = if self.0 % 1000 == 0 { "%Y-%m-%dT%H:%M:%SZ" } else { "%Y-%m-%dT%H:%M:%S%.3fZ" };
        write!(f, "{}", self.naive_utc().format(form))
    }
}

impl TryFrom<String> for Timestamp {
    type Error = TimeError;

    fn try_from(text: String) -> Result<Timestamp, TimeError> {
        Timestamp::parse_rfc3339(&text).ok_or_else(|| TimeError::unrecognised(&text))
    }
}

impl From<Timestamp> for String {
    fn from(at: Timestamp) -> String {
        at.to_string()
    }
}

impl Add<Span> for Timestamp {
    type Output = Timestamp;

    /// Moves the instant; the result stays within the years 1970 to 9999.
    fn add(self, span: Span) -> Timestamp {
        Timestamp::from_millis(self.0.saturating_add(span.millis()))
    }
}

impl Sub<Span> for Timestamp {
    type Output = Timestamp;

    /// Moves the instant back; the result stays within the years 1970 to 9999.
    fn sub(self, span: Span) -> Timestamp {
        Timestamp::from_millis(self.0.saturating_sub(span.millis()))
    }
}

impl Sub<Timestamp> for Timestamp {
    type Output = Span;

    fn sub(self, earlier: Timestamp) -> Span {
        Span::between(earlier, self)
    }
}

#[cfg(test)]
mod tests;
