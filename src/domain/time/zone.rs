//! Time zones: a name of the IANA database, a fixed offset, or UTC.
//!
//! A zone turns an instant into the clock on a wall and back. The way back has three outcomes ([`Local`]), because
//! a wall clock skips an hour in spring and shows one twice in autumn; callers must look at all three.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Duration, MappedLocalTime, NaiveDate, NaiveDateTime, Offset, TimeZone};
use chrono_tz::{OffsetName, TZ_VARIANTS, Tz};
use serde::{Deserialize, Serialize};

use super::Timestamp;
use super::error::shown;

/// How instants of an incident are read and shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Zone {
    /// Coordinated Universal Time.
    #[default]
    Utc,
    /// A zone of the IANA database with its daylight-saving rules.
    Iana(Tz),
    /// A fixed offset, in seconds east of Greenwich.
    Fixed(i32),
}

/// What a date and time on the wall mean in a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Local {
    /// Exactly one instant.
    One(Timestamp),
    /// The clock showed this twice; both instants, the earlier first.
    Twice(Timestamp, Timestamp),
    /// The clock never showed this; the instants it means by the rules after and before the jump, the earlier first.
    Never(Timestamp, Timestamp),
}

/// The text names no zone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "no time zone is called `{0}`; use an IANA name such as Europe/Berlin, an offset such as +01:00, or UTC"
)]
pub struct ZoneError(String);

impl Zone {
    /// Gives the date on the wall at an instant.
    pub fn date(&self, at: Timestamp) -> NaiveDate {
        self.local(at).date()
    }

    /// Gives the date and time on the wall at an instant.
    pub fn local(&self, at: Timestamp) -> NaiveDateTime {
        at.naive_utc() + Duration::seconds(i64::from(self.offset(at)))
    }

    /// Gives the seconds east of Greenwich at an instant. Where the year on the wall would have five digits, which no
    /// format of dates has room for, it is 0: the last hours of 9999 are shown in UTC everywhere.
    pub fn offset(&self, at: Timestamp) -> i32 {
        let east = self.east(at);
        let wall = at.naive_utc() + Duration::seconds(i64::from(east));
        if wall.year() > 9999 { 0 } else { east }
    }

    fn east(&self, at: Timestamp) -> i32 {
        match self {
            Zone::Utc => 0,
            Zone::Fixed(east) => *east,
            Zone::Iana(tz) => tz.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc(),
        }
    }

    /// Gives the short name in use at an instant: `UTC`, `CET`, `CEST`, `+05:30`.
    pub fn label(&self, at: Timestamp) -> String {
        let name = match self {
            _ if self.offset(at) != self.east(at) => Some("UTC".to_string()),
            Zone::Iana(tz) => {
                tz.offset_from_utc_datetime(&at.naive_utc()).abbreviation().map(ToString::to_string)
            }
            Zone::Utc => Some("UTC".to_string()),
            Zone::Fixed(_) => None,
        };
        // Zones without letters of their own are called "+03" in the database; say that in full.
        match name {
            Some(name) if name.starts_with(|c: char| c.is_ascii_alphabetic()) => name,
            _ => offset_text(self.offset(at)),
        }
    }

    /// Finds the instants that a date and time on the wall mean; `None` outside the years 1970 to 9999.
    pub fn instants(&self, wall: NaiveDateTime) -> Option<Local> {
        let utc = wall.and_utc().timestamp_millis();
        let at = |east: i32| Timestamp::new(utc - i64::from(east) * 1000);
        let tz = match self {
            Zone::Utc => return at(0).map(Local::One),
            Zone::Fixed(east) => return at(*east).map(Local::One),
            Zone::Iana(tz) => tz,
        };
        match east_of(tz, wall) {
            MappedLocalTime::Single(east) => at(east).map(Local::One),
            MappedLocalTime::Ambiguous(first, second) => Some(Local::Twice(at(first)?, at(second)?)),
            MappedLocalTime::None => {
                // The longest gap known is a whole day (Pacific/Apia, 2011-12-30), hence 49 half hours.
                let steps = || (1..=49).map(|n| Duration::minutes(30 * n));
                let before = steps().find_map(|step| east_of(tz, wall - step).latest())?;
                let after = steps().find_map(|step| east_of(tz, wall + step).earliest())?;
                Some(Local::Never(at(after.max(before))?, at(after.min(before))?))
            }
        }
    }
}

fn east_of(tz: &Tz, wall: NaiveDateTime) -> MappedLocalTime<i32> {
    tz.offset_from_local_datetime(&wall).map(|offset| offset.fix().local_minus_utc())
}

/// Writes an offset as `+05:30`, with seconds only when it has some.
pub(super) fn offset_text(east: i32) -> String {
    let sign = if east < 0 { '-' } else { '+' };
    let all = east.unsigned_abs();
    let (h, m, s) = (all / 3600, all / 60 % 60, all % 60);
    if s == 0 { format!("{sign}{h:02}:{m:02}") } else { format!("{sign}{h:02}:{m:02}:{s:02}") }
}

/// Reads `+01:00`, `-0530`, `+01:00:30`; hours up to 15, as no zone has ever been further from Greenwich.
pub(super) fn offset_from(text: &str) -> Option<i32> {
    let (sign, digits) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let two = |part: &str| (part.len() == 2).then(|| number(part)).flatten();
    let parts: Vec<&str> = match digits.split_at_checked(2)? {
        (h, m) if digits.len() == 4 && !m.starts_with(':') => vec![h, m],
        _ => digits.split(':').collect(),
    };
    let (h, m, s) = match parts[..] {
        [h, m] => (two(h)?, two(m)?, 0),
        [h, m, s] => (two(h)?, two(m)?, two(s)?),
        _ => return None,
    };
    (h <= 15 && m < 60 && s < 60).then_some(sign * (h * 3600 + m * 60 + s))
}

fn number(digits: &str) -> Option<i32> {
    if digits.bytes().all(|b| b.is_ascii_digit()) { digits.parse().ok() } else { None }
}

impl FromStr for Zone {
    type Err = ZoneError;

    fn from_str(text: &str) -> Result<Zone, ZoneError> {
        let text = text.trim();
        if text.eq_ignore_ascii_case("utc") || text.eq_ignore_ascii_case("z") {
            return Ok(Zone::Utc);
        }
        if let Some(east) = offset_from(text) {
            return Ok(Zone::Fixed(east));
        }
        let named = TZ_VARIANTS.iter().find(|tz| tz.name().eq_ignore_ascii_case(text));
        named.map(|tz| Zone::Iana(*tz)).ok_or_else(|| ZoneError(shown(text)))
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Zone::Utc => f.write_str("UTC"),
            Zone::Iana(tz) => f.write_str(tz.name()),
            Zone::Fixed(east) => f.write_str(&offset_text(*east)),
        }
    }
}

impl TryFrom<String> for Zone {
    type Error = ZoneError;

    fn try_from(text: String) -> Result<Zone, ZoneError> {
        text.parse()
    }
}

impl From<Zone> for String {
    fn from(zone: Zone) -> String {
        zone.to_string()
    }
}
