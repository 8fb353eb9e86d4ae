//! Safe rewrites as changes.

use super::finding::{Finding, Place, Sink, Subject};
use super::{Options, passage, review_passage};
use crate::domain::change::{Change, Edit};
use crate::domain::id::Part;
use crate::domain::incident::Incident;
use crate::domain::time::Timestamp;

/// Tells whether the text at the place is still one in which the same is found: another process may have changed it.
fn still_found(incident: &Incident, finding: &Finding) -> bool {
    let place = |it: &Place| (it.subject, it.field);
    let passages = passage::passages(incident);
    let Some(passage) = passages.iter().find(|it| place(&it.place) == place(&finding.place)) else {
        return false;
    };
    let options = Options::new(Timestamp::from_millis(0));
    let mut sink = Sink::new(&options);
    review_passage(passage, &mut sink);
    sink.done().iter().any(|it| it.rule == finding.rule && it.fix == finding.fix)
}

/// Returns the change that mends a finding by its safe rewrite; none when it has none, or when the words that it means are
/// not there any more.
pub fn change(incident: &Incident, finding: &Finding) -> Option<Change> {
    let fix = finding.fix.as_ref()?;
    if !still_found(incident, finding) {
        return None;
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::change::Row;
    use crate::review::{review, sound};

    #[test]
    fn a_rewrite_holds_for_the_text_it_was_made_for_and_for_no_other() {
        let options = Options::new(sound::now());
        let mut incident = sound::incident();
        incident.events[3].text = "logged in with password=hunter2Fake99! at 14:20 UTC".into();
        let finding = review(&incident, &options).into_iter().find(|it| it.fix.is_some()).unwrap();
        let Some(Change { row: Row::Event(edit), .. }) = change(&incident, &finding) else {
            panic!("{finding:?}")
        };
        let mended = edit.after.unwrap().text;
        assert!(!mended.contains("hunter2") && mended.ends_with(" at 14:20 UTC"), "{mended}");
        // Somebody else was faster: these bytes are other words now.
        incident.events[3].text = "the password was taken out, and all was well at 14:20 UTC".into();
        assert!(change(&incident, &finding).is_none());
    }
}
