//! Safe rewrites as changes.

use super::finding::{Finding, Place, Sink, Subject};
use super::{Options, passage, review_passage};
use crate::domain::change::{Change, Edit};
use crate::domain::id::Part;
use crate::domain::incident::Incident;
use crate::domain::time::Timestamp;

/// Returns the text at the place in which the same is still found: another process may have changed it, and evidence may come
/// in several pieces.
fn still_found<'i>(incident: &'i Incident, finding: &Finding) -> Option<&'i str> {
    let place = |it: &Place| (it.subject, it.field);
    let options = Options::new(Timestamp::from_millis(0));
    let passages = passage::passages(incident).into_iter();
    let mut here = passages.filter(|it| place(&it.place) == place(&finding.place));
    let found = here.find(|passage| {
        let mut sink = Sink::new(&options);
        review_passage(passage, &mut sink);
        sink.done().iter().any(|it| it.rule == finding.rule && it.fix == finding.fix)
    });
    found.map(|it| it.text)
}

/// Returns the change that mends a finding by its safe rewrite; none when it has none, or when the words that it means are
/// not there any more.
pub fn change(incident: &Incident, finding: &Finding) -> Option<Change> {
    let fix = finding.fix.as_ref()?;
    let text = still_found(incident, finding)?;
    let (id, parts) = (incident.header.id, &incident.parts);
    let field = finding.place.field;
    let mend = |fields: Vec<&mut String>| {
        let field = fields.into_iter().find(|it| *it == text)?;
        field.replace_range(fix.span.clone(), &fix.with);
        Some(())
    };
    let one = |field: &mut String| mend(vec![field]);
    match finding.place.subject {
        Subject::Section(name) => {
            let before = parts.sections.iter().find(|it| it.name == name)?;
            let mut after = before.text.clone();
            one(&mut after)?;
            Some(Change::section(id, name, &before.text, &after))
        }
        Subject::Incident => {
            let mut after = incident.header.clone();
            match field {
                "links" => {
                    mend(after.links.iter_mut().flat_map(|it| [&mut it.label, &mut it.url]).collect())?
                }
                _ => one(&mut after.title)?,
            }
            Change::header(Edit::replace(incident.header.clone(), after))
        }
        Subject::Part(_) => None,
        Subject::Row(handle) => match handle.part {
            Part::Event => {
                let before = incident.events.iter().find(|it| it.handle() == handle)?;
                let mut after = before.clone();
                match field {
                    "evidence" => mend(
                        after.evidence.iter_mut().flat_map(|it| [&mut it.label, &mut it.text]).collect(),
                    )?,
                    "links" => {
                        mend(after.links.iter_mut().flat_map(|it| [&mut it.label, &mut it.url]).collect())?
                    }
                    _ => one(&mut after.text)?,
                }
                Some(Change::event(id, Edit::replace(before.clone(), after)))
            }
            Part::Metric => {
                let before = parts.metrics.iter().find(|it| it.handle() == handle)?;
                let mut after = before.clone();
                one(match field {
                    "note" => &mut after.note,
                    "source" => &mut after.source,
                    _ => &mut after.name,
                })?;
                Some(Change::metric(id, Edit::replace(before.clone(), after)))
            }
            Part::Ladder => {
                let before = parts.ladders.iter().find(|it| it.handle() == handle)?;
                let mut after = before.clone();
                one(&mut after.problem)?;
                Some(Change::ladder(id, Edit::replace(before.clone(), after)))
            }
            Part::Rung => {
                let before = parts.rungs.iter().find(|it| it.handle() == handle)?;
                let mut after = before.clone();
                one(if field == "why" { &mut after.why } else { &mut after.because })?;
                Some(Change::rung(id, Edit::replace(before.clone(), after)))
            }
            Part::Action => {
                let before = parts.actions.iter().find(|it| it.handle() == handle)?;
                let mut after = before.clone();
                one(match field {
                    "done_when" => &mut after.done_when,
                    "owner" => &mut after.owner,
                    "ticket" => &mut after.ticket,
                    _ => &mut after.title,
                })?;
                Some(Change::action(id, Edit::replace(before.clone(), after)))
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::change::Row;
    use crate::domain::event::Evidence;
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

    #[test]
    fn a_credential_is_taken_out_of_the_piece_of_evidence_that_holds_it() {
        let options = Options::new(sound::now());
        let mut incident = sound::incident();
        let piece = |text: &str| Evidence { label: "log".into(), text: text.into() };
        incident.events[3].evidence =
            vec![piece("all is well"), piece("password=hunter2Fake99!"), piece("password=other7Fake88!")];
        let mut found: Vec<Finding> =
            review(&incident, &options).into_iter().filter(|it| it.fix.is_some()).collect();
        assert_eq!(found.len(), 2, "{found:#?}");
        for kept in [2, 1] {
            let Some(Change { row: Row::Event(edit), .. }) = change(&incident, &found.remove(0)) else {
                panic!()
            };
            incident.events[3] = edit.after.unwrap();
            let with = incident.events[3].evidence.iter().filter(|it| it.text.contains("Fake")).count();
            assert_eq!(with, kept - 1, "{:#?}", incident.events[3].evidence);
        }
        assert_eq!(incident.events[3].evidence[0].text, "all is well");
    }

    #[test]
    fn a_waiver_for_evidence_ends_with_any_piece_of_it() {
        let mut incident = sound::incident();
        let piece = |text: &str| Evidence { label: String::new(), text: text.into() };
        incident.events[3].evidence = vec![piece("password=hunter2Fake99!")];
        let found = crate::review::credentials(&incident);
        let edit = crate::review::set_aside(
            &[],
            (found[0].rule, found[0].place),
            "a test bench".into(),
            sound::now(),
        );
        let edit = crate::review::seal(edit, &incident, found[0].place);
        incident.parts.waivers.extend(edit.after);
        assert!(crate::review::credentials(&incident).is_empty());
        incident.events[3].evidence.push(piece("password=other7Fake88!"));
        assert_eq!(crate::review::credentials(&incident).len(), 2);
    }
}
