//! Waivers as rows.

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::{Result, Stored};
use crate::domain::id::Part;
use crate::domain::time::Timestamp;
use crate::domain::waiver::Waiver;

pub(in crate::store) fn waiver(_: &Connection, row: &Row<'_>) -> Result<Waiver> {
    Ok(Waiver {
        rule: row.get("rule")?,
        subject: row.get("subject")?,
        field: row.get("field")?,
        text: row.get("text")?,
        reason: row.get("reason")?,
        at: Timestamp::from_millis(row.get("at")?),
    })
}

impl Stored for Waiver {
    fn load(conn: &Connection, incident: i64, like: &Self) -> Result<Option<Self>> {
        let (rule, subject, field) = like.key();
        let sql = "SELECT * FROM waiver WHERE incident = ?1 AND rule = ?2 AND subject = ?3 AND field = ?4";
        let found = conn
            .prepare_cached(sql)?
            .query_row(params![incident, rule, subject, field], |row| Ok(waiver(conn, row)))
            .optional()?;
        found.transpose()
    }

    fn insert(&self, conn: &Connection, incident: i64) -> Result<()> {
        conn.execute(
            "INSERT INTO waiver (incident, rule, subject, field, text, reason, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![incident, self.rule, self.subject, self.field, self.text, self.reason, self.at.millis()],
        )?;
        Ok(())
    }

    fn delete(&self, conn: &Connection, incident: i64) -> Result<()> {
        let (rule, subject, field) = self.key();
        conn.execute(
            "DELETE FROM waiver WHERE incident = ?1 AND rule = ?2 AND subject = ?3 AND field = ?4",
            params![incident, rule, subject, field],
        )?;
        Ok(())
    }

    fn number(&mut self) -> Option<(Part, &mut u32)> {
        None
    }
}
