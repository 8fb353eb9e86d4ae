//! A text that is a time as a whole: the time field and `--at`.
//!
//! Lenient about form (`1402`, `4pm`, `1:47 today`, a bare `-5` for minutes), strict about the rest: every word
//! must belong to the time.

use super::clock::{Clock, is_half};
use super::error::shown;
use super::wall::{Day, Wall, finish, moved, split_stamp};
use super::{Precision, TimeContext, TimeError, Timestamp, When, Zone};
use crate::domain::span::{Parts, Span, SpanError, parts};

/// No time has more characters than this; longer texts are refused unread.
const LONGEST: usize = 120;

/// Reads a text that is a time as a whole.
///
/// Understands durations (`-5m`, `-5`, `5m ago`, `an hour ago`), times of day with day and zone at will (`14:02`,
/// `1402`, `2:02pm utc`, `yesterday at 23:10`, `1:47 today`), RFC 3339, `@` and seconds or milliseconds since 1970,
/// anchors (`start+12m`, `e17-2m`, `mitigated`), `now`, and `~` in front of what is only roughly known.
///
/// # Errors
/// Every text that is not wholly a time, and times that do not exist, with the reason.
pub fn parse_time(text: &str, ctx: &TimeContext<'_>) -> Result<When, TimeError> {
    let entered = text.trim();
    if entered.is_empty() {
        return Err(TimeError::Empty);
    }
    if entered.len() > LONGEST {
        return Err(TimeError::unrecognised(entered));
    }
    // A minus sign proper comes in with pasted text.
    let body = entered.replace('\u{2212}', "-").to_ascii_lowercase();
    let Some(rough) = body.strip_prefix('~') else { return whole(&body, ctx, entered) };
    let when = whole(rough.trim_start(), ctx, entered)?;
    Ok(When { precision: Precision::Approximate, ..when })
}

/// Reads a trimmed text in lower case.
fn whole(body: &str, ctx: &TimeContext<'_>, entered: &str) -> Result<When, TimeError> {
    if body == "now" {
        return Ok(finish(ctx.now, ctx.zone, Precision::Exact, (ctx, entered)));
    }
    if let Some(count) = body.strip_prefix('@') {
        let at = epoch(count).ok_or_else(|| TimeError::unrecognised(entered))?;
        return Ok(finish(at, ctx.zone, Precision::Exact, (ctx, entered)));
    }
    if let Some((sign, rest)) = signed(body) {
        return relative(ctx.now, sign, minutes_or_parts(rest), (ctx, entered));
    }
    if let Some(rest) = body.strip_suffix(" ago").or_else(|| body.strip_suffix(" before now")) {
        return relative(ctx.now, -1, parts(&in_digits(rest)), (ctx, entered));
    }
    if let Some(wall) = wall(body, ctx)? {
        return wall.settle(ctx, entered);
    }
    anchored(body, ctx, entered)
}

/// Splits a sign off.
pub(super) fn signed(text: &str) -> Option<(i64, &str)> {
    let rest = text.strip_prefix(['+', '-'])?;
    Some((if text.starts_with('-') { -1 } else { 1 }, rest))
}

/// Moves an instant by a duration that was read, or says why it could not be.
pub(super) fn relative(
    from: Timestamp,
    sign: i64,
    read: Result<Parts, SpanError>,
    (ctx, entered): (&TimeContext<'_>, &str),
) -> Result<When, TimeError> {
    let read = read.map_err(|source| TimeError::Duration { text: shown(entered), source })?;
    let at = moved(from, Span::from_millis(sign * read.span.millis()), entered)?;
    let precision = if read.to_second { Precision::Exact } else { Precision::Minute };
    Ok(finish(at, ctx.zone, precision, (ctx, entered)))
}

/// Reads a duration in which a bare number counts minutes.
fn minutes_or_parts(text: &str) -> Result<Parts, SpanError> {
    match parts(text) {
        Err(SpanError::NoUnit) if text.trim().bytes().all(|b| b.is_ascii_digit()) => {
            parts(&format!("{}m", text.trim()))
        }
        read => read,
    }
}

/// Puts a digit for the one number that people write as a word: `an hour`, `a minute`.
fn in_digits(text: &str) -> String {
    match text.strip_prefix("an ").or_else(|| text.strip_prefix("a ")) {
        Some(rest) => format!("1 {rest}"),
        None => text.to_string(),
    }
}

/// Reads seconds or milliseconds since 1970: a number too large for seconds counts milliseconds.
fn epoch(count: &str) -> Option<Timestamp> {
    if !count.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let count: i64 = count.parse().ok()?;
    let seconds = count.checked_mul(1000).and_then(Timestamp::new);
    seconds.or_else(|| Timestamp::new(count))
}

/// Reads day, time of day and zone in any sensible order; `None` when the first word is none of them.
fn wall(body: &str, ctx: &TimeContext<'_>) -> Result<Option<Wall>, TimeError> {
    let mut words = body.split_whitespace().peekable();
    let (mut day, mut clock, mut zone) = (None, None, None);
    while let Some(word) = words.next() {
        let started = day.is_some() || clock.is_some();
        if let Some((date, time)) = split_stamp(word).filter(|_| !started) {
            day = Some(date?);
            let no_time = || TimeError::clock(time, "it should follow the T");
            clock = Some(Clock::read(time).ok_or_else(no_time)??);
        } else if let Some(date) = Day::iso(word).filter(|_| day.is_none()) {
            day = Some(date?);
        } else if let Some(named) = Day::word(word).filter(|_| day.is_none()) {
            day = Some(named);
        } else if word == "at" && clock.is_none() && words.peek().is_some() {
            // A filler between day and time.
        } else if clock.is_none() && word.starts_with(|c: char| c.is_ascii_digit()) {
            let half = words.next_if(|next| is_half(next));
            match time_of_day(word, half) {
                Some(read) => clock = Some(read?),
                None if started || word.contains(':') => {
                    return Err(TimeError::clock(word, "it has another form"));
                }
                None => return Ok(None),
            }
        } else if let Some(read) = clock.filter(|clock| clock.zone.is_none() && zone.is_none()) {
            zone = Some(zone_word(word, read, ctx)?);
        } else if started {
            return Err(TimeError::Leftover { rest: shown(word) });
        } else {
            return Ok(None);
        }
    }
    match clock {
        Some(clock) if clock.dashed && day.is_none() => {
            Err(TimeError::clock(body, "it could be a range; put a space before an offset"))
        }
        Some(clock) => Ok(Some(Wall { day, clock, zone })),
        None if day.is_some() => Err(TimeError::DayAlone(shown(body))),
        None => Ok(None),
    }
}

/// Reads a time of day, with an `am` or `pm` that may stand apart from it.
fn time_of_day(word: &str, half: Option<&str>) -> Option<Result<Clock, TimeError>> {
    let Some(half) = half else { return Clock::read_loose(word) };
    match Clock::read(word) {
        Some(clock) => Some(clock.and_then(|clock| clock.with_half(half, &format!("{word} {half}")))),
        None => Clock::read_loose(&format!("{word}{half}")),
    }
}

/// Reads the zone after a time of day.
fn zone_word(word: &str, clock: Clock, ctx: &TimeContext<'_>) -> Result<Zone, TimeError> {
    if word == "local" {
        return Ok(ctx.local);
    }
    let zone_like = word.starts_with(|c: char| c.is_alphabetic() || c == '+' || c == '-');
    match word.parse::<Zone>() {
        Ok(zone) => Ok(zone),
        Err(unknown) if zone_like && clock.zone.is_none() => Err(unknown.into()),
        Err(_) => Err(TimeError::Leftover { rest: shown(word) }),
    }
}

/// Reads a name that has an instant, with a duration after it at will.
fn anchored(body: &str, ctx: &TimeContext<'_>, entered: &str) -> Result<When, TimeError> {
    if let Some(at) = (ctx.anchor)(body) {
        return Ok(finish(at, ctx.zone, Precision::Exact, (ctx, entered)));
    }
    let Some((name, sign, rest)) = split_anchor(body) else {
        return Err(TimeError::unrecognised(entered));
    };
    let from = (ctx.anchor)(name).ok_or_else(|| TimeError::Anchor(shown(name)))?;
    relative(from, sign, minutes_or_parts(rest), (ctx, entered))
}

/// Splits `start + 12m` into name, sign and duration; the name is one word that begins with a letter.
pub(super) fn split_anchor(text: &str) -> Option<(&str, i64, &str)> {
    let (name, tail) = text.split_at(text.rfind(['+', '-'])?);
    let (sign, rest) = signed(tail)?;
    let name = name.trim_end();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let named = name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(plain);
    let counted = rest.trim_start().starts_with(|c: char| c.is_ascii_digit());
    (named && counted).then_some((name, sign, rest))
}
