//! The waivers of a document.

use std::collections::HashSet;

use super::Reader;
use super::rows::Rows;
use crate::domain::clean;
use crate::domain::waiver::{MAX_REASON, Waiver};
use crate::import::fields::Fields;

/// Reads waivers. One without a rule, a place or a reason is left out, and so is a second one for the same finding. Ids of
/// the file that are no handles here are read as the handles that they stand for.
pub(super) fn read(reader: &mut Reader<'_>, rows: Rows<'_>) -> Vec<Waiver> {
    let mut waivers: Vec<Waiver> = Vec::new();
    let mut taken = HashSet::new();
    for row in 0..rows.list.len() {
        let Some((path, value)) = rows.object(row, &mut reader.warnings) else { continue };
        let mut fields = Fields::new(path.clone(), value, &mut reader.warnings);
        let reason = fields.line("reason");
        let mut waiver = Waiver {
            rule: fields.line("rule"),
            subject: fields.line("id"),
            field: fields.line("field"),
            text: fields.line("text"),
            reason: clean::truncate(&reason, MAX_REASON).into_owned(),
            at: reader.now,
        };
        fields.done();
        let known = reader.names.iter().find(|(_, name)| **name == waiver.subject);
        if let Some((handle, _)) = known {
            waiver.subject = handle.to_string();
        }
        let key = (waiver.rule.clone(), waiver.subject.clone(), waiver.field.clone());
        let lacks = waiver.rule.is_empty() || waiver.subject.is_empty() || waiver.reason.is_empty();
        if lacks {
            reader.warnings.add(|| format!("{path}: a waiver needs `rule`, `id` and `reason`; left out"));
        } else if !taken.insert(key) {
            reader.warnings.add(|| format!("{path}: set aside already; left out"));
        } else {
            waivers.push(waiver);
        }
    }
    waivers.sort_by(|a, b| a.key().cmp(&b.key()));
    waivers
}
