//! Identities: UUIDv7 ids made by the client, and the short handles that people type.
//!
//! An id is made before the first try to store a row, so that a retry after a kill cannot duplicate it. A handle
//! (`e17`) is given by the store when the row is first written, is unique within its incident and part, and is
//! never given again. Nothing here reads the clock: the caller passes the time.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::time::Timestamp;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

ids! {
    /// Identity of an incident across files.
    IncidentId,
    /// Identity of an event.
    EventId,
    /// Identity of an impact metric.
    MetricId,
    /// Identity of a why ladder.
    LadderId,
    /// Identity of a rung.
    RungId,
    /// Identity of an action.
    ActionId,
    /// Identity of one undoable step of the op log.
    StepId,
}

/// Makes ids. Two sources with different seeds do not meet; one source never repeats itself.
#[derive(Debug, Clone)]
pub struct IdSource {
    random: fastrand::Rng,
}

impl IdSource {
    /// Makes a source whose random bits come from `seed`: fixed in tests, from the system at the edge.
    pub fn seeded(seed: u64) -> Self {
        IdSource { random: fastrand::Rng::with_seed(seed) }
    }

    /// Returns a new UUIDv7 for the time `now`.
    pub fn next(&mut self, now: Timestamp) -> Uuid {
        let mut bits = [0_u8; 10];
        self.random.fill(&mut bits);
        uuid::Builder::from_unix_timestamp_millis(now.millis().unsigned_abs(), &bits).into_uuid()
    }
}

/// The parts of an incident that carry handles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// A line of the timeline, `e17`.
    Event,
    /// An impact figure, `m3`.
    Metric,
    /// A why ladder, `l1`.
    Ladder,
    /// One why of a ladder, `w2`.
    Rung,
    /// A corrective action, `a4`.
    Action,
}

impl Part {
    /// Every part, in the order of their letters in the documentation.
    pub const ALL: [Part; 5] = [Part::Event, Part::Metric, Part::Ladder, Part::Rung, Part::Action];

    /// Returns the letter that opens its handles.
    pub fn letter(self) -> char {
        match self {
            Part::Event => 'e',
            Part::Metric => 'm',
            Part::Ladder => 'l',
            Part::Rung => 'w',
            Part::Action => 'a',
        }
    }

    /// Returns its name in messages and in the `coe/1` document.
    pub fn name(self) -> &'static str {
        match self {
            Part::Event => "event",
            Part::Metric => "metric",
            Part::Ladder => "ladder",
            Part::Rung => "rung",
            Part::Action => "action",
        }
    }
}

/// A short name for a row within its incident: `e17`, `m3`, `l1`, `w2`, `a4`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Handle {
    /// What kind of row it names.
    pub part: Part,
    /// Its number, from 1.
    pub num: u32,
}

impl Handle {
    /// Makes the handle of row `num` of `part`.
    pub fn new(part: Part, num: u32) -> Self {
        Handle { part, num }
    }
}

impl fmt::Display for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.part.letter(), self.num)
    }
}

/// A word that is no handle.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a handle: write a letter and a number, such as e17, m3, w2 or a4")]
pub struct BadHandle(pub String);

impl FromStr for Handle {
    type Err = BadHandle;

    fn from_str(text: &str) -> Result<Self, BadHandle> {
        let bad = || BadHandle(text.to_owned());
        let word = text.trim();
        let letter = word.chars().next().ok_or_else(bad)?.to_ascii_lowercase();
        let part = Part::ALL.into_iter().find(|it| it.letter() == letter).ok_or_else(bad)?;
        let digits = &word[1..];
        if digits.is_empty() || !digits.bytes().all(|it| it.is_ascii_digit()) {
            return Err(bad());
        }
        let num: u32 = digits.parse().map_err(|_| bad())?;
        if num == 0 { Err(bad()) } else { Ok(Handle { part, num }) }
    }
}

impl Serialize for Handle {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Handle {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_print_and_parse() {
        for part in Part::ALL {
            let handle = Handle::new(part, 17);
            assert_eq!(handle.to_string().parse(), Ok(handle));
        }
        for bad in ["", "e", "e0", "x3", "e-1", "e1x", "17", "é1", "e99999999999"] {
            assert!(bad.parse::<Handle>().is_err(), "{bad}");
        }
    }

    #[test]
    fn ids_of_one_source_differ_and_sort_by_time() {
        let mut source = IdSource::seeded(1);
        let early = source.next(Timestamp::from_millis(1_000));
        let late = source.next(Timestamp::from_millis(2_000));
        assert!(early < late);
        assert_ne!(source.next(Timestamp::from_millis(2_000)), late);
    }
}
