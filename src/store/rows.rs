//! Rows: how each domain value is read from and written to its flat table.
//!
//! One implementation of [`Stored`] per part. What a row holds is hostile until parsed: a value that no `coe` writes
//! is an error that names the row, never a guess.

pub(super) mod waiver;

use std::str::FromStr;

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use crate::domain::action::Action;
use crate::domain::event::{Event, Evidence, Link, Source};
use crate::domain::id::{ActionId, EventId, Handle, IncidentId, LadderId, MetricId, Part, RungId};
use crate::domain::incident::Header;
use crate::domain::ladder::{Ladder, Rung};
use crate::domain::metric::Metric;
use crate::domain::section::Section;
use crate::domain::time::{Precision, Timestamp};

use super::error::{Result, StoreError};

/// A value that has a row of its own.
pub(super) trait Stored: Sized + PartialEq {
    /// Reads the stored row that has the identity of `like`.
    fn load(conn: &Connection, incident: i64, like: &Self) -> Result<Option<Self>>;
    /// Writes a new row.
    fn insert(&self, conn: &Connection, incident: i64) -> Result<()>;
    /// Removes the row.
    fn delete(&self, conn: &Connection, incident: i64) -> Result<()>;
    /// Writes over the row. Only events have a way that is cheaper than removing and inserting.
    fn update(&self, conn: &Connection, incident: i64) -> Result<()> {
        self.delete(conn, incident)?;
        self.insert(conn, incident)
    }
    /// Returns the part whose handles it takes, and where its number is kept.
    fn number(&mut self) -> Option<(Part, &mut u32)>;
}

/// Parses a word of a row, or says which row cannot be read.
fn word<T: FromStr<Err: std::fmt::Display>>(what: &str, text: &str) -> Result<T> {
    text.parse()
        .map_err(|error: T::Err| StoreError::Unreadable { what: what.to_owned(), why: error.to_string() })
}

fn maybe_word<T: FromStr<Err: std::fmt::Display>>(what: &str, text: Option<String>) -> Result<Option<T>> {
    text.map(|it| word(what, &it)).transpose()
}

fn words(list: &[String]) -> String {
    list.join(" ")
}

fn split(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

fn handles(list: &[Handle]) -> String {
    list.iter().map(Handle::to_string).collect::<Vec<_>>().join(" ")
}

fn parse_handles(what: &str, text: &str) -> Result<Vec<Handle>> {
    text.split_whitespace().map(|it| word(what, it)).collect()
}

fn time(row: &Row<'_>, column: &str) -> rusqlite::Result<Timestamp> {
    Ok(Timestamp::from_millis(row.get(column)?))
}

fn maybe_time(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Timestamp>> {
    Ok(row.get::<_, Option<i64>>(column)?.map(Timestamp::from_millis))
}

fn links(conn: &Connection, sql: &str, owner: i64) -> Result<Vec<Link>> {
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map([owner], |row| Ok(Link { label: row.get(0)?, url: row.get(1)? }))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn header(conn: &Connection, row: &Row<'_>) -> Result<Header> {
    let num: i64 = row.get("num")?;
    let what = format!("INC-{num}");
    let services: String = row.get("services")?;
    Ok(Header {
        id: IncidentId(row.get::<_, Uuid>("id")?),
        num: u32::try_from(num).map_err(|error| unreadable(&what, &error))?,
        title: row.get("title")?,
        severity: maybe_word(&what, row.get("severity")?)?,
        status: word(&what, &row.get::<_, String>("status")?)?,
        zone: word(&what, &row.get::<_, String>("zone")?)?,
        services: serde_json::from_str(&services).map_err(|error| unreadable(&what, &error))?,
        team: row.get("team")?,
        presenter: row.get("presenter")?,
        tags: split(&row.get::<_, String>("tags")?),
        links: links(conn, "SELECT label, url FROM incident_link WHERE incident = ?1 ORDER BY ord", num)?,
        created: time(row, "created")?,
    })
}

fn unreadable(what: &str, why: &dyn std::fmt::Display) -> StoreError {
    StoreError::Unreadable { what: what.to_owned(), why: why.to_string() }
}

impl Stored for Header {
    fn load(conn: &Connection, _: i64, like: &Self) -> Result<Option<Self>> {
        one(conn, "SELECT * FROM incident WHERE id = ?1", like.id.0, header)
    }

    fn insert(&self, conn: &Connection, _: i64) -> Result<()> {
        conn.prepare_cached(
            "INSERT INTO incident (num, id, title, severity, status, zone, services, team, presenter, tags, created)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?
        .execute(params![
            self.num,
            self.id.0,
            self.title,
            self.severity.map(|it| it.word()),
            self.status.word(),
            self.zone.to_string(),
            serde_json::to_string(&self.services).unwrap_or_else(|_| "[]".into()),
            self.team,
            self.presenter,
            words(&self.tags),
            self.created.millis()
        ])?;
        self.insert_links(conn)
    }

    fn update(&self, conn: &Connection, _: i64) -> Result<()> {
        // In place: every other table hangs on this row.
        conn.prepare_cached(
            "UPDATE incident SET title = ?2, severity = ?3, status = ?4, zone = ?5, services = ?6, team = ?7,
               presenter = ?8, tags = ?9, created = ?10 WHERE num = ?1",
        )?
        .execute(params![
            self.num,
            self.title,
            self.severity.map(|it| it.word()),
            self.status.word(),
            self.zone.to_string(),
            serde_json::to_string(&self.services).unwrap_or_else(|_| "[]".into()),
            self.team,
            self.presenter,
            words(&self.tags),
            self.created.millis()
        ])?;
        conn.execute("DELETE FROM incident_link WHERE incident = ?1", [self.num])?;
        self.insert_links(conn)
    }

    fn delete(&self, conn: &Connection, _: i64) -> Result<()> {
        conn.execute("DELETE FROM incident WHERE num = ?1", [self.num])?;
        Ok(())
    }

    fn number(&mut self) -> Option<(Part, &mut u32)> {
        None
    }
}

impl Header {
    fn insert_links(&self, conn: &Connection) -> Result<()> {
        for (ord, link) in self.links.iter().enumerate() {
            conn.execute(
                "INSERT INTO incident_link (incident, ord, label, url) VALUES (?1, ?2, ?3, ?4)",
                params![self.num, ord, link.label, link.url],
            )?;
        }
        Ok(())
    }
}

/// Reads at most one row by id.
fn one<T>(
    conn: &Connection,
    sql: &str,
    id: Uuid,
    read: impl Fn(&Connection, &Row<'_>) -> Result<T>,
) -> Result<Option<T>> {
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query([id])?;
    rows.next()?.map(|row| read(conn, row)).transpose()
}

pub(super) const EVENT_BY_ID: &str = "SELECT * FROM event WHERE id = ?1";

pub(super) fn event(conn: &Connection, row: &Row<'_>) -> Result<Event> {
    let num: u32 = row.get("num")?;
    let what = format!("e{num}");
    let owner: i64 = row.get("row")?;
    let precision: String = row.get("precision")?;
    let extras: i64 = row.get("extras")?;
    let (mut event_links, mut evidence) = (Vec::new(), Vec::new());
    if extras > 0 {
        event_links = links(conn, "SELECT label, url FROM event_link WHERE event = ?1 ORDER BY ord", owner)?;
        let mut statement =
            conn.prepare_cached("SELECT label, text FROM event_evidence WHERE event = ?1 ORDER BY ord")?;
        let rows =
            statement.query_map([owner], |row| Ok(Evidence { label: row.get(0)?, text: row.get(1)? }))?;
        evidence = rows.collect::<rusqlite::Result<_>>()?;
    }
    Ok(Event {
        id: EventId(row.get("id")?),
        num,
        at: time(row, "at")?,
        pos: row.get("pos")?,
        zone: word(&what, &row.get::<_, String>("zone")?)?,
        precision: Precision::from_name(&precision).ok_or_else(|| unreadable(&what, &precision))?,
        entered: row.get("entered")?,
        kind: word(&what, &row.get::<_, String>("kind")?)?,
        milestone: maybe_word(&what, row.get("milestone")?)?,
        text: row.get("text")?,
        tags: split(&row.get::<_, String>("tags")?),
        key: row.get("key")?,
        links: event_links,
        evidence,
        source: Source { kind: row.get("source")?, id: row.get("source_id")? },
    })
}

impl Stored for Event {
    fn load(conn: &Connection, _: i64, like: &Self) -> Result<Option<Self>> {
        one(conn, EVENT_BY_ID, like.id.0, event)
    }

    fn insert(&self, conn: &Connection, incident: i64) -> Result<()> {
        conn.prepare_cached(
            "INSERT INTO event (id, incident, num, at, pos, zone, precision, entered, kind, milestone, text, tags, key,
               extras, source, source_id)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
        )?
        .execute(params![
            self.id.0,
            incident,
            self.num,
            self.at.millis(),
            self.pos,
            self.zone.to_string(),
            self.precision.as_str(),
            self.entered,
            self.kind.word(),
            self.milestone.map(|it| it.word()),
            self.text,
            words(&self.tags),
            self.key,
            self.links.len() + self.evidence.len(),
            self.source.kind,
            self.source.id
        ])?;
        self.insert_extras(conn, conn.last_insert_rowid())
    }

    fn update(&self, conn: &Connection, _: i64) -> Result<()> {
        let row: i64 = conn
            .prepare_cached("SELECT row FROM event WHERE id = ?1")?
            .query_row([self.id.0], |row| row.get(0))?;
        conn.prepare_cached(
            "UPDATE event SET num = ?2, at = ?3, pos = ?4, zone = ?5, precision = ?6, entered = ?7, kind = ?8,
               milestone = ?9, text = ?10, tags = ?11, key = ?12, extras = ?13, source = ?14, source_id = ?15
             WHERE row = ?1",
        )?
        .execute(params![
            row,
            self.num,
            self.at.millis(),
            self.pos,
            self.zone.to_string(),
            self.precision.as_str(),
            self.entered,
            self.kind.word(),
            self.milestone.map(|it| it.word()),
            self.text,
            words(&self.tags),
            self.key,
            self.links.len() + self.evidence.len(),
            self.source.kind,
            self.source.id
        ])?;
        conn.execute("DELETE FROM event_link WHERE event = ?1", [row])?;
        conn.execute("DELETE FROM event_evidence WHERE event = ?1", [row])?;
        self.insert_extras(conn, row)
    }

    fn delete(&self, conn: &Connection, _: i64) -> Result<()> {
        conn.prepare_cached("DELETE FROM event WHERE id = ?1")?.execute([self.id.0])?;
        Ok(())
    }

    fn number(&mut self) -> Option<(Part, &mut u32)> {
        Some((Part::Event, &mut self.num))
    }
}

impl Event {
    fn insert_extras(&self, conn: &Connection, row: i64) -> Result<()> {
        for (ord, link) in self.links.iter().enumerate() {
            conn.prepare_cached("INSERT INTO event_link (event, ord, label, url) VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![row, ord, link.label, link.url])?;
        }
        for (ord, piece) in self.evidence.iter().enumerate() {
            conn.prepare_cached(
                "INSERT INTO event_evidence (event, ord, label, text) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![row, ord, piece.label, piece.text])?;
        }
        Ok(())
    }
}

pub(super) fn metric(conn: &Connection, row: &Row<'_>) -> Result<Metric> {
    let owner: i64 = row.get("row")?;
    let mut statement =
        conn.prepare_cached("SELECT at, value FROM metric_sample WHERE metric = ?1 ORDER BY ord")?;
    let series = statement
        .query_map([owner], |row| Ok((Timestamp::from_millis(row.get(0)?), row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(Metric {
        id: MetricId(row.get("id")?),
        num: row.get("num")?,
        name: row.get("name")?,
        unit: row.get("unit")?,
        value: row.get("value")?,
        baseline: row.get("baseline")?,
        total: row.get("total")?,
        start: maybe_time(row, "start_at")?,
        end: maybe_time(row, "end_at")?,
        source: row.get("source")?,
        note: row.get("note")?,
        series,
    })
}

impl Stored for Metric {
    fn load(conn: &Connection, _: i64, like: &Self) -> Result<Option<Self>> {
        one(conn, "SELECT * FROM metric WHERE id = ?1", like.id.0, metric)
    }

    fn insert(&self, conn: &Connection, incident: i64) -> Result<()> {
        conn.execute(
            "INSERT INTO metric (id, incident, num, name, unit, value, baseline, total, start_at, end_at, source, note)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            params![
                self.id.0,
                incident,
                self.num,
                self.name,
                self.unit,
                self.value,
                self.baseline,
                self.total,
                self.start.map(Timestamp::millis),
                self.end.map(Timestamp::millis),
                self.source,
                self.note
            ],
        )?;
        let owner = conn.last_insert_rowid();
        for (ord, (at, value)) in self.series.iter().enumerate() {
            conn.prepare_cached(
                "INSERT INTO metric_sample (metric, ord, at, value) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![owner, ord, at.millis(), value])?;
        }
        Ok(())
    }

    fn delete(&self, conn: &Connection, _: i64) -> Result<()> {
        conn.execute("DELETE FROM metric WHERE id = ?1", [self.id.0])?;
        Ok(())
    }

    fn number(&mut self) -> Option<(Part, &mut u32)> {
        Some((Part::Metric, &mut self.num))
    }
}

pub(super) fn ladder(_: &Connection, row: &Row<'_>) -> Result<Ladder> {
    let num: u32 = row.get("num")?;
    Ok(Ladder {
        id: LadderId(row.get("id")?),
        num,
        topic: word(&format!("l{num}"), &row.get::<_, String>("topic")?)?,
        problem: row.get("problem")?,
    })
}

impl Stored for Ladder {
    fn load(conn: &Connection, _: i64, like: &Self) -> Result<Option<Self>> {
        one(conn, "SELECT * FROM ladder WHERE id = ?1", like.id.0, ladder)
    }

    fn insert(&self, conn: &Connection, incident: i64) -> Result<()> {
        conn.execute(
            "INSERT INTO ladder (id, incident, num, topic, problem) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![self.id.0, incident, self.num, self.topic.word(), self.problem],
        )?;
        Ok(())
    }

    fn delete(&self, conn: &Connection, _: i64) -> Result<()> {
        conn.execute("DELETE FROM ladder WHERE id = ?1", [self.id.0])?;
        Ok(())
    }

    fn number(&mut self) -> Option<(Part, &mut u32)> {
        Some((Part::Ladder, &mut self.num))
    }
}

pub(super) fn rung(_: &Connection, row: &Row<'_>) -> Result<Rung> {
    let num: u32 = row.get("num")?;
    Ok(Rung {
        id: RungId(row.get("id")?),
        num,
        ladder: LadderId(row.get("ladder")?),
        parent: row.get::<_, Option<Uuid>>("parent")?.map(RungId),
        place: row.get("place")?,
        why: row.get("why")?,
        because: row.get("because")?,
        cites: parse_handles(&format!("w{num}"), &row.get::<_, String>("cites")?)?,
        root: row.get("root")?,
    })
}

impl Stored for Rung {
    fn load(conn: &Connection, _: i64, like: &Self) -> Result<Option<Self>> {
        one(conn, "SELECT * FROM rung WHERE id = ?1", like.id.0, rung)
    }

    fn insert(&self, conn: &Connection, incident: i64) -> Result<()> {
        conn.execute(
            "INSERT INTO rung (id, incident, num, ladder, parent, place, why, because, cites, root)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            params![
                self.id.0,
                incident,
                self.num,
                self.ladder.0,
                self.parent.map(|it| it.0),
                self.place,
                self.why,
                self.because,
                handles(&self.cites),
                self.root
            ],
        )?;
        Ok(())
    }

    fn delete(&self, conn: &Connection, _: i64) -> Result<()> {
        conn.execute("DELETE FROM rung WHERE id = ?1", [self.id.0])?;
        Ok(())
    }

    fn number(&mut self) -> Option<(Part, &mut u32)> {
        Some((Part::Rung, &mut self.num))
    }
}

pub(super) fn action(_: &Connection, row: &Row<'_>) -> Result<Action> {
    let num: u32 = row.get("num")?;
    let what = format!("a{num}");
    Ok(Action {
        id: ActionId(row.get("id")?),
        num,
        title: row.get("title")?,
        owner: row.get("owner")?,
        due: maybe_word::<NaiveDate>(&what, row.get("due")?)?,
        priority: maybe_word(&what, row.get("priority")?)?,
        kind: maybe_word(&what, row.get("kind")?)?,
        status: word(&what, &row.get::<_, String>("status")?)?,
        done_when: row.get("done_when")?,
        ticket: row.get("ticket")?,
        addresses: parse_handles(&what, &row.get::<_, String>("addresses")?)?,
    })
}

impl Stored for Action {
    fn load(conn: &Connection, _: i64, like: &Self) -> Result<Option<Self>> {
        one(conn, "SELECT * FROM action WHERE id = ?1", like.id.0, action)
    }

    fn insert(&self, conn: &Connection, incident: i64) -> Result<()> {
        conn.execute(
            "INSERT INTO action (id, incident, num, title, owner, due, priority, kind, status, done_when, ticket, addresses)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            params![
                self.id.0,
                incident,
                self.num,
                self.title,
                self.owner,
                self.due.map(|it| it.to_string()),
                self.priority.map(|it| it.word()),
                self.kind.map(|it| it.word()),
                self.status.word(),
                self.done_when,
                self.ticket,
                handles(&self.addresses)
            ],
        )?;
        Ok(())
    }

    fn delete(&self, conn: &Connection, _: i64) -> Result<()> {
        conn.execute("DELETE FROM action WHERE id = ?1", [self.id.0])?;
        Ok(())
    }

    fn number(&mut self) -> Option<(Part, &mut u32)> {
        Some((Part::Action, &mut self.num))
    }
}

pub(super) fn section(_: &Connection, row: &Row<'_>) -> Result<Section> {
    Ok(Section { name: word("a section", &row.get::<_, String>("name")?)?, text: row.get("text")? })
}

impl Stored for Section {
    fn load(conn: &Connection, incident: i64, like: &Self) -> Result<Option<Self>> {
        let text = conn
            .prepare_cached("SELECT text FROM section WHERE incident = ?1 AND name = ?2")?
            .query_row(params![incident, like.name.word()], |row| row.get(0))
            .optional()?;
        Ok(text.map(|text| Section { name: like.name, text }))
    }

    fn insert(&self, conn: &Connection, incident: i64) -> Result<()> {
        conn.execute(
            "INSERT INTO section (incident, name, text) VALUES (?1, ?2, ?3)",
            params![incident, self.name.word(), self.text],
        )?;
        Ok(())
    }

    fn delete(&self, conn: &Connection, incident: i64) -> Result<()> {
        conn.execute(
            "DELETE FROM section WHERE incident = ?1 AND name = ?2",
            params![incident, self.name.word()],
        )?;
        Ok(())
    }

    fn number(&mut self) -> Option<(Part, &mut u32)> {
        None
    }
}
