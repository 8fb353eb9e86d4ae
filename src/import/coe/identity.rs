//! The identity of an imported incident, which follows from what was read: the same record imported again is known.
//!
//! A `coe/1` document holds no ids of ours, so the record itself stands for one: a chain of name-based UUIDs over the
//! header and every row in its `coe/1` form, in the order in which they are written. Layout, unknown fields and the
//! number in the file it came from do not count. Nothing that depends on the clock may count either: where no event
//! says when it was, the times that were made up for them are left out.

use serde_json::Value;
use uuid::Uuid;

use crate::domain::change::{Change, Row};
use crate::domain::document;
use crate::domain::id::IncidentId;
use crate::domain::incident::{Header, Parts};

/// Returns the identity of what was read; `dated` tells whether the times of the events come from the file.
pub(super) fn identity(header: &Header, changes: &[Change], dated: bool) -> IncidentId {
    let mut parts = Parts::default();
    parts.rungs.extend(changes.iter().filter_map(|it| match &it.row {
        Row::Rung(edit) => edit.after.clone(),
        _ => None,
    }));
    let first = document::incident_json(&Header { num: 0, ..header.clone() });
    let mut id = link(Uuid::new_v5(&Uuid::nil(), document::FORMAT.as_bytes()), &first);
    for change in changes {
        let form = match &change.row {
            Row::Incident(_) => None,
            Row::Event(edit) => edit.after.as_ref().map(|it| {
                let mut form = document::event_json(it);
                if let (false, Value::Object(fields)) = (dated, &mut form) {
                    fields.shift_remove("at");
                }
                form
            }),
            Row::Metric(edit) => edit.after.as_ref().map(document::metric_json),
            // With its rungs.
            Row::Ladder(edit) => edit.after.as_ref().map(|it| document::ladder_json(it, &parts)),
            Row::Rung(_) => None,
            Row::Action(edit) => edit.after.as_ref().map(document::action_json),
            Row::Section(edit) => edit.after.as_ref().map(|it| document::section_json(it.name, &it.text)),
            // What was set aside says nothing about the incident.
            Row::Waiver(_) => None,
        };
        if let Some(form) = form {
            id = link(id, &form);
        }
    }
    IncidentId(id)
}

fn link(before: Uuid, form: &Value) -> Uuid {
    Uuid::new_v5(&before, form.to_string().as_bytes())
}
