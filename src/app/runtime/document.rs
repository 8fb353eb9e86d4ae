//! The document on its way out and in: export to a file, to the clipboard, import of a record.

use std::path::{Path, PathBuf};

use crate::app::msg::Msg;
use crate::domain::change::{Change, Edit};
use crate::domain::id::{IdSource, IncidentId, StepId};
use crate::domain::time::Timestamp;
use crate::file::{self, WriteError};
use crate::review::credentials;
use crate::store::{Origin, Store, Write};
use crate::{export, import as imports};

/// Writes the document to a file.
pub(super) fn export(store: &Store, incident: IncidentId, to: (&'static str, PathBuf), force: bool) -> Msg {
    let (format, path) = to;
    let text = match render(store, incident, format) {
        Ok(text) => text,
        Err(why) => return Msg::Failed(why),
    };
    match file::write(&path, &text, force) {
        Ok(()) => Msg::Exported(std::path::absolute(&path).unwrap_or(path)),
        Err(WriteError::Exists(path)) => Msg::Exists { format, path },
        Err(error) => Msg::Failed(error.to_string()),
    }
}

/// Renders the document for the clipboard.
pub(super) fn copy(store: &Store, incident: IncidentId) -> Msg {
    match render(store, incident, "md") {
        Ok(text) => Msg::Rendered(text),
        Err(why) => Msg::Failed(why),
    }
}

fn render(store: &Store, incident: IncidentId, format: &str) -> Result<String, String> {
    let format = export::format(format).ok_or_else(|| format!("there is no format {format}"))?;
    let incident = store.incident(incident).map_err(|error| error.to_string())?;
    if let Some(it) = credentials(&incident).first() {
        return Err(format!(
            "not exported: {} in {}; ! lists it, where f takes it out and w sets it aside with a reason",
            it.message, it.place
        ));
    }
    Ok((format.render)(&incident))
}

/// Reads a record into a new incident, as one step.
pub(super) fn import(store: &mut Store, path: &Path, (now, seed): (Timestamp, u64)) -> Msg {
    let fail = |why: &dyn std::fmt::Display| Msg::Failed(format!("cannot import {}: {why}", path.display()));
    match std::fs::metadata(path) {
        Ok(facts) if facts.len() > imports::MAX_FILE as u64 => {
            return fail(&format!("it has {} bytes and {} are the most", facts.len(), imports::MAX_FILE));
        }
        Ok(_) => {}
        Err(error) => return fail(&error),
    }
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => return fail(&error),
    };
    let Some(format) = imports::recognise(&bytes) else {
        return fail(&"it is not a coe/1 document; `coe export --format json` writes one");
    };
    let mut ids = IdSource::seeded(seed);
    let step = StepId(ids.next(now));
    let imported = match (format.read)(&bytes, &mut ids, now) {
        Ok(imported) => imported,
        Err(error) => return fail(&error),
    };
    let incident = imported.header.id;
    if let Ok(known) = store.header(incident) {
        return Msg::Known { incident, reference: known.reference() };
    }
    let write = Write {
        step,
        incident,
        at: now,
        origin: Origin::Import,
        label: Some("imported {}".into()),
        enters: None,
    };
    let header = Change::header(Edit::add(imported.header));
    match store.write(&write, header.into_iter().chain(imported.changes)) {
        Ok(_) => Msg::Imported { incident, warnings: imported.warnings },
        Err(error) => fail(&error),
    }
}
