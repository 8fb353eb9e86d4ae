//! Performing effects on a store. Tests call this with a store in memory: the same code as in production, no threads.

use crate::app::effect::{Act, Effect};
use crate::app::msg::{Loaded, Msg};
use crate::domain::change::{Change, Edit, Row};
use crate::domain::event::{Event, Place as At};
use crate::domain::id::{EventId, IncidentId, Part};
use crate::domain::incident::Incident;
use crate::domain::plan;
use crate::domain::timeline::Anchor;
use crate::review::finding::Subject;
use crate::review::{self, Place, fix};
use crate::store::{Direction, Result, Store, StoreError, Write, Written};

use super::owner;

/// The most steps that the history shows.
const HISTORY: usize = 500;
/// The most incidents that the list shows.
const INCIDENTS: usize = 2_000;

/// Performs an effect that concerns the store and returns its answer, if it has one.
pub fn perform(store: &mut Store, effect: Effect) -> Option<Msg> {
    let answer = match effect {
        Effect::Act { token, write, act } => {
            return Some(match self::act(store, &write, act) {
                Ok(written) => Msg::Saved { token, written: Box::new(written) },
                Err(error) => Msg::Refused { token, why: error.to_string() },
            });
        }
        Effect::Arrive { wanted, reach } => arrive(store, wanted, reach).map(Some),
        Effect::Load { incident, anchor, reach } => match load(store, incident, anchor, reach) {
            Err(StoreError::NotFound(_)) => Ok(Some(Msg::Gone(incident))),
            loaded => loaded.map(|it| Some(Msg::Loaded(Box::new(it)))),
        },
        Effect::Window { incident, anchor, reach, select } => {
            store.window(incident, anchor, reach, reach).map(|window| Some(Msg::Window { window, select }))
        }
        Effect::List => store.incidents(INCIDENTS).map(|it| Some(Msg::Listed(it))),
        Effect::Find { incident, words, from, direction } => find(store, incident, &words, (from, direction))
            .map(|(place, around)| Some(Msg::Found { place, around })),
        Effect::Event { id, purpose } => store.event(id).map(|it| Some(Msg::Event(Box::new(it), purpose))),
        Effect::EventAt { incident, handle, purpose } => {
            store.event_by_handle(incident, handle).map(|it| Some(Msg::Event(Box::new(it), purpose)))
        }
        Effect::Review { incident, options } => {
            return super::reviewer::Reviewer::default().review(store, incident, &options);
        }
        Effect::ReviewText { field, role, text, options } => {
            return Some(super::reviewer::review_text(field, role, text, &options));
        }
        Effect::History { incident } => {
            store.history(incident, None, HISTORY).map(|it| Some(Msg::History(it)))
        }
        Effect::KeepDraft(draft) => store.keep_draft(&draft).map(|()| None),
        Effect::DropDraft { owner, field, incident } => {
            store.drop_draft(&owner, &field, incident).map(|()| None)
        }
        Effect::Drafts { heir } => drafts(store, &heir).map(Some),
        Effect::SetCurrent(id) => store.set_current(id).map(|()| None),
        Effect::Export { incident, format, path, force } => {
            return Some(super::document::export(store, incident, (format, path), force));
        }
        Effect::CopyDocument(incident) => return Some(super::document::copy(store, incident)),
        Effect::Import { path, now, seed } => {
            return Some(super::document::import(store, &path, (now, seed)));
        }
        Effect::Copy(_) | Effect::Editor { .. } | Effect::Suspend | Effect::Sample | Effect::Quit(_) => {
            return None;
        }
    };
    match answer {
        Ok(answer) => answer,
        Err(error) => Some(Msg::Failed(error.to_string())),
    }
}

fn load(store: &Store, incident: IncidentId, anchor: Anchor, reach: usize) -> Result<Loaded> {
    let parts = store.parts(incident)?;
    let mut cited: Vec<u32> = parts
        .rungs
        .iter()
        .flat_map(|it| &it.cites)
        .filter(|it| it.part == Part::Event)
        .map(|it| it.num)
        .collect();
    cited.sort_unstable();
    cited.dedup();
    Ok(Loaded {
        header: store.header(incident)?,
        milestones: store.milestones(incident)?,
        window: store.window(incident, anchor, reach.max(1), reach.max(1))?,
        cited: store.rows_of(incident, &cited)?,
        tags: store.tags(incident)?,
        parts,
    })
}

/// Looks for words from a place on and, at the end of the timeline, from its other end. Tells whether that was needed.
fn find(
    store: &Store,
    incident: IncidentId,
    words: &str,
    (from, direction): (At, Direction),
) -> Result<(Option<At>, bool)> {
    if let Some(place) = store.find(incident, words, from, direction)? {
        return Ok((Some(place), false));
    }
    let end = match direction {
        Direction::Forward => At { pos: i64::MIN, num: 0 },
        Direction::Backward => At { pos: i64::MAX, num: u32::MAX },
    };
    Ok((store.find(incident, words, end, direction)?, true))
}

/// Takes over what processes left behind that are gone, and returns it.
fn drafts(store: &mut Store, heir: &str) -> Result<Msg> {
    let mut owners: Vec<String> = store.drafts()?.into_iter().map(|it| it.owner).collect();
    // Drafts come newest first, so the newest of a field is adopted and an older one stays for the next time.
    let mut seen = std::collections::HashSet::new();
    owners.retain(|it| it != heir && seen.insert(it.clone()));
    for gone in owners.iter().filter(|it| !owner::is_alive(it)) {
        store.adopt_drafts(gone, heir)?;
    }
    let mine = store.drafts()?.into_iter().filter(|it| it.owner == heir).collect();
    Ok(Msg::Drafts(mine))
}

/// Carries out an act as one step.
fn act(store: &mut Store, write: &Write, act: Act) -> Result<Written> {
    let incident = write.incident;
    match act {
        Act::Changes(changes) => {
            cites_are_there(store, incident, &changes)?;
            store.write(write, changes)
        }
        Act::Undo(None) if only_the_opening(store, incident)? => Err(StoreError::Limit(
            "nothing is left to undo but the opening of the incident; H, then u on that step, takes it away"
                .into(),
        )),
        Act::Undo(target) => store.undo(write, target),
        Act::Redo => store.redo(write),
        Act::Shift(id, span) => edit(store, write, id, |event| {
            let at = event.at + span;
            event.move_to(at);
            event.precision = plan::shifted(event.precision);
        }),
        Act::SetTime(id, when) => edit(store, write, id, |event| plan::set_time(event, &when)),
        Act::SetText(id, text) => edit(store, write, id, |event| {
            event.text.clone_from(&text);
            plan::spill(event);
        }),
        Act::SetKind(id, kind) => edit(store, write, id, |event| event.kind = kind),
        Act::Star(id) => edit(store, write, id, |event| event.key = !event.key),
        Act::SetTags(id, tags) => edit(store, write, id, |event| event.tags.clone_from(&tags)),
        Act::Rewrite(finding) => {
            let whole = around(store, incident, finding.place)?;
            let change = fix::change(&whole, &finding).ok_or_else(|| {
                StoreError::Limit("the words are not there any more; look at the findings again".into())
            })?;
            store.write(write, [change])
        }
        Act::Waive { place, edit } => {
            let edit = review::seal(*edit, &around(store, incident, place)?, place);
            store.write(write, [Change::waiver(incident, edit)])
        }
        Act::Remove(id) => {
            let event = store.event(id)?;
            store.write(write, [Change::event(incident, Edit::remove(event))])
        }
        Act::Mark { event, milestone } => {
            let event = store.event(event)?;
            let holder = milestone.map(|it| holder(store, incident, it)).transpose()?.flatten();
            store.write(write, plan::mark(incident, &event, holder.as_ref(), milestone))
        }
        Act::Log(event) => {
            let holder = event.milestone.map(|it| holder(store, incident, it)).transpose()?.flatten();
            store.write(write, plan::log_mark(incident, *event, holder.as_ref()))
        }
        Act::Reorder { event, up } => {
            let minute = store.minute_of(incident, event)?;
            let changes = plan::reorder(incident, &minute, event, up)
                .map_err(|error| StoreError::Limit(error.to_string()))?;
            store.write(write, changes)
        }
    }
}

/// Loads what stands around a place of an incident: everything small, and the event that it is about.
fn around(store: &Store, incident: IncidentId, place: Place) -> Result<Incident> {
    let mut whole = Incident::new(store.header(incident)?);
    whole.parts = store.parts(incident)?;
    if let Subject::Row(handle) = place.subject
        && handle.part == Part::Event
    {
        whole.events.push(store.event_by_handle(incident, handle)?);
    }
    Ok(whole)
}

/// Tells whether the newest step in force is the one that opened the incident: a key too many must not take it away.
fn only_the_opening(store: &Store, incident: IncidentId) -> Result<bool> {
    let newest = store.history(incident, None, HISTORY)?.into_iter().find(|it| it.kind == "do" && !it.undone);
    match newest {
        Some(step) => Ok(store.history(incident, Some(step.seq), 1)?.is_empty()),
        None => Ok(false),
    }
}

/// Sees to it that what a why newly cites is there: a handle may have been typed.
fn cites_are_there(store: &Store, incident: IncidentId, changes: &[Change]) -> Result<()> {
    for change in changes {
        let Row::Rung(edit) = &change.row else { continue };
        let before = edit.before.as_ref().map_or(&[][..], |it| &it.cites);
        let after = edit.after.iter().flat_map(|it| &it.cites);
        for handle in after.filter(|it| it.part == Part::Event && !before.contains(it)) {
            store.event_by_handle(incident, *handle)?;
        }
    }
    Ok(())
}

fn edit(store: &mut Store, write: &Write, id: EventId, edit: impl Fn(&mut Event)) -> Result<Written> {
    let before = store.event(id)?;
    let mut after = before.clone();
    edit(&mut after);
    store.write(write, [Change::event(write.incident, Edit::replace(before, after))])
}

fn holder(
    store: &Store,
    incident: IncidentId,
    milestone: crate::domain::event::Milestone,
) -> Result<Option<Event>> {
    match store.milestones(incident)?.holder(milestone) {
        Some(handle) => store.event_by_handle(incident, handle).map(Some),
        None => Ok(None),
    }
}

/// Returns the effects with which the application begins on a screen of so many rows. What the first frame does not need
/// follows it.
pub fn first_effects(rows: u16, wanted: Option<IncidentId>) -> Vec<Effect> {
    vec![Effect::Arrive { wanted, reach: usize::from(rows) }]
}

fn arrive(store: &Store, wanted: Option<IncidentId>, reach: usize) -> Result<Msg> {
    if let Some(incident) = wanted {
        return load(store, incident, Anchor::End, reach).map(|it| Msg::Loaded(Box::new(it)));
    }
    // Where text was being typed when its process died, there it is offered again, whatever else is open.
    if let Some(incident) = typed_in(store)? {
        match load(store, incident, Anchor::End, reach) {
            Err(StoreError::NotFound(_)) => {}
            loaded => return loaded.map(|it| Msg::Loaded(Box::new(it))),
        }
    }
    match store.open_incidents(2)?.as_slice() {
        [only] => load(store, *only, Anchor::End, reach).map(|it| Msg::Loaded(Box::new(it))),
        _ => store.incidents(INCIDENTS).map(Msg::Listed),
    }
}

/// Returns the incident of the newest text that a process which is gone left in an open field.
fn typed_in(store: &Store) -> Result<Option<IncidentId>> {
    let left = store.drafts()?.into_iter().filter(|it| it.open);
    Ok(left.filter(|it| !owner::is_alive(&it.owner)).find_map(|it| it.incident))
}
