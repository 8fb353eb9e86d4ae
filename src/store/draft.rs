//! Drafts: text that was typed and not yet entered, kept so that a kill loses none of it.
//!
//! A draft belongs to the process that types it (its owner). When that process is gone the next one adopts it and
//! offers it back in the same field with the same cursor.

use rusqlite::params;
use uuid::Uuid;

use crate::domain::id::IncidentId;
use crate::domain::time::Timestamp;

use super::Store;
use super::error::Result;

/// Text being typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The process that types it.
    pub owner: String,
    /// The field: `log`, `event:<id>:text`, `section:summary`.
    pub field: String,
    /// The incident it is for, if it is for one.
    pub incident: Option<IncidentId>,
    /// The text.
    pub text: String,
    /// Where the cursor stands, in characters.
    pub cursor: usize,
    /// Whether its field is open, or was left with the text in it.
    pub open: bool,
    /// When the field was opened: the default time of an event.
    pub opened: Timestamp,
    /// When it was last typed at.
    pub at: Timestamp,
}

impl Store {
    /// Writes a draft over its earlier state; empty text removes it.
    ///
    /// # Errors
    /// [`StoreError::Locked`](super::StoreError::Locked) and other failures of the database.
    pub fn keep_draft(&mut self, draft: &Draft) -> Result<()> {
        let incident = blob(draft.incident);
        if draft.text.is_empty() {
            return self.drop_draft(&draft.owner, &draft.field, draft.incident);
        }
        self.conn
            .prepare_cached(
                "INSERT INTO draft (owner, field, incident, text, cursor, opened, at, open)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                 ON CONFLICT (owner, field, incident) DO UPDATE SET text = excluded.text, cursor = excluded.cursor,
                   opened = excluded.opened, at = excluded.at, open = excluded.open",
            )?
            .execute(params![
                draft.owner,
                draft.field,
                incident,
                draft.text,
                draft.cursor,
                draft.opened.millis(),
                draft.at.millis(),
                draft.open
            ])?;
        Ok(())
    }

    /// Removes a draft.
    ///
    /// # Errors
    /// [`StoreError::Locked`](super::StoreError::Locked) and other failures of the database.
    pub fn drop_draft(&mut self, owner: &str, field: &str, incident: Option<IncidentId>) -> Result<()> {
        self.conn
            .prepare_cached("DELETE FROM draft WHERE owner = ?1 AND field = ?2 AND incident = ?3")?
            .execute(params![owner, field, blob(incident)])?;
        Ok(())
    }

    /// Returns every draft, newest first.
    ///
    /// # Errors
    /// [`StoreError`](super::StoreError) when the database cannot be read.
    pub fn drafts(&self) -> Result<Vec<Draft>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT owner, field, incident, text, cursor, opened, at, open FROM draft ORDER BY at DESC",
        )?;
        let rows = statement.query_map([], |row| {
            let incident: Vec<u8> = row.get(2)?;
            Ok(Draft {
                owner: row.get(0)?,
                field: row.get(1)?,
                incident: Uuid::from_slice(&incident).ok().map(IncidentId),
                text: row.get(3)?,
                cursor: row.get::<_, i64>(4).map(|it| usize::try_from(it).unwrap_or(0))?,
                opened: Timestamp::from_millis(row.get(5)?),
                at: Timestamp::from_millis(row.get(6)?),
                open: row.get(7)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Gives the drafts of a process that is gone to `heir`. Of two drafts of the same field the newer one is adopted;
    /// the older one stays with its owner, to be offered the next time.
    ///
    /// # Errors
    /// [`StoreError::Locked`](super::StoreError::Locked) and other failures of the database.
    pub fn adopt_drafts(&mut self, gone: &str, heir: &str) -> Result<usize> {
        Ok(self
            .conn
            .execute("UPDATE OR IGNORE draft SET owner = ?2 WHERE owner = ?1", params![gone, heir])?)
    }
}

fn blob(incident: Option<IncidentId>) -> Vec<u8> {
    incident.map(|it| it.0.as_bytes().to_vec()).unwrap_or_default()
}
