//! A number with its multiplier and unit, and the figures of one line: value, total and baseline in one unit.

use super::number::{self, Number, scan, sign};
use super::unit::{self, Unit};
use super::{AmountError, first_word, shown, within_range};

/// Words of a unit beyond one that is known by name.
const UNIT_WORDS: usize = 3;

/// A value whose unit words are not read yet.
#[derive(Debug)]
pub(super) struct Quantity {
    measure: Measure,
    /// Whether the unit was typed as a lone `m`.
    lone_m: bool,
}

/// A value and what it measures.
#[derive(Debug)]
pub(super) struct Measure {
    pub(super) value: f64,
    /// The kept unit known by name, or empty.
    unit: &'static str,
    /// Kept units in one typed unit; `None` after a compound such as `1h 20m`.
    scale: Option<f64>,
    /// What follows the unit: `/s`, ` per call`, or the words of a unit that is not known by name.
    tail: String,
}

/// What one line says, in one unit.
#[derive(Debug)]
pub(super) struct Figures {
    pub(super) value: f64,
    pub(super) total: Option<f64>,
    pub(super) baseline: Option<f64>,
    pub(super) unit: String,
}

impl Measure {
    pub(super) fn unit(&self) -> String {
        format!("{}{}", self.unit, self.tail).trim_start().to_owned()
    }

    fn is_bare(&self) -> bool {
        self.unit.is_empty() && self.tail.is_empty()
    }

    /// Brings `other` into the unit of `self`; a bare number on either side takes the unit typed on the other.
    fn unify(mut self, mut other: Self) -> Result<(Self, f64), AmountError> {
        let mismatch = |a: &Self, b: &Self| AmountError::UnitMismatch { first: a.unit(), second: b.unit() };
        if self.is_bare() || other.is_bare() {
            let Some(scale) = (if self.is_bare() { other.scale } else { self.scale }) else {
                return Err(mismatch(&self, &other));
            };
            if self.is_bare() {
                self.value = within_range(unit::scaled(self.value, scale))?;
                (self.unit, self.scale, self.tail) = (other.unit, other.scale, other.tail);
            } else {
                other.value = unit::scaled(other.value, scale);
            }
            return Ok((self, within_range(other.value)?));
        }
        let tails = self.tail == other.tail || self.tail.is_empty() || other.tail.is_empty();
        match unit::convert(other.value, other.unit, self.unit) {
            Some(value) if tails => {
                if self.tail.is_empty() {
                    self.tail = other.tail;
                }
                Ok((self, within_range(value)?))
            }
            _ => Err(mismatch(&self, &other)),
        }
    }
}

impl Quantity {
    /// Reads the words of a unit that follow.
    pub(super) fn with_words(self, rest: &str) -> Result<(Measure, &str), AmountError> {
        let Self { mut measure, lone_m } = self;
        let (words, rest) = unit_words(rest);
        if lone_m && (!words.is_empty() || !measure.tail.is_empty()) {
            return Err(AmountError::MinutesOrMillions { text: shown(&format!("m{}{words}", measure.tail)) });
        }
        // `5k M` would be written as `5,000 M` and read back as five thousand millions.
        if measure.is_bare() && unit::multiplier(first_word(words.trim_start())).is_some() {
            return Err(AmountError::Leftover { text: shown(words.trim_start()) });
        }
        measure.tail.push_str(words);
        let unit = measure.unit();
        let of = |word: Option<&str>| word.is_some_and(|word| word.eq_ignore_ascii_case("of"));
        let own_words = if measure.unit.is_empty() { UNIT_WORDS } else { UNIT_WORDS + 1 };
        if of(unit.split(' ').next())
            || of(unit.split(' ').next_back())
            || unit.split(' ').count() > own_words
        {
            return Err(AmountError::Leftover { text: shown(&unit) });
        }
        Ok((measure, rest))
    }
}

/// Reads a number with its multiplier and known unit off the front; `None` if the text does not begin with one.
pub(super) fn quantity(text: &str) -> Result<Option<(Quantity, &str)>, AmountError> {
    let (mut negative, unsigned) = sign(text).unwrap_or((false, text));
    let (currency, mut start) =
        leading_currency(unsigned).map_or((None, unsigned), |(c, rest)| (Some(c), rest));
    if currency.is_some()
        && unsigned.len() == text.len()
        && let Some((minus, rest)) = sign(start)
    {
        (negative, start) = (minus, rest);
    }
    let Some((first, mut rest)) = piece(start)? else { return Ok(None) };
    let mut measure = Measure {
        value: first.value(negative)?,
        unit: first.unit.map_or("", |unit| unit.name),
        scale: Some(first.unit.map_or(1.0, |unit| unit.scale)),
        tail: String::new(),
    };
    let mut lone_m = first.lone_m;
    if let Some(currency) = currency {
        if first.unit.is_some_and(|unit| unit.name != currency) {
            return Err(AmountError::UnitMismatch {
                first: currency.to_owned(),
                second: measure.unit.to_owned(),
            });
        }
        measure.unit = currency;
    } else if let Some(unit) = first.unit.filter(|unit| unit::is_time(unit.name)) {
        let before = rest.len();
        (measure, rest) = compound(measure, unit, negative, rest)?;
        lone_m &= rest.len() == before;
    }
    if let Some(glue) = rest.strip_prefix('/') {
        let length = 1 + first_word(glue).len();
        if !glue.starts_with(char::is_alphabetic) || rest[..length].contains([':', '=']) {
            return Err(AmountError::UnknownEnding { text: shown(text) });
        }
        measure.tail.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    Ok(Some((Quantity { measure, lone_m }, rest)))
}

/// Skips `of` or `out of` between a part and its whole.
pub(super) fn after_of(rest: &str) -> Option<&str> {
    [" of ", " out of "].into_iter().find_map(|of| {
        let head = rest.get(..of.len())?;
        head.eq_ignore_ascii_case(of).then(|| &rest[of.len()..])
    })
}

/// Reads `VALUE [of TOTAL] [UNIT] [baseline BASELINE]`, to the end of the text.
pub(super) fn figures(text: &str) -> Result<Figures, AmountError> {
    let no_number = || AmountError::NoNumber { text: shown(text) };
    let (part, rest) = quantity(text)?.ok_or_else(no_number)?;
    let whole = match after_of(rest) {
        Some(whole) => quantity(whole)?,
        None => None,
    };
    let (mut measure, total, mut rest) = match whole {
        None => {
            let (value, rest) = part.with_words(rest)?;
            (value, None, rest)
        }
        Some((whole, rest)) => {
            let (whole, rest) = whole.with_words(rest)?;
            let (value, _) = part.with_words("")?;
            if value.unit == "%" && whole.unit != "%" {
                return Err(AmountError::ShareOfTotal { text: shown(text) });
            }
            let (value, whole) = value.unify(whole)?;
            (value, Some(whole), rest)
        }
    };
    let mut baseline = None;
    if let Some(after) = after_baseline(rest) {
        let (normal, after) = quantity(after)?.ok_or_else(no_number)?;
        let (normal, after) = normal.with_words(after)?;
        if measure.is_bare() && total.is_some() && normal.scale != Some(1.0) {
            // The total would have to be converted too; whoever types this means something else.
            return Err(AmountError::UnitMismatch { first: measure.unit(), second: normal.unit() });
        }
        let (unified, value) = measure.unify(normal)?;
        (measure, baseline, rest) = (unified, Some(value), after);
    }
    if !rest.is_empty() {
        return Err(AmountError::Leftover { text: shown(rest.trim_start()) });
    }
    Ok(Figures { value: measure.value, total, baseline, unit: measure.unit() })
}

/// One number with what sticks to it.
#[derive(Debug)]
struct Piece {
    number: Number,
    exponent: i32,
    unit: Option<Unit>,
    lone_m: bool,
}

impl Piece {
    fn value(&self, negative: bool) -> Result<f64, AmountError> {
        let value = self.number.value(negative, self.exponent)?;
        within_range(unit::scaled(value, self.unit.map_or(1.0, |unit| unit.scale)))
    }
}

fn piece(text: &str) -> Result<Option<(Piece, &str)>, AmountError> {
    let Some((number, mut rest)) = scan(text)? else { return Ok(None) };
    let mut piece = Piece { number, exponent: 0, unit: None, lone_m: false };
    let ending = ending(rest);
    if !rest.is_empty() && !rest.starts_with([' ', '/']) {
        let unknown = || AmountError::UnknownEnding { text: shown(first_word(text)) };
        if ending == "B" {
            return Err(AmountError::BytesOrBillions { text: shown(first_word(text)) });
        }
        (piece.exponent, piece.unit) = attached(ending).ok_or_else(unknown)?;
        piece.lone_m = ending == "m";
        rest = &rest[ending.len()..];
        let time = piece.unit.is_some_and(|unit| unit::is_time(unit.name));
        let next_piece = time && rest.starts_with(|ch: char| ch.is_ascii_digit());
        if !(rest.is_empty() || rest.starts_with([' ', '/']) || next_piece) {
            return Err(unknown());
        }
    }
    if piece.exponent == 0
        && piece.unit.is_none()
        && let Some((word, after)) = spaced_word(rest)
        && let Some(exponent) = unit::multiplier(word)
    {
        (piece.exponent, rest) = (exponent, after);
    }
    if piece.unit.is_none()
        && let Some((word, after)) = spaced_word(rest)
        && let Some(unit) = unit::known(word)
    {
        (piece.unit, rest) = (Some(unit), after);
        piece.lone_m = word == "m";
    }
    Ok(Some((piece, rest)))
}

/// The letters and signs that can be a multiplier or a unit, up to the first character that cannot.
fn ending(text: &str) -> &str {
    let end = text.find(|ch: char| !(ch.is_alphabetic() || "%‰€$£¥₹₩₪".contains(ch)));
    &text[..end.unwrap_or(text.len())]
}

fn spaced_word(rest: &str) -> Option<(&str, &str)> {
    let rest = rest.strip_prefix(' ')?;
    let word = ending(rest);
    let after = &rest[word.len()..];
    (!word.is_empty() && (after.is_empty() || after.starts_with([' ', '/']))).then_some((word, after))
}

/// A multiplier, a unit, or a multiplier and a currency: `k`, `ms`, `k€`.
fn attached(ending: &str) -> Option<(i32, Option<Unit>)> {
    if let Some(unit) = unit::known(ending) {
        return Some((0, Some(unit)));
    }
    if let Some(exponent) = unit::multiplier(ending) {
        return Some((exponent, None));
    }
    ["k", "K", "M", "bn"].into_iter().find_map(|multiplier| {
        let currency = unit::currency(ending.strip_prefix(multiplier)?)?;
        Some((unit::multiplier(multiplier)?, unit::known(currency)))
    })
}

/// `€3k`, `EUR 3k`: a currency is part of a figure only if a number follows.
fn leading_currency(text: &str) -> Option<(&'static str, &str)> {
    let symbol = text.chars().next()?.len_utf8();
    [symbol, 3].into_iter().find_map(|length| {
        let currency = unit::currency(text.get(..length)?)?;
        let rest = &text[length..];
        let rest = rest.strip_prefix(' ').unwrap_or(rest);
        number::begins(rest).then_some((currency, rest))
    })
}

/// Adds the smaller parts of `1h 20m 5s`: in minutes if all are whole units of minutes, else in seconds.
///
/// A part that is no smaller than the one before is left for whoever reads on.
fn compound(
    mut measure: Measure,
    mut last: Unit,
    negative: bool,
    mut rest: &str,
) -> Result<(Measure, &str), AmountError> {
    let seconds = |unit: Unit| unit::convert(unit.scale, unit.name, "s");
    loop {
        let next = rest.strip_prefix(' ').unwrap_or(rest);
        let Ok(Some((part, after))) = piece(next) else { return Ok((measure, rest)) };
        let Some(unit) = part.unit.filter(|&unit| seconds(unit).is_some() && seconds(unit) < seconds(last))
        else {
            return Ok((measure, rest));
        };
        let name = if measure.unit == "min" && unit.name == "min" { "min" } else { "s" };
        let converted = |value, from| unit::convert(value, from, name).unwrap_or(value);
        let sum = converted(measure.value, measure.unit) + converted(part.value(negative)?, unit.name);
        measure.value = within_range(unit::dusted(sum))?;
        (measure.unit, measure.scale) = (name, None);
        (last, rest) = (unit, after);
    }
}

/// Takes up to the words a unit may have, with the spaces before them; stops at a number and at `baseline`.
fn unit_words(rest: &str) -> (&str, &str) {
    let mut end = 0;
    for _ in 0..UNIT_WORDS {
        let Some(next) = rest[end..].strip_prefix(' ') else { break };
        let word = first_word(next);
        if word.is_empty() || !is_unit_word(word) {
            break;
        }
        end += 1 + word.len();
    }
    rest.split_at(end)
}

fn is_unit_word(word: &str) -> bool {
    !number::begins(word)
        && leading_currency(word).is_none()
        && !word.contains([':', '='])
        && !word.eq_ignore_ascii_case("baseline")
}

/// Skips the word that leads in a baseline, with a `:` or `=` after it.
fn after_baseline(rest: &str) -> Option<&str> {
    let (word, after) = rest.strip_prefix(' ')?.split_at_checked("baseline".len())?;
    let after = word.eq_ignore_ascii_case("baseline").then_some(after)?;
    Some(after.trim_start_matches([':', '=', ' ']))
}
