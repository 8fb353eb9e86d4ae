//! Why a text is no time. Each message says what is wrong and gives a form that works.

use super::zone::ZoneError;
use crate::domain::span::SpanError;

/// A text that is no time, or a time that does not exist.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TimeError {
    /// Nothing was typed.
    #[error("no time given; type one such as 14:02, -5m or yesterday 23:10")]
    Empty,
    /// The text has no form of the grammar.
    #[error("`{0}` is not a time; try 14:02, -5m, yesterday 23:10, 2026-11-22 14:02Z or start+12m")]
    Unrecognised(String),
    /// The time of day does not exist or has a wrong form.
    #[error("`{text}` is not a time of day: {why}; write it like 14:02 or 14:02:30")]
    Clock {
        /// The part that is wrong.
        text: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The calendar has no such date.
    #[error("`{0}` is not a date in the calendar; write year-month-day like 2026-11-22")]
    Date(String),
    /// The duration has a wrong form.
    #[error("`{text}` is not a duration: {source}; write it like -5m, -90s or -1h30m")]
    Duration {
        /// The part that is wrong.
        text: String,
        /// What is wrong with it.
        source: SpanError,
    },
    /// A day was given without a time of day.
    #[error("`{0}` is a day without a time; add one, like yesterday 23:10")]
    DayAlone(String),
    /// The zone is unknown.
    #[error(transparent)]
    Zone(#[from] ZoneError),
    /// The name before `+` or `-` is neither an event nor a milestone with a time.
    #[error("`{0}` has no time here; name an event (e17-2m), a milestone that is set (start+12m) or here")]
    Anchor(String),
    /// Something follows that belongs to no time.
    #[error("`{rest}` does not belong to the time; give the time alone, like 14:02 or 14:02 UTC")]
    Leftover {
        /// What follows.
        rest: String,
    },
    /// The instant is before 1970 or after 9999.
    #[error("`{0}` lies outside the years 1970 to 9999; check the date or the duration")]
    Range(String),
}

impl TimeError {
    pub(super) fn unrecognised(text: &str) -> TimeError {
        TimeError::Unrecognised(shown(text))
    }

    pub(super) fn clock(text: &str, why: &'static str) -> TimeError {
        TimeError::Clock { text: shown(text), why }
    }
}

/// Makes typed text fit for a one-line message: at most 40 characters, nothing that moves the cursor or turns text.
pub(super) fn shown(text: &str) -> String {
    let harmless = |c: char| match c {
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => {
            '\u{fffd}'
        }
        '\u{61c}' | '`' => '\u{fffd}',
        c if c.is_control() => '\u{fffd}',
        c => c,
    };
    let mut out: String = text.trim().chars().take(40).map(harmless).collect();
    if text.trim().chars().nth(40).is_some() {
        out.push('…');
    }
    out
}
