//! The one path of writes: a transaction that checks each change against the rows it touches, writes the tables, and
//! appends to the op log. Undo and redo walk the same path with the inverse and the original changes.

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use serde::{Deserialize, Serialize};

use crate::domain::change::{Change, Conflict, Edit, Row};
use crate::domain::event::{Event, MAX_EVENTS, MAX_EVIDENCE, MAX_TEXT};
use crate::domain::id::{Handle, IncidentId, Part, StepId};
use crate::domain::section::MAX_SECTION;
use crate::domain::time::Timestamp;

use super::Store;
use super::error::{Result, StoreError};
use super::rows::Stored;

/// Version of the serialized [`Row`] in the op log.
const OP_VERSION: u32 = 1;

/// The most changes of a step that are handed back to the caller; an import of more needs no handles.
const MOST_RETURNED: usize = 1_000;

/// Who wrote a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// The terminal interface.
    Tui,
    /// The command line.
    Cli,
    /// An import.
    Import,
}

impl Origin {
    /// Returns its word in the op log.
    pub fn word(self) -> &'static str {
        match self {
            Origin::Tui => "tui",
            Origin::Cli => "cli",
            Origin::Import => "import",
        }
    }
}

/// A step about to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct Write {
    /// Identity, made by the client: writing the same step again changes nothing.
    pub step: StepId,
    /// The incident it belongs to.
    pub incident: IncidentId,
    /// When it was made.
    pub at: Timestamp,
    /// Who made it.
    pub origin: Origin,
    /// What to call it in the history; `{}` becomes the handle of the first row. `None` names it after its changes.
    pub label: Option<String>,
    /// The draft (owner and field) whose text it enters, removed in the same transaction.
    pub enters: Option<(String, String)>,
}

/// A step that is on disk.
#[derive(Debug, Clone, PartialEq)]
pub struct Written {
    /// Its place in the op log.
    pub seq: i64,
    /// What it is called in the history.
    pub label: String,
    /// How many rows it changed.
    pub rows: usize,
    /// Its changes with the handles that they were given, the first thousand of them.
    pub changes: Vec<Change>,
}

impl Written {
    /// Returns the event that the step added or edited last.
    pub fn event(&self) -> Option<&Event> {
        self.changes.iter().rev().find_map(|it| match &it.row {
            Row::Event(edit) => edit.after.as_ref(),
            _ => None,
        })
    }
}

impl Store {
    /// Writes one step.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when a row is not as its change expects, [`StoreError::Duplicate`] when an event with the
    /// same source and key exists, [`StoreError::Limit`], [`StoreError::Locked`]. Nothing is written then.
    pub fn write(&mut self, write: &Write, changes: impl IntoIterator<Item = Change>) -> Result<Written> {
        self.step(write, changes, Ending::Commit)
    }

    /// Does all that [`Store::write`] does, handles and refusals included, and takes it back: nothing is written.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub fn try_write(&mut self, write: &Write, changes: impl IntoIterator<Item = Change>) -> Result<Written> {
        self.step(write, changes, Ending::Rollback)
    }

    fn step(
        &mut self,
        write: &Write,
        changes: impl IntoIterator<Item = Change>,
        ending: Ending,
    ) -> Result<Written> {
        let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if let Some(done) = step_by_id(&tx, write.step)? {
            return Ok(done);
        }
        let seq = insert_step(&tx, write, "do", None, "")?;
        tx.prepare_cached("UPDATE step SET undone = -1 WHERE incident = ?1 AND undone > 0")?
            .execute([write.incident.0])?;
        let mut written = Written { seq, label: String::new(), rows: 0, changes: Vec::new() };
        for mut change in changes {
            if change.is_empty() {
                continue;
            }
            check_limits(&change)?;
            apply(&tx, &mut change)?;
            append_op(&tx, seq, &change)?;
            written.rows += 1;
            if written.changes.len() < MOST_RETURNED {
                written.changes.push(change);
            }
        }
        written.label = label(write.label.as_deref(), &written);
        tx.prepare_cached("UPDATE step SET label = ?2 WHERE seq = ?1")?
            .execute(params![seq, written.label])?;
        if let Some((owner, field)) = &write.enters {
            // The draft of a new incident belongs to none yet.
            tx.prepare_cached("DELETE FROM draft WHERE owner = ?1 AND field = ?2 AND incident IN (?3, x'')")?
                .execute(params![owner, field, write.incident.0.as_bytes().as_slice()])?;
        }
        if written.rows == 0 {
            // Nothing to take back later: the step is not worth a place in the history.
            tx.rollback()?;
            written.label = "nothing changed".to_owned();
            return Ok(written);
        }
        ending.end(tx)?;
        Ok(written)
    }

    /// Takes back the newest step in force, or the step `target`. The step `undo` names the act itself.
    ///
    /// # Errors
    /// [`StoreError::Nothing`] when there is none; [`StoreError::Conflict`] when a later edit stands in the way.
    pub fn undo(&mut self, undo: &Write, target: Option<i64>) -> Result<Written> {
        self.turn(undo, target, (Turn::Undo, Ending::Commit))
    }

    /// Does all that [`Store::undo`] does and takes it back: nothing is written.
    ///
    /// # Errors
    /// As [`Store::undo`].
    pub fn try_undo(&mut self, undo: &Write, target: Option<i64>) -> Result<Written> {
        self.turn(undo, target, (Turn::Undo, Ending::Rollback))
    }

    /// Does again what was undone last, as long as nothing new was written since.
    ///
    /// # Errors
    /// As [`Store::undo`].
    pub fn redo(&mut self, redo: &Write) -> Result<Written> {
        self.turn(redo, None, (Turn::Redo, Ending::Commit))
    }

    /// Does all that [`Store::redo`] does and takes it back: nothing is written.
    ///
    /// # Errors
    /// As [`Store::redo`].
    pub fn try_redo(&mut self, redo: &Write) -> Result<Written> {
        self.turn(redo, None, (Turn::Redo, Ending::Rollback))
    }

    fn turn(
        &mut self,
        write: &Write,
        target: Option<i64>,
        (turn, ending): (Turn, Ending),
    ) -> Result<Written> {
        let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if let Some(done) = step_by_id(&tx, write.step)? {
            return Ok(done);
        }
        let (target, target_label) = turn.target(&tx, write.incident, target)?;
        let label = format!("{}: {target_label}", turn.word());
        let seq = insert_step(&tx, write, turn.word(), Some(target), &label)?;
        let mut written = Written { seq, label, rows: 0, changes: Vec::new() };
        {
            let mut statement = tx.prepare_cached(turn.ops())?;
            let mut rows = statement.query([target])?;
            while let Some(row) = rows.next()? {
                let change = read_op(row, write.incident)?;
                let mut change = match turn {
                    Turn::Undo => change.inverse(),
                    Turn::Redo => change,
                };
                apply(&tx, &mut change).map_err(|error| turn.explain(error, target, &target_label))?;
                written.rows += 1;
                if written.changes.len() < MOST_RETURNED {
                    written.changes.push(change);
                }
            }
        }
        tx.execute(
            "UPDATE step SET undone = ?2 WHERE seq = ?1",
            params![
                target,
                match turn {
                    Turn::Undo => seq,
                    Turn::Redo => 0,
                }
            ],
        )?;
        ending.end(tx)?;
        Ok(written)
    }

    /// Empties the tables and fills them again from the op log alone, in one transaction.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the log does not fit itself; the tables are then as they were.
    pub fn replay(&mut self) -> Result<()> {
        let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for table in ["event", "metric", "ladder", "rung", "action", "section", "waiver", "incident"] {
            tx.execute(&format!("DELETE FROM {table}"), [])?;
        }
        tx.execute("DELETE FROM counter", [])?;
        let steps: Vec<(i64, IncidentId, Option<i64>, String)> = tx
            .prepare("SELECT seq, incident, target, kind FROM step ORDER BY seq")?
            .query_map([], |row| Ok((row.get(0)?, IncidentId(row.get(1)?), row.get(2)?, row.get(3)?)))?
            .collect::<rusqlite::Result<_>>()?;
        for (seq, incident, target, kind) in steps {
            let (turn, of) = match kind.as_str() {
                "undo" => (Turn::Undo, target.unwrap_or(seq)),
                _ => (Turn::Redo, target.unwrap_or(seq)),
            };
            let mut statement = tx.prepare_cached(turn.ops())?;
            let mut rows = statement.query([of])?;
            while let Some(row) = rows.next()? {
                let change = read_op(row, incident)?;
                let mut change = if matches!(turn, Turn::Undo) { change.inverse() } else { change };
                apply(&tx, &mut change)?;
            }
        }
        tx.commit()?;
        Ok(())
    }
}

/// What becomes of a step that went through.
#[derive(Debug, Clone, Copy)]
enum Ending {
    Commit,
    Rollback,
}

impl Ending {
    fn end(self, tx: Transaction<'_>) -> rusqlite::Result<()> {
        match self {
            Ending::Commit => tx.commit(),
            Ending::Rollback => tx.rollback(),
        }
    }
}

#[derive(Debug, Clone, Copy)]
enum Turn {
    Undo,
    Redo,
}

impl Turn {
    fn word(self) -> &'static str {
        match self {
            Turn::Undo => "undo",
            Turn::Redo => "redo",
        }
    }

    fn ops(self) -> &'static str {
        match self {
            Turn::Undo => "SELECT version, change FROM op WHERE step = ?1 ORDER BY seq DESC",
            Turn::Redo => "SELECT version, change FROM op WHERE step = ?1 ORDER BY seq",
        }
    }

    /// Finds the step to turn, with its label.
    fn target(self, conn: &Connection, incident: IncidentId, wanted: Option<i64>) -> Result<(i64, String)> {
        let sql = match self {
            Turn::Undo => {
                "SELECT seq, label FROM step WHERE incident = ?1 AND kind = 'do' AND undone = 0 AND (?2 IS NULL OR seq = ?2)
                 ORDER BY seq DESC LIMIT 1"
            }
            Turn::Redo => {
                "SELECT seq, label FROM step WHERE incident = ?1 AND undone > 0 AND (?2 IS NULL OR seq = ?2)
                 ORDER BY undone DESC LIMIT 1"
            }
        };
        let found = conn
            .prepare_cached(sql)?
            .query_row(params![incident.0, wanted], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        match (found, wanted) {
            (Some(found), _) => Ok(found),
            (None, Some(seq)) => Err(StoreError::NotFound(format!(
                "no step {seq} in force in this incident; see `coe history`"
            ))),
            (None, None) => Err(StoreError::Nothing(self.word())),
        }
    }

    /// Says why a step cannot be turned.
    fn explain(self, error: StoreError, seq: i64, label: &str) -> StoreError {
        match error {
            StoreError::Conflict(Conflict { subject, .. }) => StoreError::Conflict(Conflict {
                what: format!(
                    "has been changed since; to {} step {seq} ({label}) would overwrite that: undo the later step first",
                    self.word()
                ),
                subject,
            }),
            // What was added later hangs on what this step would take away.
            StoreError::Sqlite(error)
                if error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation) =>
            {
                StoreError::Conflict(Conflict {
                    subject: format!("step {seq} ({label})"),
                    what: format!(
                        "is what later steps rest on; to {} it alone would tear them off: undo those first",
                        self.word()
                    ),
                })
            }
            other => other,
        }
    }
}

fn insert_step(
    tx: &Transaction<'_>,
    write: &Write,
    kind: &str,
    target: Option<i64>,
    label: &str,
) -> Result<i64> {
    tx.prepare_cached(
        "INSERT INTO step (id, incident, at, origin, kind, target, label) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        write.step.0,
        write.incident.0,
        write.at.millis(),
        write.origin.word(),
        kind,
        target,
        label
    ])?;
    Ok(tx.last_insert_rowid())
}

/// Returns the step of this id if an earlier try got through.
fn step_by_id(conn: &Connection, step: StepId) -> Result<Option<Written>> {
    let found: Option<(i64, String, IncidentId)> = conn
        .prepare_cached("SELECT seq, label, incident FROM step WHERE id = ?1")?
        .query_row([step.0], |row| Ok((row.get(0)?, row.get(1)?, IncidentId(row.get(2)?))))
        .optional()?;
    let Some((seq, label, incident)) = found else { return Ok(None) };
    let mut statement =
        conn.prepare_cached("SELECT version, change FROM op WHERE step = ?1 ORDER BY seq LIMIT 1000")?;
    let mut rows = statement.query([seq])?;
    let mut changes = Vec::new();
    while let Some(row) = rows.next()? {
        changes.push(read_op(row, incident)?);
    }
    Ok(Some(Written { seq, label, rows: changes.len(), changes }))
}

fn append_op(conn: &Connection, step: i64, change: &Change) -> Result<()> {
    let json = serde_json::to_string(&change.row)
        .map_err(|error| StoreError::Unreadable { what: change.subject(), why: error.to_string() })?;
    conn.prepare_cached("INSERT INTO op (step, version, change) VALUES (?1, ?2, ?3)")?
        .execute(params![step, OP_VERSION, json])?;
    Ok(())
}

fn read_op(row: &rusqlite::Row<'_>, incident: IncidentId) -> Result<Change> {
    let version: u32 = row.get(0)?;
    let json: String = row.get(1)?;
    if version != OP_VERSION {
        return Err(StoreError::Unreadable {
            what: "the op log".to_owned(),
            why: format!("a change of version {version}; this coe reads version {OP_VERSION}"),
        });
    }
    let row = serde_json::from_str(&json)
        .map_err(|error| StoreError::Unreadable { what: "the op log".to_owned(), why: error.to_string() })?;
    Ok(Change { incident, row })
}

/// Names a step after what it did.
fn label(given: Option<&str>, written: &Written) -> String {
    let first = written.changes.first();
    match given {
        Some(text) => text.replace("{}", &first.map(Change::subject).unwrap_or_default()),
        None => {
            let more = match written.rows {
                0 | 1 => String::new(),
                n => format!(" and {} more", n - 1),
            };
            format!("{}{more}", first.map(Change::label).unwrap_or_default())
        }
    }
}

fn check_limits(change: &Change) -> Result<()> {
    let too_long = |what: &str, bytes: usize, most: usize| {
        Err(StoreError::Limit(format!(
            "the {what} of {} is {bytes} bytes long and {most} are the most; shorten it, or keep the rest as evidence",
            change.subject()
        )))
    };
    match &change.row {
        Row::Event(edit) => {
            let Some(event) = &edit.after else { return Ok(()) };
            if event.text.len() > MAX_TEXT {
                return too_long("text", event.text.len(), MAX_TEXT);
            }
            if let Some(piece) = event.evidence.iter().find(|it| it.text.len() > MAX_EVIDENCE) {
                return too_long("evidence", piece.text.len(), MAX_EVIDENCE);
            }
            Ok(())
        }
        Row::Section(edit) => match &edit.after {
            Some(section) if section.text.len() > MAX_SECTION => {
                too_long("text", section.text.len(), MAX_SECTION)
            }
            _ => Ok(()),
        },
        _ => Ok(()),
    }
}

/// Applies a change to the tables, giving new rows their handles.
fn apply(conn: &Connection, change: &mut Change) -> Result<()> {
    if let Row::Incident(edit) = &mut change.row {
        return apply_header(conn, edit).map_err(|error| stale(error, change));
    }
    let incident = incident_number(conn, change.incident)?;
    let done = match &mut change.row {
        Row::Incident(_) => Ok(()),
        Row::Event(edit) => check_event(conn, incident, edit).and_then(|()| apply_edit(conn, incident, edit)),
        Row::Metric(edit) => apply_edit(conn, incident, edit),
        Row::Ladder(edit) => apply_edit(conn, incident, edit),
        Row::Rung(edit) => apply_edit(conn, incident, edit),
        Row::Action(edit) => apply_edit(conn, incident, edit),
        Row::Section(edit) => apply_edit(conn, incident, edit),
        Row::Waiver(edit) => apply_edit(conn, incident, edit),
    };
    done.map_err(|error| stale(error, change))
}

/// Why a change was not applied: a stale row is named by the caller, who knows the change.
enum Refusal {
    Stale,
    Other(StoreError),
}

impl<E: Into<StoreError>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Refusal::Other(error.into())
    }
}

fn stale(refusal: Refusal, change: &Change) -> StoreError {
    match refusal {
        Refusal::Stale => StoreError::Conflict(Conflict::stale(change)),
        Refusal::Other(error) => error,
    }
}

fn apply_edit<T: Stored>(conn: &Connection, incident: i64, edit: &mut Edit<T>) -> Result<(), Refusal> {
    let Some(like) = edit.either() else { return Ok(()) };
    let new = edit.before.is_none() && edit.after.is_some();
    if T::load(conn, incident, like)? != edit.before {
        return Err(Refusal::Stale);
    }
    if let (true, Some(after)) = (new, edit.after.as_mut())
        && let Some((part, number)) = after.number()
    {
        *number = claim_number(conn, incident, part.name(), *number)?;
    }
    match (&edit.before, &edit.after) {
        (None, Some(after)) => after.insert(conn, incident)?,
        (Some(_), Some(after)) => after.update(conn, incident)?,
        (Some(before), None) => before.delete(conn, incident)?,
        (None, None) => {}
    }
    Ok(())
}

fn apply_header(conn: &Connection, edit: &mut Edit<crate::domain::incident::Header>) -> Result<(), Refusal> {
    let Some(like) = edit.either() else { return Ok(()) };
    if Stored::load(conn, 0, like)? != edit.before {
        return Err(Refusal::Stale);
    }
    match (&edit.before, &mut edit.after) {
        (None, Some(after)) => {
            after.num = claim_number(conn, 0, "incident", after.num)?;
            after.insert(conn, 0)?;
        }
        (Some(_), Some(after)) => after.update(conn, 0)?,
        (Some(before), None) => before.delete(conn, 0)?,
        (None, None) => {}
    }
    Ok(())
}

/// Returns the number that a new row gets: the next free one, or the one it had before it was taken back.
fn claim_number(conn: &Connection, incident: i64, part: &str, had: u32) -> Result<u32> {
    let mut statement = conn.prepare_cached(
        "INSERT INTO counter (incident, part, next) VALUES (?1, ?2, max(?3, 1) + 1)
           ON CONFLICT (incident, part) DO UPDATE SET next = max(next + (?3 = 0), ?3 + 1) RETURNING next - 1",
    )?;
    let claimed: i64 = statement.query_row(params![incident, part, had], |row| row.get(0))?;
    if had > 0 {
        return Ok(had);
    }
    u32::try_from(claimed)
        .map_err(|_| StoreError::Limit(format!("this incident has no more numbers for a new {part}")))
}

/// Refuses an event that would take a milestone from another, repeat a source key, or be one too many.
fn check_event(conn: &Connection, incident: i64, edit: &Edit<Event>) -> Result<(), Refusal> {
    let Some(event) = &edit.after else { return Ok(()) };
    if let (Some(key), None) = (&event.source.id, &edit.before) {
        let holder: Option<u32> = conn
            .prepare_cached("SELECT num FROM event WHERE incident = ?1 AND source = ?2 AND source_id = ?3")?
            .query_row(params![incident, event.source.kind, key], |row| row.get(0))
            .optional()?;
        if let Some(num) = holder {
            return Err(StoreError::Duplicate(Handle::new(Part::Event, num)).into());
        }
    }
    let was = edit.before.as_ref().and_then(|it| it.milestone);
    if let Some(milestone) = event.milestone.filter(|it| Some(*it) != was) {
        let holder: Option<u32> = conn
            .prepare_cached("SELECT num FROM event WHERE incident = ?1 AND milestone = ?2 AND id <> ?3")?
            .query_row(params![incident, milestone.word(), event.id.0], |row| row.get(0))
            .optional()?;
        if let Some(num) = holder {
            return Err(StoreError::from(Conflict {
                subject: milestone.word().to_owned(),
                what: format!(
                    "is already e{num}; move it on purpose (`coe mark --move`, or m in the terminal)"
                ),
            })
            .into());
        }
    }
    // Counting is cheap but not free: the numbers run out first.
    let next: Option<i64> = conn
        .prepare_cached("SELECT next FROM counter WHERE incident = ?1 AND part = 'event'")?
        .query_row([incident], |row| row.get(0))
        .optional()?;
    if edit.before.is_none() && next.unwrap_or(0).unsigned_abs() > MAX_EVENTS {
        let count: i64 = conn.query_row(
            "SELECT coalesce(sum(n), 0) FROM event_tally WHERE incident = ?1",
            [incident],
            |row| row.get(0),
        )?;
        if count.unsigned_abs() >= MAX_EVENTS {
            return Err(StoreError::Limit(format!(
                "this incident has {count} events and {MAX_EVENTS} are the most; start another with `coe new`"
            ))
            .into());
        }
    }
    Ok(())
}

pub(super) fn incident_number(conn: &Connection, id: IncidentId) -> Result<i64> {
    conn.prepare_cached("SELECT num FROM incident WHERE id = ?1")?
        .query_row([id.0], |row| row.get(0))
        .optional()?
        .ok_or_else(|| StoreError::NotFound("the incident is gone; see `coe list`".to_owned()))
}
