//! Plans: the changes that stand for what a person wants, built from rows as they were read.
//!
//! The terminal and the command line call the same plans, so that both write the same changes. Nothing here writes; a plan
//! made from stale rows is refused by the store.

use super::change::{Change, Edit};
use super::clean;
use super::event::{Event, Evidence, Kind, MAX_EVIDENCE, MAX_TEXT, Milestone, Source};
use super::id::{EventId, IncidentId, LadderId};
use super::ladder::{Ladder, Rung, Topic};
use super::quicklog::QuickLog;
use super::time::{Precision, Timestamp, When, Zone};

/// The most events at one instant that can be put in order by hand.
pub const MOST_AT_ONCE: usize = 200;

/// Why a plan cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// Events are ordered by hand only within a minute.
    #[error("{0} is the {1} of its minute; change its time to move it further")]
    EndOfMinute(String, &'static str),
    /// So many events share an instant that ordering them by hand is hopeless.
    #[error("more than {MOST_AT_ONCE} events share this instant; give them times of their own")]
    TooManyAtOnce,
    /// An event without a word says nothing.
    #[error("there is nothing to log: write what happened, or a milestone such as !detected")]
    Empty,
}

/// Makes the event of a line typed into the log bar or given to `coe log`.
///
/// `now` is the instant that a line without a time stands for. Text over [`MAX_TEXT`] is kept whole as evidence, its
/// beginning as the text.
///
/// # Errors
/// [`PlanError::Empty`] when there is neither text nor milestone.
pub fn event(
    id: EventId,
    now: Timestamp,
    zone: Zone,
    line: &QuickLog,
    source: Source,
) -> Result<Event, PlanError> {
    let milestone = line.milestone.as_deref().and_then(|it| it.parse::<Milestone>().ok());
    let text = clean::block(&line.text);
    let text = match (text.trim(), milestone) {
        ("", Some(milestone)) => milestone.sentence().to_owned(),
        ("", None) => return Err(PlanError::Empty),
        (text, _) => text.to_owned(),
    };
    let mut event = Event::new(id, now, zone, text);
    if let Some(when) = &line.when {
        set_time(&mut event, when);
    }
    event.milestone = milestone;
    event.kind = match milestone {
        _ if line.hypothesis => Kind::Hypothesis,
        Some(Milestone::Trigger) => Kind::Change,
        Some(Milestone::Detected) => Kind::Alert,
        Some(Milestone::Start) => Kind::Observation,
        Some(Milestone::Acknowledged | Milestone::Mitigated | Milestone::Resolved) => Kind::Action,
        Some(Milestone::Identified) => Kind::Observation,
        None => Kind::Note,
    };
    event.tags.clone_from(&line.tags);
    event.source = source;
    spill(&mut event);
    Ok(event)
}

/// Gives an event the time that was entered.
pub fn set_time(event: &mut Event, when: &When) {
    event.move_to(when.at);
    event.zone = when.zone;
    event.precision = when.precision;
    event.entered = clean::line(&when.entered);
}

/// Moves text over [`MAX_TEXT`] into evidence, in pieces of at most [`MAX_EVIDENCE`].
pub fn spill(event: &mut Event) {
    if event.text.len() <= MAX_TEXT {
        return;
    }
    let whole = std::mem::take(&mut event.text);
    let head: String = whole.lines().next().unwrap_or_default().chars().take(400).collect();
    event.text = format!("{head} … (the whole text is kept as evidence)");
    let mut rest = whole.as_str();
    while !rest.is_empty() {
        let mut end = rest.len().min(MAX_EVIDENCE);
        while !rest.is_char_boundary(end) {
            end -= 1;
        }
        let (piece, tail) = rest.split_at(end);
        event.evidence.push(Evidence { label: "text".to_owned(), text: piece.to_owned() });
        rest = tail;
    }
}

/// Gives `milestone` to an event, taking it from its present `holder`; `None` clears what the event has.
pub fn mark(
    incident: IncidentId,
    event: &Event,
    holder: Option<&Event>,
    milestone: Option<Milestone>,
) -> Vec<Change> {
    let mut changes = Vec::new();
    if let Some(holder) = holder.filter(|it| it.id != event.id) {
        let mut without = holder.clone();
        without.milestone = None;
        changes.push(Change::event(incident, Edit::replace(holder.clone(), without)));
    }
    let mut marked = event.clone();
    marked.milestone = milestone;
    changes.push(Change::event(incident, Edit::replace(event.clone(), marked)));
    changes
}

/// Logs a new event that takes `milestone` from its present holder.
pub fn log_mark(incident: IncidentId, event: Event, holder: Option<&Event>) -> Vec<Change> {
    let mut changes = Vec::new();
    if let Some(holder) = holder {
        let mut without = holder.clone();
        without.milestone = None;
        changes.push(Change::event(incident, Edit::replace(holder.clone(), without)));
    }
    changes.push(Change::event(incident, Edit::add(event)));
    changes
}

/// Moves an event one place up (earlier) or down among the events of its minute.
///
/// `minute` holds every event of that minute in order of the timeline. Only places change, never times.
///
/// # Errors
/// [`PlanError::EndOfMinute`], [`PlanError::TooManyAtOnce`].
pub fn reorder(
    incident: IncidentId,
    minute: &[Event],
    event: EventId,
    up: bool,
) -> Result<Vec<Change>, PlanError> {
    let end = |which| {
        let name =
            minute.iter().find(|it| it.id == event).map_or_else(String::new, |it| it.handle().to_string());
        PlanError::EndOfMinute(name, which)
    };
    let at = minute.iter().position(|it| it.id == event).ok_or_else(|| end("last"))?;
    let first = if up { at.checked_sub(1).ok_or_else(|| end("first"))? } else { at };
    let second = first + 1;
    let (Some(upper), Some(lower)) = (minute.get(first), minute.get(second)) else { return Err(end("last")) };
    let place = |row: &Event, pos: i64| {
        let mut moved = row.clone();
        moved.pos = pos;
        Change::event(incident, Edit::replace(row.clone(), moved))
    };
    if upper.pos != lower.pos {
        return Ok(vec![place(upper, lower.pos), place(lower, upper.pos)].into_iter().collect());
    }
    // Several at one place, told apart by number alone: those after the pair make room, a microsecond each.
    let tied: Vec<&Event> = minute[second + 1..].iter().take_while(|it| it.pos <= upper.pos + 1).collect();
    if tied.len() > MOST_AT_ONCE {
        return Err(PlanError::TooManyAtOnce);
    }
    let mut changes = vec![place(upper, upper.pos + 1)];
    changes.extend(tied.into_iter().map(|it| place(it, it.pos + 2)));
    Ok(changes)
}

/// Tells whether two events are in the same minute, in UTC; all zones in use are whole minutes from it.
pub fn same_minute(a: i64, b: i64) -> bool {
    const MINUTE: i64 = 60_000_000;
    a.div_euclid(MINUTE) == b.div_euclid(MINUTE)
}

/// Returns the ladder of a topic, or the change that makes one.
pub fn ladder(
    incident: IncidentId,
    ladders: &[Ladder],
    topic: Topic,
    new: LadderId,
) -> (LadderId, Option<Change>) {
    match ladders.iter().find(|it| it.topic == topic) {
        Some(ladder) => (ladder.id, None),
        None => {
            let ladder = Ladder { id: new, num: 0, topic, problem: String::new() };
            (new, Some(Change::ladder(incident, Edit::add(ladder))))
        }
    }
}

/// Returns the place of a new last sibling below `parent`.
pub fn last_place(rungs: &[Rung], like: &Rung) -> i64 {
    rungs
        .iter()
        .filter(|it| it.ladder == like.ladder && it.parent == like.parent)
        .map(|it| it.place + 1)
        .max()
        .unwrap_or(0)
}

/// Removes a rung and everything below it, leaves first.
pub fn remove_rung(incident: IncidentId, rungs: &[Rung], rung: &Rung) -> Vec<Change> {
    let mut doomed = vec![rung];
    let mut at = 0;
    while at < doomed.len() {
        let parent = doomed[at].id;
        let below =
            rungs.iter().filter(|it| it.parent == Some(parent) && !doomed.iter().any(|d| d.id == it.id));
        let below: Vec<&Rung> = below.collect();
        doomed.extend(below);
        at += 1;
    }
    doomed.into_iter().rev().map(|it| Change::rung(incident, Edit::remove(it.clone()))).collect()
}

/// Returns the precision that a change of time by whole minutes leaves.
pub fn shifted(precision: Precision) -> Precision {
    match precision {
        Precision::Exact => Precision::Minute,
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::super::id::IdSource;
    use super::*;

    const T0: i64 = 1_763_820_120_000;

    fn minute(texts: &[(&str, i64)]) -> Vec<Event> {
        let mut ids = IdSource::seeded(3);
        let at = Timestamp::from_millis(T0);
        (1..)
            .zip(texts)
            .map(|(num, (text, micros))| {
                let mut event = Event::new(EventId(ids.next(at)), at, Zone::Utc, *text);
                event.num = num;
                event.pos += micros;
                event
            })
            .collect()
    }

    /// Moves the event `text` and returns the texts in their new order.
    fn moved(events: &[Event], text: &str, up: bool) -> Vec<String> {
        let id = events.iter().find(|it| it.text == text).map(|it| it.id).unwrap();
        let incident = IncidentId(uuid::Uuid::from_u128(1));
        let mut after = events.to_vec();
        for change in reorder(incident, events, id, up).unwrap() {
            let super::super::change::Row::Event(edit) = change.row else { panic!("not an event") };
            let new = edit.after.unwrap();
            let at = after.iter().position(|it| it.id == new.id).unwrap();
            after[at] = new;
        }
        after.sort_by_key(Event::order);
        after.into_iter().map(|it| it.text).collect()
    }

    #[test]
    fn reordering_swaps_neighbours_and_nothing_else() {
        let tied = minute(&[("a", 0), ("b", 0), ("c", 0), ("d", 0)]);
        assert_eq!(moved(&tied, "b", false), ["a", "c", "b", "d"]);
        assert_eq!(moved(&tied, "b", true), ["b", "a", "c", "d"]);
        let apart = minute(&[("a", 0), ("b", 1_000), ("c", 1_000), ("d", 1_001)]);
        assert_eq!(moved(&apart, "a", false), ["b", "a", "c", "d"]);
        assert_eq!(moved(&apart, "b", false), ["a", "c", "b", "d"]);
        assert_eq!(moved(&apart, "d", true), ["a", "b", "d", "c"]);
    }

    #[test]
    fn the_first_of_a_minute_does_not_move_up() {
        let events = minute(&[("a", 0), ("b", 0)]);
        let incident = IncidentId(uuid::Uuid::from_u128(1));
        let error = reorder(incident, &events, events[0].id, true).unwrap_err();
        assert_eq!(error.to_string(), "e1 is the first of its minute; change its time to move it further");
        assert!(reorder(incident, &events, events[1].id, false).is_err());
    }

    #[test]
    fn a_text_over_the_limit_is_kept_whole_as_evidence() {
        let mut ids = IdSource::seeded(3);
        let at = Timestamp::from_millis(T0);
        let long = "ä".repeat(700_000);
        let mut event = Event::new(EventId(ids.next(at)), at, Zone::Utc, long.clone());
        spill(&mut event);
        assert!(event.text.len() <= MAX_TEXT);
        assert!(event.evidence.iter().all(|it| it.text.len() <= MAX_EVIDENCE));
        let kept: String = event.evidence.iter().map(|it| it.text.as_str()).collect();
        assert_eq!(kept, long);
    }
}
