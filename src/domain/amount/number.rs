//! The digits of a number as people type them: sign, thousands, decimals. No units.
//!
//! The rule to keep: a number that can be read in two ways is refused, never guessed.

use super::AmountError;
use super::format::grouped;

/// More digits than any figure needs; a longer run of digits is something else.
const MOST_DIGITS: usize = 64;

/// A number that was read but not scaled yet; kept as text so that `4.1k` is exactly 4100.
#[derive(Debug, Clone)]
pub(super) struct Number {
    digits: String,
}

impl Number {
    /// The value times ten to the power of `exponent`.
    pub(super) fn value(&self, negative: bool, exponent: i32) -> Result<f64, AmountError> {
        let value: f64 = format!("{}e{exponent}", self.digits)
            .parse()
            .map_err(|_| AmountError::Malformed { text: self.digits.clone() })?;
        super::within_range(if negative && value != 0.0 { -value } else { value })
    }
}

/// Takes one sign off the front and tells whether it was a minus.
pub(super) fn sign(text: &str) -> Option<(bool, &str)> {
    let mut chars = text.chars();
    match chars.next() {
        Some('-' | '\u{2212}') => Some((true, chars.as_str())),
        Some('+') => Some((false, chars.as_str())),
        _ => None,
    }
}

/// Reads an unsigned number off the front of `text`; `None` if none begins there.
pub(super) fn scan(text: &str) -> Result<Option<(Number, &str)>, AmountError> {
    let (whole, mut rest) = text.split_at(whole_length(text));
    if whole.is_empty() && !fraction_follows(rest) {
        return Ok(None);
    }
    if whole.len() > MOST_DIGITS {
        return Err(AmountError::TooLarge { text: super::shown(whole) });
    }
    let mut digits = without_separators(whole, rest)?;
    if whole.len() <= 3 && !whole.is_empty() {
        rest = spaced_groups(&mut digits, rest);
    }
    if fraction_follows(rest) {
        let length = 1 + leading_digits(&rest[1..]);
        if length > MOST_DIGITS {
            return Err(AmountError::TooLarge { text: super::shown(text) });
        }
        digits.push_str(&rest[..length]);
        rest = &rest[length..];
        let mut after = rest.chars();
        if after.next().is_some_and(|ch| ch == '.' || is_separator(ch))
            && after.next().is_some_and(|ch| ch.is_ascii_digit())
        {
            return Err(AmountError::Malformed { text: super::shown(super::first_word(text)) });
        }
    } else if rest == "." || rest.starts_with(". ") {
        rest = &rest[1..];
    }
    if digits.starts_with('.') {
        digits.insert(0, '0');
    }
    Ok(Some((Number { digits }, rest)))
}

/// Tells whether a number, perhaps with a sign, begins here.
pub(super) fn begins(text: &str) -> bool {
    let text = sign(text).map_or(text, |(_, rest)| rest);
    text.starts_with(|ch: char| ch.is_ascii_digit()) || fraction_follows(text)
}

fn leading_digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

fn fraction_follows(text: &str) -> bool {
    text.strip_prefix('.').is_some_and(|rest| leading_digits(rest) > 0)
}

fn is_separator(ch: char) -> bool {
    matches!(ch, ',' | '\'' | '’' | '_')
}

/// Bytes of the digits and the separators between them.
fn whole_length(text: &str) -> usize {
    let mut end = 0;
    for (at, ch) in text.char_indices() {
        if ch.is_ascii_digit() {
            end = at + 1;
        } else if end == 0 || !is_separator(ch) {
            break;
        }
    }
    end
}

fn without_separators(whole: &str, rest: &str) -> Result<String, AmountError> {
    let Some(separator) = whole.chars().find(|&ch| is_separator(ch)) else {
        return Ok(whole.to_owned());
    };
    let groups: Vec<&str> = whole.split(separator).collect();
    let digits_only =
        groups.iter().all(|group| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit()));
    let threes = groups[1..].iter().all(|group| group.len() == 3);
    if digits_only && threes && groups[0].len() <= 3 && !groups[0].starts_with('0') {
        return Ok(groups.concat());
    }
    if digits_only && separator == ',' && groups.len() == 2 && !fraction_follows(rest) {
        return Err(AmountError::Ambiguous {
            text: whole.to_owned(),
            decimal: groups.join("."),
            thousands: grouped(groups.concat().trim_start_matches('0')),
        });
    }
    let plain: String = whole.chars().filter(char::is_ascii_digit).collect();
    Err(AmountError::Malformed { text: format!("{whole}{}", if plain == whole { rest } else { "" }) })
}

/// Takes groups of three digits that a space sets apart, as in `48 210`.
fn spaced_groups<'a>(digits: &mut String, mut rest: &'a str) -> &'a str {
    while digits.len() < MOST_DIGITS && !digits.starts_with('0') {
        let Some(group) = rest.strip_prefix(' ') else { break };
        if leading_digits(group) != 3 || group[3..].starts_with(is_separator) {
            break;
        }
        digits.push_str(&group[..3]);
        rest = &group[3..];
    }
    rest
}
