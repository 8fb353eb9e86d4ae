//! The one place that reads the clock. `COE_NOW` holds it still, for tests and scripts.
//!
//! Everything inside takes the time as an argument; only the edges (`cli`, `app::runtime`) own a [`Clock`].

use std::time::{SystemTime, UNIX_EPOCH};

use crate::domain::time::Timestamp;

/// The variable that fixes the clock at an RFC 3339 time.
pub const VARIABLE: &str = "COE_NOW";

/// Tells the time: the system's, or the one that [`VARIABLE`] fixes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Clock {
    fixed: Option<Timestamp>,
}

/// [`VARIABLE`] holds something else than a time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{VARIABLE} is `{0}`, which is no RFC 3339 time; write it like 2026-11-22T14:02:00Z, or unset it")]
pub struct BadNow(pub String);

impl Clock {
    /// Makes the clock that the environment asks for; an empty variable counts as unset.
    ///
    /// # Errors
    /// [`BadNow`] when [`VARIABLE`] is no RFC 3339 time.
    pub fn from_env() -> Result<Clock, BadNow> {
        match std::env::var_os(VARIABLE).filter(|it| !it.is_empty()) {
            None => Ok(Clock::default()),
            Some(text) => {
                let text = text.to_string_lossy();
                let at = Timestamp::parse_rfc3339(text.trim()).ok_or_else(|| BadNow(text.into_owned()))?;
                Ok(Clock::fixed(at))
            }
        }
    }

    /// Makes a clock that stands still.
    pub fn fixed(at: Timestamp) -> Clock {
        Clock { fixed: Some(at) }
    }

    /// Returns the time; a system clock before 1970 reads as 1970.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
    pub fn now(self) -> Timestamp {
        self.fixed.unwrap_or_else(|| {
            let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_clock_stands_still_and_a_free_one_reads_this_century() {
        let at = Timestamp::from_millis(1_763_820_120_000);
        assert_eq!(Clock::fixed(at).now(), at);
        assert!(Clock::default().now() > at);
    }
}
