//! Safe rewrites as changes.

use super::finding::{Finding, Subject};
use crate::domain::change::{Change, Edit};
use crate::domain::id::Part;
use crate::domain::incident::Incident;

/// Returns the change that mends a finding by its safe rewrite; none when it has none, or when the words that it means are
/// not there any more.
pub fn change(incident: &Incident, finding: &Finding) -> Option<Change> {
    let fix = finding.fix.as_ref()?;
    let (id, parts) = (incident.header.id, &incident.parts);
    let field = finding.place.field;
    let mended = |text: &str| {
        let mut text = text.to_owned();
        text.get(fix.span.clone())?;
        text.replace_range(fix.span.clone(), &fix.with);
        Some(text)
    };
    match finding.place.subject {
        Subject::Section(name) => {
            let before = parts.sections.iter().find(|it| it.name == name)?;
            Some(Change::section(id, name, &before.text, &mended(&before.text)?))
        }
        Subject::Incident if field == "title" => {
            let mut after = incident.header.clone();
            after.title = mended(&after.title)?;
            Change::header(Edit::replace(incident.header.clone(), after))
        }
        Subject::Incident | Subject::Part(_) => None,
        Subject::Row(handle) => match handle.part {
            Part::Event => {
                let before = incident.events.iter().find(|it| it.handle() == handle)?;
                let mut after = before.clone();
                after.text = mended(&after.text)?;
                Some(Change::event(id, Edit::replace(before.clone(), after)))
            }
            Part::Metric => {
                let before = parts.metrics.iter().find(|it| it.handle() == handle)?;
                let mut after = before.clone();
                let text = if field == "note" { &mut after.note } else { &mut after.name };
                *text = mended(text)?;
                Some(Change::metric(id, Edit::replace(before.clone(), after)))
            }
            Part::Ladder => {
                let before = parts.ladders.iter().find(|it| it.handle() == handle)?;
                let mut after = before.clone();
                after.problem = mended(&after.problem)?;
                Some(Change::ladder(id, Edit::replace(before.clone(), after)))
            }
            Part::Rung => {
                let before = parts.rungs.iter().find(|it| it.handle() == handle)?;
                let mut after = before.clone();
                let text = if field == "why" { &mut after.why } else { &mut after.because };
                *text = mended(text)?;
                Some(Change::rung(id, Edit::replace(before.clone(), after)))
            }
            Part::Action => {
                let before = parts.actions.iter().find(|it| it.handle() == handle)?;
                let mut after = before.clone();
                let text = if field == "done_when" { &mut after.done_when } else { &mut after.title };
                *text = mended(text)?;
                Some(Change::action(id, Edit::replace(before.clone(), after)))
            }
        },
    }
}
