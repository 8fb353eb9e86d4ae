//! A time at the front of free text: the log bar and `coe log`.
//!
//! Much stricter than the time field, because a first word is text until proved otherwise: "1402 requests failed",
//! "-5 nodes", "mon is slow" are text. Only forms that nobody writes by chance are times; a word that has such a
//! form but is wrong (`-5x`, `25:61`) is refused rather than logged at the wrong time. A leading backslash or
//! quotation mark makes the whole text literal.

use super::clock::{Clock, digits, is_half};
use super::error::shown;
use super::parse::{relative, signed, split_anchor};
use super::wall::{Day, Wall, split_stamp};
use super::zone::offset_from;
use super::{Precision, TimeContext, TimeError, When, Zone};
use crate::domain::span::{Parts, SpanError, parts};

type Found<'t> = Result<Option<(When, &'t str)>, TimeError>;

/// Names that always stand for an instant, so that one without a time is refused instead of taken as text.
const ANCHORS: [&str; 7] =
    ["start", "here", "detected", "acknowledged", "identified", "mitigated", "resolved"];

/// Punctuation that may end a time, as in "14:02: pager went off".
const CLOSING: [char; 4] = [',', ':', ';', '.'];

/// Looks for a time in front of free text; gives it and the text after it.
///
/// Times are durations with a sign and a unit (`-5m`), durations before "ago", `14:02` and `14:02:30` (with `utc`,
/// an offset or a zone like `Europe/Berlin`), a day before a time of day, RFC 3339, and `start+12m`.
///
/// # Errors
/// A first word that is meant as a time but is none, such as `-5x` or `25:61`.
pub fn split_leading<'t>(text: &'t str, ctx: &TimeContext<'_>) -> Result<(Option<When>, &'t str), TimeError> {
    let text = text.trim_start();
    if let Some(literal) = text.strip_prefix('\\') {
        return Ok((None, literal));
    }
    for reader in [signed_duration, duration_ago, day_and_clock, anchor] {
        if let Some((when, rest)) = reader(text, ctx)? {
            return Ok((Some(when), rest));
        }
    }
    Ok((None, text))
}

/// A word of the text without the punctuation that closes it.
#[derive(Clone, Copy)]
struct Word<'t> {
    core: &'t str,
    /// Whether punctuation followed, so that the time ends here.
    closed: bool,
    rest: &'t str,
}

fn word(text: &str) -> Option<Word<'_>> {
    let text = text.trim_start();
    let (all, rest) = text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()));
    let core = all.trim_end_matches(CLOSING);
    (!core.is_empty()).then_some(Word { core, closed: core.len() < all.len(), rest: rest.trim_start() })
}

/// Gives what was consumed: everything in front of the rest, without closing punctuation.
fn taken<'t>(text: &'t str, rest: &str) -> &'t str {
    text[..text.len() - rest.len()].trim_end().trim_end_matches(CLOSING)
}

/// Reads a duration whose units are in lower case; `-5M` is more likely five million.
fn strict_parts(text: &str) -> Result<Parts, SpanError> {
    if text.bytes().any(|b| b.is_ascii_uppercase()) { Err(SpanError::Unit) } else { parts(text) }
}

fn signed_duration<'t>(text: &'t str, ctx: &TimeContext<'_>) -> Found<'t> {
    let Some(first) = word(text) else { return Ok(None) };
    let Some((sign, body)) = signed(first.core) else { return Ok(None) };
    let (number, unit) = digits(body);
    // "-5 nodes", "+1 from me", "-v", "-5%", "-5.2 points", "-3/10" are text; "-5x" and "-1.5h" were meant as a time.
    let fraction = unit
        .strip_prefix('.')
        .map(digits)
        .is_some_and(|(tenths, unit)| !tenths.is_empty() && parts(&format!("1{unit}")).is_ok());
    let intended = !number.is_empty() && !unit.is_empty() && unit.bytes().all(|b| b.is_ascii_alphanumeric());
    let intended = intended || (fraction && !number.is_empty());
    if !intended {
        return Ok(None);
    }
    let when = relative(ctx.now, sign, strict_parts(body), (ctx, first.core))?;
    Ok(Some((when, first.rest)))
}

fn duration_ago<'t>(text: &'t str, ctx: &TimeContext<'_>) -> Found<'t> {
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return Ok(None);
    }
    let mut rest = text;
    // The longest form, "2 days 5 hours and 20 minutes ago", has eight words.
    for _ in 0..8 {
        let Some(next) = word(rest) else { return Ok(None) };
        if next.core == "ago" {
            let Ok(read) = strict_parts(taken(text, rest)) else { return Ok(None) };
            let when = relative(ctx.now, -1, Ok(read), (ctx, taken(text, next.rest)))?;
            return Ok(Some((when, next.rest)));
        }
        if next.closed {
            return Ok(None);
        }
        rest = next.rest;
    }
    Ok(None)
}

fn day_and_clock<'t>(text: &'t str, ctx: &TimeContext<'_>) -> Found<'t> {
    let (rough, body) = match text.strip_prefix('~') {
        Some(body) => (true, body),
        None => (false, text),
    };
    let Some(first) = word(body) else { return Ok(None) };
    let (day, clock, last) = if let Some((date, time)) = split_stamp(first.core) {
        let no_time = || TimeError::clock(time, "it should follow the T");
        (Some(date?), Clock::read(time).ok_or_else(no_time)??, first)
    } else if let Some(day) = Day::iso(first.core).or_else(|| Day::word(first.core).map(Ok)) {
        let Some(mut next) = word(first.rest) else { return Ok(None) };
        if next.core.eq_ignore_ascii_case("at") && !next.closed {
            next = match word(next.rest) {
                Some(after) => after,
                None => return Ok(None),
            };
        }
        let Some(clock) = Clock::read(next.core) else { return Ok(None) };
        (Some(day?), clock?, next)
    } else {
        match Clock::read(first.core) {
            // "09:00-10:00 maintenance" is a range.
            Some(Ok(clock)) if clock.dashed => return Ok(None),
            Some(clock) => (None, clock?, first),
            None => return Ok(None),
        }
    };
    let (wall, rest) = tail(Wall { day, clock, zone: None }, last)?;
    let mut when = wall.settle(ctx, taken(text, rest))?;
    if rough {
        when.precision = Precision::Approximate;
    }
    Ok(Some((when, rest)))
}

/// Takes what may follow a time of day: `pm`, a zone, `today` or `yesterday`.
fn tail<'t>(mut wall: Wall, mut last: Word<'t>) -> Result<(Wall, &'t str), TimeError> {
    if let Some(half) = word(last.rest).filter(|next| !last.closed && is_half(next.core)) {
        match wall.clock.with_half(half.core, &format!("{} {}", last.core, half.core)) {
            Ok(clock) => (wall.clock, last) = (clock, half),
            // "14:02 am seeing errors"
            Err(_) if half.core.eq_ignore_ascii_case("am") => {}
            Err(wrong) => return Err(wrong),
        }
    }
    while !last.closed {
        let Some(next) = word(last.rest) else { break };
        let had_zone = wall.clock.zone.is_some() || wall.zone.is_some();
        if let Some(zone) = strict_zone(next.core).filter(|_| !had_zone) {
            wall.zone = Some(zone);
        } else if let Some(day @ Day::Away(0 | -1)) = Day::word(next.core).filter(|_| wall.day.is_none()) {
            wall.day = Some(day);
        } else {
            break;
        }
        last = next;
    }
    Ok((wall, last.rest))
}

/// Reads a zone that no sentence continues with: not `local`, `z`, `Japan` or `+1000`.
fn strict_zone(word: &str) -> Option<Zone> {
    let offset = || word.contains(':') && offset_from(word).is_some_and(|east| east % 900 == 0);
    let plain = word == "Z" || word.eq_ignore_ascii_case("utc") || word.eq_ignore_ascii_case("gmt");
    if plain || word.contains('/') || offset() { word.parse().ok() } else { None }
}

fn anchor<'t>(text: &'t str, ctx: &TimeContext<'_>) -> Found<'t> {
    let Some(first) = word(text) else { return Ok(None) };
    let core = first.core;
    let Some((name, sign, rest)) = split_anchor(core) else { return Ok(None) };
    let (_, unit) = digits(rest);
    if unit.is_empty() {
        return Ok(None);
    }
    let read = strict_parts(rest);
    if read.is_err() && !unit.bytes().all(|b| b.is_ascii_alphabetic()) {
        // "e5-2650v4" is a processor.
        return Ok(None);
    }
    let name = name.to_ascii_lowercase();
    match (ctx.anchor)(&name) {
        Some(from) => Ok(Some((relative(from, sign, read, (ctx, core))?, first.rest))),
        None if read.is_ok() && always_anchor(&name) => Err(TimeError::Anchor(shown(&name))),
        None => Ok(None),
    }
}

fn always_anchor(name: &str) -> bool {
    let event = name.strip_prefix('e').is_some_and(|n| !n.is_empty() && digits(n).1.is_empty());
    event || ANCHORS.contains(&name)
}
