//! Figures as people type them in the middle of an incident: `12.4k`, `99.2%`, `1h 20m`, `€3k`, and whole lines such
//! as `failed checkouts 48,210 of 4.0M requests`.
//!
//! Here: reading and writing of such figures. Not here: what they mean, and times of the day.
//!
//! The rule to keep: the point is the decimal sign and the comma sets thousands apart; what can be read in two ways
//! is refused with both readings. A [`MetricLine`] that is written out and read back is the same.

use thiserror::Error;

use super::clean;

mod format;
mod number;
mod quantity;
#[cfg(test)]
mod tests;
mod unit;

pub use format::{format_amount, format_number, share};
use quantity::{Figures, figures, quantity};

/// A value from here on is not a figure of an incident but a slip of the keyboard, and too large to be kept exactly.
const TOO_LARGE: f64 = 1e15;

/// Why a typed figure was refused, and what to type instead.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AmountError {
    /// No number was found.
    #[error(
        "no number in `{text}`; write a figure such as `failed checkouts 48,210 of 4.0M requests` or `12.4k`"
    )]
    NoNumber {
        /// What was typed.
        text: String,
    },
    /// A line begins with its number.
    #[error("`{text}` has no name before the number; say what was counted, as in `failed checkouts 48,210`")]
    NoName {
        /// What was typed.
        text: String,
    },
    /// A comma that may be a decimal sign or a slip in the thousands.
    #[error("`{text}` can be read as {decimal} or as {thousands}; write `{decimal}` or `{thousands}`")]
    Ambiguous {
        /// The number that was typed.
        text: String,
        /// The reading with a decimal comma.
        decimal: String,
        /// The reading with a comma between thousands.
        thousands: String,
    },
    /// Separators where none belong.
    #[error(
        "the commas or points in `{text}` do not stand where they can be understood; write thousands as `1,234,567` and \
         decimals as `0.5`"
    )]
    Malformed {
        /// The number that was typed.
        text: String,
    },
    /// Letters that stick to a number and are no unit or multiplier.
    #[error(
        "`{text}` is a number with an ending that is not known; set a unit apart with a space, as in `300 orders`, or use \
         k, M, bn, %, ms, s, m, h, d"
    )]
    UnknownEnding {
        /// The word that was typed.
        text: String,
    },
    /// A capital B that may be bytes or billions.
    #[error("the B in `{text}` can be read as bytes or as billions; write `5 bytes` or `5bn`")]
    BytesOrBillions {
        /// The word that was typed.
        text: String,
    },
    /// A small m that stands for minutes, with a unit after it.
    #[error(
        "the m in `{text}` stands for minutes, so no unit can follow; write `3M requests` for millions, or `3 min` alone"
    )]
    MinutesOrMillions {
        /// The part that was typed.
        text: String,
    },
    /// A number beyond what can be kept exactly.
    #[error(
        "`{text}` is too large for a figure; write less than 1,000,000,000,000,000 or choose a larger unit such as GB"
    )]
    TooLarge {
        /// The number.
        text: String,
    },
    /// `NaN` or infinity.
    #[error("`{text}` is not a finite number; write the measured figure, such as `48,210`")]
    NotFinite {
        /// What was typed.
        text: String,
    },
    /// Something after the figure that is no unit.
    #[error(
        "`{text}` after the number is not a unit; a unit is at most three words without digits, as in `4.2 s per call`"
    )]
    Leftover {
        /// What was not understood.
        text: String,
    },
    /// Two figures of one line that do not measure the same.
    #[error(
        "`{first}` and `{second}` do not measure the same; give both in one unit, as in `p99 latency 4.2s baseline 300ms`"
    )]
    UnitMismatch {
        /// The unit of the value.
        first: String,
        /// The unit of the total or the baseline.
        second: String,
    },
    /// A percentage followed by a total.
    #[error(
        "`{text}` mixes a share and a total; write the count, as in `38,112 of 53,380 requests`, or only the share, as in `71.4%`"
    )]
    ShareOfTotal {
        /// What was typed.
        text: String,
    },
}

/// A value and its unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Amount {
    /// The value in `unit`; always finite.
    pub value: f64,
    /// `%`, `min`, `s`, `ms`, `GB`, an ISO 4217 code, the words that were typed, or empty for a bare count.
    pub unit: String,
}

impl Amount {
    /// Returns the value counted in `unit`. A bare count is taken to be in it already.
    ///
    /// # Errors
    /// [`AmountError::UnitMismatch`] when the two units do not measure the same.
    pub fn within(&self, unit: &str) -> Result<f64, AmountError> {
        if self.unit.is_empty() {
            return Ok(self.value);
        }
        match unit::convert(self.value, &self.unit, unit) {
            Some(value) => within_range(value),
            None => Err(AmountError::UnitMismatch { first: shown(unit), second: shown(&self.unit) }),
        }
    }
}

/// An impact figure as it is typed on one line: `NAME VALUE [of TOTAL] [UNIT] [baseline BASELINE]`.
#[derive(Debug, Clone, PartialEq)]
pub struct MetricLine {
    /// What was measured.
    pub name: String,
    /// The value in `unit`.
    pub value: f64,
    /// The whole that the value is a part of, in `unit`.
    pub total: Option<f64>,
    /// The value on a normal day, in `unit`.
    pub baseline: Option<f64>,
    /// The unit of all three, as in [`Amount::unit`].
    pub unit: String,
}

/// Reads one figure with its unit.
///
/// Durations come in minutes, or in seconds if they have any; milliseconds and smaller stay as typed.
///
/// # Errors
/// Says why the text is no figure, or which two figures it could be.
pub fn parse_amount(text: &str) -> Result<Amount, AmountError> {
    let text = one_line(text);
    let Some((first, rest)) = quantity(&text)? else {
        let word = text.trim_start_matches(['-', '+', '\u{2212}']).to_ascii_lowercase();
        return Err(if matches!(word.as_str(), "nan" | "inf" | "infinity" | "∞") {
            AmountError::NotFinite { text }
        } else {
            AmountError::NoNumber { text: shown(&text) }
        });
    };
    let (measure, rest) = first.with_words(rest)?;
    if rest.is_empty() {
        Ok(Amount { value: measure.value, unit: measure.unit() })
    } else {
        Err(AmountError::Leftover { text: shown(rest) })
    }
}

/// Reads an impact figure from one line.
///
/// The value is the last number that at most three words of a unit follow; `X of Y` goes before that, and a `:` or
/// `=` between the name and the value goes before both. A total and a baseline are converted into the value's unit.
///
/// # Errors
/// Says what is missing or which part cannot be understood, with an example.
pub fn parse_metric_line(text: &str) -> Result<MetricLine, AmountError> {
    let text = one_line(text);
    if let Some((name, value)) = at_separator(&text)
        && let Ok(figures) = figures(value)
    {
        return named(&text, name, figures);
    }
    if let Some(start) = part_of_whole(&text) {
        return named(&text, &text[..start], figures(&text[start..])?);
    }
    let mut refused = None;
    for start in word_starts(&text) {
        match figures(&text[start..]) {
            Ok(figures) => return named(&text, &text[..start], figures),
            Err(AmountError::NoNumber { .. }) => {}
            // Understood to the end: a later number is the baseline that does not fit.
            Err(error @ AmountError::UnitMismatch { .. }) => return Err(error),
            Err(error) => refused = Some(error),
        }
    }
    Err(refused.unwrap_or_else(|| AmountError::NoNumber { text: shown(&text) }))
}

fn named(text: &str, name: &str, figures: Figures) -> Result<MetricLine, AmountError> {
    let name = name.trim_end_matches([':', '=', ' ']);
    if name.is_empty() {
        return Err(AmountError::NoName { text: shown(text) });
    }
    let Figures { value, total, baseline, unit } = figures;
    Ok(MetricLine { name: name.to_owned(), value, total, baseline, unit })
}

/// Splits at the last `:` or `=` that can stand between a name and a value: not inside `14:02`, not after `baseline`.
fn at_separator(text: &str) -> Option<(&str, &str)> {
    let digit_before = |at: usize| text[..at].ends_with(|ch: char| ch.is_ascii_digit());
    let digit_after = |at: usize| text[at + 1..].starts_with(|ch: char| ch.is_ascii_digit());
    text.rmatch_indices([':', '='])
        .map(|(at, _)| at)
        .filter(|&at| !(digit_before(at) && digit_after(at)))
        .find(|&at| {
            let before = text[..at].trim_end_matches([':', '=', ' ']);
            !before.rsplit(' ').next().is_some_and(|word| word.eq_ignore_ascii_case("baseline"))
        })
        .map(|at| (&text[..at], text[at + 1..].trim_start()))
}

/// Finds where the last `X of Y` begins.
fn part_of_whole(text: &str) -> Option<usize> {
    let mut found: Option<(usize, usize)> = None;
    for start in word_starts(text) {
        let Ok(Some((_, rest))) = quantity(&text[start..]) else { continue };
        let Some(whole) = quantity::after_of(rest) else { continue };
        // `1 234 of 5` is one match from its first digit on, not two.
        let again = found.is_some_and(|(_, left)| left == rest.len());
        if !again && matches!(quantity(whole), Ok(Some(_))) {
            found = Some((start, rest.len()));
        }
    }
    found.map(|(start, _)| start)
}

fn word_starts(text: &str) -> impl Iterator<Item = usize> {
    let first = (!text.is_empty()).then_some(0);
    first.into_iter().chain(text.match_indices(' ').map(|(at, _)| at + 1))
}

/// Cleans the text and leaves single spaces between its words.
fn one_line(text: &str) -> String {
    let text = clean::line(text);
    clean::line(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn first_word(text: &str) -> &str {
    text.split(' ').next().unwrap_or(text)
}

/// As much of a refused text as an error message has room for.
fn shown(text: &str) -> String {
    clean::truncate(text, 40).into_owned()
}

fn within_range(value: f64) -> Result<f64, AmountError> {
    if value.abs() < TOO_LARGE {
        Ok(value)
    } else {
        Err(AmountError::TooLarge { text: shown(&format!("{value:e}")) })
    }
}
