//! A time on the wall (a day if any, a time of day, a zone) and the one instant it stands for.
//!
//! The rules: a time of day alone is its most recent past occurrence, a weekday likewise; two minutes ahead of now
//! still count as now, as clocks of two machines differ. A time that clocks skipped or showed twice gets a note.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::clock::Clock;
use super::error::shown;
use super::zone::Local;
use super::{Precision, TimeContext, TimeError, TimeNote, Timestamp, When, Zone};
use crate::domain::span::Span;

/// How far ahead of now a time may lie and still be taken for the present.
const SKEW: Span = Span::minutes(2);
/// How far back a bare time of day may lie without being asked about.
const RECENT: Span = Span::hours(12);

/// A day as it was typed.
#[derive(Debug, Clone, Copy)]
pub(super) enum Day {
    /// Days after today.
    Away(i64),
    /// The most recent such day.
    Named(Weekday),
    Date(NaiveDate),
}

impl Day {
    /// Reads `today`, `yesterday`, `tomorrow`, a weekday in three letters or in full.
    pub fn word(word: &str) -> Option<Day> {
        let word = word.to_ascii_lowercase();
        match word.as_str() {
            "today" => Some(Day::Away(0)),
            "yesterday" => Some(Day::Away(-1)),
            "tomorrow" => Some(Day::Away(1)),
            // The parser of chrono knows exactly the short and the full English names.
            _ => word.parse().ok().map(Day::Named),
        }
    }

    /// Reads `2026-11-22`; the error is a date that the calendar lacks.
    pub fn iso(word: &str) -> Option<Result<Day, TimeError>> {
        let parts: Vec<&str> = word.split('-').collect();
        let [y, m, d] = parts[..] else { return None };
        let sized = (y.len(), m.len(), d.len()) == (4, 2, 2);
        if !sized || !word.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
            return None;
        }
        let date = word.parse::<NaiveDate>().map(Day::Date);
        Some(date.map_err(|_| TimeError::Date(shown(word))))
    }
}

/// Splits `2026-11-22T14:02Z` at its `T`; `None` when no date of that shape stands before it.
pub(super) fn split_stamp(word: &str) -> Option<(Result<Day, TimeError>, &str)> {
    let (date, rest) = word.split_at_checked(10)?;
    Some((Day::iso(date)?, rest.strip_prefix(['T', 't'])?))
}

/// A time on the wall.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wall {
    pub day: Option<Day>,
    pub clock: Clock,
    /// The zone that was named; the one attached to the clock comes first.
    pub zone: Option<Zone>,
}

impl Wall {
    /// Finds the instant and what must be said about it.
    pub fn settle(self, ctx: &TimeContext<'_>, entered: &str) -> Result<When, TimeError> {
        let zone = self.clock.zone.or(self.zone).unwrap_or(ctx.zone);
        let today = zone.date(ctx.now);
        let away = |days: i64| {
            let n = Days::new(days.unsigned_abs());
            if days < 0 { today.checked_sub_days(n) } else { today.checked_add_days(n) }
        };
        let (dates, past_only): (Vec<NaiveDate>, bool) = match self.day {
            None => ((-1..=1).rev().filter_map(away).collect(), true),
            Some(Day::Named(name)) => {
                ((-7..=1).rev().filter_map(away).filter(|d| d.weekday() == name).collect(), true)
            }
            Some(Day::Away(days)) => (away(days).into_iter().collect(), false),
            Some(Day::Date(date)) => (vec![date], false),
        };
        let fits = |at: Timestamp| !past_only || at - ctx.now <= SKEW;
        let found = dates.into_iter().find_map(|date| {
            let local = zone.instants(date.and_time(self.clock.time))?;
            fits(first(local)).then_some((date, local))
        });
        let (date, local) = found.ok_or_else(|| TimeError::Range(shown(entered)))?;
        let at = first(local);
        let next =
            || zone.instants(date.checked_add_days(Days::new(1))?.and_time(self.clock.time)).map(first);
        let note = match local {
            Local::Never(first, second) => Some(TimeNote::Gap { first, second, zone }),
            Local::Twice(first, second) => Some(TimeNote::Overlap { first, second, zone }),
            Local::One(_) if self.day.is_none() && ctx.now - at > RECENT => {
                next().map(|next| TimeNote::LongAgo { at, next, ago: ctx.now - at, zone })
            }
            Local::One(_) => None,
        };
        let when = finish(at, zone, self.clock.precision, (ctx, entered));
        Ok(When { note: note.or(when.note.clone()), ..when })
    }
}

fn first(local: Local) -> Timestamp {
    match local {
        Local::One(at) | Local::Twice(at, _) | Local::Never(at, _) => at,
    }
}

/// Puts a [`When`] together, with a note if it lies ahead.
pub(super) fn finish(
    at: Timestamp,
    zone: Zone,
    precision: Precision,
    (ctx, entered): (&TimeContext<'_>, &str),
) -> When {
    let ahead = at - ctx.now;
    let note = (ahead > SKEW).then_some(TimeNote::Future { at, ahead, zone });
    When { at, zone, precision, entered: entered.trim().to_string(), note }
}

/// Moves an instant by a typed duration; the error names the text.
pub(super) fn moved(from: Timestamp, by: Span, entered: &str) -> Result<Timestamp, TimeError> {
    from.checked_add(by).ok_or_else(|| TimeError::Range(shown(entered)))
}
