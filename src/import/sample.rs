//! The sample incident: a fictional checkout outage, moved in time so that it is going on now.

use crate::domain::change::{Change, Row};
use crate::domain::event::position;
use crate::domain::id::{IdSource, IncidentId};
use crate::domain::span::Span;
use crate::domain::time::Timestamp;

use super::{ImportError, Imported, coe};

/// The record, as any other `coe/1` document.
pub const DOCUMENT: &str = include_str!("../../assets/sample.json");

/// How long ago its last event is.
const LAST: Span = Span::minutes(3);

/// Reads the sample as if its last event had been three minutes before `now`, to the minute.
///
/// # Errors
/// None but those of the asset itself, which a test rules out.
pub fn read(ids: &mut IdSource, now: Timestamp) -> Result<Imported, ImportError> {
    let mut sample = (coe::FORMAT.read)(DOCUMENT.as_bytes(), ids, now)?;
    let last = sample.changes.iter().filter_map(|it| match &it.row {
        Row::Event(edit) => edit.after.as_ref().map(|event| event.at),
        _ => None,
    });
    let last = last.max().unwrap_or(now);
    let minutes = (Span::between(last, now).millis() - LAST.millis()).div_euclid(60_000);
    let days = minutes.div_euclid(24 * 60);
    let by = Span::minutes(minutes);
    sample.header.created = now;
    // Every sample is an incident of its own.
    sample.header.id = IncidentId(ids.next(now));
    for change in &mut sample.changes {
        change.incident = sample.header.id;
        shift(change, by, days);
    }
    Ok(sample)
}

fn shift(change: &mut Change, by: Span, days: i64) {
    match &mut change.row {
        Row::Event(edit) => {
            if let Some(event) = &mut edit.after {
                event.at = event.at + by;
                event.pos = position(event.at);
            }
        }
        Row::Metric(edit) => {
            if let Some(metric) = &mut edit.after {
                for at in [&mut metric.start, &mut metric.end].into_iter().flatten() {
                    *at = *at + by;
                }
                for (at, _) in &mut metric.series {
                    *at = *at + by;
                }
            }
        }
        Row::Action(edit) => {
            if let Some(action) = &mut edit.after {
                let days = chrono::TimeDelta::try_days(days).unwrap_or_default();
                action.due = action.due.and_then(|it| it.checked_add_signed(days));
            }
        }
        Row::Incident(_) | Row::Ladder(_) | Row::Rung(_) | Row::Section(_) | Row::Waiver(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::event::Milestone;

    #[test]
    fn the_sample_reads_without_a_warning_and_is_going_on_now() {
        let now = Timestamp::parse_rfc3339("2031-05-05T08:00:30Z").unwrap();
        let sample = read(&mut IdSource::seeded(1), now).unwrap();
        assert_eq!(sample.warnings, Vec::<String>::new());
        let incident = sample.incident();
        assert_eq!(
            (incident.events.len(), incident.parts.rungs.len(), incident.parts.actions.len()),
            (21, 4, 3)
        );
        let last = incident.events.last().unwrap();
        let ago = Span::between(last.at, now);
        assert!(ago >= LAST && ago.millis() < LAST.millis() + 60_000, "{ago}");
        let milestones = incident.milestones();
        assert_eq!(
            Span::between(
                milestones.at(Milestone::Start).unwrap(),
                milestones.at(Milestone::Mitigated).unwrap()
            ),
            Span::seconds(45 * 60 + 40)
        );
        assert!(incident.parts.metrics.iter().any(|it| it.series.len() > 60));
    }
}
