//! Passages: the texts of an incident, each with the part it plays in the document, which decides what rules look at it.

use std::cell::OnceCell;
use std::collections::HashSet;

use super::blame::Spoken;
use super::finding::Place;
use super::text::Text;
use crate::domain::id::RungId;
use crate::domain::incident::Incident;
use crate::domain::section::SectionName;

/// What a text is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// The title of the incident.
    Title,
    /// The text of an event. Its time stands beside it.
    Event,
    /// The summary.
    Summary,
    /// The impact section.
    Impact,
    /// Any other section, the lessons among them.
    Prose,
    /// The problem at the top of a ladder.
    Problem,
    /// A question of a ladder.
    Why,
    /// An answer that a further why asks about.
    Because,
    /// An answer at the end of its branch: a root cause.
    LastBecause,
    /// The title of an action.
    Action,
    /// The measurable test of an action.
    DoneWhen,
    /// The name or the note of a metric.
    Metric,
}

/// A text of the incident.
#[derive(Debug)]
pub struct Passage<'t> {
    /// Where it stands.
    pub place: Place,
    /// What it is for.
    pub role: Role,
    /// The text as it was written.
    pub text: &'t str,
    read: OnceCell<Text<'t>>,
    spoken: OnceCell<Spoken>,
}

impl<'t> Passage<'t> {
    /// Makes a passage; its words are read when a rule first asks for them.
    pub fn new(place: Place, role: Role, text: &'t str) -> Self {
        Passage { place, role, text, read: OnceCell::new(), spoken: OnceCell::new() }
    }

    /// Returns its words and signs.
    pub fn read(&self) -> &Text<'t> {
        self.read.get_or_init(|| Text::read(self.text))
    }

    /// Returns who it speaks of and what it holds against them; looked for once, for all rules.
    pub(super) fn spoken(&self, look: impl FnOnce(&Text<'t>) -> Spoken) -> &Spoken {
        self.spoken.get_or_init(|| look(self.read()))
    }
}

/// Returns the role of a section.
pub fn role(section: SectionName) -> Role {
    match section {
        SectionName::Summary => Role::Summary,
        SectionName::Impact => Role::Impact,
        _ => Role::Prose,
    }
}

/// Returns the passages of an incident that hold text, in the order of the document.
pub fn passages(incident: &Incident) -> Vec<Passage<'_>> {
    let parts = &incident.parts;
    let mut all = vec![Passage::new(Place::incident("title"), Role::Title, &incident.header.title)];
    for section in &parts.sections {
        all.push(Passage::new(Place::section(section.name), role(section.name), &section.text));
    }
    for (index, event) in incident.events.iter().enumerate() {
        all.push(Passage::new(Place::row(event.handle(), "text", index), Role::Event, &event.text));
    }
    for (index, metric) in parts.metrics.iter().enumerate() {
        let place = |field| Place::row(metric.handle(), field, index);
        all.push(Passage::new(place("name"), Role::Metric, &metric.name));
        all.push(Passage::new(place("note"), Role::Metric, &metric.note));
    }
    for (index, ladder) in parts.ladders.iter().enumerate() {
        let place = Place::row(ladder.handle(), "problem", index);
        all.push(Passage::new(place, Role::Problem, &ladder.problem));
    }
    let asked: HashSet<RungId> = parts.rungs.iter().filter_map(|it| it.parent).collect();
    for (index, rung) in parts.rungs.iter().enumerate() {
        let role = if asked.contains(&rung.id) { Role::Because } else { Role::LastBecause };
        all.push(Passage::new(Place::row(rung.handle(), "why", index), Role::Why, &rung.why));
        all.push(Passage::new(Place::row(rung.handle(), "because", index), role, &rung.because));
    }
    for (index, action) in parts.actions.iter().enumerate() {
        let place = |field| Place::row(action.handle(), field, index);
        all.push(Passage::new(place("title"), Role::Action, &action.title));
        all.push(Passage::new(place("done_when"), Role::DoneWhen, &action.done_when));
    }
    all.retain(|it| !it.text.trim().is_empty());
    all
}

/// Returns what an export writes beside the texts of [`passages`]: evidence, links, owners, tickets.
pub(super) fn beside(incident: &Incident) -> Vec<Passage<'_>> {
    let mut all = Vec::new();
    for (index, event) in incident.events.iter().enumerate() {
        let place = |field| Place::row(event.handle(), field, index);
        for it in &event.evidence {
            all.push(Passage::new(place("evidence"), Role::Event, &it.label));
            all.push(Passage::new(place("evidence"), Role::Event, &it.text));
        }
        for it in &event.links {
            all.push(Passage::new(place("links"), Role::Event, &it.label));
            all.push(Passage::new(place("links"), Role::Event, &it.url));
        }
    }
    for (index, action) in incident.parts.actions.iter().enumerate() {
        let place = |field| Place::row(action.handle(), field, index);
        all.push(Passage::new(place("owner"), Role::Action, &action.owner));
        all.push(Passage::new(place("ticket"), Role::Action, &action.ticket));
    }
    all
}
