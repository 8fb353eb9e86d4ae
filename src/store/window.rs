//! The timeline as a window: rows around a place, and how many stand before it, from indexes alone.
//!
//! Nothing here reads more rows than it returns. Positions come from `event_tally`, one row for each hour that holds
//! events, so they cost what the span of the incident costs and not what its events cost.

use rusqlite::{OptionalExtension, params};

use crate::domain::event::{Event, Place};
use crate::domain::id::{EventId, IncidentId};
use crate::domain::plan::MOST_AT_ONCE;
use crate::domain::time::{Precision, Timestamp};
use crate::domain::timeline::{Anchor, EventRow, Window, first_line};

use super::Store;
use super::error::{Result, StoreError};
use super::read::match_query;
use super::rows;
use super::write::incident_number;

/// Microseconds in the hours that `event_tally` counts.
const HOUR: i64 = 3_600_000_000;

/// Which way to look for the next match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Later.
    Forward,
    /// Earlier.
    Backward,
}

/// The columns of an [`EventRow`]. The text is cut in SQL, so that a window of huge events stays small.
const COLUMNS: &str = "id, num, at, pos, zone, precision, kind, milestone, substr(text, 1, 1600) AS head,
  CASE instr(text, char(10)) WHEN 0 THEN 0 ELSE
    length(rtrim(text, char(10))) - length(replace(rtrim(text, char(10)), char(10), '')) END AS breaks, tags, key, extras, source";

impl Store {
    /// Returns the rows around `anchor`: up to `before` of them before it and `after` from it on.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn window(&self, id: IncidentId, anchor: Anchor, before: usize, after: usize) -> Result<Window> {
        let incident = incident_number(&self.conn, id)?;
        let total = self.total(incident)?;
        let (place, before, after) = match anchor {
            Anchor::Start => (Place { pos: i64::MIN, num: 0 }, 0, before + after),
            Anchor::End => (Place { pos: i64::MAX, num: u32::MAX }, before + after, 0),
            Anchor::Place(place) => (place, before, after),
        };
        let mut rows = self.rows_before(incident, place, before)?;
        rows.reverse();
        let missing = before - rows.len();
        // What is missing on one side is taken from the other, so that a window at an end is as large as any.
        let later = self.rows_from(incident, place, after + missing)?;
        if later.len() < after && rows.len() == before {
            let first = rows.first().map_or(place, EventRow::place);
            let mut earlier = self.rows_before(incident, first, after - later.len())?;
            earlier.reverse();
            rows.splice(0..0, earlier);
        }
        rows.extend(later);
        let before = match (anchor, rows.first()) {
            (_, None) | (Anchor::Start, _) => 0,
            (Anchor::End, _) => total.saturating_sub(rows.len() as u64),
            (Anchor::Place(_), Some(first)) => self.rank(incident, first.place(), total)?,
        };
        Ok(Window { rows, before, total })
    }

    fn rows_before(&self, incident: i64, place: Place, most: usize) -> Result<Vec<EventRow>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM event WHERE incident = ?1 AND (pos, num) < (?2, ?3)
             ORDER BY pos DESC, num DESC LIMIT ?4"
        );
        self.event_rows(&sql, incident, place, most)
    }

    fn rows_from(&self, incident: i64, place: Place, most: usize) -> Result<Vec<EventRow>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM event WHERE incident = ?1 AND (pos, num) >= (?2, ?3) ORDER BY pos, num LIMIT ?4"
        );
        self.event_rows(&sql, incident, place, most)
    }

    fn event_rows(&self, sql: &str, incident: i64, place: Place, most: usize) -> Result<Vec<EventRow>> {
        if most == 0 {
            return Ok(Vec::new());
        }
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query(params![incident, place.pos, place.num, most])?;
        let mut list = Vec::with_capacity(most.min(1_024));
        while let Some(row) = rows.next()? {
            list.push(event_row(row)?);
        }
        Ok(list)
    }

    /// Returns how many events an incident has.
    ///
    /// # Errors
    /// [`StoreError`] when there is no such incident or the database cannot be read.
    pub fn event_count(&self, incident: IncidentId) -> Result<u64> {
        self.total(incident_number(&self.conn, incident)?)
    }

    fn total(&self, incident: i64) -> Result<u64> {
        let total: i64 = self
            .conn
            .prepare_cached("SELECT coalesce(sum(n), 0) FROM event_tally WHERE incident = ?1")?
            .query_row([incident], |row| row.get(0))?;
        Ok(total.unsigned_abs())
    }

    /// Returns how many events stand before `place`.
    fn rank(&self, incident: i64, place: Place, total: u64) -> Result<u64> {
        let hour = place.pos / HOUR;
        let hours: i64 = self
            .conn
            .prepare_cached("SELECT coalesce(sum(n), 0) FROM event_tally WHERE incident = ?1 AND hour < ?2")?
            .query_row(params![incident, hour], |row| row.get(0))?;
        let within: i64 = self
            .conn
            .prepare_cached(
                "SELECT count(*) FROM event WHERE incident = ?1 AND pos >= ?2 AND (pos, num) < (?3, ?4)",
            )?
            .query_row(params![incident, hour * HOUR, place.pos, place.num], |row| row.get(0))?;
        Ok((hours.unsigned_abs() + within.unsigned_abs()).min(total))
    }

    /// Returns where an event stands.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it is gone.
    pub fn place(&self, id: EventId) -> Result<Place> {
        self.conn
            .prepare_cached("SELECT pos, num FROM event WHERE id = ?1")?
            .query_row([id.0], |row| Ok(Place { pos: row.get(0)?, num: row.get(1)? }))
            .optional()?
            .ok_or_else(|| StoreError::NotFound("the event is gone".to_owned()))
    }

    /// Returns the events of the minute that an event stands in, in order: those among which it can be reordered. At most
    /// a few more than can be ordered by hand on either side.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it is gone.
    pub fn minute_of(&self, id: IncidentId, event: EventId) -> Result<Vec<Event>> {
        const MINUTE: i64 = 60_000_000;
        let incident = incident_number(&self.conn, id)?;
        let place = self.place(event)?;
        let start = place.pos.div_euclid(MINUTE) * MINUTE;
        let most = MOST_AT_ONCE + 2;
        let mut statement = self.conn.prepare_cached(
            "SELECT * FROM (SELECT * FROM event WHERE incident = ?1 AND pos >= ?2 AND (pos, num) < (?3, ?4)
                            ORDER BY pos DESC, num DESC LIMIT ?6)
             UNION ALL
             SELECT * FROM (SELECT * FROM event WHERE incident = ?1 AND (pos, num) >= (?3, ?4) AND pos < ?5
                            ORDER BY pos, num LIMIT ?6)
             ORDER BY pos, num",
        )?;
        let mut found =
            statement.query(params![incident, start, place.pos, place.num, start + MINUTE, most])?;
        let mut events = Vec::new();
        while let Some(row) = found.next()? {
            events.push(rows::event(&self.conn, row)?);
        }
        Ok(events)
    }

    /// Returns where the event of number `num` stands.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none.
    pub fn place_of_number(&self, id: IncidentId, num: u32) -> Result<Place> {
        let incident = incident_number(&self.conn, id)?;
        self.conn
            .prepare_cached("SELECT pos, num FROM event WHERE incident = ?1 AND num = ?2")?
            .query_row(params![incident, num], |row| Ok(Place { pos: row.get(0)?, num: row.get(1)? }))
            .optional()?
            .ok_or_else(|| StoreError::NotFound(format!("there is no event e{num} in this incident")))
    }

    /// Returns the rows of the events with these numbers that still exist.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn rows_of(&self, id: IncidentId, numbers: &[u32]) -> Result<Vec<EventRow>> {
        let incident = incident_number(&self.conn, id)?;
        let sql = format!("SELECT {COLUMNS} FROM event WHERE incident = ?1 AND num = ?2");
        let mut statement = self.conn.prepare_cached(&sql)?;
        let mut list = Vec::new();
        for num in numbers {
            let mut rows = statement.query(params![incident, num])?;
            if let Some(row) = rows.next()? {
                list.push(event_row(row)?);
            }
        }
        Ok(list)
    }

    /// Returns the place of the nearest event from `from` on, in `direction`, whose text holds all `words`.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn find(
        &self,
        id: IncidentId,
        words: &str,
        from: Place,
        direction: Direction,
    ) -> Result<Option<Place>> {
        let Some(query) = match_query(words) else { return Ok(None) };
        let incident = incident_number(&self.conn, id)?;
        let sql = match direction {
            Direction::Forward => {
                "SELECT pos, num FROM event WHERE incident = ?1 AND (pos, num) > (?2, ?3)
                   AND row IN (SELECT rowid FROM event_words WHERE event_words MATCH ?4) ORDER BY pos, num LIMIT 1"
            }
            Direction::Backward => {
                "SELECT pos, num FROM event WHERE incident = ?1 AND (pos, num) < (?2, ?3)
                   AND row IN (SELECT rowid FROM event_words WHERE event_words MATCH ?4) ORDER BY pos DESC, num DESC LIMIT 1"
            }
        };
        Ok(self
            .conn
            .prepare_cached(sql)?
            .query_row(params![incident, from.pos, from.num, query], |row| {
                Ok(Place { pos: row.get(0)?, num: row.get(1)? })
            })
            .optional()?)
    }
}

/// Reads a row of [`COLUMNS`], by place: looking each name up would cost more than the rest.
fn event_row(row: &rusqlite::Row<'_>) -> Result<EventRow> {
    let num: u32 = row.get(1)?;
    let unreadable = |why: &str| StoreError::Unreadable { what: format!("e{num}"), why: why.to_owned() };
    let text =
        |column: usize| row.get_ref(column).map(|it| it.as_str_or_null().ok().flatten().unwrap_or_default());
    let (zone, precision, kind) = (text(4)?, text(5)?, text(6)?);
    let milestone = row.get_ref(7)?.as_str_or_null().ok().flatten();
    let breaks: i64 = row.get(9)?;
    Ok(EventRow {
        id: EventId(row.get(0)?),
        num,
        at: Timestamp::from_millis(row.get(2)?),
        pos: row.get(3)?,
        zone: zone.parse().map_err(|_| unreadable(zone))?,
        precision: Precision::from_name(precision).ok_or_else(|| unreadable(precision))?,
        kind: kind.parse().map_err(|_| unreadable(kind))?,
        milestone: milestone.map(|it| it.parse().map_err(|_| unreadable(it))).transpose()?,
        text: first_line(text(8)?).0,
        more_lines: u32::try_from(breaks).unwrap_or(0),
        tags: text(10)?.split_whitespace().map(str::to_owned).collect(),
        key: row.get(11)?,
        extras: row.get(12)?,
        source: row.get(13)?,
    })
}
