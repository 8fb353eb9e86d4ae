//! The outcome of reading a time: the instant, how exact it is, what was typed, and what must be pointed out.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::show::{hm, stamp};
use super::zone::{Local, offset_text};
use super::{Timestamp, Zone};
use crate::domain::span::Span;

/// How exactly the time of an event is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// To the second or better.
    #[default]
    Exact,
    /// To the minute.
    Minute,
    /// Roughly: `~14:02` or `14:0x`.
    Approximate,
}

impl Precision {
    /// Gives the word that is stored: `exact`, `minute`, `approximate`.
    pub fn as_str(self) -> &'static str {
        match self {
            Precision::Exact => "exact",
            Precision::Minute => "minute",
            Precision::Approximate => "approximate",
        }
    }

    /// Reads the stored word back.
    pub fn from_name(name: &str) -> Option<Precision> {
        [Precision::Exact, Precision::Minute, Precision::Approximate].into_iter().find(|p| p.as_str() == name)
    }
}

/// A time that somebody entered.
///
/// Its display form (`2026-11-22 14:02 Europe/Berlin`, with `~` when approximate) reads back as the same instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    /// The instant.
    pub at: Timestamp,
    /// The zone it was read in: the one named in the text, otherwise the incident's.
    pub zone: Zone,
    /// How exactly it is known.
    pub precision: Precision,
    /// The text it was read from.
    pub entered: String,
    /// What the person should see before agreeing to it.
    pub note: Option<TimeNote>,
}

/// Something about a time that must be said, because the text could have meant another instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TimeNote {
    /// Clocks jumped over this time of day; the earlier of the two possible instants is taken.
    Gap {
        /// The instant that is taken: the time of day by the rules after the jump.
        first: Timestamp,
        /// The other one: the time of day by the rules before the jump.
        second: Timestamp,
        /// The zone whose clocks jumped.
        zone: Zone,
    },
    /// Clocks showed this time of day twice; the first is taken.
    Overlap {
        /// The instant that is taken.
        first: Timestamp,
        /// The same time of day once more.
        second: Timestamp,
        /// The zone whose clocks were put back.
        zone: Zone,
    },
    /// A time of day without a date lies more than 12 hours back.
    LongAgo {
        /// The instant that is taken.
        at: Timestamp,
        /// The next time that clocks show this, if it was meant as a plan.
        next: Timestamp,
        /// How far back the taken instant lies.
        ago: Span,
        /// The zone in which the time of day was read.
        zone: Zone,
    },
    /// The instant lies more than 2 minutes ahead.
    Future {
        /// The instant that is taken.
        at: Timestamp,
        /// How far ahead it lies.
        ahead: Span,
        /// The zone in which it was read.
        zone: Zone,
    },
}

impl TimeNote {
    /// Says whether a person should be asked before the time is used.
    pub fn asks(&self) -> bool {
        // Every note stands for a second reading; a kind that only informs would answer `false` here.
        match self {
            TimeNote::Gap { .. }
            | TimeNote::Overlap { .. }
            | TimeNote::LongAgo { .. }
            | TimeNote::Future { .. } => true,
        }
    }

    /// Gives the other instant the text could mean, where there is one.
    pub fn other(&self) -> Option<Timestamp> {
        match self {
            TimeNote::Gap { second, .. } | TimeNote::Overlap { second, .. } => Some(*second),
            TimeNote::LongAgo { next, .. } => Some(*next),
            TimeNote::Future { .. } => None,
        }
    }
}

impl fmt::Display for TimeNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TimeNote::Gap { first, second, zone } => write!(
                f,
                "clocks in {zone} skipped this time; taken as {}, could be {}",
                stamp(*first, zone),
                stamp(*second, zone)
            ),
            TimeNote::Overlap { first, second, zone } => write!(
                f,
                "clocks in {zone} showed this time twice; taken as {}, could be {}",
                stamp(*first, zone),
                stamp(*second, zone)
            ),
            TimeNote::LongAgo { at, next, ago, zone } => {
                write!(f, "{ago} ago: taken as {}, could be {}", stamp(*at, zone), stamp(*next, zone))
            }
            TimeNote::Future { at, ahead, zone } => {
                write!(f, "{ahead} in the future: {}", stamp(*at, zone))
            }
        }
    }
}

/// What a time is read against.
#[derive(Clone, Copy)]
pub struct TimeContext<'a> {
    /// The instant that "now" and `-5m` count from.
    pub now: Timestamp,
    /// The incident's zone, for times without one.
    pub zone: Zone,
    /// The zone of this machine, for the word `local`.
    pub local: Zone,
    /// Finds the instant of a name in lower case: `start`, `here`, `e17`, `mitigated`.
    pub anchor: &'a dyn Fn(&str) -> Option<Timestamp>,
}

impl fmt::Debug for TimeContext<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TimeContext")
            .field("now", &self.now)
            .field("zone", &self.zone)
            .field("local", &self.local)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.precision == Precision::Approximate {
            f.write_str("~")?;
        }
        let mut wall = self.zone.local(self.at);
        let mut zone = self.zone.to_string();
        if self.zone.instants(wall) != Some(Local::One(self.at)) {
            // The name alone would not tell the two readings of the clock apart.
            zone = offset_text(self.zone.offset(self.at));
        }
        if wall > Timestamp::MAX.naive_utc() {
            (wall, zone) = (self.at.naive_utc(), "UTC".to_string());
        }
        let millis = self.at.millis();
        let form = if millis % 1000 != 0 {
            "%Y-%m-%d %H:%M:%S%.3f"
        } else if millis % 60_000 != 0 || self.precision == Precision::Exact {
            "%Y-%m-%d %H:%M:%S"
        } else {
            "%Y-%m-%d %H:%M"
        };
        write!(f, "{} {zone}", wall.format(form))
    }
}

impl When {
    /// Gives the time of day for a narrow column: `14:02`, and `~14:02` when approximate.
    pub fn short(&self) -> String {
        let mark = if self.precision == Precision::Approximate { "~" } else { "" };
        format!("{mark}{}", hm(self.at, &self.zone))
    }
}
