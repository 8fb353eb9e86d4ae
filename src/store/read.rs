//! Reads: the list of incidents, one incident's header and parts, events one by one or as a stream.

use rusqlite::{OptionalExtension, params};

use crate::domain::event::{Event, Milestones};
use crate::domain::id::{EventId, Handle, IncidentId, Part};
use crate::domain::incident::{Header, Incident, Parts, Severity, Status};
use crate::domain::time::Timestamp;

use super::Store;
use super::error::{Result, StoreError};
use super::rows;
use super::write::incident_number;

/// One line of the list of incidents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Identity.
    pub id: IncidentId,
    /// Number of its reference.
    pub num: u32,
    /// Title.
    pub title: String,
    /// How bad it is.
    pub severity: Option<Severity>,
    /// How far it has come.
    pub status: Status,
    /// When it was opened in `coe`.
    pub created: Timestamp,
    /// How many events it has.
    pub events: u64,
    /// When impact started and ended, and when it was resolved.
    pub milestones: Milestones,
}

/// A step of the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryRow {
    /// Its place in the op log.
    pub seq: i64,
    /// When it was made.
    pub at: Timestamp,
    /// `tui`, `cli` or `import`.
    pub origin: String,
    /// `do`, `undo` or `redo`.
    pub kind: String,
    /// What it did.
    pub label: String,
    /// Whether it has been taken back.
    pub undone: bool,
}

/// An event or section that holds the words searched for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Number of the incident.
    pub incident: u32,
    /// Where in it: a handle, or the name of a section.
    pub place: String,
    /// When, for an event.
    pub at: Option<Timestamp>,
    /// The text around the words, the words between `[` and `]`.
    pub excerpt: String,
}

impl Store {
    /// Returns the newest `most` incidents, open ones first.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn incidents(&self, most: usize) -> Result<Vec<Summary>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT *, (SELECT coalesce(sum(n), 0) FROM event_tally WHERE event_tally.incident = incident.num) AS events
             FROM incident ORDER BY status <> 'open', num DESC LIMIT ?1",
        )?;
        let mut found = statement.query([most])?;
        let mut list = Vec::new();
        while let Some(row) = found.next()? {
            let header = rows::header(&self.conn, row)?;
            let events: i64 = row.get("events")?;
            list.push(Summary {
                milestones: self.milestones_of(header.num)?,
                id: header.id,
                num: header.num,
                title: header.title,
                severity: header.severity,
                status: header.status,
                created: header.created,
                events: events.unsigned_abs(),
            });
        }
        Ok(list)
    }

    /// Returns the newest `most` incidents that are open.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn open_incidents(&self, most: usize) -> Result<Vec<IncidentId>> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT id FROM incident WHERE status = 'open' ORDER BY num DESC LIMIT ?1")?;
        let rows = statement.query_map([most], |row| row.get(0).map(IncidentId))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the header of an incident.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it is gone.
    pub fn header(&self, id: IncidentId) -> Result<Header> {
        let mut statement = self.conn.prepare_cached("SELECT * FROM incident WHERE id = ?1")?;
        let mut found = statement.query([id.0])?;
        match found.next()? {
            Some(row) => rows::header(&self.conn, row),
            None => Err(StoreError::NotFound("the incident is gone; see `coe list`".to_owned())),
        }
    }

    /// Returns the one incident that `reference` names: `INC-7`, `7`, the beginning of an id, or words of the title.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when none or several fit, with the candidates named.
    pub fn resolve(&self, reference: &str) -> Result<IncidentId> {
        let wanted = reference.trim();
        let digits =
            wanted.get(..4).filter(|it| it.eq_ignore_ascii_case("INC-")).map_or(wanted, |_| &wanted[4..]);
        if !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit()) {
            let found = self
                .conn
                .query_row(
                    "SELECT id FROM incident WHERE num = ?1",
                    [digits.parse::<i64>().unwrap_or(-1)],
                    |row| row.get(0).map(IncidentId),
                )
                .optional()?;
            return found
                .ok_or_else(|| StoreError::NotFound(format!("there is no INC-{digits}; see `coe list`")));
        }
        let hex: String = wanted.to_lowercase().chars().filter(|it| *it != '-').collect();
        let by_id = hex.len() >= 4 && hex.len() <= 32 && hex.bytes().all(|it| it.is_ascii_hexdigit());
        let words: Vec<String> = wanted.to_lowercase().split_whitespace().map(str::to_owned).collect();
        let mut statement =
            self.conn.prepare("SELECT id, num, title, lower(hex(id)) FROM incident ORDER BY num DESC")?;
        let mut rows = statement.query([])?;
        let mut fits: Vec<(IncidentId, u32, String)> = Vec::new();
        while let Some(row) = rows.next()? {
            let title: String = row.get(2)?;
            let id_text: String = row.get(3)?;
            let lower = title.to_lowercase();
            let titled = !words.is_empty() && words.iter().all(|word| lower.contains(word.as_str()));
            if titled || (by_id && id_text.starts_with(&hex)) {
                fits.push((IncidentId(row.get(0)?), row.get(1)?, title));
            }
        }
        match fits.as_slice() {
            [(id, ..)] => Ok(*id),
            [] => Err(StoreError::NotFound(format!("no incident fits `{wanted}`; see `coe list`"))),
            several => {
                let names: Vec<String> =
                    several.iter().take(5).map(|(_, num, title)| format!("INC-{num} {title}")).collect();
                Err(StoreError::NotFound(format!(
                    "{} incidents fit `{wanted}` ({}); name one by its number",
                    several.len(),
                    names.join("; ")
                )))
            }
        }
    }

    /// Returns the milestones that are set.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn milestones(&self, id: IncidentId) -> Result<Milestones> {
        let incident = incident_number(&self.conn, id)?;
        self.milestones_of(u32::try_from(incident).unwrap_or(0))
    }

    fn milestones_of(&self, incident: u32) -> Result<Milestones> {
        let mut statement = self.conn.prepare_cached(
            "SELECT milestone, at, num FROM event INDEXED BY event_milestone WHERE incident = ?1 AND milestone IS NOT NULL",
        )?;
        let mut rows = statement.query([incident])?;
        let mut milestones = Milestones::default();
        while let Some(row) = rows.next()? {
            let word: String = row.get(0)?;
            if let Ok(milestone) = word.parse() {
                milestones.set(milestone, Timestamp::from_millis(row.get(1)?), row.get(2)?);
            }
        }
        Ok(milestones)
    }

    /// Returns everything of an incident but its timeline.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn parts(&self, id: IncidentId) -> Result<Parts> {
        let incident = incident_number(&self.conn, id)?;
        Ok(Parts {
            metrics: self.all(
                "SELECT * FROM metric WHERE incident = ?1 ORDER BY num",
                incident,
                rows::metric,
            )?,
            ladders: self.all(
                "SELECT * FROM ladder WHERE incident = ?1 ORDER BY num",
                incident,
                rows::ladder,
            )?,
            rungs: self.all("SELECT * FROM rung WHERE incident = ?1 ORDER BY num", incident, rows::rung)?,
            actions: self.all(
                "SELECT * FROM action WHERE incident = ?1 ORDER BY num",
                incident,
                rows::action,
            )?,
            sections: {
                let sql = "SELECT name, text FROM section WHERE incident = ?1";
                let mut sections = self.all(sql, incident, rows::section)?;
                sections.sort_by_key(|it| it.name);
                sections
            },
            waivers: self.all(
                "SELECT * FROM waiver WHERE incident = ?1 ORDER BY rule, subject, field",
                incident,
                rows::waiver::waiver,
            )?,
        })
    }

    fn all<T>(
        &self,
        sql: &str,
        incident: i64,
        read: impl Fn(&rusqlite::Connection, &rusqlite::Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query([incident])?;
        let mut list = Vec::new();
        while let Some(row) = rows.next()? {
            list.push(read(&self.conn, row)?);
        }
        Ok(list)
    }

    /// Returns a whole event.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it is gone.
    pub fn event(&self, id: EventId) -> Result<Event> {
        let mut statement = self.conn.prepare_cached(rows::EVENT_BY_ID)?;
        let mut found = statement.query([id.0])?;
        match found.next()? {
            Some(row) => rows::event(&self.conn, row),
            None => {
                Err(StoreError::NotFound("the event is gone; `coe history` shows who removed it".to_owned()))
            }
        }
    }

    /// Returns the event of a handle.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none.
    pub fn event_by_handle(&self, id: IncidentId, handle: Handle) -> Result<Event> {
        let incident = incident_number(&self.conn, id)?;
        let mut statement =
            self.conn.prepare_cached("SELECT * FROM event WHERE incident = ?1 AND num = ?2")?;
        let mut found = statement.query(params![incident, handle.num])?;
        match (found.next()?, handle.part) {
            (Some(row), Part::Event) => rows::event(&self.conn, row),
            _ => Err(StoreError::NotFound(format!(
                "there is no event {handle} in this incident; see `coe event list`"
            ))),
        }
    }

    /// Calls `each` with every event in order, one in memory at a time, until it returns false.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn each_event(&self, id: IncidentId, mut each: impl FnMut(Event) -> bool) -> Result<()> {
        let incident = incident_number(&self.conn, id)?;
        let mut statement =
            self.conn.prepare_cached("SELECT * FROM event WHERE incident = ?1 ORDER BY pos, num")?;
        let mut rows = statement.query([incident])?;
        while let Some(row) = rows.next()? {
            if !each(rows::event(&self.conn, row)?) {
                break;
            }
        }
        Ok(())
    }

    /// Returns the events written after `num`, in the order of their numbers: what `tail -f` has not shown yet.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn events_after(&self, id: IncidentId, num: u32, most: usize) -> Result<Vec<Event>> {
        let incident = incident_number(&self.conn, id)?;
        let mut statement = self
            .conn
            .prepare_cached("SELECT * FROM event WHERE incident = ?1 AND num > ?2 ORDER BY num LIMIT ?3")?;
        let mut rows = statement.query(params![incident, num, most])?;
        let mut list = Vec::new();
        while let Some(row) = rows.next()? {
            list.push(rows::event(&self.conn, row)?);
        }
        Ok(list)
    }

    /// Returns the highest number among the events, 0 when there are none.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn last_number(&self, id: IncidentId) -> Result<u32> {
        let incident = incident_number(&self.conn, id)?;
        Ok(self
            .conn
            .prepare_cached("SELECT coalesce(max(num), 0) FROM event WHERE incident = ?1")?
            .query_row([incident], |row| row.get(0))?)
    }

    /// Returns a whole incident.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it is gone.
    pub fn incident(&self, id: IncidentId) -> Result<Incident> {
        // One transaction, so that the parts fit together whatever others write meanwhile.
        let _snapshot = self.conn.unchecked_transaction()?;
        let mut incident = Incident { header: self.header(id)?, events: Vec::new(), parts: self.parts(id)? };
        self.each_event(id, |event| {
            incident.events.push(event);
            true
        })?;
        Ok(incident)
    }

    /// Returns the tags in use among the newest tagged events, most recent first.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn tags(&self, id: IncidentId) -> Result<Vec<String>> {
        let incident = incident_number(&self.conn, id)?;
        let mut statement = self.conn.prepare_cached(
            "SELECT tags FROM event WHERE incident = ?1 AND tags <> '' ORDER BY pos DESC LIMIT 200",
        )?;
        let mut rows = statement.query([incident])?;
        let mut tags: Vec<String> = Vec::new();
        while let Some(row) = rows.next()? {
            let list: String = row.get(0)?;
            for tag in list.split_whitespace() {
                if !tags.iter().any(|it| it == tag) {
                    tags.push(tag.to_owned());
                }
            }
        }
        Ok(tags)
    }

    /// Returns the newest `most` steps before step `before`, newest first.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn history(&self, id: IncidentId, before: Option<i64>, most: usize) -> Result<Vec<HistoryRow>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT seq, at, origin, kind, label, undone FROM step
             WHERE incident = ?1 AND seq < coalesce(?2, 9223372036854775807) ORDER BY seq DESC LIMIT ?3",
        )?;
        let rows = statement.query_map(params![id.0, before, most], |row| {
            Ok(HistoryRow {
                seq: row.get(0)?,
                at: Timestamp::from_millis(row.get(1)?),
                origin: row.get(2)?,
                kind: row.get(3)?,
                label: row.get(4)?,
                undone: row.get::<_, i64>(5)? != 0,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns events and sections that hold all `words`, in one incident or in all, best first.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub fn search(&self, words: &str, within: Option<IncidentId>, most: usize) -> Result<Vec<Hit>> {
        let Some(query) = match_query(words) else { return Ok(Vec::new()) };
        let incident = within.map(|id| incident_number(&self.conn, id)).transpose()?;
        let mut hits = Vec::new();
        let mut statement = self.conn.prepare_cached(
            "SELECT incident, 'e' || num, at, snippet(event_words, 0, '[', ']', '…', 16)
             FROM event_words JOIN event ON event.row = event_words.rowid
             WHERE event_words MATCH ?1 AND (?2 IS NULL OR incident = ?2) ORDER BY incident DESC, pos, num LIMIT ?3",
        )?;
        let mut rows = statement.query(params![query, incident, most])?;
        while let Some(row) = rows.next()? {
            hits.push(Hit {
                incident: row.get(0)?,
                place: row.get(1)?,
                at: Some(Timestamp::from_millis(row.get(2)?)),
                excerpt: row.get(3)?,
            });
        }
        let mut statement = self.conn.prepare_cached(
            "SELECT incident, name, snippet(section_words, 0, '[', ']', '…', 16)
             FROM section_words JOIN section ON section.row = section_words.rowid
             WHERE section_words MATCH ?1 AND (?2 IS NULL OR incident = ?2) ORDER BY incident DESC, name LIMIT ?3",
        )?;
        let mut rows = statement.query(params![query, incident, most])?;
        while let Some(row) = rows.next()? {
            hits.push(Hit { incident: row.get(0)?, place: row.get(1)?, at: None, excerpt: row.get(2)? });
        }
        hits.truncate(most);
        Ok(hits)
    }
}

/// Turns words as people type them into an FTS5 query: every word must occur, each as the beginning of a word.
/// `None` when there is nothing to look for. Operators of FTS5 are words here, since each is quoted.
pub(super) fn match_query(words: &str) -> Option<String> {
    let terms: Vec<String> = words
        .split_whitespace()
        .filter(|it| it.chars().any(char::is_alphanumeric))
        .map(|it| format!("\"{}\"*", it.replace('"', "\"\"")))
        .collect();
    (!terms.is_empty()).then(|| terms.join(" "))
}
