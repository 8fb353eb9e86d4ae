//! One word that is a time of day: `14:02`, `14:02:30`, `9:05pm`, `14:0x`, `14:02Z`.
//!
//! A reader answers three ways: the word has another shape (`None`), it has the shape but no such time exists
//! (`Err`), or it is a time. Only the callers know what a word of another shape is.

use chrono::NaiveTime;

use super::zone::offset_from;
use super::{Precision, TimeError, Zone};

const HALF: &str = "with am or pm, hours run from 1 to 12";

/// A time of day as it was typed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    pub time: NaiveTime,
    pub precision: Precision,
    /// The zone attached to it.
    pub zone: Option<Zone>,
    /// Whether that zone began with `-`, so that the word could be a range like `09:00-10:00` as well.
    pub dashed: bool,
}

/// Splits the ASCII digits off the front.
pub(super) fn digits(text: &str) -> (&str, &str) {
    text.split_at(text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len())
}

impl Clock {
    /// Reads a word of the shape `H:MM`, with seconds, `am`/`pm` or a zone attached at will.
    pub fn read(word: &str) -> Option<Result<Clock, TimeError>> {
        let (hour, rest) = digits(word);
        if !matches!(hour.len(), 1 | 2) {
            return None;
        }
        let (minute, rest) = digits(rest.strip_prefix(':')?);
        let vague = rest.strip_prefix(['x', 'X']).filter(|_| minute.len() == 1);
        if let Some(suffix) = vague {
            // `14:0x` is known to ten minutes; their first one stands for all.
            let fields = [number(hour), number(minute) * 10, 0, 0];
            return Self::build(word, fields, Precision::Approximate, suffix);
        }
        if minute.len() != 2 {
            return None;
        }
        let mut fields = [number(hour), number(minute), 0, 0];
        let Some(rest) = rest.strip_prefix(':') else {
            return Self::build(word, fields, Precision::Minute, rest);
        };
        let (second, mut rest) = digits(rest);
        if rest.starts_with(':') {
            // More than two colons: a network address, not a time.
            return None;
        }
        if second.len() != 2 {
            return Some(Err(TimeError::clock(word, "seconds have two digits")));
        }
        fields[2] = number(second);
        if let Some((fraction, after)) = rest.strip_prefix('.').map(digits).filter(|(f, _)| !f.is_empty()) {
            fields[3] = number(&format!("{fraction:0<3}")[..3]);
            rest = after;
        }
        Self::build(word, fields, Precision::Exact, rest)
    }

    /// Reads what only a field for times takes as well: `1402` and `2pm`.
    pub fn read_loose(word: &str) -> Option<Result<Clock, TimeError>> {
        let (run, suffix) = digits(word);
        match run.len() {
            4 if suffix.is_empty() => {
                let fields = [number(&run[..2]), number(&run[2..]), 0, 0];
                Self::build(word, fields, Precision::Minute, "")
            }
            1 | 2 if is_half(suffix) => Self::build(word, [number(run), 0, 0, 0], Precision::Minute, suffix),
            _ => Self::read(word),
        }
    }

    /// Applies an `am` or `pm` that stood apart.
    pub fn with_half(self, half: &str, word: &str) -> Result<Clock, TimeError> {
        use chrono::Timelike;
        let hour = hour_of_half(self.time.hour(), half).ok_or_else(|| TimeError::clock(word, HALF))?;
        Ok(Clock { time: self.time.with_hour(hour).unwrap_or(self.time), ..self })
    }

    fn build(
        word: &str,
        [mut hour, minute, second, milli]: [u32; 4],
        precision: Precision,
        suffix: &str,
    ) -> Option<Result<Clock, TimeError>> {
        let mut zone = None;
        if is_half(suffix) {
            match hour_of_half(hour, suffix) {
                Some(of_day) => hour = of_day,
                None => return Some(Err(TimeError::clock(word, HALF))),
            }
        } else if !suffix.is_empty() {
            zone = match offset_from(suffix) {
                Some(east) => Some(Zone::Fixed(east)),
                None if suffix.eq_ignore_ascii_case("z") || suffix.eq_ignore_ascii_case("utc") => {
                    Some(Zone::Utc)
                }
                None if suffix.starts_with(|c: char| c.is_ascii_alphabetic() || c == '+') => {
                    return Some(Err(TimeError::clock(word, "what follows is no zone")));
                }
                None => return None,
            };
        }
        let why = match (hour, minute, second) {
            (24.., _, _) => "hours run from 00 to 23",
            (_, 60.., _) => "minutes run from 00 to 59",
            _ => "seconds run from 00 to 59",
        };
        let time = NaiveTime::from_hms_milli_opt(hour, minute, second, milli).filter(|_| second < 60);
        let dashed = suffix.starts_with('-');
        Some(
            time.map(|time| Clock { time, precision, zone, dashed })
                .ok_or_else(|| TimeError::clock(word, why)),
        )
    }
}

/// Says whether a word is `am` or `pm`.
pub(super) fn is_half(word: &str) -> bool {
    word.eq_ignore_ascii_case("am") || word.eq_ignore_ascii_case("pm")
}

fn hour_of_half(hour: u32, half: &str) -> Option<u32> {
    let noon = if half.eq_ignore_ascii_case("pm") { 12 } else { 0 };
    (1..=12).contains(&hour).then_some(hour % 12 + noon)
}

/// Reads a short run of digits.
fn number(digits: &str) -> u32 {
    digits.bytes().fold(0, |n, b| n * 10 + u32::from(b - b'0'))
}
