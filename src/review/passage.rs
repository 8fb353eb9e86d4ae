//! Passages: the texts of an incident, each with the part it plays in the document, which decides what rules look at it.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use super::blame::Spoken;
use super::finding::Place;
use super::rule::Rule;
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
    /// What is kept beside the words: evidence, addresses, owners, tickets. Nobody wrote it for a reader, but every reader
    /// gets it.
    Raw,
}

impl Role {
    /// Tells whether a rule about texts looks at those of this role.
    pub(super) fn is_for(self, rule: &Rule) -> bool {
        self != Role::Raw || rule.id == super::secret::CREDENTIAL.id
    }
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

fn raw<'t, const N: usize>(place: Place, texts: [&'t String; N]) -> [Passage<'t>; N] {
    texts.map(|it| Passage::new(place, Role::Raw, it))
}

/// Returns the text at each place; where several stand, as evidence may, all of them as one.
pub(super) fn by_place(incident: &Incident) -> HashMap<Place, Cow<'_, str>> {
    let mut texts: HashMap<Place, Cow<'_, str>> = HashMap::new();
    for passage in passages(incident) {
        match texts.entry(passage.place) {
            Entry::Vacant(free) => {
                free.insert(passage.text.into());
            }
            Entry::Occupied(mut taken) => {
                let all = taken.get_mut().to_mut();
                all.push('\n');
                all.push_str(passage.text);
            }
        }
    }
    texts
}

/// Returns the passages of an incident that hold text, in the order of the document.
pub fn passages(incident: &Incident) -> Vec<Passage<'_>> {
    let parts = &incident.parts;
    let mut all = vec![Passage::new(Place::incident("title"), Role::Title, &incident.header.title)];
    for section in &parts.sections {
        all.push(Passage::new(Place::section(section.name), role(section.name), &section.text));
    }
    for link in &incident.header.links {
        all.extend(raw(Place::incident("links"), [&link.label, &link.url]));
    }
    for (index, event) in incident.events.iter().enumerate() {
        let place = |field| Place::row(event.handle(), field, index);
        all.push(Passage::new(place("text"), Role::Event, &event.text));
        all.extend(event.evidence.iter().flat_map(|it| raw(place("evidence"), [&it.label, &it.text])));
        all.extend(event.links.iter().flat_map(|it| raw(place("links"), [&it.label, &it.url])));
    }
    for (index, metric) in parts.metrics.iter().enumerate() {
        let place = |field| Place::row(metric.handle(), field, index);
        all.push(Passage::new(place("name"), Role::Metric, &metric.name));
        all.push(Passage::new(place("note"), Role::Metric, &metric.note));
        all.extend(raw(place("source"), [&metric.source]));
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
        all.extend(raw(place("owner"), [&action.owner]));
        all.extend(raw(place("ticket"), [&action.ticket]));
    }
    all.retain(|it| !it.text.trim().is_empty());
    all
}
